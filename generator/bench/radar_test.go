package bench

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/generator/agenda"
	"gongkai/generator/build"
	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
)

// How large the site of the radar's benchmark is: GONGKAI_ITEMS items (10,000 where it says
// nothing) of 60 departments with 200 duties each.
const (
	offices = 60
	duties  = 200
)

// owed writes a content tree whose items meet the periods of duties up to October 2026, as far
// as there are items for them, and then come at random times of duties without periods.
func owed(b *testing.B, n int) string {
	b.Helper()
	root := b.TempDir()
	put := func(name, text string) {
		p := filepath.Join(root, name)
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	put("site.yaml", "title: 测试区政务公开\nregion: 测试区\nbase_url: https://gongkai.example/\nduties_from: 2026-01-01\n")
	var list strings.Builder
	for d := range offices {
		fmt.Fprintf(&list, "- id: d%02d\n  code: D%02d\n  name: 测试%d局\n  kind: agency\n  phone: 0000-8810001\n  address: 和平路%d号\n  hours: 工作日 9:00-17:00\n  complaint_phone: 0000-12345\n  clerk: 办公室\n  deputy: 综合科\n  functions: 测试职责。\n  powers: 测试权限。\n", d, d, d, d+1)
	}
	put("departments.yaml", list.String())
	list.Reset()
	var slots [][2]string // duty and period
	for i := range duties {
		cadence, limit, unit := "adhoc", "20个工作日内", calendar.NoUnit
		switch {
		case i < 40:
			cadence, limit, unit = "routine", "次月15日前", calendar.Month
		case i < 80:
			cadence, limit, unit = "routine", "季度终了后20个工作日内", calendar.Quarter
		case i < 140:
			cadence, limit, unit = "annual", "每年第一季度", calendar.Year
		}
		fmt.Fprintf(&list, "- {id: duty-%03d, title: 应公开事项%d, category: \"04\", departments: [all], cadence: %s, limit: %s, basis: [某条例]}\n", i, i, cadence, limit)
		for _, p := range unit.In(2026) {
			if p.Last().Before(calendar.Date{Year: 2026, Month: 10, Day: 1}) || unit == calendar.Year {
				slots = append(slots, [2]string{fmt.Sprintf("duty-%03d", i), p.String()})
			}
		}
	}
	put("duties.yaml", list.String())
	for d := range offices {
		if err := os.MkdirAll(filepath.Join(root, fmt.Sprintf("d%02d/2026", d)), 0o755); err != nil {
			b.Fatal(err)
		}
	}
	para := strings.Repeat("项目单位应当按照批准的方案组织施工，按月报送进度，不得擅自改变资金用途；", 6)
	for i := range n {
		d, serial := i%offices, i/offices+1
		day := fmt.Sprintf("2026-%02d-%02d", 1+i%10, 1+i%28)
		extra := fmt.Sprintf("duty: duty-%03d\n", 140+i%60)
		if serial <= len(slots) {
			extra = fmt.Sprintf("duty: %s\nperiod: %q\n", slots[serial-1][0], slots[serial-1][1])
		}
		put(fmt.Sprintf("d%02d/2026/%05d.md", d, serial), fmt.Sprintf(
			"---\ntitle: 关于第%d项工作安排的公告\nindex: D%02d-2026-%05d\ncategory: \"04\"\n%smade: %s\nreviewed: %s\napproved: %s\npublished: %s\nsecrecy: pass\n---\n\n%s\n",
			i+1, d, serial, extra, day, day, day, day, para))
	}
	return root
}

// BenchmarkRadar is gongkai radar over a warm cache: reading in brief, reckoning, and writing
// JSON; and the same reading whole, beside it.
func BenchmarkRadar(b *testing.B) {
	n := 10_000
	if s := os.Getenv("GONGKAI_ITEMS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	content, kept := owed(b, n), b.TempDir()
	survey := func(brief bool) *clock.Clock {
		dir := cache.Open(kept)
		defer dir.Close()
		// The content is as old as the run's clock says.
		s, err := build.Survey(build.Options{Content: os.DirFS(content), Cache: dir, Program: "bench", Now: time.Now().Add(time.Hour),
			Date: calendar.Date{Year: 2026, Month: 11, Day: 22}}, brief)
		if err != nil || len(s.All) != n {
			b.Fatal(err)
		}
		return clock.New(s, 30)
	}
	survey(false)
	var c *clock.Clock
	for _, x := range []struct {
		name  string
		brief bool
	}{{"brief", true}, {"whole", false}} {
		b.Run("read-"+x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c = survey(x.brief)
			}
		})
	}
	b.Run("reckon", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			clock.New(c.Site, 30)
		}
		b.ReportMetric(float64(len(c.All)), "obligations")
	})
	b.Run("inspect", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.Inspections()
		}
	})
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		r := c.Radar(30, nil)
		for b.Loop() {
			if err := agenda.JSON(io.Discard, c, &r, agenda.Failing(c, &r), diag.ZH); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(r.All())), "obligations")
	})
}
