package pdf

import (
	"fmt"
	"strings"

	"gongkai/generator/display"
)

// A painter writes pages' content streams, one after the other.
type painter struct {
	*sheaf
	out    []byte
	page   int
	height display.Length
	annots []ref // of the page

	open bool  // a marked-content sequence is
	mark *node // whose it is; nil: an artifact's
	pen  pen
}

// A pen is the part of the graphics state that pages change. Zero is how a page begins.
type pen struct {
	fill, stroke display.Color
	width, dash  display.Length
	sized        bool // font and size were set
	wide         bool // width was
	font         int
	size         display.Length
}

// paint makes the content stream and the annotations of a page.
func (p *painter) paint(page int) {
	d := &p.doc.Pages[page]
	p.page, p.height = page, d.Height
	p.out, p.annots = p.out[:0], nil
	p.open, p.mark, p.pen = false, nil, pen{}
	p.tree.turn()
	for _, op := range d.Ops {
		switch op := op.(type) {
		case display.Run:
			p.run(&op)
		case display.Line:
			p.lineOp(&op)
		case display.Rect:
			p.rect(&op)
		case display.Picture:
			p.picture(&op)
		case display.Link:
			p.link(&op)
		}
	}
	p.leave()
}

// enter begins the marked-content sequence of a part, or goes on with it.
func (p *painter) enter(part *display.Part) {
	var n *node
	if part != nil {
		n = p.tree.node(p.file, part)
	}
	if p.open && p.mark == n {
		return
	}
	p.leave()
	p.open, p.mark = true, n
	if n == nil {
		p.out = append(p.out, "/Artifact BMC\n"...)
		return
	}
	p.out = appendName(p.out, string(part.Role))
	p.out = fmt.Appendf(p.out, "<</MCID %d>>BDC\n", p.tree.draw(n, p.page))
}

// leave ends the open marked-content sequence.
func (p *painter) leave() {
	if p.open {
		p.out = append(p.out, "EMC\n"...)
	}
	p.open = false
}

// numbers writes lengths, each with a blank behind it.
func (p *painter) numbers(ls ...display.Length) {
	for _, l := range ls {
		p.out = append(appendLength(p.out, l), ' ')
	}
}

// color writes a colour and its operator, the one for grey or the one for RGB.
func (p *painter) color(c display.Color, grey, rgb string) {
	channel := func(v uint8) { p.out = append(appendThousandths(p.out, (int64(v)*2000+255)/510), ' ') }
	channel(c.R)
	if c.R == c.G && c.G == c.B {
		p.out = append(p.out, grey...)
		return
	}
	channel(c.G)
	channel(c.B)
	p.out = append(p.out, rgb...)
}

func (p *painter) setFill(c display.Color) {
	if c != p.pen.fill {
		p.pen.fill = c
		p.color(c, "g\n", "rg\n")
	}
}

func (p *painter) setStroke(c display.Color, width, dash display.Length) {
	if c != p.pen.stroke {
		p.pen.stroke = c
		p.color(c, "G\n", "RG\n")
	}
	if width != p.pen.width || !p.pen.wide {
		p.pen.width, p.pen.wide = width, true
		p.numbers(width)
		p.out = append(p.out, "w\n"...)
	}
	if dash != p.pen.dash {
		p.pen.dash = dash
		p.out = append(p.out, '[')
		if dash > 0 {
			p.out = appendLength(p.out, dash)
		}
		p.out = append(p.out, "]0 d\n"...)
	}
}

func (p *painter) lineOp(l *display.Line) {
	if l.Width == 0 {
		return
	}
	p.enter(nil)
	p.setStroke(l.Color, l.Width, l.Dash)
	p.numbers(l.X1, p.height-l.Y1)
	p.out = append(p.out, "m "...)
	p.numbers(l.X2, p.height-l.Y2)
	p.out = append(p.out, "l S\n"...)
}

func (p *painter) rect(r *display.Rect) {
	how := ""
	switch {
	case r.Filled && r.Width > 0:
		how = "re B\n"
	case r.Filled:
		how = "re f\n"
	case r.Width > 0:
		how = "re S\n"
	default:
		return
	}
	p.enter(nil)
	if r.Filled {
		p.setFill(r.Fill)
	}
	if r.Width > 0 {
		p.setStroke(r.Stroke, r.Width, r.Dash)
	}
	p.numbers(r.X, p.height-r.Y-r.H, r.W, r.H)
	p.out = append(p.out, how...)
}

func (p *painter) picture(r *display.Picture) {
	p.enter(r.Part)
	p.out = append(p.out, "q "...)
	p.numbers(r.W)
	p.out = append(p.out, "0 0 "...)
	p.numbers(r.H, r.X, p.height-r.Y-r.H)
	p.out = fmt.Appendf(p.out, "cm/I%d Do Q\n", p.images[r.Image].index)
}

