package merge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// site is the plan of the tests: path → text, which is also what its key is made from.
func site() map[string]string {
	out := map[string]string{"index.html": "home", "empty.txt": "", "big.bin": strings.Repeat("0123456789abcdef", 1<<17)}
	for i := range 40 {
		out[fmt.Sprintf("items/A-%d/A-%d-%02d.html", i%3, i%3, i)] = fmt.Sprint("item ", i)
	}
	return out
}

// outputs plans the texts.
func outputs(texts map[string]string) (outs []plan.Output) {
	for _, p := range slices.Sorted(maps.Keys(texts)) {
		outs = append(outs, plan.Output{Path: p, Key: source.Sum([]byte(texts[p])), Render: func(w io.Writer) error {
			_, err := io.WriteString(w, texts[p])
			return err
		}})
	}
	return outs
}

// put writes outputs into a folder, as a part if one is given.
func put(t *testing.T, root string, outs []plan.Output, part *write.Part) {
	t.Helper()
	d, err := write.Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	if part != nil {
		d.Part(*part)
	}
	if err := d.Begin(outs); err != nil {
		t.Fatal(err)
	}
	for i := range outs {
		if d.Keep(i) {
			continue
		}
		if err := d.Put(i); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Commit(); err != nil {
		t.Fatal(err)
	}
}

// made writes the parts of a plan to dir/1 … dir/count.
func made(t *testing.T, dir string, count int, change func(*write.Part)) {
	t.Helper()
	outs := outputs(site())
	for i := 1; i <= count; i++ {
		p := write.Part{Shard: plan.Shard{Index: i, Count: count}, Plan: plan.Digest(outs), Program: "p", Date: "2026-07-01"}
		if change != nil {
			change(&p)
		}
		put(t, filepath.Join(dir, fmt.Sprint(i)), p.Shard.Of(outs), &p)
	}
}

// folders opens parts by their names below dir.
func folders(dir string, names ...string) (out []Folder) {
	for _, n := range names {
		out = append(out, Folder{n, os.DirFS(filepath.Join(dir, n))})
	}
	return out
}

// merged checks the parts and merges them into dir/out.
func merged(t *testing.T, dir string, names ...string) error {
	t.Helper()
	p, err := Check(folders(dir, names...))
	if err != nil {
		return err
	}
	sink, err := write.Open(filepath.Join(dir, "out"), false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Site(context.Background(), p, sink, 0, nil)
	return err
}

// tree reads all files below a folder; none where it is not there.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(root, p)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

func TestPartsMakeTheWhole(t *testing.T) {
	for _, count := range []int{1, 2, 3, 60} { // of 60 some are empty
		dir := t.TempDir()
		made(t, dir, count, nil)
		var names []string
		for i := count; i >= 1; i-- {
			names = append(names, fmt.Sprint(i))
		}
		if err := merged(t, dir, names...); err != nil {
			t.Fatalf("%d parts: %v", count, err)
		}
		put(t, filepath.Join(dir, "whole"), outputs(site()), nil)
		if got, want := tree(t, filepath.Join(dir, "out")), tree(t, filepath.Join(dir, "whole")); !maps.Equal(got, want) {
			t.Errorf("%d parts: %d files, want %d, or other bytes", count, len(got), len(want))
		}
	}
}

func TestMergingAgainTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	made(t, dir, 3, nil)
	if err := merged(t, dir, "1", "2", "3"); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(filepath.Join(dir, "out", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Check(folders(dir, "1", "2", "3"))
	if err != nil {
		t.Fatal(err)
	}
	sink, err := write.Open(filepath.Join(dir, "out"), false)
	if err != nil {
		t.Fatal(err)
	}
	var last, total int
	r, err := Site(context.Background(), p, sink, 1, func(done, of int) { last, total = done, of })
	if err != nil || r.Written != 0 || r.Removed != 0 || r.Kept != len(site()) {
		t.Errorf("%+v, %v", r, err)
	}
	if last != p.Len() || total != p.Len() {
		t.Errorf("the progress ends at %d of %d, want %d", last, total, p.Len())
	}
	if after, err := os.Stat(filepath.Join(dir, "out", "index.html")); err != nil || !os.SameFile(before, after) {
		t.Error("a file that did not change was written again")
	}
}

// mine gives a path of the part, with more than 4 bytes where it can.
func mine(index, count int) string {
	for _, o := range outputs(site()) {
		if (plan.Shard{Index: index, Count: count}).Owns(o.Path) && strings.HasPrefix(o.Path, "items/") {
			return o.Path
		}
	}
	return ""
}

func TestRefusals(t *testing.T) {
	file := func(dir, part, p string) string { return filepath.Join(dir, part, filepath.FromSlash(p)) }
	overwrite := func(t *testing.T, name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	edit := func(t *testing.T, name, old, new string) {
		t.Helper()
		b, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(b), old) {
			t.Fatalf("%s does not hold %q: %v", name, old, err)
		}
		overwrite(t, name, strings.Replace(string(b), old, new, 1))
	}
	path := mine(2, 3)
	for name, tt := range map[string]struct {
		parts  string // "1 2 3" where empty
		change func(t *testing.T, dir string)
		words  []string
	}{
		"one missing":   {parts: "1 3", words: []string{"共 3 份", "缺 1 份", "第 2 份"}},
		"two missing":   {parts: "2", words: []string{"缺 2 份", "第 1  3 份"}},
		"one twice":     {parts: "1 2 2 3", words: []string{"2 和 2 都是第 2/3 份"}},
		"a copy of one": {parts: "1 copy 3", change: func(t *testing.T, dir string) { cp(t, dir, "1", "copy") }, words: []string{"1 和 copy 都是第 1/3 份"}},
		"none":          {parts: " ", words: []string{"没有分片"}},
		"another n": {parts: "1 2 of2", change: func(t *testing.T, dir string) {
			other := t.TempDir()
			made(t, other, 2, nil)
			cpFrom(t, filepath.Join(other, "2"), filepath.Join(dir, "of2"))
		}, words: []string{"份数不一样", "1/3", "of2 是 2/2"}},
		"another plan": {parts: "1 other 3", change: func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "other"), nil, &write.Part{Shard: plan.Shard{Index: 2, Count: 3}, Program: "p", Date: "2026-07-02"})
		}, words: []string{"1 和 other 不是同一个网站", "2026-07-01 和 2026-07-02"}},
		"another hour": {parts: "1 other 3", change: func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "other"), nil, &write.Part{Shard: plan.Shard{Index: 2, Count: 3}, Program: "p", Date: "2026-07-01"})
		}, words: []string{"时刻或电脑上的字体"}},
		"a whole site": {parts: "1 whole 3", change: func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "whole"), outputs(site()), nil)
		}, words: []string{"whole 是整个网站"}},
		"no part": {parts: "1 2 plain", change: func(t *testing.T, dir string) {
			if err := os.Mkdir(filepath.Join(dir, "plain"), 0o777); err != nil {
				t.Fatal(err)
			}
		}, words: []string{"plain 不是分片", ".gongkai/shard"}},
		"a cut build": {change: func(t *testing.T, dir string) { overwrite(t, file(dir, "2", ".gongkai/pending"), "") }, words: []string{"2 没有写完"}},
		"other bytes, same size": {change: func(t *testing.T, dir string) { edit(t, file(dir, "2", path), "item", "ITEM") },
			words: []string{"2 里的 " + path + " 坏了"}},
		"another size":   {change: func(t *testing.T, dir string) { edit(t, file(dir, "2", path), "item", "it") }, words: []string{"2 里的 " + path + " 坏了"}},
		"a file missing": {change: func(t *testing.T, dir string) { os.Remove(file(dir, "2", path)) }, words: []string{"2 里少了 1 个文件", path}},
		"a file too many": {change: func(t *testing.T, dir string) { overwrite(t, file(dir, "3", "mine.txt"), "mine") },
			words: []string{"3 里有 1 个不属于这个分片的文件", "mine.txt"}},
		"another part's file": {change: func(t *testing.T, dir string) {
			if err := os.MkdirAll(filepath.Dir(file(dir, "1", path)), 0o777); err != nil {
				t.Fatal(err)
			}
			overwrite(t, file(dir, "1", path), "item")
		}, words: []string{"1 里有 1 个不属于", path}},
		"a link in a file's place": {change: func(t *testing.T, dir string) {
			away := filepath.Join(dir, "away")
			if err := os.Rename(file(dir, "2", path), away); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(away, file(dir, "2", path)); err != nil {
				t.Skip("SKIPPED: no symbolic links here")
			}
		}, words: []string{"2 里的 " + path + " 坏了"}},
		"no manifest":     {change: func(t *testing.T, dir string) { os.Remove(file(dir, "2", ".gongkai/manifest")) }, words: []string{"2 的清单坏了"}},
		"manifest edited": {change: func(t *testing.T, dir string) { edit(t, file(dir, "2", ".gongkai/manifest"), path, path+"x") }, words: []string{"2 的清单坏了"}},
		"record edited":   {change: func(t *testing.T, dir string) { edit(t, file(dir, "2", ".gongkai/shard"), "date 2026", "date 2025") }, words: []string{"2026-07-01 和 2025-07-01"}},
		"record cut":      {change: func(t *testing.T, dir string) { edit(t, file(dir, "2", ".gongkai/shard"), "manifest ", "") }, words: []string{"2 的清单坏了"}},
		"another version": {change: func(t *testing.T, dir string) { edit(t, file(dir, "2", ".gongkai/shard"), "shard 1", "shard 9") }, words: []string{"2 的清单坏了"}},
		"an output less, well recorded": {change: func(t *testing.T, dir string) {
			outs := outputs(site())
			s := plan.Shard{Index: 2, Count: 3}
			put(t, filepath.Join(dir, "2"), s.Of(outs)[1:], &write.Part{Shard: s, Plan: plan.Digest(outs), Program: "p", Date: "2026-07-01"})
		}, words: []string{"不是整个网站"}},
		"an output in another part, well recorded": {change: func(t *testing.T, dir string) {
			outs := outputs(site())
			one, two := plan.Shard{Index: 1, Count: 3}, plan.Shard{Index: 2, Count: 3}
			moved := two.Of(outs)
			more := append(one.Of(outs), moved[0])
			slices.SortFunc(more, func(a, b plan.Output) int { return strings.Compare(a.Path, b.Path) })
			put(t, filepath.Join(dir, "1"), more, &write.Part{Shard: one, Plan: plan.Digest(outs), Program: "p", Date: "2026-07-01"})
			put(t, filepath.Join(dir, "2"), moved[1:], &write.Part{Shard: two, Plan: plan.Digest(outs), Program: "p", Date: "2026-07-01"})
		}, words: []string{"1 里有 1 个不属于这个分片的文件"}},
		"an output of another key, well recorded": {change: func(t *testing.T, dir string) {
			outs := outputs(site())
			s := plan.Shard{Index: 2, Count: 3}
			sum := plan.Digest(outs)
			mine := s.Of(outs)
			mine[0].Key[0]++
			put(t, filepath.Join(dir, "2"), mine, &write.Part{Shard: s, Plan: sum, Program: "p", Date: "2026-07-01"})
		}, words: []string{"不是整个网站"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, standing := range []bool{false, true} {
				dir := t.TempDir()
				made(t, dir, 3, nil)
				if standing {
					put(t, filepath.Join(dir, "out"), outputs(map[string]string{"index.html": "old", "gone.html": "old"}), nil)
				}
				if tt.change != nil {
					tt.change(t, dir)
				}
				before := tree(t, filepath.Join(dir, "out"))
				parts := tt.parts
				if parts == "" {
					parts = "1 2 3"
				}
				err := merged(t, dir, strings.Fields(parts)...)
				var refused *RefusedError
				if !errors.As(err, &refused) {
					t.Fatalf("got %v", err)
				}
				for _, w := range tt.words {
					if !strings.Contains(refused.Words.ZH, w) {
						t.Errorf("%q does not say %q", refused.Words.ZH, w)
					}
				}
				if strings.Contains(refused.Words.EN, "%!") || strings.ContainsAny(refused.Words.EN, "的份") {
					t.Errorf("English: %q", refused.Words.EN)
				}
				if after := tree(t, filepath.Join(dir, "out")); !maps.Equal(before, after) {
					t.Errorf("the folder changed: %d files before, %d after", len(before), len(after))
				}
				if _, err := os.Stat(filepath.Join(dir, "out")); !standing && !errors.Is(err, fs.ErrNotExist) {
					t.Error("a folder was left where there was none")
				}
			}
		})
	}
}

