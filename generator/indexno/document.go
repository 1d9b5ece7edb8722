package indexno

import (
	"regexp"
	"strings"
)

var (
	documentForm = regexp.MustCompile(`^\p{Han}[\p{Han}A-Za-z]*〔(?:19|20)[0-9]{2}〕[1-9][0-9]*号$`)
	documentNear = regexp.MustCompile(`^(\p{Han}[\p{Han}A-Za-z]*)[\[({【〔〖《〈﹝<]((?:19|20)[0-9]{2})年?[\])}】〕〗》〉﹞>]第?0*([1-9][0-9]*)号?$`)
)

// Document reports whether the text has the form of a document number 发文字号, which is
// 机关代字〔年份〕序号号: 〔〕 (U+3014, U+3015) around a year of four digits, no 第, no zeros in front,
// no spaces. Where it has not, near is the number in that form if the text differs from
// it only in the brackets, in 第 and 号, zeros, spaces and full-width characters, and "" otherwise.
// Numbers of other kinds, such as 国务院令第711号, have no form here.
func Document(text string) (near string, ok bool) {
	if documentForm.MatchString(text) {
		return text, true
	}
	m := documentNear.FindStringSubmatch(strings.Map(func(r rune) rune {
		switch {
		case r <= ' ' || r == 0x3000 || r == 0xA0:
			return -1
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		}
		return r
	}, text))
	if m == nil {
		return "", false
	}
	return m[1] + "〔" + m[2] + "〕" + m[3] + "号", false
}
