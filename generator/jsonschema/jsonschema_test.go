package jsonschema_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	santhosh "github.com/santhosh-tekuri/jsonschema/v6"

	"gongkai/generator/front"
	"gongkai/generator/jsonschema"
	"gongkai/generator/schema"
)

// compile compiles the schema as an editor would.
func compile(t *testing.T, name string) *santhosh.Schema {
	t.Helper()
	var b bytes.Buffer
	if err := jsonschema.Write(&b, name); err != nil {
		t.Fatal(err)
	}
	doc, err := santhosh.UnmarshalJSON(&b)
	if err != nil {
		t.Fatalf("%s is no JSON: %v", name, err)
	}
	c := santhosh.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(name+".json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name + ".json")
	if err != nil {
		t.Fatalf("%s is no JSON Schema: %v", name, err)
	}
	return s
}

// value gives a node as an editor's YAML 1.2 reader sees it: bare numbers are numbers.
func value(n *front.Node) any {
	switch n.Kind {
	case front.List:
		out := []any{}
		for i := range n.Items {
			out = append(out, value(&n.Items[i]))
		}
		return out
	case front.Map:
		out := map[string]any{}
		for i := range n.Pairs {
			out[n.Pairs[i].Key] = value(&n.Pairs[i].Value)
		}
		return out
	case front.Nothing:
		return nil
	}
	if n.Quoted {
		return n.Text
	}
	switch n.Text {
	case "true":
		return true
	case "false":
		return false
	case "", "~", "null":
		return nil
	}
	if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
		return float64(i)
	}
	if regexp.MustCompile(`^[-+]?[0-9]+\.[0-9]+$`).MatchString(n.Text) {
		f, _ := strconv.ParseFloat(n.Text, 64)
		return f
	}
	return n.Text
}

func frontMatter(t *testing.T, text string) any {
	t.Helper()
	b := front.Parse("x.md", []byte("---\n"+text+"\n---\n"))
	for _, f := range b.Findings {
		t.Fatalf("the example's YAML: %s", f.Text.EN)
	}
	return value(&b.Root)
}

func yaml(t *testing.T, name string, text []byte) any {
	t.Helper()
	b := front.YAML(name, text)
	for _, f := range b.Findings {
		t.Fatalf("%s: %s", name, f.Text.EN)
	}
	return value(&b.Root)
}

