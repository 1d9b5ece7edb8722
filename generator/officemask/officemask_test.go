package officemask

import (
	"archive/zip"
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/generator/passage"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

var mobile = regexp.MustCompile(`1[3-9]\d{9}`)

var old = regexp.MustCompile(`\b\d{15}\b`)

// stars masks mobile numbers, for any label; and under 身份证 whatever has 15 digits.
func stars(at passage.Place, text string, near privacy.Context) (pieces []Piece) {
	if strings.Contains(near.Label, "身份证") && !mobile.MatchString(text) {
		for _, m := range old.FindAllStringIndex(text, -1) {
			pieces = append(pieces, Piece{source.Span{Start: m[0] + 3, End: m[0] + 12}, "*********"})
		}
	}
	for _, m := range mobile.FindAllStringIndex(text, -1) {
		s := text[m[0]:m[1]]
		pieces = append(pieces, Piece{source.Span{Start: m[0], End: m[1]}, s[:3] + "****" + s[7:]})
	}
	return pieces
}

func redacted(t testing.TB, in []byte, mask Mask) ([]byte, Result) {
	t.Helper()
	var out, again bytes.Buffer
	r, err := Redact(in, &out, mask)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Redact(out.Bytes(), &again, mask)
	if err != nil {
		t.Fatal(err)
	}
	if second.Masked != 0 || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the second time masked %d", second.Masked)
	}
	return out.Bytes(), r
}

