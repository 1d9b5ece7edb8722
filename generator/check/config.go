package check

import (
	"cmp"
	"errors"
	"net/url"
	"strings"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/indexno"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// configRules judge the publisher's other files: site.yaml, categories.yaml, duties.yaml,
// boards.yaml and the rosters.
var configRules = []Rule{
	{
		Code: "S14", Severity: failure, Clause: clause5, Obligations: []int{5},
		Title: words("自定类别的写法不对", "a category of one's own that is malformed"),
		Why:   words("自定的小类归在细则第五条的11类之下；代码是网址的一部分，不能重复。", "Sub-categories hang below the 11 groups of clause 5, and their codes are addresses."),
		Fix:   words("代码写四位数字，前两位是大类（01至11），代码和名称都不与已有的重复。", "Give four digits, the first two a group's (01 to 11); code and name differ from all others."),
		of:    schema.Category,
		Wrong: "- {code: \"1201\", name: 托育服务}", Right: "- {code: \"0606\", name: 托育服务}",
		site: categoriesFormed,
	},
	{
		Code: "S15", Severity: failure, Clause: clause6m1, Obligations: []int{56},
		Title: words("没有这个公开栏", "an unknown board"),
		Why:   words("张贴单要送到 boards.yaml 里的公开栏；写错编号就没有地方贴。", "Sheets go to the boards of boards.yaml; with a wrong id there is nowhere to hang them."),
		Fix:   words("“张贴公开栏”写 boards.yaml 里有的编号。", "Give ids of boards.yaml."),
		Wrong: "boards: [dating]", Right: "boards: [hall]",
		item: boardsKnown,
	},
	{
		Code: "S16", Severity: failure, Clause: clause10, Obligations: []int{96},
		Title: words("应公开事项或公开栏里有未知的类别、公开主体", "a duty or board names an unknown category or department"),
		Why:   words("类别或单位写错了，就对不上任何事项，这一条等于没写。", "A misspelt category or department matches nothing, and the entry is void."),
		Fix:   words("类别写代码或名称；公开主体写编号、类型（如“行政机关”）或“全部”。", "Give category codes, and department ids, kinds (such as agency) or all."),
		of:    schema.Duty,
		Wrong: "departments: [caizhengju]", Right: "departments: [caizheng]",
		site: listsKnown,
	},
	{
		Code: "S18", Severity: failure, Clause: clause10, Obligations: []int{96},
		Title: words("应公开事项或公开栏的编号重复", "a duty's or board's id stands twice"),
		Why:   words("编号重复，就分不清事项对应的是哪一条、要贴到哪一处。", "With one id twice an item cannot tell which is meant."),
		Fix:   words("把其中一个改成别的编号。", "Give one of them another id."),
		of:    schema.Board,
		Wrong: "- {id: hall, name: 政务大厅公开栏}\n- {id: hall, name: 广场公开栏}", Right: "- {id: hall, name: 政务大厅公开栏}\n- {id: square, name: 广场公开栏}",
		site: idsOnce,
	},
	{
		Code: "S19", Severity: hint, Clause: clause5m1, Obligations: []int{33, 102},
		Title: words("没有写监督电话", "no telephone for supervision"),
		Why:   words("每一页都告诉群众怎样监督、举报和投诉。", "Every page tells people where to complain."),
		Fix:   words("在 site.yaml 里加一行“监督电话”（supervision_phone）。", "Add supervision_phone to site.yaml."),
		of:    schema.Site,
		Wrong: "title: 示范区政务公开", Right: "title: 示范区政务公开\nsupervision_phone: 0000-1000012",
		site: supervisionGiven,
	},
	{
		Code: "S23", Severity: failure, Clause: clause14, Obligations: []int{141},
		Title: words("名册里有未知的公开主体", "the roster names an unknown department"),
		Why:   words("名册按公开主体核对审议人；单位写错，这个人就对不上任何审议。", "The roster is compared by department; a misspelt one matches no review."),
		Fix:   words("写 departments.yaml 里的编号；区级的人不写“公开主体”。", "Give an id of departments.yaml; leave department out for the district's."),
		of:    schema.Site,
		Wrong: "rosters:\n  - {step: review, department: caizhengju, name: 局长}", Right: "rosters:\n  - {step: review, department: caizheng, name: 局长}",
		site: rosterDepartments,
	},
	{
		Code: "R14", Severity: failure, Clause: clause6m4, Obligations: []int{63},
		Title: words("网站设置不能用", "a setting of the site that cannot be used"),
		Why:   words("订阅、站点地图和目录要用网址，哪些事项到了公开的日子要看时区，索引号的形式由模板定。", "The address goes into feeds, sitemap and catalogue, the time zone decides what is due, the template makes index numbers."),
		Fix:   words("“网址”（base_url）写 https:// 开头的完整地址，“时区”（timezone）写 Asia/Shanghai 一类的名称，“索引号模板”（index_template）里要有 {serial}。", "base_url begins with https://, timezone is a name such as Asia/Shanghai, index_template has {serial}."),
		of:    schema.Site,
		Wrong: "base_url: gongkai.example", Right: "base_url: https://gongkai.example/",
		site: settings,
	},
}

func categoriesFormed(r *report) {
	codes, names := map[string]bool{}, map[string]bool{}
	for _, c := range r.site.Categories {
		at := inFile(cmp.Or(c.Path, "categories.yaml"), c.Span)
		parent := r.site.Category(c.Parent)
		switch {
		case codes[c.Code]:
			r.add(at, diag.Say("类别代码 %s 重复", "the category code %s stands twice", c.Code))
		case names[c.Name]:
			r.add(at, diag.Say("类别名称“%s”重复", "the category name %q stands twice", c.Name))
		case c.Parent == "" && len(c.Code) == 2:
		case len(c.Code) != 4 || digitsIn(c.Code) != 4:
			r.add(at, diag.Say("类别代码“%s”不是四位数字", "the category code %q is not four digits", c.Code))
		case parent == nil || parent.Parent != "" || parent.Code != c.Code[:2]:
			r.add(at, diag.Say("类别 %s 没有大类 %s", "the category %s has no group %s", c.Code, c.Code[:2]))
		}
		codes[c.Code], names[c.Name] = true, true
	}
}

func boardsKnown(r *report, it *model.Item) {
	for _, id := range it.Boards {
		if r.site.Board(id) != nil || unfilled(id) != "" {
			continue
		}
		var ids []string
		for _, b := range r.site.Boards {
			ids = append(ids, b.ID)
		}
		r.fix(in(it, "boards"), diag.Say("boards.yaml 里没有公开栏“%s”", "boards.yaml has no board %q", id), r.perhaps(id, ids))
	}
}

func listsKnown(r *report) {
	departments := func(whose string, list []string, at diag.Place) {
		if len(r.site.Departments) == 0 {
			return // F17 or R01 says so
		}
		for _, x := range list {
			if x != "all" && x != "全部" && kindOf(x) == "?" && r.site.Department(x) == nil {
				r.fix(at, diag.Say("“%s”写的公开主体“%s”不在 departments.yaml 里", "%s names the department %q, which departments.yaml does not have", whose, x),
					r.perhaps(x, departmentIDs(r.site)))
			}
		}
	}
	category := func(whose, code string, at diag.Place) {
		if code != "" && r.site.Category(code) == nil {
			r.add(at, diag.Say("“%s”写的类别“%s”不存在", "%s names an unknown category: %s", whose, code))
		}
	}
	for _, d := range r.site.Duties {
		at := inFile(d.Path, d.Span)
		departments(d.Title, d.Departments, at)
		category(d.Title, d.Category, at)
	}
	for _, x := range r.site.Config.Inspection.News {
		category("检查指标", x, inSite(r.site, "inspection.news", "inspection"))
	}
	for _, x := range r.site.Config.Inspection.Documents {
		category("检查指标", x, inSite(r.site, "inspection.documents", "inspection"))
	}
	for _, b := range r.site.Boards {
		at := inFile(b.Path, b.Span)
		departments(b.Name, b.Departments, at)
		for _, c := range b.Categories {
			category(b.Name, c, at)
		}
	}
}

func idsOnce(r *report) {
	seen := map[string]bool{}
	for _, d := range r.site.Duties {
		if seen[d.ID] && d.ID != "" {
			r.add(inFile(d.Path, d.Span), diag.Say("应公开事项的编号“%s”重复", "the duty id %q stands twice", d.ID))
		}
		seen[d.ID] = true
	}
	clear(seen)
	for _, b := range r.site.Boards {
		if seen[b.ID] && b.ID != "" {
			r.add(inFile(b.Path, b.Span), diag.Say("公开栏的编号“%s”重复", "the board id %q stands twice", b.ID))
		}
		seen[b.ID] = true
	}
}

func supervisionGiven(r *report) {
	if blank(r.site.Config.Supervision) {
		r.add(diag.Place{Path: siteFile}, words("site.yaml 没有写“监督电话”", "site.yaml has no supervision_phone"))
	}
}

func rosterDepartments(r *report) {
	for i, x := range r.site.Config.Rosters {
		if x.Department != "" && r.site.Department(x.Department) == nil && len(r.site.Departments) > 0 {
			r.fix(inSite(r.site, entry("rosters", i, "department"), entry("rosters", i, ""), "rosters"),
				diag.Say("名册里“%s”的公开主体“%s”不在 departments.yaml 里", "the roster has %s of the department %q, which departments.yaml does not have", x.Name, x.Department),
				r.perhaps(x.Department, departmentIDs(r.site)))
		}
	}
}

func settings(r *report) {
	c := r.site.Config
	if u, err := url.Parse(c.BaseURL); c.BaseURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "") {
		r.add(inSite(r.site, "base_url"), diag.Say("网址“%s”不完整", "base_url %q is no absolute address", strings.TrimSuffix(c.BaseURL, "/")))
	}
	if _, err := time.LoadLocation(c.Timezone); err != nil || c.Timezone == "Local" {
		r.add(inSite(r.site, "timezone"), diag.Say("没有时区“%s”", "there is no time zone %q", c.Timezone))
	}
	if r.indexErr != nil {
		why := words("写法不对", "malformed")
		if e := (*indexno.TemplateError)(nil); errors.As(r.indexErr, &e) {
			why = e.Words
		}
		r.add(inSite(r.site, "index_template"), diag.Say("索引号模板“%s”不能用：%s", "the index_template %q cannot be used: %s", c.IndexTemplate, why))
	}
}
