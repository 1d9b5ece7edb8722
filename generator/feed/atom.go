package feed

import (
	"io"
	"time"

	"github.com/gorilla/feeds"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

// atom is a feed as gorilla/feeds marshals it, with what that lacks: a language, a link
// to itself beside the one to its page (it has room for one link), and its own address as
// its id instead of the page's.
type atom struct {
	feeds.AtomFeed
	Lang    string           `xml:"xml:lang,attr,omitempty"`
	Links   []feeds.AtomLink `xml:"link"`
	Entries []*atomEntry     `xml:"entry"`
}

// FeedXml makes atom a feeds.XmlFeed: it is marshalled as it is.
func (a *atom) FeedXml() any { return a }

// atomEntry is an entry with what gorilla/feeds lacks: a category with its term, which
// the format requires, where that writes the bare word.
type atomEntry struct {
	feeds.AtomEntry
	Categories []category `xml:"category"`
}

type category struct {
	Term   string `xml:"term,attr"`
	Scheme string `xml:"scheme,attr,omitempty"`
	Label  string `xml:"label,attr,omitempty"`
}

// writeAtom writes the feed as Atom (RFC 4287).
func (l *list) writeAtom(w io.Writer) error {
	self := l.url(l.stem + ".atom")
	a := &atom{
		AtomFeed: feeds.AtomFeed{
			Xmlns: "http://www.w3.org/2005/Atom", Title: legal(l.title), Subtitle: legal(l.about),
			Id: self, Updated: l.updated().Format(time.RFC3339),
			Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: legal(l.author), Uri: l.page}},
		},
		Lang: l.site.Config.Language,
		Links: []feeds.AtomLink{
			{Href: self, Rel: "self", Type: "application/atom+xml"},
			{Href: l.page, Rel: "alternate", Type: "text/html"},
			{Href: l.url(l.stem + ".json"), Rel: "alternate", Type: "application/feed+json"},
		},
	}
	for _, it := range l.items {
		a.Entries = append(a.Entries, l.atomEntry(it))
	}
	if err := feeds.WriteXML(a, w); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// atomEntry gives an item's entry.
func (l *list) atomEntry(it *model.Item) *atomEntry {
	r := record.Of(l.site, it)
	e := &atomEntry{
		AtomEntry: feeds.AtomEntry{
			Title: legal(r.Title), Id: r.URL,
			Published: l.time(it.Published).Format(time.RFC3339),
			Updated:   l.time(record.Updated(l.site, it)).Format(time.RFC3339),
			Links: []feeds.AtomLink{
				{Href: r.URL, Rel: "alternate", Type: "text/html"},
				{Href: l.url(it.Address(".json")), Rel: "alternate", Type: "application/json"},
			},
			Author: &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: legal(r.DepartmentName)}},
		},
		Categories: []category{{Term: legal(r.Category), Scheme: l.url("categories/index.html"), Label: legal(r.CategoryName)}},
	}
	if r.Summary != "" {
		e.Summary = &feeds.AtomSummary{Content: legal(r.Summary), Type: "text"}
	}
	return e
}
