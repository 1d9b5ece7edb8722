package catalog

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"sync"
	"time"

	"github.com/xuri/excelize/v2"

	"gongkai/generator/schema"
)

// made is the time that every XLSX of ours carries: a fixed one, because the same content
// must give the same bytes.
var made = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// sheetPart is where excelize keeps the first sheet.
const sheetPart = "xl/worksheets/sheet1.xml"

// writeXLSX writes the table as a workbook of one sheet: the headings bold and frozen, a
// filter over them, dates as dates, everything else as text.
//
// excelize makes the workbook around the rows (styles, panes, filter, properties); the
// rows themselves are streamed into its sheet here. For the same 10,000 rows its own
// StreamWriter took three times as long and more, allocated forty times as much, and used
// a temporary file from 16 MB on (BenchmarkXLSX, BenchmarkStreamWriter).
func (x *shelf) writeXLSX(w io.Writer, t table) error {
	shell, err := x.shells[t.kind]()
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	out := zip.NewWriter(w)
	deflate, _ := x.deflaters.Get().(*deflater)
	if deflate == nil {
		deflate = &deflater{}
	}
	defer x.deflaters.Put(deflate)
	out.RegisterCompressor(zip.Deflate, deflate.start)
	for _, p := range shell.all {
		to, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: made})
		if err != nil {
			return err
		}
		text := p.fill(t)
		if p.name == sheetPart {
			err = writeSheet(to, text, t, shell.styles)
		} else {
			_, err = to.Write(text)
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// A shelf keeps what workbooks of one plan share, so that forty departments do not make it
// forty times: the workbooks without rows, and compressors that are not in use.
type shelf struct {
	shells    [kinds]func() (*shell, error)
	deflaters sync.Pool
}

func newShelf() *shelf {
	x := &shelf{}
	for k := range x.shells {
		x.shells[k] = sync.OnceValues(func() (*shell, error) { return makeShell(blank(kind(k))) })
	}
	return x
}

// What stands in a shell where a workbook has its own: in the last row's place the last
// row that there can be.
const (
	blankTitle = "gongkai-title"
	blankRow   = "1048576"
)

// blank gives a table as a shell is made of it.
func blank(k kind) table { return table{kind: k, title: blankTitle, rows: 1<<20 - 1} }

// fill gives the text of a part of the shell for the table.
func (p *piece) fill(t table) []byte {
	text := bytes.ReplaceAll(p.text.Bytes(), []byte(blankRow), strconv.AppendInt(nil, int64(t.rows+1), 10))
	var title bytes.Buffer
	xml.EscapeText(&title, []byte(clean(t.title)))
	return bytes.ReplaceAll(text, []byte(blankTitle), title.Bytes())
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

// A shell is the parts of a workbook without rows, as excelize hands them over. It
// implements excelize.ZipWriter, so that nothing is packed only to be unpacked.
type shell struct {
	all    []*piece
	styles styles
}

// A piece is one part of a workbook.
type piece struct {
	name string
	text bytes.Buffer
}

// Create takes the next part.
func (s *shell) Create(name string) (io.Writer, error) {
	p := &piece{name: name}
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
func makeShell(t table) (*shell, error) {
	f := excelize.NewFile()
	defer f.Close()
	st, err := addStyles(f)
	if err != nil {
		return nil, err
	}
	if err := f.SetSheetName("Sheet1", t.sheet()); err != nil {
		return nil, err
	}
	if err := setColumns(f, t, st); err != nil {
		return nil, err
	}
	area := "A1:" + cellName(len(t.columns()), t.rows+1)
	if err := f.SetSheetDimension(t.sheet(), area); err != nil {
		return nil, err
	}
	if err := f.AutoFilter(t.sheet(), area, nil); err != nil {
		return nil, err
	}
	panes := &excelize.Panes{Freeze: true, XSplit: 2, YSplit: 1, TopLeftCell: "C2", ActivePane: "bottomRight"}
	if err := f.SetPanes(t.sheet(), panes); err != nil {
		return nil, err
	}
	stamp := made.Format(time.RFC3339)
	err = f.SetDocProps(&excelize.DocProperties{Title: clean(t.title), Creator: "gongkai", LastModifiedBy: "gongkai",
		Language: "zh-CN", Created: stamp, Modified: stamp})
	if err != nil {
		return nil, err
	}
	parts := &shell{styles: st}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts })
	if err := f.Write(io.Discard); err != nil {
		return nil, err
	}
	return parts, nil
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
	columns := t.columns()
	if err := f.SetColWidth(t.sheet(), "A", "A", 7); err != nil {
		return err
	}
	for i := 0; i < len(columns); {
		from, c := i, columns[i]
		for i < len(columns) && columns[i].width == c.width && st.of(columns[i].form) == st.of(c.form) {
			i++
		}
		first, last := columnName(from+1), columnName(i)
		if err := f.SetColStyle(t.sheet(), first+":"+last, st.of(c.form)); err != nil {
			return err
		}
		if err := f.SetColWidth(t.sheet(), first, last, c.width); err != nil {
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
