package privacy

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// ends are how many characters of a number stay visible at each side. Those of mobile and
// identity numbers are the official examples of a real notice on masking, 138****1234 and
// 35*************123 (standards.md B10), which shows homes down to the township or street too.
// The others are ours: enough for the person concerned to know it is theirs.
var ends = [...][2]int{Identity: {2, 3}, Mobile: {3, 4}, BankCard: {4, 4}, Passport: {2, 2}, Plate: {2, 2}}

// mask gives what may stand in the place of what was found.
func mask(k Kind, found []byte) string {
	switch k {
	case Secrecy, Internal:
		return string(found)
	case Address:
		return string(found[:township(found)]) + "***"
	case Mail:
		return mailMask(found)
	}
	text := bytes.Runes(normal(found))
	left, right := ends[k][0], ends[k][1]
	for i := range text {
		if i >= left && i < len(text)-right {
			text[i] = '*'
		}
	}
	return string(text)
}

// mailMask keeps the first character of the box and all of the provider. A box of one
// character is hidden wholly.
func mailMask(found []byte) string {
	i, n := 0, 0
	for n = atSign(found, i); n == 0; n = atSign(found, i) {
		i++
	}
	domain, _ := mailDomain(found, i+n)
	_, size := utf8.DecodeRune(found)
	if size >= i {
		size = 0
	}
	return string(found[:size]) + "***@" + domain
}

// township gives how much of an address may be shown: up to the last 镇, 乡, 街道 or the like
// before its details, or the last 区, 县, 市 where it names none.
func township(found []byte) int {
	for _, level := range [...][]string{{"街道", "镇", "乡", "苏木"}, {"区", "县", "旗"}, {"市", "州"}, {"省"}} {
		end := 0
		for _, w := range level {
			if i := bytes.Index(found, []byte(w)); i > 0 && !quarter(found[:i], w) {
				end = max(end, i+len(w))
			}
		}
		if end > 0 {
			return end
		}
	}
	return 0
}

// quarter reports whether the 区 behind the text is no district but a housing estate or the
// like.
func quarter(text []byte, level string) bool {
	if level != "区" {
		return false
	}
	for _, w := range [...]string{"小", "社", "园", "校", "厂", "景", "住宅", "家属"} {
		if hasSuffix(text, w) {
			return true
		}
	}
	return false
}

// Hide gives a text for a message: the middle of every number in it that looks like a person's,
// sure or not and whatever the words beside it say, is replaced by stars, and so are the names
// of mailboxes and the details of homes. The text keeps its number of characters, and each its
// width on a screen. A text without any comes back as it is. Marks of secrecy stay.
//
// Hide(Hide(t)) is Hide(t), and Find finds nothing but marks in it.
func Hide(text string) string {
	seen := scanString(text)
	if seen == 0 {
		return text
	}
	b := []byte(text)
	const kindly, rounds = 2, 12
	for n := 0; ; n++ {
		s := search{text: b, wild: true}
		found := s.all(seen)
		found = apart(append(found, numbersOf(Find(b, Context{}))...))
		if len(found) == 0 {
			break
		}
		if n > rounds { // what hides behind what was hidden, again and again: made on purpose
			b = starAll(b)
			break
		}
		b = starred(b, found, n < kindly)
	}
	if string(b) == text {
		return text
	}
	return string(b)
}

// numbersOf gives the matches that are no marks.
func numbersOf(found []Match) []Match {
	kept := found[:0]
	for _, m := range found {
		if !m.Kind.IsMark() {
			kept = append(kept, m)
		}
	}
	return kept
}

// scanString is scan for Hide, which knows no words: a letter before seven digits may be a
// passport's.
func scanString(text string) traces {
	seen := scan(text, atLeast, nil)
	run := 0
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			run = 0
			continue
		}
		if run++; run == fewestPassport && i >= run && text[i-run] >= 'A' && text[i-run] <= 'Z' {
			seen |= passportSeen
		}
	}
	return seen &^ (secrecySeen | internalSeen | markupSeen | rowSeen)
}

// starred puts stars for the hidden characters of the matches; of each whole match where it
// is not to be kind.
func starred(text []byte, found []Match, kind bool) []byte {
	out := make([]byte, 0, len(text))
	at := 0
	for _, m := range found {
		out = append(out, text[at:m.At.Start]...)
		out = appendHidden(out, m.Kind, text[m.At.Start:m.At.End], kind)
		at = m.At.End
	}
	return append(out, text[at:]...)
}

// appendHidden appends what was found with its hidden part in stars, character by character.
func appendHidden(out []byte, k Kind, found []byte, kind bool) []byte {
	var left, right int
	total := 0
	for _, r := range string(found) {
		if counts(k, r) {
			total++
		}
	}
	switch k {
	case Address:
		left = utf8.RuneCount(found[:township(found)])
	case Mail:
		left, right = 1, 0
		for i := range found {
			if n := atSign(found, i); n > 0 {
				right = 0
				for _, r := range string(found[i:]) {
					if counts(k, r) {
						right++
					}
				}
				break
			}
		}
		if total-right <= 1 {
			left = 0
		}
	default:
		left, right = ends[k][0], ends[k][1]
	}
	if !kind && k != Mail {
		left, right = 0, 0
	}
	n := 0
	for _, r := range string(found) {
		if counts(k, r) {
			if n >= left && n < total-right {
				r = star(r)
			}
			n++
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// counts reports whether a character is one of what was found, and no gap in it.
func counts(k Kind, r rune) bool {
	switch r {
	case '|', '\\', '>', '\n', ',', '"':
		return false
	}
	return k == Address || k == Mail || gapOf(r) == 0
}

// Cover gives what may stand in the place of found, the text of the match, where Mask would
// break what it is written in: each hidden character becomes a star as wide, and blanks, line
// ends, emphasis and the bars of a table stay.
func (m Match) Cover(found string) string {
	if m.Kind.IsMark() {
		return found
	}
	return string(appendHidden(nil, m.Kind, []byte(found), true))
}

// star gives a star as wide as the character.
func star(r rune) rune {
	switch {
	case gapOf(r) == unseen:
		return r
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF,
		r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF01 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6, r >= 0x20000 && r <= 0x3FFFD:
		return '＊'
	}
	return '*'
}

// starAll puts a star for every digit of a text.
func starAll(text []byte) []byte {
	return []byte(strings.Map(func(r rune) rune {
		_, ok := digitOf(r)
		if _, han := hanDigit(r); ok || han || r == '@' || r == '#' {
			return star(r)
		}
		return r
	}, string(text)))
}
