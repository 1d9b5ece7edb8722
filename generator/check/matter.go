package check

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// matterRules judge the timeline of a matter: what an item follows, drafts before results,
// notices before awards.
var matterRules = []Rule{
	{
		Code: "P11", Severity: failure, Clause: words("细则第七条、第九条第3项", "rules, clause 7, clause 9 item 3"), Obligations: []int{6, 40, 71, 84},
		Title: words("重大事项没有预公开就出结果", "a major result without a draft before it"),
		Why:   words("重大事项要先把方案公布、听取意见，再正式决定。", "For a major matter the plan is published and people are heard before the decision."),
		Fix:   words("“前序事项”写预公开的索引号（中间可以隔着过程）；没有预公开过的，先公开方案、征求意见。", "Give follows the draft's index number (steps may stand between); where there was none, publish a draft first."),
		Wrong: "major: true\nstage: result", Right: "major: true\nstage: result\nfollows: CZ-2026-00010",
		item: draftBefore,
	},
	{
		Code: "P12", Severity: failure, Clause: clause9, Obligations: []int{76, 81, 84}, unfinished: true,
		Title: words("预公开没有写征求意见的期限或方式", "a draft without a period or address for comments"),
		Why:   words("预公开是为了听取意见，要告诉群众意见提到哪一天、交到哪里。", "A draft is published to hear people: they are told until when, and where."),
		Fix:   words("加“征求意见止”和“征求意见方式”。", "Add comment_until and comment_to."),
		Wrong: "stage: draft", Right: "stage: draft\ncomment_until: 2026-07-16\ncomment_to: 电话 0000-1000001",
		item: commentsAsked,
	},
	{
		Code: "P13", Severity: failure, Clause: words("细则第六条第3项、第七条", "rules, clause 6 item 3, clause 7"), Obligations: []int{6, 19, 62},
		Title: words("前序事项不存在", "an unknown item before"),
		Why:   words("同一件事从预公开到结果连成一条线，断了就看不到过程。", "A matter runs from draft to result; a broken link hides the way."),
		Fix:   words("“前序事项”写同一件事上一步的索引号。", "Give follows the index number of the step before."),
		Wrong: "follows: CZ-2026-99999", Right: "follows: CZ-2026-00010",
		item: followsKnown,
	},
	{
		Code: "P14", Severity: failure, Clause: words("细则第六条第3项、第七条", "rules, clause 6 item 3, clause 7"), Obligations: []int{6, 62},
		Title: words("前序事项的次序不对", "the items of a matter are out of order"),
		Why:   words("前序事项是先公开的一步：不能是本件自己，不能绕成一圈，也不能比本件晚公开。", "What comes before was published before: it is not the item itself, nor in a circle, nor later."),
		Fix:   words("核对“前序事项”和两件的公开日期。", "Look at follows and at the days of publishing again."),
		Wrong: "index: CZ-2026-00001\nfollows: CZ-2026-00001", Right: "index: CZ-2026-00001\nfollows: CZ-2026-00010",
		item: followsEarlier, site: circles,
	},
	{
		Code: "P15", Severity: warning, Clause: clause7, Obligations: []int{71},
		Title: words("预公开接在结果之后", "a draft that follows a result"),
		Why:   words("预公开在决定以前；对同一件事重新征求意见，是新的一件事。", "A draft comes before the decision; hearing people again is a new matter."),
		Fix:   words("改正“公开阶段”；重新征求意见的，删去“前序事项”。", "Mend stage; where it is a new round, leave follows out."),
		Wrong: "stage: draft\nfollows: CZ-2026-00010  # 这一件是结果", Right: "stage: draft",
		item: draftAfter,
	},
	{
		Code: "P17", Severity: failure, Clause: words("细则第五条第8项", "rules, clause 5 item 8"), Obligations: []int{45, 46, 47},
		Title: words("采购、招标结果之前没有公告", "an award without a notice before it"),
		Why:   words("先公告、后出结果，供应商和群众才能监督。", "Notice first, award afterwards: only so can bidders and the public watch."),
		Fix:   words("“前序事项”写采购公告或招标公告的索引号；公告里要写“程序环节: 公告”。", "Give follows the notice's index number; the notice has procedure: notice."),
		Wrong: "category: \"0803\"\nprocedure: result", Right: "category: \"0803\"\nprocedure: result\nfollows: CZ-2026-00010",
		item: func(r *report, it *model.Item) { r.noticeBefore(it, "08") },
	},
	{
		Code: "P18", Severity: failure, Clause: words("细则第五条第9项", "rules, clause 5 item 9"), Obligations: []int{50, 51, 52},
		Title: words("人事结果之前没有公告", "a personnel result without a notice before it"),
		Why:   words("招考、竞聘、评审、安置要先公布条件和程序，再公布结果。", "Conditions and procedure are published before the result."),
		Fix:   words("“前序事项”写公告的索引号；公告里要写“程序环节: 公告”。", "Give follows the notice's index number; the notice has procedure: notice."),
		Wrong: "category: \"0905\"\nprocedure: result", Right: "category: \"0905\"\nprocedure: result\nfollows: CZ-2026-00010",
		item: func(r *report, it *model.Item) { r.noticeBefore(it, "09") },
	},
	{
		Code: "P27", Severity: warning, Clause: clause7, Obligations: []int{62},
		Title: words("前序事项还是草稿", "the item before is still a draft of yours"),
		Why:   words("草稿不在网站上，这件事的经过从中间断开。", "What is marked draft: true is not on the site, and the matter's way is broken."),
		Fix:   words("先公开前序事项：办完手续，删去它的“草稿: 是”。", "Publish the item before, or take its draft: true away."),
		Wrong: "follows: CZ-2026-00010  # 这一件写着 draft: true", Right: "follows: CZ-2026-00010",
		item: followsPublic,
	},
	{
		Code: "P28", Severity: warning, Clause: words("细则第五条第8项", "rules, clause 5 item 8"), Obligations: []int{45},
		Title: words("还没有公开采购目录就发采购公告", "a procurement notice before any procurement catalogue"),
		Why:   words("政府采购要公开三样：采购目录、采购程序、采购结果；目录在前。", "Three things of procurement are disclosed: the catalogue first, then the procedure, then the result."),
		Fix:   words("由负责的单位公开采购目录：类别写 0801，“程序环节”写“目录”。", "Let the department in charge publish the catalogue: category 0801, procedure: catalogue."),
		Wrong: "category: \"0801\"\nprocedure: notice\n# 没有一件 procedure: catalogue", Right: "category: \"0801\"\nprocedure: catalogue",
		site: catalogueFirst,
	},
}

