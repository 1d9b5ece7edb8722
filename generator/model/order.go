package model

import (
	"gongkai/generator/calendar"
	"gongkai/generator/source"
)

// An Order 限时公开通知 tells a department to disclose what it should have, by a day:
// supervision/<name>.md.
type Order struct {
	Path, Title, Department string
	Duty, Category          string // what is to appear; Duty "" for any of the category
	Period                  calendar.Period
	Issued, Deadline        calendar.Date
	IssuedBy                string
	Item                    ID // the item that fulfils it, where the order names it
	Public                  bool
	At                      Places
	Full                    source.Digest
}

// Fulfils gives the item by which the order is fulfilled on the day, nil where it is not
// yet: the one that the order names, else the first that the department published on the
// order's day or later of its duty, or where it names none of its category, and of its
// period where it names one. An item counts while the public can read it: no draft, its day
// has come, not withdrawn.
func (s *Site) Fulfils(o *Order, day calendar.Date) *Item {
	if o.Item != "" {
		if it := s.Item(o.Item); it != nil && s.readable(it, day) {
			return it
		}
		return nil
	}
	if o.Duty == "" && o.Category == "" {
		return nil
	}
	var first *Item
	for _, it := range s.All {
		if s.answers(it, o) && s.readable(it, day) && (first == nil || Newest(first, it) < 0) {
			first = it
		}
	}
	return first
}

// answers reports whether the item is what the order asks for.
func (s *Site) answers(it *Item, o *Order) bool {
	switch {
	case it.Department != o.Department, it.Published.Date.Before(o.Issued),
		!o.Period.IsZero() && it.Period != o.Period,
		o.Duty != "" && it.Duty != o.Duty:
		return false
	case o.Duty != "" || it.Category == o.Category:
		return true
	}
	c := s.Category(it.Category)
	return c != nil && c.Group() == o.Category
}

// readable reports whether the public can read the item on the day. What the site holds
// back today is not readable on any day up to today.
func (s *Site) readable(it *Item, day calendar.Date) bool {
	if it.Draft || it.Published.IsZero() || it.Published.Date.After(day) || !day.After(s.Today) && s.Held(it) {
		return false
	}
	return !goneOn(it, day)
}
