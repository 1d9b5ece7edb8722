package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/record"
)

// spread gives n items of three departments, one of them unknown, over years and months,
// every seventh without a date.
func spread(n int) (items []*model.Item) {
	for i := range n {
		dept := []string{"water", "taxes", "water", "nowhere"}[i%4]
		items = append(items, item(dept, 100+i, func(it *model.Item) {
			it.Published = calendar.Moment{Date: date(2023+i%3, 1+i%5, 1+i%28)}
			if i%7 == 0 {
				it.Published = calendar.Moment{}
			}
			if i%5 == 0 {
				it.Changes = []model.Change{{Date: date(2026, 1+i%6, 3), What: fmt.Sprint("改", i)}}
			}
			if i%9 == 0 {
				it.Attachments = []model.Attachment{{File: "a.pdf", Title: "表", Size: 3, Listed: true}}
			}
		}))
	}
	return items
}

// cutSite gives a site whose files hold at most limit rows.
func cutSite(limit int, items ...*model.Item) *model.Site {
	s := site(today, items...)
	s.Config.CatalogFileRows = limit
	return s
}

// A listing is catalog/index.json.
type listing struct {
	index
	Files []file `json:"files"`
}

func readIndex(t *testing.T, files map[string][]byte) (l listing) {
	t.Helper()
	if err := json.Unmarshal(files[indexPath], &l); err != nil {
		t.Fatalf("%v in %s", err, files[indexPath])
	}
	return l
}

// rowsOf gives what a file lists: index numbers, and dates of changes before them.
func rowsOf(t *testing.T, f file, text []byte) []string {
	t.Helper()
	if f.Set == "changes" {
		var c struct{ Changes []record.Change }
		rows := map[string][][]string{"csv": nil, "xlsx": nil}
		switch f.Form {
		case "json":
			if err := json.Unmarshal(text, &c); err != nil {
				t.Fatal(err)
			}
			all := []string{}
			for _, x := range c.Changes {
				all = append(all, x.Date+x.KindName+x.Index)
			}
			return all
		case "csv":
			rows[f.Form] = parseCSV(t, text)
		case "xlsx":
			rows[f.Form] = parseXLSX(t, text)
		}
		days, kinds, indexes := under(t, rows[f.Form], "变动日期"), under(t, rows[f.Form], "变动类型"), under(t, rows[f.Form], "索引号")
		for i := range days {
			days[i] += kinds[i] + indexes[i]
		}
		return days
	}
	switch f.Form {
	case "json":
		return jsonIndexes(t, text)
	case "csv":
		return under(t, parseCSV(t, text), "索引号")
	case "xlsx":
		return under(t, parseXLSX(t, text), "索引号")
	}
	return documentIDs(t, text)
}

// Above the limit: the index lists exactly the files that exist, each row of the whole is
// in exactly one of them in each form, and none has more rows than the limit.
func TestPartsAreTheWhole(t *testing.T) {
	for _, limit := range []int{1, 2, 3, 7, 20, 39} {
		s := cutSite(limit, spread(40)...)
		files := render(t, s)
		l := readIndex(t, files)
		if l.Count != 40 || l.Changes != len(record.Events(s)) || l.Rows != limit || l.Title == "" || l.Updated == "" {
			t.Errorf("limit %d: %+v", limit, l.index)
		}
		listed := map[string]bool{indexPath: true, "catalog/fields.json": true}
		seen := map[string]map[string]int{} // by set and form: rows
		for _, f := range l.Files {
			if files[f.Path] == nil || listed[f.Path] {
				t.Errorf("limit %d: the index lists %s, which is not there or is there twice", limit, f.Path)
				continue
			}
			listed[f.Path] = true
			rows := rowsOf(t, f, files[f.Path])
			if f.Outline {
				if len(rows) != 0 {
					t.Errorf("limit %d: outline %s has rows", limit, f.Path)
				}
				continue
			}
			if len(rows) != f.Count || len(rows) > limit {
				t.Errorf("limit %d: %s has %d rows, the index says %d", limit, f.Path, len(rows), f.Count)
			}
			kind := string(f.Set) + f.Form
			if f.Set == "others" {
				kind = "department" + f.Form
			}
			if seen[kind] == nil {
				seen[kind] = map[string]int{}
			}
			for _, row := range rows {
				seen[kind][row]++
			}
		}
		for path := range files {
			if !listed[path] {
				t.Errorf("limit %d: the index does not list %s", limit, path)
			}
		}
		eachOnce(t, s, seen)
	}
}

