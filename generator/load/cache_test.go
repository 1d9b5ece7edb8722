package load_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"gongkai/generator/load"
)

// shelf is a cache in memory.
type shelf struct {
	index  []byte
	mu     sync.Mutex
	bodies map[string][]byte
	saves  int
	made   int
	full   bool // takes no bodies any more
}

func (s *shelf) Scratch() string { return "" }
func (s *shelf) Index() string   { return string(s.index) }

func (s *shelf) Bodies(name string) (io.ReaderAt, error) {
	b, ok := s.bodies[name]
	if !ok {
		return nil, errors.New("gone")
	}
	return bytes.NewReader(b), nil
}

// A spool is a file of bodies in memory.
type spool struct {
	shelf *shelf
	name  string
}

func (s spool) Name() string { return s.name }

func (s spool) WriteAt(p []byte, at int64) (int, error) {
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	if s.shelf.full {
		return 0, errors.New("disk full")
	}
	b := s.shelf.bodies[s.name]
	if end := int(at) + len(p); end > len(b) {
		b = append(b, make([]byte, end-len(b))...)
	}
	copy(b[at:], p)
	s.shelf.bodies[s.name] = b
	return len(p), nil
}

func (s spool) ReadAt(p []byte, at int64) (int, error) {
	s.shelf.mu.Lock()
	defer s.shelf.mu.Unlock()
	return bytes.NewReader(s.shelf.bodies[s.name]).ReadAt(p, at)
}

func (s *shelf) New() (load.Spool, error) {
	if s.bodies == nil {
		s.bodies = map[string][]byte{}
	}
	s.made++
	name := fmt.Sprintf("bodies-%d-%d", s.saves, s.made)
	s.bodies[name] = nil
	return spool{s, name}, nil
}

func (s *shelf) Save(write func(io.Writer) error, names []string) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	s.saves++
	s.index = b.Bytes()
	maps.DeleteFunc(s.bodies, func(name string, _ []byte) bool { return !slices.Contains(names, name) })
	return nil
}

var t0 = time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)

func cacheItem(n int, title, body string) string {
	return fmt.Sprintf("---\ntitle: %s\nindex: CZ-2026-%05d\ncategory: \"0401\"\nmade: 2026-06-01\npublished: 2026-06-0%d\nboards: [hall]\n---\n\n%s\n", title, n, n%9+1, body)
}

func cacheTree() fstest.MapFS {
	tree := fstest.MapFS{}
	put := func(name, text string, at time.Time) {
		tree[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644, ModTime: at}
	}
	put("site.yaml", "title: 测试\nregion: 测试区\n", t0)
	put("departments.yaml", "- {id: caizheng, code: CZ, name: 财政局, kind: agency}\n", t0)
	for i := range 12 {
		put(fmt.Sprintf("caizheng/2026/%02d.md", i), cacheItem(i, fmt.Sprintf("第%d件", i), "## 一、甲\n\n正文[链接](01.md)和![图](a.png)。\n\n| 甲 | 乙 |\n| - | -: |\n| 1 | 2 |"), t0)
	}
	put("caizheng/2026/20/index.md", "---\ntitle: 附件\nindex: CZ-2026-00020\nattachments:\n  - {file: a.pdf, title: 表}\n---\n\n见附件。\n", t0)
	put("caizheng/2026/20/a.pdf", "%PDF", t0)
	put("caizheng/2026/21.md", "没有登记信息\n", t0)
	return tree
}

// read loads a tree and gives what must be the same with a cache and without: the bodies
// are read, because where they lie differs.
func readAll(t *testing.T, tree fstest.MapFS, c load.Cache, now time.Time) (any, load.Result) {
	t.Helper()
	r, err := load.Tree(tree, load.Options{Cache: c, Program: "p", Now: now})
	if err != nil || r.Unkept != nil {
		t.Fatal(err, r.Unkept)
	}
	var out []any
	for _, it := range r.Parts.Items {
		x := *it
		b, err := r.Parts.Bodies.Body(it.Body)
		if err != nil {
			t.Fatal(err)
		}
		x.Body.Offset = 0
		out = append(out, x, string(b.HTML), string(b.Text))
	}
	return append(out, r.Findings, r.Files, r.Bytes), r
}

