package office

import (
	"encoding/xml"
	"io"
	"path"
	"strings"

	"gongkai/generator/passage"
	"gongkai/generator/unzip"
)

// openxml reads a package of OOXML: first what tells where the rest stands, then every part.
func (r *reader) openxml() {
	r.relate()
	main := r.first("", "officeDocument")
	if r.a.Find(main) == nil {
		r.note(passage.Damaged, passage.Place{}, "officeDocument")
	}
	var order []string
	if m := r.a.Find(r.first(main, "styles")); m != nil && !m.Encrypted {
		r.walk(m, passage.Place{}, &styling{r: r})
	}
	switch {
	case r.isSheets(main):
		order = r.workbook(main)
	case r.Type == "pptx":
		order = r.slides(main)
	default:
		order = []string{main}
	}
	r.outward()
	for _, part := range order {
		if m := r.a.Find(part); m != nil && !m.Dir && !m.Encrypted && !r.done[m] && !r.stop {
			r.done[m] = true
			r.part(m)
		}
	}
	r.leftovers()
	r.each(r.part)
}

func (r *reader) isSheets(main string) bool {
	return r.Type == "xlsx" || strings.Contains(r.types[main], "spreadsheetml")
}

// part reads one part, whatever it is.
func (r *reader) part(m *unzip.Member) {
	if !r.isXML(m) {
		r.blob(m)
		return
	}
	at := r.places[m.Name]
	kind := r.types[m.Name]
	switch name := strings.ToLower(m.Name); {
	case strings.Contains(name, "/activex/"):
		r.note(passage.ActiveX, at, m.Name)
	case strings.HasSuffix(kind, "connections+xml") || path.Base(name) == "connections.xml":
		r.note(passage.External, at, "connections")
	case strings.Contains(name, "vbadata") || strings.Contains(name, "/macrosheets/") || strings.Contains(kind, "macrosheet") || strings.Contains(kind, "dialogsheet") && strings.Contains(kind, "intl"):
		r.note(passage.Macro, at, m.Name)
	case strings.Contains(name, "customui"):
		r.note(passage.Macro, at, m.Name)
	}
	r.walk(m, at, &root{r: r, at: at, part: m.Name})
}

// A root chooses the handler of a part by its first element.
type root struct {
	r    *reader
	at   passage.Place
	part string
	h    handler
}

// layers tell in which layer the parts with these first elements stand; those that are not
// here are read as Cached.
var layers = map[string]passage.Layer{
	"document": passage.Body, "sld": passage.Body, "chartSpace": passage.Body, "wsDr": passage.Body, "xml": passage.Body, "table": passage.Body,
	"dataModel": passage.Body, "drawing": passage.Body, "userShapes": passage.Body, "wps": passage.Body,
	"hdr": passage.Header, "ftr": passage.Header, "sldMaster": passage.Header, "sldLayout": passage.Header, "handoutMaster": passage.Header, "notesMaster": passage.Header,
	"footnotes": passage.Footnote, "endnotes": passage.Footnote, "notes": passage.Footnote,
	"comments": passage.Comment, "cmLst": passage.Comment, "ThreadedComments": passage.Comment, "cmAuthorLst": passage.Comment, "authorLst": passage.Comment,
	"Properties": passage.Property, "coreProperties": passage.Property, "people": passage.Property, "personList": passage.Property, "settings": passage.Property, "presentation": passage.Property,
	"workbook": passage.Form, "queryTable": passage.Form,
}

func (o *root) open(name string, attrs []xml.Attr) {
	if o.h == nil {
		o.h = o.choose(name, attrs)
	}
	o.h.open(name, attrs)
}

func (o *root) choose(name string, attrs []xml.Attr) handler {
	at := o.at
	layer, ok := layers[name]
	if at.Layer = layer; !ok {
		at.Layer = passage.Cached
	}
	switch name {
	case "worksheet", "chartsheet", "dialogsheet", "macrosheet":
		at.Layer = passage.Body
		return newSheet(o.r, at)
	case "sst":
		if o.r.strings != nil {
			return &unused{}
		}
	case "coreProperties", "Properties":
		return &props{r: o.r}
	case "sld":
		if s := attr(attrs, "show"); s == "0" || s == "false" {
			at.Hidden = true
		}
	}
	return newWords(o.r, at)
}

func (o *root) text(b []byte) {
	if o.h != nil {
		o.h.text(b)
	}
}

func (o *root) close(name string) {
	if o.h != nil {
		o.h.close(name)
	}
}

func (o *root) aside(b []byte) {
	at := o.at
	at.Layer = passage.Cached
	o.r.pass(at, string(b))
}

// unused swallows a part that was read before.
type unused struct{}

func (unused) open(string, []xml.Attr) {}
func (unused) text([]byte)             {}
func (unused) close(string)            {}
func (unused) aside([]byte)            {}

