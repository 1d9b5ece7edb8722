package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secret stands in a file beside the site that no request may reach.
const secret = "不是网站的文件"

// vault is a site built of a folder, whose files are found by their paths in a plan, with secrets
// beside it, above it, and behind links in it.
func vault(t *testing.T) Options {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"secret.txt", "content/water/a.md", "content/secret.md"} {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(secret), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	_ = os.Symlink(filepath.Join(dir, "secret.txt"), filepath.Join(dir, "content", "link.txt"))
	_ = os.Symlink(dir, filepath.Join(dir, "content", "up"))
	return Options{Watch: []string{filepath.Join(dir, "content")}, Rebuild: func(context.Context) (Result, error) { return good() }}
}

// raw sends bytes as they are, over a socket of its own, and gives the answer.
func raw(t *testing.T, address, request string) (status int, h http.Header, body string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, strings.ReplaceAll(request, "HOST", u.Host)); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%.80q: %v", request, err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, string(b)
}

// traversals are ways to write a path that leads out, or is none.
var traversals = []string{
	"/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/%252e%252e%252fsecret.txt", "/items/../../secret.txt",
	"/items/a/..%2f..%2f..%2fsecret.txt", "/..\\secret.txt", "/..%5csecret.txt", "/%5c..%5csecret.txt", "/..%255csecret.txt", "/....//secret.txt",
	"/..;/secret.txt", "/.%00./secret.txt", "/secret.txt%00.html", "/index.html%00", "//secret.txt", "///etc/passwd", "/C:/secret.txt", "/C:%5csecret.txt", "/c%3a/secret.txt",
	"/%5c%5chost%5cshare", "/con", "/index.html::$DATA", "/index.html.", "/.%2e/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/%ef%bc%8e%ef%bc%8e/secret.txt",
	"/link.txt", "/up/secret.txt", "/water/a.md", "/content/secret.md", "/.gongkai/manifest", "/%2egongkai/manifest", "/./secret.txt", "/items/./../secret.txt", "/?/../secret.txt#/..",
	"/" + strings.Repeat("../", 2000) + "secret.txt",
}

// TestNoWayOut asks for what is no file of the site, in every way of writing it, over a socket.
func TestNoWayOut(t *testing.T) {
	address, _ := start(t, vault(t))
	for _, p := range traversals {
		status, h, body := raw(t, address, "GET "+p+" HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n")
		if strings.Contains(body, secret) || status == 200 && !strings.Contains(body, "首页") {
			t.Errorf("%.60s: %d %.100s", p, status, body)
		}
		if status/100 == 3 && !strings.HasPrefix(h.Get("Location"), "/") || strings.HasPrefix(h.Get("Location"), "//") {
			t.Errorf("%.60s leads to %q", p, h.Get("Location"))
		}
	}
	if status, _, body := raw(t, address, "GET / HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"); status != 200 || !strings.Contains(body, "首页") {
		t.Errorf("the home page: %d", status)
	}
	for _, request := range []string{
		"GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n", // an absolute address names another host
		"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
		"GET / HTTP/1.0\r\nConnection: close\r\n\r\n",
	} {
		if status, _, body := raw(t, address, request); status != 403 || !strings.Contains(body, "预览只供本机使用") {
			t.Errorf("%q: %d %s", request, status, body)
		}
	}
	if status, _, _ := raw(t, address, "GET / HTTP/1.1\r\nHost: HOST\r\nX: "+strings.Repeat("x", 64<<10)+"\r\n\r\n"); status != 431 {
		t.Errorf("64 kB of header: %d", status)
	}
}

// TestOnlyReading: nothing but GET and HEAD is answered, at any address of the server.
func TestOnlyReading(t *testing.T) {
	address, _ := start(t, vault(t))
	for _, m := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"} {
		for _, p := range []string{"/", "/_gongkai/events", "/_gongkai/reload.js", "/new.html"} {
			status, h, _ := raw(t, address, m+" "+p+" HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
			if status != 405 || h.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d, Allow %q", m, p, status, h.Get("Allow"))
			}
		}
	}
	if status, _, body := raw(t, address, "HEAD /_gongkai/events HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n"); status != 200 || body != "" {
		t.Errorf("HEAD of the events: %d %q", status, body)
	}
}

