package clock_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/model"
)

// day reads a day.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
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

// parts is a site of two departments without a duty or an item, with the holidays of 2026
// and no more.
func parts(t testing.TB) model.Parts {
	spring := calendar.YearFile{Year: 2026}
	for d := day(t, "2026-10-01"); !d.After(day(t, "2026-10-08")); d = d.AddDays(1) {
		spring.Off = append(spring.Off, d)
	}
	return model.Parts{
		Config: model.Config{Title: "示范区", Region: "示范区", Owner: "区公开办", GraceDays: 15, LimitDays: 20, DutiesFrom: day(t, "2026-01-01"), Packs: []string{"xize", "guojia"},
			FilingDay: 10, OpinionDays: 20, ProgressMonths: 6, ArchiveBy: calendar.Date{Month: 6, Day: 30},
			Inspection: model.Inspection{HomeDays: 14, NewsDays: 14, DocumentMonths: 6, StaleColumns: 5, LongMonths: 12, LongColumns: 10, BlankColumns: 5,
				OpinionMonths: 3, FocusDays: 92, DepartmentColumns: 1, Documents: []string{"02"}}},
		Departments: []*model.Department{
			{ID: "caizheng", Name: "财政局", Code: "CZ", Kind: model.Agency, Clerk: "办公室", Deputy: "预算科", Phone: "0000-1"},
			{ID: "gongshui", Name: "供水公司", Code: "GS", Kind: model.Utility, Clerk: "客服部", Deputy: "行政部", Phone: "0000-2"},
		},
		Categories: []*model.Category{
			{Code: "02", Name: "政策文件"}, {Code: "0202", Name: "其他文件", Parent: "02"}, {Code: "03", Name: "规划计划"}, {Code: "0302", Name: "专项规划", Parent: "03"},
			{Code: "0304", Name: "进展与完成情况", Parent: "03"}, {Code: "04", Name: "财政"}, {Code: "0401", Name: "财政预决算", Parent: "04"},
			{Code: "0404", Name: "重大决策", Parent: "04"}, {Code: "0801", Name: "政府采购", Parent: "08", Focus: "procurement"},
		},
		Days: calendar.New([]calendar.YearFile{spring}),
	}
}

// item makes an item that is published on a day.
func item(t testing.TB, index, category, published string) *model.Item {
	return &model.Item{Path: "caizheng/2026/" + index + ".md", Index: model.ID(index), Title: "事项" + index, Department: "caizheng", Category: category,
		Stage: model.StageResult, Status: model.Valid, Made: day(t, published).AddDays(-3), Published: calendar.Moment{Date: day(t, published)}}
}

// seen is an obligation as tests compare it.
type seen struct {
	kind             clock.Kind
	period, deadline string
	by               calendar.Count
	state            clock.State
}

// reckon gives the obligations of a kind, of the first department or the district.
func reckon(t testing.TB, p model.Parts, today string, days int, kind clock.Kind) []seen {
	t.Helper()
	p.Today = day(t, today)
	c := clock.New(model.New(p), days)
	var out []seen
	for _, o := range c.All {
		if o.Kind == kind && (o.Department == nil || o.Department.ID == "caizheng") {
			out = append(out, seen{o.Kind, o.Period.String(), o.Deadline.Day.String(), o.Deadline.By, o.On(p.Today)})
		}
	}
	return out
}

