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
		if !strings.HasPrefix(name, "word/") || strings.Count(name, "/") != 1 || !strings.HasSuffix(name, ".xml") {
			continue
		}
		text, root, err := f.XML(name)
		if err != nil {
			return err
		}
		f.tables = 0
		var edits markup.Edits
		f.blocks(passage.Place{Layer: layers[root.Local]}, text, root, &edits)
		f.set(name, text, &edits)
	}
	return nil
}

// layers are those of the parts with these first elements; the others are Body.
var layers = map[string]passage.Layer{
	"hdr": passage.Header, "ftr": passage.Header, "footnotes": passage.Footnote, "endnotes": passage.Footnote, "comments": passage.Comment,
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
	f.runs(at, text, texts(p, "p"), edits, near)
	f.inner(at, text, p, edits)
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
