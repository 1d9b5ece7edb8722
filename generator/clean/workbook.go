package clean

import (
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/diag"
	"gongkai/generator/markup"
)

// workbook cleans what a workbook says of the machine it was made on and of who has it open,
// and tells of what it hides.
func workbook(b *bundle.Bundle, t *tally) error {
	for _, name := range b.Names() {
		if !strings.HasPrefix(name, "xl/") || !isXML(name) || strings.HasSuffix(name, ".rels") {
			continue
		}
		var clean func([]byte, *markup.Node, *markup.Edits, *tally)
		switch {
		case name == "xl/workbook.xml":
			clean = workbookPart
		case strings.HasPrefix(name, "xl/pivotCache/pivotCacheDefinition"):
			clean = pivotPart
		case strings.HasPrefix(name, "xl/externalLinks/externalLink"):
			t.say(diag.Say("有外部链接，里面存着别的文件的数据", "links to other workbooks, with copies of their data"))
			continue
		default:
			continue
		}
		text, root, err := b.XML(name)
		if err != nil {
			return err
		}
		var edits markup.Edits
		clean(text, root, &edits, t)
		if !edits.None() {
			b.Set(name, edits.Apply(text))
		}
	}
	return nil
}

func workbookPart(text []byte, root *markup.Node, edits *markup.Edits, t *tally) {
	root.Walk(func(n *markup.Node) bool {
		switch {
		case n.Is("absPath"):
			t.take(diag.Say("文件在电脑上的位置", "the file's place on the machine"), n.Attr(text, "url"))
			edits.Drop(wrapper(n))
		case n.Is("revisionPtr"):
			t.take(diag.Say("修订标识", "revision marks"))
			edits.Drop(n)
		case n.Is("fileSharing"):
			for _, a := range n.Attrs(text) {
				if a.Local() == "userName" {
					t.take(diag.Say("使用者", "user"), a.Value)
					edits.DropAttr(a)
				}
			}
		case n.Is("sheet"):
			if s := n.Attr(text, "state"); s == "hidden" || s == "veryHidden" {
				t.say(diag.Say("有隐藏的工作表，仍在文件里；要公开的文件里不该有的，请先删掉", "hidden sheets, which stay in the file; delete what must not be published"), n.Attr(text, "name"))
			}
		}
		return true
	})
}

// wrapper gives the AlternateContent around an element that is all it holds, else the element.
func wrapper(n *markup.Node) *markup.Node {
	choice := n.Parent
	if choice == nil || !choice.Is("Choice") || len(choice.Children) != 1 || choice.Parent == nil || len(choice.Parent.Children) != 1 {
		return n
	}
	return choice.Parent
}

func pivotPart(text []byte, root *markup.Node, edits *markup.Edits, t *tally) {
	for _, a := range root.Attrs(text) {
		if a.Local() == "refreshedBy" && a.Value != "" {
			t.take(diag.Say("数据透视表的刷新者", "who refreshed a pivot table"), a.Value)
			edits.DropAttr(a)
		}
	}
	t.say(diag.Say("有数据透视表，里面存着原始数据的副本", "pivot tables, with copies of the data they were made of"))
}

// slides tells of hidden slides and of speakers' notes.
func slides(b *bundle.Bundle, t *tally) error {
	hidden, notes := 0, 0
	for _, name := range b.Names() {
		slide := strings.HasPrefix(name, "ppt/slides/") && isXML(name) && !strings.HasSuffix(name, ".rels")
		note := strings.HasPrefix(name, "ppt/notesSlides/") && isXML(name) && !strings.HasSuffix(name, ".rels")
		if !slide && !note {
			continue
		}
		text, root, err := b.XML(name)
		if err != nil {
			return err
		}
		switch {
		case slide && (root.Attr(text, "show") == "0" || root.Attr(text, "show") == "false"):
			hidden++
		case note && hasNote(text, root):
			notes++
		}
	}
	t.sayCount(diag.Say("有隐藏的幻灯片，仍在文件里", "hidden slides, which stay in the file"), hidden)
	t.sayCount(diag.Say("有演讲者备注，仍在文件里；不该公开的，请先删掉", "speaker's notes, which stay in the file; delete what must not be published"), notes)
	return nil
}

// hasNote reports whether a page of notes says something, its slide's number left out.
func hasNote(text []byte, root *markup.Node) bool {
	said := textOf(text, root, func(n *markup.Node) bool { return n.Is("t") }, func(n *markup.Node) bool { return n.Is("fld") })
	return strings.TrimSpace(said) != ""
}
