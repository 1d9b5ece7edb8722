package front

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// quotes looks at a value that begins with a straight quotation mark.
func (m *mender) quotes(n, at, end, indent int) {
	v := m.block[at:end]
	if i := closingQuote(v); i > 0 {
		rest := trim(v[i:])
		if len(rest) == 0 || rest[0] == '#' {
			return
		}
		m.say(n, "F10", m.span(at, at+i),
			diag.Say("引号只括住了内容的一部分", "the quotation marks hold only a part of the value"), inQuotes(string(v)))
		m.quote(n, at, end)
		return
	}
	if i := closingQuote(m.ahead(at)); i > 0 && deeper(m.block, at, at+i, indent) {
		m.skipTo = at + i
		return
	}
	text, fix := syntax("unexpected end of stream", "quoted")
	m.say(n, "F10", m.span(at, at+1), text, fix)
	m.patch(n, at, end, single(string(v[1:])))
}

// ahead gives the text from the offset on, as far as a value is looked for: 4 KB, but no more
// than maxAhead for a whole file, in which every line may open what no line closes.
func (m *mender) ahead(at int) []byte {
	end := min(at+4<<10, at+max(maxAhead-m.looked, 0), len(m.block))
	m.looked += end - at
	return m.block[at:end]
}

// maxAhead is how many bytes of a file are looked at ahead.
const maxAhead = 4 << 20

// closingQuote gives the offset behind the mark that closes the one at the front, or 0.
func closingQuote(v []byte) int {
	for i := 1; i < len(v); i++ {
		switch {
		case v[0] == '"' && v[i] == '\\':
			i++
		case v[i] == v[0] && v[0] == '\'' && i+1 < len(v) && v[i+1] == '\'':
			i++
		case v[i] == v[0]:
			return i + 1
		}
	}
	return 0
}

// deeper reports whether the lines behind the one that holds from, up to the offset to,
// are indented deeper than the key, as the rest of a value must be.
func deeper(text []byte, from, to, indent int) bool {
	for at := lineEnd(text, from) + 1; at < to; {
		end := lineEnd(text, at)
		line := text[at:end]
		body := bytes.TrimLeft(line, " \t")
		if len(trim(line)) > 0 && len(line)-len(body) <= indent && body[0] != ']' && body[0] != '}' {
			return false
		}
		at = end + 1
	}
	return true
}

// brackets looks at a value that begins with [ or {.
func (m *mender) brackets(n, at, end, indent int) {
	v := m.block[at:end]
	if i := closingBracket(v); i > 0 {
		if rest := trim(v[i:]); len(rest) > 0 && rest[0] != '#' {
			m.mark(n, at, end, string(v))
		}
		return
	}
	last, size := utf8.DecodeLastRune(v)
	if i := strings.IndexRune("］】｝", last); i >= 0 {
		closer := map[byte]string{'[': "]", '{': "}"}[v[0]]
		m.say(n, "F10", m.span(end-size, end),
			diag.Say("用“%c”开头，却用全角的“%c”结尾", "begun with %c but closed with the full-width %c", rune(v[0]), last),
			diag.Say("改成半角的“%s”", "use the half-width %s", closer))
		m.patch(n, end-size, end, closer)
		return
	}
	if i := closingBracket(m.ahead(at)); i > 0 && deeper(m.block, at, at+i, indent) {
		m.skipTo = at + i
		return
	}
	message := "expected ',' or ']'"
	if v[0] == '{' {
		message = "expected ',' or '}'"
	}
	text, fix := syntax(message, "")
	m.say(n, "F10", m.span(at, at+1), text, fix)
	m.drop(n)
}

// closingBracket gives the offset behind the bracket that closes the one at the front,
// or 0. Brackets in quotation marks do not count.
func closingBracket(v []byte) int {
	depth := 0
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'':
			if !bytes.ContainsRune([]byte("[{,: \n"), rune(v[i-1])) {
				continue // an apostrophe inside a word
			}
			n := closingQuote(v[i:])
			if n == 0 {
				return 0
			}
			i += n - 1
		}
	}
	return 0
}
