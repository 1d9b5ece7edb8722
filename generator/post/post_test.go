package post_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/source"
)

func on(t testing.TB, y, m, d int) calendar.Date {
	t.Helper()
	day, ok := calendar.Make(y, m, d)
	if !ok {
		t.Fatalf("no such day %d-%d-%d", y, m, d)
	}
	return day
}

var (
	hall   = &model.Board{ID: "hall"}
	street = &model.Board{ID: "street", Departments: []string{"water"}, Categories: []string{"04", "规划计划"}}
	kinds  = &model.Board{ID: "kinds", Departments: []string{"公用事业"}}
)

// site makes a site of 10 July 2026 with the items.
func site(t testing.TB, items ...*model.Item) *model.Site {
	t.Helper()
	return model.New(model.Parts{
		Today: on(t, 2026, 7, 10), Items: items,
		Boards:      []*model.Board{hall, street, kinds},
		Departments: []*model.Department{{ID: "water", Name: "区水务局", Kind: "agency"}, {ID: "gas", Name: "区燃气公司", Kind: "utility"}},
		Categories:  []*model.Category{{Code: "03", Name: "规划计划"}, {Code: "0301", Name: "总体规划", Parent: "03"}, {Code: "04", Name: "财政"}, {Code: "0401", Name: "预算", Parent: "04"}, {Code: "05", Name: "其他"}},
	})
}

func item(t testing.TB, id model.ID, change func(*model.Item)) *model.Item {
	t.Helper()
	it := &model.Item{Index: id, Path: string(id) + ".md", Department: "water", Category: "0401", Published: calendar.Moment{Date: on(t, 2026, 7, 1)}}
	if change != nil {
		change(it)
	}
	return it
}

func TestWhere(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*model.Item)
		boards []string
	}{
		{"one that names no board hangs where department and category are listed", nil, []string{"street"}},
		{"a group is listed by its name", func(it *model.Item) { it.Category = "0301" }, []string{"street"}},
		{"another category", func(it *model.Item) { it.Category = "05" }, nil},
		{"a kind of department is listed by its Chinese word", func(it *model.Item) { it.Department = "gas" }, []string{"kinds"}},
		{"a named board alone", func(it *model.Item) { it.Boards = []string{"hall"} }, []string{"hall"}},
		{"an empty list is nowhere", func(it *model.Item) { it.At = it.At.With("boards", source.Span{Start: 1, End: 2}) }, nil},
		{"on request", func(it *model.Item) { it.Method = model.OnRequest }, nil},
		{"on request, yet named", func(it *model.Item) { it.Method, it.Boards = model.OnRequest, []string{"hall"} }, []string{"hall"}},
		{"a draft", func(it *model.Item) { it.Draft = true }, nil},
		{"a department that nobody knows", func(it *model.Item) { it.Department = "?" }, nil},
	} {
		it := item(t, "A-1", c.change)
		s := site(t, it)
		var got []string
		for _, b := range s.Boards {
			if _, ok := post.Of(s, it, b); ok {
				got = append(got, b.ID)
			}
		}
		if !slices.Equal(got, c.boards) {
			t.Errorf("%s: hangs on %v, want %v", c.name, got, c.boards)
		}
	}
}

