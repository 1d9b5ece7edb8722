package page

import (
	"io"
	"strconv"

	"gongkai/generator/agenda"
	"gongkai/generator/clock"
	"gongkai/generator/model"
	"gongkai/generator/plan"
)

// A CalendarPage is what calendar.html shows: what is due in the months to come, by month,
// and on its first page what is late; or, where Late alone is filled, more of that.
type CalendarPage struct {
	Frame
	About     string
	Rules     string // how deadlines are set
	Tabs      []Link
	Months    []DueMonth
	Coming    int // periods of duties, of all departments
	Late      []LateLine
	LateCount int
	LateMore  string // where the rest of Late stands; "" where it is all here
	Pager     Pager
	File      string // the calendar file of all
	Files     []Link // and of each department
	First     bool   // it is the calendar's first page
	OnlyLate  bool   // it is a page of late.html
	Empty     *Empty
}

// A DueMonth is what is due in a month.
type DueMonth struct {
	ISO, Words string
	Lines      []DueLine
}

const (
	calendarAddress = "calendar/index.html"
	lateAddress     = "calendar/late.html"
	calendarFile    = "calendar/calendar.ics"
)

// How much stands on a page of the calendar: late duties on the first one, lines of a page,
// and departments named in them.
const (
	lateShown = 30
	dueLines  = 100
	dueNames  = 300
)

// calendar plans the pages and the files.
func (b *book) calendar() {
	if !b.shows(calendarPage) {
		return
	}
	w := b.watch
	coming, late := together(w.coming), b.behind(w.late)
	parts := dueParts(coming)
	for i, part := range parts {
		path := numbered("calendar/index", "calendar/", i+1)
		k := b.obligations(b.key(path).Int(len(parts), len(w.coming)), flat(part))
		var shown [][]*clock.Obligation
		if i == 0 {
			shown = newest(late, lateShown)
			b.obligations(k.Int(len(w.late), len(late)), flat(shown))
		}
		b.add(path, k.Digest(), func(out io.Writer) error { return b.calendarHTML(out, path, part, shown, i+1, len(parts), len(late)) })
	}
	if len(late) > lateShown {
		pages := (len(late) + dueLines - 1) / dueLines
		for n := 1; n <= pages; n++ {
			path, part := numbered("calendar/late", "calendar/late/", n), slice(late, n, dueLines)
			k := b.obligations(b.key(path).Int(pages, len(w.late)), flat(part))
			b.add(path, k.Digest(), func(out io.Writer) error { return b.lateHTML(out, path, part, n, pages) })
		}
	}
	b.calendarICS(calendarFile, b.pub.Title+" 公开日历", b.dated(w.coming, w.late))
	for _, d := range b.site.Departments {
		if x := w.of[d]; x != nil {
			b.calendarICS(departmentCalendar(d), d.Name+" 公开日历", b.dated(x.coming, x.late))
		}
	}
}

// numbered gives the address of page n of a list: stem.html, then below.
func numbered(stem, below string, n int) string {
	if n == 1 {
		return stem + ".html"
	}
	return below + strconv.Itoa(n) + ".html"
}

// departmentCalendar is where a department's calendar file stands.
func departmentCalendar(d *model.Department) string { return "calendar/" + d.ID + ".ics" }

// dueParts cuts groups of together into pages; there is always one.
func dueParts(groups [][]*clock.Obligation) [][][]*clock.Obligation {
	parts := [][][]*clock.Obligation{nil}
	names := 0
	for _, g := range groups {
		last := len(parts) - 1
		if n := len(parts[last]); n == dueLines || n > 0 && names+len(g) > dueNames {
			parts, names = append(parts, nil), 0
			last++
		}
		parts[last] = append(parts[last], g)
		names += len(g)
	}
	return parts
}

func (b *book) calendarICS(path, name string, list []*clock.Obligation) {
	feed := b.feedOf(name, path)
	k := b.obligations(b.key(path).Str(name), list)
	for _, o := range list {
		k.Date(b.entered(o))
	}
	reckoned := &clock.Clock{Site: b.site} // all that a public calendar needs of it
	b.add(path, k.Digest(), func(w io.Writer) error { return agenda.ICS(w, reckoned, list, feed) })
}

