package clean

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/markup"
)

// compare opens a package's cleaned bytes and holds them against the old: every part that was
// not to change is the same, every relation leads somewhere, and a reader sees the same text.
func compare(before, after []byte, plan *bundle.Bundle, seen func(*bundle.Bundle, string) (string, error)) error {
	a, err := bundle.Open(before)
	if err != nil {
		return err
	}
	b, err := bundle.Open(after)
	if err != nil {
		return err
	}
	sums, err := checksums(before)
	if err != nil {
		return err
	}
	now, err := checksums(after)
	if err != nil {
		return err
	}
	for _, name := range a.Names() {
		if !plan.Has(name) {
			continue
		}
		if !b.Has(name) || !plan.Touched(name) && sums[name] != now[name] {
			return fmt.Errorf("part %q is not the same", name)
		}
		if !plan.Touched(name) || !isXML(name) {
			continue
		}
		if _, _, err := b.XML(name); err != nil && !strings.HasSuffix(name, ".vml") {
			return err
		}
		old, err := seen(a, name)
		if err != nil {
			return err
		}
		text, err := seen(b, name)
		if err != nil {
			return err
		}
		if old != text {
			return fmt.Errorf("the text of part %q is not the same", name)
		}
	}
	return whole(a, b)
}

// whole tells of a relation that led somewhere and does not any more.
func whole(a, b *bundle.Bundle) error {
	for _, part := range append(b.Names(), "") {
		list, err := b.Relations(part)
		if err != nil {
			return err
		}
		for _, r := range list {
			if !r.Outside && a.Has(r.Target) && !b.Has(r.Target) {
				return fmt.Errorf("part %q leads to %q, which is gone", part, r.Target)
			}
		}
	}
	return nil
}

func checksums(text []byte) (map[string]uint32, error) {
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		return nil, err
	}
	out := map[string]uint32{}
	for _, f := range z.File {
		out[f.Name] = f.CRC32
	}
	return out, nil
}

func isXML(name string) bool {
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
}

// allText gives the text of an XML part that a reader may see: all of it, but not that of parts
// that only hold metadata.
func allText(b *bundle.Bundle, name string) (string, error) {
	if metadata(name) {
		return "", nil
	}
	text, root, err := b.XML(name)
	if err != nil {
		return "", err
	}
	return strings.Join(strings.Fields(root.Text(text)), " "), nil
}

// metadata reports whether a part says nothing that a reader of the document sees.
func metadata(name string) bool {
	for _, p := range []string{"docProps/", "META-INF/"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return name == "meta.xml" || name == "settings.xml" || name == "OFD.xml" || name == bundle.ContentTypes || strings.HasSuffix(name, ".rels")
}

// textOf gathers the text of elements with the names, of all below a root but what skip picks.
func textOf(text []byte, root *markup.Node, holds, skip func(*markup.Node) bool) string {
	var b strings.Builder
	root.Walk(func(n *markup.Node) bool {
		if skip(n) {
			return false
		}
		if holds(n) {
			b.WriteString(n.Text(text))
			return false
		}
		return true
	})
	return b.String()
}
