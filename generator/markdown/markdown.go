// Package markdown turns the body of an item into what pages need: safe HTML, plain
// text, the links and images in it, a summary, and what is odd about it.
//
// Goldmark parses; the writing is ours, one walk that makes HTML and text together, so
// that both hold the same words in the same order. The HTML has no raw HTML (it is
// shown as text, comments are dropped), no inline style, no script; headings are nested
// without gaps below the page's h1; tables stand in a box that scrolls.
// Addresses are left as slots, because only a site knows where a link leads: Resolve
// fills them.
package markdown

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"gongkai/generator/model"
	"gongkai/generator/source"
)

// SummaryLimit is the longest summary in characters (standards: 内容概述 一般不超过100字).
const SummaryLimit = 100

// slot stands around the number of a link in Document.HTML. Goldmark replaces NUL in the
// source by U+FFFD, so it cannot come from a clerk.
const slot = 0

// A Document is one body, read.
type Document struct {
	HTML    []byte       // with slots; see Resolve
	Text    []byte       // blocks apart by blank lines, rows by LF, cells by tabs; ends with LF unless empty
	Links   []model.Link // in the order of their slots
	Flaws   []model.Flaw // in the order of their places
	Summary string       // at most SummaryLimit characters; "" where there is no running text
	Runes   int          // characters of Text, white space not counted
	Tables  int
	Images  int
	HasCode bool
}

// A Parser reads bodies. It is safe for concurrent use.
type Parser struct {
	plain   parser.Parser // for bodies without a backslash
	escaped parser.Parser // for the others
	writers sync.Pool     // of *writer, for their buffers
}

// maxKept is the largest buffer that a writer keeps for the next body.
const maxKept = 1 << 20

// New makes a parser for CommonMark with tables, strikethrough, and bare addresses as links.
func New() *Parser {
	return &Parser{plain: newParser(util.Prioritized(newPlainLines(), 0)), escaped: newParser()}
}

// Parse reads a body. base is the body's offset in its file: all places are in the file.
// It accepts any bytes.
func (p *Parser) Parse(body []byte, base int) (d Document) {
	p.Use(body, base, func(read *Document) {
		d = *read
		d.HTML, d.Text = bytes.Clone(read.HTML), bytes.Clone(read.Text)
	})
	return d
}

// Use is Parse for a caller who puts the HTML and the text elsewhere before do returns:
// the next body takes their place.
func (p *Parser) Use(body []byte, base int, do func(*Document)) {
	w, _ := p.writers.Get().(*writer)
	if w == nil {
		w = new(writer)
	}
	w.begin(p.tree(body, base))
	w.excess()
	w.blocks(w.root)
	w.finish()
	do(&Document{
		HTML: w.html.Bytes(), Text: w.text.Bytes(), Links: w.links, Flaws: w.flaws,
		Summary: summarize(w.lead.Bytes()), Runes: w.runes, Tables: w.tables, Images: w.images, HasCode: w.code,
	})
	if w.html.Cap() <= maxKept && w.text.Cap() <= maxKept && w.lead.Cap() <= maxKept {
		w.begin(tree{})
		p.writers.Put(w)
	}
}

// tree parses a body.
func (p *Parser) tree(body []byte, base int) tree {
	body = uncontrolled(body)
	goldmark := p.plain
	if bytes.IndexByte(body, '\\') >= 0 {
		goldmark = p.escaped
	}
	pc, a := parser.NewContext(), newAllowance(len(body))
	pc.Set(allowanceKey, a)
	return tree{root: goldmark.Parse(text.NewReader(body), parser.WithContext(pc)), src: body, base: base, allowance: a}
}

// uncontrolled gives the body with blanks in the places of control characters, which no page,
// feed or sheet can hold. NUL is goldmark's to replace.
func uncontrolled(body []byte) []byte {
	var out []byte
	source.Odds(body, func(at int, r rune, why source.Oddness) bool {
		if why != source.Control || r == 0 {
			return true
		}
		if out == nil {
			out = bytes.Clone(body)
		}
		copy(out[at:], "  "[:utf8.RuneLen(r)])
		return true
	})
	if out == nil {
		return body
	}
	return out
}

// Resolve writes html with each slot filled by the address that to gives for its link,
// escaped for an attribute. A slot without a link is an error of the caller's.
func Resolve(w io.Writer, html []byte, links []model.Link, to func(model.Link) string) error {
	for {
		i := bytes.IndexByte(html, slot)
		if i < 0 {
			_, err := w.Write(html)
			return err
		}
		j := bytes.IndexByte(html[i+1:], slot)
		if j < 0 {
			return fmt.Errorf("markdown: a slot is not closed at byte %d", i)
		}
		n, err := strconv.Atoi(string(html[i+1 : i+1+j]))
		if err != nil || n < 0 || n >= len(links) {
			return fmt.Errorf("markdown: no link for slot %q", html[i+1:i+1+j])
		}
		if _, err := w.Write(html[:i]); err != nil {
			return err
		}
		if _, err := w.Write(util.EscapeHTML([]byte(to(links[n])))); err != nil {
			return err
		}
		html = html[i+j+2:]
	}
}

// anchors numbers the headings, s-1, s-2 …, and maps their text to their id, so that
// [见第二部分](#二、安排) finds its heading.
func anchors(root ast.Node, src []byte) map[string]string {
	ids := map[string]string{}
	n := 0
	for c := root.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() != ast.KindHeading {
			continue
		}
		n++
		id := "s-" + strconv.Itoa(n)
		t := string(bytes.TrimSpace(c.Lines().Value(src)))
		if _, taken := ids[t]; !taken {
			ids[t] = id
		}
	}
	return ids
}
