package style

import (
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/display"
	"gongkai/generator/schema"
)

// A Form is the shape that a key's value must have.
type Form uint8

// The forms. A number may carry its unit (mm 毫米, cm 厘米, pt 磅); without one it is in the
// form's own. The Chinese names of type sizes, such as 三号, are lengths too.
const (
	Group       Form = iota // a mapping of Keys
	Millimetres             // a length, in millimetres
	Points                  // a length, in points
	Sizes                   // a length in points, or with % a share of the body size
	Percent                 // a percentage, with or without its sign
	Count                   // a whole number
	Flag                    // true, false, 是, 否
	Choice                  // one of Values
	Choices                 // a list of Values, each once
	Color                   // #RRGGBB, in quotes because # begins a comment
	Words                   // one line of text, in which Holes are filled in
	Fonts                   // a list of font files
)

// A Key is one key of print.yaml.
type Key struct {
	Name    string // English; dotted from the root where Keys gives it
	ZH      string // Chinese; joined by ·
	Form    Form
	Default string         // the value without any file; of a list, joined by ", "
	Least   float64        // of a number, in the form's own unit
	Most    float64        // 〃
	Auto    bool           // takes auto 自动 too
	Values  []schema.Value // of Choice and Choices
	Must    string         // of Choices: the one that the list must have
	Holes   []string       // of Words: the names that may stand in braces
	Doc     diag.Words
	Keys    []Key // of Group

	put func(*Print, value)
}

// Keys gives every key that takes a value, in the order of the default print.yaml, each
// with its whole name, such as document.margin.top and 公文·页边距·上.
func Keys() []Key {
	var out []Key
	var walk func(keys []Key, name, zh string)
	walk = func(keys []Key, name, zh string) {
		for _, k := range keys {
			k.Name, k.ZH = name+k.Name, zh+k.ZH
			if k.Form == Group {
				walk(k.Keys, k.Name+".", k.ZH+"·")
				continue
			}
			out = append(out, k)
		}
	}
	walk(table, "", "")
	return out
}

// unit gives the unit of a number that has none written.
func (k *Key) unit() string {
	switch k.Form {
	case Millimetres:
		return "mm"
	case Points, Sizes:
		return "pt"
	case Percent:
		return "%"
	}
	return ""
}

// Takes gives what may be written, in a few words: 0到150毫米的长度.
func (k *Key) Takes() diag.Words {
	from, to := short(k.Least), short(k.Most)
	auto := diag.Words{}
	if k.Auto {
		auto = diag.Words{ZH: "或者“自动”", EN: ", or auto"}
	}
	switch k.Form {
	case Group:
		return diag.Words{ZH: "分行的几项", EN: "a mapping"}
	case Millimetres:
		return diag.Say("%s到%s毫米的长度%s", "a length of %s to %s mm%s", from, to, auto)
	case Points:
		return diag.Say("%s到%s磅的字号%s", "a size of %s to %s pt%s", from, to, auto)
	case Sizes:
		return diag.Say("%s到%s磅的字号，或者正文字号的%s到%s%%", "a size of %s to %s pt, or %s to %s%% of the body's",
			from, to, short(leastShare/10.0), short(mostShare/10.0))
	case Percent:
		return diag.Say("%s到%s的百分数", "a percentage of %s to %s", from, to)
	case Count:
		return diag.Say("%s到%s的整数", "a whole number of %s to %s", from, to)
	case Flag:
		return diag.Words{ZH: "“是”或“否”", EN: "true or false"}
	case Color:
		return diag.Words{ZH: "#和六位十六进制数表示的颜色", EN: "a colour, # and six hexadecimal digits"}
	case Words:
		return diag.Words{ZH: "一行文字", EN: "one line of text"}
	case Fonts:
		return diag.Words{ZH: "字体文件（.ttf、.ttc）的路径", EN: "paths of font files (.ttf, .ttc)"}
	}
	var zh, en []string
	for _, v := range k.Values {
		zh, en = append(zh, v.Words.ZH), append(en, v.Code)
	}
	all := diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	if k.Form == Choices {
		return diag.Say("%s中的几个", "some of %s", all)
	}
	return diag.Say("%s中的一个", "one of %s", all)
}