// book makes a workbook with excelize: a list with every kind of cell.
func book(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	const s = "Sheet1"
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		t.Fatal(err)
	}
	for at, v := range map[string]any{
		"A1": "补贴发放名单", "A2": "姓名", "B2": "电话", "C2": "身份证号", "D2": "编号", "E2": "金额",
		"A3": "张三", "B3": "13800138000", "C3": "410101800101123", "D3": "410101800101123", "E3": 500,
		"A4": "李四", "B4": 13900139000, "C4": "-", "D4": "13800138000", "E4": 300.5,
		"A5": "合计",
	} {
		if err := f.SetCellValue(s, at, v); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{
		f.SetCellFormula(s, "E5", "SUM(E3:E4)"), f.SetCellStyle(s, "B4", "B4", bold),
		f.SetCellRichText(s, "B5", []excelize.RichTextRun{{Text: "问 1380"}, {Text: "0138", Font: &excelize.Font{Bold: true}}, {Text: "000 张"}}),
		f.AddComment(s, excelize.Comment{Cell: "A3", Author: "王", Text: "电话 13700137000"}),
		f.SetDefinedName(&excelize.DefinedName{Name: "tel", RefersTo: "13600136000"}),
		f.SetHeaderFooter(s, &excelize.HeaderFooterOptions{OddFooter: "&C联系 13500135000"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("另"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("另", "A1", "不动"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// member reads one part.
func member(t testing.TB, text []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func everything(t testing.TB, text []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range z.File {
		b.WriteString(member(t, text, f.Name))
	}
	return b.String()
}

// Every carrier is masked, and every other cell is what it was, with its style.
func TestWorkbook(t *testing.T) {
	in := book(t)
	out, r := redacted(t, in, stars)
	f, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"补贴发放名单"}, {"姓名", "电话", "身份证号", "编号", "金额"}, {"张三", "138****8000", "410*********123", "410101800101123", "500"},
		{"李四", "139****9000", "-", "138****8000", "300.5"}, {"合计", "问 138****8000 张"}}
	rows, err := f.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range want {
		for k, v := range row {
			if i >= len(rows) || k >= len(rows[i]) || rows[i][k] != v {
				t.Errorf("row %d: got %q, want %q", i+1, rows[i], row)
				break
			}
		}
	}
	if v, _ := f.GetCellFormula("Sheet1", "E5"); v != "SUM(E3:E4)" {
		t.Errorf("the formula is %q", v)
	}
	if style, _ := f.GetCellStyle("Sheet1", "B4"); style == 0 {
		t.Error("the masked number lost its style")
	}
	all := everything(t, out)
	for _, left := range mobile.FindAllString(all, -1) {
		t.Errorf("%s is still there", left)
	}
	if member(t, in, "xl/worksheets/sheet2.xml") != member(t, out, "xl/worksheets/sheet2.xml") {
		t.Error("a sheet without any changed")
	}
	if r.Masked != 8 || len(r.Formulas) != 0 {
		t.Errorf("masked %d, formulas %v", r.Masked, r.Formulas)
	}
	runs, err := f.GetCellRichText("Sheet1", "B5")
	if err != nil || len(runs) < 2 {
		t.Errorf("the runs of B5 are %v, %v", runs, err)
	}
}

// A text that is shared and masked in one column only stays open in the other.
func TestSharedTextOfTwoMinds(t *testing.T) {
	out, _ := redacted(t, book(t), stars)
	sheet := member(t, out, "xl/worksheets/sheet1.xml")
	if !strings.Contains(sheet, `t="inlineStr"`) || !strings.Contains(member(t, out, "xl/sharedStrings.xml"), "410101800101123") {
		t.Errorf("the sheet is %s", sheet)
	}
}

// pack makes a package of names and texts.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = w.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	sheetNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relsNS  = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relType = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
)

// formulas makes a workbook with formulas in a group, an order of calculation, and a text that
// no cell uses.
func formulas(t testing.TB, cells string) []byte {
	return pack(t, "[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/calcChain.xml" ContentType="c"/></Types>`,
		"_rels/.rels", `<Relationships `+relsNS+`><Relationship Id="rId1" Type="`+relType+`officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook `+sheetNS+`><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships `+relsNS+`><Relationship Id="rId1" Type="`+relType+`worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="`+relType+`sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="`+relType+`calcChain" Target="calcChain.xml"/></Relationships>`,
		"xl/sharedStrings.xml", `<sst `+sheetNS+`><si><t>13100131000</t></si></sst>`,
		"xl/calcChain.xml", `<calcChain/>`,
		"xl/worksheets/sheet1.xml", `<worksheet `+sheetNS+`><sheetData><row r="1">`+cells+`</row></sheetData></worksheet>`)
}

func TestFormulas(t *testing.T) {
	out, r := redacted(t, formulas(t, `<c r="A1" s="2" t="str"><f t="shared" ref="A1:C1" si="0">D1</f><v>13800138000</v></c><c r="B1"><f t="shared" si="0"/><v>7</v></c><c r="C1"><v>1.39001390E10</v></c><c r="D1"><f>1+1</f><v>2</v></c><c r="E1"><f>HYPERLINK("tel:13800138000")</f><v>1</v></c>`), stars)
	want := `<row r="1"><c r="A1" s="2" t="inlineStr"><is><t xml:space="preserve">138****8000</t></is></c><c r="B1"><v>7</v></c><c r="C1" t="inlineStr"><is><t xml:space="preserve">139****9000</t></is></c><c r="D1"><f>1+1</f><v>2</v></c><c r="E1" t="inlineStr"><is><t xml:space="preserve">1</t></is></c></row>`
	if sheet := member(t, out, "xl/worksheets/sheet1.xml"); !strings.Contains(sheet, want) {
		t.Errorf("got  %s\nwant %s", sheet, want)
	}
	cell := func(at string) passage.Place { return passage.Place{Sheet: "名单", Cell: at} }
	if want := []passage.Place{cell("A1"), cell("E1"), cell("B1")}; !slices.Equal(r.Formulas, want) {
		t.Errorf("formulas %v", r.Formulas)
	}
	if member(t, out, "xl/calcChain.xml") != "" || strings.Contains(everything(t, out), "calcChain") {
		t.Error("the order of calculation is still there")
	}
	if s := member(t, out, "xl/sharedStrings.xml"); !strings.Contains(s, "131****1000") {
		t.Errorf("a text that no cell uses is open: %s", s)
	}
}

// What stands around a cell is told: the heading, the cell to the left, a name in the row.
func TestNear(t *testing.T) {
	got := map[string]privacy.Context{}
	look := func(_ passage.Place, text string, near privacy.Context) []Piece {
		got[text] = near
		return nil
	}
	redacted(t, book(t), look)
	for text, want := range map[string]privacy.Context{
		"13900139000": {Label: "电话", Named: true}, "300.5": {Label: "金额", Named: true}, "身份证号": {Label: "电话"},
	} {
		if got[text] != want {
			t.Errorf("%s: %+v, want %+v", text, got[text], want)
		}
	}
}

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

func TestDocument(t *testing.T) {
	cell := func(s string) string { return `<w:tc><w:p><w:r><w:t>` + s + `</w:t></w:r></w:p></w:tc>` }
	in := pack(t, "[Content_Types].xml", `<Types/>`, "word/document.xml", `<w:document `+wordNS+`><w:body><w:p><w:pPr/><w:r><w:t>电话 13</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>800138</w:t></w:r><w:r><w:t xml:space="preserve">000 转</w:t></w:r></w:p>`+
		`<w:tbl><w:tr>`+cell("姓名")+cell("身份证号")+`</w:tr><w:tr>`+cell("张三")+cell("410101800101123")+`</w:tr></w:tbl><w:p><w:r><w:t>410101800101123</w:t></w:r></w:p></w:body></w:document>`,
		"word/comments.xml", `<w:comments `+wordNS+`><w:comment><w:p><w:r><w:t>13700137000</w:t></w:r></w:p></w:comment></w:comments>`)
	out, r := redacted(t, in, stars)
	want := `<w:p><w:pPr/><w:r><w:t>电话 13</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>8****8</w:t></w:r><w:r><w:t xml:space="preserve">000 转</w:t></w:r></w:p>` +
		`<w:tbl><w:tr>` + cell("姓名") + cell("身份证号") + `</w:tr><w:tr>` + cell("张三") + cell("410*********123") + `</w:tr></w:tbl><w:p><w:r><w:t>410101800101123</w:t></w:r></w:p>`
	if doc := member(t, out, "word/document.xml"); !strings.Contains(doc, want) {
		t.Errorf("got  %s\nwant %s", doc, want)
	}
	if !strings.Contains(member(t, out, "word/comments.xml"), "137****7000") || r.Masked != 3 {
		t.Errorf("masked %d", r.Masked)
	}
}

// The parts together are the text with its pieces masked, and each piece stands where it began.
func TestSpread(t *testing.T) {
	piece := func(from, to int, with string) Piece { return Piece{source.Span{Start: from, End: to}, with} }
	for _, tt := range []struct {
		parts, want string
		pieces      []Piece
	}{
		{"a|b|c", "a|b|c", nil}, {"a|b|c", "||", []Piece{piece(0, 3, "")}}, {"a|b|c", "a|x|c", []Piece{piece(0, 3, "axc")}}, {"ab|cd", "aX|d", []Piece{piece(1, 3, "X")}},
		{"甲乙|丙", "甲丁|丙", []Piece{piece(3, 6, "丁")}}, {"中|丮", "丰|丰", []Piece{piece(0, 3, "丰"), piece(3, 6, "丰")}}, {"a||b", "a||Xb", []Piece{piece(0, 2, "aXb")}},
		{"ab|", "ab|x", []Piece{piece(2, 2, "x")}}, {"a|b", "xa|b", []Piece{piece(0, 0, "x")}}, {"1a|b|c2", "*a|b|c*", []Piece{piece(0, 1, "*"), piece(4, 5, "*")}},
		{"13|8 1|2 x|9", "1**| **| x|*", []Piece{piece(0, 3, "1**"), piece(4, 6, "**"), piece(8, 9, "*")}},
	} {
		parts := strings.Split(tt.parts, "|")
		spread(parts, tt.pieces, func(i int, s string) { parts[i] = s })
		if got := strings.Join(parts, "|"); got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.parts, got, tt.want)
		}
	}
}

func FuzzSpread(f *testing.F) {
	f.Add("甲乙|丙|a", 3, 4, "丁", 1, "*")
	f.Add("000\xe4", 3, 1, "\xfe", 0, "0")
	f.Fuzz(func(t *testing.T, joined string, from, size int, first string, gap int, second string) {
		parts := strings.Split(joined, "|")
		before := strings.Join(parts, "")
		in := func(n int) int { return max(0, min(n, len(before))) }
		a := in(from)
		b := in(a + max(0, size))
		c := in(b + max(0, gap))
		pieces := []Piece{{source.Span{Start: a, End: b}, first}, {source.Span{Start: c, End: len(before)}, second}}
		want := apply(before, pieces)
		spread(parts, pieces, func(i int, s string) { parts[i] = s })
		if got := strings.Join(parts, ""); got != want {
			t.Errorf("%q with %v gives %q, want %q", joined, pieces, got, want)
		}
	})
}

func FuzzRedact(f *testing.F) {
	f.Add(book(f))
	f.Add(formulas(f, `<c r="A1"><f>1</f><v>13800138000</v></c>`))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out, again bytes.Buffer
		if _, err := Redact(in, &out, stars); err != nil {
			return
		}
		if r, err := Redact(out.Bytes(), &again, stars); err == nil && r.Masked > 0 {
			t.Errorf("the second time masks %d", r.Masked)
		}
	})
}

