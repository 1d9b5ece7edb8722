package page

import (
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/schema"
)

// A ListPage is what list.html shows: items by month, and the ways to narrow them.
type ListPage struct {
	Frame
	Way    template.HTML // of _crumbs.html
	About  string
	Total  int
	Months []Month
	Pager  Pager
	Facets []template.HTML // each of _facet.html
	Empty  *Empty          // what to say where Total is 0
}

// A Facet is one way to narrow or change a list, as links.
type Facet struct {
	Title string
	Links []Link
}

// An Empty list says what happened and where to ask.
type Empty struct {
	Text  string
	Links []Link
	Phone string
	Href  string // behind "tel:"
}

// A list is the plan of one list: pages of items with a stem.
type list struct {
	stem   string // address without ".html": categories/04
	nav    string
	title  string
	about  string
	column Column
	items  []*model.Item
	crumbs func(root string) []Link
	facets func(root string) []Facet
	feed   [2]string // kind and id of a feed of its own
	empty  string
	sides  [deepest + 1]func() (side, error)
}

// A side is what the pages of a list at one depth share, rendered with the first of them.
type side struct {
	facets []template.HTML
	meta   template.HTML
	ways   [2]template.HTML // crumbs of the first page, and of the further ones
}

func (b *book) side(l *list, root string) (s side, err error) {
	for _, f := range l.facets(root) {
		h, err := b.facet(f)
		if err != nil {
			return s, err
		}
		s.facets = append(s.facets, h)
	}
	for i := range s.ways {
		if s.ways[i], err = b.fragment("_crumbs.html", l.way(root, i > 0)); err != nil {
			return s, err
		}
	}
	f := Frame{Column: l.column, Feeds: []Feed{b.feed(root, "", "")}}
	if l.feed[0] != "" {
		f.Feeds = append(f.Feeds, b.feed(root, l.feed[0], l.feed[1]))
	}
	s.meta, err = b.fragment("_meta.html", &f)
	return s, err
}

// way gives the crumbs of a list's first page, or of a further one.
func (l *list) way(root string, further bool) []Link {
	way := l.crumbs(root)
	if further {
		way = append(way, Link{Href: root + l.stem + ".html", Text: l.title, Count: -1})
	}
	return way
}

// facet renders a facet, or gives it from an earlier list: those of a department's years
// and months are mostly alike.
func (b *book) facet(f Facet) (template.HTML, error) {
	key := make([]byte, 0, 512)
	key = append(key, f.Title...)
	for _, l := range f.Links {
		key = append(append(append(append(key, 0), l.Href...), 0), l.Text...)
		key = strconv.AppendBool(strconv.AppendInt(append(key, 0), int64(l.Count), 10), l.Current)
	}
	if have, ok := b.rendered.Load(string(key)); ok {
		return have.(template.HTML), nil
	}
	h, err := b.fragment("_facet.html", f)
	if err == nil {
		b.rendered.Store(string(key), h)
	}
	return h, err
}

// list plans the pages of a list: stem.html, stem/2.html … A stem that ends in /index has
// its further pages beside it.
func (b *book) list(l list) {
	pages := b.pages(len(l.items))
	further := strings.TrimSuffix(l.stem, "/index") + "/"
	facets := plan.Key(b.seed)
	for _, f := range l.facets("") {
		for _, x := range f.Links {
			facets.Str(x.Href, x.Text).Int(x.Count)
		}
	}
	shared := facets.Int(pages, len(l.items)).Str(l.title, l.about).Digest()
	for i := range l.sides {
		l.sides[i] = sync.OnceValues(func() (side, error) { return b.side(&l, strings.Repeat("../", i)) })
	}
	for n := 1; n <= pages; n++ {
		path := l.stem + ".html"
		if n > 1 {
			path = further + strconv.Itoa(n) + ".html"
		}
		items := slice(l.items, n, b.pageSize())
		k := b.states(b.key(path).Sum(shared), items)
		b.add(path, k.Digest(), func(w io.Writer) error { return b.listHTML(w, &l, items, path, n, pages) })
	}
}

