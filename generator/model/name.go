package model

import (
	"strings"

	"gongkai/generator/source"
)

// safeName reports whether a file's name can be an address as it is: it is plain ASCII, not
// long, and can be a file on every system that a site may be built, unpacked or served on.
func safeName(name string) bool {
	if name == "" || name[0] == '.' || name[0] == '-' || len(name) > 100 || strings.HasSuffix(name, ".") || Reserved(name) {
		return false
	}
	return string(Slug(ID(name))) == name
}

// Reserved reports whether Windows keeps a file's name to itself, whatever its extension:
// CON, NUL.txt, com1.pdf.
func Reserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	rest, ok := strings.CutPrefix(stem, "COM")
	if !ok {
		rest, ok = strings.CutPrefix(stem, "LPT")
	}
	return ok && (len(rest) == 1 && rest[0] >= '0' && rest[0] <= '9' || rest == "¹" || rest == "²" || rest == "³")
}

// setAddresses gives an item's attachments their addresses. Of files whose addresses would be
// one, on a system too that does not tell A from a, the one whose name is the address keeps
// it, and of two such the one in small letters; the others get one by digest.
func setAddresses(it *Item) {
	taken := map[string]*Attachment{}
	for i := range it.Attachments {
		a := &it.Attachments[i]
		a.Address = attachmentAddress(it.Index, a.File)
		if len(it.Attachments) == 1 {
			return
		}
		fold := strings.ToLower(a.Address)
		b := taken[fold]
		switch {
		case b == nil || b.File == a.File:
		case keeps(b.File, a.File):
			a.Address = digestAddress(it.Index, a.File)
			continue
		default:
			b.Address = digestAddress(it.Index, b.File)
		}
		taken[fold] = a
	}
}

// keeps reports whether of two files the first keeps the address that both want.
func keeps(a, b string) bool {
	if x, y := strings.Contains(a, "/"), strings.Contains(b, "/"); x != y {
		return y
	}
	if x, y := strings.ToLower(a) == a, strings.ToLower(b) == b; x != y {
		return x
	}
	return a < b
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
