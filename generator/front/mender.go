package front

import (
	"bytes"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// A mender looks through a block that YAML refuses, line by line, for the mistakes that
// it knows. It follows just as much of YAML's structure as it needs in order not to take
// the inside of a long text for keys.
type mender struct {
	r     *reader
	block []byte
	known map[string]bool

	lines   []line
	flagged map[int]int  // lines with a finding, to its number
	gone    map[int]bool // lines left out

	key      int  // how far the last key is indented; -1 before the first
	filled   bool // the last key has a text on its own line
	text     int  // how far a | or > text's key is indented
	inText   bool
	looked   int // bytes that were looked at ahead
	skipTo   int // a quoted text or a bracket reaches over lines up to here
	firstTab source.Span
	tabs     int
}

// A line of the block: its bytes without LF, and what the mended copy changes in it.
type line struct {
	start, end int
	patches    []patch
}

// scan fills lines and reports what it finds.
func (m *mender) scan() {
	m.key = -1
	for at := 0; at < len(m.block); {
		end := lineEnd(m.block, at)
		m.lines = append(m.lines, line{start: at, end: end})
		m.line(len(m.lines) - 1)
		at = end + 1
	}
	if m.tabs > 0 {
		m.r.say("F06", m.firstTab, tabText(m.tabs), tabFix)
	}
}

func (m *mender) line(n int) {
	l := &m.lines[n]
	body, indent := m.indentation(l)
	rest := trim(m.block[body:l.end])
	switch {
	case len(rest) == 0, l.start < m.skipTo:
		l.patches = nil
		return
	case m.inText && indent > m.text:
		l.patches = nil
		return
	}
	m.inText = false
	if bytes.IndexByte(m.block[l.start:body], '\t') >= 0 {
		m.tab(n, l, body)
	}
	if rest[0] == '#' {
		return
	}
	list := false
	for body < l.end && m.block[body] == '-' && (body+1 == l.end || blankAt(m.block[body+1:l.end]) > 0) {
		list = true
		l.patches = appendBlank(l.patches, m.block[:l.end], body+1)
		body, indent = body+1, indent+1
		for k := blankAt(m.block[body:l.end]); k > 0; k = blankAt(m.block[body:l.end]) {
			body, indent = body+k, indent+1
		}
	}
	if body == l.end {
		m.key, m.filled = indent-2, false
		return
	}
	m.entry(n, body, indent, list)
}

// indentation gives where a line's words begin and how many columns that is, and makes
// plain blanks of it.
func (m *mender) indentation(l *line) (body, indent int) {
	body = l.start
	odd := false
	for k := blankAt(m.block[body:l.end]); k > 0; k = blankAt(m.block[body:l.end]) {
		switch {
		case m.block[body] == '\t', k == len(wideBlank):
			indent, odd = indent+2, true
		default:
			indent, odd = indent+1, odd || k > 1
		}
		body += k
	}
	if odd {
		l.patches = []patch{{l.start, body - l.start, strings.Repeat(" ", indent)}}
	}
	return body, indent
}

func (m *mender) tab(n int, l *line, body int) {
	if m.tabs == 0 {
		at := l.start + bytes.IndexByte(m.block[l.start:body], '\t')
		m.firstTab = m.span(at, at+1)
	}
	m.tabs++
	m.flagged[n] = maxFindings // said at the end, once
}

// entry looks at a line from its key, or from behind the dash of a list.
func (m *mender) entry(n, body, indent int, list bool) {
	l := &m.lines[n]
	key, behind, kind := cutKey(m.block[body:l.end])
	inside := !list && m.filled && indent > m.key // the line may go on with the text before
	sure := m.known[string(key)]
	switch {
	case kind == noColon, !keyish(key), kind == tightColon && !sure && (list || inside), kind == wideColon && !sure && (list || inside):
		m.words(n, body, indent, list, inside)
		return
	case m.block[body] == '"', m.block[body] == '\'':
		m.filled = false
		return
	}
	if inside {
		if kind != halfColon && !sure {
			return
		}
		m.say(n, "F10", m.span(body, body+len(key)), diag.Say("“%s”这一行缩进多了", "the line of %q is indented too far", string(key)),
			diag.Say("和上一项左边对齐", "let it begin in the column of the key before"))
		indent = max(m.key, 0)
		l.patches = []patch{{l.start, body - l.start, strings.Repeat(" ", indent)}}
	}
	colonAt := body + behind - 1
	switch kind {
	case wideColon:
		colonAt = body + behind - len(wideMark)
		m.say(n, "F05", m.span(colonAt, colonAt+len(wideMark)),
			diag.Say("“%s”后面是全角冒号“：”", "a full-width colon stands behind %q", string(key)),
			diag.Say("改成半角冒号加一个空格：%s: ", "use a half-width colon and a blank: %s: ", string(key)))
		l.patches = append(l.patches, patch{colonAt, len(wideMark), ": "})
	case tightColon:
		m.say(n, "F10", m.span(colonAt, colonAt+1),
			diag.Say("“%s:”后面缺一个空格", "a blank is missing behind \"%s:\"", string(key)),
			diag.Say("冒号后面空一格：%s: ", "put a blank behind the colon: %s: ", string(key)))
		l.patches = append(l.patches, patch{colonAt, 1, ": "})
	default:
		l.patches = appendBlank(l.patches, m.block[:l.end], body+behind)
	}
	m.key = indent
	m.value(n, body+behind, indent)
}

// words looks at a line that begins with no key.
func (m *mender) words(n, body, indent int, list, inside bool) {
	switch {
	case list:
		m.key, m.filled = indent-2, true
		m.value(n, body, indent-2)
	case inside:
	case m.block[body] == '"', m.block[body] == '\'', m.block[body] == '[', m.block[body] == '{', m.block[body] == ']', m.block[body] == '}':
		m.value(n, body, m.key)
	case !m.filled && indent > m.key && m.key >= 0:
		m.value(n, body, m.key) // the text of the key above stands on its own line
	default:
		end := m.lines[n].end
		text, fix := syntax("could not find expected ':'", "")
		m.say(n, "F10", m.span(body, end), text, fix)
		m.drop(n)
	}
}

// value looks at what stands behind a key or a dash. indent is the key's.
func (m *mender) value(n, at, indent int) {
	l := &m.lines[n]
	for k := blankAt(m.block[at:l.end]); k > 0; k = blankAt(m.block[at:l.end]) {
		at += k
	}
	v := string(bytes.TrimRightFunc(m.block[at:l.end], unicode.IsSpace))
	end := at + len(v)
	m.filled = v != ""
	if v == "" {
		return
	}
	inner, ok := halfCurly(v)
	if !ok {
		inner, ok = curly(v)
	}
	if ok {
		m.say(n, "F08", m.span(at, end), curlyText(v), curlyFix(inner))
		m.patch(n, at, end, single(inner))
		return
	}
	switch v[0] {
	case '"', '\'':
		m.quotes(n, at, end, indent)
	case '[', '{':
		m.brackets(n, at, end, indent)
	case '|', '>':
		if header(v) {
			m.inText, m.text, m.filled = true, indent, false
			return
		}
		m.mark(n, at, end, v)
	case '&', '*', '!', '%', '@', '`', ',', ']', '}':
		m.mark(n, at, end, v)
	default:
		if strings.HasPrefix(v, "- ") || strings.HasPrefix(v, "? ") {
			m.mark(n, at, end, v)
			return
		}
		m.plain(n, at, end, v)
	}
}

// plain looks for a colon or a # that cuts a text without quotes.
func (m *mender) plain(n, at, end int, v string) {
	colon := strings.Index(v, ": ")
	if colon < 0 && strings.HasSuffix(v, ":") {
		colon = len(v) - 1
	}
	hash := -1
	for i := 0; i+1 < len(v); i++ {
		if v[i] == '#' && (i == 0 || v[i-1] == ' ') && v[i+1] != ' ' {
			hash = i
			break
		}
	}
	switch {
	case hash >= 0 && (colon < 0 || hash < colon):
		m.say(n, "F09", m.span(at+hash, at+hash+1), hashText, hashFix(v))
	case colon >= 0:
		m.say(n, "F09", m.span(at+colon, at+colon+1),
			diag.Say("内容里有半角冒号加空格“: ”，会被当成另一项", "the value holds a colon and a blank, which would begin another key"), inQuotes(v))
	default:
		return
	}
	m.quote(n, at, end)
}

// mark explains a value that begins with a mark of YAML.
func (m *mender) mark(n, at, end int, v string) {
	m.say(n, "F10", m.span(at, at+1), marked(v), inQuotes(v))
	m.quote(n, at, end)
}

// header reports whether the value begins a block text: | or > with its options.
func header(v string) bool {
	v, _, _ = strings.Cut(v[1:], " #")
	return strings.Trim(v, "+-123456789 ") == "" && len(strings.TrimSpace(v)) <= 2
}

// quote puts a value of the mended copy in quotes, as it stands.
func (m *mender) quote(n, at, end int) { m.patch(n, at, end, single(string(m.block[at:end]))) }

// single gives the text in YAML's single quotes.
func single(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func (m *mender) patch(n, at, end int, s string) {
	m.lines[n].patches = append(m.lines[n].patches, patch{at, end - at, s})
}

func (m *mender) say(n int, rule string, at source.Span, text, fix diag.Words) {
	if _, ok := m.flagged[n]; !ok {
		m.flagged[n] = len(m.r.found)
	}
	m.r.say(rule, at, text, fix)
}
