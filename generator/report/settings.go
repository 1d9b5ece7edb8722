package report

import (
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A Setting is a word of the rules that the rules do not define, with what this site takes it
// for. A report prints them, so that nobody takes the site's choice for the rules' own.
type Setting struct {
	Term   diag.Words // what is open
	Clause diag.Words // where it is
	Value  diag.Words // what holds here
	Key    diag.Words // of site.yaml; none where no key sets it
	Given  bool       // site.yaml says so; else it is the program's default
}

// Source says where the value comes from.
func (s *Setting) Source() diag.Words {
	switch {
	case s.Key.IsZero():
		return diag.Words{ZH: "程序的做法", EN: "the program's way"}
	case s.Given:
		return diag.Say("site.yaml 的“%s”", "%s in site.yaml", s.Key)
	}
	return diag.Say("默认值（可在 site.yaml 写“%s”）", "the default (%s in site.yaml changes it)", s.Key)
}

// from gives a setting of the site.yaml key, of the key inside it where there are two.
func from(c *model.Config, key, zh, en, clauseZH, clauseEN string, value diag.Words) Setting {
	name, inside, nested := strings.Cut(key, ".")
	k := schema.Site.Get(name)
	words := diag.Words{ZH: k.ZH, EN: k.Name}
	if nested {
		x := schema.Table(k.Keys).Get(inside)
		words = diag.Words{ZH: words.ZH + "." + x.ZH, EN: words.EN + "." + x.Name}
	}
	return Setting{Term: diag.Words{ZH: zh, EN: en}, Clause: diag.Words{ZH: clauseZH, EN: clauseEN}, Value: value, Key: words, Given: !c.At.Of(key).IsZero()}
}

// settings lists what the rules leave open.
func settings(c *model.Config) []Setting {
	none := diag.Words{ZH: "不督办", EN: "not asked for"}
	days := func(n int) diag.Words { return diag.Say("%d 天", "%d days", n) }
	months := func(n int) diag.Words { return diag.Say("%d 个月", "%d months", n) }
	columns := func(n int) diag.Words { return diag.Say("%d 个栏目", "%d columns", n) }
	working := func(n int) diag.Words { return diag.Say("%d 个工作日", "%d working days", n) }
	packs := make([]string, len(c.Packs))
	for i, p := range c.Packs {
		packs[i] = p
		if v := schema.Site.Get("packs").Match(p); v != nil {
			packs[i] = v.Words.ZH + "（" + p + "）"
		}
	}
	begin := diag.Words{ZH: "各部门公开的第一件事项那天", EN: "the day of each department's first item"}
	if !c.DutiesFrom.IsZero() {
		begin = diag.Say("%s", "%s", c.DutiesFrom)
	}
	progress := none
	if c.ProgressMonths > 0 {
		progress = months(c.ProgressMonths)
	}
	archive := none
	if c.ArchiveBy != (calendar.Date{}) {
		archive = diag.Say("次年 %d 月 %d 日以前", "%02d-%02d of the next year", c.ArchiveBy.Month, c.ArchiveBy.Day)
	}
	limit := none
	if c.LimitDays > 0 {
		limit = diag.Say("形成之日起 %d 个工作日；应公开目录写得更短的，按更短的", "%d working days from when it is made; a duty's own limit where it is shorter", c.LimitDays)
	}
	x := &c.Inspection
	const inspection, inspectionEN = "国办秘函〔2019〕19号", "the inspection indicators of 2019 (no. 19)"
	out := []Setting{
		from(c, "grace_days", "每月、每半年、年终之后多久算逾期", "how long after a month, half-year or year", "细则第七条", "rules, clause 7",
			diag.Say("期满后 %d 日（日历日）；年终按 12 月 31 日，年度性一年两期：上半年、全年", "%d calendar days; the year ends on 31 December, annual matters have two periods: the first half and the year", c.GraceDays)),
		from(c, "limit_days", "临时性工作“随时公开”", "ad hoc matters at once", "细则第七条、《政府信息公开条例》第二十六条", "rules, clause 7; decree 711, article 26", limit),
		from(c, "duties_from", "从哪天起对照应公开目录", "since when duties are reckoned", "细则第七条", "rules, clause 7", begin),
		from(c, "progress_months", "决策后多久公开一次进展", "how often progress is told", "细则第五条第3项、第七条", "rules, clauses 5 item 3 and 7", progress),
		from(c, "opinion_days", "“及时”答复意见", "an answer in time", "细则第八条", "rules, clause 8", working(c.OpinionDays)),
		from(c, "archive_by", "“及时”归档", "on file in time", "细则第八条", "rules, clause 8", archive),
		from(c, "filing_day", "备案日：“10日前”", "the day of filing", "细则第十条", "rules, clause 10", diag.Say("每季度第三个月的 %d 日", "day %d of a quarter's third month", c.FilingDay)),
		from(c, "filing_strict", "备案日当天", "that day itself", "细则第十条", "rules, clause 10", either(c.FilingStrict, "算逾期", "is late", "算按时", "is in time")),
		from(c, "filing_shift", "备案日是休息日", "where it is a day off", "细则第十条", "rules, clause 10", either(c.FilingShift, "顺延到下一个工作日", "the next working day", "不顺延", "stays")),
		from(c, "inspection.focus_days", "重点栏目多久不更新算过期", "a focus column without news", "细则第四条", "rules, clause 4", days(x.FocusDays)),
	}
	for _, s := range [...]struct {
		key, zh, en string
		value       diag.Words
	}{
		{"home_days", "首页多久不更新算不合格", "the home page without news", days(x.HomeDays)},
		{"news_days", "动态要闻类栏目多久不更新算过期", "a column of news without news", days(x.NewsDays)},
		{"document_months", "通知公告、政策文件类栏目多久不更新算过期", "a column of documents without news", months(x.DocumentMonths)},
		{"stale_columns", "这两类栏目过期几个算不合格", "how many of those fail the site", columns(x.StaleColumns)},
		{"long_months", "其他应更新的栏目多久不更新算长期未更新", "any other column without news", months(x.LongMonths)},
		{"long_columns", "长期未更新的栏目几个算不合格", "how many of those fail the site", columns(x.LongColumns)},
		{"blank_columns", "空白栏目几个算不合格", "how many empty columns fail the site", columns(x.BlankColumns)},
		{"opinion_months", "意见多久不答复算不合格", "an opinion without an answer", months(x.OpinionMonths)},
	} {
		out = append(out, from(c, "inspection."+s.key, s.zh, s.en, inspection, inspectionEN, s.value))
	}
	list := strings.Join(packs, "、")
	return append(out,
		from(c, "inspection.department_columns", "一个部门几个栏目过期或者空白算不合格", "how many columns fail a department", "细则第十条", "rules, clause 10", columns(x.DepartmentColumns)),
		from(c, "packs", "启用的规则；时限不同的，按较严的算", "the rules in force; the stricter limit holds", "细则、国家规定", "rules and national regulation", diag.Words{ZH: list, EN: strings.Join(c.Packs, ", ")}),
		Setting{Term: diag.Words{ZH: "“大额”资金", EN: "large sums"}, Clause: diag.Words{ZH: "细则第五条第8项", EN: "rules, clause 5 item 8"},
			Value: diag.Words{ZH: "不设数额，部门归入“大额资金使用”类的都算", EN: "no sum is set: what a department files under that category"}},
		Setting{Term: diag.Words{ZH: "“重大”事项、“重大”决策", EN: "major matters and decisions"}, Clause: diag.Words{ZH: "细则第五条第4项、第九条第3项", EN: "rules, clauses 5 item 4 and 9 item 3"},
			Value: diag.Words{ZH: "部门在事项里写“重大事项: 是”的", EN: "what a department marks as major"}},
		Setting{Term: diag.Words{ZH: "群众“普遍关注”的事项", EN: "what people care about"}, Clause: diag.Words{ZH: "细则第七条", EN: "rules, clause 7"},
			Value: diag.Words{ZH: "不另设标准；写了“重大事项: 是”的，要求决策前预公开", EN: "no rule of its own: what is marked as major needs a draft before it"}},
		Setting{Term: diag.Words{ZH: "“及时”向办公室反馈", EN: "telling the office in time"}, Clause: diag.Words{ZH: "细则第九条第6项", EN: "rules, clause 9 item 6"},
			Value: diag.Words{ZH: "每月一份月报", EN: "a report a month"}},
	)
}

// either gives one of two words.
func either(yes bool, zh, en, noZH, noEN string) diag.Words {
	if yes {
		return diag.Words{ZH: zh, EN: en}
	}
	return diag.Words{ZH: noZH, EN: noEN}
}
