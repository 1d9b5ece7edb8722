package source

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives what names have in common that some file system takes for one: it forgets the
// case of letters, and whether é is one character or two.
func Fold(name string) string {
	return norm.NFC.String(strings.ToLower(strings.ToUpper(norm.NFC.String(name))))
}

// Reserved reports whether Windows keeps the name for a device, with or without an extension.
func Reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem = strings.TrimRight(stem, " "); stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	rest, ok := strings.CutPrefix(stem, "com")
	if !ok {
		rest, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && utf8.RuneCountInString(rest) == 1 && strings.Contains("0123456789¹²³", rest)
}

// Portable reports whether a file or folder can have the name on every system: no mark that
// Windows forbids, none of its reserved names, no dot or blank at the end, at most 255 bytes.
func Portable(name string) bool {
	return name != "" && !Reserved(name) && !strings.ContainsAny(name, `<>:"/\|?*`) && !strings.HasSuffix(name, ".") && !strings.HasSuffix(name, " ") && len(name) <= 255
}

// Compatible gives the compatible form of a text (NFKC): Ａ and Ⓐ become A, ① becomes 1, ㎡ m2.
func Compatible(text string) string { return norm.NFKC.String(text) }
