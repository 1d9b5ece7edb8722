package post_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/post"
)

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		today calendar.Date
		want  string
	}{
		{on(t, 2026, 7, 10), "2026-07 2026-06 2026-05 2026-04"},
		{on(t, 2026, 12, 31), "2026-12 2026-11 2026-10 2026-09"},
		{on(t, 2027, 2, 1), "2027-02 2027-01 2026-12 2026-11"},
		{on(t, 2027, 1, 1), "2027-01 2026-12 2026-11 2026-10"},
	} {
		var got []string
		for _, m := range post.Months(c.today) {
			got = append(got, m.String())
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("on %s: %s, want %s", c.today, s, c.want)
		}
	}
	if got := post.MonthOf(on(t, 2026, 7, 10)).Words(); got != "2026年7月" {
		t.Errorf("a month in words is %s", got)
	}
}

// Law: each item that is not withdrawn is listed once, in its department's and its own month.
func TestListed(t *testing.T) {
	at := func(m, d int) func(*model.Item) {
		return func(it *model.Item) { it.Published.Date = on(t, 2026, m, d) }
	}
	s := site(t,
		item(t, "A-1", at(6, 1)), item(t, "A-2", at(6, 30)), item(t, "A-3", at(7, 1)), item(t, "A-4", at(5, 31)),
		item(t, "A-5", func(it *model.Item) { at(6, 15)(it); it.Department = "gas" }),
		item(t, "A-6", func(it *model.Item) { at(6, 15)(it); it.Withdrawn = &model.Decision{Date: on(t, 2026, 6, 20)} }),
		item(t, "A-7", func(it *model.Item) { it.Published.Date = on(t, 2025, 6, 15) }),
	)
	june := post.Month{Year: 2026, Month: 6}
	var got []model.ID
	for _, it := range post.Listed(s, "water", june) {
		got = append(got, it.Index)
	}
	if want := []model.ID{"A-1", "A-2"}; !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v: oldest first", got, want)
	}
	if n := len(post.Listed(s, "gas", june)); n != 1 {
		t.Errorf("the other department lists %d, want 1", n)
	}
	if n := len(post.Listed(s, "water", post.Month{Year: 2026, Month: 8})); n != 0 {
		t.Errorf("a month to come lists %d", n)
	}
}

func TestPrinted(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*model.Item)
		want   bool
	}{
		{"hangs today", nil, true},
		{"its last day is today", func(it *model.Item) { it.PostUntil = on(t, 2026, 7, 10) }, true},
		{"came down yesterday", func(it *model.Item) { it.PostUntil = on(t, 2026, 7, 9) }, false},
		{"came down, and names a board", func(it *model.Item) { it.PostUntil, it.Boards = on(t, 2026, 7, 9), []string{"hall"} }, true},
		{"no board takes it", func(it *model.Item) { it.Category = "05" }, false},
		{"a draft", func(it *model.Item) { it.Draft, it.Boards = true, []string{"hall"} }, false},
		{"withdrawn", func(it *model.Item) {
			it.Boards, it.Withdrawn = []string{"hall"}, &model.Decision{Date: on(t, 2026, 7, 9)}
		}, false},
	} {
		it := item(t, "A-1", c.change)
		if got := post.Printed(site(t, it), it); got != c.want {
			t.Errorf("%s: printed %v, want %v", c.name, got, c.want)
		}
	}
}

// Law: no two printed files stand in one place.
func TestPrintAddresses(t *testing.T) {
	seen := map[string]bool{}
	add := func(addresses ...string) {
		for _, a := range addresses {
			if seen[a] || !strings.HasSuffix(a, ".pdf") || strings.HasPrefix(a, "/") {
				t.Errorf("%s stands twice, is no PDF, or is not below the root", a)
			}
			seen[a] = true
		}
	}
	add(post.RegisterAddress, post.PhonesAddress)
	for _, id := range []model.ID{"A-1", "A-2", "DUTIES", "CATALOG-1"} {
		add(post.SheetAddress(&model.Item{Index: id}))
	}
	for _, d := range []string{"water", "gas"} {
		for _, m := range post.Months(on(t, 2027, 1, 1)) {
			add(post.CatalogAddress(&model.Department{ID: d}, m))
		}
	}
	for _, b := range []*model.Board{hall, street} {
		at := post.BoardAddresses(b)
		add(at.Sheets, at.New, at.Plan)
	}
}
