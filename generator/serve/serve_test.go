package serve

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// long is how long a test waits for what must happen; no test measures speed.
const long = 30 * time.Second

// start runs the preview on a free port until the test ends, and gives its address.
func start(t *testing.T, opt Options) (address string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	opt.Listen = "127.0.0.1:0"
	opt.Ready = func(a string) { ready <- a }
	go func() { done <- Run(ctx, opt) }()
	var once bool
	stop = func() {
		if once {
			return
		}
		once = true
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("Run: %v", err)
			}
		case <-time.After(long):
			t.Error("Run did not return after its context ended")
		}
	}
	t.Cleanup(stop)
	select {
	case address = <-ready:
		return address, stop
	case <-time.After(long):
		t.Fatal("the preview did not become ready")
		return "", stop
	}
}

func get(t *testing.T, address string) (*http.Response, string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

// versions subscribes to the events; the channel closes with the connection.
func versions(t *testing.T, address string) <-chan string {
	t.Helper()
	resp, err := http.Get(address + "_gongkai/events")
	if err != nil {
		t.Fatal(err)
	}
	if ct := resp.Header.Get("Content-Type"); !strings.HasPrefix(ct, "text/event-stream") {
		t.Fatalf("events have type %q", ct)
	}
	out := make(chan string, 16)
	t.Cleanup(func() { resp.Body.Close() })
	go func() {
		defer close(out)
		lines := bufio.NewScanner(resp.Body)
		for lines.Scan() {
			if v, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				out <- v
			}
		}
	}()
	return out
}

// other waits for a version that is not old.
func other(t *testing.T, events <-chan string, old string) string {
	t.Helper()
	late := time.After(long)
	for {
		select {
		case v, ok := <-events:
			if !ok {
				t.Fatal("the events ended")
			}
			if v != old {
				return v
			}
		case <-late:
			t.Fatal("no event came")
		}
	}
}

// folderSite builds a site whose front page is the text of one file; a text with the word
// BAD has an error finding at it.
func folderSite(dir string) func(context.Context) (Result, error) {
	return func(context.Context) (Result, error) {
		b, err := os.ReadFile(filepath.Join(dir, "water", "a.md"))
		if err != nil {
			return Result{}, err
		}
		res := Result{Text: func(string) ([]byte, bool) { return b, true }}
		if i := strings.Index(string(b), "BAD"); i >= 0 {
			res.Findings = []diag.Diagnostic{{
				Rule: "T01", Severity: diag.Error,
				Place: diag.Place{Path: "water/a.md", At: source.Span{Start: i, End: i + 3}},
				Text:  diag.Words{ZH: "没有“BAD”这一天", EN: "there is no day BAD"},
				Fix:   diag.Words{ZH: "请改为真实的日期", EN: "write a real date"},
			}}
			return res, nil
		}
		res.Open = func(p string) ([]byte, error) {
			if p != "index.html" {
				return nil, nil
			}
			return []byte("<!DOCTYPE html><title>x</title><body><p>" + string(b) + "</p></body>"), nil
		}
		return res, nil
	}
}

