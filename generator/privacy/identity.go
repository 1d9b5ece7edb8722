package privacy

// regions are the first two digits of an identity number that are given out (GB/T 2260), from
// Beijing to the residents of Hong Kong, Macao and Taiwan.
var regions = [100]bool{
	11: true, 12: true, 13: true, 14: true, 15: true, 21: true, 22: true, 23: true,
	31: true, 32: true, 33: true, 34: true, 35: true, 36: true, 37: true,
	41: true, 42: true, 43: true, 44: true, 45: true, 46: true,
	50: true, 51: true, 52: true, 53: true, 54: true,
	61: true, 62: true, 63: true, 64: true, 65: true, 71: true, 81: true, 82: true, 83: true,
}

// The years in which the bearer of an identity number was born, whatever the day is on which a
// text is read.
const (
	firstBirth = 1900
	lastBirth  = 2049
)

// region reports whether digits begin as an identity number does.
func region(d []uint8) bool {
	return regions[d[0]*10+d[1]] && (d[2] > 0 || d[3] > 0)
}

func decimal(d []uint8) int {
	n := 0
	for _, v := range d {
		n = n*10 + int(v)
	}
	return n
}

var monthDays = [...]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// born reports whether there was such a day.
func born(year, month, day int) bool {
	if year < firstBirth || year > lastBirth || month < 1 || month > 12 || day < 1 {
		return false
	}
	most := monthDays[month]
	if month == 2 && (year%4 == 0 && year%100 != 0 || year%400 == 0) {
		most = 29
	}
	return day <= most
}

// checksum reports whether 18 digits fulfil GB 11643 (ISO 7064, MOD 11-2).
func checksum(d []uint8) bool {
	sum := 0
	for i, v := range d {
		sum += int(v) * (1 << (identityDigits - 1 - i) % 11)
	}
	return sum%11 == 1
}

// identity judges 18 characters.
func (s *search) identity(w *window) bool {
	var room [identityDigits]uint8
	d := w.values(room[:0])
	if ok, _, _ := plain(w.digits[:identityDigits-1]); !ok || !region(d) || !born(decimal(d[6:10]), decimal(d[10:12]), decimal(d[12:14])) {
		return false
	}
	_, han, soft := plain(w.digits)
	named := s.wild || s.says(w.start, w.end, identityWords)
	apart := s.letters(w) || w.part() || s.url(w.start)
	sure := checksum(d)
	switch {
	case soft && !named, !named && s.deal(w.start):
		return false
	case sure:
		sure = named || !apart && !s.code(w.start)
	case named && !s.code(w.start):
	case apart || s.amount(w) || s.code(w.start) || han:
		return false
	case !w.whole() && !w.shape("fhd", "fddd", "ddddb", "ccddd", "fdbbd"):
		return false
	}
	s.add(Identity, w.start, w.end, sure, mask(Identity, s.text[w.start:w.end]))
	return true
}

// oldIdentity judges 15 digits, as identity numbers were until 1999, that a word names one, or
// that none does.
func (s *search) oldIdentity(w *window, named bool) bool {
	var room [oldIdentityDigits]uint8
	d := w.values(room[:0])
	ok, han, soft := plain(w.digits)
	if !ok || !region(d) || !born(firstBirth+decimal(d[6:8]), decimal(d[8:10]), decimal(d[10:12])) {
		return false
	}
	if s.code(w.start) || named != (s.wild || s.says(w.start, w.end, identityWords)) {
		return false
	}
	if !named && (han || soft || !w.whole() || s.letters(w) || w.part() || s.amount(w) || s.url(w.start) || s.says(w.start, w.end, bankWords)) {
		return false
	}
	s.add(Identity, w.start, w.end, named, mask(Identity, s.text[w.start:w.end]))
	return true
}
