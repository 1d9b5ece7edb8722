// Package search owns the index that a reader's browser searches: no server has a part in it.
//
// It is exact. Of every document it keeps, for each two characters that stand side by side, where they
// stand (package gram), and the texts themselves, so that the page's script, themes/default/assets/search.js, can look
// whether a longer word is really there. Nothing is cut into words, as Chinese has none to cut by.
//
// The documents are spread over segments by their index numbers: one on most sites, more on a large one, so
// that a change of one item changes a small part of the files. Of each segment there are
//
//	data/0/b12.js  some documents' texts, packed, from the document with this number on
//	data/0/g1f.js  a shard of the pairs, by their mixed bits
//	data/0/m.js    what its leaves and documents are: days, facets, where the texts stand
//
// and for the site data/site.js (names of the facets, how many files there are), data/han.js (traditional characters) and
// data/py.js (how the characters of titles sound). A script hands each file over, because a page that
// is opened from a folder may read nothing else. Shards and texts begin with a sum that m.js has too, by which
// the script sees that a browser's cache mixes two builds, and asks anew.
package search

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"math/bits"
	"strconv"
	"sync"
	"sync/atomic"

	"gongkai/generator/fold"
	"gongkai/generator/gram"
	"gongkai/generator/model"
	"gongkai/generator/page"
	"gongkai/generator/plan"
	"gongkai/generator/record"
	"gongkai/generator/source"
)

// version changes when the same content gives another index though program has not.
const version = "search/1"

// dir is where the index lies.
const dir = "search/data/"

// A Product is the index, as a plan.Product.
type Product struct {
	site   *model.Site
	seed   source.Digest
	voice  func() *voice
	read   func(*model.Item) (page.Reading, error)
	facets []record.Facet
	places []map[string]int // of the facets' values, by their codes
	parts  []*part
}

// A part is a segment as planned.
type part struct {
	at     int
	items  []*model.Item // oldest first
	keys   []source.Digest
	bits   uint
	chunks []int // how many items each file of texts has
	key    source.Digest

	read  []atomic.Pointer[reading] // what the files of texts leave for the lists, which come after them
	begun atomic.Bool               // the lists are
	once  sync.Once
	made  *Segment
	err   error
	left  atomic.Int32 // files that need made
}

// folder is for all indexes: making it takes longer than using it on a small site.
var folder = sync.OnceValue(fold.New)

// New plans the index of a site's public items. read says how the text of one is to be had, once the pages are planned.
func New(site *model.Site, seed source.Digest, read func(*model.Item) (page.Reading, error)) *Product {
	p := &Product{site: site, read: read, seed: plan.Key(seed).Str(version).Digest(), voice: sync.OnceValue(func() *voice { return voiceOf(site) })}
	p.facets = record.Facets(site)
	for _, f := range p.facets {
		places := make(map[string]int, len(f.Values))
		for i, v := range f.Values {
			places[v[0]] = i
		}
		p.places = append(p.places, places)
	}
	p.parts = p.split()
	return p
}

// Kind is "search".
func (p *Product) Kind() string { return "search" }

// Sizes by which a site is split.
const (
	oneSegment   = 12500    // items that one segment holds; on a larger site they are fewer
	leastSegment = 1500     // items
	shardText    = 16 << 10 // bytes of text for a shard
	mostShards   = 9        // as bits
	leastChunk   = 14 << 10 // bytes of text in a file of texts
	mostChunk    = 32 << 10
	recordText   = 600 // bytes that a record comes to
)

// segments gives how many segments so many items have: a power of two.
func segments(items int) int {
	if items <= oneSegment {
		return 1
	}
	n := items * items / (oneSegment * oneSegment)
	n = max(2, min(n, items/leastSegment))
	return 1 << (bits.Len(uint(n)) - 1)
}

