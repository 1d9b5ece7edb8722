package feed

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/record"
)

// The limits of the sitemap protocol for one file.
const (
	maxURLs  = 50_000
	maxBytes = 50 << 20
)

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// A url is one address with the day of its last change.
type url struct {
	path string // below the root
	last calendar.Date
}

// sitemaps plans sitemap.xml and, where one file would be too large, sitemap-1.xml and on
// with sitemap.xml as their index.
func (p *Product) sitemaps(s *model.Site) []plan.Output { return p.split(s, maxURLs, maxBytes) }

// split is sitemaps with other limits.
func (p *Product) split(s *model.Site, urls, size int) []plan.Output {
	base := s.Config.BaseURL
	chunks := chunk(pages(s), len(escape(base)), urls, size)
	if len(chunks) == 1 {
		return []plan.Output{p.output("sitemap.xml", base, "urlset", "url", chunks[0])}
	}
	var out []plan.Output
	var index []url
	for i, c := range chunks {
		path := fmt.Sprintf("sitemap-%d.xml", i+1)
		out = append(out, p.output(path, base, "urlset", "url", c))
		index = append(index, url{path, newestOf(c)})
	}
	return append(out, p.output("sitemap.xml", base, "sitemapindex", "sitemap", index))
}

// pages lists the pages that search engines should know: the home page, the catalogue,
// the departments, and every item that is not withdrawn. Items come oldest first, so that
// a new one changes only the last file.
func pages(s *model.Site) []url {
	var items []url
	latest := map[*model.Department]calendar.Date{}
	for _, it := range slices.Backward(s.Items) {
		if s.Gone(it) {
			continue
		}
		u := url{it.Address(".html"), record.Updated(s, it).Date}
		items = append(items, u)
		if d := s.Department(it.Department); u.last.After(latest[d]) {
			latest[d] = u.last
		}
	}
	newest := newestOf(items)
	all := []url{{"", newest}, {"catalog/index.html", newest}}
	for _, d := range s.Departments {
		all = append(all, url{"departments/" + d.ID + ".html", latest[d]})
	}
	return append(all, items...)
}

// newestOf gives the last day of the list; zero where it is empty.
func newestOf(list []url) (last calendar.Date) {
	for _, u := range list {
		if u.last.After(last) {
			last = u.last
		}
	}
	return last
}

// chunk cuts the list so that no file holds more addresses or bytes than the limits.
func chunk(all []url, base, urls, size int) [][]url {
	var chunks [][]url
	const frame, each = 200, 80 // bytes of marks around a file and around an address, rounded up
	start, used := 0, frame
	for i, u := range all {
		n := each + base + len(u.path)
		if i > start && (i-start >= urls || used+n > size) {
			chunks = append(chunks, all[start:i])
			start, used = i, frame
		}
		used += n
	}
	return append(chunks, all[start:])
}

// output plans one file of the sitemap.
func (p *Product) output(path, base, root, entry string, list []url) plan.Output {
	k := plan.Key(p.seed).Str(version, path, base, root)
	for _, u := range list {
		k.Str(u.path).Date(u.last)
	}
	return plan.Output{Path: path, Key: k.Digest(), Render: func(w io.Writer) error {
		return writeSitemap(w, base, root, entry, list)
	}}
}

// writeSitemap writes one file.
func writeSitemap(w io.Writer, base, root, entry string, list []url) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString(xml.Header + "<" + root + " xmlns=\"" + namespace + "\">\n")
	base = string(escape(base))
	for _, u := range list {
		out.WriteString("<" + entry + "><loc>" + base)
		xml.EscapeText(out, []byte(u.path))
		out.WriteString("</loc>")
		if !u.last.IsZero() {
			out.WriteString("<lastmod>" + u.last.String() + "</lastmod>")
		}
		out.WriteString("</" + entry + ">\n")
	}
	out.WriteString("</" + root + ">\n")
	return out.Flush()
}

// escape gives the text as XML.
func escape(text string) []byte {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(text))
	return b.Bytes()
}
