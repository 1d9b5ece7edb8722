package load

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/near"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// order reads an order to disclose. Any other file of the folder is nobody's business yet: of
// it only a hint says that it is not read.
func (t *tree) order(j job) (*model.Order, []diag.Diagnostic) {
	f, from := &file{path: j.path}, t.reader()
	defer t.readers.Put(from)
	src := t.open(f, from, MaxMarkdown)
	if src == nil {
		return nil, f.found
	}
	b := front.Parse(j.path, src.Text)
	if why, fix := notOrder(&b.Root); !why.IsZero() {
		f.found = nil
		f.say("F30", source.Span{}, why, fix)
		return nil, f.found
	}
	f.found = append(f.found, b.Findings...)
	o := &model.Order{Path: j.path, Full: newSum().bytes(src.Text).end()}
	r := f.open(&b.Root, t.orderKeys, &o.At)
	r.lost(b.Lost)
	o.Title, o.Department = r.text("title"), t.names.department(r.text("department"))
	o.Duty, o.Category, o.Period = r.text("duty"), t.names.category(r.text("category")), r.period("period")
	if d := t.names.duties[o.Duty]; d != nil {
		o.Duty = d.ID
	}
	o.Issued, o.Deadline, o.IssuedBy = r.day("issued"), r.day("deadline"), r.text("issued_by")
	o.Item, o.Public = model.ID(r.text("item")), r.flag("public")
	r.need(fence)
	if o.Public {
		newGate(f).text(source.Span{End: len(src.Text)})
	}
	return o, f.found
}

// OrderFile reports whether a file of the folder supervision, as it is on disk, is an order
// to disclose.
func OrderFile(path string, raw []byte) bool {
	text, _, _, ok := source.Decode(raw)
	if !ok {
		return false
	}
	b := front.Parse(path, text)
	why, _ := notOrder(&b.Root)
	return why.IsZero()
}

// notOrder tells why a front matter is none of an order, and gives zero words where it is one.
func notOrder(root *front.Node) (why, fix diag.Words) {
	key := schema.Order.Get("kind")
	fix = diag.Say("限时公开通知要写“种类: 限时公开通知”；别的文件放在这里不妨，只是网站不用", "an order to disclose says kind: order; other files may lie here, but nothing is made of them")
	for i := range root.Pairs {
		p := &root.Pairs[i]
		if schema.Order.Find(p.Key) != key {
			continue
		}
		written := strings.TrimSpace(p.Value.Text)
		if key.Match(written) != nil {
			return diag.Words{}, diag.Words{}
		}
		if written == "" {
			break
		}
		if n := near.Word(written, []string{"限时公开通知", "限时公开", "order"}); n != "" {
			fix = diag.Say("是不是“%s”？", "is it %q?", n)
		}
		return diag.Say("种类“%s”还不读取，这个文件没有用上", "the kind %q is not read yet, and nothing is made of this file", written), fix
	}
	return diag.Say("没有写种类，这个文件没有读取", "it has no kind, and is not read"), fix
}
