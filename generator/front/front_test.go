package front

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// show gives the findings as "CODE line:column text" lines, in the order of their places.
func show(text string, found []diag.Diagnostic) string {
	diag.Sort(found)
	var b strings.Builder
	for _, d := range found {
		p := source.PositionIn([]byte(text), d.At.Start)
		fmt.Fprintf(&b, "%s %d:%d %s\n", d.Rule, p.Line, p.Column, d.Text.ZH)
	}
	return b.String()
}

// flat gives a node as one line, so that a test can say what was read.
func flat(n *Node) string {
	switch n.Kind {
	case Scalar:
		if n.Quoted {
			return "'" + n.Text + "'"
		}
		return n.Text
	case List:
		parts := make([]string, len(n.Items))
		for i := range n.Items {
			parts[i] = flat(&n.Items[i])
		}
		return "[" + strings.Join(parts, "|") + "]"
	case Map:
		parts := make([]string, len(n.Pairs))
		for i, p := range n.Pairs {
			parts[i] = p.Key + "=" + flat(&p.Value)
		}
		return "{" + strings.Join(parts, "|") + "}"
	}
	return ""
}

// What clerks really send: each mistake gives one finding at the right place, and the
// rest of the block is read all the same.
func TestMistakes(t *testing.T) {
	tests := []struct{ name, block, findings, read string }{
		{"nothing wrong", "标题: 关于水价\nindex: A-1\n", "", "{标题=关于水价|index=A-1}"},
		{"full-width colon", "标题: 甲\n索引号：A-1\nmade: 2026-07-01\n",
			"F05 3:4 “索引号”后面是全角冒号“：”\n", "{标题=甲|索引号=A-1|made=2026-07-01}"},
		{"full-width colon in every line", "标题：甲\n类别：04\n",
			"F05 2:3 “标题”后面是全角冒号“：”\nF05 3:3 “类别”后面是全角冒号“：”\n", "{标题=甲|类别=04}"},
		{"full-width colon in a nested key", "听证:\n  日期: 2026-07-01\n  地点：会议室\n",
			"F05 4:5 “地点”后面是全角冒号“：”\n", "{听证={日期=2026-07-01|地点=会议室}}"},
		{"full-width colon in a list of mappings", "变动记录:\n  - 日期：2026-07-01\n    内容: 改\n",
			"F05 3:7 “日期”后面是全角冒号“：”\n", "{变动记录=[{日期=2026-07-01|内容=改}]}"},
		{"full-width colon in a text is a text", "标题: 通知：关于水价\nleaders: [局长：主持, 副局长：分管]\n", "",
			"{标题=通知：关于水价|leaders=[局长：主持|副局长：分管]}"},
		{"the same beside a mistake", "leaders:\n  - 局长：主持\n索引号：A-1\n",
			"F05 4:4 “索引号”后面是全角冒号“：”\n", "{leaders=[局长：主持]|索引号=A-1}"},
		{"no blank behind the colon", "标题:关于水价\nindex: A-1\n",
			"F10 2:3 “标题:”后面缺一个空格\n", "{标题=关于水价|index=A-1}"},
		{"tabs", "hearing:\n\tdate: 2026-07-01\n\tplace: 会议室\n",
			"F06 3:1 行首用了制表符（Tab），共2行\n", "{hearing={date=2026-07-01|place=会议室}}"},
		{"a key twice", "标题: 甲\nindex: A-1\n标题: 乙\n", "F07 4:1 “标题”写了两次\n", "{标题=甲|index=A-1}"},
		{"Chinese quotation marks", "标题: “关于水价”\n类别: ‘04’\n",
			"F08 2:5 内容两边的引号“”是中文引号，会印在页面上\nF08 3:5 内容两边的引号‘’是中文引号，会印在页面上\n", "{标题=关于水价|类别=04}"},
		{"Chinese quotation marks as part of the text", "标题: “一件事”改革\n名称: “甲”和“乙”\n", "", "{标题=“一件事”改革|名称=“甲”和“乙”}"},
		{"quotation marks meant as text", "标题: \"“双减”\"\n", "", "{标题='“双减”'}"},
		{"half Chinese quotation marks", "标题: \"关于水价”\n类别: “04\"\n",
			"F08 2:5 内容两边的引号\"”是中文引号，会印在页面上\nF08 3:5 内容两边的引号“\"是中文引号，会印在页面上\n", "{标题='关于水价'|类别='04'}"},
		{"a quoted text over several lines", "概述: \"甲：\n  乙\"\nindex: A-1\n", "", "{概述='甲： 乙'|index=A-1}"},
		{"a colon in the title", "标题: 关于: 水价\nindex: A-1\n",
			"F09 2:7 内容里有半角冒号加空格“: ”，会被当成另一项\n", "{标题='关于: 水价'|index=A-1}"},
		{"a # in the title", "标题: 关于 #3 号楼\n", "F09 2:8 “#”和它后面的文字会被当成注释丢掉\n", "{标题=关于 #3 号楼}"},
		{"a # at the front of the title", "标题: #3 号楼\nindex: A-1\n", "F09 2:5 “#”和它后面的文字会被当成注释丢掉\n", "{标题=#3 号楼|index=A-1}"},
		{"a # and a blank in the title", "标题: 关于 # 号楼\n", "F09 2:8 “#”和它后面的文字会被当成注释丢掉\n", "{标题=关于 # 号楼}"},
		{"a comment", "类别: 04 # 财政\n# 一行\nmade: 2026-07-01 # 说明\n", "", "{类别=04|made=2026-07-01}"},
		{"both in one block", "标题: 关于 #3 号楼\n概述: 关于: 水价\n",
			"F09 2:8 “#”和它后面的文字会被当成注释丢掉\nF09 3:7 内容里有半角冒号加空格“: ”，会被当成另一项\n", "{标题='关于 #3 号楼'|概述='关于: 水价'}"},
		{"square brackets in the title", "标题: [重要]关于水价\nindex: A-1\n",
			"F10 2:5 “[”是特殊符号，不能直接放在内容的开头\n", "{标题='[重要]关于水价'|index=A-1}"},
		{"marks at the front", "标题: @甲\n名称: *乙\n地址: %丙\n", "F10 2:5 “@”是特殊符号，不能直接放在内容的开头\n" +
			"F10 3:5 “*”是特殊符号，不能直接放在内容的开头\nF10 4:5 “%”是特殊符号，不能直接放在内容的开头\n", "{标题='@甲'|名称='*乙'|地址='%丙'}"},
		{"an anchor that YAML would swallow", "标题: &重点 关于水价\n", "F10 2:5 “&”是特殊符号，不能直接放在内容的开头\n", "{标题='&重点 关于水价'}"},
		{"a tag that YAML would swallow", "标题: !重要\nindex: A-1\n", "F10 2:5 “!”是特殊符号，不能直接放在内容的开头\n", "{标题='!重要'|index=A-1}"},
		{"quotation marks around a part", "标题: \"水价\"的公告\nindex: A-1\n", "F10 2:5 引号只括住了内容的一部分\n", "{标题='\"水价\"的公告'|index=A-1}"},
		{"a quotation mark not closed", "标题: \"关于水价\nindex: A-1\ncategory: \"04\"\n", "F10 2:5 这个引号没有配对的另一半\n", "{标题='关于水价'|index=A-1|category='04'}"},
		{"a bracket not closed", "标题: 甲\n关键词: [水, 价\nindex: A-1\n", "F10 3:6 方括号“[”没有配对，或者两项之间缺逗号\n", "{标题=甲|index=A-1}"},
		{"a full-width bracket", "关键词: [水, 价】\nindex: A-1\n", "F10 2:11 用“[”开头，却用全角的“】”结尾\n", "{关键词=[水|价]|index=A-1}"},
		{"indented too far", "标题: 甲\n  index: A-1\n类别: 04\n", "F10 3:3 “index”这一行缩进多了\n", "{标题=甲|index=A-1|类别=04}"},
		{"no key", "标题: 甲\n这里是正文\nindex: A-1\n", "F10 3:1 这一行不是“名称: 内容”的形式\n", "{标题=甲|index=A-1}"},
		{"no blank behind the dash", "依据:\n  -条例第一条\n  -条例第二条\n", "F10 3:3 短横后面缺一个空格\n", "{依据=-条例第一条 -条例第二条}"},
		{"control character", "标题: 关于\x02水价\nindex: A-1\n", "F10 2:7 这里有一个看不见的控制字符（U+0002）\n", "{index=A-1}"},
		{"backslash", "标题: 甲\n路径: \"D:\\公开\"\nindex: A-1\n", "F10 3:8 双引号里的反斜杠“\\”有特殊含义\n", "{标题=甲|index=A-1}"},
		{"full-width blanks", "标题:　关于水价\n听证:\n　　地点:　会议室\n依据:\n-　条例\n", "", "{标题=关于水价|听证={地点=会议室}|依据=[条例]}"},
		{"texts over several lines", "概述: 甲\n  乙\n方式: |\n  电话：1: 2 #3\n  - 丙\nindex: A-1\n", "", "{概述=甲 乙|方式=电话：1: 2 #3\n- 丙\n|index=A-1}"},
		{"the same beside a mistake", "索引号：A-1\n方式: |\n  电话：1: 2 #3\n  邮箱：b\n概述: \"甲\n  乙: 丙\"\n关键词: [a,\n  b]\n",
			"F05 2:4 “索引号”后面是全角冒号“：”\n", "{索引号=A-1|方式=电话：1: 2 #3\n邮箱：b\n|概述='甲 乙: 丙'|关键词=[a|b]}"},
		{"alias", "a: &x [1]\nb: 2\n", "F10 2:4 “&”是特殊符号，不能直接放在内容的开头\n", "{a=&x [1]|b=2}"},
		{"many at once", "标题：“关于”\n类别: 04\n\t内容: x\n方式:电话\n日期: 甲: 乙\n",
			"F05 2:3 “标题”后面是全角冒号“：”\nF08 2:4 内容两边的引号“”是中文引号，会印在页面上\nF06 4:1 行首用了制表符（Tab）\nF10 4:2 “内容”这一行缩进多了\nF10 5:3 “方式:”后面缺一个空格\nF09 6:6 内容里有半角冒号加空格“: ”，会被当成另一项\n",
			"{标题='关于'|类别=04|内容=x|方式=电话|日期='甲: 乙'}"},
	}
	for _, tt := range tests {
		text := "---\n" + tt.block + "---\n正文\n"
		b := Parse("a.md", []byte(text))
		if got := show(text, b.Findings); got != tt.findings {
			t.Errorf("%s: findings\n%swant\n%s", tt.name, got, tt.findings)
		}
		if got := flat(&b.Root); got != tt.read {
			t.Errorf("%s: read %s, want %s", tt.name, got, tt.read)
		}
		if got := text[b.Body:]; got != "正文\n" {
			t.Errorf("%s: body %q", tt.name, got)
		}
		for _, d := range b.Findings {
			if d.Path != "a.md" || d.Text.EN == "" || d.Fix.ZH == "" || d.Fix.EN == "" {
				t.Errorf("%s: not whole: %+v", tt.name, d)
			}
		}
	}
}