func (b *book) listHTML(w io.Writer, l *list, items []*model.Item, path string, n, pages int) error {
	r := root(path)
	first := r + l.stem + ".html"
	months, err := b.months(r, items)
	if err != nil {
		return err
	}
	side, err := l.sides[strings.Count(path, "/")]()
	if err != nil {
		return err
	}
	p := &ListPage{
		Frame: b.frame(path, l.nav), About: l.about, Total: len(l.items), Months: months,
		Pager: turn(first, r+strings.TrimSuffix(l.stem, "/index")+"/", n, pages), Facets: side.facets,
	}
	p.Title, p.Description, p.Column = l.title, l.column.Description, l.column
	p.Crumbs, p.Way = l.way(r, n > 1), side.ways[0]
	if n > 1 {
		p.Title, p.Way = fmt.Sprintf("%s（第 %d 页）", l.title, n), side.ways[1]
	}
	p.Keywords, p.Meta = l.column.Keywords, side.meta
	if p.Total == 0 {
		p.Empty = b.empty(r, l.empty)
	}
	p.LD = b.ldPage(&p.Frame, "CollectionPage")
	return b.write(w, "list.html", &p.Frame, p)
}

// empty says what happened where a list has nothing, and where to ask.
func (b *book) empty(root, text string) *Empty {
	return &Empty{
		Text: text, Phone: b.pub.Phone, Href: b.pub.PhoneHref,
		Links: []Link{
			{Href: root + "catalog/index.html", Text: "查看全部公开目录", Count: -1},
			{Href: root + "about.html#request", Text: "怎样申请公开", Count: -1},
			{Href: root + "supervision.html", Text: "监督与投诉", Count: -1},
		},
	}
}

func homeCrumb(root string) Link { return Link{Href: root + "index.html", Text: "首页", Count: -1} }

// under gives crumbs of the home page and one index.
func under(path, text string) func(string) []Link {
	return func(root string) []Link {
		return []Link{homeCrumb(root), {Href: root + path, Text: text, Count: -1}}
	}
}

// lists plans every list that is not a department's.
func (b *book) lists() {
	b.list(list{
		stem: "items/index", title: "最新公开", about: "全部公开事项，最近公开的在前。", items: b.live,
		column: b.plainColumn("最新公开", "全部公开事项，最近公开的在前。", "信息公开目录"),
		crumbs: func(root string) []Link { return []Link{homeCrumb(root)} }, facets: b.moreFacets,
		empty: "本站还没有公开事项。",
	})
	for _, c := range b.site.Categories {
		b.category(c)
	}
	for _, v := range schema.Focus() {
		b.list(list{
			stem: "focus/" + v.Code, nav: "categories", title: v.Words.ZH + "（重点公开）", about: "重点公开：" + v.Words.ZH + "。",
			column: b.plainColumn(v.Words.ZH, "重点公开："+v.Words.ZH+"。", "信息公开目录"),
			items:  b.byFocus[v.Code], crumbs: under("focus/index.html", "重点公开"),
			facets: func(root string) []Facet { return []Facet{b.focusFacet(root, v.Code)} },
			empty:  "“" + v.Words.ZH + "”方面目前没有公开事项。",
		})
	}
	for _, v := range schema.Item.Get("cadence").Values {
		about := map[string]string{"annual": "每半年、年终各公开一次的事项。", "routine": "每月公开一次的事项。", "adhoc": "随时公开的事项。"}[v.Code]
		b.list(list{
			stem: "cadence/" + v.Code, nav: "categories", title: v.Words.ZH + "公开", about: about,
			column: b.plainColumn(v.Words.ZH+"公开", about, "信息公开目录"),
			items:  b.byCadence[model.Cadence(v.Code)], crumbs: under("cadence/index.html", "公开频次"),
			facets: func(root string) []Facet { return []Facet{b.cadenceFacet(root, v.Code)} },
			empty:  "目前没有" + v.Words.ZH + "公开的事项。",
		})
	}
	for _, v := range schema.Item.Get("stage").Values {
		about := map[string]string{"draft": "决定以前公布的方案和草案。", "process": "实施过程中的公开。", "result": "已经形成的结果。"}[v.Code]
		b.list(list{
			stem: "stage/" + v.Code, nav: "categories", title: stageTitle(v.Code, v.Words.ZH), about: about,
			column: b.plainColumn(stageTitle(v.Code, v.Words.ZH), about, "信息公开目录"),
			items:  b.byStage[model.Stage(v.Code)], crumbs: under("stage/index.html", "公开阶段"),
			facets: func(root string) []Facet { return []Facet{b.stageFacet(root, v.Code)} },
			empty:  "目前没有处于这一阶段的公开事项。",
		})
	}
	b.choices()
}

