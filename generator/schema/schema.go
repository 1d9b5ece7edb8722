// Package schema owns the tables of keys that content files may carry: their English
// and Chinese names, their forms, their enumerated values, and what they mean.
//
// One table serves the reader (load), the writer (fmt, new), the editors' JSON Schema
// (gongkai schema), the catalogue's field dictionary and the pages' labels, so that a
// key exists in one place only.
package schema

import (
	"strings"

	"gongkai/generator/diag"
)

// A Form is the shape that a key's value must have.
type Form uint8

// The forms.
const (
	Text     Form = iota // one scalar, kept as written
	Long                 // text that may have several lines
	Number               // a whole number
	Size                 // bytes with an optional unit: 20 MB
	Bool                 // true, false, 是, 否
	Day                  // a date
	Instant              // a date, or a date with a time of day
	Span                 // a period: 2026, 2026-H1, 2026-Q3, 2026-07
	Enum                 // one of Values
	EnumList             // a list of Values, or one
	List                 // a list of texts, or one text
	Object               // a mapping of Keys
	Objects              // a list of mappings of Keys; where Short is set, a scalar stands for that key
	Index                // an index number
	Legal                // a document number 发文字号
)

// A Value is one member of an enumeration.
type Value struct {
	Code  string
	Words diag.Words
	Also  []string // further spellings that are read
}

// A Need tells when a key must be given.
type Need uint8

// The needs.
const (
	Optional  Need = iota
	Required       // always
	Sometimes      // a rule asks for it; see Doc
)

// A Key is one key of a table.
type Key struct {
	Name   string   // English, in code
	ZH     string   // Chinese
	Also   []string // further names that are read
	Form   Form
	Need   Need
	Values []Value // for Enum and EnumList
	Keys   []Key   // for Object and Objects
	Short  string  // for Objects: the key that a bare scalar stands for
	Doc    diag.Words
	Least  int    // for Number: the smallest that is taken
	Sample string // a value as fmt would write it, for explain, new and the JSON Schema
}

// A Table is the keys of one kind of file, in the order in which fmt writes them.
type Table []Key

// Find gives the key with the name, English or Chinese or another spelling, or nil.
func (t Table) Find(name string) *Key {
	for i := range t {
		k := &t[i]
		if k.Name == name || k.ZH == name {
			return k
		}
		for _, a := range k.Also {
			if a == name {
				return k
			}
		}
	}
	return nil
}

// Get is Find for names that the program itself uses; it panics on an unknown one.
func (t Table) Get(name string) *Key {
	k := t.Find(name)
	if k == nil {
		panic("schema: no key " + name)
	}
	return k
}

// Match gives the value that a clerk's spelling stands for, or nil. Case does not count.
func (k *Key) Match(text string) *Value {
	text = strings.TrimSpace(text)
	for i := range k.Values {
		v := &k.Values[i]
		if strings.EqualFold(v.Code, text) || v.Words.ZH == text || strings.EqualFold(v.Words.EN, text) {
			return v
		}
		for _, a := range v.Also {
			if a == text {
				return v
			}
		}
	}
	return nil
}

// Word gives the Chinese word of a value's code, and the code itself where it is unknown.
func (k *Key) Word(code string) string {
	if v := k.Match(code); v != nil {
		return v.Words.ZH
	}
	return code
}

// A Label is the Chinese name of a key, for pages.
func (t Table) Label(name string) string { return t.Get(name).ZH }

// Word gives the Chinese word of an item's enumerated value: Word("stage", "draft") is 预公开.
func Word(key, code string) string { return Item.Get(key).Word(code) }
