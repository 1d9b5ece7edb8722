// Package office reads documents of office programs to the last part: OOXML (docx, xlsx, pptx),
// OpenDocument, OFD and the old binary ones.
//
// It walks the archive and its XML itself, token by token, where a spreadsheet library would
// give cells alone: a gate must see what such a library leaves out, such as shared strings that
// no cell uses, caches of pivot tables and of other workbooks, deleted text, names, alt texts
// and parts that no known program reads. A part that this package does not know is walked all
// the same, every text and attribute of it.
//
// Documents come from strangers. A reader holds one paragraph, one row and the shared strings
// of a workbook, the latter up to 64 MB; tokens, depth and unpacked bytes are counted, and a
// limit stops the reading with a note. XML that declares entities or a document type is damaged:
// no office program writes it.
package office

import (
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/passage"
	"gongkai/generator/unzip"
)

// A Source is one document to read.
type Source struct {
	Type   string // as package filetype names it
	Data   []byte
	Limits unzip.Limits
	Spent  *int64 // unpacked bytes so far, shared with other archives of the same file; nil for none
	Tokens *int64 // XML tokens that are left, shared likewise; nil for MaxTokens

	// Inner takes each file inside the document that is no part of it, such as a picture or an
	// embedded workbook; its bytes are the callee's. Nil for none.
	Inner func(name string, data []byte)
}

// MaxTokens is how many XML tokens are read of one file: a sheet of three million cells.
const MaxTokens = 20_000_000

// Types are the types that Read reads.
func Types() []string {
	return strings.Fields("docx xlsx pptx odt ods odp ofd doc xls ppt wps et dps")
}

// Read hands on all that the document holds. What stops it is a note.
func Read(s Source, sink passage.Sink) {
	if s.Spent == nil {
		s.Spent = new(int64)
	}
	if s.Tokens == nil {
		left := int64(MaxTokens)
		s.Tokens = &left
	}
	if s.Inner == nil {
		s.Inner = func(string, []byte) {}
	}
	if strings.HasPrefix(string(s.Data[:min(8, len(s.Data))]), "\xD0\xCF\x11\xE0") {
		compound(&s, sink)
		return
	}
	a, err := unzip.Open(s.Data, s.Limits, s.Spent)
	if err != nil {
		sink.Note(stopped(passage.Place{}, "", err))
		return
	}
	r := &reader{
		Source: s, a: a, sink: sink, done: map[*unzip.Member]bool{}, types: map[string]string{}, rels: map[string][]relation{},
		places: map[string]passage.Place{}, noted: map[passage.Note]bool{}, vanished: map[string]bool{},
	}
	if a.Comment != "" {
		r.pass(passage.Place{Layer: passage.Property, Name: "comment"}, a.Comment)
	}
	switch s.Type {
	case "odt", "ods", "odp":
		r.opendocument()
	case "ofd":
		r.ofd()
	default:
		r.openxml()
	}
	r.counts()
}

// A reader is the state of reading one archive.
type reader struct {
	Source
	a    *unzip.Archive
	sink passage.Sink

	done     map[*unzip.Member]bool   // members that were read; by name would miss one of two of the same name
	types    map[string]string        // content type of a part, by its name; of an ending, by "." and it
	rels     map[string][]relation    // of a part, by its name; "" for the package
	places   map[string]passage.Place // where a part belongs: sheet, slide
	noted    map[passage.Note]bool
	vanished map[string]bool // styles of hidden text
	strings  *shared         // of a workbook
	dates    []bool          // styles of a workbook's cells that show dates

	tracked, comments int
	locked            bool // an OpenDocument under a password
	stop              bool // a limit was met; nothing more is read
}

// stopped makes the note of an error that ended the reading of a part.
func stopped(at passage.Place, part string, err error) passage.Note {
	var past *unzip.LimitError
	switch {
	case errors.As(err, &past):
		word := [...]string{unzip.Members: "members", unzip.Unpacked: "unpacked", unzip.Ratio: "ratio", unzip.Overlap: "overlap"}[past.What]
		return passage.Note{Fact: passage.TooLarge, At: at, Value: word}
	case errors.Is(err, errTokens):
		return passage.Note{Fact: passage.TooLarge, At: at, Value: "elements"}
	case errors.Is(err, errLong):
		return passage.Note{Fact: passage.TooLarge, At: at, Value: "text"}
	}
	return passage.Note{Fact: passage.Damaged, At: at, Value: part}
}

