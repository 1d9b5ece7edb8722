package sheet

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/source"
	"gongkai/generator/style"
)

// A body is an item's text on its way to layout.
type body struct {
	d     *pile
	it    *model.Item
	file  *source.File
	st    setting
	pitch display.Length
	part  *display.Part // of the whole text
	notes int           // numbered so far
	level int           // of the last bookmark
}

// frame is what the blocks of a text share: how far they stand in, and of which part they are.
type frame struct {
	part *display.Part
	left display.Length
	flat bool // no first-line indent: in lists and quotes
}

func (b *body) text(role style.Role) layout.Style { return b.d.style(role, b.st.body) }

func (b *body) blocks(list []markdown.Block, f frame) []layout.Block {
	var out []layout.Block
	for i, m := range list {
		out = append(out, b.block(m, f, i)...)
	}
	return out
}

func (b *body) block(m markdown.Block, f frame, i int) []layout.Block {
	switch m := m.(type) {
	case *markdown.Heading:
		return []layout.Block{b.heading(m, f)}
	case *markdown.Paragraph:
		return b.paragraph(m.Text, f)
	case *markdown.List:
		return b.list(m, f)
	case *markdown.Table:
		return b.table(m, f)
	case *markdown.Quote:
		f.part, f.flat = &display.Part{Parent: f.part, Role: display.Quote}, true
		return []layout.Block{layout.Inset{Left: b.st.body, Bar: b.st.body / 8, Color: display.Grey, Blocks: b.blocks(m.Blocks, f)}}
	case *markdown.Code:
		return b.code(m, f)
	case *markdown.Rule:
		return []layout.Block{layout.Rule{Before: b.pitch / 2, After: b.pitch / 2, Weight: display.Pt / 2, Color: display.Grey}}
	case *markdown.Picture:
		return b.picture(m, f)
	}
	return nil
}

// heading sets a heading of the text: its level's face, and a line of the outline.
func (b *body) heading(m *markdown.Heading, f frame) layout.Block {
	n := min(max(m.Level-2, 0), len(b.st.look.Levels)-1)
	l := b.st.look.Levels[n]
	names := [...]display.Role{display.H2, display.H3, display.H4, display.H5, display.H6}
	part := &display.Part{Parent: f.part, Role: names[min(max(m.Level-2, 0), len(names)-1)]}
	st := b.d.style(l.Font, l.Size.Of(b.st.body))
	t := layout.Text{Align: layout.Left, Left: f.left, Pitch: max(b.pitch, st.Size*13/10), Next: true}
	t.Spans, t.Notes = b.spans(m.Text, st, part, l.Font)
	if !f.flat {
		t.Indent = display.Length(b.st.look.Indent) * b.st.body
	}
	if b.st.look.Grid.Rows == 0 {
		t.Before = b.pitch / 2
	}
	level := min(max(m.Level-1, 1), b.level+1)
	b.level = level
	if title := strings.Join(strings.Fields(words(m.Text)), " "); title != "" {
		t.Marks = []display.Bookmark{{Title: title, Level: level}}
	}
	return t
}

// paragraph sets a paragraph; images amid the text follow it.
func (b *body) paragraph(text []markdown.Inline, f frame) []layout.Block {
	part := &display.Part{Parent: f.part, Role: display.P}
	t := b.plain(f)
	t.Spans, t.Notes = b.spans(text, b.text(style.Body), part, style.Body)
	if !f.flat {
		t.Indent = display.Length(b.st.look.Indent) * b.st.body
	}
	out := []layout.Block{t}
	for _, in := range text {
		if in.Image != nil {
			out = append(out, b.figure(in.Text, in.Image.Dest, in.At, f, false)...)
		}
	}
	return out
}

// plain is running text.
func (b *body) plain(f frame) layout.Text {
	t := layout.Text{Align: layout.Justify, Left: f.left, Pitch: b.pitch}
	if b.st.look.Grid.Rows == 0 {
		t.After = b.pitch / 5
	}
	return t
}

// list sets a list: each mark stands before its entry's first line.
func (b *body) list(m *markdown.List, f frame) []layout.Block {
	part := &display.Part{Parent: f.part, Role: display.List}
	em := b.st.body
	in := frame{left: f.left + 2*em, flat: true}
	if m.Ordered && len(strconv.Itoa(m.Start+len(m.Items)-1)) > 2 {
		in.left += em
	}
	var out []layout.Block
	for i, item := range m.Items {
		li := &display.Part{Parent: part, Role: display.Item}
		label := &display.Part{Parent: li, Role: display.Label}
		in.part = &display.Part{Parent: li, Role: display.ItemBody}
		mark := "•"
		if m.Ordered {
			mark = strconv.Itoa(m.Start+i) + "."
		}
		blocks := b.blocks(item, in)
		spans := []layout.Span{{Text: mark, Style: b.text(style.Body), Part: label}}
		if !m.Ordered {
			spans[0].Style = b.text(style.Head) // whose dot can be seen from afar
		}
		if len(blocks) > 0 {
			if t, ok := blocks[0].(layout.Text); ok && len(t.Label) == 0 {
				t.Label = spans
				blocks[0] = t
				out = append(out, blocks...)
				continue
			}
		}
		t := b.plain(in)
		t.Left, t.Spans, t.Next = f.left+em, spans, len(blocks) > 0
		out = append(append(out, t), blocks...)
	}
	return out
}

