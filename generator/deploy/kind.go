package deploy

import (
	"path"
	"strings"
)

// Headers are what a web server tells of a file.
type Headers struct {
	ContentType  string
	CacheControl string
}

// utf8Charset marks the types whose characters a browser would otherwise guess.
const utf8Charset = "; charset=utf-8"

// types gives the content type of a file by the lower-case ending of its name: IANA's
// register of media types, and application/ofd as GB/T 33190 readers register it.
var types = map[string]string{
	".html":  "text/html" + utf8Charset,
	".css":   "text/css" + utf8Charset,
	".js":    "text/javascript" + utf8Charset,
	".mjs":   "text/javascript" + utf8Charset,
	".txt":   "text/plain" + utf8Charset,
	".md":    "text/markdown" + utf8Charset,
	".csv":   "text/csv" + utf8Charset,
	".json":  "application/json",
	".jsonl": "application/jsonl",
	// JSON-LD, the form of DCAT.
	".jsonld": "application/ld+json",
	".xml":    "application/xml",
	".atom":   "application/atom+xml",
	".rss":    "application/rss+xml",

	".svg":  "image/svg+xml",
	".png":  "image/png",
	".jpg":  "image/jpeg",
	".jpeg": "image/jpeg",
	".gif":  "image/gif",
	".webp": "image/webp",
	".avif": "image/avif",
	".bmp":  "image/bmp",
	".tif":  "image/tiff",
	".tiff": "image/tiff",
	".ico":  "image/vnd.microsoft.icon",

	".pdf":  "application/pdf",
	".ofd":  "application/ofd",
	".doc":  "application/msword",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".xls":  "application/vnd.ms-excel",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".ppt":  "application/vnd.ms-powerpoint",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	".odt":  "application/vnd.oasis.opendocument.text",
	".ods":  "application/vnd.oasis.opendocument.spreadsheet",
	".rtf":  "application/rtf",
	".zip":  "application/zip",
	".rar":  "application/vnd.rar",
	".7z":   "application/x-7z-compressed",

	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".ttf":         "font/ttf",
	".otf":         "font/otf",
	".webmanifest": "application/manifest+json",
	".mp3":         "audio/mpeg",
	".mp4":         "video/mp4",
}

// unknownType is the type of a file that the table does not name.
const unknownType = "application/octet-stream"

// How long a browser may show a file without asking again. No name of the site carries a
// digest, so that nothing may be kept for ever; an attachment is replaced rarely.
const (
	cacheBriefly = "max-age=60"
	cacheAnHour  = "max-age=3600"
	cacheNever   = "no-store"
)

// headersOf gives the headers of a file by its path.
func headersOf(p string) Headers {
	h := Headers{unknownType, cacheBriefly}
	if t, known := types[strings.ToLower(path.Ext(p))]; known {
		h.ContentType = t
	}
	if strings.HasPrefix(p, feeds) && path.Ext(p) == ".json" {
		h.ContentType = "application/feed+json"
	}
	if isAttachment(p) {
		h.CacheControl = cacheAnHour
	}
	return h
}

// feeds is the folder of Atom and JSON Feed.
const feeds = "feeds/"

// isAttachment reports whether the file is a copy of what a department attached: such lie
// in a folder of their item, items/<folder>/<index number>/<name>.
func isAttachment(p string) bool {
	return strings.HasPrefix(p, "items/") && strings.Count(p, "/") >= 3
}

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
	case isAttachment(p):
		return things
	case ext == ".html":
		return pages
	}
	return things
}