func compare(t *testing.T, got, want []seen) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// Annual matters: the first half by 30 June, the whole year by 31 December, each with its
// grace; the second half's item counts for the year (O68).
func TestAnnualTwiceAYear(t *testing.T) {
	p := parts(t)
	p.Duties = []*model.Duty{{ID: "report", Title: "执行情况", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Annual, Every: calendar.Half}}
	first := item(t, "1", "0401", "2026-07-10")
	first.Duty, first.Period = "report", period(t, "2026-H1")
	p.Items = []*model.Item{first}
	compare(t, reckon(t, p, "2027-01-20", 0, clock.Periodic), []seen{
		{clock.Periodic, "2026-H1", "2026-07-15", calendar.ByCalendar, clock.Met},
		{clock.Periodic, "2026", "2027-01-15", calendar.ByCalendar, clock.Late},
		{clock.Periodic, "2027-H1", "2027-07-15", calendar.ByCalendar, clock.Coming},
		{clock.Periodic, "2027", "2028-01-15", calendar.ByCalendar, clock.Coming},
	})
	second := item(t, "2", "0401", "2027-01-16")
	second.Duty, second.Period = "report", period(t, "2026-H2")
	p.Items = append(p.Items, second)
	if got := reckon(t, p, "2027-01-20", 0, clock.Periodic)[1]; got.state != clock.MetLate {
		t.Errorf("the second half on 16 January: %v", got)
	}
}

// Routine matters: every month a slot, the missing one is named (O69, O67).
func TestMonthlySlots(t *testing.T) {
	p := parts(t)
	p.Config.DutiesFrom = day(t, "2026-07-01")
	p.Duties = []*model.Duty{{ID: "monthly", Title: "月报", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Routine, Every: calendar.Month, Limit: "次月10日前"}}
	for i, m := range []string{"2026-07", "2026-09"} {
		it := item(t, string(rune('1'+i)), "0401", m+"-28")
		it.Duty, it.Period = "monthly", period(t, m)
		p.Items = append(p.Items, it)
	}
	compare(t, reckon(t, p, "2026-11-05", 0, clock.Periodic), []seen{
		{clock.Periodic, "2026-07", "2026-08-10", calendar.ByCalendar, clock.Met},
		{clock.Periodic, "2026-08", "2026-09-10", calendar.ByCalendar, clock.Late},
		{clock.Periodic, "2026-09", "2026-10-10", calendar.ByCalendar, clock.Met},
		{clock.Periodic, "2026-10", "2026-11-10", calendar.ByCalendar, clock.Due},
		{clock.Periodic, "2026-11", "2026-12-10", calendar.ByCalendar, clock.Coming},
	})
	p.Today = day(t, "2026-11-05")
	c := clock.New(model.New(p), 30)
	r := c.Radar(30, nil)
	if len(r.Late) == 0 || r.Late[0].Title().ZH != "2026年8月月报" || r.Late[0].Command() != "gongkai new caizheng 0401 2026年8月月报 --duty monthly --period 2026-08" {
		t.Errorf("late: %+v", r.Late)
	}
	if who := c.Responsible(r.Late[0]).ZH; who != "财政局 办公室（替补 预算科），电话 0000-1" {
		t.Errorf("responsible: %s", who)
	}
}

// Where both packs set a limit the stricter holds and both are named; a pack that is off
// sets none.
func TestStricterPackHolds(t *testing.T) {
	p := parts(t)
	p.Config.DutiesFrom = day(t, "2026-08-01")
	p.Duties = []*model.Duty{{ID: "monthly", Title: "月报", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Routine, Every: calendar.Month}}
	for _, x := range []struct {
		packs    []string
		grace    int
		deadline string
		by       calendar.Count
		clauses  string
	}{
		{[]string{"xize", "guojia"}, 15, "2026-09-15", calendar.ByCalendar, "细则第七条 《政府信息公开条例》第二十六条"},
		{[]string{"xize", "guojia"}, 45, "2026-09-28", calendar.ByWorkingDays, "《政府信息公开条例》第二十六条 细则第七条"},
		{[]string{"xize"}, 45, "2026-10-15", calendar.ByCalendar, "细则第七条"},
		{[]string{"guojia"}, 15, "2026-09-28", calendar.ByWorkingDays, "《政府信息公开条例》第二十六条"},
	} {
		p.Config.Packs, p.Config.GraceDays, p.Today = x.packs, x.grace, day(t, "2026-08-31")
		c := clock.New(model.New(p), 0)
		i := slices.IndexFunc(c.All, func(o *clock.Obligation) bool { return o.Kind == clock.Periodic })
		if i < 0 {
			t.Fatalf("%v: no obligation", x.packs)
		}
		o := c.All[i]
		var clauses []string
		for _, s := range o.Sources {
			clauses = append(clauses, s.Clause.ZH)
		}
		if o.Deadline.Day.String() != x.deadline || o.Deadline.By != x.by || strings.Join(clauses, " ") != x.clauses {
			t.Errorf("%v, %d days of grace: %s, %s", x.packs, x.grace, o.Deadline.Words().ZH, clauses)
		}
	}
}

