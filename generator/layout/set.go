package layout

import (
	"gongkai/generator/display"
)

// A share gives out a whole in parts by weight, to the last thousandth.
type share struct {
	total, weight int64
	seen, given   int64
}

func (s *share) next(weight display.Length) display.Length {
	if s.weight <= 0 || s.total == 0 {
		return 0
	}
	s.seen += int64(weight)
	now := s.total * s.seen / s.weight
	out := now - s.given
	s.given = now
	return display.Length(out)
}

// A stretch is what a line's blanks and gaps get or lose.
type stretch struct {
	blank, mark, gap share
	each             display.Length // to every joint
	rest             int32          // one thousandth more to the first of them
}

// stretchOf shares out what a justified line has too much or too little.
func stretchOf(f *fit, last bool) stretch {
	var s stretch
	s.blank.weight, s.mark.weight, s.gap.weight = int64(f.blank), int64(f.mark), int64(f.gap)
	switch {
	case f.over > 0:
		left := min(f.over, f.least())
		part := min(left, f.blank/3)
		s.blank.total, left = -int64(part), left-part
		part = min(left, f.mark)
		s.mark.total, left = -int64(part), left-part
		s.gap.total = -int64(left)
	case f.over < 0 && !last:
		left := -f.over
		part := min(left, f.blank)
		s.blank.total, left = int64(part), left-part
		part = min(left, 3*f.gap)
		s.gap.total, left = int64(part), left-part
		if f.joints > 0 {
			s.each = left / display.Length(f.joints)
			s.rest = int32(left % display.Length(f.joints))
		} else if f.gap == 0 && f.blank > 0 {
			s.blank.total += int64(left)
		}
	}
	return s
}

// set makes the line of atoms a to e.
func (w *setting) set(a, e int, last bool) {
	avail := w.avail(a)
	f := w.measure(a, e, avail)
	if w.code {
		f = fit{over: w.sums[e].natural - w.sums[a].natural - avail}
		last = true
	}
	s := stretch{}
	over := f.over > f.least()
	if w.para.Align == Justify {
		s = stretchOf(&f, last)
	}
	start := w.left(a)
	switch w.para.Align {
	case Right:
		start += max(-f.over, 0)
	case Center, Balance:
		start += max(-f.over, 0) / 2
	}
	l := Line{Start: start, Over: over, From: int(w.atoms[a].from), To: int(w.atoms[e-1].to)}
	x := start
	p := pen{w: w, line: &l, runAt: len(w.runs), glyphAt: len(w.glyphs), link: -1, rule: -1}
	for i := a; i < e; i++ {
		t := &w.atoms[i]
		left, right := display.Length(0), display.Length(0)
		if i > a {
			x += t.gap + s.gap.next(t.gap)
			if t.grow {
				x += s.each
				if s.rest > 0 {
					x++
					s.rest--
				}
			}
			left = -s.mark.next(t.roomL)
		} else {
			left = f.startTrim
		}
		if i < e-1 {
			right = -s.mark.next(t.roomR)
		} else {
			right = f.endTrim
		}
		width := t.advance - left - right
		if t.elastic() {
			width += s.blank.next(t.advance)
		}
		p.draw(i, x, x+t.origin-left, x+width)
		x += width
		l.Size = max(l.Size, t.size)
	}
	p.close()
	l.Width = x - start
	w.lines = append(w.lines, l)
}

// A pen writes the atoms of one line.
type pen struct {
	w        *setting
	line     *Line
	runAt    int // the line's first run
	glyphAt  int // the first glyph of the run being written
	over     int // the next overlay
	end      display.Length
	link     int32 // the span whose link is open, -1 for none
	linkFrom display.Length
	linkSize display.Length
	rule     int32 // the span that is being struck through, -1 for none
	ruleFrom display.Length
}

