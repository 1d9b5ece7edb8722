package enclosure

import (
	"errors"
	"path"
	"slices"
	"strings"

	"gongkai/generator/filetype"
	"gongkai/generator/office"
	"gongkai/generator/passage"
	"gongkai/generator/pdfread"
	"gongkai/generator/photo"
	"gongkai/generator/unzip"
)

// Options set up a Reader. The zero Options work.
type Options struct {
	Limits  Limits // DefaultLimits where it is zero
	Scratch string // a folder in which the compiled engine for PDF files is kept for the next run; "" for none
}

// DefaultLimits hold for sites that set none.
var DefaultLimits = Limits{Bytes: 200 << 20, Members: 5000, Unpacked: 512 << 20, Ratio: 200}

// A Reader reads files. It may be used by many goroutines at once.
type Reader struct {
	limits Limits
	pdf    *pdfread.Reader
}

// New gives a Reader. The engine for PDF files starts with the first of them.
func New(o Options) *Reader {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits
	}
	return &Reader{o.Limits, pdfread.New(o.Scratch)}
}

// Close frees what the engines hold. They start anew when the Reader is used again.
func (r *Reader) Close() error { return r.pdf.Close() }

// Read judges the file of that name and those bytes, which are not changed. The name may have
// folders; they say nothing.
//
// It never panics: readers of foreign forms are large, and a file that one of them stumbles over
// must cost a note, not the site's build. Such a file is Damaged, which no rule passes as read.
func (r *Reader) Read(name string, data []byte) (rep Report) {
	left := int64(office.MaxTokens)
	j := &job{r: r, rep: &rep, spent: new(int64), tokens: &left}
	j.sink = newGather(&rep, "")
	defer func() {
		if recover() != nil {
			rep.Notes = append(rep.Notes, passage.Note{Fact: passage.Damaged, Value: "reader"})
		}
		rep.conclude()
	}()
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if int64(len(data)) > r.limits.Bytes {
		rep.Type = filetype.Of(base, data[:min(len(data), 1<<20)], j.zip()).Type
		rep.Notes = append(rep.Notes, passage.Note{Fact: passage.TooLarge, Value: "bytes"})
		return rep
	}
	found := filetype.Of(base, data, j.zip())
	rep.Type = found.Type
	switch {
	case !found.Allowed:
		rep.Refuse, rep.Is = NotAllowed, found.Type
		return rep
	case !found.Agrees:
		rep.Refuse, rep.Is = Disguised, found.Type
	}
	j.named(passage.Place{}, base)
	j.read(found.Type, data)
	j.sink.flush()
	return rep
}

// conclude makes refusals of the notes that demand one.
func (rep *Report) conclude() {
	for _, n := range rep.Notes {
		switch {
		case rep.Refuse != 0 && rep.Refuse != Disguised:
			return
		case n.Fact >= passage.Macro && n.Fact <= passage.External:
			rep.Refuse, rep.Is = Active, n.Value
		case n.Fact == passage.TooLarge && slices.Contains([]string{"members", "unpacked", "ratio", "overlap"}, n.Value):
			rep.Refuse, rep.Is = Bomb, n.Value
		}
	}
}

// A job is the reading of one file and of what is in it.
type job struct {
	r      *Reader
	rep    *Report
	sink   *gather
	spent  *int64 // bytes unpacked, of all archives in the file together
	tokens *int64
	depth  int // 0 the file, 1 what is in it
}

func (j *job) zip() unzip.Limits {
	l := j.r.limits
	return unzip.Limits{Members: l.Members, Unpacked: l.Unpacked, Ratio: l.Ratio}
}

// pictures are the types that package photo reads.
var pictures = []string{"jpg", "png", "webp", "heic", "tif", "gif", "bmp"}

