package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the kinds of images that paper carries
	_ "image/png"
	"io/fs"

	"gongkai/generator/display"
	"gongkai/generator/model"
)

// What is wrong with an image of a text.
var (
	errImageKind  = errors.New("only PNG and JPEG images can be printed")
	errImageLarge = errors.New("the image is too large to be printed")
	errImageGone  = errors.New("the image is no file of the item")
)

const (
	// maxPixels is the largest image: A4 at 600 dpi has 35 million.
	maxPixels = 40_000_000
	// dpi is how many pixels of an image make an inch on paper, where there is room.
	dpi = 150
)

// image gives an image's number in the document and its size on paper.
func (d *pile) image(t model.Target) (n int, w, h display.Length, err error) {
	if t.Kind != model.TargetFile || t.Hidden || t.File == nil || t.File.Size < 0 {
		return 0, 0, 0, errImageGone
	}
	n, ok := d.images[t.File.Path]
	if !ok {
		img, err := readImage(d.p.o.Content, t.File.Path)
		if err != nil {
			return 0, 0, 0, err
		}
		n = len(d.doc.Images)
		d.doc.Images = append(d.doc.Images, img)
		d.images[t.File.Path] = n
	}
	img := &d.doc.Images[n]
	inch := 72 * display.Pt
	return n, display.Length(img.Width) * inch / dpi, display.Length(img.Height) * inch / dpi, nil
}

// maxBytes is the largest image file that is read.
const maxBytes = 64 << 20

// readImage reads an image file and what its head says.
func readImage(content fs.FS, path string) (display.Image, error) {
	info, err := fs.Stat(content, path)
	if err != nil {
		return display.Image{}, err
	}
	if info.Size() > maxBytes {
		return display.Image{}, fmt.Errorf("%w: %d MB", errImageLarge, info.Size()>>20)
	}
	data, err := fs.ReadFile(content, path)
	if err != nil {
		return display.Image{}, err
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case errors.Is(err, image.ErrFormat):
		return display.Image{}, errImageKind
	case err != nil:
		return display.Image{}, err
	case kind != "png" && kind != "jpeg": // another package of the program may read more kinds
		return display.Image{}, errImageKind
	case c.Width <= 0 || c.Height <= 0:
		return display.Image{}, errImageKind
	case int64(c.Width)*int64(c.Height) > maxPixels:
		return display.Image{}, fmt.Errorf("%w: %d × %d", errImageLarge, c.Width, c.Height)
	}
	if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
		return display.Image{}, err // cut off behind its head
	}
	return display.Image{Data: data, Type: kind, Width: c.Width, Height: c.Height}, nil
}
