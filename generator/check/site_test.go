package check_test

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/indexno"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

func on(month, day int) calendar.Date {
	d, ok := calendar.Make(2026, month, day)
	if !ok {
		panic("no such day")
	}
	return d
}

func department(id, code string, kind model.Kind) *model.Department {
	return &model.Department{
		ID: id, Code: code, Name: id + "局", Kind: kind, Phone: "0000-1000001", Address: "和平路1号", Hours: "9:00—17:00",
		Complaint: "12345", Clerk: "办公室", Deputy: "综合岗", Functions: "职责", Powers: "权限", Path: "departments.yaml",
	}
}

// clean gives an item without a finding.
func clean(dept, code string, n int) *model.Item {
	return &model.Item{
		Path: fmt.Sprintf("%s/2026/%05d.md", dept, n), Index: model.ID(fmt.Sprintf("%s-2026-%05d", code, n)),
		Title: fmt.Sprintf("关于第%d件事项的公告", n), Department: dept, Category: "0401", Cadence: model.AdHoc, Stage: model.StageResult,
		Made: on(6, 8), Reviewed: on(6, 10), Approved: on(6, 12), Published: calendar.Moment{Date: on(6, 15)},
		Secrecy: "pass", SecrecyBy: "办公室", SecrecyDate: on(6, 11), Status: model.Valid, Method: model.Active,
		At: model.Places{}.With("title", source.Span{Start: 11, End: 20}).With("secrecy_date", source.Span{Start: 30, End: 40}),
	}
}

func parts(items ...*model.Item) model.Parts {
	return model.Parts{
		Config: model.Config{Title: "示范区", Region: "示范区", BaseURL: "https://gongkai.example/", Timezone: "Asia/Shanghai",
			IndexTemplate: indexno.Default, LimitDays: 20, WarnDays: 3, GraceDays: 15, AttachmentLimit: 20 << 20, Supervision: "12345",
			At: model.Places{}.With("title", source.Span{Start: 7, End: 9})},
		Today: buildDay, Days: calendar.New([]calendar.YearFile{{Year: 2026}}),
		Departments: []*model.Department{department("cz", "CZ", model.Agency), department("jy", "JY", model.Agency)},
		Categories:  []*model.Category{{Code: "04", Name: "财政与重大事项"}, {Code: "0401", Name: "财政预决算", Parent: "04"}},
		Items:       items,
	}
}

func codesOf(ds []diag.Diagnostic) string {
	var codes []string
	for _, d := range ds {
		codes = append(codes, d.Rule)
	}
	return strings.Join(codes, " ")
}

// worse leaves hints out.
func worse(ds []diag.Diagnostic) (out []diag.Diagnostic) {
	for _, d := range ds {
		if d.Severity > diag.Hint {
			out = append(out, d)
		}
	}
	return out
}

// A draft is never built, so it stops nothing; the same flaws in an item do.
func TestDraftsNeverStopABuild(t *testing.T) {
	bad := func(draft bool) *model.Item {
		it := clean("cz", "CZ", 1)
		it.Draft, it.Secrecy, it.Category, it.Approved = draft, "待审查", "99", on(6, 1)
		return it
	}
	asItem := check.Site(model.New(parts(bad(false))), []diag.Diagnostic{{Rule: "F13", Place: diag.Place{Path: "cz/2026/00001.md"}}})
	asDraft := check.Site(model.New(parts(bad(true))), []diag.Diagnostic{{Rule: "F13", Place: diag.Place{Path: "cz/2026/00001.md"}}})
	if n := diag.Count(asItem); n[diag.Error] < 4 {
		t.Errorf("the item has %d errors: %s", n[diag.Error], codesOf(asItem))
	}
	if n := diag.Count(asDraft); n[diag.Error] != 0 || n[diag.Warning] < 4 {
		t.Errorf("the draft has %v: %s", n, codesOf(asDraft))
	}
}

