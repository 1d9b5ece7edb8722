package jsonschema

import "gongkai/generator/schema"

// schema gives the whole schema of the file.
func (f file) schema() object {
	o := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", f.zh},
		{"$comment", f.en},
	}
	one := mapping(f.table, f.drafts, byName)
	defs := definitions(f.table)
	if f.list {
		o.add("type", "array")
		o.add("items", one)
	} else {
		o = append(o, one...)
	}
	o.add("$defs", defs)
	return o
}

// names gives all names of a key, Chinese first, because that is what editors offer first.
func names(k *schema.Key) []string {
	out := []string{k.ZH, k.Name}
	for _, a := range k.Also {
		if a != k.ZH && a != k.Name {
			out = append(out, a)
		}
	}
	return out
}

// mapping describes a mapping with the keys; of describes a key's value. Where drafts is
// true, a draft may leave out what is needed.
func mapping(keys []schema.Key, drafts bool, of func(*schema.Key) object) object {
	var properties object
	var once, needed []any
	for i := range keys {
		k := &keys[i]
		all := names(k)
		for _, n := range all {
			properties.add(n, of(k))
		}
		for a := range all {
			for b := a + 1; b < len(all); b++ {
				once = append(once, object{{"not", object{{"type", "object"}, {"required", []string{all[a], all[b]}}}}})
			}
		}
		if k.Need == schema.Required {
			needed = append(needed, object{{"anyOf", either(all)}})
		}
	}
	o := object{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}}
	switch {
	case len(needed) == 0:
	case drafts:
		o.add("if", isDraft())
		o.add("then", true)
		o.add("else", object{{"allOf", needed}})
	default:
		once = append(needed, once...)
	}
	if len(once) > 0 {
		o.add("allOf", once)
	}
	return o
}

// either asks for one of the names.
func either(all []string) []any {
	var out []any
	for _, n := range all {
		out = append(out, object{{"required", []string{n}}})
	}
	return out
}

// isDraft is true of an item that says that it is a draft.
func isDraft() object {
	var given []any
	for _, n := range names(schema.Item.Get("draft")) {
		given = append(given, object{
			{"properties", object{{n, object{{"enum", yes()}}}}},
			{"required", []string{n}},
		})
	}
	return object{{"anyOf", given}}
}

// definitions gives the description of each key, once for all its names.
func definitions(keys []schema.Key) object {
	var defs object
	for i := range keys {
		defs.add(keys[i].Name, described(&keys[i]))
	}
	return defs
}

// byName points at the description of the key in $defs.
func byName(k *schema.Key) object { return object{{"$ref", "#/$defs/" + k.Name}} }

// described gives what the key's value may be, with its meaning in both languages.
func described(k *schema.Key) object {
	o := object{
		{"title", k.ZH},
		{"description", k.Doc.ZH},
		{"$comment", k.Name + ": " + k.Doc.EN},
	}
	if k.Need == schema.Required {
		o = append(o, value(k)...)
	} else {
		o = append(o, orNothing(value(k))...)
	}
	if len(k.Values) == 0 && k.Sample != "" {
		o.add("examples", []any{k.Sample})
	}
	return o
}
