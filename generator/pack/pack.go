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

// A Coder writes values to bytes, or reads them from bytes.
type Coder struct {
	b       []byte
	reading bool
	bad     bool
	known   map[string]string // short strings that were read, each kept once
}

// Writer gives a Coder that appends to b.
func Writer(b []byte) *Coder { return &Coder{b: b} }

// Reader gives a Coder that reads b. The values share no memory with it.
func Reader(b []byte) *Coder {
	return &Coder{b: b, reading: true, known: map[string]string{}}
}

// Again makes the Coder read other bytes and keeps the strings that it knows.
func (c *Coder) Again(b []byte) { c.b, c.bad = b, false }

// Reading reports which way the Coder goes.
func (c *Coder) Reading() bool { return c.reading }

// Bytes gives what was written, or what is left to read.
func (c *Coder) Bytes() []byte { return c.b }

// Err is ErrDamaged where what was read was no value.
func (c *Coder) Err() error {
	if c.bad {
		return ErrDamaged
	}
	return nil
}

// Fail marks what was read as damaged.
func (c *Coder) Fail() { c.bad, c.b = true, nil }

// Int codes a whole number.
func (c *Coder) Int(p *int64) {
	if !c.reading {
		c.b = binary.AppendVarint(c.b, *p)
		return
	}
	v, n := binary.Varint(c.b)
	if n <= 0 {
		c.Fail()
		return
	}
	*p, c.b = v, c.b[n:]
}

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
	if len(c.b) < len(p) {
		c.Fail()
		return
	}
	c.b = c.b[copy(p, c.b):]
}

// shared is the longest string that is kept once however often it is read: ids, names.
const shared = 40

// Str codes a string.
func (c *Coder) Str(p *string) {
	if !c.reading {
		c.b = binary.AppendUvarint(c.b, uint64(len(*p)))
		c.b = append(c.b, *p...)
		return
	}
	n, size := binary.Uvarint(c.b)
	if size <= 0 || n > uint64(len(c.b)-size) {
		c.Fail()
		return
	}
	raw := c.b[size : size+int(n)]
	c.b = c.b[size+int(n):]
	if n > shared {
		*p = string(raw)
		return
	}
	s, ok := c.known[string(raw)]
	if !ok {
		s = string(raw)
		c.known[s] = s
	}
	*p = s
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
	if n < 0 || n > int64(len(c.b)) { // each value takes a byte at least
		c.Fail()
		return
	}
	*p = nil
	if n > 0 {
		*p = make([]T, 0, n)
	}
	for range n {
		var v T
		if one(c, &v); c.bad {
			*p = nil
			return
		}
		*p = append(*p, v)
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
