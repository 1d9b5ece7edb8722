package clean

import (
	"fmt"
	"strings"

	"gongkai/generator/bundle"
	"gongkai/generator/diag"
	"gongkai/generator/markup"
)

// openKind tells what an OpenDocument package is, "" where it is none.
func openKind(b *bundle.Bundle) string {
	text, err := b.Read("mimetype")
	if err != nil {
		return ""
	}
	name, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "application/vnd.oasis.opendocument.")
	if !ok {
		return ""
	}
	switch {
	case strings.HasPrefix(name, "spreadsheet"):
		return "ods"
	case strings.HasPrefix(name, "presentation"):
		return "odp"
	}
	return "odt"
}

// metaWords are the elements of meta.xml that are taken.
var metaWords = named{
	"initial-creator": coreWords["creator"], "creator": coreWords["lastModifiedBy"], "description": coreWords["description"],
	"editing-duration": appWords["TotalTime"], "editing-cycles": coreWords["revision"], "printed-by": diag.Say("打印者", "printed by"),
	"print-date": coreWords["lastPrinted"], "template": appWords["Template"], "user-defined": diag.Say("自定义属性", "custom properties"),
	"auto-reload": diag.Say("自动重载的地址", "reload address"),
}

// openSettings are the settings that name the machine, by their config:name.
var openSettings = named{
	"PrinterName": diag.Say("打印机设置", "printer settings"), "PrinterSetup": diag.Say("打印机设置", "printer settings"),
	"Rsid": diag.Say("修订标识", "revision marks"), "RsidRoot": diag.Say("修订标识", "revision marks"),
	"CurrentDatabaseDataSource": diag.Say("邮件合并的数据来源", "the source of a mail merge"), "CurrentDatabaseCommand": diag.Say("邮件合并的数据来源", "the source of a mail merge"),
}

// open cleans ODT, ODS and ODP.
func open(b *bundle.Bundle, t *tally, inside int) error {
	if b.Has("META-INF/documentsignatures.xml") {
		return signed()
	}
	if b.Has("META-INF/manifest.xml") {
		_, root, err := b.XML("META-INF/manifest.xml")
		if err != nil {
			return err
		}
		locked := false
		root.Walk(func(n *markup.Node) bool { locked = locked || n.Is("encryption-data"); return !locked })
		if locked {
			return refused("加了密码，清理不了；请去掉密码再清理", "has a password; take it off first")
		}
	}
	for _, name := range b.Names() {
		var err error
		switch base := name[strings.LastIndexByte(name, '/')+1:]; {
		case base == "meta.xml":
			err = openMeta(b, t, name)
		case base == "settings.xml":
			err = openSetting(b, t, name)
		case base == "content.xml" || base == "styles.xml":
			err = openContent(b, t, name)
		case strings.HasPrefix(name, "Thumbnails/"):
			t.take(diag.Say("缩略图", "thumbnail"))
			b.Remove(name)
		case strings.HasPrefix(name, "Versions/") || name == "VersionList.xml":
			t.take(diag.Say("存在文件里的旧版本", "old versions kept in the file"))
			b.Remove(name)
		}
		if err != nil {
			return err
		}
	}
	if err := pictures(b, t, inside, func(name string) bool {
		return strings.HasPrefix(name, "Pictures/") || strings.HasPrefix(name, "media/")
	}); err != nil {
		return err
	}
	return openManifest(b)
}

func openMeta(b *bundle.Bundle, t *tally, name string) error {
	text, root, err := b.XML(name)
	if err != nil {
		return err
	}
	var edits markup.Edits
	for _, holder := range root.Children {
		for _, n := range holder.Children {
			if w, ok := metaWords[n.Local]; ok {
				edits.Drop(n)
				v := n.Text(text)
				if n.Is("user-defined") {
					v = n.Attr(text, "name")
				}
				t.take(w, v)
			}
		}
	}
	return set(b, name, text, &edits)
}

func openSetting(b *bundle.Bundle, t *tally, name string) error {
	text, root, err := b.XML(name)
	if err != nil {
		return err
	}
	var edits markup.Edits
	root.Walk(func(n *markup.Node) bool {
		if !n.Is("config-item") {
			return true
		}
		if w, ok := openSettings[n.Attr(text, "name")]; ok && strings.TrimSpace(n.Text(text)) != "" {
			t.take(w)
			edits.Drop(n)
		}
		return true
	})
	return set(b, name, text, &edits)
}

