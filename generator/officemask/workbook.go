package officemask

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/markup"
	"gongkai/generator/privacy"
)

// A shared is the table of texts that cells share.
type shared struct {
	part  string
	text  []byte
	items []*markup.Node
	words []string
	uses  []map[string]int // for each text, what it becomes in how many cells
}

// workbook masks the worksheets, the texts that they share, and the defined names.
func (f *file) workbook() error {
	list, err := f.Relations("xl/workbook.xml")
	if err != nil {
		return err
	}
	sst, err := f.shared(list)
	if err != nil {
		return err
	}
	text, root, err := f.XML("xl/workbook.xml")
	if err != nil {
		return err
	}
	titles := map[string]string{} // of sheets, by the relation's id
	var edits markup.Edits
	root.Walk(func(n *markup.Node) bool {
		switch {
		case n.Is("sheet"):
			titles[n.Attr(text, "r:id")] = n.Attr(text, "name")
		case n.Is("definedName"):
			before := n.Text(text)
			if after, ok := f.masked(before, privacy.Context{}); ok {
				if !strings.Contains(before, `"`) { // a number that is masked is none
					after = `"` + after + `"`
				}
				setText(text, n, &edits, after)
			}
		}
		return true
	})
	f.set("xl/workbook.xml", text, &edits)
	for _, title := range titles {
		if _, n := f.mask(title, privacy.Context{}); n > 0 {
			return fmt.Errorf("the name of a worksheet must be changed by hand")
		}
	}
	var sheets []*sheet
	for _, r := range list {
		if r.Kind() != "worksheet" || r.Outside || !f.Has(r.Target) {
			continue
		}
		s := &sheet{part: r.Target, title: titles[r.ID], sst: sst, groups: map[string]bool{}}
		if err := f.sheet(s); err != nil {
			return err
		}
		sheets = append(sheets, s)
	}
	f.sharedTexts(sst)
	lost := false
	for _, s := range sheets {
		s.write(f)
		lost = lost || s.lost
	}
	if lost { // the order of calculation names formulas that are gone; Excel makes it anew
		_, err = f.DropRelations("xl/workbook.xml", func(r bundle.Relation) bool { return r.Kind() == "calcChain" })
	}
	return err
}

// shared reads the table of shared texts; there may be none.
func (f *file) shared(list []bundle.Relation) (*shared, error) {
	for _, r := range list {
		if r.Kind() != "sharedStrings" || r.Outside || !f.Has(r.Target) {
			continue
		}
		text, root, err := f.XML(r.Target)
		if err != nil {
			return nil, err
		}
		s := &shared{part: r.Target, text: text}
		for _, n := range root.Children {
			if n.Is("si") {
				s.items = append(s.items, n)
				var b strings.Builder
				for _, t := range shown(n) {
					b.WriteString(t.Text(text))
				}
				s.words = append(s.words, b.String())
			}
		}
		s.uses = make([]map[string]int, len(s.items))
		return s, nil
	}
	return &shared{}, nil
}

// shown lists the text elements of a shared or inline string that a reader sees: not the
// phonetic ones.
func shown(n *markup.Node) (out []*markup.Node) {
	for _, c := range n.Children {
		switch {
		case c.Is("t"):
			out = append(out, c)
		case c.Is("r"):
			out = append(out, shown(c)...)
		}
	}
	return out
}

// sharedTexts masks the table of shared texts. A text that becomes the same in all its cells is
// masked there, and so is one that no cell uses; what stays open in some cells stays, and the
// cells that mask it get a text of their own.
func (f *file) sharedTexts(s *shared) {
	var edits markup.Edits
	for i, n := range s.items {
		before := s.words[i]
		after := before
		switch len(s.uses[i]) {
		case 0:
			var ok bool
			if after, ok = f.masked(before, privacy.Context{}); !ok {
				continue
			}
		case 1:
			for after = range s.uses[i] {
			}
		default:
			continue
		}
		if after == before {
			continue
		}
		list := shown(n)
		parts := make([]string, len(list))
		for k, t := range list {
			parts[k] = t.Text(s.text)
		}
		spread(parts, before, after, func(k int, text string) { setText(s.text, list[k], &edits, text) })
		for _, c := range n.Children {
			if c.Is("rPh") { // how it is read aloud
				edits.Drop(c)
			}
		}
	}
	f.set(s.part, s.text, &edits)
}

