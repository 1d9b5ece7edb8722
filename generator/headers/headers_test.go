package headers_test

import (
	"encoding/xml"
	"io"
	"io/fs"
	"path"
	"strings"
	"testing"

	"gongkai/generator/headers"
	"gongkai/themes"
)

// What is said with a file follows its place, its kind and the site.
func TestFor(t *testing.T) {
	site := headers.Of("https://www.example.gov.cn/", nil)
	for _, c := range []struct{ path, query, kind, cache, disposition string }{
		{"index.html", "", "text/html; charset=utf-8", headers.Briefly, ""},
		{"items/A-2026/A-2026-00001.html", "", "text/html; charset=utf-8", headers.Briefly, ""},
		{"items/A-2026/A-2026-00001.json", "", "application/json", headers.Briefly, ""},
		{"items/A-2026/A-2026-00001/表.XLSX", "", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", headers.AnHour, "attachment"},
		{"items/A-2026/A-2026-00001/a.svg", "", "image/svg+xml", headers.AnHour, "attachment"},
		{"items/A-2026/A-2026-00001/a.html", "", "text/html; charset=utf-8", headers.AnHour, "attachment"},
		{"items/A-2026/A-2026-00001/无", "", "application/octet-stream", headers.AnHour, "attachment"},
		{"items/A-2026/A-2026-00001/图.PNG", "", "image/png", headers.AnHour, ""},
		{"items/A-2026/A-2026-00001/a.pdf", "", "application/pdf", headers.AnHour, ""},
		{"assets/style.css", "", "text/css; charset=utf-8", headers.Briefly, ""},
		{"assets/style.css", "12ab", "text/css; charset=utf-8", headers.ForEver, ""},
		{"assets/style.css", "x=1", "text/css; charset=utf-8", headers.Briefly, ""},
		{"feeds/all.json", "", "application/feed+json", headers.Briefly, ""},
		{"calendar/calendar.ics", "", "text/calendar; charset=utf-8", headers.Briefly, ""},
		{"catalog/catalog.jsonld", "", "application/ld+json", headers.Briefly, ""},
	} {
		got := map[string]string{}
		for _, h := range site.For(c.path, c.query) {
			if _, twice := got[h.Name]; twice {
				t.Errorf("%s: %s twice", c.path, h.Name)
			}
			got[h.Name] = h.Value
		}
		policy := site.Policy()
		if c.disposition != "" {
			policy = headers.SavedPolicy
		}
		for name, want := range map[string]string{"Content-Type": c.kind, "Cache-Control": c.cache, "Content-Disposition": c.disposition,
			"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff"} {
			if got[name] != want {
				t.Errorf("%s?%s: %s %q, want %q", c.path, c.query, name, got[name], want)
			}
		}
	}
}

// The policy lets in what the theme has and nothing else; a meta element says nothing that
// browsers refuse there.
func TestPolicy(t *testing.T) {
	plain := headers.Of("http://10.0.0.1/gongkai", []string{"assets/style.css", "assets/a.png"})
	if plain.Path != "/gongkai/" || plain.Secure || plain.Odd || strings.Contains(plain.Policy(), "upgrade-insecure-requests") {
		t.Errorf("%+v %s", plain, plain.Policy())
	}
	rich := headers.Of("https://example.gov.cn/", []string{"assets/f/a.WOFF2", "assets/m.webmanifest", "assets/a.mp4"})
	for _, want := range []string{"font-src 'self'", "manifest-src 'self'", "media-src 'self'"} {
		if !strings.Contains(rich.Meta(), want) || strings.Contains(plain.Meta(), want) {
			t.Errorf("%s: with %q, without %q", want, rich.Meta(), plain.Meta())
		}
	}
	if !strings.HasSuffix(rich.Policy(), "; frame-ancestors 'none'; upgrade-insecure-requests") {
		t.Error(rich.Policy())
	}
	for _, s := range []headers.Site{plain, rich} {
		for _, never := range []string{"unsafe", "*", "frame-ancestors", "http:", "data:", `"`} {
			if strings.Contains(s.Meta(), never) {
				t.Errorf("%q in %s", never, s.Meta())
			}
		}
	}
	for base, want := range map[string]headers.Site{
		"":                           {Path: "/"},
		"https://a.cn":               {Path: "/", Secure: true},
		"https://a.cn/x/y.z/":        {Path: "/x/y.z/", Secure: true},
		"https://a.cn/公开/":           {Path: "/", Secure: true, Odd: true},
		"https://a.cn/a%22;evil{}/":  {Path: "/", Secure: true, Odd: true},
		"https://a.cn/a%0a%20%20X:b": {Path: "/", Secure: true, Odd: true},
	} {
		if got := headers.Of(base, nil); got != want {
			t.Errorf("%s: %+v, want %+v", base, got, want)
		}
	}
}

// Each form says the policy, the guards and where the site lies; web.config is XML.
func TestConfig(t *testing.T) {
	site := headers.Of("https://example.gov.cn/zw/", []string{"assets/a.woff2"})
	for _, name := range headers.Servers() {
		text, ok := site.Config(name)
		if !ok {
			t.Fatal(name)
		}
		for _, want := range []string{site.Policy(), "nosniff", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "/zw/"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
		if strings.Contains(text, "%!") {
			t.Errorf("%s: %s", name, text)
		}
		if name == "iis" {
			d := xml.NewDecoder(strings.NewReader(text))
			for {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if _, ok := site.Config("apache"); ok {
		t.Error("apache")
	}
}

// The default theme keeps to its own policy, as the rules see it.
func TestDefaultThemeIsClean(t *testing.T) {
	files := 0
	err := fs.WalkDir(themes.Default, "default", func(p string, e fs.DirEntry, err error) error {
		name := strings.TrimPrefix(p, "default/")
		if err != nil || e.IsDir() || !headers.InTheme(name) {
			return err
		}
		text, err := fs.ReadFile(themes.Default, p)
		for _, d := range headers.Theme(name, text) {
			t.Errorf("%s: %s %s", name, d.Rule, d.Text.ZH)
		}
		files++
		return err
	})
	if err != nil || files < 30 {
		t.Errorf("%d files, %v", files, err)
	}
}

// A form may ask the site itself, as the search does, and nobody else.
func TestForms(t *testing.T) {
	for form, told := range map[string]bool{
		`<form action="search/index.html">`:                              false,
		`<form method="GET" action="{{.Root}}search/index.html">`:        false,
		`<form method="post" action="search/index.html">`:                true,
		`<form action="https://search.example/">`:                        true,
		`<form method=get action=//search.example/>`:                     true,
		`<form action=" HTTPS:search.example">`:                          true,
		`<form action="search/index.html?from=https://gongkai.example">`: false,
	} {
		found := headers.Theme("templates/_foot.html", []byte(form))
		if len(found) > 0 != told || told && found[0].Rule != "M43" {
			t.Errorf("%s: %v", form, found)
		}
	}
}

// Whatever a theme's file holds, the judge ends and its places lie in the text.
func FuzzTheme(f *testing.F) {
	for _, seed := range []string{
		`<p onclick="a">{{.X}}<script>x</script>`, `<script>`, `<style>a</style><base>`, `<img src=https://a srcset="b 1x, //c 2x">`,
		`<!-- <script> -->`, `{{/* <script> */}}<a href=" javascript:x">`, `@import url("//a")`, `<a b='>`, "<script\x00>", `{{`, `<meta charset="utf-8">`,
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, html bool) {
		name := "assets/a.css"
		if html {
			name = "templates/_head.html"
		}
		last := 0
		for _, d := range headers.Theme(name, []byte(text)) {
			if d.At.Start < last || d.At.End < d.At.Start || d.At.End > len(text) || d.Text.ZH == "" || d.Path != name {
				t.Fatalf("%s %+v", path.Base(name), d)
			}
			last = d.At.Start
		}
	})
}
