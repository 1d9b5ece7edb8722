package cli

import (
	"os"
	"strings"
	"testing"
	"unicode/utf16"
)

// wide writes a text as the names in an OLE2 file are.
func wide(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s + "\x00")) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// What redact cannot look at it names in plain words, in both languages, and leaves alone.
func TestRedactSaysWhatItLeaves(t *testing.T) {
	t.Chdir(t.TempDir())
	const ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	for _, tt := range []struct {
		name, text string
		code       int
		zh, en     string
	}{
		{"a.xlsx", ole + strings.Repeat("\x00", 600) + wide("EncryptedPackage"), exitFindings, "加了密码；请去掉密码", "it has a password"},
		{"b.docx", ole + strings.Repeat("\x00", 600) + wide("WordDocument"), exitFindings, "其实是旧格式；请用原来的软件打开，另存为 .docx", "save it as .docx"},
		{"c.docx", "PK\x05\x06" + strings.Repeat("\x00", 18), exitFindings, "里面不是表格，也不是文档", "no workbook and no document"},
		{"d.xlsx", "", exitFindings, "打不开，可能损坏了", "damaged"},
		{"e.csv", "a\x00b", exitFindings, "不是文字", "no text"},
		{"f.wps", ole, exitFine, "请另存为 .docx 再运行", "save it as .docx"},
		{"g.et", ole, exitFine, "请另存为 .xlsx 再运行", "save it as .xlsx"},
		{"h.dps", ole, exitFine, "幻灯片打不了码", "slides cannot be masked"},
	} {
		if err := os.WriteFile(tt.name, []byte(tt.text), 0o644); err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[string]string{"zh": tt.zh, "en": tt.en} {
			code, out, errs := run(t, "redact", "--lang", lang, "--write", tt.name)
			if code != tt.code || !strings.Contains(out, tt.name) || !strings.Contains(out, want) || errs != "" {
				t.Errorf("%s: %d %q %q, want %q", tt.name, code, out, errs, want)
			}
		}
		if text, err := os.ReadFile(tt.name); err != nil || string(text) != tt.text {
			t.Errorf("%s was changed, %v", tt.name, err)
		}
	}
}

// What a stranger's file says is shown in one line, without a number of a person.
func TestConcealed(t *testing.T) {
	for in, want := range map[string]string{
		"张三\x1b[31m 138\x010013\x028000": "张三[31m 138****8000", "示区财政局 13800138000": "示区财政局 138****8000",
		"2026年第1234567号": "2026年第1234567号", "a\nb": "ab", "": "",
		strings.Repeat("长", 70): strings.Repeat("长", 60) + "…",
	} {
		if got := concealed(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}
