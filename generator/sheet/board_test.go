package sheet_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/display"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/sheet"
)

const duties = `- {id: budget, title: 财政预算, category: "0401", content: 收支总表和说明, basis: [中华人民共和国预算法, 中华人民共和国政府信息公开条例], limit: 批准后20日内, departments: [caizheng], channels: [政府网站, 公开栏], audience: 全社会, cadence: annual}
- {id: fees, title: 行政事业性收费, category: "0704", content: 项目和标准, basis: [中华人民共和国价格法], limit: 每年第一季度, departments: [agency], channels: [政府网站], audience: 办事群众, cadence: adhoc}
- {id: leaders, title: 领导分工, category: "0102", content: 负责人职务, basis: [中华人民共和国政府信息公开条例], limit: 变动后20个工作日内, departments: [all], channels: [政府网站], audience: 全社会, cadence: adhoc}
`

// dated is the record of an item that was published on a day.
func dated(serial int, title, category, published, more string) string {
	text := front(serial, title, more)
	text = strings.Replace(text, `"0401"`, `"`+category+`"`, 1)
	text = strings.Replace(text, "published: 2026-11-19", "published: "+published, 1)
	for _, k := range []string{"made: 2026-11-16", "reviewed: 2026-11-17", "approved: 2026-11-18", "secrecy_date: 2026-11-17"} {
		key, _, _ := strings.Cut(k, ":")
		text = strings.Replace(text, "\n"+k+"\n", "\n"+key+": "+published+"\n", 1)
	}
	return text
}

// hall gives a site with a board on which six items hang; boards.yaml says the rest.
func hall(t *testing.T, entry string) (build.Result, *model.Board) {
	t.Helper()
	files := tree(map[string]string{
		"2026/00001.md": dated(1, "第一号财政公告", "0401", "2026-11-02", "") + han(80),
		"2026/00002.md": dated(2, "第二号财政公告", "0401", "2026-11-20", "post_until: 2026-11-27\n") + han(1600),
		"2026/00003.md": dated(3, "第三号收费公告", "0704", "2026-11-10", "post_until: 2026-11-24\n") + han(80),
		"2026/00004.md": dated(4, "第四号机构公告", "0101", "2026-11-05", "") + han(80),
		"2026/00005.md": dated(5, "第五号收费公告", "0704", "2026-11-21", "") + han(80),
		"2026/00006.md": dated(6, "第六号旧公告", "0401", "2026-11-01", "changes: [{date: 2026-11-18, what: 更正电话, approved_by: 局长}]\n") + han(80),
		"2026/00007.md": dated(7, "第七号已撤下公告", "0401", "2026-10-01", "post_until: 2026-11-17\n") + han(80),
		"2026/00008.md": dated(8, "第八号将张贴公告", "0401", "2026-11-21", "post_from: 2026-11-30\n") + han(80),
		"2026/00009.md": dated(9, "第九号撤回公告", "0401", "2026-11-12", "withdrawn: {date: 2026-11-19, reason: 内容有误, approval: 局长办公会}\n") + han(80),
	}, map[string]string{"boards.yaml": entry})
	r := press(t, files, nil)
	b := r.Site.Board("hall")
	if b == nil || len(r.Site.Items) != 9 {
		t.Fatalf("%d items: %v", len(r.Site.Items), r.Findings)
	}
	return r, b
}

// titles gives the outline's outermost lines, and fails where one does not lead to the page
// on which its title stands.
func titles(t *testing.T, d *display.Document) []string {
	t.Helper()
	var out []string
	last := 0
	for i, m := range d.Bookmark {
		if m.Page < last || m.Page >= len(d.Pages) || i == 0 && m.Level != 0 || i > 0 && m.Level > d.Bookmark[i-1].Level+1 {
			t.Errorf("line %d of the outline is %+v, of %d pages", i+1, m, len(d.Pages))
			continue
		}
		last = m.Page
		if m.Level > 0 {
			continue
		}
		out = append(out, m.Title)
		head := ""
		for _, r := range runs(d.Pages[m.Page]) {
			if within(r.Part, display.H1) {
				for _, g := range r.Glyphs {
					head += g.Text
				}
				if off := r.Y - m.Top; off < 0 || off > 4*r.Size {
					t.Errorf("%s: the outline leads %.1f mm above it", m.Title, off.Mm())
				}
			}
		}
		if tight(head) != tight(m.Title) {
			t.Errorf("the outline says %q of page %d, which is headed %q", m.Title, m.Page+1, head)
		}
	}
	return out
}

