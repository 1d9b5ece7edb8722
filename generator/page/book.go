package page

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"

	"gongkai/generator/calendar"
	"gongkai/generator/headers"
	"gongkai/generator/minify"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/post"
	"gongkai/generator/record"
	"gongkai/generator/register"
	"gongkai/generator/source"
	"gongkai/generator/theme"
	"gongkai/generator/volume"
)

// A book is one plan's shared values: the site's items in the orders that pages want, and
// what is shown again and again, made once. It is read-only when pages are rendered.
type book struct {
	*Product
	site   *model.Site
	pub    *Site
	lang   string
	shells map[shellKey]shell

	live         []*model.Item // on lists: all but tombstones, newest first
	byGroup      map[string][]*model.Item
	byCategory   map[string][]*model.Item
	byFocus      map[string][]*model.Item
	byDepartment map[string][]*model.Item
	byCadence    map[model.Cadence][]*model.Item
	byStage      map[model.Stage][]*model.Item
	crossed      map[cross][]*model.Item
	byDuty       map[cross][]*model.Item  // by department and duty
	archive      map[string][]yearOf      // by department
	replacedBy   map[model.ID]*model.Item // items that say supersedes, by the one replaced
	chips        map[string]chip          // departments, as item pages show them
	postings     [][]post.Posting         // of each board, in the order of Site.Boards
	volumes      *volume.Catalogue        // the files of the catalogue, to link to
	events       []record.Event           // the change catalogue, newest first
	register     *register.Register       // the standing catalogue
	watch        *watch                   // nil where no page shows of it
	voices       voices                   // the opinions, the whole site's

	kit kit

	rendered sync.Map // facets, by what they show: a cache of pure values
	outs     []plan.Output
}

// A chip is a department or a category with its address below the root.
type chip struct{ name, address string }

// deepest is how many folders deep a page lies: departments/<id>/2026-07/2.html.
const deepest = 3

func (p *Product) book(s *model.Site) (*book, error) {
	b := &book{
		Product: p, site: s, pub: siteView(&s.Config), lang: s.Config.Language,
		shells: map[shellKey]shell{}, byGroup: map[string][]*model.Item{}, byCategory: map[string][]*model.Item{},
		byFocus: map[string][]*model.Item{}, byDepartment: map[string][]*model.Item{},
		byCadence: map[model.Cadence][]*model.Item{}, byStage: map[model.Stage][]*model.Item{},
		crossed: map[cross][]*model.Item{}, byDuty: map[cross][]*model.Item{}, archive: map[string][]yearOf{},
		replacedBy: map[model.ID]*model.Item{}, chips: map[string]chip{},
	}
	if b.lang == "" {
		b.lang = "zh-CN"
	}
	b.outs = make([]plan.Output, 0, len(s.Items)*4+1000)
	roots := []string{b.absolute()}
	for i := range deepest + 1 {
		roots = append(roots, strings.Repeat("../", i))
	}
	for _, r := range roots {
		for _, nav := range []string{"", "catalog", "departments", "categories", "consultations", "boards", "supervision", "search"} {
			sh, err := b.shell(r, nav)
			if err != nil {
				return nil, err
			}
			b.shells[shellKey{r, nav}] = sh
		}
	}
	for _, d := range s.Departments {
		b.chips[d.ID] = chip{d.Name, "departments/" + d.ID + ".html"}
	}
	b.index()
	if err := b.kit.prepare(b); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *book) index() {
	s := b.site
	focus := map[string]string{}
	for _, c := range s.Categories {
		focus[c.Code] = c.Focus
	}
	b.live = make([]*model.Item, 0, len(s.Items))
	for _, it := range s.Items {
		if it.Supersedes != "" {
			b.replacedBy[it.Supersedes] = it
		}
		if s.Gone(it) {
			continue
		}
		b.live = append(b.live, it)
		group := it.Category
		if c := s.Category(it.Category); c != nil {
			group = c.Group()
		}
		b.byGroup[group] = append(b.byGroup[group], it)
		b.byCategory[it.Category] = append(b.byCategory[it.Category], it)
		b.byDepartment[it.Department] = append(b.byDepartment[it.Department], it)
		b.crossed[cross{it.Department, group}] = append(b.crossed[cross{it.Department, group}], it)
		b.byCadence[it.Cadence] = append(b.byCadence[it.Cadence], it)
		b.byStage[it.Stage] = append(b.byStage[it.Stage], it)
		if d := s.Duty(it.Duty); it.Duty != "" && d != nil {
			at := cross{it.Department, d.ID}
			b.byDuty[at] = append(b.byDuty[at], it)
		}
		if f := focus[it.Category]; f != "" {
			b.byFocus[f] = append(b.byFocus[f], it)
		}
	}
	b.voices = voicesOf(s, func(*model.Opinion) bool { return true })
	for _, bd := range s.Boards {
		b.postings = append(b.postings, post.Postings(s, bd))
	}
	b.events = record.Events(s)
	b.volumes = volume.Of(s, b.events)
	for _, d := range s.Departments {
		b.archive[d.ID] = years(b.byDepartment[d.ID])
	}
	b.register = register.Of(s)
	b.watch = b.newWatch()
}

