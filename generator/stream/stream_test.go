package stream_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"gongkai/generator/stream"
)

func TestRowsComeInOrder(t *testing.T) {
	for _, n := range []int{0, 1, 1000, 50_000} {
		var got, want bytes.Buffer
		w := stream.Writer{To: &got}
		b := w.Begin()
		for i := range n {
			b = w.Flush(fmt.Appendf(b, "row %d\n", i))
			fmt.Fprintf(&want, "row %d\n", i)
		}
		if err := w.End(b); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("%d rows: %d bytes, want %d (%v)", n, got.Len(), want.Len(), err)
		}
	}
}

// broken takes so many writes and then no more.
type broken struct{ left int }

var errBroken = errors.New("broken")

func (b *broken) Write(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errBroken
	}
	b.left--
	return len(p), nil
}

func TestTheFirstErrorStays(t *testing.T) {
	w := stream.Writer{To: &broken{1}}
	b := w.Begin()
	for range 100_000 {
		b = w.Flush(append(b, "row\n"...))
	}
	if err := w.End(b); !errors.Is(err, errBroken) {
		t.Errorf("error %v", err)
	}
}