func TestBoardHangsInOrder(t *testing.T) {
	r, b := hall(t, boards)
	all, fresh := r.Press.Hanging(b, calendar.Date{})
	// By group of categories, then newest first; what is new was put up or changed in the
	// last week.
	for name, c := range map[string]struct {
		list []post.Posting
		want []string
	}{
		"sheets": {all, []string{"第四号机构公告", "第二号财政公告", "第一号财政公告", "第六号旧公告", "第五号收费公告", "第三号收费公告"}},
		"new":    {fresh, []string{"第二号财政公告", "第六号旧公告", "第五号收费公告"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := r.Press.Board(b, c.list, sheet.Choice{})
			if err != nil {
				t.Fatal(err)
			}
			if got := titles(t, d.Pages); !slices.Equal(got, c.want) {
				t.Errorf("the outline is %q, want %q", got, c.want)
			}
			if len(d.Starts) != len(c.want) || d.Starts[0] != 0 || !slices.IsSorted(d.Starts) {
				t.Errorf("the sheets begin on the pages %v", d.Starts)
			}
			// Each sheet is the item's own, page for page.
			page := 0
			for i, x := range c.list {
				own := item(t, r, x.Item, b, sheet.Choice{})
				if i < len(d.Starts) && d.Starts[i] != page {
					t.Errorf("%s begins on page %d, want %d", x.Item.Title, d.Starts[i]+1, page+1)
				}
				for _, p := range own.Pages.Pages {
					if page >= len(d.Pages.Pages) || drawn(p) != drawn(d.Pages.Pages[page]) {
						t.Errorf("%s: its page is not page %d of the board's", x.Item.Title, page+1)
					}
					page++
				}
			}
			if page != len(d.Pages.Pages) {
				t.Errorf("%d pages, want %d", len(d.Pages.Pages), page)
			}
			if d.Pages.Title != b.Name {
				t.Errorf("it is called %q", d.Pages.Title)
			}
		})
	}
	// What is new since another day.
	if _, fresh := r.Press.Hanging(b, today.AddDays(-1)); len(fresh) != 1 || fresh[0].Item.Title != "第五号收费公告" {
		t.Errorf("new since yesterday: %d", len(fresh))
	}
}

func TestEmptyBoardSaysSo(t *testing.T) {
	r, b := hall(t, boards)
	d, err := r.Press.Board(b, nil, sheet.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Pages.Pages) != 1 || len(d.Starts) > 0 {
		t.Fatalf("%d pages, %v", len(d.Pages.Pages), d.Starts)
	}
	if got := drawn(d.Pages.Pages[0]); got != tight(b.Name)+"没有要张贴的" {
		t.Errorf("it says %q", got)
	}
	if got := said(d.Pages, func(p *display.Part) bool { return p.Role == display.H1 }); got != tight(b.Name) {
		t.Errorf("it is headed %q", got)
	}
	saysTheSame(t, "empty", r.Press, d.Pages)
}

// rows gives the rows of tables, their cells between bars.
func rows(d *display.Document) []string {
	var order []*display.Part
	cells := map[*display.Part][]*display.Part{}
	text := map[*display.Part]string{}
	for _, p := range d.Pages {
		for _, r := range runs(p) {
			cell := r.Part
			for cell != nil && cell.Role != display.Cell && cell.Role != display.Head {
				cell = cell.Parent
			}
			if cell == nil {
				continue
			}
			if cells[cell.Parent] == nil {
				order = append(order, cell.Parent)
			}
			if !slices.Contains(cells[cell.Parent], cell) {
				cells[cell.Parent] = append(cells[cell.Parent], cell)
			}
			for _, g := range r.Glyphs {
				text[cell] += g.Text
			}
		}
	}
	var out []string
	for _, row := range order {
		var line []string
		for _, c := range cells[row] {
			line = append(line, tight(text[c]))
		}
		out = append(out, strings.Join(line, "|"))
	}
	return out
}

