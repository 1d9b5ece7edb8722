package enclosure

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/passage"
)

// exif makes a block of EXIF: a description, an owner's number, and where the picture was taken.
func exif(description, serial string, gps bool) []byte {
	le := binary.LittleEndian
	type tag struct {
		id, kind uint16
		count    uint32
		data     []byte
	}
	var out []byte
	ifd := func(at int, tags []tag) []byte {
		b := le.AppendUint16(nil, uint16(len(tags)))
		extra, end := []byte{}, at+2+12*len(tags)+4
		for _, t := range tags {
			b = le.AppendUint16(le.AppendUint16(b, t.id), t.kind)
			b = le.AppendUint32(b, t.count)
			if len(t.data) <= 4 {
				b = append(b, append(t.data, make([]byte, 4-len(t.data))...)...)
			} else {
				b = le.AppendUint32(b, uint32(end+len(extra)))
				extra = append(extra, t.data...)
				if len(extra)%2 == 1 {
					extra = append(extra, 0)
				}
			}
		}
		return append(append(b, 0, 0, 0, 0), extra...)
	}
	text := func(id uint16, s string) tag { return tag{id, 2, uint32(len(s) + 1), append([]byte(s), 0)} }
	ptr := func(id uint16, at int) tag { return tag{id, 4, 1, le.AppendUint32(nil, uint32(at))} }
	first := func(sub, place int) []byte {
		tags := []tag{text(0x010E, description), ptr(0x8769, sub)}
		if gps {
			tags = append(tags, ptr(0x8825, place))
		}
		return ifd(8, tags)
	}
	sub := 8 + len(first(0, 0))
	second := ifd(sub, []tag{text(0xA431, serial)})
	place := sub + len(second)
	degrees := func(d ...uint32) (b []byte) {
		for _, n := range d {
			b = le.AppendUint32(le.AppendUint32(b, n), 1)
		}
		return b
	}
	third := ifd(place, []tag{text(1, "N"), {2, 5, 3, degrees(26, 4, 5)}, text(3, "E"), {4, 5, 3, degrees(119, 18, 3)}})
	out = append(out, "II*\x00\x08\x00\x00\x00"...)
	out = append(append(out, first(sub, place)...), second...)
	if gps {
		out = append(out, third...)
	}
	return out
}

func segment(marker byte, body string) string {
	return string([]byte{0xFF, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}) + body
}

func jpeg(segments ...string) []byte {
	return []byte("\xFF\xD8" + segment(0xE0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00") + strings.Join(segments, "") + segment(0xDA, "\x01\x01\x00\x00\x3F\x00") + "\x12\x34\xFF\x00\x56" + "\xFF\xD9")
}

func chunk(kind, body string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(b, kind+body...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte(kind+body))))
}

func png(chunks ...string) []byte {
	return []byte("\x89PNG\r\n\x1a\n" + chunk("IHDR", "\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00") + strings.Join(chunks, "") + chunk("IDAT", deflated("\x00\x00")) + chunk("IEND", ""))
}

func webp(chunks ...string) []byte {
	body := "WEBP"
	for i := 0; i+1 < len(chunks); i += 2 {
		body += chunks[i] + string(binary.LittleEndian.AppendUint32(nil, uint32(len(chunks[i+1])))) + chunks[i+1]
		if len(chunks[i+1])%2 == 1 {
			body += "\x00"
		}
	}
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body)
}

