package enclosure

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"gongkai/generator/office"
	"gongkai/generator/passage"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// text looks through a text as a whole, so that what a word in one line says of a number in
// the next is not lost, and names lines.
func (j *job) text(kind string, data []byte) {
	text, _, _, ok := source.Decode(data)
	if !ok {
		// Some bytes are no character, or no encoding explains them: what can be read is read.
		j.sink.Note(passage.Note{Fact: passage.Partly, Value: "encoding"})
		text = bytes.ReplaceAll(bytes.ToValidUTF8(data, []byte("\uFFFD")), []byte{0}, nil)
	}
	shown := text
	switch kind {
	case "json", "geojson":
		shown = unquoted(text)
	case "xml":
		shown = bytes.ReplaceAll(text, []byte("</"), []byte("<<")) // a slash would say that another word follows
	}
	line, from := 1, 0
	for _, m := range privacy.Find(shown, privacy.Context{}) {
		line += bytes.Count(shown[from:m.At.Start], []byte("\n"))
		from = m.At.Start
		j.sink.add(passage.Place{Line: line}, m, string(shown[m.At.Start:m.At.End]))
	}
	switch kind {
	case "xml":
		// Characters may be written as numbers, which the text does not show.
		if bytes.Contains(text, []byte("&#")) {
			office.XML(text, j.tokens, j.sink)
		}
	case "json", "geojson":
		if bytes.Contains(text, []byte(`\u`)) {
			j.escaped(text)
		}
	}
}

// escaped looks through the strings of a JSON text that writes characters as numbers.
func (j *job) escaped(text []byte) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for *j.tokens > 0 {
		*j.tokens--
		t, err := d.Token()
		if err != nil {
			return
		}
		if s, ok := t.(string); ok {
			j.sink.Passage(passage.Place{}, []byte(s))
		}
	}
}

// table reads a CSV file cell by cell.
func (j *job) table(data []byte) {
	text, _, _, ok := source.Decode(data)
	if !ok {
		j.text("txt", data)
		return
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = separator(text), true, -1, true
	next := 1 // the line at which a row is expected
	for row := 1; ; row++ {
		cells, err := r.Read()
		if err != nil {
			if err != io.EOF {
				j.text("txt", data) // no table after all
			}
			return
		}
		// A spreadsheet program shows an empty line as a row, package csv leaves it out.
		if line, _ := r.FieldPos(0); line > next {
			row, next = row+line-next, line
		}
		next++
		for i, c := range cells {
			next += strings.Count(c, "\n")
			if c != "" && i < 1<<14 {
				j.sink.Passage(passage.Place{Cell: name(i, row)}, []byte(c))
			}
		}
		j.sink.Row(passage.Place{Cell: name(0, row)}, cells[:min(len(cells), privacy.MaxHeads)])
	}
}

func name(col, row int) string {
	return strings.TrimSuffix(lastCell("A1", col+1), "1") + strconv.Itoa(row)
}

// separator gives what stands between the cells most often, in the first line that has more than
// one: a title may stand before.
func separator(text []byte) rune {
	for line := range bytes.Lines(text[:min(len(text), 8<<10)]) {
		best, most := ',', bytes.Count(line, []byte(","))
		for _, c := range ";\t|" {
			if n := bytes.Count(line, []byte(string(c))); n > most {
				best, most = c, n
			}
		}
		if most > 0 {
			return best
		}
	}
	return ','
}
