package load

import (
	"fmt"
	"sync"

	"gongkai/generator/model"
)

// chunkSize is how many bytes of bodies one allocation holds.
const chunkSize = 4 << 20

// A store keeps the bodies of a site in memory, in chunks, so that a million items are
// some thousand allocations and not two million. It implements model.Bodies.
type store struct {
	mu     sync.Mutex
	chunks [][]byte
	cache  *cached // nil for none
}

func newStore() *store { return &store{} }

// add keeps both forms of a body and gives the reference that finds them again. The
// caller fills the rest of the reference. It is safe for concurrent use.
func (s *store) add(html, text []byte) model.BodyRef {
	n := len(html) + len(text)
	s.mu.Lock()
	last := len(s.chunks) - 1
	if last < 0 || cap(s.chunks[last])-len(s.chunks[last]) < n {
		s.chunks = append(s.chunks, make([]byte, 0, max(chunkSize, n)))
		last++
	}
	c := s.chunks[last]
	at := len(c)
	s.chunks[last] = c[: at+n : cap(c)]
	place := s.chunks[last][at : at+n]
	s.mu.Unlock()
	copy(place[copy(place, html):], text)
	return model.BodyRef{Offset: int64(last)<<32 | int64(at), HTML: uint32(len(html)), Text: uint32(len(text))}
}

// Body gives the body behind the reference. The bytes are the store's own: read only.
func (s *store) Body(ref model.BodyRef) (model.Body, error) {
	if ref.Offset&inCache != 0 && s.cache != nil {
		return s.cache.body(ref)
	}
	chunk, at := int(ref.Offset>>32), int(ref.Offset&0xFFFFFFFF)
	end := at + int(ref.HTML) + int(ref.Text)
	s.mu.Lock()
	defer s.mu.Unlock()
	if ref.HTML == 0 && ref.Text == 0 {
		return model.Body{}, nil
	}
	if ref.Offset < 0 || chunk >= len(s.chunks) || end > len(s.chunks[chunk]) {
		return model.Body{}, fmt.Errorf("no body at %d", ref.Offset)
	}
	c := s.chunks[chunk]
	mid := at + int(ref.HTML)
	return model.Body{HTML: c[at:mid:mid], Text: c[mid:end:end]}, nil
}
