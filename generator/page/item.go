package page

import (
	"bytes"
	"encoding/json"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/crew"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/post"
	"gongkai/generator/record"
	"gongkai/generator/source"
)

// An ItemPage is what item.html shows; tombstone.html gets one too, without the text and
// what belongs to it.
type ItemPage struct {
	Frame
	Record     record.Record
	Department Link
	Published  Day
	Clock      string // 09:00 where a time of publishing is given
	Banners    []Banner
	Facts      []Fact // the record's table: what every reader looks for
	More       []Fact // the rest of the record
	Sections   []Link // second-level headings of a long text
	Body       template.HTML
	Grounds    []Group // 说明理由, 法制审核, 听证
	Files      []File
	Matter     []Step
	Changes    []Change
	Opinions   []OpinionRow  // about it, with their answers
	Comment    *Comment      // nil where no comments are asked for
	Contact    template.HTML // of _contact.html
	Way        template.HTML // of _crumbs.html
	Forms      Forms
}

// A Banner says what a reader must know before reading.
type Banner struct {
	Kind  string // draft, held, gone, repealed, amended, expired, corrected, open, soon, closed
	Title string
	Text  string
	Links []Link
}

// A Fact is one field of a record with its value.
type Fact struct {
	Label, Value string
	Href         string // where the value leads; "" for nowhere
	ISO          string // the date behind the value; "" where it is none
	Wide         bool   // the value may be long

	Done template.HTML // the fact as _fact.html made it before, for many items at once; or ""
}

// A Group is facts below a heading of their own.
type Group struct {
	ID, Title string
	Facts     []Fact
}

// A File is an attachment. URL is its full address, for paper.
type File struct {
	Href, URL, Title, Type, Size, Sum string

	Save  string // the name under which a browser saves it
	Shown bool   // browsers show it rather than save it
}

// A Step is one item of the matter's timeline.
type Step struct {
	Stage   string // 预公开, 过程, 结果
	Date    Day
	Link    Link // Current: the item that the page shows
	Tags    []Tag
	Comment string // until when comments could be sent
}

// A Change is a line of what happened after publishing.
type Change struct {
	Date           Day
	Kind, What, By string
}

// A Comment tells how to answer a draft.
type Comment struct {
	From, Until Day
	To          string
	Left        string // 还剩 3 天; "" where it is not open today
	Open, Soon  bool
}

// A Contact is whom to ask about an item and where to complain.
type Contact struct {
	Name, Text, Phone, PhoneHref string
	Address, Hours               string
	Complaint, ComplaintHref     string
}

// Forms are the other forms of an item and its citation. Sheet is "" where it has none on
// the site.
type Forms struct{ Text, JSON, Sheet, Cite, URL string }

// items plans every item's page, .json and .txt.
func (b *book) items() {
	items := b.site.All // in the order of their files, which is mostly that of their addresses
	first := len(b.outs)
	b.outs = slices.Grow(b.outs, 3*len(items))[:first+3*len(items)]
	outs := b.outs[first:]
	crew.Each(0, len(items), func(i int) {
		it := items[i]
		if !b.site.IsPublic(it) {
			return
		}
		b.forms(outs[3*i:3*i+3], it, textOf(it))
	})
	none := func(o plan.Output) bool { return o.Path == "" }
	b.outs = b.outs[:first+len(slices.DeleteFunc(outs, none))]
}

// A text is an item's text with its links.
type text struct {
	body  model.BodyRef
	links []model.Link
}

func textOf(it *model.Item) text { return text{it.Body, it.Links} }

// forms plans an item's page, .json and .txt. The three have one key: they depend on the
// same, and a key is kept with a path.
func (b *book) forms(outs []plan.Output, it *model.Item, t text) {
	stem := it.Address("")
	key := b.itemKey(it, stem)
	outs[0] = plan.Output{Path: stem + ".html", Key: key, Render: func(w io.Writer) error { return b.itemHTML(w, it, t) }}
	outs[1] = plan.Output{Path: stem + ".json", Key: key, Render: func(w io.Writer) error { return b.itemJSON(w, it) }}
	outs[2] = plan.Output{Path: stem + ".txt", Key: key, Render: func(w io.Writer) error { return b.itemText(w, it, t) }}
}

// Revise plans the forms of an item of the planned site as they are with another text; its
// record and all that lists show are as they were. It is for a preview, which goes by no key.
func (p *Product) Revise(it, now *model.Item) []plan.Output {
	outs := make([]plan.Output, 3)
	p.planned.forms(outs, it, textOf(now))
	return outs
}

