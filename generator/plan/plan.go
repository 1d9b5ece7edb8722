// Package plan owns the list of what public/ shall hold: Outputs, the Products that
// want them, their keys and their collisions. It renders nothing and holds no bytes.
package plan

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/crew"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

// An Output is one file that public/ shall hold.
type Output struct {
	Path string        // clean slash path below public/
	Kind string        // the product that renders it
	Key  source.Digest // of everything that can change its bytes; see Keyer

	// Render writes the file's bytes. It is pure and is called at most once, in parallel
	// with others: the same Key must always give the same bytes.
	Render func(io.Writer) error
}

// A Product plans one family of outputs: the pages, the catalogue, the feeds.
type Product interface {
	// Kind names the product in keys, errors and timings.
	Kind() string
	// Plan lists its outputs. It is cheap and pure, and renders nothing.
	Plan(*model.Site) ([]Output, error)
}

// A CollisionError tells of two outputs with one path (or two that differ only in case,
// which is one path on a clerk's Windows).
type CollisionError struct{ Path, First, Second string }

// Error names the path and both products.
func (e *CollisionError) Error() string {
	return fmt.Sprintf("%s is wanted by both %s and %s", e.Path, e.First, e.Second)
}

// Outputs lists every file that public/ shall hold, sorted by Path. The products plan
// beside each other. The error, if any, is a *CollisionError or a product's own, or tells of a
// path that is not below public/, which check is there to prevent.
func Outputs(site *model.Site, products []Product) ([]Output, error) {
	lists, errs := make([][]Output, len(products)), make([]error, len(products))
	todo := make([]func(), len(products))
	for i, p := range products {
		todo[i] = func() {
			lists[i], errs[i] = p.Plan(site)
			for j := range lists[i] {
				lists[i][j].Kind = p.Kind()
			}
			slices.SortFunc(lists[i], byPath)
		}
	}
	crew.All(todo...)
	count := 0
	for i, p := range products {
		if errs[i] != nil {
			return nil, fmt.Errorf("%s: %w", p.Kind(), errs[i])
		}
		count += len(lists[i])
	}
	all := merged(lists, count)
	for i := range all {
		if p := all[i].Path; !fs.ValidPath(p) || p == "." || strings.ContainsAny(p, `\:`) {
			return nil, fmt.Errorf("%s: %q is no path of the site", all[i].Kind, p)
		}
	}
	return all, collision(all)
}

func byPath(a, b Output) int { return strings.Compare(a.Path, b.Path) }

// merged makes one sorted list of sorted ones.
func merged(lists [][]Output, count int) []Output {
	all := make([]Output, 0, count)
	for len(all) < count {
		first := -1
		for i, l := range lists {
			if len(l) > 0 && (first < 0 || l[0].Path < lists[first][0].Path) {
				first = i
			}
		}
		all = append(all, lists[first][0])
		lists[first] = lists[first][1:]
	}
	return all
}

// collision gives a *CollisionError where two outputs have one path, and nil where none do.
// Paths are compared by short sums first: a map of a million paths is not to be had for
// something that never happens.
func collision(all []Output) error {
	sums := make([]uint64, len(all))
	crew.Each(0, len(all), func(i int) { sums[i] = foldedSum(all[i].Path) })
	sorted := slices.Clone(sums)
	slices.Sort(sorted)
	twice := map[uint64]bool{}
	for i := 1; i < len(sorted); i++ {
		if sorted[i] == sorted[i-1] {
			twice[sorted[i]] = true
		}
	}
	if len(twice) == 0 {
		return nil
	}
	folded := map[string]int{}
	for i := range all {
		if !twice[sums[i]] {
			continue
		}
		low := strings.ToLower(all[i].Path)
		if j, taken := folded[low]; taken {
			return &CollisionError{all[i].Path, all[j].Kind, all[i].Kind}
		}
		folded[low] = i
	}
	return nil
}

// foldedSum sums a path without regard to the case of its ASCII letters (FNV-1a); paths
// with other letters that could fold are all summed alike.
func foldedSum(path string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(path) {
		c := path[i]
		switch {
		case c >= 0x80:
			return 0
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// A Keyer sums what an output depends on. Each part is written with its length, so that
// no two lists of parts give one key.
type Keyer struct {
	buf  []byte    // what is not yet in h
	h    hash.Hash // nil as long as all is in buf
	room [224]byte
}

// Key starts a key from the seed that all outputs of a product share (program, theme,
// configuration).
func Key(seed source.Digest) *Keyer {
	k := new(Keyer)
	k.buf = append(k.room[:0], seed[:]...)
	return k
}

// fit makes room for n more bytes.
func (k *Keyer) fit(n int) {
	if len(k.buf)+n <= len(k.room) {
		return
	}
	if k.h == nil {
		k.h = sha256.New()
	}
	k.h.Write(k.buf)
	k.buf = k.buf[:0]
}

// Str adds strings.
func (k *Keyer) Str(parts ...string) *Keyer {
	for _, p := range parts {
		k.fit(4)
		k.buf = binary.LittleEndian.AppendUint32(k.buf, uint32(len(p)))
		for len(p) > 0 {
			k.fit(min(len(p), len(k.room)))
			n := min(len(p), len(k.room)-len(k.buf))
			k.buf = append(k.buf, p[:n]...)
			p = p[n:]
		}
	}
	return k
}

// Sum adds digests.
func (k *Keyer) Sum(parts ...source.Digest) *Keyer {
	for i := range parts {
		k.fit(len(parts[i]))
		k.buf = append(k.buf, parts[i][:]...)
	}
	return k
}

// Int adds numbers.
func (k *Keyer) Int(parts ...int) *Keyer {
	for _, p := range parts {
		k.fit(8)
		k.buf = binary.LittleEndian.AppendUint64(k.buf, uint64(p))
	}
	return k
}

// Date adds a date.
func (k *Keyer) Date(d calendar.Date) *Keyer { return k.Int(int(d.Year), int(d.Month), int(d.Day)) }

// Cards adds what lists show of the items, in order.
func (k *Keyer) Cards(items ...*model.Item) *Keyer {
	k.Int(len(items))
	for _, it := range items {
		k.fit(len(it.Card))
		k.buf = append(k.buf, it.Card[:]...)
	}
	return k
}

// Digest gives the key.
func (k *Keyer) Digest() (d source.Digest) {
	if k.h == nil {
		return sha256.Sum256(k.buf)
	}
	k.h.Write(k.buf)
	k.buf = k.buf[:0]
	k.h.Sum(d[:0])
	return d
}
