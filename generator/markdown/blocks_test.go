package markdown

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

// tricky are bodies in which words are easily lost.
var tricky = []string{
	"", " \n\n\t\n", "甲", "甲\r\n乙\r\n\r\n丙\r\n",
	"1. 甲\n   - 乙\n     1. 丙\n\n        丁\n2. 戊\n", "- 甲\n\n- 乙\n\n  丙\n", "7. 甲\n8. 乙\n", "0) 甲\n", "-\n- 甲\n-\n",
	"- ![图](a.png)\n- > 引\n  > 二\n- ```\n  码\n  ```\n", "- # 一\n- ## 二\n",
	"| 甲 | 乙 | 丙 | 丁 |\n| :- | :-: | -: | - |\n| 1 \\| 2 | | `a \\| b` | |\n| 3 |\n| 4 | 5 | 6 | 7 | 8 |\n", "甲\n| a | b |\n|-|-|\n| 　其中：1 | **2** |\n",
	"> | a |\n> |-|\n> | [b](c) |\n", "| a |\n|-|\n|\n",
	"[![各季度](a.png)](b.md) [![](c.png)](d.md)\n", "![一](a.png \"图1\")", "![](a.png)", "![x](javascript:a \"t\")", "甲 ![x](javascript:a) 乙", "![a&#10;b](c.png \"d\ne\")",
	"## 见[第二条](#二、安排)与 `码`\n\n## 二、安排\n", "一\n===\n\n二\n三\n---\n", "#\n\n## <!-- 无 -->\n\n#### 深\n\n### 浅\n\n# 顶\n", "###### 六\n\n# 一\n## 二\n### 三\n#### 四\n##### 五\n###### 六\n",
	"见 https://a.example/b?c=d&e 与 <https://f.example>、<g@h.example> 或 www.i.example。", "[见 https://a.example](b.md)",
	"**甲**乙**丙。**丁***戊*己**、~~庚~~_辛_ **a *b* c**", "中**文：**字，*强*调",
	"<div>\n甲\n</div>\n\n乙<b>丙</b>丁 <a\nhref='x'>戊</a>", "甲<!-- 内 -->乙\n\n<!-- 段\n\n落 -->\n\n丙 <!-- 末 -->", "<!-- 未闭", "<script>\n甲\n\n乙</script>丙", "  <!-- a -->甲<!-- b -->",
	"```go\n\ta\tb\n  c  \n\n```\n", "    a\n\tb\n\n    c\n", "- x\n\n\t\ty\n", "```\n```", "~~~\n甲", "`a\nb`  \n` c `",
	"甲  \n乙\\\n丙\n丁\ne\nf <!-- g -->  \n", "甲。\n**乙**\n丙 a\n丁\n`x`\n戊",
	"1 &lt; 2 &amp; 3 &#x4e00; &copy; &nbsp;4&#10;5&#9;6 \\* \\\\ \\甲 \\ 乙", "&#0;\x00`\x00`", "　　甲\n\n　　　　乙\n\n　　**丙**\n\n　　\n\n&nbsp;\n\n　　  \n丁",
	"[点](javascript:a) [丁](data:x) [戊](//e.example) <javascript:a>", "[](b.md) [ ](c.md) []() [&nbsp;](d.md) [**](e)", "[甲\\\n乙](c) [`a\nb`](d)",
	"[甲]: b.md '题'\n\n[甲] [乙][甲] [丙][] ![甲]\n\n[丁]: <e f>\n", "标题：甲\n类别：乙\n\n正文", "---\ntitle: 甲\n---\n\n正文", "***\n\n* * *\n甲\n",
	"> 甲\n>> 乙\n>\n> - 丙\n丁\n", ">\n", "甲   乙\t丙 \u2028 丁 \u00a0 戊", "\xff\xe3*\x80\x80*\xe3", "\ufeff甲",
}

