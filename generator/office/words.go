package office

import (
	"bytes"
	"encoding/xml"
	"strings"
	"unicode/utf8"

	"gongkai/generator/passage"
)

// Classes of text in a paragraph: how it stands there.
const (
	inserted = 1 << iota
	deleted
	unseen // formatted as hidden
)

// A paragraph is one under reading. Its runs are joined, since programs cut numbers in two at
// every change of font.
type paragraph struct {
	text []byte
	cuts []cut
}

// A cut is where a stretch of one class ends.
type cut struct {
	end   int
	class uint8
	who   string
}

// maxParagraph is how much of a paragraph is held; a longer one is handed on in pieces.
const maxParagraph = 1 << 20

// A change is an open tracked change.
type change struct {
	depth int
	class uint8
	who   string
}

// words reads parts that hold text: paragraphs with runs, tables, and whatever else stands in
// elements and attributes. It knows the names of WordprocessingML, DrawingML and of
// SpreadsheetML's comments together, and takes every other part as well.
type words struct {
	r      *reader
	at     passage.Place
	stack  []string
	paras  []*paragraph
	tables tables
	edits  []change
	leaf   []byte
	vanish bool   // the run is hidden
	field  bool   // between the begin and the separator of a field
	instr  []byte // of the field
	who    string
	whoAt  int // depth at which who began
	people []string
}

func newWords(r *reader, at passage.Place) *words { return &words{r: r, at: at} }

func (h *words) parent(n int) string {
	if len(h.stack) < n {
		return ""
	}
	return h.stack[len(h.stack)-n]
}