// styling finds the styles of hidden text.
type styling struct {
	unused
	r     *reader
	style string
}

func (h *styling) open(name string, attrs []xml.Attr) {
	switch name {
	case "style":
		h.style = attr(attrs, "styleId")
	case "vanish", "webHidden", "specVanish":
		if v := attr(attrs, "val"); h.style != "" && name == "vanish" && (v == "" || yes(v)) {
			h.r.vanished[h.style] = true
		}
	}
}

// listing reads the slides of a presentation or the sheets of a workbook.
type listing struct {
	unused
	want string
	each func(attrs []xml.Attr)
}

func (h *listing) open(name string, attrs []xml.Attr) {
	if name == h.want {
		h.each(attrs)
	}
}

// relID gives the relation that an element names; its id may have any prefix.
func relID(attrs []xml.Attr) string {
	for _, a := range attrs {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// slides numbers the slides, and gives the parts in their order.
func (r *reader) slides(main string) []string {
	m := r.a.Find(main)
	if m == nil || m.Encrypted {
		return nil
	}
	var order []string
	h := listing{want: "sldId", each: func(attrs []xml.Attr) {
		part := r.target(main, relID(attrs))
		order = append(order, part)
		r.spread(part, passage.Place{Page: len(order)})
	}}
	r.walk(m, passage.Place{}, &h)
	for i, part := range order {
		if m := r.a.Find(part); m != nil && r.hiddenSlide(m) {
			r.note(passage.Hidden, passage.Place{Page: i + 1}, "")
		}
	}
	return order
}

// hiddenSlide reports whether a slide is not shown, as its first element tells.
func (r *reader) hiddenSlide(m *unzip.Member) bool {
	s, err := r.a.Stream(m)
	if err != nil {
		return false
	}
	defer s.Close()
	d := xml.NewDecoder(s)
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for range 20 {
		t, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := t.(xml.StartElement); ok {
			v := attr(e.Attr, "show")
			return v == "0" || v == "false"
		}
	}
	return false
}

// props reads the properties of a document.
type props struct {
	unused
	r     *reader
	names []string
	buf   []byte
}

// people are the properties that name a person or an office.
var people = map[string]string{
	"creator": "author", "lastModifiedBy": "last modified by", "Manager": "manager", "Company": "company", "initial-creator": "author", "printed-by": "printed by",
	"Author": "author", "Creator": "creator", "LastSavedBy": "last modified by",
}

func (h *props) open(name string, attrs []xml.Attr) {
	if name == "property" || name == "user-defined" || name == "CustomData" {
		if n := attr(attrs, "name"); n != "" {
			name = n
		} else if n := attr(attrs, "Name"); n != "" {
			name = n
		}
	}
	h.names, h.buf = append(h.names, name), h.buf[:0]
}

func (h *props) text(b []byte) { h.buf = append(h.buf, b...) }

func (h *props) close(string) {
	if len(h.names) == 0 {
		return
	}
	name := h.names[len(h.names)-1]
	if text := strings.TrimSpace(string(h.buf)); text != "" {
		for i := len(h.names) - 1; i > 0 && plainType(name); i-- {
			name = h.names[i-1] // vt:lpwstr in a property
		}
		at := passage.Place{Layer: passage.Property, Name: name}
		if word, ok := people[name]; ok {
			at.Name = word
			if h.r != nil && word != "company" && word != "creator" {
				h.r.note(passage.Author, at, text)
			}
		}
		h.r.pass(at, text)
	}
	h.names, h.buf = h.names[:len(h.names)-1], h.buf[:0]
}

func plainType(name string) bool {
	switch name {
	case "lpwstr", "lpstr", "bstr", "i4", "i8", "r8", "bool", "filetime", "decimal", "variant", "vector", "int", "uint", "ui4", "ui8", "date":
		return true
	}
	return false
}

// XML hands on the texts of XML that is a file by itself.
func XML(text []byte, tokens *int64, sink passage.Sink) {
	r := &reader{sink: sink, noted: map[passage.Note]bool{}}
	r.Tokens = tokens
	if err := scan(strings.NewReader(string(text)), tokens, &plainXML{r: r}); err != nil && err != io.EOF {
		sink.Note(stopped(passage.Place{}, "", err))
	}
}

// plainXML takes every text and attribute of XML of any kind.
type plainXML struct {
	r    *reader
	held []byte
}

func (h *plainXML) flush() {
	h.r.pass(passage.Place{}, string(h.held))
	h.held = h.held[:0]
}

func (h *plainXML) open(_ string, attrs []xml.Attr) {
	h.flush()
	for i := range attrs {
		h.r.pass(passage.Place{}, attrs[i].Value)
	}
}
func (h *plainXML) text(b []byte)  { h.held = append(h.held, b...) }
func (h *plainXML) close(string)   { h.flush() }
func (h *plainXML) aside(b []byte) { h.r.pass(passage.Place{}, string(b)) }
