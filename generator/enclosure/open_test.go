package enclosure

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/passage"
)

const odfNames = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="dc" xmlns:style="style" xmlns:draw="draw" xmlns:presentation="presentation"`

// odt makes an OpenDocument of a kind: text, spreadsheet or presentation.
func odf(t testing.TB, kind, styles, body string, more ...string) []byte {
	return append(parts{
		"mimetype", "application/vnd.oasis.opendocument." + kind,
		"META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="m"/>`,
		"content.xml", prolog + `<office:document-content` + odfNames + `><office:automatic-styles>` + styles + `</office:automatic-styles><office:body><office:` + kind + `>` + body + `</office:` + kind + `></office:body></office:document-content>`,
	}, more...).pack(t)
}

func openCarriers() []carrier {
	text := func(styles, f string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte { return odf(t, "text", styles, strings.ReplaceAll(f, "SECRET", s)) }
	}
	cell := func(s string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + s + `</text:p></table:table-cell>`
	}
	sheet := func(styles, table, f string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte {
			return odf(t, "spreadsheet", styles, `<table:table table:name="名单"`+table+`>`+strings.ReplaceAll(f, "SECRET", s)+`</table:table>`)
		}
	}
	page := func(f string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte { return ofd(t, strings.ReplaceAll(f, "SECRET", s)) }
	}
	return []carrier{
		{"paragraph", "a.odt", text("", `<text:p>电话SECRET</text:p>`), passage.Place{}},
		{"spans that cut it", "a.odt", func(t testing.TB, s string) []byte {
			a, b, c := split(s)
			return odf(t, "text", "", `<text:p>`+a+`<text:span>`+b+`</text:span>`+c+`</text:p>`)
		}, passage.Place{}},
		{"hidden span", "a.odt", text(`<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>`, `<text:p>一<text:span text:style-name="T1">SECRET</text:span></text:p>`), passage.Place{Hidden: true}},
		{"heading", "a.odt", text("", `<text:h>SECRET</text:h>`), passage.Place{}},
		{"comment", "a.odt", text("", `<text:p>一<office:annotation><dc:creator>王五</dc:creator><text:p>SECRET</text:p></office:annotation></text:p>`), passage.Place{Layer: passage.Comment, Name: "王五"}},
		{"tracked deletion", "a.odt", text("", `<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>李四</dc:creator></office:change-info><text:p>SECRET</text:p></text:deletion></text:changed-region></text:tracked-changes>`), passage.Place{Layer: passage.Deleted, Name: "李四"}},
		{"footnote", "a.odt", text("", `<text:p>一<text:note><text:note-body><text:p>SECRET</text:p></text:note-body></text:note></text:p>`), passage.Place{Layer: passage.Footnote}},
		{"meta", "a.odt", func(t testing.TB, s string) []byte {
			return odf(t, "text", "", "", "meta.xml", `<office:document-meta`+odfNames+`><office:meta><meta:user-defined xmlns:meta="m" meta:name="手机">`+s+`</meta:user-defined></office:meta></office:document-meta>`)
		}, passage.Place{Layer: passage.Property, Name: "手机"}},
		{"header", "a.odt", func(t testing.TB, s string) []byte {
			return odf(t, "text", "", "", "styles.xml", `<office:document-styles`+odfNames+`><style:master-page><style:header><text:p>`+s+`</text:p></style:header></style:master-page></office:document-styles>`)
		}, passage.Place{Layer: passage.Header}},
		{"cell", "a.ods", sheet("", "", `<table:table-row>`+cell("一")+`</table:table-row><table:table-row table:number-rows-repeated="3">`+cell("")+`</table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/>`+cell("SECRET")+`</table:table-row>`), passage.Place{Sheet: "名单", Cell: "C5"}},
		{"hidden row", "a.ods", sheet("", "", `<table:table-row table:visibility="collapse">`+cell("SECRET")+`</table:table-row>`), passage.Place{Cell: "A1", Hidden: true}},
		{"hidden column", "a.ods", sheet("", "", `<table:table-column/><table:table-column table:visibility="collapse"/><table:table-row>`+cell("")+cell("SECRET")+`</table:table-row>`), passage.Place{Cell: "B1", Hidden: true}},
		{"hidden sheet", "a.ods", sheet(`<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>`, ` table:style-name="ta1"`, `<table:table-row>`+cell("SECRET")+`</table:table-row>`), passage.Place{Cell: "A1", Hidden: true}},
		{"slide", "a.odp", func(t testing.TB, s string) []byte {
			return odf(t, "presentation", "", `<draw:page/><draw:page><text:p>`+s+`</text:p></draw:page>`)
		}, passage.Place{Page: 2}},
		{"notes", "a.odp", func(t testing.TB, s string) []byte {
			return odf(t, "presentation", "", `<draw:page><presentation:notes><text:p>`+s+`</text:p></presentation:notes></draw:page>`)
		}, passage.Place{Page: 1, Layer: passage.Footnote}},
		{"page", "a.ofd", page(`<ofd:TextObject Boundary="1 2 3 4"><ofd:TextCode>电话SECRET</ofd:TextCode></ofd:TextObject>`), passage.Place{Page: 2}},
		{"signs one by one", "a.ofd", func(t testing.TB, s string) []byte {
			out := ""
			for _, c := range s {
				out += `<ofd:TextObject Boundary="1 20.1 3 4"><ofd:TextCode>` + string(c) + `</ofd:TextCode></ofd:TextObject>`
			}
			return ofd(t, out)
		}, passage.Place{Page: 2}},
	}
}

