package check

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// timeRules judge whether the dates of an item can be true together.
var timeRules = []Rule{
	{
		Code: "T01", Severity: failure, Clause: decree12, Obligations: []int{120},
		Title: words("日期不存在或读不懂", "a date that does not exist or cannot be read"),
		Why:   words("公开的时间要经得起核对，日历上没有的日子说明写错了。", "The times of disclosure are checked; a day that no calendar has is a slip of the pen."),
		Fix:   words("写成 2026-07-01 或 2026年7月1日，并核对日历。", "Write 2026-07-01 or 2026年7月1日, and look at a calendar."),
		Wrong: "made: 2026-02-30", Right: "made: 2026-02-28",
	},
	{
		Code: "T02", Severity: failure, Clause: clause8, Obligations: []int{75, 120},
		Title: words("生成日期晚于后面的环节", "made later than a step that comes after"),
		Why:   words("先有文件，才能审议、审定和公开。", "A document exists before it is reviewed, approved and published."),
		Fix:   words("核对两个日期，把写错的一个改过来。", "Compare the two dates and mend the wrong one."),
		Wrong: "made: 2026-06-20\nreviewed: 2026-06-10", Right: "made: 2026-06-08\nreviewed: 2026-06-10",
		item: madeFirst,
	},
	{
		Code: "T05", Severity: failure, Clause: clause7, Obligations: []int{67, 68, 69}, unfinished: true,
		Title: words("年度性、常规性事项没有所属期", "no period for an annual or routine item"),
		Why:   words("年度性每半年、年终各公开一次，常规性每月一次；不写所属期就不知道公开的是哪一期，也查不出缺了哪一期。", "Annual matters are disclosed twice a year and routine ones every month; without the period nobody can tell which one this is, or which one is missing."),
		Fix:   words("加一行“所属期”，如 2026（全年）、2026-H1（上半年）、2026-07（7月）。", "Add a line period, such as 2026, 2026-H1 or 2026-07."),
		Wrong: "cadence: routine", Right: "cadence: routine\nperiod: \"2026-05\"",
		item: periodGiven,
	},
	{
		Code: "T06", Severity: failure, Clause: clause7, Obligations: []int{67},
		Title: words("所属期读不懂", "a period that cannot be read"),
		Why:   words("所属期要让人和程序都能认出是哪一年、哪半年、哪一季、哪一月。", "People and programs must be able to tell the year, half, quarter or month."),
		Fix:   words("写成 2026、2026-H1、2026-Q3 或 2026-07。", "Write 2026, 2026-H1, 2026-Q3 or 2026-07."),
		Wrong: "period: 2026-Q5", Right: "period: 2026-Q2",
	},
	{
		Code: "T07", Severity: failure, Clause: clause7, Obligations: []int{67, 68, 69},
		Title: words("所属期与公开频次不配", "the period does not fit the cadence"),
		Why:   words("年度性事项按年或半年公开，常规性事项按月（或季）公开。", "Annual matters are disclosed by year or half-year, routine ones by month or quarter."),
		Fix:   words("改所属期或公开频次：年度性写 2026 或 2026-H1，常规性写 2026-07 或 2026-Q3。", "Mend the period or the cadence: annual takes 2026 or 2026-H1, routine 2026-07 or 2026-Q3."),
		Wrong: "cadence: routine\nperiod: \"2026\"", Right: "cadence: routine\nperiod: \"2026-05\"",
		item: periodFits,
	},
	{
		Code: "T08", Severity: warning, Clause: clause7, Obligations: []int{67},
		Title: words("所属期在公开之后才开始", "the period begins after the day of publishing"),
		Why:   words("还没有开始的时期不会有情况可公开；年度计划最多早一年。", "There is nothing to report of a time that has not begun; an annual plan may be a year early."),
		Fix:   words("核对所属期的年、月。", "Look at the period's year and month again."),
		Wrong: "cadence: routine\nperiod: \"2026-12\"", Right: "cadence: routine\nperiod: \"2026-05\"",
		item: periodBegun,
	},
	{
		Code: "T12", Severity: failure, Clause: clause6m1, Obligations: []int{56},
		Title: words("张贴止早于张贴起", "posting ends before it begins"),
		Why:   words("起止颠倒，这一件就一天也不会贴到公开栏上。", "With the dates in this order the sheet would never hang."),
		Fix:   words("核对“张贴起”和“张贴止”；不写“张贴起”，就从公开日期起张贴。", "Compare post_from and post_until; without post_from posting begins on the day of publishing."),
		Wrong: "post_from: 2026-06-20\npost_until: 2026-06-15", Right: "post_from: 2026-06-20\npost_until: 2026-07-20",
		item: postingOrder,
	},
	{
		Code: "T13", Severity: failure, Clause: clause5, Obligations: []int{35},
		Title: words("公开的时候有效期已过", "validity ends before publishing"),
		Why:   words("公开时已经失效的文件会误导办事的人。", "A document that was void on the day of publishing misleads people."),
		Fix:   words("核对“有效期至”；确已失效的，“有效性”写“已废止”。", "Look at valid_until again; where it is void, give status: repealed."),
		Wrong: "valid_until: 2025-06-30", Right: "valid_until: 2031-06-30",
		item: validAtAll,
	},
	{
		Code: "T15", Severity: failure, Clause: clause8, Obligations: []int{73, 74, 120},
		Title: words("已经发生的事写在将来", "a step that is past is dated in the future"),
		Why:   words("还没有到的日子，不可能已经生成、审议、审定、改动、归档或答复；预先填好审定日期，等于没有审定。", "Nothing was made, reviewed, approved, changed, archived or answered on a day that has not come; an approval dated ahead is none."),
		Fix:   words("等这一步办完再填日期。想到时候自动公开的，只把“公开日期”写在将来。", "Give the date when the step is done. To publish later, only published lies in the future."),
		Wrong: "approved: 2026-08-20  # 今天是 2026-08-03", Right: "approved: 2026-06-12",
		item: notAhead, site: laterNotAhead,
	},
	{
		Code: "T16", Severity: failure, Clause: clause10, Obligations: []int{96},
		Title: words("变动、撤下、恢复的日期次序不对", "a change, withdrawal or restoration out of order"),
		Why:   words("变动目录按日期排列：公开以后才有变动、撤下，撤下以后才有恢复。", "The change catalogue goes by date: changes and withdrawal come after publishing, restoration after withdrawal."),
		Fix:   words("核对日期；公开之前的修改不用记入变动记录。", "Compare the dates; what was altered before publishing is no change to record."),
		Wrong: "changes:\n  - {date: 2026-06-01, what: 更正联系电话, approved_by: 局长}", Right: "changes:\n  - {date: 2026-06-18, what: 更正联系电话, approved_by: 局长}",
		item: changesInOrder,
	},
	{
		Code: "T19", Severity: failure, Clause: decree17, Obligations: []int{29, 117},
		Title: words("保密审查晚于公开", "the secrecy review is later than publishing"),
		Why:   words("先审查、后公开；公开之后再审查就晚了。", "Review first, then publish: afterwards is too late."),
		Fix:   words("核对“保密审查日期”；公开以前确实没有审查的，先撤下，再补做审查。", "Look at secrecy_date again; where there was no review before, withdraw the item first."),
		Wrong: "secrecy_date: 2026-07-20", Right: "secrecy_date: 2026-06-11",
		item: secrecyFirst,
	},
	{
		Code: "T24", Severity: failure, Clause: clause2a, Obligations: []int{8},
		Title: words("法制审核晚于审定", "the legal review is later than the approval"),
		Why:   words("规范性文件先经法制审核，再提请审定；审定以后再补，就起不到把关的作用。", "A normative document is reviewed for legality before it is approved; a review made afterwards secures nothing."),
		Fix:   words("核对“法制审核”的日期和“区级审定日期”，改正写错的一个。", "Compare the date of legal_review with approved."),
		Wrong: "legal_review: {date: 2026-06-14, by: 区司法局}", Right: "legal_review: {date: 2026-06-09, by: 区司法局}",
		item: legalFirst,
	},
	{
		Code: "T30", Severity: failure, Clause: clause8, Obligations: []int{79},
		Title: words("归档早于公开", "archived before it was published"),
		Why:   words("公开以后才立卷归档：先归档的一份不是公开的那一份。", "What was published goes into the archive; a copy of an earlier day is another document."),
		Fix:   words("核对“归档”的日期和“公开日期”，改正写错的一个。", "Compare the date of archived with published."),
		Wrong: "archived: {date: 2026-06-10, number: CZ-2026-014}", Right: "archived: {date: 2026-07-10, number: CZ-2026-014}",
		item: archivedAfter,
	},
}

