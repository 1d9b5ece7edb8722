package write

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"gongkai/generator/disk"
	"gongkai/generator/plan"
)

// older and newer are two sites between which everything happens that can: files that change,
// come and go, folders that come and go, a file in a folder's place and the other way round.
var (
	older = map[string]string{
		"index.html": "1", "same.html": "=", "a/x.html": "x", "a/deep/gone.html": "gone", "b/y.html": "y",
		"file": "a file", "folder/in.html": "in", "folder/too.html": "too",
	}
	newer = map[string]string{
		"index.html": "2", "same.html": "=", "a/x.html": "x2", "a/new.html": "new", "c/d/z.html": "z", "c/e.html": "e",
		"file/below.html": "below", "folder": "a file now",
	}
)

// big adds an output that goes to disk as it is made.
func big(files map[string]string, text string) map[string]string {
	files = maps.Clone(files)
	files["big.bin"] = strings.Repeat(text, spillAt/3+1)
	return files
}

// quick gives a folder in memory where the system has one: hundreds of builds that each wait
// for a disk take minutes.
func quick(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "gongkai-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// wiped gives the site's folder in a folder, where nothing is any more.
func wiped(t *testing.T, dir string) string {
	t.Helper()
	root := filepath.Join(dir, "public")
	if err := os.RemoveAll(root); err != nil {
		t.Fatal(err)
	}
	return root
}

// try builds files as package build does, and gives what it says.
func try(on disk.Disk, root string, files map[string]string, part *Part) (Result, error) {
	d, err := OpenOn(on, root, false)
	if err != nil {
		return Result{}, err
	}
	var outs []plan.Output
	for _, p := range slices.Sorted(maps.Keys(files)) {
		outs = append(outs, output(p, files[p], files[p]))
	}
	if err := d.Begin(outs); err != nil {
		return Result{}, errors.Join(err, d.Abort())
	}
	if part != nil {
		d.Part(*part)
	}
	for i := range outs {
		if d.Keep(i) {
			continue
		}
		if err := d.Put(i); err != nil {
			return Result{}, errors.Join(err, d.Abort())
		}
	}
	return d.Commit()
}

// failing gives a disk whose n-th step fails with the error, counted from 1, and every one after
// it too where that is asked for; and how many steps there were.
func failing(n int64, why error, on bool) (disk.Disk, *atomic.Int64) {
	steps := new(atomic.Int64)
	return disk.Disk{Before: func(disk.Op, string) error {
		if k := steps.Add(1); k == n || on && k > n {
			return why
		}
		return nil
	}}, steps
}

// own lists what a folder keeps for itself.
func own(t *testing.T, root string) string {
	t.Helper()
	var names []string
	entries, err := os.ReadDir(filepath.Join(root, private))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// TestEveryStepThatFails lets each single step of a build fail, in the ways in which disks do.
// Whatever fails, the site is afterwards the old one or the new one, whole; nothing is left
// that holds up the next build, which makes the new one.
func TestEveryStepThatFails(t *testing.T) {
	shard := &Part{Shard: plan.Shard{Index: 1, Count: 2}, Program: "p"}
	newer := big(newer, "new")
	for _, c := range []struct {
		name string
		from map[string]string
		part *Part // the folder comes from a part, or goes to one
	}{{"over a site", big(older, "old"), nil}, {"into nothing", nil, nil}, {"over a part", older, shard}} {
		t.Run(c.name, func(t *testing.T) {
			failed, dir := 0, quick(t)
			for n := int64(1); ; n++ {
				why := []error{syscall.EIO, syscall.ENOSPC, syscall.EACCES}[n%3]
				root := wiped(t, dir)
				before := ""
				if c.from != nil {
					if _, err := try(disk.Disk{}, root, c.from, c.part); err != nil {
						t.Fatal(err)
					}
					before = own(t, root)
				}
				on, steps := failing(n, why, false)
				_, err := try(on, root, newer, nil)
				switch {
				case err == nil:
					want(t, root, newer)
				case !errors.Is(err, why):
					t.Fatalf("step %d: the error is %v", n, err)
				case c.from == nil:
					if _, err := os.Lstat(root); !errors.Is(err, os.ErrNotExist) && len(tree(t, root)) > 0 {
						t.Fatalf("step %d: a first build that failed left files: %v", n, tree(t, root))
					}
					failed++
				default:
					want(t, root, c.from)
					if got := own(t, root); strings.ReplaceAll(got, "stage", "") != before && !strings.HasPrefix(got, before) {
						t.Fatalf("step %d: .gongkai holds %q, before %q", n, got, before)
					}
					failed++
				}
				if _, err := try(disk.Disk{}, root, newer, nil); err != nil {
					t.Fatalf("step %d: the next build: %v", n, err)
				}
				want(t, root, newer)
				if got := own(t, root); got != "manifest" {
					t.Fatalf("step %d: the next build leaves %q", n, got)
				}
				if t.Failed() {
					t.Fatalf("at step %d", n)
				}
				if steps.Load() < n {
					break
				}
			}
			t.Logf("%d steps failed the build", failed)
			if failed < 30 {
				t.Error("too few: the seam is passed by")
			}
		})
	}
}

// TestADiskThatFailsForGood: from a step on nothing works any more, so that a commit cannot
// be taken back either. The site is then whole or the error says that it is not, and the next
// build on a sound disk makes it whole.
func TestADiskThatFailsForGood(t *testing.T) {
	half, dir := 0, quick(t)
	for n := int64(1); ; n++ {
		root := wiped(t, dir)
		if _, err := try(disk.Disk{}, root, older, nil); err != nil {
			t.Fatal(err)
		}
		on, steps := failing(n, syscall.EIO, true)
		_, err := try(on, root, newer, nil)
		var h *HalfError
		switch {
		case err == nil:
			want(t, root, newer)
		case errors.As(err, &h):
			half++
			for p, text := range tree(t, root) {
				if text != older[p] && text != newer[p] {
					t.Fatalf("step %d: %s is neither old nor new", n, p)
				}
			}
		default:
			want(t, root, older)
		}
		r, err := try(disk.Disk{}, root, newer, nil)
		if err != nil || h != nil && !r.Cut || len(r.Strangers) > 0 {
			t.Fatalf("step %d: the next build: %+v, %v", n, r, err)
		}
		want(t, root, newer)
		if t.Failed() {
			t.Fatalf("at step %d", n)
		}
		if steps.Load() < n {
			break
		}
	}
	if half == 0 {
		t.Error("no commit was cut: the test proves nothing")
	}
}

// A program that is killed runs this test binary with these in its environment.
const (
	killAt   = "GONGKAI_TEST_KILL_AT"
	killRoot = "GONGKAI_TEST_KILL_ROOT"
)

// TestKilledHere is the program that is killed: it ends itself at a step and cleans nothing up.
func TestKilledHere(t *testing.T) {
	n, err := strconv.ParseInt(os.Getenv(killAt), 10, 64)
	if err != nil {
		t.Skip("is run by TestKilledAtEveryStep")
	}
	var steps atomic.Int64
	on := disk.Disk{Before: func(disk.Op, string) error {
		if steps.Add(1) == n {
			p, _ := os.FindProcess(os.Getpid())
			p.Kill()
			select {}
		}
		return nil
	}}
	if _, err := try(on, os.Getenv(killRoot), newer, nil); err != nil {
		t.Fatal(err)
	}
}

// TestKilledAtEveryStep kills a build at each of its steps. Every file that is public then is
// the old one or the new one, whole; the lock of the dead holds nobody up; and the next build
// leaves exactly what a build from nothing writes, its own records too. So does the one after
// two that were killed.
func TestKilledAtEveryStep(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	clean := filepath.Join(quick(t), "clean")
	if _, err := try(disk.Disk{}, clean, newer, nil); err != nil {
		t.Fatal(err)
	}
	manifest, err := os.ReadFile(filepath.Join(clean, private, "manifest"))
	if err != nil {
		t.Fatal(err)
	}
	kill := func(root string, n int) (killed bool) {
		cmd := exec.Command(self, "-test.run=^TestKilledHere$")
		cmd.Env = append(os.Environ(), killAt+"="+strconv.Itoa(n), killRoot+"="+root)
		out, err := cmd.CombinedOutput()
		if err != nil && strings.Contains(string(out), "FAIL") {
			t.Fatalf("killed at %d: %s", n, out)
		}
		return err != nil
	}
	cut, dir := 0, quick(t)
	for n := 1; ; n++ {
		root := wiped(t, dir)
		if _, err := try(disk.Disk{}, root, older, nil); err != nil {
			t.Fatal(err)
		}
		killed := kill(root, n)
		if killed && n%3 == 0 {
			kill(root, n+2)
		}
		for p, text := range tree(t, root) {
			if text != older[p] && text != newer[p] {
				t.Fatalf("killed at %d: %s is neither old nor new", n, p)
			}
		}
		r, err := try(disk.Disk{}, root, newer, nil)
		if err != nil || len(r.Strangers) > 0 {
			t.Fatalf("killed at %d: the next build: %+v, %v", n, r, err)
		}
		if r.Cut {
			cut++
		}
		want(t, root, newer)
		if got, _ := os.ReadFile(filepath.Join(root, private, "manifest")); string(got) != string(manifest) || own(t, root) != "manifest" {
			t.Fatalf("killed at %d: .gongkai holds %q, or another manifest than a clean build's", n, own(t, root))
		}
		if t.Failed() {
			t.Fatalf("killed at %d", n)
		}
		if !killed {
			t.Logf("%d steps, %d of them in the commit", n-1, cut)
			break
		}
	}
	if cut < 10 {
		t.Errorf("only %d builds were cut in their commit", cut)
	}
}

// TestDamagedRecords cuts each of the folder's own records at one place after the other, turns
// bits of it over and writes nonsense into it. The next build leaves exactly what a build from
// nothing writes, says that it healed something, and takes nothing of its own for a stranger.
func TestDamagedRecords(t *testing.T) {
	files := newer
	shard := &Part{Shard: plan.Shard{Index: 1, Count: 2}, Program: "p", Date: "2026-07-01"}
	made := filepath.Join(quick(t), "made")
	if _, err := try(disk.Disk{}, made, files, shard); err != nil {
		t.Fatal(err)
	}
	record := func(root, name string) string {
		text, err := os.ReadFile(filepath.Join(root, private, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	manifest, part := record(made, "manifest"), record(made, "shard")
	for _, name := range []string{"manifest", "pending", "shard"} {
		whole := manifest
		if name == "shard" {
			whole = part
		}
		damaged := []string{"", "\x00", strings.Repeat("\xff\n", 50), whole + whole, whole + "x", strings.ReplaceAll(whole, "\n", "\r\n")}
		for at := 0; at < len(whole); at += 5 {
			flipped := []byte(whole)
			flipped[at] ^= 1 << (at % 8)
			damaged = append(damaged, whole[:at], string(flipped))
		}
		root := filepath.Join(quick(t), "public")
		if err := os.CopyFS(root, os.DirFS(made)); err != nil {
			t.Fatal(err)
		}
		for _, text := range damaged {
			if err := os.WriteFile(filepath.Join(root, private, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, "index.html"), []byte("3"), 0o666); err != nil { // as large, and rotten
				t.Fatal(err)
			}
			r, err := try(disk.Disk{}, root, files, shard)
			_, unread := readPart([]byte(text)) // a digest with another digit is read, and merge refuses it
			if err != nil || !r.Healed && (name != "shard" || unread != nil) || len(r.Strangers) > 0 {
				t.Fatalf("%s as %.40q: %+v, %v", name, text, r, err)
			}
			if name != "shard" { // which says nothing of the files
				want(t, root, files)
			}
			if got := own(t, root); got != "manifest shard" || record(root, "manifest") != manifest || record(root, "shard") != part || t.Failed() {
				t.Fatalf("%s as %.40q: .gongkai holds %q, or others than a clean build's", name, text, got)
			}
		}
	}
}

// TestAPlaceThatIsNoFolder: a file or a link where the program keeps its records is refused
// with its name, and nothing is followed, removed or written.
func TestAPlaceThatIsNoFolder(t *testing.T) {
	elsewhere := quick(t)
	if err := os.MkdirAll(filepath.Join(elsewhere, "stage"), 0o777); err != nil {
		t.Fatal(err)
	}
	for name, put := range map[string]func(string) error{
		"a file": func(at string) error { return os.WriteFile(at, []byte("x"), 0o666) },
		"a link": func(at string) error { return os.Symlink(elsewhere, at) },
	} {
		root := quick(t)
		if err := put(filepath.Join(root, private)); err != nil {
			t.Skip(err) // Windows lets not everybody make links
		}
		_, err := try(disk.Disk{}, root, newer, nil)
		var p *PrivateError
		if !errors.As(err, &p) || filepath.Base(p.Path) != private {
			t.Errorf("%s: %v", name, err)
		}
		if entries, _ := os.ReadDir(root); len(entries) != 1 {
			t.Errorf("%s: the folder holds %v", name, entries)
		}
	}
	if _, err := os.Stat(filepath.Join(elsewhere, "stage")); err != nil {
		t.Errorf("a link was followed: %v", err)
	}
}
