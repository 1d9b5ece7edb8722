package xlsx

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/judge"

	"github.com/xuri/excelize/v2"
)

// sample gives a workbook of two sheets.
func sample() Book {
	filled := func(rows ...[]string) func(int, []string) {
		return func(i int, cells []string) { copy(cells, rows[i]) }
	}
	return Book{Title: "示范区“登记”<表>", Sheets: []Sheet{
		{Name: "登记", Numbered: true, Frozen: 2, Fit: true, Rows: 3,
			Columns: []Column{{Head: "名称", Width: 40, Wrap: true}, {Head: "日期", Form: Day, Width: 12}, {Head: "时刻", Form: Moment, Width: 18}, {Head: "件数", Form: Number, Width: 8}, {Head: "代码", Width: 10}},
			Fill: filled([]string{"关于公布收支的公告", "2026-07-01", "2026-07-01 09:30", "12", "0401"},
				[]string{"=1+1", "没有", "2026-07-02", "-3.5", "2026-07"}, []string{"一、\n二、", "", "", "012", ""})},
		{Name: "说明", Rows: 1, Columns: []Column{{Head: "话", Width: 60}}, Fill: filled([]string{"逐月报送"})},
	}}
}

func write(t testing.TB, b Book) []byte {
	t.Helper()
	var m Maker
	var out bytes.Buffer
	if err := m.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t *testing.T, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestBook(t *testing.T) {
	f := open(t, write(t, sample()))
	for name, want := range map[string][][]string{
		"登记": {{"序号", "名称", "日期", "时刻", "件数", "代码"}, {"1", "关于公布收支的公告", "2026-07-01", "2026-07-01 09:30", "12", "0401"},
			{"2", "=1+1", "没有", "2026-07-02", "-3.5", "2026-07"}, {"3", "一、\n二、", "", "", "012"}},
		"说明": {{"话"}, {"逐月报送"}},
	} {
		rows, err := f.GetRows(name)
		if err != nil || fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", want) {
			t.Errorf("%s: %q, want %q (%v)", name, rows, want, err)
		}
	}
	for cell, want := range map[string]excelize.CellType{"B2": excelize.CellTypeInlineString, "B3": excelize.CellTypeInlineString, "C2": excelize.CellTypeUnset,
		"C3": excelize.CellTypeInlineString, "E2": excelize.CellTypeUnset, "E3": excelize.CellTypeUnset, "E4": excelize.CellTypeInlineString, "F2": excelize.CellTypeInlineString} {
		if got, err := f.GetCellType("登记", cell); err != nil || got != want {
			t.Errorf("%s is of type %v, want %v (%v)", cell, got, want, err)
		}
	}
	if p, err := f.GetDocProps(); err != nil || p.Title != sample().Title || p.Created != "2000-01-01T00:00:00Z" || p.Modified != p.Created {
		t.Errorf("properties %+v %v", p, err)
	}
}

// How a sheet looks and prints: headings frozen and on each page, a filter, A4 turned, one
// page wide, which page it is in the foot.
func TestPrintSetup(t *testing.T) {
	f := open(t, write(t, sample()))
	for name, fits := range map[string]bool{"登记": true, "说明": false} {
		look, err := f.GetPageLayout(name)
		if err != nil {
			t.Fatal(err)
		}
		props, err := f.GetSheetProps(name)
		if err != nil {
			t.Fatal(err)
		}
		fitted := props.FitToPage != nil && *props.FitToPage
		if fitted != fits || *look.Orientation != "landscape" || *look.Size != 9 || fits && (*look.FitToWidth != 1 || *look.FitToHeight != 0) {
			t.Errorf("%s prints as %+v, %v", name, look, fitted)
		}
		if foot, err := f.GetHeaderFooter(name); err != nil || !strings.Contains(foot.OddFooter, "&P") {
			t.Errorf("%s: foot %+v %v", name, foot, err)
		}
		if panes, err := f.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: panes %+v %v", name, panes, err)
		}
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Scope+" "+n.Name] = n.RefersTo
	}
	for name, want := range map[string]string{
		"登记 _xlnm._FilterDatabase": "'登记'!$A$1:$F$4", "登记 _xlnm.Print_Titles": "'登记'!$1:$1",
		"说明 _xlnm._FilterDatabase": "'说明'!$A$1:$A$2", "说明 _xlnm.Print_Titles": "'说明'!$1:$1",
	} {
		if names[name] != want {
			t.Errorf("%s is %q, want %q; there are %v", name, names[name], want, names)
		}
	}
}

