package e2e

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"gongkai/generator/disk"
)

// What the program does at one of its steps on the disk, by its environment: only the program
// of these tests looks at it.
const (
	faultStep  = "GONGKAI_TEST_STEP"  // which, counted from 1
	faultDo    = "GONGKAI_TEST_DO"    // "kill", "int", "term", or a file's name: make it and wait until it is gone
	faultCount = "GONGKAI_TEST_COUNT" // a file that is told at the end how many steps there were
)

// faultyDisk gives the disk that the environment asks for, and what to do at the end.
func faultyDisk() (disk.Disk, func()) {
	n, _ := strconv.ParseInt(os.Getenv(faultStep), 10, 64)
	do, count := os.Getenv(faultDo), os.Getenv(faultCount)
	if do == "" && count == "" {
		return disk.Disk{}, func() {}
	}
	var steps atomic.Int64
	self, _ := os.FindProcess(os.Getpid())
	on := disk.Disk{Before: func(disk.Op, string) error {
		if steps.Add(1) != n {
			return nil
		}
		switch do {
		case "kill":
			self.Kill()
			select {}
		case "int", "term":
			self.Signal(map[string]os.Signal{"int": os.Interrupt, "term": syscall.SIGTERM}[do])
			time.Sleep(20 * time.Millisecond) // whether it comes now or later, the site is whole
		default:
			os.WriteFile(do, nil, 0o666)
			for range 3000 { // a minute: nobody is held for ever
				if _, err := os.Stat(do); err != nil {
					break
				}
				time.Sleep(20 * time.Millisecond)
			}
		}
		return nil
	}}
	return on, func() {
		if count != "" {
			os.WriteFile(count, []byte(strconv.FormatInt(steps.Load(), 10)), 0o666)
		}
	}
}

