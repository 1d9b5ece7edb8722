package agenda_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/agenda"
	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/judge"
	"gongkai/generator/load"
	"gongkai/generator/model"
	"gongkai/generator/xlsx"
)

// sample gives the clock of the sample content on a day.
func sample(t testing.TB, day calendar.Date) *clock.Clock {
	t.Helper()
	r, err := load.Tree(os.DirFS("../../content"), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Parts.Today = day
	return clock.New(model.New(r.Parts), 60)
}

var today = calendar.Date{Year: 2026, Month: 11, Day: 22}

// The JSON holds each obligation with all that a reader needs: who, what, when, by which
// rule, and what to do.
func TestJSON(t *testing.T) {
	c := sample(t, today)
	r := c.Radar(60, nil)
	var b bytes.Buffer
	if err := agenda.JSON(&b, c, &r, agenda.Failing(c, &r), diag.ZH); err != nil {
		t.Fatal(err)
	}
	var d agenda.Document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Late) != len(r.Late) || len(d.Due) != len(r.Due) || len(d.Coming) != len(r.Coming) || len(d.Late)*len(d.Due)*len(d.Coming) == 0 {
		t.Errorf("%d, %d, %d of %d, %d, %d", len(d.Late), len(d.Due), len(d.Coming), len(r.Late), len(r.Due), len(r.Coming))
	}
	for _, e := range slices.Concat(d.Late, d.Due, d.Coming) {
		if e.Title == "" || e.Deadline == "" || e.Counted == "" || len(e.Sources) == 0 || e.Responsible == "" || e.Command == "" && e.Advice == "" {
			t.Errorf("incomplete: %+v", e)
		}
		if e.Sources[0].Deadline != e.Deadline {
			t.Errorf("the strictest source does not set the deadline: %+v", e)
		}
		if late := e.State == "late"; late != (e.DaysLeft < 0) {
			t.Errorf("%s with %d days left", e.State, e.DaysLeft)
		}
	}
	if len(d.Failing) == 0 || d.Failing[0].Department != "" || len(d.Failing[0].Reasons) == 0 {
		t.Errorf("failing: %+v", d.Failing)
	}
}

// The table has a row for each.
func TestTable(t *testing.T) {
	c := sample(t, today)
	r := c.Radar(60, nil)
	sheet := agenda.Table(c, &r, diag.ZH)
	var b bytes.Buffer
	if err := xlsx.WriteCSV(&b, &sheet); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Count(b.String(), "\r\n"), len(r.All())+1; got != want {
		t.Errorf("%d lines, want %d", got, want)
	}
	var book bytes.Buffer
	if err := new(xlsx.Maker).Write(&book, xlsx.Book{Title: "督办清单", Sheets: []xlsx.Sheet{sheet}}); err != nil || book.Len() < 2000 {
		t.Errorf("a workbook of %d bytes, %v", book.Len(), err)
	}
}

func feed(t *testing.T, c *clock.Clock, list []*clock.Obligation, f agenda.Feed) string {
	t.Helper()
	var b bytes.Buffer
	if err := agenda.ICS(&b, c, list, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// uids gives the identities of a calendar's events.
func uids(text string) (out []string) {
	for line := range strings.Lines(text) {
		if id, ok := strings.CutPrefix(line, "UID:"); ok {
			out = append(out, strings.TrimSpace(id))
		}
	}
	slices.Sort(out)
	return out
}

// A calendar that is read again the next day moves its events and doubles none: what is on
// both has the same identity, and no two events have one.
func TestIdentityStays(t *testing.T) {
	c, next := sample(t, today), sample(t, today.AddDays(1))
	r, r2 := c.Radar(60, nil), next.Radar(60, nil)
	a, b := uids(feed(t, c, r.All(), agenda.Feed{Name: "督办"})), uids(feed(t, next, r2.All(), agenda.Feed{Name: "督办"}))
	if len(a) != len(r.All()) || len(slices.Compact(slices.Clone(a))) != len(a) {
		t.Errorf("%d events, %d identities", len(r.All()), len(slices.Compact(slices.Clone(a))))
	}
	gone := slices.DeleteFunc(slices.Clone(a), func(id string) bool { return slices.Contains(b, id) })
	if len(gone) > 3 {
		t.Errorf("%d of %d events have another identity the next day", len(gone), len(a))
	}
	if feed(t, c, r.All(), agenda.Feed{Name: "督办"}) != feed(t, sample(t, today), r.All(), agenda.Feed{Name: "督办"}) {
		t.Error("two calendars of one day differ")
	}
}

// A public calendar tells nobody who has to do what, and how.
func TestPublicCalendar(t *testing.T) {
	c := sample(t, today)
	r := c.Radar(60, nil)
	text := strings.ReplaceAll(feed(t, c, r.All(), agenda.Feed{Name: "公开日历", Public: true}), "\r\n ", "")
	for _, word := range []string{"gongkai new", "gongkai filing", "电话", "替补", "VALARM"} {
		if strings.Contains(text, word) {
			t.Errorf("the public calendar says %q", word)
		}
	}
	if private := strings.ReplaceAll(feed(t, c, r.All(), agenda.Feed{Name: "督办"}), "\r\n ", ""); !strings.Contains(private, "gongkai new") || !strings.Contains(private, "电话") {
		t.Error("the department's own calendar does not say what to do")
	}
}

// No line is longer than 75 bytes, none cuts a character, all end with CR LF (RFC 5545, 3.1).
func TestLinesAreFolded(t *testing.T) {
	c := sample(t, today)
	r := c.Radar(60, nil)
	for line := range strings.SplitSeq(feed(t, c, r.All(), agenda.Feed{Name: "督办"}), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !strings.Contains(line, "�") && strings.ToValidUTF8(line, "�") != line {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
}

// parse is what Python's icalendar makes of a calendar: a line for each event.
const parse = `
import sys, icalendar
cal = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
assert cal["VERSION"] == "2.0" and cal["PRODID"] and not cal.errors, cal.errors
for e in cal.walk("VEVENT"):
    assert not e.errors, e.errors
    print(e.decoded("DTSTART").isoformat(), (e.decoded("DTEND") - e.decoded("DTSTART")).days, e["UID"], e["SUMMARY"], sep="\t")
`

// A parser that is not ours accepts the calendar, and reads what was meant.
func TestParserAccepts(t *testing.T) {
	python := "/usr/bin/python3" // the system's, which has the system's packages
	if err := exec.Command(python, "-c", "import icalendar").Run(); err != nil {
		judge.Missing(t, "python3-icalendar")
	}
	c := sample(t, today)
	r := c.Radar(60, nil)
	name := filepath.Join(t.TempDir(), "a.ics")
	if err := os.WriteFile(name, []byte(feed(t, c, r.All(), agenda.Feed{Name: "督办", URL: "https://gongkai.example/a.ics"})), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "-c", parse, name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(r.All()) {
		t.Fatalf("it reads %d events of %d:\n%s", len(lines), len(r.All()), out)
	}
	for i, o := range r.All() {
		cells := strings.Split(lines[i], "\t")
		title := o.Title().ZH
		if cells[0] != o.Deadline.Day.String() || cells[1] != "1" || !strings.HasSuffix(cells[3], title) {
			t.Errorf("%s became %s", fmt.Sprint(o.Deadline.Day, " ", title), lines[i])
		}
	}
}
