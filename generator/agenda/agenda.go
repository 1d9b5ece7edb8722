// Package agenda writes what a clock.Radar lists in the forms that other programs read: JSON,
// rows for a table, and a calendar (iCalendar, RFC 5545). The words for people are cli's and
// page's.
package agenda

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/xlsx"
)

// A Document is what radar --format json gives.
type Document struct {
	Form        string     `json:"form"` // gongkai-radar/1
	Region      string     `json:"region"`
	Day         string     `json:"day"`
	Days        int        `json:"days"`
	Department  string     `json:"department,omitempty"` // id, where it is one department's
	Late        []Entry    `json:"late"`
	Due         []Entry    `json:"due"`
	Coming      []Entry    `json:"coming"`
	Failing     []Forecast `json:"failing"` // who fails an inspection, the whole site first, by day
	NoHolidays  []int      `json:"no_holidays,omitempty"`
	NationalOff bool       `json:"national_off,omitempty"` // the pack guojia is off
	RulesOff    bool       `json:"rules_off,omitempty"`    // the pack xize is off
}

// An Entry is an obligation.
type Entry struct {
	Kind           string   `json:"kind"`
	KindName       string   `json:"kind_name"`
	State          string   `json:"state"`
	StateName      string   `json:"state_name"`
	Title          string   `json:"title"`
	Department     string   `json:"department,omitempty"`
	DepartmentName string   `json:"department_name,omitempty"`
	Duty           string   `json:"duty,omitempty"`
	DutyTitle      string   `json:"duty_title,omitempty"`
	Period         string   `json:"period,omitempty"`
	Category       string   `json:"category,omitempty"`
	Opens          string   `json:"opens"`
	Deadline       string   `json:"deadline"`
	Counted        string   `json:"counted"`            // 日历日, 工作日
	Estimate       bool     `json:"estimate,omitempty"` // a holiday file is missing
	DaysLeft       int      `json:"days_left"`          // calendar days; negative where it is late
	Settled        string   `json:"settled,omitempty"`  // the day on which a held item meets it
	Sources        []Source `json:"sources"`            // the strictest first
	Responsible    string   `json:"responsible"`
	Deputy         string   `json:"deputy,omitempty"`
	Phone          string   `json:"phone,omitempty"`
	Item           string   `json:"item,omitempty"` // index number
	Path           string   `json:"path,omitempty"` // the file that it is about
	Command        string   `json:"command,omitempty"`
	Advice         string   `json:"advice,omitempty"`
}

// A Source is a rule that sets a limit.
type Source struct {
	Pack     string `json:"pack,omitempty"`
	Clause   string `json:"clause"`
	Says     string `json:"says"`
	Deadline string `json:"deadline"`
	Counted  string `json:"counted"`
	Estimate bool   `json:"estimate,omitempty"`
}

// A Forecast is the day on which an inspection fails.
type Forecast struct {
	Department     string   `json:"department,omitempty"` // id; none for the whole site
	DepartmentName string   `json:"department_name"`
	Day            string   `json:"day"`
	DaysLeft       int      `json:"days_left"`
	Reasons        []Reason `json:"reasons"`
}

// A Reason is an indicator that fails.
type Reason struct {
	Indicator string   `json:"indicator"`
	Text      string   `json:"text"`
	Columns   []string `json:"columns,omitempty"`
}

// head gives the document of a radar without its entries.
func head(c *clock.Clock, r *clock.Radar, failing []clock.Verdict, lang diag.Lang) Document {
	s := c.Site
	d := Document{Form: "gongkai-radar/1", Region: s.Config.Region, Day: r.Day.String(), Days: r.Days, NoHolidays: r.Missing,
		Late: []Entry{}, Due: []Entry{}, Coming: []Entry{}, Failing: []Forecast{},
		NationalOff: !c.InForce(clock.National), RulesOff: !c.InForce(clock.Rules)}
	if r.Of != nil {
		d.Department = r.Of.ID
	}
	for _, v := range failing {
		f := Forecast{DepartmentName: s.Config.Title, Day: v.Day.String(), DaysLeft: s.Today.DaysUntil(v.Day)}
		if v.Department != nil {
			f.Department, f.DepartmentName = v.Department.ID, v.Department.Name
		}
		for _, x := range v.Reasons {
			f.Reasons = append(f.Reasons, Reason{string(x.Indicator), x.Text.In(lang), x.Columns})
		}
		d.Failing = append(d.Failing, f)
	}
	return d
}

func entry(c *clock.Clock, o *clock.Obligation, lang diag.Lang) Entry {
	today := c.Site.Today
	state := o.On(today)
	e := Entry{
		Kind: string(o.Kind), KindName: o.Kind.Words().In(lang), State: state.Code(), StateName: state.Words().In(lang), Title: o.Title().In(lang),
		Period: o.Period.String(), Category: o.Category, Opens: o.Open.String(), Deadline: o.Deadline.Day.String(),
		Counted: o.Deadline.By.Words().In(lang), Estimate: o.Deadline.Estimate, DaysLeft: today.DaysUntil(o.Deadline.Day), Settled: o.Met.String(),
		Responsible: c.Site.Config.Owner, Path: o.Path, Command: o.Command(), Advice: o.Advice().In(lang),
	}
	if d := o.Department; d != nil {
		e.Department, e.DepartmentName, e.Responsible, e.Deputy, e.Phone = d.ID, d.Name, d.Clerk, d.Deputy, d.Phone
	}
	if o.Duty != nil {
		e.Duty, e.DutyTitle = o.Duty.ID, o.Duty.Title
	}
	if o.Item != nil {
		e.Item = string(o.Item.Index)
	}
	for _, s := range o.Sources {
		e.Sources = append(e.Sources, Source{s.Pack, s.Clause.In(lang), s.How.In(lang), s.Deadline.Day.String(), s.Deadline.By.Words().In(lang), s.Deadline.Estimate})
	}
	return e
}

