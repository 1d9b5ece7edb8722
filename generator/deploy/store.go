package deploy

import (
	"context"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// A store is the place that a site is deployed to, by paths below it.
type store interface {
	// read gives the bytes of a file; errAbsent where there is none.
	read(ctx context.Context, p string) ([]byte, error)
	// write puts a file there whole, or leaves what was there. The MD5 sum is that of the
	// bytes; others are refused.
	write(ctx context.Context, p string, body io.Reader, md5 []byte, h headers) error
	// remove removes a file. That there is none is no error.
	remove(ctx context.Context, p string) error
	// list calls the function for each file there.
	list(ctx context.Context, found func(object)) error
}

// An object is a file that a store lists.
type object struct {
	path string
	size int64
	md5  []byte // nil where the store does not tell
}

// errAbsent tells that a store has no such file.
var errAbsent = errors.New("no such file at the target")

// A bucket is a store behind gocloud's blob interface.
type bucket struct {
	*blob.Bucket
	dir string // where it is a folder of this machine; else ""
}

func (b *bucket) read(ctx context.Context, p string) ([]byte, error) {
	data, err := b.ReadAll(ctx, p)
	if gcerrors.Code(err) == gcerrors.NotFound && !noBucket(err) {
		return nil, errAbsent
	}
	return data, err
}

// write does what blob.Bucket.Upload does, but ends a write that fails by cancelling it:
// Upload would put half a file in place where a disk is full.
func (b *bucket) write(ctx context.Context, p string, body io.Reader, md5 []byte, h headers) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := b.NewWriter(ctx, p, &blob.WriterOptions{ContentType: h.contentType, CacheControl: h.cacheControl, ContentMD5: md5, MaxConcurrency: 2})
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, body); err != nil {
		cancel()
		_ = w.Close() // it says only that it was cancelled
		return err
	}
	return w.Close()
}

func (b *bucket) remove(ctx context.Context, p string) error {
	err := b.Delete(ctx, p)
	if gcerrors.Code(err) == gcerrors.NotFound && !noBucket(err) {
		return nil
	}
	if err == nil && b.dir != "" {
		b.prune(path.Dir(p))
	}
	return err
}

// prune removes the folder and those above it as far as they are empty.
func (b *bucket) prune(dir string) {
	for ; dir != "."; dir = path.Dir(dir) {
		if os.Remove(filepath.Join(b.dir, filepath.FromSlash(dir))) != nil {
			return
		}
	}
}

func (b *bucket) list(ctx context.Context, found func(object)) error {
	it := b.List(nil)
	for {
		o, err := it.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if !o.IsDir {
			found(object{o.Key, o.Size, o.MD5})
		}
	}
}

// An empty is the store where a dry run finds no folder yet.
type empty struct{}

func (empty) read(context.Context, string) ([]byte, error)                    { return nil, errAbsent }
func (empty) write(context.Context, string, io.Reader, []byte, headers) error { return errAbsent }
func (empty) remove(context.Context, string) error                            { return nil }
func (empty) list(context.Context, func(object)) error                        { return nil }
