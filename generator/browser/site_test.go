package browser

import (
	"bytes"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

// day is the build day of the tests; content/ ends about then and holds one item back.
const day = "2026-11-22"

// A builtSite is the site on disk and on the loopback.
type builtSite struct {
	dir     string
	address string // http://127.0.0.1:port/
	pages   []string
	text    map[string]string // of every page
}

// program builds the program once, for all tests.
var program = sync.OnceValues(func() (string, error) {
	tmp, err := os.MkdirTemp("", "gongkai-browser-")
	if err != nil {
		return "", err
	}
	cleanups = append(cleanups, func() { os.RemoveAll(tmp) })
	name := filepath.Join(tmp, "gongkai.exe")
	return name, run("../..", "go", "build", "-buildvcs=false", "-o", name, "./generator")
})

// build makes the site once, for all tests.
var build = sync.OnceValues(func() (*builtSite, error) {
	dir := os.Getenv("GONGKAI_SITE")
	if dir == "" {
		name, err := program()
		if err != nil {
			return nil, err
		}
		dir = filepath.Join(filepath.Dir(name), "public")
		if err := run("../..", name, "build", "--content", "content", "--out", dir, "--date", day); err != nil {
			return nil, err
		}
	}
	s := &builtSite{dir: dir, text: map[string]string{}}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(p, ".html") {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(p)
		rel = filepath.ToSlash(rel)
		s.pages = append(s.pages, rel)
		s.text[rel] = string(b)
		return err
	})
	if err != nil {
		return nil, err
	}
	sort.Strings(s.pages)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go srv.Serve(ln)
	cleanups = append(cleanups, func() { srv.Close() })
	s.address = "http://" + ln.Addr().String() + "/"
	return s, nil
})

func run(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

func theSite(t testing.TB) *builtSite {
	t.Helper()
	s, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ServeHTTP serves the files as any plain web server would, with the site's own 404 page.
func (s *builtSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" || strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	status := http.StatusOK
	b, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil {
		status, name = http.StatusNotFound, "404.html"
		b, _ = os.ReadFile(filepath.Join(s.dir, name))
	}
	kind := map[string]string{".txt": "text/plain; charset=utf-8", ".atom": "application/atom+xml", ".jsonld": "application/ld+json"}[path.Ext(name)]
	if kind == "" {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	w.Header().Set("Content-Type", kind)
	if status != http.StatusOK {
		w.WriteHeader(status)
		w.Write(b)
		return
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(b))
}
