package office

import (
	"encoding/xml"
	"math/big"
	"strconv"
	"strings"

	"gongkai/generator/passage"
)

// maxColumns is how many cells of a row are looked at together; maxCell is how much of one.
const (
	maxColumns = 256
	maxCell    = 4 << 10
)

// tables follows the tables of a text document, which may stand in one another.
type tables struct {
	count int
	stack []*grid
}

// A grid is one table under reading.
type grid struct {
	number, row, col int
	span             int // cells that the next one spans
	in               bool
	cells            []string
}

func (t *tables) top() *grid {
	if len(t.stack) == 0 {
		return nil
	}
	return t.stack[len(t.stack)-1]
}

func (t *tables) open(name string, attrs []xml.Attr) {
	g := t.top()
	switch name {
	case "tbl":
		t.count++
		t.stack = append(t.stack, &grid{number: t.count})
	case "tr":
		if g != nil {
			g.row, g.col, g.cells = g.row+1, 0, nil
		}
	case "tc":
		if g != nil {
			g.col, g.in, g.span = g.col+1, true, max(1, number(attr(attrs, "gridSpan")))
			if len(g.cells) < maxColumns {
				g.cells = append(g.cells, "")
			}
		}
	case "gridSpan":
		if g != nil && g.in {
			g.span = max(1, number(attr(attrs, "val")))
		}
	}
}

func (t *tables) close(name string) {
	g := t.top()
	if g == nil {
		return
	}
	switch name {
	case "tbl":
		t.stack = t.stack[:len(t.stack)-1]
	case "tc":
		g.in = false
		for ; g.span > 1 && g.col < maxColumns; g.span-- {
			g.col++
			g.cells = append(g.cells, "")
		}
	}
}

// add puts text into the cell that is open.
func (t *tables) add(text []byte) {
	if g := t.top(); g != nil && g.in && len(g.cells) > 0 && g.col <= maxColumns {
		c := &g.cells[len(g.cells)-1]
		if len(*c)+len(text) <= maxCell {
			*c += string(text)
		}
	}
}

// place says in which cell what is read now stands.
func (t *tables) place(at *passage.Place) {
	if g := t.top(); g != nil && g.in && at.Cell == "" {
		at.Table, at.Cell = g.number, cellName(g.col, g.row)
	}
}

// row gives the row that ends.
func (t *tables) row(at passage.Place) (passage.Place, []string) {
	g := t.top()
	if g == nil || len(g.cells) == 0 {
		return at, nil
	}
	at.Table, at.Cell = g.number, cellName(1, g.row)
	cells := g.cells
	g.cells = nil
	return at, cells
}

// cellName gives a cell's name; columns and rows count from 1.
func cellName(col, row int) string {
	var b [8]byte
	i := len(b)
	for ; col > 0 && i > 0; col = (col - 1) / 26 {
		i--
		b[i] = byte('A' + (col-1)%26)
	}
	return string(b[i:]) + strconv.Itoa(row)
}

// cellAt reads a cell's name. What is none, or lies outside every sheet, gives 0, 0.
func cellAt(name string) (col, row int) {
	i := 0
	for ; i < len(name) && name[i] >= 'A' && name[i] <= 'Z'; i++ {
		if col = col*26 + int(name[i]-'A') + 1; col > 1<<14 {
			return 0, 0
		}
	}
	row = number(name[i:])
	if col == 0 || row < 1 || row > 1<<20 {
		return 0, 0
	}
	return col, row
}

// number reads a whole number of at most 9 digits, -1 for what is none.
func number(s string) int {
	if len(s) > 9 {
		return -1
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// plain gives a number as a person would write it: 1.3812345678E10 is 13812345678. Any other
// text is given back.
func plain(s string) string {
	if len(s) > 40 || !strings.ContainsAny(s, "eE") && !strings.HasSuffix(s, ".0") {
		return s
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && !strings.ContainsRune("+-.eE", rune(c)) {
			return s
		}
	}
	if _, exp, ok := strings.Cut(strings.ToLower(s), "e"); ok {
		if n := number(strings.TrimPrefix(strings.TrimPrefix(exp, "+"), "-")); n < 0 || n > 30 {
			return s
		}
	}
	f, _, err := big.ParseFloat(s, 10, 200, big.ToNearestEven)
	if err != nil {
		return s
	}
	if f.IsInt() {
		return f.Text('f', 0)
	}
	return f.Text('f', 12)
}
