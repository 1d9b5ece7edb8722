package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"gongkai/generator/model"
	"gongkai/generator/source"
)

// A Block is a part of a body, for layout: *Heading, *Paragraph, *List, *Table, *Quote,
// *Code, *Rule or *Picture.
type Block interface{ block() }

// A Heading is never empty.
type Heading struct {
	Level int // 2 to 6, as the page has it: the outermost is 2, and none is skipped
	Text  []Inline
	At    source.Span // of its line, marks included where they stand before it
}

// A Paragraph is running text, never empty. The two full-width spaces by which a clerk
// indents a paragraph by hand are no part of it.
type Paragraph struct {
	Text []Inline
}

// A List is a list. The text form marks its items "3. ", "4. " … from Start on, or "- ".
type List struct {
	Ordered bool
	Start   int       // number of the first item; 0 where the list is not ordered
	Tight   bool      // no blank lines between the items
	Items   [][]Block // an item may be empty, and counts all the same
}

// A Table is a table. Each row has as many cells as the head; a cell may be empty.
type Table struct {
	Align []Align // by column
	Head  [][]Inline
	Rows  [][][]Inline
	At    source.Span // from the head's line on; row n stands n+2 lines below it
}

// An Align is where the text of a table's column lies.
type Align uint8

// The ways to lie. AlignNone is for layout to choose.
const (
	AlignNone Align = iota
	AlignLeft
	AlignCenter
	AlignRight
)

// A Quote is quoted blocks, at least one.
type Quote struct {
	Blocks []Block
}

// A Code is lines to be set as they are: tabs and blanks count.
type Code struct {
	Lines []string    // without their ends
	At    source.Span // from the first line on, fences left out
}

// A Rule is a line between two parts of a text.
type Rule struct{}

// A Picture is an image that stands alone in its paragraph. One with an unsafe address is
// a Paragraph of its words instead.
type Picture struct {
	Alt   string // "" where the clerk gave none
	Title string // stands below it; "" for none
	Dest  string // address as written, see model.Link
	At    source.Span
}

func (*Heading) block()   {}
func (*Paragraph) block() {}
func (*List) block()      {}
func (*Table) block()     {}
func (*Quote) block()     {}
func (*Code) block()      {}
func (*Rule) block()      {}
func (*Picture) block()   {}

// An Inline is a stretch of text of one look on one line of the source; raw HTML may run
// over several. As on a page, white space is one blank, and none stands at a text's
// beginning, at its end or before a break; full-width and no-break spaces stay as written.
type Inline struct {
	Text                       string // of an image its alternative text; "" only there
	Strong, Emph, Code, Strike bool
	Break                      bool        // a line ends behind it
	Link                       *model.Link // as in Document.Links; nil for none. The stretches of one link share it
	Image                      *model.Link // an image amid text, as in Document.Links; nil for none
	At                         source.Span // from its first character to its last, as they are written; all of an image
}

// Blocks reads a body as typed blocks, for layout. base is the body's offset in its file:
// all places are in the file. It accepts any bytes.
//
// The blocks hold the words of Document.Text in their order, and nothing but those; only
// the marks of lists are left to layout. What would show nothing, such as a heading
// without text, is left out.
func (p *Parser) Blocks(body []byte, base int) []Block {
	r := &reader{tree: p.tree(body, base)}
	return r.blocks(r.root)
}

// Words gives the text of blocks in reading order without any white space, to see that
// nothing of it is lost. The marks of lists are not in it.
func Words(blocks []Block) string {
	return strings.Join(strings.Fields(string(words(nil, blocks))), "")
}

func words(to []byte, blocks []Block) []byte {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Heading:
			to = inlineWords(to, b.Text)
		case *Paragraph:
			to = inlineWords(to, b.Text)
		case *List:
			for _, item := range b.Items {
				to = words(to, item)
			}
		case *Table:
			to = rowWords(to, b.Head)
			for _, row := range b.Rows {
				to = rowWords(to, row)
			}
		case *Quote:
			to = words(to, b.Blocks)
		case *Code:
			for _, line := range b.Lines {
				to = append(to, line...)
			}
		case *Picture:
			to = append(append(to, b.Alt...), b.Title...)
		}
	}
	return to
}

