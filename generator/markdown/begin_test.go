package markdown

import "testing"

// A summary is made of the text's beginning: white space is one blank, what is no
// character is left out, and no more is read than it takes.
func TestBegin(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {" \n甲\t\n 乙 ", "甲乙"}, {"甲\xE5\x90乙", "甲乙"}, {"甲\uFFFD乙", "甲\uFFFD乙"}, {"甲乙丙丁戊", "甲乙丙丁"}, {"甲乙丙 丁", "甲乙丙 "}, {"甲乙 丙丁", "甲乙 丙"}, {"甲乙丙丁\n", "甲乙丙丁"},
	} {
		if got := string(begin(make([]rune, 0, 4), []byte(c.text))); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
