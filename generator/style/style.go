// Package style owns how printed sheets look: it reads print.yaml of the theme into a
// Print. What a sheet says, and how text is set, is not its business.
//
// A Print is made in layers: the values of the table of keys, then the default theme's
// print.yaml, then that of a theme of one's own. Each layer replaces, key by key, what
// it gives and leaves the rest, so that a file of three lines is a whole file. A value that
// cannot be used is a finding and is left out; the Print can always be printed with.
//
// One table (see Keys) serves the reader, the help for unknown keys and the printed list.
//
// Codes of findings: F21 no such key, F22 a value that cannot be used, F23 values that do
// not fit together, F07 a key in both languages, F19 a file that is no text; and those of
// package front. The rule table gives them their severity.
package style

import (
	"path"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/display"
)

// A Print is how sheets look.
type Print struct {
	Fonts    Roles
	Document Look // of a document as GB/T 9704-2012 has it
	Board    Look // of a sheet for a notice board, to be read from a distance
	Parts    []Part
	Record   []Row
	Text     Texts
	QR       QR
	Stamp    Stamp
	Fit      Fit
	Posting  Posting
}

// Roles are the fonts by what they are used for. Each is a chain: a character is shown by
// the first font that has it. None is empty. The fonts of an earlier layer stand behind
// those of a later one, because a character that no font has stops the build.
type Roles struct{ Body, Bold, Head, Kai, Mono []FontFile }

// Of gives the chain of the role; that of the body for a role that does not exist.
func (r *Roles) Of(role Role) []FontFile {
	switch role {
	case Bold:
		return r.Bold
	case Head:
		return r.Head
	case Kai:
		return r.Kai
	case Mono:
		return r.Mono
	}
	return r.Body
}

// All gives the fonts of all roles, in the order of the roles.
func (r *Roles) All() []FontFile {
	return slices.Concat(r.Body, r.Bold, r.Head, r.Kai, r.Mono)
}

// A FontFile is a face of a font file.
type FontFile struct {
	Path string     // slash path in the theme, or a path of the user's machine as written
	Face int        // its place in a TTC collection, from 0
	At   diag.Place // where it is named; zero for one of the table's
}

// InTheme reports whether the file is one of the theme's. Every other one lies on the
// user's machine and is used there, never copied.
func (f FontFile) InTheme() bool { return !absolute(f.Path) }

