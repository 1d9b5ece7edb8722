package deploy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// rclone is where ./build.sh test installs the program whose "serve s3" is the server here.
const rclone = "../../.tools/bin/rclone"

const (
	keyID  = "gongkaitest"
	secret = "HUSH-this-is-the-secret"
)

// s3Server starts a server that speaks S3 on this machine until the test ends, with the
// bucket "site", and gives its address and the folder that its buckets lie in. It leaves
// the environment's keys set.
func s3Server(t *testing.T) (address, folder string) {
	t.Helper()
	program, err := filepath.Abs(rclone)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no %s: ./build.sh test installs it", rclone)
		}
		t.Skipf("SKIPPED: no %s; ./build.sh test installs it", rclone)
	}
	dir := t.TempDir()
	folder = filepath.Join(dir, "buckets")
	if err := os.MkdirAll(filepath.Join(folder, "site"), 0o777); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host := l.Addr().String()
	l.Close()
	var said bytes.Buffer
	cmd := exec.Command(program, "serve", "s3", "--config", filepath.Join(dir, "rclone.conf"), "--cache-dir", filepath.Join(dir, "cache"),
		"--addr", host, "--auth-key", keyID+","+secret, "--vfs-cache-mode", "off", folder)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("the server said:\n%s", said.String())
		}
	})
	for range 300 {
		if c, err := net.Dial("tcp", host); err == nil {
			c.Close()
			keys(t, keyID, secret)
			return "http://" + host, folder
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the server does not answer")
	return "", ""
}

// keys sets the environment as a web host does, and keeps the machine's own settings out.
func keys(t *testing.T, id, key string) {
	t.Helper()
	for name, v := range map[string]string{
		"AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": key, "AWS_SESSION_TOKEN": "", "AWS_PROFILE": "", "AWS_REGION": "", "AWS_DEFAULT_REGION": "",
		"AWS_CONFIG_FILE": filepath.Join(t.TempDir(), "none"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(t.TempDir(), "none"), "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, v)
	}
}

// soon gives a context that ends before the test's time does, so that a server that does
// not answer fails the test and is stopped with it.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// passTo hands requests on as they are: their host is part of what is signed.
func passTo(to *url.URL) *httputil.ReverseProxy {
	return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = to.Scheme, to.Host, r.In.Host
	}}
}

// bucketOf gives what a folder of a bucket holds, without the folders' own entries.
func bucketOf(t *testing.T, dir string) tree {
	t.Helper()
	out := onDisk(t, dir)
	maps.DeleteFunc(out, func(p, _ string) bool { return strings.HasSuffix(p, "/") })
	return out
}

func wantBucket(t *testing.T, dir string, files tree) {
	t.Helper()
	got := bucketOf(t, dir)
	if _, there := got[RecordName]; !there {
		t.Error("no record")
	}
	delete(got, RecordName)
	if !maps.Equal(got, files) {
		t.Errorf("the bucket holds %v, want %v", got, files)
	}
}

// words gives the Chinese and English words of a fault.
func words(t *testing.T, err error) string {
	t.Helper()
	var f *Fault
	if !errors.As(err, &f) {
		t.Fatalf("%v is not put into words", err)
	}
	return f.Words.ZH + "\n" + f.Words.EN
}

