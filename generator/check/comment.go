package check

import (
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// commentRules judge the times at which people may speak before a decision.
var commentRules = []Rule{
	{
		Code: "T09", Severity: failure, Clause: clause9, Obligations: []int{81, 84},
		Title: words("征求意见止早于征求意见起", "the comment period ends before it begins"),
		Why:   words("起止颠倒，群众就没有一天可以提意见。", "With the dates in this order nobody could comment on any day."),
		Fix:   words("核对“征求意见起”和“征求意见止”，改正写错的一个。", "Compare comment_from and comment_until."),
		Wrong: "comment_from: 2026-07-20\ncomment_until: 2026-07-16", Right: "comment_from: 2026-06-16\ncomment_until: 2026-07-16",
		item: commentOrder,
	},
	{
		Code: "T10", Severity: failure, Clause: clause9, Obligations: []int{6, 81, 84},
		Title: words("征求意见还没有结束就作出决定", "decided before the comment period ended"),
		Why:   words("先听完意见，修改以后再决定；还在征求意见就定了，征求意见就成了摆设。", "People are heard first and the decision comes afterwards; decided meanwhile, the comments would be for show."),
		Fix:   words("核对本件的“生成日期”和预公开的“征求意见止”；征求意见结束的第二天起，才能形成结果。", "Compare made with the draft's comment_until; the result is made after the period's last day."),
		Wrong: "stage: result\nfollows: CZ-2026-00010\nmade: 2026-05-20", Right: "stage: result\nfollows: CZ-2026-00010\nmade: 2026-06-08",
		item: decidedEarly,
	},
	{
		Code: "T11", Severity: warning, Clause: decisions, Obligations: []int{71, 84}, national: true,
		Title: words("重大事项征求意见少于30天", "fewer than 30 days to comment on a major matter"),
		Why:   words("重大行政决策公开征求意见一般不少于30日；情况紧急要缩短的，应当说明理由。", "For major decisions the public generally has at least 30 days; where it is urgent the reason is to be told."),
		Fix:   words("把“征求意见止”往后延；确需缩短的，在正文里说明理由。", "Move comment_until; where it must be shorter, give the reason in the text."),
		Wrong: "major: true\nstage: draft\ncomment_from: 2026-06-16\ncomment_until: 2026-06-25", Right: "major: true\nstage: draft\ncomment_from: 2026-06-16\ncomment_until: 2026-07-16",
		item: commentShort,
	},
	{
		Code: "T18", Severity: failure, Clause: clause6m5, Obligations: []int{64, 82},
		Title: words("听证报名截止晚于听证日期", "signing up for the hearing ends after it"),
		Why:   words("听证会开过以后还在报名，报名的人没有机会发言。", "Whoever signs up after the hearing cannot speak there."),
		Fix:   words("核对“听证”里的“日期”和“报名截止”，改正写错的一个。", "Compare the hearing's date and sign_up_until."),
		Wrong: "hearing:\n  date: 2026-07-10\n  sign_up_until: 2026-07-15", Right: "hearing:\n  date: 2026-07-10\n  sign_up_until: 2026-07-01",
		item: signUpOrder,
	},
	{
		Code: "T20", Severity: failure, Clause: clause9, Obligations: []int{81, 84},
		Title: words("公开时征求意见已经结束", "the comment period was over on the day of publishing"),
		Why:   words("方案公布以后群众才看得到；公布的时候已经截止，等于没有征求。", "People see the plan when it is published; a period that is over by then is none."),
		Fix:   words("把“征求意见止”改到公开日期以后；重大事项不少于30天。", "Give a comment_until after the day of publishing, for a major matter at least 30 days."),
		Wrong: "published: 2026-06-15\ncomment_from: 2026-05-01\ncomment_until: 2026-06-10", Right: "published: 2026-06-15\ncomment_from: 2026-06-16\ncomment_until: 2026-07-16",
		item: commentOver,
	},
	{
		Code: "T21", Severity: failure, Clause: clause6m5, Obligations: []int{64, 81, 82},
		Title: words("先作决定，后开听证会", "decided before the hearing"),
		Why:   words("听证是决定以前听取意见；决定以后再听证没有意义。", "A hearing is held to hear people before the decision; afterwards it is pointless."),
		Fix:   words("核对“生成日期”和“听证”里的“日期”；开过听证会，才能形成决定。", "Compare made with the hearing's date; the decision is made after the hearing."),
		Wrong: "made: 2026-06-08\nhearing: {date: 2026-07-10, outcome: 多数赞成}", Right: "made: 2026-06-08\nhearing: {date: 2026-05-20, outcome: 多数赞成}",
		item: hearingFirst,
	},
	{
		Code: "T22", Severity: warning, Clause: decisions2, Obligations: []int{64, 82}, national: true,
		Title: words("听证公告离听证不足7天", "fewer than 7 days from notice to hearing"),
		Why:   words("要给群众留出报名和准备的时间，听证材料应在听证7日前送达。", "People need time to sign up and prepare; the papers go out 7 days before."),
		Fix:   words("把听证日期往后排，或尽早公开公告。", "Move the hearing, or publish the notice earlier."),
		Wrong: "published: 2026-06-15\nhearing: {date: 2026-06-18, place: 二楼会议室, contact: 0000-1000012}", Right: "published: 2026-06-15\nhearing: {date: 2026-07-10, place: 二楼会议室, contact: 0000-1000012}",
		item: hearingNotice,
	},
}

func commentOrder(r *report, it *model.Item) {
	if !it.CommentFrom.IsZero() && !it.CommentUntil.IsZero() && it.CommentUntil.Before(it.CommentFrom) {
		r.add(in(it, "comment_until"), diag.Say("征求意见到 %s 为止，却从 %s 才开始", "comments end on %s, but begin on %s", it.CommentUntil, it.CommentFrom))
	}
}

func commentOver(r *report, it *model.Item) {
	if it.CommentUntil.IsZero() || it.CommentUntil.Before(it.CommentFrom) {
		return
	}
	if p := it.Published.Date; it.CommentUntil.Before(p) {
		r.add(in(it, "comment_until"), diag.Say("征求意见到 %s 为止，公开日期却是 %s", "comments end on %s, but the item is published on %s", it.CommentUntil, p))
	}
}

func commentShort(r *report, it *model.Item) {
	if it.Stage != model.StageDraft || !it.Major || it.CommentUntil.IsZero() {
		return
	}
	from := it.CommentFrom
	if p := it.Published.Date; from.Before(p) {
		from = p
	}
	if from.IsZero() || it.CommentUntil.Before(from) {
		return
	}
	if days := from.DaysUntil(it.CommentUntil) + 1; days < 30 {
		r.add(in(it, "comment_until"), diag.Say("从 %s 到 %s 只有 %d 天可以提意见", "from %s to %s there are only %d days to comment", from, it.CommentUntil, days))
	}
}

// decidedEarly looks at every draft before a result. The period's last day belongs to
// the period. Steps between (process) may fall into it: a hearing is one.
func decidedEarly(r *report, it *model.Item) {
	if it.Stage != model.StageResult || it.Made.IsZero() || it.Follows == "" {
		return
	}
	r.earlier(it, func(d *model.Item) bool {
		if d.Stage != model.StageDraft || d.CommentUntil.IsZero() || it.Made.After(d.CommentUntil) {
			return true
		}
		r.add(in(it, "made"), diag.Say("生成日期 %s，而预公开 %s 征求意见到 %s 才结束", "made on %s, while comments on the draft %s end on %s", it.Made, d.Index, d.CommentUntil),
			see(d, "comment_until", "预公开的征求意见止", "the draft's last day for comments"))
		return false
	})
}

func signUpOrder(r *report, it *model.Item) {
	if h := it.Hearing; h != nil && !h.Date.IsZero() && h.SignUpUntil.After(h.Date) {
		r.add(in(it, "hearing.sign_up_until", "hearing"), diag.Say("报名到 %s 截止，听证会 %s 就开了", "signing up ends on %s, but the hearing is on %s", h.SignUpUntil, h.Date))
	}
}

func hearingFirst(r *report, it *model.Item) {
	if it.Stage != model.StageResult || it.Made.IsZero() {
		return
	}
	if h := it.Hearing; h != nil && h.Date.After(it.Made) {
		r.add(in(it, "hearing.date", "hearing"), diag.Say("决定 %s 形成，听证会 %s 才开", "the decision was made on %s, but the hearing is on %s", it.Made, h.Date))
		return
	}
	r.earlier(it, func(x *model.Item) bool {
		if h := x.Hearing; h != nil && h.Date.After(it.Made) {
			r.add(in(it, "made"), diag.Say("决定 %s 形成，%s 公告的听证会 %s 才开", "the decision was made on %s, but the hearing that %s announces is on %s", it.Made, x.Index, h.Date),
				see(x, "hearing.date", "听证公告", "the notice of the hearing"))
			return false
		}
		return true
	})
}

func hearingNotice(r *report, it *model.Item) {
	h, p := it.Hearing, it.Published.Date
	if h == nil || it.Stage == model.StageResult || h.Date.IsZero() || p.IsZero() || h.Date.Before(p) || h.Outcome != "" {
		return
	}
	if days := p.DaysUntil(h.Date); days < 7 {
		r.add(in(it, "hearing.date", "hearing"), diag.Say("公开日期 %s，听证会 %s，中间只有 %d 天", "published on %s, the hearing is on %s: only %d days between", p, h.Date, days))
	}
}