// openContent takes comments out and accepts the tracked changes, which in OpenDocument is to
// drop the record of them: the text is as it is once they are accepted.
func openContent(b *bundle.Bundle, t *tally, name string) error {
	text, root, err := b.XML(name)
	if err != nil {
		return err
	}
	var edits markup.Edits
	comments, changes := 0, 0
	var names, changers []string
	marks := false
	root.Walk(func(n *markup.Node) bool {
		switch {
		case n.Is("annotation"):
			comments++
			if c := n.Child("creator"); c != nil {
				names = append(names, c.Text(text))
			}
			edits.Drop(n)
			return false
		case n.Is("tracked-changes"):
			n.Walk(func(c *markup.Node) bool {
				if c.Is("change-info") {
					changes++
				}
				if c.Is("creator") {
					changers = append(changers, c.Text(text))
				}
				return true
			})
			edits.Drop(n)
			return false
		case n.Is("annotation-end"), n.Is("change", "change-start", "change-end") && strings.Contains(n.Space, "opendocument"):
			edits.Drop(n)
		}
		for _, a := range n.Attrs(text) {
			if l := a.Local(); (l == "rsid" || l == "paragraph-rsid") && a.Name != l {
				marks = true
				edits.DropAttr(a)
			}
		}
		return true
	})
	t.count(diag.Say("批注", "comments"), comments, names...)
	t.count(diag.Say("修订记录（已接受）", "tracked changes (accepted)"), changes, changers...)
	if marks {
		t.take(diag.Say("修订标识", "revision marks"))
	}
	return set(b, name, text, &edits)
}

// openManifest takes the parts that are gone out of the manifest.
func openManifest(b *bundle.Bundle) error {
	const name = "META-INF/manifest.xml"
	if !b.Has(name) || !b.Changed() {
		return nil
	}
	text, root, err := b.XML(name)
	if err != nil {
		return err
	}
	var edits markup.Edits
	for _, n := range root.Children {
		part := n.Attr(text, "full-path")
		if part != "" && b.Touched(part) && !b.Has(part) {
			edits.Drop(n)
		}
	}
	return set(b, name, text, &edits)
}

func set(b *bundle.Bundle, name string, text []byte, edits *markup.Edits) error {
	if edits.None() {
		return nil
	}
	after := edits.Apply(text)
	if _, err := markup.Parse(after); err != nil {
		return fmt.Errorf("part %q: %w", name, err)
	}
	b.Set(name, after)
	return nil
}

// openText gives the text of a part that a reader sees: without comments and the record of
// changes.
func openText(b *bundle.Bundle, name string) (string, error) {
	if base := name[strings.LastIndexByte(name, '/')+1:]; metadata(base) || metadata(name) {
		return "", nil
	}
	text, root, err := b.XML(name)
	if err != nil {
		return "", err
	}
	var s strings.Builder
	at := root.Inner
	root.Walk(func(n *markup.Node) bool { // what stands between the elements that do not count
		if n.Is("annotation", "tracked-changes") {
			s.Write(stripped(text[at:n.Start]))
			at = n.End
			return false
		}
		return true
	})
	if at < root.InnerEnd {
		s.Write(stripped(text[at:root.InnerEnd]))
	}
	return s.String(), nil
}

// stripped gives a text without tags.
func stripped(s []byte) []byte {
	out := make([]byte, 0, len(s))
	tag := false
	for _, c := range s {
		switch {
		case c == '<':
			tag = true
		case c == '>' && tag:
			tag = false
		case !tag:
			out = append(out, c)
		}
	}
	return out
}

// ofd cleans the document information of an OFD file.
func ofd(b *bundle.Bundle, t *tally, inside int) error {
	for _, name := range b.Names() {
		if strings.HasSuffix(name, "Signatures.xml") || strings.HasSuffix(name, "Signature.xml") {
			return signed()
		}
	}
	text, root, err := b.XML("OFD.xml")
	if err != nil {
		return err
	}
	words := named{
		"Author": coreWords["creator"], "Creator": diag.Say("制作软件", "program"), "CreatorVersion": diag.Say("制作软件", "program"),
		"CustomDatas": diag.Say("自定义属性", "custom properties"), "ModDate": diag.Say("修改时间", "time of change"),
	}
	var edits markup.Edits
	root.Walk(func(n *markup.Node) bool {
		if !n.Is("DocInfo") {
			return true
		}
		for _, c := range n.Children {
			if w, ok := words[c.Local]; ok {
				t.take(w, strings.TrimSpace(c.Text(text)))
				edits.Drop(c)
			}
		}
		return false
	})
	for _, name := range b.Names() {
		if strings.Contains(name, "/Annots/") && strings.HasSuffix(name, ".xml") {
			t.say(diag.Say("有批注（注释），仍在文件里", "annotations, which stay in the file"))
		}
	}
	if err := set(b, "OFD.xml", text, &edits); err != nil {
		return err
	}
	return pictures(b, t, inside, func(name string) bool { return strings.Contains(name, "/Res/") })
}
