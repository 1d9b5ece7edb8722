package plan

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

// A fixed product plans the paths that it is.
type fixed struct {
	kind  string
	paths []string
	err   error
}

func (f fixed) Kind() string { return f.kind }

func (f fixed) Plan(*model.Site) (outs []Output, err error) {
	for _, p := range f.paths {
		outs = append(outs, Output{Path: p, Render: func(io.Writer) error { return nil }})
	}
	return outs, f.err
}

func TestOutputsAreSortedAndKnowTheirProduct(t *testing.T) {
	outs, err := Outputs(&model.Site{}, []Product{fixed{"b", []string{"z", "a/b"}, nil}, fixed{"a", []string{"a/a"}, nil}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range outs {
		got = append(got, o.Path+" "+o.Kind)
	}
	if want := []string{"a/a a", "a/b b", "z b"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCollisionsNameBothProducts(t *testing.T) {
	for name, paths := range map[string][2]string{"same path": {"a/x.html", "a/x.html"}, "one path on Windows": {"a/X.html", "a/x.html"}} {
		t.Run(name, func(t *testing.T) {
			_, err := Outputs(&model.Site{}, []Product{fixed{"page", []string{paths[0]}, nil}, fixed{"feed", []string{paths[1]}, nil}})
			var c *CollisionError
			if !errors.As(err, &c) || c.First == c.Second {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestAProductsErrorIsNamed(t *testing.T) {
	boom := errors.New("boom")
	if _, err := Outputs(&model.Site{}, []Product{fixed{"page", nil, boom}}); !errors.Is(err, boom) || err.Error() != "page: boom" {
		t.Errorf("got %v", err)
	}
}

// Two lists of parts that a careless sum would confuse have two keys.
func TestKeysTellPartsApart(t *testing.T) {
	seed := source.Sum([]byte("seed"))
	a, b := &model.Item{Card: source.Digest{1}}, &model.Item{Card: source.Digest{2}}
	day, _ := calendar.Make(2026, 7, 1)
	keys := map[string]source.Digest{
		"nothing":     Key(seed).Digest(),
		"other seed":  Key(source.Digest{}).Digest(),
		"ab,c":        Key(seed).Str("ab", "c").Digest(),
		"a,bc":        Key(seed).Str("a", "bc").Digest(),
		"abc":         Key(seed).Str("abc").Digest(),
		"card a":      Key(seed).Cards(a).Digest(),
		"cards a,b":   Key(seed).Cards(a, b).Digest(),
		"cards b,a":   Key(seed).Cards(b, a).Digest(),
		"cards a | b": Key(seed).Cards(a).Cards(b).Digest(),
		"day":         Key(seed).Date(day).Digest(),
		"day before":  Key(seed).Date(day.AddDays(-1)).Digest(),
		"numbers":     Key(seed).Int(1, 2).Digest(),
		"numbers 2":   Key(seed).Int(1, 3).Digest(),
		"sum":         Key(seed).Sum(source.Digest{1}).Digest(),
	}
	seen := map[source.Digest]string{}
	for name, k := range keys {
		if other, taken := seen[k]; taken {
			t.Errorf("%s and %s have one key", name, other)
		}
		seen[k] = name
	}
	if again := Key(seed).Str("ab", "c").Digest(); again != keys["ab,c"] {
		t.Error("one list of parts has two keys")
	}
}

// A key is the digest of its parts behind each other, however long they are and wherever the
// Keyer's own buffer ends.
func TestKeysAreOfEveryByte(t *testing.T) {
	seed := source.Sum([]byte("seed"))
	for _, n := range []int{0, 1, 27, 178, 187, 188, 189, 223, 224, 225, 1000, 5000} {
		long := strings.Repeat("某", n)[:n]
		want := append([]byte{}, seed[:]...)
		k := Key(seed)
		for i := range 3 {
			k.Str(long).Int(i).Sum(seed).Cards(&model.Item{Card: seed})
			want = binary.LittleEndian.AppendUint32(want, uint32(n))
			want = append(want, long...)
			want = binary.LittleEndian.AppendUint64(want, uint64(i))
			want = append(want, seed[:]...)
			want = binary.LittleEndian.AppendUint64(want, 1)
			want = append(want, seed[:]...)
			if k.Digest() != source.Sum(want) {
				t.Errorf("the key of parts of %d bytes is not that of their bytes", n)
			}
		}
	}
}
