package markdown

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator/model"
)

// resolved gives the HTML with each slot filled by the destination as written.
func resolved(t *testing.T, d Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := Resolve(&b, d.HTML, d.Links, func(l model.Link) string { return l.Dest }); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestHTMLAndText(t *testing.T) {
	tests := []struct{ name, in, html, text string }{
		{"paragraphs", "甲。\n\n乙。", "<p>甲。</p>\n<p>乙。</p>\n", "甲。\n\n乙。\n"},
		{"a line break between Han is nothing", "第一行，\n第二行", "<p>第一行，第二行</p>\n", "第一行，第二行\n"},
		{"a line break between words is a space", "one\ntwo", "<p>one\ntwo</p>\n", "one two\n"},
		{"a hard break stays", "地址：  \n和平路1号", "<p>地址：<br>和平路1号</p>\n", "地址：\n和平路1号\n"},
		{"headings nest without gaps", "## 一\n\n#### 二\n\n### 三\n\n## 四",
			"<h2 id=\"s-1\">一</h2>\n<h3 id=\"s-2\">二</h3>\n<h3 id=\"s-3\">三</h3>\n<h2 id=\"s-4\">四</h2>\n", "一\n\n二\n\n三\n\n四\n"},
		{"the page's title is its only h1", "# 大标题", "<h2 id=\"s-1\">大标题</h2>\n", "大标题\n"},
		{"lists in lists", "1. 甲\n   - 乙\n2. 丙", "<ol>\n<li>甲\n<ul>\n<li>乙</li>\n</ul>\n</li>\n<li>丙</li>\n</ol>\n", "1. 甲\n  - 乙\n2. 丙\n"},
		{"a list that starts late", "3. 甲", "<ol start=\"3\">\n<li>甲</li>\n</ol>\n", "3. 甲\n"},
		{"table", "| 项目 | 金额 |\n| --- | ---: |\n| 甲 | 1.50 |\n",
			"<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"表格1\"><table>\n<thead>\n<tr><th scope=\"col\">项目</th><th scope=\"col\" class=\"r\">金额</th></tr>\n</thead>\n<tbody>\n<tr><td>甲</td><td class=\"r\">1.50</td></tr>\n</tbody>\n</table></div>\n",
			"项目\t金额\n甲\t1.50\n"},
		{"comments are dropped", "甲<!-- 内部 -->乙\n\n<!-- 整段\n注释 -->\n\n丙", "<p>甲乙</p>\n<p>丙</p>\n", "甲乙\n\n丙\n"},
		{"raw HTML is shown, never run", "<script>alert(1)</script>\n\n甲<b onclick=x>乙</b>",
			"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>甲&lt;b onclick=x&gt;乙&lt;/b&gt;</p>\n", "<script>alert(1)</script>\n\n甲<b onclick=x>乙</b>\n"},
		{"an unsafe link is its text", "[点这里](javascript:alert(1)) [丁](data:text/html,x) [戊](//evil.example)", "<p>点这里 丁 戊</p>\n", "点这里 丁 戊\n"},
		{"entities and escapes", "1 &lt; 2 \\* 3 &amp; 4", "<p>1 &lt; 2 * 3 &amp; 4</p>\n", "1 < 2 * 3 & 4\n"},
		{"bare address", "见 https://a.example/路径，谢谢", "<p>见 <a href=\"https://a.example/\">https://a.example/</a>路径，谢谢</p>\n", "见 https://a.example/路径，谢谢\n"},
		{"image alone", "![各季度支出](a.png \"图1\")", "<figure><img src=\"a.png\" alt=\"各季度支出\" loading=\"lazy\"><figcaption>图1</figcaption></figure>\n", "各季度支出图1\n"},
		{"quote, rule, code", "> 引\n\n---\n\n    x < y\n", "<blockquote>\n<p>引</p>\n</blockquote>\n<hr>\n<pre tabindex=\"0\"><code>x &lt; y\n</code></pre>\n", "引\n\nx < y\n"},
		{"a fragment finds its heading", "[见](#二、安排)\n\n## 二、安排", "<p><a href=\"#s-1\">见</a></p>\n<h2 id=\"s-1\">二、安排</h2>\n", "见\n\n二、安排\n"},
		{"quotes in a destination", "[x](<a\"b>)", "<p><a href=\"a&quot;b\">x</a></p>\n", "x\n"},
	}
	p := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := p.Parse([]byte(tt.in), 0)
			if got := resolved(t, d); got != tt.html {
				t.Errorf("HTML\n got %q\nwant %q", got, tt.html)
			}
			if string(d.Text) != tt.text {
				t.Errorf("text\n got %q\nwant %q", d.Text, tt.text)
			}
		})
	}
}

