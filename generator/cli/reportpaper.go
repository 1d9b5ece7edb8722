package cli

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/report"
)

// A reportWriter puts a report into words.
type reportWriter struct {
	*app
	r    *report.Report
	p    *paper
	most int // of a list, how many are named
}

// mostNamed is how many matters of a list the district's report names; a department's own
// names all.
const mostNamed = 10

// reportPaper writes the report of the departments, of the whole district or of one.
func (a *app) reportPaper(r *report.Report, departments []*report.Department, whole bool) *paper {
	w := &reportWriter{a, r, &paper{lang: map[diag.Lang]string{diag.ZH: "zh-CN", diag.EN: "en"}[a.lang]}, mostNamed}
	c := &r.Site.Config
	who := c.Region
	if !whole {
		who, w.most = departments[0].Name, math.MaxInt
	}
	w.p.title = w.put("%[1]s%[2]s政务公开情况%[3]s", "%[1]s: disclosure in %[2]s", who, periodWords(r.Period), kindOfReport(r.Period))
	if c.Owner != "" {
		w.p.para(w.put("报送：%s", "To: %s", c.Owner))
	}
	w.p.para(w.put("统计期：%s 至 %s。各项情况截至 %s。", "From %s until %s, as known on %s.", r.Period.First(), r.Period.Last(), r.Day))
	if r.Running() {
		w.p.para(w.put("注意：统计期还没有结束，数字还会变。", "Note: the period is not over and the figures will change."))
	}
	var chapters []chapter
	if whole {
		chapters = append(chapters,
			chapter{diag.Words{ZH: "总体情况", EN: "In all"}, func() { w.overall(departments) }},
			chapter{diag.Words{ZH: "各公开主体一览", EN: "Departments"}, func() { w.scoreboard(departments) }},
			chapter{diag.Words{ZH: "逾期未办的限时公开通知", EN: "Orders past their day"}, func() { w.escalated(departments) }},
			chapter{diag.Words{ZH: "各公开主体情况", EN: "Department by department"}, func() {
				for i, d := range departments {
					w.p.heading(3, w.put("（%[1]s）%[2]s", "%[3]d. %[2]s", numeral(i+1), d.Name, i+1))
					w.department(d)
				}
			}})
	} else {
		chapters = append(chapters, chapter{diag.Words{ZH: "公开情况", EN: "What was disclosed"}, func() { w.department(departments[0]) }})
	}
	chapters = append(chapters, chapter{diag.Words{ZH: "细则没有写明、由本网站定的标准", EN: "What the rules leave open and this site decides"}, w.settings})
	for i, x := range chapters {
		w.p.heading(2, w.put("%[1]s、%[2]s", "%[3]d. %[2]s", numeral(i+1), x.title, i+1))
		x.write()
	}
	w.notes()
	if !whole {
		d := departments[0]
		w.p.para(w.put("填报：%s %s（替补 %s），电话 %s", "Written by: %s, %s (deputy %s), telephone %s", d.Name, d.Clerk, d.Deputy, d.Phone))
	}
	return w.p
}

// A chapter is a part of a report.
type chapter struct {
	title diag.Words
	write func()
}

// put formats a sentence in the language of the run.
func (w *reportWriter) put(zh, en string, args ...any) string {
	return diag.Say(zh, en, args...).In(w.lang)
}

// kindOfReport says what a report of a period is called.
func kindOfReport(p calendar.Period) diag.Words {
	switch p.Unit {
	case calendar.Month:
		return diag.Words{ZH: "月报", EN: "monthly"}
	case calendar.Quarter:
		return diag.Words{ZH: "季报", EN: "quarterly"}
	case calendar.Half:
		return diag.Words{ZH: "半年报", EN: "half-yearly"}
	}
	return diag.Words{ZH: "年报", EN: "yearly"}
}

