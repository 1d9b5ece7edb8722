package clock

import (
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// drafts adds documents that are made and not yet public, but those that meet a period.
func (c *Clock) drafts() {
	for _, it := range c.Site.All {
		f := c.of[it.Department]
		if f == nil || it.Made.IsZero() || f.meets[it] || c.Site.Gone(it) || !it.Draft && !c.Site.Held(it) {
			continue
		}
		o := &Obligation{Kind: Draft, Department: f.Department, Duty: c.duty(it), Item: it, Path: it.Path, Category: it.Category, Open: it.Made, Period: it.Period}
		o.title = diag.Say("公开“%s”", "publish %q", it.Title)
		if o.By, o.Met = published([]*model.Item{it}); o.By == nil {
			o.Met = calendar.Date{}
		}
		c.add(o, c.itemSources(it)...)
	}
}

// duty gives the duty that an item names.
func (c *Clock) duty(it *model.Item) *model.Duty {
	if it.Duty == "" {
		return nil
	}
	return c.Site.Duty(it.Duty)
}

// itemSources gives the rules that limit the time from an item's making to its publishing.
func (c *Clock) itemSources(it *model.Item) (out []Source) {
	cfg := &c.Site.Config
	if c.InForce(National) && cfg.LimitDays > 0 {
		out = append(out, Source{National, decree26, diag.Say("形成之日起 %d 个工作日", "%d working days from when it is made", cfg.LimitDays),
			calendar.WorkingDays(cfg.LimitDays).After(it.Made, c.Site.Days)})
	}
	if d := c.duty(it); d != nil {
		if due, ok := ownLimit(d).From(it.Made, c.Site.Days); ok {
			out = append(out, Source{"", diag.Say("应公开目录“%s”", "the standing catalogue, %s", d.Title), diag.Words{ZH: d.Limit, EN: d.Limit}, due})
		}
	}
	return out
}

// noticeDays is how long before its deadline an obligation that has no period becomes due.
const noticeDays = 30

// progress adds what plans and major decisions must tell of how they go on, until a result
// that follows them, or the end of their validity.
func (c *Clock) progress() {
	s, months := c.Site, c.Site.Config.ProgressMonths
	if months <= 0 || !c.InForce(Rules) {
		return
	}
	var followers, drafts map[model.ID][]*model.Item
	for _, it := range s.All {
		f := c.of[it.Department]
		if f == nil || it.Draft || it.Stage != model.StageResult || s.Gone(it) || it.Published.Date.IsZero() || it.Status != model.Valid {
			continue
		}
		plan := plans(it.Category)
		if !plan && !it.Major || f.from.IsZero() || it.Published.Date.Before(f.from) {
			continue
		}
		if followers == nil {
			followers, drafts = c.followers()
		}
		what, clause := diag.Words{ZH: "重大决策", EN: "the major decision"}, clause7
		if plan {
			what, clause = diag.Words{ZH: "规划计划", EN: "the plan"}, clause5i3
		}
		news := after(it, followers)
		c.steps(f, it, what, clause, news, next(append(news, it), drafts))
	}
}

// plans reports whether a category is one of plans, whose progress is told.
func plans(category string) bool {
	return slices.Contains([]string{"03", "0301", "0302", "0303"}, category)
}

// followers gives what follows each item: public or held, and as a draft.
func (c *Clock) followers() (followers, drafts map[model.ID][]*model.Item) {
	followers, drafts = map[model.ID][]*model.Item{}, map[model.ID][]*model.Item{}
	for _, it := range c.Site.All {
		switch {
		case it.Follows == "" || c.Site.Gone(it):
		case it.Draft:
			drafts[it.Follows] = append(drafts[it.Follows], it)
		case !it.Published.Date.IsZero():
			followers[it.Follows] = append(followers[it.Follows], it)
		}
	}
	return followers, drafts
}

// next gives the first draft that follows one of the items; nil for none.
func next(items []*model.Item, drafts map[model.ID][]*model.Item) *model.Item {
	for _, it := range items {
		if d := drafts[it.Index]; len(d) > 0 {
			return d[0]
		}
	}
	return nil
}

// after gives what comes of an item, oldest first, each once.
func after(it *model.Item, followers map[model.ID][]*model.Item) (out []*model.Item) {
	seen := map[*model.Item]bool{it: true}
	for todo := []*model.Item{it}; len(todo) > 0; todo = todo[1:] {
		for _, x := range followers[todo[0].Index] {
			if !seen[x] {
				seen[x] = true
				out, todo = append(out, x), append(todo, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *model.Item) int { return a.Published.Compare(b.Published) })
	return out
}

// steps adds one obligation from each news of a matter to the next; draft is what waits to be
// the next, nil for none.
func (c *Clock) steps(f *departmentFacts, it *model.Item, what, clause diag.Words, news []*model.Item, draft *model.Item) {
	months := c.Site.Config.ProgressMonths
	last := it.Published.Date
	for i := 0; ; i++ {
		due := calendar.Months(months).After(last)
		if !it.ValidUntil.IsZero() && due.Day.After(it.ValidUntil) {
			return
		}
		o := &Obligation{Kind: Progress, Department: f.Department, Duty: c.duty(it), Item: it, Category: it.Category,
			Open: later(last, due.Day.AddDays(-noticeDays)), title: diag.Say("公开%[1]s“%[2]s”的进展", "tell the progress of %[1]s %[2]q", what, it.Title)}
		if i < len(news) {
			o.By, o.Met = news[i], news[i].Published.Date
		} else if draft != nil {
			o.Path, f.meets[draft] = draft.Path, true
		}
		c.add(o, Source{Rules, clause, diag.Say("每 %d 个月公开一次进展，直到公开结果", "progress every %d months, until there is a result", months), due})
		if i == len(news) || news[i].Stage == model.StageResult {
			return
		}
		last = news[i].Published.Date
	}
}

func later(a, b calendar.Date) calendar.Date {
	if a.After(b) {
		return a
	}
	return b
}

// begin gives the first day from which a department's duties are reckoned; zero for none.
func (c *Clock) begin() (first calendar.Date) {
	for _, f := range c.deps {
		if !f.from.IsZero() && (first.IsZero() || f.from.Before(first)) {
			first = f.from
		}
	}
	return first
}

// focus adds one obligation from each news of a focus column to the next: of the last that is
// public, and of those that are held.
func (c *Clock) focus() {
	s, days := c.Site, c.Site.Config.Inspection.FocusDays
	if !c.InForce(Rules) || days <= 0 {
		return
	}
	column := map[string]string{}
	for _, x := range s.Categories {
		if x.Focus != "" {
			column[x.Code] = x.Focus
		}
	}
	news := map[string][]calendar.Date{}
	for _, it := range s.All {
		name := column[it.Category]
		if day := it.Published.Date; name != "" && !it.Draft && !day.IsZero() && !s.Gone(it) {
			if old := news[name]; len(old) > 0 && !day.After(s.Today) && !old[0].After(s.Today) {
				old[0] = later(old[0], day)
			} else {
				news[name] = append(old, day)
				slices.SortFunc(news[name], calendar.Date.Compare)
			}
		}
	}
	begin := c.begin()
	for _, x := range schema.Focus() {
		dates := news[x.Code]
		if !begin.IsZero() && (len(dates) == 0 || dates[0].After(begin)) {
			dates = slices.Insert(dates, 0, begin) // nothing yet: reckoned from where duties begin
		}
		for i, last := range dates {
			due := calendar.CalendarDays(days).After(last)
			o := &Obligation{Kind: Focus, Open: later(last, due.Day.AddDays(-noticeDays)),
				title: diag.Say("更新重点栏目“%s”", "bring news in the focus column %s", x.Words)}
			if i+1 < len(dates) {
				o.Met = dates[i+1]
			}
			c.add(o, Source{Rules, clause4, diag.Say("重点栏目至少每 %d 日更新一次（site.yaml）", "a focus column has news every %d days (site.yaml)", days), due})
		}
	}
}