func TestPlanSaysWhatToDo(t *testing.T) {
	r, b := hall(t, boards)
	d, err := r.Press.BoardPlan(b)
	if err != nil {
		t.Fatal(err)
	}
	// From a week back to a month ahead, in order of days, what comes down before what goes up.
	want := []string{
		"做完|日期|做什么|索引号|名称|贴到",
		"□|2026-11-18应已做完|撤下|CZ-2026-00007|第七号已撤下公告|2026-11-17",
		"□|2026-11-19应已做完|撤下（因撤回）|CZ-2026-00009|第九号撤回公告|2026-11-18",
		"□|2026-11-20应已做完|张贴|CZ-2026-00002|第二号财政公告|2026-11-27",
		"□|2026-11-21应已做完|张贴|CZ-2026-00005|第五号收费公告|2026-12-21",
		"□|2026-11-25|撤下|CZ-2026-00003|第三号收费公告|2026-11-24",
		"□|2026-11-28|撤下|CZ-2026-00002|第二号财政公告|2026-11-27",
		"□|2026-11-30|张贴|CZ-2026-00008|第八号将张贴公告|2026-12-30",
		"□|2026-12-02|撤下|CZ-2026-00006|第六号旧公告|2026-12-01",
		"□|2026-12-03|撤下|CZ-2026-00001|第一号财政公告|2026-12-02",
		"□|2026-12-06|撤下|CZ-2026-00004|第四号机构公告|2026-12-05",
		"□|2026-12-22|撤下|CZ-2026-00005|第五号收费公告|2026-12-21",
	}
	got := rows(d.Pages)
	if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
		t.Errorf("to do:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// Then what hangs, numbered as in the drawing.
	pages := func(n int) int {
		return len(item(t, r, r.Site.Item(model.ID(fmt.Sprintf("CZ-2026-%05d", n))), b, sheet.Choice{}).Pages.Pages)
	}
	hang := []string{"序号|索引号|名称|页数|贴到"}
	for i, x := range []struct {
		n                  int
		title, until, mark string
	}{
		{4, "第四号机构公告", "2026-12-05", ""}, {2, "第二号财政公告", "2026-11-27", "|要撤下"}, {1, "第一号财政公告", "2026-12-02", ""},
		{6, "第六号旧公告", "2026-12-01", "|新"}, {5, "第五号收费公告", "2026-12-21", "|新"}, {3, "第三号收费公告", "2026-11-24", "|要撤下"},
	} {
		hang = append(hang, fmt.Sprintf("%d|CZ-2026-%05d|%s|%d|%s%s", i+1, x.n, x.title, pages(x.n), x.until, x.mark))
	}
	if rest := got[min(len(want), len(got)):]; !slices.Equal(rest, hang) {
		t.Errorf("hanging:\n%s\nwant\n%s", strings.Join(rest, "\n"), strings.Join(hang, "\n"))
	}
	if lead := said(d.Pages, func(p *display.Part) bool { return p.Role == display.P }); !strings.Contains(lead, "现在张贴6件") || !strings.Contains(lead, "宽100厘米、高70厘米") {
		t.Errorf("the plan begins with %.80q", lead)
	}
}

// sketch gives the drawing of a plan: the board, the boxes on it and those without a place,
// and fails where one leaves the paper.
func sketch(t *testing.T, d *display.Document) (board display.Rect, on, over []display.Rect) {
	t.Helper()
	for i, p := range d.Pages {
		figure := slices.ContainsFunc(runs(p), func(r display.Run) bool { return within(r.Part, display.Figure) })
		if !figure {
			continue
		}
		for _, op := range p.Ops {
			r, ok := op.(display.Rect)
			if !ok || r.Width == 0 {
				continue
			}
			if r.X < 0 || r.Y < 0 || r.X+r.W > p.Width || r.Y+r.H > p.Height {
				t.Errorf("page %d: a box of the drawing leaves the paper: %.0f to %.0f mm, %.0f to %.0f mm", i+1, r.X.Mm(), (r.X + r.W).Mm(), r.Y.Mm(), (r.Y + r.H).Mm())
			}
			switch {
			case r.Dash > 0:
				over = append(over, r)
				if r.Stroke != display.Red {
					t.Error("a sheet without a place is not red")
				}
			case r.W*r.H > board.W*board.H:
				board = r
				fallthrough
			default:
				on = append(on, r)
			}
		}
	}
	on = slices.DeleteFunc(on, func(r display.Rect) bool { return r == board })
	return board, on, over
}

// together fails where the drawing does not stand on the page of its heading.
func together(t *testing.T, d *display.Document) {
	t.Helper()
	for i, p := range d.Pages {
		drawing := slices.ContainsFunc(runs(p), func(r display.Run) bool { return within(r.Part, display.Figure) })
		if heading := strings.Contains(drawn(p), "公开栏示意图"); heading != drawing {
			t.Errorf("page %d: the drawing's heading stands there: %v; the drawing: %v", i+1, heading, drawing)
		}
	}
}

// share fails where a part of a whole is more than a hundredth off what it should be.
func share(t *testing.T, what string, part, whole display.Length, want float64) {
	t.Helper()
	if got := float64(part) / float64(whole); math.Abs(got-want) > 0.01*want {
		t.Errorf("%s is %.4f of it, want %.4f", what, got, want)
	}
}

func TestDrawingIsToScale(t *testing.T) {
	for name, c := range map[string]struct {
		entry         string
		width, height float64 // of the board, mm
		pw, ph        float64 // of a page
	}{
		"wide": {boards, 1000, 700, 210, 297},
		"A3":   {"- {id: hall, name: 公开栏, place: 一楼, paper: A3, orientation: landscape, width_cm: 360, height_cm: 150, departments: [all]}\n", 3600, 1500, 420, 297},
		"high": {"- {id: hall, name: 公开栏, place: 一楼, paper: A4, width_cm: 70, height_cm: 240, departments: [all]}\n", 700, 2400, 210, 297},
	} {
		t.Run(name, func(t *testing.T) {
			r, b := hall(t, c.entry)
			d, err := r.Press.BoardPlan(b)
			if err != nil {
				t.Fatal(err)
			}
			wall, err := r.Press.Wall(b)
			if err != nil {
				t.Fatal(err)
			}
			together(t, d.Pages)
			board, on, over := sketch(t, d.Pages)
			if len(over) > 0 || len(on) != wall.Pages() || len(on) < 7 {
				t.Fatalf("%d pages on the board, %d beside it, want %d", len(on), len(over), wall.Pages())
			}
			share(t, "the board's height", board.H, board.W, c.height/c.width)
			for i, box := range on {
				share(t, "a page's width", box.W, board.W, c.pw/c.width)
				share(t, "a page's height", box.H, board.W, c.ph/c.width)
				if box.X < board.X || box.Y < board.Y || box.X+box.W > board.X+board.W || box.Y+box.H > board.Y+board.H {
					t.Errorf("box %d is not on the board", i+1)
				}
				for k, other := range on[:i] {
					if box.X < other.X+other.W && other.X < box.X+box.W && box.Y < other.Y+other.H && other.Y < box.Y+box.H {
						t.Errorf("boxes %d and %d lie on each other", k+1, i+1)
					}
				}
			}
			if words := said(d.Pages, func(p *display.Part) bool { return p.Role == display.P }); !strings.Contains(words, "都贴得下。") {
				t.Error("the plan does not say that everything finds a place")
			}
			// The numbers in the boxes are those of the list.
			numbers := said(d.Pages, func(p *display.Part) bool { return p.Role == display.Figure })
			if !strings.HasPrefix(numbers, "121/") || !strings.HasSuffix(numbers, "6") {
				t.Errorf("the boxes say %q", numbers)
			}
		})
	}
}

func TestDrawingOfASmallBoard(t *testing.T) {
	for name, c := range map[string]struct {
		entry string
		none  bool // nothing finds a place
	}{
		"two by one":       {"- {id: hall, name: 公开栏, place: 一楼, paper: A4, width_cm: 50, height_cm: 36, departments: [all]}\n", false},
		"narrower than A4": {"- {id: hall, name: 公开栏, place: 一楼, paper: A4, width_cm: 15, height_cm: 100, departments: [all]}\n", true},
		"A3 turned":        {"- {id: hall, name: 公开栏, place: 一楼, paper: A3, orientation: landscape, width_cm: 30, height_cm: 200, departments: [all]}\n", true},
		"one sheet":        {"- {id: hall, name: 公开栏, place: 一楼, paper: A3, orientation: landscape, width_cm: 30, height_cm: 40, categories: [\"0101\"]}\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			r, b := hall(t, c.entry)
			d, err := r.Press.BoardPlan(b)
			if err != nil {
				t.Fatal(err)
			}
			wall, err := r.Press.Wall(b)
			if err != nil {
				t.Fatal(err)
			}
			together(t, d.Pages)
			_, on, over := sketch(t, d.Pages)
			if len(over) == 0 || len(over) != len(wall.Over) || len(on) != len(wall.Spots) || (len(on) == 0) != c.none {
				t.Errorf("%d pages on the board and %d beside it, want %d and %d", len(on), len(over), len(wall.Spots), len(wall.Over))
			}
			words := said(d.Pages, func(p *display.Part) bool { return p.Role == display.P })
			if want := fmt.Sprintf("贴不下：%d页没有位置", len(over)); !strings.Contains(words, want) || !strings.Contains(words, "红色虚线：贴不下的") {
				t.Errorf("the plan says %q", words)
			}
		})
	}
	// A board whose size nobody gave has no drawing, but a plan.
	r, b := hall(t, "- {id: hall, name: 公开栏, place: 一楼, departments: [all]}\n")
	d, err := r.Press.BoardPlan(b)
	if err != nil {
		t.Fatal(err)
	}
	if _, on, over := sketch(t, d.Pages); len(on)+len(over) > 0 || len(rows(d.Pages)) < 15 {
		t.Errorf("a board without a size has a drawing of %d boxes and %d rows", len(on)+len(over), len(rows(d.Pages)))
	}
}

