package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// formulas are what a spreadsheet, or a program that reads its CSV, would carry out.
var formulas = []string{"=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u3000=1+1", "\u00a0=1+1", "\x01=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
	"=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.example\")", "\"=1+1", "=1\r\n=2", "\xff=1+1", "\ufffe=1+1", "\uFEFF=1+1", "-1-2", "+", "="}

// In every column of whatever form, neither in CSV nor in a workbook is such a text a
// formula, and both are files that strict readers take.
func TestNoFormulas(t *testing.T) {
	forms := []Form{Text, Day, Moment, Number}
	s := &Sheet{Name: "表", Rows: len(formulas), Numbered: true, Fill: func(i int, cells []string) {
		for j := range cells {
			cells[j] = formulas[i]
		}
	}}
	for _, form := range forms {
		s.Columns = append(s.Columns, Column{Head: "列", Form: form, Width: 9, Wrap: form == Text})
	}
	var text, book bytes.Buffer
	if err := WriteCSV(&text, s); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text.Bytes(), []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) != len(formulas)+1 {
		t.Fatal(len(rows), err)
	}
	for i, row := range rows[1:] {
		for j, cell := range row[1:] {
			if strings.IndexAny(strings.TrimLeft(cell, " \u00a0\u3000\uFEFF"), "=+-@\t\r\n＝＋－＠") == 0 {
				t.Errorf("form %d: %q became %q", forms[j], formulas[i], cell)
			}
		}
	}
	if err := new(Maker).Write(&book, Book{Title: formulas[0], Sheets: []Sheet{*s}}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range z.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(in); ; {
			tok, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			if e, ok := tok.(xml.StartElement); ok && (e.Name.Local == "f" || e.Name.Local == "hyperlink") {
				t.Errorf("%s: <%s>", part.Name, e.Name.Local)
			}
		}
	}
}

// No other package writes CSV or workbooks, so that what holds here holds for every table.
func TestNoOtherTables(t *testing.T) {
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || filepath.Dir(name) == filepath.Join("..", "xlsx") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "NewWriter" {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "csv" {
					t.Errorf("%s writes CSV of its own", name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
