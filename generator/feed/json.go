package feed

import (
	"encoding/json"
	"io"

	"github.com/gorilla/feeds"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

// jsonFeed is a feed as gorilla/feeds marshals it, but for its items, which the format
// requires in an empty feed too and which that leaves out there.
type jsonFeed struct {
	feeds.JSONFeed
	Items []*feeds.JSONItem `json:"items"`
}

// writeJSON writes the feed as JSON Feed 1.1.
func (l *list) writeJSON(w io.Writer) error {
	f := jsonFeed{
		JSONFeed: feeds.JSONFeed{
			Version: "https://jsonfeed.org/version/1.1", Title: legal(l.title), Description: legal(l.about),
			Language: l.site.Config.Language, HomePageUrl: l.page, FeedUrl: l.url(l.stem + ".json"),
			Authors: []*feeds.JSONAuthor{{Name: legal(l.author), Url: l.page}},
		},
		Items: []*feeds.JSONItem{},
	}
	for _, it := range l.items {
		f.Items = append(f.Items, l.jsonItem(it))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(f)
}

// jsonItem gives an item's entry. The format asks for content; it is the summary, and the
// title where there is none.
func (l *list) jsonItem(it *model.Item) *feeds.JSONItem {
	r := record.Of(l.site, it)
	published, modified := l.time(it.Published), l.time(record.Updated(l.site, it))
	e := &feeds.JSONItem{
		Id: r.URL, Url: r.URL, Title: legal(r.Title), ContentText: legal(r.Title), Summary: legal(r.Summary),
		PublishedDate: &published, ModifiedDate: &modified,
		Authors: []*feeds.JSONAuthor{{Name: legal(r.DepartmentName)}},
		Tags:    []string{legal(r.CategoryName)},
	}
	if r.Summary != "" {
		e.ContentText = e.Summary
	}
	for _, k := range r.Keywords {
		e.Tags = append(e.Tags, legal(k))
	}
	return e
}
