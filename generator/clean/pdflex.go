package clean

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
)

// errPDF tells of a PDF file that is not what it says it is.
var errPDF = errors.New("its objects cannot be read")

// A pdfPair is an entry of a dictionary with its bytes.
type pdfPair struct {
	key      string // without the slash
	at       int    // where the key's slash is
	from, to int    // the value's bytes
}

// A pdfObject is an indirect object that is a dictionary, perhaps with a stream.
type pdfObject struct {
	num                 int
	pairs               []pdfPair
	data, dataEnd, tail int // the stream's bytes, and where its word endstream ends; data is 0 without one
}

func (o *pdfObject) get(in []byte, key string) string {
	for _, p := range o.pairs {
		if p.key == key {
			return string(in[p.from:p.to])
		}
	}
	return ""
}

// pdfBlank reports whether a byte parts words in PDF.
func pdfBlank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func pdfDelim(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skipBlank gives the next place that is neither blank nor comment.
func skipBlank(in []byte, i int) int {
	for i < len(in) {
		switch {
		case pdfBlank(in[i]):
			i++
		case in[i] == '%':
			for i < len(in) && in[i] != '\n' && in[i] != '\r' {
				i++
			}
		default:
			return i
		}
	}
	return i
}

var pdfReference = regexp.MustCompile(`^\d{1,10}[ \t\r\n\f\x00]+\d{1,5}[ \t\r\n\f\x00]+R\b`)

// value gives the end of the value that begins at a place; a dictionary's entries go to pairs.
func pdfValue(in []byte, i, depth int, pairs *[]pdfPair) (end int, err error) {
	if i >= len(in) || depth > 60 {
		return i, errPDF
	}
	switch c := in[i]; {
	case c == '(':
		return pdfString(in, i)
	case c == '<' && i+1 < len(in) && in[i+1] == '<':
		return pdfDict(in, i, depth, pairs)
	case c == '<':
		if n := bytes.IndexByte(in[i:], '>'); n > 0 {
			return i + n + 1, nil
		}
		return i, errPDF
	case c == '[':
		for i = skipBlank(in, i+1); i < len(in) && in[i] != ']'; i = skipBlank(in, i) {
			if i, err = pdfValue(in, i, depth+1, nil); err != nil {
				return i, err
			}
		}
		if i >= len(in) {
			return i, errPDF
		}
		return i + 1, nil
	case c == '/':
		return pdfWord(in, i+1), nil
	case pdfDelim(c):
		return i, errPDF
	case c >= '0' && c <= '9':
		if m := pdfReference.Find(in[i:min(len(in), i+40)]); m != nil {
			return i + len(m), nil
		}
	}
	if end = pdfWord(in, i); end == i {
		return i, errPDF
	}
	return end, nil
}

func pdfWord(in []byte, i int) int {
	for i < len(in) && !pdfBlank(in[i]) && !pdfDelim(in[i]) {
		i++
	}
	return i
}

func pdfString(in []byte, i int) (int, error) {
	depth := 0
	for ; i < len(in); i++ {
		switch in[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1, nil
			}
		}
	}
	return i, errPDF
}

func pdfDict(in []byte, i, depth int, pairs *[]pdfPair) (int, error) {
	for i = skipBlank(in, i+2); i+1 < len(in); i = skipBlank(in, i) {
		if in[i] == '>' && in[i+1] == '>' {
			return i + 2, nil
		}
		if in[i] != '/' {
			return i, errPDF
		}
		p := pdfPair{at: i}
		end := pdfWord(in, i+1)
		p.key = string(in[i+1 : end])
		p.from = skipBlank(in, end)
		var err error
		if p.to, err = pdfValue(in, p.from, depth+1, nil); err != nil {
			return i, err
		}
		i = p.to
		if pairs != nil {
			*pairs = append(*pairs, p)
		}
	}
	return i, errPDF
}

var (
	pdfBegin   = regexp.MustCompile(`(\d{1,10})[ \t\r\n\f\x00]+\d{1,5}[ \t\r\n\f\x00]+obj\b`)
	endstream  = []byte("endstream")
	pdfTrailer = []byte("trailer")
)

// Limits of a PDF file.
const (
	maxPDFDict = 1 << 20 // bytes of a dictionary
	maxPDFBad  = 100     // objects that cannot be read
	maxPDFOut  = 64 << 20
)

// pdfObjects walks a file from its beginning to its end, every revision in it, and gives its
// dictionaries and those of its trailers.
func pdfObjects(in []byte) (objects []pdfObject, trailers [][]pdfPair, err error) {
	bad := 0
	trailer := func(from, to int) {
		for {
			k := bytes.Index(in[from:to], pdfTrailer)
			if k < 0 {
				return
			}
			from += k + len(pdfTrailer)
			var pairs []pdfPair
			if at := skipBlank(in, from); at+1 < len(in) && in[at] == '<' && in[at+1] == '<' {
				if _, err := pdfDict(in[:min(len(in), at+maxPDFDict)], at, 0, &pairs); err == nil {
					trailers = append(trailers, pairs)
				}
			}
		}
	}
	for i := 0; ; {
		m := pdfBegin.FindSubmatchIndex(in[i:])
		if m == nil {
			trailer(i, len(in))
			return objects, trailers, nil
		}
		trailer(i, i+m[0])
		o := pdfObject{}
		o.num, _ = strconv.Atoi(string(in[i+m[2] : i+m[3]])) // ten digits at most
		begin := i + m[1]
		at := skipBlank(in, begin)
		end, err := pdfValue(in[:min(len(in), at+maxPDFDict)], at, 0, &o.pairs)
		if err != nil {
			if bad++; bad > maxPDFBad {
				return nil, nil, errPDF
			}
			i = begin
			continue
		}
		if i = end; !bytes.HasPrefix(in[at:], []byte("<<")) {
			continue
		}
		if at := skipBlank(in, end); bytes.HasPrefix(in[at:], []byte("stream")) {
			if i = o.stream(in, at+len("stream")); i < 0 {
				return nil, nil, errPDF
			}
		}
		objects = append(objects, o)
	}
}

// stream notes where an object's stream lies and gives the place behind it, -1 where it does
// not end.
func (o *pdfObject) stream(in []byte, i int) int {
	if i < len(in) && in[i] == '\r' {
		i++
	}
	if i < len(in) && in[i] == '\n' {
		i++
	}
	o.data = i
	if n, err := strconv.Atoi(o.get(in, "Length")); err == nil && n >= 0 && n <= len(in)-i {
		if at := skipBlank(in, i+n); at-i-n <= 4 && bytes.HasPrefix(in[at:], endstream) {
			o.dataEnd, o.tail = i+n, at+len(endstream)
			return o.tail
		}
	}
	n := bytes.Index(in[i:], endstream)
	if n < 0 {
		return -1
	}
	o.tail = i + n + len(endstream)
	o.dataEnd = i + n
	return o.tail
}