// What the readers found comes with the table's severity and clause, once, in order; a
// code that nobody knows is an error rather than nothing.
func TestReadersFindings(t *testing.T) {
	at := diag.Place{Path: "cz/2026/00001.md", At: source.Span{Start: 4, End: 5}}
	found := []diag.Diagnostic{
		{Rule: "Z99", Place: at, Text: diag.Words{ZH: "怪"}},
		{Rule: "F05", Place: at, Text: diag.Words{ZH: "全角"}},
		{Rule: "F05", Place: at, Text: diag.Words{ZH: "全角"}},
		{Rule: "F01", Place: diag.Place{Path: "boards.yaml"}, Text: diag.Words{ZH: "编码"}},
	}
	was := append([]diag.Diagnostic{}, found...)
	got := worse(check.Site(model.New(parts(clean("cz", "CZ", 1))), found))
	if codesOf(got) != "F01 F05 Z99" {
		t.Fatalf("got %s", codesOf(got))
	}
	if got[0].Severity != diag.Warning || got[1].Severity != diag.Error || got[2].Severity != diag.Error {
		t.Errorf("severities %v %v %v", got[0].Severity, got[1].Severity, got[2].Severity)
	}
	if got[1].Basis != check.Lookup("F05").Basis() {
		t.Errorf("basis %v", got[1].Basis)
	}
	if !reflect.DeepEqual(found, was) {
		t.Error("the caller's findings were altered")
	}
}

// The findings are the same with one processor and with many.
func TestAnyNumberOfProcessors(t *testing.T) {
	site := func() *model.Site {
		var items []*model.Item
		for i := range 700 {
			it := clean([]string{"cz", "jy"}[i%2], []string{"CZ", "JY"}[i%2], i+1)
			switch i % 7 {
			case 1:
				it.Secrecy = ""
			case 2:
				it.Follows = it.Index
			case 3:
				it.Title = "同名"
			case 4:
				it.Made = on(6, 20)
			}
			items = append(items, it)
		}
		return model.New(parts(items...))
	}
	before := runtime.GOMAXPROCS(1)
	one := check.Site(site(), nil)
	runtime.GOMAXPROCS(4)
	four := check.Site(site(), nil)
	runtime.GOMAXPROCS(before)
	if len(one) < 400 || !reflect.DeepEqual(one, four) {
		t.Errorf("%d findings with one, %d with four", len(one), len(four))
	}
}

// Clean items cost no memory: what ten times as many need is the few maps over all of
// them, and nothing for each rule or item.
func TestCleanItemsCostNothing(t *testing.T) {
	allocs := func(n int) float64 {
		var items []*model.Item
		for i := range n {
			items = append(items, clean("cz", "CZ", i+1))
		}
		s := model.New(parts(items...))
		if found := worse(check.Site(s, nil)); len(found) > 0 {
			t.Fatalf("not clean: %s %s", codesOf(found), found[0].Text.ZH)
		}
		return testing.AllocsPerRun(3, func() { check.Site(s, nil) })
	}
	few, many := allocs(500), allocs(5000)
	if many-few > 450 { // maps grow in pieces: far less than one for each item
		t.Errorf("%.0f allocations for 500 items, %.0f for 5,000", few, many)
	}
}

