package schema

import (
	"strings"
	"unicode/utf8"
)

// A Carrier is one entry of the check-list 公开渠道和载体 of the national form (基层政务公开标准目录,
// 国办发〔2019〕54号), with other words that clerks write for it.
type Carrier struct {
	Name string
	Also []string
}

// Carriers are the entries of the check-list in order, but for the last, 其他, which stands
// for what MatchCarrier does not know.
var Carriers = []Carrier{
	{"政府网站", []string{"网站", "门户网站", "官网", "网页", "政务公开网", "信息公开专栏"}},
	{"政府公报", []string{"公报"}},
	{"两微一端", []string{"微信", "微博", "政务微信", "政务微博", "微信公众号", "公众号", "政务新媒体", "新媒体", "客户端", "APP"}},
	{"发布会/听证会", []string{"发布会", "新闻发布会", "听证会", "听证"}},
	{"广播电视", []string{"广播", "电视", "电台", "电视台"}},
	{"纸质媒体", []string{"报纸", "报刊", "日报", "纸媒"}},
	{"公开查阅点", []string{"查阅点", "查阅室", "查阅大厅", "查阅场所", "档案馆", "图书馆"}},
	{"政务服务中心", []string{"政务大厅", "办事大厅", "服务大厅", "行政服务中心", "服务窗口", "办事窗口", "经办窗口", "窗口"}},
	{"便民服务站", []string{"便民服务中心", "便民服务点", "便民服务室"}},
	{"入户/现场", []string{"入户", "现场", "上门", "现场展板", "征收范围内"}},
	{"社区/企事业单位/村公示栏（电子屏）", []string{"公开栏", "公示栏", "公告栏", "宣传栏", "信息公告栏", "电子屏", "电子信息屏", "电子显示屏", "显示屏",
		"社区", "企事业单位", "村", "学校", "营业厅", "收费场所"}},
	{"精准推送", []string{"推送", "短信", "手机短信"}},
}

// OtherCarriers is the last entry of the check-list.
const OtherCarriers = "其他"

// shortest is how many characters a word must have to be known with something before it.
const shortest = 3

// MatchCarrier gives the number of the entry that a clerk's word means, -1 for none: the
// entry itself, one of its other words, or one of at least three characters with something
// before it (示范区政府网站). The longest word wins.
func MatchCarrier(word string) int {
	word = bare(word)
	best, longest := -1, 0
	for i, c := range Carriers {
		for _, w := range append([]string{c.Name}, c.Also...) {
			w = bare(w)
			if w == word {
				return i
			}
			if len(w) > longest && utf8.RuneCountInString(w) >= shortest && strings.HasSuffix(word, w) {
				best, longest = i, len(w)
			}
		}
	}
	return best
}

var marks = strings.NewReplacer(" ", "", "　", "", "■", "", "□", "", "√", "", "(", "（", ")", "）", "／", "/")

// bare makes words comparable: without marks and spaces, with one form of brackets, in small
// letters.
func bare(word string) string { return strings.ToLower(marks.Replace(word)) }
