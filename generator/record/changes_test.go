package record

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

func lines(all []Change) string {
	var b strings.Builder
	for _, c := range all {
		fmt.Fprintf(&b, "%s %s %s %s %s\n", c.Date, c.KindName, c.Index, c.What, c.ApprovedBy)
	}
	return b.String()
}

func TestChanges(t *testing.T) {
	a := full(t)
	b := &model.Item{Path: "water/2026/02.md", Index: "SW-2026-00002", Title: "通知", Department: "water",
		Published: calendar.Moment{Date: day(t, 2026, 8, 2)}, ApprovedBy: "审定组",
		Changes: []model.Change{{Date: day(t, 2026, 8, 2), What: "当日改", ApprovedBy: "甲"}, {Date: day(t, 2027, 1, 1), What: "还没到", ApprovedBy: "甲"}}}
	held := &model.Item{Path: "water/2026/03.md", Index: "SW-2026-00003", Published: calendar.Moment{Date: day(t, 2027, 1, 1)}}
	draft := &model.Item{Path: "water/2026/04.md", Index: "SW-2026-00004", Published: calendar.Moment{Date: day(t, 2026, 1, 1)}, Draft: true}
	s := site(t, day(t, 2026, 8, 3), b, held, a, draft)
	want := strings.Join([]string{
		"2026-08-03 恢复 SW-2026-00001 已改 批2",
		"2026-08-02 变更 SW-2026-00002 当日改 甲",
		"2026-08-02 新增 SW-2026-00002  审定组",
		"2026-08-02 撤下 SW-2026-00001 有误 批1",
		"2026-08-01 更正 SW-2026-00001 改正表一 审定组",
		"2026-07-03 新增 SW-2026-00001  审定组",
	}, "\n") + "\n"
	if got := lines(Changes(s)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if got := lines(Changes(site(t, day(t, 2026, 8, 3), draft, a, b, held))); got != want {
		t.Errorf("another order of files changes the catalogue:\n%s", got)
	}
	if got := Changes(site(t, day(t, 2026, 7, 2), a, b)); len(got) != 0 {
		t.Errorf("entries before anything was published: %v", got)
	}
}

func TestUpdated(t *testing.T) {
	it := full(t)
	for _, c := range []struct {
		today calendar.Date
		want  string
	}{
		{day(t, 2026, 7, 3), "2026-07-03 09:00"},
		{day(t, 2026, 8, 1), "2026-08-01"},
		{day(t, 2026, 8, 2), "2026-08-02"},
		{day(t, 2026, 9, 9), "2026-08-03"},
	} {
		if got := Updated(site(t, c.today, it), it).String(); got != c.want {
			t.Errorf("on %s: %s, want %s", c.today, got, c.want)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	it := full(b)
	s := site(b, day(b, 2026, 9, 1), it)
	for b.Loop() {
		_ = Of(s, it)
	}
}
