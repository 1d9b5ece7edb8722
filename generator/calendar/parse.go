package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// What the readers of this package refuse. An ErrNoSuchDay, ErrNoSuchTime or
// ErrNoSuchPeriod is a *NoSuchDay, *NoSuchTime or *NoSuchPeriod and can say in words
// what is impossible; an ErrForm means that the text is of no form that is read.
var (
	ErrForm         = errors.New("not of a form that is read")
	ErrNoSuchDay    = errors.New("no such day")
	ErrNoSuchTime   = errors.New("no such time of day")
	ErrNoSuchPeriod = errors.New("no such period")
)

// NoSuchDay tells of a day that no calendar has, such as 30 February.
type NoSuchDay struct{ Year, Month, Day int }

// Words says what the year or the month has instead: 2026年2月只有28天.
func (e *NoSuchDay) Words() diag.Words {
	switch {
	case e.Month < 1 || e.Month > 12:
		return diag.Say("一年只有12个月，没有%d月", "a year has 12 months, there is no month %d", e.Month)
	case e.Day < 1:
		return diag.Say("%d年%d月从1日开始，没有%d日", "%04d-%02d begins with day 1, there is no day %d", e.Year, e.Month, e.Day)
	}
	return diag.Say("%d年%d月只有%d天", "%04d-%02d has only %d days", e.Year, e.Month, DaysIn(e.Year, e.Month))
}

// Error gives the words in English.
func (e *NoSuchDay) Error() string { return e.Words().EN }

// Is reports whether the target is ErrNoSuchDay.
func (e *NoSuchDay) Is(target error) bool { return target == ErrNoSuchDay }

// NoSuchTime tells of a time that no day has, such as 24:10.
type NoSuchTime struct{ Hour, Minute, Second int }

// Words says what a day has instead.
func (e *NoSuchTime) Words() diag.Words {
	return diag.Say("一天从00:00到23:59，没有%02d:%02d", "a day runs from 00:00 to 23:59, there is no %02d:%02d", e.Hour, e.Minute)
}

// Error gives the words in English.
func (e *NoSuchTime) Error() string { return e.Words().EN }

// Is reports whether the target is ErrNoSuchTime.
func (e *NoSuchTime) Is(target error) bool { return target == ErrNoSuchTime }

// NoSuchPeriod tells of a half, quarter or month that no year has, such as 2026-Q5.
type NoSuchPeriod struct {
	Unit Unit
	N    int
}

// Words says what a year has instead: 一年只有4个季度.
func (e *NoSuchPeriod) Words() diag.Words {
	switch e.Unit {
	case Half:
		return diag.Say("一年只有2个半年，没有第%d个半年", "a year has 2 halves, there is no half %d", e.N)
	case Quarter:
		return diag.Say("一年只有4个季度，没有第%d季度", "a year has 4 quarters, there is no quarter %d", e.N)
	}
	return diag.Say("一年只有12个月，没有%d月", "a year has 12 months, there is no month %d", e.N)
}

// Error gives the words in English.
func (e *NoSuchPeriod) Error() string { return e.Words().EN }

// Is reports whether the target is ErrNoSuchPeriod.
func (e *NoSuchPeriod) Is(target error) bool { return target == ErrNoSuchPeriod }

// Why gives the words of an error of this package that can say what is impossible, and
// zero Words for ErrForm, whose sentence the caller writes.
func Why(err error) diag.Words {
	var can interface{ Words() diag.Words }
	if errors.As(err, &can) {
		return can.Words()
	}
	return diag.Words{}
}

// ParseDate reads 2026-07-01, 2026年7月1日, 2026/7/1 and 2026.7.1, in half-width or
// full-width characters, with white space around it; the Chinese form may have spaces
// inside too. The year has four digits. Errors are ErrForm and ErrNoSuchDay.
func ParseDate(s string) (Date, error) {
	if d, ok := plainDate(s); ok {
		return d, nil
	}
	sc := scan(s)
	d, err := sc.date()
	if err == nil && sc.rest != "" {
		return Date{}, ErrForm
	}
	return d, err
}

