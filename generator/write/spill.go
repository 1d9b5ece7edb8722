package write

import (
	"bytes"
	"hash"

	"gongkai/generator/disk"
)

// spillAt is how many bytes of one output are held in memory; a larger one, an attachment
// mostly, goes to its staged file as it is made.
const spillAt = 1 << 20

// A spill takes the bytes of one output, sums them, and stages them.
type spill struct {
	dir  *Dir
	path string
	buf  *bytes.Buffer
	sum  hash.Hash
	file *disk.File // nil as long as all is in memory
	size int64
}

// Write implements io.Writer.
func (s *spill) Write(p []byte) (int, error) {
	s.sum.Write(p)
	s.size += int64(len(p))
	if s.file == nil {
		s.buf.Write(p)
		if s.buf.Len() < spillAt {
			return len(p), nil
		}
		return len(p), s.flush()
	}
	return s.file.Write(p)
}

// WriteString saves a copy where an output writes strings.
func (s *spill) WriteString(p string) (int, error) { return s.Write([]byte(p)) }

// flush opens the staged file and writes what is held.
func (s *spill) flush() error {
	if err := s.dir.folder(s.path); err != nil {
		return err
	}
	f, err := s.dir.disk.Create(s.dir.stage(s.path))
	if err != nil {
		return err
	}
	s.file = &f
	_, err = s.file.Write(s.buf.Bytes())
	s.buf.Reset()
	return err
}

// finish closes a staged file. What is still in memory stays there until keep.
func (s *spill) finish() error {
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if err == nil {
		s.buf.Reset()
	}
	return err
}

// keep stages what is still in memory.
func (s *spill) keep() error {
	if s.file != nil {
		return nil
	}
	if err := s.dir.folder(s.path); err != nil {
		return err
	}
	return s.dir.disk.Put(s.dir.stage(s.path), s.buf.Bytes())
}

// drop removes the staged file, if there is one. It must not stay, since all that is staged
// becomes part of the site.
func (s *spill) drop() error {
	if s.file == nil {
		return nil
	}
	_ = s.file.Close() // it may be closed already
	return s.dir.disk.Remove(s.file.Name())
}
