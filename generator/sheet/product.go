package sheet

import (
	"io"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/post"
	"gongkai/generator/source"
)

// Kind is "sheet".
func (p *Press) Kind() string { return "sheet" }

// Plan lists the printed files:
//
//	sheets/<index>.pdf                        each item that names a board or still hangs
//	boards/<id>/sheets.pdf, new.pdf, plan.pdf each board; from post.PartItems items on also sheets-2.pdf …
//	sheets/catalog/<department>/<month>.pdf   each department with items, this month and three before
//	sheets/duties.pdf                         the register of duties, where there is one
//	sheets/phones.pdf                         the directory of telephones
//
// A sheet's key is its item's text and record, the boards and the seed (theme, fonts,
// configuration): one that did not change is not made again.
func (p *Press) Plan(s *model.Site) ([]plan.Output, error) {
	var out []plan.Output
	if s.Unprinted {
		return nil, nil
	}
	add := func(path string, k *plan.Keyer, make func() (*Document, error)) {
		out = append(out, plan.Output{Path: path, Key: k.Str(path).Digest(), Render: func(w io.Writer) error {
			d, err := make()
			if err != nil {
				return err
			}
			return p.Write(w, d.Pages)
		}})
	}
	for _, it := range s.Items {
		if post.Printed(s, it) {
			b := post.First(p.site, it)
			add(post.SheetAddress(it), p.itemKey(p.key(), it, b), func() (*Document, error) { return p.itemFile(it, b) })
		}
	}
	for _, b := range s.Boards {
		all, fresh := p.Hanging(b, calendar.Date{})
		at := post.BoardAddresses(b)
		for i, part := range post.Parts(all) {
			add(post.PartAddress(at.Sheets, i), p.listKey(b, part), func() (*Document, error) { return p.boardFile(b, part) })
		}
		for i, part := range post.Parts(fresh) {
			add(post.PartAddress(at.New, i), p.listKey(b, part), func() (*Document, error) { return p.boardFile(b, part) })
		}
		add(at.Plan, p.planKey(b), func() (*Document, error) { return p.BoardPlan(b) })
	}
	for _, dep := range s.Departments {
		for _, m := range post.Months(s.Today) {
			if items := post.Listed(s, dep.ID, m); len(items) > 0 {
				add(post.CatalogAddress(dep, m), p.key().Str(dep.Name).Cards(items...), func() (*Document, error) { return p.Catalog(dep, m) })
			}
		}
	}
	if len(s.Duties) > 0 {
		add(post.RegisterAddress, p.key(), p.Register)
	}
	add(post.PhonesAddress, p.key(), p.Phones)
	return out, nil
}

func (p *Press) key() *plan.Keyer { return plan.Key(p.o.Seed) }

// itemKey adds what a sheet shows of its item.
func (p *Press) itemKey(k *plan.Keyer, it *model.Item, b *model.Board) *plan.Keyer {
	k.Str(string(it.Index)).Sum(it.Full)
	for i := range it.Attachments {
		k.Str(it.Attachments[i].Address).Sum(it.Attachments[i].Sum)
	}
	for _, l := range it.Links { // an address shows whether what it leads to is public
		t := p.site.Resolve(it, l.Dest)
		k.Int(int(t.Kind))
		if t.Hidden {
			k.Str("hidden")
		}
		if t.Item != nil {
			k.Str(t.Item.Address(".html"))
		}
		if t.File != nil { // of another item, maybe
			k.Str(t.File.Address).Sum(t.File.Sum)
		}
	}
	if b != nil {
		if x, ok := post.Of(p.site, it, b); ok {
			k.Str(b.ID).Date(x.From).Date(x.Until)
		}
	}
	return k
}

// listKey adds what a board's sheets show.
func (p *Press) listKey(b *model.Board, list []post.Posting) *plan.Keyer {
	k := p.key().Str(b.ID).Int(len(list))
	for _, x := range list {
		p.itemKey(k, x.Item, b)
	}
	return k
}

// planKey adds what a board's plan shows.
func (p *Press) planKey(b *model.Board) *plan.Keyer {
	all, fresh := p.Hanging(b, calendar.Date{})
	k := p.listKey(b, all).Date(p.site.Today).Int(len(fresh))
	for _, x := range fresh {
		k.Str(string(x.Item.Index))
	}
	for _, x := range post.Postings(p.site, b) {
		k.Sum(x.Item.Card).Date(x.From).Date(x.Until)
	}
	return k
}

// WallKey is the key of what Wall gives, for a page that shows it.
func (p *Press) WallKey(b *model.Board) source.Digest { return p.planKey(b).Digest() }
