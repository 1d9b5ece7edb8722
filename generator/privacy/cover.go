package privacy

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Cover gives the text of a file as messages may show it: every number and address that
// Markdown finds is covered but for what its mask keeps. Each character is covered by one of as
// many bytes, so that places in the text stay what they are. A text in which nothing is
// found comes back itself; else it is a copy.
func Cover(src []byte) []byte {
	out := src
	for _, m := range Markdown(src) {
		if m.Kind == Secrecy || m.Kind == Internal {
			continue
		}
		if &out[0] == &src[0] {
			out = bytes.Clone(src)
		}
		cover(out[m.At.Start:m.At.End], m.Kind)
	}
	return out
}

// cover covers a find in place.
func cover(b []byte, k Kind) {
	first, last := kept(k)
	telling := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
	left := 0
	for _, r := range string(b) {
		if telling(r) {
			left++
		}
	}
	n := 0
	for at := 0; at < len(b); {
		r, size := utf8.DecodeRune(b[at:])
		if telling(r) {
			if n >= first && left > last {
				copy(b[at:at+size], covers[size])
			}
			n++
			left--
		}
		at += size
	}
}

// covers are the characters that cover others, by their length in bytes.
var covers = [...]string{1: "*", 2: "×", 3: "＊", 4: "🞱"}

// kept tells how many characters at both ends a mask keeps.
func kept(k Kind) (first, last int) {
	switch k {
	case Identity:
		return 2, 3
	case Mobile:
		return 3, 4
	case BankCard:
		return 4, 4
	}
	return 2, 0
}
