// Package fold owns what a search takes for the same: case, width, white space, compatible and
// traditional forms of a character. The page's script folds what a reader types by the same rules,
// search.js; a test in a browser holds the two to each other, character by character.
package fold

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai/generator/source"
)

// A Folder folds texts. It is read-only, for any number of goroutines.
//
// Every character is folded by itself, whatever stands beside it: its compatible form (NFKC), in
// lower case, without white space and characters that show nothing, traditional Han
// simplified. So what is found in a text is found in the folded text, and the other way round.
type Folder struct {
	one  [1 << 16]uint16   // what a character becomes: one unit, 0 for none, several for more
	more map[rune][]uint16 // where it becomes several units

	simple map[rune]rune // Pairs
}

// several in Folder.one refers to Folder.more. It is a surrogate, which no character becomes alone.
const several = 0xDFFF

// New makes a Folder.
func New() *Folder {
	f := &Folder{more: map[rune][]uint16{}, simple: make(map[rune]rune, len(Pairs)/6)}
	var traditional rune
	for _, r := range Pairs {
		if traditional == 0 {
			traditional = r
		} else {
			f.simple[traditional] = r
			traditional = 0
		}
	}
	for r := rune(1); r < 1<<16; r++ {
		if utf16.IsSurrogate(r) {
			continue
		}
		if r >= 0x3400 && r <= 0x9FFF || r >= 0xE000 && r < 0xF900 { // nothing but itself
			f.one[r] = uint16(r)
			if s, ok := f.simple[r]; ok {
				f.one[r] = uint16(s)
			}
			continue
		}
		switch units := f.slow(r); {
		case len(units) == 1:
			f.one[r] = units[0]
		case len(units) > 1:
			f.one[r], f.more[r] = several, units
		}
	}
	return f
}

// slow folds a character.
func (f *Folder) slow(r rune) (units []uint16) {
	if r == 'İ' { // as scripts do, which lower it to two
		return []uint16{'i', 0x307}
	}
	for _, c := range strings.ToLower(source.Compatible(string(r))) {
		if Nothing(c) {
			continue
		}
		if s, ok := f.simple[c]; ok {
			c = s
		}
		units = utf16.AppendRune(units, c)
	}
	return units
}

// Nothing reports whether a character shows nothing: white space, or a sign of format.
func Nothing(r rune) bool {
	return r == 0 || unicode.Is(unicode.White_Space, r) || unicode.Is(unicode.Cf, r)
}

// Append adds the folded text to the units. Bytes that are no UTF-8 become U+FFFD.
func (f *Folder) Append(to []uint16, text []byte) []uint16 {
	for i := 0; i < len(text); {
		c := text[i]
		r, size := rune(c), 1
		switch {
		case c < utf8.RuneSelf:
		case c >= 0xE1 && c <= 0xEC && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80: // nearly all of it
			r, size = rune(c&0x0F)<<12|rune(text[i+1]&0x3F)<<6|rune(text[i+2]&0x3F), 3
		default:
			r, size = utf8.DecodeRune(text[i:])
		}
		i += size
		if r >= 1<<16 {
			to = append(to, f.slow(r)...)
			continue
		}
		switch u := f.one[r]; u {
		case 0:
		case several:
			to = append(to, f.more[r]...)
		default:
			to = append(to, u)
		}
	}
	return to
}

// Traditional notes in seen the traditional characters that a text has once their other forms are
// folded, with their simplified forms.
func (f *Folder) Traditional(text string, seen map[rune]rune) {
	for i := 0; i < len(text); {
		if c := text[i]; c < 0xE2 {
			i++
			continue
		} else if c < 0xF0 && i+2 < len(text) && (c < 0xEF || text[i+1] >= 0xBC) { // no compatible Han
			if r := rune(c&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F); c < 0xE4 && r > 0x3000 && r < 0x3100 || c > 0xE9 || f.one[r] == uint16(r) {
				i += 3
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		for _, c := range strings.ToLower(source.Compatible(string(r))) {
			if s, ok := f.simple[c]; ok {
				seen[c] = s
			}
		}
	}
}