func madeFirst(r *report, it *model.Item) {
	if it.Made.IsZero() {
		return
	}
	for _, later := range [...]struct {
		key, zh string
		date    calendar.Date
	}{{"reviewed", "部门审议日期", it.Reviewed}, {"approved", "区级审定日期", it.Approved}, {"published", "公开日期", it.Published.Date}} {
		if !later.date.IsZero() && it.Made.After(later.date) {
			r.add(in(it, "made"), diag.Say("生成日期 %[1]s 晚于%[2]s %[4]s", "made %[1]s is later than %[3]s %[4]s", it.Made, later.zh, later.key, later.date))
			return
		}
	}
}

func periodGiven(r *report, it *model.Item) {
	if (it.Cadence == model.Annual || it.Cadence == model.Routine) && it.Period.IsZero() && !it.Given("period") {
		r.add(in(it, "cadence", "duty"), diag.Say("公开频次是%s，却没有写“所属期”", "the cadence is %s, but no period is given", cadence(it.Cadence)))
	}
}

func periodFits(r *report, it *model.Item) {
	u := it.Period.Unit
	switch {
	case it.Cadence == model.Annual && (u == calendar.Quarter || u == calendar.Month),
		it.Cadence == model.Routine && (u == calendar.Year || u == calendar.Half):
		r.add(in(it, "period"), diag.Say("公开频次是%s，所属期却是 %s", "the cadence is %s, but the period is %s", cadence(it.Cadence), it.Period))
	}
}

