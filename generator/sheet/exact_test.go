package sheet_test

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"rsc.io/qr"

	"gongkai/generator/build"
	"gongkai/generator/display"
	"gongkai/generator/model"
	"gongkai/generator/sheet"
)

// look is an overlay that has nothing but print.yaml.
func look(text string) fstest.MapFS {
	return fstest.MapFS{"print.yaml": {Data: []byte(text), Mode: 0o644}}
}

// single gives a site whose first item has the body.
func single(t testing.TB, body, extra, print string) (build.Result, *model.Item) {
	t.Helper()
	files := tree(map[string]string{"2026/00001.md": front(1, "关于印发管理办法的通知", extra) + body}, nil)
	var theme fstest.MapFS
	if print != "" {
		theme = look(print)
	}
	return alone(t, files, theme)
}

// alone loads a tree and gives its item of number 1.
func alone(t testing.TB, files, theme fstest.MapFS) (build.Result, *model.Item) {
	t.Helper()
	var r build.Result
	if theme == nil {
		r = press(t, files, nil)
	} else {
		r = press(t, files, theme)
	}
	it := r.Site.Item("CZ-2026-00001")
	if it == nil {
		t.Fatalf("the item was not loaded: %v", r.Findings)
	}
	return r, it
}

// runs gives what is drawn as text on a page.
func runs(p display.Page) []display.Run {
	var out []display.Run
	for _, op := range p.Ops {
		if r, ok := op.(display.Run); ok && len(r.Glyphs) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// text tells what is part of items' texts. Such a text is the first
// section in the section of a sheet; the second is its end, with code and stamp.
func text(d *display.Document) func(*display.Part) bool {
	first := map[*display.Part]*display.Part{} // by the sheet's section
	section := func(p *display.Part) *display.Part {
		for ; p != nil; p = p.Parent {
			if p.Role == display.Sect && p.Parent != nil && p.Parent.Role == display.Sect {
				return p
			}
		}
		return nil
	}
	for _, p := range d.Pages {
		for _, r := range runs(p) {
			if s := section(r.Part); s != nil && first[s.Parent] == nil {
				first[s.Parent] = s
			}
		}
	}
	return func(p *display.Part) bool {
		s := section(p)
		return s != nil && first[s.Parent] == s
	}
}

// bodyLines gives the lines of the item's text on a page, from the top: what stands on one
// baseline.
func bodyLines(d *display.Document, page int) [][]display.Glyph {
	byY := map[display.Length][]display.Glyph{}
	var ys []display.Length
	of := text(d)
	for _, r := range runs(d.Pages[page]) {
		if !of(r.Part) {
			continue
		}
		if byY[r.Y] == nil {
			ys = append(ys, r.Y)
		}
		byY[r.Y] = append(byY[r.Y], r.Glyphs...)
	}
	slices.Sort(ys)
	var out [][]display.Glyph
	for _, y := range ys {
		out = append(out, byY[y])
	}
	return out
}

// baselines gives the heights of the lines of the item's text on a page, from the top.
func baselines(d *display.Document, page int) []display.Length {
	var out []display.Length
	of := text(d)
	for _, r := range runs(d.Pages[page]) {
		if of(r.Part) && !slices.Contains(out, r.Y) {
			out = append(out, r.Y)
		}
	}
	slices.Sort(out)
	return out
}

// near fails where a length is more than so many millimetres from what it should be.
func near(t *testing.T, what string, got display.Length, want, within float64) {
	t.Helper()
	if math.Abs(got.Mm()-want) > within {
		t.Errorf("%s: %.3f mm, want %.3f", what, got.Mm(), want)
	}
}

// emTop is how far the em box of Han type reaches above the baseline.
const emTop = 0.88

// A grid is where a page's text must stand: in millimetres and points.
type grid struct {
	top, left, bottom float64 // of the text block, from the paper's upper left corner
	columns, rows     int
	size              float64 // pt
}

// GB/T 9704-2012, 5.2: a block of 156 × 225 mm, 28 mm from the left edge and 37 mm from the
// upper one, with 22 lines of 28 characters.
var standard = grid{top: 37, left: 28, bottom: 37 + 225, columns: 28, rows: 22, size: 15.75}

// onGrid fails where a page full of Han characters is not set on the grid.
func (g grid) onGrid(t *testing.T, d *display.Document, page int) {
	t.Helper()
	size := display.Length(g.size * 1000)
	ys, lines := baselines(d, page), bodyLines(d, page)
	if len(ys) != g.rows {
		t.Fatalf("the page has %d lines, want %d", len(ys), g.rows)
	}
	near(t, "the first line's upper edge", ys[0]-display.Length(emTop*g.size*1000), g.top, 0.1)
	near(t, "the last line's lower edge", ys[len(ys)-1]+display.Length((1-emTop)*g.size*1000), g.bottom, 0.1)
	for i, y := range ys {
		want := float64(ys[0]) + float64(ys[len(ys)-1]-ys[0])*float64(i)/float64(len(ys)-1)
		if math.Abs(float64(y)-want) > 20 {
			t.Errorf("line %d is %.2f pt off the even pitch", i+1, (float64(y)-want)/1000)
		}
		if len(lines[i]) != g.columns {
			t.Errorf("line %d has %d characters, want %d", i+1, len(lines[i]), g.columns)
			continue
		}
		for k, c := range lines[i] {
			if math.Abs(c.X.Mm()-g.left-(display.Length(k)*size).Mm()) > 0.1 {
				t.Errorf("line %d: character %d stands at %.3f mm", i+1, k+1, c.X.Mm())
				break
			}
		}
	}
}

// The words of a test page: no marks, so that each line is full.
func han(n int) string { return strings.Repeat("国土资源管理办法", n/8) + "\n\n" }

func TestDocumentStandsOnTheGrid(t *testing.T) {
	r, it := single(t, han(2400), "", "")
	d := item(t, r, it, nil, sheet.Choice{})
	if len(d.Pages.Pages) < 5 {
		t.Fatalf("%d pages", len(d.Pages.Pages))
	}
	for _, p := range d.Pages.Pages {
		near(t, "width", p.Width, 210, 0.01)
		near(t, "height", p.Height, 297, 0.01)
	}
	of := text(d.Pages)
	for i := 1; i <= 2; i++ {
		standard.onGrid(t, d.Pages, i)
		for _, r := range runs(d.Pages.Pages[i]) {
			if of(r.Part) && r.Size != 15750 {
				t.Fatalf("the body is set in %v", r.Size.Points())
			}
		}
	}
	// Below title and record the text comes back to the lines of the grid.
	pitch := baselines(d.Pages, 1)
	step := float64(pitch[1] - pitch[0])
	for _, y := range baselines(d.Pages, 0) {
		n := float64(y-pitch[0]) / step
		if math.Abs(n-math.Round(n))*step > 50 {
			t.Errorf("page 1: a line stands %.2f lines below the first of the grid", n)
		}
	}
	// 首行缩进两字.
	if first := bodyLines(d.Pages, 0)[0]; len(first) > 0 {
		near(t, "the first line's indent", first[0].X, 28+2*15.75*25.4/72, 0.1)
	}
}

func TestPrintYamlMovesTheGrid(t *testing.T) {
	for name, c := range map[string]struct {
		print string
		want  grid
	}{
		"margins": {"document:\n  margin:\n    top: 30\n    left: 25\n    right: 20\n    bottom: 40\n", grid{30, 25, 257, 28, 22, 15.75}},
		"grid":    {"document:\n  grid:\n    columns: 25\n    rows: 20\n", grid{37, 28, 262, 25, 20, 15.75}},
		"size":    {"document:\n  body: 14 pt\n  grid:\n    columns: 30\n    rows: 25\n", grid{37, 28, 262, 30, 25, 14}},
		"chinese": {"公文:\n  页边距:\n    上: 4厘米\n    左: 3厘米\n  版心:\n    每行字数: 26\n", grid{40, 30, 262, 26, 22, 15.75}},
	} {
		t.Run(name, func(t *testing.T) {
			r, it := single(t, han(2400), "", c.print)
			c.want.onGrid(t, item(t, r, it, nil, sheet.Choice{}).Pages, 1)
		})
	}
}

// figures gives the pictures of a page whose words hold the text.
func figures(d *display.Document, words string) (out []display.Picture, pages []int) {
	for i, p := range d.Pages {
		for _, op := range p.Ops {
			if f, ok := op.(display.Picture); ok && f.Part != nil && strings.Contains(f.Part.Alt, words) {
				out, pages = append(out, f), append(pages, i)
			}
		}
	}
	return out, pages
}

// isCode fails where an image is not the code of an address, a pixel a module, with so many
// blank modules around it.
func isCode(t *testing.T, img display.Image, url string, quiet int) {
	t.Helper()
	got, err := png.Decode(bytes.NewReader(img.Data))
	if err != nil {
		t.Fatal(err)
	}
	want, err := qr.Encode(url, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	side := want.Size + 2*quiet
	if b := got.Bounds(); b.Dx() != side || b.Dy() != side || img.Width != side || img.Height != side {
		t.Fatalf("the code is %v and says %d × %d, want %d modules a side", b, img.Width, img.Height, side)
	}
	black := 0
	for y := range side {
		for x := range side {
			r, g, b, a := got.At(x, y).RGBA()
			dark := r+g+b < 3*0x8000
			if a != 0xFFFF {
				t.Fatal("the code is transparent")
			}
			inside := x >= quiet && y >= quiet && x < side-quiet && y < side-quiet
			if dark && !inside {
				t.Fatalf("module %d, %d of the quiet zone is black", x, y)
			}
			if inside && dark != want.Black(x-quiet, y-quiet) {
				t.Fatalf("module %d, %d is not that of %s", x-quiet, y-quiet, url)
			}
			if dark {
				black++
			}
		}
	}
	if black < side*side/8 {
		t.Errorf("only %d modules of %d are black", black, side*side)
	}
}

const base = "https://gongkai.example/" // of config

func TestCodeLeadsToThePage(t *testing.T) {
	for name, c := range map[string]struct {
		print string
		style model.SheetStyle
		size  float64
		quiet int
		left  float64
	}{
		"document":    {"", model.DocumentStyle, 28, 4, 28},
		"board":       {"", model.BoardStyle, 28, 4, 20},
		"print.yaml":  {"qr:\n  size: 40\n  quiet: 7\n", model.DocumentStyle, 40, 7, 28},
		"right alone": {"qr:\n  place: right\nparts: [title, body, code]\n", model.DocumentStyle, 28, 4, 28 + 28*15.75*25.4/72 - 28},
	} {
		t.Run(name, func(t *testing.T) {
			r, it := single(t, han(80), "", c.print)
			d := item(t, r, it, nil, sheet.Choice{Style: c.style}).Pages
			url := base + it.Address(".html")
			codes, pages := figures(d, url)
			if len(codes) != 1 || pages[0] != len(d.Pages)-1 {
				t.Fatalf("%d codes, on pages %v of %d", len(codes), pages, len(d.Pages))
			}
			code := codes[0]
			near(t, "width", code.W, c.size, 0.01)
			near(t, "height", code.H, c.size, 0.01)
			near(t, "left edge", code.X, c.left, 0.1)
			isCode(t, d.Images[code.Image], url, c.quiet)
			if ys := baselines(d, pages[0]); len(ys) > 0 && code.Y < ys[len(ys)-1] {
				t.Errorf("the code stands above the text's end")
			}
			// The address stands below it in words, and leads there too.
			words, led := "", false
			for _, op := range d.Pages[pages[0]].Ops {
				switch op := op.(type) {
				case display.Run:
					if op.Part != nil && op.Y > code.Y+code.H {
						for _, g := range op.Glyphs {
							words += g.Text
						}
					}
				case display.Link:
					led = led || op.URL == url && op.Y+op.H > code.Y+code.H
				}
			}
			if !strings.Contains(words, strings.TrimPrefix(url, "https://")) || !strings.Contains(words, "扫码看原文") || !led {
				t.Errorf("below the code stands %q, linked: %v", words, led)
			}
		})
	}
}

// dashed gives the boxes with a dashed edge and the pages that they stand on.
func dashed(d *display.Document) (out []display.Rect, pages []int) {
	for i, p := range d.Pages {
		for _, op := range p.Ops {
			if r, ok := op.(display.Rect); ok && r.Dash > 0 {
				out, pages = append(out, r), append(pages, i)
			}
		}
	}
	return out, pages
}

func TestPlaceForTheSeal(t *testing.T) {
	for name, c := range map[string]struct {
		print                string
		width, height, right float64 // mm; right of the box's right edge, from the paper's left
		date                 bool
	}{
		"standard":   {"", 60, 45, 28 + (28-4)*15.75*25.4/72, true},
		"print.yaml": {"stamp:\n  width: 50\n  height: 40\n  right: 2\n  date: false\n", 50, 40, 28 + (28-2)*15.75*25.4/72, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, it := single(t, han(80), "", c.print)
			d := item(t, r, it, nil, sheet.Choice{}).Pages
			boxes, pages := dashed(d)
			if len(boxes) != 1 || pages[0] != len(d.Pages)-1 {
				t.Fatalf("%d places for a seal, on pages %v", len(boxes), pages)
			}
			box := boxes[0]
			near(t, "width", box.W, c.width, 0.01)
			near(t, "height", box.H, c.height, 0.01)
			near(t, "right edge", box.X+box.W, c.right, 0.1)
			// Name and date lie inside, centred on each other.
			var inside []string
			for _, r := range runs(d.Pages[pages[0]]) {
				if r.Part == nil || r.Y < box.Y || r.Y > box.Y+box.H || r.Glyphs[0].X < box.X {
					continue
				}
				text := ""
				for _, g := range r.Glyphs {
					text += g.Text
				}
				inside = append(inside, text)
			}
			want := "示范区财政局"
			if c.date {
				want += "2026年11月16日"
			}
			if got := strings.Join(inside, ""); got != want {
				t.Errorf("in the place for the seal stands %q, want %q", got, want)
			}
			near(t, "the name's middle", middle(d.Pages[pages[0]], box, "示"), (box.X + box.W/2).Mm(), 0.1)
			if c.date {
				near(t, "the date's middle", middle(d.Pages[pages[0]], box, "2"), (box.X + box.W/2).Mm(), 0.6)
			}
		})
	}
}

// However long a department's name is and however large the type: code, its words and the
// place for the seal do not lie on each other, and name and date lie in that place.
func TestEndOfASheetHasRoom(t *testing.T) {
	names := []string{"示范区财政局", "示范区人民政府国有资产监督管理委员会", "示范区政务服务和大数据管理局（示范区行政审批局、示范区公共资源交易管理委员会办公室）"}
	for _, name := range names {
		for _, print := range []string{"qr:\n  place: left\n", "qr:\n  place: right\n", "qr:\n  size: 50\nstamp:\n  width: 80\n", "board:\n  body: 26 pt\n"} {
			files := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + han(80)}, nil)
			files["departments.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(departments, "示范区财政局", name, 1))}
			const long = "https://zhengwugongkai.shifanqu.shifanshi.gov.example/zhengfuxinxigongkai/"
			files["site.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(config, base, long, 1))}
			r, it := alone(t, files, look(print))
			for _, c := range choices {
				d := item(t, r, it, nil, c).Pages
				url := long + it.Address(".html")
				codes, _ := figures(d, url)
				if words := said(d, func(p *display.Part) bool { return p.Role == display.LinkRole }); !strings.Contains(words, strings.TrimPrefix(url, "https://")) {
					t.Errorf("%q, %v: the address stands there as %s", print, c, words)
				}
				seals, pages := dashed(d)
				if len(codes) != 1 || len(seals) != 1 {
					t.Fatalf("%s, %v: %d codes, %d seals", name, c, len(codes), len(seals))
				}
				apart(t, fmt.Sprintf("%s, %q, %v", name, print, c), d.Pages[pages[0]], codes[0], seals[0])
			}
		}
	}
}

// apart fails where the code or its words lie on the place for the seal, or a name sticks
// out of it.
func apart(t *testing.T, what string, p display.Page, code display.Picture, seal display.Rect) {
	t.Helper()
	if code.X < seal.X+seal.W && seal.X < code.X+code.W && code.Y < seal.Y+seal.H && seal.Y < code.Y+code.H {
		t.Errorf("%s: the code lies on the place for the seal", what)
	}
	if min(code.X, seal.X) < 0 || max(code.X+code.W, seal.X+seal.W) > p.Width {
		t.Errorf("%s: the end leaves the paper", what)
	}
	right := code.X > seal.X
	for _, r := range runs(p) {
		first, last := r.Glyphs[0].X, r.Glyphs[len(r.Glyphs)-1].X
		switch low := r.Y - r.Size*88/100; {
		case r.Part == nil, r.Y < seal.Y, low > max(seal.Y+seal.H, code.Y+code.H+display.Mm(20)):
		case r.Size < bodyOf(p): // words of the code
			if first < seal.X+seal.W && seal.X < last+r.Size/2 && low < seal.Y+seal.H {
				t.Errorf("%s: the words of the code lie on the place for the seal: %.1f to %.1f mm, seal from %.1f", what, first.Mm(), last.Mm(), seal.X.Mm())
			}
		case first > code.X+code.W && !right, last < code.X && right:
			if first < seal.X || last+r.Size > seal.X+seal.W+r.Size/5 || low < seal.Y || r.Y > seal.Y+seal.H {
				t.Errorf("%s: %q sticks out of the place for the seal: %.1f to %.1f mm, place %.1f to %.1f", what, r.Glyphs[0].Text, first.Mm(), (last + r.Size).Mm(), seal.X.Mm(), (seal.X + seal.W).Mm())
			}
		}
	}
}

// bodyOf gives the type size of the name beside the seal: the largest below the text.
func bodyOf(p display.Page) display.Length {
	size := display.Length(0)
	for _, r := range runs(p) {
		if r.Part != nil && r.Part.Role == display.P && within(r.Part.Parent, display.Sect) && r.Part.Parent.Parent != nil {
			size = max(size, r.Size)
		}
	}
	return size
}

// middle gives the middle of the line in a box that begins with a character.
func middle(p display.Page, box display.Rect, first string) display.Length {
	for _, r := range runs(p) {
		if r.Part != nil && r.Y > box.Y && r.Y < box.Y+box.H && r.Glyphs[0].X >= box.X && r.Glyphs[0].Text == first {
			from, to := r.Glyphs[0].X, display.Length(0)
			for _, q := range runs(p) {
				if q.Y == r.Y && q.Part == r.Part {
					to = max(to, q.Glyphs[len(q.Glyphs)-1].X+q.Size)
				}
			}
			return (from + to) / 2
		}
	}
	return 0
}

// No part of a sheet that print.yaml leaves out is printed.
func TestPartsCanBeLeftOut(t *testing.T) {
	r, it := single(t, han(80), "", "parts: [body]\n")
	d := item(t, r, it, nil, sheet.Choice{}).Pages
	if len(d.Images) > 0 {
		t.Error("a code is printed that print.yaml leaves out")
	}
	if boxes, _ := dashed(d); len(boxes) > 0 {
		t.Error("a place for a seal is printed that print.yaml leaves out")
	}
	if got, want := said(d, func(*display.Part) bool { return true }), tight(han(80)); got != want {
		t.Errorf("the sheet says %q", got)
	}
}

// bodySize gives the type size of most of the text.
func bodySize(d *display.Document) display.Length {
	count := map[display.Length]int{}
	var most display.Length
	of := text(d)
	for _, p := range d.Pages {
		for _, r := range runs(p) {
			if of(r.Part) {
				count[r.Size] += len(r.Glyphs)
				if count[r.Size] > count[most] {
					most = r.Size
				}
			}
		}
	}
	return most
}

// The further away one reads, the larger the type: 7 mm a metre, in steps of half a point,
// between 15.75 and 26 pt.
func TestBoardTypeGrowsWithTheDistance(t *testing.T) {
	for cm, want := range map[int]float64{0: 15.75, 60: 15.75, 80: 16, 90: 18, 100: 20, 120: 24, 130: 26, 400: 26} {
		entry := fmt.Sprintf("- {id: hall, name: 公开栏, place: 一楼, distance_cm: %d, departments: [all]}\n", cm)
		if cm == 0 {
			entry = "- {id: hall, name: 公开栏, place: 一楼, departments: [all]}\n"
		}
		files := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + han(800)}, map[string]string{"boards.yaml": entry})
		r, it := alone(t, files, nil)
		d := item(t, r, it, r.Site.Board("hall"), sheet.Choice{})
		if got := bodySize(d.Pages).Points(); got != want {
			t.Errorf("%d cm: set in %v pt, want %v", cm, got, want)
		}
	}
	files := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + han(800)}, nil)
	r, it := alone(t, files, look("board:\n  body: 22 pt\n"))
	if got := bodySize(item(t, r, it, r.Site.Board("hall"), sheet.Choice{}).Pages).Points(); got != 22 {
		t.Errorf("print.yaml's own size: %v", got)
	}
}

