package pdf_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"testing"

	"gongkai/generator/display"
	"gongkai/generator/font"
)

// rare are characters of names and places, four of them outside the BMP.
const rare = "〇㙦䶮𬬭𬭊𫖯"

// The indexes of a sample's fonts.
const (
	regular = iota
	bold
	black
)

func fonts(t testing.TB) (out []*font.Font) {
	t.Helper()
	for _, name := range []string{"NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "NotoSansSC-Bold.ttf"} {
		b, err := os.ReadFile("../../themes/default/fonts/" + name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := font.Parse(b, 0)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}

// A setter puts text on the pages of a document; a much simpler one than layout.
type setter struct {
	t   testing.TB
	doc *display.Document
}

func (s *setter) page() *display.Page { return &s.doc.Pages[len(s.doc.Pages)-1] }

func (s *setter) turn() {
	s.doc.Pages = append(s.doc.Pages, display.Page{Width: display.Mm(210), Height: display.Mm(297)})
}

func (s *setter) draw(op display.Op) { s.page().Ops = append(s.page().Ops, op) }

// set puts text on a line, each glyph loose by so much, and gives where it ends.
func (s *setter) set(fontAt int, size, loose, x, y display.Length, text string, part *display.Part) display.Length {
	s.t.Helper()
	f := s.doc.Fonts[fontAt]
	r := display.Run{Font: fontAt, Size: size, Y: y, Part: part}
	for _, c := range text {
		g, ok := f.Glyph(c)
		if !ok {
			s.t.Fatalf("%s has no %c", f.Name(), c)
		}
		r.Glyphs = append(r.Glyphs, display.Glyph{ID: g, X: x, Text: string(c)})
		x += (display.Length(f.Advance(g))*size+display.Length(f.UnitsPerEm())/2)/display.Length(f.UnitsPerEm()) + loose
	}
	s.draw(r)
	return x
}

// chart gives pixels of a few areas; alpha is that of the lower half.
func chart(alpha uint8) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for y := range 30 {
		for x := range 40 {
			c := color.NRGBA{uint8(6 * x), uint8(8 * y), 120, 255}
			if y >= 15 {
				c.A = alpha
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func pngOf(t testing.TB, m image.Image) display.Image {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return display.Image{Data: b.Bytes(), Type: "png", Width: m.Bounds().Dx(), Height: m.Bounds().Dy()}
}

func jpegOf(t testing.TB, m image.Image) display.Image {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return display.Image{Data: b.Bytes(), Type: "jpeg", Width: m.Bounds().Dx(), Height: m.Bounds().Dy()}
}

// tiles gives an image of two colours, the second as clear as asked.
func tiles(alpha uint8) *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, 21, 21), color.Palette{color.NRGBA{0, 0, 0, 255}, color.NRGBA{255, 240, 200, alpha}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i % 3 % 2)
	}
	return m
}

const pt = display.Pt

// sample gives a document of two pages with everything that a document can hold.
func sample(t testing.TB) *display.Document {
	grey := image.NewGray(image.Rect(0, 0, 16, 16))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i)
	}
	deep := image.NewNRGBA64(image.Rect(0, 0, 5, 7))
	for i := range deep.Pix {
		deep.Pix[i] = uint8(i * 31)
	}
	d := &display.Document{
		Title: "关于公开(试行)的通知 <甲&乙>", Author: "示例县人民政府办公室", Subject: "Notice \\ 通知", Lang: "zh-CN", Date: "2026-03-05",
		Fonts: fonts(t),
		Images: []display.Image{pngOf(t, chart(255)), pngOf(t, chart(90)), jpegOf(t, chart(255)), pngOf(t, grey), pngOf(t, tiles(255)),
			pngOf(t, tiles(0)), pngOf(t, deep), pngOf(t, chart(90)), {Data: []byte("never shown"), Type: "gif"}, jpegOf(t, grey)},
	}
	s := &setter{t, d}
	s.turn()
	left := display.Mm(28)

	sect := &display.Part{Role: display.Sect}
	s.set(black, 22*pt, 0, left, 90*pt, "关于公开的通知", &display.Part{Parent: sect, Role: display.H1})
	s.draw(display.Line{X1: left, Y1: 100 * pt, X2: left + display.Mm(156), Y2: 100 * pt, Width: 1500, Color: display.Red})

	p := &display.Part{Parent: sect, Role: display.P}
	x := s.set(regular, 15750, 37, left, 130*pt, "这是第一段,其中有罕用字"+rare+"。", p)
	s.set(bold, 15750, -13, x, 130*pt, "Bold AVATAR", &display.Part{Parent: p, Role: display.Span})
	s.set(regular, 15750, 0, left, 160*pt, "这一段的第二行。", p)

	list := &display.Part{Parent: sect, Role: display.List}
	for i, label := range []string{"1.", "2."} {
		item := &display.Part{Parent: list, Role: display.Item}
		y := display.Length(190+20*i) * pt
		s.set(regular, 12*pt, 0, left, y, label, &display.Part{Parent: item, Role: display.Label})
		s.set(regular, 12*pt, 11, left+20*pt, y, "列表之项", &display.Part{Parent: item, Role: display.ItemBody})
	}

	table := &display.Part{Parent: sect, Role: display.Table}
	for i, cells := range [][]string{{"名称", "数量"}, {"甲类", "1200"}} {
		row := &display.Part{Parent: table, Role: display.Row}
		for k, text := range cells {
			x, y := left+display.Length(100*k)*pt, display.Length(250+20*i)*pt
			cell := &display.Part{Parent: row, Role: display.Cell}
			if i == 0 {
				cell.Role, cell.Scope = display.Head, "Column"
				s.draw(display.Rect{X: x, Y: y - 14*pt, W: 100 * pt, H: 20 * pt, Fill: display.Light, Filled: true, Width: 500, Stroke: display.Grey})
			} else {
				s.draw(display.Rect{X: x, Y: y - 14*pt, W: 100 * pt, H: 20 * pt, Width: 500, Dash: 2 * pt})
			}
			s.set(regular, 10500, 0, x+3*pt, y, text, cell)
		}
	}

	// One glyph with two texts, one that says nothing, and one that says two characters.
	q := &display.Part{Parent: sect, Role: display.P}
	f := d.Fonts[regular]
	g := func(c rune) font.GlyphID { id, _ := f.Glyph(c); return id }
	s.draw(display.Run{Font: regular, Size: 12 * pt, Y: 320 * pt, Part: q, Color: display.Red, Glyphs: []display.Glyph{
		{ID: g('丙'), X: left, Text: "丙"}, {ID: g('丙'), X: left + 12*pt, Text: "𬬭x"}, {ID: g('Q'), X: left + 24*pt, Text: ""},
		{ID: g('丁'), X: left + 36*pt, Text: "丁丁"}, {ID: g('戊'), X: left + 300*pt, Text: "戊"}, {ID: g('己'), X: left + 200*pt, Text: "己"},
	}})
	link := &display.Part{Parent: q, Role: display.LinkRole}
	x = s.set(regular, 12*pt, 0, left, 340*pt, "外面", link)
	s.draw(display.Link{X: left, Y: 328 * pt, W: x - left, H: 14 * pt, URL: "https://example.gov.cn/公开/(甲)?a=1%20b", Part: link})
	inner := &display.Part{Parent: q, Role: display.Reference}
	s.set(regular, 12*pt, 0, left+60*pt, 340*pt, "里面", inner)
	s.draw(display.Link{X: left + 60*pt, Y: 328 * pt, W: 24 * pt, H: 14 * pt, Page: 1, Top: 80 * pt, Part: inner})

	for i := range d.Images {
		if i == 8 {
			continue
		}
		part := &display.Part{Parent: sect, Role: display.Figure, Alt: "柱状图(甲)"}
		if i == 3 {
			part = nil
		}
		s.draw(display.Picture{Image: i, X: left + display.Length(45*i)*pt, Y: 400 * pt, W: 40 * pt, H: 30 * pt, Part: part})
	}
	s.draw(display.Picture{Image: 0, X: left, Y: 450 * pt, W: 40 * pt, H: 30 * pt})

	// A paragraph that goes on behind the page's end.
	over := &display.Part{Parent: sect, Role: display.P}
	s.set(regular, 15750, 0, left, 700*pt, "跨页段落之前半,", over)
	s.set(regular, 14*pt, 0, display.Mm(100), 800*pt, "— 1 —", nil)
	s.turn()
	s.set(regular, 15750, 0, left, 90*pt, "跨页段落之后半。", over)
	s.set(regular, 15750, 0, left, 120*pt, "断词", &display.Part{Parent: over, Role: display.Span, Actual: "不断的词"})
	s.set(bold, 150*pt, 123, left, 300*pt, "大字", &display.Part{Role: display.H2})
	s.set(bold, 1, 0, left, 310*pt, "微", nil)
	s.set(regular, 14*pt, 0, display.Mm(100), 800*pt, "— 2 —", nil)
	d.Bookmark = []display.Bookmark{
		{Title: "通知", Top: 70 * pt}, {Title: "List (1)", Level: 1, Top: 180 * pt}, {Title: "深", Level: 2, Top: 200 * pt}, {Title: "更深", Level: 3, Top: 210 * pt},
		{Title: "表", Level: 1, Top: 240 * pt}, {Title: "大字", Page: 1, Top: 200 * pt},
	}
	return d
}

