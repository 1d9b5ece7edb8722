package layout

import (
	"unicode/utf8"

	"gongkai/generator/display"
)

// Break sets a paragraph and gives its lines; none where there is nothing but white space
// to set. Every "\n" ends a line, so that two of them make an empty one.
//
// The lines of a piece are chosen together, by the least sum of what is bad about each.
// Justify squeezes and widens: blanks between words to two thirds or to twice their width,
// the gap between Han and Latin to nothing or to half an em, the blank of marks to
// nothing, and what is left equally between all characters. Left, Right and Center leave
// every blank as it is and make as few lines as can be. Balance does so too and makes
// them about equally long; see title.go.
//
// The blank half of a closing mark at a line's end, and then that of an opening mark at
// its start, is taken where the line would not fit otherwise, so that text of full-width
// characters keeps its grid. At the start of an indented first line it always stays. Right
// never counts it at the end, Center and Balance at neither end, because there the eye
// measures from ink to ink. 禁则 gives way in two cases: where the paragraph is
// narrower than six ems and nothing else is possible, and within a row of one mark, such
// as …………, that is longer than a line.
//
// A piece all of Mono is code: its lines are filled and broken anywhere, and neither 禁则
// nor justifying touches it.
func (s *Setter) Break(p Para) []Line {
	w := &s.work
	w.s, w.para, w.quiet, w.lines = s, p, false, nil
	n := 0
	for i := range p.Spans {
		n += utf8.RuneCountInString(p.Spans[i].Text)
	}
	w.glyphs = make([]display.Glyph, 0, n+n/8)
	w.runs = nil
	w.read(w.piece)
	lines := w.lines
	w.para, w.lines, w.glyphs, w.runs = Para{}, nil, nil, nil
	return lines
}

// Width gives the width of text on one line, as Break sets it where there is room: marks
// that stand together are squeezed, white space at the ends is gone. Where "\n" divides
// the text it is that of the widest line.
func (s *Setter) Width(text string, st Style) display.Length {
	w := &s.work
	w.s, w.quiet = s, true
	w.para = Para{Spans: []Span{{Text: text, Style: st}}}
	var width display.Length
	w.read(func(bool, display.Length) {
		w.code = w.isCode()
		w.joints()
		var sum display.Length
		for _, a := range w.atoms[:w.inkEnd(len(w.atoms))] {
			sum += a.gap + a.advance
		}
		width = max(width, sum)
	})
	w.para = Para{}
	return width
}

// isCode reports whether all of the piece is Mono.
func (w *setting) isCode() bool {
	for i := range w.atoms {
		if !w.atoms[i].mono {
			return false
		}
	}
	return len(w.atoms) > 0
}

// inkEnd gives the end of a line that is broken before atom b: blanks do not count, save
// those of code.
func (w *setting) inkEnd(b int) int {
	for b > 0 && w.atoms[b-1].kind.blank() && !w.code {
		b--
	}
	return b
}

// avail gives the width that a line has which begins with atom a.
func (w *setting) avail(a int) display.Length {
	if a == 0 && w.first {
		return w.para.Width - w.para.Indent
	}
	return w.para.Width - w.para.Hang
}

// piece sets what stands before "\n" or the end.
func (w *setting) piece(hard bool, size display.Length) {
	w.code = w.isCode()
	if w.inkEnd(len(w.atoms)) == 0 {
		if hard {
			w.lines = append(w.lines, Line{Start: w.left(0), Size: size, From: int(w.rune) - 1, To: int(w.rune) - 1})
		}
		return
	}
	w.joints()
	w.em = 1
	for i := range w.atoms {
		w.em = max(w.em, w.atoms[i].size)
	}
	if w.code {
		w.sum()
		w.fill()
		return
	}
	w.hold((w.para.Width - w.para.Hang) / 3)
	if w.para.Align == Balance {
		w.judgeTitle()
	}
	w.sum()
	if n := len(w.atoms); w.alone(n) {
		w.set(0, w.inkEnd(n), true)
		return
	}
	w.openStops()
	w.choose()
}

// left gives where a line lies that begins with atom a.
func (w *setting) left(a int) display.Length {
	if a == 0 && w.first {
		return w.para.Indent
	}
	return w.para.Hang
}

// fill breaks code: each line takes what it can.
func (w *setting) fill() {
	for a, n := 0, len(w.atoms); a < n; {
		avail, b := w.avail(a), a+1
		for b < n && w.sums[b+1].natural-w.sums[a].natural <= avail {
			b++
		}
		w.set(a, b, b == n)
		a = b
	}
}

