package layout

import (
	"unicode"
	"unicode/utf8"

	"gongkai/generator/display"
	"gongkai/generator/font"
)

// A level tells when a line may be broken between two characters. Each is opened only
// where what stands between breaks of the levels before is wider than a line.
type level uint8

const (
	levelFree   level = iota // where nothing speaks against it
	levelKept                // inside what should stay whole: dates, quantities, spans that say so
	levelJoint               // inside words and addresses, behind - / . _ ? & =
	levelInside              // inside words, anywhere
	levelRule                // where 禁则 forbids it
	levelNever               // between a line's start and its first ink, and before blanks
)

// Penalties, in the measure of badness: 100 is a line whose gaps are a quarter of an em
// too wide.
const (
	penaltySoft   = 60 // before a unit, behind 第, in a date wider than a third of a line
	penaltyKept   = 150
	penaltyJoint  = 100
	penaltyInside = 250
	penaltyRule   = 800
)

// An atom is one character that is drawn, with what is joined to it.
type atom struct {
	text     string
	r        rune
	span     int32
	from, to int32 // runes of the paragraph
	font     int32
	id       font.GlyphID
	kind     atomKind
	han      bool // of running Han text
	drawn    bool // there is a glyph to draw
	start    bool // must not begin a line
	end      bool // must not end a line
	mono     bool
	keep     bool // together with the character before
	zero     bool // a zero-width blank stands before it
	glue     bool // a word joiner stands before it
	grow     bool // the joint before it may be widened
	level    level
	stop     bool // a line may begin here
	penalty  int32
	size     display.Length
	advance  display.Length // of the cell, without blank that is lost in any case
	origin   display.Length // of the glyph, from the cell's left edge
	gap      display.Length // before it
	roomL    display.Length // blank that may still be taken from its left
	roomR    display.Length // and from its right
}

// An overlay is a mark drawn upon an atom; its text belongs to that.
type overlay struct {
	atom int
	font int32
	id   font.GlyphID
	at   display.Length // from the origin of the atom's glyph
}

// A setting is the work on one paragraph, and within it on one piece without "\n".
type setting struct {
	s     *Setter
	para  Para
	quiet bool // nobody is told of missing characters

	atoms    []atom
	overlays []overlay
	rune     int32
	zero     bool // a zero-width blank came last
	glue     bool // a word joiner came last
	quotes   int  // straight double quotes so far

	sums  []tally
	stops []int32
	best  []int64
	prev  []int32
	width []display.Length // of the line that ends at a stop, on the best way to it
	first bool             // the piece begins the paragraph
	code  bool             // all of the piece is Mono
	em    display.Length

	lines  []Line
	runs   []display.Run
	glyphs []display.Glyph
}

// begin makes the setting ready for a piece.
func (w *setting) begin() {
	w.atoms, w.overlays = w.atoms[:0], w.overlays[:0]
	w.zero, w.glue, w.quotes = false, false, 0
}

// read takes the spans apart and gives each piece that "\n" or the end closes to done.
func (w *setting) read(done func(hard bool, size display.Length)) {
	w.begin()
	w.rune, w.first = 0, true
	var size display.Length
	for i := range w.para.Spans {
		span := &w.para.Spans[i]
		face := w.s.faceOf(span.Style.Face)
		size = max(span.Style.Size, 0)
		inside := false // the atom before is of this span
		for at := 0; at < len(span.Text); {
			r, n := rune(span.Text[at]), 1
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(span.Text[at:])
			}
			text := span.Text[at : at+n]
			if r == utf8.RuneError && n == 1 {
				text = "\uFFFD"
			}
			at += n
			if r == '\n' {
				w.rune++
				done(true, size)
				w.begin()
				w.first, inside = false, false
				continue
			}
			had := len(w.atoms)
			w.take(r, text, i, face)
			w.rune++
			if len(w.atoms) > had {
				a := &w.atoms[len(w.atoms)-1]
				a.keep = span.Keep && inside
				inside = true
			}
		}
	}
	done(false, size)
}

// take makes an atom of a character, or joins it to the one before, or drops it.
func (w *setting) take(r rune, text string, span int, face *faceGlyphs) {
	style := &w.para.Spans[span].Style
	switch {
	case r >= 0x4E00 && r <= 0x9FFF:
	case r == ' ' || r != 0x3000 && unicode.IsSpace(r) && kindOf(r) != kindFixed:
		w.blank(span, face, style.Mono)
		return
	case r == 0x3000:
		if n := len(w.atoms); n > 0 && w.atoms[n-1].kind == kindBlank && !w.atoms[n-1].mono {
			w.atoms = w.atoms[:n-1]
		}
	case Ignorable(r):
		w.ignore(r, text)
		return
	case combining(r) && w.joins():
		w.join(r, text, span, face)
		return
	}
	w.put(r, text, span, face)
}

