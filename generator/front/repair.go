package front

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// oddBlanks gives patches for white space that is read without complaint but that YAML
// does not take for white space: U+3000 and U+00A0 in indentation and behind a colon or
// a dash, and the line ends of other worlds.
func oddBlanks(block []byte) []patch {
	if !hasOddBlanks(block) {
		return nil
	}
	var ps []patch
	for at := 0; at < len(block); {
		end := lineEnd(block, at)
		ps = append(ps, oddBlanksIn(block, at, end)...)
		at = end + 1
	}
	return ps
}

// hasOddBlanks reports whether oddBlanks may have something to do.
func hasOddBlanks(block []byte) bool {
	for _, mark := range [...]string{wideBlank, "\xC2", "\xE2\x80\xA8", "\xE2\x80\xA9", "\r"} {
		if bytes.Contains(block, []byte(mark)) {
			return true
		}
	}
	return false
}

func oddBlanksIn(block []byte, at, end int) []patch {
	var ps []patch
	body := at
	for n := blankAt(block[body:end]); n > 0; n = blankAt(block[body:end]) {
		body += n
	}
	if lead := block[at:body]; bytes.ContainsRune(lead, '　') || bytes.ContainsRune(lead, '\u00A0') {
		s := strings.NewReplacer(wideBlank, "  ", hardBlank, " ").Replace(string(lead))
		ps = append(ps, patch{at, len(lead), s})
	}
	if body < end && block[body] == '-' {
		ps = appendBlank(ps, block[:end], body+1)
	}
	key, behind, kind := cutKey(block[body:end])
	if kind == halfColon && keyish(bytes.TrimLeft(key, "- 　")) {
		ps = appendBlank(ps, block[:end], body+behind)
	}
	for i := body; i < end; i++ {
		if n := lineMark(block[i:end]); n > 0 && (len(ps) == 0 || ps[len(ps)-1].at+ps[len(ps)-1].old <= i) {
			ps = append(ps, patch{i, n, " "})
			i += n - 1
		}
	}
	return ps
}

// appendBlank adds a patch that makes the odd blank at the offset, if any, a plain one.
func appendBlank(ps []patch, block []byte, at int) []patch {
	if n := blankAt(block[at:]); n > 1 {
		return append(ps, patch{at, n, " "})
	}
	return ps
}

// lineMark gives the length of a line end other than LF that YAML knows: U+0085, U+2028,
// U+2029, CR.
func lineMark(b []byte) int {
	switch {
	case b[0] == '\r':
		return 1
	case bytes.HasPrefix(b, []byte("\xC2\x85")):
		return 2
	case bytes.HasPrefix(b, []byte("\xE2\x80\xA8")), bytes.HasPrefix(b, []byte("\xE2\x80\xA9")):
		return 3
	}
	return 0
}

// maxTries is how many lines may be left out before a block is given up.
const maxTries = 12

// repair reads a block that YAML refuses: it explains the mistakes that it knows, reads a
// mended copy, and leaves out one line after the other where that fails too.
func (r *reader) repair(block []byte) {
	if r.front {
		block = r.cutBody(block)
	}
	m := mender{r: r, block: block, known: knownKeys(), flagged: map[int]int{}, gone: map[int]bool{}}
	m.scan()
	for range maxTries {
		src := mend(block, r.yaml.Start, m.all())
		doc, err := decode(src.text)
		if err == nil {
			if !r.fits(doc) {
				break
			}
			r.convert(src, doc)
			return
		}
		if !m.leaveOut(src, err) {
			break
		}
	}
	r.partial = true
	if len(r.found) == 0 {
		at := r.yaml.Start + firstLine(block)
		r.say("F10", source.Span{Start: at, End: lineEnd(r.text, at)},
			diag.Say("这里不是“名称: 内容”的形式", "this is not of the form key: value"),
			diag.Say("每一行写成“名称: 内容”，冒号用半角，后面空一格", "write each line as key: value with a half-width colon and a blank"))
	}
}

