package probe

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// A mark is set by whoever comes first.
type mark struct{ atomic.Bool }

// A target is where an address leads.
type target struct {
	kind targetKind
	file int    // inside: its number
	path string // inside or dead: below the site
	part string // behind #, decoded
}

type targetKind uint8

const (
	inside targetKind = iota
	dead              // inside the site, and nothing is there
	outside
	neither // a telephone, a mail address
)

// resolve finds where an address on a page leads.
func (s *site) resolve(page, address string) target {
	rest, part, _ := strings.Cut(address, "#")
	rest, _, _ = strings.Cut(rest, "?")
	if d, err := url.PathUnescape(part); err == nil {
		part = d
	}
	switch scheme := schemeOf(rest); {
	case scheme == "http" || scheme == "https":
		own, ok := strings.CutPrefix(rest, s.base)
		if s.base == "" || !ok {
			if rest+"/" != s.base {
				return target{kind: outside}
			}
			own = ""
		}
		return s.at(own, part)
	case scheme != "":
		return target{kind: neither}
	case strings.HasPrefix(rest, "//"):
		return target{kind: outside}
	case strings.HasPrefix(rest, "/"):
		own, ok := strings.CutPrefix(rest, s.root)
		if !ok {
			return target{kind: dead, path: rest}
		}
		return s.at(own, part)
	case rest == "" && address != "":
		return s.at(page, part)
	case rest == "":
		return target{kind: dead}
	}
	if strings.HasSuffix(rest, "/") || rest == "." || rest == ".." {
		rest += "/" + homePage
	}
	return s.at(path.Join(path.Dir(page), rest), part)
}

// at finds a file below the site's root; a folder is its index.html.
func (s *site) at(p, part string) target {
	if d, err := url.PathUnescape(p); err == nil {
		p = d
	}
	if p == "" || strings.HasSuffix(p, "/") {
		p += homePage
	}
	i, there := s.find(p)
	if !there {
		return target{kind: dead, path: p}
	}
	return target{inside, i, p, part}
}

// schemeOf gives the scheme of an address, in small letters; "" for a relative one.
func schemeOf(a string) string {
	i := strings.IndexAny(a, ":/?#")
	if i <= 0 || a[i] != ':' {
		return ""
	}
	for _, c := range a[:i] {
		if c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return ""
		}
	}
	return strings.ToLower(a[:i])
}

// follow judges the links of a page.
func (s *site) follow(p string, sc *scanner) {
	for _, l := range sc.links {
		t := s.resolve(p, l.address)
		switch t.kind {
		case dead:
			s.found.add(&deadLink, p, l.address)
		case outside:
			if l.kind == leads {
				s.outside.add(l.address, p)
			} else if l.kind == loads {
				s.found.add(&foreignLoad, p, l.address)
			}
		case inside:
			if l.kind == leads && t.path != p {
				s.reached[t.file].Store(true)
			}
			if t.part == "" || t.part == "top" || l.kind != leads || path.Ext(t.path) != ".html" {
				continue
			}
			if t.path == p {
				if !sc.ids[t.part] {
					s.found.add(&noPlace, p, l.address)
				}
				continue
			}
			s.anchors.add(t.file, t.part, p)
		}
	}
}

// anchors are the places of other pages that links lead to, each with the first page that has
// such a link.
type anchors struct {
	mu sync.Mutex
	of map[int]map[string]string // by file and place
}

func (a *anchors) add(file int, part, page string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.of == nil {
		a.of = map[int]map[string]string{}
	}
	if a.of[file] == nil {
		a.of[file] = map[string]string{}
	}
	if old, ok := a.of[file][part]; !ok || page < old {
		a.of[file][part] = page
	}
}

// followAnchors reads the pages that links lead into, and looks for the places.
func (s *site) followAnchors() {
	var files []int
	for f := range s.anchors.of {
		files = append(files, f)
	}
	slices.Sort(files)
	s.eachPage(files, func(n int, p string, sc *scanner) {
		for part, from := range s.anchors.of[files[n]] {
			if !sc.ids[part] {
				s.found.add(&noPlace, from, p+"#"+part)
			}
		}
	})
}

// mostExternal is how many links to other sites are kept.
const mostExternal = 10_000

// externals gathers links to other sites.
type externals struct {
	mu   sync.Mutex
	of   map[string]*External
	more int
}

func (x *externals) add(address, page string) {
	address, _, _ = strings.Cut(address, "#")
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.of == nil {
		x.of = map[string]*External{}
	}
	e := x.of[address]
	if e == nil {
		if len(x.of) == mostExternal {
			x.more++
			return
		}
		e = &External{URL: address, Page: page}
		x.of[address] = e
	}
	e.Count++
	e.Page = min(e.Page, page)
}

// list gives them by address.
func (x *externals) list() (out []External, more int) {
	for _, e := range x.of {
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b External) int { return strings.Compare(a.URL, b.URL) })
	return out, x.more
}

// orphans names pages and printed files that no other page leads to.
func (s *site) orphans() {
	for i, f := range s.files {
		ext := path.Ext(f.Path)
		if ext != ".html" && ext != ".pdf" || f.Path == homePage || f.Path == lost || s.reached[i].Load() {
			continue
		}
		s.found.add(&orphan, f.Path, "")
	}
}
