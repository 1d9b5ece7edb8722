package enclosure

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// A gather is the sink of all readers: it looks for what must not be published, and says to
// package privacy what stands around each text. Cells wait for their row, because a row may
// hold a person's name.
type gather struct {
	rep     *Report
	member  string // what is read, in the file
	waiting []held
	heads   map[grid]*privacy.Headings
	seen    map[Find]bool
	known   map[known]bool
}

// A known is that a number stands at a place, seen or not.
type known struct {
	kind privacy.Kind
	sum  uint64
	at   passage.Place // without Layer, Name and Hidden
}

// A held is the text of a cell that waits for its row. The bytes from from to before to stand at
// the place; the rest is around them.
type held struct {
	at       passage.Place
	text     []byte
	from, to int
}

// A grid is a table: a sheet, or one of a document.
type grid struct {
	sheet string
	table int
}

// maxWaiting is how many cells wait for a row that does not come.
const maxWaiting = 4096

func newGather(rep *Report, member string) *gather {
	return &gather{rep: rep, member: member, heads: map[grid]*privacy.Headings{}, seen: map[Find]bool{}, known: map[known]bool{}}
}

// within gives a sink for what is inside the file.
func (g *gather) within(name string) *gather {
	if g.member != "" {
		name = g.member + "/" + name
	}
	w := newGather(g.rep, name)
	w.seen, w.known = g.seen, g.known
	return w
}

func (g *gather) place(at passage.Place) passage.Place {
	switch {
	case g.member == "":
	case at.Member == "":
		at.Member = g.member
	default:
		at.Member = g.member + "/" + at.Member
	}
	return at
}

// maxNotes is how many notes a Report holds; a file with more is no better known by them.
const maxNotes = 200

// Note keeps a fact.
func (g *gather) Note(n passage.Note) {
	if n.At = g.place(n.At); len(g.rep.Notes) < maxNotes || n.Fact <= passage.External {
		if len(g.rep.Notes) < 2*maxNotes {
			n.At, n.Value = shown(n.At), brief(n.Value)
			g.rep.Notes = append(g.rep.Notes, n)
		}
	}
}

// shown gives a place as a message may show it: the names in it are the file's, and may hold
// what was found.
func shown(at passage.Place) passage.Place {
	at.Member, at.Sheet, at.Name = brief(at.Member), brief(at.Sheet), brief(at.Name)
	return at
}

// brief cuts what a stranger's file says to what a message can show, and masks numbers in it.
func brief(s string) string {
	s = privacy.Hide(strings.ToValidUTF8(s, "\uFFFD"))
	if utf8.RuneCountInString(s) > 80 {
		s = string([]rune(s)[:80]) + "…"
	}
	return s
}

// Passage looks through a text, or keeps it until its row comes.
func (g *gather) Passage(at passage.Place, text []byte) { g.Part(at, text, 0, len(text)) }

// Part is Passage for a part of a text. It takes finds that touch the part, and those for which
// the part is needed, so that they are not known of the rest.
func (g *gather) Part(at passage.Place, text []byte, from, to int) {
	h := held{at, text, from, to}
	if at.Cell != "" && (at.Layer == passage.Body || at.Layer == passage.Inserted || at.Layer == passage.Deleted) && len(text) < 4<<10 {
		if len(g.waiting) >= maxWaiting {
			g.flush()
		}
		h.text = bytes.Clone(text)
		g.waiting = append(g.waiting, h)
		return
	}
	near := privacy.Context{}
	if at.Name != "" && (at.Layer == passage.Property || at.Layer == passage.Cached || at.Layer == passage.Form) {
		near.Label = at.Name
	}
	if at.Layer == passage.Form {
		h.text = unquoted(text)
	}
	g.find(h, near)
}

// flush looks through the cells whose row never came.
func (g *gather) flush() {
	for _, h := range g.waiting {
		g.find(h, privacy.Context{})
	}
	g.waiting = g.waiting[:0]
}

// find looks through a text.
func (g *gather) find(h held, near privacy.Context) {
	for _, m := range privacy.Find(h.text, near) {
		found := string(h.text[m.At.Start:m.At.End])
		if m.At.Start < h.to && m.At.End > h.from || !g.known[g.knows(h.at, m.Kind, privacy.Sum(found))] {
			g.add(h.at, m, found)
		}
	}
}

// knows makes the key of a number at a place.
func (g *gather) knows(at passage.Place, kind privacy.Kind, sum uint64) known {
	at = g.place(at)
	at.Layer, at.Name, at.Hidden = passage.Body, "", false
	return known{kind, sum, at}
}

// unquoted gives a text with blanks for its plain quotation marks: around the texts in a formula
// or in JSON they are syntax, and quote nothing as they would in prose.
func unquoted(text []byte) []byte { return bytes.ReplaceAll(text, []byte{'"'}, []byte{' '}) }

// add keeps a find, once for each place and number.
func (g *gather) add(at passage.Place, m privacy.Match, found string) {
	key := g.knows(at, m.Kind, privacy.Sum(found))
	at = shown(g.place(at))
	f := Find{Kind: m.Kind, Sure: m.Sure, At: at, Mask: m.Mask, Sum: privacy.Sum(found)}
	if g.seen[f] {
		return
	}
	if len(g.seen) < 100_000 {
		g.seen[f], g.known[key] = true, true
	}
	if len(g.rep.Finds) >= MaxFinds {
		g.rep.More++
		return
	}
	g.rep.Finds = append(g.rep.Finds, f)
}

// Row looks through the cells that wait for it, each with what stands around it, and then
// through the row as one.
func (g *gather) Row(at passage.Place, cells []string) {
	key := grid{at.Sheet, at.Table}
	head := g.heads[key]
	if head == nil {
		head = &privacy.Headings{}
		g.heads[key] = head
	}
	named := head.Named(cells)
	rest := g.waiting[:0]
	row := digitsOf(at.Cell)
	for _, h := range g.waiting {
		if h.at.Sheet != at.Sheet || h.at.Table != at.Table || digitsOf(h.at.Cell) != row {
			rest = append(rest, h)
			continue
		}
		g.find(h, head.Near(column(h.at.Cell), cells, named))
	}
	g.waiting = rest
	if m, from, to, ok := privacy.Boxes(cells); ok {
		if at.Cell != "" {
			at.Cell = lastCell(at.Cell, from+1) + ":" + lastCell(at.Cell, to)
		}
		g.add(at, m, strings.Join(cells[from:to], ""))
	}
	head.Learn(cells)
}

// column gives a cell's column, counted from 0, or -1.
func column(cell string) int {
	n := 0
	for i := 0; i < len(cell) && cell[i] >= 'A' && cell[i] <= 'Z' && n < 1<<16; i++ {
		n = n*26 + int(cell[i]-'A') + 1
	}
	return n - 1
}

// digitsOf gives a cell's row as it is written.
func digitsOf(cell string) string { return strings.TrimLeft(cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") }

// lastCell names the cell n-1 columns to the right of one in column A.
func lastCell(first string, n int) string {
	var b []byte
	for n = max(n, 1); n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b) + digitsOf(first)
}
