package probe_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"gongkai/generator/build"
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/headers"
	"gongkai/generator/probe"
	"gongkai/generator/write"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// built builds content and gives every file of the folder, the program's records too.
func built(t testing.TB, content fs.FS, date string, sheets bool) fstest.MapFS {
	t.Helper()
	dir := t.TempDir()
	sink, err := write.Open(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	r, err := build.Site(context.Background(), build.Options{Content: content, Date: day(t, date), NoSheets: !sheets, Program: "test"}, sink)
	if err != nil {
		t.Fatal(err, r.Findings)
	}
	out := fstest.MapFS{}
	err = fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(dir + "/" + p)
		out[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	smallOnce sync.Once
	smallSite fstest.MapFS
)

// small is a site of two departments and three items, one with an attachment and an image,
// built on 10 August 2026.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	smallOnce.Do(func() {
		item := func(index, category, extra, body string) *fstest.MapFile {
			return &fstest.MapFile{Data: []byte("---\ntitle: 事项" + index + "\nindex: " + index + "\ncategory: \"" + category + "\"\ncadence: adhoc\nmade: 2026-08-03\nreviewed: 2026-08-04\napproved: 2026-08-05\npublished: 2026-08-06\nsecrecy: pass\n" + extra + "---\n\n" + body + "\n")}
		}
		department := func(id, code, name string) string {
			return "- {id: " + id + ", code: " + code + ", name: " + name + ", kind: agency, phone: 0000-1000011, address: 一路1号, hours: 9:00-17:00, complaint_phone: 0000-1000012, clerk: 文书, deputy: 副主任, functions: 管理。, powers: 管理。}\n"
		}
		smallSite = built(t, fstest.MapFS{
			"site.yaml":              {Data: []byte("title: 小区政务公开\nregion: 小区\nbase_url: https://xiaoqu.example/gk/\nsite_id: \"0000000001\"\nicp: 示ICP备00000001号\npolice_record: 示公网安备00000000000001号\nsupervision_phone: 0000-1000001\n")},
			"departments.yaml":       {Data: []byte(department("cz", "CZ", "财政局") + department("jy", "JY", "教育局"))},
			"holidays/2026.yaml":     {Data: []byte("year: 2026\noff: [2026-01-01]\n")},
			"cz/2026/01.md":          item("CZ-2026-00001", "04", "", "见[教育局的](../../jy/2026/01.md)和[省里的](https://sheng.example/a?b=1#c)。\n\n## 一、收支\n\n收支平衡。"),
			"cz/2026/02/index.md":    item("CZ-2026-00002", "04", "attachments: [qingdan.csv]\n", "![小区地图](map.png)\n\n清单见附件。"),
			"cz/2026/02/qingdan.csv": {Data: []byte("甲,乙\n1,2\n")},
			"cz/2026/02/map.png":     {Data: []byte("\x89PNG\r\n\x1a\n not much of one")},
			"jy/2026/01.md":          item("JY-2026-00001", "02", "", "通告全文。"),
		}, "2026-08-10", false)
	})
	return maps.Clone(smallSite)
}

// withoutRecord takes the build's record away, as when a site is copied.
func withoutRecord(site fstest.MapFS) fstest.MapFS {
	maps.DeleteFunc(site, func(p string, _ *fstest.MapFile) bool { return strings.HasPrefix(p, ".gongkai/") })
	return site
}

// edit changes a text in a file, which must be there.
func edit(t testing.TB, site fstest.MapFS, p, old, new string) {
	t.Helper()
	if site[p] == nil || !strings.Contains(string(site[p].Data), old) {
		t.Fatalf("%s has no %q", p, old)
	}
	site[p] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(site[p].Data), old, new))}
}

