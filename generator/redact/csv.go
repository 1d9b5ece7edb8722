package redact

import (
	"bytes"
	"strings"

	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// CSV masks in a file of rows with cells apart by commas, semicolons or tabs, as the first line
// has them; a cell in quotes may hold any of these and line ends. The first row is the heading row
// unless it holds a find itself. ok is false where the bytes are no text that could be written back
// as it was.
func CSV(raw []byte, o Options) (r Result, ok bool) {
	return edit(raw, o, func(text []byte) ([]piece, []string) { return rows(text), nil })
}

// rows finds in all rows of a file.
func rows(text []byte) (pieces []piece) {
	comma := separator(text)
	var t *privacy.Table
	for at := 0; at < len(text); {
		var cells []source.Span
		cells, at = row(text, at, comma)
		words := make([]string, len(cells))
		for i, c := range cells {
			words[i] = string(text[c.Start:c.End])
		}
		head := t == nil
		if head {
			t = &privacy.Table{}
		}
		found := inRow(text, cells, words, t)
		if head && len(found) == 0 {
			t = privacy.NewTable(words)
		}
		pieces = append(pieces, found...)
	}
	contacts(text, pieces)
	return pieces
}

// contacts makes all mobile numbers sure where there are too many for the contact of an office.
func contacts(text []byte, pieces []piece) {
	different := map[uint64]bool{}
	for _, p := range pieces {
		if p.m.Kind == privacy.Mobile {
			different[privacy.Sum(string(text[p.at.Start:p.at.End]))] = true
		}
	}
	if len(different) <= privacy.MaxContacts {
		return
	}
	for i := range pieces {
		pieces[i].m.Sure = pieces[i].m.Sure || pieces[i].m.Kind == privacy.Mobile
	}
}

// inRow finds in the cells of one row.
func inRow(text []byte, cells []source.Span, words []string, t *privacy.Table) (pieces []piece) {
	for i, near := range t.Near(words) {
		for _, m := range privacy.Find([]byte(words[i]), near) {
			m.At = m.At.Shift(cells[i].Start)
			found := string(text[m.At.Start:m.At.End])
			mask := m.Mask
			if strings.ContainsAny(found, "\n\"") {
				mask = m.Cover(found)
			}
			pieces = append(pieces, piece{m.At, m, mask})
		}
	}
	m, from, to, ok := privacy.Boxes(words)
	if !ok {
		return pieces
	}
	at := source.Span{Start: cells[from].Start, End: cells[to-1].End}
	m.At = at
	var kept []piece
	for _, p := range pieces {
		if p.at.End <= at.Start {
			kept = append(kept, p)
		}
	}
	kept = append(kept, piece{at, m, m.Cover(string(text[at.Start:at.End]))})
	for _, p := range pieces {
		if p.at.Start >= at.End {
			kept = append(kept, p)
		}
	}
	return kept
}

// separator gives what stands most often in the first line.
func separator(text []byte) byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := byte(','), 0
	for _, c := range []byte(",;\t") {
		if n := bytes.Count(line, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// row gives the cells of the row that begins at the offset, without their quotes, and where the
// next row begins.
func row(text []byte, at int, comma byte) (cells []source.Span, next int) {
	for {
		if at < len(text) && text[at] == '"' {
			from := at + 1
			for at = from; at < len(text); at++ {
				if text[at] == '"' {
					if at+1 < len(text) && text[at+1] == '"' {
						at++
						continue
					}
					break
				}
			}
			cells = append(cells, source.Span{Start: from, End: min(at, len(text))})
			for at < len(text) && text[at] != comma && text[at] != '\n' {
				at++
			}
		} else {
			from := at
			for at < len(text) && text[at] != comma && text[at] != '\n' {
				at++
			}
			cells = append(cells, source.Span{Start: from, End: at})
		}
		if at >= len(text) {
			return cells, len(text)
		}
		at++
		if text[at-1] == '\n' {
			return cells, at
		}
	}
}
