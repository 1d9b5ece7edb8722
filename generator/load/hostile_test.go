package load

import (
	"fmt"
	"strings"
	"testing"
)

// TestConfigurationBombs: in no file of the configuration, and in no front matter, is an
// alias followed, a tag obeyed, or nesting without end walked into.
func TestConfigurationBombs(t *testing.T) {
	bombs := map[string]string{
		"laughs": "title: &a [ha, ha]\nregion: [*a, *a]\n", "a circle": "title: &a {region: *a}\n",
		"a tag": "title: !!python/object:os.system x\n", "brackets": "title: " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "\n",
		"a merge": "title: {<<: {a: b}}\n",
	}
	for _, name := range []string{"site.yaml", "departments.yaml", "categories.yaml", "duties.yaml", "boards.yaml", "filings.yaml", "holidays/2026.yaml", "water/duties.yaml",
		itemAt, "water/_index.md", "water/opinions/1.md", "supervision/1.md"} {
		for what, yaml := range bombs {
			if strings.HasSuffix(name, ".md") {
				yaml = "---\nkind: order\n" + yaml + "---\n\n正文\n"
			}
			fsys := newTree(name, yaml)
			r, told := read(t, fsys), false
			for _, d := range r.Findings {
				told = told || d.Path == name && d.Rule == "F10"
			}
			if !told {
				t.Errorf("%s in %s: %s", what, name, show(fsys, r.Findings))
			}
		}
	}
}

// A file of nonsense gives some of its findings and ends.
func TestFindingsEnd(t *testing.T) {
	keys, entries, values := new(strings.Builder), new(strings.Builder), new(strings.Builder)
	for i := range 20_000 {
		fmt.Fprintf(keys, "titel%d: x\n", i)
		fmt.Fprintf(entries, "- {nane: x%d}\n", i)
		fmt.Fprintf(values, "价%d, ", i)
	}
	for name, text := range map[string]string{
		"site.yaml": siteYAML + keys.String(), "departments.yaml": deptYAML + entries.String(), "duties.yaml": entries.String(), "boards.yaml": entries.String(),
		itemAt: item(strings.Split(strings.TrimSpace(keys.String()[:200_000]), "\n")...) + "---\n\n正文\n", "water/2026/2.md": item("topics: ["+values.String()[:100_000]+"]") + "---\n\n正文\n",
	} {
		n := 0
		for _, d := range read(t, newTree(name, text)).Findings {
			if d.Path == name {
				n++
			}
		}
		if n < 20 || n > maxFindings+200 {
			t.Errorf("%s: %d findings", name, n)
		}
	}
}
