package catalog

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

var today = date(2026, 9, 1)

func TestFilesOfTheWholeAndOfEveryDepartment(t *testing.T) {
	files := render(t, site(today, mixed()...))
	want := []string{"catalog/changes.json", "catalog/changes.csv", "catalog/changes.xlsx", "catalog/fields.json", "catalog/index.json"}
	for _, stem := range []string{"catalog/catalog", "catalog/departments/water", "catalog/departments/taxes", "catalog/departments/empty"} {
		for _, ext := range []string{".json", ".csv", ".xlsx", ".jsonld"} {
			want = append(want, stem+ext)
		}
	}
	for _, path := range want {
		if len(files[path]) == 0 {
			t.Errorf("no %s", path)
		}
		delete(files, path)
	}
	for path := range files {
		t.Errorf("unexpected %s", path)
	}
}

// What is on the site is in the catalogue and nothing else: in each of the four forms,
// whole and per department.
func TestComplete(t *testing.T) {
	s := site(today, mixed()...)
	files := render(t, s)
	for _, part := range []struct {
		stem string
		dept string
	}{{"catalog/catalog", ""}, {"catalog/departments/water", "water"}, {"catalog/departments/taxes", "taxes"}, {"catalog/departments/empty", "empty"}} {
		want := []string{}
		for _, it := range s.Items {
			if part.dept == "" || it.Department == part.dept {
				want = append(want, string(it.Index))
			}
		}
		for form, got := range map[string][]string{
			"json":   jsonIndexes(t, files[part.stem+".json"]),
			"csv":    under(t, parseCSV(t, files[part.stem+".csv"]), "索引号"),
			"xlsx":   under(t, parseXLSX(t, files[part.stem+".xlsx"]), "索引号"),
			"jsonld": documentIDs(t, files[part.stem+".jsonld"]),
		} {
			if !slices.Equal(got, want) {
				t.Errorf("%s.%s has %q, want %q", part.stem, form, got, want)
			}
		}
	}
	if n := len(jsonIndexes(t, files["catalog/catalog.json"])); n != 5 {
		t.Errorf("%d items, want 5: the held one and the draft are not public", n)
	}
}

func jsonIndexes(t *testing.T, text []byte) []string {
	t.Helper()
	var c struct {
		head
		Items []record.Record `json:"items"`
	}
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if c.Count != len(c.Items) || c.Title == "" || c.Fields != "https://gongkai.example/x/catalog/fields.json" {
		t.Errorf("head: %+v", c.head)
	}
	all := []string{}
	for _, r := range c.Items {
		all = append(all, r.Index)
	}
	return all
}

