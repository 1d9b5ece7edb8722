package model

import (
	"testing"

	"gongkai/generator/calendar"
)

// What fulfils an order, and from when to when.
func TestFulfils(t *testing.T) {
	today := on(2026, 7, 10)
	of := func(department, category, duty string, more ...func(*Item)) func(*Item) {
		return func(it *Item) {
			it.Department, it.Category, it.Duty = department, category, duty
			for _, f := range more {
				f(it)
			}
		}
	}
	half := func(n uint8) calendar.Period { return calendar.Period{Year: 2026, Unit: calendar.Half, N: n} }
	in := func(p calendar.Period) func(*Item) { return func(it *Item) { it.Period = p } }
	parts := Parts{
		Today:      today,
		Categories: []*Category{{Code: "11"}, {Code: "1101", Parent: "11"}, {Code: "1102", Parent: "11"}},
		Items: []*Item{
			item("A-1", on(2026, 5, 1), of("w", "1101", "water")),                                     // before the order
			item("A-2", on(2026, 6, 20), of("w", "1101", "water", in(half(1)))),                       // the second
			item("A-3", on(2026, 6, 10), of("w", "1101", "water", in(half(2)))),                       // the first
			item("A-4", on(2026, 6, 2), of("x", "1101", "water")),                                     // another's
			item("A-5", on(2026, 6, 2), of("w", "1102", "")),                                          // of the group
			item("A-6", on(2026, 6, 1), of("w", "1101", "water", func(it *Item) { it.Draft = true })), // nobody sees it
			item("B-1", on(2026, 6, 5), of("w", "0301", "plan", func(it *Item) { it.Withdrawn = &Decision{Date: on(2026, 6, 8)} })),
			item("B-2", on(2026, 7, 20), of("w", "0302", "plan")), // held
			item("C-1", today, of("w", "0401", "budget", func(it *Item) { it.Published.Minute, it.Published.Timed = 17*60, true })),
		},
	}
	parts.Now = calendar.Moment{Date: today, Minute: 9 * 60, Timed: true}
	s := New(parts)
	issued := on(2026, 6, 1)
	for _, tt := range []struct {
		name  string
		order Order
		day   calendar.Date
		want  ID
	}{
		{"by duty, the first", Order{Duty: "water"}, today, "A-3"},
		{"on its very day", Order{Duty: "water"}, on(2026, 6, 10), "A-3"},
		{"the day before", Order{Duty: "water"}, on(2026, 6, 9), ""},
		{"by duty and period", Order{Duty: "water", Period: half(1)}, today, "A-2"},
		{"another period", Order{Duty: "water", Period: calendar.Period{Year: 2025, Unit: calendar.Half, N: 1}}, today, ""},
		{"by category", Order{Category: "1101"}, today, "A-3"},
		{"by group", Order{Category: "11"}, today, "A-5"},
		{"a duty goes before a category", Order{Duty: "water", Category: "1102"}, today, "A-3"},
		{"by its item, of whatever day", Order{Item: "A-1", Duty: "water"}, today, "A-1"},
		{"its item is a draft", Order{Item: "A-6", Duty: "water"}, today, ""},
		{"no such item", Order{Item: "Z-1", Duty: "water"}, today, ""},
		{"it asks for nothing", Order{}, today, ""},
		{"before it was withdrawn", Order{Duty: "plan"}, on(2026, 6, 7), "B-1"},
		{"after it was withdrawn", Order{Duty: "plan"}, on(2026, 6, 8), ""},
		{"when a held one has come", Order{Duty: "plan"}, on(2026, 7, 20), "B-2"},
		{"an item of this afternoon", Order{Duty: "budget"}, today, ""},
		{"tomorrow it is there", Order{Duty: "budget"}, on(2026, 7, 11), "C-1"},
	} {
		tt.order.Department, tt.order.Issued = "w", issued
		got := ID("")
		if it := s.Fulfils(&tt.order, tt.day); it != nil {
			got = it.Index
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
