package calendar

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// CalendarDays, WorkingDays and Months are lengths of time that must never be mixed: the
// rules' 十日 are calendar days, the national regulation's 二十个工作日 are not. Each makes a
// Deadline in its own way.
type (
	CalendarDays int
	WorkingDays  int
	Months       int
)

// A Count says how a deadline was counted.
type Count uint8

// The counts. A day that a rule names, such as 30 June, is one of ByCalendar.
const (
	ByCalendar Count = iota
	ByWorkingDays
)

// Words gives 日历日 or 工作日.
func (c Count) Words() diag.Words {
	if c == ByWorkingDays {
		return diag.Words{ZH: "工作日", EN: "working days"}
	}
	return diag.Words{ZH: "日历日", EN: "calendar days"}
}

// A Deadline is the last day that is in time. The zero Deadline is none.
type Deadline struct {
	Day      Date
	By       Count
	Estimate bool // a year that the count touches has no holiday file
}

// After gives the n-th day after d.
func (n CalendarDays) After(d Date) Deadline { return Deadline{Day: d.AddDays(int(n))} }

// After gives the same day n months later, the last of its month where there is none.
func (n Months) After(d Date) Deadline { return Deadline{Day: d.AddMonths(int(n))} }

// After gives the n-th working day after d.
func (n WorkingDays) After(d Date, c *Calendar) Deadline {
	day, estimate := c.AddWorkingDays(d, int(n))
	return Deadline{day, ByWorkingDays, estimate}
}

// IsZero reports whether there is no deadline.
func (d Deadline) IsZero() bool { return d.Day.IsZero() }

// Passed reports whether the day is past the deadline.
func (d Deadline) Passed(day Date) bool { return !d.IsZero() && day.After(d.Day) }

// Words gives the day and how it was counted: 2026-07-15（日历日）.
func (d Deadline) Words() diag.Words {
	if d.Estimate {
		return diag.Say("%s（按%s估算，缺放假安排）", "%s (%s, estimated: a holiday file is missing)", d.Day, d.By.Words())
	}
	return diag.Say("%s（%s）", "%s (%s)", d.Day, d.By.Words())
}

// ParseDayOfYear reads a month and a day, such as 06-30, 6月30日 or 6月底, as a Date of the
// year 0. Errors are ErrForm and ErrNoSuchDay.
func ParseDayOfYear(text string) (Date, error) {
	s := scan(text)
	m, ok := s.number(1, 2)
	if !ok {
		return Date{}, ErrForm
	}
	sep, ok := s.mark("-", "/", ".", "月")
	if !ok {
		return Date{}, ErrForm
	}
	d, ok := s.number(1, 2)
	if _, end := s.mark("底", "末"); end && !ok && sep == "月" && m >= 1 && m <= 12 {
		d, ok = DaysIn(1, m), true
	} else if sep == "月" && ok {
		s.mark("日")
	}
	if !ok || s.rest != "" {
		return Date{}, ErrForm
	}
	if _, exists := Make(2000, m, d); !exists {
		return Date{}, &NoSuchDay{2000, m, d}
	}
	return Date{0, uint8(m), uint8(d)}, nil
}

// A Limit is what a 公开时限 of the standing catalogue says, as far as it can be counted.
type Limit struct {
	Kind  LimitKind
	N     int  // days, working days or months; the day of the month for NextMonth; month × 100 + day for YearDay
	Every Unit // the period that the text speaks of; NoUnit where it speaks of none
	Ended bool // the count begins where a period ends: 季度终了后
	Event bool // the count begins with an event that no period tells: 批准后
}

// A LimitKind is how a limit counts.
type LimitKind uint8

// The kinds of limits. The last ones name a class and cannot be counted.
const (
	LimitUnknown  LimitKind = iota
	LimitWorking            // 20个工作日内
	LimitCalendar           // 20日内
	LimitMonths             // 3个月内
	NextMonth               // 次月15日前
	YearDay                 // 每年5月底前, 每年第一季度
	LimitBefore             // 停电前7日: before an event
	AtOnce                  // 实时公开
	Promptly                // 及时公开
	Lasting                 // 永久公开
	Statutory               // 法定期限内
	Periodic                // 每半年一次
)