func TestDelimiters(t *testing.T) {
	tests := []struct{ name, text, findings, read, body string }{
		{"plain", "---\na: 1\n---\n正文\n", "", "{a=1}", "正文\n"},
		{"blank lines before, blanks behind", "\n\n--- \na: 1\n---\t\n正文\n", "", "{a=1}", "正文\n"},
		{"no body, no last line end", "---\na: 1\n---", "", "{a=1}", ""},
		{"empty block", "---\n---\n正文\n", "", "", "正文\n"},
		{"comments only", "---\n# 说明\n---\n正文\n", "", "", "正文\n"},
		{"a line of dashes in the body", "---\na: 1\n---\n甲\n\n---\n\n乙\n", "", "{a=1}", "甲\n\n---\n\n乙\n"},
		{"empty file", "", "F03 1:1 文件是空的\n", "", ""},
		{"no front matter", "# 关于水价\n\n正文\n", "F03 1:1 文件没有开头信息（标题、索引号、日期等）\n", "", "# 关于水价\n\n正文\n"},
		{"first line forgotten", "标题: 甲\nindex: A\n---\n正文\n", "F03 1:1 开头信息之前没有“---”\n", "{标题=甲|index=A}", "正文\n"},
		{"other dashes at the front", "————\n标题: 甲\n---\n正文\n", "F03 1:1 第一行写成了“————”，不是三个半角减号\n", "{标题=甲}", "正文\n"},
		{"other dashes at the end", "---\n标题: 甲\n－－－\n正文\n", "F04 3:1 开头信息的结尾写成了“－－－”，不是三个半角减号\n", "{标题=甲}", "正文\n"},
		{"four dashes", "---\n标题: 甲\n----\n正文\n", "F04 3:1 开头信息的结尾写成了“----”，不是三个半角减号\n", "{标题=甲}", "正文\n"},
		{"not closed", "---\n标题: 甲\nindex: A\n\n正文：一\n", "F04 1:1 开头信息没有结束：后面没有只写“---”的一行\n", "{标题=甲|index=A}", "\n正文：一\n"},
		{"not closed, with a mistake", "---\n标题：甲\nindex: A\n\n正文\n",
			"F04 1:1 开头信息没有结束：后面没有只写“---”的一行\nF05 2:3 “标题”后面是全角冒号“：”\n", "{标题=甲|index=A}", "\n正文\n"},
		{"not closed, and a line of dashes in the body", "---\n标题: 甲\nindex: A\n\n第一段。\n\n---\n\n第二段。\n",
			"F04 1:1 开头信息没有结束：后面没有只写“---”的一行\n", "{标题=甲|index=A}", "\n第一段。\n\n---\n\n第二段。\n"},
		{"a blank line inside is none", "---\n标题: 甲\n\nindex: A\n---\n正文\n", "", "{标题=甲|index=A}", "正文\n"},
	}
	for _, tt := range tests {
		b := Parse("a.md", []byte(tt.text))
		if got := show(tt.text, b.Findings); got != tt.findings {
			t.Errorf("%s: findings\n%swant\n%s", tt.name, got, tt.findings)
		}
		if got := flat(&b.Root); got != tt.read {
			t.Errorf("%s: read %s, want %s", tt.name, got, tt.read)
		}
		if got := tt.text[b.Body:]; got != tt.body {
			t.Errorf("%s: body %q, want %q", tt.name, got, tt.body)
		}
	}
}

