package clean

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

func asRefused(err error, no **RefusedError) bool { return errors.As(err, no) }

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 24, 16))
	for i := range m.Pix {
		m.Pix[i] = byte(i * 7)
	}
	for x := range 24 {
		m.Set(x, 3, color.White)
	}
	return m
}

// jpegOf makes a JPEG file with segments behind its first marker.
func jpegOf(t testing.TB, segments []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(b.Bytes()[:2], segments, b.Bytes()[2:])
}

func segment(marker byte, data string) []byte {
	n := len(data) + 2
	return append([]byte{0xFF, marker, byte(n >> 8), byte(n)}, data...)
}

// exifOf makes an Exif block with an artist, an orientation, a GPS directory and a thumbnail.
func exifOf(orientation byte, artist string) string {
	var b []byte
	u16 := func(v uint16) { b = binary.LittleEndian.AppendUint16(b, v) }
	u32 := func(v uint32) { b = binary.LittleEndian.AppendUint32(b, v) }
	b = append(b, "II*\x00"...)
	u32(8)
	u16(3)
	u16(0x0112)
	u16(3)
	u32(1)
	u32(uint32(orientation))
	u16(0x013B)
	u16(2)
	u32(uint32(len(artist) + 1))
	u32(100)
	u16(0x8825)
	u16(4)
	u32(1)
	u32(60)
	u32(90) // the next directory: the thumbnail's
	for len(b) < 60 {
		b = append(b, 0)
	}
	u16(1)
	u16(1)
	u16(2)
	u32(2)
	u32('N')
	u32(0)
	for len(b) < 100 {
		b = append(b, 0)
	}
	return string(b) + artist + "\x00"
}

func decode(t *testing.T, b []byte) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func samePixels(t *testing.T, a, b []byte) {
	t.Helper()
	x, y := decode(t, a), decode(t, b)
	if x.Bounds() != y.Bounds() {
		t.Fatalf("%v became %v", x.Bounds(), y.Bounds())
	}
	for v := range x.Bounds().Dy() {
		for u := range x.Bounds().Dx() {
			if x.At(u, v) != y.At(u, v) {
				t.Fatalf("the pixel at %d, %d changed", u, v)
			}
		}
	}
}

func TestJPEG(t *testing.T) {
	icc := segment(0xE2, "ICC_PROFILE\x00\x01\x01profile")
	jfif := segment(0xE0, "JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x01\x01RGB")
	in := jpegOf(t, slices.Concat(jfif, segment(0xE1, exifHead+exifOf(6, "张三")), segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta/>"),
		segment(0xED, "Photoshop 3.0\x008BIM"), icc, segment(0xE2, "MPF\x00"), segment(0xFE, "13800138000 拍的"), segment(0xEB, "else")))
	in = append(in, "a second picture"...)
	out, r := cleaned(t, in)
	samePixels(t, in, out)
	for _, want := range []string{"拍摄者 张三", "拍摄地点（GPS）", "缩略图", "图片的 XMP 信息", "图片的 IPTC 信息", "图片后面的数据"} {
		if !slices.Contains(told(r), want) {
			t.Errorf("nothing says %s: %q", want, told(r))
		}
	}
	for _, word := range []string{"张三", "xmpmeta", "8BIM", "MPF", "13800138000", "else", "second", "RGB"} {
		if bytes.Contains(out, []byte(word)) {
			t.Errorf("%s is still there", word)
		}
	}
	if !bytes.Contains(out, icc) || !bytes.Contains(out, []byte("JFIF\x00")) {
		t.Error("the colour profile or JFIF is gone")
	}
	if o := takeExif(out[bytes.Index(out, []byte(exifHead))+6:], &tally{}); o != 6 {
		t.Errorf("the orientation is %d, not 6", o)
	}
	if out, _ := cleaned(t, jpegOf(t, segment(0xE1, exifHead+exifOf(1, "张三")))); bytes.Contains(out, []byte("Exif")) {
		t.Error("an upright picture keeps Exif")
	}
}

func chunk(name, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, name...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func TestPNG(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	head := 8 + 25
	gamma := chunk("gAMA", "\x00\x00\xB1\x8F")
	in := slices.Concat(b.Bytes()[:head], gamma, chunk("tEXt", "Author\x00张三"), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00<x/>"), chunk("tIME", "\x07\xea\x07\x01\x00\x00\x00"),
		chunk("eXIf", exifOf(8, "李四")), chunk("caBX", "made by"), b.Bytes()[head:], []byte("behind"))
	out, r := cleaned(t, in)
	samePixels(t, in, out)
	for _, want := range []string{"拍摄者 张三 李四", "图片的 XMP 信息", "修改时间", "其他图片信息", "图片后面的数据"} {
		if !slices.Contains(told(r), want) {
			t.Errorf("nothing says %s: %q", want, told(r))
		}
	}
	if !bytes.Contains(out, gamma) || !bytes.Contains(out, chunk("eXIf", string(plainExif(8)))) {
		t.Error("the gamma or the orientation is gone")
	}
	for _, word := range []string{"张三", "李四", "adobe", "made by", "behind"} {
		if bytes.Contains(out, []byte(word)) {
			t.Errorf("%s is still there", word)
		}
	}
}

// riff makes a WebP file of chunks.
func riff(chunks ...[]byte) []byte {
	body := slices.Concat(chunks...)
	return slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)+4)), []byte("WEBP"), body)
}

