package privacy

import (
	"strings"
	"unicode/utf8"
)

// traces are what of interest a text holds, one bit for each search that is to follow.
type traces uint16

const (
	digitsSeen traces = 1 << iota
	passportSeen
	plateSeen
	mailSeen
	addressSeen
	secrecySeen
	internalSeen
	markupSeen // a digit is followed by what Markdown may hide behind: see Markdown
	rowSeen    // cells of a table with one digit each: see Row
)

// atLeast is how many digits with nothing but separators between them can be a number of a
// person: a mobile number has eleven.
const atLeast = 11

// The classes of a character for the first reading.
const (
	other     = iota // ends a run of digits
	isDigit          // a digit in any script, or a letter that is written for one
	isGap            // may stand inside a number, or before a quotation's lines
	isAt             // @ and what stands for it
	isDot            // a gap, and what a provider's name has in it
	isMarkup         // & < and \
	isBar            // | between cells
	isTrigger        // worth a closer look, see trigger
)

// asciiClass are the classes of the bytes below 0x80.
var asciiClass = makeASCII()

func makeASCII() (c [128]uint8) {
	for _, b := range []byte("0123456789oOlI") {
		c[b] = isDigit
	}
	for _, b := range []byte(" \t\r\n-_*~`>") {
		c[b] = isGap
	}
	c['.'], c['@'], c['#'], c['|'] = isDot, isAt, isAt, isBar
	c['&'], c['<'], c['\\'] = isMarkup, isMarkup, isMarkup
	return c
}

// The Han block that most text is written in.
const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// wideClass are the classes of the characters of three bytes in UTF-8.
var wideClass = makeWide()

func makeWide() *[1 << 16]uint8 {
	var c [1 << 16]uint8
	for r := rune(0x800); r < 0xFFFF; r++ {
		if r == 0x3400 { // nothing from here on, but what follows
			r = 0xE000
		}
		c[r] = rareClass(r)
	}
	for _, r := range "密内外勿件公住籍址护通胞旅" + provinces {
		c[r] = isTrigger
	}
	for _, r := range hanDigits {
		c[r] = isDigit
	}
	return &c
}

// rareClass gives the class of a character that is no Han and not in ASCII.
func rareClass(r rune) uint8 {
	switch r {
	case '★', '☆':
		return isTrigger
	case '＠', '＃':
		return isAt
	case 'Ｏ', 'ｏ', 'Ｉ', 'ｌ':
		return isDigit
	}
	if gapOf(r) != 0 {
		return isGap
	}
	if _, ok := digitOf(r); ok {
		return isDigit
	}
	return other
}

// bytesOrString is what can be read through without a copy.
type bytesOrString interface{ ~string | ~[]byte }

// scan reads a text through once and tells which searches could find something. It may tell too
// much, never too little. least is how many digits count as a number. at, where it is not nil,
// takes the offset of every trace.
func scan[T bytesOrString](text T, least int, at *[]int) (seen traces) {
	run, cells := 0, 0
	for i := 0; i < len(text); {
		b := text[i]
		class, size := uint8(other), 1
		switch {
		case b < utf8.RuneSelf:
			class = asciiClass[b]
		case b >= 0xE0 && b < 0xF0 && i+2 < len(text):
			size = 3
			class = wideClass[uint16(b)<<12|uint16(text[i+1]&0x3F)<<6|uint16(text[i+2]&0x3F)]
			if class == other { // most of a text: on to the next character of the kind at once
				run, cells = 0, 0
				for i += 3; i+2 < len(text) && text[i]&0xF0 == 0xE0 && wideClass[uint16(text[i])<<12|uint16(text[i+1]&0x3F)<<6|uint16(text[i+2]&0x3F)] == other; {
					i += 3
				}
				continue
			}
		default:
			var r rune
			r, size = utf8.DecodeRuneInString(string(text[i:min(len(text), i+utf8.UTFMax)]))
			class = rareClass(r)
		}
		var trace traces
		switch class {
		case other:
			run, cells = 0, 0
		case isBar:
			if run == 1 {
				if cells++; cells >= atLeast-1 {
					trace = rowSeen
				}
			} else if run > 1 {
				cells = 0
			}
			run = 0
		case isDigit:
			if run++; run >= least {
				trace = digitsSeen
			}
		case isGap:
		default:
			trace = closer(string(text[max(0, i-context):i]), string(text[i:min(len(text), i+context)]), class, run)
			if class != isDot && class != isMarkup {
				run = 0
			}
		}
		if trace != 0 {
			seen |= trace
			if at != nil {
				*at = append(*at, i)
			}
		}
		i += size
	}
	return seen
}

