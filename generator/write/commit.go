package write

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gongkai/generator/source"
)

// Commit makes the staged files the site. Before it moves the first file it refuses with a
// *StrangerError where one would take a stranger's place.
func (d *Dir) Commit() (Result, error) {
	r := Result{Strangers: d.strangers, Healed: d.healed}
	changed := len(d.outs) != d.lines
	for i := range d.files {
		f := &d.files[i]
		r.Bytes += f.size
		switch f.now {
		case staged:
			r.Written++
		case unmade:
			return Result{}, errors.Join(fmt.Errorf("%s was not made", d.outs[i].Path), d.Abort())
		case stays, equal:
			r.Kept++
		}
		changed = changed || f.now != stays
	}
	if err := d.refuseStrangers(); err != nil {
		return Result{}, errors.Join(err, d.Abort())
	}
	var gone []string
	for i := range d.held {
		if h := &d.held[i]; h.there != absent && !h.wanted {
			gone = append(gone, h.path)
		}
	}
	manifest := filepath.Join(d.root, private, "manifest")
	if !changed && len(gone) == 0 && !d.healed {
		if same, err := d.samePart(manifest); err != nil || same {
			return r, errors.Join(err, d.Abort()) // nothing changed: nothing is touched
		}
	}
	pending := filepath.Join(d.root, private, "pending")
	sum, err := d.writeManifest(pending)
	if err != nil {
		return Result{}, errors.Join(err, d.Abort())
	}
	r.Removed = len(gone)
	if err := d.exchange(gone, r.Written > 0); err != nil {
		return Result{}, err
	}
	if err := errors.Join(d.Abort(), d.setPart(d.partText(sum))); err != nil {
		return Result{}, err
	}
	return r, os.Rename(pending, manifest)
}

// writeManifest writes the manifest of the outputs whole under the name, and gives the
// digest of its bytes.
func (d *Dir) writeManifest(name string) (source.Digest, error) {
	sum := sha256.New()
	err := writeWhole(name, func(w io.Writer) error {
		return writeManifest(io.MultiWriter(w, sum), len(d.outs), func(i int) line {
			f := &d.files[i]
			return line{d.outs[i].Path, f.size, f.sum, [kept]byte(d.outs[i].Key[:kept])}
		})
	})
	return source.Digest(sum.Sum(nil)), err
}

// exchange moves what is staged into the site and removes what is gone. Only where a file
// stands in a new folder's place, or below a new file's, does its removal come first.
func (d *Dir) exchange(gone []string, staged bool) error {
	var later []string
	for _, p := range gone {
		if !d.folderNow(p) && !d.wantsAbove(p) {
			later = append(later, p)
		} else if err := d.remove(p); err != nil {
			return err
		}
	}
	if staged {
		if err := d.move(""); err != nil {
			return err
		}
	}
	for _, p := range later {
		if err := d.remove(p); err != nil {
			return err
		}
	}
	return nil
}

// remove removes a file of the site, and the folders that it leaves empty.
func (d *Dir) remove(p string) error {
	if err := os.Remove(d.file(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	d.pruneFolders(path.Dir(p))
	return nil
}

// wantsAbove reports whether a folder on the way to the path is an output's path.
func (d *Dir) wantsAbove(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if d.wants(dir) {
			return true
		}
	}
	return false
}

// writeWhole writes a file under another name and renames it, so that it is there whole or
// not at all.
func writeWhole(name string, write func(io.Writer) error) error {
	part := name + ".part"
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, name)
}

// refuseStrangers gives a *StrangerError where an output's path, or a folder on the way to
// it, is a file that the program did not write.
func (d *Dir) refuseStrangers() error {
	if d.adopt {
		return nil
	}
	var in []string
	for _, s := range d.strangers {
		if d.wants(s) || d.wantsBelow(s) || d.wantsAbove(s) {
			in = append(in, s)
		}
	}
	if in == nil {
		return nil
	}
	return &StrangerError{in}
}

// folderNow reports whether this build staged something below the path.
func (d *Dir) folderNow(p string) bool {
	info, err := os.Stat(d.stage(p))
	return err == nil && info.IsDir()
}

// move renames what is staged below the folder into the site: the whole folder where the
// site has none yet, else its entries one by one.
func (d *Dir) move(dir string) error {
	entries, err := os.ReadDir(d.stage(dir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if !e.IsDir() {
			if err := os.Rename(d.stage(p), d.file(p)); err != nil {
				return err
			}
			continue
		}
		if _, err := os.Lstat(d.file(p)); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(d.stage(p), d.file(p)); err != nil {
				return err
			}
			continue
		}
		if err := d.move(p); err != nil {
			return err
		}
	}
	return nil
}

// pruneFolders removes the folder and those above it as far as they are empty. A folder
// that holds something, a stranger say, stays.
func (d *Dir) pruneFolders(dir string) {
	for ; dir != "." && !strings.HasPrefix(dir, ".."); dir = path.Dir(dir) {
		if os.Remove(d.file(dir)) != nil {
			return
		}
	}
}