// absolute gives the path of the site's address on its host, with "/" at both ends.
func (b *book) absolute() string {
	if u, err := url.Parse(b.pub.BaseURL); err == nil && strings.HasPrefix(u.Path, "/") {
		return "/" + strings.TrimLeft(strings.TrimRight(u.EscapedPath(), "/")+"/", "/")
	}
	return "/"
}

func (b *book) assetDigest(name string) string {
	text, _ := b.theme.File(theme.Assets + "/" + name)
	return source.Sum(text).Short()
}

// key starts the key of a page.
func (b *book) key(path string) *plan.Keyer { return plan.Key(b.seed).Str(path) }

// add plans one output.
func (b *book) add(path string, key source.Digest, render func(io.Writer) error) {
	b.outs = append(b.outs, plan.Output{Path: path, Key: key, Render: render})
}

// assets plans the theme's assets, minified, and the headers for hosts that read them in
// the site.
func (b *book) assets() {
	said, _ := b.said().Config("netlify")
	b.add(headers.File, plan.Key(source.Digest{}).Str(version, said).Digest(), func(w io.Writer) error {
		_, err := io.WriteString(w, said)
		return err
	})
	for _, p := range b.theme.Files(theme.Assets) {
		text, _ := b.theme.File(p)
		b.add(p, plan.Key(source.Sum(text)).Str(version).Digest(), func(w io.Writer) error {
			_, err := w.Write(minify.Asset(p, text))
			return err
		})
	}
}

func (b *book) departmentName(id string) string {
	if d := b.site.Department(id); d != nil {
		return d.Name
	}
	return id
}

func (b *book) categoryName(code string) string {
	if c := b.site.Category(code); c != nil {
		return c.Name
	}
	return code
}

// group gives the code of the group that a category is in.
func (b *book) group(code string) string {
	if c := b.site.Category(code); c != nil {
		return c.Group()
	}
	return code
}

// A state is what the day makes of an item; it belongs to the key of whatever shows it.
type state int

const (
	stateDraft state = 1 << iota
	stateHeld
	stateGone
	stateSoon    // comments may be sent from a later day on
	stateOpen    // comments may be sent today
	stateClosed  // comments could be sent
	stateExpired // valid_until is past
)

func (b *book) state(it *model.Item) (st state) {
	s := b.site
	if it.Draft {
		st |= stateDraft
	}
	if s.Held(it) {
		st |= stateHeld
	}
	if it.Withdrawn != nil && s.Gone(it) {
		st |= stateGone
	}
	if !it.CommentUntil.IsZero() && st&stateGone == 0 {
		switch {
		case it.CommentFrom.After(s.Today):
			st |= stateSoon
		case it.CommentUntil.Before(s.Today):
			st |= stateClosed
		default:
			st |= stateOpen
		}
	}
	if !it.ValidUntil.IsZero() && it.ValidUntil.Before(s.Today) {
		st |= stateExpired
	}
	return st
}

// states adds the cards and the states of items to a key.
func (b *book) states(k *plan.Keyer, items []*model.Item) *plan.Keyer {
	k.Cards(items...)
	for _, it := range items {
		k.Int(int(b.state(it)))
	}
	return k
}

// left says how many days remain to the day, today included in none of them.
func left(today, until calendar.Date) string {
	switch n := today.DaysUntil(until); {
	case n < 0:
		return "已截止"
	case n == 0:
		return "今天截止"
	default:
		return fmt.Sprintf("还剩 %d 天", n)
	}
}

// newest gives the first n.
func newest[T any](items []T, n int) []T { return items[:min(n, len(items))] }
