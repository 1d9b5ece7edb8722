package sheet

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/crew"
	"gongkai/generator/diag"
	"gongkai/generator/font"
	"gongkai/generator/layout"
	"gongkai/generator/model"
	"gongkai/generator/post"
	"gongkai/generator/source"
	"gongkai/generator/style"
)

// Check gives the findings of printing: fonts that cannot be used, characters that no font
// has, images that paper cannot carry, rows of tables that are taller than a page, sheets
// that cannot be made as small as asked, boards on which nothing ever hangs. Severity and
// clause come from the rule table. It looks at items that have a sheet, and sets only those
// of which the text alone does not tell.
func (p *Press) Check() []diag.Diagnostic {
	if p.site.Unprinted {
		return nil
	}
	var out []diag.Diagnostic
	var items []*model.Item
	for _, it := range p.site.Items {
		if post.Printed(p.site, it) {
			items = append(items, it)
		}
	}
	out = append(out, p.idleBoards()...)
	if len(items)+len(p.site.Boards)+len(p.site.Duties) == 0 {
		return out
	}
	if err := p.load(); err != nil || len(p.found) > 0 {
		out = append(out, p.found...)
		if err != nil {
			return out
		}
	}
	found := make([][]diag.Diagnostic, crew.PartCount(0, len(items)))
	crew.Parts(0, len(items), func(part, from, to int) {
		known := seen{}
		for _, it := range items[from:to] {
			found[part] = slices.Concat(found[part], p.unprintable(it, known), p.unshown(it), p.unfitting(it))
		}
	})
	return append(out, slices.Concat(found...)...)
}

// A seen holds the characters of the Basic Multilingual Plane that a font of a role is known to
// have, a bit each: most characters of a text were met in another.
type seen map[style.Role]*[1 << 16 / 64]uint64

// shows is Press.shows, asked once for each character.
func (s seen) shows(p *Press, role style.Role, r rune) bool {
	if r >= 1<<16 {
		return p.shows(role, r)
	}
	bits := s[role]
	if bits == nil {
		bits = new([1 << 16 / 64]uint64)
		s[role] = bits
	}
	if bits[r/64]>>(r%64)&1 != 0 {
		return true
	}
	if !p.shows(role, r) {
		return false
	}
	bits[r/64] |= 1 << (r % 64)
	return true
}

// idleBoards names boards on which no item of the site ever hangs.
func (p *Press) idleBoards() (out []diag.Diagnostic) {
	for _, b := range p.site.Boards {
		used := false
		for _, it := range p.site.All {
			if _, used = post.Of(p.site, it, b); used {
				break
			}
		}
		if !used {
			out = append(out, diag.Diagnostic{Rule: codeIdle, Place: diag.Place{Path: b.Path, At: b.Span},
				Text: diag.Say("没有一件事项张贴在公开栏“%s”", "no item ever hangs on the board %q", b.Name)})
		}
	}
	return out
}

// The codes of the rule table that this package's findings have.
const (
	codeFont    = "M21"
	codeLicence = "M22"
	codeGlyph   = "M23"
	codeImage   = "M24"
	codeRow     = "M25"
	codeFit     = "M26"
	codeIdle    = "M27"
)

func fontMissing(f style.FontFile, err error) diag.Diagnostic {
	why := diag.Say("字体文件打不开", "the font cannot be opened")
	if errors.Is(err, fs.ErrNotExist) {
		why = diag.Say("没有字体文件“%s”", "there is no font %q", f.Path)
	}
	return diag.Diagnostic{Rule: codeFont, Place: f.At, Text: why}
}

