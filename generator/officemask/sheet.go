package officemask

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"gongkai/generator/markup"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// A sheet is a worksheet while it is masked.
type sheet struct {
	part, title string
	text        []byte
	edits       markup.Edits
	sst         *shared
	cells       []cell // that are masked
	groups      map[string]bool
	formulas    []formulaCell // of groups
	lost        bool          // a formula became text
	rows        int           // the number of the row that was read last
}

// A formulaCell is a cell with a formula, and where it stands.
type formulaCell struct {
	node *markup.Node
	at   passage.Place
}

// A cell that is masked: its shared text's number, -1 without one.
type cell struct {
	node  *markup.Node
	index int
	after string
}

// sheet reads a worksheet and decides which cells are masked, and masks what else it says.
func (f *file) sheet(s *sheet) error {
	text, root, err := f.XML(s.part)
	if err != nil {
		return err
	}
	s.text = text
	if data := root.Child("sheetData"); data != nil {
		var g grid
		for _, row := range data.Children {
			if row.Is("row") {
				f.row(s, row, &g)
			}
		}
	}
	for _, n := range root.Children {
		switch n.Local {
		case "headerFooter":
			for _, c := range n.Children {
				f.runs(passage.Place{Sheet: s.title, Layer: passage.Header}, text, []*markup.Node{c}, &s.edits, privacy.Context{})
			}
		case "dataValidations", "conditionalFormatting":
			n.Walk(func(c *markup.Node) bool {
				if len(c.Children) == 0 && !c.Empty() {
					f.quoted(s, c)
				}
				return true
			})
			f.prompts(s, n)
		case "hyperlinks":
			for _, c := range n.Children {
				for _, a := range []string{"display", "tooltip"} {
					f.attr(passage.Place{Sheet: s.title, Cell: c.Attr(text, "ref")}, text, c, a, &s.edits)
				}
			}
		}
	}
	return nil
}

// prompts masks the messages of data validations.
func (f *file) prompts(s *sheet, n *markup.Node) {
	for _, c := range n.Children {
		for _, a := range []string{"prompt", "promptTitle", "error", "errorTitle"} {
			f.attr(passage.Place{Sheet: s.title, Cell: c.Attr(s.text, "sqref"), Layer: passage.Form}, s.text, c, a, &s.edits)
		}
	}
}

// quoted masks a formula's text where what is masked is part of a quoted list.
func (f *file) quoted(s *sheet, n *markup.Node) {
	if before := n.Text(s.text); strings.Contains(before, `"`) {
		if pieces := f.masked(passage.Place{Sheet: s.title, Layer: passage.Form}, before, privacy.Context{}); len(pieces) > 0 {
			setText(s.text, n, &s.edits, apply(before, pieces))
		}
	}
}

// A value is a cell's text, and the number of the shared text that it is, else -1.
type value struct {
	text  string
	index int
}

// row masks the cells of a row.
func (f *file) row(s *sheet, row *markup.Node, g *grid) {
	var nodes []*markup.Node
	var values []value
	var columns []int
	var cells []string
	s.rows++
	if r, err := strconv.Atoi(row.Attr(s.text, "r")); err == nil && r > 0 {
		s.rows = r
	}
	col := -1
	for _, c := range row.Children {
		if !c.Is("c") {
			continue
		}
		col++
		if at, ok := column(c.Attr(s.text, "r")); ok {
			col = at
		}
		v := s.value(c)
		nodes, values, columns = append(nodes, c), append(values, v), append(columns, col)
		if col < privacy.MaxHeads {
			for len(cells) <= col {
				cells = append(cells, "")
			}
			cells[col] = v.text
		}
	}
	place := func(col int) passage.Place { return passage.Place{Sheet: s.title, Cell: cellName(col, s.rows)} }
	near := g.near(columns, cells)
	boxes := f.boxes(cells, place)
	for i, n := range nodes {
		f.cell(s, n, values[i], boxes[columns[i]], place(columns[i]), near[i])
	}
}

