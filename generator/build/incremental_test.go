package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/write"
)

// A tree is a content tree that the test edits like a department over a year.
type tree struct {
	files fstest.MapFS
	theme fstest.MapFS
	day   calendar.Date
	items map[string]*entry // by path
	next  map[string]int    // serial of a department
	rng   *rand.Rand
	clock time.Time  // of the last change
	cache *cache.Dir // of what was read; nil for none
}

// An entry is one item before it is written out.
type entry struct {
	index, title, category, extra, body string
	published                           calendar.Date
}

var offices = []string{"caizheng", "shuiwu", "gongshui"}

func newTree(seed int64) *tree {
	t := &tree{files: fstest.MapFS{}, items: map[string]*entry{}, next: map[string]int{}, rng: rand.New(rand.NewSource(seed)),
		clock: time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)}
	t.day, _ = calendar.Make(2026, 6, 1)
	t.put("site.yaml", "title: 测试区政务公开\nregion: 测试区\nbase_url: https://gongkai.example/\npage_size: 5\nsupervision_phone: 0000-12345\n")
	t.put("holidays/2026.yaml", "year: 2026\noff: [2026-01-01, 2026-10-01]\nwork: []\n")
	t.departments("和平路")
	t.duties("次月10日前")
	for range 14 {
		t.add()
	}
	t.write()
	return t
}

// put writes a file; one that says the same already keeps its time.
func (t *tree) put(name, text string) {
	if old := t.files[name]; old != nil && string(old.Data) == text {
		return
	}
	t.files[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644, ModTime: t.clock}
}

func (t *tree) departments(street string) {
	var b strings.Builder
	for i, id := range offices {
		kind := "agency"
		if id == "gongshui" {
			kind = "utility\n  supervised_by: shuiwu"
		}
		fmt.Fprintf(&b, "- id: %s\n  code: D%d\n  name: 测试区%s\n  kind: %s\n  phone: 0000-8810001\n  address: %s%d号\n  hours: 工作日 9:00-17:00\n  complaint_phone: 0000-12345\n  clerk: 办公室\n  deputy: 综合科\n  functions: 测试职责。\n  powers: 测试权限。\n", id, i, []string{"财政局", "水务局", "供水公司"}[i], kind, street, i+1)
	}
	t.put("departments.yaml", b.String())
}

// duties writes the standing catalogue: what is due each month, each quarter, and at no time.
func (t *tree) duties(limit string) {
	t.put("duties.yaml", fmt.Sprintf(`- {id: monthly, title: 月度情况, category: "0403", departments: [all], cadence: routine, limit: %s, channels: [政府网站], level: 县级}
- {id: quarterly, title: 季度情况, category: "0401", departments: [agency], cadence: routine, every: quarter, channels: [政府网站, 公开栏], level: 县级}
- {id: rules, title: 规范性文件, category: "0201", departments: [agency], cadence: adhoc, level: 县级}
`, limit))
}

// meets makes an item meet a month of a duty.
func (t *tree) meets(e *entry) {
	e.extra = fmt.Sprintf("duty: monthly\ncadence: routine\nperiod: 2026-%02d\n", max(1, int(t.day.Month)-t.rng.Intn(3)))
}

func (t *tree) add() string {
	dept := offices[t.rng.Intn(len(offices))]
	t.next[dept]++
	n := t.next[dept]
	path := fmt.Sprintf("%s/2026/%05d/index.md", dept, n)
	e := &entry{
		index: fmt.Sprintf("D%d-2026-%05d", slices.Index(offices, dept), n), title: fmt.Sprintf("关于第%d件事的公告", t.rng.Intn(1000)),
		category: t.category(), body: t.sentence(), published: t.day.AddDays(t.rng.Intn(40) - 30),
	}
	if before := t.some(); before != "" && t.rng.Intn(3) == 0 {
		prior := t.items[before]
		if !prior.published.After(e.published) {
			e.extra = "stage: process\nfollows: " + prior.index + "\n"
			e.body += "\n\n见[前文](" + prior.index + ")。"
		}
	}
	if e.extra == "" && t.rng.Intn(3) == 0 {
		t.meets(e)
	}
	t.items[path] = e
	return path
}

