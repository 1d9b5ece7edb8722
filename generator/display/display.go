// Package display is the list of what stands where on printed pages: glyphs, lines,
// rectangles, images and links, each with the part of the document's structure that it
// belongs to. Layout makes it; a writer (pdf) turns it into a file. It holds glyph numbers
// and places, no strings to be set and no decision to be made, so that every writer shows
// the same page.
//
// Lengths are whole numbers, so that one document gives the same bytes on every processor.
// x runs to the right and y down from the page's upper left corner.
package display

import (
	"math"

	"gongkai/generator/font"
)

// A Length is a distance in thousandths of a point (1 pt = 1/72 inch).
type Length int

// Pt is one point, the unit of type sizes.
const Pt Length = 1000

// Mm gives a length in millimetres, to the nearest thousandth of a point.
func Mm(mm float64) Length { return Length(math.Round(mm * 72000 / 25.4)) }

// Mm gives the length in millimetres.
func (l Length) Mm() float64 { return float64(l) * 25.4 / 72000 }

// Points gives the length in points.
func (l Length) Points() float64 { return float64(l) / 1000 }

// A Document is one printed thing: a sheet, all sheets of a board, a plan.
type Document struct {
	Title    string
	Author   string // the department that answers for it
	Subject  string
	Lang     string // BCP 47, such as zh-CN
	Date     string // ISO 8601, the day it speaks of (never the clock); "" for none
	Fonts    []*font.Font
	Images   []Image
	Pages    []Page
	Bookmark []Bookmark // the outline, in order
}

// A Page is one side of paper.
type Page struct {
	Width, Height Length
	Ops           []Op // in reading order, which is also the order of painting
}

// An Op is something drawn: Run, Line, Rect, Picture or Link.
type Op interface{ op() }

// A Run is glyphs of one font, size and colour on one baseline.
type Run struct {
	Font   int // index in Document.Fonts
	Size   Length
	Color  Color
	Y      Length // of the baseline
	Glyphs []Glyph
	Part   *Part // nil: an artifact, such as a running foot
}

// A Glyph is one glyph at its place. Glyphs do not move each other: each X is absolute.
type Glyph struct {
	ID   font.GlyphID
	X    Length // of the glyph's origin
	Text string // the characters that a reader who copies gets; "" for none
}

// A Line is a straight stroke; always an artifact.
type Line struct {
	X1, Y1, X2, Y2 Length
	Width          Length
	Color          Color
	Dash           Length // length of the dashes and of the gaps; 0 for a whole line
}

// A Rect is a box; always an artifact. A Width of 0 draws no edge.
type Rect struct {
	X, Y, W, H Length
	Fill       Color
	Filled     bool
	Width      Length
	Stroke     Color
	Dash       Length
}

// A Picture is an image in a box.
type Picture struct {
	Image      int // index in Document.Images
	X, Y, W, H Length
	Part       *Part // its Alt is read aloud; nil: an ornament
}

// A Link is an area that leads somewhere.
type Link struct {
	X, Y, W, H Length
	URL        string // outside; "" where Page counts
	Page       int    // index in Document.Pages
	Top        Length // the place on that page
	Part       *Part  // of role Reference or LinkRole; never nil
}

func (Run) op()     {}
func (Line) op()    {}
func (Rect) op()    {}
func (Picture) op() {}
func (Link) op()    {}

// A Color is RGB, each 0 to 255.
type Color struct{ R, G, B uint8 }

// The colours that sheets use.
var (
	Black = Color{}
	White = Color{255, 255, 255}
	Red   = Color{0xC4, 0x1E, 0x1E}
	Grey  = Color{0x66, 0x66, 0x66}
	Light = Color{0xEE, 0xEE, 0xEE}
)

// An Image is a picture file's bytes as they came, PNG or JPEG.
type Image struct {
	Data          []byte
	Type          string // "png" or "jpeg"
	Width, Height int    // pixels
}

// A Bookmark is a line of the outline.
type Bookmark struct {
	Title string
	Level int // 0 outermost; at most one more than the line before
	Page  int // index in Document.Pages
	Top   Length
}

// A Part is an element of the structure tree that screen readers and text extraction
// follow. The tree hangs together by Parent alone; brothers stand in the order in which
// something of them is first drawn. A part of which nothing is drawn is not written.
type Part struct {
	Parent *Part // nil: directly below the document
	Role   Role
	Alt    string // what a picture shows; for Figure
	Scope  string // "Column" or "Row"; for TH
	Span   int    // columns that a TH or TD takes; 0 and 1 alike
	Rows   int    // rows that it takes; 0 and 1 alike
	Actual string // replaces the drawn text when read, such as a word broken at a line's end; "" for none
}

// A Role is a standard structure type of PDF 1.7 (ISO 32000-1, 14.8.4), by its name there.
type Role string

// The roles that sheets use.
const (
	Sect      Role = "Sect"
	H1        Role = "H1"
	H2        Role = "H2"
	H3        Role = "H3"
	H4        Role = "H4"
	H5        Role = "H5"
	H6        Role = "H6"
	P         Role = "P"
	Span      Role = "Span"
	List      Role = "L"
	Item      Role = "LI"
	Label     Role = "Lbl"
	ItemBody  Role = "LBody"
	Table     Role = "Table"
	Row       Role = "TR"
	Head      Role = "TH"
	Cell      Role = "TD"
	Figure    Role = "Figure"
	Quote     Role = "BlockQuote"
	Code      Role = "Code"
	LinkRole  Role = "Link"
	Reference Role = "Reference"
	Note      Role = "Note"
)
