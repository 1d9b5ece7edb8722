package catalog

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/source"
)

func date(y, m, d int) calendar.Date {
	v, ok := calendar.Make(y, m, d)
	if !ok {
		panic(fmt.Sprintf("no such day: %d-%d-%d", y, m, d))
	}
	return v
}

// item gives a plain public item.
func item(dept string, n int, change ...func(*model.Item)) *model.Item {
	it := &model.Item{
		Path: fmt.Sprintf("%s/2026/%05d.md", dept, n), Index: model.ID(fmt.Sprintf("%s-2026-%05d", strings.ToUpper(dept[:2]), n)),
		Title: fmt.Sprintf("关于第%d号事项的公告", n), Department: dept, Category: "0401",
		Cadence: model.AdHoc, Stage: model.StageResult, Method: model.Active, Status: model.Valid, Audience: "全社会",
		Made: date(2026, 7, 1), Reviewed: date(2026, 7, 2), Approved: date(2026, 7, 3), Secrecy: "pass",
		Published: calendar.Moment{Date: date(2026, 7, 3), Minute: 540, Timed: true}, ApprovedBy: "审定组",
		Summary: "说明本区有关情况。", Keywords: []string{"公告", "说明"},
	}
	for _, c := range change {
		c(it)
	}
	it.Card = source.Sum(fmt.Append(nil, it.Title, it.Summary, it.Index))
	return it
}

// mixed gives items of every kind, hostile ones too.
func mixed() []*model.Item {
	return []*model.Item{
		item("water", 1, func(it *model.Item) {
			it.Title = `</title><script>alert("甲")</script>`
			it.DocNo = "0012"
			it.ReviewNo = "340123199001011234"
			it.Period = calendar.Period{Year: 2026, Unit: calendar.Month, N: 7}
			it.Attachments = []model.Attachment{{File: "a.pdf", Path: "water/2026/a.pdf", Title: "表,一\"二", Size: 12, Sum: source.Sum([]byte("a"))}}
		}),
		item("water", 2, func(it *model.Item) {
			it.Title = `=cmd|' /C calc'!A0`
			it.Summary = "第一行\n第二行\x0b\x00"
			it.Contact = "+86 0000-1234"
			it.Changes = []model.Change{{Date: date(2026, 8, 1), What: "改正表一", ApprovedBy: "@审定组", Kind: model.Correction}}
		}),
		item("water", 3, func(it *model.Item) {
			it.Withdrawn = &model.Decision{Date: date(2026, 8, 2), Reason: "有误", Approval: "批1"}
			it.Summary = "不应再出现"
		}),
		item("taxes", 4, func(it *model.Item) {
			it.Title = "含_x0041_与末尾空格 "
			it.Made = date(1899, 1, 1)
		}),
		item("nowhere", 5),
		item("taxes", 6, func(it *model.Item) { it.Published = calendar.Moment{Date: date(2027, 1, 1)} }),
		item("taxes", 7, func(it *model.Item) { it.Draft = true }),
	}
}

func site(today calendar.Date, items ...*model.Item) *model.Site {
	return model.New(model.Parts{
		Config: model.Config{Title: "示范区政务公开", Region: "示范区", Owner: "示范区办公室", BaseURL: "https://gongkai.example/x/", Language: "zh-CN", LimitDays: 20},
		Today:  today,
		Departments: []*model.Department{{ID: "water", Code: "SW", Name: "示范区水务局"}, {ID: "taxes", Code: "SS", Name: "示范区税务局"},
			{ID: "empty", Code: "KK", Name: "示范区档案馆"}},
		Categories: []*model.Category{{Code: "04", Name: "财政与重大事项"}, {Code: "0401", Name: "财政预决算", Parent: "04"}},
		Items:      items,
	})
}

// render gives every file of the catalogue by path.
func render(t testing.TB, s *model.Site) map[string][]byte {
	t.Helper()
	outs, err := plan.Outputs(s, []plan.Product{New(source.Digest{})})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, o := range outs {
		var b bytes.Buffer
		if err := o.Render(&b); err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
		files[o.Path] = b.Bytes()
	}
	return files
}

// keys gives every file's key by path.
func keys(t testing.TB, s *model.Site) map[string]source.Digest {
	t.Helper()
	outs, err := New(source.Digest{}).Plan(s)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]source.Digest{}
	for _, o := range outs {
		all[o.Path] = o.Key
	}
	return all
}
