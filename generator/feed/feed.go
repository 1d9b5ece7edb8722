// Package feed owns what other programs follow the site by: Atom and JSON Feed 1.1 for
// the whole site, each department and each category group, sitemap.xml and robots.txt.
//
// A feed holds the newest public items, at most 50, with their summaries; withdrawn items
// leave it. Its times are the moments of publishing and of the last change, in the site's
// time zone, never the clock, so that the same items give the same bytes. Entries are
// known by their page's address, which never changes. Characters that XML forbids are
// dropped.
package feed

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/record"
	"gongkai/generator/source"
)

// newest is how many items a feed holds.
const newest = 50

// Version of the files' form: raised when the same items shall give other bytes.
const version = "1"

// A Product plans the feeds, the sitemap and robots.txt. It implements plan.Product.
type Product struct{ seed source.Digest }

// New makes the product. The seed sums the program and the configuration files.
func New(seed source.Digest) *Product { return &Product{seed} }

// Kind is "feed".
func (*Product) Kind() string { return "feed" }

// Plan lists the files. The error tells of a time zone that is not known.
func (p *Product) Plan(s *model.Site) ([]plan.Output, error) {
	zone, err := location(s.Config.Timezone)
	if err != nil {
		return nil, err
	}
	var out []plan.Output
	for _, f := range lists(s, zone) {
		key := f.key(p.seed)
		out = append(out,
			plan.Output{Path: f.stem + ".atom", Key: plan.Key(key).Str(f.stem, "atom").Digest(), Render: f.writeAtom},
			plan.Output{Path: f.stem + ".json", Key: plan.Key(key).Str(f.stem, "json").Digest(), Render: f.writeJSON})
	}
	out = append(out, p.sitemaps(s)...)
	robots := fmt.Sprintf("User-agent: *\nAllow: /\n\nSitemap: %ssitemap.xml\n", s.Config.BaseURL)
	return append(out, plan.Output{Path: "robots.txt", Key: plan.Key(p.seed).Str("robots", robots).Digest(),
		Render: func(w io.Writer) error { _, err := io.WriteString(w, robots); return err }}), nil
}

// A list is one feed.
type list struct {
	stem   string // "feeds/all"
	title  string
	about  string
	author string // who publishes the feed
	page   string // absolute address of the page that the feed belongs to
	site   *model.Site
	zone   *time.Location
	items  []*model.Item // newest first
}

// lists gives the site's feed, then each department's and each group's.
func lists(s *model.Site, zone *time.Location) []*list {
	base, title := s.Config.BaseURL, s.Config.Title
	all := &list{"feeds/all", title, title + "最新公开的事项。", s.Config.Owner, base + "index.html", s, zone, nil}
	every := []*list{all}
	departments, groups := map[*model.Department]*list{}, map[string]*list{}
	for _, d := range s.Departments {
		l := &list{"feeds/departments/" + d.ID, d.Name + "－" + title, d.Name + "最新公开的事项。", d.Name, base + "departments/" + d.ID + ".html", s, zone, nil}
		departments[d] = l
		every = append(every, l)
	}
	for _, c := range s.Categories {
		if c.Parent == "" {
			l := &list{"feeds/groups/" + c.Code, c.Name + "－" + title, c.Name + "类最新公开的事项。", s.Config.Owner, base + "categories/" + c.Code + ".html", s, zone, nil}
			groups[c.Code] = l
			every = append(every, l)
		}
	}
	for _, it := range s.Items {
		if s.Gone(it) {
			continue
		}
		all.add(it)
		if d := s.Department(it.Department); d != nil {
			departments[d].add(it)
		}
		if c := s.Category(it.Category); c != nil {
			groups[c.Group()].add(it)
		}
	}
	return every
}

// add takes the next item while there is room. A nil list takes none.
func (l *list) add(it *model.Item) {
	if l != nil && len(l.items) < newest {
		l.items = append(l.items, it)
	}
}

// key sums all that can change the feed: its items' cards and what has come of them by
// the build day. Names and the base address are configuration, which the seed sums.
func (l *list) key(seed source.Digest) source.Digest {
	k := plan.Key(seed).Str(version).Cards(l.items...)
	for _, it := range l.items {
		k.Str(record.Moving(l.site, it))
	}
	return k.Digest()
}

// updated gives the time of the last change of an item in the feed. An empty feed, which
// must carry a time as well, was last changed before any.
func (l *list) updated() time.Time {
	last := time.Date(2000, 1, 1, 0, 0, 0, 0, l.zone)
	for _, it := range l.items {
		if t := l.time(record.Updated(l.site, it)); t.After(last) {
			last = t
		}
	}
	return last
}

// time gives a moment in the site's time zone; a day alone is its first minute.
func (l *list) time(m calendar.Moment) time.Time {
	d := m.Date
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, int(m.Minute), 0, 0, l.zone)
}

// url gives the absolute address of a file of the site.
func (l *list) url(path string) string { return l.site.Config.BaseURL + path }

// location gives the time zone. China has had one, without summer time, for longer than
// there are sites, so its name needs no zone file of the machine.
func location(name string) (*time.Location, error) {
	if name == "" || name == "Asia/Shanghai" {
		return time.FixedZone("Asia/Shanghai", 8*60*60), nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("site.yaml: time zone %q is not known: %w", name, err)
	}
	return zone, nil
}

// legal drops what XML 1.0 forbids: control characters but tab and line ends, the two
// non-characters, and bytes that are no UTF-8.
func legal(text string) string {
	if utf8.ValidString(text) && strings.IndexFunc(text, forbidden) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

func forbidden(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