// eachOnce wants every item and every change once in the files of each form.
func eachOnce(t *testing.T, s *model.Site, seen map[string]map[string]int) {
	t.Helper()
	limit := s.Config.CatalogFileRows
	want := map[string]int{}
	for _, it := range s.Items {
		want[string(it.Index)] = 1
	}
	for _, form := range []string{"json", "csv", "xlsx", "jsonld"} {
		if got := seen["department"+form]; !maps.Equal(got, want) {
			t.Errorf("limit %d: the parts' %s hold %v", limit, form, got)
		}
	}
	maker, account := record.NewMaker(s), map[string]int{}
	for _, e := range record.Events(s) {
		c := maker.Change(e)
		account[c.Date+c.KindName+c.Index]++
	}
	for _, form := range []string{"json", "csv", "xlsx"} {
		if got := seen["changes"+form]; !maps.Equal(got, account) {
			t.Errorf("limit %d: the change catalogue's %s hold %v, want %v", limit, form, got, account)
		}
	}
}

// At the limit everything is where it is without one, in the same bytes, but for the
// index, which says what the limit is.
func TestAtTheLimitNothingIsCut(t *testing.T) {
	base := render(t, site(today, spread(40)...))
	files := render(t, cutSite(len(record.Events(site(today, spread(40)...))), spread(40)...))
	for path, text := range base {
		if !bytes.Equal(files[path], text) && path != indexPath {
			t.Errorf("%s differs", path)
		}
	}
	if len(files) != len(base) {
		t.Errorf("%d files, want %d", len(files), len(base))
	}
	l := readIndex(t, base)
	if len(l.Files)+2 != len(base) || l.Rows != model.DefaultCatalogFileRows {
		t.Errorf("the index lists %d of %d files: %+v", len(l.Files), len(base), l.index)
	}
}

// A title's change rewrites the parts that show it, and nothing else.
func TestATitlesChangeTouchesItsPartsOnly(t *testing.T) {
	items := spread(40)
	s := cutSite(7, items...)
	before, sums := render(t, s), keys(t, s)
	again := spread(40)
	it := again[10]
	it.Title = "改过的标题"
	it.Card[0]++
	after := cutSite(7, again...)
	files := render(t, after)
	var touched []string
	for path, key := range keys(t, after) {
		if sums[path] == key {
			if !bytes.Equal(before[path], files[path]) {
				t.Errorf("%s has other bytes and the same key", path)
			}
			continue
		}
		touched = append(touched, path)
		text := files[path]
		if strings.HasSuffix(path, ".xlsx") {
			text = []byte(strings.Join(slices.Concat(parseXLSX(t, text)...), "\n"))
		}
		if !bytes.Contains(text, []byte(it.Title)) {
			t.Errorf("%s is written again and does not show the item", path)
		}
	}
	// Its department's part of the year or month in four forms; the change catalogue's
	// parts of its publishing and of its change in three.
	if len(touched) != 10 {
		t.Errorf("%d files are written again: %v", len(touched), slices.Sorted(slices.Values(touched)))
	}
}

