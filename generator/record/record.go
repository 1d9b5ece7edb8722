// Package record owns the public form of an item's record: the typed Record that the
// item's .json, its page and the catalogue share, the catalogue's columns in the order
// of government catalogues (Fields), and the change catalogue 变动目录 (Changes).
//
// A Record holds words where people read words: a department's and a category's name
// beside their codes, 主动公开 instead of active, dates as 2026-07-01. It is made from a
// Site and an Item, alters neither, and never reads a clock: what depends on a day
// depends on Site.Today. Two keys of the front matter are never in a record: `draft`,
// which only says that the item is not public, and `privacy`, which would repeat the
// personal data that it allows.
package record

import (
	"path"
	"strings"

	"gongkai/generator/model"
)

// The states that a Record can be in.
const (
	StatePublic    = "公开"
	StateWithdrawn = "已撤下"
	StateHeld      = "待公开" // only in a preview
	StateDraft     = "草稿"  // only in a preview
)

// A Record is every field of an item's record as the public may see it. The JSON names
// are the keys of the front matter in English and never change. Dates are 2026-07-01,
// `published` may carry a time of day in the site's time zone: 2026-07-01 09:00. What
// was not given is left out of the JSON.
type Record struct {
	Index   string `json:"index"`
	Title   string `json:"title"`
	Address string `json:"address"` // of the item's page below the site's root
	URL     string `json:"url"`     // the same, absolute
	State   string `json:"state"`   // 公开, 已撤下; in a preview also 待公开, 草稿

	Department     string `json:"department"` // id
	DepartmentName string `json:"department_name"`
	Category       string `json:"category"` // code
	CategoryName   string `json:"category_name"`
	Group          string `json:"group"` // code of the category's group, or its own
	GroupName      string `json:"group_name"`

	Summary     string   `json:"summary,omitempty"`
	DocNumber   string   `json:"doc_number,omitempty"`
	Made        string   `json:"made,omitempty"`
	Published   string   `json:"published,omitempty"`
	Status      string   `json:"status,omitempty"`
	ValidUntil  string   `json:"valid_until,omitempty"`
	Method      string   `json:"method,omitempty"`
	Basis       []string `json:"basis,omitempty"`
	Audience    string   `json:"audience,omitempty"`
	Cadence     string   `json:"cadence,omitempty"`
	Period      string   `json:"period,omitempty"`
	Stage       string   `json:"stage,omitempty"`
	Limit       string   `json:"limit,omitempty"`    // 公开时限, the duty's or the site's
	Channels    []string `json:"channels,omitempty"` // 公开渠道, the duty's, else this site and the boards
	Level       string   `json:"level,omitempty"`    // 公开层级, the duty's
	Keywords    []string `json:"keywords,omitempty"`
	Duty        string   `json:"duty,omitempty"` // id
	DutyTitle   string   `json:"duty_title,omitempty"`
	DutyContent string   `json:"duty_content,omitempty"` // 公开内容(要素)

	Follows      string `json:"follows,omitempty"`
	Supersedes   string `json:"supersedes,omitempty"`
	SupersededBy string `json:"superseded_by,omitempty"`

	Reviewed    string `json:"reviewed,omitempty"`
	ReviewedBy  string `json:"reviewed_by,omitempty"`
	ReviewNo    string `json:"review_no,omitempty"`
	Approved    string `json:"approved,omitempty"`
	ApprovedBy  string `json:"approved_by,omitempty"`
	ApprovalNo  string `json:"approval_no,omitempty"`
	Late        string `json:"late,omitempty"` // why it was published later than the limit allows
	Secrecy     string `json:"secrecy,omitempty"`
	SecrecyBy   string `json:"secrecy_by,omitempty"`
	SecrecyDate string `json:"secrecy_date,omitempty"`

	AffectsRights bool         `json:"affects_rights,omitempty"`
	Reasons       *Reasons     `json:"reasons,omitempty"`
	Major         bool         `json:"major,omitempty"`
	Normative     bool         `json:"normative,omitempty"`
	LegalReview   *LegalReview `json:"legal_review,omitempty"`
	Topics        []string     `json:"topics,omitempty"`
	Hearing       *Hearing     `json:"hearing,omitempty"`
	Procedure     string       `json:"procedure,omitempty"`

	CommentFrom  string `json:"comment_from,omitempty"`
	CommentUntil string `json:"comment_until,omitempty"`
	CommentTo    string `json:"comment_to,omitempty"`

	Boards    []string `json:"boards,omitempty"` // names
	PostFrom  string   `json:"post_from,omitempty"`
	PostUntil string   `json:"post_until,omitempty"`
	Paper     string   `json:"paper,omitempty"`

	Contact     string       `json:"contact,omitempty"`
	Attachments []Attachment `json:"attachments,omitempty"`
	Changes     []Entry      `json:"changes,omitempty"` // oldest first, as written
	Withdrawn   *Decision    `json:"withdrawn,omitempty"`
	Restored    *Decision    `json:"restored,omitempty"`
}