// A document that is made has 20 working days; a duty's own shorter limit wins; a year
// without a holiday file makes the deadline an estimate (O70).
func TestDraftsHaveTheirDays(t *testing.T) {
	p := parts(t)
	a := item(t, "1", "0202", "2026-12-30")
	a.Made, a.Draft = day(t, "2026-09-25"), true
	p.Items = []*model.Item{a}
	compare(t, reckon(t, p, "2026-11-03", 0, clock.Draft), []seen{{clock.Draft, "", "2026-11-02", calendar.ByWorkingDays, clock.Late}})
	p.Duties = []*model.Duty{{ID: "quick", Title: "处罚决定", Category: "0202", Cadence: model.AdHoc, Limit: "7个工作日内"}}
	a.Duty = "quick"
	compare(t, reckon(t, p, "2026-10-14", 0, clock.Draft), []seen{{clock.Draft, "", "2026-10-14", calendar.ByWorkingDays, clock.Due}})
	p.Duties[0].Limit = "10日内" // of the calendar
	compare(t, reckon(t, p, "2026-10-06", 0, clock.Draft), []seen{{clock.Draft, "", "2026-10-05", calendar.ByCalendar, clock.Late}})
	p.Duties[0].Limit = "批准后20日内" // of which only the 20 working days of the decree can be counted
	compare(t, reckon(t, p, "2026-10-20", 0, clock.Draft), []seen{{clock.Draft, "", "2026-11-02", calendar.ByWorkingDays, clock.Due}})
	a.Duty, a.Made = "", day(t, "2026-12-21")
	p.Today = day(t, "2026-12-22")
	c := clock.New(model.New(p), 30)
	if r := c.Radar(30, nil); !slices.Equal(r.Missing, []int{2027}) || !r.Due[0].Deadline.Estimate {
		t.Errorf("missing %v, %+v", r.Missing, r.Due)
	}
	// A held item is settled: it becomes public by itself, and is not late before.
	a.Draft, a.Published.Date = false, day(t, "2026-12-28")
	p.Today = day(t, "2026-12-22")
	o := clock.New(model.New(p), 30).Radar(30, nil).Due[0]
	if o.On(day(t, "2027-03-01")) != clock.Met || !strings.Contains(o.Advice().ZH, "2026-12-28 自动公开") {
		t.Errorf("held: %+v, %s", o, o.Advice().ZH)
	}
}

