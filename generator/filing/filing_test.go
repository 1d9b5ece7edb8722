package filing

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"gongkai/generator/crew"
	"gongkai/generator/judge"
	"gongkai/generator/model"
)

// column gives the cells of a workbook's column, by its heading.
func cells(t *testing.T, book, head string) []string {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], head)
	if at < 0 {
		t.Fatalf("no column %s among %q", head, rows[0])
	}
	out := []string{}
	for _, r := range rows[1:] {
		if at < len(r) {
			out = append(out, r[at])
		} else {
			out = append(out, "")
		}
	}
	return out
}

// What became public in the quarter is in the list, what was changed in it in the other, and
// the sources of both go with them, byte for byte (clause 十, O97, O98).
func TestWhatAPackageHolds(t *testing.T) {
	files := tree()
	archive, m := packaged(t, files, today, "caizheng")
	got := unpacked(t, archive)
	if have, want := cells(t, got[itemList], "索引号"), []string{"CZ-2026-00002", "CZ-2026-00005", "CZ-2026-00003"}; !slices.Equal(have, want) {
		t.Errorf("items %v, want %v", have, want)
	}
	if have, want := cells(t, got[itemList], "状态"), []string{"公开", "已撤下", "公开"}; !slices.Equal(have, want) {
		t.Errorf("states %v, want %v", have, want)
	}
	changes := cells(t, got[changeList], "变动类型")
	for i, index := range cells(t, got[changeList], "索引号") {
		changes[i] += " " + index
	}
	if want := []string{"新增 CZ-2026-00002", "新增 CZ-2026-00005", "更正 CZ-2026-00001", "撤下 CZ-2026-00005", "新增 CZ-2026-00003"}; !slices.Equal(changes, want) {
		t.Errorf("changes %v, want %v", changes, want)
	}
	if have, want := cells(t, got[approvalList], "索引号"), []string{"CZ-2026-00002", "CZ-2026-00005", "CZ-2026-00003", "CZ-2026-00001"}; !slices.Equal(have, want) {
		t.Errorf("approvals %v, want %v", have, want)
	}
	for head, want := range map[string]string{"部门审议日期": "2026-07-01", "部门审议人": "财政局领导小组组长", "审议编号": "审〔2026〕1号", "区级审定人": "区领导小组组长", "保密审查": "通过", "公开日期": "2026-07-01"} {
		if have := cells(t, got[approvalList], head)[0]; have != want {
			t.Errorf("%s is %q, want %q", head, have, want)
		}
	}
	var copies []string
	for name, text := range got {
		if p, ok := strings.CutPrefix(name, sources); ok {
			copies = append(copies, p)
			if text != string(files[p].Data) {
				t.Errorf("%s is not as it is on disk", name)
			}
		}
	}
	slices.Sort(copies)
	if want := []string{"caizheng/2026/00001.md", "caizheng/2026/00002.md", "caizheng/2026/00003/index.md", "caizheng/2026/00003/收支表.csv", "caizheng/2026/00003/说明.pdf", "caizheng/2026/00005.md"}; !slices.Equal(copies, want) {
		t.Errorf("sources %v, want %v", copies, want)
	}
	c := m.Counts
	if c.Items != 3 || c.Changes != 5 || c.Added != 3 || c.Corrected != 1 || c.Withdrawn != 1 || c.Sources != 4 || c.Attachments != 2 || len(c.Groups) != 1 || c.Groups[0] != (Count{"04", "财政与重大事项", 3}) || len(c.Cadences) != 1 {
		t.Errorf("counts %+v", c)
	}
	if m.Period != "2026-Q3" || m.Department != "caizheng" || m.DepartmentName != "示范区财政局" || m.Region != "示范区" || m.Owner != "示范区公开办" || m.Built != "2026-11-22" || m.Deadline != "2026-12-10" || m.Program != "test" || m.Form != Form {
		t.Errorf("manifest %+v", m)
	}
}

