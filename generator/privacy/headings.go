package privacy

import "unicode"

// Headings are what the columns of a table are called whose headings may stand in any row and
// over several columns, as in sheets and forms: they are learnt row by row, by one goroutine. Of a
// table whose first row is known to be its heading, see Table. The zero Headings know none.
//
// Columns count from 0; cells that are empty are there as "".
type Headings struct {
	first [MaxHeads]string // the first text of a column that is no data
	told  [MaxHeads]string // the last one that says what stands below
	asks  [MaxHeads]bool   // told says that numbers do
	names [MaxHeads]bool   // told says that people's names do

	organs, people bool // one of the first says that organisations stand below, that people do
}

// MaxHeads is how many columns are known by their headings.
const MaxHeads = 256

// Learn takes the texts of a row, once it was looked at, that may head a column: short, and no
// number in the row.
func (h *Headings) Learn(cells []string) {
	for _, c := range cells {
		if c != "" && !heading(c) {
			return // a row with numbers heads nothing
		}
	}
	for i, c := range cells[:min(len(cells), MaxHeads)] {
		if !heading(c) {
			continue
		}
		if h.first[i] == "" {
			h.first[i] = c
			organs, people := lists(c)
			h.organs, h.people = h.organs || organs, h.people || people
		}
		if asks, names := telling(c), naming(c); asks || names {
			h.told[i], h.asks[i], h.names[i] = c, asks, names
		}
	}
}

// heading reports whether a cell's text may say what other cells are.
func heading(c string) bool {
	if c == "" || len(c) > 90 {
		return false
	}
	digits, letters := 0, 0
	for _, r := range c {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits < 4 && letters > 0
}

// over gives the heading of a column, which may be one over several columns, and its place.
func (h *Headings) over(col int) (string, int) {
	for at := min(col, MaxHeads-1); at >= 0 && at > col-4; at-- {
		switch {
		case h.told[at] != "":
			return h.told[at], at
		case h.first[at] != "":
			return h.first[at], at
		}
	}
	return "", 0
}

// Near gives what stands around a cell of a row, in which named says whether a person's name
// stands: see Named.
func (h *Headings) Near(col int, cells []string, named bool) Context {
	near := Context{Label: h.label(col, cells), Named: named}
	if h.organs && !h.people && seat(near.Label) {
		near.Named = false // who heads an office does not live there
	}
	return near
}

// label says what a cell is called: by its column, or by the cell to the left where the column
// says nothing.
func (h *Headings) label(col int, cells []string) string {
	over, at := h.over(col)
	if over != "" && h.asks[at] {
		return over
	}
	for i := min(col, len(cells)) - 1; i >= 0 && i >= col-3; i-- {
		if heading(cells[i]) && telling(cells[i]) {
			return cells[i]
		}
		if cells[i] != "" {
			break
		}
	}
	return over
}

// Named reports whether a row holds a person's name.
func (h *Headings) Named(cells []string) bool {
	for i, c := range cells {
		if isName(c) {
			return true
		}
		if over, at := h.over(i); over != "" && h.names[at] && heading(c) && !naming(c) {
			return true
		}
	}
	return false
}

// naming reports whether a label says that people's names stand beside it.
func naming(label string) bool { return holds([]byte(label), nameHeads) }

// lists tells what a heading says of a table's rows: that they are organisations, or that they
// are people for their own sake. Whoever heads an organisation or speaks for it is neither.
func lists(heading string) (organs, people bool) {
	h := []byte(heading)
	if holds(h, officerHeads) {
		return false, false
	}
	if holds(h, personWords) {
		return false, true
	}
	return holds(h, organHeads), false
}

// seat reports whether a label asks for a place that may be the seat of an organisation as well
// as a home, such as 地址 and 住所.
func seat(label string) bool {
	l := []byte(label)
	return (holds(l, placeWords) || holds(l, seatWords)) && !holds(l, homely) && !holds(l, personWords)
}

var (
	officerHeads = words("负责人 法定代表人 法人 园长 院长 校长 主任 经营者 联系人 经办人 所长 站长 局长 店长 经理")
	organHeads   = words("机构 单位 企业 公司 名称 主体 商户 门店 店铺 药店 学校 幼儿园 医院 场所 组织 合作社 organ company")
	seatWords    = words("住所")
)
