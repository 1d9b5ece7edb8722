// Package disk changes files and folders for the packages that write. It owns what they all
// need: a file that is there whole or not at all, and one seam at which a test lets any single
// change fail or ends the program.
//
// Nothing of the program changes a file by any other way but deploy's targets, which have a
// seam of their own, deploy.Store.
package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// A Disk changes files. The zero Disk is the machine's own.
type Disk struct {
	// Before is asked before each step with its name and the file's. An error takes the step's
	// place: the step is not done, of a write only the first half. Nil lets every step happen.
	// It may be called from many goroutines.
	Before func(op Op, name string) error
}

// An Op names a step.
type Op string

// The steps.
const (
	Mkdir  Op = "mkdir"
	List   Op = "readdir"
	Read   Op = "read"
	Create Op = "create"
	Write  Op = "write"
	Sync   Op = "sync"
	Close  Op = "close"
	Rename Op = "rename"
	Link   Op = "link"
	Remove Op = "remove"
)

// step asks Before, and gives its error as package os would.
func (d Disk) step(op Op, name string) error {
	if d.Before == nil {
		return nil
	}
	if err := d.Before(op, name); err != nil {
		return &fs.PathError{Op: string(op), Path: name, Err: err}
	}
	return nil
}

// Mkdir makes a folder, and those above it that are missing.
func (d Disk) Mkdir(name string, mode fs.FileMode) error {
	if err := d.step(Mkdir, name); err != nil {
		return err
	}
	return os.MkdirAll(name, mode)
}

// List gives a folder's entries, sorted by name.
func (d Disk) List(name string) ([]fs.DirEntry, error) {
	if err := d.step(List, name); err != nil {
		return nil, err
	}
	return os.ReadDir(name)
}

// Read gives a file's bytes.
func (d Disk) Read(name string) ([]byte, error) {
	if err := d.step(Read, name); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// Rename moves a file or folder; a file in its new place is replaced at once.
func (d Disk) Rename(from, to string) error {
	if err := d.step(Rename, to); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// Link gives a file a second name. Not every file system can.
func (d Disk) Link(from, to string) error {
	if err := d.step(Link, to); err != nil {
		return err
	}
	return os.Link(from, to)
}

// Remove removes a file or an empty folder.
func (d Disk) Remove(name string) error {
	if err := d.step(Remove, name); err != nil {
		return err
	}
	return os.Remove(name)
}

// RemoveAll removes a folder with what it holds; one that is not there is no error.
func (d Disk) RemoveAll(name string) error {
	if err := d.step(Remove, name); err != nil {
		return err
	}
	return os.RemoveAll(name)
}

// Put writes a file in one go, in the place of one that may be there. It is not whole where
// that fails.
func (d Disk) Put(name string, data []byte) error {
	if err := d.step(Create, name); err != nil {
		return err
	}
	if err := d.step(Write, name); err != nil {
		return errors.Join(err, createFile(name, data[:len(data)/2]))
	}
	return createFile(name, data)
}

// A File is an open file that is written. It has nothing of os.File that would pass the seam.
type File struct {
	f    *os.File
	disk Disk
}

// Name gives the name that it was opened with.
func (f File) Name() string { return f.f.Name() }

// Chmod sets its rights.
func (f File) Chmod(mode fs.FileMode) error { return f.f.Chmod(mode) }

// Size gives how many bytes it has.
func (f File) Size() (int64, error) {
	info, err := f.f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// ReadAt implements io.ReaderAt.
func (f File) ReadAt(p []byte, at int64) (int, error) { return f.f.ReadAt(p, at) }

// Create opens a new file, in the place of one that may be there.
func (d Disk) Create(name string) (File, error) {
	return d.open(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC)
}

// CreateNew opens a new file. Where there is one already the error is fs.ErrExist.
func (d Disk) CreateNew(name string) (File, error) {
	return d.open(name, os.O_RDWR|os.O_CREATE|os.O_EXCL)
}

func (d Disk) open(name string, how int) (File, error) {
	if err := d.step(Create, name); err != nil {
		return File{}, err
	}
	f, err := os.OpenFile(name, how, 0o666)
	return File{f, d}, err
}

// Temp opens a new file of a name that the pattern says, as os.CreateTemp does.
func (d Disk) Temp(dir, pattern string) (File, error) {
	if err := d.step(Create, filepath.Join(dir, pattern)); err != nil {
		return File{}, err
	}
	f, err := os.CreateTemp(dir, pattern)
	return File{f, d}, err
}

// Write implements io.Writer.
func (f File) Write(p []byte) (int, error) {
	if err := f.disk.step(Write, f.Name()); err != nil {
		n, _ := f.f.Write(p[:len(p)/2])
		return n, err
	}
	return f.f.Write(p)
}

// WriteAt implements io.WriterAt.
func (f File) WriteAt(p []byte, at int64) (int, error) {
	if err := f.disk.step(Write, f.Name()); err != nil {
		n, _ := f.f.WriteAt(p[:len(p)/2], at)
		return n, err
	}
	return f.f.WriteAt(p, at)
}

// Sync waits until the bytes are on the medium, so that no loss of power takes them.
func (f File) Sync() error {
	if err := f.disk.step(Sync, f.Name()); err != nil {
		return err
	}
	return f.f.Sync()
}

// Close closes the file.
func (f File) Close() error {
	err := f.disk.step(Close, f.Name())
	return errors.Join(err, f.f.Close())
}

// Whole writes a file under another name, waits until it is on the medium, and renames it:
// there is the old file or the new one, whole, whatever happens meanwhile. What is left of a
// failure is removed.
func (d Disk) Whole(name string, write func(io.Writer) error) error {
	f, err := d.Create(name + ".part")
	if err != nil {
		return err
	}
	return d.finish(f, name, write(f))
}

// finish syncs, closes and renames a file that was written with the error.
func (d Disk) finish(f File, name string, err error) error {
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = d.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // what is wrong has been said
	}
	return err
}

// Beside begins the names of files that Replace writes beside the one that they become.
const Beside = ".gongkai-"

// Replace writes a file's new bytes beside it and renames them, as Whole does. The file keeps
// its rights; a new one can be read by all.
func (d Disk) Replace(name string, text []byte) error {
	return d.ReplaceFrom(name, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// ReplaceFrom is Replace with the bytes that write writes.
func (d Disk) ReplaceFrom(name string, write func(io.Writer) error) error {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := d.Temp(filepath.Dir(name), Beside+"*")
	if err != nil {
		return err
	}
	return d.finish(f, name, errors.Join(write(f), f.Chmod(mode)))
}
