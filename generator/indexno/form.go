package indexno

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A class is a set of characters: some ASCII ones, perhaps every other letter, perhaps
// one more.
type class struct {
	low, high uint64 // bits of ASCII 0–63 and 64–127
	letters   bool   // letters beyond ASCII
	one       rune   // 0 for none
}

// of makes the class of the ASCII characters.
func of(chars string) (c class) {
	for i := range len(chars) {
		if chars[i] < 64 {
			c.low |= 1 << chars[i]
		} else {
			c.high |= 1 << (chars[i] - 64)
		}
	}
	return c
}

const (
	digit    = "0123456789"
	lower    = "abcdefghijklmnopqrstuvwxyz"
	upper    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	positive = "123456789"
)

var (
	digitClass = of(digit)
	firstClass = of(positive)
	idClass    = of(digit + lower)
	idInner    = of(digit + lower + "-")
	wordClass  = func() class { c := of(digit + lower + upper); c.letters = true; return c }()
)

func (c class) has(r rune) bool {
	switch {
	case r < 64:
		return c.low>>uint(r)&1 == 1
	case r < 128:
		return c.high>>uint(r-64)&1 == 1
	}
	return r == c.one || c.letters && r != utf8.RuneError && unicode.IsLetter(r)
}

func (c class) meets(d class) bool {
	return c.low&d.low != 0 || c.high&d.high != 0 || c.letters && d.letters ||
		c.one != 0 && d.has(c.one) || d.one != 0 && c.has(d.one)
}

// A step of a form: one character of the class, or one and more of it.
type step struct {
	class class
	more  bool
}

// forms gives what the part may look like: one of several rows of steps. No text has two
// of the forms. loose lets a serial have any number of zeros.
func (p part) forms(loose bool) [][]step {
	rep := func(c class, n int) []step {
		row := make([]step, n)
		for i := range row {
			row[i].class = c
		}
		return row
	}
	word := []step{{wordClass, true}}
	switch p.field {
	case Code, Region:
		if p.width > 0 {
			return [][]step{rep(wordClass, p.width)}
		}
		return [][]step{word}
	case ID:
		return [][]step{
			{{idClass, false}},
			{{idClass, false}, {idClass, false}},
			{{idClass, false}, {idInner, true}, {idClass, false}},
		}
	case Year:
		return [][]step{append(rep(firstClass, 1), rep(digitClass, 3)...)}
	case Date:
		return [][]step{append(rep(firstClass, 1), rep(digitClass, 7)...)}
	case Category:
		if p.width > 0 {
			return [][]step{rep(digitClass, p.width)}
		}
		return [][]step{rep(digitClass, 2), rep(digitClass, 4)}
	case Group:
		return [][]step{rep(digitClass, 2)}
	case Serial:
		if loose {
			return [][]step{{{digitClass, true}}}
		}
		if p.width <= 1 {
			return [][]step{{{firstClass, false}}, {{firstClass, false}, {digitClass, true}}}
		}
		long := append(rep(firstClass, 1), rep(digitClass, p.width)...)
		long[len(long)-1].more = true
		return [][]step{rep(digitClass, p.width), long}
	}
	var row []step
	for _, r := range p.text {
		c := class{one: r}
		if r < 128 {
			c = of(string(r))
		}
		row = append(row, step{c, false})
	}
	return [][]step{row}
}

// is reports whether the part can be the text.
func (p part) is(s string, loose bool) bool {
	switch p.field {
	case literal:
		return s == p.text
	case Code, Region:
		n := 0
		for _, r := range s {
			if !wordClass.has(r) {
				return false
			}
			n++
		}
		return n > 0 && (p.width == 0 || n == p.width)
	case ID:
		for _, r := range s {
			if !idInner.has(r) {
				return false
			}
		}
		return s != "" && s[0] != '-' && s[len(s)-1] != '-'
	}
	if s == "" || len(s) > maxSerial || strings.Trim(s, digit) != "" {
		return false
	}
	switch p.field {
	case Year:
		return len(s) == 4 && s[0] != '0'
	case Date:
		return len(s) == 8 && s[0] != '0'
	case Category:
		return len(s) == p.width || p.width == 0 && (len(s) == 2 || len(s) == 4)
	case Group:
		return len(s) == 2
	}
	return digits(s) > 0 && (loose || len(s) == max(p.width, 1) || len(s) > p.width && s[0] != '0')
}

