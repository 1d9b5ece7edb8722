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
				yaml = "---\nkind: order\n" + yaml
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
		itemAt: item(strings.Split(strings.TrimSpace(keys.String()[:200_000]), "\n")...), "water/2026/2.md": item("topics: [" + values.String()[:100_000] + "]"),
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

// Characters that deceive are errors, those that only do not belong are warnings; each is
// named with its number and its first place, in whatever part of whatever file.
func TestOddCharacters(t *testing.T) {
	body := func(s string) string { return item() + "\n" + s + "\n" }
	tests := []struct{ name, path, text, want string }{
		{"an override in a title", itemAt, item("title: 拨付\u202E0021\u202C元"), "F41 water/2026/00001.md:2:10 这里有改变文字显示次序的字符 U+202E（从右到左强制）|F41 water/2026/00001.md:2:15 这里有改变文字显示次序的字符 U+202C（方向结束）"},
		{"isolates in a text", itemAt, body("甲\u2067乙\u2069"), "F41 water/2026/00001.md:14:2 这里有改变文字显示次序的字符 U+2067（从右到左隔离）|F41 water/2026/00001.md:14:4 这里有改变文字显示次序的字符 U+2069（隔离结束）"},
		{"tags", itemAt, body("甲\U000E0041\U000E0042"), "F41 water/2026/00001.md:14:2 这里有藏着文字、谁也看不见的字符 U+E0041|F41 water/2026/00001.md:14:3 这里有藏着文字、谁也看不见的字符 U+E0042"},
		{"no character", itemAt, body("甲\uFDD0"), "F41 water/2026/00001.md:14:2 这里有藏着文字、谁也看不见的字符 U+FDD0"},
		{"a pasted blank of no width, thrice", itemAt, body("甲\u200B乙\u200B丙\u200B"), "F42 water/2026/00001.md:14:2 这里有看不见的字符 U+200B（零宽空格）；这个文件里共3处"},
		{"a mark of direction", itemAt, item("contact: \u200E0000-1"), "F42 water/2026/00001.md:10:10 这里有看不见的字符 U+200E（从左到右标记）"},
		{"a private character", itemAt, body("\uF06C 甲"), "F42 water/2026/00001.md:14:1 这里有各人电脑上显示不一样的字符 U+F06C"},
		{"a vertical tab", itemAt, body("甲\x0B乙"), "F42 water/2026/00001.md:14:2 这里有看不见的控制字符 U+000B（垂直制表符）"},
		{"an entity", itemAt, body("甲&#x202E;乙&rlm;"), "F41 water/2026/00001.md:14:2 这里有改变文字显示次序的字符 U+202E（从右到左强制）|F42 water/2026/00001.md:14:11 这里有看不见的字符 U+200F（从右到左标记）"},
		{"an escape", itemAt, item("title: \"甲\\u202E乙\\x1b\""), "F41 water/2026/00001.md:2:10 这里有改变文字显示次序的字符 U+202E（从右到左强制）|F42 water/2026/00001.md:2:17 这里有看不见的控制字符 U+001B（终端控制符）"},
		{"a name of a department", "departments.yaml", strings.Replace(deptYAML, "水务局", "水\u202E务局", 1), "F41 departments.yaml:3:10 这里有改变文字显示次序的字符 U+202E（从右到左强制）"},
		{"the site's title", "site.yaml", strings.Replace(siteYAML, "示范区政务", "示范\u2060区政务", 1), "F42 site.yaml:1:10 这里有看不见的字符 U+2060（词连接符）"},
		{"emoji and scripts that join", itemAt, body("👨\u200D👩\u200D👧 می\u200Cخواهم 甲\uFE0F"), ""},
		{"a byte-order mark inside", itemAt, body("甲\uFEFF乙"), ""},
	}
	for _, c := range tests {
		fsys := newTree(c.path, c.text)
		var got []string
		for line := range strings.Lines(show(fsys, read(t, fsys).Findings)) {
			if strings.HasPrefix(line, "F41") || strings.HasPrefix(line, "F42") {
				at, _, _ := strings.Cut(line, " |")
				got = append(got, at)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.ReplaceAll(c.want, "|", "\n"))
		}
	}
}
