package page

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/source"
)

// walls is Walls without a press: every sheet is A4, and has the pages that the map says,
// one where it says nothing.
type walls struct {
	site  *model.Site
	pages map[model.ID]int
	going map[model.ID]bool
}

func (w walls) Wall(b *model.Board) (post.Wall, error) {
	var leaves []post.Leaf
	all := post.Hanging(post.Postings(w.site, b), w.site.Today)
	fresh := post.New(all, w.site.Today.AddDays(-post.Back))
	for _, p := range all {
		leaves = append(leaves, post.Leaf{
			Posting: p, Pages: max(1, w.pages[p.Item.Index]), Width: 210, Height: 297, Going: w.going[p.Item.Index],
			Fresh: slices.ContainsFunc(fresh, func(x post.Posting) bool { return x.Item == p.Item }),
		})
	}
	return post.Arrange(b, leaves), nil
}

func (w walls) WallKey(b *model.Board) source.Digest {
	wall, _ := w.Wall(b)
	return source.Sum(fmt.Append(nil, w.pages, w.going, len(wall.Leaves)))
}

// boarded is a site of 20 July 2026 with three boards and five sheets on the first.
func boarded() *maker {
	m := newMaker()
	m.parts.Boards = []*model.Board{
		{ID: "hall", Name: "大厅公开栏", Place: "一楼大厅", Paper: model.A4, Width: 100, Height: 70},
		{ID: "gate", Name: "门前公开栏", Place: "门前", Paper: model.A4},
		{ID: "idle", Name: "空公开栏", Place: "二楼", Paper: model.A4, Width: 100, Height: 70},
	}
	on := func(boards ...string) func(*model.Item) {
		return func(it *model.Item) { it.Boards = boards }
	}
	m.item("CZ-2026-00001", "0401", "预算之一", "2026-07-18", "甲。", on("hall", "gate"))
	m.item("CZ-2026-00002", "0401", "预算之二", "2026-07-02", "乙。", on("hall"))
	m.item("CZ-2026-00003", "0405", "税费", "2026-07-01", "丙。", on("hall"))
	m.item("CZ-2026-00004", "0401", "不张贴的", "2026-07-01", "丁。")
	m.item("CZ-2026-00005", "0601", "发错的", "2026-07-01", "戊。", on("hall"), func(it *model.Item) {
		it.Withdrawn = &model.Decision{Date: date("2026-07-05"), Reason: "内容有误", Approval: "1号"}
	})
	return m
}

// show renders the site with a drawing of its boards.
func show(t *testing.T, m *maker, w walls) map[string]string {
	t.Helper()
	s := m.site()
	w.site = s
	return pages(t, s, Options{Walls: w})
}

