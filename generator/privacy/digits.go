package privacy

import (
	"unicode"
	"unicode/utf8"
)

// hanDigits are the digits as they are written out, in the order of their values, and 幺 as it
// is read on the telephone.
const hanDigits = "〇零○一壹幺二贰三叁四肆五伍六陆七柒八捌九玖"

// hanDigit gives the value of a digit that is written out in Han.
func hanDigit(r rune) (uint8, bool) {
	switch r {
	case '〇', '零', '○':
		return 0, true
	case '一', '壹', '幺':
		return 1, true
	case '二', '贰':
		return 2, true
	case '三', '叁':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	return 0, false
}

// digitRuns are characters that stand in the order of the digits, from 1 to 9.
var digitRuns = [...]rune{'①', '⓵', '❶', '➀', '➊', '⑴', '⒈', '㈠', '㊀', '₁'}

// digitOf gives the value of a digit in any script or dress, but not of one written out in Han.
func digitOf(r rune) (uint8, bool) {
	switch {
	case r >= '0' && r <= '9':
		return uint8(r - '0'), true
	case r < 0xB2, r >= 0x3001 && r <= 0x321F, r >= firstHan && r <= lastHan:
		return 0, false
	case r >= '０' && r <= '９':
		return uint8(r - '０'), true
	}
	switch r {
	case '⓪', '⓿', '⁰', '₀', '🄋', '🄌':
		return 0, true
	case '¹':
		return 1, true
	case '²':
		return 2, true
	case '³':
		return 3, true
	}
	if r >= '⁴' && r <= '⁹' {
		return uint8(r-'⁴') + 4, true
	}
	for _, one := range digitRuns {
		if r >= one && r < one+9 {
			return uint8(r-one) + 1, true
		}
	}
	if !unicode.IsDigit(r) { // digits of other scripts, and mathematical ones
		return 0, false
	}
	for zero := r; ; zero-- { // every script has its ten in a row
		if !unicode.IsDigit(zero-1) || r-zero == 49 {
			return uint8((r - zero) % 10), true
		}
	}
}

// A gap is what stands between two groups of digits.
type gap uint8

const (
	blank   gap = 1 << iota
	lineEnd     // of one line
	unseen      // characters that show nothing
	hyphen
	point
	marker // Markdown's * _ ~ `
	script // nothing stands there, but one side is written in Han
)

// gapOf tells whether a character may stand inside a number, and as what.
func gapOf(r rune) gap {
	switch r {
	case ' ', '\t', '\r', 0xA0, 0x1680, 0x202F, 0x205F, 0x3000:
		return blank
	case '\n', '\v', '\f', 0x85, 0x2028, 0x2029:
		return lineEnd
	case '*', '_', '~', '`':
		return marker
	case '-', '‐', '‑', '‒', '–', '—', '―', '−', '－', '﹣', '﹘', '⁃', '⁻', 'ー', '─', '＿', '～':
		return hyphen
	case '.', '·', '•', '・', '．', '‧', '⋅', '∙', '･':
		return point
	case 0xAD, 0x180E, 0xFEFF, 0x20E3, 0x34F, 0x61C:
		return unseen
	}
	switch {
	case r < 0x300, r >= firstHan && r <= lastHan:
		return 0
	case r >= 0x2000 && r <= 0x200A:
		return blank
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r >= 0xFE00 && r <= 0xFE0F:
		return unseen
	case r < 0x2000 || r > 0xFB00 && r < 0xFF00 || r > 0xFFFF || r >= 0x20D0 && r <= 0x20FF:
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			return unseen
		}
	}
	return 0
}

// cross is the value of the last character of an identity number that is no digit.
const cross = 10

// isCross reports whether a character can be that one.
func isCross(r rune) bool {
	switch r {
	case 'X', 'x', 'Ｘ', 'ｘ', '×', '✕', '╳', 'Χ', 'Х', 'х', 'Ⅹ':
		return true
	}
	return false
}

// A digit is one digit of an island.
type digit struct {
	start, end int // bytes
	value      uint8
	han, soft  bool // soft: a letter that stands for it
}

// A group is digits with nothing between them.
type group struct {
	from, to    int  // digits of the island
	before      gap  // what separates it from the group before it
	left, right bool // a letter touches it there
	used        bool // a find has it
	crossed     bool // it is a single X
}

