// Package report owns the monthly report of clause 九·6 and the scoreboard of clause 十: what
// each department disclosed in a span of time, how it kept what was due then, and what it owes
// on the site's day. Deadlines and verdicts are clock's, changes are record's; nothing is
// reckoned a second time here.
//
// The values are typed; JSON and rows for a table are made here too, the words for people
// are cli's.
package report

import (
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/model"
	"gongkai/generator/record"
)

// A Report is what there is to tell of a period, as it is known on the site's day.
type Report struct {
	Site        *model.Site
	Clock       *clock.Clock
	Period      calendar.Period
	Day         calendar.Date     // the site's day
	Groups      []*model.Category // the 11 groups
	Departments []*Department     // in the order of departments.yaml
	Focus       Tally             // the focus columns of clause 四, which are the district's
	Whole       clock.Verdict     // what an inspection of the whole site finds
	Settings    []Setting         // what the rules leave open
	NoHolidays  []int             // years without a holiday file over which something was estimated
}

// Running reports whether the period was not over on the site's day.
func (r *Report) Running() bool { return !r.Period.Last().Before(r.Day) }

// A Department is one department's part.
type Department struct {
	*model.Department
	Published Published
	Changes   Changes
	Periodic  Tally // periods of the standing catalogue
	Progress  Tally // of plans and major decisions
	Drafts    Tally // documents that are made and not yet public
	Filing    Tally // of quarters
	Archive   Tally // of years
	AdHoc     Speed
	Opinions  Opinions
	Orders    Orders
	Blanks    []*model.Category // groups under which something is owed and nothing is there
	Verdict   clock.Verdict     // what an inspection of its columns finds
}

// Published counts the items that became public in the period, withdrawn ones too.
type Published struct {
	Total                  int
	Annual, Routine, AdHoc int
	Groups                 []int // as Report.Groups
}

// Changes counts the entries of the change catalogue in the period.
type Changes struct{ Added, Changed, Corrected, Withdrawn, Restored int }

// Total counts all but the added ones, which are not changes of an item.
func (c Changes) Total() int { return c.Changed + c.Corrected + c.Withdrawn + c.Restored }

// A Tally is what became of the obligations of a kind. The first four lists hold those whose
// deadline lies in the period.
type Tally struct {
	InTime, Late []*clock.Obligation // met, in time or after it
	Missing      []*clock.Obligation // past the deadline and not met
	Open         []*clock.Obligation // the deadline is still to come
	Before       []*clock.Obligation // of earlier periods, and still not met
}

// Reckoned counts the obligations whose time was up: what the share goes by.
func (t *Tally) Reckoned() int { return len(t.InTime) + len(t.Late) + len(t.Missing) }

// OnTime gives the share that was met in time, in thousandths; -1 where nothing was due.
func (t *Tally) OnTime() int {
	s := clock.Score{Met: len(t.InTime), MetLate: len(t.Late), Late: len(t.Missing)}
	return s.OnTime()
}

// A Speed is how fast items that no period asks for became public (clause 七).
type Speed struct {
	Items    int     // those whose days can be counted
	Median   float64 // working days from made to published, in halves
	Slowest  Item    // nil Item where there is none
	Over     []Item  // past the limit, the slowest first; none where the pack guojia is off
	Excused  int     // of Over, those that say why
	Estimate bool    // a holiday file was missing

	all []Item
}

// An Item is an item with the time that it took.
type Item struct {
	*model.Item
	Lag clock.Lag
}

// Opinions counts what was said to a department, and what waits for an answer.
type Opinions struct {
	Received, Answered int       // in the period
	Late               int       // of those answered, the ones after their deadline
	Waiting, Overdue   []Opinion // on the site's day, the oldest first
}

// An Opinion is one that waits.
type Opinion struct {
	*model.Opinion
	Deadline calendar.Deadline // zero where the pack xize is off
}

// Orders counts what a department was told to disclose (clause 十一).
type Orders struct {
	Issued, Met, MetLate int                 // in the period
	Open, Overdue        []*clock.Obligation // on the site's day
}

// Days gives how far ahead a clock must look for the report of a period.
func Days(day calendar.Date, p calendar.Period) int { return max(0, day.DaysUntil(p.Last())) }

// Make reports a period. The clock looks as far ahead as Days says.
func Make(c *clock.Clock, p calendar.Period) *Report {
	s := c.Site
	r := &Report{Site: s, Clock: c, Period: p, Day: s.Today, Settings: settings(&s.Config)}
	for _, x := range s.Categories {
		if x.Parent == "" {
			r.Groups = append(r.Groups, x)
		}
	}
	of := map[string]*Department{}
	for _, d := range s.Departments {
		x := &Department{Department: d, Published: Published{Groups: make([]int, len(r.Groups))}}
		r.Departments = append(r.Departments, x)
		if of[d.ID] == nil {
			of[d.ID] = x
		}
	}
	r.events(of)
	r.obligations(of)
	r.opinions(of)
	whole, own := c.Inspections()
	r.Whole = whole
	coverage := c.Coverage()
	for i, d := range r.Departments {
		d.Verdict = own[i]
		for g, cell := range coverage.Rows[i].Cells {
			if cell.Blank() {
				d.Blanks = append(d.Blanks, coverage.Groups[g])
			}
		}
	}
	return r
}

// in reports whether a day lies in the period and has come.
func (r *Report) in(day calendar.Date) bool {
	return !day.Before(r.Period.First()) && !day.After(r.Period.Last()) && !day.After(r.Day)
}

