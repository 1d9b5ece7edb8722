package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/merge"
	"gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// open opens a folder to write into.
func open(t *testing.T, root string) *write.Dir {
	t.Helper()
	d, err := write.Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// shards builds each of count shards below root, and gives their folders.
func shards(t *testing.T, o Options, root string, count int) (folders []merge.Folder, rendered int) {
	t.Helper()
	for i := 1; i <= count; i++ {
		name := filepath.Join(root, fmt.Sprint(i))
		r, err := Shard(context.Background(), o, plan.Shard{Index: i, Count: count}, open(t, name))
		if err != nil {
			t.Fatal(err)
		}
		rendered += r.Outputs
		if r.Write.Written+r.Write.Kept != r.Outputs {
			t.Errorf("shard %d/%d writes and keeps %d and %d files of %d", i, count, r.Write.Written, r.Write.Kept, r.Outputs)
		}
		folders = append(folders, merge.Folder{Name: fmt.Sprint(i), Files: os.DirFS(name)})
	}
	return folders, rendered
}

// join merges folders into a folder.
func join(t *testing.T, folders []merge.Folder, root string) write.Result {
	t.Helper()
	p, err := merge.Check(folders)
	if err != nil {
		t.Fatal(err)
	}
	r, err := merge.Site(context.Background(), p, open(t, root), 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// equal wants two folders to hold the same files, the writer's records too.
func equal(t *testing.T, got, want string) {
	t.Helper()
	have, wanted := files(t, got), files(t, want)
	if !slices.Equal(slices.Sorted(maps.Keys(have)), slices.Sorted(maps.Keys(wanted))) {
		t.Errorf("the folders hold %d and %d files", len(have), len(wanted))
	}
	for p, b := range wanted {
		if !bytes.Equal(have[p], b) {
			t.Errorf("%s differs", p)
		}
	}
}

// TestShardsMergedEqualTheWhole holds the law of shards: merged they are byte for byte what
// one build writes, its manifest too, and the next build has nothing to do.
func TestShardsMergedEqualTheWhole(t *testing.T) {
	for name, folder := range map[string]string{"small": "../e2e/testdata/sites/small", "content": "../../content"} {
		t.Run(name, func(t *testing.T) {
			if name == "content" && testing.Short() {
				t.Skip("SKIPPED: the whole of content/ three times takes long under the race detector")
			}
			dir := t.TempDir()
			day, _ := calendar.Make(2026, 11, 22)
			o := Options{Content: os.DirFS(folder), Date: day, Program: "test", Commit: "c0"}
			whole := filepath.Join(dir, "whole")
			r, err := Site(context.Background(), o, open(t, whole))
			if err != nil {
				t.Fatal(err)
			}
			if r.Outputs != r.Planned || r.Outputs < 20 {
				t.Fatalf("%d outputs of %d", r.Outputs, r.Planned)
			}
			pdfs := 0
			for p := range files(t, whole) {
				if strings.HasSuffix(p, ".pdf") {
					pdfs++
				}
			}
			if pdfs == 0 {
				t.Error("the site has no sheets: the test shows too little")
			}
			for _, count := range []int{2, 7} {
				folders, rendered := shards(t, o, filepath.Join(dir, fmt.Sprint("parts", count)), count)
				if rendered != r.Outputs {
					t.Errorf("%d shards render %d outputs, want %d", count, rendered, r.Outputs)
				}
				slices.Reverse(folders) // their order does not matter
				out := filepath.Join(dir, fmt.Sprint("out", count))
				join(t, folders, out)
				equal(t, out, whole)
				next, err := Site(context.Background(), o, open(t, out))
				if err != nil || next.Write.Written != 0 || next.Write.Removed != 0 || next.Write.Kept != r.Outputs || next.Write.Healed {
					t.Errorf("the build after merging %d shards: %+v, %v", count, next.Write, err)
				}
				equal(t, out, whole)
			}
		})
	}
}

// TestShardsAreIncremental: after an edit the shards, built over their last ones and merged
// over the last site, are again what one build writes.
func TestShardsAreIncremental(t *testing.T) {
	tr := newTree(3)
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	options := func() Options { return Options{Content: tr.files, Date: tr.day, Program: "test"} }
	folders, _ := shards(t, options(), dir, 3)
	join(t, folders, site)
	kept := 0
	for n := range 6 {
		tr.items[tr.some()].body = tr.sentence()
		if n%2 == 1 {
			tr.add()
		}
		tr.write()
		whole := filepath.Join(dir, fmt.Sprint("whole", n))
		if _, err := Site(context.Background(), options(), open(t, whole)); err != nil {
			t.Fatal(err)
		}
		folders, _ = shards(t, options(), dir, 3)
		kept += join(t, folders, site).Kept
		equal(t, site, whole)
	}
	if kept == 0 {
		t.Error("merging kept no file: the test shows too little")
	}
}

// TestShardsOfOtherSitesAreRefused: whatever can make two builds differ makes their shards
// refuse each other, and the words say what it was.
func TestShardsOfOtherSitesAreRefused(t *testing.T) {
	tr := newTree(5)
	base := Options{Content: tr.files, Date: tr.day, Program: "p1", Commit: "c1"}
	edited := fstest.MapFS(maps.Clone(tr.files))
	path := slices.Sorted(maps.Keys(tr.items))[0]
	edited[path] = &fstest.MapFile{Data: append(bytes.Clone(tr.files[path].Data), "\n补充一段。\n"...), Mode: 0o644}
	config := fstest.MapFS(maps.Clone(tr.files))
	config["site.yaml"] = &fstest.MapFile{Data: bytes.Replace(tr.files["site.yaml"].Data, []byte("page_size: 5"), []byte("page_size: 6"), 1), Mode: 0o644}
	for name, tt := range map[string]struct {
		change func(*Options)
		words  string
	}{
		"the same":        {func(*Options) {}, ""},
		"program":         {func(o *Options) { o.Program = "p2" }, "程序的版本不同"},
		"an item":         {func(o *Options) { o.Content = edited }, "内容不同"},
		"a configuration": {func(o *Options) { o.Content = config }, "内容不同"},
		"theme":           {func(o *Options) { o.Theme = fstest.MapFS{"assets/own.css": {Data: []byte("/* own */")}} }, "主题不同"},
		"day":             {func(o *Options) { o.Date = o.Date.AddDays(1) }, "--date"},
		"commit":          {func(o *Options) { o.Commit = "c2" }, "--commit"},
		"preview":         {func(o *Options) { o.Preview = true }, "不是同一个网站"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			other := base
			tt.change(&other)
			var folders []merge.Folder
			for i, o := range []Options{base, other} {
				root := filepath.Join(dir, fmt.Sprint(i))
				if _, err := Shard(context.Background(), o, plan.Shard{Index: i + 1, Count: 2}, open(t, root)); err != nil {
					t.Fatal(err)
				}
				folders = append(folders, merge.Folder{Name: fmt.Sprint(i), Files: os.DirFS(root)})
			}
			_, err := merge.Check(folders)
			if tt.words == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var refused *merge.RefusedError
			if !errors.As(err, &refused) || !strings.Contains(refused.Words.ZH, tt.words) {
				t.Errorf("got %v, want words with %s", err, tt.words)
			}
		})
	}
}

// TestAShardJudgesEverything: an error in an item of no shard's own stops every shard, and
// its folder stays as it was.
func TestAShardJudgesEverything(t *testing.T) {
	tr := newTree(11)
	path := slices.Sorted(maps.Keys(tr.items))[0]
	tr.put(path, strings.Replace(string(tr.files[path].Data), "secrecy: pass", "secrecy: fail", 1))
	for i := 1; i <= 3; i++ {
		root := filepath.Join(t.TempDir(), "part")
		r, err := Shard(context.Background(), Options{Content: tr.files, Date: tr.day}, plan.Shard{Index: i, Count: 3}, open(t, root))
		if !errors.Is(err, ErrFindings) || len(r.Findings) == 0 {
			t.Errorf("shard %d: %v", i, err)
		}
		if _, err := os.Stat(root); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("shard %d left its folder", i)
		}
	}
}

// TestAShardRendersOnlyItsOwn counts what reaches the folder by name, not by the writer's word.
func TestAShardRendersOnlyItsOwn(t *testing.T) {
	tr := newTree(13)
	root := t.TempDir()
	shard := plan.Shard{Index: 2, Count: 5}
	r, err := Shard(context.Background(), Options{Content: tr.files, Date: tr.day}, shard, open(t, root))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for p := range files(t, root) {
		if strings.HasPrefix(p, ".gongkai/") {
			continue
		}
		n++
		if sum := source.Sum([]byte(p)); !shard.Owns(p) {
			t.Errorf("%s (%s) is not of shard %s", p, sum.Short(), shard)
		}
	}
	if n != r.Outputs || n == 0 || n >= r.Planned {
		t.Errorf("the folder holds %d files; the build says %d of %d", n, r.Outputs, r.Planned)
	}
}
