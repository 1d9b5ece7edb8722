package enclosure

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gongkai/generator/judge"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// TestLibreOfficeCarriesItOn has another program write what leaks in its own forms, a document
// with a paragraph for each secret and a list, and a workbook with a list for each, and finds
// all in what it wrote.
func TestLibreOfficeCarriesItOn(t *testing.T) {
	dir := t.TempDir()
	body := para("通知")
	var rows [][]string
	var inWords, inCells []hiding
	for _, s := range secrets() {
		plain := hiding{s, s.forms[0]}
		body += para(plain.text())
		inWords = append(inWords, plain)
		rows = append(rows, s.table(plain.form)...)
		inCells = append(inCells, plain)
	}
	for name, data := range map[string][]byte{"a.docx": docx(t, body+para("")), "b.xlsx": workbook(t, "", `<cols><col min="3" max="3" width="35" customWidth="1"/></cols>`+sheetData(rows, exact))} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for form, from := range map[string][]string{"odt": {"a.docx"}, "doc": {"a.docx"}, "ods": {"b.xlsx"}, "xls": {"b.xlsx"}, "pdf": {"a.docx", "b.xlsx"}} {
		var files []string
		for _, f := range from {
			files = append(files, filepath.Join(dir, f))
		}
		judge.Convert(t, dir, form, files...)
	}
	r := New(Options{})
	defer r.Close()
	n := newTally()
	for _, file := range []string{"a.odt", "a.doc", "a.pdf", "b.ods", "b.xls", "b.pdf"} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		all := inWords
		if file[0] == 'b' {
			all = inCells
		}
		if file == "b.pdf" { // a printed table has no cells, and its texts come in any order
			all = slices.DeleteFunc(slices.Clone(all), func(h hiding) bool {
				return h.kind == privacy.Address || h.kind == privacy.Plate || h.heading == "密级"
			})
		}
		n.look(t, r, file, "by LibreOffice", data, passage.Place{}, all...)
	}
	n.say(t)
}