func rowWords(to []byte, cells [][]Inline) []byte {
	for _, c := range cells {
		to = inlineWords(to, c)
	}
	return to
}

func inlineWords(to []byte, text []Inline) []byte {
	for _, in := range text {
		to = append(to, in.Text...)
	}
	return to
}

// A reader walks one tree once and makes blocks. What is shown and what is not it has
// from the same functions as the writer.
type reader struct {
	tree

	// Of the block whose text is being read:
	text  []Inline
	open  bool // the last one's Text is still in last
	last  []byte
	look  Inline // of what comes next
	plain []byte // all of it as the text form has it
	blank bool   // another blank would show nothing
	first bool   // an indent by hand may come
}

// blocks reads the block children of n.
func (r *reader) blocks(n ast.Node) []Block {
	var out []Block
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = r.block(out, c)
	}
	return out
}

// block reads one block and appends what it shows.
func (r *reader) block(to []Block, n ast.Node) []Block {
	switch n := n.(type) {
	case *ast.Heading:
		level := r.nest(n.Level)
		if text := r.inlines(n); shows(text) {
			start, end := r.extent(n)
			return append(to, &Heading{Level: level, Text: text, At: r.span(start, end)})
		}
	case *ast.Paragraph:
		if img := soleImage(n); img != nil {
			return r.picture(to, img)
		}
		return r.paragraph(to, n)
	case *ast.TextBlock:
		return r.paragraph(to, n)
	case *ast.HTMLBlock:
		r.begin()
		start, end := r.extent(n)
		r.put(shown(n, r.src), r.span(start, end))
		return appendText(to, r.end())
	case *ast.List:
		return append(to, r.list(n))
	case *ast.Blockquote:
		if blocks := r.blocks(n); len(blocks) > 0 {
			return append(to, &Quote{blocks})
		}
	case *ast.ThematicBreak:
		return append(to, &Rule{})
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		if n.Lines().Len() > 0 {
			return append(to, r.code(n))
		}
	case *east.Table:
		return append(to, r.table(n))
	case *ast.LinkReferenceDefinition:
		// It shows nothing of its own.
	default:
		return append(to, r.blocks(n)...)
	}
	return to
}

// shows reports whether anything of a text can be seen.
func shows(text []Inline) bool {
	for _, in := range text {
		if in.Image != nil || strings.TrimSpace(in.Text) != "" {
			return true
		}
	}
	return false
}

// appendText appends a paragraph where its text shows anything.
func appendText(to []Block, text []Inline) []Block {
	if !shows(text) {
		return to
	}
	return append(to, &Paragraph{text})
}

// paragraph appends what a paragraph shows.
func (r *reader) paragraph(to []Block, n ast.Node) []Block {
	r.begin()
	r.first = true
	r.children(n)
	return appendText(to, r.end())
}

// picture appends an image that is all of a paragraph.
func (r *reader) picture(to []Block, n *ast.Image) []Block {
	img, title := r.pictured(n), unescape(n.Title)
	if !unsafe(img.Dest) {
		return append(to, &Picture{Alt: line([]byte(img.Text)), Title: line(title), Dest: img.Dest, At: img.At})
	}
	r.begin()
	r.put([]byte(img.Text), img.At)
	r.put(title, img.At)
	return appendText(to, r.end())
}

// line gives text on one line.
func line(text []byte) string {
	out, _ := squeeze(nil, text, true)
	return string(bytes.TrimSuffix(out, []byte(" ")))
}

func (r *reader) list(n *ast.List) *List {
	l := &List{Ordered: n.IsOrdered(), Tight: n.IsTight, Items: make([][]Block, 0, n.ChildCount())}
	if l.Ordered {
		l.Start = n.Start
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		l.Items = append(l.Items, r.blocks(c))
	}
	return l
}

