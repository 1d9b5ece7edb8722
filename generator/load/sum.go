package load

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"gongkai/generator/source"
)

// A sum digests parts, each with its length, so that no two lists of parts give one digest.
type sum struct {
	h    hash.Hash
	part *[64]byte // what is handed to h; one for all, as it cannot stay on the stack
}

func newSum() sum { return sum{sha256.New(), new([64]byte)} }

func (s sum) int(n int64) sum {
	s.h.Write(binary.LittleEndian.AppendUint64(s.part[:0], uint64(n)))
	return s
}

func (s sum) str(t string) sum {
	s.int(int64(len(t)))
	for len(t) > 0 {
		n := copy(s.part[:], t)
		s.h.Write(s.part[:n])
		t = t[n:]
	}
	return s
}

func (s sum) bytes(t []byte) sum {
	s.int(int64(len(t)))
	s.h.Write(t)
	return s
}

func (s sum) digest(ds ...source.Digest) sum {
	for _, d := range ds {
		s.h.Write(s.part[:copy(s.part[:], d[:])])
	}
	return s
}

func (s sum) end() (d source.Digest) {
	s.h.Sum(s.part[:0])
	return source.Digest(s.part[:len(d)])
}