// cell masks a cell; box is what it is masked with where it is one of several that hold a number.
func (f *file) cell(s *sheet, n *markup.Node, v value, box string, at passage.Place, near privacy.Context) {
	formula := n.Child("f")
	if formula != nil && formula.Attr(s.text, "t") == "shared" {
		s.formulas = append(s.formulas, formulaCell{n, at})
	}
	var pieces []Piece
	if box != "" {
		pieces = []Piece{{source.Span{Start: 0, End: len(v.text)}, box}}
	} else {
		pieces = f.masked(at, v.text, near)
	}
	after, ok := apply(v.text, pieces), len(pieces) > 0
	if formula != nil && !ok { // a number may stand in the formula itself
		in := at
		in.Layer = passage.Form
		ok = len(f.masked(in, formula.Text(s.text), near)) > 0
	}
	if v.index >= 0 {
		if s.sst.uses[v.index] == nil {
			s.sst.uses[v.index] = map[string][]Piece{}
		}
		s.sst.uses[v.index][after] = pieces
	}
	if !ok {
		return
	}
	s.cells = append(s.cells, cell{n, v.index, after})
	if formula != nil {
		s.lost = true
		f.result.Formulas = append(f.result.Formulas, at)
		if formula.Attr(s.text, "t") == "shared" {
			s.groups[formula.Attr(s.text, "si")] = true
		}
	}
}

// value reads a cell.
func (s *sheet) value(c *markup.Node) value {
	kind := c.Attr(s.text, "t")
	if kind == "inlineStr" {
		if is := c.Child("is"); is != nil {
			var b strings.Builder
			for _, t := range shown(is) {
				b.WriteString(t.Text(s.text))
			}
			return value{b.String(), -1}
		}
		return value{"", -1}
	}
	v := c.Child("v")
	if v == nil {
		return value{"", -1}
	}
	raw := v.Text(s.text)
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(raw)); err == nil && i >= 0 && i < len(s.sst.words) {
			return value{s.sst.words[i], i}
		}
		return value{"", -1}
	case "str":
		return value{raw, -1}
	case "b", "e", "d":
		return value{"", -1}
	}
	return value{plainNumber(raw), -1}
}

// plainNumber gives a number as a cell shows it: 1.3800138E10 is 13800138000.
func plainNumber(raw string) string {
	raw = strings.TrimSpace(raw)
	if !strings.ContainsAny(raw, "eE") || len(raw) > 40 {
		return raw
	}
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || v != v || v < -1e20 || v > 1e20 {
		return raw
	}
	if i, exact := new(big.Float).SetFloat64(v).Int(nil); exact == big.Exact {
		return i.String()
	}
	return raw
}

// column gives the column of a reference such as C5, counted from 0.
func column(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		if n = n*26 + int(ref[i]-'A') + 1; n > 1<<20 {
			return 0, false
		}
	}
	return n - 1, n > 0
}

// cellName names a cell; columns count from 0, rows from 1.
func cellName(col, row int) string {
	name := ""
	for col++; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}

// write makes the edits of the cells.
func (s *sheet) write(f *file) {
	done := map[*markup.Node]bool{}
	for _, c := range s.cells {
		if c.index >= 0 && len(s.sst.uses[c.index]) == 1 && c.node.Child("f") == nil {
			continue // masked where it is shared
		}
		done[c.node] = true
		s.own(c)
	}
	for _, c := range s.formulas { // of a group whose first is gone: values are left
		if formula := c.node.Child("f"); s.groups[formula.Attr(s.text, "si")] && !done[c.node] {
			s.lost = true
			f.result.Formulas = append(f.result.Formulas, c.at)
			s.edits.Drop(formula)
		}
	}
	f.set(s.part, s.text, &s.edits)
}

// own gives a cell a text of its own, in the style that it has.
func (s *sheet) own(c cell) {
	tag := string(s.text[c.node.Start+1 : c.node.Inner])
	tag = tag[:strings.IndexAny(tag, " \t\r\n/>")]
	prefix, _, ok := strings.Cut(tag, ":")
	if prefix += ":"; !ok {
		prefix = ""
	}
	out := "<" + tag
	for _, a := range c.node.Attrs(s.text) {
		if a.Name != "t" {
			out += string(s.text[a.Start:a.End])
		}
	}
	out += fmt.Sprintf(` t="inlineStr"><%sis><%st xml:space="preserve">%s</%st></%sis></%s>`, prefix, prefix, markup.Escape(c.after), prefix, prefix, tag)
	s.edits.Add(c.node.Start, c.node.End, out)
}
