package check

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// placeholders are what templates leave: `new` writes the first.
var placeholders = [...]string{"〔待填", "TODO", "待补充"}

// unfilled gives the placeholder that a text of the record holds, or "".
func unfilled(text string) string {
	for i, mark := range placeholders {
		if i == 0 && strings.Contains(text, mark) || i > 0 && strings.Trim(text, " 　（）()【】。：:") == mark {
			return mark
		}
	}
	return ""
}

// filledIn looks for what a template left. Of values that are no texts (dates, periods,
// enumerations, flags) the reader has said so, and of secrecy rule P07 does.
func filledIn(r *report, it *model.Item) {
	for _, x := range [...]struct{ key, text string }{
		{"title", it.Title}, {"index", string(it.Index)}, {"category", it.Category}, {"duty", it.Duty}, {"follows", string(it.Follows)},
		{"doc_number", it.DocNo}, {"reviewed_by", it.ReviewedBy}, {"review_no", it.ReviewNo}, {"approved_by", it.ApprovedBy},
		{"approval_no", it.ApprovalNo}, {"late", it.Late}, {"secrecy_by", it.SecrecyBy}, {"audience", it.Audience}, {"summary", it.Summary},
		{"supersedes", string(it.Supersedes)}, {"superseded_by", string(it.SupersededBy)}, {"comment_to", it.CommentTo}, {"contact", it.Contact},
	} {
		if unfilled(x.text) != "" && it.Given(x.key) { // a summary may be the text's own beginning
			r.waits(it, schema.Item, x.text, x.key)
		}
	}
	for _, list := range [...]struct {
		key   string
		texts []string
	}{{"basis", it.Basis}, {"keywords", it.Keywords}, {"boards", it.Boards}} {
		for _, text := range list.texts {
			if unfilled(text) != "" {
				r.waits(it, schema.Item, text, list.key)
			}
		}
	}
	r.filledInside(it)
	for _, f := range it.Flaws {
		if f.Kind == model.Placeholder {
			mark := f.Found
			if mark == placeholders[0] {
				mark += "……〕"
			}
			r.add(inBody(it, f.At), diag.Say("正文里的“%s”还没有换成真实的内容", "%q in the text is still to be filled in", mark))
		}
	}
}

// waits adds a finding for a text that is not filled in. name is the key in the table;
// the places are where to point, the best first.
func (r *report) waits(it *model.Item, table schema.Table, text, name string, places ...string) {
	r.add(in(it, append(places, name)...), diag.Say("“%[1]s”写的还是“%[3]s”", "%[2]s is still %[3]q", table.Label(name), name, text))
}

// filledInside looks for what a template left in the nested values of a record.
func (r *report) filledInside(it *model.Item) {
	look := func(text, outer, name string) {
		if unfilled(text) == "" {
			return
		}
		r.waits(it, schema.Item.Get(outer).Keys, text, name, outer+"."+name, outer)
	}
	if x := it.Legal; x != nil {
		look(x.By, "legal_review", "by")
		look(x.Number, "legal_review", "number")
	}
	if x := it.Reasons; x != nil {
		look(x.Facts, "reasons", "facts")
		look(x.Law, "reasons", "law")
		look(x.Other, "reasons", "other")
	}
	if x := it.Hearing; x != nil {
		look(x.Place, "hearing", "place")
		look(x.Contact, "hearing", "contact")
		look(x.Outcome, "hearing", "outcome")
		look(x.Waived, "hearing", "waived")
	}
	for _, x := range [...]struct {
		key string
		d   *model.Decision
	}{{"withdrawn", it.Withdrawn}, {"restored", it.Restored}} {
		if x.d != nil {
			look(x.d.Reason, x.key, "reason")
			look(x.d.Approval, x.key, "approval")
		}
	}
	listed := func(text, outer string, i int, name string) {
		if unfilled(text) != "" {
			r.waits(it, schema.Item.Get(outer).Keys, text, name, entry(outer, i, name), outer)
		}
	}
	for i, a := range it.Attachments {
		listed(a.Title, "attachments", i, "title")
	}
	for i, c := range it.Changes {
		listed(c.What, "changes", i, "what")
		listed(c.ApprovedBy, "changes", i, "approved_by")
	}
}
