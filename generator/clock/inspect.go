package clock

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// An Indicator is one of the reasons for which inspectors fail a site (国办秘函〔2019〕19号).
type Indicator string

// The indicators.
const (
	HomeStale  Indicator = "home"    // no news on the home page
	Stale      Indicator = "stale"   // columns of news, notices and documents without news
	LongStale  Indicator = "long"    // other columns without news for long
	Blank      Indicator = "blank"   // empty columns
	Unanswered Indicator = "opinion" // opinions without an answer
)

// A Reason is why a site, or a department, fails on a day.
type Reason struct {
	Indicator Indicator
	Text      diag.Words
	Columns   []string // the names of the columns; nil for home and opinions
}

// A Verdict is what inspections will find, if nothing more is published than what is held.
type Verdict struct {
	Department *model.Department // nil: the whole site
	Day        calendar.Date     // the first day, from the site's on, on which it fails; zero: none in two years
	Reasons    []Reason          // of that day
}

// inspectionDays is how far ahead a failure is looked for: two years.
const inspectionDays = 731

// Inspections gives the day on which the whole site will fail, and each department in the
// order of departments.yaml.
func (c *Clock) Inspections() (whole Verdict, departments []Verdict) {
	all, own := c.inspections()
	for i, f := range c.deps {
		departments = append(departments, own[i].first(f.Department))
	}
	return all.first(nil), departments
}

// dates are when something was published: the last day up to today, and later ones that are
// settled, in order.
type dates []calendar.Date

// put adds a day.
func (d *dates) put(day, today calendar.Date) {
	if s := *d; len(s) > 0 && !day.After(today) && !s[0].After(today) {
		s[0] = later(s[0], day)
		return
	}
	i, _ := slices.BinarySearchFunc(*d, day, calendar.Date.Compare)
	*d = slices.Insert(*d, i, day)
}

// last gives the last day up to a day; zero for none.
func (d dates) last(day calendar.Date) (last calendar.Date) {
	for _, x := range d {
		if x.After(day) {
			break
		}
		last = x
	}
	return last
}

// A column is a category as a place that readers come to, of the whole site or of one department.
type column struct {
	name  string
	kind  columnKind
	asked bool // it is to be kept up; else it must only not be empty
	owed  bool // it must not be empty
	dates dates
}

// A columnKind tells how long a column may be without news.
type columnKind uint8

const (
	newsColumn columnKind = iota
	documentColumn
	otherColumn
)

// fresh gives the last day on which news of a day is fresh enough.
func (k columnKind) fresh(last calendar.Date, cfg *model.Inspection) calendar.Date {
	switch k {
	case newsColumn:
		return calendar.CalendarDays(cfg.NewsDays).After(last).Day
	case documentColumn:
		return calendar.Months(cfg.DocumentMonths).After(last).Day
	}
	return calendar.Months(cfg.LongMonths).After(last).Day
}

// An inspection is what verdicts look at.
type inspection struct {
	cfg                *model.Inspection
	today              calendar.Date
	whole              bool
	home               dates // of the whole site
	columns            []*column
	opinions           []*model.Opinion
	stale, long, blank int // so many columns fail it
}

// inspections goes through duties and items once.
func (c *Clock) inspections() (whole *inspection, own []*inspection) {
	s := c.Site
	cfg := &s.Config.Inspection
	whole = &inspection{cfg: cfg, today: s.Today, whole: true, stale: cfg.StaleColumns, long: cfg.LongColumns, blank: cfg.BlankColumns}
	own = make([]*inspection, len(c.deps))
	for i := range own {
		n := cfg.DepartmentColumns
		own[i] = &inspection{cfg: cfg, today: s.Today, stale: n, long: n, blank: n}
	}
	columns := newShelf(c)
	for _, d := range s.Duties {
		for i, f := range c.deps {
			if d.Of(f.Department) && d.Category != profile {
				columns.at(-1, d.Category).owe(true, d.Every != calendar.NoUnit)
				columns.at(i, d.Category).owe(d.Every != calendar.NoUnit, d.Every != calendar.NoUnit)
			}
		}
	}
	for _, it := range s.All {
		f, day := c.of[it.Department], it.Published.Date
		if f == nil || it.Draft || day.IsZero() || s.Gone(it) {
			continue
		}
		whole.home.put(day, s.Today)
		columns.at(-1, it.Category).dates.put(day, s.Today)
		columns.at(f.rank, it.Category).dates.put(day, s.Today)
	}
	for _, p := range columns.order() {
		if p.department < 0 {
			whole.columns = append(whole.columns, columns.all[p])
		} else {
			own[p.department].columns = append(own[p.department].columns, columns.all[p])
		}
	}
	for _, o := range s.Opinions {
		if f := c.of[o.Department]; f != nil && !o.Received.IsZero() {
			whole.opinions = append(whole.opinions, o)
			own[f.rank].opinions = append(own[f.rank].opinions, o)
		}
	}
	return whole, own
}

// A shelf holds columns by place.
type shelf struct {
	clock *Clock
	all   map[place]*column
}

