package layout

import (
	"strings"

	"gongkai/generator/display"
)

// hold keeps dates, quantities, ranges and document numbers whole where they are no wider
// than limit; a wider one is only broken unwillingly.
func (w *setting) hold(limit display.Length) {
	for i := 0; i < len(w.atoms); {
		a := &w.atoms[i]
		end := i
		switch {
		case a.mono:
		case a.r == '/' || a.r == '-' || a.r == '+' || a.r == '_' || a.r == '=':
			a.penalty = penaltySoft // better not at a line's start
		case a.r == '〔':
			end = w.documentNumber(i)
			if end > i && i > 0 && w.atoms[i-1].han {
				i--
			}
		case a.r == '第':
			end = w.ordinal(i)
		case numeral(a.r):
			end = w.amount(i)
			for end > i && end < len(w.atoms)-1 && rangeSign(w.atoms[end].r) && digit(w.atoms[end+1].r) {
				end = w.amount(end + 1)
			}
			if end == i { // on to the end of the figures
				for end < len(w.atoms) && numeral(w.atoms[end].r) {
					end++
				}
				i = end
				continue
			}
		}
		if end > i {
			w.tie(i, end, limit)
			i = end
		} else {
			i++
		}
	}
}

// tie keeps atoms together, or makes breaks between them dear.
func (w *setting) tie(from, to int, limit display.Length) {
	var width display.Length
	for _, a := range w.atoms[from:to] {
		width += a.advance + a.gap
	}
	for i := from + 1; i < to; i++ {
		a := &w.atoms[i]
		switch {
		case a.level != levelFree:
		case width <= limit:
			a.level = levelKept
		default:
			a.penalty = penaltySoft
		}
	}
}

func digit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

func numeral(r rune) bool {
	return digit(r) || r >= 0x4E00 && strings.ContainsRune("一二三四五六七八九十", r) || r == '〇' || r == '零'
}

func rangeSign(r rune) bool {
	return r == '～' || r == '—' || r == '–' || r == '－' || r == '~' || r == '-'
}

// at gives the character of an atom, 0 behind the last.
func (w *setting) at(i int) rune {
	if i < 0 || i >= len(w.atoms) {
		return 0
	}
	return w.atoms[i].r
}

// skip passes over one blank.
func (w *setting) skip(i int) int {
	if i < len(w.atoms) && w.atoms[i].kind == kindBlank {
		return i + 1
	}
	return i
}

// figures gives the end of a number in figures, such as 12,345.6, that begins at i.
func (w *setting) figures(i int) int {
	for digit(w.at(i)) || i > 0 && digit(w.at(i-1)) && digit(w.at(i+1)) && (w.at(i) == '.' || w.at(i) == ',' || w.at(i) == ':') {
		i++
	}
	return i
}

// dateUnits are the units of dates and times, the larger first.
const dateUnits = "年月日时分秒"

// amount gives the end of a number with its unit, or of a date, that begins at i; i where
// nothing is to be kept. Numbers in Han figures are kept in dates of two parts and more.
func (w *setting) amount(i int) int {
	if i > 0 && (w.at(i-1) < 0x80 && w.atoms[i-1].kind == kindLetter) {
		return i
	}
	end, rank, parts := i, -1, 0
	han := !digit(w.at(i))
	for at := i; ; {
		n := at
		if han {
			for numeral(w.at(n)) && !digit(w.at(n)) {
				n++
			}
		} else {
			n = w.figures(n)
		}
		if n == at {
			break
		}
		u := w.skip(n)
		r := w.at(u)
		if r == '号' && rank == 3 { // 11月22号
			r = '日'
		}
		found := strings.IndexRune(dateUnits, r)
		if r == 0 || found < 0 || found <= rank {
			if parts == 0 && !han {
				end = w.unit(n)
			}
			break
		}
		end, rank = u+1, found
		parts++
		at = w.skip(end)
		if at < len(w.atoms) && digit(w.at(at)) == han {
			break
		}
	}
	if han && parts < 2 {
		return i
	}
	return end
}

// unit gives the end of the unit behind a number that ends at i.
func (w *setting) unit(i int) int {
	switch w.at(i) {
	case '%', '％', '‰', '℃', '°':
		return i + 1
	}
	u := w.skip(i)
	end := i
	for n := 0; n < 2 && w.at(u) != 0 && strings.ContainsRune("百千万亿", w.at(u)); n++ {
		u++
		end = u
	}
	for _, long := range longUnits {
		if w.spells(u, long) {
			return u + len(long)/3
		}
	}
	if r := w.at(u); r != 0 && strings.ContainsRune("元角分年月日时点秒周天个人名户家亩米吨升克件份次项条款章节号期届批岁位处座所套间辆台里倍度辖区镇村组层页字", r) {
		return u + 1
	}
	return end
}

// longUnits are units of more than one character; each takes three bytes.
var longUnits = [...]string{"平方公里", "立方米", "平方米", "工作日", "公里", "公顷", "公斤", "千克", "千瓦", "小时", "分钟", "个月", "毫米", "厘米", "人次", "美元", "周岁"}

func (w *setting) spells(i int, word string) bool {
	for _, r := range word {
		if w.at(i) != r {
			return false
		}
		i++
	}
	return true
}

// ordinal gives the end of 第 with its number and the character that is counted.
func (w *setting) ordinal(i int) int {
	n := i + 1
	for numeral(w.at(n)) || n > i+1 && w.at(n) != 0 && strings.ContainsRune("百千", w.at(n)) {
		n++
	}
	if n == i+1 {
		return i
	}
	if n < len(w.atoms) && w.atoms[n].han {
		n++
	}
	return n
}

// documentNumber gives the end of 〔2026〕12号.
func (w *setting) documentNumber(i int) int {
	n := w.figures(i + 1)
	if n == i+1 || w.at(n) != '〕' {
		return i
	}
	n++
	if w.at(n) == '第' {
		n++
	}
	m := w.figures(n)
	if m > n && w.at(m) == '号' {
		m++
	}
	return m
}
