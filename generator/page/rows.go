package page

import (
	"html/template"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A Row is an item as lists show it.
type Row struct {
	Href, Title    string
	To             template.HTMLAttr // Href as an attribute, and
	Time           template.HTML     // Date and Short as an element: a list has thousands of rows
	Department     string
	DepartmentHref string
	DocNo          string
	Index          string
	Date           string // ISO
	Short          string // 07-03, where the month stands above
	Summary        string
	Tags           []Tag
	Left           string // how long comments may be sent; "" where they may not
}

// A Tag marks what a reader must know before opening an item.
type Tag struct{ Kind, Text string }

// A Month is the rows of one month.
type Month struct {
	ISO, Words string          // 2026-07, 2026年7月
	Rows       []template.HTML // each of _row.html
}

// row makes an item's row for a page with the given way to the root.
func (b *book) row(root string, it *model.Item) Row {
	iso := it.Published.Date.String()
	r := Row{
		Href: root + it.Address(".html"), Title: it.Title, DocNo: it.DocNo, Index: string(it.Index),
		Date: iso, Summary: it.Summary, Department: it.Department, Tags: b.tags(it),
	}
	r.To = template.HTMLAttr(`href="` + r.Href + `"`) // an address has no mark that needs escaping; see model.Slug
	if len(iso) == 10 {
		r.Short = iso[5:]
		r.Time = template.HTML(`<time datetime="` + iso + `">` + r.Short + `</time>`)
	}
	if c, ok := b.chips[it.Department]; ok {
		r.Department, r.DepartmentHref = c.name, root+c.address
	}
	return r
}

func (b *book) rows(root string, items []*model.Item) []Row {
	out := make([]Row, len(items))
	for i, it := range items {
		out[i] = b.row(root, it)
	}
	return out
}

// tags lists what stands beside a title.
func (b *book) tags(it *model.Item) (tags []Tag) {
	st := b.state(it)
	if st&stateDraft != 0 {
		tags = append(tags, Tag{"draft", "草稿"})
	}
	if st&stateHeld != 0 {
		tags = append(tags, Tag{"held", "待公开"})
	}
	if st&stateGone != 0 {
		tags = append(tags, Tag{"gone", "已撤下"})
	}
	if st&stateOpen != 0 {
		tags = append(tags, Tag{"open", "征求意见中"})
	}
	switch {
	case it.Status == model.Repealed || it.Status == model.Amended:
		tags = append(tags, Tag{string(it.Status), schema.Word("status", string(it.Status))})
	case st&stateExpired != 0:
		tags = append(tags, Tag{"expired", "有效期已过"})
	}
	for _, c := range it.Changes {
		if c.Kind == model.Correction {
			tags = append(tags, Tag{"corrected", "有更正"})
			break
		}
	}
	return tags
}

// months groups items, which must be in the order of lists, by the month of publishing.
func (b *book) months(root string, items []*model.Item) ([]Month, error) {
	var out []Month
	var last calendar.Date
	rows, begun := make([]template.HTML, len(items)), 0 // of all months; where the last one begins
	for i, it := range items {
		d := it.Published.Date
		if len(out) == 0 || d.Year != last.Year || d.Month != last.Month {
			out = append(out, Month{ISO: monthISO(d), Words: monthWords(d)})
			begun = i
		}
		last = d
		line, err := b.line(root, it)
		if err != nil {
			return nil, err
		}
		rows[i] = line
		out[len(out)-1].Rows = rows[begun : i+1]
	}
	return out, nil
}

// line renders an item's row. An item stands on about nine lists; keeping its rows for the
// next of them took a tenth more memory and saved next to nothing.
func (b *book) line(root string, it *model.Item) (template.HTML, error) {
	return b.fragment("_row.html", b.row(root, it))
}

func monthISO(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()[:len("2026-07")]
}

func monthWords(d calendar.Date) string {
	if d.IsZero() {
		return "日期未填"
	}
	return strconv.Itoa(int(d.Year)) + "年" + strconv.Itoa(int(d.Month)) + "月"
}

// A Pager is the way through a long list. Pages is 1 where there is nothing to turn.
type Pager struct {
	Page, Pages int
	Prev, Next  string // addresses; "" at the ends
	Numbers     []Link // first, last, and those near; an empty Href is a gap
}

// turn makes the pager of page n of a list whose first page lies at first and whose others
// lie at stem+"2.html".
func turn(first, stem string, n, pages int) Pager {
	at := func(i int) string {
		if i == 1 {
			return first
		}
		return stem + strconv.Itoa(i) + ".html"
	}
	p := Pager{Page: n, Pages: pages}
	if pages < 2 {
		return p
	}
	if n > 1 {
		p.Prev = at(n - 1)
	}
	if n < pages {
		p.Next = at(n + 1)
	}
	last := 0
	for i := 1; i <= pages; i++ {
		if i != 1 && i != pages && (i < n-1 || i > n+1) {
			continue
		}
		if last != 0 && i > last+1 {
			p.Numbers = append(p.Numbers, Link{Text: "…"})
		}
		p.Numbers = append(p.Numbers, Link{Href: at(i), Text: strconv.Itoa(i), Count: -1, Current: i == n})
		last = i
	}
	return p
}

// pages tells how many pages n rows need; an empty list has one.
func (b *book) pages(n int) int {
	return max(1, (n+b.pageSize()-1)/b.pageSize())
}

func (b *book) pageSize() int {
	if n := b.site.Config.PageSize; n > 0 {
		return n
	}
	return 20
}

// slice gives the rows of page n, from 1.
func slice[T any](all []T, n, size int) []T {
	return all[min((n-1)*size, len(all)):min(n*size, len(all))]
}
