package diag

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

const water = "---\ntitle: 供水水质公告\nindex: GS-2026-00001\napproved: 2026-07-03\npublished: 2026年6月30日\n---\n\n\t见“附件 1”。\n"

var files = map[string]string{
	"water/2026/01.md":    water,
	"water/2026/公告, 2.md": "index: GS-2026-00001\n" + strings.Repeat("本次检测覆盖全部出厂水和管网末梢水。", 20) + "TODO" + strings.Repeat("以后补充。", 40) + "\n",
}

func options() Options {
	return Options{Root: "content", Hints: true, Source: func(p string) ([]byte, bool) {
		s, ok := files[p]
		return []byte(s), ok
	}}
}

// at gives the place of the words in a file.
func at(t *testing.T, path, words string) Place {
	t.Helper()
	i := strings.Index(files[path], words)
	if i < 0 {
		t.Fatalf("no %q in %s", words, path)
	}
	return Place{path, source.Span{Start: i, End: i + len(words)}}
}

// sample is one finding of every sort.
func sample(t *testing.T) []Diagnostic {
	second := "water/2026/公告, 2.md"
	ds := []Diagnostic{
		{Rule: "P03", Severity: Error, Place: at(t, "water/2026/01.md", "2026年6月30日"),
			Text:  Say("公开日期 %s 早于区级审定日期 %s", "published %s before it was approved on %s", "2026-06-30", "2026-07-03"),
			Fix:   Words{"公开日期要在审定之后", "publish after the approval"},
			Basis: Words{"细则第八条", "clause 8"}},
		{Rule: "R03", Severity: Error, Place: at(t, "water/2026/01.md", "GS-2026-00001"),
			Text:    Words{"索引号 GS-2026-00001 用了两次", "index number GS-2026-00001 is used twice"},
			Related: []Related{{at(t, second, "GS-2026-00001"), Words{"另一处", "the other one"}}}},
		{Rule: "M11", Severity: Hint, Place: at(t, "water/2026/01.md", "“附件 1”"), Text: Words{"像是没有做成链接的附件", "looks like an attachment without a link"}},
		{Rule: "R08", Severity: Warning, Place: at(t, second, "TODO"), Text: Words{"还留着“TODO”", "\"TODO\" is still there"}},
		{Rule: "F17", Severity: Error, Place: Place{Path: "site.yaml"}, Text: Words{"没有 site.yaml", "there is no site.yaml"}},
		{Rule: "F19", Severity: Error, Place: Place{"lost.md", source.Span{Start: 3, End: 9}}, Text: Words{"读不出来：\x1b[2J一行\n两行", "unreadable: 100%"}},
	}
	Sort(ds)
	return ds
}

func TestGolden(t *testing.T) {
	tool := Tool{"1.2.3", []RuleText{
		{"P03", Error, Words{"公开不能早于审定", "no publishing before the approval"}, Words{"细则第八条要求先审后公开。", "Clause 8."}, Words{"改日期。", "Mend the date."}},
		{Code: "R08", Severity: Warning, Short: Words{"没有填完", "unfinished"}},
	}}
	en := options()
	en.Lang = EN
	colour := options()
	colour.Colour, colour.Width = true, 40
	for name, print := range map[string]func(*bytes.Buffer) error{
		"zh.txt":       func(b *bytes.Buffer) error { return Text(b, sample(t), options()) },
		"en.txt":       func(b *bytes.Buffer) error { return Text(b, sample(t), en) },
		"colour.txt":   func(b *bytes.Buffer) error { return Text(b, sample(t), colour) },
		"zh.json":      func(b *bytes.Buffer) error { return JSON(b, sample(t), options()) },
		"zh.sarif":     func(b *bytes.Buffer) error { return SARIF(b, sample(t), tool, options()) },
		"en.sarif":     func(b *bytes.Buffer) error { return SARIF(b, sample(t), tool, en) },
		"github.txt":   func(b *bytes.Buffer) error { return GitHub(b, sample(t), options()) },
		"nothing.txt":  func(b *bytes.Buffer) error { return Text(b, nil, options()) },
		"nothing.json": func(b *bytes.Buffer) error { return JSON(b, nil, options()) },
	} {
		var b bytes.Buffer
		if err := print(&b); err != nil {
			t.Fatal(name, err)
		}
		file := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(want, b.Bytes()) {
			t.Errorf("%s differs (go test -update writes it anew), %v:\n%s", name, err, b.Bytes())
		}
	}
}

