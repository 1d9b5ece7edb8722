package load

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

const (
	opinionAt = "water/opinions/2026-001.md"
	opinionMD = "---\n标题: 建议夜间抢修\n收到日期: 2026-06-05\n---\n\n夜里停水没有人管。\n"
	orderAt   = "supervision/2026-01.md"
	orderMD   = "---\n种类: 限时公开通知\n标题: 限时公开水价\n公开主体: 水务局\n类别: 财政预决算\n通知日期: 2026-06-01\n限期: 2026-06-15\n---\n"
)

func day(m, d uint8) calendar.Date { return calendar.Date{Year: 2026, Month: m, Day: d} }

// lines puts lines into front matter, in the place of those with the same key.
func lines(file string, more ...string) string {
	head, body, _ := strings.Cut(strings.TrimPrefix(file, "---\n"), "---\n")
	for _, l := range more {
		key, _, _ := strings.Cut(l, ":")
		kept := ""
		for old := range strings.Lines(head) {
			if !strings.HasPrefix(old, key+":") {
				kept += old
			}
		}
		head = kept + l + "\n"
	}
	return "---\n" + head + "---\n" + body
}

func TestOpinion(t *testing.T) {
	public := lines(opinionMD, "渠道: 来电", "来信人: 李女士", "关于: SW-2026-00001", "答复日期: 2026-06-20", "答复人: 供水科", "采纳情况: 部分采纳", "未采纳理由: 人手不够。", "公开: 是") +
		"\n见[水价](../2026/00001.md)。\n\n## 答复：\n\n已经[安排](SW-2026-00001)。\n\n### 办法\n\n- 抢修\n"
	fsys := newTree(opinionAt, public)
	r := read(t, fsys)
	if got := show(fsys, r.Findings); got != "" {
		t.Fatal(got)
	}
	o := *r.Parts.Opinions[0]
	parts := map[string]string{}
	for name, ref := range map[string]model.BodyRef{"question": o.Question, "answer": o.Answer} {
		b, err := r.Parts.Bodies.Body(ref)
		if err != nil {
			t.Fatal(err)
		}
		parts[name] = string(b.HTML)
	}
	if q, a := parts["question"], parts["answer"]; !strings.Contains(q, "没有人管") || !strings.Contains(q, "\x000\x00") || strings.Contains(q+a, "答复") || !strings.Contains(a, "\x001\x00") || !strings.Contains(a, "办法</h3>") {
		t.Errorf("%q", parts)
	}
	if len(o.Links) != 2 || o.Links[1].Dest != "SW-2026-00001" || string(fsys[opinionAt].Data[o.At.Of("reason").Start:o.At.Of("reason").End]) != "人手不够。" {
		t.Errorf("%+v", o)
	}
	o.At, o.Links, o.Question, o.Answer, o.Full = nil, nil, model.BodyRef{}, model.BodyRef{}, source.Digest{}
	want := model.Opinion{
		Path: opinionAt, Department: "water", Title: "建议夜间抢修", About: "SW-2026-00001", Received: day(6, 5), Answered: day(6, 20), Public: true,
		Channel: "phone", From: "李女士", AnsweredBy: "供水科", Adopted: model.AdoptedPartly, Reason: "人手不够。", Asked: true, Replied: true,
	}
	if !reflect.DeepEqual(o, want) {
		t.Errorf("\n%+v\nwant\n%+v", o, want)
	}
}

// Nothing of a letter that is not public is kept, but that it has an answer is known.
func TestPrivateOpinion(t *testing.T) {
	r := read(t, newTree(opinionAt, opinionMD+"\n<b>急</b>，见[网页](ftp://a)，电话 13800001234。\n\n## 答复\n\n已经处理。\n"))
	o := r.Parts.Opinions[0]
	if len(r.Findings) > 0 || !o.Asked || !o.Replied || o.Public || !o.Question.Empty() || !o.Answer.Empty() || o.Links != nil || o.Flaws != nil {
		t.Errorf("%v\n%+v", r.Findings, o)
	}
	for _, c := range r.tree.bodies.chunks {
		if bytes.Contains(c.data, []byte("没有人管")) || bytes.Contains(c.data, []byte("已经处理")) {
			t.Error("its words are kept")
		}
	}
}

