// Package passage owns what readers of attached files hand on: pieces of text with the place
// where a person finds them, and what a file carries besides.
//
// A reader walks a file once and calls a Sink; nothing of the file is held longer. Places are
// those that the program in which a clerk opens the file shows: page, sheet, cell, slide.
package passage

import (
	"strings"

	"gongkai/generator/diag"
)

// A Place is where a passage stands. The zero Place is the file as a whole.
type Place struct {
	Member string // path inside a ZIP archive, or the name of an embedded file; "" for the file itself
	Page   int    // page of a PDF or OFD file, slide of a presentation; counted from 1, 0 for none
	Sheet  string // name of a worksheet
	Table  int    // number of a table in a document, counted from 1; 0 elsewhere
	Cell   string // such as "C5", in a sheet, in a table of a document, in a CSV file
	Line   int    // line of a text file; counted from 1, 0 for none
	Layer  Layer
	Name   string // of a property, such as "author"; of the person whose comment or change it is, where Layer is Comment, Inserted or Deleted
	Hidden bool   // in a hidden sheet, row, column or slide, or in text that is formatted as hidden
}

// A Layer is the part of a document in which a passage stands.
type Layer uint8

// The layers. Body is what a reader of the document sees.
const (
	Body     Layer = iota
	Header         // page headers and footers, masters
	Footnote       // footnotes, endnotes, the notes of a slide
	Comment        // comments and annotations
	Inserted       // a tracked insertion
	Deleted        // a tracked deletion: still in the file
	Property       // author, company, custom properties, metadata of images
	Form           // form fields, lists of values, defined names
	Cached         // copies that nobody sees: pivot caches, external links, old revisions
)

// layerWords name the layers for a clerk.
var layerWords = [...]diag.Words{
	Body: {}, Header: diag.Say("页眉页脚", "header or footer"), Footnote: diag.Say("备注、脚注", "note"),
	Comment: diag.Say("批注", "comment"), Inserted: diag.Say("修订中插入的文字", "tracked insertion"),
	Deleted: diag.Say("修订中删除的文字", "tracked deletion"), Property: diag.Say("文件属性", "property"),
	Form: diag.Say("表单、名称", "form field or name"), Cached: diag.Say("看不见的缓存", "hidden cache"),
}

// nameWords name the properties that readers call by a word of ours.
var nameWords = map[string]diag.Words{
	"author": diag.Say("作者", "author"), "last modified by": diag.Say("最后修改者", "last modified by"), "company": diag.Say("单位", "company"), "manager": diag.Say("经理", "manager"),
	"creator": diag.Say("制作者", "creator"), "people": diag.Say("审阅人", "people"), "comment": diag.Say("说明", "comment"), "description": diag.Say("说明", "description"),
	"signature": diag.Say("签名", "signature"), "file name": diag.Say("文件名", "file name"), "title": diag.Say("标题", "title"), "subject": diag.Say("主题", "subject"), "keywords": diag.Say("关键词", "keywords"),
}

// Words says the place for a clerk: 名单.zip 里的“一.xlsx”，工作表“名单”C5（隐藏）.
func (p Place) Words() diag.Words {
	var zh, en []string
	add := func(w diag.Words) { zh, en = append(zh, w.ZH), append(en, w.EN) }
	if p.Member != "" {
		add(diag.Say("包内的“%s”", "%q inside", p.Member))
	}
	if p.Page > 0 {
		add(diag.Say("第%d页", "page %d", p.Page))
	}
	switch {
	case p.Sheet != "" && p.Cell != "":
		add(diag.Say("工作表“%s”的%s", "sheet %q, %s", p.Sheet, p.Cell))
	case p.Sheet != "":
		add(diag.Say("工作表“%s”", "sheet %q", p.Sheet))
	case p.Table > 0 && p.Cell != "":
		add(diag.Say("第%d个表格的%s", "table %d, %s", p.Table, p.Cell))
	case p.Cell != "":
		add(diag.Say("单元格%s", "cell %s", p.Cell))
	case p.Line > 0:
		add(diag.Say("第%d行", "line %d", p.Line))
	}
	if w := layerWords[p.Layer]; w.ZH != "" {
		if p.Name != "" {
			name, known := nameWords[p.Name]
			if !known {
				name = diag.Words{ZH: p.Name, EN: p.Name}
			}
			w = diag.Say("%s（%s）", "%s (%s)", w, name)
		}
		add(w)
	}
	if p.Hidden {
		add(diag.Say("隐藏的内容", "hidden"))
	}
	return diag.Words{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}

// A Sink takes what a reader finds, in the order of the file. A reader calls it from one
// goroutine, and keeps no text that it has handed on.
type Sink interface {
	// Passage takes a piece of text that belongs together: a paragraph, a cell, a line, a
	// property's value. The bytes are the sink's until it returns.
	Passage(at Place, text []byte)

	// Part takes what of a text stands at a place of its own, such as a deletion in a
	// paragraph: the bytes from from to before to. The text around it says what it is, and is
	// given to Passage as well where it is to be read.
	Part(at Place, text []byte, from, to int)

	// Row takes the cells of one row of a table together, so that a number which has one digit
	// a cell is seen; each cell has been given to Passage already. Empty cells are there as "".
	Row(at Place, cells []string)

	// Note takes a fact about the file.
	Note(n Note)
}

// A Note is a fact about a file that is no text of it.
type Note struct {
	Fact  Fact
	At    Place
	Value string // a name, a number, a reason; may be empty
}

// A Fact is what a file carries or how reading it went.
type Fact uint8

// The facts. Those up to External make a file active: opening it may run or fetch something.
const (
	Macro    Fact = iota + 1 // VBA or other macros
	Script                   // JavaScript in a PDF or an SVG, event handlers
	Launch                   // a PDF action that starts a program or opens a file
	ActiveX                  // controls and OLE objects that run
	External                 // a template, a data source or a picture that is fetched from elsewhere

	Tracked  // tracked changes are in the file; Value tells how many
	Comments // comments are in the file; Value tells how many
	Hidden   // At's sheet or slide is hidden and Value is ""; or Value tells what is hidden in the sheet: "rows 3", "columns 2"
	Author   // a property names a person; Value is the name, At.Name the property
	Location // coordinates of where a picture was taken
	Device   // a camera's owner or serial number
	Embedded // a file inside the file that was not opened; Value is its name

	Encrypted // it cannot be read without a password
	Damaged   // it is not what its form demands; Value may tell where
	NoText    // a page that is a picture alone; At.Page, or Value counts them
	Partly    // only a part could be read: an old binary format, an unknown encoding; Value tells what
	TooLarge  // a limit stopped the reading; Value names it
)
