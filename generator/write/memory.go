package write

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gongkai/generator/plan"
)

// A Memory shows a site in the preview. It holds the plan and no page: each is rendered when
// it is opened, so that a site of a hundred thousand items is there as soon as it is planned.
// A build makes a Draft; Commit makes it the site at once, and until then, or where the
// build fails, the last one is shown.
type Memory struct {
	mu   sync.Mutex // held while one site takes another's place, so that no revision is lost
	site atomic.Pointer[Draft]
}

// Open renders the file at the path; nil where there is none. The error is what the file's
// template or a file that it copies says.
func (m *Memory) Open(path string) ([]byte, error) {
	d := m.site.Load()
	if d == nil {
		return nil, nil
	}
	if o, ok := d.over[path]; ok {
		return render(&o)
	}
	i, found := slices.BinarySearchFunc(d.outs, path, compareOutput)
	if !found {
		return nil, nil
	}
	return render(&d.outs[i])
}

// Revise shows other outputs in the places of some of the site's, until the next Commit.
func (m *Memory) Revise(outs []plan.Output) {
	m.mu.Lock()
	defer m.mu.Unlock()
	old := m.site.Load()
	d := &Draft{memory: m, outs: old.outs, over: maps.Clone(old.over)}
	if d.over == nil {
		d.over = map[string]plan.Output{}
	}
	for _, o := range outs {
		d.over[o.Path] = o
	}
	m.site.Store(d)
}

// Built reports whether a site was ever committed.
func (m *Memory) Built() bool { return m.site.Load() != nil }

// A Draft is the next site of a Memory.
type Draft struct {
	memory *Memory
	outs   []plan.Output
	over   map[string]plan.Output // instead of those of the same path
}

// Draft begins the next site.
func (m *Memory) Draft() *Draft { return &Draft{memory: m} }

// Begin implements render.Sink.
func (d *Draft) Begin(outs []plan.Output) error {
	d.outs = outs
	return nil
}

// Keep implements render.Sink: everything is rendered later.
func (d *Draft) Keep(int) bool { return true }

// Put implements render.Sink.
func (d *Draft) Put(int) error { return nil }

func render(o *plan.Output) ([]byte, error) {
	var b bytes.Buffer
	if err := o.Render(&b); err != nil {
		return nil, fmt.Errorf("%s (%s): %w", o.Path, o.Kind, err)
	}
	if b.Bytes() == nil {
		return []byte{}, nil
	}
	return b.Bytes(), nil
}

// Commit makes the draft the site. It renders one page of each folder first, so that a
// template's error is told when it is made and not when somebody comes by.
func (d *Draft) Commit() (Result, error) {
	seen := map[string]bool{}
	for i := range d.outs {
		p := d.outs[i].Path
		top, _, _ := strings.Cut(p, "/")
		if path.Ext(p) != ".html" || seen[top] {
			continue
		}
		seen[top] = true
		if _, err := render(&d.outs[i]); err != nil {
			return Result{}, err
		}
	}
	d.memory.mu.Lock()
	defer d.memory.mu.Unlock()
	d.memory.site.Store(d)
	return Result{Kept: len(d.outs)}, nil
}

// Abort drops the draft.
func (d *Draft) Abort() error { return nil }
