package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// A sink remembers what it is given; it holds what held names.
type sink struct {
	mu   sync.Mutex
	outs []plan.Output
	held map[string]source.Digest
	got  map[string]string
}

func (s *sink) Begin(outs []plan.Output) error {
	s.outs = outs
	return nil
}

func (s *sink) Keep(i int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.outs[i]
	return s.held[o.Path] == o.Key && o.Key != source.Digest{}
}

func (s *sink) Put(i int) error {
	var b bytes.Buffer
	if err := s.outs[i].Render(&b); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got[s.outs[i].Path] = b.String()
	return nil
}

func outputs(n int) (outs []plan.Output) {
	for i := range n {
		p := fmt.Sprintf("p%03d", i)
		outs = append(outs, plan.Output{Path: p, Kind: "k", Key: source.Sum([]byte(p)), Render: func(w io.Writer) error {
			_, err := io.WriteString(w, "bytes of "+p)
			return err
		}})
	}
	return outs
}

func TestEveryOutputIsRenderedOnceForAnyNumberOfWorkers(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 17} {
		s := &sink{got: map[string]string{}}
		stats, err := Run(context.Background(), outputs(700), s, workers, nil)
		if err != nil || stats != (Stats{Rendered: 700}) || len(s.got) != 700 || s.got["p042"] != "bytes of p042" {
			t.Errorf("%d workers: %+v, %v, %d files", workers, stats, err, len(s.got))
		}
	}
}

func TestWhatTheSinkHoldsIsNotRendered(t *testing.T) {
	outs := outputs(10)
	s := &sink{got: map[string]string{}, held: map[string]source.Digest{"p003": outs[3].Key, "p004": outs[3].Key}}
	stats, err := Run(context.Background(), outs, s, 2, nil)
	if err != nil || stats != (Stats{Rendered: 9, Kept: 1}) {
		t.Errorf("%+v, %v", stats, err)
	}
	if _, again := s.got["p003"]; again {
		t.Error("p003 was rendered again")
	}
}

func TestTheFirstErrorNamesOutputAndProduct(t *testing.T) {
	outs := outputs(1000)
	boom := errors.New("boom")
	outs[7].Render = func(io.Writer) error { return boom }
	s := &sink{got: map[string]string{}}
	_, err := Run(context.Background(), outs, s, 2, nil)
	if !errors.Is(err, boom) || !strings.Contains(err.Error(), "p007 (k)") {
		t.Errorf("got %v", err)
	}
	if len(s.got) == len(outs) {
		t.Error("it went on")
	}
}

func TestACancelledRunStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, outputs(5), &sink{got: map[string]string{}}, 2, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
