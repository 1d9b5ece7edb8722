package catalog

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"gongkai/generator/schema"
)

// made is the time that every XLSX of ours carries: a fixed one, because the same content
// must give the same bytes.
var made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// sheetPart is where excelize keeps the first sheet.
const sheetPart = "xl/worksheets/sheet1.xml"

// maxCell is how many UTF-16 units a cell may hold.
const maxCell = 32767

// writeXLSX writes the table as a workbook of one sheet: the headings bold and frozen, a
// filter over them, dates as dates, everything else as text.
//
// excelize makes the workbook around the rows (styles, panes, filter, properties); the
// rows themselves are streamed into its sheet here. For the same 10,000 rows its own
// StreamWriter took three times as long, allocated nine times as much, and used a
// temporary file from 16 MB on (BenchmarkXLSX, BenchmarkStreamWriter).
func writeXLSX(w io.Writer, t table) error {
	parts, st, err := makeShell(t)
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	out := zip.NewWriter(w)
	deflate := &deflater{}
	out.RegisterCompressor(zip.Deflate, deflate.start)
	for _, p := range parts.all {
		to, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: made})
		if err != nil {
			return err
		}
		if p.name == sheetPart {
			err = writeSheet(to, p.text.Bytes(), t, st)
		} else {
			_, err = to.Write(p.text.Bytes())
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// writeSheet puts the rows into the empty sheet.
func writeSheet(w io.Writer, empty []byte, t table, st styles) error {
	before, after, found := bytes.Cut(empty, []byte("<sheetData></sheetData>"))
	if !found {
		return errors.New("xlsx: excelize wrote a sheet without an empty sheetData")
	}
	buf := bufio.NewWriterSize(w, 64<<10)
	buf.Write(before)
	buf.WriteString("<sheetData>")
	(&rows{w: buf, t: t, st: st}).write()
	buf.WriteString("</sheetData>")
	buf.Write(after)
	return buf.Flush()
}

// A deflater compresses the parts of one workbook, one after the other, with one set of
// tables.
type deflater struct{ w *flate.Writer }

func (d *deflater) start(to io.Writer) (io.WriteCloser, error) {
	if d.w == nil {
		w, err := flate.NewWriter(to, 3)
		d.w = w
		return w, err
	}
	d.w.Reset(to)
	return d.w, nil
}

// A shell is the parts of a workbook without rows, as excelize hands them over. It
// implements excelize.ZipWriter, so that nothing is packed only to be unpacked.
type shell struct {
	all []*struct {
		name string
		text bytes.Buffer
	}
}

// Create takes the next part.
func (s *shell) Create(name string) (io.Writer, error) {
	p := &struct {
		name string
		text bytes.Buffer
	}{name: name}
	s.all = append(s.all, p)
	return &p.text, nil
}

// AddFS is not used by excelize for a new workbook.
func (s *shell) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close does nothing.
func (s *shell) Close() error { return nil }

// styles are the numbers of the workbook's cell styles.
type styles struct{ head, text, day, moment int }

// makeShell gives a workbook without rows.
func makeShell(t table) (*shell, styles, error) {
	f := excelize.NewFile()
	defer f.Close()
	st, err := addStyles(f)
	if err != nil {
		return nil, st, err
	}
	if err := f.SetSheetName("Sheet1", t.name); err != nil {
		return nil, st, err
	}
	if err := setColumns(f, t, st); err != nil {
		return nil, st, err
	}
	area := "A1:" + cellName(len(t.columns), t.rows+1)
	if err := f.SetSheetDimension(t.name, area); err != nil {
		return nil, st, err
	}
	if err := f.AutoFilter(t.name, area, nil); err != nil {
		return nil, st, err
	}
	panes := &excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"}
	if err := f.SetPanes(t.name, panes); err != nil {
		return nil, st, err
	}
	stamp := made.Format(time.RFC3339)
	err = f.SetDocProps(&excelize.DocProperties{Title: clean(t.title), Creator: "gongkai", LastModifiedBy: "gongkai",
		Language: "zh-CN", Created: stamp, Modified: stamp})
	if err != nil {
		return nil, st, err
	}
	parts := &shell{}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts })
	if err := f.Write(io.Discard); err != nil {
		return nil, st, err
	}
	return parts, st, nil
}

// addStyles adds the cell styles.
func addStyles(f *excelize.File) (st styles, err error) {
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&st.head, &excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 49,
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&st.text, &excelize.Style{NumFmt: 49}},
		{&st.day, &excelize.Style{CustomNumFmt: &day}},
		{&st.moment, &excelize.Style{CustomNumFmt: &moment}},
	} {
		if *s.to, err = f.NewStyle(s.style); err != nil {
			return st, err
		}
	}
	return st, nil
}

