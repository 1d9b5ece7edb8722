package stencil

import (
	"encoding/json"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// A content is what a text is known to be safe as; html/template's contentType.
type content int

const (
	plain content = iota
	safeCSS
	safeHTML
	safeAttr
	safeJS
	safeJSStr
	safeURL
	safeSrcset
)

// contentOf gives what texts of a type are safe as. ok is false where html/template does
// not take the type's text as it is.
func contentOf(t reflect.Type) (c content, ok bool) {
	switch t {
	case reflect.TypeFor[string]():
		return plain, true
	case reflect.TypeFor[template.CSS]():
		return safeCSS, true
	case reflect.TypeFor[template.HTML]():
		return safeHTML, true
	case reflect.TypeFor[template.HTMLAttr]():
		return safeAttr, true
	case reflect.TypeFor[template.JS]():
		return safeJS, true
	case reflect.TypeFor[template.JSStr]():
		return safeJSStr, true
	case reflect.TypeFor[template.URL]():
		return safeURL, true
	case reflect.TypeFor[template.Srcset]():
		return safeSrcset, true
	}
	return plain, false
}

const prefix = "_html_template_"

// escapes tells whether the command is the call of an escaper.
func escapes(cmd *parse.CommandNode) bool {
	id, ok := cmd.Args[0].(*parse.IdentifierNode)
	return ok && len(cmd.Args) == 1 && strings.HasPrefix(id.Ident, prefix)
}

// An escaper appends what it makes of a text.
type escaper func(dst []byte, text string) []byte

// escaperOf gives the escaper of the name for a content.
func escaperOf(name string, c content) escaper {
	switch strings.TrimPrefix(name, prefix) {
	case "htmlescaper":
		if c == safeHTML {
			return asIs
		}
		return appendHTML
	case "attrescaper":
		if c != safeHTML { // else its tags are taken out
			return appendHTML
		}
	case "rcdataescaper":
		if c == safeHTML {
			return appendNorm
		}
		return appendHTML
	case "nospaceescaper":
		if c != safeHTML {
			return appendNospace
		}
	case "htmlnamefilter":
		if c == safeAttr { // else it depends on the names of attributes
			return asIs
		}
	case "urlfilter":
		if c == safeURL {
			return asIs
		}
		return appendFiltered
	case "urlnormalizer":
		return appendNormalURL
	case "urlescaper":
		if c == safeURL {
			return appendNormalURL
		}
		return appendURL
	case "commentescaper":
		return func(dst []byte, _ string) []byte { return dst }
	}
	leave("escaper " + name)
	return nil
}

// escaped compiles the printing of a value through escapers.
func escaped(e expr, names []string) action {
	refuse(e.typ)
	if names[0] == prefix+"jsvalescaper" {
		if len(names) > 1 {
			leave("JavaScript in an attribute")
		}
		return script(e)
	}
	if n := number(e); n != nil && harmless(names) {
		return func(s *state, dot reflect.Value) flow {
			s.out = strconv.AppendInt(s.out, n(s, dot), 10)
			return onward
		}
	}
	text, c := stringify(e)
	var before []escaper
	for _, name := range names[:len(names)-1] {
		before = append(before, escaperOf(name, c))
		c = plain
	}
	last := escaperOf(names[len(names)-1], c)
	if len(before) == 0 {
		return func(s *state, dot reflect.Value) flow {
			s.out = last(s.out, text(s, dot))
			return onward
		}
	}
	return func(s *state, dot reflect.Value) flow {
		t := text(s, dot)
		for _, f := range before {
			s.scratch = f(s.scratch[:0], t)
			if string(s.scratch) != t { // seldom; the comparison makes no string
				t = string(s.scratch)
			}
		}
		s.out = last(s.out, t)
		return onward
	}
}

// harmless tells whether the escapers leave digits as they are.
func harmless(names []string) bool {
	for _, n := range names {
		switch strings.TrimPrefix(n, prefix) {
		case "htmlescaper", "attrescaper", "rcdataescaper", "nospaceescaper", "urlescaper", "urlnormalizer", "urlfilter":
		default:
			return false
		}
	}
	return true
}

// number gives the value of a whole number that is written as one; nil for others.
func number(e expr) func(*state, reflect.Value) int64 {
	if !isInt(e.typ) || speaks(e.typ) {
		return nil
	}
	return e.whole()
}

// speaks tells whether values of the type say themselves how they are printed.
func speaks(t reflect.Type) bool {
	return prints(t) || t.Implements(reflect.TypeFor[fmt.Formatter]())
}

// prints tells whether the type is one that html/template asks for its text.
func prints(t reflect.Type) bool {
	return t.Implements(reflect.TypeFor[fmt.Stringer]()) || t.Implements(reflect.TypeFor[error]())
}

// stringify gives the text of a value as html/template makes it, and what it is safe as.
func stringify(e expr) (func(*state, reflect.Value) string, content) {
	if e.text != nil {
		return e.text, plain
	}
	if c, ok := contentOf(bare(e.typ)); ok {
		if e.typ.Kind() == reflect.String {
			return func(s *state, dot reflect.Value) string { return e.eval(s, dot).String() }, c
		}
		return func(s *state, dot reflect.Value) string { return follow(e.eval(s, dot)).String() }, c
	}
	typ, pointers := e.typ, 0
	for !prints(typ) && typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
		pointers++
	}
	refuse(typ)
	value := func(s *state, dot reflect.Value) reflect.Value {
		v := e.eval(s, dot)
		for range pointers {
			if v.IsNil() {
				panic(giveUp{})
			}
			v = v.Elem()
		}
		return v
	}
	if typ.Kind() == reflect.String && !speaks(typ) {
		return func(s *state, dot reflect.Value) string { return value(s, dot).String() }, plain
	}
	return func(s *state, dot reflect.Value) string { return fmt.Sprint(value(s, dot).Interface()) }, plain
}

// script compiles the printing of a value as an expression of JavaScript, which JSON is.
func script(e expr) action {
	typ, pointers := e.typ, 0
	for !typ.Implements(reflect.TypeFor[json.Marshaler]()) && typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
		pointers++
	}
	refuse(typ)
	if c, ok := contentOf(typ); ok && (c == safeJS || c == safeJSStr) || prints(typ) {
		leave("a value that is a script's text")
	}
	return func(s *state, dot reflect.Value) flow {
		v := e.eval(s, dot)
		for range pointers {
			if v.IsNil() {
				panic(giveUp{})
			}
			v = v.Elem()
		}
		s.marshalled.Reset()
		s.foreign = true
		err := s.json.Encode(v.Interface())
		s.foreign = false
		if err != nil {
			panic(giveUp{}) // html/template writes the error into the page
		}
		text := s.marshalled.Bytes()
		text = text[:len(text)-1] // the end of the line
		first, last := text[0], text[len(text)-1]
		if inName(first) || inName(last) {
			// A number or a word must not run into a word of the script.
			s.out = append(append(append(s.out, ' '), text...), ' ')
			return onward
		}
		s.out = append(s.out, text...)
		return onward
	}
}

// inName tells whether a byte of JSON may stand in a JavaScript name.
func inName(c byte) bool {
	return c == '$' || c == '_' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