// numeral writes a number below a hundred in Han characters, others in digits.
func numeral(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

// overall writes the district's figures.
func (w *reportWriter) overall(departments []*report.Department) {
	s := w.r.Sum(departments)
	lines := []bullet{
		{text: w.put("公开主体 %d 个，共公开 %d 件%s", "%d departments published %d items%s", len(departments), s.Published.Total, w.cadences(s)) + w.stop()},
		w.changes(s),
	}
	lines = append(lines, w.tally(diag.Words{ZH: "定期公开", EN: "Periodic"}, &s.Periodic, false)...)
	lines = append(lines, w.speed(s, false)...)
	lines = append(lines, w.opinions(s, false)...)
	lines = append(lines, w.orders(s, false)...)
	lines = append(lines, w.tally(diag.Words{ZH: "季度备案", EN: "Filing"}, &s.Filing, false)...)
	lines = append(lines, w.tally(diag.Words{ZH: "归档", EN: "Archiving"}, &s.Archive, false)...)
	lines = append(lines, w.tally(diag.Words{ZH: "重点栏目更新", EN: "Focus columns"}, &w.r.Focus, true)...)
	if n := len(s.Blanks); n > 0 {
		lines = append(lines, bullet{text: w.put("空白类别：%d 处（有应公开事项而一件也没有公开的部门和类别）。", "Blank: %d groups of departments, where something is owed and nothing is there.", n)})
	}
	w.p.list(append(lines, w.verdict(w.r.Whole)...))
}

// scoreboard writes the table of departments.
func (w *reportWriter) scoreboard(departments []*report.Department) {
	heads := []string{w.words("公开主体", "Department")}
	for _, h := range [...]struct{ zh, en string }{
		{"公开", "Items"}, {"变动", "Changes"}, {"到期", "Due"}, {"按时", "In time"}, {"逾期", "Late"}, {"未公开", "Missing"}, {"按时率", "Share"}, {"旧欠", "Older"},
		{"用时", "Days"}, {"超时限", "Over"}, {"未答意见", "Opinions"}, {"未报备案", "Filings"}, {"空白类别", "Blanks"}, {"检查", "Inspection"},
	} {
		heads = append(heads, w.words(h.zh, h.en))
	}
	n := strconv.Itoa
	var rows [][]string
	for _, d := range append(departments[:len(departments):len(departments)], w.r.Sum(departments)) {
		name, days, verdict := w.words("合计", "All"), "—", ""
		if d.Department != nil {
			name, verdict = d.Name, w.short(d.Verdict)
		}
		if d.AdHoc.Items > 0 {
			days = report.Median(d.AdHoc.Median)
		}
		t := &d.Periodic
		rows = append(rows, []string{name, n(d.Published.Total), n(d.Changes.Total()), n(t.Reckoned()), n(len(t.InTime)), n(len(t.Late)), n(len(t.Missing)),
			report.Share(t.OnTime()), n(len(t.Before)), days, n(len(d.AdHoc.Over)), n(len(d.Opinions.Waiting) + len(d.Opinions.Overdue)),
			n(len(d.Filing.Missing) + len(d.Filing.Before)), n(len(d.Blanks)), verdict})
	}
	w.p.table(heads, rows, true)
	w.p.para(w.put("到期、按时、逾期、未公开：截止日在统计期里的定期公开任务；旧欠：截止日更早、到 %s 还没有公开的；用时：临时性事项从形成到公开的工作日数的中位数；检查：不再公开新内容的话，从哪天起不合格。",
		"Due, in time, late, missing: periodic tasks whose deadline lies in the period; older: of earlier deadlines and still missing on %s; days: median of the working days from made to published of ad hoc items; inspection: the day from which it fails if nothing more is published.", w.r.Day))
}

// short gives a verdict in a word.
func (w *reportWriter) short(v clock.Verdict) string {
	switch {
	case v.Day.IsZero():
		return w.words("合格", "passes")
	case v.Day == w.r.Day:
		return w.words("不合格", "fails")
	}
	return v.Day.String()
}

// escalated lists the orders that nobody met in time (clause 十一).
func (w *reportWriter) escalated(departments []*report.Department) {
	var rows [][]string
	for _, d := range departments {
		for _, o := range d.Orders.Overdue {
			rows = append(rows, []string{o.Title().In(w.lang), d.Name, o.Open.String(), o.Deadline.Day.String(), strconv.Itoa(w.r.DaysLate(o)), o.Path})
		}
	}
	if len(rows) == 0 {
		w.p.para(w.words("没有。", "None."))
		return
	}
	w.p.table([]string{w.words("通知", "Order"), w.words("公开主体", "Department"), w.words("发出", "Issued"), w.words("限期", "Until"), w.words("逾期天数", "Days late"), w.words("文件", "File")}, rows, false)
}

// department writes all that is to tell of one.
func (w *reportWriter) department(d *report.Department) {
	text := w.put("公开：%d 件%s", "Published: %d%s", d.Published.Total, w.cadences(d))
	var groups []string
	for i, n := range d.Published.Groups {
		if n > 0 {
			groups = append(groups, fmt.Sprintf("%s %d", w.r.Groups[i].Name, n))
		}
	}
	if len(groups) > 0 {
		text += w.put("；按类别：%s", "; by group: %s", strings.Join(groups, w.words("，", ", ")))
	}
	lines := []bullet{{text: text + w.stop()}, w.changes(d)}
	lines = append(lines, w.tally(diag.Words{ZH: "定期公开", EN: "Periodic"}, &d.Periodic, true)...)
	lines = append(lines, w.speed(d, true)...)
	for _, x := range [...]struct {
		name diag.Words
		t    *report.Tally
	}{
		{diag.Words{ZH: "已形成、待公开的文件", EN: "Unpublished documents"}, &d.Drafts}, {diag.Words{ZH: "规划计划和重大决策的进展", EN: "Progress"}, &d.Progress},
	} {
		lines = append(lines, w.tally(x.name, x.t, true)...)
	}
	lines = append(lines, w.opinions(d, true)...)
	lines = append(lines, w.orders(d, true)...)
	lines = append(lines, w.tally(diag.Words{ZH: "季度备案", EN: "Filing"}, &d.Filing, true)...)
	lines = append(lines, w.tally(diag.Words{ZH: "归档", EN: "Archiving"}, &d.Archive, true)...)
	if len(d.Blanks) > 0 {
		var names []string
		for _, g := range d.Blanks {
			names = append(names, g.Name)
		}
		lines = append(lines, bullet{text: w.put("空白类别：%s（有应公开事项，一件也没有公开）。", "Blank groups, where something is owed and nothing is there: %s.", strings.Join(names, w.words("、", ", ")))})
	}
	w.p.list(append(lines, w.verdict(d.Verdict)...))
}

// stop ends a sentence.
func (w *reportWriter) stop() string { return w.words("。", ".") }

// cadences tells how many of the items are of each cadence; nothing where there is none.
func (w *reportWriter) cadences(d *report.Department) string {
	p := &d.Published
	if p.Total == 0 {
		return ""
	}
	return w.put("（年度性 %d，常规性 %d，临时性 %d）", " (%d annual, %d routine, %d ad hoc)", p.Annual, p.Routine, p.AdHoc)
}

// changes tells what happened to items.
func (w *reportWriter) changes(d *report.Department) bullet {
	c := d.Changes
	if c.Total() == 0 {
		return bullet{text: w.words("变动：没有。", "Changes: none.")}
	}
	return bullet{text: w.put("变动：变更 %d，更正 %d，撤下 %d，恢复 %d。", "Changes: %d changed, %d corrected, %d withdrawn, %d restored.", c.Changed, c.Corrected, c.Withdrawn, c.Restored)}
}

// tally tells how obligations of a kind were kept, and with named names those that were not.
// It is nothing where nothing was due.
func (w *reportWriter) tally(name diag.Words, t *report.Tally, named bool) (lines []bullet) {
	if t.Reckoned()+len(t.Open)+len(t.Before) == 0 {
		return nil
	}
	text := w.put("%s：本期没有到期的", "%s: nothing was due", name)
	if t.Reckoned() > 0 {
		text = w.put("%s：到期 %d 项，按时 %d，逾期完成 %d，没有完成 %d，按时率 %s", "%s: %d were due, %d in time, %d late, %d missing; %s in time",
			name, t.Reckoned(), len(t.InTime), len(t.Late), len(t.Missing), report.Share(t.OnTime()))
	}
	if n := len(t.Open); n > 0 {
		text += w.put("；还有 %d 项没有到截止日", "; %d have days left", n)
	}
	if n := len(t.Before); n > 0 {
		text += w.put("；以前到期、现在还没有完成的 %d 项", "; %d of earlier periods are still missing", n)
	}
	lines = append(lines, bullet{text: text + w.stop()})
	if !named {
		return lines
	}
	for _, x := range [...]struct {
		name diag.Words
		list []*clock.Obligation
	}{
		{diag.Words{ZH: "没有完成", EN: "Missing"}, t.Missing}, {diag.Words{ZH: "逾期完成", EN: "Late"}, t.Late}, {diag.Words{ZH: "以前没有完成", EN: "Missing of earlier periods"}, t.Before},
	} {
		for _, o := range x.list[:min(len(x.list), w.most)] {
			lines = append(lines, w.obligation(x.name, o))
		}
		lines = append(lines, w.unnamed(x.name, len(x.list))...)
	}
	return lines
}

// unnamed says how many of a list are not named.
func (w *reportWriter) unnamed(name diag.Words, n int) []bullet {
	if n <= w.most {
		return nil
	}
	return []bullet{{deep: true, text: w.put("%s：另有 %d 项，见部门自己的报告（--department）。", "%s: %d more, in the department's own report (--department).", name, n-w.most)}}
}

// obligation names one that was not kept in time: what, until when, how late, by which clause.
func (w *reportWriter) obligation(name diag.Words, o *clock.Obligation) bullet {
	s := o.Sources[0]
	late := w.put("逾期 %d 天", "%d days late", w.r.DaysLate(o))
	if o.On(w.r.Day) == clock.MetLate {
		late = w.put("%s 完成，迟 %d 天", "done on %s, %d days late", o.Met, w.r.DaysLate(o))
	}
	return bullet{deep: true, text: w.put("%s：%s，截止 %s，%s；依据%s：%s。", "%s: %s, due %s, %s; %s: %s.", name, o.Title(), o.Deadline.Words(), late, s.Clause, s.How)}
}

// speed tells how fast ad hoc items became public.
func (w *reportWriter) speed(d *report.Department, named bool) (lines []bullet) {
	s := &d.AdHoc
	if s.Items == 0 {
		return nil
	}
	text := w.put("临时性公开：%d 件，从形成到公开用时中位数 %s 个工作日，最长 %d 个（%s）", "Ad hoc: %d items took %s working days (median), the slowest %d (%s)",
		s.Items, report.Median(s.Median), s.Slowest.Lag.Days, s.Slowest.Index)
	switch {
	case !w.r.Clock.InForce(clock.National):
		text += w.put("；国家规定没有启用，不对照时限", "; the national regulation is off, no limit is held against them")
	case len(s.Over) == 0:
		text += w.put("；都在时限以内", "; all within the limit")
	default:
		text += w.put("；超过时限 %d 件，其中写明原因的 %d 件", "; %d past the limit, %d of them with a reason", len(s.Over), s.Excused)
	}
	if s.Estimate {
		text += w.put("（有的缺放假安排，按周一到周五估算）", " (some estimated, a holiday file is missing)")
	}
	lines = append(lines, bullet{text: text + w.stop()})
	if !named {
		return lines
	}
	for _, x := range s.Over {
		text := w.put("超过时限：%s（%s），用了 %d 个工作日，时限 %d 个", "Past the limit: %s (%s), %d working days, the limit is %d", x.Title, x.Index, x.Lag.Days, x.Lag.Limit)
		if why := strings.TrimSpace(x.Late); why != "" {
			text += w.put("；逾期原因：%s", "; the reason given: %s", why)
		}
		lines = append(lines, bullet{deep: true, text: text + w.stop()})
	}
	return lines
}

// opinions tells what was said and answered.
func (w *reportWriter) opinions(d *report.Department, named bool) (lines []bullet) {
	o := &d.Opinions
	if o.Received+o.Answered+len(o.Waiting)+len(o.Overdue) == 0 {
		return nil
	}
	lines = append(lines, bullet{text: w.put("意见：收到 %d 件，答复 %d 件（其中逾期答复 %d 件）；到 %s 没有答复的 %d 件，其中逾期 %d 件。",
		"Opinions: %d received, %d answered (%d late); on %s %d wait for an answer, %d of them past the limit.",
		o.Received, o.Answered, o.Late, w.r.Day, len(o.Waiting)+len(o.Overdue), len(o.Overdue))})
	if !named {
		return lines
	}
	for _, x := range o.Overdue {
		lines = append(lines, bullet{deep: true, text: w.put("逾期没有答复：%s，%s 收到，截止 %s（%s）。", "Unanswered: %s, received on %s, due %s (%s).", x.Title, x.Received, x.Deadline.Words(), x.Path)})
	}
	return lines
}

// orders tells what a department was told to disclose.
func (w *reportWriter) orders(d *report.Department, named bool) (lines []bullet) {
	o := &d.Orders
	if o.Issued+o.Met+o.MetLate+len(o.Open)+len(o.Overdue) == 0 {
		return nil
	}
	lines = append(lines, bullet{text: w.put("限时公开通知：发出 %d 件，按时公开 %d 件，逾期公开 %d 件；到 %s 还在限期里的 %d 件，逾期没有公开的 %d 件。",
		"Orders to disclose: %d issued, %d met in time, %d late; on %s %d are open, %d overdue.", o.Issued, o.Met, o.MetLate, w.r.Day, len(o.Open), len(o.Overdue))})
	if !named {
		return lines
	}
	for _, x := range o.Overdue {
		lines = append(lines, bullet{deep: true, text: w.put("逾期没有公开：%s，限期 %s，逾期 %d 天（%s）。", "Overdue: %s, until %s, %d days late (%s).", x.Title(), x.Deadline.Words(), w.r.DaysLate(x), x.Path)})
	}
	return lines
}

// verdict tells what an inspection finds.
func (w *reportWriter) verdict(v clock.Verdict) []bullet {
	text := w.words("检查指标：现在合格；不再公开新内容的话，两年以内也合格。", "Inspection: passes, for two years to come.")
	switch {
	case v.Day.IsZero():
	case v.Day == w.r.Day:
		text = w.words("检查指标：现在就不合格。", "Inspection: fails now.")
	default:
		text = w.put("检查指标：现在合格；不再公开新内容的话，%s 起不合格。", "Inspection: passes now; if nothing more is published it fails from %s.", v.Day)
	}
	lines := []bullet{{text: text}}
	for _, x := range v.Reasons {
		text := x.Text.In(w.lang)
		if len(x.Columns) > 0 {
			text += w.words("：", ": ") + strings.Join(x.Columns, w.words("、", ", "))
		}
		lines = append(lines, bullet{deep: true, text: text + w.stop()})
	}
	return lines
}

// settings lists what the rules leave open.
func (w *reportWriter) settings() {
	var rows [][]string
	for i := range w.r.Settings {
		s := &w.r.Settings[i]
		rows = append(rows, []string{s.Term.In(w.lang), s.Clause.In(w.lang), s.Value.In(w.lang), s.Source().In(w.lang)})
	}
	w.p.table([]string{w.words("没有写明的", "What is open"), w.words("出处", "Where"), w.words("本网站的标准", "What holds here"), w.words("从哪里来", "From")}, rows, false)
}

// notes tells what the figures leave out.
func (w *reportWriter) notes() {
	for _, note := range notes(w.r.Clock, w.r.NoHolidays) {
		w.p.para(note.In(w.lang))
	}
}
