package clean

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/diag"
	"gongkai/generator/markup"
)

// officeKind tells which office program a package is of by the part that it begins with.
func officeKind(b *bundle.Bundle) string {
	for _, x := range []struct{ part, kind string }{{"word/document.xml", "docx"}, {"xl/workbook.xml", "xlsx"}, {"ppt/presentation.xml", "pptx"}} {
		if b.Has(x.part) {
			return x.kind
		}
	}
	list, err := b.Relations("")
	if err != nil {
		return ""
	}
	for _, r := range list {
		if r.Kind() == "officeDocument" {
			for folder, kind := range map[string]string{"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"} {
				if strings.HasPrefix(r.Target, folder) {
					return kind
				}
			}
		}
	}
	return ""
}

// office cleans DOCX, XLSX and PPTX.
func office(b *bundle.Bundle, t *tally, inside int) error {
	roots, err := b.Relations("")
	if err != nil {
		return err
	}
	for _, name := range b.Names() {
		if strings.HasPrefix(name, "_xmlsignatures/") {
			return signed()
		}
	}
	for _, r := range roots {
		if strings.Contains(r.Type, "digital-signature") {
			return signed()
		}
	}
	if err := properties(b, t, roots); err != nil {
		return err
	}
	if t.opt.Hidden {
		if err := dropHidden(b, t); err != nil {
			return err
		}
	}
	for _, step := range []func(*bundle.Bundle, *tally) error{remarks, wordParts, workbook, slides, printers} {
		if err := step(b, t); err != nil {
			return err
		}
	}
	return pictures(b, t, inside, func(name string) bool {
		return strings.Contains(name, "/media/") || strings.Contains(name, "/embeddings/")
	})
}

func signed() error {
	return refused("有电子签名，改动就会失效，没有动它；请在签名以前清理",
		"is digitally signed; a change would break the signature, so it was left alone. Clean it before it is signed")
}

// A word that names a property, by the element's local name.
type named map[string]diag.Words

// coreWords are the elements of docProps/core.xml that are taken. Title, subject, keywords and
// the dates stay: they say what the document is.
var coreWords = named{
	"creator": diag.Say("作者", "author"), "lastModifiedBy": diag.Say("最后修改者", "last modified by"),
	"description": diag.Say("备注", "remarks"), "revision": diag.Say("修订次数", "revision number"),
	"lastPrinted": diag.Say("打印时间", "time of printing"), "version": diag.Say("版本", "version"), "contentStatus": diag.Say("状态", "status"),
}

// appWords are those of docProps/app.xml.
var appWords = named{
	"Company": diag.Say("单位", "company"), "Manager": diag.Say("主管", "manager"), "TotalTime": diag.Say("编辑时间", "editing time"),
	"Template": diag.Say("模板", "template"), "HyperlinkBase": diag.Say("超链接基础", "hyperlink base"),
}

// properties cleans what the package says of itself, takes its custom properties and thumbnail.
func properties(b *bundle.Bundle, t *tally, roots []bundle.Relation) error {
	for _, r := range roots {
		var words named
		switch r.Kind() {
		case "core-properties":
			words = coreWords
		case "extended-properties", "extendedProperties":
			words = appWords
		default:
			continue
		}
		if !b.Has(r.Target) {
			continue
		}
		if err := dropElements(b, t, r.Target, words); err != nil {
			return err
		}
	}
	_, err := b.DropRelations("", func(r bundle.Relation) bool {
		switch r.Kind() {
		case "thumbnail":
			t.take(diag.Say("缩略图", "thumbnail"))
			return true
		case "custom-properties", "customProperties":
			t.take(diag.Say("自定义属性", "custom properties"), customNames(b, r.Target)...)
			return true
		}
		return false
	})
	return err
}

// customNames lists the names of custom properties.
func customNames(b *bundle.Bundle, part string) (names []string) {
	if !b.Has(part) {
		return nil
	}
	text, root, err := b.XML(part)
	if err != nil {
		return nil // it goes anyway
	}
	for _, n := range root.Children {
		names = append(names, n.Attr(text, "name"))
	}
	return names
}

// dropElements takes the elements that words names out of a part.
func dropElements(b *bundle.Bundle, t *tally, part string, words named) error {
	text, root, err := b.XML(part)
	if err != nil {
		return err
	}
	var edits markup.Edits
	for _, n := range root.Children {
		if w, ok := words[n.Local]; ok && !idle(strings.TrimSpace(n.Text(text))) {
			edits.Drop(n)
			t.take(w, n.Text(text))
		}
	}
	if !edits.None() {
		b.Set(part, edits.Apply(text))
	}
	return nil
}

// idle reports whether a property's value says nothing of anybody.
func idle(value string) bool {
	return slices.Contains([]string{"", "0", "Normal", "Normal.dotm", "Normal.dot"}, value)
}

// remarkKinds are the relations that lead to comments, to people who made them, and to records
// of changes.
var remarkKinds = map[string]diag.Words{
	"comments": diag.Say("批注", "comments"), "commentsExtended": {}, "commentsIds": {}, "commentsExtensible": {}, "threadedComment": {},
	"people": diag.Say("批注和修订者名单", "list of reviewers"), "person": diag.Say("批注和修订者名单", "list of reviewers"),
	"commentAuthors": diag.Say("批注和修订者名单", "list of reviewers"), "authors": diag.Say("批注和修订者名单", "list of reviewers"),
	"revisionHeaders": diag.Say("共享工作簿的修订记录", "record of changes"), "usernames": diag.Say("共享工作簿的用户", "users of the shared workbook"),
	"changesInfo": diag.Say("修改记录", "record of changes"), "revisionInfo": diag.Say("修改记录", "record of changes"),
}

