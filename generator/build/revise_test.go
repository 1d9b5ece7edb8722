package build

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/diag"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// preview builds a tree for the preview.
func preview(t *testing.T, files fstest.MapFS, tr *tree) (Result, *write.Memory) {
	t.Helper()
	var m write.Memory
	r, err := Site(context.Background(), Options{Content: files, Date: tr.day, Program: "test", Preview: true}, m.Draft())
	if err != nil {
		t.Fatal(err)
	}
	return r, &m
}

// TestRevisedPagesAreTheBuildsPages: what the preview shows at once is, byte for byte, what the
// build after it gives.
func TestRevisedPagesAreTheBuildsPages(t *testing.T) {
	tr := newTree(17)
	for range 20 {
		tr.add()
	}
	tr.write()
	paths := slices.Sorted(maps.Keys(tr.items))
	follower := ""
	for _, p := range paths {
		if strings.Contains(tr.items[p].extra, "follows") {
			follower = p
		}
	}
	if follower == "" {
		t.Fatal("no item follows another: the test shows too little")
	}
	for _, p := range []string{paths[0], follower} {
		for name, text := range map[string]string{
			"longer":  "\n\n## 二、补充\n\n又添了一段，见[另一件](" + tr.items[paths[1]].index + ")。\n",
			"a table": "\n\n| 甲 | 乙 |\n| - | - |\n| 1 | 2 |\n",
		} {
			t.Run(name, func(t *testing.T) {
				files := tr.files // the one that the first build holds is edited in place
				r, m := preview(t, files, tr)
				old := files[p]
				defer func() { files[p] = old }()
				files[p] = &fstest.MapFile{Data: append(bytes.Clone(old.Data), text...), Mode: 0o644}
				v, ok := r.Revise(p)
				if !ok || len(v.Outputs) != 3 {
					t.Fatal("not revised")
				}
				outs, found := v.Outputs, v.Findings
				m.Revise(outs)
				after, full := preview(t, files, tr)
				for _, o := range outs {
					got, err := m.Open(o.Path)
					want, err2 := full.Open(o.Path)
					if err != nil || err2 != nil {
						t.Fatal(err, err2)
					}
					if strings.HasSuffix(o.Path, ".txt") && !bytes.Contains(got, []byte("补充")) && !bytes.Contains(got, []byte("甲\t乙")) {
						t.Errorf("%s does not show the new text", o.Path)
					}
					// The summary, which lists show too, waits for the build.
					if tr.summary(got) != tr.summary(want) {
						continue
					}
					if !bytes.Equal(got, want) {
						t.Errorf("%s is\n%s\nwant\n%s", o.Path, got, want)
					}
				}
				if !slices.EqualFunc(found, after.Findings, func(a, b diag.Diagnostic) bool { return a.Rule == b.Rule && a.Place == b.Place }) {
					t.Errorf("found %v, want %v", found, after.Findings)
				}
			})
		}
	}
}

// summary gives what a page says of its summary.
func (t *tree) summary(page []byte) string {
	for _, head := range []string{`<meta name="Description" content="`, "内容概述：", `"summary": "`} {
		if _, rest, found := strings.Cut(string(page), head); found {
			line, _, _ := strings.Cut(rest, "\n")
			return line
		}
	}
	return ""
}

// TestOnlyATextIsRevised: what lists or other pages show, and what has errors, waits for the
// build.
func TestOnlyATextIsRevised(t *testing.T) {
	tr := newTree(19)
	p := slices.Sorted(maps.Keys(tr.items))[0]
	files := tr.files
	r, _ := preview(t, files, tr)
	old := files[p]
	edit := func(from, to string) {
		files[p] = &fstest.MapFile{Data: bytes.Replace(old.Data, []byte(from), []byte(to), 1), Mode: 0o644}
	}
	for name, change := range map[string]func(){
		"a title":        func() { edit("title: ", "title: 改 ") },
		"a date":         func() { edit("secrecy: pass", "secrecy: pass\nsecrecy_date: 2026-05-01") },
		"an error":       func() { edit("\n\n", "\n\n[点这里](javascript:alert(1))\n\n") },
		"no record":      func() { edit("---\n", "") },
		"a file gone":    func() { delete(files, p) },
		"secrecy failed": func() { edit("secrecy: pass", "secrecy: fail") },
	} {
		change()
		if _, ok := r.Revise(p); ok {
			t.Errorf("%s was shown at once", name)
		}
		files[p] = old
	}
	if _, ok := r.Revise("site.yaml"); ok {
		t.Error("site.yaml was shown at once")
	}
	if v, ok := r.Revise(p); !ok || v.Text != r.Text(p) {
		t.Error("the text as it was is not shown, or as another")
	}
	edit("\n\n", "\n\n又一段。\n\n")
	if v, ok := r.Revise(p); !ok || v.Text == r.Text(p) {
		t.Error("another text is not shown, or as the one that was")
	}
	if r.Text("site.yaml") != (source.Digest{}) {
		t.Error("site.yaml is an item's text")
	}
}
