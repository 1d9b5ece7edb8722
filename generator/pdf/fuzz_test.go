package pdf_test

import (
	"bytes"
	"testing"

	"gongkai/generator/display"
	"gongkai/generator/font"
	"gongkai/generator/pdf"
)

// A stock gives values out of fuzz bytes; zeros when they are used up.
type stock []byte

func (s *stock) byte() byte {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return b
}

// length gives lengths of all sizes, mostly such as pages have.
func (s *stock) length() display.Length {
	b := s.byte()
	v := display.Length(int16(uint16(b)<<8 | uint16(s.byte())))
	switch b % 8 {
	case 0:
		return v << (b & 63)
	case 1, 2:
		return v
	}
	return v * 30
}

func (s *stock) text() string {
	n := min(int(s.byte()%12), len(*s))
	text := string((*s)[:n])
	*s = (*s)[n:]
	return text
}

func (s *stock) index(n int) int { return int(s.byte())%(n+1) - int(s.byte()/250) }

func (s *stock) color() display.Color { return display.Color{R: s.byte(), G: s.byte(), B: s.byte()} }

// document gives a document that may be all wrong.
func (s *stock) document(fonts []*font.Font, images []display.Image) *display.Document {
	d := &display.Document{Title: s.text(), Author: s.text(), Lang: "zh-CN", Fonts: fonts}
	if s.byte()%16 == 0 {
		d.Lang, d.Date = s.text(), s.text()
	}
	d.Images = append(images[:len(images):len(images)], display.Image{Data: bytes.Clone(*s), Type: []string{"png", "jpeg", ""}[s.byte()%3]})
	roles := []display.Role{display.P, display.Head, display.Figure, display.Span, display.Sect, display.LinkRole, "none"}
	parts := []*display.Part{nil}
	for range s.byte() % 8 {
		p := &display.Part{Role: roles[s.byte()%7], Alt: s.text(), Actual: s.text(), Parent: parts[int(s.byte())%len(parts)]}
		parts = append(parts, p)
	}
	if s.byte()%8 == 0 && len(parts) > 1 {
		parts[1].Parent = parts[len(parts)-1]
	}
	part := func() *display.Part { return parts[int(s.byte())%len(parts)] }
	for range s.byte() % 4 {
		page := display.Page{Width: 300 * pt, Height: 300 * pt}
		if s.byte()%16 == 0 {
			page.Width = s.length()
		}
		for range s.byte() % 12 {
			page.Ops = append(page.Ops, s.op(d, part))
		}
		d.Pages = append(d.Pages, page)
	}
	for range s.byte() % 5 {
		d.Bookmark = append(d.Bookmark, display.Bookmark{Title: s.text(), Level: int(s.byte()%4) - 1, Page: s.index(2), Top: s.length()})
	}
	return d
}

func (s *stock) op(d *display.Document, part func() *display.Part) display.Op {
	switch s.byte() % 8 {
	case 0:
		return display.Line{X1: s.length(), Y1: s.length(), X2: s.length(), Y2: s.length(), Width: s.length(), Color: s.color(), Dash: s.length()}
	case 1:
		return display.Rect{X: s.length(), Y: s.length(), W: s.length(), H: s.length(), Fill: s.color(), Filled: s.byte()%2 == 0, Width: s.length()}
	case 2:
		return display.Picture{Image: s.index(len(d.Images)), X: s.length(), Y: s.length(), W: s.length(), H: s.length(), Part: part()}
	case 3:
		return display.Link{X: s.length(), Y: s.length(), W: s.length(), H: s.length(), Page: s.index(3), Top: s.length(), Part: part()}
	case 4:
		return display.Link{W: s.length(), URL: []string{"http://a/", "mailto:", "tel:1"}[s.byte()%3] + s.text(), Part: part()}
	}
	r := display.Run{Font: s.index(len(d.Fonts)), Size: s.length(), Color: s.color(), Y: s.length(), Part: part()}
	for range s.byte() % 8 {
		r.Glyphs = append(r.Glyphs, display.Glyph{ID: font.GlyphID(s.byte()) << (s.byte() % 9), X: s.length(), Text: s.text()})
	}
	return r
}

// FuzzWrite: no document makes the writer panic, an error leaves nothing written, and what
// is written can be read.
func FuzzWrite(f *testing.F) {
	all := fonts(f)
	images := []display.Image{pngOf(f, tiles(9)), jpegOf(f, chart(255))}
	for i := range 40 {
		seed := make([]byte, 300)
		for k := range seed {
			seed[k] = byte(k*(i+3) + k*k*i/7)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := stock(b)
		d := s.document(all, images)
		for _, l := range levels {
			var out bytes.Buffer
			if err := pdf.Write(&out, d, pdf.Options{Archive: l}); err != nil {
				if out.Len() > 0 {
					t.Errorf("%d bytes and %v", out.Len(), err)
				}
				continue
			}
			r := read(t, out.Bytes())
			faces := r.faces()
			for _, page := range r.pages() {
				r.show(page, faces)
			}
		}
	})
}
