package filing

import (
	"strconv"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/schema"
	"gongkai/generator/xlsx"
)

// A column of a list: its heading, form and width, and what an item's cell says.
type column struct {
	xlsx.Column
	of func(*model.Item) string
}

func text(head string, width float64, of func(*model.Item) string) column {
	return column{xlsx.Column{Head: head, Width: width, Wrap: true}, of}
}

func day(head string, of func(*model.Item) string) column {
	return column{xlsx.Column{Head: head, Width: 11.5, Form: xlsx.Day}, of}
}

func number(head string, width float64, of func(*model.Item) string) column {
	return column{xlsx.Column{Head: head, Width: width, Form: xlsx.Number}, of}
}

// list makes a workbook of the items, a row each.
func (p *Package) list(name string, items []*model.Item, columns []column) xlsx.Book {
	s := xlsx.Sheet{Name: name, Rows: len(items), Numbered: true, Frozen: 2, Fit: true}
	for _, c := range columns {
		s.Columns = append(s.Columns, c.Column)
	}
	s.Fill = func(i int, cells []string) {
		for j := range columns {
			cells[j] = columns[j].of(items[i])
		}
	}
	return xlsx.Book{Title: p.title(name), Sheets: []xlsx.Sheet{s}}
}

// title names a list: 示范区财政局2026年第三季度事项清单.
func (p *Package) title(name string) string { return p.dept.Name + p.q.period.Chinese() + name }

// itemBook is 事项清单: what became public in the quarter.
func (p *Package) itemBook(entry map[string]string) xlsx.Book {
	s := p.q.site
	return p.list("事项清单", p.items, []column{
		text("索引号", 16, func(it *model.Item) string { return string(it.Index) }),
		text("名称", 36, func(it *model.Item) string { return it.Title }),
		text("发文字号", 17, func(it *model.Item) string { return it.DocNo }),
		text("大类", 12, func(it *model.Item) string { return p.categoryName(p.group(it)) }),
		text("类别", 12, func(it *model.Item) string { return p.categoryName(it.Category) }),
		text("公开频次", 9, func(it *model.Item) string { return schema.Word("cadence", string(it.Cadence)) }),
		text("所属期", 9.5, func(it *model.Item) string { return it.Period.String() }),
		text("公开阶段", 9, func(it *model.Item) string { return schema.Word("stage", string(it.Stage)) }),
		day("生成日期", func(it *model.Item) string { return it.Made.String() }),
		day("公开日期", func(it *model.Item) string { return it.Published.Date.String() }),
		text("公开方式", 11, func(it *model.Item) string { return schema.Word("method", string(it.Method)) }),
		text("状态", 8, func(it *model.Item) string { return state(s, it) }),
		number("附件数", 7, func(it *model.Item) string { return strconv.Itoa(len(shown(it))) }),
		text("原文", 24, func(it *model.Item) string { return entry[it.Path] }),
	})
}

// approvalBook is 审议审定记录: who reviewed and approved each item of both lists.
func (p *Package) approvalBook() xlsx.Book {
	return p.list("审议审定记录", p.all(), []column{
		text("索引号", 16, func(it *model.Item) string { return string(it.Index) }),
		text("名称", 30, func(it *model.Item) string { return it.Title }),
		day("部门审议日期", func(it *model.Item) string { return it.Reviewed.String() }),
		text("部门审议人", 15, func(it *model.Item) string { return it.ReviewedBy }),
		text("审议编号", 12, func(it *model.Item) string { return it.ReviewNo }),
		day("区级审定日期", func(it *model.Item) string { return it.Approved.String() }),
		text("区级审定人", 15, func(it *model.Item) string { return it.ApprovedBy }),
		text("审定编号", 12, func(it *model.Item) string { return it.ApprovalNo }),
		text("保密审查", 9, func(it *model.Item) string { return schema.Word("secrecy", it.Secrecy) }),
		text("保密审查人", 11, func(it *model.Item) string { return it.SecrecyBy }),
		day("保密审查日期", func(it *model.Item) string { return it.SecrecyDate.String() }),
		text("法制审核", 16, legal),
		day("公开日期", func(it *model.Item) string { return it.Published.Date.String() }),
		text("逾期原因", 14, func(it *model.Item) string { return it.Late }),
	})
}

// legal gives an item's legal review: day, by whom, number.
func legal(it *model.Item) string {
	if it.Legal == nil {
		return ""
	}
	return strings.Join(strings.Fields(it.Legal.Date.String()+" "+it.Legal.By+" "+it.Legal.Number), " ")
}

// changeBook is 变动清单: all that happened in the quarter.
func (p *Package) changeBook(entry map[string]string) xlsx.Book {
	maker := record.NewMaker(p.q.site)
	columns := []xlsx.Column{
		{Head: "变动日期", Form: xlsx.Day, Width: 11.5}, {Head: "变动类型", Width: 9}, {Head: "索引号", Width: 16, Wrap: true}, {Head: "名称", Width: 40, Wrap: true},
		{Head: "变动内容", Width: 46, Wrap: true}, {Head: "批准", Width: 24, Wrap: true}, {Head: "公开日期", Form: xlsx.Day, Width: 11.5}, {Head: "原文", Width: 24, Wrap: true},
	}
	fill := func(i int, cells []string) {
		c := maker.Change(p.events[i])
		it := p.events[i].Item
		copy(cells, []string{c.Date, c.KindName, c.Index, c.Title, c.What, c.ApprovedBy, it.Published.Date.String(), entry[it.Path]})
	}
	return xlsx.Book{Title: p.title("变动清单"), Sheets: []xlsx.Sheet{
		{Name: "变动清单", Columns: columns, Rows: len(p.events), Fill: fill, Numbered: true, Frozen: 2, Fit: true},
	}}
}

// categoryName gives a category's name, and the code itself where it is unknown.
func (p *Package) categoryName(code string) string {
	if c := p.q.site.Category(code); c != nil {
		return c.Name
	}
	return code
}

// state says what has become of an item by the day on which the package is made.
func state(s *model.Site, it *model.Item) string {
	if s.Gone(it) {
		return record.StateWithdrawn
	}
	return record.StatePublic
}
