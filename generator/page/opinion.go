package page

import (
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/schema"
)

// An OpinionsPage is what opinions.html shows: the answered opinions, of the whole site or of
// one department. Waiting stands on the first page only.
type OpinionsPage struct {
	Frame
	About   string
	Counts  OpinionCounts
	Waiting []OpinionRow // public, without an answer: title and day
	Rows    []OpinionRow
	Total   int // of the rows of all pages
	Pager   Pager
	Facet   template.HTML // of _facet.html: the departments
}

// OpinionCounts are how many opinions came in, those too that nobody is shown.
type OpinionCounts struct{ Received, Answered, Waiting int }

// An OpinionRow is an opinion as lists show it.
type OpinionRow struct {
	Link
	Department         string
	Received, Answered Day
	Took               string // 3 个工作日; "" without an answer
	Tags               []Tag
}

// An OpinionPage is what opinion.html shows.
type OpinionPage struct {
	Frame
	Department Link
	Facts      []Fact
	Question   template.HTML // "" where the file has no more than a title
	Answer     template.HTML
	Answered   Day
	By         string
	Contact    template.HTML // of _contact.html
}

// voices is the opinions in the orders that pages want.
type voices struct {
	all     []*model.Opinion
	shown   []*model.Opinion // with a page, latest answer first
	waiting []*model.Opinion // public, without an answer, received last first
	about   map[model.ID][]*model.Opinion
	of      map[string]int // how many of each department
}

// voicesOf sorts the opinions that keep gives.
func voicesOf(s *model.Site, keep func(*model.Opinion) bool) (v voices) {
	v.about, v.of = map[model.ID][]*model.Opinion{}, map[string]int{}
	for _, o := range s.Opinions {
		if !keep(o) {
			continue
		}
		v.all = append(v.all, o)
		v.of[o.Department]++
		switch {
		case o.Shown():
			v.shown = append(v.shown, o)
		case o.Public && o.Answered.IsZero():
			v.waiting = append(v.waiting, o)
		}
	}
	slices.SortFunc(v.shown, model.LatestAnswer)
	slices.SortFunc(v.waiting, model.LatestAnswer)
	for _, o := range v.shown {
		if o.About != "" {
			v.about[o.About] = append(v.about[o.About], o)
		}
	}
	return v
}

func (v *voices) counts() (c OpinionCounts) {
	c.Received = len(v.all)
	for _, o := range v.all {
		if !o.Answered.IsZero() {
			c.Answered++
		}
	}
	c.Waiting = c.Received - c.Answered
	return c
}

// ofDepartment gives a department's own.
func (b *book) ofDepartment(id string) voices {
	return voicesOf(b.site, func(o *model.Opinion) bool { return o.Department == id })
}

// opinionsTitle is what the lists are called.
const opinionsTitle = "群众意见和答复"

const opinionsIndex = "opinions/index.html"

// opinions plans the list, each department's list, and a page for each opinion that has an
// answer and may be shown. A site without opinions has none of them.
func (b *book) opinions() {
	if len(b.voices.all) == 0 {
		return
	}
	b.opinionList("opinions/index", opinionsTitle, "群众来信、来电、网上留言提出的意见，公开的都列出答复；没有公开的只计数。", b.voices, "")
	for _, d := range b.site.Departments {
		if v := b.ofDepartment(d.ID); len(v.all) > 0 {
			b.opinionList("opinions/"+d.ID, d.Name+"："+opinionsTitle, "群众向"+d.Name+"提出的意见，公开的都列出答复；没有公开的只计数。", v, d.ID)
		}
	}
	for _, o := range b.voices.shown {
		path := o.Address()
		b.add(path, b.opinionKey(path, o).Digest(), func(w io.Writer) error { return b.opinionHTML(w, path, o) })
	}
}

