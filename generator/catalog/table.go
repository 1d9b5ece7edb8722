package catalog

import (
	"gongkai/generator/record"
	"gongkai/generator/schema"
	"gongkai/generator/volume"
)

// A kind of table: one of the catalogue, or one of the change catalogue.
type kind int

const (
	catalogue kind = iota
	changes
	kinds
)

// A table is what the CSV and the XLSX show: columns, and rows that are made one by one.
type table struct {
	kind  kind
	title string // of the document
	rows  int
	// fill writes the cells of row i, counted from 0, into cells, one a column, without
	// the leading 序号. It is not for several goroutines at once.
	fill func(i int, cells []string)
}

// A column has a heading, a form and a width in characters of half a Han character.
type column struct {
	head  string
	form  schema.Form
	width float64
}

// sheet gives the name of a workbook's sheet.
func (t table) sheet() string {
	if t.kind == changes {
		return "变动目录"
	}
	return "公开目录"
}

// columns gives the table's columns.
func (t table) columns() (all []column) {
	if t.kind == changes {
		for _, f := range changeFields {
			all = append(all, column{f.zh, f.form, changeWidth(f.name)})
		}
		return all
	}
	for _, f := range record.Fields() {
		all = append(all, column{f.ZH, f.Form, width(f)})
	}
	return all
}

// table gives the part as rows.
func (v *part) table() table {
	maker := record.NewMaker(v.set.e.site)
	t := table{kind: catalogue, title: v.title(), rows: v.Count()}
	if v.set.Kind == volume.Changes {
		t.kind = changes
		t.fill = func(i int, cells []string) {
			c := maker.Change(v.Events[i])
			for j := range changeFields {
				cells[j] = changeFields[j].get(&c)
			}
		}
		return t
	}
	fields := record.Fields()
	var r record.Record
	t.fill = func(i int, cells []string) {
		maker.Make(&r, v.Items[i])
		for j := range fields {
			cells[j] = fields[j].Get(&r)
		}
	}
	return t
}

// width gives a column the room that its values need.
func width(f record.Field) float64 {
	switch f.Name {
	case "title", "summary":
		return 48
	case "basis", "attachments", "changes", "url", "limit", "department_name", "duty_title":
		return 30
	case "index", "doc_number", "published", "follows":
		return 20
	}
	switch f.Form {
	case schema.Day, schema.Bool, schema.Enum:
		return 12
	}
	return 16
}

// changeWidth is width for the change catalogue.
func changeWidth(name string) float64 {
	switch name {
	case "title", "what":
		return 48
	case "date", "kind_name":
		return 12
	}
	return 20
}

// changeFields are the columns of the change catalogue.
var changeFields = []struct {
	name, zh, docZH, docEN string
	form                   schema.Form
	get                    func(*record.Change) string
}{
	{"date", "变动日期", "发生变动的日期。", "The day of the change.", schema.Day, func(c *record.Change) string { return c.Date }},
	{"kind_name", "变动类型", "新增、变更、更正、撤下、恢复。", "Added, changed, corrected, withdrawn or restored.", schema.Enum, func(c *record.Change) string { return c.KindName }},
	{"index", "索引号", "变动事项的索引号。", "The item's index number.", schema.Text, func(c *record.Change) string { return c.Index }},
	{"title", "名称", "变动事项的标题。", "The item's title.", schema.Text, func(c *record.Change) string { return c.Title }},
	{"department_name", "公开主体", "公开主体的规范全称。", "The department's full name.", schema.Text, func(c *record.Change) string { return c.DepartmentName }},
	{"what", "变动内容", "改了什么，或者撤下、恢复的原因。", "What was changed, or why it was withdrawn or restored.", schema.Long, func(c *record.Change) string { return c.What }},
	{"approved_by", "批准", "谁批准的。", "Who approved it.", schema.Text, func(c *record.Change) string { return c.ApprovedBy }},
	{"department", "公开主体编号", "公开主体的编号。", "The department's id.", schema.Text, func(c *record.Change) string { return c.Department }},
	{"kind", "变动类型代码", "added、changed、corrected、withdrawn、restored。", "added, changed, corrected, withdrawn or restored.", schema.Text, func(c *record.Change) string { return string(c.Kind) }},
	{"url", "网址", "事项网页的完整地址。", "The item's absolute address.", schema.Text, func(c *record.Change) string { return c.URL }},
	{"address", "站内地址", "事项网页在本站内的地址。", "The item's address below the site's root.", schema.Text, func(c *record.Change) string { return c.Address }},
}
