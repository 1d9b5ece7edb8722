// Package filetype tells what a file is by its bytes, whether such files may be attached, and
// whether the file's name says the same.
//
// A name decides nothing by itself, but for texts: bytes cannot tell a table with commas from a
// note or from a script for Windows, so a text is what its name says, where it can be that.
package filetype

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"gongkai/generator/source"
	"gongkai/generator/unzip"
)

// A Found is what a file is.
type Found struct {
	Type    string // such as "docx", lower case, no dot; "" for what nobody knows
	Allowed bool   // the list has it
	Agrees  bool   // the name ends as such files do
}

// allowed are the types that may be attached, each with the endings that its files have.
var allowed = map[string][]string{
	"docx": {"docx"}, "xlsx": {"xlsx"}, "pptx": {"pptx"},
	"doc": {"doc"}, "xls": {"xls"}, "ppt": {"ppt"}, "wps": {"wps"}, "et": {"et"}, "dps": {"dps"},
	"pdf": {"pdf"}, "ofd": {"ofd"}, "odt": {"odt"}, "ods": {"ods"}, "odp": {"odp"},
	"csv": {"csv"}, "txt": {"txt"}, "md": {"md", "markdown"}, "json": {"json"}, "geojson": {"geojson", "json"}, "xml": {"xml"},
	"jpg": {"jpg", "jpeg"}, "png": {"png"}, "webp": {"webp"}, "gif": {"gif"}, "bmp": {"bmp"},
	"heic": {"heic", "heif"}, "tif": {"tif", "tiff"}, "svg": {"svg"},
	"zip": {"zip"}, "mp3": {"mp3"}, "mp4": {"mp4"},
}

// refused are endings of files that run or that browsers run, whatever is in them.
var refused = strings.Fields("exe dll com scr pif cpl sys msi msp bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta lnk url reg inf chm hlp " +
	"jar class apk ipa dmg iso img vhd vhdx sh bash py pyc rb pl php asp aspx jsp html htm xhtml shtml mht mhtml svgz swf " +
	"docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam dotx xltx potx ppsx xll dll ocx scf settingcontent-ms rar 7z")

// texts are the endings of texts that may be attached.
var texts = []string{"csv", "txt", "md", "markdown", "json", "geojson", "xml"}

// Picture reports whether files of the type are pictures made of points, whose words no reader of
// texts sees.
func Picture(kind string) bool {
	return slices.Contains([]string{"jpg", "png", "gif", "webp", "heic", "tif", "bmp"}, kind)
}

// Types gives the types that may be attached, sorted.
func Types() []string {
	var out []string
	for t := range allowed {
		out = append(out, t)
	}
	slices.Sort(out)
	return out
}

// Ending gives a file name's ending in lower case without its dot.
func Ending(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
}

// Of tells what the file of that name and those bytes is.
func Of(name string, data []byte, limits unzip.Limits) Found {
	ending := Ending(name)
	t := byContent(ending, data, limits)
	ends, ok := allowed[t]
	f := Found{Type: t, Allowed: ok, Agrees: slices.Contains(ends, ending)}
	if slices.Contains(refused, ending) && (!ok || slices.Contains(texts, t) || t == "zip") {
		f.Type, f.Allowed, f.Agrees = ending, false, true
	}
	return f
}

// byContent gives the type of the bytes; the ending chooses among what they can be.
func byContent(ending string, data []byte, limits unzip.Limits) string {
	if len(data) == 0 {
		if slices.Contains(texts, ending) {
			return ending
		}
		return ""
	}
	switch m := mimetype.Detect(data); {
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return compound(ending, data)
	case m.Is("application/zip") || under(m, "application/zip"):
		return archive(data, limits)
	case m.Is("image/jpeg"):
		return "jpg"
	case m.Is("image/tiff"):
		return "tif"
	case m.Is("image/apng"):
		return "png"
	case m.Is("image/heif"), m.Is("image/heic-sequence"), m.Is("image/heif-sequence"):
		return "heic"
	case m.Is("video/x-m4v"):
		return "mp4"
	case m.Is("text/plain") || under(m, "text/plain"):
		return text(ending, m, data)
	case m.Is("application/octet-stream") || m.Is("audio/mpeg") || m.Is("application/x-dbf") || m.Extension() == "":
		// Chinese in GBK or UTF-16 is no text for many; MP3 and dBase are known by a few bytes alone.
		if readable(data) {
			return text(ending, m, data)
		}
		return strings.TrimPrefix(m.Extension(), ".")
	default:
		return strings.TrimPrefix(m.Extension(), ".")
	}
}

func under(m *mimetype.MIME, parent string) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(parent) {
			return true
		}
	}
	return false
}