// match reads index from the at-th byte as the parts from the i-th on, and notes where
// each ends.
func (t *Template) match(index string, i, at int, loose bool, ends *[32]int) bool {
	if i == len(t.parts) {
		return at == len(index)
	}
	p := t.parts[i]
	if p.field == literal {
		ends[i] = at + len(p.text)
		return strings.HasPrefix(index[at:], p.text) && t.match(index, i+1, ends[i], loose, ends)
	}
	for n := len(index) - at; n > 0; n-- {
		if p.is(index[at:at+n], loose) {
			ends[i] = at + n
			if t.match(index, i+1, at+n, loose, ends) {
				return true
			}
		}
	}
	return false
}

// ambiguous reports whether some text could be read as the parts in two ways. It walks
// all pairs of ways at once: each step of each form is a place, two ways through the
// same characters are a pair of places, and a number has two readings where a pair of
// different places can be reached from the start and can reach the end together.
func (t *Template) ambiguous() bool {
	var places []step
	var follow [][]int // of the start (0) and of place i (i+1); the end is len(places)
	follow = append(follow, nil)
	last := []int{0} // indices into follow whose ways lead on to the next part
	for _, p := range t.parts {
		var next []int
		for _, row := range p.forms(false) {
			before := last
			for _, s := range row {
				places = append(places, s)
				here := len(places) - 1
				follow = append(follow, nil)
				for _, b := range before {
					follow[b] = append(follow[b], here)
				}
				if s.more {
					follow[here+1] = append(follow[here+1], here)
				}
				before = []int{here + 1}
			}
			next = append(next, before...)
		}
		last = next
	}
	end := len(places)
	for _, b := range last {
		follow[b] = append(follow[b], end)
	}
	type pair struct{ a, b int }
	back := map[pair][]pair{} // who leads to a pair
	todo := []pair{{-1, -1}}
	seen := map[pair]bool{{-1, -1}: true}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, a := range follow[at.a+1] {
			for _, b := range follow[at.b+1] {
				if (a == end) != (b == end) || a != end && !places[a].class.meets(places[b].class) {
					continue
				}
				to := pair{a, b}
				back[to] = append(back[to], at)
				if !seen[to] && a != end {
					todo = append(todo, to)
				}
				seen[to] = true
			}
		}
	}
	todo = []pair{{end, end}}
	seen = map[pair]bool{}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if at.a != at.b {
			return true
		}
		for _, from := range back[at] {
			if !seen[from] {
				seen[from] = true
				todo = append(todo, from)
			}
		}
	}
	return false
}

// String gives the part as a template writes it.
func (p part) String() string {
	for _, n := range names {
		if n.field == p.field {
			if p.width > 0 {
				return "{" + n.name + ":" + strconv.Itoa(p.width) + "}"
			}
			return "{" + n.name + "}"
		}
	}
	return p.text
}

// Pattern gives a regular expression, of the kind that JSON Schema takes, that every
// index number of the template's form matches.
func (t *Template) Pattern() string {
	var b strings.Builder
	b.WriteByte('^')
	for _, p := range t.parts {
		width := "+"
		if p.width > 0 {
			width = "{" + strconv.Itoa(p.width) + "}"
		}
		switch p.field {
		case Code, Region:
			b.WriteString(`[^\s\-/.,:;'"<>]` + width)
		case ID:
			b.WriteString("[a-z0-9][a-z0-9-]*")
		case Year:
			b.WriteString("[1-9][0-9]{3}")
		case Date:
			b.WriteString("[1-9][0-9]{7}")
		case Category:
			if p.width > 0 {
				b.WriteString("[0-9]{" + strconv.Itoa(p.width) + "}")
			} else {
				b.WriteString("[0-9]{2}(?:[0-9]{2})?")
			}
		case Group:
			b.WriteString("[0-9]{2}")
		case Serial:
			b.WriteString("(?:[0-9]{" + strconv.Itoa(max(p.width, 1)) + "}|[1-9][0-9]{" + strconv.Itoa(max(p.width, 1)) + ",})")
		default:
			b.WriteString(quote(p.text))
		}
	}
	b.WriteByte('$')
	return b.String()
}

// quote escapes what means something in a regular expression.
func quote(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(`\.+*?()|[]{}^$/-`, r) && r != '-' && r != '/' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
