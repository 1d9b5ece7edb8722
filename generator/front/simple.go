package front

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/generator/source"
)

// maxSimpleKey is the longest key, in bytes, that simple reads; YAML itself has a limit.
const maxSimpleKey = 100

// simple reads a block of nothing but lines "key: value" with plain or quoted texts, or
// lists of those in brackets, which is how nearly every item's front matter looks. What it
// gives is what the decoder and convert give, to the byte, without a finding; everything
// of which that is not certain it leaves to them: ok is then false.
//
// It is here because the decoder, general as it is, takes a fifth of the time of loading a
// site. base is the block's offset in the file.
func simple(block []byte, base int) (root Node, ok bool) {
	if !simpleText(block) {
		return Node{}, false
	}
	text := string(block) // the keys share it
	pairs := make([]Pair, 0, strings.Count(text, "\n")+1)
	for at := 0; at < len(text); {
		line, _, _ := strings.Cut(text[at:], "\n")
		p, ok := simplePair(line, base+at)
		if !ok || len(pairs) == manyKeys {
			return Node{}, false
		}
		for i := range pairs {
			if pairs[i].Key == p.Key {
				return Node{}, false
			}
		}
		pairs = append(pairs, p)
		at += len(line) + 1
	}
	if len(pairs) == 0 {
		return Node{}, false
	}
	at := source.Span{Start: pairs[0].KeyAt.Start, End: pairs[len(pairs)-1].Value.At.End}
	return Node{Kind: Map, At: at, Pairs: pairs}, true
}

// simpleText reports whether the block has no character that YAML refuses or that counts
// as a blank or as a line's end, other than blanks and LF themselves.
func simpleText(block []byte) bool {
	for _, c := range block {
		if c < ' ' && c != '\n' || c == 0x7F {
			return false
		}
	}
	return !hasOddBlanks(block) && !bytes.Contains(block, []byte("\uFEFF")) && utf8.Valid(block)
}

// simplePair reads a line that begins at the offset.
func simplePair(line string, at int) (p Pair, ok bool) {
	n := 0
	for n < len(line) && simpleKey(line[n]) {
		n++
	}
	value, ok := strings.CutPrefix(line[n:], ": ")
	if !ok || n == 0 || n > maxSimpleKey {
		return p, false
	}
	p.Key, p.KeyAt = line[:n], source.Span{Start: at, End: at + n}
	if at += n + len(": "); strings.HasPrefix(value, "[") {
		p.Value, ok = simpleList(value, at)
	} else {
		p.Value, ok = simpleScalar(value, at)
	}
	return p, ok
}

// simpleKey reports whether the byte is one of a lower-case letter, an underscore or a Han
// character of the first plane. In valid UTF-8 bytes below 0xC0 only go on with one that
// was reported before.
func simpleKey(c byte) bool {
	return c >= 'a' && c <= 'z' || c == '_' || c >= 0xE4 && c <= 0xE9 || c >= 0x80 && c < 0xC0
}

// simpleList reads [a, "b"]. Where a quoted text holds a comma its parts are no texts.
func simpleList(value string, at int) (n Node, ok bool) {
	inner, ok := strings.CutSuffix(value[1:], "]")
	if !ok {
		return n, false
	}
	n = Node{Kind: List, At: source.Span{Start: at, End: at + len(value)}, Items: make([]Node, 0, strings.Count(inner, ",")+1)}
	at++
	for more := true; more; {
		var part string
		part, inner, more = strings.Cut(inner, ",")
		word := strings.TrimLeft(part, " ")
		item, ok := simpleScalar(strings.TrimRight(word, " "), at+len(part)-len(word))
		if !ok || !item.Quoted && strings.ContainsAny(item.Text, ":#?[]{}'\"") {
			return n, false
		}
		n.Items = append(n.Items, item)
		at += len(part) + 1
	}
	return n, true
}

// simpleScalar reads a text without quotes, or all of which is in quotes, without escapes.
func simpleScalar(value string, at int) (n Node, ok bool) {
	if value == "" {
		return n, false
	}
	text, last := value, value[len(value)-1]
	switch c := value[0]; {
	case c == '"' || c == '\'':
		if len(value) == 1 || last != c {
			return n, false
		}
		text = value[1 : len(value)-1]
		if strings.IndexByte(text, c) >= 0 || c == '"' && strings.IndexByte(text, '\\') >= 0 {
			return n, false
		}
		n.Quoted = true
	case strings.IndexByte(" -?:,[]{}#&*!|>%@`", c) >= 0, last == ' ', last == ':',
		strings.Contains(value, ": "), strings.Contains(value, " #"):
		return n, false
	default:
		if _, marked := curly(value); marked {
			return n, false
		}
	}
	n.Kind, n.Text, n.At = Scalar, strings.Clone(text), source.Span{Start: at, End: at + len(value)}
	return n, true
}
