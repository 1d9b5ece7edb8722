package clean

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"

	"gongkai/generator/diag"
)

const pngSign = "\x89PNG\r\n\x1a\n"

// pngKept are the ancillary chunks that a picture's look depends on.
var pngKept = []string{"tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "hIST", "pHYs", "sPLT", "cICP", "mDCV", "mDCv", "cLLI", "cLLi", "acTL", "fcTL", "fdAT"}

// cleanPNG leaves the critical chunks and those of pngKept, and of Exif the orientation.
func cleanPNG(in []byte, t *tally) ([]byte, error) {
	out := append(make([]byte, 0, len(in)), pngSign...)
	for i := len(pngSign); ; {
		if i+12 > len(in) {
			return nil, errors.New("cut off")
		}
		n := int64(binary.BigEndian.Uint32(in[i:]))
		if int64(i)+12+n > int64(len(in)) {
			return nil, errors.New("a chunk is cut off")
		}
		end := i + 12 + int(n)
		name, data := string(in[i+4:i+8]), in[i+8:end-4]
		switch {
		case name[0] >= 'A' && name[0] <= 'Z', slices.Contains(pngKept, name):
			out = append(out, in[i:end]...)
		case name == "eXIf":
			if len(data) == 26 && data[19] > upright && data[19] <= 8 && bytes.Equal(data, plainExif(uint16(data[19]))) {
				out = append(out, in[i:end]...)
			} else if o := takeExif(data, t); o != upright {
				out = appendPNG(out, "eXIf", plainExif(o))
			}
		default:
			takePNG(name, data, t)
		}
		if i = end; name == "IEND" {
			if i < len(in) {
				t.take(behindWords)
			}
			return out, nil
		}
	}
}

// takePNG tells what a chunk that goes says.
func takePNG(name string, data []byte, t *tally) {
	switch name {
	case "tEXt", "zTXt", "iTXt":
		key, value, _ := bytes.Cut(data, []byte{0})
		switch {
		case bytes.HasPrefix(key, []byte("XML:com.adobe.xmp")):
			t.take(xmpWords)
		case name == "tEXt" && string(key) == "Author":
			t.take(exifWords[0x013B], printable(value))
		default:
			t.take(diag.Say("图片里的文字信息", "text in the picture's metadata"), printable(key))
		}
	case "tIME":
		t.take(diag.Say("修改时间", "time of change"))
	default:
		t.take(otherMeta)
	}
}

func appendPNG(out []byte, name string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	from := len(out)
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}

// webpKept are the chunks of a WebP file that make its picture.
var webpKept = []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"}

// Flags in the VP8X chunk.
const (
	webpXMP  = 1 << 2
	webpExif = 1 << 3
)

// cleanWebP leaves the chunks of webpKept, and of Exif the orientation.
func cleanWebP(in []byte, t *tally) ([]byte, error) {
	size := int64(binary.LittleEndian.Uint32(in[4:])) + 8
	if size > int64(len(in)) || size < 12 {
		return nil, errors.New("cut off")
	}
	if size < int64(len(in)) {
		t.take(behindWords)
	}
	out := append(make([]byte, 0, size), in[:12]...)
	var exif []byte
	flags := -1
	for i := 12; i < int(size); {
		if i+8 > int(size) {
			return nil, errors.New("a chunk is cut off")
		}
		n := int64(binary.LittleEndian.Uint32(in[i+4:]))
		if int64(i)+8+n > size {
			return nil, errors.New("a chunk is cut off")
		}
		name, data := string(in[i:i+4]), in[i+8:i+8+int(n)]
		end := min(i+8+int(n+n%2), int(size))
		switch {
		case slices.Contains(webpKept, name):
			if name == "VP8X" && n >= 10 {
				flags = len(out) + 8
			}
			out = append(out, in[i:end]...)
			if (end-i)%2 == 1 {
				out = append(out, 0)
			}
		case name == "EXIF":
			tiff := bytes.TrimPrefix(data, []byte(exifHead))
			if len(tiff) == 26 && tiff[19] > upright && tiff[19] <= 8 && bytes.Equal(data, plainExif(uint16(tiff[19]))) {
				exif = tiff
			} else if o := takeExif(tiff, t); o != upright {
				exif = plainExif(o)
			}
		case name == "XMP ":
			t.take(xmpWords)
		default:
			t.take(otherMeta)
		}
		i = end
	}
	if flags < 0 && exif != nil {
		exif = nil // without VP8X no program looks for it
	}
	if flags >= 0 {
		out[flags] &^= webpXMP | webpExif
		if exif != nil {
			out[flags] |= webpExif
			out = append(out, "EXIF"...)
			out = append(binary.LittleEndian.AppendUint32(out, uint32(len(exif))), exif...)
		}
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out, nil
}
