package indexno

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/calendar"
)

var july = calendar.Date{Year: 2026, Month: 7, Day: 1}

// The forms that offices use, from the list of Chinese conventions: each can be said, and
// what is written is read back.
func TestFormsInUse(t *testing.T) {
	for _, c := range []struct {
		template string
		v        Values
		index    string
	}{
		{Default, Values{Code: "CZ", Year: 2026, Serial: 3}, "CZ-2026-00003"},
		{"{department.code}/{year}-{serial:5}", Values{Code: "000014349", Year: 2017, Serial: 110}, "000014349/2017-00110"},
		{"{department.code}/{year}-{serial:6}", Values{Code: "11330800MB0R57773W", Year: 2021, Serial: 130444}, "11330800MB0R57773W/2021-130444"},
		{"{department.code}-{year}-{serial:6}", Values{Code: "01527918X", Year: 2020, Serial: 153077}, "01527918X-2020-153077"},
		{"{region}-{department.code}-{category}-{group}-{date}-{serial:3}", Values{Region: "330200", Code: "B12", Category: "0401", Group: "04", Date: july, Year: 2026, Serial: 7}, "330200-B12-0401-04-20260701-007"},
		{"{region:6}{department.code:3}{category:2}00{year}{serial:4}", Values{Region: "530000", Code: "012", Category: "04", Year: 2026, Serial: 12}, "53000001204" + "00" + "20260012"},
		{"530000{department.code:3}{category:4}{year}{serial:4}", Values{Code: "MZ1", Category: "04", Year: 2026, Serial: 12}, "530000MZ1040020260012"},
		{"G{department.code:4}-{category}-{year}-{serial}", Values{Code: "0012", Category: "08", Year: 2026, Serial: 41}, "G0012-08-2026-41"},
		{"{department.id}-{year}-{serial:4}", Values{ID: "shi-2024-fgj", Year: 2026, Serial: 1}, "shi-2024-fgj-2026-0001"},
		{"公开〔{year}〕{serial}号", Values{Year: 2026, Serial: 9}, "公开〔2026〕9号"},
		{"{department.code}{year}{serial:5}", Values{Code: "财", Year: 2026, Serial: 3}, ""}, // the code may end in digits, the serial may grow
		{"{department.code:2}{year}{serial:5}", Values{Code: "财政", Year: 2026, Serial: 123456}, "财政2026123456"},
		{"{department.code}-{serial:2}", Values{Code: "CZ", Serial: 100}, "CZ-100"},
	} {
		tpl, err := Compile(c.template)
		if c.index == "" {
			if err == nil {
				t.Errorf("%s: not refused", c.template)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.template, err)
			continue
		}
		if got, err := tpl.Format(c.v); got != c.index || err != nil {
			t.Errorf("%s: wrote %q, %v; want %q", c.template, got, err, c.index)
		}
		if got, ok := tpl.Parse(c.index); !ok || got != c.v {
			t.Errorf("%s: read %q as %+v, %v", c.template, c.index, got, ok)
		}
		if !regexp.MustCompile(tpl.Pattern()).MatchString(c.index) {
			t.Errorf("%s: the pattern %s does not match %s", c.template, tpl.Pattern(), c.index)
		}
		if ex := tpl.Example(Values{}); ex == "" || !parses(tpl, ex) {
			t.Errorf("%s: example %q", c.template, ex)
		}
	}
}

func parses(t *Template, s string) bool { _, ok := t.Parse(s); return ok }

func TestParseRefuses(t *testing.T) {
	tpl := compile(t, Default)
	for _, s := range []string{
		"", "CZ-2026-3", "CZ-2026-0003", "CZ-2026-000003", "CZ-2026-00000", "CZ-026-00003", "CZ_2026-00003", "-2026-00003",
		"CZ-2026-00003 ", " CZ-2026-00003", "CZ-2026-00003x", "ＣＺ—2026—00003", "C Z-2026-00003", "CZ-1-2026-00003", "CZ-2026-1234567890",
		"CZ-0026-00003", "CZ-2026-0000三", "C\xffZ-2026-00003", strings.Repeat("C", 200) + "-2026-00003",
	} {
		if v, ok := tpl.Parse(s); ok {
			t.Errorf("read %q as %+v", s, v)
		}
	}
	dated := compile(t, "{date}-{serial}")
	if parses(dated, "20260230-1") || !parses(dated, "20260228-1") {
		t.Error("30 February is a date")
	}
	if v, _ := dated.Parse("20260228-1"); v.Year != 2026 {
		t.Error("the year is not that of the date")
	}
}

