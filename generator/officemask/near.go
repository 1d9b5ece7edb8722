package officemask

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/privacy"
)

// A grid is a table of texts that is read row by row, to say what stands around each cell.
type grid struct {
	heads map[int]string // heading of each column
	done  bool           // the row of headings is known
}

// A value is a cell's text by its column.
type value struct {
	col  int
	text string
	word bool // text, and no number
}

// nameHeads are what headings of names say.
var nameHeads = []string{"姓名", "名字", "户主", "申请人", "联系人", "负责人", "当事人", "被征收人", "受益人", "补贴对象", "人员"}

// row reads a row and gives what stands around each of its cells.
//
// The headings are the first row of two short texts or more and nothing else; until then, and in columns that it
// leaves out, a column's heading is the first text in it. A short text to the left, as in a
// form, is part of the label too.
func (g *grid) row(cells []value) []privacy.Context {
	if g.heads == nil {
		g.heads = map[int]string{}
	}
	near := make([]privacy.Context, len(cells))
	named, heading := false, g.heading(cells)
	for i, c := range cells {
		near[i].Label = g.heads[c.col]
		if i > 0 && cells[i-1].col == c.col-1 && label(cells[i-1].text) {
			near[i].Label = strings.TrimSpace(near[i].Label + " " + strings.TrimSpace(cells[i-1].text))
		}
		named = named || isName(c.text) && says(near[i].Label, nameHeads)
	}
	for i := range near {
		near[i].Named = named && !heading
	}
	for _, c := range cells {
		if t := strings.TrimSpace(c.text); c.word && t != "" && (heading || g.heads[c.col] == "") {
			g.heads[c.col] = t
		}
	}
	g.done = g.done || heading
	return near
}

// heading reports whether a row is that of the headings: the first of two short texts or more
// and nothing else.
func (g *grid) heading(cells []value) bool {
	words := 0
	for _, c := range cells {
		switch {
		case c.word && label(c.text):
			words++
		case strings.TrimSpace(c.text) != "":
			return false
		}
	}
	return !g.done && words >= 2
}

// maxLabel is how many characters a text has at most that says what stands beside it.
const maxLabel = 20

func label(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && utf8.RuneCountInString(s) <= maxLabel && strings.IndexFunc(s, unicode.IsDigit) < 0
}

// isName reports whether a text can be a person's name: two to four Han characters.
func isName(s string) bool {
	s = strings.Join(strings.Fields(s), "")
	n := 0
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) && r != '·' {
			return false
		}
		n++
	}
	return n >= 2 && n <= 4
}

func says(label string, words []string) bool {
	label = strings.Join(strings.Fields(label), "")
	for _, w := range words {
		if strings.Contains(label, w) {
			return true
		}
	}
	return false
}