func TestBlocks(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", " \n", ""},
		{"paragraphs", "甲。\n\n乙。", "p(甲。) p(乙。)"},
		{"a line break between Han is nothing, but lines stay apart", "第一行，\n第二行", "p(第一行，|第二行)"},
		{"a line break between words is a blank", "one\ntwo", "p(one |two)"},
		{"hard breaks", "地址：  \n和平路\\\n1号", "p(地址：⏎|和平路⏎|1号)"},
		{"no break at an end", "甲  \n乙  \n[]()", "p(甲⏎|乙)"},
		{"no blank beside a break", "甲&#32;\\\n&#32;乙**丙**&#32;  \n丁\\\n&#32;戊", "p(甲⏎|乙|{S 丙}⏎|丁⏎|戊)"},
		{"heading levels", "## 一\n\n#### 二\n\n### 三\n\n# 四\n\n##\n\n###### 五", "h2(一) h3(二) h3(三) h2(四) h4(五)"},
		{"setext heading", "一\n二\n===", "h2(一|二)"},
		{"looks", "甲**乙*丙***丁~~戊~~`己`", "p(甲|{S 乙}|{SE 丙}|丁|{D 戊}|{C 己})"},
		{"what looks alike is one stretch", "甲 [ 乙 \\* ] &lt; !丙 <!-- 无 -->丁", "p(甲 [ 乙 * ] < !丙 丁)"},
		{"a link over several looks is one", "[甲**乙**](a.md) [丙](a.md)", "p({L1 甲}|{SL1 乙}| |{L2 丙})"},
		{"a fragment finds its heading", "## [见](#一) 一\n\n## 一", "h2({L1#s-2 见}| 一) h2(一)"},
		{"bare addresses", "见 https://a.example/ 。<b@c.example>", "p(见 |{L1https://a.example/ https://a.example/}| 。|{L2mailto:b@c.example b@c.example})"},
		{"a link without text shows its address", "甲[](b.md)", "p(甲|{L1 b.md})"},
		{"unsafe links are text", "[点](javascript:a)乙", "p(点乙)"},
		{"image alone", "![支出](a.png \"图1\")", "img(a.png 支出 图1)"},
		{"unsafe image", "![支出](data:x \"图1\")", "p(支出|图1)"},
		{"image amid text", "甲 ![支出](a.png) 乙", "p(甲 |{Ia.png 支出}| 乙)"},
		{"image in a link", "[![](a.png)](b.md)", "p({L1Ia.png }|{L1 b.md})"},
		{"image in a tight list", "- ![支出](a.png)", "ul[(p({Ia.png 支出}))]"},
		{"lists", "7. 甲\n   - 乙\n8. 丙\n9.", "ol7[(p(甲) ul[(p(乙))]) (p(丙)) ()]"},
		{"loose list", "- 甲\n\n  乙\n- 丙", "loose ul[(p(甲) p(乙)) (p(丙))]"},
		{"list that starts at 0", "0. 甲", "ol0[(p(甲))]"},
		{"table", "| 甲 | 乙 | 丙 | 丁 |\n| :- | :-: | -: | - |\n| 1 \\| 2 | | `a\\|b` |\n| 　其中 | **3** | 4 | 5 | 6 |",
			"table(<^>-; 甲, 乙, 丙, 丁; 1 | 2, , {C a|b}, ; 　其中, {S 3}, 4, 5)"},
		{"quote", "> 甲\n>\n> > 乙", "quote(p(甲) quote(p(乙)))"},
		{"empty quote", ">\n\n甲", "p(甲)"},
		{"fenced code", "```go\n\ta\tb  \n\n  c\n```", `code("\ta\tb  " "" "  c")`},
		{"indented code, CRLF", "    a\r\n\r\n    b\r\n", `code("a" "" "b")`},
		{"rule", "甲\n\n***\n\n乙", "p(甲) rule p(乙)"},
		{"raw HTML is text on one line", "<div>\n  甲\n</div>\n\n乙<b>丙</b>", "p(<div> 甲 </div>) p(乙<b>丙</b>)"},
		{"comments", "<!-- 甲 -->\n\n乙<!-- 丙 -->丁", "p(乙丁)"},
		{"entities are characters, no line ends", "&lt;&amp;&#x4e00;&#10;&#10;&nbsp;&nbsp;甲", "p(<&一 \u00a0\u00a0甲)"},
		{"indent by hand", "　　甲\n\n　　**乙**\n\n　　　丙\n\n丁　　戊", "p(甲) p({S 乙}) p(　　　丙) p(丁　　戊)"},
		{"blank paragraphs", "甲\n\n　　\n\n&nbsp;\n\n乙", "p(甲) p(乙)"},
		{"reference definitions", "[甲]\n\n[甲]: b.md", "p({L1 甲})"},
		{"front matter that is none", "标题：甲\n\n正文", "p(标题：甲) p(正文)"},
	}
	p := New()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sketch(p.Blocks([]byte(tt.in), 0)); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
			laws(t, p, []byte(tt.in))
		})
	}
}