func stageTitle(code, word string) string {
	if code == "draft" {
		return word
	}
	return word + "公开"
}

// category plans a group's or a sub-group's list.
func (b *book) category(c *model.Category) {
	l := list{
		stem: "categories/" + c.Code, nav: "categories", title: c.Name, about: c.About, column: b.column(c.Code),
		items: b.byCategory[c.Code], empty: "“" + c.Name + "”目前没有公开事项。",
		crumbs: func(root string) []Link {
			all := b.crumbs(root, c.Code)
			return all[:len(all)-1]
		},
		facets: func(root string) []Facet { return b.categoryFacets(root, c) },
	}
	if strings.TrimRight(c.About, "。") == c.Name {
		l.about = "" // it says no more than the title
	}
	if c.Parent == "" {
		l.items = b.byGroup[c.Code]
		l.feed = [2]string{"groups", c.Code}
	}
	b.list(l)
}

// categoryFacets leads to the group's sub-groups, and from a group's list to what each
// department has in it.
func (b *book) categoryFacets(root string, c *model.Category) []Facet {
	group := c.Group()
	f := Facet{Title: b.categoryName(group)}
	f.Links = append(f.Links, Link{Href: root + "categories/" + group + ".html", Text: "全部", Count: len(b.byGroup[group]), Current: c.Code == group})
	for _, x := range b.site.Categories {
		if x.Parent == group {
			f.Links = append(f.Links, Link{Href: root + "categories/" + x.Code + ".html", Text: x.Name, Count: len(b.byCategory[x.Code]), Current: x.Code == c.Code})
		}
	}
	out := []Facet{f}
	if c.Code != group {
		return out
	}
	d := Facet{Title: "按公开主体"}
	for _, x := range b.site.Departments {
		if n := b.crossed[cross{x.ID, group}]; len(n) > 0 {
			d.Links = append(d.Links, Link{Href: root + "departments/" + x.ID + "/" + group + ".html", Text: x.Name, Count: len(n)})
		}
	}
	if len(d.Links) > 0 {
		out = append(out, d)
	}
	return out
}

func (b *book) focusFacet(root, current string) Facet {
	f := Facet{Title: "重点公开"}
	for _, v := range schema.Focus() {
		f.Links = append(f.Links, Link{Href: root + "focus/" + v.Code + ".html", Text: v.Words.ZH, Count: len(b.byFocus[v.Code]), Current: v.Code == current})
	}
	return f
}

func (b *book) cadenceFacet(root, current string) Facet {
	f := Facet{Title: "公开频次"}
	for _, v := range schema.Item.Get("cadence").Values {
		f.Links = append(f.Links, Link{Href: root + "cadence/" + v.Code + ".html", Text: v.Words.ZH, Count: len(b.byCadence[model.Cadence(v.Code)]), Current: v.Code == current})
	}
	return f
}

func (b *book) stageFacet(root, current string) Facet {
	f := Facet{Title: "公开阶段"}
	for _, v := range schema.Item.Get("stage").Values {
		f.Links = append(f.Links, Link{Href: root + "stage/" + v.Code + ".html", Text: v.Words.ZH, Count: len(b.byStage[model.Stage(v.Code)]), Current: v.Code == current})
	}
	return f
}