// FuzzCells feeds the cells of a sheet, which a fuzzer cannot reach through ZIP.
func FuzzCells(f *testing.F) {
	f.Add(`<c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>13800138000</t></is></c><c r="C1"><f t="shared" si="1" ref="A1">1</f><v>13800138000</v></c>`)
	f.Fuzz(func(t *testing.T, cells string) {
		in := formulas(t, cells)
		var out, again bytes.Buffer
		if _, err := Redact(in, &out, stars); err != nil {
			return
		}
		r, err := Redact(out.Bytes(), &again, stars)
		if err != nil || r.Masked > 0 {
			t.Errorf("the second time: %d, %v", r.Masked, err)
		}
	})
}

// Each mask is told where it stands, and a number with one digit a cell is masked cell by cell.
func TestPlacesAndBoxes(t *testing.T) {
	const number = "110101199003070337"
	seen := map[string]string{}
	look := func(at passage.Place, text string, near privacy.Context) (pieces []Piece) {
		for _, m := range privacy.Find([]byte(text), near) {
			found := text[m.At.Start:m.At.End]
			seen[at.Words().ZH] = found
			pieces = append(pieces, Piece{m.At, m.Cover(found)})
		}
		return pieces
	}
	var cells, boxes strings.Builder
	for i, c := range number {
		cells.WriteString(`<c r="` + cellName(i+1, 1) + `"><v>` + string(c) + `</v></c>`)
		boxes.WriteString(`<w:tc><w:p><w:r><w:t> ` + string(c) + `</w:t></w:r></w:p></w:tc>`)
	}
	out, r := redacted(t, formulas(t, `<c r="A1" t="inlineStr"><is><t>身份证号</t></is></c>`+cells.String()+`<c r="T1"><v>13800138000</v></c>`), look)
	sheet := member(t, out, "xl/worksheets/sheet1.xml")
	if strings.Count(sheet, ">*<") != 13 || !strings.Contains(sheet, `<c r="C1"><v>1</v></c><c r="D1" t="inlineStr">`) || r.Masked != 3 {
		t.Errorf("%d in %s", r.Masked, sheet)
	}
	out, _ = redacted(t, pack(t, "word/document.xml", `<w:document `+wordNS+`><w:body><w:tbl><w:tr>`+boxes.String()+`</w:tr></w:tbl></w:body></w:document>`,
		"word/footer1.xml", `<w:ftr `+wordNS+`><w:p><w:r><w:t>手机 13900139000</w:t></w:r></w:p></w:ftr>`), look)
	if doc := member(t, out, "word/document.xml"); strings.Count(doc, "> *<") != 13 || strings.Count(doc, "<w:tc>") != len(number) {
		t.Errorf("the document is %s", doc)
	}
	for at, found := range map[string]string{
		"工作表“名单”的B1:S1": number, "工作表“名单”的T1": "13800138000", "看不见的缓存": "13100131000", "第1个表格的A1:R1": number, "页眉页脚": "13900139000",
	} {
		if seen[at] != found {
			t.Errorf("%s: %q, want %q; all are %v", at, seen[at], found, seen)
		}
	}
}

// What is left as it is says why.
func TestRefusals(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   []byte
		want error
	}{
		{"signed", pack(t, "word/document.xml", "<a/>", "_xmlsignatures/sig1.xml", "<a/>"), ErrSigned},
		{"slides", pack(t, "ppt/presentation.xml", "<a/>"), ErrKind},
		{"a title", pack(t, "xl/workbook.xml", `<workbook `+sheetNS+`><sheets><sheet name="13800138000" sheetId="1" r:id="rId1"/></sheets></workbook>`), ErrTitle},
		{"none", formulas(t, ""), nil},
	} {
		var out bytes.Buffer
		if _, err := Redact(tt.in, &out, stars); !errors.Is(err, tt.want) || tt.want != nil && out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", tt.name, err, out.Len())
		}
	}
}
