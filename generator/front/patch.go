package front

import (
	"sort"

	"gongkai/generator/source"
)

// A patch is one change that a mended copy has against the text: old bytes at the offset
// are replaced. Patches are in order and do not touch each other's bytes.
type patch struct {
	at, old int
	new     string
}

// A mended text is a part of a file with patches laid over it.
type mended struct {
	text    []byte
	patches []patch
	starts  []int // where each patch begins in text
	base    int   // offset of the part in the file
}

// mend lays the patches over the part of the file that begins at base.
func mend(part []byte, base int, patches []patch) mended {
	if len(patches) == 0 {
		return mended{text: part, base: base}
	}
	out := make([]byte, 0, len(part)+len(part)/8+64)
	starts := make([]int, len(patches))
	from := 0
	for i, p := range patches {
		out = append(out, part[from:p.at]...)
		starts[i] = len(out)
		out = append(out, p.new...)
		from = p.at + p.old
	}
	return mended{append(out, part[from:]...), patches, starts, base}
}

// origin gives the offset in the file of an offset in the mended text. Inside of what a
// patch put in, every place but the first is the end of what was there; where a patch
// only took away, the place is behind that for the start of a span, before it for an end.
func (m *mended) origin(at int, end bool) int {
	i := sort.Search(len(m.starts), func(i int) bool {
		return m.starts[i] > at || m.starts[i] == at && (end || m.patches[i].new != "")
	})
	if i == 0 {
		return m.base + at
	}
	p, start := m.patches[i-1], m.starts[i-1]
	return m.base + p.at + p.old + max(at-start-len(p.new), 0)
}

// span is origin for both ends.
func (m *mended) span(start, end int) source.Span {
	s := m.origin(min(start, len(m.text)), false)
	return source.Span{Start: s, End: max(s, m.origin(min(end, len(m.text)), true))}
}
