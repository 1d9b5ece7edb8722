package check

import (
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/indexno"
	"gongkai/generator/model"
)

// indexRules judge index numbers 索引号 and document numbers 发文字号.
var indexRules = []Rule{
	{
		Code: "R02", Severity: failure, Clause: decree12, Obligations: []int{5},
		Title: words("索引号的形式不对", "an index number of the wrong form"),
		Why:   words("目录按索引号排列，网址也由它得来；全站都照 site.yaml 的“索引号模板”（index_template）写。", "Index numbers are the catalogue's keys and make the addresses; all follow index_template of site.yaml."),
		Fix:   words("照模板改写；gongkai new 会取好下一个可用的号。", "Write it in the template's form; gongkai new takes the next free one."),
		Wrong: "index: CZ-2026-1", Right: "index: CZ-2026-00001",
		item: indexForm,
	},
	{
		Code: "R03", Severity: failure, Clause: decree12, Obligations: []int{5, 96},
		Title: words("索引号重复", "an index number that stands twice"),
		Why:   words("索引号终身唯一，撤下以后也不再给别的事项用；重复会让一个网址指向两件事。", "An index number is unique for ever, even after a withdrawal; twice, one address would mean two things."),
		Fix:   words("给后来的一件换一个没有用过的号。", "Give the later item a number that was never used."),
		Wrong: "# 00001.md 和 00002.md 都写\nindex: CZ-2026-00001", Right: "index: CZ-2026-00002",
		item: indexOnce,
	},
	{
		Code: "R04", Severity: failure, Clause: decree12, Obligations: []int{5, 21},
		Title: words("索引号里的代码或年份与事项不符", "an index number of another department or year"),
		Why:   words("索引号里的单位代码和年份要与公开主体、公开年份一致，按号就能找到单位和年份。", "By its number an item is found under its department and year of publishing."),
		Fix:   words("按本单位的代码和公开的年份取号。", "Take a number with the department's code and the year of publishing."),
		Wrong: "index: JY-2026-00001  # 在 caizheng 文件夹里", Right: "index: CZ-2026-00001",
		item: indexAgrees,
	},
	{
		Code: "R05", Severity: failure, Clause: docFormat, Obligations: []int{1},
		Title: words("发文字号的形式不对", "a document number of the wrong form"),
		Why:   words("发文字号由机关代字、六角括号里的年份和序号组成；写法不一就查不到。", "Agency code, year in 〔〕 and serial: written in other ways it is not found."),
		Fix:   words("写成 示财〔2026〕3号：用〔〕，年份四位，不加“第”，序号前不加0；gongkai fmt 可以代改。", "Write 示财〔2026〕3号: 〔〕, four digits, no 第, no leading 0; gongkai fmt mends it."),
		Wrong: "doc_number: 示财[2026]03号", Right: "doc_number: 示财〔2026〕3号",
		item: docNumberForm,
	},
	{
		Code: "R11", Severity: warning, Clause: docFormat, Obligations: []int{1},
		Title: words("同一单位的发文字号重复", "a document number that a department uses twice"),
		Why:   words("一个字号只对应一个文件。", "One number belongs to one document."),
		Fix:   words("核对两件的发文字号；同一文件的更正写进“变动记录”，不另发一件。", "Compare the two; a correction of a document goes under changes."),
		Wrong: "# 00001.md 和 00002.md 都写\ndoc_number: 示财〔2026〕3号", Right: "doc_number: 示财〔2026〕4号",
		site: docNumberOnce,
	},
	{
		Code: "R17", Severity: warning, Clause: docFormat, Obligations: []int{1},
		Title: words("发文字号的年份与日期不符", "a document number of another year"),
		Why:   words("字号里的年份是发文的年份。", "The year in the number is that in which the document was issued."),
		Fix:   words("把字号的年份与“生成日期”、“公开日期”对照，改正写错的一处。", "Compare the number's year with made and published."),
		Wrong: "doc_number: 示财〔2023〕3号\nmade: 2026-06-08", Right: "doc_number: 示财〔2026〕3号\nmade: 2026-06-08",
		item: docNumberYear,
	},
}

func indexForm(r *report, it *model.Item) {
	if it.Index == "" || r.index == nil || unfilled(string(it.Index)) != "" {
		return
	}
	if _, ok := r.index.Parse(string(it.Index)); ok {
		return
	}
	text := diag.Say("索引号“%s”不是 %s 的形式", "the index number %q is not of the form %s", it.Index, r.index)
	if near, ok := r.index.Near(string(it.Index)); ok {
		r.fix(in(it, "index"), text, diag.Say("改成 %s。", "Write %s.", near))
		return
	}
	v := indexno.Values{Category: it.Category, Year: int(it.Published.Date.Year)}
	if d := r.site.Department(it.Department); d != nil {
		v.Code, v.ID = d.Code, d.ID
	}
	r.fix(in(it, "index"), text, diag.Say("写成 %s 这样；gongkai new 会取好下一个可用的号。", "Write it like %s; gongkai new takes the next free one.", r.index.Example(v)))
}

