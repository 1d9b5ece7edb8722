package probe

import "strings"

// marks is a set of wantedMarks; the bit emptyMark further tells that a tag is there and
// says nothing.
type marks uint32

const emptyMark = 16

// wantedMarks are the meta tags that 国办发〔2017〕47号, annex 2, asks for.
var wantedMarks = [...]struct {
	name string
	on   onPages
}{
	{"SiteName", everyPage}, {"SiteDomain", everyPage}, {"SiteIDCode", everyPage},
	{"ColumnName", columnPages}, {"ColumnDescription", columnPages}, {"ColumnKeywords", columnPages}, {"ColumnType", columnPages},
	{"ArticleTitle", articlePages}, {"PubDate", articlePages}, {"ContentSource", articlePages},
}

// onPages tells which pages must carry a tag.
type onPages uint8

const (
	everyPage onPages = iota
	columnPages
	articlePages
)

// has reports whether the page carries the tag of a number, with something in it.
func (m marks) has(i int) bool { return m&(1<<i) != 0 && m&(1<<(i+emptyMark)) == 0 }

// siteCode is the number of SiteIDCode, which is empty where site.yaml gives none: that is a
// matter of the site and told once, not of each page.
const siteCode = 2

// article reports whether a path is an item's page: items/<folder>/<index number>.html.
func article(p string) bool { return strings.HasPrefix(p, "items/") && strings.Count(p, "/") == 2 }

// judgeMarks judges the meta tags of a page.
func (s *site) judgeMarks(p string, m marks) {
	kind := columnPages
	if article(p) {
		kind = articlePages
	}
	for i, w := range wantedMarks {
		if (w.on == everyPage || w.on == kind) && !m.has(i) && !(i == siteCode && m&(1<<i) != 0) {
			s.found.add(&noMark, p, w.name)
		}
	}
}
