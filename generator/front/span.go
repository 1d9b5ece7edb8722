package front

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A cursor turns the decoder's lines and columns, which count characters from one, into
// byte offsets. Nodes come in the order of the text, so it only ever walks forward, but
// for errors.
type cursor struct {
	text           []byte
	line, col, off int
}

// seek gives the offset of a place, and the text's end for one behind it.
func (c *cursor) seek(line, col int) int {
	if c.line == 0 || line < c.line || line == c.line && col < c.col {
		c.line, c.col, c.off = 1, 1, 0
	}
	for c.line < line {
		i := bytes.IndexByte(c.text[c.off:], '\n')
		if i < 0 {
			c.off = len(c.text)
			return c.off
		}
		c.off += i + 1
		c.line, c.col = c.line+1, 1
	}
	for c.col < col && c.off < len(c.text) && c.text[c.off] != '\n' {
		if c.text[c.off] < utf8.RuneSelf {
			c.off++
		} else {
			_, n := utf8.DecodeRune(c.text[c.off:])
			c.off += n
		}
		c.col++
	}
	return c.off
}

// scalarEnd gives the offset behind a scalar that begins at start. indent is how far the
// mapping or list around it is indented: deeper lines belong to a block text.
func scalarEnd(text []byte, start int, n *yaml.Node, indent int) int {
	rest := text[start:]
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for i := 1; i < len(rest); i++ {
			switch rest[i] {
			case '\\':
				i++
			case '"':
				return start + i + 1
			}
		}
		return len(text)
	case n.Style&yaml.SingleQuotedStyle != 0:
		for i := 1; i < len(rest); i++ {
			if rest[i] != '\'' {
				continue
			}
			if i+1 < len(rest) && rest[i+1] == '\'' {
				i++
				continue
			}
			return start + i + 1
		}
		return len(text)
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return blockEnd(text, start, indent)
	}
	if len(rest) >= len(n.Value) && string(rest[:len(n.Value)]) == n.Value {
		return start + len(n.Value)
	}
	return plainEnd(text, start, n.Value)
}

// plainEnd matches a plain text that was folded from several lines with its source.
func plainEnd(text []byte, start int, value string) int {
	i := start
	for len(value) > 0 && i < len(text) {
		if value[0] == ' ' || value[0] == '\n' {
			value = strings.TrimLeft(value, " \n\t")
			for i < len(text) && strings.IndexByte(" \t\r\n", text[i]) >= 0 {
				i++
			}
			continue
		}
		if text[i] != value[0] {
			return lineEnd(text, i)
		}
		i, value = i+1, value[1:]
	}
	return i
}

// blockEnd gives the end of a | or > text: behind the last line that is indented deeper.
func blockEnd(text []byte, start, indent int) int {
	end := lineEnd(text, start)
	last := end
	for end < len(text) {
		at := end + 1
		end = lineEnd(text, at)
		line := text[at:end]
		body := bytes.TrimLeft(line, " ")
		if len(bytes.TrimSpace(body)) == 0 {
			continue
		}
		if len(line)-len(body) <= indent {
			break
		}
		last = end
	}
	return last
}

// flowEnd gives the offset behind the bracket that closes a list or mapping in brackets,
// whose last entry ends at the offset.
func flowEnd(text []byte, at int) int {
	for i := at; i < len(text); i++ {
		switch text[i] {
		case ']', '}':
			return i + 1
		case '#':
			i = lineEnd(text, i)
		case ' ', '\t', '\n', '\r', ',', ':':
		default:
			return at
		}
	}
	return at
}
