package browser

import (
	"regexp"
	"strings"
	"testing"
)

// A kind is one kind of page. Its example is the first page of the built site, in the order
// of addresses, that fits: so a kind that the sample content no longer has is noticed.
type kind struct {
	name string
	at   string // regular expression for the address
	has  string // text that the page holds; "" for any
}

// kinds is the one list of kinds of page; every check goes through it.
var kinds = []kind{
	{"home", `index\.html`, ""},
	{"item-table", `items/.+\.html`, `class="table-scroll"`},
	{"item-image", `items/.+\.html`, "<figure>"},
	{"item-attachments", `items/.+\.html`, `<ul class="files">`},
	{"item-timeline", `items/.+\.html`, `<ol class="timeline">`},
	{"item-comment", `items/.+\.html`, "现在可以提意见"},
	{"item-changed", `items/.+\.html`, `id="changes"`},
	{"tombstone", `items/.+\.html`, `class="wrap item tombstone"`},
	{"list", `items/index\.html`, ""},
	{"list-page-2", `items/2\.html`, "第 2 页"},
	{"category", `categories/\d\d\.html`, ""},
	{"sub-category", `categories/\d\d\d\d\.html`, ""},
	{"categories", `categories/index\.html`, ""},
	{"focus", `focus/[a-z]+\.html`, ""},
	{"cadence", `cadence/[a-z]+\.html`, ""},
	{"stage", `stage/[a-z]+\.html`, ""},
	{"departments", `departments/index\.html`, ""},
	{"department", `departments/[a-z]+\.html`, ""},
	{"department-group", `departments/[a-z]+/\d\d\.html`, ""},
	{"department-year", `departments/[a-z]+/20\d\d\.html`, ""},
	{"department-month", `departments/[a-z]+/20\d\d-\d\d\.html`, ""},
	{"choices", `focus/index\.html`, ""},
	{"consultations", `consultations/index\.html`, ""},
	{"opinions", `opinions/index\.html`, ""},
	{"opinions-department", `opinions/[a-z]+\.html`, `href="../opinions/index.html">群众意见和答复`},
	{"opinion", `opinions/[a-z]+/.+\.html`, ""},
	{"boards", `boards/index\.html`, ""},
	{"board", `boards/[a-z]+/plan\.html`, ""},
	{"attachments", `attachments/index\.html`, ""},
	{"catalogue", `catalog/index\.html`, ""},
	{"search", `search/index\.html`, ""},
	{"fields", `catalog/fields\.html`, ""},
	{"duties", `catalog/duties\.html`, ""},
	{"coverage", `coverage/index\.html`, ""},
	{"progress", `progress/index\.html`, ""},
	{"calendar", `calendar/index\.html`, ""},
	{"changes", `catalog/changes\.html`, ""},
	{"feeds", `feeds/index\.html`, ""},
	{"about", `about\.html`, ""},
	{"supervision", `supervision\.html`, ""},
	{"404", `404\.html`, ""},
}

// example finds the kind's page; "" where there is none.
func (s *builtSite) example(k kind) string {
	at := regexp.MustCompile("^(?:" + k.at + ")$")
	for _, p := range s.pages {
		if at.MatchString(p) && strings.Contains(s.text[p], k.has) {
			return p
		}
	}
	return ""
}

// url gives the address under which a browser meets the page; the 404 page stands at an
// address that is not there.
func (s *builtSite) url(p string) string {
	if p == "404.html" {
		return s.address + "items/no-such/page.html"
	}
	return s.address + p
}

// eachKind runs a check on the example of every kind of page.
func eachKind(t *testing.T, check func(t *testing.T, k kind, page string)) {
	t.Helper()
	s := theSite(t)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			p := s.example(k)
			if p == "" {
				t.Fatalf("the sample site has no page of this kind (%s with %q)", k.at, k.has)
			}
			check(t, k, p)
		})
	}
}

// TestEveryPageIsOfAKind keeps the list whole: a new folder of pages needs a new kind.
func TestEveryPageIsOfAKind(t *testing.T) {
	s := theSite(t)
	var all []string
	for _, k := range kinds {
		all = append(all, k.at)
	}
	all = append(all, `.+\d\.html`) // further pages of lists, years and months
	known := regexp.MustCompile("^(?:" + strings.Join(all, "|") + ")$")
	for _, p := range s.pages {
		if !known.MatchString(p) {
			t.Errorf("%s is of no kind in the list", p)
		}
	}
	t.Logf("%d pages, %d kinds", len(s.pages), len(kinds))
}
