// Package indexno owns the forms of the two numbers that an item carries. For index
// numbers 索引号 it compiles the index_template of site.yaml, writes numbers in that form
// and reads them back; for document numbers 发文字号 there is one form, Document.
//
// A template is literal text with fields in braces:
//
//	{department.code}     the department's code: letters (Chinese too) and digits
//	{department.id}       its id: a-z, 0-9 and hyphens between them
//	{region}              the region: letters (Chinese too) and digits
//	{year}                four digits
//	{date}                eight digits, 20260701
//	{category}            the category's code: two digits, or four
//	{group}               the two digits of the category's group
//	{serial}, {serial:5}  a number from 1, with zeros in front up to that many digits
//
// {department.code:3}, {region:6} and {category:4} ask for exactly that many characters;
// {category:4} writes a group as 0400. The serial is needed, each field may stand once, and a
// template that could read one number in two ways is refused, so that what Format writes
// Parse reads back to the same values, and what Parse reads Format writes back to the same
// text. A serial may outgrow its zeros: {serial:2} goes on with 100 after 99, and never
// has a zero in front then.
//
// The package imports only diag and calendar.
package indexno

import (
	"fmt"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
)

// A Field is one of the values that a template can hold.
type Field uint8

// The fields.
const (
	literal Field = iota
	Code          // department.code
	ID            // department.id
	Region
	Year
	Date
	Category
	Group
	Serial
)

// names are the fields' names in templates, in the order in which messages list them.
var names = []struct {
	name  string
	field Field
	sized bool // takes a width
}{
	{"department.code", Code, true}, {"department.id", ID, false}, {"region", Region, true}, {"year", Year, false},
	{"date", Date, false}, {"category", Category, true}, {"group", Group, false}, {"serial", Serial, true},
}

// Values are what an index number says. Fields that its template does not hold are zero;
// Year is also set from the date.
type Values struct {
	Code, ID, Region string
	Category, Group  string
	Year             int
	Date             calendar.Date
	Serial           int
}

// A Template is a compiled index_template. It may be used by any number of goroutines.
type Template struct {
	text  string
	parts []part
	uses  [Serial + 1]bool
}

// A part is literal text or a field; width is 0 where none was asked for.
type part struct {
	field Field
	text  string
	width int
}

// The most characters that an index number may have, and digits that a serial may have.
const (
	maxIndex  = 120
	maxSerial = 9
)

// A TemplateError tells why a template cannot be used.
type TemplateError struct {
	Template string
	At       int // byte offset in Template
	Words    diag.Words
}

// Error gives the words in English, after the template.
func (e *TemplateError) Error() string {
	return fmt.Sprintf("index template %q: %s", e.Template, e.Words.EN)
}

// Default is the template of a site that gives none.
const Default = "{department.code}-{year}-{serial:5}"

// Compile reads a template. The error is a *TemplateError.
func Compile(template string) (*Template, error) {
	t := &Template{text: template}
	refuse := func(at int, w diag.Words) (*Template, error) {
		return nil, &TemplateError{template, at, w}
	}
	if len(template) > maxIndex {
		return refuse(0, diag.Say("模板过长，最多%d个字节", "the template is too long, at most %d bytes", maxIndex))
	}
	for at := 0; at < len(template); {
		open := strings.IndexAny(template[at:], "{}")
		if open < 0 {
			open = len(template) - at
		}
		if open > 0 {
			text := template[at : at+open]
			if i := strings.IndexFunc(text, unfit); i >= 0 {
				return refuse(at+i, diag.Say("索引号里不能有空格、引号或控制字符", "an index number has no spaces, quotes or control characters"))
			}
			t.parts = append(t.parts, part{text: text})
			at += open
			continue
		}
		end := strings.IndexByte(template[at:], '}')
		if end <= 0 {
			return refuse(at, diag.Say("花括号没有配对", "a brace has no partner"))
		}
		p, w := readField(template[at+1 : at+end])
		if w.IsZero() && t.uses[p.field] {
			w = diag.Say("%s 只能出现一次", "%s may stand only once", template[at:at+end+1])
		}
		if !w.IsZero() {
			return refuse(at, w)
		}
		t.uses[p.field] = true
		t.parts = append(t.parts, p)
		at += end + 1
	}
	if !t.uses[Serial] {
		return refuse(0, diag.Say("模板里没有 {serial}，两个事项会得到同一个索引号", "there is no {serial}: two items would get one number"))
	}
	if t.ambiguous() {
		return refuse(0, diag.Say(
			"同一个索引号可以有两种读法；在各项之间加上“-”一类的分隔，或者写明位数，如 {department.code:3}、{category:4}",
			"one number could be read in two ways; put a separator such as \"-\" between the fields, or say how wide they are: {department.code:3}, {category:4}"))
	}
	return t, nil
}

