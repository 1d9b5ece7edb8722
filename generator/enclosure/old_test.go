package enclosure

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"testing"

	"gongkai/generator/passage"
)

// compound makes an OLE2 file of streams, each padded to 4,096 bytes, which keeps them out of
// the small streams' place.
func compound(streams map[string][]byte) []byte {
	le := binary.LittleEndian
	names := make([]string, 0, len(streams))
	for n := range streams {
		names = append(names, n)
	}
	slices.Sort(names)
	head := make([]byte, 512)
	copy(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(head[24:], 0x3E)
	le.PutUint16(head[26:], 3)
	le.PutUint16(head[28:], 0xFFFE)
	le.PutUint16(head[30:], 9)
	le.PutUint16(head[32:], 6)
	le.PutUint32(head[44:], 1) // one sector of the table
	le.PutUint32(head[48:], 1) // the directory's first sector
	le.PutUint32(head[56:], 4096)
	le.PutUint32(head[60:], 0xFFFFFFFE)
	le.PutUint32(head[68:], 0xFFFFFFFE)
	for i := 76; i < 512; i += 4 {
		le.PutUint32(head[i:], 0xFFFFFFFF)
	}
	le.PutUint32(head[76:], 0)
	table := make([]uint32, 128)
	for i := range table {
		table[i] = 0xFFFFFFFF
	}
	table[0], table[1] = 0xFFFFFFFD, 0xFFFFFFFE
	entry := func(name string, kind byte, right, child, start uint32, size int) []byte {
		e := make([]byte, 128)
		u := utf16(name)[2:]
		copy(e, u)
		le.PutUint16(e[64:], uint16(len(u)+2))
		e[66], e[67] = kind, 1
		le.PutUint32(e[68:], 0xFFFFFFFF)
		le.PutUint32(e[72:], right)
		le.PutUint32(e[76:], child)
		le.PutUint32(e[116:], start)
		le.PutUint64(e[120:], uint64(size))
		return e
	}
	dir := entry("Root Entry", 5, 0xFFFFFFFF, 1, 0xFFFFFFFE, 0)
	var body []byte
	next := 2
	for i, n := range names {
		b := slices.Clone(streams[n])
		for len(b) < 4096 || len(b)%512 > 0 {
			b = append(b, 0)
		}
		right := uint32(0xFFFFFFFF)
		if i+1 < len(names) {
			right = uint32(i + 2)
		}
		dir = append(dir, entry(n, 2, right, 0xFFFFFFFF, uint32(next), len(b))...)
		for j := range len(b) / 512 {
			table[next+j] = uint32(next + j + 1)
		}
		next += len(b) / 512
		table[next-1] = 0xFFFFFFFE
		body = append(body, b...)
	}
	for len(dir) < 512 {
		dir = append(dir, entry("", 0, 0xFFFFFFFF, 0xFFFFFFFF, 0, 0)...)
	}
	out := head
	for _, v := range table {
		out = le.AppendUint32(out, v)
	}
	return append(append(out, dir[:512]...), body...)
}

// record makes a record of an old workbook.
func record(kind uint16, body []byte) []byte {
	return append(binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, kind), uint16(len(body))), body...)
}

// oldSheet is the stream of an old workbook with a hidden sheet 名单, in which B3 is a shared
// string and C3 the same as a number, where it is one.
func oldSheet(s string) []byte {
	le := binary.LittleEndian
	u := utf16(s)[2:]
	name := utf16("名单")[2:]
	out := record(0x0809, []byte{0, 6, 5, 0, 0, 0, 0, 0})
	out = append(out, record(0x0085, append([]byte{0, 0, 0, 0, 1, 0, 2, 1}, name...))...)
	sst := le.AppendUint32(le.AppendUint32(nil, 1), 1)
	sst = append(le.AppendUint16(sst, uint16(len(u)/2)), 1)
	out = append(out, record(0x00FC, append(sst, u...))...)
	out = append(out, record(0x000A, nil)...)
	out = append(out, record(0x0809, []byte{0, 6, 0x10, 0, 0, 0, 0, 0})...)
	out = append(out, record(0x00FD, []byte{2, 0, 1, 0, 0, 0, 0, 0, 0, 0})...)
	if s == "13800138000" {
		out = append(out, record(0x0203, le.AppendUint64([]byte{2, 0, 2, 0, 0, 0}, math.Float64bits(13800138000)))...)
	}
	return append(out, record(0x000A, nil)...)
}

