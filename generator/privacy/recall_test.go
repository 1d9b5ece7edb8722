package privacy

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// A leak is one kind of thing that must be found, with the words beside it.
type leak struct {
	kind    Kind
	name    string
	make    func(maker) string
	label   string // of a column or a key
	words   string // before it in a sentence; %s is a name
	digits  bool   // the disguises of digits make sense
	unnamed bool   // it is found without its words
}

var leaks = []leak{
	{Identity, "identity", maker.identity, "身份证号", "%s，身份证号：", true, true},
	{Identity, "old identity", maker.oldIdentity, "身份证号码", "%s，身份证号码", true, false},
	{Mobile, "mobile", maker.mobile, "手机号", "%s，手机：", true, true},
	{BankCard, "bank card", maker.card, "银行卡号", "%s，开户行：某某银行，卡号", true, false},
	{Passport, "passport", maker.passport, "护照号码", "%s，护照号码", false, false},
	{Plate, "plate", maker.plate, "车牌号", "车主%s，车牌号：", false, false},
	{Address, "address", maker.home, "家庭住址", "%s，家庭住址：", false, false},
	{Mail, "mail", maker.mail, "邮箱", "%s，邮箱：", false, true},
}

// A disguise is how a number is written so that a plain search misses it.
type disguise struct {
	name     string
	markdown bool // only Markdown shows it as the number
	cell     bool // it can stand in a cell of a table
	named    bool // it is a find only beside a word
	do       func(string) string
}

// grouped puts something between the groups in which people write a number.
func grouped(between string) func(string) string {
	return func(n string) string {
		r := []rune(n)
		cuts := map[int][]int{11: {3, 7}, 18: {6, 14}, 15: {6, 12}, 16: {4, 8, 12}, 17: {4, 8, 12, 16}, 19: {4, 8, 12, 16}}[len(r)]
		var b strings.Builder
		at := 0
		for _, c := range append(cuts, len(r)) {
			if at > 0 {
				b.WriteString(between)
			}
			b.WriteString(string(r[at:c]))
			at = c
		}
		return b.String()
	}
}

// each puts something between all characters.
func each(between string) func(string) string {
	return func(n string) string { return strings.Join(strings.Split(n, ""), between) }
}

// mapped replaces each digit by the one of a row of ten.
func mapped(digits string) func(string) string {
	r := []rune(digits)
	return func(n string) string {
		return strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' {
				return r[c-'0']
			}
			return c
		}, n)
	}
}

var disguises = []disguise{
	{"plain", false, true, false, func(n string) string { return n }},
	{"blanks", false, true, false, grouped(" ")},
	{"two blanks", false, true, false, grouped("  ")},
	{"no-break blanks", false, true, false, grouped("\u00A0")},
	{"thin blanks", false, true, false, grouped("\u2009")},
	{"ideographic blanks", false, true, false, grouped("\u3000")},
	{"narrow blanks", false, true, false, grouped("\u202F")},
	{"hyphens", false, true, false, grouped("-")},
	{"hyphens with blanks", false, true, false, grouped(" - ")},
	{"en dashes", false, true, false, grouped("–")},
	{"em dashes", false, true, false, grouped("—")},
	{"full-width hyphens", false, true, false, grouped("－")},
	{"no-break hyphens", false, true, false, grouped("‑")},
	{"minus signs", false, true, false, grouped("−")},
	{"dots", false, true, false, grouped(".")},
	{"middle dots", false, true, false, grouped("·")},
	{"underscores", false, true, false, grouped("_")},
	{"every digit apart", false, true, false, each(" ")},
	{"every digit hyphened", false, true, true, each("-")},
	{"full width", false, true, false, mapped("０１２３４５６７８９")},
	{"full width, X too", false, true, false, func(n string) string {
		return strings.ReplaceAll(mapped("０１２３４５６７８９")(n), "X", "Ｘ")
	}},
	{"small x", false, true, false, func(n string) string { return strings.ReplaceAll(n, "X", "x") }},
	{"times for X", false, true, false, func(n string) string { return strings.ReplaceAll(n, "X", "×") }},
	{"circled", false, true, false, mapped("⓪①②③④⑤⑥⑦⑧⑨")},
	{"bold mathematical", false, true, false, mapped("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")},
	{"Arabic-Indic", false, true, false, mapped("٠١٢٣٤٥٦٧٨٩")},
	{"superscript", false, true, false, mapped("⁰¹²³⁴⁵⁶⁷⁸⁹")},
	{"Han digits", false, true, true, mapped("〇一二三四五六七八九")},
	{"Han digits, as read out", false, true, true, mapped("零幺二三四五六七八九")},
	{"Han capitals", false, true, true, mapped("零壹贰叁肆伍陆柒捌玖")},
	{"Han and other digits mixed", false, true, true, mapped("0一2三4五6七8九")},
	{"letters for digits", false, true, true, mapped("Ol23456789")},
	{"zero-width blanks", false, true, false, each("\u200B")},
	{"soft hyphens", false, true, false, grouped("\u00AD")},
	{"byte-order marks", false, true, false, grouped("\uFEFF")},
	{"keycaps", false, true, false, func(n string) string {
		return strings.NewReplacer("0", "0\uFE0F\u20E3", "1", "1\uFE0F\u20E3", "5", "5\uFE0F\u20E3").Replace(n)
	}},
	{"line end", false, false, false, grouped("\n")},
	{"line end and indent", false, false, false, func(n string) string { return n[:5] + "\n  " + n[5:] }},
	{"emphasis", true, true, false, func(n string) string { return n[:3] + "**" + n[3:7] + "**" + n[7:] }},
	{"emphasis around", true, true, false, func(n string) string { return "**" + n[:3] + "**" + n[3:] }},
	{"single emphasis", true, true, false, func(n string) string { return n[:3] + "*" + n[3:7] + "*" + n[7:] }},
	{"code", true, true, false, func(n string) string { return "`" + n + "`" }},
	{"backslashes", true, true, false, grouped(`\-`)},
	{"named entities", true, true, false, grouped("&nbsp;")},
	{"numbered entities", true, true, false, func(n string) string {
		var b strings.Builder
		for _, c := range n {
			fmt.Fprintf(&b, "&#%d;", c)
		}
		return b.String()
	}},
	{"hexadecimal entities", true, true, false, func(n string) string {
		return strings.NewReplacer("1", "&#x31;", "3", "&#X33;").Replace(n)
	}},
	{"comments", true, true, false, func(n string) string { return n[:4] + "<!-- 略 -->" + n[4:] }},
	{"tags", true, true, false, func(n string) string { return n[:4] + "<b>" + n[4:8] + "</b>" + n[8:] }},
}

