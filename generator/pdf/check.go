package pdf

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/generator/display"
)

// The limits of what a reader must take (ISO 32000-1 annex C; ISO 19005-1, 6.1.12).
const (
	least     = 3 * display.Pt     // of a page's side
	most      = 14400 * display.Pt // of a page's side, and of every length
	longText  = 16000              // UTF-16 units of a string
	deepest   = 256                // parts in parts
	longGlyph = 400                // bytes of text of one glyph
	longList  = 8191               // entries of an array in PDF 1.4
)

// usage is what of a document's fonts and images is shown.
type usage struct {
	glyphs [][]bool // glyphs[font][id]; nil where the font shows nothing
	images []bool
}

// A judge looks a document through once.
type judge struct {
	doc   *display.Document
	used  usage
	depth map[*display.Part]int // of the parts seen, from 1
	kids  map[*display.Part]int // how often something is hung below a part
	page  int
	op    int
}

// check finds what cannot be written, so that nothing after it can go wrong but the
// reading of fonts and images. An error is a *DocumentError.
func check(d *display.Document, level Level) (usage, error) {
	j := &judge{doc: d, depth: map[*display.Part]int{}, kids: map[*display.Part]int{}, page: -1, op: -1}
	if d == nil {
		return usage{}, j.fault("there is no document")
	}
	j.used = usage{make([][]bool, len(d.Fonts)), make([]bool, len(d.Images))}
	if err := j.whole(); err != nil {
		return usage{}, err
	}
	for i := range d.Pages {
		j.page, j.op = i, -1
		if err := j.side(&d.Pages[i]); err != nil {
			return usage{}, err
		}
	}
	j.page, j.op = -1, -1
	if err := j.bookmarks(); err != nil {
		return usage{}, err
	}
	return j.used, j.lists(level)
}

func (j *judge) fault(format string, args ...any) error {
	return &DocumentError{j.page, j.op, fmt.Sprintf(format, args...)}
}

// whole judges what belongs to no page.
func (j *judge) whole() error {
	d := j.doc
	if len(d.Pages) == 0 {
		return j.fault("there are no pages")
	}
	for _, t := range []string{d.Title, d.Author, d.Subject} {
		if err := j.text(t); err != nil {
			return err
		}
	}
	if strings.Trim(d.Lang, "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != "" || len(d.Lang) > 100 {
		return j.fault("%q is no language tag", d.Lang)
	}
	if d.Date != "" {
		if _, err := time.Parse(time.DateOnly, d.Date); err != nil {
			return j.fault("%q is no day", d.Date)
		}
	}
	return nil
}

// lists holds arrays to the length that PDF/A-1 allows.
func (j *judge) lists(level Level) error {
	if level != A1 {
		return nil
	}
	if len(j.doc.Pages) > longList {
		return j.fault("%d pages are more than PDF/A-1 can list", len(j.doc.Pages))
	}
	for _, n := range j.kids { // the order does not show
		if n > longList {
			return j.fault("a part has more children than PDF/A-1 can list")
		}
	}
	return nil
}

func (j *judge) text(s string) error {
	if len(s) > longText && utf8.RuneCountInString(s) > longText/2 {
		return j.fault("a text of %d bytes is too long", len(s))
	}
	return nil
}

