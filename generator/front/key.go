package front

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/schema"
)

// A colon tells how a key and its value are kept apart on a line.
type colon uint8

const (
	noColon    colon = iota
	halfColon        // "key: value", as it should be
	wideColon        // "key：value"
	tightColon       // "key:value", without the blank
)

const (
	wideMark  = "：" // full-width colon
	wideBlank = "　" // U+3000
	hardBlank = "\u00A0"
)

// cutKey finds the key at the front of a line without its indentation, and the offset
// behind the colon. key has no white space around it. A colon of kind halfColon wins over
// the others only where it comes first.
func cutKey(line []byte) (key []byte, behind int, kind colon) {
	tight := -1
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == ':':
			if i+1 == len(line) || blankAt(line[i+1:]) > 0 {
				if tight >= 0 && keyish(line[:tight]) && !keyish(line[:i]) {
					return trim(line[:tight]), tight + 1, tightColon
				}
				return trim(line[:i]), i + 1, halfColon
			}
			if tight < 0 {
				tight = i
			}
		case line[i] == wideMark[0] && bytes.HasPrefix(line[i:], []byte(wideMark)):
			if tight >= 0 && keyish(line[:tight]) {
				return trim(line[:tight]), tight + 1, tightColon
			}
			return trim(line[:i]), i + len(wideMark), wideColon
		}
	}
	if tight >= 0 {
		return trim(line[:tight]), tight + 1, tightColon
	}
	return nil, 0, noColon
}

// blankAt gives the length of the blank at the front: 0 where there is none.
func blankAt(b []byte) int {
	switch {
	case len(b) == 0:
		return 0
	case b[0] == ' ', b[0] == '\t':
		return 1
	case bytes.HasPrefix(b, []byte(wideBlank)):
		return len(wideBlank)
	case bytes.HasPrefix(b, []byte(hardBlank)):
		return len(hardBlank)
	}
	return 0
}

// trim cuts blanks of every width off both ends.
func trim(b []byte) []byte { return bytes.TrimFunc(b, unicode.IsSpace) }

// keyish reports whether the text could be a key: one short word without punctuation.
func keyish(b []byte) bool {
	b = trim(b)
	if len(b) == 0 || utf8.RuneCount(b) > 24 {
		return false
	}
	for _, r := range string(b) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '（' && r != '）' {
			return false
		}
	}
	return true
}

// knownKeys gives every key name of every table, in both languages. It is made anew each
// time, which is only when a file is broken.
func knownKeys() map[string]bool {
	known := map[string]bool{}
	var add func([]schema.Key)
	add = func(keys []schema.Key) {
		for _, k := range keys {
			known[k.Name], known[k.ZH] = true, true
			for _, a := range k.Also {
				known[a] = true
			}
			add(k.Keys)
		}
	}
	for _, t := range []schema.Table{schema.Item, schema.Site, schema.Department, schema.Category, schema.Duty, schema.Board, schema.Profile, schema.Holidays} {
		add(t)
	}
	return known
}