// TestS3 deploys to a real server, as a web host does from the first day on.
func TestS3(t *testing.T) {
	server, folder := s3Server(t)
	dir, root := filepath.Join(folder, "site"), t.TempDir()
	files := small.with(tree{"items/CZ-2026/CZ-2026-00001/film.mp4": strings.Repeat("0123456789abcdef", 20<<16)}) // 20 MB: goes up in parts
	o := Options{Site: root, To: "s3://site?endpoint=" + url.QueryEscape(server)}
	run := func(up, kept, removed int) Result {
		t.Helper()
		r, err := Run(soon(t), o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Uploaded != up || r.Kept != kept || r.Removed != removed {
			t.Errorf("%d up, %d kept, %d removed; want %d, %d, %d", r.Uploaded, r.Kept, r.Removed, up, kept, removed)
		}
		return r
	}
	if err := os.WriteFile(filepath.Join(dir, "stranger.txt"), []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	with := func(files tree) tree { return files.with(tree{"stranger.txt": "mine"}) }

	built(t, root, files)
	if r := run(len(files), 0, 0); !slices.Equal(r.Foreign, []string{"stranger.txt"}) {
		t.Errorf("strangers: %v", r.Foreign)
	}
	wantBucket(t, dir, with(files))
	run(0, len(files), 0)

	next := files.with(tree{"index.html": "home 2", "404.html": "", "about.html": "new"})
	built(t, root, next)
	run(2, len(files)-2, 1)
	wantBucket(t, dir, with(next))

	// Without the record the server's own sums tell; only what went up in parts has none
	// that is comparable with every server.
	target, closed, err := open(t.Context(), o.To, root, false)
	if err != nil {
		t.Fatal(err)
	}
	defer closed()
	if err := target.remove(t.Context(), RecordName); err != nil {
		t.Fatal(err)
	}
	r, err := Run(soon(t), o)
	if err != nil || r.Uploaded > 1 || r.Removed != 0 || !r.Lost {
		t.Errorf("without the record: %d up of %d, %v", r.Uploaded, len(next), err)
	}
	wantBucket(t, dir, with(next))
}

func TestS3StoppedAndRunAgain(t *testing.T) {
	server, folder := s3Server(t)
	root := built(t, t.TempDir(), small)
	o := Options{Site: root, To: "s3://site?endpoint=" + url.QueryEscape(server), Jobs: 2}
	ctx, cancel := context.WithCancel(soon(t))
	o.Progress = func(done, _ int, _ int64) {
		if done == 7 {
			cancel()
		}
	}
	first, err := Run(ctx, o)
	if !errors.Is(err, context.Canceled) || first.Uploaded < 7 || first.Uploaded == len(small) {
		t.Fatalf("%d up, %v", first.Uploaded, err)
	}
	if _, there := bucketOf(t, filepath.Join(folder, "site"))["index.html"]; there {
		t.Error("the home page went up before what it leads to")
	}
	o.Progress = nil
	second, err := Run(soon(t), o)
	if err != nil || second.Uploaded > len(small)-first.Uploaded || second.Kept < first.Uploaded {
		t.Errorf("first %d, then %d of %d (%d kept), %v", first.Uploaded, second.Uploaded, len(small), second.Kept, err)
	}
	wantBucket(t, filepath.Join(folder, "site"), small)
}

func TestS3FolderInTheBucket(t *testing.T) {
	server, folder := s3Server(t)
	root := built(t, t.TempDir(), small)
	for _, to := range []string{"s3://site/www/a?endpoint=" + url.QueryEscape(server), "s3://site?prefix=other/&endpoint=" + url.QueryEscape(server)} {
		if _, err := Run(soon(t), Options{Site: root, To: to}); err != nil {
			t.Fatal(err)
		}
	}
	wantBucket(t, filepath.Join(folder, "site", "www", "a"), small)
	wantBucket(t, filepath.Join(folder, "site", "other"), small)
}

// TestS3Headers reads what goes over the wire: servers keep headers each in their way.
func TestS3Headers(t *testing.T) {
	server, _ := s3Server(t)
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	sent := map[string]http.Header{}
	pass := passTo(to)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			mu.Lock()
			sent[strings.TrimPrefix(r.URL.Path, "/site/")] = r.Header.Clone()
			mu.Unlock()
		}
		pass.ServeHTTP(w, r)
	}))
	defer proxy.Close()
	root := built(t, t.TempDir(), small)
	if _, err := Run(soon(t), Options{Site: root, To: "s3://site?endpoint=" + url.QueryEscape(proxy.URL)}); err != nil {
		t.Fatal(err)
	}
	for p := range small {
		want := headersOf(p)
		if strings.HasSuffix(p, "old.csv") {
			want.contentType = "text/csv"
		}
		h := sent[p]
		if got := (headers{h.Get("Content-Type"), h.Get("Cache-Control")}); got != want {
			t.Errorf("%s was sent with %+v, want %+v", p, got, want)
		}
		if strings.Contains(h.Get("Content-Encoding"), "aws-chunked") {
			t.Errorf("%s was sent with a checksum in a trailer, which many servers cannot read", p)
		}
	}
}

