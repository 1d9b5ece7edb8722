// Package object owns JSON objects as appended bytes: what encoding/json writes for a
// struct, with its escaping for files that are never put into a page (< > & stay), but
// without reflection and without garbage. A record of the catalogue is written five times
// a build, a million of them on a large site.
//
//	o := object.Open(buf)
//	o.Text("title", "甲")    // always
//	o.Some("summary", "")    // left out: it is empty
//	buf = o.Close()          // … {"title":"甲"}
package object

import (
	"strconv"
	"unicode/utf8"
)

// An Object is a JSON object that is being written. Names are written as they are: they
// must need no escaping.
type Object struct {
	b   []byte
	any bool // whether it has a member
}

// Open begins an object behind the bytes.
func Open(b []byte) Object { return Object{b: append(b, '{')} }

// Close ends the object and gives all bytes.
func (o *Object) Close() []byte { return append(o.b, '}') }

// name writes a member's name and colon.
func (o *Object) name(name string) {
	if o.any {
		o.b = append(o.b, ',')
	}
	o.any = true
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

// Text writes a string, empty ones too. Several parts are one string: they are joined.
func (o *Object) Text(name string, parts ...string) {
	o.name(name)
	o.b = append(o.b, '"')
	for _, p := range parts {
		o.b = escape(o.b, p)
	}
	o.b = append(o.b, '"')
}

// Some writes a string unless it is empty.
func (o *Object) Some(name, value string) {
	if value != "" {
		o.name(name)
		o.b = String(o.b, value)
	}
}

// Flag writes true, and nothing for false.
func (o *Object) Flag(name string, value bool) {
	if value {
		o.name(name)
		o.b = append(o.b, "true"...)
	}
}

// Int writes a number.
func (o *Object) Int(name string, value int64) {
	o.name(name)
	o.b = strconv.AppendInt(o.b, value, 10)
}

// Digits writes a number as a string.
func (o *Object) Digits(name string, value int64) {
	o.name(name)
	o.b = append(strconv.AppendInt(append(o.b, '"'), value, 10), '"')
}

// List writes strings unless there are none.
func (o *Object) List(name string, values []string) {
	if len(values) == 0 {
		return
	}
	o.name(name)
	for i, v := range values {
		sep := byte(',')
		if i == 0 {
			sep = '['
		}
		o.b = String(append(o.b, sep), v)
	}
	o.b = append(o.b, ']')
}

// Begin opens a member that is an object; End closes it.
func (o *Object) Begin(name string) {
	o.name(name)
	o.b = append(o.b, '{')
	o.any = false
}

// End closes what Begin or Element opened.
func (o *Object) End() {
	o.b = append(o.b, '}')
	o.any = true
}

// Array opens a member that is a list of objects: Element and End for each, then EndArray.
func (o *Object) Array(name string) {
	o.name(name)
	o.b = append(o.b, '[')
	o.any = false
}

// Element opens the next object of a list; End closes it.
func (o *Object) Element() {
	if o.any {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, '{')
	o.any = false
}

// EndArray closes a list.
func (o *Object) EndArray() {
	o.b = append(o.b, ']')
	o.any = true
}

// String appends a string with its quotes.
func String(b []byte, s string) []byte {
	return append(escape(append(b, '"'), s), '"')
}

const digits = "0123456789abcdef"

// escape appends the text of a string, escaped as encoding/json does without
// SetEscapeHTML.
func escape(b []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\':
			i++
			continue
		case c > 0xE2 && c < 0xED && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80:
			i += 3 // three bytes that always are a character: nearly all Han ones
			continue
		case c < utf8.RuneSelf:
			b = append(b, s[start:i]...)
			b = control(b, c)
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(append(b, s[start:i]...), `\ufffd`...)
			start = i + n
		case r == '\u2028' || r == '\u2029': // line ends in JavaScript
			b = append(append(b, s[start:i]...), '\\', 'u', '2', '0', '2', digits[r&0xF])
			start = i + n
		}
		i += n
	}
	return append(b, s[start:]...)
}

// control appends an ASCII character that may not stand in a string.
func control(b []byte, c byte) []byte {
	switch c {
	case '\\', '"':
		return append(b, '\\', c)
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&0xF])
}
