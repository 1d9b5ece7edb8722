package check

import (
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// validityRules judge what replaces what, and withdrawal and restoration.
var validityRules = []Rule{
	{
		Code: "P19", Severity: failure, Clause: clause10, Obligations: []int{96},
		Title: words("替代或被替代的事项不存在", "supersedes or superseded_by names no other item"),
		Why:   words("群众顺着它找到现在有效的文件。", "People follow it to the document that is in force."),
		Fix:   words("“替代”、“被替代”都写另一件的索引号。", "Give the other item's index number."),
		Wrong: "supersedes: CZ-2020-00999", Right: "supersedes: CZ-2026-00010",
		item: replacementKnown,
	},
	{
		Code: "P20", Severity: warning, Clause: clause10, Obligations: []int{96},
		Title: words("已废止，却没有写被哪一件替代、怎样废止", "repealed, without a successor or a record"),
		Why:   words("变动要进变动目录：什么时候、由谁批准废止的。", "The change catalogue tells when it was repealed and who approved."),
		Fix:   words("加“被替代”，或在“变动记录”里记一条废止。", "Add superseded_by, or an entry under changes."),
		Wrong: "status: repealed", Right: "status: repealed\nchanges:\n  - {date: 2026-07-01, what: 废止, approved_by: 区领导小组组长}",
		item: repealRecorded,
	},
	{
		Code: "P21", Severity: warning, Clause: clause10, Obligations: []int{96},
		Title: words("替代关系只写了一头", "a replacement that only one of the two tells"),
		Why:   words("看旧文件的人找不到新的，或者看新文件的人不知道替代了什么。", "Who reads the old one does not find the new one, or the other way round."),
		Fix:   words("两件都要写：新的写“替代”，旧的写“被替代”。", "Give both: supersedes in the new one, superseded_by in the old one."),
		Wrong: "# 新文件\nsupersedes: CZ-2026-00010", Right: "# 旧文件\nsuperseded_by: CZ-2026-00001",
		item: replacementMutual,
	},
	{
		Code: "P23", Severity: warning, Clause: clause10, Obligations: []int{35, 96},
		Title: words("已被替代，有效性还写“有效”", "superseded, but still called valid"),
		Why:   words("群众会以为它还有效，照着去办。", "People act on the word valid."),
		Fix:   words("把“有效性”改为“已废止”或“已修改”。", "Give status: repealed or amended."),
		Wrong: "superseded_by: CZ-2026-00010", Right: "superseded_by: CZ-2026-00010\nstatus: repealed",
		item: supersededValid,
	},
	{
		Code: "P26", Severity: failure, Clause: clause10, Obligations: []int{96},
		Title: words("没有撤下就恢复", "restored without having been withdrawn"),
		Why:   words("变动目录要写全：什么时候撤下、为什么，什么时候恢复。", "The change catalogue is whole: when and why it was withdrawn, and when restored."),
		Fix:   words("补上“撤下”，或删去“恢复”。", "Add withdrawn, or leave restored out."),
		Wrong: "restored: {date: 2026-07-01, reason: 核实无误, approval: 区领导小组}", Right: "withdrawn: {date: 2026-06-20, reason: 核实数据, approval: 区领导小组}\nrestored: {date: 2026-07-01, reason: 核实无误, approval: 区领导小组}",
		item: restoredAfter,
	},
}

func replacementKnown(r *report, it *model.Item) {
	for _, x := range [...]struct {
		key string
		id  model.ID
	}{{"supersedes", it.Supersedes}, {"superseded_by", it.SupersededBy}} {
		switch other := r.site.Item(x.id); {
		case x.id == "", unfilled(string(x.id)) != "": // R08 speaks of the second
		case other == nil:
			r.fix(in(it, x.key), diag.Say("没有索引号为“%s”的事项", "there is no item with the index number %q", x.id), r.nearIndex(x.id))
		case other == it:
			r.add(in(it, x.key), words("写的是本件自己", "this is the item itself"))
		}
	}
}

func repealRecorded(r *report, it *model.Item) {
	if it.Status == model.Repealed && it.SupersededBy == "" && len(it.Changes) == 0 && it.ValidUntil.IsZero() {
		r.add(in(it, "status"), words("有效性是“已废止”，却没有写“被替代”，也没有“变动记录”", "the status is repealed, but neither superseded_by nor changes tells how"))
	}
}

func replacementMutual(r *report, it *model.Item) {
	if o := r.site.Item(it.Supersedes); it.Supersedes != "" && o != nil && o != it && o.SupersededBy != it.Index {
		r.add(in(it, "supersedes"), diag.Say("本件替代 %[1]s，而 %[1]s 没有写被本件替代", "this replaces %[1]s, but %[1]s does not say superseded_by", o.Index),
			see(o, "superseded_by", "被替代的一件", "the replaced item"))
	}
	if o := r.site.Item(it.SupersededBy); it.SupersededBy != "" && o != nil && o != it && o.Supersedes != it.Index {
		r.add(in(it, "superseded_by"), diag.Say("本件被 %[1]s 替代，而 %[1]s 没有写替代本件", "this is replaced by %[1]s, but %[1]s does not say supersedes", o.Index),
			see(o, "supersedes", "替代它的一件", "the item that replaces it"))
	}
}

func supersededValid(r *report, it *model.Item) {
	if it.SupersededBy != "" && it.Status == model.Valid {
		if o := r.site.Item(it.SupersededBy); o != nil && r.site.IsPublic(o) {
			r.add(in(it, "status", "superseded_by"), diag.Say("已被 %s 替代，有效性还是“有效”", "replaced by %s, but the status is still valid", it.SupersededBy))
		}
	}
}

func restoredAfter(r *report, it *model.Item) {
	if it.Restored != nil && it.Withdrawn == nil {
		r.add(in(it, "restored"), words("写了“恢复”，却没有写“撤下”", "restored, but withdrawn is missing"))
	}
}
