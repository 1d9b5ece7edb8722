package report

import (
	"cmp"
	"slices"
	"strings"
)

// speed counts how fast items were. limited tells whether the limit is in force.
func speed(items []Item, limited bool) (s Speed) {
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(b.Lag.Over(), a.Lag.Over()), cmp.Compare(a.Index, b.Index))
	})
	days := make([]int, len(items))
	for i, x := range items {
		days[i] = x.Lag.Days
		s.Estimate = s.Estimate || x.Lag.Estimate
		if s.Slowest.Item == nil || x.Lag.Days > s.Slowest.Lag.Days {
			s.Slowest = x
		}
		if limited && x.Lag.Over() > 0 {
			s.Over = append(s.Over, x)
			if strings.TrimSpace(x.Late) != "" {
				s.Excused++
			}
		}
	}
	s.Items, s.Median, s.all = len(items), median(days), items
	return s
}

// median gives the middle number, the mean of the two middle ones where they are even in
// number, and 0 where there is none.
func median(numbers []int) float64 {
	n := len(numbers)
	if n == 0 {
		return 0
	}
	slices.Sort(numbers)
	return float64(numbers[(n-1)/2]+numbers[n/2]) / 2
}
