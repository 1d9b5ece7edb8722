package pdf

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
)

// mostPixels is how large an image may be.
const mostPixels = 40_000_000

// A picture is an image ready to be written.
type picture struct {
	width, height int
	entries       string // of the dictionary: colours, bits, filter
	data          []byte // as the filter wants it
	mask          []byte // deflated grey, how much of each pixel is seen; nil for all
	index         int    // in Document.Images of the first with the same bytes
}

// pictures reads the images that are shown, each file once.
func (s *sheaf) pictures(shown []bool) ([]*picture, error) {
	out := make([]*picture, len(shown))
	seen := map[[sha256.Size]byte]*picture{}
	for i, yes := range shown {
		if !yes {
			continue
		}
		img := &s.doc.Images[i]
		key := sha256.Sum256(img.Data)
		if p := seen[key]; p != nil && s.doc.Images[p.index].Type == img.Type {
			out[i] = p
			continue
		}
		p, err := s.read(img.Data, img.Type)
		if err != nil {
			return nil, &ImageError{i, err}
		}
		p.index = i
		out[i], seen[key] = p, p
	}
	return out, nil
}

// read reads an image by its type.
func (s *sheaf) read(data []byte, kind string) (*picture, error) {
	switch kind {
	case "png":
		c, err := png.DecodeConfig(bytes.NewReader(data))
		if err == nil {
			err = bearable(c)
		}
		if err != nil {
			return nil, err
		}
		m, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		return s.unpacked(m), nil
	case "jpeg":
		return s.jpeg(data)
	}
	return nil, fmt.Errorf("%.20q is no type of image", kind)
}

// bearable judges an image's size before anything is made for its pixels.
func bearable(c image.Config) error {
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return fmt.Errorf("%d × %d pixels; 1 to %d are taken", c.Width, c.Height, mostPixels)
	}
	return nil
}

// jpeg passes a JPEG file through; one for printing presses (CMYK) is turned into RGB,
// because the file is made for sRGB.
func (s *sheaf) jpeg(data []byte) (*picture, error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err == nil {
		err = bearable(c)
	}
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(data, []byte{0xFF, 0xD9}) {
		return nil, errors.New("jpeg: the end is missing")
	}
	entries := ""
	switch c.ColorModel {
	case color.GrayModel:
		entries = "/ColorSpace/DeviceGray"
	case color.YCbCrModel:
		entries = "/ColorSpace/DeviceRGB"
	case color.RGBAModel: // stored as RGB, which not every such file tells
		entries = "/ColorSpace/DeviceRGB/DecodeParms<</ColorTransform 0>>"
	default:
		m, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		return s.unpacked(m), nil
	}
	return &picture{width: c.Width, height: c.Height, data: data, entries: entries + "/BitsPerComponent 8/Filter/DCTDecode"}, nil
}

// unpacked makes a picture of pixels: of a palette or grey where the image is that, and RGB
// else.
func (s *sheaf) unpacked(m image.Image) *picture {
	if p, ok := m.(*image.Paletted); ok {
		return s.paletted(p)
	}
	x := newPixels(m)
	p := &picture{width: x.width, height: x.height}
	flat := s.level == A1 && x.clear
	channels, space := 3, "/DeviceRGB"
	if x.grey {
		channels, space = 1, "/DeviceGray"
	}
	p.entries = fmt.Sprintf("/ColorSpace%s/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 12/Colors %d/Columns %d>>", space, channels, p.width)
	p.data = s.rows(p, channels, true, func(y int, row []byte) {
		src := x.row(y)
		for i := range p.width {
			c := src[4*i : 4*i+4]
			for k := range channels {
				row[channels*i+k] = c[k]
				if flat {
					row[channels*i+k] = onWhite(c[k], c[3])
				}
			}
		}
	})
	if x.clear && s.level != A1 {
		p.mask = s.rows(p, 1, false, func(y int, row []byte) {
			src := x.row(y)
			for i := range row {
				row[i] = src[4*i+3]
			}
		})
	}
	return p
}

