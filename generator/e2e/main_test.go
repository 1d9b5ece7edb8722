// Package e2e runs the real program as clerks, web hosts and printers type it. Each script
// in testdata/script is one story: a command, what it says, and what it leaves on disk.
//
// Beside testscript's own commands, scripts have:
//
//	site [NAME]              copies testdata/sites/NAME ("small") to content/
//	exits CODE gongkai ...   runs the program and wants this exit code
//	replace FILE OLD NEW     changes a text, which must be there once
//	same DIR DIR             wants two folders to hold the same files with the same bytes
//	spoil FILE ENTRY         changes a byte in the midst of an entry of a ZIP
//	gb18030 FILE             rewrites a UTF-8 file in GB18030
//	count N TEXT FILE        wants the text N times in the file
//	pdf N PAPER FILE         wants a whole PDF 1.7 of N pages of A4 or A3, upright or "A4-turned"
//	linked DIR               wants each PDF of a site behind a link that says so, and each such link to lead to one
package e2e

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gongkai": func() {
			on, done := faultyDisk()
			code := cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Disk: on})
			done()
			os.Exit(code)
		},
	})
}

func TestScripts(t *testing.T) {
	sites, err := filepath.Abs("testdata/sites")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SITES", sites)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"site":    siteCommand,
			"exits":   exitsCommand,
			"replace": replaceCommand,
			"same":    sameCommand,
			"gb18030": gb18030Command,
			"count":   countCommand,
			"spoil":   spoilCommand,
			"pdf":     pdfCommand,
			"linked":  linkedCommand,
			"pack":    packCommand,
			"unpack":  unpackCommand,
		},
	})
}

func want(ts *testscript.TestScript, neg bool, args []string, n int, usage string) {
	if neg || len(args) < n {
		ts.Fatalf("usage: %s", usage)
	}
}

func siteCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 0, "site [NAME]")
	name := "small"
	if len(args) > 0 {
		name = args[0]
	}
	ts.Check(os.CopyFS(ts.MkAbs("content"), os.DirFS(filepath.Join(ts.Getenv("SITES"), name))))
}

func exitsCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "exits CODE PROGRAM ARGS")
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != code {
		ts.Fatalf("exit code %d, want %d", got, code)
	}
}

func replaceCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "replace FILE OLD NEW")
	unquote := strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace
	text, before, after := ts.ReadFile(args[0]), unquote(args[1]), unquote(args[2])
	if n := strings.Count(text, before); n != 1 {
		ts.Fatalf("%q stands %d times in %s", before, n, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, before, after, 1)), 0o666))
}

func sameCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, false, args, 2, "[!] same DIR DIR")
	a, b := tree(ts, args[0]), tree(ts, args[1])
	var diff []string
	for _, p := range slices.Sorted(maps.Keys(a)) {
		if other, there := b[p]; !there {
			diff = append(diff, "only in "+args[0]+": "+p)
		} else if !bytes.Equal(a[p], other) {
			diff = append(diff, "differs: "+p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(b)) {
		if _, there := a[p]; !there {
			diff = append(diff, "only in "+args[1]+": "+p)
		}
	}
	if len(a) == 0 {
		diff = append(diff, args[0]+" is empty")
	}
	if neg != (len(diff) > 0) {
		ts.Fatalf("%s and %s: %d differences\n%s", args[0], args[1], len(diff), strings.Join(diff[:min(len(diff), 20)], "\n"))
	}
}

// tree reads all files of a site; the writer's own notes are none of it.
func tree(ts *testscript.TestScript, dir string) map[string][]byte {
	out := map[string][]byte{}
	root := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if e.Name() == ".gongkai" {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		out[filepath.ToSlash(rel)], err = os.ReadFile(p)
		return err
	}))
	return out
}

// packCommand makes a ZIP file, such as a workbook, of a folder.
func packCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "pack FILE DIR")
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	z := zip.NewWriter(f)
	ts.Check(z.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(errors.Join(z.Close(), f.Close()))
}

// unpackCommand unpacks a ZIP file to a new folder.
func unpackCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "unpack FILE DIR")
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(errors.Join(os.CopyFS(ts.MkAbs(args[1]), z), z.Close()))
}

func gb18030Command(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "gb18030 FILE")
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o666))
}

func countCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "count N TEXT FILE")
	if got := fmt.Sprint(strings.Count(ts.ReadFile(args[2]), args[1])); got != args[0] {
		ts.Fatalf("%q stands %s times in %s, want %s", args[1], got, args[2], args[0])
	}
}

func spoilCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "spoil FILE ENTRY")
	text := []byte(ts.ReadFile(args[0]))
	z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	ts.Check(err)
	for _, f := range z.File {
		if f.Name == args[1] {
			at, err := f.DataOffset()
			ts.Check(err)
			text[at+int64(f.CompressedSize64)/2] ^= 0x10
			ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o666))
			return
		}
	}
	ts.Fatalf("%s has no entry %s", args[0], args[1])
}

// papers are the sides of paper in PDF points, rounded.
var papers = map[string][2]int{"A4": {595, 842}, "A3": {842, 1191}, "A4-turned": {842, 595}, "A3-turned": {1191, 842}}

var (
	pdfPage = regexp.MustCompile(`/Type ?/Page[^s]`)
	pdfBox  = regexp.MustCompile(`/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]`)
)

func pdfCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 3, "pdf N PAPER FILE")
	paper, known := papers[args[1]]
	if !known {
		ts.Fatalf("no paper %s", args[1])
	}
	text := ts.ReadFile(args[2])
	if !strings.HasPrefix(text, "%PDF-1.7\n") || !strings.HasSuffix(strings.TrimSpace(text), "%%EOF") || len(text) < 1000 {
		ts.Fatalf("%s is no whole PDF 1.7", args[2])
	}
	if got := fmt.Sprint(len(pdfPage.FindAllString(text, -1))); got != args[0] {
		ts.Fatalf("%s has %s pages, want %s", args[2], got, args[0])
	}
	boxes := pdfBox.FindAllStringSubmatch(text, -1)
	if len(boxes) == 0 {
		ts.Fatalf("%s does not say on what paper it is", args[2])
	}
	for _, b := range boxes {
		for i, side := range paper {
			if got, err := strconv.ParseFloat(b[i+1], 64); err != nil || math.Abs(got-float64(side)) > 1 {
				ts.Fatalf("%s is on paper of %s × %s points, want %s", args[2], b[1], b[2], args[1])
			}
		}
	}
}

var pdfLink = regexp.MustCompile(`<a [^>]*href="([^"]+\.pdf)"[^>]*>(.*?)</a>`)

func linkedCommand(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, false, args, 1, "[!] linked DIR")
	files := tree(ts, args[0])
	reached := map[string]bool{}
	for p, text := range files {
		if path.Ext(p) != ".html" {
			continue
		}
		for _, m := range pdfLink.FindAllStringSubmatch(string(text), -1) {
			at := path.Join(path.Dir(p), m[1])
			if _, there := files[at]; !there {
				ts.Fatalf("%s leads to %s, which is not there", p, m[1])
			}
			if !strings.HasSuffix(m[2], "（PDF）") {
				ts.Fatalf("%s: the link %q does not say that it leads to a PDF", p, m[2])
			}
			reached[at] = true
		}
	}
	n := 0
	for p := range files {
		if path.Ext(p) != ".pdf" {
			continue
		}
		n++
		if !reached[p] {
			ts.Fatalf("no page leads to %s", p)
		}
	}
	if (n == 0) != neg {
		ts.Fatalf("%s holds %d PDFs", args[0], n)
	}
}
