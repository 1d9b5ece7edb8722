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
	"gongkai/generator/register"
	"gongkai/generator/source"
)

// The limits of the sitemap protocol for one file.
const (
	maxURLs  = 50_000
	maxBytes = 50 << 20
)

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// A url is one address with the day of its last change: an item's page, or the path.
type url struct {
	item *model.Item
	path string // below the root, where item is nil
	last calendar.Date
}

// appendPath appends the address below the root. A site has a million of them, which are
// made when they are needed.
func (u *url) appendPath(b []byte) []byte {
	if u.item != nil {
		return u.item.AppendAddress(b, ".html")
	}
	return append(b, u.path...)
}

// room gives how many bytes the address has at most.
func (u *url) room() int {
	if u.item != nil {
		return len("items//.html") + max(len(u.item.Index), len("other")) + len(u.item.Index)
	}
	return len(u.path)
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
		index = append(index, url{path: path, last: newestOf(c)})
	}
	return append(out, p.output("sitemap.xml", base, "sitemapindex", "sitemap", index))
}

// about lists the pages about duties that the site has; of their last change nothing is known
// here.
func about(s *model.Site) (all []url) {
	if len(s.Duties) == 0 {
		return nil
	}
	all = append(all, url{path: register.Page})
	for _, name := range []string{"coverage", "progress", "calendar"} {
		if slices.Contains(s.Config.ClockPages, name) {
			all = append(all, url{path: name + "/index.html"})
		}
	}
	return all
}

// pages lists the pages that search engines should know: the home page, the catalogue,
// the departments, those about duties, every item that is not withdrawn, and the opinions that
// have a page. Items come oldest first, so that a new one changes only the last file.
func pages(s *model.Site) []url {
	own := about(s)
	head := 2 + len(s.Departments) + len(own)
	all := make([]url, head, head+len(s.Items))
	copy(all[2+len(s.Departments):], own)
	latest := map[*model.Department]calendar.Date{}
	for _, it := range slices.Backward(s.Items) {
		if s.Gone(it) {
			continue
		}
		u := url{item: it, last: record.Updated(s, it).Date}
		all = append(all, u)
		if d := s.Department(it.Department); u.last.After(latest[d]) {
			latest[d] = u.last
		}
	}
	newest := newestOf(all[head:])
	all[0], all[1] = url{last: newest}, url{path: "catalog/index.html", last: newest}
	for i, d := range s.Departments {
		all[2+i] = url{path: "departments/" + d.ID + ".html", last: latest[d]}
	}
	return append(all, opinions(s)...)
}

// opinions lists the pages of the opinions, oldest answer first, and before them their list.
func opinions(s *model.Site) (all []url) {
	if len(s.Opinions) == 0 {
		return nil
	}
	all = []url{{path: "opinions/index.html"}}
	for _, o := range s.Opinions {
		if o.Shown() {
			all = append(all, url{path: o.Address(), last: o.Answered})
		}
	}
	slices.SortStableFunc(all[1:], func(a, b url) int { return a.last.Compare(b.last) })
	all[0].last = newestOf(all[1:])
	return all
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
	for i := range all {
		n := each + base + all[i].room()
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
	var buf []byte
	for i := range list {
		u := &list[i]
		buf = u.last.Append(append(u.appendPath(buf), ' '))
		if buf = append(buf, '\n'); len(buf) > 1<<14 {
			k.Sum(source.Sum(buf))
			buf = buf[:0]
		}
	}
	k.Sum(source.Sum(buf))
	return plan.Output{Path: path, Key: k.Digest(), Render: func(w io.Writer) error {
		return writeSitemap(w, base, root, entry, list)
	}}
}

// writeSitemap writes one file.
func writeSitemap(w io.Writer, base, root, entry string, list []url) error {
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteString(xml.Header + "<" + root + " xmlns=\"" + namespace + "\">\n")
	start := "<" + entry + "><loc>" + string(escape(base))
	var path, line []byte
	for i := range list {
		u := &list[i]
		path = u.appendPath(path[:0])
		line = append(line[:0], start...)
		if u.item == nil { // an item's address needs no escaping
			line = append(line, escape(string(path))...)
		} else {
			line = append(line, path...)
		}
		line = append(line, "</loc>"...)
		if !u.last.IsZero() {
			line = append(u.last.Append(append(line, "<lastmod>"...)), "</lastmod>"...)
		}
		line = append(append(append(line, "</"...), entry...), ">\n"...)
		out.Write(line)
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
