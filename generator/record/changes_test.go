package record

import (
	"cmp"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

func lines(all []Change) string {
	var b strings.Builder
	for _, c := range all {
		fmt.Fprintf(&b, "%s %s %s %s %s\n", c.Date, c.KindName, c.Index, c.What, c.ApprovedBy)
	}
	return b.String()
}

// entries gives the change catalogue in words.
func entries(s *model.Site) (all []Change) {
	m := NewMaker(s)
	for _, e := range Events(s) {
		all = append(all, m.Change(e))
	}
	return all
}

func TestChanges(t *testing.T) {
	a := full(t)
	b := &model.Item{Path: "water/2026/02.md", Index: "SW-2026-00002", Title: "通知", Department: "water",
		Published: calendar.Moment{Date: day(t, 2026, 8, 2)}, ApprovedBy: "审定组",
		Changes: []model.Change{{Date: day(t, 2026, 8, 2), What: "当日改", ApprovedBy: "甲"}, {Date: day(t, 2027, 1, 1), What: "还没到", ApprovedBy: "甲"}}}
	held := &model.Item{Path: "water/2026/03.md", Index: "SW-2026-00003", Published: calendar.Moment{Date: day(t, 2027, 1, 1)}}
	draft := &model.Item{Path: "water/2026/04.md", Index: "SW-2026-00004", Published: calendar.Moment{Date: day(t, 2026, 1, 1)}, Draft: true}
	s := site(t, day(t, 2026, 8, 3), b, held, a, draft)
	want := strings.Join([]string{
		"2026-08-03 恢复 SW-2026-00001 已改 批2",
		"2026-08-02 变更 SW-2026-00002 当日改 甲",
		"2026-08-02 新增 SW-2026-00002  审定组",
		"2026-08-02 撤下 SW-2026-00001 有误 批1",
		"2026-08-01 更正 SW-2026-00001 改正表一 审定组",
		"2026-07-03 新增 SW-2026-00001  审定组",
	}, "\n") + "\n"
	if got := lines(entries(s)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := lines(entries(site(t, day(t, 2026, 8, 3), draft, a, b, held))); got != want {
		t.Errorf("another order of files changes the catalogue:\n%s", got)
	}
	if got := entries(site(t, day(t, 2026, 7, 2), a, b)); len(got) != 0 {
		t.Errorf("entries before anything was published: %v", got)
	}
}

// Whatever happens to items, on whatever days, the merged catalogue is the sorted one.
func TestEventsAreInOrder(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	when := func() calendar.Date { return day(t, 2026, 1+rng.Intn(3), 1+rng.Intn(4)) }
	for range 200 {
		var items []*model.Item
		want := 0
		for i := range rng.Intn(12) {
			it := &model.Item{Path: fmt.Sprint(i, ".md"), Index: model.ID(fmt.Sprint("A-", i)), Published: calendar.Moment{Date: when(), Minute: int16(rng.Intn(2) * 60)}}
			for range rng.Intn(3) {
				it.Changes = append(it.Changes, model.Change{Date: when()})
			}
			if rng.Intn(3) == 0 {
				it.Withdrawn = &model.Decision{Date: when()}
			}
			if rng.Intn(3) == 0 {
				it.Restored = &model.Decision{Date: when()}
			}
			items = append(items, it)
			want += 1 + len(it.Changes)
			for _, d := range []*model.Decision{it.Withdrawn, it.Restored} {
				if d != nil {
					want++
				}
			}
		}
		all := Events(site(t, day(t, 2026, 9, 1), items...))
		if len(all) != want {
			t.Fatalf("%d events, want %d", len(all), want)
		}
		for i := range all {
			if i == 0 {
				continue
			}
			a, b := all[i-1], all[i]
			if c := cmp.Or(b.at.Compare(a.at), cmp.Compare(b.Item.Index, a.Item.Index), cmp.Compare(b.step, a.step)); c >= 0 {
				t.Fatalf("entry %d (%s, step %d, %v) stands before %s, step %d, %v", i, a.Item.Index, a.step, a.at, b.Item.Index, b.step, b.at)
			}
		}
	}
}

// Where two entries differ their keys do.
func TestEventKeys(t *testing.T) {
	seen := map[string]Change{}
	edits := []func(*model.Item){func(*model.Item) {}, func(it *model.Item) { it.Title += "x" }, func(it *model.Item) { it.Changes[0].What = "别的" },
		func(it *model.Item) { it.Changes[0].Kind = model.Changed }, func(it *model.Item) { it.ApprovedBy = "乙" },
		func(it *model.Item) { it.Withdrawn.Reason = "另有原因" }, func(it *model.Item) { it.Restored.Date = day(t, 2026, 8, 9) }, func(it *model.Item) { it.Department = "taxes" }}
	for i, edit := range edits {
		it := full(t)
		edit(it)
		s := site(t, day(t, 2026, 9, 1), it)
		m := NewMaker(s)
		fresh := 0
		for _, e := range Events(s) {
			c, key := m.Change(e), string(e.AppendKey(nil))
			old, ok := seen[key]
			if ok && old != c {
				t.Errorf("edit %d: one key for %+v and %+v", i, old, c)
			}
			if seen[key] = c; !ok {
				fresh++
			}
		}
		if fresh == 0 {
			t.Errorf("edit %d changed no key", i)
		}
	}
}

func TestUpdated(t *testing.T) {
	it := full(t)
	for _, c := range []struct {
		today calendar.Date
		want  string
	}{
		{day(t, 2026, 7, 3), "2026-07-03 09:00"},
		{day(t, 2026, 8, 1), "2026-08-01"},
		{day(t, 2026, 8, 2), "2026-08-02"},
		{day(t, 2026, 9, 9), "2026-08-03"},
	} {
		if got := Updated(site(t, c.today, it), it).String(); got != c.want {
			t.Errorf("on %s: %s, want %s", c.today, got, c.want)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	it := full(b)
	s := site(b, day(b, 2026, 9, 1), it)
	for b.Loop() {
		_ = Of(s, it)
	}
}
