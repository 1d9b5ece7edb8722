package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"gongkai/generator/model"
	"gongkai/generator/source"
)

// inlines writes the inline children of n.
func (w *writer) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.inline(c)
	}
}

func (w *writer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.words(n)
	case *ast.String:
		w.put(n.Value)
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		w.wrap(tag, n)
	case *east.Strikethrough:
		w.wrap("del", n)
	case *ast.CodeSpan:
		w.html.WriteString("<code>")
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				w.put(codeWords(t, w.src))
			}
		}
		w.html.WriteString("</code>")
	case *ast.Link:
		w.link(n)
	case *ast.Image:
		w.image(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.RawHTML:
		w.rawHTML(n)
	default:
		w.inlines(n)
	}
}

// codeWords gives a stretch of a code span: a line's end in it is a space.
func codeWords(n *ast.Text, src []byte) []byte {
	return bytes.ReplaceAll(n.Segment.Value(src), []byte("\n"), []byte(" "))
}

// maxInline is how many emphases within each other a page shows as such. Browsers and other
// readers of HTML give up where elements are nested some hundred deep.
const maxInline = 32

func (w *writer) wrap(tag string, n ast.Node) {
	if w.depth++; w.depth > maxInline {
		w.inlines(n)
		w.depth--
		return
	}
	w.html.WriteString("<" + tag + ">")
	w.inlines(n)
	w.html.WriteString("</" + tag + ">")
	w.depth--
}

// words writes a run of text and the line break that may end it. A line break between two
// Han characters is nothing; elsewhere it is a space.
func (w *writer) words(n *ast.Text) {
	v := n.Segment.Value(w.src)
	if !n.IsRaw() {
		if i := bytes.Index(v, []byte("**")); i >= 0 && !bytes.Contains(v, []byte(`\*`)) {
			w.flaw(model.OpenEmphasis, n.Segment.Start+i, n.Segment.Start+i+2, "**")
		}
		v = unescape(v)
	}
	w.put(v)
	switch {
	case n.HardLineBreak():
		w.html.WriteString("<br>")
		w.text.WriteByte('\n')
	case n.SoftLineBreak():
		if w.spaced(w.text.Bytes(), n.Segment.Stop) {
			w.html.WriteByte('\n')
			w.text.WriteByte(' ')
		}
	}
}

// spaced reports whether a line's end in the source is a space: before is the text up to
// it, at its place.
func (t *tree) spaced(before []byte, at int) bool {
	last, _ := utf8.DecodeLastRune(before)
	return !wide(last) || !wide(t.next(at))
}

// next gives the first character of the source behind a line's end.
func (t *tree) next(at int) rune {
	at = min(at, len(t.src))
	// Nobody puts forty marks before a word, and to look past a million of them behind
	// each of a million lines would take hours.
	rest := bytes.TrimLeft(t.src[at:min(at+40, len(t.src))], " \t\n>*_`[~")
	r, _ := utf8.DecodeRune(rest)
	return r
}

// wide reports whether a line break beside the character is no space: Han, kana and the
// marks of Chinese.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) ||
		r >= 0x3000 && r <= 0x30FF || // CJK marks, kana
		r >= 0xFF01 && r <= 0xFF60 || // full-width forms
		strings.ContainsRune("“”‘’—…·", r)
}

// open writes an attribute whose value is the slot of a new link.
func (w *writer) open(attr string, link model.Link) {
	w.html.WriteString(" " + attr + "=\"")
	w.html.WriteByte(slot)
	w.html.WriteString(strconv.Itoa(len(w.links)))
	w.html.WriteByte(slot)
	w.html.WriteByte('"')
	w.links = append(w.links, link)
}

// link writes a text link. Inside a link there is no second one; an unsafe one is its text.
func (w *writer) link(n *ast.Link) {
	dest := w.dest(n)
	at := w.linkSpan(n)
	plain := w.inLink
	if unsafe(dest) {
		w.flaw(model.UnsafeLink, at.Start-w.base, at.End-w.base, clip([]byte(dest), 60))
		plain = true
	}
	text, number := w.text.Len(), len(w.links)
	if plain {
		w.inlines(n)
		return
	}
	w.html.WriteString("<a")
	w.open("href", model.Link{Dest: dest, At: at})
	w.html.WriteByte('>')
	w.inLink = true
	w.inlines(n)
	w.inLink = false
	w.html.WriteString("</a>")
	words := strings.TrimSpace(string(w.text.Bytes()[text:]))
	w.links[number].Text = words
	if words == "" {
		w.flaw(model.BareLink, at.Start-w.base, at.End-w.base, clip([]byte(dest), 60))
		w.html.Truncate(w.html.Len() - len("</a>"))
		w.put([]byte(dest)) // a link must be something to click
		w.html.WriteString("</a>")
	}
}

