package record

import (
	"gongkai/generator/calendar"
	"gongkai/generator/model"
)

// A Maker makes the records of a site one after the other, for writers of long lists: it
// keeps the words of days that come again, so that a row makes little garbage. It is not
// for several goroutines at once.
type Maker struct {
	site  *model.Site
	limit string
	buf   []byte

	days    *[256]dated // direct-mapped; nil: nothing is kept
	periods map[calendar.Period]string
}

// A dated is a day, or a moment of it, in words.
type dated struct {
	day    calendar.Date
	minute int16 // -1 for the day alone
	text   string
}

// NewMaker gives a maker for the site's items.
func NewMaker(s *model.Site) *Maker {
	return &Maker{site: s, limit: limit(s.Config.LimitDays), days: new([256]dated), periods: map[calendar.Period]string{}}
}

// What every item is published through where its duty says nothing; never altered.
var (
	website          = []string{"政府网站"}
	websiteAndBoards = []string{"政府网站", "公开栏"}
)

// Make puts the item's record, as Of gives it, in place of what r holds.
func (m *Maker) Make(r *Record, it *model.Item) {
	s := m.site
	*r = Record{
		Index: string(it.Index), Title: it.Title,
		State:      state(s, it),
		Department: it.Department, DepartmentName: it.Department,
		Category: it.Category, CategoryName: it.Category,
		Group: it.Category, GroupName: it.Category,
		DocNumber: it.DocNo,
		Made:      m.date(it.Made), Reviewed: m.date(it.Reviewed), Approved: m.date(it.Approved),
		Published: m.moment(it.Published),
		Withdrawn: m.decision(it.Withdrawn), Restored: m.decision(it.Restored),
	}
	m.buf = it.AppendAddress(append(m.buf[:0], s.Config.BaseURL...), ".html")
	r.URL = string(m.buf)
	r.Address = r.URL[len(s.Config.BaseURL):]
	if d := s.Department(it.Department); d != nil {
		r.Department, r.DepartmentName = d.ID, d.Name
	}
	if c := s.Category(it.Category); c != nil {
		r.Category, r.CategoryName = c.Code, c.Name
		r.Group, r.GroupName = c.Group(), c.Name
		if g := s.Category(r.Group); g != nil {
			r.GroupName = g.Name
		}
	}
	if r.Gone() {
		return
	}
	m.addPlain(r, it)
	m.addReviews(r, it)
	m.addDuty(r, it)
	m.addBoards(r, it)
	m.addLists(r, it)
}

// addPlain adds what is copied or put into words.
func (m *Maker) addPlain(r *Record, it *model.Item) {
	r.Summary = it.Summary
	r.Status, r.ValidUntil = words.status[string(it.Status)], m.date(it.ValidUntil)
	r.Method = words.method[string(it.Method)]
	r.Basis, r.Audience, r.Keywords = it.Basis, it.Audience, it.Keywords
	r.Cadence = words.cadence[string(it.Cadence)]
	r.Period = m.period(it.Period)
	r.Stage = words.stage[string(it.Stage)]
	r.Procedure = words.procedure[string(it.Procedure)]
	r.Follows = string(it.Follows)
	r.Supersedes, r.SupersededBy = string(it.Supersedes), string(it.SupersededBy)
	r.AffectsRights, r.Major, r.Normative = it.AffectsRights, it.Major, it.Normative
	for _, t := range it.Topics {
		r.Topics = append(r.Topics, word(words.topics, t))
	}
	r.CommentFrom, r.CommentUntil, r.CommentTo = m.date(it.CommentFrom), m.date(it.CommentUntil), it.CommentTo
}

// addReviews adds who looked at the item before it was published, and the grounds.
func (m *Maker) addReviews(r *Record, it *model.Item) {
	r.ReviewedBy, r.ReviewNo = it.ReviewedBy, it.ReviewNo
	r.ApprovedBy, r.ApprovalNo = it.ApprovedBy, it.ApprovalNo
	r.Late = it.Late
	r.Secrecy = word(words.secrecy, it.Secrecy)
	r.SecrecyBy, r.SecrecyDate = it.SecrecyBy, m.date(it.SecrecyDate)
	if x := it.Reasons; x != nil {
		r.Reasons = &Reasons{x.Facts, x.Law, x.Other}
	}
	if x := it.Legal; x != nil {
		r.LegalReview = &LegalReview{m.date(x.Date), x.By, x.Number}
	}
	if x := it.Hearing; x != nil {
		r.Hearing = &Hearing{m.date(x.Date), x.Place, m.date(x.SignUpUntil), x.Contact, x.Outcome, x.Waived}
	}
}

