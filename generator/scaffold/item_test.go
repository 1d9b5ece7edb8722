package scaffold_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator/calendar"
	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/scaffold"
	"gongkai/generator/schema"
)

func day(y, m, d int) calendar.Date {
	x, ok := calendar.Make(y, m, d)
	if !ok {
		panic("no such day")
	}
	return x
}

var today = day(2026, 7, 1)

// parts are a site with three departments and the built-in categories.
func parts() model.Parts {
	p := model.Parts{
		Config: model.Config{IndexTemplate: "{department.code}-{year}-{serial:5}", Region: "示范区", LimitDays: 20},
		Today:  today,
		Departments: []*model.Department{
			{ID: "caizheng", Code: "CZ", Name: "示范区财政局", Kind: model.Agency},
			{ID: "jiaoyu", Code: "JY", Name: "示范区教育局", Kind: model.Agency},
			{ID: "gongshui", Code: "GS", Name: "示范区供水有限公司", Kind: model.Utility, SupervisedBy: "caizheng"},
		},
		Duties: []*model.Duty{
			{ID: "budget", Title: "部门预算", Category: "0401", Departments: []string{"agency"}, Cadence: model.Annual, Content: "收支总表--和说明"},
			{ID: "accounts", Title: "部门决算", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Annual},
			{ID: "water", Title: "供水水质", Category: "1101", Departments: []string{"公用事业"}, Cadence: model.Routine},
			{ID: "enrolment", Title: "招生入学", Category: "0603", Departments: []string{"jiaoyu"}, Cadence: model.Annual},
			{ID: "pupils", Title: "入学统计", Category: "0603", Departments: []string{"jiaoyu"}, Cadence: model.Routine},
			{ID: "fees", Title: "收费标准", Category: "0704", Departments: []string{"all"}, Cadence: model.AdHoc, Basis: []string{"《价格法》"}},
		},
	}
	for _, g := range schema.Groups {
		c := &model.Category{Code: g.Code, Name: g.Name}
		if len(g.Code) == 4 {
			c.Parent = g.Code[:2]
		}
		p.Categories = append(p.Categories, c)
	}
	return p
}

func request(department, category string) scaffold.Request {
	return scaffold.Request{Department: department, Category: category, Title: "关于公布有关情况的公告", Date: today}
}

// mustMake makes an item that must come off.
func mustMake(t *testing.T, s *model.Site, r scaffold.Request) scaffold.File {
	t.Helper()
	f, why := scaffold.Item(s, r)
	if !why.IsZero() {
		t.Fatalf("%s %s: %s", r.Department, r.Category, why.EN)
	}
	return f
}

// keys gives the front matter of a new item, by the keys as they are written.
func keys(t *testing.T, f scaffold.File) map[string]*front.Node {
	t.Helper()
	b := front.Parse(f.Path, []byte(f.Text))
	for _, d := range b.Findings {
		t.Fatalf("%s: %s %s\n%s", f.Path, d.Rule, d.Text.EN, f.Text)
	}
	out := map[string]*front.Node{}
	for i := range b.Root.Pairs {
		out[b.Root.Pairs[i].Key] = &b.Root.Pairs[i].Value
	}
	return out
}

