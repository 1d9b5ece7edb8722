package catalog

import (
	"bytes"
	"encoding/json"
	"io"

	"gongkai/generator/record"
	"gongkai/generator/schema"
	"gongkai/generator/stream"
)

// A head opens a JSON file of the catalogue; its list follows, one entry a line.
type head struct {
	Title      string `json:"title"`
	Publisher  string `json:"publisher"`
	Department string `json:"department,omitempty"` // id
	URL        string `json:"url"`                  // of the catalogue's page
	Fields     string `json:"fields"`               // address of the field dictionary
	Year       int    `json:"year,omitempty"`       // of the rows, where the file is a part
	Month      int    `json:"month,omitempty"`
	Undated    bool   `json:"undated,omitempty"`
	Part       int    `json:"part,omitempty"`
	Updated    string `json:"updated,omitempty"` // day of the last change of an item
	Count      int    `json:"count"`
}

// head gives what opens the part's JSON.
func (v *part) head() head {
	g := v.set
	return head{Title: v.title(), Publisher: g.publisher(), Department: g.id(), URL: g.page(), Fields: g.e.site.Config.BaseURL + "catalog/fields.json",
		Year: v.Span.Year, Month: v.Span.Month, Undated: v.Span.Undated, Part: v.Span.Part, Updated: v.updated.String(), Count: v.Count()}
}

// writeJSON writes the catalogue as one object: the head, and the records under "items".
func (v *part) writeJSON(w io.Writer) error {
	maker := record.NewMaker(v.set.e.site)
	var r record.Record
	return writeList(w, v.head(), "items", len(v.Items), func(b []byte, i int) []byte {
		maker.Make(&r, v.Items[i])
		return r.AppendJSON(b)
	})
}

// writeChanges writes the change catalogue.
func (v *part) writeChanges(w io.Writer) error {
	maker := record.NewMaker(v.set.e.site)
	return writeList(w, v.head(), "changes", len(v.Events), func(b []byte, i int) []byte {
		c := maker.Change(v.Events[i])
		return c.AppendJSON(b)
	})
}

// writeList writes an object made of the head's fields and a list of n entries, each on a
// line of its own, without ever holding more than some of them. entry appends one.
func writeList(w io.Writer, head any, name string, n int, entry func(b []byte, i int) []byte) error {
	text, err := encode(head)
	if err != nil {
		return err
	}
	out := stream.Writer{To: w}
	b := append(out.Begin(), text[:len(text)-1]...)
	b = append(append(append(b, ",\n\""...), name...), "\":["...)
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = out.Flush(entry(append(b, '\n'), i))
	}
	return out.End(append(b, "\n]}\n"...))
}

// A dictionary explains the columns of the catalogue and of the change catalogue, for
// people and programs that read the downloads.
type dictionary struct {
	Notes   [2]string `json:"csv_notes"` // zh, en
	Fields  []entry   `json:"fields"`
	Changes []entry   `json:"changes"`
	Duties  []entry   `json:"duties"` // columns of the standing catalogue's tables
}

// An entry explains one column.
type entry struct {
	Name   string   `json:"name"`  // in the JSON; a dot for a part of an object
	Label  string   `json:"label"` // the heading in CSV and XLSX
	Form   string   `json:"form"`
	ZH     string   `json:"doc_zh"`
	EN     string   `json:"doc_en"`
	Values []string `json:"values,omitempty"`
}

// csvNotes tell a reader of the CSV how to undo what guard did.
var csvNotes = [2]string{
	"CSV 为带 BOM 的 UTF-8。会被表格软件当作数字或日期的单元格末尾有一个制表符，读取时去掉即可；以 = + - @ 开头的单元格前面加了“·”，以免被当作公式。",
	"The CSV is UTF-8 with a byte-order mark. A cell that a spreadsheet would take for a number or a date ends with a tab: trim it. A cell that begins with = + - @ has a · before it, so that it is no formula.",
}

// writeFields writes the field dictionary.
func writeFields(w io.Writer) error {
	d := dictionary{Notes: csvNotes}
	for _, f := range record.Fields() {
		d.Fields = append(d.Fields, entry{f.Name, f.ZH, formName(f.Form), f.Doc.ZH, f.Doc.EN, f.Values})
	}
	for _, f := range changeFields {
		d.Changes = append(d.Changes, entry{Name: f.name, Label: f.zh, Form: formName(f.form), ZH: f.docZH, EN: f.docEN})
	}
	d.Duties = dutyFields()
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

// formName names a column's form as data formats do.
func formName(f schema.Form) string {
	switch f {
	case schema.Day:
		return "date"
	case schema.Instant:
		return "date or date-time"
	case schema.Bool:
		return "boolean"
	case schema.List, schema.EnumList:
		return "list"
	case schema.Objects:
		return "list of objects"
	case schema.Enum:
		return "enumeration"
	case schema.Span:
		return "period"
	}
	return "text"
}

// encode gives the value as JSON without a line end; < > & stay as they are, because the
// files are never put into a page.
func encode(v any) ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}
