package catalog

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"unicode"

	"gongkai/generator/schema"
)

// writeCSV writes the table as CSV that Excel and WPS open right; see the package
// comment for what it does to cells.
func writeCSV(w io.Writer, t table) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := make([]string, len(t.columns)+1)
	row[0] = "序号"
	for i, c := range t.columns {
		row[i+1] = c.head
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for i := range t.rows {
		row[0] = strconv.Itoa(i + 1)
		t.fill(i, row[1:])
		for j, c := range t.columns {
			if cell := row[j+1]; cell != "" {
				row[j+1] = guard(cell, c.form)
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guard makes a cell that a spreadsheet shows as it is written.
func guard(cell string, form schema.Form) string {
	if form == schema.Day || form == schema.Instant {
		return cell // our own, always a date
	}
	cell = strings.TrimSpace(clean(cell))
	if strings.IndexAny(cell, "=+-@＝＋－＠") == 0 {
		return "·" + cell
	}
	if mangled(cell) {
		return cell + "\t"
	}
	return cell
}

// clean drops control characters but line feeds; a tab becomes a space.
func clean(text string) string {
	if strings.IndexFunc(text, forbidden) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case forbidden(r):
			return -1
		}
		return r
	}, text)
}

// forbidden reports whether the character has no place in a cell: controls, what XML 1.0
// forbids, and what bytes that are not UTF-8 decode to.
func forbidden(r rune) bool {
	return r != '\n' && unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF || r == unicode.ReplacementChar
}

// mangled reports whether a spreadsheet would read the cell as a number, a date or a time
// and show something else: digits with nothing but signs, units of dates, an exponent or
// an English month, unless it is a plain number of at most eleven digits without a
// leading zero.
func mangled(cell string) bool {
	digits, plain := 0, true
	var letters [12]byte
	n := 0
	for _, r := range cell {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune(" .,-/:%年月日时分秒¥￥$()（）", r):
			plain = false
		case r < 0x80 && unicode.IsLetter(r) && n < len(letters):
			letters[n] = byte(unicode.ToLower(r))
			n++
			plain = false
		default:
			return false
		}
	}
	if digits == 0 {
		return false
	}
	if plain {
		return digits > 11 || digits > 1 && cell[0] == '0'
	}
	return n == 0 || dateWord(string(letters[:n]))
}

// dateWord reports whether the letters among digits make them a number, a time or a date.
func dateWord(letters string) bool {
	switch letters {
	case "e", "am", "pm", "a", "p":
		return true
	}
	for _, month := range []string{"january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december"} {
		if len(letters) >= 3 && strings.HasPrefix(month, letters) {
			return true
		}
	}
	return false
}
