package office

import (
	"encoding/binary"
	"math"
	"strconv"

	"gongkai/generator/passage"
)

// The records of an old workbook (BIFF) that are read.
const (
	recEOF       = 0x000A
	recFormula   = 0x0006
	recNote      = 0x001C
	recFilePass  = 0x002F
	recContinue  = 0x003C
	recSheet     = 0x0085
	recMulRK     = 0x00BD
	recSST       = 0x00FC
	recLabelSST  = 0x00FD
	recNumber    = 0x0203
	recLabel     = 0x0204
	recRK        = 0x027E
	recBOF       = 0x0809
	maxOldCells  = 5_000_000
	maxOldWidth  = 256
	maxOldString = 32 << 10
)

// An old is a workbook of Excel 97 to 2003 under reading.
type old struct {
	r      *reader
	sheets []passage.Place
	shared []string
	used   []bool // shared strings that a cell uses
	whole  bool   // all shared strings were read
	sheet  int    // 0 the workbook itself, from 1 its sheets
	depth  int    // of parts within parts, such as a chart in a sheet
	row    int
	cells  []string
}

// records reads the cells of an old workbook: numbers are stored there as such, where no search
// for strings finds them. It gives what is left for such a search.
func (r *reader) records(b []byte) (rest []byte) {
	o := &old{r: r, sheet: -1, row: -1}
	after := uint16(0) // the record that a continuation goes on
	for n := 0; len(b) >= 4 && n < maxOldCells; n++ {
		kind, size := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		if size+4 > len(b) {
			break
		}
		body := b[4 : 4+size]
		b = b[4+size:]
		switch kind {
		case recFilePass:
			r.note(passage.Encrypted, passage.Place{}, "")
			return nil
		case recSST:
			o.strings(body, b)
		default:
			o.record(kind, body)
		}
		if kind != recContinue {
			after = kind
		}
		switch after {
		case recLabel, recSheet, recNumber, recRK, recMulRK, recLabelSST:
			continue
		case recSST:
			if o.whole {
				continue
			}
		}
		rest = append(append(rest, body...), 0, 1, 0)
	}
	o.flush()
	for i, text := range o.shared {
		if o.whole && !o.used[i] {
			r.pass(passage.Place{Layer: passage.Cached}, text)
		}
	}
	return append(rest, b...)
}

func (o *old) record(kind uint16, b []byte) {
	switch {
	case kind == recBOF:
		if o.depth++; o.depth > 1 {
			return
		}
		o.flush()
		if o.sheet++; o.sheet == 0 && len(b) > 3 && binary.LittleEndian.Uint16(b[2:]) != 0x0005 {
			o.sheet = 1
		}
	case kind == recEOF:
		o.depth = max(0, o.depth-1)
	case kind == recSheet && len(b) > 8:
		at := passage.Place{Sheet: biffString(b[6:], 1), Hidden: b[4]&3 != 0}
		o.sheets = append(o.sheets, at)
		if at.Hidden {
			o.r.note(passage.Hidden, passage.Place{Sheet: at.Sheet}, "")
		}
		if b[5] == 1 || b[5] == 6 {
			o.r.note(passage.Macro, passage.Place{Sheet: at.Sheet}, "sheet")
		}
	case kind == recNumber && len(b) >= 14:
		o.number(b, math.Float64frombits(binary.LittleEndian.Uint64(b[6:])))
	case kind == recFormula && len(b) >= 14 && binary.LittleEndian.Uint16(b[12:]) != 0xFFFF:
		o.number(b, math.Float64frombits(binary.LittleEndian.Uint64(b[6:])))
	case kind == recRK && len(b) >= 10:
		o.number(b, rk(binary.LittleEndian.Uint32(b[6:])))
	case kind == recMulRK && len(b) >= 12:
		row, col := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		for i := 4; i+6 <= len(b)-2; i += 6 {
			o.cell(int(row), col, decimal(rk(binary.LittleEndian.Uint32(b[i+2:]))))
			col++
		}
	case kind == recLabelSST && len(b) >= 10:
		if i := int(binary.LittleEndian.Uint32(b[6:])); i >= 0 && i < len(o.shared) {
			o.used[i] = true
			o.cell(int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint16(b[2:])), o.shared[i])
		}
	case kind == recLabel && len(b) > 9:
		o.cell(int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint16(b[2:])), biffString(b[6:], 2))
	case kind == recNote:
		o.r.comments++
	}
}

