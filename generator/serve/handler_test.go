package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

var files = map[string]string{
	"index.html":         `<!DOCTYPE html><html lang="zh-CN"><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:"><title>首页</title></head><body><h1>首页</h1></body></html>`,
	"404.html":           "<!DOCTYPE html><title>404</title><body>没有找到</body>",
	"items/a/index.html": "<!DOCTYPE html><title>a</title><body>A</body>",
	"items/a/b.json":     `{"a":1}`,
	"items/a/c.svg":      `<svg xmlns="http://www.w3.org/2000/svg"/>`,
	"items/a/d.pdf":      "%PDF-1.7 0123456789",
	"feeds/all.atom":     "<feed/>",
	"items/a/x.unknown":  "?",
}

func siteOf(files map[string]string) Result {
	return Result{Open: func(p string) ([]byte, error) {
		s, ok := files[p]
		switch {
		case strings.HasPrefix(s, "ERROR "):
			return nil, errors.New(s)
		case !ok:
			return nil, nil
		}
		return []byte(s), nil
	}}
}

// served is a server on port 1313 after the given builds, in order.
func served(t *testing.T, lang diag.Lang, builds ...func() (Result, error)) *server {
	t.Helper()
	i := -1
	s := newServer(Options{Lang: lang, Rebuild: func(context.Context) (Result, error) { i++; return builds[i]() }}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 7), Port: 1313})
	for range builds {
		s.build(t.Context())
	}
	return s
}

func good() (Result, error) { return siteOf(files), nil }

func ask(s *server, method, target, host string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost:1313/", nil)
	r.URL.Path, r.Host = target, host
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestHost(t *testing.T) {
	s := served(t, "", good)
	for host, want := range map[string]int{
		"localhost:1313": 200, "127.0.0.1:1313": 200, "[::1]:1313": 200, "127.0.0.7:1313": 200, "127.0.0.8:1313": 403, "LocalHost:1313": 200,
		"localhost": 403, "localhost:80": 403, "evil.example:1313": 403, "localhost.evil.example:1313": 403,
		"127.0.0.1.evil.example:1313": 403, "": 403, "0.0.0.0:1313": 403, "localhost:1313@evil.example": 403,
	} {
		for _, target := range []string{"/", "/_gongkai/reload.js"} {
			w := ask(s, "GET", target, host)
			if w.Code != want {
				t.Errorf("Host %q %s: %d, want %d", host, target, w.Code, want)
			}
			if want == 403 && strings.Contains(w.Body.String(), "首页") {
				t.Errorf("Host %q reads the site", host)
			}
		}
	}
}

func TestMethods(t *testing.T) {
	s := served(t, "", good)
	for _, m := range []string{"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"} {
		if w := ask(s, m, "/", "localhost:1313"); w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, Allow %q", m, w.Code, w.Header().Get("Allow"))
		}
	}
	for _, target := range []string{"/", "/items/a/b.json", "/nothing", "/_gongkai/events"} {
		if w := ask(s, "HEAD", target, "localhost:1313"); w.Body.Len() != 0 {
			t.Errorf("HEAD %s has a body", target)
		}
	}
}

