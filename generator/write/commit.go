package write

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Commit makes the staged files the site. Before it moves the first file it refuses with a
// *StrangerError where one would take a stranger's place.
func (d *Dir) Commit() (Result, error) {
	r := Result{Strangers: d.strangers(), Healed: d.healed, Written: len(d.staged), Kept: len(d.entries) - len(d.staged)}
	now := make(map[string]bool, len(d.entries))
	for _, e := range d.entries {
		now[e.Path] = true
		r.Bytes += e.Size
	}
	if err := d.refuseStrangers(now); err != nil {
		return Result{}, errors.Join(err, d.Abort())
	}
	var gone []string
	for p := range d.owned {
		if _, there := d.found[p]; there && !now[p] {
			gone = append(gone, p)
		}
	}
	slices.Sort(gone)
	manifest := filepath.Join(d.root, private, "manifest")
	pending := filepath.Join(d.root, private, "pending")
	var buf bytes.Buffer
	if err := writeManifest(&buf, d.entries); err != nil {
		return Result{}, err
	}
	part := d.partText(buf.Bytes())
	if len(d.staged) == 0 && len(gone) == 0 && !d.healed && d.hasPart(part) {
		if old, err := os.ReadFile(manifest); err == nil && bytes.Equal(old, buf.Bytes()) {
			return r, d.Abort() // nothing changed: nothing is touched
		}
	}
	if err := writeWhole(pending, buf.Bytes()); err != nil {
		return Result{}, errors.Join(err, d.Abort(), os.Remove(pending))
	}
	r.Removed = len(gone)
	if err := d.exchange(gone, now); err != nil {
		return Result{}, err
	}
	if err := errors.Join(d.Abort(), d.setPart(part)); err != nil {
		return Result{}, err
	}
	return r, os.Rename(pending, manifest)
}

// exchange moves what is staged into the site and removes what is gone. Only where a file
// stands in a new folder's place, or below a new file's, does its removal come first.
func (d *Dir) exchange(gone []string, now map[string]bool) error {
	var later []string
	for _, p := range gone {
		if !d.folderNow(p) && !above(p, now) {
			later = append(later, p)
		} else if err := d.remove(p); err != nil {
			return err
		}
	}
	if len(d.staged) > 0 {
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

// above reports whether a folder on the way to the path is an output's path.
func above(p string, now map[string]bool) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if now[dir] {
			return true
		}
	}
	return false
}

// writeWhole writes a file under another name and renames it, so that it is there whole or
// not at all.
func writeWhole(name string, data []byte) error {
	if err := os.WriteFile(name+".part", data, 0o666); err != nil {
		return errors.Join(err, os.Remove(name+".part"))
	}
	return os.Rename(name+".part", name)
}

// refuseStrangers gives a *StrangerError where an output's path, or a folder on the way to
// it, is a file that the program did not write.
func (d *Dir) refuseStrangers(now map[string]bool) error {
	if d.adopt {
		return nil
	}
	folders := map[string]bool{}
	for p := range now {
		for dir := path.Dir(p); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	var in []string
	for _, s := range d.strangers() {
		if now[s] || folders[s] || above(s, now) {
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
