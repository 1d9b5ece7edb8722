package page

import (
	"cmp"
	"slices"

	"gongkai/generator/model"
	"gongkai/generator/plan"
)

// An OrderLine is a public order to disclose, with what has come of it.
type OrderLine struct {
	Title            string
	Department       Link
	What             string // the duty, the category or the item that was to be disclosed
	Issued, Deadline Day
	State            Tag
	Item             *Link // what fulfils it; nil while nothing does
	Published        Day   // of the item
}

// An order is a public order with the item that fulfils it today, nil for none.
type order struct {
	*model.Order
	item *model.Item
}

// publicOrders lists the orders that may be shown, the latest first.
func (b *book) publicOrders() (out []order) {
	for _, o := range b.site.Orders {
		if o.Public {
			out = append(out, order{o, b.site.Fulfils(o, b.site.Today)})
		}
	}
	slices.SortStableFunc(out, func(x, y order) int {
		return cmp.Or(y.Issued.Compare(x.Issued), cmp.Compare(x.Path, y.Path))
	})
	return out
}

// orderKey adds orders to a key, with what the day makes of them.
func (b *book) orderKey(k *plan.Keyer, orders []order) *plan.Keyer {
	for _, o := range orders {
		k.Str(o.Path).Sum(o.Full).Str(b.orderState(o).Kind)
		if o.item != nil {
			b.states(k, []*model.Item{o.item})
		}
	}
	return k
}

// orderState tells whether the order is fulfilled, and whether in time.
func (b *book) orderState(o order) Tag {
	switch {
	case o.item != nil && !o.Deadline.IsZero() && o.item.Published.Date.After(o.Deadline):
		return Tag{"afterwards", "逾期后公开"}
	case o.item != nil:
		return Tag{"done", "已公开"}
	case b.site.Today.After(o.Deadline):
		return Tag{"late", "逾期未公开"}
	}
	return Tag{"due", "限期内"}
}

func (b *book) orderLines(root string, orders []order) (out []OrderLine) {
	for _, o := range orders {
		l := OrderLine{Title: o.Title, Issued: day(o.Issued), Deadline: day(o.Deadline), State: b.orderState(o), Department: Link{Text: b.departmentName(o.Department), Count: -1}}
		if c, ok := b.chips[o.Department]; ok {
			l.Department.Href = root + c.address
		}
		if d := b.site.Duty(o.Duty); o.Duty != "" && d != nil {
			l.What = d.Title
		} else if o.Category != "" {
			l.What = b.categoryName(o.Category)
		} else {
			l.What = "索引号 " + string(o.Order.Item)
		}
		if !o.Period.IsZero() {
			l.What += "（" + o.Period.Chinese() + "）"
		}
		if it := o.item; it != nil {
			l.Item, l.Published = &Link{Href: root + it.Address(".html"), Text: it.Title, Count: -1}, day(it.Published.Date)
		}
		out = append(out, l)
	}
	return out
}
