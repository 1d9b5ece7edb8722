// Package unzip opens ZIP archives that strangers made: documents are such archives, and
// offices attach them. It gives members under limits of their number, their bytes and how
// often a byte may be blown up, whatever the archive says of itself.
//
// Bytes are counted as they come out, over all members together, so that what a directory
// claims decides nothing. Nothing is ever written; a member's name is a word, no path.
package unzip

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"gongkai/generator/source"
)

// Limits bound an archive. All of them are above zero.
type Limits struct {
	Members  int   // how many files and folders
	Unpacked int64 // bytes that all members come to
	Ratio    int64 // how many times its packed size a member of more than 32 MB may be
}

// small is the size up to which a member may be packed as well as it likes.
const small = 32 << 20

// ErrDamaged tells that bytes are no archive that can be read.
var ErrDamaged = errors.New("no ZIP archive that can be read")

// A LimitError tells which limit an archive is past.
type LimitError struct {
	What  Limit
	Bound int64 // the limit
}

// A Limit is one of an archive's limits.
type Limit uint8

// The limits.
const (
	Members  Limit = iota + 1
	Unpacked       // bytes altogether
	Ratio
	Overlap // two members made of the same bytes, which only a trap has
)

// Error names the limit.
func (e *LimitError) Error() string { return fmt.Sprintf("past limit %d (%d)", e.What, e.Bound) }

// An Archive is one that was opened. It is for one goroutine.
type Archive struct {
	Members []*Member // in the order of the directory
	Comment string
	limits  Limits
	spent   *int64
}

// A Member is one file of an archive, or one folder.
type Member struct {
	Name      string // with "/" between its parts, decoded from GBK where it was; as hostile as it came
	Dir       bool
	Encrypted bool // only a password opens it
	Escapes   bool // its name leads out of the folder in which one unpacks
	file      *zip.File
}

// Open reads an archive's directory. Archives that share spent share the limit of unpacked
// bytes; nil makes a count of its own. The error is ErrDamaged or a *LimitError.
func Open(data []byte, limits Limits, spent *int64) (*Archive, error) {
	if spent == nil {
		spent = new(int64)
	}
	r, err := Directory(data, limits.Members)
	if err != nil {
		return nil, err
	}
	a := &Archive{Comment: text(r.Comment), limits: limits, spent: spent}
	for _, f := range r.File {
		name := strings.ReplaceAll(text(f.Name), `\`, "/")
		a.Members = append(a.Members, &Member{
			Name: name, Dir: strings.HasSuffix(name, "/"), Encrypted: f.Flags&1 != 0, Escapes: escapes(name), file: f,
		})
	}
	return a, nil
}

// Directory reads an archive's directory and nothing of its members, for whoever changes
// archives; the names are as they came. The error is ErrDamaged or a *LimitError.
func Directory(data []byte, members int) (*zip.Reader, error) {
	// The standard library reads a whole directory before it tells how long it is. Archives in
	// the archive count as well, hence the room.
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > 20*members {
		return nil, &LimitError{Members, int64(members)}
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, ErrDamaged
	}
	if len(r.File) > members {
		return nil, &LimitError{Members, int64(members)}
	}
	if overlaps(r.File) {
		return nil, &LimitError{What: Overlap}
	}
	return r, nil
}

// text gives a name or comment as UTF-8: Windows writes GBK and does not say so.
func text(s string) string {
	if t, _, _, ok := source.Decode([]byte(s)); ok {
		return string(t)
	}
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

func escapes(name string) bool {
	if strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		return true
	}
	clean := path.Clean(name)
	return clean == ".." || strings.HasPrefix(clean, "../")
}

// overlaps reports whether two members are made of the same bytes of the archive.
func overlaps(files []*zip.File) bool {
	type part struct{ from, to int64 }
	var parts []part
	for _, f := range files {
		from, err := f.DataOffset()
		if err == nil && f.CompressedSize64 > 0 && f.CompressedSize64 < 1<<62 {
			parts = append(parts, part{from, from + int64(f.CompressedSize64)})
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return int(max(-1, min(1, a.from-b.from))) })
	for i := 1; i < len(parts); i++ {
		if parts[i].from < parts[i-1].to {
			return true
		}
	}
	return false
}

// Find gives the member of that name, or nil.
func (a *Archive) Find(name string) *Member {
	for _, m := range a.Members {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Read gives a member's bytes. The error is ErrDamaged, with the bytes that could be read, or
// a *LimitError.
func (a *Archive) Read(m *Member) ([]byte, error) {
	r, err := a.Stream(m)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Stream gives a member's bytes as they are unpacked. Its Read's error is io.EOF, ErrDamaged or
// a *LimitError.
func (a *Archive) Stream(m *Member) (io.ReadCloser, error) {
	if m.Dir || m.Encrypted {
		return nil, ErrDamaged
	}
	r, err := m.file.Open()
	if err != nil {
		return nil, ErrDamaged
	}
	return &counted{r, a, 0, int64(min(m.file.CompressedSize64, 1<<50))}, nil
}

// counted counts what comes out of a member.
type counted struct {
	io.ReadCloser
	a           *Archive
	out, packed int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.out += int64(n)
	*c.a.spent += int64(n)
	switch l := &c.a.limits; {
	case *c.a.spent > l.Unpacked:
		return n, &LimitError{Unpacked, l.Unpacked}
	case c.out > small && c.out > l.Ratio*max(1, c.packed):
		return n, &LimitError{Ratio, l.Ratio}
	case err != nil && err != io.EOF:
		return n, ErrDamaged
	}
	return n, err
}
