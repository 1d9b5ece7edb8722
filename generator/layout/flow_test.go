package layout_test

import (
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongkai/generator/display"
	"gongkai/generator/font"
	"gongkai/generator/layout"
)

// serif gives a setter with the theme's sanhao font as its only one.
func pressed(t testing.TB) *layout.Setter {
	t.Helper()
	data, err := os.ReadFile("../../themes/default/fonts/NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := font.Parse(data, 0)
	if err != nil {
		t.Fatal(err)
	}
	return &layout.Setter{Fonts: []*font.Font{f}}
}

const (
	sanhao = 15750 * display.Pt / 1000
	pitch  = 29530 * display.Pt / 1000
)

var style = layout.Style{Face: layout.Face{0}, Size: sanhao}

func spans(text string) []layout.Span {
	return []layout.Span{{Text: text, Style: style, Part: &display.Part{Role: display.P}}}
}

// govern is the column of GB/T 9704: 28 characters, 22 lines.
var govern = layout.Column{X: display.Mm(28), Y: display.Mm(37), W: 28 * sanhao, H: 21*pitch + sanhao, Pitch: pitch, NoteGap: sanhao}

// read gives the text of a page, its artifacts left out, and white space too.
func read(ops []display.Op) string {
	var b strings.Builder
	for _, op := range ops {
		if r, ok := op.(display.Run); ok && r.Part != nil {
			for _, g := range r.Glyphs {
				b.WriteString(g.Text)
			}
		}
	}
	return tight(b.String())
}

func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func han(n int) string {
	const words = "全年收入支出预算项目安排情况说明工程建设管理服务保障"
	rs := []rune(words)
	var b strings.Builder
	for i := range n {
		b.WriteRune(rs[i%len(rs)])
	}
	return b.String()
}

func TestGridHas28By22(t *testing.T) {
	s := pressed(t)
	out := s.Flow(govern, []layout.Block{layout.Text{Spans: spans(han(28 * 44)), Pitch: pitch}})
	if len(out.Pages) != 2 {
		t.Fatalf("%d pages, want 2", len(out.Pages))
	}
	for n, ops := range out.Pages {
		lines := map[display.Length]int{}
		for _, op := range ops {
			r := op.(display.Run)
			for i, g := range r.Glyphs {
				if want := govern.X + display.Length(i)*sanhao; g.X != want {
					t.Fatalf("page %d: character %d stands at %d, want %d", n, i, g.X, want)
				}
			}
			lines[r.Y] += len(r.Glyphs)
		}
		if len(lines) != 22 {
			t.Errorf("page %d has %d lines", n, len(lines))
		}
		var ys []display.Length
		for y, k := range lines {
			ys = append(ys, y)
			if k != 28 {
				t.Errorf("page %d: a line of %d characters", n, k)
			}
		}
		slices.Sort(ys)
		for i, y := range ys {
			if want := govern.Y + display.Length(i)*pitch + sanhao*88/100; y != want {
				t.Errorf("page %d: line %d at %d, want %d", n, i, y, want)
			}
		}
	}
}

func TestHeadingStaysWithItsText(t *testing.T) {
	s := pressed(t)
	for lines := 17; lines < 25; lines++ {
		out := s.Flow(govern, []layout.Block{
			layout.Text{Spans: spans(han(28 * lines)), Pitch: pitch},
			layout.Text{Spans: spans("一、标题"), Pitch: pitch, Next: true, Marks: []display.Bookmark{{Title: "一、标题"}}},
			layout.Text{Spans: spans("甲" + han(28*4)), Pitch: pitch},
		})
		page := out.Bookmarks[0].Page
		if !strings.Contains(read(out.Pages[page]), "一、标题甲") {
			t.Errorf("%d lines: the heading stands at the foot of page %d", lines, page)
		}
		for n, ops := range out.Pages {
			count := map[display.Length]bool{}
			for _, op := range ops {
				count[op.(display.Run).Y] = true
			}
			if len(count) < 2 {
				t.Errorf("%d lines: page %d has a line alone", lines, n)
			}
		}
	}
}

func TestFixedIsNotAlone(t *testing.T) {
	s := pressed(t)
	for lines := 10; lines < 30; lines++ {
		out := s.Flow(govern, []layout.Block{
			layout.Text{Spans: spans(han(28 * lines)), Pitch: pitch},
			layout.Fixed{Height: 3 * pitch, Last: true, Draw: func(display.Length) []display.Op {
				return []display.Op{display.Rect{W: sanhao, H: sanhao}}
			}},
		})
		last := out.Pages[len(out.Pages)-1]
		runs := 0
		for _, op := range last {
			if _, ok := op.(display.Run); ok {
				runs++
			}
		}
		if runs < 2 {
			t.Errorf("%d lines: the stamp stands with %d lines on its page", lines, runs)
		}
	}
}

func cellRow(n int, texts ...string) layout.Row {
	r := layout.Row{Line: n}
	for _, x := range texts {
		r.Cells = append(r.Cells, layout.CellText{Spans: spans(x)})
	}
	return r
}

func TestTableRepeatsItsHead(t *testing.T) {
	s := pressed(t)
	table := layout.Table{Head: []layout.Row{cellRow(1, "序号", "项目", "金额（万元）")}, Pad: sanhao / 3, Pitch: 140, Weight: display.Pt / 2}
	for i := range 90 {
		table.Rows = append(table.Rows, cellRow(i+2, fmt.Sprint(i+1), han(5+i%40), fmt.Sprintf("%d.50", i*37)))
	}
	out := s.Flow(govern, []layout.Block{table})
	if len(out.Pages) < 3 {
		t.Fatalf("%d pages", len(out.Pages))
	}
	all := ""
	for n, ops := range out.Pages {
		heads := 0
		for _, op := range ops {
			if r, ok := op.(display.Run); ok && len(r.Glyphs) > 0 && r.Glyphs[0].Text == "序" {
				heads++
				if (r.Part == nil) != (n > 0) {
					t.Errorf("page %d: the head's part is %v", n, r.Part)
				}
			}
		}
		if heads != 1 {
			t.Errorf("page %d has %d heads", n, heads)
		}
		all += read(ops)
	}
	want := "序号项目金额（万元）"
	for i := range 90 {
		want += fmt.Sprint(i+1) + han(5+i%40) + fmt.Sprintf("%d.50", i*37)
	}
	if all != want {
		t.Errorf("the table's words are not what they were")
	}
	// Numbers end at the same place, texts begin at the same place.
	ends := map[display.Length]int{}
	for _, op := range out.Pages[1] {
		if r, ok := op.(display.Run); ok && r.Part != nil && strings.HasSuffix(run(r), ".50") {
			ends[r.Glyphs[len(r.Glyphs)-1].X]++
		}
	}
	if len(ends) != 1 {
		t.Errorf("the amounts end at %v", ends)
	}
}

// A head's cell that goes on in the next row has no line between; others have.
func TestJoinedCells(t *testing.T) {
	s := pressed(t)
	row := func(texts ...string) layout.Row { return cellRow(1, texts...) }
	upper, lower := row("序号", "对象", "备注"), row("", "甲", "乙", "")
	upper.Cells[1].Columns = 2
	lower.Cells[0].Joined, lower.Cells[3].Joined = true, true
	table := layout.Table{Head: []layout.Row{upper, lower}, Rows: []layout.Row{row("1", "是", "否", "无")}, Widths: []display.Length{1000, 2000, 3000, 4000}, Weight: 2, Pad: sanhao / 3, Pitch: 140}
	var lines []string
	for _, op := range s.Flow(govern, []layout.Block{table}).Pages[0] {
		if l, ok := op.(display.Line); ok && l.Y1 == l.Y2 && l.Y1 > govern.Y {
			lines = append(lines, fmt.Sprintf("%d-%d", l.X1-govern.X, l.X2-govern.X))
		}
	}
	if want := []string{"1001-6001", "0-10002", "0-10002"}; !slices.Equal(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
}

func run(r display.Run) string {
	var b strings.Builder
	for _, g := range r.Glyphs {
		b.WriteString(g.Text)
	}
	return b.String()
}

func TestRowTallerThanAPage(t *testing.T) {
	s := pressed(t)
	long := han(1500)
	table := layout.Table{Head: []layout.Row{cellRow(1, "项目", "说明")}, Pad: sanhao / 3, Pitch: 140, Weight: display.Pt / 2}
	table.Rows = []layout.Row{cellRow(2, "短", "短"), cellRow(3, "长", long), cellRow(4, "末", "末")}
	out := s.Flow(govern, []layout.Block{table})
	if !slices.Equal(out.Tall, []int{3}) {
		t.Errorf("tall rows: %v, want line 3", out.Tall)
	}
	all := ""
	for _, ops := range out.Pages {
		all += read(ops)
		for _, op := range ops {
			if r, ok := op.(display.Run); ok && (r.Y > govern.Y+govern.H+sanhao || r.Y < govern.Y) {
				t.Errorf("text at %.1f mm leaves the column", r.Y.Mm())
			}
		}
	}
	for _, part := range []string{"短短", "末末"} {
		if !strings.Contains(all, part) {
			t.Errorf("%s is lost", part)
		}
	}
	if got := strings.Count(all, "全"); got != strings.Count(long, "全") {
		t.Errorf("%d of %d", got, strings.Count(long, "全"))
	}
}

func TestTableTooWideIsParted(t *testing.T) {
	s := pressed(t)
	row := func(n int) layout.Row {
		texts := []string{fmt.Sprintf("第%d行", n)}
		for j := range 14 {
			texts = append(texts, fmt.Sprintf("%d%d234567.89", n, j+1))
		}
		return cellRow(n+1, texts...)
	}
	table := layout.Table{Pad: sanhao / 3, Pitch: 140, Weight: display.Pt / 2, Line: 7}
	for n := range 3 {
		table.Rows = append(table.Rows, row(n+1))
	}
	out := s.Flow(govern, []layout.Block{table})
	if !slices.Equal(out.Narrow, []int{7}) {
		t.Fatalf("parted: %v, want the table of line 7", out.Narrow)
	}
	all := ""
	for _, ops := range out.Pages {
		all += read(ops)
		for _, op := range ops {
			if r, ok := op.(display.Run); ok && r.Glyphs[len(r.Glyphs)-1].X > govern.X+govern.W {
				t.Errorf("%q leaves the column", run(r))
			}
		}
	}
	for n := 1; n <= 3; n++ {
		if strings.Count(all, fmt.Sprintf("第%d行", n)) != 1 {
			t.Errorf("row %d is read %d times", n, strings.Count(all, fmt.Sprintf("第%d行", n)))
		}
		for j := range 14 {
			if cell := fmt.Sprintf("%d%d234567.89", n, j+1); !strings.Contains(all, cell) {
				t.Errorf("%s is lost", cell)
			}
		}
	}
}

func TestNotesStandAtTheFoot(t *testing.T) {
	s := pressed(t)
	small := layout.Style{Face: layout.Face{0}, Size: sanhao / 2}
	note := []layout.Span{{Text: "[1] https://example.org/a", Style: small, Part: &display.Part{Role: display.Note}}}
	out := s.Flow(govern, []layout.Block{
		layout.Text{Spans: spans(han(28 * 20)), Pitch: pitch},
		layout.Text{Spans: spans(han(28 * 6)), Pitch: pitch, Notes: []layout.Note{{At: 28 * 5, Spans: note}}},
	})
	if len(out.Pages) != 2 || !strings.HasSuffix(read(out.Pages[1]), "[1]https://example.org/a") {
		t.Fatalf("%d pages; the note does not stand on the second", len(out.Pages))
	}
	for _, op := range out.Pages[1] {
		if r, ok := op.(display.Run); ok && r.Part.Role == display.Note && (r.Y < govern.Y+govern.H-sanhao || r.Y > govern.Y+govern.H) {
			t.Errorf("the note stands at %.1f mm", r.Y.Mm())
		}
	}
}

// anyBlocks makes blocks from numbers; the words are unique so that loss is seen.
func anyBlocks(r *rand.Rand, depth int, words *[]string) []layout.Block {
	var out []layout.Block
	say := func(n int) []layout.Span {
		w := fmt.Sprintf("第%d处", len(*words)) + han(n)
		*words = append(*words, w)
		return spans(w)
	}
	for range r.Intn(6) + 1 {
		switch k := r.Intn(8); {
		case k < 3:
			text := layout.Text{
				Spans: say(r.Intn(400)), Pitch: pitch * display.Length(r.Intn(3)+1) / 2, Left: display.Length(r.Intn(5)) * sanhao, Indent: display.Length(r.Intn(3)) * sanhao,
				Before: display.Length(r.Intn(50000)), After: display.Length(r.Intn(50000)), Next: r.Intn(4) == 0, Whole: r.Intn(9) == 0, Align: layout.Align(r.Intn(5)),
			}
			if r.Intn(5) == 0 {
				text.Notes = []layout.Note{{At: r.Intn(300), Spans: say(3)}}
			}
			out = append(out, text)
		case k == 3:
			t := layout.Table{Pad: sanhao / 3, Pitch: 140, Weight: 500, Before: 1000}
			cols := r.Intn(6) + 1
			if r.Intn(2) == 0 {
				t.Head = []layout.Row{{}}
				for range cols {
					t.Head[0].Cells = append(t.Head[0].Cells, layout.CellText{Spans: say(r.Intn(6))})
				}
			}
			for range r.Intn(12) {
				row := layout.Row{}
				for range r.Intn(cols + 1) {
					row.Cells = append(row.Cells, layout.CellText{Spans: say(r.Intn(60))})
				}
				t.Rows = append(t.Rows, row)
			}
			out = append(out, t)
		case k == 4:
			out = append(out, layout.Picture{Width: display.Length(r.Intn(2000000)), Height: display.Length(r.Intn(2000000)), Next: r.Intn(2) == 0})
		case k == 5:
			out = append(out, layout.Rule{Weight: 500}, layout.PageBreak{})
		case k == 6 && depth < 4:
			out = append(out, layout.Inset{Left: sanhao, Bar: 2000, Blocks: anyBlocks(r, depth+1, words)})
		default:
			out = append(out, layout.Fixed{Height: display.Length(r.Intn(1500000)), Last: r.Intn(2) == 0})
		}
	}
	return out
}

// keepsAll fails where a word is lost or read twice, and where text leaves the paper.
func keepsAll(t *testing.T, s *layout.Setter, c layout.Column, seed int64) {
	t.Helper()
	var words []string
	blocks := anyBlocks(rand.New(rand.NewSource(seed)), 0, &words)
	out := s.Flow(c, blocks)
	var got []rune
	for _, ops := range out.Pages {
		got = append(got, []rune(read(ops))...)
	}
	var want []rune
	for _, w := range words {
		want = append(want, []rune(w)...)
	}
	slices.Sort(got)
	slices.Sort(want)
	if string(got) != string(want) {
		t.Errorf("seed %d, %d × %d: %d characters are drawn of %d", seed, c.W, c.H, len(got), len(want))
	}
	if len(out.Narrow) == 0 { // in parted tables the columns change places, nothing is lost
		all := ""
		for _, ops := range out.Pages {
			all += read(ops)
		}
		for i := range words {
			if !strings.Contains(all, fmt.Sprintf("第%d处", i)) && c.W > 40*sanhao {
				t.Errorf("seed %d: words %d are torn", seed, i)
			}
		}
	}
}

func TestFlowLosesNothing(t *testing.T) {
	s := pressed(t)
	for seed := range int64(120) {
		keepsAll(t, s, govern, seed)
	}
	for seed := range int64(40) {
		keepsAll(t, s, layout.Column{W: sanhao * 3, H: pitch * 2}, seed)
		keepsAll(t, s, layout.Column{W: sanhao * 60, H: pitch * 12, Pitch: pitch}, seed)
	}
}

func FuzzFlow(f *testing.F) {
	f.Add(int64(1), int64(441000), int64(630000), int64(29530))
	f.Add(int64(2), int64(1), int64(1), int64(0))
	f.Add(int64(3), int64(-5), int64(0), int64(7))
	s := pressed(f)
	f.Fuzz(func(t *testing.T, seed, w, h, grid int64) {
		limit := func(n int64) display.Length { return display.Length(n % 2_000_000) }
		keepsAll(t, s, layout.Column{W: limit(w), H: limit(h), Pitch: max(limit(grid), 0)}, seed)
	})
}
