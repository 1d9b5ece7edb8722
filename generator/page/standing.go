package page

import (
	"io"

	"gongkai/generator/model"
)

// A FeedsPage is what feeds.html shows.
type FeedsPage struct {
	Frame
	About       string
	All         Feed
	Departments []Feed
	Groups      []Feed
}

// An AboutPage is what about.html shows: how to find, request, cite and reuse, and when
// the site was built.
type AboutPage struct {
	Frame
	About string
	Pub   *Site
	Built Built
	Total int
	Limit int // working days within which what was made must be public
}

// A SupervisionPage is what supervision.html shows.
type SupervisionPage struct {
	Frame
	About       string
	Pub         *Site
	Kept        []Kept // pages that show how duties are kept
	Departments []SupervisionLine
	Newest      []Row // items of the sub-group 监督投诉
	More        Link
	Opinions    Link          // their list; empty where the site has none
	Counts      OpinionCounts // of them
	Orders      []OrderLine   // the public ones, the latest first
}

// A Kept is one of the pages that show how duties are kept, with a sentence about it.
type Kept struct {
	Link
	About string
}

// keptAbout says what each of them shows.
var keptAbout = map[string]string{
	coverageAddress: "每个部门在每一大类公开了多少，哪里还是空白。",
	progressAddress: "今年应当定期公开的，按时的、逾期的、缺的各有多少。",
	calendarAddress: "以后几个月各部门最迟哪一天公开什么，可以订阅。",
	dutiesAddress:   "各部门应当公开哪些事项，依据、时限和渠道。",
}

// A SupervisionLine is where to complain about one department.
type SupervisionLine struct {
	Link
	Complaint, ComplaintHref string
	Phone, PhoneHref         string
	Hours                    string
}

// A MissingPage is what 404.html shows.
type MissingPage struct {
	Frame
	Pub *Site
}

// complaints is the sub-group 监督投诉, whose newest items the supervision page shows.
const complaints = "0104"

// standing plans the pages that stand by themselves.
func (b *book) standing() {
	b.feeds()
	b.about()
	b.supervision()
	b.add("404.html", b.key("404.html").Digest(), func(w io.Writer) error {
		p := &MissingPage{Frame: b.frameAt("404.html", b.absolute(), ""), Pub: b.pub}
		p.Title, p.Description, p.NoIndex = "没有找到这个页面", "没有找到这个页面。", true
		p.Column = b.plainColumn("没有找到", p.Description, "信息公开目录")
		p.Keywords = p.Column.Keywords
		return b.write(w, "404.html", &p.Frame, p)
	})
}

func (b *book) feeds() {
	const path = "feeds/index.html"
	b.add(path, b.key(path).Digest(), func(w io.Writer) error {
		r := root(path)
		p := &FeedsPage{Frame: b.frame(path, ""), About: "有新的公开事项时，用订阅软件自动收到。", All: b.feed(r, "", "")}
		for _, d := range b.site.Departments {
			f := b.feed(r, "departments", d.ID)
			f.Title = d.Name
			p.Departments = append(p.Departments, f)
		}
		for _, c := range b.site.Categories {
			if c.Parent == "" {
				f := b.feed(r, "groups", c.Code)
				f.Title = c.Name
				p.Groups = append(p.Groups, f)
			}
		}
		p.Title, p.Description = "订阅", p.About
		p.Column = b.plainColumn("订阅", p.About, "数据开放")
		p.Keywords = p.Column.Keywords
		p.Crumbs = []Link{homeCrumb(r)}
		p.LD = b.ldPage(&p.Frame, "WebPage")
		return b.write(w, "feeds.html", &p.Frame, p)
	})
}

func (b *book) about() {
	const path = "about.html"
	k := b.key(path).Date(b.site.Today).Str(b.opt.Commit, b.opt.Program).Int(len(b.live))
	b.add(path, k.Digest(), func(w io.Writer) error {
		p := &AboutPage{
			Frame: b.frame(path, ""), About: "怎样查找、申请、引用和取用公开的信息，怎样把本站调到自己看得清的样子。",
			Pub: b.pub, Built: b.built(), Total: len(b.live), Limit: b.site.Config.LimitDays,
		}
		p.Title, p.Description = "使用帮助", p.About
		p.Column = b.plainColumn("使用帮助", p.About, "信息公开指南")
		p.Keywords = p.Column.Keywords
		p.Crumbs = []Link{homeCrumb("")}
		p.LD = b.ldPage(&p.Frame, "AboutPage")
		return b.write(w, "about.html", &p.Frame, p)
	})
}

func (b *book) supervision() {
	const path = "supervision.html"
	var items []*model.Item
	if b.site.Category(complaints) != nil {
		items = newest(b.byCategory[complaints], perGroup)
	}
	orders, counts := b.publicOrders(), b.voices.counts()
	k := b.orderKey(b.states(b.key(path).Int(counts.Received, counts.Answered), items), orders)
	b.add(path, k.Digest(), func(w io.Writer) error {
		p := &SupervisionPage{
			Frame: b.frame(path, "supervision"), About: "对公开的内容有疑问，或者应当公开的没有公开，可以向公开主体提出，也可以向监督机构反映。",
			Pub: b.pub, Newest: b.rows("", items), Counts: counts, Orders: b.orderLines("", orders),
		}
		if counts.Received > 0 {
			p.Opinions = Link{Href: opinionsIndex, Text: opinionsTitle, Count: -1}
		}
		if b.site.Category(complaints) != nil {
			p.More = Link{Href: "categories/" + complaints + ".html", Text: b.categoryName(complaints), Count: len(b.byCategory[complaints])}
		}
		for _, l := range b.tabs("", "") {
			p.Kept = append(p.Kept, Kept{l, keptAbout[l.Href]})
		}
		for _, d := range b.site.Departments {
			p.Departments = append(p.Departments, SupervisionLine{
				Link:      Link{Href: "departments/" + d.ID + ".html", Text: d.Name, Count: -1},
				Complaint: d.Complaint, ComplaintHref: tel(d.Complaint), Phone: d.Phone, PhoneHref: tel(d.Phone), Hours: d.Hours,
			})
		}
		p.Title, p.Description = "监督", p.About
		p.Column = b.plainColumn("监督", p.About, "咨询投诉")
		p.Keywords = p.Column.Keywords
		p.Crumbs = []Link{homeCrumb("")}
		p.LD = b.ldPage(&p.Frame, "ContactPage")
		return b.write(w, "supervision.html", &p.Frame, p)
	})
}
