package write

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

// A held file is one that the last build owns: its manifest names it, or the record of a
// commit that was killed does.
type held struct {
	path   string
	size   int64 // as the manifest has it
	there  int64 // size of the file that stands there; -1: none does
	sum    [kept]byte
	key    [kept]byte
	trust  bool // the file can be kept, if it is there
	wanted bool // it is an output of this build too
}

// absent is the size of a file that is not there.
const absent = -1

// readOld reads the manifest, and a pending one that a killed commit left, into d.held,
// sorted by path.
func (d *Dir) readOld(fresh bool) error {
	var all []held
	for _, name := range []string{"manifest", "pending"} {
		data, err := d.disk.Read(d.own(name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		text := unsafe.String(unsafe.SliceData(data), len(data)) // the bytes are not used again
		all = slices.Grow(all, strings.Count(text, "\n"))
		err = eachLine(text, func(l line) {
			all = append(all, held{path: l.path, size: l.size, there: absent, sum: l.sum, key: l.key, trust: name == "manifest" && !fresh})
		})
		switch {
		case err != nil:
			// Cut or edited: what it still names is owned, nothing of it is trusted, and what
			// stands at an output's path is taken for the last build's.
			d.adopt, d.healed = true, true
		case name == "manifest":
			d.lines = len(all)
		}
		if name == "pending" {
			d.cut, d.healed = true, true
		}
		if name == "manifest" {
			if d.whole = d.hasPart(nil); !d.whole && !d.partWhole() {
				d.healed = true
			}
		}
	}
	byPath := func(a, b held) int { return strings.Compare(a.path, b.path) }
	if !slices.IsSortedFunc(all, byPath) {
		slices.SortStableFunc(all, byPath)
	}
	d.held = slices.CompactFunc(all, func(a, b held) bool { return a.path == b.path })
	if d.healed {
		for i := range d.held {
			d.held[i].trust = false
		}
	}
	return nil
}

// A scan lists the files that stand in the folder, many folders at a time.
type scan struct {
	dir   *Dir
	files map[string][]int32 // numbers in dir.held, by folder, in the order of their names
	room  chan struct{}      // for as many goroutines as there are processors
	wg    sync.WaitGroup
	mu    sync.Mutex
	err   error
}

// scan looks which of the held files are there, and which others.
func (d *Dir) scan() error {
	s := &scan{dir: d, files: map[string][]int32{}, room: make(chan struct{}, runtime.GOMAXPROCS(0)-1)}
	for i := range d.held {
		dir := path.Dir(d.held[i].path)
		s.files[dir] = append(s.files[dir], int32(i))
	}
	s.folder(".")
	s.wg.Wait()
	slices.Sort(d.strangers)
	return s.err
}

// folder scans one folder, and those below it beside or after it.
func (s *scan) folder(dir string) {
	f, err := os.Open(filepath.Join(s.dir.root, filepath.FromSlash(dir)))
	if err != nil {
		s.fail(err)
		return
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		s.fail(err)
		return
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	known := s.files[dir]
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() {
			if below := path.Join(dir, name); below != private {
				s.start(below)
			}
			continue
		}
		var own bool
		if known, own = s.find(known, dir, name); !own {
			s.stranger(path.Join(dir, name))
			continue
		}
		size, err := sizeIn(f, e)
		if err != nil {
			s.fail(err)
			return
		}
		s.dir.held[known[0]].there = size
	}
}

// find passes over the folder's held files up to the name, and reports whether it is the
// first that is left.
func (s *scan) find(known []int32, dir, name string) ([]int32, bool) {
	skip := 0
	if dir != "." {
		skip = len(dir) + 1
	}
	for len(known) > 0 {
		c := cmp.Compare(s.dir.held[known[0]].path[skip:], name)
		if c >= 0 {
			return known, c == 0
		}
		known = known[1:]
	}
	return known, false
}

// start scans a folder in a goroutine of its own, or here where there is no room for one.
func (s *scan) start(dir string) {
	select {
	case s.room <- struct{}{}:
		s.wg.Go(func() {
			s.folder(dir)
			<-s.room
		})
	default:
		s.folder(dir)
	}
}

func (s *scan) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = errors.Join(s.err, err)
}

// bystander is the one file of a folder that is neither ours nor worth a word.
const bystander = ".gitignore"

// stranger notes a file that is nobody's, the folder's own .gitignore aside.
func (s *scan) stranger(p string) {
	if p == bystander {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dir.strangers = append(s.dir.strangers, p)
}

// join finds for each output the held file of its path. Both lists are sorted.
func (d *Dir) join() error {
	h := 0
	for i := range d.outs {
		p := d.outs[i].Path
		if !cleanPath(p) {
			return fmt.Errorf("%q is not a clean path below the site", p)
		}
		if i > 0 && p <= d.outs[i-1].Path {
			return fmt.Errorf("outputs are not sorted: %q", p)
		}
		for h < len(d.held) && d.held[h].path < p {
			h++
		}
		d.files[i].held = absent
		if h < len(d.held) && d.held[h].path == p {
			d.held[h].wanted = true
			d.files[i].held = int32(h)
		}
	}
	return nil
}

// wants reports whether an output has the path.
func (d *Dir) wants(p string) bool {
	_, found := slices.BinarySearchFunc(d.outs, p, compareOutput)
	return found
}

// wantsBelow reports whether an output lies in the folder or below it.
func (d *Dir) wantsBelow(dir string) bool {
	dir += "/"
	i, _ := slices.BinarySearchFunc(d.outs, dir, compareOutput)
	return i < len(d.outs) && strings.HasPrefix(d.outs[i].Path, dir)
}