// readable reports whether the bytes are a text in an encoding that package source reads, and
// hold no control characters.
func readable(data []byte) bool {
	t, _, _, ok := source.Decode(data)
	return ok && !bytes.ContainsFunc(t, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\f' && r != '\v' && r != 0x1A })
}

// text gives the type of a text.
func text(ending string, m *mimetype.MIME, data []byte) string {
	t, _, _, ok := source.Decode(data)
	if !ok {
		t = data
	}
	head := bytes.TrimLeft(t[:min(len(t), 64<<10)], " \t\n\f\v")
	lower := bytes.ToLower(head[:min(len(head), 4<<10)])
	switch {
	case bytes.HasPrefix(lower, []byte("#!")):
		return "script"
	case m.Is("text/rtf") || bytes.HasPrefix(lower, []byte(`{\rtf`)):
		return "rtf"
	case bytes.HasPrefix(lower, []byte("<")) && svg(lower):
		return "svg"
	case ending == "svg" && bytes.Contains(head, []byte("<svg")):
		return "svg" // after a long comment
	case ending != "md" && ending != "markdown" && (ending != "xml" && m.Is("text/html") || m.Is("application/xhtml+xml") || hypertext(lower)):
		return "html"
	case m.Is("text/x-php") || bytes.HasPrefix(lower, []byte("<?php")):
		return "php"
	case ending == "json" || ending == "geojson":
		if !json.Valid(t) {
			return "txt"
		}
		return ending
	case ending == "xml":
		if !bytes.HasPrefix(lower, []byte("<")) {
			return "txt"
		}
		return "xml"
	case ending == "markdown":
		return "md"
	case slices.Contains(texts, ending):
		return ending
	case bytes.HasPrefix(lower, []byte("<?xml")):
		return "xml"
	}
	return "txt"
}

// svg reports whether the first element of a text is <svg>.
func svg(lower []byte) bool {
	for {
		lower = bytes.TrimLeft(lower, " \t\n\f\v")
		switch {
		case bytes.HasPrefix(lower, []byte("<svg")), bytes.HasPrefix(lower, []byte("<!doctype svg")):
			return true
		case bytes.HasPrefix(lower, []byte("<!--")):
			_, rest, ok := bytes.Cut(lower, []byte("-->"))
			if !ok {
				return false
			}
			lower = rest
		case bytes.HasPrefix(lower, []byte("<?")):
			_, rest, ok := bytes.Cut(lower, []byte("?>"))
			if !ok {
				return false
			}
			lower = rest
		default:
			_, name, ok := bytes.Cut(lower[:min(len(lower), 64)], []byte(":"))
			return ok && lower[0] == '<' && bytes.HasPrefix(name, []byte("svg"))
		}
	}
}

// hypertext reports whether a text begins as pages for browsers do.
func hypertext(lower []byte) bool {
	for _, p := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<meta http-equiv"} {
		if bytes.HasPrefix(lower, []byte(p)) {
			return true
		}
	}
	return false
}

// compound gives the type of an OLE2 file by the streams that its directory names.
func compound(ending string, data []byte) string {
	wide := func(s string) bool {
		b := make([]byte, 0, 2*len(s)+2)
		for _, c := range s + "\x00" {
			b = binary.LittleEndian.AppendUint16(b, uint16(c))
		}
		return bytes.Contains(data, b)
	}
	pick := func(of ...string) string {
		if slices.Contains(of, ending) {
			return ending
		}
		return of[0]
	}
	switch {
	case wide("EncryptedPackage"): // a document of today's kind under a password
		return pick("docx", "xlsx", "pptx")
	case wide("WordDocument"):
		return pick("doc", "wps")
	case wide("PowerPoint Document"):
		return pick("ppt", "dps")
	case wide("Workbook"), wide("Book"):
		return pick("xls", "et")
	}
	if m := mimetype.Detect(data); m.Extension() != "" && !slices.Contains([]string{".doc", ".xls", ".ppt"}, m.Extension()) {
		return strings.TrimPrefix(m.Extension(), ".")
	}
	return "ole"
}

// mains are the content types of a document's main part, and what they make of an archive.
var mains = []struct{ part, is string }{
	{"wordprocessingml.document.main+xml", "docx"},
	{"spreadsheetml.sheet.main+xml", "xlsx"},
	{"presentationml.presentation.main+xml", "pptx"},
	{"word.document.macroEnabled", "docm"},
	{"excel.sheet.macroEnabled", "xlsm"},
	{"powerpoint.presentation.macroEnabled", "pptm"},
	{"excel.sheet.binary", "xlsb"},
	{"wordprocessingml.template", "dotx"}, {"spreadsheetml.template", "xltx"}, {"presentationml.template", "potx"},
	{"presentationml.slideshow", "ppsx"},
	{"macroEnabled", "docm"},
}

// archive gives the type of a ZIP archive by its members.
func archive(data []byte, limits unzip.Limits) string {
	a, err := unzip.Open(data, limits, nil)
	if err != nil {
		return "zip" // damaged, or a trap: for those who read it to tell
	}
	if m := a.Find("mimetype"); m != nil {
		b, _ := a.Read(m)
		for _, t := range []struct{ mime, is string }{
			{"opendocument.text", "odt"}, {"opendocument.spreadsheet", "ods"}, {"opendocument.presentation", "odp"}, {"epub", "epub"}, {"opendocument", "odg"},
		} {
			if bytes.Contains(b[:min(len(b), 200)], []byte(t.mime)) {
				return t.is
			}
		}
	}
	if m := a.Find("[Content_Types].xml"); m != nil {
		b, _ := a.Read(m)
		for _, t := range mains {
			if bytes.Contains(b, []byte(t.part)) {
				return t.is
			}
		}
	}
	switch {
	case a.Find("OFD.xml") != nil:
		return "ofd"
	case a.Find("AndroidManifest.xml") != nil:
		return "apk"
	case a.Find("META-INF/MANIFEST.MF") != nil:
		return "jar"
	}
	return "zip"
}
