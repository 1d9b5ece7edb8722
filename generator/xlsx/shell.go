package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// sheetPart is where excelize keeps sheet i, counted from 0.
func sheetPart(i int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1) }

// What stands in a shell where a workbook has its own: its title, and in the place of sheet
// i's last row a row that no other sheet of the shell has.
const (
	blankTitle = "gongkai-title"
	maxRow     = 1 << 20 // the last row that there can be
)

// blankRow gives what stands for the last row of sheet i.
func blankRow(i int) int { return maxRow - i }

// blank gives a workbook as a shell is made of it.
func blank(b Book) Book {
	out := Book{Title: blankTitle, Sheets: append([]Sheet(nil), b.Sheets...)}
	for i := range out.Sheets {
		out.Sheets[i].Rows = blankRow(i) - 1
		out.Sheets[i].Fill = nil
	}
	return out
}

// A shell is the parts of a workbook without rows, as excelize hands them over. It
// implements excelize.ZipWriter, so that nothing is packed only to be unpacked.
type shell struct {
	all    []*piece
	styles styles
}

// A piece is one part of a workbook.
type piece struct {
	name  string
	sheet int // which sheet it is; -1 for none
	text  bytes.Buffer
}

// fill gives the text of the part for a workbook.
func (p *piece) fill(b Book) string {
	var title bytes.Buffer
	xml.EscapeText(&title, []byte(clean(b.Title)))
	pairs := []string{blankTitle, title.String()}
	for i := range b.Sheets {
		pairs = append(pairs, strconv.Itoa(blankRow(i)), strconv.Itoa(b.Sheets[i].Rows+1))
	}
	return strings.NewReplacer(pairs...).Replace(p.text.String())
}

// Create takes the next part.
func (s *shell) Create(name string) (io.Writer, error) {
	p := &piece{name: name, sheet: -1}
	s.all = append(s.all, p)
	return &p.text, nil
}

// AddFS is not used by excelize for a new workbook.
func (s *shell) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close does nothing.
func (s *shell) Close() error { return nil }

// styles are the numbers of the workbook's cell styles.
type styles struct{ head, text, wrap, day, moment, number int }

// makeShell gives a workbook without rows.
func makeShell(b Book) (*shell, error) {
	if len(b.Sheets) == 0 {
		return nil, errors.New("a workbook without a sheet")
	}
	f := excelize.NewFile()
	defer f.Close()
	st, err := addStyles(f)
	if err != nil {
		return nil, err
	}
	for i := range b.Sheets {
		s := &b.Sheets[i]
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.Name)
		} else {
			_, err = f.NewSheet(s.Name)
		}
		if err == nil {
			err = addSheet(f, s, st)
		}
		if err != nil {
			return nil, err
		}
	}
	stamp := made.Format(time.RFC3339)
	err = f.SetDocProps(&excelize.DocProperties{Title: clean(b.Title), Creator: "gongkai", LastModifiedBy: "gongkai",
		Language: "zh-CN", Created: stamp, Modified: stamp})
	if err != nil {
		return nil, err
	}
	parts := &shell{styles: st}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts })
	if err := f.Write(io.Discard); err != nil {
		return nil, err
	}
	for _, p := range parts.all {
		for i := range b.Sheets {
			if p.name != sheetPart(i) {
				continue
			}
			p.sheet = i
			if err := p.rule(); err != nil {
				return nil, err
			}
		}
	}
	return parts, nil
}

// rule has a sheet printed with lines between its cells, for which excelize has no option.
func (p *piece) rule() error {
	const options = "<printOptions "
	before, after, found := strings.Cut(p.text.String(), options)
	if !found {
		return errors.New("excelize wrote a sheet without printOptions")
	}
	p.text.Reset()
	p.text.WriteString(before + options + `gridLines="1" ` + after)
	return nil
}

