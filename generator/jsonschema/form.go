package jsonschema

import (
	"gongkai/generator/schema"
)

// The patterns of what the reader takes, in half-width or full-width characters.
const (
	digit = `[0-9０-９]`
	month = `(?:[0０]?[1-9１-９]|[1１][0-2０-２])`
	day   = `(?:[0０]?[1-9１-９]|[12１２][0-9０-９]|[3３][01０１])`
	year  = digit + `{4}`

	date = year + `(?:[-－]` + month + `[-－]` + day +
		`|[/／]` + month + `[/／]` + day +
		`|[.．]` + month + `[.．]` + day +
		`|\s*年\s*` + month + `\s*月\s*` + day + `\s*日)`
	clock = `(?:[01０１]?[0-9０-９]|[2２][0-3０-３])`
	sixty = `[0-5０-５]?[0-9０-９]`
	time  = `\s*[TＴ]?` + clock + `(?:[:：]` + sixty + `(?:[:：]` + sixty + `)?|[时点](?:` + sixty + `分?)?)`

	dayPattern     = `^\s*` + date + `\s*$`
	instantPattern = `^\s*` + date + `(?:` + time + `)?\s*$`
	spanPattern    = `^\s*` + year + `(?:\s*年\s*(?:度|全年)?` +
		`|[-－]?(?:[HhＨｈ][12１２]|[QqＱｑ][1-4１-４])` +
		`|[-－/／.．]` + month +
		`|\s*年\s*(?:[上下]\s*半\s*年|第?\s*[1-4１-４一二三四]\s*季\s*度|` + month + `\s*月(?:\s*份)?))?\s*$`
	sizePattern   = `^\s*[0-9]+\s*[KMGkmg]?[Bb]?\s*$`
	numberPattern = `^\s*[0-9]+\s*$`
	legalPattern  = `^\s*(?:[^\s0-9〔〕\[\]()（）【】]+〔(?:19|20)[0-9]{2}〕[1-9][0-9]*号|.*(?:令|公告|通告)(?:[0-9]{4}年)?第[1-9][0-9]*号)\s*$`
	indexPattern  = "^[^\\s\"'`\\\\<>]{1,120}$"
)

// plain is what a text may be in YAML: 012 and 2026 are numbers to an editor, and texts
// to the reader.
var plain = []string{"string", "number"}

// value describes what the key's value may be.
func value(k *schema.Key) object {
	switch k.Form {
	case schema.Number:
		return object{{"anyOf", []any{object{{"type", "integer"}, {"minimum", k.Least}}, matching(numberPattern)}}}
	case schema.Size:
		return object{{"anyOf", []any{object{{"type", "integer"}, {"minimum", 0}}, matching(sizePattern)}}}
	case schema.Bool:
		return object{{"enum", append(yes(), no()...)}}
	case schema.Day:
		return matching(dayPattern)
	case schema.Instant:
		return matching(instantPattern)
	case schema.Span:
		return object{{"anyOf", []any{
			matching(spanPattern),
			object{{"type", "number"}, {"minimum", 1000}, {"exclusiveMaximum", 10000}},
		}}}
	case schema.Enum:
		return object{{"enum", words(k)}}
	case schema.EnumList:
		one := object{{"enum", words(k)}}
		return object{{"anyOf", []any{one, listOf(one)}}}
	case schema.List:
		if k.Name == "off" || k.Name == "work" { // of holidays
			return listOf(matching(dayPattern))
		}
		one := text(k)
		return object{{"anyOf", []any{one, listOf(one)}}}
	case schema.Object:
		return mapping(k.Keys, false, described)
	case schema.Objects:
		one := mapping(k.Keys, false, described)
		if k.Short == "" {
			return object{{"anyOf", []any{listOf(one), one}}}
		}
		short := object{{"type", plain}}
		return object{{"anyOf", []any{listOf(object{{"anyOf", []any{short, one}}}), short, one}}}
	case schema.Index:
		return object{{"anyOf", []any{matching(indexPattern), object{{"type", "integer"}}}}}
	case schema.Legal:
		return matching(legalPattern)
	}
	return text(k)
}

// text describes a text, with the words that an editor may offer.
func text(k *schema.Key) object {
	var offer []any
	switch {
	case len(k.Values) > 0:
		offer = words(k)
	case k.Name == "category" || k.Name == "categories":
		for _, g := range schema.Groups {
			offer = append(offer, g.Code, g.Name)
		}
	default:
		return object{{"type", plain}}
	}
	return object{{"anyOf", []any{object{{"enum", offer}}, object{{"type", plain}}}}}
}

// matching describes a text of a pattern.
func matching(pattern string) object { return object{{"type", "string"}, {"pattern", pattern}} }

// listOf describes a list of such values.
func listOf(one object) object { return object{{"type", "array"}, {"items", one}} }

// words gives every spelling of an enumeration, Chinese first.
func words(k *schema.Key) []any {
	var out []any
	seen := map[string]bool{}
	add := func(w string) {
		if !seen[w] && w != "" {
			seen[w] = true
			out = append(out, w)
		}
	}
	for _, v := range k.Values {
		add(v.Words.ZH)
	}
	for _, v := range k.Values {
		add(v.Code)
		for _, a := range v.Also {
			add(a)
		}
	}
	return out
}

func yes() []any { return []any{true, "是", "true", "yes"} }

func no() []any { return []any{false, "否", "false", "no"} }

// orNothing lets the value be left empty, which the reader takes as not given.
func orNothing(o object) object {
	for i, m := range o {
		switch v := m.value.(type) {
		case string:
			if m.key == "type" {
				o[i].value = []string{v, "null"}
			}
		case []string:
			if m.key == "type" {
				o[i].value = append([]string{"null"}, v...)
			}
		case []any:
			switch m.key {
			case "enum":
				o[i].value = append(v, nil)
			case "anyOf":
				o[i].value = append(v, object{{"type", "null"}})
			}
		}
	}
	return o
}