func save(t *testing.T, dir, text string) {
	t.Helper()
	p := filepath.Join(dir, "water", "a.md")
	if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// replace saves as a program does that writes a file beside and puts it in the other's place: nobody
// ever reads half of it.
func replace(t *testing.T, dir, text string) {
	t.Helper()
	p := filepath.Join(dir, "water", "a.md")
	if err := os.WriteFile(p+"~", []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(p+"~", p); err != nil {
		t.Fatal(err)
	}
}

// A save is seen, the page changes, an error lies over the last good page, and
// mending it takes it away.
func TestSaveRebuildsAndTells(t *testing.T) {
	dir := t.TempDir()
	save(t, dir, "first")
	address, _ := start(t, Options{Watch: []string{dir, ""}, Rebuild: folderSite(dir)})
	events := versions(t, address)
	v := other(t, events, "")
	if _, body := get(t, address); !strings.Contains(body, "first") || !strings.Contains(body, "reload.js?v="+v) || strings.Contains(body, "findings.css") {
		t.Fatalf("first page: %s", body)
	}

	replace(t, dir, "second, longer")
	v = other(t, events, v)
	if _, body := get(t, address); !strings.Contains(body, "second") {
		t.Fatalf("after a save: %s", body)
	}

	replace(t, dir, "ok\nmade: BAD day")
	v = other(t, events, v)
	_, body := get(t, address)
	for _, want := range []string{"second, longer", "water/a.md:2:7", "没有“BAD”这一天", "请改为真实的日期", "T01", "made: <mark>BAD</mark> day"} {
		if !strings.Contains(body, want) {
			t.Errorf("with an error the page lacks %q:\n%s", want, body)
		}
	}

	replace(t, dir, "third and mended")
	other(t, events, v)
	if _, body := get(t, address); !strings.Contains(body, "third") || strings.Contains(body, "T01") {
		t.Errorf("after mending: %s", body)
	}
}

// A folder that is made while the preview runs is watched too.
func TestNewFolderIsWatched(t *testing.T) {
	dir := t.TempDir()
	address, _ := start(t, Options{Watch: []string{dir}, Rebuild: folderSite(dir)})
	events := versions(t, address)
	v := other(t, events, "")
	resp, body := get(t, address)
	if resp.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "网站没有生成") {
		t.Errorf("before the first good site: %d %s", resp.StatusCode, body)
	}
	save(t, dir, "now there")
	for {
		v = other(t, events, v)
		if _, body := get(t, address); strings.Contains(body, "now there") {
			return
		}
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	http.DefaultClient.CloseIdleConnections()
	before := runtime.NumGoroutine()
	dir := t.TempDir()
	save(t, dir, "x")
	address, stop := start(t, Options{Watch: []string{dir}, Rebuild: folderSite(dir)})
	events := versions(t, address)
	other(t, events, "")
	stop()
	for range events { // an open page must not hold the server up
	}
	http.DefaultClient.CloseIdleConnections()
	if _, err := net.DialTimeout("tcp", strings.Trim(strings.TrimPrefix(address, "http://"), "/"), time.Second); err == nil {
		t.Error("the port still answers")
	}
	var now int
	for end := time.Now().Add(long); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if now = runtime.NumGoroutine(); now <= before {
			return
		}
	}
	buf := make([]byte, 1<<16)
	t.Errorf("%d goroutines before, %d after:\n%s", before, now, buf[:runtime.Stack(buf, true)])
}

func TestListenRefuses(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	for _, address := range []string{
		":1313", "0.0.0.0:1313", "[::]:1313", "192.0.2.1:1313", "example.com:80", "127.0.0.1", "127.0.0.1:http", "1313", "",
		busy.Addr().String(),
	} {
		ln, err := listen(t.Context(), address)
		if err == nil {
			ln.Close()
			t.Errorf("listens on %q", address)
			continue
		}
		var refused *RefusedError
		if !errors.As(err, &refused) || refused.Words.EN == "" || !strings.Contains(refused.Words.EN, "127.0.0.1") {
			t.Errorf("%q: %v does not say what to do", address, err)
		}
	}
	ln, err := listen(t.Context(), "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if !ln.Addr().(*net.TCPAddr).IP.IsLoopback() {
		t.Errorf("localhost is %v", ln.Addr())
	}
}

func TestRunRefusesForeignAddress(t *testing.T) {
	err := Run(t.Context(), Options{Listen: "0.0.0.0:0", Rebuild: func(context.Context) (Result, error) {
		t.Error("built, though the address is refused")
		return Result{}, nil
	}})
	var refused *RefusedError
	if !errors.As(err, &refused) {
		t.Errorf("Run on 0.0.0.0 gives %v", err)
	}
}

// A text that is saved is shown at once, without a build; the build that follows does not
// reload the page again, and where only a build will do the page waits for it.
func TestASavedTextIsShownAtOnce(t *testing.T) {
	dir := t.TempDir()
	save(t, dir, "first")
	var at atomic.Pointer[string] // what Revise shows
	build := folderSite(dir)
	address, _ := start(t, Options{
		Watch: []string{dir},
		Rebuild: func(ctx context.Context) (Result, error) {
			r, err := build(ctx)
			at.Store(nil)
			return r, err
		},
		Revise: func(name string) (Result, bool) {
			b, err := os.ReadFile(name)
			if err != nil || filepath.Base(name) != "a.md" || !strings.HasPrefix(string(b), "text ") {
				return Result{}, false
			}
			text := "revised: " + string(b)
			at.Store(&text)
			return Result{Open: func(p string) ([]byte, error) { return []byte("<body>" + text + "</body>"), nil }}, true
		},
	})
	events := versions(t, address)
	v := other(t, events, "")
	replace(t, dir, "text two")
	v = other(t, events, v)
	if _, body := get(t, address); !strings.Contains(body, "revised: text two") && !strings.Contains(body, "<p>text two") {
		t.Errorf("after a save: %s", body)
	}
	for end := time.Now().Add(long); ; time.Sleep(10 * time.Millisecond) {
		_, body := get(t, address)
		if strings.Contains(body, "<p>text two") {
			if !strings.Contains(body, "reload.js?v="+v) {
				t.Errorf("the page is told again of what it shows: %s, and before %s", body, v)
			}
			break
		}
		if time.Now().After(end) {
			t.Fatal("the build is not shown")
		}
	}
	replace(t, dir, "other")
	other(t, events, v)
	if _, body := get(t, address); !strings.Contains(body, "other") {
		t.Errorf("after another save: %s", body)
	}
}

// One save rings as often as a program writes, and each ring may find the whole text: before a build,
// while it runs, and after it. Pages are told of each text once, and of every one.
func TestATextIsToldOfOnce(t *testing.T) {
	disk, during := "one", func() {}
	page := func(words string) Result {
		return Result{
			Open:  func(string) ([]byte, error) { return []byte("<body>" + words + "</body>"), nil },
			Shows: func(string) source.Digest { return source.Sum([]byte(words)) },
		}
	}
	s := newServer(Options{
		Rebuild: func(context.Context) (Result, error) { read := disk; during(); return page(read), nil },
		Revise:  func(string) (Result, bool) { return page(disk), disk != "" },
	}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1313})
	version := func() string { return s.state.Load().version }
	was := ""
	told := func(want bool, when string) {
		t.Helper()
		if now := version(); (now != was) != want {
			t.Errorf("%s: told %v, want %v", when, now != was, want)
		}
		was = version()
		if b, _ := s.state.Load().open("index.html"); string(b) != "<body>"+disk+"</body>" {
			t.Errorf("%s: the page is %s, and the file %s", when, b, disk)
		}
	}
	s.build(t.Context())
	told(true, "first build")
	s.revise("a.md")
	told(false, "a ring for what the build has read")
	disk = "two"
	s.revise("a.md")
	told(true, "a text is saved")
	s.revise("a.md")
	told(false, "its second ring")
	during = func() { s.revise("a.md") }
	s.build(t.Context())
	told(false, "the build after it, in which it rings again")
	s.revise("a.md")
	told(false, "a ring after the build")
	disk = "three"
	s.revise("a.md")
	told(true, "another text")
	disk = "two"
	s.revise("a.md")
	told(true, "the text as it was")
	during = func() { disk = "four"; s.revise("a.md") }
	s.build(t.Context())
	told(true, "a text that is saved while a build runs")
	during = func() {}
	s.build(t.Context())
	told(false, "the build that reads it")
	disk = "five"
	s.revise("a.md")
	disk = "six" // its ring is late
	was = version()
	s.build(t.Context())
	s.revise("a.md")
	told(true, "a text that a build reads before it rings")
}

