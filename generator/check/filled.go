package check

import (
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// filledInside looks for what a template left in the nested values of a record.
func (r *report) filledInside(it *model.Item) {
	look := func(text, outer, key string) {
		if unfilled(text) != "" {
			r.add(in(it, key, outer), diag.Say("“%s”还没有改成真实的内容", "%q is still to be filled in", text))
		}
	}
	if x := it.Legal; x != nil {
		look(x.By, "legal_review", "legal_review.by")
		look(x.Number, "legal_review", "legal_review.number")
	}
	if x := it.Reasons; x != nil {
		look(x.Other, "reasons", "reasons.other")
	}
	if x := it.Hearing; x != nil {
		look(x.Place, "hearing", "hearing.place")
		look(x.Contact, "hearing", "hearing.contact")
		look(x.Outcome, "hearing", "hearing.outcome")
		look(x.Waived, "hearing", "hearing.waived")
	}
	for i, a := range it.Attachments {
		look(a.Title, "attachments", entry("attachments", i, "title"))
	}
	for i, c := range it.Changes {
		look(c.What, "changes", entry("changes", i, "what"))
		look(c.ApprovedBy, "changes", entry("changes", i, "approved_by"))
	}
}
