// Package xlsx owns tables that spreadsheets open: workbooks, and the same table as CSV that
// Excel and WPS open right. It knows columns and cells, and not what they are about.
//
// A Sheet is a heading, columns and a function that fills one row after the other, so that a
// table of any length costs the memory of one row. A workbook has its headings bold and
// frozen, a filter over them, dates as dates and codes as text, and prints on turned A4 with
// the headings on every page and its number in the foot. The same table gives the same
// bytes: workbooks carry no clock.
//
// # How tables keep a clerk's spreadsheet from changing what it opens
//
// The CSV is UTF-8 with a byte-order mark and CR LF. Excel and WPS turn what looks like a
// number or a date into one: 0401 loses its zero, 2026-07 becomes a day, eighteen digits
// lose the last three. Such a cell ends with a tab, which both programs take as text and
// show as nothing; a reader of the file trims it. Dates written out and short plain
// numbers stay as they are. A cell that begins with = + - @ (or their full-width forms,
// which East Asian editions also take as the start of a formula) gets a middle dot ·
// before it: visible, no formula, and undone by dropping it. Control characters are
// dropped. The workbook needs none of this: its cells say what they are.
package xlsx

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"sync"
	"time"
)

// A Form is what the cells of a column are.
type Form uint8

// The forms. A cell that is not of its column's form is shown as text.
const (
	Text   Form = iota // as written, whatever it looks like
	Day                // 2026-07-01
	Moment             // 2026-07-01 or 2026-07-01 09:30
	Number             // digits, with a sign or a point
)

// A Column has a heading, a form and a width in characters, of which a Han character is two.
type Column struct {
	Head  string
	Form  Form
	Width float64
	Wrap  bool // of Text: a long text takes several lines instead of being cut by the next cell
}

// A Sheet is one table.
type Sheet struct {
	Name    string // of the sheet, at most 31 characters without : \ / ? * [ ]
	Columns []Column
	Rows    int
	// Fill writes the cells of row i, counted from 0, into cells, one a column. It is called
	// for one row after the other, and not by several goroutines at once.
	Fill func(i int, cells []string)

	Numbered bool // a first column 序号 counts the rows; Fill does not see it
	Frozen   int  // how many columns, 序号 too, stay in sight when a reader goes right
	Fit      bool // printed as wide as one page; else as many pages as it takes, the frozen columns on each
}

// A Book is a workbook of at least one sheet.
type Book struct {
	Title  string // of the document
	Sheets []Sheet
}

// made is the time that every workbook carries: a fixed one, because the same content must
// give the same bytes.
var made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// A Maker writes workbooks, and keeps what they share, so that forty departments do not make
// it forty times: the workbooks without rows, and compressors that are not in use. The zero
// value works. It is safe for concurrent use.
type Maker struct {
	shells    sync.Map // layout → func() (*shell, error), made once
	deflaters sync.Pool
}

// Write writes the workbook.
//
// excelize makes the workbook around the rows (styles, panes, filter, properties); the
// rows themselves are streamed into its sheets here. For the same 10,000 rows its own
// StreamWriter took three times as long and more, allocated forty times as much, and used
// a temporary file from 16 MB on (BenchmarkXLSX, BenchmarkStreamWriter).
func (m *Maker) Write(w io.Writer, b Book) error {
	for i := range b.Sheets {
		if n := b.Sheets[i].Rows; n >= maxRow {
			return fmt.Errorf("xlsx: %d rows, and a sheet holds %d", n, maxRow-1)
		}
	}
	shell, err := m.shell(b)
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	out := zip.NewWriter(w)
	deflate, _ := m.deflaters.Get().(*deflater)
	if deflate == nil {
		deflate = &deflater{}
	}
	defer m.deflaters.Put(deflate)
	out.RegisterCompressor(zip.Deflate, deflate.start)
	for _, p := range shell.all {
		to, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: made})
		if err != nil {
			return err
		}
		text := p.fill(b)
		if p.sheet >= 0 {
			err = writeSheet(to, text, &b.Sheets[p.sheet], shell.styles)
		} else {
			_, err = io.WriteString(to, text)
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// shell gives the workbook without rows.
func (m *Maker) shell(b Book) (*shell, error) {
	known, ok := m.shells.Load(layout(b))
	if !ok {
		known, _ = m.shells.LoadOrStore(layout(b), sync.OnceValues(func() (*shell, error) { return makeShell(blank(b)) }))
	}
	return known.(func() (*shell, error))()
}

// layout tells workbooks apart that differ in more than their title and their rows.
func layout(b Book) string {
	var key []byte
	for _, s := range b.Sheets {
		key = fmt.Appendf(key, "%q %v %d %v", s.Name, s.Numbered, s.Frozen, s.Fit)
		for _, c := range s.Columns {
			key = fmt.Appendf(key, " %q %d %v %v", c.Head, c.Form, c.Width, c.Wrap)
		}
		key = append(key, '\n')
	}
	return string(key)
}

// A deflater compresses the parts of a workbook, one after the other, with one set of
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
