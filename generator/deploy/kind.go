package deploy

import (
	"path"
	"strings"

	"gongkai/generator/headers"
)

// Headers are what a web server tells of a file.
type Headers struct {
	ContentType  string
	CacheControl string
}

// utf8Charset marks the types whose characters a browser would otherwise guess.
const utf8Charset = "; charset=utf-8"

// cacheNever is for the record at the target.
const cacheNever = "no-store"

// headersOf gives the headers of a file by its path. What pages ask for with a digest behind
// "?" is no other object than without, so that nothing is kept for ever.
func headersOf(p string) Headers { return Headers{headers.Type(p), headers.Cache(p, "")} }

// feeds is the folder of Atom and JSON Feed.
const feeds = "feeds/"

// A phase is when a file goes up. What others lead to goes first, so that no visitor
// follows a link to what is not there yet.
type phase int

const (
	things phase = iota // assets, attachments, images, PDFs, data
	pages               // HTML
	doors               // home page, feeds, sitemap: what visitors and robots come in by
	phases              // how many there are
)

// phaseOf gives the phase of a file by its path.
func phaseOf(p string) phase {
	ext := path.Ext(p)
	switch {
	case p == "index.html", p == "robots.txt", strings.HasPrefix(p, feeds),
		strings.HasPrefix(p, "sitemap") && ext == ".xml":
		return doors
	case headers.IsAttachment(p):
		return things
	case ext == ".html":
		return pages
	}
	return things
}
