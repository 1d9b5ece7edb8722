// Package font reads TrueType fonts and cuts subsets from them.
//
// It reads what printing needs: which glyph shows a character (cmap formats 4 and 12, so
// the characters outside the BMP too), how wide it is, how the line lies, whether the font
// may be embedded, and the outlines themselves to make a font of a few glyphs. Fonts with
// glyf outlines and TTC collections are read; CFF outlines are refused by name. Nothing is
// copied and nothing is unpacked: tables are looked into in place, and every look is
// checked against the bytes that are there, because a font is a file that somebody named.
//
// Source: OpenType 1.9.1, the chapters on head, hhea, hmtx, maxp, cmap, loca, glyf, name,
// OS/2 and the font file.
package font

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"
)

// A GlyphID is a glyph's number in its font; 0 is the glyph for what is missing.
type GlyphID uint16

// A Font is one face. It is read-only and safe for many readers.
type Font struct {
	tables  map[string][]byte
	glyphs  int // how many there are
	units   int // per em
	metrics int // hmtx's long entries
	long    bool
	cmap    charmap
	name    string
	family  string
	m       Metrics
	fsType  uint16
}

// Metrics are a face's measures in font units, y upwards.
type Metrics struct {
	Ascent, Descent, LineGap int // of hhea; Descent is negative
	CapHeight, XHeight       int // of OS/2; 0 where it does not say
	Weight                   int // 400 regular, 700 bold; 400 where OS/2 does not say
	Italic                   int // degrees counter-clockwise in 65536ths; negative leans right
	Fixed                    bool
	Box                      [4]int // xMin, yMin, xMax, yMax over all glyphs
}

// A FormatError tells which table of a font is wrong, and how.
type FormatError struct{ Table, What string }

// Error names the table and the fault.
func (e *FormatError) Error() string { return "font: " + e.Table + ": " + e.What }

// A LicenceError tells that the font forbids what printing needs; see Embeddable.
type LicenceError struct {
	Name string // the font's
	Type uint16 // OS/2.fsType
	What string // "restricted", "no-subsetting" or "bitmap-only"
}

// Error names the font and what it forbids.
func (e *LicenceError) Error() string {
	return fmt.Sprintf("font: %s must not be embedded: %s (fsType %#x)", e.Name, e.What, e.Type)
}

// ErrCFF is the cause of a FormatError for a font with PostScript outlines.
var ErrCFF = errors.New("PostScript outlines (CFF) are not read; a font with TrueType outlines is needed")

// Unwrap gives ErrCFF where that is the fault.
func (e *FormatError) Unwrap() error {
	if e.What == ErrCFF.Error() {
		return ErrCFF
	}
	return nil
}

// Faces gives how many faces the file holds: 1, or more for a TTC collection.
func Faces(data []byte) (int, error) {
	if len(data) < 12 {
		return 0, &FormatError{"file", "too short to be a font"}
	}
	if string(data[:4]) != "ttcf" {
		return 1, nil
	}
	n := binary.BigEndian.Uint32(data[8:])
	if n == 0 || uint64(n)*4+12 > uint64(len(data)) {
		return 0, &FormatError{"ttcf", "the list of faces does not fit the file"}
	}
	return int(n), nil
}

// Parse reads a face; face is its place in a collection, 0 for a plain font. The font
// keeps data, which must not be changed. An error is a *FormatError.
func Parse(data []byte, face int) (*Font, error) {
	n, err := Faces(data)
	if err != nil {
		return nil, err
	}
	if face < 0 || face >= n {
		return nil, &FormatError{"ttcf", fmt.Sprintf("face %d of %d", face, n)}
	}
	start := 0
	if string(data[:4]) == "ttcf" {
		start = int(binary.BigEndian.Uint32(data[12+4*face:]))
	}
	f := &Font{tables: map[string][]byte{}}
	if err := f.directory(data, start); err != nil {
		return nil, err
	}
	for _, read := range []func() error{f.head, f.maxp, f.hhea, f.loca, f.readCmap} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	f.os2()
	f.post()
	f.names()
	return f, nil
}

