package load

import (
	"io/fs"
	"path"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// maxPath is how long a path below the content folder may be, in the units in which Windows
// counts. It opens no more than 260 of them, drive and folders above included.
const maxPath = 200

// named looks at the name of a file or folder, and reports whether it can be opened by it.
func (w *walker) named(p string) bool {
	name := path.Base(p)
	if !utf8.ValidString(p) {
		w.say("F43", strings.ToValidUTF8(p, "\uFFFD"), diag.Say("文件名“%s”里有坏的字节，打不开", "the name %q has bytes that are no character, and cannot be opened", strings.ToValidUTF8(name, "\uFFFD")),
			diag.Say("重新起个名字；从压缩包解开的，换一个能认中文文件名的程序再解一次", "give it another name; where it came from an archive, unpack it with a program that knows its encoding"))
		return false
	}
	told := false
	source.Odds([]byte(name), func(_ int, r rune, why source.Oddness) bool {
		if why == source.Joiner {
			return true
		}
		told = true
		w.say("F43", p, diag.Say("文件名里有看不见的字符 U+%04X", "the name has a character that nobody sees, U+%04X", r),
			diag.Say("重新输入文件名，不要粘贴", "type the name anew, and paste nothing"))
		return false
	})
	switch {
	case told:
	case strings.ContainsAny(name, "\n\t"):
		w.say("F43", p, diag.Say("文件名里有换行或者制表符", "the name has a line's end or a tab"), diag.Say("重新输入文件名", "type the name anew"))
	case !source.Portable(name):
		w.say("F44", p, diag.Say("“%s”不能作 Windows 的文件名", "%q is no name for a file of Windows", name), portableFix(name))
	case len(utf16.Encode([]rune(p))) > maxPath:
		w.say("F44", p, diag.Say("路径有%d个字符，超过%d个，在 Windows 上可能打不开", "the path has %d characters, more than %d, and may not open on Windows", len(utf16.Encode([]rune(p))), maxPath),
			diag.Say("把文件名和文件夹名改短", "give the file and its folders shorter names"))
	}
	return true
}

func portableFix(name string) diag.Words {
	switch {
	case source.Reserved(name):
		return diag.Say("换个名字：con、nul、aux、prn、com1、lpt1 这些是 Windows 留给设备的", "give it another name: con, nul, aux, prn, com1, lpt1 and the like are devices of Windows")
	case len(name) > 255:
		return diag.Say("改短：文件名最多255个字节，约85个汉字", "make it shorter: a name has at most 255 bytes")
	}
	return diag.Say("改名：不用 \\ : * ? \" < > |，末尾不用点和空格", "rename it: no \\ : * ? \" < > |, and no dot or blank at the end")
}

// twins looks for names of one folder that Windows or a Mac takes for one.
func (w *walker) twins(dir string, all []fs.DirEntry) {
	seen := map[string]string{}
	for _, e := range all {
		if leftover(e.Name()) {
			continue
		}
		key := source.Fold(e.Name())
		first, twice := seen[key]
		if !twice {
			seen[key] = e.Name()
			continue
		}
		w.say("F45", path.Join(dir, strings.ToValidUTF8(e.Name(), "\uFFFD")), diag.Say("“%s”和“%s”在 Windows 和 Mac 上是同一个名字", "%q and %q are one name on Windows and on a Mac", e.Name(), first),
			diag.Say("给其中一个换个名字，只改大小写不算", "give one of them another name; capitals alone do not tell them apart"))
		w.out.found[len(w.out.found)-1].Related = []diag.Related{{Place: diag.Place{Path: path.Join(dir, first)}, Text: diag.Say("另一个", "the other one")}}
	}
}
