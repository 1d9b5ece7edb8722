// Package catalog owns the downloads of the public catalogue 公开目录 and of the change
// catalogue 变动目录: JSON, CSV, XLSX and DCAT JSON-LD, whole and per department, and the
// field dictionary as JSON.
//
// What is on the site is in the catalogue, withdrawn items as tombstones too, and nothing
// else is; a department that has published nothing yet has its files as well. Every file
// is written as a stream, item by item, so that a catalogue needs the memory of one row.
// None carries the build day or the clock: the same items give the same bytes.
//
// No file has more rows than the site allows: package volume says how a larger catalogue
// is cut. catalog/index.json lists whatever files there are, and the .jsonld of the whole
// and of a department, which exist always, name the parts where there are parts.
//
// What is done to cells so that a spreadsheet shows them as they are written: package xlsx.
package catalog

import (
	"io"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/record"
	"gongkai/generator/source"
	"gongkai/generator/volume"
	"gongkai/generator/xlsx"
)

// A Product plans the catalogue's files. It implements plan.Product.
type Product struct{ seed source.Digest }

// New makes the product. The seed sums the program and the configuration files.
func New(seed source.Digest) *Product { return &Product{seed} }

// Kind is "catalog".
func (*Product) Kind() string { return "catalog" }

// Version of the files' form: raised when the same items shall give other bytes.
const version = "3"

// Plan lists the files.
func (p *Product) Plan(s *model.Site) ([]plan.Output, error) {
	e := newEdition(p.seed, volume.Of(s, record.Events(s)), s)
	for _, g := range e.sets {
		for _, v := range g.parts {
			e.plan(v)
		}
		if g.inParts() {
			e.planOutline(g)
		}
	}
	e.planDuties()
	e.add("catalog/fields.json", plan.Key(p.seed).Str(version).Digest(), writeFields)
	e.add(indexPath, e.indexKey(), e.writeIndex)
	return e.outs, nil
}

// inParts reports whether the set has an outline: JSON-LD that names its parts.
func (g *set) inParts() bool {
	switch g.Kind {
	case volume.Changes:
		return false
	case volume.Others:
		return len(g.parts) > 1
	}
	return !g.One()
}

// plan lists the files of a part.
func (e *edition) plan(v *part) {
	table := v.table
	if v.set.Kind == volume.Changes {
		e.list(v, ".json", v.writeChanges)
	} else {
		e.list(v, ".json", v.writeJSON)
	}
	e.list(v, ".csv", func(w io.Writer) error { return xlsx.WriteCSV(w, table()) })
	e.list(v, ".xlsx", func(w io.Writer) error {
		return e.books.Write(w, xlsx.Book{Title: v.title(), Sheets: []xlsx.Sheet{*table()}})
	})
	if v.set.Kind != volume.Changes {
		e.list(v, ".jsonld", v.writeDCAT)
	}
}

// list adds one form of a part, and to the index.
func (e *edition) list(v *part, ext string, render func(io.Writer) error) {
	path := v.Stem + ext
	e.files = append(e.files, v.file(ext))
	e.add(path, plan.Key(v.key).Str(path).Digest(), render)
}

// planOutline lists the file that names the parts of a set.
func (e *edition) planOutline(g *set) {
	path := g.Stem + ".jsonld"
	e.files = append(e.files, file{Path: path, Form: "jsonld", Set: g.Kind, Department: g.id(), Count: g.Count, Updated: g.updated.String(), Outline: true})
	k := plan.Key(e.seed).Str(version, path)
	if g.Kind == volume.Whole {
		for _, d := range e.sets {
			d.outline(k)
		}
	} else {
		g.outline(k)
	}
	e.add(path, k.Digest(), g.writeOutline)
}

func (e *edition) add(path string, key source.Digest, render func(io.Writer) error) {
	e.outs = append(e.outs, plan.Output{Path: path, Key: key, Render: render})
}