func (r *reader) code(n ast.Node) *Code {
	lines := n.Lines()
	c := &Code{Lines: make([]string, lines.Len())}
	for i := range c.Lines {
		seg := lines.At(i)
		c.Lines[i] = strings.TrimRight(string(seg.Value(r.src)), "\r\n")
	}
	start := lines.At(0).Start
	end := bytes.TrimRight(r.src[start:lines.At(lines.Len()-1).Stop], "\r\n")
	c.At = r.span(start, start+len(end))
	return c
}

func (r *reader) table(n *east.Table) *Table {
	t := &Table{Align: make([]Align, len(n.Alignments))}
	for i, a := range n.Alignments {
		switch a {
		case east.AlignLeft:
			t.Align[i] = AlignLeft
		case east.AlignCenter:
			t.Align[i] = AlignCenter
		case east.AlignRight:
			t.Align[i] = AlignRight
		}
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells := make([][]Inline, 0, len(t.Align))
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, r.inlines(c))
		}
		start := r.pos(row)
		at := r.span(start, start+firstLine(r.src[start:]))
		if _, head := row.(*east.TableHeader); head {
			t.Head, t.At = cells, at
		} else {
			t.Rows, t.At.End = append(t.Rows, cells), at.End
		}
	}
	return t
}

// pos gives where a node begins, within the body: goldmark counts a tab's columns, and so can go past
// its end.
func (t *tree) pos(n ast.Node) int { return min(max(n.Pos(), 0), len(t.src)) }

// span gives the place in the file of bytes of the body.
func (t *tree) span(start, end int) source.Span {
	return source.Span{Start: t.base + start, End: t.base + end}
}

// inlines reads the text of a block.
func (r *reader) inlines(n ast.Node) []Inline {
	r.begin()
	r.children(n)
	return r.end()
}

// begin makes ready for the text of a block.
func (r *reader) begin() {
	r.text, r.open, r.last = nil, false, r.last[:0]
	r.look, r.plain, r.blank, r.first = Inline{}, r.plain[:0], true, false
}

// end gives the text that was read.
func (r *reader) end() []Inline {
	r.trim()
	if n := len(r.text); n > 0 {
		r.text[n-1].Break = false
	}
	return r.text
}

func (r *reader) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.inline(c)
	}
}

func (r *reader) inline(n ast.Node) {
	look := r.look
	switch n := n.(type) {
	case *ast.Text:
		r.words(n)
	case *ast.String:
		r.put(n.Value, r.span(0, 0)) // it has no place; goldmark's typographer alone makes it
	case *ast.Emphasis:
		r.look.Strong, r.look.Emph = look.Strong || n.Level == 2, look.Emph || n.Level != 2
		r.children(n)
	case *east.Strikethrough:
		r.look.Strike = true
		r.children(n)
	case *ast.CodeSpan:
		r.look.Code = true
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				r.put(codeWords(t, r.src), r.segment(t))
			}
		}
	case *ast.Link:
		r.link(n)
	case *ast.Image:
		r.image(n)
	case *ast.AutoLink:
		link := r.bare(n)
		if r.look.Link == nil && !unsafe(link.Dest) {
			r.look.Link = &link
		}
		r.put([]byte(link.Text), link.At)
	case *ast.RawHTML:
		rest := dropComments(n.Segments.Value(r.src))
		if last := n.Segments.Len() - 1; last >= 0 && len(bytes.TrimSpace(rest)) > 0 {
			r.put(rest, r.span(n.Segments.At(0).Start, n.Segments.At(last).Stop))
		}
	default:
		r.children(n)
	}
	r.look = look
}

// segment gives the place of a run of text, without a line's end.
func (r *reader) segment(n *ast.Text) source.Span {
	start, end := n.Segment.Start, n.Segment.Stop
	for end > start && (r.src[end-1] == '\n' || r.src[end-1] == '\r') {
		end--
	}
	return r.span(start, end)
}

// words reads a run of text and the line break that may end it.
func (r *reader) words(n *ast.Text) {
	v, at := n.Segment.Value(r.src), r.segment(n)
	if !n.IsRaw() {
		v = unescape(v)
	}
	r.put(v, at)
	switch {
	case n.HardLineBreak():
		r.plain = append(r.plain, '\n')
		r.trim()
		if n := len(r.text); n > 0 {
			r.text[n-1].Break = true
		}
		r.blank = true
	case n.SoftLineBreak() && r.spaced(r.plain, n.Segment.Stop):
		r.put([]byte(" "), source.Span{Start: at.End, End: at.End})
	}
}

