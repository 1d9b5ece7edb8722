package sheet

import (
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/style"
)

// A Letter is an official letter 函, such as one that goes with papers or a receipt for them.
// It is set as documents are (GB/T 9704), in the look that print.yaml gives them.
type Letter struct {
	From   string // the office that writes: the masthead, and the name at the end
	Number string // of the letter, right below the masthead; "" for none
	Title  string
	To     string // whom it is written to; "" for none
	Body   []Passage
	Signs  []string // who signs by hand, such as 填报人
	Date   calendar.Date
	Fit    int // the most pages, for which the type shrinks; 0 for as many as it takes
}

// A Passage of a letter has some of these, which stand in this order.
type Passage struct {
	Heading string
	Text    string
	Facts   [][2]string // names and values, set as a table
}

// Letter sets a letter.
func (p *Press) Letter(l *Letter) (*Document, error) {
	d, err := p.pile(display.Document{Title: l.Title, Author: l.From})
	if err != nil {
		return nil, err
	}
	w := &letter{d: d, st: p.setting(nil, nil, Choice{Style: model.DocumentStyle, Fit: l.Fit}), sect: &display.Part{Role: display.Sect}}
	out := d.fitted(&w.st, func(size display.Length) layout.Flowed {
		w.st.body = size
		w.pitch = w.st.pitch()
		return d.set.Flow(w.st.column(), w.blocks(l))
	})
	st := w.st
	d.starts = append(d.starts, len(d.doc.Pages))
	for i, ops := range out.Pages {
		ops = append(ops, w.foot(l, i, len(out.Pages))...)
		d.doc.Pages = append(d.doc.Pages, display.Page{Width: st.width, Height: st.height, Ops: ops})
	}
	d.doc.Bookmark = append(d.doc.Bookmark, out.Bookmarks...)
	for _, m := range d.set.Missing {
		d.notes = append(d.notes, Remark{Kind: RemarkGlyph, What: string(m.Rune)})
	}
	return d.done(), nil
}

// A letter on its way to layout.
type letter struct {
	d     *pile
	st    setting
	pitch display.Length
	sect  *display.Part
}

// text gives a block of one style.
func (w *letter) text(text string, role style.Role, size display.Length, part display.Role) layout.Text {
	return layout.Text{
		Spans: []layout.Span{{Text: text, Style: w.d.style(role, size), Part: &display.Part{Parent: w.sect, Role: part}}},
		Align: layout.Justify, Pitch: max(w.pitch, size*13/10),
	}
}

func (w *letter) blocks(l *Letter) []layout.Block {
	out := w.head(l)
	for i := range l.Body {
		out = append(out, w.passage(&l.Body[i])...)
	}
	if len(l.Signs) > 0 {
		out = append(out, w.signs(l.Signs))
	}
	return append(out, w.close(l))
}

// head is masthead, number, title and addressee.
func (w *letter) head(l *Letter) []layout.Block {
	look := w.st.look
	size := look.Masthead.Of(w.st.body)
	name := w.text(l.From, style.Bold, size, display.P)
	name.Spans[0].Style.Color = look.Colors.Masthead
	name.Align, name.Pitch, name.Next = layout.Balance, size*14/10, true
	out := []layout.Block{name}
	if look.Rules.Masthead > 0 {
		out = append(out, layout.Rule{Before: size / 5, After: w.pitch / 3, Weight: look.Rules.Masthead, Color: look.Colors.Masthead})
	}
	if l.Number != "" {
		number := w.text(l.Number, style.Body, w.st.body, display.P)
		number.Align = layout.Right
		out = append(out, number)
	}
	size = look.Title.Of(w.st.body)
	title := w.text(l.Title, style.Bold, size, display.H1)
	title.Spans[0].Style.Color = look.Colors.Title
	title.Align, title.Pitch, title.Next = layout.Balance, max(size*14/10, w.pitch), true
	title.Before, title.After = w.pitch/2, w.pitch/2
	title.Marks = []display.Bookmark{{Title: l.Title}}
	out = append(out, title)
	if l.To != "" {
		to := w.text(l.To+"：", style.Body, w.st.body, display.P)
		to.Align, to.Next = layout.Left, true
		out = append(out, to)
	}
	return out
}

// passage sets one passage.
func (w *letter) passage(p *Passage) (out []layout.Block) {
	indent := display.Length(w.st.look.Indent) * w.st.body
	if p.Heading != "" {
		level := w.st.look.Levels[0]
		t := w.text(p.Heading, level.Font, level.Size.Of(w.st.body), display.H2)
		t.Align, t.Indent, t.Next = layout.Left, indent, true
		t.Marks = []display.Bookmark{{Title: p.Heading, Level: 1}}
		out = append(out, t)
	}
	for line := range strings.SplitSeq(p.Text, "\n") {
		if line != "" {
			t := w.text(line, style.Body, w.st.body, display.P)
			t.Indent = indent
			out = append(out, t)
		}
	}
	if len(p.Facts) > 0 {
		out = append(out, w.facts(p.Facts))
	}
	return out
}

