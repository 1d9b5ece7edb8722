package page

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"gongkai/generator/model"
)

// A ConsultationsPage is what consultations.html shows. Open and Soon stand on the first
// page only.
type ConsultationsPage struct {
	Frame
	About    string
	Open     []Consultation
	Soon     []Consultation
	Closed   []Consultation
	Hearings []HearingLine
	Total    int // of the closed ones
	Pager    Pager
	Pub      *Site
}

// A Consultation is a draft with its period and what came of it.
type Consultation struct {
	Row
	From, Until Day
	To          string
	Outcome     *Link // nil where nothing has come yet
	OutcomeDay  Day
	Stage       string // of the outcome
}

// A HearingLine is an item with a hearing that is held or was held.
type HearingLine struct {
	Row
	Day   Day
	Place string
	Past  bool
}

// drafts splits the items that ask for comments: open today, the nearest end first; open
// later, the nearest beginning first; closed, the latest end first.
func (b *book) drafts() (open, soon, closed []*model.Item) {
	for _, it := range b.live {
		switch st := b.state(it); {
		case st&stateOpen != 0:
			open = append(open, it)
		case st&stateSoon != 0:
			soon = append(soon, it)
		case st&stateClosed != 0:
			closed = append(closed, it)
		}
	}
	slices.SortStableFunc(open, func(x, y *model.Item) int { return x.CommentUntil.Compare(y.CommentUntil) })
	slices.SortStableFunc(soon, func(x, y *model.Item) int { return x.CommentFrom.Compare(y.CommentFrom) })
	slices.SortStableFunc(closed, func(x, y *model.Item) int {
		return cmp.Or(y.CommentUntil.Compare(x.CommentUntil), model.Newest(x, y))
	})
	return open, soon, closed
}

// consultations plans the pages of what is and was asked.
func (b *book) consultations() {
	open, soon, closed := b.drafts()
	var hearings []*model.Item
	for _, it := range b.live {
		if it.Hearing != nil && !it.Hearing.Date.IsZero() && !b.toldLater(it) {
			hearings = append(hearings, it)
		}
	}
	slices.SortStableFunc(hearings, func(x, y *model.Item) int { return y.Hearing.Date.Compare(x.Hearing.Date) })
	pages := b.pages(len(closed))
	for n := 1; n <= pages; n++ {
		path := "consultations/index.html"
		if n > 1 {
			path = "consultations/" + strconv.Itoa(n) + ".html"
		}
		part := slice(closed, n, b.pageSize())
		k := b.states(b.key(path).Int(len(closed), pages), part)
		for _, it := range part {
			if o := b.outcome(it); o != nil {
				b.states(k, []*model.Item{o})
			}
		}
		if n == 1 {
			if len(open) > 0 {
				k.Date(b.site.Today) // the days left
			}
			b.states(k, open)
			b.states(k, soon)
			b.states(k, hearings)
			for _, it := range hearings {
				if it.Hearing.Date.Before(b.site.Today) {
					k.Str("held")
				}
			}
		}
		b.add(path, k.Digest(), func(w io.Writer) error {
			r := root(path)
			p := &ConsultationsPage{
				Frame: b.frame(path, "consultations"), About: "重大事项在决定以前公布方案，听取意见。",
				Closed: b.consulted(r, part), Total: len(closed), Pager: turn(r+"consultations/index.html", r+"consultations/", n, pages), Pub: b.pub,
			}
			p.Title, p.Description = "征求意见", p.About+"这里列出正在征求、即将征求和已经结束的意见征集，以及后来的结果。"
			p.Crumbs = []Link{homeCrumb(r)}
			if n == 1 {
				p.Open, p.Soon = b.consulted(r, open), b.consulted(r, soon)
				p.Hearings = b.hearings(r, hearings)
			} else {
				p.Title += "（第 " + strconv.Itoa(n) + " 页）"
				p.Crumbs = append(p.Crumbs, Link{Href: r + "consultations/index.html", Text: "征求意见", Count: -1})
			}
			p.Column = b.plainColumn("征求意见", p.Description, "征集调查")
			p.Keywords = p.Column.Keywords
			p.LD = b.ldPage(&p.Frame, "CollectionPage")
			return b.write(w, "consultations.html", &p.Frame, p)
		})
	}
}

// toldLater reports whether a later item of the matter tells of the same hearing.
func (b *book) toldLater(it *model.Item) bool {
	m := b.site.Matter(it)
	for i := len(m) - 1; i >= 0 && m[i] != it; i-- {
		if h := m[i].Hearing; h != nil && h.Date == it.Hearing.Date && !b.site.Gone(m[i]) {
			return true
		}
	}
	return false
}

func (b *book) consulted(root string, items []*model.Item) []Consultation {
	out := make([]Consultation, len(items))
	for i, row := range b.commentRows(root, items) {
		it := items[i]
		c := Consultation{Row: row, From: day(it.CommentFrom), Until: day(it.CommentUntil), To: it.CommentTo}
		if c.To == "" {
			c.To = b.contact(it).Phone
		}
		if o := b.outcome(it); o != nil {
			c.Outcome = &Link{Href: root + o.Address(".html"), Text: o.Title, Count: -1}
			c.OutcomeDay, c.Stage = day(o.Published.Date), word("stage", string(o.Stage))
		}
		out[i] = c
	}
	return out
}

func (b *book) hearings(root string, items []*model.Item) []HearingLine {
	out := make([]HearingLine, len(items))
	for i, it := range items {
		h := it.Hearing
		out[i] = HearingLine{b.row(root, it), day(h.Date), h.Place, h.Date.Before(b.site.Today)}
	}
	return out
}
