package page

import (
	"html/template"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

// A Reading is what a visitor reads of an item on its page: all but what every page says and what
// belongs to other items.
type Reading struct {
	Record record.Record
	Cells  []string      // the record's labels and values, grounds, changes, names of attachments
	Body   template.HTML // "" for a tombstone
}

// Reading gives what the page of an item of the planned site says.
func (p *Product) Reading(it *model.Item) (Reading, error) {
	b := p.planned
	r := Reading{Record: record.Of(b.site, it)}
	say := func(facts []Fact) {
		for _, f := range facts {
			r.Cells = append(r.Cells, f.Label, f.Value)
		}
	}
	main, more := b.facts(it, &r.Record)
	say(main)
	say(more)
	for _, c := range changes(it, &r.Record) {
		r.Cells = append(r.Cells, c.Date.Words, c.Kind, c.What, c.By)
	}
	if r.Record.Gone() {
		return r, nil
	}
	for _, g := range grounds(&r.Record) {
		r.Cells = append(r.Cells, g.Title)
		say(g.Facts)
	}
	for _, f := range files(&r.Record) {
		r.Cells = append(r.Cells, f.Title)
	}
	body, err := b.bodyHTML(it.Body, it.Links, func(dest string) model.Target { return b.site.Resolve(it, dest) }, itemRoot)
	r.Body = body
	return r, err
}
