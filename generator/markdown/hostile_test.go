package markdown

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"

	"gongkai/generator/model"
)

// again fills n bytes with a pattern.
func again(n int, unit string) string { return strings.Repeat(unit, max(n/len(unit), 1)) }

// A storm makes a text of about n bytes that blows parsers of Markdown up. unbound says that
// goldmark alone needs more than a time proportional to n for it, or makes more of it.
type storm struct {
	name    string
	unbound bool
	make    func(n int) string
}

// of is a storm of one unit, behind a head.
func of(name, head, unit string) storm {
	return storm{name, false, func(n int) string { return head + again(n, unit) }}
}

func (s storm) blows() storm { s.unbound = true; return s }

// storms are the patterns, each a way in which some parser, or ours, was or is slow.
func storms() []storm {
	all := []storm{
		of("quotes in quotes", "", ">").blows(), of("lists in lists", "", "1. ").blows(), of("lists in quotes", "", "> - ").blows(),
		{"blank lines in deep lists", true, func(n int) string { return again(n/2, "- ") + "a\n" + again(n/2, "\n") }},
		{"lazy lines behind deep quotes", true, func(n int) string { return again(n/2, ">") + "a\n" + again(n/2, "a\n") }},
		{"lists that indent on", false, func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				b.WriteString(strings.Repeat("  ", i) + "- a\n")
			}
			return b.String()
		}},
		of("addresses that go on", "", "[a](").blows(), of("addresses in <", "", "[a](<b").blows(), of("brackets in addresses", "", "[a](b[").blows(),
		of("titles over lines", "", "[a](b \"x\n").blows(), of("emphasis of all kinds", "", "a***b_c__d~").blows(),
		of("definitions", "", "[a]: b\n").blows(), of("definitions over lines", "", "[a]:\n").blows(), of("uses of a definition", "[a]: b\n\n", "[a] "),
		{"rows without cells", true, func(n int) string { return again(n/4, "|a") + "|\n" + again(n/4, "|-") + "|\n" + again(n/2, "|\n") }},
		of("| in code in cells", "|a|b|\n|-|-|\n", "|`\\|`|2|\n").blows(),
		{"ticks in all lengths", false, func(n int) string {
			var b strings.Builder
			for i := 1; b.Len() < n; i++ {
				b.WriteString(strings.Repeat("`", i) + "a")
			}
			return b.String()
		}},
		{"emphasis in emphasis", false, func(n int) string { return again(n/2, "*a **b ") + again(n/2, "** c*") }},
		{"images in images", false, func(n int) string { return again(n/3, "![a") + again(n*2/3, "](b)") }},
		{"a table of many cells", false, func(n int) string { return "|a|b|\n|-|-|\n" + again(n, "|1|2|\n") }},
		{"headings and links to them", false, func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				b.WriteString("# " + strconv.Itoa(i) + "\n\n[a](#" + strconv.Itoa(i) + ")\n\n")
			}
			return b.String()
		}},
	}
	for _, unit := range []string{"[", "![", "[a", "[]", "]", "*a ", "*a_b ", "a**b", "**a *b ", "a* b_ ", "*_", "~~a", "a~b~~c", "`", "`a``b", "<", "<!--", "<?", "<![CDATA[", "a <!A", "<a b='",
		"a <a@", "<div>\n", "<div>\n\n", "<script>\n", "x <!--\n", "&amp;", "&", "&#", "&#9", "&aaaaaaaa", "|", "|\n", "|a|\n|-|\n", "- ", "- a\n", "- a\n\n", "-\n", "> a\n\n", "[^1]", "[^1]: a\n\n", "# a\n", "#\n", "a\n=\n",
		"```\n", "~~~a\n", "    a\n", "\t", "\n", "a  \n", "\\", "\\\n", "***\n", "* * ", "\x00", "\xff", "![](a)\n\n", "[](a) ", "TODO ", "待补充 ", "〔待填", "http://a.b/(", "www.a_b ", "a.b@c ", ":", "~_\n", "*a\n", "a*\n", "![a](b) ", "[a](b) ", "[a](b '", "> [a]: b\n"} {
		all = append(all, of(strconv.Quote(unit), "", unit), of("a and "+strconv.Quote(unit), "a\n", unit))
	}
	return all
}

// hang is when a test gives up: not what a text may take, but what no text takes.
const hang = 2 * time.Minute

// render reads a body in both ways and gives the document, or fails where it does not end.
func render(t testing.TB, name string, p *Parser, body []byte) (d Document) {
	t.Helper()
	done := make(chan bool)
	go func() {
		defer close(done)
		d = p.Parse(body, 0)
		p.Blocks(body, 0)
	}()
	select {
	case <-done:
	case <-time.After(hang):
		t.Fatalf("%s: %d bytes were not read within %v", name, len(body), hang)
	}
	return d
}

// TestHostileMarkdown: each pattern ends, makes no more of its text than a page may have,
// and is told where it had to be cut short.
func TestHostileMarkdown(t *testing.T) {
	p := New()
	for _, s := range storms() {
		body := []byte(s.make(300 << 10))
		d := render(t, s.name, p, body)
		if most := 20*len(body) + 40*cellsBase; len(d.HTML)+len(d.Text) > most {
			t.Errorf("%s: %d bytes became %d", s.name, len(body), len(d.HTML)+len(d.Text))
		}
		told := map[model.FlawKind]int{}
		for _, f := range d.Flaws {
			told[f.Kind]++
		}
		if s.unbound && told[model.Excess] == 0 {
			t.Errorf("%s: not refused", s.name)
		}
		for kind, n := range told {
			if n > maxFlaws {
				t.Errorf("%s: %d flaws of kind %d", s.name, n, kind)
			}
		}
		if depth := nesting(p.tree(body, 0).root); depth > 2*maxDepth {
			t.Errorf("%s: containers %d deep", s.name, depth)
		}
		if deepest := tags(string(d.HTML)); deepest > 3*maxDepth+maxInline+10 {
			t.Errorf("%s: elements %d deep", s.name, deepest)
		}
	}
}