// sketch draws blocks in one line.
func sketch(blocks []Block) string {
	links := map[*model.Link]int{}
	var out []string
	for _, b := range blocks {
		out = append(out, sketchBlock(b, links))
	}
	return strings.Join(out, " ")
}

func sketchBlock(b Block, links map[*model.Link]int) string {
	switch b := b.(type) {
	case *Heading:
		return "h" + strconv.Itoa(b.Level) + "(" + sketchText(b.Text, links) + ")"
	case *Paragraph:
		return "p(" + sketchText(b.Text, links) + ")"
	case *List:
		kind := "ul"
		if b.Ordered {
			kind = "ol" + strconv.Itoa(b.Start)
		}
		if !b.Tight {
			kind = "loose " + kind
		}
		var items []string
		for _, it := range b.Items {
			items = append(items, "("+sketch(it)+")")
		}
		return kind + "[" + strings.Join(items, " ") + "]"
	case *Table:
		rows := []string{""}
		for _, a := range b.Align {
			rows[0] += string("-<^>"[a])
		}
		for _, row := range append([][][]Inline{b.Head}, b.Rows...) {
			var cells []string
			for _, c := range row {
				cells = append(cells, sketchText(c, links))
			}
			rows = append(rows, strings.Join(cells, ", "))
		}
		return "table(" + strings.Join(rows, "; ") + ")"
	case *Quote:
		return "quote(" + sketch(b.Blocks) + ")"
	case *Code:
		return fmt.Sprintf("code(%s)", strings.Trim(fmt.Sprintf("%q", b.Lines), "[]"))
	case *Rule:
		return "rule"
	case *Picture:
		return "img(" + b.Dest + " " + b.Alt + " " + b.Title + ")"
	}
	return fmt.Sprintf("%T", b)
}

func sketchText(text []Inline, links map[*model.Link]int) string {
	var out []string
	for _, in := range text {
		look := ""
		for _, l := range []struct {
			on   bool
			mark string
		}{{in.Strong, "S"}, {in.Emph, "E"}, {in.Code, "C"}, {in.Strike, "D"}} {
			if l.on {
				look += l.mark
			}
		}
		if in.Link != nil {
			if links[in.Link] == 0 {
				links[in.Link] = len(links) + 1
			}
			look += "L" + strconv.Itoa(links[in.Link])
			if strings.ContainsAny(in.Link.Dest, ":#") {
				look += in.Link.Dest
			}
		}
		if in.Image != nil {
			look += "I" + in.Image.Dest
		}
		s := in.Text
		if look != "" {
			s = "{" + look + " " + s + "}"
		}
		if in.Break {
			s += "⏎"
		}
		out = append(out, s)
	}
	return strings.Join(out, "|")
}