// Every value's span is what stands in the file, quotes and brackets included, also
// behind Han text and beside a mistake that was mended.
func TestSpans(t *testing.T) {
	const text = "---\n标题: 关于“水价”的公告\n名称: '它''s'\n依据:\n  - 条例\n  - \"规\\\"定\"\n听证: {日期: 2026-07-01, 地点: 室 }\n" +
		"方式: |\n  甲\n  乙\n\n概述: 甲\n  乙\n空:\n类别：04\n---\n"
	b := Parse("a.md", []byte(text))
	if got := show(text, b.Findings); got != "F05 15:3 “类别”后面是全角冒号“：”\n" {
		t.Fatal(got)
	}
	want := map[string]string{
		"标题": "关于“水价”的公告", "名称": "'它''s'", "依据": "- 条例\n  - \"规\\\"定\"", "听证": "{日期: 2026-07-01, 地点: 室 }",
		"方式": "|\n  甲\n  乙", "概述": "甲\n  乙", "空": "", "类别": "04",
	}
	if len(b.Root.Pairs) != len(want) {
		t.Fatal(flat(&b.Root))
	}
	for _, p := range b.Root.Pairs {
		if got := text[p.Value.At.Start:p.Value.At.End]; got != want[p.Key] {
			t.Errorf("%s: %q", p.Key, got)
		}
		if got := text[p.KeyAt.Start:p.KeyAt.End]; got != p.Key {
			t.Errorf("key %s: %q", p.Key, got)
		}
	}
	place := b.Root.Get("听证").Get("地点").At
	if got := source.PositionIn([]byte(text), place.Start); got != (source.Position{Line: 7, Column: 26}) {
		t.Errorf("%v", got)
	}
	if b.Root.Get("依据").Items[1].Text != "规\"定" || b.Root.Get("名称").Text != "它's" {
		t.Error(flat(&b.Root))
	}
}