// A plan tells how it goes on each half-year, until a result follows (O36); a major decision
// too (O72).
func TestProgressOfPlansAndDecisions(t *testing.T) {
	for _, category := range []string{"0302", "0404"} {
		p := parts(t)
		plan := item(t, "1", category, "2026-01-31")
		plan.Major = category == "0404"
		step := item(t, "2", "0304", "2026-08-10")
		step.Follows, step.Stage = "1", model.StageProcess
		p.Items = []*model.Item{plan, step}
		compare(t, reckon(t, p, "2027-02-11", 0, clock.Progress), []seen{
			{clock.Progress, "", "2026-07-31", calendar.ByCalendar, clock.MetLate},
			{clock.Progress, "", "2027-02-10", calendar.ByCalendar, clock.Late},
		})
		draft := item(t, "4", "0304", "2027-02-01")
		draft.Follows, draft.Stage, draft.Draft = "2", model.StageProcess, true
		p.Items, p.Today = append(p.Items, draft), day(t, "2027-02-11")
		r := clock.New(model.New(p), 0).Radar(0, nil)
		if i := slices.IndexFunc(r.Late, func(o *clock.Obligation) bool { return o.Kind == clock.Progress }); i < 0 || r.Late[i].Command() != "" || !strings.Contains(r.Late[i].Advice().ZH, draft.Path) ||
			slices.ContainsFunc(r.All(), func(o *clock.Obligation) bool { return o.Kind == clock.Draft }) {
			t.Errorf("with a draft: %+v", r.Late)
		}
		p.Items = p.Items[:2]
		end := item(t, "3", "0304", "2027-01-05")
		end.Follows = "2"
		p.Items = append(p.Items, end)
		compare(t, reckon(t, p, "2027-02-11", 0, clock.Progress), []seen{
			{clock.Progress, "", "2026-07-31", calendar.ByCalendar, clock.MetLate},
			{clock.Progress, "", "2027-02-10", calendar.ByCalendar, clock.Met},
		})
		p.Config.ProgressMonths = 0
		compare(t, reckon(t, p, "2027-02-11", 0, clock.Progress), nil)
	}
}

// A focus column is late when it has had no news for focus_days (O26).
func TestFocusColumns(t *testing.T) {
	p := parts(t)
	p.Items = []*model.Item{item(t, "1", "0801", "2026-05-02"), item(t, "2", "0801", "2026-06-30"), item(t, "3", "0801", "2026-10-20")}
	got := slices.DeleteFunc(reckon(t, p, "2026-10-10", 0, clock.Focus), func(x seen) bool { return x.deadline == "2026-04-03" }) // the empty columns
	compare(t, got, []seen{
		{clock.Focus, "", "2026-09-30", calendar.ByCalendar, clock.Late},
		{clock.Focus, "", "2027-01-20", calendar.ByCalendar, clock.Coming},
	})
}

// A focus column that has never had news is late too, reckoned from where duties begin.
func TestEmptyFocusColumns(t *testing.T) {
	got := reckon(t, parts(t), "2026-04-04", 0, clock.Focus)
	late := 0
	for _, x := range got {
		if x.deadline == "2026-04-03" && x.state == clock.Late {
			late++
		}
	}
	if late != 6 {
		t.Errorf("%d of 6 empty focus columns are late: %v", late, got)
	}
}

// An answer is due 20 working days after the opinion came (O77).
func TestOpinionsWait(t *testing.T) {
	p := parts(t)
	p.Opinions = []*model.Opinion{
		{Path: "caizheng/opinions/1.md", Department: "caizheng", Title: "甲", Received: day(t, "2026-09-25")},
		{Path: "caizheng/opinions/2.md", Department: "caizheng", Title: "乙", Received: day(t, "2026-09-25"), Answered: day(t, "2026-11-03")},
		{Path: "caizheng/opinions/3.md", Department: "caizheng", Title: "丙", Received: day(t, "2026-09-25"), Answered: day(t, "2026-11-02")},
	}
	compare(t, reckon(t, p, "2026-11-03", 0, clock.Opinion), []seen{
		{clock.Opinion, "", "2026-11-02", calendar.ByWorkingDays, clock.Late},
		{clock.Opinion, "", "2026-11-02", calendar.ByWorkingDays, clock.MetLate},
		{clock.Opinion, "", "2026-11-02", calendar.ByWorkingDays, clock.Met},
	})
	for _, x := range []struct {
		today string
		fails bool
	}{{"2026-12-25", false}, {"2026-12-26", true}} {
		p.Today = day(t, x.today)
		whole, _ := clock.New(model.New(p), 0).Inspections()
		if got := slices.ContainsFunc(whole.Reasons, func(r clock.Reason) bool { return r.Indicator == clock.Unanswered }); got != x.fails || whole.Day != p.Today {
			t.Errorf("on %s, three months after it came in: %+v", x.today, whole)
		}
	}
}

