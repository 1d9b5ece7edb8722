package impose_test

import (
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"

	"gongkai/generator/display"
	"gongkai/generator/font"
	"gongkai/generator/impose"
)

const pt = display.Pt

var a4 = display.Page{Width: display.Mm(210), Height: display.Mm(297)}

// say is a run of Han characters, each an em wide.
func say(text string, x, y, size display.Length, part *display.Part) display.Run {
	r := display.Run{Size: size, Y: y, Part: part}
	for _, c := range text {
		r.Glyphs = append(r.Glyphs, display.Glyph{ID: font.GlyphID(c), X: x, Text: string(c)})
		x += size
	}
	return r
}

func page(w, h display.Length, ops ...display.Op) display.Page {
	return display.Page{Width: w, Height: h, Ops: ops}
}

// texts gives what runs with a part say, in order.
func texts(pages []display.Page) string {
	var b strings.Builder
	for _, p := range pages {
		for _, op := range p.Ops {
			if r, ok := op.(display.Run); ok {
				for _, g := range r.Glyphs {
					b.WriteString(g.Text)
				}
			}
		}
	}
	return b.String()
}

// each gives the ops of one kind, in order.
func each[T display.Op](p display.Page) (out []T) {
	for _, op := range p.Ops {
		if o, ok := op.(T); ok {
			out = append(out, o)
		}
	}
	return out
}

// noise is a document of odd pages, on which much hangs over the edges. Each glyph says
// something else, so that none can stand in for another.
func noise(seed uint64, sizes ...display.Length) *display.Document {
	r := rand.New(rand.NewPCG(seed, 1))
	d := &display.Document{Title: "t", Fonts: []*font.Font{nil}, Images: make([]display.Image, 1)}
	serial := rune(0x4E00)
	for i := 0; i+1 < len(sizes); i += 2 {
		p := display.Page{Width: sizes[i], Height: sizes[i+1]}
		at := func(size display.Length) display.Length {
			n := max(size, 1000)
			return display.Length(r.IntN(int(min(n, 1<<40))*3/2)) - n/4
		}
		top := &display.Part{Role: display.Sect}
		for k := range 12 {
			part := &display.Part{Parent: top, Role: display.P}
			run := display.Run{Font: r.IntN(3) - 1, Size: display.Length(r.IntN(40000)), Y: at(p.Height), Part: part, Glyphs: []display.Glyph{}}
			for range r.IntN(9) {
				run.Glyphs = append(run.Glyphs, display.Glyph{ID: font.GlyphID(serial), X: at(p.Width), Text: string(serial)})
				serial++
			}
			p.Ops = append(p.Ops, run,
				display.Line{X1: at(p.Width), Y1: at(p.Height), X2: at(p.Width), Y2: at(p.Height), Width: pt, Dash: display.Length(k)},
				display.Rect{X: at(p.Width), Y: at(p.Height), W: at(p.Width), H: at(p.Height), Filled: true, Fill: display.Color{R: uint8(k)}},
				display.Picture{X: at(p.Width), Y: at(p.Height), W: pt, H: at(p.Height), Part: part},
				display.Link{X: at(p.Width), Y: at(p.Height), W: at(p.Width), H: pt, Page: r.IntN(9) - 1, Top: at(p.Height), Part: part})
		}
		d.Pages = append(d.Pages, p)
		d.Bookmark = append(d.Bookmark, display.Bookmark{Title: "b", Page: i / 2, Top: at(p.Height)})
	}
	return d
}