// Places show the words in the file, each line's words at its own.
func TestBlockPlaces(t *testing.T) {
	const base = 1000
	in := "　　甲**乙**，\n丙 [丁](a.md) ![戊](b.png)\n\n### 己\n\n```\n\t庚\n辛\n```\n\n| 壬 |\n| - |\n| 癸 |\n| 子 |\n\n![丑](c.png)\n\n寅\n---\n\n辰 [ 巳\\* !午\n\n<i>\n卯\n"
	show := func(at source.Span) string { return in[at.Start-base : at.End-base] }
	var got []string
	for _, b := range New().Blocks([]byte(in), base) {
		switch b := b.(type) {
		case *Paragraph:
			for _, in := range b.Text {
				got = append(got, show(in.At))
			}
		case *Heading:
			got = append(got, "H "+show(b.At))
		case *Code:
			got = append(got, "C "+show(b.At))
		case *Table:
			got = append(got, "T "+show(b.At), show(b.Rows[1][0][0].At))
		case *Picture:
			got = append(got, "I "+show(b.At))
		}
	}
	want := []string{"甲", "乙", "，", "丙 ", "丁", " ", "![戊](b.png)", "H ### 己", "C \t庚\n辛", "T | 壬 |\n| - |\n| 癸 |\n| 子 |", "子", "I ![丑](c.png)", "H 寅", `辰 [ 巳\* !午`, "<i>\n卯"}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

// Words leaves nothing out but the marks of lists.
func TestWords(t *testing.T) {
	in := "## 一 二\n\n甲 **乙**\n\n3. 丙\n   > 丁\n\n| 戊 | 己 |\n|-|-|\n| 庚 | |\n\n    a b\n\n![辛](a.png \"壬 癸\")\n\n***\n"
	if got, want := Words(New().Blocks([]byte(in), 0)), "一二甲乙丙丁戊己庚ab辛壬癸"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTrickyBodies(t *testing.T) {
	p := New()
	for _, in := range tricky {
		laws(t, p, []byte(in))
		laws(t, p, []byte(strings.ReplaceAll(in, "\n", "\r\n")))
		laws(t, p, []byte("> "+strings.ReplaceAll(in, "\n", "\n> ")))
		laws(t, p, []byte("9. 子\n\n   "+strings.ReplaceAll(in, "\n", "\n   ")))
		for _, next := range tricky {
			laws(t, p, []byte(in+"\n\n"+next))
		}
	}
}

// TestContentBlocks reads every body that the repository's site is made of.
func TestContentBlocks(t *testing.T) {
	p, n := New(), 0
	err := fs.WalkDir(os.DirFS("../../content"), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".md") {
			return err
		}
		f, err := source.Read(os.DirFS("../../content"), name, 16<<20)
		if err != nil {
			return err
		}
		n++
		laws(t, p, f.Text[front.Parse(name, f.Text).Body:])
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 10 {
		t.Fatalf("only %d bodies found: the test looks in the wrong place", n)
	}
	t.Logf("%d bodies", n)
}

// corpusFiles gives the real documents that lie beside the repository, where they do.
func corpusFiles(t testing.TB) [][]byte {
	names, err := filepath.Glob("../../../shared/corpus/documents/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func TestCorpusBlocks(t *testing.T) {
	docs := corpusFiles(t)
	if len(docs) == 0 {
		t.Skip("the corpus ../../../shared/corpus is not here: its documents were NOT read")
	}
	p, runes := New(), 0
	for _, d := range docs {
		laws(t, p, d)
		runes += len([]rune(Words(p.Blocks(d, 0))))
	}
	t.Logf("%d documents, %d characters", len(docs), runes)
}

// laws holds the blocks of a body to what Parse says of it.
func laws(t *testing.T, p *Parser, body []byte) {
	t.Helper()
	const base = 7
	blocks, d := p.Blocks(body, base), p.Parse(body, base)
	if got, want := strings.Fields(asText(blocks)), strings.Fields(string(d.Text)); !slices.Equal(got, want) {
		t.Errorf("%q: words\n got %q\nwant %q", clip(body, 300), got, want)
	}
	if !reflect.DeepEqual(blocks, p.Blocks(body, base)) {
		t.Errorf("%q: two readings differ", body)
	}
	s := survey{t: t, body: body, base: base, seen: map[*model.Link]bool{}}
	s.blocks(blocks)
	if Words(blocks) != strings.Join(strings.Fields(s.words.String()), "") {
		t.Errorf("%q: Words gives %q", body, Words(blocks))
	}
	if got, want := visible(s.links), visible(d.Links); !slices.Equal(got, want) {
		t.Errorf("%q: links\n got %+v\nwant %+v", body, got, want)
	}
	html := string(d.HTML)
	if want := headingLevels(html); !slices.Equal(s.levels, want) {
		t.Errorf("%q: heading levels %v, on the page %v", body, s.levels, want)
	}
	for tag, got := range map[string]int{"<table>": s.tables, "<li>": s.items, "<hr>": s.rules} {
		if want := strings.Count(html, tag); got != want {
			t.Errorf("%q: %d × %s, on the page %d", body, got, tag, want)
		}
	}
}

// asText gives blocks as the text form has them: with the marks of lists, and white space
// where blocks, cells and lines end.
func asText(blocks []Block) string {
	var b strings.Builder
	text := func(text []Inline, end string) {
		for _, in := range text {
			b.WriteString(in.Text)
			if in.Break {
				b.WriteByte('\n')
			}
		}
		b.WriteString(end)
	}
	for _, block := range blocks {
		switch m := block.(type) {
		case *Heading:
			text(m.Text, "\n")
		case *Paragraph:
			text(m.Text, "\n")
		case *List:
			for i, item := range m.Items {
				if m.Ordered {
					b.WriteString(strconv.Itoa(m.Start+i) + ". ")
				} else {
					b.WriteString("- ")
				}
				b.WriteString(asText(item) + "\n")
			}
		case *Table:
			for _, row := range append([][][]Inline{m.Head}, m.Rows...) {
				for _, c := range row {
					text(c, "\t")
				}
				b.WriteByte('\n')
			}
		case *Quote:
			b.WriteString(asText(m.Blocks))
		case *Code:
			b.WriteString(strings.Join(m.Lines, "\n") + "\n")
		case *Picture:
			b.WriteString(m.Alt + m.Title + "\n")
		}
	}
	return b.String()
}

// visible gives the links that can be seen, with blanks as blocks have them: one without
// text and address shows nothing.
func visible(links []model.Link) (out []model.Link) {
	for _, l := range links {
		if l.Image || strings.TrimSpace(l.Text+l.Dest) != "" {
			out = append(out, oneLine(l))
		}
	}
	return out
}

func oneLine(l model.Link) model.Link {
	if l.Image {
		l.Text = strings.Join(strings.Fields(l.Text), " ")
	}
	return l
}

var (
	headingHTML = regexp.MustCompile(`(?s)<h([2-6])(?: id="s-\d+")?>(.*?)</h[2-6]>`)
	tagHTML     = regexp.MustCompile(`<[^>]*>`)
)

// headingLevels gives the levels of the page's headings that show anything.
func headingLevels(html string) (out []int) {
	for _, m := range headingHTML.FindAllStringSubmatch(html, -1) {
		if strings.Contains(m[2], "<img") || strings.TrimSpace(tagHTML.ReplaceAllString(m[2], "")) != "" {
			n, _ := strconv.Atoi(m[1])
			out = append(out, n)
		}
	}
	return out
}

// A survey counts what blocks hold and sees that each has its promised form.
type survey struct {
	t    *testing.T
	body []byte
	base int

	words                strings.Builder
	levels               []int
	links                []model.Link
	seen                 map[*model.Link]bool
	tables, items, rules int
}

func (s *survey) must(ok bool, format string, args ...any) {
	s.t.Helper()
	if !ok {
		s.t.Errorf("%q: %s", s.body, fmt.Sprintf(format, args...))
	}
}

func (s *survey) place(at source.Span) []byte {
	s.t.Helper()
	if at.Start < s.base || at.End < at.Start || at.End > s.base+len(s.body) {
		s.t.Errorf("%q: %+v is no place of the body", s.body, at)
		return nil
	}
	return s.body[at.Start-s.base : at.End-s.base]
}

func (s *survey) blocks(blocks []Block) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Heading:
			s.levels = append(s.levels, b.Level)
			s.place(b.At)
			s.must(shows(b.Text), "an empty heading")
			s.text(b.Text)
		case *Paragraph:
			s.must(shows(b.Text), "an empty paragraph")
			s.text(b.Text)
		case *List:
			s.items += len(b.Items)
			s.must(len(b.Items) > 0 && (b.Ordered || b.Start == 0), "list %+v", b)
			for _, it := range b.Items {
				s.blocks(it)
			}
		case *Table:
			s.tables++
			s.table(b)
		case *Quote:
			s.must(len(b.Blocks) > 0, "an empty quote")
			s.blocks(b.Blocks)
		case *Code:
			s.must(len(b.Lines) > 0, "code without lines")
			at := s.place(b.At)
			s.must(strings.Count(string(at), "\n") < len(b.Lines), "%d lines of code at %q", len(b.Lines), at)
			for _, l := range b.Lines {
				s.must(!strings.ContainsAny(l, "\n"), "a line end in code")
				s.words.WriteString(l)
			}
		case *Rule:
			s.rules++
		case *Picture:
			s.place(b.At)
			s.links = append(s.links, model.Link{Dest: b.Dest, Text: b.Alt, Image: true, At: b.At})
			s.words.WriteString(b.Alt + b.Title)
		default:
			s.must(false, "a %T", b)
		}
	}
}

