package source

import (
	"bytes"
	"strings"
	"testing"
)

func TestExact(t *testing.T) {
	const text = "标题：供水\r\n第二行\n"
	for name, raw := range map[string][]byte{
		"utf-8": []byte(text), "utf-8-bom": []byte("\uFEFF" + text), "gb18030": gb(t, text),
		"utf-16le": utf16(text, false), "utf-16be": utf16(text, true),
	} {
		got, enc, ok := Exact(raw)
		if !ok || enc != name || strings.TrimPrefix(string(got), "\uFEFF") != text {
			t.Errorf("%s: %q %s %v", name, got, enc, ok)
		}
		if back, err := Encode(got, enc); err != nil || !bytes.Equal(back, raw) {
			t.Errorf("%s: %q %v", name, back, err)
		}
	}
	for _, raw := range [][]byte{[]byte("a\x00b"), bytes.Repeat([]byte{0xFF, 0x80}, 40), []byte("供水公告\n关于调整居民用水价格的公\xE5\n")} {
		if got, enc, ok := Exact(raw); ok {
			t.Errorf("%q was read as %s: %q", raw, enc, got)
		}
	}
	if _, err := Encode(nil, "latin1"); err == nil {
		t.Error("an unknown encoding")
	}
}

func TestPlain(t *testing.T) {
	text := []byte("\uFEFF甲\r\n乙\r丙\uFEFF\n")
	plain, at := Plain(text)
	if want, _, _, _ := Decode(text); !bytes.Equal(plain, want) {
		t.Errorf("%q, Decode gives %q", plain, want)
	}
	if len(at) != len(plain)+1 || at[len(plain)] != len(text) {
		t.Fatalf("%d places for %d bytes", len(at), len(plain))
	}
	for i, c := range plain {
		if o := text[at[i]]; o != c && !(c == '\n' && o == '\r') {
			t.Errorf("byte %d is %q, at %d stands %q", i, c, at[i], o)
		}
	}
	if got, at := Plain([]byte("甲\n")); string(got) != "甲\n" || at != nil {
		t.Error("a plain text was changed")
	}
}