var (
	boxes  = regexp.MustCompile(`<g><title>(\d+) ([^<]*)</title><rect class="([^"]*)" x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"/>(.*?)</g>`)
	view   = regexp.MustCompile(`<svg viewBox="-5 -5 (\d+) (\d+)" role="img" aria-label="([^"]*)">`)
	onWall = regexp.MustCompile(`<span class="posted-number">(\d+)</span><div class="row-main"><a class="row-title" href="[^"]*">([^<]*)</a>`)
)

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWallDrawing: a board's plan draws each page to scale, within the board, numbered as
// the list below it is, and what is new or comes down is marked.
func TestWallDrawing(t *testing.T) {
	text := show(t, boarded(), walls{pages: map[model.ID]int{"CZ-2026-00001": 2}, going: map[model.ID]bool{"CZ-2026-00003": true}})["boards/hall/plan.html"]
	head := view.FindStringSubmatch(text)
	if head == nil || head[1] != "1010" || head[2] != "710" || !strings.Contains(head[3], "都贴得下") {
		t.Fatalf("the drawing is %q, want 1000 × 700 mm with 5 mm around, and words for who cannot see it", head)
	}
	if !strings.Contains(text, `<rect class="wall-board" x="0" y="0" width="1000" height="700"/>`) {
		t.Error("the board's edge is not drawn")
	}
	list := map[string]string{}
	for _, m := range onWall.FindAllStringSubmatch(text, -1) {
		list[m[1]] = m[2]
	}
	if len(list) != 3 {
		t.Fatalf("the list numbers %d sheets, want 3", len(list))
	}
	class := map[string]string{}
	found := boxes.FindAllStringSubmatch(text, -1)
	for _, m := range found {
		if list[m[1]] != m[2] {
			t.Errorf("box %s is %q, the list's %s is %q", m[1], m[2], m[1], list[m[1]])
		}
		class[m[2]] = m[3]
		x, y, w, h := number(t, m[4]), number(t, m[5]), number(t, m[6]), number(t, m[7])
		if w != 210-2*boxPen || h != 297-2*boxPen {
			t.Errorf("%s: the line is %d × %d mm, want that of A4 less %d mm on each side", m[2], w, h, boxPen)
		}
		if x < post.WallEdge || y < post.WallEdge || x+w > 1000-post.WallEdge || y+h > 700-post.WallEdge {
			t.Errorf("%s leaves the board", m[2])
		}
		if !strings.Contains(m[8], ">"+m[1]+"</text>") {
			t.Errorf("%s does not show its number: %s", m[2], m[8])
		}
	}
	if len(found) != 4 {
		t.Errorf("%d boxes, want 4: three sheets, one of two pages", len(found))
	}
	for title, want := range map[string]string{"预算之一": "wall-sheet wall-fresh", "预算之二": "wall-sheet", "税费": "wall-sheet wall-going"} {
		if class[title] != want {
			t.Errorf("%s is drawn as %q, want %q", title, class[title], want)
		}
	}
	for _, w := range []string{">1/2</text>", ">2/2</text>"} {
		if strings.Count(text, w) != 1 {
			t.Errorf("the two pages of a sheet are not told apart: %s", w)
		}
	}
	if strings.Contains(text, "虚线") || strings.Contains(text, "wall-over") {
		t.Error("the plan speaks of what finds no place where all does")
	}
}

// TestWallOverflow: what finds no place is told in words and drawn below the board.
func TestWallOverflow(t *testing.T) {
	text := show(t, boarded(), walls{pages: map[model.ID]int{"CZ-2026-00001": 5, "CZ-2026-00002": 4}})["boards/hall/plan.html"]
	if want := `<p class="wall-full">贴不下：2 页没有位置，公开栏还要高 26 厘米。</p>`; !strings.Contains(text, want) {
		t.Errorf("the plan does not say %s", want)
	}
	over := 0
	head := view.FindStringSubmatch(text)
	for _, m := range boxes.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(m[3], "wall-over") {
			continue
		}
		over++
		if bottom := number(t, m[5]) + number(t, m[7]); bottom <= 700 || bottom > number(t, head[2])-5 {
			t.Errorf("page of %s ends at %d mm: want it below the board's 700 and in the drawing", m[2], bottom)
		}
	}
	if over != 2 || !strings.Contains(text, "虚线：贴不下的") {
		t.Errorf("%d pages are drawn as without a place, want 2 and what their line means", over)
	}
}

// TestWallWide: a page wider than its board lies in the drawing all the same.
func TestWallWide(t *testing.T) {
	m := boarded()
	m.parts.Boards[0].Width = 20
	text := show(t, m, walls{})["boards/hall/plan.html"]
	head := view.FindStringSubmatch(text)
	if head == nil {
		t.Fatal("there is no drawing")
	}
	if n := len(boxes.FindAllString(text, -1)); n != 3 {
		t.Fatalf("%d boxes, want 3", n)
	}
	for _, b := range boxes.FindAllStringSubmatch(text, -1) {
		if right := number(t, b[4]) + number(t, b[6]); right > number(t, head[1])-5 {
			t.Errorf("%s ends at %d mm, the drawing at %s", b[2], right, head[1])
		}
	}
}