func TestTitles(t *testing.T) {
	s := model.New(parts())
	for _, title := range []string{
		"关于公布2026年部门预算的公告", "2026年部门预算", "关于：水价", "水价: 方案", "第1号#公告", "关于 # 的公告",
		`关于"双随机"的公告`, `"甲"`, "'甲'", `\n\t`, `C:\收支表`, "“一件事”改革", "“甲”", "[甲]", "{甲: 乙}", "- 甲", "? 甲", "! 甲", "& 甲", "* 甲", "| 甲", "> 甲", "% 甲", "@甲", "`甲`",
		"true", "null", "~", "No", "1e5", "0401", "2026-07-01", "12:30", ".5", "---", "...", "甲---乙", "<b>甲</b>", "《甲》", "〔甲〕", "甲'乙\"丙\\丁", "a'b", "甲，乙。丙", "甲\u00a0乙", "甲　乙", "𠮷野家", "=甲", ",甲", "甲,",
	} {
		r := request("CZ", "0202")
		r.Title = title
		f := mustMake(t, s, r)
		if got := keys(t, f)["标题"]; got == nil || got.Text != title {
			t.Errorf("the title %q reads back as %+v", title, got)
		}
	}
	for title, want := range map[string]string{"": "空", "  ": "空", "甲\n乙": "换行", "甲\r乙": "换行", "甲\u2028乙": "换行", "甲\x00乙": "控制字符", "甲\t乙": "控制字符", "甲\u0085乙": "控制字符", "甲\u200b": "控制字符", "\ufeff甲": "控制字符", "甲\uffff": "控制字符", "\xff": "UTF-8"} {
		r := request("CZ", "0202")
		r.Title = title
		if f, why := scaffold.Item(s, r); !strings.Contains(why.ZH, want) || f.Text != "" {
			t.Errorf("%q: %q, want a word about %s", title, why.ZH, want)
		}
	}
}

// FuzzTitle: a title that is taken reads back as it was given, and breaks nothing else.
func FuzzTitle(f *testing.F) {
	for _, seed := range []string{"关于：水价", `"甲"`, "a: b # c", "'", "|", "甲\n---\n乙", "\ufeff甲", "\u0085", "〔待填：标题〕"} {
		f.Add(seed)
	}
	s := model.New(parts())
	f.Fuzz(func(t *testing.T, text string) {
		r := request("CZ", "0202")
		r.Title = text
		file, why := scaffold.Item(s, r)
		if !why.IsZero() {
			return
		}
		k := keys(t, file)
		if k["标题"].Text != strings.TrimSpace(text) || k["草稿"].Text != "是" || k["索引号"].Text != "CZ-2026-00001" {
			t.Errorf("%q reads back as %q", text, k["标题"].Text)
		}
		if !utf8.ValidString(file.Text) {
			t.Errorf("%q makes a file that is not UTF-8", text)
		}
	})
}