// dense gives two pages of so many different Han characters, each glyph loose.
func dense(t testing.TB, distinct int) *display.Document {
	d := &display.Document{Title: "基准", Lang: "zh-CN", Fonts: fonts(t)}
	s := &setter{t, d}
	f := d.Fonts[regular]
	var chars []rune
	for c := rune(0x4E00); len(chars) < distinct; c += 7 {
		if _, ok := f.Glyph(c); ok {
			chars = append(chars, c)
		}
	}
	at := 0
	for range 2 {
		s.turn()
		sect := &display.Part{Role: display.Sect}
		for line := range 22 {
			part := &display.Part{Parent: sect, Role: display.P}
			text := make([]rune, 28)
			for i := range text {
				text[i] = chars[at%len(chars)]
				at++
			}
			s.set(regular, 15750, display.Length(line*7), display.Mm(28), display.Length(120+29*line)*pt, string(text), part)
		}
	}
	return d
}

// patched gives the regular font with bytes of a table replaced.
func patched(t testing.TB, table string, at int, with ...byte) *font.Font {
	t.Helper()
	b, err := os.ReadFile("../../themes/default/fonts/NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	for i := range int(b[5]) {
		if e := b[12+16*i:]; string(e[:4]) == table {
			copy(b[int(binary.BigEndian.Uint32(e[8:]))+at:], with)
		}
	}
	f, err := font.Parse(b, 0)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