func indexOnce(r *report, it *model.Item) {
	o := r.site.Item(it.Index)
	if it.Index == "" || o == nil || o == it {
		return
	}
	text := diag.Say("索引号 %s 已经用在 %s（“%s”）", "the index number %s is already used in %s (%s)", it.Index, o.Path, o.Title)
	if r.site.Gone(o) {
		text = diag.Say("索引号 %s 曾用在 %s（“%s”），撤下以后也不能再用", "the index number %s belongs to %s (%s); withdrawn or not, it is never used again", it.Index, o.Path, o.Title)
	}
	r.add(in(it, "index"), text, see(o, "index", "先用的一件", "the first one"))
}

func indexAgrees(r *report, it *model.Item) {
	if it.Index == "" || r.index == nil {
		return
	}
	v, ok := r.index.Parse(string(it.Index))
	if !ok {
		return
	}
	d := r.site.Department(it.Department)
	if it.Department != folderOf(it) {
		d = nil // S02 says so
	}
	wrong := func(zh, en, has, want string) {
		r.add(in(it, "index"), diag.Say("索引号 %[1]s 里的%[2]s是 %[4]s，应为 %[5]s", "the %[3]s of the index number %[1]s is %[4]s, it should be %[5]s", it.Index, zh, en, has, want))
	}
	if d != nil && r.index.Uses(indexno.Code) && d.Code != "" && v.Code != d.Code {
		wrong("单位代码", "department code", v.Code, d.Code)
	}
	if d != nil && r.index.Uses(indexno.ID) && v.ID != d.ID {
		wrong("单位编号", "department id", v.ID, d.ID)
	}
	if y := int(it.Published.Date.Year); v.Year != 0 && y != 0 && v.Year != y {
		wrong("年份", "year", strconv.Itoa(v.Year), strconv.Itoa(y)+"（公开年份）")
	}
}

// docNumberForm takes 示财〔2026〕3号 and the forms of orders and announcements: …令第12号,
// …公告2026年第3号.
func docNumberForm(r *report, it *model.Item) {
	if blank(it.DocNo) {
		return
	}
	near, ok := indexno.Document(it.DocNo)
	if ok || orderNumber(it.DocNo) || unfilled(it.DocNo) != "" {
		return
	}
	text := diag.Say("发文字号“%s”的形式不对", "the document number %q is of the wrong form", it.DocNo)
	if near != "" {
		r.fix(in(it, "doc_number"), text, diag.Say("改成 %s（gongkai fmt 可以代改）。", "Write %s (gongkai fmt does it).", near))
		return
	}
	r.add(in(it, "doc_number"), text)
}

// orderNumber reports whether the text is the number of an order or announcement, which
// has 第 and no brackets.
func orderNumber(s string) bool {
	head, rest, ok := strings.Cut(s, "第")
	serial, ok2 := strings.CutSuffix(rest, "号")
	if !ok || !ok2 || !digits(serial, 0) || serial == "" || serial[0] == '0' {
		return false
	}
	if year, cut := strings.CutSuffix(head, "年"); cut {
		if n := len(year) - 4; n < 0 || !digits(year[n:], 4) {
			return false
		} else {
			head = year[:n]
		}
	}
	return strings.HasSuffix(head, "令") || strings.HasSuffix(head, "公告") || strings.HasSuffix(head, "通告")
}

// digits reports whether the text is digits only, n of them where n is not 0.
func digits(s string, n int) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return n == 0 || len(s) == n
}

func docNumberOnce(r *report) {
	type number struct{ department, doc string }
	first := make(map[number]*model.Item)
	for _, it := range r.site.All {
		if blank(it.DocNo) || it.Draft || r.site.Gone(it) {
			continue
		}
		at := number{it.Department, it.DocNo}
		if o := first[at]; o != nil {
			r.add(in(it, "doc_number"), diag.Say("发文字号 %s 已经用在 %s", "the document number %s is already used in %s", it.DocNo, o.Path), see(o, "doc_number", "先用的一件", "the first one"))
			continue
		}
		first[at] = it
	}
}

func docNumberYear(r *report, it *model.Item) {
	_, rest, _ := strings.Cut(it.DocNo, "〔")
	year, _, closed := strings.Cut(rest, "〕")
	if !closed || !digits(year, 4) || it.Made.IsZero() || it.Published.IsZero() {
		return
	}
	if y, err := strconv.Atoi(year); err == nil && y != int(it.Made.Year) && y != int(it.Published.Date.Year) {
		r.add(in(it, "doc_number"), diag.Say("发文字号 %s 是%d年的，而生成日期是 %s，公开日期是 %s", "the document number %s is of %d, but made is %s and published %s", it.DocNo, y, it.Made, it.Published.Date))
	}
}
