package clean

import (
	"archive/zip"
	"bytes"
	"testing"
	"time"
)

// A part of a package made for a test.
type part struct{ name, text string }

// pack makes a package; the first part named mimetype is stored, as OpenDocument wants it.
func pack(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(2026, 7, 1, 9, 0, 0, 0, time.UTC)}
		if p.name == "mimetype" {
			h.Method, h.Modified = zip.Store, time.Time{} // without an extra field
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(p.text))
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

// parts reads a package back.
func parts(t testing.TB, text []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		r.Close()
		out[f.Name] = b.String()
	}
	return out
}

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS   = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relsNS   = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relType  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	coreType = `http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties`
	coreXML  = xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>通知</dc:title><dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy><cp:revision>17</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">2026-07-01T00:00:00Z</dcterms:created></cp:coreProperties>`
	appXML = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Template>Normal.dotm</Template><TotalTime>95</TotalTime><Pages>1</Pages><Company>示范区财政局</Company><Manager>王五</Manager></Properties>`
)

// rel writes one relationship.
func rel(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="` + relType + kind + `" Target="` + target + `"/>`
}

// rootRels are a package's relations, to its main part and what it says of itself.
func rootRels(main string) string {
	return xmlHead + `<Relationships ` + relsNS + `>` + rel("rId1", "officeDocument", main) +
		`<Relationship Id="rId2" Type="` + coreType + `" Target="docProps/core.xml"/>` + rel("rId3", "extended-properties", "docProps/app.xml") + `</Relationships>`
}

// types is a package's list of content types.
func types(overrides ...string) string {
	s := xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>`
	for i := 0; i+1 < len(overrides); i += 2 {
		s += `<Override PartName="/` + overrides[i] + `" ContentType="application/vnd.openxmlformats-officedocument.` + overrides[i+1] + `+xml"/>`
	}
	return s + `</Types>`
}

// docx makes a document with a body, and with one comment, one footnote, one picture.
func docx(t testing.TB, body string) []byte {
	return pack(t,
		part{"[Content_Types].xml", types("word/document.xml", "wordprocessingml.document.main", "word/comments.xml", "wordprocessingml.comments", "word/footnotes.xml", "wordprocessingml.footnotes", "word/settings.xml", "wordprocessingml.settings", "word/people.xml", "wordprocessingml.people")},
		part{"_rels/.rels", rootRels("word/document.xml")},
		part{"docProps/core.xml", coreXML}, part{"docProps/app.xml", appXML},
		part{"word/document.xml", xmlHead + `<w:document ` + wordNS + `><w:body>` + body + `<w:sectPr w:rsidR="00AA0001"/></w:body></w:document>`},
		part{"word/_rels/document.xml.rels", xmlHead + `<Relationships ` + relsNS + `>` + rel("rId1", "comments", "comments.xml") + rel("rId2", "footnotes", "footnotes.xml") + rel("rId3", "settings", "settings.xml") +
			`<Relationship Id="rId4" Type="http://schemas.microsoft.com/office/2011/relationships/people" Target="people.xml"/>` + rel("rId5", "image", "media/image1.jpeg") + `</Relationships>`},
		part{"word/comments.xml", xmlHead + `<w:comments ` + wordNS + `><w:comment w:id="0" w:author="王五" w:initials="W"><w:p><w:r><w:t>这个数要再核</w:t></w:r></w:p></w:comment></w:comments>`},
		part{"word/people.xml", xmlHead + `<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="王五"/></w15:people>`},
		part{"word/footnotes.xml", xmlHead + `<w:footnotes ` + wordNS + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>留下的脚注</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>删掉的脚注</w:t></w:r></w:p></w:footnote></w:footnotes>`},
		part{"word/settings.xml", xmlHead + `<w:settings ` + wordNS + `><w:zoom w:percent="100"/><w:trackRevisions/><w:rsids><w:rsidRoot w:val="00AA0001"/><w:rsid w:val="00AA0002"/></w:rsids></w:settings>`},
		part{"word/media/image1.jpeg", string(jpegOf(t, nil))},
	)
}

// cleaned cleans a file, cleans the result again, and fails the test where that changes it.
func cleaned(t testing.TB, in []byte) ([]byte, Result) {
	t.Helper()
	var out, again bytes.Buffer
	r, err := Clean(in, &out, Options{})
	if err != nil {
		t.Fatal(err)
	}
	second, err := Clean(out.Bytes(), &again, Options{})
	if err != nil {
		t.Fatalf("the second time: %v", err)
	}
	if len(second.Taken) > 0 || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the second time took %v", second.Taken)
	}
	if len(r.Taken) == 0 && !bytes.Equal(in, out.Bytes()) {
		t.Error("nothing was taken and the file changed")
	}
	return out.Bytes(), r
}

// told gives what was taken as lines of Chinese.
func told(r Result) (out []string) {
	for _, l := range r.Taken {
		s := l.What.ZH
		for _, v := range l.Values {
			s += " " + v
		}
		out = append(out, s)
	}
	return out
}
