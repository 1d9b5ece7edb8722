package pdf

import (
	"fmt"

	"gongkai/generator/display"
)

// A tree is the structure tree while it grows.
type tree struct {
	nodes  map[*display.Part]*node
	order  []*node   // as they were made: parents before children
	top    []*node   // directly below the document
	onPage [][]*node // onPage[page][MCID]
	links  []*node   // whose annotation it is, in the order of the annotations
}

// A node is a part in the tree.
type node struct {
	part *display.Part
	up   *node // nil: the document
	ref  ref
	kids []kid
	page int // where something of it first stands; -1 for nowhere
}

// A kid is a child of a node: another node, an annotation, or a marked-content sequence.
type kid struct {
	node       *node
	annot      ref
	page, mcid int
}

func newTree() *tree { return &tree{nodes: map[*display.Part]*node{}} }

// turn begins the next page.
func (t *tree) turn() { t.onPage = append(t.onPage, nil) }

// node gives a part's node; it and its ancestors are hung where they are needed first.
func (t *tree) node(f *file, p *display.Part) *node {
	if n := t.nodes[p]; n != nil {
		return n
	}
	n := &node{part: p, page: -1}
	if p.Parent != nil {
		n.up = t.node(f, p.Parent)
		n.up.kids = append(n.up.kids, kid{node: n})
	} else {
		t.top = append(t.top, n)
	}
	n.ref = f.reserve()
	t.nodes[p] = n
	t.order = append(t.order, n)
	return n
}

// draw gives the number of a new marked-content sequence of the node.
func (t *tree) draw(n *node, page int) int {
	id := len(t.onPage[page])
	t.onPage[page] = append(t.onPage[page], n)
	n.hang(kid{page: page, mcid: id})
	return id
}

// annotate hangs an annotation, and gives its number in the parent tree, which goes on
// behind those of the pages.
func (t *tree) annotate(n *node, page int, annot ref, pages int) int {
	n.hang(kid{page: page, annot: annot})
	t.links = append(t.links, n)
	return pages + len(t.links) - 1
}

func (n *node) hang(k kid) {
	if n.page < 0 {
		n.page = k.page
	}
	n.kids = append(n.kids, k)
}

// writeTree writes the structure tree and gives its root.
func (s *sheaf) writeTree() ref {
	root, document, parents := s.reserve(), s.reserve(), s.reserve()
	s.object(root, fmt.Appendf(nil, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>",
		document, parents, len(s.pages)+len(s.tree.links)))
	b := fmt.Appendf(nil, "<</Type/StructElem/S/Document/P %d 0 R", root)
	if len(s.tree.top) > 0 {
		b = append(b, "/K["...)
		for _, n := range s.tree.top {
			b = fmt.Appendf(b, "%d 0 R ", n.ref)
		}
		b[len(b)-1] = ']'
	}
	s.object(document, append(b, ">>"...))
	for _, n := range s.tree.order {
		b = s.element(b[:0], n, document)
		s.object(n.ref, b)
	}
	s.writeParents(parents, b)
	return root
}

// element gives a structure element (ISO 32000-1, 14.7.2).
func (s *sheaf) element(b []byte, n *node, document ref) []byte {
	up := document
	if n.up != nil {
		up = n.up.ref
	}
	b = appendName(append(b, "<</Type/StructElem/S"...), string(n.part.Role))
	b = fmt.Appendf(b, "/P %d 0 R", up)
	if n.page >= 0 {
		b = fmt.Appendf(b, "/Pg %d 0 R", s.pages[n.page])
	}
	if n.part.Alt != "" {
		b = appendText(append(b, "/Alt"...), readable(n.part.Alt))
	}
	if n.part.Actual != "" {
		b = appendText(append(b, "/ActualText"...), readable(n.part.Actual))
	}
	b = appendCell(b, n.part)
	b = append(b, "/K["...)
	for i := range n.kids {
		b = append(s.kid(b, n, &n.kids[i]), ' ')
	}
	b[len(b)-1] = ']'
	return append(b, ">>"...)
}

// appendCell gives the attributes of a table's cell (ISO 32000-1, 14.8.5.7).
func appendCell(b []byte, p *display.Part) []byte {
	scope := p.Scope != "" && p.Role == display.Head
	cell := p.Role == display.Head || p.Role == display.Cell
	if !scope && !(cell && (p.Span > 1 || p.Rows > 1)) {
		return b
	}
	b = append(b, "/A<</O/Table"...)
	if scope {
		b = append(append(b, "/Scope/"...), p.Scope...)
	}
	if cell && p.Span > 1 {
		b = fmt.Appendf(b, "/ColSpan %d", p.Span)
	}
	if cell && p.Rows > 1 {
		b = fmt.Appendf(b, "/RowSpan %d", p.Rows)
	}
	return append(b, ">>"...)
}

func (s *sheaf) kid(b []byte, n *node, k *kid) []byte {
	switch {
	case k.node != nil:
		return fmt.Appendf(b, "%d 0 R", k.node.ref)
	case k.annot != 0:
		return fmt.Appendf(b, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", s.pages[k.page], k.annot)
	case k.page != n.page:
		return fmt.Appendf(b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", s.pages[k.page], k.mcid)
	}
	return fmt.Append(b, k.mcid)
}

// writeParents writes the way back: from a page's sequences, and from annotations, to the
// elements that they belong to. A page's list is an object of its own, so that a reader
// takes up one page's alone.
func (s *sheaf) writeParents(n ref, b []byte) {
	nums := []byte("<</Nums[")
	for page, nodes := range s.tree.onPage {
		if len(nodes) == 0 {
			continue
		}
		b = append(b[:0], '[')
		for _, n := range nodes {
			b = fmt.Appendf(b, "%d 0 R ", n.ref)
		}
		b[len(b)-1] = ']'
		nums = fmt.Appendf(nums, "%d %d 0 R ", page, s.add(b))
	}
	for i, n := range s.tree.links {
		nums = fmt.Appendf(nums, "%d %d 0 R ", len(s.pages)+i, n.ref)
	}
	s.object(n, append(nums, "]>>"...))
}
