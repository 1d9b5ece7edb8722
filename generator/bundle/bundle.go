// Package bundle owns changing parts of ZIP packages, such as office files: a part is read
// under limits, replaced or dropped, and every other part is copied as it stands, compressed
// bytes and all. The same changes to the same package give the same bytes.
package bundle

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongkai/generator/unzip"
)

// Limits of a package, against archives that are made to exhaust the machine.
const (
	MaxParts = 20_000    // members
	MaxPart  = 512 << 20 // bytes of one part, unpacked
	MaxRead  = 1 << 30   // bytes of all parts that are read, unpacked
)

// A Bundle is a package with the changes that are to be made.
type Bundle struct {
	zip     *zip.Reader
	parts   map[string]*zip.File
	changed map[string][]byte
	dropped map[string]bool
	leads   map[string][]Relation // by the part that they lead from
	left    int64                 // of MaxRead
}

// Open reads a package's directory. The error tells of one that is no ZIP archive, that has two
// parts of one name, or that is past the limits, those of package unzip for a directory too. The
// bytes are the Bundle's from then on.
func Open(data []byte) (*Bundle, error) {
	z, err := unzip.Directory(data, MaxParts)
	if err != nil {
		return nil, err
	}
	b := &Bundle{zip: z, parts: make(map[string]*zip.File, len(z.File)), changed: map[string][]byte{}, dropped: map[string]bool{},
		leads: map[string][]Relation{}, left: MaxRead}
	for _, f := range z.File {
		if b.parts[f.Name] != nil {
			return nil, fmt.Errorf("two members are named %q", f.Name)
		}
		b.parts[f.Name] = f
	}
	return b, nil
}

// Names lists the parts that are left, in the package's order.
func (b *Bundle) Names() []string {
	var out []string
	for _, f := range b.zip.File {
		if !b.dropped[f.Name] && !strings.HasSuffix(f.Name, "/") {
			out = append(out, f.Name)
		}
	}
	return out
}

// Has reports whether a part is there.
func (b *Bundle) Has(name string) bool { return b.parts[name] != nil && !b.dropped[name] }

// Read gives a part's bytes as they are to be.
func (b *Bundle) Read(name string) ([]byte, error) {
	if !b.Has(name) {
		return nil, fmt.Errorf("no part %q", name)
	}
	if text, ok := b.changed[name]; ok {
		return text, nil
	}
	f := b.parts[name]
	if f.Flags&1 != 0 {
		return nil, fmt.Errorf("part %q is encrypted", name)
	}
	most := min(int64(MaxPart), b.left)
	if f.UncompressedSize64 > uint64(most) {
		return nil, fmt.Errorf("part %q is too large", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("part %q: %w", name, err)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, most+1)) // to its end, where the checksum is compared
	if err == nil && int64(len(text)) > most {
		err = errors.New("too large")
	}
	if err != nil {
		return nil, fmt.Errorf("part %q: %w", name, err)
	}
	b.left -= int64(len(text))
	return text, nil
}

// Set gives a part other bytes.
func (b *Bundle) Set(name string, text []byte) {
	b.changed[name] = text
	b.forget(name)
}

// Remove takes a part out of the package, and nothing else: see DropRelations.
func (b *Bundle) Remove(name string) {
	b.dropped[name] = true
	b.forget(name)
}

// forget drops what was read of a part that holds relations.
func (b *Bundle) forget(name string) {
	if of, ok := owner(name); ok {
		delete(b.leads, of)
	}
}

// Changed reports whether the package is to differ from what was opened.
func (b *Bundle) Changed() bool { return len(b.changed)+len(b.dropped) > 0 }

// Touched reports whether a part is to differ from what was opened.
func (b *Bundle) Touched(name string) bool {
	_, ok := b.changed[name]
	return ok || b.dropped[name]
}

// Write writes the package with its changes.
func (b *Bundle) Write(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, f := range b.zip.File {
		if b.dropped[f.Name] {
			continue
		}
		text, ok := b.changed[f.Name]
		if !ok {
			if err := copyRaw(z, f); err != nil {
				return fmt.Errorf("part %q: %w", f.Name, err)
			}
			continue
		}
		h := &zip.FileHeader{Name: f.Name, Method: f.Method, Modified: f.Modified, ExternalAttrs: f.ExternalAttrs, CreatorVersion: f.CreatorVersion, NonUTF8: f.NonUTF8}
		if h.Method != zip.Store {
			h.Method = zip.Deflate
		}
		part, err := z.CreateHeader(h)
		if err == nil {
			_, err = part.Write(text)
		}
		if err != nil {
			return fmt.Errorf("part %q: %w", f.Name, err)
		}
	}
	return errors.Join(z.SetComment(b.zip.Comment), z.Close())
}

// copyRaw copies a member without unpacking it.
func copyRaw(z *zip.Writer, f *zip.File) error {
	in, err := f.OpenRaw()
	if err != nil {
		return err
	}
	h := f.FileHeader // a copy: CreateRaw sets flags in it
	out, err := z.CreateRaw(&h)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return err
}
