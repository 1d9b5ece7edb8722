// Package privacy finds what must not be published in a text: numbers and addresses of
// people, and marks of secrecy. It is the program's one judge of that, for Markdown, for
// attachments, for masks and for what messages show.
//
// All functions are pure and take time linear in the text.
package privacy

import "gongkai/generator/source"

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

// A Match is one find.
type Match struct {
	Kind Kind
	At   source.Span // bytes of the text that was searched, disguises (blanks, hyphens) included
	Sure bool        // beyond reasonable doubt; else a person must look

	// Mask is what may stand in its place, as the official examples have it: 138****1234,
	// 35*************123. It has as many characters as what it covers once blanks and hyphens
	// are gone. For Secrecy and Internal it is the mark itself.
	Mask string
}

// A Context is what stands around a text that is searched by itself.
type Context struct {
	Label string // what says what it is: a table's column heading, the cell to the left, a key
	Named bool   // a person's name stands in the same row of a table
}
