package clock_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/load"
	"gongkai/generator/model"
)

// sample reads the sample content of the repository.
func sample(t testing.TB) model.Parts {
	t.Helper()
	r, err := load.Tree(os.DirFS("../../content"), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Parts
}

// asOf gives the content as its departments had it on a day: what was approved by then, with
// what had happened to it by then.
func asOf(all model.Parts, day calendar.Date) model.Parts {
	p := all
	p.Items, p.Opinions, p.Orders, p.Filings = nil, nil, nil, nil
	for _, it := range all.Items {
		if it.Made.After(day) || it.Approved.After(day) {
			continue
		}
		x := *it
		if x.Withdrawn != nil && x.Withdrawn.Date.After(day) {
			x.Withdrawn, x.Restored = nil, nil
		}
		if x.Restored != nil && x.Restored.Date.After(day) {
			x.Restored = nil
		}
		if x.Archived.After(day) {
			x.Archived = calendar.Date{}
		}
		p.Items = append(p.Items, &x)
	}
	for _, o := range all.Opinions {
		if !o.Received.After(day) {
			x := *o
			if x.Answered.After(day) {
				x.Answered = calendar.Date{}
			}
			p.Opinions = append(p.Opinions, &x)
		}
	}
	for _, o := range all.Orders {
		if !o.Issued.After(day) {
			p.Orders = append(p.Orders, o)
		}
	}
	for _, f := range all.Filings {
		if !f.Filed.After(day) {
			p.Filings = append(p.Filings, f)
		}
	}
	return p
}

// on makes the site of a day.
func on(p model.Parts, day calendar.Date) *model.Site {
	p.Today, p.Now = day, calendar.Moment{}
	return model.New(p)
}

// lateOn names what is late on a day.
func lateOn(c *clock.Clock, day calendar.Date) []string {
	var out []string
	for _, o := range c.All {
		if o.On(day) == clock.Late {
			out = append(out, name(o))
		}
	}
	slices.Sort(out)
	return out
}

// name names an obligation, whatever the day.
func name(o *clock.Obligation) string {
	dept, duty, item := "", "", ""
	if o.Department != nil {
		dept = o.Department.ID
	} else {
		dept = o.Title().EN
	}
	if o.Duty != nil {
		duty = o.Duty.ID
	}
	if o.Item != nil {
		item = string(o.Item.Index)
	}
	return fmt.Sprintf("%s %s %s %s %s %s until %s", o.Kind, dept, duty, o.Period, item, o.Path, o.Deadline.Day)
}

// A year, day by day: what the radar of a day says will be late so many days later, if nothing
// is published, is late then, and nothing else is.
func TestSimulatedYear(t *testing.T) {
	all := sample(t)
	end := calendar.Date{Year: 2026, Month: 12, Day: 31}
	forecasts, ahead := 0, 0
	for day := (calendar.Date{Year: 2026, Month: 1, Day: 1}); !day.After(end); day = day.AddDays(1) {
		n := [...]int{1, 10, 45, 100}[int(day.Day)%4]
		p, then := asOf(all, day), day.AddDays(n)
		today := clock.New(on(p, day), n)
		forecast := lateOn(today, then)
		truth := lateOn(clock.New(on(p, then), 0), then)
		if !slices.Equal(forecast, truth) {
			t.Fatalf("on %s, %d days ahead:\nonly forecast: %v\nonly true: %v", day, n, without(forecast, truth), without(truth, forecast))
		}
		forecasts += len(forecast)
		ahead += len(without(forecast, lateOn(today, day)))
	}
	if forecasts < 1000 || ahead < 100 {
		t.Errorf("only %d forecasts, %d of what was not late yet: the sample content is too quiet to show anything", forecasts, ahead)
	}
}

func without(a, b []string) (out []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// The day on which an inspection is said to fail is the day on which it does: not the day
// before, and for the same reasons, for the whole site and each department.
func TestInspectionsOfAYear(t *testing.T) {
	all := sample(t)
	failed := map[clock.Indicator]int{}
	for day := (calendar.Date{Year: 2026, Month: 1, Day: 1}); day.Year == 2026; day = day.AddDays(7) {
		p := asOf(all, day)
		whole, departments := clock.New(on(p, day), 0).Inspections()
		for i, v := range append([]clock.Verdict{whole}, departments...) {
			if v.Day.IsZero() {
				continue
			}
			verdict := func(day calendar.Date) clock.Verdict {
				whole, departments := clock.New(on(p, day), 0).Inspections()
				return append([]clock.Verdict{whole}, departments...)[i]
			}
			if v.Day.After(day) {
				if before := verdict(v.Day.AddDays(-1)); before.Day != v.Day {
					t.Fatalf("on %s %s fails on %s; the day before that on %s", day, of(v), v.Day, before.Day)
				}
			}
			then := verdict(v.Day)
			if then.Day != v.Day || fmt.Sprint(then.Reasons) != fmt.Sprint(v.Reasons) {
				t.Fatalf("on %s %s fails on %s for %v; on that day on %s for %v", day, of(v), v.Day, v.Reasons, then.Day, then.Reasons)
			}
			for _, r := range v.Reasons {
				failed[r.Indicator]++
			}
		}
	}
	for _, x := range []clock.Indicator{clock.HomeStale, clock.Stale, clock.Blank} {
		if failed[x] == 0 {
			t.Errorf("%s never fails: the sample content shows nothing of it", x)
		}
	}
}

func of(v clock.Verdict) string {
	if v.Department == nil {
		return "the site"
	}
	return v.Department.ID
}

// The sample content shows every state on the day that its pages are looked at.
func TestSampleShowsEveryState(t *testing.T) {
	p := sample(t)
	if len(p.Duties) < 40 {
		t.Errorf("%d duties; 40 are asked for", len(p.Duties))
	}
	groups := map[string]bool{}
	s := on(p, calendar.Date{Year: 2026, Month: 11, Day: 22})
	for _, d := range p.Duties {
		if c := s.Category(d.Category); c != nil {
			groups[c.Group()] = true
		}
	}
	if len(groups) != 11 {
		t.Errorf("duties of %d groups; there are 11", len(groups))
	}
	c := clock.New(s, 30)
	states := map[clock.State]int{}
	for _, o := range c.All {
		states[o.On(s.Today)]++
	}
	for _, x := range []clock.State{clock.Met, clock.MetLate, clock.Late, clock.Due, clock.Coming} {
		if states[x] == 0 {
			t.Errorf("nothing of the sample content is %s", x.Words().EN)
		}
	}
	r := c.Radar(30, nil)
	for _, list := range [][]*clock.Obligation{r.Late, r.Due, r.Coming} {
		if len(list) == 0 {
			t.Errorf("a list of the radar is empty: %d late, %d due, %d coming", len(r.Late), len(r.Due), len(r.Coming))
		}
	}
}
