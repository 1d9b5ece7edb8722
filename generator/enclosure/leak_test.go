package enclosure

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// A carrier is a place in a form of file in which a number may stand.
type carrier struct {
	name, file string
	make       func(t testing.TB, secret string) []byte
	at         passage.Place // where it must be said to be; empty fields are not compared
}

// split cuts a text in three at places that are no character's middle.
func split(s string) (a, b, c string) {
	r := []rune(s)
	from := len(r) / 3
	to := max(len(r)/2, from+1)
	return string(r[:from]), string(r[from:to]), string(r[to:])
}

func run(text string) string { return `<w:r><w:t xml:space="preserve">` + text + `</w:t></w:r>` }
func inline(ref, s string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + s + `</t></is></c>`
}

func wordCarriers() []carrier {
	body := func(f func(s string) string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte { return docx(t, para("通知")+f(s)+para("附件")) }
	}
	part := func(name, f string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte {
			return docx(t, para("通知"), name, prolog+strings.ReplaceAll(strings.ReplaceAll(f, "NS", namespaces), "SECRET", s))
		}
	}
	p := func(l passage.Layer) passage.Place { return passage.Place{Layer: l} }
	return []carrier{
		{"body", "a.docx", body(para), p(passage.Body)},
		{"runs that cut it", "a.docx", body(func(s string) string {
			a, b, c := split(s)
			return `<w:p>` + run("电话"+a) + `<w:proofErr w:type="spellStart"/>` + run(b) + `<w:smartTag>` + run(c+"。") + `</w:smartTag></w:p>`
		}), p(passage.Body)},
		{"runs of one sign", "a.docx", body(func(s string) string {
			out := `<w:p>`
			for _, r := range s {
				out += run(string(r))
			}
			return out + `</w:p>`
		}), p(passage.Body)},
		{"table cell", "a.docx", body(func(s string) string {
			return `<w:tbl><w:tr><w:tc>` + para("姓名") + `</w:tc><w:tc>` + para("电话") + `</w:tc></w:tr><w:tr><w:tc>` + para("王某") + `</w:tc><w:tc>` + para(s) + `</w:tc></w:tr></w:tbl>`
		}), passage.Place{Table: 1, Cell: "B2"}},
		{"table in a table", "a.docx", body(func(s string) string {
			return `<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>` + para(s) + `</w:tc></w:tr></w:tbl>` + para("") + `</w:tc></w:tr></w:tbl>`
		}), passage.Place{Table: 2, Cell: "A1"}},
		{"text box", "a.docx", body(func(s string) string {
			return `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + para(s) + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>`
		}), p(passage.Body)},
		{"content control", "a.docx", body(func(s string) string {
			return `<w:sdt><w:sdtPr><w:alias w:val="电话"/></w:sdtPr><w:sdtContent>` + para(s) + `</w:sdtContent></w:sdt>`
		}), p(passage.Body)},
		{"alternative text", "a.docx", body(func(s string) string {
			return `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="` + s + `"/></wp:inline></w:drawing></w:r></w:p>`
		}), p(passage.Body)},
		{"list of a form", "a.docx", body(func(s string) string {
			return `<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="` + s + `" w:value="1"/></w:dropDownList></w:sdtPr></w:sdt>`
		}), p(passage.Body)},
		{"hidden text", "a.docx", body(func(s string) string {
			return `<w:p>` + run("可见。") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>` + s + `</w:t></w:r></w:p>`
		}), passage.Place{Hidden: true}},
		{"half hidden", "a.docx", body(func(s string) string {
			a, b, c := split(s)
			return `<w:p>` + run("电话"+a) + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>` + b + `</w:t></w:r>` + run(c) + `</w:p>`
		}), passage.Place{Hidden: true}},
		{"tracked insertion", "a.docx", body(func(s string) string {
			return `<w:p><w:ins w:id="1" w:author="张三">` + run(s) + `</w:ins></w:p>`
		}), passage.Place{Layer: passage.Inserted, Name: "张三"}},
		{"insertion that completes it", "a.docx", body(func(s string) string {
			a, b, c := split(s)
			return `<w:p>` + run("电话"+a) + `<w:ins w:id="1" w:author="张三">` + run(b) + `</w:ins>` + run(c) + `</w:p>`
		}), p(passage.Body)},
		{"tracked deletion", "a.docx", body(func(s string) string {
			return `<w:p>` + run("电话") + `<w:del w:id="1" w:author="李四"><w:r><w:delText>` + s + `</w:delText></w:r></w:del></w:p>`
		}), passage.Place{Layer: passage.Deleted, Name: "李四"}},
		{"deletion of a part", "a.docx", body(func(s string) string {
			a, b, c := split(s)
			return `<w:p>` + run("电话"+a) + `<w:del w:id="1" w:author="李四"><w:r><w:delText>` + b + `</w:delText></w:r></w:del><w:ins w:id="2" w:author="李四">` + run("****") + `</w:ins>` + run(c) + `</w:p>`
		}), passage.Place{Layer: passage.Deleted, Name: "李四"}},
		{"moved away", "a.docx", body(func(s string) string {
			return `<w:p><w:moveFrom w:id="1" w:author="李四">` + run(s) + `</w:moveFrom></w:p>`
		}), p(passage.Deleted)},
		{"field", "a.docx", body(func(s string) string {
			a, b, c := split(s)
			return `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE "` + a + `</w:instrText></w:r><w:r><w:instrText>` + b + c + `"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`
		}), p(passage.Form)},
		{"character references", "a.docx", body(func(s string) string {
			out := ""
			for _, r := range s {
				out += fmt.Sprintf("&#x%X;", r)
			}
			return para(out)
		}), p(passage.Body)},
		{"XML comment", "a.docx", body(func(s string) string { return `<!-- ` + strings.ReplaceAll(s, "--", "- -") + ` -->` }), p(passage.Cached)},
		{"header", "a.docx", part("word/header1.xml", `<w:hdrNS>`+para("SECRET")+`</w:hdr>`), p(passage.Header)},
		{"footer", "a.docx", part("word/footer1.xml", `<w:ftrNS>`+para("SECRET")+`</w:ftr>`), p(passage.Header)},
		{"footnote", "a.docx", part("word/footnotes.xml", `<w:footnotesNS><w:footnote>`+para("SECRET")+`</w:footnote></w:footnotes>`), p(passage.Footnote)},
		{"endnote", "a.docx", part("word/endnotes.xml", `<w:endnotesNS><w:endnote>`+para("SECRET")+`</w:endnote></w:endnotes>`), p(passage.Footnote)},
		{"comment", "a.docx", part("word/comments.xml", `<w:commentsNS><w:comment w:id="0" w:author="王五">`+para("SECRET")+`</w:comment></w:comments>`), passage.Place{Layer: passage.Comment, Name: "王五"}},
		{"comment's author", "a.docx", part("word/comments.xml", `<w:commentsNS><w:comment w:id="0" w:author="王五 SECRET">`+para("好")+`</w:comment></w:comments>`), p(passage.Comment)},
		{"glossary", "a.docx", part("word/glossary/document.xml", `<w:glossaryDocumentNS><w:docParts><w:docPart><w:docPartBody>`+para("SECRET")+`</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>`), p(passage.Cached)},
		{"document variable", "a.docx", part("word/settings.xml", `<w:settingsNS><w:docVars><w:docVar w:name="x" w:val="SECRET"/></w:docVars></w:settings>`), p(passage.Property)},
		{"custom XML", "a.docx", part("customXml/item1.xml", `<表><身份 a="1">SECRET</身份></表>`), passage.Place{Layer: passage.Cached, Name: "身份"}},
		{"people", "a.docx", part("word/people.xml", `<w15:people xmlns:w15="w15"><w15:person w15:author="SECRET"/></w15:people>`), p(passage.Property)},
		{"core property", "a.docx", part("docProps/core.xml", `<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:description>SECRET</dc:description></cp:coreProperties>`), passage.Place{Layer: passage.Property, Name: "description"}},
		{"author", "a.docx", part("docProps/core.xml", `<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:creator>SECRET</dc:creator></cp:coreProperties>`), passage.Place{Layer: passage.Property, Name: "author"}},
		{"application property", "a.docx", part("docProps/app.xml", `<Properties><Company>SECRET</Company></Properties>`), passage.Place{Layer: passage.Property, Name: "company"}},
		{"custom property", "a.docx", part("docProps/custom.xml", `<Properties xmlns:vt="vt"><property name="手机"><vt:lpwstr>SECRET</vt:lpwstr></property></Properties>`), passage.Place{Layer: passage.Property, Name: "手机"}},
		{"link", "a.docx", part("word/_rels/document.xml.rels", `<Relationships><Relationship Id="rId9" Type="x/hyperlink" Target="tel:SECRET" TargetMode="External"/></Relationships>`), p(passage.Property)},
		{"part that no program knows", "a.docx", part("word/extra.xml", `<x><y>SECRET</y></x>`), p(passage.Cached)},
		{"chart's cache", "a.docx", part("word/charts/chart1.xml", `<c:chartSpaceNS><c:strCache><c:pt idx="0"><c:v>SECRET</c:v></c:pt></c:strCache></c:chartSpace>`), p(passage.Body)},
		{"drawing", "a.docx", part("word/diagrams/data1.xml", `<dgm:dataModel xmlns:dgm="dgm"`+namespaces+`>`+aPara("SECRET")+`</dgm:dataModel>`), p(passage.Body)},
		{"embedded workbook", "a.docx", func(t testing.TB, s string) []byte {
			return docx(t, para("图"), "word/embeddings/book.xlsx", string(workbook(t, "", `<sheetData><row r="3">`+inline("C3", s)+`</row></sheetData>`)))
		}, passage.Place{Member: "book.xlsx", Sheet: "名单", Cell: "C3"}},
		{"UTF-16", "a.docx", func(t testing.TB, s string) []byte {
			x := `<?xml version="1.0" encoding="UTF-16"?><w:hdr` + namespaces + `>` + para(s) + `</w:hdr>`
			b := []byte{0xFF, 0xFE}
			for _, r := range x {
				b = append(b, byte(r), byte(r>>8))
			}
			return docx(t, para("图"), "word/header1.xml", string(b))
		}, p(passage.Header)},
	}
}

