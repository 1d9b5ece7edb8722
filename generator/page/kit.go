package page

import (
	"html/template"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A kit holds what stands on many items' pages alike, rendered once: a site has thousands
// of items, but few categories, departments and days. It is filled while planning and
// only read afterwards.
type kit struct {
	ways     map[string]way           // by category
	metas    map[pair]template.HTML   // meta tags, by category and department
	contacts map[string]template.HTML // by department, where the item names no contact
	facts    map[Fact]template.HTML
	days     map[calendar.Date]bool // those whose facts are there
}

// A way is the crumbs of a category's items: as links, as _crumbs.html made them, and
// described.
type way struct {
	crumbs []Link
	html   template.HTML
	trail  []ldCrumb
}

// A pair is a category with a department.
type pair struct{ category, department string }

func (k *kit) prepare(b *book) error {
	*k = kit{map[string]way{}, map[pair]template.HTML{}, map[string]template.HTML{}, map[Fact]template.HTML{}, map[calendar.Date]bool{}}
	for _, it := range b.site.Items {
		if err := k.add(b, it); err != nil {
			return err
		}
	}
	for _, key := range []string{"status", "method", "cadence", "stage", "procedure"} {
		for _, v := range schema.Item.Get(key).Values {
			if err := k.addFact(b, Fact{Label: labels[key], Value: v.Words.ZH}); err != nil {
				return err
			}
		}
	}
	for _, key := range []string{"normative", "major", "affects_rights"} {
		if err := k.addFact(b, Fact{Label: labels[key], Value: "是"}); err != nil {
			return err
		}
	}
	return k.addFact(b, Fact{Label: labels["audience"], Value: schema.Item.Get("audience").Sample})
}

// add prepares what the item shares with others, where no other item has yet.
func (k *kit) add(b *book, it *model.Item) (err error) {
	if _, ok := k.ways[it.Category]; !ok {
		w := way{crumbs: b.crumbs(itemRoot, it.Category)}
		w.trail = b.trail(itemRoot, w.crumbs)
		if w.html, err = b.fragment("_crumbs.html", w.crumbs); err != nil {
			return err
		}
		k.ways[it.Category] = w
		if err = k.addFact(b, b.categoryFact(it.Category)); err != nil {
			return err
		}
	}
	if _, ok := k.contacts[it.Department]; !ok {
		if k.contacts[it.Department], err = b.fragment("_contact.html", b.contact(&model.Item{Department: it.Department})); err != nil {
			return err
		}
		if err = k.addFact(b, b.departmentFact(it.Department)); err != nil {
			return err
		}
	}
	if p := (pair{it.Category, it.Department}); k.metas[p] == "" {
		f := Frame{Column: b.column(it.Category), Feeds: []Feed{b.feed(itemRoot, "", "")}}
		if b.site.Department(it.Department) != nil {
			f.Feeds = append(f.Feeds, b.feed(itemRoot, "departments", it.Department))
		}
		if k.metas[p], err = b.fragment("_meta.html", &f); err != nil {
			return err
		}
	}
	for _, d := range [...]calendar.Date{it.Made, it.Published.Date} {
		if d.IsZero() || k.days[d] {
			continue
		}
		k.days[d] = true
		for _, key := range [...]string{"made", "published"} {
			if err := k.addFact(b, Fact{Label: labels[key], Value: d.Chinese(), ISO: d.String()}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (k *kit) addFact(b *book, f Fact) (err error) {
	if _, ok := k.facts[f]; !ok {
		k.facts[f], err = b.fragment("_fact.html", f)
	}
	return err
}

// fill puts the parts of an item's page in place.
func (k *kit) fill(b *book, p *ItemPage, it *model.Item) (err error) {
	p.Crumbs = k.ways[it.Category].crumbs
	p.Way = k.ways[it.Category].html
	p.Meta = k.metas[pair{it.Category, it.Department}]
	if p.Contact = k.contacts[it.Department]; it.Contact != "" {
		if p.Contact, err = b.fragment("_contact.html", b.contact(it)); err != nil {
			return err
		}
	}
	p.Facts, p.More = b.facts(it, &p.Record)
	for _, facts := range [...][]Fact{p.Facts, p.More} {
		for i, f := range facts {
			facts[i].Done = k.facts[f]
		}
	}
	return nil
}
