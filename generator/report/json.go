package report

import (
	"encoding/json"
	"io"

	"gongkai/generator/clock"
	"gongkai/generator/diag"
)

// A Document is what report --format json gives.
type Document struct {
	Form        string       `json:"form"` // gongkai-report/1
	Region      string       `json:"region"`
	To          string       `json:"to"`     // who it is sent to
	Period      string       `json:"period"` // 2026-10, 2026-Q3, 2026
	From        string       `json:"from"`
	Until       string       `json:"until"`
	Day         string       `json:"day"`               // as of which everything is told
	Running     bool         `json:"running,omitempty"` // the period is not over
	Departments []Section    `json:"departments"`
	Whole       *Verdict     `json:"inspection,omitempty"` // of the whole site; none in a report of one department
	Focus       *Counts      `json:"focus,omitempty"`      // likewise
	Settings    []SettingRow `json:"settings"`
	NoHolidays  []int        `json:"no_holidays,omitempty"`
	NationalOff bool         `json:"national_off,omitempty"` // the pack guojia is off
	RulesOff    bool         `json:"rules_off,omitempty"`    // the pack xize is off
}

// A Section is a department.
type Section struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Published map[string]int `json:"published"` // total, annual, routine, adhoc
	Groups    map[string]int `json:"groups"`    // items by group's code; groups without one are left out
	Changes   map[string]int `json:"changes"`   // added, changed, corrected, withdrawn, restored
	Periodic  Counts         `json:"periodic"`
	Progress  Counts         `json:"progress"`
	Drafts    Counts         `json:"drafts"`
	Filing    Counts         `json:"filing"`
	Archive   Counts         `json:"archive"`
	AdHoc     AdHoc          `json:"adhoc"`
	Opinions  OpinionCounts  `json:"opinions"`
	Orders    OrderCounts    `json:"orders"`
	Blanks    []string       `json:"blanks"` // names of groups
	Verdict   Verdict        `json:"inspection"`
}

// Counts is a Tally. OnTime is null where nothing was due.
type Counts struct {
	InTime  int      `json:"in_time"`
	Late    int      `json:"late"`
	Missing int      `json:"missing"`
	Open    int      `json:"open"`
	OnTime  *float64 `json:"on_time"` // 0 to 1
	Before  int      `json:"missing_of_earlier_periods"`
	Tasks   []Task   `json:"tasks"` // what is missing, was late, is missing of earlier periods
}

// A Task is one obligation.
type Task struct {
	State    string `json:"state"`
	Title    string `json:"title"`
	Duty     string `json:"duty,omitempty"`
	Period   string `json:"period,omitempty"`
	Clause   string `json:"clause"`
	Deadline string `json:"deadline"`
	Counted  string `json:"counted"`
	Estimate bool   `json:"estimate,omitempty"`
	Met      string `json:"met,omitempty"`
	DaysLate int    `json:"days_late"` // calendar days, to the day it was met or to the report's
	Path     string `json:"path,omitempty"`
}

// AdHoc is a Speed.
type AdHoc struct {
	Items   int        `json:"items"`
	Median  *float64   `json:"median_working_days"` // null where there is no item
	Slowest *SlowItem  `json:"slowest,omitempty"`
	Over    []SlowItem `json:"over_limit"`
	Excused int        `json:"over_limit_with_reason"`
}

// A SlowItem is an item with its working days.
type SlowItem struct {
	Index string `json:"index"`
	Title string `json:"title"`
	Days  int    `json:"days"`
	Limit int    `json:"limit"`
}

// OpinionCounts is Opinions.
type OpinionCounts struct {
	Received int             `json:"received"`
	Answered int             `json:"answered"`
	Late     int             `json:"answered_late"`
	Waiting  []WaitingAnswer `json:"waiting"`
}

// A WaitingAnswer is an opinion without an answer.
type WaitingAnswer struct {
	Title    string `json:"title"`
	Received string `json:"received"`
	Deadline string `json:"deadline,omitempty"`
	Overdue  bool   `json:"overdue"`
}

// OrderCounts is Orders.
type OrderCounts struct {
	Issued  int    `json:"issued"`
	Met     int    `json:"met"`
	MetLate int    `json:"met_late"`
	Open    []Task `json:"open"`
	Overdue []Task `json:"overdue"`
}

// A Verdict is what an inspection finds if nothing more is published.
type Verdict struct {
	Fails   bool     `json:"fails"`         // on the report's day
	Day     string   `json:"day,omitempty"` // the first day on which it fails; none in two years
	Reasons []string `json:"reasons,omitempty"`
}

