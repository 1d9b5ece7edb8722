package sheet_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/display"
	"gongkai/generator/model"
	"gongkai/generator/sheet"
)

var today, _ = calendar.Make(2026, 11, 22)

const config = `title: 示范区政务公开
region: 示范区
base_url: https://gongkai.example/
supervision_phone: 0000-1000012
`

const departments = `- id: caizheng
  code: CZ
  name: 示范区财政局
  kind: agency
  phone: 0000-1000001
  complaint_phone: 0000-1000012
`

const boards = `- {id: hall, name: 政务大厅公开栏, place: 政务大厅一层, paper: A4, width_cm: 100, height_cm: 70, distance_cm: 60, departments: [all]}
`

// tree gives a content tree of a department and its items: path below caizheng/ → body.
func tree(bodies map[string]string, more map[string]string) fstest.MapFS {
	t := fstest.MapFS{}
	put := func(name, text string) { t[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	put("site.yaml", config)
	put("departments.yaml", departments)
	put("boards.yaml", boards)
	put("holidays/2026.yaml", "year: 2026\noff: [2026-01-01, 2026-10-01]\nwork: []\n")
	for name, body := range bodies {
		put("caizheng/"+name, body)
	}
	for name, text := range more {
		put(name, text)
	}
	return t
}

// front is an item's record.
func front(serial int, title, more string) string {
	return fmt.Sprintf("---\ntitle: %q\nindex: CZ-2026-%05d\ncategory: \"0401\"\nmade: 2026-11-16\nreviewed: 2026-11-17\nreviewed_by: 财政局领导小组组长\napproved: 2026-11-18\napproved_by: 区领导小组组长\npublished: 2026-11-19\nsecrecy: pass\nsecrecy_by: 办公室\nsecrecy_date: 2026-11-17\n%s---\n\n", title, serial, more)
}

// press loads a tree. Findings of severity error fail the test where none are wanted.
func press(t testing.TB, content, theme fs.FS) build.Result {
	t.Helper()
	r, err := build.Check(build.Options{Content: content, Theme: theme, Date: today})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// item sets one item as the choice says.
func item(t testing.TB, r build.Result, it *model.Item, b *model.Board, c sheet.Choice) *sheet.Document {
	t.Helper()
	d, err := r.Press.Item(it, b, c)
	if err != nil {
		t.Fatal(it.Path, err)
	}
	return d
}

func tight(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// said gives the text of the parts below or at which the test is true, in reading order.
func said(d *display.Document, of func(*display.Part) bool) string {
	var b strings.Builder
	for _, p := range d.Pages {
		for _, op := range p.Ops {
			r, ok := op.(display.Run)
			if !ok || r.Part == nil || !of(r.Part) {
				continue
			}
			for _, g := range r.Glyphs {
				b.WriteString(g.Text)
			}
		}
	}
	return tight(b.String())
}

// within reports whether a part is or lies in one of the role.
func within(p *display.Part, roles ...display.Role) bool {
	for ; p != nil; p = p.Parent {
		for _, r := range roles {
			if p.Role == r {
				return true
			}
		}
	}
	return false
}

// corpus gives the real documents as items, or skips the test loudly where they are not.
func corpus(t testing.TB) fstest.MapFS {
	t.Helper()
	names, _ := filepath.Glob("../../../shared/corpus/documents/*.md")
	if len(names) == 0 {
		t.Skip("SKIPPED: the real documents do not lie beside this checkout")
	}
	bodies := map[string]string{}
	for i, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		title := strings.TrimSuffix(filepath.Base(name), path.Ext(name))
		body := strings.Replace(string(text), "\n# ", "\n## ", 1)
		if rest, ok := strings.CutPrefix(body, "# "); ok { // the title is the record's
			_, body, _ = strings.Cut(rest, "\n")
		}
		bodies[fmt.Sprintf("2026/%05d.md", i+1)] = front(i+1, title, "") + body
	}
	return tree(bodies, nil)
}
