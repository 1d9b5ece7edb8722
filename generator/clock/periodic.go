package clock

import (
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/crew"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

var (
	clause4   = diag.Words{ZH: "细则第四条", EN: "rules, clause 4"}
	clause5i3 = diag.Words{ZH: "细则第五条第3项", EN: "rules, clause 5 item 3"}
	clause7   = diag.Words{ZH: "细则第七条", EN: "rules, clause 7"}
	clause8   = diag.Words{ZH: "细则第八条", EN: "rules, clause 8"}
	clause10  = diag.Words{ZH: "细则第十条", EN: "rules, clause 10"}
	clause11  = diag.Words{ZH: "细则第十一条", EN: "rules, clause 11"}
	decree26  = diag.Words{ZH: "《政府信息公开条例》第二十六条", EN: "decree 711, article 26"}
)

// The packs of rules.
const (
	Rules    = "xize"   // the district's
	National = "guojia" // the nation's
)

// periodic adds one period after the other of each duty of each department.
func (c *Clock) periodic(until calendar.Date) {
	limits := make([]calendar.Limit, len(c.Site.Duties))
	for i, d := range c.Site.Duties {
		limits[i] = calendar.ParseLimit(d.Limit)
	}
	crew.Each(0, len(c.deps), func(n int) {
		f, memo := c.deps[n], map[sourceKey][]Source{}
		for i, d := range c.Site.Duties {
			if d.Every != calendar.NoUnit && d.Of(f.Department) {
				c.periods(f, d, limits[i], until, memo)
			}
		}
	})
	for _, f := range c.deps {
		c.All = append(c.All, f.all...)
	}
}

// periods adds the periods of one duty of one department.
func (c *Clock) periods(f *departmentFacts, d *model.Duty, limit calendar.Limit, until calendar.Date, memo map[sourceKey][]Source) {
	from, ok := f.reckoned(d)
	if !ok {
		return
	}
	basis := strings.Join(d.Basis, "、")
	for year := int(from.Year); year <= int(until.Year); year++ {
		for _, p := range Slots(d.Every, year) {
			if p.First().After(until) || !d.Until.IsZero() && p.First().After(d.Until) {
				break
			}
			if p.Last().Before(from) {
				continue
			}
			key := sourceKey{d.Limit, basis, d.Cadence, d.Every, p}
			sources, known := memo[key]
			if !known {
				sources = c.periodSources(d, limit, p)
				memo[key] = sources
			}
			c.slot(f, d, limit, p, from, sources)
		}
	}
}

// Slots gives the periods of a year in which a duty is met: its months, its quarters, or the
// year; twice a year means the first half and then the whole year (clause 七).
func Slots(every calendar.Unit, year int) []calendar.Period {
	all := every.In(year)
	if every == calendar.Half {
		return []calendar.Period{all[0], calendar.Year.In(year)[0]}
	}
	return all
}

// A sourceKey tells which duties have the same sources for a period.
type sourceKey struct {
	limit, basis string
	cadence      model.Cadence
	every        calendar.Unit
	period       calendar.Period
}

// slot adds one period of a duty.
func (c *Clock) slot(f *departmentFacts, d *model.Duty, limit calendar.Limit, p calendar.Period, from calendar.Date, sources []Source) {
	if len(sources) == 0 || sources[0].Deadline.Day.Before(from) {
		return
	}
	items := f.items[join{d.ID, p}]
	if second := (calendar.Period{Year: p.Year, Unit: calendar.Half, N: 2}); d.Every == calendar.Half && p.Unit == calendar.Year {
		items = append(items[:len(items):len(items)], f.items[join{d.ID, second}]...)
	}
	for _, it := range items {
		f.meets[it] = true
	}
	o := &Obligation{Kind: Periodic, Department: f.Department, Duty: d, Period: p, Category: d.Category, Open: p.Last(),
		Sources: sources, Deadline: sources[0].Deadline, Public: len(c.Site.Config.ClockPages) > 0}
	if limit.Kind == calendar.YearDay && p.Unit == calendar.Year {
		o.Open = p.First() // a plan is due as its year begins
	}
	o.By, o.Met = published(items)
	if o.By == nil && len(items) > 0 {
		o.Item, o.Path = items[0], items[0].Path // a draft that waits
	}
	f.all = append(f.all, o)
}

// howOften says how often a matter is disclosed that has periods of a length.
var howOften = map[calendar.Unit]diag.Words{
	calendar.Year:    {ZH: "目录定为每年公开一次", EN: "once a year by the catalogue"},
	calendar.Half:    {ZH: "年度性每半年、年终各公开一次", EN: "annual matters by half-year and year"},
	calendar.Quarter: {ZH: "常规性事项，目录定为每季度公开一次", EN: "routine matters, each quarter by the catalogue"},
	calendar.Month:   {ZH: "常规性每月公开一次", EN: "routine matters monthly"},
}

// periodSources gives the rules that set a limit for a period of a duty, the strictest first.
func (c *Clock) periodSources(d *model.Duty, limit calendar.Limit, p calendar.Period) (out []Source) {
	cfg := &c.Site.Config
	if c.InForce(Rules) {
		how := howOften[d.Every]
		if d.Every == calendar.Year && d.Cadence == model.Annual {
			how = diag.Words{ZH: "年度性事项，目录定为每年公开一次", EN: "annual matters, once a year by the catalogue"}
		}
		out = append(out, Source{Rules, clause7, diag.Say("%s，期满后宽限 %d 日", "%s, %d days of grace after the period", how, cfg.GraceDays), calendar.CalendarDays(cfg.GraceDays).After(p.Last())})
	}
	if due, ok := limit.Of(p, c.Site.Days); ok {
		where := diag.Words{ZH: "应公开目录", EN: "the standing catalogue"}
		if len(d.Basis) > 0 {
			basis := strings.Join(d.Basis, "、")
			where = diag.Say("应公开目录（%s）", "the standing catalogue (%s)", basis)
		}
		out = append(out, Source{"", where, diag.Words{ZH: d.Limit, EN: d.Limit}, due})
	}
	if c.InForce(National) && cfg.LimitDays > 0 {
		out = append(out, Source{National, decree26, diag.Say("形成之日起 %d 个工作日，最早从期满起算", "%d working days from when it is made, which is the period's end at the earliest", cfg.LimitDays),
			calendar.WorkingDays(cfg.LimitDays).After(p.Last(), c.Site.Days)})
	}
	o := Obligation{}
	o.set(out)
	return o.Sources
}

// Rules says how deadlines of periods are set: by each pack that is in force, and by the
// standing catalogue.
func (c *Clock) Rules() diag.Words {
	cfg := &c.Site.Config
	var zh, en []string
	put := func(w diag.Words) { zh, en = append(zh, w.ZH), append(en, w.EN) }
	if c.InForce(Rules) {
		put(diag.Say("%s（期满后宽限 %d 个日历日）", "%s (%d calendar days after the period)", clause7, cfg.GraceDays))
	}
	if c.InForce(National) && cfg.LimitDays > 0 {
		put(diag.Say("%s（形成之日起 %d 个工作日）", "%s (%d working days from when it is made)", decree26, cfg.LimitDays))
	}
	put(diag.Words{ZH: "应公开目录写明的时限", EN: "the limit that the standing catalogue gives"})
	if len(zh) == 1 {
		return diag.Say("期限按%s。", "Deadlines go by %s.", diag.Words{ZH: zh[0], EN: en[0]})
	}
	return diag.Say("期限取%s里最早的一个。", "Deadlines are the earliest of %s.", diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")})
}
