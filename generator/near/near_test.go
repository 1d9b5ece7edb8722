package near

import (
	"strings"
	"testing"
)

func TestWord(t *testing.T) {
	known := []string{"published", "period", "公开日期", "生成日期", "财政预决算", "政府采购", "示范区财政局", "示范区水务局", "caizheng", "x"}
	for word, want := range map[string]string{
		"publishd":              "published",
		"PUBLISHED":             "published",
		"preiod":                "period",
		"公开日其":                  "公开日期",
		" 财政预算 ":                "财政预决算",
		"政府采构":                  "政府采购",
		"财政局":                   "示范区财政局",
		"水务":                    "示范区水务局",
		"ciazheng":              "caizheng",
		"完全不同的词":                "",
		"":                      "",
		"y":                     "",
		strings.Repeat("长", 99): "",
	} {
		if got := Word(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
