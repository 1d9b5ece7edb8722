package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// deadlineRules judge whether an item was disclosed in time.
var deadlineRules = []Rule{
	{
		Code: "T03", Severity: failure, Clause: decree26, Obligations: []int{70}, national: true,
		Title: words("超过公开时限", "disclosed after the time limit"),
		Why:   words("文件形成以后要在20个工作日内公开（site.yaml 的“公开时限”可以定得更短；应公开事项写了更短时限的，按更短的算）。", "A document is disclosed within 20 working days of its making (limit_days in site.yaml may be shorter, and a duty's own shorter limit wins)."),
		Fix:   words("核对“生成日期”和“公开日期”；确实迟了的尽快公开，并加一行“逾期原因”，写明为什么迟。日期要写真实的，不能为了不超时而改。", "Compare made and published; where it really is late, publish at once and give late with the reason. Dates must stay true."),
		Wrong: "made: 2026-04-01\npublished: 2026-06-15", Right: "made: 2026-06-05\npublished: 2026-06-15",
		item: late,
	},
	{
		Code: "T26", Severity: warning, Clause: decree26, Obligations: []int{70}, national: true,
		Title: words("超过公开时限，已写明原因", "disclosed after the time limit, with the reason"),
		Why:   words("迟了的事项写明原因才能公开；这里说明迟了多久，请审议、审定的人核实。", "What is late may be published with the reason; this tells those who approve how late it is."),
		Fix:   words("核对日期和逾期原因；属实的不用改，以后提前安排审议和审定。", "Look at the dates and the reason again; where they are true leave them, and plan review and approval earlier next time."),
		Wrong: "made: 2026-04-01\npublished: 2026-06-15\nlate: 等待上级批复补助标准", Right: "made: 2026-06-05\npublished: 2026-06-15",
		item: lateForAReason,
	},
	{
		Code: "T04", Severity: warning, Clause: decree26, Obligations: []int{70}, national: true,
		Title: words("快到公开时限", "close to the time limit"),
		Why:   words("提前提醒，免得超过时限（提前几个工作日，由 site.yaml 的“提醒天数”定）。", "A reminder before the limit is passed (warn_days in site.yaml is how many working days before)."),
		Fix:   words("尽快办完审议、审定并公开。", "Finish review and approval soon, and publish."),
		Wrong: "made: 2026-05-20\npublished: 2026-06-15", Right: "made: 2026-06-05\npublished: 2026-06-15",
		item: nearlyLate,
	},
	{
		Code: "T14", Severity: warning, Clause: clause5, Obligations: []int{35},
		Title: words("有效期已过，有效性还写“有效”", "past its validity, but still called valid"),
		Why:   words("群众会以为它还有效，照着去办。", "People act on the word valid."),
		Fix:   words("把“有效性”改为“已废止”，或把“有效期至”往后延。", "Give status: repealed, or a later valid_until."),
		Wrong: "status: valid\nvalid_until: 2026-06-30", Right: "status: repealed\nvalid_until: 2026-06-30",
		item: expired,
	},
	{
		Code: "T17", Severity: warning, Clause: decree26, Obligations: []int{70}, national: true,
		Title: words("没有当年的放假安排", "no holiday file for a year"),
		Why:   words("工作日要按每年公布的放假和调休安排计算；没有文件只能按周一到周五估算。", "Working days follow the holidays announced for each year; without the file Monday to Friday are counted."),
		Fix:   words("在 holidays 文件夹里加上当年的文件，写明“年份”、“休息日”（放假的日子）和“调休上班日”（要上班的周末）。", "Add the year's file to holidays/ with year, off (days off) and work (weekend days that are worked)."),
		of:    schema.Holidays,
		Wrong: "# holidays/2026.yaml 不存在", Right: "# holidays/2026.yaml\nyear: 2026",
		site: holidayFiles,
	},
	{
		Code: "T23", Severity: hint, Clause: clause7, Obligations: []int{68, 69},
		Title: words("定期公开超过宽限", "a periodic disclosure past its grace"),
		Why:   words("年度性每半年、年终各公开一次，常规性每月一次；期满以后，在 site.yaml 的“宽限天数”以内公开都算按时。", "Half-yearly and monthly disclosures count as in time for grace_days after the period's end."),
		Fix:   words("下一期提前准备；所属期写错了的，改正过来。", "Begin earlier for the next period; mend the period where it is wrong."),
		Wrong: "cadence: routine\nperiod: \"2026-02\"\npublished: 2026-06-15", Right: "cadence: routine\nperiod: \"2026-05\"\npublished: 2026-06-15",
		item: pastGrace,
	},
	{
		Code: "T25", Severity: failure, Clause: clause14, Obligations: []int{141},
		Title: words("名册里的起止日期颠倒", "a roster entry ends before it begins"),
		Why:   words("起止颠倒，这个人就哪一天都不在名册上。", "With the dates in this order nobody would be on the roster on any day."),
		Fix:   words("核对这一条的“起”和“止”，改正写错的一个。", "Compare the entry's from and until."),
		of:    schema.Site,
		Wrong: "rosters:\n  - {step: review, name: 局长, from: 2026-07-01, until: 2026-01-01}", Right: "rosters:\n  - {step: review, name: 局长, from: 2026-01-01, until: 2026-12-31}",
		site: rosterOrder,
	},
}

