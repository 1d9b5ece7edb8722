// Package layout sets text on pages: paragraphs into lines, blocks into columns and pages,
// all into a display list. It knows the rules of Han typesetting and nothing of what a text
// is about.
//
// The rules (GB/T 9704-2012, and what Chinese book setting does): no closing mark at a
// line's start and no opening mark at its end 禁则; adjacent full-width marks and marks at
// a line's end are squeezed 标点挤压; both edges straight; numbers, dates, telephone numbers and
// addresses unbroken where that can be.
package layout

import (
	"gongkai/generator/display"
	"gongkai/generator/font"
)

// A Face is a chain of fonts, as indexes in Setter.Fonts: a character is shown by the first
// that has it.
type Face []int

// A Style is how a stretch of text is set.
type Style struct {
	Face   Face
	Size   display.Length
	Color  display.Color
	Rise   display.Length // above the baseline, for marks of notes
	Strike bool           // struck through
	Mono   bool           // every character of half or whole width, for code
}

// A Span is text of one style. "\n" in it ends the line.
type Span struct {
	Text  string
	Style Style
	Part  *display.Part // nil: an artifact
	Link  string        // address that it leads to; "" for none
	Page  int           // with Link "#": the page of the document that it leads to
	Keep  bool          // not broken where that can be avoided
	Line  int           // of the source, from 1, for what is missing; 0 where it has none
}

// An Align is where the lines of a paragraph lie.
type Align uint8

// The ways to lie. Justify leaves the last line at the left. Balance centres lines of
// about the same length, broken where a word ends.
const (
	Justify Align = iota
	Left
	Center
	Right
	Balance
)

// A Para is a paragraph to be broken.
type Para struct {
	Spans  []Span
	Width  display.Length
	Indent display.Length // of the first line
	Hang   display.Length // of the others
	Align  Align
}

// A Line is one set line. X runs from the paragraph's left edge, Y from the baseline
// downwards.
type Line struct {
	Runs  []display.Run
	Links []display.Link
	Rules []display.Line
	Start display.Length // where its ink begins
	Width display.Length // of what is set, from Start
	Size  display.Length // the largest type in it
	Over  bool           // wider than the paragraph: nothing in it can be broken
	From  int            // first rune of the paragraph's text that stands in it
	To    int            // behind the last; white space between lines belongs to none
}

// A Missing is a character that no font of its face has. It is set as the missing glyph.
type Missing struct {
	Rune rune
	Line int // of the source
}

// A Setter sets the text of one document. It is not safe for concurrent use.
type Setter struct {
	Fonts   []*font.Font // becomes Document.Fonts
	Missing []Missing    // in the order in which they were met, each character once a line

	faces  []*faceGlyphs    // what was looked up, by face
	missed map[Missing]bool // what stands in Missing
	work   setting          // room that Break uses again and again
}