// absolute reports whether a path begins at a root: of Unix, of a Windows drive or share.
func absolute(p string) bool {
	p = strings.ReplaceAll(p, `\`, "/")
	drive := len(p) > 2 && p[1] == ':' && p[2] == '/' && (p[0]|0x20 >= 'a' && p[0]|0x20 <= 'z')
	return drive || path.IsAbs(p)
}

// A Role is what a font is used for.
type Role string

// The roles.
const (
	Body Role = "body" // 仿宋, or a serif face
	Bold Role = "bold" // 小标宋: the title, and what is strong
	Head Role = "head" // 黑体
	Kai  Role = "kai"  // 楷体
	Mono Role = "mono" // code
)

// A Look is how one kind of sheet looks.
type Look struct {
	Margin Margin
	Grid   Grid
	Body   display.Length // type size; 0 in Board: from the reading distance, see BodyAt

	Masthead, Title, Small, Foot Size

	FootGap   display.Length // from the lower edge of the text block to the middle of the page number
	FootPlace Place          // Center or Outside
	Leading   int            // line pitch in thousandths of the body size, where Grid has no rows
	Indent    int            // of a paragraph's first line, in characters
	Levels    [4]Level       // headings, outermost first
	Rules     Rules
	Colors    Colors
	Distance  Distance // of Board; zero in Document
}

// A Margin is the blank at the edges of the paper.
type Margin struct{ Top, Left, Right, Bottom display.Length }

// A Grid is how many characters a line and how many lines a page has; 0 for as many as
// there is room for.
type Grid struct{ Columns, Rows int }

// A Size is a type size: a length, or thousandths of the body size where that is 0.
type Size struct {
	Fixed display.Length
	Share int
}

// Of gives the size beside a body of the given size.
func (s Size) Of(body display.Length) display.Length {
	if s.Fixed > 0 {
		return s.Fixed
	}
	return body * display.Length(s.Share) / 1000
}

// A Level is how a heading looks.
type Level struct {
	Font Role
	Size Size
}

// Rules are the widths of drawn lines; 0 draws none.
type Rules struct {
	Masthead display.Length // below the masthead
	Table    display.Length
}

// Colors are the colours that are not black.
type Colors struct {
	Masthead display.Color // of the masthead and the line below it
	Title    display.Color
	Rule     display.Color // of the lines of tables
	Shade    display.Color // behind the heads of tables
}

// Distance is how large the body of a sheet is that is read from a distance.
type Distance struct {
	PerMetre    display.Length // type size for each metre
	Least, Most display.Length
}

// BodyAt gives the body size of a sheet that is read from so many centimetres, in steps of
// half a point. A look with a size of its own keeps it. 0, where nobody knows the distance,
// gives the least size.
func (l *Look) BodyAt(cm int) display.Length {
	if l.Body > 0 {
		return l.Body
	}
	const step = display.Pt / 2
	metres := min(max(cm, 0), 10_000)
	size := (l.Distance.PerMetre*display.Length(metres)/100 + step/2) / step * step
	return min(max(size, l.Distance.Least), l.Distance.Most)
}

// A Box is a place on the paper; X and Y are its upper left corner.
type Box struct{ X, Y, W, H display.Length }

// Block gives the text block on paper of the given size, with a body of the given size: all
// between the margins, and with columns in the grid as wide as these, against the left
// margin, where there is room for them.
func (l *Look) Block(width, height, body display.Length) Box {
	b := Box{l.Margin.Left, l.Margin.Top, max(width-l.Margin.Left-l.Margin.Right, 0), max(height-l.Margin.Top-l.Margin.Bottom, 0)}
	if w := display.Length(l.Grid.Columns) * body; w > 0 {
		b.W = min(b.W, w)
	}
	return b
}

// Pitch gives the distance from one baseline to the next in a block of the given height.
// With rows in the grid that many lines fill the block: the first stands against its upper
// edge and the last against its lower one (GB/T 9704-2012, 5.2.3: 22 lines a page, filling
// the block), so that there is one pitch less than there are rows. Rows that would touch,
// as in a low block, count for none.
func (l *Look) Pitch(block, body display.Length) display.Length {
	if l.Grid.Rows > 1 {
		if pitch := (block - body) / display.Length(l.Grid.Rows-1); pitch >= body {
			return pitch
		}
	}
	return body * display.Length(l.Leading) / 1000
}

// A Part is a part of a sheet.
type Part string

// The parts.
const (
	MastheadPart    Part = "masthead"
	TitlePart       Part = "title"
	RecordPart      Part = "record"
	BodyPart        Part = "body"
	AttachmentsPart Part = "attachments"
	CodePart        Part = "code" // the QR code
	StampPart       Part = "stamp"
)

// A Row is a row of the record on a sheet.
type Row string

// The rows.
const (
	IndexRow      Row = "index"
	DepartmentRow Row = "department"
	CategoryRow   Row = "category"
	DocNumberRow  Row = "doc_number"
	MadeRow       Row = "made"
	PublishedRow  Row = "published"
	PostedRow     Row = "posted" // from when to when the sheet hangs
	PhoneRow      Row = "phone"
)

// Label gives the row's name as sheets show it, and "" for a row that does not exist.
func (r Row) Label() string {
	for _, v := range rows {
		if v.Code == string(r) {
			return v.Words.ZH
		}
	}
	return ""
}

// Texts are what a sheet says by itself, in the theme's language. Any of them may be "",
// which leaves it out. Names in braces are filled in, see Fill.
type Texts struct {
	Masthead    string
	Page        string // {page}, {pages}
	Attachments string
	Scan        string // below the QR code
	Stamp       string // in the place for the stamp
	Continued   string // behind what goes on from the page before
	Posting     string // {from}, {until}, {board}
}

// Fill puts values in place of the names in braces; pairs are names, without braces, each
// with its value. Values are not looked through.
func Fill(text string, pairs ...string) string {
	all := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, "{"+pairs[i]+"}", pairs[i+1])
	}
	return strings.NewReplacer(all...).Replace(text)
}

// A Place is where something stands on a line.
type Place string

// The places.
const (
	LeftSide  Place = "left"
	RightSide Place = "right"
	Center    Place = "center"
	Outside   Place = "outside" // at the right on odd pages and at the left on even ones
)

// QR is the code that leads to the item's page.
type QR struct {
	Size  display.Length // of the square, the quiet zone included
	Quiet int            // blank around it in modules; at least 4 (ISO/IEC 18004)
	Place Place          // LeftSide or RightSide
}

// A Stamp is the place that is kept for a seal.
type Stamp struct {
	Width, Height display.Length
	Right         int  // characters between it and the right edge of the text block
	Date          bool // whether the date stands in it, below the name
}

// Fit is how far the body size may go where a sheet is to fit a number of pages.
type Fit struct{ Least, Most, Step display.Length }

// Posting is what the foot of a sheet for a notice board says.
type Posting struct {
	Dates bool // from when to when it hangs
	Board bool // on which board
}