func TestNear(t *testing.T) {
	tpl := compile(t, Default)
	for s, want := range map[string]string{
		"CZ-2026-3": "CZ-2026-00003", "CZ-2026-0000003": "CZ-2026-00003", "CZ—2026—00003": "CZ-2026-00003",
		"CZ－２０２６－００００３": "CZ-2026-00003", " CZ-2026-00003 ": "CZ-2026-00003", "CZ - 2026 - 3": "CZ-2026-00003",
		"CZ2026003": "", "CZ-2026-": "", "财政局第三号": "",
	} {
		got, ok := tpl.Near(s)
		if got != want || ok != (want != "") {
			t.Errorf("Near(%q) = %q, %v; want %q", s, got, ok, want)
		}
	}
}

func TestNext(t *testing.T) {
	used := []string{"CZ-2026-00003", "CZ-2026-00001", "CZ-2025-00900", "JY-2026-00070", "not a number", "CZ-2026-00002"}
	tpl := compile(t, Default)
	for v, want := range map[Values]int{
		{Code: "CZ", Year: 2026}: 4, {Code: "JY", Year: 2026}: 71, {Code: "CZ", Year: 2027}: 1, {Code: "CZ", Year: 2025}: 901,
	} {
		if got := tpl.Next(used, v); got.Serial != want || got.Code != v.Code {
			t.Errorf("after %+v: %d, want %d", v, got.Serial, want)
		}
	}
	dated := compile(t, "{department.code}-{category}-{date}-{serial:2}")
	used = []string{"CZ-0401-20260105-07", "CZ-02-20251231-50"}
	if got := dated.Next(used, Values{Code: "CZ", Category: "0202", Date: july}); got.Serial != 8 {
		t.Errorf("by date: %d, want 8", got.Serial)
	}
	whole := compile(t, "GK-{serial:4}")
	if got := whole.Next([]string{"GK-0041"}, Values{Code: "CZ", Year: 2026}); got.Serial != 42 {
		t.Errorf("one row for the site: %d, want 42", got.Serial)
	}
}

func TestCompileRefuses(t *testing.T) {
	for template, want := range map[string]struct {
		at   int
		word string
	}{
		"":                                      {0, "{serial}"},
		"{department.code}-{year}":              {0, "{serial}"},
		"{department.code}-{jahr}-{serial}":     {18, "{jahr}"},
		"{serial}-{serial}":                     {9, "只能出现一次"},
		"{year-{serial}":                        {0, "没有 {year-{serial}"},
		"a}-{serial}":                           {1, "花括号"},
		"{serial":                               {0, "花括号"},
		"{serial:0}":                            {0, "1到9"},
		"{serial:10}":                           {0, "1到9"},
		"{serial:}":                             {0, "1到9"},
		"{serial:x}":                            {0, "1到9"},
		"{year:2}-{serial}":                     {0, "位数是固定的"},
		"{category:3}-{serial}":                 {0, "2位或4位"},
		"{year} {serial}":                       {6, "空格"},
		"{department.code}{serial:5}":           {0, "两种读法"},
		"{department.code}{region}-{serial}":    {0, "两种读法"},
		"{year}{serial}{category}":              {0, "两种读法"},
		"{department.id}-{category}-{serial:3}": {-1, ""},
		"{department.id}-{department.code}-{serial:3}": {-1, ""},
		"{department.code}-{department.id}-{serial:3}": {-1, ""},
		"{department.id}-{category}{serial:3}":         {0, "两种读法"},
		strings.Repeat("x", 200) + "{serial}":          {0, "过长"},
	} {
		_, err := Compile(template)
		var e *TemplateError
		if want.at < 0 {
			if err != nil {
				t.Errorf("%s: %v", template, err)
			}
			continue
		}
		if !errors.As(err, &e) || e.At != want.at || !strings.Contains(e.Words.ZH, want.word) || e.Words.EN == "" || e.Template != template {
			t.Errorf("%s: %+v", template, err)
		}
	}
}

