package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// What Read refuses. Any other error of Read is the file system's own.
var (
	ErrTooLarge = errors.New("file is too large")
	ErrNotText  = errors.New("file is not text")
)

// A DamagedError tells of a file that is UTF-8 but for some bytes, as when it was cut
// inside a character. Guessing another encoding would make nonsense of all of it. It is
// an ErrNotText.
type DamagedError struct{ At Position }

// Error names the first place that is damaged.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("bytes that are no character at %d:%d", e.At.Line, e.At.Column)
}

// Is reports whether the target is ErrNotText.
func (e *DamagedError) Is(target error) bool { return target == ErrNotText }

// Read reads and decodes one file. A file of more than limit bytes is ErrTooLarge; one
// that holds NUL or that no known encoding explains is ErrNotText. Both come wrapped
// with the path.
func Read(fsys fs.FS, path string, limit int64) (*File, error) {
	return new(Reader).Read(fsys, path, limit)
}

// A Reader reads one file after the other into the same memory. The zero value is ready.
type Reader struct{ buf []byte }

// maxKept is the largest buffer that a Reader keeps for the next file.
const maxKept = 1 << 20

// Read is the function Read, but the file's Text stands only until the next one is read.
func (r *Reader) Read(fsys fs.FS, path string, limit int64) (*File, error) {
	raw, err := slurp(fsys, path, limit, r.buf[:0])
	if r.buf = raw; cap(raw) > maxKept {
		r.buf = nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	text, enc, crlf, ok := Decode(raw)
	if !ok {
		err := error(ErrNotText)
		if at := damage(raw); at >= 0 {
			err = &DamagedError{PositionIn(raw, at)}
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &File{Path: path, Text: text, Size: int64(len(raw)), Encoding: enc, CRLF: crlf}, nil
}

// slurp reads the file's bytes, at most limit of them, into buf or a larger one.
func slurp(fsys fs.FS, path string, limit int64, buf []byte) ([]byte, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return buf, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return buf, err
	}
	size := info.Size()
	if size > limit {
		return buf, ErrTooLarge
	}
	buf = slices.Grow(buf, int(size)+1)
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case int64(len(buf)) > limit:
			return buf, ErrTooLarge
		case err == io.EOF, err == nil && size > 0 && int64(len(buf)) == size:
			// To ask for the end of a file that gave its size costs as much as to read it.
			return buf, nil
		case err != nil:
			return buf, err
		}
		buf = slices.Grow(buf, 1)
	}
}

// mark is U+FEFF, the byte-order mark, in UTF-8.
const mark = "\xEF\xBB\xBF"

// Decode gives the text of a file's bytes, as File.Text is, and what they were: see
// File.Encoding and File.CRLF. Bytes that are UTF-8 with LF already are given back
// themselves, not copied. ok is false where the bytes are no text: they hold NUL, or
// neither UTF-8 nor a byte-order mark nor GB18030 (which GBK is a part of) explains them.
func Decode(raw []byte) (text []byte, enc string, crlf, ok bool) {
	text, enc = raw, "utf-8"
	found := look(raw)
	if !found.valid {
		if text, enc, ok = toUTF8(raw); !ok {
			return nil, "", false, false
		}
		found = look(text)
	} else if bytes.HasPrefix(raw, []byte(mark)) {
		enc = "utf-8-bom"
	}
	if found.nul {
		return nil, "", false, false
	}
	if found.mark {
		text = bytes.ReplaceAll(text, []byte(mark), nil)
	}
	if found.cr {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text, enc, found.cr, true
}

// looked tells whether a text is UTF-8 and, if so, what is in it that a File's Text has not.
type looked struct{ valid, nul, cr, mark bool }

// look reads a text through, once, as every byte of a site comes by here.
func look(text []byte) (found looked) {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c < utf8.RuneSelf:
			found.nul, found.cr = found.nul || c == 0, found.cr || c == '\r'
			i++
		case c >= 0xE1 && c <= 0xEC && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80:
			i += 3 // Han and the most of the rest: all such bytes are valid
		default:
			r, size := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && size == 1 {
				return looked{}
			}
			found.mark = found.mark || r == '\uFEFF'
			i += size
		}
	}
	found.valid = true
	return found
}

// toUTF8 decodes what is no UTF-8, and names the encoding.
func toUTF8(raw []byte) ([]byte, string, bool) {
	var from encoding.Encoding
	var name string
	switch {
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		from, name = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), "utf-16le"
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		from, name = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM), "utf-16be"
	case damage(raw) >= 0:
		return nil, "", false
	default:
		from, name = simplifiedchinese.GB18030, "gb18030"
	}
	text, err := from.NewDecoder().Bytes(raw)
	// The decoders put U+FFFD for what they cannot read. A text that holds one of its own
	// was broken by another program before.
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, "", false
	}
	return text, name, true
}

// damage gives the offset of the first byte that is no UTF-8 in a text that is otherwise
// clearly UTF-8, and -1 for every other text. A GB18030 text hardly ever holds sequences
// of three bytes that are valid UTF-8; a damaged one holds hardly anything else.
func damage(raw []byte) int {
	first, bad, good := -1, 0, 0
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
			if first < 0 {
				first = i
			}
		case n >= 3:
			good++
		}
		i += n
	}
	if bad > 0 && good >= 8*bad {
		return first
	}
	return -1
}