// side judges a page and all that is drawn on it.
func (j *judge) side(p *display.Page) error {
	if p.Width < least || p.Width > most || p.Height < least || p.Height > most {
		return j.fault("a page cannot measure %v × %v pt", p.Width.Points(), p.Height.Points())
	}
	for i, op := range p.Ops {
		j.op = i
		var err error
		switch op := op.(type) {
		case display.Run:
			err = j.run(&op)
		case display.Line:
			err = j.lengths([]display.Length{op.X1, op.Y1, op.X2, op.Y2}, op.Width, op.Dash)
		case display.Rect:
			err = j.lengths([]display.Length{op.X, op.Y}, op.W, op.H, op.Width, op.Dash)
		case display.Picture:
			err = j.picture(&op)
		case display.Link:
			err = j.link(&op)
		default:
			err = j.fault("%T cannot be drawn", op)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lengths judges places, which may lie outside the page, and sizes, which are not negative.
func (j *judge) lengths(places []display.Length, sizes ...display.Length) error {
	for _, l := range places {
		if l < -most || l > most {
			return j.fault("a place of %v pt lies too far away", l.Points())
		}
	}
	for _, l := range sizes {
		if l < 0 || l > most {
			return j.fault("a size of %v pt", l.Points())
		}
	}
	return nil
}

func (j *judge) run(r *display.Run) error {
	if r.Font < 0 || r.Font >= len(j.doc.Fonts) || j.doc.Fonts[r.Font] == nil {
		return j.fault("there is no font %d", r.Font)
	}
	if r.Size <= 0 {
		return j.fault("type of %v pt", r.Size.Points())
	}
	if err := j.lengths([]display.Length{r.Y}, r.Size); err != nil {
		return err
	}
	if len(r.Glyphs) == 0 {
		return nil
	}
	f := j.doc.Fonts[r.Font]
	shown := j.used.glyphs[r.Font]
	if shown == nil {
		shown = make([]bool, f.Glyphs())
		j.used.glyphs[r.Font] = shown
	}
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		if int(g.ID) >= len(shown) {
			return j.fault("%s has no glyph %d", f.Name(), g.ID)
		}
		if g.X < -most || g.X > most {
			return j.fault("a glyph at %v pt lies too far away", g.X.Points())
		}
		shown[g.ID] = true
		if len(g.Text) > longGlyph {
			return j.fault("a glyph that stands for %d bytes of text", len(g.Text))
		}
	}
	return j.hang(r.Part)
}

func (j *judge) picture(p *display.Picture) error {
	if p.Image < 0 || p.Image >= len(j.doc.Images) {
		return j.fault("there is no image %d", p.Image)
	}
	if p.W <= 0 || p.H <= 0 {
		return j.fault("an image of %v × %v pt", p.W.Points(), p.H.Points())
	}
	if err := j.lengths([]display.Length{p.X, p.Y}, p.W, p.H); err != nil {
		return err
	}
	j.used.images[p.Image] = true
	return j.hang(p.Part)
}

func (j *judge) link(l *display.Link) error {
	if l.Part == nil {
		return j.fault("a link that is no part of the document")
	}
	if err := j.lengths([]display.Length{l.X, l.Y, l.Top}, l.W, l.H); err != nil {
		return err
	}
	if l.URL == "" {
		if l.Page < 0 || l.Page >= len(j.doc.Pages) {
			return j.fault("a link to page %d of %d", l.Page+1, len(j.doc.Pages))
		}
		return j.hang(l.Part)
	}
	if !outside(l.URL) {
		return j.fault("a link to %.80q, which is no address of web, mail or telephone", l.URL)
	}
	if len(l.URL) > longText/4 {
		return j.fault("an address of %d bytes is too long", len(l.URL))
	}
	return j.hang(l.Part)
}

// hang judges a part of which something is drawn, and its ancestors, each once.
func (j *judge) hang(p *display.Part) error {
	if p == nil {
		return nil
	}
	j.kids[p]++
	var fresh []*display.Part
	for ; p != nil && j.depth[p] == 0; p = p.Parent {
		if fresh = append(fresh, p); len(fresh) > deepest {
			break
		}
		if err := j.part(p); err != nil {
			return err
		}
	}
	if j.depth[p]+len(fresh) > deepest {
		return j.fault("parts lie in each other more than %d deep, or in a circle", deepest)
	}
	for i, q := range fresh {
		j.depth[q] = j.depth[p] + len(fresh) - i
		j.kids[q.Parent]++
	}
	return nil
}

func (j *judge) part(p *display.Part) error {
	if !standard(p.Role) {
		return j.fault("%.40q is no role of PDF 1.4", string(p.Role))
	}
	switch p.Scope {
	case "", "Row", "Column", "Both":
	default:
		return j.fault("%.40q is no scope", p.Scope)
	}
	if err := j.text(p.Alt); err != nil {
		return err
	}
	return j.text(p.Actual)
}

func (j *judge) bookmarks() error {
	last := -1
	for i, b := range j.doc.Bookmark {
		switch {
		case b.Level < 0 || b.Level > last+1:
			return j.fault("bookmark %d is of level %d behind one of level %d", i, b.Level, last)
		case b.Page < 0 || b.Page >= len(j.doc.Pages):
			return j.fault("bookmark %d leads to page %d of %d", i, b.Page+1, len(j.doc.Pages))
		}
		if err := j.lengths([]display.Length{b.Top}); err != nil {
			return err
		}
		if err := j.text(b.Title); err != nil {
			return err
		}
		last = b.Level
	}
	return nil
}

// standard tells whether a role is a structure type of PDF 1.4, which 1.7 has too.
func standard(r display.Role) bool {
	switch r {
	case "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct",
		"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD",
		"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Figure", "Formula":
		return true
	}
	return false
}
