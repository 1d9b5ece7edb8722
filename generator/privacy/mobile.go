package privacy

import "hash/fnv"

// assigned reports whether a mobile number begins with digits that are given out.
func assigned(d []uint8) bool {
	if d[0] != 1 || d[1] < 3 {
		return false
	}
	switch d[1] {
	case 4:
		return d[2] != 2 && d[2] != 3
	case 5, 9:
		return d[2] != 4
	case 6:
		return d[2] == 2 || d[2] >= 5 && d[2] <= 7
	case 7:
		return d[2] != 9
	}
	return true
}

// mobile judges 11 digits, or some more with the country's prefix or a zero before them. The
// find is the 11 digits alone.
func (s *search) mobile(w *window) bool {
	var room [mobileDigits + 4]uint8
	d := w.values(room[:0])
	ok, han, soft := plain(w.digits)
	if !ok {
		return false
	}
	prefix := len(d) - mobileDigits
	plus := prefix > 0 && w.start > 0 && (s.text[w.start-1] == '+' || hasSuffix(s.text[:w.start], "＋"))
	apart := false // the prefix stands by itself
	switch {
	case prefix == 0:
	case prefix == 2 && d[0] == 8 && d[1] == 6, prefix == 4 && d[0] == 0 && d[1] == 0 && d[2] == 8 && d[3] == 6, prefix == 1 && d[0] == 0:
		apart = w.is.groups[w.i].to-w.is.groups[w.i].from == prefix
	default:
		return false
	}
	d = d[prefix:]
	if d[0] != 1 || d[1] < 3 {
		return false
	}
	start := w.digits[prefix].start
	named := s.wild || s.says(w.start, w.end, mobileWords)
	if !assigned(d) && !named || s.code(w.start) || s.amount(w) || s.url(w.start) {
		return false
	}
	if prefix == 1 && !named {
		return false
	}
	long := prefix == 0 || plus || apart || prefix == 4
	sure, ok := s.mobileForm(w, named, long, han, soft, prefix)
	if !ok {
		return false
	}
	s.add(Mobile, start, w.end, sure && assigned(d) && !s.contact(w.start), mask(Mobile, s.text[start:w.end]))
	return true
}

// mobileForm judges how a number is written: whether it is one at all, and surely.
func (s *search) mobileForm(w *window, named, long, han, soft bool, prefix int) (sure, ok bool) {
	if s.wild {
		return true, true
	}
	if soft && !named {
		return false, false
	}
	if !named && (s.letters(w) || w.part() && !s.beside(w)) {
		return false, false
	}
	if named && (w.part() && w.left&point != 0 || s.letters(w) && w.letterRight) {
		return false, false
	}
	if w.whole() {
		return named || long && !han, true
	}
	usual := w.shape("cdd", "ch", "dcd", "ddc", "cce", "ef", "gd") || prefix > 0 && w.shape("bk", "dk", "ak", "bcdd", "dcdd", "acdd", "bch", "dch", "bddc", "bdcd", "edd", "gdd")
	switch {
	case named:
		return true, true
	case w.inside&point != 0 && w.j-w.i < 2: // a decimal
		return false, false
	case w.inside == lineEnd && w.i+1 == w.j: // cut by a line's end
		return false, w.left == 0 && w.right == 0
	case !usual:
		return false, false
	}
	const shown = blank | hyphen | point
	return w.left&shown == 0 && w.right&shown == 0, true
}

// beside reports whether what is joined to the window by hyphens are telephone numbers too.
func (s *search) beside(w *window) bool {
	long := func(i int) bool { return w.is.groups[i].to-w.is.groups[i].from >= 7 }
	return w.i == w.j && (w.left == 0 || long(w.i-1)) && (w.right == 0 || long(w.j+1))
}

// MaxContacts is how many mobile numbers of offices one file names before it is a list of
// people, and each of them sure. Whoever gives a file to Find in passages counts them by their Sum.
const MaxContacts = 2

// contacts makes all mobile numbers sure where there are too many for an office's contact.
func (s *search) contacts() {
	if many(s.text, s.found) {
		for i := range s.found {
			if s.found[i].Kind == Mobile {
				s.found[i].Sure = true
			}
		}
	}
}

// many reports whether the matches name more than MaxContacts different mobile numbers.
func many(text []byte, found []Match) bool {
	var seen [MaxContacts]uint64
	n := 0
next:
	for _, m := range found {
		if m.Kind != Mobile {
			continue
		}
		sum := sumOf(text[m.At.Start:m.At.End])
		for _, other := range seen[:n] {
			if other == sum {
				continue next
			}
		}
		if n == MaxContacts {
			return true
		}
		seen[n] = sum
		n++
	}
	return false
}

// sumOf is Sum for bytes.
func sumOf(found []byte) uint64 {
	h := fnv.New64a()
	_, _ = h.Write(normal(found))
	return h.Sum64()
}
