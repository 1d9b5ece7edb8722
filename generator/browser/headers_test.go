package browser

import (
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/generator/headers"
)

// A host is a web server that runs with our settings.
type host struct {
	name    string
	address string // http://127.0.0.1:port/
	folders bool   // it goes by folders alone, not by the endings of files
}

// said prints the settings as gongkai headers does.
func said(t *testing.T, server string) []byte {
	t.Helper()
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, "headers", server)
	cmd.Dir = repo(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("gongkai headers %s: %v", server, err)
	}
	return out
}

// started waits until the server answers, and ends it with the test.
func started(t *testing.T, address string, cmd *exec.Cmd) {
	t.Helper()
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			_ = cmd.Process.Kill()
			<-done
		}
	})
	for range 200 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return
		}
		select {
		case err := <-done:
			done <- err
			t.Fatalf("%s ends: %v\n%s", cmd.Path, err, log.String())
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatalf("%s does not answer at %s", cmd.Path, address)
}

// free gives an address of this machine at which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

func put(t *testing.T, dir, name string, text []byte) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.WriteFile(p, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// startNginx runs the real nginx over the site with the settings of gongkai headers nginx.
func startNginx(t *testing.T, site string) host {
	t.Helper()
	program := tool(t, "/usr/sbin/nginx", "nginx")
	dir, at := t.TempDir(), free(t)
	settings := put(t, dir, "gongkai.conf", said(t, "nginx"))
	user := ""
	if os.Getuid() == 0 {
		user = "user root;" // the site lies in a folder of the test's own
	}
	conf := put(t, dir, "nginx.conf", fmt.Appendf(nil, `%[1]s daemon off; pid %[2]s/pid; error_log stderr; worker_processes 1;
events {}
http {
	access_log off;
	client_body_temp_path %[2]s/b; proxy_temp_path %[2]s/p; fastcgi_temp_path %[2]s/f; uwsgi_temp_path %[2]s/u; scgi_temp_path %[2]s/s;
	server { listen %[3]s; root %[4]s; include %[5]s; }
}`, user, dir, at, site, settings))
	started(t, at, exec.Command(program, "-e", "stderr", "-p", dir, "-c", conf))
	return host{"nginx", "http://" + at + "/", false}
}

// startCaddy runs the real Caddy.
func startCaddy(t *testing.T, site string) host {
	t.Helper()
	program := tool(t, "caddy")
	dir, at := t.TempDir(), free(t)
	settings := put(t, dir, "gongkai.caddy", said(t, "caddy"))
	conf := put(t, dir, "Caddyfile", fmt.Appendf(nil, "{\n\tadmin off\n\tauto_https off\n}\nhttp://%s {\n\troot * %s\n\timport %s\n\tfile_server\n}\n", at, site, settings))
	cmd := exec.Command(program, "run", "--adapter", "caddyfile", "--config", conf)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	started(t, at, cmd)
	return host{"caddy", "http://" + at + "/", false}
}

// startFolders serves the site as Netlify and Cloudflare Pages read its _headers: where two rules
// name one header, its values are joined with a comma.
func startFolders(t *testing.T, site *builtSite) host {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(site.dir, headers.File))
	if err != nil {
		t.Fatal(err)
	}
	type rule struct {
		at   string
		says [][2]string
	}
	var rules []rule
	for line := range strings.Lines(string(text)) {
		switch line = strings.TrimRight(line, "\n"); {
		case strings.HasPrefix(line, "#") || line == "":
		case strings.HasPrefix(line, "/"):
			rules = append(rules, rule{at: line})
		default:
			name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok || len(rules) == 0 {
				t.Fatalf("_headers: %q", line)
			}
			r := &rules[len(rules)-1]
			r.says = append(r.says, [2]string{name, value})
		}
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, rule := range rules {
			if !fits(rule.at, r.URL.Path) {
				continue
			}
			for _, h := range rule.says {
				if had := w.Header().Get(h[0]); had != "" {
					h[1] = had + ", " + h[1]
				}
				w.Header().Set(h[0], h[1])
			}
		}
		site.ServeHTTP(w, r)
	})}
	go srv.Serve(ln)
	t.Cleanup(func() { srv.Close() })
	return host{"_headers", "http://" + ln.Addr().String() + "/", true}
}

// fits tells whether a rule of _headers names the path: ":word" stands for one folder, "*" at the
// end for all that follows.
func fits(rule, p string) bool {
	want, have := strings.Split(rule, "/"), strings.Split(p, "/")
	for i, w := range want {
		switch {
		case w == "*":
			return len(have) > i
		case i >= len(have), !strings.HasPrefix(w, ":") && w != have[i]:
			return false
		}
	}
	return len(want) == len(have)
}

// ask gives the status and the headers of an address, redirects not followed.
func ask(t *testing.T, address string) (int, http.Header) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	return r.StatusCode, r.Header
}

