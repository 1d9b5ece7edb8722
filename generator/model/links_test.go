package model_test

import (
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

func day(y, m, d int) calendar.Date {
	x, ok := calendar.Make(y, m, d)
	if !ok {
		panic("no such day")
	}
	return x
}

func linkSite() *model.Site {
	pub := calendar.Moment{Date: day(2026, 3, 1)}
	return model.New(model.Parts{
		Today:       day(2026, 6, 1),
		Departments: []*model.Department{{ID: "cz", Name: "财政局"}, {ID: "jy", Name: "教育局", Profile: &model.Page{Path: "jy/_index.md"}}},
		Items: []*model.Item{
			{Path: "cz/2026/00001.md", Index: "CZ-2026-00001", Published: pub},
			{Path: "cz/2026/budget/index.md", Index: "CZ/2026/00002", Published: pub, Attachments: []model.Attachment{
				{File: "收支 表.xlsx", Path: "cz/2026/budget/收支 表.xlsx"},
			}},
			{Path: "jy/2026/later.md", Index: "JY-2026-00001", Published: calendar.Moment{Date: day(2027, 1, 1)}},
			{Path: "jy/2026/draft/index.md", Index: "JY-2026-00002", Published: pub, Draft: true, Attachments: []model.Attachment{
				{File: "a.pdf", Path: "jy/2026/draft/a.pdf"}, {File: "img/b.png", Path: "jy/2026/draft/img/b.png"},
			}},
		},
	})
}

func TestResolve(t *testing.T) {
	s := linkSite()
	folder := s.ItemAt("cz/2026/budget/index.md")
	for _, c := range []struct {
		dest string
		kind model.TargetKind
		item string // path of the item it leads to
		more string // URL, fragment, department or attachment path
		hide bool
	}{
		{"CZ-2026-00001", model.TargetItem, "cz/2026/00001.md", "", false},
		{"CZ-2026-00001#二", model.TargetItem, "cz/2026/00001.md", "二", false},
		{"CZ/2026/00002", model.TargetItem, "cz/2026/budget/index.md", "", false},
		{"../00001.md", model.TargetItem, "cz/2026/00001.md", "", false},
		{"/cz/2026/00001.md?x=1#a%20b", model.TargetItem, "cz/2026/00001.md", "a b", false},
		{"../../2026/budget/", model.TargetItem, "cz/2026/budget/index.md", "", false},
		{"/jy/2026/later.md", model.TargetItem, "jy/2026/later.md", "", true},
		{"收支%20表.xlsx", model.TargetFile, "", "cz/2026/budget/收支 表.xlsx", false},
		{"../../../jy/2026/draft/a.pdf", model.TargetFile, "", "jy/2026/draft/a.pdf", true},
		{"/jy/2026/draft/img/b.png", model.TargetFile, "", "jy/2026/draft/img/b.png", true},
		{"../../_index.md", model.TargetDepartment, "", "cz", false},
		{"#第二部分", model.TargetFragment, "", "第二部分", false},
		{"https://example.com/a:b", model.TargetExternal, "", "https://example.com/a:b", false},
		{"//example.com/a", model.TargetExternal, "", "https://example.com/a", false},
		{"MAILTO:a@example.com", model.TargetExternal, "", "MAILTO:a@example.com", false},
		{"javascript:alert(1)", model.TargetUnsafe, "", "", false},
		{"Java+Script:x", model.TargetUnsafe, "", "", false},
		{`C:\收支表.xlsx`, model.TargetUnsafe, "", "", false},
		{"../../../../../etc/passwd", model.TargetBroken, "", "", false},
		{"图1.png", model.TargetBroken, "", "", false},
		{"%zz.png", model.TargetBroken, "", "", false},
		{"", model.TargetBroken, "", "", false},
		{"#", model.TargetBroken, "", "", false},
		{"财政局", model.TargetBroken, "", "", false},
	} {
		got := s.Resolve(folder, c.dest)
		if got.Kind != c.kind || got.Hidden != c.hide {
			t.Errorf("%q: kind %d hidden %v, want %d %v", c.dest, got.Kind, got.Hidden, c.kind, c.hide)
			continue
		}
		more := got.URL + got.Fragment
		if got.Item != nil {
			if got.Item.Path != c.item {
				t.Errorf("%q leads to %s, want %s", c.dest, got.Item.Path, c.item)
			}
		} else if c.item != "" {
			t.Errorf("%q leads to no item", c.dest)
		}
		if got.File != nil {
			more = got.File.Path
		}
		if got.Department != nil {
			more = got.Department.ID
		}
		if more != c.more {
			t.Errorf("%q gives %q, want %q", c.dest, more, c.more)
		}
	}
}

func TestResolvePage(t *testing.T) {
	s := linkSite()
	d := s.Department("jy")
	if got := s.ResolvePage(d, "../cz/2026/00001.md"); got.Item == nil || got.Item.Index != "CZ-2026-00001" {
		t.Errorf("profile link: %+v", got)
	}
	if got := s.ResolvePage(s.Department("cz"), "2026/00001.md"); got.Item == nil {
		t.Errorf("link of a profile that has no file: %+v", got)
	}
}