func short(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// help gives the fix of a value that cannot be used: how one is written that can.
func (k *Key) help() diag.Words {
	switch k.Form {
	case Group:
		return diag.Say("换行缩进两格，可以写：%s", "on lines of their own, two blanks in: %s", listed(k.Keys))
	case Color:
		return diag.Say("写成 \"%s\"，两边加半角双引号", "write \"%s\", in straight double quotes", k.Default)
	case Fonts:
		return diag.Words{
			ZH: `主题里的写 fonts/文件名.ttf，电脑上的写完整路径，如 C:\Windows\Fonts\simfang.ttf；.ttc 里的第二个字体写成 文件名.ttc#1`,
			EN: `give fonts/name.ttf for one of the theme's, a whole path for one of the machine's, such as C:\Windows\Fonts\simfang.ttf; the second face of a collection is name.ttc#1`,
		}
	case Choices:
		return diag.Say("写成列表，如 [%s]", "write a list, such as [%s]", k.defaultList())
	case Choice:
		return diag.Say("如 %s", "such as %s", diag.Words{ZH: k.Values[0].Words.ZH, EN: k.Values[0].Code})
	case Flag:
		return diag.Say("写“是”或“否”", "write true or false")
	case Millimetres:
		return diag.Say("写数字，如 %s（毫米）", "write a number, such as %s (mm)", k.Default)
	case Points, Sizes:
		return diag.Say("写数字加 pt 或字号名称，如 15.75 pt、三号", "write a number and pt, such as 15.75 pt")
	}
	return diag.Say("如 %s", "such as %s", k.Default)
}

// defaultList gives the default of Choices in both languages.
func (k *Key) defaultList() diag.Words {
	var zh []string
	for _, code := range strings.Split(k.Default, ", ") {
		for _, v := range k.Values {
			if v.Code == code {
				zh = append(zh, v.Words.ZH)
			}
		}
	}
	return diag.Words{ZH: strings.Join(zh, ", "), EN: k.Default}
}

// find gives the key of either name, or nil.
func find(keys []Key, name string) *Key {
	for i := range keys {
		if keys[i].Name == name || keys[i].ZH == name {
			return &keys[i]
		}
	}
	return nil
}

// The makers of keys, by form.

func w(zh, en string) diag.Words { return diag.Words{ZH: zh, EN: en} }

func group(name, zh string, doc diag.Words, keys ...Key) Key {
	return Key{Name: name, ZH: zh, Form: Group, Doc: doc, Keys: keys}
}

func length(form Form, name, zh, def string, least, most float64, doc diag.Words, to func(*Print) *display.Length) Key {
	return Key{Name: name, ZH: zh, Form: form, Default: def, Least: least, Most: most, Doc: doc,
		put: func(p *Print, v value) { *to(p) = v.length }}
}

func size(name, zh, def string, doc diag.Words, to func(*Print) *Size) Key {
	return Key{Name: name, ZH: zh, Form: Sizes, Default: def, Least: leastType, Most: mostTitle, Doc: doc,
		put: func(p *Print, v value) { *to(p) = v.size }}
}

func whole(form Form, name, zh, def string, least, most float64, doc diag.Words, to func(*Print) *int) Key {
	return Key{Name: name, ZH: zh, Form: form, Default: def, Least: least, Most: most, Doc: doc,
		put: func(p *Print, v value) { *to(p) = v.number }}
}

func yesNo(name, zh, def string, doc diag.Words, to func(*Print) *bool) Key {
	return Key{Name: name, ZH: zh, Form: Flag, Default: def, Doc: doc, put: func(p *Print, v value) { *to(p) = v.flag }}
}

func oneOf[T ~string](name, zh, def string, values []schema.Value, doc diag.Words, to func(*Print) *T) Key {
	return Key{Name: name, ZH: zh, Form: Choice, Default: def, Values: values, Doc: doc,
		put: func(p *Print, v value) { *to(p) = T(v.text) }}
}

func someOf[T ~string](name, zh, def, must string, values []schema.Value, doc diag.Words, to func(*Print) *[]T) Key {
	return Key{Name: name, ZH: zh, Form: Choices, Default: def, Must: must, Values: values, Doc: doc,
		put: func(p *Print, v value) {
			list := make([]T, len(v.list))
			for i, s := range v.list {
				list[i] = T(s)
			}
			*to(p) = list
		}}
}

func colour(name, zh, def string, doc diag.Words, to func(*Print) *display.Color) Key {
	return Key{Name: name, ZH: zh, Form: Color, Default: def, Doc: doc, put: func(p *Print, v value) { *to(p) = v.color }}
}

func words(name, zh, def string, holes []string, doc diag.Words, to func(*Print) *string) Key {
	return Key{Name: name, ZH: zh, Form: Words, Default: def, Holes: holes, Doc: doc, put: func(p *Print, v value) { *to(p) = v.text }}
}

func fonts(name, zh, def string, doc diag.Words, to func(*Print) *[]FontFile) Key {
	return Key{Name: name, ZH: zh, Form: Fonts, Default: def, Doc: doc,
		put: func(p *Print, v value) { *to(p) = chain(v.fonts, *to(p)) }}
}

// chain puts the fonts in front of those that were there, each face once.
func chain(first, behind []FontFile) []FontFile {
	var out []FontFile
	for _, list := range [][]FontFile{first, behind} {
		for _, f := range list {
			twice := false
			for _, g := range out {
				twice = twice || g.Path == f.Path && g.Face == f.Face
			}
			if !twice {
				out = append(out, f)
			}
		}
	}
	return out
}