func TestTwiceTheSameBytes(t *testing.T) {
	var m Maker
	var a, b bytes.Buffer
	for _, to := range []*bytes.Buffer{&a, &b} {
		if err := m.Write(to, sample()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || !bytes.Equal(a.Bytes(), write(t, sample())) {
		t.Error("the same workbook has other bytes")
	}
}

// A workbook from the shared shell is the one that excelize makes for the table alone.
func TestShellIsTheTablesOwn(t *testing.T) {
	one := Book{Sheets: sample().Sheets[:1]}
	for _, b := range []Book{one, sample()} {
		common, err := makeShell(blank(b))
		if err != nil {
			t.Fatal(err)
		}
		for _, rows := range [][2]int{{0, 0}, {1, 7}, {5, 99_999}, {maxRow - 2, maxRow - 1}, {maxRow - 1, maxRow - 2}} {
			own := Book{Title: "示<范>&\"区\"'公开目录'", Sheets: append([]Sheet(nil), b.Sheets...)}
			for i := range own.Sheets {
				own.Sheets[i].Rows = rows[i]
			}
			want, err := makeShell(own)
			if err != nil {
				t.Fatal(err)
			}
			if len(want.all) != len(common.all) || want.styles != common.styles {
				t.Fatalf("%d parts, want %d", len(common.all), len(want.all))
			}
			for i, p := range common.all {
				if w := want.all[i]; p.name != w.name || p.sheet != w.sheet || p.fill(own) != w.text.String() {
					t.Errorf("%v rows: %s:\n%s, want %s\n%s", rows, p.name, p.fill(own), w.name, w.text.String())
				}
			}
		}
	}
}

func TestRefused(t *testing.T) {
	var m Maker
	b := sample()
	b.Sheets[1].Rows = maxRow
	if err := m.Write(&bytes.Buffer{}, b); err == nil || !strings.Contains(err.Error(), "1048575") {
		t.Errorf("too many rows: %v", err)
	}
	if err := m.Write(&bytes.Buffer{}, Book{}); err == nil {
		t.Error("a workbook without a sheet is written")
	}
	b = sample()
	b.Sheets[0].Name = "a/b"
	if err := m.Write(&bytes.Buffer{}, b); err == nil {
		t.Error("a sheet's name that spreadsheets refuse is taken")
	}
}

func TestFitAndProtect(t *testing.T) {
	long := strings.Repeat("长", maxCell)
	if got := fit(long); got != long {
		t.Error("a text that just fits is cut")
	}
	if got := []rune(fit(long + "了")); len(got) != maxCell || got[maxCell-1] != '…' {
		t.Errorf("cut to %d characters, ending %c", len(got), got[len(got)-1])
	}
	wide := strings.Repeat("𠀀", maxCell/2+1)
	if got := []rune(fit(wide)); len(got) != maxCell/2+1 || got[len(got)-1] != '…' {
		t.Errorf("characters of two units: cut to %d", len(got))
	}
	for in, want := range map[string]string{"_x0041_": "_x005F_x0041_", "a_xyz_": "a_xyz_", "_x004": "_x004", "__x00e9_": "__x005F_x00e9_"} {
		if got := protect(in); got != want {
			t.Errorf("protect(%q) = %q, want %q", in, got, want)
		}
	}
}

// A row is as high as its longest text needs in the width of its column.
func TestRowHeights(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  int
	}{{"", 10, 1}, {"abc", 10, 1}, {"一二三四", 10, 1}, {"一二三四五", 10, 2}, {"一\n二", 40, 2}, {strings.Repeat("字", 100), 41, 5}} {
		if got := lines(c.text, c.width); got != c.want {
			t.Errorf("%q in %v takes %d lines, want %d", c.text, c.width, got, c.want)
		}
	}
	f := open(t, write(t, sample()))
	for row, want := range map[int]float64{2: 15, 4: 34} {
		if got, err := f.GetRowHeight("登记", row); err != nil || got != want {
			t.Errorf("row %d is %v high, want %v (%v)", row, got, want, err)
		}
	}
}

// LibreOffice opens what we write and shows the same cells; see Calc for where it is not
// installed.
func TestLibreOfficeOpensIt(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.xlsx")
	if err := os.WriteFile(file, write(t, sample()), 0o644); err != nil {
		t.Fatal(err)
	}
	judge.Convert(t, dir, judge.CSV, file)
	text, err := os.ReadFile(filepath.Join(dir, "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"序号", "名称", "日期", "时刻", "件数", "代码"}, {"1", "关于公布收支的公告", "2026-07-01", "2026-07-01 09:30", "12", "0401"},
		{"2", "=1+1", "没有", "2026-07-02", "-3.5", "2026-07"}, {"3", "一、\n二、", "", "", "012", ""}}
	if fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", want) {
		t.Errorf("LibreOffice shows %q, want %q", rows, want)
	}
}