// ParseMoment reads a date, alone or followed by a time of day: 2026-07-01 09:30,
// 2026-07-01T09:30, 2026年7月1日9时30分, 2026年7月1日9时. Seconds are read and dropped; a
// time zone is refused, because a site has one zone. Errors are ErrForm, ErrNoSuchDay
// and ErrNoSuchTime.
func ParseMoment(s string) (Moment, error) {
	if d, ok := plainDate(s); ok {
		return Moment{Date: d}, nil
	}
	sc := scan(s)
	d, err := sc.date()
	if err != nil || sc.rest == "" {
		return Moment{Date: d}, err
	}
	minute, err := sc.clock()
	if err != nil {
		return Moment{}, err
	}
	return Moment{Date: d, Minute: minute, Timed: true}, nil
}

// plainDate reads the one form that fmt writes, without looking at anything else.
func plainDate(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	n := 0
	for i := range len(s) {
		if i == 4 || i == 7 {
			continue
		}
		c := s[i] - '0'
		if c > 9 {
			return Date{}, false
		}
		n = n*10 + int(c)
	}
	return Make(n/10000, n/100%100, n%100)
}

// A scanner reads numbers and marks from the front of a text in half-width characters.
type scanner struct{ rest string }

// scan makes full-width characters half-width, white space one blank each, and cuts
// white space off both ends.
func scan(s string) *scanner {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 0x3000, r == 0xA0, r == '\t':
			return ' '
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		}
		return r
	}, s)
	return &scanner{strings.Trim(s, " \r\n")}
}

// blanks skips blanks and reports whether there were any.
func (s *scanner) blanks() bool {
	n := len(s.rest)
	s.rest = strings.TrimLeft(s.rest, " ")
	return len(s.rest) < n
}

// number reads between least and most digits; more digits than that are none.
func (s *scanner) number(least, most int) (int, bool) {
	n, i := 0, 0
	for i < len(s.rest) && s.rest[i] >= '0' && s.rest[i] <= '9' {
		if i == most {
			return 0, false
		}
		n = n*10 + int(s.rest[i]-'0')
		i++
	}
	if i < least {
		return 0, false
	}
	s.rest = s.rest[i:]
	return n, true
}

// mark skips the first of the marks that stands at the front, and gives it.
func (s *scanner) mark(marks ...string) (string, bool) {
	for _, m := range marks {
		if rest, ok := strings.CutPrefix(s.rest, m); ok {
			s.rest = rest
			return m, true
		}
	}
	return "", false
}

// date reads a date from the front.
func (s *scanner) date() (Date, error) {
	y, ok := s.number(4, 4)
	if !ok || y == 0 {
		return Date{}, ErrForm
	}
	spaced := s.blanks()
	sep, ok := s.mark("-", "/", ".", "年")
	if !ok || spaced && sep != "年" {
		return Date{}, ErrForm
	}
	between, end := sep, ""
	if sep == "年" {
		between, end = "月", "日"
		s.blanks()
	}
	m, ok := s.number(1, 2)
	if ok && end != "" {
		s.blanks()
	}
	if ok {
		_, ok = s.mark(between)
	}
	if ok && end != "" {
		s.blanks()
	}
	if !ok {
		return Date{}, ErrForm
	}
	d, ok := s.number(1, 2)
	if ok && end != "" {
		s.blanks()
		_, ok = s.mark(end)
	}
	if !ok {
		return Date{}, ErrForm
	}
	date, ok := Make(y, m, d)
	if !ok {
		return Date{}, &NoSuchDay{y, m, d}
	}
	return date, nil
}

// clock reads a time of day, which must be all that is left, and gives its minutes.
func (s *scanner) clock() (int16, error) {
	if s.blanks(); strings.HasPrefix(s.rest, "T") {
		s.rest = s.rest[1:]
	}
	h, ok := s.number(1, 2)
	if !ok {
		return 0, ErrForm
	}
	sep, ok := s.mark(":", "时", "点")
	if !ok {
		return 0, ErrForm
	}
	m, sec := 0, 0
	switch {
	case sep == ":":
		if m, ok = s.number(2, 2); !ok {
			return 0, ErrForm
		}
		if _, more := s.mark(":"); more {
			if sec, ok = s.number(2, 2); !ok {
				return 0, ErrForm
			}
		}
	case s.rest != "":
		if m, ok = s.number(1, 2); !ok {
			return 0, ErrForm
		}
		s.mark("分")
	}
	if s.rest != "" {
		return 0, ErrForm
	}
	if h > 23 || m > 59 || sec > 59 {
		return 0, &NoSuchTime{h, m, sec}
	}
	return int16(h*60 + m), nil
}

