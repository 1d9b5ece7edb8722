package layout

import (
	"gongkai/generator/display"
)

// A pager puts slabs on pages, from the top down.
type pager struct {
	c   Column
	out Flowed

	ops   []display.Op
	notes []slab
	at    pageState
}

// A pageState is how far a page is filled.
type pageState struct {
	y     display.Length // below the last slab, from the column's top
	notes display.Length // height of the notes, with their gap
	table *tableFrame    // whose rows the page ends with
	used  bool           // something stands on the page
}

// run fills the pages. Slabs that stick to each other go together to the next page, unless
// they would not fit on a page of their own.
func (p *pager) run(slabs []slab) {
	for len(slabs) > 0 {
		n := chain(slabs)
		if slabs[0].fresh && p.at.used {
			p.end()
		}
		switch {
		case p.fits(p.at, slabs[:n]):
		case p.at.used && p.fits(pageState{}, slabs[:n]):
			p.end()
		default: // longer than a page, wherever it begins
			n = 1
			if p.at.used && !p.fits(p.at, slabs[:1]) {
				p.end()
			}
		}
		for i := range slabs[:n] {
			p.place(&slabs[i])
		}
		slabs = slabs[n:]
	}
	if p.at.used || len(p.out.Pages) == 0 {
		p.end()
	}
}

// chain gives how many of the first slabs stick together; at least one.
func chain(slabs []slab) int {
	n := 1
	for n < len(slabs) && slabs[n-1].stick && !slabs[n].fresh {
		n++
	}
	return n
}

// fits reports whether the slabs find room behind a state.
func (p *pager) fits(at pageState, slabs []slab) bool {
	for i := range slabs {
		s := &slabs[i]
		at = p.next(at, s)
		if at.y-s.trail+at.notes > p.c.H {
			return false
		}
	}
	return true
}

// next gives the state behind a slab.
func (p *pager) next(at pageState, s *slab) pageState {
	at.y = p.top(at, s) + s.height
	if len(s.notes) > 0 && at.notes == 0 {
		at.notes = p.c.NoteGap
	}
	for _, n := range s.notes {
		at.notes += n.height
	}
	at.table, at.used = s.table, true
	return at
}

// top gives where a slab begins behind a state.
func (p *pager) top(at pageState, s *slab) display.Length {
	y := at.y
	if at.used {
		y += s.space
	}
	if s.table != nil && s.table != at.table && !s.head {
		y += s.table.height
	}
	if s.snap && p.c.Pitch > 0 {
		y = (y + p.c.Pitch - 1) / p.c.Pitch * p.c.Pitch
	}
	return y
}

// place draws a slab on the page.
func (p *pager) place(s *slab) {
	y := p.top(p.at, s)
	if t := s.table; t != p.at.table {
		p.closeTable()
		if t != nil {
			if !s.head {
				p.draw(t.again, y-t.height)
			}
			p.edge(t, y)
		}
	}
	p.draw(s.ops, y)
	for _, m := range s.marks {
		m.Page, m.Top = len(p.out.Pages), max(p.c.Y+y, 0)
		p.out.Bookmarks = append(p.out.Bookmarks, m)
	}
	p.notes = append(p.notes, s.notes...)
	p.at = p.next(p.at, s)
	p.out.End = p.c.Y + p.at.y - s.trail
}

func (p *pager) draw(ops []display.Op, y display.Length) {
	for _, op := range ops {
		p.ops = append(p.ops, Move(op, p.c.X, p.c.Y+y))
	}
}

// closeTable draws the line below the last row that stands on the page.
func (p *pager) closeTable() {
	if t := p.at.table; t != nil {
		p.edge(t, p.at.y)
		p.at.table = nil
	}
}

// edge draws a line across a table.
func (p *pager) edge(t *tableFrame, y display.Length) {
	p.draw([]display.Op{t.across(0)}, y)
}

// end finishes the page: the notes stand at the column's lower end.
func (p *pager) end() {
	p.closeTable()
	if len(p.notes) > 0 {
		high := display.Length(0)
		for _, n := range p.notes {
			high += n.height
		}
		y := max(p.c.H-high, p.at.y)
		rule := display.Line{X2: p.c.W / 4, Width: display.Pt / 2, Color: display.Black}
		p.draw([]display.Op{rule}, y-p.c.NoteGap/2)
		for _, n := range p.notes {
			p.draw(n.ops, y)
			y += n.height
		}
	}
	p.out.Pages = append(p.out.Pages, p.ops)
	p.ops, p.notes, p.at = nil, nil, pageState{}
}
