package office

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/richardlehane/mscfb"

	"gongkai/generator/passage"
	"gongkai/generator/source"
)

// maxStreams is how many streams of an OLE2 file are looked at.
const maxStreams = 5000

// compound reads an OLE2 file: an old document, an embedded object, or one of today's under a
// password. Of the old ones the strings are found wherever they stand, and the numbers of
// cells; where on a page is not known, so the whole is told as read in part.
func compound(s *Source, sink passage.Sink) {
	r := &reader{Source: *s, sink: sink, noted: map[passage.Note]bool{}}
	doc, err := mscfb.New(bytes.NewReader(s.Data))
	if err != nil {
		r.note(passage.Damaged, passage.Place{}, "")
		loose(s.Data, printable, func(text string) { r.pass(passage.Place{}, text) })
		return
	}
	names := map[string]bool{}
	for _, f := range doc.File {
		names[f.Name] = true
	}
	if names["EncryptedPackage"] || names["EncryptionInfo"] {
		r.note(passage.Encrypted, passage.Place{}, "")
		return
	}
	r.note(passage.Partly, passage.Place{}, s.Type)
	for i := 0; i < maxStreams; i++ {
		f, err := doc.Next()
		if err != nil {
			break
		}
		r.stream(f)
	}
}

// stream reads one stream of an OLE2 file.
func (r *reader) stream(f *mscfb.File) {
	switch {
	case f.Name == "VBA" || f.Name == "_VBA_PROJECT" || f.Name == "_VBA_PROJECT_CUR" || f.Name == "Macros":
		r.note(passage.Macro, passage.Place{}, f.Name)
		return
	case f.Size <= 0 || f.FileInfo().IsDir():
		return
	}
	*r.Spent += f.Size
	if f.Size > int64(len(r.Data)) || *r.Spent > r.Limits.Unpacked {
		r.note(passage.TooLarge, passage.Place{}, "unpacked")
		return
	}
	b, _ := io.ReadAll(io.LimitReader(f, f.Size))
	at := passage.Place{}
	switch {
	case strings.HasSuffix(f.Name, "SummaryInformation"):
		r.summary(b)
		return
	case f.Name == "Package" || f.Name == "CONTENTS":
		r.Inner("embedded"+map[bool]string{true: ".pdf"}[bytes.HasPrefix(b, []byte("%PDF"))], b)
		return
	case strings.HasSuffix(f.Name, "Ole10Native"):
		r.note(passage.ActiveX, passage.Place{}, "Package")
	case slices.Contains(f.Path, "VBA") || slices.Contains(f.Path, "Macros"):
		at.Layer = passage.Cached
	case f.Name == "Workbook" || f.Name == "Book":
		b = r.records(b)
	case f.Name == "WordDocument" && len(b) > 12 && b[0] == 0xEC && b[1] == 0xA5 && b[0x0B]&1 != 0:
		r.note(passage.Encrypted, passage.Place{}, "")
		return
	case f.Name == "EncryptedSummary":
		r.note(passage.Encrypted, passage.Place{}, "")
		return
	}
	if f.Name == "WordDocument" {
		r.oldText(b)
		return
	}
	loose(b, printable, func(text string) {
		u := strings.TrimSpace(text)
		if strings.HasPrefix(strings.ToUpper(u), "DDEAUTO ") || strings.HasPrefix(strings.ToUpper(u), "DDE ") {
			r.note(passage.Launch, at, "DDE")
		}
		r.pass(at, text)
	})
}

// oldText hands on what an old document's stream holds: paragraphs, which \r ends, and the cells
// of tables.
func (r *reader) oldText(b []byte) {
	table := 0
	loose(b, func(c uint16) bool { return printable(c) || c == '\r' || c == '\a' || c == '\v' }, func(text string) {
		r.oldTables(strings.Split(strings.ReplaceAll(text, "\v", "\n"), "\a"), &table)
	})
}

// oldTables hands on text that is cut at the ends of cells. One more such end stands behind a
// row, so that a first row without empty cells tells how many cells there are.
func (r *reader) oldTables(parts []string, table *int) {
	width, row := 0, 0
	for i := 0; i < len(parts); {
		if width == 0 || i+width >= len(parts) || parts[i+width] != "" {
			width, row = 0, 0
			before := strings.Split(parts[i], "\r")
			last := len(before) - 1
			for _, p := range before[:last] {
				r.paragraph(p)
			}
			if i+1 == len(parts) {
				r.paragraph(before[last])
				return
			}
			parts[i] = before[last]
			for width = 1; i+width < len(parts) && parts[i+width] != ""; width++ {
			}
			*table++
		}
		row++
		end := min(i+width, len(parts))
		for col, text := range parts[i:end] {
			parts[i+col] = strings.ReplaceAll(text, "\r", "\n")
			r.pass(passage.Place{Table: *table, Cell: cellName(col+1, row)}, parts[i+col])
		}
		r.sink.Row(passage.Place{Table: *table, Cell: cellName(1, row)}, parts[i:min(end, i+maxColumns)])
		i = end + 1
	}
}

