// Package plan owns the list of what public/ shall hold: Outputs, the Products that
// want them, their keys and their collisions. It renders nothing and holds no bytes.
package plan

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"gongkai/generator/calendar"
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

// Outputs lists every file that public/ shall hold, sorted by Path. The error, if any,
// is a *CollisionError or a product's own.
func Outputs(site *model.Site, products []Product) ([]Output, error) {
	var all []Output
	for _, p := range products {
		outs, err := p.Plan(site)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Kind(), err)
		}
		for i := range outs {
			outs[i].Kind = p.Kind()
		}
		all = append(all, outs...)
	}
	slices.SortFunc(all, func(a, b Output) int { return strings.Compare(a.Path, b.Path) })
	folded := make(map[string]int, len(all))
	for i, o := range all {
		low := strings.ToLower(o.Path)
		if j, taken := folded[low]; taken {
			return nil, &CollisionError{o.Path, all[j].Kind, o.Kind}
		}
		folded[low] = i
	}
	return all, nil
}

// A Keyer sums what an output depends on. Each part is written with its length, so that
// no two lists of parts give one key.
type Keyer struct{ h hash.Hash }

// Key starts a key from the seed that all outputs of a product share (program, theme,
// configuration).
func Key(seed source.Digest) *Keyer {
	k := &Keyer{sha256.New()}
	k.h.Write(seed[:])
	return k
}

// Str adds strings.
func (k *Keyer) Str(parts ...string) *Keyer {
	var n [4]byte
	for _, p := range parts {
		binary.LittleEndian.PutUint32(n[:], uint32(len(p)))
		k.h.Write(n[:])
		io.WriteString(k.h, p)
	}
	return k
}

// Sum adds digests.
func (k *Keyer) Sum(parts ...source.Digest) *Keyer {
	for _, p := range parts {
		k.h.Write(p[:])
	}
	return k
}

// Int adds numbers.
func (k *Keyer) Int(parts ...int) *Keyer {
	var n [8]byte
	for _, p := range parts {
		binary.LittleEndian.PutUint64(n[:], uint64(p))
		k.h.Write(n[:])
	}
	return k
}

// Date adds a date.
func (k *Keyer) Date(d calendar.Date) *Keyer { return k.Int(int(d.Year), int(d.Month), int(d.Day)) }

// Cards adds what lists show of the items, in order.
func (k *Keyer) Cards(items ...*model.Item) *Keyer {
	k.Int(len(items))
	for _, it := range items {
		k.h.Write(it.Card[:])
	}
	return k
}

// Digest gives the key.
func (k *Keyer) Digest() (d source.Digest) {
	k.h.Sum(d[:0])
	return d
}