// paletted makes a picture of numbers of colours.
func (s *sheaf) paletted(m *image.Paletted) *picture {
	p := &picture{width: m.Rect.Dx(), height: m.Rect.Dy()}
	alpha, clear := make([]byte, 256), false
	table := []byte(fmt.Sprintf("/ColorSpace[/Indexed/DeviceRGB %d<", len(m.Palette)-1))
	for i, c := range m.Palette {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		alpha[i] = n.A
		clear = clear || n.A != 255
		if s.level == A1 {
			n.R, n.G, n.B = onWhite(n.R, n.A), onWhite(n.G, n.A), onWhite(n.B, n.A)
		}
		table = fmt.Appendf(table, "%02X%02X%02X", n.R, n.G, n.B)
	}
	p.entries = string(table) + ">]/BitsPerComponent 8/Filter/FlateDecode"
	p.data = s.rows(p, 1, false, func(y int, row []byte) { copy(row, m.Pix[y*m.Stride:]) })
	if clear && s.level != A1 {
		p.mask = s.rows(p, 1, false, func(y int, row []byte) {
			for i, v := range m.Pix[y*m.Stride:][:len(row)] {
				row[i] = alpha[v]
			}
		})
	}
	return p
}

// onWhite gives how a channel looks on white paper.
func onWhite(c, alpha uint8) uint8 {
	return uint8((int(c)*int(alpha) + 255*(255-int(alpha)) + 127) / 255)
}

// rows deflates an image row by row; with up, each as its difference to the one above
// (PNG's filter 2), which areas of one colour and gradients are best packed by.
func (s *sheaf) rows(p *picture, channels int, up bool, fill func(y int, row []byte)) []byte {
	size := p.width * channels
	row, last, out := make([]byte, size), make([]byte, size), make([]byte, size+1)
	out[0] = 2
	packed := s.deflate(0, func(w io.Writer) {
		for y := range p.height {
			fill(y, row)
			if !up {
				w.Write(row)
				continue
			}
			for i, v := range row {
				out[1+i] = v - last[i]
			}
			w.Write(out)
			row, last = last, row
		}
	})
	return bytes.Clone(packed)
}

// pixels gives an image's rows in one form, whatever its own is.
type pixels struct {
	width, height int
	row           func(y int) []byte // R, G, B, alpha of each pixel, not multiplied; until the next call
	grey          bool               // every pixel is
	clear         bool               // a pixel is not opaque
}

func newPixels(m image.Image) *pixels {
	x := &pixels{width: m.Bounds().Dx(), height: m.Bounds().Dy(), grey: true}
	buf := make([]byte, 4*x.width)
	switch m := m.(type) {
	case *image.NRGBA:
		x.row = func(y int) []byte { return m.Pix[y*m.Stride:][:4*x.width] }
	case *image.NRGBA64:
		x.row = func(y int) []byte { return highBytes(buf, m.Pix[y*m.Stride:]) }
	case *image.Gray:
		x.row = func(y int) []byte {
			for i, v := range m.Pix[y*m.Stride:][:x.width] {
				buf[4*i], buf[4*i+1], buf[4*i+2], buf[4*i+3] = v, v, v, 255
			}
			return buf
		}
		return x
	default:
		b := m.Bounds()
		x.row = func(y int) []byte {
			for i := range x.width {
				n := color.NRGBAModel.Convert(m.At(b.Min.X+i, b.Min.Y+y)).(color.NRGBA)
				buf[4*i], buf[4*i+1], buf[4*i+2], buf[4*i+3] = n.R, n.G, n.B, n.A
			}
			return buf
		}
	case *image.RGBA:
		if m.Opaque() { // then the colours are multiplied by 1
			x.row = func(y int) []byte { return m.Pix[y*m.Stride:][:4*x.width] }
		}
	}
	if x.row == nil {
		return newPixels(struct{ image.Image }{m})
	}
	x.look()
	return x
}

// highBytes gives the upper half of each number of 16 bits.
func highBytes(dst, src []byte) []byte {
	for i := range dst {
		dst[i] = src[2*i]
	}
	return dst
}

// look finds out what the pixels have in common.
func (x *pixels) look() {
	for y := range x.height {
		row := x.row(y)
		for i := 0; i < len(row); i += 4 {
			if row[i] != row[i+1] || row[i] != row[i+2] {
				x.grey = false
			}
			if row[i+3] != 255 {
				x.clear = true
			}
		}
		if !x.grey && x.clear {
			return
		}
	}
}

// writePicture writes an image, and behind it how much of it is seen.
func (s *sheaf) writePicture(p *picture) ref {
	head := fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d", p.width, p.height)
	entries := head + p.entries
	if p.mask != nil {
		mask := s.reserve()
		s.rawStream(mask, head+"/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", p.mask)
		entries += fmt.Sprintf("/SMask %d 0 R", mask)
	}
	n := s.reserve()
	s.rawStream(n, entries, p.data)
	return n
}
