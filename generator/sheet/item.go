package sheet

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/display"
	"gongkai/generator/front"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/source"
	"gongkai/generator/style"
)

// maxText is the largest file that is read for a sheet; load has refused larger ones.
const maxText = 64 << 20

// Item sets the sheet of one item, for a board or, with nil, for none.
func (p *Press) Item(it *model.Item, b *model.Board, c Choice) (*Document, error) {
	d, err := p.pile(p.about(it))
	if err != nil {
		return nil, err
	}
	if err := d.item(it, p.setting(it, b, c)); err != nil {
		return nil, err
	}
	return d.done(), nil
}

// department gives the full name of the item's department.
func (p *Press) department(it *model.Item) string {
	if d := p.site.Department(it.Department); d != nil {
		return d.Name
	}
	return it.Department
}

// item adds the sheet of an item. Where the setting asks for a number of pages the body is
// made smaller, step by step, until it takes no more; the smallest size stays where even
// that does not do, and a remark says so.
func (d *pile) item(it *model.Item, st setting) error {
	file, err := source.Read(d.p.o.Content, it.Path, maxText)
	if err != nil {
		return err
	}
	at := front.Parse(it.Path, file.Text).Body
	notes, missing := len(d.notes), len(d.set.Missing)
	try := func(size display.Length) layout.Flowed {
		d.notes = d.notes[:notes] // but what is missing is told once only
		st.body = size
		return d.flow(it, st, file, at)
	}
	out := d.fitted(&st, try)
	if st.fit > 0 && len(out.Pages) > st.fit {
		d.notes = append(d.notes, Remark{Kind: RemarkFit, Item: it, What: strconv.Itoa(len(out.Pages))})
	}
	for _, line := range out.Tall {
		d.notes = append(d.notes, Remark{Kind: RemarkTall, Item: it, Line: line})
	}
	for _, line := range out.Narrow {
		d.notes = append(d.notes, Remark{Kind: RemarkNarrow, Item: it, Line: line})
	}
	for _, m := range d.set.Missing[missing:] {
		d.notes = append(d.notes, Remark{Kind: RemarkGlyph, Item: it, Line: m.Line, What: string(m.Rune)})
	}
	d.add(it, st, out)
	return nil
}

// fitted sets something in the setting's size, or in the largest that print.yaml allows in
// which it takes no more pages than the setting asks for; in the smallest where none does.
// try sets it in a size, and the setting's own look and body are as they were last tried.
func (d *pile) fitted(st *setting, try func(size display.Length) layout.Flowed) layout.Flowed {
	if most := d.p.print.Fit.Most; st.fit > 0 && most > 0 {
		st.body = min(st.body, most)
	}
	out := try(st.body)
	fit := st.fit
	if fit <= 0 || len(out.Pages) <= fit {
		return out
	}
	look := *st.look
	look.Grid = style.Grid{} // smaller type in the grid of the larger would take no less room
	st.look = &look
	step := max(d.p.print.Fit.Step, display.Pt/10)
	low := min(d.p.print.Fit.Least, st.body)
	steps := int((st.body - low + step - 1) / step)
	body := st.body
	// The sizes are body - n·step, but no less than low; the least n that fits is looked for.
	n := 1
	for high := steps; n < high; {
		mid := (n + high) / 2
		if len(try(max(body-display.Length(mid)*step, low)).Pages) <= fit {
			high = mid
		} else {
			n = mid + 1
		}
	}
	return try(max(body-display.Length(n)*step, low))
}

// column gives the text block of a setting.
func (st *setting) column() layout.Column {
	box := st.look.Block(st.width, st.height, st.body)
	c := layout.Column{X: box.X, Y: box.Y, W: box.W, H: box.H, NoteGap: st.body}
	if st.look.Grid.Rows > 0 {
		c.Pitch = st.pitch()
	}
	return c
}

// pitch gives the distance from line to line.
func (st *setting) pitch() display.Length {
	return st.look.Pitch(st.look.Block(st.width, st.height, st.body).H, st.body)
}

