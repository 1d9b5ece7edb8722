package sheet

import (
	"strconv"
	"strings"

	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/style"
)

// add puts the pages of a sheet into the pile: each with its running head and foot.
func (d *pile) add(it *model.Item, st setting, out layout.Flowed) {
	first := len(d.doc.Pages)
	d.starts = append(d.starts, first)
	for i, ops := range out.Pages {
		ops = append(ops, d.foot(it, st, i, len(out.Pages))...)
		d.doc.Pages = append(d.doc.Pages, display.Page{Width: st.width, Height: st.height, Ops: ops})
	}
	for _, m := range out.Bookmarks {
		m.Page += first
		d.doc.Bookmark = append(d.doc.Bookmark, m)
	}
}

// foot draws what brings a fallen page home: the index number, which page it is of how
// many, on which board it hangs until when; and the title above every page but the first.
func (d *pile) foot(it *model.Item, st setting, page, pages int) []display.Op {
	c, pr := st.column(), &d.p.print
	size := st.look.Foot.Of(st.body)
	text := d.style(style.Body, size)
	y := c.Y + c.H + st.look.FootGap + size*38/100
	var ops []display.Op
	put := func(s string, st layout.Style, align layout.Align, y display.Length) {
		if s == "" {
			return
		}
		broken := func() []layout.Line {
			return d.set.Break(layout.Para{Spans: []layout.Span{{Text: s, Style: st}}, Width: c.W, Align: align})
		}
		lines := broken()
		for len(lines) > 1 && st.Size > 6*display.Pt { // a foot has one line
			st.Size = st.Size * 9 / 10
			lines = broken()
		}
		for i, l := range lines {
			ops = append(ops, l.Ops(c.X, y+display.Length(i)*st.Size*12/10)...)
		}
	}
	number := style.Fill(pr.Text.Page, "page", strconv.Itoa(page+1), "pages", strconv.Itoa(pages))
	side, other := layout.Right, layout.Left
	if st.look.FootPlace == style.Outside && page%2 == 1 {
		side, other = layout.Left, layout.Right
	}
	small := text
	small.Size = size * 85 / 100
	left := string(it.Index)
	if p, ok := d.hangs(it, st); ok && pr.Posting.Dates && pr.Text.Posting != "" {
		name := ""
		if pr.Posting.Board {
			name = p.board
		}
		words := strings.TrimSpace(style.Fill(pr.Text.Posting, "from", p.From.String(), "until", p.Until.String(), "board", name))
		put(words, small, layout.Center, y+size*13/10)
	}
	switch st.look.FootPlace {
	case style.Center:
		put(number, text, layout.Center, y)
		put(left, small, layout.Left, y)
	default:
		put(number, text, side, y)
		put(left, small, other, y)
	}
	if page > 0 && pr.Text.Continued != "" {
		head := d.style(style.Kai, min(st.look.Small.Of(st.body), 12*display.Pt))
		head.Color = display.Grey
		put(clip(it.Title, int(c.W/max(head.Size, 1))-4)+pr.Text.Continued, head, layout.Left, c.Y-head.Size)
	}
	return ops
}

// A hanging is a posting with its board's name.
type hanging struct {
	post.Posting
	board string
}

func (d *pile) hangs(it *model.Item, st setting) (hanging, bool) {
	if st.board == nil {
		return hanging{}, false
	}
	p, ok := post.Of(d.p.site, it, st.board)
	return hanging{p, st.board.Name}, ok
}

// clip gives the first n characters of a text.
func clip(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= max(n, 1) {
		return s
	}
	return string(rs[:max(n-1, 0)]) + "…"
}
