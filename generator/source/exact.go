package source

import (
	"bytes"
	"fmt"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Exact gives the text of a file's bytes in UTF-8 for a program that writes the file back: line
// ends and byte-order marks in UTF-8 are as they were. enc is as File.Encoding, and Encode(text, enc)
// is raw again; ok is false where that cannot be done, or the bytes are no text.
func Exact(raw []byte) (text []byte, enc string, ok bool) {
	text, enc = raw, "utf-8"
	found := look(raw)
	switch {
	case found.valid && bytes.HasPrefix(raw, []byte(mark)):
		enc = "utf-8-bom"
	case !found.valid:
		if text, enc, ok = toUTF8(raw); !ok {
			return nil, "", false
		}
		found = look(text)
		back, err := Encode(text, enc)
		if err != nil || !bytes.Equal(back, raw) {
			return nil, "", false
		}
	}
	return text, enc, !found.nul
}

// Encode writes UTF-8 in an encoding, named as File.Encoding names it. UTF-16 begins with its
// byte-order mark; in UTF-8 the text holds its own. The error is a character that the encoding
// has not, or an encoding that is none of these.
func Encode(text []byte, enc string) ([]byte, error) {
	var to encoding.Encoding
	switch enc {
	case "utf-8", "utf-8-bom":
		return text, nil
	case "utf-16le":
		to = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case "utf-16be":
		to = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case "gb18030":
		to = simplifiedchinese.GB18030
	default:
		return nil, fmt.Errorf("source: no encoding %q", enc)
	}
	return to.NewEncoder().Bytes(text)
}

// Plain gives a text as File.Text is, with LF and without byte-order marks, and for each of its bytes, and
// its end, the offset in the text that was given. at is nil where nothing was changed.
func Plain(text []byte) (plain []byte, at []int) {
	if !bytes.Contains(text, []byte("\r")) && !bytes.Contains(text, []byte(mark)) {
		return text, nil
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if bytes.HasPrefix(text[i:], []byte(mark)) {
			i += len(mark) - 1
			continue
		}
		if c == '\r' {
			if i+1 < len(text) && text[i+1] == '\n' {
				continue
			}
			c = '\n'
		}
		plain, at = append(plain, c), append(at, i)
	}
	return plain, append(at, len(text))
}
