package feed

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/source"
)

const base = "https://gongkai.example/x/"

var today = date(2026, 9, 1)

func date(y, m, d int) calendar.Date {
	v, ok := calendar.Make(y, m, d)
	if !ok {
		panic("no such day")
	}
	return v
}

func item(dept, category string, n int, change ...func(*model.Item)) *model.Item {
	it := &model.Item{Path: fmt.Sprintf("%s/%d.md", dept, n), Index: model.ID(fmt.Sprintf("%s-2026-%05d", strings.ToUpper(dept), n)),
		Title: fmt.Sprintf("第%d号公告", n), Department: dept, Category: category, Summary: "概述。", Keywords: []string{"词"},
		Published: calendar.Moment{Date: date(2026, 7, 1).AddDays(n % 30), Minute: 9*60 + 30, Timed: true}}
	for _, c := range change {
		c(it)
	}
	it.Card = source.Sum(fmt.Append(nil, it.Index, it.Title, it.Summary))
	return it
}

func mixed() []*model.Item {
	return []*model.Item{
		item("water", "0401", 1, func(it *model.Item) { it.Title = "</title><script>alert(1)</script> & \x0b\x00控制\uffff\xff" }),
		item("water", "04", 2, func(it *model.Item) {
			it.Published = calendar.Moment{Date: date(2026, 7, 2)}
			it.Changes = []model.Change{{Date: date(2026, 8, 5), What: "改"}, {Date: date(2026, 12, 5), What: "将来"}}
		}),
		item("water", "0401", 3, func(it *model.Item) {
			it.Withdrawn = &model.Decision{Date: date(2026, 8, 2), Reason: "有误"}
		}),
		item("taxes", "02", 4, func(it *model.Item) { it.Summary = "" }),
		item("taxes", "02", 5, func(it *model.Item) { it.Published = calendar.Moment{Date: date(2027, 1, 1)} }),
	}
}

func site(today calendar.Date, items ...*model.Item) *model.Site {
	return model.New(model.Parts{
		Config: model.Config{Title: "示范区政务公开", Owner: "示范区办公室", BaseURL: base, Language: "zh-CN", Timezone: "Asia/Shanghai"},
		Today:  today,
		Departments: []*model.Department{{ID: "water", Name: "示范区水务局"}, {ID: "taxes", Name: "示范区税务局"},
			{ID: "empty", Name: "示范区档案馆"}},
		Categories: []*model.Category{{Code: "02", Name: "政策文件"}, {Code: "04", Name: "财政与重大事项"}, {Code: "0401", Name: "财政预决算", Parent: "04"},
			{Code: "11", Name: "公用事业"}},
		Items: items,
	})
}

func render(t testing.TB, s *model.Site) map[string][]byte {
	t.Helper()
	outs, err := plan.Outputs(s, []plan.Product{New(source.Digest{})})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, o := range outs {
		var b bytes.Buffer
		if err := o.Render(&b); err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		files[o.Path] = b.Bytes()
	}
	return files
}

// read is an Atom feed as a reader sees it.
type read struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string     `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      []string   `xml:"http://www.w3.org/2005/Atom id"`
	Title   []string   `xml:"http://www.w3.org/2005/Atom title"`
	Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
	Author  []string   `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []readLink `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID        []string   `xml:"id"`
		Title     []string   `xml:"title"`
		Updated   []string   `xml:"updated"`
		Published []string   `xml:"published"`
		Author    []string   `xml:"author>name"`
		Summary   []string   `xml:"summary"`
		Links     []readLink `xml:"link"`
		Category  []struct {
			Term  string `xml:"term,attr"`
			Label string `xml:"label,attr"`
		} `xml:"category"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type readLink struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
}

func readAtom(t *testing.T, path string, text []byte) (f read) {
	t.Helper()
	if err := xml.Unmarshal(text, &f); err != nil {
		t.Fatalf("%s: %v in\n%s", path, err, text)
	}
	return f
}

// one reports the single value of an element that must stand exactly once.
func one(t *testing.T, what string, values []string) string {
	t.Helper()
	if len(values) != 1 || values[0] == "" {
		t.Errorf("%s: %q, want exactly one", what, values)
		return ""
	}
	return values[0]
}

