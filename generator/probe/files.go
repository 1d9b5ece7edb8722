package probe

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gongkai/generator/source"
	"gongkai/generator/write"
)

// own are the files of a site's folder that are nobody's page: the folder's own .gitignore,
// and the record that deploy leaves at its target.
var own = []string{".gitignore", ".gongkai-deployed"}

// list lists the files of the folder, but the program's records.
func (s *site) list() error {
	err := fs.WalkDir(s.fsys, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			if p == "." {
				return err
			}
			s.found.add(&unreadable, p, "")
			if e != nil && e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case p == write.Staging:
			s.found.add(&staging, p, "")
			return fs.SkipDir
		case e.IsDir() || strings.HasPrefix(p, write.Private+"/") || slices.Contains(own, p):
			return nil
		}
		info, err := e.Info()
		if err != nil {
			s.found.add(&unreadable, p, "")
			return nil
		}
		s.files = append(s.files, Sized{p, info.Size()})
		return nil
	})
	slices.SortFunc(s.files, func(a, b Sized) int { return strings.Compare(a.Path, b.Path) })
	s.reached = make([]mark, len(s.files))
	for i, f := range s.files {
		if path.Ext(f.Path) == ".html" {
			s.pages = append(s.pages, i)
		}
	}
	return err
}

// record holds the files against what the build wrote, and reports whether that is known.
func (s *site) record(entries []write.Entry, err error) bool {
	switch {
	case errors.Is(err, fs.ErrNotExist): // a copy without the program's records
		s.strangers(nil)
		return false
	case errors.Is(err, write.ErrCut):
		s.found.add(&unfinished, write.Private, "")
		return false
	case err != nil:
		s.found.add(&badRecord, write.Private, "")
		return false
	}
	built := make([]bool, len(s.files))
	for i := range entries {
		e := &entries[i]
		n, there := s.find(e.Path)
		if !there {
			s.found.add(&missingFile, e.Path, "")
			continue
		}
		built[n] = true
		if s.files[n].Size != e.Size {
			s.found.add(&changedFile, e.Path, "")
		}
	}
	s.strangers(built)
	return true
}

// strangers names files that the build did not write: those that are not for the public, and,
// where it is known what the build wrote (built, by file), all others.
func (s *site) strangers(built []bool) {
	for i, f := range s.files {
		switch {
		case built != nil && built[i]:
		case isJunk(f.Path):
			s.found.add(&junk, f.Path, "")
		case built != nil:
			s.found.add(&stranger, f.Path, "")
		}
	}
}

// isJunk reports whether a file is one of an editor, a version control or a backup.
func isJunk(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		switch {
		case part == ".well-known":
		case strings.HasPrefix(part, "."), strings.HasPrefix(part, "~$"), strings.HasSuffix(part, "~"), part == "Thumbs.db", part == "__MACOSX":
			return true
		}
	}
	switch strings.ToLower(path.Ext(p)) {
	case ".bak", ".old", ".orig", ".swp", ".tmp", ".rej", ".sql":
		return true
	}
	return false
}

// sums compares every byte with the build's record.
func (s *site) sums(entries []write.Entry) {
	s.each(len(entries), func(i int) {
		e := &entries[i]
		n, there := s.find(e.Path)
		if !there || s.files[n].Size != e.Size {
			return // told already
		}
		sum, err := s.sum(e.Path)
		switch {
		case err != nil:
			s.found.add(&unreadable, e.Path, "")
		case !e.Matches(e.Size, sum):
			s.found.add(&changedFile, e.Path, "")
		}
	})
}

func (s *site) sum(p string) (sum source.Digest, err error) {
	f, err := s.fsys.Open(p)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}
