package layout

import (
	"unicode/utf8"

	"gongkai/generator/display"
)

// A Block is something that takes room in a column from top to bottom: Text, Table,
// Picture, Rule, Inset, Fixed or PageBreak.
type Block interface{ flow(*flow) }

// Text is a paragraph, a heading, an entry of a list.
type Text struct {
	Spans  []Span
	Align  Align
	Indent display.Length // of the first line
	Left   display.Length // how far the whole stands in from the column's edge
	Label  []Span         // stands before the first line, inside Left: a list's mark
	Pitch  display.Length // from line to line
	Before display.Length // blank above; the larger of two meeting blanks counts
	After  display.Length
	Next   bool               // stays with what follows, as a heading does
	Whole  bool               // is not parted
	Fill   *display.Color     // behind the lines, for code
	Marks  []display.Bookmark // lead here; Page and Top are set when the place is known
	Notes  []Note
}

// A Note stands at the foot of the page on which its mark is.
type Note struct {
	At    int // the rune of the text that the note belongs to
	Spans []Span
}

// A Picture is an image in a line of its own.
type Picture struct {
	Image         int            // index in Document.Images
	Width, Height display.Length // at most; made smaller to fit column and page, in proportion
	Before, After display.Length
	Part          *display.Part
	Next          bool // stays with what follows: a line that says what it shows
}

// A Rule is a line from edge to edge.
type Rule struct {
	Before, After display.Length
	Weight        display.Length
	Color         display.Color
}

// An Inset is blocks that stand in from the left edge, with a bar beside them.
type Inset struct {
	Left, Bar display.Length
	Color     display.Color // of the bar
	Blocks    []Block
}

// Fixed is a place of fixed height, drawn by its maker: a box for a stamp, a code.
type Fixed struct {
	Height        display.Length
	Before, After display.Length
	Last          bool                                    // stays with the lines before it, as a stamp must
	Draw          func(width display.Length) []display.Op // x from the column's left edge, y from the place's top
}

// A PageBreak begins a new page, unless one has just begun.
type PageBreak struct{}

// A Column is the place for text on each page.
type Column struct {
	X, Y, W, H display.Length
	Pitch      display.Length // of the grid on whose lines text of this pitch stands; 0 for none
	NoteGap    display.Length // between the text and the notes below it
}

// A Flowed is blocks on pages.
type Flowed struct {
	Pages     [][]display.Op // places on the page, not in the column
	Bookmarks []display.Bookmark
	End       display.Length // where the last page's text ends, from the page's upper edge
	Tall      []int          // source lines of table rows that are taller than a page
	Narrow    []int          // source lines of tables whose columns were parted to fit
}

// Flow sets blocks into columns, page after page. It always ends, and everything is drawn:
// what is taller than a page is parted, or made smaller if it is a picture.
//
// A heading stays with what follows, at least two lines of a paragraph stand together at a
// page's foot and head, a table's head is repeated on each page that its rows reach, and
// rows are parted only where they take more than a third of a page.
func (s *Setter) Flow(c Column, blocks []Block) Flowed {
	f := &flow{s: s, c: c, width: max(c.W, 1)}
	f.blocks(blocks)
	p := pager{c: c}
	p.run(f.slabs)
	p.out.Tall, p.out.Narrow = f.tall, f.narrow
	return p.out
}

// A slab is a piece of a column that a page's end cannot part.
type slab struct {
	space  display.Length // blank above, which falls away at a page's top
	height display.Length
	trail  display.Length // blank at its lower end, which may hang over the column's end
	snap   bool           // begins on a line of the grid
	stick  bool           // stays with the next
	fresh  bool           // begins a page
	ops    []display.Op   // x from the column's left edge, y from the slab's top
	notes  []slab
	marks  []display.Bookmark
	table  *tableFrame // of which it is a part; nil for none
	head   bool        // a part of the table's head
}

// A flow turns blocks into slabs.
type flow struct {
	s      *Setter
	c      Column
	left   display.Length // of the insets around
	width  display.Length // of the column inside them
	slabs  []slab
	after  display.Length // blank below the last block
	fresh  bool           // the next slab begins a page
	tall   []int
	narrow []int
}

func (f *flow) blocks(list []Block) {
	for _, b := range list {
		b.flow(f)
	}
}

// add puts a block's slabs behind the others, with the blank that stands between.
func (f *flow) add(before, after display.Length, slabs ...slab) {
	if len(slabs) == 0 {
		return
	}
	slabs[0].space += max(before, f.after)
	slabs[0].fresh, f.fresh = slabs[0].fresh || f.fresh, false
	f.after = after
	f.slabs = append(f.slabs, slabs...)
}

func (PageBreak) flow(f *flow) { f.fresh = true }

// ascent is how far the em box of Han type of this size reaches above the baseline.
func ascent(size display.Length) display.Length { return size * 88 / 100 }

func (t Text) flow(f *flow) {
	lines := f.s.Break(Para{Spans: t.Spans, Width: max(f.width-t.Left, 1), Indent: t.Indent, Align: t.Align})
	if len(lines) == 0 {
		return
	}
	out := make([]slab, len(lines))
	for i, l := range lines {
		top := ascent(l.Size)
		b := &out[i]
		*b = slab{height: t.Pitch, trail: max(t.Pitch-l.Size, 0), snap: f.c.Pitch > 0 && t.Pitch == f.c.Pitch}
		if l.Size > t.Pitch {
			b.height = l.Size
		}
		if t.Fill != nil {
			b.ops = append(b.ops, display.Rect{X: f.left + t.Left, Y: (l.Size - t.Pitch) / 2, W: f.width - t.Left, H: t.Pitch, Fill: *t.Fill, Filled: true})
		}
		if i == 0 {
			b.marks = t.Marks
			b.ops = append(b.ops, f.label(t, top)...)
		}
		b.ops = append(b.ops, l.ops(f.left+t.Left, top)...)
		b.stick = t.Whole || t.Next || stuck(i, len(lines))
		if i == len(lines)-1 {
			b.stick = t.Next
		}
		for _, n := range t.Notes {
			if n.At >= l.From && n.At < l.To || i == len(lines)-1 && n.At >= l.To {
				b.notes = append(b.notes, f.note(n)...)
			}
		}
	}
	f.add(t.Before, t.After, out...)
}

