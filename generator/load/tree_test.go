package load

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/model"
	"gongkai/generator/source"
)

func TestPlaces(t *testing.T) {
	fsys := newTree(
		"README.md", "x", ".gitignore", "x", "Thumbs.db", "x", "departments.yml", "x", "notes.txt", "x",
		"supervision/a.md", "x", "supervision/2025/b.md", "x", "supervision/函.pdf", "x", "docs/a/b.md", "x", "docs/c.txt", "x", "holidays/2026年.yaml", "x",
		"water/_index.md", "水务局概况。", "water/index.md", "x", "water/notice.md", "x", "water/old/a.md", "x", "water/powers/a.md", "x",
		"water/opinions/a.md", opinionMD, "water/opinions/index.md", "x", "water/opinions/b.MD", "x", "water/opinions/2026/c.md", "x", "water/opinions/信.jpg", "x",
		"water/2026/~$通知.docx", "x", "water/2026/通知.docx", "x", "water/2026/00002.md.bak", "x", "water/2026/00003.md~", "x", "water/2026/index.md", "x", "water/2026/b.MD", "x",
		"water/2026/07/00009.md", "x", "water/2026/empty/a.pdf", "x",
		"water/2026/00005/index.md", item("index: SW-2026-00005"), "water/2026/00005/img/a/b.png", "x", "water/2026/00005/.DS_Store", "x",
	)
	fsys["water/2026/link.md"] = &fstest.MapFile{Data: []byte("x"), Mode: fs.ModeSymlink}
	fsys["water/2026/pipe"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	want := `F18 departments.yml “departments.yml”放在这里不会被读取，也不会公开 | 改名为 departments.yaml
F18 docs “docs”不是公开主体的文件夹，里面的文件不会公开 | 在 departments.yaml 里写上它的编号，或者移走
F18 holidays/2026年.yaml “2026年.yaml”放在这里不会被读取，也不会公开 | 假日文件的名字要像 2026.yaml
F18 notes.txt “notes.txt”放在这里不会被读取，也不会公开 | 移走，或者放进部门的年份文件夹
F30 supervision/2025 “2025”没有读取 | 限时公开通知写成 .md 文件，直接放在 supervision 里；别的文件放在这里不妨，只是网站不用
F30 supervision/a.md 没有写种类，这个文件没有读取 | 限时公开通知要写“种类: 限时公开通知”；别的文件放在这里不妨，只是网站不用
F30 supervision/函.pdf “函.pdf”没有读取 | 限时公开通知写成 .md 文件，直接放在 supervision 里；别的文件放在这里不妨，只是网站不用
F18 water/2026/00005/img/a “a”放在这里不会被读取，也不会公开 | 附件的文件夹只能有一层
F18 water/2026/07 这个文件夹里没有 index.md，里面的1个 .md 文件不会公开 | 事项直接放在年份文件夹里；有附件的，正文改名为 index.md
F18 water/2026/b.MD “b.MD”放在这里不会被读取，也不会公开 | 扩展名改成 .md
F18 water/2026/empty 这个文件夹里没有 index.md，里面的文件不会公开 | 写好 index.md，或者把文件夹移走
F18 water/2026/index.md “index.md”放在这里不会被读取，也不会公开 | 给文件起个名字，如 water/2026/00001.md
F19 water/2026/link.md “link.md”是链接或特殊文件，不是真正的文件 | 换成文件本身
F19 water/2026/pipe “pipe”是链接或特殊文件，不是真正的文件 | 换成文件本身
F18 water/2026/通知.docx “通知.docx”放在这里不会被读取，也不会公开 | 附件要和事项放在一个文件夹里：建一个文件夹，把事项改名为 index.md，和附件放在一起
F18 water/index.md “index.md”放在这里不会被读取，也不会公开 | 机构概况的文件名是 _index.md
F18 water/notice.md “notice.md”放在这里不会被读取，也不会公开 | 移到年份文件夹里，如 water/2026/notice.md
F18 water/old “old”放在这里不会被读取，也不会公开 | 部门文件夹里只放年份文件夹，如 water/2026
F18 water/opinions/2026 “2026”放在这里不会被读取，也不会公开 | 意见直接放在 water/opinions 文件夹里
F18 water/opinions/b.MD “b.MD”放在这里不会被读取，也不会公开 | 扩展名改成 .md
F18 water/opinions/index.md “index.md”放在这里不会被读取，也不会公开 | 给文件起个名字，如 water/opinions/2026-001.md
F18 water/opinions/信.jpg “信.jpg”放在这里不会被读取，也不会公开 | 这里只放 .md 文件；来信的扫描件另外保存，不要放进内容文件夹
`
	r := read(t, fsys)
	var got strings.Builder
	for _, d := range r.Findings {
		fmt.Fprintf(&got, "%s %s %s | %s\n", d.Rule, d.Path, d.Text.ZH, d.Fix.ZH)
	}
	if got.String() != want {
		t.Errorf("%swant\n%s", got.String(), want)
	}
	if len(r.Parts.Items) != 2 || len(r.Parts.Opinions) != 1 || len(r.Parts.Orders) != 0 {
		t.Errorf("%d items, %d opinions, %d orders", len(r.Parts.Items), len(r.Parts.Opinions), len(r.Parts.Orders))
	}
	if p := r.Parts.Departments[0].Profile; p == nil || p.Title != "水务局" || p.Path != "water/_index.md" {
		t.Errorf("%+v", p)
	}
}

func TestAttachments(t *testing.T) {
	md := func(list string) string {
		return strings.Replace(item(list), "正文。", "见[预算](预算%20表.csv)，![图](img/a.txt)，[别处](https://a.example/b.txt)。", 1)
	}
	files := []string{itemAt, "", "water/2026/00001/预算 表.csv", "xlsx", "water/2026/00001/img/a.txt", "png", "water/2026/00001/b.txt", "pdf"}
	tests := []struct{ name, list, findings, want string }{
		{"not given: every file", "summary: x", "", "b.txt/b.txt 3 false false; img/a.txt/img/a.txt 3 false true; 预算 表.csv/预算 表.csv 4 false true"},
		{"listed", "附件: [{文件: b.txt, 名称: 附表}, 预算 表.csv]", "", "b.txt/附表 3 true false; 预算 表.csv/预算 表.csv 4 true true; img/a.txt/img/a.txt 3 false true"},
		{"one as a text", "attachments: b.txt", "", "b.txt/b.txt 3 true false; img/a.txt/img/a.txt 3 false true; 预算 表.csv/预算 表.csv 4 false true"},
		{"not listed", "attachments: []", "F15 water/2026/00001/b.txt “b.txt”没有列为附件，正文也没有用到，不会公开 | 列进 index.md 的“附件”，或者移走\n",
			"b.txt/b.txt 3 false false; img/a.txt/img/a.txt 3 false true; 预算 表.csv/预算 表.csv 4 false true"},
		{"other case", "attachments: [B.TXT, b.txt]", "F14 water/2026/00001/index.md:10:15 没有附件“B.TXT” | 是不是“b.txt”？文件名要一字不差，包括大小写和文件夹\n",
			"B.TXT/B.TXT -1 true false; b.txt/b.txt 3 true false; img/a.txt/img/a.txt 3 false true; 预算 表.csv/预算 表.csv 4 false true"},
		{"outside of the folder", "attachments: [../../../site.yaml, b.txt]", "F14 water/2026/00001/index.md:10:15 没有附件“../../../site.yaml” | 把文件放到 index.md 旁边，或者删去这一行\n",
			"../../../site.yaml/../../../site.yaml -1 true false; b.txt/b.txt 3 true false; img/a.txt/img/a.txt 3 false true; 预算 表.csv/预算 表.csv 4 false true"},
		{"without a file", "attachments: [{title: 附表}, b.txt]", "R01 water/2026/00001/index.md:10:15 没有写“文件” | 加上“文件”：index.md 旁边的文件名。\n",
			"b.txt/b.txt 3 true false; img/a.txt/img/a.txt 3 false true; 预算 表.csv/预算 表.csv 4 false true"},
	}
	for _, tt := range tests {
		fsys := newTree(append(files, "water/2026/00001/index.md", md(tt.list))...)
		r := read(t, fsys)
		if got := show(fsys, r.Findings); got != tt.findings && !strings.HasPrefix(tt.findings, "F15") || !strings.HasPrefix(got, strings.SplitN(tt.findings, "\n", 2)[0]) {
			t.Errorf("%s:\n%swant\n%s", tt.name, got, tt.findings)
		}
		var all []string
		for _, a := range r.Parts.Items[0].Attachments {
			all = append(all, fmt.Sprintf("%s/%s %d %v %v", a.File, a.Title, a.Size, a.Listed, a.Used))
			if a.Size >= 0 && a.Sum != source.Sum(fsys[a.Path].Data) {
				t.Errorf("%s: digest of %s", tt.name, a.File)
			}
		}
		if got := strings.Join(all, "; "); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestCatalogFileRows(t *testing.T) {
	fsys := newTree("site.yaml", siteYAML+"catalog_file_rows: 100\n")
	r := read(t, fsys)
	if got := show(fsys, r.Findings); got != "" || r.Parts.Config.CatalogFileRows != 100 {
		t.Errorf("%d %s", r.Parts.Config.CatalogFileRows, got)
	}
}

func TestConfig(t *testing.T) {
	fsys := newTree(
		"site.yaml", siteYAML+"attachment_limit: 5 MB\ngrace_days: 十五\npacks: 细则\n目录文件行数: 99\nrosters:\n- 环节: 审议\n  公开主体: 水务局\n  姓名或职务: 甲\n  起: 2026-01-01\n- step: approval\n",
		"categories.yaml", "- {code: \"0606\", name: 托育}\n- {code: \"0499\", name: 其他财政, parent: 财政与重大事项}\n",
		"boards.yaml", "- id: hall\n  name: 大厅\n  place: 一楼\n  paper: a4\n  width_cm: 240\n  departments: [水务局]\n  categories: [托育]\n- 公告栏\n",
		"holidays/2026.yaml", "year: 2025\noff: [2026-10-01, 2026-02-30]\n",
		itemAt, item("category: 托育"),
	)
	r := read(t, fsys)
	want := `F12 boards.yaml:8:3 这一条要写成分行的几项 | 写成“- 名称: 内容”，下面各项左边对齐
F12 holidays/2026.yaml:1:7 年份写的是2025，文件名却是2026 | 改成一致
T01 holidays/2026.yaml:2:19 日期“2026-02-30”：2026年2月只有28天 | 写成 2026-10-01
F12 site.yaml:5:13 “grace_days”要写整数，这里写成了“十五” | 只写数字，如 15
F12 site.yaml:7:9 “目录文件行数”最少是 100，这里写成了 99 | 写 100 或者更大的数
R01 site.yaml:13:3 没有写“姓名或职务” | 加上“姓名或职务”
`
	if got := show(fsys, r.Findings); got != want {
		t.Errorf("%swant\n%s", got, want)
	}
	c := r.Parts.Config
	if c.BaseURL != "https://gongkai.example/" || c.Owner != c.Title || c.AttachmentLimit != 5<<20 || c.GraceDays != 15 || c.LimitDays != 20 || c.WarnDays != 3 || c.PageSize != 40 || c.CatalogFileRows != 20_000 ||
		c.Timezone != "Asia/Shanghai" || !slices.Equal(c.Packs, []string{"xize"}) || len(c.Rosters) != 2 || c.Rosters[0].Department != "water" || c.Rosters[0].Step != model.Review {
		t.Errorf("%+v", c)
	}
	if d := r.Parts.Departments[1]; d.SupervisedBy != "water" || d.Kind != model.Utility || d.ID != "gongshui" {
		t.Errorf("%+v", d)
	}
	if b := r.Parts.Boards[0]; b.Paper != model.A4 || b.Width != 240 || b.Departments[0] != "water" || b.Categories[0] != "0606" {
		t.Errorf("%+v", b)
	}
	if it := r.Parts.Items[0]; it.Category != "0606" {
		t.Error(it.Category)
	}
	var codes []string
	for _, c := range r.Parts.Categories {
		codes = append(codes, c.Code)
	}
	all := strings.Join(codes, " ")
	if !strings.Contains(all, "0605 0606 07") || !strings.Contains(all, "0405 0499 05") {
		t.Error(all)
	}
}

// The ledger of filings is read in both languages, and what is no entry of it is named.
func TestFilings(t *testing.T) {
	fsys := newTree("filings.yaml", "# 备案台账\n- {period: 2026-Q1, department: water, filed: 2026-06-08, receipt: BA-2026Q1-001, sha256: ab}\n"+
		"- 所属期: 2026年第二季度\n  公开主体: 水务局\n  备案日期: 2026年9月9日\n  回执号: BA-2026Q2-001\n  校验值: CD\n- {period: 第一季, dept: water}\n")
	r := read(t, fsys)
	var got []string
	for _, f := range r.Parts.Filings {
		got = append(got, fmt.Sprint(f.Period, " ", f.Department, " ", f.Filed, " ", f.Receipt, " ", f.Sum, " ", f.Path))
	}
	want := []string{"2026-Q1 water 2026-06-08 BA-2026Q1-001 ab filings.yaml", "2026-Q2 water 2026-09-09 BA-2026Q2-001 cd filings.yaml", "     filings.yaml"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	said := show(fsys, r.Findings)
	for _, words := range []string{"filings.yaml:8:12 所属期“第一季”看不懂", "没有“dept”这一项"} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not among\n%s", words, said)
		}
	}
}

func TestMissingFiles(t *testing.T) {
	fsys := newTree("site.yaml", "", "departments.yaml", "")
	want := "F17 departments.yaml 没有 departments.yaml | 在内容文件夹里建这个文件；新网站用 gongkai init\nF17 site.yaml 没有 site.yaml | 在内容文件夹里建这个文件；新网站用 gongkai init\n"
	if got := show(fsys, read(t, fsys).Findings); got != want {
		t.Error(got)
	}
	fsys = newTree("departments.yaml", "# 还没有写\n")
	want = "F17 departments.yaml departments.yaml 里一个公开主体也没有 | 至少写上一个公开主体；每个以“- ”开头，写明编号、代码、名称等\n"
	if got := show(fsys, read(t, fsys).Findings); got != want {
		t.Error(got)
	}
	if _, err := Tree(fstest.MapFS{"a": {Mode: fs.ModeDir}}, Options{}); err != nil {
		t.Error(err)
	}
	if _, err := Tree(brokenFS{}, Options{}); err == nil {
		t.Error("an unreadable root was read")
	}
}

type brokenFS struct{}

func (brokenFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}
