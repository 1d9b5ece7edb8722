package record

import (
	"cmp"
	"encoding/binary"
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
}

// An Event is one entry of the change catalogue before it is put into words: something
// that happened to an item. It is small, because a site has more of them than items.
type Event struct {
	Item *model.Item
	at   calendar.Moment
	step int32 // 0: published; then each change as written, the withdrawal, the restoration
}

// Day gives the day on which it happened; zero for the publishing of an item without one.
func (e Event) Day() calendar.Date { return e.at.Date }

// Kind tells what happened.
func (e Event) Kind() ChangeKind {
	k, _, _ := e.account()
	return k
}

// Events gives the change catalogue: for each item that is public on Site.Today its
// publishing and every change, withdrawal and restoration up to that day, newest first;
// of one day by index number, the larger first, and of one item the later step first.
// An item that was withdrawn keeps its entries, the words of its changes too: the
// catalogue is the account of what was done.
func Events(s *model.Site) []Event {
	var rest []Event
	all := make([]Event, 0, len(s.Items)+len(s.Items)/8)
	for _, it := range s.Items {
		if it.Draft || s.Held(it) {
			continue
		}
		if !it.Published.Date.After(s.Today) {
			all = append(all, Event{it, it.Published, 0})
		}
		rest = appendEvents(rest, s, it)
	}
	order := func(a, b Event) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.Item.Index, a.Item.Index), cmp.Compare(b.step, a.step))
	}
	// Site.Items has the order already: only what came after the publishing is sorted, and
	// merged from the end.
	slices.SortStableFunc(rest, order)
	i := len(all) - 1
	all = append(all, rest...)
	for to, j := len(all)-1, len(rest)-1; j >= 0; to-- {
		if i >= 0 && order(all[i], rest[j]) > 0 {
			all[to] = all[i]
			i--
		} else {
			all[to] = rest[j]
			j--
		}
	}
	return all
}

// appendEvents adds what happened to an item after its publishing.
func appendEvents(all []Event, s *model.Site, it *model.Item) []Event {
	add := func(step int, day calendar.Date) {
		if !day.After(s.Today) {
			all = append(all, Event{it, after(it, day), int32(step)})
		}
	}
	n := len(it.Changes)
	for i := range it.Changes {
		add(1+i, it.Changes[i].Date)
	}
	if d := it.Withdrawn; d != nil {
		add(n+1, d.Date)
	}
	if d := it.Restored; d != nil {
		add(n+2, d.Date)
	}
	return all
}

// account gives the event's kind, what was done, and who approved it.
func (e Event) account() (k ChangeKind, what, by string) {
	it, n := e.Item, int32(len(e.Item.Changes))
	switch {
	case e.step == 0:
		return Added, "", it.ApprovedBy
	case e.step == n+1:
		return Withdrawn, it.Withdrawn.Reason, it.Withdrawn.Approval
	case e.step == n+2:
		return Restored, it.Restored.Reason, it.Restored.Approval
	}
	c := &it.Changes[e.step-1]
	if c.Kind == model.Correction {
		return Corrected, c.What, c.ApprovedBy
	}
	return Changed, c.What, c.ApprovedBy
}

// Change gives the event as an entry.
func (m *Maker) Change(e Event) Change {
	it := e.Item
	c := Change{Date: m.date(e.at.Date), Index: string(it.Index), Title: it.Title, Department: it.Department, DepartmentName: it.Department}
	m.buf = it.AppendAddress(append(m.buf[:0], m.site.Config.BaseURL...), ".html")
	c.URL = string(m.buf)
	c.Address = c.URL[len(m.site.Config.BaseURL):]
	if d := m.site.Department(it.Department); d != nil {
		c.Department, c.DepartmentName = d.ID, d.Name
	}
	c.Kind, c.What, c.ApprovedBy = e.account()
	c.KindName = c.Kind.Words().ZH
	return c
}

// AppendKey appends all that can change the event's entry but the site's configuration:
// two events with the same bytes have the same entry.
func (e Event) AppendKey(b []byte) []byte {
	k, what, by := e.account()
	for _, part := range [...]string{string(e.Item.Index), e.Item.Title, e.Item.Department, string(k), what, by} {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(part))), part...)
	}
	d := e.at.Date
	return append(binary.LittleEndian.AppendUint16(b, uint16(d.Year)), d.Month, d.Day)
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
	for i := range it.Changes {
		last = later(s, it, last, it.Changes[i].Date)
	}
	if d := it.Withdrawn; d != nil {
		last = later(s, it, last, d.Date)
	}
	if d := it.Restored; d != nil {
		last = later(s, it, last, d.Date)
	}
	return last
}

// later gives the day's moment where it has come and is after the last one.
func later(s *model.Site, it *model.Item, last calendar.Moment, day calendar.Date) calendar.Moment {
	if m := after(it, day); !day.After(s.Today) && m.After(last) {
		return m
	}
	return last
}

// Updated gives the day of Updated in words.
func (m *Maker) Updated(it *model.Item) string { return m.date(Updated(m.site, it).Date) }
