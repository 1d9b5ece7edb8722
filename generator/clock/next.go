package clock

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/post"
)

// An Event is a moment at which a rebuild would change the site.
type Event struct {
	At   calendar.Moment
	What diag.Words
	Item *model.Item // nil for none
}

// Next gives the first moment after now at which a rebuild would change the site, with every
// event of that moment; none where nothing is settled that would. The day that some pages bear
// (the home page, the boards') is none; how many days are left to comment is.
func (c *Clock) Next(now calendar.Moment) []Event {
	var out []Event
	put := func(at calendar.Moment, it *model.Item, zh, en string, args ...any) {
		switch {
		case !at.After(now), len(out) > 0 && at.After(out[0].At):
			return
		case len(out) > 0 && out[0].At.After(at):
			out = out[:0]
		}
		out = append(out, Event{at, diag.Say(zh, en, args...), it})
	}
	begin := func(d calendar.Date) calendar.Moment { return calendar.Moment{Date: d} }
	past := func(d calendar.Date) calendar.Moment {
		if d.IsZero() {
			return calendar.Moment{}
		}
		return calendar.Moment{Date: d.AddDays(1)}
	}
	tomorrow := past(now.Date)
	s := c.Site
	for _, it := range s.All {
		if it.Draft {
			continue
		}
		put(it.Published, it, "“%s”到公开时间", "%q becomes public", it.Title)
		if s.Held(it) {
			continue
		}
		for _, d := range [...]*model.Decision{it.Withdrawn, it.Restored} {
			if d != nil {
				put(begin(d.Date), it, "“%s”撤下或者恢复", "%q is withdrawn or restored", it.Title)
			}
		}
		if s.Gone(it) {
			continue
		}
		put(past(it.ValidUntil), it, "“%s”有效期满", "%q is no longer valid", it.Title)
		put(begin(it.CommentFrom), it, "“%s”开始征求意见", "comments on %q begin", it.Title)
		put(past(it.CommentUntil), it, "“%s”征求意见结束", "comments on %q end", it.Title)
		if s.CommentOpen(it) && !now.Date.After(it.CommentUntil) {
			put(tomorrow, it, "“%s”征求意见的剩余天数变化", "one day less to comment on %q", it.Title)
		}
		for _, b := range s.Boards {
			if p, ok := post.Of(s, it, b); ok {
				put(begin(p.From), it, "“%s”开始张贴", "%q goes up", it.Title)
				put(past(p.Until), it, "“%s”张贴期满", "%q comes down", it.Title)
				put(begin(p.From.AddDays(post.Back+1)), it, "“%s”不再算新贴的", "%q is new on its board no longer", it.Title)
			}
		}
		for _, x := range it.Changes {
			put(begin(x.Date), it, "“%s”记录变动", "a change of %q is told", it.Title)
		}
		if h := it.Hearing; h != nil {
			put(past(h.SignUpUntil), it, "“%s”听证报名截止", "signing up for the hearing on %q ends", it.Title)
			put(begin(h.Date), it, "“%s”听证举行", "the hearing on %q is held", it.Title)
			put(past(h.Date), it, "“%s”听证结束", "the hearing on %q is over", it.Title)
		}
	}
	if month := begin(tomorrow.Date); month.Date.Day == 1 && len(s.Items)+len(s.Duties) > 0 {
		put(month, nil, "新的一月：月度目录和公开日历", "a new month: its catalogues, and the calendar")
	}
	for _, d := range s.Duties {
		if len(s.Config.ClockPages) > 0 {
			put(begin(d.From), nil, "应公开事项“%s”开始", "the duty %s begins", d.Title)
			put(past(d.Until), nil, "应公开事项“%s”终止", "the duty %s ends", d.Title)
		}
	}
	for _, o := range c.All {
		if !o.Public {
			continue
		}
		if o.Met.IsZero() || o.Deadline.Passed(o.Met) {
			put(past(o.Deadline.Day), o.Item, "“%s”逾期", "%q is late", o.Title())
		}
		put(begin(o.Open), o.Item, "“%s”到期", "%q is due", o.Title())
	}
	return out
}
