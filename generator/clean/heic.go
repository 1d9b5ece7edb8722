package clean

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"

	"gongkai/generator/diag"
)

// cleanHEIC overwrites the bytes of the Exif and XMP items where they lie: a HEIC file names its
// parts by their place, so that nothing may move. The picture's own orientation is a property of
// its own there and stays.
func cleanHEIC(in []byte, t *tally) ([]byte, error) {
	out := bytes.Clone(in)
	seen := false
	err := boxes(in, 0, len(in), func(name string, from, body, end int) error {
		switch name {
		case "meta":
			seen = true
			return heicItems(out, body, end, t)
		case "uuid": // the place of XMP in older files
			t.take(xmpWords)
			copy(out[from+4:], "free")
			clear(out[body:end])
		case "udta":
			t.take(otherMeta)
			copy(out[from+4:], "free")
			clear(out[body:end])
		}
		return nil
	})
	if err == nil && !seen {
		err = errors.New("no list of items")
	}
	return out, err
}

// boxes calls f for each box from one place to another: its name, where it begins, where its
// body does, where it ends.
func boxes(b []byte, from, to int, f func(name string, from, body, end int) error) error {
	for i := from; i < to; {
		if i+8 > to {
			return errors.New("a box is cut off")
		}
		n, body := int64(binary.BigEndian.Uint32(b[i:])), i+8
		if n == 1 {
			if i+16 > to {
				return errors.New("a box is cut off")
			}
			n, body = int64(binary.BigEndian.Uint64(b[i+8:])), i+16
		}
		if n == 0 {
			n = int64(to - i)
		}
		if n < int64(body-i) || n > int64(to-i) {
			return errors.New("a box is cut off")
		}
		if err := f(string(b[i+4:i+8]), i, body, i+int(n)); err != nil {
			return err
		}
		i += int(n)
	}
	return nil
}

// heicItems blanks the items of a meta box that are metadata.
func heicItems(b []byte, from, to int, t *tally) error {
	if from+4 > to {
		return errors.New("meta is cut off")
	}
	kinds := map[uint32]string{}
	var places []place
	idat := -1
	err := boxes(b, from+4, to, func(name string, _, body, end int) (err error) {
		switch name {
		case "iinf":
			err = heicKinds(b, body, end, kinds)
		case "iloc":
			places, err = heicPlaces(b[body:end])
		case "idat":
			idat = body
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range places {
		kind := kinds[p.item]
		if kind == "" {
			continue
		}
		if p.method > 1 || p.method == 1 && idat < 0 {
			t.say(diag.Say("有改不了的图片信息，请用看图软件另存为 JPG 再清理", "metadata that cannot be changed; save the picture as JPEG and clean that"))
			continue
		}
		at, limit := p.from, int64(len(b))
		if p.method == 1 {
			at += int64(idat)
		}
		if at < 0 || p.size < 0 || at > limit || p.size > limit-at {
			return errors.New("an item lies outside the file")
		}
		for _, q := range places {
			if q.item != p.item && kinds[q.item] == "" && q.method == p.method && q.from < p.from+p.size && p.from < q.from+q.size {
				return errors.New("two items share their bytes")
			}
		}
		blankItem(b[at:at+p.size], kind, t)
	}
	return nil
}

// blankItem overwrites an item: with an empty Exif block, or with blanks.
func blankItem(data []byte, kind string, t *tally) {
	if kind != "Exif" {
		if len(bytes.TrimSpace(data)) > 0 {
			t.take(xmpWords)
			for i := range data {
				data[i] = ' '
			}
		}
		return
	}
	empty := []byte("\x00\x00\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00")
	plain := make([]byte, len(data))
	copy(plain, empty)
	if bytes.Equal(data, plain) {
		return
	}
	if len(data) > 4 {
		if n := int64(binary.BigEndian.Uint32(data)); n <= int64(len(data)-4) {
			takeExif(data[4+n:], t)
		} else {
			t.take(otherMeta)
		}
	}
	copy(data, plain)
}

// heicKinds notes the items that are metadata: Exif and XMP.
func heicKinds(b []byte, from, to int, kinds map[uint32]string) error {
	if from+6 > to {
		return errors.New("iinf is cut off")
	}
	first := from + 6
	if b[from] != 0 {
		first = from + 8
	}
	return boxes(b, min(first, to), to, func(name string, _, body, end int) error {
		if name != "infe" || end-body < 12 {
			return nil
		}
		version, rest := b[body], b[body+4:end]
		var id uint32
		switch version {
		case 2:
			id, rest = uint32(binary.BigEndian.Uint16(rest)), rest[4:]
		case 3:
			if len(rest) < 10 {
				return nil
			}
			id, rest = binary.BigEndian.Uint32(rest), rest[6:]
		default:
			return nil
		}
		switch kind := string(rest[:4]); {
		case kind == "Exif":
			kinds[id] = kind
		case kind == "mime" && strings.Contains(string(rest[4:]), "xml"):
			kinds[id] = kind
		}
		return nil
	})
}

// A place is where some bytes of an item lie.
type place struct {
	item       uint32
	method     uint16 // 0 in the file, 1 in the meta box's own data, 2 in another item
	from, size int64
}

// heicPlaces reads an iloc box.
func heicPlaces(b []byte) (out []place, err error) {
	cut := errors.New("iloc is cut off")
	i := 0
	num := func(size int) int64 {
		if i+size > len(b) {
			err, i = cut, len(b)
			return 0
		}
		var v int64
		for range size {
			v = v<<8 | int64(b[i])
			i++
		}
		return v
	}
	version := num(1)
	num(3)
	sizes, more := num(1), num(1)
	offset, length, base, index := int(sizes>>4), int(sizes&15), int(more>>4), int(more&15)
	if offset > 8 || length > 8 || base > 8 || index > 8 || version > 2 {
		return nil, errors.New("an iloc of an unknown form")
	}
	wide := 2
	if version == 2 {
		wide = 4
	}
	for count := num(wide); count > 0 && err == nil; count-- {
		p := place{item: uint32(num(wide))}
		if version > 0 {
			p.method = uint16(num(2)) & 15
		}
		num(2) // which file: 0 is this one
		from := num(base)
		for extents := num(2); extents > 0 && err == nil; extents-- {
			if version > 0 {
				num(index)
			}
			p.from = from + num(offset)
			p.size = num(length)
			if out = append(out, p); len(out) > 100_000 {
				return nil, cut
			}
		}
	}
	return out, err
}
