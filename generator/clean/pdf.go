package clean

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"gongkai/generator/diag"
	"gongkai/generator/markup"
)

// A pdfFile is a PDF file while it is cleaned.
//
// It is changed where it stands: an entry that goes is overwritten with blanks, so that no
// object moves, every page stays byte for byte what it was, and nothing of earlier revisions
// of the entry is left. A stream that must be packed anew only grows shorter.
type pdfFile struct {
	in, out []byte
	objects []pdfObject
	t       *tally
}

// cleanPDF takes what the information dictionary and the XMP metadata say of persons and
// programs. Title, subject, keywords and dates stay: they say what the document is.
func cleanPDF(in []byte, t *tally) ([]byte, error) {
	objects, trailers, err := pdfObjects(in)
	if err != nil {
		return nil, err
	}
	if len(objects) == 0 {
		return nil, errPDF
	}
	if bytes.Contains(in, []byte("/ByteRange")) {
		return nil, signed()
	}
	f := pdfFile{in, bytes.Clone(in), objects, t}
	infos, locked := map[int]bool{}, false
	note := func(pairs []pdfPair) {
		for _, p := range pairs {
			switch p.key {
			case "Info":
				if ref := strings.Fields(string(in[p.from:p.to])); len(ref) == 3 {
					if n, err := strconv.Atoi(ref[0]); err == nil {
						infos[n] = true
					}
				}
			case "Encrypt":
				locked = true
			}
		}
	}
	for _, pairs := range trailers {
		note(pairs)
	}
	for i := range objects {
		if o := &objects[i]; o.get(in, "Type") == "/XRef" {
			note(o.pairs)
		}
	}
	if locked {
		return nil, refused("加了密码或限制了权限，清理不了；请去掉再清理", "has a password or restricted rights; take them off first")
	}
	for i := range objects {
		if err := f.object(&objects[i], infos); err != nil {
			return nil, err
		}
	}
	return f.out, f.check()
}

// object cleans one object.
func (f *pdfFile) object(o *pdfObject, infos map[int]bool) error {
	switch kind := o.get(f.in, "Type"); {
	case infos[o.num] && o.data == 0:
		for _, p := range f.taken(f.in, o.pairs) {
			fill(f.out[p.at:p.to])
		}
	case kind == "/Metadata" && o.data > 0:
		return f.metadata(o)
	case kind == "/ObjStm" && o.data > 0:
		return f.packed(o, infos)
	case kind == "/EmbeddedFile":
		f.t.say(diag.Say("里面嵌着别的文件，没有清理", "files inside, which were not cleaned"))
	}
	if sub := o.get(f.in, "Subtype"); slices.Contains([]string{"/Text", "/Highlight", "/FreeText", "/Popup", "/StrikeOut", "/Underline", "/Ink", "/Caret"}, sub) && o.get(f.in, "Rect") != "" {
		f.t.say(diag.Say("有批注（注释），仍在文件里；不该公开的，请先删掉", "annotations, which stay in the file; delete what must not be published"))
	}
	return nil
}

func fill(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}

// infoWords are the entries of an information dictionary that are told by name.
var infoWords = named{
	"Author": coreWords["creator"], "Creator": diag.Say("制作软件", "program"), "Producer": diag.Say("制作软件", "program"),
	"Company": appWords["Company"], "Manager": appWords["Manager"],
}

// infoKept are those that stay.
var infoKept = []string{"Title", "Subject", "Keywords", "CreationDate", "ModDate", "Trapped", "GTS_PDFXVersion", "GTS_PDFXConformance"}

// taken picks the entries of an information dictionary that go, and tells of them.
func (f *pdfFile) taken(in []byte, pairs []pdfPair) (out []pdfPair) {
	for _, p := range pairs {
		value := pdfText(in[p.from:p.to])
		switch w, known := infoWords[p.key]; {
		case known:
			f.t.take(w, value)
		case p.key == "Title" && fileTitle(value):
			f.t.take(diag.Say("标题（只是文件名）", "title (a file's name)"), value)
		case slices.Contains(infoKept, p.key):
			continue
		default:
			f.t.take(diag.Say("自定义属性", "custom properties"), p.key)
		}
		out = append(out, p)
	}
	return out
}

// fileTitle reports whether a title is only the name of the file that was printed.
func fileTitle(s string) bool {
	low := strings.ToLower(s)
	if strings.HasPrefix(low, "microsoft word - ") || strings.HasPrefix(low, "microsoft powerpoint - ") {
		return true
	}
	return slices.ContainsFunc([]string{".doc", ".docx", ".wps", ".xls", ".xlsx", ".ppt", ".pptx"}, func(e string) bool { return strings.HasSuffix(low, e) })
}

