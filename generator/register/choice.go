package register

import (
	"slices"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A Choice is boxes to tick, in the form's order.
type Choice struct {
	Boxes []Box
	Other string // what was written and is none of the boxes
}

// A Box is one of them.
type Box struct {
	Name   string
	Ticked bool
	Words  string // what was written, where the name does not say it all: 其他（站牌）, 特定群体（优抚对象）
}

// Text gives the box with its mark: ■政府网站, □其他, ■其他（站牌）.
func (b Box) Text() string { return b.Mark() + b.Label() }

// Mark is ■ where the box is ticked, else □.
func (b Box) Mark() string {
	if b.Ticked {
		return "■"
	}
	return "□"
}

// Label gives the box without its mark.
func (b Box) Label() string {
	if b.Words == "" {
		return b.Name
	}
	return b.Name + "（" + b.Words + "）"
}

// Cell gives the box as a column of its own has it, whose heading is its name: ■, □,
// ■（优抚对象）.
func (b Box) Cell() string {
	if b.Words == "" {
		return b.Mark()
	}
	return b.Mark() + "（" + b.Words + "）"
}

// Ticked gives the ticked boxes' labels.
func (c Choice) Ticked() (out []string) {
	for _, b := range c.Boxes {
		if b.Ticked {
			out = append(out, b.Label())
		}
	}
	return out
}

// carriers ticks what the channels mean; what the check-list does not know is 其他 with its
// words.
func carriers(channels []string) Choice {
	boxes := make([]Box, len(schema.Carriers)+1)
	for i, c := range schema.Carriers {
		boxes[i].Name = c.Name
	}
	last := &boxes[len(boxes)-1]
	last.Name = schema.OtherCarriers
	var others []string
	for _, written := range channels {
		for _, word := range words(written) {
			switch i := schema.MatchCarrier(word); {
			case i >= 0:
				boxes[i].Ticked = true
			case word == schema.OtherCarriers:
				last.Ticked = true
			case !slices.Contains(others, word):
				others = append(others, word)
			}
		}
	}
	if len(others) > 0 {
		last.Ticked, last.Words = true, strings.Join(others, "、")
	}
	return Choice{Boxes: boxes}
}

// words parts what a clerk wrote in one place.
func words(text string) (out []string) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；;\n", r) }) {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// audience ticks whom it is for; where nothing is written, everybody.
func audience(text string) Choice {
	all, some := Box{Name: "全社会"}, Box{Name: "特定群体"}
	var others []string
	for _, w := range words(text) {
		switch w {
		case "全社会", "社会", "社会公众", "公众":
			all.Ticked = true
		case "特定群体":
			some.Ticked = true
		default:
			others = append(others, w)
		}
	}
	if len(others) > 0 {
		some.Ticked, some.Words = true, strings.Join(others, "、")
	}
	if !some.Ticked {
		all.Ticked = true
	}
	return Choice{Boxes: []Box{all, some}}
}

// method ticks how it is disclosed; where nothing is written, actively.
func method(m model.Method) Choice {
	return Choice{Boxes: []Box{{Name: "主动", Ticked: m != model.OnRequest}, {Name: "依申请", Ticked: m == model.OnRequest}}}
}

// levels are the words by which a level is known: 村级 first, as 社区 holds 区.
var levels = [...]struct {
	box   int
	marks []string
}{{2, []string{"村", "社区", "居委", "各级"}}, {1, []string{"乡", "镇", "街道", "各级"}}, {0, []string{"县", "区", "市", "旗", "各级"}}}

// level ticks the levels that the words name.
func level(text string) Choice {
	c := Choice{Boxes: []Box{{Name: "县级"}, {Name: "乡级"}, {Name: "村级"}}}
	var others []string
	for _, w := range words(text) {
		found := false
		for _, l := range levels {
			named := slices.ContainsFunc(l.marks, func(m string) bool { return strings.Contains(w, m) })
			if named && (!found || w == "各级") {
				c.Boxes[l.box].Ticked, found = true, true
			}
		}
		if !found {
			others = append(others, w)
		}
	}
	c.Other = strings.Join(others, "、")
	return c
}