func TestPaths(t *testing.T) {
	s := served(t, "", good)
	for _, c := range []struct {
		target, kind, body string
		code               int
	}{
		{"/", "text/html; charset=utf-8", "首页", 200},
		{"/index.html", "text/html; charset=utf-8", "首页", 200},
		{"/items/a/", "text/html; charset=utf-8", "A", 200},
		{"/items/a/b.json", "application/json; charset=utf-8", `{"a":1}`, 200},
		{"/items/a/c.svg", "image/svg+xml", "<svg", 200},
		{"/items/a/d.pdf", "application/pdf", "%PDF", 200},
		{"/feeds/all.atom", "application/atom+xml; charset=utf-8", "<feed/>", 200},
		{"/items/a/x.unknown", "application/octet-stream", "?", 200},
		{"/items/b.html", "text/html; charset=utf-8", "没有找到", 404},
		{"/items/none/", "text/html; charset=utf-8", "没有找到", 404},
		{"/../serve_test.go", "", "没有找到", 404},
		{"/items/../index.html", "", "没有找到", 404},
		{"/..\\index.html", "", "没有找到", 404},
		{"//index.html", "", "没有找到", 404},
		{"//evil.example/..", "", "没有找到", 404},
		{"/etc/passwd", "", "没有找到", 404},
		{"/index.html\x00", "", "没有找到", 404},
		{"index.html/..", "", "没有找到", 404},
		{"/_gongkai/other", "", "没有找到", 404},
	} {
		w := ask(s, "GET", c.target, "localhost:1313")
		if w.Code != c.code || !strings.Contains(w.Body.String(), c.body) {
			t.Errorf("%q: %d %q, want %d %q", c.target, w.Code, w.Body, c.code, c.body)
		}
		if got := w.Header().Get("Content-Type"); c.kind != "" && got != c.kind {
			t.Errorf("%q has type %q, want %q", c.target, got, c.kind)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%q may be sniffed", c.target)
		}
	}
	if w := ask(s, "GET", "/items/a", "localhost:1313"); w.Code != 302 || w.Header().Get("Location") != "/items/a/" {
		t.Errorf("folder without its slash: %d %q", w.Code, w.Header().Get("Location"))
	}
	if w := ask(s, "GET", "/items/a/c.svg", "localhost:1313"); !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
		t.Error("an SVG may run script")
	}
}

func TestRelax(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"all forbidden", "default-src 'none'", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"},
		{"own kept", "default-src 'self'; connect-src 'none'; img-src data:", "default-src 'self'; connect-src 'self'; img-src data:; script-src 'self'; style-src 'self'"},
		{"hash kept", "script-src 'sha256-x'; style-src 'self'", "script-src 'sha256-x' 'self'; style-src 'self'"},
		{"no default", "frame-ancestors 'none'", "frame-ancestors 'none'"},
		{"first wins", "connect-src 'self'; connect-src *", "connect-src 'self'"},
		{"odd writing", " ;Default-Src  'NONE' ;; base-uri 'none'; upgrade-insecure-requests", "default-src 'NONE'; base-uri 'none'; upgrade-insecure-requests; script-src 'self'; style-src 'self'; connect-src 'self'"},
	} {
		if got := relax(c.in); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestDressKeepsThePage(t *testing.T) {
	s := served(t, "", good)
	got := ask(s, "GET", "/", "localhost:1313").Body.String()
	want := `content="default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'"`
	if !strings.Contains(got, want) {
		t.Errorf("policy not relaxed:\n%s", got)
	}
	if !strings.HasSuffix(strings.TrimSpace(got), "</body></html>") {
		t.Errorf("the script is not inside the body:\n%s", got)
	}
	if again := ask(s, "GET", "/", "localhost:1313").Body.String(); again != got {
		t.Error("a page changes by being shown")
	}
	for _, c := range []struct{ in, head, tail string }{
		{"<body>a</BODY>b", "<body>a", "</BODY>b"},
		{"no body at all", "no body at all", ""},
		{`<meta content="default-src 'none'" http-equiv=content-security-policy>`, `<meta content="default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'" http-equiv=content-security-policy>`, ""},
		{`<meta http-equiv="Content-Security-Policy">`, `<meta http-equiv="Content-Security-Policy">`, ""},
	} {
		got := string(s.dress([]byte(c.in), s.state.Load()))
		if !strings.HasPrefix(got, c.head) || !strings.HasSuffix(strings.TrimSpace(got), c.tail) || !strings.Contains(got, "reload.js") {
			t.Errorf("%q becomes %q", c.in, got)
		}
	}
}

// What clerks write is shown, never run.
func TestFindingsAreEscaped(t *testing.T) {
	text := "一<script>alert(1)</script>\nnext"
	bad := func() (Result, error) {
		return Result{
			Findings: []diag.Diagnostic{
				{Rule: "M09", Severity: diag.Warning, Place: diag.Place{Path: "w.md"}, Text: diag.Words{ZH: "警示"}},
				{
					Rule: "F12", Severity: diag.Error,
					Place: diag.Place{Path: "a<b>.md", At: source.Span{Start: 3, End: 11}},
					Text:  diag.Words{ZH: "值“<img src=x onerror=alert(2)>”不对", EN: "bad"},
					Fix:   diag.Words{ZH: "改<u>"},
					Basis: diag.Words{ZH: "细则<i>"},
				},
			},
			Text: func(p string) ([]byte, bool) { return []byte(text), p == "a<b>.md" },
		}, nil
	}
	for name, s := range map[string]*server{"over a page": served(t, "", good, bad), "alone": served(t, "", bad)} {
		got := ask(s, "GET", "/", "localhost:1313").Body.String()
		for _, evil := range []string{"<script>alert", "<img src=x", "<u>", "<i>", "a<b>"} {
			if strings.Contains(got, evil) {
				t.Errorf("%s: %q reaches the page:\n%s", name, evil, got)
			}
		}
		for _, want := range []string{"a&lt;b&gt;.md:1:2", "有 1 处错误", "警示", "<mark>&lt;script&gt;</mark>alert(1)"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the page lacks %q:\n%s", name, want, got)
			}
		}
		if e, w := strings.Index(got, "F12"), strings.Index(got, "M09"); e > w {
			t.Errorf("%s: a warning stands before an error", name)
		}
	}
}

