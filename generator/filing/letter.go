package filing

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/sheet"
)

// letter is 备案函, which goes with the package: of whom, what, how much, who answers for it.
func (p *Package) letter(c *Counts) *sheet.Letter {
	period := p.q.period
	l := &sheet.Letter{
		From: p.dept.Name, Title: "关于报送" + period.Chinese() + "政务公开备案材料的函", To: p.q.site.Config.Owner,
		Signs: []string{"填报人", "审核人", "负责人"}, Date: p.q.site.Today,
	}
	opening := fmt.Sprintf("按照政务公开备案制度的要求，现将我单位%s（%s至%s）公开及变动的内容以电子文档形式报送备案，请予接收。本季度备案的截止日期为%s（%s）。",
		period.Chinese(), period.First().Chinese(), period.Last().Chinese(), p.q.due.Day.Chinese(), p.q.due.By.Words().ZH)
	l.Body = []sheet.Passage{{Text: opening}, {Heading: "一、公开情况", Text: p.disclosed(c)}, {Heading: "二、变动情况", Text: p.changed(c)}}
	if c.Sources > 0 {
		l.Body = append(l.Body, sheet.Passage{Heading: "三、审议、审定和保密审查", Text: p.approved()})
	}
	l.Body = append(l.Body,
		sheet.Passage{Heading: numeral(len(l.Body)) + "、材料清单", Facts: p.papers(c)},
		sheet.Passage{Heading: numeral(len(l.Body)+1) + "、责任人", Facts: facts([][2]string{
			{"公开专员", p.dept.Clerk}, {"替补", p.dept.Deputy}, {"电话", p.dept.Phone}, {"地址", p.dept.Address},
		})},
	)
	return l
}

// numeral gives a heading's number.
func numeral(n int) string { return [...]string{"", "一", "二", "三", "四", "五"}[n] }

// facts drops the pairs that say nothing.
func facts(pairs [][2]string) (out [][2]string) {
	for _, p := range pairs {
		if p[1] != "" {
			out = append(out, p)
		}
	}
	return out
}

// disclosed tells what became public.
func (p *Package) disclosed(c *Counts) string {
	if c.Items == 0 {
		return "本季度无公开事项。"
	}
	return fmt.Sprintf("本季度公开事项%d件。\n按公开频次：%s。\n按类别：%s。", c.Items, counted(c.Cadences), counted(c.Groups))
}

// counted lists counts: 年度性2件，临时性4件.
func counted(list []Count) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = fmt.Sprintf("%s%d件", x.Name, x.Count)
	}
	return strings.Join(parts, "，")
}

// changed tells what was changed.
func (p *Package) changed(c *Counts) string {
	if c.Changes == 0 {
		return "本季度无变动。"
	}
	var parts []string
	for _, x := range []struct {
		name string
		n    int
	}{{"新增", c.Added}, {"变更", c.Changed}, {"更正", c.Corrected}, {"撤下", c.Withdrawn}, {"恢复", c.Restored}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d条", x.name, x.n))
		}
	}
	text := fmt.Sprintf("本季度变动目录共%d条：%s。", c.Changes, strings.Join(parts, "，"))
	if gone := p.count(p.all(), p.q.site.Gone); gone > 0 {
		text += fmt.Sprintf("\n其中%d件现已撤下，清单中已经注明，原文和附件仍随材料报送。", gone)
	}
	return text
}

func (p *Package) count(items []*model.Item, is func(*model.Item) bool) (n int) {
	for _, it := range items {
		if is(it) {
			n++
		}
	}
	return n
}

// approved tells how the items were reviewed and approved, as far as their records say.
func (p *Package) approved() string {
	all := p.all()
	text := fmt.Sprintf("所报%d件事项的审议、审定情况见《审议审定记录》：经部门审议%d件，经区级审定%d件，保密审查通过%d件。", len(all),
		p.count(all, func(it *model.Item) bool { return !it.Reviewed.IsZero() }),
		p.count(all, func(it *model.Item) bool { return !it.Approved.IsZero() }),
		p.count(all, func(it *model.Item) bool { return it.Secrecy == "pass" }))
	if n := p.count(all, func(it *model.Item) bool { return it.Normative }); n > 0 {
		text += fmt.Sprintf("\n规范性文件%d件，其中经法制审核%d件。", n, p.count(all, func(it *model.Item) bool { return it.Normative && it.Legal != nil }))
	}
	if n := p.count(all, func(it *model.Item) bool { return it.Late != "" }); n > 0 {
		text += fmt.Sprintf("\n超过时限公开的%d件，原因见《审议审定记录》。", n)
	}
	return text
}

// papers lists what is in the package.
func (p *Package) papers(c *Counts) [][2]string {
	return [][2]string{
		{"事项清单", fmt.Sprintf("%s，%d件", itemList, c.Items)},
		{"变动清单", fmt.Sprintf("%s，%d条", changeList, c.Changes)},
		{"审议审定记录", fmt.Sprintf("%s，%d件", approvalList, c.Sources)},
		{"原文和附件", fmt.Sprintf("“原文”文件夹，原文%d件，附件%d个", c.Sources, c.Attachments)},
		{"校验", fmt.Sprintf("%s、%s，列明每个文件的大小和SHA-256校验值", manifestName, sumsName)},
	}
}

// setLetter sets a letter and gives it as PDF, with the characters that no font has.
func setLetter(p *sheet.Press, l *sheet.Letter) (data []byte, missing []string, err error) {
	d, err := p.Letter(l)
	if err != nil {
		return nil, nil, err
	}
	for _, r := range d.Remarks {
		if !slices.Contains(missing, r.What) {
			missing = append(missing, r.What)
		}
	}
	var b bytes.Buffer
	err = p.Write(&b, d.Pages)
	return b.Bytes(), missing, err
}
