// Package clean takes out of a file what must not go out with it: who wrote it and when,
// comments, tracked changes, places and cameras of pictures. What a reader of the file sees
// stays as it is: a document's text, a table's cells, a picture's pixels.
//
// A file is known by its content and never by its name. Its bytes come in, the cleaned ones
// go out, and what was taken is told; whatever part of it need not change is copied as it
// stands. The cleaned bytes are read again and compared with the old before they are given,
// and cleaning them once more changes nothing.
//
//   - DOCX, XLSX, PPTX: properties, comments with their authors, revision marks, paths, the
//     thumbnail. Tracked changes are accepted: insertions stay, deletions go, with the pictures,
//     links and footnotes that only they showed.
//   - ODT, ODS, ODP: the same of OpenDocument. OFD: who made it.
//   - PDF: the information dictionary and XMP metadata.
//   - JPEG, PNG, WebP, HEIC: all metadata but the orientation and the colour profile; the bytes
//     of the picture itself are not touched. Pictures inside office files too.
//
// What is signed is not touched, because that would break the signature.
package clean

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"gongkai/generator/bundle"
	"gongkai/generator/diag"
)

// A Line is one matter that was taken out, or that a person should look at.
type Line struct {
	What   diag.Words
	Values []string // as they stood, each once: names, paths; may hold anything that the file held
	Count  int      // how many, where that is worth telling; else 0
}

// A Result tells what was done to a file.
type Result struct {
	Type  string // what the file is, such as "docx"
	Taken []Line // nothing where the file was clean
	Said  []Line // what stays in the file and wants a look
}

// A RefusedError tells of a file that is left as it is, and why.
type RefusedError struct{ Why diag.Words }

func (e *RefusedError) Error() string { return e.Why.EN }

func refused(zh, en string, args ...any) error { return &RefusedError{diag.Say(zh, en, args...)} }

// unreadable puts a reader's error into words.
func unreadable(kind string, err error) error {
	var already *RefusedError
	if errors.As(err, &already) {
		return err
	}
	return refused("这个 %s 文件读不通（%v），没有动它；请用原来的软件打开、另存一份再试",
		"this %s file cannot be read (%v) and was left alone; open it in its program, save it anew and try again", kind, err)
}

// Options choose what is taken besides.
type Options struct {
	Hidden bool // hidden worksheets, which else are only told
}

// Clean writes the cleaned bytes of a file to out; where nothing is to be taken, the same bytes.
// The error is a *RefusedError where the file is to be left as it is, else what out gave.
func Clean(in []byte, out io.Writer, opt Options) (Result, error) {
	t := tally{opt: opt}
	kind, text, err := file(in, &t, 0)
	if err != nil {
		return Result{Type: kind}, err
	}
	_, err = out.Write(text)
	return Result{kind, t.taken, t.said}, err
}

// maxInside is how deep files inside files are cleaned.
const maxInside = 2

// file cleans a file of any kind; inside counts the files around it.
func file(in []byte, t *tally, inside int) (kind string, out []byte, err error) {
	kind = Type(in)
	switch kind {
	case "jpeg":
		out, err = cleanJPEG(in, t)
	case "png":
		out, err = cleanPNG(in, t)
	case "webp":
		out, err = cleanWebP(in, t)
	case "heic":
		out, err = cleanHEIC(in, t)
	case "pdf":
		out, err = cleanPDF(in, t)
	case "zip":
		return packed(in, t, inside)
	case "old":
		return kind, nil, refused("是旧格式（doc、xls、ppt、wps），或者加了密码，清理不了；请在 Word 或 WPS 里另存为 docx、xlsx、pptx 再清理",
			"is of the old format (doc, xls, ppt) or has a password; save it as docx, xlsx or pptx first")
	default:
		return "", nil, refused("不是能清理的文件；能清理的有 docx、xlsx、pptx、odt、ods、odp、ofd、pdf、jpg、png、webp、heic",
			"is no file that can be cleaned; those are docx, xlsx, pptx, odt, ods, odp, ofd, pdf, jpg, png, webp, heic")
	}
	if err != nil {
		return kind, nil, unreadable(kind, err)
	}
	return kind, out, nil
}

// Type tells what a file is by its first bytes: "zip" is every package, "old" the container of
// doc, xls and ppt, "" what is not known.
func Type(in []byte) string {
	head := in[:min(len(in), 1024)]
	at := func(i int, s string) bool { return len(head) >= i+len(s) && string(head[i:i+len(s)]) == s }
	switch {
	case at(0, "\xFF\xD8\xFF"):
		return "jpeg"
	case at(0, pngSign):
		return "png"
	case at(0, "RIFF") && at(8, "WEBP"):
		return "webp"
	case at(4, "ftyp") && len(head) >= 12 && slices.Contains([]string{"heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis"}, string(head[8:12])):
		return "heic"
	case at(0, "PK\x03\x04"):
		return "zip"
	case at(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		return "old"
	case bytes.Contains(head, []byte("%PDF-")):
		return "pdf"
	}
	return ""
}

// packed cleans an office file.
func packed(in []byte, t *tally, inside int) (kind string, out []byte, err error) {
	b, err := bundle.Open(in)
	if err != nil {
		return "zip", nil, unreadable("zip", err)
	}
	var clean func(*bundle.Bundle, *tally, int) error
	var seen func(*bundle.Bundle, string) (string, error)
	switch {
	case b.Has(bundle.ContentTypes):
		kind, clean, seen = officeKind(b), office, officeText
	case b.Has("mimetype"):
		kind, clean, seen = openKind(b), open, openText
	case b.Has("OFD.xml"):
		kind, clean, seen = "ofd", ofd, allText
	}
	if kind == "" {
		return "zip", nil, refused("是压缩包；请解开，清理里面的文件，再压缩", "is an archive; unpack it, clean the files and pack them again")
	}
	if err := clean(b, t, inside); err != nil {
		return kind, nil, unreadable(kind, err)
	}
	if !b.Changed() {
		return kind, in, nil
	}
	var buf bytes.Buffer
	if err := b.Write(&buf); err != nil {
		return kind, nil, unreadable(kind, err)
	}
	if err := compare(in, buf.Bytes(), b, seen); err != nil {
		return kind, nil, refused("清理以后核对不上（%v），没有动它", "what was cleaned is not what it was (%v); the file was left alone", err)
	}
	return kind, buf.Bytes(), nil
}

// pictures cleans the pictures and the files inside a package, those whose name begins with a
// folder of such.
func pictures(b *bundle.Bundle, t *tally, inside int, holds func(name string) bool) error {
	for _, name := range b.Names() {
		if !holds(name) {
			continue
		}
		text, err := b.Read(name)
		if err != nil {
			return err
		}
		kind := Type(text)
		if kind == "" || kind == "pdf" || kind == "old" || kind == "zip" && inside >= maxInside {
			if kind == "zip" || kind == "old" || kind == "pdf" {
				t.say(diag.Say("嵌在里面的文件没有清理", "a file inside was not cleaned"), name)
			}
			continue
		}
		own := tally{opt: t.opt}
		_, out, err := file(text, &own, inside+1)
		var no *RefusedError
		if errors.As(err, &no) {
			t.say(diag.Say("嵌在里面的文件没有清理", "a file inside was not cleaned"), name)
			continue
		}
		if err != nil {
			return err
		}
		if !bytes.Equal(out, text) {
			b.Set(name, out)
		}
		for _, l := range own.taken {
			l.What = diag.Say("里面的文件或图片的%s", "%s of a file or picture inside", l.What)
			t.add(&t.taken, l)
		}
		t.said = append(t.said, own.said...)
	}
	return nil
}