// paragraph hands on a paragraph of an old document.
func (r *reader) paragraph(text string) {
	u := strings.ToUpper(strings.TrimSpace(text))
	if strings.HasPrefix(u, "DDEAUTO ") || strings.HasPrefix(u, "DDE ") {
		r.note(passage.Launch, passage.Place{}, "DDE")
	}
	r.pass(passage.Place{}, text)
}

// minLoose is the shortest string that is taken from bytes, in characters.
const minLoose = 4

// loose gives the strings in bytes: UTF-16LE at even and odd places, and the 8-bit encodings.
// Cells of old workbooks may hold one sign each; those are for records to find.
func loose(b []byte, printable func(uint16) bool, f func(text string)) {
	for odd := range 2 {
		var run []uint16
		end := func() {
			if len(run) >= minLoose {
				f(string(utf16.Decode(run)))
			}
			run = run[:0]
		}
		for i := odd; i+1 < len(b); i += 2 {
			c := binary.LittleEndian.Uint16(b[i:])
			if printable(c) {
				if run = append(run, c); len(run) > 64<<10 {
					end()
				}
			} else {
				end()
			}
		}
		end()
	}
	from := 0
	for i := 0; i <= len(b); i++ {
		if i < len(b) && (b[i] >= ' ' && b[i] != 0x7F && b[i] != 0xFF || b[i] == '\t') && i-from < 256<<10 {
			continue
		}
		if i-from >= 6 {
			if run := b[from:i]; useful(run) {
				f(eightBit(run))
			}
		}
		from = i + 1
	}
}

// printable reports whether a unit of UTF-16 is one of text as offices write it.
func printable(c uint16) bool {
	switch {
	case c < 0x100:
		return c >= ' ' && c < 0x7F || c == '\t' || c >= 0xA0 && strings.ContainsRune("\u00A0\u00AD·²³¹×", rune(c))
	case c >= 0x2000 && c < 0x3000: // blanks, dashes, raised and circled digits, the star of a mark
		return c < 0x20A0 || c >= 0x2460 && c < 0x2500 || c >= 0x2776 && c < 0x2794 || strings.ContainsRune("№−─□■★☆", rune(c))
	}
	return c >= 0x4E00 && c <= 0x9FFF || c >= 0x3000 && c < 0x3100 || c >= 0xFF00 && c < 0xFFF0 || c == 0xFEFF
}

// useful reports whether bytes hold a number or an address that somebody may look for; long
// texts of Latin letters are names of fonts and styles.
func useful(run []byte) bool {
	digits := 0
	for _, c := range run {
		if c == '@' || c >= 0x80 {
			return true
		}
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return digits >= 5
}

func eightBit(run []byte) string {
	if utf8.Valid(run) {
		return string(run)
	}
	if t, _, _, ok := source.Decode(run); ok {
		return string(t)
	}
	return strings.Map(func(c rune) rune {
		if c == utf8.RuneError || unicode.IsControl(c) {
			return ' '
		}
		return c
	}, string(run))
}

// summary reads a set of properties, as Word, Excel and PowerPoint of old write them.
func (r *reader) summary(b []byte) {
	if len(b) < 48 {
		return
	}
	names := map[uint32]string{2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "comments", 7: "template", 8: "last modified by", 14: "manager", 15: "company", 18: "application"}
	// DocumentSummaryInformation's numbers are others'.
	second := bytes.HasPrefix(b[28:], []byte("\x02\xD5\xCD\xD5"))
	if second {
		names = map[uint32]string{2: "category", 14: "manager", 15: "company"}
	}
	start := int(binary.LittleEndian.Uint32(b[44:]))
	if start < 0 || start+8 > len(b) {
		return
	}
	set := b[start:]
	count := int(binary.LittleEndian.Uint32(set[4:]))
	for i := range min(count, 200) {
		at := 8 + 8*i
		if at+8 > len(set) {
			return
		}
		id, off := binary.LittleEndian.Uint32(set[at:]), int(binary.LittleEndian.Uint32(set[at+4:]))
		if off < 0 || off+8 > len(set) {
			continue
		}
		kind, n := binary.LittleEndian.Uint32(set[off:]), int(binary.LittleEndian.Uint32(set[off+4:]))
		body := set[off+8:]
		var text string
		switch {
		case n < 0 || n > len(body):
			continue
		case kind == 0x1E:
			text = eightBit(bytes.TrimRight(body[:n], "\x00"))
		case kind == 0x1F && 2*n <= len(body):
			var u []uint16
			for j := range n {
				u = append(u, binary.LittleEndian.Uint16(body[2*j:]))
			}
			text = strings.TrimRight(string(utf16.Decode(u)), "\x00")
		}
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		place := passage.Place{Layer: passage.Property, Name: names[id]}
		if !second && (id == 4 || id == 8) || second && id == 14 {
			r.note(passage.Author, place, text)
		}
		r.pass(place, text)
	}
	loose(b, printable, func(text string) { r.pass(passage.Place{Layer: passage.Property}, text) })
}