// A carrier is where a leak stands. It gives the text and what to search it with.
type carrier struct {
	name     string
	markdown bool
	cell     bool
	do       func(l leak, name, value string) (text string, found func() []Match)
}

func inMarkdown(text string) (string, func() []Match) {
	return text, func() []Match { return Markdown([]byte(text)) }
}

func inPassage(text string, near Context) (string, func() []Match) {
	return text, func() []Match { return Find([]byte(text), near) }
}

const frontMatter = "---\ntitle: 关于发放补贴的公示\nindex: CZ-2026-00012\npublished: 2026-07-13\n"

var carriers = []carrier{
	{"a paragraph", false, false, func(l leak, name, value string) (string, func() []Match) {
		return inPassage("经审核，"+fmt.Sprintf(l.words, name)+value+"，符合条件。", Context{})
	}},
	{"a cell", false, true, func(l leak, name, value string) (string, func() []Match) {
		return inPassage(value, Context{Label: l.label, Named: true})
	}},
	{"a line of CSV", false, true, func(l leak, name, value string) (string, func() []Match) {
		return inPassage(value+" ", Context{Label: "申请人" + l.label, Named: true})
	}},
	{"Markdown prose", true, false, func(l leak, name, value string) (string, func() []Match) {
		return inMarkdown(frontMatter + "---\n\n## 一、名单\n\n经审核，" + fmt.Sprintf(l.words, name) + value + "。\n\n第二段。\n")
	}},
	{"a Markdown table", true, true, func(l leak, name, value string) (string, func() []Match) {
		return inMarkdown(frontMatter + "---\n\n| 序号 | 姓名 | " + l.label + " |\n| --- | --- | --- |\n| 1 | " + name + " | " + value + " |\n")
	}},
	{"a Markdown table of keys and values", true, true, func(l leak, name, value string) (string, func() []Match) {
		return inMarkdown(frontMatter + "---\n\n| 姓名 | " + name + " | " + l.label + " | " + value + " |\n")
	}},
	{"a list", true, false, func(l leak, name, value string) (string, func() []Match) {
		return inMarkdown(frontMatter + "---\n\n- 第一项\n- " + fmt.Sprintf(l.words, name) + value + "\n- 第三项\n")
	}},
	{"a quotation", true, false, func(l leak, name, value string) (string, func() []Match) {
		return inMarkdown(frontMatter + "---\n\n> " + fmt.Sprintf(l.words, name) + strings.ReplaceAll(value, "\n", "\n> ") + "\n")
	}},
	{"front matter", true, true, func(l leak, name, value string) (string, func() []Match) {
		return inMarkdown(frontMatter + "summary: " + fmt.Sprintf(l.words, name) + value + "\n---\n\n正文。\n")
	}},
	{"a heading", true, true, func(l leak, name, value string) (string, func() []Match) {
		return inMarkdown(frontMatter + "---\n\n## " + fmt.Sprintf(l.words, name) + value + "\n\n正文。\n")
	}},
}

