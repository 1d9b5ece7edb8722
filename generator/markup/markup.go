// Package markup owns editing XML in place: an element is known by the bytes that it takes,
// and an edit replaces some of them, so that everything that no edit touches stays as it was
// written, byte for byte.
//
// encoding/xml reads; nothing here expands an entity or looks outside the text.
package markup

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Limits of a text, against files that are made to exhaust the machine.
const (
	MaxDepth    = 1000      // elements inside each other
	MaxElements = 8_000_000 // elements in a text
	maxBytes    = 1 << 30   // bytes of a text: places are 32-bit numbers
)

// A Node is an element of a text.
type Node struct {
	Space, Local string // the namespace's URI and the local name

	// Start and End are the element's bytes with its tags; Inner and InnerEnd those between
	// the tags. Of an empty element <a/>, Inner, InnerEnd and End are the same place.
	Start, Inner, InnerEnd, End int32

	Parent   *Node
	Children []*Node
}

// Empty reports whether the element is written as <a/>.
func (n *Node) Empty() bool { return n.Inner == n.End }

// Is reports whether the element has the local name, in any namespace.
func (n *Node) Is(locals ...string) bool { return slices.Contains(locals, n.Local) }

// Child gives the first child with the local name, nil where there is none.
func (n *Node) Child(local string) *Node {
	for _, c := range n.Children {
		if c.Local == local {
			return c
		}
	}
	return nil
}

// Walk calls f for the element and all below it, in the order of the text, and does not go
// below one for which f gives false.
func (n *Node) Walk(f func(*Node) bool) {
	if !f(n) {
		return
	}
	for _, c := range n.Children {
		c.Walk(f)
	}
}

// Next gives the element that follows below the same parent, nil where there is none.
func (n *Node) Next() *Node {
	if n.Parent == nil {
		return nil
	}
	// Found by place: children stand in order.
	list := n.Parent.Children
	i, ok := slices.BinarySearchFunc(list, n.Start, func(c *Node, at int32) int { return int(c.Start) - int(at) })
	if !ok || i+1 == len(list) {
		return nil
	}
	return list[i+1]
}

// Parse reads a text, which must be UTF-8, and gives its root. The error says what is wrong
// with the text: it is not well-formed, not UTF-8, or past the limits.
func Parse(text []byte) (*Node, error) { return parse(text, true) }

// ParseLoose is Parse for what older programs write, such as VML: it forgives tags that
// are not closed.
func ParseLoose(text []byte) (*Node, error) { return parse(text, false) }

func parse(text []byte, strict bool) (*Node, error) {
	if len(text) > maxBytes {
		return nil, errors.New("XML of more than 1 GB")
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = strict
	if !strict {
		d.AutoClose = []string{"br"}
	}
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if l := strings.ToLower(label); l == "us-ascii" || l == "ascii" {
			return in, nil
		}
		return nil, fmt.Errorf("XML in %s", label)
	}
	names := map[string]string{}
	one := func(s string) string { // a name is kept once, and not with the decoder's buffer
		if v, ok := names[s]; ok {
			return v
		}
		names[s] = s
		return s
	}
	var root, at *Node
	depth, count := 0, 0
	for {
		before := int32(d.InputOffset())
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		after := int32(d.InputOffset())
		switch tok := tok.(type) {
		case xml.StartElement:
			if depth++; depth > MaxDepth {
				return nil, errors.New("XML nested too deeply")
			}
			if count++; count > MaxElements {
				return nil, errors.New("XML with too many elements")
			}
			n := &Node{Space: one(tok.Name.Space), Local: one(tok.Name.Local), Start: before, Inner: after, Parent: at}
			if at != nil {
				at.Children = append(at.Children, n)
			} else if root == nil {
				root = n
			} else {
				return nil, errors.New("XML with two roots")
			}
			at = n
		case xml.EndElement:
			if at == nil {
				return nil, errors.New("XML with an end tag alone")
			}
			depth--
			at.InnerEnd, at.End = before, after
			at = at.Parent
		}
	}
	if root == nil || at != nil {
		return nil, errors.New("XML without a root")
	}
	return root, nil
}

// An Attr is an attribute as it is written.
type Attr struct {
	Name       string // with its prefix
	Value      string // its references resolved
	Start, End int32  // its bytes in the text, with the blanks before it
	From, To   int32  // the value's bytes, without the quotation marks
}

