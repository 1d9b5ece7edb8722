package front

import (
	"bytes"
	"errors"
	"strings"
	"unicode"

	"github.com/adrg/frontmatter"
	"go.yaml.in/yaml/v4"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// A reader turns one stretch of YAML into a Node and findings.
type reader struct {
	path  string
	text  []byte      // the whole file
	yaml  source.Span // of text
	front bool        // a front matter, whose root must be a mapping
	body  int         // where the body begins, where that is not behind the closing line

	root    Node
	lost    []Lost
	partial bool
	found   []diag.Diagnostic

	// while converting
	src       mended
	cur       cursor
	swallowed bool // a quotation mark that is not closed took whole lines for its text
}

// viaFrontmatter lets package frontmatter take the block out of the head of the file,
// which holds nothing but the block and its --- lines, and reads it.
func (r *reader) viaFrontmatter(head []byte) {
	format := frontmatter.NewFormat("---", "---", func(block []byte, _ any) error {
		r.read(block)
		return nil
	})
	if _, err := frontmatter.Parse(bytes.NewReader(head), nil, format); err != nil {
		// bytes.Reader does not fail, and neither does our Unmarshal.
		panic("front: " + err.Error())
	}
}

// read reads the block, which is the bytes of r.yaml.
func (r *reader) read(block []byte) {
	src := mend(block, r.yaml.Start, oddBlanks(block))
	if doc, err := decode(src.text); err == nil && r.fits(doc) {
		r.convert(src, doc)
		if !r.swallowed {
			return
		}
		r.root, r.found, r.partial = Node{}, nil, false
	}
	r.repair(block)
}

// fits reports whether the document's root is of a kind that the file may have.
func (r *reader) fits(doc *yaml.Node) bool {
	if len(doc.Content) == 0 {
		return true
	}
	switch root := doc.Content[0]; root.Kind {
	case yaml.MappingNode:
		return true
	case yaml.SequenceNode:
		return !r.front
	default:
		return root.Kind == yaml.ScalarNode && root.Tag == "!!null"
	}
}

// decode gives the document node, with nothing in it for an empty text.
func decode(text []byte) (*yaml.Node, error) {
	var doc yaml.Node
	err := yaml.Load(text, &doc)
	if err != nil && len(bytes.TrimSpace(text)) == 0 {
		return &yaml.Node{}, nil
	}
	var none *yaml.LoadError
	if errors.As(err, &none) && onlyComments(text) {
		return &yaml.Node{}, nil
	}
	return &doc, err
}

func onlyComments(text []byte) bool {
	for line := range bytes.Lines(text) {
		if l := bytes.TrimSpace(line); len(l) > 0 && l[0] != '#' {
			return false
		}
	}
	return true
}

// convert makes r.root of a document read from src.
func (r *reader) convert(src mended, doc *yaml.Node) {
	r.src, r.cur = src, cursor{text: src.text}
	if len(doc.Content) == 0 || doc.Content[0].Kind == yaml.ScalarNode {
		return
	}
	r.root, _ = r.node(doc.Content[0], place{indent: -1})
}

// A place tells where a node stands: how far what holds it is indented, how deep it is,
// and behind which key.
type place struct {
	indent, depth int
	flow          bool
	key           string
	keyLine       int
}

// node converts a node and gives the offset in src behind it.
func (r *reader) node(n *yaml.Node, p place) (Node, int) {
	start := r.cur.seek(n.Line, n.Column)
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		end := max(start, plainLine(r.src.text, start))
		r.say("F10", r.src.span(start, end), marked(string(r.src.text[start:end])), quoteIt)
		r.partial = true
		return Node{Kind: Scalar, Text: string(r.src.text[start:end]), At: r.src.span(start, end)}, end
	}
	if p.depth > maxDepth {
		r.say("F10", r.src.span(start, start), deepText, diag.Words{})
		r.partial = true
		return Node{}, start
	}
	p.depth++
	p.flow = p.flow || n.Style&yaml.FlowStyle != 0
	switch n.Kind {
	case yaml.MappingNode:
		return r.mapping(n, start, p)
	case yaml.SequenceNode:
		return r.sequence(n, start, p)
	}
	return r.scalar(n, start, p)
}

// plainLine gives the end of the line without the white space before it.
func plainLine(text []byte, at int) int {
	return at + len(bytes.TrimRightFunc(text[at:lineEnd(text, at)], unicode.IsSpace))
}

func (r *reader) sequence(n *yaml.Node, start int, p place) (Node, int) {
	if !p.flow {
		p.indent = n.Column - 1
	}
	out := Node{Kind: List, Items: make([]Node, 0, len(n.Content))}
	end := start
	p.keyLine = 0
	for _, c := range n.Content {
		item, e := r.node(c, p)
		out.Items = append(out.Items, item)
		end = max(end, e)
	}
	end = r.closing(start, end, '[')
	out.At = r.src.span(start, end)
	return out, end
}

// closing gives the end of a list or mapping: behind its closing bracket where it began
// with an opening one, else where its last entry ends.
func (r *reader) closing(start, end int, bracket byte) int {
	if start < len(r.src.text) && r.src.text[start] == bracket {
		return flowEnd(r.src.text, max(end, start+1))
	}
	return end
}