// A quarter's package is due on the tenth of the third month of the next quarter, the last
// quarter's in the year after (O98); what the ledger has is met (O97).
func TestFilingsOfAYear(t *testing.T) {
	p := parts(t)
	p.Filings = []*model.Filing{
		{Period: period(t, "2026-Q1"), Department: "caizheng", Filed: day(t, "2026-06-10")},
		{Period: period(t, "2026-Q2"), Department: "caizheng", Filed: day(t, "2026-09-11")},
	}
	compare(t, reckon(t, p, "2027-03-02", 0, clock.Filing), []seen{
		{clock.Filing, "2026-Q1", "2026-06-10", calendar.ByCalendar, clock.Met},
		{clock.Filing, "2026-Q2", "2026-09-10", calendar.ByCalendar, clock.MetLate},
		{clock.Filing, "2026-Q3", "2026-12-10", calendar.ByCalendar, clock.Late},
		{clock.Filing, "2026-Q4", "2027-03-10", calendar.ByCalendar, clock.Due},
	})
}

// A year's items are on file by the end of the next June; those that are not are counted
// (O79).
func TestArchiveOfAYear(t *testing.T) {
	p := parts(t)
	a, b := item(t, "1", "0202", "2026-03-01"), item(t, "2", "0202", "2026-12-30")
	a.Archived = day(t, "2027-05-20")
	p.Items = []*model.Item{a, b}
	compare(t, reckon(t, p, "2027-07-01", 0, clock.Archive), []seen{{clock.Archive, "2026", "2027-06-30", calendar.ByCalendar, clock.Late}})
	p.Today = day(t, "2027-07-01")
	if o := clock.New(model.New(p), 0).Radar(0, nil).Late; !slices.ContainsFunc(o, func(o *clock.Obligation) bool {
		return o.Count == 1 && o.Title().ZH == "2026年公开的 1 件事项归档"
	}) {
		t.Errorf("%v", o)
	}
	b.Archived = day(t, "2027-06-30")
	compare(t, reckon(t, p, "2027-07-01", 0, clock.Archive), []seen{{clock.Archive, "2026", "2027-06-30", calendar.ByCalendar, clock.Met}})
}

// The matrix marks what is owed and missing, and only that (O16).
func TestCoverage(t *testing.T) {
	p := parts(t)
	p.Duties = []*model.Duty{
		{ID: "a", Title: "甲", Category: "0202", Departments: []string{"all"}, Cadence: model.AdHoc},
		{ID: "b", Title: "乙", Category: "0401", Departments: []string{"agency"}, Cadence: model.AdHoc},
	}
	it := item(t, "1", "0202", "2026-03-01")
	it.Duty = "a"
	p.Items = []*model.Item{it}
	p.Today = day(t, "2026-11-22")
	got := clock.New(model.New(p), 0).Coverage()
	cell := func(row int, group string) clock.Cell {
		return got.Rows[row].Cells[slices.IndexFunc(got.Groups, func(c *model.Category) bool { return c.Code == group })]
	}
	for _, x := range []struct {
		row   int
		group string
		want  clock.Cell
		blank bool
	}{
		{0, "02", clock.Cell{Items: 1, Owed: 1}, false}, {0, "04", clock.Cell{Owed: 1, Empty: 1}, true}, {0, "03", clock.Cell{}, false},
		{1, "02", clock.Cell{Owed: 1, Empty: 1}, true}, {1, "04", clock.Cell{}, false},
	} {
		if c := cell(x.row, x.group); c != x.want || c.Blank() != x.blank {
			t.Errorf("row %d, group %s: %+v, want %+v", x.row, x.group, c, x.want)
		}
	}
}