func box(kind, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

func heic(exif string) []byte {
	return []byte(box("ftyp", "heic\x00\x00\x00\x00mif1heic") + box("meta", "\x00\x00\x00\x00") + box("mdat", "\x00\x00\x00\x06Exif\x00\x00"+exif))
}

const vp8 = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

func xmp(s string) string {
	return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description><dc:description><rdf:Alt><rdf:li>` + s + `</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`
}

func photoCarriers() []carrier {
	put := func(f func(s string) []byte) func(testing.TB, string) []byte {
		return func(_ testing.TB, s string) []byte { return f(s) }
	}
	prop := func(name string) passage.Place { return passage.Place{Layer: passage.Property, Name: name} }
	return []carrier{
		{"EXIF", "a.jpg", put(func(s string) []byte { return jpeg(segment(0xE1, "Exif\x00\x00"+string(exif(s, "1", false)))) }), prop("ImageDescription")},
		{"second EXIF", "a.jpg", put(func(s string) []byte {
			return jpeg(segment(0xE1, "Exif\x00\x00"+string(exif("x", "1", false))), segment(0xE1, "Exif\x00\x00"+string(exif(s, "1", false))))
		}), prop("ImageDescription")},
		{"XMP", "a.jpg", put(func(s string) []byte { return jpeg(segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00"+xmp(s))) }), prop("description")},
		{"comment", "a.jpg", put(func(s string) []byte { return jpeg(segment(0xFE, s)) }), prop("comment")},
		{"behind the end", "a.jpg", put(func(s string) []byte { return append(jpeg(), s...) }), prop("behind the end")},
		{"text", "a.png", put(func(s string) []byte { return png(chunk("tEXt", "Comment\x00"+s)) }), prop("Comment")},
		{"packed text", "a.png", put(func(s string) []byte { return png(chunk("zTXt", "Comment\x00\x00"+deflated(s))) }), prop("Comment")},
		{"international text", "a.png", put(func(s string) []byte { return png(chunk("iTXt", "Comment\x00\x00\x00zh\x00\x00"+s)) }), prop("Comment")},
		{"EXIF", "a.png", put(func(s string) []byte { return png(chunk("eXIf", string(exif(s, "1", false)))) }), prop("ImageDescription")},
		{"EXIF", "a.webp", put(func(s string) []byte { return webp("VP8X", vp8, "EXIF", string(exif(s, "1", false))) }), prop("ImageDescription")},
		{"XMP", "a.webp", put(func(s string) []byte { return webp("VP8X", vp8, "XMP ", xmp(s)) }), prop("description")},
		{"EXIF", "a.heic", put(func(s string) []byte { return heic(string(exif(s, "1", false))) }), prop("ImageDescription")},
		{"EXIF", "a.tif", put(func(s string) []byte { return exif(s, "1", false) }), prop("ImageDescription")},
		{"comment", "a.gif", put(func(s string) []byte {
			return []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xFE" + string(byte(len(s))) + s + "\x00\x3B")
		}), prop("comment")},
		{"text", "a.svg", put(func(s string) []byte {
			a, b, c := split(s)
			return []byte(`<svg xmlns="http://www.w3.org/2000/svg"><text>` + a + `<tspan>` + b + `</tspan>` + c + `</text></svg>`)
		}), passage.Place{}},
		{"picture in a document", "a.docx", func(t testing.TB, s string) []byte {
			return docx(t, para("图"), "word/media/image1.jpg", string(jpeg(segment(0xFE, s))))
		}, passage.Place{Member: "image1.jpg", Layer: passage.Property}},
		{"picture in a drawing", "a.svg", put(func(s string) []byte {
			return []byte(`<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/jpeg;base64,` + base64.StdEncoding.EncodeToString(jpeg(segment(0xFE, s))) + `"/></svg>`)
		}), prop("comment")},
	}
}

// facts gives what a report's notes say.
func facts(rep Report) (out []passage.Fact) {
	for _, n := range rep.Notes {
		out = append(out, n.Fact)
	}
	return out
}

