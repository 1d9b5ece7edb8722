package page

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/schema"
	"gongkai/generator/source"
	"gongkai/generator/theme"
)

// texts is model.Bodies in memory.
type texts struct{ all []model.Body }

func (t *texts) Body(r model.BodyRef) (model.Body, error) {
	if r.HTML == 0 && r.Text == 0 {
		return model.Body{}, nil
	}
	if int(r.Offset) >= len(t.all) {
		return model.Body{}, fmt.Errorf("no body %d", r.Offset)
	}
	return t.all[r.Offset], nil
}

// A maker makes a site by hand.
type maker struct {
	parts  model.Parts
	texts  *texts
	parser *markdown.Parser
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func moment(s string) calendar.Moment {
	m, err := calendar.ParseMoment(s)
	if err != nil {
		panic(err)
	}
	return m
}

// newMaker has a publisher, two departments and the built-in categories; it is 2026-07-20.
func newMaker() *maker {
	m := &maker{texts: &texts{}, parser: markdown.New()}
	m.parts = model.Parts{
		Today: date("2026-07-20"), Days: calendar.New(nil), Bodies: m.texts,
		Config: model.Config{
			Title: "示范区政务公开", Region: "示范区", BaseURL: "https://gongkai.example/", Language: "zh-CN",
			Owner: "示范区公开办公室", SiteID: "0000000001", Supervision: "0000-8810012", Email: "gongkai@example.test",
			Address: "和平路1号", Hours: "工作日 9:00—17:00", PageSize: 5, LimitDays: 20, GraceDays: 15,
			ClockPages: []string{"coverage", "progress", "calendar"}, Digest: source.Sum([]byte("config")),
		},
		Departments: []*model.Department{
			{ID: "caizheng", Code: "CZ", Name: "示范区财政局", Kind: model.Agency, Phone: "0000-8810201", Address: "和平路2号", Hours: "工作日",
				Complaint: "0000-8810209", Clerk: "公开岗", Deputy: "综合岗", Functions: "组织区级财政收支。", Powers: "政府采购监督管理。",
				Leaders: []string{"局长：主持全面工作"}, Units: []string{"办公室", "预算科"}, Website: "https://cz.example/"},
			{ID: "gongshui", Code: "GS", Name: "示范区供水有限公司", Kind: model.Utility, Phone: "0000-8810901", SupervisedBy: "caizheng", Complaint: "0000-8810909"},
			{ID: "silent", Code: "SL", Name: "示范区档案馆", Kind: model.Institution, Phone: "不对外"},
		},
	}
	m.parts.Duties = []*model.Duty{
		{ID: "water", Title: "供水水质", Category: "1101", Departments: []string{"utility"}, Cadence: model.Routine, Every: calendar.Month, Limit: "次月15日前",
			Basis: []string{"《城市供水条例》"}, Channels: []string{"政府网站", "营业厅", "站牌"}, Audience: "用水户", Level: "县级"},
		{ID: "profile", Title: "机构职能", Category: "0101", Departments: []string{"all"}, Cadence: model.AdHoc},
	}
	for _, g := range schema.Groups {
		c := &model.Category{Code: g.Code, Name: g.Name, Focus: g.Focus, About: g.About}
		if len(g.Code) == 4 {
			c.Parent = g.Code[:2]
		}
		m.parts.Categories = append(m.parts.Categories, c)
	}
	return m
}

// item adds an item with a body; more changes it before it is kept.
func (m *maker) item(index, category, title, published, body string, more ...func(*model.Item)) *model.Item {
	dep := "caizheng"
	if strings.HasPrefix(index, "GS") {
		dep = "gongshui"
	}
	it := &model.Item{
		Path: dep + "/2026/" + strings.ToLower(index) + "/index.md", Index: model.ID(index), Title: title, Department: dep, Category: category,
		Cadence: model.AdHoc, Stage: model.StageResult, Made: date("2026-06-20"), Published: moment(published), Secrecy: "pass",
		Audience: "全社会", Method: model.Active, Status: model.Valid,
	}
	doc := m.parser.Parse([]byte(body), 0)
	it.Body = model.BodyRef{Offset: int64(len(m.texts.all)), HTML: uint32(len(doc.HTML)), Text: uint32(len(doc.Text))}
	it.Links, it.Summary = doc.Links, doc.Summary
	m.texts.all = append(m.texts.all, model.Body{HTML: doc.HTML, Text: doc.Text})
	for _, f := range more {
		f(it)
	}
	card := fmt.Sprintf("%v %v %v %v %v %v %v", it.Index, it.Title, it.Status, it.Published, it.Withdrawn, it.CommentUntil, it.Changes)
	it.Card = source.Sum([]byte(card))
	it.Full = source.Sum([]byte(card + body + fmt.Sprintf("%+v", it.Attachments)))
	m.parts.Items = append(m.parts.Items, it)
	return it
}

// opinion adds an opinion with an answer where that is not "".
func (m *maker) opinion(name, title, received, answered, question, answer string, more ...func(*model.Opinion)) *model.Opinion {
	dep, _, _ := strings.Cut(name, "/")
	o := &model.Opinion{Path: dep + "/opinions/" + strings.TrimPrefix(name, dep+"/") + ".md", Department: dep, Title: title, Received: date(received)}
	keep := func(text string) model.BodyRef {
		doc := m.parser.Parse([]byte(text), 0)
		o.Links = append(o.Links, doc.Links...)
		m.texts.all = append(m.texts.all, model.Body{HTML: doc.HTML})
		return model.BodyRef{Offset: int64(len(m.texts.all) - 1), HTML: uint32(len(doc.HTML))}
	}
	if question != "" {
		o.Asked, o.Question = true, keep(question)
	}
	if answer != "" {
		o.Replied, o.Answer, o.Answered = true, keep(answer), date(answered)
	}
	for _, f := range more {
		f(o)
	}
	o.Full = source.Sum([]byte(fmt.Sprint(title, received, answered, question, answer, o.Public, o.About, o.Adopted, o.Reason, o.From)))
	m.parts.Opinions = append(m.parts.Opinions, o)
	return o
}

func public(o *model.Opinion) { o.Public = true }

// order adds an order to disclose.
func (m *maker) order(name, title, department, duty, issued, deadline string, more ...func(*model.Order)) *model.Order {
	o := &model.Order{Path: "supervision/" + name + ".md", Title: title, Department: department, Duty: duty, Issued: date(issued), Deadline: date(deadline)}
	for _, f := range more {
		f(o)
	}
	o.Full = source.Sum([]byte(fmt.Sprint(title, duty, issued, deadline, o.Public, o.Item)))
	m.parts.Orders = append(m.parts.Orders, o)
	return o
}

func ordered(o *model.Order) { o.Public = true }

func (m *maker) site() *model.Site { return model.New(m.parts) }

// sample is a site with every kind of page.
func sample() *maker {
	m := newMaker()
	m.item("CZ-2026-00001", "0405", "关于征求停车收费标准意见的公告", "2026-06-01", "现就停车收费标准征求意见。\n\n## 背景\n\n段。\n\n## 标准\n\n| 区域 | 每小时 |\n|---|--:|\n| 一类 | 3.00 |\n\n## 方式\n\n见[结果](CZ-2026-00003)和[附件](表.xlsx)。", func(it *model.Item) {
		it.Stage, it.CommentFrom, it.CommentUntil, it.CommentTo = model.StageDraft, date("2026-06-01"), date("2026-07-05"), "信函：和平路2号\n电话：0000-8810201"
		it.Hearing = &model.Hearing{Date: date("2026-07-01"), Place: "三楼会议室", Contact: "0000-8810201"}
		it.Attachments = []model.Attachment{{File: "表.xlsx", Path: "caizheng/2026/cz-2026-00001/表.xlsx", Title: "收费标准表", Size: 12345, Sum: source.Sum([]byte("x")), Listed: true}}
	})
	m.item("CZ-2026-00002", "0405", "停车收费听证情况", "2026-07-02", "情况。", func(it *model.Item) { it.Stage, it.Follows = model.StageProcess, "CZ-2026-00001" })
	m.item("CZ-2026-00003", "0405", "关于公布停车收费标准的通知", "2026-07-10 09:30", "通知全文。", func(it *model.Item) {
		it.Follows, it.DocNo = "CZ-2026-00002", "示财〔2026〕3号"
		it.Reasons = &model.Reasons{Facts: "停车位不足。", Law: "价格法。"}
		it.Changes = []model.Change{{Date: date("2026-07-12"), What: "第二段“三元”改为“3.00元”。", ApprovedBy: "主任", Kind: model.Correction}}
	})
	m.item("CZ-2026-00004", "0201", "旧办法", "2026-05-01", "旧。", func(it *model.Item) { it.Status, it.SupersededBy = model.Repealed, "CZ-2026-00005" })
	m.item("CZ-2026-00005", "0201", "新办法", "2026-06-15", "新。", func(it *model.Item) { it.Supersedes, it.Normative = "CZ-2026-00004", true })
	m.item("CZ-2026-00006", "0601", "发错的名单", "2026-06-10", "不该再看见的正文。", func(it *model.Item) {
		it.Withdrawn = &model.Decision{Date: date("2026-06-12"), Reason: "内容有误", Approval: "示公开〔2026〕1号"}
		it.Attachments = []model.Attachment{{File: "a.pdf", Path: "caizheng/2026/cz-2026-00006/a.pdf", Size: 10, Listed: true}}
	})
	m.item("CZ-2026-00007", "0301", "规划征求意见", "2026-07-15", "规划草案。", func(it *model.Item) {
		it.Stage, it.CommentFrom, it.CommentUntil, it.CommentTo = model.StageDraft, date("2026-07-15"), date("2026-08-01"), "电话"
	})
	m.item("CZ-2026-00008", "0401", "待公开的预算", "2026-08-01", "以后的正文。")
	m.item("CZ-2026-00009", "0401", "草稿一件", "2026-07-01", "草稿的正文。", func(it *model.Item) { it.Draft = true })
	m.opinion("caizheng/2026-001", "停车收费应当分时段", "2026-06-10", "2026-06-24", "晚上停车的人少，见[公告](../2026/cz-2026-00001/index.md)。\n\n## 理由\n\n- 空位多", "夜间收费减半，白天不变。", public, func(o *model.Opinion) {
		o.About, o.Adopted, o.Reason, o.From, o.Channel, o.AnsweredBy = "CZ-2026-00001", model.AdoptedPartly, "白天车位紧张，不能减半。", "李女士", "letter", "财政局综合科"
	})
	m.opinion("caizheng/2026-002", "没有公开的来信", "2026-06-11", "2026-06-20", "私下的话。", "私下的答复。", func(o *model.Opinion) { o.About = "CZ-2026-00001" })
	m.opinion("caizheng/2026-003", "问草稿的事", "2026-07-01", "2026-07-02", "问。", "答。", public, func(o *model.Opinion) { o.About, o.Adopted = "CZ-2026-00009", model.AdoptedNone })
	m.opinion("gongshui/2026-001", "夜里停水", "2026-07-15", "", "没有水用的原话。", "", public)
	m.opinion("gongshui/2026-002", "没有公开也没有答复", "2026-07-16", "", "悄悄话。", "")
	for i := range 5 {
		m.opinion(fmt.Sprintf("gongshui/a-%d", i), fmt.Sprintf("水压的第%d封信", i), "2026-05-06", fmt.Sprintf("2026-05-%02d", 6+i), "", "已经[加压](GS-2026-00001)。", public)
	}
	m.order("2026-01", "关于限时公开六月水质的通知", "gongshui", "water", "2026-06-15", "2026-07-01", ordered)
	m.order("2026-02", "关于限时公开职能的通知", "caizheng", "profile", "2026-07-01", "2026-07-25", ordered)
	m.order("2026-03", "不公开的通知", "silent", "profile", "2026-06-01", "2026-06-10")
	m.order("2026-04", "关于限时公开档案馆职能的通知", "silent", "profile", "2026-06-01", "2026-06-10", ordered)
	m.order("2026-05", "关于限时公开预算的通知", "caizheng", "", "2026-06-01", "2026-06-10", ordered, func(o *model.Order) { o.Item = "CZ-2026-00003" })
	for i := range 7 {
		m.item(fmt.Sprintf("GS-2026-%05d", i+1), "1101", fmt.Sprintf("供水水质第%d期", i+1), fmt.Sprintf("2026-%02d-03", i+1), "合格。", func(it *model.Item) {
			it.Cadence, it.Duty = model.Routine, "water"
			if i > 0 && i != 3 { // March is missing
				it.Period = calendar.Period{Year: 2026, Unit: calendar.Month, N: uint8(i)}
			}
		})
	}
	return m
}

// pages plans and renders a whole site.
func pages(t testing.TB, s *model.Site, opt Options) map[string]string {
	t.Helper()
	th, err := theme.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(th, opt)
	if err != nil {
		t.Fatal(err)
	}
	outs, err := plan.Outputs(s, []plan.Product{p})
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string, len(outs))
	for _, o := range outs {
		var buf bytes.Buffer
		if err := o.Render(&buf); err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		all[o.Path] = buf.String()
	}
	return all
}
