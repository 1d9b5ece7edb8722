package serve

import (
	"bytes"
	_ "embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// The server's own addresses lie below this path; a site has none there, since folder
// names of departments are plain ids.
const own = "/_gongkai/"

// beat is how often a quiet page is told that the server lives.
const beat = 20 * time.Second

//go:embed assets/reload.js
var reloadJS []byte

//go:embed assets/findings.css
var findingsCSS []byte

// ServeHTTP answers one request; see the package comment for what it refuses.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	if !s.hosts[strings.ToLower(r.Host)] {
		http.Error(w, "预览只供本机使用。The preview answers only to this machine's own names.", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "只读。This server only reads.", http.StatusMethodNotAllowed)
		return
	}
	if s.foreign(r) {
		http.Error(w, "预览不给别的网站用。The preview answers no other site's pages.", http.StatusForbidden)
		return
	}
	st := s.state.Load()
	switch r.URL.Path {
	case own + "events":
		s.events(w, r)
	case own + "reload.js":
		send(w, r, http.StatusOK, "reload.js", reloadJS)
	case own + "findings.css":
		send(w, r, http.StatusOK, "findings.css", findingsCSS)
	default:
		s.page(w, r, st)
	}
}

// foreign reports whether a page of another origin asks, as far as browsers tell. A link on one
// that somebody follows may lead here; it reads nothing.
func (s *server) foreign(r *http.Request) bool {
	if o := r.Header.Get("Origin"); o != "" {
		host, plain := strings.CutPrefix(strings.ToLower(o), "http://")
		if !plain || host != strings.ToLower(r.Host) {
			return true
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document" || strings.HasPrefix(r.URL.Path, own)
}

// mostPages is how many pages may listen to events at a time.
const mostPages = 100

// page serves a file of the site, with the findings on top where there are errors.
func (s *server) page(w http.ResponseWriter, r *http.Request, st *state) {
	if st.open == nil {
		send(w, r, http.StatusServiceUnavailable, "findings.html", s.lonePage(st))
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	status := http.StatusOK
	body, err := find(st, name)
	if body == nil && err == nil {
		if folder, _ := find(st, name+"/index.html"); folder != nil {
			http.Redirect(w, r, "/"+name+"/", http.StatusFound)
			return
		}
		status, name = http.StatusNotFound, "404.html"
		if body, err = find(st, name); body == nil && err == nil {
			body = []byte("<!DOCTYPE html><html lang=\"zh-CN\"><title>404</title><body><p>没有这个页面。There is no such page.</p></body></html>")
		}
	}
	if err != nil { // the page's template, or a file that it copies
		broken := *st
		broken.err = err
		send(w, r, http.StatusInternalServerError, "findings.html", s.lonePage(&broken))
		return
	}
	if isHTML(name) {
		body = s.dress(body, st)
	}
	send(w, r, status, name, body)
}

// find gives a file of the site; nil where there is none, or the name is none that a site has.
func find(st *state, name string) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, nil
	}
	return st.open(name)
}

// events tells a page of each new state, until it leaves.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	if s.pages.Add(1) > mostPages {
		s.pages.Add(-1)
		w.Header().Set("Retry-After", "60")
		http.Error(w, "打开的预览页太多。Too many pages are open.", http.StatusServiceUnavailable)
		return
	}
	defer s.pages.Add(-1)
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	if r.Method == http.MethodHead {
		return
	}
	out := http.NewResponseController(w)
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		st := s.state.Load()
		fmt.Fprintf(w, "event: version\ndata: %s\n\n", st.version)
		if out.Flush() != nil {
			return
		}
		select {
		case <-st.next:
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}

// send writes the body as a file of this name. An SVG gets a policy of its own, since it
// could carry script.
func send(w http.ResponseWriter, r *http.Request, status int, name string, body []byte) {
	w.Header().Set("Content-Type", mediaType(name))
	if path.Ext(name) == ".svg" {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	}
	if status == http.StatusOK {
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
		return
	}
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		w.Write(body)
	}
}

func isHTML(name string) bool { return path.Ext(name) == ".html" }

// mediaType names the type of a file by its ending, the same on every machine.
func mediaType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".xml", ".xsl":
		return "application/xml; charset=utf-8"
	case ".atom":
		return "application/atom+xml; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".jsonld":
		return "application/ld+json; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".ico":
		return "image/x-icon"
	case ".pdf":
		return "application/pdf"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".woff2":
		return "font/woff2"
	}
	return "application/octet-stream"
}