// Paper: what the choice says is stronger than what the item says, that stronger than the
// board.
func TestPaper(t *testing.T) {
	const entry = "- {id: hall, name: 公开栏, place: 一楼, paper: %s, orientation: %s, departments: [all]}\n"
	for name, c := range map[string]struct {
		board         string
		item          string
		choice        sheet.Choice
		none          bool // not for the board
		width, height float64
	}{
		"nothing said":       {fmt.Sprintf(entry, "A4", "portrait"), "", sheet.Choice{}, true, 210, 297},
		"board A4":           {fmt.Sprintf(entry, "A4", "portrait"), "", sheet.Choice{}, false, 210, 297},
		"board A3":           {fmt.Sprintf(entry, "A3", "portrait"), "", sheet.Choice{}, false, 297, 420},
		"board A3 turned":    {fmt.Sprintf(entry, "A3", "landscape"), "", sheet.Choice{}, false, 420, 297},
		"item A3":            {fmt.Sprintf(entry, "A4", "portrait"), "paper: A3\n", sheet.Choice{}, false, 297, 420},
		"choice A4":          {fmt.Sprintf(entry, "A3", "portrait"), "paper: A3\n", sheet.Choice{Paper: model.A4}, false, 210, 297},
		"choice A3 turned":   {fmt.Sprintf(entry, "A4", "portrait"), "", sheet.Choice{Paper: model.A3, Landscape: true}, true, 420, 297},
		"choice turned":      {fmt.Sprintf(entry, "A4", "portrait"), "", sheet.Choice{Landscape: true}, true, 297, 210},
		"board style turned": {fmt.Sprintf(entry, "A4", "portrait"), "", sheet.Choice{Style: model.BoardStyle, Landscape: true}, true, 297, 210},
	} {
		t.Run(name, func(t *testing.T) {
			files := tree(map[string]string{"2026/00001.md": front(1, "通知", c.item) + han(1600)}, map[string]string{"boards.yaml": c.board})
			r, it := alone(t, files, nil)
			b := r.Site.Board("hall")
			if c.none {
				b = nil
			}
			d := item(t, r, it, b, c.choice)
			keepsText(t, r, it, d)
			for i, p := range d.Pages.Pages {
				near(t, fmt.Sprintf("page %d: width", i+1), p.Width, c.width, 0.01)
				near(t, fmt.Sprintf("page %d: height", i+1), p.Height, c.height, 0.01)
			}
			// What is wider than a line of the standard is used: the text fills the block.
			right := 0.0
			for i := range d.Pages.Pages {
				for _, l := range bodyLines(d.Pages, i) {
					right = max(right, (l[len(l)-1].X + bodySize(d.Pages)).Mm())
				}
			}
			if right > c.width-19.9 {
				t.Errorf("the text runs to %.1f mm of %.0f", right, c.width)
			}
		})
	}
}