// link reads a text link. Inside a link there is no second one; an unsafe one is its text.
func (r *reader) link(n *ast.Link) {
	link := &model.Link{Dest: r.dest(n), At: r.linkSpan(n)}
	if r.look.Link != nil || unsafe(link.Dest) {
		r.children(n)
		return
	}
	from := len(r.plain)
	r.look.Link = link
	r.children(n)
	link.Text = string(bytes.TrimSpace(r.plain[from:]))
	if link.Text == "" {
		r.put([]byte(link.Dest), link.At)
	}
}

// image reads an image amid text; an unsafe one is its words.
func (r *reader) image(n *ast.Image) {
	img := r.pictured(n)
	if unsafe(img.Dest) {
		r.put([]byte(img.Text), img.At)
		return
	}
	r.close()
	in := r.look
	in.Text, in.Image, in.At = line([]byte(img.Text)), &img, img.At
	r.text, r.plain, r.blank = append(r.text, in), append(r.plain, img.Text...), false
}

// put appends words that stand at a place of the source.
func (r *reader) put(words []byte, at source.Span) {
	r.plain = append(r.plain, words...)
	words, at = r.unindent(words, at)
	if !r.continues(at) {
		r.close()
		in := r.look
		in.At = at
		r.text, r.open = append(r.text, in), true
	}
	before := len(r.last)
	r.last, r.blank = squeeze(r.last, words, r.blank)
	if len(r.last) > before {
		r.text[len(r.text)-1].At.End = at.End
	}
}

// handIndent is how clerks indent a paragraph by hand.
const handIndent = "　　"

// unindent takes the indent by hand off a paragraph's first words. More than two spaces
// are none: they put a line where a clerk wants it, such as a signature.
func (r *reader) unindent(words []byte, at source.Span) ([]byte, source.Span) {
	if !r.first || len(words) == 0 {
		return words, at
	}
	r.first = false
	rest, ok := bytes.CutPrefix(words, []byte(handIndent))
	if !ok || bytes.HasPrefix(rest, []byte("　")) {
		return words, at
	}
	if bytes.HasPrefix(r.src[at.Start-r.base:], []byte(handIndent)) {
		at.Start += len(handIndent)
	}
	return rest, at
}

// continues reports whether what stands at the place belongs to the open stretch: it has
// its look and its line.
func (r *reader) continues(at source.Span) bool {
	if !r.open {
		return false
	}
	last := r.text[len(r.text)-1]
	from := last.At.End
	last.At = source.Span{}
	return last == r.look && from <= at.Start && bytes.IndexByte(r.src[from-r.base:at.Start-r.base], '\n') < 0
}

// close finishes the open stretch. One without text is none.
func (r *reader) close() {
	if !r.open {
		return
	}
	n := len(r.text)
	if len(r.last) == 0 {
		r.text = r.text[:n-1]
	} else {
		r.text[n-1].Text = string(r.last)
	}
	r.last, r.open = r.last[:0], false
}

// trim takes the blank off the end of the text so far.
func (r *reader) trim() {
	r.close()
	n := len(r.text)
	if n == 0 || r.text[n-1].Image != nil {
		return
	}
	in := &r.text[n-1]
	if in.Text = strings.TrimSuffix(in.Text, " "); in.Text == "" {
		r.text = r.text[:n-1]
	}
}

// squeeze appends text with one blank for each stretch of white space that is no mark of
// its own; none at its beginning where blank says that one would show nothing. It tells
// the same of its end.
func squeeze(to, text []byte, blank bool) ([]byte, bool) {
	for len(text) > 0 {
		c, size := utf8.DecodeRune(text)
		if !collapses(c) {
			to, blank = append(to, text[:size]...), false
		} else if !blank {
			to, blank = append(to, ' '), true
		}
		text = text[size:]
	}
	return to, blank
}

// collapses reports whether the character is white space that a page shows as one blank,
// or would end a line.
func collapses(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}
