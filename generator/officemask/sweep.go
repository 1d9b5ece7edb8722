package officemask

import (
	"strings"

	"gongkai/generator/markup"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// shortest is how many bytes an attribute has at least that is looked at.
const shortest = 7

// attributes masks the attributes of all elements, such as what a picture shows for those who do
// not see it, the entries of a list, the names of people; not those that identify or measure.
func (f *file) attributes(at passage.Place, text []byte, root *markup.Node, edits *markup.Edits) {
	root.Walk(func(n *markup.Node) bool {
		for _, a := range n.Attrs(text) {
			name := a.Local()
			if len(a.Value) < shortest || a.Value[0] == '{' || strings.HasPrefix(a.Name, "xmlns") || strings.HasPrefix(name, "rsid") ||
				name == "id" || name == "uid" || strings.HasSuffix(name, "Id") {
				continue
			}
			place := at
			place.Name = name
			if pieces := f.masked(place, a.Value, privacy.Context{}); len(pieces) > 0 {
				setAttr(a, edits, apply(a.Value, pieces))
			}
		}
		return true
	})
}

// strays masks text that stands in no paragraph.
func (f *file) strays(at passage.Place, text []byte, root *markup.Node, edits *markup.Edits) {
	root.Walk(func(n *markup.Node) bool {
		if n.Is("p") {
			return false
		}
		if len(n.Children) == 0 && !n.Empty() {
			f.runs(at, text, []*markup.Node{n}, edits, privacy.Context{Label: n.Local})
		}
		return true
	})
}

// others masks a part that is none of those that are known.
func others(f *file, text []byte, root *markup.Node, edits *markup.Edits) {
	f.leaves(passage.Cached, text, root, edits)
}