// A sheet on a board says until when it hangs, on each page; a document does not.
func TestFootSaysWhereAPageBelongs(t *testing.T) {
	files := tree(map[string]string{"2026/00001.md": front(1, "关于印发管理办法的通知", "post_until: 2026-12-10\n") + han(1600)}, nil)
	theme := look("text:\n  posting: \"{board}：{from}至{until}\"\n")
	r, it := alone(t, files, theme)
	for _, b := range []*model.Board{nil, r.Site.Board("hall")} {
		d := item(t, r, it, b, sheet.Choice{})
		for i, p := range d.Pages.Pages {
			foot := ""
			for _, r := range runs(p) {
				if r.Part == nil {
					for _, g := range r.Glyphs {
						foot += g.Text
					}
				}
			}
			foot = tight(foot)
			for _, want := range []string{"CZ-2026-00001", fmt.Sprintf("第%d页共%d页", i+1, len(d.Pages.Pages))} {
				if !strings.Contains(foot, want) {
					t.Errorf("page %d: %q is not in the foot %q", i+1, want, foot)
				}
			}
			hangs := strings.Contains(foot, "政务大厅公开栏：2026-11-19至2026-12-10")
			if hangs != (b != nil) {
				t.Errorf("page %d: the foot is %q", i+1, foot)
			}
			if again := strings.Contains(foot, "关于印发管理办法的通知（续）"); again != (i > 0) {
				t.Errorf("page %d: running head: %v", i+1, again)
			}
		}
	}
}
