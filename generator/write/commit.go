package write

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"gongkai/generator/source"
)

// Commit makes the staged files the site. Before it moves the first file it refuses with a
// *StrangerError where one would take a stranger's place. With any other error the site is as
// it was too, but where that is a *HalfError.
func (d *Dir) Commit() (Result, error) {
	r := Result{Strangers: d.strangers, Healed: d.healed, Cut: d.cut}
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
	r.Strangers = slices.DeleteFunc(r.Strangers, d.wants) // adopted
	var gone []string
	for i := range d.held {
		if h := &d.held[i]; h.there != absent && !h.wanted {
			gone = append(gone, h.path)
		}
	}
	if !changed && len(gone) == 0 && !d.healed {
		if same, err := d.samePart(d.own("manifest")); err != nil || same {
			return r, errors.Join(err, d.Abort()) // nothing changed: nothing is touched
		}
	}
	sum, err := d.announce()
	if err != nil {
		return Result{}, errors.Join(err, d.Abort())
	}
	r.Removed = len(gone)
	before, _ := d.disk.Read(d.own("shard")) // nil for none
	if err := d.publish(gone, r.Written > 0, sum); err != nil {
		return Result{}, d.undo(err, before)
	}
	_ = d.Abort() // the site is whole; what is left over the next build removes
	return r, nil
}

// announce records what the folder is about to hold, and gives the record's digest. After a
// commit that was killed the manifest first takes in all that is owned, since the record of
// it is about to be replaced; as long as there is a record nothing of a manifest is trusted.
func (d *Dir) announce() (source.Digest, error) {
	if d.cut && !d.adopt {
		_, err := d.putManifest("manifest", len(d.held), func(i int) line {
			h := &d.held[i]
			return line{h.path, h.size, h.sum, h.key}
		})
		if err != nil {
			return source.Digest{}, err
		}
	}
	return d.putManifest("pending", len(d.outs), func(i int) line {
		f := &d.files[i]
		return line{d.outs[i].Path, f.size, f.sum, [kept]byte(d.outs[i].Key[:kept])}
	})
}

// putManifest writes a manifest of n lines whole under the name, and gives the digest of its
// bytes.
func (d *Dir) putManifest(name string, n int, line func(int) line) (source.Digest, error) {
	sum := sha256.New()
	err := d.disk.Whole(d.own(name), func(w io.Writer) error { return writeManifest(io.MultiWriter(w, sum), n, line) })
	return source.Digest(sum.Sum(nil)), err
}

// publish makes the staged files the site, and what was announced its manifest.
func (d *Dir) publish(gone []string, staged bool, sum source.Digest) error {
	if err := d.exchange(gone, staged); err != nil {
		return err
	}
	if err := d.setPart(d.partText(sum)); err != nil {
		return err
	}
	return d.disk.Rename(d.own("pending"), d.own("manifest"))
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

// wantsAbove reports whether a folder on the way to the path is an output's path.
func (d *Dir) wantsAbove(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if d.wants(dir) {
			return true
		}
	}
	return false
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
	entries, err := d.disk.List(d.stage(dir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		_, err := os.Lstat(d.file(p))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			err = d.place(p, added)
		case err == nil && e.IsDir():
			err = d.move(p)
		case err == nil:
			err = d.replace(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// pruneFolders removes the folder and those above it as far as they are empty. A folder
// that holds something, a stranger say, stays.
func (d *Dir) pruneFolders(dir string) {
	for ; dir != "." && !strings.HasPrefix(dir, ".."); dir = path.Dir(dir) {
		if d.disk.Remove(d.file(dir)) != nil {
			return
		}
	}
}
