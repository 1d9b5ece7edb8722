package register

import (
	"strconv"
	"strings"
)

// A Column is a column of the national form. Those of one Head stand together below it, each
// with its Sub; Sub is "" where the heading is not divided.
type Column struct {
	Head, Sub string
	Tick      bool // it holds ■ or □
}

// Name gives the heading in one line: 公开对象：全社会, 一级事项.
func (c Column) Name() string {
	switch {
	case c.Sub == "":
		return c.Head
	case c.Tick:
		return c.Head + "：" + c.Sub
	}
	return c.Sub
}

// Columns are the columns of the national form.
func Columns() []Column {
	return []Column{
		{Head: "序号"},
		{Head: "公开事项", Sub: "一级事项"}, {Head: "公开事项", Sub: "二级事项"},
		{Head: "公开内容（要素）"}, {Head: "公开依据"}, {Head: "公开时限"}, {Head: "公开主体"}, {Head: "公开渠道和载体"},
		{Head: "公开对象", Sub: "全社会", Tick: true}, {Head: "公开对象", Sub: "特定群体", Tick: true},
		{Head: "公开方式", Sub: "主动", Tick: true}, {Head: "公开方式", Sub: "依申请", Tick: true},
		{Head: "公开层级", Sub: "县级", Tick: true}, {Head: "公开层级", Sub: "乡级", Tick: true}, {Head: "公开层级", Sub: "村级", Tick: true},
	}
}

// Cells gives the row's cells, one a column. With lines the entries of a list stand below
// each other, as on paper; else behind each other.
func (r *Row) Cells(lines bool) []string {
	list, boxes := "、", " "
	if lines {
		list, boxes = "\n", "\n"
	}
	out := []string{strconv.Itoa(r.Number), r.First, r.Second, r.Duty.Content, strings.Join(r.Duty.Basis, list), r.Duty.Limit,
		strings.Join(r.Who, list), r.Carriers.Lines(boxes)}
	for _, c := range [...]Choice{r.Audience, r.Method, r.Level} {
		for _, b := range c.Boxes {
			out = append(out, b.Cell())
		}
		if c.Other != "" {
			out[len(out)-1] += "（" + c.Other + "）"
		}
	}
	return out
}

// Lines gives all boxes, two a line as printed forms have them and a long one alone, with
// the given end of line.
func (c Choice) Lines(end string) string {
	var b strings.Builder
	held := 0 // boxes in the line
	for _, x := range c.Boxes {
		long := len(x.Label()) > longBox
		switch {
		case held == perLine || held > 0 && long:
			b.WriteString(end)
			held = 0
		case held > 0:
			b.WriteByte(' ')
		}
		b.WriteString(x.Text())
		if held++; long {
			held = perLine
		}
	}
	return b.String()
}

// How many boxes stand in a line, and how many bytes the label of one may have that does not
// stand alone: eight Han characters.
const perLine, longBox = 2, 24
