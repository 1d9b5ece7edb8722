package calendar

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	want := Date{2026, 7, 1}
	for _, s := range []string{
		"2026-07-01", "2026-7-1", "2026年7月1日", "2026年07月01日", "2026/7/1", "2026/07/01", "2026.7.1",
		" 2026-07-01 ", "　2026年7月1日　", "２０２６年７月１日", "２０２６－０７－０１", "２０２６．７．１", "２０２６／７／１",
		"2026 年 7 月 1 日", "2026-07-01\r\n",
	} {
		if got, err := ParseDate(s); got != want || err != nil {
			t.Errorf("ParseDate(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{
		"", "2026", "2026-07", "26-07-01", "2026-07/01", "2026年7月1", "2026年7-1日", "20260701", "2026-007-01",
		"2026-07-01x", "2026-07-01 09:30", "0000-01-01", "二〇二六年七月一日", "2026 -7-1", "02026-07-01", "2026--7-1",
	} {
		if got, err := ParseDate(s); !errors.Is(err, ErrForm) || !got.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v; want ErrForm", s, got, err)
		}
	}
}

func TestParseDateNoSuchDay(t *testing.T) {
	for s, words := range map[string]string{
		"2026-02-29": "2026年2月只有28天",
		"2024年2月30日": "2024年2月只有29天",
		"2026/6/31":  "2026年6月只有30天",
		"2026.13.1":  "一年只有12个月，没有13月",
		"2026-00-10": "一年只有12个月，没有0月",
		"2026年5月00日": "2026年5月从1日开始，没有0日",
		"２０２６年４月３１日": "2026年4月只有30天",
	} {
		_, err := ParseDate(s)
		if !errors.Is(err, ErrNoSuchDay) || Why(err).ZH != words || Why(err).EN == "" {
			t.Errorf("ParseDate(%q): %v, %q; want %q", s, err, Why(err).ZH, words)
		}
		if _, err := ParseMoment(s + " 10:00"); !errors.Is(err, ErrNoSuchDay) {
			t.Errorf("ParseMoment(%q): %v", s, err)
		}
	}
	if w := Why(ErrForm); !w.IsZero() {
		t.Errorf("Why(ErrForm) = %v", w)
	}
}

func TestParseMoment(t *testing.T) {
	for s, want := range map[string]string{
		"2026-07-01":          "2026-07-01",
		"2026年7月1日":           "2026-07-01",
		"2026-07-01 00:00":    "2026-07-01 00:00",
		"2026-07-01 09:30":    "2026-07-01 09:30",
		"2026-07-01 9:30":     "2026-07-01 09:30",
		"2026-07-01T09:30":    "2026-07-01 09:30",
		"2026-07-01 09:30:15": "2026-07-01 09:30",
		"2026年7月1日 09:30":     "2026-07-01 09:30",
		"2026年7月1日9时30分":      "2026-07-01 09:30",
		"2026年7月1日 9时":        "2026-07-01 09:00",
		"2026年7月1日9点05分":      "2026-07-01 09:05",
		"２０２６年７月１日　９：３０":      "2026-07-01 09:30",
		"2026-07-01  23:59":   "2026-07-01 23:59",
	} {
		m, err := ParseMoment(s)
		if err != nil || m.String() != want {
			t.Errorf("ParseMoment(%q) = %v, %v; want %s", s, m, err, want)
		}
	}
	for s, want := range map[string]error{
		"2026-07-01 24:00": ErrNoSuchTime, "2026-07-01 09:60": ErrNoSuchTime, "2026-07-01 25时": ErrNoSuchTime,
		"2026-07-01 9:3": ErrForm, "2026-07-01 morning": ErrForm, "2026-07-01T": ErrForm, "2026-07-0109:30": ErrForm,
		"2026-07-01T09:30+08:00": ErrForm, "2026-07-01T09:30Z": ErrForm, "09:30": ErrForm, "2026-07-01 9": ErrForm,
	} {
		if m, err := ParseMoment(s); !errors.Is(err, want) || !m.IsZero() {
			t.Errorf("ParseMoment(%q) = %v, %v; want %v", s, m, err, want)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	for s, want := range map[string]string{
		"2026": "2026", "2026年": "2026", "2026年度": "2026", "２０２６": "2026", " 2026 ": "2026",
		"2026-H1": "2026-H1", "2026h2": "2026-H2", "2026年上半年": "2026-H1", "2026年下半年": "2026-H2",
		"2026-Q3": "2026-Q3", "2026-q3": "2026-Q3", "2026年第三季度": "2026-Q3", "2026年第3季度": "2026-Q3",
		"2026年三季度": "2026-Q3", "2026年3季度": "2026-Q3", "2026 年 第 三 季度": "2026-Q3", "2026年第３季度": "2026-Q3",
		"2026-07": "2026-07", "2026-7": "2026-07", "2026/07": "2026-07", "2026.7": "2026-07", "2026年7月": "2026-07",
		"2026年12月份": "2026-12", "2026年　7月": "2026-07",
	} {
		p, err := ParsePeriod(s)
		if err != nil || p.String() != want {
			t.Errorf("ParsePeriod(%q) = %v, %v; want %s", s, p, err, want)
		}
	}
	for s, want := range map[string]error{
		"": ErrForm, "26": ErrForm, "2026-": ErrForm, "202607": ErrForm, "2026 07": ErrForm, "2026年第7月": ErrForm,
		"2026-07-01": ErrForm, "2026上半年": ErrForm, "2026-Q": ErrForm, "0000": ErrForm, "去年": ErrForm, "20 26": ErrForm,
		"2026-Q5": ErrNoSuchPeriod, "2026-H3": ErrNoSuchPeriod, "2026-13": ErrNoSuchPeriod, "2026-00": ErrNoSuchPeriod,
		"2026年第五季度": ErrNoSuchPeriod, "2026-Q0": ErrNoSuchPeriod,
	} {
		p, err := ParsePeriod(s)
		if !errors.Is(err, want) || !p.IsZero() {
			t.Errorf("ParsePeriod(%q) = %v, %v; want %v", s, p, err, want)
		}
		if (want == ErrNoSuchPeriod) == Why(err).IsZero() {
			t.Errorf("ParsePeriod(%q): words %v", s, Why(err))
		}
	}
}

func TestPeriodDays(t *testing.T) {
	for _, c := range []struct{ p, first, last, zh string }{
		{"2026", "2026-01-01", "2026-12-31", "2026年"},
		{"2026-H1", "2026-01-01", "2026-06-30", "2026年上半年"},
		{"2026-H2", "2026-07-01", "2026-12-31", "2026年下半年"},
		{"2026-Q1", "2026-01-01", "2026-03-31", "2026年第一季度"},
		{"2026-Q4", "2026-10-01", "2026-12-31", "2026年第四季度"},
		{"2024-02", "2024-02-01", "2024-02-29", "2024年2月"},
		{"2026-12", "2026-12-01", "2026-12-31", "2026年12月"},
	} {
		p, err := ParsePeriod(c.p)
		if err != nil || p.First().String() != c.first || p.Last().String() != c.last || p.Chinese() != c.zh {
			t.Errorf("%s: %v..%v %s %v", c.p, p.First(), p.Last(), p.Chinese(), err)
		}
	}
	if (Period{}).First() != (Date{}) || (Period{}).Last() != (Date{}) || (Period{}).Chinese() != "" {
		t.Error("the zero Period has days")
	}
}

// What is written is what was read: String and Chinese of whatever parses parse back to
// the same, and no text is both read and refused.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-07-01", "2026年7月1日", "２０２６．７．１", "2026-02-30", "2026-13-01", "", "9999-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if !d.IsZero() || !errors.Is(err, ErrForm) && !errors.Is(err, ErrNoSuchDay) {
				t.Fatalf("%q: %v, %v", s, d, err)
			}
			return
		}
		for _, w := range []string{d.String(), d.Chinese()} {
			if d.Year < 1000 && w == d.Chinese() {
				continue
			}
			if e, err := ParseDate(w); e != d || err != nil {
				t.Fatalf("%q: wrote %q, read %v, %v", s, w, e, err)
			}
		}
		if x, err := time.Parse(time.DateOnly, d.String()); err != nil || Of(x) != d {
			t.Fatalf("%q: %v is %v, %v to package time", s, d, x, err)
		}
		if m, err := ParseMoment(s); err != nil || m.Date != d || m.Timed {
			t.Fatalf("%q: moment %v, %v", s, m, err)
		}
	})
}

