package record

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/model"
)

func TestSaveName(t *testing.T) {
	for _, tt := range []struct{ title, file, want string }{
		{"收费标准表", "表.xlsx", "收费标准表.xlsx"},
		{"收费标准表.XLSX", "表.xlsx", "收费标准表.xlsx"},
		{"budget.xlsx", "budget.xlsx", "budget.xlsx"},
		{`2026年预算: "三公"经费 <甲/乙>\|?*`, "a.PDF", "2026年预算： ＂三公＂经费 ＜甲／乙＞＼｜？＊.pdf"},
		{"a\u202Efdp.exe\u200B\x00\n b", "a.pdf", "afdp.exe b.pdf"},
		{"CON", "a.pdf", "附件 CON.pdf"},
		{"名单. . ", "a.pdf", "名单.pdf"},
		{"..\\..\\etc", "a.pdf", "＼..＼etc.pdf"},
		{" ", "a.pdf", "附件.pdf"},
		{"名单", "名单", "名单"},
		{"名单", "a.p d", "名单"},
		{".pdf", "a.pdf", "pdf.pdf"},
	} {
		if got := SaveName(tt.title, tt.file); got != tt.want {
			t.Errorf("%q, %q: %q, want %q", tt.title, tt.file, got, tt.want)
		}
	}
}

// FuzzSaveName: whatever a title is, the name is one that Windows takes, and made of it again
// is the same.
func FuzzSaveName(f *testing.F) {
	f.Add("收费标准表", "表.xlsx")
	f.Add(strings.Repeat("长", 300), "a.pdf")
	f.Add(strings.Repeat("a. ", 80), "a.pdf")
	f.Fuzz(func(t *testing.T, title, file string) {
		got := SaveName(title, file)
		if got == "" || utf8.RuneCountInString(got) > maxSaveChars+3 || len(got) > 255 || !utf8.ValidString(got) {
			t.Fatalf("%q, %q: %q", title, file, got)
		}
		if strings.ContainsAny(got, `<>:"/\|?*`) || strings.HasSuffix(got, ".") || strings.HasSuffix(got, " ") || strings.HasPrefix(got, ".") || model.Reserved(got) {
			t.Fatalf("%q, %q: %q", title, file, got)
		}
		if strings.IndexFunc(got, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }) >= 0 {
			t.Fatalf("%q, %q: %q", title, file, got)
		}
	})
}