func run(t testing.TB, site fs.FS, opt probe.Options) *probe.Result {
	t.Helper()
	if opt.Day.IsZero() {
		opt.Day = day(t, "2026-08-10")
	}
	r, err := probe.Run(site, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told gives the findings as lines: code path what.
func told(r *probe.Result) []string {
	var out []string
	for _, f := range r.Findings {
		for _, p := range f.Places {
			out = append(out, strings.TrimSpace(f.Code+" "+p.Path+" "+p.What))
		}
	}
	return out
}

// missing gives the functions that are missing.
func missing(r *probe.Result) []string {
	var out []string
	for _, f := range r.Functions {
		if f.State == probe.Missing {
			out = append(out, f.Code)
		}
	}
	return out
}

// A build of the sample content, with all its printed files, has nothing wrong and every
// function (O100, O101).
func TestSampleIsClean(t *testing.T) {
	site := built(t, os.DirFS("../../content"), "2026-11-22", true)
	r := run(t, site, probe.Options{Day: day(t, "2026-11-22"), Deep: true})
	if len(told(r)) > 0 || len(missing(r)) > 0 || r.Failed() {
		t.Errorf("found %v, missing %v", told(r), missing(r))
	}
	if r.Pages < 400 || !r.Recorded || !r.Deep || r.Built != day(t, "2026-11-22") || r.Newest != day(t, "2026-11-20") || len(r.Largest) != 5 || r.Largest[0].Size < r.Largest[4].Size {
		t.Errorf("%d pages, recorded %v, deep %v, built %s, newest %s, largest %v", r.Pages, r.Recorded, r.Deep, r.Built, r.Newest, r.Largest)
	}
	there := 0
	for _, f := range r.Functions {
		if f.State == probe.There {
			there++
			for _, p := range f.Evidence {
				if site[p] == nil {
					t.Errorf("%s: the evidence %s is not there", f.Code, p)
				}
			}
		}
	}
	if there < 20 {
		t.Errorf("only %d functions are there", there)
	}
	// What was not looked for is not in the sample by chance: the same site, a year later, is old.
	if r := run(t, site, probe.Options{Day: day(t, "2027-11-22")}); !slices.Equal(told(r), []string{"home-stale index.html 2026-11-20", "old-build index.html 2026-11-22"}) || !r.Failed() {
		t.Errorf("a year later: %v", told(r))
	}
}

// The small site is whole as it was built, and as a copy.
func TestSmallIsClean(t *testing.T) {
	for name, site := range map[string]fstest.MapFS{"built": small(t), "copied": withoutRecord(small(t))} {
		r := run(t, site, probe.Options{Deep: true})
		if len(told(r)) > 0 || len(missing(r)) > 0 || r.Recorded != (name == "built") || r.Deep != r.Recorded {
			t.Errorf("%s: found %v, missing %v, recorded %v", name, told(r), missing(r), r.Recorded)
		}
		if len(r.External) != 1 || r.External[0] != (probe.External{URL: "https://sheng.example/a?b=1", Count: 1, Page: "items/CZ-2026/CZ-2026-00001.html"}) {
			t.Errorf("%s: external links %v", name, r.External)
		}
	}
}

// Each kind of damage to the pages of a copied site is found, named with its page, and
// nothing else is.
func TestDamagedPages(t *testing.T) {
	const item, other = "items/CZ-2026/CZ-2026-00001.html", "items/JY-2026/JY-2026-00001.html"
	for _, c := range []struct {
		name   string
		damage func(fstest.MapFS)
		want   []string
		fails  bool
	}{
		{"a page that others lead to", func(s fstest.MapFS) {
			edit(t, s, item, "../../items/JY-2026/JY-2026-00001.html", "../../items/JY-2026/JY-2026-99.html")
		}, []string{"broken-link " + item + " ../../items/JY-2026/JY-2026-99.html"}, true},
		{"an absolute address of the site's own", func(s fstest.MapFS) {
			edit(t, s, item, "https://sheng.example/a?b=1#c", "https://xiaoqu.example/gk/no.html")
		}, []string{"broken-link " + item + " https://xiaoqu.example/gk/no.html"}, true},
		{"a link that leads nowhere", func(s fstest.MapFS) { edit(t, s, item, "https://sheng.example/a?b=1#c", "") }, []string{"broken-link " + item}, true},
		{"an image that is gone", func(s fstest.MapFS) {
			edit(t, s, "items/CZ-2026/CZ-2026-00002.html", "CZ-2026-00002/map.png\" alt", "CZ-2026-00002/mop.png\" alt")
		}, []string{"broken-link items/CZ-2026/CZ-2026-00002.html"}, true},
		{"a place of the same page", func(s fstest.MapFS) { edit(t, s, item, `href="#main"`, `href="#mein"`) }, []string{"broken-anchor " + item + " #mein"}, false},
		{"a place of another page", func(s fstest.MapFS) { edit(t, s, item, `about.html#reuse`, `about.html#use`) }, []string{"broken-anchor " + item + " about.html#use"}, false},
		{"no title", func(s fstest.MapFS) { s[item] = title.replace(s[item], "<title></title>") }, []string{"no-title " + item}, true},
		{"no language", func(s fstest.MapFS) { edit(t, s, item, `<html lang="zh-CN">`, "<html>") }, []string{"no-lang " + item}, false},
		{"no description", func(s fstest.MapFS) { edit(t, s, item, `<meta name="Description"`, `<meta name="Beschreibung"`) }, []string{"no-description " + item}, false},
		{"no heading", func(s fstest.MapFS) { s[item] = heading.replace(s[item], "<p>x</p>") }, []string{"no-h1 " + item}, false},
		{"two headings", func(s fstest.MapFS) { s[item] = heading.replace(s[item], "<h1>a</h1><h1>b</h1>") }, []string{"many-h1 " + item + " 2"}, false},
		{"an image without words", func(s fstest.MapFS) { edit(t, s, "items/CZ-2026/CZ-2026-00002.html", ` alt="小区地图"`, "") }, []string{"image-without-alt items/CZ-2026/CZ-2026-00002.html"}, false},
		{"an id twice", func(s fstest.MapFS) { edit(t, s, item, "<article>", `<article id="main">`) }, []string{"duplicate-id " + item + " main"}, false},
		{"a title twice", func(s fstest.MapFS) { s[other] = title.replace(s[other], string(title.find(s[item]))) }, []string{"duplicate-title " + other + " " + item}, false},
		{"an open element", func(s fstest.MapFS) { edit(t, s, item, "</article>", "") }, []string{"malformed " + item + " <article>"}, false},
		{"an end without a beginning", func(s fstest.MapFS) { edit(t, s, item, "</article>", "</article></section>") }, []string{"malformed " + item + " </section>"}, false},
		{"no doctype", func(s fstest.MapFS) { edit(t, s, item, "<!doctype html>", "") }, []string{"malformed " + item + " <!doctype html>"}, false},
		{"a script from elsewhere", func(s fstest.MapFS) { edit(t, s, item, "<body>", `<body><script src="//cdn.example/x.js"></script>`) }, []string{"foreign-load " + item + " //cdn.example/x.js"}, false},
		{"a font from elsewhere", func(s fstest.MapFS) {
			edit(t, s, "assets/style.css", "@media print{", "@font-face { src: url('https://fonts.example/a.woff') } @media print{")
		}, []string{"foreign-load assets/style.css https://fonts.example/a.woff"}, false},
		{"a picture of a style sheet", func(s fstest.MapFS) {
			edit(t, s, "assets/style.css", "@media print{", "a { background: url(no.png) } @media print{")
		}, []string{"broken-link assets/style.css no.png"}, true},
		{"a tag of the site", func(s fstest.MapFS) { edit(t, s, item, `name="SiteDomain"`, `name="SiteDomian"`) }, []string{"no-meta " + item + " SiteDomain"}, true},
		{"an item's tag", func(s fstest.MapFS) {
			edit(t, s, item, `name="PubDate" content="2026-08-06 00:00"`, `name="PubDate" content=""`)
		}, []string{"no-meta " + item + " PubDate"}, true},
		{"a column's tag", func(s fstest.MapFS) { edit(t, s, "catalog/index.html", `name="ColumnType"`, `name="Column"`) }, []string{"no-meta catalog/index.html ColumnType"}, true},
		{"a page that nobody leads to", func(s fstest.MapFS) { s["lonely.html"] = title.replace(s["about.html"], "<title>没有人来</title>") }, []string{"orphan lonely.html"}, false},
		{"a cut feed", func(s fstest.MapFS) { s["feeds/all.atom"] = cut(s["feeds/all.atom"]) }, []string{"broken-data feeds/all.atom XML syntax error"}, true},
		{"a cut JSON feed", func(s fstest.MapFS) { s["feeds/groups/04.json"] = cut(s["feeds/groups/04.json"]) }, []string{"broken-data feeds/groups/04.json unexpected end of JSON input"}, true},
		{"a sitemap that names more", func(s fstest.MapFS) {
			edit(t, s, "sitemap.xml", "catalog/index.html</loc>", "catalog/inhalt.html</loc>")
		}, []string{"sitemap-dead sitemap.xml https://xiaoqu.example/gk/catalog/inhalt.html"}, false},
		{"old news", func(s fstest.MapFS) { edit(t, s, "index.html", `datetime="2026-08-06"`, `datetime="2026-07-26"`) }, []string{"home-stale index.html 2026-07-26"}, true},
		{"news just fresh enough", func(s fstest.MapFS) { edit(t, s, "index.html", `datetime="2026-08-06"`, `datetime="2026-07-27"`) }, nil, false},
		{"a build of long ago", func(s fstest.MapFS) {
			edit(t, s, "index.html", `data-built datetime="2026-08-10"`, `data-built datetime="2026-08-02"`)
		}, []string{"old-build index.html 2026-08-02"}, false},
		{"a build of tomorrow", func(s fstest.MapFS) {
			edit(t, s, "index.html", `data-built datetime="2026-08-10"`, `data-built datetime="2026-08-11"`)
		}, []string{"built-later index.html 2026-08-11"}, false},
		{"a build without its day", func(s fstest.MapFS) { edit(t, s, "index.html", " data-built ", " ") }, []string{"no-build-day index.html"}, false},
		{"an editor's copy", func(s fstest.MapFS) { s["index.html.bak"] = s["index.html"]; s[".git/config"] = s["robots.txt"] }, []string{"junk .git/config", "junk index.html.bak"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			site := withoutRecord(small(t))
			c.damage(site)
			r := run(t, site, probe.Options{})
			got := told(r)
			matches := slices.EqualFunc(got, c.want, strings.HasPrefix) // the exact address or the parser's words may follow
			if !matches || r.Failed() != c.fails {
				t.Errorf("found %q, failed %v; want %q", got, r.Failed(), c.want)
			}
			if len(missing(r)) > 0 && !strings.HasPrefix(c.want[0], "no-meta") {
				t.Errorf("missing %v", missing(r))
			}
		})
	}
}

// A pattern is a part of a page.
type pattern struct{ *regexp.Regexp }

var (
	title   = pattern{regexp.MustCompile(`(?s)<title>.*?</title>`)}
	heading = pattern{regexp.MustCompile(`(?s)<h1.*?</h1>`)}
)

func (p pattern) find(f *fstest.MapFile) []byte { return p.Find(f.Data) }

func (p pattern) replace(f *fstest.MapFile, by string) *fstest.MapFile {
	if p.Find(f.Data) == nil {
		panic("the page has no " + p.String())
	}
	return &fstest.MapFile{Data: p.ReplaceAllLiteral(f.Data, []byte(by))}
}

func cut(f *fstest.MapFile) *fstest.MapFile { return &fstest.MapFile{Data: f.Data[:len(f.Data)/2]} }

// Whatever the build wrote is held against its record: what is gone, what has another size,
// and with Deep any byte of any file.
func TestEveryByteOfTheRecord(t *testing.T) {
	site := small(t)
	entries, err := write.ManifestIn(site)
	if err != nil || len(entries) < 80 {
		t.Fatal(len(entries), err)
	}
	for _, c := range []struct {
		code  string
		spoil func(data []byte, i int) []byte // nil: the file goes
	}{
		{"missing-file", func([]byte, int) []byte { return nil }},
		{"changed-file", func(data []byte, i int) []byte { data[(i*7919)%len(data)] ^= 1; return data }},
		{"changed-file", func(data []byte, _ int) []byte { return append(data, '\n') }},
	} {
		for half := range 2 {
			site := small(t)
			var want []string
			for i, e := range entries {
				if i%2 != half {
					continue
				}
				want = append(want, c.code+" "+e.Path)
				if data := c.spoil(slices.Clone(site[e.Path].Data), i); data != nil {
					site[e.Path] = &fstest.MapFile{Data: data}
				} else {
					delete(site, e.Path)
				}
			}
			r := run(t, site, probe.Options{Deep: true, Places: 1000})
			got := slices.DeleteFunc(told(r), func(s string) bool { return !strings.HasPrefix(s, c.code+" ") })
			if !slices.Equal(got, want) || !r.Failed() {
				t.Errorf("%s: %d of %d are named", c.code, len(got), len(want))
			}
		}
	}
}

// Even where the record is not at hand, no file can be lost without a word, but for the one that
// only some hosts read and no visitor asks for.
func TestNoFileVanishesUnnoticed(t *testing.T) {
	for i, p := range slices.Sorted(maps.Keys(withoutRecord(small(t)))) {
		if p == headers.File || testing.Short() && i%4 != 0 { // under the race detector some will do
			continue
		}
		site := withoutRecord(small(t))
		delete(site, p)
		r, err := probe.Run(site, probe.Options{Day: day(t, "2026-08-10")})
		if p == "index.html" {
			if !errors.Is(err, probe.ErrNoSite) {
				t.Errorf("without a home page: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(told(r))+len(missing(r)) == 0 {
			t.Errorf("%s is gone, and nothing is said", p)
		}
	}
}

// What the folder itself says: a build that was cut, a damaged record, temporary files,
// strangers, a shard, no site.
func TestFolder(t *testing.T) {
	manifest := string(small(t)[".gongkai/manifest"].Data)
	for _, c := range []struct {
		name, path, text string
		want             []string
		fails            bool
	}{
		{"cut", ".gongkai/pending", manifest, []string{"unfinished .gongkai"}, true},
		{"a damaged record", ".gongkai/manifest", manifest[:len(manifest)-9], []string{"damaged-record .gongkai"}, true},
		{"temporary files", ".gongkai/stage/index.html", "x", []string{"leftover .gongkai/stage"}, false},
		{"a stranger", "baidu_verify.txt", "x", []string{"stranger baidu_verify.txt"}, false},
		{"the folder's own", ".gitignore", "x", nil, false},
		{"a deploy's record", ".gongkai-deployed", "x", nil, false},
	} {
		site := small(t)
		site[c.path] = &fstest.MapFile{Data: []byte(c.text)}
		r := run(t, site, probe.Options{})
		if !slices.Equal(told(r), c.want) || r.Failed() != c.fails {
			t.Errorf("%s: %v, failed %v", c.name, told(r), r.Failed())
		}
	}
	site := small(t)
	site[".gongkai/shard"] = &fstest.MapFile{Data: []byte("x")}
	if _, err := probe.Run(site, probe.Options{}); !errors.Is(err, write.ErrPart) {
		t.Errorf("a shard: %v", err)
	}
	if _, err := probe.Run(fstest.MapFS{"readme.txt": {Data: []byte("x")}}, probe.Options{}); !errors.Is(err, probe.ErrNoSite) {
		t.Errorf("a folder of another kind: %v", err)
	}
	if r := run(t, withoutFile(small(t), "index.html"), probe.Options{}); !slices.Contains(missing(r), "home") || !r.Failed() {
		t.Errorf("a built site without its home page: %v", missing(r))
	}
}

func withoutFile(site fstest.MapFS, p string) fstest.MapFS {
	delete(site, p)
	return site
}

// Every function that the sample has is missed where it is taken away, and told with what
// lacks; those that a site need not have are no fault.
func TestFunctionsAreMissed(t *testing.T) {
	without := func(prefix string) func(fstest.MapFS) {
		return func(s fstest.MapFS) {
			maps.DeleteFunc(s, func(p string, _ *fstest.MapFile) bool { return strings.HasPrefix(p, prefix) })
		}
	}
	every := func(re, by string) func(fstest.MapFS) {
		return func(s fstest.MapFS) {
			n := 0
			for p, f := range s {
				if x := regexp.MustCompile(re); path.Ext(p) == ".html" && x.Match(f.Data) {
					s[p] = &fstest.MapFile{Data: x.ReplaceAll(f.Data, []byte(by))}
					n++
				}
			}
			if n == 0 {
				t.Fatalf("no page has %s", re)
			}
		}
	}
	file := func(p, old, new string) func(fstest.MapFS) { return func(s fstest.MapFS) { edit(t, s, p, old, new) } }
	for _, c := range []struct {
		code   string
		damage func(fstest.MapFS)
		says   string
	}{
		{"catalogue", without("catalog/index.html"), "catalog/index.html"},
		{"downloads", without("catalog/index.json"), "CSV、XLSX、JSON"},
		{"changes", without("catalog/changes.html"), "catalog/changes.html"},
		{"new", without("items/index.html"), "items/index.html"},
		{"by-category", without("categories/"), "categories/index.html"},
		{"by-department", without("departments/"), "departments/index.html"},
		{"by-date", func(s fstest.MapFS) {
			maps.DeleteFunc(s, func(p string, _ *fstest.MapFile) bool { return strings.Contains(p, "/2026") && path.Ext(p) == ".html" })
		}, "没有这样的列表"},
		{"supervision", without("supervision.html"), "supervision.html"},
		{"supervision", every(`0000-?\d{7}`, "（待定）"), "没有电话"},
		{"profiles", func(s fstest.MapFS) {
			s["departments/jy.html"] = &fstest.MapFile{Data: regexp.MustCompile(`0000-?\d{7}`).ReplaceAll(s["departments/jy.html"].Data, []byte("无"))}
		}, "1 个部门页的正文里没有电话，如 departments/jy.html"},
		{"consultations", without("consultations/"), "consultations/index.html"},
		{"feeds", without("feeds/"), "feeds/all.atom"},
		{"feeds", file("index.html", `rel="alternate"`, `rel="other-thing"`), "首页没有用 <link"},
		{"sitemap", without("sitemap.xml"), "sitemap.xml"},
		{"robots", without("robots.txt"), "robots.txt"},
		{"robots", file("robots.txt", "Sitemap:", "Map:"), "没有写网站地图的地址"},
		{"lost", without("404.html"), "404.html"},
		{"help", without("about.html"), "about.html"},
		{"print", file("assets/style.css", "@media print", "@media druck"), "@media print"},
		{"elder", file("index.html", "data-elder", "data-x"), "长辈版的开关"},
		{"records", file("index.html", "示ICP备00000001号", ""), "ICP备案号"},
		{"records", file("index.html", `name="SiteIDCode" content="0000000001"`, `name="SiteIDCode" content=""`), "政府网站标识码"},
		{"tags", file("index.html", `name="SiteName"`, `name="Name"`), "缺 1 处"},
	} {
		site := withoutRecord(small(t))
		c.damage(site)
		r := run(t, site, probe.Options{})
		i := slices.IndexFunc(r.Functions, func(f probe.Function) bool { return f.Code == c.code })
		if f := r.Functions[i]; f.State != probe.Missing || !strings.Contains(f.Text.ZH, c.says) || f.Text.EN == "" || len(f.Evidence) > 0 {
			t.Errorf("%s: %+v", c.code, f)
		}
	}
	site := withoutRecord(small(t))
	delete(site, "catalog/catalog.xlsx") // one of several: the catalogue's list says what it lacks
	if got := told(run(t, site, probe.Options{})); !slices.Contains(got, "sitemap-dead catalog/index.json catalog/catalog.xlsx") {
		t.Errorf("a table of the catalogue is gone: %v", got)
	}
	for _, gone := range [][2]string{{"0/b0.js", "0/b*.js: 0/1"}, {"0/m.js", "0/m.js"}, {"0/g0.js", "0/g0.js"}, {"han.js", "han.js"}, {"site.js", "site.js"}} {
		site := withoutRecord(small(t))
		delete(site, "search/data/"+gone[0])
		if got := told(run(t, site, probe.Options{})); !slices.Contains(got, "sitemap-dead search/index.html search/data/"+gone[1]) {
			t.Errorf("the search lacks %s: %v", gone[0], got)
		}
	}
	site = withoutRecord(small(t))
	site["search/data/site.js"] = &fstest.MapFile{Data: []byte("gk(\"site\",\"{}\")\n")}
	if got := told(run(t, site, probe.Options{})); !slices.ContainsFunc(got, func(f string) bool { return strings.HasPrefix(f, "broken-data search/data/site.js") }) {
		t.Errorf("the search's list is no list: %v", got)
	}
	r := run(t, small(t), probe.Options{})
	for _, code := range []string{"opinions", "guides", "boards"} {
		i := slices.IndexFunc(r.Functions, func(f probe.Function) bool { return f.Code == code })
		if r.Functions[i].State != probe.Absent {
			t.Errorf("%s: %s", code, r.Functions[i].State)
		}
	}
	site = small(t)
	site["opinions/index.html"] = site["about.html"]
	site["calendar/index.html"] = site["about.html"]
	r = run(t, site, probe.Options{})
	for code, want := range map[string]probe.State{"opinions": probe.There, "calendar": probe.Missing} { // a calendar without its .ics
		i := slices.IndexFunc(r.Functions, func(f probe.Function) bool { return f.Code == code })
		if r.Functions[i].State != want {
			t.Errorf("%s: %s, want %s", code, r.Functions[i].State, want)
		}
	}
}

// However many workers there are, and however few places are told, the result is the same and
// names the first places.
func TestSameWithManyWorkers(t *testing.T) {
	site := withoutRecord(small(t))
	for p, f := range site {
		if path.Ext(p) == ".html" {
			site[p] = &fstest.MapFile{Data: regexp.MustCompile(`</body>`).ReplaceAll(f.Data, []byte(`<a href="no-1.html">x</a><a href="no-2.html">x</a><a href="https://other.example/">y</a></body>`))}
		}
	}
	one := run(t, site, probe.Options{Workers: 1, Places: 7})
	for range 3 {
		many := run(t, site, probe.Options{Workers: 9, Places: 7})
		if fmt.Sprint(told(one)) != fmt.Sprint(told(many)) || fmt.Sprint(one.External) != fmt.Sprint(many.External) || fmt.Sprint(one.Functions) != fmt.Sprint(many.Functions) {
			t.Errorf("one worker: %v\nmany: %v", told(one), told(many))
		}
	}
	f := one.Findings[0]
	if f.Code != "broken-link" || len(f.Places) != 7 || f.Count != 2*one.Pages || f.Places[0].Path != "404.html" || f.Places[1].What != "no-2.html" || f.Places[2].Path != "about.html" {
		t.Errorf("%s %d %v", f.Code, f.Count, f.Places)
	}
}

// A site at the root of its host, and 404.html's absolute addresses, are followed alike.
func TestRootAndSubfolder(t *testing.T) {
	site := withoutRecord(small(t))
	if !strings.Contains(string(site["404.html"].Data), `href="/gk/assets/`) {
		t.Fatal("404.html has no absolute address")
	}
	edit(t, site, "404.html", `href="/gk/about.html"`, `href="/about.html"`)
	if got := told(run(t, site, probe.Options{})); !slices.Contains(got, "broken-link 404.html /about.html") {
		t.Errorf("an address above the site: %v", got)
	}
}

// Every kind has words in both languages, and every finding says how to mend it.
func TestKindsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range probe.Kinds() {
		if k.Code == "" || seen[k.Code] || k.Title.ZH == "" || k.Title.EN == "" || k.Fix.ZH == "" || k.Fix.EN == "" || k.Severity > diag.Error {
			t.Errorf("%+v", k)
		}
		seen[k.Code] = true
	}
	if len(seen) < 25 {
		t.Errorf("only %d kinds", len(seen))
	}
}