// TestRecall makes every kind in every disguise in every carrier and holds the package to
// finding all of them, and to hiding them.
func TestRecall(t *testing.T) {
	m := newMaker(1)
	total, missed := 0, 0
	try := func(l leak, d disguise, c carrier, words bool) {
		value := l.make(m)
		shown := d.do(value)
		if !words {
			l.words, l.label = "%s ", "内容"
		}
		text, search := c.do(l, m.name(), shown)
		total++
		at := strings.Index(text, strings.Split(shown, "\n")[0])
		found := search()
		whole(t, []byte(text), found)
		for _, f := range found {
			if f.Kind == l.kind && f.At.Start <= at+len("**") && f.At.End >= at+utf8.RuneCountInString(value)-len("**") {
				if rest := strings.Replace(text, text[f.At.Start:f.At.End], f.Mask, 1); !c.markdown && len(Find([]byte(rest), Context{Label: l.label, Named: true})) > 0 {
					t.Errorf("%s, %s, in %s: %q is found again", l.name, d.name, c.name, rest)
				}
				return
			}
		}
		if missed++; missed < 40 {
			t.Errorf("%s, %s, in %s, words %v: %q: %+v", l.name, d.name, c.name, words, text, found)
		}
	}
	for range 3 {
		for _, l := range leaks {
			for _, d := range disguises {
				if !l.digits && d.name != "plain" {
					continue
				}
				for _, c := range carriers {
					if d.markdown && (!c.markdown || c.name == "front matter") || c.cell && !d.cell {
						continue
					}
					try(l, d, c, true)
					if l.unnamed && !d.named {
						try(l, d, c, false)
					}
				}
			}
		}
	}
	t.Logf("leaks: %d of %d found, %.2f %%", total-missed, total, 100*float64(total-missed)/float64(total))
}

// TestRecallOfRows: a number with one digit a cell is found in its row, and in Markdown.
func TestRecallOfRows(t *testing.T) {
	m := newMaker(2)
	for range 100 {
		for _, l := range leaks[:4] {
			value := l.make(m)
			cells := append([]string{"1", m.name(), l.label}, strings.Split(value, "")...)
			cells = append(cells, "", "备注")
			got, ok := Row(cells)
			if !ok || got.Kind != l.kind || !got.At.IsZero() {
				t.Fatalf("%v: %+v", cells, got)
			}
			text := "| " + strings.Join(cells, " | ") + " |\n"
			found := Markdown([]byte(text))
			if len(found) != 1 || found[0].Kind != l.kind || strings.Count(text[found[0].At.Start:found[0].At.End], "|") != len(value)-1 {
				t.Fatalf("%s: %+v", text, found)
			}
		}
	}
	if _, ok := Row(strings.Split("1 2 3 4 5 6 7 8 9 10 11 12 13 14", " ")); ok {
		t.Error("a row of numbers is found")
	}
}

// TestRecallOfMarks: marks of secrecy in their real forms.
func TestRecallOfMarks(t *testing.T) {
	forms := map[string]Kind{}
	for _, level := range []string{"绝密", "机密", "秘密"} {
		for _, form := range []string{"%s★", "%s★10年", "%s ★ 长期", "%s★ 20 年", "%s★启封前", "%s ★ 6个月", "密级：%s", "密级: %s", "**%s★5年**", "（%s★十年）"} {
			forms[fmt.Sprintf(form, level)] = Secrecy
		}
		forms[string([]rune(level)[0])+" "+string([]rune(level)[1])+"★3年"] = Secrecy
		forms["份号：000012\n"+level] = Secrecy
	}
	for _, form := range []string{"内部资料 注意保存", "内部资料，注意保存", "内部资料　注意保密", "内部文件 不得外传", "内 部 资 料", "仅供内部使用", "（仅供内部参考）", "内部使用 严禁外传", "内部文件",
		"请勿公开", "（此件不公开）", "（此件不予公开）", "此件依申请公开", "**内部资料  注意保存**", "严禁外传", "不得外传"} {
		forms[form] = Internal
	}
	for form, kind := range forms {
		for _, text := range []string{form + "\n\n正文第一段。\n", frontMatter + "---\n\n" + form + "\n\n正文第一段。\n", frontMatter + "---\n\n| 标题 | 名单 |\n| --- | --- |\n| 标志 | " + strings.ReplaceAll(form, "\n", " ") + " |\n"} {
			found := Markdown([]byte(text))
			if len(found) == 0 || found[0].Kind != kind || !found[0].Sure {
				t.Errorf("%q: %+v", text, found)
			}
		}
	}
	for _, level := range []string{"绝密", "机密", "秘密"} {
		found := Markdown([]byte(frontMatter + "---\n\n" + level + "\n\n# 关于某事的通知\n"))
		if len(found) != 1 || !found[0].Sure {
			t.Errorf("%s at the head: %+v", level, found)
		}
	}
	t.Logf("marks: %d forms in 3 places", len(forms)+3)
}
