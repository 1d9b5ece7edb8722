package sheet

import (
	"fmt"
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
	d, err := p.pile(it.Title, p.department(it))
	if err != nil {
		return nil, err
	}
	if err := d.item(it, p.setting(it, b, c)); err != nil {
		return nil, err
	}
	d.doc.Subject = string(it.Index)
	d.doc.Date = it.Published.Date.String()
	if it.Published.IsZero() {
		d.doc.Date = ""
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
	out := try(st.body)
	if fit := st.fit; fit > 0 && len(out.Pages) > fit {
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
		out = try(max(body-display.Length(n)*step, low))
		if len(out.Pages) > fit {
			d.notes = append(d.notes, Remark{Kind: RemarkFit, Item: it, What: strconv.Itoa(len(out.Pages))})
		}
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
func longDay(d calendar.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, d.Month, d.Day)
}

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

// closing is the end of a sheet: the code that leads to the page and the address in words
// on one side, the department, the day and the place for the stamp on the other. It never
// stands alone on a page.
func (b *body) closing() layout.Block {
	pr := &b.d.p.print
	code := slices.Contains(pr.Parts, style.CodePart)
	stamp := slices.Contains(pr.Parts, style.StampPart)
	small := b.d.style(style.Body, b.st.look.Small.Of(b.st.body)*8/10)
	sect := &display.Part{Parent: b.part, Role: display.Sect}
	width := b.st.column().W
	var ops []display.Op
	var height display.Length
	room := width
	switch {
	case stamp && code && pr.QR.Place == style.RightSide: // the code keeps the right edge
		room = pr.QR.Size + 2*b.st.body
		ops, _, height = b.stamp(sect, max(width-room, 1))
	case stamp:
		ops, room, height = b.stamp(sect, width)
		room -= b.st.body
	}
	if code {
		drawn, high := b.scan(sect, small, width, room)
		ops, height = append(ops, drawn...), max(height, high)
	}
	return layout.Fixed{Height: height, Before: b.pitch, Last: true, Draw: func(display.Length) []display.Op { return ops }}
}

// stamp draws name and date with a dashed box around them, where the seal goes, and gives
// where the box begins and how high it is.
func (b *body) stamp(sect *display.Part, width display.Length) (ops []display.Op, left, height display.Length) {
	s := b.d.p.print.Stamp
	st := b.text(style.Body)
	right := width - display.Length(s.Right)*b.st.body
	lines := []string{b.d.p.department(b.it)}
	if on := b.it.Made; s.Date {
		if on.IsZero() {
			on = b.it.Published.Date
		}
		if !on.IsZero() {
			lines = append(lines, longDay(on))
		}
	}
	// The two lines are centred on each other, right of the middle, and the box lies
	// around both: the seal covers name and date (GB/T 9704, 7.3.5.1).
	var set [][]layout.Line
	widest := display.Length(0)
	for _, l := range lines {
		broken := b.d.set.Break(layout.Para{
			Spans: []layout.Span{{Text: l, Style: st, Part: &display.Part{Parent: sect, Role: display.P}}},
			Width: max(right*2/3, st.Size), Align: layout.Balance,
		})
		set = append(set, broken)
		for _, k := range broken {
			widest = max(widest, k.Width)
		}
	}
	n := 0
	for _, broken := range set {
		n += len(broken)
	}
	// The place that print.yaml keeps, or more where name or date need it.
	pitch := b.st.body * 16 / 10
	box := max(s.Width, widest+b.st.body)
	height = max(s.Height, pitch*display.Length(n)+b.st.body)
	center := right - box/2
	ops = []display.Op{display.Rect{
		X: center - box/2, W: box, H: height, Width: display.Pt / 2, Stroke: display.Grey, Dash: 3 * display.Pt,
	}}
	if text := b.d.p.print.Text.Stamp; text != "" {
		hint := b.d.style(style.Body, min(b.st.body, s.Height/6)*7/10)
		hint.Color = display.Grey
		for _, l := range b.d.set.Break(layout.Para{Spans: []layout.Span{{Text: text, Style: hint}}, Width: box, Align: layout.Right}) {
			ops = append(ops, l.Ops(center-box/2-hint.Size/3, height-hint.Size/3)...)
			break
		}
	}
	y := (height-pitch*display.Length(n))/2 + (pitch-b.st.body)/2
	for _, broken := range set {
		for _, l := range broken {
			ops = append(ops, l.Ops(center-l.Start-l.Width/2, y+b.st.body*88/100)...)
			y += pitch
		}
	}
	return ops, center - box/2, height
}

// scan draws the code and what it is for, at the side that print.yaml says, and gives how
// high that is. The words below the code have so much room, and as many lines as they need.
func (b *body) scan(sect *display.Part, small layout.Style, width, room display.Length) (ops []display.Op, height display.Length) {
	q := b.d.p.print.QR
	url := absolute(b.d.p.site, b.it.Address(".html"))
	n, err := b.d.code(url, q.Quiet)
	if err != nil {
		b.d.notes = append(b.d.notes, Remark{Kind: RemarkCode, Item: b.it, What: url, Err: err})
		return nil, 0
	}
	room = max(room, q.Size)
	x, text, align := display.Length(0), display.Length(0), layout.Left
	if q.Place == style.RightSide {
		x, text, align = width-q.Size, width-room, layout.Right
	}
	ops = []display.Op{display.Picture{
		Image: n, X: x, W: q.Size, H: q.Size,
		Part: &display.Part{Parent: sect, Role: display.Figure, Alt: b.d.p.print.Text.Scan + " " + url},
	}}
	p := &display.Part{Parent: sect, Role: display.P}
	spans := []layout.Span{
		{Text: b.d.p.print.Text.Scan + "\n", Style: small, Part: p},
		{Text: short(url), Style: small, Part: &display.Part{Parent: p, Role: display.LinkRole}, Link: url, Keep: true},
	}
	y := q.Size + small.Size
	for _, l := range b.d.set.Break(layout.Para{Spans: spans, Width: room, Align: align}) {
		ops = append(ops, l.Ops(text, y)...)
		y += small.Size * 13 / 10
	}
	return ops, max(y, q.Size+small.Size*45/10)
}

// short gives an address as people type it.
func short(url string) string {
	for _, p := range []string{"https://", "http://"} {
		url = strings.TrimPrefix(url, p)
	}
	return url
}

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
