package xlsx

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/source"
)

// What survey finds in a cell.
const (
	dirty  = 1 << iota // clean would change it
	quoted             // CSV must put quotes around it
	marked             // XML must escape a character of it
	low                // it has an underscore, see protect
)

// classes are what each ASCII character means to survey.
var classes = func() (c [utf8.RuneSelf]uint8) {
	for i := range c {
		if forbidden(rune(i)) {
			c[i] |= dirty
		}
	}
	for _, r := range "\",\n" {
		c[r] |= quoted
	}
	for _, r := range "\"'&<>\n" {
		c[r] |= marked
	}
	c['_'] |= low
	return c
}()

// survey looks once at a cell and gives what writers must do to it.
func survey(s string) (found uint8) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			found |= classes[c]
			i++
		case c > 0xE0 && c < 0xED && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80:
			i += 3 // three bytes that always are a character, and none of those forbidden
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			if forbidden(r) {
				found |= dirty
			}
			i += n
		}
	}
	return found
}

// clean drops control characters but line feeds; a tab becomes a space.
func clean(text string) string {
	if survey(text)&dirty == 0 {
		return text
	}
	return scrub(text)
}

// scrub is clean for a text that needs it.
func scrub(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case forbidden(r):
			return -1
		}
		return r
	}, text)
}

// forbidden reports whether the character has no place in a cell: controls, what XML 1.0
// forbids, and what bytes that are not UTF-8 decode to.
func forbidden(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF || r == unicode.ReplacementChar
}

// guard gives what stands before, in and behind a cell that a spreadsheet shows as it is
// written. found is what survey says of the cell.
func guard(cell string, form Form, found uint8) (before, in, behind string) {
	switch {
	case form == Number && plainNumber(cell), (form == Day || form == Moment) && cell != "" && cell[0] >= '0' && cell[0] <= '9':
		return "", cell, ""
	}
	if found&dirty != 0 {
		cell = scrub(cell)
	}
	cell = strings.TrimSpace(cell)
	if formula(cell) {
		return "·", cell, ""
	}
	if mangled(cell) {
		return "", cell, "\t"
	}
	return "", cell, ""
}

// formula reports whether the cell begins like a formula, in full-width forms too, and behind
// characters that draw nothing, which some program may drop.
func formula(cell string) bool {
	r, n := utf8.DecodeRuneInString(cell)
	for r >= utf8.RuneSelf && source.Odd(r) != source.NotOdd {
		cell = cell[n:]
		r, n = utf8.DecodeRuneInString(cell)
	}
	switch r {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠':
		return true
	}
	return false
}

// mangled reports whether a spreadsheet would read the cell as a number, a date or a time
// and show something else: digits with nothing but signs, units of dates, an exponent or
// an English month, unless it is a plain number of at most eleven digits without a
// leading zero.
func mangled(cell string) bool {
	digits, plain := 0, true
	var letters [12]byte
	n := 0
	for _, r := range cell {
		switch r {
		case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			digits++
			continue
		case ' ', '.', ',', '-', '/', ':', '%', '年', '月', '日', '时', '分', '秒', '¥', '￥', '$', '(', ')', '（', '）':
			plain = false
			continue
		}
		low := r | 0x20
		if low < 'a' || low > 'z' || n == len(letters) {
			return false
		}
		letters[n] = byte(low)
		n++
		plain = false
	}
	if digits == 0 {
		return false
	}
	if plain {
		return digits > 11 || digits > 1 && cell[0] == '0'
	}
	return n == 0 || dateWord(string(letters[:n]))
}

// dateWord reports whether the letters among digits make them a number, a time or a date.
func dateWord(letters string) bool {
	switch letters {
	case "e", "am", "pm", "a", "p":
		return true
	}
	for _, month := range []string{"january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december"} {
		if len(letters) >= 3 && strings.HasPrefix(month, letters) {
			return true
		}
	}
	return false
}