func draftBefore(r *report, it *model.Item) {
	if !it.Major || it.Stage != model.StageResult {
		return
	}
	if it.Follows != "" && r.before(it) == nil {
		return // P13 says so
	}
	found := false
	r.earlier(it, func(x *model.Item) bool {
		found = x.Stage == model.StageDraft
		return !found
	})
	if found {
		return
	}
	if it.Follows == "" {
		r.add(in(it, "major"), words("这是重大事项的结果，却没有写“前序事项”", "the result of a major matter, but follows is missing"))
		return
	}
	r.add(in(it, "follows"), diag.Say("这是重大事项的结果，但从 %s 往前都没有预公开", "the result of a major matter, but there is no draft from %s back", it.Follows))
}

func commentsAsked(r *report, it *model.Item) {
	if it.Stage != model.StageDraft {
		return
	}
	if it.CommentUntil.IsZero() {
		r.missing(it, "comment_until", words("预公开没有写“征求意见止”，不知道意见提到哪一天", "the draft does not say until when people may comment (comment_until)"))
	}
	if blank(it.CommentTo) {
		r.missing(it, "comment_to", words("预公开没有写“征求意见方式”，不知道意见交到哪里", "the draft does not say where comments go (comment_to)"))
	}
}

func followsKnown(r *report, it *model.Item) {
	if it.Follows != "" && r.before(it) == nil && unfilled(string(it.Follows)) == "" {
		r.fix(in(it, "follows"), diag.Say("没有索引号为“%s”的事项", "there is no item with the index number %q", it.Follows), r.nearIndex(it.Follows))
	}
}

