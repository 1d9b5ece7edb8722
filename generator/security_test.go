package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var namedTest = regexp.MustCompile(`\b([a-z0-9]+)\.((?:Test|Fuzz)[A-Z]\w*)`)

// TestSecurityNamesTests: each test that SECURITY.md names as holding a defence exists, and both
// languages name the same ones.
func TestSecurityNamesTests(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", ".github", "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	zh, en, ok := strings.Cut(string(text), `<a id="security-in-english"></a>`)
	if !ok {
		t.Fatal("SECURITY.md has no English part")
	}
	tests := testFunctions(t)
	named := func(part string) []string {
		var names []string
		for _, m := range namedTest.FindAllStringSubmatch(part, -1) {
			names = append(names, m[0])
			if !tests[m[0]] {
				t.Errorf("SECURITY.md names %s, which is no test", m[0])
			}
		}
		return names
	}
	a, b := strings.Join(named(zh), "\n"), strings.Join(named(en), "\n")
	if a != b || len(a) < 500 {
		t.Errorf("the two languages name other tests:\n%s\n\n%s", a, b)
	}
}