// table sets a table in type a little smaller than the text's. The notes of its cells stand
// right below it.
func (b *body) table(m *markdown.Table, f frame) []layout.Block {
	part := &display.Part{Parent: f.part, Role: display.Table}
	size := b.st.look.Small.Of(b.st.body)
	t := b.grid(size)
	t.Before, t.After, t.Line = b.pitch/4, b.pitch/2, b.line(m.At)
	for _, a := range m.Align {
		t.Align = append(t.Align, aligns[a])
	}
	shade := b.st.look.Colors.Shade
	var notes []layout.Note
	row := func(cells [][]markdown.Inline, head bool) layout.Row {
		r := layout.Row{Part: &display.Part{Parent: part, Role: display.Row}, Line: b.line(m.At)}
		for _, c := range cells {
			cell := &display.Part{Parent: r.Part, Role: display.Cell}
			st := b.d.style(style.Body, size)
			var fill *display.Color
			if head {
				cell.Role, cell.Scope, fill = display.Head, "Column", &shade
				st = b.d.style(style.Head, size)
			}
			spans, noted := b.spans(c, st, cell, style.Body)
			notes = append(notes, noted...)
			r.Cells = append(r.Cells, layout.CellText{Spans: spans, Fill: fill})
		}
		return r
	}
	if len(m.Head) > 0 {
		t.Head = []layout.Row{row(m.Head, true)}
	}
	for i, cells := range m.Rows {
		r := row(cells, false)
		r.Line += i + 2
		t.Rows = append(t.Rows, r)
	}
	if len(notes) > 0 {
		t.After = b.pitch / 8
	}
	out := append([]layout.Block{t}, b.below(notes)...)
	if f.left > 0 {
		return []layout.Block{layout.Inset{Left: f.left, Blocks: out}}
	}
	return out
}

// below sets notes one under the other, where they stand and not at the page's foot.
func (b *body) below(notes []layout.Note) []layout.Block {
	var out []layout.Block
	for i, n := range notes {
		t := layout.Text{Spans: n.Spans, Align: layout.Left, Pitch: n.Spans[0].Style.Size * 13 / 10}
		if i == len(notes)-1 {
			t.After = b.pitch / 2
		}
		out = append(out, t)
	}
	return out
}

var aligns = map[markdown.Align]layout.Align{
	markdown.AlignLeft: layout.Left, markdown.AlignCenter: layout.Center, markdown.AlignRight: layout.Right,
}

// grid is an empty table in the sheet's look.
func (b *body) grid(size display.Length) layout.Table {
	return layout.Table{Pad: size / 2, Pitch: 140, Weight: max(b.st.look.Rules.Table, 1), Color: b.st.look.Colors.Rule}
}

func (b *body) code(m *markdown.Code, f frame) []layout.Block {
	part := &display.Part{Parent: f.part, Role: display.Code}
	st := b.d.style(style.Mono, b.st.look.Small.Of(b.st.body))
	st.Mono = true
	shade := display.Light
	var out []layout.Block
	for i, line := range m.Lines {
		t := layout.Text{Align: layout.Left, Left: f.left, Pitch: st.Size * 14 / 10, Fill: &shade}
		t.Spans = []layout.Span{{Text: strings.ReplaceAll(line, "\t", "    "), Style: st, Part: part, Line: b.line(m.At) + i}}
		if strings.TrimSpace(line) == "" {
			out = append(out, layout.Fixed{Height: t.Pitch / 2})
			continue
		}
		out = append(out, t)
	}
	return out
}

// picture sets an image with its words below it.
func (b *body) picture(m *markdown.Picture, f frame) []layout.Block {
	lines := slices.DeleteFunc([]string{m.Alt, m.Title}, func(s string) bool { return s == "" })
	out := b.figure(m.Alt, m.Dest, m.At, f, len(lines) > 0)
	st := b.d.style(style.Kai, b.st.look.Small.Of(b.st.body))
	for i, words := range lines {
		t := layout.Text{
			Spans: []layout.Span{{Text: words, Style: st, Part: &display.Part{Parent: f.part, Role: display.P}, Line: b.line(m.At)}},
			Align: layout.Center, Left: f.left, Pitch: st.Size * 14 / 10, Whole: true, Next: i < len(lines)-1,
		}
		if !t.Next {
			t.After = b.pitch / 2
		}
		out = append(out, t)
	}
	return out
}

