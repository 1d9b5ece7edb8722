package pdfread

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/passage"
)

// Bounds of the scanner.
const (
	maxObjects = 2_000_000
	maxPacked  = 64 << 20 // bytes of one unpacked stream
)

// A scanner finds the objects in a file's bytes.
type scanner struct {
	sink  passage.Sink
	inner func(name string, data []byte)
	room  int64

	sources [][]byte // the file, then each unpacked stream of objects
	found   []entry
	last    map[int]int // object number → its last entry; those before are older revisions

	encrypted bool
	kids      map[int][]int // of the page tree
	child     map[int]bool
	annots    map[int][]int // page → its annotations, or the array of them
	arrays    map[int][]int // objects that are arrays of references
	files     map[int]string
	forms     map[int]bool // streams of XFA
	pages     map[int]int  // object → the page that it belongs to
	comments  int
	noted     map[passage.Note]bool
}

// An entry is an object's place.
type entry struct{ source, pos, number int }

func newScanner(data []byte, room int64, sink passage.Sink, inner func(string, []byte)) *scanner {
	return &scanner{
		sink: sink, inner: inner, room: room, sources: [][]byte{data}, last: map[int]int{},
		kids: map[int][]int{}, child: map[int]bool{}, annots: map[int][]int{}, arrays: map[int][]int{}, files: map[int]string{},
		forms: map[int]bool{}, pages: map[int]int{}, noted: map[passage.Note]bool{},
	}
}

func (s *scanner) note(f passage.Fact, at passage.Place, value string) {
	n := passage.Note{Fact: f, At: at, Value: value}
	if !s.noted[n] && len(s.noted) < 500 {
		s.noted[n] = true
		s.sink.Note(n)
	}
}

// index finds all objects and learns how the pages hang together.
func (s *scanner) index() {
	data := s.sources[0]
	for pos := 0; len(s.found) < maxObjects; {
		i := bytes.Index(data[pos:], []byte("obj"))
		if i < 0 {
			break
		}
		at := pos + i
		pos = at + 3
		if n, ok := numbered(data, at); ok {
			l := lexer{data, pos}
			if v, ok := l.value(0); ok {
				s.learn(entry{0, pos, n}, &v, l.pos)
			}
			pos = max(pos, l.pos)
		}
	}
	for i := 0; ; { // trailers
		j := bytes.Index(data[i:], []byte("trailer"))
		if j < 0 {
			break
		}
		i += j + 7
		l := lexer{data, i}
		if v, ok := l.value(0); ok && v.has("Encrypt") {
			s.encrypted = true
		}
	}
	s.number()
}

// numbered reports whether "obj" at that place follows two numbers, and gives the first.
func numbered(data []byte, at int) (int, bool) {
	i := at
	back := func(is func(byte) bool) int {
		from := i
		for i > 0 && is(data[i-1]) && from-i < 12 {
			i--
		}
		return from - i
	}
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	if back(space) == 0 || back(digit) == 0 || back(space) == 0 {
		return 0, false
	}
	to := i
	if back(digit) == 0 {
		return 0, false
	}
	n, err := strconv.Atoi(string(data[i:to]))
	return n, err == nil && n < 1<<31
}

// learn keeps what an object says of others, and unpacks streams of objects.
func (s *scanner) learn(e entry, v *value, end int) {
	s.last[e.number] = len(s.found)
	s.found = append(s.found, e)
	switch v.kind {
	case array:
		if r := refs(v); len(r) > 0 && len(r) == len(v.list) {
			s.arrays[e.number] = r
		}
		return
	case dict:
	default:
		return
	}
	switch v.get("Type").word() {
	case "Pages":
		s.kids[e.number] = refs(v.get("Kids"))
		for _, k := range s.kids[e.number] {
			s.child[k] = true
		}
	case "Page":
		s.kids[e.number] = nil
		if a := v.get("Annots"); a.kind == reference {
			s.annots[e.number] = []int{a.n}
		} else {
			s.annots[e.number] = refs(a)
		}
	case "XRef":
		s.encrypted = s.encrypted || v.has("Encrypt")
	case "ObjStm":
		if e.source == 0 {
			s.unpack(e, v, end)
		}
	}
	if ef := v.get("EF"); ef.kind == dict {
		for _, f := range ef.list {
			if n := words(v.get("UF").b); n != "" {
				s.files[f.n] = n
			} else {
				s.files[f.n] = words(v.get("F").b)
			}
		}
	}
	form := v.get("XFA")
	if a := v.get("AcroForm"); a.kind == dict {
		form = a.get("XFA")
	}
	for _, n := range append(refs(form), form.n) {
		s.forms[n] = n > 0
	}
}

func refs(v *value) []int {
	var out []int
	for _, e := range v.list {
		if e.kind == reference {
			out = append(out, e.n)
		}
	}
	return out
}

