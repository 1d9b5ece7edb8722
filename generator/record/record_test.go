package record

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

func day(t testing.TB, y, m, d int) calendar.Date {
	t.Helper()
	v, ok := calendar.Make(y, m, d)
	if !ok {
		t.Fatalf("no such day: %d-%d-%d", y, m, d)
	}
	return v
}

// full gives an item in which every field is set.
func full(t testing.TB) *model.Item {
	return &model.Item{
		Path: "water/2026/01/index.md", Index: "SW-2026-00001", Title: "关于调整水价的通知", DocNo: "示水〔2026〕3号",
		Department: "water", Category: "0704", Cadence: model.Annual, Period: calendar.Period{Year: 2026, Unit: calendar.Half, N: 1},
		Duty: "price", Stage: model.StageResult, Follows: "SW-2026-00000",
		Made: day(t, 2026, 7, 1), Reviewed: day(t, 2026, 7, 2), Approved: day(t, 2026, 7, 3),
		Published: calendar.Moment{Date: day(t, 2026, 7, 3), Minute: 540, Timed: true}, Late: "等待审批",
		ReviewedBy: "审议组", ReviewNo: "审1", ApprovedBy: "审定组", ApprovalNo: "定1",
		Secrecy: "pass", SecrecyBy: "保密员", SecrecyDate: day(t, 2026, 7, 2),
		Audience: "全社会", Contact: "窗口", Method: model.Active, Basis: []string{"第一条", "第二条"},
		Reasons: &model.Reasons{Facts: "事实", Law: "法律", Other: "其他"}, AffectsRights: true, Major: true, Normative: true,
		Legal:  &model.LegalReview{Date: day(t, 2026, 7, 1), By: "法制科", Number: "法1"},
		Topics: []string{"price", "fee"}, Procedure: model.ProcResult, Summary: "水价调整。", Keywords: []string{"水价"},
		Status: model.Amended, ValidUntil: day(t, 2030, 1, 1), Supersedes: "SW-2020-00001", SupersededBy: "SW-2026-00009",
		CommentFrom: day(t, 2026, 5, 1), CommentUntil: day(t, 2026, 6, 1), CommentTo: "来信",
		Hearing: &model.Hearing{Date: day(t, 2026, 6, 2), Place: "一楼", SignUpUntil: day(t, 2026, 5, 20), Contact: "听证员", Outcome: "通过", Waived: "无"},
		Boards:  []string{"hall"}, PostFrom: day(t, 2026, 7, 4), PostUntil: day(t, 2026, 8, 4), Paper: model.A3,
		Attachments: []model.Attachment{{File: "a.pdf", Path: "water/2026/01/a.pdf", Title: "价目表", Size: 12, Sum: source.Sum([]byte("a")), Listed: true}},
		Changes:     []model.Change{{Date: day(t, 2026, 8, 1), What: "改正表一", ApprovedBy: "审定组", Kind: model.Correction}},
		Privacy:     []model.Privacy{{Match: "13800000000", Why: "公用", By: "主任"}},
		Withdrawn:   &model.Decision{Date: day(t, 2026, 8, 2), Reason: "有误", Approval: "批1"},
		Restored:    &model.Decision{Date: day(t, 2026, 8, 3), Reason: "已改", Approval: "批2"},
	}
}

func site(t testing.TB, today calendar.Date, items ...*model.Item) *model.Site {
	return model.New(model.Parts{
		Config:      model.Config{Title: "示范区", BaseURL: "https://gongkai.example/x/", LimitDays: 20},
		Today:       today,
		Departments: []*model.Department{{ID: "water", Code: "SW", Name: "示范区水务局", Phone: "0000-1234"}},
		Categories:  []*model.Category{{Code: "07", Name: "行政事项办理"}, {Code: "0704", Name: "行政收费", Parent: "07"}},
		Duties: []*model.Duty{{ID: "price", Title: "水价", Limit: "3个工作日内", Channels: []string{"政府网站", "公报"},
			Level: "县级", Content: "标准", Basis: []string{"水法"}}},
		Boards: []*model.Board{{ID: "hall", Name: "一楼大厅", Paper: model.A4}},
		Items:  items,
	})
}

