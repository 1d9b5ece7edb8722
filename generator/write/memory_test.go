package write

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"testing"

	"gongkai/generator/plan"
)

func open(t *testing.T, m *Memory, path string) string {
	t.Helper()
	b, err := m.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if b == nil {
		return "none"
	}
	return string(b)
}

func TestMemoryShowsTheLastGoodSite(t *testing.T) {
	var m Memory
	if m.Built() || open(t, &m, "a") != "none" {
		t.Fatal("built before any build")
	}
	d := m.Draft()
	d.Begin([]plan.Output{output("a", "", "one"), output("c", "", "")})
	if open(t, &m, "a") != "none" {
		t.Error("a draft is shown before its commit")
	}
	if _, err := d.Commit(); err != nil {
		t.Fatal(err)
	}
	if open(t, &m, "a") != "one" || open(t, &m, "c") != "" || open(t, &m, "b") != "none" {
		t.Error("the site is not what was committed")
	}
	e := m.Draft()
	e.Begin([]plan.Output{output("b", "", "two")})
	e.Abort()
	if open(t, &m, "a") != "one" || open(t, &m, "b") != "none" {
		t.Error("an aborted draft is shown")
	}
}

// A template that fails is told when the site is made, and one that only fails in a page
// that nobody tried when that page is opened.
func TestMemoryTellsOfErrors(t *testing.T) {
	boom := errors.New("boom")
	bad := func(p string) plan.Output { return plan.Output{Path: p, Render: func(io.Writer) error { return boom }} }
	var m Memory
	d := m.Draft()
	d.Begin([]plan.Output{bad("items/a.html")})
	if _, err := d.Commit(); !errors.Is(err, boom) || m.Built() {
		t.Errorf("got %v", err)
	}
	d = m.Draft()
	d.Begin([]plan.Output{output("items/a.html", "", "a"), bad("items/b.html")})
	if _, err := d.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Open("items/b.html"); !errors.Is(err, boom) {
		t.Errorf("got %v", err)
	}
}

// Of revisions at one time none is lost, and a new site ends them all.
func TestRevisionsAreKeptUntilTheNextSite(t *testing.T) {
	var m Memory
	build := func() {
		var outs []plan.Output
		for i := range 100 {
			outs = append(outs, output(fmt.Sprintf("%03d", i), "", "built"))
		}
		d := m.Draft()
		d.Begin(outs)
		if _, err := d.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	build()
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() { m.Revise([]plan.Output{output(fmt.Sprintf("%03d", i), "", "revised")}) })
	}
	wg.Wait()
	for i := range 100 {
		if got := open(t, &m, fmt.Sprintf("%03d", i)); got != "revised" {
			t.Errorf("%03d is %s", i, got)
		}
	}
	build()
	if got := open(t, &m, "042"); got != "built" {
		t.Errorf("after a build a page is %s", got)
	}
}
