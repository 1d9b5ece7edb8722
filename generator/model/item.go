package model

import (
	"gongkai/generator/calendar"
	"gongkai/generator/source"
)

// An Item 公开事项 is one disclosed document with its record.
//
// Fields hold what the clerk wrote, resolved where a name stands for a code
// (Category is always a code, Department always an id) and defaulted where the schema
// says so; Given tells what was written. A value that could not be read is zero, and a
// finding has said so.
type Item struct {
	Path       string // slash path of the Markdown file below content/
	Index      ID
	Title      string
	DocNo      string // doc_number 发文字号
	Department string // id
	Category   string // code
	Cadence    Cadence
	Period     calendar.Period
	Duty       string // duty id; "" for none
	Stage      Stage
	Follows    ID

	Made, Reviewed, Approved calendar.Date
	Published                calendar.Moment
	Late                     string // 逾期原因: why it is published later than the limit allows
	ReviewedBy, ReviewNo     string
	ApprovedBy, ApprovalNo   string
	Secrecy                  string // "pass" or what was written
	SecrecyBy                string
	SecrecyDate              calendar.Date

	Audience, Contact string
	Method            Method
	Basis             []string
	Reasons           *Reasons
	AffectsRights     bool
	Major, Normative  bool
	Legal             *LegalReview
	Topics            []string // codes: price, fee, municipal, urban, environment, security
	Procedure         Procedure
	Summary           string // as written, else made from the text
	Keywords          []string

	Status       Status
	ValidUntil   calendar.Date
	Supersedes   ID
	SupersededBy ID
	Withdrawn    *Decision
	Restored     *Decision

	CommentFrom, CommentUntil calendar.Date
	CommentTo                 string
	Hearing                   *Hearing
	Boards                    []string
	PostFrom, PostUntil       calendar.Date
	Paper                     Paper

	Attachments []Attachment
	Changes     []Change
	Archived    calendar.Date // 归档日期; zero while it is not
	ArchiveNo   string        // 档号
	Privacy     []Privacy
	Draft       bool

	At    Places  // where each given key's value stands in the file
	Body  BodyRef // the text, in Site.Bodies
	Links []Link  // links and images of the body, in order
	Flaws []Flaw  // what is odd about the body, in order

	Card source.Digest // of what lists show: the record without text and attachments
	Full source.Digest // of the file's text and the attachments' digests
}

// Given reports whether the key (its English name) was written in the front matter.
func (it *Item) Given(key string) bool { return !it.At.Of(key).IsZero() }

// Reasons 说明理由 is clause 九·2's three grounds.
type Reasons struct{ Facts, Law, Other string }

// LegalReview 法制审核 of a normative document.
type LegalReview struct {
	Date   calendar.Date
	By     string
	Number string
}

// A Decision withdraws or restores an item.
type Decision struct {
	Date     calendar.Date
	Reason   string
	Approval string
}

// A Hearing 听证 was or will be held, or was waived with a reason.
type Hearing struct {
	Date        calendar.Date
	Place       string
	SignUpUntil calendar.Date
	Contact     string
	Outcome     string
	Waived      string // the reason; "" where a hearing is held
}

// A Change of a published item 变动记录.
type Change struct {
	Date       calendar.Date
	What       string
	ApprovedBy string
	Kind       ChangeKind
}

// A Privacy entry allows one finding of the privacy gate.
type Privacy struct{ Match, Why, By string }

// An Attachment is a file beside index.md that the item offers.
type Attachment struct {
	File    string // as written, below the item's folder
	Path    string // slash path below content/
	Title   string // as written, else File
	Size    int64  // bytes; -1 where the file is missing
	Sum     source.Digest
	Listed  bool // named under `attachments`
	Used    bool // an image or a link of the body points at it
	At      source.Span
	Address string // site address below the root, set by New
}

// A Link of a body, an image or a text link, as written.
type Link struct {
	Dest  string // destination as written
	Text  string // the link's text or the image's alternative text
	Image bool
	At    source.Span
}

// A Flaw is something odd about a body that markdown saw; which rule it breaks is
// check's to say.
type Flaw struct {
	Kind  FlawKind
	At    source.Span
	Found string // the words that are wrong, short
}

// A FlawKind tells what markdown saw.
type FlawKind uint8

// The kinds of flaws.
const (
	HeadingJump     FlawKind = iota + 1 // a level was skipped; Found "2→4"
	HeadingTop                          // a level-1 heading: the title is the page's only one
	HeadingEmpty                        // a heading without text
	RawHTML                             // HTML other than a comment; it is shown as text
	ImageNoText                         // an image without alternative text
	Placeholder                         // text that a template left to be filled in
	OpenEmphasis                        // ** that stayed as it is, because of the mark next to it
	UnsafeLink                          // a scheme other than http, https, mailto, tel
	EmptyBody                           // no text at all
	TableRagged                         // a row with more cells than the head: they would be lost
	BareLink                            // a link without text
	HalfFrontmatter                     // the body begins with lines that look like front matter
	Excess                              // more nesting, marks or cells than a page can have; Found says which of them

	FlawKinds // one more than the last kind
)

// A BodyRef finds an item's text in Site.Bodies.
type BodyRef struct {
	Offset  int64
	HTML    uint32 // length of the HTML part
	Text    uint32 // length of the plain-text part, behind it
	Runes   uint32 // characters of the plain text, white space not counted
	Tables  uint16
	Images  uint16
	HasCode bool
}

// Empty reports whether there is no text.
func (r BodyRef) Empty() bool { return r.HTML == 0 && r.Text == 0 }

// A Body is an item's text in the two forms that pages show.
//
// HTML is safe: no script, no raw HTML, no inline style. In it each destination of a
// link or image stands as a slot, LinkSlot, its number in Item.Links, LinkSlot;
// ResolveLinks fills them.
type Body struct {
	HTML []byte
	Text []byte // paragraphs separated by blank lines, cells by tabs, LF
}

// Bodies hands out texts. It is safe for many readers.
type Bodies interface {
	Body(BodyRef) (Body, error)
}
