package source

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func gb(t testing.TB, s string) []byte {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func utf16(s string, big bool) []byte {
	var out []byte
	for _, r := range "\uFEFF" + s {
		hi, lo := byte(r>>8), byte(r)
		if !big {
			hi, lo = lo, hi
		}
		out = append(out, hi, lo)
	}
	return out
}

func TestDecode(t *testing.T) {
	const want = "标题：供水\n第二行\n"
	tests := []struct {
		name string
		raw  []byte
		enc  string
		crlf bool
	}{
		{"plain", []byte(want), "utf-8", false},
		{"byte-order mark", []byte("\uFEFF" + want), "utf-8-bom", false},
		{"mark inside", []byte("标题：供\uFEFF水\n第二行\n"), "utf-8", false},
		{"CR LF", []byte(strings.ReplaceAll(want, "\n", "\r\n")), "utf-8", true},
		{"CR", []byte(strings.ReplaceAll(want, "\n", "\r")), "utf-8", true},
		{"mixed line ends", []byte("标题：供水\r\n第二行\n"), "utf-8", true},
		{"GBK", gb(t, want), "gb18030", false},
		{"GBK with CR LF", gb(t, strings.ReplaceAll(want, "\n", "\r\n")), "gb18030", true},
		{"UTF-16LE", utf16(want, false), "utf-16le", false},
		{"UTF-16BE with CR LF", utf16(strings.ReplaceAll(want, "\n", "\r\n"), true), "utf-16be", true},
	}
	for _, tt := range tests {
		text, enc, crlf, ok := Decode(tt.raw)
		if !ok || string(text) != want || enc != tt.enc || crlf != tt.crlf {
			t.Errorf("%s: %q %s %v %v", tt.name, text, enc, crlf, ok)
		}
	}
}

// Rare characters that GBK lacks and GB18030 has are read too.
func TestDecodeRareNames(t *testing.T) {
	const want = "王㛃、𠮷野"
	if text, _, _, ok := Decode(gb(t, want)); !ok || string(text) != want {
		t.Errorf("%q %v", text, ok)
	}
}

func TestDecodeGivesPlainTextBack(t *testing.T) {
	raw := []byte("供水\n")
	if text, _, _, _ := Decode(raw); &text[0] != &raw[0] {
		t.Error("plain text was copied")
	}
}

func TestReadRefuses(t *testing.T) {
	damaged := []byte("供水公告\n关于调整居民用水价格的公\xE5\n")
	tests := []struct {
		name string
		raw  []byte
		want error
	}{
		{"NUL", []byte("a\x00b"), ErrNotText},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), ErrNotText},
		{"noise", bytes.Repeat([]byte{0xFF, 0x80}, 40), ErrNotText},
		{"too large", bytes.Repeat([]byte("a"), 101), ErrTooLarge},
		{"damaged", damaged, ErrNotText},
	}
	for _, tt := range tests {
		_, err := Read(fstest.MapFS{"a.md": {Data: tt.raw}}, "a.md", 100)
		if !errors.Is(err, tt.want) || !strings.HasPrefix(err.Error(), "a.md: ") {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	_, err := Read(fstest.MapFS{"a.md": {Data: damaged}}, "a.md", 100)
	var d *DamagedError
	if !errors.As(err, &d) || d.At != (Position{2, 13}) {
		t.Errorf("damaged: %v", err)
	}
	if _, err := Read(fstest.MapFS{}, "a.md", 100); err == nil {
		t.Error("a missing file was read")
	}
}

func TestRead(t *testing.T) {
	raw := []byte("\uFEFFa\r\n供水")
	f, err := Read(fstest.MapFS{"d/a.md": {Data: raw}}, "d/a.md", int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if f.Path != "d/a.md" || string(f.Text) != "a\n供水" || f.Size != int64(len(raw)) || f.Encoding != "utf-8-bom" || !f.CRLF {
		t.Errorf("%+v", f)
	}
	if got := f.Position(2 + len("供")); got != (Position{2, 2}) {
		t.Errorf("position %v", got)
	}
}

// An odd file gives its bytes one at a time and a size of its own.
type odd struct {
	fs.File
	size int64
}

type oddInfo struct {
	fs.FileInfo
	size int64
}

func (o odd) Stat() (fs.FileInfo, error) {
	info, err := o.File.Stat()
	return oddInfo{info, o.size}, err
}
func (o oddInfo) Size() int64            { return o.size }
func (o odd) Read(b []byte) (int, error) { return o.File.Read(b[:min(1, len(b))]) }
func (s sizes) Open(n string) (fs.File, error) {
	f, err := s.MapFS.Open(n)
	return odd{f, s.size[n]}, err
}

type sizes struct {
	fstest.MapFS
	size map[string]int64
}

// A reader's files do not run into each other, however they are handed over.
func TestReader(t *testing.T) {
	long := strings.Repeat("供水", 1000)
	tree := sizes{fstest.MapFS{
		"long": {Data: []byte(long)}, "short": {Data: []byte("a")}, "empty": {}, "gb": {Data: gb(t, long)}, "unsized": {Data: []byte(long)}, "cut": {Data: []byte("ab")},
	}, map[string]int64{"long": 6000, "short": 1, "gb": 4000, "cut": 5}}
	var r Reader
	for _, tt := range []struct{ name, text string }{
		{"long", long}, {"short", "a"}, {"gb", long}, {"empty", ""}, {"unsized", long}, {"cut", "ab"}, {"long", long},
	} {
		for _, limit := range []int64{6000, 3} {
			f, err := r.Read(tree, tt.name, limit)
			switch tooLarge := errors.Is(err, ErrTooLarge); {
			case len(tt.text) > 10 && limit == 3, tt.name == "cut" && limit == 3:
				if !tooLarge {
					t.Errorf("%s within %d bytes: %v", tt.name, limit, err)
				}
			case err != nil || string(f.Text) != tt.text:
				t.Errorf("%s: %v", tt.name, err)
			}
		}
	}
}

// The law: a text that is given is valid UTF-8 without NUL, CR and U+FEFF, and decoding
// it again changes nothing.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("标题: a\r\n"))
	f.Add(gb(f, "关于水价的公告"))
	f.Add(utf16("标题", false))
	f.Add([]byte("\xFE\xFF\x00"))
	f.Add([]byte("供水\xE4\xBE"))
	f.Add([]byte("供水供水供水供水\xED\xA0\x80供水"))
	f.Add([]byte("\xE0\x80\x80"))
	f.Add([]byte("供\uFEFF\uFFFE水\r"))
	f.Add([]byte{0x84, 0x31, 0x95, 0x33, 0xB0, 0xA1})
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, enc, _, ok := Decode(raw)
		if !ok {
			return
		}
		if !utf8.Valid(text) || bytes.ContainsAny(text, "\x00\r\uFEFF") || enc == "" {
			t.Fatalf("%q from %s", text, enc)
		}
		again, enc, crlf, ok := Decode(text)
		if !ok || !bytes.Equal(again, text) || enc != "utf-8" || crlf {
			t.Fatalf("again: %q %s %v %v", again, enc, crlf, ok)
		}
	})
}
