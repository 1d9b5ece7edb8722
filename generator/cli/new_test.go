package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run runs the program in the current folder.
func run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	t.Setenv("GONGKAI_LANG", "zh")
	var o, e bytes.Buffer
	code = Main(args, Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// listing gives every file below the folder with its text.
func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		all[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestInitAndNew: the way of a clerk from nothing to a checked item.
func TestInitAndNew(t *testing.T) {
	t.Chdir(t.TempDir())
	code, out, errs := run(t, "init", "wang zhan")
	if code != exitFine || errs != "" || !strings.Contains(out, `cd "wang zhan"`) || !strings.Contains(out, "gongkai build") {
		t.Fatalf("init: %d %q %q", code, out, errs)
	}
	before := listing(t, ".")
	if code, _, errs := run(t, "init", "wang zhan"); code != exitFault || !strings.Contains(errs, "不是空文件夹") {
		t.Errorf("a second init: %d %q", code, errs)
	}
	if code, _, errs := run(t, "init", "wang zhan/说明.md"); code != exitFault || !strings.Contains(errs, "是文件，不是文件夹") {
		t.Errorf("init over a file: %d %q", code, errs)
	}
	if code, _, errs := run(t, "init"); code != exitFault || !strings.Contains(errs, "gongkai init wangzhan") {
		t.Errorf("init of nothing: %d %q", code, errs)
	}
	t.Chdir("wang zhan")
	for i, want := range []string{"content/bangongshi/2026/00001.md", "content/bangongshi/2026/00002.md"} {
		code, out, errs := run(t, "new", "BG", "其他文件", `关于“甲”: #`, "--date", "2026-07-01")
		if code != exitFine || errs != "" || !strings.Contains(filepath.ToSlash(out), want) || !strings.Contains(out, "gongkai check") {
			t.Fatalf("new %d: %d %q %q", i, code, out, errs)
		}
	}
	if code, out, errs := run(t, "check", "--hints", "--date", "2026-07-02"); code != exitFine || errs != "" || !strings.Contains(out, "〔待填") {
		t.Errorf("check: %d %q %q", code, out, errs)
	}
	for _, c := range [][]string{
		{"new", "bangong", "0202", "甲"}, {"new", "BG", "9999", "甲"}, {"new", "BG", "0202", "甲\n乙"}, {"new", "BG", "0202"},
		{"new", "BG", "0202", "甲", "--follows", "X"}, {"new", "BG", "1101", "甲"}, {"--content", "nowhere", "new", "BG", "0202", "甲"},
	} {
		if code, out, errs := run(t, c...); code != exitFault || out != "" || !strings.HasPrefix(errs, "gongkai: ") {
			t.Errorf("%q: %d %q %q", c, code, out, errs)
		}
	}
	t.Chdir("..")
	after := listing(t, ".")
	if len(after) != len(before)+2 {
		t.Errorf("%d files, and %d after two new items", len(before), len(after))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s was changed", name)
		}
	}
}

// TestNewPassesOver: a file of the wrong kind in the place of the next item is left alone.
func TestNewPassesOver(t *testing.T) {
	t.Chdir(t.TempDir())
	if code, _, errs := run(t, "init", "."); code != exitFine {
		t.Fatal(errs)
	}
	if err := os.MkdirAll("content/bangongshi/2026/00002", 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("content/bangongshi/2026/00001.md", []byte("没有登记信息"), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := run(t, "new", "BG", "0202", "甲", "--folder", "--date", "2026-07-01"); code != exitFine || !strings.Contains(out, "BG-2026-00003") {
		t.Errorf("%d %q %q", code, out, errs)
	}
	if text, _ := os.ReadFile("content/bangongshi/2026/00001.md"); string(text) != "没有登记信息" {
		t.Errorf("the file was changed to %q", text)
	}
	if err := os.WriteFile("content/site.yaml", []byte("title: 甲\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := run(t, "new", "BG", "0202", "甲"); code != exitFault || !strings.Contains(errs, "site.yaml 有错误") {
		t.Errorf("with a broken site.yaml: %d %q", code, errs)
	}
}

func TestCreate(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a", "b.md")
	if err := new(app).create(name, "甲"); err != nil {
		t.Fatal(err)
	}
	var u usageError
	if err := new(app).create(name, "乙"); !errors.As(err, &u) || !strings.Contains(u.words.ZH, "已经存在") {
		t.Errorf("over a file: %v", err)
	}
	if text, _ := os.ReadFile(name); string(text) != "甲" {
		t.Errorf("the file was changed to %q", text)
	}
}

func TestSchemaCommand(t *testing.T) {
	code, item, errs := run(t, "schema")
	if code != exitFine || errs != "" || !json.Valid([]byte(item)) || !strings.Contains(item, "索引号") {
		t.Fatalf("schema: %d %q", code, errs)
	}
	if _, same, _ := run(t, "schema", "ITEM"); same != item {
		t.Error("schema item is not what schema gives")
	}
	if code, out, errs := run(t, "schema", "foo"); code != exitFault || out != "" || !strings.Contains(errs, "departments") {
		t.Errorf("schema foo: %d %q %q", code, out, errs)
	}
}