func TestFiles(t *testing.T) {
	var got []string
	for path := range render(t, site(today, mixed()...)) {
		got = append(got, path)
	}
	want := []string{"robots.txt", "sitemap.xml"}
	for _, stem := range []string{"all", "departments/water", "departments/taxes", "departments/empty", "groups/02", "groups/04", "groups/11"} {
		want = append(want, "feeds/"+stem+".atom", "feeds/"+stem+".json")
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("files %q\nwant %q", got, want)
	}
}

// Every Atom feed has what RFC 4287 requires.
func TestAtomIsComplete(t *testing.T) {
	for path, text := range render(t, site(today, mixed()...)) {
		if !strings.HasSuffix(path, ".atom") {
			continue
		}
		f := readAtom(t, path, text)
		if one(t, path+" id", f.ID) != base+path || f.Lang != "zh-CN" {
			t.Errorf("%s: id %q, language %q", path, f.ID, f.Lang)
		}
		one(t, path+" title", f.Title)
		one(t, path+" author", f.Author)
		moment(t, one(t, path+" updated", f.Updated))
		rels := map[string]string{}
		for _, l := range f.Links {
			rels[l.Rel] = l.Href
		}
		if rels["self"] != base+path || rels["alternate"] == "" {
			t.Errorf("%s: links %v", path, f.Links)
		}
		for _, e := range f.Entries {
			id := one(t, path+" entry id", e.ID)
			one(t, id+" title", e.Title)
			one(t, id+" author", e.Author)
			updated, published := one(t, id+" updated", e.Updated), one(t, id+" published", e.Published)
			if moment(t, updated).Before(moment(t, published)) {
				t.Errorf("%s was updated %s before it was published %s", id, updated, published)
			}
			if len(e.Links) == 0 || e.Links[0].Rel != "alternate" || e.Links[0].Href != id {
				t.Errorf("%s: links %v", id, e.Links)
			}
			if len(e.Category) != 1 || e.Category[0].Term == "" || e.Category[0].Label == "" {
				t.Errorf("%s: category %v", id, e.Category)
			}
		}
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, text)
	if err != nil || !strings.HasSuffix(text, "+08:00") {
		t.Errorf("time %q: %v; want one with +08:00", text, err)
	}
	return v
}

func TestWhichItemsAndWhen(t *testing.T) {
	files := render(t, site(today, mixed()...))
	f := readAtom(t, "all", files["feeds/all.atom"])
	got := ""
	for _, e := range f.Entries {
		got += fmt.Sprintln(e.ID[0], e.Published[0], e.Updated[0])
	}
	want := base + "items/TAXES-2026/TAXES-2026-00004.html 2026-07-05T09:30:00+08:00 2026-07-05T09:30:00+08:00\n" +
		base + "items/WATER-2026/WATER-2026-00001.html 2026-07-02T09:30:00+08:00 2026-07-02T09:30:00+08:00\n" +
		base + "items/WATER-2026/WATER-2026-00002.html 2026-07-02T00:00:00+08:00 2026-08-05T00:00:00+08:00\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if f.Updated[0] != "2026-08-05T00:00:00+08:00" {
		t.Errorf("feed updated %s, want the last change", f.Updated[0])
	}
	for path, n := range map[string]int{"feeds/departments/water": 2, "feeds/departments/taxes": 1, "feeds/departments/empty": 0,
		"feeds/groups/02": 1, "feeds/groups/04": 2, "feeds/groups/11": 0} {
		if f := readAtom(t, path, files[path+".atom"]); len(f.Entries) != n {
			t.Errorf("%s.atom has %d entries, want %d", path, len(f.Entries), n)
		}
		var j struct{ Items []any }
		if err := json.Unmarshal(files[path+".json"], &j); err != nil || len(j.Items) != n {
			t.Errorf("%s.json has %d items, want %d (%v)", path, len(j.Items), n, err)
		}
	}
}

func TestNewestFifty(t *testing.T) {
	var items []*model.Item
	for n := range 70 {
		items = append(items, item("water", "02", n))
	}
	s := site(today, items...)
	f := readAtom(t, "all", render(t, s)["feeds/all.atom"])
	if len(f.Entries) != newest || f.Entries[0].ID[0] != base+s.Items[0].Address(".html") || f.Entries[49].ID[0] != base+s.Items[49].Address(".html") {
		t.Errorf("%d entries", len(f.Entries))
	}
}

