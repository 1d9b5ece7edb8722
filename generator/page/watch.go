package page

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/generator/agenda"
	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/model"
	"gongkai/generator/plan"
)

// The pages about duties, as clock_pages of site.yaml names them.
const (
	coveragePage = "coverage"
	progressPage = "progress"
	calendarPage = "calendar"
)

// shows reports whether the site has one of those pages.
func (b *book) shows(page string) bool {
	return len(b.site.Duties) > 0 && slices.Contains(b.site.Config.ClockPages, page)
}

// A watch is what these pages show, reckoned once. The public is told of periods of duties
// alone: what is due is the standing catalogue's, and neither a draft, an opinion, an order
// nor a clerk stands there.
type watch struct {
	rules    string // how deadlines are set
	coverage clock.Coverage
	year     int
	scores   []clock.Score // of the year's periods, one a department in the site's order
	coming   []*clock.Obligation
	late     []*clock.Obligation
	of       map[*model.Department]*own
}

// An own is a department's part of a watch.
type own struct {
	score        *clock.Score
	coming, late []*clock.Obligation
}

// window is how many months after the present one the calendar shows: 89 days at least. It
// ends with a month, so that it moves once a month and not every night.
const window = 3

// newWatch reckons. It gives nil where the site has none of the pages.
func (b *book) newWatch() *watch {
	if !b.shows(coveragePage) && !b.shows(progressPage) && !b.shows(calendarPage) {
		return nil
	}
	s := b.site
	year := calendar.Year.Holding(s.Today)
	until := calendar.Month.Holding(s.Today.AddMonths(window)).Last()
	horizon := until
	if year.Last().After(horizon) {
		horizon = year.Last()
	}
	c := clock.New(s, s.Today.DaysUntil(horizon))
	w := &watch{rules: c.Rules().ZH, coverage: c.Coverage(), year: int(s.Today.Year), scores: c.Scores(year.First(), year.Last(), clock.Periodic), of: map[*model.Department]*own{}}
	for i := range w.scores {
		if d := w.scores[i].Department; w.of[d] == nil {
			w.of[d] = &own{score: &w.scores[i]}
		}
	}
	for _, o := range c.All {
		if o.Kind != clock.Periodic {
			continue
		}
		x := w.of[o.Department]
		switch o.On(s.Today) {
		case clock.Late:
			w.late, x.late = append(w.late, o), append(x.late, o)
		case clock.Due, clock.Coming:
			if !o.Deadline.Day.After(until) {
				w.coming, x.coming = append(w.coming, o), append(x.coming, o)
			}
		}
	}
	return w
}

// entered gives the day from which the calendar has an obligation as it is now: late, due, or
// within its months.
func (b *book) entered(o *clock.Obligation) calendar.Date {
	if o.On(b.site.Today) == clock.Late {
		return o.Deadline.Day.AddDays(1)
	}
	day := calendar.Month.Holding(o.Deadline.Day.AddMonths(-window)).First()
	if o.Open.After(day) && !o.Open.After(b.site.Today) {
		day = o.Open
	}
	return day
}

// dated gives what a calendar file holds: what comes, and what became late within as many
// months.
func (b *book) dated(coming, late []*clock.Obligation) []*clock.Obligation {
	from := calendar.Month.Holding(b.site.Today.AddMonths(-window)).First()
	i, _ := slices.BinarySearchFunc(late, from, func(o *clock.Obligation, d calendar.Date) int { return o.Deadline.Day.Compare(d) })
	return slices.Concat(late[i:], coming)
}

// feedOf says how a public calendar is written.
func (b *book) feedOf(name, path string) agenda.Feed {
	return agenda.Feed{Name: name, URL: b.pub.BaseURL + path, Public: true, Stamp: b.entered}
}

// obligations adds to a key what pages and calendars say of obligations; the rest is in the
// configuration.
func (b *book) obligations(k *plan.Keyer, list []*clock.Obligation) *plan.Keyer {
	k.Int(len(list))
	for _, o := range list {
		k.Str(o.Department.ID, o.Duty.ID).Int(int(o.Period.Year), int(o.Period.Unit), int(o.Period.N), int(o.On(b.site.Today)))
	}
	return k
}