func TestPlanOfAnEmptyBoard(t *testing.T) {
	files := tree(map[string]string{"2026/00001.md": front(1, "不张贴的通知", "boards: []\n") + "正文。\n"}, nil)
	r, _ := alone(t, files, nil)
	d, err := r.Press.BoardPlan(r.Site.Board("hall"))
	if err != nil {
		t.Fatal(err)
	}
	words := said(d.Pages, func(p *display.Part) bool { return p.Role == display.P })
	for _, want := range []string{"这些天没有要张贴或者撤下的。", "这块公开栏现在没有张贴的事项。", "现在张贴0件，共0页"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is not in %q", want, words)
		}
	}
	saysTheSame(t, "plan", r.Press, d.Pages)
}

func TestPairsOfTheBoard(t *testing.T) {
	r, b := hall(t, boards)
	all, _ := r.Press.Hanging(b, calendar.Date{})
	d, err := r.Press.Board(b, all, sheet.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	pairs := r.Press.Pairs(d)
	everything := func(*display.Part) bool { return true }
	if got, want := said(pairs, everything), said(d.Pages, everything); got != want {
		t.Errorf("the pairs do not say what the pages say%s", firstDifference(got, want))
	}
	for i, p := range pairs.Pages {
		near(t, fmt.Sprintf("sheet %d: width", i+1), p.Width, 420, 0.02)
		near(t, fmt.Sprintf("sheet %d: height", i+1), p.Height, 297, 0.02)
	}
	want := 0
	for i, first := range d.Starts {
		end := len(d.Pages.Pages)
		if i+1 < len(d.Starts) {
			end = d.Starts[i+1]
		}
		want += (end - first + 1) / 2
	}
	if len(pairs.Pages) != want {
		t.Errorf("%d sheets, want %d: each item begins on one of its own", len(pairs.Pages), want)
	}
	if got := titles(t, pairs); len(got) != len(all) {
		t.Errorf("the outline has %d lines, want %d", len(got), len(all))
	}
	saysTheSame(t, "pairs", r.Press, pairs)
}

func TestPosterOfAPage(t *testing.T) {
	r, b := hall(t, boards)
	it := r.Site.Item("CZ-2026-00001")
	d := item(t, r, it, b, sheet.Choice{})
	poster, ok := r.Press.Tile(d, 2, 2)
	if !ok || len(poster.Pages) != 4*len(d.Pages.Pages) {
		t.Fatalf("%v, %d pages", ok, len(poster.Pages))
	}
	sorted := func(s string) string {
		rs := []rune(s)
		slices.Sort(rs)
		return string(rs)
	}
	everything := func(*display.Part) bool { return true }
	if got, want := sorted(said(poster, everything)), sorted(said(d.Pages, everything)); got != want {
		t.Errorf("the poster does not say what the page says%s", firstDifference(got, want))
	}
	for i, p := range poster.Pages {
		near(t, "width", p.Width, 210, 0.02)
		near(t, "height", p.Height, 297, 0.02)
		label := fmt.Sprintf("第%d页：第%d行第%d列", i/4+1, i%4/2+1, i%2+1)
		if !strings.Contains(drawn(p), label) {
			t.Errorf("piece %d does not say that it is %s", i+1, label)
		}
	}
	if big, small := largest(poster), largest(d.Pages); float64(big) < 1.8*float64(small) {
		t.Errorf("the title is set in %.1f pt on the poster and %.1f pt on the page", big.Points(), small.Points())
	}
	saysTheSame(t, "poster", r.Press, poster)
	for _, n := range []int{0, -1, 1000} {
		if _, ok := r.Press.Tile(d, n, 1); ok {
			t.Errorf("a poster of %d columns was made", n)
		}
	}
}

// largest gives the largest type of a document.
func largest(d *display.Document) display.Length {
	most := display.Length(0)
	for _, p := range d.Pages {
		for _, r := range runs(p) {
			most = max(most, r.Size)
		}
	}
	return most
}

func TestCatalogListsTheMonth(t *testing.T) {
	r, _ := hall(t, boards)
	dep := r.Site.Department("caizheng")
	for name, c := range map[string]struct {
		month post.Month
		want  []int // oldest first; without what was withdrawn
	}{
		"November": {post.Month{Year: 2026, Month: 11}, []int{6, 1, 4, 3, 2, 5, 8}},
		"October":  {post.Month{Year: 2026, Month: 10}, []int{7}},
		"May":      {post.Month{Year: 2026, Month: 5}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := r.Press.Catalog(dep, c.month)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, row := range rows(d.Pages)[min(1, len(rows(d.Pages))):] {
				cells := strings.Split(row, "|")
				got = append(got, cells[0]+" "+cells[1])
			}
			var want []string
			for i, n := range c.want {
				want = append(want, fmt.Sprintf("%d CZ-2026-%05d", i+1, n))
			}
			// Items of one day stand in the order of their numbers or against it.
			if !slices.Equal(got, want) {
				t.Errorf("it lists %q, want %q", got, want)
			}
			words := said(d.Pages, func(*display.Part) bool { return true })
			if !strings.Contains(words, fmt.Sprintf("共%d条。", len(c.want))) || !strings.HasPrefix(words, fmt.Sprintf("示范区财政局%d年%d月政府信息公开目录", c.month.Year, c.month.Month)) {
				t.Errorf("it begins %.60q", words)
			}
			if len(d.Pages.Bookmark) != 1 || len(d.Pages.Pages) == 0 {
				t.Errorf("%d pages, outline %v", len(d.Pages.Pages), d.Pages.Bookmark)
			}
			saysTheSame(t, name, r.Press, d.Pages)
		})
	}
}

