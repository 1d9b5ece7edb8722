package cache_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/write"
)

func save(t *testing.T, d *cache.Dir, body, index string, kept ...string) string {
	t.Helper()
	f, err := d.New()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte(body), 0); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(func(w io.Writer) error { _, err := io.WriteString(w, index); return err }, append(kept, f.Name())); err != nil {
		t.Fatal(err)
	}
	return f.Name()
}

func body(t *testing.T, d *cache.Dir, name string, n int) string {
	t.Helper()
	r, err := d.Bodies(name)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, n)
	if _, err := r.ReadAt(b, 0); err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSaveAndRead(t *testing.T) {
	root := filepath.Join(t.TempDir(), "deep", "cache")
	d := cache.Open(root)
	defer d.Close()
	if d.Index() != "" {
		t.Error("an empty cache has an index")
	}
	first := save(t, d, "甲", "one")
	second := save(t, d, "乙丙", "two", first)
	again := cache.Open(root)
	defer again.Close()
	if got := again.Index(); got != "two" {
		t.Errorf("the index is %q", got)
	}
	if a, b := body(t, again, first, 3), body(t, again, second, 6); a != "甲" || b != "乙丙" {
		t.Errorf("the bodies are %q and %q", a, b)
	}
	for _, name := range []string{"../index", "index", "bodies-/x", "bodies-none"} {
		if _, err := again.Bodies(name); err == nil {
			t.Errorf("%s is given as bodies", name)
		}
	}
}

// A run that fails while it saves leaves what was kept.
func TestFailedSave(t *testing.T) {
	root := t.TempDir()
	d := cache.Open(root)
	defer d.Close()
	save(t, d, "甲", "one")
	full := errors.New("disk full")
	if err := d.Save(func(io.Writer) error { return full }, nil); !errors.Is(err, full) {
		t.Errorf("the error is %v", err)
	}
	if got := cache.Open(root).Index(); got != "one" {
		t.Errorf("the index is %q", got)
	}
	files, _ := os.ReadDir(root)
	if len(files) != 2 {
		t.Errorf("%d files are left, want the index and one of bodies", len(files))
	}
}

// A temporary one keeps nothing, and what is written can be read until it is closed.
func TestTemporary(t *testing.T) {
	root := filepath.Join(t.TempDir(), "spool")
	d := cache.Temporary(root)
	f, err := d.New()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("甲乙"), 0); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(func(io.Writer) error { return errors.New("written") }, []string{f.Name()}); err != nil || d.Index() != "" {
		t.Errorf("it was kept: %v", err)
	}
	b := make([]byte, 3)
	if _, err := f.ReadAt(b, 3); err != nil || string(b) != "乙" {
		t.Errorf("%q, %v", b, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if files, _ := os.ReadDir(root); len(files) != 0 {
		t.Errorf("%d files are left", len(files))
	}
}

// Many runs one after the other, as a preview makes them, do not keep each other's files open.
func TestManyRunsKeepFewFilesOpen(t *testing.T) {
	const fds = "/proc/self/fd"
	count := func() int {
		runtime.GC()
		time.Sleep(10 * time.Millisecond) // for what closes files
		files, _ := os.ReadDir(fds)
		return len(files)
	}
	if count() == 0 {
		t.Skip("SKIPPED: this system does not tell which files are open")
	}
	for name, open := range map[string]func(string) *cache.Dir{"kept": cache.Open, "temporary": cache.Temporary} {
		d := open(t.TempDir())
		before := count()
		for range 60 {
			save(t, d, "甲", "one")
		}
		now := count()
		for range 100 { // until the collector has come to all of them
			if now <= before+10 {
				break
			}
			now = count()
		}
		if now > before+10 {
			t.Errorf("%s: %d files are open after 60 runs, %d before", name, now, before)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Bodies that no index came to name go with the run.
func TestClosedWithoutSave(t *testing.T) {
	root := t.TempDir()
	d := cache.Open(root)
	if _, err := d.New(); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if files, _ := os.ReadDir(root); len(files) != 0 {
		t.Errorf("%d files are left", len(files))
	}
}

// What no index names goes, but not what another run may have just written.
func TestOldFilesGo(t *testing.T) {
	root := t.TempDir()
	d := cache.Open(root)
	defer d.Close()
	first := save(t, d, "甲", "one")
	second := save(t, d, "乙", "two")
	if _, err := os.Stat(filepath.Join(root, first)); err != nil {
		t.Error("a file of seconds ago is gone: another run may need it")
	}
	long := time.Now().Add(-2 * time.Hour)
	if err := os.Chtimes(filepath.Join(root, first), long, long); err != nil {
		t.Fatal(err)
	}
	stranger := filepath.Join(root, "notes.txt")
	if err := os.WriteFile(stranger, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	save(t, d, "丙", "three", second)
	if _, err := os.Stat(filepath.Join(root, first)); err == nil {
		t.Error("a file that no index has named for hours is still there")
	}
	for _, name := range []string{second, "notes.txt"} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
}

// The site is the same with the cache and without, cold, warm, after an edit, and after the cache
// was spoiled.
func TestSiteIsTheSame(t *testing.T) {
	content, root := t.TempDir(), filepath.Join(t.TempDir(), "cache")
	if err := os.CopyFS(content, os.DirFS("../e2e/testdata/sites/small")); err != nil {
		t.Fatal(err)
	}
	now := time.Now().Add(time.Hour)
	site := func(d *cache.Dir) map[string]string {
		now = now.Add(time.Hour)
		o := build.Options{Content: os.DirFS(content), Now: now, Program: "p"}
		if d != nil {
			o.Cache = d
			defer d.Close()
		}
		dir := t.TempDir()
		sink, err := write.Open(dir, true)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := build.Site(t.Context(), o, sink); err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		err = filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			b, err := os.ReadFile(p)
			out[strings.TrimPrefix(p, dir)] = string(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(out) < 50 {
			t.Fatalf("only %d files", len(out))
		}
		return out
	}
	compare := func(what string) {
		t.Helper()
		got := site(cache.Open(root))
		now = now.Add(-time.Hour) // the same build time
		want := site(nil)
		for p, w := range want {
			if got[p] != w {
				t.Errorf("%s: %s differs", what, p)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d files with the cache, %d without", what, len(got), len(want))
		}
	}
	compare("cold")
	compare("warm")
	var edited string
	err := filepath.WalkDir(content, func(p string, e os.DirEntry, err error) error {
		if err == nil && edited == "" && strings.HasSuffix(p, ".md") && !strings.HasPrefix(e.Name(), "_") {
			edited = p
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(edited)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(edited, append(bytes.TrimRight(text, "\n"), "\n\n又添了一段。\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	compare("edited")
	files, _ := filepath.Glob(filepath.Join(root, "*"))
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil || len(b) == 0 {
			continue
		}
		for i := range b {
			if i%97 == 0 {
				b[i] ^= 0x55
			}
		}
		if err := os.WriteFile(f, b, 0o600); err != nil {
			t.Fatal(err)
		}
		compare("spoiled " + filepath.Base(f))
	}
}
