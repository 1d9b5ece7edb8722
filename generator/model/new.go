package model

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/crew"
)

// Parts is what New makes a Site of: everything that load read, in any order.
type Parts struct {
	Config      Config
	Today       calendar.Date
	Now         calendar.Moment // decides which moments of publishing are past; zero: the end of Today
	Days        *calendar.Calendar
	Departments []*Department
	Categories  []*Category
	Duties      []*Duty
	Boards      []*Board
	Opinions    []*Opinion
	Orders      []*Order
	Filings     []*Filing
	Items       []*Item
	Bodies      Bodies
	Preview     bool // show drafts and held items too, as serve does
	Unprinted   bool // see Site
}

// New makes the site: sorts, indexes, resolves the addresses of attachments and decides
// who is public on the day. It keeps the parts and must be given them for good.
//
// Where two items carry one index number the first by path is the one that Item gives;
// check reports the second.
func New(p Parts) *Site {
	s := &Site{
		Config: p.Config, Today: p.Today, Days: p.Days,
		Departments: p.Departments, Categories: p.Categories, Duties: p.Duties, Boards: p.Boards,
		Opinions: p.Opinions, Orders: p.Orders, Filings: p.Filings,
		All: p.Items, Bodies: p.Bodies,
		items:       make(map[ID]*Item, len(p.Items)),
		departments: map[string]*Department{},
		categories:  map[string]*Category{},
		duties:      map[string]*Duty{},
		boards:      map[string]*Board{},
		followers:   map[ID][]*Item{},
		attachments: map[string]*Attachment{},
		preview:     p.Preview, Unprinted: p.Unprinted,
	}
	for _, d := range s.Departments {
		put(s.departments, d, d.ID, d.Name)
	}
	for _, c := range s.Categories {
		put(s.categories, c, c.Code, c.Name)
	}
	for _, d := range s.Duties {
		put(s.duties, d, d.ID, d.Title)
	}
	for _, b := range s.Boards {
		put(s.boards, b, b.ID)
	}
	slices.SortFunc(s.Opinions, func(a, b *Opinion) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(s.Orders, func(a, b *Order) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(s.All, func(a, b *Item) int { return cmp.Compare(a.Path, b.Path) })
	s.now = p.Now
	if s.now.IsZero() {
		s.now = p.Today.End()
	}
	for _, it := range s.All {
		if it.Index != "" {
			put(s.items, it, it.Index)
		}
		setAddresses(it)
		for i := range it.Attachments {
			a := &it.Attachments[i]
			s.attachments[a.Path] = a
		}
		if s.public(it) {
			s.Items = append(s.Items, it)
			if it.Follows != "" {
				s.followers[it.Follows] = append(s.followers[it.Follows], it)
			}
		}
	}
	sortNewest(s.Items)
	for _, f := range s.followers {
		slices.SortStableFunc(f, func(a, b *Item) int { return Newest(b, a) })
	}
	return s
}

// sortNewest sorts items by Newest: in halves beside each other, and then as one, which costs
// little for two runs in order.
func sortNewest(items []*Item) {
	half := len(items) / 2
	crew.All(func() { slices.SortFunc(items[:half], Newest) }, func() { slices.SortFunc(items[half:], Newest) })
	merged := make([]*Item, 0, len(items))
	a, b := items[:half], items[half:]
	for len(a) > 0 && len(b) > 0 {
		if Newest(b[0], a[0]) < 0 {
			merged, b = append(merged, b[0]), b[1:]
		} else {
			merged, a = append(merged, a[0]), a[1:]
		}
	}
	copy(items, append(append(merged, a...), b...))
}

// put adds v under each key that is not empty and not taken.
func put[K ~string, V any](m map[K]V, v V, keys ...K) {
	for _, k := range keys {
		if _, taken := m[k]; !taken && k != "" {
			m[k] = v
		}
	}
}

// Newest orders items as lists show them: newest first, then by index number, the larger first.
func Newest(a, b *Item) int {
	return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(b.Index, a.Index), cmp.Compare(a.Path, b.Path))
}

// Now gives the moment that decides what is published.
func (s *Site) Now() calendar.Moment { return s.now }

// Revised gives the site as it is with another reading of one of its items, which has the same
// path and index number: Item and ItemAt give that one. The lists keep the old one.
func (s *Site) Revised(it *Item) *Site {
	c := *s
	c.revised = it
	return &c
}

// Item gives the item with the index number, public or not, or nil.
func (s *Site) Item(id ID) *Item {
	if s.revised != nil && s.revised.Index == id {
		return s.revised
	}
	return s.items[id]
}

// ItemAt gives the item whose Markdown file has the path below content/, or nil.
func (s *Site) ItemAt(path string) *Item {
	if s.revised != nil && s.revised.Path == path {
		return s.revised
	}
	i, found := slices.BinarySearchFunc(s.All, path, func(it *Item, p string) int { return cmp.Compare(it.Path, p) })
	if !found {
		return nil
	}
	return s.All[i]
}

// Department gives the department with the id or the name, or nil.
func (s *Site) Department(key string) *Department { return s.departments[key] }

// Category gives the category with the code or the name, or nil.
func (s *Site) Category(key string) *Category { return s.categories[key] }

// Duty gives the duty with the id or the title, or nil.
func (s *Site) Duty(key string) *Duty { return s.duties[key] }

// Board gives the board with the id, or nil.
func (s *Site) Board(id string) *Board { return s.boards[id] }

// Attachment gives the attachment at the path below content/, or nil.
func (s *Site) Attachment(path string) *Attachment { return s.attachments[path] }

// Held reports whether the item waits for its day of publishing.
func (s *Site) Held(it *Item) bool {
	return !it.Draft && it.Published.After(s.now)
}

// Gone reports whether the item is withdrawn today: its page is a tombstone and lists
// and feeds leave it out, the change catalogue and the catalogue do not.
func (s *Site) Gone(it *Item) bool { return goneOn(it, s.Today) }

func goneOn(it *Item, day calendar.Date) bool {
	w := it.Withdrawn
	if w == nil || w.Date.After(day) {
		return false
	}
	r := it.Restored
	return r == nil || r.Date.After(day) || r.Date.Before(w.Date)
}

// Matter gives the items of the matter that the item belongs to, oldest first: what it
// follows, and what follows those, each once. A lone item's matter is nil. A chain that
// runs in a circle ends where it began.
func (s *Site) Matter(it *Item) []*Item {
	if it.Follows == "" && len(s.followers[it.Index]) == 0 {
		return nil
	}
	root, seen := it, map[*Item]bool{it: true}
	for root.Follows != "" {
		before := s.Item(root.Follows)
		if before == nil || seen[before] || !s.public(before) {
			break
		}
		seen[before] = true
		root = before
	}
	var all []*Item
	seen = map[*Item]bool{}
	var walk func(*Item)
	walk = func(x *Item) {
		if seen[x] {
			return
		}
		seen[x] = true
		all = append(all, x)
		for _, f := range s.followers[x.Index] {
			walk(f)
		}
	}
	walk(root)
	if len(all) < 2 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *Item) int { return Newest(b, a) })
	return all
}