// The archive: names in order, in UTF-8, one fixed time, and the sums of each file.
func TestArchive(t *testing.T) {
	archive, m := packaged(t, tree(), today, "caizheng")
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if f.Modified.Year() != 2000 || f.NonUTF8 || f.Mode() != 0o644 {
			t.Errorf("%s: %v, mode %v, not UTF-8: %v", f.Name, f.Modified, f.Mode(), f.NonUTF8)
		}
	}
	if !slices.IsSorted(names) {
		t.Errorf("names in no order: %q", names)
	}
	got := unpacked(t, archive)
	listed := map[string]bool{manifestName: true, sumsName: true}
	for _, f := range m.Files {
		listed[f.Name] = true
		sum := sha256.Sum256([]byte(got[f.Name]))
		if f.SHA256 != hex.EncodeToString(sum[:]) || f.Size != int64(len(got[f.Name])) {
			t.Errorf("the manifest is wrong about %s", f.Name)
		}
		if !strings.Contains(got[sumsName], f.SHA256+"  "+f.Name+"\n") {
			t.Errorf("SHA256SUMS lacks %s", f.Name)
		}
	}
	for _, n := range names {
		if !listed[n] {
			t.Errorf("the manifest does not list %s", n)
		}
	}
	if _, problems := verify(archive); len(problems) > 0 {
		t.Errorf("a fresh package has problems: %s", told(problems))
	}
	if id, q, ok := About(bytes.NewReader(archive), int64(len(archive))); !ok || id != "caizheng" || q != third {
		t.Errorf("it says that it is %s's of %s", id, q)
	}
}

// sha256sum reads SHA256SUMS, and finds the files where unzip puts them.
func TestSumsAreReadable(t *testing.T) {
	archive, _ := packaged(t, tree(), today, "caizheng")
	dir := t.TempDir()
	for name, text := range unpacked(t, archive) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	if out := judge.Run(t, "sha256sum", "-c", "--strict", sumsName); strings.Count(out, ": OK") != 12 {
		t.Errorf("sha256sum says\n%s", out)
	}
}

// Made twice, with one processor and with many, a package has the same bytes; another day or
// another text gives other ones.
func TestTwiceTheSameBytes(t *testing.T) {
	first, _ := packaged(t, tree(), today, "caizheng")
	before := runtime.GOMAXPROCS(1)
	again, _ := packaged(t, tree(), today, "caizheng")
	runtime.GOMAXPROCS(before)
	if !bytes.Equal(first, again) {
		t.Error("the same content gives other bytes")
	}
	for name, other := range map[string]fstest.MapFS{
		"another text": edited(map[string]string{"caizheng/2026/00002.md": item("CZ-2026-00002", "七月一日公开", "2026-07-01", "") + "再加一句。\n"}),
		"another name": edited(map[string]string{"departments.yaml": department("caizheng", "CZ", "示范区财政和税务局") + department("jiaoyu", "JY", "示范区教育局")}),
	} {
		if b, _ := packaged(t, other, today, "caizheng"); bytes.Equal(first, b) {
			t.Errorf("%s gives the same package", name)
		}
	}
	if b, _ := packaged(t, tree(), today.AddDays(1), "caizheng"); bytes.Equal(first, b) {
		t.Error("the day is not in the package")
	}
}

// Made beside each other the departments' packages are those that are made alone.
func TestBesideEachOther(t *testing.T) {
	files := tree()
	r := judged(t, files, today)
	q := Of(r.Site, third, Options{Content: files, Press: r.Press, Program: "test"})
	all := make([]bytes.Buffer, 4*len(r.Site.Departments))
	errs := make([]error, len(all))
	crew.Long(4, len(all), func(i int) {
		_, errs[i] = q.Package(r.Site.Departments[i%len(r.Site.Departments)]).Write(&all[i])
	})
	for i := range all {
		d := r.Site.Departments[i%len(r.Site.Departments)]
		if alone, _ := packaged(t, files, today, d.ID); errs[i] != nil || !bytes.Equal(all[i].Bytes(), alone) {
			t.Errorf("%s: other bytes than alone (%v)", d.ID, errs[i])
		}
	}
}

