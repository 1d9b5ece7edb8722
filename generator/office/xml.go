package office

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"gongkai/generator/source"
)

// A handler takes the tokens of one part. Names come without their prefix.
type handler interface {
	open(name string, attrs []xml.Attr)
	text(b []byte)
	close(name string)
	// aside takes what stands in the XML and in no element: comments, instructions.
	aside(b []byte)
}

var (
	errTokens = errors.New("too many elements")
	errDTD    = errors.New("a document type")
	errDeep   = errors.New("nested too deep")
	errLong   = errors.New("a text too long")
)

// maxDepth is how deep elements may be nested. Word writes a table in a table in a box at 60.
const maxDepth = 512

// maxRun is how many bytes may stand between two elements. The decoder holds them all.
const maxRun = 32 << 20

// A strict reader ends what has no element for too long, and remembers its error: the decoder
// takes what was cut by one for text that is no UTF-8.
type strict struct {
	r   io.Reader
	run int
	err error
}

func (s *strict) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		s.run = n - i
	} else if s.run += n; s.run > maxRun {
		err = errLong
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// scan reads XML to its end and gives it to h. left counts the tokens that may be read.
func scan(r io.Reader, left *int64, h handler) error {
	guard := &strict{r: r}
	in := bufio.NewReaderSize(guard, 64<<10)
	head, _ := in.Peek(200)
	var from io.Reader = in
	if other(head) {
		raw, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		text, _, _, ok := source.Decode(raw)
		if !ok {
			return errors.New("an unknown encoding")
		}
		from = bytes.NewReader(text)
	}
	d := xml.NewDecoder(from)
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	depth := 0
	for {
		t, err := d.RawToken()
		if err != nil {
			if guard.err != nil {
				return guard.err
			}
			if err == io.EOF && depth > 0 {
				return io.ErrUnexpectedEOF
			}
			return err
		}
		if *left--; *left < 0 {
			return errTokens
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errDeep
			}
			h.open(t.Name.Local, t.Attr)
		case xml.EndElement:
			depth--
			h.close(t.Name.Local)
		case xml.CharData:
			h.text(t)
		case xml.Comment:
			h.aside(t)
		case xml.ProcInst:
			if t.Target != "xml" {
				h.aside(t.Inst)
			}
		case xml.Directive:
			return errDTD
		}
	}
}

// other reports whether XML that begins so says that it is in another encoding than UTF-8.
func other(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return true
	}
	_, after, ok := strings.Cut(strings.ToLower(string(head)), "encoding=")
	if !ok || !strings.Contains(strings.ToLower(string(head)), "<?xml") {
		return false
	}
	after = strings.TrimLeft(after, `"'`)
	return !strings.HasPrefix(after, "utf-8") && !strings.HasPrefix(after, "us-ascii") && !strings.HasPrefix(after, "utf8")
}

// attr gives an attribute's value, "" where there is none.
func attr(attrs []xml.Attr, name string) string {
	for i := range attrs {
		if attrs[i].Name.Local == name {
			return attrs[i].Value
		}
	}
	return ""
}

// yes reads a value as OOXML writes truth; what is not there is no.
func yes(s string) bool { return s == "1" || s == "true" || s == "on" }

// telling reports whether an attribute may say something: what identifies things, and what
// measures, does not.
func telling(a *xml.Attr) bool {
	n, v := a.Name.Local, a.Value
	if len(v) < 2 || v[0] == '{' || a.Name.Space == "xmlns" || n == "xmlns" || strings.HasPrefix(n, "rsid") ||
		strings.HasSuffix(n, "Id") || n == "id" || n == "uid" || n == "embed" || n == "Requires" || n == "Ignorable" {
		return false
	}
	digits := 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= 0x80 || c == '@':
			return true
		case c >= '0' && c <= '9':
			digits++
		}
	}
	return digits >= 6
}