// ParseLimit reads a limit as catalogues write it. What it cannot read is LimitUnknown.
func ParseLimit(text string) Limit {
	s := strings.ReplaceAll(strings.Join(strings.Fields(scan(text).rest), ""), "天", "日")
	l := Limit{Every: spokenUnit(s)}
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
	}
	l.Ended = has("终了", "期满", "结束后", "季后", "月后", "季末", "月末", "年末")
	switch {
	case dated(&l, s):
	case counted(&l, s):
		l.Event = !l.Ended && strings.Contains(s, "后") || has("之日起", "自")
	case has("实时", "即时", "立即"):
		l.Kind = AtOnce
	case has("及时", "随时", "第一时间"):
		l.Kind = Promptly
	case has("永久", "长期"):
		l.Kind = Lasting
	case has("法定"):
		l.Kind = Statutory
	case periodic(s):
		l.Kind = Periodic
	}
	return l
}

// periodic reports whether a limit says how often and nothing else: 每半年一次, 每月公开1次.
func periodic(s string) bool {
	rest := strings.NewReplacer("公开", "", "定期", "", "各", "", "一次", "", "1次", "").Replace(s)
	return slices.Contains([]string{"每年", "每半年", "每季度", "每季", "每月", "一年", "半年"}, rest)
}

// spokenUnit gives the period that a limit speaks of.
func spokenUnit(s string) Unit {
	for _, x := range [...]struct {
		words []string
		unit  Unit
	}{
		{[]string{"半年"}, Half}, {[]string{"每年", "年度终了", "次年", "一年一次"}, Year}, {[]string{"季度终了", "每季", "季后", "季末", "季度结束"}, Quarter},
		{[]string{"次月", "每月", "月度终了", "月末", "月后"}, Month},
	} {
		if slices.ContainsFunc(x.words, func(w string) bool { return strings.Contains(s, w) }) {
			return x.unit
		}
	}
	return NoUnit
}

// dated reads limits that name a day of the calendar.
func dated(l *Limit, s string) bool {
	if _, rest, ok := strings.Cut(s, "次月"); ok {
		n, after := leading(rest)
		if n >= 1 && n <= 31 && strings.HasPrefix(after, "日") && !strings.HasPrefix(after, "日内") {
			l.Kind, l.N = NextMonth, n
			return true
		}
	}
	_, rest, ok := strings.Cut(s, "每年")
	if !ok {
		return false
	}
	for _, q := range [...]struct {
		word string
		n    int
	}{
		{"第一季度", 331}, {"一季度", 331}, {"第二季度", 630}, {"上半年", 630}, {"第三季度", 930}, {"第四季度", 1231}, {"年底", 1231}, {"年末", 1231},
	} {
		if strings.HasPrefix(rest, q.word) {
			l.Kind, l.N = YearDay, q.n
			return true
		}
	}
	m, after := leading(rest)
	after, month := strings.CutPrefix(after, "月")
	if !month || m < 1 || m > 12 {
		return false
	}
	d, _ := leading(after)
	switch {
	case d > 0 && d <= DaysIn(2000, m):
		l.Kind, l.N = YearDay, m*100+d
	case strings.HasPrefix(after, "底"), strings.HasPrefix(after, "末"):
		l.Kind, l.N = YearDay, m*100+DaysIn(1, m)
	default:
		return false
	}
	return true
}

// counted reads limits that count days or months.
func counted(l *Limit, s string) bool {
	for _, x := range [...]struct {
		unit string
		kind LimitKind
	}{{"个工作日", LimitWorking}, {"工作日", LimitWorking}, {"个月", LimitMonths}, {"个自然日", LimitCalendar}, {"日", LimitCalendar}} {
		before, after, ok := strings.Cut(s, x.unit)
		if !ok {
			continue
		}
		n := trailing(before)
		if n <= 0 {
			continue
		}
		l.Kind, l.N = x.kind, n
		if strings.HasSuffix(strings.TrimRight(before, hanDigits+"0123456789"), "前") && !strings.HasPrefix(after, "内") {
			l.Kind = LimitBefore
		}
		return true
	}
	return false
}

const hanDigits = "零一二三四五六七八九十两"

