package write

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// putPart writes files (path → text) into the folder as a part, or as a site where it is nil.
func putPart(t *testing.T, root string, part *Part, files map[string]string) Result {
	t.Helper()
	d, err := Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	if part != nil {
		d.Part(*part)
	}
	fill(t, d, files)
	r, err := d.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func samplePart(index, count int) Part {
	return Part{Shard: plan.Shard{Index: index, Count: count}, Plan: source.Digest{1}, Program: "p", Content: source.Digest{2}, Theme: source.Digest{3},
		Date: "2026-07-01", Commit: "c"}
}

func holdsSite(t *testing.T, root string) bool {
	t.Helper()
	d, err := Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Abort()
	return d.HoldsSite()
}

func TestReadPartReadsWhatWasWritten(t *testing.T) {
	root := filepath.Join(t.TempDir(), "part")
	files := map[string]string{"a.html": "a", "b/c.html": "ccc"}
	want := samplePart(2, 7)
	want.Program, want.Commit = "a program\nof two lines", ""
	putPart(t, root, &want, files)
	got, entries, err := ReadPart(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(root, private, "manifest"))
	if err != nil {
		t.Fatal(err)
	}
	want.Program, want.Manifest = "a program of two lines", source.Sum(manifest)
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if len(entries) != 2 || entries[0].Path != "a.html" || !entries[1].Matches(3, source.Sum([]byte("ccc"))) || entries[1].Matches(2, source.Sum([]byte("ccc"))) ||
		entries[1].Matches(3, source.Sum([]byte("ccd"))) {
		t.Errorf("entries %v", entries)
	}
	os.WriteFile(filepath.Join(root, ".gitignore"), []byte("*"), 0o666)
	os.WriteFile(filepath.Join(root, "b", "mine"), []byte("mine"), 0o666)
	there, err := ListPart(os.DirFS(root))
	if err != nil || !maps.Equal(there, map[string]int64{"a.html": 1, "b/c.html": 3, "b/mine": 4}) {
		t.Errorf("ListPart gives %v, %v", there, err)
	}
}

func TestReadPartRefuses(t *testing.T) {
	files := map[string]string{"a.html": "a"}
	for name, tt := range map[string]struct {
		do   func(t *testing.T, root string)
		want error
	}{
		"an empty folder": {func(*testing.T, string) {}, ErrNoPart},
		"a whole site":    {func(t *testing.T, root string) { putPart(t, root, nil, files) }, ErrWhole},
		"a cut commit": {func(t *testing.T, root string) {
			p := samplePart(1, 2)
			putPart(t, root, &p, files)
			os.WriteFile(filepath.Join(root, private, "pending"), nil, 0o666)
		}, ErrCut},
		"a part with another's manifest": {func(t *testing.T, root string) {
			p, other := samplePart(1, 2), t.TempDir()
			putPart(t, root, &p, files)
			putPart(t, other, &p, map[string]string{"b.html": "b"})
			b, _ := os.ReadFile(filepath.Join(other, private, "manifest"))
			os.WriteFile(filepath.Join(root, private, "manifest"), b, 0o666)
		}, ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			tt.do(t, root)
			if _, _, err := ReadPart(os.DirFS(root)); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// Any change of a record's bytes is seen, or leaves a record that is another part's.
func TestReadPartSeesEveryChange(t *testing.T) {
	text := samplePart(2, 7).text()
	first, err := readPart(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range text {
		changed := slices.Clone(text)
		changed[i] ^= 1
		if p, err := readPart(changed); err == nil && p == first {
			t.Errorf("byte %d (%q) was changed unseen", i, text[i])
		}
		if p, err := readPart(text[:i]); err == nil {
			t.Errorf("a record cut after %d bytes is read as %+v", i, p)
		}
	}
	for _, bad := range []string{"", "\n", partMagic, string(text) + "\n", string(text) + "more 1\n", strings.ToUpper(string(text)), strings.ReplaceAll(string(text), "\n", "\r\n")} {
		if _, err := readPart([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// What the folder holds is what the last build made of it: a part becomes a whole site and
// another part, also where no file changes.
func TestAFolderIsWhatTheLastBuildMadeIt(t *testing.T) {
	files := map[string]string{"a.html": "a"}
	root, plain := filepath.Join(t.TempDir(), "x"), t.TempDir()
	if holdsSite(t, root) {
		t.Error("a new folder holds a site")
	}
	one, two := samplePart(1, 2), samplePart(2, 2)
	putPart(t, root, &one, files)
	if holdsSite(t, root) {
		t.Error("a part is a whole site")
	}
	if r := putPart(t, root, &two, files); r.Written != 0 {
		t.Errorf("%+v", r)
	}
	if p, _, err := ReadPart(os.DirFS(root)); err != nil || p.Shard != two.Shard {
		t.Errorf("the folder says %v, %v", p.Shard, err)
	}
	if r := putPart(t, root, nil, files); r.Written != 0 || r.Healed {
		t.Errorf("%+v", r)
	}
	if !holdsSite(t, root) {
		t.Error("a whole site is none")
	}
	putPart(t, plain, nil, files)
	if got, want := records(t, root), records(t, plain); !maps.Equal(got, want) {
		t.Errorf("the records are %v, want %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
	}
}

// records reads the writer's own files.
func records(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(filepath.Join(root, private))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(root, private, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(b)
	}
	return out
}

func TestAbortLeavesNoFolderWhereThereWasNone(t *testing.T) {
	for name, before := range map[string]bool{"none": false, "an empty one": true} {
		t.Run(name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "public")
			if before {
				if err := os.Mkdir(root, 0o777); err != nil {
					t.Fatal(err)
				}
			}
			d, err := Open(root, false)
			if err != nil {
				t.Fatal(err)
			}
			fill(t, d, map[string]string{"a/b.html": "x"})
			if err := d.Abort(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) == before {
				t.Errorf("folder before: %v; after: %v", before, err)
			}
		})
	}
}
