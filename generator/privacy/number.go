package privacy

import (
	"bytes"
	"strings"
)

// numbers judges every island of the passage.
func (s *search) numbers() {
	islands(s.text, atLeast, s.island)
	s.contacts()
}

// The lengths of numbers, in digits.
const (
	identityDigits    = 18
	oldIdentityDigits = 15
	mobileDigits      = 11
	fewestCard        = 13
	mostCard          = 19
)

// island finds the numbers of an island: those first of which a checksum speaks.
func (s *search) island(is *island) {
	s.windows(is, identityDigits, identityDigits, "12345678", s.identity)
	s.windows(is, fewestCard, mostCard, "2345689", s.card)
	s.windows(is, oldIdentityDigits, oldIdentityDigits, "12345678", func(w *window) bool { return s.oldIdentity(w, true) })
	s.windows(is, mobileDigits, mobileDigits+4, "018", s.mobile)
	s.windows(is, oldIdentityDigits, oldIdentityDigits, "12345678", func(w *window) bool { return s.oldIdentity(w, false) })
}

// A window is one group or several of an island, taken as one number.
type window struct {
	is         *island
	i, j       int // groups, j included
	digits     []digit
	start, end int // bytes

	inside      gap // all that separates its groups
	left, right gap // what separates it from groups beside it that no find has; 0 for none
	letterLeft  bool
	letterRight bool
}

// windows tries the windows of so many digits that begin with one of the digits, from left to
// right and the longest first, and marks those that are finds.
func (s *search) windows(is *island, least, most int, begin string, judge func(*window) bool) {
	for i := 0; i < len(is.groups); i++ {
		first := is.groups[i]
		if first.used || first.crossed || strings.IndexByte(begin, '0'+is.digits[first.from].value) < 0 {
			continue
		}
		reach := i
		for reach < len(is.groups) && !is.groups[reach].used && is.groups[reach].to-first.from <= most {
			reach++
		}
		for j := reach - 1; j >= i && is.groups[j].to-first.from >= least; j-- {
			w := is.window(i, j)
			if judge(&w) {
				for k := i; k <= j; k++ {
					is.groups[k].used = true
				}
				i = j
				break
			}
		}
	}
}

func (is *island) window(i, j int) window {
	w := window{is: is, i: i, j: j, digits: is.digits[is.groups[i].from:is.groups[j].to]}
	w.start, w.end = w.digits[0].start, w.digits[len(w.digits)-1].end
	w.letterLeft, w.letterRight = is.groups[i].left, is.groups[j].right
	for k := i + 1; k <= j; k++ {
		w.inside |= is.groups[k].before
	}
	if i > 0 && !is.groups[i-1].used {
		w.left = is.groups[i].before
	}
	if j+1 < len(is.groups) && !is.groups[j+1].used {
		w.right = is.groups[j+1].before
	}
	return w
}

// shape reports whether the groups have one of the lengths, or one digit each.
func (w *window) shape(shapes ...string) bool {
	var lengths [20]byte
	single := true
	n := 0
	for k := w.i; k <= w.j; k++ {
		g := w.is.groups[k]
		if g.crossed { // belongs to the group before
			if n > 0 && g.before == script {
				lengths[n-1]++
				continue
			}
		}
		single = single && g.to-g.from == 1
		if n < len(lengths) {
			lengths[n] = byte('a' + g.to - g.from - 1)
			n++
		}
	}
	if single && n > 1 {
		return true
	}
	for _, shape := range shapes {
		if string(lengths[:n]) == shape {
			return true
		}
	}
	return false
}

// whole reports whether nothing that shows stands inside.
func (w *window) whole() bool { return w.inside&^(unseen|script) == 0 }

// values gives the digits' values.
func (w *window) values(to []uint8) []uint8 {
	for _, d := range w.digits {
		to = append(to, d.value)
	}
	return to
}

// plain reports whether all is digits, none of them a letter, the last character perhaps set
// aside.
func plain(digits []digit) (ok, han, soft bool) {
	ok = true
	for _, d := range digits {
		ok = ok && d.value != cross
		han, soft = han || d.han, soft || d.soft
	}
	return ok, han, soft
}

// part reports whether the window is a piece of a longer number: a decimal, a code with
// hyphens.
func (w *window) part() bool {
	const joins = hyphen | point
	return w.left&joins != 0 && w.left&(blank|lineEnd) == 0 || w.right&joins != 0 && w.right&(blank|lineEnd) == 0
}

// latin are the words in Latin letters that may touch a number which they announce.
var latin = words("id tel phone mobile mob cell wechat vx wx no card sfz sj sjh dh")

// letters reports whether Latin letters touch the number that are not its label.
func (s *search) letters(w *window) bool {
	if w.letterRight {
		return true
	}
	if !w.letterLeft {
		return false
	}
	from := w.start
	for from > 0 && w.start-from < 12 && letterAt(s.text[from-1:]) {
		from--
	}
	for _, l := range latin {
		if bytes.EqualFold(s.text[from:w.start], l) {
			return false
		}
	}
	return true
}

// Currency signs before a number, and units behind it: it is an amount.
var (
	currency = words("¥ ￥ $ ＄ € 人民币 金额 价格 总价 USD RMB CNY")
	units    = words("元 万 亿 千 吨 公斤 千克 千瓦 度 立方 平方 ㎡ 米 公里 亩 公顷 人 户 头 株 台 套 辆 个 % ％ ‰ 美元 升 m² m³ 号令 号文 号公告 号决定 期 卷 册")
)

// amount reports whether the number is an amount.
func (s *search) amount(w *window) bool {
	after := bytes.TrimLeft(s.text[w.end:min(len(s.text), w.end+12)], " ")
	for _, u := range units {
		if bytes.HasPrefix(after, u) {
			return true
		}
	}
	before := bytes.TrimRight(s.text[max(0, w.start-12):w.start], " ：:")
	for _, c := range currency {
		if bytes.HasSuffix(before, c) {
			return true
		}
	}
	return !s.wild && s.figure()
}
