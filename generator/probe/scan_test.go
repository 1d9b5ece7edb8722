package probe

import (
	"fmt"
	"strings"
	"testing"
)

// flawsOf scans a text in a whole page and gives what is wrong with it.
func flawsOf(t testing.TB, body string) (out []string) {
	t.Helper()
	var s scanner
	if err := s.scan(strings.NewReader("<!doctype html><html lang=zh><head><title>x</title></head><body>" + body + "</body></html>")); err != nil {
		t.Fatal(err)
	}
	for _, f := range s.flaws {
		out = append(out, f.kind.Code+" "+f.what)
	}
	return out
}

// Tags match where HTML says so: what may be left out is not missed, what may not is named.
func TestMatchingTags(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"<p>a<p>b<ul><li>c<li>d</ul>", ""},
		{"<table><tr><th>a<td>b<tr><td>c</table>", ""},
		{"<br><hr><img alt='' src=x><input><wbr>", ""},
		{`<svg viewBox="0 0 1 1"><title>图</title><path d="M0"/><g><circle r=1></circle></g></svg>`, ""},
		{"<script>if (a < b) '</div>'</script>", ""},
		{"<dl><div><dt>a</dt><dd>b</dd></div></dl>", ""},
		{"<div><p>a</div>", ""},
		{"<div><span>a</div>", "malformed <span>"},
		{"<section><h2>a</h2>", "malformed <section>"},
		{"a</section>", "malformed </section>"},
		{"<b><i>a</b></i>", "malformed <i>,malformed </i>"},
		{"<a href=x>a", "malformed <a>"},
		{`<p id=a></p><p id=b></p><p id=a></p>`, "duplicate-id a"},
		{`<img src="a.png"><img src="b.png" alt>`, "image-without-alt a.png"},
	} {
		if got := strings.Join(flawsOf(t, c.body), ","); got != c.want {
			t.Errorf("%s: %q, want %q", c.body, got, c.want)
		}
	}
}

// Every attribute that is an address is one, and what a browser does with it is known.
func TestLinksOfAPage(t *testing.T) {
	var s scanner
	if err := s.scan(strings.NewReader(`<!doctype html><html><head><link rel=canonical href=c><link rel="alternate" href=f><link rel=stylesheet href=s><link rel="icon" href=i><link rel=next href=n><script src=j></script></head>
		<body><a href=" a ">x</a><img src=m srcset="m1 1x, m2 2x" alt><video src=v poster=p></video><object data=o></object><iframe src=r></iframe><map><area href=e></map>
		<svg><use href="#u"/><image href=g /></svg><a name=old>x</a><div data-x=no src=no></div></body></html>`)); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range s.links {
		got = append(got, l.address+[...]string{leads: ">", loads: "<", relates: "=", hints: "?", isOwn: "."}[l.kind])
	}
	if want := "c. f= s< i< n? j< a> m< m1< m2< v< p< o< r< e> #u< g<"; strings.Join(got, " ") != want || s.canonical != "c" || !s.ids["old"] {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
}

// Whatever stands in a file, scanning ends, and a scanner that has read something else before
// gives the same.
func FuzzScan(f *testing.F) {
	for _, s := range []string{"", "<", "<a href=x", "<!doctype html><p>", "<svg><title>", "</a></b>", "<time datetime=2026-01-01 data-built>", "<meta name=robots content=noindex>", "\x00<\xff id=\xff>", "<img srcset=', ,a 1x'>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var used, fresh scanner
		for _, x := range []string{"<main><a href=tel:12345>x</a><p id=a>", text} {
			if err := used.scan(strings.NewReader(x)); err != nil {
				t.Fatal(err)
			}
		}
		if err := fresh.scan(strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		if a, b := fmt.Sprint(used.flaws, used.ids, used.text, used.title, used.marks, used.phone), fmt.Sprint(fresh.flaws, fresh.ids, fresh.text, fresh.title, fresh.marks, fresh.phone); a != b || len(used.links) != len(fresh.links) {
			t.Errorf("%q: %s, and fresh: %s", text, a, b)
		}
	})
}

// Addresses lead where a browser would go.
func TestResolve(t *testing.T) {
	s := &site{base: "https://a.example/gk/", root: "/gk/", files: []Sized{{"a/b.html", 1}, {"a/index.html", 1}, {"index.html", 1}, {"图 1.png", 1}}}
	for _, c := range []struct {
		page, address string
		kind          targetKind
		path, part    string
	}{
		{"a/b.html", "b.html?x#y", inside, "a/b.html", "y"}, {"a/b.html", "#%E4%B8%80", inside, "a/b.html", "一"}, {"a/b.html", "../index.html", inside, "index.html", ""},
		{"a/b.html", "./", inside, "a/index.html", ""}, {"a/b.html", "../", inside, "index.html", ""}, {"a/b.html", "..", inside, "index.html", ""}, {"a/b.html", ".", inside, "a/index.html", ""},
		{"a/b.html", "../%E5%9B%BE%201.png", inside, "图 1.png", ""}, {"index.html", "图 1.png", inside, "图 1.png", ""},
		{"a/b.html", "/gk/a/b.html", inside, "a/b.html", ""}, {"a/b.html", "/gk/", inside, "index.html", ""}, {"a/b.html", "/a/b.html", dead, "/a/b.html", ""},
		{"index.html", "https://a.example/gk/a/", inside, "a/index.html", ""}, {"index.html", "https://a.example/gk", inside, "index.html", ""}, {"index.html", "https://a.example/gk/x", dead, "x", ""},
		{"index.html", "https://a.example/other", outside, "", ""}, {"index.html", "HTTP://b.example", outside, "", ""}, {"index.html", "//b.example/x", outside, "", ""},
		{"index.html", "tel:110", neither, "", ""}, {"index.html", "mailto:a@b", neither, "", ""}, {"index.html", "", dead, "", ""}, {"index.html", "B.html", dead, "B.html", ""}, {"a/b.html", "?x", inside, "a/b.html", ""},
		{"index.html", "../../etc", dead, "../../etc", ""},
	} {
		if got := s.resolve(c.page, c.address); got.kind != c.kind || got.path != c.path || got.part != c.part {
			t.Errorf("%s on %s: %+v, want %+v", c.address, c.page, got, c)
		}
	}
}