// TestNoWall: without a size, or without somebody who counts pages, there is no drawing.
func TestNoWall(t *testing.T) {
	m := boarded()
	all := show(t, m, walls{})
	if text := all["boards/gate/plan.html"]; !strings.Contains(text, "预算之一") || strings.Contains(text, "示意图") {
		t.Error("a board without a size has a drawing, or no list")
	}
	if text := all["boards/idle/plan.html"]; !strings.Contains(text, "示意图") || len(boxes.FindAllString(text, -1)) != 0 {
		t.Error("an empty board is not drawn empty")
	}
	if text := pages(t, m.site(), Options{})["boards/hall/plan.html"]; !strings.Contains(text, "预算之一") || strings.Contains(text, "示意图") {
		t.Error("a site without walls has a drawing, or no list")
	}
}

// pdfs gives where the links of a page that lead to PDF files lead, below the root.
func pdfs(text string) (out []string) {
	for _, m := range hrefs.FindAllStringSubmatch(text, -1) {
		if strings.HasSuffix(m[1], ".pdf") {
			out = append(out, strings.TrimLeft(m[1], "./"))
		}
	}
	return out
}

// TestPrintLinks: each printed file is linked where a reader looks for it, and nothing that
// is not printed.
func TestPrintLinks(t *testing.T) {
	m := boarded()
	m.item("CZ-2026-00006", "0401", "五月的", "2026-05-30", "己。")
	m.item("CZ-2026-00007", "0401", "三月的", "2026-03-31", "庚。")
	all := show(t, m, walls{})
	board := func(id string) []string {
		return []string{"boards/" + id + "/sheets.pdf", "boards/" + id + "/new.pdf", "boards/" + id + "/plan.pdf"}
	}
	for p, want := range map[string][]string{
		"items/CZ-2026/CZ-2026-00001.html": {"sheets/CZ-2026-00001.pdf"},
		"items/CZ-2026/CZ-2026-00004.html": nil,
		"items/CZ-2026/CZ-2026-00005.html": nil, // withdrawn
		"boards/hall/plan.html":            board("hall"),
		"boards/index.html":                slices.Concat(board("hall"), board("gate"), board("idle")),
		"departments/caizheng.html":        {"sheets/duties.pdf", "sheets/catalog/caizheng/2026-07.pdf", "sheets/catalog/caizheng/2026-05.pdf"},
		"departments/silent.html":          {"sheets/duties.pdf"},
		"departments/index.html":           {"sheets/phones.pdf"},
		"catalog/index.html":               {"sheets/duties.pdf"},
		"index.html":                       nil,
	} {
		got := pdfs(all[p])
		if all[p] == "" || !slices.Equal(got, want) {
			t.Errorf("%s leads to %v, want %v", p, got, want)
		}
		if n := strings.Count(all[p], "（PDF）</a>"); n != len(want) {
			t.Errorf("%s: %d of %d links say that they lead to a PDF", p, n, len(want))
		}
	}
	if text := all["boards/index.html"]; strings.Count(text, `aria-label="大厅公开栏 全部张贴单（PDF）"`) != 1 {
		t.Error("links of the same words to several boards are not told apart")
	}
	m.parts.Duties = nil
	for p, text := range pages(t, m.site(), Options{}) {
		if slices.Contains(pdfs(text), post.RegisterAddress) {
			t.Errorf("%s leads to a register of duties that is not there", p)
		}
	}
}

// TestPrintLinksAcrossYears: in January the months before are those of the old year.
func TestPrintLinksAcrossYears(t *testing.T) {
	m := newMaker()
	m.parts.Today = date("2027-01-02")
	m.parts.Duties = nil
	m.item("CZ-2026-00001", "0401", "甲", "2026-12-31", "甲。")
	m.item("CZ-2026-00002", "0401", "乙", "2026-09-30", "乙。")
	m.item("CZ-2026-00003", "0401", "丙", "2026-10-01", "丙。")
	want := []string{"sheets/catalog/caizheng/2026-12.pdf", "sheets/catalog/caizheng/2026-10.pdf"}
	text := pages(t, m.site(), Options{})["departments/caizheng.html"]
	if got := pdfs(text); !slices.Equal(got, want) {
		t.Errorf("links to %v, want %v", got, want)
	}
	if !strings.Contains(text, `2026年12月<span class="hidden">公开目录</span>（PDF）</a>`) {
		t.Error("the link does not say of which month it is")
	}
}

