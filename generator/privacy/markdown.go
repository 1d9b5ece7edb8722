package privacy

import (
	"bytes"
	"strings"

	"gongkai/generator/source"
)

// Markdown looks through a Markdown file with its front matter: paragraphs, items of lists and
// headings as passages, tables with the heading row as the labels of the cells below, the values
// of the front matter with their keys as labels. The spans are bytes of src; a number that is split by
// emphasis, backslashes, entities, tags or comments is covered from its first digit to its
// last with all of these.
//
// The front matter's privacy block is left out: its entries repeat what they allow. Mobile
// numbers that are the contact of an office are doubtful only while the file names no more than
// two. A level of secrecy that is a line by itself is sure among the first lines of the body.
func Markdown(src []byte) []Match {
	d := document{src: src}
	if scan(src, atLeast, &d.traces) == 0 {
		return nil
	}
	body := d.front()
	if d.traces[len(d.traces)-1] >= body {
		d.body(body)
	}
	found := apart(d.found)
	if many(src, found) {
		for i := range found {
			if found[i].Kind == Mobile {
				found[i].Sure = true
			}
		}
	}
	d.heads(found, body)
	if len(found) == 0 {
		return nil
	}
	return found
}

// A document is one Markdown file being searched.
type document struct {
	src     []byte
	found   []Match
	above   []byte // the section's heading that was not looked at yet
	heading string // of the section, where it speaks of contacts
	request bool   // the item is given out on request only

	traces []int // offsets of what scan saw, in order
	next   int   // the first of them that lies behind what was searched
}

// traced reports whether scan saw anything in a part. The parts come in order.
func (d *document) traced(at source.Span) bool {
	for d.next < len(d.traces) && d.traces[d.next] < at.Start {
		d.next++
	}
	return d.next < len(d.traces) && d.traces[d.next] < at.End
}

// line gives the line that begins at the offset, without its end.
func (d *document) line(at int) source.Span {
	if i := bytes.IndexByte(d.src[at:], '\n'); i >= 0 {
		return source.Span{Start: at, End: at + i}
	}
	return source.Span{Start: at, End: len(d.src)}
}

func (d *document) text(s source.Span) []byte { return d.src[s.Start:s.End] }

// body looks through what stands behind the front matter.
func (d *document) body(at int) {
	var para source.Span // lines that belong together
	var rows *Table
	fence := byte(0)
	flush := func() {
		if para.End > para.Start {
			if d.traced(para) {
				d.passage(para, Context{Label: d.section()}, 0)
			}
		}
		para = source.Span{}
	}
	for at < len(d.src) {
		l := d.line(at)
		text := unquoted(d.text(l))
		next := min(l.End+1, len(d.src))
		switch {
		case len(text) == 0:
			flush()
			rows = nil
		case len(text) >= 3 && (text[0] == '`' || text[0] == '~') && text[1] == text[0] && text[2] == text[0]:
			flush()
			rows = nil
			switch fence {
			case 0:
				fence = text[0]
			case text[0]:
				fence = 0
			}
		case fence == 0 && rows != nil && bytes.IndexByte(text, '|') >= 0:
			if !isDelimiter(text) {
				d.tableRow(l, rows)
			}
		case fence == 0 && bytes.IndexByte(text, '|') >= 0 && (text[0] == '|' || isDelimiter(d.text(d.line(next)))):
			flush()
			rows = &Table{}
			if isDelimiter(d.text(d.line(next))) {
				rows = d.newTable(l)
			}
			d.tableRow(l, &Table{})
		case fence == 0 && text[0] == '#':
			flush()
			rows, d.heading, d.above = nil, "", text
			d.passage(l, Context{}, 0)
		case fence == 0 && listItem(text):
			flush()
			rows, para = nil, l
		default:
			rows = nil
			if para.End == 0 {
				para.Start = l.Start
			}
			para.End = l.End
		}
		at = next
		if l.End == len(d.src) {
			break
		}
	}
	flush()
}

// unquoted gives a line without the marks of quotes before it and the blanks around it.
func unquoted(line []byte) []byte {
	from, to := 0, len(line)
	for from < to && (line[from] == ' ' || line[from] == '>' || line[from] == '\t' || line[from] == '\r') {
		from++
	}
	for to > from && (line[to-1] == ' ' || line[to-1] == '\t' || line[to-1] == '\r') {
		to--
	}
	return line[from:to]
}

// listItem reports whether a line begins an item of a list.
func listItem(text []byte) bool {
	if len(text) > 1 && (text[0] == '-' || text[0] == '*' || text[0] == '+') {
		return text[1] == ' ' || text[1] == '\t'
	}
	n := 0
	for n < len(text) && n < 4 && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n > 0 && n+1 < len(text) && (text[n] == '.' || text[n] == ')') && text[n+1] == ' '
}

// section gives the heading of the section, where it speaks of contacts and not of people.
func (d *document) section() string {
	if d.above != nil && holds(d.above, contactWords) && !holds(d.above, personWords) {
		d.heading = string(bytes.Trim(d.above, "# "))
	}
	d.above = nil
	return d.heading
}

