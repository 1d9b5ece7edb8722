package enclosure

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/passage"
)

// A made is a form of file that holds a table of texts.
type made struct {
	name, file string
	make       func(t testing.TB, rows [][]string) []byte
	sheet      string
	table      int
	takes      func(form string) bool // nil for one that takes all
}

// at gives the place of a cell.
func (g made) at(cell string) passage.Place {
	return passage.Place{Sheet: g.sheet, Table: g.table, Cell: cell}
}

// table is a list of people with the secret in C3, below its heading.
func (s secret) table(form string) [][]string {
	return [][]string{{"序号", "姓名", s.heading, "备注"}, {"1", "王小明", "", ""}, {"2", "李秀英", form, "无"}, {"3", "张三", "", ""}}
}

// boxes are the signs of a number, each for a cell; nil for what is no number.
func (s secret) boxes() []string {
	if strings.Trim(s.forms[0], "0123456789X") != "" {
		return nil
	}
	return strings.Split(s.forms[0], "")
}

// boxed is a row of boxes behind its label, from C2 on.
func (s secret) boxed(cells []string) [][]string {
	return [][]string{{"申请表"}, append(append([]string{"1", s.heading}, cells...), "", "备注")}
}

// between puts each row of cells between tags.
func between(rows [][]string, row, rowEnd, cell, cellEnd string) string {
	var b strings.Builder
	for _, cells := range rows {
		b.WriteString(row)
		for _, c := range cells {
			b.WriteString(cell + c + cellEnd)
		}
		b.WriteString(rowEnd)
	}
	return b.String()
}

// sheetData makes the rows of a workbook's sheet; number tells which texts are written as such.
func sheetData(rows [][]string, number func(string) bool) string {
	var b strings.Builder
	b.WriteString(`<sheetData>`)
	for i, cells := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, i+1)
		for j, c := range cells {
			switch ref := name(j, i+1); {
			case c == "":
			case number(c):
				fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, ref, c)
			default:
				b.WriteString(inline(ref, c))
			}
		}
		b.WriteString(`</row>`)
	}
	return b.String() + `</sheetData>`
}

// exact reports whether a spreadsheet program keeps all digits of a number.
func exact(s string) bool { return strings.Trim(s, "0123456789") == "" && len(s) <= 15 && s != "" }

func never(string) bool { return false }

func grids() []made {
	csv := func(sep string, code func(testing.TB, string) string) func(testing.TB, [][]string) []byte {
		return func(t testing.TB, rows [][]string) []byte {
			var b strings.Builder
			for _, cells := range rows {
				b.WriteString(strings.Join(cells, sep) + "\r\n")
			}
			return []byte(code(t, b.String()))
		}
	}
	same := func(_ testing.TB, s string) string { return s }
	odfRows := func(rows [][]string) string {
		return between(rows, `<table:table-row>`, `</table:table-row>`, `<table:table-cell office:value-type="string"><text:p>`, `</text:p></table:table-cell>`)
	}
	return []made{
		{"table", "a.docx", func(t testing.TB, rows [][]string) []byte {
			return docx(t, para("名单")+`<w:tbl>`+between(rows, `<w:tr>`, `</w:tr>`, `<w:tc><w:p><w:r><w:t>`, `</w:t></w:r></w:p></w:tc>`)+`</w:tbl>`+para(""))
		}, "", 1, nil},
		{"table", "a.pptx", func(t testing.TB, rows [][]string) []byte {
			return slides(t, []string{prolog + `<p:sld` + namespaces + `><a:tbl>` + between(rows, `<a:tr>`, `</a:tr>`, `<a:tc><a:txBody><a:p><a:r><a:t>`, `</a:t></a:r></a:p></a:txBody></a:tc>`) + `</a:tbl></p:sld>`})
		}, "", 1, nil},
		{"table", "a.odt", func(t testing.TB, rows [][]string) []byte {
			return odf(t, "text", "", `<text:p>名单</text:p><table:table table:name="表1">`+odfRows(rows)+`</table:table>`)
		}, "", 1, nil},
		{"second table", "a.odt", func(t testing.TB, rows [][]string) []byte {
			first := odfRows([][]string{{"项目", "单位", "编号"}, {"一", "二", "三"}})
			return odf(t, "text", "", `<table:table>`+first+`</table:table><text:p>名单</text:p><table:table>`+odfRows(rows)+`</table:table>`)
		}, "", 2, nil},
		{"sheet", "a.ods", func(t testing.TB, rows [][]string) []byte {
			return odf(t, "spreadsheet", "", `<table:table table:name="名单">`+odfRows(rows)+`</table:table>`)
		}, "名单", 0, nil},
		{"numbers shown short", "a.ods", func(t testing.TB, rows [][]string) []byte {
			body := odfRows(rows)
			for _, cells := range rows {
				for _, c := range cells {
					if exact(c) && len(c) > 10 {
						body = strings.Replace(body, `office:value-type="string"><text:p>`+c, `office:value-type="float" office:value="`+c+`"><text:p>1.38E+10`, 1)
					}
				}
			}
			return odf(t, "spreadsheet", "", `<table:table table:name="名单">`+body+`</table:table>`)
		}, "名单", 0, exact},
		{"sheet", "a.xlsx", func(t testing.TB, rows [][]string) []byte { return workbook(t, "", sheetData(rows, never)) }, "名单", 0, nil},
		{"numbers", "a.xlsx", func(t testing.TB, rows [][]string) []byte { return workbook(t, "", sheetData(rows, exact)) }, "名单", 0, exact},
		{"numbers with an exponent", "a.xlsx", func(t testing.TB, rows [][]string) []byte {
			s := sheetData(rows, exact)
			for _, cells := range rows {
				for _, c := range cells {
					if exact(c) && len(c) > 10 {
						s = strings.ReplaceAll(s, `<v>`+c+`</v>`, `<v>`+c[:1]+`.`+c[1:]+fmt.Sprintf(`E%d</v>`, len(c)-1))
					}
				}
			}
			return workbook(t, "", s)
		}, "名单", 0, exact},
		{"sheet", "a.xls", func(_ testing.TB, rows [][]string) []byte {
			return compound(map[string][]byte{"Workbook": oldRows(rows)})
		}, "名单", 0, nil},
		{"commas", "a.csv", csv(",", same), "", 0, nil},
		{"tabs in GBK", "a.csv", csv("\t", gbk), "", 0, nil},
	}
}
