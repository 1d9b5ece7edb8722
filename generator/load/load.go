// Package load reads a content tree: the publisher's files, the departments' profiles, the
// opinions and orders, and the items with the files beside them. One file gives one value and its findings, judged
// by nothing but itself and the schema tables; what takes two files to see is package
// check's.
//
// The tree is read in two passes. The first reads the configuration, a handful of YAML
// files; the second reads the Markdown files in parallel, each resolved against the
// configuration (a category's name becomes its code). The result does not depend on the
// number of workers.
//
// The package takes an fs.FS and gives values. It refuses nothing but an unreadable root:
// whatever is wrong with a file is a finding, and the others are read all the same.
package load

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/generator/calendar"
	"gongkai/generator/crew"
	"gongkai/generator/diag"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// The largest files that are read. Attachments have no limit here: they are summed, not held.
const (
	MaxMarkdown = 8 << 20 // bytes; a book has less than one
	maxConfig   = 8 << 20 // bytes
)

// Options say how to read. The zero value works.
type Options struct {
	Workers int // files read at a time; 0 means one for each processor

	// Progress, if any, is called after each Markdown file with how many are read and how
	// many there are; never by two goroutines at a time.
	Progress func(done, total int)

	// Stopped, if any, is asked before each file; its error ends the reading, and nothing is
	// kept of it.
	Stopped func() error

	// Cache, if any, keeps what was read for the next run, which began at Now, with Program
	// telling this program from any other. What comes of it is the same with it and without.
	Cache   Cache
	Program string
	Now     time.Time

	// Brief asks for what model.Item.PackBrief codes and no more, which is several times
	// faster over a warm cache: an item has no text, no places, no findings. Where the cache
	// does not hold every item as it is, they are read whole.
	Brief bool
}

// A Result is a content tree, read.
type Result struct {
	Parts    model.Parts       // without the day and whether it is a preview, which the caller adds
	Findings []diag.Diagnostic // sorted; without severity and basis, which check adds
	Files    int               // read or taken from the cache, attachments too
	Bytes    int64             // of them
	Unkept   error             // why the cache could not be written; nil where it was

	tree *tree
	jobs []job
}

// Again reads one item's file anew, by its path below the root, with the configuration and
// into the bodies of this result, for a preview that cannot wait for the whole. The item is
// nil where there is no such file or nothing of it can be read. It is safe for concurrent use.
func (r *Result) Again(path string) (*model.Item, []diag.Diagnostic) {
	i, found := slices.BinarySearchFunc(r.jobs, path, func(j job, p string) int { return walkOrder(j.path, p) })
	if !found {
		return nil, nil
	}
	defer r.tree.inspection.reader.Close() // frees memory alone
	return r.tree.readItem(r.jobs[i])
}

// Tree reads the content tree at the root of fsys. The error is a root that cannot be
// listed, or that of Options.Stopped; everything else is among the findings.
func Tree(fsys fs.FS, opt Options) (Result, error) {
	if opt.Brief {
		r, held, err := readTree(fsys, opt)
		if err != nil || held {
			return r, err
		}
		opt.Brief = false
	}
	r, _, err := readTree(fsys, opt)
	return r, err
}

// readTree is Tree in one go. It gives false where a brief reading met something that the cache
// does not hold, and stopped.
func readTree(fsys fs.FS, opt Options) (r Result, held bool, err error) {
	var plan *walked
	var index string
	crew.All(func() { plan, err = walk(fsys) }, func() {
		if opt.Cache != nil {
			index = opt.Cache.Index()
		}
	})
	if err != nil {
		return Result{}, false, fmt.Errorf("content: %w", err)
	}
	if opt.Brief && index == "" {
		return Result{}, false, nil
	}
	t := &tree{fsys: fsys, brief: opt.Brief, found: plan.found, parser: markdown.New(), bodies: newStore(), item: newItemKeys(),
		opinionKeys: newKeys(schema.Opinion, ""), orderKeys: newKeys(schema.Order, "")}
	t.readConfig(plan)
	t.foreign(plan)
	scratch := ""
	if opt.Cache != nil {
		scratch = opt.Cache.Scratch()
	}
	t.inspection = newInspection(t.limits(), scratch)
	defer func() { err = errors.Join(err, t.inspection.reader.Close()) }()
	if opt.Cache != nil {
		t.useCache(opt, index, plan.items)
	}
	pages := make([]*model.Page, len(plan.profiles))
	opinions := make([]*model.Opinion, len(plan.opinions))
	orders := make([]*model.Order, len(plan.orders))
	items := make([]*model.Item, len(plan.items))
	found := make([][]diag.Diagnostic, len(pages)+len(opinions)+len(orders)+len(items))
	each(len(found), opt, func(n int) {
		i := n
		if i < len(pages) {
			pages[i], found[n] = t.profile(plan.profiles[i])
			return
		}
		if i -= len(pages); i < len(opinions) {
			opinions[i], found[n] = t.opinion(plan.opinions[i])
			return
		}
		if i -= len(opinions); i < len(orders) {
			orders[i], found[n] = t.order(plan.orders[i])
			return
		}
		i -= len(orders)
		items[i], found[n] = t.itemOf(plan.items[i], i)
	})
	if err := opt.stopped(); err != nil {
		return Result{}, false, err
	}
	if t.missed.Load() {
		return Result{}, false, nil
	}
	var unkept error
	if t.cache != nil && !t.brief {
		unkept = t.cache.save(t.bodies)
	}
	t.settle(plan, pages)
	all := slices.Concat(append([][]diag.Diagnostic{t.found}, found...)...)
	diag.Sort(all)
	return Result{
		Parts: model.Parts{
			Config: t.config, Days: t.days,
			Departments: t.departments, Categories: t.categories, Duties: t.duties, Boards: t.boards, Filings: t.filings,
			Opinions: whole(opinions), Orders: whole(orders), Items: whole(items), Bodies: t.bodies,
		},
		Findings: all, Files: int(t.files.Load()), Bytes: t.bytes.Load(), Unkept: unkept,
		tree: t, jobs: plan.items,
	}, true, nil
}

