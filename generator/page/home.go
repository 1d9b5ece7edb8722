package page

import (
	"io"

	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A HomePage is what home.html shows.
type HomePage struct {
	Frame
	Pub    *Site
	Built  Built
	Total  int
	Month  int // items published in the month of the build day
	Newest []Row
	Open   []Row // drafts that may be commented on today, the nearest end first
	Soon   []Row // those that open later
	Focus  []FocusColumn
	Groups []Choice
	Kinds  []KindGroup
	Boards []Link // the notice boards, with how many sheets hang there today
}

// A FocusColumn is one of the six matters of clause 四 with its newest items.
type FocusColumn struct {
	Link
	Rows []Row
}

// Built says when and from what the site was made.
type Built struct {
	Day     Day
	Commit  string
	Program string
}

func (b *book) built() Built {
	program := b.opt.Program
	if len(program) == 64 { // a digest says as much with its beginning
		program = program[:12]
	}
	return Built{day(b.site.Today), b.opt.Commit, program}
}

// How much the home page shows.
const (
	homeNewest = 10
	homeFocus  = 2
	homeOpen   = 5
)

// home plans the first page.
func (b *book) home() {
	const path = "index.html"
	fresh := newest(b.live, homeNewest)
	open, soon, _ := b.drafts()
	k := b.states(b.key(path).Date(b.site.Today).Str(b.opt.Commit, b.opt.Program).Int(len(b.live), b.thisMonth()), fresh)
	b.states(k, open)
	b.states(k, soon)
	for _, v := range schema.Focus() {
		b.states(k.Int(len(b.byFocus[v.Code])), newest(b.byFocus[v.Code], homeFocus))
	}
	for _, c := range b.site.Categories {
		k.Str(c.Code).Int(len(b.byGroup[c.Code]))
	}
	for _, d := range b.site.Departments {
		k.Str(d.ID).Int(len(b.byDepartment[d.ID]))
	}
	boards := b.boardLinks("")
	for _, l := range boards {
		k.Str(l.Href, l.Text).Int(l.Count)
	}
	b.add(path, k.Digest(), func(w io.Writer) error {
		p := &HomePage{
			Frame: b.frame(path, ""), Pub: b.pub, Built: b.built(), Total: len(b.live), Month: b.thisMonth(),
			Newest: b.rows("", fresh), Open: b.commentRows("", newest(open, homeOpen)), Soon: b.commentRows("", newest(soon, homeOpen)), Kinds: b.kinds(""), Boards: boards,
		}
		for _, v := range schema.Focus() {
			items := b.byFocus[v.Code]
			p.Focus = append(p.Focus, FocusColumn{Link{Href: "focus/" + v.Code + ".html", Text: v.Words.ZH, Count: len(items)}, b.rows("", newest(items, homeFocus))})
		}
		for _, l := range b.groupFacet("").Links {
			p.Groups = append(p.Groups, Choice{Link: l})
		}
		p.Title = ""
		p.Description = b.pub.Region + "各部门依法公开的政务信息：文件、规划、财政、民生、办事和公用事业，可以查阅、下载和订阅。"
		p.Keywords = b.pub.Region + ",政务公开,政府信息公开"
		p.Column = Column{Name: "首页", Description: p.Description, Keywords: p.Keywords, Type: "首页"}
		p.LD = ld(&ldPage{Type: "WebSite", ID: b.pub.BaseURL, URL: b.pub.BaseURL, Name: b.pub.Title, About: p.Description, Language: b.lang}, b.publisher())
		return b.write(w, "home.html", &p.Frame, p)
	})
}

// thisMonth counts the items published in the month of the build day.
func (b *book) thisMonth() (n int) {
	t := b.site.Today
	for _, it := range b.live {
		d := it.Published.Date
		if d.Year == t.Year && d.Month == t.Month && !d.After(t) {
			n++
		}
	}
	return n
}

// commentRows are rows that say how long comments may be sent.
func (b *book) commentRows(root string, items []*model.Item) []Row {
	out := b.rows(root, items)
	for i, it := range items {
		if b.state(it)&stateOpen != 0 {
			out[i].Left = left(b.site.Today, it.CommentUntil)
		}
	}
	return out
}
