package clean

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// hiddenBook makes a workbook of four sheets: 甲 shown, 底稿 and 参数 hidden, 乙 shown, whose
// formula needs 参数.
func hiddenBook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetSheetName("Sheet1", "甲"))
	for _, name := range []string{"底稿", "参数", "乙"} {
		_, err := f.NewSheet(name)
		must(err)
	}
	must(f.SetCellValue("甲", "A1", "公开的"))
	must(f.SetCellValue("甲", "A2", "两处都有"))
	must(f.SetCellValue("底稿", "A1", "不公开的张三"))
	must(f.SetCellValue("底稿", "A2", "两处都有"))
	must(f.SetCellValue("参数", "A1", 7))
	must(f.SetCellFormula("乙", "A1", "参数!A1*2"))
	must(f.SetCellValue("乙", "A2", "最后的"))
	must(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "底稿!$A$1:$B$2", Scope: "底稿"}))
	must(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "乙!$A$1:$B$2", Scope: "乙"}))
	must(f.SetSheetVisible("底稿", false))
	must(f.SetSheetVisible("参数", false))
	index, err := f.GetSheetIndex("乙")
	must(err)
	f.SetActiveSheet(index)
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes()
}

func TestHiddenSheets(t *testing.T) {
	in := hiddenBook(t)
	var kept, out, again bytes.Buffer
	r, err := Clean(in, &kept, Options{})
	if err != nil || len(r.Said) != 1 || !slices.Equal(r.Said[0].Values, []string{"底稿", "参数"}) {
		t.Errorf("without being asked: %v, %v", r, err)
	}
	r, err = Clean(in, &out, Options{Hidden: true})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(told(r), "隐藏的工作表 底稿") || len(r.Said) == 0 || !slices.Equal(r.Said[0].Values, []string{"参数"}) {
		t.Errorf("told %q, said %v", told(r), r.Said)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); !slices.Equal(got, []string{"甲", "参数", "乙"}) || f.GetSheetName(f.GetActiveSheetIndex()) != "乙" {
		t.Errorf("the sheets are %v, the active one %d", got, f.GetActiveSheetIndex())
	}
	for at, want := range map[string]string{"甲 A1": "公开的", "甲 A2": "两处都有", "参数 A1": "7", "乙 A2": "最后的"} {
		sheet, cell, _ := strings.Cut(at, " ")
		if got, _ := f.GetCellValue(sheet, cell); got != want {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
	}
	for name, text := range parts(t, out.Bytes()) {
		if strings.Contains(text, "张三") || strings.Contains(text, "底稿") {
			t.Errorf("%s still tells of the hidden sheet: %s", name, text)
		}
	}
	names := f.GetDefinedName()
	if len(names) != 1 || names[0].Scope != "乙" {
		t.Errorf("the defined names are %v", names)
	}
	if _, err := Clean(out.Bytes(), &again, Options{Hidden: true}); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the second time changes it: %v", err)
	}
}