// JSON writes a radar as a Document, an entry a line. They go out one by one: a district that has never kept
// its catalogue owes a hundred thousand.
func JSON(w io.Writer, c *clock.Clock, r *clock.Radar, failing []clock.Verdict, lang diag.Lang) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(head(c, r, failing, lang)); err != nil {
		return err
	}
	enc.SetIndent("", "") // an entry a line
	out := &sticky{w: w}
	rest := buf.String()
	for _, list := range [...]struct {
		key string
		of  []*clock.Obligation
	}{{"late", r.Late}, {"due", r.Due}, {"coming", r.Coming}} {
		before, behind, _ := strings.Cut(rest, `"`+list.key+`": []`)
		rest = behind
		out.text(before + `"` + list.key + `": [`)
		for i, o := range list.of {
			buf.Reset()
			if err := enc.Encode(entry(c, o, lang)); err != nil {
				return err
			}
			if i > 0 {
				out.text(",")
			}
			out.text("\n    ")
			out.text(strings.TrimRight(buf.String(), "\n"))
		}
		if len(list.of) > 0 {
			out.text("\n  ")
		}
		out.text("]")
	}
	out.text(rest)
	return out.err
}

// A sticky writer keeps its first error and writes no more after it.
type sticky struct {
	w   io.Writer
	err error
}

func (s *sticky) text(t string) {
	if s.err == nil {
		_, s.err = io.WriteString(s.w, t)
	}
}

// Table gives a radar as a table, a row for each obligation, late ones first.
func Table(c *clock.Clock, r *clock.Radar, lang diag.Lang) xlsx.Sheet {
	all := r.All()
	t := xlsx.Sheet{Name: diag.Words{ZH: "督办清单", EN: "Duties"}.In(lang), Numbered: true, Frozen: 3, Fit: true, Rows: len(all), Fill: func(i int, cells []string) {
		e := entry(c, all[i], lang)
		row(&e, cells)
	}}
	for _, c := range [...]struct {
		head  diag.Words
		form  xlsx.Form
		width float64
	}{
		{diag.Words{ZH: "状态", EN: "State"}, xlsx.Text, 10}, {diag.Words{ZH: "截止日", EN: "Deadline"}, xlsx.Day, 12},
		{diag.Words{ZH: "计算方式", EN: "Counted by"}, xlsx.Text, 14}, {diag.Words{ZH: "剩余天数", EN: "Days left"}, xlsx.Number, 9},
		{diag.Words{ZH: "公开主体", EN: "Department"}, xlsx.Text, 24}, {diag.Words{ZH: "事项", EN: "Title"}, xlsx.Text, 40},
		{diag.Words{ZH: "所属期", EN: "Period"}, xlsx.Text, 10}, {diag.Words{ZH: "种类", EN: "Kind"}, xlsx.Text, 12},
		{diag.Words{ZH: "依据", EN: "Clause"}, xlsx.Text, 50}, {diag.Words{ZH: "公开专员", EN: "Responsible"}, xlsx.Text, 20},
		{diag.Words{ZH: "电话", EN: "Telephone"}, xlsx.Text, 16}, {diag.Words{ZH: "怎么办", EN: "What to do"}, xlsx.Text, 60},
	} {
		t.Columns = append(t.Columns, xlsx.Column{Head: c.head.In(lang), Form: c.form, Width: c.width, Wrap: c.width >= 40})
	}
	return t
}

// row fills the cells of an entry.
func row(e *Entry, cells []string) {
	clauses := make([]string, len(e.Sources))
	for i, s := range e.Sources {
		clauses[i] = s.Clause + "：" + s.Says + "（" + s.Deadline + " " + s.Counted + "）"
	}
	todo, counted := e.Command, e.Counted
	if todo == "" {
		todo = e.Advice
	}
	if e.Estimate {
		counted += "（估算）"
	}
	copy(cells, []string{e.StateName, e.Deadline, counted, strconv.Itoa(e.DaysLeft), e.DepartmentName, e.Title, e.Period, e.KindName,
		strings.Join(clauses, "；"), e.Responsible, e.Phone, todo})
}

// Failing gives the verdicts that fail within so many days, the whole site's first, then by
// day; of one department, its own alone.
func Failing(c *clock.Clock, r *clock.Radar) []clock.Verdict {
	whole, departments := c.Inspections()
	horizon := r.Day.AddDays(r.Days)
	var out []clock.Verdict
	near := func(v clock.Verdict) bool { return !v.Day.IsZero() && !v.Day.After(horizon) }
	if r.Of == nil && near(whole) {
		out = append(out, whole)
	}
	var own []clock.Verdict
	for _, v := range departments {
		if near(v) && (r.Of == nil || r.Of == v.Department) {
			own = append(own, v)
		}
	}
	slices.SortStableFunc(own, func(a, b clock.Verdict) int { return a.Day.Compare(b.Day) })
	return append(out, own...)
}