// A lag is how long an item took, or has taken so far, from made to published.
type lag struct{ clock.Lag }

// lagOf gives the item's lag, and false where there is nothing to count, as on the same day.
func (r *report) lagOf(it *model.Item) (lag, bool) {
	l, ok := clock.LagOf(r.site, it)
	return lag{l}, ok && l.Until.After(it.Made)
}

func late(r *report, it *model.Item) {
	l, ok := r.lagOf(it)
	if !ok || l.Over() <= 0 || telling(it.Late) {
		return
	}
	text := l.words(it, l.passed())
	if !blank(it.Late) {
		text = diag.Say("%s；逾期原因“%s”说不清为什么迟", "%s; %q does not tell why it is late", text, it.Late)
	}
	r.add(in(it, "published", "made"), text)
}

func lateForAReason(r *report, it *model.Item) {
	if l, ok := r.lagOf(it); ok && l.Over() > 0 && telling(it.Late) {
		r.add(in(it, "late"), diag.Say("%s；逾期原因：%s", "%s; the reason given: %s", l.words(it, l.passed()), strings.TrimSpace(it.Late)))
	}
}

// passed says by how much the limit is passed.
func (l lag) passed() diag.Words {
	return diag.Say("超过 %d 个工作日的时限，迟了 %d 个", "the limit is %d, which is passed by %d", l.Limit, l.Over())
}

// telling reports whether a reason says anything: four characters at least, and none that
// a template left.
func telling(reason string) bool {
	return utf8.RuneCountInString(strings.TrimSpace(reason)) >= 4 && unfilled(reason) == ""
}

// nearlyLate warns in the last warn_days of the limit, but never in more than its last quarter.
func nearlyLate(r *report, it *model.Item) {
	l, ok := r.lagOf(it)
	left, warn := -l.Over(), r.site.Config.WarnDays
	if !ok || warn <= 0 || left < 0 || left > min(warn, l.Limit/4) {
		return
	}
	fix := r.rule.Fix
	if !it.Draft && !r.site.Held(it) {
		fix = words("这一件没有超过；以后早些安排审议和审定。", "It is in time; begin review and approval earlier next time.")
	}
	r.fix(in(it, "published", "made"), l.words(it, diag.Say("离 %d 个工作日的时限还差 %d 个工作日", "the limit is %d, which leaves %d", l.Limit, left)), fix)
}