// Local gives the name without its prefix.
func (a Attr) Local() string { return a.Name[strings.IndexByte(a.Name, ':')+1:] }

// Attrs lists the attributes of an element of the text.
func (n *Node) Attrs(text []byte) []Attr {
	end := int(n.Inner)
	i := int(n.Start)
	for i < end && !blank(text[i]) && text[i] != '>' && text[i] != '/' {
		i++
	}
	var out []Attr
	for i < end {
		start := i
		for i < end && blank(text[i]) {
			i++
		}
		name := i
		for i < end && !blank(text[i]) && text[i] != '=' && text[i] != '>' && text[i] != '/' {
			i++
		}
		a := Attr{Name: string(text[name:i]), Start: int32(start)}
		for i < end && blank(text[i]) {
			i++
		}
		if i >= end || text[i] != '=' || a.Name == "" {
			return out // the tag's end
		}
		for i++; i < end && blank(text[i]); i++ {
		}
		if i >= end || text[i] != '"' && text[i] != '\'' {
			return out // an attribute without quotation marks, which only loose parsing lets pass
		}
		quote := text[i]
		from := i + 1
		k := bytes.IndexByte(text[from:end], quote)
		if k < 0 {
			return out
		}
		a.From, a.To = int32(from), int32(from+k)
		a.Value = Unescape(text[from : from+k])
		i = from + k + 1
		a.End = int32(i)
		out = append(out, a)
	}
	return out
}

// Attr gives the value of the attribute with the name: with a prefix as it is written, else
// of the first whose local name it is. It is "" where there is none.
func (n *Node) Attr(text []byte, name string) string {
	for _, a := range n.Attrs(text) {
		if a.Name == name || a.Local() == name {
			return a.Value
		}
	}
	return ""
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// Text gives the character data inside the element, that of all elements below it too.
func (n *Node) Text(text []byte) string {
	var b strings.Builder
	at := n.Inner
	var add func(*Node)
	add = func(n *Node) {
		for _, c := range n.Children {
			b.WriteString(data(text[at:c.Start]))
			at = c.Inner
			add(c)
			at = c.End
		}
		if n.InnerEnd > at {
			b.WriteString(data(text[at:n.InnerEnd]))
		}
	}
	add(n)
	return b.String()
}

// data resolves the references, CDATA sections and comments in text without elements.
func data(s []byte) string {
	if bytes.IndexByte(s, '<') < 0 {
		return Unescape(s)
	}
	var b strings.Builder
	d := xml.NewDecoder(bytes.NewReader(s))
	d.Strict = false
	for {
		tok, err := d.RawToken()
		if err != nil {
			return b.String()
		}
		if c, ok := tok.(xml.CharData); ok {
			b.Write(c)
		}
	}
}

// Unescape resolves the references of a text; one that it does not know stays as it is.
func Unescape(s []byte) string {
	if bytes.IndexByte(s, '&') < 0 {
		return string(s)
	}
	var b strings.Builder
	for len(s) > 0 {
		i := bytes.IndexByte(s, '&')
		if i < 0 {
			break
		}
		b.Write(s[:i])
		s = s[i:]
		end := bytes.IndexByte(s[:min(len(s), 16)], ';')
		r, ok := "", false
		if end > 0 {
			r, ok = reference(string(s[1:end]))
		}
		if !ok {
			b.WriteByte('&')
			s = s[1:]
			continue
		}
		b.WriteString(r)
		s = s[end+1:]
	}
	b.Write(s)
	return b.String()
}

func reference(name string) (string, bool) {
	switch name {
	case "amp":
		return "&", true
	case "lt":
		return "<", true
	case "gt":
		return ">", true
	case "quot":
		return `"`, true
	case "apos":
		return "'", true
	}
	var r rune
	format := "#%d"
	if strings.HasPrefix(name, "#x") {
		format = "#x%x"
	}
	if n, err := fmt.Sscanf(name, format, &r); n == 1 && err == nil && r > 0 && r <= 0x10FFFF {
		return string(r), true
	}
	return "", false
}

// Escape writes a text as character data or as an attribute's value.
func Escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
	return b.String()
}
