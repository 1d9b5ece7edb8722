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
	r := pdfread.New(f.TempDir())
	f.Cleanup(func() { r.Close() })
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