// ofd makes an OFD file of two pages, the second with those objects.
func ofd(t testing.TB, objects string) []byte {
	page := func(s string) string {
		return `<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>` + s + `</ofd:Layer></ofd:Content></ofd:Page>`
	}
	return parts{
		"OFD.xml", `<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
		"Doc_0/Document.xml", `<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/><ofd:Page ID="2" BaseLoc="Pages/Page_1/Content.xml"/></ofd:Pages></ofd:Document>`,
		"Doc_0/Pages/Page_0/Content.xml", page(""), "Doc_0/Pages/Page_1/Content.xml", page(objects),
	}.pack(t)
}

func gbk(t testing.TB, s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func utf16(s string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

func plainCarriers() []carrier {
	member := func(name, content string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte {
			return parts{"一/说明.txt", "说明", strings.ReplaceAll(name, "SECRET", s), strings.ReplaceAll(content, "SECRET", s)}.pack(t)
		}
	}
	return []carrier{
		{"UTF-8", "a.txt", func(_ testing.TB, s string) []byte { return []byte("一\n二\n电话" + s + "\n") }, passage.Place{Line: 3}},
		{"GBK", "a.txt", func(t testing.TB, s string) []byte { return []byte(gbk(t, "一\r\n电话"+s)) }, passage.Place{Line: 2}},
		{"UTF-16", "a.txt", func(_ testing.TB, s string) []byte { return utf16("一\r\n电话" + s) }, passage.Place{Line: 2}},
		{"Markdown", "a.md", func(_ testing.TB, s string) []byte { return []byte("# 一\n\n" + s) }, passage.Place{Line: 3}},
		{"JSON", "a.json", func(_ testing.TB, s string) []byte { return []byte("{\"a\":\n\"" + s + "\"}") }, passage.Place{Line: 2}},
		{"JSON escaped", "a.json", func(_ testing.TB, s string) []byte {
			out := ""
			for _, c := range s {
				out += fmt.Sprintf(`\u%04x`, c)
			}
			return []byte(`{"a":"` + out + `"}`)
		}, passage.Place{}},
		{"XML", "a.xml", func(_ testing.TB, s string) []byte { return []byte("<a>\n<b>" + s + "</b></a>") }, passage.Place{Line: 2}},
		{"cell", "a.csv", func(_ testing.TB, s string) []byte { return []byte("姓名,电话\n\n\"王,某\"," + s + "\n") }, passage.Place{Cell: "B3"}},
		{"cell in GBK with semicolons", "a.csv", func(t testing.TB, s string) []byte { return []byte(gbk(t, "姓名;电话\n王某;"+s+"\n")) }, passage.Place{Cell: "B2"}},
		{"text in an archive", "a.zip", member("二.txt", "一\nSECRET"), passage.Place{Member: "二.txt", Line: 2}},
		{"document in an archive", "a.zip", func(t testing.TB, s string) []byte {
			return parts{"名单.docx", string(docx(t, para(s)))}.pack(t)
		}, passage.Place{Member: "名单.docx"}},
		{"name in an archive", "a.zip", member("x/附件_SECRET.txt", "一"), passage.Place{Layer: passage.Property, Name: "file name"}},
		{"name in GBK", "a.zip", func(t testing.TB, s string) []byte {
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			f, _ := w.CreateHeader(&zip.FileHeader{Name: gbk(t, "名单.txt"), NonUTF8: true})
			f.Write([]byte(s))
			w.Close()
			return b.Bytes()
		}, passage.Place{Member: "名单.txt"}},
		{"archive's comment", "a.zip", func(t testing.TB, s string) []byte {
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			w.SetComment(s)
			w.Create("a.txt")
			w.Close()
			return b.Bytes()
		}, passage.Place{Layer: passage.Property, Name: "comment"}},
	}
}
