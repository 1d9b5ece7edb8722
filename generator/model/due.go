package model

import "gongkai/generator/calendar"

// FilingDeadline gives the deadline of the package of a quarter: TEMPORARY.
func (s *Site) FilingDeadline(q calendar.Period) calendar.Deadline {
	m := q.Last().AddDays(1).AddMonths(2)
	m.Day = uint8(s.Config.FilingDay)
	return calendar.Deadline{Day: m}
}

// Fulfils: TEMPORARY.
func (s *Site) Fulfils(o *Order, day calendar.Date) *Item { return nil }

// Now gives the moment that decides what is published.
func (s *Site) Now() calendar.Moment { return s.now }
