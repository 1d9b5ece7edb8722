package clean

import (
	"bytes"
	"slices"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/diag"
	"gongkai/generator/markup"
)

// wordSpace reports whether a namespace is that of word processing, transitional or strict.
func wordSpace(uri string) bool {
	return strings.HasSuffix(uri, "/main") && strings.Contains(uri, "wordprocessingml")
}

// A wordPart is a part of a document while it is cleaned.
type wordPart struct {
	text  []byte
	edits markup.Edits
	t     *tally

	lost                            map[*markup.Node]bool // elements that go whole
	inserted, deleted, moved, looks int                   // changes of each kind
	marks                           bool                  // there was a revision mark
}

// wordParts accepts the tracked changes of every part of a document, and takes the marks of
// comments and revisions out of it.
func wordParts(b *bundle.Bundle, t *tally) error {
	notes := map[string]bool{} // ids of foot- and endnotes that only deleted text showed
	var inserted, deleted, moved, looks int
	marks := false
	names := b.Names()
	for _, pass := range []bool{true, false} { // footnotes after the text that shows them
		for _, name := range names {
			isNotes := strings.HasSuffix(name, "/footnotes.xml") || strings.HasSuffix(name, "/endnotes.xml")
			if isNotes == pass || !strings.HasPrefix(name, "word/") || !isXML(name) || strings.HasSuffix(name, ".rels") || !b.Has(name) {
				continue
			}
			text, err := b.Read(name)
			if err != nil {
				return err
			}
			if !bytes.Contains(text[:min(len(text), 8192)], []byte("wordprocessingml")) {
				continue
			}
			root, err := markup.Parse(text)
			if err != nil {
				return err
			}
			p := wordPart{text: text, t: t, lost: map[*markup.Node]bool{}}
			p.element(root)
			p.joinParagraphs(root)
			if isNotes {
				p.dropNotes(root, notes)
			}
			inserted, deleted, moved, looks, marks = inserted+p.inserted, deleted+p.deleted, moved+p.moved, looks+p.looks, marks || p.marks
			if p.edits.None() {
				continue
			}
			after := p.edits.Apply(text)
			lostNotes(notes, text, after)
			b.Set(name, after)
			if err := dropUnused(b, name, text, after); err != nil {
				return err
			}
		}
	}
	t.count(diag.Say("修订中的插入（已接受）", "tracked insertions (accepted)"), inserted)
	t.count(diag.Say("修订中的删除（已接受，文字已去掉）", "tracked deletions (accepted; the text is gone)"), deleted)
	t.count(diag.Say("修订中的移动（已接受）", "tracked moves (accepted)"), moved)
	t.count(diag.Say("格式修订的记录", "tracked changes of format"), looks)
	if marks {
		t.take(diag.Say("修订标识", "revision marks"))
	}
	return nil
}

// element gathers the edits of an element and of all below it.
func (p *wordPart) element(n *markup.Node) {
	if wordSpace(n.Space) {
		if p.tracked(n) || p.setting(n) {
			return
		}
	}
	p.dropMarks(n)
	for _, c := range n.Children {
		p.element(c)
	}
	if n.Is("tbl") && wordSpace(n.Space) && p.allLost(n, "tr") || n.Is("tr") && wordSpace(n.Space) && p.allLost(n, "tc") {
		p.drop(n)
	}
}

// allLost reports whether an element has children of the name, and all of them go.
func (p *wordPart) allLost(n *markup.Node, local string) bool {
	some := false
	for _, c := range n.Children {
		if c.Is(local, "sdt", "customXml", "ins", "moveTo") && !p.lost[c] {
			return false
		}
		some = some || p.lost[c]
	}
	return some
}

func (p *wordPart) drop(n *markup.Node) {
	p.lost[n] = true
	p.edits.Drop(n)
}

// tracked makes the edits of a tracked change or a comment's mark, and reports whether there is
// nothing left to look at below the element.
func (p *wordPart) tracked(n *markup.Node) bool {
	switch n.Local {
	case "ins":
		p.inserted++
		p.edits.Unwrap(n)
	case "moveTo":
		p.moved++
		p.edits.Unwrap(n)
	case "del":
		p.deleted++
		p.drop(n)
		return true
	case "moveFrom", "rsids":
		p.marks = p.marks || n.Is("rsids")
		p.drop(n)
		return true
	case "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange":
		p.looks++
		p.drop(n)
		return true
	case "cellIns":
		p.inserted++
		p.drop(n)
	case "tr":
		if gone(n.Child("trPr"), "del", "moveFrom") {
			p.deleted++
			p.drop(n)
			return true
		}
	case "tc":
		if gone(n.Child("tcPr"), "cellDel") {
			p.deleted++
			p.drop(n)
			return true
		}
	case "cellMerge":
		p.t.say(diag.Say("有合并单元格的修订，没有处理；请先在 Word 里接受", "tracked merges of cells were left; accept them in Word first"))
	case "commentRangeStart", "commentRangeEnd", "annotationRef":
		p.drop(n)
	case "commentReference":
		if r := n.Parent; r != nil && r.Is("r") && !slices.ContainsFunc(r.Children, func(c *markup.Node) bool { return !c.Is("rPr", "commentReference") }) {
			p.drop(r)
		} else {
			p.drop(n)
		}
	default:
		if strings.HasSuffix(n.Local, "RangeStart") || strings.HasSuffix(n.Local, "RangeEnd") {
			for _, kind := range []string{"moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo"} {
				if strings.HasPrefix(n.Local, kind+"Range") {
					p.drop(n)
				}
			}
		}
	}
	return false
}

