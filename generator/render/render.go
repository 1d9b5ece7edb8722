// Package render runs planned outputs into a sink, in parallel. It knows no product: an
// output that the sink already holds, made from the same key, is kept and not rendered.
package render

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"gongkai/generator/plan"
)

// A Sink takes rendered outputs. Begin is called once and first; then Keep and Put are
// called from many goroutines, each output's by one.
type Sink interface {
	// Begin tells what the site shall hold, sorted by path. Outputs are known by their
	// number in this list.
	Begin(outs []plan.Output) error
	// Keep reports whether the sink holds the output's bytes made from its key; if so they
	// stay part of the site.
	Keep(i int) bool
	// Put renders the output and takes its bytes.
	Put(i int) error
}

// Stats tells what a run did.
type Stats struct{ Rendered, Kept int }

// Run renders the outputs with the given number of workers (0: one for each processor).
// The first error stops it; it names the output and its product. progress, where it is not
// nil, is called now and then with the number of outputs done, from any goroutine.
func Run(ctx context.Context, outs []plan.Output, sink Sink, workers int, progress func(done int)) (Stats, error) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if err := sink.Begin(outs); err != nil {
		return Stats{}, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// Neighbours in the list lie in one folder, which takes one new file at a time: workers that
	// make neighbours would wait for each other. So each goes through a share of its own.
	share := (len(outs) + workers - 1) / workers
	var next, done, kept atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= workers*share {
					return
				}
				i := n%workers*share + n/workers
				if i >= len(outs) {
					continue
				}
				if sink.Keep(i) {
					kept.Add(1)
				} else if err := sink.Put(i); err != nil {
					cancel(fmt.Errorf("%s (%s): %w", outs[i].Path, outs[i].Kind, err))
					return
				}
				if n := int(done.Add(1)); progress != nil && n%256 == 0 {
					progress(n)
				}
			}
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return Stats{}, err
	}
	if progress != nil {
		progress(len(outs))
	}
	return Stats{Rendered: len(outs) - int(kept.Load()), Kept: int(kept.Load())}, nil
}
