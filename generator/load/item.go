package load

import (
	"math"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/markdown"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// postDays is how long a sheet hangs where post_until is not given.
const postDays = 30

// readItem reads one item and the files beside it. The item is nil where nothing of its
// front matter can be read.
func (t *tree) readItem(j job) (*model.Item, []diag.Diagnostic) {
	f, from := &file{path: j.path}, t.reader()
	defer t.readers.Put(from)
	src := t.open(f, from, MaxMarkdown)
	if src == nil {
		return nil, f.found
	}
	b := front.Parse(j.path, src.Text)
	f.found = append(f.found, b.Findings...)
	if b.Root.Kind != front.Map && (!b.Whole || len(b.Findings) > 0) {
		return nil, f.found
	}
	it := &model.Item{Path: j.path}
	r := f.open(&b.Root, t.item, &it.At)
	r.lost(b.Lost)
	t.record(it, r, j.department)
	t.parser.Use(src.Text[b.Body:], b.Body, func(doc *markdown.Document) {
		it.Body, it.Links, it.Flaws = t.keep(doc), doc.Links, doc.Flaws
		if it.Summary == "" {
			it.Summary = doc.Summary
		}
	})
	t.guard(it, r, j)
	it.Card = card(it, src.Text[b.At.Start:b.At.End])
	it.Full = newSum().digest(it.Card).bytes(src.Text[b.Body:]).end()
	return it, f.found
}

// keep puts a body into the store.
func (t *tree) keep(d *markdown.Document) model.BodyRef {
	ref := t.bodies.add(d.HTML, d.Text)
	ref.Runes = uint32(d.Runes)
	ref.Tables = uint16(min(d.Tables, math.MaxUint16))
	ref.Images = uint16(min(d.Images, math.MaxUint16))
	ref.HasCode = d.HasCode
	return ref
}

// card sums what lists show of an item.
func card(it *model.Item, block []byte) source.Digest {
	s := newSum().str(it.Path).str(it.Department).str(it.Summary).bytes(block).int(int64(len(it.Attachments)))
	for i := range it.Attachments {
		a := &it.Attachments[i]
		s.str(a.File).str(a.Title).int(a.Size).digest(a.Sum)
	}
	return s.end()
}

// record fills the item's fields from its front matter.
func (t *tree) record(it *model.Item, r *record, folder string) {
	it.Title, it.Index, it.DocNo = r.text("title"), model.ID(r.text("index")), r.text("doc_number")
	it.Department = folder
	if s := r.text("department"); s != "" {
		it.Department = s
	}
	it.Department = t.names.department(it.Department)
	it.Category = t.names.category(r.text("category"))
	it.Period = r.period("period")
	it.Cadence, it.Duty = model.Cadence(r.enum("cadence")), r.text("duty")
	if d := t.names.duties[it.Duty]; d != nil {
		it.Duty = d.ID
		if it.Cadence == "" && r.get("cadence") == nil {
			it.Cadence = d.Cadence
		}
	}
	it.Follows = model.ID(r.text("follows"))
	it.Made, it.Reviewed, it.Approved, it.Published = r.day("made"), r.day("reviewed"), r.day("approved"), r.instant("published")
	it.Late = r.text("late")
	it.ReviewedBy, it.ReviewNo = r.text("reviewed_by"), r.text("review_no")
	it.ApprovedBy, it.ApprovalNo = r.text("approved_by"), r.text("approval_no")
	it.Secrecy, it.SecrecyBy, it.SecrecyDate = r.text("secrecy"), r.text("secrecy_by"), r.day("secrecy_date")
	if v := schema.Item.Get("secrecy").Match(it.Secrecy); v != nil {
		it.Secrecy = v.Code
	}
	it.Audience, it.Contact, it.Basis = r.text("audience"), r.text("contact"), r.list("basis")
	it.AffectsRights, it.Major, it.Normative = r.flag("affects_rights"), r.flag("major"), r.flag("normative")
	it.Topics, it.Procedure = r.enums("topics"), model.Procedure(r.enum("procedure"))
	it.Summary, it.Keywords = r.text("summary"), r.list("keywords")
	it.Stage, it.Method, it.Status = model.Stage(r.enum("stage")), model.Method(r.enum("method")), model.Status(r.enum("status"))
	it.ValidUntil, it.Supersedes, it.SupersededBy = r.day("valid_until"), model.ID(r.text("supersedes")), model.ID(r.text("superseded_by"))
	it.CommentFrom, it.CommentUntil, it.CommentTo = r.day("comment_from"), r.day("comment_until"), r.text("comment_to")
	it.Boards, it.PostFrom, it.PostUntil, it.Paper = r.list("boards"), r.day("post_from"), r.day("post_until"), model.Paper(r.enum("paper"))
	it.Draft = r.flag("draft")
	t.nested(it, r)
	defaults(it)
}

func (t *tree) nested(it *model.Item, r *record) {
	if o := r.object("reasons"); o != nil {
		it.Reasons = &model.Reasons{Facts: o.text("facts"), Law: o.text("law"), Other: o.text("other")}
	}
	if o := r.object("legal_review"); o != nil {
		it.Legal = &model.LegalReview{Date: o.day("date"), By: o.text("by"), Number: o.text("number")}
	}
	if o := r.object("hearing"); o != nil {
		it.Hearing = &model.Hearing{
			Date: o.day("date"), Place: o.text("place"), SignUpUntil: o.day("sign_up_until"),
			Contact: o.text("contact"), Outcome: o.text("outcome"), Waived: o.text("waived"),
		}
	}
	if o := r.object("archived"); o != nil {
		it.Archived, it.ArchiveNo = o.day("date"), o.text("number")
	}
	decision := func(name string) *model.Decision {
		if o := r.object(name); o != nil {
			return &model.Decision{Date: o.day("date"), Reason: o.text("reason"), Approval: o.text("approval")}
		}
		return nil
	}
	it.Withdrawn, it.Restored = decision("withdrawn"), decision("restored")
	r.entries("changes", func(e *record, _ *front.Node) {
		c := model.Change{Date: e.day("date"), What: e.text("what"), ApprovedBy: e.text("approved_by"), Kind: model.ChangeKind(e.enum("kind"))}
		if c.Kind == "" {
			c.Kind = model.Changed
		}
		it.Changes = append(it.Changes, c)
	})
	r.entries("privacy", func(e *record, _ *front.Node) {
		it.Privacy = append(it.Privacy, model.Privacy{Match: e.text("match"), Why: e.text("why"), By: e.text("by")})
	})
}

// defaults fills what was not given, as the schema says.
func defaults(it *model.Item) {
	if it.Cadence == "" {
		it.Cadence = model.AdHoc
	}
	if it.Stage == "" {
		it.Stage = model.StageResult
	}
	if it.Method == "" {
		it.Method = model.Active
	}
	if it.Status == "" {
		it.Status = model.Valid
	}
	if it.Audience == "" {
		it.Audience = "全社会"
	}
	if len(it.Boards) == 0 || it.Published.IsZero() {
		return
	}
	if it.PostFrom.IsZero() && !it.Given("post_from") {
		it.PostFrom = it.Published.Date
	}
	if it.PostUntil.IsZero() && !it.Given("post_until") && !it.PostFrom.IsZero() {
		it.PostUntil = it.PostFrom.AddDays(postDays)
	}
}

// profile reads a department's _index.md. It needs no front matter.
func (t *tree) profile(j job) (*model.Page, []diag.Diagnostic) {
	f, from := &file{path: j.path}, t.reader()
	defer t.readers.Put(from)
	src := t.open(f, from, MaxMarkdown)
	if src == nil {
		return nil, f.found
	}
	p := &model.Page{Path: j.path, Full: newSum().bytes(src.Text).end()}
	b := front.Parse(j.path, src.Text)
	if b.Root.Kind == front.Nothing && len(b.Findings) == 1 && b.Findings[0].Rule == "F03" {
		b.Findings = nil
	}
	f.found = append(f.found, b.Findings...)
	if b.Root.Kind == front.Map {
		var at model.Places
		p.Title = f.open(&b.Root, newKeys(schema.Profile, ""), &at).text("title")
	}
	newGate(f).text(source.Span{End: len(src.Text)})
	t.parser.Use(src.Text[b.Body:], b.Body, func(doc *markdown.Document) {
		p.Body, p.Links, p.Flaws = t.keep(doc), doc.Links, doc.Flaws
	})
	return p, f.found
}
