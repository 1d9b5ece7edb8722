package search

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/zlib"

	"gongkai/generator/fold"
	"gongkai/generator/gram"
	"gongkai/generator/record"
)

// A Text is what a visitor can read of one document, as the index takes it.
type Text struct {
	Address string   // of its page, below the root
	Keys    []string // other forms of its numbers, folded; nobody sees them
	Head    []string // title, numbers
	Record  []string // summary, the record's labels and values, names of attachments
	Body    []string // paragraphs, headings and cells, in order
	Day     int      // days since 1970-01-01 on which it was published
	Facets  Facets   // what it can be chosen by
}

// Facets are places among the values of the facets: department, group, cadence, stage and state.
type Facets [5]int

// kind is what is coded at once: few kinds make up nearly all documents.
func (f Facets) kind() Facets { return Facets{2: f[2], 3: f[3], 4: f[4]} }

// leafBytes is how long a leaf of a body is at most, unless one passage alone is longer: some six hundred Han
// characters. Shorter leaves make a longer index, and fewer texts to be looked at in vain.
const leafBytes = 1800

// Marks between the documents and the leaves of a file of texts. No passage is empty, none has a line's end.
const (
	betweenTexts  = "\n\n\n"
	betweenLeaves = "\n\n"
)

// leaves cuts a text: what it is called, its record, its keys, and then its body. The first
// passage of the first leaf is no part of it, but its address.
func (t *Text) leaves(do func(room gram.Room, passages []string)) {
	do(gram.Heads, append([]string{t.Address}, t.Head...))
	do(gram.Heads, t.Record)
	do(gram.Heads, t.Keys)
	from, n := 0, 0
	for i, p := range t.Body {
		if i > from && n+len(p) > leafBytes {
			do(gram.Bodies, t.Body[from:i])
			from, n = i, 0
		}
		n += len(p)
	}
	if from < len(t.Body) {
		do(gram.Bodies, t.Body[from:])
	}
}

// sumOf is the sum of texts by their sums.
func sumOf(sums []uint32) uint32 {
	h := crc32.NewIEEE()
	for _, s := range sums {
		h.Write(binary.LittleEndian.AppendUint32(nil, s))
	}
	return h.Sum32()
}

// A reading is a text as an index takes it: folded passages, leaf by leaf.
type reading struct {
	sum    uint32 // tells the text from what it was before, for browsers that kept a part of an older index
	day    int
	facets Facets
	leaves []leaf
}

type leaf struct {
	room  gram.Room
	units []uint16 // passages, each with gram.End behind it
}

// A reader is room for reading texts, one after the other.
type reader struct {
	bytes []byte
	units []uint16
	ends  []int
	rooms []gram.Room
}

// readers are those that nobody uses.
var readers = make(chan *reader, 16)

// read folds a text. The keys have how its title is spoken.
func (t *Text) read(f *fold.Folder, v *voice) *reading {
	var r *reader
	select {
	case r = <-readers:
	default:
		r = new(reader)
	}
	r.bytes, r.units, r.ends, r.rooms = r.bytes[:0], r.units[:0], r.ends[:0], r.rooms[:0]
	t.leaves(func(room gram.Room, passages []string) {
		for i, p := range passages {
			from := len(r.bytes)
			r.bytes = append(append(r.bytes, p...), '\n')
			if i > 0 || len(r.ends) > 0 { // not the address
				r.units = append(f.Append(r.units, r.bytes[from:len(r.bytes)-1]), gram.End)
			}
		}
		r.bytes = append(r.bytes, '\n')
		if len(r.ends) == 2 {
			r.units = v.sounds(r.units, t.Head[0])
		}
		r.ends, r.rooms = append(r.ends, len(r.units)), append(r.rooms, room)
	})
	out := &reading{sum: crc32.ChecksumIEEE(r.bytes), day: t.Day, facets: t.Facets, leaves: make([]leaf, len(r.ends))}
	units, from := slices.Clone(r.units), 0
	for i, to := range r.ends {
		out.leaves[i] = leaf{r.rooms[i], units[from:to]}
		from = to
	}
	select {
	case readers <- r:
	default:
	}
	return out
}

// A Segment is the index of some documents, oldest first.
type Segment struct {
	bits  uint
	index *gram.Index
	docs  []doc
	sums  []uint32      // of each
	sum   func() uint32 // of all
}

// A doc is what a segment keeps of a text.
type doc struct {
	day, leaves int
	facets      Facets
}

// NewSegment makes a segment of 2^bits shards.
func NewSegment(bits uint) *Segment {
	s := &Segment{bits: bits, index: gram.New(bits)}
	s.sum = sync.OnceValue(func() uint32 { return sumOf(s.sums) })
	return s
}

// Add takes the next text.
func (s *Segment) Add(r *reading) {
	d := doc{day: r.day, facets: r.facets}
	for _, l := range r.leaves {
		s.index.Leaf(l.room, l.units)
		if l.room == gram.Bodies {
			d.leaves++
		}
	}
	s.docs, s.sums = append(s.docs, d), append(s.sums, r.sum)
}

// writers are those that nobody uses.
var writers = sync.Pool{New: func() any { return new(gram.Writer) }}