func (t *tree) category() string {
	return []string{"01", "0201", "03", "0401", "0403", "05", "06", "0701"}[t.rng.Intn(8)]
}

func (t *tree) sentence() string {
	return strings.Repeat(fmt.Sprintf("第%d段说明工作安排和进展。", t.rng.Intn(100)), 1+t.rng.Intn(9))
}

// some gives the path of an item.
func (t *tree) some() string {
	paths := slices.Sorted(maps.Keys(t.items))
	if len(paths) == 0 {
		return ""
	}
	return paths[t.rng.Intn(len(paths))]
}

// write writes all entries out as files.
func (t *tree) write() {
	for path, e := range t.items {
		p := e.published
		made := p
		if made.After(t.day) {
			made = t.day
		}
		t.put(path, fmt.Sprintf("---\ntitle: %s\nindex: %s\ncategory: %q\nmade: %s\nreviewed: %s\napproved: %s\npublished: %s\nsecrecy: pass\n%s---\n\n%s\n",
			e.title, e.index, e.category, made, made, made, p, e.extra, e.body))
	}
}

// drop deletes an item and the files beside it.
func (t *tree) drop(p string) {
	for name := range t.files {
		if strings.HasPrefix(name, strings.TrimSuffix(p, "index.md")) {
			delete(t.files, name)
		}
	}
	delete(t.items, p)
}

