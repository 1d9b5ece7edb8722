package xlsx

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/generator/calendar"
)

func date(y, m, d int) calendar.Date {
	v, ok := calendar.Make(y, m, d)
	if !ok {
		panic("no such day")
	}
	return v
}

func TestSerial(t *testing.T) {
	for _, c := range []struct {
		in, out string
		ok      bool
	}{
		{"1900-03-01", "61", true},
		{"2026-07-01", "46204", true},
		{"2026-07-01 12:00", "46204.5000000000", true},
		{"2026-07-01 24:00", "", false},
		{"2026-02-29", "", false},
		{"2026-7-1", "", false},
		{"1899-12-31", "", false},
		{"明天", "", false},
		{"", "", false},
	} {
		if n, ok := appendSerial(nil, c.in); string(n) != c.out || ok != c.ok {
			t.Errorf("appendSerial(%q) = %q %v", c.in, n, ok)
		}
	}
}

// slowSerial is appendSerial by package time.
func slowSerial(value string) (string, bool) {
	layout := "2006-01-02"
	timed := len(value) > len(layout)
	if timed {
		layout = "2006-01-02 15:04"
	}
	t, err := time.Parse(layout, value)
	if err != nil || t.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) {
		return "", false
	}
	since := t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC))
	if !timed {
		return strconv.Itoa(int(since / (24 * time.Hour))), true
	}
	return strconv.FormatFloat(since.Hours()/24, 'f', 10, 64), true
}

func TestSerialIsThatOfPackageTime(t *testing.T) {
	d := date(1899, 12, 1)
	for i := range 60000 {
		for _, value := range []string{d.String(), calendar.Moment{Date: d, Minute: int16(i * 7 % 1440), Timed: true}.String()} {
			got, ok := appendSerial(nil, value)
			if want, wanted := slowSerial(value); string(got) != want || ok != wanted {
				t.Fatalf("%s: %s %v, want %s %v", value, got, ok, want, wanted)
			}
		}
		d = d.AddDays(1)
	}
}

// hostileCells are texts on which a careless writer differs from the standard ones.
var hostileCells = []string{"", "甲", "a,b", "a\nb", "\n", "甲\n", "\"", " x ", "\\.", "\\.\t", "=1", "0401", "\t", "\r\n", "a\x00b", "\xff", "_x0041_", "<&>'\"", "\u0085", "\ufffd", "\ufffe", "\u3000甲", "\xe1\x9a\x80x", "\x7f"}

// cellsAreStandard compares what is appended with encoding/csv and encoding/xml.
func cellsAreStandard(t *testing.T, cell string) {
	t.Helper()
	var want bytes.Buffer
	w := csv.NewWriter(&want)
	w.UseCRLF = true
	w.Write([]string{"x", guarded(cell, Text)})
	w.Flush()
	var got bytes.Buffer
	err := WriteCSV(&got, &Sheet{Columns: make([]Column, 3), Rows: 1, Numbered: true, Fill: func(_ int, cells []string) { clear(cells); cells[1] = cell }})
	_, row, _ := strings.Cut(got.String(), "\r\n")
	row = strings.TrimSuffix(strings.TrimPrefix(row, "1,,"), ",\r\n")
	if line := strings.TrimSuffix(strings.TrimPrefix(want.String(), "x,"), "\r\n"); err != nil || row != line {
		t.Errorf("CSV of %q: %q, want %q (%v)", cell, row, line, err)
	}
	cleaned := clean(cell)
	if slow := strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if forbidden(r) {
			return -1
		}
		return r
	}, cell); cleaned != slow {
		t.Errorf("clean(%q) = %q, want %q", cell, cleaned, slow)
	}
	want.Reset()
	xml.EscapeText(&want, []byte(cleaned))
	if x := appendXML(nil, cleaned); string(x) != want.String() {
		t.Errorf("XML of %q: %q, want %q", cell, x, want.String())
	}
	if survey(cell)&marked == 0 && cleaned != want.String() {
		t.Errorf("%q is not seen to need escaping", cell)
	}
}

func TestCellsAreTheStandardOnes(t *testing.T) {
	for _, a := range hostileCells {
		for _, b := range hostileCells {
			cellsAreStandard(t, a+b)
		}
	}
	for r := range rune(0x11000) {
		if (survey(string(r))&dirty != 0) != forbidden(r) && r != 0xFFFD && (r < 0xD800 || r > 0xDFFF) {
			t.Fatalf("%U: survey and forbidden differ", r)
		}
	}
}

func FuzzCells(f *testing.F) {
	for _, c := range hostileCells {
		f.Add(c)
	}
	f.Fuzz(cellsAreStandard)
}
