package calendar

import (
	"errors"
	"testing"
	"time"

	"gongkai/generator/diag"
)

// Every day of eight years, with a leap year in each half, and every number of months up to
// four years either way, against package time, which is told to overflow nowhere: it goes
// from the first of a month to the first of another, and a month's last day is the one
// before the next one's first.
func TestMonthsAgainstPackageTime(t *testing.T) {
	oracle := func(d time.Time, n int) time.Time {
		first := time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
		last := first.AddDate(0, 1, 0).Add(-24 * time.Hour)
		if same := first.Add(time.Duration(d.Day()-1) * 24 * time.Hour); !same.After(last) {
			return same
		}
		return last
	}
	for x := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); x.Year() < 2032; x = x.Add(24 * time.Hour) {
		for n := -48; n <= 48; n++ {
			if got, want := Months(n).After(Of(x)), Of(oracle(x, n)); got.Day != want || got.By != ByCalendar || got.Estimate {
				t.Fatalf("%s and %d months: %+v, the oracle says %s", x.Format(time.DateOnly), n, got, want)
			}
		}
		if got, want := CalendarDays(15).After(Of(x)).Day, Of(x.Add(15*24*time.Hour)); got != want {
			t.Fatalf("%s and 15 days: %s, want %s", x.Format(time.DateOnly), got, want)
		}
	}
	if got := Months(3).After(day(t, "2026-11-30")).Day; got != day(t, "2027-02-28") {
		t.Errorf("30 November and three months: %s", got)
	}
	if got := Months(3).After(day(t, "2027-11-30")).Day; got != day(t, "2028-02-29") {
		t.Errorf("30 November 2027 and three months: %s", got)
	}
}

// Working days and calendar days from one day differ, and each says what it is.
func TestDeadlineSaysHowItWasCounted(t *testing.T) {
	c := New([]YearFile{spring})
	from := day(t, "2026-02-13")
	for _, x := range []struct {
		d    Deadline
		want diag.Words
	}{
		{CalendarDays(10).After(from), diag.Words{ZH: "2026-02-23（日历日）", EN: "2026-02-23 (calendar days)"}},
		{WorkingDays(10).After(from, c), diag.Words{ZH: "2026-03-05（工作日）", EN: "2026-03-05 (working days)"}},
		{WorkingDays(10).After(from, nil), diag.Words{ZH: "2026-02-27（按工作日估算，缺放假安排）", EN: "2026-02-27 (working days, estimated: a holiday file is missing)"}},
	} {
		if got := x.d.Words(); got != x.want {
			t.Errorf("%+v: %q, want %q", x.d, got, x.want)
		}
	}
}

func TestPassed(t *testing.T) {
	a := Deadline{Day: day(t, "2026-07-15")}
	if a.Passed(a.Day) || !a.Passed(a.Day.AddDays(1)) || (Deadline{}).Passed(a.Day) {
		t.Error("the last day is in time, the next is not")
	}
}