// setColumns sets widths, and the styles that empty cells have too, so that what a clerk
// adds in a column stays text or a date.
func setColumns(f *excelize.File, t table, st styles) error {
	if err := f.SetColWidth(t.name, "A", "A", 7); err != nil {
		return err
	}
	for i := 0; i < len(t.columns); {
		from, c := i, t.columns[i]
		for i < len(t.columns) && t.columns[i].width == c.width && st.of(t.columns[i].form) == st.of(c.form) {
			i++
		}
		first, last := columnName(from+1), columnName(i)
		if err := f.SetColStyle(t.name, first+":"+last, st.of(c.form)); err != nil {
			return err
		}
		if err := f.SetColWidth(t.name, first, last, c.width); err != nil {
			return err
		}
	}
	return nil
}

// of gives the style of a column.
func (st styles) of(f schema.Form) int {
	if f == schema.Day || f == schema.Instant {
		return st.day
	}
	return st.text
}

// columnName gives A for 0, and so on.
func columnName(i int) string {
	name, _ := excelize.ColumnNumberToName(i + 1)
	return name
}

// cellName gives the name of a cell: its column from 0, its row from 1.
func cellName(column, row int) string { return columnName(column) + strconv.Itoa(row) }

// rows writes the rows of a sheet.
type rows struct {
	w     *bufio.Writer
	t     table
	st    styles
	names []string // of the columns, 序号 first
	num   []byte   // the row's number
	buf   []byte   // the text that is being escaped
}

// write writes the headings and every row. The buffered writer keeps its first error.
func (r *rows) write() {
	cells := make([]string, len(r.t.columns))
	r.names = make([]string, len(cells)+1)
	for i := range r.names {
		r.names[i] = columnName(i)
	}
	r.open(1)
	r.text(0, "序号", r.st.head)
	for i, c := range r.t.columns {
		r.text(i+1, c.head, r.st.head)
	}
	r.w.WriteString("</row>")
	for i := range r.t.rows {
		r.t.fill(i, cells)
		r.open(i + 2)
		r.number(0, strconv.Itoa(i+1), 0)
		for j, c := range r.t.columns {
			r.cell(j+1, cells[j], c.form)
		}
		r.w.WriteString("</row>")
	}
}

func (r *rows) open(row int) {
	r.num = strconv.AppendInt(r.num[:0], int64(row), 10)
	r.w.WriteString(`<row r="`)
	r.w.Write(r.num)
	r.w.WriteString(`">`)
}

// cell writes a cell in its column's form; an empty one is left out.
func (r *rows) cell(column int, value string, form schema.Form) {
	if value == "" {
		return
	}
	if form == schema.Day || form == schema.Instant {
		if serial, timed, ok := serial(value); ok {
			style := r.st.day
			if timed {
				style = r.st.moment
			}
			r.number(column, serial, style)
			return
		}
	}
	r.text(column, value, r.st.text)
}

func (r *rows) start(column, style int) {
	r.w.WriteString(`<c r="`)
	r.w.WriteString(r.names[column])
	r.w.Write(r.num)
	if style != 0 {
		r.w.WriteString(`" s="`)
		r.w.WriteString(strconv.Itoa(style))
	}
}

func (r *rows) number(column int, value string, style int) {
	r.start(column, style)
	r.w.WriteString(`"><v>`)
	r.w.WriteString(value)
	r.w.WriteString(`</v></c>`)
}

func (r *rows) text(column int, value string, style int) {
	r.start(column, style)
	r.w.WriteString(`" t="inlineStr"><is><t xml:space="preserve">`)
	r.buf = append(r.buf[:0], fit(protect(clean(value)))...)
	xml.EscapeText(r.w, r.buf)
	r.w.WriteString(`</t></is></c>`)
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

// serial gives 2026-07-01 or 2026-07-01 09:30 as the number that spreadsheets count days
// with, and whether it has a time of day. Days before March 1900, which spreadsheets count
// wrong, are refused.
func serial(value string) (number string, timed, ok bool) {
	layout := "2006-01-02"
	if len(value) > len(layout) {
		layout, timed = "2006-01-02 15:04", true
	}
	t, err := time.Parse(layout, value)
	if err != nil || t.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) {
		return "", false, false
	}
	since := t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC))
	if !timed {
		return strconv.Itoa(int(since / (24 * time.Hour))), false, true
	}
	return strconv.FormatFloat(since.Hours()/24, 'f', 10, 64), true, true
}