// draw writes an atom whose cell runs from x to end and whose glyph stands at origin.
func (p *pen) draw(i int, x, origin, end display.Length) {
	t := &p.w.atoms[i]
	sp := &p.w.para.Spans[t.span]
	p.spans(t, sp, x)
	if t.drawn {
		p.glyph(t.font, sp, display.Glyph{ID: t.id, X: origin, Text: t.text})
	}
	if t.kind == kindDash && t.r == '—' && !t.mono {
		p.bridge(i, sp, origin)
	}
	over := p.w.overlays
	for p.over < len(over) && over[p.over].atom <= i {
		if o := over[p.over]; o.atom == i {
			p.glyph(o.font, sp, display.Glyph{ID: o.id, X: origin + o.at})
		}
		p.over++
	}
	p.end = end
}

// bridge closes the gap within a pair of dashes, where the font's dash is shorter than an
// em: a third one, without text, lies over both.
func (p *pen) bridge(i int, sp *Span, origin display.Length) {
	t := &p.w.atoms[i]
	if i == 0 || p.w.atoms[i-1].r != t.r || p.w.atoms[i-1].span != t.span || int(p.w.atoms[i-1].from) < p.line.From {
		return
	}
	p.glyph(t.font, sp, display.Glyph{ID: t.id, X: origin - t.size/2})
}

// glyph adds to the open run, or opens another.
func (p *pen) glyph(font int32, sp *Span, g display.Glyph) {
	w := p.w
	size, y := max(sp.Style.Size, 0), -sp.Style.Rise
	if n := len(w.runs); n > p.runAt {
		if r := &w.runs[n-1]; r.Font == int(font) && r.Size == size && r.Color == sp.Style.Color && r.Y == y && r.Part == sp.Part {
			w.glyphs = append(w.glyphs, g)
			return
		}
		p.closeRun()
	}
	p.glyphAt = len(w.glyphs)
	w.runs = append(w.runs, display.Run{Font: int(font), Size: size, Color: sp.Style.Color, Y: y, Part: sp.Part})
	w.glyphs = append(w.glyphs, g)
}

func (p *pen) closeRun() {
	n := len(p.w.glyphs)
	p.w.runs[len(p.w.runs)-1].Glyphs = p.w.glyphs[p.glyphAt:n:n]
}

// spans opens and closes links and strokes where the span changes.
func (p *pen) spans(t *atom, sp *Span, x display.Length) {
	spans := p.w.para.Spans
	if p.link >= 0 && !sameLink(&spans[p.link], sp) {
		p.closeLink()
	}
	if p.link < 0 && sp.Link != "" && sp.Part != nil {
		p.link, p.linkFrom, p.linkSize = t.span, x, 0
	}
	if p.link >= 0 {
		p.linkSize = max(p.linkSize, t.size)
	}
	if p.rule >= 0 && (!sp.Style.Strike || spans[p.rule].Style.Size != sp.Style.Size || spans[p.rule].Style.Color != sp.Style.Color || spans[p.rule].Style.Rise != sp.Style.Rise) {
		p.closeRule()
	}
	if p.rule < 0 && sp.Style.Strike {
		p.rule, p.ruleFrom = t.span, x
	}
}

func sameLink(a, b *Span) bool { return a.Link == b.Link && a.Page == b.Page && a.Part == b.Part }

func (p *pen) closeLink() {
	sp := &p.w.para.Spans[p.link]
	k := display.Link{X: p.linkFrom, Y: -p.linkSize * 88 / 100, W: p.end - p.linkFrom, H: p.linkSize * 112 / 100, Part: sp.Part}
	if sp.Link == "#" {
		k.Page = sp.Page
	} else {
		k.URL = sp.Link
	}
	p.line.Links = append(p.line.Links, k)
	p.link = -1
}

func (p *pen) closeRule() {
	st := &p.w.para.Spans[p.rule].Style
	y := -st.Size*3/10 - st.Rise
	p.line.Rules = append(p.line.Rules, display.Line{X1: p.ruleFrom, Y1: y, X2: p.end, Y2: y, Width: st.Size / 20, Color: st.Color})
	p.rule = -1
}

// close ends what is open and gives the line its runs.
func (p *pen) close() {
	w := p.w
	if n := len(w.runs); n > p.runAt {
		p.closeRun()
		p.line.Runs = w.runs[p.runAt:n:n]
	}
	if p.link >= 0 {
		p.closeLink()
	}
	if p.rule >= 0 {
		p.closeRule()
	}
}