// How the limits of real catalogues are read: what they make of June, of the first half, of
// the year, and of a document made on 30 June.
func TestParseLimit(t *testing.T) {
	c := New(nil)
	june, half, year := Period{2026, Month, 6}, Period{2026, Half, 1}, Period{2026, Year, 0}
	for _, x := range []struct {
		text                   string
		kind                   LimitKind
		every                  Unit
		june, half, year, made string
	}{
		{"20个工作日内", LimitWorking, NoUnit, "2026-07-28", "2026-07-28", "2027-01-28", "2026-07-28"},
		{"自形成之日起二十个工作日内", LimitWorking, NoUnit, "", "", "", "2026-07-28"},
		{"印发之日起20个工作日内", LimitWorking, NoUnit, "", "", "", "2026-07-28"},
		{"变动后20个工作日内", LimitWorking, NoUnit, "", "", "", "2026-07-28"},
		{"批准后20日内", LimitCalendar, NoUnit, "", "", "", "2026-07-20"},
		{"批准后 20 天内", LimitCalendar, NoUnit, "", "", "", "2026-07-20"},
		{"季度终了后20个工作日内", LimitWorking, Quarter, "2026-07-28", "2026-07-28", "2027-01-28", ""},
		{"期满后１５日内", LimitCalendar, NoUnit, "2026-07-15", "2026-07-15", "2027-01-15", ""},
		{"3个月内", LimitMonths, NoUnit, "2026-09-30", "2026-09-30", "2027-03-31", "2026-09-30"},
		{"次月15日前", NextMonth, Month, "2026-07-15", "2026-07-15", "2027-01-15", ""},
		{"次月10日内", LimitCalendar, Month, "2026-07-10", "2026-07-10", "2027-01-10", "2026-07-10"},
		{"每年第一季度", YearDay, Year, "", "", "2026-03-31", ""},
		{"每年5月底前", YearDay, Year, "", "", "2026-05-31", ""},
		{"每年2月底前", YearDay, Year, "", "", "2026-02-28", ""},
		{"每年1月31日前", YearDay, Year, "", "", "2026-01-31", ""},
		{"每年十二月十五日前", YearDay, Year, "", "", "2026-12-15", ""},
		{"每年年底前", YearDay, Year, "", "", "2026-12-31", ""},
		{"每半年一次", Periodic, Half, "", "", "", ""},
		{"每年一次", Periodic, Year, "", "", "", ""},
		{"每季度公开1次", Periodic, Quarter, "", "", "", ""},
		{"次月15前", LimitUnknown, Month, "", "", "", ""},
		{"每年5月中旬", LimitUnknown, Year, "", "", "", ""},
		{"停电前7日", LimitBefore, NoUnit, "", "", "", ""},
		{"供热前30日", LimitBefore, NoUnit, "", "", "", ""},
		{"实时公开", AtOnce, NoUnit, "", "", "", ""},
		{"及时公开", Promptly, NoUnit, "", "", "", ""},
		{"永久公开", Lasting, NoUnit, "", "", "", ""},
		{"法定期限内", Statutory, NoUnit, "", "", "", ""},
		{"", LimitUnknown, NoUnit, "", "", "", ""},
		{"看情况", LimitUnknown, NoUnit, "", "", "", ""},
	} {
		l := ParseLimit(x.text)
		if l.Kind != x.kind || l.Every != x.every {
			t.Errorf("%q: %+v, want kind %d of %d", x.text, l, x.kind, x.every)
		}
		for _, p := range []struct {
			of   Period
			want string
		}{{june, x.june}, {half, x.half}, {year, x.year}} {
			if d, ok := l.Of(p.of, c); d.Day.String() != p.want || ok != (p.want != "") {
				t.Errorf("%q of %s: %s, want %q", x.text, p.of, d.Day, p.want)
			}
		}
		if d, _ := l.From(day(t, "2026-06-30"), c); d.Day.String() != x.made {
			t.Errorf("%q from 2026-06-30: %s, want %q", x.text, d.Day, x.made)
		}
	}
}

func FuzzParseLimit(f *testing.F) {
	for _, s := range []string{"20个工作日内", "次月15日前", "每年十二月十五日前", "每年2月底前", "九十九个月内"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l := ParseLimit(s)
		for _, p := range []Period{{2028, Month, 2}, {2026, Year, 0}} {
			if d, ok := l.Of(p, nil); ok && d.IsZero() {
				t.Errorf("%q of %s: no day", s, p)
			}
		}
		l.From(Date{2028, 2, 29}, nil)
	})
}

func TestParseDayOfYear(t *testing.T) {
	for text, want := range map[string]Date{"06-30": {0, 6, 30}, "6月30日": {0, 6, 30}, "6月底": {0, 6, 30}, "2-29": {0, 2, 29}, "２月底": {0, 2, 28}} {
		if got, err := ParseDayOfYear(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "6", "30日", "6-31", "13-1", "6月30日晚", "年底"} {
		if got, err := ParseDayOfYear(text); !errors.Is(err, ErrForm) && !errors.Is(err, ErrNoSuchDay) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if got := (Date{0, 2, 29}).On(2027); got != (Date{2027, 2, 28}) {
		t.Errorf("29 February in 2027: %v", got)
	}
}

// The periods of a year touch without a gap, in every unit.
func TestPeriodsOfAYear(t *testing.T) {
	for _, u := range []Unit{Year, Half, Quarter, Month} {
		next := Date{2028, 1, 1}
		for _, p := range u.In(2028) {
			if p.First() != next {
				t.Errorf("%s begins on %s, want %s", p, p.First(), next)
			}
			for d := p.First(); !d.After(p.Last()); d = d.AddDays(1) {
				if u.Holding(d) != p {
					t.Fatalf("%s is in %s, want %s", d, u.Holding(d), p)
				}
			}
			next = p.Last().AddDays(1)
			if p.Next().First() != next {
				t.Errorf("%s is followed by %s", p, p.Next())
			}
		}
		if next != (Date{2029, 1, 1}) {
			t.Errorf("the year ends before %s", next)
		}
	}
}
