package font_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"unicode/utf8"

	"gongkai/generator/font"
)

const (
	regular = "NotoSerifSC-Regular.ttf"
	black   = "NotoSansSC-Bold.ttf"
)

// shipped are the faces of the default theme.
var shipped = [...]string{regular, "NotoSerifSC-Bold.ttf", black}

// rare are characters of names and places, the last five outside the BMP or its first blocks.
const rare = "〇㙦䶮𬬭𬭊𫖯"

func data(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("../../themes/default/fonts/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parse(t testing.TB, b []byte) *font.Font {
	t.Helper()
	f, err := font.Parse(b, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestShippedFonts(t *testing.T) {
	for _, name := range shipped {
		f := parse(t, data(t, name))
		for _, r := range rare + "公开，。“”（）〔〕AaZz0189·—…①㎡" {
			g, ok := f.Glyph(r)
			if !ok && r != '㎡' {
				t.Errorf("%s has no glyph for %c (%U)", name, r, r)
			}
			if ok && utf8.RuneLen(r) > 2 && r > 0x3000 && f.Advance(g) != f.UnitsPerEm() {
				t.Errorf("%s: %c is %d wide, not an em of %d", name, r, f.Advance(g), f.UnitsPerEm())
			}
		}
		if _, ok := f.Glyph('\uE000'); ok {
			t.Errorf("%s has a glyph for a private character", name)
		}
		if err := f.Embeddable(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		m := f.Metrics()
		if m.Ascent <= 0 || m.Descent >= 0 || m.CapHeight <= 0 || f.Name() == "" || f.Name() == "Unnamed" {
			t.Errorf("%s: name %q, measures %+v", name, f.Name(), m)
		}
		if want := map[bool]int{true: 400, false: 700}[name == regular]; m.Weight != want {
			t.Errorf("%s: weight %d, want %d", name, m.Weight, want)
		}
	}
}

// The table of standard characters is 8,105 long; the corpus lies beside the checkout only.
func TestAllStandardCharacters(t *testing.T) {
	list, err := os.ReadFile("../../../shared/fonts/characters-8105.txt")
	if err != nil {
		t.Skip("SKIPPED: the list of 8,105 characters does not lie beside the checkout")
	}
	for _, name := range shipped {
		f := parse(t, data(t, name))
		n, beyond := 0, 0
		for _, r := range string(list) {
			if r <= ' ' {
				continue
			}
			n++
			if r > 0xFFFF {
				beyond++
			}
			if _, ok := f.Glyph(r); !ok {
				t.Errorf("%s has no glyph for %c (%U)", name, r, r)
			}
		}
		if n != 8105 || beyond != 196 {
			t.Errorf("%d characters, %d outside the BMP; want 8105 and 196", n, beyond)
		}
	}
}

func glyphs(t testing.TB, f *font.Font, text string) (out []font.GlyphID) {
	t.Helper()
	for _, r := range text {
		g, ok := f.Glyph(r)
		if !ok {
			t.Fatalf("no glyph for %c", r)
		}
		out = append(out, g)
	}
	return out
}

// reread makes a subset a font that Parse takes: it has no cmap, so the whole font's is put in.
func reread(t testing.TB, whole []byte, s font.Subset) *font.Font {
	t.Helper()
	tables := tablesOf(t, s.Data)
	tables["cmap"] = tablesOf(t, whole)["cmap"]
	return parse(t, build(tables))
}

func TestSubset(t *testing.T) {
	for _, name := range shipped {
		whole := data(t, name)
		f := parse(t, whole)
		want := glyphs(t, f, rare+"政务公开Agé½１２３")
		s, err := f.Subset(want)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.IsSorted(s.Old) || s.Old[0] != 0 || len(s.Data) > 40_000 {
			t.Errorf("%s: glyphs %v in %d bytes", name, s.Old, len(s.Data))
		}
		sub := reread(t, whole, s)
		if sub.Glyphs() != len(s.Old) {
			t.Errorf("%s: %d glyphs, want %d", name, sub.Glyphs(), len(s.Old))
		}
		for _, g := range want {
			n, ok := s.New(g)
			if !ok || sub.Advance(n) != f.Advance(g) {
				t.Fatalf("%s: glyph %d became %d (%v), %d wide for %d", name, g, n, ok, sub.Advance(n), f.Advance(g))
			}
			a, b := box(f, g), box(sub, n)
			if a != b {
				t.Errorf("%s: glyph %d has the box %v in the subset, %v before", name, g, b, a)
			}
		}
		for old, tag := range map[string]string{"head": "head", "prep": "prep"} {
			if len(tablesOf(t, whole)[old]) != len(tablesOf(t, s.Data)[tag]) {
				t.Errorf("%s: table %s was changed in length", name, tag)
			}
		}
		slices.Reverse(want)
		again, err := f.Subset(append(want, want...))
		if err != nil || !bytes.Equal(again.Data, s.Data) {
			t.Errorf("%s: another order of the same glyphs gives another file (%v)", name, err)
		}
		if sum(s.Data) != 0xB1B0AFBA {
			t.Errorf("%s: the file's checksum is %#x", name, sum(s.Data))
		}
	}
}

type bounds struct {
	x0, y0, x1, y1 int
	ok             bool
}

func box(f *font.Font, g font.GlyphID) (b bounds) {
	b.x0, b.y0, b.x1, b.y1, b.ok = f.Box(g)
	return b
}

// Law: the subset of a subset's glyphs is the subset: nothing is lost or moved by renumbering.
func TestSubsetOfSubset(t *testing.T) {
	whole := data(t, regular)
	f := parse(t, whole)
	random := rand.New(rand.NewPCG(3, 1))
	for range 20 {
		var some []font.GlyphID
		for range 1 + random.IntN(200) {
			some = append(some, font.GlyphID(random.IntN(f.Glyphs())))
		}
		s, err := f.Subset(some)
		if err != nil {
			t.Fatal(err)
		}
		all := make([]font.GlyphID, len(s.Old))
		for i := range all {
			all[i] = font.GlyphID(i)
		}
		again, err := reread(t, whole, s).Subset(all)
		if err != nil || !bytes.Equal(again.Data, s.Data) {
			t.Fatalf("the subset of all of a subset differs from it (%v)", err)
		}
	}
}

func TestComposite(t *testing.T) {
	f := parse(t, build(small(t, 0)))
	s, err := f.Subset([]font.GlyphID{3})
	if err != nil {
		t.Fatal(err)
	}
	if want := []font.GlyphID{0, 2, 3}; !slices.Equal(s.Old, want) {
		t.Fatalf("glyphs %v, want %v: a composite brings its part", s.Old, want)
	}
	if part := binary.BigEndian.Uint16(tablesOf(t, s.Data)["glyf"][12+12:]); part != 1 {
		t.Errorf("the composite's part is glyph %d, want 1", part)
	}
}

func TestCollection(t *testing.T) {
	one := build(small(t, 0))
	ttc := []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x02")
	for range 2 {
		ttc = binary.BigEndian.AppendUint32(ttc, 20)
	}
	moved := bytes.Clone(one) // its tables begin 20 bytes later
	for i := range int(binary.BigEndian.Uint16(moved[4:])) {
		at := moved[12+16*i+8:]
		binary.BigEndian.PutUint32(at, binary.BigEndian.Uint32(at)+20)
	}
	ttc = append(ttc, moved...)
	if n, err := font.Faces(ttc); n != 2 || err != nil {
		t.Fatalf("%d faces, %v", n, err)
	}
	for face := range 2 {
		f, err := font.Parse(ttc, face)
		if err != nil {
			t.Fatal(err)
		}
		if g, ok := f.Glyph('A'); !ok || g != 1 {
			t.Errorf("face %d: A is glyph %d", face, g)
		}
	}
	if _, err := font.Parse(ttc, 2); err == nil {
		t.Error("a third face of two was read")
	}
}

func TestLicence(t *testing.T) {
	for _, c := range []struct {
		bits uint16
		what string
	}{{0, ""}, {4, ""}, {8, ""}, {2, "restricted"}, {2 | 8, ""}, {0x100, "no-subsetting"}, {4 | 0x200, "bitmap-only"}} {
		err := parse(t, build(small(t, c.bits))).Embeddable()
		var l *font.LicenceError
		if c.what == "" && err != nil || c.what != "" && (!errors.As(err, &l) || l.What != c.what) {
			t.Errorf("fsType %#x: %v, want %q", c.bits, err, c.what)
		}
	}
}

func TestBroken(t *testing.T) {
	one := build(small(t, 0))
	for _, c := range []struct {
		name string
		make func() []byte
		tag  string
	}{
		{"nothing", func() []byte { return nil }, "file"},
		{"a web page", func() []byte { return []byte("<!doctype html><html></html>") }, "file"},
		{"PostScript outlines", func() []byte { return append([]byte("OTTO"), one[4:]...) }, "CFF"},
		{"no cmap", func() []byte { m := small(t, 0); delete(m, "cmap"); return build(m) }, "cmap"},
		{"no glyphs", func() []byte { m := small(t, 0); m["maxp"][5] = 0; return build(m) }, "maxp"},
		{"outlines behind the end", func() []byte { m := small(t, 0); m["glyf"] = m["glyf"][:4]; return build(m) }, "loca"},
		{"no units", func() []byte { m := small(t, 0); m["head"][18], m["head"][19] = 0, 0; return build(m) }, "head"},
		{"cut widths", func() []byte { m := small(t, 0); m["hmtx"] = m["hmtx"][:6]; return build(m) }, "hmtx"},
	} {
		_, err := font.Parse(c.make(), 0)
		var f *font.FormatError
		if !errors.As(err, &f) || f.Table != c.tag {
			t.Errorf("%s: %v, want a fault of %s", c.name, err, c.tag)
		}
	}
	if _, err := font.Parse(append([]byte("OTTO"), one[4:]...), 0); !errors.Is(err, font.ErrCFF) {
		t.Errorf("PostScript outlines: %v", err)
	}
	for n := range len(one) {
		use(one[:n])
	}
	real := data(t, black)
	for n := 0; n < len(real); n += len(real)/300 + 1 {
		use(real[:n])
	}
}

// use calls everything on what may be a font.
func use(b []byte) {
	n, err := font.Faces(b)
	if err != nil {
		return
	}
	for face := range min(n, 3) {
		f, err := font.Parse(b, face)
		if err != nil {
			continue
		}
		_, _, _ = f.Name(), f.Metrics(), f.Embeddable()
		var some []font.GlyphID
		for _, r := range "A公𬬭\uFFFF" {
			if g, ok := f.Glyph(r); ok {
				f.Advance(g)
				f.Box(g)
				some = append(some, g)
			}
		}
		f.Subset(some)
		f.Subset([]font.GlyphID{0, 1, font.GlyphID(f.Glyphs() - 1), 0xFFFF})
		f.Subset([]font.GlyphID{font.GlyphID(f.Glyphs() - 1)})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(build(small(f, 0)))
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10"))
	f.Fuzz(func(t *testing.T, b []byte) { use(b) })
}

// small is a font of four glyphs: blank, A (1), a box (2), and a composite of it (3).
func small(t testing.TB, fsType uint16) map[string][]byte {
	t.Helper()
	be := binary.BigEndian
	head := make([]byte, 54)
	be.PutUint16(head[18:], 1000)
	be.PutUint16(head[50:], 1)
	hhea := make([]byte, 36)
	be.PutUint16(hhea[4:], 800)
	be.PutUint16(hhea[34:], 1)
	maxp := make([]byte, 6)
	be.PutUint16(maxp[4:], 4)
	simple := []byte{0, 0, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0}                      // no contours, 12 bytes
	composite := []byte{0xFF, 0xFF, 0, 0, 0, 0, 0, 9, 0, 9, 0, 0, 0, 2, 0, 0} // of glyph 2
	glyf := slices.Concat(simple, simple, composite)
	var loca []byte
	for _, at := range []uint32{0, 0, 12, 24, 40} {
		loca = be.AppendUint32(loca, at)
	}
	cmap := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 'A', 0, 0, 0, 'C', 0, 0, 0, 1}
	os2 := make([]byte, 10)
	be.PutUint16(os2[4:], 400)
	be.PutUint16(os2[8:], fsType)
	return map[string][]byte{"head": head, "hhea": hhea, "maxp": maxp, "glyf": glyf, "loca": loca, "cmap": cmap, "OS/2": os2, "hmtx": {3, 232, 0, 0, 0, 0, 0, 0, 0, 0}}
}

// build puts tables into a file, as a font program that is not ours would.
func build(tables map[string][]byte) []byte {
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	out := []byte{0, 1, 0, 0, 0, byte(len(tags)), 0, 0, 0, 0, 0, 0}
	at := 12 + 16*len(tags)
	var body []byte
	for _, tag := range tags {
		out = append(out, tag...)
		out = append(out, 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[tag])))
		body = append(body, tables[tag]...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	return append(out, body...)
}

func tablesOf(t testing.TB, b []byte) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		e := b[12+16*i:]
		at, n := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		out[string(e[:4])] = b[at : at+n]
		if want := binary.BigEndian.Uint32(e[4:]); want != 0 && string(e[:4]) != "head" && sum(b[at:at+n]) != want {
			t.Errorf("the checksum of %s is wrong", e[:4])
		}
	}
	return out
}

func sum(b []byte) (s uint32) {
	b = append(bytes.Clone(b), make([]byte, (4-len(b)%4)%4)...)
	for i := 0; i < len(b); i += 4 {
		s += binary.BigEndian.Uint32(b[i:])
	}
	return s
}

func BenchmarkParse(b *testing.B) {
	d := data(b, regular)
	for b.Loop() {
		font.Parse(d, 0)
	}
}

func BenchmarkGlyph(b *testing.B) {
	f := parse(b, data(b, regular))
	for b.Loop() {
		f.Glyph('开')
	}
}

func BenchmarkSubset(b *testing.B) {
	f := parse(b, data(b, regular))
	var some []font.GlyphID
	for i := range 600 {
		some = append(some, font.GlyphID(i*13))
	}
	for b.Loop() {
		f.Subset(some)
	}
}
