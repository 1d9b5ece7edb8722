package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"gongkai/generator/display"
)

// Whatever the bytes of an image, it is read or refused, and what is read has the pixels
// that it says.
func FuzzImage(f *testing.F) {
	m := image.NewNRGBA(image.Rect(0, 0, 5, 3))
	m.SetNRGBA(1, 1, color.NRGBA{200, 10, 10, 128})
	p := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.Transparent, color.White})
	g := image.NewGray16(image.Rect(0, 0, 3, 3))
	for _, m := range []image.Image{m, p, g} {
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes(), false)
		b.Reset()
		if err := jpeg.Encode(&b, m, nil); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes(), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, photo bool) {
		kind := "png"
		if photo {
			kind = "jpeg"
		}
		if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && c.Width*c.Height > 1<<20 {
			t.Skip("large is what bearable judges")
		}
		s := &sheaf{file: newFile(io.Discard), doc: &display.Document{}, tree: newTree()}
		got, err := s.read(data, kind)
		if (got == nil) == (err == nil) {
			t.Fatalf("%v, %v", got, err)
		}
	})
}