// run writes a text object.
func (p *painter) run(r *display.Run) {
	if len(r.Glyphs) == 0 {
		return
	}
	p.enter(r.Part)
	p.setFill(r.Color)
	p.out = append(p.out, "BT\n"...)
	if !p.pen.sized || p.pen.font != r.Font || p.pen.size != r.Size {
		p.pen.sized, p.pen.font, p.pen.size = true, r.Font, r.Size
		p.out = fmt.Appendf(p.out, "/F%d ", r.Font)
		p.numbers(r.Size)
		p.out = append(p.out, "Tf\n"...)
	}
	p.numbers(r.Glyphs[0].X, p.height-r.Y)
	p.out = append(p.out, "Td\n"...)
	t := newTypist(p.faces[r.Font], r.Size, r.Glyphs[0].X)
	for rest := r.Glyphs; len(rest) > 0; {
		n, text, odd := t.stretch(rest, r.Part != nil)
		if odd {
			p.out = append(p.out, "/Span<</ActualText"...)
			p.out = append(appendText(p.out, text), ">>BDC\n"...)
		}
		p.out = t.show(p.out, rest[:n])
		if odd {
			p.out = append(p.out, "EMC\n"...)
		}
		rest = rest[n:]
	}
	p.out = append(p.out, "ET\n"...)
}

// A typist shows the glyphs of one run. Where the pen stands is known exactly, from the
// numbers as they were written, so that no error grows along a line. It counts in
// millionths of a thousandth of a point.
type typist struct {
	face *face
	size int64 // thousandths of a point
	step int64 // of the adjustments, in millionths of an em
	x    display.Length
	pen  int64 // behind x
}

// A glyph stands at most this far from its place: 0.005 pt.
const slack = 5_000_000

// micro is how many of a typist's units make a display.Length.
const micro = 1_000_000

// newTypist chooses the step of adjustments, so that half a step is no more than slack.
func newTypist(f *face, size, x display.Length) *typist {
	t := &typist{face: f, size: int64(size), step: 1000, x: x}
	for t.step > 1 && t.step*t.size/2 > slack {
		t.step /= 10
	}
	return t
}

// The most glyphs in one operator, and bytes of text in one ActualText; a reader of PDF
// 1.4 need not take more than 8191 entries of an array.
const (
	manyGlyphs = 2000
	muchText   = 4000
)

// stretch gives how many of the glyphs can be shown together: such as say what their font
// tells of them, or such as say something else, which is text then.
func (t *typist) stretch(glyphs []display.Glyph, tagged bool) (n int, text string, odd bool) {
	text, odd = t.odd(&glyphs[0], tagged)
	if !odd {
		for n = 1; n < min(len(glyphs), manyGlyphs); n++ {
			if _, other := t.odd(&glyphs[n], tagged); other {
				break
			}
		}
		return n, "", false
	}
	var all strings.Builder
	all.WriteString(text)
	for n = 1; n < min(len(glyphs), manyGlyphs) && all.Len() < muchText; n++ {
		more, other := t.odd(&glyphs[n], tagged)
		if !other {
			break
		}
		all.WriteString(more)
	}
	return n, all.String(), true
}

// odd tells whether a glyph says something else here than its font tells, and what. One that
// says nothing must be told apart where its font speaks for it.
func (t *typist) odd(g *display.Glyph, tagged bool) (string, bool) {
	n := t.face.news[g.ID]
	text := readable(g.Text)
	if text == "" {
		return "", tagged || t.face.texts[n] != ""
	}
	return text, t.face.own[n] || text != t.face.texts[n]
}

// show writes glyphs with the adjustments between them.
func (t *typist) show(b []byte, glyphs []display.Glyph) []byte {
	b = append(b, '[')
	inside := false // a string is open
	for i := range glyphs {
		g := &glyphs[i]
		if by := t.adjustment(g.X); by != 0 {
			if inside {
				b = append(b, '>')
				inside = false
			}
			if far(by) {
				b = append(b, "]TJ\n"...)
				b = append(appendLength(b, g.X-t.x), " 0 Td["...)
				t.x, t.pen = g.X, 0
			} else {
				b = appendThousandths(b, by)
				t.pen -= by * t.size
			}
		}
		if !inside {
			b = append(b, '<')
			inside = true
		}
		n := t.face.news[g.ID]
		b = appendHex(b, n)
		t.pen += int64(t.face.widths[n]) * t.size * 1000
	}
	if inside {
		b = append(b, '>')
	}
	return append(b, "]TJ\n"...)
}

// adjustment gives the number for TJ, in millionths of an em, that brings the pen to a
// place; 0 where it stands there.
func (t *typist) adjustment(x display.Length) int64 {
	off := t.pen - int64(x-t.x)*micro
	if off >= -slack && off <= slack {
		return 0
	}
	unit := t.step * t.size
	if off < 0 {
		return -((-off + unit/2) / unit) * t.step
	}
	return (off + unit/2) / unit * t.step
}

// far tells whether an adjustment is more than a number in PDF 1.4 may be.
func far(by int64) bool { return by > 32_000_000 || by < -32_000_000 }
