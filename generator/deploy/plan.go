package deploy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
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
	var data []byte
	err := d.again(ctx, func(ctx context.Context) error {
		body, err := d.store.Read(ctx, RecordName)
		if err != nil {
			return err
		}
		data, err = io.ReadAll(body)
		return errors.Join(err, body.Close())
	})
	if err == nil {
		p.known, err = decodeRecord(data)
	}
	if errors.Is(err, ErrAbsent) || errors.Is(err, errRecord) {
		p.known, p.lost, p.damaged = record{}, true, errors.Is(err, errRecord)
		return nil
	}
	return err
}

// look lists the target and gives those of the entries that it does not hold. What it does
// hold is sure from then on.
func (d *deployment) look(ctx context.Context, p *plan, unsure []write.Entry, want map[string]bool) ([]write.Entry, error) {
	var there map[string]Object
	err := d.again(ctx, func(ctx context.Context) error {
		there, p.foreign = map[string]Object{}, nil
		return d.store.List(ctx, func(o Object) {
			if want[o.Path] {
				there[o.Path] = o
			} else if _, ours := p.known[o.Path]; !ours && o.Path != RecordName {
				p.foreign = append(p.foreign, o.Path)
			}
		})
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(p.foreign)
	var mu sync.Mutex
	var differ []write.Entry
	err = each(ctx, d.Jobs, unsure, func(ctx context.Context, e write.Entry) error {
		o, found := there[e.Path]
		same := found && o.Size == e.Size
		if same {
			var err error
			if same, err = d.holds(ctx, o, e); err != nil {
				return err
			}
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

// holds reports whether what the target lists has the entry's bytes. Where the target does
// not tell the sum, its file is read.
func (d *deployment) holds(ctx context.Context, o Object, e write.Entry) (bool, error) {
	if o.MD5 != nil {
		mine, f, err := d.read(e)
		if err != nil {
			return false, err
		}
		return bytes.Equal(f.MD5[:], o.MD5), mine.Close()
	}
	sum := sha256.New()
	err := d.again(ctx, func(ctx context.Context) error {
		sum.Reset()
		body, err := d.store.Read(ctx, e.Path)
		if err != nil {
			return err
		}
		_, err = io.Copy(sum, body)
		return errors.Join(err, body.Close())
	})
	if errors.Is(err, ErrAbsent) {
		return false, nil
	}
	return err == nil && [sumSize]byte(sum.Sum(nil)) == sumOf(e), err
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