// A department's own page is its profile: what asks for that is not blank. Duties that do not
// hold yet, or no longer, are not owed.
func TestCoverageOfProfilesAndDays(t *testing.T) {
	p := parts(t)
	p.Categories = append(p.Categories, &model.Category{Code: "01", Name: "机构概况"}, &model.Category{Code: "0101", Name: "机构职能", Parent: "01"})
	p.Departments[0].Functions = "管理财政收支。"
	p.Duties = []*model.Duty{
		{ID: "a", Title: "甲", Category: "0101", Departments: []string{"all"}, Cadence: model.AdHoc},
		{ID: "b", Title: "乙", Category: "0202", Departments: []string{"all"}, Cadence: model.AdHoc, From: day(t, "2026-12-01")},
		{ID: "c", Title: "丙", Category: "0202", Departments: []string{"all"}, Cadence: model.AdHoc, Until: day(t, "2026-11-21")},
	}
	p.Today = day(t, "2026-11-22")
	got := clock.New(model.New(p), 0).Coverage()
	i := slices.IndexFunc(got.Groups, func(c *model.Category) bool { return c.Code == "01" })
	j := slices.IndexFunc(got.Groups, func(c *model.Category) bool { return c.Code == "02" })
	if c := got.Rows[0].Cells[i]; c.Blank() || !c.Profile || c.Empty != 0 {
		t.Errorf("with a profile: %+v", c)
	}
	if c := got.Rows[1].Cells[i]; !c.Blank() || c.Profile {
		t.Errorf("without one: %+v", c)
	}
	if c := got.Rows[0].Cells[j]; c.Owed != 0 || c.Blank() {
		t.Errorf("of days past and to come: %+v", c)
	}
}

// Scores count what a department's time was up for, and the share in time (O99).
func TestScores(t *testing.T) {
	p := parts(t)
	p.Config.DutiesFrom = day(t, "2026-07-01")
	p.Duties = []*model.Duty{{ID: "monthly", Title: "月报", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Routine, Every: calendar.Month}}
	for i, x := range []struct{ period, published string }{{"2026-07", "2026-08-15"}, {"2026-08", "2026-09-20"}} {
		it := item(t, string(rune('1'+i)), "0401", x.published)
		it.Duty, it.Period = "monthly", period(t, x.period)
		p.Items = append(p.Items, it)
	}
	p.Today = day(t, "2026-10-20")
	got := clock.New(model.New(p), 60).Scores(day(t, "2026-01-01"), day(t, "2026-12-31"), clock.Periodic)
	s := got[0]
	if s.Met != 1 || s.MetLate != 1 || s.Late != 1 || s.Open != 2 || s.OnTime() != 333 || s.Published != 2 {
		t.Errorf("%+v, %d in time", s, s.OnTime())
	}
	if got[1].OnTime() != -1 {
		t.Errorf("a department without duties: %+v", got[1])
	}
}

// What is closed by an order: the item of the duty that appears after it was issued (O108).
func TestOrders(t *testing.T) {
	p := parts(t)
	p.Duties = []*model.Duty{{ID: "monthly", Title: "月报", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.Routine, Every: calendar.Month}}
	p.Orders = []*model.Order{{Path: "supervision/1.md", Title: "限期公开月报", Department: "caizheng", Duty: "monthly", Period: period(t, "2026-07"), Issued: day(t, "2026-09-01"), Deadline: day(t, "2026-09-10")}}
	compare(t, reckon(t, p, "2026-09-11", 0, clock.Order), []seen{{clock.Order, "2026-07", "2026-09-10", calendar.ByCalendar, clock.Late}})
	it := item(t, "1", "0401", "2026-09-08")
	it.Duty, it.Period = "monthly", period(t, "2026-07")
	p.Items = []*model.Item{it}
	compare(t, reckon(t, p, "2026-09-11", 0, clock.Order), []seen{{clock.Order, "2026-07", "2026-09-10", calendar.ByCalendar, clock.Met}})
}
