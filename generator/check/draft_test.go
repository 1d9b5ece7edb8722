package check_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

// A draft lacks what is not filled in yet: that is no more than a hint. What is wrong in
// it still is.
func TestDraftsMayBeUnfinished(t *testing.T) {
	empty := func(draft bool) *model.Item {
		it := clean("cz", "CZ", 1)
		it.Draft, it.Cadence, it.Category, it.Title = draft, model.Routine, "0401", "〔待填：标题〕"
		it.Reviewed, it.Approved, it.SecrecyDate = calendar.Date{}, calendar.Date{}, calendar.Date{}
		it.Published, it.Secrecy, it.SecrecyBy = calendar.Moment{}, "〔待填：通过〕", "〔待填：姓名或职务〕"
		it.Made, it.Normative, it.AffectsRights = on(8, 3), true, true
		it.At = it.At.With("secrecy", source.Span{Start: 50, End: 60}).With("secrecy_by", source.Span{Start: 70, End: 80})
		it.Flaws = []model.Flaw{{Kind: model.EmptyBody}, {Kind: model.Placeholder, Found: "〔待填"}}
		return it
	}
	found := []diag.Diagnostic{{Rule: "R08", Place: diag.Place{Path: "cz/2026/00001.md"}, Text: diag.Words{ZH: "待填"}}}
	want := "P01 P01 P07 P09 P10 R01 R08 R08 R08 R08 R09 T05"
	codes := strings.Split(codesOf(worse(check.Site(model.New(parts(empty(false))), found))), " ")
	slices.Sort(codes)
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("the item has %s", got)
	}
	if got := worse(check.Site(model.New(parts(empty(true))), found)); len(got) > 0 {
		t.Errorf("the draft has %s: %s", codesOf(got), got[0].Text.ZH)
	}
	wrong := empty(true)
	wrong.Category, wrong.Made = "99", on(8, 4)
	if got := codesOf(worse(check.Site(model.New(parts(wrong)), []diag.Diagnostic{{Rule: "T01", Place: found[0].Place}}))); got != "S03 T01 T15" && got != "T01 S03 T15" && got != "S03 T15 T01" {
		t.Errorf("the draft with something wrong has %s", got)
	}
}

// What is late for a reason can be published, with a warning that says how late it is; a
// reason that says nothing is none.
func TestLateForAReason(t *testing.T) {
	for reason, want := range map[string]string{"": "T03", "无": "T03", "〔待填：原因〕": "R08 T03", "等待上级批复补助标准": "T26"} {
		it := clean("cz", "CZ", 1)
		it.Made, it.Late = on(4, 1), reason
		it.At = it.At.With("late", source.Span{Start: 90, End: 95})
		got := worse(check.Site(model.New(parts(it)), nil))
		codes := strings.Split(codesOf(got), " ")
		slices.Sort(codes)
		if strings.Join(codes, " ") != want {
			t.Errorf("%q: %s, want %s", reason, codes, want)
			continue
		}
		for _, d := range got {
			switch d.Rule {
			case "T26":
				if !strings.Contains(d.Text.ZH, "已有 53 个工作日，超过 20 个工作日的时限，迟了 33 个") || !strings.Contains(d.Text.ZH, reason) || !strings.Contains(d.Text.EN, "passed by 33") || d.Severity != diag.Warning {
					t.Errorf("%+v", d)
				}
			case "T03":
				if !strings.Contains(d.Fix.ZH, "逾期原因") || !strings.Contains(d.Fix.EN, "late") || strings.Contains(d.Text.ZH, "说不清") != (reason != "") {
					t.Errorf("%+v", d)
				}
			}
		}
	}
}
