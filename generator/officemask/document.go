package officemask

import (
	"strings"

	"gongkai/generator/markup"
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
		var edits markup.Edits
		f.blocks(text, root, &edits)
		f.set(name, text, &edits)
	}
	return nil
}

// blocks masks paragraphs and tables, those inside other things too.
func (f *file) blocks(text []byte, n *markup.Node, edits *markup.Edits) {
	for _, c := range n.Children {
		switch {
		case c.Is("tbl"):
			f.table(text, c, edits)
		case c.Is("p"):
			f.paragraph(text, c, edits, privacy.Context{})
		default:
			f.blocks(text, c, edits)
		}
	}
}

// paragraph masks a paragraph, and the text boxes in it by themselves.
func (f *file) paragraph(text []byte, p *markup.Node, edits *markup.Edits, near privacy.Context) {
	f.runs(text, texts(p, "p"), edits, near)
	f.inner(text, p, edits)
}

// inner looks for paragraphs inside a paragraph.
func (f *file) inner(text []byte, n *markup.Node, edits *markup.Edits) {
	for _, c := range n.Children {
		if c.Is("txbxContent") {
			f.blocks(text, c, edits)
		} else {
			f.inner(text, c, edits)
		}
	}
}

// table masks a table's cells with what their headings and neighbours say.
func (f *file) table(text []byte, tbl *markup.Node, edits *markup.Edits) {
	var g grid
	for _, tr := range below(tbl, "tr") {
		cells := below(tr, "tc")
		row := make([]value, len(cells))
		for i, tc := range cells {
			row[i] = value{col: i, text: cellText(text, tc)}
			row[i].word = !numeric(row[i].text)
		}
		near := g.row(row)
		for i, tc := range cells {
			tc.Walk(func(n *markup.Node) bool {
				switch {
				case n.Is("tbl"):
					f.table(text, n, edits)
					return false
				case n.Is("p"):
					f.paragraph(text, n, edits, near[i])
					return false
				}
				return true
			})
		}
	}
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

func numeric(s string) bool {
	return strings.Trim(s, "0123456789.,+-% \u00A0") == ""
}