// edits are what may happen in a day's work; each says what it did.
var edits = []func(*tree) string{
	func(t *tree) string { return "new item " + t.add() },
	func(t *tree) string { p := t.some(); t.items[p].body = t.sentence(); return "body of " + p },
	func(t *tree) string {
		p := t.some()
		t.items[p].title = "改题：" + t.sentence()[:30]
		return "title of " + p
	},
	func(t *tree) string { p := t.some(); t.items[p].category = t.category(); return "category of " + p },
	func(t *tree) string {
		p := t.some()
		t.items[p].published = t.day.AddDays(t.rng.Intn(20) - 10)
		return "date of " + p
	},
	func(t *tree) string { // to another department, under a number of that one
		p := t.some()
		e := t.items[p]
		t.drop(p)
		to := t.add()
		t.items[to].title, t.items[to].body = e.title, e.body
		return p + " goes to another department as " + to
	},
	func(t *tree) string {
		p := t.some()
		t.put(strings.TrimSuffix(p, "index.md")+"fujian.csv", "a,b\r\n"+t.sentence())
		return "attachment of " + p
	},
	func(t *tree) string {
		p := t.some()
		delete(t.files, strings.TrimSuffix(p, "index.md")+"fujian.csv")
		return "no attachment of " + p
	},
	func(t *tree) string {
		p := t.some()
		t.drop(p)
		return "deletion of " + p
	},
	func(t *tree) string {
		t.day = t.day.AddDays(1 + t.rng.Intn(5))
		return "the day moves to " + t.day.String()
	},
	func(t *tree) string {
		t.departments(fmt.Sprintf("第%d大道", t.rng.Intn(50)))
		return "departments.yaml"
	},
	func(t *tree) string {
		limit := fmt.Sprintf("次月%d日前", 5+t.rng.Intn(10))
		t.duties(limit)
		return "duties.yaml, " + limit
	},
	func(t *tree) string { p := t.some(); t.meets(t.items[p]); return "a month of a duty for " + p },
	func(t *tree) string {
		p := t.some()
		day := t.items[p].published
		t.items[p].extra += fmt.Sprintf("changes:\n  - {date: %s, what: 更正一处数字, approved_by: 组长, kind: correction}\n", day)
		return "correction of " + p
	},
	func(t *tree) string {
		p := t.some()
		t.items[p].extra = fmt.Sprintf("withdrawn: {date: %s, reason: 内容有误, approval: 组长}\n", t.items[p].published)
		return "withdrawal of " + p
	},
	func(t *tree) string {
		p := t.some()
		t.items[p].extra = fmt.Sprintf("stage: draft\ncomment_from: %s\ncomment_until: %s\ncomment_to: 电话 0000-8810001\n", t.items[p].published, t.day.AddDays(t.rng.Intn(6)))
		return "comments on " + p
	},
	func(t *tree) string {
		if t.theme == nil {
			t.theme = fstest.MapFS{"assets/own.css": {Data: []byte("/* own */")}}
			return "a theme of one's own"
		}
		t.theme = nil
		return "the default theme"
	},
	func(t *tree) string { // an opinion, new or changed: with an answer or without, public or not
		p := fmt.Sprintf("%s/opinions/%d.md", offices[t.rng.Intn(len(offices))], t.rng.Intn(3))
		head, body := fmt.Sprintf("title: 关于第%d件事的意见\nreceived: %s\n", t.rng.Intn(1000), t.day.AddDays(-9)), t.sentence()
		if t.rng.Intn(3) == 0 {
			head += "about: " + t.items[t.some()].index + "\n"
		}
		if t.rng.Intn(4) > 0 {
			head += "public: true\n"
		}
		if t.rng.Intn(3) > 0 {
			head += fmt.Sprintf("answered: %s\nadopted: adopted\n", t.day.AddDays(-t.rng.Intn(5)))
			body += "\n\n## 答复\n\n" + t.sentence()
		}
		t.put(p, "---\n"+head+"---\n\n"+body+"\n")
		return p
	},
	func(t *tree) string {
		for p := range t.files {
			if strings.Contains(p, "/opinions/") || strings.HasPrefix(p, "supervision/") {
				delete(t.files, p)
			}
		}
		return "no opinions and orders"
	},
	func(t *tree) string {
		p := fmt.Sprintf("supervision/%d.md", t.rng.Intn(3))
		t.put(p, fmt.Sprintf("---\nkind: order\ntitle: 关于限时公开第%d件事的通知\ndepartment: %s\ncategory: %q\nissued: %s\ndeadline: %s\npublic: true\n---\n",
			t.rng.Intn(1000), offices[t.rng.Intn(len(offices))], t.category(), t.day.AddDays(-9), t.day.AddDays(t.rng.Intn(12)-6)))
		return p
	},
	func(t *tree) string {
		t.put("site.yaml", strings.Replace(string(t.files["site.yaml"].Data), "page_size: 5", "page_size: 7", 1))
		return "site.yaml"
	},
}

// snapshot gives a copy to go back to.
func (t *tree) snapshot() tree {
	c := *t
	c.files, c.items, c.next = maps.Clone(t.files), map[string]*entry{}, maps.Clone(t.next)
	for p, e := range t.items {
		x := *e
		c.items[p] = &x
	}
	return c
}

// build builds into a folder, and tells whether the content had no errors: an edit may
// leave a link or a step without what it points at.
func (t *tree) build(tt *testing.T, root string, fresh bool) (Result, bool) {
	tt.Helper()
	sink, err := write.Open(root, fresh)
	if err != nil {
		tt.Fatal(err)
	}
	o := Options{Content: t.files, Date: t.day, Program: "test", Commit: "c0", Now: t.clock}
	if t.cache != nil && !fresh {
		o.Cache = t.cache
	}
	if t.theme != nil {
		o.Theme = t.theme
	}
	r, err := Site(context.Background(), o, sink)
	if errors.Is(err, ErrFindings) {
		return r, false
	}
	if err != nil {
		tt.Fatal(err)
	}
	return r, true
}

