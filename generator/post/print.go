package post

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

// What is printed, and where it stands, is known here because pages link to what sheets
// are made of, and neither knows the other.

// Printed reports whether the item has a sheet of its own on the site: it names a board, or
// hangs on one until today or later.
func Printed(s *model.Site, it *model.Item) bool {
	if s.Unprinted || it.Draft || s.Gone(it) {
		return false
	}
	if len(it.Boards) > 0 {
		return true
	}
	for _, b := range s.Boards {
		if p, ok := Of(s, it, b); ok && !p.Until.Before(s.Today) {
			return true
		}
	}
	return false
}

// First gives the first board on which the item ever hangs, whose paper its own file has;
// nil for none.
func First(s *model.Site, it *model.Item) *model.Board {
	for _, b := range s.Boards {
		if _, ok := Of(s, it, b); ok {
			return b
		}
	}
	return nil
}

// SheetAddress is where the item's sheet stands, below the site's root.
func SheetAddress(it *model.Item) string { return "sheets/" + model.Slug(it.Index) + ".pdf" }

// RegisterAddress is where the register of duties stands, below the site's root. A site
// without duties has none.
const RegisterAddress = "sheets/duties.pdf"

// PhonesAddress is where the directory of telephones stands, below the site's root.
const PhonesAddress = "sheets/phones.pdf"

// CatalogAddress is where a month's catalogue of a department stands, below the site's root.
func CatalogAddress(d *model.Department, m Month) string {
	return "sheets/catalog/" + d.ID + "/" + m.String() + ".pdf"
}

// A BoardPrints is where the printed files of a board stand.
type BoardPrints struct {
	Sheets string // all that hangs
	New    string // what is new or changed
	Plan   string // what to put up and to take down
}

// BoardAddresses gives where the printed files of a board stand, below the site's root.
func BoardAddresses(b *model.Board) BoardPrints {
	dir := "boards/" + b.ID + "/"
	return BoardPrints{dir + "sheets.pdf", dir + "new.pdf", dir + "plan.pdf"}
}

// PartItems is how many items one printed file of a board holds. No board has room for
// more; a site that lets everything hang on one gets several files.
const PartItems = 100

// Parts parts what hangs into files; there is always one.
func Parts(list []Posting) [][]Posting {
	if len(list) == 0 {
		return [][]Posting{nil}
	}
	return slices.Collect(slices.Chunk(list, PartItems))
}

// PartAddress gives the address of part i, from 0, of a printed file: sheets.pdf,
// sheets-2.pdf, ….
func PartAddress(address string, i int) string {
	if i == 0 {
		return address
	}
	return strings.TrimSuffix(address, ".pdf") + "-" + strconv.Itoa(i+1) + ".pdf"
}

// A Month of a year; Month counts from 1.
type Month struct{ Year, Month int }

// MonthOf gives the month of a day.
func MonthOf(d calendar.Date) Month { return Month{int(d.Year), int(d.Month)} }

// String gives the month as 2026-11.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

// Words gives the month as 2026年11月.
func (m Month) Words() string { return fmt.Sprintf("%d年%d月", m.Year, m.Month) }

// Before gives the month before.
func (m Month) Before() Month {
	if m.Month <= 1 {
		return Month{m.Year - 1, 12}
	}
	return Month{m.Year, m.Month - 1}
}

// Months gives the months of which the site holds a printed catalogue, latest first: this
// one and the three before, what a notice board can still want. `gongkai sheet` prints any
// other.
func Months(today calendar.Date) []Month {
	out := []Month{MonthOf(today)}
	for range 3 {
		out = append(out, out[len(out)-1].Before())
	}
	return out
}

// Listed gives the department's items that were published in the month, oldest first, but
// those that are withdrawn. A month without any has no printed catalogue on the site.
func Listed(s *model.Site, department string, m Month) []*model.Item {
	var out []*model.Item
	for _, it := range s.Items { // newest first
		of := MonthOf(it.Published.Date)
		if of.Year < m.Year || of.Year == m.Year && of.Month < m.Month {
			break
		}
		if it.Department == department && of == m && !s.Gone(it) {
			out = append(out, it)
		}
	}
	slices.Reverse(out)
	return out
}
