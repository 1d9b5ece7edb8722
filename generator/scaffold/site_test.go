package scaffold_test

import (
	"io/fs"
	"maps"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/load"
	"gongkai/generator/model"
	"gongkai/generator/scaffold"
	"gongkai/generator/schema"
)

// starter gives the content folder of a new site.
func starter(t *testing.T) fstest.MapFS {
	t.Helper()
	files, err := scaffold.Site(today)
	if err != nil {
		t.Fatal(err)
	}
	tree := fstest.MapFS{}
	for _, f := range files {
		if p, ok := strings.CutPrefix(f.Path, "content/"); ok {
			tree[p] = &fstest.MapFile{Data: []byte(f.Text)}
		}
	}
	return tree
}

// judge loads and checks a tree as of the day.
func judge(t *testing.T, tree fs.FS, on calendar.Date) (*model.Site, []diag.Diagnostic) {
	t.Helper()
	r, err := load.Tree(tree, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r.Parts.Today, r.Parts.Now = on, on.End()
	s := model.New(r.Parts)
	return s, check.Site(s, r.Findings)
}

func TestNewSite(t *testing.T) {
	tree := starter(t)
	for _, on := range []calendar.Date{day(2025, 7, 7), today, day(2027, 1, 1), day(2031, 5, 5), day(2049, 10, 1)} {
		s, found := judge(t, tree, on)
		for _, d := range found {
			t.Errorf("on %s: %s %s %s: %s", on, d.Severity, d.Rule, d.Path, d.Text.ZH)
		}
		if len(s.Items) != 3 || len(s.Departments) != 2 || len(s.Boards) != 2 {
			t.Errorf("%d items, %d departments, %d boards", len(s.Items), len(s.Departments), len(s.Boards))
		}
		groups := map[string]bool{}
		for _, d := range s.Duties {
			if c := s.Category(d.Category); c != nil {
				groups[c.Group()] = true
			}
		}
		if len(groups) != 11 {
			t.Errorf("the duties cover %d of 11 groups", len(groups))
		}
	}
	files, _ := scaffold.Site(today)
	if len(files) != 15 {
		t.Errorf("%d files are embedded, want 15: an editor's leftover?", len(files))
	}
	have := map[string]bool{}
	for _, f := range files {
		have[f.Path] = true
		if !fs.ValidPath(f.Path) {
			t.Errorf("%q is no path", f.Path)
		}
	}
	for _, p := range []string{"说明.md", ".gitignore", "content/site.yaml", "content/bangongshi/_index.md", "content/holidays/2024.yaml", "content/holidays/2025.yaml", "content/holidays/2026.yaml"} {
		if !have[p] {
			t.Errorf("%s is missing", p)
		}
	}
}

// The opinion that 说明.md shows is one that the new site takes as it is, and shows.
func TestExplainedOpinion(t *testing.T) {
	tree := starter(t)
	files, _ := scaffold.Site(day(2027, 1, 1))
	for _, f := range files {
		if f.Path == "说明.md" {
			_, text, _ := strings.Cut(f.Text, "```markdown\n")
			text, _, _ = strings.Cut(text, "```")
			tree["gongshui/opinions/2026-001.md"] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	s, found := judge(t, tree, day(2027, 1, 1))
	for _, d := range found {
		t.Errorf("%s %s: %s", d.Rule, d.Path, d.Text.ZH)
	}
	if len(s.Opinions) != 1 || !s.Opinions[0].Shown() || s.Item(s.Opinions[0].About) == nil {
		t.Errorf("%+v", s.Opinions)
	}
}

// before are items that a new one can follow: a major draft, a procurement notice with its
// catalogue.
var before = map[string]string{
	"bangongshi/2025/00003.md": `---
标题: 关于征求停车收费调整意见的公告
索引号: BG-2025-00003
类别: "0404"
公开频次: 临时性
应公开事项: 重大决策
公开阶段: 预公开
重大事项: 是
生成日期: 2025-08-04
部门审议日期: 2025-08-05
部门审议人: 县政府办公室主任
区级审定日期: 2025-08-06
区级审定人: 县政务公开领导小组组长
公开日期: 2025-08-07
保密审查: 通过
保密审查人: 政务公开科
保密审查日期: 2025-08-05
征求意见起: 2025-08-07
征求意见止: 2025-09-10
征求意见方式: 电话 0000-2000001
---

请提意见。
`,
	"bangongshi/2025/00005.md": `---
标题: 2025年政府采购目录
索引号: BG-2025-00005
类别: "0801"
公开频次: 临时性
应公开事项: 政府采购
程序环节: 目录
生成日期: 2025-01-06
部门审议日期: 2025-01-07
部门审议人: 县政府办公室主任
区级审定日期: 2025-01-08
区级审定人: 县政务公开领导小组组长
公开日期: 2025-01-09
保密审查: 通过
保密审查人: 政务公开科
保密审查日期: 2025-01-07
---

办公设备列入集中采购。
`,
	"bangongshi/2025/00004.md": `---
标题: 办公设备采购公告
索引号: BG-2025-00004
类别: "0801"
公开频次: 临时性
应公开事项: 政府采购
程序环节: 公告
生成日期: 2025-08-04
部门审议日期: 2025-08-05
部门审议人: 县政府办公室主任
区级审定日期: 2025-08-06
区级审定人: 县政务公开领导小组组长
公开日期: 2025-08-07
保密审查: 通过
保密审查人: 政务公开科
保密审查日期: 2025-08-05
---

现对办公设备采购进行公告。
`,
}

// filling is what a clerk puts in place of the placeholder on a line, by its key.
func filling(text, line string) string {
	key, _, _ := strings.Cut(strings.TrimSpace(line), ":")
	if key == "日期" && strings.Contains(text, "\n  报名截止") {
		return today.AddDays(20).String() // of a hearing to come
	}
	switch key {
	case "部门审议日期", "区级审定日期", "公开日期", "保密审查日期", "征求意见起", "日期":
		return today.Chinese()
	case "征求意见止":
		return today.AddDays(35).String()
	case "征求意见方式":
		return "电话 0000-2000001"
	case "部门审议人", "区级审定人", "保密审查人", "审核人":
		return "县司法局"
	case "保密审查":
		return "通过"
	case "公开频次":
		_, cadence := offered(text)
		return cadence
	case "应公开事项":
		duty, _ := offered(text)
		return duty
	case "发文字号":
		return "启政办〔2026〕7号"
	case "事项领域":
		return "其他"
	case "有效期至":
		return "2031-12-31"
	case "替代":
		return "BG-2025-00002"
	case "报名截止":
		return today.AddDays(10).String()
	case "- 文件":
		return "a.csv"
	case "所属期":
		_, cadence := offered(text)
		if strings.Contains(text, "公开频次: 常规性") || strings.Contains(text, "公开频次: 〔") && cadence == "常规性" {
			return "2026-06"
		}
		return "2026"
	case "程序环节":
		return "公告"
	case "前序事项":
		if strings.Contains(text, "程序环节") {
			return "BG-2025-00004"
		}
		return "BG-2025-00003"
	}
	return "《中华人民共和国档案法》第二十七条"
}

// offered gives the first duty that a new item offers, and its cadence.
func offered(text string) (duty, cadence string) {
	_, rest, found := strings.Cut(text, "# · ")
	duty, rest, _ = strings.Cut(rest, "（")
	cadence, _, _ = strings.Cut(rest, "）")
	if !found || strings.Contains(duty, "\n") {
		return "", "年度性"
	}
	return duty, cadence
}

// filled gives the text with its placeholders filled, but for the one of the number, and
// not marked as a draft; and how many placeholders there were.
func filled(text string, but int) (string, int) {
	n := 0
	lines := strings.Split(text, "\n")
	out := lines[:0]
	for _, l := range lines {
		from := strings.Index(l, "〔待填：")
		if strings.HasPrefix(l, "草稿:") {
			continue
		}
		if from >= 0 && !strings.HasPrefix(l, "#") {
			if n != but {
				to := from + strings.Index(l[from:], "〕") + len("〕")
				l = l[:from] + filling(text, l) + l[to:]
			}
			n++
		}
		out = append(out, l)
	}
	return strings.Join(out, "\n"), n
}

// TestFilled is the promise of `new`: as it comes, the file is a draft that stops no
// build and whose findings all point at what is to be filled in; when that is done, it
// checks clean; and no placeholder can be forgotten.
func TestFilled(t *testing.T) {
	tree := starter(t)
	for p, text := range before {
		tree[p] = &fstest.MapFile{Data: []byte(text)}
	}
	site, found := judge(t, tree, today)
	for _, d := range found {
		t.Fatalf("the site to begin with: %s %s %s", d.Rule, d.Path, d.Text.ZH)
	}
	var requests []scaffold.Request
	for _, c := range schema.Groups {
		who := "bangongshi"
		if strings.HasPrefix(c.Code, "11") {
			who = "gongshui"
		}
		r := request(who, c.Code)
		requests = append(requests, r)
		r.Stage = "draft"
		requests = append(requests, r)
		if c.Code == "0404" || c.Code == "0202" {
			r.Stage = "process"
			requests = append(requests, r)
			r.Stage, r.Follows = "result", "BG-2025-00003"
			requests = append(requests, r)
		}
		if strings.HasPrefix(c.Code, "08") || strings.HasPrefix(c.Code, "09") {
			r := request(who, c.Code)
			r.Procedure = "result"
			requests = append(requests, r)
			r.Procedure, r.Follows = "", "BG-2025-00004"
			requests = append(requests, r)
		}
		if c.Code == "0303" || c.Code == "1101" {
			r := request(who, c.Code)
			r.Period, r.Folder = "2026", true
			if c.Code == "1101" {
				r.Period = "2026年6月"
			}
			requests = append(requests, r)
		}
	}
	tried := map[string]bool{} // sets of keys to fill in
	for _, r := range requests {
		f, why := scaffold.Item(site, r)
		name := strings.Join([]string{r.Department, r.Category, r.Stage, r.Procedure, r.Follows, r.Period}, " ")
		if !why.IsZero() {
			t.Errorf("%s: %s", name, why.ZH)
			continue
		}
		with := func(text string) []diag.Diagnostic {
			now := maps.Clone(tree)
			now[f.Path] = &fstest.MapFile{Data: []byte(text)}
			_, found := judge(t, now, today)
			return found
		}
		asItComes(t, name, f, with(f.Text))
		text, n := filled(f.Text, -1)
		for _, d := range with(text) {
			t.Errorf("%s, filled: %s %s: %s\n%s", name, d.Severity, d.Rule, d.Text.ZH, text)
		}
		if n < 5 {
			t.Errorf("%s: only %d placeholders", name, n)
		}
		set := placeholders(f.Text)
		if tried[set] {
			continue
		}
		tried[set] = true
		for i := range n {
			text, _ := filled(f.Text, i)
			if diag.Count(with(text))[diag.Error] == 0 {
				t.Errorf("%s: placeholder %d may be forgotten:\n%s", name, i, text)
			}
		}
	}
}

// placeholders gives the lines that are to be filled in.
func placeholders(text string) string {
	var b strings.Builder
	for l := range strings.Lines(text) {
		if strings.Contains(l, "〔待填") && !strings.HasPrefix(l, "#") {
			b.WriteString(l)
		}
	}
	return b.String()
}

// enabled gives the text with the # taken from each key that is offered.
func enabled(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		rest, off := strings.CutPrefix(l, "#")
		if off && (!strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "  ")) {
			lines[i] = rest
		}
	}
	return strings.Join(lines, "\n")
}

// TestOffered: a key that is offered behind # is as safe as the others once it is enabled:
// it checks clean when filled in, and cannot be forgotten.
func TestOffered(t *testing.T) {
	tree := starter(t)
	for p, text := range before {
		tree[p] = &fstest.MapFile{Data: []byte(text)}
	}
	old := tree["bangongshi/2025/00002.md"]
	for _, c := range []struct{ category, stage string }{{"0201", ""}, {"0202", ""}, {"0705", ""}, {"0801", ""}, {"0404", "draft"}, {"0404", "result"}, {"0303", ""}} {
		tree["bangongshi/2025/00002.md"] = old
		site, _ := judge(t, tree, today)
		r := request("bangongshi", c.category)
		r.Stage, r.Folder = c.stage, true
		f, why := scaffold.Item(site, r)
		if !why.IsZero() {
			t.Fatal(why.ZH)
		}
		with := func(text string) []diag.Diagnostic {
			now := maps.Clone(tree)
			now[f.Path] = &fstest.MapFile{Data: []byte(text)}
			now[path.Dir(f.Path)+"/a.csv"] = &fstest.MapFile{Data: []byte("甲,乙\n")}
			if c.category == "0201" { // what is superseded says so too
				now["bangongshi/2025/00002.md"] = &fstest.MapFile{Data: []byte(strings.Replace(string(old.Data), "公开日期:",
					"有效性: 已废止\n被替代: "+string(f.Index)+"\n公开日期:", 1))}
			}
			_, found := judge(t, now, today)
			return found
		}
		whole := enabled(f.Text)
		text, n := filled(whole, -1)
		for _, d := range with(text) {
			t.Errorf("%s %s, filled: %s %s %s: %s\n%s", c.category, c.stage, d.Severity, d.Rule, d.Path, d.Text.ZH, text)
		}
		if _, fewer := filled(f.Text, -1); n <= fewer+2 {
			t.Errorf("%s: %d placeholders with what is offered, %d without", c.category, n, fewer)
		}
		for i := range n {
			text, _ := filled(whole, i)
			if diag.Count(with(text))[diag.Error] == 0 {
				t.Errorf("%s %s: placeholder %d may be forgotten:\n%s", c.category, c.stage, i, text)
			}
		}
	}
}

// asItComes holds the findings of a new draft to what is still to be filled in.
func asItComes(t *testing.T, name string, f scaffold.File, found []diag.Diagnostic) {
	t.Helper()
	for _, d := range found {
		if d.Path != f.Path || d.Severity == diag.Error {
			t.Errorf("%s, as it comes: %s %s %s: %s", name, d.Severity, d.Rule, d.Path, d.Text.ZH)
			continue
		}
		from := strings.LastIndex(f.Text[:d.At.Start], "\n") + 1
		line, _, _ := strings.Cut(f.Text[from:], "\n")
		if !strings.Contains(line, "〔待填") {
			t.Errorf("%s, as it comes: %s %s: %s, but this line is not to be filled in:\n%s", name, d.Severity, d.Rule, d.Text.ZH, line)
		}
	}
}

// TestFollowingNumbers: items made one after the other never share a number or a file.
func TestFollowingNumbers(t *testing.T) {
	tree := starter(t)
	seen := map[string]bool{}
	for i := range 12 {
		site, _ := judge(t, tree, today)
		r := request("BG", "0202")
		r.Folder = i%2 == 1
		f, why := scaffold.Item(site, r)
		if !why.IsZero() {
			t.Fatal(why.ZH)
		}
		if seen[string(f.Index)] || tree[f.Path] != nil {
			t.Fatalf("%s at %s is used already", f.Index, f.Path)
		}
		seen[string(f.Index)] = true
		if path.Dir(f.Path) == "" {
			t.Fatal(f.Path)
		}
		tree[f.Path] = &fstest.MapFile{Data: []byte(f.Text)}
	}
	if !seen["BG-2026-00001"] || !seen["BG-2026-00012"] {
		t.Errorf("the numbers are %v", seen)
	}
}
