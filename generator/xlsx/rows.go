package xlsx

import (
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/generator/calendar"
	"gongkai/generator/source"
	"gongkai/generator/stream"
)

// maxCell is how many UTF-16 units a cell may hold.
const maxCell = 32767

// writeSheet puts the sheet's rows into the empty one.
func writeSheet(w io.Writer, empty string, s *Sheet, st styles) error {
	before, after, found := strings.Cut(empty, "<sheetData></sheetData>")
	if !found {
		return errors.New("xlsx: excelize wrote a sheet without an empty sheetData")
	}
	out := stream.Writer{To: w}
	b := append(append(out.Begin(), before...), "<sheetData>"...)
	r := newRows(s, st)
	b = r.heads(b)
	for i := range s.Rows {
		b = out.Flush(r.row(b, i))
	}
	b = append(append(b, "</sheetData>"...), after...)
	return out.End(b)
}

// rows writes the rows of a sheet.
type rows struct {
	*Sheet
	cells []string
	names []string // what opens a cell, by column, 序号 first; the row's number follows
	num   []byte   // the row's number
	// what follows the row's number: of a number, a day, a moment, a heading
	count, day, moment, head string
	text                     []string // 〃 of a text, by column
	wraps                    bool     // some column does
}

func newRows(s *Sheet, st styles) *rows {
	r := &rows{Sheet: s, cells: make([]string, len(s.Columns)), names: make([]string, s.width()), text: make([]string, len(s.Columns))}
	for i := range r.names {
		r.names[i] = `<c r="` + columnName(i)
	}
	const value = `"><v>`
	r.count, r.day, r.moment = styled(st.number)+value, styled(st.day)+value, styled(st.moment)+value
	r.head = styled(st.head) + inline
	for i, c := range s.Columns {
		text := st.text
		if c.Form == Text {
			text = st.of(c)
			r.wraps = r.wraps || c.Wrap
		}
		r.text[i] = styled(text) + inline
	}
	return r
}

// inline is what makes a cell a text.
const inline = `" t="inlineStr"><is><t xml:space="preserve">`

// styled gives a style's attribute without its last quote.
func styled(style int) string {
	if style == 0 {
		return ""
	}
	return `" s="` + strconv.Itoa(style)
}

// heads appends the headings.
func (r *rows) heads(b []byte) []byte {
	b = append(r.open(b, 1), '>')
	if r.Numbered {
		b = r.addText(b, 0, r.head, "序号")
	}
	for i, c := range r.Columns {
		b = r.addText(b, i+r.lead(), r.head, c.Head)
	}
	return append(b, "</row>"...)
}

// row appends row i, counted from 0.
func (r *rows) row(b []byte, i int) []byte {
	r.Fill(i, r.cells)
	b = append(r.height(r.open(b, i+2)), '>')
	if r.Numbered {
		b = append(append(append(b, r.names[0]...), r.num...), r.count...)
		b = append(strconv.AppendInt(b, int64(i+1), 10), "</v></c>"...)
	}
	for j, value := range r.cells {
		if value != "" { // an empty cell is left out
			b = r.cell(b, j, value)
		}
	}
	return append(b, "</row>"...)
}

func (r *rows) open(b []byte, row int) []byte {
	r.num = strconv.AppendInt(r.num[:0], int64(row), 10)
	b = append(append(b, `<row r="`...), r.num...)
	return append(b, '"')
}

// lineHeight is the height of a line of Han text in points: more than a spreadsheet gives to
// Latin text of the same size, 15.
const lineHeight = 17

// height appends the height of a row that has texts of several lines: not every spreadsheet
// finds it when it opens a workbook.
func (r *rows) height(b []byte) []byte {
	if !r.wraps {
		return b
	}
	most := 1
	for j, value := range r.cells {
		if c := &r.Columns[j]; c.Wrap && c.Form == Text {
			most = max(most, lines(value, c.Width))
		}
	}
	if most == 1 {
		return b
	}
	b = strconv.AppendInt(append(b, ` ht="`...), int64(min(most*lineHeight, 409)), 10) // 409 is the most
	return append(b, `" customHeight="1"`...)
}

// lines tells how many lines a text takes in a column.
func lines(text string, width float64) (n int) {
	room := max(width-0.7, 1) // the rest is blank at both sides
	for line := range strings.SplitSeq(text, "\n") {
		cells := 0
		for _, c := range line {
			cells += source.Cells(c)
		}
		n += max(int(math.Ceil(float64(cells)/room)), 1)
	}
	return n
}

