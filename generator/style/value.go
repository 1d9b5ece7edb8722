package style

import (
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/display"
	"gongkai/generator/front"
	"gongkai/generator/near"
	"gongkai/generator/schema"
)

// A value is what a key was given, in the field that its form fills.
type value struct {
	length display.Length
	size   Size
	number int // a count, or thousandths of a share
	flag   bool
	text   string
	list   []string
	color  display.Color
	fonts  []FontFile
}

// A flaw is why a value cannot be used.
type flaw struct {
	node      *front.Node
	text, fix diag.Words
}

// read turns what was written into a value, or gives the flaw in it.
func (k *Key) read(n *front.Node) (value, *flaw) {
	switch k.Form {
	case Choices, Fonts:
		return k.readList(n)
	}
	if n.Kind != front.Scalar {
		return value{}, &flaw{n, diag.Say("这里要写%s，不能写成列表或者分行的几项", "this takes %s, not a list or a mapping", k.Takes()), k.help()}
	}
	s := strings.TrimFunc(n.Text, unicode.IsSpace)
	var v value
	ok := false
	switch k.Form {
	case Millimetres, Points:
		v.length, ok = k.length(s)
	case Sizes:
		v.size, ok = k.size(s)
	case Percent:
		v.number, ok = percent(s)
		ok = ok && k.within(float64(v.number)/10)
	case Count:
		v.number, ok = count(s)
		ok = ok && k.within(float64(v.number))
	case Flag:
		v.flag, ok = flag(s)
	case Choice:
		v.text, ok = k.choice(s)
	case Color:
		v.color, ok = color(s)
	case Words:
		return k.words(n)
	}
	if !ok {
		return value{}, k.wrong(n, s)
	}
	return v, nil
}

// wrong is the flaw of one scalar.
func (k *Key) wrong(n *front.Node, s string) *flaw {
	fix := k.help()
	if k.Form == Choice || k.Form == Choices {
		if meant := k.meant(s); meant != "" {
			fix = diag.Say("是不是“%s”？", "is it %q?", meant)
		}
	}
	return &flaw{n, diag.Say("“%s”不能用：这里要写%s", "%q cannot be used: this takes %s", s, k.Takes()), fix}
}

// within reports whether the number, in the form's own unit, is one that the key takes.
func (k *Key) within(x float64) bool { return x >= k.Least && x <= k.Most }

// length reads a length in the key's unit or in one that is written. Limits are those of
// the key's own unit, to within the rounding of the units to each other.
func (k *Key) length(s string) (display.Length, bool) {
	if k.Auto && (strings.EqualFold(s, "auto") || s == "自动") {
		return 0, true
	}
	l, ok := namedSize(s)
	if !ok {
		n, unit, isNumber := number(s)
		if !isNumber {
			return 0, false
		}
		if unit == "" {
			unit = k.unit()
		}
		if l, ok = measure(n, unit); !ok {
			return 0, false
		}
	}
	return l, k.fits(l)
}

// fits reports whether the length lies within the key's limits.
func (k *Key) fits(l display.Length) bool {
	least, _ := measure(math.Round(k.Least*1000)/1000, k.unit())
	most, _ := measure(math.Round(k.Most*1000)/1000, k.unit())
	return l >= least && l <= most
}

// size reads a type size: a length, or a share of the body size.
func (k *Key) size(s string) (Size, bool) {
	if share, ok := percent(s); ok && strings.ContainsAny(narrow(s), "%") {
		return Size{Share: share}, share >= leastShare && share <= mostShare
	}
	l, ok := k.length(s)
	return Size{Fixed: l}, ok
}

// The limits of a size that is a share of the body, in thousandths.
const (
	leastShare = 400
	mostShare  = 4000
)

// measure gives a length of so many units.
func measure(n float64, unit string) (display.Length, bool) {
	switch unit {
	case "mm", "毫米":
		return display.Mm(n), true
	case "cm", "厘米":
		return display.Mm(10 * n), true
	case "pt", "磅":
		return display.Length(math.Round(n * float64(display.Pt))), true
	}
	return 0, false
}

// namedSize gives the length of a type size by its Chinese name. 三号 is the one of
// GB/T 9704-2012, of which 28 fill a line of 156 mm; word processors set it at 16 pt, of which
// they do not.
func namedSize(s string) (display.Length, bool) {
	for _, x := range [...]struct {
		name string
		size display.Length
	}{
		{"初号", 42000}, {"小初", 36000}, {"一号", 26000}, {"小一", 24000}, {"二号", 22000}, {"小二", 18000},
		{"三号", 15750}, {"小三", 15000}, {"四号", 14000}, {"小四", 12000}, {"五号", 10500}, {"小五", 9000}, {"六号", 7500},
	} {
		if s == x.name || s == x.name+"字" {
			return x.size, true
		}
	}
	return 0, false
}

// narrow makes full-width ASCII half-width, as it comes from a Chinese keyboard.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// maxDigits is how many digits a number may have before its point, and thousandths are all
// that may stand behind it.
const maxDigits = 6

// number reads a decimal number that is not negative, and what stands behind it as its
// unit.
func number(s string) (n float64, unit string, ok bool) {
	s = narrow(s)
	digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789."))]
	whole, part, _ := strings.Cut(digits, ".")
	if whole == "" || len(whole) > maxDigits || len(part) > 3 || strings.HasSuffix(digits, ".") {
		return 0, "", false
	}
	n, err := strconv.ParseFloat(digits, 64)
	return n, strings.ToLower(strings.TrimSpace(s[len(digits):])), err == nil
}