func newWriter() *gram.Writer {
	w := writers.Get().(*gram.Writer)
	w.Reset()
	return w
}

// Shard gives a shard's file.
func (s *Segment) Shard(name string, i int) []byte {
	w := newWriter()
	defer writers.Put(w)
	w.Bits(s.sum(), 15)
	s.index.Shard(i, w)
	return gram.Script(name, w.Wrapped())
}

// Meta gives the file that says what the leaves are. chunks are how many documents stand in each
// file of texts.
func (s *Segment) Meta(name string, facets []record.Facet, chunks []int) []byte {
	var w gram.Writer
	n := len(s.docs)
	w.Bits(s.sum(), 15)
	w.Gamma(uint32(s.bits) + 1)
	w.Gamma(uint32(n) + 1)
	w.Gamma(uint32(s.index.Leaves(gram.Bodies)) + 1)
	day0, sum := 1, 0
	if n > 0 {
		day0 = s.docs[0].day
		sum = s.docs[n-1].day - day0
	}
	kDay, kLeaf := gram.RiceOf(max(n, 1), sum), gram.RiceOf(max(n, 1), s.index.Leaves(gram.Bodies))
	w.Gamma(uint32(day0))
	w.Gamma(uint32(kDay) + 1)
	w.Gamma(uint32(kLeaf) + 1)
	kinds, places := kindsOf(s.docs)
	w.Gamma(uint32(len(kinds)) + 1)
	spread := 0
	for i, k := range kinds {
		for _, v := range k[2:] {
			w.Gamma(uint32(v) + 1)
		}
		spread += i * places[k].count
	}
	kKind := gram.RiceOf(max(n, 1), spread)
	w.Gamma(uint32(kKind) + 1)
	day := day0
	for _, d := range s.docs {
		w.Rice(uint32(d.day-day), kDay)
		day = d.day
		w.Rice(uint32(d.leaves), kLeaf)
		w.Rice(uint32(places[d.facets.kind()].at), kKind)
		for i, v := range d.facets[:2] {
			w.Bits(uint32(v), width(len(facets[i].Values)))
		}
	}
	w.Gamma(uint32(len(chunks)) + 1)
	from := 0
	for _, c := range chunks {
		w.Gamma(uint32(c))
		w.Bits(sumOf(s.sums[from:from+c]), 15)
		from += c
	}
	return gram.Script(name, w.Wrapped())
}

// width is how many bits tell n things apart.
func width(n int) (b uint) {
	for 1<<b < n {
		b++
	}
	return b
}

type kindPlace struct{ at, count int }

// kindsOf lists the kinds of documents there are, the most frequent first.
func kindsOf(docs []doc) ([]Facets, map[Facets]kindPlace) {
	counts := map[Facets]int{}
	for _, d := range docs {
		counts[d.facets.kind()]++
	}
	kinds := make([]Facets, 0, len(counts))
	for k := range counts {
		kinds = append(kinds, k)
	}
	sortKinds(kinds, counts)
	places := make(map[Facets]kindPlace, len(kinds))
	for i, k := range kinds {
		places[k] = kindPlace{i, counts[k]}
	}
	return kinds, places
}

// pack gives a file of texts, of which the sums are given.
func pack(f *fold.Folder, name string, texts []*Text, sums []uint32) ([]byte, error) {
	p := newPacker()
	defer p.free()
	seen := map[rune]rune{}
	for _, t := range texts {
		p.in = append(p.in, betweenTexts...)
		first := true
		t.leaves(func(_ gram.Room, passages []string) {
			if !first {
				p.in = append(p.in, betweenLeaves...)
			}
			first = false
			for i, text := range passages {
				if i > 0 {
					p.in = append(p.in, '\n')
				}
				p.in = append(p.in, line(text)...)
				f.Traditional(text, seen)
			}
		})
	}
	if err := p.pack(pairs(seen), p.in); err != nil {
		return nil, err
	}
	w := newWriter()
	defer writers.Put(w)
	w.Bits(sumOf(sums), 15)
	w.Gamma(uint32(p.out.Len()) + 1)
	w.Bytes(p.out.Bytes())
	return gram.Script(name, w.Wrapped()), nil
}

// line makes a passage one that holds no mark of the file's.
func line(s string) string {
	for i := range len(s) {
		if s[i] < ' ' {
			return strings.Map(func(r rune) rune { return max(r, ' ') }, s)
		}
	}
	return s
}

// A packer is room for packing, used again and again.
type packer struct {
	in  []byte
	out bytes.Buffer
	z   *zlib.Writer
}

// packers are those that nobody uses. A sync.Pool would lose them, and each is a megabyte.
var packers = make(chan *packer, 16)

func newPacker() *packer {
	select {
	case p := <-packers:
		p.in = p.in[:0]
		return p
	default:
	}
	p := new(packer)
	p.z, _ = zlib.NewWriterLevel(&p.out, 5)
	return p
}

func (p *packer) free() {
	select {
	case packers <- p:
	default:
	}
}

func (p *packer) pack(parts ...[]byte) error {
	p.out.Reset()
	p.z.Reset(&p.out)
	for _, part := range parts {
		if _, err := p.z.Write(part); err != nil {
			return err
		}
	}
	return p.z.Close()
}
