// Package catalog owns the downloads of the public catalogue 公开目录 and of the change
// catalogue 变动目录: JSON, CSV, XLSX and DCAT JSON-LD, whole and per department, and the
// field dictionary as JSON.
//
// What is on the site is in the catalogue, withdrawn items as tombstones too, and nothing
// else is; a department that has published nothing yet has its files as well. Every file
// is written as a stream, item by item, so that a catalogue needs the memory of one row.
// None carries the build day or the clock: the same items give the same bytes.
//
// # How tables keep a clerk's spreadsheet from changing what it opens
//
// The CSV is UTF-8 with a byte-order mark and CR LF. Excel and WPS turn what looks like a
// number or a date into one: 0401 loses its zero, 2026-07 becomes a day, eighteen digits
// lose the last three. Such a cell ends with a tab, which both programs take as text and
// show as nothing; a reader of the file trims it. Dates written out and short plain
// numbers stay as they are. A cell that begins with = + - @ (or their full-width forms,
// which East Asian editions also take as the start of a formula) gets a middle dot ·
// before it: visible, no formula, and undone by dropping it. Control characters are
// dropped. The XLSX needs none of this: its cells say that they are text.
package catalog

import (
	"io"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/record"
	"gongkai/generator/source"
)

// A Product plans the catalogue's files. It implements plan.Product.
type Product struct{ seed source.Digest }

// New makes the product. The seed sums the program and the configuration files.
func New(seed source.Digest) *Product { return &Product{seed} }

// Kind is "catalog".
func (*Product) Kind() string { return "catalog" }

// Version of the files' form: raised when the same items shall give other bytes.
const version = "1"

// A part is a catalogue of some items: all of them, or one department's.
type part struct {
	stem       string // "catalog/catalog"
	site       *model.Site
	department *model.Department // nil for the whole
	items      []*model.Item
}

// Plan lists the files.
func (p *Product) Plan(s *model.Site) ([]plan.Output, error) {
	parts, shelf := split(s), newShelf()
	out := make([]plan.Output, 0, 4*len(parts)+4)
	for _, c := range parts {
		key := p.key(s, c.items)
		add := func(ext string, render func(io.Writer) error) {
			path := c.stem + ext
			out = append(out, plan.Output{Path: path, Key: plan.Key(key).Str(path).Digest(), Render: render})
		}
		add(".json", c.writeJSON)
		add(".csv", func(w io.Writer) error { return writeCSV(w, c.table()) })
		add(".xlsx", func(w io.Writer) error { return shelf.writeXLSX(w, c.table()) })
		add(".jsonld", c.writeDCAT)
	}
	key, events := p.key(s, s.Items), record.Events(s)
	add := func(path string, key source.Digest, render func(io.Writer) error) {
		out = append(out, plan.Output{Path: path, Key: plan.Key(key).Str(path).Digest(), Render: render})
	}
	add("catalog/changes.json", key, func(w io.Writer) error { return writeChanges(w, s, events) })
	add("catalog/changes.csv", key, func(w io.Writer) error { return writeCSV(w, changesTable(s, events)) })
	add("catalog/changes.xlsx", key, func(w io.Writer) error { return shelf.writeXLSX(w, changesTable(s, events)) })
	add("catalog/fields.json", plan.Key(p.seed).Str(version).Digest(), writeFields)
	return out, nil
}

// key sums all that can change a catalogue of the items: their cards, their attachments
// (which a card leaves out), and what has come of them by the build day. The names of
// departments and categories come from configuration files, which the seed sums.
func (p *Product) key(s *model.Site, items []*model.Item) source.Digest {
	k := plan.Key(p.seed).Str(version).Cards(items...)
	for _, it := range items {
		k.Str(record.Moving(s, it), replaced(s, it.Supersedes), replaced(s, it.SupersededBy)).Int(len(it.Attachments))
		for i := range it.Attachments {
			a := &it.Attachments[i]
			offered := 0
			if record.Offered(it, a) {
				offered = 1
			}
			k.Str(a.Title, a.Address).Int(int(a.Size), offered).Sum(a.Sum)
		}
	}
	return k.Digest()
}

// replaced gives the page of an item that another one replaces or is replaced by; ""
// where no such item is public.
func replaced(s *model.Site, id model.ID) string {
	if id == "" {
		return ""
	}
	it := s.Item(id)
	if it == nil || it.Draft || s.Held(it) {
		return ""
	}
	return s.Config.BaseURL + it.Address(".html")
}

// split gives the whole catalogue and then each department's, in the site's order.
func split(s *model.Site) []part {
	parts := make([]part, 1, len(s.Departments)+1)
	parts[0] = part{stem: "catalog/catalog", site: s, items: s.Items}
	of := make(map[*model.Department][]*model.Item, len(s.Departments))
	for _, it := range s.Items {
		if d := s.Department(it.Department); d != nil {
			of[d] = append(of[d], it)
		}
	}
	for _, d := range s.Departments {
		parts = append(parts, part{"catalog/departments/" + d.ID, s, d, of[d]})
	}
	return parts
}

// title names the catalogue.
func (c part) title() string {
	if c.department != nil {
		return c.department.Name + "公开目录"
	}
	return region(c.site) + "公开目录"
}

// region gives what the site is of: 示范区; its title where no region is given.
func region(s *model.Site) string {
	if s.Config.Region != "" {
		return s.Config.Region
	}
	return s.Config.Title
}

// updated gives the day of the last thing that happened to the items; "" where there are
// none.
func (c part) updated() string {
	var last calendar.Moment
	for _, it := range c.items {
		if m := record.Updated(c.site, it); m.After(last) {
			last = m
		}
	}
	return last.Date.String()
}