func TestFormatRefuses(t *testing.T) {
	tpl := compile(t, "{department.code}-{category}-{date}-{serial:5}")
	good := Values{Code: "CZ", Category: "0401", Date: july, Serial: 3}
	if s, err := tpl.Format(good); err != nil || s != "CZ-0401-20260701-00003" {
		t.Fatal(s, err)
	}
	for name, change := range map[string]func(*Values){
		"no code": func(v *Values) { v.Code = "" }, "hyphen": func(v *Values) { v.Code = "C-Z" }, "blank": func(v *Values) { v.Code = "C Z" },
		"no date": func(v *Values) { v.Date = calendar.Date{} }, "serial 0": func(v *Values) { v.Serial = 0 }, "minus": func(v *Values) { v.Serial = -4 },
		"name": func(v *Values) { v.Category = "财政预决算" }, "huge": func(v *Values) { v.Serial = 1234567890 },
	} {
		v := good
		change(&v)
		if s, err := tpl.Format(v); err == nil {
			t.Errorf("%s: wrote %q", name, s)
		}
	}
	if !ValidCode("CZ") || !ValidCode("财") || ValidCode("") || ValidCode("C-Z") || ValidCode("C Z") {
		t.Error("ValidCode")
	}
}

// Laws, for every template that compiles: a number that parses is written back to the
// same text; values that can be written are read back; what Near gives parses.
func FuzzIndexTemplate(f *testing.F) {
	for _, tpl := range []string{
		Default, "{department.code}/{year}-{serial:6}", "{region}-{department.code}-{category}-{group}-{date}-{serial}",
		"{region:6}{department.code:3}{category:4}{year}{serial:4}", "{department.id}{year}{serial:2}", "{category}{serial:3}",
		"{department.id}-{category}-x{serial:3}", "{group}{category}-{serial}", "{year}年{serial}号",
	} {
		f.Add(tpl, "CZ-2026-00003", "CZ", "a-b", "530000", "0401", 2026, 3)
		f.Add(tpl, "000014349/2017-00110", "2026", "2026-1", "0401", "04", 9999, 100000)
	}
	f.Fuzz(func(t *testing.T, template, index, code, id, region, category string, year, serial int) {
		tpl, err := Compile(template)
		if err != nil {
			var e *TemplateError
			if !errors.As(err, &e) || e.Words.ZH == "" || e.At < 0 || e.At > len(template) {
				t.Fatalf("%q: %v", template, err)
			}
			return
		}
		if v, ok := tpl.Parse(index); ok {
			if again, err := tpl.Format(v); err != nil || again != index {
				t.Fatalf("%q: %q is %+v is %q, %v", template, index, v, again, err)
			}
			if !regexp.MustCompile(tpl.Pattern()).MatchString(index) {
				t.Fatalf("%q: %s does not match %q", template, tpl.Pattern(), index)
			}
		}
		if near, ok := tpl.Near(index); ok && !parses(tpl, near) {
			t.Fatalf("%q: near %q is %q", template, index, near)
		}
		v := Values{Code: code, ID: id, Region: region, Category: category, Year: year, Date: july, Serial: serial}
		text, err := tpl.Format(v)
		if err != nil {
			return
		}
		got, ok := tpl.Parse(text)
		if !ok {
			t.Fatalf("%q: wrote %q for %+v, cannot read it", template, text, v)
		}
		want := Values{Serial: serial}
		set := func(f Field, to *string, from string) {
			if tpl.Uses(f) {
				*to = from
			}
		}
		set(Code, &want.Code, code)
		set(ID, &want.ID, id)
		set(Region, &want.Region, region)
		set(Category, &want.Category, category)
		if tpl.Uses(Group) {
			want.Group = category[:2]
		}
		if tpl.Uses(Year) {
			want.Year = year
		}
		if tpl.Uses(Date) {
			want.Date = july
			if !tpl.Uses(Year) {
				want.Year = 2026
			}
		}
		if strings.Contains(template, "{category:4}") && strings.HasSuffix(category, "00") {
			want.Category = got.Category
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: wrote %+v as %q, read %+v", template, v, text, got)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	tpl, err := Compile(Default)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		tpl.Parse("XQ01-2023-00001")
	}
}

func compile(t *testing.T, template string) *Template {
	t.Helper()
	tpl, err := Compile(template)
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}
