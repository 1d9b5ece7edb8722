package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"unicode"

	"gongkai/generator/attach"
	"gongkai/generator/diag"
	"gongkai/generator/disk"
	"gongkai/generator/write"
)

// faulty runs the program on a disk whose n-th step fails; steps is how many there were.
func faulty(t *testing.T, n int64, why error, args ...string) (code int, out, errs string, steps int64) {
	t.Helper()
	var count atomic.Int64
	on := disk.Disk{Before: func(disk.Op, string) error {
		if count.Add(1) == n {
			return why
		}
		return nil
	}}
	var o, e bytes.Buffer
	code = Main(args, Streams{In: strings.NewReader(""), Out: &o, Err: &e, Disk: on})
	return code, o.String(), e.String(), count.Load()
}

// quick gives a folder in memory where the system has one: hundreds of runs that each wait for
// a disk take minutes.
func quick(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "gongkai-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// someSite copies the small site to content/ of a new folder, goes there, and keeps the cache
// there too.
func someSite(t *testing.T) {
	t.Helper()
	sites, err := filepath.Abs("../e2e/testdata/sites/small")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(quick(t))
	t.Setenv("GONGKAI_LANG", "zh")
	t.Setenv("XDG_CACHE_HOME", filepath.Join(quick(t), "cache"))
	if err := os.CopyFS("content", os.DirFS(sites)); err != nil {
		t.Fatal(err)
	}
	untidy := "---\ntitle： 关于施工的公告\nindex: XQ02-2026-00002\ncategory: \"02\"\nmade: 2026年6月1日\nreviewed: 2026/6/2\napproved: 2026.6.3\npublished: 2026-06-04\nsecrecy: pass\n---\n\n施工。\n"
	for _, name := range []string{"content/zhujian/2026/02.md", "content/zhujian/2026/03.md"} {
		if err := os.WriteFile(name, []byte(strings.NewReplacer("00002", "0000"+name[len(name)-4:len(name)-3], "施工的", name[len(name)-5:len(name)-3]).Replace(untidy)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// restore makes the current folder hold exactly these files.
func restore(t *testing.T, files map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.RemoveAll(e.Name()); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
}

// english finds what the system says where it speaks for itself.
var english = regexp.MustCompile(`input/output|no space|permission denied|goroutine|mkdir |rename |unlink`)

// inWords fails where the program does not say in Chinese what went wrong.
func inWords(t *testing.T, n int64, errs string) {
	t.Helper()
	if !strings.Contains("\n"+errs, "\ngongkai: ") || !strings.ContainsFunc(errs, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || english.MatchString(errs) {
		t.Errorf("step %d: the program says %q", n, errs)
	}
}

// TestEveryStepThatFails runs each command that writes with every single step of its writing
// failing. Every file is then as it was before or as it is after, whole; what a new command
// makes is there or not; nothing is left beside them; and the same command does it afterwards.
func TestEveryStepThatFails(t *testing.T) {
	for name, args := range map[string][]string{
		"fmt":           {"fmt", "--write"},
		"new":           {"new", "zhujian", "其他文件", "甲", "--folder", "--no-cache", "--date", "2026-08-10"},
		"init":          {"init", "wangzhan"},
		"report":        {"report", "--date", "2026-09-05", "--to", "out/report.csv", "--no-cache"},
		"sheet":         {"sheet", "XQ02-2026-00001", "--to", "out", "--date", "2026-08-10", "--no-cache"},
		"filing build":  {"filing", "build", "2026-Q3", "--date", "2026-11-22", "--to", "filed", "--no-cache"},
		"filing merge":  {"filing", "merge", "in", "--date", "2026-12-08", "--to", "merged", "--record", "--no-cache"},
		"filing update": {"filing", "build", "2026-Q3", "--date", "2026-12-01", "--to", "in", "--no-cache"},
	} {
		t.Run(name, func(t *testing.T) {
			someSite(t)
			if strings.HasPrefix(name, "filing ") {
				if code, _, errs := run(t, "fmt", "--write"); code != exitFine {
					t.Fatal(errs)
				}
				if code, _, errs := run(t, "filing", "build", "2026-Q3", "--date", "2026-11-22", "--to", "in", "--no-cache"); code != exitFine {
					t.Fatal(errs)
				}
			}
			before := listing(t, ".")
			if code, out, errs := run(t, args...); code != exitFine {
				t.Fatalf("%d %s %s", code, out, errs)
			}
			after := listing(t, ".")
			if maps.Equal(before, after) {
				t.Fatal("the command writes nothing")
			}
			failed := 0
			for n := int64(1); ; n++ {
				restore(t, before)
				why := []error{syscall.EIO, syscall.ENOSPC, syscall.EACCES}[n%3]
				code, _, errs, steps := faulty(t, n, why, args...)
				now := listing(t, ".")
				for p, text := range now {
					if old, was := before[p]; (!was || text != old) && text != after[p] {
						t.Errorf("step %d: %s is neither old nor new", n, p)
					}
				}
				for p := range before {
					if _, is := now[p]; !is {
						t.Errorf("step %d: %s is gone", n, p)
					}
				}
				if code != exitFine {
					failed++
					inWords(t, n, errs)
				}
				if name == "init" && code != exitFine {
					if _, err := os.Lstat("wangzhan"); err == nil {
						t.Errorf("step %d: something of the new site stays: %v", n, slices.Sorted(maps.Keys(now)))
					}
				}
				if name != "new" && name != "init" || code != exitFine { // these make a thing once
					if code, _, errs := run(t, args...); code != exitFine {
						t.Errorf("step %d: afterwards %d %s", n, code, errs)
					}
				}
				if got := listing(t, "."); !maps.Equal(got, after) {
					t.Errorf("step %d: afterwards other files than without a fault", n)
				}
				if t.Failed() {
					return
				}
				if steps < n {
					break
				}
			}
			if failed < 4 {
				t.Errorf("%d steps failed the command: the seam is passed by", failed)
			}
			t.Logf("%d steps failed the command", failed)
		})
	}
}

// TestABuildOnAFailingDisk builds over an older site with one step after the other failing: the
// old site is whole, the program says so, and the next build is that from nothing.
func TestABuildOnAFailingDisk(t *testing.T) {
	someSite(t)
	if code, _, errs := run(t, "fmt", "--write"); code != exitFine {
		t.Fatal(errs)
	}
	args := []string{"build", "--date", "2026-08-10", "--no-sheets"}
	if code, _, errs := run(t, append(args, "--out", "older")...); code != exitFine {
		t.Fatal(errs)
	}
	older := listing(t, "older")
	site := "content/site.yaml"
	text, err := os.ReadFile(site)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(site, bytes.Replace(text, []byte("小区政务公开"), []byte("大区政务公开"), 1), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll("content/shui/2026"); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := run(t, append(args, "--out", "clean")...); code != exitFine {
		t.Fatal(errs)
	}
	same := func(dir string, want map[string]string, of string, but ...string) bool {
		got := listing(t, dir)
		maps.DeleteFunc(got, func(p, _ string) bool {
			return slices.ContainsFunc(but, func(b string) bool { return strings.HasPrefix(p, dir+"/"+b) })
		})
		if len(got) != len(want) {
			return false
		}
		for p, text := range want {
			if got[dir+strings.TrimPrefix(p, of)] != text {
				return false
			}
		}
		return true
	}
	clean := listing(t, "clean")
	args = append(args, "--out", "public")
	if err := os.CopyFS("public", os.DirFS("older")); err != nil {
		t.Fatal(err)
	}
	_, _, _, total := faulty(t, -1, nil, args...)
	failed, tried := 0, 0
	for n := int64(1); n <= total; {
		tried++
		if err := errors.Join(os.RemoveAll("public"), os.CopyFS("public", os.DirFS("older"))); err != nil {
			t.Fatal(err)
		}
		why := []error{syscall.EIO, syscall.ENOSPC, syscall.EACCES}[n%3]
		code, _, errs, _ := faulty(t, n, why, args...)
		switch {
		case code == exitFine:
			// Of an old site that cannot be removed the next build rids the folder.
			if !same("public", clean, "clean", ".gongkai/old/") {
				t.Errorf("step %d: built, and not the new site", n)
			}
		case !same("public", older, "older"):
			t.Errorf("step %d: the old site changed", n)
		default:
			failed++
			inWords(t, n, errs)
			if !strings.Contains(errs, "原来的网站没有变") {
				t.Errorf("step %d: the program does not say that the old site stands: %q", n, errs)
			}
		}
		if code, _, errs := run(t, args...); code != exitFine || !same("public", clean, "clean") {
			t.Errorf("step %d: the next build: %d %s", n, code, errs)
		}
		if t.Failed() {
			return
		}
		switch {
		case n < 16 || n >= total-16: // the beginning, and the end of the commit
			n++
		default: // pages that are staged, or moved, are like each other
			n = min(n+29, total-16)
		}
	}
	if failed < 20 {
		t.Errorf("%d steps failed the build: the seam is passed by", failed)
	}
	t.Logf("%d of %d steps were let fail, %d failed the build", tried, total, failed)
}

// TestFaultsInWords: what a machine does wrong is said in Chinese and in English, with the place.
func TestFaultsInWords(t *testing.T) {
	a := &app{}
	for _, c := range []struct {
		err      error
		zh, en   string
		forebode string
	}{
		{&fs.PathError{Op: "write", Path: "public/x", Err: syscall.ENOSPC}, "写不进 public/x：磁盘满了", "cannot write public/x: the disk is full", ""},
		{keptError{&os.LinkError{Op: "rename", Old: "a", New: "b", Err: syscall.EIO}}, "放不好 b：磁盘读写出错，请检查磁盘。原来的网站没有变", "The old site is as it was", ""},
		{&fs.PathError{Op: "mkdir", Path: "p", Err: syscall.EROFS}, "建不了文件夹 p：这个磁盘只能读", "read-only", ""},
		{&fs.PathError{Op: "open", Path: "p", Err: fs.ErrPermission}, "读不了 p：没有权限", "no permission", ""},
		{&write.HalfError{Err: &fs.PathError{Op: "rename", Path: "p", Err: syscall.EIO}}, "再运行一次，就会自动补全", "half changed", "原来的网站没有变"},
		{keptError{&attach.ChangedError{Path: "a/b.pdf"}}, "a/b.pdf 在生成网站的时候被改动了", "was changed while", ""},
		{keptError{&write.PrivateError{Path: "public/.gongkai"}}, "public/.gongkai 应当是文件夹", "should be the folder", ""},
		{keptError{&write.StrangerError{Paths: []string{"x"}}}, "旧网站没有动", "untouched", "原来的网站没有变"},
	} {
		w := a.fault(c.err)
		if zh := w.In(diag.ZH); !strings.Contains(zh, c.zh) || english.MatchString(zh) || c.forebode != "" && strings.Contains(zh, c.forebode) {
			t.Errorf("%v: %q", c.err, zh)
		}
		if en := w.In(diag.EN); !strings.Contains(en, c.en) {
			t.Errorf("%v: %q", c.err, en)
		}
	}
}
