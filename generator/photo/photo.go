// Package photo reads what pictures carry besides the picture: where it was taken, whose camera
// it was, comments, and what hangs behind its end.
//
// The tags of EXIF and IPTC are read by a library; the containers are walked here too, since a
// reader that stops at the first block of a kind misses the second, and none of them looks
// behind a picture's end. No picture is unpacked, so that the size which a header claims costs
// nothing.
package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/bep/imagemeta"

	"gongkai/generator/passage"
	"gongkai/generator/source"
)

// Bounds of one picture.
const (
	maxTags   = 5000
	maxTag    = 256 << 10
	maxText   = 4 << 20 // of an unpacked chunk of text
	maxBlocks = 64      // blocks of EXIF, or packets of XMP
	slack     = 64      // bytes behind the end that mean nothing
)

// A picture is one under reading.
type picture struct {
	sink  passage.Sink
	noted map[passage.Note]bool
	told  map[string]bool
	depth int
}

// Read hands on what the picture of that type, as package filetype names it, carries.
func Read(kind string, data []byte, sink passage.Sink) {
	p := &picture{sink: sink, noted: map[passage.Note]bool{}, told: map[string]bool{}}
	p.read(kind, data)
}

func (p *picture) read(kind string, data []byte) {
	switch kind {
	case "jpg":
		p.tags(imagemeta.JPEG, data)
		p.jpeg(data)
	case "png":
		p.tags(imagemeta.PNG, data)
		p.png(data)
	case "webp":
		p.tags(imagemeta.WebP, data)
		p.riff(data)
	case "heic":
		p.tags(imagemeta.HEIF, data)
		p.boxes(data)
	case "tif":
		p.tags(imagemeta.TIFF, data)
	case "gif":
		p.gif(data)
	case "bmp":
		if len(data) > 6 {
			p.behind(data, int(binary.LittleEndian.Uint32(data[2:])))
		}
	}
	p.blocks(data)
}

func (p *picture) note(f passage.Fact, name, value string) {
	n := passage.Note{Fact: f, At: passage.Place{Layer: passage.Property, Name: name}, Value: value}
	if !p.noted[n] && len(p.noted) < 100 {
		p.noted[n] = true
		p.sink.Note(n)
	}
}

func (p *picture) pass(name, text string) {
	text = strings.Trim(text, " \x00\t\r\n")
	if text == "" || p.told[name+"\x00"+text] {
		return
	}
	if len(p.told) < maxTags {
		p.told[name+"\x00"+text] = true
	}
	p.sink.Passage(passage.Place{Layer: passage.Property, Name: name}, []byte(text))
}

// tags reads the blocks that the library finds.
func (p *picture) tags(format imagemeta.ImageFormat, data []byte) {
	opts := imagemeta.Options{
		R: bytes.NewReader(data), ImageFormat: format, Sources: imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true }, LimitNumTags: maxTags, LimitTagSize: maxTag,
		Warnf:     func(string, ...any) {},
		HandleTag: func(t imagemeta.TagInfo) error { p.tag(t.Tag, t.Value); return nil },
		// XMP is looked for in the whole file.
		HandleXMP: func(r io.Reader) error { _, err := io.Copy(io.Discard, r); return err },
	}
	imagemeta.Decode(opts) // what stands before an error was handed on, and blocks looks again
}

// owners and makers are the tags that name a camera's owner or the camera itself, and those
// that name a person.
var (
	owners = []string{"serialnumber", "bodyserialnumber", "cameraserialnumber", "lensserialnumber", "internalserialnumber", "cameraownername", "ownername", "camera owner", "imageuniqueid"}
	makers = []string{"artist", "creator", "by-line", "byline", "author", "xpauthor", "photographer", "writer-editor", "captionwriter", "contact", "copyright owner", "rights owner", "creatoraddress", "personinimage"}
	silent = []string{"makernote", "padding", "thumbnailimage", "imageuniqueid", "printim", "applicationnotes", "documentid", "instanceid", "originaldocumentid"}
)

// tag hands on one tag.
func (p *picture) tag(name string, v any) {
	lower := strings.ToLower(name)
	text := written(name, v)
	if strings.HasPrefix(lower, "gps") {
		if place := lower == "gpslatitude" || lower == "gpslongitude" || lower == "gpsdestlatitude"; place && !nowhere(text) {
			p.note(passage.Location, "GPS", "")
		}
		if lower == "gpsareainformation" || lower == "gpsprocessingmethod" {
			p.pass(name, text)
		}
		return
	}
	if slices.Contains(silent, lower) || text == "" {
		return
	}
	switch {
	case slices.Contains(owners, lower):
		if strings.Trim(text, "0 ") != "" {
			p.note(passage.Device, name, text)
		}
	case slices.Contains(makers, lower):
		p.note(passage.Author, name, text)
	case lower == "city" || lower == "sub-location" || lower == "location" || lower == "locationcreated":
		p.note(passage.Location, name, "")
	}
	switch v.(type) {
	case string, []byte, []string, []any: // a number is a measure
		p.pass(name, text)
	}
}

