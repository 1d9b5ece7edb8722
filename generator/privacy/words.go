package privacy

import (
	"bytes"
	"strings"
)

// The words that say what a number is. A word that ends another, such as 编号 in 证件编号, loses
// to the longer one.
var (
	identityWords = words("身份证 证件号 证件编号 证件号码 公民身份 身份号码 身份信息 居民证 有效证件 证号 身份证编号 身份证件编号 idcard id_card identity 身分证")
	mobileWords   = words("手机 手机号 移动电话 电话 联系方式 联系人 致电 拨打 微信 微信号 短信 联络 号码 tel phone mobile cell wechat whatsapp 热线 传真 通讯方式 联系 短号 contact")
	bankWords     = words("银行卡 银行账 银行帐 账号 帐号 卡号 开户行 开户银行 账户 帐户 储蓄 借记卡 信用卡 工资卡 社保卡 一卡通 一折通 存折 惠农卡 收款 户名 汇款 打款 发卡 bankcard bank_card account")
	codeWords     = words("编号 代码 编码 文号 订单 订单号 单号 合同号 批号 注册号 流水号 登记号 许可证 索引号 执照 备案号 条码 条形码 案号 发票 票号 标准号 型号 序列号 坐标 经度 纬度 ISBN ISSN 档号 宗地 地块 不动产 产权证 房权证 项目号 公告号 资质 证书号 税号 税务登记 标段 凭证 设备号 车架号 发动机号 IMEI 批准文号 流水 工单 号段 QQ 群号 index doc_number 发文字号 approval_no review_no 档案号 回执 交易号 保函 报告号 车辆识别 VIN 表号 户号 代码证 信用代码 机构代码")
	contactWords  = words("联系人 联系电话 联系方式 咨询 监督 举报 投诉 受理 报名 值班 办公电话 服务电话 服务热线 热线 经办人 采购人 代理机构 招标 意见反馈 通讯方式 通信方式 反馈意见 征求意见 预约 救援 维修 报修 抢修 项目联系 contact comment_to phone hearing sign_up 电话咨询 请与 如有疑问 如有异议")
	personWords   = words("姓名 身份证 户主 学生 患者 家长 业主 当事人 监护人 考生 死者 伤者 申请人 被执行人 被处罚人 违法行为人 本人 公民身份 车主 驾驶人 所有人 产权人 权利人 收件人 户籍 家属 村民 居民 残疾人 低保 先生 女士 持卡人 领款人 持有人 父亲 母亲 配偶")
	ownerWords    = words("车主 驾驶人 姓名 所有人 当事人 违法行为人 机动车所有 户主 身份证 持有人 先生 女士")
	passportWords = words("护照 通行证 台胞证 回乡证 旅行证 passport")
	plateWords    = words("车牌 号牌 车号 牌照 机动车 车辆 小型汽车 轿车 货车 客车 plate")
	dealWords     = words("采购 项目 订单 招标 计划 标段 合同 流水 工单 宗地 交易 批次 凭证 发票 运单 快递 物流 设备 条码 条形码")
	figureWords   = words("金额 价 元 数量 面积 合计 预算 决算 占比 吨 投资 收入 支出 资金 产值 人口 总额 规模 长度 里程 产量 增速 比重 用量 电量 水量 总量 数额 标准 得分 余额 增长")
	organWords    = words("公司 局 委员会 中心 医院 学校 厅 政府 办公室 银行 工会 协会 厂 社 队 集团 基金会 财政 国库 幼儿园 大学 学院 中学 小学 研究院 事务所 合作社 管理处 街道办 法院 检察院")
	holderWords   = words("户名 开户名称 账户名称 帐户名称 单位名称 收款单位 收款人 公司名称 全称 账户名 开户单位 名称")
	officialWords = words("对公 基本户 基本存款 专户 零余额 国库 非税 单位账 单位帐 公司账 公司帐 财政账 保证金")
	latinAsks     = words("passport plate")
	addressWords  = words("家庭住址 家庭地址 户籍地址 户籍住址 户籍所在地 户籍地 现住址 现住地 现住 现居住地 居住地址 居住地 居住于 居住在 家住 住址 住所地 住所 住在 住")
	placeWords    = words("地址 详细地址 通讯地址 通信地址")
	publicWords   = words("经营 办公 单位 注册 企业 公司 机构 项目 施工 建设 地块 坐落 生产 营业 店铺 场所 联系地址 接收地址 报名地址 现场 工程")
)

func words(list string) [][]byte {
	var out [][]byte
	for w := range strings.FieldsSeq(list) {
		out = append(out, []byte(w))
	}
	return out
}

// How far a word may stand from what it speaks of, in bytes: a Han character has three.
const (
	reachFar    = 240 // a name and what goes with it
	reachLabel  = 120 // a label before a list
	reachBehind = 36  // a note in brackets
	reachDirect = 27  // a label before the very number
)

// before gives the text before the offset, at most n bytes, back to the last full stop or blank
// line.
func (s *search) before(at, n int) []byte {
	t := s.text[max(0, at-n):at]
	for _, stop := range [...]string{"。", "\n\n"} {
		if i := bytes.LastIndex(t, []byte(stop)); i >= 0 {
			t = t[i+len(stop):]
		}
	}
	return t
}

