package catalog

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/generator/calendar"
	"gongkai/generator/schema"
)

// maxCell is how many UTF-16 units a cell may hold.
const maxCell = 32767

// writeSheet puts the table's rows into the empty sheet.
func writeSheet(w io.Writer, empty []byte, t table, st styles) error {
	before, after, found := bytes.Cut(empty, []byte("<sheetData></sheetData>"))
	if !found {
		return errors.New("xlsx: excelize wrote a sheet without an empty sheetData")
	}
	out := stream{w: w}
	b := append(append(out.begin(), before...), "<sheetData>"...)
	r := newRows(t, st)
	b = r.heads(b)
	for i := range t.rows {
		b = out.flush(r.row(b, i))
	}
	b = append(append(b, "</sheetData>"...), after...)
	return out.end(b)
}

// rows writes the rows of a sheet.
type rows struct {
	t       table
	columns []column
	cells   []string
	names   []string // what opens a cell, by column, 序号 first; the row's number follows
	num     []byte   // the row's number
	// what follows the row's number: of a number without a style, a day, a moment, a text, a heading
	count, day, moment, text, head string
}

func newRows(t table, st styles) *rows {
	columns := t.columns()
	r := &rows{t: t, columns: columns, cells: make([]string, len(columns)), names: make([]string, len(columns)+1)}
	for i := range r.names {
		r.names[i] = `<c r="` + columnName(i)
	}
	r.count = `"><v>`
	r.day, r.moment = styled(st.day)+r.count, styled(st.moment)+r.count
	r.text, r.head = styled(st.text)+inline, styled(st.head)+inline
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
	b = r.addText(r.open(b, 1), 0, r.head, "序号")
	for i, c := range r.columns {
		b = r.addText(b, i+1, r.head, c.head)
	}
	return append(b, "</row>"...)
}

// row appends row i, counted from 0.
func (r *rows) row(b []byte, i int) []byte {
	r.t.fill(i, r.cells)
	b = r.open(b, i+2)
	b = append(append(append(b, r.names[0]...), r.num...), r.count...)
	b = append(strconv.AppendInt(b, int64(i+1), 10), "</v></c>"...)
	for j, value := range r.cells {
		if value != "" { // an empty cell is left out
			b = r.cell(b, j+1, value, r.columns[j].form)
		}
	}
	return append(b, "</row>"...)
}

func (r *rows) open(b []byte, row int) []byte {
	r.num = strconv.AppendInt(r.num[:0], int64(row), 10)
	b = append(append(b, `<row r="`...), r.num...)
	return append(b, `">`...)
}

// cell appends a cell in its column's form.
func (r *rows) cell(b []byte, column int, value string, form schema.Form) []byte {
	if form != schema.Day && form != schema.Instant {
		return r.addText(b, column, r.text, value)
	}
	start := len(b)
	b = append(append(b, r.names[column]...), r.num...)
	open := r.day
	if len(value) > len("2026-07-01") {
		open = r.moment
	}
	b, ok := appendSerial(append(b, open...), value)
	if !ok {
		return r.addText(b[:start], column, r.text, value)
	}
	return append(b, "</v></c>"...)
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