// wantHeaders compares what a server says with what headers.Site.For says.
func (h host) wantHeaders(t *testing.T, site headers.Site, p, query string, status int, got http.Header, wantStatus int) {
	t.Helper()
	if status != wantStatus {
		t.Errorf("%s: %s gives %d, want %d", h.name, p, status, wantStatus)
	}
	if h.folders && headers.IsAttachment(p) {
		if g := got.Get("Content-Security-Policy"); g != site.Policy()+", "+headers.SavedPolicy || got.Get("Content-Disposition") != "attachment" {
			t.Errorf("%s: %s is no guarded attachment: %v", h.name, p, got)
		}
		return
	}
	wants := map[string]string{"Content-Disposition": ""}
	for _, w := range site.For(p, query) {
		wants[w.Name] = w.Value
	}
	for name, want := range wants {
		if h.folders && (name == "Content-Type" || name == "Cache-Control") {
			continue // the host's own
		}
		g := strings.ReplaceAll(strings.ToLower(got.Get(name)), " ", "")
		if w := strings.ReplaceAll(strings.ToLower(want), " ", ""); g != w && !(name == "Content-Type" && w == "application/feed+json" && g == "application/json") {
			t.Errorf("%s: %s?%s has %s %q, want %q", h.name, p, query, name, g, w)
		}
	}
}

// TestHeaders runs real servers with the settings that the program prints: each file of the site
// has the headers that headers.Site says, so has the page that tells of a missing file; and in a
// browser no page breaks the policy that is sent with it, asks another host for anything or says
// anything on the console. nginx serves every page, the others one of each kind. The search finds.
func TestHeaders(t *testing.T) {
	s := theSite(t)
	site := headers.Of("https://gongkai.shifan.example/", []string{"assets/style.css", "assets/script.js"})
	start := map[string]func(t *testing.T) host{
		"nginx":    func(t *testing.T) host { return startNginx(t, s.dir) },
		"caddy":    func(t *testing.T) host { return startCaddy(t, s.dir) },
		"_headers": func(t *testing.T) host { return startFolders(t, s) },
	}
	for _, name := range []string{"nginx", "caddy", "_headers"} {
		t.Run(name, func(t *testing.T) {
			h := start[name](t)
			t.Run("files", func(t *testing.T) { h.everyFile(t, s, site) })
			t.Run("pages", func(t *testing.T) { h.everyPage(t, s) })
			t.Run("search", func(t *testing.T) {
				ctx := newTab(t, look{"", 1280, false, false})
				for range 2 { // the second time with what the browser kept
					if said, list := searched(t, ctx, h.address, "财政预算"); len(list) == 0 {
						t.Errorf("%s: %s", h.name, said)
					}
				}
			})
		})
	}
}

// everyFile asks for each file, for what is not there, and for the program's own record.
func (h host) everyFile(t *testing.T, s *builtSite, site headers.Site) {
	files, attachments := 0, 0
	err := filepath.WalkDir(s.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			if err == nil && e.Name() == ".gongkai" {
				return fs.SkipDir
			}
			return err
		}
		rel, err := filepath.Rel(s.dir, name)
		if err != nil {
			return err
		}
		p := filepath.ToSlash(rel)
		files++
		if headers.IsAttachment(p) {
			attachments++
		}
		status, got := ask(t, h.address+p)
		h.wantHeaders(t, site, p, "", status, got, http.StatusOK)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 1000 || attachments < 30 {
		t.Errorf("%d files, %d attachments: the test looks in the wrong place", files, attachments)
	}
	t.Logf("%s: %d files, %d attachments", h.name, files, attachments)
	status, got := ask(t, h.address)
	h.wantHeaders(t, site, "index.html", "", status, got, http.StatusOK)
	status, got = ask(t, h.address+"assets/style.css?0123456789abcdef")
	h.wantHeaders(t, site, "assets/style.css", "0123456789abcdef", status, got, http.StatusOK)
	for _, gone := range []string{"no-such.html", "a/b/no-such.json", "assets/no-such.css?0123", "items/CZ-2026/CZ-2026-00001/no-such.docx"} {
		status, got = ask(t, h.address+gone)
		if h.folders && strings.HasPrefix(gone, "items/") {
			continue // the rule of attachments fits the address, whatever is there
		}
		h.wantHeaders(t, site, "404.html", "", status, got, http.StatusNotFound)
	}
	if status, _ = ask(t, h.address+".gongkai/manifest"); !h.folders && status != http.StatusNotFound {
		t.Errorf("%s gives the program's own record: %d", h.name, status)
	}
}

// everyPage looks at pages in a browser.
func (h host) everyPage(t *testing.T, s *builtSite) {
	ctx := newTab(t, look{"", 1280, false, false})
	e := newEar(t, ctx, h.address)
	pages := s.pages
	if h.name != "nginx" {
		pages = nil
		for _, k := range kinds {
			pages = append(pages, s.example(k))
		}
	}
	for _, p := range pages {
		at := h.address + p
		if path.Base(p) == "404.html" {
			at = h.address + "items/no-such/page.html"
		}
		for _, what := range e.visit(t, ctx, at) {
			t.Errorf("%s: %s %s", h.name, p, what)
		}
	}
	t.Logf("%s: %d pages in a browser", h.name, len(pages))
	// Is the header's policy in force beside the page's own? Then each counts the same script.
	do(t, ctx, size(1280))
	e.visit(t, ctx, h.address)
	n := eval[int](t, ctx, `new Promise(done => {
		const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s);
		setTimeout(() => done(window.ran ? -1 : (window.broken || []).length), 200) })`)
	if n != 2 {
		t.Errorf("%s: a script in the page is stopped by %d policies, want the page's and the header's", h.name, n)
	}
}
