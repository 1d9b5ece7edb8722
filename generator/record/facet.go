package record

import (
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A Facet is one way to choose among the items: by department, by group, by cadence, by stage, by
// validity. Key is the English name in addresses.
type Facet struct {
	Key    string      `json:"key"`
	Name   string      `json:"name"`
	Values [][2]string `json:"values"` // code and word, in order
}

// gone is the code of 已撤下 among the values of validity.
const gone = "gone"

// Facets lists by what items can be chosen.
func Facets(s *model.Site) []Facet {
	departments := Facet{Key: "department", Name: schema.Item.Get("department").ZH}
	for _, d := range s.Departments {
		departments.Values = append(departments.Values, [2]string{d.ID, d.Name})
	}
	groups := Facet{Key: "group", Name: schema.Item.Get("category").ZH}
	for _, c := range s.Categories {
		if c.Parent == "" {
			groups.Values = append(groups.Values, [2]string{c.Code, c.Name})
		}
	}
	all := []Facet{departments, groups}
	for _, key := range [...]string{"cadence", "stage", "status"} {
		k := schema.Item.Get(key)
		f := Facet{Key: key, Name: k.ZH}
		for _, v := range k.Values {
			f.Values = append(f.Values, [2]string{v.Code, v.Words.ZH})
		}
		all = append(all, f)
	}
	all[4].Values = append(all[4].Values, [2]string{gone, StateWithdrawn})
	return all
}

// Choice gives the codes of an item's values, one for each facet.
func Choice(s *model.Site, it *model.Item) [5]string {
	group, status := it.Category, string(it.Status)
	if c := s.Category(it.Category); c != nil {
		group = c.Group()
	}
	if s.Gone(it) {
		status = gone
	}
	return [5]string{it.Department, group, string(it.Cadence), string(it.Stage), status}
}
