package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/xlsx"
)

// Sorted gives the departments by the share that they met in time, the largest first; those of
// which nothing was due stand last. Departments with the same share keep their order.
func (r *Report) Sorted() []*Department {
	out := slices.Clone(r.Departments)
	slices.SortStableFunc(out, func(a, b *Department) int { return cmp.Compare(b.Periodic.OnTime(), a.Periodic.OnTime()) })
	return out
}

// Sum adds departments up, for a scoreboard's last row. It is of no department and has no
// verdict.
func (r *Report) Sum(departments []*Department) *Department {
	sum := &Department{Published: Published{Groups: make([]int, len(r.Groups))}}
	var items []Item
	for _, d := range departments {
		p, q := &sum.Published, &d.Published
		p.Total, p.Annual, p.Routine, p.AdHoc = p.Total+q.Total, p.Annual+q.Annual, p.Routine+q.Routine, p.AdHoc+q.AdHoc
		for i, n := range q.Groups {
			p.Groups[i] += n
		}
		c, x := &sum.Changes, &d.Changes
		c.Added, c.Changed, c.Corrected, c.Withdrawn, c.Restored = c.Added+x.Added, c.Changed+x.Changed, c.Corrected+x.Corrected, c.Withdrawn+x.Withdrawn, c.Restored+x.Restored
		for _, t := range [...]struct{ to, from *Tally }{
			{&sum.Periodic, &d.Periodic}, {&sum.Progress, &d.Progress}, {&sum.Drafts, &d.Drafts}, {&sum.Filing, &d.Filing}, {&sum.Archive, &d.Archive},
		} {
			t.to.add(t.from)
		}
		items = append(items, d.AdHoc.all...)
		o, y := &sum.Opinions, &d.Opinions
		o.Received, o.Answered, o.Late = o.Received+y.Received, o.Answered+y.Answered, o.Late+y.Late
		o.Waiting, o.Overdue = append(o.Waiting, y.Waiting...), append(o.Overdue, y.Overdue...)
		u, z := &sum.Orders, &d.Orders
		u.Issued, u.Met, u.MetLate = u.Issued+z.Issued, u.Met+z.Met, u.MetLate+z.MetLate
		u.Open, u.Overdue = append(u.Open, z.Open...), append(u.Overdue, z.Overdue...)
		sum.Blanks = append(sum.Blanks, d.Blanks...)
	}
	sum.AdHoc = speed(items, r.Clock.InForce(clock.National))
	return sum
}

func (t *Tally) add(x *Tally) {
	for _, l := range [...]struct{ to, from *[]*clock.Obligation }{
		{&t.InTime, &x.InTime}, {&t.Late, &x.Late}, {&t.Missing, &x.Missing}, {&t.Open, &x.Open}, {&t.Before, &x.Before},
	} {
		*l.to = append(*l.to, *l.from...)
	}
}

// Share puts a share in thousandths into words: 66.7%, and “—” where nothing was due.
func Share(thousandths int) string {
	if thousandths < 0 {
		return "—"
	}
	return strconv.FormatFloat(float64(thousandths)/10, 'f', 1, 64) + "%"
}

// A Head is the heading of a column of Rows, and what its cells are.
type Head struct {
	Words diag.Words
	Form  xlsx.Form
}

