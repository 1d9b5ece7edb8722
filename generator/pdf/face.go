package pdf

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strings"

	"gongkai/generator/display"
	"gongkai/generator/font"
)

// A face is a font as far as the document shows it.
type face struct {
	font   *font.Font
	subset font.Subset
	news   []uint16 // by the whole font's glyph number: that in the subset
	widths []int    // by the subset's: thousandths of an em
	texts  []string // by the subset's: the characters that it stands for; "" for none
	own    []bool   // by the subset's: the text is of private characters and stands in ActualText too
}

// faces cuts a subset of every font that shows something, and finds what its glyphs say:
// the first text in the document that is not empty.
func faces(d *display.Document, shown [][]bool) ([]*face, error) {
	out := make([]*face, len(d.Fonts))
	for i, glyphs := range shown {
		if glyphs == nil {
			continue
		}
		f, err := newFace(d.Fonts[i], glyphs)
		if err != nil {
			return nil, err
		}
		out[i] = f
	}
	for i := range d.Pages {
		for _, op := range d.Pages[i].Ops {
			if r, ok := op.(display.Run); ok && len(r.Glyphs) > 0 {
				out[r.Font].learn(r.Glyphs)
			}
		}
	}
	return out, nil
}

func newFace(f *font.Font, shown []bool) (*face, error) {
	if err := f.Embeddable(); err != nil {
		return nil, err
	}
	var list []font.GlyphID
	for g, yes := range shown {
		if yes {
			list = append(list, font.GlyphID(g))
		}
	}
	s, err := f.Subset(list)
	if err != nil {
		return nil, err
	}
	n := len(s.Old)
	out := &face{f, s, make([]uint16, len(shown)), make([]int, n), make([]string, n), make([]bool, n)}
	for i, old := range s.Old {
		out.news[old] = uint16(i)
		out.widths[i] = out.em(f.Advance(old))
	}
	return out, nil
}

// learn takes what glyphs say where nothing is known of them yet.
func (f *face) learn(glyphs []display.Glyph) {
	for i := range glyphs {
		g := &glyphs[i]
		if n := f.news[g.ID]; f.texts[n] == "" && g.Text != "" {
			t := readable(g.Text)
			f.texts[n], f.own[n] = t, strings.ContainsFunc(t, private)
		}
	}
}

// private tells whether a character means what two people agreed on.
func private(r rune) bool {
	return r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000
}

// em gives a font's measure in thousandths of an em, to the nearest.
func (f *face) em(v int) int {
	u := f.font.UnitsPerEm()
	if v < 0 {
		return -((-v*1000 + u/2) / u)
	}
	return (v*1000 + u/2) / u
}

// name gives the name of the subset: six letters that depend on its glyphs, and the font's.
func (f *face) name() string {
	list := make([]byte, 0, 2*len(f.subset.Old))
	for _, g := range f.subset.Old {
		list = binary.BigEndian.AppendUint16(list, uint16(g))
	}
	digest := sha256.Sum256(list)
	v := binary.BigEndian.Uint64(digest[:])
	tag := make([]byte, 6, 70)
	for i := range tag {
		tag[i] = byte('A' + v%26)
		v /= 26
	}
	return string(append(append(tag, '+'), f.font.Name()...))
}

