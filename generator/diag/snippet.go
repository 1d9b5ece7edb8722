package diag

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/source"
)

// A drawn is one character as it is printed: its text, how many cells that takes, and
// whether marks stand under it.
type drawn struct {
	text   string
	cells  int
	marked bool
}

// snippet gives the part of a line that shows bytes start to end of it, cut to so many
// cells, and the line of marks that stands under it. At least one mark is given, at
// start, also where nothing is there.
func snippet(line []byte, start, end, width int) (shown, marks string) {
	start = min(max(start, 0), len(line))
	end = min(max(end, start), len(line))
	from, to := start, start
	for i := 0; i < width && from > 0; i++ { // so that a book on one line costs no more than a page
		_, n := utf8.DecodeLastRune(line[:from])
		from -= n
	}
	for i := 0; i < 2*width && to < len(line); i++ {
		_, n := utf8.DecodeRune(line[to:])
		to += n
	}
	var all []drawn
	first, column := -1, 0
	for at := from; at < to; {
		r, n := utf8.DecodeRune(line[at:])
		d := draw(r, n, column)
		if len(all) == 0 && d.cells == 0 { // a mark with no letter to stand over
			d.text, d.cells = "◌"+d.text, 1
		}
		d.marked = at >= start && at < max(end, start+1)
		if d.marked && first < 0 {
			first = len(all)
		}
		column += d.cells
		all = append(all, d)
		at += n
	}
	if first < 0 {
		first = len(all)
		all = append(all, drawn{" ", 1, true})
	}
	for i := first; all[i].cells == 0 && i > 0; i-- { // a mark over a letter: show the letter
		all[i-1].marked = true
		first = i - 1
	}
	low, high := window(all, first, width, from > 0, to < len(line))
	var a, b strings.Builder
	if low > 0 || from > 0 {
		a.WriteString("…")
		b.WriteByte(' ')
	}
	for _, d := range all[low:high] {
		mark := " "
		if d.marked {
			mark = "^"
		}
		a.WriteString(d.text)
		b.WriteString(strings.Repeat(mark, d.cells))
	}
	if high < len(all) || to < len(line) {
		a.WriteString("…")
	}
	return strings.TrimRight(a.String(), " "), strings.TrimRight(b.String(), " ")
}

// window chooses the characters to show: all, or as many as fit in so many cells, with a
// third of them before the first marked one.
func window(all []drawn, first, width int, before, after bool) (low, high int) {
	total := 0
	for _, d := range all {
		total += d.cells
	}
	if total <= width && !before && !after {
		return 0, len(all)
	}
	room := width - 2 // for … at both ends
	low, used := first, 0
	for low > 0 && used+all[low-1].cells <= room/3 {
		low--
		used += all[low].cells
	}
	high = first
	for high < len(all) && used+all[high].cells <= room {
		used += all[high].cells
		high++
	}
	for low > 0 && used+all[low-1].cells <= room {
		low--
		used += all[low].cells
	}
	return low, high
}

// draw gives what is printed for a character of n bytes in the column: a tab as blanks to the next
// multiple of four, what draws nothing or commands the terminal as something that can be seen.
func draw(r rune, n, column int) drawn {
	switch {
	case r == '\t':
		w := 4 - column%4
		return drawn{strings.Repeat(" ", w), w, false}
	case r == utf8.RuneError && n == 1:
		return drawn{"�", 1, false}
	}
	r = visible(r)
	return drawn{string(r), source.Cells(r), false}
}

// visible gives the character, and a picture of it where printing it would draw nothing
// or command the terminal.
func visible(r rune) rune {
	switch {
	case r < ' ':
		return 0x2400 + r
	case r == 0x7F:
		return 0x2421
	case r == 0xA0 || r == 0x3000 || unicode.Is(unicode.Zs, r):
		return r
	case r == 0xFE0F:
		return r
	case !unicode.IsGraphic(r):
		return 0xFFFD
	}
	return r
}

// clean makes text safe to print on one line of a terminal.
func clean(s string) string { return strings.Map(visible, s) }
