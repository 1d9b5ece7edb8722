package record

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/model"
)

// Bounds of a name that SaveName gives: Windows takes 255 units in a path's part, Linux 255
// bytes, in which a Han character is three.
const (
	maxSaveChars = 120
	maxSaveBytes = 240
)

// SaveName gives the name under which a reader's machine saves an attachment: its title with
// the file's extension. It can be a file's name on every system: what Windows forbids in one
// stands in full width, what is not seen is gone, and it is not too long. It is never empty.
func SaveName(title, file string) string {
	ext := strings.ToLower(path.Ext(file))
	if strings.IndexFunc(ext, func(r rune) bool {
		return r != '.' && (r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	}) >= 0 || len(ext) < 2 || len(ext) > 12 {
		ext = ""
	}
	name := strings.Join(strings.FieldsFunc(strings.Map(saved, title), unicode.IsSpace), " ")
	if n := len(name) - len(ext); ext != "" && n > 0 && strings.EqualFold(name[n:], ext) {
		name = name[:n]
	}
	name = trimSaved(name)
	chars, bytes := maxSaveChars-len(ext), maxSaveBytes-len(ext)
	for i, r := range name {
		if chars == 0 || i+utf8.RuneLen(r) > bytes {
			name = trimSaved(name[:i])
			break
		}
		chars--
	}
	switch {
	case name == "":
		name = "附件"
	case model.Reserved(name):
		name = "附件 " + name
	}
	return name + ext
}

// trimSaved takes off what a name may not begin or end with.
func trimSaved(name string) string {
	return strings.TrimRight(strings.TrimLeft(name, " .~-"), " .")
}

// saved gives the character that stands for another in a file's name, -1 for none.
func saved(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"/\|?*`, r):
		return r + 0xFEE0 // its full-width form
	case unicode.IsSpace(r), r == '\u2028', r == '\u2029':
		return ' '
	case r == utf8.RuneError, unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), r&0xFFFE == 0xFFFE, r >= 0xFE00 && r <= 0xFE0F:
		return -1
	}
	return r
}
