package impose

import (
	"slices"

	"gongkai/generator/display"
)

// PairOptions tell how pages are put side by side.
type PairOptions struct {
	Gap    display.Length // between the two pages; the sheet is wider by it. Below 0 is 0
	Starts []int          // indexes of the pages at which an item begins, in any order
	Fresh  bool           // an item begins on a sheet of its own, at the left
}

// Pairs puts two pages side by side on a sheet, the first at the left: two of A4 on one of
// A3, where the gap is 0. Nothing is scaled.
//
// A sheet is twice as wide as the wider of its pages, and the gap, and as high as the
// higher; both pages begin at its upper edge, and a page without a second has the left
// half. A page that is wider than high lies alone, in the middle of a sheet that is as
// large as the document's largest pair would need, or as the page where that is larger.
// What hangs over a page's edge still does, and shows on the sheet.
func Pairs(d *display.Document, o PairOptions) *display.Document {
	if d == nil {
		return nil
	}
	seats, sheets := seat(d.Pages, o)
	to := func(page int, top display.Length) (int, display.Length) {
		if page < 0 || page >= len(seats) {
			return -1, top
		}
		return seats[page].sheet, top + seats[page].dy
	}
	for i, p := range d.Pages {
		s := &sheets[seats[i].sheet]
		for _, op := range p.Ops {
			s.Ops = append(s.Ops, lead(seats[i].op(op), to))
		}
	}
	return bind(d, sheets, to)
}

// A place is where a page lies.
type place struct {
	sheet int
	frame
}

// seat gives each page its place, and the sheets without what is drawn on them.
func seat(pages []display.Page, o PairOptions) (places []place, sheets []display.Page) {
	var wide, high display.Length // the largest pair
	pair := func(w display.Length) display.Length { return 2*max(w, 0) + max(o.Gap, 0) }
	for _, p := range pages {
		if p.Width <= p.Height {
			wide, high = max(wide, pair(p.Width)), max(high, p.Height)
		}
	}
	room := false // the last sheet's right half is free
	for i, p := range pages {
		at := moved(0, 0)
		switch alone := p.Width > p.Height; {
		case room && !alone && !(o.Fresh && slices.Contains(o.Starts, i)):
			s := &sheets[len(sheets)-1]
			s.Width, s.Height = max(s.Width, pair(p.Width)), max(s.Height, p.Height)
			at.dx, room = s.Width-(s.Width-max(o.Gap, 0))/2, false
		case alone:
			s := display.Page{Width: max(wide, p.Width), Height: max(high, p.Height)}
			at.dx, at.dy, room = (s.Width-p.Width)/2, (s.Height-p.Height)/2, false
			sheets = append(sheets, s)
		default:
			sheets, room = append(sheets, display.Page{Width: pair(p.Width), Height: max(p.Height, 0)}), true
		}
		places = append(places, place{len(sheets) - 1, at})
	}
	return places, sheets
}
