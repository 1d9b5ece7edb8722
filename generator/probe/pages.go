package probe

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
)

// eachPage reads pages, each once, from many goroutines. What the scanner holds is the
// page's until do returns; n is the page's place in the list.
func (s *site) eachPage(files []int, do func(n int, p string, sc *scanner)) {
	pool := sync.Pool{New: func() any { return &scanner{today: s.Day} }}
	s.each(len(files), func(n int) {
		p := s.files[files[n]].Path
		f, err := s.fsys.Open(p)
		if err != nil {
			s.found.add(&unreadable, p, "")
			return
		}
		defer f.Close()
		sc := pool.Get().(*scanner)
		defer pool.Put(sc)
		sc.wants = worded(p)
		if err := sc.scan(f); err != nil {
			s.found.add(&unreadable, p, "")
			return
		}
		do(n, p, sc)
	})
}

// readHome reads the home page first: it tells the site's own address.
func (s *site) readHome() {
	i, there := s.find(homePage)
	if !there {
		return
	}
	s.eachPage([]int{i}, func(_ int, _ string, sc *scanner) {
		s.home = sc.page
		s.home.links, s.home.flaws, s.home.ids = slices.Clone(sc.links), nil, nil
		if u, err := url.Parse(sc.canonical); err == nil && u.Host != "" {
			s.base = strings.TrimSuffix(sc.canonical, homePage)
			s.root = cmp.Or(strings.TrimSuffix(u.Path, homePage), "/")
		}
	})
}

// readPages reads every page.
func (s *site) readPages() {
	titles := make([]uint64, len(s.pages)) // their sums; 0 for none
	s.eachPage(s.pages, func(n int, p string, sc *scanner) {
		s.judge(p, sc)
		s.follow(p, sc)
		s.facts.take(p, sc)
		if sc.title != "" && !sc.hidden {
			h := fnv.New64a()
			io.WriteString(h, sc.title)
			titles[n] = h.Sum64()
		}
	})
	first := map[uint64]int{}
	for n, t := range titles {
		if t == 0 {
			continue
		}
		if old, ok := first[t]; ok {
			s.found.add(&twiceTitle, s.files[s.pages[n]].Path, s.files[s.pages[old]].Path)
		} else {
			first[t] = n
		}
	}
}

// judge notes what is wrong with a page alone.
func (s *site) judge(p string, sc *scanner) {
	for _, f := range sc.flaws {
		s.found.add(f.kind, p, f.what)
	}
	for _, x := range []struct {
		wrong bool
		kind  *Kind
		what  string
	}{
		{sc.title == "", &noTitle, ""}, {sc.lang == "", &noLang, ""}, {sc.about == "", &noAbout, ""}, {sc.h1 == 0, &noHeading, ""}, {sc.h1 > 1, &twoHeadings, fmt.Sprint(sc.h1)},
	} {
		if x.wrong {
			s.found.add(x.kind, p, x.what)
		}
	}
	s.judgeMarks(p, sc.marks)
}

// Pages whose words are looked at.
const supervision = "supervision.html"

// departmentPage reports whether a path is a department's own page.
func departmentPage(p string) bool { return path.Dir(p) == "departments" && path.Base(p) != homePage }

// worded reports whether a page's words are looked at.
func worded(p string) bool { return p == homePage || p == supervision || departmentPage(p) }

// facts are what functions ask of pages.
type facts struct {
	mu          sync.Mutex
	reachable   int      // departments' pages with a telephone
	silent      []string // those without
	supervision bool     // its page has a telephone
	print       []string // style sheets with rules for paper
}

// take takes what is asked of one page.
func (f *facts) take(p string, sc *scanner) {
	if p != supervision && !departmentPage(p) {
		return
	}
	phone := sc.phone || phoneNumber.MatchString(sc.text)
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case p == supervision:
		f.supervision = phone
	case phone:
		f.reachable++
	default:
		f.silent = append(f.silent, p)
	}
}

// homeDays is how long the home page may be without news (国办秘函〔2019〕19号).
const homeDays = 14

// mostAge is after how many days a build is called old: a site that is built each day, as
// held items ask for, never is.
const mostAge = 7

// age judges how old the site and its news are.
func (s *site) age() {
	if _, there := s.find(homePage); !there {
		return
	}
	b := s.home.built
	switch days := b.DaysUntil(s.Day); {
	case b.IsZero():
		s.found.add(&noStamp, homePage, "")
	case days < 0:
		s.found.add(&futureBuild, homePage, b.String())
	case days > mostAge:
		s.found.add(&oldBuild, homePage, b.String())
	}
	if n := s.home.newest; n.IsZero() || n.DaysUntil(s.Day) > homeDays {
		s.found.add(&staleHome, homePage, n.String())
	}
}
