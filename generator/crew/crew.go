// Package crew spreads work over the processors. What comes of it must not depend on who did
// what: each number's work leaves its result in a place of its own.
package crew

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// batch is how many numbers a worker takes at a time.
const batch = 32

// Size gives the number of workers that stands behind 0: one for each processor.
func Size(workers int) int {
	if workers <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return workers
}

// Each calls do once for each number below n, from as many goroutines as workers says (0: one
// for each processor), and returns when all is done.
func Each(workers, n int, do func(i int)) { each(workers, n, batch, do) }

// Long is Each for a few numbers whose work takes long: whoever is free takes the next one.
func Long(workers, n int, do func(i int)) { each(workers, n, 1, do) }

// each is Each with workers that take so many numbers at a time.
func each(workers, n, batch int, do func(i int)) {
	workers = min(Size(workers), (n+batch-1)/batch)
	if workers < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				end := int(next.Add(int64(batch)))
				if end-batch >= n {
					return
				}
				for i := end - batch; i < min(end, n); i++ {
					do(i)
				}
			}
		})
	}
	wg.Wait()
}

// All calls the functions beside each other, and returns when all are done.
func All(do ...func()) {
	var wg sync.WaitGroup
	for _, f := range do {
		wg.Go(f)
	}
	wg.Wait()
}

// Parts cuts the numbers below n into as many runs as there are workers, and calls do for each
// with its first number and the one after its last. part is the run's own number.
func Parts(workers, n int, do func(part, from, to int)) {
	workers = PartCount(workers, n)
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() { do(k, n*k/workers, n*(k+1)/workers) })
	}
	wg.Wait()
}

// PartCount gives the number of runs that Parts makes.
func PartCount(workers, n int) int { return min(Size(workers), n/batch+1) }
