package office

import (
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"gongkai/generator/passage"
)

// A shared holds the strings that the cells of a workbook share.
type shared struct {
	text []byte
	ends []int
	used []bool
	full bool
}

// maxShared is how many bytes of shared strings are held.
const maxShared = 64 << 20

func (s *shared) at(i int) string {
	if i < 0 || i >= len(s.ends) {
		return ""
	}
	s.used[i] = true
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return string(s.text[from:s.ends[i]])
}

// sharing reads the shared strings.
type sharing struct {
	unused
	s  *shared
	in bool // in an element t
}

func (h *sharing) open(name string, _ []xml.Attr) { h.in = name == "t" }

func (h *sharing) text(b []byte) {
	if !h.in {
		return
	}
	if len(h.s.text)+len(b) > maxShared {
		h.s.full = true
		return
	}
	h.s.text = append(h.s.text, b...)
}

func (h *sharing) close(name string) {
	if h.in = false; name == "si" {
		h.s.ends = append(h.s.ends, len(h.s.text))
	}
}

// workbook reads what the sheets need, and gives the sheets' parts in order.
func (r *reader) workbook(main string) []string {
	if m := r.a.Find(r.first(main, "sharedStrings")); m != nil && !m.Encrypted && !m.Dir {
		r.strings = &shared{}
		r.walk(m, passage.Place{}, &sharing{s: r.strings})
		r.strings.used = make([]bool, len(r.strings.ends))
		if r.strings.full {
			r.note(passage.TooLarge, passage.Place{}, "strings")
		}
	}
	if m := r.a.Find(r.first(main, "styles")); m != nil && !m.Encrypted && !m.Dir {
		r.walk(m, passage.Place{}, &formats{r: r, custom: map[int]bool{}})
	}
	var order []string
	m := r.a.Find(main)
	if m == nil || m.Encrypted || m.Dir {
		return nil
	}
	r.walk(m, passage.Place{}, &listing{want: "sheet", each: func(attrs []xml.Attr) {
		part := r.target(main, relID(attrs))
		if part == "" {
			return
		}
		at := passage.Place{Sheet: attr(attrs, "name")}
		if s := attr(attrs, "state"); s != "" && s != "visible" {
			at.Hidden = true
			r.note(passage.Hidden, passage.Place{Sheet: at.Sheet}, "")
		}
		r.pass(passage.Place{Layer: passage.Form, Sheet: at.Sheet, Hidden: at.Hidden}, at.Sheet)
		order = append(order, part)
		r.spread(part, at)
	}})
	return order
}

// leftovers hands on the shared strings that no cell uses: what was in cells once.
func (r *reader) leftovers() {
	if r.strings == nil {
		return
	}
	for i, used := range r.strings.used {
		if !used {
			r.pass(passage.Place{Layer: passage.Cached}, r.strings.at(i))
		}
	}
}

// formats finds the styles of cells that show dates.
type formats struct {
	unused
	r      *reader
	custom map[int]bool
	in     bool
}

func (h *formats) open(name string, attrs []xml.Attr) {
	switch name {
	case "numFmt":
		h.custom[number(attr(attrs, "numFmtId"))] = dated(attr(attrs, "formatCode"))
	case "cellXfs":
		h.in = true
	case "xf":
		if h.in {
			id := number(attr(attrs, "numFmtId"))
			date, ok := h.custom[id]
			if !ok {
				date = id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
			}
			h.r.dates = append(h.r.dates, date)
		}
	}
}

func (h *formats) close(name string) {
	if name == "cellXfs" {
		h.in = false
	}
}

// dated reports whether a number format shows a date.
func dated(code string) bool {
	quoted := false
	for _, c := range strings.ToLower(code) {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == 'y' || c == 'd' || c == 'h'):
			return !strings.Contains(strings.ToLower(code), "general")
		}
	}
	return false
}

// A sheet reads a worksheet. What is no cell, such as checks of input and headers, goes to words.
type sheet struct {
	*words
	hidden  [][2]int // columns
	row     int
	col     int
	rowHid  bool
	inCell  bool
	kind    string
	style   int
	in      string // the element of a cell that is open: v, f, t
	value   []byte
	formula []byte
	cells   []string
	rows    int // hidden ones
	columns int
}

func newSheet(r *reader, at passage.Place) *sheet { return &sheet{words: newWords(r, at)} }

func (h *sheet) open(name string, attrs []xml.Attr) {
	switch {
	case h.inCell:
		h.in = name
		if name == "f" && attr(attrs, "t") == "array" && strings.Contains(attr(attrs, "ref"), "|") {
			h.formula = append(h.formula, attr(attrs, "ref")...)
		}
	case name == "row":
		if n := number(attr(attrs, "r")); n > 0 {
			h.row = n
		} else {
			h.row++
		}
		h.col, h.cells = 0, h.cells[:0]
		ht := attr(attrs, "ht")
		if h.rowHid = yes(attr(attrs, "hidden")) || ht == "0" && yes(attr(attrs, "customHeight")); h.rowHid {
			h.rows++
		}
	case name == "c":
		h.cell(attrs)
	case name == "col":
		from, to := number(attr(attrs, "min")), number(attr(attrs, "max"))
		if w := attr(attrs, "width"); (yes(attr(attrs, "hidden")) || w == "0") && from > 0 && len(h.hidden) < 1<<14 {
			h.hidden = append(h.hidden, [2]int{from, to})
			h.columns += max(1, min(to, 1<<14)-from+1)
		}
	default:
		h.words.open(name, attrs)
	}
}