// itemKey sums what the three forms of an item depend on.
func (b *book) itemKey(it *model.Item, stem string) source.Digest {
	s := b.site
	k := b.key(stem).Sum(it.Full).Str(record.Moving(s, it))
	st := b.state(it)
	k.Int(int(st))
	if st&stateOpen != 0 {
		k.Date(s.Today) // the days left
	}
	for _, id := range [...]model.ID{it.Follows, it.Supersedes, it.SupersededBy} {
		if id == "" {
			continue
		}
		if other := s.Item(id); other != nil && s.IsPublic(other) {
			b.states(k, []*model.Item{other})
		}
	}
	if by := b.replacedBy[it.Index]; by != nil {
		b.states(k, []*model.Item{by})
	}
	if m := s.Matter(it); m != nil {
		b.states(k, m)
	}
	for i := range it.Links {
		k.Str(b.to("", s.Resolve(it, it.Links[i].Dest)))
	}
	if about := b.voices.about[it.Index]; len(about) > 0 {
		opinionSums(k, about)
	}
	if post.Printed(s, it) {
		k.Str("sheet")
	}
	return k.Digest()
}

// itemRoot is the way from every item's page to the root.
const itemRoot = "../../"

func (b *book) itemHTML(w io.Writer, it *model.Item, t text) error {
	p, err := b.itemPage(it, t)
	if err != nil {
		return err
	}
	if p.Record.Gone() {
		return b.write(w, "tombstone.html", &p.Frame, p)
	}
	return b.write(w, "item.html", &p.Frame, p)
}

func (b *book) itemPage(it *model.Item, t text) (*ItemPage, error) {
	s := b.site
	p := &ItemPage{Record: record.Of(s, it)}
	r := &p.Record
	p.Frame = b.frameAt(r.Address, itemRoot, "categories")
	st := b.state(it)
	p.Title = it.Title
	p.Published = day(it.Published.Date)
	if it.Published.Timed {
		p.Clock = it.Published.String()[11:]
	}
	p.Department = Link{Text: r.DepartmentName, Count: -1}
	if c, ok := b.chips[r.Department]; ok {
		p.Department.Href = itemRoot + c.address
	}
	if err := b.kit.fill(b, p, it); err != nil {
		return nil, err
	}
	p.Banners = b.banners(it, r, st)
	name := strings.TrimSuffix(r.Address[strings.LastIndexByte(r.Address, '/')+1:], ".html")
	p.Forms = Forms{Text: name + ".txt", JSON: name + ".json", URL: r.URL, Cite: cite(r)}
	if post.Printed(s, it) {
		p.Forms.Sheet = itemRoot + post.SheetAddress(it)
	}
	p.Changes = changes(it, r)
	b.itemHead(p, it)
	if r.Gone() {
		p.NoIndex = true
		return p, nil
	}
	p.NoIndex = st&(stateDraft|stateHeld) != 0
	p.Grounds = grounds(r)
	p.Files = files(r)
	p.Matter = b.matter(it)
	p.Opinions = b.opinionRows(itemRoot, b.voices.about[it.Index])
	p.Comment = b.comment(it, st)
	body, err := b.bodyHTML(t.body, t.links, func(dest string) model.Target { return s.Resolve(it, dest) }, itemRoot)
	if err != nil {
		return nil, err
	}
	p.Body = body
	p.Sections = sections(string(body))
	return p, nil
}

// crumbs lead from the home page to a category.
func (b *book) crumbs(root, code string) []Link {
	out := []Link{{Href: root + "index.html", Text: "首页", Count: -1}, {Href: root + "categories/index.html", Text: "类别", Count: -1}}
	c := b.site.Category(code)
	if c == nil {
		return out
	}
	if g := b.site.Category(c.Parent); c.Parent != "" && g != nil {
		out = append(out, Link{Href: root + "categories/" + g.Code + ".html", Text: g.Name, Count: -1})
	}
	return append(out, Link{Href: root + "categories/" + c.Code + ".html", Text: c.Name, Count: -1})
}

// inner makes the marks of titles those of titles within a title.
var inner = strings.NewReplacer("《", "〈", "》", "〉")

// cite is the sentence by which a reader names the item elsewhere.
func cite(r *record.Record) string {
	number := ""
	if r.DocNumber != "" {
		number = "（" + r.DocNumber + "）"
	}
	published, _, _ := strings.Cut(r.Published, " ")
	return r.DepartmentName + "：《" + inner.Replace(r.Title) + "》" + number + "，索引号 " + r.Index + "，" + published + " 公开，" + r.URL
}

