package page

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/volume"
)

// elsewhere are the addresses that other products plan.
var elsewhere = regexp.MustCompile(`^(feeds/(all|departments/[a-z]+|groups/\d\d)\.(atom|json)|sheets/(duties|phones|[A-Z]+-\d+-\d+|catalog/[a-z]+/\d{4}-\d\d)\.pdf|boards/[a-z]+/(sheets|new|plan)\.pdf|catalog/duties\.(csv|json|xlsx))$`)

// TestLinks: whatever a page points to inside the site is there, the place on the page too.
func TestLinks(t *testing.T) {
	for _, rows := range []int{0, 10, 3, 1} { // the most rows of a file of the catalogue
		t.Run(strconv.Itoa(rows), func(t *testing.T) { linksLead(t, rows, 0) })
	}
	t.Run("more than a page of the catalogue", func(t *testing.T) { linksLead(t, 50, 110) })
}

// catalogFiles gives the files that the product "catalog" plans.
func catalogFiles(s *model.Site) map[string]bool {
	files := map[string]bool{"catalog/index.json": true}
	c := volume.Of(s, record.Events(s))
	sets := []*volume.Set{&c.Whole, &c.Others, &c.Changes}
	for i := range c.Departments {
		sets = append(sets, &c.Departments[i])
	}
	for _, set := range sets {
		if set != &c.Changes && (set != &c.Others || len(set.Volumes) > 0) {
			files[set.Stem+".jsonld"] = true
		}
		for _, v := range set.Volumes {
			for _, ext := range []string{".json", ".csv", ".xlsx"} {
				files[v.Stem+ext] = true
			}
			if set != &c.Changes {
				files[v.Stem+".jsonld"] = true
			}
		}
	}
	return files
}

func linksLead(t *testing.T, rows, more int) {
	m := sample()
	for i := range more {
		m.item(fmt.Sprintf("CZ-2025-%05d", i), "0405", "又一件", "2025-07-18", "又。")
	}
	m.parts.Config.PageSize, m.parts.Config.CatalogFileRows = 2, rows
	s := m.site()
	all := pages(t, s, Options{})
	files := catalogFiles(s)
	offered := map[string]bool{}
	for _, it := range s.Items {
		for _, a := range it.Attachments {
			files[a.Address] = !s.Gone(it)
		}
	}
	checked := 0
	for p, text := range all {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		for _, h := range hrefs.FindAllStringSubmatch(text, -1) {
			dest := strings.ReplaceAll(h[1], "&amp;", "&")
			if dest == "" {
				t.Errorf("%s: an empty link", p)
				continue
			}
			if regexp.MustCompile(`^(https?|tel|mailto):`).MatchString(dest) {
				continue
			}
			checked++
			dest, fragment, _ := strings.Cut(dest, "#")
			dest, _, _ = strings.Cut(dest, "?")
			at := filepath.ToSlash(filepath.Join(filepath.Dir(p), dest))
			if dest == "" {
				at = p
			}
			if strings.HasPrefix(dest, "/") { // 404.html
				at = dest[1:]
			}
			target, ok := all[at]
			offered[at] = true
			switch {
			case !ok && !files[at] && !elsewhere.MatchString(at):
				t.Errorf("%s: %s leads nowhere (%s)", p, h[1], at)
			case fragment != "" && !hasID(target, fragment):
				t.Errorf("%s: %s has no place #%s", p, at, fragment)
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d links were checked", checked)
	}
	for path := range files {
		if strings.HasPrefix(path, "catalog/") && !offered[path] {
			t.Errorf("no page leads to %s", path)
		}
	}
}

// TestCutCatalogue: a catalogue in parts says so and offers no file that is not there.
func TestCutCatalogue(t *testing.T) {
	m := sample()
	m.parts.Config.CatalogFileRows = 3
	all := pages(t, m.site(), Options{})
	for _, c := range []struct {
		path     string
		has, not []string
	}{
		{"catalog/index.html", []string{"分成各部门的文件下载，每个文件最多 3 件", `href="../catalog/index.json"`, `href="../catalog/departments/silent.xlsx"`,
			`href="../catalog/departments/gongshui/2026-07.csv" aria-label="示范区供水有限公司 2026年7月 CSV 表格"`}, []string{"catalog/catalog.xlsx", "下载整个目录", "departments/gongshui.csv"}},
		{"departments/gongshui.html", []string{"按公开的年月分成几册下载，每册最多 3 件", `href="../catalog/departments/gongshui/2026-07.csv"`}, []string{"departments/gongshui.csv"}},
		{"departments/silent.html", []string{`href="../catalog/departments/silent.csv"`}, []string{"几册"}},
		{"catalog/changes.html", []string{"按变动的年月分成几册下载，每册最多 3 条", `href="../catalog/changes-2026-07-part1.xlsx"`}, []string{"changes.xlsx", ".jsonld"}},
	} {
		for _, w := range c.has {
			if !strings.Contains(all[c.path], w) {
				t.Errorf("%s does not show %q", c.path, w)
			}
		}
		for _, w := range c.not {
			if strings.Contains(all[c.path], w) {
				t.Errorf("%s shows %q", c.path, w)
			}
		}
	}
}

func hasID(text, id string) bool {
	return slices.ContainsFunc(ids.FindAllStringSubmatch(text, -1), func(m []string) bool { return m[1] == id })
}