// pdfText reads a string of a PDF file; what is no string is "".
func pdfText(s []byte) string {
	var raw []byte
	switch {
	case len(s) >= 2 && s[0] == '(':
		raw = pdfLiteral(s[1 : len(s)-1])
	case len(s) >= 2 && s[0] == '<' && s[1] != '<':
		digits := bytes.Map(func(r rune) rune {
			if r < 0x80 && pdfBlank(byte(r)) {
				return -1
			}
			return r
		}, s[1:len(s)-1])
		raw = make([]byte, len(digits)/2)
		n, _ := hex.Decode(raw, digits[:len(digits)/2*2])
		raw = raw[:n]
	}
	if len(raw) >= 2 && raw[0] == 0xFE && raw[1] == 0xFF {
		var units []uint16
		for i := 2; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		return string(utf16.Decode(units))
	}
	return strings.ToValidUTF8(string(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))), "�")
}

func pdfLiteral(s []byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case c >= '0' && c <= '7':
			v := 0
			for n := 0; n < 3 && i < len(s) && s[i] >= '0' && s[i] <= '7'; n++ {
				v = v*8 + int(s[i]-'0')
				i++
			}
			i--
			out = append(out, byte(v))
		case c == 'n':
			out = append(out, '\n')
		case c == 'r':
			out = append(out, '\r')
		case c == 't':
			out = append(out, '\t')
		case c == '\n', c == '\r':
		default:
			out = append(out, c)
		}
	}
	return out
}

// xmpTaken are the properties of XMP that go, by local name; those of the namespaces that end
// so go whole.
var (
	xmpTaken  = []string{"CreatorTool", "Producer", "creator", "Author", "AuthorsPosition", "CaptionWriter", "ManageTo", "contributor", "OwnerName", "SerialNumber"}
	xmpSpaces = []string{"/xap/1.0/mm/", "/pdfx/1.3/", "/exif/1.0/", "/tiff/1.0/", "/exif/1.0/aux/"}
)

// metadata cleans an XMP stream. The marks of PDF/A, title and dates in it stay.
func (f *pdfFile) metadata(o *pdfObject) error {
	text, err := f.unpack(o)
	if err != nil {
		f.t.say(diag.Say("有一段 XMP 信息读不出来，没有清理", "XMP metadata that cannot be read was left"))
		return nil
	}
	after := f.xmp(text)
	if bytes.Equal(after, text) {
		return nil
	}
	return f.store(o, after)
}

// xmp gives an XMP text of the same length with blanks in place of what goes.
func (f *pdfFile) xmp(text []byte) []byte {
	after := bytes.Clone(text)
	root, err := markup.Parse(bytes.TrimRight(text, "\x00"))
	if err != nil {
		if len(bytes.TrimSpace(text)) == 0 {
			return text
		}
		f.t.take(diag.Say("XMP 信息", "XMP metadata"))
		fill(after)
		return after
	}
	goes := func(space, local string) bool {
		return slices.Contains(xmpTaken, local) || slices.ContainsFunc(xmpSpaces, func(s string) bool { return strings.HasSuffix(space, s) })
	}
	spaces := map[string]string{}
	took := false
	root.Walk(func(n *markup.Node) bool {
		attrs := n.Attrs(text)
		for _, a := range attrs {
			if p, ok := strings.CutPrefix(a.Name, "xmlns:"); ok {
				spaces[p] = a.Value
			}
		}
		if n.Parent != nil && n.Parent.Is("Description") && goes(n.Space, n.Local) {
			f.xmpTake(n.Local, n.Text(text))
			fill(after[n.Start:n.End])
			took = true
			return false
		}
		for _, a := range attrs {
			prefix, local, ok := strings.Cut(a.Name, ":")
			if ok && prefix != "xmlns" && n.Is("Description") && goes(spaces[prefix], local) {
				f.xmpTake(local, a.Value)
				fill(after[a.Start:a.End])
				took = true
			}
		}
		return !n.Is("schemas") // the description of an extension schema
	})
	if !took {
		return text
	}
	return after
}

func (f *pdfFile) xmpTake(local, value string) {
	switch local {
	case "creator", "Author":
		f.t.take(infoWords["Author"], value)
	case "CreatorTool", "Producer":
		f.t.take(infoWords["Producer"], value)
	default:
		f.t.take(diag.Say("XMP 里的修订和来源信息", "history and origin in XMP"))
	}
}