func (o *old) number(b []byte, v float64) {
	o.cell(int(binary.LittleEndian.Uint16(b)), int(binary.LittleEndian.Uint16(b[2:])), decimal(v))
}

// rk unpacks a number that was packed into four bytes.
func rk(n uint32) float64 {
	v := math.Float64frombits(uint64(n&^3) << 32)
	if n&2 != 0 {
		v = float64(int32(n) >> 2)
	}
	if n&1 != 0 {
		v /= 100
	}
	return v
}

func decimal(v float64) string {
	if math.Abs(v) < 1e20 && v == math.Trunc(v) {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func (o *old) place() passage.Place {
	if i := o.sheet - 1; i >= 0 && i < len(o.sheets) {
		return o.sheets[i]
	}
	return passage.Place{}
}

func (o *old) cell(row, col int, text string) {
	if row != o.row {
		o.flush()
		o.row = row
	}
	at := o.place()
	at.Cell = cellName(col+1, row+1)
	o.r.pass(at, text)
	if col < maxOldWidth {
		for len(o.cells) <= col {
			o.cells = append(o.cells, "")
		}
		o.cells[col] = text
	}
}

// flush hands on the row.
func (o *old) flush() {
	if len(o.cells) > 0 {
		at := o.place()
		at.Cell = cellName(1, o.row+1)
		o.r.sink.Row(at, o.cells)
	}
	o.cells, o.row = nil, -1
}

// strings reads the shared strings. Their table goes on in the records that follow, at places
// that may cut a string; what is cut so is found by the search for strings.
func (o *old) strings(b, rest []byte) {
	if len(b) < 8 {
		return
	}
	total := int(binary.LittleEndian.Uint32(b[4:]))
	b = b[8:]
	defer func() {
		o.used = make([]bool, len(o.shared))
		o.whole = len(o.shared) == total
	}()
	for len(o.shared) < min(total, maxOldCells) {
		if len(b) < 3 {
			if len(rest) < 4 || binary.LittleEndian.Uint16(rest) != recContinue {
				return
			}
			n := int(binary.LittleEndian.Uint16(rest[2:]))
			if n+4 > len(rest) {
				return
			}
			b, rest = append(append([]byte(nil), b...), rest[4:4+n]...), rest[4+n:]
			if len(b) < 3 {
				return
			}
		}
		text, used, short := sharedString(b)
		if short {
			if len(rest) < 4 || binary.LittleEndian.Uint16(rest) != recContinue {
				return
			}
			n := int(binary.LittleEndian.Uint16(rest[2:]))
			if n < 1 || n+4 > len(rest) {
				return
			}
			// The part that goes on begins with a byte of flags of its own.
			b, rest = append(append([]byte(nil), b...), rest[5:4+n]...), rest[4+n:]
			if text, used, short = sharedString(b); short {
				return
			}
		}
		o.shared = append(o.shared, text)
		b = b[used:]
	}
}

// sharedString reads one string of the table; short tells that the bytes end before it.
func sharedString(b []byte) (text string, used int, short bool) {
	n, flags := int(binary.LittleEndian.Uint16(b)), b[2]
	at, tail := 3, 0
	if flags&8 != 0 {
		if at+2 > len(b) {
			return "", 0, true
		}
		tail += 4 * int(binary.LittleEndian.Uint16(b[at:]))
		at += 2
	}
	if flags&4 != 0 {
		if at+4 > len(b) {
			return "", 0, true
		}
		tail += int(binary.LittleEndian.Uint32(b[at:]) & 0xFFFFFF)
		at += 4
	}
	size := n
	if flags&1 != 0 {
		size = 2 * n
	}
	if at+size+tail > len(b) {
		return "", 0, true
	}
	return units(b[at:at+size], flags&1 != 0), at + size + tail, false
}

// biffString reads a string whose length has that many bytes.
func biffString(b []byte, width int) string {
	if len(b) < width+1 {
		return ""
	}
	n := int(b[0])
	if width == 2 {
		n |= int(b[1]) << 8
	}
	wide := b[width]&1 != 0
	if wide {
		n *= 2
	}
	body := b[width+1:]
	return units(body[:min(n, len(body), maxOldString)], wide)
}

// units decodes characters of one byte or two.
func units(b []byte, wide bool) string {
	var out []rune
	if !wide {
		for _, c := range b {
			out = append(out, rune(c))
		}
		return string(out)
	}
	for i := 0; i+1 < len(b); i += 2 {
		out = append(out, rune(binary.LittleEndian.Uint16(b[i:])))
	}
	return string(out)
}