// nesting gives how many quotes, lists and items stand in each other.
func nesting(n ast.Node) (deepest int) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeBlock {
			deepest = max(deepest, nesting(c))
		}
	}
	switch n.Kind() {
	case ast.KindBlockquote, ast.KindList, ast.KindListItem:
		deepest++
	}
	return deepest
}

// tags gives how deep elements stand in each other, in HTML that is well formed.
func tags(html string) (deepest int) {
	depth := 0
	for i := 0; i < len(html); i++ {
		switch {
		case html[i] != '<':
		case html[i+1] == '/':
			depth--
		case strings.HasPrefix(html[i:], "<br") || strings.HasPrefix(html[i:], "<hr") || strings.HasPrefix(html[i:], "<img"):
		default:
			depth++
			deepest = max(deepest, depth)
		}
	}
	return deepest
}

// TestHostileMixtures: patterns mixed at random end as well, whatever stands beside what.
func TestHostileMixtures(t *testing.T) {
	p, all := New(), storms()
	r := rand.New(rand.NewPCG(1, 2))
	for range 12 {
		var b strings.Builder
		for b.Len() < 400<<10 {
			b.WriteString(all[r.IntN(len(all))].make(1 << r.IntN(17)))
			b.WriteString([]string{"", "\n", "\n\n", " "}[r.IntN(4)])
		}
		render(t, "a mixture", p, []byte(b.String()))
	}
}

// Texts that people write are far below every bound.
func TestOrdinaryTextsAreNotRefused(t *testing.T) {
	p := New()
	for name, body := range map[string]string{
		"a list in a list in a list": "1. 甲\n   - 乙\n     > 丙\n     > - 丁\n",
		"10,000 items":               strings.Repeat("- **责任单位**：某局，见[办法](a.md)\n", 10_000),
		"10,000 rows":                "|序号|项目|上年|本年|\n|-|-|-|-|\n" + strings.Repeat("|1|道路~维护|12.50|*13*|\n", 10_000),
		"short rows":                 "|a|b|c|d|e|f|g|h|\n|-|-|-|-|-|-|-|-|\n" + strings.Repeat("|合计|\n", 5_000),
		"3,000 footnotes":            strings.Repeat("[1]: https://example.com/a\n", 1500) + "\n" + strings.Repeat("见[1]。\n", 1500),
		"page numbers":               strings.Repeat("正文\n\n"+strings.Repeat(" ", 60)+"- 1 -\n\n", 500),
		"marks in a long paragraph":  strings.Repeat("**甲**乙_丙_，[丁](a.md)；`戊`。", 2_000),
	} {
		for _, f := range p.Parse([]byte(body), 0).Flaws {
			if f.Kind == model.Excess {
				t.Errorf("%s: refused for %s at byte %d", name, f.Found, f.At.Start)
			}
		}
	}
}

// An excess is told at its line, once, in whatever it was.
func TestExcess(t *testing.T) {
	tests := []struct{ name, body, found, at string }{
		{"quotes", "甲\n\n" + strings.Repeat(">", 40) + "乙\n", tooDeep, strings.Repeat(">", 24) + "乙"},
		{"lists", strings.Repeat("- ", 40) + "乙\n", tooDeep, strings.Repeat("- ", 24) + "乙"},
		{"lists that indent on", func() string {
			var b strings.Builder
			for i := range 20 {
				b.WriteString(strings.Repeat("  ", i) + "- 甲" + strconv.Itoa(i) + "\n")
			}
			return b.String()
		}(), tooDeep, "- 甲16"},
		{"a rule is no list", "- - - - - - - - - - - - - - - - - - - - - -\n\n* * * * * * * * * * * * * * * * * * * *\n", "", ""},
		{"a table", "|甲|" + strings.Repeat("a|", 2000) + "\n|" + strings.Repeat("-|", 2001) + "\n" + strings.Repeat("|\n", 2000), tooBig, "|"},
	}
	for _, c := range tests {
		var found []model.Flaw
		for _, f := range New().Parse([]byte(c.body), 0).Flaws {
			if f.Kind == model.Excess {
				found = append(found, f)
			}
		}
		switch {
		case c.found == "" && len(found) > 0:
			t.Errorf("%s: %+v", c.name, found)
		case c.found == "":
		case len(found) != 1 || found[0].Found != c.found:
			t.Errorf("%s: found %+v, want one of %q", c.name, found, c.found)
		case c.body[found[0].At.Start:found[0].At.End] != c.at:
			t.Errorf("%s: at %q, want %q", c.name, c.body[found[0].At.Start:found[0].At.End], c.at)
		}
	}
}

// BenchmarkHostile shows what each pattern takes beside a plain text of its size: compare
// MB/s with those of "plain".
func BenchmarkHostile(b *testing.B) {
	p := New()
	for _, s := range append(storms(), of("plain", "", "建设单位应当按照批准的方案组织施工，不得擅自改变用途；\n")) {
		body := []byte(s.make(1 << 20))
		b.Run(s.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				p.Parse(body, 0)
			}
		})
	}
}
