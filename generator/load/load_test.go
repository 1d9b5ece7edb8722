package load

import (
	"bytes"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

const (
	siteYAML = "title: 示范区政务公开\nregion: 示范区\nbase_url: https://gongkai.example\n"
	deptYAML = "- id: water\n  code: SW\n  name: 水务局\n  kind: agency\n  phone: 0000-1\n  address: 甲\n  hours: 工作日\n  complaint_phone: 0000-2\n  clerk: 乙\n  deputy: 丙\n  functions: 供水\n  powers: 管水\n" +
		"- 编号: gongshui\n  代码: GS\n  名称: 供水公司\n  类型: 公用事业\n  主管部门: 水务局\n"
	itemMD = "---\ntitle: 水价\nindex: SW-2026-00001\ncategory: 财政预决算\nmade: 2026-06-01\nreviewed: 2026年6月2日\napproved: 2026/6/3\npublished: 2026-06-04 09:30\nsecrecy: 通过\n---\n\n第一条 居民用水价格调整。\n"
	itemAt = "water/2026/00001.md"
)

// tree gives a small site with more files, or others in their place; "" takes one away.
func newTree(files ...string) fstest.MapFS {
	m := fstest.MapFS{}
	all := append([]string{"site.yaml", siteYAML, "departments.yaml", deptYAML, itemAt, itemMD}, files...)
	for i := 0; i < len(all); i += 2 {
		m[all[i]] = &fstest.MapFile{Data: []byte(all[i+1])}
		if all[i+1] == "" {
			delete(m, all[i])
		}
	}
	return m
}

func read(t testing.TB, fsys fs.FS) Result {
	t.Helper()
	r, err := Tree(fsys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// show gives findings as "CODE path:line:column text | fix" lines.
func show(fsys fs.FS, found []diag.Diagnostic) string {
	var b strings.Builder
	for _, d := range found {
		fmt.Fprintf(&b, "%s %s", d.Rule, d.Path)
		if f, err := source.Read(fsys, d.Path, MaxMarkdown); err == nil && !d.At.IsZero() {
			p := f.Position(d.At.Start)
			fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
		}
		fmt.Fprintf(&b, " %s | %s\n", d.Text.ZH, d.Fix.ZH)
	}
	return b.String()
}

// item gives the front matter of a whole item with lines added, or put in the place of
// those with the same key.
func item(lines ...string) string {
	all := strings.Split(strings.TrimSuffix(itemMD, "\n\n第一条 居民用水价格调整。\n"), "\n")
	all = all[:len(all)-1]
	for _, l := range lines {
		key, _, _ := strings.Cut(l, ":")
		if i := slices.IndexFunc(all, func(x string) bool { return strings.HasPrefix(x, key+":") }); i >= 0 {
			all[i] = l
			continue
		}
		all = append(all, l)
	}
	return strings.Join(all, "\n") + "\n---\n\n正文。\n"
}

func TestItem(t *testing.T) {
	fsys := newTree(
		"duties.yaml", "- id: price\n  title: 水价\n  category: 财政预决算\n  departments: [水务局, 公用事业, 全部]\n  cadence: 年度性\n",
		itemAt, item("category: 财政预决算", "应公开事项: 水价", "period: 2026年上半年", "basis: 条例第九条", "keywords: [水, 价]", "topics: [价格, fee]", "涉及权利义务: 是",
			"reasons: {facts: 甲, law: 乙}", "hearing:\n  date: 2026-05-01\n  地点: 会议室", "changes:\n- {date: 2026-06-05, what: 改, approved_by: 丁, kind: 更正}", "boards: [hall]", "doc_number: 示水〔2026〕3号", "归档: {日期: 2026-07-06, 档号: 水-2026-7}"),
	)
	r := read(t, fsys)
	if got := show(fsys, r.Findings); got != "" {
		t.Fatal(got)
	}
	it := *r.Parts.Items[0]
	it.At, it.Body, it.Links, it.Flaws, it.Card, it.Full = nil, model.BodyRef{}, nil, nil, source.Digest{}, source.Digest{}
	day := func(m, d uint8) calendar.Date { return calendar.Date{Year: 2026, Month: m, Day: d} }
	want := model.Item{
		Path: itemAt, Index: "SW-2026-00001", Title: "水价", DocNo: "示水〔2026〕3号", Department: "water", Category: "0401",
		Cadence: model.Annual, Period: calendar.Period{Year: 2026, Unit: calendar.Half, N: 1}, Duty: "price", Stage: model.StageResult,
		Made: day(6, 1), Reviewed: day(6, 2), Approved: day(6, 3), Published: calendar.Moment{Date: day(6, 4), Minute: 9*60 + 30, Timed: true},
		Secrecy: "pass", Audience: "全社会", Method: model.Active, Basis: []string{"条例第九条"}, Reasons: &model.Reasons{Facts: "甲", Law: "乙"},
		AffectsRights: true, Topics: []string{"price", "fee"}, Summary: "正文。", Keywords: []string{"水", "价"}, Status: model.Valid,
		Hearing: &model.Hearing{Date: day(5, 1), Place: "会议室"}, Boards: []string{"hall"}, PostFrom: day(6, 4), PostUntil: day(7, 4),
		Changes:  []model.Change{{Date: day(6, 5), What: "改", ApprovedBy: "丁", Kind: model.Correction}},
		Archived: day(7, 6), ArchiveNo: "水-2026-7",
	}
	if !reflect.DeepEqual(it, want) {
		t.Errorf("\n%+v\nwant\n%+v", it, want)
	}
	if got := r.Parts.Duties[0].Departments; !slices.Equal(got, []string{"water", "utility", "all"}) {
		t.Error(got)
	}
	full := r.Parts.Items[0]
	text := string(fsys[itemAt].Data)
	for key, want := range map[string]string{
		"title": "水价", "duty": "水价", "hearing.place": "会议室", "changes.0.what": "改", "affects_rights": "是", "topics": "[价格, fee]", "doc_number": "示水〔2026〕3号",
	} {
		at := full.At.Of(key)
		if got := text[at.Start:at.End]; got != want {
			t.Errorf("%s stands at %q", key, got)
		}
	}
	if full.Given("stage") {
		t.Error("stage was not given")
	}
	b, err := r.Parts.Bodies.Body(full.Body)
	if err != nil || !strings.Contains(string(b.HTML), "正文。") || string(b.Text) != "正文。\n" {
		t.Errorf("%q %v", b, err)
	}
}

const noFile = "F14 :11:6 没有附件“a” | 有附件的事项要放在文件夹里：把它改名为 00001/index.md，附件放在旁边\n"

// waiting is the finding of a value that `new` left to be filled in.
func waiting(at, key, written string) string {
	return "R08 :" + at + " “" + key + "”写的还是“" + written + "” | 换成真实的内容；没有内容的删去这一行\n"
}

// What clerks write wrong in an item: one finding each, at its place, with its fix.
func TestItemMistakes(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"unknown key", item("publishd: 2026-06-04"), "F11 :10:1 没有“publishd”这一项 | 是不是“published”？\n"},
		{"a misspelt key is read as the one it is like", strings.Replace(itemMD, "title:", "titel:", 1), "F11 :2:1 没有“titel”这一项 | 是不是“title”？\n"},
		{"unknown Chinese key", item("公开日斯: x"), "F11 :10:1 没有“公开日斯”这一项 | 是不是“公开日期”？\n"},
		{"a key like none", item("颜色: 红"), "F11 :10:1 没有“颜色”这一项 | 删去，或者改成已有的名称（见 gongkai schema）\n"},
		{"both languages", item("标题: 水价"), "F07 :10:1 “标题”和“title”是同一项，写了两次 | 只留一处\n"},
		{"impossible day", item("made: 2026-02-30"), "T01 :5:7 生成日期“2026-02-30”不存在：2026年2月只有28天 | 对照文件改成真实的日期\n"},
		{"no date", item("made: 上周五"), "T01 :5:7 生成日期“上周五”看不懂 | 写成 2026-07-01、2026年7月1日、2026/7/1 或 2026.7.1\n"},
		{"impossible time", item("published: 2026-06-04 25:00"), "T01 :8:12 公开日期“2026-06-04 25:00”不存在：一天从00:00到23:59，没有25:00 | 对照文件改成真实的日期\n"},
		{"a date in quotes of a word processor", item("made: “2026-06-01”"), "F08 :5:7 内容两边的引号“”是中文引号，会印在页面上 | 去掉引号，或者换成半角引号：\"2026-06-01\"\n"},
		{"period", item("period: 2026-Q5"), "T06 :10:9 所属期“2026-Q5”不存在：一年只有4个季度，没有第5季度 | 写成 2026、2026-H1（上半年）、2026-Q3（第三季度）或 2026-07\n"},
		{"enumeration", item("公开阶段: 结果公开"), "F13 :10:7 “公开阶段”不能写“结果公开” | 是不是“结果”？可以写：预公开、过程、结果\n"},
		{"nearest value", item("cadence: anual"), "F13 :10:10 “cadence”不能写“anual” | 是不是“annual”？可以写：年度性、常规性、临时性\n"},
		{"an object in one text", item("归档: 2026-07-06"), "F12 :10:5 “归档”要写成分行的几项，这里写成了一段文字 | 可以写：日期、档号\n"},
		{"several values in one text", item("topics: 价格、收费"), "F13 :10:9 “topics”不能写“价格、收费” | 写成列表：[价格, 收费]\n"},
		{"yes and no", item("major: 也许"), "F12 :10:8 “major”要写“是”或“否”，这里写成了“也许” | 写“是”或“否”\n"},
		{"list for a text", item("title: [重要, 水价]"), "F12 :2:8 “title”要写成一段文字，这里写成了列表 | 内容里有方括号、花括号或冒号的，用半角引号整个括起来\n"},
		{"mapping in a list", item("basis:\n- 条例: 第九条"), "F12 :11:3 “basis”的这一条要写成一段文字 | 内容里有半角冒号加空格的，用半角引号把整条括起来\n"},
		{"text for a mapping", item("hearing: 不举行"), "F12 :10:10 “hearing”要写成分行的几项，这里写成了一段文字 | 可以写：日期、地点、报名截止、联系方式、结果、不听证理由\n"},
		{"full-width colon in a short mapping", item("听证: 不听证理由：紧急"), "F05 :10:10 “不听证理由”后面是全角冒号“：” | 改成半角冒号加一个空格：不听证理由: \n"},
		{"nested date", item("changes:\n- date: 2026-13-01\n  what: 改\n  approved_by: 甲"), "T01 :11:9 日期“2026-13-01”不存在：一年只有12个月，没有13月 | 对照文件改成真实的日期\n"},
		{"nested unknown key", item("withdrawn: {date: 2026-07-01, reson: 错, approval: 甲}"), "F11 :10:31 没有“reson”这一项 | 是不是“reason”？\n"},
		{"attachment without a folder", item("attachments: [a.pdf]"), "F14 :10:15 没有附件“a.pdf” | 有附件的事项要放在文件夹里：把它改名为 00001/index.md，附件放在旁边\n"},
		{"several at once", item("made: 2026-02-30", "stage: 草稿", "颜色: 红"),
			"T01 :5:7 生成日期“2026-02-30”不存在：2026年2月只有28天 | 对照文件改成真实的日期\nF13 :10:8 “stage”不能写“草稿” | 可以写：预公开、过程、结果\nF11 :11:1 没有“颜色”这一项 | 删去，或者改成已有的名称（见 gongkai schema）\n"},
		{"the nearest in the clerk's language", item("逾期原囚: 批复晚", "附件名: a"), "F11 :10:1 没有“逾期原囚”这一项 | 是不是“逾期原因”？\nF11 :11:1 没有“附件名”这一项 | 是不是“附件”？\n" + noFile},
		{"a key as it was written", item("法制审核: 无"), "F12 :10:7 “法制审核”要写成分行的几项，这里写成了一段文字 | 可以写：日期、审核人、编号\n"},
		{"still to be filled in", item("made: 〔待填：年-月-日〕", "公开频次: 〔待填：年度性、常规性、临时性，选一个〕", "所属期: 〔待填：年〕", "major: 〔待填：是、否〕"),
			waiting("5:7", "生成日期", "〔待填：年-月-日〕") + waiting("10:7", "公开频次", "〔待填：年度性、常规性、临时性，选一个〕") + waiting("11:6", "所属期", "〔待填：年〕") + waiting("12:8", "重大事项", "〔待填：是、否〕")},
		{"nothing where something optional may stand", item("summary:", "doc_number: ", "keywords: ~"), ""},
	}
	for _, tt := range tests {
		fsys := newTree(itemAt, tt.file)
		r := read(t, fsys)
		if got := strings.ReplaceAll(show(fsys, r.Findings), " "+itemAt+":", " :"); got != tt.want {
			t.Errorf("%s:\n%swant\n%s", tt.name, got, tt.want)
		}
		if len(r.Parts.Items) != 1 || r.Parts.Items[0].Index != "SW-2026-00001" {
			t.Errorf("%s: the item is lost", tt.name)
		}
		for _, d := range r.Findings {
			if d.Text.EN == "" || d.Fix.ZH == "" || d.Fix.EN == "" || strings.Contains(d.Text.EN+d.Fix.EN+d.Text.ZH+d.Fix.ZH, "%!") {
				t.Errorf("%s: not whole: %+v", tt.name, d)
			}
		}
	}
}

// A key that was written, but cannot be read, stands at the place of its finding, so that
// nobody calls it missing.
func TestUnreadableKeysAreGiven(t *testing.T) {
	for _, file := range []string{item("made: 2026-02-30"), item("made: [2026-06-01"), strings.Replace(itemMD, "made: ", "maed: ", 1)} {
		r := read(t, newTree(itemAt, file))
		if len(r.Findings) != 1 {
			t.Fatal(r.Findings)
		}
		if got := r.Parts.Items[0].At.Of("made"); got != r.Findings[0].At {
			t.Errorf("%q: made stands at %v, the finding at %v", file, got, r.Findings[0].At)
		}
	}
}

func TestEncodings(t *testing.T) {
	wide := []byte("\xFF\xFE")
	for _, c := range item() {
		wide = append(wide, byte(c), byte(c>>8))
	}
	gbk := []byte("---\ntitle: \xCB\xAE\xBC\xDB\nindex: A\ncategory: \"04\"\nmade: 2026-02-30\npublished: 2026-06-04\nsecrecy: pass\n---\n\xD5\xFD\xCE\xC4\n")
	for _, tt := range []struct {
		name, want string
		data       []byte
	}{
		{"mark", "F02 water/2026/00001.md 文件开头有 BOM | 运行 gongkai fmt --write\n", []byte("\uFEFF" + item())},
		{"lines", "F02 water/2026/00001.md 文件的换行是 CR LF | 运行 gongkai fmt --write\n", []byte(strings.ReplaceAll(item(), "\n", "\r\n"))},
		{"both", "F02 water/2026/00001.md 文件开头有 BOM，换行是 CR LF | 运行 gongkai fmt --write\n", []byte("\uFEFF" + strings.ReplaceAll(item(), "\n", "\r\n"))},
		{"UTF-16", "F01 water/2026/00001.md 文件的编码是 UTF-16，不是 UTF-8 | 运行 gongkai fmt --write\n", wide},
		{"GBK, with a mistake behind Han text", "F01 water/2026/00001.md 文件的编码是 GBK（GB18030），不是 UTF-8 | 运行 gongkai fmt --write\n" +
			"T01 water/2026/00001.md:5:7 生成日期“2026-02-30”不存在：2026年2月只有28天 | 对照文件改成真实的日期\n", gbk},
		{"no text", "F19 water/2026/00001.md 这不是文本文件 | Word、PDF等文件放作附件；正文另存为 UTF-8 的 .md 文件\n", []byte("PK\x03\x04\x00\x00")},
		{"cut short", "F19 water/2026/00001.md 第13行第4个字符坏了，文件可能没有存完整 | 用原来的程序打开，重新保存为 UTF-8\n", append([]byte(item()), "甲乙丙\xE5\x90"...)},
	} {
		fsys := newTree()
		fsys[itemAt] = &fstest.MapFile{Data: tt.data}
		r := read(t, fsys)
		if got := show(fsys, r.Findings); got != tt.want {
			t.Errorf("%s:\n%swant\n%s", tt.name, got, tt.want)
		}
		if len(r.Parts.Items) == 1 && r.Parts.Items[0].Title != "水价" {
			t.Errorf("%s: title %q", tt.name, r.Parts.Items[0].Title)
		}
	}
}

// The result does not depend on the number of workers, and digests change with what they
// stand for and with nothing else.
func TestDeterminism(t *testing.T) {
	fsys := corpus(60)
	one, err := Tree(fsys, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	many, err := Tree(fsys, Options{Workers: 7})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(one.Findings, many.Findings) || len(one.Parts.Items) != 60 || one.Parts.Config.Digest != many.Parts.Config.Digest {
		t.Error("other findings")
	}
	for i, a := range one.Parts.Items {
		b := many.Parts.Items[i]
		if a.Path != b.Path || a.Card != b.Card || a.Full != b.Full || a.Summary != b.Summary {
			t.Error(a.Path)
		}
	}
}

func TestDigests(t *testing.T) {
	base := read(t, newTree())
	it := base.Parts.Items[0]
	for _, tt := range []struct {
		name               string
		fsys               fs.FS
		card, full, config bool // whether it changes
	}{
		{"nothing", newTree(), false, false, false},
		{"the end of the text", newTree(itemAt, itemMD+"\n\n第二条 附则。\n## 附\n"), false, true, false},
		{"the title", newTree(itemAt, strings.Replace(itemMD, "title: 水价", "title: 水费", 1)), true, true, false},
		{"the site", newTree("site.yaml", siteYAML+"email: a@b.example\n"), false, false, true},
		{"a profile", newTree("water/_index.md", "概况。"), false, false, true},
		{"holidays", newTree("holidays/2026.yaml", "year: 2026\noff: [2026-10-01]\n"), false, false, true},
	} {
		r := read(t, tt.fsys)
		x := r.Parts.Items[0]
		if (x.Card != it.Card) != tt.card && tt.name != "the end of the text" || (x.Full != it.Full) != tt.full || (r.Parts.Config.Digest != base.Parts.Config.Digest) != tt.config {
			t.Errorf("%s: card %v full %v config %v", tt.name, x.Card != it.Card, x.Full != it.Full, r.Parts.Config.Digest != base.Parts.Config.Digest)
		}
	}
}

func TestProgress(t *testing.T) {
	last, calls := 0, 0
	_, err := Tree(corpus(20), Options{Workers: 3, Progress: func(done, total int) {
		calls++
		if done != last+1 || total != 20 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	}})
	if err != nil || calls != 20 {
		t.Error(calls, err)
	}
}

// corpus gives a tree of n items of some 3 kB each.
func corpus(n int) fstest.MapFS {
	m := newTree(itemAt, "")
	body := strings.Repeat("第一条 为了规范用水管理，保障居民用水，根据有关法律、法规，结合本地实际，制定本办法。\n\n", 24)
	for i := range n {
		text := fmt.Sprintf("---\ntitle: \"关于第%d次调整居民用水价格的公告\"\nindex: SW-2026-%05d\ncategory: \"04\"\ncadence: adhoc\ndoc_number: 示水〔2026〕%d号\nmade: 2026-06-01\nreviewed: 2026-06-02\napproved: 2026-06-03\npublished: 2026-06-04\nsecrecy: pass\nkeywords: [水价, 公告]\n---\n\n## 一、基本情况\n\n%s", i+1, i+1, i+1, body)
		m[fmt.Sprintf("water/2026/%05d.md", i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func BenchmarkTree1000(b *testing.B) {
	fsys := corpus(1000)
	var size int64
	for _, f := range fsys {
		size += int64(len(f.Data))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Tree(fsys, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The law: no bytes in an item's file make the reader panic, and every place lies within
// the text that was read.
func FuzzItem(f *testing.F) {
	for _, s := range []string{
		itemMD, item("made: 2026-02-30"), item("hearing: {date: x, 地点: [a]}", "changes: [a, {date: 1}]"), "---\ntitle：“甲”\n\tindex: [x\n---\n# 甲\n", item("attachments: [{title: a}, b, {file: [c]}]"),
		"\xFF\xFE-\x00-\x00-\x00\n\x00", "---\n标题: \xB1\xEA\n---\n", item("withdrawn: 是", "topics: {a: b}", "basis: [{a: b}, [c]]", "period: 2026-Q9"), "",
	} {
		f.Add([]byte(s))
	}
	fsys := newTree(itemAt, "", "water/2026/a/index.md", itemMD, "water/2026/a/b.pdf", "x")
	plan, err := walk(fsys)
	if err != nil || len(plan.items) != 1 {
		f.Fatal(plan, err)
	}
	base := tree{fsys: fsys, parser: markdown.New(), bodies: newStore(), item: newItemKeys()}
	base.readConfig(plan)
	base.inspection = newInspection(base.limits(), "")
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys["water/2026/a/index.md"] = &fstest.MapFile{Data: data}
		if len(base.bodies.chunks) > 4 {
			base.bodies = newStore()
		}
		it, found := base.readItem(plan.items[0])
		size := 0
		if text, _, _, ok := source.Decode(data); ok {
			size = len(text)
		}
		within := func(what string, s source.Span) {
			if s.Start < 0 || s.End < s.Start || s.End > size {
				t.Fatalf("%s: span %v of %d bytes", what, s, size)
			}
		}
		for _, d := range found {
			if d.Path == "water/2026/a/index.md" {
				within(d.Rule, d.At)
			}
			if strings.Contains(d.Text.ZH+d.Text.EN+d.Fix.ZH+d.Fix.EN, "%!(") && !bytes.Contains(data, []byte("%!(")) {
				t.Fatalf("%+v", d)
			}
		}
		if it == nil {
			if len(found) == 0 {
				t.Fatal("the item is lost without a word")
			}
			return
		}
		for _, k := range it.At.Keys() {
			within(k, it.At.Of(k))
		}
		for _, l := range it.Links {
			within("link", l.At)
		}
		for _, l := range it.Flaws {
			within("flaw", l.At)
		}
		if _, err := base.bodies.Body(it.Body); err != nil {
			t.Fatal(err)
		}
	})
}
