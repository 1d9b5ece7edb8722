package impose

import "gongkai/generator/display"

// mostTiles is the most sheets in a row or a column of a poster.
const mostTiles = 100

// TileOptions tell how a page is cut into sheets.
type TileOptions struct {
	Columns, Rows int            // 1 to 100
	Overlap       display.Length // what two neighbours both show
	// Margin is what stays white along each edge of a sheet. The crop marks stand in it, 3 mm
	// long where it is that wide: a printer that leaves 5 mm white shows them with one of 8 mm.
	Margin display.Length
	// Label gives what names a sheet, in the sheet's own coordinates, to be drawn over the
	// margin; page is an index of the old document, column and row count from 0. Links of
	// it are taken as they are. It may be nil.
	Label func(page, column, row int) []display.Op
}

// Poster gives the room that a page is enlarged to on paper of a width and a height, and
// false where the options leave none: then Tile cannot cut.
func (o TileOptions) Poster(width, height display.Length) (w, h display.Length, ok bool) {
	const longest = far / mostTiles // of the paper's sides
	if min(o.Columns, o.Rows) < 1 || max(o.Columns, o.Rows) > mostTiles || min(o.Overlap, o.Margin) < 0 ||
		max(width, height, o.Overlap, o.Margin) > longest || min(width, height) <= 2*o.Margin {
		return 0, 0, false
	}
	c, r := display.Length(o.Columns-1), display.Length(o.Rows-1)
	w, h = width-2*o.Margin, height-2*o.Margin
	if c > 0 && o.Overlap >= w || r > 0 && o.Overlap >= h {
		return 0, 0, false
	}
	return w + c*(w-o.Overlap), h + r*(h-o.Overlap), true
}

// Tile enlarges each page so that it just fits on Columns × Rows sheets of paper, without
// their margins and with their overlaps, and cuts it into them, row by row. The page keeps
// its shape and lies in the poster's middle; sheets that it leaves empty are there too.
//
// Sheets have crop marks at the corners of what they show, and a dashed line where the
// sheet to the right or below begins, which covers it when the poster is put together.
// White boxes hide what hangs over into the margin.
//
// A glyph or picture on two sheets is drawn on both, but is text and part of the document
// only on the one that holds its centre: elsewhere Text is "" and Part nil. Text runs on
// sheet by sheet, so a line that is cut is not in one piece. A link has its share on each
// sheet. A link or bookmark to a page leads to the sheet in which its left edge begins at
// that height. Pages without a size, and all where Poster gives false, stay as they are.
func Tile(d *display.Document, width, height display.Length, o TileOptions) *display.Document {
	if d == nil {
		return nil
	}
	posters, count := make([]poster, len(d.Pages)), 0
	for i := range d.Pages {
		posters[i] = enlarge(d, i, width, height, o)
		posters[i].first = count
		count += posters[i].cols * posters[i].rows
	}
	to := func(page int, top display.Length) (int, display.Length) {
		if page < 0 || page >= len(posters) {
			return -1, top
		}
		return posters[page].find(top)
	}
	pages := make([]display.Page, 0, count)
	for i := range posters {
		ops := make([]display.Op, len(d.Pages[i].Ops))
		for k, op := range d.Pages[i].Ops {
			ops[k] = lead(posters[i].op(op), to)
		}
		if posters[i].whole {
			pages = append(pages, display.Page{Width: d.Pages[i].Width, Height: d.Pages[i].Height, Ops: ops})
			continue
		}
		for k := range posters[i].cols * posters[i].rows {
			t := posters[i].tile(k)
			t.fill(ops)
			if !t.trim.empty() {
				t.marks()
			}
			if o.Label != nil {
				t.add(o.Label(i, t.column, t.row)...)
			}
			pages = append(pages, t.page)
		}
	}
	return bind(d, pages, to)
}

// A poster is a page enlarged. The poster's corner is the origin, and the frame puts the
// page in its middle.
type poster struct {
	frame
	doc          *display.Document
	whole        bool // not cut
	first        int  // index of its first sheet
	cols, rows   int
	stepX, stepY display.Length // from one sheet to the next
	paper        box
	margin       display.Length
	edge         box // of the page
}

func enlarge(d *display.Document, page int, width, height display.Length, o TileOptions) poster {
	pw, ph := d.Pages[page].Width, d.Pages[page].Height
	w, h, ok := o.Poster(width, height)
	if !ok || min(pw, ph) <= 0 || max(pw, ph) > far {
		return poster{frame: moved(0, 0), whole: true, cols: 1, rows: 1}
	}
	p := poster{frame: frame{num: int64(w), den: int64(pw)}, doc: d, cols: o.Columns, rows: o.Rows,
		paper: box{0, 0, width, height}, margin: o.Margin}
	p.stepX, p.stepY = max(width-2*o.Margin-o.Overlap, 1), max(height-2*o.Margin-o.Overlap, 1)
	if int64(h)*int64(pw) < int64(w)*int64(ph) {
		p.num, p.den = int64(h), int64(ph)
	}
	pw, ph = p.span(0, pw), p.span(0, ph)
	p.dx, p.dy = (w-pw)/2, (h-ph)/2
	p.edge = box{p.dx, p.dy, p.dx + pw, p.dy + ph}
	return p
}

// owner gives the one sheet on which a point shows when the poster hangs: each sheet lies
// on the strips of those to its left and above it. A point off the page counts as one at
// its edge.
func (p *poster) owner(x, y display.Length) (column, row int) {
	x, y = min(max(x, p.edge.x1), p.edge.x2-1), min(max(y, p.edge.y1), p.edge.y2-1)
	return min(int(x/p.stepX), p.cols-1), min(int(y/p.stepY), p.rows-1)
}

// find gives the sheet that a height of the page is on, and where.
func (p *poster) find(top display.Length) (int, display.Length) {
	if p.whole {
		return p.first, top
	}
	y := min(max(p.y(top), p.edge.y1), p.edge.y2)
	c, r := p.owner(p.dx, y)
	return p.first + r*p.cols + c, y - display.Length(r)*p.stepY + p.margin
}

// marks draws the lines to cut along and to lay the next sheet on.
func (t *tile) marks() {
	b, right, low := t.trim, t.margin+t.stepX, t.margin+t.stepY
	if t.column < t.cols-1 && right > b.x1 && right < b.x2 {
		t.line(right, b.y1, right, b.y2, 3*display.Pt)
	}
	if t.row < t.rows-1 && low > b.y1 && low < b.y2 {
		t.line(b.x1, low, b.x2, low, 3*display.Pt)
	}
	long := display.Mm(3)
	for _, y := range []display.Length{b.y1, b.y2} {
		t.line(max(b.x1-long, 0), y, b.x1, y, 0)
		t.line(b.x2, y, min(b.x2+long, t.paper.x2), y, 0)
	}
	for _, x := range []display.Length{b.x1, b.x2} {
		t.line(x, max(b.y1-long, 0), x, b.y1, 0)
		t.line(x, b.y2, x, min(b.y2+long, t.paper.y2), 0)
	}
}

// line draws a thin line where all of it is on the paper.
func (t *tile) line(x1, y1, x2, y2, dash display.Length) {
	const width = display.Pt / 4
	ink := box{x1, y1 - width/2, x2, y2 + width/2}
	if x1 == x2 {
		ink = box{x1 - width/2, y1, x2 + width/2, y2}
	}
	if !ink.empty() && ink.and(t.paper) == ink {
		t.add(display.Line{X1: x1, Y1: y1, X2: x2, Y2: y2, Width: width, Dash: dash})
	}
}