func sheetCarriers() []carrier {
	data := func(f string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte { return workbook(t, "", strings.ReplaceAll(f, "SECRET", s)) }
	}
	with := func(more ...string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte {
			var m []string
			for _, x := range more {
				m = append(m, strings.ReplaceAll(strings.ReplaceAll(x, "SECRET", s), "NS", namespaces))
			}
			return workbook(t, "", `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>`, m...)
		}
	}
	sst := func(of ...string) string {
		return prolog + `<sst><si><t>` + strings.Join(of, `</t></si><si><t>`) + `</t></si></sst>`
	}
	sheet := passage.Place{Sheet: "名单"}
	return []carrier{
		{"inline string", "a.xlsx", data(`<sheetData><row r="5">` + inline("C5", "SECRET") + `</row></sheetData>`), passage.Place{Sheet: "名单", Cell: "C5"}},
		{"shared string", "a.xlsx", with("xl/sharedStrings.xml", sst("SECRET")), passage.Place{Sheet: "名单", Cell: "A1"}},
		{"rich shared string", "a.xlsx", func(t testing.TB, s string) []byte {
			a, b, c := split(s)
			return with("xl/sharedStrings.xml", prolog+`<sst><si><r><t>`+a+`</t></r><r><rPr><b/></rPr><t>`+b+`</t></r><r><t>`+c+`</t></r></si></sst>`)(t, s)
		}, passage.Place{Sheet: "名单", Cell: "A1"}},
		{"rich inline string", "a.xlsx", func(t testing.TB, s string) []byte {
			a, b, c := split(s)
			return data(`<sheetData><row r="5"><c r="C5" t="inlineStr"><is><r><t>`+a+`</t></r><r><rPr><b/></rPr><t>`+b+`</t></r><r><t>`+c+`</t></r></is></c></row></sheetData>`)(t, s)
		}, passage.Place{Sheet: "名单", Cell: "C5"}},
		{"unused shared string", "a.xlsx", with("xl/sharedStrings.xml", sst("序号", "SECRET")), passage.Place{Layer: passage.Cached}},
		{"formula's result", "a.xlsx", data(`<sheetData><row r="2"><c r="B2" t="str"><f>A1</f><v>SECRET</v></c></row></sheetData>`), passage.Place{Sheet: "名单", Cell: "B2"}},
		{"formula", "a.xlsx", data(`<sheetData><row r="2"><c r="B2"><f>IF(A1,"SECRET","")</f><v>0</v></c></row></sheetData>`), passage.Place{Cell: "B2", Layer: passage.Form}},
		{"hidden row", "a.xlsx", data(`<sheetData><row r="2" hidden="1">` + inline("B2", "SECRET") + `</row></sheetData>`), passage.Place{Cell: "B2", Hidden: true}},
		{"row of no height", "a.xlsx", data(`<sheetData><row r="2" ht="0" customHeight="1">` + inline("B2", "SECRET") + `</row></sheetData>`), passage.Place{Cell: "B2", Hidden: true}},
		{"hidden column", "a.xlsx", data(`<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="2">` + inline("C2", "SECRET") + `</row></sheetData>`), passage.Place{Cell: "C2", Hidden: true}},
		{"hidden sheet", "a.xlsx", func(t testing.TB, s string) []byte {
			return workbook(t, `state="veryHidden"`, `<sheetData><row>`+inline("A1", s)+`</row></sheetData>`)
		}, passage.Place{Cell: "A1", Hidden: true}},
		{"cells without names", "a.xlsx", data(`<sheetData><row><c t="inlineStr"><is><t>x</t></is></c><c t="inlineStr"><is><t>SECRET</t></is></c></row></sheetData>`), passage.Place{Cell: "B1"}},
		{"comment", "a.xlsx", with("xl/worksheets/_rels/sheet1.xml.rels", rels("rId1", "comments", "../comments1.xml"), "xl/comments1.xml",
			`<comments><authors><author>赵六</author></authors><commentList><comment ref="D4" authorId="0"><text><r><t>SECRET</t></r></text></comment></commentList></comments>`),
			passage.Place{Sheet: "名单", Cell: "D4", Layer: passage.Comment, Name: "赵六"}},
		{"threaded comment", "a.xlsx", with("xl/worksheets/_rels/sheet1.xml.rels", rels("rId1", "threadedComment", "../threadedComments/threadedComment1.xml"), "xl/threadedComments/threadedComment1.xml",
			`<ThreadedComments><threadedComment ref="D4" personId="{1}"><text>SECRET</text></threadedComment></ThreadedComments>`), passage.Place{Sheet: "名单", Cell: "D4", Layer: passage.Comment}},
		{"text box", "a.xlsx", with("xl/worksheets/_rels/sheet1.xml.rels", rels("rId1", "drawing", "../drawings/drawing1.xml"), "xl/drawings/drawing1.xml",
			`<xdr:wsDr xmlns:xdr="xdr"NS><xdr:sp>`+aPara("SECRET")+`</xdr:sp></xdr:wsDr>`), sheet},
		{"old comment's drawing", "a.xlsx", with("xl/drawings/vmlDrawing1.vml", `<xml><v:shape><v:textbox><div>SECRET</div></v:textbox></v:shape></xml>`), passage.Place{}},
		{"check of input", "a.xlsx", data(`<sheetData/><dataValidations><dataValidation sqref="A1"><formula1>"是,SECRET"</formula1></dataValidation></dataValidations>`), sheet},
		{"prompt", "a.xlsx", data(`<sheetData/><dataValidations><dataValidation prompt="SECRET" sqref="A1"/></dataValidations>`), sheet},
		{"sheet's header", "a.xlsx", data(`<sheetData/><headerFooter><oddHeader>&amp;C SECRET</oddHeader></headerFooter>`), sheet},
		{"pivot cache", "a.xlsx", with("xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition><sharedItems><s v="SECRET"/></sharedItems></pivotCacheDefinition>`), passage.Place{Layer: passage.Cached}},
		{"pivot records", "a.xlsx", with("xl/pivotCache/pivotCacheRecords1.xml", `<pivotCacheRecords><r><s v="SECRET"/></r></pivotCacheRecords>`), passage.Place{Layer: passage.Cached}},
		{"external link's cache", "a.xlsx", with("xl/externalLinks/externalLink1.xml", `<externalLink><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>SECRET</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>`), passage.Place{Layer: passage.Cached}},
		{"defined name", "a.xlsx", with("xl/workbook.xml", `<workbookNS><sheets><sheet name="名单" r:id="rId1"/></sheets><definedNames><definedName name="x">"SECRET"</definedName></definedNames></workbook>`), passage.Place{Layer: passage.Form}},
		{"sheet's name", "a.xlsx", with("xl/workbook.xml", `<workbookNS><sheets><sheet name="SECRET" r:id="rId1"/></sheets></workbook>`), passage.Place{Layer: passage.Form}},
		{"chart", "a.xlsx", with("xl/charts/chart1.xml", `<c:chartSpaceNS><c:tx><c:rich>`+aPara("SECRET")+`</c:rich></c:tx></c:chartSpace>`), passage.Place{}},
		{"table's heading", "a.xlsx", with("xl/tables/table1.xml", `<table><tableColumns><tableColumn id="1" name="SECRET"/></tableColumns></table>`), passage.Place{}},
		{"custom property", "a.xlsx", with("docProps/custom.xml", `<Properties xmlns:vt="vt"><property name="手机"><vt:lpwstr>SECRET</vt:lpwstr></property></Properties>`), passage.Place{Layer: passage.Property, Name: "手机"}},
	}
}

func slideCarriers() []carrier {
	with := func(more ...string) func(testing.TB, string) []byte {
		return func(t testing.TB, s string) []byte {
			var m []string
			for _, x := range more {
				m = append(m, strings.ReplaceAll(strings.ReplaceAll(x, "SECRET", s), "NS", namespaces))
			}
			return slides(t, []string{slide("", "一"), slide("", "二")}, m...)
		}
	}
	rel := func(kind, target string) []string {
		return []string{"ppt/slides/_rels/slide2.xml.rels", rels("rId1", kind, "../"+target), "ppt/" + target}
	}
	return []carrier{
		{"slide", "a.pptx", func(t testing.TB, s string) []byte { return slides(t, []string{slide("", "一"), slide("", s)}) }, passage.Place{Page: 2}},
		{"runs that cut it", "a.pptx", func(t testing.TB, s string) []byte {
			a, b, c := split(s)
			return slides(t, []string{slide("", a+`</a:t></a:r><a:r><a:rPr b="1"/><a:t>`+b+`</a:t></a:r><a:r><a:t>`+c)})
		}, passage.Place{Page: 1}},
		{"hidden slide", "a.pptx", func(t testing.TB, s string) []byte { return slides(t, []string{slide(` show="0"`, s)}) }, passage.Place{Page: 1, Hidden: true}},
		{"table on a slide", "a.pptx", func(t testing.TB, s string) []byte {
			return slides(t, []string{prolog + `<p:sld` + namespaces + `><a:tbl><a:tr><a:tc><a:txBody>` + aPara("电话") + `</a:txBody></a:tc><a:tc><a:txBody>` + aPara(s) + `</a:txBody></a:tc></a:tr></a:tbl></p:sld>`})
		}, passage.Place{Page: 1, Table: 1, Cell: "B1"}},
		{"notes", "a.pptx", with(append(rel("notesSlide", "notesSlides/notesSlide1.xml"), `<p:notesNS>`+aPara("SECRET")+`</p:notes>`)...), passage.Place{Page: 2, Layer: passage.Footnote}},
		{"comment", "a.pptx", with(append(rel("comments", "comments/comment1.xml"), `<p:cmLstNS><p:cm authorId="0"><p:text>SECRET</p:text></p:cm></p:cmLst>`)...), passage.Place{Page: 2, Layer: passage.Comment}},
		{"master", "a.pptx", with("ppt/slideMasters/slideMaster1.xml", `<p:sldMasterNS>`+aPara("SECRET")+`</p:sldMaster>`), passage.Place{Layer: passage.Header}},
		{"chart on a slide", "a.pptx", with(append(rel("chart", "charts/chart1.xml"), `<c:chartSpaceNS><c:v>SECRET</c:v></c:chartSpace>`)...), passage.Place{Page: 2}},
		{"comment's author", "a.pptx", with("ppt/commentAuthors.xml", `<p:cmAuthorLstNS><p:cmAuthor id="0" name="SECRET"/></p:cmAuthorLst>`), passage.Place{Layer: passage.Comment}},
		{"tag", "a.pptx", with("ppt/tags/tag1.xml", `<p:tagLstNS><p:tag name="X" val="SECRET"/></p:tagLst>`), passage.Place{Layer: passage.Cached}},
	}
}

func allCarriers() []carrier {
	var all []carrier
	for _, c := range [][]carrier{wordCarriers(), sheetCarriers(), slideCarriers(), pdfCarriers(), photoCarriers(), openCarriers(), plainCarriers(), oldCarriers()} {
		all = append(all, c...)
	}
	return all
}

// matches reports whether a place has all that is set in want.
func matches(at, want passage.Place) bool {
	return (want.Member == "" || strings.HasSuffix(at.Member, want.Member)) && (want.Page == 0 || at.Page == want.Page) && (want.Sheet == "" || at.Sheet == want.Sheet) &&
		(want.Table == 0 || at.Table == want.Table) && (want.Cell == "" || at.Cell == want.Cell) && at.Layer == want.Layer &&
		(want.Name == "" || at.Name == want.Name) && (!want.Hidden || at.Hidden) && (want.Line == 0 || at.Line == want.Line)
}

// A tally counts what was hidden and what was found, by the endings of the files.
type tally struct{ hidden, found map[string]int }

func newTally() *tally { return &tally{map[string]int{}, map[string]int{}} }

// A hiding is a secret in one of its forms.
type hiding struct {
	secret
	form string
}

func (h hiding) text() string { return h.words + h.form }

// look reads a file in which secrets stand, and wants each found at the place.
func (n *tally) look(t *testing.T, r *Reader, file, name string, data []byte, at passage.Place, all ...hiding) {
	t.Helper()
	ending := file[strings.LastIndexByte(file, '.')+1:]
	rep := r.Read(file, data)
	for _, h := range all {
		n.hidden[ending]++
		others := ""
		if rep.Refuse != 0 {
			others = fmt.Sprintf(" refused (%d %s)", rep.Refuse, rep.Is)
		}
		found := slices.ContainsFunc(rep.Finds, func(f Find) bool {
			others += fmt.Sprintf(" [%d %s %+v]", f.Kind, f.Mask, f.At)
			return f.Kind == h.kind && f.Sum == privacy.Sum(h.form) && matches(f.At, at)
		})
		if found && rep.Refuse == 0 {
			n.found[ending]++
			continue
		}
		t.Errorf("%s, %s: %s %q was not found at %+v; found%s; notes %+v", file, name, h.name, h.form, at, others, rep.Notes)
	}
}

// say logs the totals.
func (n *tally) say(t *testing.T) {
	hidden, found := 0, 0
	for _, ending := range slices.Sorted(maps.Keys(n.hidden)) {
		t.Logf("%-5s %5d of %5d", ending, n.found[ending], n.hidden[ending])
		hidden, found = hidden+n.hidden[ending], found+n.found[ending]
	}
	t.Logf("recall %d of %d, %.2f %%", found, hidden, 100*float64(found)/float64(hidden))
}

// TestEveryLeakIsFound hides each kind of secret, with each disguise, in each place of each
// form of file, in tables below a heading and one sign a cell, and wants all of them found
// where they are.
func TestEveryLeakIsFound(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	n := newTally()
	for round, more := 0, true; more; round++ {
		var all []hiding
		var texts []string
		for _, s := range secrets() {
			if round < len(s.forms) {
				all = append(all, hiding{s, s.forms[round]})
				texts = append(texts, all[len(all)-1].text())
			}
		}
		more = len(all) > 0
		for _, c := range allCarriers() {
			if strings.HasSuffix(c.file, ".pdf") && more { // slow to read: one file holds one of each
				n.look(t, r, c.file, c.name, c.make(t, strings.Join(texts, "。")), c.at, all...)
				continue
			}
			for _, h := range all {
				n.look(t, r, c.file, c.name, c.make(t, h.text()), c.at, h)
			}
		}
		for _, h := range all {
			h.inTables(t, r, n, round == 0)
		}
	}
	n.say(t)
}

// inTables hides a secret in tables, and where it is a number also one sign a cell.
func (h hiding) inTables(t *testing.T, r *Reader, n *tally, plain bool) {
	cells := h.boxes()
	for _, g := range grids() {
		if g.takes == nil || g.takes(h.form) {
			n.look(t, r, g.file, g.name, g.make(t, h.table(h.form)), g.at("C3"), h)
		}
		if plain && cells != nil && (g.takes == nil || g.takes(cells[0])) {
			n.look(t, r, g.file, g.name+", one a cell", g.make(t, h.boxed(cells)), g.at("C2:"+name(len(cells)+1, 2)), h)
		}
	}
}
