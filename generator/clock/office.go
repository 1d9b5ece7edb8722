package clock

import (
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// opinions adds the answers that people wait for, and those that they got.
func (c *Clock) opinions() {
	days := c.Site.Config.OpinionDays
	for _, x := range c.Site.Opinions {
		f := c.of[x.Department]
		if f == nil || x.Received.IsZero() || !c.InForce(Rules) {
			continue
		}
		o := &Obligation{Kind: Opinion, Department: f.Department, Path: x.Path, Open: x.Received, Met: x.Answered,
			title: diag.Say("答复意见“%s”", "answer the opinion %q", x.Title)}
		c.add(o, Source{Rules, clause8, diag.Say("收到之日起 %d 个工作日（site.yaml 的“答复时限”）", "%d working days from when it came (opinion_days in site.yaml)", days),
			calendar.WorkingDays(days).After(x.Received, c.Site.Days)})
	}
}

// orders adds what departments were told to disclose.
func (c *Clock) orders(until calendar.Date) {
	for _, x := range c.Site.Orders {
		f := c.of[x.Department]
		if f == nil || x.Deadline.IsZero() {
			continue
		}
		o := &Obligation{Kind: Order, Department: f.Department, Period: x.Period, Category: x.Category, Path: x.Path, Open: x.Issued, Public: x.Public,
			title: diag.Say("按限时公开通知“%s”公开", "disclose as the order %q says", x.Title)}
		o.subject = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(x.Title, "关于"), "限时公开"), "的通知")
		if x.Duty != "" {
			o.Duty = c.Site.Duty(x.Duty)
		}
		if by := c.Site.Fulfils(x, until); by != nil {
			o.By, o.Met = by, by.Published.Date
			if o.Met.Before(x.Issued) {
				o.Met = x.Issued
			}
		}
		c.add(o, Source{Rules, clause11, diag.Words{ZH: "通知写明的限期", EN: "the day that the order names"}, calendar.Deadline{Day: x.Deadline}})
	}
}

// filings adds the packages of quarters, each due in the last month of the next.
func (c *Clock) filings(until calendar.Date) {
	if !c.InForce(Rules) {
		return
	}
	type key struct {
		department string
		quarter    calendar.Period
	}
	filed := map[key]calendar.Date{}
	for _, x := range c.Site.Filings {
		at := key{x.Department, x.Period}
		if old, ok := filed[at]; !ok || x.Filed.Before(old) {
			filed[at] = x.Filed
		}
	}
	for _, f := range c.deps {
		if f.from.IsZero() {
			continue
		}
		for q := calendar.Quarter.Holding(f.from); ; q = q.Next() {
			due, open := c.Site.Config.FilingDeadline(q, c.Site.Days), model.FilingOpens(q)
			if open.After(until) {
				break
			}
			o := &Obligation{Kind: Filing, Department: f.Department, Period: q, Open: open, Met: filed[key{f.ID, q}],
				title: diag.Say("%[1]s公开内容报备案", "file what was disclosed in %[2]s", q.Chinese(), q)}
			c.add(o, Source{Rules, clause10, diag.Say("每季度第三个月的 %d 日前报上个季度的，宜在 %d 日以前办完", "before day %d of a quarter's third month for the quarter before; aim at day %d", c.Site.Config.FilingDay, model.FilingTarget(due).Day), due})
		}
	}
}

// archive adds one obligation for each department and year whose items are to be put on file.
func (c *Clock) archive(until calendar.Date) {
	by := c.Site.Config.ArchiveBy
	if by.IsZero() || !c.InForce(Rules) {
		return
	}
	type year struct {
		waiting int
		last    calendar.Date
		at      *model.Item
	}
	all := map[string]map[int16]*year{}
	for _, it := range c.Site.All {
		f, day := c.of[it.Department], it.Published.Date
		if f == nil || it.Draft || day.IsZero() || day.After(c.Site.Today) || f.from.IsZero() || day.Before(f.from) {
			continue
		}
		if all[f.ID] == nil {
			all[f.ID] = map[int16]*year{}
		}
		y := all[f.ID][day.Year]
		if y == nil {
			y = &year{}
			all[f.ID][day.Year] = y
		}
		if it.Archived.IsZero() {
			y.waiting++
			y.at = it
		}
		y.last = later(y.last, it.Archived)
	}
	for _, f := range c.deps {
		for n := f.from.Year; n < until.Year; n++ {
			y := all[f.ID][n]
			if y == nil {
				continue
			}
			o := &Obligation{Kind: Archive, Department: f.Department, Period: calendar.Period{Year: n, Unit: calendar.Year}, Count: y.waiting,
				Open: calendar.Date{Year: n + 1, Month: 1, Day: 1}, title: diag.Say("%[1]d年公开的 %[2]d 件事项归档", "put the %[2]d items of %[1]d on file", n, y.waiting)}
			if y.waiting == 0 {
				o.Met = y.last
				o.title = diag.Say("%d年公开的事项归档", "put the items of %d on file", n)
			}
			c.add(o, Source{Rules, clause8, diag.Say("次年 %d 月 %d 日以前立卷归档（site.yaml 的“归档日”）", "on file by %02d-%02d of the next year (archive_by in site.yaml)", by.Month, by.Day),
				calendar.Deadline{Day: by.On(int(n) + 1)}})
		}
	}
}
