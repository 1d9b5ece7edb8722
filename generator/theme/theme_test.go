package theme

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/font"
	"gongkai/generator/source"
)

func TestOverlayFileByFile(t *testing.T) {
	plain, err := Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	own, err := Open(fstest.MapFS{
		"assets/style.css":        {Data: []byte("body{}")},
		"assets/seal.svg":         {Data: []byte("<svg/>")},
		"assets/.hidden":          {Data: []byte("no")},
		"templates/own.html":      {Data: []byte("x")},
		"README.md":               {Data: []byte("not a part of the theme")},
		"templates/.git/HEAD":     {Data: []byte("no")},
		"templates/part/sub.html": {Data: []byte("y")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := own.File("assets/style.css"); string(b) != "body{}" {
		t.Errorf("the overlay's style.css does not win: %.20q", b)
	}
	if _, ok := own.File("assets/script.js"); !ok {
		t.Error("a file that the overlay leaves out is missing")
	}
	for _, p := range []string{"assets/seal.svg", "templates/own.html", "templates/part/sub.html"} {
		if _, ok := own.File(p); !ok {
			t.Errorf("%s of the overlay is missing", p)
		}
	}
	for _, p := range append(own.Files(Templates), own.Files(Assets)...) {
		if strings.Contains(p, "/.") || p == "README.md" {
			t.Errorf("%s is a part of the theme", p)
		}
	}
	if own.Digest == plain.Digest {
		t.Error("another theme has the same digest")
	}
	again, err := Open(nil)
	if err != nil || again.Digest != plain.Digest {
		t.Error("the same theme has another digest", err)
	}
}

func TestWrongFolderIsRefused(t *testing.T) {
	for name, wrong := range map[string]fstest.MapFS{
		"content":             {"content/site.yaml": {Data: []byte("title: x")}},
		"nothing":             {},
		"hidden files":        {"fonts/.DS_Store": {}, "assets/.gitkeep": {}},
		"a folder print.yaml": {"print.yaml/a.ttf": {Data: []byte("x")}},
	} {
		if _, err := Open(wrong); err == nil {
			t.Errorf("%s: a folder without a file of a theme is taken for one", name)
		}
	}
	for name, right := range map[string]fstest.MapFS{
		"print.yaml": {"print.yaml": {Data: []byte("fit: {least: 13}\n")}},
		"fonts":      {"fonts/own.ttf": {Data: []byte("x")}},
	} {
		if _, err := Open(right); err != nil {
			t.Errorf("a theme of %s alone: %v", name, err)
		}
	}
}

func TestPrintHasBothLayers(t *testing.T) {
	plain, err := Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	base, over := plain.Layers(Print)
	if len(base) == 0 || over != nil {
		t.Fatalf("the default theme alone has a print.yaml of %d bytes and an overlay of %q", len(base), over)
	}
	own, err := Open(fstest.MapFS{"print.yaml": {Data: []byte("fit: {least: 13}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	b, o := own.Layers(Print)
	if string(b) != string(base) || string(o) != "fit: {least: 13}\n" {
		t.Errorf("layers are %.20q and %q", b, o)
	}
	if f, _ := own.File(Print); string(f) != string(o) {
		t.Errorf("the overlay's print.yaml does not win: %.20q", f)
	}
	if own.Digest == plain.Digest {
		t.Error("another print.yaml gives the same digest")
	}
	if p, q := own.Layers("no/such"); p != nil || q != nil {
		t.Error("a file that is nowhere has bytes")
	}
}

// TestEmbeddedFontsAreFonts: the program carries the fonts of the default print.yaml.
func TestEmbeddedFontsAreFonts(t *testing.T) {
	th, err := Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, p := range th.Files(Fonts) {
		b, err := th.Font(p)
		if err != nil {
			t.Error(err)
		}
		if !strings.HasSuffix(p, ".ttf") {
			continue
		}
		n++
		f, err := font.Parse(b, 0)
		if err != nil {
			t.Errorf("%s: %v", p, err)
		} else if _, ok := f.Glyph('〇'); !ok {
			t.Errorf("%s has no 〇", p)
		}
	}
	if n < 3 {
		t.Errorf("the theme has %d fonts", n)
	}
}

// An openFS counts what is opened.
type openFS struct {
	fs.FS
	opened map[string]int
}

func (o openFS) Open(p string) (fs.File, error) {
	o.opened[p]++
	return o.FS.Open(p)
}

func TestFontsAreReadWhenAsked(t *testing.T) {
	files := fstest.MapFS{
		"fonts/own.ttf":                 {Data: []byte("first")},
		"fonts/NotoSerifSC-Regular.ttf": {Data: []byte("mine")},
	}
	layer := openFS{files, map[string]int{}}
	th, err := Open(layer)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := th.File("fonts/own.ttf"); ok {
		t.Error("File gives a font, which is to be read when it is asked for")
	}
	if !slices.Contains(th.Files(Fonts), "fonts/own.ttf") || !slices.Contains(th.Files(Fonts), "fonts/NotoSansSC-Bold.ttf") {
		t.Errorf("the fonts are %q", th.Files(Fonts))
	}
	before := layer.opened["fonts/own.ttf"]
	b, err := th.Font("fonts/own.ttf")
	if err != nil || string(b) != "first" || layer.opened["fonts/own.ttf"] != before+1 {
		t.Errorf("%q, %v, opened %d times", b, err, layer.opened["fonts/own.ttf"]-before)
	}
	if b, _ := th.Font("fonts/NotoSerifSC-Regular.ttf"); string(b) != "mine" {
		t.Errorf("the overlay's font does not win: %d bytes", len(b))
	}
	for _, p := range []string{"fonts/none.ttf", "assets/style.css", "../themes.go", "", "/etc/passwd"} {
		if _, err := th.Font(p); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", p, err)
		}
	}
}

func TestDigestCoversFonts(t *testing.T) {
	sums := map[source.Digest]string{}
	for name, files := range map[string]fstest.MapFS{
		"one":            {"fonts/a.ttf": {Data: []byte("aaaa")}},
		"other bytes":    {"fonts/a.ttf": {Data: []byte("aaab")}},
		"other name":     {"fonts/b.ttf": {Data: []byte("aaaa")}},
		"in place":       {"fonts/NotoSansSC-Bold.ttf": {Data: []byte("aaaa")}},
		"under two":      {"fonts/a.ttf": {Data: []byte("aaaa")}, "fonts/b.ttf": {Data: []byte("aaaa")}},
		"not a font yet": {"assets/a.ttf": {Data: []byte("aaaa")}},
	} {
		th, err := Open(files)
		if err != nil {
			t.Fatal(err)
		}
		if same, taken := sums[th.Digest]; taken {
			t.Errorf("%q and %q have one digest", name, same)
		}
		sums[th.Digest] = name
		if again, err := Open(files); err != nil || again.Digest != th.Digest {
			t.Errorf("%q has two digests: %v", name, err)
		}
	}
}

// A font that cannot be read is an error of the machine, not a theme without it.
func TestUnreadableFont(t *testing.T) {
	_, err := Open(brokenFS{fstest.MapFS{"fonts/a.ttf": {Data: []byte("x")}}})
	if !errors.Is(err, fs.ErrPermission) {
		t.Error(err)
	}
}

type brokenFS struct{ fs.FS }

func (b brokenFS) Open(p string) (fs.File, error) {
	if strings.HasSuffix(p, ".ttf") {
		return nil, fs.ErrPermission
	}
	return b.FS.Open(p)
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(nil); err != nil {
			b.Fatal(err)
		}
	}
}
