// Package render runs planned outputs into a sink, in parallel. It knows no product: an
// output that the sink already holds, made from the same key, is kept and not rendered.
package render

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// A Sink takes rendered outputs. Keep and Put are called from many goroutines, each path once.
type Sink interface {
	// Keep reports whether the sink holds the path's bytes made from the key; if so they
	// stay part of the site.
	Keep(path string, key source.Digest) bool
	// Put renders the path's bytes and takes them.
	Put(path string, key source.Digest, render func(io.Writer) error) error
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
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next, done, kept atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(outs) {
					return
				}
				o := &outs[i]
				if sink.Keep(o.Path, o.Key) {
					kept.Add(1)
				} else if err := sink.Put(o.Path, o.Key, o.Render); err != nil {
					cancel(fmt.Errorf("%s (%s): %w", o.Path, o.Kind, err))
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
