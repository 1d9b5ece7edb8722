package deploy

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"errors"
	"io"
)

// A Store is the place that a site is deployed to, by slash paths below it. Its methods are
// called many at a time. Their errors are ErrAbsent, the context's, or a *Fault.
type Store interface {
	// Read opens a file; ErrAbsent where there is none.
	Read(ctx context.Context, p string) (io.ReadCloser, error)
	// Write puts a file there whole, or leaves what was there.
	Write(ctx context.Context, p string, f File) error
	// Remove removes a file. That there is none is no error.
	Remove(ctx context.Context, p string) error
	// List calls the function for each file there, in any order, one call at a time.
	List(ctx context.Context, found func(Object)) error
}

// A File is what is written: bytes from the beginning of Body, their number and sums, and
// what a web server tells of them. A store refuses bytes that have other sums.
type File struct {
	Body   io.ReadSeeker
	Size   int64 // bytes
	MD5    [md5.Size]byte
	SHA256 [sha256.Size]byte
	Headers
}

// An Object is a file that a store lists.
type Object struct {
	Path string
	Size int64  // bytes
	MD5  []byte // nil where the store cannot tell it without reading the file
}

// ErrAbsent tells that a store has no such file.
var ErrAbsent = errors.New("no such file at the target")
