// Package clock owns what is due, when, and by whom: it holds the standing catalogue and the
// rules' other limits against what is published, and says of each obligation by which day it
// must be met, which rules say so, and when it was.
//
// An Obligation is a pure value: what it is on any day is a function of the day (State), so
// that today's list, a forecast and a year's simulation are one reckoning. The package reads
// no clock and does no input or output; the day is the site's.
package clock

import (
	"cmp"
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// A Kind tells what an obligation asks for.
type Kind string

// The kinds.
const (
	Periodic Kind = "duty"     // a period of a duty of the standing catalogue (clause 七)
	Draft    Kind = "item"     // a document that is made and not yet published
	Progress Kind = "progress" // how a plan or a major decision goes on (clauses 五·3, 七)
	Focus    Kind = "focus"    // news in a focus column (clause 四)
	Opinion  Kind = "opinion"  // an answer (clause 八)
	Order    Kind = "order"    // what a department was told to disclose (clause 十一)
	Filing   Kind = "filing"   // a quarter's package (clause 十)
	Archive  Kind = "archive"  // a year's items put on file (clause 八)
)

// Words gives the kind's word.
func (k Kind) Words() diag.Words {
	switch k {
	case Periodic:
		return diag.Words{ZH: "定期公开", EN: "periodic disclosure"}
	case Draft:
		return diag.Words{ZH: "待公开文件", EN: "unpublished document"}
	case Progress:
		return diag.Words{ZH: "进展公开", EN: "progress"}
	case Focus:
		return diag.Words{ZH: "重点栏目更新", EN: "focus column"}
	case Opinion:
		return diag.Words{ZH: "意见答复", EN: "answer to an opinion"}
	case Order:
		return diag.Words{ZH: "限时公开", EN: "disclosure order"}
	case Filing:
		return diag.Words{ZH: "季度备案", EN: "quarterly filing"}
	case Archive:
		return diag.Words{ZH: "归档", EN: "archiving"}
	}
	return diag.Words{ZH: string(k), EN: string(k)}
}

// A State is what an obligation is on a day.
type State uint8

// The states.
const (
	Coming  State = iota // its time has not come
	Due                  // it can be met now and is not late
	Late                 // its deadline is past
	Met                  // it was met in time
	MetLate              // it was met after its deadline
)

// Words gives the state's word.
func (s State) Words() diag.Words {
	return [...]diag.Words{
		{ZH: "将到期", EN: "coming"}, {ZH: "到期待办", EN: "due"}, {ZH: "已逾期", EN: "late"}, {ZH: "按时完成", EN: "met"}, {ZH: "逾期完成", EN: "met late"},
	}[s]
}

// Code gives the state as JSON and CSV have it.
func (s State) Code() string { return [...]string{"coming", "due", "late", "met", "met-late"}[s] }

// A Source is a rule that sets a limit, with the deadline that comes of it.
type Source struct {
	Pack     string     // xize, guojia, or "" for the site's own catalogue and settings
	Clause   diag.Words // where it stands
	How      diag.Words // what it says
	Deadline calendar.Deadline
}

// An Obligation is something that must be done by a day.
type Obligation struct {
	Kind       Kind
	Department *model.Department // nil: the district's own
	Duty       *model.Duty       // of the kinds duty and order, where one is named
	Period     calendar.Period   // of the kinds duty, filing and archive; zero for none
	Item       *model.Item       // the document, plan or decision that it is about; nil for none
	Path       string            // the file that it is about, the draft that would meet it; "" for none
	subject    string            // of the kind order: what is to be disclosed
	title      diag.Words        // what is to be done; none for a period of a duty, which Title puts into words
	Category   string            // code; "" for none
	Open       calendar.Date     // the first day on which it is due
	Deadline   calendar.Deadline // the strictest of the sources'
	Sources    []Source          // the strictest first; never empty
	Met        calendar.Date     // the day on which it was met, or will be by what is held; zero for never
	By         *model.Item       // what met it; nil where it was no item
	Count      int               // of the kind archive: how many items wait
	Public     bool              // the site tells of it
}

// Title says what is to be done.
func (o *Obligation) Title() diag.Words {
	if o.Kind == Periodic {
		return diag.Say("%[1]s%[2]s", "%[2]s, %[3]s", o.Period.Chinese(), o.Duty.Title, o.Period)
	}
	return o.title
}

// On gives the obligation's state on a day, if nothing more is done than what is known of.
func (o *Obligation) On(day calendar.Date) State {
	switch {
	case !o.Met.IsZero() && !o.Met.After(day):
		if o.Deadline.Passed(o.Met) {
			return MetLate
		}
		return Met
	case o.Deadline.Passed(day):
		return Late
	case o.Open.After(day):
		return Coming
	}
	return Due
}

// set takes the strictest of the sources as the deadline. It gives false where there is none.
func (o *Obligation) set(sources []Source) bool {
	if len(sources) == 0 {
		return false
	}
	slices.SortStableFunc(sources, func(a, b Source) int { return a.Deadline.Day.Compare(b.Deadline.Day) })
	o.Sources, o.Deadline = sources, sources[0].Deadline
	return true
}

// A Clock is every obligation of a site, from the day on which its duties began to a horizon.
type Clock struct {
	Site *model.Site
	All  []*Obligation // by deadline, then by department; earlier ones that are met too
	deps []*departmentFacts
	of   map[string]*departmentFacts // by id
}

// New reckons a site's obligations whose time comes until so many days after the site's day.
func New(s *model.Site, days int) *Clock {
	c := &Clock{Site: s, of: map[string]*departmentFacts{}}
	c.facts()
	until := s.Today.AddDays(days)
	c.periodic(until)
	c.progress()
	c.drafts()
	c.focus()
	c.opinions()
	c.orders(until)
	c.filings(until)
	c.archive(until)
	c.sort()
	return c
}

// sort puts the obligations into order: by deadline, by department, and as they were added.
func (c *Clock) sort() {
	type placed struct {
		day, rank int32
		at        int32
		o         *Obligation
	}
	all := make([]placed, len(c.All))
	for i, o := range c.All {
		d := o.Deadline.Day
		all[i] = placed{int32(d.Year)<<9 | int32(d.Month)<<5 | int32(d.Day), int32(c.rank(o)), int32(i), o}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.rank, b.rank), cmp.Compare(a.at, b.at))
	})
	for i := range all {
		c.All[i] = all[i].o
	}
}

