package enclosure

import (
	"archive/zip"
	"bytes"
	"testing"
)

// parts are the members of an archive, name and content in turn.
type parts []string

// pack makes an archive of them.
func (p parts) pack(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(p); i += 2 {
		method := zip.Deflate
		if p[i] == "mimetype" {
			method = zip.Store
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: p[i], Method: method})
		if err == nil {
			_, err = f.Write([]byte(p[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	office2007 = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	namespaces = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + office2007 + `" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`
	prolog     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
)

// rels makes a part of relations: id, kind, target in turn; a target that begins with "!" lies
// outside.
func rels(of ...string) string {
	s := prolog + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	for i := 0; i+2 < len(of); i += 3 {
		target, mode := of[i+2], ""
		if target[0] == '!' {
			target, mode = target[1:], ` TargetMode="External"`
		}
		s += `<Relationship Id="` + of[i] + `" Type="` + office2007 + `/` + of[i+1] + `" Target="` + target + `"` + mode + `/>`
	}
	return s + `</Relationships>`
}

func contentTypes(main, kind string) string {
	more := ""
	if kind == "spreadsheetml.sheet" {
		more = `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`
	}
	return prolog + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/` + main + `" ContentType="application/vnd.openxmlformats-officedocument.` + kind + `.main+xml"/>` + more + `</Types>`
}

// docx makes a document of a body and further parts.
func docx(t testing.TB, body string, more ...string) []byte {
	return append(parts{
		"[Content_Types].xml", contentTypes("word/document.xml", "wordprocessingml.document"),
		"_rels/.rels", rels("rId1", "officeDocument", "word/document.xml"),
		"word/document.xml", prolog + `<w:document` + namespaces + `><w:body>` + body + `</w:body></w:document>`,
	}, more...).pack(t)
}

// para is a paragraph of one run.
func para(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

// workbook makes a workbook of one sheet's XML and further parts.
func workbook(t testing.TB, state, sheet string, more ...string) []byte {
	return append(parts{
		"[Content_Types].xml", contentTypes("xl/workbook.xml", "spreadsheetml.sheet"),
		"_rels/.rels", rels("rId1", "officeDocument", "xl/workbook.xml"),
		"xl/_rels/workbook.xml.rels", rels("rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "sharedStrings", "sharedStrings.xml", "rId3", "styles", "styles.xml"),
		"xl/workbook.xml", prolog + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"` + namespaces + `><sheets><sheet name="名单" sheetId="1" r:id="rId1" ` + state + `/></sheets><definedNames>` + `</definedNames></workbook>`,
		"xl/worksheets/sheet1.xml", prolog + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"` + namespaces + `>` + sheet + `</worksheet>`,
	}, more...).pack(t)
}

// slides makes a presentation of slides' XML and further parts.
func slides(t testing.TB, slide []string, more ...string) []byte {
	p := parts{
		"[Content_Types].xml", contentTypes("ppt/presentation.xml", "presentationml.presentation"),
		"_rels/.rels", rels("rId1", "officeDocument", "ppt/presentation.xml"),
	}
	list, ids := "", []string{}
	for i, s := range slide {
		n := string(rune('1' + i))
		list += `<p:sldId id="25` + n + `" r:id="rId` + n + `"/>`
		ids = append(ids, "rId"+n, "slide", "slides/slide"+n+".xml")
		p = append(p, "ppt/slides/slide"+n+".xml", s)
	}
	p = append(p, "ppt/_rels/presentation.xml.rels", rels(ids...),
		"ppt/presentation.xml", prolog+`<p:presentation`+namespaces+`><p:sldIdLst>`+list+`</p:sldIdLst></p:presentation>`)
	return append(p, more...).pack(t)
}

func slide(attrs, text string) string {
	return prolog + `<p:sld` + namespaces + attrs + `><p:cSld><p:spTree><p:sp><p:txBody>` + aPara(text) + `</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`
}

func aPara(text string) string { return `<a:p><a:r><a:t>` + text + `</a:t></a:r></a:p>` }