// opinionList plans the pages of a list: stem.html, stem_2.html …, with a mark that no
// department's id has.
func (b *book) opinionList(stem, title, about string, v voices, department string) {
	pages, c := b.pages(len(v.shown)), v.counts()
	for n := 1; n <= pages; n++ {
		path := stem + ".html"
		if n > 1 {
			path = stem + "_" + strconv.Itoa(n) + ".html"
		}
		part := slice(v.shown, n, b.pageSize())
		k := b.key(path).Int(pages, len(v.shown), c.Received, c.Answered)
		for _, l := range b.opinionFacet("", department).Links {
			k.Str(l.Href, l.Text).Int(l.Count)
		}
		opinionSums(k, part)
		if n == 1 {
			opinionSums(k, v.waiting)
		}
		b.add(path, k.Digest(), func(w io.Writer) (err error) {
			r := root(path)
			p := &OpinionsPage{
				Frame: b.frame(path, "supervision"), About: about, Counts: c, Rows: b.opinionRows(r, part), Total: len(v.shown),
				Pager: turn(r+stem+".html", r+stem+"_", n, pages),
			}
			p.Title, p.Description = title, about
			p.Crumbs = []Link{homeCrumb(r), {Href: r + "supervision.html", Text: "监督", Count: -1}}
			if department != "" {
				p.Crumbs = append(p.Crumbs, Link{Href: r + opinionsIndex, Text: opinionsTitle, Count: -1})
			}
			if n == 1 {
				p.Waiting = b.opinionRows(r, v.waiting)
			} else {
				p.Title += "（第 " + strconv.Itoa(n) + " 页）"
				p.Crumbs = append(p.Crumbs, Link{Href: r + stem + ".html", Text: title, Count: -1})
			}
			if p.Facet, err = b.facet(b.opinionFacet(r, department)); err != nil {
				return err
			}
			p.Column = b.plainColumn(title, about, "咨询投诉")
			p.Keywords = p.Column.Keywords
			p.LD = b.ldPage(&p.Frame, "CollectionPage")
			return b.write(w, "opinions.html", &p.Frame, p)
		})
	}
}

// opinionSums adds opinions to a key.
func opinionSums(k *plan.Keyer, opinions []*model.Opinion) *plan.Keyer {
	k.Int(len(opinions))
	for _, o := range opinions {
		k.Str(o.Path).Sum(o.Full)
	}
	return k
}

// opinionFacet leads to the list of each department that has opinions.
func (b *book) opinionFacet(root, current string) Facet {
	f := Facet{Title: "按公开主体"}
	f.Links = append(f.Links, Link{Href: root + opinionsIndex, Text: "全部", Count: len(b.voices.all), Current: current == ""})
	for _, d := range b.site.Departments {
		if l, ok := b.opinionLink(root, d); ok {
			l.Text, l.Current = d.Name, d.ID == current
			f.Links = append(f.Links, l)
		}
	}
	return f
}

// opinionLink leads to a department's list; ok is false where it has none.
func (b *book) opinionLink(root string, d *model.Department) (l Link, ok bool) {
	n := b.voices.of[d.ID]
	return Link{Href: root + "opinions/" + d.ID + ".html", Text: opinionsTitle, Count: n}, n > 0
}

func (b *book) opinionRows(root string, opinions []*model.Opinion) []OpinionRow {
	out := make([]OpinionRow, len(opinions))
	for i, o := range opinions {
		out[i] = OpinionRow{
			Link: Link{Text: o.Title, Count: -1}, Department: b.departmentName(o.Department),
			Received: day(o.Received), Answered: day(o.Answered), Took: b.took(o),
		}
		switch {
		case !o.Shown():
			out[i].Tags = []Tag{{"waiting", "办理中"}}
			continue
		case o.Adopted != "" && o.Adopted != model.AdoptedNone:
			out[i].Tags = []Tag{{string(o.Adopted), opinionWord("adopted", string(o.Adopted))}}
		}
		out[i].Href = root + o.Address()
	}
	return out
}

// opinionWord gives the word of an enumerated value of an opinion.
func opinionWord(key, code string) string { return schema.Opinion.Get(key).Word(code) }

