package page

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/load"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/theme"
)

// uncompiled is an overlay of the whole default theme which stencil leaves to html/template: at
// each template's end stands something that is not compiled and writes nothing.
func uncompiled(tb testing.TB) fstest.MapFS {
	th, err := theme.Open(nil)
	if err != nil {
		tb.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, p := range th.Files(theme.Templates) {
		text, _ := th.File(p)
		out[p] = &fstest.MapFile{Data: append(bytes.Clone(text), `{{$left := slice "none" 0}}`...)}
	}
	return out
}

// TestSameAsHTMLTemplate: every page of every site is what html/template makes of the
// theme, and the default theme is compiled throughout.
func TestSameAsHTMLTemplate(t *testing.T) {
	sites := map[string]*model.Site{"sample": sample().site(), "empty": newMaker().site(), "boards": boarded().site(), "content": content(t, "2026-11-22", false), "preview": content(t, "2026-07-20", true)}
	overlay := uncompiled(t)
	for name, s := range sites {
		opt := Options{Preview: name == "preview", Walls: walls{site: s, pages: map[model.ID]int{"CZ-2026-00001": 2}}, Commit: "abc", Program: "gongkai <1>"}
		std, none := made(t, s, overlay, opt)
		if len(none) < len(wanted)/3 {
			t.Fatalf("%s: only %d templates are left to html/template: nothing to compare with", name, len(none))
		}
		got, some := made(t, s, nil, opt)
		if len(some) > 0 {
			t.Errorf("%s: not compiled:\n%s", name, strings.Join(some, "\n"))
		}
		if len(got) != len(std) || len(got) < 20 {
			t.Errorf("%s: %d outputs, want %d", name, len(got), len(std))
		}
		for p, text := range std {
			if got[p] != text {
				t.Errorf("%s: %s differs:\n%s", name, p, firstDifference(got[p], text))
			}
		}
	}
}

// made gives all outputs of a site, and what Set.Left says then.
func made(t *testing.T, s *model.Site, overlay fstest.MapFS, opt Options) (map[string]string, []string) {
	t.Helper()
	p := laid(t, overlay, opt)
	outs, err := plan.Outputs(s, []plan.Product{p})
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string, len(outs))
	for _, o := range outs {
		var buf bytes.Buffer
		if err := o.Render(&buf); err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		all[o.Path] = buf.String()
	}
	return all, p.set.Left()
}

// content is the site of the repository on a day.
func content(t *testing.T, today string, preview bool) *model.Site {
	t.Helper()
	r, err := load.Tree(os.DirFS("../../content"), load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Parts.Today, r.Parts.Preview = date(today), preview
	return model.New(r.Parts)
}