// A table that is too wide for upright paper turns it, and a month with nothing to list does
// not. Nothing of a cell is lost, and no word runs over the margin.
func TestCatalogTurnsThePaper(t *testing.T) {
	november := post.Month{Year: 2026, Month: 11}
	for name, more := range map[string]string{
		"short": "summary: 短。\n",
		"long":  "summary: 网址gongkai.example/zhengce/wenjian/2026/guanyu.html。\ndoc_number: 示范区财政局综合发〔2026〕第1234567号\n",
	} {
		t.Run(name, func(t *testing.T) {
			bodies := map[string]string{}
			for i := 1; i <= 60; i++ {
				bodies[fmt.Sprintf("2026/%05d.md", i)] = front(i, fmt.Sprintf("第%d号公告", i), more) + "正文。\n"
			}
			r := press(t, tree(bodies, nil), nil)
			d, err := r.Press.Catalog(r.Site.Department("caizheng"), november)
			if err != nil {
				t.Fatal(err)
			}
			empty, err := r.Press.Catalog(r.Site.Department("caizheng"), november.Before())
			if err != nil {
				t.Fatal(err)
			}
			if p := empty.Pages.Pages[0]; p.Width > p.Height {
				t.Error("the paper is turned for nothing")
			}
			for _, p := range d.Pages.Pages {
				if name == "long" && p.Width < p.Height {
					t.Fatalf("a page is %.0f × %.0f mm", p.Width.Mm(), p.Height.Mm())
				}
				for _, run := range runs(p) {
					for _, g := range run.Glyphs {
						if g.X < 0 || g.X+run.Size/4 > p.Width-display.Mm(18) {
							t.Fatalf("%q stands at %.1f mm of %.0f", g.Text, g.X.Mm(), p.Width.Mm())
						}
					}
				}
			}
			list := rows(d.Pages)
			if len(list) != 61 || len(d.Pages.Pages) < 2 {
				t.Fatalf("%d rows on %d pages", len(list), len(d.Pages.Pages))
			}
			for _, row := range list[1:] {
				it := r.Site.Item(model.ID(strings.Split(row, "|")[1]))
				if it == nil || !strings.Contains(row, "|"+tight(it.Title)+"|"+tight(it.Summary)) || !strings.Contains(row, tight(it.DocNo)) {
					t.Errorf("a row is %s", row)
				}
			}
			// The head stands on each page, but is read once.
			for i, p := range d.Pages.Pages {
				if !strings.Contains(drawn(p), "内容概述") {
					t.Errorf("page %d has no head", i+1)
				}
			}
		})
	}
}

