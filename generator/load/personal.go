package load

import (
	"regexp"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// personalNumber finds what is surely somebody's own: a mobile number, an identity number
// with its day of birth. No digit stands before or behind it.
var personalNumber = regexp.MustCompile(`(?:^|[^0-9])(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx])(?:[^0-9]|$)`)

// personal says R31 of each such number in a part of a file that the public will read.
func (f *file) personal(part source.Span) {
	text := f.text[part.Start:part.End]
	for at := 0; ; {
		m := personalNumber.FindSubmatchIndex(text[at:])
		if m == nil {
			return
		}
		span := source.Span{Start: part.Start + at + m[2], End: part.Start + at + m[3]}
		what := diag.Say("手机号", "a mobile number")
		if m[3]-m[2] == idDigits {
			what = diag.Say("身份证号", "an identity number")
		}
		f.say("R31", span, diag.Say("要公开的意见里有%s", "the opinion, which is to be public, holds %s", what), diag.Words{})
		at += m[3]
	}
}

// idDigits is how long an identity number is.
const idDigits = 18
