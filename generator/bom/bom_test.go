package bom_test

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"gongkai/generator/bom"
)

// goTool runs the Go tool and gives what it says. It looks at every file of the code itself first:
// the test cache sees only what the test touches, and would keep an old answer otherwise.
func goTool(t *testing.T, env []string, args ...string) string {
	t.Helper()
	for _, name := range []string{"../../go.mod", "../../go.sum"} {
		if _, err := os.Stat(name); err != nil {
			t.Fatal(err)
		}
	}
	err := filepath.WalkDir("..", func(name string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			_, err = os.Stat(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), env...)
	var fault bytes.Buffer
	cmd.Stderr = &fault
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, fault.String())
	}
	return string(out)
}

// linked gives the modules of the program for the machines that it is built for, with the folder
// of each, as the Go tool itself tells.
func linked(t *testing.T) map[string]*debug.Module {
	t.Helper()
	all := map[string]*debug.Module{}
	for _, target := range []string{"windows/amd64", "linux/amd64", "linux/arm64", "linux/loong64"} {
		goos, arch, _ := strings.Cut(target, "/")
		out := goTool(t, []string{"GOOS=" + goos, "GOARCH=" + arch, "CGO_ENABLED=0"}, "list", "-deps",
			"-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "gongkai/generator")
		for line := range strings.Lines(out) {
			if f := strings.Fields(line); len(f) == 3 {
				all[f[2]] = &debug.Module{Path: f[0], Version: f[1], Sum: "h1:"}
			}
		}
	}
	if len(all) < 30 {
		t.Fatalf("only %d modules", len(all))
	}
	return all
}

// Every linked module has its licence in the table, and the licence's own words stand in the
// text that comes with the module.
func TestLicences(t *testing.T) {
	words := map[string]string{
		"Apache-2.0":   "Apache License",
		"MIT":          "Permission is hereby granted, free of charge",
		"BSD-2-Clause": "Redistribution and use in source and binary forms",
		"BSD-3-Clause": "Redistribution and use in source and binary forms",
	}
	for dir, m := range linked(t) {
		p := bom.Of(&debug.BuildInfo{Deps: []*debug.Module{m}})
		i := slices.IndexFunc(p.Modules, func(x bom.Module) bool { return x.Path == m.Path })
		licence := p.Modules[i].Licence
		if licence == "" {
			t.Errorf("%s has no licence in the table", m.Path)
			continue
		}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, e := range entries {
			if n := strings.ToLower(e.Name()); strings.HasPrefix(n, "licen") || strings.HasPrefix(n, "copying") {
				b, err := os.ReadFile(filepath.Join(dir, e.Name()))
				if err != nil {
					t.Fatal(err)
				}
				text += string(b)
			}
		}
		for one := range strings.SplitSeq(licence, " AND ") {
			if words[one] == "" || !strings.Contains(text, words[one]) {
				t.Errorf("%s: its text does not say %s", m.Path, one)
			}
		}
		if third := strings.Contains(strings.ToLower(text), "neither the name"); strings.Contains(licence, "BSD-2") && third {
			t.Errorf("%s: its text has the third clause", m.Path)
		}
	}
}

// program is a binary's word of itself.
func program() bom.Program {
	return bom.Of(&debug.BuildInfo{
		GoVersion: "go1.26.0",
		Settings: []debug.BuildSetting{
			{Key: "GOOS", Value: "linux"}, {Key: "GOARCH", Value: "loong64"}, {Key: "-trimpath", Value: "true"}, {Key: "CGO_ENABLED", Value: "0"},
			{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"}, {Key: "vcs.time", Value: "2026-11-22T01:02:03Z"}, {Key: "vcs.modified", Value: "true"},
		},
		Deps: []*debug.Module{
			{Path: "rsc.io/qr", Version: "v0.2.0", Sum: "h1:6vBLea5/NRMVTz8V66gipeLycZMl/+UlFmk8DvqQ6WY="},
			{Path: "github.com/klauspost/compress", Version: "v2.0.0+incompatible", Sum: "h1:x"},
			{Path: "github.com/yuin/goldmark", Version: "v1.8.7", Replace: &debug.Module{Path: "example.com/fork", Version: "v0.0.1"}},
		},
	})
}

// What is read of a binary: modules in order, the library of Go among them; of a module that
// another stands in for, that one, whose licence is not known.
func TestOf(t *testing.T) {
	p := program()
	var got []string
	for _, m := range p.Modules {
		got = append(got, m.Path+" "+m.Version+" "+m.Licence)
	}
	want := []string{"example.com/fork v0.0.1 ", "github.com/klauspost/compress v2.0.0+incompatible Apache-2.0 AND BSD-3-Clause AND MIT", "rsc.io/qr v0.2.0 BSD-3-Clause", "std 1.26.0 BSD-3-Clause"}
	if !slices.Equal(got, want) || p.OS != "linux" || p.Arch != "loong64" || !p.Trimpath || p.Cgo || !p.Modified || !strings.HasPrefix(p.Commit, "0123") {
		t.Errorf("%+v", p)
	}
	if empty := bom.Of(&debug.BuildInfo{}); empty.Commit != "" || empty.Modified {
		t.Errorf("%+v", empty)
	}
}

// The bill is what the schema of CycloneDX 1.6 allows and what another program reads, the same
// every time, and another where the program is another.
func TestCycloneDX(t *testing.T) {
	schema := bomSchema(t)
	bills := map[string]bool{}
	other := program()
	other.Commit = "f" + other.Commit[1:]
	for _, p := range []bom.Program{program(), other, bom.Of(&debug.BuildInfo{GoVersion: "go1.26.0"})} {
		var one, two bytes.Buffer
		if err := p.WriteCycloneDX(&one); err != nil {
			t.Fatal(err)
		}
		if err := p.WriteCycloneDX(&two); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("another bill of the same program: %v", err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(one.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%v\n%s", err, one.String())
		}
		var read cyclonedx.BOM
		if err := cyclonedx.NewBOMDecoder(&one, cyclonedx.BOMFileFormatJSON).Decode(&read); err != nil {
			t.Fatal(err)
		}
		if read.Metadata.Component.Version != p.Commit || len(*read.Components) != len(p.Modules)+2 || len(*read.Dependencies) != len(*read.Components)+1 {
			t.Errorf("read %+v", read)
		}
		bills[read.SerialNumber] = true
	}
	if len(bills) != 3 {
		t.Errorf("serial numbers: %v", bills)
	}
	// The schema is not deaf.
	var wrong any
	if err := json.Unmarshal([]byte(`{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "a"}]}`), &wrong); err != nil {
		t.Fatal(err)
	}
	if schema.Validate(wrong) == nil {
		t.Error("the schema takes a component without a type")
	}
}

// The real program, built for another system, says what it is made of without being run: every
// module with its sum and its licence.
func TestRealBinary(t *testing.T) {
	name := filepath.Join(t.TempDir(), "gongkai")
	goTool(t, []string{"GOOS=linux", "CGO_ENABLED=0"}, "build", "-trimpath", "-buildvcs=false", "-o", name, "gongkai/generator")
	info, err := buildinfo.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p := bom.Of(info)
	if len(p.Modules) < 30 || p.Commit != "" || !p.Trimpath || p.Cgo || p.OS != "linux" {
		t.Errorf("%+v", p)
	}
	for _, m := range p.Modules {
		if m.Licence == "" || m.Version == "" || m.Path != "std" && !strings.HasPrefix(m.Sum, "h1:") {
			t.Errorf("%+v", m)
		}
	}
	var bill bytes.Buffer
	if err := p.WriteCycloneDX(&bill); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(&bill)
	if err == nil {
		err = bomSchema(t).Validate(value)
	}
	if err != nil {
		t.Error(err)
	}
}

// bomSchema compiles the official schema, which comes with the module that reads bills.
func bomSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir := filepath.Join(strings.TrimSpace(goTool(t, nil, "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go")), "schema")
	c := jsonschema.NewCompiler()
	for url, file := range map[string]string{"bom-1.6.schema.json": "", "spdx.schema.json": "", "jsf-0.82.schema.json": "jsf-0.82.schemax.json"} {
		if file == "" {
			file = url
		}
		f, err := os.Open(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("http://cyclonedx.org/schema/"+url, doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile("http://cyclonedx.org/schema/bom-1.6.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
