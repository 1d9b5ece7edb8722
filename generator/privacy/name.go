package privacy

import (
	"strings"
	"unicode"
)

// surnames are the most frequent, which more than nine in ten people bear.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"

// compoundSurnames have two characters.
const compoundSurnames = "欧阳 上官 司马 诸葛 司徒 东方 独孤 慕容 皇甫 尉迟 令狐 公孙 夏侯 轩辕 端木 南宫 司空 宇文 长孙 鲜于 闻人 钟离 百里 呼延 拓跋"

// Characters that names of offices, things and table headings have, and names of people hardly
// ever.
const notInNames = "局部厅处科室院校所站队司县市区乡镇街道办委会组织项目单位电话地址内容时间日期合计备注序号标准数量金额类别方式称无有是否的了及或等元年月人员户"

// isName reports whether a text is most likely a person's name in Han: a surname and one or
// two characters more.
func isName(text string) bool {
	r := []rune(strings.TrimSpace(text))
	given := 0
	switch {
	case len(r) < 2 || len(r) > 4:
		return false
	case len(r) >= 3 && strings.Contains(compoundSurnames, string(r[:2])):
		given = 2
	case len(r) < 4 && strings.ContainsRune(surnames, r[0]):
		given = 1
	default:
		return false
	}
	for _, c := range r[given:] {
		if !unicode.Is(unicode.Han, c) || strings.ContainsRune(notInNames, c) {
			return false
		}
	}
	return true
}