// words says how many days it took, against which limit.
func (l lag) words(it *model.Item, limit diag.Words) diag.Words {
	to := words("公开", "publishing")
	if l.Open {
		to = words("今天", "today")
	}
	var whose, rough diag.Words
	if l.Duty != nil {
		whose = diag.Say("（应公开事项“%s”的时限）", " (of the duty %s)", l.Duty.Title)
	}
	if l.Estimate {
		rough = words("；缺放假安排，按周一到周五估算", "; estimated from Monday to Friday, a holiday file is missing")
	}
	return diag.Say("%[1]s 生成，到 %[2]s %[3]s已有 %[4]d 个工作日，%[5]s%[6]s%[7]s",
		"made on %[1]s, %[4]d working days to %[3]s on %[2]s; %[5]s%[6]s%[7]s",
		it.Made, l.Until, to, l.Days, limit, whose, rough)
}

func expired(r *report, it *model.Item) {
	if it.Status == model.Valid && !it.ValidUntil.IsZero() && it.ValidUntil.Before(r.site.Today) && !r.site.Gone(it) {
		r.add(in(it, "status", "valid_until"), diag.Say("有效期到 %s 为止，今天是 %s，有效性还是“有效”", "valid until %s and today is %s, but the status is still valid", it.ValidUntil, r.site.Today))
	}
}

// holidayFiles names once each year that a count of working days needed and that has no file.
func holidayFiles(r *report) {
	missing := map[int]*model.Item{}
	seen := map[[2]int16]bool{}
	for _, it := range r.site.All {
		l, ok := r.lagOf(it)
		span := [2]int16{it.Made.Year, l.Until.Year}
		if !ok || seen[span] {
			continue
		}
		seen[span] = true
		for _, y := range r.site.Days.Missing(it.Made, l.Until) {
			if missing[y] == nil {
				missing[y] = it
			}
		}
	}
	years := make([]int, 0, len(missing))
	for y := range missing {
		years = append(years, y)
	}
	slices.Sort(years)
	for _, y := range years {
		it := missing[y]
		r.add(diag.Place{Path: siteFile}, diag.Say("没有 holidays/%[1]d.yaml，%[1]d年的工作日按周一到周五计算（例如 %[2]s）", "there is no holidays/%[1]d.yaml: the working days of %[1]d are counted Monday to Friday (for %[2]s, for example)", y, it.Path))
	}
}

func pastGrace(r *report, it *model.Item) {
	if it.Published.IsZero() || it.Period.IsZero() || it.Cadence == model.AdHoc || it.Period.Unit == calendar.Year {
		return
	}
	due := calendar.CalendarDays(r.site.Config.GraceDays).After(it.Period.Last())
	if due.Passed(it.Published.Date) {
		r.add(in(it, "published"), diag.Say("%[1]s 的事项应在 %[2]s以前公开，公开日期是 %[3]s", "the item of %[1]s was due by %[2]s and is published on %[3]s", it.Period, due.Words(), it.Published.Date))
	}
}

func rosterOrder(r *report) {
	for i, x := range r.site.Config.Rosters {
		if !x.Until.IsZero() && x.Until.Before(x.From) {
			r.add(inSite(r.site, entry("rosters", i, "until"), entry("rosters", i, ""), "rosters"), diag.Say("名册里“%s”从 %s 起，到 %s 就止了", "the roster has %s from %s until %s", x.Name, x.From, x.Until))
		}
	}
}

// entry gives the dotted key of a list's entry: changes.0.date.
func entry(list string, i int, key string) string {
	if key == "" {
		return fmt.Sprintf("%s.%d", list, i)
	}
	return fmt.Sprintf("%s.%d.%s", list, i, key)
}

// cadence gives the word of a cadence.
func cadence(c model.Cadence) diag.Words {
	switch c {
	case model.Annual:
		return words("年度性", "annual")
	case model.Routine:
		return words("常规性", "routine")
	}
	return words("临时性", "adhoc")
}
