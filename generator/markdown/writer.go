package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"gongkai/generator/model"
	"gongkai/generator/source"
)

// A tree is a parsed body: what every walk over it must know.
type tree struct {
	root    ast.Node
	src     []byte
	base    int               // offset of src in its file
	anchors map[string]string // see there; nil until a link asks for it
	levels  []int             // source levels of the open headings, outermost first

	allowance *allowance // as parsing left it
}

// A writer walks one tree once and makes HTML and text side by side.
type writer struct {
	tree

	html, text bytes.Buffer
	lead       bytes.Buffer // running text for the summary
	links      []model.Link
	flaws      []model.Flaw
	told       [model.FlawKinds]int // flaws by kind, also of those left out
	headings   int
	indent     int // list depth, for the text form
	depth      int // emphases within each other
	tight      bool
	inHeading  bool
	inLink     bool

	runes, tables, images int
	code                  bool
}

// begin makes the writer ready for a tree. Only the buffers' memory stays.
func (w *writer) begin(t tree) {
	html, text, lead := w.html, w.text, w.lead
	html.Reset()
	text.Reset()
	lead.Reset()
	html.Grow(len(t.src) + len(t.src)/4 + 64)
	text.Grow(len(t.src) + 16)
	*w = writer{tree: t, html: html, text: text, lead: lead}
}

// maxFlaws is how many flaws of one kind a body has; more are not worth reading, and a text
// of nothing but flaws could have a million.
const maxFlaws = 100

func (w *writer) flaw(kind model.FlawKind, start, end int, found string) {
	if w.told[kind]++; w.told[kind] > maxFlaws {
		return
	}
	w.flaws = append(w.flaws, model.Flaw{Kind: kind, At: source.Span{Start: w.base + start, End: w.base + end}, Found: found})
}

// blocks writes the block children of n.
func (w *writer) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

func (w *writer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		w.heading(n)
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		w.inlines(n)
		w.newline()
		if n.NextSibling() != nil {
			w.html.WriteByte('\n')
		}
	case *ast.List:
		w.list(n)
	case *ast.Blockquote:
		w.html.WriteString("<blockquote>\n")
		w.blocks(n)
		w.html.WriteString("</blockquote>\n")
	case *ast.ThematicBreak:
		w.html.WriteString("<hr>\n")
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		w.codeBlock(n)
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *east.Table:
		w.table(n)
	case *ast.LinkReferenceDefinition:
		// It shows nothing of its own.
	default:
		w.blocks(n)
	}
}

// gap ends a block of the text form with a blank line.
func (w *writer) gap() {
	w.newline()
	if !w.tight && !bytes.HasSuffix(w.text.Bytes(), []byte("\n\n")) && w.text.Len() > 0 {
		w.text.WriteByte('\n')
	}
}

func (w *writer) newline() {
	if b := w.text.Bytes(); len(b) > 0 && b[len(b)-1] != '\n' {
		w.text.WriteByte('\n')
	}
}

// heading writes a heading at the level that keeps the page's outline without gaps: the
// page's title is h1, so the outermost headings of a body are h2, whatever the clerk wrote.
func (w *writer) heading(n *ast.Heading) {
	start, end := w.extent(n)
	last := 1
	if len(w.levels) > 0 {
		last = w.levels[len(w.levels)-1]
	}
	switch {
	case n.Level == 1:
		w.flaw(model.HeadingTop, start, end, "#")
	case n.Level > last+1:
		w.flaw(model.HeadingJump, start, end, strconv.Itoa(last)+"→"+strconv.Itoa(n.Level))
	}
	level := strconv.Itoa(w.nest(n.Level))
	if n.Parent().Kind() == ast.KindDocument {
		w.headings++
	}
	before := w.text.Len()
	if !n.HasChildren() {
		w.flaw(model.HeadingEmpty, start, end, "")
		return // an empty heading is nothing to a reader and a fault to a screen reader
	}
	w.html.WriteString("<h" + level)
	if n.Parent().Kind() == ast.KindDocument {
		w.html.WriteString(` id="s-` + strconv.Itoa(w.headings) + `"`)
	}
	w.html.WriteByte('>')
	w.inHeading = true
	w.inlines(n)
	w.inHeading = false
	w.html.WriteString("</h" + level + ">\n")
	if len(bytes.TrimSpace(w.text.Bytes()[before:])) == 0 {
		w.flaw(model.HeadingEmpty, start, end, "")
	}
	w.gap()
}

