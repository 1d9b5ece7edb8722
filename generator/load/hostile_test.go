package load

import (
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestConfigurationBombs: in no file of the configuration, and in no front matter, is an
// alias followed, a tag obeyed, or nesting without end walked into.
func TestConfigurationBombs(t *testing.T) {
	bombs := map[string]string{
		"laughs": "title: &a [ha, ha]\nregion: [*a, *a]\n", "a circle": "title: &a {region: *a}\n",
		"a tag": "title: !!python/object:os.system x\n", "brackets": "title: " + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "\n",
		"a merge": "title: {<<: {a: b}}\n",
	}
	for _, name := range []string{"site.yaml", "departments.yaml", "categories.yaml", "duties.yaml", "boards.yaml", "filings.yaml", "holidays/2026.yaml", "water/duties.yaml",
		itemAt, "water/_index.md", "water/opinions/1.md", "supervision/1.md"} {
		for what, yaml := range bombs {
			if strings.HasSuffix(name, ".md") {
				yaml = "---\nkind: order\n" + yaml
			}
			fsys := newTree(name, yaml)
			r, told := read(t, fsys), false
			for _, d := range r.Findings {
				told = told || d.Path == name && d.Rule == "F10"
			}
			if !told {
				t.Errorf("%s in %s: %s", what, name, show(fsys, r.Findings))
			}
		}
	}
}

// A file of nonsense gives some of its findings and ends.
func TestFindingsEnd(t *testing.T) {
	keys, entries, values := new(strings.Builder), new(strings.Builder), new(strings.Builder)
	for i := range 20_000 {
		fmt.Fprintf(keys, "titel%d: x\n", i)
		fmt.Fprintf(entries, "- {nane: x%d}\n", i)
		fmt.Fprintf(values, "价%d, ", i)
	}
	for name, text := range map[string]string{
		"site.yaml": siteYAML + keys.String(), "departments.yaml": deptYAML + entries.String(), "duties.yaml": entries.String(), "boards.yaml": entries.String(),
		itemAt: item(strings.Split(strings.TrimSpace(keys.String()[:200_000]), "\n")...), "water/2026/2.md": item("topics: [" + values.String()[:100_000] + "]"),
	} {
		n := 0
		for _, d := range read(t, newTree(name, text)).Findings {
			if d.Path == name {
				n++
			}
		}
		if n < 20 || n > maxFindings+200 {
			t.Errorf("%s: %d findings", name, n)
		}
	}
}

// Characters that deceive are errors, those that only do not belong are warnings; each is
// named with its number and its first place, in whatever part of whatever file.
func TestOddCharacters(t *testing.T) {
	body := func(s string) string { return item() + "\n" + s + "\n" }
	tests := []struct{ name, path, text, want string }{
		{"an override in a title", itemAt, item("title: 拨付\u202E0021\u202C元"), "F41 water/2026/00001.md:2:10 这里有改变文字显示次序的字符 U+202E（从右到左强制）|F41 water/2026/00001.md:2:15 这里有改变文字显示次序的字符 U+202C（方向结束）"},
		{"isolates in a text", itemAt, body("甲\u2067乙\u2069"), "F41 water/2026/00001.md:14:2 这里有改变文字显示次序的字符 U+2067（从右到左隔离）|F41 water/2026/00001.md:14:4 这里有改变文字显示次序的字符 U+2069（隔离结束）"},
		{"tags", itemAt, body("甲\U000E0041\U000E0042"), "F41 water/2026/00001.md:14:2 这里有藏着文字、谁也看不见的字符 U+E0041|F41 water/2026/00001.md:14:3 这里有藏着文字、谁也看不见的字符 U+E0042"},
		{"no character", itemAt, body("甲\uFDD0"), "F41 water/2026/00001.md:14:2 这里有藏着文字、谁也看不见的字符 U+FDD0"},
		{"a pasted blank of no width, thrice", itemAt, body("甲\u200B乙\u200B丙\u200B"), "F42 water/2026/00001.md:14:2 这里有看不见的字符 U+200B（零宽空格）；这个文件里共3处"},
		{"a mark of direction", itemAt, item("contact: \u200E0000-1"), "F42 water/2026/00001.md:10:10 这里有看不见的字符 U+200E（从左到右标记）"},
		{"a private character", itemAt, body("\uF06C 甲"), "F42 water/2026/00001.md:14:1 这里有各人电脑上显示不一样的字符 U+F06C"},
		{"a vertical tab", itemAt, body("甲\x0B乙"), "F42 water/2026/00001.md:14:2 这里有看不见的控制字符 U+000B（垂直制表符）"},
		{"an entity", itemAt, body("甲&#x202E;乙&rlm;"), "F41 water/2026/00001.md:14:2 这里有改变文字显示次序的字符 U+202E（从右到左强制）|F42 water/2026/00001.md:14:11 这里有看不见的字符 U+200F（从右到左标记）"},
		{"an escape", itemAt, item("title: \"甲\\u202E乙\\x1b\""), "F41 water/2026/00001.md:2:10 这里有改变文字显示次序的字符 U+202E（从右到左强制）|F42 water/2026/00001.md:2:17 这里有看不见的控制字符 U+001B（终端控制符）"},
		{"a name of a department", "departments.yaml", strings.Replace(deptYAML, "水务局", "水\u202E务局", 1), "F41 departments.yaml:3:10 这里有改变文字显示次序的字符 U+202E（从右到左强制）"},
		{"the site's title", "site.yaml", strings.Replace(siteYAML, "示范区政务", "示范\u2060区政务", 1), "F42 site.yaml:1:10 这里有看不见的字符 U+2060（词连接符）"},
		{"emoji and scripts that join", itemAt, body("👨\u200D👩\u200D👧 می\u200Cخواهم 甲\uFE0F"), ""},
		{"a byte-order mark inside", itemAt, body("甲\uFEFF乙"), ""},
	}
	for _, c := range tests {
		fsys := newTree(c.path, c.text)
		var got []string
		for line := range strings.Lines(show(fsys, read(t, fsys).Findings)) {
			if strings.HasPrefix(line, "F41") || strings.HasPrefix(line, "F42") {
				at, _, _ := strings.Cut(line, " |")
				got = append(got, at)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.ReplaceAll(c.want, "|", "\n"))
		}
	}
}

// A huge file says how large it is, and fails the test when somebody reads it.
type huge struct {
	fstest.MapFS
	path string
	t    *testing.T
}

type hugeFile struct {
	fs.File
	t    *testing.T
	size int64
}

func (h huge) Open(name string) (fs.File, error) {
	f, err := h.MapFS.Open(name)
	if name == h.path && err == nil {
		return hugeFile{f, h.t, 200 << 20}, nil
	}
	return f, err
}

func (f hugeFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return hugeInfo{info, f.size}, err
}

func (f hugeFile) Read([]byte) (int, error) {
	f.t.Error("a file of 200 MB is read")
	return 0, io.EOF
}

type hugeInfo struct {
	fs.FileInfo
	size int64
}

func (i hugeInfo) Size() int64 { return i.size }

// TestHugeFiles: a text of 200 MB is refused before a byte of it is read.
func TestHugeFiles(t *testing.T) {
	for _, name := range []string{itemAt, "water/_index.md", "water/opinions/1.md", "supervision/1.md", "site.yaml", "departments.yaml", "duties.yaml", "holidays/2026.yaml", "water/duties.yaml"} {
		r, err := Tree(huge{newTree(name, "x"), name, t}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := show(newTree(), r.Findings); !strings.Contains(got, "F19 "+name+" 文件超过8 MB") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A file that has no end is read no further than to the limit, whatever it says of its size.
func TestEndlessFile(t *testing.T) {
	name := itemAt
	r, err := Tree(endless{newTree(), name}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := show(newTree(), r.Findings); !strings.Contains(got, "F19 "+name+" 文件超过8 MB") {
		t.Error(got)
	}
}

type endless struct {
	fstest.MapFS
	path string
}

type endlessFile struct{ fs.File }

func (e endless) Open(name string) (fs.File, error) {
	f, err := e.MapFS.Open(name)
	if name == e.path && err == nil {
		return endlessFile{f}, nil
	}
	return f, err
}

func (endlessFile) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// TestSpecialFiles: links wherever they lead, loops, pipes and sockets, and folders with the
// names of files, are each told and neither followed nor waited for.
func TestSpecialFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no links and pipes without rights")
	}
	root := t.TempDir()
	for name, f := range newTree("water/2026/2/index.md", item("index: SW-2026-00002")) {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	secret := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(secret, []byte(item("title: 外面的文件", "index: SW-2026-00009")), 0o644); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	link := func(to, name, rule string) {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
		want[name] = rule
	}
	link(secret, "water/2026/out.md", "F19")
	link(filepath.Dir(secret), "water/2026/outside", "F19")
	link("00001.md", "water/2026/inside.md", "F19")
	link("loop", "water/2026/loop", "F19")
	link("..", "water/2026/2/up", "F19")
	link("nowhere", "water/2026/2/附件.pdf", "F19")
	link("/dev/zero", "water/2026/zero.md", "F19")
	link(secret, "boards.yaml", "F19")
	link("water", "gas", "F19")
	for _, dir := range []string{"water/2026/3.md", "water/_index.md", "water/2026/4/index.md"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	want["water/2026/3.md"], want["water/_index.md"], want["water/2026/4"] = "F18", "F18", "F18"
	if exec.Command("mkfifo", filepath.Join(root, "water/2026/pipe.md")).Run() == nil {
		want["water/2026/pipe.md"] = "F19"
	}
	if l, err := net.Listen("unix", filepath.Join(root, "water/2026/s.md")); err == nil {
		defer l.Close()
		want["water/2026/s.md"] = "F19"
	}
	if os.Getuid() != 0 {
		closed := filepath.Join(root, "water/2026/closed.md")
		if err := os.WriteFile(closed, []byte(item()), 0); err != nil {
			t.Fatal(err)
		}
		want["water/2026/closed.md"] = "F19"
	}
	done := make(chan Result, 1)
	go func() {
		r, err := Tree(os.DirFS(root), Options{})
		if err != nil {
			t.Error(err)
		}
		done <- r
	}()
	select {
	case r := <-done:
		got := map[string]string{}
		for _, d := range r.Findings {
			if d.Rule == "F18" || d.Rule == "F19" {
				got[d.Path] = d.Rule
			}
		}
		for name, rule := range want {
			if got[name] != rule {
				t.Errorf("%s: %q, want %s", name, got[name], rule)
			}
		}
		for _, it := range r.Parts.Items {
			if it.Index == "SW-2026-00009" || len(it.Attachments) > 0 {
				t.Errorf("%s: followed to %s %v", it.Path, it.Title, it.Attachments)
			}
		}
	case <-time.After(time.Minute):
		t.Fatal("it waits")
	}
}

// TestNames: what a name may not be on every system is told with the name and a fix.
func TestNames(t *testing.T) {
	long := strings.Repeat("长", 90) + ".md"
	tests := []struct{ path, rule, text string }{
		{"water/2026/CON.md", "F44", "“CON.md”不能作 Windows 的文件名"}, {"water/2026/nul.md", "F44", "nul"}, {"water/2026/COM1.txt.md", "F44", "COM1"},
		{"water/2026/a:b.md", "F44", "a:b.md"}, {"water/2026/a?.md", "F44", "a?.md"}, {"water/2026/a<b>\"|*.md", "F44", "a<b>"}, {`water/2026/a\b.md`, "F44", `a\b.md`},
		{"water/2026/dir./index.md", "F44", "dir."}, {"water/2026/dir /index.md", "F44", "dir "}, {"water/2026/2/附件 ", "F44", "附件"}, {"water/2026/" + long, "F44", long},
		{"water/2026/" + strings.Repeat("长", 80) + "/" + strings.Repeat("长", 80) + "/" + strings.Repeat("长", 80), "F44", "超过200个"},
		{"water/2026/预\u202E算.md", "F43", "U+202E"}, {"water/2026/预\u200B算.md", "F43", "U+200B"}, {"water/2026/a\x1bb.md", "F43", "U+001B"}, {"water/2026/a\nb.md", "F43", "换行"}, {"water/2026/2/a\uFDD0.pdf", "F43", "U+FDD0"},
	}
	for _, c := range tests {
		fsys := newTree("water/2026/2/index.md", item("index: SW-2026-00002"), "water/2026/"+strings.Repeat("长", 80)+"/index.md", item("index: SW-2026-00003"), c.path, "x")
		told := false
		for _, d := range read(t, fsys).Findings {
			told = told || d.Rule == c.rule && strings.Contains(d.Text.ZH, c.text) && !d.Fix.IsZero()
		}
		if !told {
			t.Errorf("%q: %s", c.path, show(fsys, read(t, fsys).Findings))
		}
	}
	for _, pair := range [][2]string{{"water/2026/A.md", "water/2026/a.md"}, {"water/2026/caf\u00e9.md", "water/2026/cafe\u0301.md"}, {"water/2026/2/图.PNG", "water/2026/2/图.png"}, {"water/2026/2/A/x.pdf", "water/2026/2/a/x.pdf"}, {"duties.yaml", "Duties.yaml"}} {
		fsys := newTree("water/2026/2/index.md", item("index: SW-2026-00002"), pair[0], item(), pair[1], item())
		if got := show(fsys, read(t, fsys).Findings); strings.Count(got, "F45") != 1 {
			t.Errorf("%q: %s", pair, got)
		}
	}
	for _, path := range []string{"water/2026/2/附件1（草）.pdf", "water/2026/2/收支 表.csv", "water/2026/2/کتاب\u200Cها.pdf"} {
		fsys := newTree("water/2026/2/index.md", item("index: SW-2026-00002"), path, "x")
		if got := show(fsys, read(t, fsys).Findings); strings.Contains(got, "F4") {
			t.Errorf("%q: %s", path, got)
		}
	}
	// No path of front matter leads out of the item's folder.
	for _, file := range []string{"../00001.md", "/etc/passwd", "../../../etc/passwd", `..\..\x`, "C:\\x", "a/../../b", "."} {
		fsys := newTree("water/2026/2/index.md", item("index: SW-2026-00002", "attachments: ['"+file+"']"))
		if got := show(fsys, read(t, fsys).Findings); !strings.Contains(got, "F14 water/2026/2/index.md") {
			t.Errorf("%q: %s", file, got)
		}
	}
}

// An invalid name cannot be opened: it is told, and the site is read without it.
func TestNameOfBadBytes(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have no such names")
	}
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "\xd4\xa4\xcb\xe3.md"), []byte("x"), 0o644); err != nil {
		t.Skip(err)
	}
	r := read(t, os.DirFS(root))
	for _, d := range r.Findings {
		if d.Rule == "F43" && strings.Contains(d.Text.ZH, "坏的字节") {
			return
		}
	}
	t.Errorf("%+v", r.Findings)
}
