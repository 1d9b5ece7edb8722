package search

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/gram"
)

func TestPassages(t *testing.T) {
	for in, want := range map[string][]string{
		"<p>一、收入</p>\n<p>甲 &lt;乙&gt; &amp; <strong>丙</strong><a href=\"x\">丁</a><br>戊</p>":                                            {"一、收入", "甲 <乙> & 丙丁 戊"},
		"<h2 id=\"s-1\">标题</h2>\n<ul>\n<li>一</li>\n<li>二<ul>\n<li>三</li>\n</ul>\n</li>\n</ul>":                                        {"标题", "一", "二", "三"},
		"<table>\n<thead>\n<tr><th>项目</th><th>金额</th></tr></thead>\n<tbody><tr><td>甲</td><td class=\"r\">1</td></tr></tbody></table>": {"项目", "金额", "甲", "1"},
		"<figure><img src=\"a.png\" alt=\"示&quot;意&quot;图\"><figcaption>图一</figcaption></figure>":                                     {"示\"意\"图", "图一"},
		"<pre tabindex=\"0\"><code>a\nb</code></pre>":                                                                                 {"a\nb"},
		"":      nil,
		"<p>开着": {"开着"},
	} {
		if got := passages(in); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct{ index, doc, want string }{
		{"CZ-2026-00012", "示财〔2026〕3号", "cz202600012 示财2026·3号"},
		{"CZ-2026-00012", "示财〔2026〕012号", "cz202600012 示财2026·12号"},
		{"区 政·2026·1", "", "区政20261"},
		{"A-1", "第3号令", "a1"},
	} {
		if got := strings.Join(keys(c.index, c.doc), " "); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.index, c.doc, got, c.want)
		}
	}
}

// Segments grow in number so that one item's is a hundredth of a large site's, and not before.
func TestSegments(t *testing.T) {
	last := 1
	for n := 0; n < 400_000; n += 500 {
		s := segments(n)
		if s < last || s&(s-1) != 0 {
			t.Fatalf("%d items: %d segments after %d", n, s, last)
		}
		last = s
		if n <= oneSegment && s != 1 || s > 1 && n/s < leastSegment {
			t.Errorf("%d items: %d segments", n, s)
		}
	}
	if s := segments(100_000); s < 32 {
		t.Errorf("100,000 items: %d segments", s)
	}
}

// However long a text, no leaf but one of a single passage is longer than it should be, and nothing is lost.
func TestLeaves(t *testing.T) {
	long := strings.Repeat("长", leafBytes)
	x := &Text{Address: "items/a.html", Head: []string{"题"}, Record: []string{"项", "值"}, Keys: []string{"a1"}, Body: []string{"一", strings.Repeat("二", 300), strings.Repeat("三", 299), "四", long, "五"}}
	var got [][]string
	x.leaves(func(_ gram.Room, passages []string) { got = append(got, slices.Clone(passages)) })
	if len(got) != 7 || got[0][0] != x.Address {
		t.Fatalf("%d leaves", len(got))
	}
	if !slices.Equal(slices.Concat(got[3:]...), x.Body) {
		t.Error("the body is not whole")
	}
	for _, l := range got[3:] {
		if n := len(strings.Join(l, "")); n > leafBytes && len(l) > 1 {
			t.Errorf("a leaf of %d bytes in %d passages", n, len(l))
		}
	}
}
