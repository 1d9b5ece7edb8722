package model

import (
	"gongkai/generator/calendar"
	"gongkai/generator/pack"
	"gongkai/generator/source"
)

// Pack codes the item as its file and the files beside it say it; what New sets (the
// addresses of attachments) is left out.
func (it *Item) Pack(c *pack.Coder) {
	it.PackBrief(c)
	it.packRest(c)
}

// PackBrief codes what obligations and their clocks look at, which stands at the front of
// what Pack codes: a reader that wants no more may stop there.
func (it *Item) PackBrief(c *pack.Coder) {
	c.Str(&it.Path)
	pack.Word(c, &it.Index)
	for _, p := range []*string{&it.Title, &it.Department, &it.Category, &it.Duty} {
		c.Str(p)
	}
	pack.Word(c, &it.Cadence)
	packPeriod(c, &it.Period)
	pack.Word(c, &it.Stage)
	pack.Word(c, &it.Follows)
	pack.Word(c, &it.Status)
	for _, d := range []*calendar.Date{&it.Made, &it.ValidUntil, &it.Archived} {
		packDate(c, d)
	}
	packDate(c, &it.Published.Date)
	pack.Num(c, &it.Published.Minute)
	c.Bool(&it.Published.Timed)
	c.Bool(&it.Major)
	c.Bool(&it.Draft)
	pack.Maybe(c, &it.Withdrawn, packDecision)
	pack.Maybe(c, &it.Restored, packDecision)
}

// packRest codes what PackBrief does not.
func (it *Item) packRest(c *pack.Coder) {
	for _, d := range []*calendar.Date{&it.Reviewed, &it.Approved, &it.SecrecyDate, &it.CommentFrom, &it.CommentUntil, &it.PostFrom, &it.PostUntil} {
		packDate(c, d)
	}
	for _, p := range []*string{
		&it.DocNo, &it.ArchiveNo, &it.Late, &it.ReviewedBy, &it.ReviewNo, &it.ApprovedBy, &it.ApprovalNo, &it.Secrecy, &it.SecrecyBy,
		&it.Audience, &it.Contact, &it.Summary, &it.CommentTo,
	} {
		c.Str(p)
	}
	pack.Word(c, &it.Method)
	for _, p := range []*[]string{&it.Basis, &it.Topics, &it.Keywords, &it.Boards} {
		pack.List(c, p, (*pack.Coder).Str)
	}
	pack.Maybe(c, &it.Reasons, func(c *pack.Coder, r *Reasons) { c.Str(&r.Facts); c.Str(&r.Law); c.Str(&r.Other) })
	for _, p := range []*bool{&it.AffectsRights, &it.Normative} {
		c.Bool(p)
	}
	pack.Maybe(c, &it.Legal, func(c *pack.Coder, r *LegalReview) { packDate(c, &r.Date); c.Str(&r.By); c.Str(&r.Number) })
	pack.Word(c, &it.Procedure)
	pack.Word(c, &it.Supersedes)
	pack.Word(c, &it.SupersededBy)
	pack.Maybe(c, &it.Hearing, func(c *pack.Coder, h *Hearing) {
		packDate(c, &h.Date)
		c.Str(&h.Place)
		packDate(c, &h.SignUpUntil)
		c.Str(&h.Contact)
		c.Str(&h.Outcome)
		c.Str(&h.Waived)
	})
	pack.Word(c, &it.Paper)
	pack.List(c, &it.Attachments, packAttachment)
	pack.List(c, &it.Changes, func(c *pack.Coder, x *Change) {
		packDate(c, &x.Date)
		c.Str(&x.What)
		c.Str(&x.ApprovedBy)
		pack.Word(c, &x.Kind)
	})
	pack.List(c, &it.Privacy, func(c *pack.Coder, x *Privacy) { c.Str(&x.Match); c.Str(&x.Why); c.Str(&x.By) })
	it.packText(c)
}

// packText codes what is known of the item's text, and the digests.
func (it *Item) packText(c *pack.Coder) {
	pack.List(c, (*[]place)(&it.At), func(c *pack.Coder, p *place) { c.Str(&p.key); pack.Num(c, &p.start); pack.Num(c, &p.end) })
	b := &it.Body
	c.Int(&b.Offset)
	for _, p := range []*uint32{&b.HTML, &b.Text, &b.Runes} {
		pack.Num(c, p)
	}
	pack.Num(c, &b.Tables)
	pack.Num(c, &b.Images)
	c.Bool(&b.HasCode)
	pack.List(c, &it.Links, func(c *pack.Coder, l *Link) {
		c.Str(&l.Dest)
		c.Str(&l.Text)
		c.Bool(&l.Image)
		packSpan(c, &l.At)
	})
	pack.List(c, &it.Flaws, func(c *pack.Coder, f *Flaw) { pack.Num(c, &f.Kind); packSpan(c, &f.At); c.Str(&f.Found) })
	c.Raw(it.Card[:])
	c.Raw(it.Full[:])
}

func packAttachment(c *pack.Coder, a *Attachment) {
	c.Str(&a.File)
	c.Str(&a.Path)
	c.Str(&a.Title)
	c.Int(&a.Size)
	c.Raw(a.Sum[:])
	c.Bool(&a.Listed)
	c.Bool(&a.Used)
	packSpan(c, &a.At)
}

func packDecision(c *pack.Coder, d *Decision) {
	packDate(c, &d.Date)
	c.Str(&d.Reason)
	c.Str(&d.Approval)
}

func packDate(c *pack.Coder, d *calendar.Date) {
	pack.Num(c, &d.Year)
	pack.Num(c, &d.Month)
	pack.Num(c, &d.Day)
}

func packPeriod(c *pack.Coder, p *calendar.Period) {
	pack.Num(c, &p.Year)
	pack.Num(c, &p.Unit)
	pack.Num(c, &p.N)
}

func packSpan(c *pack.Coder, s *source.Span) {
	pack.Num(c, &s.Start)
	pack.Num(c, &s.End)
}
