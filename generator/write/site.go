package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// ErrPart tells that a folder holds one shard of a site, where a whole one is wanted.
var ErrPart = errors.New("the folder holds one shard of a site")

// Manifest reads what the last build wrote into the folder: its files sorted by path, with
// sizes and the first bytes of their sums. A folder without a manifest, which no build has
// written, gives an error that is fs.ErrNotExist; one whose build was killed during its
// commit gives ErrCut, one that holds a shard ErrPart, a damaged manifest ErrDamaged.
func Manifest(root string) ([]Entry, error) { return ManifestIn(os.DirFS(root)) }

// ManifestIn is Manifest of an open folder.
func ManifestIn(folder fs.FS) ([]Entry, error) {
	for _, sign := range []struct {
		name string
		why  error
	}{{"pending", ErrCut}, {"shard", ErrPart}} {
		if _, err := fs.Stat(folder, path.Join(private, sign.name)); err == nil {
			return nil, sign.why
		}
	}
	data, err := fs.ReadFile(folder, path.Join(private, "manifest"))
	if err != nil {
		return nil, err
	}
	entries, err := readManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%w: manifest: %w", ErrDamaged, err)
	}
	return entries, nil
}

// Private is the folder inside a site's folder where the program keeps its own records, which
// are no part of the site.
const Private = private

// Staging is the folder inside a site's folder where a build puts files before it moves them.
const Staging = private + "/stage"
