package clean

import (
	"encoding/binary"
	"strings"

	"gongkai/generator/diag"
)

// upright is the orientation that needs no saying.
const upright = 1

// exifWords are the entries of Exif that are told by name; all others are told as one.
var exifWords = map[uint16]diag.Words{
	0x013B: diag.Say("拍摄者", "artist"), 0x9C9D: diag.Say("拍摄者", "artist"), 0xA430: diag.Say("相机主人", "camera owner"), 0x8298: diag.Say("版权人", "copyright"),
	0xA431: diag.Say("相机序列号", "camera's serial number"), 0xA435: diag.Say("镜头序列号", "lens's serial number"), 0xC62F: diag.Say("相机序列号", "camera's serial number"),
	0x010F: diag.Say("相机型号", "camera"), 0x0110: diag.Say("相机型号", "camera"), 0x0131: diag.Say("软件", "software"), 0x013C: diag.Say("电脑名", "host computer"),
	0x9003: diag.Say("拍摄时间", "time of the picture"), 0x9286: diag.Say("图片说明", "comment"), 0x010E: diag.Say("图片说明", "comment"), 0x9C9C: diag.Say("图片说明", "comment"),
}

// secret are the entries whose value is not told: numbers, and what is no plain text.
func secret(tag uint16) bool { return tag == 0xA431 || tag == 0xA435 || tag == 0xC62F || tag == 0x9286 }

// otherMeta is metadata that is not told more nearly.
var otherMeta = diag.Say("其他图片信息", "other picture metadata")

// takeExif tells what an Exif block, a TIFF file in small, says, and gives its orientation, 1 to
// 8. A damaged block is told as far as it can be read.
func takeExif(tiff []byte, t *tally) (orientation uint16) {
	orientation = upright
	r, ok := newIFDs(tiff)
	if !ok {
		t.take(otherMeta)
		return orientation
	}
	others := false
	first := r.at(4)
	next := r.entries(first, func(e entry) {
		switch e.tag {
		case 0x0112:
			if v := r.short(e); v >= 1 && v <= 8 {
				orientation = v
			}
		case 0x8825:
			if n := 0; true {
				r.entries(r.long(e), func(entry) { n++ })
				if n > 0 {
					t.take(diag.Say("拍摄地点（GPS）", "place of the picture (GPS)"))
				}
			}
		case 0x8769:
			r.entries(r.long(e), func(e entry) { others = t.exifEntry(r, e) || others })
		default:
			others = t.exifEntry(r, e) || others
		}
	})
	if next != 0 {
		t.take(diag.Say("缩略图", "thumbnail"))
	}
	if others {
		t.take(otherMeta)
	}
	return orientation
}

// exifEntry tells one entry, and reports whether it is of those that are told as one.
func (t *tally) exifEntry(r ifds, e entry) bool {
	w, ok := exifWords[e.tag]
	if !ok {
		return true
	}
	v := ""
	if !secret(e.tag) && e.kind == 2 {
		v = strings.ToValidUTF8(strings.TrimRight(string(r.bytes(e)), "\x00 "), "�")
	}
	t.take(w, v)
	return false
}

// ifds reads the directories of a TIFF file. It never reads outside of it.
type ifds struct {
	b     []byte
	order binary.ByteOrder
}

type entry struct {
	tag, kind uint16
	count     uint32
	value     []byte // the four bytes of the value or of its place
}

func newIFDs(b []byte) (ifds, bool) {
	if len(b) < 8 {
		return ifds{}, false
	}
	switch string(b[:4]) {
	case "II*\x00":
		return ifds{b, binary.LittleEndian}, true
	case "MM\x00*":
		return ifds{b, binary.BigEndian}, true
	}
	return ifds{}, false
}

func (r ifds) at(i int) uint32 { return r.order.Uint32(r.b[i:]) }

// entries calls f for each entry of the directory at a place, and gives the place of the next.
func (r ifds) entries(place uint32, f func(entry)) (next uint32) {
	if place == 0 || uint64(place)+2 > uint64(len(r.b)) {
		return 0
	}
	i := int(place)
	n := int(r.order.Uint16(r.b[i:]))
	i += 2
	for ; n > 0 && i+12 <= len(r.b); n-- {
		f(entry{r.order.Uint16(r.b[i:]), r.order.Uint16(r.b[i+2:]), r.order.Uint32(r.b[i+4:]), r.b[i+8 : i+12]})
		i += 12
	}
	if n == 0 && i+4 <= len(r.b) {
		return r.at(i)
	}
	return 0
}

func (r ifds) short(e entry) uint16 { return r.order.Uint16(e.value) }
func (r ifds) long(e entry) uint32  { return r.order.Uint32(e.value) }

// bytes gives the value of an entry of single bytes, 200 at most.
func (r ifds) bytes(e entry) []byte {
	if e.count <= 4 {
		return e.value[:e.count]
	}
	from := uint64(r.long(e))
	to := min(from+uint64(min(e.count, 200)), uint64(len(r.b)))
	if from >= to {
		return nil
	}
	return r.b[from:to]
}

// plainExif makes the Exif block that says an orientation and nothing else.
func plainExif(orientation uint16) []byte {
	return []byte{'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0, 0, 0, 0, 0}
}
