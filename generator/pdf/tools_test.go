package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/display"
	"gongkai/generator/judge"
	"gongkai/generator/pdf"
)

// files writes documents into a folder, each at both levels.
func files(t *testing.T, documents map[string]*display.Document) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, d := range documents {
		for level, l := range levels {
			path := filepath.Join(t.TempDir(), name+".pdf")
			if err := os.WriteFile(path, write(t, d, l), 0o644); err != nil {
				t.Fatal(err)
			}
			out[name+" "+level] = path
		}
	}
	return out
}

// corpus are documents of all kinds: the large ones, and those with hardly anything.
func corpus(t *testing.T) map[string]*display.Document {
	plain := &display.Document{Pages: []display.Page{{Width: 3 * pt, Height: 14400 * pt}}}
	bare := &display.Document{Fonts: fonts(t), Lang: "zh-CN"}
	s := &setter{t, bare}
	for range 3 {
		s.turn()
		s.set(black, 12*pt, 0, 0, 100*pt, "无标题 (x)", nil)
	}
	quiet := dense(t, 40)
	for i := range quiet.Pages {
		for _, op := range quiet.Pages[i].Ops {
			for k := range op.(display.Run).Glyphs {
				op.(display.Run).Glyphs[k].Text = ""
			}
		}
	}
	return map[string]*display.Document{"sample": sample(t), "dense": dense(t, 600), "plain": plain, "bare": bare, "quiet": quiet}
}

func TestQpdf(t *testing.T) {
	for name, path := range files(t, corpus(t)) {
		if out := judge.Run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

func TestPdffonts(t *testing.T) {
	for name, path := range files(t, map[string]*display.Document{"sample": sample(t)}) {
		lines := strings.Split(strings.TrimSpace(judge.Run(t, "pdffonts", path)), "\n")[2:]
		if len(lines) != 3 {
			t.Errorf("%s: %q", name, lines)
		}
		for _, l := range lines {
			if !regexp.MustCompile(`^[A-Z]{6}\+Noto\S+ +CID TrueType +Identity-H +yes yes yes `).MatchString(l) {
				t.Errorf("%s: %s", name, l)
			}
		}
	}
}

// What is copied is what stands there, in the order of the document.
func TestPdftotext(t *testing.T) {
	want := []string{"关于公开的通知", "这是第一段,其中有罕用字" + rare + "。Bold AVATAR", "这一段的第二行。", "1.", "列表之项", "名称", "数量", "甲类", "1200",
		"丙𬬭x 丁丁", "里面", "跨页段落之前半,", "—1—", "跨页段落之后半。", "大字", "—2—"}
	for name, path := range files(t, map[string]*display.Document{"sample": sample(t)}) {
		text := judge.Run(t, "pdftotext", "-enc", "UTF-8", path, "-")
		at := 0
		for _, w := range want {
			i := strings.Index(text[at:], w)
			if i < 0 {
				t.Fatalf("%s: %q is not in, or not in order:\n%s", name, w, text)
			}
			at += i + len(w)
		}
		for _, w := range []string{"己", "戊", "外面", "断词"} { // far off or narrow, so that where depends on the reader
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not in", name, w)
			}
		}
		if strings.Contains(text, "Q") || strings.ContainsRune(text, '\u200B') {
			t.Errorf("%s: what says nothing was copied:\n%s", name, text)
		}
	}
}

// Poppler's tree shows what fonts say, not ActualText; TestPdftotext and TestGlyphs see that.
func TestPdfinfo(t *testing.T) {
	for name, path := range files(t, map[string]*display.Document{"sample": sample(t)}) {
		info := judge.Run(t, "pdfinfo", "-enc", "UTF-8", "-isodates", path)
		for _, w := range []string{"Title:           关于公开(试行)的通知 <甲&乙>\n", "Author:          示例县人民政府办公室\n", "Subject:         Notice \\ 通知\n",
			"Producer:        gongkai\n", "CreationDate:    2026-03-05T00:00:00+08", "Tagged:          yes\n", "Pages:           2\n"} {
			if !strings.Contains(info, w) {
				t.Errorf("%s: %q is not in\n%s", name, w, info)
			}
		}
		tree := judge.Run(t, "pdfinfo", "-enc", "UTF-8", "-struct-text", path)
		at := 0
		for _, w := range []string{"Document\n", "Sect\n", "H1 (block)", "关于公开的通知", "P (block)", "罕用字" + rare, "Span (inline)", "Bold AVATAR", "第二行",
			"\n    L (block)", "LI (block)", "Lbl (block)", "\"1.\"", "LBody (block)", "Table", "TR", "TH", "名称", "TD", "1200", "Link (inline)", "外面", "Figure",
			"跨页段落之前半,", "跨页段落之后半。", "H2 (block)", "大字"} {
			i := strings.Index(tree[at:], w)
			if i < 0 {
				t.Fatalf("%s: %q is not in, or not in order:\n%s", name, w, tree)
			}
			at += i + len(w)
		}
		if strings.Contains(tree, "— 1 —") {
			t.Errorf("%s: the running foot is in the tree", name)
		}
	}
}

// A picture looks as it is: the painted page has its colours, and transparent parts show
// the paper.
func TestPicturesOnThePage(t *testing.T) {
	sixteen := image.NewNRGBA64(image.Rect(0, 0, 4, 4))
	grey := image.NewGray(image.Rect(0, 0, 4, 4))
	palette := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.NRGBA{200, 40, 90, 128}})
	clear := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	solid := image.NewNRGBA(image.Rect(0, 0, 4, 4))
	for y := range 4 {
		for x := range 4 {
			sixteen.SetNRGBA64(x, y, color.NRGBA64{0x1000, 0x8000, 0xF000, 0x8000})
			grey.SetGray(x, y, color.Gray{77})
			clear.SetNRGBA(x, y, color.NRGBA{0, 0, 200, 51})
			solid.SetNRGBA(x, y, color.NRGBA{10, 200, 30, 255})
		}
	}
	cases := []struct {
		image display.Image
		want  [3]int
	}{
		{pngOf(t, sixteen), [3]int{135, 191, 247}}, {pngOf(t, grey), [3]int{77, 77, 77}}, {pngOf(t, palette), [3]int{227, 147, 172}},
		{pngOf(t, clear), [3]int{204, 204, 244}}, {pngOf(t, solid), [3]int{10, 200, 30}}, {jpegOf(t, solid), [3]int{10, 200, 30}}, {jpegOf(t, grey), [3]int{77, 77, 77}},
	}
	d := &display.Document{}
	for i, c := range cases {
		d.Images = append(d.Images, c.image)
		d.Pages = append(d.Pages, display.Page{Width: 20 * pt, Height: 20 * pt, Ops: []display.Op{display.Picture{Image: i, W: 20 * pt, H: 20 * pt}}})
	}
	for level, path := range files(t, map[string]*display.Document{"pictures": d}) {
		judge.Run(t, "pdftoppm", "-r", "72", path, strings.TrimSuffix(path, ".pdf"))
		for i, c := range cases {
			b, err := os.ReadFile(fmt.Sprintf("%s-%d.ppm", strings.TrimSuffix(path, ".pdf"), i+1))
			if err != nil {
				t.Fatal(err)
			}
			p := b[len(b)-3*20*20:][3*(10*20+10):]
			for k, w := range c.want {
				if math.Abs(float64(int(p[k])-w)) > 4 {
					t.Errorf("%s: image %d is painted as %v, not %v", level, i, p[:3], c.want)
					break
				}
			}
		}
	}
}

