package write

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// A HalfError tells of a commit that neither came to its end nor could be taken back: some
// files of the site are new and some are old. The next build makes it whole.
type HalfError struct{ Err error }

// Error gives what went wrong.
func (e *HalfError) Error() string { return "the site is half old and half new: " + e.Err.Error() }

// Unwrap gives what went wrong.
func (e *HalfError) Unwrap() error { return e.Err }

// A move is a step of a commit that undo takes back.
type move struct {
	kind change
	path string
}

// A change is what a move did.
type change uint8

const (
	added    change = iota // a file, or a whole folder, where nothing was
	replaced               // a file whose old bytes have a second name
	removed                // a file that stands below old/ now
)

// old gives where a file that gives way is until the commit's end.
func (d *Dir) old(p string) string { return filepath.Join(d.own("old"), filepath.FromSlash(p)) }

// place renames a staged file or folder into the site.
func (d *Dir) place(p string, kind change) error {
	if err := d.disk.Rename(d.stage(p), d.file(p)); err != nil {
		return err
	}
	d.done = append(d.done, move{kind, p})
	return nil
}

// replace renames a staged file over what stands there, which keeps a second name: visitors
// find the old file or the new one and never none. An empty folder gives way.
func (d *Dir) replace(p string) error {
	if info, err := os.Lstat(d.file(p)); err == nil && info.IsDir() {
		if err := d.disk.Remove(d.file(p)); err != nil {
			return err
		}
		return d.place(p, added)
	}
	if err := d.disk.Mkdir(filepath.Dir(d.old(p)), 0o777); err != nil {
		return err
	}
	if d.disk.Link(d.file(p), d.old(p)) != nil {
		if err := d.copyOld(p); err != nil { // a file system without second names
			return err
		}
	}
	return d.place(p, replaced)
}

// copyOld copies a file that gives way.
func (d *Dir) copyOld(p string) error {
	from, err := os.Open(d.file(p))
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := d.disk.Create(d.old(p))
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// remove takes a file out of the site, and the folders that it leaves empty.
func (d *Dir) remove(p string) error {
	if err := d.disk.Mkdir(filepath.Dir(d.old(p)), 0o777); err != nil {
		return err
	}
	err := d.disk.Rename(d.file(p), d.old(p))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	d.done = append(d.done, move{removed, p})
	d.pruneFolders(path.Dir(p))
	return nil
}

// undo takes back what a commit did before the error, and gives the error: as it is where
// the site is as it was, as a *HalfError where it is not. part is what the folder's record
// of its shard said.
func (d *Dir) undo(why error, part []byte) error {
	var failed error
	for _, m := range slices.Backward(d.done) {
		failed = errors.Join(failed, d.takeBack(m))
	}
	if failed == nil && !d.hasPart(part) {
		failed = d.setPart(part)
	}
	half := failed != nil || d.cut // what was half already stays announced
	if !half {
		failed = d.disk.Remove(d.own("pending"))
		half = failed != nil
	}
	err := errors.Join(why, failed, d.Abort())
	if half {
		return &HalfError{err}
	}
	return err
}

// takeBack takes one step back.
func (d *Dir) takeBack(m move) error {
	switch m.kind {
	case added:
		return d.disk.Rename(d.file(m.path), d.stage(m.path))
	case removed:
		if err := d.disk.Mkdir(filepath.Dir(d.file(m.path)), 0o777); err != nil {
			return err
		}
	}
	return d.disk.Rename(d.old(m.path), d.file(m.path))
}
