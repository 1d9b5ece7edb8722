package enclosure

import (
	"strings"
	"testing"

	"gongkai/generator/filetype"
	"gongkai/generator/office"
	"gongkai/generator/passage"
	"gongkai/generator/pdfread"
	"gongkai/generator/photo"
	"gongkai/generator/unzip"
)

// tight are limits under which a fuzzing run stays quick.
var tight = unzip.Limits{Members: 200, Unpacked: 8 << 20, Ratio: 200}

// quiet is a sink that only looks whether what it is given can be used.
type quiet struct{ t *testing.T }

func (q quiet) Passage(at passage.Place, text []byte) {
	if len(text) == 0 {
		q.t.Errorf("an empty passage at %+v", at)
	}
	at.Words()
}
func (q quiet) Part(at passage.Place, text []byte, from, to int) {
	if from < 0 || from >= to || to > len(text) {
		q.t.Errorf("a part from %d to %d of %d bytes at %+v", from, to, len(text), at)
	}
}
func (q quiet) Row(passage.Place, []string) {}
func (q quiet) Note(n passage.Note) {
	if n.Fact == 0 {
		q.t.Errorf("a note of nothing: %+v", n)
	}
}

// seeds adds one file of each carrier whose name ends so.
func seeds(f *testing.F, endings string) {
	for _, c := range allCarriers() {
		if e := filetype.Ending(c.file); strings.Contains(" "+endings+" ", " "+e+" ") {
			f.Add(c.make(f, "13800138000"))
		}
	}
}

func fuzzOffice(f *testing.F, kind string) {
	seeds(f, kind)
	f.Fuzz(func(t *testing.T, data []byte) {
		left := int64(200_000)
		office.Read(office.Source{Type: kind, Data: data, Limits: tight, Tokens: &left}, quiet{t})
	})
}

func FuzzWord(f *testing.F)         { fuzzOffice(f, "docx") }
func FuzzSheet(f *testing.F)        { fuzzOffice(f, "xlsx") }
func FuzzSlides(f *testing.F)       { fuzzOffice(f, "pptx") }
func FuzzOpenDocument(f *testing.F) { fuzzOffice(f, "ods") }
func FuzzOFD(f *testing.F)          { fuzzOffice(f, "ofd") }

// FuzzParts changes the XML of one part, which a change of the archive's bytes hardly reaches.
func FuzzParts(f *testing.F) {
	places := []struct{ kind, part string }{
		{"docx", "word/document.xml"}, {"docx", "word/comments.xml"}, {"xlsx", "xl/worksheets/sheet1.xml"}, {"xlsx", "xl/sharedStrings.xml"}, {"xlsx", "xl/workbook.xml"},
		{"xlsx", "xl/styles.xml"}, {"pptx", "ppt/presentation.xml"}, {"ods", "content.xml"}, {"odt", "content.xml"}, {"ofd", "Doc_0/Document.xml"}, {"docx", "docProps/core.xml"},
	}
	for _, c := range allCarriers() {
		a, err := unzip.Open(c.make(f, "13800138000"), tight, nil)
		if err != nil {
			continue
		}
		for _, m := range a.Members {
			for i, p := range places {
				if b, err := a.Read(m); err == nil && m.Name == p.part && filetype.Ending(c.file) == p.kind {
					f.Add(uint8(i), string(b))
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, xml string) {
		p := places[int(i)%len(places)]
		left := int64(200_000)
		data := parts{
			"[Content_Types].xml", contentTypes("xl/workbook.xml", "spreadsheetml.sheet"), "_rels/.rels", rels("rId1", "officeDocument", map[string]string{"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml", "ods": "x", "odt": "x", "ofd": "x"}[p.kind]),
			"xl/_rels/workbook.xml.rels", rels("rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "sharedStrings", "sharedStrings.xml", "rId3", "styles", "styles.xml"), p.part, xml,
		}
		if p.kind == "ods" || p.kind == "odt" || p.kind == "ofd" {
			data = data[6:]
		} else if p.kind == "xlsx" && p.part != "xl/workbook.xml" {
			data = append(data, "xl/workbook.xml", `<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>`)
		}
		office.Read(office.Source{Type: p.kind, Data: data.pack(t), Limits: tight, Tokens: &left}, quiet{t})
	})
}

// FuzzCompound gives OLE2 files, and bytes that pretend to be one.
func FuzzCompound(f *testing.F) {
	f.Add(compound(map[string][]byte{"Workbook": oldSheet("13800138000")}))
	f.Add(compound(map[string][]byte{"WordDocument": utf16("电话13800138000")}))
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), data[min(8, len(data)):]...)
		office.Read(office.Source{Type: "xls", Data: data, Limits: tight}, quiet{t})
	})
}

