package check

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// opinionRules judge the opinions and their answers.
var opinionRules = []Rule{
	{
		Code: "T31", Severity: failure, Clause: clause8, Obligations: []int{77},
		Title: words("答复早于收到意见", "answered before it was received"),
		Why:   words("先收到意见，才有答复；日期颠倒，用了几天就算不出来。", "An opinion comes in before it is answered; with the dates in this order nobody can tell how long it took."),
		Fix:   words("核对“收到日期”和“答复日期”，改正写错的一个。", "Compare received and answered."),
		of:    schema.Opinion,
		Wrong: "received: 2026-06-22\nanswered: 2026-06-15", Right: "received: 2026-06-12\nanswered: 2026-06-15",
		site: answeredAfter,
	},
	{
		Code: "P30", Severity: failure, Clause: clause8, Obligations: []int{77},
		Title: words("答复没有写全", "an answer that is not whole"),
		Why:   words("答复要有日期，也要有内容，群众才看得到办理结果；缺一样，程序就当作没有答复。", "An answer has a day and words, so that people see what came of it; without either it counts for none."),
		Fix:   words("写上“答复日期”；正文里另起一行写“## 答复”，下面写答复的内容，一句也可以。还没有答复的，都不写。", "Give answered, and below a line \"## 答复\" the words, if only one sentence. Where there is no answer yet, leave all of it out."),
		of:    schema.Opinion,
		Wrong: "answered: 2026-06-15\n---\n（正文里没有“## 答复”）", Right: "answered: 2026-06-15\n---\n## 答复",
		site: answersWhole,
	},
	{
		Code: "P31", Severity: hint, Clause: clause8, Obligations: []int{77},
		Title: words("公开的意见还没有答复", "a public opinion without an answer"),
		Why:   words("没有答复的意见，网站上只列标题和收到日期，标明“办理中”，不显示内容。", "While there is no answer the site lists title and day only, as being dealt with."),
		Fix:   words("答复以后写上“答复日期”和答复的内容，它就有自己的一页。", "Give answered and the words of the answer; then it has a page of its own."),
		of:    schema.Opinion,
		Wrong: "public: true\n# 没有 answered", Right: "public: true\nanswered: 2026-06-15",
		site: publicWaiting,
	},
	{
		Code: "P32", Severity: warning, Clause: clause8, Obligations: []int{77},
		Title: words("没有采纳，也没有写理由", "not adopted, and no reason given"),
		Why:   words("没有采纳的意见要讲清为什么，提意见的人才知道不是没有人看。", "Whoever is not followed is told why, and sees that somebody has read it."),
		Fix:   words("加一行“未采纳理由”，写明为什么没有采纳，或者为什么只采纳一部分。", "Add reason: why it was not adopted, or not wholly."),
		of:    schema.Opinion,
		Wrong: "adopted: not", Right: "adopted: not\nreason: 北侧有地下管线，不能打桩。",
		site: reasonForNot,
	},
	{
		Code: "P33", Severity: warning, Clause: words("细则第九条第1项、第3项", "rules, clause 9 items 1 and 3"), Obligations: []int{85},
		Title: words("对征求意见稿的意见，答复没有写采纳情况", "the answer to a comment on a draft does not tell whether it was adopted"),
		Why:   words("征求意见是为了修改方案；每条意见采纳了没有，要能对得上。", "Comments are asked for to mend the draft; of each it must be plain what became of it."),
		Fix:   words("加一行“采纳情况”，写采纳、部分采纳、未采纳；只是询问的写不涉及。", "Add adopted: adopted, partly, not, or none for a mere question."),
		of:    schema.Opinion,
		Wrong: "about: CZ-2026-00010  # 这一件是预公开\nanswered: 2026-06-15", Right: "about: CZ-2026-00010\nanswered: 2026-06-15\nadopted: adopted",
		site: adoptionTold,
	},
	{
		Code: "S30", Severity: failure, Clause: clause8, Obligations: []int{77},
		Title: words("意见说的公开事项不存在", "an opinion about an item that is not there"),
		Why:   words("索引号写错了，意见就挂不到那一件上，看那一件的人也看不到答复。", "With a wrong index number the opinion is not shown with its item."),
		Fix:   words("“关于”写公开事项的索引号；不是说某一件的，删去这一行。", "Give about the item's index number, or leave it out where no single item is meant."),
		of:    schema.Opinion,
		Wrong: "about: CZ-2026-10", Right: "about: CZ-2026-00010",
		site: aboutKnown,
	},
}

