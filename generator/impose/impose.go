// Package impose puts finished pages on other paper: two on one sheet, or one cut into
// the sheets of a poster. It moves and scales what was drawn and sets nothing anew, so that
// a sheet says what its page says, and says it once.
//
// Every function gives a new document and leaves the old one as it is; parts, fonts and
// images are shared. Bookmarks, and links inside the document, are led to the new places.
// A link to a page that is not there leads to page -1, which no document has either. What
// lies more than a million points away is taken to lie that far.
package impose

import "gongkai/generator/display"

// far is the largest length that is reckoned with; products of two stay in 64 bits.
const far = 1 << 30

// A way says where a place of a page of the old document is in the new one.
type way func(page int, top display.Length) (int, display.Length)

// bind makes the new document of its pages.
func bind(d *display.Document, pages []display.Page, to way) *display.Document {
	out := *d
	out.Pages, out.Bookmark = pages, nil
	for _, b := range d.Bookmark {
		b.Page, b.Top = to(b.Page, b.Top)
		out.Bookmark = append(out.Bookmark, b)
	}
	return &out
}

// lead gives the op with the new place that it leads to.
func lead(op display.Op, to way) display.Op {
	if l, ok := op.(display.Link); ok && l.URL == "" {
		l.Page, l.Top = to(l.Page, l.Top)
		return l
	}
	return op
}

// A frame is how a page lies on a sheet: scaled by num/den, which are both positive, and
// then moved.
type frame struct {
	num, den int64
	dx, dy   display.Length
}

// moved is a frame that leaves the size as it is.
func moved(dx, dy display.Length) frame { return frame{1, 1, dx, dy} }

// scale gives a length on the sheet, to the nearest.
func (f frame) scale(l display.Length) display.Length {
	p := int64(min(max(l, -far), far)) * f.num
	if p < 0 {
		return max(display.Length(-((-p + f.den/2) / f.den)), -far)
	}
	return min(display.Length((p+f.den/2)/f.den), far)
}

// span gives how long a stretch is on the sheet. Its ends are scaled, so that stretches
// which touch still do; what was there does not vanish.
func (f frame) span(at, long display.Length) display.Length {
	if l := f.scale(at+long) - f.scale(at); l > 0 || long <= 0 {
		return l
	}
	return 1
}

func (f frame) x(l display.Length) display.Length { return f.scale(l) + f.dx }
func (f frame) y(l display.Length) display.Length { return f.scale(l) + f.dy }

// op gives what was drawn as it lies on the sheet.
func (f frame) op(op display.Op) display.Op {
	switch o := op.(type) {
	case display.Run:
		glyphs := make([]display.Glyph, len(o.Glyphs))
		for i, g := range o.Glyphs {
			g.X = f.x(g.X)
			glyphs[i] = g
		}
		o.Glyphs, o.Y, o.Size = glyphs, f.y(o.Y), f.span(0, o.Size)
		return o
	case display.Line:
		o.X1, o.Y1, o.X2, o.Y2 = f.x(o.X1), f.y(o.Y1), f.x(o.X2), f.y(o.Y2)
		o.Width, o.Dash = f.span(0, o.Width), f.span(0, o.Dash)
		return o
	case display.Rect:
		o.X, o.Y, o.W, o.H = f.x(o.X), f.y(o.Y), f.span(o.X, o.W), f.span(o.Y, o.H)
		o.Width, o.Dash = f.span(0, o.Width), f.span(0, o.Dash)
		return o
	case display.Picture:
		o.X, o.Y, o.W, o.H = f.x(o.X), f.y(o.Y), f.span(o.X, o.W), f.span(o.Y, o.H)
		return o
	case display.Link:
		o.X, o.Y, o.W, o.H = f.x(o.X), f.y(o.Y), f.span(o.X, o.W), f.span(o.Y, o.H)
		return o
	}
	return op
}
