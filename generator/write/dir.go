// Package write puts a rendered site where it is to be: Dir on disk, Memory for the
// preview. It is the only package that writes to public/.
//
// A Dir stages every changed file below public/.gongkai/stage and moves nothing until
// Commit. Commit first records what the folder is about to hold (pending), then renames,
// whole folders where it can, then deletes what the last manifest had and this one has not,
// and puts the manifest last. A build that fails before Commit leaves the site as it was.
// One that is killed during Commit leaves the pending record: the next build owns what
// it names, trusts nothing of it, and makes the site whole.
//
// A file that no manifest names is a stranger: it is never changed nor removed. Where an
// output would take its place, Commit refuses before it touches anything.
package write

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/source"
)

// private is the folder below public/ that holds the manifest and the stage.
const private = ".gongkai"

// A StrangerError tells that outputs would take the place of files that the program did
// not write.
type StrangerError struct{ Paths []string }

// Error names the files.
func (e *StrangerError) Error() string {
	return "not written by gongkai, and in the way: " + strings.Join(e.Paths, ", ")
}

// Result tells what a Commit did.
type Result struct {
	Written   int      // files that are new or have other bytes
	Kept      int      // files that stayed as they were
	Removed   int      // files of the last build that this one has not
	Bytes     int64    // bytes of all files
	Strangers []string // files below the folder that the program did not write, sorted
	Healed    bool     // the build before was killed during its commit
}

// A Dir writes a site into a folder.
type Dir struct {
	root   string
	old    map[string]Entry // the last manifest
	owned  map[string]bool  // paths of the last manifest or of a cut commit
	found  map[string]int64 // files that are there, with their sizes
	healed bool             // the last build was killed during its commit, or its manifest is damaged
	adopt  bool             // what stands at an output's path is ours, though no manifest says so
	whole  bool             // the last build was of a whole site
	part   *Part            // what the folder is to hold; nil: a whole site
	fresh  bool             // the folder was not there

	mu      sync.Mutex
	entries []Entry
	staged  map[string]bool
	made    map[string]bool // staging folders that exist
	buffers sync.Pool
}

// Open begins to write into the folder, which need not exist. With fresh set nothing of
// the last build is kept, as with --no-cache.
func Open(root string, fresh bool) (*Dir, error) {
	d := &Dir{root: root, old: map[string]Entry{}, owned: map[string]bool{}, found: map[string]int64{},
		staged: map[string]bool{}, made: map[string]bool{}}
	d.buffers.New = func() any { return new(bytes.Buffer) }
	if _, err := os.Lstat(root); errors.Is(err, fs.ErrNotExist) {
		d.fresh = true
	}
	if err := os.MkdirAll(filepath.Join(root, private), 0o777); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(d.stage("")); err != nil {
		return nil, err
	}
	if err := d.readOld(fresh); err != nil {
		return nil, err
	}
	return d, d.scan()
}

// stage gives where a path is staged.
func (d *Dir) stage(p string) string {
	return filepath.Join(d.root, private, "stage", filepath.FromSlash(p))
}

func (d *Dir) file(p string) string { return filepath.Join(d.root, filepath.FromSlash(p)) }

// readOld reads the manifest and a pending one that a killed commit left.
func (d *Dir) readOld(fresh bool) error {
	for _, name := range []string{"manifest", "pending"} {
		data, err := os.ReadFile(filepath.Join(d.root, private, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if name == "manifest" {
			d.whole = d.hasPart(nil)
		}
		entries, err := readManifest(data)
		if err != nil && name == "manifest" {
			// Cut or edited: what it still names is owned, nothing of it is trusted, and what
			// stands at an output's path is taken for the last build's.
			d.adopt, d.healed = true, true
		}
		for _, e := range entries {
			d.owned[e.Path] = true
			if name == "manifest" && !fresh {
				d.old[e.Path] = e
			}
		}
		d.healed = d.healed || name == "pending"
	}
	if d.healed {
		clear(d.old)
	}
	return nil
}

// scan lists the files that are there.
func (d *Dir) scan() error {
	return filepath.WalkDir(d.root, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(d.root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			if rel == private {
				return fs.SkipDir
			}
			return nil
		}
		if !d.owned[rel] {
			d.found[rel] = -1
			return nil
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		d.found[rel] = info.Size()
		return nil
	})
}

// Keep implements render.Sink: the file is there, of the size and made from the key that
// the manifest tells.
func (d *Dir) Keep(p string, key source.Digest) bool {
	e, ok := d.old[p]
	if !ok || !same(e.Key, key) {
		return false
	}
	if size, there := d.found[p]; !there || size != e.Size {
		return false
	}
	e.Key = key
	d.add(e, false)
	return true
}

func (d *Dir) add(e Entry, staged bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.entries = append(d.entries, e)
	if staged {
		d.staged[e.Path] = true
	}
}

// Put implements render.Sink. A file whose bytes come out as they were keeps its place
// and its time.
func (d *Dir) Put(p string, key source.Digest, render func(io.Writer) error) error {
	if !cleanPath(p) {
		return fmt.Errorf("%q is not a clean path below the site", p)
	}
	buf := d.buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= 4*spillAt {
			d.buffers.Put(buf)
		}
	}()
	w := &spill{dir: d, path: p, buf: buf, sum: sha256.New()}
	err := render(w)
	if err == nil {
		err = w.finish()
	}
	if err != nil {
		w.drop()
		return err
	}
	e := Entry{Path: p, Size: w.size, Key: key}
	w.sum.Sum(e.Sum[:0])
	if old, ok := d.old[p]; ok && same(old.Sum, e.Sum) && d.found[p] == e.Size {
		w.drop()
		d.add(e, false)
		return nil
	}
	if err := w.keep(); err != nil {
		return err
	}
	d.add(e, true)
	return nil
}

// folder makes the staging folder of a path, once.
func (d *Dir) folder(p string) error {
	dir := path.Dir(p)
	d.mu.Lock()
	made := d.made[dir]
	d.mu.Unlock()
	if made {
		return nil
	}
	if err := os.MkdirAll(d.stage(dir), 0o777); err != nil {
		return err
	}
	d.mu.Lock()
	d.made[dir] = true
	d.mu.Unlock()
	return nil
}

// Abort drops what was staged. The site stays as it was, and where there was no folder
// there is none.
func (d *Dir) Abort() error {
	err := os.RemoveAll(d.stage(""))
	if d.fresh && os.Remove(filepath.Join(d.root, private)) == nil { // not when it holds a commit's records
		_ = os.Remove(d.root)
	}
	return err
}

// bystander is the one file of a folder that is neither ours nor worth a word.
const bystander = ".gitignore"

// strangers lists the files that are there and are nobody's, the folder's own
// .gitignore aside.
func (d *Dir) strangers() []string {
	var out []string
	for p := range d.found {
		if !d.owned[p] && p != bystander {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}
