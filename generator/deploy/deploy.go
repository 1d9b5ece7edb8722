// Package deploy puts a built site where it is hosted, a Store: what goes up, in which order,
// and what the target knows of it. Which kinds of targets there are it does not know.
//
// A record at the target tells which files are ours and what they hold, so that any machine
// can deploy and only what changed goes up. Before the first change the record names, as not
// sure, every file that will be written or removed; while files go up it is written again every few
// seconds, and last of all it tells what is there. A deploy that was cut, at whatever place,
// is therefore never believed to have done what it did not, and the next goes on from there.
//
// A file that the record does not name is a stranger's and is never removed.
package deploy

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"
	"time"

	"gongkai/generator/write"
)

// Options say what is deployed to where.
type Options struct {
	Site   string // the folder that a build wrote
	Jobs   int    // how many files go up at a time; 0: DefaultJobs
	All    bool   // everything goes up, whatever the record says
	DryRun bool   // nothing is changed; the result tells what would be

	// Progress, where it is not nil, is called after each file that went up or was removed,
	// one call at a time.
	Progress func(done, total int, bytes int64)

	// Pause waits between two tries of what may go well later, or until the context ends; nil
	// waits by the clock.
	Pause func(context.Context, time.Duration)
}

// DefaultJobs is how many files go up at a time where nothing else is asked for.
const DefaultJobs = 16

// A Result tells what a deploy did, or in a dry run would do.
type Result struct {
	Uploads []string // paths that go up, in order
	Removes []string // paths that are removed, in order

	Uploaded int      // files that went up
	Removed  int      // files that were removed
	Kept     int      // files that the target held as they are
	Bytes    int64    // bytes of what went up; in a dry run of what would
	Lost     bool     // the target had no record, or a damaged one
	Damaged  bool     // it had a damaged one
	Foreign  []string // files at the target that are nobody's, sorted; known only where the record was lost or unsure
}

// Run deploys the site to the store. It gives the errors of write.Manifest for a folder that
// holds no whole site, the context's error where it was stopped, and else a *Fault. Also with
// an error the result tells how far it came.
func Run(ctx context.Context, store Store, opt Options) (Result, error) {
	site, err := write.Manifest(opt.Site)
	if err != nil {
		return Result{}, err
	}
	if opt.Pause == nil {
		opt.Pause = pause
	}
	d := &deployment{Options: opt, store: store, every: 5 * time.Second}
	r, err := d.run(ctx, site)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return r, explain(err)
}

// pause waits, or until the context ends.
func pause(ctx context.Context, t time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(t):
	}
}

// A deployment is one run.
type deployment struct {
	Options
	store Store
	every time.Duration // between two records while files go up

	mu     sync.Mutex
	known  record // what the target holds by now
	result Result
	total  int
}

func (d *deployment) run(ctx context.Context, site []write.Entry) (Result, error) {
	if d.Jobs <= 0 {
		d.Jobs = DefaultJobs
	}
	p, err := d.makePlan(ctx, site)
	if err != nil {
		return Result{}, err
	}
	d.result = Result{Kept: p.kept, Lost: p.lost, Damaged: p.damaged, Foreign: p.foreign}
	d.result.Removes = append(append(d.result.Removes, p.first...), p.last...)
	var size int64
	for _, u := range p.uploads {
		for _, e := range u {
			d.result.Uploads = append(d.result.Uploads, e.Path)
			size += e.Size
		}
	}
	if d.DryRun {
		d.result.Bytes = size
		return d.result, nil
	}
	if p.idle() {
		return d.result, nil
	}
	d.total = len(d.result.Uploads) + len(d.result.Removes)
	err = d.carryOut(ctx, p)
	return d.result, err
}

// carryOut does what is planned and keeps the record while it does.
func (d *deployment) carryOut(ctx context.Context, p *plan) error {
	d.known = p.known
	for _, u := range p.uploads {
		for _, e := range u {
			d.known[e.Path] = deployed{size: e.Size}
		}
	}
	for _, gone := range d.result.Removes { // a site may want it back before the record tells that it is gone
		d.known[gone] = deployed{size: d.known[gone].size}
	}
	if err := d.writeRecord(ctx); err != nil {
		return err
	}
	stop := d.keepRecord(ctx)
	err := d.steps(ctx, p)
	stop()
	if err == nil {
		return d.writeRecord(ctx)
	}
	// Stopped or failed: what is up by now is not to go up again. The record on the way here
	// was true too, so that a fault in writing this one loses only time.
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	_ = d.writeRecord(last)
	return err
}

