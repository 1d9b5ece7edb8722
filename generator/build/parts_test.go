package build

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// large gives a tree whose catalogue, and one department's, are in parts.
func large(seed int64) *tree {
	t := newTree(seed)
	t.put("site.yaml", string(t.files["site.yaml"].Data)+"catalog_file_rows: 100\n")
	for i := range 140 {
		dept := 1
		if i%8 == 0 {
			dept = 2
		}
		day := t.day.AddDays(-i * 5)
		t.items[fmt.Sprintf("%s/%d/%05d/index.md", offices[dept], day.Year, 500+i)] = &entry{
			index: fmt.Sprintf("D%d-%d-%05d", dept, day.Year, 500+i), title: fmt.Sprintf("第%d件", i), category: t.category(), body: "说明。", published: day}
	}
	t.write()
	return t
}

// A site whose catalogue is in parts: incremental equals clean, also where an edit brings
// the catalogue below the limit and back.
func TestIncrementalEqualsCleanInParts(t *testing.T) {
	tr := large(3)
	root := filepath.Join(t.TempDir(), "public")
	tr.build(t, root, false)
	whole, cut := "catalog_file_rows: 1000", "catalog_file_rows: 100"
	limit := func(from, to string) func(*tree) string {
		return func(t *tree) string {
			t.put("site.yaml", strings.Replace(string(t.files["site.yaml"].Data), from+"\n", to+"\n", 1))
			return to
		}
	}
	nth := func(t *tree, n int) *entry { return t.items[slices.Sorted(maps.Keys(t.items))[n]] }
	title := func(t *tree) string { nth(t, 40).title += "（修订）"; return "title" }
	correction := func(t *tree) string {
		nth(t, 90).extra = "changes:\n  - {date: 2026-05-31, what: 更正一处数字, approved_by: 组长, kind: correction}\n"
		return "correction"
	}
	withdrawal := func(t *tree) string {
		nth(t, 60).extra = "withdrawn: {date: 2026-05-30, reason: 内容有误, approval: 组长}\n"
		return "withdrawal"
	}
	todo := []func(*tree) string{title, limit(cut, whole), withdrawal, limit(whole, cut), edits[0], correction, edits[5], edits[8], title}
	if testing.Short() { // under the race detector
		todo = todo[:4]
	}
	least, made := len(todo), 0
	for n, edit := range todo {
		old := tr.snapshot()
		did := edit(tr)
		tr.write()
		if _, ok := tr.build(t, root, false); !ok {
			*tr = old
			continue
		}
		made++
		clean := filepath.Join(t.TempDir(), "clean")
		tr.build(t, clean, true)
		have, want := files(t, root), files(t, clean)
		if !maps.EqualFunc(have, want, bytes.Equal) {
			for p, b := range want {
				if !bytes.Equal(have[p], b) {
					t.Errorf("edit %d (%s): %s differs from a clean build", n, did, p)
				}
			}
			for p := range have {
				if _, ok := want[p]; !ok {
					t.Errorf("edit %d (%s): %s is left over", n, did, p)
				}
			}
		}
		inParts := strings.Contains(string(tr.files["site.yaml"].Data), cut+"\n")
		if _, one := have["catalog/catalog.csv"]; one == inParts {
			t.Errorf("edit %d (%s): the whole catalogue is one file: %v", n, did, one)
		}
	}
	if made < least {
		t.Errorf("only %d edits were built", made)
	}
}

// A title's change on such a site writes the parts that show it and no other file of the
// catalogue.
func TestATitlesChangeWritesItsParts(t *testing.T) {
	tr := large(5)
	root := filepath.Join(t.TempDir(), "public")
	tr.build(t, root, false)
	before := files(t, root)
	var p string
	for _, at := range slices.Sorted(maps.Keys(tr.items)) {
		if strings.HasPrefix(at, "shuiwu/") && tr.items[at].published.Year == 2025 {
			p = at
		}
	}
	tr.items[p].title = "改过的标题"
	tr.write()
	tr.build(t, root, false)
	var got []string
	for name, text := range files(t, root) {
		ext := path.Ext(name)
		if strings.HasPrefix(name, "catalog/") && ext != ".html" && !bytes.Equal(before[name], text) {
			got = append(got, name)
		}
	}
	slices.Sort(got)
	want := []string{"catalog/changes-2025.csv", "catalog/changes-2025.json", "catalog/changes-2025.xlsx",
		"catalog/departments/shuiwu/2025.csv", "catalog/departments/shuiwu/2025.json", "catalog/departments/shuiwu/2025.jsonld", "catalog/departments/shuiwu/2025.xlsx"}
	if !slices.Equal(got, want) {
		t.Errorf("written again: %v, want %v", got, want)
	}
}

// What pages link to below catalog/ is there, and the shards of such a site are the whole.
func TestPartsAreLinkedAndSharded(t *testing.T) {
	tr := large(9)
	root := filepath.Join(t.TempDir(), "public")
	tr.build(t, root, false)
	all := files(t, root)
	links, found := regexp.MustCompile(`href="([^"#:]*catalog/[^"#]*)`), 0
	for name, text := range all {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, m := range links.FindAllSubmatch(text, -1) {
			at := strings.TrimPrefix(path.Join("/", path.Dir(name), string(m[1])), "/")
			found++
			if _, ok := all[at]; !ok && name != "404.html" {
				t.Errorf("%s leads to %s, which is not there", name, at)
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d links", found)
	}
	o := Options{Content: tr.files, Date: tr.day, Program: "test", Commit: "c0"}
	folders, _ := shards(t, o, t.TempDir(), 3)
	out := filepath.Join(t.TempDir(), "out")
	join(t, folders, out)
	equal(t, out, root)
}
