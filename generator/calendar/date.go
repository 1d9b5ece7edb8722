// Package calendar owns dates, the periods that items report on, and working-day
// arithmetic over the holiday files of a site.
//
// A Date is a day without a time zone; which day it is today is decided once, in
// cli. The package never reads a clock and never guesses a year silently: a sum over
// working days of a year without a holiday file says that it is an estimate.
package calendar

import (
	"fmt"
	"strconv"
	"time"
)

// A Date is one day of the proleptic Gregorian calendar. The zero Date means "not given".
type Date struct {
	Year  int16
	Month uint8
	Day   uint8
}

// Of gives the date of a time in its own location.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	return Date{int16(y), uint8(m), uint8(d)}
}

// Make gives the date, and whether such a day exists.
func Make(year, month, day int) (Date, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return Date{}, false
	}
	return Date{int16(year), uint8(month), uint8(day)}, true
}

// DaysIn gives the number of days of a month, 28 to 31.
func DaysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}

// IsZero reports whether the date was not given.
func (d Date) IsZero() bool { return d == Date{} }

// Time gives midnight UTC of the day.
func (d Date) Time() time.Time {
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC)
}

// AddDays gives the date n days later (earlier where n is negative).
func (d Date) AddDays(n int) Date { return Of(d.Time().AddDate(0, 0, n)) }

// Compare gives -1, 0 or 1 as d is before, at or after e.
func (d Date) Compare(e Date) int {
	a := int(d.Year)<<16 | int(d.Month)<<8 | int(d.Day)
	b := int(e.Year)<<16 | int(e.Month)<<8 | int(e.Day)
	return min(max(a-b, -1), 1)
}

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// DaysUntil gives the calendar days from d to e; negative where e is earlier.
func (d Date) DaysUntil(e Date) int { return e.number() - d.number() }

// String gives 2026-07-01, and "" for the zero Date.
func (d Date) String() string {
	var b [16]byte
	return string(d.Append(b[:0]))
}

// Append appends what String gives: catalogues and sitemaps write millions of days.
func (d Date) Append(b []byte) []byte {
	if d.IsZero() {
		return b
	}
	y := int(d.Year)
	if y < 0 || y > 9999 || d.Month > 99 || d.Day > 99 {
		return fmt.Appendf(b, "%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10),
		'-', '0'+d.Month/10, '0'+d.Month%10, '-', '0'+d.Day/10, '0'+d.Day%10)
}

// Chinese gives 2026年7月1日, the form of official documents, and "" for the zero Date.
func (d Date) Chinese() string {
	if d.IsZero() {
		return ""
	}
	return strconv.Itoa(int(d.Year)) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(int(d.Day)) + "日"
}
