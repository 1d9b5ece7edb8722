// Package theme owns the look of the site as files: the embedded default theme and a
// theme of one's own laid over it, file by file.
//
// A theme has three folders: templates/ holds the html/template files, one a kind of page,
// assets/ what is copied to assets/ of the site as it is, and fonts/ the fonts of printed
// sheets; and beside them print.yaml, which says how these look. A file of the overlay
// replaces the default's file of the same path; a file that only the overlay has is added.
// print.yaml can be had from both layers, because it is merged key by key (package style).
//
// Fonts are large and most builds need none: their bytes are read when they are asked for.
// The package reads no disk by itself: the overlay is an fs.FS that the caller opened.
package theme

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/source"
	"gongkai/themes"
)

// The folders of a theme, and the file beside them.
const (
	Templates = "templates"
	Assets    = "assets"
	Fonts     = "fonts"
	Print     = "print.yaml"
)

// A Theme is the files of one look, read once, but for the fonts. It is safe for many
// readers, as long as the overlay's fs.FS is.
type Theme struct {
	// Digest covers every file: by its path and bytes, and an embedded font by its path
	// and size, because the program's commit stands for what it embeds.
	Digest source.Digest

	base, over layer
	paths      []string // of both, sorted
}

// A layer is the files of the default theme or of the overlay.
type layer struct {
	files map[string][]byte        // all but fonts
	fonts map[string]source.Digest // of what stands for the font's bytes
	from  fs.FS                    // where fonts are read
}

// Open reads the default theme and lays the overlay over it; a nil overlay leaves the
// default as it is. Files outside the three folders, but for print.yaml, and files whose
// names begin with "." are left out.
//
// It refuses an overlay that has no file of a theme: that is most likely a wrong --theme
// folder, and a silent default would hide the mistake.
func Open(overlay fs.FS) (*Theme, error) {
	base, err := fs.Sub(themes.Default, "default")
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	t := &Theme{}
	if t.base, err = read(base, sized); err != nil {
		return nil, err
	}
	if overlay != nil {
		if t.over, err = read(overlay, summed); err != nil {
			return nil, err
		}
		if len(t.over.files)+len(t.over.fonts) == 0 {
			return nil, errors.New("theme: 主题文件夹里没有 templates/、assets/、fonts/ 中的文件，也没有 print.yaml / the theme folder has no file below templates/, assets/ or fonts/, and no print.yaml")
		}
	}
	t.list()
	t.sum()
	return t, nil
}

// list notes the paths of both layers.
func (t *Theme) list() {
	for _, l := range []layer{t.base, t.over} {
		for p := range l.files {
			t.paths = append(t.paths, p)
		}
		for p := range l.fonts {
			t.paths = append(t.paths, p)
		}
	}
	slices.Sort(t.paths)
	t.paths = slices.Compact(t.paths)
}

// sum makes the digest. print.yaml counts in both layers, as each may change the look.
func (t *Theme) sum() {
	var sum []byte
	for _, p := range t.paths {
		d, isFont := t.over.fonts[p]
		if !isFont {
			d, isFont = t.base.fonts[p]
		}
		if !isFont {
			b, _ := t.File(p)
			d = source.Sum(b)
		}
		sum = append(append(append(sum, p...), 0), d[:]...)
	}
	if b, ok := t.base.files[Print]; ok {
		d := source.Sum(b)
		sum = append(sum, d[:]...)
	}
	t.Digest = source.Sum(sum)
}

// read reads the files of one layer. sum gives what stands for a font's bytes.
func read(from fs.FS, sum func(fs.FS, string, fs.DirEntry) (source.Digest, error)) (layer, error) {
	l := layer{files: map[string][]byte{}, fonts: map[string]source.Digest{}, from: from}
	for _, root := range []string{Templates, Assets, Fonts, Print} {
		err := walk(from, root, func(p string, d fs.DirEntry) (err error) {
			if root == Fonts {
				l.fonts[p], err = sum(from, p, d)
				return err
			}
			l.files[p], err = fs.ReadFile(from, p)
			return err
		})
		if err != nil {
			return l, fmt.Errorf("theme: %w", err)
		}
	}
	return l, nil
}

// walk calls do for each file below the root, or for the root where it is a file, but for
// those that are hidden. A root that is not there has none.
func walk(from fs.FS, root string, do func(string, fs.DirEntry) error) error {
	return fs.WalkDir(from, root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && p == root:
			return fs.SkipAll
		case err != nil:
			return err
		case strings.HasPrefix(path.Base(p), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() && p == Print:
			return fs.SkipAll // a folder of that name is none of ours
		case d.IsDir():
			return nil
		}
		return do(p, d)
	})
}

// sized stands for an embedded font by its size.
func sized(_ fs.FS, _ string, d fs.DirEntry) (source.Digest, error) {
	info, err := d.Info()
	if err != nil {
		return source.Digest{}, err
	}
	return source.Sum(strconv.AppendInt(nil, info.Size(), 10)), nil
}

// summed stands for a font by its bytes, which are not kept.
func summed(from fs.FS, p string, _ fs.DirEntry) (d source.Digest, err error) {
	f, err := from.Open(p)
	if err != nil {
		return d, err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	h.Sum(d[:0])
	return d, errors.Join(err, f.Close())
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
// Fonts are had by Font.
func (t *Theme) File(p string) ([]byte, bool) {
	if b, ok := t.over.files[p]; ok {
		return b, true
	}
	b, ok := t.base.files[p]
	return b, ok
}

// Layers gives a file's bytes in the default theme and in the overlay, nil where a layer
// has none. They must not be changed.
func (t *Theme) Layers(p string) (base, over []byte) { return t.base.files[p], t.over.files[p] }

// Font reads a font or another file below fonts/, anew each time. The error of one that is
// not there is fs.ErrNotExist.
func (t *Theme) Font(p string) ([]byte, error) {
	for _, l := range []layer{t.over, t.base} {
		if _, ok := l.fonts[p]; !ok {
			continue
		}
		b, err := fs.ReadFile(l.from, p)
		if err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
		return b, nil
	}
	return nil, fmt.Errorf("theme: %w", &fs.PathError{Op: "open", Path: p, Err: fs.ErrNotExist})
}
