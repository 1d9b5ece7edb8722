package xlsx

import (
	"io"
	"strconv"

	"gongkai/generator/stream"
)

// WriteCSV writes the sheet as CSV that Excel and WPS open right; see the package
// comment for what it does to cells.
func WriteCSV(w io.Writer, s *Sheet) error {
	out := stream.Writer{To: w}
	b := append(out.Begin(), "\uFEFF"...)
	if s.Numbered {
		b = append(b, "序号,"...)
	}
	for i, c := range s.Columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendCSV(b, "", c.Head, "", survey(c.Head))
	}
	b = append(b, "\r\n"...)
	cells := make([]string, len(s.Columns))
	for i := range s.Rows {
		if s.Numbered {
			b = append(strconv.AppendInt(b, int64(i+1), 10), ',')
		}
		s.Fill(i, cells)
		for j, cell := range cells {
			if j > 0 {
				b = append(b, ',')
			}
			if cell == "" {
				continue
			}
			found := survey(cell)
			before, in, behind := guard(cell, s.Columns[j].Form, found)
			if len(in) < len(cell) {
				found = survey(in) // what asked for quotes may be gone
			}
			b = appendCSV(b, before, in, behind, found)
		}
		b = out.Flush(append(b, "\r\n"...))
	}
	return out.End(b)
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
