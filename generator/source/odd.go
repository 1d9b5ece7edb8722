package source

import "unicode/utf8"

// An Oddness is why a character does not belong into a text that people read.
type Oddness uint8

// The kinds. The zero kind is every character that does belong, blanks and the selectors of
// Han variants included.
const (
	NotOdd    Oddness = iota
	Invisible         // it draws nothing, and so makes two words differ that look alike
	Joiner            // it draws nothing, but joins or parts letters of other scripts, or emoji
	Private           // what it looks like is between a font and its maker
	Control           // a control character; XML forbids most
	Reorders          // it makes the text around it be drawn in another order than it has
	Hides             // it carries text that nobody sees, or is no character at all
)

// Odd gives what is odd about a character. Tab, LF and CR are not.
func Odd(r rune) Oddness {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return NotOdd
	case r < ' ' || r >= 0x7F && r < 0xA0:
		return Control
	case r < 0xA0:
		return NotOdd
	case r == 0xAD || r == 0x34F || r == 0x61C || r == 0x115F || r == 0x1160 || r == 0x180E || r == 0x3164 || r == 0xFFA0 || r == 0xFEFF || r == 0xFFFC:
		return Invisible
	case r == 0x200C || r == 0x200D:
		return Joiner
	case r == 0x200B || r == 0x200E || r == 0x200F || r >= 0x2060 && r <= 0x2065:
		return Invisible
	case r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x206F:
		return Reorders
	case r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000 && r&0xFFFE != 0xFFFE:
		return Private
	case r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE, r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE00FF:
		return Hides
	}
	return NotOdd
}

// Odds calls yield for each odd character of a text with its offset, in order, until yield
// gives false. Bytes that are no UTF-8 are passed over.
func Odds(text []byte, yield func(at int, r rune, why Oddness) bool) {
	for i := 0; i < len(text); {
		c := text[i]
		if c >= ' ' && c < 0x7F || c == '\n' || c == '\t' {
			i++
			continue
		}
		if c >= 0xE3 && c <= 0xEC && i+2 < len(text) && (c > 0xE3 || text[i+1] != 0x85) || c == 0xE2 && i+2 < len(text) && text[i+1] > 0x81 {
			i += 3 // Han and its marks; nothing there is odd but U+3164
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		if r != utf8.RuneError || n > 1 {
			if why := Odd(r); why != NotOdd && !yield(i, r, why) {
				return
			}
		}
		i += n
	}
}