func TestFlaws(t *testing.T) {
	tests := []struct {
		name, in string
		kind     model.FlawKind
		at       string // the words that the place must show
	}{
		{"heading level skipped", "## 甲\n\n#### 乙", model.HeadingJump, "#### 乙"},
		{"first heading too deep", "#### 乙", model.HeadingJump, "#### 乙"},
		{"level one", "# 甲", model.HeadingTop, "# 甲"},
		{"empty heading", "甲\n\n##\n\n乙", model.HeadingEmpty, "##"},
		{"raw HTML", "甲\n\n<div>乙</div>", model.RawHTML, "<div>乙</div>"},
		{"raw HTML in a line", "甲 <b>乙</b>", model.RawHTML, "<b>"},
		{"image without text", "甲 ![](a.png)", model.ImageNoText, "![](a.png)"},
		{"placeholder", "甲\n\n〔待填：金额〕元", model.Placeholder, "〔待填"},
		{"todo", "甲 TODO 乙", model.Placeholder, "TODO"},
		{"to be filled, alone", "甲\n\n（待补充）\n", model.Placeholder, "待补充"},
		{"emphasis that stayed open", "**注意：**请", model.OpenEmphasis, "**"},
		{"unsafe link", "[甲](javascript:x)", model.UnsafeLink, "[甲](javascript:x)"},
		{"hidden scheme", "[甲](java\u200bscript:x)", model.UnsafeLink, "[甲](java\u200bscript:x)"},
		{"empty body", " \n", model.EmptyBody, ""},
		{"row with too many cells", "| 甲 | 乙 |\n| - | - |\n| 1 | 2 | 3 |", model.TableRagged, "| 1 | 2 | 3 |"},
		{"link without text", "甲 [](b.md)", model.BareLink, "[](b.md)"},
		{"second front matter", "标题：甲\n\n乙", model.HalfFrontmatter, "标题：甲"},
	}
	p := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			const base = 100
			d := p.Parse([]byte(tt.in), base)
			for _, f := range d.Flaws {
				if f.Kind == tt.kind {
					if got := tt.in[f.At.Start-base : f.At.End-base]; got != tt.at {
						t.Errorf("the place shows %q, want %q", got, tt.at)
					}
					return
				}
			}
			t.Errorf("not seen; flaws: %+v", d.Flaws)
		})
	}
	for _, clean := range []string{
		"## 甲\n\n### 乙\n\n正文，**重点**与 `代码`。\n\n![图](a.png)\n\n| 甲 | 乙 |\n| - | - |\n| 1 \\| 2 | 3 |\n",
		"本方案待补充材料后施行。", "<!-- 注释 -->正文", "TODOS",
	} {
		if d := p.Parse([]byte(clean), 0); len(d.Flaws) > 0 {
			t.Errorf("%q: %+v", clean, d.Flaws)
		}
	}
}