func parseCSV(t *testing.T, text []byte) [][]string {
	t.Helper()
	rest, found := bytes.CutPrefix(text, []byte("\xEF\xBB\xBF"))
	if !found {
		t.Error("CSV without a byte-order mark: Excel shows it garbled")
	}
	if bytes.Count(rest, []byte("\r\n")) != bytes.Count(rest, []byte("\n")) {
		t.Error("CSV with bare LF")
	}
	rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func parseXLSX(t *testing.T, file []byte) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// under gives the cells under a heading, the CSV's guards undone.
func under(t *testing.T, rows [][]string, head string) []string {
	t.Helper()
	at := slices.Index(rows[0], head)
	if at < 0 {
		t.Fatalf("no column %s in %q", head, rows[0])
	}
	all := []string{}
	for _, row := range rows[1:] {
		cell := ""
		if at < len(row) {
			cell = row[at]
		}
		all = append(all, strings.TrimSuffix(cell, "\t"))
	}
	return all
}

// The XLSX opened again shows, cell by cell, what the records say.
func TestTablesSayWhatTheRecordsSay(t *testing.T) {
	s := site(today, mixed()...)
	files := render(t, s)
	xlsx, csv := parseXLSX(t, files["catalog/catalog.xlsx"]), parseCSV(t, files["catalog/catalog.csv"])
	for i, it := range s.Items {
		r := record.Of(s, it)
		for j, f := range record.Fields() {
			want := clean(f.Get(&r))
			if got := cell(xlsx, i+1, j+1); got != want {
				t.Errorf("xlsx %s %s: %q, want %q", it.Index, f.ZH, got, want)
			}
			got := strings.TrimSuffix(strings.TrimPrefix(cell(csv, i+1, j+1), "·"), "\t")
			if got != strings.TrimSpace(want) {
				t.Errorf("csv %s %s: %q, want %q", it.Index, f.ZH, got, want)
			}
		}
		if cell(xlsx, i+1, 0) != cell(csv, i+1, 0) || cell(xlsx, i+1, 0) == "" {
			t.Errorf("序号 %q and %q", cell(xlsx, i+1, 0), cell(csv, i+1, 0))
		}
	}
}

// clean gives a text as a cell can hold it.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

func cell(rows [][]string, i, j int) string {
	if j >= len(rows[i]) {
		return ""
	}
	return rows[i][j]
}

func TestWithdrawnItemsShowNoContent(t *testing.T) {
	for path, text := range render(t, site(today, mixed()...)) {
		if strings.HasSuffix(path, ".xlsx") {
			text = []byte(strings.Join(slices.Concat(parseXLSX(t, text)...), "\n"))
		}
		if bytes.Contains(text, []byte("不应再出现")) {
			t.Errorf("%s still shows the summary of a withdrawn item", path)
		}
	}
}

func TestTwiceTheSameBytes(t *testing.T) {
	a, b := render(t, site(today, mixed()...)), render(t, site(date(2026, 9, 2), mixed()...))
	for path := range a {
		if !bytes.Equal(a[path], b[path]) {
			t.Errorf("%s differs on the next day though nothing happened", path)
		}
	}
}

// Where the bytes differ the keys differ: an attachment, a change whose day came, a new
// item, a replaced item that became public.
func TestKeysFollowTheBytes(t *testing.T) {
	edits := map[string]func([]*model.Item) ([]*model.Item, int){
		"attachment's digest": func(l []*model.Item) ([]*model.Item, int) { l[0].Attachments[0].Sum[0]++; return l, 0 },
		"attachment's title":  func(l []*model.Item) ([]*model.Item, int) { l[0].Attachments[0].Title = "别的"; return l, 0 },
		"fewer items":         func(l []*model.Item) ([]*model.Item, int) { return l[1:], 0 },
		"before the correction": func(l []*model.Item) ([]*model.Item, int) {
			return l, -40
		},
		"the held item's day": func(l []*model.Item) ([]*model.Item, int) { return l, 200 },
	}
	base := site(today, mixed()...)
	files, sums := render(t, base), keys(t, base)
	for name, edit := range edits {
		items, days := edit(mixed())
		s := site(today.AddDays(days), items...)
		changed := 0
		other := keys(t, s)
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
		if p := "catalog/departments/empty.csv"; other[p] != sums[p] {
			t.Errorf("%s changed the key of a department that has nothing to do with it", name)
		}
	}
}

func TestFieldDictionaryNamesEveryColumn(t *testing.T) {
	files := render(t, site(today, mixed()...))
	var d dictionary
	if err := json.Unmarshal(files["catalog/fields.json"], &d); err != nil {
		t.Fatal(err)
	}
	check := func(path string, entries []entry) {
		heads := parseCSV(t, files[path])[0][1:]
		for i, e := range entries {
			if e.Name == "" || e.Label != heads[i] || e.ZH == "" || e.EN == "" || e.Form == "" {
				t.Errorf("%s: %+v over column %s", path, e, heads[i])
			}
		}
		if len(entries) != len(heads) {
			t.Errorf("%s: %d columns, %d explained", path, len(heads), len(entries))
		}
	}
	check("catalog/catalog.csv", d.Fields)
	check("catalog/changes.csv", d.Changes)
}

func TestChangeCatalogue(t *testing.T) {
	files := render(t, site(today, mixed()...))
	want := []string{"撤下 WA-2026-00003 有误 批1", "更正 WA-2026-00002 改正表一 @审定组", "新增 WA-2026-00003  审定组", "新增 WA-2026-00002  审定组",
		"新增 WA-2026-00001  审定组", "新增 TA-2026-00004  审定组", "新增 NO-2026-00005  审定组"}
	for form, rows := range map[string][][]string{
		"csv": parseCSV(t, files["catalog/changes.csv"]), "xlsx": parseXLSX(t, files["catalog/changes.xlsx"])} {
		kinds, indexes := under(t, rows, "变动类型"), under(t, rows, "索引号")
		what, by := under(t, rows, "变动内容"), under(t, rows, "批准")
		for i := range kinds {
			got := kinds[i] + " " + indexes[i] + " " + what[i] + " " + strings.TrimPrefix(by[i], "·")
			if got != want[i] {
				t.Errorf("%s row %d: %q, want %q", form, i, got, want[i])
			}
		}
		if len(kinds) != len(want) {
			t.Errorf("%s has %d rows, want %d", form, len(kinds), len(want))
		}
	}
	var c struct{ Changes []record.Change }
	if err := json.Unmarshal(files["catalog/changes.json"], &c); err != nil || len(c.Changes) != len(want) {
		t.Errorf("changes.json: %v, %d entries", err, len(c.Changes))
	}
}
