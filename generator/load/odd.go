package load

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// oddNames are the names of those odd characters that come by paste.
var oddNames = map[rune]diag.Words{
	0x00AD: {ZH: "软连字符", EN: "soft hyphen"}, 0x061C: {ZH: "阿拉伯字母标记", EN: "Arabic letter mark"}, 0x3164: {ZH: "韩文填充符", EN: "Hangul filler"},
	0x200B: {ZH: "零宽空格", EN: "zero-width space"}, 0x200C: {ZH: "零宽不连字", EN: "zero-width non-joiner"}, 0x200D: {ZH: "零宽连字", EN: "zero-width joiner"},
	0x200E: {ZH: "从左到右标记", EN: "left-to-right mark"}, 0x200F: {ZH: "从右到左标记", EN: "right-to-left mark"}, 0x2060: {ZH: "词连接符", EN: "word joiner"},
	0x202A: {ZH: "从左到右嵌入", EN: "left-to-right embedding"}, 0x202B: {ZH: "从右到左嵌入", EN: "right-to-left embedding"}, 0x202C: {ZH: "方向结束", EN: "pop directional formatting"},
	0x202D: {ZH: "从左到右强制", EN: "left-to-right override"}, 0x202E: {ZH: "从右到左强制", EN: "right-to-left override"},
	0x2066: {ZH: "从左到右隔离", EN: "left-to-right isolate"}, 0x2067: {ZH: "从右到左隔离", EN: "right-to-left isolate"}, 0x2068: {ZH: "方向隔离", EN: "first strong isolate"}, 0x2069: {ZH: "隔离结束", EN: "pop directional isolate"},
	0xFFFC: {ZH: "对象占位符", EN: "object replacement"}, 0x000B: {ZH: "垂直制表符", EN: "vertical tab"}, 0x000C: {ZH: "换页符", EN: "form feed"}, 0x0008: {ZH: "退格符", EN: "backspace"}, 0x001B: {ZH: "终端控制符", EN: "escape"},
}

// oddWords says what a character does to a text, with its number and name.
func oddWords(r rune, why source.Oddness, n int) diag.Words {
	does := map[source.Oddness]diag.Words{
		source.Invisible: {ZH: "看不见的字符", EN: "an invisible character"}, source.Joiner: {ZH: "看不见的字符", EN: "an invisible character"},
		source.Private: {ZH: "各人电脑上显示不一样的字符", EN: "a character that every computer draws differently"}, source.Control: {ZH: "看不见的控制字符", EN: "an invisible control character"},
		source.Reorders: {ZH: "改变文字显示次序的字符", EN: "a character that changes the order in which the text is shown"}, source.Hides: {ZH: "藏着文字、谁也看不见的字符", EN: "a character that hides what is written"},
	}[why]
	name, known := oddNames[r]
	if known {
		name = diag.Say("（%s）", " (%s)", name)
	}
	if n > 1 {
		return diag.Say("这里有%s U+%04[2]X%[3]s；这个文件里共%[4]d处", "%s is here, U+%04[2]X%[3]s; the file has %[4]d of it", does, r, name, n)
	}
	return diag.Say("这里有%s U+%04[2]X%[3]s", "%s is here, U+%04[2]X%[3]s", does, r, name)
}

// maxOdd is how many different odd characters of a file are told.
const maxOdd = 10

// A seen character is an odd one with where it stands first and how often it does.
type seen struct {
	r   rune
	why source.Oddness
	at  source.Span
	n   int
}

// odd says F41 of characters that deceive whoever reads the text, and F42 of those that
// only do not belong there: of each once, where it stands first. Characters that are
// written as &#x202E; in a text or as "\u202E" in front matter are no others.
func (f *file) odd() {
	var all []seen
	front := -1
	see := func(at source.Span, r rune, why source.Oddness) {
		for i := range all {
			if all[i].r == r {
				all[i].n++
				return
			}
		}
		if len(all) < maxOdd {
			all = append(all, seen{r, why, at, 1})
		}
	}
	source.Odds(f.text, func(at int, r rune, why source.Oddness) bool {
		if why == source.Control && front < 0 {
			front = f.frontEnd()
		}
		if why == source.Control && at < front || why == source.Joiner && joins(f.text, at) {
			return true // YAML refuses a control character, and front says so
		}
		see(source.Span{Start: at, End: at + utf8.RuneLen(r)}, r, why)
		return true
	})
	f.escaped(see)
	for _, s := range all {
		rule, fix := "F42", diag.Words{}
		switch s.why {
		case source.Reorders, source.Hides:
			rule = "F41"
		case source.Invisible:
			fix = diag.Say("运行 gongkai fmt --write 去掉", "run gongkai fmt --write, which takes it out")
		}
		f.say(rule, s.at, oddWords(s.r, s.why, s.n), fix)
	}
}

// frontEnd gives the offset where what is read as YAML ends.
func (f *file) frontEnd() int {
	if !strings.HasSuffix(f.path, ".md") {
		return len(f.text)
	}
	if i := bytes.Index(f.text, []byte("\n---")); i >= 0 {
		return i
	}
	return 0
}

// joins reports whether a joiner does its work: between emoji, or in a script whose letters
// join.
func joins(text []byte, at int) bool {
	before, _ := utf8.DecodeLastRune(text[:at])
	behind, _ := utf8.DecodeRune(text[at+len("\u200D"):])
	emoji := func(r rune) bool { return r >= 0x1F000 || r >= 0x2600 && r < 0x2800 || r == 0xFE0F }
	script := func(r rune) bool {
		return r > 0x24F && unicode.In(r, unicode.L, unicode.M) && !unicode.Is(unicode.Han, r)
	}
	return emoji(before) && emoji(behind) || script(before)
}

// escaped calls see for the odd characters that are written in other characters: as entities
// in a text, as escapes in YAML.
func (f *file) escaped(see func(source.Span, rune, source.Oddness)) {
	look := func(from, to int, mark byte, read func([]byte) (rune, int)) {
		for at := from; at < to; at++ {
			i := bytes.IndexByte(f.text[at:to], mark)
			if i < 0 {
				return
			}
			at += i
			if r, n := read(f.text[at:to]); n > 0 {
				if why := source.Odd(r); why != source.NotOdd && why != source.Joiner {
					see(source.Span{Start: at, End: at + n}, r, why)
				}
			}
		}
	}
	if bytes.IndexByte(f.text, '\\') >= 0 {
		look(0, f.frontEnd(), '\\', yamlEscape)
	}
	if strings.HasSuffix(f.path, ".md") && bytes.IndexByte(f.text, '&') >= 0 {
		look(f.frontEnd(), len(f.text), '&', entity)
	}
}

// yamlEscape reads \x, \u or \U with its digits, and gives the number of bytes, 0 for none.
func yamlEscape(b []byte) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	n := 2 + map[byte]int{'x': 2, 'u': 4, 'U': 8}[b[1]]
	if n == 2 || len(b) < n {
		return 0, 0
	}
	r, err := strconv.ParseUint(string(b[2:n]), 16, 32)
	if err != nil || r > unicode.MaxRune {
		return 0, 0
	}
	return rune(r), n
}

// maxEntity is the length of the longest name of an entity and more.
const maxEntity = 40

// entity reads an entity such as &#8238; or &rlm; and gives the number of bytes, 0 for none
// and for one that stands for more than a character.
func entity(b []byte) (rune, int) {
	n := bytes.IndexByte(b[:min(len(b), maxEntity)], ';') + 1
	if n == 0 {
		return 0, 0
	}
	text := html.UnescapeString(string(b[:n]))
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) {
		return 0, 0
	}
	return r, n
}