// flow sets an item's parts in the order of print.yaml.
func (d *pile) flow(it *model.Item, st setting, file *source.File, at int) layout.Flowed {
	sect := &display.Part{Role: display.Sect}
	b := &body{d: d, it: it, file: file, st: st, pitch: st.pitch(), part: sect}
	var out []layout.Block
	for i, part := range d.p.print.Parts {
		switch part {
		case style.MastheadPart:
			out = append(out, b.masthead()...)
		case style.TitlePart:
			out = append(out, b.title())
		case style.RecordPart:
			out = append(out, b.record()...)
		case style.BodyPart:
			text := &display.Part{Parent: sect, Role: display.Sect}
			out = append(out, b.blocks(d.p.parser.Blocks(file.Text[at:], at), frame{part: text})...)
		case style.AttachmentsPart:
			out = append(out, b.attachments()...)
		case style.CodePart, style.StampPart:
			if !slices.ContainsFunc(d.p.print.Parts[:i], closes) {
				out = append(out, b.closing())
			}
		}
	}
	return d.set.Flow(st.column(), out)
}

// closes reports whether the part is one of the two that end a sheet, side by side.
func closes(p style.Part) bool { return p == style.CodePart || p == style.StampPart }

// masthead 政务公开 and the department, with a line below.
func (b *body) masthead() []layout.Block {
	look := b.st.look
	size := look.Masthead.Of(b.st.body)
	st := b.d.style(style.Bold, size)
	st.Color = look.Colors.Masthead
	text := strings.TrimSpace(b.d.p.print.Text.Masthead)
	if text != "" {
		text += " · "
	}
	text += b.d.p.department(b.it)
	out := []layout.Block{layout.Text{
		Spans: []layout.Span{{Text: text, Style: st, Part: &display.Part{Parent: b.part, Role: display.P}}},
		Align: layout.Balance, Pitch: size * 14 / 10, Next: true,
	}}
	if look.Rules.Masthead > 0 {
		out = append(out, layout.Rule{Before: size / 5, After: b.pitch / 2, Weight: look.Rules.Masthead, Color: look.Colors.Masthead})
	}
	return out
}

func (b *body) title() layout.Block {
	size := b.st.look.Title.Of(b.st.body)
	st := b.d.style(style.Bold, size)
	st.Color = b.st.look.Colors.Title
	return layout.Text{
		Spans: []layout.Span{{Text: b.it.Title, Style: st, Part: &display.Part{Parent: b.part, Role: display.H1}}},
		Align: layout.Balance, Pitch: max(size*14/10, b.pitch), Before: b.pitch / 2, After: b.pitch / 2, Next: true,
		Marks: []display.Bookmark{{Title: b.it.Title, Level: 0}},
	}
}

