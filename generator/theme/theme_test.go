package theme

import (
	"strings"
	"testing"
	"testing/fstest"
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
	if _, err := Open(fstest.MapFS{"content/site.yaml": {Data: []byte("title: x")}}); err == nil {
		t.Error("a folder without templates/ and assets/ is taken for a theme")
	}
}