func TestTextsStayAsWritten(t *testing.T) {
	const text = "---\na: 04\nb: 012\nc: 2026-07-01\nd: 1_000\ne: yes\nf: 0x1F\ng: 1e3\nh: ~\ni: null\nj: \"\"\nk:\n---\n"
	b := Parse("a.md", []byte(text))
	if got := flat(&b.Root); got != "{a=04|b=012|c=2026-07-01|d=1_000|e=yes|f=0x1F|g=1e3|h=~|i=null|j=''|k=}" {
		t.Error(got)
	}
	for key, empty := range map[string]bool{"a": false, "h": true, "i": true, "j": false, "k": true} {
		if got := b.Root.Get(key).Empty(); got != empty {
			t.Errorf("%s: empty %v", key, got)
		}
	}
}

// Small files that decoders make large, or that make them deep, are refused at once.
func TestBombs(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 20; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	for name, block := range map[string]string{
		"aliases":    laughs.String(),
		"merge keys": "a: {x: 1}\n<<: {y: 2}\n",
		"deep":       "a: " + strings.Repeat("[", 4000) + strings.Repeat("]", 4000) + "\n",
		"deeper":     "a: " + strings.Repeat("[", 100000) + "\n",
		"junk":       strings.Repeat("正文\n", maxBlock/7),
		"brackets":   strings.Repeat("a: [\n", maxBlock/6),
		"one key":    strings.Repeat("a: 1\n", maxBlock/6),
		"wide":       strings.Repeat("a：1\n", maxBlock/8),
		"huge":       "a: " + strings.Repeat("x", maxBlock) + "\n",
	} {
		b := Parse("a.md", []byte("---\n"+block+"---\n"))
		if n := len(b.Findings); n == 0 || n > maxFindings+1 {
			t.Errorf("%s: %d findings", name, n)
		}
		start := map[string]string{"one key": "F07", "wide": "F05"}[name]
		if start == "" {
			start = "F10"
		}
		if len(b.Findings) > 0 && b.Findings[0].Rule != start {
			t.Errorf("%s: %+v", name, b.Findings[0])
		}
	}
}

