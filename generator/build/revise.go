package build

import (
	"reflect"
	"slices"

	"gongkai/generator/check"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/source"
)

// A Revision is one item of a site that was built, with the text that its file has now.
type Revision struct {
	Outputs  []plan.Output     // its pages
	Findings []diag.Diagnostic // of the site, with this item's as they are now; sorted
	Text     source.Digest     // of the file and its attachments
}

// Revise reads one item's file again, by its path below the content, and plans its pages as
// they are with its present text: what a preview shows until the whole site is built anew. ok
// is false where that would not do: the path is no item's, something other than the text has
// changed, or the text has an error. The Result is that of a build that came to its end. It is
// safe for concurrent use.
func (r *Result) Revise(path string) (v Revision, ok bool) {
	old := r.Site.ItemAt(path)
	if old == nil || r.pages == nil {
		return Revision{}, false
	}
	now, read := r.loaded.Again(path)
	if now == nil || !sameRecord(old, now) {
		return Revision{}, false
	}
	of := check.Item(r.Site.Revised(now), now, read)
	if diag.Count(of)[diag.Error] > 0 {
		return Revision{}, false
	}
	for _, d := range r.Findings {
		if d.Path != path {
			v.Findings = append(v.Findings, d)
		}
	}
	v.Findings = append(v.Findings, of...)
	diag.Sort(v.Findings)
	v.Outputs, v.Text = r.pages.Revise(old, now), now.Full
	return v, true
}

// Text gives the sum of the text of the item's file, by its path below the content, and of its
// attachments, as the site shows them: Revision.Text where nothing has changed. It is zero where
// the path is no item's.
func (r *Result) Text(path string) source.Digest {
	if it := r.Site.ItemAt(path); it != nil {
		return it.Full
	}
	return source.Digest{}
}

// sameRecord reports whether two readings of an item differ in nothing but their text, and
// the summary that is made from it.
func sameRecord(old, now *model.Item) bool {
	x := *now
	x.Body, x.Links, x.Flaws, x.Summary, x.Card, x.Full = old.Body, old.Links, old.Flaws, old.Summary, old.Card, old.Full
	x.Attachments = slices.Clone(now.Attachments)
	if len(x.Attachments) != len(old.Attachments) {
		return false
	}
	for i := range x.Attachments { // the address is the site's; whether it is used is the text's
		x.Attachments[i].Address, x.Attachments[i].Used = old.Attachments[i].Address, old.Attachments[i].Used
	}
	return reflect.DeepEqual(&x, old) && (now.Summary == old.Summary || !now.Given("summary"))
}
