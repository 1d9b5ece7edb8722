package catalog

import (
	"io"

	"gongkai/generator/plan"
	"gongkai/generator/source"
	"gongkai/generator/volume"
)

// indexPath is where the index of all files stands. It exists always.
const indexPath = "catalog/index.json"

// An index lists every file of the catalogue and of the change catalogue.
type index struct {
	Title     string    `json:"title"`
	Publisher string    `json:"publisher"`
	URL       string    `json:"url"`    // of the catalogue's page
	Base      string    `json:"base"`   // what stands before every path
	Fields    string    `json:"fields"` // address of the field dictionary
	Updated   string    `json:"updated,omitempty"`
	Count     int       `json:"count"`   // items
	Changes   int       `json:"changes"` // entries of the change catalogue
	Rows      int       `json:"catalog_file_rows"`
	Notes     [2]string `json:"notes"` // zh, en
}

// A file is one entry of the index.
type file struct {
	Path       string      `json:"path"`
	Form       string      `json:"form"` // json, csv, xlsx, jsonld
	Set        volume.Kind `json:"set"`
	Department string      `json:"department,omitempty"` // id
	Year       int         `json:"year,omitempty"`
	Month      int         `json:"month,omitempty"`
	Undated    bool        `json:"undated,omitempty"`
	Part       int         `json:"part,omitempty"`
	Outline    bool        `json:"outline,omitempty"` // names parts, has no rows of its own
	Count      int         `json:"count"`             // rows
	Updated    string      `json:"updated,omitempty"` // day of the last change of a row
}

// indexNotes tell a reader of the index how the files belong together.
var indexNotes = [2]string{
	"set 说明文件属于哪个目录：whole 是整个公开目录，department 是一个部门的，others 是部门不明的事项，changes 是变动目录，duties 是应公开目录。有 whole 的表格（csv、xlsx、json）时，它就是全部；没有时，各 department 和 others 的文件合起来就是全部，每个事项只在其中一册。分册按公开（变动）的年份 year，多的再按月份 month，再多的编册号 part，从最早的起；没有日期的标 undated。标 outline 的文件只列出各册，没有事项。每个文件的行数不超过 catalog_file_rows。",
	"set tells which catalogue a file belongs to: whole is the whole public catalogue, department one department's, others the items of no known department, changes the change catalogue, duties the standing catalogue of what must be disclosed. Where there are tables (csv, xlsx, json) of whole, they are everything; else the files of department and others together are, with each item in exactly one part. Parts are cut by the year of publishing (or of the change), larger ones by month, still larger ones are numbered from the oldest; what has no date is undated. A file marked outline only names parts. No file has more rows than catalog_file_rows.",
}

// file gives the part's entry for one of its forms.
func (v *part) file(ext string) file {
	return file{Path: v.Stem + ext, Form: ext[1:], Set: v.set.Kind, Department: v.set.id(), Year: v.Span.Year, Month: v.Span.Month,
		Undated: v.Span.Undated, Part: v.Span.Part, Count: v.Count(), Updated: v.updated.String()}
}

// indexKey sums all that the index says.
func (e *edition) indexKey() source.Digest {
	k := plan.Key(e.seed).Str(version, indexPath).Int(e.limit())
	for _, g := range e.sets {
		g.outline(k)
	}
	return k.Digest()
}

// writeIndex writes the index.
func (e *edition) writeIndex(w io.Writer) error {
	base, whole, changes := e.site.Config.BaseURL, e.whole(), e.sets[len(e.sets)-1]
	h := index{Title: whole.title(), Publisher: whole.publisher(), URL: whole.page(), Base: base, Fields: base + "catalog/fields.json",
		Updated: whole.updated.String(), Count: whole.Count, Changes: changes.Count, Rows: e.limit(), Notes: indexNotes}
	var failed error
	err := writeList(w, h, "files", len(e.files), func(b []byte, i int) []byte {
		text, err := encode(e.files[i])
		if err != nil {
			failed = err
		}
		return append(b, text...)
	})
	if failed != nil {
		return failed
	}
	return err
}