// writeFace writes a font: the outlines, what they measure, and what they say.
func (s *sheaf) writeFace(f *face) ref {
	file := s.reserve()
	s.stream(file, fmt.Sprintf("/Length1 %d", len(f.subset.Data)), f.subset.Data)
	meaning := s.reserve()
	s.stream(meaning, "", f.toUnicode())
	name := appendName(nil, f.name())
	descriptor := f.descriptor(name, file)
	if s.level == A1 { // ISO 19005-1, 6.3.5; part 2 asks for none
		set := s.reserve()
		s.stream(set, "", f.cidSet())
		descriptor = fmt.Appendf(descriptor, "/CIDSet %d 0 R", set)
	}
	about := s.add(append(descriptor, ">>"...))

	b := fmt.Appendf(nil, "<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>", name)
	b = fmt.Appendf(b, "/FontDescriptor %d 0 R/CIDToGIDMap/Identity", about)
	descendant := s.add(append(f.appendWidths(b), ">>"...))

	return s.add(fmt.Appendf(nil, "<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		name, descendant, meaning))
}

// The flags of a font descriptor (ISO 32000-1, table 123).
const (
	fixedPitch = 1 << 0
	serif      = 1 << 1
	symbolic   = 1 << 2 // glyphs outside the Latin standard set
	italic     = 1 << 6
)

// descriptor gives a font descriptor without its end. StemV, which TrueType does not know,
// is estimated from the weight; the height of capitals, where the font does not tell it, is
// that of the line.
func (f *face) descriptor(name []byte, file ref) []byte {
	m := f.font.Metrics()
	flags := symbolic
	if m.Fixed {
		flags |= fixedPitch
	}
	if m.Italic != 0 {
		flags |= italic
	}
	if n := f.font.Name() + f.font.Family(); strings.Contains(n, "Serif") && !strings.Contains(n, "Sans") {
		flags |= serif
	}
	height := m.CapHeight
	if height == 0 {
		height = m.Ascent
	}
	b := fmt.Appendf(nil, "<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle ",
		name, flags, f.em(m.Box[0]), f.em(m.Box[1]), f.em(m.Box[2]), f.em(m.Box[3]))
	b = appendThousandths(b, int64(m.Italic)*1000/65536)
	return fmt.Appendf(b, "/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R",
		f.em(m.Ascent), f.em(m.Descent), f.em(height), 10+220*(m.Weight-50)/900, file)
}

// appendWidths writes the width that most glyphs have as DW, and W for the others: lists of
// neighbours, and ranges where four or more are alike.
func (f *face) appendWidths(b []byte) []byte {
	usual := f.usualWidth()
	b = fmt.Appendf(b, "/DW %d", usual)
	b = append(b, "/W["...)
	alike := func(i int) int { // where the glyphs as wide as i end
		j := i + 1
		for j < len(f.widths) && f.widths[j] == f.widths[i] {
			j++
		}
		return j
	}
	listed := -1 // the glyph that would go on with the open list
	closeList := func() {
		if listed >= 0 {
			b = append(b, ']')
		}
		listed = -1
	}
	for i := 0; i < len(f.widths); {
		switch end := alike(i); {
		case f.widths[i] == usual:
			closeList()
			i = end
		case end-i >= 4:
			closeList()
			b = fmt.Appendf(b, "%d %d %d ", i, end-1, f.widths[i])
			i = end
		default:
			if listed == i {
				b = append(b, ' ')
			} else {
				b = fmt.Appendf(b, "%d[", i)
			}
			b = fmt.Append(b, f.widths[i])
			i++
			listed = i
		}
	}
	closeList()
	return append(b, ']')
}

// usualWidth gives the width that most glyphs have, the smallest of several.
func (f *face) usualWidth() int {
	count := map[int]int{}
	for _, w := range f.widths {
		count[w]++
	}
	best := f.widths[0]
	for w, n := range count { // a total order, so that the map's shows nowhere
		if n > count[best] || n == count[best] && w < best {
			best = w
		}
	}
	return best
}

// cidSet gives a bit for each glyph of the subset, the first in the highest place.
func (f *face) cidSet() []byte {
	set := make([]byte, (len(f.widths)+7)/8)
	for i := range f.widths {
		set[i/8] |= bits.Reverse8(1 << (i % 8))
	}
	return set
}

// silent stands in ToUnicode for a glyph that says nothing anywhere, because PDF/A wants a
// character for every glyph: ZERO WIDTH SPACE.
const silent = "\u200B"

// toUnicode gives the CMap from glyphs to characters (ISO 32000-1, 9.10.3).
func (f *face) toUnicode() []byte {
	b := make([]byte, 0, 400+16*len(f.texts))
	b = append(b, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"+
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"+
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"+
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"...)
	for from := 0; from < len(f.texts); from += 100 { // no more in one block
		to := min(from+100, len(f.texts))
		b = fmt.Appendf(b, "%d beginbfchar\n", to-from)
		for i := from; i < to; i++ {
			text := f.texts[i]
			if text == "" {
				text = silent
			}
			b = append(appendHex(append(b, '<'), uint16(i)), "> <"...)
			b = append(appendUTF16(b, text), ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
