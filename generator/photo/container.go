package photo

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"

	"gongkai/generator/passage"
)

// jpeg walks the segments of a JPEG file.
func (p *picture) jpeg(data []byte) {
	i := 2
	for i+4 <= len(data) {
		if data[i] != 0xFF {
			i++
			continue
		}
		m := data[i+1]
		switch {
		case m == 0xFF:
			i++
			continue
		case m == 0xD9:
			p.behind(data, i+2)
			return
		case m == 0x00 || m == 0x01 || m >= 0xD0 && m <= 0xD8:
			i += 2
			continue
		}
		n := int(binary.BigEndian.Uint16(data[i+2:]))
		end := i + 2 + n
		if n < 2 || end > len(data) {
			return
		}
		if body := data[i+4 : end]; m == 0xFE {
			p.pass("comment", decoded(body))
		}
		if i = end; m == 0xDA { // the picture itself, up to the next marker that is one
			for i+1 < len(data) && (data[i] != 0xFF || data[i+1] == 0 || data[i+1] >= 0xD0 && data[i+1] <= 0xD7) {
				i++
			}
		}
	}
}

// png walks the chunks of a PNG file.
func (p *picture) png(data []byte) {
	i := 8
	for i+12 <= len(data) {
		n := int(binary.BigEndian.Uint32(data[i:]))
		kind := string(data[i+4 : i+8])
		if n > len(data)-i-12 {
			p.note(passage.Damaged, "", "")
			return
		}
		body := data[i+8 : i+8+n]
		switch i += n + 12; kind {
		case "IEND":
			p.behind(data, i)
			return
		case "eXIf":
			p.exif(body)
		case "tEXt", "zTXt", "iTXt":
			p.chunk(kind, body)
		}
	}
}

// chunk hands on a chunk of text.
func (p *picture) chunk(kind string, body []byte) {
	key, rest, ok := bytes.Cut(body, []byte{0})
	if !ok {
		return
	}
	switch kind {
	case "zTXt":
		if len(rest) == 0 {
			return
		}
		rest = inflate(rest[1:])
	case "iTXt":
		if len(rest) < 2 {
			return
		}
		packed := rest[0] == 1
		parts := bytes.SplitN(rest[2:], []byte{0}, 3)
		if rest = parts[len(parts)-1]; packed {
			rest = inflate(rest)
		}
	}
	name := string(key)
	if strings.HasPrefix(name, "Raw profile type") { // as ImageMagick writes them: a length, then hexadecimal
		fields := bytes.Fields(rest)
		if len(fields) > 2 {
			raw, _ := hex.DecodeString(string(bytes.Join(fields[2:], nil)))
			p.blocks(raw)
			p.exif(raw)
		}
		return
	}
	if name == "XML:com.adobe.xmp" {
		p.xmp(rest)
		return
	}
	p.tag(name, decoded(rest))
}

func inflate(b []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(z, maxText))
	return out
}

// riff walks the chunks of a WebP file.
func (p *picture) riff(data []byte) {
	if len(data) < 12 {
		return
	}
	end := int(binary.LittleEndian.Uint32(data[4:])) + 8
	for i := 12; i+8 <= min(end, len(data)); {
		n := int(binary.LittleEndian.Uint32(data[i+4:]))
		if n > len(data)-i-8 {
			p.note(passage.Damaged, "", "")
			return
		}
		switch body := data[i+8 : i+8+n]; string(data[i : i+4]) {
		case "EXIF":
			p.exif(bytes.TrimPrefix(body, []byte("Exif\x00\x00")))
		case "XMP ":
			p.xmp(body)
		}
		i += 8 + n + n&1
	}
	p.behind(data, end)
}

// gif walks the blocks of a GIF file.
func (p *picture) gif(data []byte) {
	if len(data) < 13 {
		return
	}
	i := 13
	if f := data[10]; f&0x80 != 0 {
		i += 3 << (f&7 + 1)
	}
	sub := func() []byte { // the blocks that follow, as one
		var out []byte
		for i < len(data) && data[i] != 0 {
			n := int(data[i])
			if end := min(i+1+n, len(data)); len(out) < maxText {
				out = append(out, data[i+1:end]...)
			}
			i += 1 + n
		}
		i++
		return out
	}
	for i < len(data) {
		switch data[i] {
		case 0x3B:
			p.behind(data, i+1)
			return
		case 0x21:
			kind := byte(0)
			if i+1 < len(data) {
				kind = data[i+1]
			}
			i += 2
			if text := sub(); kind == 0xFE || kind == 0x01 {
				p.pass("comment", decoded(text))
			}
		case 0x2C:
			if i+10 > len(data) {
				return
			}
			f := data[i+9]
			if i += 11; f&0x80 != 0 {
				i += 3 << (f&7 + 1)
			}
			sub()
		default:
			return
		}
	}
}

// boxes walks the boxes of a HEIC file.
func (p *picture) boxes(data []byte) {
	i := 0
	for i+8 <= len(data) {
		n := int(binary.BigEndian.Uint32(data[i:]))
		for _, c := range data[i+4 : i+8] {
			if c < ' ' || c > '~' {
				p.behind(data, i)
				return
			}
		}
		switch {
		case n == 0:
			return
		case n == 1 && i+16 <= len(data):
			n = int(min(binary.BigEndian.Uint64(data[i+8:]), 1<<40))
		}
		if n < 8 {
			p.behind(data, i)
			return
		}
		i += n
	}
	p.behind(data, i)
}

// behind judges what hangs behind a picture's end.
func (p *picture) behind(data []byte, end int) {
	if end < 0 || end >= len(data) {
		return
	}
	rest := bytes.TrimLeft(data[end:], "\x00 \r\n\xFF")
	if len(rest) < slack {
		if len(rest) > 4 {
			p.pass("behind the end", decoded(rest))
		}
		return
	}
	switch {
	case bytes.HasPrefix(rest, []byte("\xFF\xD8")), bytes.HasPrefix(data[end:], []byte("\xFF\xD8")):
		// A second picture, as cameras that see depth write it. blocks looks through it.
		if p.depth++; p.depth < 8 {
			p.jpeg(data[end+bytes.Index(data[end:], []byte("\xFF\xD8")):])
		}
	case len(rest) > 12 && string(rest[4:8]) == "ftyp":
		p.note(passage.Embedded, "", "motion photo")
		Media(rest, p.sink)
	case bytes.HasPrefix(rest, []byte("PK\x03\x04")):
		p.note(passage.Embedded, "", "zip")
	case bytes.Contains(rest, []byte("ftypmp42")), bytes.Contains(rest, []byte("ftypisom")):
		p.note(passage.Embedded, "", "motion photo")
		Media(rest, p.sink)
	default:
		p.note(passage.Embedded, "", "data")
		if len(rest) < maxText {
			p.pass("behind the end", decoded(rest))
		}
	}
}
