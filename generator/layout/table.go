package layout

import (
	"strings"

	"gongkai/generator/display"
)

// A Table is rows of cells with lines between. The columns' widths come from what stands
// in them; a table whose columns cannot be narrowed that far is set in smaller type, and
// then parted into tables of fewer columns, each with the first column again.
type Table struct {
	Head          []Row            // repeated on each page
	Rows          []Row            // missing cells are blank
	Align         []Align          // Left, Center or Right for a column; Justify: right for numbers, else left
	Widths        []display.Length // of the columns, where they are fixed; nil: from what stands in them
	Pad           display.Length   // between an upright line and the text beside it; two thirds of it above and below
	Pitch         int              // from line to line, in percent of the type size
	Weight        display.Length   // of the lines
	Color         display.Color    // of the lines
	Least         int              // the smallest type that it may be set in, in percent of what the spans say; 0 for 70
	Before, After display.Length
	Line          int // of the source, for Flowed.Narrow
}

// A Row is one row of a table.
type Row struct {
	Cells []CellText
	Part  *display.Part // of role Row
	Line  int           // of the source, for Flowed.Tall
}

// A CellText is what stands in a cell.
type CellText struct {
	Spans   []Span
	Columns int            // that it takes; 0 and 1 alike
	Joined  bool           // no line parts it from the cell above: a head's cell of two rows
	Fill    *display.Color // behind it
}

// columns gives how many columns the cell takes.
func (c *CellText) columns() int { return max(c.Columns, 1) }

// A tableFrame is what a page must know of a table to part it.
type tableFrame struct {
	x      []display.Length // the upright lines, from the column's left edge
	weight display.Length
	color  display.Color
	again  []display.Op   // the head as it is repeated, outside the reading order
	height display.Length // of the head
}

// across is a line from edge to edge.
func (t *tableFrame) across(y display.Length) display.Op {
	half := t.weight / 2
	return display.Line{X1: t.x[0] - half, X2: t.x[len(t.x)-1] + half, Y1: y, Y2: y, Width: t.weight, Color: t.color}
}

// over is the line above a row: from edge to edge, but for the cells that go on from the row
// above.
func (t *tableFrame) over(r Row) (out []display.Op) {
	whole := t.across(0).(display.Line)
	from, column := whole.X1, 0
	for j := range r.Cells {
		left, right := t.cell(column, r.Cells[j].columns())
		if r.Cells[j].Joined {
			if left-from > t.weight {
				out = append(out, display.Line{X1: from, X2: left, Width: t.weight, Color: t.color})
			}
			from = right
		}
		column += r.Cells[j].columns()
	}
	if whole.X2-from > t.weight {
		out = append(out, display.Line{X1: from, X2: whole.X2, Width: t.weight, Color: t.color})
	}
	return out
}

// uprights are the lines between and beside the cells of a row.
func (t *tableFrame) uprights(r Row, h display.Length) []display.Op {
	out := make([]display.Op, 0, len(t.x))
	j, inside := 0, 0 // the cell that begins at the next line; columns that are still the last one's
	for _, x := range t.x {
		if inside > 0 {
			inside--
			continue
		}
		out = append(out, display.Line{X1: x, X2: x, Y2: h, Width: t.weight, Color: t.color})
		if j < len(r.Cells) {
			inside = r.Cells[j].columns() - 1
		}
		j++
	}
	return out
}

// cell gives the left and the right line of the cell that begins in a column.
func (t *tableFrame) cell(column, columns int) (left, right display.Length) {
	last := len(t.x) - 1
	return t.x[min(column, last)], t.x[min(column+columns, last)]
}

func (t Table) flow(f *flow) {
	cols := t.columns()
	if cols == 0 {
		return
	}
	least := t.Least
	if least <= 0 || least > 100 {
		least = 70
	}
	for percent := 100; ; percent -= 5 {
		small := t.scaled(max(percent, least))
		if small.needed(f) <= f.width || len(t.Widths) > 0 {
			small.set(f)
			return
		}
		if percent <= least {
			break
		}
	}
	t.scaled(least).part(f, cols)
}

// columns gives how many cells the longest row has.
func (t Table) columns() int {
	n := 0
	for _, rows := range [][]Row{t.Head, t.Rows} {
		for _, r := range rows {
			sum := 0
			for i := range r.Cells {
				sum += r.Cells[i].columns()
			}
			n = max(n, sum)
		}
	}
	return n
}

// scaled gives the table in smaller type.
func (t Table) scaled(percent int) Table {
	if percent == 100 {
		return t
	}
	rows := func(list []Row) []Row {
		out := make([]Row, len(list))
		for i, r := range list {
			out[i] = r
			out[i].Cells = make([]CellText, len(r.Cells))
			for j, c := range r.Cells {
				c.Spans = append([]Span(nil), c.Spans...)
				for k := range c.Spans {
					c.Spans[k].Style.Size = c.Spans[k].Style.Size * display.Length(percent) / 100
				}
				out[i].Cells[j] = c
			}
		}
		return out
	}
	t.Head, t.Rows = rows(t.Head), rows(t.Rows)
	t.Pad = t.Pad * display.Length(percent) / 100
	return t
}