// A tally is a sum over the atoms before a place.
type tally struct {
	natural display.Length
	blank   display.Length // width of blanks that may change
	mark    display.Length // blank that may be taken from marks
	gap     display.Length // between Han and Latin
	joints  int32          // that may be widened
	end     int32          // of a line that is broken here, without blanks
}

// sum makes the tallies of the piece.
func (w *setting) sum() {
	if cap(w.sums) <= len(w.atoms) {
		w.sums = make([]tally, 0, 2*len(w.atoms)+64)
	}
	w.sums = w.sums[:len(w.atoms)+1]
	var t tally
	w.sums[0] = t
	for i := range w.atoms {
		a := &w.atoms[i]
		t.natural += a.gap + a.advance
		t.gap += a.gap
		if a.elastic() {
			t.blank += a.advance
		}
		t.mark += a.roomL + a.roomR
		if a.grow {
			t.joints++
		}
		if !a.kind.blank() {
			t.end = int32(i) + 1
		}
		w.sums[i+1] = t
	}
}

// elastic reports whether an atom is a blank that justifying changes.
func (a *atom) elastic() bool {
	return (a.kind == kindBlank || a.kind == kindFixed) && !a.mono
}

// A fit is how a line would lie in its width.
type fit struct {
	tally
	startTrim, endTrim display.Length // blank of marks that is not set
	over               display.Length // how much wider it still is than its room; negative: how much narrower
}

// least is how much the line can be squeezed.
func (f *fit) least() display.Length { return f.blank/3 + f.mark + f.gap }

// measure lays the line of atoms a to e, e behind its last ink, into avail.
func (w *setting) measure(a, e int, avail display.Length) fit {
	from, to := &w.sums[a], &w.sums[e]
	first, last := &w.atoms[a], &w.atoms[e-1]
	var f fit
	f.natural = to.natural - from.natural - first.gap
	f.blank = to.blank - from.blank
	f.mark = to.mark - from.mark - first.roomL - last.roomR
	f.gap = to.gap - from.gap - first.gap
	f.joints = to.joints - from.joints
	if first.grow {
		f.joints--
	}
	align := w.para.Align
	over := f.natural - avail
	if over > 0 || align >= Center {
		f.endTrim = last.roomR
		over -= f.endTrim
	}
	if (over > 0 && !(a == 0 && w.first && w.para.Indent > 0)) || align == Center || align == Balance {
		f.startTrim = first.roomL
		over -= f.startTrim
	}
	if align != Justify {
		f.blank, f.mark, f.gap, f.joints = 0, 0, 0, 0
	}
	f.over = over
	return f
}

// fits reports whether atoms a to b can be one line.
func (w *setting) fits(a, b int) bool {
	f := w.measure(a, int(w.sums[b].end), w.avail(a))
	return f.over <= f.least()
}

// alone reports whether the whole piece is one line with nothing squeezed inside.
func (w *setting) alone(n int) bool {
	f := w.measure(0, int(w.sums[n].end), w.avail(0))
	return f.over <= 0
}

// openStops finds where lines may be broken: everywhere that is free, and within what is
// wider than a line at the next level, and so on.
func (w *setting) openStops() {
	from := 0
	n := len(w.atoms)
	for i := 1; i < n; i++ {
		a := &w.atoms[i]
		a.stop = a.level == levelFree
		if a.stop {
			w.open(from, i, levelKept)
			from = i
		}
	}
	w.open(from, n, levelKept)
	w.stops = append(w.stops[:0], 0)
	for i := 1; i < n; i++ {
		if w.atoms[i].stop {
			w.stops = append(w.stops, int32(i))
		}
	}
	w.stops = append(w.stops, int32(n))
}

// open allows breaks of a level between a and b where these do not fit a line.
func (w *setting) open(a, b int, l level) {
	if l > levelRule || b-a < 2 || w.sums[b].end <= int32(a) || w.fits(a, b) {
		return
	}
	from := a
	for i := a + 1; i < b; i++ {
		x := &w.atoms[i]
		if x.level != l || l == levelRule && !w.mayBreakRule(i) {
			continue
		}
		x.stop = true
		x.penalty = max(x.penalty, levelPenalty(l))
		w.open(from, i, l+1)
		from = i
	}
	w.open(from, b, l+1)
}

func levelPenalty(l level) int32 {
	switch l {
	case levelKept:
		return penaltyKept
	case levelJoint:
		return penaltyJoint
	case levelInside:
		return penaltyInside
	}
	return penaltyRule
}

// mayBreakRule reports whether 禁则 may be broken before atom i, where nothing else is
// left: in narrow paragraphs, and after every second of a row of one mark.
func (w *setting) mayBreakRule(i int) bool {
	if w.para.Width < 6*w.em {
		return true
	}
	n := 0
	for n < i && w.atoms[i-1-n].r == w.atoms[i].r {
		n++
	}
	return n > 0 && n%2 == 0
}