// nearIndex gives the rule's fix, led by the number that was probably meant where that
// one exists.
func (r *report) nearIndex(id model.ID) diag.Words {
	if r.index == nil {
		return r.rule.Fix
	}
	if near, ok := r.index.Near(string(id)); ok && r.site.Item(model.ID(near)) != nil {
		return diag.Say("是不是“%[1]s”？%[2]s", "Did you mean %[1]q? %[2]s", near, r.rule.Fix)
	}
	return r.rule.Fix
}

func followsEarlier(r *report, it *model.Item) {
	b := r.before(it)
	switch {
	case b == nil:
	case b == it:
		r.add(in(it, "follows"), words("“前序事项”写的是本件自己", "the item follows itself"))
	case b.Published.After(it.Published) && !it.Published.IsZero():
		r.add(in(it, "follows"), diag.Say("前序事项 %s 在 %s 公开，比本件的 %s 还晚", "%s, which comes before, is published on %s, later than this item on %s", b.Index, b.Published, it.Published),
			see(b, "published", "前序事项的公开日期", "the day of the item before"))
	}
}

// circles names each circle once, at its first item by path.
func circles(r *report) {
	const walking, done = 1, 2
	state := map[*model.Item]uint8{}
	for _, it := range r.site.All {
		if it.Follows == "" || state[it] != 0 {
			continue
		}
		x := it
		for x != nil && state[x] == 0 {
			state[x] = walking
			x = r.before(x)
		}
		if x != nil && state[x] == walking && r.before(x) != x {
			r.circle(x)
		}
		for x = it; x != nil && state[x] == walking; x = r.before(x) {
			state[x] = done
		}
	}
}

func (r *report) circle(x *model.Item) {
	first, n := x, 1
	for y := r.before(x); y != x; y = r.before(y) {
		n++
		if y.Path < first.Path {
			first = y
		}
	}
	r.add(in(first, "follows"), diag.Say("前序事项绕成了圈：从 %s 往前走 %d 步又回到本件", "the items run in a circle: from %s %d steps back is this item again", first.Index, n))
}

func draftAfter(r *report, it *model.Item) {
	if b := r.before(it); it.Stage == model.StageDraft && b != nil && b.Stage == model.StageResult && b != it {
		r.add(in(it, "follows"), diag.Say("本件是预公开，前序事项 %s 却已经是结果", "this is a draft, but %s before it is a result", b.Index))
	}
}

func (r *report) noticeBefore(it *model.Item, group string) {
	if it.Procedure != model.ProcResult || r.group(it) != group || it.Follows != "" && r.before(it) == nil {
		return
	}
	found := false
	r.earlier(it, func(x *model.Item) bool {
		found = x.Procedure == model.ProcNotice
		return !found
	})
	if found {
		return
	}
	if it.Follows == "" {
		r.add(in(it, "procedure"), words("程序环节是“结果”，却没有写“前序事项”", "the procedure is at its result, but follows is missing"))
		return
	}
	r.add(in(it, "follows"), diag.Say("程序环节是“结果”，但从 %s 往前都没有公告", "the procedure is at its result, but there is no notice from %s back", it.Follows))
}

func followsPublic(r *report, it *model.Item) {
	if b := r.before(it); b != nil && b.Draft && !it.Draft {
		r.add(in(it, "follows"), diag.Say("前序事项 %s 是草稿，不在网站上", "%s, which comes before, is a draft and not on the site", b.Index))
	}
}

// catalogueFirst names the earliest notice or result of procurement that no catalogue of
// any department comes before.
func catalogueFirst(r *report) {
	var first *model.Item
	earliest := calendar.Moment{}
	for _, it := range r.site.All {
		if it.Category != "0801" || it.Procedure == "" || it.Draft || it.Published.IsZero() {
			continue
		}
		if it.Procedure == model.ProcCatalogue {
			if earliest.IsZero() || earliest.After(it.Published) {
				earliest = it.Published
			}
		} else if first == nil || first.Published.After(it.Published) {
			first = it
		}
	}
	if first != nil && (earliest.IsZero() || earliest.After(first.Published)) {
		r.add(in(first, "procedure"), diag.Say("%s 公开采购公告或结果，在此以前没有公开过采购目录", "a notice or result of procurement of %s, and no procurement catalogue before it", first.Published.Date))
	}
}