func TestSummary(t *testing.T) {
	long := strings.Repeat("字", 60)
	tests := []struct{ name, in, want string }{
		{"short text whole", "一二三。", "一二三。"},
		{"cut behind a sentence", long + "。" + long + "。", long + "。"},
		{"never inside a title", strings.Repeat("字", 90) + "《某某。某某某某某某某某某某》的说明", strings.Repeat("字", 90) + "…"},
		{"never inside a number", strings.Repeat("字", 96) + "1234567元。", strings.Repeat("字", 96) + "…"},
		{"headings are left out", "## 标题\n\n正文。", "正文。"},
		{"paragraphs join without a space", "甲乙。\n\n丙丁。", "甲乙。丙丁。"},
		{"a space within a line stays", "第一条 根据", "第一条 根据"},
		{"words of another script keep their space", "one\n\ntwo", "one two"},
		{"lists count", "- 甲。\n- 乙。", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := New().Parse([]byte(tt.in), 0)
			if d.Summary != tt.want {
				t.Errorf("got %q (%d characters), want %q", d.Summary, utf8.RuneCountInString(d.Summary), tt.want)
			}
			if n := utf8.RuneCountInString(d.Summary); n > SummaryLimit {
				t.Errorf("%d characters", n)
			}
		})
	}
}

func TestResolveRefusesForeignSlots(t *testing.T) {
	for _, html := range []string{"a\x007\x00b", "a\x00b", "a\x00x\x00"} {
		if err := Resolve(&bytes.Buffer{}, []byte(html), nil, func(model.Link) string { return "" }); err == nil {
			t.Errorf("%q: no error", html)
		}
	}
}

// FuzzParse: whatever the body, parsing ends, the HTML holds no live markup of the
// clerk's, every slot has its link, every place lies in the body, and the summary is short.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"# a\n\n| a | b |\n|-|-|\n| 1 | 2 | 3 |", "<script>", "[a](javascript:b)", "![a](b \"c\")", "**甲：**乙", "\x00", "&#0;", "> > - 1. x", "a\\\nb", "<!--", "[x]: y\n\n[x]"} {
		f.Add([]byte(s))
	}
	p := New()
	f.Fuzz(func(t *testing.T, body []byte) {
		d := p.Parse(body, 7)
		var b bytes.Buffer
		if err := Resolve(&b, d.HTML, d.Links, func(l model.Link) string { return l.Dest }); err != nil {
			t.Fatal(err)
		}
		low := strings.ToLower(b.String())
		for _, bad := range []string{"<script", "<iframe", "<style", "<!--", "javascript:", "vbscript:", "data:text"} {
			if bad == "javascript:" || bad == "vbscript:" || bad == "data:text" {
				bad = "=\"" + bad
			}
			if strings.Contains(low, bad) {
				t.Fatalf("%q in %q", bad, b.String())
			}
		}
		for _, fl := range d.Flaws {
			if fl.At.Start < 7 || fl.At.End < fl.At.Start || fl.At.End > 7+len(body) {
				t.Fatalf("flaw %+v outside %d bytes", fl, len(body))
			}
		}
		for _, l := range d.Links {
			if l.At.Start < 7 || l.At.End < l.At.Start || l.At.End > 7+len(body) {
				t.Fatalf("link %+v outside %d bytes", l, len(body))
			}
		}
		if utf8.RuneCountInString(d.Summary) > SummaryLimit {
			t.Fatalf("summary of %d characters", utf8.RuneCountInString(d.Summary))
		}
	})
}

// What is read of a body does not depend on the bodies before it, whose buffers it has,
// nor on a link reference that only they define.
func TestBodiesInTurn(t *testing.T) {
	bodies := []string{
		"# 一\n\n### 二\n\n[见](#二) ![图](a.png) <b>\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 | 3 |\n\n    code\n",
		"\n",
		"[甲]: https://gov.example/a\n\n见[甲]和[见](#二)。",
		"  \n [乙]: b.pdf\n[丙]\n",
		strings.Repeat("见[甲]和[乙]，**没有完\n", 20),
		"",
		"甲\x00乙\n\n- 丙\u3000\u00A0丁\n",
	}
	shared := New()
	for range 2 {
		for _, body := range bodies {
			want := New().Parse([]byte(body), 7)
			shared.Use([]byte(body), 7, func(got *Document) {
				if !reflect.DeepEqual(*got, want) {
					t.Errorf("%q: %+v behind other bodies, %+v alone", body, *got, want)
				}
			})
		}
	}
}
