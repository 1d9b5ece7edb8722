// Package enclosure judges files that are attached to items: what a file really is, what of it
// must not be published, and what could not be read.
//
// A Reader looks at a file once and gives a Report, a value that is kept by the file's digest
// and never holds a number that was found, only its mask. A Report says nothing of rules: which
// find is an error is package check's to say, what an item allows is load's.
package enclosure

import (
	"gongkai/generator/pack"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
)

// A Report is what is known of one file.
type Report struct {
	Type   string         // what it is by its content, such as "docx"; "" for what nobody knows
	Refuse Refusal        // why it may not be attached at all; 0 where it may
	Is     string         // with Refuse: what it is, or what limit it is past, for a message
	Finds  []Find         // in the order of the file, MaxFinds at most
	More   int            // how many finds there were beyond those
	Notes  []passage.Note // in the order of the file
}

// MaxFinds is how many finds a Report names; a list of ten thousand people is one matter.
const MaxFinds = 50

// A Find is a match in a file.
type Find struct {
	Kind privacy.Kind
	Sure bool
	At   passage.Place
	Mask string
	Sum  uint64 // of what was found without its disguise, so that an item's privacy entry can name it
}

// A Refusal is why a file may not be attached.
type Refusal uint8

// The refusals.
const (
	NotAllowed Refusal = iota + 1 // its type is not on the list
	Disguised                     // its name says another type than its content
	Active                        // it runs something: the note that says so is in Notes
	Bomb                          // an archive past the limits
)

// Pack codes a Report for the cache.
func (r *Report) Pack(c *pack.Coder) {
	c.Str(&r.Type)
	pack.Num(c, &r.Refuse)
	c.Str(&r.Is)
	pack.List(c, &r.Finds, func(c *pack.Coder, f *Find) { f.pack(c) })
	pack.Num(c, &r.More)
	pack.List(c, &r.Notes, func(c *pack.Coder, n *passage.Note) {
		pack.Num(c, &n.Fact)
		packPlace(c, &n.At)
		c.Str(&n.Value)
	})
}

func (f *Find) pack(c *pack.Coder) {
	sum := int64(f.Sum)
	pack.Num(c, &f.Kind)
	c.Bool(&f.Sure)
	packPlace(c, &f.At)
	c.Str(&f.Mask)
	c.Int(&sum)
	f.Sum = uint64(sum)
}

func packPlace(c *pack.Coder, p *passage.Place) {
	c.Str(&p.Member)
	pack.Num(c, &p.Page)
	c.Str(&p.Sheet)
	pack.Num(c, &p.Table)
	c.Str(&p.Cell)
	pack.Num(c, &p.Line)
	pack.Num(c, &p.Layer)
	c.Str(&p.Name)
	c.Bool(&p.Hidden)
}

// Limits bound what one file may cost.
type Limits struct {
	Bytes    int64 // of the file
	Members  int   // of an archive
	Unpacked int64 // bytes that all members of an archive, or all parts of a document, come to
	Ratio    int64 // how many times its packed size one member may be
}