// files reads everything below a folder, the manifest too.
func files(t *testing.T, root string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		out[filepath.ToSlash(rel)], err = os.ReadFile(p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestIncrementalEqualsClean holds the law: after any sequence of edits a build that keeps
// what it can, of the site and of what was read, has the bytes of one from nothing.
func TestIncrementalEqualsClean(t *testing.T) {
	seeds, count, least := int64(2), 100, 60
	if testing.Short() { // under the race detector
		seeds, count, least = 1, 12, 5
	}
	for seed := range seeds {
		tr := newTree(seed)
		if seed == 0 {
			tr.cache = cache.Open(t.TempDir())
			defer tr.cache.Close()
		}
		root := filepath.Join(t.TempDir(), "public")
		tr.build(t, root, false)
		kept, made := 0, 0
		for n := range count {
			old := tr.snapshot()
			tr.clock = tr.clock.Add(time.Hour)
			did := edits[tr.rng.Intn(len(edits))](tr)
			if len(tr.items) == 0 {
				tr.add()
			}
			tr.write()
			r, ok := tr.build(t, root, false)
			if !ok {
				old.clock = tr.clock // goes on: no two states of a file have one time
				*tr = old
				continue
			}
			made++
			kept += r.Write.Kept
			clean := filepath.Join(t.TempDir(), "clean")
			tr.build(t, clean, true)
			have, want := files(t, root), files(t, clean)
			for p, b := range want {
				if !bytes.Equal(have[p], b) {
					t.Errorf("seed %d, edit %d (%s): %s differs from a clean build (%d and %d bytes)", seed, n, did, p, len(have[p]), len(b))
				}
			}
			for p := range have {
				if _, ok := want[p]; !ok {
					t.Errorf("seed %d, edit %d (%s): %s is left over", seed, n, did, p)
				}
			}
			if t.Failed() {
				return
			}
		}
		if kept == 0 || made < least {
			t.Errorf("%d edits were built and %d files kept: the test shows too little", made, kept)
		}
	}
}

// TestOnlyWhatShowsAChangeIsWritten: a body's change rewrites the item's own page and text,
// a title's change also the lists, feeds and catalogue that show it, and no other item.
func TestOnlyWhatShowsAChangeIsWritten(t *testing.T) {
	tr := newTree(7)
	root := filepath.Join(t.TempDir(), "public")
	tr.build(t, root, false)
	before := files(t, root)
	changed := func() (out []string) {
		tr.write()
		tr.build(t, root, false)
		after := files(t, root)
		for p, b := range after {
			if !bytes.Equal(before[p], b) && !strings.HasPrefix(p, ".gongkai/") {
				out = append(out, p)
			}
		}
		before = after
		slices.Sort(out)
		return out
	}
	if got := changed(); got != nil {
		t.Errorf("nothing changed, and yet %v", got)
	}
	path := slices.Sorted(maps.Keys(tr.items))[0]
	e := tr.items[path]
	e.body = strings.Repeat("这一段是摘要里的话。", 12)
	changed()
	stem := "items/" + e.index[:strings.LastIndex(e.index, "-")] + "/" + e.index
	e.body += "\n\n后来补充的一段。"
	got := changed()
	texts, index := 0, 0
	got = slices.DeleteFunc(got, func(p string) bool { // lists and one file of texts of the search
		name, of := strings.CutPrefix(p, "search/data/0/")
		if strings.HasPrefix(name, "b") {
			texts++
		}
		if of {
			index++
		}
		return of
	})
	if !slices.Equal(got, []string{stem + ".html", stem + ".txt"}) || texts != 1 || index < 3 {
		t.Errorf("a body's change wrote %v, %d files of the index, %d of them texts", got, index, texts)
	}
	e.title = "改过的标题"
	got = changed()
	for _, want := range []string{stem + ".html", stem + ".json", "catalog/catalog.json"} {
		if !slices.Contains(got, want) {
			t.Errorf("a title's change did not write %s", want)
		}
	}
	for _, p := range got {
		if strings.HasPrefix(p, "items/") && !strings.HasPrefix(p, stem) && !bytes.Contains(before[p], []byte(e.title)) {
			t.Errorf("a title's change wrote %s, which does not show it", p)
		}
	}
}
