package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/load"
	"gongkai/generator/model"
	"gongkai/generator/report"
	"gongkai/generator/schema"
)

// day reads a day; "" is none.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// period reads a period.
func period(t testing.TB, s string) calendar.Period {
	t.Helper()
	p, err := calendar.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// parts is a site of two departments. The first owes two monthly reports from July on.
func parts(t testing.TB, today string) model.Parts {
	oct := calendar.YearFile{Year: 2026}
	for d := day(t, "2026-10-01"); !d.After(day(t, "2026-10-08")); d = d.AddDays(1) {
		oct.Off = append(oct.Off, d)
	}
	return model.Parts{
		Today: day(t, today), Now: day(t, today).End(),
		Config: model.Config{Title: "示范区", Region: "示范区", Owner: "区公开办", GraceDays: 15, LimitDays: 20, DutiesFrom: day(t, "2026-07-01"), Packs: []string{"xize", "guojia"},
			FilingDay: 10, OpinionDays: 20, ProgressMonths: 6, ArchiveBy: calendar.Date{Month: 6, Day: 30},
			Inspection: model.Inspection{HomeDays: 14, NewsDays: 14, DocumentMonths: 6, StaleColumns: 5, LongMonths: 12, LongColumns: 10, BlankColumns: 5,
				OpinionMonths: 3, FocusDays: 92, DepartmentColumns: 1, Documents: []string{"02"}}},
		Departments: []*model.Department{
			{ID: "caizheng", Name: "财政局", Code: "CZ", Kind: model.Agency, Clerk: "办公室", Deputy: "预算科", Phone: "0000-1"},
			{ID: "gongshui", Name: "供水公司", Code: "GS", Kind: model.Utility, Clerk: "客服部", Deputy: "行政部", Phone: "0000-2"},
		},
		Categories: []*model.Category{
			{Code: "02", Name: "政策文件"}, {Code: "0202", Name: "其他文件", Parent: "02"}, {Code: "04", Name: "财政"}, {Code: "0401", Name: "财政预决算", Parent: "04"}, {Code: "11", Name: "公用事业"},
		},
		Duties: []*model.Duty{
			{ID: "monthly", Title: "收支月报", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Routine, Every: calendar.Month, Limit: "次月10日前"},
			{ID: "debt", Title: "债务月报", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Routine, Every: calendar.Month},
			{ID: "notice", Title: "停水通知", Category: "11", Departments: []string{"gongshui"}, Cadence: model.AdHoc},
		},
		Days: calendar.New([]calendar.YearFile{oct}),
	}
}

// item makes a public item.
func item(t testing.TB, index, category, made, published string) *model.Item {
	return &model.Item{Path: "caizheng/2026/" + index + ".md", Index: model.ID(index), Title: "事项" + index, Department: "caizheng", Category: category, Cadence: model.AdHoc,
		Stage: model.StageResult, Status: model.Valid, Made: day(t, made), Published: calendar.Moment{Date: day(t, published)}}
}

// monthly makes an item that meets a duty.
func monthly(t testing.TB, index, duty, of, published string) *model.Item {
	it := item(t, index, "0401", published, published)
	it.Cadence, it.Duty, it.Period = model.Routine, duty, period(t, of)
	return it
}

// makeReport reports a period of a site.
func makeReport(t testing.TB, p model.Parts, of string) *report.Report {
	t.Helper()
	x := period(t, of)
	return report.Make(clock.New(model.New(p), report.Days(p.Today, x)), x)
}

func titles(list []*clock.Obligation) string {
	var out []string
	for _, o := range list {
		out = append(out, o.Title().ZH)
	}
	return strings.Join(out, " ")
}

// What was due in the month is told as in time, late or missing, by name; what is still
// missing of earlier months apart from it (O91, O99).
func TestPeriodicTasks(t *testing.T) {
	p := parts(t, "2026-11-05")
	p.Items = []*model.Item{
		monthly(t, "1", "monthly", "2026-07", "2026-08-10"), monthly(t, "2", "monthly", "2026-08", "2026-09-30"), monthly(t, "3", "monthly", "2026-09", "2026-10-12"),
		monthly(t, "4", "debt", "2026-08", "2026-09-15"), monthly(t, "5", "debt", "2026-09", "2026-10-15"),
	}
	r := makeReport(t, p, "2026-10")
	x := &r.Departments[0].Periodic
	for _, c := range []struct{ name, got, want string }{
		{"in time", titles(x.InTime), "2026年9月债务月报"}, {"late", titles(x.Late), "2026年9月收支月报"}, {"missing", titles(x.Missing), ""},
		{"of earlier months", titles(x.Before), "2026年7月债务月报"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
	if x.Reckoned() != 2 || x.OnTime() != 500 || r.DaysLate(x.Late[0]) != 2 || r.DaysLate(x.Before[0]) != day(t, "2026-08-15").DaysUntil(p.Today) {
		t.Errorf("%d reckoned, share %d, %d days late", x.Reckoned(), x.OnTime(), r.DaysLate(x.Late[0]))
	}
	p.Items = p.Items[:4]
	x = &makeReport(t, p, "2026-10").Departments[0].Periodic
	if titles(x.Missing) != "2026年9月债务月报" || x.OnTime() != 0 {
		t.Errorf("missing: %q, share %d", titles(x.Missing), x.OnTime())
	}
	if y := &makeReport(t, p, "2026-10").Departments[1].Periodic; y.Reckoned() != 0 || y.OnTime() != -1 || report.Share(y.OnTime()) != "—" {
		t.Errorf("a department without periodic duties: %+v", y)
	}
	// Within the month what is not due yet is neither missing nor counted.
	p.Today, p.Now = day(t, "2026-10-05"), day(t, "2026-10-05").End()
	r = makeReport(t, p, "2026-10")
	x = &r.Departments[0].Periodic
	if !r.Running() || x.Reckoned() != 0 || titles(x.Open) != "2026年9月收支月报 2026年9月债务月报" {
		t.Errorf("on 5 October: %d open (%s), %d reckoned", len(x.Open), titles(x.Open), x.Reckoned())
	}
}

// On every month of the sample content the report counts what clock.Scores counts, and the
// items are those that the departments published.
func TestAgreesWithScores(t *testing.T) {
	loaded, err := load.Tree(os.DirFS("../../content"), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := loaded.Parts
	all.Today = day(t, "2026-11-22")
	all.Now = all.Today.End()
	reckoned := 0
	for _, of := range []string{"2026-02", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-Q3", "2026-H1", "2026", "2025"} {
		r := makeReport(t, all, of)
		from, until := r.Period.First(), r.Period.Last()
		for i, s := range r.Clock.Scores(from, until, clock.Periodic) {
			x := &r.Departments[i].Periodic
			if s.Department != r.Departments[i].Department || s.Met != len(x.InTime) || s.MetLate != len(x.Late) || s.Late != len(x.Missing) || s.Open != len(x.Open) || s.OnTime() != x.OnTime() {
				t.Errorf("%s %s: score %+v, report %d %d %d %d", of, s.Department.ID, s, len(x.InTime), len(x.Late), len(x.Missing), len(x.Open))
			}
			if n := r.Departments[i].Published; s.Published != n.Total || n.Annual+n.Routine+n.AdHoc != n.Total || n.Total != r.Departments[i].Changes.Added {
				t.Errorf("%s %s: %d published, the report has %+v", of, s.Department.ID, s.Published, n)
			}
			reckoned += x.Reckoned()
		}
		sum := r.Sum(r.Departments)
		groups := 0
		for _, n := range sum.Published.Groups {
			groups += n
		}
		if groups != sum.Published.Total {
			t.Errorf("%s: %d items in groups, %d published", of, groups, sum.Published.Total)
		}
	}
	if reckoned < 50 {
		t.Errorf("only %d obligations were reckoned", reckoned)
	}
}

// Ad hoc items: the median, the slowest, those past the limit with and without a reason; the
// same days as rule T03 counts. What a period asks for is not among them (O70).
func TestAdHocSpeed(t *testing.T) {
	p := parts(t, "2026-11-05")
	late := item(t, "3", "0202", "2026-09-01", "2026-10-12")
	late.Late = "等待上级批复"
	p.Items = []*model.Item{
		item(t, "1", "0202", "2026-10-13", "2026-10-13"), item(t, "2", "0202", "2026-10-12", "2026-10-19"), late, item(t, "4", "0202", "2026-08-03", "2026-10-30"),
		item(t, "5", "0202", "2026-08-03", "2026-09-30"), monthly(t, "6", "monthly", "2026-09", "2026-10-12"),
	}
	s := makeReport(t, p, "2026-10").Departments[0].AdHoc
	if s.Items != 4 || s.Median != 14 || s.Slowest.Index != "4" || s.Slowest.Lag.Days != 58 || len(s.Over) != 2 || s.Over[0].Index != "4" || s.Over[1].Index != "3" || s.Over[1].Lag.Days != 23 || s.Excused != 1 || s.Estimate {
		t.Errorf("%d items, median %v, slowest %s %d, over %d, excused %d", s.Items, s.Median, s.Slowest.Index, s.Slowest.Lag.Days, len(s.Over), s.Excused)
	}
	p.Config.Packs = []string{"xize"}
	if s := makeReport(t, p, "2026-10").Departments[0].AdHoc; s.Items != 4 || len(s.Over) != 0 {
		t.Errorf("without the national pack: %d of %d are past the limit", len(s.Over), s.Items)
	}
	p.Config.Packs = nil
	p.Items[1].Made = day(t, "2025-10-12")
	r := makeReport(t, p, "2026-10")
	if !r.Departments[0].AdHoc.Estimate || !slices.Equal(r.NoHolidays, []int{2025}) {
		t.Errorf("years without holidays: %v", r.NoHolidays)
	}
}

// Opinions and orders: what came and went in the month, and what waits on the day (O77, O108,
// O109).
func TestOpinionsAndOrders(t *testing.T) {
	p := parts(t, "2026-11-05")
	opinion := func(title, received, answered string) {
		p.Opinions = append(p.Opinions, &model.Opinion{Path: "caizheng/opinions/" + title + ".md", Department: "caizheng", Title: title, Received: day(t, received), Answered: day(t, answered)})
	}
	opinion("answered in time", "2026-10-09", "2026-10-20")
	opinion("answered late", "2026-08-03", "2026-10-09")
	opinion("answered next month", "2026-10-12", "2026-11-02")
	opinion("overdue", "2026-09-01", "")
	opinion("waits", "2026-10-30", "")
	opinion("answered before", "2026-08-03", "2026-08-10")
	opinion("will be answered", "2026-10-29", "2026-11-20")
	opinion("comes later", "2026-11-09", "")
	order := func(title, issued, deadline string) {
		p.Orders = append(p.Orders, &model.Order{Path: "supervision/" + title + ".md", Title: title, Department: "caizheng", Category: "0202", Issued: day(t, issued), Deadline: day(t, deadline)})
	}
	order("overdue", "2026-09-01", "2026-10-10")
	order("open", "2026-10-20", "2026-11-20")
	r := makeReport(t, p, "2026-10")
	o := r.Departments[0].Opinions
	if o.Received != 4 || o.Answered != 2 || o.Late != 1 || len(o.Waiting) != 2 || o.Waiting[0].Title != "will be answered" || len(o.Overdue) != 1 || o.Overdue[0].Title != "overdue" || o.Overdue[0].Deadline.Day != day(t, "2026-09-29") {
		t.Errorf("opinions: %+v", o)
	}
	x := r.Departments[0].Orders
	if x.Issued != 1 || len(x.Open) != 1 || len(x.Overdue) != 1 || x.Overdue[0].Path != "supervision/overdue.md" || r.DaysLate(x.Overdue[0]) != 26 {
		t.Errorf("orders: %+v", x)
	}
	p.Config.Packs = []string{"guojia"}
	if o := makeReport(t, p, "2026-10").Departments[0].Opinions; o.Received != 4 || len(o.Waiting) != 3 || len(o.Overdue) != 0 {
		t.Errorf("without the district's rules nothing sets a limit: %+v", o)
	}
}

// Filings of quarters, years on file, blank groups, the inspection (O97, O79, O16).
func TestStandingObligations(t *testing.T) {
	p := parts(t, "2027-07-01")
	p.Config.DutiesFrom = day(t, "2026-07-01")
	p.Items = []*model.Item{item(t, "1", "0202", "2026-07-01", "2026-07-02")}
	p.Filings = []*model.Filing{{Period: period(t, "2026-Q3"), Department: "caizheng", Filed: day(t, "2026-12-11")}, {Period: period(t, "2026-Q4"), Department: "caizheng", Filed: day(t, "2027-03-09")}}
	r := makeReport(t, p, "2026-12")
	if f := &r.Departments[0].Filing; len(f.Late) != 1 || len(f.Missing)+len(f.InTime) != 0 {
		t.Errorf("December: %+v", f)
	}
	if f := &r.Departments[1].Filing; len(f.Missing) != 1 {
		t.Errorf("who did not file: %+v", f)
	}
	r = makeReport(t, p, "2027-03")
	if f := &r.Departments[0].Filing; len(f.InTime) != 1 || f.OnTime() != 1000 {
		t.Errorf("March: %+v", f)
	}
	if f := &r.Departments[1].Filing; len(f.Missing) != 1 || len(f.Before) != 1 {
		t.Errorf("who never filed: %+v", f)
	}
	r = makeReport(t, p, "2027-06")
	if a := &r.Departments[0].Archive; len(a.Missing) != 1 || a.Missing[0].Count != 1 {
		t.Errorf("archive: %+v", a)
	}
	if b := r.Departments[0].Blanks; len(b) != 1 || b[0].Code != "04" {
		t.Errorf("blanks: %v", b)
	}
	if r.Departments[0].Verdict.Day != r.Day || r.Whole.Day != r.Day {
		t.Errorf("verdicts: %+v %+v", r.Departments[0].Verdict, r.Whole)
	}
}

// Corrections, withdrawals and restorations of the month; what happened before or after is of
// other months.
func TestChanges(t *testing.T) {
	p := parts(t, "2026-11-05")
	a, b := item(t, "1", "0202", "2026-09-01", "2026-09-02"), item(t, "2", "0202", "2026-10-08", "2026-10-09")
	a.Changes = []model.Change{{Date: day(t, "2026-09-30"), What: "x"}, {Date: day(t, "2026-10-12"), What: "x"}, {Date: day(t, "2026-10-13"), What: "x", Kind: model.Correction}, {Date: day(t, "2026-11-02"), What: "x"}}
	b.Withdrawn, b.Restored = &model.Decision{Date: day(t, "2026-10-20")}, &model.Decision{Date: day(t, "2026-10-30")}
	p.Items = []*model.Item{a, b}
	if c := makeReport(t, p, "2026-10").Departments[0].Changes; c != (report.Changes{Added: 1, Changed: 1, Corrected: 1, Withdrawn: 1, Restored: 1}) || c.Total() != 4 {
		t.Errorf("%+v", c)
	}
}

// --sort share: the most in time first, departments of which nothing was due last, others in
// their order.
func TestSorted(t *testing.T) {
	p := parts(t, "2026-11-05")
	p.Departments = append(p.Departments, &model.Department{ID: "jiaoyu", Name: "教育局"})
	p.Duties = []*model.Duty{{ID: "monthly", Title: "月报", Category: "0401", Departments: []string{"caizheng", "jiaoyu"}, Cadence: model.Routine, Every: calendar.Month}}
	it := monthly(t, "1", "monthly", "2026-09", "2026-10-09")
	it.Department = "jiaoyu"
	p.Items = []*model.Item{it}
	r := makeReport(t, p, "2026-10")
	var got []string
	for _, d := range r.Sorted() {
		got = append(got, d.ID)
	}
	if strings.Join(got, " ") != "jiaoyu caizheng gongshui" || r.Departments[0].ID != "caizheng" {
		t.Errorf("sorted: %v", got)
	}
}

// Every limit that site.yaml can set for inspections stands among the settings, with its
// value and where it comes from; so do the rules' own undefined words (ambiguity 6).
func TestSettings(t *testing.T) {
	loaded, err := load.Tree(os.DirFS("../../content"), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	loaded.Parts.Today = day(t, "2026-11-22")
	list := makeReport(t, loaded.Parts, "2026-10").Settings
	find := func(key string) *report.Setting {
		for i := range list {
			if list[i].Key.EN == key {
				return &list[i]
			}
		}
		t.Fatalf("no setting of %s", key)
		return nil
	}
	for _, k := range schema.Site.Get("inspection").Keys {
		if k.Form == schema.Number {
			find("inspection." + k.Name)
		}
	}
	for _, c := range []struct{ key, value, source string }{
		{"grace_days", "期满后 31 日（日历日）", "site.yaml 的“宽限天数”"}, {"filing_day", "每季度第三个月的 10 日", "默认值（可在 site.yaml 写“备案日”）"},
		{"opinion_days", "20 个工作日", "默认值"}, {"archive_by", "次年 6 月 30 日以前", "默认值"}, {"duties_from", "2026-01-01", "site.yaml 的“应公开起算日”"},
		{"inspection.home_days", "14 天", "检查指标.首页天数"}, {"packs", "细则（xize）、国家（guojia）", "site.yaml 的“规则包”"},
	} {
		if s := find(c.key); !strings.Contains(s.Value.ZH, c.value) || !strings.Contains(s.Source().ZH, c.source) {
			t.Errorf("%s: %s, %s", c.key, s.Value.ZH, s.Source().ZH)
		}
	}
	var terms []string
	for _, s := range list {
		if s.Term.IsZero() || s.Value.IsZero() || s.Clause.IsZero() {
			t.Errorf("half a setting: %+v", s)
		}
		terms = append(terms, s.Term.ZH+s.Value.ZH)
	}
	for _, word := range []string{"年终", "及时", "大额", "重大", "普遍关注"} {
		if !strings.Contains(strings.Join(terms, " "), word) {
			t.Errorf("%s is not among the settings", word)
		}
	}
}

// JSON says what the values say; the table has a cell for each heading.
func TestForms(t *testing.T) {
	p := parts(t, "2026-11-05")
	p.Items = []*model.Item{monthly(t, "1", "monthly", "2026-09", "2026-10-12"), item(t, "2", "0202", "2026-10-12", "2026-10-19")}
	r := makeReport(t, p, "2026-10")
	var b bytes.Buffer
	if err := report.JSON(&b, report.MakeDocument(r, r.Departments, true, diag.ZH)); err != nil {
		t.Fatal(err)
	}
	var d report.Document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	x := d.Departments[0]
	if d.Form != "gongkai-report/1" || d.Period != "2026-10" || d.Until != "2026-10-31" || len(d.Departments) != 2 || d.Whole == nil || len(d.Settings) < 20 ||
		x.Periodic.Late != 1 || x.Periodic.Missing != 1 || x.Periodic.OnTime == nil || *x.Periodic.OnTime != 0 || x.Groups["04"] != 1 || x.Published["routine"] != 1 ||
		x.AdHoc.Median == nil || *x.AdHoc.Median != 5 || d.Departments[1].AdHoc.Median != nil || d.Departments[1].Periodic.OnTime != nil {
		t.Errorf("%s", b.String())
	}
	if one := report.MakeDocument(r, r.Departments[:1], false, diag.ZH); one.Whole != nil || len(one.Departments) != 1 {
		t.Error("a report of one department tells of the whole site")
	}
	heads, rows := report.Heads(), r.Rows(r.Departments, diag.ZH)
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	cell := func(row int, head string) string {
		i := slices.IndexFunc(heads, func(h report.Head) bool { return h.Words.ZH == head })
		if i < 0 || len(rows[row]) != len(heads) {
			t.Fatalf("no column %s, or %d cells under %d headings", head, len(rows[row]), len(heads))
		}
		return rows[row][i]
	}
	for _, c := range []struct{ head, want string }{
		{"公开主体", "财政局"}, {"公开", "2"}, {"定期任务到期", "2"}, {"逾期公开", "1"}, {"未公开", "1"}, {"按时率", "0.0%"}, {"临时性用时中位数（工作日）", "5"}, {"未公开的事项", "2026年9月债务月报（2026-10-15）"},
	} {
		if got := cell(0, c.head); got != c.want {
			t.Errorf("%s: %q, want %q", c.head, got, c.want)
		}
	}
	if cell(1, "按时率") != "" || cell(1, "临时性用时中位数（工作日）") != "" {
		t.Errorf("what was never due has a share: %q", rows[1])
	}
}
