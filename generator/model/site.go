// Package model owns what a content tree says, as values: the Site, its Items,
// Departments, Categories, Duties and Boards, with the orders and the indexes that
// checks and products read.
//
// A Site is made once, by New, and is then read by any number of goroutines; nothing
// in it is altered afterwards. The package does no input or output and reads no clock:
// the build day is a field. Texts are as the clerk wrote them ("012" stays "012").
package model

import (
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// An ID is an item's index number 索引号, unique in a site for ever.
type ID string

// A Site is everything that one content tree says, on one day.
type Site struct {
	Config      Config
	Today       calendar.Date      // the build day
	Days        *calendar.Calendar // working days, from holidays/
	Departments []*Department      // in the order of departments.yaml
	Categories  []*Category        // groups in order, each followed by its sub-groups
	Duties      []*Duty            // in the order of duties.yaml
	Boards      []*Board           // in the order of boards.yaml
	Opinions    []*Opinion         // by path
	Orders      []*Order           // by path
	Filings     []*Filing          // in the order of filings.yaml

	All    []*Item // every item read, drafts, held and withdrawn ones too, by path
	Items  []*Item // what the public may see today (withdrawn ones as tombstones), newest first
	Bodies Bodies  // the texts of items

	Unprinted bool // the site has no printed files: no sheets, no boards', no catalogues'

	now         calendar.Moment
	preview     bool
	revised     *Item // instead of the one of its index number; nil for none
	items       map[ID]*Item
	departments map[string]*Department // by id and by name
	categories  map[string]*Category   // by code and by name
	duties      map[string]*Duty       // by id and by title
	boards      map[string]*Board
	followers   map[ID][]*Item
	attachments map[string]*Attachment // by path below content/
}

// Config is site.yaml with its defaults filled in.
type Config struct {
	Title, Region   string
	BaseURL         string // absolute, ends with "/"
	Language        string // zh-CN
	Timezone        string // Asia/Shanghai
	Owner           string // 主办单位; the title where none is given
	SiteID          string // 网站标识码
	ICP             string
	PoliceRecord    string
	Supervision     string // supervision_phone
	Email           string
	Address         string
	Hours           string
	IndexTemplate   string
	GraceDays       int
	WarnDays        int // how many working days before the limit T-warnings begin
	LimitDays       int // working days from made to published
	Packs           []string
	AttachmentLimit int64 // bytes
	ArchiveMembers  int   // the most files that an attached archive may hold
	UnpackedLimit   int64 // bytes that an attached archive or document may come to when unpacked
	PageSize        int   // rows of a list page
	CatalogFileRows int   // the most rows of a file of the catalogue; 0: the default, DefaultCatalogFileRows
	Rosters         []Roster
	DutiesFrom      calendar.Date // 应公开起算日: before it nothing was due; zero: each department's first item
	FilingDay       int           // the last day of a filing window, in the third month of a quarter
	FilingStrict    bool          // 10日前 leaves the 10th out
	FilingShift     bool          // a window that ends on a day off ends on the next working day
	OpinionDays     int           // working days in which an opinion is answered
	ProgressMonths  int           // after a plan or a major decision, how often its progress is told; 0: never asked
	ArchiveBy       calendar.Date // month and day of the year after, by which items are archived; zero: never asked
	ClockPages      []string      // which pages about duties the site has: coverage, progress, calendar
	Inspection      Inspection
	At              Places
	Digest          source.Digest // of site.yaml's text and of every other configuration file
}

// Inspection is the limits by which inspectors fail a site 检查指标 (国办秘函〔2019〕19号).
type Inspection struct {
	HomeDays          int      // the home page may be that long without news
	NewsDays          int      // a column of news
	DocumentMonths    int      // a column of notices and documents
	StaleColumns      int      // so many columns past those two fail the site
	LongMonths        int      // any other column that is to be kept up
	LongColumns       int      // so many columns past it fail the site
	BlankColumns      int      // so many empty columns fail the site
	OpinionMonths     int      // an opinion may be that long without an answer
	FocusDays         int      // a focus column of clause 四 may be that long without news
	DepartmentColumns int      // so many columns of a department, stale or empty, fail it
	News, Documents   []string // categories that are columns of news, of notices and documents
}

// DefaultCatalogFileRows is how many rows a file of the catalogue has at most where
// site.yaml does not say: at about a kilobyte a row, files of some twenty megabytes.
const DefaultCatalogFileRows = 20_000

// A Roster entry names somebody who may review or approve, and from when to when.
type Roster struct {
	Step       Step
	Department string // id; "" for every department
	Name       string
	From       calendar.Date // zero: always
	Until      calendar.Date // zero: still; the last day that counts
}

// A Step is one of the two approvals of clause 八.
type Step string

// The two steps.
const (
	Review   Step = "review"   // 部门审议
	Approval Step = "approval" // 区级审定
)

// A Department 公开主体 discloses.
type Department struct {
	ID, Code, Name string
	Kind           Kind
	Mandate        string
	SupervisedBy   string // department id
	Phone, Address string
	Hours          string
	Complaint      string // complaint_phone
	Clerk, Deputy  string
	Functions      string
	Powers         string
	Goals          string
	Leaders, Units []string
	Website        string
	Profile        *Page // _index.md; nil where there is none
	At             Places
	Path           string      // the file that names it
	Span           source.Span // its entry there
	Card           source.Digest
}

// A Page is a Markdown file that is not an item: a department's profile.
type Page struct {
	Path, Title string
	Body        BodyRef
	Links       []Link
	Flaws       []Flaw
	Full        source.Digest
}

// A Category is one of the 11 groups of clause 五 or a sub-group.
type Category struct {
	Code   string // "04", "0401"
	Name   string
	Parent string // "" for a group
	Focus  string // id of the focus column that it belongs to; "" for none
	About  string // one sentence, for the list's head and ColumnDescription
	Path   string // the file that names it; "" for a built-in one
	Span   source.Span
}

// Group gives the code of the group that the category is in: itself or its parent.
func (c *Category) Group() string {
	if c.Parent != "" {
		return c.Parent
	}
	return c.Code
}

// A Duty 应公开事项 is a row of the standing catalogue.
type Duty struct {
	ID, Title   string
	Matter      string   // 一级事项, the first level, of which the title is the second
	Category    string   // code
	Departments []string // ids, kinds, or "all"
	Cadence     Cadence
	Every       calendar.Unit // how long its periods are; NoUnit for an adhoc one
	From, Until calendar.Date // when it came and ceases to be a duty; zero: the site's own, never
	Basis       []string
	Content     string // 公开内容(要素)
	Limit       string // 公开时限
	Channels    []string
	Audience    string
	Method      Method
	Level       string
	Path        string
	Span        source.Span
}

// Of reports whether the duty is the department's.
func (d *Duty) Of(dept *Department) bool {
	return len(d.Departments) == 0 || dept.Among(d.Departments)
}

// Among reports whether a list of ids, names, kinds or "all", as boards.yaml and
// duties.yaml hold them, takes the department in.
func (d *Department) Among(list []string) bool {
	kind := schema.Department.Get("kind")
	return slices.ContainsFunc(list, func(x string) bool {
		if x == d.ID || x == d.Name || x == "all" || x == "全部" {
			return true
		}
		v := kind.Match(x)
		return v != nil && Kind(v.Code) == d.Kind
	})
}

// A Board 公开栏 is a place where sheets hang.
type Board struct {
	ID, Name, Place string
	Paper           Paper
	Width, Height   int // cm; 0 where not given
	Distance        int // cm, reading distance; 0 where not given
	Landscape       bool
	Style           SheetStyle // "" where not given: BoardStyle
	Fit             int        // the most pages of an item; 0 for as many as it takes
	Departments     []string
	Categories      []string
	Path            string
	Span            source.Span
}

// A Filing 备案 is a row of the ledger filings.yaml: a quarter's package of a department that
// the district office has taken in.
type Filing struct {
	Period     calendar.Period // a quarter
	Department string          // id
	Filed      calendar.Date
	Receipt    string // the number of the receipt
	Sum        string // SHA-256 of the package, hexadecimal
	At         Places
	Path       string
	Span       source.Span
}
