package write

import (
	"bytes"
	"io"
	"sync"
	"sync/atomic"

	"gongkai/generator/source"
)

// A Memory holds a site for the preview. A build puts its outputs into a Draft; Commit
// makes them the site at once, and until then, or where the build fails, the last one is served.
type Memory struct {
	site atomic.Pointer[map[string]page]
}

type page struct {
	data []byte
	key  source.Digest
}

// Open gives the bytes of the file at the path, and whether there is one. Read only.
func (m *Memory) Open(path string) ([]byte, bool) {
	site := m.site.Load()
	if site == nil {
		return nil, false
	}
	p, ok := (*site)[path]
	return p.data, ok
}

// Built reports whether a site was ever committed.
func (m *Memory) Built() bool { return m.site.Load() != nil }

// A Draft is the next site of a Memory.
type Draft struct {
	memory *Memory
	old    map[string]page
	mu     sync.Mutex
	pages  map[string]page
	bytes  int64
	kept   int
}

// Draft begins the next site.
func (m *Memory) Draft() *Draft {
	d := &Draft{memory: m, pages: map[string]page{}}
	if site := m.site.Load(); site != nil {
		d.old = *site
	}
	return d
}

// Keep implements render.Sink.
func (d *Draft) Keep(path string, key source.Digest) bool {
	p, ok := d.old[path]
	if !ok || p.key != key {
		return false
	}
	d.set(path, p)
	d.mu.Lock()
	d.kept++
	d.mu.Unlock()
	return true
}

// Put implements render.Sink.
func (d *Draft) Put(path string, key source.Digest, render func(io.Writer) error) error {
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return err
	}
	d.set(path, page{b.Bytes(), key})
	return nil
}

func (d *Draft) set(path string, p page) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pages[path] = p
	d.bytes += int64(len(p.data))
}

// Commit makes the draft the site.
func (d *Draft) Commit() (Result, error) {
	d.memory.site.Store(&d.pages)
	return Result{Written: len(d.pages) - d.kept, Kept: d.kept, Bytes: d.bytes}, nil
}

// Abort drops the draft.
func (d *Draft) Abort() error { return nil }
