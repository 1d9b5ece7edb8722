package post_test

import (
	"testing"

	"gongkai/generator/model"
	"gongkai/generator/post"
)

func leaves(pages ...int) []post.Leaf {
	out := make([]post.Leaf, len(pages))
	for i, n := range pages {
		out[i] = post.Leaf{Pages: n, Width: 210, Height: 297}
	}
	return out
}

func TestArrange(t *testing.T) {
	// 100 × 70 cm: four A4 pages a row (20 + 4·210 + 3·10 = 890 ≤ 980), two rows (20+297+10+297 = 624 ≤ 680).
	board := &model.Board{Width: 100, Height: 70}
	for _, c := range []struct {
		name  string
		pages []int
		over  int
		lack  int
		rows  []int // row of each page
	}{
		{"in one row", []int{1, 1, 2}, 0, 0, []int{0, 0, 0, 0}},
		{"an item's pages stay together", []int{3, 2}, 0, 0, []int{0, 0, 0, 1, 1}},
		{"unless there is no room for that", []int{3, 2, 3}, 0, 0, []int{0, 0, 0, 0, 1, 1, 1, 1}},
		{"one too many", []int{3, 2, 4}, 1, 20 + 3*297 + 2*10 + 20 - 700, nil},
	} {
		w := post.Arrange(board, leaves(c.pages...))
		if len(w.Over) != c.over || w.Lack() != c.lack {
			t.Errorf("%s: %d over, %d mm lacking; want %d and %d", c.name, len(w.Over), w.Lack(), c.over, c.lack)
		}
		for i, row := range c.rows {
			if got := (w.Spots[i].Y - post.WallEdge) / (297 + post.WallGap); got != row {
				t.Errorf("%s: page %d hangs in row %d, want %d", c.name, i, got, row)
			}
		}
		for i, a := range w.Spots {
			if a.X < post.WallEdge || a.Y < post.WallEdge || a.X+a.W > w.Width-post.WallEdge || a.Y+a.H > w.Height-post.WallEdge {
				t.Errorf("%s: page %d leaves the board: %+v", c.name, i, a)
			}
			for _, b := range w.Spots[:i] {
				if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
					t.Errorf("%s: %+v lies on %+v", c.name, a, b)
				}
			}
		}
	}
	if w := post.Arrange(&model.Board{}, leaves(1)); w.Width != 0 || len(w.Spots) != 0 {
		t.Errorf("a board without a size has places: %+v", w)
	}
	if w := post.Arrange(&model.Board{Width: 20, Height: 100}, leaves(1, 1)); len(w.Over) != 2 {
		t.Errorf("a page wider than the board hangs there: %+v", w)
	}
}
