package enclosure

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/passage"
)

// pdfFile makes a PDF file of objects, numbered from 1; the first is the catalogue. An empty
// string leaves a number out.
func pdfFile(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		if o != "" {
			at[i] = b.Len()
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
		}
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func stream(dict, body string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(body), body)
}

func deflated(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// pdfWith makes a file of one page with that text, more entries of the catalogue and the page,
// and more objects, numbered from 7.
func pdfWith(text, catalogue, page string, more ...string) []byte {
	return pdfFile(append([]string{
		"<</Type/Catalog/Pages 2 0 R" + catalogue + ">>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>" + page + ">>",
		stream("", "BT /F 12 Tf 50 800 Td ("+text+") Tj ET"),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Producer(test)>>",
	}, more...)...)
}

// wideHex is a text as a PDF file's UTF-16BE string.
func wideHex(s string) string {
	out := "<FEFF"
	for _, r := range s {
		out += fmt.Sprintf("%04X", r)
	}
	return out + ">"
}

// pdfShown makes a file of one page that shows the texts one below the other, in a font that
// knows every sign of them. U+FFFF ends an instruction to show text.
func pdfShown(texts ...string) []byte {
	signs, known, body := "", map[rune]bool{}, "BT /F 12 Tf 50 800 Td 20 TL "
	for _, text := range texts {
		for piece := range strings.SplitSeq(text, "\uFFFF") {
			body += strings.Replace(wideHex(piece), "FEFF", "", 1) + " Tj "
		}
		body += "T* "
		for _, r := range text {
			if !known[r] {
				known[r] = true
				signs += fmt.Sprintf("1 beginbfchar\n<%04X> <%04X>\nendbfchar\n", r, r)
			}
		}
	}
	return pdfFile("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		stream("", body+"ET"),
		"<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>",
		"<</Producer(test)>>",
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/Made/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor 9 0 R>>",
		stream("", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"+signs+"endcmap end end"),
		"<</Type/FontDescriptor/FontName/Made/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>")
}

// apart puts U+FFFF between the signs of a text, but not beside Han and full-width ones: PDFium
// leaves out a text of one sign for which it has no outline, and it has none of those where the
// file leaves out the font.
func apart(s string) string {
	var b strings.Builder
	joined := true
	for _, r := range s {
		wide := r > 0xFF
		if !joined && !wide {
			b.WriteRune('\uFFFF')
		}
		b.WriteRune(r)
		joined = wide
	}
	return b.String()
}

func pdfCarriers() []carrier {
	put := func(f func(s string) []byte) func(testing.TB, string) []byte {
		return func(_ testing.TB, s string) []byte { return f(s) }
	}
	page1 := passage.Place{Page: 1}
	return []carrier{
		{"page", "a.pdf", put(func(s string) []byte { return pdfShown("通知", "电话"+s) }), page1},
		{"signs one by one", "a.pdf", put(func(s string) []byte { return pdfShown(apart(s)) }), page1},
		{"comment", "a.pdf", put(func(s string) []byte {
			return pdfWith("x", "", "/Annots[7 0 R]", "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T"+wideHex("王五")+"/Contents"+wideHex(s)+">>")
		}), passage.Place{Page: 1, Layer: passage.Comment, Name: "王五"}},
		{"comment through a list", "a.pdf", put(func(s string) []byte {
			return pdfWith("x", "", "/Annots 8 0 R", "<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents"+wideHex(s)+">>", "[7 0 R]")
		}), passage.Place{Page: 1, Layer: passage.Comment}},
		{"form field", "a.pdf", put(func(s string) []byte {
			return pdfWith("x", "/AcroForm<</Fields[7 0 R]>>", "", "<</FT/Tx/T(tel)/V"+wideHex(s)+">>")
		}), passage.Place{Layer: passage.Form}},
		{"bookmark", "a.pdf", put(func(s string) []byte {
			return pdfWith("x", "/Outlines 7 0 R", "", "<</First 8 0 R/Last 8 0 R/Count 1>>", "<</Title"+wideHex(s)+"/Parent 7 0 R>>")
		}), passage.Place{}},
		{"info", "a.pdf", put(func(s string) []byte {
			return bytes.Replace(pdfWith("x", "", ""), []byte("(test)"), []byte("(t)/Subject"+wideHex(s)), 1)
		}), passage.Place{Layer: passage.Property, Name: "Subject"}},
		{"XMP", "a.pdf", put(func(s string) []byte {
			return pdfWith("x", "/Metadata 7 0 R", "", stream("/Type/Metadata/Subtype/XML", `<x:xmpmeta><dc:description><rdf:Alt><rdf:li>`+s+`</rdf:li></rdf:Alt></dc:description></x:xmpmeta>`))
		}), passage.Place{Layer: passage.Property, Name: "description"}},
		{"attached file", "a.pdf", put(func(s string) []byte {
			return pdfWith("x", "", "", "<</Type/Filespec/F(a.txt)/EF<</F 8 0 R>>>>", stream("/Type/EmbeddedFile/Filter/FlateDecode", deflated("一\n二"+s)))
		}), passage.Place{Member: "a.txt", Line: 2}},
		{"object in a stream", "a.pdf", put(func(s string) []byte {
			return pdfWith("x", "", "", stream("/Type/ObjStm/N 1/First 5/Filter/FlateDecode", deflated("99 0 <</FT/Tx/V"+wideHex(s)+">>")))
		}), passage.Place{Layer: passage.Form}},
		{"object that nothing leads to", "a.pdf", put(func(s string) []byte { return pdfWith("x", "", "", "<</X"+wideHex(s)+">>") }), passage.Place{Layer: passage.Cached}},
		{"older revision", "a.pdf", put(func(s string) []byte {
			old := pdfShown("电话" + s)
			at := len(old)
			n := fmt.Sprintf("4 0 obj\n%s\nendobj\n", stream("", "BT /F 12 Tf 50 800 Td (gone) Tj ET"))
			prev := old[bytes.LastIndex(old, []byte("startxref"))+10 : bytes.LastIndex(old, []byte("%%EOF"))]
			return append(old, []byte(fmt.Sprintf("%sxref\n4 1\n%010d 00000 n \ntrailer\n<</Size 10/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", n, at, bytes.TrimSpace(prev), at+len(n)))...)
		}), passage.Place{Page: 1, Layer: passage.Cached}},
	}
}

func TestPDFThatRuns(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	for _, tt := range []struct {
		name string
		data []byte
		fact passage.Fact
	}{
		{"JavaScript on opening", pdfWith("x", "/OpenAction<</S/JavaScript/JS(app.alert(1))>>", ""), passage.Script},
		{"JavaScript under a disguised name", pdfWith("x", "/OpenAction<</S/J#61vaScript/J#53(1)>>", ""), passage.Script},
		{"JavaScript of the document", pdfWith("x", "/Names<</JavaScript<</Names[(a)7 0 R]>>>>", "", "<</S/JavaScript/JS 8 0 R>>", stream("", "app.alert(1)")), passage.Script},
		{"JavaScript of a page", pdfWith("x", "", "/AA<</O<</S/JavaScript/JS(1)>>>>"), passage.Script},
		{"JavaScript of a field", pdfWith("x", "/AcroForm<</Fields[7 0 R]>>", "", "<</FT/Tx/T(a)/AA<</K<</S/JavaScript/JS(1)>>>>>>"), passage.Script},
		{"JavaScript in a stream of objects", pdfWith("x", "", "", stream("/Type/ObjStm/N 1/First 5/Filter/FlateDecode", deflated("99 0 <</S/JavaScript/JS(1)>>"))), passage.Script},
		{"JavaScript as an address", pdfWith("x", "", "/Annots[<</Subtype/Link/A<</S/URI/URI(javascript:alert(1))>>>>]"), passage.Script},
		{"launch", pdfWith("x", "/OpenAction<</S/Launch/F(cmd.exe)>>", ""), passage.Launch},
		{"another file", pdfWith("x", "", "/Annots[<</Subtype/Link/A<</S/GoToR/F(\\\\\\\\host\\\\a.pdf)>>>>]"), passage.Launch},
		{"form that is sent", pdfWith("x", "", "/Annots[<</Subtype/Widget/A<</S/SubmitForm/F(http://example.com)>>>>]"), passage.External},
		{"rich media", pdfWith("x", "", "/Annots[<</Subtype/RichMedia/Rect[0 0 1 1]>>]"), passage.ActiveX},
	} {
		rep := r.Read("a.pdf", tt.data)
		has := false
		for _, n := range rep.Notes {
			has = has || n.Fact == tt.fact
		}
		if rep.Refuse != Active || !has {
			t.Errorf("%s: refuse %d, notes %+v; want it refused as active with fact %d", tt.name, rep.Refuse, rep.Notes, tt.fact)
		}
	}
	if rep := r.Read("a.pdf", pdfWith("x", "/OpenAction[3 0 R/Fit]", "/Annots[<</Subtype/Link/A<</S/URI/URI(https://www.gov.cn/)>>>>]")); rep.Refuse != 0 || len(rep.Notes) != 0 || len(rep.Finds) != 0 {
		t.Errorf("a file with a link and a page to open with: %+v", rep)
	}
	if rep := r.Read("a.pdf", pdfWith("x", "", "", "<</Type/Filespec/F(a.exe)/EF<</F 8 0 R>>>>", stream("/Type/EmbeddedFile", "MZ"+strings.Repeat("\x00\x90\x01", 100)))); rep.Refuse != NotAllowed || rep.Is != "exe" {
		t.Errorf("an attached program: refuse %d %s", rep.Refuse, rep.Is)
	}
}

func TestPDFWithoutText(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	image := stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "\x00")
	rep := r.Read("a.pdf", bytes.Replace(pdfWith(") Tj ET q 500 0 0 500 0 0 cm /I Do Q BT (", "", "", image), []byte("/Font<<"), []byte("/XObject<</I 7 0 R>>/Font<<"), 1))
	if len(rep.Notes) != 1 || rep.Notes[0].Fact != passage.NoText || rep.Notes[0].At.Page != 1 {
		t.Errorf("a page that is a picture: notes %+v", rep.Notes)
	}
	if rep := r.Read("a.pdf", pdfWith("", "", "")); len(rep.Notes) != 0 {
		t.Errorf("an empty page: notes %+v", rep.Notes)
	}
	if rep := r.Read("a.pdf", []byte("%PDF-1.7\nnothing\n%%EOF")); len(rep.Notes) != 1 || rep.Notes[0].Fact != passage.Damaged {
		t.Errorf("a damaged file: notes %+v", rep.Notes)
	}
}
