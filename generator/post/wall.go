package post

import "gongkai/generator/model"

// The blank that a board keeps at its edges and between sheets, in millimetres: room for a
// pin or a strip of glue.
const (
	WallEdge = 20
	WallGap  = 10
)

// A Leaf is one item's sheets, which hang side by side in the order of their pages.
type Leaf struct {
	Posting
	Pages         int
	Width, Height int // of one page, in millimetres
}

// A Spot is the place of one page on a board, in millimetres from its upper left corner.
type Spot struct {
	Leaf       int // index of the leaf
	Page       int // from 0
	X, Y, W, H int
}

// A Wall says where each page hangs on a board.
type Wall struct {
	Width, Height int // of the board, in millimetres; 0 where boards.yaml does not say
	Spots         []Spot
	Over          []Spot // pages for which there is no room, below the board's lower edge
	Need          int    // height that all pages need, in millimetres
}

// Lack is how much higher the board would have to be to take all pages, in millimetres.
func (w Wall) Lack() int {
	if len(w.Over) == 0 {
		return 0
	}
	return w.Need - w.Height
}

// Arrange finds a place for each page, in hanging order: row by row from the upper left
// corner, as one reads. An item's pages stay in one row where the board has room for that;
// where it has not, they go on in the next. A board without a size has no places, and a page
// wider than the board has none either.
func Arrange(b *model.Board, leaves []Leaf) Wall {
	if b.Width <= 0 || b.Height <= 0 {
		return Wall{}
	}
	together := arrange(b, leaves, true)
	if len(together.Over) == 0 {
		return together
	}
	return arrange(b, leaves, false)
}

func arrange(b *model.Board, leaves []Leaf, together bool) Wall {
	w := Wall{Width: 10 * b.Width, Height: 10 * b.Height}
	right := w.Width - WallEdge
	x, y, row := WallEdge, WallEdge, 0 // row: height of the highest page in the row
	turn := func() {
		if row > 0 {
			x, y, row = WallEdge, y+row+WallGap, 0
		}
	}
	for i, l := range leaves {
		all := l.Pages*(l.Width+WallGap) - WallGap
		if together && x+all > right && WallEdge+all <= right {
			turn()
		}
		for p := range l.Pages {
			if x+l.Width > right {
				turn()
			}
			s := Spot{Leaf: i, Page: p, X: x, Y: y, W: l.Width, H: l.Height}
			x, row = x+l.Width+WallGap, max(row, l.Height)
			w.Need = max(w.Need, y+l.Height+WallEdge)
			if s.Y+s.H > w.Height-WallEdge || s.X+s.W > right {
				w.Over = append(w.Over, s)
			} else {
				w.Spots = append(w.Spots, s)
			}
		}
	}
	return w
}

// Printed reports whether the item has a sheet of its own on the site: it names a board, or
// hangs on one until today or later.
func Printed(s *model.Site, it *model.Item) bool {
	if it.Draft || s.Gone(it) {
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

// SheetAddress is where the item's sheet stands, below the site's root.
func SheetAddress(it *model.Item) string { return "sheets/" + model.Slug(it.Index) + ".pdf" }
