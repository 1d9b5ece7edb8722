package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// manySite writes the small site with n further items, so that a build takes a while.
func manySite(t *testing.T, n int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	content := filepath.Join(dir, "content")
	if err := os.CopyFS(content, os.DirFS("testdata/sites/small")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(content, "zhujian", "2026", "01.md"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		index := fmt.Sprintf("XQ02-2026-%05d", 100+i)
		b := strings.ReplaceAll(string(text), "XQ02-2026-00001", index)
		b = strings.ReplaceAll(b, "关于道路养护的公告", fmt.Sprintf("关于第%d段道路养护的公告", i+1))
		if err := os.WriteFile(filepath.Join(content, "zhujian", "2026", index+".md"), []byte(b), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// published reads all files of a folder but the writer's own notes.
func published(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if e.Name() == ".gongkai" {
				return fs.SkipDir
			}
			return nil
		}
		out[p[len(dir):]], err = os.ReadFile(p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func differences(a, b map[string][]byte) (out []string) {
	for _, p := range slices.Sorted(maps.Keys(a)) {
		if other, there := b[p]; !there || !bytes.Equal(a[p], other) {
			out = append(out, p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(b)) {
		if _, there := a[p]; !there {
			out = append(out, p)
		}
	}
	return out
}

// TestKilledBuildIsHealed kills builds in the middle of their commit: each file that is public
// is whole, and the next build makes the site whole.
func TestKilledBuildIsHealed(t *testing.T) {
	dir := manySite(t, 100)
	arg := []string{"build", "--date", "2026-08-10", "--out"}
	command(t, dir, "gongkai", append(arg, "clean")...)
	want := published(t, filepath.Join(dir, "clean"))

	const kills = 6
	cut := 0
	out := filepath.Join(dir, "public")
	pending := filepath.Join(out, ".gongkai", "pending") // is there from the commit's first step to its last
	for i := range kills {
		if err := os.RemoveAll(out); err != nil {
			t.Fatal(err)
		}
		if i%2 == 1 { // over an older site, with files that go and files that come
			edit(t, filepath.Join(dir, "content", "site.yaml"), "小区政务公开", "旧的政务公开")
			command(t, dir, "gongkai", append(arg, "public")...)
			edit(t, filepath.Join(dir, "content", "site.yaml"), "旧的政务公开", "小区政务公开")
		}
		older := map[string][]byte{}
		if i%2 == 1 {
			older = published(t, out)
		}
		killInCommit(t, dir, pending, time.Duration(i)*300*time.Microsecond, append(arg, "public")...)
		if _, err := os.Stat(pending); err == nil {
			cut++
		}
		for p, b := range published(t, out) {
			if !bytes.Equal(b, want[p]) && !bytes.Equal(b, older[p]) {
				t.Fatalf("kill %d: %s is there, and is neither the old file nor the new one", i+1, p)
			}
		}
		command(t, dir, "gongkai", append(arg, "public")...)
		if diff := differences(published(t, out), want); len(diff) > 0 {
			t.Fatalf("kill %d: the next build leaves %d files wrong: %v", i+1, len(diff), diff[:min(len(diff), 10)])
		}
	}
	t.Logf("%d of %d builds were cut in their commit", cut, kills)
	if cut == 0 {
		t.Error("no build was cut in its commit: the test proves nothing")
	}
}

// killInCommit starts a build and kills it so long after its commit began.
func killInCommit(t *testing.T, dir, pending string, after time.Duration, args ...string) {
	t.Helper()
	cmd := exec.Command("gongkai", args...)
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		if _, err := os.Stat(pending); err == nil {
			break
		}
		select {
		case <-ended:
			return
		default:
			time.Sleep(50 * time.Microsecond)
		}
	}
	time.Sleep(after)
	cmd.Process.Kill()
	<-ended
}

// TestFullDisk: a disk that takes no more leaves the old site as it was, and the program says
// so in one sentence.
func TestFullDisk(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file size limit needs a Unix shell")
	}
	dir := manySite(t, 20)
	command(t, dir, "gongkai", "build", "--date", "2026-08-10")
	public := filepath.Join(dir, "public")
	before := published(t, public)
	edit(t, filepath.Join(dir, "content", "zhujian", "2026", "01.md"), "请行人和车辆绕行", strings.Repeat("请行人和车辆绕行。", 4000))
	cmd := exec.Command("sh", "-c", "ulimit -f 64; exec gongkai build --date 2026-08-10")
	cmd.Dir = dir
	said, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); err == nil || code != 2 {
		t.Errorf("exit code %d, want 2: %s", code, said)
	}
	if text := string(said); strings.Contains(text, "goroutine") || strings.Count(strings.TrimSpace(text), "\n") > 2 || len(text) < 10 {
		t.Errorf("the program says: %s", said)
	}
	if diff := differences(before, published(t, public)); len(diff) > 0 {
		t.Errorf("the old site changed: %v", diff)
	}
	command(t, dir, "gongkai", "build", "--date", "2026-08-10")
	if len(differences(before, published(t, public))) == 0 {
		t.Error("with room again, the edit is not published")
	}
}