// addDuty adds what the standing catalogue says of the matter, and the site's own rule
// where it says nothing.
func (m *Maker) addDuty(r *Record, it *model.Item) {
	r.Limit = m.limit
	r.Channels = website
	if len(it.Boards) > 0 {
		r.Channels = websiteAndBoards
	}
	d := m.site.Duty(it.Duty)
	if it.Duty == "" || d == nil {
		r.Duty = it.Duty
		return
	}
	r.Duty, r.DutyTitle, r.DutyContent, r.Level = d.ID, d.Title, d.Content, d.Level
	if d.Limit != "" {
		r.Limit = d.Limit
	}
	if len(d.Channels) > 0 {
		r.Channels = d.Channels
	}
	if len(r.Basis) == 0 {
		r.Basis = d.Basis
	}
}

// addBoards adds where, when and on what paper a sheet hangs, with the defaults of the
// content model: 30 days from the day of publishing, on the first board's paper.
func (m *Maker) addBoards(r *Record, it *model.Item) {
	r.PostFrom, r.PostUntil, r.Paper = m.date(it.PostFrom), m.date(it.PostUntil), string(it.Paper)
	if len(it.Boards) == 0 {
		return
	}
	for _, id := range it.Boards {
		name := id
		if b := m.site.Board(id); b != nil {
			name = b.Name
			if r.Paper == "" {
				r.Paper = string(b.Paper)
			}
		}
		r.Boards = append(r.Boards, name)
	}
	if it.PostFrom.IsZero() {
		r.PostFrom = m.date(it.Published.Date)
	}
	if it.PostUntil.IsZero() && !it.Published.IsZero() {
		r.PostUntil = m.date(it.Published.Date.AddDays(30))
	}
}

// addLists adds the contact, the attachments and the changes.
func (m *Maker) addLists(r *Record, it *model.Item) {
	r.Contact = it.Contact
	if d := m.site.Department(it.Department); r.Contact == "" && d != nil {
		r.Contact = d.Phone
	}
	for i := range it.Attachments {
		if a := &it.Attachments[i]; Offered(it, a) {
			r.Attachments = append(r.Attachments, attachment(m.site, a))
		}
	}
	for _, c := range it.Changes {
		if !c.Date.After(m.site.Today) {
			r.Changes = append(r.Changes, Entry{m.date(c.Date), changeWord(c.Kind), c.What, c.ApprovedBy})
		}
	}
}

// decision gives the decision's public form where its day has come.
func (m *Maker) decision(d *model.Decision) *Decision {
	if d == nil || d.Date.After(m.site.Today) {
		return nil
	}
	return &Decision{m.date(d.Date), d.Reason, d.Approval}
}

// date gives 2026-07-01; "" for the zero Date.
func (m *Maker) date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return m.words(d, -1)
}

// moment gives 2026-07-01, or 2026-07-01 09:30 where a time was given.
func (m *Maker) moment(at calendar.Moment) string {
	if !at.Timed {
		return m.date(at.Date)
	}
	if at.Date.IsZero() {
		return at.String()
	}
	return m.words(at.Date, at.Minute)
}

// period gives 2026-H1; "" for none.
func (m *Maker) period(p calendar.Period) string {
	if p.IsZero() || m.periods == nil {
		return p.String()
	}
	text, ok := m.periods[p]
	if !ok {
		text = p.String()
		m.periods[p] = text
	}
	return text
}

// words gives the day, and the time unless minute is -1: from what is kept, where it is.
func (m *Maker) words(d calendar.Date, minute int16) string {
	if m.days == nil {
		return dayText(d, minute)
	}
	at := &m.days[(int(d.Month)*31+int(d.Day)+int(d.Year)*7+int(minute))&255]
	if at.day != d || at.minute != minute || at.text == "" {
		*at = dated{d, minute, dayText(d, minute)}
	}
	return at.text
}

// dayText gives the day, and the time unless minute is -1.
func dayText(d calendar.Date, minute int16) string {
	var room [24]byte
	b := d.Append(room[:0])
	if minute >= 0 {
		h, n := byte(minute/60), byte(minute%60)
		b = append(b, ' ', '0'+h/10, '0'+h%10, ':', '0'+n/10, '0'+n%10)
	}
	return string(b)
}
