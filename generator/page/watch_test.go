package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

// watched are the paths of the pages and files about duties.
var watched = regexp.MustCompile(`^(coverage/|progress/|calendar/|catalog/duties)`)

// between gives what stands between two marks, "" where they are not there.
func between(text, from, to string) string {
	_, rest, found := strings.Cut(text, from)
	if !found {
		return ""
	}
	inside, _, _ := strings.Cut(rest, to)
	return inside
}

var tags = regexp.MustCompile(`<[^>]*>`)

// cells gives the cells of the table row that holds the words.
func cells(t *testing.T, page, words string) (out []string) {
	t.Helper()
	for _, row := range strings.Split(page, "<tr")[1:] {
		row, _, _ = strings.Cut(row, "</tr>")
		if !strings.Contains(row, words) {
			continue
		}
		for _, c := range regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`).FindAllStringSubmatch(row, -1) {
			out = append(out, strings.TrimSpace(tags.ReplaceAllString(c[1], "")))
		}
		return out
	}
	t.Errorf("no row holds %q", words)
	return nil
}

// The matrix of departments and groups counts what is public, marks what is owed and blank,
// and names below it what was never met (O16).
func TestCoverage(t *testing.T) {
	all := pages(t, sample().site(), Options{})
	page := all["coverage/index.html"]
	matrix := between(page, "<table", "</table>")
	for words, want := range map[string]string{
		"departments/caizheng.html": "示范区财政局 概况 2 1 3 — — — — — — — 6 0", // its own page is its profile; the withdrawn, the held and the draft are not counted
		"departments/gongshui.html": "示范区供水有限公司 空白 — — — — — — — — — 7 7 1",
		"departments/silent.html":   "示范区档案馆 空白 — — — — — — — — — — 0 1",
		`<th scope="row">合计</th>`:   "合计 0 2 1 3 0 0 0 0 0 0 7 13 2",
		`<th scope="row">空白</th>`:   "空白 2 0 0 0 0 0 0 0 0 0 0  2",
	} {
		got := cells(t, matrix, words)
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", words, s, want)
		}
	}
	for _, w := range []string{`<span class="blank">空白</span>`, `<caption class="hidden">`, `<th scope="col">`, `<th scope="row">`, `tabindex="0"`, `href="../departments/gongshui/11.html">7</a>`, "共 13 件，空白 2 处"} {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %s", w)
		}
	}
	missing := between(page, `id="blank"`, "</section>")
	if !strings.Contains(missing, "示范区档案馆") || strings.Count(missing, ">机构职能</a>") != 2 || !strings.Contains(missing, "临时性") || strings.Contains(missing, "供水水质") {
		t.Errorf("what was never met: %s", missing)
	}
	m := sample()
	m.item("SL-2026-00001", "0101", "档案馆概况", "2026-07-01", "馆。", func(it *model.Item) { it.Department, it.Path = "silent", "silent/2026/1.md" })
	if got := cells(t, between(pages(t, m.site(), Options{})["coverage/index.html"], "<table", "</table>"), "departments/silent.html"); got[1] != "1" || got[13] != "0" {
		t.Errorf("with an item: %v", got)
	}
}

// The year's score of each department, in numbers and as a bar; on its own page too (O99).
func TestProgress(t *testing.T) {
	m := sample()
	m.parts.Items[len(m.parts.Items)-1].Published = moment("2026-07-18") // June's, three days late
	all := pages(t, m.site(), Options{})
	page := all["progress/index.html"]
	// January to June are due by 20 July, March is missing; those of July to November have
	// their deadline in this year, December's has it in the next.
	want := "示范区供水有限公司 6 4 1 1 66.6% 5 7 0"
	table := between(page, "<table", "</table>")
	if got := strings.Join(cells(t, table, "departments/gongshui.html"), " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := strings.Join(cells(t, table, "departments/caizheng.html"), " "); got != "示范区财政局 0 0 0 0 — 0 7 1" {
		t.Errorf("without periods: %s", got)
	}
	if got := strings.Join(cells(t, table, "合计"), " "); got != "合计 6 4 1 1 66.6% 5 14 1" {
		t.Errorf("all: %s", got)
	}
	bar := between(page, `aria-labelledby="bar-gongshui`, "</svg>")
	for _, w := range []string{`<title id="bar-gongshui">示范区供水有限公司</title>`, "按时公开 4，逾期后公开 1，逾期未公开 1，未到期 5", `<rect class="bar-met" x="0%" width="36.3%"`,
		`<line class="bar-after" x1="36.3%" x2="45.4%"`, `<rect class="bar-late" x="45.4%" width="9.1%"`, `<rect class="bar-open" x="54.5%" width="45.5%"`} {
		if !strings.Contains(bar, w) {
			t.Errorf("the bar lacks %s: %s", w, bar)
		}
	}
	own := all["departments/gongshui.html"]
	for _, w := range []string{"到期 6 期：按时公开 4，逾期后公开 1，逾期未公开 1；按时率 66.6%。还有 5 期未到期。", `id="bar-gongshui-desc"`, "2026年3月", "2026年7月供水水质",
		`<time datetime="2026-08-15">`, "日历日", "细则第七条：常规性每月公开一次，期满后宽限 15 日", `href="../calendar/gongshui.ics"`, `rel="alternate" type="text/calendar"`} {
		if !strings.Contains(own, w) {
			t.Errorf("the department's page lacks %s", w)
		}
	}
	if own := all["departments/caizheng.html"]; !strings.Contains(own, "没有定期公开的事项到期") || strings.Contains(own, "bar-met") {
		t.Error("a department without periods shows some")
	}
}

// The calendar says by month what is due by when, how that was counted and by which rule,
// and what is late; its files say the same.
func TestCalendar(t *testing.T) {
	m := sample()
	m.parts.Duties = append(m.parts.Duties, &model.Duty{ID: "fees", Title: "收费目录", Category: "0704", Departments: []string{"agency", "utility"}, Cadence: model.Routine,
		Every: calendar.Quarter, Limit: "季度终了后5个工作日内", Basis: []string{"《价格法》"}})
	all := pages(t, m.site(), Options{})
	page := all["calendar/index.html"]
	for _, c := range []struct{ within, has string }{
		{between(page, `id="month-2026-08"`, "</section>"), `<time datetime="2026-08-15">08-15</time>`},
		{between(page, `id="month-2026-08"`, "</section>"), "2026年7月供水水质"},
		{between(page, `id="month-2026-10"`, "</section>"), "2026年第三季度收费目录"},
		{between(page, `id="month-2026-10"`, "</section>"), "示范区财政局</a>、<a"},
		{between(page, `id="month-2026-10"`, "</section>"), "工作日，估算"},
		{between(page, `id="month-2026-10"`, "</section>"), "应公开目录（《价格法》）：季度终了后5个工作日内"},
		{between(page, `id="late"`, "</section>"), "2026年3月"},
		{between(page, `id="late"`, "</section>"), "2026-04-15</time>（日历日）"},
		{between(page, `id="departments"`, "</section>"), `href="../calendar/silent.ics"`},
		{page, `rel="alternate" type="text/calendar" title="示范区政务公开 公开日历" href="../calendar/calendar.ics"`},
	} {
		if !strings.Contains(c.within, c.has) {
			t.Errorf("no %q in %q", c.has, c.within)
		}
	}
	if strings.Contains(page, `id="month-2026-11"`) {
		t.Error("a month too many")
	}
	events := func(file string) (out []string) {
		for _, l := range strings.Split(strings.ReplaceAll(all[file], "\r\n ", ""), "\r\n") {
			if strings.HasPrefix(l, "SUMMARY:") {
				out = append(out, strings.TrimPrefix(l, "SUMMARY:"))
			}
		}
		return out
	}
	whole, own := events("calendar/calendar.ics"), events("calendar/gongshui.ics")
	if len(events("calendar/silent.ics")) != 0 || !strings.HasPrefix(all["calendar/silent.ics"], "BEGIN:VCALENDAR") {
		t.Error("a department without periods has events, or no file")
	}
	if len(own) == 0 || len(whole) != len(own)+len(events("calendar/caizheng.ics")) {
		t.Errorf("%d events of all, %d of one", len(whole), len(own))
	}
	for _, w := range []string{"示范区供水有限公司 2026年7月供水水质", "〔已逾期〕示范区供水有限公司 2026年第二季度收费目录"} {
		if !slices.Contains(own, w) {
			t.Errorf("%s is not in %q", w, own)
		}
	}
	const march = "〔已逾期〕示范区供水有限公司 2026年3月供水水质" // due in April
	m.parts.Today = date("2026-08-01")
	august := pages(t, m.site(), Options{})
	if !slices.Contains(own, march) || strings.Contains(strings.ReplaceAll(august["calendar/gongshui.ics"], "\r\n ", ""), march) {
		t.Error("the files hold what became late within three months, and no more")
	}
	if !strings.Contains(between(august["calendar/index.html"], `id="late"`, "</section>"), "2026年3月") {
		t.Error("the page forgets what is late")
	}
	// What is open today is told from what comes.
	m.parts.Today = date("2026-07-31")
	if page := pages(t, m.site(), Options{})["calendar/index.html"]; !strings.Contains(between(page, ">2026年7月供水水质</a>", "</th>"), "可以公开了") || strings.Contains(between(page, ">2026年8月供水水质</a>", "</th>"), "可以公开了") {
		t.Error("what can be published now is not told from what comes")
	}
}

// Nothing that is not public shows on the pages about duties: no draft, no held item, no
// opinion, no order, no clerk.
func TestDutiesTellNoSecrets(t *testing.T) {
	m := sample()
	july := func(it *model.Item) {
		it.Duty, it.Cadence, it.Period = "water", model.Routine, calendar.Period{Year: 2026, Unit: calendar.Month, N: 6}
	}
	m.parts.Items = slices.DeleteFunc(m.parts.Items, func(it *model.Item) bool { return it.Index == "GS-2026-00007" })
	m.item("GS-2026-00051", "1101", "秘密的草稿", "2026-07-19", "草。", july, func(it *model.Item) { it.Draft = true })
	m.item("GS-2026-00052", "1101", "秘密的待公开件", "2026-08-19", "待。", july)
	m.parts.Opinions = []*model.Opinion{{Path: "gongshui/opinions/1.md", Department: "gongshui", Title: "秘密的意见", Received: date("2026-06-01")}}
	m.parts.Orders = []*model.Order{{Path: "supervision/1.md", Title: "秘密的通知", Department: "gongshui", Duty: "water", Period: calendar.Period{Year: 2026, Unit: calendar.Month, N: 6}, Issued: date("2026-07-16"), Deadline: date("2026-07-30")}}
	for _, d := range m.parts.Departments {
		d.Clerk, d.Deputy = "秘密的专员", "秘密的替补"
	}
	for p, text := range pages(t, m.site(), Options{}) {
		if watched.MatchString(p) && (strings.Contains(text, "秘密") || strings.Contains(text, "GS-2026-0005")) {
			t.Errorf("%s shows what is not public: %s", p, between(text, "秘密", "\n"))
		}
		if p == "calendar/index.html" && !strings.Contains(between(text, `id="late"`, "</section>"), "2026年3月、2026年6月（2 期）") {
			t.Error("a held item makes its period look met before it is public")
		}
	}
}

// An event of a calendar file is the same one whatever is being written to meet it, so that a
// reader's calendar moves it and does not show it twice.
func TestEventsLast(t *testing.T) {
	events := func(m *maker) (out []string) {
		for _, e := range strings.Split(pages(t, m.site(), Options{})["calendar/gongshui.ics"], "BEGIN:VEVENT")[1:] {
			out = append(out, between(e, "UID:", "\r\n"))
		}
		return out
	}
	before, m := events(sample()), sample()
	m.item("GS-2026-00051", "1101", "七月的草稿", "2026-07-19", "草。", func(it *model.Item) {
		it.Draft, it.Duty, it.Cadence, it.Period = true, "water", model.Routine, calendar.Period{Year: 2026, Unit: calendar.Month, N: 7}
	})
	if now := events(m); len(before) < 3 || !slices.Equal(now, before) {
		t.Errorf("with a draft the events are %v, were %v", now, before)
	}
	m.parts.Today = date("2026-08-20") // July's is late: the same event
	if now := events(m); !slices.Contains(now, before[1]) {
		t.Errorf("a month later the events are %v, were %v", now, before)
	}
}

// Each page can be left out: then there is none, no link and no file.
func TestClockPages(t *testing.T) {
	for _, c := range []struct{ on, off []string }{
		{nil, []string{"coverage", "progress", "calendar"}},
		{[]string{"coverage"}, []string{"progress", "calendar"}},
		{[]string{"progress"}, []string{"coverage", "calendar"}},
		{[]string{"calendar"}, []string{"coverage", "progress"}},
	} {
		m := sample()
		m.parts.Config.ClockPages = c.on
		all := pages(t, m.site(), Options{})
		for _, name := range c.on {
			if all[name+"/index.html"] == "" || !strings.Contains(all["supervision.html"], name+"/index.html") || !strings.Contains(all["index.html"], name+"/index.html") {
				t.Errorf("%v: no %s, or no link to it", c.on, name)
			}
		}
		for p, text := range all {
			for _, name := range c.off {
				if strings.HasPrefix(p, name+"/") || strings.Contains(text, name+"/") {
					t.Errorf("%v: %s has %s", c.on, p, name)
				}
			}
		}
		own := all["departments/gongshui.html"]
		if strings.Contains(own, "公开进度") != slices.Contains(c.on, "progress") || strings.Contains(own, "接下来公开什么") != slices.Contains(c.on, "calendar") {
			t.Errorf("%v: the department's page shows something else", c.on)
		}
	}
	m := sample()
	m.parts.Duties = nil
	for p, text := range pages(t, m.site(), Options{}) {
		if watched.MatchString(p) || strings.Contains(text, "coverage/") || strings.Contains(text, "catalog/duties") {
			t.Errorf("without duties there is %s, or a link in it", p)
		}
	}
}

// A page about duties gets another key on the days on which it says something else, and on no
// other.
func TestKeysOfDutyPages(t *testing.T) {
	var before map[string]rendered
	changed, quiet := 0, 0
	for day := date("2026-07-20"); day.Before(date("2027-01-20")); day = day.AddDays(1) {
		m := sample()
		m.parts.Today = day
		now := outputs(t, m, Options{})
		for p, r := range now {
			if !watched.MatchString(p) || before == nil {
				continue
			}
			old := before[p]
			if (old.key == r.key) != (old.text == r.text) {
				t.Errorf("%s: %s: the same key %v, the same bytes %v", day, p, old.key == r.key, old.text == r.text)
			}
			if old.key == r.key {
				quiet++
			} else {
				changed++
			}
		}
		before = now
	}
	if changed == 0 || quiet < 20*changed {
		t.Errorf("%d changes on %d quiet days", changed, quiet)
	}
}

// Long lists are parted; whatever is due stands once in them, and late ones have pages of
// their own.
func TestManyDuties(t *testing.T) {
	m := sample()
	m.parts.Config.DutiesFrom = date("2026-01-01")
	for i := range 130 {
		m.parts.Duties = append(m.parts.Duties, &model.Duty{ID: fmt.Sprintf("m%03d", i), Title: fmt.Sprintf("月报第%03d号", i), Category: "0401", Departments: []string{"all"}, Cadence: model.Routine, Every: calendar.Month})
	}
	all := pages(t, m.site(), Options{})
	titles := map[string]int{}
	for p, text := range all {
		if regexp.MustCompile(`^calendar/(index|\d+)\.html$`).MatchString(p) {
			_, months, _ := strings.Cut(text, `id="month-`)
			for _, x := range regexp.MustCompile(`>(2026年\d+月月报第\d+号)</a>`).FindAllStringSubmatch(months, -1) {
				titles[x[1]]++
			}
			if n := strings.Count(months, `../departments/`); n > dueNames+len(m.parts.Departments) && p == "calendar/2.html" {
				t.Errorf("%s names %d departments", p, n)
			}
		}
	}
	for _, month := range []int{7, 8, 9} { // June's were due by 15 July, October's in November
		for i := range 130 {
			if title := fmt.Sprintf("2026年%d月月报第%03d号", month, i); titles[title] != 1 {
				t.Fatalf("%s stands %d times", title, titles[title])
			}
		}
	}
	if len(titles) != 3*130 {
		t.Errorf("%d titles", len(titles))
	}
	index, late := all["calendar/index.html"], ""
	if !strings.Contains(index, `href="../calendar/late.html">全部逾期未公开的`) {
		t.Error("the calendar does not lead to all that is late")
	}
	for p, text := range all {
		if strings.HasPrefix(p, "calendar/late") {
			late += text
		}
	}
	for _, d := range []string{"caizheng", "gongshui", "silent"} {
		if n := strings.Count(late, `<td class="who"><a href="../departments/`+d+`.html"`) + strings.Count(late, `<td class="who"><a href="../../departments/`+d+`.html"`); n != 130 && !(d == "gongshui" && n == 131) {
			t.Errorf("%s is late with %d duties", d, n)
		}
	}
	if !strings.Contains(late, "2026年1月、2026年2月、2026年3月、2026年4月、2026年5月、2026年6月（6 期）") {
		t.Error("the late periods are not named")
	}
	second := all["catalog/duties/2.html"]
	if !strings.Contains(second, "（续）") || !strings.Contains(second, "月报第129号") || strings.Count(all["catalog/duties.html"]+second, `<tr id="d`) != 132 || all["catalog/duties/3.html"] != "" {
		t.Error("the standing catalogue is not parted as it should be")
	}
	if !strings.Contains(all["departments/silent.html"], "另有") {
		t.Error("the department's page does not say that there is more")
	}
}

// The standing catalogue is in the national form; a department's page shows its rows.
func TestDutiesPage(t *testing.T) {
	all := pages(t, sample().site(), Options{})
	page := all["catalog/duties.html"]
	for _, head := range []string{"序号", "公开事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开方式", "公开层级"} {
		if !strings.Contains(page, `">`+head+"</th>") {
			t.Errorf("no column %s", head)
		}
	}
	row := between(page, `<tr id="d2"`, "</tr>")
	for _, w := range []string{
		"供水水质", "《城市供水条例》", "次月15日前", "常规性（每月）", "各公用事业单位",
		`<span class="on"><span aria-hidden="true">■&#8288;</span>政府网站</span> <span class="off" aria-hidden="true">□` + "\u2060" + `政府公报 □` + "\u2060" + `两微一端`, `</span>社区/企事业单位/村公示栏（电子屏）</span>`, "</span>其他（站牌）</span>",
		"</span>特定群体（用水户）</span>", "□\u2060依申请", "</span>县级</span>",
	} {
		if !strings.Contains(row, w) {
			t.Errorf("the row lacks %q: %s", w, row)
		}
	}
	for _, w := range []string{`<th scope="rowgroup" colspan="10" id="m1">机构概况</th>`, `href="../catalog/duties.xlsx"`, `href="../catalog/duties.csv"`, `href="../catalog/duties.json"`, `href="../catalog/duties.html#m2">公用事业</a>`, "共 2 项", `href="../sheets/duties.pdf"`} {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %s", w)
		}
	}
	own := between(all["departments/gongshui.html"], "<h2>应公开事项", "</section>")
	if !strings.Contains(own, `<a href="../catalog/duties.html#d2">供水水质</a>`) || !strings.Contains(own, `<a href="../catalog/duties.html#d1">机构职能</a>`) {
		t.Errorf("the department's duties: %s", own)
	}
	if own := between(all["departments/silent.html"], "<h2>应公开事项", "</section>"); strings.Contains(own, "供水水质") {
		t.Error("a department has a duty that is not its own")
	}
}
