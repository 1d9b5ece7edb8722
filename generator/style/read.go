package style

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/display"
	"gongkai/generator/front"
	"gongkai/generator/near"
	"gongkai/generator/source"
)

// BasePath is where findings about the default theme's own file point.
const BasePath = "themes/default/print.yaml"

// Read makes a Print of the default theme's print.yaml and of the one that a theme of
// one's own lays over it, whose findings name path. Either may be nil for none. Both are
// bytes as they are on disk; places count in their text as source.Decode gives it.
//
// Whatever was given, the Print can be printed with: what cannot be used keeps the value
// of the layer below. As from every reader, the findings have neither severity nor clause
// yet; they are in the order of the files.
func Read(base, over []byte, path string) (Print, []diag.Diagnostic) {
	p := standard()
	var found []diag.Diagnostic
	for _, file := range [...]struct {
		path string
		raw  []byte
	}{{BasePath, base}, {path, over}} {
		if len(file.raw) == 0 {
			continue
		}
		l := layer{path: file.path, at: map[string]source.Span{}}
		p = l.lay(p, file.raw)
		diag.Sort(l.found)
		found = append(found, l.found...)
	}
	return p, found
}

// standard gives the Print of the table alone.
func standard() Print {
	var p Print
	for _, k := range Keys() {
		n := front.Node{Kind: front.Scalar, Quoted: true, Text: k.Default}
		if k.Form == Choices || k.Form == Fonts {
			n = front.Node{Kind: front.List}
			for _, s := range strings.Split(k.Default, ", ") {
				n.Items = append(n.Items, front.Node{Kind: front.Scalar, Text: s})
			}
		}
		if v, wrong := k.read(&n); wrong == nil {
			k.put(&p, v)
		}
	}
	return p
}

// A layer is one file while it is read.
type layer struct {
	path  string
	at    map[string]source.Span // of each key's value that was taken
	found []diag.Diagnostic
}

func (l *layer) say(rule string, at source.Span, text, fix diag.Words) *diag.Diagnostic {
	l.found = append(l.found, diag.Diagnostic{Rule: rule, Place: diag.Place{Path: l.path, At: at}, Text: text, Fix: fix})
	return &l.found[len(l.found)-1]
}

// lay gives the Print with the file's values laid over it.
func (l *layer) lay(below Print, raw []byte) Print {
	text, _, _, ok := source.Decode(raw)
	if !ok {
		l.say("F19", source.Span{}, diag.Say("这个文件不是文字", "this file is no text"), diag.Say("用记事本另存为 UTF-8 的文本", "save it as text in UTF-8"))
		return below
	}
	b := front.YAML(l.path, text)
	l.found = append(l.found, b.Findings...)
	switch b.Root.Kind {
	case front.Map:
	case front.List:
		l.say("F22", source.Span{Start: b.Root.At.Start, End: b.Root.At.Start}, diag.Say("这个文件要写成“名称: 内容”，不是列表", "this file must be keys and values, not a list"),
			diag.Say("去掉行首的“- ”", "take the \"- \" away"))
		return below
	default:
		return below
	}
	p := below
	l.group(&b.Root, table, "", &p)
	l.judge(&below, &p)
	return p
}

// group reads the keys of a mapping. prefix is the group's dotted name with a dot.
func (l *layer) group(n *front.Node, keys []Key, prefix string, p *Print) {
	first := map[string]*front.Pair{}
	for i := range n.Pairs {
		pair := &n.Pairs[i]
		k := find(keys, pair.Key)
		if k == nil {
			l.unknown(pair, keys)
			continue
		}
		if before := first[k.Name]; before != nil {
			d := l.say("F07", pair.KeyAt, diag.Say("“%s”和“%s”是同一项，写了两次", "%q and %q are one key, given twice", pair.Key, before.Key), diag.Say("只留一处", "keep one of the two"))
			d.Related = []diag.Related{{Place: diag.Place{Path: l.path, At: before.KeyAt}, Text: diag.Say("第一次在这里", "first given here")}}
			continue
		}
		first[k.Name] = pair
		l.key(pair, k, prefix+k.Name, p)
	}
}