// behind gives the text behind the offset, at most n bytes, to the next full stop or line end.
func (s *search) behind(at, n int) []byte {
	t := s.text[at:min(len(s.text), at+n)]
	for _, stop := range [...]string{"。", "\n"} {
		if i := bytes.Index(t, []byte(stop)); i >= 0 {
			t = t[:i]
		}
	}
	return t
}

// last gives where the last of the words ends in the text, and how long it is; end is -1 where
// none stands there. Latin words may be written either way.
func last(text []byte, list [][]byte) (end, length int) {
	end = -1
	for _, w := range list {
		i := -1
		if w[0] < 0x80 {
			i = lastFold(text, w)
		} else if bytes.Contains(text, w) {
			i = bytes.LastIndex(text, w)
		}
		if e := i + len(w); i >= 0 && (e > end || e == end && len(w) > length) {
			end, length = e, len(w)
		}
	}
	return end, length
}

// lastFold is bytes.LastIndex whatever the case of Latin letters.
func lastFold(text, word []byte) int {
	for i := len(text) - len(word); i >= 0; i-- {
		if text[i]|0x20 == word[0]|0x20 && bytes.EqualFold(text[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}

func holds(text []byte, list [][]byte) bool {
	for _, w := range list {
		if index(text, w) >= 0 {
			return true
		}
	}
	return false
}

// labelled reports whether the column's heading, the key and the like say one of the words.
func (s *search) labelled(list [][]byte) bool {
	return s.near.Label != "" && holds([]byte(s.near.Label), list)
}

// says reports whether one of the words stands before a number at start, or as a note behind
// its end, or over it.
func (s *search) says(start, end int, list [][]byte) bool {
	return holds(s.before(start, reachLabel), list) || s.labelled(list) || holds(note(s.behind(end, reachBehind)), list)
}

// note gives what stands in brackets at the head of a text.
func note(text []byte) []byte {
	text = bytes.TrimLeft(text, " ")
	for _, b := range [...][2]string{{"（", "）"}, {"(", ")"}} {
		if rest, ok := bytes.CutPrefix(text, []byte(b[0])); ok {
			in, _, _ := bytes.Cut(rest, []byte(b[1]))
			return in
		}
	}
	return nil
}

// code reports whether the number at start is called a code, a serial number or the like: by
// the word next to it, or else by its label.
func (s *search) code(start int) bool {
	if s.wild {
		return false
	}
	text := s.before(start, reachDirect)
	if i := bytes.LastIndexAny(text, "，,；;、\n|"); i >= 0 {
		text = text[i:]
	}
	code, codeLong := last(text, codeWords)
	for _, list := range [...][][]byte{identityWords, mobileWords, bankWords} {
		if end, long := last(text, list); end >= 0 && (end > code || end == code && long > codeLong) {
			return false
		}
	}
	if code >= 0 {
		return true
	}
	label := []byte(s.near.Label)
	return s.labelled(codeWords) && !holds(label, identityWords) && !holds(label, mobileWords) && !holds(label, bankWords)
}

// deal reports whether the number at start is called the code of a purchase, a project or the
// like, which is often made of a region, a day and a serial number as an identity number is.
func (s *search) deal(start int) bool {
	return s.code(start) && holds(s.before(start, reachDirect), dealWords)
}

// figure reports whether the column is one of amounts, by its heading.
func (s *search) figure() bool {
	if !s.labelled(figureWords) {
		return false
	}
	l := []byte(s.near.Label)
	return !holds(l, identityWords) && !holds(l, mobileWords) && !holds(l, bankWords)
}

// contact reports whether what stands at start is how to reach an office.
func (s *search) contact(start int) bool {
	if s.near.Named {
		return false
	}
	text := s.before(start, reachLabel)
	if holds(text, personWords) {
		return false
	}
	return holds(text, contactWords) || s.labelled(contactWords)
}

// url reports whether the offset lies in an address of the web.
func (s *search) url(at int) bool {
	const reach = 200
	from := at
	for from > 0 && from > at-reach && s.text[from-1] > ' ' && s.text[from-1] < 0x7F {
		from--
	}
	head := s.text[from:at]
	return bytes.Contains(head, []byte("://")) || bytes.Contains(head, []byte("www."))
}

// asked tells which searches a label asks for whatever the text says.
func asked(label string) (seen traces) {
	l := []byte(label)
	if !bytes.ContainsFunc(l, func(r rune) bool { return r >= firstHan }) {
		if holds(l, latinAsks) {
			seen = passportSeen | plateSeen
		}
		return seen
	}
	if holds(l, passportWords) {
		seen |= passportSeen
	}
	if holds(l, plateWords) {
		seen |= plateSeen
	}
	if holds(l, addressWords) || holds(l, placeWords) {
		seen |= addressSeen
	}
	if strings.Contains(label, "密级") || strings.Contains(label, "保密等级") {
		seen |= secrecySeen
	}
	return seen
}

// index is bytes.Index, whatever the case of a Latin word.
func index(text, word []byte) int {
	if word[0] >= 0x80 {
		return bytes.Index(text, word)
	}
	for i := 0; i+len(word) <= len(text); i++ {
		if text[i]|0x20 == word[0]|0x20 && bytes.EqualFold(text[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}

// clause gives the head of a text, to the next punctuation and no more than 90 bytes.
func clause(text []byte) []byte {
	text = bytes.TrimLeft(text, "：: 　|\t")
	text = text[:min(len(text), 90)]
	if i := bytes.IndexAny(text, "，,；;、。\n|"); i > 0 {
		text = text[:i]
	}
	return text
}