func TestPictures(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	block := string(exif("示范区", "SN0042", true))
	film := box("ftyp", "mp42\x00\x00\x00\x00mp42isom") + strings.Repeat("\x00", 200)
	for _, tt := range []struct {
		name, file string
		data       []byte
		want       []passage.Fact
	}{
		{"nothing", "a.jpg", jpeg(), nil},
		{"nothing", "a.png", png(), nil},
		{"place and number", "a.jpg", jpeg(segment(0xE1, "Exif\x00\x00"+block)), []passage.Fact{passage.Location, passage.Device}},
		{"place and number", "a.png", png(chunk("eXIf", block)), []passage.Fact{passage.Location, passage.Device}},
		{"place and number", "a.webp", webp("VP8X", vp8, "EXIF", block), []passage.Fact{passage.Location, passage.Device}},
		{"place and number", "a.heic", heic(block), []passage.Fact{passage.Location, passage.Device}},
		{"place and number", "a.tif", []byte(block), []passage.Fact{passage.Location, passage.Device}},
		{"place in XMP", "a.jpg", jpeg(segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00"+`<x:xmpmeta><rdf:RDF><rdf:Description exif:GPSLatitude="26,4.5N" exif:GPSLongitude="119,18.3E"/></rdf:RDF></x:xmpmeta>`)), []passage.Fact{passage.Location}},
		{"author", "a.png", png(chunk("tEXt", "Author\x00王五")), []passage.Fact{passage.Author}},
		{"an archive behind the end", "a.jpg", append(jpeg(), parts{"a.txt", strings.Repeat("x", 100)}.pack(t)...), []passage.Fact{passage.Embedded}},
		{"a film behind the end", "a.jpg", append(jpeg(), film...), []passage.Fact{passage.Embedded}},
		{"a header of a million by a million", "a.png", []byte("\x89PNG\r\n\x1a\n" + chunk("IHDR", "\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x00\x00\x00\x00") + chunk("IEND", "")), nil},
	} {
		rep := r.Read(tt.file, tt.data)
		got := facts(rep)
		slices.Sort(got)
		want := slices.Clone(tt.want)
		slices.Sort(want)
		if rep.Refuse != 0 || !slices.Equal(slices.Compact(got), want) {
			t.Errorf("%s, %s: refuse %d, notes %+v; want facts %v", tt.file, tt.name, rep.Refuse, rep.Notes, want)
		}
		for _, n := range rep.Notes {
			if strings.Contains(n.Value, "26") {
				t.Errorf("%s: the note shows the place: %+v", tt.name, n)
			}
		}
	}
}

func TestDrawingsThatRun(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	wrap := func(s string) []byte {
		return []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + s + `</svg>`)
	}
	for _, s := range []string{
		`<script>alert(1)</script>`, `<SCRIPT href="x.js"/>`, `<rect onload="x()"/>`, `<rect ONCLICK="x()"/>`, `<a href="javascript:x()"><text>a</text></a>`,
		"<a xlink:href=\" java\nscript:x()\"/>", `<foreignObject><p>x</p></foreignObject>`, `<image href="http://example.com/a.png"/>`, `<use href="//example.com/a.svg#x"/>`,
		`<style>@import "http://example.com/a.css";</style>`, `<rect style="fill:url(http://example.com/a#b)"/>`, `<svg:script xmlns:svg="http://www.w3.org/2000/svg">x</svg:script>`,
		`<a href="data:text/html,x"/>`, `<set attributeName="href" to="javascript:x()"/>`,
	} {
		if rep := r.Read("a.svg", wrap(s)); rep.Refuse != Active {
			t.Errorf("%s: refuse %d, notes %+v", s, rep.Refuse, rep.Notes)
		}
	}
	for _, s := range []string{
		`<rect fill="url(#a)" width="1"/><a href="https://www.gov.cn/"><text>政府网</text></a>`, `<style>.a{fill:url(#b)}</style><use xlink:href="#x"/>`,
		`<image href="data:image/png;base64,` + base64.StdEncoding.EncodeToString(png()) + `"/>`,
	} {
		if rep := r.Read("a.svg", wrap(s)); rep.Refuse != 0 || len(rep.Notes) > 0 {
			t.Errorf("%s: refuse %d, notes %+v", s, rep.Refuse, rep.Notes)
		}
	}
	if rep := r.Read("a.svg", bytes.Replace(wrap(""), []byte("<svg"), []byte(`<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg`), 1)); rep.Refuse != Active {
		t.Errorf("an entity from elsewhere: %+v", rep)
	}
}
