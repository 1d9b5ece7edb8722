package load

import (
	"errors"
	"io/fs"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/source"
)

// A file collects what is found in one file.
type file struct {
	path  string
	text  []byte // decoded, once it is open
	found []diag.Diagnostic
}

// maxFindings is how many findings of one file are kept: a list of a hundred thousand
// nonsensical entries has more than anybody reads, or wants to wait for.
const maxFindings = 1000

func (f *file) say(rule string, at source.Span, text, fix diag.Words) *diag.Diagnostic {
	if len(f.found) >= maxFindings {
		return new(diag.Diagnostic)
	}
	f.found = append(f.found, diag.Diagnostic{Rule: rule, Place: diag.Place{Path: f.path, At: at}, Text: text, Fix: fix})
	return &f.found[len(f.found)-1]
}

// told reports whether something was found at the place.
func (f *file) told(at source.Span) bool {
	return slices.ContainsFunc(f.found, func(d diag.Diagnostic) bool { return d.At == at })
}

// reader gives a reader for the files of one job. It goes back to t.readers when nothing
// needs their texts any more.
func (t *tree) reader() *source.Reader {
	if r, ok := t.readers.Get().(*source.Reader); ok {
		return r
	}
	return new(source.Reader)
}

// open reads a file, or says why it cannot be read and gives nil.
func (t *tree) open(f *file, from *source.Reader, limit int64) *source.File {
	src, err := from.Read(t.fsys, f.path, limit)
	var damaged *source.DamagedError
	switch {
	case err == nil:
	case errors.As(err, &damaged):
		f.say("F19", source.Span{}, diag.Say("第%d行第%d个字符坏了，文件可能没有存完整", "line %d, column %d holds bytes that are no character; the file may have been cut short", damaged.At.Line, damaged.At.Column),
			diag.Say("用原来的程序打开，重新保存为 UTF-8", "open it where it was written and save it again as UTF-8"))
	case errors.Is(err, source.ErrTooLarge):
		f.say("F19", source.Span{}, diag.Say("文件超过%d MB", "the file has more than %d MB", limit>>20),
			diag.Say("图片和表格放作附件，不要写在正文里", "let pictures and tables be attachments"))
	case errors.Is(err, source.ErrNotText):
		f.say("F19", source.Span{}, diag.Say("这不是文本文件", "this is no text file"),
			diag.Say("Word、PDF等文件放作附件；正文另存为 UTF-8 的 .md 文件", "let Word and PDF files be attachments, and save the text as .md in UTF-8"))
	default:
		f.say("F19", source.Span{}, diag.Say("文件打不开：%v", "the file cannot be read: %v", reason(err)), diag.Say("检查文件的权限", "look at its permissions"))
	}
	if err != nil {
		return nil
	}
	t.files.Add(1)
	t.bytes.Add(src.Size)
	f.text = src.Text
	f.form(src)
	f.odd()
	return src
}

// form tells of an encoding and of line ends that are read but better changed.
func (f *file) form(src *source.File) {
	fmtFix := diag.Say("运行 gongkai fmt --write", "run gongkai fmt --write")
	mark := src.Encoding == "utf-8-bom"
	switch {
	case src.Encoding != "utf-8" && !mark:
		name := map[string]string{"gb18030": "GBK（GB18030）", "utf-16le": "UTF-16", "utf-16be": "UTF-16"}[src.Encoding]
		f.say("F01", source.Span{}, diag.Say("文件的编码是 %s，不是 UTF-8", "the file is in %s and not in UTF-8", name), fmtFix)
	case mark && src.CRLF:
		f.say("F02", source.Span{}, diag.Say("文件开头有 BOM，换行是 CR LF", "the file has a byte-order mark and CR LF"), fmtFix)
	case mark:
		f.say("F02", source.Span{}, diag.Say("文件开头有 BOM", "the file has a byte-order mark"), fmtFix)
	case src.CRLF:
		f.say("F02", source.Span{}, diag.Say("文件的换行是 CR LF", "the file has CR LF"), fmtFix)
	}
}

// reason gives the cause of a file system's error without its path, which the finding has.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// readYAML reads a configuration file. ok is false where there is no such file or it
// cannot be read.
func (t *tree) readYAML(f *file) (front.Block, bool) {
	src := t.open(f, new(source.Reader), maxConfig)
	if src == nil {
		return front.Block{}, false
	}
	t.sums = append(t.sums, fileSum{f.path, source.Sum(src.Text)})
	b := front.YAML(f.path, src.Text)
	f.found = append(f.found, b.Findings...)
	newGate(f).settings()
	return b, true
}