func (r *reader) mapping(n *yaml.Node, start int, p place) (Node, int) {
	if !p.flow {
		p.indent = n.Column - 1
	}
	out := Node{Kind: Map, Pairs: make([]Pair, 0, len(n.Content)/2)}
	var seen map[string]int
	if len(n.Content) > 2*manyKeys {
		seen = make(map[string]int, len(n.Content)/2)
	}
	end := start
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		at := r.cur.seek(k.Line, k.Column)
		if k.Kind != yaml.ScalarNode || k.Tag == "!!merge" || k.Anchor != "" || k.Style&yaml.TaggedStyle != 0 {
			stop := max(at, plainLine(r.src.text, at))
			r.say("F10", r.src.span(at, stop), marked(string(r.src.text[at:stop])), quoteIt)
			r.partial = true
			continue
		}
		kend := scalarEnd(r.src.text, at, k, p.indent)
		pair := Pair{Key: k.Value, KeyAt: r.src.span(at, kend)}
		pair.trimKey()
		q := p
		q.key, q.keyLine = pair.Key, k.Line
		var e int
		pair.Value, e = r.node(v, q)
		end = max(end, e, kend)
		if first := out.pair(pair.Key, seen); first != nil {
			r.repeated(first, &pair)
			continue
		}
		if seen != nil {
			seen[pair.Key] = len(out.Pairs)
		}
		out.Pairs = append(out.Pairs, pair)
	}
	end = r.closing(start, end, '{')
	out.At = r.src.span(start, end)
	return out, end
}

// trimKey cuts blanks of every width off a key.
func (p *Pair) trimKey() {
	t := strings.TrimFunc(p.Key, unicode.IsSpace)
	if t == p.Key {
		return
	}
	if p.KeyAt.End-p.KeyAt.Start == len(p.Key) {
		p.KeyAt.Start += strings.Index(p.Key, t)
		p.KeyAt.End = p.KeyAt.Start + len(t)
	}
	p.Key = t
}

// manyKeys is from how many keys on a map is quicker than looking at each.
const manyKeys = 40

// pair gives the pair of the key, or nil. seen is the number of each pair by key, and nil
// where there are few.
func (n *Node) pair(key string, seen map[string]int) *Pair {
	if seen != nil {
		if i, ok := seen[key]; ok {
			return &n.Pairs[i]
		}
		return nil
	}
	for i := range n.Pairs {
		if n.Pairs[i].Key == key {
			return &n.Pairs[i]
		}
	}
	return nil
}

func (r *reader) scalar(n *yaml.Node, start int, p place) (Node, int) {
	end := scalarEnd(r.src.text, start, n, p.indent)
	out := Node{Kind: Scalar, Text: n.Value, Quoted: n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0}
	if out.Quoted && !p.flow && !deeper(r.src.text, start, end, p.indent) {
		r.swallowed = true
	}
	plain := !out.Quoted && n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0
	if plain {
		if !p.flow {
			end = r.cutOff(&out, start, end, p)
		}
		if p.keyLine != 0 && n.Line > p.keyLine && len(out.Text) > 1 && out.Text[0] == '-' {
			r.say("F10", r.src.span(start, start+1), diag.Say("短横后面缺一个空格", "a blank is missing behind the hyphen"),
				diag.Say("每一项写成“- 内容”", "write each entry as \"- text\""))
		}
		if inner, ok := curly(out.Text); ok {
			r.say("F08", r.src.span(start, end), curlyText(out.Text), curlyFix(inner))
			out.Text = inner
		}
	}
	out.At = r.src.span(start, end)
	return out, end
}

// cutOff finds a # that made YAML take the rest of the line for a comment although it was
// meant as text: nothing but a blank is put before it, and no blank behind it. It gives
// the new end of the value.
func (r *reader) cutOff(n *Node, start, end int, p place) int {
	stop := plainLine(r.src.text, end)
	at := end + blanks(r.src.text[end:stop])
	if at >= stop || r.src.text[at] != '#' {
		return end
	}
	title := r.front && p.depth == 2 && (p.key == "title" || p.key == "标题")
	if !title && (at+1 >= stop || blankAt(r.src.text[at+1:]) > 0 || r.src.text[at+1] == '#') {
		return end
	}
	if start == end {
		start = at
	}
	n.Text = string(r.src.text[start:stop])
	r.say("F09", r.src.span(at, at+1), hashText, hashFix(n.Text))
	return stop
}

// blanks gives how many spaces and tabs are at the front.
func blanks(b []byte) int { return len(b) - len(bytes.TrimLeft(b, " \t")) }

// maxFindings is how many findings of one file are worth reading.
const maxFindings = 100

func (r *reader) say(rule string, at source.Span, text, fix diag.Words) {
	if len(r.found) >= maxFindings {
		r.partial = true
		return
	}
	r.found = append(r.found, diag.Diagnostic{Rule: rule, Place: diag.Place{Path: r.path, At: at}, Text: text, Fix: fix})
}

func (r *reader) repeated(first, second *Pair) {
	n := len(r.found)
	r.say("F07", second.KeyAt, diag.Say("“%s”写了两次", "%q is given twice", second.Key),
		diag.Say("只留一处", "keep one of the two"))
	if len(r.found) > n {
		r.found[n].Related = []diag.Related{{
			Place: diag.Place{Path: r.path, At: first.KeyAt},
			Text:  diag.Say("第一次在这里", "first given here"),
		}}
	}
}
