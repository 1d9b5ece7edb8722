package cache_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"gongkai/generator/cache"
	"gongkai/generator/disk"
	"gongkai/generator/load"
)

// seen writes down all that a reading gave: items, their texts, findings. It is told why what
// was read could not be kept, too.
func seen(t *testing.T, content string, d *cache.Dir, now time.Time) (string, error) {
	t.Helper()
	opt := load.Options{Program: "p", Now: now}
	if d != nil {
		opt.Cache = d
		defer d.Close()
	}
	r, err := load.Tree(os.DirFS(content), opt)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, it := range r.Parts.Items {
		body, err := r.Parts.Bodies.Body(it.Body)
		if err != nil {
			t.Fatalf("%s: %v", it.Path, err)
		}
		fmt.Fprintf(&b, "%s %s %x %x\n%s\n%s\n", it.Path, it.Title, it.Full, it.Card, body.HTML, body.Text)
	}
	fmt.Fprintln(&b, r.Findings)
	return b.String(), r.Unkept
}

// smallSite copies a site, with times of change that can be trusted.
func smallSite(t *testing.T) (content, want string, now time.Time) {
	t.Helper()
	content, now = t.TempDir(), time.Now().Add(time.Hour)
	if err := os.CopyFS(content, os.DirFS("../e2e/testdata/sites/small")); err != nil {
		t.Fatal(err)
	}
	want, _ = seen(t, content, nil, now)
	if len(want) < 1000 {
		t.Fatalf("only %d bytes are seen", len(want))
	}
	return content, want, now
}

// TestEveryStepThatFails lets each single step of keeping what was read fail, over nothing and
// over an older cache. What is read is the same, the run goes on, the error says which step it
// was where nothing was kept, and the next run is none the worse.
func TestEveryStepThatFails(t *testing.T) {
	content, want, now := smallSite(t)
	other := filepath.Join(t.TempDir(), "site")
	if err := os.CopyFS(other, os.DirFS(content)); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(other, "shui")); err != nil {
		t.Fatal(err)
	}
	for _, over := range []bool{false, true} {
		unkept := 0
		for n := int64(1); ; n++ {
			root := filepath.Join(t.TempDir(), "cache")
			if over {
				seen(t, other, cache.Open(root), now.Add(-time.Minute))
			}
			why := []error{syscall.EIO, syscall.ENOSPC, syscall.EACCES}[n%3]
			var steps atomic.Int64
			on := disk.Disk{Before: func(disk.Op, string) error {
				if steps.Add(1) == n {
					return why
				}
				return nil
			}}
			got, err := seen(t, content, cache.OpenOn(on, root), now)
			if got != want {
				t.Fatalf("step %d: another reading", n)
			}
			if err != nil {
				unkept++
				if !strings.Contains(err.Error(), why.Error()) {
					t.Errorf("step %d: %v", n, err)
				}
			}
			for range 2 {
				if got, err := seen(t, content, cache.Open(root), now.Add(time.Minute)); got != want || err != nil {
					t.Fatalf("step %d: the next run reads otherwise, or keeps nothing: %v", n, err)
				}
			}
			if steps.Load() < n {
				break
			}
		}
		if unkept < 5 {
			t.Errorf("only %d steps kept something from being kept", unkept)
		}
	}
}

// TestDamagedFiles cuts the index and the bodies at one place after the other and turns bits
// over: what is read is the same.
func TestDamagedFiles(t *testing.T) {
	content, want, now := smallSite(t)
	made := filepath.Join(t.TempDir(), "made")
	seen(t, content, cache.Open(made), now)
	files, err := os.ReadDir(made)
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		whole, err := os.ReadFile(filepath.Join(made, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		damaged := [][]byte{nil, []byte("garbage"), append(whole[:len(whole):len(whole)], whole...)}
		for at := 0; at < len(whole); at += len(whole)/150 + 1 {
			flipped := append([]byte(nil), whole...)
			flipped[at] ^= 1 << (at % 8)
			damaged = append(damaged, whole[:at], flipped)
		}
		for i, text := range damaged {
			root := filepath.Join(t.TempDir(), "cache")
			if err := os.CopyFS(root, os.DirFS(made)); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, f.Name()), text, 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := seen(t, content, cache.Open(root), now.Add(time.Minute)); got != want || err != nil {
				t.Fatalf("%s, damage %d: another reading, %v", f.Name(), i, err)
			}
		}
	}
}