// read reads bytes of an allowed type.
func (j *job) read(kind string, data []byte) {
	switch {
	case slices.Contains(office.Types(), kind):
		office.Read(office.Source{Type: kind, Data: data, Limits: j.zip(), Spent: j.spent, Tokens: j.tokens, Inner: j.inner}, j.sink)
	case kind == "pdf":
		j.r.pdf.Read(data, max(0, j.r.limits.Unpacked-*j.spent), j.sink, j.inner)
	case slices.Contains(pictures, kind):
		photo.Read(kind, data, j.sink)
	case kind == "svg":
		photo.SVG(data, j.sink)
	case kind == "zip":
		j.archive(data)
	case kind == "csv":
		j.table(data)
	case kind == "mp3" || kind == "mp4":
		photo.Media(data, j.sink)
	default:
		j.text(kind, data)
	}
}

// inner reads a file that is inside another one. Pictures are read wherever they are, documents
// one level down.
func (j *job) inner(name string, data []byte) {
	found := filetype.Of(name, data, j.zip())
	kind := found.Type
	at := passage.Place{Member: name}
	within := j.sink.within(name)
	switch {
	case slices.Contains(pictures, kind), kind == "svg":
	case runs(kind):
		j.sink.Note(passage.Note{Fact: passage.Embedded, At: at, Value: kind})
		if j.rep.Refuse == 0 {
			j.rep.Refuse, j.rep.Is = NotAllowed, kind
		}
		return
	case kind == "ole":
		kind = "doc" // an object of some program: its strings are looked through
	case !found.Allowed || j.depth > 0 || kind == "zip":
		j.sink.Note(passage.Note{Fact: passage.Embedded, At: at, Value: kind})
		if found.Allowed || kind == "rar" || kind == "7z" {
			j.sink.Note(passage.Note{Fact: passage.Partly, At: at, Value: kind})
		}
		return
	}
	inside := *j
	inside.depth++
	inside.sink = within
	inside.read(kind, data)
	within.flush()
}

// named looks through a file's name: lists of people are cut into files that are called so.
func (j *job) named(at passage.Place, name string) {
	at.Layer, at.Name = passage.Property, "file name"
	name = strings.TrimSuffix(name, path.Ext(name))
	j.sink.Passage(at, []byte(strings.NewReplacer("/", " \n\n", "_", " ").Replace(name)))
}

// runs reports whether files of a type run when somebody opens them.
func runs(kind string) bool {
	return slices.Contains(strings.Fields("exe dll com scr pif msi bat cmd ps1 vbs vbe js jse wsf wsh hta lnk jar apk chm reg script sh docm xlsm pptm elf so dmg class macho"), kind)
}

// archive reads a ZIP archive's members.
func (j *job) archive(data []byte) {
	a, err := unzip.Open(data, j.zip(), j.spent)
	if err != nil {
		j.fail(passage.Place{}, err)
		return
	}
	if a.Comment != "" {
		j.sink.Passage(passage.Place{Layer: passage.Property, Name: "comment"}, []byte(a.Comment))
	}
	for _, m := range a.Members {
		at := passage.Place{Member: m.Name}
		j.named(at, m.Name)
		switch base := path.Base(m.Name); {
		case m.Escapes:
			j.sink.Note(passage.Note{Fact: passage.Damaged, At: at, Value: "names"})
			if j.rep.Refuse == 0 {
				j.rep.Refuse, j.rep.Is = Bomb, "names"
			}
			continue
		case m.Dir, base == ".DS_Store", base == "desktop.ini":
			continue
		case m.Encrypted:
			j.sink.Note(passage.Note{Fact: passage.Encrypted, At: at})
			continue
		}
		b, err := a.Read(m)
		if err != nil {
			if j.fail(at, err) {
				return
			}
			continue
		}
		j.inner(m.Name, b)
	}
}

// fail notes why an archive was not read on, and reports whether a limit was it.
func (j *job) fail(at passage.Place, err error) bool {
	var past *unzip.LimitError
	if !errors.As(err, &past) {
		j.sink.Note(passage.Note{Fact: passage.Damaged, At: at})
		return false
	}
	word := [...]string{unzip.Members: "members", unzip.Unpacked: "unpacked", unzip.Ratio: "ratio", unzip.Overlap: "overlap"}[past.What]
	j.sink.Note(passage.Note{Fact: passage.TooLarge, At: at, Value: word})
	return true
}