// quick gives a folder in memory where the system has one.
func quick(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "gongkai-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// twoSites makes a folder with content/, the site older/ of what it was and clean/ of what it
// is: pages that changed, came and went.
func twoSites(t *testing.T) (dir string, older, clean map[string][]byte) {
	t.Helper()
	dir = quick(t)
	content := filepath.Join(dir, "content")
	if err := os.CopyFS(content, os.DirFS("testdata/sites/small")); err != nil {
		t.Fatal(err)
	}
	build := []string{"build", "--no-sheets", "--date", "2026-08-10", "--out"}
	command(t, dir, "gongkai", append(build, "older")...)
	edit(t, filepath.Join(content, "site.yaml"), "小区政务公开", "大区政务公开")
	if err := os.RemoveAll(filepath.Join(content, "shui", "2026")); err != nil {
		t.Fatal(err)
	}
	command(t, dir, "gongkai", append(build, "clean")...)
	return dir, whole(t, filepath.Join(dir, "older")), whole(t, filepath.Join(dir, "clean"))
}

// whole reads all files of a folder, the writer's own notes too.
func whole(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := published(t, dir)
	entries, err := os.ReadDir(filepath.Join(dir, ".gongkai"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := filepath.Join(dir, ".gongkai", e.Name())
		b, err := os.ReadFile(name)
		if err != nil {
			b = []byte("is a folder")
		}
		out[name[len(dir):]] = b
	}
	return out
}

// again makes public/ the older site.
func again(t *testing.T, dir string) (public string) {
	t.Helper()
	public = filepath.Join(dir, "public")
	if err := os.RemoveAll(public); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(public, os.DirFS(filepath.Join(dir, "older"))); err != nil {
		t.Fatal(err)
	}
	return public
}

// rebuild builds public/ with further environment, and gives the exit code and what was said.
func rebuild(t *testing.T, dir string, env ...string) (code int, said string) {
	t.Helper()
	cmd := exec.Command("gongkai", "build", "--no-sheets", "--date", "2026-08-10")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(out)
}

// steps tells how many steps such a build has.
func steps(t *testing.T, dir string) int {
	t.Helper()
	again(t, dir)
	name := filepath.Join(dir, "steps")
	rebuild(t, dir, faultCount+"="+name)
	b, err := os.ReadFile(name)
	n, err2 := strconv.Atoi(string(b))
	if err != nil || err2 != nil || n < 100 {
		t.Fatalf("%q steps: %v", b, err)
	}
	return n
}

// at gives the steps that a test tries: the first and the last ones, and of those between,
// which stage and move one page like the other, every few.
func at(total int) (out []int) {
	for n := 1; n <= total; {
		out = append(out, n)
		if n < 10 || n > total-16 {
			n++
		} else {
			n += total/24 + 1
		}
	}
	return out
}

// TestKilledAtItsSteps kills the real program at the steps of a build, from its first to its
// last, and then at random moments. Whatever is public is whole, and the next build leaves
// exactly what one from nothing writes.
func TestKilledAtItsSteps(t *testing.T) {
	dir, older, clean := twoSites(t)
	tried := at(steps(t, dir))
	cut := 0
	check := func(what string) {
		for p, b := range published(t, filepath.Join(dir, "public")) {
			if !bytes.Equal(b, clean[p]) && !bytes.Equal(b, older[p]) {
				t.Fatalf("%s: %s is neither the old file nor the new one", what, p)
			}
		}
		code, said := rebuild(t, dir)
		if strings.Contains(said, "上次写入没有完成") {
			cut++
		}
		if diff := differences(whole(t, filepath.Join(dir, "public")), clean); code != 0 || len(diff) > 0 {
			t.Fatalf("%s: the next build: %d %s %v", what, code, said, diff)
		}
	}
	for _, n := range tried {
		again(t, dir)
		rebuild(t, dir, fmt.Sprint(faultStep, "=", n), faultDo+"=kill")
		check(fmt.Sprint("killed at step ", n))
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 6 {
		again(t, dir)
		cmd := exec.Command("gongkai", "build", "--no-sheets", "--date", "2026-08-10")
		cmd.Dir = dir
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.IntN(150)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		check(fmt.Sprint("killed at random, ", i+1))
	}
	t.Logf("%d builds were killed, %d in their commit", len(tried)+6, cut)
	if cut == 0 {
		t.Error("no build was cut in its commit: the test proves nothing")
	}
}

// TestSignals: SIGINT and SIGTERM end a build cleanly wherever it is: the old site stands as it
// was, nothing is left in its folder, the program says so, and its exit code is a shell's; or
// the signal came too late, and the new site is whole.
func TestSignals(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no signals that one process sends another")
	}
	dir, older, clean := twoSites(t)
	stopped := map[int]int{}
	for i, n := range at(steps(t, dir)) {
		public := again(t, dir)
		do, want := "int", 130
		if i%2 == 1 {
			do, want = "term", 143
		}
		code, said := rebuild(t, dir, fmt.Sprint(faultStep, "=", n), faultDo+"="+do)
		stopped[code]++
		now := whole(t, public)
		switch {
		case code == want && strings.Contains(said, "已中断，原来的网站没有变") && len(differences(now, older)) == 0:
		case code == 0 && len(differences(now, clean)) == 0:
		default:
			t.Fatalf("%s at step %d: %d %s; unlike the old site: %v", do, n, code, said, differences(now, older))
		}
	}
	t.Logf("exit codes: %v", stopped)
	if stopped[130] == 0 || stopped[143] == 0 || stopped[0] == 0 {
		t.Errorf("not every end was seen: %v", stopped)
	}
}

// TestTwoBuildsAtOnce holds a build in its midst. Who comes meanwhile and would write or upload
// the folder is told who is at work, and ends with a code of its own; a preview is not held up.
// A build that dies with its lock in its hand holds nobody up.
func TestTwoBuildsAtOnce(t *testing.T) {
	dir, _, clean := twoSites(t)
	public := again(t, dir)
	gate := filepath.Join(dir, "gate")
	hold := func() *exec.Cmd {
		cmd := exec.Command("gongkai", "build", "--no-sheets", "--date", "2026-08-10")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), faultStep+"=40", faultDo+"="+gate)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		until(t, "the first build is at work", func() bool { _, err := os.Stat(gate); return err == nil })
		return cmd
	}
	first := hold()
	host, _ := os.Hostname()
	for _, args := range [][]string{
		{"build", "--date", "2026-08-10"}, {"deploy", "--to", "file://" + filepath.ToSlash(filepath.Join(dir, "www")) + "?create_dir=1"},
		{"merge", "public", "--out", "merged"},
	} {
		cmd := exec.Command("gongkai", args...)
		cmd.Dir = dir
		out, _ := cmd.CombinedOutput()
		said := string(out)
		if code := cmd.ProcessState.ExitCode(); code != 3 || !strings.Contains(said, fmt.Sprintf("机器 %s 上的进程 %d，", host, first.Process.Pid)) || !strings.Contains(said, "开始；等它结束后再运行") {
			t.Errorf("%v: %d %s", args, code, said)
		}
	}
	if diff := differences(published(t, public), published(t, filepath.Join(dir, "older"))); len(diff) > 0 {
		t.Errorf("meanwhile the old site changed: %v", diff)
	}
	preview(t, dir, "--date", "2026-08-10") // says where it serves
	os.Remove(gate)
	if err := first.Wait(); err != nil || len(differences(whole(t, public), clean)) > 0 {
		t.Errorf("the first build: %v", err)
	}

	again(t, dir)
	dead := hold()
	dead.Process.Kill()
	dead.Wait()
	os.Remove(gate)
	if code, said := rebuild(t, dir); code != 0 || len(differences(whole(t, public), clean)) > 0 {
		t.Errorf("after one that died: %d %s", code, said)
	}
}

