package catalog

import (
	"bytes"
	"sync"
	"testing"

	"gongkai/generator/source"
)

// Files rendered at once, in any order, are those rendered one after the other: they
// share shells and compressors, and nothing that a row leaves behind.
func TestRenderedAtOnce(t *testing.T) {
	s := cutSite(7, spread(40)...)
	want := render(t, s)
	outs, err := New(source.Digest{}).Plan(s)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]bytes.Buffer, len(outs))
	var all sync.WaitGroup
	for i := len(outs) - 1; i >= 0; i-- {
		all.Go(func() {
			if err := outs[i].Render(&got[i]); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i, o := range outs {
		if !bytes.Equal(got[i].Bytes(), want[o.Path]) {
			t.Errorf("%s differs", o.Path)
		}
	}
}
