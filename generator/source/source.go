// Package source owns the bytes that departments commit: a File with its text, a Span of
// it, a Digest, and the reading of files from an fs.FS.
//
// Text is always UTF-8 without a byte-order mark and with LF line ends, whatever
// the file on disk is; File.Encoding and File.CRLF tell what it was. Spans count
// bytes of Text. The package imports nothing of this program and never touches the
// operating system.
package source

import (
	"crypto/sha256"
	"encoding/hex"
	"unicode/utf8"
)

// A Span is a half-open range of bytes in a file's Text. The zero Span means
// "the file as a whole".
type Span struct{ Start, End int }

// IsZero reports whether the span names the file as a whole.
func (s Span) IsZero() bool { return s == Span{} }

// Shift gives the span moved n bytes to the right.
func (s Span) Shift(n int) Span { return Span{s.Start + n, s.End + n} }

// A Digest is a SHA-256 sum.
type Digest [32]byte

// Sum gives the digest of the bytes.
func Sum(b []byte) Digest { return sha256.Sum256(b) }

// String gives the digest as 64 lower-case hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// Short gives the first 12 hexadecimal digits, enough to tell files of a site apart.
func (d Digest) Short() string { return hex.EncodeToString(d[:6]) }

// A File is one file of the content tree, read and decoded.
type File struct {
	Path     string // slash path below the content root, without "./"
	Text     []byte // UTF-8, no byte-order mark, LF; never changed
	Size     int64  // bytes on disk
	Encoding string // "utf-8", "utf-8-bom", "utf-16le", "utf-16be" or "gb18030", as found
	CRLF     bool   // whether any line ended with CR LF or CR
}

// A Position is a place that a person can find: line and column count from one,
// the column in characters, not bytes.
type Position struct{ Line, Column int }

// Position gives the place of a byte offset in the text. An offset past the end
// is the end.
func (f *File) Position(offset int) Position {
	return PositionIn(f.Text, offset)
}

// PositionIn is Position for bare text.
func PositionIn(text []byte, offset int) Position {
	offset = min(max(offset, 0), len(text))
	line, start := 1, 0
	for i, b := range text[:offset] {
		if b == '\n' {
			line++
			start = i + 1
		}
	}
	return Position{line, utf8.RuneCount(text[start:offset]) + 1}
}