func TestWholeRecordInEveryColumn(t *testing.T) {
	it := full(t)
	s := site(t, day(t, 2026, 9, 1), it)
	r := Of(s, it)
	for _, f := range Fields() {
		if f.Get(&r) == "" {
			t.Errorf("%s %s: empty though everything is set", f.Name, f.ZH)
		}
		if f.Doc.ZH == "" || f.Doc.EN == "" {
			t.Errorf("%s has no words", f.Name)
		}
	}
	want := map[string]string{
		"index": "SW-2026-00001", "department_name": "示范区水务局", "category_name": "行政收费", "group_name": "行政事项办理",
		"published": "2026-07-03 09:00", "made": "2026-07-01", "status": "已修改", "method": "主动公开", "basis": "第一条；第二条",
		"cadence": "年度性", "period": "2026-H1", "stage": "结果", "limit": "3个工作日内", "channels": "政府网站；公报", "level": "县级",
		"topics": "价格；收费", "secrecy": "通过", "major": "是", "hearing.place": "一楼", "boards": "一楼大厅", "state": StatePublic,
		"url":         "https://gongkai.example/x/items/SW-2026/SW-2026-00001.html",
		"attachments": "价目表 https://gongkai.example/x/items/SW-2026/SW-2026-00001/a.pdf",
		"changes":     "2026-08-01 更正：改正表一（批准：审定组）",
	}
	for _, f := range Fields() {
		if w, ok := want[f.Name]; ok && f.Get(&r) != w {
			t.Errorf("%s = %q, want %q", f.Name, f.Get(&r), w)
		}
	}
}

// Every key of the front matter is in the record or is left out on purpose, and every
// value of the JSON is in a column.
func TestNoKeyIsForgotten(t *testing.T) {
	leftOut := map[string]string{"privacy": "repeats personal data", "draft": "says only that the item is not public", "archived": "is the archive's own"}
	names := map[string]bool{}
	for _, f := range Fields() {
		if names[f.Name] {
			t.Errorf("column %s twice", f.Name)
		}
		names[f.Name] = true
		outer, _, _ := strings.Cut(f.Name, ".")
		names[outer] = true
	}
	for _, k := range schema.Item {
		if leftOut[k.Name] == "" && !names[k.Name] {
			t.Errorf("%s %s is in no column", k.Name, k.ZH)
		}
		for _, part := range k.Keys {
			if k.Form == schema.Object && leftOut[k.Name] == "" && !names[k.Name+"."+part.Name] {
				t.Errorf("%s.%s is in no column", k.Name, part.Name)
			}
		}
	}
	for i := range reflect.TypeFor[Record]().NumField() {
		f := reflect.TypeFor[Record]().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !names[name] {
			t.Errorf("Record.%s (%s) is in no column", f.Name, name)
		}
	}
	heads := map[string]string{}
	for _, f := range Fields() {
		if heads[f.ZH] != "" {
			t.Errorf("heading %s stands over %s and %s", f.ZH, heads[f.ZH], f.Name)
		}
		heads[f.ZH] = f.Name
	}
}

func TestColumnOrder(t *testing.T) {
	want := strings.Fields("索引号 名称 内容概述 公开主体 类别 发文字号 生成日期 公开日期 有效性 公开方式 公开依据 公开对象 公开频次 所属期 公开阶段 公开时限 公开渠道 公开层级 关键词")
	for i, w := range want {
		if got := Fields()[i].ZH; got != w {
			t.Errorf("column %d is %s, want %s", i, got, w)
		}
	}
}

func TestWithdrawnKeepsOnlyTheTombstone(t *testing.T) {
	it := full(t)
	it.Restored = nil
	s := site(t, day(t, 2026, 8, 2), it)
	r := Of(s, it)
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, keep := range []string{"SW-2026-00001", "关于调整水价的通知", "示范区水务局", "2026-07-03 09:00", "2026-08-02", "有误", "已撤下"} {
		if !strings.Contains(string(b), keep) {
			t.Errorf("tombstone lacks %s: %s", keep, b)
		}
	}
	for _, gone := range []string{"水价调整。", "价目表", "事实", "窗口", "第一条", "听证员", "改正表一", "等待审批", "13800000000"} {
		if strings.Contains(string(b), gone) {
			t.Errorf("tombstone still shows %s: %s", gone, b)
		}
	}
	before := site(t, day(t, 2026, 8, 1), it)
	if r := Of(before, it); r.State != StatePublic || r.Withdrawn != nil || r.Summary == "" {
		t.Errorf("withdrawn a day early: %+v", r)
	}
	if Moving(before, it) == Moving(s, it) {
		t.Error("the withdrawal's day does not show in Moving")
	}
}