// A Term is a deadline as pages show it.
type Term struct {
	Day
	Short   string // 07-15, where the month stands above
	Counted string // 日历日, 工作日
}

func term(d calendar.Deadline) Term {
	t := Term{Day: day(d.Day), Counted: d.By.Words().ZH}
	t.Short = t.ISO[len("2026-"):]
	if d.Estimate {
		t.Counted += "，估算"
	}
	return t
}

// clause says which rule sets an obligation's deadline.
func clause(o *clock.Obligation) string {
	s := o.Sources[0]
	return s.Clause.ZH + "：" + s.How.ZH
}

// A DueLine is a period of a duty that is due by a day, for one department or several.
type DueLine struct {
	Title  Link // its place in the standing catalogue
	Open   bool // it can be met now
	Who    []Link
	By     Term
	Clause string
}

// A LateLine is a duty of a department of which periods are late.
type LateLine struct {
	Title   Link // its place in the standing catalogue
	Who     Link
	Periods string // 2026年8月、2026年9月
	Count   int
	By      Term // of the first
	Clause  string
}

// together puts obligations together that differ in their department alone.
func together(list []*clock.Obligation) [][]*clock.Obligation {
	type key struct {
		duty   *model.Duty
		period calendar.Period
	}
	return clock.Group(list, func(o *clock.Obligation) key { return key{o.Duty, o.Period} })
}

// behind puts late obligations together that differ in their period alone, by department in
// the site's order, the oldest first.
func (b *book) behind(list []*clock.Obligation) [][]*clock.Obligation {
	type key struct {
		department *model.Department
		duty       *model.Duty
	}
	out := clock.Group(list, func(o *clock.Obligation) key { return key{o.Department, o.Duty} })
	rank := map[*model.Department]int{}
	for i, d := range b.site.Departments {
		rank[d] = i
	}
	slices.SortStableFunc(out, func(x, y []*clock.Obligation) int {
		return cmp.Compare(rank[x[0].Department], rank[y[0].Department])
	})
	return out
}

// flat undoes together and behind.
func flat(groups [][]*clock.Obligation) []*clock.Obligation { return slices.Concat(groups...) }

// dueLine shows a group of together.
func (b *book) dueLine(root string, g []*clock.Obligation) DueLine {
	o := g[0]
	l := DueLine{Title: Link{Href: root + b.dutyAddress(o.Duty), Text: o.Title().ZH, Count: -1}, Open: o.On(b.site.Today) == clock.Due, By: term(o.Deadline), Clause: clause(o)}
	for _, o := range g {
		l.Who = append(l.Who, b.departmentLink(root, o.Department))
	}
	return l
}

// lateLine shows a group of behind.
func (b *book) lateLine(root string, g []*clock.Obligation) LateLine {
	o := g[0]
	return LateLine{Title: Link{Href: root + b.dutyAddress(o.Duty), Text: o.Duty.Title, Count: -1}, Who: b.departmentLink(root, o.Department),
		Periods: periods(g), Count: len(g), By: term(o.Deadline), Clause: clause(o)}
}

// named is how many late periods are named one by one.
const named = 6

// periods names the periods of one duty: each, or where there are many the first and the last.
func periods(g []*clock.Obligation) string {
	words := make([]string, len(g))
	for i, o := range g {
		words[i] = o.Period.Chinese()
	}
	if len(g) > named {
		return words[0] + "至" + words[len(g)-1]
	}
	return strings.Join(words, "、")
}

func (b *book) departmentLink(root string, d *model.Department) Link {
	return Link{Href: root + "departments/" + d.ID + ".html", Text: d.Name, Count: -1}
}

// tabs lead from one of the pages about duties to the others.
func (b *book) tabs(root, current string) (out []Link) {
	add := func(href, text string, count int) {
		out = append(out, Link{Href: root + href, Text: text, Count: count, Current: href == current})
	}
	if b.shows(coveragePage) {
		add(coverageAddress, "覆盖情况", -1)
	}
	if b.shows(progressPage) {
		add(progressAddress, "公开进度", -1)
	}
	if b.shows(calendarPage) {
		add(calendarAddress, "公开日历", -1)
	}
	if len(b.site.Duties) > 0 {
		add(dutiesAddress, "应公开目录", -1)
	}
	return out
}
