package source

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestOdd(t *testing.T) {
	for why, all := range map[Oddness]string{
		NotOdd:    "a 中，。《》〔〕“”‘’—…·　\u00A0①②Ⅳ㎡℃×÷①%￥/︙\uFE0E\uFE0F\U000E0100\U0001F600\u2028\u3000\t\n\r\U00020000\uFFE5",
		Invisible: "\u200B\u200E\u200F\u2060\u2063\u00AD\u034F\u061C\u180E\u3164\uFEFF\uFFFC",
		Joiner:    "\u200C\u200D",
		Private:   "\uE000\uE5E5\uF06C\uF8FF\U000F0000\U0010FFFD",
		Control:   "\x00\x01\x0B\x0C\x1B\x7F\u0080\u0085\u009F",
		Reorders:  "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u206A",
		Hides:     "\uFDD0\uFFFE\uFFFF\U0001FFFE\U0010FFFF\U000E0001\U000E0041\U000E007F\uFFF9",
	} {
		for _, r := range all {
			if got := Odd(r); got != why {
				t.Errorf("U+%04X is %d, want %d", r, got, why)
			}
		}
	}
}

// Odds sees what Odd sees, of every character there is, whatever stands around it.
func TestOdds(t *testing.T) {
	var text []byte
	var want []int
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		if Odd(r) != NotOdd {
			want = append(want, len(text))
		}
		text = append(utf8.AppendRune(text, r), "中"...)
	}
	var got []int
	Odds(text, func(at int, r rune, why Oddness) bool {
		if d, _ := utf8.DecodeRune(text[at:]); d != r || Odd(r) != why {
			t.Fatalf("U+%04X at U+%04X", r, d)
		}
		got = append(got, at)
		return true
	})
	if !slices.Equal(got, want) {
		t.Errorf("%d odd characters, want %d", len(got), len(want))
	}
	Odds([]byte("a\xE2\x80\xFF\xE2\x80"), func(at int, r rune, _ Oddness) bool { t.Errorf("U+%04X at %d", r, at); return true })
	n := 0
	Odds([]byte(strings.Repeat("\u200B", 9)), func(int, rune, Oddness) bool { n++; return n < 3 })
	if n != 3 {
		t.Errorf("went on to %d", n)
	}
}