func TestRegisterListsEveryDuty(t *testing.T) {
	with := tree(map[string]string{"2026/00001.md": front(1, "通知", "") + "正文。\n"}, map[string]string{"duties.yaml": duties})
	r, _ := alone(t, with, nil)
	d, err := r.Press.Register()
	if err != nil {
		t.Fatal(err)
	}
	carriers := func(ticked string) string {
		list := "|□政府网站□政府公报□两微一端□发布会/听证会□广播电视□纸质媒体□公开查阅点□政务服务中心□便民服务站□入户/现场□社区/企事业单位/村公示栏（电子屏）□精准推送□其他|"
		for _, x := range strings.Fields(ticked) {
			list = strings.Replace(list, "□"+x, "■"+x, 1)
		}
		return list
	}
	want := []string{
		"序号|公开事项|公开内容（要素）|公开依据|公开时限|公开主体|公开渠道和载体|公开对象|公开方式|公开层级",
		"一级事项|二级事项|全社会|特定群体|主动|依申请|县级|乡级|村级",
		"1|机构概况|领导分工|负责人职务|中华人民共和国政府信息公开条例|变动后20个工作日内|各公开主体" + carriers("政府网站") + "■|□|■|□|□|□|□",
		"2|财政与重大事项|财政预算|收支总表和说明|中华人民共和国预算法中华人民共和国政府信息公开条例|批准后20日内|示范区财政局" + carriers("政府网站 社区") + "■|□|■|□|□|□|□",
		"3|行政事项办理|行政事业性收费|项目和标准|中华人民共和国价格法|每年第一季度|各行政机关" + carriers("政府网站") + "□|■（办事群众）|■|□|□|□|□",
	}
	got := rows(d.Pages)
	if !slices.Equal(got, want) {
		t.Errorf("rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, row := range got[1:] { // words, not codes
		for _, code := range []string{"annual", "adhoc", "agency", "all"} {
			if strings.Contains(row, code) {
				t.Errorf("%q is in the row %s", code, row)
			}
		}
	}
	saysTheSame(t, "register", r.Press, d.Pages)
	// A reader of the structure is told what spans what.
	var file bytes.Buffer
	if err := r.Press.Write(&file, d.Pages); err != nil {
		t.Fatal(err)
	}
	for what, n := range map[string]int{"/RowSpan 2": 6, "/ColSpan 2": 3, "/ColSpan 3": 1} {
		if got := bytes.Count(file.Bytes(), []byte(what)); got != n {
			t.Errorf("%s stands %d times, want %d", what, got, n)
		}
	}
	r, _ = alone(t, tree(map[string]string{"2026/00001.md": front(1, "通知", "") + "正文。\n"}, map[string]string{}), fstest.MapFS(nil))
	if d, err := r.Press.Register(); d != nil || err != nil {
		t.Errorf("a site without duties has a register: %v, %v", d, err)
	}
}

// Where the boards take A4 alone the register is on A4; a long one has its head on each page.
func TestRegisterOnPaperOfTheBoards(t *testing.T) {
	list := ""
	for i := range 30 {
		list += fmt.Sprintf("- {id: d%d, title: 第%d号事项, category: \"0401\", content: %s, limit: 次月15日前, departments: [all], channels: [政府网站], cadence: adhoc}\n", i, i, han(60))
	}
	for boards, wide := range map[string]int{
		"- {id: hall, name: 大厅, place: 一楼, paper: A4}\n":                                               297,
		"- {id: hall, name: 大厅, place: 一楼, paper: A4}\n- {id: gate, name: 门口, place: 门口, paper: A3}\n": 420,
	} {
		r, _ := alone(t, tree(map[string]string{"2026/00001.md": front(1, "通知", "") + "正文。\n"}, map[string]string{"duties.yaml": list, "boards.yaml": boards}), nil)
		d, err := r.Press.Register()
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Pages.Pages) < 3 || len(rows(d.Pages)) != 32 {
			t.Fatalf("%d rows on %d pages", len(rows(d.Pages)), len(d.Pages.Pages))
		}
		for i, p := range d.Pages.Pages {
			if got := int(p.Width.Mm() + .5); got != wide {
				t.Errorf("page %d is %d mm wide, want %d", i+1, got, wide)
			}
			if text := drawn(p); !strings.Contains(text, "公开渠道和载体") || !strings.Contains(text, "特定群体") {
				t.Errorf("page %d has no head", i+1)
			}
			for _, run := range runs(p) {
				if last := run.Glyphs[len(run.Glyphs)-1]; last.X > p.Width-display.Mm(20) {
					t.Errorf("page %d: %q leaves the page's margin", i+1, last.Text)
				}
			}
		}
		saysTheSame(t, "register", r.Press, d.Pages)
	}
}

