package record

import (
	"cmp"
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// A ChangeKind tells what happened to an item.
type ChangeKind string

// The kinds of entries in the change catalogue.
const (
	Added     ChangeKind = "added"
	Changed   ChangeKind = "changed"
	Corrected ChangeKind = "corrected"
	Withdrawn ChangeKind = "withdrawn"
	Restored  ChangeKind = "restored"
)

// Words gives the kind's word: 新增, 变更, 更正, 撤下, 恢复.
func (k ChangeKind) Words() diag.Words {
	switch k {
	case Added:
		return diag.Words{ZH: "新增", EN: "added"}
	case Changed:
		return diag.Words{ZH: "变更", EN: "changed"}
	case Corrected:
		return diag.Words{ZH: "更正", EN: "corrected"}
	case Withdrawn:
		return diag.Words{ZH: "撤下", EN: "withdrawn"}
	case Restored:
		return diag.Words{ZH: "恢复", EN: "restored"}
	}
	return diag.Words{ZH: string(k), EN: string(k)}
}

// A Change is one entry of the change catalogue 变动目录 (clause 十).
type Change struct {
	Date           string     `json:"date"` // 2026-07-01
	Kind           ChangeKind `json:"kind"`
	KindName       string     `json:"kind_name"` // 新增, 变更, 更正, 撤下, 恢复
	Index          string     `json:"index"`
	Title          string     `json:"title"`
	Department     string     `json:"department"` // id
	DepartmentName string     `json:"department_name"`
	What           string     `json:"what,omitempty"` // what was changed, why it was withdrawn
	ApprovedBy     string     `json:"approved_by,omitempty"`
	Address        string     `json:"address"`
	URL            string     `json:"url"`

	moment calendar.Moment // orders entries of one day
	step   int             // orders entries of one item and moment: as they were written
}

// Changes gives the change catalogue: for each item that is public on Site.Today its
// publishing and every change, withdrawal and restoration up to that day, newest first;
// of one day by index number, the larger first, and of one item the later step first.
// An item that was withdrawn keeps its entries, the words of its changes too: the
// catalogue is the account of what was done.
func Changes(s *model.Site) []Change {
	var all []Change
	for _, it := range s.Items {
		if it.Draft || s.Held(it) {
			continue
		}
		all = appendChanges(all, s, it)
	}
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(b.moment.Compare(a.moment), cmp.Compare(b.Index, a.Index), cmp.Compare(b.step, a.step))
	})
	return all
}

// appendChanges adds one item's entries.
func appendChanges(all []Change, s *model.Site, it *model.Item) []Change {
	base := Change{Index: string(it.Index), Title: it.Title, Department: it.Department,
		DepartmentName: it.Department, Address: it.Address(".html")}
	base.URL = s.Config.BaseURL + base.Address
	if d := s.Department(it.Department); d != nil {
		base.Department, base.DepartmentName = d.ID, d.Name
	}
	step := 0
	add := func(k ChangeKind, at calendar.Moment, what, by string) {
		step++
		if at.Date.After(s.Today) {
			return
		}
		c := base
		c.Date, c.Kind, c.KindName, c.What, c.ApprovedBy = date(at.Date), k, k.Words().ZH, what, by
		c.moment, c.step = at, step
		all = append(all, c)
	}
	add(Added, it.Published, "", it.ApprovedBy)
	for _, c := range it.Changes {
		k := Changed
		if c.Kind == model.Correction {
			k = Corrected
		}
		add(k, after(it, c.Date), c.What, c.ApprovedBy)
	}
	if d := it.Withdrawn; d != nil {
		add(Withdrawn, after(it, d.Date), d.Reason, d.Approval)
	}
	if d := it.Restored; d != nil {
		add(Restored, after(it, d.Date), d.Reason, d.Approval)
	}
	return all
}

// after gives the day's moment, and not before the moment of publishing on that same
// day: what happens to an item happens after it was published.
func after(it *model.Item, day calendar.Date) calendar.Moment {
	if day == it.Published.Date {
		return it.Published
	}
	return calendar.Moment{Date: day}
}

// Updated gives the moment of the last thing that happened to the item up to
// Site.Today: its publishing, a change, its withdrawal or its restoration. For feeds and
// sitemaps; it never depends on the clock.
func Updated(s *model.Site, it *model.Item) calendar.Moment {
	last := it.Published
	later := func(d calendar.Date) {
		if m := after(it, d); !d.After(s.Today) && m.After(last) {
			last = m
		}
	}
	for _, c := range it.Changes {
		later(c.Date)
	}
	for _, d := range []*model.Decision{it.Withdrawn, it.Restored} {
		if d != nil {
			later(d.Date)
		}
	}
	return last
}