// rank orders departments as departments.yaml does, the district first.
func (c *Clock) rank(o *Obligation) int {
	if o.Department == nil {
		return -1
	}
	return c.of[o.Department.ID].rank
}

// add keeps an obligation where a rule sets a limit.
func (c *Clock) add(o *Obligation, sources ...Source) {
	if o.set(sources) {
		c.All = append(c.All, o)
	}
}

// InForce reports whether a rule pack is in force.
func (c *Clock) InForce(name string) bool {
	return len(c.Site.Config.Packs) == 0 || slices.Contains(c.Site.Config.Packs, name)
}

// departmentFacts are what a department has published, as far as clocks look at it.
type departmentFacts struct {
	*model.Department
	rank  int
	from  calendar.Date          // the day from which its duties are reckoned; zero: not yet
	items map[join][]*model.Item // by duty and period; drafts and held ones too, tombstones not
	all   []*Obligation          // the periods of its duties
	meets map[*model.Item]bool   // the items that belong to one of those, or are a matter's next step
}

// A join is how an item meets a period of a duty.
type join struct {
	duty   string
	period calendar.Period
}

// facts goes through the items once.
func (c *Clock) facts() {
	s := c.Site
	for i, d := range s.Departments {
		f := &departmentFacts{Department: d, rank: i, from: s.Config.DutiesFrom, items: map[join][]*model.Item{}, meets: map[*model.Item]bool{}}
		c.deps = append(c.deps, f)
		if c.of[d.ID] == nil {
			c.of[d.ID] = f
		}
	}
	for _, it := range s.All {
		f := c.of[it.Department]
		if f == nil || s.Gone(it) {
			continue
		}
		if p := it.Published.Date; s.Config.DutiesFrom.IsZero() && !p.IsZero() && !it.Draft && (f.from.IsZero() || p.Before(f.from)) {
			f.from = p
		}
		if it.Duty != "" && !it.Period.IsZero() {
			at := join{it.Duty, it.Period}
			f.items[at] = append(f.items[at], it)
		}
	}
}

// reckoned gives the day from which a department is held against a duty; false for never.
func (f *departmentFacts) reckoned(d *model.Duty) (calendar.Date, bool) {
	if !d.From.IsZero() {
		return d.From, true
	}
	return f.from, !f.from.IsZero()
}

// published gives the first of the items that the public sees or will see, and its day.
func published(items []*model.Item) (by *model.Item, day calendar.Date) {
	for _, it := range items {
		if p := it.Published.Date; !it.Draft && !p.IsZero() && (by == nil || p.Before(day)) {
			by, day = it, p
		}
	}
	return by, day
}
