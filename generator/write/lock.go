package write

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gongkai/generator/disk"
)

// A Holder says who works in a folder.
type Holder struct {
	PID   int
	Host  string
	Since time.Time
	boot  string // of the system that the process runs on; "" where it has no such name
}

// A LockedError tells that another program works in the folder, or may.
type LockedError struct {
	Path   string // of the lock
	Holder Holder // zero where it has not said yet who it is
	// Sure tells that it lives. It is false for another machine's lock, which may be what a
	// program that was killed there left behind.
	Sure bool
}

// Error names the lock and its holder.
func (e *LockedError) Error() string {
	return fmt.Sprintf("%s: process %d on %s holds it", e.Path, e.Holder.PID, e.Holder.Host)
}

// A lock is a file below the folder that says who works there, and that the system lets one
// program hold. The system takes it from a program that dies, so that on one machine a dead
// program's lock is never mistaken for a living one's, whatever became of its number.
type lock struct {
	file *os.File
	name string
}

// How often, and after how long a wait, a lock is asked for: somebody may only be looking at
// it, or about to write down who it is.
const (
	lockTries = 10
	lockPause = 20 * time.Millisecond
)

// lockMagic is the first line of a lock.
const lockMagic = "gongkai lock 1"

// takeLock takes the folder's lock. The error is a *LockedError or the machine's.
func takeLock(on disk.Disk, root string) (*lock, error) {
	name := filepath.Join(root, private, "lock")
	var busy error
	for try := range lockTries {
		if try > 0 {
			time.Sleep(lockPause)
		}
		if err := on.Mkdir(filepath.Dir(name), 0o777); err != nil { // who had it may have removed a new folder
			return nil, err
		}
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if busy, err = judge(f, name, true); err != nil || busy != nil {
			f.Close()
			if err != nil {
				return nil, err
			}
			if named, _ := busy.(*LockedError); named != nil && !named.Sure {
				return nil, busy
			}
			continue
		}
		l := &lock{f, name}
		if !l.current() { // its last holder has removed it meanwhile
			f.Close()
			continue
		}
		if err := l.sign(); err != nil {
			return nil, errors.Join(err, l.release())
		}
		return l, nil
	}
	if busy == nil {
		busy = &LockedError{Path: name, Sure: true}
	}
	return nil, busy
}

// judge tries to hold the open lock, alone or beside others who only look. busy is a
// *LockedError where another holds it or may.
func judge(f *os.File, name string, alone bool) (busy, err error) {
	held, known := hold(f, alone)
	text, err := io.ReadAll(io.NewSectionReader(f, 0, 1<<12))
	if err != nil {
		return nil, err
	}
	h, signed := parseHolder(string(text))
	switch {
	case !held:
		return &LockedError{name, h, true}, nil
	case !signed:
		return nil, nil // nobody's, or never finished
	case !h.here():
		return &LockedError{name, h, false}, nil
	case !known && h.PID != os.Getpid() && alive(h.PID):
		return &LockedError{name, h, true}, nil
	}
	return nil, nil
}

// current reports whether the open lock is still the file of its name.
func (l *lock) current() bool {
	a, err1 := l.file.Stat()
	b, err2 := os.Stat(l.name)
	return err1 == nil && err2 == nil && os.SameFile(a, b)
}

// sign writes down who holds the lock.
func (l *lock) sign() error {
	host, _ := os.Hostname()
	text := fmt.Sprintf("%s\npid %d\nhost %s\nboot %s\nsince %s\n", lockMagic, os.Getpid(), oneLine(host), boot(), time.Now().Format(time.RFC3339))
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt([]byte(text), 0)
	return err
}

// release gives the lock up. Where an open file cannot be removed it is removed afterwards,
// unless somebody else has opened it.
func (l *lock) release() error {
	err := l.file.Truncate(0)
	if os.Remove(l.name) == nil {
		return errors.Join(err, l.file.Close())
	}
	err = errors.Join(err, l.file.Close())
	_ = os.Remove(l.name)
	return err
}

// parseHolder reads a lock; false where it is none that is whole.
func parseHolder(text string) (h Holder, ok bool) {
	head, rest, _ := strings.Cut(text, "\n")
	if head != lockMagic || !strings.HasSuffix(rest, "\n") {
		return Holder{}, false
	}
	for line := range strings.Lines(rest) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch name {
		case "pid":
			h.PID, _ = strconv.Atoi(value)
		case "host":
			h.Host = value
		case "boot":
			h.boot = value
		case "since":
			h.Since, _ = time.Parse(time.RFC3339, value)
		}
	}
	return h, h.PID > 0 && !h.Since.IsZero()
}

// here reports whether a holder runs, or ran, on this machine: containers of one machine
// have names of their own but one system.
func (h Holder) here() bool {
	host, err := os.Hostname()
	return err == nil && h.Host == oneLine(host) || h.boot != "" && h.boot == boot()
}

// boot names the running system, where it has a name.
func boot() string {
	b, _ := os.ReadFile("/proc/sys/kernel/random/boot_id") // Linux alone has it
	return strings.TrimSpace(string(b))
}

// Busy gives a *LockedError where a program works in the folder, or may, and nil where none
// does or it cannot be told. For those who only read it: it holds nobody up.
func Busy(root string) error {
	name := filepath.Join(root, private, "lock")
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	busy, err := judge(f, name, false)
	if err != nil {
		return nil
	}
	return busy
}
