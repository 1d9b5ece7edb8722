package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/display"
	"gongkai/generator/font"
	"gongkai/generator/pdf"
)

var levels = map[string]pdf.Level{"A2": pdf.A2, "A1": pdf.A1}

func write(t testing.TB, d *display.Document, l pdf.Level) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, d, pdf.Options{Archive: l}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameBytes(t *testing.T) {
	for name, l := range levels {
		if !bytes.Equal(write(t, sample(t), l), write(t, sample(t), l)) {
			t.Errorf("%s: two documents from one source differ", name)
		}
	}
	a, b := sample(t), sample(t)
	b.Title += "一"
	if id := func(f []byte) string { return read(t, f).trailer }; id(write(t, a, pdf.A2)) == id(write(t, b, pdf.A2)) {
		t.Error("two documents have one ID")
	}
}

// Every glyph stands where it was asked for, in the order asked for, and says what it was
// told to say.
func TestGlyphs(t *testing.T) {
	wide := dense(t, 600)
	huge := &display.Document{Fonts: fonts(t)}
	s := &setter{t, huge}
	s.turn()
	part := &display.Part{Role: display.P}
	for _, size := range []display.Length{1, 100, 9999, 10_001, 15_750, 99_999, 100_001, 1_000_001} {
		s.set(regular, size, 777, -3*pt, 100*pt, "AV一二 fi,。", part)
		s.set(regular, size, -size, 500*pt, 100*pt, "AV一二 fi,。", nil)
	}
	s.set(regular, 14_400*pt, 0, -7_000*pt, 100*pt, "一", part)
	s.set(regular, 10*pt, 3, 0, 0, strings.Repeat("长行ab", 400), part)
	em := &display.Document{Fonts: []*font.Font{patched(t, "head", 18, 0x04, 0x0D)}} // 1037 units, so that no width is a whole number
	s = &setter{t, em}
	s.turn()
	s.set(0, 15750, 0, 0, 100*pt, strings.Repeat("AVwi一二,。fi", 40), part)
	for name, d := range map[string]*display.Document{"sample": sample(t), "dense": wide, "huge": huge, "em": em} {
		for level, l := range levels {
			glyphsOf(t, name+" "+level, d, read(t, write(t, d, l)))
		}
	}
}

func glyphsOf(t *testing.T, name string, d *display.Document, r *reader) {
	t.Helper()
	faces := r.faces()
	for i, page := range r.pages() {
		got := r.show(page, faces)
		for k, op := range d.Pages[i].Ops {
			run, ok := op.(display.Run)
			if !ok {
				continue
			}
			if len(got) < len(run.Glyphs) {
				t.Fatalf("%s: page %d, operation %d: glyphs are missing", name, i, k)
			}
			want, text, said := strings.Builder{}, strings.Builder{}, got[:len(run.Glyphs)]
			got = got[len(run.Glyphs):]
			for n, g := range run.Glyphs {
				is, f := said[n], d.Fonts[run.Font]
				if math.Abs(is.x-g.X.Points()) > 0.01 || math.Abs(is.y-(d.Pages[i].Height-run.Y).Points()) > 1e-9 {
					t.Fatalf("%s: page %d, operation %d, glyph %d stands at %v, %v, not at %v", name, i, k, n, is.x, is.y, g.X.Points())
				}
				if is.font != fmt.Sprintf("F%d", run.Font) || is.size != run.Size.Points() {
					t.Fatalf("%s: page %d, operation %d: %s of %v pt", name, i, k, is.font, is.size)
				}
				w, ok := faces[is.font].widths[is.glyph]
				if !ok {
					w = faces[is.font].usual
				}
				if exact := float64(f.Advance(g.ID)) * 1000 / float64(f.UnitsPerEm()); math.Abs(float64(w)-exact) > 0.5 {
					t.Fatalf("%s: page %d, operation %d, glyph %d is %d wide, not %v", name, i, k, n, w, exact)
				}
				if run.Part == nil != (is.mark == "/Artifact") || run.Part != nil && !strings.HasPrefix(is.mark, "/"+string(run.Part.Role)+"<</MCID") {
					t.Fatalf("%s: page %d, operation %d is marked %s", name, i, k, is.mark)
				}
				want.WriteString(g.Text)
				text.WriteString(is.text)
			}
			if want.String() != text.String() {
				t.Errorf("%s: page %d, operation %d says %q, not %q", name, i, k, text.String(), want.String())
			}
		}
		if len(got) > 0 {
			t.Errorf("%s: page %d has %d glyphs too many", name, i, len(got))
		}
	}
}