func fontBroken(f style.FontFile, err error) diag.Diagnostic {
	d := diag.Diagnostic{Rule: codeFont, Place: f.At,
		Text: diag.Words{
			ZH: fmt.Sprintf("字体“%s”坏了，或者不是字体文件", f.Path),
			EN: fmt.Sprintf("the font %q cannot be read: %v", f.Path, err),
		}}
	if errors.Is(err, font.ErrCFF) {
		d.Text = diag.Say("字体“%s”是 OpenType CFF 字体，不能用", "the font %q has PostScript outlines, which are not read", f.Path)
		d.Fix = diag.Say("换一个 TrueType 字体（.ttf 或 .ttc）", "give a TrueType font (.ttf or .ttc)")
	}
	return d
}

func fontForbidden(f style.FontFile, err error) diag.Diagnostic {
	text := diag.Say("字体“%s”的授权不允许嵌入文件", "the licence of the font %q forbids embedding", f.Path)
	var l *font.LicenceError
	if errors.As(err, &l) {
		switch l.What {
		case "no-subsetting":
			text = diag.Say("字体“%s”的授权不允许只嵌入用到的字", "the licence of the font %q forbids embedding a part of it", f.Path)
		case "bitmap-only":
			text = diag.Say("字体“%s”的授权只允许嵌入点阵", "the licence of the font %q allows bitmaps only", f.Path)
		}
	}
	return diag.Diagnostic{Rule: codeLicence, Place: f.At, Text: text}
}

// unprintable names the characters of an item that no font has.
func (p *Press) unprintable(it *model.Item, known seen) (out []diag.Diagnostic) {
	bad := map[rune]bool{}
	look := func(text []byte, role style.Role) {
		for _, r := range string(text) {
			if r > 0x7F && !known.shows(p, role, r) && !unicode.IsSpace(r) && !layout.Ignorable(r) {
				bad[r] = true
			}
		}
	}
	look([]byte(it.Title), style.Bold)
	look([]byte(it.DocNo), style.Body)
	for i := range it.Attachments {
		if a := &it.Attachments[i]; a.Listed && a.Size >= 0 {
			look([]byte(cmp.Or(a.Title, a.File)), style.Body)
		}
	}
	for _, l := range it.Links {
		if !l.Image && strings.Contains(l.Dest, "://") { // stands as a note
			look([]byte(l.Dest), style.Body)
		}
	}
	if body, err := p.site.Bodies.Body(it.Body); err == nil {
		look(body.Text, style.Body)
	}
	if len(bad) == 0 {
		return nil
	}
	file, err := source.Read(p.o.Content, it.Path, maxText)
	if err != nil {
		return nil // load has said so
	}
	for at, r := range string(file.Text) {
		if bad[r] {
			delete(bad, r)
			n := len(string(r))
			out = append(out, diag.Diagnostic{Rule: codeGlyph, Place: diag.Place{Path: it.Path, At: source.Span{Start: at, End: at + n}},
				Text: diag.Say("没有字体能印“%c”（U+%04X）", "no font can print %q (U+%04X)", r, r)})
		}
	}
	for r := range bad { // written as an entity
		out = append(out, diag.Diagnostic{Rule: codeGlyph, Place: diag.Place{Path: it.Path},
			Text: diag.Say("没有字体能印“%c”（U+%04X）", "no font can print %q (U+%04X)", r, r)})
	}
	diag.Sort(out)
	return out
}

// shows reports whether a font of the role has the character, or one that is drawn for it.
func (p *Press) shows(role style.Role, r rune) bool {
	for _, n := range p.faces[role] {
		if _, ok := p.fonts[n].Glyph(r); ok {
			return true
		}
	}
	other := layout.Alike(r)
	return other != 0 && p.shows(role, other)
}

