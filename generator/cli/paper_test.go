package cli

import (
	"bytes"
	"strings"
	"testing"
)

// One paper in three forms: columns that stand straight, Markdown that shows marks as they
// are, HTML in which nothing is taken for a tag.
func TestPaper(t *testing.T) {
	p := &paper{title: "甲区月报", lang: "zh-CN"}
	p.heading(2, "一、总体 <b>")
	p.list([]bullet{{text: "第一 *条*"}, {text: "其中", deep: true}, {text: "第二条"}})
	p.table([]string{"部门", "件"}, [][]string{{"财政局", "3"}, {"甲|乙", "120"}}, true)
	p.table([]string{"事项", "出处"}, [][]string{{"一", "细则"}}, false)
	p.para("完 & 了")
	for _, c := range []struct {
		name  string
		write func(*bytes.Buffer) error
		want  string
	}{
		{"text", func(b *bytes.Buffer) error { return p.text(b) }, `甲区月报

一、总体 <b>

  - 第一 *条*
      - 其中
  - 第二条

  部门     件
  -----------
  财政局    3
  甲|乙   120

  事项 | 出处
  一 | 细则

完 & 了
`},
		{"md", func(b *bytes.Buffer) error { return p.markdown(b) }, `# 甲区月报

## 一、总体 \<b>

- 第一 \*条\*
  - 其中
- 第二条

| 部门 | 件 |
| --- | ---: |
| 财政局 | 3 |
| 甲\|乙 | 120 |

| 事项 | 出处 |
| --- | --- |
| 一 | 细则 |

完 & 了
`},
	} {
		var b bytes.Buffer
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		if b.String() != c.want {
			t.Errorf("%s:\n%s", c.name, b.String())
		}
	}
	var b bytes.Buffer
	if err := p.html(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<html lang="zh-CN">`, "<h1>甲区月报</h1>", "<h2>一、总体 &lt;b&gt;</h2>", "<li>第一 *条*\n<ul>\n<li>其中</li>\n</ul>\n</li>\n<li>第二条</li>",
		`<table class="n">`, "<td>甲|乙</td><td>120</td>", "<p>完 &amp; 了</p>",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
}

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{0: "0", 1: "一", 10: "十", 11: "十一", 20: "二十", 24: "二十四", 99: "九十九", 100: "100"} {
		if got := numeral(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
