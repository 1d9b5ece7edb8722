package style

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/display"
	"gongkai/generator/front"
	"gongkai/generator/source"
)

// own is where the tests' overlay stands.
const own = "print.yaml"

func defaultFile(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("../../themes/default/print.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bare gives the Print without the places of its fonts.
func bare(p Print) Print {
	for _, list := range []*[]FontFile{&p.Fonts.Body, &p.Fonts.Bold, &p.Fonts.Head, &p.Fonts.Kai, &p.Fonts.Mono} {
		*list = slices.Clone(*list)
		for i := range *list {
			(*list)[i].At = diag.Place{}
		}
	}
	return p
}

// leaves gives the dotted names of the values in a YAML mapping, in their order.
func leaves(n *front.Node, prefix string) []string {
	var out []string
	for i := range n.Pairs {
		p := &n.Pairs[i]
		if p.Value.Kind == front.Map {
			out = append(out, leaves(&p.Value, prefix+p.Key+".")...)
			continue
		}
		out = append(out, prefix+p.Key)
	}
	return out
}

// TestDefaultFileIsTheTable: the default print.yaml has every key, no other, in the
// table's order and with the table's values.
func TestDefaultFileIsTheTable(t *testing.T) {
	text := defaultFile(t)
	b := front.YAML(BasePath, text)
	if len(b.Findings) > 0 {
		t.Fatal(b.Findings)
	}
	var names []string
	for _, k := range Keys() {
		names = append(names, k.Name)
	}
	if got := leaves(&b.Root, ""); !slices.Equal(got, names) {
		for _, n := range names {
			if !slices.Contains(got, n) {
				t.Errorf("print.yaml lacks %s", n)
			}
		}
		for _, n := range got {
			if !slices.Contains(names, n) {
				t.Errorf("print.yaml has %s, which the table has not", n)
			}
		}
		t.Errorf("print.yaml has the keys in another order: %s", got)
	}
	p, found := Read(text, nil, own)
	if len(found) > 0 {
		t.Error(found)
	}
	if !reflect.DeepEqual(bare(p), standard()) {
		t.Errorf("print.yaml and the table differ:\n%+v\n%+v", bare(p), standard())
	}
}

// TestDefaultFileIsExplained: above each key of print.yaml stands a comment that begins with
// the key's Chinese name.
func TestDefaultFileIsExplained(t *testing.T) {
	text := string(defaultFile(t))
	b := front.YAML(BasePath, []byte(text))
	var walk func(n *front.Node, keys []Key)
	walk = func(n *front.Node, keys []Key) {
		for i := range n.Pairs {
			p := &n.Pairs[i]
			k := find(keys, p.Key)
			if k == nil {
				t.Fatalf("no key %s", p.Key)
			}
			above := strings.Split(strings.TrimRight(text[:p.KeyAt.Start], " \n"), "\n")
			first := len(above) - 1
			for first > 0 && strings.HasPrefix(strings.TrimSpace(above[first-1]), "#") {
				first--
			}
			if line := strings.TrimSpace(above[first]); !strings.HasPrefix(line, "# "+k.ZH+"：") {
				t.Errorf("line %d: %s is explained by %q, which does not begin with %q", source.PositionIn([]byte(text), p.KeyAt.Start).Line, p.Key, line, k.ZH)
			}
			walk(&p.Value, k.Keys)
		}
	}
	walk(&b.Root, table)
}

// TestTable: names are unique among their neighbours in both languages, everything is
// explained, and each default is a value that the key itself takes.
func TestTable(t *testing.T) {
	var walk func(keys []Key, path string)
	walk = func(keys []Key, path string) {
		seen := map[string]bool{}
		for i := range keys {
			k := &keys[i]
			at := path + k.Name
			if seen[k.Name] || seen[k.ZH] {
				t.Errorf("%s %s stands twice", at, k.ZH)
			}
			seen[k.Name], seen[k.ZH] = true, true
			if k.Name == "" || k.ZH == "" || k.Doc.ZH == "" || k.Doc.EN == "" {
				t.Errorf("%s lacks a name or an explanation", at)
			}
			for _, words := range []diag.Words{k.Takes(), k.help()} {
				if words.ZH == "" || words.EN == "" || strings.Contains(words.ZH+words.EN, "%!") {
					t.Errorf("%s: %q", at, words)
				}
			}
			if k.Form == Group {
				walk(k.Keys, at+".")
				continue
			}
			if k.Form != Words && k.Default == "" {
				t.Errorf("%s has no default", at)
			}
			n := front.Node{Kind: front.Scalar, Quoted: true, Text: k.Default}
			if k.Form == Choices || k.Form == Fonts {
				n = front.YAML("x", []byte("- "+strings.ReplaceAll(k.Default, ", ", "\n- "))).Root
			}
			if _, wrong := k.read(&n); wrong != nil {
				t.Errorf("%s does not take its own default %q: %s", at, k.Default, wrong.text.EN)
			}
		}
	}
	walk(table, "")
}

// TestEveryKeyReachesThePrint: another value of a key changes the Print, so that no key is
// read to no use and no two write one field.
func TestEveryKeyReachesThePrint(t *testing.T) {
	before := standard()
	seen := map[string]string{}
	for _, k := range Keys() {
		other := another(k)
		p, found := Read(nil, []byte(nested(k.Name, other)), own)
		if len(found) > 0 {
			t.Errorf("%s: %s is not taken: %s", k.Name, other, found[0].Text.EN)
			continue
		}
		state := fmt.Sprintf("%+v", bare(p))
		if reflect.DeepEqual(bare(p), before) {
			t.Errorf("%s: %s changes nothing", k.Name, other)
		}
		if same := seen[state]; same != "" {
			t.Errorf("%s and %s have the same effect", k.Name, same)
		}
		seen[state] = k.Name
	}
}

// another gives, as YAML, a value that the key takes and that is not its default.
func another(k Key) string {
	switch k.Form {
	case Millimetres, Points:
		def, _ := k.length(k.Default)
		if k.Form == Points {
			return fmt.Sprintf("%.1f pt", max(def.Points()*0.9, k.Least))
		}
		if def.Mm() > k.Least {
			return fmt.Sprintf("%.1f", max(def.Mm()*0.9, k.Least))
		}
		return fmt.Sprintf("%g", k.Most)
	case Sizes:
		return "33 pt"
	case Percent:
		return "133%"
	case Count:
		if k.Default == "4" {
			return "5"
		}
		return "3"
	case Flag:
		return "否"
	case Choice:
		for _, v := range k.Values {
			if v.Code != k.Default {
				return v.Words.ZH
			}
		}
	case Choices:
		return "[" + k.Values[0].Words.ZH + ", " + k.Values[3].Words.ZH + "]"
	case Color:
		return `"#123456"`
	case Words:
		return "别的字"
	case Fonts:
		return `C:\Windows\Fonts\simsun.ttc#1`
	}
	return ""
}

// nested writes a value below a dotted name.
func nested(name, value string) string {
	var b strings.Builder
	parts := strings.Split(name, ".")
	for i, p := range parts {
		b.WriteString(strings.Repeat("  ", i) + p + ":")
		if i < len(parts)-1 {
			b.WriteByte('\n')
		}
	}
	return b.String() + " " + value + "\n"
}

// TestGBT9704 holds the document to the standard's measures.
func TestGBT9704(t *testing.T) {
	p, _ := Read(defaultFile(t), nil, own)
	d := &p.Document
	a4w, a4h := display.Mm(210), display.Mm(297)
	for name, pair := range map[string][2]display.Length{
		"top":        {d.Margin.Top, display.Mm(37)},
		"left":       {d.Margin.Left, display.Mm(28)},
		"right":      {d.Margin.Right, display.Mm(26)},
		"bottom":     {d.Margin.Bottom, display.Mm(35)},
		"body":       {d.Body, 15750},
		"title":      {d.Title.Of(d.Body), 22000},
		"foot":       {d.Foot.Of(d.Body), 14000},
		"foot gap":   {d.FootGap, display.Mm(7)},
		"level 4":    {d.Levels[3].Size.Of(d.Body), 15750},
		"text width": {d.Block(a4w, a4h, d.Body).W, 28 * 15750},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %.3f pt, want %.3f", name, pair[0].Points(), pair[1].Points())
		}
	}
	if d.Grid != (Grid{28, 22}) || d.Indent != 2 || d.FootPlace != Outside {
		t.Errorf("grid %v, indent %d, foot %s", d.Grid, d.Indent, d.FootPlace)
	}
	var levels []Role
	for _, l := range d.Levels {
		levels = append(levels, l.Font)
	}
	if !slices.Equal(levels, []Role{Head, Kai, Body, Body}) {
		t.Errorf("headings are %v", levels)
	}
	// 22 lines fill 225 mm to within the millimetre that the standard leaves, and the pitch is
	// the standard's: a character and seven eighths of one.
	b := d.Block(a4w, a4h, d.Body)
	pitch := d.Pitch(b.H, d.Body)
	if used := 21*pitch + d.Body; used > b.H || b.H-used > display.Mm(1) {
		t.Errorf("22 lines are %.3f mm high, the block %.3f", used.Mm(), b.H.Mm())
	}
	if want := d.Body * 15 / 8; pitch < want || pitch > want+want/200 {
		t.Errorf("the pitch is %.3f pt, the standard's %.3f", pitch.Points(), want.Points())
	}
	if w := d.Rules.Masthead; w < display.Mm(0.35) || w > display.Mm(0.5) {
		t.Errorf("the red line is %.3f mm wide", w.Mm())
	}
	if d.Colors.Masthead != display.Red {
		t.Errorf("the masthead is %v", d.Colors.Masthead)
	}
}

func TestOverlayOfThreeLines(t *testing.T) {
	base := defaultFile(t)
	plain, _ := Read(base, nil, own)
	p, found := Read(base, []byte("document:\n  margin:\n    top: 30\n"), own)
	if len(found) > 0 {
		t.Fatal(found)
	}
	want := plain
	want.Document.Margin.Top = display.Mm(30)
	if !reflect.DeepEqual(p, want) {
		t.Errorf("%+v\n%+v", p, want)
	}
	// The same in Chinese, in GB18030 with CR LF, changes the same.
	p, found = Read(base, []byte("\xB9\xAB\xCE\xC4:\r\n  \xD2\xB3\xB1\xDF\xBE\xE0:\r\n    \xC9\xCF: 3.0 \xC0\xE5\xC3\xD7\r\n"), own)
	if len(found) > 0 || !reflect.DeepEqual(p, want) {
		t.Errorf("in Chinese: %v\n%+v\n%+v", found, p, want)
	}
}

func TestEmptyLayersAndValues(t *testing.T) {
	base := defaultFile(t)
	plain, _ := Read(base, nil, own)
	for _, over := range []string{"", "\n", "# 只有注释\n", "document:\n", "text:\n  masthead:\n  page: ~\n", "fonts:\n  body: []\n"} {
		p, found := Read(base, []byte(over), own)
		if len(found) > 0 || !reflect.DeepEqual(p, plain) {
			t.Errorf("%q: %v %+v", over, found, p)
		}
	}
	p, found := Read(base, []byte(`text: {scan: "", stamp: ""}`), own)
	if len(found) > 0 || p.Text.Scan != "" || p.Text.Stamp != "" || p.Text.Masthead != "政务公开" {
		t.Errorf("%v %+v", found, p.Text)
	}
	if p, found := Read(nil, nil, own); len(found) > 0 || !reflect.DeepEqual(p, standard()) {
		t.Errorf("without files: %v", found)
	}
}

// TestFontChain: fonts of one's own stand in front, and what helps them out behind.
func TestFontChain(t *testing.T) {
	over := "fonts:\n  body: C:\\Windows\\Fonts\\simfang.ttf\n  kai:\n    - C:\\Windows\\Fonts\\simsun.ttc#1\n    - fonts\\own.ttf\n    - fonts/NotoSerifSC-Regular.ttf\n"
	p, found := Read(defaultFile(t), []byte(over), own)
	if len(found) > 0 {
		t.Fatal(found)
	}
	const noto = "fonts/NotoSerifSC-Regular.ttf"
	b := bare(p)
	if want := []FontFile{{Path: `C:\Windows\Fonts\simfang.ttf`}, {Path: noto}}; !slices.Equal(b.Fonts.Body, want) {
		t.Errorf("body: %v", b.Fonts.Body)
	}
	if want := []FontFile{{Path: `C:\Windows\Fonts\simsun.ttc`, Face: 1}, {Path: "fonts/own.ttf"}, {Path: noto}}; !slices.Equal(b.Fonts.Kai, want) {
		t.Errorf("kai: %v", b.Fonts.Kai)
	}
	own, theirs := p.Fonts.Body[0], p.Fonts.Body[1]
	if own.InTheme() || own.At.Path != "print.yaml" || over[own.At.At.Start:own.At.At.End] != own.Path {
		t.Errorf("%+v", own)
	}
	if !theirs.InTheme() || theirs.At.Path != BasePath {
		t.Errorf("%+v", theirs)
	}
	if got := p.Fonts.Of(Kai); !slices.Equal(got, p.Fonts.Kai) {
		t.Errorf("%v", got)
	}
}

func TestFontPaths(t *testing.T) {
	for s, want := range map[string]FontFile{
		"fonts/a.ttf":                {Path: "fonts/a.ttf"},
		`fonts\deep\a.TTF`:           {Path: "fonts/deep/a.TTF"},
		`C:\Windows\Fonts\msyh.ttc`:  {Path: `C:\Windows\Fonts\msyh.ttc`},
		"d:/a b/仿宋.ttf":              {Path: "d:/a b/仿宋.ttf"},
		"/usr/share/fonts/a.ttc#3":   {Path: "/usr/share/fonts/a.ttc", Face: 3},
		`\\server\share\simfang.ttf`: {Path: `\\server\share\simfang.ttf`},
	} {
		if got, ok := fontFile(s); !ok || got != want {
			t.Errorf("%q: %+v %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "a.ttf", "仿宋", "../a.ttf", "fonts/../a.ttf", "fonts/", "fonts//a.ttf", "assets/a.ttf", "C:a.ttf",
		"fonts/a.woff2", "fonts/a.ttc#-1", "fonts/a.ttc#x", "fonts/a.ttc#64", "fonts/a.ttc#1.5", "fonts/.ttf/"} {
		if got, ok := fontFile(s); ok {
			t.Errorf("%q is read as %+v", s, got)
		}
	}
}

func TestLengths(t *testing.T) {
	mm := Key{Form: Millimetres, Least: 0, Most: 150}
	pt := Key{Form: Points, Least: leastType, Most: mostBody}
	for s, want := range map[string]display.Length{
		"37": display.Mm(37), "37mm": display.Mm(37), "37 毫米": display.Mm(37), "3.7 cm": display.Mm(37), "３．７厘米": display.Mm(37),
		"0": 0, "72pt": 72000, "150": display.Mm(150), "15 CM": display.Mm(150),
	} {
		if got, ok := mm.length(s); !ok || got != want {
			t.Errorf("%q is %v %v, want %v", s, got, ok, want)
		}
	}
	for s, want := range map[string]display.Length{
		"15.75": 15750, "15.75 pt": 15750, "15.75磅": 15750, "三号": 15750, "三号字": 15750, "小四": 12000, "6": 6000, "72": 72000, "5 mm": display.Mm(5),
	} {
		if got, ok := pt.length(s); !ok || got != want {
			t.Errorf("%q is %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "-3", "+3", "150.1", "x", "3 px", "1e2", "0x10", "1.2.3", ".5", "5.", "1.2345", "1234567", "NaN", "Inf", "三", "auto", "3%", "１，０"} {
		if got, ok := mm.length(s); ok {
			t.Errorf("%q is read as %v", s, got)
		}
	}
	for _, s := range []string{"5.9", "73", "1 mm", "初", "六号半"} {
		if got, ok := pt.length(s); ok {
			t.Errorf("%q is read as %v", s, got)
		}
	}
	sizes := Key{Form: Sizes, Least: leastType, Most: mostTitle}
	for s, want := range map[string]Size{"22": {Fixed: 22000}, "二号": {Fixed: 22000}, "140%": {Share: 1400}, "112.5％": {Share: 1125}} {
		if got, ok := sizes.size(s); !ok || got != want {
			t.Errorf("%q is %v %v", s, got, ok)
		}
	}
	for _, s := range []string{"39%", "401%", "5", "201", "%", "-100%"} {
		if got, ok := sizes.size(s); ok {
			t.Errorf("%q is read as %v", s, got)
		}
	}
	if (Size{Share: 1125}).Of(16000) != 18000 || (Size{Fixed: 22000}).Of(16000) != 22000 {
		t.Error("a size beside its body")
	}
}

// TestFindings: each mistake, with its code, line and column, and words of its fix. The
// overlay is the default where it is wrong.
func TestFindings(t *testing.T) {
	base := defaultFile(t)
	plain, _ := Read(base, nil, own)
	for _, c := range []struct{ text, want, fix string }{
		{"documnt:\n  indent: 3\n", "1:1 F21 没有“documnt”这一项", "是不是“document”？"},
		{"公文:\n  页边矩: {上: 30}\n", "2:3 F21 没有“页边矩”这一项", "是不是“页边距”？"},
		{"document:\n  margin:\n    topp: 30\n", "3:5 F21 没有“topp”这一项", "是不是“top”？"},
		{"fit:\n  frobnicate: 3\n", "2:3 F21 没有“frobnicate”这一项", "最小、最大、每次"},
		{"margin:\n  top: 30\n", "1:1 F21 “margin”不能写在这里", "写到“公文”或“张贴单”下面"},
		{"document:\n  top: 30\n", "2:3 F21 “top”不能写在这里", "写到“公文·页边距”或“张贴单·页边距”下面"},
		{"fit:\n  least: 13\n  最小: 14\n", "3:3 F07 “最小”和“least”是同一项", "只留一处"},
		{"document:\n  margin:\n    top: -3\n", "3:10 F22 “top”：“-3”不能用：这里要写0到150毫米的长度", "37"},
		{"document:\n  margin: {top: 300}\n", "2:17 F22 “top”：“300”不能用", "毫米"},
		{"document:\n  margin: 30\n", "2:11 F22 “margin”下面要分行写几项", "上、左、右、下"},
		{"document:\n  margin:\n    top: [30]\n", "3:10 F22 “top”：这里要写0到150毫米的长度，不能写成列表", ""},
		{"document: {body: 大字}\n", "1:18 F22 “body”：“大字”不能用", "15.75 pt、三号"},
		{"document: {body: auto}\n", "1:18 F22 “body”：“auto”不能用", ""},
		{"document: {title: 500%}\n", "1:19 F22 “title”：“500%”不能用", ""},
		{"document: {leading: 90}\n", "1:21 F22 “leading”：“90”不能用：这里要写100到300的百分数", ""},
		{"document: {indent: 两个}\n", "1:20 F22 “indent”：“两个”不能用：这里要写0到10的整数", ""},
		{"document: {indent: 1.5}\n", "1:20 F22 “indent”：“1.5”不能用", ""},
		{"document:\n  level2:\n    font: kais\n", "3:11 F22 “font”：“kais”不能用：这里要写正文、粗体、黑体、楷体、等宽中的一个", "是不是“kai”？"},
		{"document:\n  foot_place: 上面\n", "2:15 F22 “foot_place”：“上面”不能用", "居中"},
		{"document:\n  color:\n    masthead: red\n", "3:15 F22 “masthead”：“red”不能用", `"#C41E1E"`},
		{"document:\n  color:\n    masthead: \"#C41E1\"\n", "3:15 F22 “masthead”：“#C41E1”不能用", ""},
		{"document:\n  color:\n    masthead: \"#C41E1G\"\n", "3:15 F22 ", ""},
		{"fonts:\n  body: 仿宋\n", "2:9 F22 “body”：“仿宋”不能用", `C:\Windows\Fonts\simfang.ttf`},
		{"fonts:\n  body: [fonts/a.ttf, ../b.ttf]\n", "2:23 F22 “body”：“../b.ttf”不能用", "fonts/"},
		{"fonts:\n  body: {a: b}\n", "2:9 F22 “body”：这里要写列表", ""},
		{"fonts:\n  body:\n    - [a.ttf]\n", "3:7 F22 “body”：列表里的这一条", ""},
		{"parts: [title, record]\n", "1:8 F22 “parts”：不能没有“正文”", "正文"},
		{"parts: [body, titel]\n", "1:15 F22 “parts”：“titel”不能用", "是不是“title”？"},
		{"parts: [body, title, 标题]\n", "1:22 F22 “parts”：“标题”写了两次", "只留一处"},
		{"record: [索引]\n", "1:10 F22 “record”：“索引”不能用", "是不是“索引号”？"},
		{"text:\n  page: 第 {pge} 页\n", "2:9 F22 “page”：“{pge}”不能代入内容", "{page}"},
		{"text:\n  page: 第 {page 页\n", "2:9 F22 “page”：花括号没有配对", ""},
		{"text:\n  scan: 扫{code}\n", "2:9 F22 “scan”：“{code}”不能代入内容", "去掉花括号"},
		{"text:\n  scan: " + strings.Repeat("长", 61) + "\n", "2:9 F22 “scan”：这段文字太长", "60"},
		{"qr: {quiet: 2}\n", "1:13 F22 “quiet”：“2”不能用：这里要写4到12的整数", ""},
		{"qr: {place: 中}\n", "1:13 F22 “place”：“中”不能用：这里要写左、右中的一个", ""},
		{"stamp: {date: 也许}\n", "1:15 F22 “date”：“也许”不能用：这里要写“是”或“否”", ""},
		{"- document\n", "1:1 F22 这个文件要写成“名称: 内容”，不是列表", "- "},
		{"document: {body: 16 pt}\n", "1:18 F23 28个16磅的字宽158毫米，左右边距之间只有156毫米", "不超过15.79磅，或者每行不超过27字"},
		{"document: {grid: {columns: 29}}\n", "1:28 F23 29个15.75磅的字宽", "不超过15.24磅，或者每行不超过28字"},
		{"document: {margin: {left: 40}}\n", "1:27 F23 28个15.75磅的字宽", ""},
		{"document: {grid: {rows: 50}}\n", "1:25 F23 50行15.75磅的字高", "40行"},
		{"board: {margin: {left: 100, right: 80}}\n", "1:24 F23 左右边距共180毫米", "150毫米"},
		{"board: {margin: {top: 150, bottom: 150}}\n", "1:23 F23 上下边距共300毫米", "217毫米"},
		{"fit: {least: 30}\n", "1:14 F23 最小30磅比最大26磅还大", "对调"},
		{"board: {distance: {most: 10}}\n", "1:26 F23 最小15.75磅比最大10磅还大", ""},
	} {
		p, found := Read(base, []byte(c.text), own)
		if len(found) != 1 {
			t.Errorf("%q: %d findings: %v", c.text, len(found), found)
			continue
		}
		d := found[0]
		at := source.PositionIn([]byte(c.text), d.At.Start)
		got := fmt.Sprintf("%d:%d %s %s", at.Line, at.Column, d.Rule, d.Text.ZH)
		if d.Path != own || !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: %s, want %s", c.text, got, c.want)
		}
		if d.Fix.IsZero() || !strings.Contains(d.Fix.ZH, c.fix) {
			t.Errorf("%q: the fix is %q, want %q in it", c.text, d.Fix.ZH, c.fix)
		}
		if d.Text.EN == "" || d.Fix.EN == "" || strings.Contains(d.Text.ZH+d.Text.EN+d.Fix.ZH+d.Fix.EN, "%!") {
			t.Errorf("%q: %+v", c.text, d)
		}
		if d.Rule != "F07" && !reflect.DeepEqual(p, plain) {
			t.Errorf("%q: a value that cannot be used changes the Print", c.text)
		}
	}
}

// TestYAMLFindings: what package front finds is passed on, and the rest is read.
func TestYAMLFindings(t *testing.T) {
	base := defaultFile(t)
	for text, want := range map[string]string{
		"document:\n  color:\n    masthead: #112233\nfit:\n  least: 13\n": "3:15 F09",
		"text:\n  masthead: “示范区”\nfit:\n  least: 13\n":                   "2:13 F08",
		"fit:\n  least: 14\n  least: 13\n":                                "3:3 F07",
		"qr：\n  size: 30\nfit:\n  least: 13\n":                            "1:3 F05",
	} {
		p, found := Read(base, []byte(text), own)
		if len(found) == 0 {
			t.Errorf("%q: nothing is found", text)
			continue
		}
		at := source.PositionIn([]byte(text), found[0].At.Start)
		if got := fmt.Sprintf("%d:%d %s", at.Line, at.Column, found[0].Rule); got != want {
			t.Errorf("%q: %s, want %s (%s)", text, got, want, found[0].Text.ZH)
		}
		if p.Fit.Least != 13000 && !strings.Contains(text, "14") {
			t.Errorf("%q: what is right is not read: %v", text, p.Fit)
		}
	}
	if _, found := Read(base, []byte("a\x00b"), own); len(found) != 1 || found[0].Rule != "F19" {
		t.Errorf("no text: %v", found)
	}
}

// TestFindingsOfBothFiles: those of the default come first and name it.
func TestFindingsOfBothFiles(t *testing.T) {
	p, found := Read([]byte("fit: {least: 40, most: 41, x: 1}\n"), []byte("fit: {least: 50, most: 42, y: 1}\n"), own)
	var got []string
	for _, d := range found {
		got = append(got, d.Path+" "+d.Rule)
	}
	if want := []string{BasePath + " F21", own + " F23", own + " F21"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if p.Fit.Least != 40000 || p.Fit.Most != 41000 {
		t.Errorf("%v: the layer below does not stand in", p.Fit)
	}
}

func TestBodyAt(t *testing.T) {
	p, _ := Read(defaultFile(t), nil, own)
	for cm, want := range map[int]display.Length{-1: 15750, 0: 15750, 50: 15750, 60: 15750, 100: 20000, 120: 24000, 150: 26000, 1 << 40: 26000} {
		if got := p.Board.BodyAt(cm); got != want {
			t.Errorf("at %d cm the body is %v, want %v", cm, got, want)
		}
		if got := p.Document.BodyAt(cm); got != 15750 {
			t.Errorf("a document's body at %d cm is %v", cm, got)
		}
	}
	last := display.Length(0)
	for cm := range 400 {
		size := p.Board.BodyAt(cm)
		if size < last {
			t.Fatalf("at %d cm the body is smaller than nearer by", cm)
		}
		last = size
	}
}

func TestBlockAndPitch(t *testing.T) {
	p, _ := Read(defaultFile(t), nil, own)
	a3w, a3h := display.Mm(297), display.Mm(420)
	b := p.Board.Block(a3w, a3h, 24000)
	if want := (Box{display.Mm(20), display.Mm(20), a3w - 2*display.Mm(20), a3h - 2*display.Mm(20)}); b != want {
		t.Errorf("%v, want %v", b, want)
	}
	if got := p.Board.Pitch(b.H, 24000); got != 36000 {
		t.Errorf("the pitch is %v", got)
	}
	if b := p.Document.Block(1000, 1000, 15750); b.W != 0 || b.H != 0 {
		t.Errorf("on a scrap of paper the block is %v", b)
	}
	if got := p.Document.Pitch(20000, 15750); got != 29531 {
		t.Errorf("in a low block the pitch is %v", got)
	}
}

func TestFill(t *testing.T) {
	if got := Fill("第 {page} 页 共 {pages} 页", "page", "3", "pages", "{page}"); got != "第 3 页 共 {page} 页" {
		t.Error(got)
	}
	if got := Fill("{from}{x}", "from", "a", "odd"); got != "a{x}" {
		t.Error(got)
	}
}

func TestRowsHaveLabels(t *testing.T) {
	p, _ := Read(defaultFile(t), nil, own)
	if len(p.Record) != 8 || len(p.Parts) != 7 {
		t.Errorf("%v %v", p.Record, p.Parts)
	}
	for _, r := range []Row{IndexRow, DepartmentRow, CategoryRow, DocNumberRow, MadeRow, PublishedRow, PostedRow, PhoneRow} {
		if !slices.Contains(p.Record, r) || r.Label() == "" {
			t.Errorf("%s: %q", r, r.Label())
		}
	}
	for _, part := range []Part{MastheadPart, TitlePart, RecordPart, BodyPart, AttachmentsPart, CodePart, StampPart} {
		if !slices.Contains(p.Parts, part) {
			t.Errorf("%s is no part", part)
		}
	}
	if Row("x").Label() != "" || DocNumberRow.Label() != "发文字号" {
		t.Error(DocNumberRow.Label())
	}
}

// faults gives what would keep sheets from being printed with the Print.
func faults(p *Print) []string {
	var out []string
	bad := func(wrong bool, what string) {
		if wrong {
			out = append(out, what)
		}
	}
	for _, r := range []Role{Body, Bold, Head, Kai, Mono} {
		bad(len(p.Fonts.Of(r)) == 0, "no font for "+string(r))
	}
	for name, l := range map[string]*Look{"document": &p.Document, "board": &p.Board} {
		for _, cm := range []int{0, 60, 1000} {
			body := l.BodyAt(cm)
			b := l.Block(display.Mm(a4Width), display.Mm(a4Height), body)
			bad(body < leastType*display.Pt || body > mostBody*display.Pt, name+": the body's size")
			bad(b.W < display.Mm(leastWidth) && b.W < display.Length(l.Grid.Columns)*body, name+": a narrow block")
			bad(b.H < display.Mm(leastHeight), name+": a low block")
			bad(l.Pitch(b.H, body) < body, name+": lines on each other")
			for _, s := range []Size{l.Masthead, l.Title, l.Small, l.Foot, l.Levels[0].Size, l.Levels[3].Size} {
				bad(s.Of(body) < 2*display.Pt, name+": a size of nothing")
			}
		}
		bad(l.Grid.Columns > 0 && l.Body > 0 && display.Length(l.Grid.Columns)*l.Body > display.Mm(a4Width)-l.Margin.Left-l.Margin.Right, name+": a wide grid")
		bad(l.FootPlace != Center && l.FootPlace != Outside, name+": the foot's place")
		bad(min(l.FootGap, l.Rules.Table, l.Rules.Masthead) < 0 || l.Indent < 0, name+": less than nothing")
	}
	bad(!slices.Contains(p.Parts, BodyPart), "no body")
	bad(p.QR.Quiet < 4 || p.QR.Size < display.Mm(15), "a QR code that cannot be read")
	bad(p.QR.Place != LeftSide && p.QR.Place != RightSide, "the QR code's place")
	bad(p.Fit.Step <= 0 || p.Fit.Least > p.Fit.Most, "a fit without end")
	bad(p.Stamp.Width <= 0 || p.Stamp.Height <= 0 || p.Stamp.Right < 0, "the stamp's place")
	return out
}

// FuzzRead: whatever the files hold, the Print can be printed with, findings have a place in
// their file and words in both languages, and all comes out the same twice.
func FuzzRead(f *testing.F) {
	f.Add([]byte("document: {margin: {top: 37}}\n"), []byte("fit: {least: 99}\n"))
	f.Add([]byte("parts: []\nrecord: []\ntext: {page: ''}\n"), []byte("board: {body: 72, grid: {columns: 100}}\n"))
	f.Add([]byte("公文：\n 上：3"), []byte("- a\n- {b: c}\n"))
	f.Add([]byte("document:\n  margin: {left: 75, right: 75, top: 150}\n"), []byte("document:\n  body: 六号\n  margin: {bottom: 150}\n"))
	f.Add([]byte("fonts: {body: [\"#\", C:/.ttf#9]}"), []byte("\xFF\xFE\x00"))
	f.Add(defaultFile(f), []byte("board: {distance: {least: 三号, most: 初号}}\n"))
	f.Fuzz(func(t *testing.T, base, over []byte) {
		p, found := Read(base, over, own)
		if bad := faults(&p); len(bad) > 0 {
			t.Fatalf("%q: %+v", bad, p)
		}
		size := map[string]int{}
		for name, raw := range map[string][]byte{BasePath: base, own: over} {
			text, _, _, _ := source.Decode(raw)
			size[name] = len(text)
		}
		for _, d := range found {
			end, known := size[d.Path]
			if !known || d.At.Start < 0 || d.At.Start > d.At.End || d.At.End > end {
				t.Fatalf("%+v points out of the file", d)
			}
			if d.Text.ZH == "" || d.Text.EN == "" || d.Rule == "" || d.Severity != 0 {
				t.Fatalf("%+v", d)
			}
		}
		again, twice := Read(base, over, own)
		if !reflect.DeepEqual(p, again) || !reflect.DeepEqual(found, twice) {
			t.Fatal("two readings differ")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	base, over := defaultFile(b), []byte("document:\n  margin:\n    top: 30\n")
	b.ReportAllocs()
	for b.Loop() {
		Read(base, over, own)
	}
}
