// Package filing owns the quarterly filing 备案 (clause 十): the package in which a department
// hands a quarter's disclosure to the district office, the judging of such packages, and the
// district's register of them.
//
// # What a package is
//
// A ZIP of these entries, in the order of their names, all with one fixed time:
//
//	备案函.pdf 备案函.txt        the covering letter, set and as plain text
//	事项清单.xlsx               what became public in the quarter, oldest first
//	变动清单.xlsx               what was added, changed, corrected, withdrawn and restored in it
//	审议审定记录.xlsx            who reviewed and approved each item of both lists, and when
//	原文/<path below content/>  the Markdown of each, byte for byte as it is on disk, and the
//	                           files beside it that the site shows
//	清单.json                   the manifest: of whom, of when, how much, and each file's size and SHA-256
//	SHA256SUMS                 the same sums as sha256sum reads them
//
// The archive's comment is a seal: the SHA-256 of every byte before it. So no byte of a
// package can change unseen, not even one that holds no content.
//
// A withdrawn item stays in the lists, marked, and its source stays in the package: the
// public no longer sees it, the office still answers for it. A quarter without items makes a
// package as well, which says so: silence must not look like forgetting.
//
// The same content on the same day by the same program gives the same bytes.
//
// # What it does not do
//
// It reads an fs.FS and readers, writes to writers, and knows no clock: files, folders and
// the day are its caller's.
package filing

import (
	"io/fs"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/sheet"
	"gongkai/generator/xlsx"
)

// Form is the version of a package's form, which its manifest and its seal name.
const Form = "gongkai-filing/1"

// Options say with what packages are made.
type Options struct {
	Content fs.FS        // where sources and attachments are read
	Press   *sheet.Press // sets the letters
	Program string       // this program's version, for the manifest
}

// A Quarter is what the packages of one quarter share.
type Quarter struct {
	site   *model.Site
	period calendar.Period
	due    calendar.Deadline
	opt    Options
	books  xlsx.Maker
	of     map[string]*share // by department
}

// A share is a department's part of the quarter, oldest first.
type share struct {
	items  []*model.Item  // that became public in it
	others []*model.Item  // that became public before and changed in it
	events []record.Event // all that happened in it
}

// Of sorts a quarter by departments. The period is a quarter that has ended by Site.Today.
func Of(s *model.Site, period calendar.Period, o Options) *Quarter {
	q := &Quarter{site: s, period: period, due: s.Config.FilingDeadline(period, s.Days), opt: o, of: map[string]*share{}}
	for _, d := range s.Departments {
		q.of[d.ID] = &share{}
	}
	in := func(d calendar.Date) bool { return !d.Before(period.First()) && !d.After(period.Last()) }
	for _, it := range slices.Backward(s.Items) {
		if x := q.of[it.Department]; x != nil && in(it.Published.Date) && !it.Draft && !s.Held(it) {
			x.items = append(x.items, it)
		}
	}
	touched := map[*model.Item]bool{}
	for _, e := range slices.Backward(record.Events(s)) {
		x := q.of[e.Item.Department]
		if x == nil || !in(e.Day()) {
			continue
		}
		x.events = append(x.events, e)
		if !in(e.Item.Published.Date) && !touched[e.Item] {
			touched[e.Item] = true
			x.others = append(x.others, e.Item)
		}
	}
	return q
}

// A Package is one department's package before it is written.
type Package struct {
	*share
	q    *Quarter
	dept *model.Department

	Missing []string // characters of the letter that no font has, known once it is written
}

// Package gives a department's package. The department is one of the site's.
func (q *Quarter) Package(d *model.Department) *Package {
	x := q.of[d.ID]
	if x == nil {
		x = &share{}
	}
	return &Package{share: x, q: q, dept: d}
}

// Paths gives the content files that the package is made of, to be looked up among findings.
func (p *Package) Paths() []string {
	var out []string
	for _, it := range p.all() {
		out = append(out, it.Path)
		for _, a := range shown(it) {
			out = append(out, a.Path)
		}
	}
	return out
}

// all gives the items whose sources are handed over.
func (p *Package) all() []*model.Item { return slices.Concat(p.items, p.others) }

// shown gives the files of an item that the site offers or shows, or did.
func shown(it *model.Item) (out []*model.Attachment) {
	for i := range it.Attachments {
		if a := &it.Attachments[i]; a.Size >= 0 && (a.Used || record.Offered(it, a)) {
			out = append(out, a)
		}
	}
	return out
}

// FileName gives the name of a department's package: CZ-2026Q3.zip. It is made of the
// department's code where that is safe in every file system and no other department's,
// whatever the case of its letters, else of its id.
func FileName(s *model.Site, d *model.Department, period calendar.Period) string {
	return safe(mark(s, d)+"-"+compact(period)) + ".zip"
}

// mark gives the letters that stand for a department in names of files.
func mark(s *model.Site, d *model.Department) string {
	same := 0
	for _, x := range s.Departments {
		if strings.EqualFold(x.Code, d.Code) || x != d && strings.EqualFold(x.ID, d.Code) {
			same++
		}
	}
	plain := d.Code != "" && len(d.Code) <= 30 && strings.Trim(d.Code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
	if !plain || same > 1 || reserved(d.Code) {
		return d.ID
	}
	return d.Code
}

// compact gives a quarter without its hyphen: 2026Q3.
func compact(p calendar.Period) string { return strings.ReplaceAll(p.String(), "-", "") }
