package model

import (
	"cmp"
	"path"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/source"
)

// An Opinion 意见 is what somebody said to a department, with the answer 答复 where there
// is one: <department>/opinions/<name>.md.
type Opinion struct {
	Path, Department, Title string
	About                   ID            // the item that it is about; "" for none
	Received, Answered      calendar.Date // Answered is zero while it waits
	Public                  bool          // the clerk lets it be shown
	Channel                 Channel       // "" where not given
	From                    string        // who said it, as may be shown; "" for nobody
	AnsweredBy              string        // "" for the department
	Adopted                 Adopted
	Reason                  string // why it was not, or not wholly, adopted
	At                      Places

	Asked, Replied   bool    // the file has words of the opinion, words of an answer
	Question, Answer BodyRef // those words; empty where the opinion is not public: then nobody is shown them
	Links            []Link  // of both, in order; nil where it is not public
	Flaws            []Flaw  // of both, in order; nil where it is not public
	Full             source.Digest
}

// Shown reports whether the opinion has a page: it may be shown, and has an answer.
func (o *Opinion) Shown() bool { return o.Public && o.Replied && !o.Answered.IsZero() }

// Address gives the opinion's page below the site's root: opinions/<department>/ and the
// file's own name where it is plain and in small letters, else a digest of it.
func (o *Opinion) Address() string {
	name := strings.TrimSuffix(path.Base(o.Path), ".md")
	if !safeName(name) || strings.ToLower(name) != name {
		name = "y-" + sumName(name)
	}
	return "opinions/" + o.Department + "/" + name + ".html"
}

// LatestAnswer orders opinions as lists show them: those answered last first, then those
// received last.
func LatestAnswer(a, b *Opinion) int {
	return cmp.Or(b.Answered.Compare(a.Answered), b.Received.Compare(a.Received), cmp.Compare(a.Path, b.Path))
}
