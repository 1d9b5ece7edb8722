package filing

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The names of a package's own entries.
const (
	letterPDF    = "备案函.pdf"
	letterText   = "备案函.txt"
	itemList     = "事项清单.xlsx"
	changeList   = "变动清单.xlsx"
	approvalList = "审议审定记录.xlsx"
	sources      = "原文/"
	manifestName = "清单.json"
	sumsName     = "SHA256SUMS"
)

// mostName is how many characters a folder's or file's name has at the most, and mostPath how
// many all of an entry's name: Windows takes 260 with the folder in which it is unpacked.
const (
	mostName = 80
	mostPath = 180
)

// safe makes a name of one folder or file that every file system takes: what Windows forbids
// becomes _, a name that it reserves gets one in front.
func safe(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7F || strings.ContainsRune(`<>:"/\|?*`, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) || r == utf8.RuneError {
			return '_'
		}
		return r
	}, name)
	if cut := strings.TrimRight(name, ". "); cut != name {
		name = cut + "_"
	}
	if n := utf8.RuneCountInString(name); n > mostName {
		ext := path.Ext(name)
		if utf8.RuneCountInString(ext) > 10 {
			ext = ""
		}
		name = strings.TrimRight(string([]rune(strings.TrimSuffix(name, ext))[:mostName-utf8.RuneCountInString(ext)]), ". ") + ext
	}
	if name == "" || reserved(name) {
		name = "_" + name
	}
	return name
}

// reserved reports whether Windows keeps the name, with any ending, for a device.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.ToUpper(strings.TrimRight(stem, " "))
	switch stem {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	n := utf8.RuneCountInString(stem)
	return n == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && strings.ContainsAny(stem[3:], "0123456789¹²³")
}

// A namer gives entries their names: each once, whatever the case of its letters.
type namer struct{ files, folders map[string]bool }

func newNamer() *namer { return &namer{map[string]bool{}, map[string]bool{}} }

// name gives the name of the entry for a path below content/.
func (n *namer) name(p string) string {
	parts := strings.Split(p, "/")
	for i := range parts {
		parts[i] = safe(parts[i])
	}
	name := sources + strings.Join(parts, "/")
	if utf8.RuneCountInString(name) > mostPath || !n.free(name) {
		ext := path.Ext(parts[len(parts)-1])
		name = sources + parts[0] + "/" + short(p) + ext
		for i := 2; !n.free(name); i++ {
			name = sources + parts[0] + "/" + short(p) + "~" + itoa(i) + ext
		}
	}
	n.take(name)
	return name
}

// free reports whether neither the name nor a folder of it is another's file, and the name
// no folder.
func (n *namer) free(name string) bool {
	if n.folders[fold(name)] {
		return false
	}
	for p := name; p != "."; p = path.Dir(p) {
		if n.files[fold(p)] {
			return false
		}
	}
	return true
}

// take notes a name that is given.
func (n *namer) take(name string) {
	n.files[fold(name)] = true
	for p := path.Dir(name); p != "."; p = path.Dir(p) {
		n.folders[fold(p)] = true
	}
}

// fold gives what two names have in common that some file system takes for one.
func fold(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// unsafe reports whether a name of an entry could lead out of the folder into which it is
// unpacked, or cannot be written on every system.
func unsafe(name string) bool {
	if name == "" || strings.HasPrefix(name, "/") || strings.Contains(name, `\`) || !utf8.ValidString(name) {
		return true
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(name, "/"), "/") {
		if part == "." || part == ".." || safe(part) != part {
			return true
		}
	}
	return false
}
