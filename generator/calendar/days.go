package calendar

import (
	"slices"
	"sort"
)

// A YearFile is one file of holidays/: the days off of a year and the weekend days that
// are worked instead. Days off that fall on a weekend, and working days that fall on
// Monday to Friday, change nothing and may be listed.
type YearFile struct {
	Year      int
	Off, Work []Date
}

// A Calendar knows which days are worked, from the holiday files of a site. In a year
// without a file Monday to Friday are worked, and every count over it says that it is an
// estimate. A nil Calendar has no file at all.
type Calendar struct {
	years map[int16]bool
	// Days on which the files differ from Monday to Friday, in order; sum[i] is by how
	// many working days the first i of them change a count.
	odd []int
	sum []int
}

// New makes a calendar of the files, in any order. A day that is both off and worked is
// worked: a limit counted over it is never longer than a clerk may rely on.
func New(files []YearFile) *Calendar {
	c := &Calendar{years: map[int16]bool{}}
	worked := map[int]bool{}
	for _, f := range files {
		c.years[int16(f.Year)] = true
		for _, d := range f.Off {
			if _, named := worked[d.number()]; !named {
				worked[d.number()] = false
			}
		}
		for _, d := range f.Work {
			worked[d.number()] = true
		}
	}
	for n, w := range worked {
		if w != weekday(n) {
			c.odd = append(c.odd, n)
		}
	}
	slices.Sort(c.odd)
	c.sum = make([]int, len(c.odd)+1)
	for i, n := range c.odd {
		c.sum[i+1] = c.sum[i] + 1
		if weekday(n) {
			c.sum[i+1] = c.sum[i] - 1
		}
	}
	return c
}

// Knows reports whether there is a file for the year.
func (c *Calendar) Knows(year int) bool { return c != nil && c.years[int16(year)] }

// Working reports whether the day is worked.
func (c *Calendar) Working(d Date) bool {
	n := d.number()
	if c != nil {
		if _, odd := slices.BinarySearch(c.odd, n); odd {
			return !weekday(n)
		}
	}
	return weekday(n)
}

// WorkingDaysBetween counts the working days after from, up to and including to: 0 on
// the same day, 1 from a Friday to the Monday after it. Where to is earlier than from
// the count is negative. It is an estimate where a year that it touches has no file.
// A zero Date gives 0.
func (c *Calendar) WorkingDaysBetween(from, to Date) (n int, estimate bool) {
	if from.IsZero() || to.IsZero() || from == to {
		return 0, false
	}
	return c.through(to.number()) - c.through(from.number()), !c.knowsAll(from, to)
}

// AddWorkingDays gives the n-th working day after d, before d where n is negative, and d
// itself where n is 0. It is an estimate where a year that it touches has no file.
func (c *Calendar) AddWorkingDays(d Date, n int) (day Date, estimate bool) {
	if n == 0 || d.IsZero() {
		return d, false
	}
	at, slack := d.number(), 14
	if c != nil {
		slack += len(c.odd)
	}
	low, target := at, c.through(at)+n
	if n < 0 {
		low, target = at+2*n-slack, c.through(at-1)+n+1
	}
	steps := sort.Search(2*max(n, -n)+slack, func(i int) bool { return c.through(low+i) >= target })
	day = d.AddDays(low + steps - at)
	return day, !c.knowsAll(d, day)
}

// Missing lists the years from one day's to the other's that have no file.
func (c *Calendar) Missing(from, to Date) []int {
	var years []int
	if from.IsZero() || to.IsZero() {
		return nil
	}
	for y := min(from.Year, to.Year); y <= max(from.Year, to.Year); y++ {
		if !c.Knows(int(y)) {
			years = append(years, int(y))
		}
	}
	return years
}

// knowsAll is whether Missing would list nothing.
func (c *Calendar) knowsAll(from, to Date) bool {
	for y := min(from.Year, to.Year); y <= max(from.Year, to.Year); y++ {
		if !c.Knows(int(y)) {
			return false
		}
	}
	return true
}

// through counts the working days from 1 January of the year 1 to the day numbered n.
func (c *Calendar) through(n int) int {
	weeks, rest := (n+1)/7, (n+1)%7
	if rest < 0 {
		weeks, rest = weeks-1, rest+7
	}
	count := weeks*5 + min(rest, 5)
	if c != nil && len(c.odd) > 0 {
		i, found := slices.BinarySearch(c.odd, n)
		if found {
			i++
		}
		count += c.sum[i]
	}
	return count
}

// weekday reports whether the day numbered n is one of Monday to Friday. 1 January of
// the year 1, number 0, was a Monday.
func weekday(n int) bool { return ((n%7)+7)%7 < 5 }

// number counts the days from 1 January of the year 1, which is 0.
func (d Date) number() int {
	y := int(d.Year) - 1
	n := y*365 + y/4 - y/100 + y/400
	for m := 1; m < int(d.Month); m++ {
		n += DaysIn(int(d.Year), m)
	}
	return n + int(d.Day) - 1
}

// AddMonths gives the same day n months later (earlier where n is negative), and the
// last day of that month where it has no such day: three months after 30 November is
// the last day of February.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	all := int(d.Year)*12 + int(d.Month) - 1 + n
	year, month := all/12, all%12+1
	return Date{int16(year), uint8(month), uint8(min(int(d.Day), DaysIn(year, month)))}
}
