package sheet

import (
	"fmt"
	"strconv"
	"sync"

	"gongkai/generator/calendar"
	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/style"
)

// Hanging gives what hangs on a board on the build day, in hanging order, and which of it is
// new since a day (the zero date: since post.Back days ago).
func (p *Press) Hanging(b *model.Board, since calendar.Date) (all, fresh []post.Posting) {
	if since.IsZero() {
		since = p.site.Today.AddDays(-post.Back)
	}
	all = post.Hanging(post.Postings(p.site, b), p.site.Today)
	return all, post.New(all, since)
}

// Board sets the sheets of the postings one after the other, as they hang.
func (p *Press) Board(b *model.Board, list []post.Posting, c Choice) (*Document, error) {
	d, err := p.pile(p.aboutBoard(b))
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		if err := d.item(x.Item, p.setting(x.Item, b, c)); err != nil {
			return nil, err
		}
	}
	if len(list) == 0 {
		d.nothing(p.setting(nil, b, c), b)
	}
	return d.done(), nil
}

// nothing sets the one page of a document without a sheet: a PDF must have a page, and a
// clerk must see that it is meant.
func (d *pile) nothing(st setting, b *model.Board) {
	line := func(text string, role style.Role, part display.Role) layout.Block {
		size := st.body
		return layout.Text{
			Spans: []layout.Span{{Text: text, Style: d.style(role, size), Part: &display.Part{Role: part}}},
			Align: layout.Balance, Pitch: size * 16 / 10, After: size,
		}
	}
	out := d.set.Flow(st.column(), []layout.Block{line(b.Name, style.Bold, display.H1), line("没有要张贴的", style.Body, display.P)})
	for _, ops := range out.Pages {
		d.doc.Pages = append(d.doc.Pages, display.Page{Width: st.width, Height: st.height, Ops: ops})
	}
}

// soon is how many days ahead a drawing marks what comes down.
const soon = 7

// Wall sets the sheets that hang on the board, counts their pages and finds their places.
// It is done once for each board. A board of unknown size has no places, and one that is
// overfull four times over is told so without setting the rest: each of those counts as one
// page.
func (p *Press) Wall(b *model.Board) (post.Wall, error) {
	made, _ := p.walls.LoadOrStore(b.ID, sync.OnceValues(func() (post.Wall, error) { return p.wall(b) }))
	return made.(func() (post.Wall, error))()
}

func (p *Press) wall(b *model.Board) (post.Wall, error) {
	all, fresh := p.Hanging(b, calendar.Date{})
	isFresh := map[*model.Item]bool{}
	for _, x := range fresh {
		isFresh[x.Item] = true
	}
	var h *hung
	if b.Width > 0 && b.Height > 0 {
		var err error
		if h, err = p.hung(b); err != nil {
			return post.Wall{}, err
		}
	}
	leaves := make([]post.Leaf, len(all))
	room, used := 4*int64(b.Width)*int64(b.Height)*100, int64(0) // square millimetres
	for i, x := range all {
		st := p.setting(x.Item, b, Choice{})
		l := &leaves[i]
		*l = post.Leaf{
			Posting: x, Pages: 1, Width: millimetres(st.width), Height: millimetres(st.height),
			Fresh: isFresh[x.Item], Going: !x.Off().After(p.site.Today.AddDays(soon)),
		}
		switch {
		case h != nil:
			l.Pages = h.doc.pages(i)
		case used <= room && room > 0:
			d, err := p.pile(display.Document{})
			if err != nil {
				return post.Wall{}, err
			}
			if err := d.item(x.Item, st); err != nil {
				return post.Wall{}, err
			}
			l.Pages = len(d.doc.Pages)
		}
		used += int64(l.Pages) * int64(l.Width) * int64(l.Height)
	}
	return post.Arrange(b, leaves), nil
}

func millimetres(l display.Length) int { return int(l.Mm() + 0.5) }

// BoardPlan sets the plan of a board: what to put up and to take down, day by day, with boxes to
// tick; a drawing to scale of the board today; and the list of what hangs, whose numbers
// stand in the drawing.
func (p *Press) BoardPlan(b *model.Board) (*Document, error) {
	wall, err := p.Wall(b)
	if err != nil {
		return nil, err
	}
	d, err := p.pile(display.Document{Title: b.Name + " 张贴计划", Author: p.site.Config.Owner})
	if err != nil {
		return nil, err
	}
	today := p.site.Today
	d.doc.Subject, d.doc.Date = b.Place, today.String()
	l := d.listing(model.A4, false)
	l.title(b.Name + " 张贴计划")
	l.lead(planLead(b, wall, today))
	l.heading("要做的事")
	if t, ok := l.moves(post.Moves(post.Postings(p.site, b), today.AddDays(-post.Back), today.AddDays(post.Ahead)), today); ok {
		l.blocks = append(l.blocks, t)
	} else {
		l.line("这些天没有要张贴或者撤下的。")
	}
	if wall.Width > 0 {
		l.heading("公开栏示意图")
		words := l.text(wall.Words(), style.Body, l.size, display.P)
		words.Next = true
		l.blocks = append(l.blocks, words, l.drawing(wall))
	}
	l.heading("现在张贴")
	if len(wall.Leaves) > 0 {
		l.blocks = append(l.blocks, l.hanging(wall))
	} else {
		l.line("这块公开栏现在没有张贴的事项。")
	}
	l.end(b.Name + " 张贴计划 " + today.String())
	return d.done(), nil
}