// percent reads a percentage, with or without its sign, in thousandths.
func percent(s string) (int, bool) {
	n, unit, ok := number(s)
	return int(math.Round(n * 10)), ok && (unit == "" || unit == "%")
}

func count(s string) (int, bool) {
	n, unit, ok := number(s)
	return int(n), ok && unit == "" && n == math.Trunc(n)
}

func flag(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes", "是":
		return true, true
	case "false", "no", "否":
		return false, true
	}
	return false, false
}

// color reads #RRGGBB.
func color(s string) (display.Color, bool) {
	s = narrow(s)
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	return display.Color{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}, err == nil && len(s) == 7 && s[0] == '#'
}

func (k *Key) choice(s string) (string, bool) {
	if v := (&schema.Key{Values: k.Values}).Match(s); v != nil {
		return v.Code, true
	}
	return "", false
}

// meant gives the choice that is most like the word, in the word's own language.
func (k *Key) meant(s string) string {
	var all []string
	for _, v := range k.Values {
		all = append(all, v.Code, v.Words.ZH)
	}
	return near.Word(s, all)
}

// maxText is how many characters a text of a sheet may have.
const maxText = 60

// words reads a text and looks at the names in braces.
func (k *Key) words(n *front.Node) (value, *flaw) {
	s := strings.TrimFunc(n.Text, unicode.IsSpace)
	if utf8.RuneCountInString(s) > maxText || strings.ContainsFunc(s, unicode.IsControl) {
		return value{}, &flaw{n, diag.Say("这段文字太长，或者不止一行", "this text is too long, or has more than one line"),
			diag.Say("写一行，不超过%d字", "write one line of at most %d characters", maxText)}
	}
	for rest := s; ; {
		_, behind, found := strings.Cut(rest, "{")
		if !found {
			return value{text: s}, nil
		}
		name, after, closed := strings.Cut(behind, "}")
		if closed && slices.Contains(k.Holes, name) {
			rest = after
			continue
		}
		fix := diag.Say("这里没有可以代入的内容，去掉花括号", "nothing can be filled in here: take the braces away")
		if meant := near.Word(name, k.Holes); meant != "" {
			fix = diag.Say("是不是“{%s}”？", "is it {%s}?", meant)
		} else if len(k.Holes) > 0 {
			all := "{" + strings.Join(k.Holes, "} {") + "}"
			fix = diag.Say("可以写：%s", "it may have %s", all)
		}
		if !closed {
			name, _, _ = strings.Cut(name, " ")
			return value{}, &flaw{n, diag.Say("花括号没有配对：{%s", "a brace is not closed: {%s", name), fix}
		}
		return value{}, &flaw{n, diag.Say("“{%s}”不能代入内容", "there is nothing to fill in for {%s}", name), fix}
	}
}

// readList reads a list of choices or of fonts; one scalar stands for a list of one.
func (k *Key) readList(n *front.Node) (value, *flaw) {
	items := []front.Node{*n}
	switch n.Kind {
	case front.List:
		items = n.Items
	case front.Map:
		return value{}, &flaw{n, diag.Say("这里要写列表，不能写成分行的几项", "this takes a list, not a mapping"), k.help()}
	}
	v := value{list: []string{}}
	for i := range items {
		item := &items[i]
		s := strings.TrimFunc(item.Text, unicode.IsSpace)
		switch {
		case item.Kind != front.Scalar:
			return value{}, &flaw{item, diag.Say("列表里的这一条要写成一段文字", "this entry of the list must be a text"), k.help()}
		case item.Empty():
		case k.Form == Fonts:
			f, ok := fontFile(s)
			if !ok {
				return value{}, k.wrong(item, s)
			}
			f.At.At = item.At
			v.fonts = append(v.fonts, f)
		default:
			code, ok := k.choice(s)
			if !ok {
				return value{}, k.wrong(item, s)
			}
			if slices.Contains(v.list, code) {
				return value{}, &flaw{item, diag.Say("“%s”写了两次", "%q stands twice", s), diag.Say("只留一处", "keep one of the two")}
			}
			v.list = append(v.list, code)
		}
	}
	if k.Must != "" && !slices.Contains(v.list, k.Must) {
		must := (&schema.Key{Values: k.Values}).Match(k.Must).Words
		return value{}, &flaw{n, diag.Say("不能没有“%s”", "%q must be there", must), diag.Say("加上“%s”", "add %q", must)}
	}
	return v, nil
}

// maxFace is the last face of a collection that can be asked for.
const maxFace = 63

// fontFile reads a font's path, with the face behind a # for a collection. A path that does
// not begin at a root must lead to fonts/ of the theme.
func fontFile(s string) (FontFile, bool) {
	f := FontFile{Path: s}
	if i := strings.LastIndexByte(s, '#'); i >= 0 {
		n, ok := count(s[i+1:])
		if !ok || n > maxFace {
			return f, false
		}
		f.Path, f.Face = s[:i], n
	}
	switch strings.ToLower(path.Ext(f.Path)) {
	case ".ttf", ".ttc", ".otf":
	default:
		return f, false
	}
	if absolute(f.Path) {
		return f, true
	}
	f.Path = strings.ReplaceAll(f.Path, `\`, "/")
	return f, fs.ValidPath(f.Path) && strings.HasPrefix(f.Path, "fonts/")
}
