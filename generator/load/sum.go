package load

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"

	"gongkai/generator/source"
)

// A sum digests parts, each with its length, so that no two lists of parts give one digest.
type sum struct{ h hash.Hash }

func newSum() sum { return sum{sha256.New()} }

func (s sum) int(n int64) sum {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(n))
	s.h.Write(b[:])
	return s
}

func (s sum) str(t string) sum {
	s.int(int64(len(t)))
	io.WriteString(s.h, t)
	return s
}

func (s sum) bytes(t []byte) sum {
	s.int(int64(len(t)))
	s.h.Write(t)
	return s
}

func (s sum) digest(ds ...source.Digest) sum {
	for _, d := range ds {
		s.h.Write(d[:])
	}
	return s
}

func (s sum) end() (d source.Digest) {
	s.h.Sum(d[:0])
	return d
}