// classes gives the class path of Preflight, of Debian's libpdfbox2-java. It calls
// javax.activation and javax.xml.bind, which Java has no longer and the package does not
// depend on: they are taken from CLASSPATH, or from libactivation-java and libjaxb-api-java.
func classes(t *testing.T) string {
	t.Helper()
	const folder = "/usr/share/java/"
	var path []string
	for _, names := range [][]string{{"preflight2.jar", "preflight.jar"}, {"pdfbox2.jar"}, {"xmpbox2.jar", "xmpbox.jar"}, {"fontbox2.jar"}, {"commons-logging.jar"}} {
		at := first(folder, names)
		if at == "" {
			judge.Missing(t, names[0])
		}
		path = append(path, at)
	}
	activation, bind := first(folder, []string{"javax.activation.jar", "activation.jar"}), first(folder, []string{"jaxb-api.jar"})
	switch own := os.Getenv("CLASSPATH"); {
	case own != "":
		path = append(path, own)
	case activation == "":
		judge.Missing(t, "javax.activation.jar")
	case bind == "":
		judge.Missing(t, "jaxb-api.jar")
	default:
		path = append(path, activation, bind)
	}
	return strings.Join(path, string(os.PathListSeparator))
}

// first gives the first of the files that is there; "" for none.
func first(folder string, names []string) string {
	for _, n := range names {
		if _, err := os.Stat(folder + n); err == nil {
			return folder + n
		}
	}
	return ""
}

// preflight lets Apache PDFBox Preflight judge a file as PDF/A-1b.
func preflight(t *testing.T, classes, path string) (valid bool, said string) {
	t.Helper()
	cmd := exec.Command(judge.Tool(t, "java"), "-cp", classes, "org.apache.pdfbox.preflight.Validator_A1b", path)
	out, err := cmd.CombinedOutput()
	said = string(out)
	ok := strings.Contains(said, "is a valid PDF/A-1b file")
	if !ok && !strings.Contains(said, "is not valid") && !strings.Contains(said, "is not a valid") {
		t.Fatalf("Preflight gave no judgement: %v\n%s", err, said)
	}
	return ok && err == nil, said
}

// TestPreflight is the judge that counts: PDF/A-1b. That it judges at all is seen from
// files that it must refuse: PDF/A-2 with transparency, and dates or titles that differ.
func TestPreflight(t *testing.T) {
	judge.Tool(t, "java")
	with := classes(t)
	verdict := func(name string, file []byte) (bool, string) {
		path := filepath.Join(t.TempDir(), name+".pdf")
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		return preflight(t, with, path)
	}
	for name, d := range corpus(t) {
		if ok, said := verdict(name, write(t, d, pdf.A1)); !ok {
			t.Errorf("%s: %s", name, said)
		}
	}
	file := write(t, sample(t), pdf.A1)
	for name, bad := range map[string][]byte{
		"A2":    write(t, sample(t), pdf.A2),
		"date":  bytes.Replace(file, []byte("<xmp:CreateDate>2026-03-05T"), []byte("<xmp:CreateDate>2026-03-06T"), 1),
		"zone":  bytes.Replace(file, []byte("T00:00:00+08:00"), []byte("T00:00:00+07:00"), 1),
		"title": bytes.Replace(file, []byte("甲&amp;乙"), []byte("甲&amp;丙"), 1),
		"key":   bytes.Replace(file, []byte("/F 4"), []byte("/F 2"), 1),
	} {
		if bytes.Equal(bad, file) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if ok, _ := verdict(name, bad); ok {
			t.Errorf("%s: Preflight takes what is no PDF/A-1b", name)
		}
	}
}