func TestS3Faults(t *testing.T) {
	server, _ := s3Server(t)
	root := built(t, t.TempDir(), small)
	here := "?endpoint=" + url.QueryEscape(server)
	for _, c := range []struct{ name, to, id, key, zh, en string }{
		{"no such bucket", "s3://nowhere" + here, keyID, secret, "没有这个存储桶", "no such bucket"},
		{"wrong secret", "s3://site" + here, keyID, "HUSH-wrong", "密钥不对", "keys are wrong"},
		{"unknown key", "s3://site" + here, "nobody", "HUSH-wrong", "", ""},
		{"no keys", "s3://site" + here, "", "", "没有密钥", "no keys"},
		{"nobody there", "s3://site?endpoint=http://127.0.0.1:1", keyID, secret, "连不上服务器", "cannot reach"},
		{"no such host", "s3://site?endpoint=http://no-such-host.invalid", keyID, secret, "连不上服务器", "cannot reach"},
	} {
		t.Run(c.name, func(t *testing.T) {
			keys(t, c.id, c.key)
			_, err := Run(soon(t), Options{Site: root, To: c.to})
			got := words(t, err)
			if !strings.Contains(got, c.zh) || !strings.Contains(got, c.en) {
				t.Errorf("%s\n%v", got, errors.Unwrap(err))
			}
			if strings.Contains(got, "HUSH") {
				t.Errorf("a secret is told: %s", got)
			}
			t.Log(got)
		})
	}
}

// TestS3Answers puts the answers of servers that rclone does not give into words.
func TestS3Answers(t *testing.T) {
	for _, c := range []struct {
		status int
		code   string
		zh     string
		tries  int // requests for the first file
	}{
		{403, "AccessDenied", "没有权限", 1},
		{403, "ExpiredToken", "过期", 1},
		{403, "RequestTimeTooSkewed", "时钟", 1},
		{301, "PermanentRedirect", "区域", 1},
		{400, "AuthorizationHeaderMalformed", "区域", 1},
		{404, "NoSuchBucket", "没有这个存储桶", 1},
		{400, "TeapotTrouble", "TeapotTrouble", 1},
	} {
		t.Run(c.code, func(t *testing.T) {
			asked := 0
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked++
				w.WriteHeader(c.status)
				io.WriteString(w, "<Error><Code>"+c.code+"</Code><Message>says the server</Message></Error>")
			}))
			defer s.Close()
			keys(t, keyID, secret)
			_, err := Run(soon(t), Options{Site: built(t, t.TempDir(), small), To: "s3://site?endpoint=" + url.QueryEscape(s.URL)})
			if got := words(t, err); !strings.Contains(got, c.zh) || strings.Contains(got, "HUSH") {
				t.Errorf("%s", got)
			}
			if asked != c.tries {
				t.Errorf("asked %d times, want %d", asked, c.tries)
			}
		})
	}
}

// TestS3BusyServer: a server that answers 503 now and then is asked again, and nothing is
// lost.
func TestS3BusyServer(t *testing.T) {
	server, folder := s3Server(t)
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	n, refused := 0, 0
	pass := passTo(to)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n++
		busy := n%4 == 0
		if busy {
			refused++
		}
		mu.Unlock()
		if busy {
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, "<Error><Code>SlowDown</Code></Error>")
			return
		}
		pass.ServeHTTP(w, r)
	}))
	defer proxy.Close()
	root := built(t, t.TempDir(), small)
	r, err := Run(soon(t), Options{Site: root, To: "s3://site?endpoint=" + url.QueryEscape(proxy.URL)})
	if err != nil || r.Uploaded != len(small) || refused == 0 {
		t.Errorf("%d of %d up, %d refused, %v", r.Uploaded, len(small), refused, err)
	}
	wantBucket(t, filepath.Join(folder, "site"), small)
}