func TestSerial(t *testing.T) {
	pub := calendar.Moment{Date: day(2026, 3, 1)}
	later := calendar.Moment{Date: day(2027, 1, 1)}
	item := func(path string, id model.ID, more func(*model.Item)) *model.Item {
		it := &model.Item{Path: path, Index: id, Published: pub}
		if more != nil {
			more(it)
		}
		return it
	}
	for _, c := range []struct {
		name, template, department, category string
		items                                []*model.Item
		taken                                []string
		folder                               bool
		index, path                          string
	}{
		{name: "the first", index: "CZ-2026-00001", path: "caizheng/2026/00001.md"},
		{name: "a folder", folder: true, index: "CZ-2026-00001", path: "caizheng/2026/00001/index.md"},
		{name: "behind a gap", items: []*model.Item{item("caizheng/2026/00001.md", "CZ-2026-00001", nil), item("caizheng/2026/00007.md", "CZ-2026-00007", nil)},
			index: "CZ-2026-00008", path: "caizheng/2026/00008.md"},
		{name: "a draft's number counts", items: []*model.Item{item("caizheng/2026/a.md", "CZ-2026-00003", func(i *model.Item) { i.Draft = true })},
			index: "CZ-2026-00004", path: "caizheng/2026/00004.md"},
		{name: "a held item's", items: []*model.Item{item("caizheng/2026/a.md", "CZ-2026-00003", func(i *model.Item) { i.Published = later })},
			index: "CZ-2026-00004", path: "caizheng/2026/00004.md"},
		{name: "a withdrawn item's", items: []*model.Item{item("caizheng/2026/a.md", "CZ-2026-00003", func(i *model.Item) { i.Withdrawn = &model.Decision{Date: day(2026, 4, 1)} })},
			index: "CZ-2026-00004", path: "caizheng/2026/00004.md"},
		{name: "one that only others remember", items: []*model.Item{item("jiaoyu/2026/a.md", "JY-2026-00001", func(i *model.Item) { i.Follows = "CZ-2026-00009" })},
			index: "CZ-2026-00010", path: "caizheng/2026/00010.md"},
		{name: "one in another department's folder", items: []*model.Item{item("jiaoyu/2026/a.md", "CZ-2026-00002", nil)},
			index: "CZ-2026-00003", path: "caizheng/2026/00003.md"},
		{name: "other years and departments do not", items: []*model.Item{item("caizheng/2025/a.md", "CZ-2025-00090", nil), item("jiaoyu/2026/a.md", "JY-2026-00080", nil)},
			index: "CZ-2026-00001", path: "caizheng/2026/00001.md"},
		{name: "past the zeros", items: []*model.Item{item("caizheng/2026/a.md", "CZ-2026-99999", nil)},
			index: "CZ-2026-100000", path: "caizheng/2026/100000.md"},
		{name: "a file that could not be read", taken: []string{"caizheng/2026/00001.md", "caizheng/2026/00002"},
			index: "CZ-2026-00003", path: "caizheng/2026/00003.md"},
		{name: "no zeros", template: "{department.id}/{year}/{serial}", index: "caizheng/2026/1", path: "caizheng/2026/1.md"},
		{name: "two digits", template: "{year}{department.code:2}{serial:2}", items: []*model.Item{item("caizheng/2026/a.md", "2026CZ99", nil)},
			index: "2026CZ100", path: "caizheng/2026/100.md"},
		{name: "a category in it", template: "{department.code}-{category:4}-{year}-{serial:3}", category: "04",
			items: []*model.Item{item("caizheng/2026/a.md", "CZ-0401-2026-005", nil)}, index: "CZ-0400-2026-006", path: "caizheng/2026/006.md"},
		{name: "a date in it", template: "{department.code}-{date}-{serial:3}",
			items: []*model.Item{item("caizheng/2026/a.md", "CZ-20260301-005", nil)}, index: "CZ-20260701-006", path: "caizheng/2026/006.md"},
		{name: "a region in it", template: "{region}{year}-{serial:4}", items: []*model.Item{item("jiaoyu/2026/a.md", "示范区2026-0004", nil)},
			index: "示范区2026-0005", path: "caizheng/2026/0005.md"},
		{name: "no year", template: "G{serial:6}", items: []*model.Item{item("jiaoyu/2024/a.md", "G000041", nil)}, index: "G000042", path: "caizheng/2026/000042.md"},
		{name: "two Han codes with one address", template: "{department.code}-{year}-{serial:5}", department: "han",
			items: []*model.Item{item("jiaoyu/2026/a.md", "教-2026-00001", nil)}, index: "财-2026-00002", path: "han/2026/00002.md"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := parts()
			p.Items = c.items
			p.Departments = append(p.Departments, &model.Department{ID: "han", Code: "财", Name: "财务处", Kind: model.Agency})
			if c.template != "" {
				p.Config.IndexTemplate = c.template
			}
			r := request("caizheng", "0202")
			if c.department != "" {
				r.Department = c.department
			}
			if c.category != "" {
				r.Category = c.category
			}
			r.Folder = c.folder
			r.Taken = func(path string) bool {
				for _, x := range c.taken {
					if x == path {
						return true
					}
				}
				return false
			}
			f := mustMake(t, model.New(p), r)
			if string(f.Index) != c.index || f.Path != c.path {
				t.Errorf("%s at %s, want %s at %s", f.Index, f.Path, c.index, c.path)
			}
			if got := keys(t, f)["索引号"]; got.Text != c.index {
				t.Errorf("the file says %q", got.Text)
			}
		})
	}
}