// unpack finds the objects in a stream of objects.
func (s *scanner) unpack(e entry, v *value, end int) {
	b := s.stream(v, end, e.source)
	if b == nil {
		if !s.encrypted {
			s.note(passage.Partly, passage.Place{}, "objects")
		}
		return
	}
	src := len(s.sources)
	s.sources = append(s.sources, b)
	l := lexer{b, 0}
	first := v.get("First").n
	for range min(v.get("N").n, maxObjects-len(s.found)) {
		l.skip()
		n, ok1 := l.integer()
		l.skip()
		off, ok2 := l.integer()
		if !ok1 || !ok2 || first+off >= len(b) {
			return
		}
		inside := lexer{b, first + off}
		if o, ok := inside.value(0); ok {
			s.learn(entry{src, first + off, n}, &o, 0)
		}
	}
}

// stream gives a stream's bytes, unpacked; nil where that cannot be done.
func (s *scanner) stream(v *value, end, src int) []byte {
	data := s.sources[src]
	l := lexer{data, end}
	l.skip()
	if !bytes.HasPrefix(data[l.pos:], []byte("stream")) {
		return nil
	}
	from := l.pos + 6
	if from < len(data) && data[from] == '\r' {
		from++
	}
	if from < len(data) && data[from] == '\n' {
		from++
	}
	raw := data[min(from, len(data)):]
	n := v.get("Length")
	if n.kind == number && n.n > 0 && n.n <= len(raw) && bytes.HasPrefix(bytes.TrimLeft(raw[n.n:min(len(raw), n.n+32)], "\r\n "), []byte("endstream")) {
		raw = raw[:n.n]
	} else if i := bytes.Index(raw, []byte("endstream")); i >= 0 {
		raw = raw[:i]
	}
	filters := []value{*v.get("Filter")}
	if filters[0].kind == array {
		filters = filters[0].list
	}
	params := v.get("DecodeParms")
	if params.kind == array && len(params.list) > 0 {
		params = &params.list[len(params.list)-1]
	}
	if params.get("Predictor").n > 1 {
		return nil
	}
	for _, f := range filters[:min(len(filters), 4)] {
		if raw = s.unfilter(f.word(), raw); raw == nil {
			return nil
		}
	}
	return raw
}

func (s *scanner) unfilter(filter string, raw []byte) []byte {
	var r io.Reader
	switch filter {
	case "":
		return raw
	case "FlateDecode", "Fl":
		z, err := zlib.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil
		}
		r = z
	case "ASCII85Decode", "A85":
		raw = bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("<~"))
		if i := bytes.IndexByte(raw, '~'); i >= 0 {
			raw = raw[:i]
		}
		r = ascii85.NewDecoder(bytes.NewReader(raw))
	case "ASCIIHexDecode", "AHx":
		raw = bytes.Map(func(c rune) rune {
			if strings.ContainsRune("0123456789abcdefABCDEF", c) {
				return c
			}
			return -1
		}, raw)
		r = hex.NewDecoder(bytes.NewReader(raw[:len(raw)&^1]))
	default:
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(r, min(s.room, maxPacked)+1)) // what comes out before an error counts
	if s.room -= int64(len(out)); s.room < 0 || len(out) > maxPacked {
		s.note(passage.TooLarge, passage.Place{}, "unpacked")
		s.room = max(s.room, 0)
		return nil
	}
	return out
}

// number says on which page each annotation is, by walking the page tree from its roots. Each
// node is visited once, whatever the tree says.
func (s *scanner) number() {
	var roots []int
	for n, kids := range s.kids {
		if !s.child[n] && kids != nil {
			roots = append(roots, n)
		}
	}
	slices.Sort(roots)
	seen := map[int]bool{}
	page := 0
	for _, root := range roots {
		page = 0
		stack := []int{root}
		for len(stack) > 0 {
			n := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if seen[n] {
				continue
			}
			seen[n] = true
			annots, isPage := s.annots[n]
			if !isPage {
				for _, k := range slices.Backward(s.kids[n]) {
					stack = append(stack, k)
				}
				continue
			}
			page++
			s.pages[n] = page
			for _, a := range annots {
				s.pages[a] = page
				for _, b := range s.arrays[a] {
					s.pages[b] = page
				}
			}
		}
	}
}

// revisions gives the file as it was before each later change, the latest first, three at most.
func (s *scanner) revisions() [][]byte {
	data := s.sources[0]
	var ends []int
	for i := 0; len(ends) < 64; {
		j := bytes.Index(data[i:], []byte("%%EOF"))
		if j < 0 {
			break
		}
		i += j + 5
		ends = append(ends, i)
	}
	var out [][]byte
	for k := len(ends) - 2; k >= 0 && len(out) < 3; k-- {
		out = append(out, data[:ends[k]])
	}
	return out
}
