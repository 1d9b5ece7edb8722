// Package cache keeps on disk what load read, between two runs: an index and a few files of
// bodies in a folder of its own, outside the site and the content. It implements load.Cache.
//
// Nothing that is kept is ever changed: a run writes new files beside the old ones and then
// puts its index in the old one's place. Two runs at once disturb neither each other nor a
// third; one index wins. Whatever is missing or damaged makes the next run read the content
// again, so that the folder can be deleted at any time.
package cache

import (
	"bufio"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unsafe"

	"gongkai/generator/disk"
	"gongkai/generator/load"
)

// A Dir is a cache in a folder. The newest run's files stay open until Close. It serves one run after the
// other, not two at once.
type Dir struct {
	root string
	disk disk.Disk
	temp bool // nothing is kept
	open map[string]file
	made []string // files of bodies that no index names yet
}

// A file of bodies is open for reading.
type file interface {
	io.ReaderAt
	io.Closer
}

// prefix begins the names of files of bodies.
const prefix = "bodies-"

// orphan is how old a file must be that no index names, to be deleted: a run beside this one may
// be about to name it.
const orphan = time.Hour

// Open uses a folder, which need not exist.
func Open(root string) *Dir { return OpenOn(disk.Disk{}, root) }

// OpenOn is Open on a disk.
func OpenOn(on disk.Disk, root string) *Dir {
	return &Dir{root: root, disk: on, open: map[string]file{}}
}

// Temporary uses a folder, which need not exist, for bodies of one run, and keeps nothing.
func Temporary(root string) *Dir { return TemporaryOn(disk.Disk{}, root) }

// TemporaryOn is Temporary on a disk.
func TemporaryOn(on disk.Disk, root string) *Dir {
	d := OpenOn(on, root)
	d.temp = true
	return d
}

// Index gives the index that Save kept last; "" where there is none.
func (d *Dir) Index() string {
	if d.temp {
		return ""
	}
	data, err := d.disk.Read(filepath.Join(d.root, "index"))
	if err != nil {
		return ""
	}
	return unsafe.String(unsafe.SliceData(data), len(data)) // the bytes are not used again
}

// Scratch gives a folder for what readers of attachments make ready for themselves; "" where
// nothing is kept.
func (d *Dir) Scratch() string {
	if d.temp {
		return ""
	}
	return filepath.Join(d.root, "scratch")
}

// A spool is a file of bodies with its name in the folder.
type spool struct {
	disk.File
	name string
}

// Name finds the file again.
func (s spool) Name() string { return s.name }

// New opens a new file of bodies. A temporary one is deleted at once where the system lets
// it live on as long as it is open.
func (d *Dir) New() (load.Spool, error) {
	if err := d.disk.Mkdir(d.root, 0o700); err != nil {
		return nil, err
	}
	f, err := d.disk.Temp(d.root, prefix+"*")
	if err != nil {
		return nil, err
	}
	name := filepath.Base(f.Name())
	d.open[name] = f
	if !d.temp || d.disk.Remove(f.Name()) != nil {
		d.made = append(d.made, name)
	}
	return spool{f, name}, nil
}

// Bodies opens a file of bodies.
func (d *Dir) Bodies(name string) (io.ReaderAt, error) {
	if !strings.HasPrefix(name, prefix) || strings.ContainsAny(name, `/\`) {
		return nil, errors.New("cache: no file of bodies: " + name)
	}
	if f := d.open[name]; f != nil {
		return f, nil
	}
	f, err := os.Open(filepath.Join(d.root, name))
	if err != nil {
		return nil, err
	}
	d.open[name] = f
	return f, nil
}

// Save writes the index and deletes old files that names has not.
func (d *Dir) Save(write func(io.Writer) error, names []string) error {
	// An older run's files stay open for who still reads them, a preview that is about to be
	// replaced, and are closed with the last of those.
	maps.DeleteFunc(d.open, func(name string, _ file) bool { return !slices.Contains(names, name) })
	if d.temp {
		return nil
	}
	if err := d.disk.Mkdir(d.root, 0o700); err != nil {
		return err
	}
	tmp, err := d.put("index-*", write)
	if err != nil {
		return err
	}
	if err := d.disk.Rename(filepath.Join(d.root, tmp), filepath.Join(d.root, "index")); err != nil {
		return errors.Join(err, d.disk.Remove(filepath.Join(d.root, tmp)))
	}
	d.made = slices.DeleteFunc(d.made, func(name string) bool { return slices.Contains(names, name) })
	return d.clean(names)
}

// put writes a file of a new name, as the pattern says, and gives the name.
func (d *Dir) put(pattern string, write func(io.Writer) error) (string, error) {
	f, err := d.disk.Temp(d.root, pattern)
	if err != nil {
		return "", err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, d.disk.Remove(f.Name()))
	}
	return filepath.Base(f.Name()), nil
}

// clean deletes what no index names and no run is about to.
func (d *Dir) clean(kept []string) error {
	files, err := d.disk.List(d.root)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Name() == "index" || slices.Contains(kept, f.Name()) || !strings.HasPrefix(f.Name(), prefix) && !strings.HasPrefix(f.Name(), "index-") {
			continue
		}
		if info, err := f.Info(); err != nil || time.Since(info.ModTime()) < orphan {
			continue
		}
		// A file that another run reads cannot be deleted everywhere; the next one tries again.
		_ = d.disk.Remove(filepath.Join(d.root, f.Name()))
	}
	return nil
}

// Close closes the files of bodies, and deletes those that no index names. What load gave
// must not be used afterwards.
func (d *Dir) Close() error {
	var err error
	for _, f := range d.open {
		err = errors.Join(err, f.Close())
	}
	clear(d.open)
	for _, name := range d.made {
		err = errors.Join(err, d.disk.Remove(filepath.Join(d.root, name)))
	}
	d.made = nil
	return err
}