// events counts what became public and what was changed.
func (r *Report) events(of map[string]*Department) {
	column := map[string]int{}
	for i, g := range r.Groups {
		column[g.Code] = i
	}
	adHoc := map[*Department][]Item{}
	for _, e := range record.Events(r.Site) {
		d := of[e.Item.Department]
		if d == nil || !r.in(e.Day()) {
			continue
		}
		switch e.Kind() {
		case record.Added:
			d.Changes.Added++
			d.Published.add(e.Item, r.Site.Category(e.Item.Category), column)
			if l, ok := clock.LagOf(r.Site, e.Item); ok && e.Item.Cadence == model.AdHoc {
				adHoc[d] = append(adHoc[d], Item{e.Item, l})
				if l.Estimate {
					r.lacks(r.Site.Days.Missing(e.Item.Made, l.Until))
				}
			}
		case record.Changed:
			d.Changes.Changed++
		case record.Corrected:
			d.Changes.Corrected++
		case record.Withdrawn:
			d.Changes.Withdrawn++
		case record.Restored:
			d.Changes.Restored++
		}
	}
	for d, items := range adHoc {
		d.AdHoc = speed(items, r.Clock.InForce(clock.National))
	}
}

// add counts one item.
func (p *Published) add(it *model.Item, category *model.Category, column map[string]int) {
	p.Total++
	switch it.Cadence {
	case model.Annual:
		p.Annual++
	case model.Routine:
		p.Routine++
	default:
		p.AdHoc++
	}
	if category != nil {
		if i, ok := column[category.Group()]; ok {
			p.Groups[i]++
		}
	}
}

// obligations sorts what was due into the tallies.
func (r *Report) obligations(of map[string]*Department) {
	for _, o := range r.Clock.All {
		kept := false
		if o.Department == nil {
			if o.Kind == clock.Focus {
				kept = r.Focus.put(r, o)
			}
		} else {
			kept = of[o.Department.ID].put(r, o)
		}
		if kept && o.Deadline.Estimate {
			r.lacks(r.Site.Days.Missing(o.Open, o.Deadline.Day))
		}
	}
}

// lacks notes years that have no holiday file.
func (r *Report) lacks(years []int) {
	r.NoHolidays = append(r.NoHolidays, years...)
	slices.Sort(r.NoHolidays)
	r.NoHolidays = slices.Compact(r.NoHolidays)
}

// put sorts an obligation in, and reports whether it belongs here.
func (d *Department) put(r *Report, o *clock.Obligation) bool {
	switch o.Kind {
	case clock.Periodic:
		return d.Periodic.put(r, o)
	case clock.Progress:
		return d.Progress.put(r, o)
	case clock.Draft:
		return d.Drafts.put(r, o)
	case clock.Filing:
		return d.Filing.put(r, o)
	case clock.Archive:
		return d.Archive.put(r, o)
	case clock.Order:
		return d.Orders.put(r, o)
	}
	return false
}

// put sorts an obligation in by its deadline and its state on the site's day.
func (t *Tally) put(r *Report, o *clock.Obligation) bool {
	state, due := o.On(r.Day), o.Deadline.Day
	if due.Before(r.Period.First()) {
		if state == clock.Late {
			t.Before = append(t.Before, o)
		}
		return state == clock.Late
	}
	if due.After(r.Period.Last()) {
		return false
	}
	switch state {
	case clock.Met:
		t.InTime = append(t.InTime, o)
	case clock.MetLate:
		t.Late = append(t.Late, o)
	case clock.Late:
		t.Missing = append(t.Missing, o)
	default:
		t.Open = append(t.Open, o)
	}
	return true
}

// put counts an order.
func (x *Orders) put(r *Report, o *clock.Obligation) bool {
	if r.in(o.Open) {
		x.Issued++
	}
	switch o.On(r.Day) {
	case clock.Met:
		if r.in(o.Met) {
			x.Met++
		}
	case clock.MetLate:
		if r.in(o.Met) {
			x.MetLate++
		}
	case clock.Late:
		x.Overdue = append(x.Overdue, o)
	default:
		x.Open = append(x.Open, o)
	}
	return true
}

// opinions counts what came and what was answered.
func (r *Report) opinions(of map[string]*Department) {
	due := map[string]*clock.Obligation{}
	for _, o := range r.Clock.All {
		if o.Kind == clock.Opinion {
			due[o.Path] = o
		}
	}
	for _, x := range r.Site.Opinions {
		d := of[x.Department]
		if d == nil || x.Received.IsZero() || x.Received.After(r.Day) {
			continue
		}
		o, p := &d.Opinions, Opinion{Opinion: x}
		if due[x.Path] != nil {
			p.Deadline = due[x.Path].Deadline
		}
		if r.in(x.Received) {
			o.Received++
		}
		switch {
		case x.Answered.IsZero() || x.Answered.After(r.Day):
			if p.Deadline.Passed(r.Day) {
				o.Overdue = append(o.Overdue, p)
			} else {
				o.Waiting = append(o.Waiting, p)
			}
		case r.in(x.Answered):
			o.Answered++
			if p.Deadline.Passed(x.Answered) {
				o.Late++
			}
		}
	}
	oldest := func(a, b Opinion) int { return a.Received.Compare(b.Received) }
	for _, d := range r.Departments {
		slices.SortStableFunc(d.Opinions.Waiting, oldest)
		slices.SortStableFunc(d.Opinions.Overdue, oldest)
	}
}
