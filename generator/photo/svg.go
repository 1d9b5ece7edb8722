package photo

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"io"
	"strings"

	"gongkai/generator/passage"
	"gongkai/generator/source"
)

// maxElements is how many tokens of a drawing are read.
const maxElements = 5_000_000

// maxDeep is how deep its elements may be nested.
const maxDeep = 1000

// SVG hands on the words of a drawing, and notes what in it runs or fetches.
func SVG(data []byte, sink passage.Sink) {
	p := &picture{sink: sink, noted: map[passage.Note]bool{}, told: map[string]bool{}}
	text, _, _, ok := source.Decode(data)
	if !ok {
		p.note(passage.Damaged, "", "encoding")
		return
	}
	// A parser may stumble where a browser does not.
	lower := bytes.ToLower(text)
	for _, s := range []string{"<script", ":script", "javascript:", "<foreignobject", "<iframe"} {
		if bytes.Contains(lower, []byte(s)) {
			p.note(passage.Script, "", strings.Trim(s, "<:"))
		}
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	g := &drawing{p: p}
	deep := 0
	for n := 0; ; n++ {
		t, err := d.RawToken()
		switch t.(type) {
		case xml.StartElement:
			deep++
		case xml.EndElement:
			deep--
		}
		if err != nil || n > maxElements || deep > maxDeep {
			g.flush()
			switch {
			case n > maxElements:
				p.note(passage.TooLarge, "", "elements")
			case err != io.EOF || deep > 0:
				p.note(passage.Damaged, "", "xml")
			}
			return
		}
		g.token(t)
	}
}

// A drawing is an SVG file under reading.
type drawing struct {
	p     *picture
	text  []byte
	depth int // in elements text, whose parts are joined
	style bool
	css   []byte
}

func (g *drawing) flush() {
	if t := strings.TrimSpace(string(g.text)); t != "" {
		g.p.sink.Passage(passage.Place{}, []byte(t))
	}
	g.text = g.text[:0]
}

func (g *drawing) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		g.open(strings.ToLower(t.Name.Local), t.Attr)
	case xml.EndElement:
		switch strings.ToLower(t.Name.Local) {
		case "text":
			g.depth--
		case "style":
			g.style = false
			g.fetches(string(g.css), true)
			g.css = g.css[:0]
		}
		if g.depth <= 0 {
			g.flush()
		}
	case xml.CharData:
		if g.style {
			g.css = append(g.css, t...)
		} else if g.text = append(g.text, t...); len(g.text) > maxText {
			g.flush()
		}
	case xml.Comment:
		g.p.sink.Passage(passage.Place{Layer: passage.Cached, Name: "comment"}, t)
	case xml.ProcInst:
		if t.Target == "xml-stylesheet" {
			g.p.note(passage.External, "", t.Target)
		}
	case xml.Directive:
		if b := bytes.ToUpper(t); bytes.Contains(b, []byte("<!ENTITY")) {
			if i := bytes.Index(b, []byte("<!ENTITY")); bytes.Contains(b[i:], []byte("SYSTEM")) || bytes.Contains(b[i:], []byte("PUBLIC")) {
				g.p.note(passage.External, "", "entity")
			}
			g.p.sink.Passage(passage.Place{Layer: passage.Cached, Name: "entity"}, t)
		}
	}
}

// active are elements that run something, or hold a page of another kind.
var active = map[string]bool{"script": true, "handler": true, "listener": true, "foreignobject": true, "iframe": true, "embed": true, "object": true, "audio": true, "video": true}

func (g *drawing) open(name string, attrs []xml.Attr) {
	if g.depth <= 0 {
		g.flush()
	}
	if name == "text" {
		g.depth++
	}
	g.style = name == "style"
	if active[name] {
		g.p.note(passage.Script, "", name)
	}
	for _, a := range attrs {
		key, v := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		switch lower := strings.ToLower(strings.Map(solid, v)); {
		case strings.HasPrefix(key, "on"):
			g.p.note(passage.Script, "", key)
		case strings.HasPrefix(lower, "javascript:") || strings.HasPrefix(lower, "vbscript:") || strings.HasPrefix(lower, "data:text/html") || strings.HasPrefix(lower, "data:text/xml"):
			g.p.note(passage.Script, "", key)
		case (key == "href" || key == "src") && name != "a":
			g.refer(name, v)
		case a.Name.Space == "xmlns" || key == "xmlns" || key == "d" || key == "points" || key == "transform" || key == "viewbox" || key == "id":
		case strings.Contains(lower, "url("):
			g.fetches(v, false)
		default:
			if len(v) > 4 {
				g.p.sink.Passage(passage.Place{Layer: passage.Property, Name: key}, []byte(v))
			}
		}
	}
}

// solid drops what browsers drop from addresses.
func solid(c rune) rune {
	if c <= ' ' {
		return -1
	}
	return c
}

// refer judges what an element takes from elsewhere.
func (g *drawing) refer(name, v string) {
	kind, rest, isData := strings.Cut(v, ";base64,")
	switch {
	case isData && strings.HasPrefix(kind, "data:image/"):
		b, _ := io.ReadAll(io.LimitReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(strings.Map(solid, rest))), 32<<20))
		if g.p.depth++; g.p.depth < 20 {
			g.p.read(map[string]string{"jpeg": "jpg", "jpg": "jpg", "png": "png", "webp": "webp", "gif": "gif"}[strings.TrimPrefix(kind, "data:image/")], b)
		}
	case strings.HasPrefix(v, "#") || strings.HasPrefix(v, "data:image/") || v == "":
	default:
		g.p.note(passage.External, "", name)
	}
}

// fetches judges the addresses in styles.
func (g *drawing) fetches(css string, sheet bool) {
	lower := strings.ToLower(css)
	if sheet && strings.Contains(lower, "@import") {
		g.p.note(passage.External, "", "@import")
	}
	for rest := lower; ; {
		_, after, ok := strings.Cut(rest, "url(")
		if !ok {
			return
		}
		at := strings.TrimLeft(after, ` "'`)
		if !strings.HasPrefix(at, "#") && !strings.HasPrefix(at, "data:image/") && !strings.HasPrefix(at, "data:font/") && !strings.HasPrefix(at, "data:application/") {
			g.p.note(passage.External, "", "url")
		}
		rest = after
	}
}
