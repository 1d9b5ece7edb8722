package officemask

import (
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/markup"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// A shared is the table of texts that cells share.
type shared struct {
	part  string
	text  []byte
	items []*markup.Node
	words []string
	uses  []map[string][]Piece // for each text, what it becomes in cells, and by which pieces
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
	f.done["xl/workbook.xml"], f.done[sst.part] = true, true
	titles := map[string]string{} // of sheets, by the relation's id
	var edits markup.Edits
	root.Walk(func(n *markup.Node) bool {
		switch {
		case n.Is("sheet"):
			titles[n.Attr(text, "r:id")] = n.Attr(text, "name")
		case n.Is("definedName"):
			before := n.Text(text)
			if pieces := f.masked(passage.Place{Layer: passage.Form, Name: n.Attr(text, "name")}, before, privacy.Context{}); len(pieces) > 0 {
				after := apply(before, pieces)
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
		if len(f.mask(passage.Place{Sheet: title}, title, privacy.Context{})) > 0 {
			return ErrTitle
		}
	}
	var sheets []*sheet
	for _, r := range list {
		if r.Kind() != "worksheet" || r.Outside || !f.Has(r.Target) {
			continue
		}
		s := &sheet{part: r.Target, title: titles[r.ID], sst: sst, groups: map[string]bool{}}
		f.done[s.part] = true
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
		s.uses = make([]map[string][]Piece, len(s.items))
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
		var pieces []Piece
		switch len(s.uses[i]) {
		case 0:
			pieces = f.masked(passage.Place{Layer: passage.Cached}, before, privacy.Context{})
		case 1:
			for _, pieces = range s.uses[i] {
			}
		}
		if apply(before, pieces) == before {
			continue
		}
		list := shown(n)
		parts := make([]string, len(list))
		for k, t := range list {
			parts[k] = t.Text(s.text)
		}
		spread(parts, pieces, func(k int, text string) { setText(s.text, list[k], &edits, text) })
		for _, c := range n.Children {
			if c.Is("rPh") { // how it is read aloud
				edits.Drop(c)
			}
		}
	}
	f.set(s.part, s.text, &edits)
}
