package deploy

import (
	"bytes"
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/write"
)

// A plan is what is to be done at a target.
type plan struct {
	uploads [phases][]write.Entry
	first   []string // removed before anything goes up: they stand in a new file's or folder's place
	last    []string // removed after everything is up
	known   record   // what is sure of the files that stay, and which others are ours
	kept    int      // files that the target holds as they are
	lost    bool     // there was no record, or a damaged one
	damaged bool     // there was a damaged one
	foreign []string // files at the target that are neither the record's nor the site's, sorted; known only where it was listed
}

// idle reports whether there is nothing to do. A target without a record gets one.
func (p *plan) idle() bool {
	return p.count() == 0 && len(p.first)+len(p.last) == 0 && !p.lost
}

// count gives how many files go up.
func (p *plan) count() (n int) {
	for _, u := range p.uploads {
		n += len(u)
	}
	return n
}

// sumOf gives what a record holds of an entry's sum.
func sumOf(e write.Entry) [sumSize]byte { return [sumSize]byte(e.Sum[:sumSize]) }

// makePlan compares the site with the target's record. What the record is not sure of, or
// everything where there is none, is compared with what the target lists.
func (d *deployment) makePlan(ctx context.Context, site []write.Entry) (*plan, error) {
	p := &plan{}
	if err := d.readRecord(ctx, p); err != nil {
		return nil, err
	}
	want := make(map[string]bool, len(site))
	var unsure, change []write.Entry
	for _, e := range site {
		want[e.Path] = true
		switch old, ours := p.known[e.Path]; {
		case d.All:
			change = append(change, e)
		case ours && old.sure && old.size == e.Size && old.sum == sumOf(e):
			p.kept++
		case p.lost || ours && !old.sure:
			unsure = append(unsure, e)
		default:
			change = append(change, e)
		}
	}
	if len(unsure) > 0 || p.lost {
		differ, err := d.look(ctx, p, unsure, want)
		if err != nil {
			return nil, err
		}
		change = append(change, differ...)
	}
	slices.SortFunc(change, func(a, b write.Entry) int { return strings.Compare(a.Path, b.Path) })
	for _, e := range change {
		f := phaseOf(e.Path)
		p.uploads[f] = append(p.uploads[f], e)
	}
	p.sweep(want)
	return p, nil
}

// readRecord reads the target's record.
func (d *deployment) readRecord(ctx context.Context, p *plan) error {
	data, err := d.store.read(ctx, RecordName)
	if err == nil {
		p.known, err = decodeRecord(data)
	}
	if errors.Is(err, errAbsent) || errors.Is(err, errRecord) {
		p.known, p.lost, p.damaged = record{}, true, errors.Is(err, errRecord)
		return nil
	}
	return err
}

// look lists the target and gives those of the entries that it does not hold. What it does
// hold is sure from then on.
func (d *deployment) look(ctx context.Context, p *plan, unsure []write.Entry, want map[string]bool) ([]write.Entry, error) {
	there := map[string]object{}
	err := d.store.list(ctx, func(o object) {
		there[o.path] = o
		if _, ours := p.known[o.path]; !ours && !want[o.path] && o.path != RecordName {
			p.foreign = append(p.foreign, o.path)
		}
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(p.foreign)
	var mu sync.Mutex
	var differ []write.Entry
	err = each(ctx, d.Jobs, unsure, func(ctx context.Context, e write.Entry) error {
		o, found := there[e.Path]
		same := found && o.size == e.Size && len(o.md5) > 0
		if same {
			f, err := d.read(e)
			if err != nil {
				return err
			}
			f.Close()
			same = bytes.Equal(f.md5, o.md5)
		}
		mu.Lock()
		defer mu.Unlock()
		if same {
			p.known[e.Path] = deployed{e.Size, sumOf(e), true}
			p.kept++
		} else {
			differ = append(differ, e)
		}
		return nil
	})
	return differ, err
}

// sweep finds which files of the record the site no longer has.
func (p *plan) sweep(want map[string]bool) {
	folders := map[string]bool{}
	for w := range want {
		for dir := path.Dir(w); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
		}
	}
	for old := range p.known {
		switch {
		case want[old]:
		case folders[old] || below(old, want):
			p.first = append(p.first, old)
		default:
			p.last = append(p.last, old)
		}
	}
	slices.Sort(p.first)
	slices.Sort(p.last)
}

// below reports whether a folder on the way to the path is a file of the site.
func below(p string, files map[string]bool) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if files[dir] {
			return true
		}
	}
	return false
}
