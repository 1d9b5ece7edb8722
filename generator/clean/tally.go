package clean

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
)

// A tally gathers what was taken and what is to be told, a line for each matter.
type tally struct {
	opt         Options
	taken, said []Line
}

// take notes what was taken: the values that it had, those that say something.
func (t *tally) take(what diag.Words, values ...string) {
	t.add(&t.taken, Line{What: what, Values: values})
}

// count notes how many of something were taken.
func (t *tally) count(what diag.Words, n int, values ...string) {
	if n > 0 {
		t.add(&t.taken, Line{what, values, n})
	}
}

// say notes what stays.
func (t *tally) say(what diag.Words, values ...string) {
	t.add(&t.said, Line{What: what, Values: values})
}

// sayCount notes how many of something stay.
func (t *tally) sayCount(what diag.Words, n int) {
	if n > 0 {
		t.add(&t.said, Line{What: what, Count: n})
	}
}

func (t *tally) add(list *[]Line, l Line) {
	i := slices.IndexFunc(*list, func(x Line) bool { return x.What == l.What })
	if i < 0 {
		*list, i = append(*list, Line{What: l.What}), len(*list)
	}
	x := &(*list)[i]
	x.Count += l.Count
	for _, v := range l.Values {
		if v = strings.Join(strings.Fields(v), " "); v != "" && !slices.Contains(x.Values, v) {
			x.Values = append(x.Values, v)
		}
	}
}
