package markup

import (
	"strings"
	"testing"
)

const sample = `<?xml version="1.0"?><!-- c --><a:r xmlns:a="urn:a" n='1'><a:t b = "x &amp; y" a:c="2">甲&lt;乙<![CDATA[<丙>]]></a:t> <e/><a:t>丁</a:t></a:r>`

func TestParse(t *testing.T) {
	text := []byte(sample)
	root, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if root.Space != "urn:a" || root.Local != "r" || len(root.Children) != 3 || !root.Is("q", "r") {
		t.Fatalf("the root is %+v", root)
	}
	first, empty := root.Children[0], root.Children[1]
	if got := first.Text(text); got != "甲<乙<丙>" {
		t.Errorf("the text is %q", got)
	}
	if got := root.Text(text); got != "甲<乙<丙> 丁" {
		t.Errorf("all text is %q", got)
	}
	if first.Attr(text, "b") != "x & y" || first.Attr(text, "c") != "2" || first.Attr(text, "a:c") != "2" || first.Attr(text, "d") != "" {
		t.Errorf("the attributes are %+v", first.Attrs(text))
	}
	if !empty.Empty() || first.Empty() || first.Next() != empty || root.Next() != nil || root.Child("e") != empty {
		t.Error("the elements do not stand where they stand")
	}
	for _, n := range root.Children {
		part := sample[n.Start:n.End]
		if !strings.HasPrefix(part, "<") || !strings.HasSuffix(part, ">") {
			t.Errorf("an element is %q", part)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"", "x", "<a>", "<a></b>", "<a/><b/>", "<a>&what;</a>", `<?xml version="1.0" encoding="GBK"?><a/>`, "<a>\xFF</a>", strings.Repeat("<a>", MaxDepth+1) + strings.Repeat("</a>", MaxDepth+1)} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%.40q is taken", text)
		}
	}
	if _, err := ParseLoose([]byte("<a>x<br>y</a>")); err != nil {
		t.Errorf("loose: %v", err)
	}
}

func TestEdits(t *testing.T) {
	text := []byte(sample)
	root, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	first, empty, last := root.Children[0], root.Children[1], root.Children[2]
	var e Edits
	if !e.None() || string(e.Apply(text)) != sample {
		t.Error("no edit changes something")
	}
	e.DropAttr(first.Attrs(text)[0])
	e.Unwrap(empty)
	e.Unwrap(last)
	want := strings.NewReplacer(` b = "x &amp; y"`, "", "<e/>", "", "<a:t>丁</a:t>", "丁").Replace(sample)
	if got := string(e.Apply(text)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := e.Within(text, first.Start, first.Inner); got != `<a:t a:c="2">` {
		t.Errorf("within: %s", got)
	}
	e.Drop(first) // with the edit inside it
	want = strings.Replace(want, `<a:t a:c="2">甲&lt;乙<![CDATA[<丙>]]></a:t>`, "", 1)
	if got := string(e.Apply(text)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{"a&amp;b": "a&b", "&#x7532;&#30002;": "甲甲", "&what; & &#0; &#xZ;": "&what; & &#0; &#xZ;", "&lt;&gt;&quot;&apos;": `<>"'`} {
		if got := Unescape([]byte(in)); got != want {
			t.Errorf("%s: %q", in, got)
		}
	}
	if got := Unescape([]byte(Escape(`<a b="c">&'`))); got != `<a b="c">&'` {
		t.Errorf("there and back: %q", got)
	}
}

// FuzzParse: what is taken lies inside the text, elements inside their parents, and taking every
// other element out leaves what is taken again.
func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add("<a><b c='d'/>&amp;</a>")
	f.Fuzz(func(t *testing.T, s string) {
		text := []byte(s)
		root, err := Parse(text)
		if err != nil {
			return
		}
		var e Edits
		n := 0
		root.Walk(func(x *Node) bool {
			if x.Start < 0 || x.Start >= x.Inner || x.Inner > x.InnerEnd && !x.Empty() || x.InnerEnd > x.End || int(x.End) > len(text) ||
				x.Parent != nil && (x.Start < x.Parent.Inner || x.End > x.Parent.InnerEnd) {
				t.Fatalf("%+v", x)
			}
			for _, a := range x.Attrs(text) {
				if a.Start <= x.Start || a.End > x.Inner || a.From > a.To {
					t.Fatalf("%+v in %+v", a, x)
				}
			}
			x.Text(text)
			if n++; n%2 == 0 {
				e.Drop(x)
				return false
			}
			return true
		})
		if _, err := Parse(e.Apply(text)); err != nil {
			t.Fatalf("after the edits: %v", err)
		}
	})
}
