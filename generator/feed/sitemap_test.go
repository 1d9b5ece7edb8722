package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/source"
)

type mapFile struct {
	XMLName xml.Name
	URLs    []struct {
		Loc     string `xml:"loc"`
		Lastmod string `xml:"lastmod"`
	} `xml:",any"`
}

func readMap(t *testing.T, text []byte) (m mapFile) {
	t.Helper()
	if err := xml.Unmarshal(text, &m); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if m.XMLName.Space != namespace {
		t.Errorf("name space %q", m.XMLName.Space)
	}
	return m
}

func TestSitemap(t *testing.T) {
	m := readMap(t, render(t, site(today, mixed()...))["sitemap.xml"])
	var got []string
	for _, u := range m.URLs {
		got = append(got, strings.TrimSpace(strings.TrimPrefix(u.Loc, base)+" "+u.Lastmod))
	}
	want := []string{"2026-08-05", "catalog/index.html 2026-08-05", "departments/water.html 2026-08-05", "departments/taxes.html 2026-07-05",
		"departments/empty.html", "items/WATER-2026/WATER-2026-00002.html 2026-08-05", "items/WATER-2026/WATER-2026-00001.html 2026-07-02",
		"items/TAXES-2026/TAXES-2026-00004.html 2026-07-05"}
	if m.XMLName.Local != "urlset" || !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// The opinions that have a page are there with the day of their answer, and their list.
func TestSitemapOfOpinions(t *testing.T) {
	s := site(today, mixed()...)
	opinion := func(path string, answered calendar.Date, public bool) {
		s.Opinions = append(s.Opinions, &model.Opinion{Path: "water/opinions/" + path + ".md", Department: "water", Answered: answered, Public: public, Replied: !answered.IsZero()})
	}
	opinion("1", date(2026, 7, 9), true)
	opinion("2", date(2026, 7, 10), false)
	opinion("3", calendar.Date{}, true)
	opinion("4", date(2026, 7, 8), true)
	m := readMap(t, render(t, s)["sitemap.xml"])
	var got []string
	for _, u := range m.URLs[8:] {
		got = append(got, strings.TrimPrefix(u.Loc, base)+" "+u.Lastmod)
	}
	want := []string{"opinions/index.html 2026-07-09", "opinions/water/4.html 2026-07-08", "opinions/water/1.html 2026-07-09"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestSitemapEscapesTheBase(t *testing.T) {
	s := site(today, mixed()...)
	s.Config.BaseURL = "https://gongkai.example/?a=1&b=<2>/"
	if m := readMap(t, render(t, s)["sitemap.xml"]); m.URLs[0].Loc != s.Config.BaseURL {
		t.Errorf("base %q", m.URLs[0].Loc)
	}
}

// Too many addresses, or too many bytes, are split: each file within the limits, the
// files together what one would have been, and sitemap.xml their index.
func TestSitemapSplits(t *testing.T) {
	var items []*model.Item
	for n := range 95 {
		items = append(items, item("water", "02", n))
	}
	s := site(today, items...)
	whole := pages(s)
	for _, c := range []struct{ urls, size, files int }{{1000, maxBytes, 1}, {100, maxBytes, 1}, {99, maxBytes, 2}, {30, maxBytes, 4}, {1000, 5000, 0}, {1, maxBytes, 100}} {
		files := map[string][]byte{}
		for _, o := range New(source.Digest{}).split(s, c.urls, c.size) {
			var b bytes.Buffer
			if err := o.Render(&b); err != nil {
				t.Fatal(err)
			}
			files[o.Path] = b.Bytes()
		}
		index := readMap(t, files["sitemap.xml"])
		var locs []string
		if index.XMLName.Local == "urlset" {
			if c.files != 1 || len(files) != 1 {
				t.Errorf("%+v: one file, and %d", c, len(files))
			}
			continue
		}
		if c.files != 0 && len(index.URLs) != c.files || len(files) != len(index.URLs)+1 {
			t.Errorf("%+v: index of %d, %d files", c, len(index.URLs), len(files))
		}
		for i, u := range index.URLs {
			name := strings.TrimPrefix(u.Loc, base)
			if name != fmt.Sprintf("sitemap-%d.xml", i+1) || u.Lastmod == "" && c.urls > 1 {
				t.Errorf("%+v: index names %q %q", c, u.Loc, u.Lastmod)
			}
			m := readMap(t, files[name])
			if len(m.URLs) > c.urls || len(files[name]) > c.size || len(m.URLs) == 0 {
				t.Errorf("%+v: %s has %d addresses, %d bytes", c, name, len(m.URLs), len(files[name]))
			}
			for _, u := range m.URLs {
				locs = append(locs, u.Loc)
			}
		}
		if len(locs) != len(whole) {
			t.Errorf("%+v: %d addresses, want %d", c, len(locs), len(whole))
		}
		slices.Sort(locs)
		if len(slices.Compact(locs)) != len(whole) {
			t.Errorf("%+v: an address stands twice", c)
		}
	}
}

// The room that is counted for an address is enough for it, whatever the index number.
func TestRoomIsEnough(t *testing.T) {
	for _, id := range []model.ID{"", "甲", "A-1", "-", "..-1", "a b-c-3", "水〔2026〕-00001", "WATER-2026-00001"} {
		u := url{item: &model.Item{Index: id}}
		if got := u.appendPath(nil); len(got) > u.room() {
			t.Errorf("%s has %d bytes, and room for %d", got, len(got), u.room())
		}
	}
}

func TestRobotsNamesTheSitemap(t *testing.T) {
	text := string(render(t, site(today, mixed()...))["robots.txt"])
	if !strings.Contains(text, "\nSitemap: "+base+"sitemap.xml\n") || !strings.HasPrefix(text, "User-agent: *\nAllow: /\n") {
		t.Errorf("%s", text)
	}
}

// The pages about duties stand in the sitemap where the site has them.
func TestSitemapNamesPagesAboutDuties(t *testing.T) {
	for _, c := range []struct {
		pages []string
		want  []string
	}{
		{nil, []string{"catalog/duties.html"}},
		{[]string{"progress"}, []string{"catalog/duties.html", "progress/index.html"}},
		{[]string{"calendar", "coverage", "progress"}, []string{"catalog/duties.html", "coverage/index.html", "progress/index.html", "calendar/index.html"}},
	} {
		s := site(today, mixed()...)
		s.Duties, s.Config.ClockPages = []*model.Duty{{ID: "a", Title: "甲", Category: "04"}}, c.pages
		var got []string
		for _, u := range readMap(t, render(t, s)["sitemap.xml"]).URLs {
			if p := strings.TrimPrefix(u.Loc, base); strings.HasPrefix(p, "catalog/duties") || strings.HasSuffix(p, "/index.html") && p != "catalog/index.html" {
				got = append(got, p)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.pages, got, c.want)
		}
		s.Duties = nil
		if text := render(t, s)["sitemap.xml"]; bytes.Contains(text, []byte("duties")) || bytes.Contains(text, []byte("coverage")) {
			t.Error("a site without duties names pages about them")
		}
	}
}