// nest opens a heading of the source level and gives the level that it has on the page:
// one more than that of the heading that it stands below, 6 at the most.
func (t *tree) nest(level int) int {
	for len(t.levels) > 0 && t.levels[len(t.levels)-1] >= level {
		t.levels = t.levels[:len(t.levels)-1]
	}
	t.levels = append(t.levels, level)
	return min(len(t.levels)+1, 6)
}

// extent gives the bytes of a block's lines.
func (t *tree) extent(n ast.Node) (start, end int) {
	start = t.pos(n)
	end = start
	if l := n.Lines(); l != nil && l.Len() > 0 {
		start = min(start, l.At(0).Start)
		end = l.At(l.Len() - 1).Stop
	}
	if end == start {
		end = start + firstLine(t.src[start:])
	}
	for end > start && (t.src[end-1] == '\n' || t.src[end-1] == ' ') {
		end--
	}
	return start, end
}

func (w *writer) paragraph(n *ast.Paragraph) {
	if img := soleImage(n); img != nil {
		w.html.WriteString("<figure>")
		w.image(img)
		if len(img.Title) > 0 {
			w.html.WriteString("<figcaption>")
			w.put(unescape(img.Title))
			w.html.WriteString("</figcaption>")
		}
		w.html.WriteString("</figure>\n")
		w.gap()
		return
	}
	before := w.text.Len()
	w.html.WriteString("<p>")
	w.inlines(n)
	w.html.WriteString("</p>\n")
	if w.lead.Len() < 8*SummaryLimit {
		w.lead.Write(w.text.Bytes()[before:])
		w.lead.WriteByte('\n')
	}
	w.gap()
}

// soleImage gives the image that is all of a paragraph, or nil.
func soleImage(n ast.Node) *ast.Image {
	if n.ChildCount() != 1 {
		return nil
	}
	img, _ := n.FirstChild().(*ast.Image)
	return img
}

func (w *writer) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	w.html.WriteString("<" + tag)
	if n.IsOrdered() && n.Start != 1 {
		w.html.WriteString(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	w.html.WriteString(">\n")
	outer := w.tight
	w.tight = true
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.newline()
		for range w.indent {
			w.text.WriteString("  ")
		}
		if n.IsOrdered() {
			w.text.WriteString(strconv.Itoa(number) + ". ")
			number++
		} else {
			w.text.WriteString("- ")
		}
		w.indent++
		w.html.WriteString("<li>")
		w.blocks(c)
		w.html.WriteString("</li>\n")
		w.indent--
	}
	w.html.WriteString("</" + tag + ">\n")
	w.tight = outer
	w.gap()
}

func (w *writer) codeBlock(n ast.Node) {
	w.code = true
	w.html.WriteString("<pre tabindex=\"0\"><code>")
	lines := n.Lines()
	for i := range lines.Len() {
		seg := lines.At(i)
		v := seg.Value(w.src)
		w.put(v)
	}
	w.html.WriteString("</code></pre>\n")
	w.gap()
}

// htmlBlock drops comments and shows anything else as the text that it is.
func (w *writer) htmlBlock(n *ast.HTMLBlock) {
	rest := shown(n, w.src)
	if len(rest) == 0 {
		return
	}
	if bytes.IndexByte(rest, '<') >= 0 {
		start := w.pos(n)
		w.flaw(model.RawHTML, start, start+firstLine(w.src[start:]), clip(rest, 40))
	}
	w.html.WriteString("<p>")
	w.put(rest)
	w.html.WriteString("</p>\n")
	w.gap()
}

// shown gives what is shown of an HTML block.
func shown(n *ast.HTMLBlock, src []byte) []byte {
	var raw []byte
	for i := range n.Lines().Len() {
		seg := n.Lines().At(i)
		raw = append(raw, seg.Value(src)...)
	}
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(src)...)
	}
	return bytes.TrimSpace(dropComments(raw))
}