func sameRead(t *testing.T, what string, tree fstest.MapFS, c load.Cache, now time.Time) {
	t.Helper()
	got, _ := readAll(t, tree, c, now)
	want, _ := readAll(t, tree, nil, now)
	if !reflect.DeepEqual(got, want) {
		g, w := got.([]any), want.([]any)
		for i := range min(len(g), len(w)) {
			if !reflect.DeepEqual(g[i], w[i]) {
				t.Errorf("%s: with the cache\n%+v\nwithout\n%+v", what, g[i], w[i])
				return
			}
		}
		t.Errorf("%s: %d and %d values", what, len(g), len(w))
	}
}

func TestCacheChangesNothing(t *testing.T) {
	tree, c := cacheTree(), &shelf{}
	now := t0
	next := func() time.Time { now = now.Add(time.Hour); return now }
	sameRead(t, "cold", tree, c, next())
	sameRead(t, "warm", tree, c, next())
	if c.saves != 1 {
		t.Errorf("%d saves, want 1: nothing had changed", c.saves)
	}
	// A file that changed without its size, at another time.
	tree["caizheng/2026/03.md"] = &fstest.MapFile{Data: []byte(cacheItem(3, "第9件", "改了。")), ModTime: now.Add(time.Minute)}
	sameRead(t, "one changed", tree, c, next())
	if c.saves != 2 {
		t.Errorf("%d saves, want 2", c.saves)
	}
	delete(tree, "caizheng/2026/04.md")
	sameRead(t, "one gone", tree, c, next())
	tree["caizheng/2026/20/a.pdf"] = &fstest.MapFile{Data: []byte("%PDF-2"), ModTime: now}
	sameRead(t, "an attachment changed", tree, c, next())
	tree["caizheng/2026/20/b.pdf"] = &fstest.MapFile{Data: []byte("%PDF-2"), ModTime: t0}
	sameRead(t, "a file beside it is new", tree, c, next())
	tree["departments.yaml"] = &fstest.MapFile{Data: []byte("- {id: caizheng, code: CZ, name: 财政局, kind: agency}\n- {id: jiaoyu, code: JY, name: 教育局, kind: agency}\n"), ModTime: t0}
	sameRead(t, "the configuration changed", tree, c, next())
}

// A file that changes twice within the clock's step, keeping its size, is read again.
func TestCacheDoesNotTrustTheLastSeconds(t *testing.T) {
	tree, c := cacheTree(), &shelf{}
	at := t0.Add(time.Hour)
	tree["caizheng/2026/03.md"] = &fstest.MapFile{Data: []byte(cacheItem(3, "第一次", "甲。")), ModTime: at}
	sameRead(t, "first", tree, c, at.Add(time.Second))
	tree["caizheng/2026/03.md"] = &fstest.MapFile{Data: []byte(cacheItem(3, "第二次", "乙。")), ModTime: at}
	sameRead(t, "second, same time and size", tree, c, at.Add(time.Hour))
}

func TestDamagedCacheIsACold(t *testing.T) {
	tree, first := cacheTree(), &shelf{}
	sameRead(t, "cold", tree, first, t0.Add(time.Hour))
	again := func() *shelf {
		return &shelf{index: bytes.Clone(first.index), bodies: maps.Clone(first.bodies), saves: 1}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		c := again()
		if r.IntN(2) == 0 {
			c.index = c.index[:r.IntN(len(c.index))]
		} else {
			c.index[r.IntN(len(c.index))] ^= byte(1 + r.IntN(255))
		}
		sameRead(t, "damaged index", tree, c, t0.Add(2*time.Hour))
	}
	c := again()
	c.bodies = nil
	sameRead(t, "no bodies", tree, c, t0.Add(2*time.Hour))
	// A spoiled body is not shown: its file is read again.
	c = again()
	for name, b := range first.bodies {
		for i := 7; i < len(b); i += 60 {
			spoiled := bytes.Clone(b)
			spoiled[i] ^= 1
			c.bodies[name] = spoiled
			sameRead(t, "spoiled bodies", tree, &shelf{index: c.index, bodies: c.bodies, saves: 1}, t0.Add(3*time.Hour))
		}
	}
}