// One glyph with two texts: the first is the font's, the other the place's.
func TestActualText(t *testing.T) {
	f := fonts(t)[regular]
	g, _ := f.Glyph('一')
	h, _ := f.Glyph('二')
	glyph := func(id font.GlyphID, text string) display.Glyph { return display.Glyph{ID: id, Text: text} }
	for _, c := range []struct {
		name   string
		glyphs []display.Glyph
		part   bool
		unit   map[string]int // how often the file's one stream holds it
	}{
		{"one text", []display.Glyph{glyph(g, "一"), glyph(g, "一")}, true, map[string]int{"/Span": 0}},
		{"two texts", []display.Glyph{glyph(g, "一"), glyph(g, "⼀")}, true, map[string]int{"<FEFF2F00>": 1, "/Span": 1}},
		{"joined", []display.Glyph{glyph(g, "一"), glyph(g, "⼀"), glyph(g, "𬬭"), glyph(g, "一")}, true, map[string]int{"<FEFF2F00D872DF2D>": 1, "/Span": 1}},
		{"nothing in a part", []display.Glyph{glyph(g, ""), glyph(h, "二")}, true, map[string]int{"<</ActualText()>>": 1}},
		{"nothing in none", []display.Glyph{glyph(g, ""), glyph(h, "二")}, false, map[string]int{"/Span": 0}},
		{"ASCII", []display.Glyph{glyph(g, "一"), glyph(g, `a(\`)}, false, map[string]int{`<</ActualText(a\(\\)>>`: 1}},
		{"private", []display.Glyph{glyph(g, "\uE000")}, true, map[string]int{"<FEFFE000>": 1}},
		{"unreadable", []display.Glyph{glyph(g, "\x00一\uFEFF\xFF")}, true, map[string]int{"/Span": 0}},
	} {
		r := display.Run{Size: 10 * pt, Glyphs: c.glyphs}
		if c.part {
			r.Part = &display.Part{Role: display.P}
		}
		d := &display.Document{Fonts: []*font.Font{f}, Pages: []display.Page{{Width: 100 * pt, Height: 100 * pt, Ops: []display.Op{r}}}}
		file := read(t, write(t, d, pdf.A2))
		content := string(file.streams[file.number(file.pages()[0], "Contents")])
		for s, n := range c.unit {
			if strings.Count(content, s) != n {
				t.Errorf("%s: %q stands %d times in\n%s", c.name, s, strings.Count(content, s), content)
			}
		}
	}
}

// The tree hangs together both ways: what a page's sequences belong to claims them.
func TestStructure(t *testing.T) {
	r := read(t, write(t, sample(t), pdf.A2))
	root := r.objects[r.number(r.catalog(), "StructTreeRoot")]
	parents := r.objects[r.number(root, "ParentTree")]
	document := r.objects[r.number(root, "K")]
	if !strings.Contains(document, "/S/Document") {
		t.Fatalf("the root's child is %s", document)
	}
	var nums [][2]int
	var key, object int
	_, list, _ := strings.Cut(parents, "[")
	for list != "]>>" {
		if n, err := fmt.Sscanf(list, "%d %d 0 R", &key, &object); n != 2 {
			t.Fatal(list, err)
		}
		nums = append(nums, [2]int{key, object})
		_, list, _ = strings.Cut(list, "R ")
	}
	kids := map[int]int{}
	for i, page := range r.pages() {
		if nums[i][0] != i || r.number(page, "StructParents") != i {
			t.Fatalf("page %d has key %d in the parent tree", i, nums[i][0])
		}
		for mcid, n := range r.refs("/X"+r.objects[nums[i][1]], "X") {
			_, k, _ := strings.Cut(r.objects[n], "/K[")
			if !strings.Contains(" "+strings.ReplaceAll(k, "]", " "), fmt.Sprintf(" %d ", mcid)) && !strings.Contains(k, fmt.Sprintf("/MCID %d>>", mcid)) {
				t.Errorf("page %d: sequence %d is not among the children of %s", i, mcid, r.objects[n])
			}
			kids[n]++
		}
		if content := string(r.streams[r.number(page, "Contents")]); strings.Count(content, "BDC") < 3 {
			t.Errorf("page %d: no marked content", i)
		}
	}
	if len(kids) < 20 {
		t.Errorf("only %d elements have content", len(kids))
	}
	var all strings.Builder
	for n := 1; n <= len(r.objects); n++ {
		all.WriteString(r.objects[n] + "\n")
	}
	for s, n := range map[string]int{"/A<</O/Table/Scope/Column>>": 2, "/Type/OBJR": 2, "/Alt<FEFF": 8, "/ActualText<FEFF": 1, "/Type/MCR": 1,
		"/Subtype/Link": 2, "/SMask ": 3, "/Dest[": 7, "/URI(https://example.gov.cn/%E5%85%AC%E5%BC%80/\\(%E7%94%B2\\)?a=1%20b)": 1,
		"/Tabs/S": 2, "/Marked true": 1, "/DisplayDocTitle true": 1, "/Lang(zh-CN)": 1, "/PageMode/UseOutlines": 1,
		"/CreationDate(D:20260305000000+08'00')": 1, "/DCTDecode": 2, "/Subtype/Image": 11, "/CIDSet": 0} {
		if got := strings.Count(all.String(), s); got != n {
			t.Errorf("%q stands %d times, not %d", s, got, n)
		}
	}
}

// Brothers stand in the order of first drawing, ancestors of which nothing is drawn too.
func TestOrderOfParts(t *testing.T) {
	list := &display.Part{Role: display.List}
	a, b := &display.Part{Parent: list, Role: display.Item}, &display.Part{Parent: list, Role: display.Item}
	before := &display.Part{Role: display.H1}
	d := &display.Document{Fonts: fonts(t)}
	s := &setter{t, d}
	s.turn()
	for _, p := range []*display.Part{b, before, a, b} {
		s.set(regular, 10*pt, 0, 0, 0, "字", p)
	}
	r := read(t, write(t, d, pdf.A2))
	document := r.objects[r.number(r.objects[r.number(r.catalog(), "StructTreeRoot")], "K")]
	var got []string
	for _, n := range r.refs(document, "K") {
		got = append(got, r.objects[n])
	}
	if len(got) != 2 || !strings.Contains(got[0], "/S/L/") || !strings.Contains(got[1], "/S/H1/") {
		t.Fatalf("below the document: %q", got)
	}
	items := r.refs(got[0], "K")
	if len(items) != 2 || !strings.Contains(r.objects[items[0]], "/K[0 3]") || !strings.Contains(r.objects[items[1]], "/K[2]") {
		t.Errorf("below the list: %q, %q", r.objects[items[0]], r.objects[items[1]])
	}
}

func TestOutline(t *testing.T) {
	r := read(t, write(t, sample(t), pdf.A2))
	root := r.objects[r.number(r.catalog(), "Outlines")]
	var lines []string
	var walk func(first, depth int)
	walk = func(n, depth int) {
		for {
			o := r.objects[n]
			count := 0
			if strings.Contains(o, "/Count") {
				count = r.number(o, "Count")
			}
			lines = append(lines, fmt.Sprint(depth, " ", count))
			if strings.Contains(o, "/First") {
				walk(r.number(o, "First"), depth+1)
			}
			if !strings.Contains(o, "/Next") {
				return
			}
			n = r.number(o, "Next")
		}
	}
	walk(r.number(root, "First"), 0)
	want := []string{"0 2", "1 -1", "2 -1", "3 0", "1 0", "0 0"}
	if !slices.Equal(lines, want) || r.number(root, "Count") != 4 {
		t.Errorf("the outline is %q with %d shown, not %q with 4", lines, r.number(root, "Count"), want)
	}
}

// A1 holds nothing that came after PDF 1.4.
func TestA1(t *testing.T) {
	file := write(t, sample(t), pdf.A1)
	r := read(t, file)
	if !bytes.HasPrefix(file, []byte("%PDF-1.4\n")) {
		t.Error("not PDF 1.4")
	}
	for n, o := range r.objects {
		for _, s := range []string{"/SMask", "/ObjStm", "/Group", "/Tabs", "/ca ", "/CA "} {
			if strings.Contains(o, s) {
				t.Errorf("object %d holds %s", n, s)
			}
		}
		if strings.Contains(o, "/FontDescriptor/") {
			set := r.streams[r.number(o, "CIDSet")]
			glyphs := 0
			for _, b := range set {
				for ; b != 0; b &= b - 1 {
					glyphs++
				}
			}
			if maxp := r.streams[r.number(o, "FontFile2")]; glyphs != glyphCount(t, maxp) || set[0]&0x80 == 0 {
				t.Errorf("CIDSet tells of %d glyphs, the font has %d", glyphs, glyphCount(t, maxp))
			}
		}
	}
}

func glyphCount(t *testing.T, ttf []byte) int {
	for i := range int(ttf[5]) {
		if e := ttf[12+16*i:]; string(e[:4]) == "maxp" {
			at := int(e[8])<<24 | int(e[9])<<16 | int(e[10])<<8 | int(e[11])
			return int(ttf[at+4])<<8 | int(ttf[at+5])
		}
	}
	t.Fatal("no maxp")
	return 0
}

func TestRefused(t *testing.T) {
	loop := &display.Part{Role: display.P}
	loop.Parent = &display.Part{Role: display.Sect, Parent: loop}
	deep := &display.Part{Role: display.Sect}
	for range 300 {
		deep = &display.Part{Role: display.Sect, Parent: deep}
	}
	p := &display.Part{Role: display.P}
	run := func(change func(*display.Run)) display.Op {
		r := display.Run{Size: 10 * pt, Glyphs: []display.Glyph{{ID: 5}}, Part: p}
		change(&r)
		return r
	}
	ops := map[string]display.Op{
		"font -1":        run(func(r *display.Run) { r.Font = -1 }),
		"font 3":         run(func(r *display.Run) { r.Font = 3 }),
		"glyph":          run(func(r *display.Run) { r.Glyphs[0].ID = 65535 }),
		"size":           run(func(r *display.Run) { r.Size = 0 }),
		"far":            run(func(r *display.Run) { r.Y = math.MaxInt }),
		"far glyph":      run(func(r *display.Run) { r.Glyphs[0].X = math.MinInt }),
		"circle":         run(func(r *display.Run) { r.Part = loop }),
		"deep":           run(func(r *display.Run) { r.Part = deep }),
		"role":           run(func(r *display.Run) { r.Part = &display.Part{Role: "P/X"} }),
		"scope":          run(func(r *display.Run) { r.Part = &display.Part{Role: display.Head, Scope: "column"} }),
		"long":           run(func(r *display.Run) { r.Part = &display.Part{Role: display.P, Alt: strings.Repeat("一", 9000)} }),
		"glyph's text":   run(func(r *display.Run) { r.Glyphs[0].Text = strings.Repeat("一", 900) }),
		"line":           display.Line{X1: math.MinInt, Width: 1},
		"rect":           display.Rect{W: -1},
		"image -1":       display.Picture{Image: -1, W: 1, H: 1},
		"image 1":        display.Picture{Image: 1, W: 1, H: 1},
		"flat image":     display.Picture{W: 1},
		"link, no part":  display.Link{URL: "https://example.cn/"},
		"link, script":   display.Link{URL: "javascript:alert(1)", Part: p},
		"link, file":     display.Link{URL: "file:///etc/passwd", Part: p},
		"link, relative": display.Link{URL: "a.html", Part: p},
		"link, page":     display.Link{Page: 1, Part: p},
		"nothing":        nil,
		"pointer":        &display.Line{},
	}
	page := display.Page{Width: 100 * pt, Height: 100 * pt}
	documents := map[string]*display.Document{
		"none": nil, "no pages": {}, "size of page": {Pages: []display.Page{{}}},
		"date":     {Pages: []display.Page{page}, Date: "2026-02-30"},
		"language": {Pages: []display.Page{page}, Lang: "zh CN"},
		"title":    {Pages: []display.Page{page}, Title: strings.Repeat("x", 40000)},
		"bookmark": {Pages: []display.Page{page}, Bookmark: []display.Bookmark{{Level: 1}}},
		"leap":     {Pages: []display.Page{page}, Bookmark: []display.Bookmark{{}, {Level: 2}}},
		"target":   {Pages: []display.Page{page}, Bookmark: []display.Bookmark{{Page: 1}}},
	}
	for name, op := range ops {
		page.Ops = []display.Op{op}
		documents[name] = &display.Document{Pages: []display.Page{page}, Fonts: append(fonts(t)[:2:2], nil), Images: make([]display.Image, 1)}
	}
	for name, d := range documents {
		var b bytes.Buffer
		err := pdf.Write(&b, d, pdf.Options{})
		var fault *pdf.DocumentError
		if !errors.As(err, &fault) || b.Len() > 0 {
			t.Errorf("%s: error %v and %d bytes", name, err, b.Len())
		}
	}
	if err := pdf.Write(io.Discard, sample(t), pdf.Options{Archive: 7}); err == nil {
		t.Error("a level that is none is taken")
	}
}

// Where the parts' order decides which is judged first, depth counts all the same.
func TestDepthOfPartsSeenBefore(t *testing.T) {
	d := &display.Document{Fonts: fonts(t)}
	s := &setter{t, d}
	s.turn()
	var p *display.Part
	for range 256 {
		p = &display.Part{Role: display.Sect, Parent: p}
		s.set(regular, 10*pt, 0, 0, 0, "字", p)
	}
	write(t, d, pdf.A1)
	s.set(regular, 10*pt, 0, 0, 0, "字", &display.Part{Role: display.P, Parent: p})
	if err := pdf.Write(io.Discard, d, pdf.Options{}); err == nil {
		t.Error("257 parts in each other are taken")
	}
}

func TestLicence(t *testing.T) {
	d := dense(t, 3)
	d.Fonts[regular] = patched(t, "OS/2", 8, 0, 2)
	var b bytes.Buffer
	var licence *font.LicenceError
	if err := pdf.Write(&b, d, pdf.Options{}); !errors.As(err, &licence) || b.Len() > 0 {
		t.Errorf("error %v and %d bytes", err, b.Len())
	}
	d.Pages = []display.Page{{Width: 100 * pt, Height: 100 * pt}} // now nothing is shown in it
	write(t, d, pdf.A2)
}

// A full is a disk with room for so many bytes.
type full int

var errFull = errors.New("no room")

func (f *full) Write(b []byte) (int, error) {
	if len(b) > int(*f) {
		return 0, errFull
	}
	*f -= full(len(b))
	return len(b), nil
}

func TestWriterFails(t *testing.T) {
	d := sample(t)
	size := len(write(t, d, pdf.A2))
	for _, room := range []int{0, 9, 1000, size / 2, size - 1} {
		w := full(room)
		if err := pdf.Write(&w, d, pdf.Options{}); !errors.Is(err, errFull) {
			t.Errorf("room for %d of %d bytes: %v", room, size, err)
		}
	}
}

func TestErrorText(t *testing.T) {
	for want, err := range map[string]error{
		"pdf: no":                      &pdf.DocumentError{Page: -1, Op: -1, What: "no"},
		"pdf: page 1: no":              &pdf.DocumentError{Page: 0, Op: -1, What: "no"},
		"pdf: page 2, operation 3: no": &pdf.DocumentError{Page: 1, Op: 3, What: "no"},
		"pdf: image 4: unexpected EOF": &pdf.ImageError{Image: 4, Err: io.ErrUnexpectedEOF},
	} {
		if err.Error() != want {
			t.Errorf("%q, not %q", err.Error(), want)
		}
	}
	if !errors.Is(&pdf.ImageError{Err: io.EOF}, io.EOF) {
		t.Error("the cause of an image's error is lost")
	}
}

// What metadata cannot hold is taken out of both its forms.
func TestMetadata(t *testing.T) {
	d := dense(t, 3)
	d.Title, d.Author = "\x00 甲\n乙\x07\xFF ", "a)b\\"
	file := string(write(t, d, pdf.A1))
	for _, w := range []string{`/Title<FEFF753200204E590020>`, `<rdf:li xml:lang="x-default">甲 乙</rdf:li>`, `/Author(a\)b\\)`, `<rdf:li>a)b\</rdf:li>`} {
		if !strings.Contains(file, strings.Replace(w, "0020>", ">", 1)) {
			t.Errorf("%s is not in", w)
		}
	}
	if strings.Contains(file, "CreationDate") || strings.Contains(file, "dc:description") {
		t.Error("what was not told is written")
	}
}

func BenchmarkWrite(b *testing.B) {
	d := dense(b, 600)
	for name, l := range levels {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := pdf.Write(io.Discard, d, pdf.Options{Archive: l}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(write(b, d, l))), "file-bytes")
		})
	}
}