// ParsePeriod reads a year (2026, 2026年, 2026年度), a half (2026-H1, 2026年上半年), a
// quarter (2026-Q3, 2026年第三季度, 2026年第3季度, 2026年三季度) or a month (2026-07,
// 2026年7月, 2026/7, 2026.7), in half-width or full-width characters. Errors are ErrForm
// and ErrNoSuchPeriod.
func ParsePeriod(text string) (Period, error) {
	s := scan(text)
	if strings.Contains(s.rest, "年") {
		s.rest = strings.ReplaceAll(s.rest, " ", "")
	}
	y, ok := s.number(4, 4)
	if !ok || y == 0 {
		return Period{}, ErrForm
	}
	sep, ok := s.mark("-", "/", ".", "年")
	if s.rest == "" || sep == "年" && (s.rest == "度" || s.rest == "全年") {
		if sep != "" && sep != "年" {
			return Period{}, ErrForm
		}
		return Period{int16(y), Year, 0}, nil
	}
	unit, n, ok2 := s.part(sep, ok)
	if !ok2 || s.rest != "" {
		return Period{}, ErrForm
	}
	if n < 1 || n > 12/months[unit] {
		return Period{}, &NoSuchPeriod{unit, n}
	}
	return Period{int16(y), unit, uint8(n)}, nil
}

// months is the number of months of each Unit.
var months = [...]int{Year: 12, Half: 6, Quarter: 3, Month: 1}

// part reads the half, quarter or month behind a year and its separator.
func (s *scanner) part(sep string, separated bool) (Unit, int, bool) {
	if sep == "年" {
		return s.chinesePart()
	}
	if sep == "" || sep == "-" {
		for _, p := range []struct {
			mark string
			unit Unit
		}{{"H", Half}, {"h", Half}, {"Q", Quarter}, {"q", Quarter}} {
			if _, ok := s.mark(p.mark); ok {
				n, ok := s.number(1, 1)
				return p.unit, n, ok
			}
		}
	}
	n, ok := s.number(1, 2)
	return Month, n, ok && separated
}

// chinesePart reads 上半年, 第三季度, 7月.
func (s *scanner) chinesePart() (Unit, int, bool) {
	if m, ok := s.mark("上半年", "下半年"); ok {
		n := 1
		if m == "下半年" {
			n = 2
		}
		return Half, n, true
	}
	_, ordinal := s.mark("第")
	n, ok := s.number(1, 2)
	if !ok {
		digits := []string{"一", "二", "三", "四", "五", "六", "七", "八", "九"}
		m, found := s.mark(digits...)
		if !found {
			return 0, 0, false
		}
		for i, d := range digits {
			if d == m {
				n = i + 1
			}
		}
		_, ok = s.mark("季度")
		return Quarter, n, ok
	}
	if _, ok := s.mark("季度"); ok {
		return Quarter, n, true
	}
	if _, ok := s.mark("月份", "月"); ok && !ordinal {
		return Month, n, true
	}
	return 0, 0, false
}

// First gives the first day of the period, and the zero Date for the zero Period.
func (p Period) First() Date {
	if p.IsZero() {
		return Date{}
	}
	month := 1
	if p.Unit != Year {
		month = (int(p.N)-1)*months[p.Unit] + 1
	}
	return Date{p.Year, uint8(month), 1}
}

// Last gives the last day of the period, and the zero Date for the zero Period.
func (p Period) Last() Date {
	if p.IsZero() {
		return Date{}
	}
	month := int(p.First().Month) + months[p.Unit] - 1
	return Date{p.Year, uint8(month), uint8(DaysIn(int(p.Year), month))}
}

// Chinese gives 2026年, 2026年上半年, 2026年第三季度, 2026年7月, and "" for the zero Period.
func (p Period) Chinese() string {
	switch p.Unit {
	case Year:
		return fmt.Sprintf("%d年", p.Year)
	case Half:
		return fmt.Sprintf("%d年%s半年", p.Year, [...]string{"", "上", "下"}[p.N])
	case Quarter:
		return fmt.Sprintf("%d年第%s季度", p.Year, [...]string{"", "一", "二", "三", "四"}[p.N])
	case Month:
		return strconv.Itoa(int(p.Year)) + "年" + strconv.Itoa(int(p.N)) + "月"
	}
	return ""
}