// passage looks through a part of the source.
func (d *document) passage(at source.Span, near Context, asks traces) {
	if !d.traced(at) && asks == 0 {
		return
	}
	text := d.text(at)
	if !bytes.ContainsAny(text, `\&<>`) {
		for _, m := range find(text, near, asks) {
			m.At = m.At.Shift(at.Start)
			d.keep(m)
		}
		return
	}
	v := d.shown(at)
	for _, m := range find(v.text, near, asks) {
		m.At = source.Span{Start: v.start[m.At.Start], End: v.stop[m.At.End-1]}
		d.keep(m)
	}
}

// keep takes a match, unless it says of an item that is given out on request what is so.
func (d *document) keep(m Match) {
	if d.request && m.Kind == Internal && strings.Contains(m.Mask, "依申请公开") {
		return
	}
	d.found = append(d.found, m)
}

// headLines is how many lines of a body are its head, where a level of secrecy stands.
const headLines = 5

// heads makes sure the levels of secrecy that are a line of the body's head.
func (d *document) heads(found []Match, body int) {
	end, n := body, 0
	for end < len(d.src) && n < headLines {
		l := d.line(end)
		if len(bytes.TrimSpace(d.text(l))) > 0 {
			n++
		}
		end = min(l.End+1, len(d.src))
		if l.End == len(d.src) {
			break
		}
	}
	for i, m := range found {
		if m.Kind != Secrecy || m.Sure || m.At.Start < body || m.At.Start >= end {
			continue
		}
		from := bytes.LastIndexByte(d.src[:m.At.Start], '\n') + 1
		s := search{}
		q := squeeze(d.text(d.line(from)))
		if s.alone(&q, 0) {
			found[i].Sure = true
		}
	}
}

// front looks through the front matter and gives where the body begins.
func (d *document) front() (body int) {
	at := 0
	for at < len(d.src) && len(bytes.TrimSpace(d.text(d.line(at)))) == 0 {
		if at = d.line(at).End + 1; at > len(d.src) {
			return len(d.src)
		}
	}
	if at >= len(d.src) || string(bytes.TrimSpace(d.text(d.line(at)))) != "---" {
		return 0
	}
	from := min(d.line(at).End+1, len(d.src))
	end := -1
	for at = from; at < len(d.src); {
		l := d.line(at)
		if string(bytes.TrimSpace(d.text(l))) == "---" {
			end, body = at, min(l.End+1, len(d.src))
			break
		}
		at = l.End + 1
	}
	if end < 0 { // not closed: all of it is read as text
		return from
	}
	if block := d.src[from:end]; d.traces[0] < end || bytes.Contains(block, []byte("request")) || bytes.Contains(block, []byte("依申请公开")) {
		d.keys(source.Span{Start: from, End: end})
	}
	return body
}

// keys looks through the values between two offsets, each with its key as the label. The lines
// of a value that goes on are one passage.
func (d *document) keys(block source.Span) {
	top, label, skip := "", "", false
	var value source.Span
	line := block.Start // where the value's key stands
	topSeen := false    // in the key of the outermost mapping, or beside it
	flush := func() {
		if value.End > value.Start && !skip && (topSeen || d.traced(source.Span{Start: line, End: value.End})) {
			d.passage(value, Context{Label: label}, asked(label))
		}
		value = source.Span{}
	}
	for at := block.Start; at < block.End; {
		l := d.line(at)
		l.End = min(l.End, block.End)
		at = l.End + 1
		text := d.text(l)
		indent := len(text) - len(bytes.TrimLeft(text, " \t"))
		if indent == len(text) {
			continue
		}
		item := text[indent] == '-' && (indent+1 == len(text) || text[indent+1] == ' ')
		from := indent
		if item {
			from += len(text[indent+1:]) - len(bytes.TrimLeft(text[indent+1:], " ")) + 1
		}
		key, n := yamlKey(text[from:])
		if n > 0 || item {
			flush()
			line = l.Start
			value = source.Span{Start: l.Start + from + n, End: l.End}
		}
		switch {
		case n > 0 && indent == 0 && !item:
			top, label, skip = key, key, key == "privacy" || key == "个人信息"
			topSeen = d.traced(l)
			if key == "method" || key == "公开方式" {
				given := string(bytes.Trim(text[n:], "\"' \r"))
				d.request = given == "request" || given == "依申请公开"
			}
		case n > 0:
			label = top + "." + key
		case item:
			label = top
		default:
			if value.End == 0 {
				value.Start = l.Start
			}
			value.End = l.End
		}
	}
	flush()
}

// maxKey bounds a key, in bytes.
const maxKey = 60

// yamlKey gives the key that a line begins with and where its value begins, 0 where there is
// none.
func yamlKey(text []byte) (string, int) {
	head := text[:min(len(text), maxKey)]
	end, n := bytes.IndexByte(head, ':'), 1
	if i := bytes.Index(head, []byte("：")); i >= 0 && (end < 0 || i < end) {
		end, n = i, len("：")
	}
	if end <= 0 {
		return "", 0
	}
	key := head[:end]
	if bytes.ContainsAny(key, "。，,;；{[#") || n == 1 && end+1 < len(text) && text[end+1] != ' ' {
		return "", 0
	}
	return string(bytes.Trim(key, `"' `)), end + n
}
