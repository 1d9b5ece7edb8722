package main_test

import (
	"encoding/csv"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/check"
)

var ruleCode = regexp.MustCompile(`\b[TSPMRF]\d{2}\b`)

// obligations reads obligations.csv: number, clause, kind, state, answer, tests.
func obligations(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("obligations.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "number,clause,kind,state,answer,tests" {
		t.Fatalf("columns %s", got)
	}
	return rows[1:]
}

// testFunctions lists every test in the source as package.TestName.
func testFunctions(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, err := filepath.Glob("*/*_test.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no test files", err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
				names[filepath.Base(filepath.Dir(file))+"."+fn.Name.Name] = true
			}
		}
	}
	return names
}

// Every obligation O1 to O141 has its row; the rules and tests that it names exist; what
// is called done or partly done is shown by at least one of them, what is open by none.
func TestObligations(t *testing.T) {
	rows, tests := obligations(t), testFunctions(t)
	if len(rows) != 141 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, r := range rows {
		number, clause, kind, state, answer, shown := r[0], r[1], r[2], r[3], r[4], strings.Fields(r[5])
		if number != strconv.Itoa(i+1) || clause == "" || answer == "" || !strings.Contains("GKOR", kind) || len(kind) != 1 {
			t.Errorf("row %d: %v", i+1, r)
		}
		switch state {
		case "done", "partly":
			if len(shown) == 0 {
				t.Errorf("O%s is %s, but nothing shows it", number, state)
			}
		case "open":
			if len(shown) > 0 {
				t.Errorf("O%s is open, but %v show it", number, shown)
			}
		default:
			t.Errorf("O%s has the state %q", number, state)
		}
		for _, name := range shown {
			if ruleCode.MatchString(name) && len(name) == 3 {
				if _, err := os.Stat("check/testdata/rules/" + name + ".txtar"); err != nil || check.Lookup(name) == nil {
					t.Errorf("O%s names the rule %s, which has no entry or no fixture", number, name)
				}
			} else if function, _, _ := strings.Cut(name, "/"); !tests[function] {
				t.Errorf("O%s names the test %s, which does not exist", number, name)
			}
		}
		for _, code := range ruleCode.FindAllString(answer, -1) {
			if check.Lookup(code) == nil {
				t.Errorf("O%s is answered by the rule %s, which does not exist", number, code)
			}
		}
	}
}

// A rule that says it answers an obligation is proof that the obligation is not open.
func TestRulesAndObligationsAgree(t *testing.T) {
	rows := obligations(t)
	for _, r := range check.Table() {
		for _, n := range r.Obligations {
			if rows[n-1][3] == "open" {
				t.Errorf("%s answers O%d, which obligations.csv calls open", r.Code, n)
			}
		}
	}
}
