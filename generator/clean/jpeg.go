package clean

import (
	"bytes"
	"errors"
	"strings"

	"gongkai/generator/diag"
)

var (
	xmpWords     = diag.Say("图片的 XMP 信息", "XMP metadata")
	iptcWords    = diag.Say("图片的 IPTC 信息", "IPTC metadata")
	commentWords = diag.Say("图片说明", "comment")
	behindWords  = diag.Say("图片后面的数据", "data behind the picture")
)

const exifHead = "Exif\x00\x00"

// cleanJPEG leaves what a decoder needs, with the colour profile, and of Exif the orientation.
func cleanJPEG(in []byte, t *tally) ([]byte, error) {
	out := append(make([]byte, 0, len(in)), 0xFF, 0xD8)
	i, orientation := 2, uint16(upright)
	exifAt := -1 // where the plain Exif block goes: behind JFIF's
	for {
		for i+1 < len(in) && in[i] == 0xFF && in[i+1] == 0xFF { // fill bytes
			i++
		}
		if i+2 > len(in) || in[i] != 0xFF {
			return nil, errors.New("no marker where one must be")
		}
		marker := in[i+1]
		if marker == 0xD9 { // EOI
			out = append(out, 0xFF, 0xD9)
			i += 2
			break
		}
		if i+4 > len(in) {
			return nil, errors.New("cut off")
		}
		n := int(in[i+2])<<8 | int(in[i+3])
		if n < 2 || i+2+n > len(in) {
			return nil, errors.New("a segment is cut off")
		}
		seg, data := in[i:i+2+n], in[i+4:i+2+n]
		i += 2 + n
		kept := keepJPEG(marker, seg, data, t, &orientation)
		out = append(out, kept...)
		if exifAt < 0 && !(marker == 0xE0 && len(kept) > 0) {
			exifAt = len(out) - len(kept)
		}
		if marker == 0xDA { // a scan: its coded data up to the next marker
			end := scanEnd(in, i)
			out = append(out, in[i:end]...)
			if i = end; i >= len(in) {
				break // some cameras' files end without EOI; decoders take them
			}
		}
	}
	if i < len(in) && len(bytes.TrimRight(in[i:], "\x00\xFF")) > 0 {
		t.take(behindWords)
	}
	if orientation != upright {
		block := plainExif(orientation)
		n := 2 + len(exifHead) + len(block)
		seg := append([]byte{0xFF, 0xE1, byte(n >> 8), byte(n)}, exifHead...)
		out = append(out[:exifAt:exifAt], append(append(seg, block...), out[exifAt:]...)...)
	}
	return out, nil
}

// scanEnd gives the place of the marker that ends a scan's coded data.
func scanEnd(in []byte, i int) int {
	for ; i+1 < len(in); i++ {
		if in[i] == 0xFF && in[i+1] != 0 && in[i+1] != 0xFF && (in[i+1] < 0xD0 || in[i+1] > 0xD7) {
			return i
		}
	}
	return len(in)
}

// keepJPEG gives what stays of a segment: all of it, a part, or nothing.
func keepJPEG(marker byte, seg, data []byte, t *tally, orientation *uint16) []byte {
	has := func(s string) bool { return bytes.HasPrefix(data, []byte(s)) }
	switch {
	case marker == 0xFE:
		t.take(commentWords, printable(data))
		return nil
	case marker < 0xE0 || marker > 0xEF:
		return seg
	case marker == 0xE0 && has("JFIF\x00") && len(data) >= 14:
		if len(data) == 14 {
			return seg
		}
		t.take(diag.Say("缩略图", "thumbnail"))
		short := append([]byte{0xFF, 0xE0, 0, 16}, data[:14]...)
		short[16], short[17] = 0, 0
		return short
	case marker == 0xE2 && has("ICC_PROFILE\x00"), marker == 0xEE && has("Adobe"):
		return seg
	case marker == 0xE1 && has(exifHead):
		tiff := data[len(exifHead):]
		if len(tiff) == 26 && bytes.Equal(tiff, plainExif(uint16(tiff[19]))) && tiff[19] > upright && tiff[19] <= 8 {
			*orientation = uint16(tiff[19]) // cleaned before
			return nil
		}
		*orientation = takeExif(tiff, t)
	case marker == 0xE1 && (has("http://ns.adobe.com/xap/") || has("http://ns.adobe.com/xmp/")):
		t.take(xmpWords)
	case marker == 0xED:
		t.take(iptcWords)
	default:
		t.take(otherMeta)
	}
	return nil
}

// printable gives a text as far as it is one.
func printable(b []byte) string {
	s := strings.ToValidUTF8(string(b[:min(len(b), 200)]), "�")
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return -1
		}
		return r
	}, s)
}
