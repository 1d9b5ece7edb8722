package calendar

import (
	"math/rand/v2"
	"testing"
	"time"
)

// spring is 2026 with the spring festival, and nothing else.
var spring = YearFile{Year: 2026,
	Off:  []Date{{2026, 2, 15}, {2026, 2, 16}, {2026, 2, 17}, {2026, 2, 18}, {2026, 2, 19}, {2026, 2, 20}, {2026, 2, 21}, {2026, 2, 22}, {2026, 2, 23}},
	Work: []Date{{2026, 2, 14}, {2026, 2, 28}}}

func TestWorkingDays(t *testing.T) {
	c := New([]YearFile{spring})
	for _, x := range []struct {
		from, to string
		n        int
		estimate bool
	}{
		{"2026-02-13", "2026-02-13", 0, false},
		{"2026-02-13", "2026-02-14", 1, false}, // Saturday, worked
		{"2026-02-13", "2026-02-23", 1, false}, // all the festival
		{"2026-02-13", "2026-02-24", 2, false},
		{"2026-03-06", "2026-03-09", 1, false}, // Friday to Monday
		{"2026-03-06", "2026-03-08", 0, false},
		{"2026-03-09", "2026-03-06", -1, false},
		{"2025-12-31", "2026-01-02", 2, true}, // no file for 2025
		{"2026-12-31", "2027-01-04", 2, true}, // nor for 2027
	} {
		from, to := day(t, x.from), day(t, x.to)
		if n, e := c.WorkingDaysBetween(from, to); n != x.n || e != x.estimate {
			t.Errorf("%s..%s: %d, %v; want %d, %v", x.from, x.to, n, e, x.n, x.estimate)
		}
	}
	if n, e := c.WorkingDaysBetween(Date{}, day(t, "2026-01-01")); n != 0 || e {
		t.Errorf("from the zero Date: %d, %v", n, e)
	}
	if d, e := c.AddWorkingDays(day(t, "2026-02-13"), 2); d.String() != "2026-02-24" || e {
		t.Errorf("two working days over the festival: %v, %v", d, e)
	}
	if d, e := c.AddWorkingDays(day(t, "2026-12-31"), 1); d.String() != "2027-01-01" || !e {
		t.Errorf("into a year without a file: %v, %v", d, e)
	}
	if d, _ := c.AddWorkingDays(day(t, "2026-02-21"), 0); d.String() != "2026-02-21" {
		t.Errorf("no working days later: %v", d)
	}
}

func TestNilCalendar(t *testing.T) {
	var c *Calendar
	if n, e := c.WorkingDaysBetween(day(t, "2026-02-13"), day(t, "2026-02-23")); n != 6 || !e {
		t.Errorf("Monday to Friday: %d, %v", n, e)
	}
	if !c.Working(day(t, "2026-02-16")) || c.Working(day(t, "2026-02-14")) {
		t.Error("a nil calendar works other than Monday to Friday")
	}
	if d, e := c.AddWorkingDays(day(t, "2026-02-13"), 1); d.String() != "2026-02-16" || !e {
		t.Errorf("%v, %v", d, e)
	}
	if y := c.Missing(day(t, "2026-02-13"), day(t, "2024-01-01")); len(y) != 3 || y[0] != 2024 || y[2] != 2026 {
		t.Errorf("missing %v", y)
	}
	if y := New([]YearFile{spring}).Missing(day(t, "2025-02-13"), day(t, "2027-01-01")); len(y) != 2 || y[0] != 2025 || y[1] != 2027 {
		t.Errorf("missing %v", y)
	}
}

// A day that is named as off and as worked is worked.
func TestOffAndWorked(t *testing.T) {
	d := Date{2026, 5, 4}
	if !New([]YearFile{{2026, []Date{d}, []Date{d}}}).Working(d) {
		t.Error("off")
	}
	if !New([]YearFile{{2026, nil, []Date{d}}, {2027, []Date{d}, nil}}).Working(d) {
		t.Error("off by the second file")
	}
}