func webpChunk(name, data string) []byte {
	b := append([]byte(name), binary.LittleEndian.AppendUint32(nil, uint32(len(data)))...)
	b = append(b, data...)
	if len(data)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

func TestWebP(t *testing.T) {
	vp8x := "\x2C\x00\x00\x00\x17\x00\x00\x0F\x00\x00" // ICC, Exif, XMP
	icc, vp8 := webpChunk("ICCP", "profile"), webpChunk("VP8 ", "the picture's bytes")
	in := riff(webpChunk("VP8X", vp8x), icc, vp8, webpChunk("EXIF", exifOf(3, "张三")), webpChunk("XMP ", "<x/>"), webpChunk("what", "?"))
	out, r := cleaned(t, in)
	want := riff(webpChunk("VP8X", "\x28"+vp8x[1:]), icc, vp8, webpChunk("EXIF", string(plainExif(3))))
	if !bytes.Equal(out, want) {
		t.Errorf("got %q\nwant %q", out, want)
	}
	if !slices.Contains(told(r), "拍摄地点（GPS）") {
		t.Errorf("told %q", told(r))
	}
	out, _ = cleaned(t, riff(webpChunk("VP8X", vp8x), vp8, webpChunk("EXIF", exifOf(1, "张三"))))
	if !bytes.Equal(out, riff(webpChunk("VP8X", "\x20"+vp8x[1:]), vp8)) {
		t.Errorf("upright: %q", out)
	}
}

func box(name string, body ...[]byte) []byte {
	b := slices.Concat(body...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(b)+8)), []byte(name), b)
}

// heicOf makes the frame of a HEIC file: a picture, an Exif block and an XMP text.
func heicOf(exif, xmp string) []byte {
	infe := func(id byte, kind, rest string) []byte {
		return box("infe", []byte{2, 0, 0, 0, 0, id, 0, 0}, []byte(kind+"\x00"+rest))
	}
	iinf := box("iinf", []byte{0, 0, 0, 0, 0, 3}, infe(1, "hvc1", ""), infe(2, "Exif", ""), infe(3, "mime", "application/rdf+xml\x00"))
	make := func(at int) []byte {
		loc := []byte{0, 0, 0, 0, 0x44, 0, 0, 3}
		for id, s := range []string{"picture!", exif, xmp} {
			loc = append(loc, 0, byte(id+1), 0, 0, 0, 1)
			loc = binary.BigEndian.AppendUint32(loc, uint32(at))
			loc = binary.BigEndian.AppendUint32(loc, uint32(len(s)))
			at += len(s)
		}
		return slices.Concat(box("ftyp", []byte("heic\x00\x00\x00\x00mif1")), box("meta", []byte{0, 0, 0, 0}, iinf, box("iloc", loc)))
	}
	at := len(make(0)) + 8
	return slices.Concat(make(at), box("mdat", []byte("picture!"+exif+xmp)))
}

func TestHEIC(t *testing.T) {
	in := heicOf("\x00\x00\x00\x00"+exifOf(6, "张三"), "<x:xmpmeta>李四</x:xmpmeta>")
	out, r := cleaned(t, in)
	if len(out) != len(in) || !bytes.Contains(out, []byte("picture!")) || bytes.Contains(out, []byte("张三")) || bytes.Contains(out, []byte("李四")) {
		t.Errorf("got %q", out)
	}
	if !slices.Contains(told(r), "拍摄者 张三") || !slices.Contains(told(r), "图片的 XMP 信息") {
		t.Errorf("told %q", told(r))
	}
}

// Cut-off files are refused and never read past their end.
func TestCutOffPictures(t *testing.T) {
	for _, whole := range [][]byte{jpegOf(t, segment(0xE1, exifHead+exifOf(6, "张三"))), riff(webpChunk("VP8X", strings.Repeat("x", 10)), webpChunk("EXIF", exifOf(3, "x"))), heicOf("\x00\x00\x00\x00"+exifOf(6, "x"), "<x/>")} {
		for n := range whole {
			var b bytes.Buffer
			var no *RefusedError
			if _, err := Clean(whole[:n], &b, Options{}); err != nil && !asRefused(err, &no) {
				t.Fatalf("%d bytes: %v", n, err)
			}
		}
	}
}