// A great many keys, or blanks to mend, are read in a time that grows as they do.
func TestMany(t *testing.T) {
	var keys strings.Builder
	const n = 40000
	for i := range n {
		fmt.Fprintf(&keys, "k%d:　v\n", i)
	}
	b := YAML("x.yaml", []byte(keys.String()))
	if len(b.Findings) != 0 || len(b.Root.Pairs) != n {
		t.Fatal(len(b.Findings), len(b.Root.Pairs))
	}
	if last := b.Root.Pairs[n-1].Value.At; last.End != keys.Len()-1 {
		t.Errorf("%v of %d", last, keys.Len())
	}
}

func TestBlockPlaces(t *testing.T) {
	b := Parse("a.md", []byte("---\na: 1\n---\n正文\n"))
	if b.At != (source.Span{Start: 4, End: 9}) || b.Body != 13 || !b.Whole {
		t.Errorf("%+v", b)
	}
	if b := Parse("a.md", []byte("---\na: 1\n")); b.Whole || len(b.Findings) != 1 || b.Findings[0].Rule != "F04" {
		t.Errorf("a block that is not closed passed: %+v", b)
	}
}

func TestYAML(t *testing.T) {
	tests := []struct{ text, findings, read string }{
		{"- id: a\n  name: 甲\n- 编号: b\n", "", "[{id=a|name=甲}|{编号=b}]"},
		{"title: 甲\ngrace_days: 15 # 天\n", "", "{title=甲|grace_days=15}"},
		{"", "", ""},
		{"# 还没有\n", "", ""},
		{"- 编号：a\n  名称: 甲\n", "F05 1:5 “编号”后面是全角冒号“：”\n", "[{编号=a|名称=甲}]"},
		{"不是列表\n", "F10 1:1 这一行不是“名称: 内容”的形式\n", ""},
	}
	for _, tt := range tests {
		b := YAML("x.yaml", []byte(tt.text))
		if got := show(tt.text, b.Findings); got != tt.findings {
			t.Errorf("%q: %s", tt.text, got)
		}
		if got := flat(&b.Root); got != tt.read {
			t.Errorf("%q: %s", tt.text, got)
		}
	}
}

