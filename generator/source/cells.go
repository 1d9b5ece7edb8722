package source

import (
	"unicode"

	"golang.org/x/text/width"
)

// Cells gives the number of screen cells that a terminal draws the character in: two for
// Han characters and other wide ones, none for combining marks and other characters that
// draw nothing, one for the rest. Characters that East Asian fonts may draw in either
// width, such as “ and …, count one, as terminals draw them today.
func Cells(r rune) int {
	if r < 0x7F {
		if r < ' ' {
			return 0
		}
		return 1
	}
	if r < 0xA0 || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
