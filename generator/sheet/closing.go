package sheet

import (
	"slices"
	"strings"

	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/style"
)

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

// stamp draws name and date with the place for the seal, and gives where it begins and how
// high it is.
func (b *body) stamp(sect *display.Part, width display.Length) (ops []display.Op, left, height display.Length) {
	lines := []string{b.d.p.department(b.it)}
	if on := b.it.Made; b.d.p.print.Stamp.Date {
		if on.IsZero() {
			on = b.it.Published.Date
		}
		if !on.IsZero() {
			lines = append(lines, longDay(on))
		}
	}
	return b.d.seal(b.st, lines, sect, width)
}

// seal draws the lines, a name and a day, with a dashed box around them, where the seal
// goes, and gives where the box begins and how high it is.
func (d *pile) seal(st setting, lines []string, sect *display.Part, width display.Length) (ops []display.Op, left, height display.Length) {
	s := d.p.print.Stamp
	text := d.style(style.Body, st.body)
	right := width - display.Length(s.Right)*st.body
	// The two lines are centred on each other, right of the middle, and the box lies
	// around both: the seal covers name and date (GB/T 9704, 7.3.5.1).
	var set [][]layout.Line
	widest := display.Length(0)
	for _, l := range lines {
		broken := d.set.Break(layout.Para{
			Spans: []layout.Span{{Text: l, Style: text, Part: &display.Part{Parent: sect, Role: display.P}}},
			Width: max(right*2/3, text.Size), Align: layout.Balance,
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
	pitch := st.body * 16 / 10
	box := max(s.Width, widest+st.body)
	height = max(s.Height, pitch*display.Length(n)+st.body)
	center := right - box/2
	ops = []display.Op{display.Rect{
		X: center - box/2, W: box, H: height, Width: display.Pt / 2, Stroke: display.Grey, Dash: 3 * display.Pt,
	}}
	if words := d.p.print.Text.Stamp; words != "" {
		hint := d.style(style.Body, min(st.body, s.Height/6)*7/10)
		hint.Color = display.Grey
		for _, l := range d.set.Break(layout.Para{Spans: []layout.Span{{Text: words, Style: hint}}, Width: box, Align: layout.Right}) {
			ops = append(ops, l.Ops(center-box/2-hint.Size/3, height-hint.Size/3)...)
			break
		}
	}
	y := (height-pitch*display.Length(n))/2 + (pitch-st.body)/2
	for _, broken := range set {
		for _, l := range broken {
			ops = append(ops, l.Ops(center-l.Start-l.Width/2, y+st.body*88/100)...)
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