func TestHostileTitle(t *testing.T) {
	const want = "</title><script>alert(1)</script> & 控制"
	files := render(t, site(today, mixed()...))
	if got := readAtom(t, "water", files["feeds/departments/water.atom"]).Entries[0].Title[0]; got != want {
		t.Errorf("atom title %q, want %q", got, want)
	}
	var j struct{ Items []struct{ Title string } }
	if err := json.Unmarshal(files["feeds/departments/water.json"], &j); err != nil || j.Items[0].Title != want {
		t.Errorf("json title %q %v, want %q", j.Items[0].Title, err, want)
	}
}

// Every JSON feed has what JSON Feed 1.1 requires, an empty one too.
func TestJSONFeedIsComplete(t *testing.T) {
	for path, text := range render(t, site(today, mixed()...)) {
		if !strings.HasPrefix(path, "feeds/") || !strings.HasSuffix(path, ".json") {
			continue
		}
		var f struct {
			Version     string
			Title       string
			HomePageURL string `json:"home_page_url"`
			FeedURL     string `json:"feed_url"`
			Items       *[]struct {
				ID, URL   string
				Text      string `json:"content_text"`
				Published string `json:"date_published"`
				Modified  string `json:"date_modified"`
				Authors   []struct{ Name string }
				Tags      []string
			}
		}
		if err := json.Unmarshal(text, &f); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if f.Version != "https://jsonfeed.org/version/1.1" || f.Title == "" || f.Items == nil || f.FeedURL != base+path || f.HomePageURL == "" {
			t.Errorf("%s: %s", path, text)
			continue
		}
		for _, it := range *f.Items {
			moment(t, it.Published)
			moment(t, it.Modified)
			if it.ID == "" || it.URL != it.ID || it.Text == "" || len(it.Authors) != 1 || len(it.Tags) == 0 {
				t.Errorf("%s: %+v", path, it)
			}
		}
	}
}

func TestTwiceTheSameBytes(t *testing.T) {
	a, b := render(t, site(today, mixed()...)), render(t, site(today.AddDays(1), mixed()...))
	for path := range a {
		if !bytes.Equal(a[path], b[path]) {
			t.Errorf("%s differs on the next day though nothing happened", path)
		}
	}
}

func TestKeysFollowTheBytes(t *testing.T) {
	keys := func(s *model.Site) map[string]source.Digest {
		outs, err := New(source.Digest{}).Plan(s)
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]source.Digest{}
		for _, o := range outs {
			m[o.Path] = o.Key
		}
		return m
	}
	s := site(today, mixed()...)
	files, sums := render(t, s), keys(s)
	for name, other := range map[string]*model.Site{
		"before the change":     site(date(2026, 8, 4), mixed()...),
		"before the withdrawal": site(date(2026, 8, 1), mixed()...),
		"after the future":      site(date(2027, 1, 1), mixed()...),
		"one item less":         site(today, mixed()[1:]...),
	} {
		keys, changed := keys(other), 0
		for path, text := range render(t, other) {
			if !bytes.Equal(text, files[path]) {
				changed++
				if keys[path] == sums[path] {
					t.Errorf("%s: %s has other bytes and the same key", name, path)
				}
			}
		}
		if changed == 0 {
			t.Errorf("%s: no file changed", name)
		}
		if p := "feeds/departments/empty.atom"; keys[p] != sums[p] {
			t.Errorf("%s: the feed of a department without items has another key", name)
		}
	}
}

func TestTimeZones(t *testing.T) {
	s := site(today, mixed()...)
	s.Config.Timezone = "Nowhere/Town"
	if _, err := New(source.Digest{}).Plan(s); err == nil || !strings.Contains(err.Error(), "Nowhere/Town") {
		t.Errorf("an unknown zone gives %v", err)
	}
	s.Config.Timezone = "UTC"
	if text := render(t, s)["feeds/all.atom"]; !bytes.Contains(text, []byte("2026-07-05T09:30:00Z")) {
		t.Errorf("UTC: %s", text)
	}
}

func BenchmarkPlan(b *testing.B) {
	var items []*model.Item
	for n := range 10000 {
		items = append(items, item([]string{"water", "taxes"}[n%2], []string{"02", "0401"}[n/2%2], n))
	}
	s := site(today, items...)
	for b.Loop() {
		if _, err := New(source.Digest{}).Plan(s); err != nil {
			b.Fatal(err)
		}
	}
}
