package markdown

import (
	"bytes"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/model"
)

// safeSchemes are the schemes that a link may have; anything else with a scheme is unsafe.
var safeSchemes = [...]string{"http", "https", "mailto", "tel"}

// unsafe reports whether a destination has a scheme that a page must not carry, such as
// javascript:. White space and control characters inside do not hide it.
func unsafe(dest string) bool {
	clean := strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7F || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, dest)
	i := strings.IndexAny(clean, ":/?#")
	if i < 0 || clean[i] != ':' {
		return strings.HasPrefix(clean, "//") || strings.HasPrefix(clean, `\`) || strings.HasPrefix(clean, `/\`)
	}
	for _, s := range safeSchemes {
		if strings.EqualFold(clean[:i], s) {
			return clean != dest
		}
	}
	return true
}

// decode undoes percent-encoding where it is well formed.
func decode(s string) string {
	if t, err := url.PathUnescape(s); err == nil {
		return t
	}
	return s
}

// summarize gives the first sentences of the running text, at most SummaryLimit
// characters. It cuts behind 。；！？ and never inside 《》 or a number; where no such
// place comes in time it cuts before a mark or character that may stand last, with ….
func summarize(lead []byte) string {
	var room [SummaryLimit + 1]rune
	rs := begin(room[:0], lead)
	if len(rs) <= SummaryLimit {
		return string(rs)
	}
	sentence, soft, depth := 0, 0, 0
	var free [SummaryLimit]bool // a cut behind the character is within no pair of marks
	for i, r := range rs[:SummaryLimit] {
		switch r {
		case '《', '（', '〔', '“':
			depth++
		case '》', '）', '〕', '”':
			depth = max(depth-1, 0)
		case '。', '；', '！', '？':
			if depth == 0 {
				sentence = i + 1
			}
			continue
		}
		free[i] = depth == 0
	}
	if sentence >= 20 {
		return string(rs[:sentence])
	}
	for i := SummaryLimit - 2; i >= 0 && soft == 0; i-- {
		// A closing mark belongs to the sentence before it.
		if free[i] && !joined(rs[i], rs[i+1]) {
			soft = i + 1
		}
	}
	if soft > 0 {
		return strings.TrimRight(string(rs[:soft]), "，、：:, （《“‘") + "…"
	}
	return string(rs[:SummaryLimit-1]) + "…"
}

// begin fills rs up to its capacity with the text's beginning, with one blank where white
// space stood, none where a line ended between two Han characters, and without bytes that
// are no character. It reads no further than it must:
// a lead can be long.
func begin(rs []rune, text []byte) []rune {
	n := cap(rs)
	blank, line := false, false
	for len(text) > 0 && len(rs) < n {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		switch {
		case r == utf8.RuneError && size == 1:
		case unicode.IsSpace(r):
			blank, line = len(rs) > 0, line || r == '\n'
			continue
		case line && blank && wide(rs[len(rs)-1]) && wide(r):
			rs, blank = append(rs, r), false
		case blank && len(rs) == n-1:
			return append(rs, ' ')
		case blank:
			rs, blank = append(rs, ' ', r), false
		default:
			rs = append(rs, r)
		}
		line = false
	}
	return rs
}

// joined reports whether a cut between the two characters would break a number, a word or
// a title's opening.
func joined(a, b rune) bool {
	return token(a) && token(b) || strings.ContainsRune("（《“‘〔", a) || strings.ContainsRune("，。、；：！？）》”’〕%％", b)
}

// token reports whether the character is part of a number or a Latin word.
func token(r rune) bool {
	return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == ',' || r == '-' || r == '/')
}

// solid counts the characters that are no white space.
func solid(text []byte) int {
	n := 0
	for i := 0; i < len(text); {
		// Nearly all is Han, of which UTF-8 needs no decoding to be counted.
		if c := text[i]; c >= 0xE3 && c <= 0xEF && c != 0xED && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80 {
			if c != 0xE3 || text[i+1] != 0x80 || text[i+2] != 0x80 { // U+3000
				n++
			}
			i += 3
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if i += size; !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// unfilled flags text that a template left to be filled in, and a body that begins with
// what looks like front matter.
func (w *writer) unfilled() {
	waits := bytes.Contains(w.src, []byte("待"))
	for _, mark := range [...]string{"〔待填", "TODO", "待补充"} {
		if mark != "TODO" && !waits {
			continue
		}
		from := 0
		for {
			i := bytes.Index(w.src[from:], []byte(mark))
			if i < 0 {
				break
			}
			at := from + i
			from = at + len(mark)
			if mark == "待补充" && !alone(w.src, at, from) {
				continue
			}
			if mark == "TODO" && (letterAt(w.src, at-1) || letterAt(w.src, from)) {
				continue
			}
			w.flaw(model.Placeholder, at, from, mark)
		}
	}
	body := bytes.TrimLeft(w.src, " \t\r\n")
	start := len(w.src) - len(body)
	first := string(body[:firstLine(body)])
	key, _, colon := strings.Cut(strings.ReplaceAll(first, "：", ":"), ":")
	switch strings.TrimSpace(key) {
	case "title", "index", "category", "标题", "索引号", "类别":
		if colon {
			w.flaw(model.HalfFrontmatter, start, start+len(first), clip([]byte(first), 40))
		}
	}
}

// alone reports whether the words between the offsets are all of a line but for marks.
func alone(b []byte, start, end int) bool {
	const marks = " 　（）()【】。:：-*|"
	before, after := bytes.TrimRight(b[:start], marks), bytes.TrimLeft(b[end:], marks)
	return (len(before) == 0 || before[len(before)-1] == '\n') && (len(after) == 0 || after[0] == '\n')
}

// letterAt reports whether an ASCII letter stands at the offset.
func letterAt(b []byte, at int) bool {
	return at >= 0 && at < len(b) && unicode.IsLetter(rune(b[at])) && b[at] < 0x80
}
