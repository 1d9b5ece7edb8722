package layout_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/display"
	"gongkai/generator/font"
	"gongkai/generator/layout"
)

const em = display.Length(15750)

// fonts reads the theme's faces: 0 Serif regular, 1 Serif bold, 2 Sans bold.
func fonts(t testing.TB) []*font.Font {
	t.Helper()
	var out []*font.Font
	for _, name := range []string{"NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf", "NotoSansSC-Bold.ttf"} {
		data, err := os.ReadFile(filepath.Join("../../themes/default/fonts", name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := font.Parse(data, 0)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}

func body() layout.Style { return layout.Style{Face: layout.Face{0, 2}, Size: em} }

func para(text string, ems float64) layout.Para {
	return layout.Para{Spans: []layout.Span{{Text: text, Style: body(), Part: &display.Part{Role: display.P}, Line: 1}}, Width: display.Length(ems * float64(em))}
}

// glyphs gives a line's glyphs in order.
func glyphs(l layout.Line) []display.Glyph {
	var out []display.Glyph
	for _, r := range l.Runs {
		out = append(out, r.Glyphs...)
	}
	return out
}

func lineText(l layout.Line) string {
	var b strings.Builder
	for _, g := range glyphs(l) {
		b.WriteString(g.Text)
	}
	return b.String()
}

// picture writes lines with "|" between them.
func picture(lines []layout.Line) string {
	var out []string
	for _, l := range lines {
		out = append(out, lineText(l))
	}
	return strings.Join(out, "|")
}

// bare is text without white space and characters of no width, as runes.
func bare(s string) string {
	var b strings.Builder
	for _, r := range s {
		if !unicode.IsSpace(r) && !widthless(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func widthless(r rune) bool {
	return unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) && (r < 0xFFF9 || r > 0xFFFB) && (r < 0x13430 || r > 0x1345F) ||
		r >= 0xE0000 && r <= 0xE0FFF
}

func joined(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me) }

const (
	noStart = "。，、；：！？）》”’」』】〕〉｝％‰℃°·…—～ー,.;:!?)]}%"
	noEnd   = "（《“‘「『【〔〈｛¥￥$([{№"
)

// laws gives what is wrong with set lines, whatever the paragraph.
func laws(p layout.Para, lines []layout.Line) []string {
	var wrong []string
	say := func(f string, a ...any) { wrong = append(wrong, fmt.Sprintf(f, a...)) }
	var text, got strings.Builder
	size, mono := display.Length(1), false
	for _, s := range p.Spans {
		text.WriteString(s.Text)
		size = max(size, s.Style.Size)
		mono = mono || s.Style.Mono
	}
	runes := []rune(text.String())
	last := 0
	for i, l := range lines {
		got.WriteString(lineText(l))
		avail := p.Width - p.Hang
		if l.From == 0 || i == 0 {
			avail = p.Width - p.Indent
		}
		if l.From < last || l.To < l.From || l.To > len(runes) {
			say("line %d: runes %d to %d of %d after %d", i, l.From, l.To, len(runes), last)
			continue
		}
		last = l.To
		if bare(lineText(l)) != bare(string(runes[l.From:l.To])) {
			say("line %d: %q is not %q", i, lineText(l), string(runes[l.From:l.To]))
		}
		if l.Over != (l.Width > avail) && l.Runs != nil {
			say("line %d: Over %v, %d of %d wide", i, l.Over, l.Width, avail)
		}
		broken := i+1 < len(lines) && !strings.Contains(string(runes[l.To:lines[i+1].From]), "\n")
		if p.Align == layout.Justify && broken && !l.Over && l.Width != avail && joints(runes[l.From:l.To]) && !mono {
			say("line %d: %q is %d of %d wide", i, lineText(l), l.Width, avail)
		}
		x := display.Length(-1 << 60)
		for _, g := range glyphs(l) {
			if g.Text != "" && g.X < x-size/2 && !mono {
				say("line %d: %q stands at %d, before %d", i, g.Text, g.X, x)
			}
			if g.Text != "" {
				x = g.X
			}
		}
		if !broken || mono || p.Width < 6*size {
			continue
		}
		a, b := edge(runes[l.From:l.To], true), edge(runes[lines[i+1].From:], false)
		if a != b && (strings.ContainsRune(noEnd, a) || strings.ContainsRune(noStart, b)) {
			say("line %d ends with %q, the next starts with %q", i, a, b)
		}
		if l.Over && a != b && !glued(runes[l.From:l.To]) {
			say("line %d: %q is too wide and can be broken", i, lineText(l))
		}
	}
	if a, b := bare(got.String()), bare(strings.ToValidUTF8(text.String(), "\uFFFD")); a != b && !strings.ContainsRune(text.String(), utf8.RuneError) && utf8.ValidString(text.String()) {
		say("the text is %q, set is %q", b, a)
	}
	return wrong
}

// edge gives the last or first character that is seen and stands on its own.
func edge(runes []rune, last bool) rune {
	var seen rune
	for _, r := range runes {
		switch {
		case unicode.IsSpace(r):
			if last {
				seen = 0
			}
		case widthless(r), joined(r) && seen != 0:
		case !last:
			return r
		default:
			seen = r
		}
	}
	return seen
}

// joints reports whether a line surely has a place to widen: a blank or two Han characters.
func joints(runes []rune) bool {
	for i, r := range runes {
		if i > 0 && (unicode.Is(unicode.Han, r) && unicode.Is(unicode.Han, runes[i-1]) || r == ' ' && unicode.IsLetter(runes[i-1]) && i+1 < len(runes) && unicode.IsLetter(runes[i+1])) {
			return true
		}
	}
	return false
}

// glued reports whether nothing in the text may be broken.
func glued(runes []rune) bool {
	n := 0
	for i, r := range runes {
		if i > 0 && !strings.ContainsRune(noStart, r) && !strings.ContainsRune(noEnd, runes[i-1]) && !unicode.IsSpace(r) && !joined(r) && !widthless(r) {
			n++
		}
	}
	return n == 0
}

func check(t *testing.T, p layout.Para, lines []layout.Line) {
	t.Helper()
	for _, w := range laws(p, lines) {
		t.Error(w)
	}
}

func TestBreak(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	tests := []struct {
		name, text string
		ems        float64
		want       string
	}{
		{"nothing", "", 5, ""},
		{"white space", " \t　 ", 5, ""},
		{"Han", "甲乙丙丁戊己庚辛", 4, "甲乙丙丁|戊己庚辛"},
		{"hard", "甲乙\n\n丙", 9, "甲乙||丙"},
		{"closing mark fits when halved", "甲乙丙丁戊己，庚辛壬癸甲乙", 6.5, "甲乙丙丁戊己，|庚辛壬癸甲乙"},
		{"no mark at the start", "甲乙丙丁戊己庚辛，壬癸", 8, "甲乙丙丁戊己庚|辛，壬癸"},
		{"no opening at the end", "甲乙丙丁戊己庚《壬癸子丑》寅卯", 8, "甲乙丙丁戊己庚|《壬癸子丑》寅卯"},
		{"blanks", "  甲乙   丙\t丁 ", 9, "甲乙 丙 丁"},
		{"blank at the break", "aaaa bbbb cccc dddd", 5.5, "aaaa bbbb|cccc dddd"},
		{"words stay whole", "甲乙丙丁abcdefgh戊己庚辛", 6, "甲乙丙丁|abcdefgh戊|己庚辛"},
		{"Keep-like number", "经费共计甲乙12,345.60元整理", 8, "经费共计甲乙|12,345.60元整理"},
		{"percent", "甲乙丙丁戊己庚辛10%～20%的", 10, "甲乙丙丁戊己庚辛|10%～20%的"},
		{"date", "甲乙丙丁戊己庚辛壬癸子丑寅卯甲乙丙丁戊己自2026年11月22日起施行", 26, "甲乙丙丁戊己庚辛壬癸子丑寅卯甲乙丙丁戊己自|2026年11月22日起施行"},
		{"spaced date", "甲乙丙丁戊己庚辛壬癸子丑寅卯甲乙丙丁戊己自2026 年11 月22 日起施行", 28, "甲乙丙丁戊己庚辛壬癸子丑寅卯甲乙丙丁戊己自|2026 年11 月22 日起施行"},
		{"Han date", "甲乙丙丁戊己庚辛壬癸子丑寅卯自二〇二六年十月三日起", 28, "甲乙丙丁戊己庚辛壬癸子丑寅卯自二〇二六年十月三日起"},
		{"telephone", "甲乙丙丁戊电话0571-88886666转", 8, "甲乙丙丁戊电话|0571-88886666转"},
		{"document number", "甲乙丙丁戊己庚辛壬癸子丑寅卯甲政办发〔2026〕12号文件", 20, "甲乙丙丁戊己庚辛壬癸子丑寅卯甲政办|发〔2026〕12号文件"},
		{"dashes", "甲乙丙丁戊己庚——辛壬癸", 8, "甲乙丙丁戊己|庚——辛壬癸"},
		{"address longer than a line", "见https://www.example.gov.cn/zwgk/2026/tz?id=12345&page=2完", 10, "见https://www.|example.gov.cn/|zwgk/2026/tz?id=|12345&page=2完"},
		{"word longer than a line", "aaaaaaaaaaaaaaaaaaaaaaaa", 6, "aaaaaaaaaa|aaaaaaaaaa|aaaa"},
		{"zero-width blank", "aaaaaaa\u200Bbbbbbbb", 5, "aaaaaaa|bbbbbbb"},
		{"no-break blank", "aaaa bbbb\u00A0cccc dd", 6, "aaaa|bbbb\u00A0cccc|dd"},
		{"no character alone", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午", 8, "甲乙丙丁戊己庚|辛壬癸子丑寅卯辰|巳午"},
		{"row of one mark", strings.Repeat("…", 20), 8, strings.Repeat("…", 8) + "|" + strings.Repeat("…", 8) + "|…………"},
		{"narrow", "甲。乙", 1, "甲|。|乙"},
		{"no width", "甲 ab——", 0, "甲|a|b|—|—"},
		{"ideographic space", "　　甲乙丙丁　戊己", 6, "　　甲乙丙丁|戊己"},
		{"hidden", "\uFEFF甲\u200D乙\u00AD丙", 6, "甲乙丙"},
		{"selector", "葛\U000E0100城", 6, "葛\U000E0100城"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := para(tt.text, tt.ems)
			lines := s.Break(p)
			if got := picture(lines); got != tt.want {
				t.Errorf("set as %s\n    want %s", got, tt.want)
			}
			check(t, p, lines)
		})
	}
}

// TestGrid: GB/T 9704's line of 28 characters.
func TestGrid(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	for _, text := range []string{strings.Repeat("甲", 28*3), strings.Repeat("甲乙丙，丁戊己。庚辛壬；癸子丑、寅卯辰巳甲乙丙，丁戊己。", 3)} {
		lines := s.Break(para(text, 28))
		if len(lines) != 3 {
			t.Fatalf("%d lines: %s", len(lines), picture(lines))
		}
		for _, l := range lines {
			for i, g := range glyphs(l) {
				if g.X != display.Length(i)*em {
					t.Fatalf("glyph %d of %q stands at %d", i, lineText(l), g.X)
				}
			}
			if l.Width != 441*display.Pt || l.Start != 0 {
				t.Errorf("%q: %d wide from %d", lineText(l), l.Width, l.Start)
			}
		}
	}
}

func TestWidth(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	for _, tt := range []struct {
		text string
		want float64 // ems
	}{
		{"", 0}, {"甲", 1}, {" 甲 ", 1}, {"甲乙\n甲乙丙", 3},
		{"甲，乙", 3}, {"（甲）", 3}, {"（甲）、乙", 4.5}, {"》（", 1.5}, {"：“", 1.5}, {"。”", 1.5}, {"“《甲》”", 4}, {"》·《", 2},
		{"·", 1}, {"甲·乙", 3}, {"甲——乙", 4}, {"甲……乙", 4}, {"１２", 2}, {"甲　乙", 3}, {"甲\u200B乙\uFEFF", 2}, {"甲\uFE00", 1},
	} {
		if got := s.Width(tt.text, body()); got != display.Length(tt.want*float64(em)) {
			t.Errorf("%q is %.3f em wide, want %v", tt.text, float64(got)/float64(em), tt.want)
		}
	}
	a, b, ab := s.Width("甲", body()), s.Width("a", body()), s.Width("甲a乙", body())
	if ab != 2*a+b+2*(em/8) {
		t.Errorf("Han and Latin together are %d", ab)
	}
	if got := s.Width("don’t", body()); got > s.Width("don", body())+s.Width("t", body())+em/2 {
		t.Errorf("an apostrophe takes a whole em: %d", got)
	}
	if len(s.Missing) != 0 {
		t.Errorf("Width told of missing characters: %v", s.Missing)
	}
	code := body()
	code.Mono = true
	if got := s.Width("  a甲 ", code); got != 3*em {
		t.Errorf("code is %d wide", got)
	}
}

// TestJustify follows each kind of blank as lines become too wide or too narrow.
func TestJustify(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	at := func(text string, width display.Length) []display.Glyph {
		t.Helper()
		p := para(text, 0)
		p.Width = width
		lines := s.Break(p)
		check(t, p, lines)
		if len(lines) < 2 || lines[0].Width != width {
			t.Fatalf("%s: %s", text, picture(lines))
		}
		return glyphs(lines[0])
	}
	long := "ggggggggggggggggggggggggggggggggg"
	// Blanks between words take all, up to twice their width.
	blank := s.Width("a b", body()) - s.Width("a", body()) - s.Width("b", body())
	first := s.Width("aaaa bbbb", body())
	g := at("aaaa bbbb "+long, max(first+blank, s.Width(long, body())))
	if g[5].X-g[4].X < blank {
		t.Errorf("the blank is %d", g[5].X-g[4].X)
	}
	// Han characters share equally, the thousandths from the left.
	g = at("甲乙丙丁戊己"+strings.Repeat("g", 10), 6*em+13)
	for i, want := range []display.Length{0, em + 3, 2*em + 6, 3*em + 9, 4*em + 11, 5*em + 13} {
		if g[i].X != want {
			t.Errorf("glyph %d at %d, want %d", i, g[i].X, want)
		}
	}
	// Marks inside a line are squeezed when that keeps it whole.
	g = at("甲，乙丙、丁戊己庚"+strings.Repeat("g", 17), 8*em+em/2)
	if got := g[len(g)-1].X; got != 7*em+em/2 {
		t.Errorf("the last glyph stands at %d", got)
	}
}

func TestSpans(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	red := body()
	red.Color, red.Strike, red.Rise = display.Red, true, 2000
	part, link := &display.Part{Role: display.P}, &display.Part{Role: display.LinkRole}
	p := layout.Para{Width: 6 * em, Indent: 2 * em, Spans: []layout.Span{
		{Text: "甲乙", Style: body(), Part: part},
		{Text: "丙丁戊己", Style: body(), Part: link, Link: "https://a.cn"},
		{Text: "庚辛", Style: red, Part: part},
		{Text: "壬", Style: body(), Part: link, Link: "#", Page: 3},
	}}
	lines := s.Break(p)
	check(t, p, lines)
	if got := picture(lines); got != "甲乙丙丁|戊己庚辛壬" && got != "甲乙丙丁|戊己庚|辛壬" {
		t.Fatal(got)
	}
	want := display.Link{X: 4 * em, Y: -em * 88 / 100, W: 2 * em, H: em * 112 / 100, URL: "https://a.cn", Part: link}
	if len(lines[0].Links) != 1 || lines[0].Links[0] != want {
		t.Errorf("links of line 1: %+v", lines[0].Links)
	}
	l := lines[1]
	if len(l.Links) != 2 || l.Links[0].X != 0 || l.Links[0].W != 2*em || l.Links[1].URL != "" || l.Links[1].Page != 3 || l.Links[1].X != 4*em {
		t.Errorf("links of line 2: %+v", l.Links)
	}
	if len(l.Rules) != 1 || l.Rules[0].X1 != 2*em || l.Rules[0].X2 != 4*em || l.Rules[0].Y1 != -em*3/10-2000 || l.Rules[0].Color != display.Red {
		t.Errorf("rules of line 2: %+v", l.Rules)
	}
	if len(l.Runs) != 3 || l.Runs[1].Y != -2000 || l.Runs[1].Part != part || l.Runs[0].Part != link {
		t.Errorf("runs of line 2: %+v", l.Runs)
	}
	if lines[0].Start != 2*em || l.Start != 0 || l.Size != em || lines[0].From != 0 || lines[0].To != 4 || l.To != 9 {
		t.Errorf("lines %+v", lines)
	}
}

func TestKeep(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	for _, tt := range []struct {
		before, keep string
		ems          float64
		want         string
	}{
		{"甲乙丙丁戊", "己庚辛壬", 7, "甲乙丙丁戊|己庚辛壬"},
		{"甲乙", "丙丁戊己庚辛壬癸子丑", 7, "甲乙丙丁戊己庚|辛壬癸子丑"},
	} {
		p := para(tt.before, tt.ems)
		p.Spans = append(p.Spans, layout.Span{Text: tt.keep, Style: body(), Keep: true})
		lines := s.Break(p)
		check(t, p, lines)
		if got := picture(lines); got != tt.want {
			t.Errorf("set as %s, want %s", got, tt.want)
		}
	}
}

func TestAlign(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	for _, tt := range []struct {
		align        layout.Align
		text         string
		start, width display.Length
	}{
		{layout.Left, "甲乙", 0, 2 * em},
		{layout.Right, "甲乙", 8 * em, 2 * em},
		{layout.Right, "甲乙。", 15 * em / 2, 5 * em / 2},
		{layout.Center, "甲乙", 4 * em, 2 * em},
		{layout.Center, "《甲》", 4 * em, 2 * em},
		{layout.Balance, "甲乙", 4 * em, 2 * em},
	} {
		p := para(tt.text, 10)
		p.Align = tt.align
		l := s.Break(p)[0]
		if l.Start != tt.start || l.Width != tt.width {
			t.Errorf("align %d: %q lies at %d, %d wide; want %d and %d", tt.align, tt.text, l.Start, l.Width, tt.start, tt.width)
		}
	}
}

// TestTitles: titles of notices as they are, in 二号 22 pt on a sheet's 156 mm (20 ems).
func TestTitles(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	for _, tt := range []struct {
		text string
		ems  float64
		want string
	}{
		{"关于开展农村低保工作的通知", 20, "关于开展农村低保工作的通知"},
		{"关于印发《临安县农村公路养护管理实施办法》的通知", 20, "关于印发|《临安县农村公路养护管理实施办法》的通知"},
		{"临安县人民政府关于加强农村饮用水水源保护工作的通知", 20, "临安县人民政府关于加强农村|饮用水水源保护工作的通知"},
		{"关于2026年第三季度农村低保对象公示情况的报告", 20, "关于2026年第三季度农村|低保对象公示情况的报告"},
		{"临安县2026年度财政预算执行情况和2027年度财政预算草案的公告", 20, "临安县2026年度财政预算执行|情况和2027年度财政预算草案的公告"},
	} {
		p := para(tt.text, tt.ems)
		p.Align = layout.Balance
		lines := s.Break(p)
		check(t, p, lines)
		if got := picture(lines); got != tt.want {
			t.Errorf("set as %s\n    want %s", got, tt.want)
		}
	}
}

func TestCode(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	p := para("if a {\n    b甲 = 1\n}\n", 4)
	p.Spans[0].Style.Mono = true
	lines := s.Break(p)
	if got := picture(lines); got != "if a {|    b甲 |= 1|}" {
		t.Errorf("set as %s", got)
	}
	for _, g := range glyphs(lines[1]) {
		if g.Text == "甲" && g.X < 2*em {
			t.Errorf("甲 stands at %d", g.X)
		}
	}
}

func TestMissing(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	p := para("甲\u0E01乙\u0E01丙\u0301", 10)
	p.Spans = append(p.Spans, layout.Span{Text: "\u0E01", Style: body(), Line: 2})
	lines := s.Break(p)
	if got := fmt.Sprint(s.Missing); got != fmt.Sprint([]layout.Missing{{Rune: 0xE01, Line: 1}, {Rune: 0x301, Line: 1}, {Rune: 0xE01, Line: 2}}) {
		t.Errorf("missing: %v", got)
	}
	for _, g := range glyphs(lines[0]) {
		if g.Text == "\u0E01" && g.ID != 0 {
			t.Errorf("glyph %d for what is missing", g.ID)
		}
	}
	if got := picture(lines); got != "甲\u0E01乙\u0E01丙\u0301\u0E01" {
		t.Errorf("set as %q", got)
	}
	// The second font of a face stands in for the first.
	p = para("甲", 5)
	p.Spans[0].Style.Face = layout.Face{7, -1, 1, 0}
	if r := s.Break(p)[0].Runs; len(r) != 1 || r[0].Font != 1 {
		t.Errorf("runs %+v", r)
	}
}

// TestDashes: a pair of dashes has no gap, although the font's dash is shorter than an em.
func TestDashes(t *testing.T) {
	f := fonts(t)
	s := &layout.Setter{Fonts: f}
	l := s.Break(para("甲——乙", 9))[0]
	end := display.Length(0)
	seen := 0
	type ink struct{ from, to display.Length }
	var inks []ink
	for _, g := range glyphs(l) {
		x0, _, x1, _, _ := f[0].Box(g.ID)
		if g.Text == "—" || g.Text == "" {
			seen++
			inks = append(inks, ink{g.X + display.Length(x0)*em/1000, g.X + display.Length(x1)*em/1000})
		}
	}
	if seen != 3 {
		t.Fatalf("%d glyphs make the dash", seen)
	}
	inks[1], inks[2] = inks[2], inks[1]
	for i, k := range inks {
		if i > 0 && k.from > end {
			t.Errorf("a gap from %d to %d", end, k.from)
		}
		end = k.to
	}
}

// TestCorpus sets every paragraph of the corpus at random widths.
func TestCorpus(t *testing.T) {
	texts := corpus(t)
	if len(texts) == 0 {
		t.Skip("the corpus ../../../shared/corpus is not here: its texts were NOT set")
	}
	s := &layout.Setter{Fonts: fonts(t)}
	rnd := rand.New(rand.NewPCG(1, 2))
	wrong, lines, count, thin := 0, 0, 0, 0
	for _, text := range texts {
		p := para(text, 6+rnd.Float64()*34)
		p.Align = layout.Align(max(rnd.IntN(8)-3, 0))
		if rnd.IntN(2) == 0 {
			p.Indent = 2 * em
		}
		out := s.Break(p)
		lines += len(out)
		count += len(text) / 3
		for _, w := range laws(p, out) {
			if wrong++; wrong < 20 {
				t.Errorf("align %d, %d wide: %s", p.Align, p.Width, w)
			}
		}
		if n := len(out); n > 1 && p.Width >= 10*em && utf8.RuneCountInString(strings.TrimRight(lineText(out[n-1]), noStart)) == 1 {
			thin++
			if thin < 5 {
				t.Logf("a character alone: align %d, %.1f ems: %s", p.Align, float64(p.Width)/float64(em), picture(out))
			}
		}
	}
	t.Logf("%d paragraphs, %d lines, %d characters, %d violations, %d last lines of one character", len(texts), lines, count, wrong, thin)
	if thin > 0 {
		t.Errorf("%d last lines of one character", thin)
	}
}

// corpus gives the paragraphs of all documents.
func corpus(t testing.TB) []string {
	names, _ := filepath.Glob("../../../shared/corpus/documents/*.md")
	var out []string
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for p := range strings.SplitSeq(string(data), "\n\n") {
			if p = strings.TrimSpace(p); p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

func FuzzBreak(f *testing.F) {
	f.Add("甲乙，“丙”（丁）——2026年11月22日。", 8000, 0, uint8(0))
	f.Add("https://a.cn/b?c=d&e f\u00A0g \u200B \u0301 \xff", 100, 3000, uint8(4))
	f.Add("……………………。。。。。。《《《《（（“’", 7*15750, 0, uint8(1))
	f.Add("a　b\n\n　甲  乙\r\nend", 50000, -4000, uint8(8))
	s := &layout.Setter{Fonts: fonts(f)}
	f.Fuzz(func(t *testing.T, text string, width, indent int, mode uint8) {
		if len(text) > 3000 || width > 1e7 || width < -1e7 || indent > 1e7 || indent < -1e7 {
			return
		}
		p := para(text, 0)
		half := len(text) / 2
		for half > 0 && !utf8.RuneStart(text[half]) {
			half--
		}
		p.Spans = append(p.Spans, p.Spans[0])
		p.Spans[0].Text, p.Spans[1].Text = text[:half], text[half:]
		p.Spans[0].Keep = mode&16 != 0
		p.Spans[1].Style.Strike, p.Spans[1].Link = mode&32 != 0, "#"
		p.Spans[1].Style.Mono = mode&8 != 0
		p.Width, p.Indent, p.Align = display.Length(width), display.Length(indent), layout.Align(mode&7%5)
		lines := s.Break(p)
		check(t, p, lines)
		s.Missing = nil
		s.Width(text, p.Spans[1].Style)
	})
}

func BenchmarkBreak(b *testing.B) {
	texts := corpus(b)
	if len(texts) == 0 {
		texts = []string{strings.Repeat("甲乙丙，丁戊己。", 40)}
	}
	texts = texts[:min(len(texts), 2000)]
	n := 0
	for _, t := range texts {
		n += utf8.RuneCountInString(t)
	}
	for _, align := range []layout.Align{layout.Justify, layout.Left, layout.Balance} {
		b.Run(fmt.Sprint("align", align), func(b *testing.B) {
			s := &layout.Setter{Fonts: fonts(b)}
			b.ReportAllocs()
			for b.Loop() {
				for _, t := range texts {
					p := para(t, 28)
					p.Align = align
					s.Break(p)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/char")
		})
	}
}

// What the fonts lack and readers take for another mark is drawn as that one; who copies
// gets what was written.
func TestAlike(t *testing.T) {
	s := &layout.Setter{Fonts: fonts(t)}
	lines := s.Break(para("☑同意☒不同意☐弃权", 20))
	if len(s.Missing) > 0 {
		t.Errorf("missing: %v", s.Missing)
	}
	if got := picture(lines); got != "☑同意☒不同意☐弃权" {
		t.Errorf("the text became %s", got)
	}
	want, _ := s.Fonts[0].Glyph('√')
	if got := glyphs(lines[0])[0].ID; got != want {
		t.Errorf("☑ is drawn as glyph %d, want that of √, %d", got, want)
	}
}
