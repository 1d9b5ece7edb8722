package pdf_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"io"
	"strings"
	"testing"

	"gongkai/generator/display"
	"gongkai/generator/pdf"
)

func TestUnreadableImages(t *testing.T) {
	good, photo := pngOf(t, chart(90)), jpegOf(t, chart(255))
	broken := bytes.Clone(good.Data)
	broken[len(broken)/2] ^= 0xFF
	large := bytes.Clone(good.Data) // the head tells of 2^31-1 pixels in a row
	binary.BigEndian.PutUint32(large[16:], 1<<31-1)
	for name, img := range map[string]display.Image{
		"nothing": {Type: "png"}, "no type": {Data: good.Data}, "another type": {Data: good.Data, Type: "jpeg"}, "gif": {Data: []byte("GIF89a"), Type: "gif"},
		"broken": {Data: broken, Type: "png"}, "cut off": {Data: good.Data[:len(good.Data)-20], Type: "png"}, "large": {Data: large, Type: "png"},
		"photo cut off": {Data: photo.Data[:len(photo.Data)-2], Type: "jpeg"}, "photo without a body": {Data: photo.Data[:20], Type: "jpeg"},
	} {
		d := &display.Document{Images: []display.Image{good, img}, Pages: []display.Page{{Width: 9 * pt, Height: 9 * pt}}}
		d.Pages[0].Ops = []display.Op{display.Picture{Image: 1, W: pt, H: pt}}
		var out bytes.Buffer
		var fault *pdf.ImageError
		if err := pdf.Write(&out, d, pdf.Options{}); !errors.As(err, &fault) || fault.Image != 1 || fault.Err == nil || out.Len() > 0 {
			t.Errorf("%s: %v and %d bytes", name, err, out.Len())
		}
	}
}

// 40 million pixels are taken and no more; the guard stands before the pixels are made.
func TestMostPixels(t *testing.T) {
	for side, want := range map[int]bool{100: true, 8000: false} {
		m := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.Black})
		d := &display.Document{Images: []display.Image{pngOf(t, m)}, Pages: []display.Page{{Width: 9 * pt, Height: 9 * pt}}}
		d.Pages[0].Ops = []display.Op{display.Picture{W: pt, H: pt}}
		if err := pdf.Write(io.Discard, d, pdf.Options{}); (err == nil) != want {
			t.Errorf("%d × %d pixels: %v", side, side, err)
		}
	}
}

// press gives a JPEG file for printing presses: 8 × 8 pixels of four components, each 128.
func press() []byte {
	b := append([]byte{0xFF, 0xD8, 0xFF, 0xEE, 0, 14}, "Adobe\x00\x64\x00\x00\x00\x00\x00"...)
	b = append(b, 0xFF, 0xDB, 0, 67, 0)
	b = append(b, bytes.Repeat([]byte{1}, 64)...)
	b = append(b, 0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0)
	for _, class := range []byte{0x00, 0x10} { // one code of one bit: no difference, end of block
		b = append(append(b, 0xFF, 0xC4, 0, 20, class, 1), make([]byte, 16)...)
	}
	return append(b, 0xFF, 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0, 0x00, 0xFF, 0xD9)
}

func TestKindsOfJPEG(t *testing.T) {
	photo := jpegOf(t, chart(255)).Data
	rgb := bytes.Clone(photo) // its components are named R, G and B
	sof, sos := bytes.Index(rgb, []byte{0xFF, 0xC0}), bytes.Index(rgb, []byte{0xFF, 0xDA})
	for i, c := range []byte("RGB") {
		rgb[sof+10+3*i], rgb[sos+5+2*i] = c, c
	}
	for name, c := range map[string]struct {
		data  []byte
		entry string
		same  bool // the file goes in as it is
	}{
		"photo": {photo, "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode", true},
		"RGB":   {rgb, "/ColorSpace/DeviceRGB/DecodeParms<</ColorTransform 0>>/BitsPerComponent 8/Filter/DCTDecode", true},
		"CMYK":  {press(), "/BitsPerComponent 8/Filter/FlateDecode", false},
	} {
		d := &display.Document{Images: []display.Image{{Data: c.data, Type: "jpeg"}}, Pages: []display.Page{{Width: 9 * pt, Height: 9 * pt}}}
		d.Pages[0].Ops = []display.Op{display.Picture{W: pt, H: pt}}
		r := read(t, write(t, d, pdf.A1))
		found := false
		for n, o := range r.objects {
			if !strings.Contains(o, "/Subtype/Image") {
				continue
			}
			found = true
			if !strings.Contains(o, c.entry) || strings.Contains(o, "DeviceCMYK") || bytes.Equal(r.streams[n], c.data) != c.same {
				t.Errorf("%s: written as %s", name, o)
			}
			if row := r.streams[n]; name == "CMYK" && (row[1] < 60 || row[1] > 66) { // 127 of 255, of which 127 of 255
				t.Errorf("%s: the first pixel is %d", name, row[1])
			}
		}
		if !found {
			t.Errorf("%s: no image", name)
		}
	}
}