// Heads are the headings of Rows.
func Heads() []Head {
	return []Head{
		{diag.Words{ZH: "统计期", EN: "Period"}, xlsx.Text}, {diag.Words{ZH: "截至", EN: "As of"}, xlsx.Day}, {diag.Words{ZH: "公开主体", EN: "Department"}, xlsx.Text},
		{diag.Words{ZH: "公开", EN: "Published"}, xlsx.Number}, {diag.Words{ZH: "年度性", EN: "Annual"}, xlsx.Number}, {diag.Words{ZH: "常规性", EN: "Routine"}, xlsx.Number}, {diag.Words{ZH: "临时性", EN: "Ad hoc"}, xlsx.Number},
		{diag.Words{ZH: "变更", EN: "Changed"}, xlsx.Number}, {diag.Words{ZH: "更正", EN: "Corrected"}, xlsx.Number}, {diag.Words{ZH: "撤下", EN: "Withdrawn"}, xlsx.Number}, {diag.Words{ZH: "恢复", EN: "Restored"}, xlsx.Number},
		{diag.Words{ZH: "定期任务到期", EN: "Periodic, due"}, xlsx.Number}, {diag.Words{ZH: "按时", EN: "In time"}, xlsx.Number}, {diag.Words{ZH: "逾期公开", EN: "Late"}, xlsx.Number}, {diag.Words{ZH: "未公开", EN: "Missing"}, xlsx.Number}, {diag.Words{ZH: "按时率", EN: "In time, share"}, xlsx.Text},
		{diag.Words{ZH: "以前各期未公开", EN: "Missing of earlier periods"}, xlsx.Number},
		{diag.Words{ZH: "临时性用时中位数（工作日）", EN: "Ad hoc, median working days"}, xlsx.Number}, {diag.Words{ZH: "临时性最长用时（工作日）", EN: "Ad hoc, slowest"}, xlsx.Number}, {diag.Words{ZH: "超过时限", EN: "Past the limit"}, xlsx.Number},
		{diag.Words{ZH: "收到意见", EN: "Opinions"}, xlsx.Number}, {diag.Words{ZH: "答复", EN: "Answered"}, xlsx.Number}, {diag.Words{ZH: "逾期答复", EN: "Answered late"}, xlsx.Number}, {diag.Words{ZH: "未答复", EN: "Unanswered"}, xlsx.Number}, {diag.Words{ZH: "逾期未答复", EN: "Unanswered and late"}, xlsx.Number},
		{diag.Words{ZH: "限时公开待办", EN: "Orders open"}, xlsx.Number}, {diag.Words{ZH: "限时公开逾期", EN: "Orders overdue"}, xlsx.Number},
		{diag.Words{ZH: "备案逾期未报", EN: "Filings missing"}, xlsx.Number}, {diag.Words{ZH: "归档逾期", EN: "Archiving late"}, xlsx.Number}, {diag.Words{ZH: "空白类别", EN: "Blank groups"}, xlsx.Number},
		{diag.Words{ZH: "检查不合格日", EN: "Inspection fails from"}, xlsx.Day}, {diag.Words{ZH: "未公开的事项", EN: "What is missing"}, xlsx.Text},
	}
}

// Rows gives the scoreboard, a row for each of the departments.
func (r *Report) Rows(departments []*Department, lang diag.Lang) (rows [][]string) {
	n := strconv.Itoa
	for _, d := range departments {
		median, slowest := "", ""
		if d.AdHoc.Items > 0 {
			median, slowest = Median(d.AdHoc.Median), n(d.AdHoc.Slowest.Lag.Days)
		}
		share := ""
		if d.Periodic.OnTime() >= 0 {
			share = Share(d.Periodic.OnTime())
		}
		t, c, p := &d.Periodic, &d.Changes, &d.Published
		rows = append(rows, []string{
			r.Period.String(), r.Day.String(), d.Name, n(p.Total), n(p.Annual), n(p.Routine), n(p.AdHoc),
			n(c.Changed), n(c.Corrected), n(c.Withdrawn), n(c.Restored),
			n(t.Reckoned()), n(len(t.InTime)), n(len(t.Late)), n(len(t.Missing)), share, n(len(t.Before)),
			median, slowest, n(len(d.AdHoc.Over)),
			n(d.Opinions.Received), n(d.Opinions.Answered), n(d.Opinions.Late), n(len(d.Opinions.Waiting) + len(d.Opinions.Overdue)), n(len(d.Opinions.Overdue)),
			n(len(d.Orders.Open)), n(len(d.Orders.Overdue)), n(len(d.Filing.Missing) + len(d.Filing.Before)), n(len(d.Archive.Missing) + len(d.Archive.Before)), n(len(d.Blanks)),
			d.Verdict.Day.String(), missing(d.Periodic.Missing, lang),
		})
	}
	return rows
}

// Median writes a median: 4, 4.5.
func Median(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// mostNames is how many missing matters a cell names: a spreadsheet's cell holds 32,767
// characters.
const mostNames = 200

// missing names what is missing in one cell, with deadlines.
func missing(list []*clock.Obligation, lang diag.Lang) string {
	var names []string
	for _, o := range list[:min(len(list), mostNames)] {
		names = append(names, diag.Say("%s（%s）", "%s (%s)", o.Title(), o.Deadline.Day).In(lang))
	}
	if more := len(list) - len(names); more > 0 {
		names = append(names, diag.Say("另有 %d 项", "%d more", more).In(lang))
	}
	return strings.Join(names, diag.Words{ZH: "；", EN: "; "}.In(lang))
}
