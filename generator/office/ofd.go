package office

import (
	"encoding/xml"
	"math"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/passage"
	"gongkai/generator/unzip"
)

// ofd reads an OFD archive: the documents' lists of pages first, then every part.
func (r *reader) ofd() {
	found := 0
	for _, m := range r.a.Members {
		if m.Dir || m.Encrypted || path.Base(m.Name) != "Document.xml" {
			continue
		}
		found++
		page := 0
		r.walk(m, passage.Place{}, &listing{want: "Page", each: func(attrs []xml.Attr) {
			if loc := attr(attrs, "BaseLoc"); loc != "" {
				page++
				r.places[resolve(m.Name, loc)] = passage.Place{Page: page}
			}
		}})
	}
	if found == 0 {
		r.note(passage.Damaged, passage.Place{}, "Document.xml")
	}
	r.each(func(m *unzip.Member) {
		base := path.Base(m.Name)
		if base == "Encryptions.xml" || base == "Entries.xml" && strings.Contains(m.Name, "Encrypt") {
			r.note(passage.Encrypted, passage.Place{}, "")
		}
		switch {
		case strings.HasSuffix(base, ".esl") || base == "SignedValue.dat" || strings.HasPrefix(path.Base(path.Dir(m.Name)), "Sign_"):
			return // seals and signatures: bytes of ASN.1
		case !r.isXML(m):
			r.blob(m)
			return
		}
		at := r.places[m.Name]
		switch {
		case at.Page > 0:
		case strings.Contains(m.Name, "Annot"):
			at.Layer = passage.Comment
		case strings.Contains(m.Name, "/Tpls/") || strings.Contains(m.Name, "Template"):
			at.Layer = passage.Header
		case base == "OFD.xml":
			at.Layer = passage.Property
		default:
			at.Layer = passage.Cached
		}
		h := &fixed{r: r, at: at}
		r.walk(m, at, h)
		h.flush()
	})
}

// A fixed reads pages of fixed layout: pieces of text, each at its place. Those that stand on
// one line are joined, since some programs write each sign by itself.
type fixed struct {
	r     *reader
	at    passage.Place
	names []string
	line  []byte
	y     float64 // of the line
	has   bool
	leaf  []byte
	prop  string
	texts int
	pics  int
}

// sameLine is how far apart the tops of pieces of one line may be, in millimetres.
const sameLine = 1.0

func (h *fixed) open(name string, attrs []xml.Attr) {
	h.flushLeaf()
	h.names = append(h.names, name)
	switch name {
	case "TextObject":
		if b := strings.Fields(attr(attrs, "Boundary")); len(b) == 4 {
			y, err := strconv.ParseFloat(b[1], 64)
			if err != nil || !h.has || math.Abs(y-h.y) > sameLine {
				h.flush()
			}
			h.y, h.has = y, true
		} else {
			h.flush()
		}
	case "ImageObject":
		h.pics++
	case "CustomData":
		h.prop = attr(attrs, "Name")
	case "URI":
		if u := attr(attrs, "URI"); u != "" {
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(u)), "javascript:") {
				h.r.note(passage.Script, h.at, "JavaScript")
			}
			h.r.pass(h.at, u)
		}
	case "GotoA":
		h.r.note(passage.Launch, h.at, name)
	case "Sound", "Movie":
	case "Annot":
		h.r.comments++
		at := h.at
		at.Name = attr(attrs, "Creator")
		h.at = at
	}
	for i := range attrs {
		if a := &attrs[i]; a.Name.Local != "Boundary" && a.Name.Local != "CTM" && !strings.HasPrefix(a.Name.Local, "Delta") && telling(a) {
			h.r.pass(h.at, a.Value)
		}
	}
}

func (h *fixed) text(b []byte) {
	if n := len(h.names); n > 0 && h.names[n-1] == "TextCode" {
		h.texts += len(b)
		if h.line = append(h.line, b...); len(h.line) > maxParagraph {
			h.flush()
		}
		return
	}
	h.leaf = append(h.leaf, b...)
}

func (h *fixed) close(name string) {
	h.flushLeaf()
	h.names = h.names[:max(0, len(h.names)-1)]
	if len(h.names) == 0 && h.at.Page > 0 && h.texts < 10 && h.pics > 0 {
		h.r.note(passage.NoText, passage.Place{Page: h.at.Page}, "")
	}
}

func (h *fixed) aside(b []byte) {
	at := h.at
	at.Layer = passage.Cached
	h.r.pass(at, string(b))
}

// flush hands on a line.
func (h *fixed) flush() {
	h.r.pass(h.at, string(h.line))
	h.line, h.has = h.line[:0], false
}

// flushLeaf hands on the text of an element that is no piece of a page.
func (h *fixed) flushLeaf() {
	text := strings.TrimSpace(string(h.leaf))
	h.leaf = h.leaf[:0]
	if text == "" || len(h.names) == 0 {
		return
	}
	name := h.names[len(h.names)-1]
	switch name {
	case "AbbreviatedData", "PathData", "PhysicalBox", "FileLoc", "MediaFile", "PublicRes", "DocumentRes", "MaxUnitID":
		return
	case "CustomData":
		name = h.prop
	}
	at := h.at
	if at.Layer == passage.Property || at.Layer == passage.Cached {
		at.Name = name
		if word, ok := people[name]; ok && name == "Author" && at.Layer == passage.Property {
			at.Name = word
			h.r.note(passage.Author, at, text)
		}
	}
	h.r.pass(at, text)
}
