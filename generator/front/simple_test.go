package front

import (
	"bytes"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"

	"gongkai/generator/source"
)

// sameAsDecoder fails where simple reads the block in another way than the decoder does.
// It reports whether simple reads it at all.
func sameAsDecoder(t *testing.T, block string) bool {
	t.Helper()
	text := []byte("---\n" + block)
	at := source.Span{Start: 4, End: len(text)}
	got, ok := simple(text[4:], 4)
	if !ok {
		return false
	}
	r := reader{path: "a.md", text: text, yaml: at, front: true}
	r.read(text[4:])
	if len(r.found)+len(r.lost) > 0 || r.partial || r.body > 0 {
		t.Fatalf("simple reads %q, of which there is something to say:\n%s", block, show(string(text), r.found))
	}
	if !reflect.DeepEqual(got, r.root) {
		t.Fatalf("of %q simple makes\n%+v\nand the decoder\n%+v", block, got, r.root)
	}
	return true
}

func TestSimple(t *testing.T) {
	for _, tt := range []struct {
		block, read string // "" where the decoder must read it
	}{
		{"标题: 关于水价（2026年）的公告\nindex: A-1\n", "{标题=关于水价（2026年）的公告|index=A-1}"},
		{"title: \"a: b #c\"\ncategory: '02'\n", "{title='a: b #c'|category='02'}"},
		{"title: “一件事”改革\nkeywords: [水价,  \"a#b\" , '']", "{title=“一件事”改革|keywords=[水价|'a#b'|'']}"},
		{"a: 12:30\nb: x#y\nc: a,b] {c\nd: null\ne: <<\nf: 2026-07-01\n", "{a=12:30|b=x#y|c=a,b] {c|d=null|e=<<|f=2026-07-01}"},
		{"", ""},
		{"a:\n", ""},
		{"a: \n", ""},
		{"a: b\n\nc: d\n", ""},
		{"a: b\n  c\n", ""},
		{"a: b\na: c\n", ""},
		{"a: b \n", ""},
		{"a: b: c\n", ""},
		{"a: b #c\n", ""},
		{"a: b:\n", ""},
		{"a: \"b\" c\n", ""},
		{"a: \"b\\n\"\n", ""},
		{"a: 'b''c'\n", ""},
		{"a: \"\n", ""},
		{"a: “b”\n", ""},
		{"a: [“b”]\n", ""},
		{"a: [\"b, c\"]\n", ""},
		{"a: [b, ]\n", ""},
		{"a: []\n", ""},
		{"a: [b: c]\n", ""},
		{"a: [b] c\n", ""},
		{"a: &b c\n", ""},
		{"a: b\u00A0\n", ""},
		{"a: 　b\n", ""},
		{"a: b\u2028c: d\n", ""},
		{"a: b\x7F\n", ""},
		{"a: b\xE5\n", ""},
		{"<<: b\n", ""},
		{"... : b\n", ""},
	} {
		got, ok := simple([]byte(tt.block), 0)
		if ok != (tt.read != "") || ok && flat(&got) != tt.read {
			t.Errorf("%q: read %v as %s, want %q", tt.block, ok, flat(&got), tt.read)
		}
		sameAsDecoder(t, tt.block)
	}
}

// Every front matter of the sample site and of this program's tests is read by simple as
// by the decoder, and most of the sample's by simple.
func TestSimpleFrontMatters(t *testing.T) {
	items, read := 0, 0
	for _, root := range []string{"../../content", ".."} {
		err := fs.WalkDir(os.DirFS(root), ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			raw, err := fs.ReadFile(os.DirFS(root), p)
			if err != nil {
				return err
			}
			// In archives and in tests many texts stand in one file.
			lines := strings.SplitAfter(string(raw), "\n")
			for i, from := 0, -1; i < len(lines); i++ {
				if strings.TrimSpace(lines[i]) != "---" {
					continue
				}
				if from >= 0 && sameAsDecoder(t, strings.Join(lines[from:i], "")) && root != ".." {
					read++
				}
				from = i + 1
			}
			if root != ".." && bytes.HasPrefix(raw, []byte("---\n")) {
				items++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if items == 0 || read*2 < items {
		t.Errorf("simple reads %d of %d front matters of the sample site", read, items)
	}
}

func FuzzSimple(f *testing.F) {
	for _, s := range []string{
		"title: \"关于水价: 一\"\nindex: A-1\nkeywords: [水价, \"a, b\", '']\nperiod: 2026-Q3\n",
		"a: b\n标题: “x”\n", "a: <<\nb: ~\nc: =\nd: !x\n", "a: [b, c d, -e, ~]\n", "a: b: c # d\n", "a: |\n  b\n", "a: 0x1F\nb: .inf\nc: 1_0\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, block string) { sameAsDecoder(t, block) })
}