func (b *book) calendarHTML(w io.Writer, path string, part, late [][]*clock.Obligation, n, pages, lateGroups int) error {
	r := root(path)
	p := &CalendarPage{
		Frame: b.frame(path, "supervision"), About: "各部门按应公开目录定期公开的事项，最迟哪一天公开，按什么算的。本月和以后三个月的都在这里。", Tabs: b.tabs(r, calendarAddress),
		Coming: len(b.watch.coming), LateCount: len(b.watch.late), Pager: turn(r+calendarAddress, r+"calendar/", n, pages), File: r + calendarFile, First: n == 1,
	}
	for _, g := range part {
		d := g[0].Deadline.Day
		if len(p.Months) == 0 || p.Months[len(p.Months)-1].ISO != monthISO(d) {
			p.Months = append(p.Months, DueMonth{ISO: monthISO(d), Words: monthWords(d)})
		}
		m := &p.Months[len(p.Months)-1]
		m.Lines = append(m.Lines, b.dueLine(r, g))
	}
	for _, g := range late {
		p.Late = append(p.Late, b.lateLine(r, g))
	}
	if lateGroups > len(late) && n == 1 {
		p.LateMore = r + lateAddress
	}
	if n == 1 {
		for _, d := range b.site.Departments {
			p.Files = append(p.Files, Link{Href: r + departmentCalendar(d), Text: d.Name, Count: -1})
		}
	}
	if p.Coming == 0 {
		p.Empty = b.empty(r, "本月和以后三个月没有定期公开的事项到期。")
	}
	p.Title = "公开日历"
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "supervision.html", Text: "监督", Count: -1}}
	if n > 1 {
		p.Title += "（第 " + strconv.Itoa(n) + " 页）"
		p.Crumbs = append(p.Crumbs, Link{Href: r + calendarAddress, Text: "公开日历", Count: -1})
	}
	return b.writeCalendar(w, p)
}

// lateHTML is a page of all that is late.
func (b *book) lateHTML(w io.Writer, path string, part [][]*clock.Obligation, n, pages int) error {
	r := root(path)
	p := &CalendarPage{
		Frame: b.frame(path, "supervision"), About: "各部门按应公开目录定期公开的事项，已经过了期限还没有公开的。", Tabs: b.tabs(r, lateAddress),
		LateCount: len(b.watch.late), Pager: turn(r+lateAddress, r+"calendar/late/", n, pages), File: r + calendarFile, OnlyLate: true,
	}
	for _, g := range part {
		p.Late = append(p.Late, b.lateLine(r, g))
	}
	p.Title = "逾期未公开"
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "supervision.html", Text: "监督", Count: -1}, {Href: r + calendarAddress, Text: "公开日历", Count: -1}}
	if n > 1 {
		p.Title += "（第 " + strconv.Itoa(n) + " 页）"
		p.Crumbs = append(p.Crumbs, Link{Href: r + lateAddress, Text: "逾期未公开", Count: -1})
	}
	return b.writeCalendar(w, p)
}

func (b *book) writeCalendar(w io.Writer, p *CalendarPage) error {
	p.Description, p.Rules = p.About, b.watch.rules
	p.Column = b.plainColumn("公开日历", p.About, "信息公开目录")
	p.Keywords = p.Column.Keywords
	p.Calendars = []Calendar{{b.pub.Title + " 公开日历", p.File}}
	p.LD = b.ldPage(&p.Frame, "CollectionPage")
	return b.write(w, "calendar.html", &p.Frame, p)
}

// A DepartmentWatch is how a department keeps its duties, and what it is to disclose next.
type DepartmentWatch struct {
	Year     int
	Bar      *Bar // nil where the site has no page of progress
	Score    Score
	Progress string // where all departments' progress stands
	Calendar string // the department's calendar file; "" for none
	All      string // the calendar of all
	Late     []LateLine
	Coming   []DueLine
	More     int // lines that are left out
}

// ownShown is how many late duties, and how many periods to come, a department's page shows.
const ownShown = 15

// watchKey adds what departmentWatch shows.
func (b *book) watchKey(k *plan.Keyer, d *model.Department) {
	x := b.watchOf(d)
	if x == nil {
		return
	}
	if b.shows(progressPage) {
		k.Int(b.watch.year)
		scoreKey(k, x.score)
	}
	if b.shows(calendarPage) {
		late, coming := b.behind(x.late), together(x.coming)
		b.obligations(k.Int(len(late), len(coming)), flat(newest(late, ownShown)))
		b.obligations(k, flat(newest(coming, ownShown)))
	}
}

func (b *book) watchOf(d *model.Department) *own {
	if b.watch == nil {
		return nil
	}
	return b.watch.of[d]
}

// departmentWatch gives nil where the site has no such pages.
func (b *book) departmentWatch(root string, d *model.Department) *DepartmentWatch {
	x := b.watchOf(d)
	if x == nil || !b.shows(progressPage) && !b.shows(calendarPage) {
		return nil
	}
	out := &DepartmentWatch{Year: b.watch.year}
	if b.shows(progressPage) {
		drawn := bar(d.ID, d.Name, x.score)
		out.Bar, out.Score, out.Progress = &drawn, score(x.score), root+progressAddress
	}
	if !b.shows(calendarPage) {
		return out
	}
	out.Calendar, out.All = root+departmentCalendar(d), root+calendarAddress
	late, coming := b.behind(x.late), together(x.coming)
	out.More = max(len(late)-ownShown, 0) + max(len(coming)-ownShown, 0)
	for _, g := range newest(late, ownShown) {
		out.Late = append(out.Late, b.lateLine(root, g))
	}
	for _, g := range newest(coming, ownShown) {
		out.Coming = append(out.Coming, b.dueLine(root, g))
	}
	return out
}
