package privacy

// luhn reports whether the digits fulfil Luhn's formula.
func luhn(d []uint8) bool {
	sum := 0
	for i, v := range d {
		n := int(v)
		if (len(d)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// issued reports whether a card of so many digits begins with digits that a scheme gives out.
func issued(d []uint8) bool {
	n, two, four := len(d), decimal(d[:2]), decimal(d[:4])
	switch {
	case two == 62 || two == 81: // UnionPay
		return n >= 16
	case d[0] == 4:
		return n == 13 || n == 16 || n == 19
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720, two == 35:
		return n == 16
	case two == 34 || two == 37:
		return n == 15
	case two == 30 || two == 36 || two == 38:
		return n == 14
	case two == 60 || two == 65 || two == 68 || two == 69 || four == 9558: // 9558: before UnionPay
		return n >= 16
	}
	return false
}

// card judges 13 to 19 digits.
func (s *search) card(w *window) bool {
	var room [mostCard]uint8
	d := w.values(room[:0])
	ok, han, soft := plain(w.digits)
	if !ok || !luhn(d) || !issued(d) {
		return false
	}
	named := s.wild || s.says(w.start, w.end, bankWords)
	if soft && !named || s.letters(w) || w.part() || s.amount(w) || s.url(w.start) || s.code(w.start) {
		return false
	}
	usual := w.whole() || w.shape("dddd", "dddda", "ddddb", "ddddc", "fm", "ddddddd")
	if !named && (len(d) < 16 || d[0] != 6 || d[1] != 2 || han || !usual || w.left|w.right != 0 && !w.whole()) {
		return false
	}
	if !s.wild && s.office(w, d) {
		return false
	}
	s.add(BankCard, w.start, w.end, named && (usual || s.labelled(bankWords) || w.left|w.right == 0), mask(BankCard, s.text[w.start:w.end]))
	return true
}

// office reports whether an account is that of an organisation, whose number may be known.
func (s *search) office(w *window, d []uint8) bool {
	if s.labelled(officialWords) {
		return true
	}
	around := s.text[max(0, w.start-reachFar):min(len(s.text), w.end+reachLabel)]
	if holds(around, officialWords) {
		return true
	}
	for rest := around; ; {
		end := first(rest, holderWords)
		if end < 0 {
			break
		}
		rest = rest[end:]
		if holds(clause(rest), organWords) {
			return true
		}
	}
	return d[0] != 6 && !s.near.Named && holds(s.before(w.start, reachLabel), organWords[:1])
}

// first gives where the first of the words ends, -1 where none stands there.
func first(text []byte, list [][]byte) int {
	at, end := len(text), -1
	for _, w := range list {
		if i := index(text, w); i >= 0 && i < at {
			at, end = i, i+len(w)
		}
	}
	return end
}