// packed cleans an information dictionary that lies in an object stream.
func (f *pdfFile) packed(o *pdfObject, infos map[int]bool) error {
	text, err := f.unpack(o)
	if err != nil {
		f.t.say(diag.Say("有一部分内容读不出来，没有清理", "a part that cannot be read was left"))
		return nil
	}
	if bytes.Contains(text, []byte("/ByteRange")) {
		return signed()
	}
	first, err1 := strconv.Atoi(o.get(f.in, "First"))
	count, err2 := strconv.Atoi(o.get(f.in, "N"))
	if err1 != nil || err2 != nil || first < 0 || first > len(text) {
		return errPDF
	}
	heads := strings.Fields(string(text[:first]))
	after := bytes.Clone(text)
	for i := 0; i < count && 2*i+1 < len(heads); i++ {
		num, err1 := strconv.Atoi(heads[2*i])
		at, err2 := strconv.Atoi(heads[2*i+1])
		if err1 != nil || err2 != nil || at < 0 || at > len(text)-first {
			return errPDF
		}
		if !infos[num] {
			continue
		}
		var pairs []pdfPair
		if _, err := pdfValue(text, skipBlank(text, first+at), 0, &pairs); err != nil {
			return err
		}
		for _, p := range f.taken(text, pairs) {
			fill(after[p.at:p.to])
		}
	}
	if bytes.Equal(after, text) {
		return nil
	}
	return f.store(o, after)
}

// unpack gives a stream's bytes, of those that are not packed or packed in the usual way.
func (f *pdfFile) unpack(o *pdfObject) ([]byte, error) {
	data := f.in[o.data:o.dataEnd]
	if p := o.get(f.in, "DecodeParms"); p != "" && p != "null" {
		return nil, fmt.Errorf("a stream with parameters")
	}
	switch filter := strings.Trim(o.get(f.in, "Filter"), "[] \r\n\t"); filter {
	case "", "null":
		return data, nil
	case "/FlateDecode", "/Fl":
	default:
		return nil, fmt.Errorf("a stream packed with %s", filter)
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, maxPDFOut+1))
	if err == nil && len(text) > maxPDFOut {
		err = fmt.Errorf("a stream of more than %d bytes", maxPDFOut)
	}
	return text, err
}

// store puts other bytes of the same length into a stream. Where it is packed, its length
// changes: endstream moves forward and blanks follow it.
func (f *pdfFile) store(o *pdfObject, text []byte) error {
	if strings.Trim(o.get(f.in, "Filter"), "[] \r\n\t") == "" {
		copy(f.out[o.data:o.dataEnd], text)
		return nil
	}
	var packed bytes.Buffer
	z, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression) // the level is a valid one
	_, _ = z.Write(text)                                       // into memory
	_ = z.Close()
	cannot := refused("有一段压缩的信息没法在原处改，没有动它；请用原来的软件重新导出 PDF", "packed metadata cannot be changed in place; export the PDF anew")
	if packed.Len() > o.dataEnd-o.data {
		return cannot
	}
	if !f.setLength(o, packed.Len()) {
		return cannot
	}
	rest := f.out[o.data:o.tail]
	fill(rest)
	copy(rest, packed.Bytes())
	copy(rest[packed.Len():], "\nendstream")
	return nil
}

// setLength writes a stream's length, which is a number in its dictionary or an object of its
// own. The old number has as many digits or more.
func (f *pdfFile) setLength(o *pdfObject, n int) bool {
	if o.data+n+len("\nendstream") > o.tail {
		return false
	}
	for _, p := range o.pairs {
		if p.key != "Length" {
			continue
		}
		if _, err := strconv.Atoi(string(f.in[p.from:p.to])); err != nil {
			return false
		}
		digits := strconv.Itoa(n)
		if len(digits) > p.to-p.from {
			return false
		}
		fill(f.out[p.from:p.to])
		copy(f.out[p.from:p.to], digits)
		return true
	}
	return false
}

// check reads the cleaned file again: it has the same objects at the same places, and nothing
// but what was cleaned is other than it was.
func (f *pdfFile) check() error {
	after, _, err := pdfObjects(f.out)
	if err != nil {
		return err
	}
	if len(after) != len(f.objects) {
		return errPDF
	}
	for i := range after {
		a, b := &f.objects[i], &after[i]
		kind := a.get(f.in, "Type")
		if a.num != b.num || a.data != b.data || kind != b.get(f.out, "Type") {
			return errPDF
		}
		if a.data > 0 && kind != "/Metadata" && kind != "/ObjStm" && !bytes.Equal(f.in[a.data:a.tail], f.out[a.data:a.tail]) {
			return errPDF
		}
	}
	return nil
}