// A place is a category of a department, by its rank, or with -1 of the whole site.
type place struct {
	department int
	category   string
}

func newShelf(c *Clock) *shelf { return &shelf{c, map[place]*column{}} }

// at gives the column of a place, a new one where there is none yet.
func (x *shelf) at(department int, category string) *column {
	p := place{department, category}
	col := x.all[p]
	if col == nil {
		col = &column{name: category, kind: x.clock.columnKind(category)}
		if c := x.clock.Site.Category(category); c != nil {
			col.name = c.Name
		}
		col.asked = col.kind != otherColumn
		x.all[p] = col
	}
	return col
}

// order gives the places by department and category.
func (x *shelf) order() []place {
	out := make([]place, 0, len(x.all))
	for p := range x.all {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.department, b.department), strings.Compare(a.category, b.category))
	})
	return out
}

// owe notes what a duty asks of the column.
func (col *column) owe(filled, kept bool) {
	col.owed, col.asked = col.owed || filled, col.asked || kept
}

// columnKind tells which limit holds for a category.
func (c *Clock) columnKind(category string) columnKind {
	cfg := &c.Site.Config.Inspection
	group := category
	if x := c.Site.Category(category); x != nil {
		group = x.Group()
	}
	in := func(list []string) bool { return slices.Contains(list, category) || slices.Contains(list, group) }
	switch {
	case in(cfg.News):
		return newsColumn
	case in(cfg.Documents):
		return documentColumn
	}
	return otherColumn
}

// first gives the verdict: the first day on which an inspection fails.
func (x *inspection) first(of *model.Department) Verdict {
	for day := x.today; day.Before(x.today.AddDays(inspectionDays)); day = day.AddDays(1) {
		if why := x.on(day); len(why) > 0 {
			return Verdict{of, day, why}
		}
	}
	return Verdict{Department: of}
}

// on gives what an inspection of a day finds.
func (x *inspection) on(day calendar.Date) (out []Reason) {
	if r, failed := x.homeOn(day); failed {
		out = append(out, r)
	}
	var stale, long, blank []string
	for _, col := range x.columns {
		last := col.dates.last(day)
		switch {
		case last.IsZero():
			if col.owed {
				blank = append(blank, col.name)
			}
		case !col.asked || !day.After(col.kind.fresh(last, x.cfg)):
		case col.kind == otherColumn:
			long = append(long, col.name)
		default:
			stale = append(stale, col.name)
		}
	}
	if len(stale) >= x.stale {
		out = append(out, Reason{Stale, diag.Say("动态、通知公告和政策文件类栏目过期未更新 %d 个（限 %d 个）", "%d columns of news, notices or documents are stale (the limit is %d)", len(stale), x.stale), stale})
	}
	if len(long) >= x.long {
		out = append(out, Reason{LongStale, diag.Say("应更新的栏目超过 %[3]d 个月未更新 %[1]d 个（限 %[2]d 个）", "%[1]d columns have had no news for more than %[3]d months (the limit is %[2]d)", len(long), x.long, x.cfg.LongMonths), long})
	}
	if len(blank) >= x.blank {
		out = append(out, Reason{Blank, diag.Say("空白栏目 %d 个（限 %d 个）", "%d columns are empty (the limit is %d)", len(blank), x.blank), blank})
	}
	if r, failed := x.opinionsOn(day); failed {
		out = append(out, r)
	}
	return out
}

// homeOn judges the home page.
func (x *inspection) homeOn(day calendar.Date) (Reason, bool) {
	last := x.home.last(day)
	if !x.whole || !last.IsZero() && !day.After(calendar.CalendarDays(x.cfg.HomeDays).After(last).Day) {
		return Reason{}, false
	}
	if last.IsZero() {
		return Reason{HomeStale, diag.Words{ZH: "首页还没有公开过任何事项", EN: "the home page has nothing yet"}, nil}, true
	}
	return Reason{HomeStale, diag.Say("首页最近一次更新是 %s，超过 %d 天", "the home page's last news is of %s, more than %d days ago", last, x.cfg.HomeDays), nil}, true
}

// opinionsOn judges the opinions of the last year.
func (x *inspection) opinionsOn(day calendar.Date) (Reason, bool) {
	n, oldest := 0, ""
	year := day.AddMonths(-12)
	for _, o := range x.opinions {
		answered := !o.Answered.IsZero() && !o.Answered.After(day)
		if answered || o.Received.Before(year) || !day.After(calendar.Months(x.cfg.OpinionMonths).After(o.Received).Day) {
			continue
		}
		if n++; oldest == "" {
			oldest = o.Title
		}
	}
	if n == 0 {
		return Reason{}, false
	}
	return Reason{Unanswered, diag.Say("超过 %[1]d 个月没有答复的意见 %[2]d 件（“%[3]s”等）", "%[2]d opinions have waited more than %[1]d months for an answer (%[3]q, for one)", x.cfg.OpinionMonths, n, oldest), nil}, true
}
