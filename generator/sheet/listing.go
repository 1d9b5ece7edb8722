package sheet

import (
	"strconv"

	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/style"
)

// listing is a document that is mostly tables: a plan, the catalogue, the register.
type listing struct {
	d             *pile
	width, height display.Length
	column        layout.Column
	size          display.Length // of running text
	blocks        []layout.Block
}

// listingSize is the type size of lists, which are read at arm's length: 五号.
const listingSize = 10500 * display.Pt / 1000

// listing begins one on paper, upright or turned, with the margins of a document turned to
// equal ones: a list is not bound.
func (d *pile) listing(paper model.Paper, turned bool) *listing {
	w, h := size(paper)
	if turned {
		w, h = h, w
	}
	side, top := display.Mm(20), display.Mm(22)
	return &listing{d: d, width: w, height: h, size: listingSize,
		column: layout.Column{X: side, Y: top, W: w - 2*side, H: h - 2*top, NoteGap: listingSize}}
}

func (l *listing) text(text string, role style.Role, size display.Length, part display.Role) layout.Text {
	return layout.Text{
		Spans: []layout.Span{{Text: text, Style: l.d.style(role, size), Part: &display.Part{Role: part}}},
		Align: layout.Left, Pitch: size * 15 / 10, After: size / 2,
	}
}

func (l *listing) title(text string) {
	t := l.text(text, style.Bold, l.size*2, display.H1)
	t.Align, t.Next, t.Marks = layout.Balance, true, []display.Bookmark{{Title: text}}
	l.blocks = append(l.blocks, t)
}

func (l *listing) lead(text string) {
	t := l.text(text, style.Body, l.size, display.P)
	t.Align, t.After = layout.Balance, l.size
	l.blocks = append(l.blocks, t)
}

func (l *listing) heading(text string) {
	t := l.text(text, style.Head, l.size*13/10, display.H2)
	t.Before, t.Next, t.Marks = l.size, true, []display.Bookmark{{Title: text, Level: 1}}
	l.blocks = append(l.blocks, t)
}

func (l *listing) line(text string) {
	l.blocks = append(l.blocks, l.text(text, style.Body, l.size, display.P))
}

// table begins a table with a head.
func (l *listing) table(heads ...string) layout.Table {
	look := &l.d.p.print.Document
	t := layout.Table{Pad: l.size / 2, Pitch: 135, Weight: max(look.Rules.Table, 1), Color: look.Colors.Rule, Least: 75, After: l.size / 2}
	part := &display.Part{Role: display.Table}
	row := layout.Row{Part: &display.Part{Parent: part, Role: display.Row}}
	shade := look.Colors.Shade
	for _, h := range heads {
		c := &display.Part{Parent: row.Part, Role: display.Head, Scope: "Column"}
		row.Cells = append(row.Cells, layout.CellText{
			Spans: []layout.Span{{Text: h, Style: l.d.style(style.Head, l.size*9/10), Part: c}}, Fill: &shade,
		})
	}
	t.Head = []layout.Row{row}
	return t
}

// row adds a row to a table made by table.
func (l *listing) row(t *layout.Table, cells ...string) {
	r := layout.Row{Part: &display.Part{Parent: t.Head[0].Part.Parent, Role: display.Row}}
	for _, c := range cells {
		p := &display.Part{Parent: r.Part, Role: display.Cell}
		r.Cells = append(r.Cells, layout.CellText{Spans: []layout.Span{{Text: c, Style: l.d.style(style.Body, l.size*9/10), Part: p}}})
	}
	t.Rows = append(t.Rows, r)
}

// end sets the pages with a foot that names the list.
func (l *listing) end(name string) {
	out := l.d.set.Flow(l.column, l.blocks)
	first := len(l.d.doc.Pages)
	l.d.starts = append(l.d.starts, first)
	st := l.d.style(style.Body, l.size*8/10)
	for i, ops := range out.Pages {
		number := style.Fill(l.d.p.print.Text.Page, "page", strconv.Itoa(i+1), "pages", strconv.Itoa(len(out.Pages)))
		for j, text := range []string{name, number} {
			align := []layout.Align{layout.Left, layout.Right}[j]
			for _, line := range l.d.set.Break(layout.Para{Spans: []layout.Span{{Text: text, Style: st}}, Width: l.column.W, Align: align}) {
				ops = append(ops, line.Ops(l.column.X, l.column.Y+l.column.H+display.Mm(8))...)
				break
			}
		}
		l.d.doc.Pages = append(l.d.doc.Pages, display.Page{Width: l.width, Height: l.height, Ops: ops})
	}
	for _, m := range out.Bookmarks {
		m.Page += first
		l.d.doc.Bookmark = append(l.d.doc.Bookmark, m)
	}
	for _, m := range l.d.set.Missing {
		l.d.notes = append(l.d.notes, Remark{Kind: RemarkGlyph, What: string(m.Rune)})
	}
}

// turnedFor reports whether a table needs turned paper: on upright paper its columns have
// little more than the least that they can be set in.
func (d *pile) turnedFor(t layout.Table) bool {
	return t.Needed(d.set)*3/2 > d.listing(model.A4, false).column.W
}