// TestRefused: what cannot be made is named, with what was probably meant.
func TestRefused(t *testing.T) {
	p := parts()
	p.Items = []*model.Item{{Path: "caizheng/2026/00001.md", Index: "CZ-2026-00001", Department: "caizheng", Category: "0404", Stage: model.StageResult}}
	for _, c := range []struct {
		name, want string
		change     func(*scaffold.Request, *model.Parts)
	}{
		{"department", "没有公开主体“caizhen”；是不是“caizheng”", func(r *scaffold.Request, _ *model.Parts) { r.Department = "caizhen" }},
		{"a part of a name", "示范区财政局", func(r *scaffold.Request, _ *model.Parts) { r.Department = "财政局" }},
		{"nothing near", "caizheng、jiaoyu、gongshui", func(r *scaffold.Request, _ *model.Parts) { r.Department = "shuiwuzongju" }},
		{"no departments", "还没有公开主体", func(_ *scaffold.Request, p *model.Parts) { p.Departments = nil }},
		{"category", "没有类别“财政预算”；是不是“财政预决算”", func(r *scaffold.Request, _ *model.Parts) { r.Category = "财政预算" }},
		{"a digit too many", "是不是“0401”", func(r *scaffold.Request, _ *model.Parts) { r.Category = "04010" }},
		{"category far off", "01 机构概况", func(r *scaffold.Request, _ *model.Parts) { r.Category = "乱七八糟的东西" }},
		{"group 11", "公用事业单位用，“示范区财政局”是行政机关", func(r *scaffold.Request, _ *model.Parts) { r.Category = "1101" }},
		{"duty", "是不是“budget”", func(r *scaffold.Request, _ *model.Parts) { r.Category, r.Duty = "0401", "budgets" }},
		{"another's duty", "不由“示范区财政局”公开", func(r *scaffold.Request, p *model.Parts) {
			p.Duties[0].Departments = []string{"jiaoyu"}
			r.Category, r.Duty = "0401", "budget"
		}},
		{"a duty of another group", "属于类别 0401 财政预决算", func(r *scaffold.Request, _ *model.Parts) { r.Duty = "budget" }},
		{"a duty's cadence", "是年度性的，不是临时性", func(r *scaffold.Request, _ *model.Parts) { r.Category, r.Duty, r.Cadence = "0401", "budget", "临时" }},
		{"cadence", "年度性、常规性、临时性", func(r *scaffold.Request, _ *model.Parts) { r.Cadence = "每年" }},
		{"stage", "预公开、过程、结果", func(r *scaffold.Request, _ *model.Parts) { r.Stage = "草案" }},
		{"procedure", "只用于第08、09类", func(r *scaffold.Request, _ *model.Parts) { r.Procedure = "公告" }},
		{"period", "读不懂", func(r *scaffold.Request, _ *model.Parts) { r.Period = "去年" }},
		{"no such period", "4个季度", func(r *scaffold.Request, _ *model.Parts) { r.Period = "2026-Q5" }},
		{"an annual month", "年或半年", func(r *scaffold.Request, _ *model.Parts) {
			r.Category, r.Cadence, r.Period = "0401", "annual", "2026-07"
		}},
		{"a routine year", "月或季度", func(r *scaffold.Request, _ *model.Parts) { r.Cadence, r.Period = "routine", "2026" }},
		{"follows", "是不是“CZ-2026-00001”", func(r *scaffold.Request, _ *model.Parts) { r.Follows = "CZ-2026-0001" }},
		{"a draft behind a result", "已经是结果", func(r *scaffold.Request, _ *model.Parts) {
			r.Category, r.Stage, r.Follows = "0404", "预公开", "CZ-2026-00001"
		}},
		{"template", "索引号模板“{year}”不能用：模板里没有 {serial}", func(_ *scaffold.Request, p *model.Parts) { p.Config.IndexTemplate = "{year}" }},
		{"a code that does not fit", "代码是“C-Z”", func(_ *scaffold.Request, p *model.Parts) { p.Departments[0].Code = "C-Z" }},
		{"a folder outside", "不能作文件夹名", func(r *scaffold.Request, p *model.Parts) { p.Departments[0].ID, r.Department = "../x", "CZ" }},
		{"no day", "今天的日期", func(r *scaffold.Request, _ *model.Parts) { r.Date = calendar.Date{} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := p
			q.Departments, q.Duties = nil, nil
			for _, d := range p.Departments {
				x := *d
				q.Departments = append(q.Departments, &x)
			}
			for _, d := range p.Duties {
				x := *d
				q.Duties = append(q.Duties, &x)
			}
			r := request("caizheng", "0202")
			c.change(&r, &q)
			f, why := scaffold.Item(model.New(q), r)
			if !strings.Contains(why.ZH, c.want) || why.EN == "" || strings.Contains(why.ZH+why.EN, "%!") || f.Path != "" {
				t.Errorf("%q / %q, want %q", why.ZH, why.EN, c.want)
			}
		})
	}
}