// A quarter without items makes a package that says so.
func TestEmptyQuarter(t *testing.T) {
	archive, m := packaged(t, tree(), today, "dangan")
	if _, problems := verify(archive); len(problems) > 0 {
		t.Errorf("%s", told(problems))
	}
	got := unpacked(t, archive)
	if !strings.Contains(got[letterText], "本季度无公开事项。") || !strings.Contains(got[letterText], "本季度无变动。") || m.Counts.Items != 0 || len(cells(t, got[itemList], "索引号")) != 0 {
		t.Errorf("%s\n%+v", got[letterText], m.Counts)
	}
}

// The letter says to whom, of whom, how much and who answers for it, on paper and as text.
func TestLetter(t *testing.T) {
	archive, _ := packaged(t, tree(), today, "caizheng")
	got := unpacked(t, archive)
	for _, want := range []string{"示范区财政局\n", "关于报送2026年第三季度政务公开备案材料的函", "示范区公开办：", "2026年7月1日至2026年9月30日", "2026年12月10日", "本季度公开事项3件", "临时性3件", "财政与重大事项3件",
		"共5条：新增3条，更正1条，撤下1条", "其中1件现已撤下", "经部门审议4件，经区级审定4件，保密审查通过4件", "附件2个", "公开专员：办公室公开岗", "填报人", "2026年11月22日"} {
		if !strings.Contains(got[letterText], want) {
			t.Errorf("the letter does not say %q:\n%s", want, got[letterText])
		}
	}
	file := put(t, "a.pdf", []byte(got[letterPDF]))
	judge.Run(t, "qpdf", "--check", file)
	tight := func(s string) string { return strings.Join(strings.Fields(s), "") }
	paper := tight(judge.Run(t, "pdftotext", "-raw", "-enc", "UTF-8", file, "-"))
	for line := range strings.Lines(got[letterText]) {
		for _, part := range strings.Split(strings.TrimRight(strings.TrimSpace(line), "_："), "：") {
			if !strings.Contains(paper, tight(part)) && len([]rune(part)) < 12 { // a longer one may be parted by a page's foot
				t.Errorf("on paper there is no %q:\n%s", part, paper)
			}
		}
	}
}

// LibreOffice opens every workbook of a package, with all of its rows.
func TestLibreOfficeOpensTheLists(t *testing.T) {
	archive, m := packaged(t, tree(), today, "caizheng")
	got, dir := unpacked(t, archive), t.TempDir()
	for name, rows := range map[string]int{itemList: m.Counts.Items, changeList: m.Counts.Changes, approvalList: m.Counts.Sources} {
		text := inCalc(t, dir, name, []byte(got[name]))
		if n := strings.Count(text, "\n") - 1; n != rows || !strings.HasPrefix(text, "序号,") {
			t.Errorf("LibreOffice shows %d rows of %s, want %d:\n%s", n, name, rows, text)
		}
	}
}

