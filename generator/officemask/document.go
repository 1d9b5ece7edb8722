package officemask

import (
	"strconv"
	"strings"

	"gongkai/generator/markup"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// document masks the parts of a document that hold paragraphs.
func (f *file) document() error {
	for _, name := range f.Names() {
		if !paragraphs(name) {
			continue
		}
		text, root, err := f.XML(name)
		if err != nil {
			return err
		}
		f.tables, f.done[name] = 0, true
		var edits markup.Edits
		at := passage.Place{Layer: layers[root.Local]}
		f.blocks(at, text, root, &edits)
		f.strays(at, text, root, &edits)
		f.attributes(at, text, root, &edits)
		f.set(name, text, &edits)
	}
	return nil
}

// paragraphs reports whether a part is one of a document that is not drawn.
func paragraphs(name string) bool {
	return strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") &&
		!strings.Contains(name, "/drawings/") && !strings.Contains(name, "/charts/") && !strings.Contains(name, "/diagrams/")
}

// layers are those of the parts with these first elements; the others are Body.
var layers = map[string]passage.Layer{
	"hdr": passage.Header, "ftr": passage.Header, "footnotes": passage.Footnote, "endnotes": passage.Footnote, "comments": passage.Comment,
	"settings": passage.Property, "people": passage.Property, "glossaryDocument": passage.Cached,
}

// blocks masks paragraphs and tables, those inside other things too.
func (f *file) blocks(at passage.Place, text []byte, n *markup.Node, edits *markup.Edits) {
	for _, c := range n.Children {
		switch {
		case c.Is("tbl"):
			f.table(at, text, c, edits)
		case c.Is("p"):
			f.paragraph(at, text, c, edits, privacy.Context{})
		default:
			f.blocks(at, text, c, edits)
		}
	}
}

// paragraph masks a paragraph, and the text boxes in it by themselves.
func (f *file) paragraph(at passage.Place, text []byte, p *markup.Node, edits *markup.Edits, near privacy.Context) {
	list := texts(p, "p")
	before := f.result.Masked
	f.runs(at, text, list, edits, near)
	for _, apart := range []string{"ins", "del"} { // what it was before the tracked changes, and what it will be
		if kept := without(list, apart); f.result.Masked == before && len(kept) < len(list) {
			f.runs(at, text, kept, edits, near)
		}
	}
	f.inner(at, text, p, edits)
}

// without gives the elements that do not stand in one of a name inside their paragraph.
func without(list []*markup.Node, local string) (kept []*markup.Node) {
next:
	for _, n := range list {
		for up := n.Parent; up != nil && !up.Is("p"); up = up.Parent {
			if up.Is(local) {
				continue next
			}
		}
		kept = append(kept, n)
	}
	return kept
}

// inner looks for paragraphs inside a paragraph.
func (f *file) inner(at passage.Place, text []byte, n *markup.Node, edits *markup.Edits) {
	for _, c := range n.Children {
		if c.Is("txbxContent") {
			f.blocks(at, text, c, edits)
		} else {
			f.inner(at, text, c, edits)
		}
	}
}

// table masks a table's cells with what their headings and neighbours say.
func (f *file) table(at passage.Place, text []byte, tbl *markup.Node, edits *markup.Edits) {
	var g grid
	f.tables++
	number := f.tables
	for r, tr := range below(tbl, "tr") {
		var columns []int
		var cells []string // a cell that spans others stands in the first of them
		nodes := below(tr, "tc")
		for _, tc := range nodes {
			columns = append(columns, len(cells))
			cells = append(cells, cellText(text, tc))
			for span := wide(text, tc); span > 1; span-- {
				cells = append(cells, "")
			}
		}
		place := func(col int) passage.Place {
			cell := at
			cell.Table, cell.Cell = number, cellName(col, r+1)
			return cell
		}
		near := g.near(columns, cells)
		boxes := f.boxes(cells, place)
		for i, tc := range nodes {
			if digit, ok := boxes[columns[i]]; ok {
				f.box(text, tc, edits, digit)
				continue
			}
			tc.Walk(func(n *markup.Node) bool {
				switch {
				case n.Is("tbl"):
					f.table(at, text, n, edits)
					return false
				case n.Is("p"):
					f.paragraph(place(columns[i]), text, n, edits, near[i])
					return false
				}
				return true
			})
		}
	}
}

// box replaces the one digit of a cell.
func (f *file) box(text []byte, tc *markup.Node, edits *markup.Edits, digit string) {
	for _, n := range texts(tc, "tbl") {
		if s := n.Text(text); strings.TrimSpace(s) != "" {
			setText(text, n, edits, strings.Replace(s, strings.TrimSpace(s), digit, 1))
			return
		}
	}
}

// wide gives how many columns a cell takes.
func wide(text []byte, tc *markup.Node) int {
	if pr := tc.Child("tcPr"); pr != nil {
		if span := pr.Child("gridSpan"); span != nil {
			if n, err := strconv.Atoi(span.Attr(text, "val")); err == nil && n > 1 && n < privacy.MaxHeads {
				return n
			}
		}
	}
	return 1
}

// below lists the elements of a name below an element, not those inside one another or inside
// a table of their own.
func below(n *markup.Node, local string) (out []*markup.Node) {
	for _, c := range n.Children {
		switch {
		case c.Is(local):
			out = append(out, c)
		case !c.Is("tbl"):
			out = append(out, below(c, local)...)
		}
	}
	return out
}

func cellText(text []byte, tc *markup.Node) string {
	var b strings.Builder
	for _, n := range texts(tc, "tbl") {
		b.WriteString(n.Text(text))
	}
	return b.String()
}