func planLead(b *model.Board, w post.Wall, today calendar.Date) string {
	s := b.Place + "。" + longDay(today) + "，" + string(b.Paper) + " 纸"
	if b.Width > 0 && b.Height > 0 {
		s += fmt.Sprintf("，宽 %d 厘米、高 %d 厘米", b.Width, b.Height)
	}
	if w.Width == 0 { // nobody counted the pages
		return s + fmt.Sprintf("。现在张贴 %d 件。", len(w.Leaves))
	}
	return s + fmt.Sprintf("。现在张贴 %d 件，共 %d 页。", len(w.Leaves), w.Pages())
}

// moves is the table of what to do, with a box before each.
func (l *listing) moves(days []post.Day, today calendar.Date) (layout.Table, bool) {
	t := l.table("做完", "日期", "做什么", "索引号", "名称", "贴到")
	for _, day := range days {
		when := day.Date.String()
		if day.Date.Before(today) {
			when += " 应已做完"
		}
		for _, x := range day.Down {
			act := "撤下"
			if x.Cut {
				act = "撤下（因撤回）"
			}
			l.row(&t, "□", when, act, string(x.Item.Index), x.Item.Title, x.Until.String())
		}
		for _, x := range day.Up {
			l.row(&t, "□", when, "张贴", string(x.Item.Index), x.Item.Title, x.Until.String())
		}
	}
	t.Align = []layout.Align{layout.Center, layout.Left, layout.Left, layout.Left, layout.Left, layout.Left}
	return t, len(t.Rows) > 0
}

// hanging is the table of what hangs.
func (l *listing) hanging(w post.Wall) layout.Table {
	t := l.table("序号", "索引号", "名称", "页数", "贴到", "")
	for i, x := range w.Leaves {
		mark := ""
		switch {
		case x.Going:
			mark = "要撤下"
		case x.Fresh:
			mark = "新"
		}
		pages := strconv.Itoa(x.Pages)
		if w.Width == 0 {
			pages = ""
		}
		l.row(&t, strconv.Itoa(i+1), string(x.Item.Index), x.Item.Title, pages, x.Until.String(), mark)
	}
	return t
}

// drawing draws the board to scale with a numbered box for each page. New ones have a thick
// edge, those that come down are shaded, those without a place are red and beyond the edge.
func (l *listing) drawing(w post.Wall) layout.Block {
	width := l.column.W // of the board, or of a page that is wider
	wide, high := max(w.Width, 1), max(w.Height, w.Need)
	for _, s := range w.Over {
		wide = max(wide, s.X+s.W)
	}
	scale := func(mm int) display.Length {
		return display.Length(int64(mm) * int64(width) / int64(wide))
	}
	if limit := l.column.H * 6 / 10; scale(high) > limit {
		width = display.Length(int64(width) * int64(limit) / int64(scale(high)))
	}
	left := (l.column.W - width) / 2
	part := &display.Part{Role: display.Figure, Alt: "公开栏示意图。" + w.Words()}
	return layout.Fixed{Height: scale(high) + l.size*2, After: l.size, Draw: func(display.Length) []display.Op {
		ops := []display.Op{display.Rect{X: left, W: scale(w.Width), H: scale(w.Height), Width: display.Pt * 3 / 2, Stroke: display.Black}}
		box := func(s post.Spot, over bool) {
			r := display.Rect{X: left + scale(s.X), Y: scale(s.Y), W: scale(s.W), H: scale(s.H), Width: display.Pt / 2, Stroke: display.Black}
			switch {
			case over:
				r.Stroke, r.Dash = display.Red, 2*display.Pt
			case w.Leaves[s.Leaf].Going:
				r.Fill, r.Filled = display.Color{R: 0xD8, G: 0xD8, B: 0xD8}, true
			case w.Leaves[s.Leaf].Fresh:
				r.Width = 2 * display.Pt
			}
			label := strconv.Itoa(s.Leaf + 1)
			if n := w.Leaves[s.Leaf].Pages; n > 1 {
				label += "\n" + fmt.Sprintf("%d/%d", s.Page+1, n)
			}
			ops = append(ops, r)
			st := l.d.style(style.Body, min(r.W/3, l.size))
			y := r.Y + r.H/2
			for _, line := range l.d.set.Break(layout.Para{Spans: []layout.Span{{Text: label, Style: st, Part: part}}, Width: r.W, Align: layout.Center}) {
				ops = append(ops, line.Ops(r.X, y)...)
				y += st.Size * 12 / 10
			}
		}
		for _, s := range w.Spots {
			box(s, false)
		}
		for _, s := range w.Over {
			box(s, true)
		}
		key := "粗框：新贴的或有变动的。灰底：" + strconv.Itoa(soon) + " 天内要撤下的。"
		if len(w.Over) > 0 {
			key += "红色虚线：贴不下的。"
		}
		st := l.d.style(style.Body, l.size*8/10)
		for _, line := range l.d.set.Break(layout.Para{Spans: []layout.Span{{Text: key, Style: st, Part: &display.Part{Role: display.P}}}, Width: l.column.W, Align: layout.Center}) {
			ops = append(ops, line.Ops(0, scale(high)+l.size*3/2)...)
			break
		}
		return ops
	}}
}
