package impose

import "gongkai/generator/display"

// A box is an area, from its upper left to its lower right corner.
type box struct{ x1, y1, x2, y2 display.Length }

// around gives the box of two corners with room around it.
func around(x1, y1, x2, y2, room display.Length) box {
	return box{min(x1, x2) - room, min(y1, y2) - room, max(x1, x2) + room, max(y1, y2) + room}
}

func (b box) empty() bool { return b.x1 >= b.x2 || b.y1 >= b.y2 }

func (b box) and(c box) box {
	return box{max(b.x1, c.x1), max(b.y1, c.y1), min(b.x2, c.x2), min(b.y2, c.y2)}
}

// A tile is one sheet's share of a poster.
type tile struct {
	*poster
	column, row int
	clip        box   // what it shows, in the poster's coordinates
	put         frame // from the poster onto the sheet
	trim        box   // what it shows, on the sheet
	page        display.Page
}

// tile gives the kth sheet, still empty.
func (p *poster) tile(k int) *tile {
	t := &tile{poster: p, column: k % p.cols, row: k / p.cols}
	x, y := display.Length(t.column)*p.stepX, display.Length(t.row)*p.stepY
	t.clip = p.edge.and(box{x, y, x + p.paper.x2 - 2*p.margin, y + p.paper.y2 - 2*p.margin})
	t.put = moved(p.margin-x, p.margin-y)
	t.trim = box{t.put.x(t.clip.x1), t.put.y(t.clip.y1), t.put.x(t.clip.x2), t.put.y(t.clip.y2)}
	t.page.Width, t.page.Height = p.paper.x2, p.paper.y2
	return t
}

func (t *tile) add(ops ...display.Op) { t.page.Ops = append(t.page.Ops, ops...) }

// fill draws what the sheet shows, and white around it.
func (t *tile) fill(ops []display.Op) {
	for _, op := range ops {
		if r, ok := op.(display.Run); ok {
			t.run(r)
		} else if op, ok := t.keep(op); ok {
			t.add(t.put.op(op))
		}
	}
	if len(t.page.Ops) == 0 {
		return
	}
	w, h, b := t.paper.x2, t.paper.y2, t.trim
	for _, b := range []box{{0, 0, w, b.y1}, {0, b.y2, w, h}, {0, b.y1, b.x1, b.y2}, {b.x2, b.y1, w, b.y2}} {
		if !b.empty() {
			t.add(display.Rect{X: b.x1, Y: b.y1, W: b.x2 - b.x1, H: b.y2 - b.y1, Fill: display.White, Filled: true})
		}
	}
}

// shows reports whether something of the box is on the sheet; owns, whether its centre is.
func (t *tile) shows(b box) bool {
	c := t.clip
	return !c.empty() && b.x1 < c.x2 && c.x1 < b.x2 && b.y1 < c.y2 && c.y1 < b.y2
}

func (t *tile) owns(b box) bool {
	c, r := t.owner((b.x1+b.x2)/2, (b.y1+b.y2)/2)
	return c == t.column && r == t.row
}

// keep gives what the sheet needs of an op, and false for nothing. What no writer will
// know is kept for it to say so.
func (t *tile) keep(op display.Op) (display.Op, bool) {
	switch o := op.(type) {
	case display.Line:
		return o, t.shows(around(o.X1, o.Y1, o.X2, o.Y2, (o.Width+1)/2))
	case display.Rect:
		return o, t.shows(around(o.X, o.Y, o.X+o.W, o.Y+o.H, (o.Width+1)/2))
	case display.Picture:
		b := around(o.X, o.Y, o.X+o.W, o.Y+o.H, 0)
		if !t.owns(b) {
			o.Part = nil
		}
		return o, o.Part != nil || t.shows(b)
	case display.Link:
		b := around(o.X, o.Y, o.X+o.W, o.Y+o.H, 0)
		if !t.shows(b) {
			return o, t.owns(b)
		}
		b = b.and(t.clip)
		o.X, o.Y, o.W, o.H = b.x1, b.y1, b.x2-b.x1, b.y2-b.y1
		return o, true
	}
	return op, true
}

// run draws the glyphs that the sheet shows, in stretches that are text here and such that
// are text elsewhere.
func (t *tile) run(r display.Run) {
	var stretch display.Run
	mine := false
	flush := func() {
		if len(stretch.Glyphs) > 0 {
			t.add(t.put.op(stretch))
		}
		stretch = r
		stretch.Glyphs = nil
	}
	flush()
	for _, g := range r.Glyphs {
		cell, ink := t.glyph(&r, &g)
		own := t.owns(cell)
		if !own && !t.shows(ink) {
			continue
		}
		if own != mine {
			flush()
			mine = own
		}
		if !own {
			g.Text, stretch.Part = "", nil
		}
		stretch.Glyphs = append(stretch.Glyphs, g)
	}
	flush()
}

// glyph gives the room that a glyph takes in its line, and where its ink is. All glyphs of
// a line have their centre at one height, so that a line's text stays together. Those of a
// font that is not there fill a square em, as Han characters do.
func (t *tile) glyph(r *display.Run, g *display.Glyph) (cell, ink box) {
	top := r.Y - r.Size*88/100
	cell = box{g.X, top, g.X + r.Size, top + r.Size}
	if r.Font < 0 || r.Font >= len(t.doc.Fonts) {
		return cell, cell
	}
	f := t.doc.Fonts[r.Font]
	if f == nil || f.UnitsPerEm() <= 0 || int(g.ID) >= f.Glyphs() {
		return cell, cell
	}
	em := func(v int) display.Length {
		return frame{num: int64(r.Size), den: int64(f.UnitsPerEm())}.scale(display.Length(v))
	}
	cell.x2 = g.X + em(f.Advance(g.ID))
	x1, y1, x2, y2, some := f.Box(g.ID)
	if !some { // a blank
		return cell, box{}
	}
	return cell, around(g.X+em(x1), r.Y-em(y2), g.X+em(x2), r.Y-em(y1), 1)
}
