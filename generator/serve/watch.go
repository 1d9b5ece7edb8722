package serve

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// How the watch waits. An editor saves a file in several steps, and a checkout changes
// hundreds: the build begins when it has been quiet, or when it has waited long.
const (
	quiet     = 80 * time.Millisecond
	patience  = 800 * time.Millisecond
	pollLeast = 2 * time.Second // between two walks without an event
	pollShare = 30              // a walk may take one part in so many of the time
)

// waits are how long the preview waits for more; a test that saves ten thousand times sets
// shorter ones.
type waits struct{ quiet, patience, breath time.Duration }

// A watch tells when files below its roots differ from what they were.
type watch struct {
	roots   []string
	events  *fsnotify.Watcher // nil where the system has none left: the walks alone tell
	changed chan struct{}     // holds at most one ring
	saved   chan string       // names of files, as they are saved, moved away or removed
	seen    uint64            // fingerprint of the last walk
	took    time.Duration     // of the last walk
	wait    waits
}

// newWatch walks the roots once; what changes after that rings.
func newWatch(roots []string, wait waits) *watch {
	w := &watch{wait: wait, changed: make(chan struct{}, 1), saved: make(chan string)}
	for _, r := range roots {
		if r != "" {
			w.roots = append(w.roots, r)
		}
	}
	w.events, _ = fsnotify.NewWatcher() // without it, walks find the changes later
	w.seen = w.walk()
	return w
}

func (w *watch) close() {
	if w.events != nil {
		w.events.Close()
	}
}

// run rings changed until the context ends.
func (w *watch) run(ctx context.Context) {
	var bells chan fsnotify.Event
	var faults chan error
	if w.events != nil {
		bells, faults = w.events.Events, w.events.Errors
	}
	timer := time.NewTimer(w.pause())
	defer timer.Stop()
	var first time.Time // of the events not yet answered; zero where there are none
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-bells:
			if e.Op == fsnotify.Chmod || hidden(filepath.Base(e.Name)) {
				continue
			}
			select {
			case w.saved <- e.Name:
			case <-ctx.Done():
			}
		case <-faults: // events were lost: walk
		case <-timer.C:
			first = time.Time{}
			if now := w.walk(); now != w.seen {
				w.seen = now
				select {
				case w.changed <- struct{}{}:
				default:
				}
			}
			timer.Reset(w.pause())
			continue
		}
		now := time.Now()
		if first.IsZero() {
			first = now
		}
		timer.Reset(min(w.wait.quiet, max(0, w.wait.patience-now.Sub(first))))
	}
}

// pause is how long to wait for an event before walking without one.
func (w *watch) pause() time.Duration { return max(pollLeast, w.took*pollShare) }

// walk sums path, size and time of change of every file below the roots, and puts
// every folder under watch. A root that is not there sums to nothing.
func (w *watch) walk() uint64 {
	began := time.Now()
	sum := fnv.New64a()
	for _, root := range w.roots {
		filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return nil // gone meanwhile: the next walk tells
			}
			if path != root && hidden(e.Name()) {
				if e.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			if e.IsDir() && w.events != nil {
				w.events.Add(path) // twice is once; a failure leaves it to the walks
			}
			note(sum, path, e)
			return nil
		})
	}
	w.took = time.Since(began)
	return sum.Sum64()
}

// note adds one file or folder to the sum.
func note(sum io.Writer, path string, e fs.DirEntry) {
	io.WriteString(sum, path)
	info, err := e.Info()
	if err != nil || e.IsDir() {
		io.WriteString(sum, "/\x00")
		return
	}
	var b [17]byte
	binary.LittleEndian.PutUint64(b[1:], uint64(info.Size()))
	binary.LittleEndian.PutUint64(b[9:], uint64(info.ModTime().UnixNano()))
	sum.Write(b[:])
}

// hidden reports names that editors and version control write beside a text, and that
// no site is made of.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") && name != "." && name != ".." || strings.HasSuffix(name, "~")
}