func (f *Font) directory(data []byte, start int) error {
	if start < 0 || start > len(data)-12 {
		return &FormatError{"file", "the table directory lies outside the file"}
	}
	switch v := string(data[start : start+4]); v {
	case "\x00\x01\x00\x00", "true":
	case "OTTO":
		return &FormatError{"CFF", ErrCFF.Error()}
	default:
		return &FormatError{"file", fmt.Sprintf("no TrueType font (it begins with %q)", v)}
	}
	n := int(binary.BigEndian.Uint16(data[start+4:]))
	if start+12+16*n > len(data) {
		return &FormatError{"file", "the table directory is cut off"}
	}
	for i := range n {
		e := data[start+12+16*i:]
		off, size := uint64(binary.BigEndian.Uint32(e[8:])), uint64(binary.BigEndian.Uint32(e[12:]))
		tag := string(e[:4])
		if off+size > uint64(len(data)) {
			return &FormatError{tag, "the table lies outside the file"}
		}
		f.tables[tag] = data[off : off+size : off+size]
	}
	return nil
}

// table gives a table of at least so many bytes.
func (f *Font) table(tag string, least int) ([]byte, error) {
	t, ok := f.tables[tag]
	switch {
	case !ok:
		return nil, &FormatError{tag, "the table is missing"}
	case len(t) < least:
		return nil, &FormatError{tag, "the table is cut off"}
	}
	return t, nil
}

func (f *Font) head() error {
	t, err := f.table("head", 54)
	if err != nil {
		return err
	}
	f.units = int(u16(t, 18))
	if f.units < 16 || f.units > 16384 {
		return &FormatError{"head", fmt.Sprintf("%d units per em", f.units)}
	}
	for i := range f.m.Box {
		f.m.Box[i] = i16(t, 36+2*i)
	}
	f.long = u16(t, 50) == 1
	return nil
}

func (f *Font) maxp() error {
	t, err := f.table("maxp", 6)
	if err != nil {
		return err
	}
	if f.glyphs = int(u16(t, 4)); f.glyphs == 0 {
		return &FormatError{"maxp", "no glyphs"}
	}
	return nil
}

func (f *Font) hhea() error {
	t, err := f.table("hhea", 36)
	if err != nil {
		return err
	}
	f.m.Ascent, f.m.Descent, f.m.LineGap = i16(t, 4), i16(t, 6), i16(t, 8)
	f.metrics = int(u16(t, 34))
	if f.metrics == 0 || f.metrics > f.glyphs {
		return &FormatError{"hhea", fmt.Sprintf("%d widths for %d glyphs", f.metrics, f.glyphs)}
	}
	_, err = f.table("hmtx", 4*f.metrics+2*(f.glyphs-f.metrics))
	return err
}

// loca looks at every place of an outline once, so that glyf can be cut without a doubt.
func (f *Font) loca() error {
	step := 2
	if f.long {
		step = 4
	}
	if _, err := f.table("loca", step*(f.glyphs+1)); err != nil {
		return err
	}
	glyf, err := f.table("glyf", 0)
	if err != nil {
		return err
	}
	last := 0
	for g := range f.glyphs + 1 {
		at := f.at(g)
		if at < last || at > len(glyf) {
			return &FormatError{"loca", fmt.Sprintf("the outline of glyph %d lies outside glyf", g)}
		}
		last = at
	}
	return nil
}

// at gives where the outline of a glyph begins; that of the next is its end.
func (f *Font) at(g int) int {
	t := f.tables["loca"]
	if f.long {
		return int(binary.BigEndian.Uint32(t[4*g:]))
	}
	return 2 * int(u16(t, 2*g))
}

// outline gives a glyph's bytes in glyf; nothing for a blank and for a number that is none.
func (f *Font) outline(g GlyphID) []byte {
	if int(g) >= f.glyphs {
		return nil
	}
	return f.tables["glyf"][f.at(int(g)):f.at(int(g)+1)]
}

func (f *Font) os2() {
	f.m.Weight = 400
	t := f.tables["OS/2"]
	if len(t) < 10 {
		return
	}
	if w := int(u16(t, 4)); w > 0 && w <= 1000 {
		f.m.Weight = w
	}
	f.fsType = u16(t, 8)
	if u16(t, 0) >= 2 && len(t) >= 90 {
		f.m.XHeight, f.m.CapHeight = i16(t, 86), i16(t, 88)
	}
}

func (f *Font) post() {
	if t := f.tables["post"]; len(t) >= 16 {
		f.m.Italic = int(int32(binary.BigEndian.Uint32(t[4:])))
		f.m.Fixed = binary.BigEndian.Uint32(t[12:]) != 0
	}
}