// changes lists what happened after publishing, latest last.
func changes(it *model.Item, r *record.Record) (out []Change) {
	for _, c := range r.Changes {
		out = append(out, Change{isoDay(c.Date), c.Kind, c.What, c.ApprovedBy})
	}
	if d := r.Withdrawn; d != nil {
		out = append(out, Change{isoDay(d.Date), "撤下", d.Reason, d.Approval})
	}
	if d := r.Restored; d != nil {
		out = append(out, Change{isoDay(d.Date), "恢复", d.Reason, d.Approval})
	}
	return out
}

// matter lists the steps of the item's matter, oldest first.
func (b *book) matter(it *model.Item) (steps []Step) {
	for _, x := range b.site.Matter(it) {
		steps = append(steps, b.step(itemRoot, x, x == it))
	}
	return steps
}

func (b *book) step(root string, x *model.Item, current bool) Step {
	s := Step{
		Stage: word("stage", string(x.Stage)), Date: day(x.Published.Date), Tags: b.tags(x),
		Link: Link{Href: root + x.Address(".html"), Text: x.Title, Count: -1, Current: current},
	}
	if !x.CommentUntil.IsZero() {
		s.Comment = "征求意见至" + x.CommentUntil.Chinese()
	}
	return s
}

// comment tells how to answer where an answer is or was asked for.
func (b *book) comment(it *model.Item, st state) *Comment {
	if it.CommentUntil.IsZero() {
		return nil
	}
	c := &Comment{From: day(it.CommentFrom), Until: day(it.CommentUntil), To: it.CommentTo, Open: st&stateOpen != 0, Soon: st&stateSoon != 0}
	if c.Open {
		c.Left = left(b.site.Today, it.CommentUntil)
	}
	return c
}

// contact gives whom to ask: the item's own words, and what its department says of itself.
func (b *book) contact(it *model.Item) Contact {
	c := Contact{Text: it.Contact, Name: it.Department}
	if d := b.site.Department(it.Department); d != nil {
		c.Name, c.Phone, c.PhoneHref = d.Name, d.Phone, tel(d.Phone)
		c.Address, c.Hours = d.Address, d.Hours
		c.Complaint, c.ComplaintHref = d.Complaint, tel(d.Complaint)
	}
	if c.Complaint == "" {
		c.Complaint, c.ComplaintHref = b.pub.Phone, b.pub.PhoneHref
	}
	return c
}

// A sideForm is room for making an item's .json or .txt.
type sideForm struct {
	record record.Record
	buf    bytes.Buffer
	json   *json.Encoder // into buf
}

// sideForms are reused between items: an encoder keeps its own buffers too.
var sideForms = sync.Pool{New: func() any {
	f := &sideForm{}
	f.json = json.NewEncoder(&f.buf)
	f.json.SetEscapeHTML(false)
	f.json.SetIndent("", "  ")
	return f
}}

// sideForm gives room with the item's record in it, to be ended.
func (b *book) sideForm(it *model.Item) *sideForm {
	f := sideForms.Get().(*sideForm)
	f.record = record.Of(b.site, it)
	f.buf.Reset()
	return f
}

// end gives the room back. It holds on to no item.
func (f *sideForm) end() {
	f.record = record.Record{}
	sideForms.Put(f)
}

// itemJSON writes the record.
func (b *book) itemJSON(w io.Writer, it *model.Item) error {
	f := b.sideForm(it)
	defer f.end()
	if err := f.json.Encode(&f.record); err != nil {
		return err
	}
	_, err := w.Write(f.buf.Bytes())
	return err
}

// itemText writes the record's fields, one a line, and then the text.
func (b *book) itemText(w io.Writer, it *model.Item, t text) error {
	form := b.sideForm(it)
	defer form.end()
	r, buf := &form.record, &form.buf
	buf.WriteString(r.Title)
	buf.WriteString("\n\n")
	for _, f := range record.Fields() {
		v := f.Get(r)
		if v == "" || f.Name == "title" || f.Name == "attachments" {
			continue
		}
		buf.WriteString(f.ZH)
		buf.WriteString("：")
		buf.WriteString(strings.ReplaceAll(v, "\n", "\n　　"))
		buf.WriteByte('\n')
	}
	for _, a := range r.Attachments {
		buf.WriteString("附件：" + a.Title + "（" + a.Type + "，" + size(a.Size) + "）" + a.URL + "\n　　SHA-256：" + a.SHA256 + "\n")
	}
	buf.WriteString("\n――――――――――\n\n")
	if r.Gone() {
		buf.WriteString("本件已撤下，正文和附件不再公开。\n")
	} else {
		body, err := b.site.Bodies.Body(t.body)
		if err != nil {
			return err
		}
		buf.Write(body.Text)
		if n := len(body.Text); n > 0 && body.Text[n-1] != '\n' {
			buf.WriteByte('\n')
		}
	}
	_, err := w.Write(buf.Bytes())
	return err
}
