package model

import (
	"testing"

	"gongkai/generator/calendar"
)

func quarter(year int, n int) calendar.Period {
	return calendar.Period{Year: int16(year), Unit: calendar.Quarter, N: uint8(n)}
}

// The four windows of a year, the first of which is for the last quarter of the year before
// (obligations.md, ambiguity 4), and what changes with the switches (ambiguity 3).
func TestFilingDeadline(t *testing.T) {
	days := calendar.New([]calendar.YearFile{{Year: 2026, Off: []calendar.Date{on(2026, 6, 10), on(2026, 6, 11)}, Work: []calendar.Date{on(2026, 6, 13)}}})
	for _, tt := range []struct {
		q      calendar.Period
		config Config
		days   *calendar.Calendar
		want   string
	}{
		{quarter(2025, 4), Config{FilingDay: 10}, nil, "2026-03-10（日历日）"},
		{quarter(2026, 1), Config{FilingDay: 10}, nil, "2026-06-10（日历日）"},
		{quarter(2026, 2), Config{FilingDay: 10}, nil, "2026-09-10（日历日）"},
		{quarter(2026, 3), Config{FilingDay: 10}, nil, "2026-12-10（日历日）"},
		{quarter(2026, 4), Config{FilingDay: 10}, nil, "2027-03-10（日历日）"},
		{quarter(2025, 4), Config{FilingDay: 10, FilingStrict: true}, nil, "2026-03-09（日历日）"},
		{quarter(2026, 3), Config{FilingDay: 1, FilingStrict: true}, nil, "2026-11-30（日历日）"},
		{quarter(2026, 3), Config{FilingDay: 99}, nil, "2026-12-31（日历日）"},
		{quarter(2026, 1), Config{FilingDay: 31}, nil, "2026-06-30（日历日）"},
		// 10 and 11 June 2026 are days off here, 12 June is a Friday.
		{quarter(2026, 1), Config{FilingDay: 10, FilingShift: true}, days, "2026-06-12（日历日）"},
		{quarter(2026, 1), Config{FilingDay: 10}, days, "2026-06-10（日历日）"},
		// Strict: the last day is the 9th, a Tuesday, which is worked.
		{quarter(2026, 1), Config{FilingDay: 10, FilingStrict: true, FilingShift: true}, days, "2026-06-09（日历日）"},
		// Saturday 13 June is worked, Sunday 14 June is not.
		{quarter(2026, 1), Config{FilingDay: 13, FilingShift: true}, days, "2026-06-13（日历日）"},
		{quarter(2026, 1), Config{FilingDay: 14, FilingShift: true}, days, "2026-06-15（日历日）"},
		// 10 December 2028 is a Sunday of a year without a file.
		{quarter(2028, 3), Config{FilingDay: 10, FilingShift: true}, days, "2028-12-11（按日历日估算，缺放假安排）"},
		{quarter(2028, 3), Config{FilingDay: 10, FilingShift: true}, nil, "2028-12-11（按日历日估算，缺放假安排）"},
	} {
		if got := tt.config.FilingDeadline(tt.q, tt.days).Words().ZH; got != tt.want {
			t.Errorf("%s, %d %v %v: %s, want %s", tt.q, tt.config.FilingDay, tt.config.FilingStrict, tt.config.FilingShift, got, tt.want)
		}
	}
	for _, p := range []calendar.Period{{}, {Year: 2026, Unit: calendar.Year}, {Year: 2026, Unit: calendar.Month, N: 3}} {
		if d := (&Config{FilingDay: 10}).FilingDeadline(p, nil); !d.IsZero() || !FilingOpens(p).IsZero() || !FilingTarget(d).IsZero() {
			t.Errorf("%v is no quarter and is due on %s", p, d.Day)
		}
	}
}

// Warnings begin on the 1st, the target is the 9th, the 10th is in time and the 11th late.
func TestFilingWindow(t *testing.T) {
	c := Config{FilingDay: 10}
	due := c.FilingDeadline(quarter(2025, 4), nil)
	if got := FilingOpens(quarter(2025, 4)); got != on(2026, 3, 1) {
		t.Errorf("opens on %s", got)
	}
	if got := FilingTarget(due); got != on(2026, 3, 9) {
		t.Errorf("target %s", got)
	}
	if due.Passed(on(2026, 3, 10)) || !due.Passed(on(2026, 3, 11)) {
		t.Error("the 10th is late, or the 11th is not")
	}
}

// On every day of eight years the quarter that is filed is the one before the day's, its
// window lies in the day's quarter, and both agree.
func TestFilingQuarter(t *testing.T) {
	c := Config{FilingDay: 10}
	for d := on(2024, 1, 1); d.Before(on(2032, 1, 1)); d = d.AddDays(1) {
		q := FilingQuarter(d)
		this := calendar.Quarter.Holding(d)
		if q.Unit != calendar.Quarter || q.Next() != this {
			t.Fatalf("on %s %s is filed", d, q)
		}
		if due := c.FilingDeadline(q, nil).Day; due.Before(this.First()) || due.After(this.Last()) || due.Day != 10 || due.Month%3 != 0 {
			t.Fatalf("%s is due on %s", q, due)
		}
	}
	if got := FilingQuarter(on(2026, 3, 5)); got != quarter(2025, 4) {
		t.Errorf("in March %s is filed", got)
	}
	if !FilingQuarter(calendar.Date{}).IsZero() {
		t.Error("no day has a quarter")
	}
}