// unfit reports whether the character can be no part of an index number.
func unfit(r rune) bool {
	return r <= ' ' || r == 0x7F || r == 0x3000 || r == 0xA0 || r == 0xFEFF || r == 0xFFFD || r >= 0x80 && r < 0xA0 ||
		r == '"' || r == '\'' || r == '`' || r == '\\' || r == '<' || r == '>'
}

// readField reads what stands between braces.
func readField(text string) (part, diag.Words) {
	name, size, sized := strings.Cut(text, ":")
	for _, n := range names {
		if n.name != name {
			continue
		}
		p := part{field: n.field}
		if !sized {
			return p, diag.Words{}
		}
		if !n.sized {
			return p, diag.Say("{%s} 的位数是固定的，不能另写", "{%s} has a fixed width", name)
		}
		most := 40
		switch n.field {
		case Serial:
			most = maxSerial
		case Category:
			most = 4
		}
		if p.width = digits(size); p.width < 1 || p.width > most || len(size) > 2 {
			return p, diag.Say("{%s} 的位数要在1到%d之间，写的是“%s”", "the width of {%s} is 1 to %d, not %q", name, most, size)
		}
		if n.field == Category && p.width%2 == 1 {
			return p, diag.Say("类别代码是2位或4位，不能是%d位", "a category's code has 2 or 4 digits, not %d", p.width)
		}
		return p, diag.Words{}
	}
	var known []string
	for _, n := range names {
		known = append(known, "{"+n.name+"}")
	}
	return part{}, diag.Say("没有 {%s} 这一项；可以用的有 %s", "there is no field {%s}; there are %s", text, strings.Join(known, " "))
}

// digits gives the number that the text is, and -1 where it is none.
func digits(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' || n > 99999999 {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	if s == "" {
		return -1
	}
	return n
}

// String gives the template as it was written.
func (t *Template) String() string { return t.text }

// Uses reports whether the template holds the field.
func (t *Template) Uses(f Field) bool { return t.uses[f] }

// Format writes the index number of the values. It refuses a value that its field cannot
// hold: an empty one, a code with a hyphen, a serial below 1.
func (t *Template) Format(v Values) (string, error) {
	var b strings.Builder
	for _, p := range t.parts {
		text := p.text
		switch p.field {
		case Code:
			text = v.Code
		case ID:
			text = v.ID
		case Region:
			text = v.Region
		case Year:
			text = fmt.Sprintf("%04d", v.Year)
		case Date:
			text = strings.ReplaceAll(v.Date.String(), "-", "")
		case Category:
			text = v.Category
			if p.width == 4 && len(text) == 2 {
				text += "00"
			}
		case Group:
			text = v.Group
			if text == "" && len(v.Category) >= 2 {
				text = v.Category[:2]
			}
		case Serial:
			text = fmt.Sprintf("%0*d", p.width, v.Serial)
		}
		if !p.is(text, false) {
			return "", fmt.Errorf("index template %q: %s cannot be %q", t.text, p, text)
		}
		b.WriteString(text)
	}
	if b.Len() > maxIndex {
		return "", fmt.Errorf("index template %q: %q is longer than %d bytes", t.text, b.String(), maxIndex)
	}
	return b.String(), nil
}

