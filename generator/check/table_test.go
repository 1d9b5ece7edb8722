package check_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/check"
	"gongkai/generator/diag"
)

var codeForm = regexp.MustCompile(`^[TSPMRF]\d{2}$`)

// Every rule is told in both languages, with its clause, its obligations and an example;
// no code stands twice; the six families are all there, in the order of clause 十二·1.
func TestTableIsWhole(t *testing.T) {
	rules := check.Table()
	if len(rules) < 50 {
		t.Fatalf("only %d rules", len(rules))
	}
	var families []byte
	seen := map[string]bool{}
	for _, r := range rules {
		if !codeForm.MatchString(r.Code) || seen[r.Code] {
			t.Errorf("code %q", r.Code)
		}
		seen[r.Code] = true
		if len(families) == 0 || families[len(families)-1] != r.Family() {
			families = append(families, r.Family())
		}
		for name, w := range map[string]diag.Words{"clause": r.Clause, "title": r.Title, "why": r.Why, "fix": r.Fix} {
			if w.ZH == "" || w.EN == "" {
				t.Errorf("%s has no %s in one of the languages", r.Code, name)
			}
		}
		if r.Wrong == "" || r.Right == "" || r.Wrong == r.Right {
			t.Errorf("%s has no example", r.Code)
		}
		if len(r.Obligations) == 0 {
			t.Errorf("%s names no obligation", r.Code)
		}
		for _, n := range r.Obligations {
			if n < 1 || n > 141 {
				t.Errorf("%s names O%d", r.Code, n)
			}
		}
		if !strings.HasSuffix(r.Fix.ZH, "。") || !strings.HasSuffix(r.Why.ZH, "。") || strings.HasSuffix(r.Title.ZH, "。") {
			t.Errorf("%s: why and fix are sentences, the title is none", r.Code)
		}
	}
	if string(families) != "TSPMRF" {
		t.Errorf("families %s", families)
	}
}

// Each code that a reader emits is in the table: a finding without severity and clause
// would reach a clerk otherwise.
func TestReadersCodesAreKnown(t *testing.T) {
	found := 0
	for _, dir := range []string{"../front", "../load"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
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
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if code := strings.Trim(lit.Value, "\"`"); codeForm.MatchString(code) {
						found++
						if check.Lookup(code) == nil {
							t.Errorf("%s emits %s, which is not in the table", file, code)
						}
					}
				}
				return true
			})
		}
	}
	if found < 15 {
		t.Errorf("only %d codes found in front and load", found)
	}
}

func TestExplain(t *testing.T) {
	for _, lang := range []diag.Lang{diag.ZH, diag.EN} {
		for _, code := range check.Codes() {
			var b bytes.Buffer
			known, err := check.Explain(&b, strings.ToLower(code), lang)
			if !known || err != nil {
				t.Fatalf("%s: %v %v", code, known, err)
			}
			r := check.Lookup(code)
			wrong, right := r.Examples(lang)
			for _, part := range []string{code, r.Title.In(lang), r.Why.In(lang), r.Fix.In(lang), r.Clause.In(lang), strings.Split(wrong, "\n")[0], strings.Split(right, "\n")[0]} {
				if !strings.Contains(b.String(), part) {
					t.Errorf("explain %s (%s) does not tell %q", code, lang, part)
				}
			}
		}
	}
	if known, err := check.Explain(&bytes.Buffer{}, "T99", diag.ZH); known || err != nil {
		t.Errorf("T99: %v %v", known, err)
	}
}

func TestExplainAll(t *testing.T) {
	var b bytes.Buffer
	if err := check.ExplainAll(&b, diag.ZH); err != nil {
		t.Fatal(err)
	}
	for _, r := range check.Table() {
		if !strings.Contains(b.String(), r.Code+"  "+r.Severity.Words().ZH) || !strings.Contains(b.String(), r.Title.ZH) {
			t.Errorf("the table lacks %s", r.Code)
		}
	}
	if err := check.ExplainAll(full{}, diag.EN); err == nil {
		t.Error("a writer's error is not told")
	}
}

// full is a writer that takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestSARIFRules(t *testing.T) {
	rules := check.SARIFRules()
	if len(rules) != len(check.Table()) {
		t.Fatalf("%d of %d rules", len(rules), len(check.Table()))
	}
	for _, r := range rules {
		if want := check.Lookup(r.Code); want == nil || r.Severity != want.Severity || !strings.Contains(r.Full.ZH, want.Clause.ZH) {
			t.Errorf("%+v", r)
		}
	}
}