// table begins a table in the look of records.
func (w *letter) table() (layout.Table, *display.Part) {
	look := w.st.look
	size := look.Small.Of(w.st.body)
	return layout.Table{Pad: size / 2, Pitch: 140, Weight: max(look.Rules.Table, 1), Color: look.Colors.Rule, Before: w.pitch / 8, After: w.pitch * 3 / 8},
		&display.Part{Parent: w.sect, Role: display.Table}
}

// cell is one cell of a row: a name, shaded, or a value.
func (w *letter) cell(row *display.Part, text string, head bool) layout.CellText {
	p := &display.Part{Parent: row, Role: display.Cell}
	st := w.d.style(style.Body, w.st.look.Small.Of(w.st.body))
	c := layout.CellText{}
	if head {
		shade := w.st.look.Colors.Shade
		p.Role, p.Scope, st.Face, c.Fill = display.Head, "Row", w.d.p.faces[style.Head], &shade
	}
	c.Spans = []layout.Span{{Text: text, Style: st, Part: p}}
	return c
}

// facts sets names and values, a pair a row.
func (w *letter) facts(pairs [][2]string) layout.Block {
	t, part := w.table()
	size, most := w.st.look.Small.Of(w.st.body), 0
	for _, p := range pairs {
		row := &display.Part{Parent: part, Role: display.Row}
		t.Rows = append(t.Rows, layout.Row{Part: row, Cells: []layout.CellText{w.cell(row, p[0], true), w.cell(row, p[1], false)}})
		most = max(most, len([]rune(p[0])))
	}
	first, width := display.Length(most)*size+2*t.Pad+size/2, w.st.column().W
	first = min(first, width/2)
	t.Widths = []display.Length{first, width - first}
	t.Align = []layout.Align{layout.Center, layout.Left}
	return t
}

// signs keeps room for names that are written by hand.
func (w *letter) signs(names []string) layout.Block {
	t, part := w.table()
	row := &display.Part{Parent: part, Role: display.Row}
	var cells []layout.CellText
	width := w.st.column().W / display.Length(len(names))
	size := w.st.look.Small.Of(w.st.body)
	t.Pad = size
	for _, n := range names {
		label := min(display.Length(len([]rune(n)))*size+2*t.Pad, width*2/3)
		cells = append(cells, w.cell(row, n, true), w.cell(row, "", false))
		t.Widths = append(t.Widths, label, width-label)
		t.Align = append(t.Align, layout.Center, layout.Left)
	}
	t.Rows = []layout.Row{{Part: row, Cells: cells}}
	t.Before = w.pitch / 2
	return t
}

// close is name and day with the place for the seal.
func (w *letter) close(l *Letter) layout.Block {
	lines := []string{l.From}
	if !l.Date.IsZero() {
		lines = append(lines, longDay(l.Date))
	}
	ops, _, height := w.d.seal(w.st, lines, &display.Part{Parent: w.sect, Role: display.Sect}, w.st.column().W)
	return layout.Fixed{Height: height, Before: w.pitch, Last: true, Draw: func(display.Length) []display.Op { return ops }}
}

// foot draws which page it is, and of which letter.
func (w *letter) foot(l *Letter, page, pages int) []display.Op {
	c, look := w.st.column(), w.st.look
	size := look.Foot.Of(w.st.body)
	number := style.Fill(w.d.p.print.Text.Page, "page", strconv.Itoa(page+1), "pages", strconv.Itoa(pages))
	side, other := layout.Right, layout.Left
	if look.FootPlace == style.Outside && page%2 == 1 {
		side, other = layout.Left, layout.Right
	}
	if look.FootPlace == style.Center {
		side, other = layout.Center, layout.Left
	}
	var ops []display.Op
	y := c.Y + c.H + look.FootGap + size*38/100
	for _, x := range []struct {
		text  string
		size  display.Length
		align layout.Align
	}{{number, size, side}, {clip(l.Number, 24), size * 85 / 100, other}} {
		for _, line := range w.d.set.Break(layout.Para{Spans: []layout.Span{{Text: x.text, Style: w.d.style(style.Body, x.size)}}, Width: c.W, Align: x.align}) {
			ops = append(ops, line.Ops(c.X, y)...)
			break
		}
	}
	return ops
}

// Plain gives the letter as text: paragraphs parted by blank lines, LF.
func (l *Letter) Plain() string {
	var b strings.Builder
	para := func(lines ...string) {
		for _, s := range lines {
			if s != "" {
				b.WriteString(s + "\n")
			}
		}
		b.WriteByte('\n')
	}
	para(l.From, l.Number)
	para(l.Title)
	if l.To != "" {
		para(l.To + "：")
	}
	for _, p := range l.Body {
		var facts []string
		for _, f := range p.Facts {
			facts = append(facts, f[0]+"："+f[1])
		}
		para(append([]string{p.Heading, p.Text}, facts...)...)
	}
	if len(l.Signs) > 0 {
		var lines []string
		for _, s := range l.Signs {
			lines = append(lines, s+"：________________")
		}
		para(lines...)
	}
	para(l.From, l.Date.Chinese())
	return strings.TrimSuffix(b.String(), "\n")
}
