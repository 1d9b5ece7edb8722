// Package gram owns the index of pairs of characters: which leaf of which text holds each pair of
// UTF-16 units that stand side by side, as compact lists in shards.
//
// A leaf is a number; whoever makes the index says what it means. Every list is exact, so that a word of
// two units is found without looking at a text, and a longer one in few leaves that do not hold it.
package gram

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"

	"gongkai/generator/crew"
)

// Mix spreads the pairs over 32 bits. It is one to one, so that no pair is taken for another.
func Mix(a, b uint16) uint32 {
	x := uint32(a)<<16 | uint32(b)
	x ^= x >> 16
	x *= 0x21f0aaad
	x ^= x >> 15
	x *= 0x735a2d97
	x ^= x >> 15
	return x
}

// An Index takes leaves, and then gives shards.
type Index struct {
	bits   uint   // of shards: there are 2^bits
	all    []leaf // in order
	leaves [2]int // how many each room has
	most   int    // entries of which a group is made

	once   sync.Once
	counts [][]int // of each shard's entries, for each block of leaves
	groups []*group
	spare  chan []entry // of groups that are written
}

type leaf struct {
	place entry // its room and number
	units []uint16
}

// A group is some neighbouring shards, of which the entries are made together. What the leaves hold takes two
// bytes a unit and its entries eight, so that they are not all there at a time.
type group struct {
	from, to int // shards
	once     sync.Once
	all      []entry
	shards   [][]entry    // parts of all
	left     atomic.Int32 // shards that are not written yet
}

// groupEntries is how many entries a group has, unless one shard alone has more.
const groupEntries = 4 << 20

// A Room is one of two sets of leaves that are numbered apart: few leaves in a room make short lists.
type Room uint8

// The rooms.
const (
	Heads Room = iota
	Bodies
)

// End is the unit that stands behind each passage of a leaf. No pair goes over it.
const End = 0

// An entry is a pair's low bits, then the room, then the leaf: as numbers, entries are in the order in
// which they are written.
type entry = uint64

const (
	pairShift = 32
	roomShift = 31
	leafMask  = 1<<roomShift - 1
)

// New makes an Index of 2^bits shards.
func New(bits uint) *Index {
	return &Index{bits: bits, most: groupEntries, spare: make(chan []entry, 2)}
}

// Leaf adds the next leaf of a room: its passages, each with End behind it. The index holds on to them.
func (x *Index) Leaf(r Room, units []uint16) {
	x.all = append(x.all, leaf{entry(r)<<roomShift | entry(x.leaves[r]), units})
	x.leaves[r]++
}

// Leaves is how many a room has.
func (x *Index) Leaves(r Room) int { return x.leaves[r] }

// pairs gives the mixed pairs of a leaf, in order, no matter how often.
func (l *leaf) pairs(do func(mixed uint32)) {
	last := uint16(End)
	for _, u := range l.units {
		if last != End && u != End {
			do(Mix(last, u))
		}
		last = u
	}
}

// block gives the leaves that one of those who make entries reads.
func (x *Index) block(i int) []leaf {
	n := len(x.counts)
	return x.all[i*len(x.all)/n : (i+1)*len(x.all)/n]
}

// group counts the entries of each shard, and shares the shards out to groups.
func (x *Index) group() {
	x.counts = make([][]int, crew.Size(0))
	crew.Long(0, len(x.counts), func(i int) {
		counts := make([]int, 1<<x.bits)
		for _, l := range x.block(i) {
			l.pairs(func(m uint32) { counts[m>>(32-x.bits)]++ })
		}
		x.counts[i] = counts
	})
	add := func(from, to int) {
		g := &group{from: from, to: to}
		g.left.Store(int32(to - from))
		x.groups = append(x.groups, g)
	}
	from, n := 0, 0
	for i := range 1 << x.bits {
		c := 0
		for _, b := range x.counts {
			c += b[i]
		}
		if i > from && n+c > x.most {
			add(from, i)
			from, n = i, 0
		}
		n += c
	}
	add(from, 1<<x.bits)
}

// of gives a shard's group, with its entries.
func (x *Index) of(shard int) *group {
	x.once.Do(x.group)
	at, _ := slices.BinarySearchFunc(x.groups, shard, func(g *group, shard int) int { return cmp.Compare(g.to, shard+1) })
	g := x.groups[at]
	g.once.Do(func() { x.fill(g) })
	return g
}

