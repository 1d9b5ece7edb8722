package page

import (
	"fmt"
	"html/template"
	"io"
	"net/url"
	"strconv"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/register"
	"gongkai/generator/schema"
)

// A cross is where a department and a group meet.
type cross struct{ department, group string }

// A DepartmentsPage is what departments.html shows.
type DepartmentsPage struct {
	Frame
	About  string
	Phones string // where the printed directory of telephones is
	Kinds  []KindGroup
}

// A KindGroup is the departments of one kind.
type KindGroup struct {
	ID, Name    string
	Departments []DepartmentLine
}

// A DepartmentLine is a department on an index.
type DepartmentLine struct {
	Link
	Phone, PhoneHref string
	Functions        string
	Latest           Day
}

// A DepartmentPage is what department.html shows.
type DepartmentPage struct {
	Frame
	Kind         string
	Facts        []Fact
	Leaders      []string
	Units        []string
	Phone        string
	PhoneHref    string
	Complaint    string
	ComplaintTel string
	Body         template.HTML
	Watch        *DepartmentWatch // nil where the site shows nothing of it
	Duties       []DutyLine
	Groups       []GroupRows
	Years        []YearLine
	Total        int
	Empty        *Empty
	Supervised   []Link // the utilities that it supervises
	Prints       []Link // printed catalogues, one a month, latest first
	Downloads    Downloads
	Opinions     *Link  // its list of opinions; nil where it has none
	Register     string // where the printed register of duties stands; "" for nowhere
}

// A DutyLine is a row of the standing catalogue that the department must fulfil, with the
// newest item that does.
type DutyLine struct {
	*register.Row
	Href    string // of its place in the standing catalogue
	Cadence string
	Newest  Link // empty where nothing has been published yet
	Date    Day
	Count   int
}

// A GroupRows is a department's newest items of one group.
type GroupRows struct {
	Link
	Rows []Row
}

// A YearLine is a year's archive with its months.
type YearLine struct {
	Link
	Months []Link
}

func kindWords() []schema.Value { return schema.Department.Get("kind").Values }

// departments plans the index, and for each department its page and its lists.
func (b *book) departments() {
	path := "departments/index.html"
	k := b.key(path)
	for _, d := range b.site.Departments {
		items := b.byDepartment[d.ID]
		k.Int(len(items)).Cards(newest(items, 1)...)
		b.department(d)
	}
	b.add(path, k.Digest(), func(w io.Writer) error {
		p := &DepartmentsPage{Frame: b.frame(path, "departments"), About: "承担公开责任的部门和单位，按类型排列。", Kinds: b.kinds("../")}
		if !b.site.Unprinted {
			p.Phones = "../" + post.PhonesAddress
		}
		p.Title, p.Description = "部门", p.About
		p.Column = b.plainColumn("部门", p.About, "机构职能")
		p.Keywords = p.Column.Keywords
		p.Crumbs = []Link{homeCrumb("../")}
		p.LD = b.ldPage(&p.Frame, "CollectionPage")
		return b.write(w, "departments.html", &p.Frame, p)
	})
}