// A sheet is a worksheet while it is masked.
type sheet struct {
	part, title string
	text        []byte
	edits       markup.Edits
	sst         *shared
	cells       []cell // that are masked
	groups      map[string]bool
	formulas    []*markup.Node // of groups
	lost        bool           // a formula became text
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
				f.runs(text, []*markup.Node{c}, &s.edits, privacy.Context{})
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
					f.attr(text, c, a, &s.edits)
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
			f.attr(s.text, c, a, &s.edits)
		}
	}
}

// quoted masks a formula's text where what is masked is part of a quoted list.
func (f *file) quoted(s *sheet, n *markup.Node) {
	if before := n.Text(s.text); strings.Contains(before, `"`) {
		if after, ok := f.masked(before, privacy.Context{}); ok {
			setText(s.text, n, &s.edits, after)
		}
	}
}

// row masks the cells of a row.
func (f *file) row(s *sheet, row *markup.Node, g *grid) {
	values := make([]value, 0, len(row.Children))
	index := make([]int, 0, len(row.Children))
	nodes := make([]*markup.Node, 0, len(row.Children))
	col := -1
	for _, c := range row.Children {
		if !c.Is("c") {
			continue
		}
		col++
		if at, ok := column(c.Attr(s.text, "r")); ok {
			col = at
		}
		v, i := s.value(c)
		v.col = col
		values, index, nodes = append(values, v), append(index, i), append(nodes, c)
	}
	near := g.row(values)
	for i, v := range values {
		formula := nodes[i].Child("f")
		if formula != nil && formula.Attr(s.text, "t") == "shared" {
			s.formulas = append(s.formulas, nodes[i])
		}
		after, ok := v.text, false
		if v.text != "" {
			var n int
			after, n = f.mask(v.text, near[i])
			f.result.Masked += n
			ok = n > 0
		}
		if formula != nil && !ok {
			// A number may stand in the formula itself.
			if _, n := f.mask(formula.Text(s.text), near[i]); n > 0 {
				f.result.Masked += n
				ok = true
			}
		}
		if k := index[i]; k >= 0 {
			if s.sst.uses[k] == nil {
				s.sst.uses[k] = map[string]int{}
			}
			s.sst.uses[k][after]++
		}
		if !ok {
			continue
		}
		s.cells = append(s.cells, cell{nodes[i], index[i], after})
		if formula != nil {
			s.lost = true
			f.result.Formulas = append(f.result.Formulas, s.title+"!"+nodes[i].Attr(s.text, "r"))
			if formula.Attr(s.text, "t") == "shared" {
				s.groups[formula.Attr(s.text, "si")] = true
			}
		}
	}
}

// value gives a cell's text, and the number of the shared text that it is, else -1.
func (s *sheet) value(c *markup.Node) (value, int) {
	kind := c.Attr(s.text, "t")
	if kind == "inlineStr" {
		if is := c.Child("is"); is != nil {
			var b strings.Builder
			for _, t := range shown(is) {
				b.WriteString(t.Text(s.text))
			}
			return value{text: b.String(), word: true}, -1
		}
		return value{}, -1
	}
	v := c.Child("v")
	if v == nil {
		return value{}, -1
	}
	raw := v.Text(s.text)
	switch kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(raw)); err == nil && i >= 0 && i < len(s.sst.words) {
			return value{text: s.sst.words[i], word: true}, i
		}
		return value{}, -1
	case "str":
		return value{text: raw, word: true}, -1
	case "b", "e", "d":
		return value{}, -1
	}
	return value{text: plainNumber(raw)}, -1
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
		if formula := c.Child("f"); s.groups[formula.Attr(s.text, "si")] && !done[c] {
			s.lost = true
			f.result.Formulas = append(f.result.Formulas, s.title+"!"+c.Attr(s.text, "r"))
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