// TestPrintKeys: one key, one sequence of bytes, when what is printed changes and nothing
// else; and what does not show it keeps its key.
func TestPrintKeys(t *testing.T) {
	base := func() (*maker, walls) { return boarded(), walls{} }
	build := func(edit func(*maker, *walls)) map[string]rendered {
		m, w := base()
		edit(m, &w)
		w.site = m.site()
		return outputs(t, m, Options{Walls: w, Seed: m.parts.Config.Digest})
	}
	before := build(func(*maker, *walls) {})
	for _, c := range []struct {
		name string
		edit func(*maker, *walls)
		want []string // must change
		keep []string // must not
	}{
		{"a sheet gets a page more", func(_ *maker, w *walls) { w.pages = map[model.ID]int{"CZ-2026-00002": 2} },
			[]string{"boards/hall/plan.html"}, []string{"items/CZ-2026/CZ-2026-00002.html", "departments/caizheng.html"}},
		{"an item without boards of its own comes down", func(m *maker, _ *walls) {
			m.parts.Boards[0].Departments = []string{"caizheng"} // takes the fourth
		}, []string{"items/CZ-2026/CZ-2026-00004.html", "boards/hall/plan.html"}, []string{"items/CZ-2026/CZ-2026-00001.html"}},
		{"months pass", func(m *maker, _ *walls) { m.parts.Today = date("2026-11-20") },
			[]string{"departments/caizheng.html"}, []string{"items/CZ-2026/CZ-2026-00004.html", "departments/silent.html"}},
		{"the register goes", func(m *maker, _ *walls) { // with duties.yaml, which the configuration's digest sums
			m.parts.Duties, m.parts.Config.Digest = nil, source.Sum([]byte("no duties"))
		}, []string{"departments/caizheng.html", "catalog/index.html"}, nil},
	} {
		now := build(c.edit)
		for p, r := range now {
			if old, ok := before[p]; ok && old.key == r.key && old.text != r.text {
				t.Errorf("%s: %s has the key of other bytes (%s)", c.name, p, firstDifference(old.text, r.text))
			}
		}
		for _, p := range c.want {
			if now[p].key == before[p].key || now[p].text == before[p].text {
				t.Errorf("%s: %s does not change", c.name, p)
			}
		}
		for _, p := range c.keep {
			if now[p].key != before[p].key {
				t.Errorf("%s: %s gets another key", c.name, p)
			}
		}
		again := build(c.edit)
		if !maps.Equal(now, again) {
			t.Errorf("%s: two builds differ", c.name)
		}
	}
}

// TestOnPaper: what only paper shows is there for it, and hidden elsewhere.
func TestOnPaper(t *testing.T) {
	all := pages(t, sample().site(), Options{})
	for p, w := range map[string]string{
		"items/CZ-2026/CZ-2026-00003.html": `<p class="paper-head">政务公开 · 示范区财政局</p>`,
		"items/CZ-2026/CZ-2026-00006.html": `<p class="paper-head">政务公开 · 示范区财政局</p>`,
		"items/CZ-2026/CZ-2026-00001.html": `<p class="paper-only">https://gongkai.example/items/CZ-2026/CZ-2026-00001/`,
	} {
		if !strings.Contains(all[p], w) {
			t.Errorf("%s does not have %s", p, w)
		}
	}
	screen, paper, found := strings.Cut(all["assets/style.css"], "@media print{")
	if !found || !strings.Contains(screen, ".paper-head,.paper-only{display:none") {
		t.Error("what only paper shows is seen on a screen")
	}
	for _, w := range []string{".paper-head{display:block", ".paper-only{display:block", "margin:37mm 26mm 35mm 28mm"} {
		if !strings.Contains(paper, w) {
			t.Errorf("the print style has no %q", w)
		}
	}
}
