package sheet

import (
	"fmt"
	"strconv"

	"gongkai/generator/display"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/schema"
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

// Register sets the register of duties 应公开事项, with the columns of the standard catalogues
// (国办发〔2019〕54号). It is nil where the site has none.
func (p *Press) Register() (*Document, error) {
	if len(p.site.Duties) == 0 {
		return nil, nil
	}
	title := p.site.Config.Title + " 应公开事项目录"
	d, err := p.pile(display.Document{Title: title, Author: p.site.Config.Owner})
	if err != nil {
		return nil, err
	}
	build := func(l *listing) layout.Table {
		t := l.table("序号", "公开事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开频次")
		for i, du := range p.site.Duties {
			l.row(&t, strconv.Itoa(i+1), du.Title, du.Content, joined(du.Basis), du.Limit, joined(p.names(du)), joined(du.Channels), du.Audience, word(schema.Duty.Get("cadence"), string(du.Cadence)))
		}
		return t
	}
	l := d.listing(model.A4, d.turnedFor(build(d.listing(model.A4, false))))
	l.title(title)
	l.lead(fmt.Sprintf("共 %d 项。", len(p.site.Duties)))
	l.blocks = append(l.blocks, build(l))
	l.end(title)
	return d.done(), nil
}

// names gives the departments of a duty in words: a department's name, a kind's, or all.
func (p *Press) names(du *model.Duty) []string {
	out := make([]string, len(du.Departments))
	for i, x := range du.Departments {
		switch d := p.site.Department(x); {
		case d != nil:
			out[i] = d.Name
		case x == "all":
			out[i] = "各部门"
		default:
			out[i] = word(schema.Department.Get("kind"), x)
		}
	}
	return out
}

// word gives a value's name in words, and the value itself where it has none.
func word(k *schema.Key, code string) string {
	for _, v := range k.Values {
		if v.Code == code {
			return v.Words.ZH
		}
	}
	return code
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
