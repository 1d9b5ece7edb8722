package catalog

import (
	"gongkai/generator/record"
	"gongkai/generator/schema"
	"gongkai/generator/volume"
	"gongkai/generator/xlsx"
)

// frozen is how many columns stay in sight: 序号, and the index number or the day.
const frozen = 2

// table gives the part as the CSV and the XLSX show it.
func (v *part) table() *xlsx.Sheet {
	if v.set.Kind == volume.Changes {
		return v.changeTable()
	}
	maker, fields := record.NewMaker(v.set.e.site), record.Fields()
	t := &xlsx.Sheet{Name: "公开目录", Rows: v.Count(), Numbered: true, Frozen: frozen}
	for _, f := range fields {
		t.Columns = append(t.Columns, xlsx.Column{Head: f.ZH, Form: cells(f.Form), Width: width(f)})
	}
	var r record.Record
	t.Fill = func(i int, row []string) {
		maker.Make(&r, v.Items[i])
		for j := range fields {
			row[j] = fields[j].Get(&r)
		}
	}
	return t
}

// changeTable is table for the change catalogue.
func (v *part) changeTable() *xlsx.Sheet {
	maker := record.NewMaker(v.set.e.site)
	t := &xlsx.Sheet{Name: "变动目录", Rows: v.Count(), Numbered: true, Frozen: frozen, Fit: true}
	for _, f := range changeFields {
		t.Columns = append(t.Columns, xlsx.Column{Head: f.zh, Form: cells(f.form), Width: changeWidth(f.name)})
	}
	t.Fill = func(i int, row []string) {
		c := maker.Change(v.Events[i])
		for j := range changeFields {
			row[j] = changeFields[j].get(&c)
		}
	}
	return t
}

// cells gives what a field's cells are in a spreadsheet.
func cells(f schema.Form) xlsx.Form {
	switch f {
	case schema.Day:
		return xlsx.Day
	case schema.Instant:
		return xlsx.Moment
	}
	return xlsx.Text
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
