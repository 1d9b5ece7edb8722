package search

import (
	"html"
	"strings"
)

// passages cuts the HTML of a body, as package markdown writes it, into what stands in one paragraph,
// heading, item, cell or line of code. Emphasis, links and breaks of lines are inside of one; the words
// of an image are one of their own.
func passages(text string) []string {
	out := make([]string, 0, 1+strings.Count(text, "\n"))
	whole, parts := "", []byte(nil) // what the passage has so far: one piece, as nearly all have, or several put together
	add := func(s string) {
		switch {
		case len(parts) > 0:
			parts = append(parts, s...)
		case whole == "":
			whole = s
		default:
			parts = append(append(parts, whole...), s...)
			whole = ""
		}
	}
	end := func() {
		if len(parts) > 0 {
			whole, parts = string(parts), parts[:0]
		}
		if s := strings.TrimSpace(whole); s != "" {
			out = append(out, html.UnescapeString(s))
		}
		whole = ""
	}
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			add(text)
			end()
			return out
		}
		add(text[:i])
		tag, rest, _ := strings.Cut(text[i+1:], ">")
		text = rest
		name := strings.TrimPrefix(tag, "/")
		if j := strings.IndexAny(name, " \n/"); j >= 0 {
			name = name[:j]
		}
		switch name {
		case "a", "strong", "em", "del", "s", "code", "sup", "sub", "span", "b", "i":
		case "br":
			add(" ")
		case "img":
			if _, alt, ok := strings.Cut(tag, `alt="`); ok {
				end()
				alt, _, _ = strings.Cut(alt, `"`)
				add(alt)
				end()
			}
		default:
			end()
		}
	}
}