func inOpinion(o *model.Opinion, keys ...string) diag.Place { return placeOf(o.Path, o.At, keys...) }

func answeredAfter(r *report) {
	for _, o := range r.site.Opinions {
		if !o.Answered.IsZero() && o.Answered.Before(o.Received) {
			r.add(inOpinion(o, "answered"), diag.Say("答复日期 %s 早于收到日期 %s", "answered on %s, before it was received on %s", o.Answered, o.Received))
		}
	}
}

func answersWhole(r *report) {
	for _, o := range r.site.Opinions {
		dated := o.At.Of("answered") // also where the day cannot be read, of which the reader has spoken
		switch {
		case !dated.IsZero() && !o.Replied:
			r.add(inOpinion(o, "answered"), words("写了“答复日期”，正文里没有答复的内容", "answered is given, but the text has no answer"))
		case dated.IsZero() && o.Replied:
			r.add(inOpinion(o), words("正文里有答复，没有写“答复日期”", "the text has an answer, but answered is missing"))
		case dated.IsZero() && (o.Adopted != "" || o.Reason != "" || o.AnsweredBy != ""):
			r.add(inOpinion(o, "adopted", "reason", "answered_by"), words("还没有答复，却写了采纳情况或者答复人", "there is no answer yet, but whether it was adopted, or who answered, is given"))
		}
	}
}

func publicWaiting(r *report) {
	for _, o := range r.site.Opinions {
		if o.Public && o.Answered.IsZero() && !o.Replied {
			r.add(inOpinion(o, "public"), words("这条意见写了公开，还没有答复", "the opinion is public, but has no answer yet"))
		}
	}
}

func reasonForNot(r *report) {
	for _, o := range r.site.Opinions {
		if (o.Adopted == model.AdoptedNot || o.Adopted == model.AdoptedPartly) && !telling(o.Reason) {
			r.add(inOpinion(o, "reason", "adopted"), diag.Say("采纳情况是“%s”，没有写清理由", "it was adopted %q, but no reason is given", adoptedWords(o.Adopted)))
		}
	}
}

// adoptedWords gives the words of what was made of an opinion.
func adoptedWords(a model.Adopted) diag.Words {
	if v := schema.Opinion.Get("adopted").Match(string(a)); v != nil {
		return v.Words
	}
	return words(string(a), string(a))
}

func adoptionTold(r *report) {
	for _, o := range r.site.Opinions {
		it := r.site.Item(o.About)
		if o.About == "" || it == nil || it.Stage != model.StageDraft || o.Answered.IsZero() || o.Adopted != "" || !o.At.Of("adopted").IsZero() {
			continue
		}
		r.add(inOpinion(o, "about"), diag.Say("“%s”是预公开，答复没有写采纳情况", "%s is a draft, but the answer does not tell whether the comment was adopted", it.Title))
	}
}

func aboutKnown(r *report) {
	for _, o := range r.site.Opinions {
		if o.About != "" && r.site.Item(o.About) == nil {
			r.fix(inOpinion(o, "about"), diag.Say("没有索引号为“%s”的事项", "there is no item with the index number %q", o.About), r.nearIndex(o.About))
		}
	}
}

// laterNotAhead is T15 for the days of opinions and orders.
func laterNotAhead(r *report) {
	ahead := func(at diag.Place, zh, en string, day calendar.Date) {
		if day.After(r.site.Today) && !r.site.Today.IsZero() {
			r.add(at, diag.Say("%[1]s %[3]s 还没有到，今天是 %[4]s", "%[2]s %[3]s has not come yet, today is %[4]s", zh, en, day, r.site.Today))
		}
	}
	for _, o := range r.site.Opinions {
		ahead(inOpinion(o, "received"), "收到日期", "received", o.Received)
		ahead(inOpinion(o, "answered"), "答复日期", "answered", o.Answered)
	}
	for _, o := range r.site.Orders {
		ahead(inOrder(o, "issued"), "通知日期", "issued", o.Issued)
	}
}