// addSheet sets what a sheet has beside its rows.
func addSheet(f *excelize.File, s *Sheet, st styles) error {
	if err := setColumns(f, s, st); err != nil {
		return err
	}
	area := "A1:" + cellName(s.width()-1, s.Rows+1)
	if err := f.SetSheetDimension(s.Name, area); err != nil {
		return err
	}
	if err := f.AutoFilter(s.Name, area, nil); err != nil {
		return err
	}
	panes := &excelize.Panes{Freeze: true, XSplit: s.Frozen, YSplit: 1, TopLeftCell: cellName(s.Frozen, 2), ActivePane: "bottomRight"}
	if s.Frozen == 0 {
		panes.ActivePane = "bottomLeft"
	}
	if err := f.SetPanes(s.Name, panes); err != nil {
		return err
	}
	return setPrint(f, s)
}

// width gives how many columns the sheet has, 序号 too.
func (s *Sheet) width() int { return len(s.Columns) + s.lead() }

// lead gives how many columns stand before the table's own.
func (s *Sheet) lead() int {
	if s.Numbered {
		return 1
	}
	return 0
}

// a4 is the number of that paper in workbooks.
const a4 = 9

// setPrint sets how the sheet is printed: A4 turned, with lines, the headings on each
// page, and below them the sheet's name and which page it is.
func setPrint(f *excelize.File, s *Sheet) error {
	paper, turned, one, any := a4, "landscape", 1, 0
	look := &excelize.PageLayoutOptions{Size: &paper, Orientation: &turned}
	if s.Fit {
		look.FitToWidth, look.FitToHeight = &one, &any
		yes := true
		if err := f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: &yes}); err != nil {
			return err
		}
	}
	if err := f.SetPageLayout(s.Name, look); err != nil {
		return err
	}
	side, top, foot := 0.4, 0.6, 0.3 // inches
	centred := true
	margins := &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot, Horizontally: &centred}
	if err := f.SetPageMargins(s.Name, margins); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R第 &P 页 共 &N 页"}); err != nil {
		return err
	}
	sheet := "'" + strings.ReplaceAll(s.Name, "'", "''") + "'!"
	titles := sheet + "$1:$1"
	if !s.Fit && s.Frozen > 0 {
		titles = sheet + "$A:$" + columnName(s.Frozen-1) + "," + titles
	}
	return f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: s.Name})
}

// addStyles adds the cell styles.
func addStyles(f *excelize.File) (st styles, err error) {
	day, moment := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	middle, top := &excelize.Alignment{Horizontal: "center", Vertical: "top"}, &excelize.Alignment{Vertical: "top"}
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&st.head, &excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 49,
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}}},
		{&st.text, &excelize.Style{NumFmt: 49, Alignment: top}},
		{&st.wrap, &excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&st.day, &excelize.Style{CustomNumFmt: &day, Alignment: middle}},
		{&st.moment, &excelize.Style{CustomNumFmt: &moment, Alignment: middle}},
		{&st.number, &excelize.Style{Alignment: middle}},
	} {
		if *s.to, err = f.NewStyle(s.style); err != nil {
			return st, err
		}
	}
	return st, nil
}

// setColumns sets widths, and the styles that empty cells have too, so that what a clerk
// adds in a column stays text or a date.
func setColumns(f *excelize.File, s *Sheet, st styles) error {
	if s.Numbered {
		if err := f.SetColWidth(s.Name, "A", "A", 7); err != nil {
			return err
		}
	}
	for i := 0; i < len(s.Columns); {
		from, c := i, s.Columns[i]
		for i < len(s.Columns) && s.Columns[i].Width == c.Width && st.of(s.Columns[i]) == st.of(c) {
			i++
		}
		first, last := columnName(from+s.lead()), columnName(i+s.lead()-1)
		if err := f.SetColStyle(s.Name, first+":"+last, st.of(c)); err != nil {
			return err
		}
		if err := f.SetColWidth(s.Name, first, last, c.Width); err != nil {
			return err
		}
	}
	return nil
}

// of gives the style of a column.
func (st styles) of(c Column) int {
	switch {
	case c.Form == Day || c.Form == Moment:
		return st.day
	case c.Form == Number:
		return st.number
	case c.Wrap:
		return st.wrap
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
