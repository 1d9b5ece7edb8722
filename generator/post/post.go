// Package post knows what hangs on which notice board 公开栏 on which day, and what is put
// up and taken down (clause 六·1), where on the board it has room, and which printed files a
// site has and where. It looks at an item's record and a board's entry only; how a sheet
// looks is not its subject.
package post

import (
	"cmp"
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

// Days is how long an item hangs where its record sets no end (content-model: published
// + 30 days).
const Days = 30

const (
	// Back is how many days back a sheet is new, and how far back the moves begin: a clerk
	// who goes to the board once a week sees all that is to do.
	Back = 7
	// Ahead is how many days a plan looks ahead.
	Ahead = 30
)

// A Posting is one item's time on one board.
type Posting struct {
	Item        *model.Item
	From, Until calendar.Date // both days count
	Cut         bool          // taken down before its time: the item was withdrawn
}

// On reports whether the sheet hangs on the day.
func (p Posting) On(day calendar.Date) bool {
	return !day.Before(p.From) && !day.After(p.Until)
}

// Off is the day on which the sheet is taken down, the first on which it no longer hangs.
func (p Posting) Off() calendar.Date { return p.Until.AddDays(1) }

// Of gives the item's time on the board, and false where it never hangs there.
//
// An item that names boards hangs on those alone, and one whose list of boards is written
// but empty hangs nowhere. One that names none hangs on every board whose entry lists its
// department or its category (both, where the entry has both lists), unless it is
// disclosed on request only. Nothing hangs before it is published, nor from the day on
// which it is withdrawn.
func Of(s *model.Site, it *model.Item, b *model.Board) (Posting, bool) {
	if it.Draft || it.Published.IsZero() || !hangs(s, it, b) {
		return Posting{}, false
	}
	p := Posting{Item: it, From: it.PostFrom, Until: it.PostUntil}
	if p.From.Before(it.Published.Date) { // a zero date is before any other
		p.From = it.Published.Date
	}
	if p.Until.IsZero() {
		p.Until = p.From.AddDays(Days)
	}
	if w := it.Withdrawn; w != nil && !w.Date.IsZero() && !p.Until.Before(w.Date) {
		if r := it.Restored; r == nil || r.Date.IsZero() || r.Date.After(s.Today) || r.Date.Before(w.Date) {
			p.Until, p.Cut = w.Date.AddDays(-1), true
		}
	}
	return p, !p.Until.Before(p.From)
}

func hangs(s *model.Site, it *model.Item, b *model.Board) bool {
	if len(it.Boards) > 0 || it.Given("boards") {
		return slices.Contains(it.Boards, b.ID)
	}
	if len(b.Departments)+len(b.Categories) == 0 || it.Method == model.OnRequest {
		return false
	}
	return TakesDepartment(b, s.Department(it.Department)) && TakesCategory(s, b, s.Category(it.Category))
}

// TakesDepartment reports whether the board's entry lets the department's sheets hang; a
// board without a list takes all.
func TakesDepartment(b *model.Board, d *model.Department) bool {
	return len(b.Departments) == 0 || d != nil && d.Among(b.Departments)
}

// TakesCategory reports whether the board's entry lets sheets of the category hang: the
// category itself or its group, by code or by name. A board without a list takes all.
func TakesCategory(s *model.Site, b *model.Board, c *model.Category) bool {
	if len(b.Categories) == 0 {
		return true
	}
	return c != nil && slices.ContainsFunc(b.Categories, func(x string) bool {
		if x == c.Code || x == c.Name || x == c.Group() {
			return true
		}
		g := s.Category(c.Group())
		return g != nil && x == g.Name
	})
}

// Postings gives every posting of the board among the items that the public may see, in
// hanging order: by group of categories, then newest first. Held items are left out: a
// plan that is published must not tell of them before their day.
func Postings(s *model.Site, b *model.Board) []Posting {
	var out []Posting
	for _, it := range s.Items {
		if p, ok := Of(s, it, b); ok && s.IsPublic(it) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y Posting) int {
		return cmp.Or(cmp.Compare(group(s, x.Item), group(s, y.Item)), model.Newest(x.Item, y.Item))
	})
	return out
}

func group(s *model.Site, it *model.Item) string {
	if c := s.Category(it.Category); c != nil {
		return c.Group()
	}
	return it.Category
}
