package privacy

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"gongkai/generator/source"
)

// A view is a passage as a reader sees it: without backslashes, tags, comments and the marks
// of quotations, with entities decoded. Each of its bytes knows where in the source what it
// shows begins and ends.
type view struct {
	text        []byte
	start, stop []int
	unclosed    bool // a comment is not closed, and neither is any behind it
}

func (v *view) put(text []byte, start, stop int) {
	for _, c := range text {
		v.text = append(v.text, c)
		v.start, v.stop = append(v.start, start), append(v.stop, stop)
	}
}

// shown makes the view of a passage. What stands in comments is searched by itself.
func (d *document) shown(at source.Span) *view {
	v := &view{}
	src := d.src[:at.End]
	begin := true // of a line
	for i := at.Start; i < len(src); {
		c := src[i]
		size := 1
		switch {
		case begin && (c == '>' || c == ' ' || c == '\t'):
			if c != '>' {
				v.put(src[i:i+1], i, i+1)
			}
			i++
			continue
		case c == '\\' && i+1 < len(src) && src[i+1] < utf8.RuneSelf && !letterAt(src[i+1:]) && src[i+1] > ' ' && (src[i+1] < '0' || src[i+1] > '9'):
			v.put(src[i+1:i+2], i, i+2)
			size = 2
		case c == '&':
			if text, n := entity(src[i:]); n > 0 {
				v.put(text, i, i+n)
				size = n
				break
			}
			v.put(src[i:i+1], i, i+1)
		case c == '<':
			size = d.tag(v, src, i)
		case c < utf8.RuneSelf:
			v.put(src[i:i+1], i, i+1)
		default:
			_, size = utf8.DecodeRune(src[i:])
			for k := range size {
				v.put(src[i+k:i+k+1], i+k, i+k+1)
			}
		}
		begin = c == '\n'
		i += size
	}
	return v
}

// cells are tags that hold text apart from other text.
var cells = words("td th tr li p div br hr table ul ol h1 h2 h3 h4 h5 h6 option dt dd")

// tag takes what begins with < at the offset and gives its length.
func (d *document) tag(v *view, src []byte, i int) int {
	const longest = 400
	if rest, ok := bytes.CutPrefix(src[i:], []byte("<!--")); ok && !v.unclosed {
		if end := bytes.Index(rest, []byte("-->")); end >= 0 {
			for _, m := range Find(rest[:end], Context{}) {
				m.At = m.At.Shift(i + len("<!--"))
				d.keep(m)
			}
			return len("<!--") + end + len("-->")
		}
		v.unclosed = true
	}
	piece := src[i:min(len(src), i+longest)]
	end := bytes.IndexByte(piece, '>')
	name := bytes.TrimPrefix(piece[1:], []byte("/"))
	if end < 0 || !letterAt(name) {
		v.put(src[i:i+1], i, i+1)
		return 1
	}
	n := 0
	for n < len(name) && (letterAt(name[n:]) || name[n] >= '0' && name[n] <= '9') {
		n++
	}
	if n < len(name) && (name[n] == ':' || name[n] == '@' || name[n] == '.') { // an address in angle brackets
		v.put([]byte{' '}, i, i+1)
		return 1
	}
	for _, cell := range cells {
		if bytes.EqualFold(name[:n], cell) {
			v.put([]byte{' '}, i, i+end+1)
		}
	}
	return end + 1
}

// entities are those that show nothing, a blank or what may stand between digits.
var entities = map[string]string{
	"nbsp": "\u00A0", "ensp": "\u2002", "emsp": "\u2003", "thinsp": "\u2009", "hairsp": "\u200A", "numsp": "\u2007", "zwnj": "\u200C", "zwj": "\u200D", "shy": "\u00AD",
	"ZeroWidthSpace": "\u200B", "NoBreak": "\u2060", "ndash": "–", "mdash": "—", "minus": "−", "hyphen": "‐", "dash": "‐", "middot": "·", "bull": "•", "sdot": "⋅",
	"lowbar": "_", "period": ".", "ast": "*", "commat": "@", "num": "#", "times": "×", "starf": "★", "star": "☆", "lt": "<", "gt": ">", "amp": "&", "quot": `"`,
	"colon": ":", "Tab": "\t", "NewLine": "\n",
}

// entity gives what an entity at the head of a text shows, and its length; 0 where it is none.
func entity(text []byte) ([]byte, int) {
	const longest = 18
	end := bytes.IndexByte(text[:min(len(text), longest)], ';')
	if end < 2 {
		return nil, 0
	}
	name := string(text[1:end])
	if name[0] != '#' {
		shown, ok := entities[name]
		if !ok {
			return nil, 0
		}
		return []byte(shown), end + 1
	}
	base, number := 10, name[1:]
	if len(number) > 1 && number[0]|0x20 == 'x' {
		base, number = 16, number[1:]
	}
	r, err := strconv.ParseUint(number, base, 21)
	if err != nil || r == 0 || !utf8.ValidRune(rune(r)) {
		return nil, 0
	}
	return utf8.AppendRune(nil, rune(r)), end + 1
}
