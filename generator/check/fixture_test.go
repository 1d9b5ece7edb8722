package check_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/headers"
	"gongkai/generator/source"
	"gongkai/generator/theme"
)

// buildDay is the day on which every fixture is judged, a Monday.
var buildDay, _ = calendar.Make(2026, 8, 3)

// A fixture is one file of testdata/rules: a bad and a good overlay on the base site. In
// its comment, each "want:" gives the place of a bad finding and "drop bad:" a base file
// that is not there. A file whose name ends with .b64 holds its bytes in base64; print.yaml
// and fonts/, templates/ and assets/ are those of a theme.
type fixture struct {
	code      string
	want      map[string]bool
	bad, good fstest.MapFS
	overlay   map[bool]string // all text of the bad (true) and the good overlay
}

func readArchive(t *testing.T, path string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func base(t *testing.T) fstest.MapFS {
	fs := fstest.MapFS{}
	for _, f := range readArchive(t, "testdata/base.txtar").Files {
		fs[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fs
}

func readFixture(t *testing.T, path string) fixture {
	t.Helper()
	a := readArchive(t, path)
	x := fixture{code: strings.TrimSuffix(filepath.Base(path), ".txtar"), bad: base(t), good: base(t), want: map[string]bool{}, overlay: map[bool]string{}}
	for line := range strings.Lines(string(a.Comment)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "want":
			x.want[value] = true
		case "drop bad":
			delete(x.bad, value)
		}
	}
	for _, f := range a.Files {
		side, name, _ := strings.Cut(f.Name, "/")
		data := f.Data
		if plain, coded := strings.CutSuffix(name, ".b64"); coded {
			name = plain
			var err error
			if data, err = base64.StdEncoding.DecodeString(string(bytes.ReplaceAll(data, []byte("\n"), nil))); err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		switch side {
		case "bad":
			x.bad[name] = &fstest.MapFile{Data: data}
		case "good":
			x.good[name] = &fstest.MapFile{Data: data}
		default:
			t.Fatalf("%s: %s is neither in bad/ nor in good/", path, f.Name)
		}
		x.overlay[side == "bad"] += "-- " + name + "\n" + string(data)
	}
	return x
}

// judge loads and judges a tree as a build does: its print.yaml, fonts/, templates/
// and assets/ are a theme's, laid over the default one, and the rest is the content.
func judge(t *testing.T, fs fstest.MapFS) []diag.Diagnostic {
	t.Helper()
	content, overlay := fstest.MapFS{}, fstest.MapFS{}
	for name, f := range fs {
		if name == build.PrintFile || strings.HasPrefix(name, theme.Fonts+"/") || headers.InTheme(name) {
			overlay[name] = f
		} else {
			content[name] = f
		}
	}
	o := build.Options{Content: content, Date: buildDay}
	if len(overlay) > 0 {
		o.Theme = overlay
	}
	r, err := build.Check(o)
	if err != nil {
		t.Fatal(err)
	}
	return r.Findings
}

// place writes a finding's place as fixtures do.
func place(fs fstest.MapFS, p diag.Place) string {
	f := fs[p.Path]
	if f == nil || p.At.IsZero() {
		return p.Path
	}
	read, err := source.Read(fs, p.Path, 1<<20)
	if err != nil {
		return p.Path + ": " + err.Error()
	}
	at := read.Position(p.At.Start)
	return fmt.Sprintf("%s:%d:%d", p.Path, at.Line, at.Column)
}

func fixtures(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/rules/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	return paths
}

// Each rule's bad fixture gives its code at the wanted place and no other error; the good
// one gives nothing of that code and no error.
func TestFixtures(t *testing.T) {
	for _, path := range fixtures(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			x := readFixture(t, path)
			if len(x.want) == 0 {
				t.Fatal("no want: line")
			}
			found := map[string]bool{}
			for _, d := range judge(t, x.bad) {
				at := place(x.bad, d.Place)
				if d.Rule != x.code && d.Severity == diag.Error {
					t.Errorf("bad: also %s at %s: %s", d.Rule, at, d.Text.ZH)
				}
				if d.Rule == x.code {
					found[at] = true
					if !x.want[at] {
						t.Errorf("bad: %s at %s, want %v: %s", d.Rule, at, x.want, d.Text.ZH)
					}
				}
				wellSaid(t, d)
			}
			for at := range x.want {
				if !found[at] {
					t.Errorf("bad: no %s at %s", x.code, at)
				}
			}
			for _, d := range judge(t, x.good) {
				if d.Rule == x.code || d.Severity == diag.Error {
					t.Errorf("good: %s at %s: %s", d.Rule, place(x.good, d.Place), d.Text.ZH)
				}
			}
		})
	}
}

// wellSaid asks that a finding speaks both languages, says what to do, and shows no
// trace of the program that made it.
func wellSaid(t *testing.T, d diag.Diagnostic) {
	t.Helper()
	for _, w := range []diag.Words{d.Text, d.Basis} {
		if w.ZH == "" || w.EN == "" {
			t.Errorf("%s does not speak both languages: %+v", d.Rule, w)
		}
	}
	for _, text := range []string{d.Text.ZH, d.Text.EN, d.Fix.ZH, d.Fix.EN} {
		if strings.Contains(text, "%!") || strings.Contains(text, "0x") || strings.Contains(text, "<nil>") {
			t.Errorf("%s: %q", d.Rule, text)
		}
	}
	if d.Fix.IsZero() {
		t.Errorf("%s does not say what to do: %s", d.Rule, d.Text.ZH)
	}
}

// The base site is without any finding, so that what a fixture shows is its own.
func TestBaseIsClean(t *testing.T) {
	fs := base(t)
	for _, d := range judge(t, fs) {
		t.Errorf("%s at %s: %s", d.Rule, place(fs, d.Place), d.Text.ZH)
	}
}

// Every rule has its fixtures, and every fixture its rule: none exists on paper only.
func TestEveryRuleHasFixtures(t *testing.T) {
	have := map[string]bool{}
	for _, path := range fixtures(t) {
		have[strings.TrimSuffix(filepath.Base(path), ".txtar")] = true
	}
	for _, code := range check.Codes() {
		if !have[code] {
			t.Errorf("%s has no fixture", code)
		}
		delete(have, code)
	}
	for code := range have {
		t.Errorf("the fixture %s has no rule", code)
	}
}

// The lines that explain shows as wrong stand in the bad fixture, which fails, and those
// that it shows as right in the good one, which passes. Lines in brackets, --- and lines
// that begin with "# " only tell what cannot be shown.
func TestExamplesAreTrue(t *testing.T) {
	for _, path := range fixtures(t) {
		x := readFixture(t, path)
		r := check.Lookup(x.code)
		if r == nil {
			continue // TestEveryRuleHasFixtures says so
		}
		baseText, err := os.ReadFile("testdata/base.txtar")
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []struct {
			name, example, text string
		}{{"wrong", r.Wrong, x.overlay[true]}, {"right", r.Right, x.overlay[false] + string(baseText)}} {
			for line := range strings.Lines(side.example) {
				line, _, _ = strings.Cut(strings.TrimSpace(line), "  # ")
				if line == "" || line == "---" || strings.HasPrefix(line, "# ") || strings.HasPrefix(line, "（") {
					continue
				}
				if !strings.Contains(side.text, strings.TrimRight(line, "}")) {
					t.Errorf("%s: the %s example's line %q is not in the fixture", x.code, side.name, line)
				}
			}
		}
	}
}

// A department's profile page is read and judged like an item's text.
func TestProfilePagesAreJudged(t *testing.T) {
	fs := base(t)
	fs["caizheng/_index.md"] = &fstest.MapFile{Data: []byte("# 概况\n\n见[预算](2026/00001.md)、[旧页](2025/00009.md)和[本机](file:///c/a.doc)。\n\n![](门.png)\n\n![大楼](https://example.com/1.png)\n\n<b>欢迎</b>\n")}
	var got []string
	for _, d := range judge(t, fs) {
		if d.Path != "caizheng/_index.md" {
			t.Errorf("%s at %s", d.Rule, place(fs, d.Place))
		}
		got = append(got, d.Rule+strings.TrimPrefix(place(fs, d.Place), d.Path))
		wellSaid(t, d)
	}
	want := "M07:1:1 F16:3:22 M10:3:42 F16:5:1 M08:5:1 M15:7:1 M09:9:1 M09:9:6"
	if all := strings.Join(got, " "); all != want {
		t.Errorf("got  %s\nwant %s", all, want)
	}
}

// So are the words of a public opinion and of its answer, as those of a letter that nobody sees
// are not.
func TestPublicOpinionsAreJudged(t *testing.T) {
	const at = "caizheng/opinions/2026-001.md"
	for public, want := range map[string]string{"是": "F16:9:1 M06:13:1 M10:15:2 F16:15:20 M08:15:20", "否": ""} {
		fs := base(t)
		fs[at] = &fstest.MapFile{Data: []byte("---\n标题: 建议\n收到日期: 2026-06-01\n答复日期: 2026-06-05\n公开: " + public + "\n---\n\n见[预算](../2026/00001.md)、\n[旧](../2025/1.md)。\n\n## 答复\n\n#### 办法\n\n见[本机](file:///c/a)。![](CZ-2026-00010)\n")}
		var got []string
		for _, d := range judge(t, fs) {
			if d.Path != at {
				t.Errorf("%s at %s", d.Rule, place(fs, d.Place))
			}
			got = append(got, d.Rule+strings.TrimPrefix(place(fs, d.Place), d.Path))
			wellSaid(t, d)
		}
		if all := strings.Join(got, " "); all != want {
			t.Errorf("public %s: got %s\nwant %s", public, all, want)
		}
	}
}

// A board may be closed to an item by its departments as well as by its categories, as the
// fixture of M16 has it.
func TestBoardIsClosedToADepartment(t *testing.T) {
	x := readFixture(t, "testdata/rules/M16.txtar")
	for to, want := range map[string]bool{"jiaoyu": true, "caizheng": false, "all": false} {
		x.bad["boards.yaml"] = &fstest.MapFile{Data: []byte("- {id: school, name: 学校门口公开栏, place: 第一小学门口, paper: A4, departments: [" + to + "]}\n")}
		got := false
		for _, d := range judge(t, x.bad) {
			got = got || d.Rule == x.code && x.want[place(x.bad, d.Place)]
		}
		if got != want {
			t.Errorf("a board for %s: M16 %v, want %v", to, got, want)
		}
	}
}

// Every finding of every bad fixture comes out as text, with its place, clause and fix.
func TestFindingsPrint(t *testing.T) {
	for _, path := range fixtures(t) {
		x := readFixture(t, path)
		var b bytes.Buffer
		found := judge(t, x.bad)
		err := diag.Text(&b, found, diag.Options{Hints: true, Source: func(p string) ([]byte, bool) {
			f, err := source.Read(x.bad, p, 1<<20)
			if err != nil {
				return nil, false
			}
			return f.Text, true
		}})
		if err != nil {
			t.Fatal(err)
		}
		for at := range x.want {
			at = strings.ReplaceAll(at, "\u202E", "\uFFFD") // which is never printed
			if !strings.Contains(b.String(), at+" ") || !strings.Contains(b.String(), "依据：") || !strings.Contains(b.String(), "怎么改：") {
				t.Errorf("%s: %s is not printed whole:\n%s", x.code, at, b.String())
			}
		}
	}
}
