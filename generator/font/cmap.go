package font

import (
	"encoding/binary"
	"sort"
)

// A charmap is one subtable of cmap, looked into in place.
type charmap struct {
	table  []byte
	format int // 4 or 12
	n      int // segments or groups
}

// readCmap picks the subtable that holds the most: format 12 for all of Unicode, else
// format 4 for the BMP.
func (f *Font) readCmap() error {
	t, err := f.table("cmap", 4)
	if err != nil {
		return err
	}
	for i := range int(u16(t, 2)) {
		e := 4 + 8*i
		if e+8 > len(t) {
			return &FormatError{"cmap", "the list of subtables is cut off"}
		}
		platform, encoding := u16(t, e), u16(t, e+2)
		if platform != 0 && (platform != 3 || encoding != 1 && encoding != 10) {
			continue // not Unicode
		}
		off := uint64(binary.BigEndian.Uint32(t[e+4:]))
		if off+16 > uint64(len(t)) {
			continue
		}
		c := charmap{table: t[off:], format: int(u16(t, int(off)))}
		switch c.format {
		case 12:
			c.n = int(binary.BigEndian.Uint32(c.table[12:]))
			if uint64(c.n)*12+16 > uint64(len(c.table)) {
				return &FormatError{"cmap", "the groups do not fit the table"}
			}
		case 4:
			c.n = int(u16(c.table, 6)) / 2
			if 16+8*c.n > len(c.table) {
				return &FormatError{"cmap", "the segments do not fit the table"}
			}
		default:
			continue
		}
		if c.format > f.cmap.format {
			f.cmap = c
		}
	}
	if f.cmap.format == 0 {
		return &FormatError{"cmap", "no Unicode subtable of format 4 or 12"}
	}
	return nil
}

// find gives the character's glyph, 0 for none.
func (c charmap) find(r rune) GlyphID {
	if r < 0 {
		return 0
	}
	if c.format == 12 {
		return c.find12(uint32(r))
	}
	return c.find4(r)
}

func (c charmap) find12(r uint32) GlyphID {
	group := func(i int) []byte { return c.table[16+12*i:] }
	i := sort.Search(c.n, func(i int) bool { return binary.BigEndian.Uint32(group(i)[4:]) >= r })
	if i == c.n {
		return 0
	}
	g := group(i)
	start := binary.BigEndian.Uint32(g)
	if r < start {
		return 0
	}
	id := uint64(binary.BigEndian.Uint32(g[8:])) + uint64(r-start)
	if id > 0xFFFF {
		return 0
	}
	return GlyphID(id)
}

func (c charmap) find4(r rune) GlyphID {
	if r > 0xFFFF {
		return 0
	}
	t, n, v := c.table, c.n, uint16(r)
	i := sort.Search(n, func(i int) bool { return u16(t, 14+2*i) >= v })
	if i == n {
		return 0
	}
	start, delta, at := u16(t, 16+2*n+2*i), u16(t, 16+4*n+2*i), 16+6*n+2*i
	if v < start {
		return 0
	}
	shift := int(u16(t, at))
	if shift == 0 {
		return GlyphID(v + delta)
	}
	at += shift + 2*int(v-start)
	if at+2 > len(t) {
		return 0
	}
	if g := u16(t, at); g != 0 {
		return GlyphID(g + delta)
	}
	return 0
}
