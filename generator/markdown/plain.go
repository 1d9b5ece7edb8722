package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// plainLines takes a line without any mark of Markdown for a text at once. Nearly all lines
// of official documents are of this kind, and goldmark, which looks at each byte and at
// each blank for an address, takes a tenth of the time of loading a site for them.
//
// It makes the text that goldmark would make, in one node where goldmark may make several.
// A body with a backslash is not for it: goldmark carries an escape from line to line.
type plainLines struct{ marks [256]bool }

// newPlainLines knows the first bytes of goldmark's inline parsers and ours, what a bare
// address cannot do without (: of http:, @, w of www.), & of entities, and what
// takes care: control characters.
func newPlainLines() *plainLines {
	p := new(plainLines)
	for c := range byte(' ') {
		p.marks[c] = true
	}
	for _, c := range []byte("`![]<*_~:@w&\\\x7F") {
		p.marks[c] = true
	}
	return p
}

// Trigger gives the blank, which also stands for the head of a line.
func (*plainLines) Trigger() []byte { return []byte{' '} }

// Parse gives the line's text, and nil for goldmark to go on where it is not plain, where
// it ends in a blank, which may mean a break, or where it has begun before.
func (p *plainLines) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	n, at := block.Position()
	if lines := parent.Lines(); n >= lines.Len() || lines.At(n) != at || at.Padding != 0 {
		return nil
	}
	line, _ := block.PeekLine()
	end := len(line)
	if line[end-1] == '\n' {
		end--
	}
	if end == 0 || line[end-1] == ' ' {
		return nil
	}
	for _, c := range line[:end] {
		if p.marks[c] {
			return nil
		}
	}
	t := ast.NewTextSegment(text.NewSegment(at.Start, at.Start+end))
	t.SetSoftLineBreak(end < len(line))
	block.AdvanceLine()
	return t
}