// fill makes the entries of a group: of each shard those of the first block of leaves, then those of the next.
func (x *Index) fill(g *group) {
	n := 0
	for _, b := range x.counts {
		for _, c := range b[g.from:g.to] {
			n += c
		}
	}
	select {
	case g.all = <-x.spare:
	default:
	}
	g.all = slices.Grow(g.all[:0], n)[:n]
	all, at := g.all, 0
	places := make([][][]entry, len(x.counts)) // by block and shard
	for i := range places {
		places[i] = make([][]entry, g.to-g.from)
	}
	g.shards = make([][]entry, g.to-g.from)
	for s := range g.shards {
		begin := at
		for i, b := range x.counts {
			n := b[g.from+s]
			places[i][s] = all[at : at : at+n]
			at += n
		}
		g.shards[s] = all[begin:at:at]
	}
	from, width := uint32(g.from), uint32(g.to-g.from)
	crew.Long(0, len(places), func(i int) {
		to := places[i]
		for _, l := range x.block(i) {
			l.pairs(func(m uint32) {
				if s := m>>(32-x.bits) - from; s < width {
					to[s] = append(to[s], entry(m<<x.bits>>x.bits)<<pairShift|l.place)
				}
			})
		}
	})
}

// Shard writes a shard. It may be called once for each, side by side, when all leaves are there.
func (x *Index) Shard(i int, w *Writer) {
	g := x.of(i)
	entries := g.shards[i-g.from]
	other := rooms.Get().(*[]entry)
	defer rooms.Put(other)
	*other = slices.Grow((*other)[:0], len(entries))[:len(entries)]
	defer func() {
		if g.left.Add(-1) == 0 {
			select {
			case x.spare <- g.all:
			default:
			}
			g.all, g.shards = nil, nil
		}
	}()
	all := slices.Compact(x.sort(entries, *other))
	pairs := 0
	for at := 0; at < len(all); at = end(all, at) {
		pairs++
	}
	w.Gamma(uint32(pairs) + 1)
	width := 32 - x.bits
	k := RiceOf(max(pairs, 1), 1<<width)
	last := -1
	for at := 0; at < len(all); {
		to := end(all, at)
		rest := int(all[at] >> 32)
		w.Rice(uint32(rest-last-1), k)
		last = rest
		cut := at
		for cut < to && all[cut]>>roomShift&1 == uint64(Heads) {
			cut++
		}
		list(w, all[at:cut], x.leaves[Heads])
		list(w, all[cut:to], x.leaves[Bodies])
		at = to
	}
}

// rooms is room for sorting a shard that nobody uses.
var rooms = sync.Pool{New: func() any { return new([]entry) }}

// sort puts entries, of which the leaves are in order, in the order of their pairs and rooms. What it gives
// is in all or in other.
func (x *Index) sort(all, other []entry) []entry {
	const digit = 12
	var ends [1 << digit]int32
	for shift := uint(roomShift); shift < pairShift+32-x.bits; shift += digit {
		clear(ends[:])
		for _, e := range all {
			ends[e>>shift&(1<<digit-1)]++
		}
		sum := int32(0)
		for i, n := range ends {
			ends[i] = sum
			sum += n
		}
		for _, e := range all {
			d := e >> shift & (1<<digit - 1)
			other[ends[d]] = e
			ends[d]++
		}
		all, other = other, all
	}
	return all
}

// end gives where the pair's list ends.
func end(all []entry, at int) int {
	to := at + 1
	for to < len(all) && all[to]>>32 == all[at]>>32 {
		to++
	}
	return to
}

// list writes which of a room's leaves hold a pair, or, where they are more than half, which do not.
func list(w *Writer, all []entry, leaves int) {
	n, rest := len(all), leaves-len(all)
	w.Gamma(uint32(n) + 1)
	last := -1
	put := func(leaf int, k uint) {
		w.Rice(uint32(leaf-last-1), k)
		last = leaf
	}
	if n <= rest {
		k := RiceOf(max(n, 1), rest)
		for _, e := range all {
			put(int(e&leafMask), k)
		}
		return
	}
	k, next := RiceOf(max(rest, 1), n), 0
	for _, e := range all {
		for ; next < int(e&leafMask); next++ {
			put(next, k)
		}
		next++
	}
	for ; next < leaves; next++ {
		put(next, k)
	}
}