func TestPrivacyIsNeverInARecord(t *testing.T) {
	it := full(t)
	b, _ := json.Marshal(Of(site(t, day(t, 2026, 9, 1), it), it))
	if strings.Contains(string(b), "13800000000") {
		t.Errorf("%s", b)
	}
}

func TestDefaultsWhereNothingIsSaid(t *testing.T) {
	it := &model.Item{Path: "water/2026/02.md", Index: "SW-2026-00002", Title: "通知", Department: "water", Category: "99",
		Published: calendar.Moment{Date: day(t, 2026, 7, 3)}, Boards: []string{"hall", "gate"}}
	r := Of(site(t, day(t, 2026, 9, 1), it), it)
	got := []string{r.Limit, join(r.Channels), r.PostFrom, r.PostUntil, r.Paper, r.Contact, join(r.Boards), r.CategoryName, r.Published}
	want := []string{"自生成之日起20个工作日内", "政府网站；公开栏", "2026-07-03", "2026-08-02", "A4", "0000-1234", "一楼大厅；gate", "99", "2026-07-03"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestOffered(t *testing.T) {
	named := &model.Item{At: model.Places{}.With("attachments", source.Span{Start: 1, End: 2})}
	for _, c := range []struct {
		what string
		it   *model.Item
		a    model.Attachment
		want bool
	}{
		{"named", named, model.Attachment{Listed: true}, true},
		{"beside a list that does not name it", named, model.Attachment{}, false},
		{"no list, every file", &model.Item{}, model.Attachment{}, true},
		{"no list, an image of the text", &model.Item{}, model.Attachment{Used: true}, false},
		{"named and an image of the text", named, model.Attachment{Listed: true, Used: true}, true},
		{"named but missing", named, model.Attachment{Listed: true, Size: -1}, false},
	} {
		if got := Offered(c.it, &c.a); got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
}

func TestDateWritesAsCalendarDoes(t *testing.T) {
	m := NewMaker(site(t, day(t, 2026, 9, 1)))
	for range 2 {
		for y := range 400 {
			for _, d := range []calendar.Date{{}, day(t, 2026, 7, 1+y%31), day(t, 1900+y, 12, 31), day(t, 9999, 10, 10)} {
				want := ""
				if !d.IsZero() {
					want = fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
				}
				if m.date(d) != want || d.String() != want {
					t.Errorf("%q and %q, want %q", m.date(d), d.String(), want)
				}
				for _, at := range []calendar.Moment{{Date: d}, {Date: d, Timed: true, Minute: int16(y)}, {Date: d, Timed: true, Minute: 1439}, {Date: d, Timed: true}} {
					if m.moment(at) != at.String() {
						t.Errorf("%q, want %q", m.moment(at), at.String())
					}
				}
			}
		}
	}
}

// A maker that has made others makes what Of makes, and leaves nothing of the one before.
func TestMakerMakesWhatOfMakes(t *testing.T) {
	plain := &model.Item{Path: "water/2026/02.md", Index: "SW-2026-00002", Title: "通知", Department: "water", Category: "99", Published: calendar.Moment{Date: day(t, 2026, 7, 3)}}
	gone := full(t)
	gone.Path, gone.Index, gone.Restored = "water/2026/03.md", "SW-2026-00003", nil
	s := site(t, day(t, 2026, 9, 1), full(t), plain, gone)
	m := NewMaker(s)
	var r Record
	for range 3 {
		for _, it := range s.All {
			if m.Make(&r, it); !reflect.DeepEqual(r, Of(s, it)) {
				t.Errorf("%s: %+v, want %+v", it.Index, r, Of(s, it))
			}
		}
	}
}

func TestMediaHaveTheirWords(t *testing.T) {
	for ext, m := range media {
		if "."+strings.ToLower(m.kind) != ext || m.kind != strings.ToUpper(m.kind) || !strings.Contains(m.media, "/") {
			t.Errorf("%s: %+v", ext, m)
		}
	}
	for file, want := range map[string]string{"甲.PDF": "PDF", "b.Xyz": "XYZ", "c": "文件", "d.": "文件"} {
		if got := attachment(site(t, day(t, 2026, 9, 1)), &model.Attachment{File: file}); got.Type != want {
			t.Errorf("%s: %s, want %s", file, got.Type, want)
		}
	}
}
