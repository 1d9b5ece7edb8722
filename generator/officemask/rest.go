package officemask

import (
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/markup"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// rest masks what stands neither in cells nor in paragraphs: text in drawings and charts, in
// caches, properties and addresses of links.
func (f *file) rest() error {
	for _, name := range f.Names() {
		kind, swept := restKind(name)
		if kind == nil || f.done[name] {
			continue
		}
		text, root, err := f.XML(name)
		if err != nil && strings.HasSuffix(name, ".vml") {
			continue // written as HTML is; nothing in it can be changed for sure
		}
		if err != nil {
			return err
		}
		var edits markup.Edits
		kind(f, text, root, &edits)
		if swept {
			f.attributes(passage.Place{Layer: passage.Cached}, text, root, &edits)
		}
		f.set(name, text, &edits)
	}
	return nil
}

type restFunc = func(f *file, text []byte, root *markup.Node, edits *markup.Edits)

// restKind gives how a part is masked, nil for those that are not, and whether its attributes are
// then looked through.
func restKind(name string) (kind restFunc, swept bool) {
	base := name[strings.LastIndexByte(name, '/')+1:]
	switch {
	case strings.HasSuffix(name, ".rels"):
		return relations, false
	case strings.HasSuffix(name, ".vml"):
		return others, true
	case !strings.HasSuffix(name, ".xml"), name == bundle.ContentTypes:
		return nil, false
	case strings.HasPrefix(name, "docProps/"):
		return properties, true
	case strings.Contains(name, "/drawings/"), strings.Contains(name, "/charts/"), strings.Contains(name, "/diagrams/"):
		return drawing, true
	case strings.HasPrefix(name, "xl/pivotCache/"):
		return pivot, false
	case strings.HasPrefix(name, "xl/threadedComments/"):
		return threads, true
	case strings.HasPrefix(name, "xl/persons/"), strings.HasPrefix(name, "xl/tables/"):
		return names, false
	case strings.HasPrefix(name, "xl/comments"), strings.HasPrefix(name, "xl/") && strings.HasPrefix(base, "comments"):
		return notes, true
	}
	return others, true
}

// relations masks addresses outside the file: tel:, mailto:.
func relations(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	for _, n := range root.Children {
		if n.Attr(text, "TargetMode") == "External" {
			f.attr(passage.Place{Layer: passage.Cached, Name: "Target"}, text, n, "Target", edits)
		}
	}
}

func (f *file) attr(at passage.Place, text []byte, n *markup.Node, name string, edits *markup.Edits) {
	for _, a := range n.Attrs(text) {
		if a.Name != name {
			continue
		}
		if pieces := f.masked(at, a.Value, privacy.Context{}); len(pieces) > 0 {
			setAttr(a, edits, apply(a.Value, pieces))
		}
	}
}

func properties(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	f.leaves(passage.Property, text, root, edits)
}

func threads(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	f.leaves(passage.Comment, text, root, edits)
}

// leaves masks the text of elements that hold nothing but text.
func (f *file) leaves(layer passage.Layer, text []byte, root *markup.Node, edits *markup.Edits) {
	root.Walk(func(n *markup.Node) bool {
		if len(n.Children) == 0 && !n.Empty() {
			f.runs(passage.Place{Layer: layer, Name: n.Local}, text, []*markup.Node{n}, edits, privacy.Context{Label: n.Local})
		}
		return true
	})
}

// drawing masks the paragraphs of drawings, and the texts that charts keep of cells.
func drawing(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	root.Walk(func(n *markup.Node) bool {
		switch {
		case n.Is("p"):
			f.runs(passage.Place{}, text, texts(n, "p"), edits, privacy.Context{})
			return false
		case n.Is("strCache"):
			n.Walk(func(v *markup.Node) bool {
				if v.Is("v") {
					f.runs(passage.Place{Layer: passage.Cached}, text, []*markup.Node{v}, edits, privacy.Context{})
				}
				return true
			})
			return false
		}
		return true
	})
}

// texts lists the elements t below an element, but not those inside another of the name.
func texts(n *markup.Node, apart string) (out []*markup.Node) {
	for _, c := range n.Children {
		c.Walk(func(x *markup.Node) bool {
			if x.Is(apart) {
				return false
			}
			if x.Is("t", "delText", "instrText") {
				out = append(out, x)
			}
			return true
		})
	}
	return out
}

// pivot masks the values that a pivot table keeps. A number becomes text, as in the cell that
// it was taken from.
func pivot(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	root.Walk(func(n *markup.Node) bool {
		if !n.Is("s", "n") || len(n.Children) > 0 {
			return true
		}
		for _, a := range n.Attrs(text) {
			if a.Name != "v" {
				continue
			}
			v := a.Value
			if n.Is("n") {
				v = plainNumber(v)
			}
			pieces := f.masked(passage.Place{Layer: passage.Cached}, v, privacy.Context{})
			switch {
			case len(pieces) == 0:
			case n.Is("n"):
				edits.Add(n.Start, n.End, `<s v="`+markup.Escape(apply(v, pieces))+`"/>`)
			default:
				setAttr(a, edits, apply(v, pieces))
			}
		}
		return true
	})
}

// names masks names: of people who comment, of a table's columns.
func names(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	root.Walk(func(n *markup.Node) bool {
		if n.Is("person") {
			f.attr(passage.Place{Layer: passage.Property, Name: "displayName"}, text, n, "displayName", edits)
		}
		if n.Is("tableColumn") {
			f.attr(passage.Place{Layer: passage.Form, Name: "name"}, text, n, "name", edits)
		}
		return true
	})
}

// notes masks the notes of a worksheet.
func notes(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	root.Walk(func(n *markup.Node) bool {
		if n.Is("comment") {
			f.runs(passage.Place{Layer: passage.Comment, Cell: n.Attr(text, "ref")}, text, texts(n, "comment"), edits, privacy.Context{})
			return false
		}
		if n.Is("author") {
			f.runs(passage.Place{Layer: passage.Comment, Name: "author"}, text, []*markup.Node{n}, edits, privacy.Context{})
		}
		return true
	})
}