// dropComments takes <!-- … --> out; an unclosed one runs to the end.
func dropComments(b []byte) []byte {
	var out []byte
	for {
		i := bytes.Index(b, []byte("<!--"))
		if i < 0 {
			return append(out, b...)
		}
		out = append(out, b[:i]...)
		j := bytes.Index(b[i+4:], []byte("-->"))
		if j < 0 {
			return out
		}
		b = b[i+4+j+3:]
	}
}

func (w *writer) table(n *east.Table) {
	w.tables++
	w.html.WriteString("<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"表格" + strconv.Itoa(w.tables) + "\"><table>\n")
	columns := len(n.Alignments)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*east.TableHeader)
		if head {
			w.html.WriteString("<thead>\n")
		} else if _, first := row.PreviousSibling().(*east.TableHeader); first {
			w.html.WriteString("<tbody>\n")
		}
		w.html.WriteString("<tr>")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			w.cell(cell, head)
			if cell.NextSibling() != nil {
				w.text.WriteByte('\t')
			}
		}
		w.html.WriteString("</tr>\n")
		w.text.WriteByte('\n')
		if head {
			w.html.WriteString("</thead>\n")
		} else if row.NextSibling() == nil {
			w.html.WriteString("</tbody>\n")
		}
		if !head {
			w.checkRow(row, columns)
		}
	}
	w.html.WriteString("</table></div>\n")
	w.gap()
}

func (w *writer) cell(n ast.Node, head bool) {
	tag := "td"
	if head {
		tag = "th"
	}
	w.html.WriteString("<" + tag)
	if head {
		w.html.WriteString(` scope="col"`)
	}
	if c, ok := n.(*east.TableCell); ok {
		switch c.Alignment {
		case east.AlignRight:
			w.html.WriteString(` class="r"`)
		case east.AlignCenter:
			w.html.WriteString(` class="c"`)
		}
	}
	w.html.WriteByte('>')
	w.inlines(n)
	w.html.WriteString("</" + tag + ">")
}

// checkRow flags a row that has more cells than the head: CommonMark drops them, and a
// figure would be lost without a word.
func (w *writer) checkRow(row ast.Node, columns int) {
	if row.Pos() < 0 { // goldmark does not tell where it is
		return
	}
	start := w.pos(row)
	line := w.src[start : start+firstLine(w.src[start:])]
	trimmed := bytes.TrimSpace(line)
	trimmed = bytes.TrimPrefix(trimmed, []byte("|"))
	if bytes.HasSuffix(trimmed, []byte("|")) && !bytes.HasSuffix(trimmed, []byte(`\|`)) {
		trimmed = trimmed[:len(trimmed)-1]
	}
	cells := 1
	for i, b := range trimmed {
		if b == '|' && (i == 0 || trimmed[i-1] != '\\') {
			cells++
		}
	}
	if cells > columns {
		w.flaw(model.TableRagged, start, start+len(line), strconv.Itoa(cells)+">"+strconv.Itoa(columns))
	}
}

// firstLine gives the length of the first line, without its end.
func firstLine(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i
	}
	return len(b)
}

// put writes words to both forms: escaped to HTML, bare to text.
func (w *writer) put(words []byte) {
	w.html.Write(util.EscapeHTML(words))
	w.text.Write(words)
}

// unescape gives the characters that a Markdown text stands for.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '\\') >= 0 {
		b = util.UnescapePunctuations(b)
	}
	if bytes.IndexByte(b, '&') >= 0 {
		b = uncontrolled(util.ResolveEntityNames(util.ResolveNumericReferences(b)))
	}
	if bytes.IndexByte(b, slot) >= 0 {
		b = bytes.ReplaceAll(b, []byte{slot}, []byte("\uFFFD"))
	}
	return b
}

// clip gives the first n characters of one line.
func clip(b []byte, n int) string {
	b = b[:firstLine(b)]
	for i := range string(b) {
		if n--; n < 0 {
			return string(b[:i]) + "…"
		}
	}
	return string(b)
}

// finish counts the text and looks at it as a whole.
func (w *writer) finish() {
	t := bytes.TrimRight(w.text.Bytes(), "\n")
	w.text.Truncate(len(t))
	if len(t) > 0 {
		w.text.WriteByte('\n')
	}
	w.runes = solid(t)
	if w.runes == 0 && w.images == 0 {
		w.flaw(model.EmptyBody, 0, 0, "")
	}
	w.unfilled()
}
