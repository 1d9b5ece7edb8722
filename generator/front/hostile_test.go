package front

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// again fills n bytes with a pattern.
func again(n int, unit string) string { return strings.Repeat(unit, max(n/len(unit), 1)) }

// laughs is a text whose last key would hold 9^n words, were aliases followed.
func laughs(n int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [ha,ha,ha,ha,ha,ha,ha,ha,ha]\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
	}
	return b.String()
}

// TestRefusedYAML: what makes a small file large, or runs, or is made to be deep is named with
// its place, and nothing of it is carried out.
func TestRefusedYAML(t *testing.T) {
	indented := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		return b.String()
	}
	tests := []struct {
		name, yaml, text string // the first finding's words hold the text
		at               string // what stands at its place
	}{
		{"a million laughs", laughs(12), "“&”是特殊符号", "&a0 ["},
		{"an anchor in itself", "a: &a [*a]\n", "“&”是特殊符号", "&a [*a]"},
		{"an alias alone", "a: b\nc: *d\n", "“*”是特殊符号", "*d"},
		{"a merge key", "a:\n  <<: {b: c}\n", "“<<”是特殊符号", "<<: {b: c}"},
		{"a tag of Python", "a: !!python/object:os.system x\n", "“!”是特殊符号", "!!python"},
		{"a binary", "a: !!binary QUFB\n", "“!”是特殊符号", "!!binary"},
		{"a tag of one's own", "a:\n  - !x y\n", "“!”是特殊符号", "!x y"},
		{"a key that is a list", "? [a, b]\n: c\n", "特殊符号", "[a, b]"},
		{"brackets 50,000 deep", "a: " + again(50_000, "["), "方括号“[”没有配对", "["},
		{"closed brackets 100,000 deep", "a: " + again(100_000, "[") + again(100_000, "]"), "层次太多", "["},
		{"braces 5,000 deep", "a: " + again(20_000, "{a: ") + "1" + again(5_000, "}"), "层次太多", "{a: "},
		{"lines 300 deep", indented(300), "层次太多", "a:"},
		{"dashes 50,000 deep", again(100_000, "- ") + "a", "层次太多", "- "},
		{"question marks 50,000 deep", again(100_000, "? "), "不是“名称: 内容”", "? ? "},
	}
	for _, c := range tests {
		for _, front := range []bool{false, true} {
			text, b := c.yaml, Block{}
			if front {
				text = "---\n" + c.yaml + "\n---\n正文\n"
				b = Parse("a.md", []byte(text))
			} else {
				b = YAML("site.yaml", []byte(text))
			}
			if len(b.Findings) == 0 {
				t.Errorf("%s (front %v): no finding", c.name, front)
				continue
			}
			if f := b.Findings[0]; f.Rule != "F10" || !strings.Contains(f.Text.ZH, c.text) && !front || !strings.Contains(text[f.At.Start:], c.at) {
				t.Errorf("%s (front %v): %s %q at %.30q", c.name, front, f.Rule, f.Text.ZH, text[f.At.Start:])
			} else if front {
				continue
			} else if !strings.HasPrefix(text[f.At.Start:], c.at) {
				t.Errorf("%s: at %.30q, want %q", c.name, text[f.At.Start:], c.at)
			}
		}
	}
}

// TestHostileYAML: as large a file as is read at all, of every pattern that could take
// decoder or mender longer than its size, is read or refused, with no more findings than
// somebody reads.
func TestHostileYAML(t *testing.T) {
	for _, unit := range []string{"a: b\n", "x", "a: \"x\n", "a: [x\n", "a: {x\n", "- &x y\n", "- !x y\n", "---\na: b\n", "# x\n", "a: b # x\n", "a： b\n", "\ta: b\n", "a: b: c\n", "b: ", "a: #b\n", "%YAML 1.2\n",
		"a: “b”\n", "- x\n", "-\n", "x\n", "a: *b\n", "a: @b\n", "a: \"\\q\"\n", "[{", "　a:　b\n", "x\u0085", "? ", "- ", "[", "{a: ", "a: |\n", "a: '\n", "\"", "'", "<<: *a\n", "!x ", "\x00", "\u2028"} {
		for name, text := range map[string]string{"alone": unit, "behind a key": "k: " + unit, "in quotes": "k: \"" + unit} {
			text += again(maxBlock-len(text)-20, unit)
			done := make(chan int)
			go func() {
				n := len(Parse("a.md", []byte("---\n"+text+"\n---\n")).Findings)
				done <- max(n, len(YAML("site.yaml", []byte(text)).Findings))
			}()
			select {
			case n := <-done:
				if n > maxFindings+2 {
					t.Errorf("%q %s: %d findings", unit, name, n)
				}
			case <-time.After(2 * time.Minute):
				t.Fatalf("%q %s: not read", unit, name)
			}
		}
	}
}

// What is larger than it may be is named and not looked at.
func TestHugeYAML(t *testing.T) {
	b := YAML("duties.yaml", []byte("a: "+again(maxFile, "x")))
	if len(b.Findings) != 1 || b.Findings[0].Rule != "F10" || b.Whole || b.Root.Kind != Nothing {
		t.Errorf("%+v", b)
	}
	b = Parse("a.md", []byte("---\na: "+again(maxBlock, "x")+"\n---\n"))
	if len(b.Findings) != 1 || b.Findings[0].Rule != "F10" || b.Whole || b.Root.Kind != Nothing {
		t.Errorf("%+v", b)
	}
}
