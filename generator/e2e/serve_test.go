package e2e

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const long = time.Minute

// TestServe starts the preview as a clerk does, and edits: the page follows, an error is
// shown over the last good page, drafts and held items are there and marked, and nothing
// is written.
func TestServe(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("testdata/sites/small")); err != nil {
		t.Fatal(err)
	}
	address := preview(t, dir, "--date", "2026-07-25")
	item := filepath.Join(dir, "content", "zhujian", "2026", "01.md")
	page := func(p string) string {
		resp, err := http.Get(address + p)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	const where = "items/XQ02-2026/XQ02-2026-00001.html"
	if got := page(where); !strings.Contains(got, "请行人和车辆绕行") || strings.Contains(got, "gongkai-findings") {
		t.Fatalf("the item's page: %s", got)
	}
	if got := page("items/XQ03-2026/XQ03-2026-00001.html"); !strings.Contains(got, "停水六小时") || !strings.Contains(got, "待公开") {
		t.Errorf("a held item is not shown, or not marked: %s", got)
	}
	edit(t, item, "请行人和车辆绕行", "请行人小心")
	until(t, "the edit is shown", func() bool { return strings.Contains(page(where), "请行人小心") })
	edit(t, item, "made: 2026-04-01", "made: 2026-04-31")
	until(t, "the error is shown", func() bool {
		got := page(where)
		return strings.Contains(got, "T01") && strings.Contains(got, "zhujian/2026/01.md:6:7") && strings.Contains(got, "请行人小心")
	})
	edit(t, item, "made: 2026-04-31", "made: 2026-04-01")
	until(t, "the error is gone", func() bool { return !strings.Contains(page(where), "T01") })
	edit(t, item, "secrecy: pass", "secrecy: pass\ndraft: true")
	until(t, "a draft is shown and marked", func() bool {
		got := page(where)
		return strings.Contains(got, "请行人小心") && strings.Contains(got, "草稿")
	})
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("the preview wrote public/")
	}
}

// preview starts gongkai serve in the folder until the test ends, and gives its address.
func preview(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("gongkai", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Dir = dir
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("Ctrl+C: %v\n%s", err, said.Bytes())
			}
		case <-time.After(long):
			cmd.Process.Kill()
			t.Error("Ctrl+C does not end the preview")
		}
	})
	found := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(lines.Text()); m != "" {
				found <- m
			}
		}
	}()
	select {
	case a := <-found:
		return a
	case <-time.After(long):
		t.Fatalf("the preview names no address: %s", said.Bytes())
		return ""
	}
}

func edit(t *testing.T, file, old, now string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b, []byte(old)) {
		t.Fatalf("%s lacks %q", file, old)
	}
	if err := os.WriteFile(file, bytes.Replace(b, []byte(old), []byte(now), 1), 0o666); err != nil {
		t.Fatal(err)
	}
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("in vain: %s", what)
}