// A file that goes away rings too: what stands beside it in the same build may be shown already, and
// pages must be told all the same.
func TestAFileThatGoesRings(t *testing.T) {
	dir := t.TempDir()
	save(t, dir, "first")
	w := newWatch([]string{dir}, waits{quiet, patience, breath})
	defer w.close()
	if w.events == nil {
		t.Skip("this system gives no events")
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go w.run(ctx)
	gone := filepath.Join(dir, "water", "a.md")
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	select {
	case name := <-w.saved:
		if name != gone {
			t.Errorf("%s rang", name)
		}
	case <-time.After(long):
		t.Error("nothing rang")
	}
}

// A program that empties a file before it writes it may be seen twice, the second time while a build runs
// already: the page is told of the text once all the same.
func TestAnEmptiedFileIsToldOfOnce(t *testing.T) {
	text, during := "", func() {}
	page := func(words string) Result {
		return Result{Open: func(string) ([]byte, error) { return []byte("<body>" + words + "</body>"), nil }}
	}
	s := newServer(Options{
		Rebuild: func(context.Context) (Result, error) { during(); return page(text), nil },
		Revise:  func(string) (Result, bool) { return page(text), text != "" },
	}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1313})
	s.build(t.Context())
	first := s.state.Load().version
	s.revise("a.md") // empty
	told := ""
	during = func() {
		text = "written"
		s.revise("a.md")
		told = s.state.Load().version
	}
	s.build(t.Context())
	if told == first {
		t.Error("the page was not told of the text")
	}
	if now := s.state.Load().version; now != told {
		t.Errorf("the page was told again: %s after %s", now, told)
	}
	// What no page could show while the build ran is told of after it.
	text, during = "", func() {}
	s.revise("a.md")
	s.build(t.Context())
	if now := s.state.Load().version; now == told {
		t.Error("what only a build shows was not told of")
	}
}
