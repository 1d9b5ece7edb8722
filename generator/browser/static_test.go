package browser

import (
	"encoding/json"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	anyLink   = regexp.MustCompile(`\s(?:href|src)="([^"]*)"`)
	anyID     = regexp.MustCompile(`\sid="([^"]*)"`)
	inline    = regexp.MustCompile(`(?i)<style\b|\sstyle=|\son[a-z]+="|<script(?:\s+type="(?:text/javascript|module)")?>`)
	comment   = regexp.MustCompile(`(?s)<!--.*?-->`)
	canonical = regexp.MustCompile(`<link rel="canonical" href="([^"]+)"`)
)

// TestEveryLinkLeadsSomewhere: each link of each page names a file of the site, or a part
// of it that is there; none climbs out of the site, so that it also works below a path.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := theSite(t)
	ids := map[string]map[string]bool{}
	for p, text := range s.text {
		ids[p] = map[string]bool{"": true, "top": true}
		for _, m := range anyID.FindAllStringSubmatch(text, -1) {
			if ids[p][html.UnescapeString(m[1])] {
				t.Errorf("%s: the id %q stands twice", p, m[1])
			}
			ids[p][html.UnescapeString(m[1])] = true
		}
	}
	links := 0
	for _, p := range s.pages {
		for _, m := range anyLink.FindAllStringSubmatch(s.text[p], -1) {
			dest := html.UnescapeString(m[1])
			u, err := url.Parse(dest)
			if err != nil {
				t.Errorf("%s: cannot read the link %q", p, dest)
				continue
			}
			if u.Scheme != "" || u.Host != "" {
				continue // another site, a mail address, the canonical one
			}
			links++
			target := p
			if u.Path != "" {
				target = path.Join(path.Dir(p), u.Path)
				if strings.HasPrefix(u.Path, "/") {
					if p != "404.html" {
						t.Errorf("%s: %q is not relative", p, dest)
					}
					target = strings.TrimPrefix(u.Path, "/")
				}
				if target == "" || strings.HasSuffix(u.Path, "/") {
					target = path.Join(target, "index.html")
				}
			}
			if strings.HasPrefix(target, "../") {
				t.Errorf("%s: %q climbs out of the site", p, dest)
				continue
			}
			if info, err := os.Stat(filepath.Join(s.dir, filepath.FromSlash(target))); err != nil || info.IsDir() {
				t.Errorf("%s: %q leads nowhere", p, dest)
				continue
			}
			if known, isPage := ids[target]; isPage && !known[u.Fragment] {
				t.Errorf("%s: %q names a part that is not there", p, dest)
			}
		}
	}
	if links < 10*len(s.pages) {
		t.Errorf("only %d links on %d pages: the test looks wrong", links, len(s.pages))
	}
	t.Logf("%d links on %d pages", links, len(s.pages))
}

// TestEveryPageCanBeReached: from the home page, by links alone.
func TestEveryPageCanBeReached(t *testing.T) {
	s := theSite(t)
	seen := map[string]bool{"index.html": true, "404.html": true}
	for todo := []string{"index.html"}; len(todo) > 0; todo = todo[1:] {
		for _, m := range anyLink.FindAllStringSubmatch(s.text[todo[0]], -1) {
			u, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
				continue
			}
			target := path.Join(path.Dir(todo[0]), u.Path)
			if _, isPage := s.text[target]; isPage && !seen[target] {
				seen[target] = true
				todo = append(todo, target)
			}
		}
	}
	for _, p := range s.pages {
		if !seen[p] {
			t.Errorf("no link leads to %s", p)
		}
	}
}

// TestNothingInline: no page has script or style of its own, which its policy would stop.
func TestNothingInline(t *testing.T) {
	s := theSite(t)
	for _, p := range s.pages {
		if m := inline.FindString(comment.ReplaceAllString(s.text[p], "")); m != "" {
			t.Errorf("%s has %q", p, m)
		}
		if p == "404.html" {
			continue
		}
		if m := canonical.FindStringSubmatch(s.text[p]); m == nil || !strings.HasPrefix(m[1], "https://") {
			t.Errorf("%s has no canonical address", p)
		}
	}
}

// TestBudgets: the style is at most 30 kB, the scripts 15 kB together and the search's 12 kB, and an item's page 20 kB beyond
// its text.
func TestBudgets(t *testing.T) {
	s := theSite(t)
	sums := map[string]int64{}
	err := filepath.Walk(s.dir, func(p string, info os.FileInfo, err error) error {
		if err == nil && (strings.HasSuffix(p, ".css") || strings.HasSuffix(p, ".js")) && !strings.Contains(filepath.ToSlash(p), "/search/data/") {
			sums[path.Ext(p)] += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if sums[".css"] == 0 || sums[".css"] > 30_000 || sums[".js"] > 15_000 {
		t.Errorf("style %d bytes (at most 30,000), script %d bytes (at most 15,000)", sums[".css"], sums[".js"])
	}
	if info, err := os.Stat(filepath.Join(s.dir, "assets", "search.js")); err != nil || info.Size() > 12_000 {
		t.Errorf("search.js: %v", info)
	}
	most, where := 0, ""
	tag := regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)
	for p, text := range s.text {
		if !strings.HasPrefix(p, "items/") {
			continue
		}
		if n := len(text) - len(tag.ReplaceAllString(text, "")); n > most && !strings.Contains(text, "table-scroll") {
			most, where = n, p
		}
	}
	if most > 20_000 {
		t.Errorf("%s has %d bytes beside its text, at most 20,000", where, most)
	}
	t.Logf("style %d bytes, script %d bytes, markup of an item at most %d bytes", sums[".css"], sums[".js"], most)
}

// TestValidHTML: the checker of the W3C's HTML finds no error on any page, nor in the style.
func TestValidHTML(t *testing.T) {
	java := tool(t, "java")
	jar := npm(t, "vnu-jar/build/dist/vnu.jar")
	s := theSite(t)
	out, err := exec.Command(java, "-Xss8m", "-jar", jar, "--format", "json", "--errors-only", "--also-check-css", "--skip-non-css", "--stdout", s.dir).Output()
	css := out
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	out, err = exec.Command(java, "-Xss8m", "-jar", jar, "--format", "json", "--errors-only", "--skip-non-html", "--stdout", s.dir).Output()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	for _, b := range [][]byte{css, out} {
		var found struct {
			Messages []struct {
				Type, URL, Message, Extract string
				LastLine, LastColumn        int
			}
		}
		if err := json.Unmarshal(b, &found); err != nil {
			t.Fatalf("%v in\n%s", err, b)
		}
		for i, m := range found.Messages {
			if i == 40 {
				t.Errorf("and %d more", len(found.Messages)-i)
				break
			}
			t.Errorf("%s:%d:%d: %s: %s\n\t%q", m.URL, m.LastLine, m.LastColumn, m.Type, m.Message, m.Extract)
		}
	}
	t.Logf("%d pages checked", len(s.pages))
}
