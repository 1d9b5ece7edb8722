// Package volume owns into which files the public catalogue 公开目录 and the change
// catalogue 变动目录 are cut: their addresses and which rows each holds. It writes none of
// them; catalog does, and page links to them.
//
// No file holds more rows than the site's limit (catalog_file_rows), so that one change on
// a large site rewrites a few small files and a clerk can open any of them. What has at
// most the limit is one file:
//
//	catalog/catalog                           the whole catalogue
//	catalog/departments/water                 a department's
//	catalog/changes                           the change catalogue
//
// The whole catalogue with more is its departments' files, with catalog/others for items of
// a department that the site does not know; a department with more is cut by the year of
// publishing, the change catalogue by the year of the change, and a year with still more by
// month:
//
//	catalog/departments/water/2026            catalog/changes-2026
//	catalog/departments/water/2026-07         catalog/changes-2026-07
//	catalog/departments/water/undated         catalog/changes-undated
//
// A month (or what has no date) with still more is numbered, the oldest first:
// 2026-07-part1. So every row is in exactly one file of a set, and where it is depends on
// its own date and on how many there are, never on what a row says.
package volume

import (
	"fmt"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/record"
)

// A Volume is the rows of one file in each of its forms. It has items, or events of the
// change catalogue, newest first.
type Volume struct {
	Stem   string // the files' address below the root, without the form's ending
	Span   Span
	Items  []*model.Item
	Events []record.Event
}

// Count gives the number of rows.
func (v *Volume) Count() int { return len(v.Items) + len(v.Events) }

// A Span tells which rows of its set a volume holds. The zero Span is all of them.
type Span struct {
	Year    int  // 0 where Undated, and in the zero Span
	Month   int  // 1 to 12; 0: all of the year
	Undated bool // the rows without a date
	Part    int  // from 1, the oldest rows; 0: all of them
}

// Words gives 2026年, 2026年7月, 未注明日期, with 第1册 where it is numbered; "" for the
// zero Span.
func (s Span) Words() (words string) {
	switch {
	case s.Undated:
		words = "未注明日期"
	case s.Month > 0:
		words = fmt.Sprintf("%d年%d月", s.Year, s.Month)
	case s.Year != 0:
		words = strconv.Itoa(s.Year) + "年"
	}
	if s.Part > 0 {
		words += "第" + strconv.Itoa(s.Part) + "册"
	}
	return words
}

// name gives the span's part of an address.
func (s Span) name() (name string) {
	switch {
	case s.Undated:
		name = "undated"
	case s.Month > 0:
		name = fmt.Sprintf("%04d-%02d", s.Year, s.Month)
	default:
		name = fmt.Sprintf("%04d", s.Year)
	}
	if s.Part > 0 {
		name += "-part" + strconv.Itoa(s.Part)
	}
	return name
}

// A Kind tells what a set is of.
type Kind string

// The kinds of sets, as the index of the catalogue calls them.
const (
	Whole      Kind = "whole"      // all items
	Department Kind = "department" // a department's
	Others     Kind = "others"     // items of no known department, where the whole is in parts
	Changes    Kind = "changes"    // the change catalogue
)

// A Set is a catalogue with the volumes that it is cut into.
type Set struct {
	Kind       Kind
	Stem       string            // of the one file, were it one
	Department *model.Department // nil but for the kind Department
	Count      int               // rows
	Volumes    []Volume          // newest first; none where the departments' files are the whole
}

// One reports whether the set is one file.
func (s *Set) One() bool { return len(s.Volumes) == 1 && s.Volumes[0].Stem == s.Stem }

// A Catalogue is all sets of a site.
type Catalogue struct {
	Whole       Set
	Departments []Set // in the site's order, those without items too
	Others      Set   // without volumes where it is not wanted
	Changes     Set
}

// Limit gives the most rows of a file.
func Limit(c *model.Config) int {
	if c.CatalogFileRows > 0 {
		return c.CatalogFileRows
	}
	return model.DefaultCatalogFileRows
}

// Of cuts the site's catalogue, and the change catalogue, whose events are record.Events.
func Of(s *model.Site, events []record.Event) *Catalogue {
	limit := Limit(&s.Config)
	c := &Catalogue{
		Whole:       Set{Kind: Whole, Stem: "catalog/catalog", Count: len(s.Items)},
		Departments: make([]Set, len(s.Departments)),
		Others:      Set{Kind: Others, Stem: "catalog/others"},
	}
	of, others := byDepartment(s)
	for i, d := range s.Departments {
		c.Departments[i] = ofItems(Set{Kind: Department, Stem: "catalog/departments/" + d.ID, Department: d}, of[i], limit)
	}
	if len(s.Items) <= limit {
		c.Whole.Volumes = []Volume{{Stem: c.Whole.Stem, Items: s.Items}}
	} else if len(others) > 0 {
		c.Others = ofItems(c.Others, others, limit)
	}
	c.Changes = Set{Kind: Changes, Stem: "catalog/changes", Count: len(events)}
	day := func(i int) calendar.Date { return events[i].Day() }
	for _, r := range cut(len(events), limit, day) {
		c.Changes.Volumes = append(c.Changes.Volumes, Volume{Stem: r.stem(c.Changes.Stem, "-"), Span: r.Span, Events: events[r.from:r.to]})
	}
	return c
}

// byDepartment gives each department's items in the order of Site.Items, and those of no
// known department.
func byDepartment(s *model.Site) (of [][]*model.Item, others []*model.Item) {
	number := make(map[*model.Department]int, len(s.Departments))
	for i, d := range s.Departments {
		number[d] = i
	}
	of = make([][]*model.Item, len(s.Departments))
	for _, it := range s.Items {
		if d := s.Department(it.Department); d != nil {
			of[number[d]] = append(of[number[d]], it)
		} else {
			others = append(others, it)
		}
	}
	return of, others
}

// ofItems cuts a set of items.
func ofItems(set Set, items []*model.Item, limit int) Set {
	set.Count = len(items)
	for _, r := range cut(len(items), limit, func(i int) calendar.Date { return items[i].Published.Date }) {
		set.Volumes = append(set.Volumes, Volume{Stem: r.stem(set.Stem, "/"), Span: r.Span, Items: items[r.from:r.to]})
	}
	return set
}