// key reads one key's value. One that is left empty keeps what is there.
func (l *layer) key(pair *front.Pair, k *Key, name string, p *Print) {
	n := &pair.Value
	switch {
	case n.Empty():
		return
	case k.Form == Group && n.Kind == front.Map:
		l.group(n, k.Keys, name+".", p)
		return
	case k.Form == Group:
		l.say("F22", n.At, diag.Say("“%s”下面要分行写几项", "%q takes keys of its own", pair.Key), k.help())
		return
	}
	v, wrong := k.read(n)
	if wrong != nil {
		l.say("F22", wrong.node.At, diag.Say("“%s”：%s", "%q: %s", pair.Key, wrong.text), wrong.fix)
		return
	}
	for i := range v.fonts {
		v.fonts[i].At.Path = l.path
	}
	k.put(p, v)
	l.at[name] = n.At
}

// unknown says F21 of a key: it names the one that was probably meant, in the language in
// which the unknown one is written, or the group in which the key belongs.
func (l *layer) unknown(pair *front.Pair, keys []Key) {
	text := diag.Say("没有“%s”这一项", "there is no key %q", pair.Key)
	if home := homes(table, pair.Key); len(home) > 0 && len(home) <= maxHomes {
		var zh, en []string
		for _, g := range home {
			zh, en = append(zh, g.ZH), append(en, g.Name)
		}
		l.say("F21", pair.KeyAt, diag.Say("“%s”不能写在这里", "%q does not belong here", pair.Key),
			diag.Say("写到“%s”下面，缩进两格", "put it below %s, two blanks in", diag.Words{ZH: strings.Join(zh, "”或“"), EN: strings.Join(en, " or ")}))
		return
	}
	names := make([]string, 0, 2*len(keys))
	for i := range keys {
		names = append(names, keys[i].Name, keys[i].ZH)
	}
	if meant := near.Word(pair.Key, names); meant != "" {
		l.say("F21", pair.KeyAt, text, diag.Say("是不是“%s”？", "is it %q?", meant))
		return
	}
	l.say("F21", pair.KeyAt, text, diag.Say("删去，或者从这几项里选：%s", "take it away, or use one of: %s", listed(keys)))
}

// maxHomes is how many groups a misplaced key may belong to: size is at home in too many.
const maxHomes = 3