// An island is groups of digits with nothing but gaps between them.
type island struct {
	digits []digit
	groups []group
}

// Limits of what stands between two groups of one number.
const (
	maxShown  = 3  // characters that show
	maxUnseen = 12 // characters that do not
)

// islands calls do for each island of the text that has at least so many digits. The island is
// do's until it returns.
func islands(text []byte, least int, do func(*island)) {
	var room [24]digit
	var groups [12]group
	is := island{digits: room[:0], groups: groups[:0]}
	var between gap
	shown, hidden, lines := 0, 0, 0
	letter := false // directly before
	flush := func() {
		if len(is.digits) >= least {
			do(&is)
		}
		is.digits, is.groups = is.digits[:0], is.groups[:0]
		between, shown, hidden, lines = 0, 0, 0, 0
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		d := digit{start: i, end: i + size}
		value, ok := digitOf(r)
		if !ok {
			if value, ok = hanDigit(r); ok {
				d.han = true
			} else if value, ok = softDigit(text, i, r); ok {
				d.soft = true
			}
		}
		switch {
		case ok:
			d.value = value
			is.put(d, between, letter)
			between, shown, hidden, lines = 0, 0, 0, 0
			letter = false
		case isCross(r) && len(is.digits) > 0 && !letterAt(text[i+size:]):
			d.value = cross
			if between == 0 && r < utf8.RuneSelf {
				is.groups[len(is.groups)-1].right = true
			}
			is.put(d, between|script, false)
			is.groups[len(is.groups)-1].crossed = true
			between, shown, hidden, lines = 0, 0, 0, 0
			letter = r < utf8.RuneSelf
		default:
			if g := gapOf(r); g != 0 && len(is.digits) > 0 {
				between |= g
				switch {
				case g == unseen || g == blank && lines > 0:
					hidden++
				case g == lineEnd:
					lines++
				default:
					shown++
				}
				if shown > maxShown || hidden > maxUnseen || lines > 1 {
					flush()
				}
				letter = letter && g == unseen
				break
			}
			if letter = letterAt(text[i:]); letter && len(is.digits) > 0 && between&^unseen == 0 {
				is.groups[len(is.groups)-1].right = true
			}
			flush()
		}
		i += size
	}
	flush()
}

// put adds a digit to the last group, or to a new one where something separates it.
func (is *island) put(d digit, between gap, letter bool) {
	n := len(is.digits)
	is.digits = append(is.digits, d)
	if n > 0 && between&^unseen == 0 {
		last := &is.groups[len(is.groups)-1]
		if is.digits[n-1].han == d.han && !last.crossed {
			last.to = n + 1
			return
		}
		between |= script
	}
	is.groups = append(is.groups, group{from: n, to: n + 1, before: between, left: letter})
}

// letterAt reports whether a text begins with a Latin letter.
func letterAt(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	if c := text[0] | 0x20; text[0] < utf8.RuneSelf {
		return c >= 'a' && c <= 'z'
	}
	r, _ := utf8.DecodeRune(text)
	return r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

// softDigit gives the digit that a letter stands for in a word of digits: o for 0, l and I for 1.
func softDigit(text []byte, at int, r rune) (uint8, bool) {
	var value uint8
	switch r {
	case 'o', 'O', 'Ｏ', 'ｏ':
	case 'l', 'I', 'Ｉ', 'ｌ':
		value = 1
	default:
		return 0, false
	}
	const reach = 24
	digits := 0
	for i := at; i < len(text) && i < at+reach; {
		r, size := utf8.DecodeRune(text[i:])
		if !softWord(r, &digits) {
			if letterAt(text[i:]) {
				return 0, false
			}
			break
		}
		i += size
	}
	for i := at; i > 0 && i > at-reach; {
		r, size := utf8.DecodeLastRune(text[:i])
		if !softWord(r, &digits) {
			if letterAt(text[i-size:]) {
				return 0, false
			}
			break
		}
		i -= size
	}
	return value, digits > 0
}

// softWord reports whether a character can be in a word of digits, and counts true digits.
func softWord(r rune, digits *int) bool {
	if _, ok := digitOf(r); ok {
		*digits++
		return true
	}
	switch r {
	case 'o', 'O', 'l', 'I', 'Ｏ', 'ｏ', 'Ｉ', 'ｌ':
		return true
	}
	return isCross(r)
}
