// Package probe looks at a built site as an inspector does, from its files alone: which
// functions it has (clause 十, 功能实现情况), and how well it is kept (技术维护水平). It follows
// every link inside the site, reads the marks that pages must carry, and compares the files
// with what the build wrote.
//
// It looks at files as they are served, whatever wrote them, so that a site that was copied,
// deployed or edited by hand is probed as well. Pages are read once, by as many workers as
// there are processors, and none is kept.
package probe

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/crew"
	"gongkai/generator/write"
)

// Options say how closely to look.
type Options struct {
	Day     calendar.Date // today
	Deep    bool          // sum every byte of every file
	Places  int           // how many places of a kind of finding are named; 0: DefaultPlaces
	Workers int           // 0: one for each processor
}

// DefaultPlaces is how many places of a finding are named.
const DefaultPlaces = 5

// A Result is what a probe found.
type Result struct {
	Day       calendar.Date
	Built     calendar.Date // as the home page says; zero where it does not
	Newest    calendar.Date // the newest day on the home page, but that of the build and later ones
	Recorded  bool          // the folder has the record of its build, with which files were compared
	Deep      bool
	Files     int
	Pages     int
	Bytes     int64
	Largest   []Sized // the largest files, the largest first
	Functions []Function
	Findings  []Finding  // errors first
	External  []External // links to other sites, by address; they were not followed
	Unlisted  int        // how many more there are
}

// A Sized is a file and its size in bytes.
type Sized struct {
	Path string
	Size int64
}

// An External is a link to another site.
type External struct {
	URL   string
	Count int
	Page  string // the first that has it
}

// ErrNoSite tells that a folder has no home page and no record of a build.
var ErrNoSite = errors.New("the folder holds no site")

// largest is how many large files are named.
const largest = 5

// A site is what is known of the files while they are looked at.
type site struct {
	Options
	fsys    fs.FS
	files   []Sized // sorted by path
	reached []mark  // by file: a page links to it
	pages   []int   // numbers in files of the HTML pages
	base    string  // the site's own address, with a slash at its end; "" where the home page tells none
	root    string  // its path: "/", "/gongkai/"
	found   findings
	anchors anchors
	outside externals
	home    page
	catalog catalogList
	facts   facts
}

// Run probes a folder. It gives ErrNoSite for what is no site, write.ErrPart for a shard of
// one, and an error of the file system; all else is in the result.
func Run(fsys fs.FS, opt Options) (*Result, error) {
	if opt.Places <= 0 {
		opt.Places = DefaultPlaces
	}
	s := &site{Options: opt, fsys: fsys, root: "/"}
	s.found.most = opt.Places
	entries, err := write.ManifestIn(fsys)
	if errors.Is(err, write.ErrPart) {
		return nil, err
	}
	if err := s.list(); err != nil {
		return nil, err
	}
	if _, home := s.find(homePage); !home && errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoSite
	}
	recorded := s.record(entries, err)
	s.readHome()
	s.readPages()
	s.readStyles()
	s.followAnchors()
	s.readData()
	s.orphans()
	s.age()
	if opt.Deep && recorded {
		s.sums(entries)
	}
	r := &Result{Day: opt.Day, Built: s.home.built, Newest: s.home.newest, Recorded: recorded, Deep: opt.Deep && recorded, Files: len(s.files), Pages: len(s.pages),
		Functions: s.functions(), Findings: s.found.list()}
	for _, f := range s.files {
		r.Bytes += f.Size
	}
	r.Largest = slices.Clone(s.files)
	slices.SortStableFunc(r.Largest, func(a, b Sized) int { return int(min(max(b.Size-a.Size, -1), 1)) })
	r.Largest = slices.Clone(r.Largest[:min(largest, len(r.Largest))])
	r.External, r.Unlisted = s.outside.list()
	return r, nil
}

// Failed reports whether an inspection would fail the site for what was found.
func (r *Result) Failed() bool {
	errors, _ := r.Count()
	return errors > 0
}

// homePage is the first page of a site.
const homePage = "index.html"

// lost is the page that servers show where nothing is.
const lost = "404.html"

// find gives the number of a file.
func (s *site) find(path string) (int, bool) {
	return slices.BinarySearchFunc(s.files, path, func(f Sized, p string) int { return strings.Compare(f.Path, p) })
}

// has reports whether there is such a file, and not an empty one.
func (s *site) has(path string) bool {
	i, ok := s.find(path)
	return ok && s.files[i].Size > 0
}

// each calls do for many numbers, from many goroutines.
func (s *site) each(n int, do func(i int)) { crew.Each(s.Workers, n, do) }
