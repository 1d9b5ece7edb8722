package diag

import (
	"path"
	"sort"
	"unicode/utf8"

	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// Options tell the printers how to print. The zero value prints in Chinese, without
// colour, without lines of the files, all but the hints.
type Options struct {
	Lang   Lang
	Root   string                           // stands before each path: content
	Names  map[string]string                // how paths that do not lie below Root are printed; nil for none
	Source func(path string) ([]byte, bool) // gives the text that the places count in
	Colour bool                             // Text: with ANSI colours
	Hints  bool                             // Text and GitHub: print hints, which are else only counted
	Limit  int                              // Text and GitHub: print at most so many, errors first; 0 for all
	Width  int                              // Text: cells of a line of a file before it is cut; 0 is 100
}

// path gives the path as it is printed: a number in a file's name that must not be published
// is masked like any other.
func (o Options) path(p string) string {
	if name, ok := o.Names[p]; ok {
		return name
	}
	if p == "" {
		return o.Root
	}
	return path.Join(o.Root, privacy.Hide(p))
}

// A locator finds lines and columns; it keeps the files that it was last asked for.
type locator struct {
	source func(path string) ([]byte, bool)
	kept   [2]*lined
}

// A lined is a text and where its lines begin.
type lined struct {
	path   string
	text   []byte
	starts []int
}

func (o Options) locator() *locator { return &locator{source: o.Source} }

// file gives the file's lines, or nil where there is no text. What must not be shown is covered.
func (l *locator) file(p string) *lined {
	for i, f := range l.kept {
		if f != nil && f.path == p {
			l.kept[0], l.kept[i] = l.kept[i], l.kept[0]
			return f
		}
	}
	if l.source == nil {
		return nil
	}
	text, ok := l.source(p)
	if !ok {
		return nil
	}
	text = privacy.Cover(text)
	f := &lined{path: p, text: text, starts: []int{0}}
	for i, b := range text {
		if b == '\n' {
			f.starts = append(f.starts, i+1)
		}
	}
	l.kept[1], l.kept[0] = l.kept[0], f
	return f
}

// at gives the position of an offset.
func (f *lined) at(offset int) source.Position {
	offset = min(max(offset, 0), len(f.text))
	n := sort.SearchInts(f.starts, offset+1)
	return source.Position{Line: n, Column: utf8.RuneCount(f.text[f.starts[n-1]:offset]) + 1}
}

// line gives the line with the number, without its end, and where it begins.
func (f *lined) line(n int) (text []byte, start int) {
	start = f.starts[n-1]
	if n == len(f.starts) {
		return f.text[start:], start
	}
	return f.text[start : f.starts[n]-1], start
}

// shown gives the findings to print and how many others there are: without the hints
// where they are not asked for, and at most Limit of the worst, in the order given.
func (o Options) shown(ds []Diagnostic) (some []Diagnostic, left int) {
	least := Warning
	if o.Hints {
		least = Hint
	}
	room := [3]int{}
	count := Count(ds)
	budget := o.Limit
	for s := Error; ; s-- {
		room[s] = count[s]
		if o.Limit > 0 {
			room[s] = min(room[s], budget)
			budget -= room[s]
		}
		if s == least {
			break
		}
	}
	for _, d := range ds {
		if room[d.Severity] > 0 {
			room[d.Severity]--
			some = append(some, d)
		} else if d.Severity >= least {
			left++
		}
	}
	return some, left
}
