package office

import (
	"encoding/xml"
	"net/url"
	"path"
	"strings"

	"gongkai/generator/passage"
)

// A relation leads from one part of a document to another, or out of it.
type relation struct {
	id, kind, target string // kind: the last word of its type, such as "hyperlink"
	external         bool
}

// relating reads a part of relations, or the list of content types.
type relating struct {
	out   []relation
	types map[string]string
}

func (h *relating) open(name string, attrs []xml.Attr) {
	switch name {
	case "Relationship":
		kind := attr(attrs, "Type")
		h.out = append(h.out, relation{
			attr(attrs, "Id"), kind[strings.LastIndexByte(kind, '/')+1:], attr(attrs, "Target"),
			strings.EqualFold(attr(attrs, "TargetMode"), "External"),
		})
	case "Override":
		h.types[strings.TrimPrefix(attr(attrs, "PartName"), "/")] = attr(attrs, "ContentType")
	case "Default":
		h.types["."+strings.ToLower(attr(attrs, "Extension"))] = attr(attrs, "ContentType")
	}
}
func (h *relating) text([]byte)  {}
func (h *relating) close(string) {}
func (h *relating) aside([]byte) {}

// relate reads all relations of an OOXML package.
func (r *reader) relate() {
	for _, m := range r.a.Members {
		folder, base := path.Split(m.Name)
		isRels := strings.HasSuffix(base, ".rels") && strings.HasSuffix(folder, "_rels/")
		if m.Dir || m.Encrypted || !isRels && m.Name != "[Content_Types].xml" || r.stop {
			continue
		}
		r.done[m] = true
		h := relating{types: r.types}
		r.walk(m, passage.Place{}, &h)
		if !isRels {
			continue
		}
		part := strings.TrimSuffix(folder, "_rels/") + strings.TrimSuffix(base, ".rels")
		for i := range h.out {
			if t := &h.out[i]; !t.external {
				t.target = resolve(part, t.target)
			}
		}
		r.rels[part] = append(r.rels[part], h.out...)
	}
}

// resolve gives the name of the part to which a target leads from a part.
func resolve(part, target string) string {
	if u, err := url.PathUnescape(target); err == nil {
		target = u
	}
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(part), target)
}

// spread says that a part and all to which it leads, step by step, belong to a place. What
// many share, such as a slide's layout, keeps its own.
func (r *reader) spread(part string, at passage.Place) {
	if _, ok := r.places[part]; ok {
		return
	}
	r.places[part] = at
	for _, t := range r.rels[part] {
		switch t.kind {
		case "slideLayout", "slideMaster", "notesMaster", "theme", "slide", "sharedStrings", "styles", "person", "officeDocument", "pivotCacheDefinition", "worksheet":
		default:
			if !t.external {
				r.spread(t.target, at)
			}
		}
	}
}

// target gives the part to which a relation leads.
func (r *reader) target(part, id string) string {
	for _, t := range r.rels[part] {
		if t.id == id && !t.external {
			return t.target
		}
	}
	return ""
}

// first gives the first part of a kind to which a part leads.
func (r *reader) first(part, kind string) string {
	for _, t := range r.rels[part] {
		if t.kind == kind && !t.external {
			return t.target
		}
	}
	return ""
}

// outward hands on the targets that lead out of the package: the text of all, and a note for
// those that a program fetches by itself.
func (r *reader) outward() {
	for _, m := range r.a.Members { // in the order of the archive, not of a map
		folder, base := path.Split(m.Name)
		part := strings.TrimSuffix(folder, "_rels/") + strings.TrimSuffix(base, ".rels")
		for _, t := range r.rels[part] {
			if !r.done[m] || !t.external || !strings.HasSuffix(base, ".rels") {
				continue
			}
			at := r.places[part]
			text := t.target
			if u, err := url.PathUnescape(text); err == nil {
				text = u
			}
			named := at
			named.Layer, named.Name = passage.Property, t.kind
			r.pass(named, text)
			if t.kind != "hyperlink" && elsewhere(t.target) {
				r.note(passage.External, at, t.kind)
			}
		}
	}
}

// elsewhere reports whether a target lies on another machine. A path on the author's own disk
// leads nowhere for those who open the document.
func elsewhere(target string) bool {
	t := strings.ToLower(strings.ReplaceAll(strings.TrimSpace(target), `\`, "/"))
	if strings.HasPrefix(t, "//") {
		return true
	}
	scheme, rest, ok := strings.Cut(t, ":")
	if !ok || len(scheme) < 2 {
		return false
	}
	if scheme != "file" {
		return true
	}
	rest = strings.TrimLeft(rest, "/")
	return !(len(rest) > 1 && rest[1] == ':') && strings.HasPrefix(t, "file://") && !strings.HasPrefix(t, "file:///") || strings.HasPrefix(t, "file://///")
}