// steps changes the target: what stands in the way, the three phases, what is gone.
func (d *deployment) steps(ctx context.Context, p *plan) error {
	if err := each(ctx, d.Jobs, p.first, d.remove); err != nil {
		return err
	}
	for _, u := range p.uploads {
		if err := each(ctx, d.Jobs, u, d.upload); err != nil {
			return err
		}
	}
	return each(ctx, d.Jobs, p.last, d.remove)
}

// keepRecord writes the record now and then until stop is called. Where writing it takes
// long, as with very many files, it does so less often.
func (d *deployment) keepRecord(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		wait := d.every
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(wait):
			}
			began := time.Now()
			_ = d.writeRecord(ctx) // the one before stays true
			wait = max(d.every, 10*time.Since(began))
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

// again tries what may fail for a while four times, after 1, 2 and 4 seconds more.
func (d *deployment) again(ctx context.Context, try func(context.Context) error) error {
	err := try(ctx)
	for wait := time.Second; wait <= 4*time.Second && passing(err) && ctx.Err() == nil; wait *= 2 {
		d.Pause(ctx, wait)
		err = try(ctx)
	}
	return err
}

// put writes a file, and when that may go well later once more.
func (d *deployment) put(ctx context.Context, p string, f File) error {
	return d.again(ctx, func(ctx context.Context) error {
		if _, err := f.Body.Seek(0, io.SeekStart); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, patience(f.Size))
		defer cancel()
		return d.store.Write(ctx, p, f)
	})
}

// writeRecord writes what the target holds by now. One record is written at a time.
func (d *deployment) writeRecord(ctx context.Context) error {
	d.mu.Lock()
	data := d.known.encode()
	d.mu.Unlock()
	return d.put(ctx, RecordName, File{bytes.NewReader(data), int64(len(data)), md5.Sum(data), sha256.Sum256(data), Headers{"text/plain" + utf8Charset, cacheNever}})
}

// patience is how long one file may take: two minutes, and as long as its bytes take on a
// slow line of 16 kB a second.
func patience(size int64) time.Duration {
	return 2*time.Minute + time.Duration(size/16_000)*time.Second
}

// done counts a step and tells it.
func (d *deployment) done(p string, now deployed, there bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if there {
		d.known[p] = now
		d.result.Uploaded++
		d.result.Bytes += now.size
	} else {
		delete(d.known, p)
		d.result.Removed++
	}
	if d.Progress != nil {
		d.Progress(d.result.Uploaded+d.result.Removed, d.total, d.result.Bytes)
	}
}

func (d *deployment) upload(ctx context.Context, e write.Entry) error {
	o, f, err := d.read(e)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := d.put(ctx, e.Path, f); err != nil {
		return fmt.Errorf("%s: %w", e.Path, err)
	}
	d.done(e.Path, deployed{e.Size, sumOf(e), true}, true)
	return nil
}

func (d *deployment) remove(ctx context.Context, p string) error {
	err := d.again(ctx, func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, patience(0))
		defer cancel()
		return d.store.Remove(ctx, p)
	})
	if err != nil {
		return fmt.Errorf("%s: %w", p, err)
	}
	d.done(p, deployed{}, false)
	return nil
}

// each calls the function for all of the list, so many at a time. The first error stops
// those that have not begun, and lets those that have come to their end.
func each[T any](ctx context.Context, jobs int, list []T, do func(context.Context, T) error) error {
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	next := 0
	take := func() (T, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == len(list) || failed != nil || ctx.Err() != nil {
			var none T
			return none, false
		}
		next++
		return list[next-1], true
	}
	for range min(jobs, len(list)) {
		wg.Go(func() {
			for {
				one, more := take()
				if !more {
					return
				}
				if err := do(ctx, one); err != nil {
					mu.Lock()
					if failed == nil {
						failed = err
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if failed != nil {
		return failed
	}
	return ctx.Err()
}
