package record

import "gongkai/generator/object"

// AppendJSON appends the record as encoding/json writes it without escaping < > &, byte
// for byte, in a fraction of the time and without garbage.
func (r *Record) AppendJSON(b []byte) []byte {
	o := object.Open(b)
	o.Text("index", r.Index)
	o.Text("title", r.Title)
	o.Text("address", r.Address)
	o.Text("url", r.URL)
	o.Text("state", r.State)
	o.Text("department", r.Department)
	o.Text("department_name", r.DepartmentName)
	o.Text("category", r.Category)
	o.Text("category_name", r.CategoryName)
	o.Text("group", r.Group)
	o.Text("group_name", r.GroupName)
	o.Some("summary", r.Summary)
	o.Some("doc_number", r.DocNumber)
	o.Some("made", r.Made)
	o.Some("published", r.Published)
	o.Some("status", r.Status)
	o.Some("valid_until", r.ValidUntil)
	o.Some("method", r.Method)
	o.List("basis", r.Basis)
	o.Some("audience", r.Audience)
	o.Some("cadence", r.Cadence)
	o.Some("period", r.Period)
	o.Some("stage", r.Stage)
	o.Some("limit", r.Limit)
	o.List("channels", r.Channels)
	o.Some("level", r.Level)
	o.List("keywords", r.Keywords)
	o.Some("duty", r.Duty)
	o.Some("duty_title", r.DutyTitle)
	o.Some("duty_content", r.DutyContent)
	o.Some("follows", r.Follows)
	o.Some("supersedes", r.Supersedes)
	o.Some("superseded_by", r.SupersededBy)
	r.writeProcedure(&o)
	r.writeRest(&o)
	return o.Close()
}

// writeProcedure writes who looked at the item, the grounds, and what the public may do.
func (r *Record) writeProcedure(o *object.Object) {
	o.Some("reviewed", r.Reviewed)
	o.Some("reviewed_by", r.ReviewedBy)
	o.Some("review_no", r.ReviewNo)
	o.Some("approved", r.Approved)
	o.Some("approved_by", r.ApprovedBy)
	o.Some("approval_no", r.ApprovalNo)
	o.Some("late", r.Late)
	o.Some("secrecy", r.Secrecy)
	o.Some("secrecy_by", r.SecrecyBy)
	o.Some("secrecy_date", r.SecrecyDate)
	o.Flag("affects_rights", r.AffectsRights)
	if x := r.Reasons; x != nil {
		o.Begin("reasons")
		o.Some("facts", x.Facts)
		o.Some("law", x.Law)
		o.Some("other", x.Other)
		o.End()
	}
	o.Flag("major", r.Major)
	o.Flag("normative", r.Normative)
	if x := r.LegalReview; x != nil {
		o.Begin("legal_review")
		o.Some("date", x.Date)
		o.Some("by", x.By)
		o.Some("number", x.Number)
		o.End()
	}
	o.List("topics", r.Topics)
	if x := r.Hearing; x != nil {
		o.Begin("hearing")
		o.Some("date", x.Date)
		o.Some("place", x.Place)
		o.Some("sign_up_until", x.SignUpUntil)
		o.Some("contact", x.Contact)
		o.Some("outcome", x.Outcome)
		o.Some("waived", x.Waived)
		o.End()
	}
	o.Some("procedure", r.Procedure)
	o.Some("comment_from", r.CommentFrom)
	o.Some("comment_until", r.CommentUntil)
	o.Some("comment_to", r.CommentTo)
}

// writeRest writes boards, attachments, and what became of the item.
func (r *Record) writeRest(o *object.Object) {
	o.List("boards", r.Boards)
	o.Some("post_from", r.PostFrom)
	o.Some("post_until", r.PostUntil)
	o.Some("paper", r.Paper)
	o.Some("contact", r.Contact)
	if len(r.Attachments) > 0 {
		o.Array("attachments")
		for i := range r.Attachments {
			r.Attachments[i].write(o)
		}
		o.EndArray()
	}
	if len(r.Changes) > 0 {
		o.Array("changes")
		for i := range r.Changes {
			c := &r.Changes[i]
			o.Element()
			o.Text("date", c.Date)
			o.Text("kind", c.Kind)
			o.Text("what", c.What)
			o.Some("approved_by", c.ApprovedBy)
			o.End()
		}
		o.EndArray()
	}
	r.Withdrawn.write(o, "withdrawn")
	r.Restored.write(o, "restored")
}

func (a *Attachment) write(o *object.Object) {
	o.Element()
	o.Text("title", a.Title)
	o.Text("type", a.Type)
	o.Text("media_type", a.MediaType)
	o.Int("size", a.Size)
	o.Text("sha256", a.SHA256)
	o.Text("address", a.Address)
	o.Text("url", a.URL)
	o.End()
}

// write writes the decision where there is one.
func (d *Decision) write(o *object.Object, name string) {
	if d == nil {
		return
	}
	o.Begin(name)
	o.Text("date", d.Date)
	o.Some("reason", d.Reason)
	o.Some("approval", d.Approval)
	o.End()
}

// AppendJSON appends the entry as encoding/json writes it without escaping < > &.
func (c *Change) AppendJSON(b []byte) []byte {
	o := object.Open(b)
	o.Text("date", c.Date)
	o.Text("kind", string(c.Kind))
	o.Text("kind_name", c.KindName)
	o.Text("index", c.Index)
	o.Text("title", c.Title)
	o.Text("department", c.Department)
	o.Text("department_name", c.DepartmentName)
	o.Some("what", c.What)
	o.Some("approved_by", c.ApprovedBy)
	o.Text("address", c.Address)
	o.Text("url", c.URL)
	return o.Close()
}
