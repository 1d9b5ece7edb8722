package officemask

import (
	"strings"
	"unicode/utf8"

	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// A grid is a table that is read row by row.
type grid struct{ heads privacy.Headings }

// near gives what stands around each cell of a row, by its columns counted from 0. cells are
// the row's texts, "" where nothing stands.
func (g *grid) near(columns []int, cells []string) []privacy.Context {
	out := make([]privacy.Context, len(columns))
	named := g.heads.Named(cells)
	for i, col := range columns {
		out[i] = g.heads.Near(col, cells, named)
	}
	g.heads.Learn(cells)
	return out
}

// boxes masks numbers that have one digit a cell and gives the cells that change, by their
// columns. at names a cell by its column.
func (f *file) boxes(cells []string, at func(col int) passage.Place) map[int]string {
	var out map[int]string
	left := make([]string, len(cells))
	for i, c := range cells {
		left[i] = strings.TrimSpace(c)
	}
	for {
		_, from, to, ok := privacy.Boxes(left)
		if !ok {
			return out
		}
		place := at(from)
		place.Cell += ":" + at(to-1).Cell
		number := strings.Join(left[from:to], "")
		after := apply(number, f.masked(place, number, privacy.Context{Label: beside(cells, from)}))
		digits := []rune(after)
		for i := from; i < to; i++ {
			if c := left[i]; len(digits) == to-from && after != number {
				if _, size := utf8.DecodeRuneInString(c); size == len(c) && c != string(digits[i-from]) {
					if out == nil {
						out = map[int]string{}
					}
					out[i] = string(digits[i-from])
				}
			}
			left[i] = "" // what stays is no digit of another number
		}
	}
}

// beside gives the text to the left of a column that is more than one digit.
func beside(cells []string, col int) string {
	for i := col - 1; i >= 0; i-- {
		if c := strings.TrimSpace(cells[i]); utf8.RuneCountInString(c) > 1 {
			return c
		}
	}
	return ""
}
