package check

import (
	"regexp"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/schema"
)

// Examples gives the rule's wrong and right lines as people of the language write them:
// in English as the table has them, in Chinese with the schema's Chinese names of keys and
// of enumerated values.
func (r *Rule) Examples(lang diag.Lang) (wrong, right string) {
	if lang == diag.EN {
		return r.Wrong, r.Right
	}
	of := r.of
	if of == nil {
		of = schema.Item
	}
	wrong = r.wrongZH
	if wrong == "" {
		wrong = chinese(r.Wrong, of)
	}
	return wrong, chinese(r.Right, of)
}

// chinese puts lines of a file into Chinese, key by key. What is no key or value of the
// table stays as it is.
func chinese(text string, table schema.Table) string {
	var b strings.Builder
	var outer schema.Table // of the nested value that the indented lines belong to
	for line := range strings.Lines(text) {
		head := line[:len(line)-len(strings.TrimLeft(line, " \t-"))]
		if strings.TrimSpace(line) == "---" {
			head = ""
		}
		rest, end := strings.TrimSuffix(line[len(head):], "\n"), line[len(strings.TrimSuffix(line, "\n")):]
		if head == "" {
			outer = nil
		}
		main, comment, commented := strings.Cut(rest, "  # ")
		if strings.HasPrefix(rest, "# ") {
			main, comment, commented = "", rest[2:], true
		}
		b.WriteString(head)
		var inside schema.Table
		if strings.HasPrefix(main, "{") {
			inside = table
			if outer != nil {
				inside = outer
			}
			b.WriteString(chineseMap(main, inside))
		} else {
			k, pair := chinesePair(main, outer, table)
			b.WriteString(pair)
			if k != nil && head == "" {
				outer = k.Keys
			}
		}
		if commented {
			if main != "" {
				b.WriteString("  ")
			}
			b.WriteString("# " + chineseWords(comment, table))
		}
		b.WriteString(end)
	}
	return b.String()
}

// chinesePair puts "key: value" into Chinese by the first of the tables that has the key.
func chinesePair(pair string, tables ...schema.Table) (*schema.Key, string) {
	name, value, found := strings.Cut(pair, ":")
	if !found {
		return nil, pair
	}
	for _, t := range tables {
		if k := t.Find(name); k != nil && k.Name == name {
			return k, k.ZH + ":" + chineseValue(value, k)
		}
	}
	return nil, pair
}

// chineseValue puts what stands behind a key's colon into Chinese.
func chineseValue(value string, k *schema.Key) string {
	v := strings.TrimSpace(value)
	blank := value[:len(value)-len(strings.TrimLeft(value, " "))]
	switch {
	case strings.HasPrefix(v, "{"):
		return blank + chineseMap(v, k.Keys)
	case strings.HasPrefix(v, "[") && strings.HasSuffix(v, "]"):
		words := strings.Split(strings.Trim(v, "[]"), ", ")
		for i, w := range words {
			words[i] = chineseWord(w, k)
		}
		return blank + "[" + strings.Join(words, ", ") + "]"
	}
	return blank + chineseWord(v, k)
}

// chineseWord gives the Chinese word of a value's code, and the text where it is none.
func chineseWord(text string, k *schema.Key) string {
	for _, v := range k.Values {
		if v.Code == text {
			return v.Words.ZH
		}
	}
	switch {
	case k.Form == schema.Bool && text == "true":
		return "是"
	case k.Form == schema.Bool && text == "false":
		return "否"
	}
	return text
}

// chineseMap puts {key: value, key: value} into Chinese.
func chineseMap(text string, table schema.Table) string {
	pairs := strings.Split(strings.Trim(text, "{}"), ", ")
	for i, p := range pairs {
		_, pairs[i] = chinesePair(p, table)
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

// quotedGap finds the blank that stood between Han text and a word that is now in quotes.
var quotedGap = regexp.MustCompile(`(\p{Han}) (“)|(”) (\p{Han})`)

// keyWord finds the words of a comment that may be a key, alone or with its value; a
// file's name or an index number is one word.
var keyWord = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_./-]*(: [a-z]+)?`)

// chineseWords puts the keys that a comment names into Chinese.
func chineseWords(comment string, table schema.Table) string {
	said := keyWord.ReplaceAllStringFunc(comment, func(w string) string {
		if _, pair := chinesePair(w, table); pair != w {
			return "“" + pair + "”"
		}
		if k := table.Find(w); k != nil {
			return "“" + k.ZH + "”"
		}
		return w
	})
	return quotedGap.ReplaceAllString(said, "$1$2$3$4")
}