// Parse reads an index number, and reports whether it has the template's form to the last
// character. A category that {category:4} wrote for a group is read as the group.
func (t *Template) Parse(index string) (Values, bool) {
	return t.parse(index, false)
}

func (t *Template) parse(index string, loose bool) (v Values, ok bool) {
	if len(index) > maxIndex || len(index) == 0 {
		return Values{}, false
	}
	var ends [32]int
	if !t.match(index, 0, 0, loose, &ends) {
		return Values{}, false
	}
	at := 0
	for i, p := range t.parts {
		v.set(p, index[at:ends[i]])
		at = ends[i]
	}
	if t.uses[Date] && v.Date.IsZero() {
		return Values{}, false
	}
	if !t.uses[Year] {
		v.Year = int(v.Date.Year)
	}
	return v, v.Serial > 0
}

// set keeps the text that a part read.
func (v *Values) set(p part, text string) {
	switch p.field {
	case Code:
		v.Code = text
	case ID:
		v.ID = text
	case Region:
		v.Region = text
	case Year:
		v.Year = digits(text)
	case Date:
		n := digits(text)
		v.Date, _ = calendar.Make(n/10000, n/100%100, n%100)
	case Category:
		v.Category = text
		if p.width == 4 && strings.HasSuffix(text, "00") {
			v.Category = text[:2]
		}
	case Group:
		v.Group = text
	case Serial:
		v.Serial = digits(text)
	}
}

// Near gives the index number that was probably meant by one that Parse refuses: with
// half-width characters and plain hyphens, and with the zeros that the serial lacks or
// has too many of.
func (t *Template) Near(index string) (string, bool) {
	index = strings.Map(func(r rune) rune {
		switch {
		case r == '—' || r == '–' || r == '−' || r == '‐' || r == '‑':
			return '-'
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r <= ' ' || r == 0x3000 || r == 0xA0:
			return -1
		}
		return r
	}, index)
	v, ok := t.parse(index, true)
	if !ok {
		return "", false
	}
	near, err := t.Format(v)
	return near, err == nil
}

// Next gives the values with the serial that follows all those that the department has
// used in the year, in whatever category and on whatever day. Numbers that were used
// and are no longer must be among the used ones.
func (t *Template) Next(used []string, v Values) Values {
	v.Serial = 1
	for _, index := range used {
		u, ok := t.Parse(index)
		if !ok || t.uses[Code] && u.Code != v.Code || t.uses[ID] && u.ID != v.ID ||
			t.uses[Region] && u.Region != v.Region || t.uses[Year] && u.Year != v.Year {
			continue
		}
		if !t.uses[Year] && t.uses[Date] && u.Year != int(v.Date.Year) {
			continue
		}
		v.Serial = max(v.Serial, u.Serial+1)
	}
	return v
}

// Example gives a number of the template's form for a message, with the values where they
// are given and with made-up ones where they are not.
func (t *Template) Example(v Values) string {
	some := Values{Code: "CZ", ID: "caizheng", Region: "000000", Year: 2026, Date: calendar.Date{Year: 2026, Month: 7, Day: 1}, Category: "0401", Group: "04", Serial: 3}
	for _, p := range t.parts {
		switch {
		case p.width == 0:
		case p.field == Code:
			some.Code = strings.Repeat("A", p.width)
		case p.field == Region:
			some.Region = strings.Repeat("0", p.width)
		case p.field == Category:
			some.Category = some.Category[:p.width]
		}
	}
	if v.Year > 0 {
		some.Year = v.Year
	}
	for _, f := range []struct{ from, to *string }{
		{&v.Code, &some.Code}, {&v.ID, &some.ID}, {&v.Region, &some.Region}, {&v.Category, &some.Category}, {&v.Group, &some.Group},
	} {
		if *f.from != "" {
			keep := *f.to
			*f.to = *f.from
			if _, err := t.Format(some); err != nil {
				*f.to = keep
			}
		}
	}
	text, _ := t.Format(some)
	return text
}

// ValidCode reports whether {department.code} can hold the code.
func ValidCode(code string) bool {
	return part{field: Code}.is(code, false)
}
