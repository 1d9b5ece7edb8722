package serve

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/source"
	"gongkai/generator/write"
)

// savesWanted is the environment's word for how many saves TestManySaves makes instead of five
// hundred; ten thousand are in bench/RUNS.md.
const savesWanted = "GONGKAI_SAVES"

// A stock is what a process has in use.
type stock struct {
	heap       uint64 // bytes, after a collection
	goroutines int
	files      int // open
	watches    int // of folders, that the system keeps for it
}

// takeStock counts; what only Linux tells is 0 elsewhere.
func takeStock() (s stock) {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	s.heap, s.goroutines = m.HeapAlloc, runtime.NumGoroutine()
	fds, _ := os.ReadDir("/proc/self/fd")
	s.files = len(fds)
	for _, fd := range fds {
		info, _ := os.ReadFile("/proc/self/fdinfo/" + fd.Name())
		s.watches += strings.Count(string(info), "inotify wd:")
	}
	return s
}

// A desk is a clerk's: a small site that is edited while the preview runs.
type desk struct {
	t    *testing.T
	dir  string // the content
	item string
	text string
}

// saveAs writes the n-th text as editors do: at once, emptied and written in parts, beside and
// renamed, or over a backup.
func (d *desk) saveAs(n int) {
	text := strings.Replace(d.text, "请行人和车辆绕行", fmt.Sprintf("请行人和车辆绕行，第%d次", n), 1)
	var err error
	switch n % 4 {
	case 0:
		err = os.WriteFile(d.item, []byte(text), 0o666)
	case 1:
		var f *os.File
		if f, err = os.Create(d.item); err == nil {
			for part := range strings.SplitAfterSeq(text, "\n\n") {
				f.WriteString(part)
			}
			err = f.Close()
		}
	case 2:
		temp := filepath.Join(filepath.Dir(d.item), fmt.Sprintf(".01.md.%d.swp", n))
		if err = os.WriteFile(temp, []byte(text), 0o666); err == nil {
			err = os.Rename(temp, d.item)
		}
	case 3:
		if err = os.Rename(d.item, d.item+"~"); err == nil {
			err = os.WriteFile(d.item, []byte(text), 0o666)
		}
		os.Remove(d.item + "~")
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// folders makes folders with an item below, moves them, and takes them away again.
func (d *desk) folders(n int) {
	fresh := filepath.Join(d.dir, "zhujian", "2027")
	switch n % 4 {
	case 0:
		os.MkdirAll(filepath.Join(fresh, "a", "b"), 0o777)
		text := strings.NewReplacer("XQ02-2026-00001", "XQ02-2026-00900", "关于道路养护的公告", "另一件").Replace(d.text)
		os.WriteFile(filepath.Join(fresh, "90.md"), []byte(text), 0o666)
	case 1:
		os.Rename(fresh, fresh+"x")
	case 2:
		os.Rename(fresh+"x", filepath.Join(filepath.Dir(d.dir), "away"))
	case 3:
		os.RemoveAll(filepath.Join(filepath.Dir(d.dir), "away"))
	}
}

// TestManySaves saves a real site again and again, each time until the page shows it, with
// folders that come and go and browsers that come and go. What the process has in use is the
// same after all of them as after a tenth: memory, goroutines, open files, watches; and when the
// preview ends, its goroutines end.
func TestManySaves(t *testing.T) {
	saves := 500
	if n, err := strconv.Atoi(os.Getenv(savesWanted)); err == nil {
		saves = n
	} else if testing.Short() {
		saves = 200
	}
	if _, err := os.Stat("/dev/shm"); err == nil {
		t.Setenv("TMPDIR", "/dev/shm")
	}
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), "content")}
	if err := os.CopyFS(d.dir, os.DirFS("../e2e/testdata/sites/small")); err != nil {
		t.Fatal(err)
	}
	d.item = filepath.Join(d.dir, "zhujian", "2026", "01.md")
	text, err := os.ReadFile(d.item)
	if err != nil || !strings.Contains(string(text), "请行人和车辆绕行") {
		t.Fatalf("%s: %v", text, err)
	}
	d.text = string(text)
	before := takeStock()
	address, stop, built := d.serve()
	var early stock
	began := time.Now()
	for n := 1; n <= saves; n++ {
		if n%25 == 0 {
			d.folders(n / 25)
		}
		d.saveAs(n)
		d.shown(address, fmt.Sprintf("第%d次", n))
		if n == max(100, saves/10) { // the folders are as at the end
			early = d.settled()
		}
	}
	took := time.Since(began)
	late := d.settled()
	t.Logf("%d saves in %v, %d builds; after %d: %+v; at the end: %+v", saves, took.Round(time.Second/10), built(), max(100, saves/10), early, late)
	if late.heap > early.heap+early.heap/4+1<<20 {
		t.Errorf("memory grows from %d to %d bytes", early.heap, late.heap)
	}
	const bodies = 10 // files that the cache may have open at a time, before it makes them one
	if late.goroutines > early.goroutines+2 || late.files > early.files+bodies || late.watches != early.watches {
		t.Errorf("something is left over: after a tenth %+v, at the end %+v", early, late)
	}
	stop()
	http.DefaultClient.CloseIdleConnections()
	var after stock
	for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if after = takeStock(); after.goroutines <= before.goroutines && after.watches == before.watches && after.files <= before.files+1 {
			return
		}
	}
	t.Errorf("before %+v, after the end %+v", before, after)
}