// split spreads the items over segments.
func (p *Product) split() []*part {
	items := p.site.Items
	n := segments(len(items))
	parts := make([]*part, n)
	for i := range parts {
		parts[i] = &part{at: i}
	}
	sum := func(it *model.Item) uint64 {
		d := source.Sum([]byte(it.Index)) // spread evenly, as index numbers are all alike
		return binary.BigEndian.Uint64(d[:])
	}
	for i := len(items) - 1; i >= 0; i-- { // they are newest first
		it := items[i]
		s := parts[sum(it)>>32%uint64(n)]
		s.items = append(s.items, it)
		s.keys = append(s.keys, p.itemKey(it))
	}
	for _, s := range parts {
		size, all, from := 0, 0, 0
		for i, it := range s.items {
			size += int(it.Body.Text) + recordText
			last := i == len(s.items)-1
			if last || size >= mostChunk || size >= leastChunk && sum(it)%4 == 0 {
				s.chunks = append(s.chunks, i+1-from)
				all += size
				from, size = i+1, 0
			}
		}
		s.bits = uint(min(mostShards, max(0, bits.Len(uint(all/shardText))-1)))
		s.read = make([]atomic.Pointer[reading], len(s.items))
		s.key = plan.Key(p.seed).Int(s.at, int(s.bits)).Sum(s.keys...).Digest()
	}
	return parts
}

// itemKey sums what the index has of an item.
func (p *Product) itemKey(it *model.Item) source.Digest {
	k := plan.Key(p.seed).Sum(it.Full).Str(it.Address(""), record.Moving(p.site, it))
	for i := range it.Links {
		if p.site.Resolve(it, it.Links[i].Dest).Hidden {
			k.Int(i)
		}
	}
	return k.Digest()
}

// Plan lists the index's files.
func (p *Product) Plan(*model.Site) ([]plan.Output, error) {
	var outs []plan.Output
	add := func(name string, key source.Digest, render func() ([]byte, error)) {
		outs = append(outs, plan.Output{Path: dir + name + ".js", Key: key, Render: func(w io.Writer) error {
			text, err := render()
			if err == nil {
				_, err = w.Write(text)
			}
			return err
		}})
	}
	whole := plan.Key(p.seed).Str("site")
	for _, s := range p.parts {
		whole.Int(int(s.bits), len(s.chunks))
	}
	add("site", whole.Digest(), p.siteFile)
	add("han", plan.Key(p.seed).Str("han").Digest(), p.hanFile)
	titles := plan.Key(p.seed).Str("py")
	for _, it := range p.site.Items {
		titles.Str(it.Title)
	}
	add("py", titles.Digest(), p.soundFile)
	for _, s := range p.parts {
		at := strconv.Itoa(s.at) + "/"
		s.left.Store(1 + 1<<s.bits)
		add(at+"m", plan.Key(s.key).Str("m").Int(s.chunks...).Digest(), func() ([]byte, error) {
			return p.of(s, func(made *Segment) []byte {
				return made.Meta(at+"m", p.facets, s.chunks)
			})
		})
		for i := range 1 << s.bits {
			name := at + "g" + strconv.FormatInt(int64(i), 16)
			add(name, plan.Key(s.key).Str("g").Int(i).Digest(), func() ([]byte, error) {
				return p.of(s, func(made *Segment) []byte { return made.Shard(name, i) })
			})
		}
		from := 0
		for _, n := range s.chunks {
			name, start, to := at+"b"+strconv.Itoa(from), from, from+n
			add(name, plan.Key(p.seed).Str(name).Sum(s.keys[start:to]...).Digest(), func() ([]byte, error) { return p.chunk(name, s, start, to) })
			from = to
		}
		s.keys = nil // all that was to be told of them is in the outputs' keys
	}
	return outs, nil
}

// of makes a file of a segment that is made when the first is asked for and dropped after the last.
func (p *Product) of(s *part, file func(*Segment) []byte) ([]byte, error) {
	s.once.Do(func() { s.made, s.err = p.segment(s) })
	if s.err != nil {
		return nil, s.err
	}
	out := file(s.made)
	if s.left.Add(-1) == 0 {
		s.made = nil
	}
	return out, nil
}

// siteFile writes what is the whole site's.
func (p *Product) siteFile() ([]byte, error) {
	// How many files there are is for whoever looks whether all are there.
	type segment struct {
		Shards int `json:"shards"`
		Texts  int `json:"texts"`
	}
	var all []segment
	for _, s := range p.parts {
		all = append(all, segment{1 << s.bits, len(s.chunks)})
	}
	text, err := json.Marshal(map[string]any{"facets": p.facets, "segments": all})
	return gram.Script("site", gram.Quoted(string(text))), err
}

func (p *Product) hanFile() ([]byte, error) { return gram.Script("han", gram.Quoted(fold.Pairs)), nil }