// TestSampleContent holds every file of the sample site to its schema: the editor must
// not mark what check passes.
func TestSampleContent(t *testing.T) {
	content := os.DirFS("../../content")
	item, holidays, profile := compile(t, "item"), compile(t, "holidays"), compile(t, "profile")
	opinion, order := compile(t, "opinion"), compile(t, "order")
	for _, name := range []string{"site", "departments", "categories", "duties", "boards"} {
		text, err := fs.ReadFile(content, name+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := compile(t, name).Validate(yaml(t, name, text)); err != nil {
			t.Errorf("%s.yaml: %v", name, err)
		}
	}
	items := 0
	err := fs.WalkDir(content, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(content, p)
		if err != nil {
			return err
		}
		switch {
		case path.Dir(p) == "holidays":
			if err := holidays.Validate(yaml(t, p, text)); err != nil {
				t.Errorf("%s: %v", p, err)
			}
		case path.Ext(p) == ".md" && bytes.HasPrefix(text, []byte("---\n")): // others are in odd encodings on purpose
			b := front.Parse(p, text)
			if len(b.Findings) > 0 {
				t.Errorf("%s: %s", p, b.Findings[0].Text.EN)
				return nil
			}
			s := item
			switch {
			case path.Base(p) == "_index.md":
				s = profile
			case path.Base(path.Dir(p)) == "opinions":
				s = opinion
			case strings.HasPrefix(p, "supervision/"):
				s = order
			default:
				items++
			}
			if err := s.Validate(value(&b.Root)); err != nil {
				t.Errorf("%s: %v", p, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if items < 80 {
		t.Errorf("only %d items were looked at", items)
	}
}

// good is a record that needs nothing more.
const good = `title: 关于公布部门预算的公告
索引号: CZ-2026-00003
类别: 0401
made: 2026-07-01
部门审议日期: 2026年7月2日
approved: 2026/7/3
公开日期: 2026-07-03 09:00
secrecy: 通过
`

func TestItem(t *testing.T) {
	s := compile(t, "item")
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"both languages", good, true},
		{"a title of digits", strings.Replace(good, "title: 关于公布部门预算的公告", "title: 2026", 1), true},
		{"full-width digits", good + "保密审查日期: ２０２６年７月１日", true},
		{"dots", good + "保密审查日期: 2026.7.1", true},
		{"a third name", good + "frequency: ad-hoc", true},
		{"a half", good + "period: 2026-H1", true},
		{"a year as a number", good + "period: 2026", true},
		{"a month with a dot", good + "period: 2026.7", true},
		{"a quarter in Chinese", good + "period: 2026年第三季度", true},
		{"an attachment as a text", good + "附件: [a.pdf, {file: b.pdf, 名称: 乙}]", true},
		{"a list of one", good + "关键词: 预算", true},
		{"topics", good + "事项领域: [价格, fee]", true},
		{"one topic", good + "topics: 价格", true},
		{"a yes", good + "重大事项: 是", true},
		{"a nested mapping", good + "说明理由: {facts: 甲, 法律依据: 乙}", true},
		{"an unfinished draft", "title: 甲\n草稿: 是", true},
		{"an unfinished draft in English", "title: 甲\ndraft: true", true},

		{"a key without a value", good + "内容概述:\n关键词:\n重大事项:\n听证:\n有效期至: ~", true},
		{"a needed key without a value", strings.Replace(good, "made: 2026-07-01", "made:", 1), false},
		{"one change without a list", good + "变动记录: {date: 2026-07-04, what: 甲, approved_by: 乙}", true},
		{"one attachment without a list", good + "附件: a.pdf", true},
		{"a document number", good + "发文字号: 示财〔2026〕3号", true},
		{"an order's number", good + "发文字号: 示范区人民政府令第7号", true},
		{"a document number in square brackets", good + "发文字号: 示财[2026]3号", false},
		{"a document number with a zero in front", good + "发文字号: 示财〔2026〕03号", false},
		{"a mistyped key", good + "标提: 甲", false},
		{"both names of one key", good + "标题: 甲", false},
		{"two names of three", good + "公开频次: 年度性\nfrequency: annual", false},
		{"a missing key", strings.Replace(good, "made: 2026-07-01\n", "", 1), false},
		{"not a draft", "title: 甲\ndraft: false", false},
		{"a month 13", good + "保密审查日期: 2026-13-01", false},
		{"a day 32", good + "保密审查日期: 2026年7月32日", false},
		{"a hour 25", strings.Replace(good, "09:00", "25:00", 1), false},
		{"a fifth quarter", good + "period: 2026-Q5", false},
		{"an unknown cadence", good + "公开频次: 每年", false},
		{"an unknown topic", good + "topics: [水利]", false},
		{"a list for a text", good + "联系方式: [甲, 乙]", false},
		{"a mapping for a text", good + "联系方式: {甲: 乙}", false},
		{"a word for a yes", good + "重大事项: 大概", false},
		{"an index number with a blank", strings.Replace(good, "CZ-2026-00003", "CZ 2026 3", 1), false},
		{"a mistyped nested key", good + "说明理由: {facts: 甲, 法律: 乙}", false},
		{"a missing nested key", good + "说明理由: {facts: 甲}", false},
		{"both names of a nested key", good + "撤下: {date: 2026-07-04, 日期: 2026-07-04, reason: 甲, approval: 乙}", false},
		{"a change without who", good + "变动记录: [{date: 2026-07-04, what: 甲}]", false},
		{"an attachment without a file", good + "附件: [{名称: 乙}]", false},
		{"no mapping", "- title", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var v any
			if c.name == "no mapping" {
				v = yaml(t, "x.yaml", []byte(c.text))
			} else {
				v = frontMatter(t, c.text)
			}
			if err := s.Validate(v); (err == nil) != c.ok {
				t.Errorf("valid %v, want %v: %v", err == nil, c.ok, err)
			}
		})
	}
}

func TestFiles(t *testing.T) {
	for _, c := range []struct {
		file, text string
		ok         bool
	}{
		{"site", "title: 甲\n地区: 乙\nbase_url: https://example.com/\nattachment_limit: 20 MB\ngrace_days: 15\n名册: [{环节: 审议, name: 局长, 起: 2026-01-01}]", true},
		{"site", "title: 甲\nregion: 乙", false},
		{"site", "title: 甲\nregion: 乙\nbase_url: u\nattachment_limit: 很大", false},
		{"site", "title: 甲\nregion: 乙\nbase_url: u\npacks: [其他]", false},
		{"site", "title: 甲\nregion: 乙\nbase_url: u\nrosters: [{step: 审批, name: 局长}]", false},
		{"site", "title: 甲\nregion: 乙\nbase_url: u\ngrace_days: 一周", false},
		{"site", "title: 甲\nregion: 乙\nbase_url: u\n目录文件行数: 100", true},
		{"site", "title: 甲\nregion: 乙\nbase_url: u\n目录文件行数: 99", false},
		{"categories", "- {code: \"0606\", 名称: 托育服务}", true},
		{"categories", "- {code: \"0606\"}", false},
		{"categories", "code: \"0606\"\nname: 甲", false},
		{"boards", "- {id: a, name: 甲, place: 乙, 纸张: A3, 宽（厘米）: 120}", true},
		{"boards", "- {id: a, name: 甲, place: 乙, paper: A5}", false},
		{"duties", "- {id: a, 公开事项: 甲, category: 0401, departments: all, cadence: 常规}", true},
		{"duties", "- {id: a, title: 甲, 公开事项: 甲, category: 0401, departments: all, cadence: 常规}", false},
		{"holidays", "year: 2026\noff: [2026-01-01]\nwork: []", true},
		{"holidays", "year: 2026\noff: [元旦]", false},
		{"holidays", "year: 2026\noff: 2026-01-01", false},
		{"holidays", "off: [2026-01-01]", false},
		{"profile", "标题: 甲", true},
		{"profile", "摘要: 甲", false},
		{"opinion", "标题: 甲\nreceived: 2026年7月1日\n渠道: 来电\n采纳情况: 部分采纳\n公开: 是", true},
		{"opinion", "标题: 甲", false},
		{"opinion", "标题: 甲\n收到日期: 2026-07-01\n采纳情况: 也许", false},
		{"opinion", "标题: 甲\n收到日期: 2026-07-01\n来信人: 甲\n反映人: 乙", false},
		{"order", "种类: 限时公开通知\ntitle: 甲\n公开主体: 乙\n通知日期: 2026-07-01\n限期: 2026-07-15\n类别: 0401\n所属期: 2026-H1", true},
		{"order", "title: 甲\n公开主体: 乙\n通知日期: 2026-07-01\n限期: 2026-07-15", false},
		{"order", "种类: 整改\ntitle: 甲\n公开主体: 乙\n通知日期: 2026-07-01\n限期: 2026-07-15", false},
	} {
		if err := compile(t, c.file).Validate(yaml(t, c.file, []byte(c.text))); (err == nil) != c.ok {
			t.Errorf("%s %q: valid %v, want %v: %v", c.file, c.text, err == nil, c.ok, err)
		}
	}
}

// TestWholeTable holds the schema to the reader's table: each name of each key is known,
// with its meaning in both languages, and the samples are valid.
func TestWholeTable(t *testing.T) {
	var b bytes.Buffer
	if err := jsonschema.Write(&b, "item"); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	s := compile(t, "item")
	for i := range schema.Item {
		k := &schema.Item[i]
		for _, name := range append([]string{k.Name, k.ZH}, k.Also...) {
			if !strings.Contains(text, `"`+name+`": {`) {
				t.Errorf("the schema does not know %q", name)
			}
		}
		if !strings.Contains(text, k.Doc.ZH) || !strings.Contains(text, strings.ReplaceAll(k.Doc.EN, `"`, `\"`)) {
			t.Errorf("%s: its meaning is missing", k.Name)
		}
		for _, v := range k.Values {
			for _, word := range append([]string{v.Code, v.Words.ZH}, v.Also...) {
				if !strings.Contains(text, `"`+word+`"`) {
					t.Errorf("%s: %q is missing", k.Name, word)
				}
			}
		}
		if k.Sample == "" || k.Form == schema.Objects || k.Form == schema.Object {
			continue
		}
		if err := s.Validate(map[string]any{k.ZH: k.Sample, "draft": true}); err != nil && k.Name != "draft" {
			t.Errorf("%s: its own sample: %v", k.Name, err)
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, name := range jsonschema.Names() {
		var a, b bytes.Buffer
		if err := jsonschema.Write(&a, name); err != nil {
			t.Fatal(err)
		}
		_ = jsonschema.Write(&b, name)
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s differs from run to run", name)
		}
		if !bytes.Contains(a.Bytes(), []byte("\n  \"")) || bytes.Contains(a.Bytes(), []byte(`\u003c`)) {
			t.Errorf("%s is not indented, or escapes what needs no escape", name)
		}
	}
	if err := jsonschema.Write(&bytes.Buffer{}, "nothing"); err == nil {
		t.Error("a name that does not exist gives no error")
	}
}
