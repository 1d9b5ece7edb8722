// Package privacy finds what must not be published in a text: numbers and addresses of
// people, and marks of secrecy. It is the program's one judge of that, for Markdown, for
// attachments, for masks and for what messages show.
//
// A text is first read through once for what could be a find at all (scan.go); ordinary prose
// goes no further. What follows then looks at digits without their disguise (digits.go), at the
// words before them (words.go) and judges each kind by its own rules, one file a kind.
//
// A number that is masked already, such as 138****1234 or 350***********1234, is never a find,
// and neither is a unified social credit code, which is public.
//
// All functions are pure and take time linear in the text.
package privacy

import (
	"cmp"
	"slices"

	"gongkai/generator/source"
)

// A Kind is what was found.
type Kind uint8

// The kinds.
const (
	Identity Kind = iota + 1 // 居民身份证号: 18 characters with their checksum, or the old 15 digits
	Mobile                   // 手机号
	BankCard                 // 银行卡号: 13 to 19 digits that fulfil Luhn's formula
	Passport                 // 护照、通行证号 beside a word that says so
	Plate                    // 车牌号 beside a word that says so
	Address                  // 住址 below township or street beside a person's name
	Mail                     // an address at a provider of private mail
	Secrecy                  // 密级标志: a mark that makes the text a secret document
	Internal                 // 内部资料 and the like
)

// kindNames are the kinds' names in Chinese and English, as they stand in a sentence.
var kindNames = [...][2]string{
	Identity: {"身份证号", "an identity number"},
	Mobile:   {"手机号", "a mobile number"},
	BankCard: {"银行卡号", "a bank card number"},
	Passport: {"护照或通行证号", "a passport or permit number"},
	Plate:    {"车牌号", "a vehicle's plate"},
	Address:  {"家庭住址", "a home address"},
	Mail:     {"私人邮箱", "a private mail address"},
	Secrecy:  {"密级标志", "a mark of secrecy"},
	Internal: {"内部资料标志", "a mark of internal use"},
}

// Name gives the kind's name for a sentence in Chinese and in English, the latter with its
// article. An unknown kind has none.
func (k Kind) Name() (zh, en string) {
	if int(k) >= len(kindNames) {
		return "", ""
	}
	return kindNames[k][0], kindNames[k][1]
}

// IsMark reports whether the kind is a mark, which no mask mends.
func (k Kind) IsMark() bool { return k == Secrecy || k == Internal }

// A Match is one find.
type Match struct {
	Kind Kind
	At   source.Span // bytes of the text that was searched, disguises (blanks, hyphens) included
	Sure bool        // beyond reasonable doubt; else a person must look

	// Mask is what may stand in its place, as the official examples have it: 138****1234,
	// 35*************123. For numbers it has as many characters as what it covers once blanks
	// and hyphens are gone; see Hide for a mask of the same width. For Address and Mail three
	// stars stand for whatever is gone. For Secrecy and Internal it is the mark itself.
	Mask string
}

// A Context is what stands around a text that is searched by itself.
type Context struct {
	Label string // what says what it is: a table's column heading, the cell to the left, a key
	Named bool   // a person's name stands in the same row of a table
}

// Find looks through one passage: a paragraph, a cell, a property's value. The matches are
// sorted and do not overlap. Bytes that are no UTF-8 are no part of a match.
//
// A number that goes on behind a line end is found; one that goes on behind a blank line is not.
func Find(text []byte, near Context) []Match {
	return find(text, near, asked(near.Label))
}

// find is Find where it is known what the label asks for.
func find(text []byte, near Context, asks traces) []Match {
	seen := scan(text, atLeast, nil) | asks
	if seen == 0 {
		return nil
	}
	s := search{text: text, near: near}
	return s.all(seen)
}

// A search is one passage being searched.
type search struct {
	text  []byte
	near  Context
	wild  bool // whatever looks like a number is one: for Hide, which does not see the words
	found []Match
}

// all runs the searches that the bits ask for.
func (s *search) all(seen traces) []Match {
	if seen&digitsSeen != 0 {
		s.numbers()
	}
	if seen&passportSeen != 0 {
		s.passports()
	}
	if seen&plateSeen != 0 {
		s.plates()
	}
	if seen&mailSeen != 0 {
		s.mails()
	}
	if seen&addressSeen != 0 {
		s.addresses()
	}
	if seen&(secrecySeen|internalSeen) != 0 && !s.wild {
		s.marks(seen)
	}
	return apart(s.found)
}

func (s *search) add(k Kind, start, end int, sure bool, mask string) {
	s.found = append(s.found, Match{Kind: k, At: source.Span{Start: start, End: end}, Sure: sure, Mask: mask})
}

// apart sorts matches and leaves out those that begin inside another.
func apart(all []Match) []Match {
	if len(all) < 2 {
		return all
	}
	slices.SortStableFunc(all, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.At.Start, b.At.Start), cmp.Compare(b.At.End, a.At.End))
	})
	kept := all[:1]
	for _, m := range all[1:] {
		if m.At.Start >= kept[len(kept)-1].At.End {
			kept = append(kept, m)
		}
	}
	return kept
}
