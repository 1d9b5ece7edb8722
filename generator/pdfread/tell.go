package pdfread

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/passage"
)

// tell hands on what each object says.
func (s *scanner) tell() {
	for i, e := range s.found {
		l := lexer{s.sources[e.source], e.pos}
		v, ok := l.value(0)
		if !ok {
			continue
		}
		at := passage.Place{Page: s.pages[e.number]}
		old := s.last[e.number] != i
		s.object(&v, at, old, 0)
		if v.kind == dict && e.source == 0 {
			s.streamed(&v, e, l.pos)
		}
	}
	if s.comments > 0 {
		s.note(passage.Comments, passage.Place{}, strconv.Itoa(s.comments))
	}
}

// streamed hands on the streams that hold text or files.
func (s *scanner) streamed(v *value, e entry, end int) {
	kind := v.get("Type").word()
	file, isFile := s.files[e.number]
	form := s.forms[e.number]
	meta := kind == "Metadata" || v.get("Subtype").word() == "XML"
	if kind != "EmbeddedFile" && !isFile && !form && !meta {
		return
	}
	b := s.stream(v, end, e.source)
	switch {
	case b == nil:
		s.note(passage.Partly, passage.Place{}, "stream")
	case kind == "EmbeddedFile" || isFile:
		if file == "" {
			file = "attachment"
		}
		s.inner(file, b)
	case form:
		if strings.Contains(string(b), "<script") || strings.Contains(string(b), ":script") {
			s.note(passage.Script, passage.Place{}, "XFA")
		}
		passage.XML(b, func(name, text string) { s.pass(passage.Place{Layer: passage.Form, Name: name}, text) })
	case meta:
		passage.XML(b, s.property)
	}
}

// property hands on one of the file's properties.
func (s *scanner) property(name, text string) {
	if strings.HasPrefix(text, "http://") && strings.HasSuffix(text, "/") || strings.HasPrefix(text, "uuid:") || strings.HasPrefix(text, "D:") {
		return
	}
	at := passage.Place{Layer: passage.Property, Name: name}
	switch name {
	case "Author", "creator", "LastModifiedBy", "Manager":
		if at.Name = "author"; strings.TrimSpace(text) != "" {
			s.note(passage.Author, at, strings.TrimSpace(text))
		}
	}
	s.pass(at, text)
}

func (s *scanner) pass(at passage.Place, text string) {
	if strings.TrimSpace(text) != "" {
		s.sink.Passage(at, []byte(text))
	}
}

// annotations are the kinds of annotations that hold words of people.
var annotations = []string{"Text", "FreeText", "Highlight", "Underline", "StrikeOut", "Squiggly", "Stamp", "Caret", "Ink", "Line", "Square", "Circle", "Polygon", "PolyLine", "FileAttachment", "Redact"}

// silent are keys of strings that are bytes and no text.
var silent = []string{"ID", "O", "U", "OE", "UE", "Perms", "CharSet", "Panose", "Cert", "CheckSum", "Lookup", "CreationDate", "ModDate", "M", "DA", "DR", "Ordering", "Registry", "FontFamily", "Lang", "LW", "OutputConditionIdentifier", "RegistryName"}

// object hands on the strings of a value, and notes what it runs.
func (s *scanner) object(v *value, at passage.Place, old bool, depth int) {
	switch v.kind {
	case array:
		for i := range v.list {
			if e := &v.list[i]; e.kind == text {
				s.loose(at, old, "", e.b)
			} else {
				s.object(e, at, old, depth+1)
			}
		}
		return
	case dict:
	default:
		return
	}
	s.runs(v, at)
	sub := v.get("Subtype").word()
	who := words(v.get("T").b)
	layer, named := passage.Cached, ""
	info := v.has("Producer") || v.has("Author") || v.has("CreationDate") && v.has("ModDate")
	switch {
	case slices.Contains(annotations, sub) && (v.has("Rect") || v.has("Contents")):
		layer, named = passage.Comment, who
		if v.has("Contents") && words(v.get("Contents").b) != "" && !old {
			s.comments++
		}
	case v.has("FT") || v.has("V") || sub == "Widget":
		layer, named = passage.Form, who
	case v.has("Title") && v.has("Parent"), v.has("ActualText"), v.has("Alt"):
		layer = passage.Body
	case v.has("ByteRange"):
		layer = passage.Property
		if n := words(v.get("Name").b); n != "" {
			s.note(passage.Author, passage.Place{Layer: passage.Property, Name: "signature"}, n)
		}
	}
	for i, key := range v.keys {
		e := &v.list[i]
		switch {
		case e.kind == dict || e.kind == array:
			s.object(e, at, old, depth+1)
		case e.kind != text || slices.Contains(silent, key) || key == "Contents" && v.has("ByteRange"):
		case info && !v.has("Type"):
			s.property(key, words(e.b))
		case layer == passage.Comment && key == "RC":
			passage.XML(e.b, func(_, text string) { s.pass(passage.Place{Page: at.Page, Layer: layer, Name: named}, text) })
		default:
			here := at
			here.Layer, here.Name = layer, named
			if layer == passage.Cached {
				here.Name = key
			}
			s.loose(here, old, key, e.b)
		}
	}
}

// loose hands on a string; of an older revision as what nobody sees.
func (s *scanner) loose(at passage.Place, old bool, key string, b []byte) {
	t := words(b)
	if len(t) < 2 || strings.HasPrefix(t, "D:2") || strings.HasPrefix(t, "D:1") {
		return
	}
	if old {
		at.Layer = passage.Cached
	}
	if key == "URI" {
		at.Name = "URI"
	}
	s.pass(at, t)
}

// runs notes what a dictionary runs or fetches.
func (s *scanner) runs(v *value, at passage.Place) {
	if v.has("JS") {
		s.note(passage.Script, at, "JavaScript")
	}
	switch action := v.get("S").word(); action {
	case "JavaScript":
		s.note(passage.Script, at, "JavaScript")
	case "Launch", "GoToR", "GoToE":
		s.note(passage.Launch, at, action)
	case "SubmitForm", "ImportData":
		s.note(passage.External, at, action)
	case "URI":
		if u := strings.ToLower(strings.TrimSpace(words(v.get("URI").b))); strings.HasPrefix(u, "javascript:") {
			s.note(passage.Script, at, "JavaScript")
		}
	}
	switch sub := v.get("Subtype").word(); sub {
	case "RichMedia", "3D":
		s.note(passage.ActiveX, at, sub)
	}
	if v.get("FS").word() == "URL" {
		s.note(passage.External, at, "URL")
	}
}
