package object

import (
	"bytes"
	"encoding/json"
	"testing"
)

// standard gives what encoding/json writes.
func standard(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// hostile are strings on which a careless encoder differs.
var hostile = []string{"", "甲乙", "a\"b\\c", "<&>", "\b\f\n\r\t\x00\x1f\x7f", "\u2028\u2029\u2027\u202a", "\xff", "甲\xe7\x94", "\xe7\x94", "\xed\xa0\x80", "\xc0\x80",
	"\xf0\x9f\x98\x80", "\xef\xbf\xbd", "\xe2\x80", "\xee\x80\x80", "é", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\xe3\x80a"}

func TestStringIsTheStandardOnes(t *testing.T) {
	for _, s := range hostile {
		if got, want := string(String(nil, s)), standard(t, s); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
	for r := range rune(0x11000) {
		if got, want := string(String(nil, string(r))), standard(t, string(r)); got != want {
			t.Fatalf("%U: %s, want %s", r, got, want)
		}
	}
}

func FuzzString(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(String([]byte("x"), s)), "x"+standard(t, s); got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	})
}

func TestObjectIsTheStandardOne(t *testing.T) {
	type inner struct {
		A string `json:"a,omitempty"`
		B string `json:"b"`
	}
	type outer struct {
		Title string   `json:"title"`
		Some  string   `json:"some,omitempty"`
		Flag  bool     `json:"flag,omitempty"`
		Size  int64    `json:"size"`
		Twice int64    `json:"digits,string"`
		List  []string `json:"list,omitempty"`
		Inner inner    `json:"inner"`
		All   []inner  `json:"all"`
		Last  int      `json:"last"`
	}
	for _, v := range []outer{{All: []inner{}}, {Title: "甲<乙>", Some: "\n", Flag: true, Size: -3, Twice: -3, List: []string{"a", "", "\"c"}, Inner: inner{"x", "y"}, All: []inner{{}, {A: "甲", B: "乙"}, {B: "丙"}}, Last: 3}} {
		o := Open(nil)
		o.Text("title", v.Title[:0], v.Title)
		o.Some("some", v.Some)
		o.Flag("flag", v.Flag)
		o.Int("size", v.Size)
		o.Digits("digits", v.Size)
		o.List("list", v.List)
		o.Begin("inner")
		o.Some("a", v.Inner.A)
		o.Text("b", v.Inner.B)
		o.End()
		o.Array("all")
		for _, x := range v.All {
			o.Element()
			o.Some("a", x.A)
			o.Text("b", x.B)
			o.End()
		}
		o.EndArray()
		o.Int("last", int64(len(v.All)))
		if got, want := string(o.Close()), standard(t, v); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
