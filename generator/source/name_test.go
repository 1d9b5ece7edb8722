package source

import (
	"strings"
	"testing"
)

func TestPortable(t *testing.T) {
	for _, name := range []string{"a.md", "附件1.pdf", "收支 表.csv", "console.txt", "nullable", "com.txt", "com10.txt", "compare", ".gitignore", "a.b.c", "lpt", "（草）.md", strings.Repeat("长", 85)} {
		if !Portable(name) {
			t.Errorf("%q is refused", name)
		}
	}
	for _, name := range []string{"", "CON", "con", "Nul.txt", "aux.tar.gz", "COM1.txt", "com¹", "LPT9", "prn .md", "a.", "a ", "a:b.md", "a*b", "a?b", `a"b`, "a<b", "a>b", "a|b", `a\b`, "a/b", "..", ".", strings.Repeat("长", 86)} {
		if Portable(name) {
			t.Errorf("%q is let through", name)
		}
	}
}

func TestFold(t *testing.T) {
	for _, same := range [][2]string{{"A.md", "a.MD"}, {"é", "e\u0301"}, {"É", "e\u0301"}, {"ﬀ", "ﬀ"}, {"가", "\u1100\u1161"}, {"附件Ａ", "附件ａ"}, {"ſ", "s"}, {"K", "k"}} {
		if Fold(same[0]) != Fold(same[1]) {
			t.Errorf("%q and %q differ", same[0], same[1])
		}
	}
	for _, other := range [][2]string{{"a", "b"}, {"附件1", "附件2"}, {"a", "а"}, {"收", "収"}} {
		if Fold(other[0]) == Fold(other[1]) {
			t.Errorf("%q and %q are one", other[0], other[1])
		}
	}
}