// put adds an atom.
func (w *setting) put(r rune, text string, span int, face *faceGlyphs) {
	sp := &w.para.Spans[span]
	g := w.s.find(face, r)
	k := kindOf(r)
	if r == 0x3000 {
		k = kindWide
	}
	size := max(sp.Style.Size, 0)
	if !g.ok && !w.quiet && k < kindBlank {
		w.s.miss(r, sp.Line)
	}
	w.atoms = append(w.atoms, atom{
		text: text, r: r, span: int32(span), from: w.rune, to: w.rune + 1, font: g.font, id: g.id, kind: k, size: size,
		han: ideograph(r), drawn: g.ok || k < kindBlank, start: neverStarts(r), end: neverEnds(r), mono: sp.Style.Mono,
		zero: w.zero, glue: w.glue, advance: g.scaled(g.advance, size),
	})
	w.zero, w.glue = false, false
	a := &w.atoms[len(w.atoms)-1]
	switch {
	case sp.Style.Mono:
		w.cell(a, monoWidth(r, a.advance, size), a.advance/2)
	case k == kindWide || wide(r) && k <= kindTail:
		if a.advance != size {
			w.em1(a, g)
		}
		w.room(a, g)
	case k == kindOpen || k == kindClose:
		w.room(a, g)
	}
	if !g.ok && k < kindBlank && !sp.Style.Mono {
		a.advance, a.origin = size, 0
	}
}

// monoWidth gives the room of a character in code: half an em for ASCII and what is as
// narrow, a whole one for the others.
func monoWidth(r rune, natural, size display.Length) display.Length {
	if r < 0x80 || r == 0xA0 || !wide(r) && natural*10 <= size*6 {
		return size / 2
	}
	return size
}

// cell gives an atom a cell of its own width, in whose middle the glyph stands.
func (w *setting) cell(a *atom, width, middle display.Length) {
	a.origin = width/2 - middle
	a.advance = width
}

// em1 gives an atom a cell of a whole em: opening marks stand at its right, closing ones at
// its left, all others in the middle.
func (w *setting) em1(a *atom, g glyph) {
	switch a.kind {
	case kindOpen:
		a.origin = a.size - a.advance
	case kindClose:
		a.origin = 0
	default:
		a.origin = (a.size - a.advance) / 2
	}
	a.advance = a.size
}

// room measures the blank that may be taken from a mark: at most half an em on one side, a
// quarter on both for a dot, and never more than the font leaves.
func (w *setting) room(a *atom, g glyph) {
	left := max(a.origin+g.scaled(g.left, a.size), 0)
	right := max(a.advance-a.origin-g.scaled(g.advance-g.right, a.size), 0)
	switch a.kind {
	case kindOpen:
		a.roomL = min(left, a.size/2)
	case kindClose:
		a.roomR = min(right, a.size/2)
	case kindDot:
		a.roomL, a.roomR = min(left, a.size/4), min(right, a.size/4)
	}
}

// blank adds a blank, where no other stands before it; code keeps each.
func (w *setting) blank(span int, face *faceGlyphs, mono bool) {
	if n := len(w.atoms); !mono && (n == 0 || w.atoms[n-1].kind.blank()) {
		return
	}
	w.put(' ', " ", span, face)
	a := &w.atoms[len(w.atoms)-1]
	a.kind = kindBlank
}

// ignore treats a character of no width: it opens or closes a joint, or chooses a form of
// the character before.
func (w *setting) ignore(r rune, text string) {
	switch {
	case r == 0x200B:
		w.zero = true
	case r == 0x2060 || r == 0xFEFF:
		w.glue = true
	case selector(r) && w.joins():
		a := &w.atoms[len(w.atoms)-1]
		a.text += text
		a.to = w.rune + 1
	}
}

// joins reports whether a mark can be joined to the character before.
func (w *setting) joins() bool {
	n := len(w.atoms)
	return n > 0 && w.atoms[n-1].kind < kindBlank
}

// join draws a mark upon the character before, and gives that its text.
func (w *setting) join(r rune, text string, span int, face *faceGlyphs) {
	n := len(w.atoms) - 1
	a := &w.atoms[n]
	a.text += text
	a.to = w.rune + 1
	g := w.s.find(face, r)
	if !g.ok {
		if !w.quiet {
			w.s.miss(r, w.para.Spans[span].Line)
		}
		return
	}
	at := a.advance - a.origin // marks without a width of their own reach back
	if g.advance > 0 {
		at = (a.advance-g.scaled(g.advance, a.size))/2 - a.origin
	}
	w.overlays = append(w.overlays, overlay{n, g.font, g.id, at})
}