// unshown names the images of an item that paper cannot carry.
func (p *Press) unshown(it *model.Item) (out []diag.Diagnostic) {
	for _, l := range it.Links {
		if !l.Image {
			continue
		}
		t := p.site.Resolve(it, l.Dest)
		if t.Kind != model.TargetFile || t.File.Size < 0 {
			continue // other rules name a missing file and an image of another site
		}
		_, err := readImage(p.o.Content, t.File.Path)
		if err == nil {
			continue
		}
		d := diag.Diagnostic{Rule: codeImage, Place: diag.Place{Path: it.Path, At: l.At}}
		switch {
		case errors.Is(err, errImageKind):
			d.Text = diag.Say("图片“%s”不是 PNG 或 JPEG，印不出来", "the image %q is neither PNG nor JPEG and cannot be printed", l.Dest)
		case errors.Is(err, errImageLarge):
			d.Text = diag.Say("图片“%s”太大，印不出来（最多 %d 万像素）", "the image %q is too large to be printed (at most %d0,000 pixels)", l.Dest, maxPixels/10_000)
			d.Fix = diag.Say("把图片缩小到 4000 像素宽以内", "make the image at most 4,000 pixels wide")
		default:
			d.Text = diag.Say("图片“%s”坏了，印不出来", "the image %q is damaged and cannot be printed", l.Dest)
			d.Fix = diag.Say("用看图软件打开，重新存成 PNG 或 JPEG", "open it in a viewer and save it again as PNG or JPEG")
		}
		out = append(out, d)
	}
	return out
}

// longRow is how many bytes a table row must have to be worth a trial: a third as many
// characters fill a page's height in a column of six.
const longRow = 800

// unfitting sets an item that may have a row taller than a page, or whose boards want it on
// so many pages, and says what did not do.
func (p *Press) unfitting(it *model.Item) (out []diag.Diagnostic) {
	long := it.Body.Tables > 0 && p.longRows(it)
	tall := map[int]bool{} // lines that were named
	for _, b := range p.trials(it, long) {
		d, err := p.Item(it, b, Choice{})
		if err != nil {
			return out // making the sheet will say so
		}
		for _, r := range d.Remarks {
			switch {
			case r.Kind == RemarkTall && !tall[r.Line]:
				tall[r.Line] = true
				out = append(out, diag.Diagnostic{Rule: codeRow, Place: diag.Place{Path: it.Path, At: p.lineSpan(it, r.Line)},
					Text: diag.Say("表格的这一行比一页纸还高，要分到几页上印", "this row of a table is taller than a page and is printed on several")})
			case r.Kind == RemarkFit:
				takes, _, _ := strings.Cut(r.What, " > ")
				out = append(out, diag.Diagnostic{Rule: codeFit, Place: diag.Place{Path: it.Path},
					Text: diag.Say("字号缩到最小，张贴单也要 %s 页；公开栏“%s”每件最多 %d 页", "even in the smallest type the sheet takes %s pages; the board %q has room for %d", takes, b.Name, b.Fit)})
			}
		}
	}
	return out
}

// trials gives the boards for which an item is worth setting: those that it hangs on and
// that ask for a number of pages, and with a long row every one of them, or none (nil).
func (p *Press) trials(it *model.Item, long bool) (out []*model.Board) {
	for _, b := range p.site.Boards {
		if _, ok := post.Of(p.site, it, b); ok && (long || b.Fit > 0) {
			out = append(out, b)
		}
	}
	if long && len(out) == 0 {
		out = append(out, nil)
	}
	return out
}

func (p *Press) longRows(it *model.Item) bool {
	body, err := p.site.Bodies.Body(it.Body)
	if err != nil {
		return false
	}
	for line := range bytes.Lines(body.Text) {
		if len(line) > longRow && bytes.IndexByte(line, '\t') >= 0 {
			return true
		}
	}
	return false
}

// lineSpan gives the span of a line of the item's file.
func (p *Press) lineSpan(it *model.Item, line int) source.Span {
	file, err := source.Read(p.o.Content, it.Path, maxText)
	if err != nil || line <= 0 {
		return source.Span{}
	}
	at := 0
	for n := 1; n < line; n++ {
		i := bytes.IndexByte(file.Text[at:], '\n')
		if i < 0 {
			return source.Span{}
		}
		at += i + 1
	}
	end := at + len(strings.SplitN(string(file.Text[at:]), "\n", 2)[0])
	return source.Span{Start: at, End: end}
}
