package page

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/theme"
)

// TestDump writes the sample site to the folder PAGE_OUT, to be looked at.
func TestDump(t *testing.T) {
	dir := os.Getenv("PAGE_OUT")
	if dir == "" {
		t.Skip("PAGE_OUT names no folder")
	}
	for p, text := range pages(t, sample().site(), Options{Commit: "0123abcd", Program: "gongkai dev"}) {
		f := filepath.Join(dir, p)
		if err := os.MkdirAll(filepath.Dir(f), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryKindOfPage looks at each kind for what a reader would look for.
func TestEveryKindOfPage(t *testing.T) {
	all := pages(t, sample().site(), Options{Commit: "0123abcd", Program: "gongkai 1.0"})
	for _, c := range []struct {
		path string
		has  []string
		not  []string
	}{
		{"index.html", []string{"关于公布停车收费标准的通知", "还剩 12 天", "税费征收和减免", "类别", "公用事业", "0000-8810012", `datetime="2026-07-20"`, "0123abcd", `content="首页"`}, []string{"草稿一件", "待公开的预算", "发错的名单"}},
		{"items/CZ-2026/CZ-2026-00001.html", []string{
			`<h1>关于征求停车收费标准意见的公告</h1>`, "索引号</dt><dd>CZ-2026-00001", "征求意见已结束", "Excel 表格，12 KB", ` download="收费标准表.xlsx">收费标准表</a>`, `<details class="sum"><summary>文件校验值</summary>`, `href="../../about.html#verify"`,
			"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "听证地点", "停车收费听证情况", "（本件）", `href="CZ-2026-00001.txt"`, `href="#s-1"`,
			`<td class="r">3.00</td>`, `href="../../items/CZ-2026/CZ-2026-00003.html">结果</a>`}, nil},
		{"items/CZ-2026/CZ-2026-00003.html", []string{"示财〔2026〕3号", "2026年7月10日 09:30", "有更正", "停车位不足。", "说明理由", "变动记录", "批准：主任", `name="PubDate" content="2026-07-10 09:30"`}, nil},
		{"items/CZ-2026/CZ-2026-00004.html", []string{"已废止", `href="../../items/CZ-2026/CZ-2026-00005.html">新办法</a>`}, nil},
		{"items/CZ-2026/CZ-2026-00007.html", []string{"正在征求意见", "还剩 12 天", "怎样提意见"}, nil},
		{"categories/index.html", []string{"公用事业", "供水", "按"}[:2], nil},
		{"categories/04.html", []string{"财政与重大事项", "税费征收减免", "2026年7月", "按公开主体", `href="../feeds/groups/04.atom"`}, nil},
		{"categories/01.html", []string{"目前没有公开事项", "0000-8810012", "怎样申请公开"}, nil},
		{"categories/0405.html", []string{"共 3 件"}, nil},
		{"departments/index.html", []string{"行政机关", "直属事业单位", "公用事业", "示范区供水有限公司", "还没有公开事项"}, nil},
		{"departments/caizheng.html", []string{"组织区级财政收支。", "局长：主持全面工作", `href="tel:00008810209"`, "https://cz.example/", "2026年", "7月", `href="../feeds/departments/caizheng.atom"`}, nil},
		{"departments/gongshui.html", []string{"应公开事项", "次月15日前", `<a href="../items/GS-2026/GS-2026-00007.html">供水水质第7期</a>`, "暂无"}, nil},
		{"departments/silent.html", []string{"示范区档案馆目前没有公开事项", "不对外"}, []string{`href="tel:不`}},
		{"departments/caizheng/2026.html", []string{"示范区财政局：2026年"}, nil},
		{"departments/caizheng/2026-07.html", []string{"示范区财政局：2026年7月"}, []string{"新办法"}},
		{"departments/caizheng/04.html", []string{"财政与重大事项"}, []string{"新办法"}},
		{"cadence/routine.html", []string{"供水水质第7期"}, []string{"新办法"}},
		{"stage/draft.html", []string{"规划征求意见"}, []string{"新办法"}},
		{"focus/tax.html", []string{"停车收费"}, nil},
		{"consultations/index.html", []string{"正在征求", "还剩 12 天", "已经结束", "关于公布停车收费标准的通知", "三楼会议室"}, nil},
		{"opinions/index.html", []string{"共收到 10 件，已答复 8 件，办理中 2 件", "夜里停水", "办理中", `href="../opinions/caizheng/2026-001.html">停车收费应当分时段</a> <span class="tag tag-partly">部分采纳`, "10 个工作日答复",
			`href="../opinions/gongshui.html">示范区供水有限公司</a> <span class="count">7</span>`, `href="../opinions/index_2.html"`}, []string{"没有公开的来信", "私下", "没有水用的原话", "悄悄话", ">夜里停水</a>"}},
		{"opinions/index_2.html", []string{"水压的第0封信", "当天答复", `href="../opinions/index.html"`}, []string{"夜里停水"}},
		{"opinions/caizheng.html", []string{"共收到 3 件，已答复 3 件，办理中 0 件", "停车收费应当分时段"}, []string{"水压", "没有公开的来信", "办理中 <"}},
		{"opinions/caizheng/2026-001.html", []string{"晚上停车的人少", `href="../../items/CZ-2026/CZ-2026-00001.html">公告</a>`, "夜间收费减半", "10 个工作日", "部分采纳", "白天车位紧张", "李女士", "来信", "财政局综合科", "2026年6月24日",
			`<dt>关于</dt><dd><a href="../../items/CZ-2026/CZ-2026-00001.html">`, `href="../../departments/caizheng.html"`}, nil},
		{"opinions/caizheng/2026-003.html", []string{"不涉及"}, []string{"草稿一件", "<dt>关于"}},
		{"opinions/gongshui/a-0.html", []string{"当天", `<a href="../../items/GS-2026/GS-2026-00001.html">加压</a>`}, []string{`id="question"`}},
		{"items/CZ-2026/CZ-2026-00001.html", []string{`id="opinions"`, `<a class="row-title" href="../../opinions/caizheng/2026-001.html">停车收费应当分时段</a>`}, []string{"没有公开的来信"}},
		{"items/CZ-2026/CZ-2026-00002.html", []string{"停车收费听证情况"}, []string{`id="opinions"`}},
		{"departments/gongshui.html", []string{`<a href="../opinions/gongshui.html">意见和答复</a> <span class="count">7</span>`}, nil},
		{"departments/silent.html", []string{"示范区档案馆"}, []string{"opinions/"}},
		{"supervision.html", []string{"共收到 10 件，已答复 8 件，办理中 2 件", `href="opinions/index.html"`, "关于限时公开六月水质的通知", `tag-afterwards">逾期后公开</span>`, `<b>公开</b> <a href="items/GS-2026/GS-2026-00007.html">`,
			`tag-due">限期内</span>`, `tag-late">逾期未公开</span>`, `<b>公开</b> <a href="items/CZ-2026/CZ-2026-00003.html">`}, []string{"不公开的通知"}},
		{"attachments/index.html", []string{"收费标准表", "附于"}, []string{"a.pdf"}},
		{"catalog/index.html", []string{"CZ-2026-00006", "已撤下", `href="../catalog/catalog.xlsx"`, `href="../catalog/departments/gongshui.csv"`}, []string{"草稿一件"}},
		{"catalog/fields.html", []string{"索引号", "doc_number", "必填"}, nil},
		{"catalog/duties.html", []string{"供水水质", "公开渠道和载体", "■"}, nil},
		{"coverage/index.html", []string{"示范区财政局", "空白", "公用事业"}, []string{"草稿一件", "待公开的预算"}},
		{"progress/index.html", []string{"按时率", `role="img"`, "怎样算的"}, nil},
		{"calendar/index.html", []string{"2026年8月", "供水水质", "日历日", "逾期未公开"}, []string{"草稿一件", "待公开的预算"}},
		{"calendar/gongshui.ics", []string{"BEGIN:VEVENT", "示范区供水有限公司 公开日历"}, []string{"VALARM", "客服"}},
		{"catalog/changes.html", []string{"更正", "撤下", "内容有误", "新增"}, nil},
		{"feeds/index.html", []string{`href="../feeds/all.atom"`, `href="../feeds/groups/11.json"`}, nil},
		{"about.html", []string{"怎样申请公开", "0123abcd", "gongkai 1.0", "无障碍"}, nil},
		{"supervision.html", []string{"0000-8810209", "gongkai@example.test"}, nil},
		{"404.html", []string{"没有找到", `href="/assets/style.css`}, nil},
		{"items/CZ-2026/CZ-2026-00001.txt", []string{"索引号：CZ-2026-00001\n", "现就停车收费标准征求意见。", "一类\t3.00", "SHA-256：2d7116"}, nil},
	} {
		text, ok := all[c.path]
		if !ok {
			t.Errorf("%s is missing", c.path)
			continue
		}
		for _, w := range c.has {
			if !strings.Contains(text, w) {
				t.Errorf("%s does not show %q", c.path, w)
			}
		}
		for _, w := range c.not {
			if strings.Contains(text, w) {
				t.Errorf("%s shows %q", c.path, w)
			}
		}
	}
}

// TestNoOpinions: a site without opinions and orders has no pages of theirs, and no link to any.
func TestNoOpinions(t *testing.T) {
	m := sample()
	m.parts.Opinions, m.parts.Orders = nil, nil
	for p, text := range pages(t, m.site(), Options{}) {
		if strings.HasPrefix(p, "opinions/") || strings.Contains(text, "opinions") || strings.Contains(text, "群众意见") || strings.Contains(text, "限时公开") {
			t.Errorf("%s tells of opinions or orders", p)
		}
	}
}

// TestPrivateOpinions: what nobody may read is on no page, in no preview either; that it came is
// counted.
func TestPrivateOpinions(t *testing.T) {
	for _, preview := range []bool{false, true} {
		m := sample()
		m.parts.Preview = preview
		for p, text := range pages(t, m.site(), Options{Preview: preview}) {
			for _, secret := range []string{"没有公开的来信", "私下", "悄悄话", "没有公开也没有答复", "没有水用的原话", "不公开的通知"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s shows %q", p, secret)
				}
			}
			if strings.Contains(p, "opinions/caizheng/2026-002") || strings.Contains(p, "opinions/gongshui/2026-") {
				t.Errorf("%s is there", p)
			}
		}
	}
}

// TestWithdrawn: a tombstone keeps its address and nothing of its content.
func TestWithdrawn(t *testing.T) {
	all := pages(t, sample().site(), Options{})
	stone := all["items/CZ-2026/CZ-2026-00006.html"]
	for _, w := range []string{"已撤下", "内容有误", "示公开〔2026〕1号", "0000-8810209", `content="noindex"`} {
		if !strings.Contains(stone, w) {
			t.Errorf("the tombstone does not show %q", w)
		}
	}
	for p, text := range all {
		if strings.Contains(text, "不该再看见的正文") {
			t.Errorf("%s shows the text of a withdrawn item", p)
		}
		if strings.Contains(text, "CZ-2026-00006/a.pdf") {
			t.Errorf("%s leads to the attachment of a withdrawn item", p)
		}
		lists := strings.HasPrefix(p, "categories/") || strings.HasPrefix(p, "departments/") || p == "index.html"
		if lists && strings.Contains(text, "发错的名单") {
			t.Errorf("%s lists a withdrawn item", p)
		}
	}
}

// TestHeldAndDraft: nothing of them is public, and a preview shows them marked.
func TestHeldAndDraft(t *testing.T) {
	all := pages(t, sample().site(), Options{})
	for p, text := range all {
		if strings.Contains(text, "待公开的预算") || strings.Contains(text, "草稿一件") || strings.Contains(text, "CZ-2026-00008") {
			t.Errorf("%s shows what is not public", p)
		}
	}
	m := sample()
	m.parts.Preview = true
	all = pages(t, m.site(), Options{Preview: true})
	for p, want := range map[string]string{"items/CZ-2026/CZ-2026-00008.html": "将于2026年8月1日自动公开", "items/CZ-2026/CZ-2026-00009.html": "草稿"} {
		if !strings.Contains(all[p], want) || !strings.Contains(all[p], `content="noindex"`) {
			t.Errorf("the preview's %s does not say %q", p, want)
		}
	}
	m = sample()
	m.parts.Today = date("2026-08-01")
	if all = pages(t, m.site(), Options{}); !strings.Contains(all["items/CZ-2026/CZ-2026-00008.html"], "以后的正文") {
		t.Error("a held item does not appear on its day")
	}
}

// TestHostile: what a clerk writes is text, whatever it looks like.
func TestHostile(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>' onclick='x`
	m := sample()
	m.parts.Config.Title, m.parts.Config.Owner, m.parts.Config.Email = evil, evil, evil
	d := m.parts.Departments[0]
	d.Name, d.Functions, d.Phone, d.Website, d.Leaders = evil, evil, evil, "javascript:alert(3)", []string{evil}
	m.parts.Categories[0].Name, m.parts.Categories[0].About = evil, evil
	m.parts.Duties = append(m.parts.Duties, &model.Duty{ID: "evil", Title: evil, Matter: evil, Category: "0401", Departments: []string{"all", evil}, Cadence: model.Routine, Every: calendar.Month,
		From: date("2026-01-01"), Basis: []string{evil}, Content: evil, Limit: evil, Channels: []string{evil}, Audience: evil, Level: evil})
	m.item("CZ-2026-00020", "01", evil, "2026-07-19", "[a](javascript:alert(4)) <script>alert(5)</script>", func(it *model.Item) {
		it.DocNo, it.Keywords, it.Basis, it.Contact, it.CommentTo = evil, []string{evil}, []string{evil}, evil, evil
		it.CommentFrom, it.CommentUntil = date("2026-07-01"), date("2026-07-30")
		it.Changes = []model.Change{{Date: date("2026-07-19"), What: evil, ApprovedBy: evil}}
		it.Reasons = &model.Reasons{Facts: evil}
		it.Attachments = []model.Attachment{{File: evil + ".pdf", Path: "caizheng/x.pdf", Title: evil, Size: 1, Listed: true}}
	})
	bad := regexp.MustCompile(`(?i)<script>|<img src=x|<[^>]+\son(click|error)=`)
	unsafeLink := regexp.MustCompile(`(?i)href="javascript:`)
	for p, text := range pages(t, m.site(), Options{}) {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		if x := bad.FindString(valueless(text)) + unsafeLink.FindString(text); x != "" {
			t.Errorf("%s: %s", p, x)
		}
	}
}

// valueless empties the values of attributes, in which any text may stand.
func valueless(text string) string {
	return regexp.MustCompile(`="[^"<>]*"`).ReplaceAllString(text, `=""`)
}

var (
	hrefs    = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	ids      = regexp.MustCompile(` id="([^"]*)"`)
	handlers = regexp.MustCompile(`(?i)<[a-z][^>]*\s(?:on[a-z]+|style)=`)
	inline   = regexp.MustCompile(`(?s)<script(?: type="[^"]*")?>`)
	foreign  = regexp.MustCompile(`(?i)<(?:script|img|iframe|object|embed|source)[^>]+(?:src|data)="(?:https?:)?//`)
)

// TestStrict: nothing inline, nothing foreign, each id once, one h1, and the tags that
// every page of a government site carries.
func TestStrict(t *testing.T) {
	for p, text := range pages(t, sample().site(), Options{}) {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		if x := handlers.FindString(valueless(text)); x != "" {
			t.Errorf("%s: inline: %s", p, x)
		}
		if x := foreign.FindString(text); x != "" {
			t.Errorf("%s: a request off the site: %s", p, x)
		}
		for _, x := range inline.FindAllString(text, -1) {
			if x != `<script type="application/ld+json">` {
				t.Errorf("%s: inline script: %s", p, x)
			}
		}
		seen := map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(text, -1) {
			if seen[m[1]] {
				t.Errorf("%s: the id %s stands twice", p, m[1])
			}
			seen[m[1]] = true
		}
		if n := strings.Count(text, "<h1"); n != 1 {
			t.Errorf("%s has %d h1", p, n)
		}
		for _, w := range []string{
			`<html lang="zh-CN">`, `http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"`,
			`name="SiteName" content="示范区政务公开"`, `name="SiteDomain" content="gongkai.example"`, `name="SiteIDCode" content="0000000001"`,
			`name="ColumnName" content="`, `name="ColumnDescription" content="`, `name="ColumnKeywords" content="`, `name="ColumnType" content="`, `<meta name="Keywords" content="`, `<meta name="Description" content="`,
			`rel="canonical" href="https://gongkai.example/`, `rel="alternate" type="application/atom+xml"`, `href="#main"`, `id="main"`,
		} {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %s", p, w)
			}
		}
		item := strings.HasPrefix(p, "items/CZ") || strings.HasPrefix(p, "items/GS")
		for _, w := range []string{"ArticleTitle", "PubDate", "ContentSource", "Url"} {
			if item != strings.Contains(text, `<meta name="`+w+`"`) {
				t.Errorf("%s: meta tag %s: %v", p, w, !item)
			}
		}
	}
}

// TestDescriptions: every data block is JSON, and so is every item's record.
func TestDescriptions(t *testing.T) {
	block := regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`)
	n := 0
	for p, text := range pages(t, sample().site(), Options{}) {
		if m := block.FindStringSubmatch(text); m != nil {
			var v LD
			if err := json.Unmarshal([]byte(m[1]), &v); err != nil || v.Context != "https://schema.org" || len(v.Graph) == 0 {
				t.Errorf("%s: %v: %s", p, err, m[1])
			}
			n++
		}
		if strings.HasSuffix(p, ".json") {
			var v struct{ Index, Title string }
			if err := json.Unmarshal([]byte(text), &v); err != nil || v.Index == "" || v.Title == "" {
				t.Errorf("%s: %v", p, err)
			}
			n++
		}
	}
	if n < 50 {
		t.Errorf("only %d descriptions", n)
	}
}

// TestPaging: every item is on exactly one page of its list, and the pages know each other.
func TestPaging(t *testing.T) {
	all := pages(t, sample().site(), Options{}) // five a page
	first, second := all["categories/11.html"], all["categories/11/2.html"]
	if !strings.Contains(first, "第 1 页，共 2 页") || !strings.Contains(second, "第 2 页，共 2 页") {
		t.Fatal("the pages are not numbered")
	}
	if !strings.Contains(first, `rel="next" href="../categories/11/2.html"`) || !strings.Contains(second, `rel="prev" href="../../categories/11.html"`) {
		t.Error("the pages do not lead to each other")
	}
	for i := range 7 {
		title := "供水水质第" + string(rune('1'+i)) + "期<"
		if n := strings.Count(first, title) + strings.Count(second, title); n != 1 {
			t.Errorf("%s stands %d times", title, n)
		}
	}
	if _, ok := all["categories/11/3.html"]; ok {
		t.Error("there is a page too many")
	}
}

// TestHiddenTargets: a link to what the site does not show today keeps its words only.
func TestHiddenTargets(t *testing.T) {
	m := newMaker()
	m.item("CZ-2026-00001", "0401", "甲", "2026-07-01", "见[以后的](CZ-2026-00002)、[**没有**的](../00009/index.md)和[外面](https://a.example/?a=1&b=2)。\n\n![图的说明](缺.png)")
	m.item("CZ-2026-00002", "0401", "乙", "2026-09-01", "以后。")
	text := pages(t, m.site(), Options{})["items/CZ-2026/CZ-2026-00001.html"]
	for _, w := range []string{"见以后的、<strong>没有</strong>的和", `<a href="https://a.example/?a=1&amp;b=2">外面</a>`, "（图片暂不可见：图的说明）"} {
		if !strings.Contains(text, w) {
			t.Errorf("the text does not show %q", w)
		}
	}
	if strings.Contains(text, `href=""`) || strings.Contains(text, `src=""`) || strings.Contains(text, "00002.html") {
		t.Error("a link leads to what is not there")
	}
}

func TestPagerNumbers(t *testing.T) {
	for _, c := range []struct {
		n, pages int
		want     string
	}{{1, 1, ""}, {1, 3, "[1] 2 3"}, {6, 12, "1 … 5 [6] 7 … 12"}, {12, 12, "1 … 11 [12]"}, {3, 5, "1 2 [3] 4 5"}} {
		var got []string
		for _, l := range turn("x.html", "x/", c.n, c.pages).Numbers {
			if l.Current {
				l.Text = "[" + l.Text + "]"
			}
			got = append(got, l.Text)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("page %d of %d: %s, want %s", c.n, c.pages, s, c.want)
		}
	}
}

// TestBudgets of website.md.
func TestBudgets(t *testing.T) {
	all := pages(t, sample().site(), Options{})
	if n := len(all["assets/style.css"]); n == 0 || n > 30000 {
		t.Errorf("the style sheet has %d bytes", n)
	}
	if n := len(all["assets/script.js"]) + len(all["assets/early.js"]); n == 0 || n > 15000 {
		t.Errorf("the scripts have %d bytes", n)
	}
	if n := len(all["items/CZ-2026/CZ-2026-00001.html"]); n > 20000 {
		t.Errorf("an item's page has %d bytes", n)
	}
	if css := all["assets/style.css"]; strings.Contains(css, "url(") || strings.Contains(css, "@import") {
		t.Error("the style sheet asks for another file")
	}
}

// TestThemeErrors name the template and the line.
func TestThemeErrors(t *testing.T) {
	open := func(files fstest.MapFS) error {
		th, err := theme.Open(files)
		if err != nil {
			t.Fatal(err)
		}
		p, err := New(th, Options{})
		if err != nil {
			return err
		}
		outs, err := p.Plan(sample().site())
		for _, o := range outs {
			err = errors.Join(err, o.Render(discard{}))
		}
		return err
	}
	for name, c := range map[string]struct{ file, text, want string }{
		"syntax":  {"templates/list.html", "line one\n{{if}}\n", "templates/list.html:2"},
		"field":   {"templates/about.html", "a\n\n{{.Frame.Nothing}}", "templates/about.html:3"},
		"shell":   {"templates/_foot.html", "\n{{.Nothing}}", "templates/_foot.html:2"},
		"context": {"templates/404.html", "<a href='{{if .Title}}\">{{end}}", "templates/404.html"},
	} {
		err := open(fstest.MapFS{c.file: {Data: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want it to name %s", name, err, c.want)
		}
	}
	if err := open(fstest.MapFS{"templates/about.html": {Data: []byte("{{template \"_top.html\" .Frame}}own {{.Built.Day.Words}}{{.Foot}}")}, "assets/own.css": {Data: []byte("x")}}); err != nil {
		t.Errorf("a good theme is refused: %v", err)
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// TestEmptySite: a site without items, without departments, has all its pages.
func TestEmptySite(t *testing.T) {
	m := newMaker()
	m.parts.Departments = nil
	all := pages(t, m.site(), Options{})
	for _, p := range []string{"index.html", "items/index.html", "catalog/index.html", "departments/index.html", "consultations/index.html", "attachments/index.html", "supervision.html", "catalog/changes.html"} {
		if !strings.Contains(all[p], "没有") {
			t.Errorf("%s does not say that there is nothing", p)
		}
	}
}
