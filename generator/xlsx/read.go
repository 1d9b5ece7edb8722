package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
)

// mostSheet is how many bytes of a sheet are looked through.
const mostSheet = 4 << 30

// Rows counts the rows of a workbook's first sheet below its headings, of a workbook as Maker
// writes it. It reads the sheet once and holds a little of it.
func Rows(r io.ReaderAt, size int64) (int, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return 0, err
	}
	f, err := z.Open(sheetPart(0))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n, err := countIn(io.LimitReader(f, mostSheet), []byte("<row "))
	if err == nil && n == 0 {
		err = fmt.Errorf("no row of headings")
	}
	return n - 1, err
}

// countIn counts how often a text stands in what is read.
func countIn(r io.Reader, text []byte) (n int, err error) {
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		k, err := r.Read(buf[kept:])
		part := buf[:kept+k]
		n += bytes.Count(part, text)
		// What may be the text's beginning is looked at again; the text itself is not.
		kept = copy(buf, part[max(len(part)-len(text)+1, 0):])
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
