package filing

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
)

func on(y, m, d int) calendar.Date {
	date, ok := calendar.Make(y, m, d)
	if !ok {
		panic("no such day")
	}
	return date
}

// third is the quarter that the tests file, on the day on which they do.
var third, today = calendar.Period{Year: 2026, Unit: calendar.Quarter, N: 3}, on(2026, 11, 22)

// department is an entry of departments.yaml.
func department(id, code, name string) string {
	return fmt.Sprintf("- id: %s\n  code: %q\n  name: %s\n  kind: agency\n  phone: 0000-1000001\n  address: 和平路1号\n  hours: 工作日 9:00—17:00\n  complaint_phone: 0000-1000012\n"+
		"  clerk: 办公室公开岗\n  deputy: 综合岗\n  functions: 管理收支。\n  powers: 监督管理。\n", id, code, name)
}

// item is a Markdown file.
func item(index, title, published, more string) string {
	return fmt.Sprintf("---\ntitle: %q\nindex: %s\ncategory: \"0401\"\nmade: %[3]s\nreviewed: %[3]s\nreviewed_by: 财政局领导小组组长\nreview_no: 审〔2026〕1号\napproved: %[3]s\napproved_by: 区领导小组组长\n"+
		"published: %[3]s\nsecrecy: pass\nsecrecy_by: 办公室\nsecrecy_date: %[3]s\n%s---\n\n正文说明收支情况。\n", title, index, published, more)
}

// tree is a content tree in which all happens that a filing must tell apart.
func tree() fstest.MapFS {
	t := fstest.MapFS{}
	put := func(name, text string) { t[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644} }
	put("site.yaml", "title: 示范区政务公开\nregion: 示范区\nowner: 示范区公开办\nbase_url: https://gongkai.example/\nsupervision_phone: 0000-1000012\n")
	put("departments.yaml", department("caizheng", "CZ", "示范区财政局")+department("jiaoyu", "JY", "示范区教育局")+department("dangan", "DA", "示范区档案馆"))
	put("holidays/2026.yaml", "year: 2026\noff: [2026-01-01, 2026-10-01]\nwork: []\n")
	put("caizheng/2026/00001.md", item("CZ-2026-00001", "六月三十日公开", "2026-06-30", "changes:\n  - {date: 2026-08-05, what: 更正一处数字, approved_by: 组长, kind: correction}\n  - {date: 2026-10-05, what: 又改一处, approved_by: 组长}\n"))
	put("caizheng/2026/00002.md", item("CZ-2026-00002", "七月一日公开", "2026-07-01", ""))
	put("caizheng/2026/00003/index.md", "\xEF\xBB\xBF"+strings.ReplaceAll(item("CZ-2026-00003", "九月三十日公开，带附件", "2026-09-30", "attachments:\n  - {file: 收支表.csv, title: 收支表}\n  - {file: 说明.pdf}\n"), "\n", "\r\n"))
	put("caizheng/2026/00003/收支表.csv", "项目,金额\r\n收入,1286\r\n")
	put("caizheng/2026/00003/说明.pdf", "%PDF-1.4 不是真的\n")
	put("caizheng/2026/00003/草稿底稿.txt", "没有列出，不公开")
	put("caizheng/2026/00004.md", item("CZ-2026-00004", "十月一日公开", "2026-10-01", ""))
	put("caizheng/2026/00005.md", item("CZ-2026-00005", "八月公开又撤下", "2026-08-03", "withdrawn: {date: 2026-09-01, reason: 内容有误, approval: 组长}\n"))
	put("caizheng/2026/00006.md", item("CZ-2026-00006", "草稿", "2026-08-04", "draft: true\n"))
	put("jiaoyu/2026/00001.md", item("JY-2026-00001", "教育局的事项", "2026-07-15", ""))
	return t
}

// judged loads a tree, which must have no errors.
func judged(t testing.TB, files fstest.MapFS, day calendar.Date) build.Result {
	t.Helper()
	r, err := build.Check(build.Options{Content: files, Date: day})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range r.Findings {
		if d.Severity == diag.Error {
			t.Fatalf("%s %s: %s", d.Rule, d.Path, d.Text.ZH)
		}
	}
	return r
}

// packaged makes a department's package.
func packaged(t testing.TB, files fstest.MapFS, day calendar.Date, department string) ([]byte, Manifest) {
	t.Helper()
	r := judged(t, files, day)
	var b bytes.Buffer
	m, err := Of(r.Site, third, Options{Content: files, Press: r.Press, Program: "test"}).Package(r.Site.Department(department)).Write(&b)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), m
}

// unpacked gives an archive's files.
func unpacked(t testing.TB, archive []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		out[f.Name] = string(data)
	}
	return out
}

func verify(b []byte) (Manifest, []Problem) { return Verify(bytes.NewReader(b), int64(len(b))) }

// shown gives problems as lines.
func told(all []Problem) string {
	var b strings.Builder
	for _, p := range all {
		fmt.Fprintf(&b, "%s %s\n", p.Kind, p.File)
	}
	return b.String()
}

// put writes a file into a folder of the test's and gives its path.
func put(t *testing.T, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// edited gives a tree with some files replaced; "" takes one away.
func edited(edits map[string]string) fstest.MapFS {
	files := maps.Clone(tree())
	for name, text := range edits {
		if text == "" {
			delete(files, name)
			continue
		}
		files[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return files
}