func (h *words) open(name string, attrs []xml.Attr) {
	h.flushLeaf(h.parent(1))
	switch name {
	case "p", "comment", "si", "is", "threadedComment", "cm", "rPh":
		p := &paragraph{}
		if name == "comment" || name == "threadedComment" {
			h.at.Cell = attr(attrs, "ref")
		}
		if name == "comment" || name == "threadedComment" || name == "cm" {
			h.r.comments++
			h.who, h.whoAt = attr(attrs, "author"), len(h.stack)
			if n := number(attr(attrs, "authorId")); n >= 0 && n < len(h.people) && h.who == "" {
				h.who = h.people[n]
			}
		}
		h.paras = append(h.paras, p)
	case "r":
		h.vanish = false
	case "vanish":
		if h.parent(1) == "rPr" && h.parent(2) == "r" {
			v := attr(attrs, "val")
			h.vanish = v == "" || yes(v)
		}
	case "rStyle":
		if h.r.vanished[attr(attrs, "val")] {
			h.vanish = true
		}
	case "ins", "moveTo", "del", "moveFrom":
		h.r.tracked++
		class := uint8(inserted)
		if name == "del" || name == "moveFrom" {
			class = deleted
		}
		h.edits = append(h.edits, change{len(h.stack), class, attr(attrs, "author")})
	case "rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "cellIns", "cellDel":
		h.r.tracked++
	case "tab", "br", "cr", "noBreakHyphen", "ptab":
		if h.parent(1) == "r" || h.parent(1) == "p" {
			h.put([]byte(map[string]string{"tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}[name] + map[string]string{"br": "\n", "cr": "\n"}[name]))
		}
	case "fldChar":
		h.fieldChar(attr(attrs, "fldCharType"))
	case "fldSimple":
		h.instruction(attr(attrs, "instr"))
	case "ddeLink", "control", "ocx":
		h.running(name, attrs)
	case "oleObj", "OLEObject", "oleObject", "oleLink":
		h.object(attrs)
	default:
		h.tables.open(name, attrs)
	}
	h.attributes(name, attrs)
	h.stack = append(h.stack, name)
}

// running notes an element that runs something.
func (h *words) running(name string, attrs []xml.Attr) {
	if name == "ddeLink" {
		h.r.note(passage.Launch, h.here(), "DDE "+attr(attrs, "ddeService"))
		return
	}
	h.r.note(passage.ActiveX, h.here(), name)
}

// quiet are programs whose objects are documents, or pictures of formulas.
var quiet = []string{"equation", "word.", "excel.", "powerpoint.", "msgraph", "visio", "wps.", "et.", "wpp.", "ket", "kwps", "paint", "pbrush", "acroexch.document", "mathtype", "staticmetafile", "staticdib", "kingsoft", "opendocument"}

// object judges an embedded object by the program that it names.
func (h *words) object(attrs []xml.Attr) {
	id := strings.ToLower(attr(attrs, "ProgID") + attr(attrs, "progId"))
	for _, q := range quiet {
		if strings.HasPrefix(id, q) {
			return
		}
	}
	if id != "" {
		h.r.note(passage.ActiveX, h.here(), attr(attrs, "ProgID")+attr(attrs, "progId"))
	}
}

// attributes hands on what stands in attributes.
func (h *words) attributes(name string, attrs []xml.Attr) {
	for i := range attrs {
		a := &attrs[i]
		switch {
		case name == "person" && (a.Name.Local == "author" || a.Name.Local == "displayName"), name == "cmAuthor" && a.Name.Local == "name":
			h.r.note(passage.Author, passage.Place{Layer: passage.Property, Name: "people"}, a.Value)
			h.pass(a.Value)
		case a.Name.Local == "macro" && a.Value != "":
			h.r.note(passage.Macro, h.here(), a.Value)
		case a.Name.Local == "action" && (strings.HasPrefix(a.Value, "ppaction://program") || strings.HasPrefix(a.Value, "ppaction://macro") || strings.HasPrefix(a.Value, "ppaction://ole")):
			h.r.note(passage.Launch, h.here(), a.Value)
		case telling(a):
			h.pass(a.Value)
		}
	}
}

// here is the place of what is read now.
func (h *words) here() passage.Place {
	at := h.at
	if at.Layer == passage.Comment || at.Layer == passage.Deleted {
		at.Name = h.who
	}
	h.tables.place(&at)
	return at
}

func (h *words) pass(text string) { h.r.pass(h.here(), text) }

func (h *words) text(b []byte) {
	switch h.parent(1) {
	case "t", "delText":
		if len(h.paras) > 0 {
			h.put(b)
			return
		}
	case "instrText", "delInstrText":
		if h.instr = append(h.instr, b...); len(h.instr) > maxCell {
			h.endField()
		}
		return
	}
	if h.leaf = append(h.leaf, b...); len(h.leaf) > maxParagraph {
		h.flushLeaf(h.parent(1))
	}
}

// put adds text to the innermost paragraph.
func (h *words) put(b []byte) {
	if len(h.paras) == 0 || len(b) == 0 {
		return
	}
	p := h.paras[len(h.paras)-1]
	class, who := uint8(0), ""
	for _, c := range h.edits {
		class, who = class|c.class, c.who
	}
	if h.vanish {
		class |= unseen
	}
	p.text = append(p.text, b...)
	if n := len(p.cuts); n > 0 && p.cuts[n-1].class == class && p.cuts[n-1].who == who {
		p.cuts[n-1].end = len(p.text)
	} else {
		p.cuts = append(p.cuts, cut{len(p.text), class, who})
	}
	if len(p.text) > maxParagraph {
		h.emit(p)
		p.text, p.cuts = p.text[:0], p.cuts[:0]
	}
}

func (h *words) close(name string) {
	h.flushLeaf(name)
	if len(h.stack) > 0 {
		h.stack = h.stack[:len(h.stack)-1]
	}
	for n := len(h.edits); n > 0 && h.edits[n-1].depth >= len(h.stack); n-- {
		h.edits = h.edits[:n-1]
	}
	switch name {
	case "p", "comment", "si", "is", "threadedComment", "cm", "rPh":
		if n := len(h.paras); n > 0 {
			p := h.paras[n-1]
			h.emit(p)
			if h.paras = h.paras[:n-1]; !h.field { // a field may go on in the next paragraph
				h.endField()
			}
		}
		if name == "comment" || name == "threadedComment" {
			h.at.Cell = ""
		}
	case "tr", "table-row":
		if at, cells := h.tables.row(h.at); cells != nil {
			h.r.sink.Row(at, cells)
		}
	case "r":
		h.vanish = false
	}
	h.tables.close(name)
	if len(h.stack) <= h.whoAt {
		h.who = ""
	}
	if len(h.stack) == 0 {
		h.endField()
	}
}

func (h *words) aside(b []byte) {
	at := h.at
	at.Layer = passage.Cached
	h.r.pass(at, string(b))
}

// flushLeaf hands on the text of an element that is no run of a paragraph.
func (h *words) flushLeaf(name string) {
	text := strings.TrimSpace(string(h.leaf))
	h.leaf = h.leaf[:0]
	if text == "" {
		return
	}
	if name == "author" {
		h.people = append(h.people, text)
		if h.at.Layer == passage.Comment {
			h.r.note(passage.Author, passage.Place{Layer: passage.Comment, Name: "author"}, text)
		}
	}
	at := h.here()
	if at.Layer == passage.Cached || at.Layer == passage.Property {
		at.Name = name
	}
	if name == "definedName" || strings.HasPrefix(name, "formula") {
		h.r.formula(at, text)
	}
	h.r.pass(at, plain(text))
}

// emit hands on a paragraph: what is seen as one text, then each hidden or deleted stretch.
func (h *words) emit(p *paragraph) {
	if len(p.text) == 0 {
		return
	}
	at := h.here()
	var seen []byte
	from, only, who := 0, uint8(0xFF), ""
	for _, c := range p.cuts {
		if c.class&(deleted|unseen) == 0 {
			seen = append(seen, p.text[from:c.end]...)
			if strings.TrimSpace(string(p.text[from:c.end])) != "" {
				only &= c.class
			}
			if c.class&inserted != 0 {
				who = c.who
			}
		}
		from = c.end
	}
	if len(seen) > 0 {
		whole := at
		if only&inserted != 0 && only != 0xFF && at.Layer == passage.Body {
			whole.Layer, whole.Name = passage.Inserted, who
		}
		h.tables.add(seen)
		h.r.pass(whole, string(seen))
	}
	p.stretches(deleted, inserted, func(text []byte, s span) {
		gone := at
		gone.Layer, gone.Name = passage.Deleted, s.who
		h.r.sink.Part(gone, text, s.from, s.to)
	})
	p.stretches(unseen, deleted, func(text []byte, s span) {
		hid := at
		hid.Hidden = true
		h.r.sink.Part(hid, text, s.from, s.to)
	})
}

// A span is a stretch of a paragraph and whose change it is.
type span struct {
	from, to int
	who      string
}

// around is how much text beside a stretch is given with it, in bytes: a number or an address
// that goes on, and the words before it that say what it is.
const around = 300

// stretches gives each stretch of a class in the text that has nothing of the class without,
// with the text around it.
func (p *paragraph) stretches(class, without uint8, f func(text []byte, s span)) {
	var text []byte
	var spans []span
	from := 0
	for _, c := range p.cuts {
		part := p.text[from:c.end]
		from = c.end
		switch {
		case c.class&class == 0 && c.class&without != 0:
			continue
		case c.class&class == 0:
		case len(spans) > 0 && spans[len(spans)-1].to == len(text) && spans[len(spans)-1].who == c.who:
			spans[len(spans)-1].to += len(part)
		default:
			spans = append(spans, span{len(text), len(text) + len(part), c.who})
		}
		text = append(text, part...)
	}
	for _, s := range spans {
		if len(bytes.TrimSpace(text[s.from:s.to])) == 0 {
			continue
		}
		start, end := max(0, s.from-around), min(len(text), s.to+around)
		for start < s.from && !utf8.RuneStart(text[start]) {
			start++
		}
		f(text[start:end], span{s.from - start, s.to - start, s.who})
	}
}

func (h *words) fieldChar(kind string) {
	h.endField()
	h.field = kind == "begin"
}

func (h *words) endField() {
	if len(h.instr) > 0 {
		h.instruction(string(h.instr))
		h.instr = h.instr[:0]
	}
}

// instruction judges a field: DDE starts a program, INCLUDE and LINK fetch.
func (h *words) instruction(text string) {
	at := h.here()
	word, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToUpper(word) {
	case "DDE", "DDEAUTO":
		h.r.note(passage.Launch, at, "DDE")
	case "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "INCLUDE", "RD":
		if strings.Contains(rest, "://") || strings.Contains(rest, `\\\\`) {
			h.r.note(passage.External, at, strings.ToUpper(word))
		}
	case "MACROBUTTON":
		if !strings.Contains(strings.ToLower(rest), "nomacro") && !strings.Contains(strings.ToLower(rest), "mtedit") && !strings.Contains(strings.ToLower(rest), "accept") {
			at.Layer = passage.Form
		}
	}
	at.Layer = passage.Form
	h.r.pass(at, text)
}
