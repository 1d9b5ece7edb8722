package calendar

import "fmt"

// A Moment is a day with a time of day, in minutes. An item's `published` is a Moment: a
// date alone means the start of that day.
type Moment struct {
	Date   Date
	Minute int16 // of the day, 0 to 1439
	Timed  bool  // a time of day was given
}

// End gives the last minute of the day.
func (d Date) End() Moment { return Moment{Date: d, Minute: 24*60 - 1} }

// Compare gives -1, 0 or 1 as m is before, at or after n.
func (m Moment) Compare(n Moment) int {
	if c := m.Date.Compare(n.Date); c != 0 {
		return c
	}
	return min(max(int(m.Minute)-int(n.Minute), -1), 1)
}

// After reports whether m is later than n.
func (m Moment) After(n Moment) bool { return m.Compare(n) > 0 }

// IsZero reports whether the moment was not given.
func (m Moment) IsZero() bool { return m.Date.IsZero() }

// String gives 2026-07-01, or 2026-07-01 09:30 where a time was given.
func (m Moment) String() string {
	if !m.Timed {
		return m.Date.String()
	}
	return fmt.Sprintf("%s %02d:%02d", m.Date, m.Minute/60, m.Minute%60)
}
