package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"gongkai/generator/build"
	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/load"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
	"gongkai/generator/style"
)

// fileOf tells which file of the tree an example's lines belong to, by the rule; others
// are an item's.
var fileOf = map[string]string{
	"S08": "departments.yaml", "S09": "departments.yaml", "S10": "departments.yaml", "S11": "departments.yaml", "S12": "departments.yaml",
	"S13": "departments.yaml", "S17": "departments.yaml", "F17": "departments.yaml", "S14": "categories.yaml", "S16": "duties.yaml", "S26": "duties.yaml", "T27": "duties.yaml", "T28": "duties.yaml", "S18": "boards.yaml",
	"S19": "site.yaml", "R14": "site.yaml", "S23": "site.yaml", "T25": "site.yaml", "P22": "site.yaml", "T17": "holidays/2026.yaml",
	"S24": "filings.yaml", "M26": "boards.yaml", "M27": "boards.yaml", "F46": "boards.yaml",
	"T31": exampleOpinion, "P30": exampleOpinion, "P31": exampleOpinion, "P32": exampleOpinion, "P33": exampleOpinion, "S30": exampleOpinion,
	"T32": exampleOrder, "S31": exampleOrder, "R30": exampleOrder, "F30": exampleOrder,
	"F21": build.PrintFile, "F22": build.PrintFile, "F23": build.PrintFile, "M21": build.PrintFile, "M22": build.PrintFile,
}

const (
	exampleItem    = "caizheng/2026/00009.md"
	exampleOpinion = "caizheng/opinions/2026-009.md"
	exampleOrder   = "supervision/2026-09.md"
)

// inTree puts an example's lines into the base tree.
func inTree(base fstest.MapFS, file, lines string) fstest.MapFS {
	tree := maps.Clone(base)
	switch {
	case file == "":
		file = exampleItem
		if !strings.HasPrefix(lines, "---") {
			lines = "---\n" + lines + "\n---\n\n全年收入1286万元。\n"
		}
	case file == exampleOpinion || file == exampleOrder:
		if lines = "---\n" + lines + "\n"; !strings.Contains(lines, "\n---\n") {
			lines += "---\n\n来信。\n"
		}
	case file != "site.yaml" && file != "holidays/2026.yaml" && !strings.HasPrefix(lines, "- ") && !strings.HasPrefix(lines, "#") && !strings.HasPrefix(lines, "（"):
		lines = "- " + strings.ReplaceAll(lines, "\n", "\n  ")
	}
	tree[file] = &fstest.MapFile{Data: []byte(lines)}
	return tree
}

