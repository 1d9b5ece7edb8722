// Package stream writes rows that are appended to one buffer, so that a file of any length
// costs the memory of some of its rows.
package stream

import "io"

// chunk is how many bytes are gathered before they are written.
const chunk = 64 << 10

// A Writer writes rows that are appended to one buffer, which is all that it holds: the
// caller appends to the bytes that Begin gives, and hands them to Flush after each row and
// to End after the last. The first error stays.
type Writer struct {
	To  io.Writer
	err error
}

// Begin gives the buffer.
func (s *Writer) Begin() []byte { return make([]byte, 0, chunk+chunk/4) }

// Flush writes the bytes where there are enough, and gives the buffer for more.
func (s *Writer) Flush(b []byte) []byte {
	if len(b) < chunk {
		return b
	}
	s.write(b)
	return b[:0]
}

// End writes what is left and gives the first error.
func (s *Writer) End(b []byte) error {
	s.write(b)
	return s.err
}

func (s *Writer) write(b []byte) {
	if s.err == nil {
		_, s.err = s.To.Write(b)
	}
}
