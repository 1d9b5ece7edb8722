package sheet

import (
	"fmt"
	"strconv"

	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/register"
)

// Catalog sets the catalogue 公开目录 of a department and a month, with the columns of
// 政府信息公开条例 art. 12: 索引, 名称, 内容概述, 生成日期. Where the table is too wide for upright
// paper the paper is turned.
func (p *Press) Catalog(dep *model.Department, m post.Month) (*Document, error) {
	title := dep.Name + " " + m.Words() + "政府信息公开目录"
	d, err := p.pile(display.Document{Title: title, Author: dep.Name})
	if err != nil {
		return nil, err
	}
	items := post.Listed(p.site, dep.ID, m)
	build := func(l *listing) layout.Table {
		t := l.table("序号", "索引号", "名称", "内容概述", "文号", "生成日期", "公开日期")
		for i, it := range items {
			l.row(&t, strconv.Itoa(i+1), string(it.Index), it.Title, it.Summary, it.DocNo, day(it.Made), day(it.Published.Date))
		}
		return t
	}
	l := d.listing(model.A4, d.turnedFor(build(d.listing(model.A4, false))))
	l.title(title)
	l.lead(fmt.Sprintf("共 %d 条。", len(items)))
	if len(items) > 0 {
		l.blocks = append(l.blocks, build(l))
	}
	l.end(title)
	return d.done(), nil
}

// Register sets the standing catalogue 应公开目录 in the national form, on turned paper; the
// first level of a matter stands in each of its rows. It is nil where the site has no duties.
func (p *Press) Register() (*Document, error) {
	reg := register.Of(p.site)
	if len(reg.Rows) == 0 {
		return nil, nil
	}
	title := p.site.Config.Title + " 应公开目录"
	d, err := p.pile(display.Document{Title: title, Author: p.site.Config.Owner})
	if err != nil {
		return nil, err
	}
	paper := p.registerPaper()
	l := d.listing(paper, true)
	l.title(title)
	l.lead(fmt.Sprintf("共 %d 项。■ 选中的，□ 没有选的。", len(reg.Rows)))
	cells := *l
	if paper == model.A4 { // as wide as A3 is high: seven tenths
		cells.size = l.size * 7 / 10
	}
	t := cells.form(register.Columns())
	t.Widths = shares(l.column.W, registerWidths)
	for i := range reg.Rows {
		cells.row(&t, reg.Rows[i].Cells(true)...)
	}
	l.blocks = append(l.blocks, t)
	l.end(title)
	return d.done(), nil
}

// registerWidths are how the columns of the national form share the paper: the check-list of
// carriers has room for its longest entry in a line.
var registerWidths = []int{34, 72, 92, 134, 122, 84, 98, 184, 43, 66, 34, 43, 34, 34, 34}

// shares parts a width.
func shares(width display.Length, by []int) []display.Length {
	sum := 0
	for _, n := range by {
		sum += n
	}
	out, from, done := make([]display.Length, len(by)), display.Length(0), 0
	for i, n := range by {
		done += n
		to := display.Length(int64(width) * int64(done) / int64(sum))
		out[i], from = to-from, to
	}
	return out
}

// registerPaper gives the paper of the standing catalogue: A3, for its many columns, but
// where every notice board takes A4 alone.
func (p *Press) registerPaper() model.Paper {
	for _, b := range p.site.Boards {
		if b.Paper != model.A4 {
			return model.A3
		}
	}
	if len(p.site.Boards) > 0 {
		return model.A4
	}
	return model.A3
}

// form begins a table whose head has two rows: headings, and below those that are divided
// what they are divided into.
func (l *listing) form(columns []register.Column) layout.Table {
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = c.Head
	}
	t := l.table(heads...)
	whole := t.Head[0].Cells
	upper := layout.Row{Part: t.Head[0].Part}
	lower := layout.Row{Part: &display.Part{Parent: t.Head[0].Part.Parent, Role: display.Row}}
	for i, c := range columns {
		part := whole[i].Spans[0].Part
		switch {
		case c.Sub == "":
			part.Rows = 2
			upper.Cells = append(upper.Cells, whole[i])
			lower.Cells = append(lower.Cells, layout.CellText{Fill: whole[i].Fill, Joined: true})
		case i > 0 && columns[i-1].Head == c.Head:
			over := &upper.Cells[len(upper.Cells)-1]
			over.Columns++
			over.Spans[0].Part.Span = over.Columns
		default:
			whole[i].Columns = 1
			upper.Cells = append(upper.Cells, whole[i])
		}
		if c.Sub != "" {
			span := whole[i].Spans[0]
			span.Text, span.Part = c.Sub, &display.Part{Parent: lower.Part, Role: display.Head, Scope: "Column"}
			lower.Cells = append(lower.Cells, layout.CellText{Spans: []layout.Span{span}, Fill: whole[i].Fill})
		}
		align := layout.Justify // left, or right for numbers
		if c.Tick {
			align = layout.Center
		}
		t.Align = append(t.Align, align)
	}
	t.Head = []layout.Row{upper, lower}
	return t
}

// Phones sets the directory of the departments' telephones 公开电话 (clause 六·1).
func (p *Press) Phones() (*Document, error) {
	title := p.site.Config.Title + " 公开电话"
	d, err := p.pile(display.Document{Title: title, Author: p.site.Config.Owner})
	if err != nil {
		return nil, err
	}
	build := func(l *listing) layout.Table {
		t := l.table("序号", "公开主体", "电话", "监督投诉电话", "地址", "办公时间")
		for i, dep := range p.site.Departments {
			complaint := dep.Complaint
			if complaint == "" {
				complaint = p.site.Config.Supervision
			}
			l.row(&t, strconv.Itoa(i+1), dep.Name, dep.Phone, complaint, dep.Address, dep.Hours)
		}
		return t
	}
	l := d.listing(model.A4, d.turnedFor(build(d.listing(model.A4, false))))
	l.title(title)
	if s := p.site.Config.Supervision; s != "" {
		l.lead("监督电话：" + s)
	}
	if len(p.site.Departments) > 0 {
		l.blocks = append(l.blocks, build(l))
	}
	l.end(title)
	return d.done(), nil
}