// Where an answer begins.
func TestAnswerIsFound(t *testing.T) {
	for _, tt := range []struct {
		body           string
		asked, replied bool
	}{
		{"来信。\n", true, false},
		{"来信。\n\n## 答复\n", true, false},
		{"来信。\n\n## 答复\n\n答。\n", true, true},
		{"来信。\n\n# 答复意见\n\n答。\n", true, true},
		{"来信。\n\n### Reply\n\n答。\n", true, true},
		{"## 答复\n\n答。\n", false, true},
		{"来信。\n\n## 请答复\n\n快。\n", true, false},
		{"来信。\n\n答复：答。\n", true, false},
		{"", false, false},
	} {
		r := read(t, newTree(opinionAt, lines(opinionMD, "公开: 是")[:len(lines(opinionMD, "公开: 是"))-len("\n夜里停水没有人管。\n")]+"\n"+tt.body))
		if o := r.Parts.Opinions[0]; o.Asked != tt.asked || o.Replied != tt.replied || o.Question.Empty() == tt.asked || o.Answer.Empty() == tt.replied {
			t.Errorf("%q: asked %v, replied %v", tt.body, o.Asked, o.Replied)
		}
	}
}

// What clerks write wrong in an opinion: one finding each, at its place, with its fix.
func TestOpinionMistakes(t *testing.T) {
	mobile := func(at, mask string) string {
		return "R31 " + at + " 有手机号：" + mask + " | 改成 " + mask + "（gongkai redact --write 会替您改）\n"
	}
	for _, tt := range []struct{ name, file, want string }{
		{"nothing", "没有开头信息。\n", "F03 :1:1 文件没有开头信息（标题、索引号、日期等） | 在最前面写两行“---”，中间写“标题: …”等各项\n"},
		{"no title", strings.Replace(opinionMD, "标题: 建议夜间抢修\n", "", 1), "R01 :1:1 没有写“标题” | 加上“标题”：说的是什么事，一句话；公开的会照原样显示。\n"},
		{"no day", strings.Replace(opinionMD, " 2026-06-05", "", 1), "R01 :3:1 没有写“收到日期” | 加上“收到日期”：收到意见的日期；答复的时限从它算起。\n"},
		{"a wide colon", strings.Replace(opinionMD, "收到日期: ", "收到日期：", 1), "F05 :3:5 “收到日期”后面是全角冒号“：” | 改成半角冒号加一个空格：收到日期: \n"},
		{"no date", lines(opinionMD, "答复日期: 上周"), "T01 :4:7 答复日期“上周”看不懂 | 写成 2026-07-01、2026年7月1日、2026/7/1 或 2026.7.1\n"},
		{"unknown channel", lines(opinionMD, "渠道: 来讯"), "F13 :4:5 “渠道”不能写“来讯” | 是不是“来信”？可以写：来信、来电、来访、网站、座谈、信箱、其他\n"},
		{"unknown key", lines(opinionMD, "采纳情形: 采纳"), "F11 :4:1 没有“采纳情形”这一项 | 是不是“采纳情况”？\n"},
		{"yes or no", lines(opinionMD, "公开: 可以"), "F12 :4:5 “公开”要写“是”或“否”，这里写成了“可以” | 写“是”或“否”\n"},
		{"a mobile number in a public letter", lines(opinionMD, "公开: 是") + "\n我的电话 138-0000-1234，139 0000 1234。\n",
			mobile(":9:6", "138****1234") + mobile(":9:20", "139****1234")},
		{"and in its title", lines(opinionMD, "公开: 是", "标题: 13800001234的来信"), mobile(":4:5", "138****1234")},
		{"an identity number", lines(opinionMD, "公开: 是") + "\n证号 11010119900307109X。\n", strings.ReplaceAll(mobile(":9:4", "11*************09X"), "手机号", "身份证号")},
		{"longer and shorter numbers", lines(opinionMD, "公开: 是") + "\n账号 6222138000012345678，热线 0000-8810101，12800001234，编号 113308000000577731。\n", ""},
	} {
		fsys := newTree(opinionAt, tt.file)
		if got := strings.ReplaceAll(show(fsys, read(t, fsys).Findings), opinionAt, ""); got != tt.want {
			t.Errorf("%s:\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}

// The opinions change what the configuration's digest sums, and so every page, in nothing.
func TestOpinionsAreNoConfiguration(t *testing.T) {
	with, without := read(t, newTree(opinionAt, opinionMD, orderAt, orderMD)), read(t, newTree())
	if with.Parts.Config.Digest != without.Parts.Config.Digest {
		t.Error("the configuration's digest is another")
	}
	other := read(t, newTree(opinionAt, opinionMD+"又及。\n", orderAt, orderMD+"\n"))
	if with.Parts.Opinions[0].Full == other.Parts.Opinions[0].Full || with.Parts.Orders[0].Full == other.Parts.Orders[0].Full {
		t.Error("another text has the same digest")
	}
}

func TestOrder(t *testing.T) {
	fsys := newTree("duties.yaml", "- {id: price, title: 水价公布, category: 财政预决算, departments: [water], cadence: 年度性}\n",
		orderAt, lines(orderMD, "应公开事项: 水价公布", "所属期: 2026年上半年", "通知单位: 区办", "公开事项: SW-2026-00001", "公开: 是"))
	r := read(t, fsys)
	if got := show(fsys, r.Findings); got != "" {
		t.Fatal(got)
	}
	o := *r.Parts.Orders[0]
	o.At, o.Full = nil, source.Digest{}
	want := model.Order{
		Path: orderAt, Title: "限时公开水价", Department: "water", Duty: "price", Category: "0401", Period: calendar.Period{Year: 2026, Unit: calendar.Half, N: 1},
		Issued: day(6, 1), Deadline: day(6, 15), IssuedBy: "区办", Item: "SW-2026-00001", Public: true,
	}
	if !reflect.DeepEqual(o, want) {
		t.Errorf("\n%+v\nwant\n%+v", o, want)
	}
}

func TestOrderMistakes(t *testing.T) {
	unread := "限时公开通知要写“种类: 限时公开通知”；别的文件放在这里不妨，只是网站不用\n"
	for _, tt := range []struct{ name, file, want string }{
		{"another kind", "---\n种类: 整改通知\n整改: [甲\n---\n", "F30  种类“整改通知”还不读取，这个文件没有用上 | " + unread},
		{"a kind that is nearly one", lines(orderMD, "种类: 限时公开通告"), "F30  种类“限时公开通告”还不读取，这个文件没有用上 | 是不是“限时公开通知”？\n"},
		{"no kind", "---\n种类:\n---\n", "F30  没有写种类，这个文件没有读取 | " + unread},
		{"no front matter", "整改情况。\n", "F30  没有写种类，这个文件没有读取 | " + unread},
		{"no deadline", strings.Replace(orderMD, "限期: 2026-06-15\n", "", 1), "R01 :1:1 没有写“限期” | 加上“限期”：最迟哪一天公开。\n"},
		{"unknown key", lines(orderMD, "限其: 2026-06-15"), "F11 :8:1 没有“限其”这一项 | 是不是“限期”？\n"},
		{"a broken line", lines(orderMD, "公开: [是"), "F10 "},
	} {
		fsys := newTree(orderAt, tt.file)
		if got := strings.ReplaceAll(show(fsys, read(t, fsys).Findings), orderAt, ""); got != tt.want && (!strings.HasSuffix(tt.want, " ") || !strings.HasPrefix(got, tt.want)) {
			t.Errorf("%s:\n%swant\n%s", tt.name, got, tt.want)
		}
	}
	if !OrderFile("a.md", []byte(orderMD)) || OrderFile("a.md", []byte(opinionMD)) {
		t.Error("which file is an order is not seen")
	}
}