// public reports whether an item of the site is among Items.
func (s *Site) public(it *Item) bool { return s.preview || !it.Draft && !s.Held(it) }

// CommentOpen reports whether the item asks for comments today.
func (s *Site) CommentOpen(it *Item) bool {
	return !it.CommentUntil.IsZero() && !s.Gone(it) &&
		!it.CommentUntil.Before(s.Today) && !it.CommentFrom.After(s.Today)
}

// Slug makes an index number safe for an address: ASCII letters, digits, "." "_" "-"
// stay, everything else becomes "-". It depends on the index number alone, so an
// address never changes. check refuses two index numbers with one slug.
func Slug(id ID) string {
	for i := range len(id) {
		if !plain(id[i]) {
			return slug(id)
		}
	}
	return string(id)
}

// plain reports whether the byte stays in a slug.
func plain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-'
}

func slug(id ID) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && plain(byte(r)) {
			return r
		}
		return '-'
	}, string(id))
}

// stem gives the address below the root that an item's forms share, without extension:
// items/CZ-2026/CZ-2026-00003. The folder is the slug up to its last hyphen, so that no
// folder grows with the whole site.
func stem(id ID) string {
	var b [128]byte
	return string(appendStem(b[:0], id))
}

func appendStem(b []byte, id ID) []byte {
	slug := Slug(id)
	dir := "other"
	if i := strings.LastIndexByte(slug, '-'); i > 0 && strings.Trim(slug[:i], ".") != "" {
		dir = slug[:i]
	}
	b = append(append(b, "items/"...), dir...)
	return append(append(b, '/'), slug...)
}

// Address gives the item's page below the site's root; with another ext (".json",
// ".txt") its other forms.
func (it *Item) Address(ext string) string {
	var b [128]byte
	return string(it.AppendAddress(b[:0], ext))
}

// AppendAddress appends what Address gives.
func (it *Item) AppendAddress(b []byte, ext string) []byte {
	return append(appendStem(b, it.Index), ext...)
}

// attachmentAddress gives a file's address: below the item's stem, by its own name where
// that is plain ASCII, else by a digest of the name, so that it stays when others come.
func attachmentAddress(id ID, file string) string {
	name := strings.ReplaceAll(file, "/", "-")
	if safeName(name) {
		return stem(id) + "/" + name
	}
	return digestAddress(id, file)
}

func digestAddress(id ID, file string) string {
	return stem(id) + "/" + "f-" + sumName(file) + strings.ToLower(safeExt(path.Ext(file)))
}