// Gone reports whether the record is a tombstone's.
func (r *Record) Gone() bool { return r.State == StateWithdrawn }

// Reasons 说明理由.
type Reasons struct {
	Facts string `json:"facts,omitempty"`
	Law   string `json:"law,omitempty"`
	Other string `json:"other,omitempty"`
}

// LegalReview 法制审核.
type LegalReview struct {
	Date   string `json:"date,omitempty"`
	By     string `json:"by,omitempty"`
	Number string `json:"number,omitempty"`
}

// Hearing 听证.
type Hearing struct {
	Date        string `json:"date,omitempty"`
	Place       string `json:"place,omitempty"`
	SignUpUntil string `json:"sign_up_until,omitempty"`
	Contact     string `json:"contact,omitempty"`
	Outcome     string `json:"outcome,omitempty"`
	Waived      string `json:"waived,omitempty"`
}

// A Decision withdrew or restored the item.
type Decision struct {
	Date     string `json:"date"`
	Reason   string `json:"reason,omitempty"`
	Approval string `json:"approval,omitempty"`
}

// An Entry of 变动记录.
type Entry struct {
	Date       string `json:"date"`
	Kind       string `json:"kind"` // 变更, 更正
	What       string `json:"what"`
	ApprovedBy string `json:"approved_by,omitempty"`
}

// An Attachment that the item offers.
type Attachment struct {
	Title     string `json:"title"`
	Type      string `json:"type"`       // PDF, XLSX: the extension in capitals; 文件 where there is none
	MediaType string `json:"media_type"` // application/pdf
	Size      int64  `json:"size"`       // bytes
	SHA256    string `json:"sha256"`     // 64 hexadecimal digits
	Address   string `json:"address"`    // below the site's root
	URL       string `json:"url"`        // absolute
}

// Of gives the item's record as the public may see it on Site.Today. A withdrawn item
// keeps what a tombstone shows: index number, title, document number, department,
// category, its dates, and the withdrawal with its reason; nothing of its content. A
// withdrawal, restoration or change of a later day is not in it yet.
func Of(s *model.Site, it *model.Item) (r Record) {
	m := Maker{site: s, limit: limit(s.Config.LimitDays)}
	m.Make(&r, it)
	return r
}

// state tells in which state the item is on the build day.
func state(s *model.Site, it *model.Item) string {
	switch {
	case it.Draft:
		return StateDraft
	case s.Held(it):
		return StateHeld
	case s.Gone(it):
		return StateWithdrawn
	}
	return StatePublic
}

// Offered reports whether the item's page lists the file as an attachment: it is named
// under `attachments`, or the item names none and its text does not show the file
// already. A missing file is never offered.
func Offered(it *model.Item, a *model.Attachment) bool {
	return a.Size >= 0 && (a.Listed || !a.Used && !it.Given("attachments"))
}

// attachment gives the attachment's public form.
func attachment(s *model.Site, a *model.Attachment) Attachment {
	ext := path.Ext(a.File)
	kind, media := mediaOf(ext)
	switch {
	case kind != "":
	case len(ext) > 1:
		kind = strings.ToUpper(strings.ToLower(ext)[1:])
	default:
		kind = "文件"
	}
	title := a.Title
	if title == "" {
		title = a.File
	}
	return Attachment{title, kind, media, a.Size, a.Sum.String(), a.Address, s.Config.BaseURL + a.Address}
}

// Moving gives what of the item's record and entries depends on the build day rather
// than on the item alone, for keys: its state, and how many of its decisions and changes
// have come. Two builds on which Of and Changes differ, of an item with the same card and
// attachments and the same configuration, differ here too.
func Moving(s *model.Site, it *model.Item) string { return string(AppendMoving(nil, s, it)) }

// AppendMoving appends what Moving gives.
func AppendMoving(b []byte, s *model.Site, it *model.Item) []byte {
	b = append(b, state(s, it)...)
	for _, d := range [...]*model.Decision{it.Withdrawn, it.Restored} {
		b = append(b, came(d != nil && !d.Date.After(s.Today)))
	}
	for i := range it.Changes {
		b = append(b, came(!it.Changes[i].Date.After(s.Today)))
	}
	return b
}

// Still reports whether nothing in the item's record depends on the build day and it is
// public: then AppendMoving says no more than that. Most items are.
func Still(s *model.Site, it *model.Item) bool {
	return it.Withdrawn == nil && it.Restored == nil && len(it.Changes) == 0 && !it.Draft && !s.Held(it)
}

func came(yes bool) byte {
	if yes {
		return '1'
	}
	return '0'
}
