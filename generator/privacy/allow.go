package privacy

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// normal gives what was found without its disguise: digits as ASCII, Latin letters and the X of
// an identity number in upper case, Han and other letters as they are, all else left out. An @ and what is
// written for one stays as @.
func normal(found []byte) []byte {
	out := make([]byte, 0, len(found))
	digits, soft := 0, 0
	for i := 0; i < len(found); {
		r, size := utf8.DecodeRune(found[i:])
		if r == utf8.RuneError && size == 1 {
			i++
			continue
		}
		value, ok := digitOf(r)
		if !ok {
			value, ok = hanDigit(r)
		}
		switch c := narrow(r); {
		case ok:
			out = append(out, '0'+value)
			digits++
		case c == '@' || c == '.' && bytes.IndexByte(out, '@') >= 0:
			out = append(out, c)
		case r == '★':
			out = utf8.AppendRune(out, r)
		case isCross(r):
			out = append(out, 'X')
		case c >= 'a' && c <= 'z':
			if c == 'o' || c == 'l' || c == 'i' {
				soft++
			}
			out = append(out, c&^0x20)
		case c == 0 && unicode.IsLetter(r):
			out = utf8.AppendRune(out, r)
		}
		i += size
	}
	if n := digits + soft; soft > 0 && digits >= soft && (n == len(out) || n == len(out)-1 && out[len(out)-1] == 'X') && n >= mobileDigits {
		for i, c := range out {
			switch c {
			case 'O':
				out[i] = '0'
			case 'L', 'I':
				out[i] = '1'
			}
		}
	}
	for _, prefix := range [...]string{"86", "0086", "0"} {
		if len(out) == mobileDigits+len(prefix) && bytes.HasPrefix(out, []byte(prefix)) && out[len(prefix)] == '1' {
			return out[len(prefix):]
		}
	}
	return out
}

// Sum gives a digest (FNV-1a, 64 bits) of what was found without its disguise, so that the
// same number gives the same sum however it was written.
func Sum(found string) uint64 { return sumOf([]byte(found)) }

// Allows reports whether an entry of an item's `privacy` names what was found: the number itself
// in any disguise, its mask, and of addresses and marks the words.
func Allows(entry string, m Match, found string) bool {
	if m.Kind.IsMark() || m.Kind == Address {
		e, f := normal([]byte(entry)), normal([]byte(found))
		if len(f) > 0 && bytes.Contains(e, f) {
			return true
		}
	}
	return AllowsSum(entry, m.Kind, m.Mask, Sum(found))
}

// AllowsSum is Allows where no more is known of what was found than its mask and its Sum.
func AllowsSum(entry string, kind Kind, mask string, sum uint64) bool {
	return len(normal([]byte(entry))) > 0 && Sum(entry) == sum || bare(entry) != "" && bare(entry) == bare(mask)
}

// bare gives a mask without blanks and hyphens, with narrow stars.
func bare(mask string) string {
	return string(bytes.Map(func(r rune) rune {
		switch {
		case r == '*' || r == '＊':
			return '*'
		case gapOf(r) != 0 && r != '.':
			return -1
		}
		if c := narrow(r); c != 0 {
			return rune(c)
		}
		return r
	}, []byte(mask)))
}

func hasSuffix(text []byte, s string) bool { return bytes.HasSuffix(text, []byte(s)) }
