package sheet

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"rsc.io/qr"

	"gongkai/generator/display"
)

// code gives the number of the image of a QR code for an address, one pixel a module, with
// a blank of quiet modules around it. Level M stands a fold and a drop of glue.
func (d *pile) code(url string, quiet int) (int, error) {
	key := "qr:" + url
	if n, ok := d.images[key]; ok {
		return n, nil
	}
	c, err := qr.Encode(url, qr.M)
	if err != nil {
		return 0, err
	}
	side := c.Size + 2*quiet
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) {
				img.SetColorIndex(x+quiet, y+quiet, 1)
			}
		}
	}
	var b bytes.Buffer
	// The writer of the document packs it; here that would only cost time.
	e := png.Encoder{CompressionLevel: png.NoCompression}
	if err := e.Encode(&b, img); err != nil {
		return 0, err
	}
	n := len(d.doc.Images)
	d.doc.Images = append(d.doc.Images, display.Image{Data: b.Bytes(), Type: "png", Width: side, Height: side})
	d.images[key] = n
	return n, nil
}