// record is the table of what the rules ask for with every item, two pairs a row where there
// is room for that.
func (b *body) record() []layout.Block {
	type pair struct{ label, value string }
	var pairs []pair
	for _, r := range b.d.p.print.Record {
		if v := b.field(r); v != "" {
			pairs = append(pairs, pair{r.Label(), v})
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	size := b.st.look.Small.Of(b.st.body)
	t := b.grid(size)
	t.After = b.pitch / 2
	width := b.st.column().W
	label := 5*size + 2*t.Pad
	value := width/2 - label
	columns := 2 // pairs in a row
	t.Widths = []display.Length{label, value, label, width - 2*label - value}
	if value < 9*size+2*t.Pad { // no room for an index number or two dates
		columns, t.Widths = 1, []display.Length{label, width - label}
	}
	part := &display.Part{Parent: b.part, Role: display.Table}
	shade := b.st.look.Colors.Shade
	cell := func(row *display.Part, text string, head bool) layout.CellText {
		p := &display.Part{Parent: row, Role: display.Cell}
		st := b.d.style(style.Body, size)
		c := layout.CellText{}
		if head {
			p.Role, p.Scope = display.Head, "Row"
			st, c.Fill = b.d.style(style.Head, size), &shade
		}
		c.Spans = []layout.Span{{Text: text, Style: st, Part: p}}
		return c
	}
	for i := 0; i < len(pairs); i += columns {
		r := layout.Row{Part: &display.Part{Parent: part, Role: display.Row}}
		for _, p := range pairs[i:min(i+columns, len(pairs))] {
			r.Cells = append(r.Cells, cell(r.Part, p.label, true), cell(r.Part, p.value, false))
		}
		if len(r.Cells) == 2 && columns == 2 { // the last of an odd number has the row to itself
			r.Cells[1].Columns, r.Cells[1].Spans[0].Part.Span = 3, 3
		}
		t.Rows = append(t.Rows, r)
	}
	t.Align = []layout.Align{layout.Center, layout.Left, layout.Center, layout.Left}
	return []layout.Block{t}
}

// field gives what a row of the record says; "" leaves the row out.
func (b *body) field(r style.Row) string {
	it, site := b.it, b.d.p.site
	switch r {
	case style.IndexRow:
		return string(it.Index)
	case style.DepartmentRow:
		return b.d.p.department(it)
	case style.CategoryRow:
		c := site.Category(it.Category)
		if c == nil {
			return it.Category
		}
		if g := site.Category(c.Group()); g != nil && g != c {
			return g.Name + " / " + c.Name
		}
		return c.Name
	case style.DocNumberRow:
		return it.DocNo
	case style.MadeRow:
		return day(it.Made)
	case style.PublishedRow:
		return day(it.Published.Date)
	case style.PostedRow:
		if p, ok := b.posting(); ok {
			return p.From.String() + " 至 " + p.Until.String()
		}
	case style.PhoneRow:
		if d := site.Department(it.Department); d != nil && d.Complaint != "" {
			return d.Complaint
		}
		return site.Config.Supervision
	}
	return ""
}

// posting gives when the sheet hangs: on its board, else on the first that it hangs on.
func (b *body) posting() (post.Posting, bool) {
	if b.st.board != nil {
		return post.Of(b.d.p.site, b.it, b.st.board)
	}
	for _, bd := range b.d.p.site.Boards {
		if p, ok := post.Of(b.d.p.site, b.it, bd); ok {
			return p, true
		}
	}
	return post.Posting{}, false
}

// day gives a date as records show it, and "" for none.
func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// longDay gives a date as documents end with it: 2026年11月3日 (GB/T 9704, 7.3.5.4: no zeros).
func longDay(d calendar.Date) string { return d.Chinese() }

// attachments lists the files with their addresses, numbered as 附件说明 is.
func (b *body) attachments() []layout.Block {
	var files []*model.Attachment
	for i := range b.it.Attachments {
		if a := &b.it.Attachments[i]; a.Listed && a.Size >= 0 {
			files = append(files, a)
		}
	}
	if len(files) == 0 {
		return nil
	}
	part := &display.Part{Parent: b.part, Role: display.List}
	em := b.st.body
	label := b.d.p.print.Text.Attachments
	in := display.Length(b.st.look.Indent) * em
	var out []layout.Block
	for i, a := range files {
		li := &display.Part{Parent: part, Role: display.Item}
		head := &display.Part{Parent: li, Role: display.Label}
		text := &display.Part{Parent: li, Role: display.ItemBody}
		mark := ""
		left := in
		if label != "" {
			left += display.Length(len([]rune(label))+1) * em
		}
		if len(files) > 1 {
			mark = strconv.Itoa(i+1) + "."
			left += em * 3 / 2
		}
		if i == 0 && label != "" {
			mark = label + "：" + mark
		}
		title := a.Title
		if title == "" {
			title = a.File
		}
		t := b.plain(frame{left: left})
		t.Align = layout.Left
		t.Spans = []layout.Span{{Text: title, Style: b.text(style.Body), Part: text, Link: absolute(b.d.p.site, a.Address)}}
		if mark != "" {
			t.Label = []layout.Span{{Text: mark, Style: b.text(style.Body), Part: head}}
		}
		if i == 0 {
			t.Before = b.pitch
		}
		t.Next = true
		small := b.d.style(style.Body, b.st.look.Small.Of(em)*8/10)
		url := absolute(b.d.p.site, a.Address)
		u := layout.Text{Left: in, Align: layout.Left, Pitch: small.Size * 14 / 10}
		u.Spans = []layout.Span{{Text: url, Style: small, Part: &display.Part{Parent: text, Role: display.LinkRole}, Link: url}}
		u.After = b.pitch / 5
		t.Spans[0].Part = &display.Part{Parent: text, Role: display.LinkRole}
		out = append(out, t, u)
	}
	return out
}
