package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai/generator/display"
)

// packing is the level of zlib. Measured on two pages with 600 different Han characters,
// one core: level 1 takes 7 ms and gives 186 kB, level 6 takes 15 ms and gives 171 kB.
// Levels 7 to 9 make nothing smaller that counts.
const packing = zlib.BestSpeed

// A ref is an object's number; 0 is none.
type ref int

// A file takes objects, remembers where each begins, and writes the table of them. The
// first error stays and stops all writing.
type file struct {
	w      io.Writer
	err    error
	sum    hash.Hash // of all that was written, for the ID
	at     int64
	starts []int64 // starts[n] is where object n begins; [0] is unused
	line   []byte  // room for what stands around an object
	packer *zlib.Writer
	packed bytes.Buffer
}

func newFile(w io.Writer) *file {
	return &file{w: w, sum: sha256.New(), starts: make([]int64, 1, 64)}
}

func (f *file) put(b []byte) {
	if f.err != nil {
		return
	}
	f.sum.Write(b)
	n, err := f.w.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	f.err = err
	f.at += int64(len(b))
}

// head writes the first lines; the second tells that the file holds more than text.
func (f *file) head(l Level) {
	version := "1.7"
	if l == A1 {
		version = "1.4"
	}
	f.put([]byte("%PDF-" + version + "\n%\xE2\xE3\xCF\xD3\n"))
}

// reserve gives a number to an object that is written later.
func (f *file) reserve() ref {
	f.starts = append(f.starts, 0)
	return ref(len(f.starts) - 1)
}

func (f *file) begin(n ref) {
	f.starts[n] = f.at
	f.line = fmt.Appendf(f.line[:0], "%d 0 obj\n", n)
	f.put(f.line)
}

// object writes an object's body.
func (f *file) object(n ref, body []byte) {
	f.begin(n)
	f.put(body)
	f.put([]byte("\nendobj\n"))
}

// add writes an object under the next number.
func (f *file) add(body []byte) ref {
	n := f.reserve()
	f.object(n, body)
	return n
}

// stream deflates data and writes it; entries are those of its dictionary besides length
// and filter.
func (f *file) stream(n ref, entries string, data []byte) {
	f.rawStream(n, entries+"/Filter/FlateDecode", f.deflate(len(data)*3/4, func(w io.Writer) { w.Write(data) }))
}

// rawStream writes data as it is.
func (f *file) rawStream(n ref, entries string, data []byte) {
	f.begin(n)
	f.line = fmt.Appendf(f.line[:0], "<<%s/Length %d>>\nstream\n", entries, len(data))
	f.put(f.line)
	f.put(data)
	f.put([]byte("\nendstream\nendobj\n"))
}

// deflate packs what fill writes; the bytes hold until the next call. room is how many
// there may be, so that the buffer need not grow.
func (f *file) deflate(room int, fill func(io.Writer)) []byte {
	f.packed.Reset()
	f.packed.Grow(room)
	if f.packer == nil {
		f.packer, _ = zlib.NewWriterLevel(&f.packed, packing) // fails for levels that are none
	} else {
		f.packer.Reset(&f.packed)
	}
	fill(f.packer)
	f.packer.Close() // a buffer takes everything
	return f.packed.Bytes()
}

// tail writes the table of objects and the trailer. The ID is a digest of all before.
func (f *file) tail(root, info ref) {
	start := f.at
	b := fmt.Appendf(nil, "xref\n0 %d\n0000000000 65535 f \n", len(f.starts))
	for _, at := range f.starts[1:] {
		b = fmt.Appendf(b, "%010d 00000 n \n", at)
	}
	f.put(b)
	id := f.sum.Sum(nil)[:16]
	f.put(fmt.Appendf(b[:0], "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.starts), root, info, id, id, start))
}

// appendLength writes a length in points, exactly and as short as can be: 12.345, -0.5, 7.
func appendLength(b []byte, l display.Length) []byte { return appendThousandths(b, int64(l)) }

// appendThousandths writes v/1000.
func appendThousandths(b []byte, v int64) []byte {
	u := uint64(v)
	if v < 0 {
		b = append(b, '-')
		u = -u
	}
	b = appendUint(b, u/1000)
	rest := u % 1000
	if rest == 0 {
		return b
	}
	b = append(b, '.', byte('0'+rest/100))
	if rest%100 != 0 {
		b = append(b, byte('0'+rest/10%10))
	}
	if rest%10 != 0 {
		b = append(b, byte('0'+rest%10))
	}
	return b
}

func appendUint(b []byte, u uint64) []byte {
	if u >= 10 {
		b = appendUint(b, u/10)
	}
	return append(b, byte('0'+u%10))
}

const hexDigits = "0123456789ABCDEF"

// appendHex writes 16 bits as four digits.
func appendHex(b []byte, v uint16) []byte {
	return append(b, hexDigits[v>>12], hexDigits[v>>8&15], hexDigits[v>>4&15], hexDigits[v&15])
}

// appendUTF16 writes text as digits of UTF-16BE, characters outside the BMP as pairs.
func appendUTF16(b []byte, text string) []byte {
	for _, r := range text {
		if r < 0x10000 {
			b = appendHex(b, uint16(r))
			continue
		}
		high, low := utf16.EncodeRune(r)
		b = appendHex(appendHex(b, uint16(high)), uint16(low))
	}
	return b
}

// appendText writes a text string (ISO 32000-1, 7.9.2.2): readable where it is ASCII,
// UTF-16BE behind a byte order mark where it is not.
func appendText(b []byte, text string) []byte {
	if !isASCII(text) {
		b = append(b, "<FEFF"...)
		return append(appendUTF16(b, text), '>')
	}
	b = append(b, '(')
	for i := range len(text) {
		if c := text[i]; c == '(' || c == ')' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, text[i])
	}
	return append(b, ')')
}

// isASCII tells whether all is printable ASCII.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// appendName writes a name; what a name may not hold is written as #xx.
func appendName(b []byte, name string) []byte {
	b = append(b, '/')
	for i := range len(name) {
		c := name[i]
		if c <= ' ' || c > '~' || strings.IndexByte("()<>[]{}/%#", c) >= 0 {
			b = append(b, '#', hexDigits[c>>4], hexDigits[c&15])
			continue
		}
		b = append(b, c)
	}
	return b
}

// readable gives text without what no reader may get: bytes that are no UTF-8, U+0000, and
// the byte order marks that PDF/A-2 (6.2.11.7.2) keeps out of ToUnicode.
func readable(text string) string {
	for _, r := range text {
		if unreadable(r) {
			return strings.Map(func(r rune) rune {
				if unreadable(r) {
					return -1
				}
				return r
			}, text)
		}
	}
	return text
}

func unreadable(r rune) bool {
	return r == 0 || r == utf8.RuneError || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF
}

// oneLine gives text as it stands in metadata: readable, on one line, no control
// characters, no blanks around it. XMP and the Info dictionary then agree to the byte.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unreadable(r):
			return -1
		case r < ' ' || r >= 0x7F && r < 0xA0:
			return ' '
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}