// note hands on a fact once.
func (r *reader) note(f passage.Fact, at passage.Place, value string) {
	n := passage.Note{Fact: f, At: at, Value: value}
	if !r.noted[n] && len(r.noted) < 1000 {
		r.noted[n] = true
		r.sink.Note(n)
	}
}

// pass hands on a text that says something.
func (r *reader) pass(at passage.Place, text string) {
	if strings.TrimSpace(text) != "" {
		r.sink.Passage(at, []byte(text))
	}
}

func (r *reader) counts() {
	if r.tracked > 0 {
		r.note(passage.Tracked, passage.Place{}, strconv.Itoa(r.tracked))
	}
	if r.comments > 0 {
		r.note(passage.Comments, passage.Place{}, strconv.Itoa(r.comments))
	}
}

// walk gives a member's XML to h. A member that is none goes to other.
func (r *reader) walk(m *unzip.Member, at passage.Place, h handler) {
	if r.stop {
		return
	}
	s, err := r.a.Stream(m)
	if err == nil {
		err = scan(s, r.Tokens, h)
		s.Close()
	}
	if err != nil && err != io.EOF {
		n := stopped(passage.Place{}, m.Name, err)
		r.note(n.Fact, n.At, n.Value)
		r.stop = n.Fact == passage.TooLarge
	}
}

// each calls f for every member that is a file and was not read yet, and marks it as read.
func (r *reader) each(f func(m *unzip.Member)) {
	for _, m := range r.a.Members {
		if m.Dir || r.done[m] || r.stop {
			continue
		}
		r.done[m] = true
		if m.Encrypted {
			r.note(passage.Encrypted, passage.Place{}, "")
			continue
		}
		f(m)
	}
}

// blob reads a member that is no XML: files inside the document, and what runs.
func (r *reader) blob(m *unzip.Member) {
	at := r.places[m.Name]
	base := strings.ToLower(path.Base(m.Name))
	switch ending := path.Ext(base); {
	case base == "vbaproject.bin" || strings.HasPrefix(base, "vba") && ending == ".bin" || ending == ".xlsm" || ending == ".docm":
		r.note(passage.Macro, at, m.Name)
		return
	case strings.Contains(strings.ToLower(m.Name), "/activex/"):
		r.note(passage.ActiveX, at, m.Name)
		return
	case slices.Contains([]string{".odttf", ".fntdata", ".ttf", ".otf", ".gb2312"}, ending) || strings.HasPrefix(base, "printersettings"):
		return
	}
	data, err := r.a.Read(m)
	if err != nil {
		n := stopped(at, m.Name, err)
		r.note(n.Fact, n.At, n.Value)
		r.stop = n.Fact == passage.TooLarge
		return
	}
	if e := path.Ext(base); e == ".emf" || e == ".wmf" || e == ".bin" && !strings.HasPrefix(string(data), "\xD0\xCF\x11\xE0") {
		at.Layer = passage.Cached
		loose(data, printable, func(text string) { r.pass(at, text) })
		return
	}
	r.Inner(path.Base(m.Name), data)
}

// isXML reports whether a member begins as XML does.
func (r *reader) isXML(m *unzip.Member) bool {
	s, err := r.a.Stream(m)
	if err != nil {
		return strings.HasSuffix(m.Name, ".xml") || strings.HasSuffix(m.Name, ".rels")
	}
	defer s.Close()
	var head [64]byte
	n, _ := io.ReadFull(s, head[:])
	t := strings.TrimLeft(strings.TrimPrefix(string(head[:n]), "\xEF\xBB\xBF"), " \t\r\n")
	return strings.HasPrefix(t, "<") || strings.HasPrefix(t, "\xFF\xFE<\x00") || strings.HasPrefix(t, "\xFE\xFF\x00<") ||
		n > 0 && (strings.HasSuffix(m.Name, ".xml") || strings.HasSuffix(m.Name, ".rels"))
}
