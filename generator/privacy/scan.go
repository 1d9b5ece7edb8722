package privacy

import (
	"bytes"
	"unicode/utf8"
)

// traces are what of interest a text holds, one bit for each search that is to follow.
type traces uint8

const (
	digitsSeen traces = 1 << iota
	passportSeen
	plateSeen
	mailSeen
	addressSeen
	secrecySeen
	markupSeen // a digit is followed by what Markdown may hide behind: see Markdown
)

// atLeast is how many digits with nothing but separators between them can be a number of a
// person: a mobile number has eleven.
const atLeast = 11

// The classes of a character for the first reading.
const (
	other     = iota // ends a run of digits
	isDigit          // a digit in any script, or a letter that is written for one
	isGap            // may stand inside a number
	isAt             // @ and what stands for it
	isDot            // a gap, and what a provider's name has in it
	isMarkup         // & < and \
	isTrigger        // worth a closer look, see trigger
)

// asciiClass are the classes of the bytes below 0x80.
var asciiClass = makeASCII()

func makeASCII() (c [128]uint8) {
	for _, b := range []byte("0123456789oOlI") {
		c[b] = isDigit
	}
	for _, b := range []byte(" \t\r\n-_*~`") {
		c[b] = isGap
	}
	c['.'], c['@'], c['#'] = isDot, isAt, isAt
	c['&'], c['<'], c['\\'] = isMarkup, isMarkup, isMarkup
	return c
}

// The Han block that most text is written in.
const (
	firstHan = 0x4E00
	lastHan  = 0x9FFF
)

// hanClass are the classes of its characters.
var hanClass = makeHan()

func makeHan() *[lastHan - firstHan + 1]uint8 {
	var c [lastHan - firstHan + 1]uint8
	for _, r := range "密内外勿件公住籍址护通胞旅" + provinces {
		c[r-firstHan] = isTrigger
	}
	for r := range hanDigits {
		if r >= firstHan {
			c[r-firstHan] = isDigit
		}
	}
	return &c
}

// scan reads a text through once and tells which searches could find something. It may tell too
// much, never too little. least is how many digits count as a number.
func scan(text []byte, least int) (seen traces) {
	run := 0
	for i := 0; i < len(text); {
		b := text[i]
		class, size := uint8(other), 1
		switch {
		case b < utf8.RuneSelf:
			class = asciiClass[b]
		case b >= 0xE4 && b <= 0xE9 && i+2 < len(text):
			size = 3
			if r := int(b&0x0F)<<12 | int(text[i+1]&0x3F)<<6 | int(text[i+2]&0x3F); r >= firstHan {
				class = hanClass[r-firstHan]
			}
		default:
			class, size = rareClass(text[i:])
		}
		switch class {
		case other:
			run = 0
		case isDigit:
			if run++; run >= least {
				seen |= digitsSeen
			}
		case isGap:
		default:
			seen |= closer(text, i, class, run)
			if class != isDot && class != isMarkup {
				run = 0
			}
		}
		i += size
	}
	return seen
}

// rareClass gives the class of a character that is neither ASCII nor in the Han block, and its
// length in bytes.
func rareClass(text []byte) (class uint8, size int) {
	if text[0] == 0xEF && len(text) > 2 && text[1] == 0xBC { // the full-width forms, punctuation mostly
		switch c := text[2]; {
		case c >= 0x90 && c <= 0x99:
			return isDigit, 3
		case c == 0xA0 || c == 0x83: // ＠ ＃
			return isAt, 3
		case c == 0x8C || c == 0x9A || c == 0x9B || c == 0x88 || c == 0x89:
			return other, 3
		}
	}
	r, size := utf8.DecodeRune(text)
	switch {
	case r == '★' || r == '☆':
		return isTrigger, size
	case gapOf(r) != 0:
		return isGap, size
	}
	switch r {
	case '〇', '○', 'Ｏ', 'ｏ', 'Ｉ', 'ｌ':
		return isDigit, size
	}
	if _, ok := digitOf(r); ok {
		return isDigit, size
	}
	return other, size
}

// closer looks around a character that is of interest. run is how many digits stand before it.
func closer(text []byte, i int, class uint8, run int) traces {
	switch class {
	case isAt:
		return mailSeen
	case isDot:
		if i+1 < len(text) && (text[i+1]|0x20 == 'c' || text[i+1]|0x20 == 'n') {
			return mailSeen // zhang(at)163.com
		}
		return 0
	case isMarkup:
		if run > 0 || text[i] == '&' {
			return markupSeen
		}
		return 0
	}
	return trigger(text, i)
}

// trigger looks at the characters beside one that begins a word of interest.
func trigger(text []byte, i int) traces {
	r, size := utf8.DecodeRune(text[i:])
	before, after := text[:i], text[i+size:]
	starts := func(words ...string) bool {
		for _, w := range words {
			if bytes.HasPrefix(after, []byte(w)) {
				return true
			}
		}
		return false
	}
	ends := func(words ...string) bool {
		for _, w := range words {
			if bytes.HasSuffix(before, []byte(w)) {
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
		if ends("秘", "机", "绝", " ", "　", "\u00A0") || starts("级") {
			seen = secrecySeen
		}
	case '内':
		if starts("部", " ", "　") {
			seen = secrecySeen
		}
	case '外':
		if starts("传") {
			seen = secrecySeen
		}
	case '勿':
		if starts("公", "外", "扩", "转", "传", "泄") {
			seen = secrecySeen
		}
	case '件':
		if ends("此", "本", "文") && starts("不", "依", "仅") {
			seen = secrecySeen
		}
	case '公':
		if ends("不", "不予", "请") || ends("申请") && starts("开") {
			seen = secrecySeen
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
		after = bytes.TrimLeft(after, " \u00A0　")
		if len(after) > 0 && (after[0] >= 'A' && after[0] <= 'Z' || len(after) > 2 && after[0] == 0xEF && after[1] == 0xBC && after[2] >= 0xA1) {
			seen = plateSeen
		}
	}
	return seen
}
