package catalog

import (
	"io"
	"strconv"
)

// writeCSV writes the table as CSV that Excel and WPS open right; see the package
// comment for what it does to cells.
func writeCSV(w io.Writer, t table) error {
	out := stream{w: w}
	b := append(out.begin(), "\uFEFF序号"...)
	columns := t.columns()
	for _, c := range columns {
		b = appendCSV(append(b, ','), "", c.head, "", survey(c.head))
	}
	b = append(b, "\r\n"...)
	cells := make([]string, len(columns))
	for i := range t.rows {
		b = strconv.AppendInt(b, int64(i+1), 10)
		t.fill(i, cells)
		for j, cell := range cells {
			b = append(b, ',')
			if cell == "" {
				continue
			}
			found := survey(cell)
			before, in, behind := guard(cell, columns[j].form, found)
			if len(in) < len(cell) {
				found = survey(in) // what asked for quotes may be gone
			}
			b = appendCSV(b, before, in, behind, found)
		}
		b = out.flush(append(b, "\r\n"...))
	}
	return out.end(b)
}

// appendCSV appends a cell as encoding/csv does with CR LF; found is what survey says of
// it. A cell that guard has seen begins with no space.
func appendCSV(b []byte, before, in, behind string, found uint8) []byte {
	if found&quoted == 0 && in != `\.` { // \. ends the data for a certain database
		return append(append(append(b, before...), in...), behind...)
	}
	b = append(append(b, '"'), before...)
	start := 0
	for i := range len(in) {
		switch in[i] {
		case '"':
			b = append(append(b, in[start:i]...), `""`...)
		case '\n':
			b = append(append(b, in[start:i]...), "\r\n"...)
		default:
			continue
		}
		start = i + 1
	}
	b = append(append(b, in[start:]...), behind...)
	return append(b, '"')
}
