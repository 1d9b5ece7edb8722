package check

import (
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// procedureRules judge the steps before publishing: review, approval, secrecy review,
// legal review, reasons.
var procedureRules = []Rule{
	{
		Code: "P01", Severity: failure, Clause: clause8, Obligations: []int{73, 74, 75}, unfinished: true,
		Title: words("没有部门审议或区级审定的日期", "no date of review or approval"),
		Why:   words("先经本单位领导小组审议，再报区领导小组审定，然后才能公布。", "The department's group reviews, the district's group approves, and only then is it published."),
		Fix:   words("办完以后写上“部门审议日期”、“区级审定日期”；还没有办完的，加“草稿: 是”。", "Give reviewed or approved when the step is done; until then, draft: true."),
		Wrong: "reviewed: 2026-06-10\n# 没有 approved", Right: "reviewed: 2026-06-10\napproved: 2026-06-12",
		item: stepsGiven,
	},
	{
		Code: "P02", Severity: failure, Clause: clause8, Obligations: []int{74},
		Title: words("审定早于审议", "approved before it was reviewed"),
		Why:   words("部门先审议，区里后审定。", "The department reviews first, the district approves afterwards."),
		Fix:   words("核对“部门审议日期”和“区级审定日期”，改正写错的一个。", "Compare reviewed and approved."),
		Wrong: "reviewed: 2026-06-12\napproved: 2026-06-10", Right: "reviewed: 2026-06-10\napproved: 2026-06-12",
		item: reviewFirst,
	},
	{
		Code: "P03", Severity: failure, Clause: clause8, Obligations: []int{75, 117},
		Title: words("公开早于审议或审定", "published before review or approval"),
		Why:   words("不经批准不能公开。", "Nothing is published without approval."),
		Fix:   words("核对“公开日期”和“区级审定日期”；还没有审定的，等审定以后再公开。", "Compare published and approved; wait for the approval."),
		Wrong: "approved: 2026-06-12\npublished: 2026-06-11", Right: "approved: 2026-06-12\npublished: 2026-06-15",
		item: approvalFirst,
	},
	{
		Code: "P04", Severity: failure, Clause: words("细则第八条、第十四条", "rules, clauses 8 and 14"), Obligations: []int{73, 141}, unfinished: true,
		Title: words("审议人当天不在名册上", "the reviewer was not on the roster that day"),
		Why:   words("只有名册上的人才有权审议；换了人要从任职之日起算。", "Only those on the roster may review, from the day on which they took office."),
		Fix:   words("核对“部门审议人”和“部门审议日期”；人员有变动的，更新 site.yaml 的“名册”（rosters）。", "Compare reviewed_by and reviewed; where people changed, mend rosters in site.yaml."),
		Wrong: "reviewed: 2026-06-10\nreviewed_by: 办公室主任", Right: "reviewed: 2026-06-10\nreviewed_by: 财政局领导小组组长",
		item: func(r *report, it *model.Item) { r.onRoster(it, reviewStep) },
	},
	{
		Code: "P05", Severity: failure, Clause: words("细则第八条、第十四条", "rules, clauses 8 and 14"), Obligations: []int{74, 141}, unfinished: true,
		Title: words("审定人当天不在名册上", "the approver was not on the roster that day"),
		Why:   words("只有名册上的人才有权审定；换了人要从任职之日起算。", "Only those on the roster may approve, from the day on which they took office."),
		Fix:   words("核对“区级审定人”和“区级审定日期”；人员有变动的，更新 site.yaml 的“名册”（rosters）。", "Compare approved_by and approved; where people changed, mend rosters in site.yaml."),
		Wrong: "approved: 2026-06-12\napproved_by: 财政局领导小组组长", Right: "approved: 2026-06-12\napproved_by: 区领导小组组长",
		item: func(r *report, it *model.Item) { r.onRoster(it, approvalStep) },
	},
	{
		Code: "P06", Severity: warning, Clause: words("细则第八条、第十四条", "rules, clauses 8 and 14"), Obligations: []int{73, 74, 141}, unfinished: true,
		Title: words("有名册，却没有写审议人或审定人", "there is a roster, but nobody is named"),
		Why:   words("每件事项的审议人、审定人要与名册对照；没有写是谁，就无从核对。", "The roster is compared with who reviewed and approved; without a name it cannot be."),
		Fix:   words("写上“部门审议人”和“区级审定人”。", "Give reviewed_by and approved_by."),
		Wrong: "reviewed: 2026-06-10\n# 没有 reviewed_by", Right: "reviewed: 2026-06-10\nreviewed_by: 财政局领导小组组长",
		item: namedAtAll,
	},
	{
		Code: "P07", Severity: failure, Clause: decree17, Obligations: []int{29, 35, 117}, unfinished: true,
		Title: words("没有通过保密审查", "the secrecy review is not passed"),
		Why:   words("公开以前要经保密审查；涉及国家秘密、商业秘密和个人隐私的不能公开。", "Every item passes a secrecy review; state secrets, trade secrets and private matters are not published."),
		Fix:   words("审查通过后写“保密审查: 通过”；没有通过的不要放进来，正在审查的加“草稿: 是”。", "Give secrecy: pass when it has passed; keep out what has not, and mark what is being reviewed draft: true."),
		Wrong: "secrecy: 待审查", Right: "secrecy: pass",
		item: secrecyPassed,
	},
	{
		Code: "P08", Severity: hint, Clause: decree17, Obligations: []int{29}, unfinished: true,
		Title: words("没有写保密审查人或日期", "nobody, or no day, is named for the secrecy review"),
		Why:   words("谁审查的、哪天审查的，要有据可查；每个单位只提示一次。", "Who reviewed it, and when, is to be on record; the hint comes once a department."),
		Fix:   words("写上“保密审查人”和“保密审查日期”。", "Give secrecy_by and secrecy_date."),
		Wrong: "secrecy: pass", Right: "secrecy: pass\nsecrecy_by: 办公室\nsecrecy_date: 2026-06-11",
		site: secrecyNamed,
	},
	{
		Code: "P09", Severity: failure, Clause: clause2a, Obligations: []int{8}, unfinished: true,
		Title: words("规范性文件没有法制审核", "a normative document without a legal review"),
		Why:   words("规范性文件对公众反复适用，发布以前要经法制审核。", "Normative documents bind the public again and again, and are reviewed for legality first."),
		Fix:   words("加“法制审核”，写明“日期”和“审核人”（机构或人员）；有审核意见编号的，一并写上“编号”。", "Add legal_review with date and by, and number where there is one."),
		Wrong: "normative: true", Right: "normative: true\nlegal_review: {date: 2026-06-09, by: 区司法局}",
		item: legallyReviewed,
	},
	{
		Code: "P10", Severity: failure, Clause: words("细则第九条第2项", "rules, clause 9 item 2"), Obligations: []int{83}, unfinished: true,
		Title: words("影响权利义务，却没有说明理由", "rights are affected, but no reasons are given"),
		Why:   words("作出影响群众权利、利益的决定，要讲清事实依据和法律依据。", "Whoever decides on people's rights tells them the facts and the law."),
		Fix:   words("加“说明理由”，写明“事实依据”和“法律依据”。", "Add reasons with facts and law."),
		Wrong: "affects_rights: true", Right: "affects_rights: true\nreasons:\n  facts: 线路客流连续三年下降。\n  law: 《城市公共交通条例》有关规定",
		item: reasonsGiven,
	},
	{
		Code: "P22", Severity: hint, Clause: clause14, Obligations: []int{141},
		Title: words("没有审议人、审定人名册", "no roster of reviewers and approvers"),
		Why:   words("有了名册，才能核对审议和审定的人当天是不是有权。", "With a roster it can be checked that those who reviewed and approved might do so."),
		Fix:   words("在 site.yaml 里加“名册”（rosters），每人写明环节、公开主体、姓名或职务、起止日期。", "Add rosters to site.yaml: step, department, name or post, from, until."),
		of:    schema.Site,
		Wrong: "# site.yaml 没有 rosters", Right: "rosters:\n  - {step: review, department: caizheng, name: 财政局领导小组组长}",
		site: rosterGiven,
	},
}

// A step is one of the two approvals as an item's keys tell it.
type step struct {
	which   model.Step
	by, day string // keys
	zh, en  string
	who     func(*model.Item) string
	when    func(*model.Item) calendar.Date
}

var (
	reviewStep = step{model.Review, "reviewed_by", "reviewed", "审议", "review",
		func(it *model.Item) string { return it.ReviewedBy }, func(it *model.Item) calendar.Date { return it.Reviewed }}
	approvalStep = step{model.Approval, "approved_by", "approved", "审定", "approval",
		func(it *model.Item) string { return it.ApprovedBy }, func(it *model.Item) calendar.Date { return it.Approved }}
)

func stepsGiven(r *report, it *model.Item) {
	for _, s := range [...]struct {
		key, zh string
		missing bool
	}{{"reviewed", "部门审议日期", it.Reviewed.IsZero()}, {"approved", "区级审定日期", it.Approved.IsZero()}} {
		if !s.missing {
			continue
		}
		text := diag.Say("没有写“%[1]s”", "%[2]s is missing", s.zh, s.key)
		if it.Draft && !it.Given(s.key) {
			r.fix(in(it, s.key), text, words("公开以前办完这一步，写上日期。", "Have this step done before publishing, and give its day."))
			continue
		}
		r.missing(it, s.key, text)
	}
}

// missing adds a finding for a key without a value, unless the reader has already said
// that the value cannot be read.
func (r *report) missing(it *model.Item, key string, text diag.Words) {
	at := in(it, key)
	if it.Given(key) && r.read[at] {
		return
	}
	r.add(at, text)
}

func reviewFirst(r *report, it *model.Item) {
	if !it.Reviewed.IsZero() && !it.Approved.IsZero() && it.Approved.Before(it.Reviewed) {
		r.add(in(it, "approved"), diag.Say("区级审定日期 %s 早于部门审议日期 %s", "approved on %s, before it was reviewed on %s", it.Approved, it.Reviewed))
	}
}

func approvalFirst(r *report, it *model.Item) {
	p := it.Published.Date
	switch {
	case p.IsZero():
	case p.Before(it.Approved):
		r.add(in(it, "published"), diag.Say("公开日期 %s 早于区级审定日期 %s", "published on %s, before it was approved on %s", p, it.Approved))
	case p.Before(it.Reviewed):
		r.add(in(it, "published"), diag.Say("公开日期 %s 早于部门审议日期 %s", "published on %s, before it was reviewed on %s", p, it.Reviewed))
	}
}

// roster reports whether the site gives a roster for the department's step, and whether
// the name is on it on the day.
func (r *report) roster(s model.Step, department, name string, day calendar.Date) (given, on bool) {
	for i := range r.site.Config.Rosters {
		x := &r.site.Config.Rosters[i]
		if x.Step != s || x.Department != "" && x.Department != department {
			continue
		}
		given = true
		if x.Name == name && !day.Before(x.From) && (x.Until.IsZero() || !day.After(x.Until)) {
			return true, true
		}
	}
	return given, false
}

// onRoster checks each of the names that a step's key lists.
func (r *report) onRoster(it *model.Item, s step) {
	names, day := s.who(it), s.when(it)
	if blank(names) || day.IsZero() || len(r.site.Config.Rosters) == 0 {
		return
	}
	given, on := r.roster(s.which, it.Department, strings.TrimSpace(names), day)
	if !given || on {
		return
	}
	for name := range strings.FieldsFuncSeq(names, func(c rune) bool { return strings.ContainsRune("、，,；;", c) }) {
		name = strings.TrimSpace(name)
		if _, on := r.roster(s.which, it.Department, name, day); on {
			continue
		}
		var ever diag.Words
		for _, x := range r.site.Config.Rosters {
			if x.Step == s.which && x.Name == name && (x.Department == "" || x.Department == it.Department) {
				ever = diag.Say("（名册上是%s）", " (the roster has them %s)", term(x))
			}
		}
		r.add(in(it, s.by), diag.Say("“%[1]s”在 %[3]s 不在%[4]s名册上%[2]s", "%[1]q was not on the roster for %[4]s on %[3]s%[2]s", name, ever, day, words(s.zh, s.en)))
	}
}

// term says from when to when somebody is on the roster.
func term(x model.Roster) diag.Words {
	switch {
	case x.Until.IsZero():
		return diag.Say("从 %s 起", "from %s", x.From)
	case x.From.IsZero():
		return diag.Say("到 %s 止", "until %s", x.Until)
	}
	return diag.Say("从 %s 到 %s", "from %s until %s", x.From, x.Until)
}

func namedAtAll(r *report, it *model.Item) {
	if len(r.site.Config.Rosters) == 0 {
		return
	}
	for _, s := range [...]*step{&reviewStep, &approvalStep} {
		if !blank(s.who(it)) || s.when(it).IsZero() {
			continue
		}
		if given, _ := r.roster(s.which, it.Department, "", s.when(it)); given {
			r.add(in(it, s.day), diag.Say("没有写是谁%[1]s的", "%[3]s is missing: nobody is named for the %[2]s", s.zh, s.en, s.by))
		}
	}
}

func secrecyPassed(r *report, it *model.Item) {
	switch it.Secrecy {
	case "pass":
	case "":
		r.missing(it, "secrecy", words("没有写“保密审查”", "secrecy is missing"))
	default:
		if unfilled(it.Secrecy) != "" {
			r.add(in(it, "secrecy"), words("“保密审查”还没有填", "secrecy is still to be filled in"))
			return
		}
		r.add(in(it, "secrecy"), diag.Say("“保密审查”写的是“%s”，写“通过”的才能公开", "secrecy is %q; only pass may be published", it.Secrecy))
	}
}

// secrecyNamed gives one hint a department, at its newest item that lacks either.
func secrecyNamed(r *report) {
	type tally struct {
		n      int
		newest *model.Item
	}
	lacking := map[string]*tally{}
	var order []*tally
	for _, it := range r.site.All {
		if it.Draft || it.Secrecy != "pass" || !blank(it.SecrecyBy) && it.Given("secrecy_date") {
			continue
		}
		t := lacking[it.Department]
		if t == nil {
			t = &tally{newest: it}
			lacking[it.Department] = t
			order = append(order, t)
		}
		t.n++
		if model.Newest(it, t.newest) < 0 {
			t.newest = it
		}
	}
	for _, t := range order {
		r.add(in(t.newest, "secrecy"), diag.Say("本单位有 %d 件没有写保密审查人或审查日期，最近的是这一件", "%d items of this department do not tell who made the secrecy review, or when; this is the newest", t.n))
	}
}

func legallyReviewed(r *report, it *model.Item) {
	if !it.Normative {
		return
	}
	switch l := it.Legal; {
	case l == nil:
		r.add(in(it, "normative"), words("规范性文件没有写“法制审核”", "legal_review is missing for a normative document"))
	case l.Date.IsZero() && !it.Given("legal_review.date"):
		r.add(in(it, "legal_review", "normative"), words("“法制审核”没有写“日期”", "the legal review has no date"))
	case blank(l.By):
		r.add(in(it, "legal_review", "normative"), words("“法制审核”没有写“审核人”", "the legal review does not say by whom"))
	}
}

func reasonsGiven(r *report, it *model.Item) {
	if !it.AffectsRights {
		return
	}
	switch x := it.Reasons; {
	case x == nil:
		r.add(in(it, "affects_rights"), words("涉及权利义务，却没有写“说明理由”", "rights are affected, but reasons is missing"))
	case blank(x.Facts):
		r.add(in(it, "reasons", "affects_rights"), words("“说明理由”没有写“事实依据”", "the reasons lack facts"))
	case blank(x.Law):
		r.add(in(it, "reasons", "affects_rights"), words("“说明理由”没有写“法律依据”", "the reasons lack law"))
	}
}

func rosterGiven(r *report) {
	if len(r.site.Config.Rosters) == 0 && len(r.site.All) > 0 {
		r.add(inSite(r.site, "rosters"), words("site.yaml 没有名册，无法核对审议人和审定人", "site.yaml has no rosters, so reviewers and approvers cannot be checked"))
	}
}
