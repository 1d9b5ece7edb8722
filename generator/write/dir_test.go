package write

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// put builds files (path → text) into the folder; a text's key is its digest.
func put(t *testing.T, root string, fresh bool, files map[string]string) (Result, error) {
	t.Helper()
	d, err := Open(root, fresh)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, d, files)
	return d.Commit()
}

// fill keeps or puts the files.
func fill(t *testing.T, d *Dir, files map[string]string) {
	t.Helper()
	var outs []plan.Output
	for _, p := range slices.Sorted(maps.Keys(files)) {
		outs = append(outs, output(p, files[p], files[p]))
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
}

// output makes an output of a text, with the digest of key.
func output(p, key, text string) plan.Output {
	return plan.Output{Path: p, Key: source.Sum([]byte(key)), Render: func(w io.Writer) error { _, err := io.WriteString(w, text); return err }}
}

// tree reads what a visitor can see below the folder.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		rel = filepath.ToSlash(rel)
		if rel == private {
			return fs.SkipDir
		}
		if e.IsDir() {
			return nil
		}
		data, err := os.ReadFile(p)
		out[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func want(t *testing.T, root string, files map[string]string) {
	t.Helper()
	if got := tree(t, root); !reflect.DeepEqual(got, files) {
		t.Errorf("the folder holds %v, want %v", brief(got), brief(files))
	}
}

// brief gives the files with no more than the beginning of their texts.
func brief(files map[string]string) map[string]string {
	out := map[string]string{}
	for p, text := range files {
		out[p] = text[:min(len(text), 20)]
	}
	return out
}

func TestCommitWritesChangesAndPrunes(t *testing.T) {
	root := filepath.Join(t.TempDir(), "public")
	a := map[string]string{"index.html": "1", "items/A/1.html": "a", "items/B/2.html": "b", "x/y/z.html": "z"}
	if _, err := put(t, root, false, a); err != nil {
		t.Fatal(err)
	}
	want(t, root, a)
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	for p := range a {
		if err := os.Chtimes(filepath.Join(root, p), old, old); err != nil {
			t.Fatal(err)
		}
	}
	b := map[string]string{"index.html": "2", "items/A/1.html": "a", "items/C/3.html": "c"}
	r, err := put(t, root, false, b)
	if err != nil {
		t.Fatal(err)
	}
	if r.Written != 2 || r.Kept != 1 || r.Removed != 2 {
		t.Errorf("%+v", r)
	}
	want(t, root, b)
	if info, _ := os.Stat(filepath.Join(root, "items/A/1.html")); !info.ModTime().Equal(old) {
		t.Error("a file that did not change was touched")
	}
	for _, dir := range []string{"items/B", "x"} {
		if _, err := os.Stat(filepath.Join(root, dir)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the empty folder %s stayed", dir)
		}
	}
}

func TestSameBytesFromAnotherKeyAreNotTouched(t *testing.T) {
	root := t.TempDir()
	write := func(key string) {
		d, err := Open(root, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Begin([]plan.Output{output("a.html", key, "same")}); err != nil {
			t.Fatal(err)
		}
		if d.Keep(0) {
			t.Fatal("kept with another key")
		}
		if err := d.Put(0); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	write("one")
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	os.Chtimes(filepath.Join(root, "a.html"), old, old)
	write("two")
	if info, _ := os.Stat(filepath.Join(root, "a.html")); !info.ModTime().Equal(old) {
		t.Error("the file was written again")
	}
	d, _ := Open(root, false)
	if err := d.Begin([]plan.Output{output("a.html", "two", "same")}); err != nil || !d.Keep(0) {
		t.Error("the manifest did not learn the new key")
	}
}

func TestAFailedBuildLeavesTheSite(t *testing.T) {
	root := t.TempDir()
	a := map[string]string{"index.html": "old"}
	if _, err := put(t, root, false, a); err != nil {
		t.Fatal(err)
	}
	d, err := Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	boom := errors.New("boom")
	bad := plan.Output{Path: "b.html", Render: func(io.Writer) error { return boom }}
	if err := d.Begin([]plan.Output{bad, output("index.html", "k", "new")}); err != nil {
		t.Fatal(err)
	}
	if err := d.Put(1); err != nil {
		t.Fatal(err)
	}
	if err := d.Put(0); !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	if err := d.Abort(); err != nil {
		t.Fatal(err)
	}
	want(t, root, a)
}

func TestStrangersStayAndAreNamed(t *testing.T) {
	root := t.TempDir()
	os.WriteFile(filepath.Join(root, ".gitignore"), []byte("*"), 0o666)
	os.MkdirAll(filepath.Join(root, "items"), 0o777)
	os.WriteFile(filepath.Join(root, "items/mine.txt"), []byte("mine"), 0o666)
	r, err := put(t, root, false, map[string]string{"items/A/1.html": "a"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(r.Strangers, []string{"items/mine.txt"}) {
		t.Errorf("strangers %v", r.Strangers)
	}
	if _, err := put(t, root, false, map[string]string{"index.html": "i"}); err != nil {
		t.Fatal(err)
	}
	want(t, root, map[string]string{".gitignore": "*", "items/mine.txt": "mine", "index.html": "i"})
}

func TestStrangersInTheWayStopTheCommit(t *testing.T) {
	for name, output := range map[string]string{"same path": "a/b.html", "a file where a folder must be": "a/b.html/c.html", "a folder where a file must be": "a"} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			os.MkdirAll(filepath.Join(root, "a"), 0o777)
			os.WriteFile(filepath.Join(root, "a/b.html"), []byte("mine"), 0o666)
			_, err := put(t, root, false, map[string]string{"index.html": "i", output: "x"})
			var s *StrangerError
			if !errors.As(err, &s) || !slices.Equal(s.Paths, []string{"a/b.html"}) {
				t.Fatalf("got %v", err)
			}
			want(t, root, map[string]string{"a/b.html": "mine"})
		})
	}
}

func TestAFileOfTheLastBuildGivesWayToAFolder(t *testing.T) {
	root := t.TempDir()
	if _, err := put(t, root, false, map[string]string{"a": "file"}); err != nil {
		t.Fatal(err)
	}
	b := map[string]string{"a/b.html": "below"}
	if _, err := put(t, root, false, b); err != nil {
		t.Fatal(err)
	}
	want(t, root, b)
	if _, err := put(t, root, false, map[string]string{"a": "file"}); err == nil {
		want(t, root, map[string]string{"a": "file"})
	} else {
		t.Errorf("a folder of the last build did not give way to a file: %v", err)
	}
}

// A commit that is killed at any of its steps leaves a folder that the next build makes
// whole: here each prefix of its renames is played by hand.
func TestAKilledCommitIsHealed(t *testing.T) {
	a := map[string]string{"index.html": "1", "a/x.html": "x", "b/y.html": "y"}
	b := map[string]string{"index.html": "2", "a/x.html": "x2", "c/z.html": "z"}
	steps := []func(root string){
		func(root string) {},
		func(root string) { os.WriteFile(filepath.Join(root, "index.html"), []byte("2"), 0o666) },
		func(root string) { os.WriteFile(filepath.Join(root, "a/x.html"), []byte("x2"), 0o666) },
		func(root string) {
			os.MkdirAll(filepath.Join(root, "c"), 0o777)
			os.WriteFile(filepath.Join(root, "c/z.html"), []byte("z"), 0o666)
		},
		func(root string) { os.Remove(filepath.Join(root, "b/y.html")) },
	}
	for n := range len(steps) + 1 {
		root := t.TempDir()
		if _, err := put(t, root, false, a); err != nil {
			t.Fatal(err)
		}
		other := t.TempDir() // where the killed build's manifest comes from
		if _, err := put(t, other, false, b); err != nil {
			t.Fatal(err)
		}
		pending, err := os.ReadFile(filepath.Join(other, private, "manifest"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, private, "pending"), pending, 0o666); err != nil {
			t.Fatal(err)
		}
		for _, step := range steps[:n] {
			step(root)
		}
		r, err := put(t, root, false, b)
		if err != nil {
			t.Fatal(err)
		}
		if !r.Healed || len(r.Strangers) > 0 {
			t.Errorf("after %d steps: %+v", n, r)
		}
		want(t, root, b)
		if r, err = put(t, root, false, b); err != nil || r.Healed || r.Written != 0 {
			t.Errorf("the build after: %+v, %v", r, err)
		}
	}
}

func TestADamagedManifestIsHealed(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"cut":     func(b []byte) []byte { return b[:len(b)/2] },
		"empty":   func(b []byte) []byte { return nil },
		"foreign": func(b []byte) []byte { return append([]byte("gongkai manifest 99\n"), b...) },
		"edited":  func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), "a/x.html", "../../x.html")) },
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			a := map[string]string{"index.html": "1", "a/x.html": "x", "b/y.html": "y"}
			if _, err := put(t, root, false, a); err != nil {
				t.Fatal(err)
			}
			m := filepath.Join(root, private, "manifest")
			data, _ := os.ReadFile(m)
			os.WriteFile(m, damage(data), 0o666)
			os.WriteFile(filepath.Join(root, "index.html"), []byte("rot"), 0o666)
			if _, err := put(t, root, false, a); err != nil {
				t.Fatal(err)
			}
			want(t, root, a)
		})
	}
}

