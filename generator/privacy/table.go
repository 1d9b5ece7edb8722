package privacy

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/generator/source"
)

// Row looks at the cells of a table's row together, for a number that has one digit a cell, as
// in the boxes of a form. The first such number is given, with the zero Span; ok is false where there is
// none. Finds inside one cell are Find's.
func Row(cells []string) (m Match, ok bool) {
	m, _, _, ok = Boxes(cells)
	return m, ok
}

// Boxes is Row that also says in which cells the number stands: from from to before to.
func Boxes(cells []string) (m Match, from, to int, ok bool) {
	label := ""
	for i := 0; i < len(cells); i++ {
		if single(cells[i]) == "" {
			if t := strings.TrimSpace(cells[i]); t != "" {
				label = t
			}
			continue
		}
		var number strings.Builder
		j := i
		for ; j < len(cells); j++ {
			c := single(cells[j])
			if c == "" {
				break
			}
			number.WriteString(c)
		}
		if j-i >= atLeast {
			for _, found := range Find([]byte(number.String()), Context{Label: label}) {
				if !found.Kind.IsMark() {
					lead, size := utf8.RuneCountInString(number.String()[:found.At.Start]), utf8.RuneCountInString(number.String()[found.At.Start:found.At.End])
					found.At = source.Span{}
					return found, i + lead, i + lead + size, true
				}
			}
		}
		i = j - 1
	}
	return Match{}, 0, 0, false
}

// single gives the one digit, or the X, that a cell holds, "" for any other cell.
func single(cell string) string {
	cell = strings.TrimFunc(cell, func(r rune) bool { return gapOf(r) != 0 })
	r, size := utf8.DecodeRuneInString(cell)
	if size == 0 || size != len(cell) {
		return ""
	}
	_, ok := digitOf(r)
	if _, han := hanDigit(r); ok || han || isCross(r) {
		return cell
	}
	return ""
}

// A Table knows the heading row of a table, and with it what stands around a cell. Rows are
// given to it one after the other, by one goroutine. The zero Table has no heading row.
type Table struct {
	heads  []string
	asks   []traces // what each heading asks for
	told   []bool   // whether it says anything of the kind of number below it; nil until asked for
	asking bool     // one of them asks for anything
	named  []bool   // whether its heading says that names stand below

	offices bool // the rows are organisations
}

// NewTable makes a Table with the headings of its columns.
func NewTable(heads []string) *Table {
	t := &Table{heads: heads, asks: make([]traces, len(heads))}
	for i, head := range heads {
		t.asks[i] = asked(head)
		t.asking = t.asking || t.asks[i] != 0
	}
	return t
}

// tell looks at what the headings say, once a row is worth it.
func (t *Table) tell() {
	if t.told != nil {
		return
	}
	t.told, t.named = make([]bool, len(t.heads)), make([]bool, len(t.heads))
	people := false
	for i, head := range t.heads {
		organ, person := lists(head)
		t.offices, people = t.offices || organ, people || person
		t.told[i] = telling(head)
		t.named[i] = naming(head)
	}
	t.offices = t.offices && !people
}

// Near gives the Context of each cell of a row, in which no cell need be a find: the heading of
// its column is its label, with the cell to its left where the heading says nothing of numbers or is missing; a
// person is named where a cell holds a name or stands below a heading such as 姓名.
func (t *Table) Near(cells []string) []Context {
	t.tell()
	out := make([]Context, len(cells))
	named := false
	for i, c := range cells {
		named = named || i < len(t.named) && t.named[i] && strings.TrimSpace(c) != "" || isName(plainCell(c))
	}
	for i := range cells {
		out[i].Named = named
		told := false
		if i < len(t.heads) {
			out[i].Label, told = t.heads[i], t.told[i]
		}
		if t.offices && seat(out[i].Label) {
			out[i].Named = false // who heads an office does not live there
		}
		if !told && i > 0 && len(cells[i-1]) < maxLabel {
			out[i].Label = strings.TrimSpace(out[i].Label + " " + plainCell(cells[i-1]))
		}
	}
	return out
}

// tableRow looks through the cells of one row of a Markdown table.
func (d *document) tableRow(line source.Span, t *Table) {
	traced := d.traced(line)
	if !traced && !t.asking {
		return
	}
	spans := cellsOf(d.src, line)
	cells := make([]string, len(spans))
	for i, c := range spans {
		cells[i] = string(d.src[c.Start:c.End])
	}
	for i, near := range t.Near(cells) {
		asks := traces(0)
		if i < len(t.heads) && near.Label == t.heads[i] {
			asks = t.asks[i]
		} else {
			asks = asked(near.Label)
		}
		if near.Label == "" {
			near.Label = d.section()
		}
		d.passage(spans[i], near, asks)
	}
	if !traced {
		return
	}
	if m, from, to, ok := Boxes(cells); ok {
		m.At = source.Span{Start: spans[from].Start, End: spans[to-1].End}
		d.found = append(d.found, m)
	}
}

// maxLabel bounds a cell that says what stands to its right, in bytes.
const maxLabel = 60

// telling reports whether a heading says anything of the kind of number below it.
func telling(label string) bool {
	l := []byte(label)
	for _, list := range [...][][]byte{identityWords, mobileWords, bankWords, passportWords, plateWords, addressWords, placeWords, codeWords, figureWords} {
		if holds(l, list) {
			return true
		}
	}
	return false
}

// plainCell gives a cell without emphasis.
func plainCell(cell string) string { return strings.Trim(cell, "*_~` \t") }

// newTable reads a table's heading row.
func (d *document) newTable(line source.Span) *Table {
	traced := d.traced(line)
	var heads []string
	for _, c := range cellsOf(d.src, line) {
		heads = append(heads, plainCell(string(d.src[c.Start:c.End])))
	}
	if !traced { // no heading asks for anything
		return &Table{heads: heads, asks: make([]traces, len(heads))}
	}
	return NewTable(heads)
}

// nameHeads are headings with people's names below.
var nameHeads = words("姓名 户主 申请人 当事人 法定代表人 负责人 经营者 业主 权利人 学生 车主 驾驶人 领款人 持卡人 监护人 联系人 被处罚人 name")

// cellsOf cuts a row of a table into its cells, without the blanks around them.
func cellsOf(src []byte, line source.Span) (cells []source.Span) {
	start, end := line.Start, line.End
	for start < end && (src[start] == ' ' || src[start] == '\t' || src[start] == '>') {
		start++
	}
	if start < end && src[start] == '|' {
		start++
	}
	for at := start; ; at++ {
		if at < end && src[at] == '\\' {
			at++
			continue
		}
		if at < end && src[at] != '|' {
			continue
		}
		at = min(at, end)
		c := source.Span{Start: start, End: at}
		for c.Start < c.End && (src[c.Start] == ' ' || src[c.Start] == '\t') {
			c.Start++
		}
		for c.End > c.Start && (src[c.End-1] == ' ' || src[c.End-1] == '\t') {
			c.End--
		}
		if at < end || c.Start < c.End {
			cells = append(cells, c)
		}
		if at == end {
			return cells
		}
		start = at + 1
	}
}

// isDelimiter reports whether a line is the one below a table's heading.
func isDelimiter(line []byte) bool {
	dash := false
	for _, c := range line {
		switch c {
		case '-':
			dash = true
		case '|', ':', ' ', '\t', '>', '\r':
		default:
			return false
		}
	}
	return dash && bytes.IndexByte(line, '|') >= 0
}
