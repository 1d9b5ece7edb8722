package check

import (
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// requirementRules judge whether a record is whole and its words are of use.
var requirementRules = []Rule{
	{
		Code: "R01", Severity: failure, Clause: decree12, Obligations: []int{5, 30, 32, 140}, unfinished: true,
		Title: words("缺少必填的内容", "something that is needed is missing"),
		Why:   words("目录要有索引、名称、内容概述、生成日期；机构概况要有职责、地址、电话、专员和替补。", "The catalogue has index, title, summary and day of making; a profile has functions, address, telephone, clerk and deputy."),
		Fix:   words("加一行，写上这一项；用 gongkai new 新建的文件，必填的都已经列好。", "Add it; gongkai new writes all that is needed."),
		Wrong: "title: 2026年部门预算\n# 没有 index", Right: "title: 2026年部门预算\nindex: CZ-2026-00001",
		item: recordWhole, site: configWhole,
	},
	{
		Code: "R06", Severity: warning, Clause: decree12, Obligations: []int{5},
		Title: words("内容概述超过100字", "a summary of more than 100 characters"),
		Why:   words("内容概述是目录里的一句话，太长就看不完。", "The summary is one line of the catalogue."),
		Fix:   words("压缩到100字以内，或删去“内容概述”，由程序取正文开头。", "Shorten it to 100 characters, or leave summary out and the text's beginning is taken."),
		Wrong: "# summary 有一百多字", Right: "summary: 公布2026年部门收支预算。",
		item: summaryShort,
	},
	{
		Code: "R07", Severity: hint, Clause: decree12, Obligations: []int{5},
		Title: words("内容概述重复标题", "a summary that repeats the title"),
		Why:   words("目录里标题和概述挨在一起，重复一遍没有告诉人新东西。", "Title and summary stand side by side in the catalogue."),
		Fix:   words("写出标题以外的要点，或删去“内容概述”。", "Tell what the title does not, or leave summary out."),
		Wrong: "title: 关于公布2026年部门预算的公告\nsummary: 关于公布2026年部门预算的公告", Right: "title: 关于公布2026年部门预算的公告\nsummary: 收入1286万元，支出1286万元，项目支出占三成。",
		item: summaryNew,
	},
	{
		Code: "R08", Severity: failure, Clause: clause2, Obligations: []int{5}, unfinished: true,
		Title: words("模板里的待填文字没有改", "text that a template left to be filled in"),
		Why:   words("照这样公开出去，等于没有公开。", "Published like this it tells nothing."),
		Fix:   words("把它换成真实的内容；没有内容的删去这一行。", "Put the real words in its place, or leave the line out."),
		Wrong: "title: 〔待填：标题〕", Right: "title: 关于公布2026年部门预算的公告",
		item: filledIn,
	},
	{
		Code: "R09", Severity: failure, Clause: clause5, Obligations: []int{28}, unfinished: true,
		Title: words("没有正文", "no text"),
		Why:   words("只有标题、没有内容，群众什么也看不到。", "With a title only there is nothing to read."),
		Fix:   words("在第二行 --- 下面写正文；还没写好的，加“草稿: 是”。", "Write the text below ---; until then, draft: true."),
		Wrong: "---\n（下面什么也没有）", Right: "---\n全年收入1286万元。",
		item: bodyGiven,
	},
	{
		Code: "R10", Severity: warning, Clause: docFormat, Obligations: []int{5},
		Title: words("标题过长，或末尾有标点", "a title that is too long or ends with a mark"),
		Why:   words("标题要在列表、手机和张贴单上放得下；公文标题末尾不加标点。", "Titles stand in lists, on telephones and on sheets, and end without a mark."),
		Fix:   words("压缩到100字以内；去掉末尾的标点和中间的换行。", "Shorten it to 100 characters; take away the last mark and line breaks."),
		Wrong: "title: 关于公布2026年部门预算的公告。", Right: "title: 关于公布2026年部门预算的公告",
		item: titleNeat,
	},
	{
		Code: "R12", Severity: warning, Clause: clause10, Obligations: []int{96},
		Title: words("同一单位同一天有两件同名事项", "two items of one department with the same title and day"),
		Why:   words("多半是同一件交了两次；真是两件的，标题也要让人分得清。", "Most likely one was handed in twice; where they are two, titles should tell them apart."),
		Fix:   words("删去重复的一件，或在标题里写明区别。", "Take one away, or tell the difference in the titles."),
		Wrong: "# 00001.md 和 00002.md 都是\ntitle: 关于公布2026年部门预算的公告\npublished: 2026-06-15", Right: "title: 关于公布2026年部门预算的公告（第二批）",
		site: titlesApart,
	},
	{
		Code: "R13", Severity: warning, Clause: clause2, Obligations: []int{5},
		Title: words("正文开头像是开头信息", "the text begins like front matter"),
		Why:   words("多半是 --- 的位置不对，开头信息的一部分落进了正文。", "Most likely a --- stands in the wrong place, and a part of the front matter fell into the text."),
		Fix:   words("把这几行移到两行 --- 之间。", "Move these lines between the two ---."),
		Wrong: "---\n标题：关于公布2026年部门预算的公告", Right: "---\n全年收入1286万元。",
		item: flawRule(model.HalfFrontmatter, "正文以“%s”开头，像是开头信息里的一行", "the text begins with %q, which looks like a line of front matter"),
	},
	{
		Code: "R15", Severity: hint, Clause: clause2, Obligations: []int{5},
		Title: words("标题或概述里有 XX、某某", "XX or 某某 in the title or summary"),
		Why:   words("可能是模板里没有改的字。", "It may be a template's words that were not filled in."),
		Fix:   words("换成真实的名称；确实需要隐去的，不用管。", "Put the real name in its place; where it is left out on purpose, never mind."),
		Wrong: "title: 关于XX公司违法建设处罚情况的公示", Right: "title: 关于违法建设处罚情况的公示",
		item: namesGiven,
	},
	{
		Code: "R16", Severity: warning, Clause: access, Obligations: []int{28}, unfinished: true,
		Title: words("正文全在附件里", "the text is in the attachments only"),
		Why:   words("手机上、读屏软件里和检索时，附件都不如正文好用。", "On a telephone, with a screen reader and in search an attachment is worse than text."),
		Fix:   words("在正文里写明主要内容，附件放全文或表格。", "Tell the main points in the text; leave the whole or the tables to the attachment."),
		Wrong: "---\n（只有附件）", Right: "---\n全年收入1286万元，明细见附件。",
		item: bodyBesides,
	},
}

func recordWhole(r *report, it *model.Item) {
	need := func(ok bool, key, zh string) {
		if !ok {
			r.missing(it, key, diag.Say("没有写“%[1]s”", "%[2]s is missing", zh, key))
		}
	}
	need(!blank(it.Title), "title", "标题")
	need(it.Index != "", "index", "索引号")
	need(it.Category != "", "category", "类别")
	need(!it.Made.IsZero(), "made", "生成日期")
	need(!it.Published.IsZero(), "published", "公开日期")
	if d := it.Withdrawn; d != nil {
		r.decision(it, "withdrawn", "撤下", d)
	}
	if d := it.Restored; d != nil {
		r.decision(it, "restored", "恢复", d)
	}
	if it.Given("archived") && !r.read[in(it, "archived")] {
		r.inside(it, it.Archived.IsZero(), "archived", "archived.date", "“归档”没有写“日期”", "archived has no date")
	}
	for i, c := range it.Changes {
		if !c.Date.IsZero() && !blank(c.What) && !blank(c.ApprovedBy) {
			continue
		}
		r.inside(it, c.Date.IsZero(), "changes", entry("changes", i, "date"), "这条变动记录没有写“日期”", "the change has no date")
		r.inside(it, blank(c.What), "changes", entry("changes", i, "what"), "这条变动记录没有写“内容”：改了什么", "the change does not tell what")
		r.inside(it, blank(c.ApprovedBy), "changes", entry("changes", i, "approved_by"), "这条变动记录没有写“批准人”", "the change has no approved_by")
	}
	for i, p := range it.Privacy {
		if blank(p.Match) || blank(p.Why) || blank(p.By) {
			r.inside(it, true, "privacy", entry("privacy", i, "why"), "“个人信息”的每一条要写明“内容”、“理由”和“批准人”", "privacy needs match, why and by")
		}
	}
}

func (r *report) decision(it *model.Item, key, zh string, d *model.Decision) {
	r.inside(it, d.Date.IsZero(), key, key+".date", "“"+zh+"”没有写“日期”", key+" has no date")
	r.inside(it, blank(d.Reason), key, key+".reason", "“"+zh+"”没有写“原因”", key+" has no reason")
	r.inside(it, blank(d.Approval), key, key+".approval", "“"+zh+"”没有写“批准”", key+" has no approval")
}

// inside adds a finding for a missing key of a nested value, unless the reader has said
// that it cannot be read.
func (r *report) inside(it *model.Item, missing bool, outer, key, zh, en string) {
	if missing && (!it.Given(key) || !r.read[in(it, key)]) {
		r.add(in(it, key, outer), words(zh, en))
	}
}

// configWhole asks for the keys that site.yaml, departments.yaml, duties.yaml,
// boards.yaml and filings.yaml must have.
func configWhole(r *report) {
	ask := func(value string, at diag.Place, whose, zh, key string) {
		if blank(value) && !(r.read[at] && !at.At.IsZero()) {
			r.add(at, diag.Say("%[1]s：没有写“%[2]s”（%[3]s）", "%[1]s: %[3]s is missing", whose, zh, key))
		}
	}
	c := r.site.Config
	if len(c.At) > 0 || !r.readIn(siteFile) {
		for _, x := range [...]struct{ value, zh, key string }{{c.Title, "网站名称", "title"}, {c.Region, "地区", "region"}, {c.BaseURL, "网址", "base_url"}} {
			ask(x.value, inSite(r.site, x.key), siteFile, x.zh, x.key)
		}
	}
	for _, d := range r.site.Departments {
		whose := d.Name
		if blank(whose) {
			whose = d.ID
		}
		for _, x := range [...]struct{ value, zh, key string }{
			{d.ID, "编号", "id"}, {d.Code, "代码", "code"}, {d.Name, "名称", "name"}, {string(d.Kind), "类型", "kind"},
			{d.Phone, "电话", "phone"}, {d.Address, "地址", "address"}, {d.Hours, "办公时间", "hours"}, {d.Complaint, "监督投诉电话", "complaint_phone"},
			{d.Clerk, "公开专员", "clerk"}, {d.Deputy, "替补", "deputy"}, {d.Functions, "主要职责", "functions"},
		} {
			at := inDepartment(d, x.key)
			if x.key != "kind" || !r.read[at] { // an unknown kind has been named
				ask(x.value, at, whose, x.zh, x.key)
			}
		}
	}
	for _, d := range r.site.Duties {
		for _, x := range [...]struct{ value, zh, key string }{{d.ID, "编号", "id"}, {d.Title, "名称", "title"}, {d.Category, "类别", "category"}, {strings.Join(d.Departments, ""), "公开主体", "departments"}, {string(d.Cadence), "公开频次", "cadence"}} {
			ask(x.value, inFile(d.Path, d.Span), d.Title, x.zh, x.key)
		}
	}
	for _, b := range r.site.Boards {
		for _, x := range [...]struct{ value, zh, key string }{{b.ID, "编号", "id"}, {b.Name, "名称", "name"}, {b.Place, "地点", "place"}, {string(b.Paper), "纸张", "paper"}} {
			ask(x.value, inFile(b.Path, b.Span), b.Name, x.zh, x.key)
		}
	}
	for _, f := range r.site.Filings {
		whose := f.Department + " " + f.Period.String()
		for _, x := range [...]struct{ value, zh, key string }{{f.Period.String(), "所属期", "period"}, {f.Department, "公开主体", "department"}, {f.Filed.String(), "备案日期", "filed"}, {f.Receipt, "回执号", "receipt"}, {f.Sum, "校验值", "sha256"}} {
			ask(x.value, inFiling(f, x.key), whose, x.zh, x.key)
		}
	}
}

func summaryShort(r *report, it *model.Item) {
	if n := utf8.RuneCountInString(it.Summary); n > 100 && it.Given("summary") {
		r.add(in(it, "summary"), diag.Say("内容概述有 %d 字，一般不超过100字", "the summary has %d characters, 100 is the most", n))
	}
}

func summaryNew(r *report, it *model.Item) {
	if it.Title == "" || !strings.Contains(it.Summary, it.Title) || !it.Given("summary") {
		return
	}
	if utf8.RuneCountInString(it.Summary)-utf8.RuneCountInString(it.Title) < 8 {
		r.add(in(it, "summary"), words("内容概述只是重复了标题", "the summary only repeats the title"))
	}
}

// emptyBody gives the place of the missing text, and false where there is text or where
// the item is withdrawn, so that the page shows none.
func emptyBody(it *model.Item) (at diag.Place, empty bool) {
	for _, f := range it.Flaws {
		if f.Kind == model.EmptyBody && it.Withdrawn == nil {
			return inBody(it, f.At), true
		}
	}
	return at, false
}

func bodyGiven(r *report, it *model.Item) {
	if at, empty := emptyBody(it); empty && len(it.Attachments) == 0 {
		r.add(at, words("没有正文，也没有附件", "there is neither text nor an attachment"))
	}
}

func bodyBesides(r *report, it *model.Item) {
	if at, empty := emptyBody(it); empty && len(it.Attachments) > 0 {
		r.add(at, words("没有正文，内容只在附件里", "there is no text besides the attachments"))
	}
}

func titleNeat(r *report, it *model.Item) {
	t := strings.TrimSpace(it.Title)
	switch last, _ := utf8.DecodeLastRuneInString(t); {
	case t == "":
	case strings.ContainsAny(t, "\n\r"):
		r.add(in(it, "title"), words("标题里有换行", "the title has line breaks"))
	case strings.ContainsRune("。；，、：;,", last):
		r.add(in(it, "title"), diag.Say("标题末尾有标点“%c”", "the title ends with %q", last))
	case len(t) > 100 && utf8.RuneCountInString(t) > 100:
		r.add(in(it, "title"), diag.Say("标题有 %d 字，最好不超过100字", "the title has %d characters; 100 is enough", utf8.RuneCountInString(t)))
	}
}

func titlesApart(r *report) {
	type day struct {
		department, title string
		year              int16
		month, day        uint8
	}
	first := make(map[day]*model.Item, len(r.site.All))
	for _, it := range r.site.All {
		p := it.Published.Date
		if it.Title == "" || p.IsZero() || r.site.Gone(it) {
			continue
		}
		at := day{it.Department, it.Title, p.Year, p.Month, p.Day}
		if o := first[at]; o != nil {
			r.add(in(it, "title"), diag.Say("%s 已有同名的一件：%s", "there is one with this title and day already: %[2]s, %[1]s", p, o.Path), see(o, "title", "同名的一件", "the one with the same title"))
			continue
		}
		first[at] = it
	}
}

func namesGiven(r *report, it *model.Item) {
	for _, x := range [...]struct{ key, text string }{{"title", it.Title}, {"summary", it.Summary}} {
		if !it.Given(x.key) {
			continue
		}
		for _, mark := range [...]string{"XX", "××", "ＸＸ", "某某"} {
			if strings.Contains(x.text, mark) {
				r.add(in(it, x.key), diag.Say("“%s”可能是模板里没有改的字", "%q may be a template's word", mark))
				break
			}
		}
	}
}
