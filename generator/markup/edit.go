package markup

import (
	"cmp"
	"slices"
)

// An Edit replaces bytes of a text.
type Edit struct {
	Start, End int32
	With       string
}

// Edits are gathered for one text, in any order.
type Edits struct{ list []Edit }

// None reports whether there is no edit.
func (e *Edits) None() bool { return len(e.list) == 0 }

// Add replaces the bytes from start to end.
func (e *Edits) Add(start, end int32, with string) { e.list = append(e.list, Edit{start, end, with}) }

// Drop removes an element with all that is in it.
func (e *Edits) Drop(n *Node) { e.Add(n.Start, n.End, "") }

// Unwrap removes an element's tags and leaves what is between them.
func (e *Edits) Unwrap(n *Node) {
	if n.Empty() {
		e.Drop(n)
		return
	}
	e.Add(n.Start, n.Inner, "")
	e.Add(n.InnerEnd, n.End, "")
}

// DropAttr removes an attribute.
func (e *Edits) DropAttr(a Attr) { e.Add(a.Start, a.End, "") }

// Apply gives the text with the edits made. An edit inside bytes that another replaces is
// lost with them; of two that begin at one place the longer is made first.
func (e *Edits) Apply(text []byte) []byte { return e.apply(text, 0, int32(len(text))) }

// Within gives a part of the text with the edits made that lie in it.
func (e *Edits) Within(text []byte, start, end int32) string {
	return string(e.apply(text, start, end))
}

func (e *Edits) apply(text []byte, start, end int32) []byte {
	slices.SortStableFunc(e.list, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	out := make([]byte, 0, end-start)
	at := start
	for _, x := range e.list {
		if x.Start < at || x.End > end {
			continue
		}
		out = append(out, text[at:x.Start]...)
		out = append(out, x.With...)
		at = x.End
	}
	return append(out, text[at:end]...)
}