// kinds lists the departments by kind, in the order of clause 三.
func (b *book) kinds(root string) (out []KindGroup) {
	for _, v := range kindWords() {
		g := KindGroup{ID: v.Code, Name: v.Words.ZH}
		for _, d := range b.site.Departments {
			if string(d.Kind) != v.Code {
				continue
			}
			items := b.byDepartment[d.ID]
			line := DepartmentLine{
				Link:  Link{Href: root + "departments/" + d.ID + ".html", Text: d.Name, Count: len(items)},
				Phone: d.Phone, PhoneHref: tel(d.Phone), Functions: d.Functions,
			}
			if len(items) > 0 {
				line.Latest = day(items[0].Published.Date)
			}
			g.Departments = append(g.Departments, line)
		}
		if len(g.Departments) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// perGroup is how many items of a group a department's page shows.
const perGroup = 5

func (b *book) department(d *model.Department) {
	path := "departments/" + d.ID + ".html"
	items := b.byDepartment[d.ID]
	k := b.key(path).Int(len(items))
	if d.Profile != nil {
		k.Sum(d.Profile.Full)
		for _, l := range d.Profile.Links {
			k.Str(b.to("", b.site.ResolvePage(d, l.Dest)))
		}
	}
	for _, c := range b.site.Categories {
		if x := b.crossed[cross{d.ID, c.Code}]; c.Parent == "" && len(x) > 0 {
			b.states(k.Int(len(x)), newest(x, perGroup))
		}
	}
	for _, row := range b.register.For(d) {
		items := b.byDuty[cross{d.ID, row.Duty.ID}]
		b.states(k.Int(len(items)), newest(items, 1))
	}
	b.watchKey(k, d)
	for _, l := range b.printedCatalogs("", d) {
		k.Str(l.Href)
	}
	for _, y := range b.archive[d.ID] {
		k.Int(y.year, len(y.items))
		for _, m := range y.months {
			k.Int(m.month, len(m.items))
		}
	}
	if l, ok := b.opinionLink("", d); ok {
		k.Str(l.Href).Int(l.Count)
	}
	downloadsKey(k, b.volumesOf(d))
	b.add(path, k.Digest(), func(w io.Writer) error { return b.departmentHTML(w, d, path) })
	b.departmentLists(d)
}

func (b *book) departmentHTML(w io.Writer, d *model.Department, path string) error {
	r := root(path)
	p := &DepartmentPage{
		Frame: b.frame(path, "departments"), Kind: schema.Department.Get("kind").Word(string(d.Kind)), Leaders: d.Leaders, Units: d.Units,
		Phone: d.Phone, PhoneHref: tel(d.Phone), Complaint: d.Complaint, ComplaintTel: tel(d.Complaint), Total: len(b.byDepartment[d.ID]),
	}
	about := d.Functions
	if about == "" {
		about = d.Name + "的职责、联系方式和公开事项。"
	}
	p.Title, p.Description = d.Name, clip(about, 100)
	p.Column = b.plainColumn(d.Name, p.Description, "机构职能")
	p.Keywords = p.Column.Keywords
	p.Crumbs = []Link{homeCrumb(r), {Href: r + "departments/index.html", Text: "部门", Count: -1}}
	p.Feeds = append(p.Feeds, b.feed(r, "departments", d.ID))
	p.Facts = b.departmentFacts(r, d)
	for _, x := range b.site.Departments {
		if x.SupervisedBy == d.ID {
			p.Supervised = append(p.Supervised, Link{Href: r + "departments/" + x.ID + ".html", Text: x.Name, Count: -1})
		}
	}
	for _, c := range b.site.Categories {
		if items := b.crossed[cross{d.ID, c.Code}]; c.Parent == "" && len(items) > 0 {
			p.Groups = append(p.Groups, GroupRows{
				Link{Href: r + "departments/" + d.ID + "/" + c.Code + ".html", Text: c.Name, Count: len(items)},
				b.rows(r, newest(items, perGroup)),
			})
		}
	}
	for _, row := range b.register.For(d) {
		items := b.byDuty[cross{d.ID, row.Duty.ID}]
		line := DutyLine{Row: row, Href: r + b.dutyAddress(row.Duty), Cadence: register.Cadence(row.Duty), Count: len(items)}
		if len(items) > 0 {
			line.Newest = Link{Href: r + items[0].Address(".html"), Text: items[0].Title, Count: -1}
			line.Date = day(items[0].Published.Date)
		}
		p.Duties = append(p.Duties, line)
	}
	if len(p.Duties) > 0 && !b.site.Unprinted {
		p.Register = r + post.RegisterAddress
	}
	if p.Watch = b.departmentWatch(r, d); p.Watch != nil && p.Watch.Calendar != "" {
		p.Calendars = []Calendar{{d.Name + " 公开日历", p.Watch.Calendar}}
	}
	if l, ok := b.opinionLink(r, d); ok {
		l.Text = "意见和答复"
		p.Opinions = &l
	}
	p.Prints = b.printedCatalogs(r, d)
	p.Years = b.yearLines(r, d.ID, "")
	p.Downloads = b.downloads(r, b.volumesOf(d))
	if p.Total == 0 {
		p.Empty = b.empty(r, d.Name+"目前没有公开事项。")
	}
	if d.Profile != nil {
		body, err := b.bodyHTML(d.Profile.Body, d.Profile.Links, func(dest string) model.Target { return b.site.ResolvePage(d, dest) }, r)
		if err != nil {
			return err
		}
		p.Body = body
	}
	org := ldOrganization{
		Type: "GovernmentOrganization", ID: p.Canonical, Name: d.Name, URL: p.Canonical, Telephone: d.Phone, Address: d.Address,
		About: d.Functions, Parent: &ldName{"GovernmentOrganization", b.pub.Owner, b.pub.BaseURL},
	}
	p.LD = ld(org, b.ldCrumbs(&p.Frame, d.Name))
	return b.write(w, "department.html", &p.Frame, p)
}

// printedCatalogs are the links to a department's printed catalogues, one a month.
func (b *book) printedCatalogs(root string, d *model.Department) (out []Link) {
	if b.site.Unprinted {
		return nil
	}
	for _, m := range post.Months(b.site.Today) {
		if n := len(post.Listed(b.site, d.ID, m)); n > 0 {
			out = append(out, Link{Href: root + post.CatalogAddress(d, m), Text: m.Words(), Count: n})
		}
	}
	return out
}

// departmentFacts lists what a department says of itself.
func (b *book) departmentFacts(root string, d *model.Department) (out []Fact) {
	add := func(key, value string) {
		if value != "" {
			k := schema.Department.Get(key)
			out = append(out, Fact{Label: k.ZH, Value: value, Wide: k.Form == schema.Long})
		}
	}
	add("functions", d.Functions)
	add("powers", d.Powers)
	add("goals", d.Goals)
	add("mandate", d.Mandate)
	add("address", d.Address)
	add("hours", d.Hours)
	add("clerk", d.Clerk)
	add("deputy", d.Deputy)
	if s := b.site.Department(d.SupervisedBy); s != nil && d.SupervisedBy != "" {
		out = append(out, Fact{Label: schema.Department.Label("supervised_by"), Value: s.Name, Href: root + "departments/" + s.ID + ".html"})
	}
	if d.Website != "" {
		out = append(out, Fact{Label: schema.Department.Label("site"), Value: d.Website, Href: web(d.Website)})
	}
	return out
}

// web gives an address that may be linked, and "" for anything but http and https.
func web(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// A yearOf is a department's year with its months, latest first.
type yearOf struct {
	year   int
	items  []*model.Item
	months []monthOf
}

type monthOf struct {
	month int
	items []*model.Item
}

// years splits items, which are newest first, into years and months.
func years(items []*model.Item) (out []yearOf) {
	for i := 0; i < len(items); {
		y := items[i].Published.Date.Year
		year := yearOf{year: int(y)}
		start := i
		for i < len(items) && items[i].Published.Date.Year == y {
			m, from := items[i].Published.Date.Month, i
			for i < len(items) && items[i].Published.Date.Year == y && items[i].Published.Date.Month == m {
				i++
			}
			year.months = append(year.months, monthOf{int(m), items[from:i]})
		}
		year.items = items[start:i]
		if y > 0 {
			out = append(out, year)
		}
	}
	return out
}

// yearLines are the links to a department's archives; current is the one shown.
func (b *book) yearLines(root, id, current string) (out []YearLine) {
	for _, y := range b.archive[id] {
		stem := fmt.Sprintf("departments/%s/%04d", id, y.year)
		line := YearLine{Link: Link{Href: root + stem + ".html", Text: strconv.Itoa(y.year) + "年", Count: len(y.items), Current: stem == current}}
		for _, m := range y.months {
			s := fmt.Sprintf("%s-%02d", stem, m.month)
			line.Months = append(line.Months, Link{Href: root + s + ".html", Text: strconv.Itoa(m.month) + "月", Count: len(m.items), Current: s == current})
		}
		out = append(out, line)
	}
	return out
}

// departmentLists plans a department's years, months and groups.
func (b *book) departmentLists(d *model.Department) {
	add := func(stem, title, about string, items []*model.Item) {
		b.list(list{
			stem: stem, nav: "departments", title: title, about: about, items: items,
			column: b.plainColumn(d.Name, about, "信息公开目录"), feed: [2]string{"departments", d.ID},
			crumbs: func(root string) []Link {
				return []Link{homeCrumb(root), {Href: root + "departments/index.html", Text: "部门", Count: -1}, {Href: root + "departments/" + d.ID + ".html", Text: d.Name, Count: -1}}
			},
			facets: func(root string) []Facet { return b.departmentFacets(root, d, stem) },
			empty:  d.Name + "在这里没有公开事项。",
		})
	}
	for _, c := range b.site.Categories {
		if items := b.crossed[cross{d.ID, c.Code}]; c.Parent == "" && len(items) > 0 {
			add("departments/"+d.ID+"/"+c.Code, d.Name+"："+c.Name, d.Name+"在“"+c.Name+"”方面的公开事项。", items)
		}
	}
	for _, y := range b.archive[d.ID] {
		stem := fmt.Sprintf("departments/%s/%04d", d.ID, y.year)
		when := strconv.Itoa(y.year) + "年"
		add(stem, d.Name+"："+when, d.Name+when+"的公开事项。", y.items)
		for _, m := range y.months {
			month := when + strconv.Itoa(m.month) + "月"
			add(fmt.Sprintf("%s-%02d", stem, m.month), d.Name+"："+month, d.Name+month+"的公开事项。", m.items)
		}
	}
}

// departmentFacets lead to a department's groups and archives.
func (b *book) departmentFacets(root string, d *model.Department, current string) []Facet {
	g := Facet{Title: "类别"}
	for _, c := range b.site.Categories {
		if items := b.crossed[cross{d.ID, c.Code}]; c.Parent == "" && len(items) > 0 {
			stem := "departments/" + d.ID + "/" + c.Code
			g.Links = append(g.Links, Link{Href: root + stem + ".html", Text: c.Name, Count: len(items), Current: stem == current})
		}
	}
	y := Facet{Title: "年份"}
	out := []Facet{g}
	for _, line := range b.yearLines(root, d.ID, current) {
		y.Links = append(y.Links, line.Link)
		open := line.Current
		for _, m := range line.Months {
			open = open || m.Current
		}
		if open {
			out = append(out, Facet{Title: line.Text, Links: line.Months})
		}
	}
	return append(out[:1], append([]Facet{y}, out[1:]...)...)
}

// clip gives the first n characters, with … where there were more.
func clip(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i] + "…"
		}
	}
	return s
}
