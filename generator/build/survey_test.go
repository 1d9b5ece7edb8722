package build

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gongkai/generator/agenda"
	"gongkai/generator/cache"
	"gongkai/generator/calendar"
	"gongkai/generator/clock"
	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// radarOf gives the site's radar as JSON.
func radarOf(t *testing.T, s *model.Site) string {
	t.Helper()
	c := clock.New(s, 90)
	r := c.Radar(90, nil)
	var b bytes.Buffer
	if err := agenda.JSON(&b, c, &r, agenda.Failing(c, &r), diag.ZH); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A brief reading shows a radar the same as a whole one: with nothing kept, over a warm cache,
// after a file has changed, gone or come, after the configuration has changed, and over a
// cache that is damaged. It leaves the cache as good as it was.
func TestSurveyInBrief(t *testing.T) {
	if testing.Short() { // under the race detector, under which PDF files take minutes
		t.Skip("many readings of the sample")
	}
	content, kept := t.TempDir(), t.TempDir()
	if err := os.CopyFS(content, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	age := func() {
		err := filepath.Walk(content, func(p string, _ os.FileInfo, err error) error {
			if err != nil {
				return err
			}
			return os.Chtimes(p, old, old)
		})
		if err != nil {
			t.Fatal(err)
		}
		old = old.Add(time.Minute)
	}
	age()
	survey := func(dir *cache.Dir, brief bool) *model.Site {
		t.Helper()
		o := Options{Content: os.DirFS(content), Date: calendar.Date{Year: 2026, Month: 11, Day: 22}, Now: time.Now(), Program: "test"}
		if dir != nil {
			o.Cache = dir
		}
		s, err := Survey(o, brief)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	same := func(when string) {
		t.Helper()
		want := radarOf(t, survey(nil, false))
		for range 2 { // the first fills the cache, the second uses it
			dir := cache.Open(kept)
			if got := radarOf(t, survey(dir, true)); got != want {
				t.Errorf("%s: the radar of a brief reading differs", when)
			}
			if err := dir.Close(); err != nil {
				t.Fatal(err)
			}
		}
		dir := cache.Open(kept)
		defer dir.Close()
		s := survey(dir, true)
		if s.All[0].Body != (model.BodyRef{}) || len(s.All[0].At) > 0 {
			t.Errorf("%s: the last reading was not brief", when)
		}
	}
	edit := func(name, text string) {
		t.Helper()
		f, err := os.OpenFile(filepath.Join(content, name), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		age()
	}
	same("at first")
	edit("fagai/2026/00001.md", "\n又一句。\n")
	same("a file has changed")
	if err := os.Remove(filepath.Join(content, "minzheng/2026/00001.md")); err != nil {
		t.Fatal(err)
	}
	same("a file is gone")
	edit("duties.yaml", "- {编号: extra, 名称: 又一项, 类别: \"0401\", 公开主体: [caizheng], 公开频次: 常规性}\n")
	same("the catalogue has another duty")
	if err := os.WriteFile(filepath.Join(kept, "index"), []byte("spoiled"), 0o600); err != nil {
		t.Fatal(err)
	}
	same("the cache is spoiled")
	// What a brief reading leaves behind serves a whole one.
	dir := cache.Open(kept)
	defer dir.Close()
	s := survey(dir, false)
	for _, it := range s.All {
		if b, err := s.Bodies.Body(it.Body); err != nil || len(b.Text) == 0 && !it.Body.Empty() {
			t.Fatalf("%s: no text over the cache: %v", it.Path, err)
		}
	}
}
