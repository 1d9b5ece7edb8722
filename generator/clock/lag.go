package clock

import (
	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

// A Lag is how many working days an item took from its making to its publishing, or has taken
// so far, and how many it may take.
type Lag struct {
	Days, Limit int
	Until       calendar.Date // the day counted to
	Duty        *model.Duty   // whose own limit was taken; nil for the site's
	Open        bool          // not published yet: counted to the site's day
	Estimate    bool          // a year that the count touches has no holiday file
}

// Over gives by how many working days the limit is passed; 0 or less where it is kept.
func (l Lag) Over() int { return l.Days - l.Limit }

// LagOf gives the item's lag, and false where there is nothing to count: no day of making, no
// day of publishing, or one before the other. A draft is counted to the site's day, a held item
// to its own. Of the site's limit and the duty's own the shorter holds.
func LagOf(s *model.Site, it *model.Item) (l Lag, ok bool) {
	if it.Made.IsZero() || s.Config.LimitDays <= 0 {
		return l, false
	}
	l.Until, l.Limit = it.Published.Date, s.Config.LimitDays
	if it.Draft && (l.Until.IsZero() || l.Until.Before(s.Today)) {
		l.Until, l.Open = s.Today, true
	}
	if l.Until.IsZero() || l.Until.Before(it.Made) {
		return l, false
	}
	if d := s.Duty(it.Duty); it.Duty != "" && d != nil {
		if x := ownLimit(d); x.Kind == calendar.LimitWorking && x.N < l.Limit {
			l.Limit, l.Duty = x.N, d
		}
	}
	l.Days, l.Estimate = s.Days.WorkingDaysBetween(it.Made, l.Until)
	return l, true
}

// ownLimit gives a duty's limit as far as it can be counted from the day on which an item was
// made. What counts days of the calendar or months from another event (批准后20日内) is none:
// nobody knows when that was. Working days from an event are counted from the making, as the
// national limit is.
func ownLimit(d *model.Duty) calendar.Limit {
	x := calendar.ParseLimit(d.Limit)
	if x.Ended || x.Event && x.Kind != calendar.LimitWorking {
		return calendar.Limit{}
	}
	return x
}