// cutBody shortens a block that runs on into the body because its own --- is missing and
// the body has one.
func (r *reader) cutBody(block []byte) []byte {
	end := guessEnd(r.text[:r.yaml.End], r.yaml.Start, nil)
	if len(bytes.TrimSpace(r.text[end:r.yaml.End])) == 0 {
		return block
	}
	open := r.yaml.Start - 1
	for open > 0 && r.text[open-1] != '\n' {
		open--
	}
	r.found = append(r.found, notClosed(r.path, r.text, source.Span{Start: max(open, 0), End: max(r.yaml.Start-1, 0)}, end))
	r.yaml.End, r.body = end, end
	r.partial = true
	return block[:end-r.yaml.Start]
}

// leaveOut explains the decoder's error and takes its line out of the copy. It reports
// whether there was such a line.
func (m *mender) leaveOut(src mended, err error) bool {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return m.controls()
	}
	mark := e.Mark
	if e.ContextMark.Line > 0 && (strings.Contains(e.Message, "expected ',' or") ||
		strings.Contains(e.Message, "end of stream") || strings.Contains(e.Message, "expected ':'")) {
		mark = e.ContextMark
	}
	if mark.Line == 0 {
		return m.controls()
	}
	c := cursor{text: src.text}
	at := c.seek(mark.Line, mark.Column)
	line := mark.Line - 1
	for line > 0 && (m.gone[line] || line >= len(m.lines) || len(trim(m.block[m.lines[line].start:m.lines[line].end])) == 0) {
		line-- // the decoder often notices on the line behind
	}
	if line >= len(m.lines) || m.gone[line] {
		return false
	}
	if !m.near(line) {
		text, fix := syntax(e.Message, e.ContextMsg)
		rule := "F10"
		if strings.Contains(e.Message, "tab character") {
			rule = "F06"
		}
		place := src.span(at, runeStop(src.text, at))
		if line != mark.Line-1 {
			place = m.span(m.lines[line].start, m.lines[line].end)
		}
		m.say(line, rule, place, text, fix)
	}
	m.drop(line)
	return true
}

// runeStop is runeEnd, but a line's end is no character.
func runeStop(text []byte, at int) int {
	if at < len(text) && text[at] == '\n' {
		return at
	}
	return runeEnd(text, at)
}

// controls explains the first control character and takes its line out.
func (m *mender) controls() bool {
	for i, l := range m.lines {
		if m.gone[i] {
			continue
		}
		for at := l.start; at < l.end; {
			c, n := utf8.DecodeRune(m.block[at:l.end])
			if c == utf8.RuneError && n == 1 || c < ' ' && c != '\t' || c >= 0x7F && c < 0xA0 && c != 0x85 || c == 0xFFFE || c == 0xFFFF {
				m.say(i, "F10", m.span(at, at+n), diag.Say("这里有一个看不见的控制字符（U+%04X）", "an invisible control character (U+%04X) is here", c),
					diag.Say("删掉它：把光标放到这里，按退格键和删除键，再把这几个字重新输入", "delete it, and type the characters around it again"))
				m.drop(i)
				return true
			}
			at += n
		}
	}
	return false
}

// near reports whether a finding stands on the line or next to it.
func (m *mender) near(line int) bool {
	for l := line - 1; l <= line+1; l++ {
		if _, ok := m.flagged[l]; ok {
			return true
		}
	}
	return false
}

// drop takes a line out of the copy and keeps its key as lost.
func (m *mender) drop(line int) {
	l := &m.lines[line]
	m.gone[line] = true
	l.patches = []patch{{l.start, l.end - l.start, ""}}
	text := m.block[l.start:l.end]
	key, _, kind := cutKey(bytes.TrimLeft(trim(text), "- 　"))
	if kind != noColon && keyish(key) {
		at := m.span(l.start, l.end)
		if n, ok := m.flagged[line]; ok && n < len(m.r.found) {
			at = m.r.found[n].At
		}
		m.r.lost = append(m.r.lost, Lost{string(key), at})
	}
}

// all gives the patches of all lines in order.
func (m *mender) all() []patch {
	var ps []patch
	for i := range m.lines {
		ps = append(ps, m.lines[i].patches...)
	}
	slices.SortStableFunc(ps, func(a, b patch) int { return a.at - b.at })
	return ps
}

func (m *mender) span(start, end int) source.Span {
	return source.Span{Start: start, End: end}.Shift(m.r.yaml.Start)
}
