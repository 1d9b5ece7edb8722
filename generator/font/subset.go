package font

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// A Subset is a font of a few glyphs of another, with numbers of its own.
type Subset struct {
	Data []byte    // a TrueType file with head, hhea, hmtx, maxp, loca, glyf, and what hinting needs
	Old  []GlyphID // Old[new] is the glyph's number in the whole font; ascending, the first is 0
}

// New gives a glyph's number in the subset, and false where it is not there.
func (s Subset) New(old GlyphID) (GlyphID, bool) {
	i, ok := slices.BinarySearch(s.Old, old)
	return GlyphID(i), ok
}

// The bits of a component of a composite glyph (OpenType, glyf).
const (
	argsAreWords   = 0x0001
	oneScale       = 0x0008
	moreComponents = 0x0020
	twoScales      = 0x0040
	twoByTwo       = 0x0080
)

// Subset cuts a font that has the given glyphs, glyph 0, and the parts of composite ones.
// The order and the repetition of glyphs change nothing; one list gives one file, byte for
// byte. It has no cmap: whoever uses it speaks of glyph numbers. An error is a
// *FormatError.
func (f *Font) Subset(glyphs []GlyphID) (Subset, error) {
	old, err := f.closure(glyphs)
	if err != nil {
		return Subset{}, err
	}
	s := Subset{Old: old}
	hmtx := make([]byte, 0, 4*len(old))
	loca := make([]byte, 0, 4*len(old)+4)
	var glyf []byte
	for _, g := range old {
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(f.Advance(g)))
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.bearing(g))
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		at := len(glyf)
		glyf = append(glyf, f.outline(g)...)
		if err := components(glyf[at:], func(id []byte) {
			n, _ := s.New(GlyphID(u16(id, 0)))
			binary.BigEndian.PutUint16(id, uint16(n))
		}); err != nil {
			return Subset{}, err
		}
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head := slices.Clone(f.tables["head"])
	binary.BigEndian.PutUint32(head[8:], 0)  // checkSumAdjustment, below
	binary.BigEndian.PutUint16(head[50:], 1) // loca of 32 bits
	hhea := slices.Clone(f.tables["hhea"])
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(old)))
	maxp := slices.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(old)))

	s.Data = assemble([]namedTable{
		{"cvt ", f.tables["cvt "]}, {"fpgm", f.tables["fpgm"]}, {"glyf", glyf}, {"head", head}, {"hhea", hhea},
		{"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}, {"prep", f.tables["prep"]},
	})
	return s, nil
}

// closure gives the glyphs, 0, and all parts of composite ones, ascending, each once.
func (f *Font) closure(glyphs []GlyphID) ([]GlyphID, error) {
	seen := map[GlyphID]bool{0: true}
	open := []GlyphID{0}
	for _, g := range glyphs {
		if int(g) >= f.glyphs {
			return nil, &FormatError{"glyf", fmt.Sprintf("there is no glyph %d", g)}
		}
		if !seen[g] {
			seen[g] = true
			open = append(open, g)
		}
	}
	for i := 0; i < len(open); i++ {
		wrong := -1
		err := components(f.outline(open[i]), func(id []byte) {
			g := GlyphID(u16(id, 0))
			if int(g) >= f.glyphs {
				wrong = int(g)
			} else if !seen[g] {
				seen[g] = true
				open = append(open, g)
			}
		})
		if err != nil {
			return nil, err
		}
		if wrong >= 0 {
			return nil, &FormatError{"glyf", fmt.Sprintf("glyph %d is made of a glyph %d that is not there", open[i], wrong)}
		}
	}
	slices.Sort(open)
	return open, nil
}

// components calls visit with the two bytes of each component's glyph number; an outline
// that is no composite has none.
func components(outline []byte, visit func(id []byte)) error {
	if len(outline) < 10 || i16(outline, 0) >= 0 {
		return nil
	}
	for at := 10; ; {
		if at+4 > len(outline) {
			return &FormatError{"glyf", "a composite glyph is cut off"}
		}
		flags := u16(outline, at)
		visit(outline[at+2 : at+4])
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&twoByTwo != 0:
			at += 8
		}
		if flags&moreComponents == 0 {
			return nil
		}
	}
}

type namedTable struct {
	tag  string
	data []byte
}

// assemble writes a font file of the tables that are not empty, which must come sorted.
func assemble(tables []namedTable) []byte {
	tables = slices.DeleteFunc(tables, func(t namedTable) bool { return t.tag != "glyf" && len(t.data) == 0 })
	n := len(tables)
	log := 0
	for 2<<log <= n {
		log++
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 << log, log, 16*n - 16<<log} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, head := 12+16*n, 0
	for _, t := range tables {
		if t.tag == "head" {
			head = at
		}
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

// checksum adds the bytes as numbers of 32 bits, zeros behind the last.
func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		sum += binary.BigEndian.Uint32(last[:])
	}
	return sum
}
