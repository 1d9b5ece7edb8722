package clock

import (
	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

// A Coverage is the matrix of departments and groups: who has disclosed what (clause 二(三)1).
type Coverage struct {
	Groups []*model.Category // the 11 groups
	Rows   []CoverageRow     // in the order of departments.yaml
}

// A CoverageRow is one department's cells, one a group.
type CoverageRow struct {
	Department *model.Department
	Cells      []Cell
	Never      [][]*model.Duty // one a cell: the duties that its Empty counts
}

// A Cell is a group of a department.
type Cell struct {
	Items int // that the public sees
	Owed  int // duties of the group that are the department's
	Empty int // of them, those under which it has never published anything

	Profile bool // the department's own page says what the group's first duty asks for
}

// Blank reports whether something is owed and nothing is there.
func (c Cell) Blank() bool { return c.Owed > 0 && c.Items == 0 && !c.Profile }

// profile is the category of what a department's page on the site tells of itself, from
// departments.yaml: functions, units, address and telephone.
const profile = "0101"

// Coverage counts the matrix, on the site's day.
func (c *Clock) Coverage() Coverage {
	s := c.Site
	var out Coverage
	column := map[string]int{}
	for _, x := range s.Categories {
		if x.Parent == "" {
			column[x.Code] = len(out.Groups)
			out.Groups = append(out.Groups, x)
		}
	}
	group := func(category string) (int, bool) {
		x := s.Category(category)
		if x == nil {
			return 0, false
		}
		i, ok := column[x.Group()]
		return i, ok
	}
	type under struct {
		department int
		duty       string
	}
	done := map[under]bool{}
	for _, f := range c.deps {
		out.Rows = append(out.Rows, CoverageRow{f.Department, make([]Cell, len(out.Groups)), make([][]*model.Duty, len(out.Groups))})
	}
	for _, it := range s.Items {
		f := c.of[it.Department]
		if f == nil || s.Gone(it) {
			continue
		}
		if i, ok := group(it.Category); ok {
			out.Rows[f.rank].Cells[i].Items++
		}
		done[under{f.rank, it.Duty}] = true
	}
	for _, d := range s.Duties {
		i, ok := group(d.Category)
		if !ok {
			continue
		}
		for _, f := range c.deps {
			if !d.Of(f.Department) || d.From.After(s.Today) || !d.Until.IsZero() && d.Until.Before(s.Today) {
				continue
			}
			row := &out.Rows[f.rank]
			row.Cells[i].Owed++
			if d.Category == profile && f.Functions != "" {
				row.Cells[i].Profile = true
			} else if !done[under{f.rank, d.ID}] {
				row.Cells[i].Empty++
				row.Never[i] = append(row.Never[i], d)
			}
		}
	}
	return out
}

// A Score counts a department's obligations whose deadline lies between two days.
type Score struct {
	Department        *model.Department // nil: the district's own
	Met, MetLate      int
	Late, Open        int // past its deadline and not met; not past it
	From, Until       calendar.Date
	Published, Change int // items published between the days, and changes of items recorded
}

// Reckoned gives how many obligations the share goes by: those whose time is up.
func (s *Score) Reckoned() int { return s.Met + s.MetLate + s.Late }

// OnTime gives the share that was met in time, in thousandths; -1 where nothing was due.
func (s *Score) OnTime() int {
	if s.Reckoned() == 0 {
		return -1
	}
	return s.Met * 1000 / s.Reckoned()
}

// Scores counts the obligations of the kinds, all where none is named, of each department in
// the order of departments.yaml, as they are on the site's day.
func (c *Clock) Scores(from, until calendar.Date, kinds ...Kind) []Score {
	out := make([]Score, len(c.deps))
	for i, f := range c.deps {
		out[i] = Score{Department: f.Department, From: from, Until: until}
	}
	wanted := map[Kind]bool{}
	for _, k := range kinds {
		wanted[k] = true
	}
	for _, o := range c.All {
		if o.Department == nil || len(kinds) > 0 && !wanted[o.Kind] || o.Deadline.Day.Before(from) || o.Deadline.Day.After(until) {
			continue
		}
		s := &out[c.of[o.Department.ID].rank]
		switch o.On(c.Site.Today) {
		case Met:
			s.Met++
		case MetLate:
			s.MetLate++
		case Late:
			s.Late++
		default:
			s.Open++
		}
	}
	for _, it := range c.Site.Items {
		f := c.of[it.Department]
		if f == nil {
			continue
		}
		if day := it.Published.Date; !day.Before(from) && !day.After(until) {
			out[f.rank].Published++
		}
		for _, x := range it.Changes {
			if !x.Date.Before(from) && !x.Date.After(until) && !x.Date.After(c.Site.Today) {
				out[f.rank].Change++
			}
		}
	}
	return out
}