// stuck reports whether line i of n stays with the next: no line of a paragraph is left
// alone at a page's foot or head.
func stuck(i, n int) bool { return i == 0 || i == n-2 }

// label sets a list's mark so that it ends a quarter of an em before the text.
func (f *flow) label(t Text, baseline display.Length) []display.Op {
	if len(t.Label) == 0 {
		return nil
	}
	size := t.Label[0].Style.Size
	lines := f.s.Break(Para{Spans: t.Label, Width: 100 * max(size, 1), Align: Left})
	if len(lines) == 0 {
		return nil
	}
	l := lines[0]
	return l.ops(f.left+max(t.Left-l.Start-l.Width-size/4, 0), baseline)
}

func (f *flow) note(n Note) []slab {
	var out []slab
	for _, l := range f.s.Break(Para{Spans: n.Spans, Width: max(f.c.W, 1), Align: Left}) {
		out = append(out, slab{height: l.Size * 13 / 10, ops: l.ops(0, ascent(l.Size))})
	}
	return out
}

// ops places a set line.
func (l Line) ops(x, baseline display.Length) []display.Op {
	out := make([]display.Op, 0, len(l.Runs)+len(l.Links)+len(l.Rules))
	for _, r := range l.Runs {
		out = append(out, r)
	}
	for _, r := range l.Rules {
		out = append(out, r)
	}
	for _, k := range l.Links {
		out = append(out, k)
	}
	for i, op := range out {
		out[i] = Move(op, x, baseline)
	}
	return out
}

// Ops places a set line: x is that of the paragraph's left edge, y that of the baseline.
func (l Line) Ops(x, y display.Length) []display.Op { return l.ops(x, y) }

// Move gives an op at another place.
func Move(op display.Op, dx, dy display.Length) display.Op {
	switch o := op.(type) {
	case display.Run:
		g := make([]display.Glyph, len(o.Glyphs))
		copy(g, o.Glyphs)
		for i := range g {
			g[i].X += dx
		}
		o.Glyphs, o.Y = g, o.Y+dy
		return o
	case display.Line:
		o.X1, o.X2, o.Y1, o.Y2 = o.X1+dx, o.X2+dx, o.Y1+dy, o.Y2+dy
		return o
	case display.Rect:
		o.X, o.Y = o.X+dx, o.Y+dy
		return o
	case display.Picture:
		o.X, o.Y = o.X+dx, o.Y+dy
		return o
	case display.Link:
		o.X, o.Y = o.X+dx, o.Y+dy
		return o
	}
	return op
}

func (p Picture) flow(f *flow) {
	w, h := p.Width, p.Height
	if w <= 0 || h <= 0 {
		return
	}
	room := max(f.c.H*85/100, 1)
	if w > f.width {
		w, h = f.width, scale(h, f.width, w)
	}
	if h > room {
		w, h = scale(w, room, h), room
	}
	f.add(p.Before, p.After, slab{height: h, stick: p.Next, ops: []display.Op{
		display.Picture{Image: p.Image, X: f.left + (f.width-w)/2, W: max(w, 1), H: max(h, 1), Part: p.Part},
	}})
}

// scale gives n·a/b without overflow for lengths of any page.
func scale(n, a, b display.Length) display.Length {
	return display.Length(int64(n) * int64(a) / int64(b))
}

func (r Rule) flow(f *flow) {
	f.add(r.Before, r.After, slab{height: max(r.Weight, 1), ops: []display.Op{
		display.Line{X1: f.left, X2: f.left + f.width, Y1: r.Weight / 2, Y2: r.Weight / 2, Width: r.Weight, Color: r.Color},
	}})
}

func (b Inset) flow(f *flow) {
	first := len(f.slabs)
	left, width := f.left, f.width
	in := min(b.Left, width/2)
	f.left, f.width = left+in, width-in
	f.blocks(b.Blocks)
	f.left, f.width = left, width
	if b.Bar <= 0 {
		return
	}
	for i := first; i < len(f.slabs); i++ {
		s := &f.slabs[i]
		up, down := display.Length(0), s.height
		if i > first {
			up = -s.space
		}
		if i == len(f.slabs)-1 {
			down -= s.trail
		}
		bar := display.Rect{X: left, Y: up, W: b.Bar, H: down - up, Fill: b.Color, Filled: true}
		s.ops = append([]display.Op{bar}, s.ops...)
	}
}

func (b Fixed) flow(f *flow) {
	if b.Last && len(f.slabs) > 0 && !f.fresh {
		f.slabs[len(f.slabs)-1].stick = true
	}
	var ops []display.Op
	if b.Draw != nil {
		for _, op := range b.Draw(f.width) {
			ops = append(ops, Move(op, f.left, 0))
		}
	}
	f.add(b.Before, b.After, slab{height: b.Height, ops: ops})
}

// Runes counts the characters of spans, the unit of Note.At.
func Runes(spans []Span) int {
	n := 0
	for _, s := range spans {
		n += utf8.RuneCountInString(s.Text)
	}
	return n
}