// whole gives those of the files of which something could be read.
func whole[T any](all []*T) []*T {
	return slices.DeleteFunc(all, func(x *T) bool { return x == nil })
}

// A tree is the reading of one content tree. After readConfig only the counters, the
// bodies and the readers change, and those are safe for concurrent use.
type tree struct {
	fsys       fs.FS
	parser     *markdown.Parser
	bodies     *store
	item       *keys
	cache      *cached // nil for none
	inspection *inspection
	brief      bool
	missed     atomic.Bool // a brief reading met an item that the cache does not hold

	opinionKeys, orderKeys *keys

	config      model.Config
	departments []*model.Department
	categories  []*model.Category
	duties      []*model.Duty
	boards      []*model.Board
	filings     []*model.Filing
	days        *calendar.Calendar
	names       names
	sums        []fileSum // of configuration files
	found       []diag.Diagnostic

	files atomic.Int64
	bytes atomic.Int64

	readers sync.Pool // of *source.Reader, whose memory many files share
}

// A fileSum is a part of Config.Digest.
type fileSum struct {
	path string
	sum  source.Digest
}

// stopped gives why the reading is to end; nil while it is not.
func (o Options) stopped() error {
	if o.Stopped == nil {
		return nil
	}
	return o.Stopped()
}

// each calls do for the numbers below n, from several goroutines.
func each(n int, opt Options, do func(int)) {
	var mu sync.Mutex
	done := 0
	crew.Each(opt.Workers, n, func(i int) {
		if opt.stopped() != nil {
			return
		}
		do(i)
		if opt.Progress != nil {
			mu.Lock()
			done++
			opt.Progress(done, n)
			mu.Unlock()
		}
	})
}

// foreign says once of a folder that is no department's and holds no items, instead of
// once of each file in it, that nothing reads it.
func (t *tree) foreign(plan *walked) {
	for _, folder := range plan.folders {
		if _, known := t.names.departments[folder]; known || slices.ContainsFunc(plan.items, func(j job) bool { return j.department == folder }) {
			continue
		}
		of := func(j job) bool { return j.department == folder }
		plan.profiles, plan.opinions = slices.DeleteFunc(plan.profiles, of), slices.DeleteFunc(plan.opinions, of)
		t.found = slices.DeleteFunc(t.found, func(d diag.Diagnostic) bool {
			return d.Rule == "F18" && strings.HasPrefix(d.Path, folder+"/")
		})
		if len(t.departments) > 0 {
			t.found = append(t.found, diag.Diagnostic{Rule: "F18", Place: diag.Place{Path: folder},
				Text: diag.Say("“%s”不是公开主体的文件夹，里面的文件不会公开", "%q is no department's folder, and nothing in it is published", folder),
				Fix:  diag.Say("在 departments.yaml 里写上它的编号，或者移走", "enter its id in departments.yaml, or move it away")})
		}
	}
}

// settle hands the profiles to their departments and sums the configuration.
func (t *tree) settle(plan *walked, pages []*model.Page) {
	for i, p := range pages {
		if p == nil {
			continue
		}
		t.sums = append(t.sums, fileSum{p.Path, p.Full})
		for _, d := range t.departments {
			if d.ID == plan.profiles[i].department && d.Profile == nil {
				d.Profile = p
				if p.Title == "" {
					p.Title = d.Name
				}
				d.Card = newSum().digest(d.Card, p.Full).end()
			}
		}
	}
	slices.SortFunc(t.sums, func(a, b fileSum) int { return cmp.Compare(a.path, b.path) })
	s := newSum()
	for _, f := range t.sums {
		s.str(f.path).digest(f.sum)
	}
	t.config.Digest = s.end()
}
