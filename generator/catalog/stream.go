package catalog

import "io"

// chunk is how many bytes a stream gathers before it writes them.
const chunk = 64 << 10

// A stream writes rows that are appended to one buffer, which is all that it holds: the
// caller appends to the bytes, and gives them to flush after each row and to end after
// the last. The first error stays.
type stream struct {
	w   io.Writer
	err error
}

// begin gives the buffer.
func (s *stream) begin() []byte { return make([]byte, 0, chunk+chunk/4) }

// flush writes the bytes where there are enough, and gives the buffer for more.
func (s *stream) flush(b []byte) []byte {
	if len(b) < chunk {
		return b
	}
	s.write(b)
	return b[:0]
}

// end writes what is left.
func (s *stream) end(b []byte) error {
	s.write(b)
	return s.err
}

func (s *stream) write(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
	}
}
