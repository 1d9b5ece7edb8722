// Package write puts a rendered site where it is to be: Dir on disk, Memory for the
// preview. It is the only package that writes to public/.
//
// A Dir stages every changed file below public/.gongkai/stage and moves nothing until
// Commit. Commit first records what the folder is about to hold (pending), then renames,
// whole folders where it can, then deletes what the last manifest had and this one has not,
// and puts the manifest last. A build that fails before Commit leaves the site as it was.
// One that fails during Commit puts back what it moved: a file that gives way keeps a second
// name below public/.gongkai/old until the manifest stands. One that is killed during Commit
// leaves the pending record: the next build owns what it names, trusts nothing of it, and
// makes the site whole.
//
// One Dir at a time works in a folder: Open refuses with a *LockedError where another program
// does.
//
// A file that no manifest names is a stranger: it is never changed nor removed. Where an
// output would take its place, Commit refuses before it touches anything.
package write

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"gongkai/generator/disk"
	"gongkai/generator/plan"
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
	Healed    bool     // the build before was killed during its commit, or its records are damaged
	Cut       bool     // it was killed
}

// A Dir writes a site into a folder.
type Dir struct {
	root      string
	disk      disk.Disk
	lock      *lock
	held      []held   // what the last build owns, sorted by path
	lines     int      // of the last manifest; absent where there is none that is whole
	strangers []string // files that are there and nobody's, sorted
	healed    bool     // the last build was killed during its commit, or a record of it is damaged
	cut       bool     // it was killed during its commit
	adopt     bool     // what stands at an output's path is ours, though no manifest says so
	whole     bool     // the last build was of a whole site
	part      *Part    // what the folder is to hold; nil: a whole site
	fresh     bool     // the folder was not there
	done      []move   // what Commit has moved so far

	outs  []plan.Output
	files []file // by output; each is touched by one goroutine only

	mu   sync.Mutex
	made map[string]bool // staging folders that exist

	looked  chan struct{} // closed when look has come to its end
	failed  error         // of look
	buffers sync.Pool
}

// A file is what this build knows of an output.
type file struct {
	size int64
	sum  [kept]byte
	held int32 // number in Dir.held; absent: none
	now  place
}

// A place is where an output's bytes are before Commit.
type place uint8

const (
	unmade place = iota // neither kept nor put
	stays               // where they were, made from the same key
	equal               // where they were, made anew from another key
	staged
)

// Open begins to write into the folder, which need not exist. With fresh set nothing of
// the last build is kept, as with --no-cache. Begin waits until all is looked at that stands
// there, which goes on beside what the caller does meanwhile. Commit or Abort ends it.
//
// The error is a *LockedError where another program works in the folder, a *PrivateError
// where its .gongkai is no folder, or the machine's.
func Open(root string, fresh bool) (*Dir, error) { return OpenOn(disk.Disk{}, root, fresh) }

// OpenOn is Open on a disk.
func OpenOn(on disk.Disk, root string, fresh bool) (*Dir, error) {
	d := &Dir{root: root, disk: on, lines: absent, made: map[string]bool{}, looked: make(chan struct{})}
	d.buffers.New = func() any { return new(bytes.Buffer) }
	if _, err := os.Lstat(root); errors.Is(err, fs.ErrNotExist) {
		d.fresh = true
	}
	if info, err := os.Lstat(d.own("")); err == nil && !info.IsDir() {
		return nil, &PrivateError{d.own("")}
	}
	if err := on.Mkdir(d.own(""), 0o777); err != nil {
		return nil, errors.Join(err, d.close())
	}
	var err error
	if d.lock, err = takeLock(on, root); err != nil {
		var busy *LockedError
		if errors.As(err, &busy) {
			return nil, err // what stands there is another's
		}
		return nil, errors.Join(err, d.close())
	}
	if err := d.clear(); err != nil {
		return nil, errors.Join(err, d.close())
	}
	go d.look(fresh)
	return d, nil
}

// A PrivateError tells that the place of the program's own records is no folder.
type PrivateError struct{ Path string }

// Error names it.
func (e *PrivateError) Error() string { return e.Path + " is no folder" }

// look reads what the last build owns and what stands in the folder.
func (d *Dir) look(fresh bool) {
	defer close(d.looked)
	if d.failed = d.readOld(fresh); d.failed == nil {
		d.failed = d.scan()
	}
}

// stage gives where a path is staged.
func (d *Dir) stage(p string) string {
	return filepath.Join(d.root, private, "stage", filepath.FromSlash(p))
}

// own gives where one of the folder's own records is.
func (d *Dir) own(name string) string { return filepath.Join(d.root, private, name) }

func (d *Dir) file(p string) string { return filepath.Join(d.root, filepath.FromSlash(p)) }

// Begin implements render.Sink. It refuses a path that is not clean.
func (d *Dir) Begin(outs []plan.Output) error {
	if <-d.looked; d.failed != nil {
		return d.failed
	}
	d.outs, d.files = outs, make([]file, len(outs))
	return d.join()
}

func compareOutput(o plan.Output, p string) int { return strings.Compare(o.Path, p) }

// Keep implements render.Sink: the file is there, of the size and made from the key that
// the manifest tells.
func (d *Dir) Keep(i int) bool {
	f := &d.files[i]
	if f.held == absent {
		return false
	}
	h := &d.held[f.held]
	if !h.trust || h.key != [kept]byte(d.outs[i].Key[:kept]) || h.there != h.size {
		return false
	}
	f.size, f.sum, f.now = h.size, h.sum, stays
	return true
}

// Put implements render.Sink. A file whose bytes come out as they were keeps its place
// and its time.
func (d *Dir) Put(i int) error {
	buf := d.buffers.Get().(*bytes.Buffer)
	buf.Reset()
	defer func() {
		if buf.Cap() <= 4*spillAt {
			d.buffers.Put(buf)
		}
	}()
	w := &spill{dir: d, path: d.outs[i].Path, buf: buf, sum: sha256.New()}
	err := d.outs[i].Render(w)
	if err == nil {
		err = w.finish()
	}
	if err != nil {
		return errors.Join(err, w.drop())
	}
	f := &d.files[i]
	f.size = w.size
	var sum source.Digest
	w.sum.Sum(sum[:0])
	f.sum = [kept]byte(sum[:kept])
	if f.held != absent {
		if h := &d.held[f.held]; h.trust && h.sum == f.sum && h.there == f.size {
			f.now = equal
			return w.drop()
		}
	}
	if err := w.keep(); err != nil {
		return err
	}
	f.now = staged
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
	if err := d.disk.Mkdir(d.stage(dir), 0o777); err != nil {
		return err
	}
	d.mu.Lock()
	d.made[dir] = true
	d.mu.Unlock()
	return nil
}

// Abort drops what was staged. The site stays as it was, and where there was no folder
// there is none. After a Commit that gave no error it does nothing.
func (d *Dir) Abort() error {
	<-d.looked
	if d.lock == nil {
		return nil
	}
	return errors.Join(d.clear(), d.close())
}

// clear removes what was staged, and the second names of a commit's files.
func (d *Dir) clear() error {
	return errors.Join(d.disk.RemoveAll(d.stage("")), d.disk.RemoveAll(d.own("old")))
}

// close gives the folder up: the lock, and where there was no folder the folder too.
func (d *Dir) close() error {
	var err error
	if d.lock != nil {
		err = d.lock.release()
		d.lock = nil
	}
	if d.fresh && os.Remove(d.own("")) == nil { // not when it holds a commit's records
		_ = os.Remove(d.root)
	}
	return err
}
