package catalog

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/schema"
	"gongkai/generator/source"
	"gongkai/generator/volume"
	"gongkai/generator/xlsx"
)

// cellName gives the name of a cell: its column from 0, its row from 1.
func cellName(t testing.TB, column, row int) string {
	t.Helper()
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		t.Fatal(err)
	}
	return name
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

func TestWorkbook(t *testing.T) {
	s := site(today, mixed()...)
	file := render(t, s)["catalog/catalog.xlsx"]
	f := open(t, file)
	props, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if props.Title != "示范区公开目录" || props.Created != "2000-01-01T00:00:00Z" || props.Modified != props.Created {
		t.Errorf("properties %+v", props)
	}
	panes, err := f.GetPanes("公开目录")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("headings are not frozen: %+v %v", panes, err)
	}
	filter, titles := "", ""
	for _, n := range f.GetDefinedName() {
		switch n.Name {
		case "_xlnm._FilterDatabase":
			filter = n.RefersTo
		case "_xlnm.Print_Titles":
			titles = n.RefersTo
		}
	}
	if !strings.HasSuffix(filter, "$6") {
		t.Errorf("the filter does not cover the rows: %s", filter)
	}
	if titles != "'公开目录'!$A:$B,'公开目录'!$1:$1" {
		t.Errorf("printed pages repeat %s", titles)
	}
	if wide, err := f.GetColWidth("公开目录", "C"); err != nil || wide != 48 {
		t.Errorf("title's width %v %v", wide, err)
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		if part.Modified.Year() != 2000 {
			t.Errorf("%s carries the time %s", part.Name, part.Modified)
		}
	}
}

// Codes stay text, an added row too; days are days that can be filtered by year.
func TestCellsHaveTheirForm(t *testing.T) {
	s := site(today, mixed()...)
	f := open(t, render(t, s)["catalog/catalog.xlsx"])
	for j, field := range record.Fields() {
		for row := 2; row <= len(s.Items)+1; row++ {
			name := cellName(t, j+1, row)
			form, err := f.GetCellType("公开目录", name)
			if err != nil {
				t.Fatal(err)
			}
			raw, _ := f.GetCellValue("公开目录", name, excelize.Options{RawCellValue: true})
			switch {
			case raw == "":
			case field.Name == "made" && raw == "1899-01-01":
			case field.Form == schema.Day || field.Form == schema.Instant:
				if form != excelize.CellTypeUnset && form != excelize.CellTypeNumber {
					t.Errorf("%s %s %q is not a day", field.ZH, name, raw)
				}
			case form != excelize.CellTypeInlineString:
				t.Errorf("%s %s %q is not text but %v", field.ZH, name, raw, form)
			}
		}
	}
	style, err := f.GetColStyle("公开目录", "B")
	if err != nil {
		t.Fatal(err)
	}
	if st, err := f.GetStyle(style); err != nil || st.NumFmt != 49 {
		t.Errorf("the column of index numbers is not text: %+v %v", st, err)
	}
}

// whole gives the part that is the whole catalogue.
func whole(s *model.Site) *part {
	s.Config.CatalogFileRows = max(len(s.Items), 1)
	return newEdition(source.Digest{}, volume.Of(s, record.Events(s)), s).whole().parts[0]
}

// many gives n items with about thirty filled cells, over forty departments.
func many(n int) *model.Site {
	var depts []*model.Department
	for d := range 40 {
		depts = append(depts, &model.Department{ID: fmt.Sprintf("d%02d", d), Code: fmt.Sprintf("D%02d", d), Name: fmt.Sprintf("示范区第%d局", d), Phone: "0000-0000"})
	}
	var items []*model.Item
	for i := range n {
		items = append(items, item(depts[i%40].ID, i, func(it *model.Item) {
			it.Index = model.ID(fmt.Sprintf("D%02d-2026-%05d", i%40, i))
			it.Title = fmt.Sprintf("关于公开第%d号事项有关情况的公告", i)
			it.Summary = fmt.Sprintf("第%d号事项的办理情况：", i) + strings.Repeat("依照规定公开如下内容，", 1+i%7)
			it.DocNo = fmt.Sprintf("示发〔2026〕%d号", i)
			it.Period = calendar.Period{Year: 2026, Unit: calendar.Month, N: uint8(1 + i%12)}
			it.Basis, it.SecrecyBy, it.SecrecyDate = []string{"条例第二十条"}, "保密员", date(2026, 7, 2)
			it.ReviewedBy, it.ReviewNo, it.ApprovalNo = "领导小组", fmt.Sprint("审", i), fmt.Sprint("定", i)
		}))
	}
	return model.New(model.Parts{Config: model.Config{Title: "示范区", BaseURL: "https://gongkai.example/", LimitDays: 20}, Today: today,
		Departments: depts, Items: items,
		Categories: []*model.Category{{Code: "04", Name: "财政与重大事项"}, {Code: "0401", Name: "财政预决算", Parent: "04"}}})
}

func BenchmarkXLSX(b *testing.B) {
	s := many(10000)
	for b.Loop() {
		var m xlsx.Maker
		if err := m.Write(io.Discard, xlsx.Book{Title: "示范区公开目录", Sheets: []xlsx.Sheet{*whole(s).table()}}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStreamWriter is the same workbook through excelize's own StreamWriter: why the
// rows are written here.
func BenchmarkStreamWriter(b *testing.B) {
	s := many(10000)
	for b.Loop() {
		t := whole(s).table()
		f := excelize.NewFile()
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		cells, row := make([]string, len(t.Columns)), make([]any, len(t.Columns))
		for i := range t.Rows {
			t.Fill(i, cells)
			for j, c := range cells {
				if row[j] = any(c); c == "" {
					row[j] = nil
				}
			}
			if err := w.SetRow(cellName(b, 0, i+1), row); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
		if err := f.Write(io.Discard); err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}

func BenchmarkCatalogue(b *testing.B) {
	s := many(10000)
	outs, err := New([32]byte{}).Plan(s)
	if err != nil {
		b.Fatal(err)
	}
	kinds := map[string]func(string) bool{}
	for _, ext := range []string{".json", ".csv", ".xlsx", ".jsonld"} {
		kinds[ext] = func(p string) bool { return strings.HasSuffix(p, ext) }
	}
	for _, ext := range []string{".json", ".csv", ".xlsx", ".jsonld"} {
		b.Run(ext[1:], func(b *testing.B) {
			for b.Loop() {
				for _, o := range outs {
					if kinds[ext](o.Path) {
						if err := o.Render(io.Discard); err != nil {
							b.Fatal(err)
						}
					}
				}
			}
		})
	}
	b.Run("plan", func(b *testing.B) {
		for b.Loop() {
			if _, err := New([32]byte{}).Plan(s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
