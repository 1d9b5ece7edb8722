package pdf

import (
	"fmt"
	"strings"

	"gongkai/generator/display"
)

// outside tells whether an address is one that a printed page may lead to.
func outside(url string) bool {
	scheme, rest, ok := strings.Cut(url, ":")
	switch strings.ToLower(scheme) {
	case "http", "https":
		return ok && len(rest) > 2 && rest[:2] == "//"
	case "mailto", "tel":
		return ok && rest != ""
	}
	return false
}

// escape gives an address in ASCII (RFC 3986, 2.1). What is escaped in it stays so.
func escape(url string) string {
	var b strings.Builder
	for i := range len(url) {
		c := url[i]
		if c <= ' ' || c > '~' || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// link writes a link annotation (ISO 32000-1, 12.5.6.5) and hangs it in the tree. It draws
// nothing and leaves the open sequence alone.
func (p *painter) link(l *display.Link) {
	annot := p.reserve()
	key := p.tree.annotate(p.tree.node(p.file, l.Part), p.page, annot, len(p.pages))
	b := []byte("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[")
	b = append(appendLength(b, l.X), ' ')
	b = append(appendLength(b, p.height-l.Y-l.H), ' ')
	b = append(appendLength(b, l.X+l.W), ' ')
	b = append(appendLength(b, p.height-l.Y), ']')
	b = fmt.Appendf(b, "/P %d 0 R/StructParent %d", p.sheaf.pages[p.page], key)
	if l.URL == "" {
		b = append(b, "/Dest"...)
		b = p.appendPlace(b, l.Page, l.Top)
	} else {
		b = appendText(append(b, "/Contents"...), oneLine(l.URL))
		b = appendText(append(b, "/A<</S/URI/URI"...), escape(l.URL))
		b = append(b, ">>"...)
	}
	p.object(annot, append(b, ">>"...))
	p.annots = append(p.annots, annot)
}

// appendPlace writes a place to go to, at the size that the reader has chosen.
func (s *sheaf) appendPlace(b []byte, page int, top display.Length) []byte {
	b = fmt.Appendf(b, "[%d 0 R/XYZ null ", s.pages[page])
	b = appendLength(b, s.doc.Pages[page].Height-top)
	return append(b, " null]"...)
}

// A heading is a bookmark in the outline's tree. Neighbours are indexes of bookmarks, -1
// for none.
type heading struct {
	up, first, last, prev, next int
	kids                        int
}

// writeOutline writes the bookmarks and gives the root of them, 0 without any. The outer
// level is unfolded, so that two levels are seen.
func (s *sheaf) writeOutline() ref {
	marks := s.doc.Bookmark
	if len(marks) == 0 {
		return 0
	}
	tree, top, shown := headings(marks)
	root := s.reserve()
	refs := make([]ref, len(marks))
	for i := range refs {
		refs[i] = s.reserve()
	}
	s.object(root, fmt.Appendf(nil, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", refs[top.first], refs[top.last], shown))
	for i, h := range tree {
		b := appendText([]byte("<</Title"), oneLine(marks[i].Title))
		b = s.appendPlace(append(b, "/Dest"...), marks[i].Page, marks[i].Top)
		up := root
		if h.up >= 0 {
			up = refs[h.up]
		}
		b = fmt.Appendf(b, "/Parent %d 0 R", up)
		if h.prev >= 0 {
			b = fmt.Appendf(b, "/Prev %d 0 R", refs[h.prev])
		}
		if h.next >= 0 {
			b = fmt.Appendf(b, "/Next %d 0 R", refs[h.next])
		}
		if h.kids > 0 {
			count := h.kids
			if marks[i].Level > 0 {
				count = -count // folded
			}
			b = fmt.Appendf(b, "/First %d 0 R/Last %d 0 R/Count %d", refs[h.first], refs[h.last], count)
		}
		s.object(refs[i], append(b, ">>"...))
	}
	return root
}

// headings hangs bookmarks together; top is their root, and shown how many are seen while
// the outer level is unfolded.
func headings(marks []display.Bookmark) (tree []heading, top heading, shown int) {
	top = heading{-1, -1, -1, -1, -1, 0}
	tree = make([]heading, len(marks))
	var open []int // the last heading of each level
	for i, m := range marks {
		tree[i] = heading{-1, -1, -1, -1, -1, 0}
		open = open[:m.Level]
		up := &top
		if m.Level > 0 {
			tree[i].up = open[m.Level-1]
			up = &tree[tree[i].up]
		}
		if tree[i].prev = up.last; up.last >= 0 {
			tree[up.last].next = i
		} else {
			up.first = i
		}
		up.last = i
		up.kids++
		open = append(open, i)
		if m.Level < 2 {
			shown++
		}
	}
	return tree, top, shown
}
