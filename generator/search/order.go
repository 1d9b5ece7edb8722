package search

import (
	"cmp"
	"maps"
	"slices"
)

// sortKinds puts the most frequent first.
func sortKinds(kinds []Facets, counts map[Facets]int) {
	slices.SortFunc(kinds, func(a, b Facets) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), slices.Compare(a[:], b[:]))
	})
}

// pairs writes traditional characters with their simplified forms, in order.
func pairs(m map[rune]rune) (out []byte) {
	for _, r := range sorted(m) {
		out = append(append(out, string(r)...), string(m[r])...)
	}
	return out
}

// sorted gives a map's characters in order.
func sorted[V any](m map[rune]V) []rune { return slices.Sorted(maps.Keys(m)) }