// leading reads a number, of Arabic or Han digits, from the front of a text.
func leading(s string) (n int, rest string) {
	i := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if i == 0 {
		i = len(s) - len(strings.TrimLeft(s, hanDigits))
	}
	return numeral(s[:i]), s[i:]
}

// trailing reads a number from the end of a text.
func trailing(s string) int {
	i := len(strings.TrimRight(s, "0123456789"))
	if i == len(s) {
		i = len(strings.TrimRight(s, hanDigits))
	}
	return numeral(s[i:])
}

// numeral reads 20, 二十, 十五; 0 for what is no number below a thousand.
func numeral(s string) int {
	if n, err := strconv.Atoi(s); err == nil && n < 1000 {
		return n
	}
	total, digit := 0, 0
	for _, r := range s {
		switch i := strings.IndexRune(hanDigits, r) / len("零"); {
		case r == '十':
			total, digit = total+max(digit, 1)*10, 0
		case r == '两':
			digit = 2
		case i < 0:
			return 0
		default:
			digit = i
		}
	}
	return total + digit
}

// Of gives the deadline of a period, and false where the limit sets none for it.
func (l Limit) Of(p Period, c *Calendar) (Deadline, bool) {
	last := p.Last()
	if p.IsZero() || l.Event {
		return Deadline{}, false
	}
	switch l.Kind {
	case LimitWorking:
		return WorkingDays(l.N).After(last, c), true
	case LimitCalendar:
		return CalendarDays(l.N).After(last), true
	case LimitMonths:
		return Months(l.N).After(last), true
	case NextMonth:
		next := last.AddDays(1)
		return Deadline{Day: Date{next.Year, next.Month, uint8(min(l.N, DaysIn(int(next.Year), int(next.Month))))}}, true
	case YearDay:
		if p.Unit != Year {
			return Deadline{}, false
		}
		return Deadline{Day: onYear(p.Year, l.N/100, l.N%100)}, true
	}
	return Deadline{}, false
}

// onYear gives a day of a year, 28 February where it has no 29th.
func onYear(year int16, month, day int) Date {
	return Date{year, uint8(month), uint8(min(day, DaysIn(int(year), month)))}
}

// On gives the day of a year that has the month and day of d: ParseDayOfYear's in a year.
func (d Date) On(year int) Date { return onYear(int16(year), int(d.Month), int(d.Day)) }

// From gives the deadline that counts from a day, and false where the limit counts nothing.
func (l Limit) From(d Date, c *Calendar) (Deadline, bool) {
	if d.IsZero() || l.Ended {
		return Deadline{}, false
	}
	switch l.Kind {
	case LimitWorking:
		return WorkingDays(l.N).After(d, c), true
	case LimitCalendar:
		return CalendarDays(l.N).After(d), true
	case LimitMonths:
		return Months(l.N).After(d), true
	}
	return Deadline{}, false
}

// Words says how the limit is understood, for the clerk to see: 20个工作日.
func (l Limit) Words() diag.Words {
	switch l.Kind {
	case LimitWorking:
		return diag.Say("%d个工作日", "%d working days", l.N)
	case LimitCalendar:
		return diag.Say("%d日（日历日）", "%d calendar days", l.N)
	case LimitMonths:
		return diag.Say("%d个月", "%d months", l.N)
	case NextMonth:
		return diag.Say("次月%d日", "day %d of the next month", l.N)
	case YearDay:
		return diag.Say("每年%d月%d日", "each year by %02d-%02d", l.N/100, l.N%100)
	}
	return diag.Words{}
}

// In gives the periods of a unit that begin in a year, in order.
func (u Unit) In(year int) []Period {
	if u == NoUnit {
		return nil
	}
	if u == Year {
		return []Period{{int16(year), Year, 0}}
	}
	out := make([]Period, 12/months[u])
	for i := range out {
		out[i] = Period{int16(year), u, uint8(i + 1)}
	}
	return out
}

// Holding gives the period of the unit that the day is in.
func (u Unit) Holding(d Date) Period {
	if u == Year || u == NoUnit {
		return Period{d.Year, u, 0}
	}
	return Period{d.Year, u, uint8((int(d.Month)-1)/months[u] + 1)}
}

// Next gives the period of the same length that follows.
func (p Period) Next() Period { return p.Unit.Holding(p.Last().AddDays(1)) }
