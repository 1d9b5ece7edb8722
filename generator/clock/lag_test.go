package clock_test

import (
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/model"
)

// From made to published in working days, against the shorter of the site's limit and the
// duty's own; a draft runs until today, and what was published on the day of its making took
// none (O70).
func TestLagOf(t *testing.T) {
	p := parts(t)
	p.Today = day(t, "2026-10-30")
	p.Duties = []*model.Duty{{ID: "quick", Title: "许可结果", Category: "0401", Departments: []string{"caizheng"}, Cadence: model.AdHoc, Limit: "7个工作日内"}}
	made := func(made, published, duty string, draft bool) *model.Item {
		it := &model.Item{Path: "caizheng/2026/x.md", Department: "caizheng", Made: day(t, made), Duty: duty, Draft: draft}
		if published != "" {
			it.Published = calendar.Moment{Date: day(t, published)}
		}
		return it
	}
	for _, x := range []struct {
		name        string
		it          *model.Item
		days, limit int
		open, none  bool
	}{
		{"over the holidays of October", made("2026-09-30", "2026-10-12", "", false), 2, 20, false, false},
		{"the same day", made("2026-10-12", "2026-10-12", "", false), 0, 20, false, false},
		{"past the limit", made("2026-08-03", "2026-09-01", "", false), 21, 20, false, false},
		{"the duty's own limit", made("2026-08-03", "2026-08-14", "quick", false), 9, 7, false, false},
		{"a draft until today", made("2026-10-26", "", "", true), 4, 20, true, false},
		{"published before it was made", made("2026-10-26", "2026-10-20", "", false), 0, 0, false, true},
		{"no day of publishing", made("2026-10-26", "", "", false), 0, 0, false, true},
	} {
		l, ok := clock.LagOf(model.New(p), x.it)
		if ok == x.none {
			t.Errorf("%s: counted: %v", x.name, ok)
		}
		if ok && (l.Days != x.days || l.Limit != x.limit || l.Open != x.open || (l.Duty != nil) != (x.limit == 7) || l.Over() != x.days-x.limit) {
			t.Errorf("%s: %+v", x.name, l)
		}
	}
	p.Config.LimitDays = 0
	if _, ok := clock.LagOf(model.New(p), made("2026-10-12", "2026-10-13", "", false)); ok {
		t.Error("counted without a limit")
	}
}
