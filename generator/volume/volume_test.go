package volume

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/record"
)

// site gives a site of two departments with the items on the days, d1 and d2 in turn.
func site(limit int, items ...*model.Item) *model.Site {
	return model.New(model.Parts{
		Config: model.Config{BaseURL: "https://gongkai.example/", CatalogFileRows: limit}, Today: calendar.Date{Year: 2026, Month: 12, Day: 31},
		Departments: []*model.Department{{ID: "d1", Name: "甲局"}, {ID: "d2", Name: "乙局"}, {ID: "d3", Name: "丙局"}}, Items: items,
	})
}

func item(dept string, n int, day calendar.Date) *model.Item {
	return &model.Item{Path: fmt.Sprintf("%s/%05d.md", dept, n), Index: model.ID(fmt.Sprintf("%s-%05d", dept, n)), Department: dept, Published: calendar.Moment{Date: day}}
}

// show lists a set's volumes with their rows.
func show(set *Set) string {
	var b strings.Builder
	for _, v := range set.Volumes {
		fmt.Fprintf(&b, "%s %s %d\n", v.Stem, v.Span.Words(), v.Count())
	}
	return b.String()
}

func days(dept string, from int, list ...string) (items []*model.Item) {
	for i, text := range list {
		var day calendar.Date
		if text != "" {
			day, _ = calendar.ParseDate(text)
		}
		items = append(items, item(dept, from+i, day))
	}
	return items
}

func TestAtMostTheLimitIsOneFile(t *testing.T) {
	s := site(3, days("d1", 1, "2024-01-01", "2025-01-01", "")...)
	c := Of(s, record.Events(s))
	for set, want := range map[*Set]string{&c.Whole: "catalog/catalog  3\n", &c.Departments[0]: "catalog/departments/d1  3\n",
		&c.Departments[1]: "catalog/departments/d2  0\n", &c.Others: "", &c.Changes: "catalog/changes  3\n"} {
		if show(set) != want || set.One() != (want != "") {
			t.Errorf("%q, want %q", show(set), want)
		}
	}
}

func TestMoreIsCutByYearAndMonth(t *testing.T) {
	s := site(2, slices.Concat(
		days("d1", 1, "2024-01-01", "2025-03-01", "2025-03-31", "2026-01-05", "2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", ""),
		days("d2", 20, "2026-01-01"), days("nowhere", 30, "2026-01-02", "", "", ""))...)
	c := Of(s, record.Events(s))
	if len(c.Whole.Volumes) != 0 || c.Whole.One() || c.Whole.Count != 15 {
		t.Errorf("the whole: %+v", c.Whole)
	}
	for set, want := range map[*Set]string{
		&c.Departments[0]: `catalog/departments/d1/2026-02-part3 2026年2月第3册 1
catalog/departments/d1/2026-02-part2 2026年2月第2册 2
catalog/departments/d1/2026-02-part1 2026年2月第1册 2
catalog/departments/d1/2026-01 2026年1月 1
catalog/departments/d1/2025 2025年 2
catalog/departments/d1/2024 2024年 1
catalog/departments/d1/undated 未注明日期 1
`,
		&c.Departments[1]: "catalog/departments/d2  1\n",
		&c.Others:         "catalog/others/2026 2026年 1\ncatalog/others/undated-part2 未注明日期第2册 1\ncatalog/others/undated-part1 未注明日期第1册 2\n",
		&c.Changes: `catalog/changes-2026-02-part3 2026年2月第3册 1
catalog/changes-2026-02-part2 2026年2月第2册 2
catalog/changes-2026-02-part1 2026年2月第1册 2
catalog/changes-2026-01-part2 2026年1月第2册 1
catalog/changes-2026-01-part1 2026年1月第1册 2
catalog/changes-2025 2025年 2
catalog/changes-2024 2024年 1
catalog/changes-undated-part2 未注明日期第2册 2
catalog/changes-undated-part1 未注明日期第1册 2
`,
	} {
		if show(set) != want {
			t.Errorf("%swant\n%s", show(set), want)
		}
	}
}

// Whatever the items and the limit: every row is in exactly one volume, in its place, and
// no volume has more than the limit or the address of another.
func TestEveryRowIsInOneVolume(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	for range 300 {
		var items []*model.Item
		for i := range rng.Intn(60) {
			day := calendar.Date{Year: int16(2024 + rng.Intn(3)), Month: uint8(1 + rng.Intn(3)), Day: 5}
			if rng.Intn(8) == 0 {
				day = calendar.Date{}
			}
			items = append(items, item([]string{"d1", "d2", "nowhere"}[rng.Intn(3)], i, day))
		}
		limit := 1 + rng.Intn(20)
		s := site(limit, items...)
		events := record.Events(s)
		c := Of(s, events)
		seen, stems := map[*model.Item]int{}, map[string]bool{}
		look := func(set *Set) (n int) {
			for _, v := range set.Volumes {
				if stems[v.Stem] || v.Count() > limit {
					t.Errorf("%s has %d rows, limit %d, or is there twice", v.Stem, v.Count(), limit)
				}
				stems[v.Stem] = true
				n += v.Count()
			}
			if n != set.Count && set.Kind != Whole {
				t.Errorf("%s: %d rows in volumes, want %d", set.Stem, n, set.Count)
			}
			return n
		}
		look(&c.Whole)
		look(&c.Changes)
		var all []record.Event
		for _, v := range c.Changes.Volumes {
			all = append(all, v.Events...)
		}
		if !slices.Equal(all, events) {
			t.Error("the change catalogue's volumes are not the whole, in order")
		}
		for _, set := range append(c.Departments, c.Others) {
			look(&set)
			for _, v := range set.Volumes {
				for _, it := range v.Items {
					seen[it]++
				}
			}
		}
		for _, it := range s.Items {
			known := s.Department(it.Department) != nil
			if n := seen[it]; n != 1 && (known || !c.Whole.One()) {
				t.Errorf("%s is in %d volumes", it.Index, n)
			}
		}
		if c.Whole.One() != (len(s.Items) <= limit) || c.Whole.One() && len(c.Others.Volumes) > 0 {
			t.Errorf("%d items, limit %d: whole %v, others %d", len(s.Items), limit, c.Whole.One(), len(c.Others.Volumes))
		}
	}
}