func TestWhen(t *testing.T) {
	gone := func(y, m, d int) *model.Decision { return &model.Decision{Date: on(t, y, m, d)} }
	for _, c := range []struct {
		name        string
		change      func(*model.Item)
		from, until string // "" where it never hangs
	}{
		{"thirty days from publication", nil, "2026-07-01", "2026-07-31"},
		{"its own days", func(it *model.Item) { it.PostFrom, it.PostUntil = on(t, 2026, 7, 3), on(t, 2026, 7, 5) }, "2026-07-03", "2026-07-05"},
		{"a later begin alone", func(it *model.Item) { it.PostFrom = on(t, 2026, 7, 20) }, "2026-07-20", "2026-08-19"},
		{"not before it is published", func(it *model.Item) { it.PostFrom = on(t, 2026, 6, 1) }, "2026-07-01", "2026-07-31"},
		{"an end before its begin", func(it *model.Item) { it.PostUntil = on(t, 2026, 6, 1) }, "", ""},
		{"withdrawn on the way", func(it *model.Item) { it.Withdrawn = gone(2026, 7, 6) }, "2026-07-01", "2026-07-05"},
		{"withdrawn after its time", func(it *model.Item) { it.Withdrawn = gone(2026, 9, 6) }, "2026-07-01", "2026-07-31"},
		{"withdrawn at once", func(it *model.Item) { it.Withdrawn = gone(2026, 7, 1) }, "", ""},
		{"withdrawn and restored", func(it *model.Item) { it.Withdrawn, it.Restored = gone(2026, 7, 6), gone(2026, 7, 8) }, "2026-07-01", "2026-07-31"},
		{"restored in days to come", func(it *model.Item) { it.Withdrawn, it.Restored = gone(2026, 7, 6), gone(2026, 7, 18) }, "2026-07-01", "2026-07-05"},
	} {
		it := item(t, "A-1", c.change)
		p, ok := post.Of(site(t, it), it, street)
		if !ok {
			if c.from != "" {
				t.Errorf("%s: never hangs", c.name)
			}
			continue
		}
		if p.From.String() != c.from || p.Until.String() != c.until {
			t.Errorf("%s: hangs %s to %s, want %q to %q", c.name, p.From, p.Until, c.from, c.until)
		}
	}
}

func TestHangingOrderAndNew(t *testing.T) {
	s := site(t,
		item(t, "A-1", nil),
		item(t, "A-2", func(it *model.Item) { it.Category = "0301" }),
		item(t, "A-3", func(it *model.Item) { it.Published.Date = on(t, 2026, 7, 9) }),
		item(t, "A-4", func(it *model.Item) { it.Published.Date = on(t, 2026, 7, 11) }), // held: must not be told
		item(t, "A-5", func(it *model.Item) { it.Published.Date = on(t, 2026, 5, 1) }),  // long down
		item(t, "A-6", func(it *model.Item) { it.Changes = []model.Change{{Date: on(t, 2026, 7, 8), What: "更正"}} }),
	)
	hanging := post.Hanging(post.Postings(s, street), s.Today)
	if got, want := ids(hanging), []model.ID{"A-2", "A-3", "A-6", "A-1"}; !slices.Equal(got, want) {
		t.Errorf("hanging %v, want %v: by group, then newest first", got, want)
	}
	if got, want := ids(post.New(hanging, on(t, 2026, 7, 3))), []model.ID{"A-3", "A-6"}; !slices.Equal(got, want) {
		t.Errorf("new since 3 July %v, want %v: the new one and the changed one", got, want)
	}
}

// Law: going through the days with Moves from what hung on the first gives what hangs on each.
func TestMovesLeadFromDayToDay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	first := on(t, 2026, 6, 1)
	var all []post.Posting
	for range 200 {
		from := first.AddDays(random.IntN(120) - 40)
		all = append(all, post.Posting{Item: &model.Item{}, From: from, Until: from.AddDays(random.IntN(20))})
	}
	last := first.AddDays(60)
	hanging := map[*model.Item]bool{}
	for _, p := range post.Hanging(all, first.AddDays(-1)) {
		hanging[p.Item] = true
	}
	moves := post.Moves(all, first, last)
	moved := 0
	for day := first; !day.After(last); day = day.AddDays(1) {
		if len(moves) > 0 && moves[0].Date == day {
			for _, p := range moves[0].Down {
				if !hanging[p.Item] {
					t.Fatalf("%s: a sheet that does not hang is taken down", day)
				}
				delete(hanging, p.Item)
			}
			for _, p := range moves[0].Up {
				hanging[p.Item] = true
			}
			moves = moves[1:]
			moved++
		}
		want := post.Hanging(all, day)
		if len(want) != len(hanging) {
			t.Fatalf("%s: %d hang, want %d", day, len(hanging), len(want))
		}
		for _, p := range want {
			if !hanging[p.Item] {
				t.Fatalf("%s: a sheet is missing", day)
			}
		}
	}
	if len(moves) > 0 || moved < 30 {
		t.Errorf("%d days moved, %d left over", moved, len(moves))
	}
}

func ids(ps []post.Posting) (out []model.ID) {
	for _, p := range ps {
		out = append(out, p.Item.Index)
	}
	return out
}
