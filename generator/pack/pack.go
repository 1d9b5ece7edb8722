// Package pack turns values into bytes and back. One function names a value's parts for
// both directions, so that what is written and what is read cannot differ:
//
//	func (p *Point) Pack(c *pack.Coder) { c.Int(&p.X); c.Int(&p.Y) }
//
// It is made for caches: bytes that are cut or spoiled give an error and no value, never a
// wild allocation.
package pack

import (
	"encoding/binary"
	"errors"
)

// ErrDamaged tells that bytes are not what a Coder wrote.
var ErrDamaged = errors.New("pack: damaged")

// A Coder writes values to bytes, or reads them from a string.
type Coder struct {
	b       []byte // what was written
	s       string // what is left to read
	reading bool
	bad     bool
}

// Writer gives a Coder that appends to b.
func Writer(b []byte) *Coder { return &Coder{b: b} }

// Reader gives a Coder that reads s. The strings that it gives are parts of s: nothing is
// copied, and s stays in memory as long as one of them does.
func Reader(s string) *Coder { return &Coder{s: s, reading: true} }

// Again makes a reading Coder read another string.
func (c *Coder) Again(s string) { c.s, c.bad = s, false }

// Reset makes a writing Coder begin anew, in the same memory.
func (c *Coder) Reset() { c.b = c.b[:0] }

// Bytes gives what was written.
func (c *Coder) Bytes() []byte { return c.b }

// Rest gives what is left to read.
func (c *Coder) Rest() string { return c.s }

// Err is ErrDamaged where what was read was no value.
func (c *Coder) Err() error {
	if c.bad {
		return ErrDamaged
	}
	return nil
}

// Fail marks what was read as damaged.
func (c *Coder) Fail() { c.bad, c.s = true, "" }

// Int codes a whole number.
func (c *Coder) Int(p *int64) {
	if !c.reading {
		c.b = binary.AppendVarint(c.b, *p)
		return
	}
	u := c.Size()
	*p = int64(u >> 1)
	if u&1 != 0 {
		*p = ^*p
	}
}

// Size reads an unsigned number, as AppendSize wrote it.
func (c *Coder) Size() uint64 {
	v := uint64(0)
	for i := range min(len(c.s), binary.MaxVarintLen64) {
		x := c.s[i]
		if v |= uint64(x&0x7F) << (7 * i); x < 0x80 {
			c.s = c.s[i+1:]
			return v
		}
	}
	c.Fail()
	return 0
}

// AppendSize appends an unsigned number.
func AppendSize(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

// Bool codes yes or no.
func (c *Coder) Bool(p *bool) {
	v := int64(0)
	if *p {
		v = 1
	}
	c.Int(&v)
	*p = v == 1
}

// Raw codes bytes of a length that both sides know, such as a digest.
func (c *Coder) Raw(p []byte) {
	if !c.reading {
		c.b = append(c.b, p...)
		return
	}
	if len(c.s) < len(p) {
		c.Fail()
		return
	}
	c.s = c.s[copy(p, c.s):]
}

// Str codes a string.
func (c *Coder) Str(p *string) {
	if !c.reading {
		c.b = append(AppendSize(c.b, len(*p)), *p...)
		return
	}
	n := c.Size()
	if n > uint64(len(c.s)) {
		c.Fail()
		n = 0
	}
	*p, c.s = c.s[:n], c.s[n:]
}

// Num codes a number of any whole type.
func Num[T ~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32](c *Coder, p *T) {
	v := int64(*p)
	c.Int(&v)
	if c.reading {
		if *p = T(v); int64(*p) != v {
			c.Fail()
		}
	}
}

// Word codes a string of any type.
func Word[T ~string](c *Coder, p *T) {
	s := string(*p)
	c.Str(&s)
	*p = T(s)
}

// List codes a list, one value after the other. An empty list is read as nil.
func List[T any](c *Coder, p *[]T, one func(*Coder, *T)) {
	n := int64(len(*p))
	c.Int(&n)
	if !c.reading {
		for i := range *p {
			one(c, &(*p)[i])
		}
		return
	}
	if n < 0 || n > int64(len(c.s)) { // each value takes a byte at least
		c.Fail()
		return
	}
	*p = nil
	if n > 0 {
		*p = make([]T, 0, n)
	}
	for i := range n {
		*p = (*p)[:i+1]
		if one(c, &(*p)[i]); c.bad {
			*p = nil
			return
		}
	}
}

// Maybe codes what a pointer points at, or that it is nil.
func Maybe[T any](c *Coder, p **T, one func(*Coder, *T)) {
	there := *p != nil
	c.Bool(&there)
	if c.reading {
		if *p = nil; there {
			*p = new(T)
		}
	}
	if *p != nil {
		one(c, *p)
	}
}