func TestDirectoryOfTelephones(t *testing.T) {
	list := ""
	for i := range 40 {
		list += fmt.Sprintf("- {id: d%d, code: D%d, name: 示范区第%d局, kind: agency, phone: 0000-20%05d, complaint_phone: 0000-30%05d, address: 和平路%d号, hours: 工作日 9:00-17:00}\n", i, i, i, i, i, i)
	}
	list += "- {id: caizheng, code: CZ, name: 示范区财政局, kind: agency, phone: 0000-1000001}\n"
	r, _ := alone(t, tree(map[string]string{"2026/00001.md": front(1, "通知", "") + "正文。\n"}, map[string]string{"departments.yaml": list}), nil)
	d, err := r.Press.Phones()
	if err != nil {
		t.Fatal(err)
	}
	got := rows(d.Pages)
	if len(got) != 42 {
		t.Fatalf("%d rows: %q", len(got), got)
	}
	all := strings.Join(got, "\n")
	for i := range 40 {
		if want := fmt.Sprintf("|示范区第%d局|0000-20%05d|0000-30%05d|和平路%d号|工作日9:00-17:00", i, i, i, i); strings.Count(all, want) != 1 {
			t.Errorf("%s is not among the rows", want)
		}
	}
	if !strings.Contains(all, "|示范区财政局|0000-1000001|0000-1000012") { // where a department has no number of its own, the site's
		t.Errorf("the last row is %s", got[len(got)-1])
	}
	saysTheSame(t, "phones", r.Press, d.Pages)
}