// said reads a tree and gives what it says without where it says it, and the codes found.
func said(t *testing.T, tree fstest.MapFS) (model.Parts, []string) {
	t.Helper()
	r, err := load.Tree(tree, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Parts.Today = buildDay
	p := r.Parts
	p.Bodies, p.Config.At, p.Config.Digest = nil, nil, source.Digest{}
	p.Items = slices.DeleteFunc(p.Items, func(it *model.Item) bool { return it.Path != exampleItem })
	for _, it := range p.Items {
		it.At, it.Body, it.Links, it.Flaws, it.Card, it.Full = nil, model.BodyRef{}, nil, nil, source.Digest{}, source.Digest{}
		for i := range it.Attachments {
			it.Attachments[i].At = source.Span{}
		}
	}
	for _, o := range p.Opinions {
		o.At, o.Question, o.Answer, o.Links, o.Flaws, o.Full = nil, model.BodyRef{}, model.BodyRef{}, nil, nil, source.Digest{}
	}
	for _, o := range p.Orders {
		o.At, o.Full = nil, source.Digest{}
	}
	for _, d := range p.Departments {
		d.At, d.Span, d.Card, d.Profile = nil, source.Span{}, source.Digest{}, nil
	}
	for _, c := range p.Categories {
		c.Span = source.Span{}
	}
	for _, d := range p.Duties {
		d.Span = source.Span{}
	}
	for _, b := range p.Boards {
		b.Span = source.Span{}
	}
	for _, f := range p.Filings {
		f.At, f.Span = nil, source.Span{}
	}
	var codes []string
	for _, d := range r.Findings {
		codes = append(codes, d.Rule)
	}
	return p, codes
}

// saidInPrint reads a print.yaml and gives the look that it makes, without where it says
// it, and the codes found.
func saidInPrint(lines string) (style.Print, []string) {
	p, found := style.Read(nil, []byte(lines), build.PrintFile)
	for _, fonts := range [][]style.FontFile{p.Fonts.Body, p.Fonts.Bold, p.Fonts.Head, p.Fonts.Kai, p.Fonts.Mono} {
		for i := range fonts {
			fonts[i].At = diag.Place{}
		}
	}
	var codes []string
	for _, d := range found {
		codes = append(codes, d.Rule)
	}
	return p, codes
}

// The Chinese examples say the same as the English ones: read, they give the same record
// and the same findings.
func TestChineseExamplesSayTheSame(t *testing.T) {
	tree := base(t)
	for _, r := range check.Table() {
		wrong, right := r.Examples(diag.ZH)
		for _, x := range [...]struct{ side, en, zh string }{{"wrong", r.Wrong, wrong}, {"right", r.Right, right}} {
			if x.side == "wrong" && r.Code == "F11" {
				continue // another unknown key in each language
			}
			var a, b any
			var found, found2 []string
			if fileOf[r.Code] == build.PrintFile {
				a, found = saidInPrint(x.en)
				b, found2 = saidInPrint(x.zh)
			} else {
				a, found = said(t, inTree(tree, fileOf[r.Code], x.en))
				b, found2 = said(t, inTree(tree, fileOf[r.Code], x.zh))
			}
			if !reflect.DeepEqual(a, b) || !slices.Equal(found, found2) {
				t.Errorf("%s %s:\n%s\nbecame\n%s\nfindings %v and %v", r.Code, x.side, x.en, x.zh, found, found2)
			}
		}
		if en, right := r.Examples(diag.EN); en != r.Wrong || right != r.Right {
			t.Errorf("%s: the English example is changed", r.Code)
		}
	}
}

// The examples of print.yaml are whole files: in both languages the wrong one breaks its
// rule, and nothing else, where the bad fixture has it, and the right one is without fault
// where the good fixture has it.
func TestPrintExamplesAreTrue(t *testing.T) {
	for code, file := range fileOf {
		if file != build.PrintFile {
			continue
		}
		x := readFixture(t, filepath.Join("testdata", "rules", code+".txtar"))
		for _, lang := range []diag.Lang{diag.ZH, diag.EN} {
			wrong, right := check.Lookup(code).Examples(lang)
			for _, side := range []struct {
				name, lines string
				tree        fstest.MapFS
				want        []string
			}{{"wrong", wrong, x.bad, []string{code}}, {"right", right, x.good, nil}} {
				tree := maps.Clone(side.tree)
				tree[file] = &fstest.MapFile{Data: []byte(side.lines)}
				var got []string
				for _, d := range judge(t, tree) {
					if d.Path == file || d.Rule == code {
						got = append(got, d.Rule)
					}
				}
				if !slices.Equal(got, side.want) {
					t.Errorf("%s (%s): the %s example gives %v, want %v:\n%s", code, lang, side.name, got, side.want, side.lines)
				}
			}
		}
	}
}

var asciiWord = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_./:{}-]*`)

// englishNames gives the English names of the table's keys, nested ones too, and the codes
// of their values.
func englishNames(tables ...[]schema.Key) map[string]bool {
	names := map[string]bool{}
	var add func([]schema.Key)
	add = func(keys []schema.Key) {
		for _, k := range keys {
			names[k.Name] = true
			for _, v := range k.Values {
				names[v.Code] = v.Code != v.Words.ZH
			}
			if k.Form == schema.Bool {
				names["true"], names["false"] = true, true
			}
			add(k.Keys)
		}
	}
	for _, t := range tables {
		add(t)
	}
	return names
}

// The English names of an item's keys, and of those of the publisher's files.
var (
	itemNames = englishNames(schema.Item)
	fileNames = printNames(englishNames(schema.Site, schema.Department, schema.Category, schema.Duty, schema.Board, schema.Holidays, schema.Opinion, schema.Order))
)

// printNames adds the keys of print.yaml, and the codes of their values, to the names.
func printNames(names map[string]bool) map[string]bool {
	for _, k := range style.Keys() {
		for name := range strings.SplitSeq(k.Name, ".") {
			names[name] = true
		}
		for _, v := range k.Values {
			names[v.Code] = true
		}
	}
	return names
}

// noKeys finds what is no key though it may be spelt like one: commands, options, verbs,
// HTML.
var noKeys = regexp.MustCompile(`</?[a-z]+>|gongkai [a-z]+|--[a-z]+|\{serial\}|%(\[\d\])?[a-z]`)

// bare gives the English names that a Chinese text uses. The names of files and commands
// are no keys, and a key of the publisher's files may stand in brackets behind its Chinese
// name.
func bare(text string) (found []string) {
	text = noKeys.ReplaceAllString(text, "")
	for _, at := range asciiWord.FindAllStringIndex(text, -1) {
		w := strings.TrimRight(text[at[0]:at[1]], ":")
		bracketed := strings.HasSuffix(text[:at[0]], "”（") && strings.HasPrefix(text[at[1]:], "）")
		if (itemNames[w] || fileNames[w]) && !(bracketed && fileNames[w] && schema.Item.Find(w) == nil) {
			found = append(found, w)
		}
	}
	return found
}

// Clerks who write Chinese keys are told of them by their Chinese names.
func TestChineseTextsNameKeysInChinese(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"核对 made 和 published。", "made published"}, {"加 draft: true。", "draft true"}, {"没有写标题（title）", "title"}, {"改 site.yaml 的“名册”（rosters）。", ""},
		{"改 site.yaml 的 rosters。", "rosters"}, {"见 _index.md 和 gongkai schema。", ""}, {"改 print.yaml 的 margin", "margin"}, {"<center>公告</center>", ""}, {"写 pass 或 annual", "pass annual"},
	} {
		if got := strings.Join(bare(c.text), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
	for _, r := range check.Table() {
		wrong, right := r.Examples(diag.ZH)
		texts := map[string]string{"clause": r.Clause.ZH, "title": r.Title.ZH, "why": r.Why.ZH, "fix": r.Fix.ZH, "wrong": wrong, "right": right}
		if r.Code == "F07" {
			delete(texts, "wrong") // one key in both languages
		}
		for part, text := range texts {
			if got := bare(text); len(got) > 0 {
				t.Errorf("%s: its %s has %v: %s", r.Code, part, got, text)
			}
		}
	}
}

// The same for every sentence in the source of the packages that speak to clerks: a
// literal with more Han characters than Latin words is a Chinese one.
func TestChineseMessagesNameKeysInChinese(t *testing.T) {
	seen := 0
	for _, dir := range []string{".", "../load", "../front", "../tidy", "../style", "../sheet"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if kv, ok := n.(*ast.KeyValueExpr); ok {
					if key, ok := kv.Key.(*ast.Ident); ok && slices.Contains([]string{"Wrong", "Right", "wrongZH"}, key.Name) {
						return false
					}
				}
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				han := 0
				for _, c := range text {
					if unicode.Is(unicode.Han, c) {
						han++
					}
				}
				if han <= len(asciiWord.FindAllString(noKeys.ReplaceAllString(text, ""), -1)) {
					return true
				}
				seen++
				if got := bare(text); len(got) > 0 {
					t.Errorf("%s: %v in %s", file, got, text)
				}
				return true
			})
		}
	}
	if seen < 300 {
		t.Errorf("only %d sentences", seen)
	}
}
