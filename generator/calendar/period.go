package calendar

import "fmt"

// A Unit is the length of a Period.
type Unit uint8

// The units. NoUnit belongs to the zero Period, "not given".
const (
	NoUnit Unit = iota
	Year
	Half
	Quarter
	Month
)

// A Period 所属期 is the time that an item reports on: 2026, 2026-H1, 2026-Q3, 2026-07.
type Period struct {
	Year int16
	Unit Unit
	N    uint8 // which half, quarter or month of the year, from 1; 0 for a year
}

// IsZero reports whether the period was not given.
func (p Period) IsZero() bool { return p.Unit == NoUnit }

// String gives the form that front matter uses: 2026, 2026-H1, 2026-Q3, 2026-07.
func (p Period) String() string {
	if p.Unit == Month && p.Year >= 1000 && p.N < 13 {
		return string(Date{p.Year, p.N, 1}.Append(make([]byte, 0, 16))[:7]) // the one that there are most of
	}
	switch p.Unit {
	case Year:
		return fmt.Sprintf("%04d", p.Year)
	case Half:
		return fmt.Sprintf("%04d-H%d", p.Year, p.N)
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", p.Year, p.N)
	case Month:
		return fmt.Sprintf("%04d-%02d", p.Year, p.N)
	}
	return ""
}
