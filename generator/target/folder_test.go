package target

import (
	"bytes"
	"crypto/md5"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongkai/generator/deploy"
)

// TestFolder: what lies in a file:// target is the site and the record, nothing else: no
// sidecars, no temporary files, no empty folders.
func TestFolder(t *testing.T) {
	root, dir := t.TempDir(), filepath.Join(t.TempDir(), "www")
	steps := []tree{
		small,
		small.with(tree{"index.html": "2", "404.html": "", "boards/hall/empty-file.json": ""}),
		{"index.html": "3", "a/b": "a file", "c": "a file"},
		{"index.html": "3", "a/b/d.html": "where a file was", "c/e/f.html": "too"},
		{"index.html": "3", "a": "where a folder was", "c": "too"},
	}
	for i, files := range steps {
		o := deploy.Options{Site: built(t, root, files)}
		address := "file://" + filepath.ToSlash(dir)
		if i == 0 {
			o.DryRun = true
			if r, err := to(t, t.Context(), address, o); err != nil || len(r.Uploads) != len(files) {
				t.Fatalf("%+v %v", r, err)
			}
			if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Fatal("a dry run made the folder")
			}
			o.DryRun = false
		}
		if _, err := to(t, t.Context(), address, o); err != nil {
			t.Fatal(err)
		}
		want := tree{}
		for p, text := range files {
			want[p] = text
			for d := filepath.ToSlash(filepath.Dir(p)); d != "."; d = filepath.ToSlash(filepath.Dir(d)) {
				want[d+"/"] = "folder"
			}
		}
		got := onDisk(t, dir)
		if _, there := got[deploy.RecordName]; !there {
			t.Error("no record")
		}
		delete(got, deploy.RecordName)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("step %d: the folder holds %v, want %v", i, got, want)
		}
		if r, err := to(t, t.Context(), address, o); err != nil || r.Uploaded+r.Removed != 0 {
			t.Errorf("step %d again: %+v %v", i, r, err)
		}
	}
}

// TestUnchangedFilesKeepTheirTimes, so that browsers and backups need not fetch them again,
// also where the record was lost.
func TestUnchangedFilesKeepTheirTimes(t *testing.T) {
	root, dir := t.TempDir(), t.TempDir()
	address := "file://" + filepath.ToSlash(dir)
	old := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if _, err := to(t, t.Context(), address, deploy.Options{Site: built(t, root, small)}); err != nil {
		t.Fatal(err)
	}
	for p := range small {
		if err := os.Chtimes(filepath.Join(dir, p), old, old); err != nil {
			t.Fatal(err)
		}
	}
	built(t, root, small.with(tree{"index.html": "edited"}))
	if err := os.Remove(filepath.Join(dir, deploy.RecordName)); err != nil {
		t.Fatal(err)
	}
	if r, err := to(t, t.Context(), address, deploy.Options{Site: root}); err != nil || r.Uploaded != 1 {
		t.Errorf("%+v %v", r, err)
	}
	for p := range small {
		info, err := os.Stat(filepath.Join(dir, p))
		if err != nil {
			t.Fatal(err)
		}
		if info.ModTime().Equal(old) != (p != "index.html") {
			t.Errorf("%s was changed at %v", p, info.ModTime())
		}
		if runtime.GOOS != "windows" && info.Mode().Perm()&0o444 == 0o400 {
			t.Errorf("%s has mode %v, which a web server cannot read", p, info.Mode())
		}
	}
}

// TestHalfAFileIsNeverPutInPlace: where the disk is full, the old file stays whole; what a
// killed deploy left is cleared away.
func TestHalfAFileIsNeverPutInPlace(t *testing.T) {
	dir := t.TempDir()
	place, err := Open("file://"+filepath.ToSlash(dir), Own{t.TempDir(), t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	old := deploy.File{Body: strings.NewReader("old"), Size: 3, MD5: md5.Sum([]byte("old"))}
	if err := place.Write(t.Context(), "a/index.html", old); err != nil {
		t.Fatal(err)
	}
	half := deploy.File{Body: full{strings.NewReader("new, but only ha")}, Size: 20}
	if err := place.Write(t.Context(), "a/index.html", half); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(words(t, err), "磁盘满了") {
		t.Errorf("%v", err)
	}
	other := deploy.File{Body: bytes.NewReader([]byte("cut")), Size: 3, MD5: md5.Sum([]byte("old"))}
	if err := place.Write(t.Context(), "a/index.html", other); err == nil {
		t.Error("other bytes than were told are put in place")
	}
	if err := os.WriteFile(filepath.Join(dir, staging, "99"), []byte("of a killed deploy"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := place.Close(); err != nil {
		t.Fatal(err)
	}
	if got := onDisk(t, dir); !reflect.DeepEqual(got, tree{"a/": "folder", "a/index.html": "old"}) {
		t.Errorf("the folder holds %v", got)
	}
}

// full is a file whose copy finds no room at its end.
type full struct{ *strings.Reader }

func (f full) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = syscall.ENOSPC
	}
	return n, err
}

// WriteTo hides that of strings.Reader.
func (f full) WriteTo(io.Writer) (int64, error) { return 0, syscall.ENOSPC }

func TestAStrangersFolderInTheWay(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "index.html", "mine"), 0o777); err != nil {
		t.Fatal(err)
	}
	_, err := to(t, t.Context(), "file://"+filepath.ToSlash(dir), deploy.Options{Site: built(t, t.TempDir(), small)})
	if got := words(t, err); !strings.Contains(got, "挪开") {
		t.Error(got)
	}
}
