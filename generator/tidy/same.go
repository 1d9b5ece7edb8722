package tidy

import (
	"gongkai/generator/calendar"
	"gongkai/generator/front"
	"gongkai/generator/indexno"
	"gongkai/generator/schema"
)

// canonical gives a value in the form that fmt writes, and the text itself where fmt
// leaves it alone.
func canonical(form schema.Form, text string) string {
	switch form {
	case schema.Day:
		if d, err := calendar.ParseDate(text); err == nil {
			return d.String()
		}
	case schema.Instant:
		if m, err := calendar.ParseMoment(text); err == nil {
			return m.String()
		}
	case schema.Legal:
		if near, _ := indexno.Document(text); near != "" {
			return near
		}
	}
	return text
}

// same reports whether two roots say the same, whatever the order of their keys.
func (w *worker) same(a, b *front.Node) bool {
	return sameNode(a, b, &schema.Key{Form: schema.Object, Keys: w.table})
}

func sameNode(a, b *front.Node, k *schema.Key) bool {
	if a.Kind != b.Kind || len(a.Items) != len(b.Items) || len(a.Pairs) != len(b.Pairs) {
		return false
	}
	switch a.Kind {
	case front.Scalar:
		return canonical(k.Form, a.Text) == canonical(k.Form, b.Text) && a.Empty() == b.Empty()
	case front.List:
		for i := range a.Items {
			if !sameNode(&a.Items[i], &b.Items[i], k) {
				return false
			}
		}
	case front.Map:
		for i := range a.Pairs {
			p := &a.Pairs[i]
			other := b.Get(p.Key)
			if other == nil || !sameNode(&p.Value, other, inner(k, p.Key)) {
				return false
			}
		}
	}
	return true
}

// inner gives the key of a mapping's entry, and one that says nothing where the table
// has none.
func inner(k *schema.Key, name string) *schema.Key {
	if found := schema.Table(k.Keys).Find(name); found != nil {
		return found
	}
	return &schema.Key{}
}
