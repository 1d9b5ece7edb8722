package headers

import (
	"maps"
	"path"
	"slices"
	"strings"
)

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
	".ics":   "text/calendar" + utf8Charset,
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

// Type gives the content type of a file by its path. JSON Feed has a type of its own, which
// only servers that go by folders can tell.
func Type(p string) string {
	if strings.HasPrefix(p, "feeds/") && path.Ext(p) == ".json" {
		return "application/feed+json"
	}
	if t, known := types[strings.ToLower(path.Ext(p))]; known {
		return t
	}
	return unknownType
}

// endings lists the endings of the table with their dots, sorted.
func endings() []string { return slices.Sorted(maps.Keys(types)) }
