package model

import "gongkai/generator/calendar"

// Filing windows 备案期 (clause 十): a quarter's package is due by the 10th of the third month
// of the quarter that follows it: on 10 March for the last quarter of the year before, on
// 10 June, September and December for the first three quarters of the year.

// FilingQuarter gives the quarter whose package is filed in the quarter that the day is in.
func FilingQuarter(d calendar.Date) calendar.Period {
	if d.IsZero() {
		return calendar.Period{}
	}
	this := calendar.Quarter.Holding(d)
	return calendar.Quarter.Holding(this.First().AddDays(-1))
}

// FilingOpens gives the first day of the month in which the quarter's package is due: from
// then on departments are reminded. It is zero for what is no quarter.
func FilingOpens(q calendar.Period) calendar.Date {
	if q.Unit != calendar.Quarter {
		return calendar.Date{}
	}
	d := q.Next().Last()
	d.Day = 1
	return d
}

// FilingDeadline gives the last day on which the quarter's package is in time: the site's
// filing day, or the day before it where 10日前 leaves the 10th out (FilingStrict), and where
// that is a day off and FilingShift says so the next working day. It is none for what is no
// quarter. days may be nil.
func (c *Config) FilingDeadline(q calendar.Period, days *calendar.Calendar) calendar.Deadline {
	opens := FilingOpens(q)
	if opens.IsZero() {
		return calendar.Deadline{}
	}
	due := opens
	due.Day = uint8(min(max(c.FilingDay, 1), calendar.DaysIn(int(due.Year), int(due.Month))))
	if c.FilingStrict {
		due = due.AddDays(-1)
	}
	if !c.FilingShift {
		return calendar.Deadline{Day: due}
	}
	last := due
	for !days.Working(last) {
		last = last.AddDays(1)
	}
	return calendar.Deadline{Day: last, Estimate: len(days.Missing(due, last)) > 0}
}

// FilingTarget gives the day by which a department aims to have filed: the one before the
// deadline, so that a day is left for what goes wrong.
func FilingTarget(d calendar.Deadline) calendar.Date {
	if d.IsZero() {
		return calendar.Date{}
	}
	return d.Day.AddDays(-1)
}
