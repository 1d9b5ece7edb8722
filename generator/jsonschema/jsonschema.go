// Package jsonschema owns the JSON Schemas (draft 2020-12) of the content files, made
// from the tables that the reader uses, so that an editor completes and checks keys and
// values while a clerk types.
//
// A schema takes what the reader takes, in Chinese and in English: both names of each
// key (but not both in one file), every spelling of an enumerated value, the forms of
// dates and periods, numbers with or without quotes. It is no more than the form: what
// several values or several files say together is judged by gongkai check. The package
// imports only schema.
package jsonschema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"gongkai/generator/schema"
)

// A file is one kind of content file.
type file struct {
	name   string
	table  schema.Table
	list   bool // the file is a list of such mappings
	drafts bool // a draft may leave out what is needed
	zh, en string
}

var files = []file{
	{"item", schema.Item, false, true, "公开事项：Markdown文件开头两行“---”之间的部分", "The front matter of an item"},
	{"profile", schema.Profile, false, false, "机构概况：部门文件夹里 _index.md 的开头", "The front matter of a department's _index.md"},
	{"opinion", schema.Opinion, false, false, "意见与答复：部门文件夹里 opinions/*.md 的开头", "The front matter of an opinion, <department>/opinions/<name>.md"},
	{"order", schema.Order, false, false, "限时公开通知：supervision/*.md 的开头", "The front matter of an order to disclose, supervision/<name>.md"},
	{"site", schema.Site, false, false, "网站设置：site.yaml", "site.yaml"},
	{"departments", schema.Department, true, false, "公开主体：departments.yaml", "departments.yaml"},
	{"categories", schema.Category, true, false, "增加的子类：categories.yaml", "categories.yaml"},
	{"duties", schema.Duty, true, false, "应公开事项目录：duties.yaml", "duties.yaml"},
	{"boards", schema.Board, true, false, "公开栏：boards.yaml", "boards.yaml"},
	{"filings", schema.Filing, true, false, "备案台账：filings.yaml", "filings.yaml"},
	{"holidays", schema.Holidays, false, false, "节假日：holidays/年份.yaml", "holidays/<year>.yaml"},
}

// Names lists the schemas that Write knows, the items' first.
func Names() []string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.name
	}
	return names
}

// Write writes the schema of a kind of file, as indented JSON that ends with a line end: the
// same bytes for the same tables. An unknown name is an error that lists the known ones.
func Write(w io.Writer, name string) error {
	for _, f := range files {
		if f.name == name {
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			e.SetIndent("", "  ")
			return e.Encode(f.schema())
		}
	}
	return fmt.Errorf("no schema %q: there are %s", name, strings.Join(Names(), ", "))
}

// An object is a JSON object whose members keep their order.
type object []member

type member struct {
	key   string
	value any
}

func (o *object) add(key string, value any) { *o = append(*o, member{key, value}) }

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.Encode(m.key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