func FuzzParseMoment(f *testing.F) {
	for _, s := range []string{"2026-07-01 09:30", "2026年7月1日9时30分", "2026-07-01T23:59:59", "2026-07-01", "2026-07-01 24:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMoment(s)
		if err != nil {
			return
		}
		if n, err := ParseMoment(m.String()); n != m || err != nil {
			t.Fatalf("%q: wrote %q, read %v, %v", s, m, n, err)
		}
		if m.Minute < 0 || m.Minute > 1439 || !m.Timed && m.Minute != 0 {
			t.Fatalf("%q: minute %d", s, m.Minute)
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2026", "2026-H1", "2026年第三季度", "2026-07", "2026年7月", "2026-Q9", "2026年上半年"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePeriod(s)
		if err != nil {
			return
		}
		if q, err := ParsePeriod(p.String()); q != p || err != nil {
			t.Fatalf("%q: wrote %q, read %v, %v", s, p, q, err)
		}
		if q, err := ParsePeriod(p.Chinese()); p.Year >= 1000 && (q != p || err != nil) {
			t.Fatalf("%q: wrote %q, read %v, %v", s, p.Chinese(), q, err)
		}
		if !p.First().Before(p.Last()) || p.Last().AddDays(1).Day != 1 {
			t.Fatalf("%q: %v to %v", s, p.First(), p.Last())
		}
	})
}

// TestDateWords: every day of four centuries' ends reads as it should, and those that are
// no days are told as they are.
func TestDateWords(t *testing.T) {
	for _, from := range []Date{{1, 1, 1}, {999, 12, 30}, {1999, 12, 31}, {2024, 2, 28}, {2026, 9, 30}, {9999, 12, 1}} {
		for i := range 31 {
			d := from.AddDays(i)
			if d.Year > 9999 {
				break
			}
			if got, want := d.String(), d.Time().Format("2006-01-02"); got != want {
				t.Errorf("%v: String gives %q, want %q", from, got, want)
			}
			if got, want := d.Chinese(), fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day); got != want {
				t.Errorf("%v: Chinese gives %q, want %q", from, got, want)
			}
		}
	}
	if got := (Date{-5, 200, 7}).String(); got != "-005-200-07" {
		t.Errorf("no day gives %q", got)
	}
}
