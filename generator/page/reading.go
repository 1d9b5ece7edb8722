package page

import (
	"html/template"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

// A Reading is what a visitor reads of an item on its page: all but what every page says, what belongs to
// other items, and banners, which say once more what stands in the record or what day it is. What stands in one
// paragraph or cell there is one here.
type Reading struct {
	Record record.Record
	Cells  []string      // the record's labels and values, changes, grounds, names of attachments
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
	all := changes(it, &r.Record)
	if d := r.Record.Withdrawn; d != nil && r.Record.Gone() {
		r.Cells = append(r.Cells, "为什么撤下", "原因", d.Reason, "批准", d.Approval)
		if len(all) == 1 {
			all = nil // it is the withdrawing
		}
	}
	if len(all) > 0 {
		r.Cells = append(r.Cells, "变动记录")
	}
	for _, c := range all {
		what := c.What
		if c.By != "" {
			what += "批准：" + c.By
		}
		r.Cells = append(r.Cells, c.Date.Words+" "+c.Kind, what)
	}
	if r.Record.Gone() {
		return r, nil
	}
	for _, g := range grounds(&r.Record) {
		r.Cells = append(r.Cells, g.Title)
		say(g.Facts)
	}
	for i, f := range files(&r.Record) {
		if i == 0 {
			r.Cells = append(r.Cells, "附件")
		}
		r.Cells = append(r.Cells, f.Title)
	}
	body, err := b.bodyHTML(it.Body, it.Links, func(dest string) model.Target { return b.site.Resolve(it, dest) }, itemRoot)
	r.Body = body
	return r, err
}