// names reads the family (1) and PostScript (6) names, those of Windows first.
func (f *Font) names() {
	t := f.tables["name"]
	if len(t) >= 6 {
		store := int(u16(t, 4))
		for i := range int(u16(t, 2)) {
			e := 6 + 12*i
			if e+12 > len(t) {
				break
			}
			platform, id := u16(t, e), u16(t, e+6)
			from := store + int(u16(t, e+10))
			to := from + int(u16(t, e+8))
			if to > len(t) {
				continue
			}
			var s string
			switch platform {
			case 0, 3:
				s = utf16be(t[from:to])
			case 1:
				s = ascii(t[from:to])
			}
			switch {
			case id == 1 && (f.family == "" || platform == 3 && u16(t, e+4) == 0x409):
				f.family = s
			case id == 6 && f.name == "":
				f.name = s
			}
		}
	}
	f.name = psName(f.name)
}

// psName keeps what a PostScript name may hold, and gives a name to a font without one.
func psName(s string) string {
	var out []byte
	for _, r := range s {
		if r > ' ' && r < 0x7F && r != '[' && r != ']' && r != '(' && r != ')' && r != '{' && r != '}' && r != '<' && r != '>' && r != '/' && r != '%' {
			out = append(out, byte(r))
		}
	}
	if len(out) == 0 {
		return "Unnamed"
	}
	return string(out[:min(len(out), 63)])
}

func utf16be(b []byte) string {
	u := make([]uint16, len(b)/2)
	for i := range u {
		u[i] = u16(b, 2*i)
	}
	return string(utf16.Decode(u))
}

func ascii(b []byte) string {
	var out []byte
	for _, c := range b {
		if c >= ' ' && c < 0x7F {
			out = append(out, c)
		}
	}
	return string(out)
}

// Name gives the PostScript name, always one that a PDF may hold.
func (f *Font) Name() string { return f.name }

// Family gives the family's name as the font tells it, perhaps "".
func (f *Font) Family() string { return f.family }

// UnitsPerEm gives how many font units make an em.
func (f *Font) UnitsPerEm() int { return f.units }

// Glyphs gives how many glyphs the font has.
func (f *Font) Glyphs() int { return f.glyphs }

// Metrics gives the face's measures.
func (f *Font) Metrics() Metrics { return f.m }

// Glyph gives the glyph that shows a character, and false (with 0) where the font has none.
func (f *Font) Glyph(r rune) (GlyphID, bool) {
	g := f.cmap.find(r)
	if g == 0 || int(g) >= f.glyphs {
		return 0, false
	}
	return g, true
}

// Advance gives a glyph's width in font units; 0 for a number that is no glyph.
func (f *Font) Advance(g GlyphID) int {
	if int(g) >= f.glyphs {
		return 0
	}
	return int(u16(f.tables["hmtx"], 4*min(int(g), f.metrics-1)))
}

// bearing gives the left side bearing as hmtx has it.
func (f *Font) bearing(g GlyphID) uint16 {
	t := f.tables["hmtx"]
	if int(g) < f.metrics {
		return u16(t, 4*int(g)+2)
	}
	return u16(t, 4*f.metrics+2*(int(g)-f.metrics))
}

// Box gives a glyph's bounds in font units, and false for a blank.
func (f *Font) Box(g GlyphID) (xMin, yMin, xMax, yMax int, ok bool) {
	o := f.outline(g)
	if len(o) < 10 {
		return 0, 0, 0, 0, false
	}
	return i16(o, 2), i16(o, 4), i16(o, 6), i16(o, 8), true
}

// Embeddable tells whether the font's licence bits (OS/2.fsType) allow a subset of its
// outlines in a document; the error is a *LicenceError. A font without the table allows it.
// Where several bits of use stand the most generous holds, as OpenType says.
func (f *Font) Embeddable() error {
	switch {
	case f.fsType&0xE == 2:
		return &LicenceError{f.name, f.fsType, "restricted"}
	case f.fsType&0x100 != 0:
		return &LicenceError{f.name, f.fsType, "no-subsetting"}
	case f.fsType&0x200 != 0:
		return &LicenceError{f.name, f.fsType, "bitmap-only"}
	}
	return nil
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func i16(b []byte, at int) int    { return int(int16(u16(b, at))) }
