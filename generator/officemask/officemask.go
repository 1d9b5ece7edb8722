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
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"gongkai/generator/bundle"
	"gongkai/generator/markup"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// A Mask gives the pieces of a text that must not be published with what stands in their place,
// sorted and apart; none where it may stay. at is where the text stands, as the program shows it in which
// a clerk opens the file; near what stands around it. A number that has one digit a cell comes
// as one text with its first and last cell as B2:S2, and is masked where it keeps its number of
// characters.
type Mask func(at passage.Place, text string, near privacy.Context) []Piece

// A Piece is what is masked of a text, and with what.
type Piece struct {
	At   source.Span // bytes of the text
	With string
}

// A Result tells what was done.
type Result struct {
	Masked   int             // pieces
	Formulas []passage.Place // cells whose formula became text
}

// Files that are left as they are.
var (
	ErrSigned = errors.New("the file is digitally signed")
	ErrTitle  = errors.New("the name of a worksheet must be changed by hand") // formulas name it
	ErrKind   = errors.New("no workbook and no document")
)

// A file is a file while it is masked.
type file struct {
	*bundle.Bundle
	mask   Mask
	result Result
	tables int             // of a document, so far
	done   map[string]bool // parts that were looked through
}

// Redact writes a file with what mask masks masked; the same bytes where that is nothing. The
// error is ErrSigned, ErrTitle or ErrKind, or tells of a file that cannot be read or is past the
// limits of bundle and markup; nothing is written then.
func Redact(in []byte, out io.Writer, mask Mask) (Result, error) {
	b, err := bundle.Open(in)
	if err != nil {
		return Result{}, err
	}
	f := &file{Bundle: b, mask: mask, done: map[string]bool{}}
	for _, name := range b.Names() {
		if strings.HasPrefix(name, "_xmlsignatures/") {
			return Result{}, ErrSigned
		}
	}
	switch {
	case b.Has("xl/workbook.xml"):
		err = f.workbook()
	case b.Has("word/document.xml"):
		err = f.document()
	default:
		err = ErrKind
	}
	if err == nil {
		err = f.rest()
	}
	if err != nil {
		return Result{}, err
	}
	if !b.Changed() {
		_, err := out.Write(in)
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
	after, err := bundle.Open(text)
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

// masked asks for what is to be masked of a text, and counts.
func (f *file) masked(at passage.Place, text string, near privacy.Context) []Piece {
	if text == "" {
		return nil
	}
	pieces := f.mask(at, text, near)
	f.result.Masked += len(pieces)
	return pieces
}

// apply gives a text with its pieces masked.
func apply(text string, pieces []Piece) string {
	var b strings.Builder
	done := 0
	for _, p := range pieces {
		b.WriteString(text[done:p.At.Start])
		b.WriteString(p.With)
		done = p.At.End
	}
	b.WriteString(text[done:])
	return b.String()
}

// set replaces a part where there are edits.
func (f *file) set(name string, text []byte, edits *markup.Edits) {
	if !edits.None() {
		f.Set(name, edits.Apply(text))
	}
}

// runs masks a text that stands in several elements, such as the runs of a paragraph.
func (f *file) runs(at passage.Place, text []byte, list []*markup.Node, edits *markup.Edits, near privacy.Context) {
	var whole strings.Builder
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = n.Text(text)
		whole.WriteString(parts[i])
	}
	if pieces := f.masked(at, whole.String(), near); len(pieces) > 0 {
		spread(parts, pieces, func(i int, s string) { setText(text, list[i], edits, s) })
	}
}

// spread calls set for each part of a text whose words change when its pieces are masked. What
// changes in a piece goes to the part in which the change begins; the others lose what it covers.
func spread(parts []string, pieces []Piece, set func(i int, s string)) {
	text := strings.Join(parts, "")
	narrowed := make([]Piece, len(pieces))
	for i, p := range pieces {
		narrowed[i] = p.narrow(text)
	}
	pieces = narrowed
	start := 0
	for i, part := range parts {
		end := start + len(part)
		var b strings.Builder
		done := start
		for _, p := range pieces {
			if p.At.End < start || p.At.Start > end {
				continue
			}
			b.WriteString(text[done:min(max(done, p.At.Start), end)])
			if p.At.Start >= start && (p.At.Start < end || p.At.Start == end && i == len(parts)-1) {
				b.WriteString(p.With)
			}
			done = min(max(done, p.At.End), end)
		}
		b.WriteString(text[done:end])
		if s := b.String(); s != part {
			set(i, s)
		}
		start = end
	}
}

// narrow gives the piece without the characters at its ends that stay.
func (p Piece) narrow(text string) Piece {
	for p.At.Start < p.At.End {
		_, size := utf8.DecodeRuneInString(text[p.At.Start:p.At.End])
		rest, same := strings.CutPrefix(p.With, text[p.At.Start:p.At.Start+size])
		if !same {
			break
		}
		p.At.Start, p.With = p.At.Start+size, rest
	}
	for p.At.Start < p.At.End {
		_, size := utf8.DecodeLastRuneInString(text[p.At.Start:p.At.End])
		rest, same := strings.CutSuffix(p.With, text[p.At.End-size:p.At.End])
		if !same {
			break
		}
		p.At.End, p.With = p.At.End-size, rest
	}
	return p
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