// setting makes the edits of word/settings.xml and of styles.
func (p *wordPart) setting(n *markup.Node) bool {
	var what diag.Words
	switch n.Local {
	case "rsid":
		p.marks = true
		p.drop(n)
		return true
	case "trackRevisions":
		what = diag.Say("修订开关（已关）", "tracking of changes (now off)")
	case "attachedTemplate":
		what = diag.Say("模板的位置", "the template's place")
	case "docVars":
		what = diag.Say("文档变量", "document variables")
	case "mailMerge":
		what = diag.Say("邮件合并的数据来源", "the source of a mail merge")
	default:
		return false
	}
	if n.Parent == nil || !n.Parent.Is("settings") {
		return false
	}
	p.t.take(what)
	p.drop(n)
	return true
}

// gone reports whether an element has a child of one of the names.
func gone(n *markup.Node, locals ...string) bool {
	return n != nil && slices.ContainsFunc(n.Children, func(c *markup.Node) bool { return c.Is(locals...) })
}

// dropMarks takes the rsid attributes of an element.
func (p *wordPart) dropMarks(n *markup.Node) {
	if !bytes.Contains(p.text[n.Start:n.Inner], []byte("rsid")) {
		return
	}
	for _, a := range n.Attrs(p.text) {
		if strings.HasPrefix(a.Local(), "rsid") && a.Name != a.Local() {
			p.marks = true
			p.edits.DropAttr(a)
		}
	}
}

// joinParagraphs joins paragraphs whose mark was deleted with the one that follows. What is
// joined looks as the last of them does, whose mark it ends with.
func (p *wordPart) joinParagraphs(root *markup.Node) {
	root.Walk(func(n *markup.Node) bool {
		list := slices.DeleteFunc(slices.Clone(n.Children), func(c *markup.Node) bool { return p.lost[c] || !blockish(c) })
		for i := 0; i < len(list); i++ {
			first := i
			for i+1 < len(list) && markGone(list[i]) && isParagraph(list[i+1]) {
				i++
			}
			if i > first {
				p.join(list[first : i+1])
			}
		}
		return !p.lost[n]
	})
}

// blockish leaves out what may stand between two paragraphs and is none: bookmarks and the like.
func blockish(n *markup.Node) bool { return n.Is("p", "tbl", "sdt", "customXml", "altChunk", "sectPr") }

func isParagraph(n *markup.Node) bool { return n.Is("p") && wordSpace(n.Space) }

// markGone reports whether a paragraph's mark is deleted or moved away.
func markGone(n *markup.Node) bool {
	if !isParagraph(n) {
		return false
	}
	props := n.Child("pPr")
	return props != nil && gone(props.Child("rPr"), "del", "moveFrom")
}

func (p *wordPart) join(list []*markup.Node) {
	last := list[len(list)-1]
	head := p.edits.Within(p.text, last.Start, last.Inner)
	if last.Empty() {
		tag := strings.TrimSuffix(head, "/>")
		head = strings.TrimRight(tag, " \t\r\n") + ">"
	}
	if props := last.Child("pPr"); props != nil {
		head += p.edits.Within(p.text, props.Start, props.End)
	}
	for i, n := range list {
		from := n.Inner
		if props := n.Child("pPr"); props != nil {
			from = props.End // pPr is the first in a paragraph
		}
		switch {
		case n.Empty(): // the last, without an end tag of its own
			p.edits.Add(n.Start, n.End, "</"+tagName(p.text, n)+">")
		case i == 0:
			p.edits.Add(n.Start, from, head)
		default:
			p.edits.Add(n.Start, from, "")
		}
		if n != last {
			p.edits.Add(n.InnerEnd, n.End, "")
		}
	}
}

// tagName gives an element's name as it is written.
func tagName(text []byte, n *markup.Node) string {
	tag := string(text[n.Start+1 : n.Inner])
	return tag[:strings.IndexAny(tag, " \t\r\n/>")]
}
