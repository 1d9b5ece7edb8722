package post

import (
	"slices"

	"gongkai/generator/calendar"
)

// A Day is what changes on a board on one day.
type Day struct {
	Date calendar.Date
	Up   []Posting // 张贴
	Down []Posting // 撤下
}

// Hanging gives the postings that hang on the day, in their order.
func Hanging(all []Posting, day calendar.Date) []Posting {
	var out []Posting
	for _, p := range all {
		if p.On(day) {
			out = append(out, p)
		}
	}
	return out
}

// Moves gives the days from first to last, both included, on which a sheet is put up or
// taken down, in their order. A sheet that was put up before first and comes down behind
// last does not move.
func Moves(all []Posting, first, last calendar.Date) []Day {
	byDate := map[calendar.Date]*Day{}
	at := func(d calendar.Date) *Day {
		if byDate[d] == nil {
			byDate[d] = &Day{Date: d}
		}
		return byDate[d]
	}
	within := func(d calendar.Date) bool { return !d.Before(first) && !d.After(last) }
	for _, p := range all {
		if within(p.From) {
			at(p.From).Up = append(at(p.From).Up, p)
		}
		if off := p.Off(); within(off) {
			at(off).Down = append(at(off).Down, p)
		}
	}
	days := make([]Day, 0, len(byDate))
	for _, d := range byDate {
		days = append(days, *d)
	}
	slices.SortFunc(days, func(a, b Day) int { return a.Date.Compare(b.Date) })
	return days
}

// New gives those of the hanging sheets that were put up on or after the day since, or
// whose item was changed since: what must be printed now.
func New(hanging []Posting, since calendar.Date) []Posting {
	var out []Posting
	for _, p := range hanging {
		changed := false
		for _, c := range p.Item.Changes {
			changed = changed || !c.Date.Before(since)
		}
		if changed || !p.From.Before(since) {
			out = append(out, p)
		}
	}
	return out
}