func TestFaultIsShown(t *testing.T) {
	fault := func() (Result, error) { return Result{}, errors.New(`template: item.html:12: <no> "field"`) }
	s := served(t, diag.EN, good, fault)
	got := ask(s, "GET", "/", "localhost:1313").Body.String()
	for _, want := range []string{"首页", "The site was not built", "item.html:12: &lt;no&gt;", `lang="en"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	w := ask(served(t, "", fault), "GET", "/any/where.html", "localhost:1313")
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "item.html:12") {
		t.Errorf("with no site ever: %d %s", w.Code, w.Body)
	}
}

// A long list and a long line are cut, and the page says so.
func TestManyFindings(t *testing.T) {
	line := strings.Repeat("长", 1000)
	s := served(t, "", func() (Result, error) {
		res := Result{Text: func(string) ([]byte, bool) { return []byte(line), true }}
		for range 100 {
			res.Findings = append(res.Findings, diag.Diagnostic{
				Rule: "F12", Severity: diag.Error, Text: diag.Words{ZH: "不对"},
				Place: diag.Place{Path: "a.md", At: source.Span{Start: 1500, End: 1503}},
			})
		}
		return res, nil
	})
	got := ask(s, "GET", "/", "localhost:1313").Body.String()
	if !strings.Contains(got, "另有 60 条") || strings.Count(got, "<li class") != 40 {
		t.Errorf("%d findings are shown", strings.Count(got, "<li class"))
	}
	if strings.Contains(got, strings.Repeat("长", 200)) || !strings.Contains(got, "a.md:1:501") {
		t.Error("a long line is shown whole, or its column is wrong")
	}
}

// A page that cannot be made when it is opened says why, and the others stay.
func TestAPageThatCannotBeMade(t *testing.T) {
	s := served(t, diag.EN, func() (Result, error) {
		return siteOf(map[string]string{"index.html": "<body>home</body>", "bad.html": "ERROR item.html:12: no <field>"}), nil
	})
	if w := ask(s, "GET", "/bad.html", "localhost:1313"); w.Code != 500 || !strings.Contains(w.Body.String(), "item.html:12: no &lt;field&gt;") || !strings.Contains(w.Body.String(), "reload.js") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(s, "GET", "/", "localhost:1313"); w.Code != 200 {
		t.Errorf("the home page: %d", w.Code)
	}
}
