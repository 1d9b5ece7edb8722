package bundle

import (
	"fmt"
	"path"
	"strings"

	"gongkai/generator/markup"
)

// XML gives a part's bytes and its root element.
func (b *Bundle) XML(name string) ([]byte, *markup.Node, error) {
	text, err := b.Read(name)
	if err != nil {
		return nil, nil, err
	}
	root, err := markup.Parse(text)
	if err != nil {
		return nil, nil, fmt.Errorf("part %q: %w", name, err)
	}
	return text, root, nil
}

// A Relation leads from a part of an office file to another part or to a place outside.
type Relation struct {
	ID, Type string
	Target   string // the part's name; of one outside, the address as written
	Outside  bool
}

// Kind gives the last word of the relation's type: "comments" of
// http://…/2006/relationships/comments.
func (r Relation) Kind() string { return r.Type[strings.LastIndexByte(r.Type, '/')+1:] }

// RelationsOf names the part that holds a part's relations; of the package itself, "".
func RelationsOf(part string) string {
	dir, base := path.Split(part)
	return dir + "_rels/" + base + ".rels"
}

// owner gives the part whose relations a part holds, and whether it holds any.
func owner(rels string) (string, bool) {
	dir, base := path.Split(rels)
	up, ok := strings.CutSuffix(dir, "_rels/")
	base, is := strings.CutSuffix(base, ".rels")
	return up + base, ok && is
}

// Relations lists what leads from a part; there may be none.
func (b *Bundle) Relations(part string) ([]Relation, error) {
	name := RelationsOf(part)
	if !b.Has(name) {
		return nil, nil
	}
	if list, ok := b.leads[part]; ok {
		return list, nil
	}
	text, root, err := b.XML(name)
	if err != nil {
		return nil, err
	}
	var out []Relation
	for _, n := range root.Children {
		if n.Is("Relationship") {
			out = append(out, relation(text, n, part))
		}
	}
	b.leads[part] = out
	return out, nil
}

func relation(text []byte, n *markup.Node, part string) Relation {
	r := Relation{ID: n.Attr(text, "Id"), Type: n.Attr(text, "Type"), Target: n.Attr(text, "Target"), Outside: n.Attr(text, "TargetMode") == "External"}
	if !r.Outside {
		if rest, ok := strings.CutPrefix(r.Target, "/"); ok {
			r.Target = path.Clean(rest)
		} else {
			r.Target = path.Join(path.Dir(part), r.Target)
		}
	}
	return r
}

// DropRelations takes out the relations of a part that drop picks, with the parts that then
// nothing leads to, their own relations and their content types. It gives those that it took.
func (b *Bundle) DropRelations(part string, drop func(Relation) bool) ([]Relation, error) {
	name := RelationsOf(part)
	if !b.Has(name) {
		return nil, nil
	}
	text, root, err := b.XML(name)
	if err != nil {
		return nil, err
	}
	var edits markup.Edits
	var out []Relation
	for _, n := range root.Children {
		if r := relation(text, n, part); n.Is("Relationship") && drop(r) {
			edits.Drop(n)
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	b.Set(name, edits.Apply(text))
	for _, r := range out {
		if !r.Outside && b.Has(r.Target) {
			if err := b.dropLost(r.Target); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// dropLost takes out a part where nothing leads to it any more, and what only it led to.
func (b *Bundle) dropLost(part string) error {
	for _, name := range b.Names() {
		of, ok := owner(name)
		if !ok {
			continue
		}
		list, err := b.Relations(of)
		if err != nil {
			return err
		}
		for _, r := range list {
			if !r.Outside && r.Target == part && of != part {
				return nil
			}
		}
	}
	return b.Drop(part)
}

// Drop takes out a part, its content type, its relations, and what only it led to.
func (b *Bundle) Drop(part string) error {
	led, err := b.Relations(part)
	if err != nil {
		return err
	}
	b.Remove(part)
	if name := RelationsOf(part); b.Has(name) {
		b.Remove(name)
	}
	if err := b.dropType(part); err != nil {
		return err
	}
	for _, r := range led {
		if !r.Outside && b.Has(r.Target) {
			if err := b.dropLost(r.Target); err != nil {
				return err
			}
		}
	}
	return nil
}

// ContentTypes is the part that says what each part is.
const ContentTypes = "[Content_Types].xml"

// dropType takes a part out of the list of content types.
func (b *Bundle) dropType(part string) error {
	if !b.Has(ContentTypes) {
		return nil
	}
	text, root, err := b.XML(ContentTypes)
	if err != nil {
		return err
	}
	var edits markup.Edits
	for _, n := range root.Children {
		if n.Is("Override") && strings.EqualFold(strings.TrimPrefix(n.Attr(text, "PartName"), "/"), part) {
			edits.Drop(n)
		}
	}
	if !edits.None() {
		b.Set(ContentTypes, edits.Apply(text))
	}
	return nil
}