// What is bad about lines, beside their gaps.
const (
	costLine   = int64(1e8) // each line, where there should be few
	badnessMax = 100000
	orphan     = 300 // a last line of one character 孤字
	lookBack   = 64  // line starts that are tried for each line end
)

// choose finds the best chain of stops and sets its lines.
func (w *setting) choose() {
	n := len(w.stops)
	w.best, w.prev, w.width = resize(w.best, n), resize(w.prev, n), resize(w.width, n)
	w.best[0], w.width[0] = 0, 0
	target := display.Length(0)
	if w.para.Align == Balance {
		target = w.evenWidth()
	}
	thin := w.thinFrom()
	lo := 0
	for j := 1; j < n; j++ {
		b := int(w.stops[j])
		e := int(w.sums[b].end)
		last := j == n-1
		w.best[j] = -1
		tried := 0
		for i := lo; i < j; i++ {
			a := int(w.stops[i])
			avail := w.avail(a)
			f := w.measure(a, e, avail)
			if f.over > f.least() && i < j-1 {
				if i == lo {
					lo++
				}
				continue // a single piece that is too wide has its line alone
			}
			cost := w.best[i] + w.cost(&f, i, j, avail, target, last, last && i > 0 && a > thin)
			if w.best[j] < 0 || cost < w.best[j] {
				w.best[j], w.prev[j], w.width[j] = cost, int32(i), avail+f.over
			}
			tried++
			if tried >= lookBack && !last && w.para.Align != Balance {
				break
			}
		}
	}
	w.emit()
}

// cost tells how bad a line is: the square of its badness and that of the break behind it.
func (w *setting) cost(f *fit, i, j int, avail, target display.Length, last, lone bool) int64 {
	bad := int64(0)
	sum := int64(0)
	em := int64(w.em)
	switch w.para.Align {
	case Justify:
		bad = w.badness(f, last)
	case Balance:
		off := 100 * int64(avail+f.over-target) / em
		sum += costLine + off*off*12/100
		if i > 0 && avail+f.over > w.width[i]+w.em/2 {
			sum += 2000
		}
	default:
		sum += costLine
		if !last {
			off := min(-100*int64(f.over)/em, 100000)
			sum += off * off / 100
		}
	}
	if lone {
		sum += orphan * orphan
	}
	if !last {
		p := int64(w.atoms[w.stops[j]].penalty)
		sum += p * p
	}
	return sum + (10+bad)*(10+bad)
}

// badness tells how much the gaps of a justified line suffer, 100 being as much as should be.
func (w *setting) badness(f *fit, last bool) int64 {
	switch {
	case f.over > 0:
		least := max(f.least(), 1)
		r := 1000 * int64(min(f.over, least)) / int64(least)
		return r * r / 10000
	case f.over == 0 || last:
		return 0
	}
	spare, em := -f.over, int64(w.em)
	easy := f.blank + 3*f.gap
	if spare <= easy {
		r := 1000 * int64(spare) / int64(easy)
		return 20 * r * r / 1000000
	}
	r := min(4000*int64(spare-easy)/(max(int64(f.joints), 1)*em), 1e6)
	return min(20*min(int64(easy), 1)+r*r/10000, badnessMax)
}

// thinFrom gives the place behind which a last line would hold a single Han character, with
// what marks may follow.
func (w *setting) thinFrom() int {
	seen := 0
	for i := len(w.atoms) - 1; i > 0; i-- {
		a := &w.atoms[i]
		if a.kind.blank() || a.kind == kindClose || a.kind == kindTail || a.start {
			continue
		}
		seen++
		if seen == 2 || a.kind.latin() && i > 0 && w.atoms[i-1].kind.latin() {
			return i
		}
	}
	return 0
}

// evenWidth gives the width of each line if as few as can be were equally long.
func (w *setting) evenWidth() display.Length {
	lines := 1
	start := 0
	for i := 1; i < len(w.stops); i++ {
		a, b := int(w.stops[start]), int(w.stops[i])
		if !w.fits(a, b) && start < i-1 {
			lines++
			start = i - 1
		}
	}
	f := w.measure(0, int(w.sums[len(w.atoms)].end), 0)
	return f.over / display.Length(lines)
}

// emit sets the lines of the best chain.
func (w *setting) emit() {
	n := len(w.stops) - 1
	chain := w.stops[:0:0]
	for j := n; j > 0; j = int(w.prev[j]) {
		chain = append(chain, int32(j))
	}
	a := 0
	for k := len(chain) - 1; k >= 0; k-- {
		b := int(w.stops[chain[k]])
		w.set(a, int(w.sums[b].end), k == 0)
		a = b
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}
