package page

import (
	"io"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/record"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// A CatalogPage is what catalog.html shows.
type CatalogPage struct {
	Frame
	About     string
	Total     int
	First     int // number of the first row
	Rows      []CatalogRow
	Pager     Pager
	Downloads Downloads
	ByDept    []Downloads // on the first page
	Register  string      // where the printed register of duties stands; "" for nowhere
	Duties    []Link      // the standing catalogue, and who covers what of it
	Filters   []Filter    // on the first page
	Empty     *Empty
}

// A Filter is one way to choose from the catalogue; the search shows what is chosen.
type Filter struct {
	Key, Name string
	Values    [][2]string // code and word
}

// A CatalogRow is an item as a clerk would print it.
type CatalogRow struct {
	Row
	Number   int
	Category string
	Made     string
	Status   string
	Gone     bool
}

// A FieldsPage is what fields.html shows: the field dictionary.
type FieldsPage struct {
	Frame
	About  string
	Fields []FieldLine
}

// A FieldLine is one column of the catalogue.
type FieldLine struct {
	Number             int
	Name, ZH, Doc, EN  string
	Form, Values, Need string
}

// A ChangesPage is what changes.html shows: the change catalogue 变动目录.
type ChangesPage struct {
	Frame
	About     string
	Total     int
	Changes   []ChangeLine
	Pager     Pager
	Downloads Downloads // its parts on the first page only
	First     string    // the first page's downloads, on the others where there are parts
	Empty     *Empty
}

// A ChangeLine is one entry of the change catalogue.
type ChangeLine struct {
	Date             string
	Kind, Word       string
	Item             Link
	Index            string
	Department       string
	What, ApprovedBy string
}

// catalogRows is how many rows a page of a dense table has.
const catalogRows = 100

// catalog plans the catalogue, its field dictionary and the change catalogue.
func (b *book) catalog() {
	// Withdrawn items stay in the catalogue, marked.
	all := b.site.Items
	pages := max(1, (len(all)+catalogRows-1)/catalogRows)
	filters := b.filters()
	for n := 1; n <= pages; n++ {
		p := "catalog/index.html"
		if n > 1 {
			p = "catalog/" + strconv.Itoa(n) + ".html"
		}
		part := slice(all, n, catalogRows)
		k := b.states(b.key(p).Int(len(all), pages, min(len(b.site.Duties), 1)), part)
		downloadsKey(k, &b.volumes.Whole)
		if n == 1 {
			for _, set := range b.volumesBelow() {
				downloadsKey(k, set)
			}
			for _, f := range filters {
				k.Str(f.Key)
				for _, v := range f.Values {
					k.Str(v[0])
				}
			}
		}
		b.add(p, k.Digest(), func(w io.Writer) error { return b.catalogHTML(w, p, part, filters, len(all), n, pages) })
	}
	b.add("catalog/fields.html", b.key("catalog/fields.html").Digest(), b.fieldsHTML)
	b.changes()
}

func (b *book) catalogHTML(w io.Writer, at string, items []*model.Item, filters []Filter, total, n, pages int) error {
	r := root(at)
	p := &CatalogPage{
		Frame: b.frame(at, "catalog"), About: "本站公开的全部事项，已撤下的注明“已撤下”。",
		Total: total, First: (n-1)*catalogRows + 1, Pager: turn(r+"catalog/index.html", r+"catalog/", n, pages),
		Downloads: b.downloads(r, &b.volumes.Whole),
	}
	for i, it := range items {
		p.Rows = append(p.Rows, CatalogRow{
			Row: b.row(r, it), Number: p.First + i, Category: b.categoryName(it.Category), Made: it.Made.String(),
			Status: word("status", string(it.Status)), Gone: b.site.Gone(it),
		})
	}
	if n == 1 {
		for _, set := range b.volumesBelow() {
			p.ByDept = append(p.ByDept, b.downloads(r, set))
		}
	}
	if n == 1 {
		p.Filters = filters
	}
	if len(b.site.Duties) > 0 && !b.site.Unprinted {
		p.Register = r + post.RegisterAddress
	}
	for _, l := range b.tabs(r, "") {
		if l.Href == r+dutiesAddress || l.Href == r+coverageAddress {
			p.Duties = append(p.Duties, l)
		}
	}
	if total == 0 {
		p.Empty = b.empty(r, "本站还没有公开事项。")
		p.Empty.Links = p.Empty.Links[1:]
	}
	p.Title, p.Description = "公开目录", p.About+"整个目录和各部门的目录都可以下载。"
	if p.Downloads.Cut != "" {
		p.Description = p.About + "目录分部门下载。"
	}
	p.Crumbs = []Link{homeCrumb(r)}
	if n > 1 {
		p.Title += "（第 " + strconv.Itoa(n) + " 页）"
		p.Crumbs = append(p.Crumbs, Link{Href: r + "catalog/index.html", Text: "公开目录", Count: -1})
	}
	p.Column = b.plainColumn("公开目录", p.Description, "信息公开目录")
	p.Keywords = p.Column.Keywords
	p.LD = b.ldPage(&p.Frame, "CollectionPage")
	return b.write(w, "catalog.html", &p.Frame, p)
}

// filters gives the ways to choose that leave something to choose between.
func (b *book) filters() (out []Filter) {
	facets := record.Facets(b.site)
	used := make([]map[string]bool, len(facets)+1)
	for i := range used {
		used[i] = map[string]bool{}
	}
	var years [][2]string
	for _, it := range b.site.Items { // newest first
		for i, code := range record.Choice(b.site, it) {
			used[i][code] = true
		}
		if y := strconv.Itoa(int(it.Published.Date.Year)); !used[len(facets)][y] {
			used[len(facets)][y] = true
			years = append(years, [2]string{y, y + "年"})
		}
	}
	for i, f := range append(facets, record.Facet{Key: "year", Name: "公开年份", Values: years}) {
		one := Filter{Key: f.Key, Name: f.Name}
		for _, v := range f.Values {
			if used[i][v[0]] {
				one.Values = append(one.Values, v)
			}
		}
		if len(one.Values) > 1 {
			out = append(out, one)
		}
	}
	return out
}

func (b *book) fieldsHTML(w io.Writer) error {
	r := "../"
	p := &FieldsPage{Frame: b.frame("catalog/fields.html", "catalog"), About: "公开目录每一列的名称、含义和写法。表格下载以中文名称为列名，JSON 以英文名称为键。"}
	for i, f := range record.Fields() {
		need := ""
		if k := schema.Item.Find(f.Name); k != nil && k.Need == schema.Required {
			need = "必填"
		}
		p.Fields = append(p.Fields, FieldLine{
			Number: i + 1, Name: f.Name, ZH: f.ZH, Doc: f.Doc.ZH, EN: f.Doc.EN, Form: formWord(f.Form), Values: strings.Join(f.Values, "、"), Need: need,
		})
	}
	p.Title, p.Description = "字段说明", p.About
	p.Column = b.plainColumn("字段说明", p.About, "信息公开目录")
	p.Keywords = p.Column.Keywords
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "catalog/index.html", Text: "公开目录", Count: -1}}
	p.LD = b.ldPage(&p.Frame, "WebPage")
	return b.write(w, "fields.html", &p.Frame, p)
}

