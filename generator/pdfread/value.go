package pdfread

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai/generator/source"
)

// A value is one of a PDF file's objects.
type value struct {
	kind kind
	b    []byte   // of a string, decoded; of a name, without its slash
	n    int      // of a number; of a reference the object's
	keys []string // of a dictionary
	list []value  // of a dictionary, or an array
}

type kind uint8

const (
	nothing kind = iota
	text
	name
	number
	reference
	dict
	array
)

// get gives a dictionary's value for a key.
func (v *value) get(key string) *value {
	for i, k := range v.keys {
		if k == key {
			return &v.list[i]
		}
	}
	return &value{}
}

func (v *value) has(key string) bool { return v.get(key).kind != nothing }

// word gives a name's text.
func (v *value) word() string {
	if v.kind != name {
		return ""
	}
	return string(v.b)
}

// maxNested is how deep values may be nested.
const maxNested = 64

// A lexer reads values from bytes. It never fails: what is no value ends the reading.
type lexer struct {
	b   []byte
	pos int
}

func space(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *lexer) skip() {
	for l.pos < len(l.b) {
		switch c := l.b[l.pos]; {
		case space(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.b) && l.b[l.pos] != '\n' && l.b[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// value reads one value; ok is false where none stands.
func (l *lexer) value(depth int) (v value, ok bool) {
	l.skip()
	if l.pos >= len(l.b) || depth > maxNested {
		return v, false
	}
	switch c := l.b[l.pos]; {
	case c == '/':
		return value{kind: name, b: l.name()}, true
	case c == '(':
		return value{kind: text, b: l.literal()}, true
	case c == '<' && l.pos+1 < len(l.b) && l.b[l.pos+1] == '<':
		return l.dict(depth)
	case c == '<':
		return value{kind: text, b: l.hex()}, true
	case c == '[':
		l.pos++
		v.kind = array
		for {
			l.skip()
			if l.pos >= len(l.b) {
				return v, true
			}
			if l.b[l.pos] == ']' {
				l.pos++
				return v, true
			}
			e, ok := l.value(depth + 1)
			if !ok {
				return v, true
			}
			v.list = append(v.list, e)
		}
	case delimiter(c):
		return v, false
	}
	return l.word()
}

// word reads a number, a reference or a keyword.
func (l *lexer) word() (v value, ok bool) {
	n, isInt := l.integer()
	if !isInt {
		from := l.pos
		for l.pos < len(l.b) && !space(l.b[l.pos]) && !delimiter(l.b[l.pos]) {
			l.pos++
		}
		switch w := l.b[from:l.pos]; string(w) {
		case "true", "false", "null":
			return value{kind: number}, true
		default:
			if len(w) > 0 && (w[0] >= '0' && w[0] <= '9' || w[0] == '-' || w[0] == '+' || w[0] == '.') {
				return value{kind: number}, true
			}
			l.pos = from
			return v, false
		}
	}
	// "12 0 R" is a reference.
	back := l.pos
	l.skip()
	if _, ok := l.integer(); ok {
		l.skip()
		if l.pos < len(l.b) && l.b[l.pos] == 'R' && (l.pos+1 == len(l.b) || space(l.b[l.pos+1]) || delimiter(l.b[l.pos+1])) {
			l.pos++
			return value{kind: reference, n: n}, true
		}
	}
	l.pos = back
	return value{kind: number, n: n}, true
}

// integer reads digits that end at a blank or a delimiter.
func (l *lexer) integer() (int, bool) {
	i, n := l.pos, 0
	for ; i < len(l.b) && l.b[i] >= '0' && l.b[i] <= '9'; i++ {
		if n = n*10 + int(l.b[i]-'0'); i-l.pos > 11 {
			return 0, false
		}
	}
	if i == l.pos || i < len(l.b) && !space(l.b[i]) && !delimiter(l.b[i]) {
		return 0, false
	}
	l.pos = i
	return n, true
}

func (l *lexer) dict(depth int) (value, bool) {
	v := value{kind: dict}
	l.pos += 2
	for {
		l.skip()
		if l.pos >= len(l.b) {
			return v, true
		}
		switch {
		case l.b[l.pos] == '>':
			l.pos = min(l.pos+2, len(l.b))
			return v, true
		case l.b[l.pos] != '/':
			if _, ok := l.value(depth + 1); !ok { // a value without its key
				return v, true
			}
			continue
		}
		key := l.name()
		e, ok := l.value(depth + 1)
		if !ok {
			return v, true
		}
		v.keys, v.list = append(v.keys, string(key)), append(v.list, e)
	}
}

// name reads a name; "#41" is an A, as those who hide write it.
func (l *lexer) name() []byte {
	var out []byte
	for l.pos++; l.pos < len(l.b) && !space(l.b[l.pos]) && !delimiter(l.b[l.pos]); l.pos++ {
		c := l.b[l.pos]
		if c == '#' && l.pos+2 < len(l.b) {
			if n, err := strconv.ParseUint(string(l.b[l.pos+1:l.pos+3]), 16, 8); err == nil {
				c, l.pos = byte(n), l.pos+2
			}
		}
		out = append(out, c)
	}
	return out
}

// literal reads a string in parentheses.
func (l *lexer) literal() []byte {
	var out []byte
	depth := 0
	for ; l.pos < len(l.b); l.pos++ {
		switch c := l.b[l.pos]; c {
		case '(':
			if depth++; depth > 1 {
				out = append(out, c)
			}
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return out
			}
			out = append(out, c)
		case '\\':
			if l.pos++; l.pos >= len(l.b) {
				return out
			}
			out = l.escape(out)
		default:
			out = append(out, c)
		}
	}
	return out
}

func (l *lexer) escape(out []byte) []byte {
	c := l.b[l.pos]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r' && l.pos+1 < len(l.b) && l.b[l.pos+1] == '\n':
		l.pos++
		return out
	case c == '\r' || c == '\n':
		return out
	case c >= '0' && c <= '7':
		n := 0
		for i := 0; i < 3 && l.pos < len(l.b) && l.b[l.pos] >= '0' && l.b[l.pos] <= '7'; i++ {
			n, l.pos = n*8+int(l.b[l.pos]-'0'), l.pos+1
		}
		l.pos--
		return append(out, byte(n))
	}
	return append(out, c)
}

func (l *lexer) hex() []byte {
	var out []byte
	half, have := byte(0), false
	for l.pos++; l.pos < len(l.b); l.pos++ {
		c := l.b[l.pos]
		var d byte
		switch {
		case c >= '0' && c <= '9':
			d = c - '0'
		case c >= 'a' && c <= 'f':
			d = c - 'a' + 10
		case c >= 'A' && c <= 'F':
			d = c - 'A' + 10
		case c == '>':
			l.pos++
			if have {
				out = append(out, half<<4)
			}
			return out
		default:
			continue
		}
		if have {
			out = append(out, half<<4|d)
		}
		half, have = d, !have
	}
	return out
}

// words gives a string as text, "" where it is bytes of another kind.
func words(b []byte) string {
	if len(b) == 0 || len(b) > 1<<20 {
		return ""
	}
	var s string
	switch {
	case bytes.HasPrefix(b, []byte("\xFE\xFF")), bytes.HasPrefix(b, []byte("\xFF\xFE")):
		hi := 0
		if b[0] == 0xFF {
			hi = 1
		}
		var u []uint16
		for i := 2; i+1 < len(b); i += 2 {
			u = append(u, uint16(b[i+hi])<<8|uint16(b[i+1-hi]))
		}
		s = string(utf16.Decode(u))
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) || utf8.Valid(b):
		s = string(bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF")))
	default:
		t, _, _, ok := source.Decode(b)
		if !ok {
			return ""
		}
		s = string(t)
	}
	for _, c := range s {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != 0 {
			return ""
		}
	}
	return s
}