// cp copies a part beside itself.
func cp(t *testing.T, dir, from, to string) {
	t.Helper()
	cpFrom(t, filepath.Join(dir, from), filepath.Join(dir, to))
}

func cpFrom(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// TestADamagedFileIsFoundOverASiteThatHasIt: a file that the site holds from the same key
// is read all the same.
func TestADamagedFileIsFoundOverASiteThatHasIt(t *testing.T) {
	dir := t.TempDir()
	made(t, dir, 2, nil)
	if err := merged(t, dir, "1", "2"); err != nil {
		t.Fatal(err)
	}
	before := tree(t, filepath.Join(dir, "out"))
	p := filepath.Join(dir, "1", filepath.FromSlash(mine(1, 2)))
	b, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	b[0] ^= 1
	if err := os.WriteFile(p, b, 0o666); err != nil {
		t.Fatal(err)
	}
	var refused *RefusedError
	if err := merged(t, dir, "1", "2"); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
	if !maps.Equal(before, tree(t, filepath.Join(dir, "out"))) {
		t.Error("the site changed")
	}
}

func TestStrangersInTheSiteStopTheMerge(t *testing.T) {
	dir := t.TempDir()
	made(t, dir, 2, nil)
	if err := os.MkdirAll(filepath.Join(dir, "out"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "out", "index.html"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	var stranger *write.StrangerError
	if err := merged(t, dir, "1", "2"); !errors.As(err, &stranger) || !slices.Equal(stranger.Paths, []string{"index.html"}) {
		t.Errorf("got %v", err)
	}
	got := tree(t, filepath.Join(dir, "out"))
	if want := map[string]string{"index.html": "mine"}; !maps.Equal(got, want) {
		t.Errorf("the folder holds %v", slices.Sorted(maps.Keys(got)))
	}
}

func TestACancelledMergeLeavesTheSite(t *testing.T) {
	dir := t.TempDir()
	made(t, dir, 2, nil)
	p, err := Check(folders(dir, "1", "2"))
	if err != nil {
		t.Fatal(err)
	}
	sink, err := write.Open(filepath.Join(dir, "out"), false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Site(ctx, p, sink, 2, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := tree(t, filepath.Join(dir, "out")); len(got) > 0 {
		t.Errorf("the folder holds %d files", len(got))
	}
}
