package privacy

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// provinces begin a vehicle's plate.
const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// A plate has five characters behind its letter, six where the vehicle runs on new energy.
const (
	plateTail = 5
	greenTail = 6
)

// plates finds the plates of vehicles beside a word that says so, and those behind one.
func (s *search) plates() {
	last := -1
	for i := 0; i < len(s.text); {
		r, size := utf8.DecodeRune(s.text[i:])
		if r < firstHan || !strings.ContainsRune(provinces, r) {
			i += size
			continue
		}
		end := plateEnd(s.text, i+size)
		if end < 0 {
			i += size
			continue
		}
		const next = 12 // bytes between the plates of a list
		if s.wild || last >= 0 && i-last <= next || s.says(i, end, plateWords) {
			owner := s.near.Named || s.labelled(ownerWords) || holds(s.before(i, reachFar), ownerWords)
			s.add(Plate, i, end, owner, mask(Plate, s.text[i:end]))
			last = end
		}
		i = end
	}
}

// plateEnd gives where a plate ends whose letter is to stand at the offset, -1 for none.
func plateEnd(text []byte, at int) int {
	letter, size, _ := plateChar(text, at, 1)
	if letter < 'A' || letter > 'Z' {
		return -1
	}
	at += size
	n, end, digits := 0, -1, 0
	for n < greenTail+1 {
		c, size, gaps := plateChar(text, at, 2)
		if c == 0 || gaps > 0 && n >= plateTail || gaps > 1 && n > 0 {
			break
		}
		if c >= '0' && c <= '9' {
			digits++
		}
		at += size
		if n++; n == plateTail || n == greenTail {
			end = at
		}
		if c > 'z' { // 挂学警港澳领 end it
			break
		}
	}
	if n > greenTail || n < plateTail || digits < 2 {
		return -1
	}
	return end
}

// plateChar gives the next character of a plate behind at most so many gaps, in ASCII, the
// bytes up to its end, and how many gaps there were. It is 0 where none follows.
func plateChar(text []byte, at, most int) (c rune, size, gaps int) {
	from := at
	for at < len(text) {
		r, n := utf8.DecodeRune(text[at:])
		at += n
		if v, ok := digitOf(r); ok {
			return rune('0' + v), at - from, gaps
		}
		switch {
		case r >= 'Ａ' && r <= 'Ｚ':
			r += 'A' - 'Ａ'
		case strings.ContainsRune("挂学警港澳领", r):
			return r, at - from, gaps
		}
		if r >= 'A' && r <= 'Z' {
			return r, at - from, gaps
		}
		g := gapOf(r)
		if g == 0 || g&(lineEnd|marker) != 0 {
			return 0, 0, gaps
		}
		if g != unseen {
			if gaps++; gaps > most {
				return 0, 0, gaps
			}
		}
	}
	return 0, 0, gaps
}

// The forms of a passport's or permit's number: letters, then digits.
const (
	passportLetters = 2
	fewestPassport  = 7
	mostPassport    = 10
)

// passports finds the numbers of passports and travel permits beside a word that says so.
func (s *search) passports() {
	text := s.text
	for i := 0; i < len(text); {
		letters, at := 0, i
		for letters < passportLetters+1 && letterAt(text[at:]) {
			_, n := utf8.DecodeRune(text[at:])
			at += n
			letters++
		}
		end, digits := digitsEnd(text, at)
		switch {
		case digits == 0:
			_, n := utf8.DecodeRune(text[i:])
			i = max(at, i+n)
			continue
		case letters > passportLetters || digits < fewestPassport || digits > mostPassport || letterAt(text[end:]) || i > 0 && letterAt(text[i-1:]):
		case letters == 0 && (s.wild || digits < 8 || !s.says(i, end, passportWords[2:4]) && !bytes.Contains(s.before(i, reachLabel), []byte("台湾居民"))):
		case letters == 0 && digits == mobileDigits:
		case s.wild && !permit(text[i:end]):
		case s.wild || s.says(i, end, passportWords):
			s.add(Passport, i, end, true, mask(Passport, text[i:end]))
		}
		i = end
	}
}

// permit reports whether letters and digits with nothing between them have the form of a
// passport or permit that is in use.
func permit(found []byte) bool {
	text := normal(found)
	if len(text) != utf8.RuneCount(found) || !bytes.ContainsRune([]byte("EGDSPHMCWTLK"), rune(text[0])) {
		return false
	}
	if text[1] >= 'A' {
		return len(text) == 9
	}
	return len(text) == 9 || (text[0] == 'H' || text[0] == 'M') && len(text) == 11
}

// digitsEnd gives where a run of digits ends that begins at the offset, gaps inside it
// allowed, and how many digits it has.
func digitsEnd(text []byte, at int) (end, digits int) {
	end = at
	gaps := 0
	for at < len(text) {
		r, n := utf8.DecodeRune(text[at:])
		_, ok := digitOf(r)
		at += n
		if ok {
			digits++
			end, gaps = at, 0
			continue
		}
		g := gapOf(r)
		if g == 0 || g&(lineEnd|marker) != 0 {
			break
		}
		if gaps++; gaps > 1 && g != unseen || gaps > maxUnseen {
			break
		}
	}
	return end, digits
}
