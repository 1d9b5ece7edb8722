package build

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"gongkai/generator/attach"
	"gongkai/generator/cache"
	"gongkai/generator/write"
)

// A shifting tree is one in which something happens to a file when it is opened the n-th time.
type shifting struct {
	fstest.MapFS
	path   string
	n      int64
	happen func(fstest.MapFS)
	opened atomic.Int64
}

// Open implements fs.FS.
func (s *shifting) Open(name string) (fs.File, error) {
	if name == s.path && s.opened.Add(1) == s.n {
		s.happen(s.MapFS)
	}
	return s.MapFS.Open(name)
}

// Stat and ReadFile go through Open, and so does what walks.
func (s *shifting) Stat(name string) (fs.FileInfo, error)   { return fs.Stat(opener{s}, name) }
func (s *shifting) ReadFile(name string) ([]byte, error)    { return fs.ReadFile(opener{s}, name) }
func (s *shifting) ReadDir(n string) ([]fs.DirEntry, error) { return fs.ReadDir(opener{s}, n) }

// An opener has nothing but Open.
type opener struct{ s *shifting }

func (o opener) Open(name string) (fs.File, error) { return o.s.Open(name) }

// TestContentThatChanges: a file of the content vanishes, is cut, or is replaced, between any
// two times that a build opens it. The build fails and leaves the old site, or it makes a site;
// then, whatever it read, the next build makes what one from nothing makes of what is there.
func TestContentThatChanges(t *testing.T) {
	if _, err := os.Stat("/dev/shm"); err == nil {
		t.Setenv("TMPDIR", "/dev/shm") // a hundred builds that each wait for a disk take minutes
	}
	base := newTree(1)
	var item string
	for p := range base.items {
		if item == "" || p < item {
			item = p
		}
	}
	attachment := strings.TrimSuffix(item, "index.md") + "list.csv"
	built, failed, times := 0, 0, int64(5)
	if testing.Short() { // under the race detector
		times = 2
	}
	for _, path := range []string{item, attachment, "departments.yaml"} {
		for name, happen := range map[string]func(fstest.MapFS){
			"vanishes": func(m fstest.MapFS) { delete(m, path) },
			"is cut": func(m fstest.MapFS) {
				f := *m[path]
				f.Data = f.Data[:len(f.Data)/2]
				m[path] = &f
			},
			"is replaced": func(m fstest.MapFS) {
				f := *m[path]
				f.Data, f.ModTime = bytes.ReplaceAll(f.Data, []byte("1"), []byte("7")), f.ModTime.AddDate(0, 0, 1)
				m[path] = &f
			},
		} {
			for n := int64(1); n <= times; n++ {
				tr := newTree(1)
				tr.put(attachment, "名称,数量\n纸,1\n")
				tr.cache = cache.Open(t.TempDir())
				root := t.TempDir()
				if _, ok := tr.build(t, root, false); !ok {
					t.Fatal("the first build has findings")
				}
				old := files(t, root)
				tr.put("site.yaml", strings.Replace(string(tr.files["site.yaml"].Data), "测试区政务公开", "试验区政务公开", 1))
				tr.clock = tr.clock.AddDate(0, 0, 2)
				s := &shifting{MapFS: tr.files, path: path, n: n, happen: happen}
				sink, err := write.Open(root, false)
				if err != nil {
					t.Fatal(err)
				}
				_, err = Site(t.Context(), Options{Content: s, Workers: 1, Date: tr.day, Program: "test", Commit: "c0", Now: tr.clock, Cache: tr.cache}, sink)
				var changed *attach.ChangedError
				switch {
				case err == nil:
					built++
				case errors.Is(err, ErrFindings), errors.As(err, &changed), errors.Is(err, fs.ErrNotExist):
					failed++
					if diff := differ(old, files(t, root)); diff != "" {
						t.Errorf("%s %s when it is opened the %d. time: the old site changed: %s", path, name, n, diff)
					}
				default:
					t.Errorf("%s %s when it is opened the %d. time: %v", path, name, n, err)
				}
				clean := t.TempDir()
				_, ok := tr.build(t, root, false)
				if _, same := tr.build(t, clean, true); ok != same {
					t.Errorf("%s %s: the next build has other findings than one from nothing", path, name)
				} else if ok {
					if diff := differ(files(t, clean), files(t, root)); diff != "" {
						t.Errorf("%s %s when it is opened the %d. time: the next build is not as from nothing: %s", path, name, n, diff)
					}
				}
				if s.opened.Load() < n {
					break
				}
			}
		}
	}
	t.Logf("%d builds were made all the same, %d failed", built, failed)
	if built == 0 || failed == 0 {
		t.Error("too little happened")
	}
}

// differ names a file in which two trees differ; "" where they do not.
func differ(a, b map[string][]byte) string {
	for p, text := range a {
		if other, there := b[p]; !there || !bytes.Equal(text, other) {
			return p
		}
	}
	for p := range b {
		if _, there := a[p]; !there {
			return p
		}
	}
	return ""
}