func periodBegun(r *report, it *model.Item) {
	if it.Period.IsZero() || it.Published.IsZero() {
		return
	}
	latest := it.Published.Date
	if it.Cadence == model.Annual {
		latest.Year++
	}
	if first := it.Period.First(); first.After(latest) {
		r.add(in(it, "period"), diag.Say("所属期 %s 从 %s 开始，公开日期却是 %s", "the period %s begins on %s, but the item is published on %s", it.Period, first, it.Published.Date))
	}
}

func postingOrder(r *report, it *model.Item) {
	if it.PostUntil.IsZero() {
		return
	}
	from := it.PostFrom
	if from.IsZero() {
		from = it.Published.Date
	}
	if it.PostUntil.Before(from) {
		r.add(in(it, "post_until"), diag.Say("张贴到 %s 为止，却从 %s 才开始", "posting ends on %s, but begins on %s", it.PostUntil, from))
	}
}

func validAtAll(r *report, it *model.Item) {
	if !it.ValidUntil.IsZero() && it.ValidUntil.Before(it.Published.Date) && it.Status != model.Repealed {
		r.add(in(it, "valid_until"), diag.Say("有效期至 %s，早于公开日期 %s", "valid until %s, before it is published on %s", it.ValidUntil, it.Published.Date))
	}
}

func notAhead(r *report, it *model.Item) {
	today := r.site.Today
	if today.IsZero() {
		return
	}
	for _, step := range [...]struct {
		key, zh string
		date    calendar.Date
	}{{"made", "生成日期", it.Made}, {"reviewed", "部门审议日期", it.Reviewed}, {"approved", "区级审定日期", it.Approved}} {
		if step.date.After(today) {
			r.add(in(it, step.key), diag.Say("%[1]s %[3]s 还没有到，今天是 %[4]s", "%[2]s %[3]s has not come yet, today is %[4]s", step.zh, step.key, step.date, today))
		}
	}
	if it.Archived.After(today) {
		r.add(in(it, "archived.date", "archived"), diag.Say("归档日期 %s 还没有到，今天是 %s", "archived on %s, which has not come yet; today is %s", it.Archived, today))
	}
	for i, c := range it.Changes {
		if c.Date.After(today) {
			r.add(in(it, entry("changes", i, "date"), "changes"), diag.Say("变动日期 %s 还没有到，今天是 %s", "the change of %s has not come yet, today is %s", c.Date, today))
		}
	}
}

func changesInOrder(r *report, it *model.Item) {
	published := it.Published.Date
	early := func(zh, en string, d calendar.Date, keys ...string) {
		if !d.IsZero() && !published.IsZero() && d.Before(published) {
			r.add(in(it, keys...), diag.Say("%[1]s日期 %[3]s 早于公开日期 %[4]s", "the %[2]s of %[3]s is earlier than publishing on %[4]s", zh, en, d, published))
		}
	}
	for i, c := range it.Changes {
		early("变动", "change", c.Date, entry("changes", i, "date"), "changes")
	}
	w, s := it.Withdrawn, it.Restored
	if w != nil {
		early("撤下", "withdrawal", w.Date, "withdrawn.date", "withdrawn")
	}
	if w != nil && s != nil && !w.Date.IsZero() && !s.Date.IsZero() && s.Date.Before(w.Date) {
		r.add(in(it, "restored.date", "restored"), diag.Say("恢复日期 %s 早于撤下日期 %s", "restored on %s, before it was withdrawn on %s", s.Date, w.Date))
	}
}

func secrecyFirst(r *report, it *model.Item) {
	if !it.SecrecyDate.IsZero() && !it.Published.IsZero() && it.SecrecyDate.After(it.Published.Date) {
		r.add(in(it, "secrecy_date"), diag.Say("保密审查日期 %s 晚于公开日期 %s", "the secrecy review of %s is later than publishing on %s", it.SecrecyDate, it.Published.Date))
	}
}

func legalFirst(r *report, it *model.Item) {
	if l := it.Legal; l != nil && !it.Approved.IsZero() && l.Date.After(it.Approved) {
		r.add(in(it, "legal_review.date", "legal_review"), diag.Say("法制审核日期 %s 晚于区级审定日期 %s", "the legal review of %s is later than the approval of %s", l.Date, it.Approved))
	}
}

func archivedAfter(r *report, it *model.Item) {
	if p := it.Published.Date; !it.Archived.IsZero() && !p.IsZero() && it.Archived.Before(p) {
		r.add(in(it, "archived.date", "archived"), diag.Say("归档日期 %s 早于公开日期 %s", "archived on %s, before it was published on %s", it.Archived, p))
	}
}