// The oracle walks day by day, with the weekday of package time.
func TestAgainstDayWalk(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	off, work := map[Date]bool{}, map[Date]bool{}
	var files []YearFile
	for y := 2020; y < 2030; y++ {
		if y == 2025 {
			continue
		}
		f := YearFile{Year: y}
		for range 40 {
			d := Date{int16(y), 1, 1}.AddDays(rnd.IntN(365))
			if rnd.IntN(3) == 0 {
				f.Work, work[d] = append(f.Work, d), true
			} else {
				f.Off, off[d] = append(f.Off, d), true
			}
		}
		files = append(files, f)
	}
	worked := func(d Date) bool {
		if work[d] || off[d] {
			return work[d]
		}
		w := d.Time().Weekday()
		return w != time.Saturday && w != time.Sunday
	}
	c := New(files)
	for range 600 {
		from := Date{2019, 6, 1}.AddDays(rnd.IntN(4000))
		to := from.AddDays(rnd.IntN(120))
		if rnd.IntN(20) == 0 {
			to = from.AddDays(rnd.IntN(3000))
		}
		if c.Working(from) != worked(from) {
			t.Fatalf("%v worked: %v", from, c.Working(from))
		}
		n, estimate := 0, false
		for d := from.AddDays(1); !d.After(to); d = d.AddDays(1) {
			if worked(d) {
				n++
			}
		}
		for y := from.Year; y <= to.Year; y++ {
			estimate = estimate || y < 2020 || y == 2025 || y > 2029
		}
		estimate = estimate && from != to
		got, e := c.WorkingDaysBetween(from, to)
		if got != n || e != estimate {
			t.Fatalf("%v..%v: %d, %v; the walk says %d, %v", from, to, got, e, n, estimate)
		}
		if back, _ := c.WorkingDaysBetween(to, from); back != -n {
			t.Fatalf("%v..%v backwards: %d, want %d", from, to, back, -n)
		}
		k := rnd.IntN(60) - 30
		d, step := from, 1
		if k < 0 {
			step = -1
		}
		for left := k; left != 0; {
			if d = d.AddDays(step); worked(d) {
				left -= step
			}
		}
		if got, _ := c.AddWorkingDays(from, k); got != d {
			t.Fatalf("%v and %d working days: %v, the walk says %v", from, k, got, d)
		}
	}
}

func TestAgainstPackageTime(t *testing.T) {
	start := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := 0; n < 9998*366; n += 97 {
		x := start.AddDate(0, 0, n)
		d := Of(x)
		if d.number() != n || weekday(n) != (x.Weekday() != time.Saturday && x.Weekday() != time.Sunday) {
			t.Fatalf("%v is day %d, weekday %v; want %d, %v", d, d.number(), weekday(n), n, x.Weekday())
		}
		last := time.Date(x.Year(), x.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
		if DaysIn(x.Year(), int(x.Month())) != last {
			t.Fatalf("%v: %d days", d, DaysIn(x.Year(), int(x.Month())))
		}
	}
	if n := (Date{1, 1, 1}).DaysUntil(Date{2026, 1, 1}); n != 739616 {
		t.Errorf("from the year 1: %d days", n)
	}
}

func TestAddMonths(t *testing.T) {
	for _, x := range []struct {
		from string
		n    int
		to   string
	}{
		{"2025-11-30", 3, "2026-02-28"}, {"2023-11-30", 3, "2024-02-29"}, {"2026-01-31", 1, "2026-02-28"},
		{"2026-03-15", -3, "2025-12-15"}, {"2026-07-31", 2, "2026-09-30"}, {"2026-07-31", 12, "2027-07-31"},
		{"2024-02-29", 12, "2025-02-28"}, {"2026-12-01", 1, "2027-01-01"}, {"2026-01-01", 0, "2026-01-01"},
	} {
		if got := day(t, x.from).AddMonths(x.n); got.String() != x.to {
			t.Errorf("%s and %d months: %v, want %s", x.from, x.n, got, x.to)
		}
	}
	if !(Date{}).AddMonths(3).IsZero() {
		t.Error("no date and three months is a date")
	}
}

func BenchmarkWorkingDaysBetween(b *testing.B) {
	c := New([]YearFile{spring})
	from, to := Date{2026, 1, 30}, Date{2026, 3, 3}
	for b.Loop() {
		c.WorkingDaysBetween(from, to)
	}
}

func day(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
