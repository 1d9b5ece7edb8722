package model

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
)

func on(y, m, d int) calendar.Date {
	date, ok := calendar.Make(y, m, d)
	if !ok {
		panic("no such day")
	}
	return date
}

// item makes an item published on a day.
func item(id ID, published calendar.Date, change ...func(*Item)) *Item {
	it := &Item{Index: id, Path: string(id) + ".md", Published: calendar.Moment{Date: published}}
	for _, f := range change {
		f(it)
	}
	return it
}

func follows(id ID) func(*Item) { return func(it *Item) { it.Follows = id } }

func ids(items []*Item) (out []ID) {
	for _, it := range items {
		out = append(out, it.Index)
	}
	return out
}

func TestWhoIsPublic(t *testing.T) {
	today := on(2026, 7, 10)
	parts := Parts{Today: today, Items: []*Item{
		item("A-1", on(2026, 7, 1)),
		item("A-2", on(2026, 7, 10)),
		item("A-3", on(2026, 7, 11)),
		item("A-4", on(2026, 7, 1), func(it *Item) { it.Draft = true }),
		item("A-5", on(2026, 7, 5), func(it *Item) { it.Withdrawn = &Decision{Date: on(2026, 7, 6)} }),
		item("A-6", today, func(it *Item) { it.Published.Minute, it.Published.Timed = 9*60, true }),
	}}
	s := New(parts)
	if got, want := ids(s.Items), []ID{"A-6", "A-2", "A-5", "A-1"}; !slices.Equal(got, want) {
		t.Errorf("public %v, want %v, newest first", got, want)
	}
	if !s.Held(s.Item("A-3")) || s.Held(s.Item("A-2")) || s.Held(s.Item("A-4")) {
		t.Error("held is wrong")
	}
	parts.Now = calendar.Moment{Date: today, Minute: 8 * 60, Timed: true}
	if got := ids(New(parts).Items); slices.Contains(got, "A-6") {
		t.Errorf("at 8 o'clock %v: an item of 9 o'clock is public", got)
	}
	parts.Now, parts.Preview = calendar.Moment{}, true
	if got := ids(New(parts).Items); len(got) != 6 {
		t.Errorf("the preview shows %v", got)
	}
}