// The law: no bytes make Parse panic, and every span lies within the text, in order.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"---\ntitle: 关于: 水价\nb：2\n\tc: [x】\n---\n正文", "---\na: \"x\nb: |\n  y\n---\n", "---\na: &x 1\nb: *x\n---", "---\n标题:　“甲”\n　　b: c\n",
		"title: x\n---\n", "---\n- a\n- {b: c, d: [e]}\n---\n", "---\na: 'b''c'\n d: e #f\n---\n", "---\n? a\n: b\n---\n", "---\na: >-\n  b\n\n\n c\n---\n",
		"---\n\u2028a: b\u0085\n---", "---\na: \"b\\\n  c\"\n---\n", "--- \n%YAML 1.2\n---\n", "---\na:b\n...\nc: d\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		b := Parse("a.md", text)
		within := func(s source.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > len(text) {
				t.Fatalf("span %v of %d bytes", s, len(text))
			}
		}
		within(b.At)
		within(source.Span{Start: b.Body, End: len(text)})
		for _, d := range b.Findings {
			within(d.At)
		}
		for _, l := range b.Lost {
			within(l.At)
		}
		var walk func(n *Node)
		walk = func(n *Node) {
			within(n.At)
			if n.Kind == Scalar && !n.Quoted && utf8.Valid(text) && len(b.Findings) == 0 && !strings.ContainsAny(n.Text, " \n\u0085\u2028\u2029") &&
				n.At.End-n.At.Start == len(n.Text) && string(text[n.At.Start:n.At.End]) != n.Text {
				t.Fatalf("%q is not %q", text[n.At.Start:n.At.End], n.Text)
			}
			for i := range n.Items {
				walk(&n.Items[i])
			}
			for i := range n.Pairs {
				within(n.Pairs[i].KeyAt)
				walk(&n.Pairs[i].Value)
			}
		}
		walk(&b.Root)
	})
}

func BenchmarkParse(b *testing.B) {
	text := []byte("---\ntitle: \"关于征求居民用水价格调整意见的公告\"\nindex: SW-2026-00042\ncategory: \"04\"\ncadence: adhoc\ndoc_number: \"示水〔2026〕3号\"\nmade: 2026-07-01\nreviewed: 2026-07-02\napproved: 2026-07-03\npublished: 2026-07-03\nsecrecy: pass\nkeywords: [水价, 听证]\n---\n正文\n")
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Parse("a.md", text)
	}
}