// Clause 三, 五·1 and 十四: a department's profile is whole, by its kind.
func TestProfileIsAskedFor(t *testing.T) {
	for _, c := range []struct {
		name  string
		alter func(*model.Department)
		want  string
	}{
		{"whole", func(*model.Department) {}, ""},
		{"no functions", func(d *model.Department) { d.Functions = "" }, "R01"},
		{"no phone", func(d *model.Department) { d.Phone = " " }, "R01"},
		{"no address", func(d *model.Department) { d.Address = "" }, "R01"},
		{"no hours", func(d *model.Department) { d.Hours = "" }, "R01"},
		{"no complaint_phone", func(d *model.Department) { d.Complaint = "" }, "R01"},
		{"no clerk", func(d *model.Department) { d.Clerk = "" }, "R01"},
		{"no deputy", func(d *model.Department) { d.Deputy = "" }, "R01"},
		{"no kind", func(d *model.Department) { d.Kind = "" }, "R01"},
		{"no code", func(d *model.Department) { d.Code = "" }, "R01"},
		{"clerk is deputy", func(d *model.Department) { d.Deputy = d.Clerk }, "S17"},
		{"agency without powers", func(d *model.Department) { d.Powers = "" }, "S13"},
		{"institution without powers", func(d *model.Department) { d.Kind, d.Powers = model.Institution, "" }, ""},
		{"authorized without powers", func(d *model.Department) { d.Kind, d.Powers, d.Mandate = model.Authorized, "", "某条例" }, "S13"},
		{"authorized without mandate", func(d *model.Department) { d.Kind = model.Authorized }, "S09"},
		{"entrusted without mandate", func(d *model.Department) { d.Kind = model.Entrusted }, "S09"},
		{"entrusted with mandate", func(d *model.Department) { d.Kind, d.Mandate = model.Entrusted, "委托书" }, ""},
		{"utility without supervisor", func(d *model.Department) { d.Kind = model.Utility }, "S10"},
		{"utility of an unknown supervisor", func(d *model.Department) { d.Kind, d.SupervisedBy = model.Utility, "xx" }, "S10"},
		{"utility that supervises itself", func(d *model.Department) { d.Kind, d.SupervisedBy = model.Utility, "jy" }, "S10"},
		{"utility", func(d *model.Department) { d.Kind, d.SupervisedBy, d.Powers = model.Utility, "cz", "" }, ""},
		{"id of another", func(d *model.Department) { d.ID = "cz" }, "S08"},
		{"id with capitals", func(d *model.Department) { d.ID = "JiaoYu" }, "S08"},
		{"reserved id", func(d *model.Department) { d.ID = "holidays" }, "S08"},
		{"code with a blank", func(d *model.Department) { d.Code = "J Y" }, "S08"},
		{"words for a phone", func(d *model.Department) { d.Phone = "见门口" }, "S12"},
		{"six digits", func(d *model.Department) { d.Phone = "881010" }, "S12"},
		{"several phones", func(d *model.Department) { d.Phone = "0000-8810101、（0000）8810102转801，12345" }, ""},
		{"mobile phone", func(d *model.Department) { d.Complaint = "138 0000 0000" }, ""},
		{"bad complaint phone", func(d *model.Department) { d.Complaint = "12" }, "S12"},
		{"hours without a time", func(d *model.Department) { d.Hours = "工作日" }, "S12"},
		{"hours in words", func(d *model.Department) { d.Hours = "上午八时至十二时" }, ""},
		{"day and night", func(d *model.Department) { d.Hours = "24小时" }, ""},
	} {
		p := parts()
		c.alter(p.Departments[1])
		if got := codesOf(worse(check.Site(model.New(p), nil))); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Clauses 五·8 and 五·9: every kind of award or selection needs its notice.
func TestNoticeBeforeResult(t *testing.T) {
	p := parts()
	p.Categories = append(p.Categories, &model.Category{Code: "08", Name: "采购"}, &model.Category{Code: "09", Name: "人事"})
	for _, c := range []string{"0801", "0802", "0803", "0806", "0901", "0902", "0903", "0904", "0905"} {
		p.Categories = append(p.Categories, &model.Category{Code: c, Name: c, Parent: c[:2]})
	}
	run := func(category string, before model.Procedure) string {
		notice, result := clean("cz", "CZ", 1), clean("cz", "CZ", 2)
		catalogue := clean("cz", "CZ", 3)
		notice.Category, notice.Procedure = category, before
		result.Category, result.Procedure, result.Follows = category, model.ProcResult, notice.Index
		catalogue.Category, catalogue.Procedure = "0801", model.ProcCatalogue
		q := p
		q.Items = []*model.Item{notice, result, catalogue}
		return codesOf(worse(check.Site(model.New(q), nil)))
	}
	for _, c := range []struct{ category, want string }{
		{"0801", "P17"}, {"0802", "P17"}, {"0803", "P17"}, {"0806", "P17"}, {"0901", "P18"}, {"0902", "P18"}, {"0903", "P18"}, {"0904", "P18"}, {"0905", "P18"},
	} {
		if got := run(c.category, model.ProcCatalogue); got != c.want {
			t.Errorf("%s after a catalogue: %q, want %q", c.category, got, c.want)
		}
		if got := run(c.category, model.ProcNotice); got != "" {
			t.Errorf("%s after its notice: %q", c.category, got)
		}
	}
}

// A matter: draft, hearing, decision. The chain is looked through as a whole.
func TestMatterOfAMajorDecision(t *testing.T) {
	draft, hearing, result := clean("cz", "CZ", 1), clean("cz", "CZ", 2), clean("cz", "CZ", 3)
	make := func(alter func()) string {
		*draft, *hearing, *result = *clean("cz", "CZ", 1), *clean("cz", "CZ", 2), *clean("cz", "CZ", 3)
		draft.Stage, draft.Major, draft.Topics = model.StageDraft, true, []string{"price"}
		draft.Made, draft.Reviewed, draft.Approved, draft.SecrecyDate = on(3, 2), on(3, 3), on(3, 4), on(3, 3)
		draft.Published = calendar.Moment{Date: on(3, 5)}
		draft.CommentUntil, draft.CommentTo = on(4, 10), "电话"
		hearing.Stage, hearing.Follows = model.StageProcess, draft.Index
		hearing.Made, hearing.Reviewed, hearing.Approved, hearing.SecrecyDate = on(3, 16), on(3, 17), on(3, 18), on(3, 17)
		hearing.Published = calendar.Moment{Date: on(3, 19)}
		hearing.Hearing = &model.Hearing{Date: on(4, 15), Place: "二楼", Contact: "电话", SignUpUntil: on(4, 1)}
		result.Major, result.Topics, result.Follows = true, []string{"price"}, hearing.Index
		result.Hearing = &model.Hearing{Outcome: "多数赞成"}
		alter()
		return codesOf(worse(check.Site(model.New(parts(draft, hearing, result)), nil)))
	}
	for _, c := range []struct {
		name  string
		alter func()
		want  string
	}{
		{"in order", func() {}, ""},
		{"notice of the hearing within the comment period", func() { hearing.Made = on(3, 16) }, ""},
		{"decided on the period's last day", func() { draft.CommentUntil = on(6, 8) }, "T10"},
		{"decided the day after", func() { draft.CommentUntil = on(6, 7) }, ""},
		{"decided before the hearing", func() { hearing.Hearing.Date = on(6, 9) }, "T21"},
		{"no hearing anywhere", func() { hearing.Hearing = nil; result.Hearing = nil }, "P16 P16"},
		{"waived with a reason", func() {
			hearing.Hearing = nil
			result.Hearing = nil
			draft.Hearing = &model.Hearing{Waived: "政府定价没有变动"}
		}, ""},
		{"waived without one", func() { hearing.Hearing = nil; result.Hearing = nil; draft.Hearing = &model.Hearing{Waived: "无"} }, "P16 P16"},
		{"another topic", func() {
			hearing.Hearing = nil
			result.Hearing = nil
			draft.Topics, result.Topics = []string{"other"}, nil
		}, ""},
		{"outcome not told", func() { result.Hearing = nil }, "P25"},
		{"no draft", func() { hearing.Follows = "" }, "P16 P11"},
		{"follows nothing", func() { result.Follows = ""; result.Hearing = &model.Hearing{Waived: "政府定价没有变动"} }, "P11"},
		{"in a circle", func() { draft.Follows = result.Index }, "P14 P14 P15"},
	} {
		if got := make(c.alter); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Clauses 八 and 十四: who reviews and approves is on the roster of that day.
func TestRosterOfTheDay(t *testing.T) {
	p := parts()
	p.Config.Rosters = []model.Roster{
		{Step: model.Review, Department: "cz", Name: "甲", From: on(1, 1), Until: on(6, 9)},
		{Step: model.Review, Department: "cz", Name: "乙", From: on(6, 10)},
		{Step: model.Review, Department: "jy", Name: "丙"},
		{Step: model.Approval, Name: "丁", Until: on(6, 12)},
	}
	for _, c := range []struct{ by, approved, want string }{
		{"乙", "丁", ""}, {"甲", "丁", "P04"}, {"丙", "丁", "P04"}, {"丁", "丁", "P04"}, {"乙、甲", "丁", "P04"}, {" 乙 ", "丁", ""},
		{"乙", "乙", "P05"}, {"", "丁", "P06"}, {"乙", "", "P06"}, {"", "", "P06 P06"},
	} {
		it := clean("cz", "CZ", 1)
		it.ReviewedBy, it.ApprovedBy = c.by, c.approved
		q := p
		q.Items = []*model.Item{it}
		if got := codesOf(worse(check.Site(model.New(q), nil))); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.by, c.approved, got, c.want)
		}
	}
	it := clean("jy", "JY", 1)
	it.ReviewedBy, it.ApprovedBy, it.Approved = "丙", "丁", on(6, 13)
	p.Items = []*model.Item{it}
	got := check.Site(model.New(p), nil)
	if codesOf(worse(got)) != "P05" || !strings.Contains(worse(got)[0].Text.ZH, "到 2026-06-12 止") {
		t.Errorf("after the term: %v", worse(got))
	}
}

// The time limit: working days, the duty's own shorter limit, held items and drafts.
func TestTimeLimit(t *testing.T) {
	p := parts()
	p.Duties = []*model.Duty{{ID: "q", Title: "快报", Category: "0401", Departments: []string{"all"}, Cadence: model.AdHoc, Limit: "5个工作日内"}}
	p.Days = calendar.New([]calendar.YearFile{{Year: 2026, Off: []calendar.Date{on(6, 19)}}})
	for _, c := range []struct {
		name        string
		made        calendar.Date
		published   calendar.Date
		duty        string
		draft       bool
		want        string
		wantInWords string
	}{
		{"16 days", on(5, 22), on(6, 15), "", false, "", ""},
		{"17 days, three before the limit", on(5, 21), on(6, 15), "", false, "T04", "17 个工作日"},
		{"20 days", on(5, 18), on(6, 15), "", false, "T04", "差 0 个"},
		{"21 days", on(5, 15), on(6, 15), "", false, "T03", "21 个工作日"},
		{"a holiday does not count", on(5, 22), on(6, 22), "", false, "T04", "20 个工作日"},
		{"the duty's limit", on(6, 8), on(6, 16), "q", false, "T03", "快报"},
		{"within the duty's limit", on(6, 8), on(6, 9), "q", false, "", ""},
		{"held too long", on(7, 20), on(8, 20), "", false, "T03", "2026-08-20"},
		{"a draft counts to today", on(7, 1), calendar.Date{}, "", true, "T03", "到 2026-08-03 今天"},
	} {
		it := clean("cz", "CZ", 1)
		it.Made, it.Published, it.Duty, it.Draft = c.made, calendar.Moment{Date: c.published}, c.duty, c.draft
		it.Reviewed, it.Approved, it.SecrecyDate = c.made, c.made, c.made
		q := p
		q.Items = []*model.Item{it}
		got := worse(check.Site(model.New(q), nil))
		sortByFamily := codesOf(got)
		if sortByFamily != c.want && sortByFamily != reversed(c.want) {
			t.Errorf("%s: %q, want %q", c.name, sortByFamily, c.want)
			continue
		}
		said := ""
		for _, d := range got {
			said += d.Text.ZH
		}
		if !strings.Contains(said, c.wantInWords) {
			t.Errorf("%s: says %q, want %q in it", c.name, said, c.wantInWords)
		}
	}
	p.Config.Packs = []string{"xize"}
	it := clean("cz", "CZ", 1)
	it.Made = on(1, 5)
	p.Items = []*model.Item{it}
	if got := codesOf(worse(check.Site(model.New(p), nil))); got != "" {
		t.Errorf("without the national pack: %q", got)
	}
}

func reversed(s string) string {
	a, b, _ := strings.Cut(s, " ")
	return strings.TrimSpace(b + " " + a)
}

// A withdrawn item keeps its number for ever.
func TestNumbersAreNeverUsedAgain(t *testing.T) {
	gone, again := clean("cz", "CZ", 1), clean("cz", "CZ", 2)
	gone.Withdrawn = &model.Decision{Date: on(7, 1), Reason: "数据有误", Approval: "区领导小组"}
	again.Index = gone.Index
	got := worse(check.Site(model.New(parts(gone, again)), nil))
	if codesOf(got) != "R03" || !strings.Contains(got[0].Text.ZH, "撤下以后也不能再用") || got[0].Path != again.Path || len(got[0].Related) != 1 || got[0].Related[0].Path != gone.Path {
		t.Errorf("%+v", got)
	}
}

func TestDocumentNumbers(t *testing.T) {
	for number, want := range map[string]string{
		"示财〔2026〕3号": "", "示政办〔2026〕12号": "", "示财A〔2026〕120号": "", "示范区人民政府令第12号": "", "示范区财政局公告2026年第3号": "",
		"示财[2026]3号": "改成 示财〔2026〕3号", "示财（2026）3号": "改成 示财〔2026〕3号", "示财【2026】03号": "改成 示财〔2026〕3号", "示财〔2026〕第３号": "改成 示财〔2026〕3号",
		"示财 〔2026〕 3号": "改成 示财〔2026〕3号", "示财〔2026〕3": "改成 示财〔2026〕3号", "示财〔26〕3号": "写成", "〔2026〕3号": "写成", "第三号文件": "写成",
	} {
		it := clean("cz", "CZ", 1)
		it.DocNo = number
		got := worse(check.Site(model.New(parts(it)), nil))
		switch {
		case want == "" && len(got) > 0:
			t.Errorf("%s: %s", number, got[0].Text.ZH)
		case want != "" && (codesOf(got) != "R05" || !strings.HasPrefix(got[0].Fix.ZH, want)):
			t.Errorf("%s: %s %v", number, codesOf(got), got)
		}
	}
}

// Unknown words come with the one that was probably meant.
func TestNearestWords(t *testing.T) {
	for _, c := range []struct {
		alter func(*model.Item)
		code  string
		fix   string
	}{
		{func(it *model.Item) { it.Category = "财政预算" }, "S03", "财政预决算"},
		{func(it *model.Item) { it.Category = "0411" }, "S03", "0401"},
		{func(it *model.Item) { it.Duty = "bugdet" }, "S06", "budget"},
		{func(it *model.Item) { it.Boards = []string{"hal"} }, "S15", "hall"},
		{func(it *model.Item) { it.Index = "CZ-2026-1" }, "R02", "CZ-2026-00001"},
		{func(it *model.Item) { it.Follows = "CZ—2026—2" }, "P13", "CZ-2026-00002"},
	} {
		it := clean("cz", "CZ", 1)
		c.alter(it)
		p := parts(it, clean("cz", "CZ", 2))
		p.Duties = []*model.Duty{{ID: "budget", Title: "部门预算", Category: "0401", Departments: []string{"all"}, Cadence: model.AdHoc}}
		p.Boards = []*model.Board{{ID: "hall", Name: "大厅", Place: "一层", Paper: model.A4}}
		got := worse(check.Site(model.New(p), nil))
		if codesOf(got) != c.code || !strings.Contains(got[0].Fix.ZH, c.fix) {
			t.Errorf("%s: %s %+v", c.code, codesOf(got), got)
		}
	}
}

func BenchmarkSite(b *testing.B) {
	var items []*model.Item
	for i := range 10000 {
		items = append(items, clean("cz", "CZ", i+1))
	}
	s := model.New(parts(items...))
	b.ReportAllocs()
	for b.Loop() {
		check.Site(s, nil)
	}
}