func TestGone(t *testing.T) {
	today := on(2026, 7, 10)
	day := func(d int) *Decision { return &Decision{Date: on(2026, 7, d)} }
	tests := []struct {
		name                string
		withdrawn, restored *Decision
		want                bool
	}{
		{"never withdrawn", nil, nil, false},
		{"withdrawn", day(9), nil, true},
		{"withdrawn today", day(10), nil, true},
		{"to be withdrawn", day(11), nil, false},
		{"restored", day(5), day(9), false},
		{"to be restored", day(5), day(11), true},
		{"withdrawn again", day(9), day(5), true},
	}
	s := New(Parts{Today: today})
	for _, tt := range tests {
		if got := s.Gone(&Item{Withdrawn: tt.withdrawn, Restored: tt.restored}); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

func TestMatter(t *testing.T) {
	s := New(Parts{Today: on(2026, 7, 10), Items: []*Item{
		item("A-1", on(2026, 1, 1)),
		item("A-2", on(2026, 2, 1), follows("A-1")),
		item("A-3", on(2026, 3, 1), follows("A-2")),
		item("A-4", on(2026, 2, 15), follows("A-1")),
		item("A-5", on(2026, 9, 1), follows("A-3")), // held
		item("B-1", on(2026, 1, 1)),
		item("C-1", on(2026, 1, 1), follows("C-2")), // a circle
		item("C-2", on(2026, 1, 2), follows("C-1")),
		item("D-1", on(2026, 1, 1), follows("X-9")), // nobody
	}})
	for id, want := range map[ID][]ID{
		"A-1": {"A-1", "A-2", "A-4", "A-3"},
		"A-3": {"A-1", "A-2", "A-4", "A-3"},
		"A-4": {"A-1", "A-2", "A-4", "A-3"},
		"B-1": nil,
		"C-1": {"C-1", "C-2"},
		"D-1": nil,
	} {
		if got := ids(s.Matter(s.Item(id))); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", id, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for id, want := range map[ID]string{
		"CZ-2026-00003":                  "items/CZ-2026/CZ-2026-00003.html",
		"000014349/2017-00110":           "items/000014349-2017/000014349-2017-00110.html",
		"11330800MB0R57773W/2021-130444": "items/11330800MB0R57773W-2021/11330800MB0R57773W-2021-130444.html",
		"财-3":                            "items/-/--3.html",
		"X":                              "items/other/X.html",
		"..-5":                           "items/other/..-5.html",
		"../../etc":                      "items/..-../..-..-etc.html",
	} {
		if got := (&Item{Index: id}).Address(".html"); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	it := item("CZ-2026-00003", on(2026, 1, 1), func(it *Item) {
		it.Attachments = []Attachment{{File: "budget.xlsx"}, {File: "预算.XLSX"}, {File: "决算.xlsx"}, {File: ".htaccess"}, {File: "图/a.png"}}
	})
	New(Parts{Today: on(2026, 7, 10), Items: []*Item{it}})
	seen := map[string]bool{}
	for _, a := range it.Attachments {
		if seen[a.Address] {
			t.Errorf("%s twice", a.Address)
		}
		seen[a.Address] = true
		for _, r := range a.Address {
			if r > 0x7E {
				t.Errorf("%s is not ASCII", a.Address)
			}
		}
	}
	if !seen["items/CZ-2026/CZ-2026-00003/budget.xlsx"] || seen["items/CZ-2026/CZ-2026-00003/.htaccess"] {
		t.Errorf("addresses %v", seen)
	}
}

// Whatever files are called, their addresses are safe on every system and no two are one.
func TestAttachmentAddressesAreSafe(t *testing.T) {
	names := []string{"a b.pdf", "a%20b.pdf", "a#1.pdf", "a?x=1.pdf", "CON", "con.pdf", "Lpt1.xlsx", "com10.pdf", "nul.tar.gz", "end.", "end .pdf", "-x.pdf", ".pdf", "..pdf", "A.pdf", "a.pdf", "Ä.pdf", "A\u0308.pdf",
		"x/a.pdf", "x-a.pdf", "预算\u202Efdp.exe", "预算\u200B.pdf", strings.Repeat("长", 90) + ".pdf", strings.Repeat("l", 200) + ".pdf", "a.p d f", "a.jsonl.verylongextension", "BUDGET.PDF", "Budget.pdf", "com¹.pdf"}
	for range 2 {
		it := item("CZ-2026-00003", on(2026, 1, 1), func(it *Item) {
			for _, n := range names {
				it.Attachments = append(it.Attachments, Attachment{File: n, Path: "caizheng/" + n})
			}
		})
		New(Parts{Today: on(2026, 7, 10), Items: []*Item{it}})
		seen, at := map[string]string{}, map[string]string{}
		for _, a := range it.Attachments {
			at[a.File] = a.Address
			rest, ok := strings.CutPrefix(a.Address, "items/CZ-2026/CZ-2026-00003/")
			if other := seen[strings.ToLower(rest)]; !ok || other != "" {
				t.Errorf("%q has the address %s, as %q", a.File, a.Address, other)
			}
			seen[strings.ToLower(rest)] = a.File
			if strings.Trim(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") != "" || len(rest) > 100 || Reserved(rest) || strings.HasSuffix(rest, ".") || strings.HasPrefix(rest, ".") {
				t.Errorf("%q has the address %s", a.File, a.Address)
			}
		}
		for _, n := range []string{"a.pdf", "x-a.pdf", "BUDGET.PDF", "com10.pdf"} {
			if !strings.HasSuffix(at[n], "/"+n) {
				t.Errorf("%s lost its address and has %s", n, at[n])
			}
		}
		slices.Reverse(names) // the order of the files decides nothing
	}
}

func TestCommentOpen(t *testing.T) {
	s := New(Parts{Today: on(2026, 7, 10)})
	for _, tt := range []struct {
		from, until calendar.Date
		want        bool
	}{
		{on(2026, 7, 1), on(2026, 7, 10), true},
		{on(2026, 7, 1), on(2026, 7, 9), false},
		{on(2026, 7, 11), on(2026, 8, 9), false},
		{calendar.Date{}, on(2026, 8, 9), true},
		{calendar.Date{}, calendar.Date{}, false},
	} {
		if got := s.CommentOpen(&Item{CommentFrom: tt.from, CommentUntil: tt.until}); got != tt.want {
			t.Errorf("%s to %s: %v", tt.from, tt.until, got)
		}
	}
}