// serve starts the preview of the desk with waits that a thousand saves have the time for.
func (d *desk) serve() (address string, stop func(), built func() int64) {
	var memory write.Memory
	keep := cache.Open(filepath.Join(filepath.Dir(d.dir), "cache"))
	day, _ := calendar.Make(2026, 8, 10)
	var builds atomic.Int64
	var last atomic.Pointer[build.Result]
	address, end := start(d.t, Options{
		Watch: []string{d.dir},
		wait:  waits{time.Millisecond, 8 * time.Millisecond, time.Millisecond},
		Rebuild: func(ctx context.Context) (Result, error) {
			r, err := build.Site(ctx, build.Options{Content: os.DirFS(d.dir), Date: day, Now: time.Now(), Program: "p", Preview: true, Cache: keep}, memory.Draft())
			builds.Add(1)
			if err != nil {
				return Result{Findings: r.Findings}, nil
			}
			last.Store(&r)
			return Result{Findings: r.Findings, Open: memory.Open, Shows: func(name string) source.Digest {
				rel, _ := filepath.Rel(d.dir, name)
				return r.Text(filepath.ToSlash(rel))
			}}, nil
		},
		Revise: func(name string) (Result, bool) {
			rel, err := filepath.Rel(d.dir, name)
			r := last.Load()
			if err != nil || r == nil {
				return Result{}, false
			}
			v, ok := r.Revise(filepath.ToSlash(rel))
			if ok {
				memory.Revise(v.Outputs)
			}
			return Result{Findings: v.Findings, Open: memory.Open, Shows: func(string) source.Digest { return v.Text }}, ok
		},
	})
	return address, func() { end(); keep.Close() }, func() int64 { return builds.Load() }
}

// shown opens the item's page until it has the text.
func (d *desk) shown(address, text string) {
	d.t.Helper()
	for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if _, body := get(d.t, address+"items/XQ02-2026/XQ02-2026-00001.html"); strings.Contains(body, text) {
			return
		}
	}
	d.t.Fatalf("in vain: %s", text)
}

// settled takes stock when nothing changes any more.
func (d *desk) settled() stock {
	var last stock
	for end := time.Now().Add(long); time.Now().Before(end); {
		http.DefaultClient.CloseIdleConnections()
		time.Sleep(200 * time.Millisecond)
		now := takeStock()
		if now.goroutines == last.goroutines && now.files == last.files && now.watches == last.watches {
			return now
		}
		last = now
	}
	return last
}