// groupFacet leads to the groups.
func (b *book) groupFacet(root string) Facet {
	f := Facet{Title: "类别"}
	for _, c := range b.site.Categories {
		if c.Parent == "" {
			f.Links = append(f.Links, Link{Href: root + "categories/" + c.Code + ".html", Text: c.Name, Count: len(b.byGroup[c.Code])})
		}
	}
	return f
}

// moreFacets are the ways into the whole site.
func (b *book) moreFacets(root string) []Facet {
	return []Facet{b.groupFacet(root), b.cadenceFacet(root, ""), b.stageFacet(root, "")}
}

// A ChoicesPage is what choices.html shows: an index of lists.
type ChoicesPage struct {
	Frame
	About  string
	Groups []Choice
	Facets []Facet
}

// A Choice is one list with what it holds and its parts.
type Choice struct {
	Link
	Code  string
	About string
	Parts []Link
}

// choices plans the indexes of the lists: categories, focus, cadence, stage.
func (b *book) choices() {
	groups := func(root string) (out []Choice) {
		for _, c := range b.site.Categories {
			l := Link{Href: root + "categories/" + c.Code + ".html", Text: c.Name, Count: len(b.byGroup[c.Code])}
			if c.Parent == "" {
				out = append(out, Choice{Link: l, Code: c.Code, About: c.About})
				continue
			}
			for i := range out {
				if out[i].Code == c.Parent {
					l.Count = len(b.byCategory[c.Code])
					out[i].Parts = append(out[i].Parts, l)
				}
			}
		}
		return out
	}
	facet := func(of func(root, current string) Facet) func(string) []Choice {
		return func(root string) (out []Choice) {
			for _, l := range of(root, "").Links {
				out = append(out, Choice{Link: l})
			}
			return out
		}
	}
	for _, x := range []struct {
		path, title, about string
		groups             func(string) []Choice
	}{
		{"categories/index.html", "类别", "公开事项分为十一大类，每类再分若干小类。", groups},
		{"focus/index.html", "重点公开", "与群众生产生活、企业生产经营关系最密切的六个方面。", facet(b.focusFacet)},
		{"cadence/index.html", "公开频次", "年度性事项每半年、年终各公开一次，常规性事项每月公开一次，临时性事项随时公开。", facet(b.cadenceFacet)},
		{"stage/index.html", "公开阶段", "重大事项在决定以前预公开，实施过程中动态公开，形成结果后公开结果。", facet(b.stageFacet)},
	} {
		k := b.key(x.path)
		b.counts(k, x.groups(""))
		b.counts(k, facet(b.focusFacet)(""))
		b.counts(k, facet(b.cadenceFacet)(""))
		b.counts(k, facet(b.stageFacet)(""))
		b.add(x.path, k.Digest(), func(w io.Writer) error {
			r := root(x.path)
			p := &ChoicesPage{Frame: b.frame(x.path, "categories"), About: x.about, Groups: x.groups(r)}
			for _, f := range []Facet{b.focusFacet(r, ""), b.cadenceFacet(r, ""), b.stageFacet(r, "")} {
				if f.Title != x.title {
					p.Facets = append(p.Facets, f)
				}
			}
			p.Title, p.Description = x.title, x.about
			p.Column = b.plainColumn(x.title, x.about, "信息公开目录")
			p.Keywords = p.Column.Keywords
			p.Crumbs = []Link{homeCrumb(r)}
			p.LD = b.ldPage(&p.Frame, "CollectionPage")
			return b.write(w, "choices.html", &p.Frame, p)
		})
	}
}

// counts adds what an index shows to its key.
func (b *book) counts(k *plan.Keyer, choices []Choice) {
	for _, c := range choices {
		k.Str(c.Text).Int(c.Count)
		for _, p := range c.Parts {
			k.Str(p.Text).Int(p.Count)
		}
	}
}
