package clean

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
	"testing"
)

const sheetNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// vml is a legacy drawing with a note's box and perhaps a button.
func vml(button bool) string {
	s := `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="n"><v:textbox><div>a<br>b</div></v:textbox><x:ClientData ObjectType="Note"><x:Row>1</x:Row></x:ClientData></v:shape>`
	if button {
		s += `<v:shape id="b"><x:ClientData ObjectType="Button"/></v:shape>`
	}
	return s + `</xml>`
}

func xlsxOf(t testing.TB, button bool) []byte {
	return pack(t,
		part{"[Content_Types].xml", types("xl/workbook.xml", "spreadsheetml.sheet.main", "xl/worksheets/sheet1.xml", "spreadsheetml.worksheet", "xl/comments1.xml", "spreadsheetml.comments")},
		part{"_rels/.rels", rootRels("xl/workbook.xml")},
		part{"docProps/core.xml", coreXML}, part{"docProps/app.xml", appXML},
		part{"xl/workbook.xml", xmlHead + `<workbook ` + sheetNS + `><fileSharing userName="王五"/><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15"><x15ac:absPath url="C:\Users\zhangsan\" xmlns:x15ac="x"/></mc:Choice></mc:AlternateContent><sheets><sheet name="名单" sheetId="1" r:id="rId1"/><sheet name="底稿" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>`},
		part{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships ` + relsNS + `>` + rel("rId1", "worksheet", "worksheets/sheet1.xml") + rel("rId2", "worksheet", "worksheets/sheet2.xml") + `</Relationships>`},
		part{"xl/worksheets/sheet1.xml", xmlHead + `<worksheet ` + sheetNS + `><sheetData><row r="1"><c r="A1"><v>42</v></c></row></sheetData><pageSetup paperSize="9" r:id="rId3"/><legacyDrawing r:id="rId2"/></worksheet>`},
		part{"xl/worksheets/sheet2.xml", xmlHead + `<worksheet ` + sheetNS + `><sheetData/></worksheet>`},
		part{"xl/worksheets/_rels/sheet1.xml.rels", xmlHead + `<Relationships ` + relsNS + `>` + rel("rId1", "comments", "/xl/comments1.xml") + rel("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml") + rel("rId3", "printerSettings", "../printerSettings/p1.bin") + `</Relationships>`},
		part{"xl/comments1.xml", xmlHead + `<comments ` + sheetNS + `><authors><author>赵六</author></authors><commentList><comment ref="A1" authorId="0"><text><t>请核</t></text></comment></commentList></comments>`},
		part{"xl/drawings/vmlDrawing1.vml", vml(button)},
		part{"xl/printerSettings/p1.bin", "\\\\cz-server\\HP"},
	)
}

func TestWorkbook(t *testing.T) {
	out, r := cleaned(t, xlsxOf(t, false))
	got := parts(t, out)
	for _, want := range []string{"作者 张三", "批注 赵六", `文件在电脑上的位置 C:\Users\zhangsan\`, "使用者 王五", "打印机设置"} {
		if !slices.Contains(told(r), want) {
			t.Errorf("nothing says %s: %q", want, told(r))
		}
	}
	if len(r.Said) != 1 || r.Said[0].Values[0] != "底稿" {
		t.Errorf("said %v", r.Said)
	}
	sheet := got["xl/worksheets/sheet1.xml"]
	if strings.Contains(sheet, "legacyDrawing") || !strings.Contains(sheet, `<pageSetup paperSize="9"/>`) || !strings.Contains(sheet, "<v>42</v>") {
		t.Errorf("the sheet is %s", sheet)
	}
	for _, name := range []string{"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/printerSettings/p1.bin"} {
		if _, there := got[name]; there {
			t.Errorf("%s is still there", name)
		}
	}
	if strings.Contains(got["xl/workbook.xml"], "AlternateContent") || strings.Contains(got["[Content_Types].xml"], "comments") {
		t.Error("the workbook keeps its place, or the list of types its comments")
	}
	out, _ = cleaned(t, xlsxOf(t, true))
	drawing := parts(t, out)["xl/drawings/vmlDrawing1.vml"]
	if strings.Contains(drawing, "Note") || !strings.Contains(drawing, "Button") || !strings.Contains(parts(t, out)["xl/worksheets/sheet1.xml"], "legacyDrawing") {
		t.Errorf("the drawing with a button is %s", drawing)
	}
}

func pptxOf(t testing.TB) []byte {
	const slideNS = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`
	return pack(t,
		part{"[Content_Types].xml", types("ppt/presentation.xml", "presentationml.presentation.main")},
		part{"_rels/.rels", rootRels("ppt/presentation.xml")},
		part{"docProps/core.xml", coreXML}, part{"docProps/app.xml", appXML},
		part{"ppt/presentation.xml", xmlHead + `<p:presentation ` + slideNS + `/>`},
		part{"ppt/_rels/presentation.xml.rels", xmlHead + `<Relationships ` + relsNS + `>` + rel("rId1", "slide", "slides/slide1.xml") + rel("rId2", "commentAuthors", "commentAuthors.xml") + `</Relationships>`},
		part{"ppt/commentAuthors.xml", xmlHead + `<p:cmAuthorLst ` + slideNS + `><p:cmAuthor id="0" name="赵六"/></p:cmAuthorLst>`},
		part{"ppt/slides/slide1.xml", xmlHead + `<p:sld ` + slideNS + ` show="0"><a:t>甲</a:t></p:sld>`},
		part{"ppt/slides/_rels/slide1.xml.rels", xmlHead + `<Relationships ` + relsNS + `>` + rel("rId1", "comments", "../comments/comment1.xml") + rel("rId2", "notesSlide", "../notesSlides/notesSlide1.xml") + rel("rId3", "image", "../media/image1.jpeg") + `</Relationships>`},
		part{"ppt/comments/comment1.xml", xmlHead + `<p:cmLst ` + slideNS + `><p:cm authorId="0"><p:text>请核</p:text></p:cm></p:cmLst>`},
		part{"ppt/notesSlides/notesSlide1.xml", xmlHead + `<p:notes ` + slideNS + `><a:r><a:t>讲到这里停一下</a:t></a:r></p:notes>`},
		part{"ppt/media/image1.jpeg", string(jpegOf(t, segment(0xE1, exifHead+exifOf(6, "钱七"))))},
	)
}

func TestPresentation(t *testing.T) {
	out, r := cleaned(t, pptxOf(t))
	for _, want := range []string{"批注", "批注和修订者名单 赵六", "里面的文件或图片的拍摄者 钱七"} {
		if !slices.Contains(told(r), want) {
			t.Errorf("nothing says %s: %q", want, told(r))
		}
	}
	if len(r.Said) != 2 || r.Said[0].Count != 1 || r.Said[1].Count != 1 {
		t.Errorf("said %v", r.Said)
	}
	for name, text := range parts(t, out) {
		if strings.Contains(name, "omment") || strings.Contains(text, "赵六") || strings.Contains(text, "钱七") || strings.Contains(text, "请核") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func odtOf(t testing.TB) []byte {
	const ns = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" xmlns:officeooo="http://openoffice.org/2009/office"`
	return pack(t,
		part{"mimetype", "application/vnd.oasis.opendocument.text"},
		part{"content.xml", xmlHead + `<office:document-content ` + ns + `><office:automatic-styles officeooo:rsid="0012"/><office:body><office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>李四</dc:creator></office:change-info><text:p>删去的话</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>甲<text:change text:change-id="c1"/>乙<office:annotation><dc:creator>王五</dc:creator><text:p>请核</text:p></office:annotation></text:p></office:text></office:body></office:document-content>`},
		part{"meta.xml", xmlHead + `<office:document-meta ` + ns + `><office:meta><meta:initial-creator>张三</meta:initial-creator><dc:creator>李四</dc:creator><dc:title>通知</dc:title><meta:editing-cycles>9</meta:editing-cycles></office:meta></office:document-meta>`},
		part{"settings.xml", xmlHead + `<office:document-settings ` + ns + `><config:config-item config:name="PrinterName">HP</config:config-item><config:config-item config:name="Keep">1</config:config-item></office:document-settings>`},
		part{"Thumbnails/thumbnail.png", "png"},
		part{"META-INF/manifest.xml", xmlHead + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"/><manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/></manifest:manifest>`},
	)
}

func TestOpenDocument(t *testing.T) {
	in := odtOf(t)
	out, r := cleaned(t, in)
	for _, want := range []string{"作者 张三", "最后修改者 李四", "批注 王五", "修订记录（已接受） 李四", "修订次数 9", "缩略图", "打印机设置"} {
		if !slices.Contains(told(r), want) {
			t.Errorf("nothing says %s: %q", want, told(r))
		}
	}
	got := parts(t, out)
	if !strings.Contains(got["content.xml"], "<text:p>甲乙</text:p>") || !strings.Contains(got["meta.xml"], "通知") || !strings.Contains(got["settings.xml"], "Keep") {
		t.Errorf("%v", got)
	}
	for name, text := range got {
		for _, word := range []string{"张三", "李四", "王五", "删去", "rsid", "humbnail", "HP"} {
			if strings.Contains(text, word) || strings.Contains(name, word) {
				t.Errorf("%s still has %s", name, word)
			}
		}
	}
	if !bytes.HasPrefix(out[30:], []byte("mimetypeapplication/vnd.oasis")) {
		t.Error("mimetype is no longer the first and plain")
	}
}

func ofdOf(t testing.TB, more ...part) []byte {
	return pack(t, append([]part{{"OFD.xml", xmlHead + `<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Title>通知</ofd:Title><ofd:Author>张三</ofd:Author><ofd:Creator>WPS</ofd:Creator></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`},
		{"Doc_0/Document.xml", `<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"/>`}}, more...)...)
}

func TestOFD(t *testing.T) {
	out, r := cleaned(t, ofdOf(t))
	if got := parts(t, out)["OFD.xml"]; strings.Contains(got, "张三") || !strings.Contains(got, "通知") || !slices.Contains(told(r), "作者 张三") {
		t.Errorf("%s %q", got, told(r))
	}
	var no *RefusedError
	if _, err := Clean(ofdOf(t, part{"Doc_0/Signs/Signatures.xml", "<x/>"}), nil, Options{}); !asRefused(err, &no) {
		t.Errorf("a signed OFD gives %v", err)
	}
}

const xmpText = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="WPS" pdfaid:part="2"><dc:title>通知</dc:title><dc:creator><rdf:Seq><rdf:li>张三</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

func deflated(s string) string {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestSpeed)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// pdfOf makes a PDF file: its information plain, or in an object stream; its XMP packed or not.
func pdfOf(packed bool, more string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Metadata 5 0 R >>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R>>\nendobj\n")
	b.WriteString("4 0 obj\n<</Length 31>>\nstream\n9 0 obj <</Author (in a page)>>\nendstream\nendobj\n")
	info := `<</Title (Microsoft Word - \(3\).doc)/Author <FEFF5F204E09>/Creator (WPS \(x\))/Subject(S)/Company(CZ)/CreationDate(D:20260701)>>`
	xmp, filter := xmpText, ""
	if packed {
		xmp, filter = deflated(xmpText), "/Filter/FlateDecode"
	}
	fmt.Fprintf(&b, "5 0 obj\n<</Type/Metadata/Subtype/XML%s/Length %d>>\nstream\n%s\nendstream\nendobj\n", filter, len(xmp), xmp)
	if packed {
		s := "6 0 7 " + fmt.Sprint(len(info)+1) + " "
		body := deflated(s + info + " <</Author(stays)>>")
		fmt.Fprintf(&b, "8 0 obj\n<</Type/ObjStm/N 2/First %d/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n", len(s), len(body), body)
		b.WriteString("9 0 obj\n<</Type/XRef/Info 6 0 R/Root 1 0 R/Length 0>>\nstream\n\nendstream\nendobj\n")
	} else {
		b.WriteString("6 0 obj\n" + info + "\nendobj\n")
	}
	b.WriteString(more + "trailer\n<</Root 1 0 R/Info 6 0 R>>\nstartxref\n9\n%%EOF\n")
	return []byte(b.String())
}

func TestPDF(t *testing.T) {
	for _, packed := range []bool{false, true} {
		in := pdfOf(packed, "")
		out, r := cleaned(t, in)
		for _, want := range []string{"作者 张三", "制作软件 WPS (x) WPS", "单位 CZ", "标题（只是文件名） Microsoft Word - (3).doc"} {
			if !slices.ContainsFunc(told(r), func(s string) bool {
				return s == want || strings.HasPrefix(want, "制作软件") && strings.HasPrefix(s, "制作软件")
			}) {
				t.Errorf("packed %v: nothing says %s: %q", packed, want, told(r))
			}
		}
		if len(in) != len(out) || !bytes.Contains(out, []byte("(in a page)")) {
			t.Errorf("packed %v: the file moved, or a page changed", packed)
		}
		text := string(out)
		objects, _, err := pdfObjects(out)
		if err != nil {
			t.Fatal(err)
		}
		f := pdfFile{in: out, t: &tally{}}
		for i := range objects {
			if objects[i].data > 0 {
				s, err := f.unpack(&objects[i])
				if err != nil {
					t.Errorf("packed %v: stream %d: %v", packed, objects[i].num, err)
				}
				text += string(s)
			}
		}
		for _, word := range []string{"5F204E09", "WPS", "张三", "Company", ".doc"} {
			if strings.Contains(text, word) {
				t.Errorf("packed %v: %s is still there", packed, word)
			}
		}
		for _, word := range []string{`pdfaid:part="2"`, "通知", "/Subject", "D:20260701"} {
			if !strings.Contains(text, word) {
				t.Errorf("packed %v: %s is gone", packed, word)
			}
		}
		if packed && !strings.Contains(text, "(stays)") {
			t.Error("another object of the stream changed")
		}
	}
}

func TestPDFThatIsLeftAlone(t *testing.T) {
	for more, why := range map[string]string{
		"7 0 obj\n<</Type/Sig/ByteRange[0 1 2 3]>>\nendobj\n": "签名",
		"trailer\n<</Encrypt 7 0 R>>\n":                       "密码",
	} {
		var no *RefusedError
		if _, err := Clean(pdfOf(false, more), nil, Options{}); !asRefused(err, &no) || !strings.Contains(no.Why.ZH, why) {
			t.Errorf("%s: %v", more, err)
		}
	}
}

// What is no file that can be cleaned is named as such.
func TestUnknown(t *testing.T) {
	for in, why := range map[string]string{"": "不是能清理", "text": "不是能清理", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1": "旧格式", string(pack(t, part{"a.txt", "a"})): "压缩包", "PK\x03\x04": "读不通", "%PDF-1.7": "读不通", "\xFF\xD8\xFF": "读不通"} {
		var no *RefusedError
		if _, err := Clean([]byte(in), nil, Options{}); !asRefused(err, &no) || !strings.Contains(no.Why.ZH, why) {
			t.Errorf("%.10q: %v", in, err)
		}
	}
}

// FuzzClean feeds files of every kind: no panic, and what comes out is clean.
func FuzzClean(f *testing.F) {
	for _, seed := range [][]byte{
		docx(f, `<w:p>`+marked("del")+run("甲")+del("乙")+`</w:p><w:p>`+ins(run("丙"))+`</w:p>`), xlsxOf(f, true), pptxOf(f), odtOf(f), ofdOf(f), pdfOf(true, ""), pdfOf(false, ""),
		jpegOf(f, segment(0xE1, exifHead+exifOf(6, "张三"))), slices.Concat([]byte(pngSign), chunk("IHDR", strings.Repeat("\x01", 13)), chunk("eXIf", exifOf(8, "x")), chunk("IEND", "")),
		riff(webpChunk("VP8X", strings.Repeat("\x0c", 10)), webpChunk("EXIF", exifOf(3, "x"))), heicOf("\x00\x00\x00\x00"+exifOf(6, "x"), "<x/>"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var out, again bytes.Buffer
		if _, err := Clean(in, &out, Options{}); err != nil {
			return
		}
		r, err := Clean(out.Bytes(), &again, Options{})
		if err != nil {
			t.Fatalf("what was cleaned cannot be: %v", err)
		}
		if !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Fatalf("the second time changes it: %v", r.Taken)
		}
	})
}

// FuzzWord feeds the text of a document, which a fuzzer cannot reach through ZIP.
func FuzzWord(f *testing.F) {
	f.Add(`<w:p>` + marked("del") + run("甲") + del("乙") + `</w:p><w:p>` + ins(run("丙")) + `</w:p>`)
	f.Add(`<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc/></w:tr></w:tbl><w:p/>`)
	f.Fuzz(func(t *testing.T, body string) {
		var out, again bytes.Buffer
		if _, err := Clean(docx(t, body), &out, Options{}); err != nil {
			return
		}
		if _, err := Clean(out.Bytes(), &again, Options{}); err != nil {
			t.Fatalf("what was cleaned cannot be: %v", err)
		}
		if !bytes.Equal(out.Bytes(), again.Bytes()) {
			t.Fatal("the second time changes it")
		}
	})
}