// set turns the table into slabs.
func (t Table) set(f *flow) {
	w := t.widths(f)
	frame := &tableFrame{weight: t.Weight, color: t.Color, x: make([]display.Length, 1, len(w)+1)}
	frame.x[0] = f.left + t.Weight/2
	right := f.left + f.width - t.Weight/2
	for j := range w {
		x := min(frame.x[j]+w[j], right)
		if j == len(w)-1 && right-x < t.Pad && len(t.Widths) == 0 {
			x = right
		}
		frame.x = append(frame.x, x)
	}
	align := t.aligns(len(w))
	var out []slab
	for _, r := range t.Head {
		out = append(out, t.row(f, frame, r, nil)...)
	}
	for i := range out {
		out[i].head, out[i].stick = true, true
		for _, op := range out[i].ops {
			if again, ok := ornament(op); ok {
				frame.again = append(frame.again, Move(again, 0, frame.height))
			}
		}
		frame.height += out[i].height
	}
	if frame.height > f.c.H/2 { // a head that leaves no room for rows is not repeated
		frame.again, frame.height = nil, 0
	}
	for i, r := range t.Rows {
		slabs := t.row(f, frame, r, align)
		if len(t.Rows) > 2 && stuck(i, len(t.Rows)) { // no row is left alone
			slabs[len(slabs)-1].stick = true
		}
		out = append(out, slabs...)
	}
	f.add(t.Before, t.After, out...)
}

// ornament gives an op that stands outside the reading order; a link has no such form.
func ornament(op display.Op) (display.Op, bool) {
	switch o := op.(type) {
	case display.Run:
		o.Part = nil
		return o, true
	case display.Link:
		return nil, false
	}
	return op, true
}

// aligns gives each column's way to lie.
func (t Table) aligns(n int) []Align {
	out := make([]Align, n)
	for j := range out {
		if j < len(t.Align) && t.Align[j] != Justify {
			out[j] = t.Align[j]
			continue
		}
		numbers, others := 0, 0
		for _, r := range t.Rows {
			if j < len(r.Cells) {
				switch s := strings.TrimSpace(plain(r.Cells[j].Spans)); {
				case s == "" || s == "-" || s == "—" || s == "——" || s == "/":
				case number(s):
					numbers++
				default:
					others++
				}
			}
		}
		out[j] = Left
		if numbers > 0 && others == 0 {
			out[j] = Right
		}
	}
	return out
}

// number reports whether a cell holds an amount: digits with marks between, a sign before,
// a percent sign behind. Dates, and codes with a leading zero, are no amounts.
func number(s string) bool {
	s = strings.TrimLeft(s, "+-−–¥￥$ ")
	s = strings.TrimRight(s, "%％‰ ")
	if s == "" || len(s) > 1 && s[0] == '0' && s[1] != '.' {
		return false
	}
	dots := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r == ',', r == '，':
		case r == '.':
			dots++
		default:
			return false
		}
	}
	return dots <= 1
}

// row sets one row: one slab, or one for each line where it takes more than a third of a
// page. align is nil for the head, whose cells are centred.
func (t Table) row(f *flow, frame *tableFrame, r Row, align []Align) []slab {
	n := len(frame.x) - 1
	cells, at := make([][]Line, len(r.Cells)), make([]display.Length, len(r.Cells))
	most, size := 1, display.Length(0)
	column := 0
	for j := range r.Cells {
		if column >= n {
			cells = cells[:j]
			break
		}
		c := &r.Cells[j]
		a := Center
		switch {
		case align != nil:
			a = align[column]
		case column < len(t.Align) && t.Align[column] != Justify:
			a = t.Align[column]
		}
		left, right := frame.cell(column, c.columns())
		at[j] = left
		cells[j] = f.s.Break(Para{Spans: c.Spans, Width: max(right-left-2*t.Pad, 1), Align: a})
		column += c.columns()
		most = max(most, len(cells[j]))
		for _, l := range cells[j] {
			size = max(size, l.Size)
		}
	}
	pad := t.Pad * 2 / 3
	pitch := size * display.Length(max(t.Pitch, 100)) / 100
	high := pitch*display.Length(most) + 2*pad
	if high > f.c.H-frame.height {
		f.tall = append(f.tall, r.Line)
	}
	if high <= f.c.H/3 {
		s := slab{height: high, table: frame}
		t.box(&s, frame, r, true)
		for j, lines := range cells {
			y := (high - pitch*display.Length(len(lines))) / 2
			for _, l := range lines {
				s.ops = append(s.ops, l.ops(at[j]+t.Pad, y+(pitch-l.Size)/2+ascent(l.Size))...)
				y += pitch
			}
		}
		return []slab{s}
	}
	out := make([]slab, most)
	for i := range out {
		s := &out[i]
		*s = slab{height: pitch, table: frame, stick: i < most-1 && stuck(i, most)}
		top := display.Length(0)
		if i == 0 {
			s.height, top = s.height+pad, pad
		}
		if i == most-1 {
			s.height += pad
		}
		t.box(s, frame, r, i == 0)
		for j, lines := range cells {
			if i < len(lines) {
				l := lines[i]
				s.ops = append(s.ops, l.ops(at[j]+t.Pad, top+(pitch-l.Size)/2+ascent(l.Size))...)
			}
		}
	}
	return out
}

// box draws what is behind and between the cells of a slab.
func (t Table) box(s *slab, frame *tableFrame, r Row, first bool) {
	column := 0
	for j := range r.Cells {
		c := &r.Cells[j]
		if left, right := frame.cell(column, c.columns()); c.Fill != nil && right > left {
			s.ops = append(s.ops, display.Rect{X: left, W: right - left, H: s.height, Fill: *c.Fill, Filled: true})
		}
		column += c.columns()
	}
	s.ops = append(s.ops, frame.uprights(r, s.height)...)
	if first {
		s.ops = append(s.ops, frame.over(r)...)
	}
}