// Where the bytes of parts, outlines and the index differ their keys differ.
func TestKeysOfPartsFollowTheBytes(t *testing.T) {
	edits := map[string]func([]*model.Item) ([]*model.Item, int, int){
		"one less":         func(l []*model.Item) ([]*model.Item, int, int) { return l[1:], 0, 7 },
		"another limit":    func(l []*model.Item) ([]*model.Item, int, int) { return l, 0, 8 },
		"no limit":         func(l []*model.Item) ([]*model.Item, int, int) { return l, 0, 1000 },
		"days before":      func(l []*model.Item) ([]*model.Item, int, int) { return l, -120, 7 },
		"an attachment":    func(l []*model.Item) ([]*model.Item, int, int) { l[9].Attachments[0].Size++; return l, 0, 7 },
		"another day":      func(l []*model.Item) ([]*model.Item, int, int) { move(l[8]); return l, 0, 7 },
		"withdrawn":        func(l []*model.Item) ([]*model.Item, int, int) { withdraw(l[8]); return l, 0, 7 },
		"what it replaces": func(l []*model.Item) ([]*model.Item, int, int) { l[8].Supersedes = l[9].Index; return l, 0, 7 },
		"what it replaces, on": func(l []*model.Item) ([]*model.Item, int, int) {
			l[8].Supersedes = l[9].Index
			l[9].Draft = true
			return l, 0, 7
		},
	}
	base := cutSite(7, spread(40)...)
	files, sums := render(t, base), keys(t, base)
	for name, edit := range edits {
		items, days, limit := edit(spread(40))
		s := site(today.AddDays(days), items...)
		s.Config.CatalogFileRows = limit
		changed, other := 0, keys(t, s)
		for path, text := range render(t, s) {
			if !bytes.Equal(text, files[path]) {
				changed++
				if other[path] == sums[path] {
					t.Errorf("%s: %s has other bytes and the same key", name, path)
				}
			}
		}
		if changed == 0 {
			t.Errorf("%s changed no file", name)
		}
	}
}

func move(it *model.Item) {
	it.Published.Date = it.Published.Date.AddDays(400)
	it.Card[1]++
}

func withdraw(it *model.Item) {
	it.Withdrawn = &model.Decision{Date: date(2026, 8, 30), Reason: "有误"}
	it.Card[2]++
}

// The outlines lead from the whole to every part, and every part's downloads exist.
func TestDCATNamesParts(t *testing.T) {
	base := "https://gongkai.example/x/"
	for _, limit := range []int{2, 7, 25} {
		files := render(t, cutSite(limit, spread(40)...))
		var follow func(path, id string) int
		follow = func(path, id string) (documents int) {
			nodes := map[string]map[string]any{}
			for _, n := range graph(t, files[path]) {
				if nodes[n["@id"].(string)] != nil {
					t.Errorf("%s describes %s twice", path, n["@id"])
				}
				nodes[n["@id"].(string)] = n
			}
			for at, n := range nodes {
				for _, key := range []string{"dct:publisher", "dct:isPartOf", "dct:subject"} {
					if r, ok := n[key].(map[string]any); ok && nodes[r["@id"].(string)] == nil {
						t.Errorf("limit %d: %s: %s of %s is described nowhere", limit, path, key, at)
					}
				}
				if n["@type"] == "foaf:Document" {
					documents++
				}
			}
			n := nodes[id]
			if n == nil || n["@type"] != "dcat:Catalog" && documents == 0 && files[path] == nil {
				t.Fatalf("limit %d: %s does not describe %s", limit, path, id)
			}
			parts, _ := n["dcat:catalog"].([]any)
			for _, p := range parts {
				at := p.(map[string]any)["@id"].(string)
				part := nodes[at]
				if part == nil || part["@type"] != "dcat:Catalog" {
					t.Errorf("limit %d: %s names %s and does not describe it", limit, path, at)
					continue
				}
				own := ""
				for _, d := range part["dcat:distribution"].([]any) {
					url := d.(map[string]any)["dcat:downloadURL"].(map[string]any)["@id"].(string)
					name := strings.TrimPrefix(url, base)
					if files[name] == nil {
						t.Errorf("limit %d: download %s does not exist", limit, url)
					}
					if strings.HasSuffix(name, ".jsonld") {
						own = name
					}
				}
				documents += follow(own, at)
			}
			return documents
		}
		if n := follow("catalog/catalog.jsonld", base+"catalog/index.html#catalog"); n != 40 {
			t.Errorf("limit %d: %d documents below the catalogue, want 40", limit, n)
		}
	}
}
