package clean

import (
	"bytes"
	"regexp"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/markup"
)

// noteReference is where a document shows a footnote or an endnote.
var noteReference = regexp.MustCompile(`<(?:\w+:)?(footnote|endnote)Reference\s[^>]*?\bid\s*=\s*["']([^"']*)["']`)

// lostNotes adds the notes that a part showed before and does not after.
func lostNotes(lost map[string]bool, before, after []byte) {
	still := map[string]bool{}
	for _, m := range noteReference.FindAllSubmatch(after, -1) {
		still[string(m[1])+" "+string(m[2])] = true
	}
	for _, m := range noteReference.FindAllSubmatch(before, -1) {
		if id := string(m[1]) + " " + string(m[2]); !still[id] {
			lost[id] = true
		}
	}
}

// dropNotes takes out of a part of notes those that only deleted text showed.
func (p *wordPart) dropNotes(root *markup.Node, lost map[string]bool) {
	for _, n := range root.Children {
		if lost[n.Local+" "+n.Attr(p.text, "id")] {
			p.drop(n)
		}
	}
}

// dropUnused takes out the relations that a part named before and does not after, such as the
// picture in a deleted paragraph.
func dropUnused(b *bundle.Bundle, part string, before, after []byte) error {
	names := func(text []byte, id string) bool {
		return bytes.Contains(text, []byte(`"`+id+`"`)) || bytes.Contains(text, []byte(`'`+id+`'`))
	}
	_, err := b.DropRelations(part, func(r bundle.Relation) bool {
		return r.ID != "" && names(before, r.ID) && !names(after, r.ID)
	})
	return err
}

// deleted reports whether an element is not seen once the changes are accepted.
func deleted(n *markup.Node) bool {
	if !wordSpace(n.Space) {
		return false
	}
	switch n.Local {
	case "del", "moveFrom":
		return true
	case "tr":
		return gone(n.Child("trPr"), "del", "moveFrom")
	case "tc":
		return gone(n.Child("tcPr"), "cellDel")
	}
	return false
}

// wordText gives the text that a reader of a document sees once its changes are accepted.
func wordText(text []byte, root *markup.Node) string {
	return textOf(text, root, func(n *markup.Node) bool { return n.Is("t") }, deleted)
}

// noteText is wordText of a part of notes: of those that the document shows.
func noteText(b *bundle.Bundle, text []byte, root *markup.Node) (string, error) {
	shown := map[string]bool{}
	for _, name := range b.Names() {
		if !strings.HasPrefix(name, "word/") || strings.Count(name, "/") != 1 || !isXML(name) {
			continue
		}
		part, err := b.Read(name)
		if err != nil {
			return "", err
		}
		if !noteReference.Match(part) {
			continue
		}
		_, body, err := b.XML(name)
		if err != nil {
			return "", err
		}
		body.Walk(func(n *markup.Node) bool {
			if kind, ok := strings.CutSuffix(n.Local, "Reference"); ok {
				shown[kind+" "+n.Attr(part, "id")] = true
			}
			return !deleted(n)
		})
	}
	return textOf(text, root, func(n *markup.Node) bool { return n.Is("t") }, func(n *markup.Node) bool {
		return n.Is("footnote", "endnote") && !shown[n.Local+" "+n.Attr(text, "id")] || deleted(n)
	}), nil
}