func oldCarriers() []carrier {
	ole := func(name string, f func(s string) []byte) func(testing.TB, string) []byte {
		return func(_ testing.TB, s string) []byte { return compound(map[string][]byte{name: f(s)}) }
	}
	summary := func(s string) []byte {
		le := binary.LittleEndian
		b := make([]byte, 48)
		le.PutUint32(b[44:], 48)
		u := utf16(s)[2:]
		set := le.AppendUint32(le.AppendUint32(nil, 0), 1)
		set = le.AppendUint32(le.AppendUint32(set, 6), 16)
		set = le.AppendUint32(le.AppendUint32(set, 0x1F), uint32(len(u)/2))
		return append(append(b, set...), u...)
	}
	return []carrier{
		{"text in UTF-16", "a.doc", ole("WordDocument", func(s string) []byte { return append([]byte{1, 2, 3, 4}, utf16("电话" + s)[2:]...) }), passage.Place{}},
		{"text at an odd place", "a.ppt", ole("PowerPoint Document", func(s string) []byte { return append([]byte{1, 2, 3, 4, 5}, utf16("电话" + s)[2:]...) }), passage.Place{}},
		{"shared string", "a.xls", ole("Workbook", oldSheet), passage.Place{Sheet: "名单", Cell: "B3", Hidden: true}},
		{"by WPS", "a.et", ole("Workbook", oldSheet), passage.Place{Sheet: "名单", Cell: "B3", Hidden: true}},
		{"property", "a.doc", func(_ testing.TB, s string) []byte {
			return compound(map[string][]byte{"WordDocument": {1}, "\x05SummaryInformation": summary(s)})
		}, passage.Place{Layer: passage.Property, Name: "comments"}},
	}
}

// TestOldNumbers: a number that is stored as one, and no string, is found in its cell.
func TestOldNumbers(t *testing.T) {
	r := New(Options{})
	defer r.Close()
	rep := r.Read("a.xls", compound(map[string][]byte{"Workbook": oldSheet("13800138000")}))
	found := false
	for _, f := range rep.Finds {
		found = found || f.At.Cell == "C3"
	}
	if !found {
		t.Errorf("finds %+v, want one in C3", rep.Finds)
	}
	for name, want := range map[string]passage.Fact{"EncryptedPackage": passage.Encrypted, "_VBA_PROJECT_CUR": 0} {
		rep := r.Read("a.xls", compound(map[string][]byte{"Workbook": oldSheet("x"), name: {1}}))
		if want != 0 && !slices.Contains(facts(rep), want) {
			t.Errorf("%s: notes %+v", name, rep.Notes)
		}
	}
	rep = r.Read("a.xls", compound(map[string][]byte{"Workbook": oldSheet("x"), "_VBA_PROJECT": {1}}))
	if rep.Refuse != Active {
		t.Errorf("macros of an old workbook: %+v", rep)
	}
}

// oldRows is the stream of an old workbook whose sheet 名单 has those texts, or numbers where
// they are such.
func oldRows(rows [][]string) []byte {
	le := binary.LittleEndian
	out := record(0x0809, []byte{0, 6, 5, 0, 0, 0, 0, 0})
	out = append(out, record(0x0085, append([]byte{0, 0, 0, 0, 0, 0, 2, 1}, utf16("名单")[2:]...))...)
	var strings, cells []byte
	n := uint32(0)
	for i, row := range rows {
		for j, c := range row {
			at := le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, uint16(i)), uint16(j)), 0)
			if v, err := strconv.ParseFloat(c, 64); err == nil && exact(c) {
				cells = append(cells, record(0x0203, le.AppendUint64(at, math.Float64bits(v)))...)
			} else if c != "" {
				u := utf16(c)[2:]
				strings = append(append(le.AppendUint16(strings, uint16(len(u)/2)), 1), u...)
				cells = append(cells, record(0x00FD, le.AppendUint32(at, n))...)
				n++
			}
		}
	}
	out = append(out, record(0x00FC, append(le.AppendUint32(le.AppendUint32(nil, n), n), strings...))...)
	out = append(out, record(0x000A, nil)...)
	out = append(out, record(0x0809, []byte{0, 6, 0x10, 0, 0, 0, 0, 0})...)
	return append(append(out, cells...), record(0x000A, nil)...)
}