func TestHintsAndLimit(t *testing.T) {
	o := options()
	o.Hints = false
	print := func() string {
		var b bytes.Buffer
		if err := Text(&b, sample(t), o); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if s := print(); strings.Contains(s, "M11") || !strings.Contains(s, "1个提示") || strings.Contains(s, "没有列出") {
		t.Errorf("without hints:\n%s", s)
	}
	o.Limit = 4
	if s := print(); strings.Contains(s, "R08") || !strings.Contains(s, "F19") || !strings.Contains(s, "还有1条") {
		t.Errorf("four at most: the errors come first:\n%s", s)
	}
	o.Limit = 1
	if s := print(); strings.Count(s, "错误 ") != 1 || !strings.Contains(s, "还有4条") || !strings.Contains(s, "共4个错误、1个警告、1个提示。") {
		t.Errorf("one at most:\n%s", s)
	}
	var b bytes.Buffer
	if err := GitHub(&b, sample(t), o); err != nil || strings.Count(b.String(), "\n") != 1 {
		t.Errorf("%v\n%s", err, b.String())
	}
}

// A terminal must never be commanded by a file.
func TestNoControlCharacters(t *testing.T) {
	evil := "title: a\x1b[31m\u202eb\x07\x9b1;1H\u2028c\r\n"
	o := options()
	o.Source = func(string) ([]byte, bool) { return []byte(evil), true }
	d := Diagnostic{Rule: "T\x1b", Place: Place{"a\x1bb.md", source.Span{Start: 7, End: 20}}, Text: Words{evil, evil}, Fix: Words{evil, evil}, Basis: Words{evil, evil}}
	d.Related = []Related{{d.Place, d.Text}}
	var b bytes.Buffer
	if err := Text(&b, []Diagnostic{d}, o); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\x07", "\u009b", "\u202e", "\u2028", "\r", "b\x1b", "a\x1b"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("prints %q:\n%q", bad, b.String())
		}
	}
}

// cells is the width of a string on a screen.
func cells(s string) (n int) {
	for _, r := range s {
		n += source.Cells(r)
	}
	return n
}

func TestSnippet(t *testing.T) {
	for _, c := range []struct {
		line, words string
		width       int
		shown       string
		marks       string
	}{
		{"published: 2026-06-30", "2026-06-30", 80, "published: 2026-06-30", "           ^^^^^^^^^^"},
		{"标题：供水公告", "：", 80, "标题：供水公告", "    ^^"},
		{"标题: 供水公告", "供水", 80, "标题: 供水公告", "      ^^^^"},
		{"\t标题\tx", "x", 80, "    标题    x", "            ^"},
		{"e\u0301te\u0301 x", "x", 80, "e\u0301te\u0301 x", "    ^"},
		{"e\u0301te\u0301 x", "\u0301", 80, "e\u0301te\u0301 x", "^"},
		{"ab\u200bcd", "\u200b", 80, "ab\uFFFDcd", "  ^"},
		{"abc", "", 80, "abc", "^"},
		{strings.Repeat("左", 50) + "中" + strings.Repeat("右", 50), "中", 20, "…左左左中右右右右右…", "       ^^"},
		{"中" + strings.Repeat("右", 50), "中", 20, "中右右右右右右右右…", "^^"},
		{strings.Repeat("左", 50) + "中", "中", 20, "…左左左左左左左左中", "                 ^^"},
	} {
		i := strings.Index(c.line, c.words)
		shown, marks := snippet([]byte(c.line), i, i+len(c.words), c.width)
		if shown != c.shown || marks != c.marks {
			t.Errorf("%q, %q:\n%s|\n%s|\nwant\n%s|\n%s|", c.line, c.words, shown, marks, c.shown, c.marks)
		}
	}
	if _, marks := snippet([]byte("标题"), 6, 6, 80); marks != "    ^" {
		t.Errorf("behind the end: %q", marks)
	}
}

