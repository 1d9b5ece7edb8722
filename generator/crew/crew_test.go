package crew

import (
	"sync/atomic"
	"testing"
)

func TestEachNumberOnce(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 9} {
		for _, n := range []int{0, 1, batch, batch + 1, 1000} {
			each, long, parts := make([]atomic.Int32, n), make([]atomic.Int32, n), make([]atomic.Int32, n)
			Each(workers, n, func(i int) { each[i].Add(1) })
			Long(workers, n, func(i int) { long[i].Add(1) })
			runs := make([]atomic.Int32, PartCount(workers, n))
			Parts(workers, n, func(part, from, to int) {
				runs[part].Add(1)
				for i := from; i < to; i++ {
					parts[i].Add(1)
				}
			})
			for i := range n {
				if each[i].Load() != 1 || long[i].Load() != 1 || parts[i].Load() != 1 {
					t.Fatalf("%d workers, %d numbers: %d was done %d, %d and %d times", workers, n, i, each[i].Load(), long[i].Load(), parts[i].Load())
				}
			}
			for k := range runs {
				if runs[k].Load() != 1 {
					t.Errorf("%d workers, %d numbers: part %d ran %d times", workers, n, k, runs[k].Load())
				}
			}
		}
	}
}

func TestAll(t *testing.T) {
	var a, b int
	All(func() { a = 1 }, func() { b = 2 })
	if a != 1 || b != 2 {
		t.Error("one was not called")
	}
}
