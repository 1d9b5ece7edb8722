package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// order is the import table: a package imports only what stands above it. Packages on one
// line know nothing of each other.
const order = `
	source crew markup bom pinyin minify
	privacy unzip fold gram
	diag font pack object stream bundle
	display headers
	pdf layout impose
	calendar near passage
	office photo pdfread filetype clean officemask
	enclosure
	schema xlsx
	jsonschema
	indexno
	front
	style
	tidy redact
	model
	post
	clock
	scaffold
	markdown
	load disk
	cache
	check
	record agenda register
	plan volume report
	theme stencil
	page catalog feed attach sheet
	search
	filing
	render
	write
	build merge deploy probe
	target
	serve
	cli
	main
`

// testsOnly are folders that hold nothing but tests.
var testsOnly = []string{"e2e", "browser", "bench"}

// judges is the folder whose package only tests import; it may do what tests may.
const judges = "judge"

// owners names for each third-party module the one package that imports it; "" is tests.
var owners = map[string]string{
	"github.com/adrg/frontmatter":              "front",
	"go.yaml.in/yaml/v4":                       "front",
	"github.com/agnivade/levenshtein":          "near",
	"github.com/yuin/goldmark":                 "markdown",
	"golang.org/x/text":                        "source",
	"github.com/xuri/excelize/v2":              "xlsx",
	"github.com/gorilla/feeds":                 "feed",
	"github.com/arran4/golang-ical":            "agenda",
	"github.com/fsnotify/fsnotify":             "serve",
	"github.com/spf13/cobra":                   "cli",
	"github.com/spf13/pflag":                   "cli",
	"github.com/mozillazg/go-pinyin":           "pinyin",
	"github.com/tdewolff/minify/v2":            "minify",
	"github.com/klauspost/compress":            "search",
	"golang.org/x/net":                         "probe",
	"golang.org/x/sys":                         "write",
	"golang.org/x/term":                        "cli",
	"rsc.io/qr":                                "sheet",
	"github.com/minio/minio-go/v7":             "target",
	"github.com/gabriel-vasile/mimetype":       "filetype",
	"github.com/richardlehane/mscfb":           "office",
	"github.com/bep/imagemeta":                 "photo",
	"github.com/klippa-app/go-pdfium":          "pdfread",
	"github.com/tetratelabs/wazero":            "pdfread",
	"github.com/rogpeppe/go-internal":          "",
	"github.com/rclone/gofakes3":               "",
	"github.com/CycloneDX/cyclonedx-go":        "",
	"github.com/chromedp/chromedp":             "",
	"github.com/chromedp/cdproto":              "",
	"github.com/santhosh-tekuri/jsonschema/v6": "",
}

// rim are the packages that may touch the operating system, the network and the clock.
var rim = []string{"cli", "disk", "cache", "write", "deploy", "target", "serve", "main"}

// outside are the doors to them; a name ending in "/" covers what lies below.
var outside = []string{"os", "os/", "net", "net/http", "net/http/", "syscall", "io/ioutil", "path/filepath", "log", "log/", "math/rand", "math/rand/", "crypto/rand", "unsafe", "gongkai/generator/disk"}

// clock are the names of package time that read the clock or the machine's zone.
var clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Local"}

// A goFile is one parsed file of the program.
type goFile struct {
	path string // below generator/
	pkg  string // its folder's name in the table, "main" for generator/ itself
	test bool   // or what only tests import
	ast  *ast.File
	set  *token.FileSet
}

func (f *goFile) at(n ast.Node) string {
	p := f.set.Position(n.Pos())
	return f.path + ":" + strconv.Itoa(p.Line)
}

// imports gives the import paths, each with its place.
func (f *goFile) imports() map[string]ast.Node {
	out := map[string]ast.Node{}
	for _, s := range f.ast.Imports {
		p, _ := strconv.Unquote(s.Path.Value)
		out[p] = s
	}
	return out
}