// What stands over the marks is what the span covers, however long and odd the line is,
// and no line is wider than was asked for.
func FuzzSnippet(f *testing.F) {
	f.Add("标题: 供水公告", 4, 6, 80)
	f.Add("\ta\u0301b"+strings.Repeat("公开", 100), 120, 140, 30)
	f.Add("\xff\xfe\x1b[0m😀", 0, 3, 20)
	f.Fuzz(func(t *testing.T, line string, start, length, width int) {
		if strings.Contains(line, "\n") || width < 20 || width > 500 || length < 0 || length > 1000 {
			return
		}
		start = min(max(start, 0), len(line))
		shown, marks := snippet([]byte(line), start, start+length, width)
		if cells(shown) > width || len(marks) > width {
			t.Fatalf("%q is %d cells wide, of %d", shown, cells(shown), width)
		}
		if !utf8.ValidString(shown) || strings.Trim(marks, " ^") != "" || !strings.Contains(marks, "^") {
			t.Fatalf("%q\n%q", shown, marks)
		}
		if strings.Contains(strings.TrimLeft(marks, " "), " ") {
			t.Fatalf("the marks have holes: %q", marks)
		}
		if r, n := utf8.DecodeRuneInString(line[start:]); n > 0 && r != utf8.RuneError && visible(r) == r && source.Cells(r) > 0 && r != '\t' && r != ' ' {
			left := strings.Index(marks, "^")
			for at, s := range shown {
				if cells(shown[:at]) == left && source.Cells(s) > 0 {
					if s != r {
						t.Fatalf("%q is marked, not %q:\n%s\n%s", s, r, shown, marks)
					}
					return
				}
			}
			t.Fatalf("nothing is marked:\n%s\n%s", shown, marks)
		}
	})
}

// The structure that the schema of SARIF 2.1.0 requires.
func TestSARIFStructure(t *testing.T) {
	rules := []RuleText{{Code: "P03", Severity: Error, Short: Words{"a", "a"}}, {Code: "R03", Severity: Error, Short: Words{"b", "b"}}}
	var b bytes.Buffer
	if err := SARIF(&b, sample(t), Tool{Rules: rules}, options()); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct {
						ID               string
						ShortDescription struct{ Text string }
					}
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex *int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
				RelatedLocations    []struct{ ID *int }
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || !strings.Contains(log.Schema, "sarif-2.1.0") || len(log.Runs) != 1 {
		t.Fatalf("not a log: %s", b.Bytes())
	}
	run := log.Runs[0]
	if run.Tool.Driver.Name == "" || run.ColumnKind != "unicodeCodePoints" || len(run.Results) != len(sample(t)) {
		t.Fatalf("not a run: %+v", run)
	}
	prints := map[string]bool{}
	for i, r := range run.Results {
		if r.Message.Text == "" || len(r.Locations) != 1 || !strings.Contains("note warning error", r.Level) || r.Level == "" {
			t.Errorf("result %d: %+v", i, r)
		}
		if r.RuleIndex != nil && run.Tool.Driver.Rules[*r.RuleIndex].ID != r.RuleID || r.RuleIndex == nil && (r.RuleID == "P03" || r.RuleID == "R03") {
			t.Errorf("result %d: rule index of %s", i, r.RuleID)
		}
		loc := r.Locations[0].PhysicalLocation
		if loc.ArtifactLocation.URI == "" || strings.ContainsAny(loc.ArtifactLocation.URI, " \\:公") {
			t.Errorf("result %d: uri %q", i, loc.ArtifactLocation.URI)
		}
		if g := loc.Region; g != nil && (g.StartLine < 1 || g.StartColumn < 1 || g.EndLine < g.StartLine || g.EndLine == g.StartLine && g.EndColumn < g.StartColumn) {
			t.Errorf("result %d: region %+v", i, g)
		}
		print := r.PartialFingerprints["primaryLocationLineHash"]
		if print == "" || prints[print] {
			t.Errorf("result %d: fingerprint %q", i, print)
		}
		prints[print] = true
	}
}

// A finding keeps its fingerprint when lines come in above it.
func TestFingerprintStays(t *testing.T) {
	sum := func(text string) string {
		o := Options{Source: func(string) ([]byte, bool) { return []byte(text), true }}
		i := strings.Index(text, "2026-13-01")
		return fingerprint(o.locator(), Diagnostic{Rule: "T01", Place: Place{"a.md", source.Span{Start: i, End: i + 10}}})
	}
	if sum("title: a\nmade: 2026-13-01\n") != sum("# new\ntitle: a\nindex: 1\nmade:  2026-13-01\n") {
		t.Error("another fingerprint")
	}
	if sum("made: 2026-13-01\n") == sum("reviewed: 2026-13-01\n") {
		t.Error("one fingerprint for two lines")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriterErrors(t *testing.T) {
	for name, err := range map[string]error{
		"text": Text(full{}, sample(t), options()), "json": JSON(full{}, sample(t), options()),
		"sarif": SARIF(full{}, sample(t), Tool{}, options()), "github": GitHub(full{}, sample(t), options()),
	} {
		if err == nil {
			t.Errorf("%s: a full disk is no error", name)
		}
	}
}
