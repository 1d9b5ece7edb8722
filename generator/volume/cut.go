package volume

import "gongkai/generator/calendar"

// A run is the rows from, up to but without to, of one volume.
type run struct {
	Span
	from, to int
}

// stem gives the address of the run's volume: the set's own for all rows.
func (r run) stem(set, sep string) string {
	if r.Span == (Span{}) {
		return set
	}
	return set + sep + r.name()
}

// cut cuts n rows, newest first, whose days the function gives, so that no run has more
// than limit. No rows are one run.
func cut(n, limit int, day func(int) calendar.Date) []run {
	all := run{to: n}
	if n <= limit {
		return []run{all}
	}
	var out []run
	for _, year := range same(all, func(i int) Span { return yearOf(day(i)) }) {
		if year.to-year.from <= limit {
			out = append(out, year)
			continue
		}
		for _, month := range same(year, func(i int) Span { return monthOf(day(i)) }) {
			out = append(out, number(month, limit)...)
		}
	}
	return out
}

func yearOf(d calendar.Date) Span {
	if d.IsZero() {
		return Span{Undated: true}
	}
	return Span{Year: int(d.Year)}
}

func monthOf(d calendar.Date) Span {
	s := yearOf(d)
	s.Month = int(d.Month)
	return s
}

// same cuts a run into runs of one span each.
func same(all run, span func(int) Span) (out []run) {
	for i := all.from; i < all.to; {
		r := run{Span: span(i), from: i}
		for i < all.to && span(i) == r.Span {
			i++
		}
		r.to = i
		out = append(out, r)
	}
	return out
}

// number cuts a run that is still too long into numbered ones, the oldest rows the first:
// so what is new changes only the last.
func number(all run, limit int) (out []run) {
	n := all.to - all.from
	if n <= limit {
		return []run{all}
	}
	to := all.from
	for part := (n + limit - 1) / limit; part > 0; part-- {
		r := run{Span: all.Span, from: to, to: all.to - (part-1)*limit}
		r.Part, to = part, r.to
		out = append(out, r)
	}
	return out
}
