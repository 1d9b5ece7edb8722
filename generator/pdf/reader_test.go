package pdf_test

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// A reader is as much of a PDF reader as the tests need. It finds objects by the table at
// the file's end, and fails the test where the table is wrong.
type reader struct {
	t       testing.TB
	objects map[int]string // without their streams
	streams map[int][]byte // inflated where they were deflated
	trailer string
}

func read(t testing.TB, file []byte) *reader {
	t.Helper()
	r := &reader{t, map[int]string{}, map[int][]byte{}, ""}
	m := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file)
	if m == nil {
		t.Fatal("the file's end is wrong")
	}
	start, _ := strconv.Atoi(string(m[1]))
	table := string(file[start:])
	rows := regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`).FindAllStringSubmatch(table, -1)
	if want := "xref\n0 " + strconv.Itoa(len(rows)+1) + "\n0000000000 65535 f \n"; !strings.HasPrefix(table, want) {
		t.Fatalf("the table begins with %q, want %q", table[:min(len(table), 40)], want)
	}
	_, r.trailer, _ = strings.Cut(table, "trailer\n")
	for i, row := range rows {
		at, _ := strconv.Atoi(row[1])
		r.object(i+1, file[at:])
	}
	return r
}

func (r *reader) object(n int, b []byte) {
	r.t.Helper()
	body, ok := bytes.CutPrefix(b, []byte(strconv.Itoa(n)+" 0 obj\n"))
	if !ok {
		r.t.Fatalf("object %d does not stand at its place", n)
	}
	end := bytes.Index(body, []byte("\nendobj\n"))
	if at := bytes.Index(body, []byte(">>\nstream\n")); at >= 0 && at < end {
		head := string(body[:at+2])
		size := r.number(head, "Length")
		data := body[at+len(">>\nstream\n"):][:size]
		if rest := body[at+len(">>\nstream\n")+size:]; !bytes.HasPrefix(rest, []byte("\nendstream\nendobj\n")) {
			r.t.Fatalf("stream %d is not as long as it says", n)
		}
		if strings.Contains(head, "/FlateDecode") {
			z, err := zlib.NewReader(bytes.NewReader(data))
			if err != nil {
				r.t.Fatal(err)
			}
			if data, err = io.ReadAll(z); err != nil {
				r.t.Fatal(err)
			}
		}
		r.objects[n], r.streams[n] = head, data
		return
	}
	r.objects[n] = string(body[:end])
}

// number gives the number behind a key of a dictionary.
func (r *reader) number(dict, key string) int {
	r.t.Helper()
	m := regexp.MustCompile(`/` + key + ` (-?\d+)`).FindStringSubmatch(dict)
	if m == nil {
		r.t.Fatalf("no number for %s in %.200s", key, dict)
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// refs gives the numbers of the objects in an array behind a key.
func (r *reader) refs(dict, key string) (out []int) {
	m := regexp.MustCompile(`/` + key + `\[([^\]]*)\]`).FindStringSubmatch(dict)
	if m == nil {
		return nil
	}
	for _, f := range regexp.MustCompile(`(\d+) 0 R`).FindAllStringSubmatch(m[1], -1) {
		n, _ := strconv.Atoi(f[1])
		out = append(out, n)
	}
	return out
}

// catalog gives the document's catalogue.
func (r *reader) catalog() string { return r.objects[r.number(r.trailer, "Root")] }

// pages gives the page dictionaries in order.
func (r *reader) pages() (out []string) {
	for _, n := range r.refs(r.objects[r.number(r.catalog(), "Pages")], "Kids") {
		out = append(out, r.objects[n])
	}
	return out
}

// A face is a font as the file tells it.
type face struct {
	usual  int
	widths map[int]int
	texts  map[int]string
	glyphs int
}

// faces gives the fonts by their names in content streams.
func (r *reader) faces() map[string]*face {
	out := map[string]*face{}
	resources := r.objects[r.number(r.pages()[0], "Resources")]
	for _, m := range regexp.MustCompile(`/(F\d+) (\d+) 0 R`).FindAllStringSubmatch(resources, -1) {
		n, _ := strconv.Atoi(m[2])
		cid := r.objects[r.refs(r.objects[n], "DescendantFonts")[0]]
		f := &face{r.number(cid, "DW"), r.widths(cid), r.texts(r.streams[r.number(r.objects[n], "ToUnicode")]), 0}
		about := r.objects[r.number(cid, "FontDescriptor")]
		f.glyphs = len(r.streams[r.number(about, "FontFile2")])
		out[m[1]] = f
	}
	return out
}

// widths reads W, in both its forms.
func (r *reader) widths(cid string) map[int]int {
	out := map[int]int{}
	_, w, _ := strings.Cut(cid, "/W[")
	in, first, second := -1, -1, -1
	for _, tok := range regexp.MustCompile(`\d+|\[|\]`).FindAllString(w, -1) {
		n, err := strconv.Atoi(tok)
		switch {
		case tok == "[":
			in, first = first, -1
		case tok == "]" && in < 0:
			return out
		case tok == "]":
			in = -1
		case err != nil:
			r.t.Fatalf("%q in W", tok)
		case in >= 0:
			out[in] = n
			in++
		case first < 0:
			first = n
		case second < 0:
			second = n
		default:
			for g := first; g <= second; g++ {
				out[g] = n
			}
			first, second = -1, -1
		}
	}
	r.t.Fatal("W has no end")
	return nil
}

func (r *reader) texts(cmap []byte) map[int]string {
	out := map[int]string{}
	for _, m := range regexp.MustCompile(`(?m)^<([0-9A-F]{4})> <([0-9A-F]+)>$`).FindAllStringSubmatch(string(cmap), -1) {
		g, _ := strconv.ParseUint(m[1], 16, 16)
		out[int(g)] = r.utf16(m[2])
	}
	return out
}

func (r *reader) utf16(hex string) string {
	r.t.Helper()
	if len(hex)%4 != 0 {
		r.t.Fatalf("%q is no UTF-16", hex)
	}
	var u []uint16
	for i := 0; i < len(hex); i += 4 {
		v, err := strconv.ParseUint(hex[i:i+4], 16, 16)
		if err != nil {
			r.t.Fatal(err)
		}
		u = append(u, uint16(v))
	}
	return string(utf16.Decode(u))
}

// A shown is a glyph as a content stream shows it.
type shown struct {
	font  string
	glyph int
	size  float64
	x, y  float64
	text  string // with ActualText: that of the whole span at its first glyph, "" at the others
	mark  string // role and MCID, or Artifact
}

var token = regexp.MustCompile(`<</MCID (\d+)>>|<</ActualText(\((?:[^()\\]|\\.)*\)|<[0-9A-F]*>)>>|<[0-9A-F]*>|\[|\]|/[A-Za-z0-9]+|-?[0-9.]+|[A-Za-z]+`)

// show runs a page's content stream and gives its glyphs in order. Operators that do not
// fit where they stand fail the test.
func (r *reader) show(page string, faces map[string]*face) (out []shown) {
	r.t.Helper()
	content := string(r.streams[r.number(page, "Contents")])
	var stack []string
	var marks []string
	var fontName, actual string
	var size, x, y, pen float64
	inText, span, first := false, false, false
	num := func(i int) float64 {
		v, err := strconv.ParseFloat(stack[len(stack)-i], 64)
		if err != nil {
			r.t.Fatalf("%q is no number", stack[len(stack)-i])
		}
		return v
	}
	for _, m := range token.FindAllStringSubmatch(content, -1) {
		tok := m[0]
		switch c := tok[0]; {
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
		default:
			stack = append(stack, tok)
			if m[2] != "" {
				actual = m[2]
			}
			continue
		}
		switch tok {
		case "BT":
			if inText || len(marks) == 0 {
				r.t.Fatal("BT in a text object, or outside any marked content")
			}
			inText, x, y, pen = true, 0, 0, 0
		case "ET":
			inText = false
		case "Tf":
			fontName, size = stack[len(stack)-2][1:], num(1)
		case "Td":
			x, y, pen = x+num(2), y+num(1), 0
		case "BMC":
			marks = append(marks, stack[len(stack)-1])
		case "BDC":
			marks = append(marks, stack[len(stack)-2]+stack[len(stack)-1])
			if actual != "" {
				if s, ok := strings.CutPrefix(actual, "<FEFF"); ok {
					actual = r.utf16(strings.TrimSuffix(s, ">"))
				} else {
					actual = actual[1 : len(actual)-1]
				}
				span, first = true, true
			}
		case "EMC":
			if len(marks) == 0 {
				r.t.Fatal("EMC without a beginning")
			}
			marks = marks[:len(marks)-1]
			span, actual = false, ""
		case "TJ":
			f := faces[fontName]
			if !inText || f == nil {
				r.t.Fatal("TJ outside a text object, or without a font")
			}
			for _, e := range stack {
				switch {
				case e == "[" || e == "]":
				case e[0] == '<':
					for i := 1; i+4 < len(e); i += 4 {
						g, _ := strconv.ParseUint(e[i:i+4], 16, 16)
						s := shown{fontName, int(g), size, x + pen, y, f.texts[int(g)], marks[0]}
						if span {
							s.text = ""
							if first {
								s.text = actual
							}
							first = false
						}
						out = append(out, s)
						w, ok := f.widths[int(g)]
						if !ok {
							w = f.usual
						}
						pen += float64(w) / 1000 * size
					}
				default:
					by, err := strconv.ParseFloat(e, 64)
					if err != nil || by > 32767 || by < -32767 {
						r.t.Fatalf("an adjustment of %s", e)
					}
					pen -= by / 1000 * size
				}
			}
		}
		stack = stack[:0]
	}
	if len(marks) > 0 || inText {
		r.t.Fatal("marked content or a text object has no end")
	}
	return out
}