func TestPairsOfA4(t *testing.T) {
	part := &display.Part{Role: display.LinkRole}
	one := page(a4.Width, a4.Height, say("一", 30*pt, 40*pt, 16*pt, part),
		display.Link{X: pt, Y: 2 * pt, W: 3 * pt, H: 4 * pt, Page: 2, Top: 50 * pt, Part: part},
		display.Link{X: pt, Y: 2 * pt, W: 3 * pt, H: 4 * pt, Page: 2, Top: 9, URL: "https://example.cn/", Part: part})
	two := page(a4.Width, a4.Height, say("二", 30*pt, 40*pt, 16*pt, part), display.Line{X1: 1, Y1: 2, X2: 3, Y2: 4, Width: 5, Dash: 6},
		display.Rect{X: 1, Y: 2, W: 3, H: 4, Width: 5}, display.Picture{X: 1, Y: 2, W: 3, H: 4})
	d := &display.Document{Title: "题", Lang: "zh-CN", Pages: []display.Page{one, two, one},
		Bookmark: []display.Bookmark{{Title: "甲", Page: 1, Top: 7 * pt}, {Title: "乙", Level: 1, Page: 2, Top: 8 * pt}, {Title: "丙", Page: 3}}}
	got := impose.Pairs(d, impose.PairOptions{})
	w, part := a4.Width, part
	link := func(x display.Length) []display.Op {
		return []display.Op{say("一", x+30*pt, 40*pt, 16*pt, part),
			display.Link{X: x + pt, Y: 2 * pt, W: 3 * pt, H: 4 * pt, Page: 1, Top: 50 * pt, Part: part},
			display.Link{X: x + pt, Y: 2 * pt, W: 3 * pt, H: 4 * pt, Page: 2, Top: 9, URL: "https://example.cn/", Part: part}}
	}
	want := &display.Document{Title: "题", Lang: "zh-CN", Pages: []display.Page{
		page(2*w, a4.Height, append(link(0), say("二", w+30*pt, 40*pt, 16*pt, part), display.Line{X1: w + 1, Y1: 2, X2: w + 3, Y2: 4, Width: 5, Dash: 6},
			display.Rect{X: w + 1, Y: 2, W: 3, H: 4, Width: 5}, display.Picture{X: w + 1, Y: 2, W: 3, H: 4})...),
		page(2*w, a4.Height, link(0)...)},
		Bookmark: []display.Bookmark{{Title: "甲", Page: 0, Top: 7 * pt}, {Title: "乙", Level: 1, Page: 1, Top: 8 * pt}, {Title: "丙", Page: -1}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if over := got.Pages[0].Width - display.Mm(420); over < -1 || over > 1 {
		t.Errorf("two A4 pages differ from A3 by %d", over)
	}
}

// Each page holds one rectangle at its corner, which tells where it went.
func TestPairsPlaces(t *testing.T) {
	type spot struct {
		sheet int
		x, y  display.Length
	}
	for name, c := range map[string]struct {
		sizes  [][2]display.Length
		o      impose.PairOptions
		sheets [][2]display.Length
		spots  []spot
	}{
		"none":             {},
		"one":              {sizes: [][2]display.Length{{210, 297}}, sheets: [][2]display.Length{{420, 297}}, spots: []spot{{0, 0, 0}}},
		"gap":              {[][2]display.Length{{10, 20}, {10, 20}}, impose.PairOptions{Gap: 3}, [][2]display.Length{{23, 20}}, []spot{{0, 0, 0}, {0, 13, 0}}},
		"gap below 0":      {[][2]display.Length{{10, 20}, {10, 20}}, impose.PairOptions{Gap: -3}, [][2]display.Length{{20, 20}}, []spot{{0, 0, 0}, {0, 10, 0}}},
		"the larger":       {[][2]display.Length{{10, 20}, {12, 16}, {9, 16}, {9, 30}}, impose.PairOptions{Gap: 2}, [][2]display.Length{{26, 20}, {20, 30}}, []spot{{0, 0, 0}, {0, 14, 0}, {1, 0, 0}, {1, 11, 0}}},
		"starts, shared":   {[][2]display.Length{{5, 5}, {5, 5}, {5, 5}}, impose.PairOptions{Starts: []int{0, 1}}, [][2]display.Length{{10, 5}, {10, 5}}, []spot{{0, 0, 0}, {0, 5, 0}, {1, 0, 0}}},
		"starts, fresh":    {[][2]display.Length{{5, 5}, {5, 5}, {5, 5}}, impose.PairOptions{Starts: []int{1, 0}, Fresh: true}, [][2]display.Length{{10, 5}, {10, 5}}, []spot{{0, 0, 0}, {1, 0, 0}, {1, 5, 0}}},
		"fresh, at left":   {[][2]display.Length{{5, 5}, {5, 5}, {5, 5}}, impose.PairOptions{Starts: []int{0, 2}, Fresh: true}, [][2]display.Length{{10, 5}, {10, 5}}, []spot{{0, 0, 0}, {0, 5, 0}, {1, 0, 0}}},
		"landscape":        {[][2]display.Length{{210, 297}, {297, 210}, {210, 297}}, impose.PairOptions{}, [][2]display.Length{{420, 297}, {420, 297}, {420, 297}}, []spot{{0, 0, 0}, {1, 61, 43}, {2, 0, 0}}},
		"landscape, large": {[][2]display.Length{{600, 420}, {210, 297}}, impose.PairOptions{}, [][2]display.Length{{600, 420}, {420, 297}}, []spot{{0, 0, 0}, {1, 0, 0}}},
		"landscape only":   {[][2]display.Length{{297, 210}}, impose.PairOptions{Gap: 9}, [][2]display.Length{{297, 210}}, []spot{{0, 0, 0}}},
		"no size":          {[][2]display.Length{{0, 0}, {-5, -5}, {-1, -9}}, impose.PairOptions{}, [][2]display.Length{{0, 0}, {0, 0}}, []spot{{0, 0, 0}, {0, 0, 0}, {1, 0, 4}}},
	} {
		t.Run(name, func(t *testing.T) {
			d := &display.Document{}
			for i, s := range c.sizes {
				d.Pages = append(d.Pages, page(s[0], s[1], display.Rect{W: display.Length(i)}))
				d.Bookmark = append(d.Bookmark, display.Bookmark{Page: i, Top: 1})
			}
			got := impose.Pairs(d, c.o)
			var sheets [][2]display.Length
			spots := make([]spot, len(c.spots))
			for i, s := range got.Pages {
				sheets = append(sheets, [2]display.Length{s.Width, s.Height})
				for _, r := range each[display.Rect](s) {
					spots[r.W] = spot{i, r.X, r.Y}
				}
			}
			if !reflect.DeepEqual(sheets, c.sheets) {
				t.Errorf("sheets %v, want %v", sheets, c.sheets)
			}
			if !reflect.DeepEqual(spots, append([]spot{}, c.spots...)) {
				t.Errorf("places %v, want %v", spots, c.spots)
			}
			for i, b := range got.Bookmark {
				if want := c.spots[i]; b.Page != want.sheet || b.Top != want.y+1 {
					t.Errorf("bookmark %d leads to %d at %d, want %v", i, b.Page, b.Top, want)
				}
			}
		})
	}
}

// A page of 100 on 2 × 2 sheets of 100 with margins of 10 and strips of 20: each shows 80,
// the poster is 140, the scale 1.4 and the next sheet begins 60 further on.
func TestTilePlaces(t *testing.T) {
	part := &display.Part{Role: display.P}
	d := &display.Document{
		Pages: []display.Page{page(100*pt, 100*pt,
			say("甲乙", 10*pt, 20*pt, 10*pt, part),
			say("丙", 90*pt, 95*pt, 10*pt, part),
			display.Line{X1: 0, Y1: 50 * pt, X2: 100 * pt, Y2: 50 * pt, Width: pt, Dash: 2 * pt},
			display.Rect{X: 80 * pt, Y: 10 * pt, W: 5 * pt, H: 5 * pt, Filled: true},
			display.Picture{X: 45 * pt, Y: 0, W: 20 * pt, H: 10 * pt, Part: part},
			display.Link{X: 10 * pt, Y: 60 * pt, W: 80 * pt, H: 10 * pt, Page: 0, Top: 50 * pt, Part: part})},
		Bookmark: []display.Bookmark{{Page: 0, Top: 10 * pt}, {Page: 0, Top: 90 * pt}, {Page: 0, Top: -50 * pt}, {Page: 0, Top: 200 * pt}, {Page: 1}},
	}
	o := impose.TileOptions{Columns: 2, Rows: 2, Overlap: 20 * pt, Margin: 10 * pt}
	if w, h, ok := o.Poster(100*pt, 100*pt); w != 140*pt || h != 140*pt || !ok {
		t.Errorf("the poster is %v × %v, %v", w, h, ok)
	}
	got := impose.Tile(d, 100*pt, 100*pt, o)
	if len(got.Pages) != 4 {
		t.Fatalf("%d sheets", len(got.Pages))
	}
	// What comes before the first white box is the page's.
	drawn := func(i int) (out []display.Op) {
		for _, op := range got.Pages[i].Ops {
			if r, ok := op.(display.Rect); ok && r.Fill == display.White {
				return out
			}
			out = append(out, op)
		}
		return out
	}
	line := display.Line{X1: 10 * pt, Y1: 80 * pt, X2: 150 * pt, Y2: 80 * pt, Width: 1400, Dash: 2800}
	shifted := func(l display.Line, dx, dy display.Length) display.Line {
		l.X1, l.X2, l.Y1, l.Y2 = l.X1+dx, l.X2+dx, l.Y1+dy, l.Y2+dy
		return l
	}
	pic := display.Picture{X: 73 * pt, Y: 10 * pt, W: 28 * pt, H: 14 * pt}
	mine := pic
	mine.X, mine.Part = pic.X-60*pt, part
	link := func(x, y, w, h display.Length) display.Link {
		return display.Link{X: x, Y: y, W: w, H: h, Page: 2, Top: 20 * pt, Part: part}
	}
	for i, want := range [][]display.Op{
		{say("甲乙", 24*pt, 38*pt, 14*pt, part), line, pic},
		{shifted(line, -60*pt, 0), display.Rect{X: 62 * pt, Y: 24 * pt, W: 7 * pt, H: 7 * pt, Filled: true}, mine},
		{shifted(line, 0, -60*pt), link(24*pt, 34*pt, 66*pt, 14*pt)},
		{say("丙", 76*pt, 83*pt, 14*pt, part), shifted(line, -60*pt, -60*pt), link(10*pt, 34*pt, 66*pt, 14*pt)},
	} {
		if !reflect.DeepEqual(drawn(i), want) {
			t.Errorf("sheet %d\ngot  %+v\nwant %+v", i, drawn(i), want)
		}
	}
	want := []display.Bookmark{{Page: 0, Top: 24 * pt}, {Page: 2, Top: 76 * pt}, {Page: 0, Top: 10 * pt}, {Page: 2, Top: 90 * pt}, {Page: -1}}
	if !reflect.DeepEqual(got.Bookmark, want) {
		t.Errorf("bookmarks %v, want %v", got.Bookmark, want)
	}
}

// The seams are drawn on the sheets that are covered only, and the crop marks outside of
// what a sheet shows.
func TestTileMarks(t *testing.T) {
	d := &display.Document{Pages: []display.Page{page(100*pt, 100*pt)}}
	o := impose.TileOptions{Columns: 2, Rows: 1, Overlap: 20 * pt, Margin: 10 * pt,
		Label: func(page, column, row int) []display.Op {
			return []display.Op{say(strings.Repeat("第", page+column+row+1), 0, 9*pt, 8*pt, nil)}
		}}
	got := impose.Tile(d, 100*pt, 100*pt, o)
	thin := func(x1, y1, x2, y2, dash display.Length) display.Op {
		return display.Line{X1: x1, Y1: y1, X2: x2, Y2: y2, Width: pt / 4, Dash: dash}
	}
	// The poster is 140 × 80; the page has 80 × 80 in its middle, from 30 to 110. The left
	// sheet shows 30 to 80, the right one 60 to 110.
	l := display.Mm(3)
	corners := func(x1, x2 display.Length) (out []display.Op) {
		for _, y := range []display.Length{10 * pt, 90 * pt} {
			out = append(out, thin(x1-l, y, x1, y, 0), thin(x2, y, x2+l, y, 0))
		}
		for _, x := range []display.Length{x1, x2} {
			out = append(out, thin(x, 10*pt-l, x, 10*pt, 0), thin(x, 90*pt, x, 90*pt+l, 0))
		}
		return out
	}
	want := append([]display.Op{thin(70*pt, 10*pt, 70*pt, 90*pt, 3*pt)}, corners(40*pt, 90*pt)...)
	want = append(want, say("第", 0, 9*pt, 8*pt, nil))
	if !reflect.DeepEqual(got.Pages[0].Ops, want) {
		t.Errorf("left\ngot  %+v\nwant %+v", got.Pages[0].Ops, want)
	}
	want = append(corners(10*pt, 60*pt), say("第第", 0, 9*pt, 8*pt, nil))
	if !reflect.DeepEqual(got.Pages[1].Ops, want) {
		t.Errorf("right\ngot  %+v\nwant %+v", got.Pages[1].Ops, want)
	}
}

// Neighbours' strips are marked once: with strips a sheet has a seam towards each sheet that
// lies on it.
func TestTileSeams(t *testing.T) {
	for overlap, want := range map[display.Length][]int{20 * pt: {2, 2, 1, 1, 1, 0}, 1: {2, 2, 1, 1, 1, 0}, 0: {0, 0, 0, 0, 0, 0}} {
		o := impose.TileOptions{Columns: 3, Rows: 2, Overlap: overlap, Margin: 10 * pt}
		w, h, _ := o.Poster(100*pt, 100*pt)
		var got []int
		for _, p := range impose.Tile(&display.Document{Pages: []display.Page{page(w, h)}}, 100*pt, 100*pt, o).Pages {
			n := 0
			for _, l := range each[display.Line](p) {
				if l.Dash > 0 {
					n++
				}
			}
			got = append(got, n)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("overlap %v: seams %v, want %v", overlap, got, want)
		}
	}
}

// The page's left edge, at 85, lies in the strip from 80 to 100: the right sheet covers all
// that the left one shows, and no seam is drawn beside the page.
func TestTileSeamBesideThePage(t *testing.T) {
	d := &display.Document{Pages: []display.Page{page(10*pt, 100*pt)}}
	got := impose.Tile(d, 100*pt, 100*pt, impose.TileOptions{Columns: 2, Rows: 1, Overlap: 20 * pt})
	for _, l := range each[display.Line](got.Pages[0]) {
		if l.Dash > 0 {
			t.Errorf("a seam %+v", l)
		}
	}
}

// A length is rounded to the nearest, on both sides of 0.
func TestTileRounds(t *testing.T) {
	for from, want := range map[display.Length]display.Length{-2: -7, -1: -3, 0: 0, 1: 3, 2: 7, 3: 10} {
		d := &display.Document{Pages: []display.Page{page(3, 3, display.Line{X1: from, Y1: 1, X2: 2, Y2: 2, Width: 2})}}
		got := each[display.Line](impose.Tile(d, 10, 10, impose.TileOptions{Columns: 1, Rows: 1}).Pages[0])
		if w := (display.Line{X1: want, Y1: 3, X2: 7, Y2: 7, Width: 7}); len(got) == 0 || got[0] != w {
			t.Errorf("%d: got %+v, want %+v", from, got, w)
		}
	}
}

// A line that lies on the seam is text on the sheet that holds the middle of its characters,
// 0.38 em above the baseline, and drawn on both.
func TestTileSeamInALine(t *testing.T) {
	for y, want := range map[display.Length][]string{102 * pt: {"一行", ""}, 103*pt + 799: {"一行", ""}, 103*pt + 800: {"", "一行"}, 105 * pt: {"", "一行"}} {
		d := &display.Document{Pages: []display.Page{page(100*pt, 200*pt, say("一行", 20*pt, y, 10*pt, &display.Part{Role: display.P}))}}
		got := impose.Tile(d, 100*pt, 100*pt, impose.TileOptions{Columns: 1, Rows: 2}).Pages
		for i := range got {
			if n := len(each[display.Run](got[i])); n != 1 || texts(got[i:i+1]) != want[i] {
				t.Errorf("baseline %v: sheet %d has %d runs and says %q", y, i, n, texts(got[i:i+1]))
			}
		}
	}
}

// A page in the middle leaves sheets empty; what lies beside it is told by the next sheet
// that shows something, and seen on none.
func TestTileEmptySheets(t *testing.T) {
	part := &display.Part{Role: display.P}
	d := &display.Document{Pages: []display.Page{page(100*pt, 50*pt,
		say("左", -90*pt, 20*pt, 10*pt, part), say("右", 150*pt, 20*pt, 10*pt, part))}}
	got := impose.Tile(d, 100*pt, 100*pt, impose.TileOptions{Columns: 4, Rows: 1}).Pages
	for i, want := range []string{"", "左", "右", ""} {
		if texts(got[i:i+1]) != want || want == "" && len(got[i].Ops) > 0 {
			t.Errorf("sheet %d: %+v", i, got[i].Ops)
		}
		for _, r := range each[display.Run](got[i]) {
			if x := r.Glyphs[0].X; x > -r.Size && x < 100*pt {
				t.Errorf("sheet %d shows %+v", i, r)
			}
		}
	}
}

// Marks lie on the paper and outside of what is shown, however narrow the margin.
func TestMarksStayOnThePaper(t *testing.T) {
	for _, margin := range []display.Length{0, 1, 100, 124, 125, 126, pt, display.Mm(3), display.Mm(20)} {
		d := &display.Document{Pages: []display.Page{a4, page(a4.Height, a4.Width)}}
		o := impose.TileOptions{Columns: 3, Rows: 2, Margin: margin} // no seams
		n := 0
		for i, p := range impose.Tile(d, a4.Width, a4.Height, o).Pages {
			for _, l := range each[display.Line](p) {
				n++
				x1, x2, y1, y2 := min(l.X1, l.X2), max(l.X1, l.X2), min(l.Y1, l.Y2), max(l.Y1, l.Y2)
				if x1 == x2 {
					x1, x2 = x1-l.Width/2, x2+l.Width/2
				} else {
					y1, y2 = y1-l.Width/2, y2+l.Width/2
				}
				if x1 < 0 || y1 < 0 || x2 > p.Width || y2 > p.Height {
					t.Errorf("margin %d, sheet %d: %+v is not all on the paper", margin, i, l)
				}
				if x2-x1+y2-y1 > display.Mm(3)+l.Width {
					t.Errorf("margin %d, sheet %d: %+v is long", margin, i, l)
				}
			}
		}
		if margin >= 125 && n != 8*12 {
			t.Errorf("margin %d: %d marks on 12 sheets", margin, n)
		}
	}
}

// colorAt paints filled boxes at a point, the last on top.
func colorAt(p display.Page, x, y display.Length) display.Color {
	c := display.White
	for _, r := range each[display.Rect](p) {
		if r.Filled && x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H {
			c = r.Fill
		}
	}
	return c
}

// Every point of a page is on its sheet at the right place, on all sheets that show it, and
// what lies outside the page or in a margin is white.
func TestTileShowsThePage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []impose.TileOptions{
		{Columns: 2, Rows: 2, Overlap: 12 * pt, Margin: 14 * pt},
		{Columns: 4, Rows: 1, Margin: 20 * pt},
		{Columns: 1, Rows: 3, Overlap: 30 * pt},
		{Columns: 3, Rows: 3, Overlap: 200 * pt, Margin: 20 * pt},
	} {
		const w, h = 300 * pt, 400 * pt
		d := noise(7, 200*pt, 300*pt)
		p := d.Pages[0]
		pw, ph, _ := c.Poster(w, h)
		scale := min(float64(pw)/float64(p.Width), float64(ph)/float64(p.Height))
		left, top := (float64(pw)-scale*float64(p.Width))/2, (float64(ph)-scale*float64(p.Height))/2
		sheets := impose.Tile(d, w, h, c).Pages
		seen := map[display.Color]bool{}
		for range 4000 {
			k, x, y := r.IntN(len(sheets)), display.Length(r.IntN(int(w))), display.Length(r.IntN(int(h)))
			// where on the page that is
			px := (float64(x-c.Margin+display.Length(k%c.Columns)*(w-2*c.Margin-c.Overlap)) - left) / scale
			py := (float64(y-c.Margin+display.Length(k/c.Columns)*(h-2*c.Margin-c.Overlap)) - top) / scale
			want := display.White
			if x >= c.Margin && y >= c.Margin && x < w-c.Margin && y < h-c.Margin && px >= 0 && py >= 0 && px < float64(p.Width) && py < float64(p.Height) {
				want = colorAt(p, display.Length(px), display.Length(py))
			}
			if got := colorAt(sheets[k], x, y); got != want {
				t.Errorf("%+v: sheet %d at %d, %d (page %.0f, %.0f) is %v, want %v", c, k, x, y, px, py, got, want)
			}
			seen[want] = true
		}
		if len(seen) < 5 {
			t.Errorf("%+v: only %d colours were seen", c, len(seen))
		}
	}
}

// said counts what each page's sheets say, and fails where a text has no part or the other
// way round.
func said(t *testing.T, pages []display.Page) map[string]int {
	t.Helper()
	out := map[string]int{}
	for i, p := range pages {
		for _, r := range each[display.Run](p) {
			for _, g := range r.Glyphs {
				if (g.Text == "") != (r.Part == nil) {
					t.Errorf("sheet %d: a glyph says %q and has the part %v", i, g.Text, r.Part)
				}
				if g.Text != "" {
					out[g.Text]++
				}
			}
		}
	}
	return out
}

// sameText holds the sheets of each page to what the page says: every glyph's text once.
func sameText(t *testing.T, d *display.Document, pages []display.Page, each int) {
	t.Helper()
	if len(pages) != each*len(d.Pages) {
		t.Fatalf("%d sheets of %d pages", len(pages), len(d.Pages))
	}
	for i := range d.Pages {
		want, got := said(t, d.Pages[i:i+1]), said(t, pages[i*each:(i+1)*each])
		if !reflect.DeepEqual(got, want) {
			t.Errorf("page %d says %v, its sheets %v", i, want, got)
		}
	}
}

func TestTileTellsEachTextOnce(t *testing.T) {
	for seed := range uint64(20) {
		d := noise(seed, a4.Width, a4.Height, 50*pt, 400*pt, 1, 7)
		for _, o := range []impose.TileOptions{
			{Columns: 2, Rows: 2, Overlap: 20 * pt, Margin: 10 * pt}, {Columns: 1, Rows: 1},
			{Columns: 5, Rows: 1, Overlap: 300 * pt}, {Columns: 3, Rows: 7, Margin: 100 * pt},
		} {
			sheets := impose.Tile(d, a4.Width, a4.Height, o)
			sameText(t, d, sheets.Pages, o.Columns*o.Rows)
			pictures, links := 0, map[*display.Part]bool{}
			for _, p := range sheets.Pages {
				for _, x := range each[display.Picture](p) {
					if x.Part != nil {
						pictures++
					}
				}
			}
			for _, p := range sheets.Pages {
				for _, x := range each[display.Link](p) {
					links[x.Part] = true
				}
			}
			if pictures != 36 || len(links) != 36 {
				t.Errorf("seed %d, %+v: %d pictures and %d links of 36 are left", seed, o, pictures, len(links))
			}
		}
	}
}

// Lines of text that are cut between them, or lengthways, are read in their order.
func TestTileRowsAreReadInOrder(t *testing.T) {
	d := &display.Document{}
	text := "公开是常态不公开是例外应公开尽公开"
	for i := range 3 {
		p := display.Page{Width: 400 * pt, Height: 300 * pt}
		for k := range 18 {
			p.Ops = append(p.Ops, say(text, 20*pt, display.Length(20+15*k+i)*pt, 16*pt, &display.Part{Role: display.P}))
		}
		d.Pages = append(d.Pages, p)
	}
	got := impose.Tile(d, 400*pt, 120*pt, impose.TileOptions{Columns: 1, Rows: 4, Overlap: 30 * pt, Margin: 5 * pt})
	if texts(got.Pages) != texts(d.Pages) {
		t.Errorf("got %s", texts(got.Pages))
	}
}

// With a real font: a glyph whose ink reaches over the edge is drawn on both sheets, at the
// same place of the poster; a blank and one that does not reach it on one.
func TestTileKnowsTheInk(t *testing.T) {
	data, err := os.ReadFile("../../themes/default/fonts/NotoSansSC-Bold.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := font.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		char rune
		x    display.Length
		want [2]string // what each sheet says
		on   [2]bool   // whether it draws
	}{
		{'国', 95 * pt, [2]string{"国", ""}, [2]bool{true, true}}, // centre at 99.5
		{'国', 96 * pt, [2]string{"", "国"}, [2]bool{true, true}}, // at 100.5
		{'国', 80 * pt, [2]string{"国", ""}, [2]bool{true, false}},
		{'国', 110 * pt, [2]string{"", "国"}, [2]bool{false, true}},
		{' ', 99 * pt, [2]string{"", " "}, [2]bool{false, true}}, // about 2 wide
		{'，', 97 * pt, [2]string{"", "，"}, [2]bool{true, true}},  // ink at the left
		{'。', 99900, [2]string{"", "。"}, [2]bool{false, true}},
		{'i', 97 * pt, [2]string{"i", ""}, [2]bool{true, false}},
	} {
		id, ok := f.Glyph(c.char)
		if !ok {
			t.Fatalf("no %q", c.char)
		}
		part := &display.Part{Role: display.P}
		d := &display.Document{Fonts: []*font.Font{f}, Pages: []display.Page{page(200*pt, 100*pt,
			display.Run{Size: 9 * pt, Y: 50 * pt, Part: part, Glyphs: []display.Glyph{{ID: id, X: c.x, Text: string(c.char)}}})}}
		got := impose.Tile(d, 120*pt, 120*pt, impose.TileOptions{Columns: 2, Rows: 1, Margin: 10 * pt})
		for i, p := range got.Pages {
			runs := each[display.Run](p)
			if texts(got.Pages[i:i+1]) != c.want[i] || len(runs) > 0 != c.on[i] {
				t.Errorf("%q at %v: sheet %d draws %+v", c.char, c.x, i, runs)
			}
			for _, r := range runs {
				if x := c.x + 10*pt - display.Length(i)*100*pt; r.Glyphs[0].X != x || r.Y != 60*pt || r.Size != 9*pt {
					t.Errorf("%q at %v: sheet %d has it at %v, %v", c.char, c.x, i, r.Glyphs[0].X, r.Y)
				}
			}
		}
	}
}

// A bookmark and a link lead to a sheet that shows the height at which they aim, at the
// place where it stands there.
func TestTileLeadsToTheRightSheet(t *testing.T) {
	part := &display.Part{Role: display.LinkRole}
	for _, o := range []impose.TileOptions{
		{Columns: 2, Rows: 3, Overlap: 20 * pt, Margin: 10 * pt}, {Columns: 5, Rows: 1}, {Columns: 1, Rows: 6, Overlap: 15 * pt}, {Columns: 7, Rows: 2, Margin: 30 * pt},
	} {
		for top := display.Length(0); top < 300*pt; top += 7 * pt {
			mark := display.Rect{Y: top, W: pt, H: pt, Filled: true, Fill: display.Red}
			d := &display.Document{
				Pages:    []display.Page{page(200*pt, 300*pt, display.Link{W: 200 * pt, H: 300 * pt, Page: 1, Top: top, Part: part}), page(200*pt, 300*pt, mark)},
				Bookmark: []display.Bookmark{{Page: 1, Top: top}},
			}
			got := impose.Tile(d, 150*pt, 200*pt, o)
			b := got.Bookmark[0]
			found := false
			for _, r := range each[display.Rect](got.Pages[b.Page]) {
				found = found || r.Fill == display.Red && r.Y == b.Top
			}
			if !found || b.Top < o.Margin || b.Top >= 200*pt-o.Margin || b.Page < o.Columns*o.Rows {
				t.Errorf("%+v: the bookmark to %v leads to sheet %d at %v", o, top, b.Page, b.Top)
			}
			links := 0
			for _, p := range got.Pages {
				for _, l := range each[display.Link](p) {
					links++
					if l.Page != b.Page || l.Top != b.Top || l.Part != part {
						t.Errorf("%+v: the link to %v leads to sheet %d at %v, the bookmark to %d at %v", o, top, l.Page, l.Top, b.Page, b.Top)
					}
					if l.X < o.Margin || l.Y < o.Margin || l.X+l.W > 150*pt-o.Margin || l.Y+l.H > 200*pt-o.Margin {
						t.Errorf("%+v: the link reaches into the margin: %+v", o, l)
					}
				}
			}
			if links == 0 {
				t.Errorf("%+v: no link is left", o)
			}
		}
	}
}

// Where nothing can be cut the pages stay as they are, and Poster says so.
func TestTileWithoutRoom(t *testing.T) {
	d := noise(5, 100*pt, 100*pt, 60*pt, 90*pt)
	d.Pages[0].Ops = d.Pages[0].Ops[:3] // no links
	d.Pages[1].Ops = d.Pages[1].Ops[:4]
	ok := impose.TileOptions{Columns: 2, Rows: 2, Overlap: pt, Margin: pt}
	for name, c := range map[string]func(o *impose.TileOptions, w, h *display.Length){
		"no columns":        func(o *impose.TileOptions, _, _ *display.Length) { o.Columns = 0 },
		"rows below 0":      func(o *impose.TileOptions, _, _ *display.Length) { o.Rows = -2 },
		"too many":          func(o *impose.TileOptions, _, _ *display.Length) { o.Rows = 101 },
		"all margin":        func(o *impose.TileOptions, _, _ *display.Length) { o.Margin = 50 * pt },
		"margin below 0":    func(o *impose.TileOptions, _, _ *display.Length) { o.Margin = -1 },
		"overlap below 0":   func(o *impose.TileOptions, _, _ *display.Length) { o.Overlap = -1 },
		"nothing but strip": func(o *impose.TileOptions, _, _ *display.Length) { o.Overlap = 98 * pt },
		"no width":          func(_ *impose.TileOptions, w, _ *display.Length) { *w = 0 },
		"height below 0":    func(_ *impose.TileOptions, _, h *display.Length) { *h = -100 * pt },
		"huge":              func(_ *impose.TileOptions, w, _ *display.Length) { *w = 1 << 62 },
	} {
		o, w, h := ok, 100*pt, 100*pt
		if _, _, fits := o.Poster(w, h); !fits {
			t.Fatal("the good options are refused")
		}
		c(&o, &w, &h)
		if _, _, fits := o.Poster(w, h); fits {
			t.Errorf("%s: Poster says yes", name)
		}
		if got := impose.Tile(d, w, h, o); !reflect.DeepEqual(got, d) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	single := impose.TileOptions{Columns: 1, Rows: 1, Overlap: 500 * pt} // has no neighbour
	if w, h, fits := single.Poster(100*pt, 70*pt); !fits || w != 100*pt || h != 70*pt {
		t.Errorf("a single sheet shows %v × %v, %v", w, h, fits)
	}
	if impose.Tile(nil, pt, pt, ok) != nil || impose.Pairs(nil, impose.PairOptions{}) != nil {
		t.Error("a document was made of none")
	}
}

// A page without a size among others keeps its place, and links still find the rest.
func TestTilePageWithoutSize(t *testing.T) {
	d := &display.Document{
		Pages:    []display.Page{page(10, 10), page(0, 10, display.Rect{X: 3}), page(10, 10), page(10, 1<<30+1)},
		Bookmark: []display.Bookmark{{Page: 1, Top: 4}, {Page: 2}, {Page: 3, Top: -5}},
	}
	got := impose.Tile(d, 100, 100, impose.TileOptions{Columns: 2, Rows: 2})
	if len(got.Pages) != 10 || !reflect.DeepEqual(got.Pages[4], d.Pages[1]) {
		t.Errorf("got %+v", got.Pages)
	}
	if want := []display.Bookmark{{Page: 4, Top: 4}, {Page: 5, Top: 0}, {Page: 9, Top: -5}}; !reflect.DeepEqual(got.Bookmark, want) {
		t.Errorf("bookmarks %v, want %v", got.Bookmark, want)
	}
}

// Nothing vanishes by being made small.
func TestTileMakesSmall(t *testing.T) {
	d := &display.Document{Pages: []display.Page{page(1000*pt, 1000*pt, say("小", 500*pt, 500*pt, 100, nil),
		display.Line{X1: 0, Y1: 500 * pt, X2: pt, Y2: 500 * pt, Width: 3, Dash: 2}, display.Rect{X: 500 * pt, Y: 500 * pt, W: 3, H: 3, Width: 4},
		display.Picture{X: 500 * pt, Y: 500 * pt, W: 3, H: 3})}}
	got := impose.Tile(d, pt, pt, impose.TileOptions{Columns: 1, Rows: 1}).Pages[0]
	r, l, b, p := each[display.Run](got), each[display.Line](got), each[display.Rect](got), each[display.Picture](got)
	if len(r) != 1 || len(l) == 0 || len(b) == 0 || len(p) != 1 || r[0].Size < 1 || l[0].Width < 1 || l[0].Dash < 1 || b[0].W < 1 || b[0].H < 1 || b[0].Width < 1 || p[0].W < 1 || p[0].H < 1 {
		t.Errorf("got %+v", got.Ops)
	}
}

// Boxes that touch still do, whatever the scale.
func TestTileKeepsBoxesTogether(t *testing.T) {
	p := page(997, 997)
	for x := range display.Length(100) {
		p.Ops = append(p.Ops, display.Rect{X: 7 * x, W: 7, H: 997, Filled: true})
	}
	got := impose.Tile(&display.Document{Pages: []display.Page{p}}, 1500, 1500, impose.TileOptions{Columns: 1, Rows: 1})
	boxes := each[display.Rect](got.Pages[0])
	if len(boxes) != 100 {
		t.Fatalf("%d boxes", len(boxes))
	}
	for i := 1; i < len(boxes); i++ {
		if boxes[i-1].X+boxes[i-1].W != boxes[i].X {
			t.Errorf("box %d ends at %d, the next begins at %d", i-1, boxes[i-1].X+boxes[i-1].W, boxes[i].X)
		}
	}
}

func TestSameEveryTimeAndInputUnchanged(t *testing.T) {
	build := func() *display.Document { return noise(9, a4.Width, a4.Height, a4.Height, a4.Width, 3, 5) }
	d := build()
	o := impose.TileOptions{Columns: 3, Rows: 2, Overlap: 9 * pt, Margin: 9 * pt}
	p := impose.PairOptions{Gap: pt, Starts: []int{1}, Fresh: true}
	tiles, pairs := impose.Tile(d, a4.Width, a4.Height, o), impose.Pairs(d, p)
	if !reflect.DeepEqual(d, build()) {
		t.Error("the document was changed")
	}
	if !reflect.DeepEqual(tiles, impose.Tile(build(), a4.Width, a4.Height, o)) || !reflect.DeepEqual(pairs, impose.Pairs(build(), p)) {
		t.Error("the second time gave something else")
	}
	for _, got := range []*display.Document{tiles, pairs} {
		if &got.Fonts[0] != &d.Fonts[0] || &got.Images[0] != &d.Images[0] || got.Title != d.Title {
			t.Error("what should be shared is not")
		}
		for k := range got.Pages { // scribble over what was given
			for i, op := range got.Pages[k].Ops {
				if r, ok := op.(display.Run); ok {
					clear(r.Glyphs)
				}
				got.Pages[k].Ops[i] = nil
			}
		}
		clear(got.Bookmark)
	}
	if !reflect.DeepEqual(d, build()) {
		t.Error("the documents share what they should not")
	}
}

// What no writer knows is left for it to refuse.
func TestUnknownOps(t *testing.T) {
	odd := &display.Line{X1: 3}
	d := &display.Document{Pages: []display.Page{page(10, 10, odd, nil)}}
	for name, got := range map[string]*display.Document{
		"pairs": impose.Pairs(d, impose.PairOptions{}), "tile": impose.Tile(d, 10, 10, impose.TileOptions{Columns: 1, Rows: 1}),
	} {
		if ops := got.Pages[0].Ops; len(ops) < 2 || ops[0] != display.Op(odd) || ops[1] != nil {
			t.Errorf("%s: %v", name, ops)
		}
	}
}

func FuzzPairs(f *testing.F) {
	f.Add(uint64(1), 100, 200, 200, 100, 5, true)
	f.Add(uint64(2), 0, -1, -200, 100, -5, false)
	f.Add(uint64(3), 1<<62, 1<<62, -1<<63, 1<<63-1, 1<<62, true)
	f.Fuzz(func(t *testing.T, seed uint64, w1, h1, w2, h2, gap int, fresh bool) {
		l := func(n int) display.Length { return display.Length(n) }
		d := noise(seed, l(w1), l(h1), l(w2), l(h2), l(w1), l(h2))
		got := impose.Pairs(d, impose.PairOptions{Gap: l(gap), Starts: []int{-1, 1, 1 << 20}, Fresh: fresh})
		if texts(got.Pages) != texts(d.Pages) || len(got.Pages) > 3 {
			t.Errorf("%d sheets say %q, want %q", len(got.Pages), texts(got.Pages), texts(d.Pages))
		}
		leads(t, got)
	})
}

func FuzzTile(f *testing.F) {
	f.Add(uint64(1), 100000, 200000, 150000, 150000, 2, 2, 100, 100)
	f.Add(uint64(2), 1, 1<<30, 1, 1, 3, 1, 0, 0)
	f.Add(uint64(3), 1<<62, -1<<63, 1<<63-1, 5, 1<<62, 1, 1<<62, 1<<62)
	f.Add(uint64(4), 0, 0, 0, 0, 0, 0, 0, 0)
	f.Add(uint64(5), 7, 5, 10, 10, 4, 4, 9, 0)
	f.Fuzz(func(t *testing.T, seed uint64, pw, ph, w, h, cols, rows, overlap, margin int) {
		if cols > 12 && cols <= 100 || rows > 12 && rows <= 100 {
			t.Skip("slow")
		}
		l := func(n int) display.Length { return display.Length(n) }
		d := noise(seed, l(pw), l(ph), 50*pt, 70*pt)
		o := impose.TileOptions{Columns: cols, Rows: rows, Overlap: l(overlap), Margin: l(margin)}
		got := impose.Tile(d, l(w), l(h), o)
		if !reflect.DeepEqual(said(t, got.Pages), said(t, d.Pages)) {
			t.Errorf("the sheets say %q, want %q", texts(got.Pages), texts(d.Pages))
		}
		_, _, ok := o.Poster(l(w), l(h))
		if n := len(got.Pages); !ok && n != 2 || ok && n < cols*rows+1 {
			t.Errorf("%d sheets", n)
		}
		leads(t, got)
	})
}

// leads fails where a link or a bookmark leads to a page that is not there, but for -1.
func leads(t *testing.T, d *display.Document) {
	t.Helper()
	for _, b := range d.Bookmark {
		if b.Page < 0 || b.Page >= len(d.Pages) {
			t.Errorf("a bookmark leads to page %d of %d", b.Page, len(d.Pages))
		}
	}
	for _, p := range d.Pages {
		for _, k := range each[display.Link](p) {
			if k.Page < -1 || k.Page >= len(d.Pages) {
				t.Errorf("a link leads to page %d of %d", k.Page, len(d.Pages))
			}
		}
	}
}