// dest gives where a link leads: to the heading that a fragment names, else as written.
func (t *tree) dest(n *ast.Link) string {
	dest := string(unescape(n.Destination))
	if strings.HasPrefix(dest, "#") {
		if t.anchors == nil {
			t.anchors = anchors(t.root, t.src)
		}
		if id, ok := t.anchors[decode(dest[1:])]; ok {
			return "#" + id
		}
	}
	return dest
}

// image writes an image. Its alternative text belongs to the text form too.
func (w *writer) image(n *ast.Image) {
	w.images++
	img := w.pictured(n)
	if unsafe(img.Dest) {
		w.flaw(model.UnsafeLink, img.At.Start-w.base, img.At.End-w.base, clip([]byte(img.Dest), 60))
		w.put([]byte(img.Text))
		return
	}
	if img.Text == "" {
		w.flaw(model.ImageNoText, img.At.Start-w.base, img.At.End-w.base, clip([]byte(img.Dest), 60))
	}
	w.html.WriteString("<img")
	w.open("src", img)
	w.html.WriteString(` alt="`)
	w.put([]byte(img.Text))
	w.html.WriteString(`" loading="lazy">`)
}

// pictured gives an image's address, which may be unsafe, and its words.
func (t *tree) pictured(n *ast.Image) model.Link {
	return model.Link{
		Dest: string(unescape(n.Destination)), Text: strings.TrimSpace(string(alternative(n, t.src))),
		Image: true, At: t.linkSpan(n),
	}
}

// alternative gives the plain text of an image's description.
func alternative(n ast.Node, src []byte) (out []byte) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			out = append(out, unescape(t.Segment.Value(src))...)
		} else {
			out = append(out, alternative(c, src)...)
		}
	}
	return out
}

func (w *writer) autoLink(n *ast.AutoLink) {
	link := w.bare(n)
	if w.inLink || unsafe(link.Dest) {
		w.put([]byte(link.Text))
		return
	}
	w.html.WriteString("<a")
	w.open("href", link)
	w.html.WriteByte('>')
	w.put([]byte(link.Text))
	w.html.WriteString("</a>")
}

// bare gives the link that a bare address is; it may be unsafe.
func (t *tree) bare(n *ast.AutoLink) model.Link {
	label := n.Label(t.src)
	dest := string(n.URL(t.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	start := t.pos(n)
	return model.Link{Dest: dest, Text: string(label), At: t.span(start, min(start+len(label), len(t.src)))}
}

// rawHTML drops a comment and shows any other tag as text.
func (w *writer) rawHTML(n *ast.RawHTML) {
	raw := n.Segments.Value(w.src)
	rest := dropComments(raw)
	if len(bytes.TrimSpace(rest)) == 0 {
		return
	}
	if n.Segments.Len() > 0 {
		s := n.Segments.At(0)
		w.flaw(model.RawHTML, s.Start, s.Stop, clip(rest, 40))
	}
	w.put(rest)
}

// maxLink is how many bytes of a line are looked through for a link's end.
const maxLink = 1 << 10

// linkSpan gives the span of a link's or image's source, from its bracket to the end of
// its line at the most.
func (t *tree) linkSpan(n ast.Node) source.Span {
	start := t.pos(n)
	near := t.src[start:min(start+maxLink, len(t.src))]
	line := near[:firstLine(near)]
	end := start + len(line)
	if i := bytes.Index(line, []byte("](")); i >= 0 {
		if j := bytes.IndexByte(line[i:], ')'); j >= 0 {
			end = start + i + j + 1
		}
	} else if i := bytes.IndexByte(line, ']'); i >= 0 {
		end = start + i + 1
	}
	return source.Span{Start: t.base + start, End: t.base + end}
}