// listed names keys, in each language.
func listed(keys []Key) diag.Words {
	var zh, en []string
	for _, k := range keys {
		zh, en = append(zh, k.ZH), append(en, k.Name)
	}
	return diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// homes gives the groups that have a key of the name, each with its whole name.
func homes(keys []Key, name string) []Key {
	var out []Key
	for _, k := range keys {
		if k.Form != Group {
			continue
		}
		if find(k.Keys, name) != nil {
			out = append(out, Key{Name: k.Name, ZH: k.ZH})
		}
		for _, in := range homes(k.Keys, name) {
			out = append(out, Key{Name: k.Name + "." + in.Name, ZH: k.ZH + "·" + in.ZH})
		}
	}
	return out
}

// A4 is the paper that every look must fit.
const (
	a4Width  = 210
	a4Height = 297
)

// The least text block, in millimetres.
const (
	leastWidth  = 60
	leastHeight = 80
)

// judge says F23 of values that do not fit together, and gives those the values of the
// layer below. The layer below is itself such that its values fit.
func (l *layer) judge(below, p *Print) {
	l.judgeLook("document", &below.Document, &p.Document)
	l.judgeLook("board", &below.Board, &p.Board)
	l.judgeRange("board.distance", &p.Board.Distance.Least, &p.Board.Distance.Most, below.Board.Distance.Least, below.Board.Distance.Most)
	l.judgeRange("fit", &p.Fit.Least, &p.Fit.Most, below.Fit.Least, below.Fit.Most)
}

func (l *layer) judgeRange(name string, least, most *display.Length, wasLeast, wasMost display.Length) {
	if *least <= *most {
		return
	}
	l.say("F23", l.place(name+".least", name+".most"),
		diag.Say("最小%s磅比最大%s磅还大", "the least, %s pt, is more than the most, %s pt", points(*least), points(*most)),
		diag.Say("把两个数对调，或者改其中一个", "exchange them, or change one"))
	*least, *most = wasLeast, wasMost
}

func (l *layer) judgeLook(name string, below, k *Look) {
	text, fix, keys := k.flaw()
	if text.IsZero() {
		return
	}
	for i, key := range keys {
		keys[i] = name + "." + key
	}
	l.say("F23", l.place(keys...), text, fix)
	k.Margin, k.Grid, k.Body = below.Margin, below.Grid, below.Body
}

// flaw tells why text cannot be set as the look asks, and which keys may have done it, the
// likeliest first.
func (k *Look) flaw() (text, fix diag.Words, keys []string) {
	b := k.Block(display.Mm(a4Width), display.Mm(a4Height), 0)
	switch across := display.Length(k.Grid.Columns) * k.Body; {
	case b.W < display.Mm(leastWidth):
		return diag.Say("左右边距共%s毫米，A4纸上放不下正文", "the left and right margins are %s mm: an A4 page has no room for text", millimetres(k.Margin.Left+k.Margin.Right)),
			diag.Say("左右合起来不超过%d毫米", "let the two be %d mm at most", a4Width-leastWidth), []string{"margin.left", "margin.right"}
	case b.H < display.Mm(leastHeight):
		return diag.Say("上下边距共%s毫米，A4纸上放不下正文", "the top and bottom margins are %s mm: an A4 page has no room for text", millimetres(k.Margin.Top+k.Margin.Bottom)),
			diag.Say("上下合起来不超过%d毫米", "let the two be %d mm at most", a4Height-leastHeight), []string{"margin.top", "margin.bottom"}
	case across > b.W:
		most := b.W / display.Length(k.Grid.Columns) / 10 * 10
		return diag.Say("%d个%s磅的字宽%s毫米，左右边距之间只有%s毫米", "%d characters of %s pt are %s mm wide, and there are %s mm between the margins",
				k.Grid.Columns, points(k.Body), millimetres(across), millimetres(b.W)),
			diag.Say("正文字号不超过%s磅，或者每行不超过%d字", "let the size be %s pt at most, or the line %d characters", points(most), b.W/k.Body),
			[]string{"body", "grid.columns", "margin.left", "margin.right"}
	case display.Length(k.Grid.Rows)*k.Body > b.H:
		most := b.H / display.Length(k.Grid.Rows) / 10 * 10
		return diag.Say("%d行%s磅的字高%s毫米，上下边距之间只有%s毫米", "%d lines of %s pt are %s mm high, and there are %s mm between the margins",
				k.Grid.Rows, points(k.Body), millimetres(display.Length(k.Grid.Rows)*k.Body), millimetres(b.H)),
			diag.Say("正文字号不超过%s磅，或者每页不超过%d行", "let the size be %s pt at most, or the page %d lines", points(most), b.H/k.Body),
			[]string{"body", "grid.rows", "margin.top", "margin.bottom"}
	}
	return text, fix, nil
}

// place gives where the first of the keys that the file has stands.
func (l *layer) place(keys ...string) source.Span {
	for _, k := range keys {
		if at, ok := l.at[k]; ok {
			return at
		}
	}
	return source.Span{}
}

// points and millimetres write a length for people.
func points(l display.Length) string { return short(float64(l) / float64(display.Pt)) }

func millimetres(l display.Length) string {
	tenths := int(l.Mm()*10 + 0.5)
	return short(float64(tenths) / 10)
}