// TestKeys: each category, cadence and stage gets the keys that its rules ask for.
func TestKeys(t *testing.T) {
	p := parts()
	p.Boards = []*model.Board{{ID: "hall"}, {ID: "school", Departments: []string{"jiaoyu"}}, {ID: "budget", Categories: []string{"04"}}}
	p.Config.Rosters = []model.Roster{
		{Step: model.Review, Department: "caizheng", Name: "财政局组长", From: day(2026, 1, 1)},
		{Step: model.Review, Department: "caizheng", Name: "前任组长", Until: day(2025, 12, 31)},
		{Step: model.Review, Department: "jiaoyu", Name: "教育局组长"},
		{Step: model.Approval, Name: "区组长"}, {Step: model.Approval, Name: "区副组长"},
	}
	p.Items = []*model.Item{
		{Path: "caizheng/2026/00001.md", Index: "CZ-2026-00001", Title: "采购公告", Department: "caizheng", Category: "0801", Procedure: model.ProcNotice, Stage: model.StageResult},
		{Path: "caizheng/2026/00002.md", Index: "CZ-2026-00002", Title: "方案公告", Department: "caizheng", Category: "0404", Stage: model.StageDraft},
	}
	s := model.New(p)
	for _, c := range []struct {
		name   string
		change func(*scaffold.Request)
		want   string // "key=value key", separated by blanks; "-key" must not be there
		text   string
	}{
		{"plain", func(r *scaffold.Request) {}, "公开频次=临时性 生成日期=2026-07-01 部门审议人=财政局组长 区级审定人=〔待填：区组长、区副组长，选一个〕 保密审查 -所属期 -公开阶段 -前序事项", "#张贴公开栏: [hall]\n"},
		{"annual", func(r *scaffold.Request) { r.Category = "0401" }, "公开频次=年度性 所属期 -应公开事项", "# · 部门决算（年度性）\n"},
		{"duties that differ", func(r *scaffold.Request) { r.Department, r.Category = "jiaoyu", "0603" }, "公开频次=〔待填：年度性、常规性、临时性，选一个〕 所属期 -应公开事项", "临时性的删去这一行"},
		{"a month tells which", func(r *scaffold.Request) { r.Department, r.Category, r.Period = "jiaoyu", "0603", "2026.6" }, "公开频次=常规性 所属期=2026-06 应公开事项=入学统计", ""},
		{"a year tells the cadence", func(r *scaffold.Request) { r.Period = "2026" }, "公开频次=年度性 所属期=2026", ""},
		{"annual asked for", func(r *scaffold.Request) { r.Category, r.Duty = "0401", "部门决算" }, "公开频次=年度性 所属期 应公开事项=部门决算", "#张贴公开栏: [hall, budget]\n"},
		{"period given", func(r *scaffold.Request) { r.Category, r.Duty, r.Period = "0401", "budget", "2026年上半年" }, "所属期=2026-H1", "<!-- 应公开的内容：收支总表——和说明 -->"},
		{"the only duty", func(r *scaffold.Request) { r.Department, r.Category = "gongshui", "1101" }, "公开频次=常规性 所属期 应公开事项=供水水质", "不是的话删去这一行"},
		{"category 10", func(r *scaffold.Request) { r.Category = "10" }, "公开依据", ""},
		{"a fee with a duty's basis", func(r *scaffold.Request) { r.Category = "0704" }, "-公开依据 应公开事项=收费标准", "#说明理由:\n#  事实依据"},
		{"normative", func(r *scaffold.Request) { r.Category = "0201" }, "规范性文件=是 法制审核", "#发文字号: 〔待填：发文字号〕"},
		{"major draft", func(r *scaffold.Request) { r.Category, r.Stage = "0404", "draft" }, "公开阶段=预公开 重大事项=是 征求意见起 征求意见止 征求意见方式 -前序事项", "#听证:\n#  日期: 〔待填"},
		{"major result", func(r *scaffold.Request) { r.Category = "0404" }, "公开阶段=结果 重大事项=是 前序事项=〔待填：上一步的索引号〕 -征求意见止", "# · CZ-2026-00002 方案公告\n"},
		{"major result that follows", func(r *scaffold.Request) { r.Category, r.Follows = "0404", "CZ-2026-00002" }, "前序事项=CZ-2026-00002", "# 方案公告\n"},
		{"a step between", func(r *scaffold.Request) { r.Stage = "过程" }, "公开阶段=过程 前序事项", ""},
		{"procurement", func(r *scaffold.Request) { r.Category = "0801" }, "程序环节=〔待填：目录、公告、结果，选一个〕 -前序事项", "# · CZ-2026-00001 采购公告\n#前序事项: 〔待填：公告的索引号〕"},
		{"procurement result", func(r *scaffold.Request) { r.Category, r.Follows = "0801", "CZ-2026-00001" }, "程序环节=结果 前序事项=CZ-2026-00001", ""},
		{"a result asked for", func(r *scaffold.Request) { r.Category, r.Procedure = "0905", "result" }, "程序环节=结果 前序事项", ""},
		{"a notice asked for", func(r *scaffold.Request) { r.Category, r.Procedure = "0806", "公告" }, "程序环节=公告 -前序事项", ""},
		{"attachments", func(r *scaffold.Request) { r.Folder = true }, "", "#附件:\n#  - 文件: 〔待填：文件名〕\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := request("caizheng", "0202")
			c.change(&r)
			f := mustMake(t, s, r)
			got := keys(t, f)
			for _, want := range strings.Fields(c.want) {
				key, value, valued := strings.Cut(want, "=")
				if absent, ok := strings.CutPrefix(key, "-"); ok {
					if got[absent] != nil {
						t.Errorf("%s is there: %q", absent, got[absent].Text)
					}
				} else if got[key] == nil || valued && got[key].Text != value {
					t.Errorf("want %s, have %+v", want, got[key])
				}
			}
			if !strings.Contains(f.Text, c.text) {
				t.Errorf("the text lacks %q:\n%s", c.text, f.Text)
			}
			inOrder(t, f)
		})
	}
}

// inOrder: the keys stand in the order in which fmt would write them.
func inOrder(t *testing.T, f scaffold.File) {
	t.Helper()
	last, where := -1, ""
	for i := range schema.Item {
		zh := schema.Item[i].ZH
		at := strings.Index(f.Text, "\n"+zh+":")
		if off := strings.Index(f.Text, "\n#"+zh+":"); at < 0 {
			at = off
		}
		if at < 0 {
			continue
		}
		if at < last {
			t.Errorf("%s stands before %s", zh, where)
		}
		last, where = at, fmt.Sprint(zh)
	}
}
