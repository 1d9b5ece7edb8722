package gram

import (
	"bytes"
	"errors"
	"math/rand"
	"slices"
	"testing"
)

// A reader reads what a Writer wrote, as the page's script does.
type reader struct {
	units []uint16
	at    int // bits
}

func read(wrapped []uint16) *reader {
	r := &reader{}
	for _, u := range wrapped {
		r.units = append(r.units, u-firstUnit)
	}
	return r
}

func (r *reader) bits(n uint) (v uint32) {
	for range n {
		v = v<<1 | uint32(r.units[r.at/unitBits]>>(unitBits-1-r.at%unitBits)&1)
		r.at++
	}
	return v
}

func (r *reader) gamma() uint32 {
	n := uint(0)
	for r.bits(1) == 0 {
		n++
	}
	return 1<<n | r.bits(n)
}

func (r *reader) rice(k uint) uint32 {
	q := uint32(0)
	for r.bits(1) == 1 {
		q++
	}
	return q<<k | r.bits(k)
}

func (r *reader) gaps(n int, k uint) (out []int) {
	last := -1
	for range n {
		last += 1 + int(r.rice(k))
		out = append(out, last)
	}
	return out
}

// lists reads a shard: the leaves of each room, by the pair's low bits.
func lists(w *Writer, width uint, leaves [2]int) map[uint32][2][]int {
	r := read(w.Wrapped())
	out := map[uint32][2][]int{}
	pairs := int(r.gamma()) - 1
	k := RiceOf(max(pairs, 1), 1<<width)
	rest := -1
	for range pairs {
		rest += 1 + int(r.rice(k))
		var two [2][]int
		for room := range two {
			n := int(r.gamma()) - 1
			if other := leaves[room] - n; n <= other {
				two[room] = r.gaps(n, RiceOf(max(n, 1), other))
			} else {
				not := r.gaps(other, RiceOf(max(other, 1), n))
				for i := range leaves[room] {
					if !slices.Contains(not, i) {
						two[room] = append(two[room], i)
					}
				}
			}
		}
		out[uint32(rest)] = two
	}
	return out
}

func TestWriter(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	type number struct {
		kind int
		v    uint32
		k    uint
	}
	var all []number
	var w Writer
	for range 5000 {
		n := number{rng.Intn(3), rng.Uint32() >> rng.Intn(32), uint(rng.Intn(24))}
		switch n.kind {
		case 0:
			n.k = uint(rng.Intn(17))
			n.v &= 1<<n.k - 1
			w.Bits(n.v, n.k)
		case 1:
			n.v = max(n.v>>1, 1)
			w.Gamma(n.v)
		case 2:
			n.v = min(n.v, 40<<n.k)
			w.Rice(n.v, n.k)
		}
		all = append(all, n)
	}
	r := read(w.Wrapped())
	for i, n := range all {
		var got uint32
		switch n.kind {
		case 0:
			got = r.bits(n.k)
		case 1:
			got = r.gamma()
		case 2:
			got = r.rice(n.k)
		}
		if got != n.v {
			t.Fatalf("number %d: %d, want %d (kind %d, k %d)", i, got, n.v, n.kind, n.k)
		}
	}
	if bits := len(w.units)*unitBits + int(w.n); r.at != bits {
		t.Errorf("%d bits were read of %d", r.at, bits)
	}
}

// Every list is what a simple search of the leaves says, whatever the pairs, rooms and shards are.
func TestIndex(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	for range 60 {
		bits := uint(rng.Intn(6))
		letters := 2 + rng.Intn(30) // few: pairs that are nearly everywhere
		x := New(bits)
		want := map[[2]uint16][2][]int{}
		for range 1 + rng.Intn(200) {
			room := Room(rng.Intn(2))
			leaf := x.Leaves(room)
			var all []uint16
			for range rng.Intn(4) {
				units := make([]uint16, rng.Intn(30))
				for i := range units {
					units[i] = uint16(0x4E00 + rng.Intn(letters))
				}
				all = append(append(all, units...), End)
				for i := 1; i < len(units); i++ {
					p := [2]uint16{units[i-1], units[i]}
					two := want[p]
					if l := two[room]; len(l) == 0 || l[len(l)-1] != leaf {
						two[room] = append(two[room], leaf)
					}
					want[p] = two
				}
			}
			x.Leaf(room, all)
		}
		if rng.Intn(2) == 0 {
			x.most = 1 + rng.Intn(1000)
		}
		leaves := [2]int{x.Leaves(Heads), x.Leaves(Bodies)}
		found := 0
		for i := range 1 << bits {
			var w Writer
			x.Shard(i, &w)
			got := lists(&w, 32-bits, leaves)
			found += len(got)
			for p, two := range want {
				m := Mix(p[0], p[1])
				if int(uint64(m)>>(32-bits)) != i {
					continue
				}
				have := got[m&uint32(1<<(32-bits)-1)]
				if !slices.Equal(have[0], two[0]) || !slices.Equal(have[1], two[1]) {
					t.Fatalf("%x: %v, want %v", p, have, two)
				}
			}
		}
		if found != len(want) {
			t.Fatalf("%d pairs are listed, want %d", found, len(want))
		}
	}
}

func TestMixIsOneToOne(t *testing.T) {
	seen := make(map[uint32]bool, 1<<20)
	for a := range 1 << 10 {
		for b := range 1 << 10 {
			m := Mix(uint16(a*61), uint16(b*53+7))
			if seen[m] {
				t.Fatalf("%d and %d have another's place", a, b)
			}
			seen[m] = true
		}
	}
}

func TestScript(t *testing.T) {
	text := "甲\"乙\\丙\n丁\r𠮷 \\n \\\""
	file := Script("0/g1", Quoted(text))
	if !bytes.HasPrefix(file, []byte{0xFF, 0xFE}) {
		t.Errorf("the file begins with % x", file[:4])
	}
	name, data, err := Unscript(file)
	if err != nil || name != "0/g1" || Unquoted(data) != text {
		t.Errorf("%q %q %v", name, Unquoted(data), err)
	}
	for _, cut := range [][]byte{nil, file[:8], file[:len(file)-2], file[2:], Script(`a"b`, nil)[:20], []byte("gk(\"a\",\"b\")\n")} {
		if _, _, err := Unscript(cut); !errors.Is(err, ErrNoScript) {
			t.Errorf("% x: %v", cut, err)
		}
	}
}

func FuzzUnscript(f *testing.F) {
	f.Add(Script("site", Quoted(`{"a":1}`)))
	f.Add([]byte{0xFF, 0xFE, 'g', 0, 'k', 0, '(', 0, '"', 0})
	f.Fuzz(func(t *testing.T, file []byte) {
		name, data, err := Unscript(file)
		if err == nil && !bytes.Equal(Script(name, data), file[:len(file)&^1]) {
			t.Errorf("%q is read as %q", file, name)
		}
	})
}
