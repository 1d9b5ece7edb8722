package clock

import (
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// A Radar is what there is to do: each list by deadline.
type Radar struct {
	Day    calendar.Date
	Days   int               // how far ahead it looks
	Of     *model.Department // nil: of every one
	Late   []*Obligation
	Due    []*Obligation
	Coming []*Obligation // whose deadline, or whose first day, is within Days

	// Missing are the years without a holiday file that a deadline of these lists was
	// estimated over.
	Missing []int
}

// Radar lists what is late, due and coming on the site's day within so many days, of one
// department or, with nil, of all and the district. The clock must reach as far.
func (c *Clock) Radar(days int, of *model.Department) Radar {
	r := Radar{Day: c.Site.Today, Days: days, Of: of}
	horizon := r.Day.AddDays(days)
	missing := map[int]bool{}
	for _, o := range c.All {
		if of != nil && o.Department != of {
			continue
		}
		switch o.On(r.Day) {
		case Late:
			r.Late = append(r.Late, o)
		case Due:
			r.Due = append(r.Due, o)
		case Coming:
			if o.Deadline.Day.After(horizon) && o.Open.After(horizon) {
				continue
			}
			r.Coming = append(r.Coming, o)
		default:
			continue
		}
		for _, s := range o.Sources {
			if s.Deadline.Estimate {
				for _, y := range c.Site.Days.Missing(o.Open, s.Deadline.Day) {
					missing[y] = true
				}
			}
		}
	}
	for y := range missing {
		r.Missing = append(r.Missing, y)
	}
	slices.Sort(r.Missing)
	return r
}

// All gives every obligation of the lists, late ones first.
func (r *Radar) All() []*Obligation { return slices.Concat(r.Late, r.Due, r.Coming) }

// Group puts obligations together that have one key. Groups stand where their first one stood,
// and keep its order.
func Group[K comparable](list []*Obligation, key func(*Obligation) K) (out [][]*Obligation) {
	at := map[K]int{}
	for _, o := range list {
		k := key(o)
		i, known := at[k]
		if !known {
			i = len(out)
			at[k], out = i, append(out, nil)
		}
		out[i] = append(out[i], o)
	}
	return out
}

// Responsible says who answers for an obligation, with a telephone: post or name and deputy.
func (c *Clock) Responsible(o *Obligation) diag.Words {
	d := o.Department
	if d == nil {
		return diag.Words{ZH: c.Site.Config.Owner, EN: c.Site.Config.Owner}
	}
	return diag.Say("%[1]s %[2]s（替补 %[3]s），电话 %[4]s", "%[1]s: %[2]s (deputy %[3]s), telephone %[4]s", d.Name, d.Clerk, d.Deputy, d.Phone)
}

// Command gives the command that begins what is missing, "" where a file is to be written
// by hand, which Advice names.
func (o *Obligation) Command() string {
	dept := ""
	if o.Department != nil {
		dept = o.Department.ID
	}
	begin := func(category, title string, more ...string) string {
		return strings.Join(append([]string{"gongkai new", dept, category, quote(title)}, more...), " ")
	}
	switch {
	case o.Kind == Filing:
		return "gongkai filing build " + o.Period.String() + " --department " + dept
	case o.Kind == Periodic && o.Item == nil, o.Kind == Order && o.Duty != nil && !o.Period.IsZero():
		return begin(o.Duty.Category, o.Period.Chinese()+o.Duty.Title, "--duty", quote(o.Duty.ID), "--period", o.Period.String())
	case o.Kind == Progress && o.Path == "":
		return begin(progressCategory(o.Category), o.Item.Title+"进展情况", "--stage process --follows", string(o.Item.Index))
	case o.Kind == Order && o.Duty != nil:
		return begin(o.Duty.Category, o.Duty.Title, "--duty", quote(o.Duty.ID))
	case o.Kind == Order && o.Category != "":
		return begin(o.Category, o.subject)
	}
	return ""
}

// progressCategory gives where the progress of an item of the category belongs.
func progressCategory(category string) string {
	if plans(category) {
		return "0304"
	}
	return category
}

// quote puts a word of a command into straight quotes where it needs them.
func quote(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\"'`$&|;<>()*?[]#~!\\") {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, "”") + `"`
}

// Advice says what to do next, where no command does it.
func (o *Obligation) Advice() diag.Words {
	switch {
	case !o.Met.IsZero():
		return diag.Say("已经排好，%s 自动公开；不用再办", "settled: it becomes public on %s by itself", o.Met)
	case o.Kind == Draft, o.Kind == Periodic && o.Item != nil, o.Kind == Progress && o.Path != "":
		return diag.Say("填好 %s，办完审议、审定，删去“草稿: 是”", "finish %s: review, approval, and take draft: true out", o.Path)
	case o.Kind == Opinion:
		return diag.Say("在 %s 里写上答复、答复日期和答复人", "write the answer, its day and its author into %s", o.Path)
	case o.Kind == Archive:
		return diag.Say("归档以后，在每件事项里写上“归档”的日期和档号", "when they are on file, give archived with date and number in each item")
	case o.Kind == Focus:
		return diag.Words{ZH: "由有关部门公开一件这一栏目的事项", EN: "let a department publish an item of this column"}
	}
	return diag.Words{}
}