// nowhere reports whether a coordinate says nothing.
func nowhere(text string) bool {
	return strings.Trim(text, "0./[] ,Na") == ""
}

// written gives a tag's value as text.
func written(name string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if strings.HasPrefix(name, "XP") {
			return wide([]byte(v))
		}
		return decoded([]byte(v))
	case []byte:
		if strings.HasPrefix(name, "XP") {
			return wide(v)
		}
		return decoded(bytes.TrimPrefix(bytes.TrimPrefix(v, []byte("ASCII\x00\x00\x00")), []byte("UNICODE\x00")))
	case []string:
		return strings.Join(v, " ")
	case []any:
		if !strings.HasPrefix(name, "XP") {
			return ""
		}
		var b []byte // the library gives them byte by byte
		for _, e := range v {
			if c, ok := e.(uint8); ok {
				b = append(b, c)
			}
		}
		return wide(b)
	}
	s := fmt.Sprint(v)
	if len(s) > 400 {
		return ""
	}
	return s
}

// decoded gives bytes as text, in whichever encoding.
func decoded(b []byte) string {
	b = bytes.Trim(b, "\x00 ")
	if t, _, _, ok := source.Decode(b); ok {
		return string(t)
	}
	if n := bytes.Count(b, []byte{0}); n > len(b)/3 {
		return wide(b)
	}
	return strings.ToValidUTF8(strings.ReplaceAll(string(b), "\x00", " "), "\uFFFD")
}

// wide gives UTF-16, little endian unless more of its zeros stand first, as text.
func wide(b []byte) string {
	if len(b) < 2 {
		return string(b)
	}
	hi := 1
	if even, odd := zeros(b, 0), zeros(b, 1); even > odd {
		hi = 0
	}
	var u []uint16
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, uint16(b[i+hi])<<8|uint16(b[i+1-hi]))
	}
	return strings.Trim(string(utf16.Decode(u)), "\x00\uFEFF ")
}

func zeros(b []byte, from int) (n int) {
	for i := from; i < len(b); i += 2 {
		if b[i] == 0 {
			n++
		}
	}
	return n
}

// blocks looks for every block of EXIF and every packet of XMP, wherever they are.
func (p *picture) blocks(data []byte) {
	for i, n := 0, 0; n < maxBlocks; n++ {
		j := bytes.Index(data[i:], []byte("Exif\x00\x00"))
		if j < 0 {
			break
		}
		i += j + 6
		p.exif(data[i:])
	}
	for i, n := 0, 0; n < maxBlocks; n++ {
		j := bytes.Index(data[i:], []byte("<x:xmpmeta"))
		if j < 0 {
			break
		}
		i += j
		end := bytes.Index(data[i:], []byte("</x:xmpmeta>"))
		if end < 0 {
			end = min(len(data)-i, maxText)
		}
		p.xmp(data[i : i+end])
		i += end
	}
}

// exif reads a block of EXIF, which has the form of a TIFF file.
func (p *picture) exif(b []byte) {
	if bytes.HasPrefix(b, []byte("II*\x00")) || bytes.HasPrefix(b, []byte("MM\x00*")) {
		p.tags(imagemeta.TIFF, b)
	}
}

// xmp reads a packet of XMP.
func (p *picture) xmp(b []byte) {
	passage.XML(b, func(name, text string) { p.tag(name, text) })
}

// Media looks for where a sound or a film was taken.
func Media(data []byte, sink passage.Sink) {
	if i := bytes.Index(data, []byte("\xA9xyz")); i >= 0 && i+8 < len(data) {
		if c := data[i+8]; c == '+' || c == '-' {
			sink.Note(passage.Note{Fact: passage.Location, At: passage.Place{Layer: passage.Property, Name: "GPS"}})
		}
	} else if bytes.Contains(data, []byte("com.apple.quicktime.location")) {
		sink.Note(passage.Note{Fact: passage.Location, At: passage.Place{Layer: passage.Property, Name: "GPS"}})
	}
	if bytes.HasPrefix(data, []byte("ID3")) && len(data) > 10 {
		sink.Passage(passage.Place{Layer: passage.Property, Name: "ID3"}, []byte(decoded(data[10:min(len(data), 16<<10)])))
	}
}
