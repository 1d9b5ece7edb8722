// Package officemask masks what stands in the cells of workbooks and the paragraphs of documents.
// What is to be masked, and with what, the caller says; nothing else of the file changes: a
// part in which nothing is masked is copied as it stands, and in the others the bytes around
// what is masked stay.
//
// In a workbook: cells, whether their text is shared, their own, a number or a formula's last
// value; notes and comments; defined names; headings of tables; headers and footers; text in
// drawings, charts and pivot caches; addresses of links; properties. A number that is masked
// becomes text in the same style, and so does a formula.
//
// In a document: body, tables, headers, footers, notes, comments, text boxes; addresses of
// links; properties.
package officemask

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/markup"
	"gongkai/generator/privacy"
)

// A Mask gives a text with what must not be published masked, and how many places it masked.
// Where it gives 0, the text is the same.
type Mask func(text string, near privacy.Context) (string, int)

// A Result tells what was done.
type Result struct {
	Masked   int      // places
	Formulas []string // cells whose formula became text, such as 名单!C5
}

// A file is a file while it is masked.
type file struct {
	*bundle.Bundle
	mask   Mask
	result Result
}

// Redact writes a file with what mask masks masked; the same bytes where that is nothing. The
// error tells of a file that is no workbook and no document, cannot be read or is past the
// limits of bundle and markup; nothing is written then.
func Redact(in io.ReaderAt, size int64, out io.Writer, mask Mask) (Result, error) {
	b, err := bundle.Open(in, size)
	if err != nil {
		return Result{}, err
	}
	f := &file{Bundle: b, mask: mask}
	for _, name := range b.Names() {
		if strings.HasPrefix(name, "_xmlsignatures/") {
			return Result{}, fmt.Errorf("the file is digitally signed")
		}
	}
	switch {
	case b.Has("xl/workbook.xml"):
		err = f.workbook()
	case b.Has("word/document.xml"):
		err = f.document()
	default:
		err = fmt.Errorf("no workbook and no document")
	}
	if err == nil {
		err = f.rest()
	}
	if err != nil {
		return Result{}, err
	}
	if !b.Changed() {
		_, err := io.Copy(out, io.NewSectionReader(in, 0, size))
		return f.result, err
	}
	var buf bytes.Buffer
	if err := b.Write(&buf); err != nil {
		return Result{}, err
	}
	if err := f.compare(buf.Bytes()); err != nil {
		return Result{}, err
	}
	_, err = out.Write(buf.Bytes())
	return f.result, err
}

// compare opens what was made and reads every part that changed.
func (f *file) compare(text []byte) error {
	after, err := bundle.Open(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return err
	}
	for _, name := range f.Names() {
		if !f.Touched(name) {
			continue
		}
		if _, _, err := after.XML(name); err != nil {
			return err
		}
	}
	return nil
}

// masked masks a text and counts.
func (f *file) masked(text string, near privacy.Context) (string, bool) {
	if text == "" {
		return text, false
	}
	after, n := f.mask(text, near)
	f.result.Masked += n
	return after, n > 0
}

// set replaces a part where there are edits.
func (f *file) set(name string, text []byte, edits *markup.Edits) {
	if !edits.None() {
		f.Set(name, edits.Apply(text))
	}
}

// runs masks a text that stands in several elements, such as the runs of a paragraph. What
// changes goes to the element in which the change begins; the others lose what it covers.
func (f *file) runs(text []byte, list []*markup.Node, edits *markup.Edits, near privacy.Context) bool {
	var whole strings.Builder
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = n.Text(text)
		whole.WriteString(parts[i])
	}
	before := whole.String()
	after, ok := f.masked(before, near)
	if !ok || after == before {
		return ok
	}
	spread(parts, before, after, func(i int, s string) { setText(text, list[i], edits, s) })
	return true
}

// spread calls set for each part of before whose text changes when the parts together become
// after.
func spread(parts []string, before, after string, set func(i int, s string)) {
	same := func(a, b string) int { // bytes that both begin with, whole characters
		n := 0
		for i, r := range a {
			if !strings.HasPrefix(b[i:], string(r)) {
				break
			}
			n = i + len(string(r))
		}
		return min(n, len(b))
	}
	head := same(before, after)
	tail := 0
	for tail < len(before)-head && tail < len(after)-head && before[len(before)-1-tail] == after[len(after)-1-tail] {
		tail++
	}
	for tail > 0 && (before[len(before)-tail]&0xC0 == 0x80) { // not inside a character
		tail--
	}
	from, to := head, len(before)-tail // what changes
	middle, at, placed := after[head:len(after)-tail], 0, false
	for i, p := range parts {
		start, end := at, at+len(p)
		at = end
		if end <= from && (i+1 < len(parts) || placed) || start >= to && placed {
			continue
		}
		s := p[:max(0, min(len(p), from-start))]
		if !placed {
			s, placed = s+middle, true
		}
		s += p[max(0, min(len(p), to-start)):]
		if s != p {
			set(i, s)
		}
	}
}

// setText replaces the text of an element, and keeps blanks at its ends.
func setText(text []byte, n *markup.Node, edits *markup.Edits, s string) {
	name := string(text[n.Start+1 : n.Inner])
	name = name[:strings.IndexAny(name, " \t\r\n/>")]
	tag := "<" + name
	keep := false
	for _, a := range n.Attrs(text) {
		keep = keep || a.Name == "xml:space"
		tag += string(text[a.Start:a.End])
	}
	if !keep && s != strings.TrimSpace(s) {
		tag += ` xml:space="preserve"`
	}
	edits.Add(n.Start, n.End, tag+">"+markup.Escape(s)+"</"+name+">")
}

// setAttr replaces an attribute's value.
func setAttr(a markup.Attr, edits *markup.Edits, s string) {
	edits.Add(a.From, a.To, markup.Escape(s))
}