// TestOtherSitesReadNothing: what browsers say of a request from another site is believed.
func TestOtherSitesReadNothing(t *testing.T) {
	address, _ := start(t, vault(t))
	for _, c := range []struct {
		path, headers string
		want          int
	}{
		{"/", "", 200},
		{"/", "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n", 200},
		{"/items/a/b.json", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nOrigin: http://HOST\r\n", 200},
		{"/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 200}, // a link that is followed
		{"/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", 403},
		{"/items/a/b.json", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", 403},
		{"/items/a/b.json", "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n", 403}, // another port of this machine
		{"/_gongkai/reload.js", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", 403},
		{"/_gongkai/events", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\n", 403},
		{"/_gongkai/events", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 403},
		{"/_gongkai/events", "Origin: http://evil.example\r\n", 403},
		{"/", "Origin: null\r\n", 403},
		{"/", "Origin: https://HOST\r\n", 403},
		{"/", "Origin: http://HOST.evil.example\r\n", 403},
	} {
		status, h, body := raw(t, address, "GET "+c.path+" HTTP/1.1\r\nHost: HOST\r\n"+c.headers+"Connection: close\r\n\r\n")
		if status != c.want {
			t.Errorf("%s with %q: %d, want %d", c.path, c.headers, status, c.want)
		}
		if status == 403 && !strings.Contains(body, "预览不给别的网站用") {
			t.Errorf("%s with %q: %s", c.path, c.headers, body)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cache-Control": "no-store", "X-Frame-Options": "SAMEORIGIN", "Access-Control-Allow-Origin": "",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", c.path, name, got, want)
			}
		}
	}
}

// TestTooManyPages: those beyond a hundred are told so, and there is room again when some leave.
func TestTooManyPages(t *testing.T) {
	address, _ := start(t, vault(t))
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	open := func() *http.Response {
		resp, err := client.Get(address + "_gongkai/events")
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	var pages []*http.Response
	for range mostPages {
		pages = append(pages, open())
	}
	if late := open(); late.StatusCode != 503 || late.Header.Get("Retry-After") == "" {
		t.Errorf("one page too many: %d", late.StatusCode)
	}
	for _, p := range pages {
		if p.StatusCode != 200 {
			t.Errorf("a page: %d", p.StatusCode)
		}
		p.Body.Close()
	}
	for range 1000 {
		resp := open()
		resp.Body.Close()
		if resp.StatusCode == 200 {
			return
		}
	}
	t.Error("there is no room again")
}

// FuzzPath: whatever path is asked for, the answer is a file of the site, one that says that
// there is none, or a way to a folder of the same server.
func FuzzPath(f *testing.F) {
	for _, p := range traversals {
		f.Add(p)
	}
	f.Add("/items/a")
	f.Add("/items/a/b.json")
	f.Add("/_gongkai/events/")
	s := newServer(Options{Rebuild: func(context.Context) (Result, error) { return good() }}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1313})
	s.build(context.Background())
	f.Fuzz(func(t *testing.T, p string) {
		u, err := url.ParseRequestURI(p)
		if err != nil || u.Path == own+"events" {
			return
		}
		r := &http.Request{Method: "GET", URL: u, Host: "localhost:1313", Header: http.Header{}, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r.WithContext(t.Context()))
		switch w.Code {
		case 200:
			name := strings.TrimPrefix(u.Path, "/")
			if name == "" || strings.HasSuffix(name, "/") {
				name += "index.html"
			}
			if _, known := files[name]; !known && !strings.HasPrefix(u.Path, own) {
				t.Errorf("%q is answered with %.80s", p, w.Body)
			}
		case 302:
			to := w.Header().Get("Location")
			if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`) {
				t.Errorf("%q leads to %q", p, to)
			}
		case 404:
			if !strings.Contains(w.Body.String(), "没有找到") {
				t.Errorf("%q: %.80s", p, w.Body)
			}
		default:
			t.Errorf("%q: %d", p, w.Code)
		}
		if strings.ContainsAny(fmt.Sprint(w.Header()), "\r\n") {
			t.Errorf("%q breaks a header", p)
		}
	})
}
