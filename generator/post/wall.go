package post

import (
	"fmt"

	"gongkai/generator/model"
)

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
	Width, Height int  // of one page, in millimetres
	Fresh         bool // put up or changed in the last days
	Going         bool // comes down in the days to come
}

// A Spot is the place of one page on a board, in millimetres from its upper left corner.
type Spot struct {
	Leaf       int // index of the leaf
	Page       int // from 0
	X, Y, W, H int
}

// A Wall says where each page hangs on a board.
type Wall struct {
	Width, Height int    // of the board, in millimetres; 0 where boards.yaml does not say
	Leaves        []Leaf // in hanging order
	Spots         []Spot
	Over          []Spot // pages for which there is no room, below the board's lower edge
	Need          int    // height that all pages need, in millimetres
}

// Pages counts the pages of all leaves.
func (w Wall) Pages() int {
	n := 0
	for _, l := range w.Leaves {
		n += l.Pages
	}
	return n
}

// Lack is how much higher the board would have to be to take all pages, in millimetres.
func (w Wall) Lack() int {
	if len(w.Over) == 0 {
		return 0
	}
	return w.Need - w.Height
}

// Words says whether everything finds a place, and how much is missing.
func (w Wall) Words() string {
	if n := len(w.Over); n > 0 {
		return fmt.Sprintf("贴不下：%d 页没有位置，公开栏还要高 %d 厘米。", n, (w.Lack()+9)/10)
	}
	return "都贴得下。"
}

// Arrange finds a place for each page, in hanging order: row by row from the upper left
// corner, as one reads. An item's pages stay in one row where the board has room for that;
// where it has not, they go on in the next. A board without a size has no places, and a page
// wider than the board has none either.
func Arrange(b *model.Board, leaves []Leaf) Wall {
	if b.Width <= 0 || b.Height <= 0 {
		return Wall{Leaves: leaves}
	}
	together := arrange(b, leaves, true)
	if len(together.Over) == 0 {
		return together
	}
	return arrange(b, leaves, false)
}

func arrange(b *model.Board, leaves []Leaf, together bool) Wall {
	w := Wall{Width: 10 * b.Width, Height: 10 * b.Height, Leaves: leaves}
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