func (s *survey) table(b *Table) {
	s.place(b.At)
	rows := append([][][]Inline{b.Head}, b.Rows...)
	for _, row := range rows {
		s.must(len(row) == len(b.Align), "%d cells in %d columns", len(row), len(b.Align))
		for _, c := range row {
			s.text(c)
		}
	}
}

func (s *survey) text(text []Inline) {
	before := " "
	for i, in := range text {
		at := s.place(in.At)
		s.must(!strings.Contains(string(at), "\n") || in.Image != nil || strings.ContainsAny(string(at), "<[!"), "%q stands on several lines", in.Text)
		s.must(in.Text != "" || in.Image != nil, "nothing at %q", at)
		s.must(!strings.ContainsAny(in.Text, "\t\r\n\v\f\u0085\u2028\u2029") && !strings.Contains(in.Text, "  "), "white space in %q", in.Text)
		s.must(!strings.HasPrefix(in.Text, " ") || !strings.HasSuffix(before, " "), "two blanks before %q", in.Text)
		before = in.Text
		last := i == len(text)-1
		s.must(!last || !in.Break, "a break at the end of %q", in.Text)
		s.must(!last && !in.Break || !strings.HasSuffix(in.Text, " "), "a blank at the end of %q", in.Text)
		if in.Break {
			before = " "
		}
		s.link(in.Link)
		s.link(in.Image)
		s.words.WriteString(in.Text)
	}
}

// link notes a link once, however many stretches share it.
func (s *survey) link(l *model.Link) {
	if l == nil || s.seen[l] {
		return
	}
	s.seen[l] = true
	s.place(l.At)
	s.links = append(s.links, oneLine(*l))
}

// FuzzBlocks: whatever the body, the laws hold.
func FuzzBlocks(f *testing.F) {
	for _, s := range tricky {
		f.Add([]byte(s))
	}
	p := New()
	f.Fuzz(func(t *testing.T, body []byte) { laws(t, p, body) })
}

// longBody is the longest document of the corpus, or one made up of every form.
func longBody(b *testing.B) []byte {
	var long []byte
	for _, d := range corpusFiles(b) {
		if len(d) > len(long) {
			long = d
		}
	}
	if len(long) == 0 {
		long = []byte(strings.Repeat(strings.Join(tricky[3:20], "\n\n"), 100))
	}
	return long
}

func BenchmarkLongBody(b *testing.B) {
	body, p := longBody(b), New()
	for _, way := range []struct {
		name string
		read func()
	}{
		{"Parse", func() { p.Parse(body, 0) }},
		{"Blocks", func() { p.Blocks(body, 0) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				way.read()
			}
		})
	}
}
