package scaffold

import (
	"strings"
	"unicode"
)

// quote writes a text as a YAML scalar on one line: plain where it reads back as itself
// beyond doubt, else in double quotes, or in single ones where it holds double ones or a
// backslash. The text has no control characters.
func quote(text string) string {
	switch {
	case plain(text):
		return text
	case strings.ContainsAny(text, `"\`):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}

// plain reports whether the text may stand without quotes: it begins with a letter, 《 or
// 〔, holds only letters, digits and marks that mean nothing in YAML, and is none of the
// words that YAML readers take for something else.
func plain(text string) bool {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return false
	}
	for i, c := range text {
		switch {
		case unicode.Is(unicode.Han, c), strings.ContainsRune("《〔", c):
		case c < 0x80 && unicode.IsLetter(c):
		case i == 0:
			return false
		case c < 0x80 && unicode.IsDigit(c):
		case strings.ContainsRune("》〕（）、，。；！？·—…“”", c):
		case strings.ContainsRune("-.%", c):
		default:
			return false
		}
	}
	return text != ""
}

// one puts a text that people wrote elsewhere on one line of a comment.
func one(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) }), " ")
}
