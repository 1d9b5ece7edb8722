package load

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"sync"

	"gongkai/generator/model"
)

// A Spool is a file for bodies: it takes them while they are read and gives them back when
// pages are made. It is safe for concurrent use.
type Spool interface {
	io.WriterAt
	io.ReaderAt
	// Name finds the file again in a later run.
	Name() string
}

// chunkSize is how many bytes of bodies are held before they go to the spool.
const chunkSize = 1 << 20

// A store keeps the bodies of a site: in a spool, so that memory does not grow with them,
// or in memory where there is none. They are gathered in chunks, so that a million bodies
// are some thousand writes. It implements model.Bodies.
type store struct {
	cache *cached               // where bodies of the last run are; nil for none
	open  func() (Spool, error) // nil: everything stays in memory

	mu     sync.Mutex
	spool  Spool // opened with the first full chunk
	chunks []chunk
	size   int64    // bytes of all chunks
	spare  [][]byte // chunks to be used again
	failed error    // why the spool takes nothing any more
}

// A chunk is a run of bodies, each behind its checksum.
type chunk struct {
	data []byte // nil once it is in the spool
	at   int64  // where it begins there
}

func newStore() *store { return &store{} }

// sumSize is the length of a checksum.
const sumSize = 4

// add keeps both forms of a body and gives the reference that finds them again: the
// chunk's number and the place in it. The caller fills the rest of the reference. It is
// safe for concurrent use.
func (s *store) add(html, text []byte) model.BodyRef {
	ref := model.BodyRef{HTML: uint32(len(html)), Text: uint32(len(text))}
	n := sumSize + len(html) + len(text)
	sum := bodySum(html, text)
	s.mu.Lock()
	last := len(s.chunks) - 1
	full := absent
	if last < 0 || cap(s.chunks[last].data)-len(s.chunks[last].data) < n {
		full = last
		s.chunks = append(s.chunks, chunk{s.room(n), s.size})
		last++
	}
	c := &s.chunks[last]
	ref.Offset = int64(last)<<32 | int64(len(c.data))
	c.data = binary.LittleEndian.AppendUint32(c.data, sum)
	c.data = append(append(c.data, html...), text...)
	s.size += int64(n)
	s.mu.Unlock()
	if full != absent {
		s.put(full)
	}
	return ref
}

const absent = -1

func bodySum(html, text []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE(html), crc32.IEEETable, text)
}

// room gives an empty chunk that takes n bytes at least.
func (s *store) room(n int) []byte {
	if k := len(s.spare); k > 0 && n <= chunkSize {
		c := s.spare[k-1]
		s.spare = s.spare[:k-1]
		return c[:0]
	}
	return make([]byte, 0, max(chunkSize, n))
}

// put moves a chunk that takes no more bodies to the spool. Where that fails it stays in
// memory, and so do those after it.
func (s *store) put(i int) {
	if s.open == nil {
		return
	}
	s.mu.Lock()
	if s.spool == nil && s.failed == nil {
		s.spool, s.failed = s.open()
	}
	c, to, failed := s.chunks[i], s.spool, s.failed
	s.mu.Unlock()
	if failed != nil || len(c.data) == 0 {
		return
	}
	_, err := to.WriteAt(c.data, c.at)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.failed = err
		return
	}
	s.chunks[i].data = nil
	if cap(c.data) == chunkSize && len(s.spare) < 2 {
		s.spare = append(s.spare, c.data)
	}
}

// flush moves the last chunk to the spool too, once everything is read. The error is why
// not all of it could be.
func (s *store) flush() error {
	if last := len(s.chunks) - 1; last >= 0 {
		s.put(last)
	}
	s.spare = nil
	return s.failed
}

// place gives where a body of this run stands in the spool.
func (s *store) place(ref model.BodyRef) int64 {
	return s.chunks[ref.Offset>>32].at + ref.Offset&0xFFFFFFFF
}

// Body gives the body behind the reference. The bytes are read only.
func (s *store) Body(ref model.BodyRef) (model.Body, error) {
	switch {
	case ref.Empty():
		return model.Body{}, nil
	case ref.Offset&inCache != 0 && s.cache != nil:
		return s.cache.body(ref)
	}
	s.mu.Lock()
	i, at, n := int(ref.Offset>>32), int(ref.Offset&0xFFFFFFFF), sumSize+int(ref.HTML)+int(ref.Text)
	if ref.Offset < 0 || i >= len(s.chunks) {
		s.mu.Unlock()
		return model.Body{}, fmt.Errorf("no body at %d", ref.Offset)
	}
	c, from := s.chunks[i], s.spool
	s.mu.Unlock()
	if c.data == nil {
		return readBody(from, c.at+int64(at), ref)
	}
	if at+n > len(c.data) {
		return model.Body{}, fmt.Errorf("no body at %d", ref.Offset)
	}
	return cutBody(c.data[at:at+n:at+n], ref)
}

// readBody reads a body from a file of bodies.
func readBody(from io.ReaderAt, at int64, ref model.BodyRef) (model.Body, error) {
	buf := make([]byte, sumSize+int(ref.HTML)+int(ref.Text))
	if _, err := from.ReadAt(buf, at); err != nil {
		return model.Body{}, err
	}
	return cutBody(buf, ref)
}

// cutBody takes a checksum and a body apart, and refuses a body that is not what was kept.
func cutBody(buf []byte, ref model.BodyRef) (model.Body, error) {
	text, mid := buf[sumSize:], int(ref.HTML)
	b := model.Body{HTML: text[:mid:mid], Text: text[mid:]}
	if bodySum(b.HTML, b.Text) != binary.LittleEndian.Uint32(buf) {
		return model.Body{}, fmt.Errorf("the body at %d is damaged", ref.Offset)
	}
	return b, nil
}
