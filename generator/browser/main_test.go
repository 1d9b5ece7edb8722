// Package browser holds the tests that look at the built site as people and machines
// meet it: in a real browser, with a checker of HTML, with a page audit.
//
// The site is built once by the real program from content/ and served by a plain file
// server on this machine. The tools are found as build.sh installs them: Chromium on the
// path or in CHROME_PATH, Java on the path, axe-core, vnu and Lighthouse in .tools/ or in
// the folder that GONGKAI_TOOLS names. A test whose tool is missing says SKIPPED; where CI
// is true, it fails.
//
//	go test ./generator/browser                    # every check
//	go test ./generator/browser -run Axe/390/home  # one check of one kind of page
//	go test ./generator/browser -run Shots -shots DIR      # pictures of every kind of page
//	GONGKAI_SITE=DIR go test ./generator/browser   # of a site that is already built
package browser

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gongkai/generator/judge"
)

var shots = flag.String("shots", "", "folder that pictures of every kind of page are written to")

// cleanups run when all tests have.
var cleanups []func()

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	for i := len(cleanups) - 1; i >= 0; i-- {
		cleanups[i]()
	}
	os.Exit(code)
}

// repo gives the top folder of the checkout.
func repo(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// npm gives the path of a file of an npm package, or ends the test.
func npm(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("GONGKAI_TOOLS")
	if dir == "" {
		dir = filepath.Join(repo(t), ".tools")
	}
	p := filepath.Join(dir, "node_modules", filepath.FromSlash(name))
	if _, err := os.Stat(p); err != nil {
		judge.Missing(t, "the npm package of "+name)
	}
	return p
}

// tool gives the path of a program, or ends the test.
func tool(t testing.TB, names ...string) string {
	t.Helper()
	for _, n := range names {
		if n == "" {
			continue
		}
		if p, err := exec.LookPath(n); err == nil {
			return p
		}
	}
	judge.Missing(t, names[len(names)-1])
	return ""
}
