package deploy

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	planned "gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// A tree is files by path.
type tree map[string]string

// small is a site with a file of each kind.
var small = tree{
	"index.html":                                "home",
	"404.html":                                  "none",
	"robots.txt":                                "User-agent: *",
	"sitemap.xml":                               "<urlset/>",
	"feeds/all.atom":                            "<feed/>",
	"feeds/all.json":                            "{}",
	"assets/style.css":                          "p{}",
	"assets/early.js":                           "1",
	"assets/icon.svg":                           "<svg/>",
	"catalog/catalog.csv":                       "索引号,标题",
	"catalog/catalog.json":                      "[]",
	"catalog/catalog.jsonld":                    "{}",
	"catalog/catalog.xlsx":                      "PK",
	"items/CZ-2026/CZ-2026-00001.html":          "item",
	"items/CZ-2026/CZ-2026-00001.json":          "{}",
	"items/CZ-2026/CZ-2026-00001.txt":           "预算",
	"items/CZ-2026/CZ-2026-00001/预算 表.docx":     "PK",
	"items/CZ-2026/CZ-2026-00001/chart.png":     "\x89PNG",
	"items/CZ-2026/CZ-2026-00001/PHOTO.JPG":     "\xff\xd8",
	"items/CZ-2026/CZ-2026-00001/old.csv":       "\xcb\xf7\xd2\xfd\xba\xc5", // 索引号 in GB18030
	"items/CZ-2026/CZ-2026-00001/plan.dwg":      "AC1032",
	"items/CZ-2026/CZ-2026-00001/notice.html":   "attached page",
	"sheets/CZ-2026-00001.pdf":                  "%PDF",
	"boards/hall/plan.html":                     "plan",
	"boards/hall/nothing-in-it/empty-file.json": "",
}

// with gives a changed copy; a file of no text is taken away.
func (a tree) with(changes tree) tree {
	out := maps.Clone(a)
	for p, text := range changes {
		out[p] = text
		if text == "" {
			delete(out, p)
		}
	}
	return out
}

// built builds the files into the folder as gongkai build does.
func built(t testing.TB, root string, files tree) string {
	t.Helper()
	w, err := write.Open(root, false)
	if err != nil {
		t.Fatal(err)
	}
	var outs []planned.Output
	for _, p := range slices.Sorted(maps.Keys(files)) {
		outs = append(outs, planned.Output{Path: p, Key: source.Sum([]byte(files[p])), Render: func(w io.Writer) error {
			_, err := io.WriteString(w, files[p])
			return err
		}})
	}
	if err := w.Begin(outs); err != nil {
		t.Fatal(err)
	}
	for i := range outs {
		if err := w.Put(i); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	return root
}

// A memory is a target in memory.
type memory struct {
	mu    sync.Mutex
	files map[string][]byte
	told  map[string]Headers
	sums  bool // it tells the MD5 sums of what it lists
}

func (m *memory) Read(_ context.Context, p string) (io.ReadCloser, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, there := m.files[p]
	if !there {
		return nil, ErrAbsent
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (m *memory) Write(ctx context.Context, p string, f File) error {
	data, err := io.ReadAll(f.Body)
	switch {
	case err != nil || ctx.Err() != nil:
		return errors.Join(err, ctx.Err())
	case int64(len(data)) != f.Size || md5.Sum(data) != f.MD5 || sha256.Sum256(data) != f.SHA256:
		return fmt.Errorf("%s: other bytes than were told", p)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[p], m.told[p] = data, f.Headers
	return nil
}

func (m *memory) Remove(ctx context.Context, p string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, p)
	return ctx.Err()
}

func (m *memory) List(ctx context.Context, found func(Object)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for p, data := range m.files {
		o := Object{Path: p, Size: int64(len(data))}
		if sum := md5.Sum(data); m.sums {
			o.MD5 = sum[:]
		}
		found(o)
	}
	return ctx.Err()
}

// fileOf gives a file of these bytes.
func fileOf(text string) File {
	data := []byte(text)
	return File{Body: bytes.NewReader(data), Size: int64(len(data)), MD5: md5.Sum(data), SHA256: sha256.Sum256(data)}
}

// A spy is a store that notes what is done to it, and fails when it is told to.
type spy struct {
	*memory
	mu    sync.Mutex
	did   []string                     // "write PATH" and "remove PATH" that went well, in the order of their ends
	asks  int                          // calls that would change something
	lists int                          // how often it was listed
	fail  func(n int, op string) error // asked before the n-th of them, from 1
}

func (s *spy) step(op string, do func() error) error {
	s.mu.Lock()
	s.asks++
	n := s.asks
	s.mu.Unlock()
	if s.fail != nil {
		if err := s.fail(n, op); err != nil {
			return err
		}
	}
	err := do()
	if err == nil {
		s.mu.Lock()
		s.did = append(s.did, op)
		s.mu.Unlock()
	}
	return err
}

func (s *spy) Write(ctx context.Context, p string, f File) error {
	return s.step("write "+p, func() error { return s.memory.Write(ctx, p, f) })
}

func (s *spy) Remove(ctx context.Context, p string) error {
	return s.step("remove "+p, func() error { return s.memory.Remove(ctx, p) })
}

func (s *spy) List(ctx context.Context, found func(Object)) error {
	s.lists++
	return s.memory.List(ctx, found)
}

// bytes gives what the target holds of a file.
func (s *spy) bytes(p string) ([]byte, error) {
	r, err := s.Read(context.Background(), p)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// put counts what went up, the record aside.
func (s *spy) put() (n int) {
	for _, op := range s.did {
		if strings.HasPrefix(op, "write ") && op != "write "+RecordName {
			n++
		}
	}
	return n
}

// inMemory gives an empty target that tells sums.
func inMemory() *spy {
	return &spy{memory: &memory{files: map[string][]byte{}, told: map[string]Headers{}, sums: true}}
}

// to deploys what is built in the folder.
func (s *spy) to(ctx context.Context, site string, o Options) (Result, error) {
	s.did, s.asks, s.lists = nil, 0, 0
	o.Site = site
	o.Pause = func(context.Context, time.Duration) {}
	entries, err := write.Manifest(site)
	if err != nil {
		return Result{}, err
	}
	d := &deployment{Options: o, store: s, every: time.Hour}
	return d.run(ctx, entries)
}

func (s *spy) must(t *testing.T, site string) Result {
	t.Helper()
	r, err := s.to(t.Context(), site, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// holds gives what the target holds, the record aside.
func (s *spy) holds() tree {
	out := tree{}
	for p, data := range s.files {
		out[p] = string(data)
	}
	delete(out, RecordName)
	return out
}

func (s *spy) wants(t *testing.T, files tree) {
	t.Helper()
	if got := s.holds(); !maps.Equal(got, files) {
		for _, p := range slices.Sorted(maps.Keys(files)) {
			if _, there := got[p]; !there {
				t.Errorf("the target lacks %s", p)
			} else if got[p] != files[p] {
				t.Errorf("%s holds %q, want %q", p, got[p], files[p])
			}
		}
		for p := range got {
			if _, wanted := files[p]; !wanted {
				t.Errorf("the target holds %s, which the site has not", p)
			}
		}
	}
}