func (h *sheet) cell(attrs []xml.Attr) {
	h.inCell, h.in, h.style, h.kind = true, "", -1, ""
	h.value, h.formula = h.value[:0], h.formula[:0]
	col := 0
	for i := range attrs {
		switch a := &attrs[i]; a.Name.Local {
		case "r":
			c, row := cellAt(a.Value)
			if col = c; row > 0 {
				h.row = row
			}
		case "t":
			h.kind = a.Value
		case "s":
			h.style = number(a.Value)
		}
	}
	if h.col++; col > 0 {
		h.col = col
	}
}

func (h *sheet) text(b []byte) {
	switch {
	case !h.inCell:
		h.words.text(b)
	case h.in == "f":
		h.formula = append(h.formula, b...)
	case h.in == "v" || h.in == "t":
		if len(h.value) < maxParagraph {
			h.value = append(h.value, b...)
		}
	}
}

func (h *sheet) close(name string) {
	switch {
	case h.inCell && name == "c":
		h.inCell = false
		h.emitCell()
	case h.inCell:
		h.in = ""
	case name == "row":
		if len(h.cells) > 0 {
			at := h.at
			at.Cell, at.Hidden = cellName(1, h.row), at.Hidden || h.rowHid
			h.r.sink.Row(at, h.cells)
		}
		h.rowHid = false
	case name == "col" || name == "sheetData":
	case name == "worksheet":
		h.words.close(name)
		at := passage.Place{Sheet: h.at.Sheet}
		if h.rows > 0 {
			h.r.note(passage.Hidden, at, "rows "+strconv.Itoa(h.rows))
		}
		if h.columns > 0 {
			h.r.note(passage.Hidden, at, "columns "+strconv.Itoa(h.columns))
		}
	default:
		h.words.close(name)
	}
}

func (h *sheet) emitCell() {
	at := h.at
	at.Cell = cellName(h.col, h.row)
	if at.Hidden = at.Hidden || h.rowHid; !at.Hidden {
		for _, c := range h.hidden {
			at.Hidden = at.Hidden || h.col >= c[0] && h.col <= c[1]
		}
	}
	var text string
	switch h.kind {
	case "s":
		if h.r.strings != nil {
			text = h.r.strings.at(number(string(h.value)))
		}
	case "", "n":
		text = h.r.shown(string(h.value), h.style)
	default:
		text = string(h.value)
	}
	if len(h.formula) > 0 {
		f := string(h.formula)
		h.r.formula(at, f)
		if strings.ContainsAny(f, `"@`) || digits(f) >= 7 {
			form := at
			form.Layer = passage.Form
			h.r.pass(form, f)
		}
	}
	if text == "" {
		return
	}
	h.r.pass(at, text)
	if h.col <= maxColumns {
		for len(h.cells) < h.col-1 {
			h.cells = append(h.cells, "")
		}
		if len(text) > maxCell {
			text = text[:maxCell]
		}
		h.cells = append(h.cells, text)
	}
}

// digits counts the digits of a text.
func digits(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}

// shown gives a number as its cell shows it: a day where the style makes one of it.
func (r *reader) shown(v string, style int) string {
	if style >= 0 && style < len(r.dates) && r.dates[style] && len(v) < 24 {
		if f, err := strconv.ParseFloat(v, 64); err == nil && f >= 1 && f < 2958466 {
			return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(f)).Format("2006-01-02")
		}
	}
	return plain(v)
}

// formula judges what a formula does: some fetch, some call programs.
func (r *reader) formula(at passage.Place, f string) {
	u := strings.ToUpper(f)
	for _, name := range []string{"WEBSERVICE(", "IMPORTXML(", "IMPORTDATA(", "IMPORTHTML(", "IMPORTRANGE(", "IMPORTFEED(", "RTD(", "CUBEVALUE(", "STOCKHISTORY("} {
		if strings.Contains(u, name) {
			r.note(passage.External, at, strings.TrimSuffix(name, "("))
		}
	}
	for _, name := range []string{"CALL(", "REGISTER(", "REGISTER.ID(", "EXEC("} {
		if i := strings.Index(u, name); i == 0 || i > 0 && strings.ContainsRune("=+-*/(,& ", rune(u[i-1])) {
			r.note(passage.Macro, at, strings.TrimSuffix(name, "("))
		}
	}
	if bar := strings.IndexByte(f, '|'); bar > 0 && strings.IndexByte(f[bar:], '!') > 0 && !strings.Contains(f[:bar], `"`) || strings.HasPrefix(u, "DDE(") || strings.Contains(u, "=DDE(") {
		r.note(passage.Launch, at, "DDE")
	}
}
