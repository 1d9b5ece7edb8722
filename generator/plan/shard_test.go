package plan

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"gongkai/generator/source"
)

// manyPaths gives paths such as a site has.
func manyPaths(n int) (paths []string) {
	for i := range n {
		stem := fmt.Sprintf("items/D%02d-2026/D%02d-2026-%05d", i%20, i%20, i/20)
		paths = append(paths, stem+[]string{".html", ".json", ".txt"}[i%3])
	}
	return paths
}

func TestEveryPathIsInExactlyOneShardAndTheyAreEven(t *testing.T) {
	const total = 5_000
	paths := manyPaths(total)
	for _, count := range []int{1, 2, 3, 7, 20, 100, 256, MaxShards} {
		sizes := make([]int, count)
		for i, p := range paths {
			if count > 256 && i >= 200 {
				break // each path is tried in every shard
			}
			owners := 0
			for index := range count {
				if (Shard{index + 1, count}).Owns(p) {
					owners++
					sizes[index]++
				}
			}
			if owners != 1 {
				t.Fatalf("%s is in %d of %d shards", p, owners, count)
			}
		}
		if count > 256 {
			continue
		}
		even := float64(total) / float64(count)
		for index, size := range sizes {
			if off := math.Abs(float64(size) - even); off > 5*math.Sqrt(even) {
				t.Errorf("shard %d/%d has %d outputs, where %.0f is even", index+1, count, size, even)
			}
		}
	}
}

// The split is written down in manifests and job definitions: it must not change.
func TestTheSplitStays(t *testing.T) {
	for _, tt := range []struct {
		path  string
		shard Shard
	}{
		{"index.html", Shard{1, 1}},
		{"index.html", Shard{1, 2}},
		{"index.html", Shard{6, 7}},
		{"index.html", Shard{7291, 10000}},
		{"404.html", Shard{1, 1}},
		{"404.html", Shard{1, 2}},
		{"404.html", Shard{7, 7}},
		{"404.html", Shard{5437, 10000}},
		{"items/A/A-1.html", Shard{1, 1}},
		{"items/A/A-1.html", Shard{1, 2}},
		{"items/A/A-1.html", Shard{7, 7}},
		{"items/A/A-1.html", Shard{8261, 10000}},
	} {
		if !tt.shard.Owns(tt.path) {
			t.Errorf("%s is not in shard %s", tt.path, tt.shard)
		}
	}
}

func TestOfKeepsTheOrder(t *testing.T) {
	var outs []Output
	for _, p := range manyPaths(300) {
		outs = append(outs, Output{Path: p})
	}
	var all []string
	for index := range 4 {
		last := -1
		for _, o := range (Shard{index + 1, 4}).Of(outs) {
			at := slices.IndexFunc(outs, func(x Output) bool { return x.Path == o.Path })
			if at <= last {
				t.Errorf("shard %d: %s stands before what it followed", index+1, o.Path)
			}
			last = at
			all = append(all, o.Path)
		}
	}
	want := manyPaths(300)
	slices.Sort(all)
	slices.Sort(want)
	if !slices.Equal(all, want) {
		t.Errorf("four shards hold %d outputs, want each of %d once", len(all), len(want))
	}
}

func TestParseShard(t *testing.T) {
	for text, want := range map[string]Shard{"1/1": {1, 1}, "2/7": {2, 7}, "7/7": {7, 7}, "02/07": {2, 7}, "10000/10000": {10000, 10000}} {
		if got, err := ParseShard(text); err != nil || got != want {
			t.Errorf("%q gives %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "/", "x", "1", "1/", "/1", "0/3", "4/3", "1/0", "-1/3", "+1/3", "1/-3", "1/3/5", " 1/3", "1/ 3", "1.5/3", "１/3", "1/10001", "99999999999999999999/3"} {
		var bad *ShardError
		if got, err := ParseShard(text); !errors.As(err, &bad) || bad.Text != text || got != (Shard{}) {
			t.Errorf("%q gives %v, %v", text, got, err)
		}
	}
	if got := (Shard{2, 7}).String(); got != "2/7" {
		t.Errorf("String gives %s", got)
	}
}

func TestDigestTellsPlansApart(t *testing.T) {
	key := func(s string) source.Digest { return source.Sum([]byte(s)) }
	base := []Output{{Path: "a", Key: key("1")}, {Path: "b", Key: key("2")}}
	cut := slices.Clone(base)
	for i := range cut {
		clear(cut[i].Key[KeptKey:])
	}
	if Digest(cut) != Digest(base) {
		t.Error("a key as a manifest keeps it gives another digest")
	}
	seen := map[source.Digest]string{Digest(base): "base"}
	for name, outs := range map[string][]Output{
		"nothing":       nil,
		"one less":      base[:1],
		"another path":  {{Path: "a", Key: key("1")}, {Path: "c", Key: key("2")}},
		"another key":   {{Path: "a", Key: key("1")}, {Path: "b", Key: key("3")}},
		"keys exchange": {{Path: "a", Key: key("2")}, {Path: "b", Key: key("1")}},
		"no key":        {{Path: "a"}, {Path: "b"}},
	} {
		d := Digest(outs)
		if other, taken := seen[d]; taken {
			t.Errorf("%s and %s have one digest", name, other)
		}
		seen[d] = name
	}
}
