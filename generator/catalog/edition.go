package catalog

import (
	"encoding/binary"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/record"
	"gongkai/generator/source"
	"gongkai/generator/volume"
	"gongkai/generator/xlsx"
)

// limit gives the most rows of a file.
func (e *edition) limit() int { return volume.Limit(&e.site.Config) }

// An edition is one plan's shared values. It is read-only when files are rendered.
type edition struct {
	site  *model.Site
	seed  source.Digest
	books *xlsx.Maker
	sets  []*set // the whole, the departments in the site's order, others, the changes
	files []file // of the index
	outs  []plan.Output
}

// A set is a catalogue with its parts.
type set struct {
	*volume.Set
	e       *edition
	parts   []*part
	updated calendar.Date // the day of the last thing that happened to a row; zero for none
}

// A part is the rows of one file in each of its forms.
type part struct {
	*volume.Volume
	set     *set
	key     source.Digest
	updated calendar.Date
}

// newEdition sums up the site: each item once, or twice where the whole catalogue is one
// file beside the departments' files.
func newEdition(seed source.Digest, c *volume.Catalogue, s *model.Site) *edition {
	e := &edition{site: s, seed: seed, books: &xlsx.Maker{}}
	sum := summer{site: s}
	add := func(v *volume.Set) *set {
		g := &set{Set: v, e: e}
		for i := range v.Volumes {
			p := &part{Volume: &v.Volumes[i], set: g}
			p.key, p.updated = sum.volume(seed, p.Volume)
			if p.updated.After(g.updated) {
				g.updated = p.updated
			}
			g.parts = append(g.parts, p)
		}
		e.sets = append(e.sets, g)
		return g
	}
	whole := add(&c.Whole)
	for i := range c.Departments {
		add(&c.Departments[i])
	}
	add(&c.Others)
	if len(whole.parts) == 0 {
		for _, g := range e.sets {
			if g.updated.After(whole.updated) {
				whole.updated = g.updated
			}
		}
	}
	add(&c.Changes)
	return e
}

// whole gives the set of all items.
func (e *edition) whole() *set { return e.sets[0] }

// title names the catalogue.
func (g *set) title() string {
	switch g.Kind {
	case volume.Department:
		return g.Department.Name + "公开目录"
	case volume.Others:
		return region(g.e.site) + "其他公开事项目录"
	case volume.Changes:
		return region(g.e.site) + "变动目录"
	}
	return region(g.e.site) + "公开目录"
}

// title names the part: its catalogue, and which part it is.
func (v *part) title() string {
	if words := v.Span.Words(); words != "" {
		return v.set.title() + "（" + words + "）"
	}
	return v.set.title()
}

// publisher names who publishes the catalogue.
func (g *set) publisher() string {
	if g.Department != nil {
		return g.Department.Name
	}
	return g.e.site.Config.Owner
}

// page gives the absolute address of the page that shows the catalogue.
func (g *set) page() string {
	base := g.e.site.Config.BaseURL
	switch g.Kind {
	case volume.Department:
		return departmentPage(base, g.Department)
	case volume.Changes:
		return base + "catalog/changes.html"
	}
	return base + "catalog/index.html"
}

// id gives the department's id; "" where the catalogue is not one department's.
func (g *set) id() string {
	if g.Department != nil {
		return g.Department.ID
	}
	return ""
}

// region gives what the site is of: 示范区; its title where no region is given.
func region(s *model.Site) string {
	if s.Config.Region != "" {
		return s.Config.Region
	}
	return s.Config.Title
}

// A summer makes keys. It keeps its buffers, and sums digests many at a time, because a
// site has a million of them.
type summer struct {
	site  *model.Site
	batch []byte // what waits to be summed
	buf   []byte
}

// volume sums all that can change the files of a volume, and gives the day of the last
// thing that happened to a row. The names of departments and categories come from
// configuration files, which the seed sums.
func (m *summer) volume(seed source.Digest, v *volume.Volume) (source.Digest, calendar.Date) {
	var last calendar.Moment
	k := plan.Key(seed).Str(version, v.Stem).Int(len(v.Items), len(v.Events))
	for _, it := range v.Items {
		d := m.item(it)
		m.batch = append(m.batch, d[:]...)
		m.flush(k, 1<<13)
		if at := record.Updated(m.site, it); at.After(last) {
			last = at
		}
	}
	for _, ev := range v.Events {
		m.batch = ev.AppendKey(m.batch)
		m.flush(k, 1<<13)
	}
	m.flush(k, 1)
	if len(v.Events) > 0 {
		last.Date = v.Events[0].Day()
	}
	return k.Digest(), last.Date
}

// flush gives the key what waits, if that is as much.
func (m *summer) flush(k *plan.Keyer, least int) {
	if len(m.batch) >= least {
		k.Sum(source.Sum(m.batch))
		m.batch = m.batch[:0]
	}
}

// item sums an item: its card, its attachments (which a card leaves out), what has come of
// it by the build day, and what it replaces. For most items the card says it all.
func (m *summer) item(it *model.Item) source.Digest {
	s := m.site
	if len(it.Attachments) == 0 && it.Supersedes == "" && it.SupersededBy == "" && record.Still(s, it) {
		return it.Card
	}
	b := record.AppendMoving(append(m.buf[:0], it.Card[:]...), s, it)
	b = appendText(appendText(b, replaced(s, it.Supersedes)), replaced(s, it.SupersededBy))
	for i := range it.Attachments {
		a := &it.Attachments[i]
		offered := byte(0)
		if record.Offered(it, a) {
			offered = 1
		}
		b = appendText(appendText(appendText(b, a.Title), a.File), a.Address)
		b = append(binary.LittleEndian.AppendUint64(b, uint64(a.Size)), offered)
		b = append(b, a.Sum[:]...)
	}
	m.buf = b
	return source.Sum(b)
}

// appendText appends a text so that no two lists of texts give the same bytes.
func appendText(b []byte, text string) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(text))), text...)
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

// outline sums what an outline says of the set.
func (g *set) outline(k *plan.Keyer) {
	k.Str(g.Stem).Int(g.Count, len(g.parts)).Date(g.updated)
	for _, v := range g.parts {
		k.Str(v.Stem).Int(v.Count()).Date(v.updated)
	}
}