// remarks takes out comments and the lists of those who made them.
func remarks(b *bundle.Bundle, t *tally) error {
	for _, part := range b.Names() {
		if strings.HasSuffix(part, ".rels") || !b.Has(part) {
			continue
		}
		notes := false
		_, err := b.DropRelations(part, func(r bundle.Relation) bool {
			w, ok := remarkKinds[r.Kind()]
			if !ok || r.Outside {
				return false
			}
			if !w.IsZero() {
				count, names := remarkNames(b, r.Target)
				if r.Kind() != "comments" {
					count = 0
				}
				t.add(&t.taken, Line{w, names, count})
			}
			notes = notes || r.Kind() == "comments"
			return true
		})
		if err != nil {
			return err
		}
		if notes && strings.HasPrefix(part, "xl/") {
			if err := noteShapes(b, part); err != nil {
				return err
			}
		}
	}
	return nil
}

// remarkNames counts the comments of a part and names their authors.
func remarkNames(b *bundle.Bundle, part string) (count int, names []string) {
	if !b.Has(part) {
		return 0, nil
	}
	text, root, err := b.XML(part)
	if err != nil {
		return 0, nil // it goes anyway
	}
	root.Walk(func(n *markup.Node) bool {
		switch n.Local {
		case "comment", "cm":
			count++
			if a := n.Attr(text, "author"); a != "" {
				names = append(names, a)
			}
		case "author", "cmAuthor": // of workbooks its text, of presentations an attribute
			if v := strings.TrimSpace(n.Text(text)); v != "" && len(n.Children) == 0 {
				names = append(names, v)
			} else {
				names = append(names, n.Attr(text, "name"))
			}
		case "person":
			names = append(names, n.Attr(text, "displayName"), n.Attr(text, "author"))
		}
		return true
	})
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" || strings.HasPrefix(s, "tc={") })
	return count, names
}

// noteShapes takes the boxes of a worksheet's notes out of its legacy drawing.
func noteShapes(b *bundle.Bundle, sheet string) error {
	list, err := b.Relations(sheet)
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.Kind() != "vmlDrawing" || r.Outside || !b.Has(r.Target) {
			continue
		}
		text, err := b.Read(r.Target)
		if err != nil {
			return err
		}
		root, err := markup.ParseLoose(text)
		if err != nil {
			return fmt.Errorf("part %q: %w", r.Target, err)
		}
		var edits markup.Edits
		others := 0
		for _, n := range root.Children {
			if !n.Is("shape") {
				continue
			}
			if c := n.Child("ClientData"); c != nil && c.Attr(text, "ObjectType") == "Note" {
				edits.Drop(n)
			} else {
				others++
			}
		}
		switch {
		case edits.None():
		case others > 0:
			b.Set(r.Target, edits.Apply(text))
		default:
			if err := dropReferred(b, sheet, func(x bundle.Relation) bool { return x.ID == r.ID }); err != nil {
				return err
			}
		}
	}
	return nil
}

// printers takes the settings of printers, which name the machine and its place.
func printers(b *bundle.Bundle, t *tally) error {
	for _, part := range b.Names() {
		if !isXML(part) || strings.HasSuffix(part, ".rels") {
			continue
		}
		err := dropReferred(b, part, func(r bundle.Relation) bool {
			if r.Kind() != "printerSettings" {
				return false
			}
			t.take(diag.Say("打印机设置", "printer settings"))
			return true
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// dropReferred takes relations of a part out, and the place in the part that names them: an
// element that is nothing but the reference, else its attribute.
func dropReferred(b *bundle.Bundle, part string, drop func(bundle.Relation) bool) error {
	gone, err := b.DropRelations(part, drop)
	if err != nil || len(gone) == 0 {
		return err
	}
	text, root, err := b.XML(part)
	if err != nil {
		return err
	}
	var edits markup.Edits
	root.Walk(func(n *markup.Node) bool {
		attrs := n.Attrs(text)
		for _, a := range attrs {
			if a.Local() != "id" || a.Name == "id" || !slices.ContainsFunc(gone, func(r bundle.Relation) bool { return r.ID == a.Value }) {
				continue
			}
			if len(attrs) == 1 && len(n.Children) == 0 {
				edits.Drop(n)
			} else {
				edits.DropAttr(a)
			}
		}
		return true
	})
	if !edits.None() {
		b.Set(part, edits.Apply(text))
	}
	return nil
}

// officeText gives what a reader sees of a part: of word processing the text that is not
// deleted, of others all text.
func officeText(b *bundle.Bundle, name string) (string, error) {
	if metadata(name) || name == "xl/sharedStrings.xml" { // what only hidden sheets showed goes
		return "", nil
	}
	text, root, err := b.XML(name)
	if err != nil {
		return "", err
	}
	if root.Is("workbook") {
		return "", nil // defined names of hidden sheets go
	}
	if root.Is("footnotes", "endnotes") {
		return noteText(b, text, root)
	}
	if wordSpace(root.Space) {
		return wordText(text, root), nil
	}
	return strings.Join(strings.Fields(root.Text(text)), " "), nil
}
