package clean

import (
	"strconv"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/diag"
	"gongkai/generator/markup"
)

// A tab is a worksheet as the workbook lists it.
type tab struct {
	node     *markup.Node
	name, id string // id is the relation's
	part     string
	hidden   bool
}

// dropHidden takes hidden worksheets out of a workbook, those that nothing else needs: with
// their names, their parts, and the texts that only their cells showed.
func dropHidden(b *bundle.Bundle, t *tally) error {
	const book = "xl/workbook.xml"
	if !b.Has(book) {
		return nil
	}
	text, root, err := b.XML(book)
	if err != nil {
		return err
	}
	tabs, err := listTabs(b, book, text, root)
	if err != nil {
		return err
	}
	goes := map[int]bool{}
	for i, s := range tabs {
		if !s.hidden {
			continue
		}
		needed, err := sheetNeeded(b, s, text, root, i)
		if err != nil {
			return err
		}
		if needed {
			t.say(diag.Say("隐藏的工作表没有删，因为别处用到它", "hidden sheets that others use were left"), s.name)
			continue
		}
		goes[i] = true
	}
	if len(goes) == 0 || len(goes) == len(tabs) {
		return nil
	}
	gone := map[string]bool{} // relations
	for i, s := range tabs {
		if goes[i] {
			gone[s.id] = true
			t.take(diag.Say("隐藏的工作表", "hidden sheets"), s.name)
		}
	}
	b.Set(book, tabsWithout(text, root, tabs, goes))
	if _, err := b.DropRelations(book, func(r bundle.Relation) bool {
		return r.Kind() == "calcChain" || gone[r.ID]
	}); err != nil {
		return err
	}
	if err := dropTitles(b); err != nil {
		return err
	}
	return blankUnused(b, tabs, goes)
}

func listTabs(b *bundle.Bundle, book string, text []byte, root *markup.Node) ([]tab, error) {
	list, err := b.Relations(book)
	if err != nil {
		return nil, err
	}
	var tabs []tab
	root.Walk(func(n *markup.Node) bool {
		if n.Is("sheet") && n.Parent.Is("sheets") {
			state := n.Attr(text, "state")
			s := tab{node: n, name: n.Attr(text, "name"), id: n.Attr(text, "r:id"), hidden: state == "hidden" || state == "veryHidden"}
			for _, r := range list {
				if r.ID == s.id {
					s.part = r.Target
				}
			}
			tabs = append(tabs, s)
		}
		return true
	})
	return tabs, nil
}

// sheetNeeded reports whether something else names a hidden worksheet; another hidden one counts.
func sheetNeeded(b *bundle.Bundle, s tab, text []byte, root *markup.Node, index int) (bool, error) {
	named := false
	if names := root.Child("definedNames"); names != nil {
		for _, n := range names.Children {
			if n.Attr(text, "localSheetId") != strconv.Itoa(index) && mentions(n.Text(text), s.name) {
				named = true
			}
		}
	}
	own := map[string]bool{s.part: true}
	led, err := b.Relations(s.part)
	if err != nil {
		return false, err
	}
	for _, r := range led {
		own[r.Target] = true
	}
	for _, name := range b.Names() {
		if named || own[name] || !strings.HasPrefix(name, "xl/") || !isXML(name) || name == "xl/workbook.xml" || name == "xl/sharedStrings.xml" || strings.HasSuffix(name, ".rels") {
			continue
		}
		part, err := b.Read(name)
		if err != nil {
			return false, err
		}
		named = mentions(markup.Unescape(part), s.name)
	}
	return named, nil
}

// mentions reports whether a text names a worksheet as formulas and pivot tables do.
func mentions(text, sheet string) bool {
	quoted := strings.ReplaceAll(sheet, "'", "''")
	for _, form := range []string{sheet + "!", quoted + "'!", `sheet="` + sheet + `"`, sheet + ":", quoted + ":"} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// tabsWithout gives the workbook without some of its worksheets, with the numbers of those that
// stay set right.
func tabsWithout(text []byte, root *markup.Node, tabs []tab, goes map[int]bool) []byte {
	var edits markup.Edits
	now := make([]int, len(tabs))
	n := 0
	for i, s := range tabs {
		if now[i] = n; goes[i] {
			edits.Drop(s.node)
			continue
		}
		n++
	}
	renumber := func(a markup.Attr) {
		if i, err := strconv.Atoi(a.Value); err == nil && i >= 0 && i < len(now) {
			edits.Add(a.From, a.To, strconv.Itoa(min(now[i], n-1)))
		}
	}
	root.Walk(func(n *markup.Node) bool {
		for _, a := range n.Attrs(text) {
			switch {
			case n.Is("workbookView") && (a.Name == "activeTab" || a.Name == "firstSheet"):
				renumber(a)
			case n.Is("definedName") && a.Name == "localSheetId":
				if i, err := strconv.Atoi(a.Value); err == nil && goes[i] {
					edits.Drop(n)
				} else {
					renumber(a)
				}
			}
		}
		return true
	})
	return edits.Apply(text)
}

// dropTitles takes the list of the sheets' names out of the package's properties.
func dropTitles(b *bundle.Bundle) error {
	const app = "docProps/app.xml"
	if !b.Has(app) {
		return nil
	}
	text, root, err := b.XML(app)
	if err != nil {
		return err
	}
	var edits markup.Edits
	for _, n := range root.Children {
		if n.Is("HeadingPairs", "TitlesOfParts") {
			edits.Drop(n)
		}
	}
	return set(b, app, text, &edits)
}

// blankUnused empties the shared texts that no cell shows any more.
func blankUnused(b *bundle.Bundle, tabs []tab, goes map[int]bool) error {
	const shared = "xl/sharedStrings.xml"
	if !b.Has(shared) {
		return nil
	}
	used := map[string]bool{}
	for i, s := range tabs {
		if goes[i] || !b.Has(s.part) {
			continue
		}
		text, root, err := b.XML(s.part)
		if err != nil {
			return err
		}
		root.Walk(func(n *markup.Node) bool {
			if n.Is("c") && n.Attr(text, "t") == "s" {
				if v := n.Child("v"); v != nil {
					used[strings.TrimSpace(v.Text(text))] = true
				}
				return false
			}
			return true
		})
	}
	text, root, err := b.XML(shared)
	if err != nil {
		return err
	}
	var edits markup.Edits
	i := 0
	for _, n := range root.Children {
		if !n.Is("si") {
			continue
		}
		if !used[strconv.Itoa(i)] && n.Text(text) != "" {
			edits.Add(n.Inner, n.InnerEnd, "<"+prefixOf(text, n)+"t/>")
		}
		i++
	}
	return set(b, shared, text, &edits)
}

// prefixOf gives the prefix that an element is written with, with its colon.
func prefixOf(text []byte, n *markup.Node) string {
	prefix, _, ok := strings.Cut(tagName(text, n), ":")
	if !ok {
		return ""
	}
	return prefix + ":"
}
