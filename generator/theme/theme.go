// Package theme owns the look of the site as files: the embedded default theme and a
// theme of one's own laid over it, file by file.
//
// A theme has two folders: templates/ holds the html/template files, one a kind of page,
// and assets/ what is copied to assets/ of the site as it is. A file of the overlay
// replaces the default's file of the same path; a file that only the overlay has is added.
// The package reads no disk by itself: the overlay is an fs.FS that the caller opened.
package theme

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gongkai/generator/source"
	"gongkai/themes"
)

// The folders of a theme.
const (
	Templates = "templates"
	Assets    = "assets"
)

// A Theme is the files of one look, read once. It is safe for many readers.
type Theme struct {
	Digest source.Digest // of every file's path and bytes
	files  map[string][]byte
	paths  []string // sorted
}

// Open reads the default theme and lays the overlay over it; a nil overlay leaves the
// default as it is. Files outside templates/ and assets/ and files whose names begin with
// "." are left out.
//
// It refuses an overlay that has neither of the two folders: that is most likely a wrong
// --theme folder, and a silent default would hide the mistake.
func Open(overlay fs.FS) (*Theme, error) {
	base, err := fs.Sub(themes.Default, "default")
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	t := &Theme{files: map[string][]byte{}}
	if _, err := t.lay(base); err != nil {
		return nil, err
	}
	if overlay != nil {
		n, err := t.lay(overlay)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, errors.New("theme: 主题文件夹里没有 templates/ 或 assets/ 中的文件 / the theme folder has no file below templates/ or assets/")
		}
	}
	var sum []byte
	for p := range t.files {
		t.paths = append(t.paths, p)
	}
	slices.Sort(t.paths)
	for _, p := range t.paths {
		d := source.Sum(t.files[p])
		sum = append(append(append(sum, p...), 0), d[:]...)
	}
	t.Digest = source.Sum(sum)
	return t, nil
}

// lay reads the files of one layer and gives how many there were.
func (t *Theme) lay(layer fs.FS) (n int, err error) {
	for _, dir := range []string{Templates, Assets} {
		err := fs.WalkDir(layer, dir, func(p string, d fs.DirEntry, err error) error {
			switch {
			case errors.Is(err, fs.ErrNotExist) && p == dir:
				return fs.SkipAll
			case err != nil:
				return err
			case strings.HasPrefix(path.Base(p), "."):
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case d.IsDir():
				return nil
			}
			b, err := fs.ReadFile(layer, p)
			if err != nil {
				return err
			}
			t.files[p] = b
			n++
			return nil
		})
		if err != nil {
			return n, fmt.Errorf("theme: %w", err)
		}
	}
	return n, nil
}

// Files lists the slash paths of the files below a folder, sorted.
func (t *Theme) Files(dir string) []string {
	var out []string
	for _, p := range t.paths {
		if strings.HasPrefix(p, dir+"/") {
			out = append(out, p)
		}
	}
	return out
}

// File gives a file's bytes, which must not be changed, and whether there is such a file.
func (t *Theme) File(p string) ([]byte, bool) {
	b, ok := t.files[p]
	return b, ok
}