func FuzzPhoto(f *testing.F) {
	kinds := []string{"jpg", "png", "webp", "heic", "tif", "gif", "bmp", "svg", "mp4"}
	for _, c := range photoCarriers() {
		for i, k := range kinds {
			if k == filetype.Ending(c.file) {
				f.Add(uint8(i), c.make(f, "13800138000"))
			}
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, data []byte) {
		switch k := kinds[int(kind)%len(kinds)]; k {
		case "svg":
			photo.SVG(data, quiet{t})
		case "mp4":
			photo.Media(data, quiet{t})
		default:
			photo.Read(k, data, quiet{t})
		}
	})
}

func FuzzPDF(f *testing.F) {
	seeds(f, "pdf")
	r := pdfread.New("")
	f.Cleanup(func() { r.Close() })
	r.Read(pdfWith("x", "", ""), 8<<20, quiet{}, func(string, []byte) {}) // the engine starts before a run is timed
	f.Fuzz(func(t *testing.T, data []byte) {
		r.Read(data, 8<<20, quiet{t}, func(string, []byte) {})
	})
}

func FuzzFiletype(f *testing.F) {
	for _, c := range allCarriers() {
		f.Add(c.file, c.make(f, "13800138000"))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		found := filetype.Of(name, data, tight)
		if found.Allowed && found.Type == "" {
			t.Errorf("%q: a type that nobody knows is allowed", name)
		}
	})
}

// FuzzRead gives whole files by any name. What a report shows is never a number that was found,
// and reading twice gives the same.
func FuzzRead(f *testing.F) {
	for _, c := range allCarriers() {
		if filetype.Ending(c.file) != "pdf" {
			f.Add(c.file, c.make(f, "13800138000"))
		}
	}
	r := New(Options{Limits: Limits{Bytes: 1 << 20, Members: 200, Unpacked: 8 << 20, Ratio: 200}})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		rep := r.Read(name, data)
		for _, n := range rep.Notes {
			if n.Fact == passage.Damaged && n.Value == "reader" {
				t.Errorf("%q: a reader panicked", name)
			}
		}
		for _, x := range rep.Finds {
			if strings.Contains(x.At.Words().ZH+x.Mask, "13800138000") {
				t.Errorf("the find shows the number: %+v", x)
			}
		}
		again := r.Read(name, data)
		if len(again.Finds) != len(rep.Finds) || len(again.Notes) != len(rep.Notes) {
			t.Errorf("%q: read twice, %d and %d finds, %d and %d notes", name, len(rep.Finds), len(again.Finds), len(rep.Notes), len(again.Notes))
		}
	})
}

func FuzzText(f *testing.F) {
	for _, c := range plainCarriers() {
		f.Add(c.file, c.make(f, "13800138000"))
	}
	r := New(Options{Limits: Limits{Bytes: 1 << 20, Members: 200, Unpacked: 8 << 20, Ratio: 200}})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if e := filetype.Ending(name); e != "csv" && e != "txt" && e != "json" && e != "xml" && e != "zip" {
			name = "a.csv"
		}
		for _, n := range r.Read(name, data).Notes {
			if n.Value == "reader" {
				t.Errorf("%q: a reader panicked", name)
			}
		}
	})
}