// context is how many bytes beside a character are looked at, at each side.
const context = 18

// closer looks around a character that is of interest, with which the text behind begins. run is
// how many digits stand before it.
func closer(before, text string, class uint8, run int) traces {
	switch class {
	case isAt:
		if text[0] == '#' && (len(text) < 2 || text[1] == '#' || before == "" || before[len(before)-1] == '#' || before[len(before)-1] == '\n') {
			return 0 // a heading's
		}
		return mailSeen
	case isDot:
		if len(text) > 1 && (text[1]|0x20 == 'c' || text[1]|0x20 == 'n') {
			return mailSeen // zhang(at)163.com
		}
		return 0
	case isMarkup:
		if run > 0 || text[0] == '&' {
			return markupSeen
		}
		return 0
	}
	r, size := utf8.DecodeRuneInString(text)
	return trigger(r, before, text[size:])
}

// trigger looks at the text beside a character that begins a word of interest, or ends one.
func trigger(r rune, before, after string) traces {
	starts := func(words ...string) bool {
		for _, w := range words {
			if strings.HasPrefix(after, w) {
				return true
			}
		}
		return false
	}
	ends := func(words ...string) bool {
		for _, w := range words {
			if strings.HasSuffix(before, w) {
				return true
			}
		}
		return false
	}
	var seen traces
	switch r {
	case '★', '☆':
		seen = secrecySeen
	case '密':
		if starts("级") || ends("秘", "机", "绝", " ", "　", "\u00A0") && !goesOn(after) {
			seen = secrecySeen
		}
	case '内':
		if starts("部", " ", "　", "\u00A0") {
			seen = internalSeen
		}
	case '外':
		if starts("传", " ", "　") {
			seen = internalSeen
		}
	case '勿':
		if starts("公", "外", "扩", "转", "传", "泄", "对", " ", "　") {
			seen = internalSeen
		}
	case '件':
		if ends("此", "本", "文", " ", "　") && starts("不", "依", "仅", " ", "　") {
			seen = internalSeen
		}
	case '公':
		if starts("开属性", "开方式", "开类", "开选项", "开形式", "开程度") {
			seen = internalSeen
		}
	case '住':
		if starts("址", "所", "地", "在", "于", "：", ":") || ends("现", "家", "居", "，", ",", "、", "；") {
			seen = addressSeen
		}
	case '籍':
		if starts("地", "所", "住") {
			seen = addressSeen
		}
	case '址':
		if ends("地") {
			seen = addressSeen
		}
	case '护':
		if starts("照") {
			seen = passportSeen
		}
	case '通', '旅':
		if starts("行证") {
			seen = passportSeen
		}
	case '胞':
		if starts("证") {
			seen = passportSeen
		}
	default:
		after = strings.TrimLeft(after, " \u00A0　")
		if len(after) > 0 && (after[0] >= 'A' && after[0] <= 'Z' || len(after) > 2 && after[0] == 0xEF && after[1] == 0xBC && after[2] >= 0xA1) {
			seen = plateSeen
		}
	}
	return seen
}

// goesOn reports whether a sentence goes on behind 秘密, so that it marks nothing.
func goesOn(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	switch r {
	case '、', '，', '。', '；', '”', '》', '’':
		return true
	case '特', '加', '急', '内', '份':
		return false
	}
	return r >= firstHan && r <= lastHan
}