func program(t *testing.T) []*goFile {
	t.Helper()
	var files []*goFile
	set := token.NewFileSet()
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() && e.Name() == "testdata" {
			return or(err, fs.SkipDir)
		}
		if e.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		tree, err := parser.ParseFile(set, name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		pkg := path.Dir(name)
		if pkg == "." {
			pkg = "main"
		}
		files = append(files, &goFile{name, pkg, strings.HasSuffix(name, "_test.go") || pkg == judges, tree, set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d Go files found: the test looks in the wrong place", len(files))
	}
	return files
}

func or(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// ranks gives each package's line in the table.
func ranks() map[string]int {
	out := map[string]int{}
	for i, line := range strings.Split(order, "\n") {
		for name := range strings.FieldsSeq(line) {
			out[name] = i
		}
	}
	return out
}

func TestImportTable(t *testing.T) {
	rank := ranks()
	for _, f := range program(t) {
		mine, known := rank[f.pkg]
		if !known && !(f.test && (slices.Contains(testsOnly, f.pkg) || f.pkg == judges)) {
			t.Errorf("%s: package %s is not in the import table (or a test folder holds code that is no test)", f.path, f.pkg)
			continue
		}
		if f.test {
			continue // tests may look at anything
		}
		for p, node := range f.imports() {
			if p == "gongkai/themes" {
				if f.pkg != "theme" {
					t.Errorf("%s: imports %s, which only theme may", f.at(node), p)
				}
				continue
			}
			name, own := strings.CutPrefix(p, "gongkai/generator/")
			if !own {
				continue
			}
			if theirs, known := rank[name]; !known || theirs >= mine {
				t.Errorf("%s: %s imports %s, which does not stand above it in the table", f.at(node), f.pkg, name)
			}
		}
	}
}

func TestThirdPartyHasOneOwner(t *testing.T) {
	used := map[string]bool{}
	for _, f := range program(t) {
		for p, node := range f.imports() {
			first, _, _ := strings.Cut(p, "/")
			if !strings.Contains(first, ".") {
				continue // the standard library, or ours
			}
			module, owner, known := "", "", false
			for m, o := range owners {
				if p == m || strings.HasPrefix(p, m+"/") {
					module, owner, known = m, o, true
				}
			}
			used[module] = true
			switch {
			case !known:
				t.Errorf("%s: imports %s, which the table of third-party modules does not name", f.at(node), p)
			case !f.test && f.pkg != owner:
				t.Errorf("%s: %s imports %s, which belongs to %q alone", f.at(node), f.pkg, p, owner)
			}
		}
	}
	for m := range owners {
		if !used[m] {
			t.Errorf("%s is in the table and nothing imports it", m)
		}
	}
}

func TestOutsideWorldOnlyAtTheRim(t *testing.T) {
	for _, f := range program(t) {
		if f.test || slices.Contains(rim, f.pkg) {
			continue
		}
		for p, node := range f.imports() {
			for _, door := range outside {
				if p == door || strings.HasSuffix(door, "/") && strings.HasPrefix(p, door) {
					t.Errorf("%s: %s imports %s; only %v may", f.at(node), f.pkg, p, rim)
				}
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && x.Obj == nil && slices.Contains(clock, sel.Sel.Name) {
					t.Errorf("%s: %s uses time.%s; only %v read the clock", f.at(n), f.pkg, sel.Sel.Name, rim)
				}
			}
			return true
		})
	}
}

func TestPackageNamesAndComments(t *testing.T) {
	commented := map[string]bool{}
	for _, f := range program(t) {
		if slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "base", "types", "misc", "shared"}, f.ast.Name.Name) {
			t.Errorf("%s: package %s has a name that says nothing", f.path, f.ast.Name.Name)
		}
		if !f.test {
			commented[f.pkg] = commented[f.pkg] || f.ast.Doc != nil
		}
	}
	for pkg, has := range commented {
		if !has {
			t.Errorf("package %s has no comment that says what it owns", pkg)
		}
	}
}

// TestNoHiddenState refuses init functions and package variables that change: assigned
// to, indexed into or counted in a function, or of a type made for changing.
func TestNoHiddenState(t *testing.T) {
	type variable struct{ pkg, name string }
	vars := map[variable]*ast.ValueSpec{}
	files := program(t)
	for _, f := range files {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s: an init function", f.at(d))
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					v, ok := s.(*ast.ValueSpec)
					if !ok || d.Tok != token.VAR {
						continue
					}
					for _, name := range v.Names {
						vars[variable{f.pkg, name.Name}] = v
					}
					if sel, ok := v.Type.(*ast.SelectorExpr); ok {
						if x, ok := sel.X.(*ast.Ident); ok && (x.Name == "sync" || x.Name == "atomic") {
							t.Errorf("%s: package variable of type %s.%s", f.at(v), x.Name, sel.Sel.Name)
						}
					}
				}
			}
		}
	}
	for _, f := range files {
		if f.test {
			continue
		}
		check := func(target ast.Expr) {
			id := root(target)
			if id == nil {
				return
			}
			v, ok := vars[variable{f.pkg, id.Name}]
			if ok && (id.Obj == nil || id.Obj.Decl == v) { // nil: declared in another file of the package
				t.Errorf("%s: package variable %s changes", f.at(target), id.Name)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, l := range n.Lhs {
						check(l)
					}
				}
			case *ast.IncDecStmt:
				check(n.X)
			case *ast.CallExpr:
				if fn, ok := n.Fun.(*ast.Ident); ok && (fn.Name == "delete" || fn.Name == "clear") && len(n.Args) > 0 {
					check(n.Args[0])
				}
			}
			return true
		})
	}
}

// root gives the variable that an assignment's target is a part of.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// TestTopLevel holds the repository's first folder to what is promised.
func TestTopLevel(t *testing.T) {
	want := strings.Fields("LICENSE README.md build.sh content generator go.mod go.sum public themes")
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			got = append(got, e.Name())
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the top level holds %v, want exactly %v", got, want)
	}
}

// TestReadmeNamesDependencies: what the program is made of stands in the README's table.
func TestReadmeNamesDependencies(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for m := range owners {
		if !strings.Contains(string(readme), m) {
			t.Errorf("README.md does not name %s", m)
		}
		if !strings.Contains(string(mod), m+" ") {
			t.Errorf("go.mod does not name %s", m)
		}
	}
}
