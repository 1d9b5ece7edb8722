package sheet

import (
	"fmt"

	"gongkai/generator/display"
	"gongkai/generator/impose"
	"gongkai/generator/layout"
	"gongkai/generator/style"
)

// How posters are cut: what neighbours both show, for glue, and what a printer leaves white.
var (
	tileOverlap = display.Mm(10)
	tileMargin  = display.Mm(8)
)

// Pairs puts two pages side by side on one sheet, two of A4 on one of A3. Each item begins
// on a sheet of its own.
func (p *Press) Pairs(d *Document) *display.Document {
	return impose.Pairs(d.Pages, impose.PairOptions{Fresh: true, Starts: d.Starts})
}

// Tile enlarges each page over sheets of its own size, with crop marks, 1 cm of overlap and
// a line in the margin that says which piece it is. It is false where the paper leaves no
// room for that.
func (p *Press) Tile(d *Document, columns, rows int) (*display.Document, bool) {
	if len(d.Pages.Pages) == 0 {
		return d.Pages, true
	}
	first := d.Pages.Pages[0]
	set := &layout.Setter{Fonts: p.fonts}
	o := impose.TileOptions{Columns: columns, Rows: rows, Overlap: tileOverlap, Margin: tileMargin}
	o.Label = func(page, column, row int) []display.Op {
		st := layout.Style{Face: p.faces[style.Body], Size: 7 * display.Pt, Color: display.Grey}
		text := fmt.Sprintf("%s 第 %d 页：第 %d 行第 %d 列", d.Pages.Subject, page+1, row+1, column+1)
		var ops []display.Op
		for _, l := range set.Break(layout.Para{Spans: []layout.Span{{Text: text, Style: st}}, Width: first.Width / 2, Align: layout.Left}) {
			ops = append(ops, l.Ops(2*tileMargin, tileMargin-st.Size/2)...)
			break
		}
		return ops
	}
	if _, _, ok := o.Poster(first.Width, first.Height); !ok {
		return nil, false
	}
	return impose.Tile(d.Pages, first.Width, first.Height, o), true
}