// A SettingRow is a Setting.
type SettingRow struct {
	Term   string `json:"term"`
	Clause string `json:"clause"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// MakeDocument puts the report, of the departments in the order given, into a language. whole
// adds what belongs to no department.
func MakeDocument(r *Report, departments []*Department, whole bool, lang diag.Lang) Document {
	c := r.Site.Config
	d := Document{Form: "gongkai-report/1", Region: c.Region, To: c.Owner, Period: r.Period.String(), From: r.Period.First().String(), Until: r.Period.Last().String(),
		Day: r.Day.String(), Running: r.Running(), Departments: []Section{}, NoHolidays: r.NoHolidays,
		NationalOff: !r.Clock.InForce(clock.National), RulesOff: !r.Clock.InForce(clock.Rules)}
	if whole {
		v, f := r.verdict(r.Whole, lang), r.counts(&r.Focus, lang)
		d.Whole, d.Focus = &v, &f
	}
	for _, x := range departments {
		d.Departments = append(d.Departments, r.section(x, lang))
	}
	for i := range r.Settings {
		s := &r.Settings[i]
		d.Settings = append(d.Settings, SettingRow{s.Term.In(lang), s.Clause.In(lang), s.Value.In(lang), s.Source().In(lang)})
	}
	return d
}

func (r *Report) section(d *Department, lang diag.Lang) Section {
	p, c := d.Published, d.Changes
	s := Section{
		ID: d.ID, Name: d.Name,
		Published: map[string]int{"total": p.Total, "annual": p.Annual, "routine": p.Routine, "adhoc": p.AdHoc}, Groups: map[string]int{},
		Changes:  map[string]int{"added": c.Added, "changed": c.Changed, "corrected": c.Corrected, "withdrawn": c.Withdrawn, "restored": c.Restored},
		Periodic: r.counts(&d.Periodic, lang), Progress: r.counts(&d.Progress, lang), Drafts: r.counts(&d.Drafts, lang),
		Filing: r.counts(&d.Filing, lang), Archive: r.counts(&d.Archive, lang),
		AdHoc:    AdHoc{Items: d.AdHoc.Items, Over: []SlowItem{}, Excused: d.AdHoc.Excused},
		Opinions: OpinionCounts{d.Opinions.Received, d.Opinions.Answered, d.Opinions.Late, []WaitingAnswer{}},
		Orders:   OrderCounts{d.Orders.Issued, d.Orders.Met, d.Orders.MetLate, r.tasks(lang, d.Orders.Open), r.tasks(lang, d.Orders.Overdue)},
		Blanks:   []string{}, Verdict: r.verdict(d.Verdict, lang),
	}
	for i, n := range p.Groups {
		if n > 0 {
			s.Groups[r.Groups[i].Code] = n
		}
	}
	if d.AdHoc.Items > 0 {
		slow := slowItem(d.AdHoc.Slowest)
		s.AdHoc.Median, s.AdHoc.Slowest = &d.AdHoc.Median, &slow
	}
	for _, x := range d.AdHoc.Over {
		s.AdHoc.Over = append(s.AdHoc.Over, slowItem(x))
	}
	for i, list := range [...][]Opinion{d.Opinions.Overdue, d.Opinions.Waiting} {
		for _, x := range list {
			s.Opinions.Waiting = append(s.Opinions.Waiting, WaitingAnswer{x.Title, x.Received.String(), x.Deadline.Day.String(), i == 0})
		}
	}
	for _, g := range d.Blanks {
		s.Blanks = append(s.Blanks, g.Name)
	}
	return s
}

func slowItem(x Item) SlowItem { return SlowItem{string(x.Index), x.Title, x.Lag.Days, x.Lag.Limit} }

// counts puts a tally into numbers, and names what was late or is missing.
func (r *Report) counts(t *Tally, lang diag.Lang) Counts {
	c := Counts{InTime: len(t.InTime), Late: len(t.Late), Missing: len(t.Missing), Open: len(t.Open), Before: len(t.Before), Tasks: r.tasks(lang, t.Missing, t.Late, t.Before)}
	if n := t.OnTime(); n >= 0 {
		share := float64(n) / 1000
		c.OnTime = &share
	}
	return c
}

func (r *Report) tasks(lang diag.Lang, lists ...[]*clock.Obligation) []Task {
	out := []Task{}
	for _, list := range lists {
		for _, o := range list {
			s := o.Sources[0]
			t := Task{State: o.On(r.Day).Code(), Title: o.Title().In(lang), Period: o.Period.String(), Clause: s.Clause.In(lang), Deadline: o.Deadline.Day.String(),
				Counted: o.Deadline.By.Words().In(lang), Estimate: o.Deadline.Estimate, DaysLate: r.DaysLate(o), Path: o.Path}
			if o.Duty != nil {
				t.Duty = o.Duty.ID
			}
			if !o.Met.After(r.Day) {
				t.Met = o.Met.String()
			}
			out = append(out, t)
		}
	}
	return out
}

// DaysLate gives by how many calendar days an obligation was met late, or is late on the
// report's day; 0 where it is not.
func (r *Report) DaysLate(o *clock.Obligation) int {
	switch o.On(r.Day) {
	case clock.MetLate:
		return o.Deadline.Day.DaysUntil(o.Met)
	case clock.Late:
		return o.Deadline.Day.DaysUntil(r.Day)
	}
	return 0
}

func (r *Report) verdict(v clock.Verdict, lang diag.Lang) Verdict {
	out := Verdict{Fails: v.Day == r.Day, Day: v.Day.String()}
	for _, x := range v.Reasons {
		out.Reasons = append(out.Reasons, x.Text.In(lang))
	}
	return out
}

// JSON writes the document.
func JSON(w io.Writer, d Document) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}
