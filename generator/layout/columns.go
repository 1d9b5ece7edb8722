package layout

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/display"
)

// part sets the table as several, each with the first column and as many others as fit.
// The first column's repetitions are outside the reading order.
func (t Table) part(f *flow, cols int) {
	f.narrow = append(f.narrow, t.Line)
	least, _ := t.measure(f)
	for from := 1; from < cols || from == 1; {
		to, w := from, least[0]
		for to < cols && (to == from || w+least[to] <= f.width) {
			w += least[to]
			to++
		}
		p := t.cut(from, to)
		if from > 1 {
			p.Before = t.Pad * 2
		}
		p.set(f)
		from = to
		if cols == 1 {
			return
		}
	}
}

// cut gives the table with the first column and those of a range.
func (t Table) cut(from, to int) Table {
	rows := func(list []Row) []Row {
		out := make([]Row, len(list))
		for i, r := range list {
			out[i] = r
			out[i].Cells = nil
			if len(r.Cells) > 0 {
				c := r.Cells[0]
				if from > 1 {
					c.Spans = silent(c.Spans)
				}
				out[i].Cells = append(out[i].Cells, c)
			}
			if from < len(r.Cells) {
				out[i].Cells = append(out[i].Cells, r.Cells[from:min(to, len(r.Cells))]...)
			}
		}
		return out
	}
	t.Head, t.Rows = rows(t.Head), rows(t.Rows)
	if len(t.Align) > 0 {
		a := append([]Align(nil), t.Align[0])
		if from < len(t.Align) {
			a = append(a, t.Align[from:min(to, len(t.Align))]...)
		}
		t.Align = a
	}
	return t
}

// silent gives spans that are drawn but not read.
func silent(spans []Span) []Span {
	out := append([]Span(nil), spans...)
	for i := range out {
		out[i].Part, out[i].Link = nil, ""
	}
	return out
}

// needed is the least width that the table can well be set in.
func (t Table) needed(f *flow) display.Length {
	least, _ := t.measure(f)
	sum := display.Length(0)
	for _, w := range least {
		sum += w
	}
	return sum
}

// Needed is the least width that the table can well be set in, in type of full size: wider
// than a column means that the sheet should be turned.
func (t Table) Needed(s *Setter) display.Length {
	return t.needed(&flow{s: s})
}

// measure gives for each column, its padding included, the least width: that of the
// longest thing that cannot be broken, and room for a few characters a line; and the width
// at which nothing is broken.
func (t Table) measure(f *flow) (least, whole []display.Length) {
	n := t.columns()
	least, whole = make([]display.Length, n), make([]display.Length, n)
	for i, rows := range [][]Row{t.Head, t.Rows} {
		head := i == 0
		for _, r := range rows {
			j := -1
			for i := range r.Cells {
				c := &r.Cells[i]
				if j++; c.columns() > 1 { // has room enough in several columns
					j += c.columns() - 1
					continue
				}
				w, unit, em := f.s.extent(c.Spans)
				few := 3 * em
				if len([]rune(plain(c.Spans))) > 24 {
					few = 6 * em
				}
				least[j] = max(least[j], unit, min(w, few))
				if head && w > 5*em {
					w = max(unit, 5*em, (w+em)/2) // a long head may well have two lines
				}
				whole[j] = max(whole[j], w)
			}
		}
	}
	for j := range least {
		least[j] += 2*t.Pad + t.Weight
		whole[j] += 2*t.Pad + t.Weight
	}
	return least, whole
}

// extent gives the width of the longest line that spans make unbroken, that of the longest
// piece that should not be broken (a number, a Latin word), and the largest type size.
func (s *Setter) extent(spans []Span) (whole, unit, em display.Length) {
	line := display.Length(0)
	word := display.Length(0) // of the piece that goes on from span to span
	for _, sp := range spans {
		em = max(em, sp.Style.Size)
		for i, part := range strings.Split(sp.Text, "\n") {
			if i > 0 {
				line, word = 0, 0
			}
			line += s.Width(part, sp.Style)
			whole = max(whole, line)
			for part != "" {
				n := strings.IndexFunc(part, func(r rune) bool { return r > 0x2E7F || unicode.IsSpace(r) })
				if n < 0 {
					n = len(part)
				}
				if n > 0 {
					word += s.Width(part[:n], sp.Style)
					unit = max(unit, word)
				}
				part = part[n:]
				if part != "" {
					word = 0
					_, size := utf8.DecodeRuneInString(part)
					part = part[size:]
				}
			}
		}
	}
	return whole, unit, em
}

func plain(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// widths shares the column's width among the table's columns. All get their least; what is
// left goes to those that have more to say, by the square root of how much, so that long
// texts get most and short ones are not broken for their sake.
func (t Table) widths(f *flow) []display.Length {
	if len(t.Widths) > 0 {
		return t.Widths
	}
	least, whole := t.measure(f)
	out := make([]display.Length, len(least))
	all := display.Length(0)
	for j := range out {
		out[j] = max(whole[j], least[j])
		all += out[j]
	}
	if all <= f.width { // everything fits unbroken: share the rest by what they have
		rest := f.width - all
		for j := range out {
			out[j] += scale(rest, out[j], max(all, 1))
		}
		return out
	}
	sum := func(l float64) (all display.Length) {
		for j := range out {
			root := math.Sqrt(float64(whole[j]))
			out[j] = min(max(display.Length(l*root), least[j]), max(whole[j], least[j]))
			all += out[j]
		}
		return all
	}
	low, high := 0.0, math.Sqrt(float64(f.width))*float64(len(out)+1)
	for range 50 {
		if mid := (low + high) / 2; sum(mid) <= f.width {
			low = mid
		} else {
			high = mid
		}
	}
	all = sum(low)
	for j := 0; all > f.width && j < len(out); j++ { // too narrow for all their least widths
		out[j] = max(scale(out[j], f.width, all), 1)
	}
	return out
}