func TestFreshMakesEverythingAgain(t *testing.T) {
	root := t.TempDir()
	a := map[string]string{"index.html": "1"}
	put(t, root, false, a)
	r, err := put(t, root, true, a)
	if err != nil || r.Written != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestAFileThatWasTamperedWithIsWrittenAgain(t *testing.T) {
	root := t.TempDir()
	a := map[string]string{"index.html": "1", "b.html": "b"}
	put(t, root, false, a)
	os.WriteFile(filepath.Join(root, "index.html"), []byte("longer"), 0o666)
	os.Remove(filepath.Join(root, "b.html"))
	if _, err := put(t, root, false, a); err != nil {
		t.Fatal(err)
	}
	want(t, root, a)
}

func TestLargeOutputsAreStagedAsTheyCome(t *testing.T) {
	root := t.TempDir()
	d, err := Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	part := strings.Repeat("x", spillAt/3)
	err = d.Begin([]plan.Output{{Path: "big.bin", Render: func(w io.Writer) error {
		for range 7 {
			io.WriteString(w, part)
		}
		return nil
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Put(0); err != nil {
		t.Fatal(err)
	}
	if r, err := d.Commit(); err != nil || r.Bytes != int64(7*len(part)) {
		t.Fatalf("%+v, %v", r, err)
	}
	want(t, root, map[string]string{"big.bin": strings.Repeat(part, 7)})
}

func TestPathsThatLeaveTheFolderAreRefused(t *testing.T) {
	d, err := Open(t.TempDir(), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"", "/a", "../a", "a/../b", "a//b", "a\\b", ".gongkai/manifest", "c:x", "a\nb"} {
		if err := d.Begin([]plan.Output{output(p, "", "")}); err == nil {
			t.Errorf("%q was taken", p)
		}
	}
	if err := d.Begin([]plan.Output{output("b", "", ""), output("a", "", "")}); err == nil {
		t.Error("outputs that are not sorted were taken")
	}
}

func TestACommitWithoutAnOutputIsRefused(t *testing.T) {
	root := t.TempDir()
	a := map[string]string{"index.html": "old"}
	if _, err := put(t, root, false, a); err != nil {
		t.Fatal(err)
	}
	d, err := Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Begin([]plan.Output{output("index.html", "new", "new"), output("x.html", "", "")}); err != nil {
		t.Fatal(err)
	}
	if err := d.Put(0); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Commit(); err == nil {
		t.Error("a site that lacks a file was made the site")
	}
	want(t, root, a)
}