func TestCacheOfAnotherProgram(t *testing.T) {
	tree, c := cacheTree(), &shelf{}
	sameRead(t, "cold", tree, c, t0.Add(time.Hour))
	saves := c.saves
	if _, err := load.Tree(tree, load.Options{Cache: c, Program: "q", Now: t0.Add(2 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if c.saves != saves+1 {
		t.Error("another program took what this one kept")
	}
}

// Many small changes do not let the cache grow without end.
func TestCacheIsMadeOne(t *testing.T) {
	tree, c := cacheTree(), &shelf{}
	now := t0
	for n := range 40 {
		now = now.Add(time.Hour)
		tree["caizheng/2026/03.md"] = &fstest.MapFile{Data: []byte(cacheItem(3, "第三件", fmt.Sprintf("第%d次。", n))), ModTime: now.Add(-time.Minute)}
		sameRead(t, "edit", tree, c, now)
		if len(c.bodies) > 9 {
			t.Fatalf("after %d edits there are %d files of bodies", n, len(c.bodies))
		}
	}
}

// Bodies larger than a chunk, and more than fit into one, come back as they were, from the run
// that read them and from the next one.
func TestManyBodies(t *testing.T) {
	tree, c := cacheTree(), &shelf{}
	for i := range 40 {
		text := strings.Repeat(fmt.Sprintf("第%d件的一段文字。\n\n", i), 3000)
		if i == 7 {
			text = strings.Repeat(text, 20)
		}
		tree[fmt.Sprintf("caizheng/2025/%02d.md", i)] = &fstest.MapFile{Data: []byte(cacheItem(100+i, "长文", text)), ModTime: t0}
	}
	sameRead(t, "cold", tree, c, t0.Add(time.Hour))
	held := 0
	for _, b := range c.bodies {
		held += len(b)
	}
	if held < 5<<20 {
		t.Errorf("only %d bytes went to the spool", held)
	}
	sameRead(t, "warm", tree, c, t0.Add(2*time.Hour))
	tree["caizheng/2025/07.md"].Data, tree["caizheng/2025/07.md"].ModTime = []byte(cacheItem(107, "长文", "短了。")), t0.Add(time.Minute)
	sameRead(t, "one is short now", tree, c, t0.Add(3*time.Hour))
	tree["caizheng/2025/08.md"].ModTime = t0.Add(time.Minute)
	sameRead(t, "made one file", tree, c, t0.Add(4*time.Hour))
	sameRead(t, "made one file, warm", tree, c, t0.Add(5*time.Hour))
}

// A disk without room costs the cache and nothing else.
func TestFullDisk(t *testing.T) {
	tree := cacheTree()
	for i := range 40 {
		tree[fmt.Sprintf("caizheng/2025/%02d.md", i)] = &fstest.MapFile{Data: []byte(cacheItem(100+i, "长文", strings.Repeat("一段文字。\n\n", 9000))), ModTime: t0}
	}
	c := &shelf{full: true}
	r, err := load.Tree(tree, load.Options{Cache: c, Program: "p", Now: t0.Add(time.Hour)})
	if err != nil || r.Unkept == nil || c.saves != 0 {
		t.Errorf("%v, unkept %v, %d saves", err, r.Unkept, c.saves)
	}
	for _, it := range r.Parts.Items {
		if b, err := r.Parts.Bodies.Body(it.Body); err != nil || len(b.Text) < 3 {
			t.Errorf("%s: %v", it.Path, err)
		}
	}
}