// mounted runs a shell script that may mount, as root or as root of a namespace of its own.
func mounted(t *testing.T, dir, script string) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("mounting is for Linux here")
	}
	for _, shell := range [][]string{{"sh", "-c"}, {"unshare", "-rm", "sh", "-c"}} {
		try := exec.Command(shell[0], append(shell[1:], "mkdir -p m && mount -t tmpfs -o size=64k none m && umount m")...)
		try.Dir = dir
		if try.Run() != nil {
			continue
		}
		cmd := exec.Command(shell[0], append(shell[1:], "trap 'umount m' EXIT\n"+script)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	t.Skip("SKIPPED: nothing can be mounted here, so no disk is really full or read-only; TestFullDisk has a limit of the system's instead")
	return ""
}

// TestReallyFullDisk builds on a disk that has room for the site and not for its next one beside
// it, and TestReallyReadOnly on one that can only be read: the old site stands, the program says
// what is wrong, and with room or rights again the next build is as from nothing.
func TestReallyFullDisk(t *testing.T) {
	dir, _, clean := twoSites(t)
	size := 0
	for _, b := range whole(t, filepath.Join(dir, "older")) {
		size += (len(b)+4095)/4096*4096 + 1024
	}
	build := "gongkai build --no-sheets --date 2026-08-10 --out m/public"
	out := mounted(t, dir, fmt.Sprintf(`set -e
mount -t tmpfs -o size=%d none m
cp -r older m/public
set +e; %[2]s; echo "code $?"; set -e
diff -r older m/public && echo the same
mount -o remount,size=%[3]d m
%[2]s; cp -r m/public healed`, size*4/3, build, size*4))
	if !strings.Contains(out, "磁盘满了") || !strings.Contains(out, "原来的网站没有变") || !strings.Contains(out, "code 2\nthe same\n") {
		t.Errorf("%s", out)
	}
	if diff := differences(whole(t, filepath.Join(dir, "healed")), clean); len(diff) > 0 {
		t.Errorf("with room again: %v", diff)
	}
}

func TestReallyReadOnly(t *testing.T) {
	dir, _, clean := twoSites(t)
	build := "gongkai build --no-sheets --date 2026-08-10 --out m/public"
	out := mounted(t, dir, fmt.Sprintf(`set -e
mount -t tmpfs -o size=64m none m
cp -r older m/public
mount -o remount,ro m
set +e; %[1]s; echo "code $?"; set -e
diff -r older m/public && echo the same
mount -o remount,rw m
%[1]s; cp -r m/public healed`, build))
	if !strings.Contains(out, "只能读，不能写") || !strings.Contains(out, "原来的网站没有变") || !strings.Contains(out, "code 2\nthe same\n") {
		t.Errorf("%s", out)
	}
	if diff := differences(whole(t, filepath.Join(dir, "healed")), clean); len(diff) > 0 {
		t.Errorf("with rights again: %v", diff)
	}
}

// TestOutputThatIsClosed: what reads the program's output may stop, as head does; the program
// then ends without a word, and what it writes to disk is whole.
func TestOutputThatIsClosed(t *testing.T) {
	dir, _, clean := twoSites(t)
	again(t, dir)
	for _, args := range [][]string{
		{"build", "--no-sheets", "--date", "2026-08-10"}, {"check", "--hints"}, {"check", "--format", "json"}, {"radar", "--date", "2026-08-10"}, {"radar", "--format", "json"},
		{"report", "--date", "2026-09-05"}, {"explain"}, {"schema"}, {"help"}, {"version"}, {"fmt"}, {"probe"}, {"next"}, {"completion", "bash"},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		cmd := exec.Command("gongkai", args...)
		var said bytes.Buffer
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, w, &said
		cmd.Run()
		w.Close()
		if text := said.String(); strings.Contains(text, "panic") || strings.Contains(text, "goroutine") || strings.Contains(text, "pipe") {
			t.Errorf("%v: %s", args, text)
		}
	}
	if diff := differences(whole(t, filepath.Join(dir, "public")), clean); len(diff) > 0 {
		t.Errorf("the site: %v", diff)
	}
}

// TestNoCacheFolder: where what was read cannot be kept the program goes on without, says so
// once, and the site is the same.
func TestNoCacheFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps caches elsewhere")
	}
	dir, _, clean := twoSites(t)
	again(t, dir)
	home := filepath.Join(dir, "home")
	if err := os.MkdirAll(home, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "gongkai"), nil, 0o444); err != nil { // a file in the folder's place stops root too
		t.Fatal(err)
	}
	for range 2 {
		code, said := rebuild(t, dir, "XDG_CACHE_HOME="+home)
		if code != 0 || strings.Count(said, "没能记下这次读过的内容") != 1 || strings.Contains(said, "not a directory") {
			t.Errorf("%d %s", code, said)
		}
		if diff := differences(whole(t, filepath.Join(dir, "public")), clean); len(diff) > 0 {
			t.Errorf("the site: %v", diff)
		}
	}
	for _, args := range [][]string{{"check"}, {"radar"}, {"report", "--date", "2026-09-05"}} {
		cmd := exec.Command("gongkai", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "XDG_CACHE_HOME="+home)
		if out, err := cmd.CombinedOutput(); err != nil || strings.Count(string(out), "没能记下") > 1 {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
}

// TestAnEarlierDay: a day before the last build's, and files from the future, give what a build
// from nothing gives.
func TestAnEarlierDay(t *testing.T) {
	dir, _, _ := twoSites(t)
	again(t, dir)
	item := filepath.Join(dir, "content", "zhujian", "2026", "01.md")
	future := time.Now().Add(240 * time.Hour)
	for i, day := range []string{"2026-09-01", "2026-07-01", "2026-08-10"} {
		edit(t, item, []string{"请行人和车辆绕行", "请行人绕行甲乙丙", "请行人绕行丁戊己"}[i], []string{"请行人绕行甲乙丙", "请行人绕行丁戊己", "请行人绕行庚辛壬"}[i])
		if err := os.Chtimes(item, future, future); err != nil { // the same size and time as before
			t.Fatal(err)
		}
		command(t, dir, "gongkai", "build", "--no-sheets", "--date", day)
		fresh := "fresh" + day
		command(t, dir, "gongkai", "build", "--no-sheets", "--no-cache", "--date", day, "--out", fresh)
		got, want := whole(t, filepath.Join(dir, "public")), whole(t, filepath.Join(dir, fresh))
		if diff := differences(got, want); len(diff) > 0 || maps.EqualFunc(got, map[string][]byte{}, bytes.Equal) {
			t.Errorf("%s: %v", day, diff)
		}
	}
}
