// Package sheet knows what stands on printed pages: the sheet of an item 张贴单, all sheets of a
// notice board 公开栏 and what is new on it, the plan of who hangs and takes down what, the printed
// catalogue 公开目录 and the register of duties. How text is set is layout's business, how a
// file is written pdf's, and how it looks print.yaml's (style).
//
// A sheet is made from the item's own Markdown, not from its page, so that a print needs
// no browser. Nothing of the text is left out: what cannot be shown (an image of a kind that
// paper cannot carry) is named in words.
package sheet

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/display"
	"gongkai/generator/font"
	"gongkai/generator/layout"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/pdf"
	"gongkai/generator/source"
	"gongkai/generator/style"
)

// Options say with what sheets are made.
type Options struct {
	Content fs.FS                                // where texts and images are read
	Font    func(style.FontFile) ([]byte, error) // gives a font's bytes; see theme.Font
	Seed    source.Digest                        // of what all outputs depend on; see plan.Key
}

// A Press makes the sheets of one site. It is safe for concurrent use.
type Press struct {
	site   *model.Site
	print  style.Print
	o      Options
	parser *markdown.Parser

	open  sync.Once
	fonts []*font.Font
	faces map[style.Role]layout.Face
	found []diag.Diagnostic // what is wrong with the fonts
	err   error

	walls  sync.Map // board id → func() (post.Wall, error), made once
	boards sync.Map // board id → func() (*hung, error), made once
}

// New makes a press. Fonts are read when the first sheet is made.
func New(s *model.Site, print style.Print, o Options) *Press {
	return &Press{site: s, print: print, o: o, parser: markdown.New()}
}

// ErrFont tells that a font that print.yaml names cannot be used; Press.Check says why.
var ErrFont = errors.New("a font of print.yaml cannot be used")

// roles are all roles, those that most text is set in first.
var roles = [...]style.Role{style.Body, style.Bold, style.Head, style.Kai, style.Mono}

// load reads the fonts, each once.
func (p *Press) load() error {
	p.open.Do(func() {
		p.faces = map[style.Role]layout.Face{}
		known := map[style.FontFile]int{}
		for _, role := range roles {
			for _, f := range p.print.Fonts.Of(role) {
				key := style.FontFile{Path: f.Path, Face: f.Face}
				n, ok := known[key]
				if !ok {
					n = p.font(f)
					known[key] = n
				}
				if n >= 0 {
					p.faces[role] = append(p.faces[role], n)
				}
			}
			if len(p.faces[role]) == 0 {
				p.err = fmt.Errorf("%w: %s", ErrFont, role)
			}
		}
	})
	return p.err
}

// font reads one font and gives its number, and -1 with a finding where it cannot be used.
func (p *Press) font(f style.FontFile) int {
	data, err := p.o.Font(f)
	if err != nil {
		p.found = append(p.found, fontMissing(f, err))
		return -1
	}
	face, err := font.Parse(data, f.Face)
	if err != nil {
		p.found = append(p.found, fontBroken(f, err))
		return -1
	}
	if err := face.Embeddable(); err != nil {
		p.found = append(p.found, fontForbidden(f, err))
		return -1
	}
	p.fonts = append(p.fonts, face)
	return len(p.fonts) - 1
}

// A Choice says how one sheet is printed where it differs from what its board says.
type Choice struct {
	Style     model.SheetStyle // "" for the board's, and for the document's where there is no board
	Paper     model.Paper      // "" for the item's, the board's, A4
	Landscape bool
	Fit       int // the most pages; 0 for the board's
}

// A setting is how the sheets of one item are set.
type setting struct {
	look          *style.Look
	board         *model.Board // nil for none
	width, height display.Length
	body          display.Length
	fit           int
}

// setting combines what the item, its board and the choice say; the later the stronger.
func (p *Press) setting(it *model.Item, b *model.Board, c Choice) setting {
	s := setting{look: &p.print.Document, board: b, fit: c.Fit}
	kind, paper, turned, distance := model.DocumentStyle, model.A4, c.Landscape, 0
	if b != nil {
		kind, distance, turned = model.BoardStyle, b.Distance, turned || b.Landscape
		if b.Style != "" {
			kind = b.Style
		}
		if b.Paper != "" {
			paper = b.Paper
		}
		if s.fit == 0 {
			s.fit = b.Fit
		}
	}
	if it != nil && it.Paper != "" {
		paper = it.Paper
	}
	if c.Style != "" {
		kind = c.Style
	}
	if c.Paper != "" {
		paper = c.Paper
	}
	if kind == model.BoardStyle {
		s.look = &p.print.Board
	}
	s.body = s.look.BodyAt(distance)
	s.width, s.height = size(paper)
	if turned {
		s.width, s.height = s.height, s.width
	}
	return s
}

// size gives the sides of upright paper.
func size(p model.Paper) (w, h display.Length) {
	if p == model.A3 {
		return display.Mm(297), display.Mm(420)
	}
	return display.Mm(210), display.Mm(297)
}

// A pile is sheets that become one document.
type pile struct {
	p      *Press
	set    *layout.Setter
	doc    display.Document
	images map[string]int // by path: index in doc.Images
	notes  []Remark
	starts []int // the page with which each sheet begins
}

// A Remark is what had to be done otherwise than asked while a sheet was set.
type Remark struct {
	Kind RemarkKind
	Item *model.Item // nil for a list
	Line int         // of the source; 0 for none
	What string      // the character, the file, how many pages
	Err  error
}

// A RemarkKind tells what had to be done otherwise.
type RemarkKind uint8

// The kinds of remarks.
const (
	RemarkTall   RemarkKind = iota + 1 // a row of a table is parted between pages
	RemarkNarrow                       // a table is parted into several of fewer columns
	RemarkFit                          // more pages than asked: What is how many
	RemarkGlyph                        // no font has the character What
	RemarkImage                        // the image What is left out, because of Err
	RemarkCode                         // the address What is too long for a QR code
)

// pile begins a document that says this of itself.
func (p *Press) pile(about display.Document) (*pile, error) {
	if err := p.load(); err != nil {
		return nil, err
	}
	d := &pile{p: p, set: &layout.Setter{Fonts: p.fonts}, images: map[string]int{}}
	d.doc = about
	d.doc.Lang, d.doc.Fonts = "zh-CN", p.fonts
	if p.site.Config.Language != "" {
		d.doc.Lang = p.site.Config.Language
	}
	return d, nil
}

// style gives a text style of a role.
func (d *pile) style(role style.Role, size display.Length) layout.Style {
	return layout.Style{Face: d.p.faces[role], Size: size}
}

// A Document is a finished document with what was noted on the way.
type Document struct {
	Pages   *display.Document
	Remarks []Remark
	Starts  []int // the page with which each sheet begins
}

// done gives the finished document.
func (d *pile) done() *Document {
	return &Document{ownImages(&d.doc), d.notes, d.starts}
}

// Write writes the document as the site holds it: PDF/A-2.
func (p *Press) Write(w io.Writer, d *display.Document) error { return p.WriteAs(w, d, pdf.A2) }

// WriteAs writes the document as PDF/A of a level.
func (p *Press) WriteAs(w io.Writer, d *display.Document, level pdf.Level) error {
	return pdf.Write(w, d, pdf.Options{Archive: level})
}
