package privacy

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxAddress bounds an address, in bytes.
const maxAddress = 180

// homely are the labels that speak of a home by themselves; the others need a person beside.
var homely = words("家庭 户籍 现住 现居住 家住")

// addresses finds homes below township or street. The office's address, behind 地址, and the
// seat of a company, behind 住所, are none.
func (s *search) addresses() {
	if s.labelled(addressWords) || s.labelled(placeWords) {
		s.labelledAddress()
	}
	for i := 0; i < len(s.text); {
		if c := s.text[i]; c < 0xE4 || c > 0xE9 || i+2 >= len(s.text) {
			i++
			continue
		}
		r := rune(s.text[i]&0x0F)<<12 | rune(s.text[i+1]&0x3F)<<6 | rune(s.text[i+2]&0x3F)
		switch r {
		case '家', '户', '现', '居', '住', '地', '详', '通': // they begin the labels
		default:
			i += 3
			continue
		}
		label, place := addressLabel(s.text[i:])
		if label == 0 {
			i += 3
			continue
		}
		from := i + label
		i = s.address(i, from, string(s.text[i:from]), place)
	}
}

// addressLabel gives the length of the label that the text begins with, 0 for none, and whether
// it says no more than that a place follows.
func addressLabel(text []byte) (length int, place bool) {
	for i, list := range [...][][]byte{addressWords, placeWords} {
		for _, w := range list {
			if len(w) > length && bytes.HasPrefix(text, w) {
				length, place = len(w), i == 1
			}
		}
	}
	return length, place
}

// labelledAddress looks at a text that is an address by its label.
func (s *search) labelledAddress() {
	label := []byte(s.near.Label)
	home := holds(label, homely)
	if holds(label, publicWords) && !home {
		return
	}
	start := len(s.text) - len(bytes.TrimLeft(s.text, " 　\t\n"))
	end := detail(s.text, start)
	person := s.near.Named || holds(label, personWords)
	if end < 0 || !home && !person {
		return
	}
	sure := person && s.labelled(addressWords)
	s.add(Address, start, end, sure, mask(Address, s.text[start:end]))
}

// address judges what stands behind a label that begins at the offset, and gives where to go on.
func (s *search) address(at, from int, label string, place bool) int {
	start := from
	for start < len(s.text) {
		r, size := utf8.DecodeRune(s.text[start:])
		if !strings.ContainsRune("：: 　为是于在\u00A0*", r) {
			break
		}
		start += size
	}
	end := detail(s.text, start)
	if end < 0 {
		return from
	}
	home := holds([]byte(label), homely)
	before := s.before(at, reachLabel)
	if !home && (holds(before, organWords[:1]) || holds(before, publicWords[:8]) || bytes.Contains(before, []byte("法定代表人"))) {
		return from
	}
	if label == "住" && (!opens(s.text[:at]) || township(s.text[start:end]) == 0) {
		return from
	}
	person := s.near.Named || s.person(at, end)
	if !home && !person || place && s.contact(at) {
		return from
	}
	s.add(Address, start, end, person && !place && !strings.HasPrefix(label, "住所"), mask(Address, s.text[start:end]))
	return end
}

// opens reports whether a new part of a sentence begins behind the text.
func opens(before []byte) bool {
	r, _ := utf8.DecodeLastRune(bytes.TrimRight(before, " "))
	return strings.ContainsRune("，,、；;。\n", r)
}

// person reports whether a person's name, or what goes with it, stands near an address.
func (s *search) person(at, end int) bool {
	before := s.before(at, reachFar)
	if holds(before, personWords) || holds(s.behind(end, reachLabel), personWords) {
		return true
	}
	for token := range bytes.FieldsFuncSeq(before, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		if isName(string(token)) || string(token) == "男" || string(token) == "女" {
			return true
		}
	}
	return false
}

// detail gives where the last detail of the address ends that begins at the offset: a number
// with 号, 组, 室 and the like, or a hamlet or lane; -1 where it has none.
func detail(text []byte, at int) int {
	end, number, run := -1, false, -1
	start, limit := at, min(len(text), at+maxAddress)
	for at < limit {
		r, size := utf8.DecodeRune(text[at:])
		rest := text[at:]
		switch {
		case houseNumber(r):
			if !number {
				run = at
			}
			number = true
		case r == ' ' || r == '　' || gapOf(r)&(hyphen|unseen) != 0:
		case bytes.HasPrefix(rest, []byte("单元")) && number:
			size = len("单元")
			end, number = at+size, false
		case strings.ContainsRune("号组栋幢座室户楼弄巷排队社", r) && number && !bytes.HasPrefix(rest, []byte("号线")) && !bytes.HasPrefix(rest, []byte("社区")):
			end, number = at+size, false
		case strings.ContainsRune("楼院", r) && end == at:
			end, number = at+size, false
		case r == '屯' || r == '弄' || r == '巷' || bytes.HasPrefix(rest, []byte("胡同")):
			if r == '胡' {
				size = len("胡同")
			}
			if at > start {
				end = at + size
			}
			number = false
		case unicode.Is(unicode.Han, r):
			number = false
		default:
			limit = at
			size = 0
		}
		at += size
	}
	if end >= 0 && number && run >= end && run-end <= 1 { // 3单元501
		end = lastNumber(text, run, at)
	}
	return end
}

// lastNumber gives where the house numbers end that begin at from.
func lastNumber(text []byte, from, to int) int {
	end := from
	for from < to {
		r, size := utf8.DecodeRune(text[from:])
		if from += size; houseNumber(r) {
			end = from
		}
	}
	return end
}

// houseNumber reports whether a character can number a house.
func houseNumber(r rune) bool {
	if _, ok := digitOf(r); ok {
		return true
	}
	if _, ok := hanDigit(r); ok {
		return true
	}
	return strings.ContainsRune("十百甲乙丙丁ABCDEF", r)
}