// cell appends a cell in the form of its column j.
func (r *rows) cell(b []byte, j int, value string) []byte {
	column, form := j+r.lead(), r.Columns[j].Form
	switch {
	case form == Number && plainNumber(value):
		b = append(append(append(b, r.names[column]...), r.num...), r.count...)
		return append(append(b, value...), "</v></c>"...)
	case form != Day && form != Moment:
		return r.addText(b, column, r.text[j], value)
	}
	start := len(b)
	b = append(append(b, r.names[column]...), r.num...)
	open := r.day
	if len(value) > len("2026-07-01") {
		open = r.moment
	}
	b, ok := appendSerial(append(b, open...), value)
	if !ok {
		return r.addText(b[:start], column, r.text[j], value)
	}
	return append(b, "</v></c>"...)
}

// plainNumber reports whether the text is a number that a spreadsheet shows as it is
// written: at most fifteen digits, a sign before and a point between them.
func plainNumber(text string) bool {
	whole, part, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && (!point || digits(part)) && len(whole)+len(part) <= 15 && (len(whole) == 1 || whole[0] != '0')
}

func (r *rows) addText(b []byte, column int, kind, value string) []byte {
	b = append(append(append(b, r.names[column]...), r.num...), kind...)
	found := survey(value)
	if found&dirty != 0 {
		value = scrub(value)
	}
	if found&low != 0 {
		value = protect(value)
	}
	value = fit(value)
	if found&marked != 0 {
		b = appendXML(b, value)
	} else {
		b = append(b, value...)
	}
	return append(b, "</t></is></c>"...)
}

// appendXML appends a text that clean has seen, escaped as encoding/xml does.
func appendXML(b []byte, s string) []byte {
	start := 0
	for i := range len(s) {
		var escaped string
		switch s[i] {
		case '"':
			escaped = "&#34;"
		case '\'':
			escaped = "&#39;"
		case '&':
			escaped = "&amp;"
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		case '\n':
			escaped = "&#xA;"
		default:
			continue
		}
		b = append(append(b, s[start:i]...), escaped...)
		start = i + 1
	}
	return append(b, s[start:]...)
}

// protect keeps a spreadsheet from reading _x0041_ in a text as the letter A: it writes
// the first underscore as _x005F_.
func protect(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if text[i] == '_' && isEscape(text[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// isEscape reports whether the text begins like _x0041_.
func isEscape(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// fit cuts a text that is longer than a cell may hold, and says so with an ellipsis.
func fit(text string) string {
	if len(text) <= maxCell {
		return text
	}
	units := 0
	for i, r := range text {
		n := 1
		if r > 0xFFFF {
			n = 2
		}
		if units += n; units >= maxCell {
			rest := text[i+utf8.RuneLen(r):]
			if units == maxCell && rest == "" {
				return text
			}
			return text[:i] + "…"
		}
	}
	return text
}

// appendSerial appends 2026-07-01 or 2026-07-01 09:30 as the number that spreadsheets
// count days with. Days before March 1900, which spreadsheets count wrong, and whatever is
// no day are refused.
func appendSerial(b []byte, value string) ([]byte, bool) {
	n := func(from, to int) int {
		v := 0
		for i := from; i < to; i++ {
			if value[i] < '0' || value[i] > '9' {
				return -1
			}
			v = v*10 + int(value[i]-'0')
		}
		return v
	}
	timed := len(value) == len("2026-07-01 09:30")
	if !timed && len(value) != len("2026-07-01") || value[4] != '-' || value[7] != '-' {
		return b, false
	}
	d, ok := calendar.Make(n(0, 4), n(5, 7), n(8, 10))
	if !ok || d.Before(calendar.Date{Year: 1900, Month: 3, Day: 1}) {
		return b, false
	}
	days := calendar.Date{Year: 1899, Month: 12, Day: 30}.DaysUntil(d)
	if !timed {
		return strconv.AppendInt(b, int64(days), 10), true
	}
	hour, minute := n(11, 13), n(14, 16)
	if value[10] != ' ' || value[13] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return b, false
	}
	since := time.Duration(days*24+hour)*time.Hour + time.Duration(minute)*time.Minute
	return strconv.AppendFloat(b, since.Hours()/24, 'f', 10, 64), true
}
