package check

import (
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// hearingRules judge hearings 听证.
var hearingRules = []Rule{
	{
		Code: "P16", Severity: failure, Clause: clause6m5, Obligations: []int{7, 64},
		Title: words("应当听证的重大事项没有听证，也没有说明理由", "a major matter that asks for a hearing has none, and no reason"),
		Why:   words("价格、收费、市政、城管、环保、治安这六个领域与群众利益密切相关，实行听证会制度。", "In the fields of price, fees, municipal works, city order, environment and public security hearings are the rule."),
		Fix:   words("加“听证”，写明“日期”、“地点”、“联系方式”；不举行听证的，写“不听证理由”。", "Add hearing with date, place and contact; where there is none, waived with the reason."),
		Wrong: "major: true\ntopics: [价格]", Right: "major: true\ntopics: [价格]\nhearing: {date: 2026-07-10, place: 二楼会议室, contact: 0000-1000012}",
		item: hearingHeld,
	},
	{
		Code: "P24", Severity: warning, Clause: clause6m5, Obligations: []int{7, 82}, unfinished: true,
		Title: words("听证公告没有写地点或联系方式", "a hearing without place or contact"),
		Why:   words("想参加的人要知道到哪里去、找谁报名。", "Whoever wants to come must know where to go and whom to ask."),
		Fix:   words("在“听证”里补上“地点”和“联系方式”。", "Add place and contact to hearing."),
		Wrong: "hearing: {date: 2026-07-10}", Right: "hearing: {date: 2026-07-10, place: 二楼会议室, contact: 0000-1000012}",
		item: hearingWhere,
	},
	{
		Code: "P25", Severity: warning, Clause: words("细则第九条第1项", "rules, clause 9 item 1"), Obligations: []int{82}, unfinished: true,
		Title: words("听证开过了，结果里没有写听证情况", "a hearing was held, but its outcome is not told"),
		Why:   words("无论有没有参加，群众都要知道听证意见采纳得怎样。", "People are told what became of what was said."),
		Fix:   words("在这一件的“听证”里加一行“结果”，写明听证情况。", "Give the outcome in the result's hearing."),
		Wrong: "stage: result\nhearing: {date: 2026-05-20}", Right: "stage: result\nhearing: {date: 2026-05-20, outcome: 多数赞成}",
		item: hearingOutcome,
	},
}

// asksHearing reports whether one of the topics is one of the six of clause 六·5.
func asksHearing(topics []string) bool {
	for _, t := range topics {
		switch t {
		case "price", "fee", "municipal", "urban", "environment", "security":
			return true
		}
	}
	return false
}

// told reports whether the item holds a hearing or says why there is none.
func told(it *model.Item) bool {
	h := it.Hearing
	return h != nil && (!h.Date.IsZero() || telling(h.Waived))
}

// hearingHeld takes a hearing of any item before; for a draft or a step between, of the
// whole matter, because the notice of the hearing may come later.
func hearingHeld(r *report, it *model.Item) {
	if !it.Major || !asksHearing(it.Topics) || told(it) {
		return
	}
	found := false
	r.earlier(it, func(x *model.Item) bool {
		found = told(x)
		return !found
	})
	if !found && it.Stage != model.StageResult {
		for _, x := range r.site.Matter(it) {
			found = found || told(x)
		}
	}
	if found {
		return
	}
	if h := it.Hearing; h != nil && h.Waived != "" {
		r.add(in(it, "hearing.waived", "hearing"), diag.Say("“%s”说不清为什么不听证", "%q does not tell why there is no hearing", h.Waived))
		return
	}
	r.add(in(it, "hearing", "topics"), words("这个领域的重大事项，要写“听证”的安排或“不听证理由”", "a major matter in this field needs a hearing, or the reason why there is none"))
}

func hearingWhere(r *report, it *model.Item) {
	h := it.Hearing
	if h == nil || h.Date.IsZero() || it.Stage == model.StageResult || h.Date.Before(it.Published.Date) || h.Outcome != "" {
		return
	}
	if blank(h.Place) {
		r.add(in(it, "hearing"), words("“听证”没有写“地点”", "the hearing has no place"))
	}
	if blank(h.Contact) && blank(it.Contact) {
		r.add(in(it, "hearing"), words("“听证”没有写“联系方式”，不知道找谁报名", "the hearing has no contact"))
	}
}

func hearingOutcome(r *report, it *model.Item) {
	if it.Stage != model.StageResult {
		return
	}
	held, outcome := it.Hearing, false
	look := func(x *model.Item) bool {
		if h := x.Hearing; h != nil {
			if held == nil || held.Date.IsZero() {
				held = h
			}
			outcome = outcome || !blank(h.Outcome)
		}
		return true
	}
	look(it)
	r.earlier(it, look)
	if held == nil || held.Date.IsZero() || outcome || it.Made.Before(held.Date) {
		return
	}
	r.add(in(it, "hearing", "follows"), diag.Say("%s 开过听证会，这里却没有写听证的“结果”", "a hearing was held on %s, but its outcome is not told", held.Date))
}