// formWord puts a form into words.
func formWord(f schema.Form) string {
	switch f {
	case schema.Day:
		return "日期"
	case schema.Instant:
		return "日期或时刻"
	case schema.Bool:
		return "是或空"
	case schema.Enum:
		return "选项"
	case schema.EnumList, schema.List, schema.Objects:
		return "列表"
	case schema.Index:
		return "索引号"
	case schema.Span:
		return "时期"
	case schema.Number, schema.Size:
		return "数字"
	}
	return "文字"
}

func (b *book) changes() {
	all := b.events
	var buf []byte
	pages := max(1, (len(all)+catalogRows-1)/catalogRows)
	for n := 1; n <= pages; n++ {
		p := "catalog/changes.html"
		if n > 1 {
			p = "catalog/changes/" + strconv.Itoa(n) + ".html"
		}
		part := slice(all, n, catalogRows)
		buf = buf[:0]
		for _, e := range part {
			buf = e.AppendKey(buf)
		}
		k := b.key(p).Int(len(all), pages).Sum(source.Sum(buf))
		if n == 1 {
			downloadsKey(k, &b.volumes.Changes)
		} else if b.volumes.Changes.One() {
			k.Int(1)
		}
		b.add(p, k.Digest(), func(w io.Writer) error { return b.changesHTML(w, p, part, len(all), n, pages) })
	}
}

func (b *book) changesHTML(w io.Writer, at string, part []record.Event, total, n, pages int) error {
	r := root(at)
	p := &ChangesPage{
		Frame: b.frame(at, "catalog"), About: "公开内容的新增、变更、更正、撤下和恢复，最近的在前。", Total: total,
		Pager: turn(r+"catalog/changes.html", r+"catalog/changes/", n, pages), Downloads: b.downloads(r, &b.volumes.Changes),
	}
	if n > 1 && !b.volumes.Changes.One() {
		p.Downloads, p.First = Downloads{}, r+"catalog/changes.html#downloads"
	}
	maker := record.NewMaker(b.site)
	for _, e := range part {
		c := maker.Change(e)
		p.Changes = append(p.Changes, ChangeLine{
			Date: c.Date, Kind: string(c.Kind), Word: c.KindName, Item: Link{Href: r + c.Address, Text: c.Title, Count: -1},
			Index: c.Index, Department: c.DepartmentName, What: c.What, ApprovedBy: c.ApprovedBy,
		})
	}
	if total == 0 {
		p.Empty = b.empty(r, "还没有变动。")
	}
	p.Title, p.Description = "变动目录", p.About
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "catalog/index.html", Text: "公开目录", Count: -1}}
	if n > 1 {
		p.Title += "（第 " + strconv.Itoa(n) + " 页）"
		p.Crumbs = append(p.Crumbs, Link{Href: r + "catalog/changes.html", Text: "变动目录", Count: -1})
	}
	p.Column = b.plainColumn("变动目录", p.About, "信息公开目录")
	p.Keywords = p.Column.Keywords
	p.LD = b.ldPage(&p.Frame, "CollectionPage")
	return b.write(w, "changes.html", &p.Frame, p)
}

// extension gives a file's extension in capitals, 文件 where there is none.
func extension(name string) string {
	if ext := path.Ext(name); len(ext) > 1 {
		return strings.ToUpper(ext[1:])
	}
	return "文件"
}