// took says how long the answer took, in working days: it does not change with the day.
func (b *book) took(o *model.Opinion) string {
	if o.Answered.IsZero() || o.Received.IsZero() {
		return ""
	}
	n, estimate := b.site.Days.WorkingDaysBetween(o.Received, o.Answered)
	switch {
	case o.Answered == o.Received:
		return "当天"
	case n <= 0:
		return "不到 1 个工作日"
	}
	about := ""
	if estimate {
		about = "约 "
	}
	return fmt.Sprintf("%s%d 个工作日", about, n)
}

// opinionKey sums what an opinion's page depends on.
func (b *book) opinionKey(path string, o *model.Opinion) *plan.Keyer {
	k := b.key(path).Sum(o.Full)
	if it := b.aboutItem(o); it != nil {
		b.states(k, []*model.Item{it})
	}
	for i := range o.Links {
		k.Str(b.to("", b.site.ResolveFrom(o.Path, o.Links[i].Dest)))
	}
	return k
}

// aboutItem gives the item that the opinion is about; nil where there is none that the
// public sees.
func (b *book) aboutItem(o *model.Opinion) *model.Item {
	if it := b.site.Item(o.About); o.About != "" && it != nil && b.site.IsPublic(it) {
		return it
	}
	return nil
}

func (b *book) opinionHTML(w io.Writer, path string, o *model.Opinion) (err error) {
	r := root(path)
	name := b.departmentName(o.Department)
	p := &OpinionPage{
		Frame: b.frame(path, "supervision"), Department: Link{Text: name, Count: -1},
		Facts: b.opinionFacts(r, o), Answered: day(o.Answered), By: o.AnsweredBy,
	}
	if p.By == "" {
		p.By = name
	}
	p.Title, p.Description = o.Title, name+"对“"+o.Title+"”的答复。"
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "supervision.html", Text: "监督", Count: -1}, {Href: r + opinionsIndex, Text: opinionsTitle, Count: -1}}
	if c, ok := b.chips[o.Department]; ok {
		p.Department.Href = r + c.address
		p.Crumbs = append(p.Crumbs, Link{Href: r + "opinions/" + o.Department + ".html", Text: name, Count: -1})
	}
	resolve := func(dest string) model.Target { return b.site.ResolveFrom(o.Path, dest) }
	if p.Question, err = b.bodyHTML(o.Question, o.Links, resolve, r); err != nil {
		return err
	}
	if p.Answer, err = b.bodyHTML(o.Answer, o.Links, resolve, r); err != nil {
		return err
	}
	if p.Contact, err = b.fragment("_contact.html", b.contact(&model.Item{Department: o.Department})); err != nil {
		return err
	}
	p.Column = b.plainColumn(opinionsTitle, p.Description, "咨询投诉")
	p.Keywords = p.Column.Keywords
	p.LD = b.ldPage(&p.Frame, "WebPage")
	return b.write(w, "opinion.html", &p.Frame, p)
}

// opinionFacts is the table of an opinion's page.
func (b *book) opinionFacts(root string, o *model.Opinion) (out []Fact) {
	label := schema.Opinion.Label
	add := func(f Fact) {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	add(Fact{Label: label("received"), Value: o.Received.Chinese(), ISO: o.Received.String()})
	add(Fact{Label: label("channel"), Value: opinionWord("channel", string(o.Channel))})
	add(Fact{Label: label("from"), Value: o.From})
	add(Fact{Label: label("answered"), Value: o.Answered.Chinese(), ISO: o.Answered.String()})
	add(Fact{Label: "办理用时", Value: b.took(o)})
	add(Fact{Label: label("adopted"), Value: opinionWord("adopted", string(o.Adopted))})
	if it := b.aboutItem(o); it != nil {
		add(Fact{Label: label("about"), Value: it.Title, Href: root + it.Address(".html"), Wide: true})
	}
	add(Fact{Label: label("reason"), Value: o.Reason, Wide: true})
	return out
}