// inCalc gives a workbook's first sheet as LibreOffice sees it.
func inCalc(t *testing.T, dir, name string, book []byte) string {
	t.Helper()
	file := put(t, name, book)
	judge.Convert(t, dir, judge.CSV, file)
	text, err := os.ReadFile(filepath.Join(dir, strings.TrimSuffix(name, ".xlsx")+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// An attachment that changed after it was read and checked stops the package.
func TestChangedAttachment(t *testing.T) {
	files := tree()
	r := judged(t, files, today)
	files["caizheng/2026/00003/收支表.csv"] = &fstest.MapFile{Data: []byte("项目,金额\r\n收入,9999\r\n")}
	_, err := Of(r.Site, third, Options{Content: files, Press: r.Press}).Package(r.Site.Department("caizheng")).Write(&bytes.Buffer{})
	var changed *ChangedError
	if !errors.As(err, &changed) || changed.Path != "caizheng/2026/00003/收支表.csv" {
		t.Errorf("error %v", err)
	}
}

func TestFileNames(t *testing.T) {
	for _, c := range []struct {
		codes, ids []string
		want       string
	}{
		{[]string{"CZ", "JY"}, []string{"caizheng", "jiaoyu"}, "CZ-2026Q3.zip JY-2026Q3.zip"},
		{[]string{"CZ", "cz"}, []string{"caizheng", "chengzhen"}, "caizheng-2026Q3.zip chengzhen-2026Q3.zip"},
		{[]string{"财", "CON"}, []string{"caizheng", "jiaoyu"}, "caizheng-2026Q3.zip jiaoyu-2026Q3.zip"},
		{[]string{"jiaoyu", "JY"}, []string{"caizheng", "jiaoyu"}, "caizheng-2026Q3.zip JY-2026Q3.zip"},
		{[]string{"", "../x"}, []string{"caizheng", "jiaoyu"}, "caizheng-2026Q3.zip jiaoyu-2026Q3.zip"},
	} {
		s := &model.Site{}
		for i := range c.ids {
			s.Departments = append(s.Departments, &model.Department{ID: c.ids[i], Code: c.codes[i]})
		}
		if got := FileName(s, s.Departments[0], third) + " " + FileName(s, s.Departments[1], third); got != c.want {
			t.Errorf("%v: %s, want %s", c.codes, got, c.want)
		}
	}
}

func TestSafeNames(t *testing.T) {
	for in, want := range map[string]string{
		"收支表.csv": "收支表.csv", "a b.md": "a b.md", `a<b>:"|?*\c`: "a_b_______c", "CON": "_CON", "con.md": "_con.md", "com1.txt": "_com1.txt", "COM10": "COM10", "aux ": "aux_", "x.": "x_", "x. . ": "x_",
		"\x00\x1f": "__", "": "_", "..": "_", ".": "_", strings.Repeat("长", 100) + ".xlsx": strings.Repeat("长", 75) + ".xlsx", "a\u202Eb": "a_b",
	} {
		if got := safe(in); got != want {
			t.Errorf("safe(%q) = %q, want %q", in, got, want)
		}
		if got := safe(in); safe(got) != got || unsafe(sources+got) {
			t.Errorf("%q is not safe itself", got)
		}
	}
	for _, bad := range []string{"", "/a", "../a", "a/../b", "a/./b", "a//b", `a\b`, "a/CON/b", "a:b", "a\x00", "\xff", "a "} {
		if !unsafe(bad) {
			t.Errorf("%q passes as safe", bad)
		}
	}
}

// No two entries have names that some file system takes for one, nor is one a folder of another.
func TestNamesDoNotMeet(t *testing.T) {
	n := newNamer()
	seen := map[string]bool{}
	for _, p := range []string{"cz/2026/a/index.md", "cz/2026/A/index.md", "cz/2026/a/INDEX.md", "cz/2026/b", "cz/2026/B/x.md", "cz/2026/c?.md", "cz/2026/c*.md", "cz/" + strings.Repeat("深/", 100) + "x.md", "cz/" + strings.Repeat("深/", 100) + "y.md"} {
		name := n.name(p)
		if seen[strings.ToLower(name)] || unsafe(name) || !strings.HasPrefix(name, sources+"cz/") || len([]rune(name)) > mostPath {
			t.Errorf("%s becomes %s", p, name)
		}
		seen[strings.ToLower(name)] = true
		for other := range seen {
			if strings.HasPrefix(other, strings.ToLower(name)+"/") || strings.HasPrefix(strings.ToLower(name), other+"/") {
				t.Errorf("%s is a file and a folder of %s", name, other)
			}
		}
	}
}
