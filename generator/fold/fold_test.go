package fold_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"gongkai/generator/fold"
	"gongkai/generator/source"
)

func folded(f *fold.Folder, s string) string { return string(utf16.Decode(f.Append(nil, []byte(s)))) }

func TestAppend(t *testing.T) {
	f := fold.New()
	for in, want := range map[string]string{
		"示范区 财政局":               "示范区财政局",
		"ＰＰＰ项目":                 "ppp项目",
		"２０２６年　１月":              "2026年1月",
		"農業補貼資金":                "农业补贴资金",
		"①㎡℃":                   "1m2°c",
		"a\u200Bb\u00ADc\uFEFF": "abc",
		"行\r\n尾\t\u00A0\u2003":  "行尾",
		"〔2026〕3号":              "〔2026〕3号",
		"İΣß":                   "i̇σß",
		"𠮷Ａ𝟙":                   "𠮷a1",
		"⼀":                     "一",
		"\xff":                  "\uFFFD",
		"":                      "",
	} {
		if got := folded(f, in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// Each character by itself: a text folds to its characters' folds behind each other, and what is
// folded stays as it is.
func TestEveryCharacter(t *testing.T) {
	f := fold.New()
	for r := rune(1); r <= utf8.MaxRune; r++ {
		if utf16.IsSurrogate(r) {
			continue
		}
		one := folded(f, string(r))
		if again := folded(f, one); again != one {
			t.Errorf("%U becomes %q, and that %q", r, one, again)
		}
		if got := folded(f, "前"+string(r)+"e\u0301"); got != "前"+one+"e\u0301" {
			t.Errorf("%U between others: %q", r, got)
		}
	}
}

func TestPairs(t *testing.T) {
	rs := []rune(fold.Pairs)
	if len(rs)%2 != 0 || len(rs) < 5000 {
		t.Fatal(len(rs))
	}
	keys := map[rune]bool{}
	for i := 0; i < len(rs); i += 2 {
		if i > 0 && rs[i] <= rs[i-2] {
			t.Errorf("%c is not in order", rs[i])
		}
		keys[rs[i]] = true
	}
	for i := 1; i < len(rs); i += 2 {
		if keys[rs[i]] {
			t.Errorf("%c is simplified and traditional", rs[i])
		}
	}
}

func FuzzAppend(f *testing.F) {
	f.Add("示范区 ＰＰＰ")
	f.Add("\xff\xe4\xb8")
	fd := fold.New()
	f.Fuzz(func(t *testing.T, s string) {
		var by []uint16
		for _, r := range s {
			by = fd.Append(by, []byte(string(r)))
		}
		if got := fd.Append(nil, []byte(s)); !slices.Equal(got, by) {
			t.Errorf("%q: %v, one by one %v", s, got, by)
		}
	})
}

// Of every character Traditional notes what stands between it and its fold.
func TestTraditional(t *testing.T) {
	f := fold.New()
	for r := rune(1); r <= utf8.MaxRune; r++ {
		if utf16.IsSurrogate(r) {
			continue
		}
		seen := map[rune]rune{}
		f.Traditional("前"+string(r)+"，后", seen)
		got := ""
		for _, c := range strings.ToLower(source.Compatible(string(r))) {
			if s, ok := seen[c]; ok {
				c = s
			}
			if !fold.Nothing(c) {
				got += string(c)
			}
		}
		if want := folded(f, string(r)); got != want && r != 'İ' {
			t.Fatalf("%U: %q with %v, want %q", r, got, seen, want)
		}
	}
}