// joints judges each place between two atoms: which glyph form the marks of both scripts
// take, what blank is lost, what gap is needed, whether a line may end.
func (w *setting) joints() {
	for i := range w.atoms {
		if a := &w.atoms[i]; a.r >= 0xB7 && !a.mono && bothScripts(a.r) {
			w.script(i)
		} else if a.r == '"' && !a.mono {
			w.straight(a)
		}
	}
	ink := -1 // the last atom that is no blank
	for i := range w.atoms {
		a := &w.atoms[i]
		if i > 0 {
			w.squeeze(&w.atoms[i-1], a)
			a.gap = jointGap(&w.atoms[i-1], a)
			a.grow = grows(&w.atoms[i-1], a)
		}
		a.level, a.penalty = w.judge(i, ink), 0
		if a.kind < kindBlank {
			ink = i
		}
	}
	for i := range w.atoms {
		if a := &w.atoms[i]; a.keep && a.level == levelFree {
			a.level = levelKept
		}
	}
}

// straight takes straight double quotes in turn as opening and closing.
func (w *setting) straight(a *atom) {
	w.quotes++
	a.end, a.start = w.quotes%2 == 1, w.quotes%2 == 0
}

// script gives a mark of both scripts its form. Between Latin letters, figures and blanks,
// at least one of its neighbours being ASCII, it is narrow and keeps no blank on the outer
// side; everywhere else it takes a whole em.
func (w *setting) script(i int) {
	a := &w.atoms[i]
	g := w.s.find(w.s.faceOf(w.para.Spans[a.span].Style.Face), a.r)
	before, after := true, true
	ascii := false
	if i > 0 {
		p := &w.atoms[i-1]
		before = p.kind == kindBlank || p.r < 0x80
		ascii = p.kind != kindBlank && p.r < 0x80
	}
	if i+1 < len(w.atoms) {
		n := &w.atoms[i+1]
		after = n.kind == kindBlank || n.r < 0x80
		ascii = ascii || n.kind != kindBlank && n.r < 0x80
	}
	if !before || !after || !ascii {
		if a.advance != a.size {
			w.em1(a, g)
		}
		w.room(a, g)
		return
	}
	a.kind = kindSign
	switch {
	case a.roomL > 0:
		cutLeft(a, a.roomL)
	case a.roomR > 0:
		cutRight(a, a.roomR)
	}
	if a.r == '’' && i > 0 && i+1 < len(w.atoms) && w.atoms[i-1].kind.latin() && w.atoms[i+1].kind == kindLetter {
		a.kind = kindLetter
	}
}

func cutLeft(a *atom, by display.Length) {
	a.advance -= by
	a.origin -= by
	a.roomL = 0
}

func cutRight(a *atom, by display.Length) {
	a.advance -= by
	a.roomR = 0
}

// squeeze takes the blank between two adjacent marks that is too much (标点挤压, as in the
// W3C's Requirements for Chinese Text Layout, 3.1.6): a closing mark loses its right half
// before a closing mark or a dot, an opening mark its left half behind any mark.
func (w *setting) squeeze(p, a *atom) {
	if p.mono || a.mono {
		return
	}
	switch {
	case a.kind == kindOpen && (p.kind == kindOpen || p.kind == kindClose || p.kind == kindDot):
		cutLeft(a, a.roomL)
	case p.kind == kindClose && (a.kind == kindClose || a.kind == kindDot):
		cutRight(p, p.roomR)
	}
}

// jointGap gives the gap between Han and Latin: an eighth of an em of the Han character.
func jointGap(p, a *atom) display.Length {
	switch {
	case p.mono || a.mono:
	case p.han && (a.kind == kindLetter || a.kind == kindDigit):
		return p.size / 8
	case a.han && (p.kind == kindLetter || p.kind == kindDigit || p.r == '%'):
		return a.size / 8
	}
	return 0
}

// grows reports whether a line may be widened between two atoms: not inside words, pairs
// of dashes and code, nor between a sign and what it is glued to, nor behind a blank,
// which is widened itself.
func grows(p, a *atom) bool {
	switch {
	case p.mono && a.mono, p.kind == kindDash && p.r == a.r:
		return false
	case p.kind == kindBlank || p.kind == kindFixed:
		return false
	case a.kind == kindBlank || a.kind == kindFixed:
		return !a.mono
	case p.kind.latin() && a.kind.latin():
		return false
	case a.kind == kindSign && a.start || p.kind == kindSign && p.end:
		return false
	}
	return true
}

// judge gives the level of a break before atom i; ink is the last atom before it that is
// no blank of any kind, or -1.
func (w *setting) judge(i, ink int) level {
	a := &w.atoms[i]
	if ink < 0 || a.kind >= kindBlank {
		return levelNever
	}
	p := &w.atoms[ink]
	switch {
	case a.start || p.end:
		return levelRule
	case a.glue || w.atoms[i-1].kind == kindFixed:
		return levelInside
	case a.zero || i > ink+1:
		return levelFree
	case p.kind.latin() && a.kind.latin():
		switch p.r {
		case '-', '/', '.', '_', '?', '&', '=', ',', ':', ';', '@', '#', '+', '\\', '|':
			return levelJoint
		}
		return levelInside
	}
	return levelFree
}
