// Package pdf writes a display.Document as tagged PDF/A: what is kept for decades, read
// aloud, searched and copied from. It places what it is given and decides nothing about
// how a page looks.
//
// One document and one level give the same bytes, always: no clock, no chance, no order
// of a map. A document is judged before its first byte is written, so that an error of
// the document leaves the writer untouched.
//
// Sources: ISO 32000-1 (PDF 1.7), PDF Reference 1.4, ISO 19005-1 and -2 (PDF/A-1, PDF/A-2),
// ICC.1:2001-04 for the colour profile, the XMP specification for the metadata.
package pdf

import (
	"fmt"
	"io"

	"gongkai/generator/display"
)

// A Level is the kind of archive file.
type Level uint8

// The levels. A2 is PDF/A-2a in PDF 1.7. A1 is PDF/A-1a in PDF 1.4, for archives that take
// nothing newer; transparent pictures are laid on white there.
const (
	A2 Level = iota
	A1
)

// Options tell how a document is written.
type Options struct {
	Archive Level
}

// A DocumentError tells what of a document cannot be written.
type DocumentError struct {
	Page int // index in Document.Pages; -1 where the fault lies on none
	Op   int // index in Page.Ops; -1 where the fault is the page's own
	What string
}

// Error names the place and the fault.
func (e *DocumentError) Error() string {
	switch {
	case e.Page < 0:
		return "pdf: " + e.What
	case e.Op < 0:
		return fmt.Sprintf("pdf: page %d: %s", e.Page+1, e.What)
	}
	return fmt.Sprintf("pdf: page %d, operation %d: %s", e.Page+1, e.Op, e.What)
}

// An ImageError tells which image cannot be read, and why.
type ImageError struct {
	Image int // index in Document.Images
	Err   error
}

// Error names the image and the fault.
func (e *ImageError) Error() string { return fmt.Sprintf("pdf: image %d: %v", e.Image, e.Err) }

// Unwrap gives the cause.
func (e *ImageError) Unwrap() error { return e.Err }

// Write writes the document. Fonts and images that nothing shows are left out, and so are
// lines and edges of width 0. An error is a *DocumentError, an *ImageError, a
// *font.LicenceError, a *font.FormatError, or what w gave.
func Write(w io.Writer, d *display.Document, o Options) error {
	if o.Archive > A1 {
		return &DocumentError{-1, -1, fmt.Sprintf("there is no level %d", o.Archive)}
	}
	used, err := check(d, o.Archive)
	if err != nil {
		return err
	}
	s, err := newSheaf(w, d, o.Archive, used)
	if err != nil {
		return err
	}
	s.write()
	return s.err
}

// A sheaf is the document on its way into the file.
type sheaf struct {
	*file
	doc   *display.Document
	level Level

	faces  []*face    // of Document.Fonts; nil where nothing is shown in it
	images []*picture // of Document.Images; nil where it is not shown
	tree   *tree

	catalog, pageTree, resources ref
	pages                        []ref
}

// newSheaf does all that can fail but the writing itself.
func newSheaf(w io.Writer, d *display.Document, level Level, used usage) (*sheaf, error) {
	s := &sheaf{file: newFile(w), doc: d, level: level, tree: newTree()}
	var err error
	if s.faces, err = faces(d, used.glyphs); err != nil {
		return nil, err
	}
	if s.images, err = s.pictures(used.images); err != nil {
		return nil, err
	}
	return s, nil
}

// write writes the file from its head to its end.
func (s *sheaf) write() {
	s.catalog, s.pageTree, s.resources = s.reserve(), s.reserve(), s.reserve()
	s.pages = make([]ref, len(s.doc.Pages))
	for i := range s.pages {
		s.pages[i] = s.reserve()
	}
	s.head(s.level)
	s.writeResources()
	s.writePages()
	root := s.writeTree()
	outline := s.writeOutline()
	info := s.writeInfo()
	s.writeCatalog(root, outline)
	s.tail(s.catalog, info)
}

// writeResources writes fonts, images and the one table of their names, which all pages share.
func (s *sheaf) writeResources() {
	b := []byte("<</Font<<")
	for i, f := range s.faces {
		if f != nil {
			b = fmt.Appendf(b, "/F%d %d 0 R", i, s.writeFace(f))
		}
	}
	b = append(b, ">>/XObject<<"...)
	for i, p := range s.images {
		if p != nil && p.index == i {
			b = fmt.Appendf(b, "/I%d %d 0 R", i, s.writePicture(p))
		}
	}
	s.object(s.resources, append(b, ">>>>"...))
}

// writePages writes each page with what is drawn on it, and the list of them.
func (s *sheaf) writePages() {
	p := &painter{sheaf: s}
	list := fmt.Appendf(nil, "<</Type/Pages/Count %d/Kids[", len(s.pages))
	for i := range s.doc.Pages {
		page := &s.doc.Pages[i]
		p.paint(i)
		contents := s.reserve()
		s.stream(contents, "", p.out)
		b := fmt.Appendf(nil, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 ", s.pageTree)
		b = append(appendLength(b, page.Width), ' ')
		b = append(appendLength(b, page.Height), ']')
		b = fmt.Appendf(b, "/Resources %d 0 R/Contents %d 0 R", s.resources, contents)
		if n := len(s.tree.onPage[i]); n > 0 {
			b = fmt.Appendf(b, "/StructParents %d", i)
		}
		if s.level != A1 { // a key of PDF 1.5
			b = append(b, "/Tabs/S"...)
		}
		if len(p.annots) > 0 {
			b = append(b, "/Annots["...)
			for _, a := range p.annots {
				b = fmt.Appendf(b, "%d 0 R ", a)
			}
			b[len(b)-1] = ']'
		}
		s.object(s.pages[i], append(b, ">>"...))
		list = fmt.Appendf(list, "%d 0 R ", s.pages[i])
	}
	list[len(list)-1] = ']'
	s.object(s.pageTree, append(list, ">>"...))
}

// writeCatalog writes the object that holds all others together.
func (s *sheaf) writeCatalog(root, outline ref) {
	metadata, intent := s.writeMetadata(), s.writeIntent()
	b := fmt.Appendf(nil, "<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>", s.pageTree, root)
	b = fmt.Appendf(b, "/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R/OutputIntents[%d 0 R]", metadata, intent)
	if s.doc.Lang != "" {
		b = append(b, "/Lang"...)
		b = appendText(b, s.doc.Lang)
	}
	if outline != 0 {
		b = fmt.Appendf(b, "/Outlines %d 0 R/PageMode/UseOutlines", outline)
	}
	s.object(s.catalog, append(b, ">>"...))
}
