package clean

import (
	"slices"
	"strings"
	"testing"
)

// p is a paragraph of one run.
func para(text string) string {
	return `<w:p w:rsidR="00AA0001" w:rsidRDefault="00AA0002"><w:r w:rsidRPr="00AA0003"><w:t>` + text + `</w:t></w:r></w:p>`
}

func run(text string) string  { return `<w:r><w:t>` + text + `</w:t></w:r>` }
func ins(inner string) string { return `<w:ins w:id="1" w:author="李四">` + inner + `</w:ins>` }
func del(text string) string {
	return `<w:del w:id="2" w:author="李四"><w:r><w:delText>` + text + `</w:delText></w:r></w:del>`
}
func marked(change string) string {
	return `<w:pPr><w:jc w:val="center"/><w:rPr><w:` + change + ` w:id="3" w:author="李四"/></w:rPr></w:pPr>`
}

// Every kind of tracked change is accepted as Word does.
func TestTrackedChanges(t *testing.T) {
	cell := func(s string) string { return `<w:tc><w:tcPr/>` + `<w:p>` + run(s) + `</w:p></w:tc>` }
	for name, tt := range map[string]struct{ body, want string }{
		"insertion":           {`<w:p>` + run("甲") + ins(run("乙")) + `</w:p>`, `<w:p>` + run("甲") + run("乙") + `</w:p>`},
		"deletion":            {`<w:p>` + run("甲") + del("乙") + `</w:p>`, `<w:p>` + run("甲") + `</w:p>`},
		"deleted insertion":   {`<w:p>` + run("甲") + ins(del("乙")) + `</w:p>`, `<w:p>` + run("甲") + `</w:p>`},
		"inserted paragraph":  {`<w:p>` + marked("ins") + ins(run("甲")) + `</w:p>`, `<w:p><w:pPr><w:jc w:val="center"/><w:rPr></w:rPr></w:pPr>` + run("甲") + `</w:p>`},
		"deleted paragraph":   {`<w:p>` + marked("del") + del("甲") + `</w:p><w:p>` + run("乙") + `</w:p>`, `<w:p>` + run("乙") + `</w:p>`},
		"joined paragraphs":   {`<w:p>` + marked("del") + run("甲") + `</w:p><w:p><w:pPr><w:jc w:val="left"/></w:pPr>` + run("乙") + `</w:p>`, `<w:p><w:pPr><w:jc w:val="left"/></w:pPr>` + run("甲") + run("乙") + `</w:p>`},
		"three joined":        {`<w:p>` + marked("del") + run("甲") + `</w:p><w:p>` + marked("del") + run("乙") + `</w:p><w:p>` + run("丙") + `</w:p>`, `<w:p>` + run("甲") + run("乙") + run("丙") + `</w:p>`},
		"joined with nothing": {`<w:p>` + marked("del") + run("甲") + `</w:p><w:p/>`, `<w:p>` + run("甲") + `</w:p>`},
		"last mark deleted":   {`<w:p>` + marked("del") + run("甲") + `</w:p>`, `<w:p><w:pPr><w:jc w:val="center"/><w:rPr></w:rPr></w:pPr>` + run("甲") + `</w:p>`},
		"move": {`<w:p><w:moveFromRangeStart w:id="4" w:name="m"/><w:moveFrom w:id="5"><w:r><w:t>甲</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id="4"/></w:p><w:p><w:moveToRangeStart w:id="6" w:name="m"/><w:moveTo w:id="7">` + run("甲") + `</w:moveTo><w:moveToRangeEnd w:id="6"/></w:p>`,
			`<w:p></w:p><w:p>` + run("甲") + `</w:p>`},
		"format":        {`<w:p><w:pPr><w:jc w:val="left"/><w:pPrChange w:id="8" w:author="李四"><w:pPr/></w:pPrChange></w:pPr><w:r><w:rPr><w:b/><w:rPrChange w:id="9"><w:rPr/></w:rPrChange></w:rPr><w:t>甲</w:t></w:r></w:p>`, `<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>甲</w:t></w:r></w:p>`},
		"deleted row":   {`<w:tbl><w:tr>` + cell("甲") + `</w:tr><w:tr><w:trPr><w:del w:id="1"/></w:trPr>` + cell("乙") + `</w:tr></w:tbl><w:p/>`, `<w:tbl><w:tr>` + cell("甲") + `</w:tr></w:tbl><w:p/>`},
		"deleted table": {`<w:p>` + run("甲") + `</w:p><w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr>` + cell("乙") + `</w:tr></w:tbl><w:p/>`, `<w:p>` + run("甲") + `</w:p><w:p/>`},
		"inserted row":  {`<w:tbl><w:tr><w:trPr><w:ins w:id="1"/></w:trPr>` + cell("甲") + `</w:tr></w:tbl><w:p/>`, `<w:tbl><w:tr><w:trPr></w:trPr>` + cell("甲") + `</w:tr></w:tbl><w:p/>`},
		"cells":         {`<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel w:id="1"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:cellIns w:id="2"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:p/>`, `<w:tbl><w:tr><w:tc><w:tcPr></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:p/>`},
		"comment":       {`<w:p><w:commentRangeStart w:id="0"/>` + run("甲") + `<w:commentRangeEnd w:id="0"/><w:r><w:rPr><w:rStyle w:val="c"/></w:rPr><w:commentReference w:id="0"/></w:r></w:p>`, `<w:p>` + run("甲") + `</w:p>`},
		"revision ids":  {para("甲"), `<w:p>` + run("甲") + `</w:p>`},
		"text box in a deletion's neighbour": {`<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent><w:p>` + run("甲") + del("乙") + `</w:p></w:txbxContent></mc:Choice></mc:AlternateContent></w:r></w:p>`,
			`<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:txbxContent><w:p>` + run("甲") + `</w:p></w:txbxContent></mc:Choice></mc:AlternateContent></w:r></w:p>`},
	} {
		t.Run(name, func(t *testing.T) {
			out, _ := cleaned(t, docx(t, tt.body))
			doc := parts(t, out)["word/document.xml"]
			_, got, _ := strings.Cut(doc, "<w:body>")
			got, _, _ = strings.Cut(got, "<w:sectPr/>")
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What only deleted text showed goes with it; what other text shows stays.
func TestDeletedTextTakesItsPictureAndFootnote(t *testing.T) {
	shown := `<w:p>` + run("甲") + `<w:r><w:footnoteReference w:id="1"/></w:r></w:p>`
	gone := `<w:p><w:del w:id="2"><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:drawing r:embed="rId5"/></w:r></w:del></w:p>`
	out, _ := cleaned(t, docx(t, shown+gone))
	got := parts(t, out)
	if _, there := got["word/media/image1.jpeg"]; there || strings.Contains(got["word/_rels/document.xml.rels"], "image1") {
		t.Error("the deleted picture is still there")
	}
	if strings.Contains(got["word/footnotes.xml"], "删掉的") || !strings.Contains(got["word/footnotes.xml"], "留下的") || !strings.Contains(got["word/footnotes.xml"], "separator") {
		t.Errorf("footnotes: %s", got["word/footnotes.xml"])
	}
	out, _ = cleaned(t, docx(t, shown+gone+`<w:p><w:r><w:drawing r:embed="rId5"/></w:r></w:p>`))
	if _, there := parts(t, out)["word/media/image1.jpeg"]; !there {
		t.Error("a picture that is shown elsewhere is gone")
	}
}

func TestWordSaysWhatItTook(t *testing.T) {
	out, r := cleaned(t, docx(t, `<w:p>`+run("甲")+del("乙")+ins(run("丙"))+`</w:p>`))
	got := told(r)
	for _, want := range []string{"作者 张三", "最后修改者 李四", "修订次数 17", "单位 示范区财政局", "主管 王五", "编辑时间 95", "批注 王五", "批注和修订者名单 王五", "修订开关（已关）", "修订标识"} {
		if !slices.Contains(got, want) {
			t.Errorf("nothing says %s: %q", want, got)
		}
	}
	for name, text := range parts(t, out) {
		for _, word := range []string{"张三", "李四", "王五", "财政局", "rsid", "comments", "people", "这个数", "乙"} {
			if strings.Contains(text, word) || strings.Contains(name, word) {
				t.Errorf("%s still has %s", name, word)
			}
		}
	}
	core := parts(t, out)["docProps/core.xml"]
	if !strings.Contains(core, "通知") || !strings.Contains(core, "2026-07-01") {
		t.Errorf("title or date is gone: %s", core)
	}
}

// A signed document is left alone.
func TestSignedIsLeftAlone(t *testing.T) {
	in := pack(t, part{"[Content_Types].xml", types()}, part{"_rels/.rels", rootRels("word/document.xml")}, part{"word/document.xml", xmlHead + `<w:document ` + wordNS + `/>`}, part{"_xmlsignatures/sig1.xml", "<x/>"})
	var no *RefusedError
	if _, err := Clean(in, nil, Options{}); !asRefused(err, &no) || !strings.Contains(no.Why.ZH, "签名") {
		t.Errorf("a signed document gives %v", err)
	}
}