// figure sets an image; next keeps it with what follows. Where the file cannot be shown
// there is a remark, and its words stand all the same.
func (b *body) figure(alt, dest string, at source.Span, f frame, next bool) []layout.Block {
	n, w, h, err := b.d.image(b.d.p.site.Resolve(b.it, dest))
	if err != nil {
		b.d.notes = append(b.d.notes, Remark{Kind: RemarkImage, Item: b.it, Line: b.line(at), What: dest, Err: err})
		return nil
	}
	return []layout.Block{layout.Picture{
		Image: n, Width: w, Height: h, Before: b.pitch / 4, After: b.pitch / 4, Next: next,
		Part: &display.Part{Parent: f.part, Role: display.Figure, Alt: alt},
	}}
}

// spans turns inline text into spans of a style. Addresses that the words do not say
// stand as notes.
func (b *body) spans(text []markdown.Inline, st layout.Style, part *display.Part, role style.Role) ([]layout.Span, []layout.Note) {
	var out []layout.Span
	var notes []layout.Note
	runes := 0
	add := func(s layout.Span) {
		out = append(out, s)
		runes += len([]rune(s.Text))
	}
	for i, in := range text {
		s := layout.Span{Text: in.Text, Style: b.inline(in, st, role), Part: part, Line: b.line(in.At)}
		if in.Break {
			s.Text += "\n"
		}
		url := b.address(in.Link)
		if url == "" {
			add(s)
			continue
		}
		link := &display.Part{Parent: part, Role: display.LinkRole}
		if i > 0 && text[i-1].Link == in.Link && len(out) > 0 {
			link = out[len(out)-1].Part
		}
		s.Link, s.Part = url, link
		add(s)
		if i+1 < len(text) && text[i+1].Link == in.Link || said(text[:i+1], in.Link, url) {
			continue
		}
		b.notes++
		mark := "[" + strconv.Itoa(b.notes) + "]"
		at := runes
		up := st
		up.Size, up.Rise = st.Size*6/10, st.Size*4/10
		add(layout.Span{Text: mark, Style: up, Part: &display.Part{Parent: part, Role: display.Reference}, Keep: true})
		note := &display.Part{Parent: b.part, Role: display.Note}
		small := b.d.style(style.Body, b.st.look.Small.Of(b.st.body)*8/10)
		notes = append(notes, layout.Note{At: at, Spans: []layout.Span{
			{Text: mark + " ", Style: small, Part: note},
			{Text: url, Style: small, Part: &display.Part{Parent: note, Role: display.LinkRole}, Link: url},
		}})
	}
	return out, notes
}

// said reports whether the words of a link are its address.
func said(text []markdown.Inline, l *model.Link, url string) bool {
	var b strings.Builder
	for _, in := range text {
		if in.Link == l {
			b.WriteString(in.Text)
		}
	}
	bare := func(s string) string {
		for _, p := range []string{"https://", "http://", "mailto:", "tel:"} {
			s = strings.TrimPrefix(s, p)
		}
		return strings.Trim(s, "/ ")
	}
	return bare(b.String()) == bare(url)
}

// inline gives the style of a stretch of text.
func (b *body) inline(in markdown.Inline, st layout.Style, role style.Role) layout.Style {
	switch {
	case in.Code:
		st.Face = b.d.p.faces[style.Mono]
	case in.Strong && role == style.Body:
		st.Face = b.d.p.faces[style.Bold]
	case in.Emph && role == style.Body:
		st.Face = b.d.p.faces[style.Kai]
		if slices.Equal(st.Face, b.d.p.faces[style.Body]) { // no 楷体 at hand
			st.Face = b.d.p.faces[style.Bold]
		}
	}
	st.Strike = in.Strike
	return st
}

// address gives the absolute address that a link leads to, and "" where paper has none to
// show: a place in the same text, a thing that is not on the site.
func (b *body) address(l *model.Link) string {
	if l == nil || l.Image {
		return ""
	}
	site := b.d.p.site
	t := site.Resolve(b.it, l.Dest)
	switch {
	case t.Kind == model.TargetExternal:
		return t.URL
	case t.Hidden:
		return ""
	case t.Kind == model.TargetItem:
		return absolute(site, t.Item.Address(".html"))
	case t.Kind == model.TargetDepartment:
		return absolute(site, "departments/"+t.Department.ID+".html")
	case t.Kind == model.TargetFile:
		return absolute(site, t.File.Address)
	}
	return ""
}

// absolute gives the full address of a path below the site's root.
func absolute(s *model.Site, path string) string { return s.Config.BaseURL + path }

// line gives the line of a place in the item's file, from 1; 0 where the place is unknown.
func (b *body) line(at source.Span) int {
	if b.file == nil || at.End <= 0 || at.Start > len(b.file.Text) {
		return 0
	}
	return b.file.Position(at.Start).Line
}

// words gives inline text without its looks.
func words(text []markdown.Inline) string {
	var b strings.Builder
	for _, in := range text {
		b.WriteString(in.Text)
		if in.Break {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
