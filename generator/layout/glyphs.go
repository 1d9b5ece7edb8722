package layout

import (
	"slices"

	"gongkai/generator/display"
	"gongkai/generator/font"
)

// A glyph is what shows a character, in units of its font.
type glyph struct {
	id          font.GlyphID
	known       bool // looked up
	ok          bool // there is a font that has it
	font        int32
	units       int32 // per em
	advance     int32
	left, right int32 // blank on either side of the ink; 0 for what has no ink
}

// faceGlyphs holds the glyphs of a face: pages of 256 characters for the BMP, made when
// they are first needed, and a map for what lies outside.
type faceGlyphs struct {
	face  Face
	pages [256]*[256]glyph
	far   map[rune]glyph
}

// faceOf gives the store of a face.
func (s *Setter) faceOf(f Face) *faceGlyphs {
	for _, g := range s.faces {
		if slices.Equal(g.face, f) {
			return g
		}
	}
	g := &faceGlyphs{face: slices.Clone(f), far: map[rune]glyph{}}
	s.faces = append(s.faces, g)
	return g
}

// find gives the glyph of a character, by the first font of the face that has it.
func (s *Setter) find(f *faceGlyphs, r rune) glyph {
	if r < 0 || r > 0xFFFF {
		g, known := f.far[r]
		if !known {
			g = s.resolve(f.face, r)
			f.far[r] = g
		}
		return g
	}
	page := f.pages[r>>8]
	if page == nil {
		page = new([256]glyph)
		f.pages[r>>8] = page
	}
	g := &page[r&0xFF]
	if !g.known {
		*g = s.resolve(f.face, r)
	}
	return *g
}

// Alike gives a character that may be drawn for another which the fonts lack, because a
// reader takes both for the same mark: √ for ☑ and ✔, × for ☒, □ for ☐. Who copies the text
// gets what was written. It is 0 where there is none.
func Alike(r rune) rune {
	switch r {
	case '☑', '✓', '✔', '🗹', '✅':
		return '√'
	case '☒', '✗', '✘', '❌', '❎', '✖':
		return '×'
	case '☐', '▢', '◻', '⬜':
		return '□'
	case '﹪':
		return '％'
	case '☎', '☏', '✆':
		return '℡'
	case '➢', '➤', '▶', '►':
		return '→'
	case '⚫', '⬤', '❖', '◼':
		return '●'
	}
	return 0
}

// resolve gives a character's glyph, that of one alike where the fonts have no other, and
// else the missing glyph.
func (s *Setter) resolve(face Face, r rune) glyph {
	g := s.ask(face, r)
	if other := Alike(r); !g.ok && other != 0 {
		if h := s.ask(face, other); h.ok {
			return h
		}
	}
	return g
}

// ask asks the fonts themselves. What none has is the first font's missing glyph.
func (s *Setter) ask(face Face, r rune) glyph {
	out := glyph{known: true, units: 1000, advance: 1000}
	first := true
	for _, i := range face {
		if i < 0 || i >= len(s.Fonts) || s.Fonts[i] == nil {
			continue
		}
		if first {
			out.font, first = int32(i), false
		}
		id, ok := s.Fonts[i].Glyph(r)
		if !ok {
			continue
		}
		f := s.Fonts[i]
		out = glyph{id: id, known: true, ok: true, font: int32(i), units: int32(f.UnitsPerEm()), advance: int32(f.Advance(id))}
		if x0, _, x1, _, ink := f.Box(id); ink {
			out.left, out.right = int32(x0), out.advance-int32(x1)
		}
		break
	}
	return out
}

// scaled gives so many font units of the glyph at a size, to the nearest thousandth of a
// point.
func (g glyph) scaled(units int32, size display.Length) display.Length {
	n, d := display.Length(units)*size, display.Length(g.units)
	if n < 0 {
		return -((-n + d/2) / d)
	}
	return (n + d/2) / d
}

// miss notes a character that no font has.
func (s *Setter) miss(r rune, line int) {
	m := Missing{r, line}
	if s.missed[m] {
		return
	}
	if s.missed == nil {
		s.missed = map[Missing]bool{}
	}
	s.missed[m] = true
	s.Missing = append(s.Missing, m)
}
