// Package front owns front matter: it finds the block between the --- lines of a
// Markdown file, reads its YAML into Nodes that know where they stand, and explains what
// clerks get wrong in it. The configuration files, which are YAML from end to end, are
// read by the same code.
//
// Values are texts as written: 04 stays "04", 012 stays "012", a date stays a text. What
// the keys mean is the reader's business (package load), not this package's.
//
// A block that YAML refuses is looked through line by line for the mistakes that people
// make with a Chinese keyboard or a word processor. Each gives one finding that names
// it, with its place and a fix (codes F03 to F10), and a mended copy is read in its
// place, so that one mistake does not hide the next. All spans are of the file's text as
// it is, never of the mended copy.
//
// Aliases, anchors, merge keys and tags are refused, and so are deep nesting and huge
// blocks: nobody writes them by hand, and they can make a small file large.
package front

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// A Kind is the shape of a Node.
type Kind uint8

// The kinds. The zero kind belongs to a block that holds nothing or nothing readable.
const (
	Nothing Kind = iota
	Scalar
	List
	Map
)

// A Node is one value of the YAML.
type Node struct {
	Kind   Kind
	Text   string      // of a Scalar: what was written, without quotes and escapes
	Quoted bool        // of a Scalar: it stood in quotes
	At     source.Span // where it stands in the file: quotes, brackets and dashes included
	Items  []Node      // of a List
	Pairs  []Pair      // of a Map, in the order written; a key that is repeated is here once
}

// A Pair is one key of a Map with its value.
type Pair struct {
	Key   string
	KeyAt source.Span
	Value Node
}

// Empty reports whether nothing was given: no value at all, or ~ or null without quotes.
func (n *Node) Empty() bool {
	switch n.Kind {
	case Scalar:
		return !n.Quoted && (n.Text == "" || n.Text == "~" || n.Text == "null")
	case Nothing:
		return true
	}
	return false
}

// Get gives the value of the key as it is written in the file, or nil.
func (n *Node) Get(key string) *Node {
	for i := range n.Pairs {
		if n.Pairs[i].Key == key {
			return &n.Pairs[i].Value
		}
	}
	return nil
}

// A Lost key was written, but its value could not be read.
type Lost struct {
	Key string
	At  source.Span // of the finding that says why; the line where that stands elsewhere
}

// A Block is the YAML of one file, read.
type Block struct {
	Root Node        // a Map; in a YAML file also a List. Nothing where there is none
	At   source.Span // the YAML text, without the --- lines
	Body int         // offset in the text where the body begins; the text's length in a YAML file
	Lost []Lost      // keys of lines that had to be left out

	// Whole is false where parts of the block could not be read: what is missing in Root
	// and Lost may then be there all the same.
	Whole bool

	Findings []diag.Diagnostic
}

const (
	maxBlock = 256 << 10 // bytes of a front matter
	maxFile  = 4 << 20   // bytes of a YAML file
	maxDepth = 12        // mappings and lists in each other
)

// Parse reads the front matter of a Markdown file. text is a source.File's: UTF-8 with
// LF and without a byte-order mark.
func Parse(path string, text []byte) Block {
	s, found := split(path, text)
	b := Block{At: s.yaml, Body: s.body, Whole: !s.none && !s.guessed, Findings: found}
	if s.none {
		return b
	}
	if s.yaml.End-s.yaml.Start > maxBlock {
		b.tooLarge(path, maxBlock)
		return b
	}
	if s.closed {
		if root, ok := simple(text[s.yaml.Start:s.yaml.End], s.yaml.Start); ok {
			b.Root = root
			return b
		}
	}
	r := reader{path: path, text: text, yaml: s.yaml, front: true}
	if s.closed {
		r.viaFrontmatter(text[:s.body])
	} else {
		r.read(text[s.yaml.Start:s.yaml.End])
	}
	b.take(&r)
	return b
}

// YAML reads a file that is YAML from end to end, such as site.yaml. An empty one, or one
// of comments only, is Nothing without a finding.
func YAML(path string, text []byte) Block {
	b := Block{At: source.Span{Start: 0, End: len(text)}, Body: len(text), Whole: true}
	if len(text) > maxFile {
		b.tooLarge(path, maxFile)
		return b
	}
	r := reader{path: path, text: text, yaml: b.At}
	r.read(text)
	b.take(&r)
	return b
}

func (b *Block) take(r *reader) {
	b.Root, b.Lost = r.root, r.lost
	b.Findings = append(b.Findings, r.found...)
	b.Whole = b.Whole && !r.partial
	if r.body > 0 {
		b.At, b.Body = r.yaml, r.body
	}
}

func (b *Block) tooLarge(path string, limit int) {
	b.Whole = false
	b.Findings = append(b.Findings, diag.Diagnostic{
		Rule: "F10", Place: diag.Place{Path: path, At: source.Span{Start: b.At.Start, End: b.At.Start}},
		Text: diag.Say("这里有%d KB，超过了%d KB，没有读取", "the YAML here has %d KB, more than %d KB, and was not read", (b.At.End-b.At.Start)>>10, limit>>10),
		Fix:  diag.Say("检查结尾的“---”是不是写到了正文后面", "see whether the closing --- stands behind the body"),
	})
}

// lineEnd gives the offset of the end of the line that holds the offset, before its LF.
func lineEnd(text []byte, at int) int {
	if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

// nextLine gives the offset where the line after the one that ends at end begins.
func nextLine(text []byte, end int) int { return min(end+1, len(text)) }

// runeEnd gives the offset behind the character at the offset.
func runeEnd(text []byte, at int) int {
	if at >= len(text) {
		return len(text)
	}
	_, n := utf8.DecodeRune(text[at:])
	return at + n
}
