package model

import (
	"strings"

	"gongkai/generator/source"
)

// safeName reports whether a file's name can be an address as it is.
func safeName(name string) bool {
	if name == "" || name[0] == '.' || name[0] == '-' || len(name) > 100 {
		return false
	}
	return string(Slug(ID(name))) == name
}

// sumName gives ten hexadecimal digits that stand for a name.
func sumName(name string) string { return source.Sum([]byte(name)).String()[:10] }

// safeExt gives the extension where it is plain ASCII, else "".
func safeExt(ext string) string {
	if len(ext) > 1 && len(ext) <= 9 && strings.IndexFunc(ext[1:], func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0 {
		return ext
	}
	return ""
}
