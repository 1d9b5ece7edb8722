// Package headers owns what a web server says with each file of the site: the content
// security policy of its pages, the guard around what departments attached, content types
// and for how long a file may be kept; and all of it in the words of common web servers.
//
// The policy is written in one place, Site.Meta: pages carry it in a meta element, and every
// server sends it. It names no hash and nothing that is unsafe, because pages of the default
// theme have no inline script and no inline style; Theme finds a theme of one's own that
// breaks it.
//
// The package is pure: it knows paths and texts, no folder and no network.
package headers

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// A Header is one line of what a server says.
type Header struct{ Name, Value string }

// A Site is what the headers depend on.
type Site struct {
	// Path is the site's path on its host, with "/" at both ends.
	Path string
	// Odd is whether the address has another path, with signs that cannot stand in every
	// server's configuration; Path is then "/".
	Odd bool
	// Secure is whether its address begins with https.
	Secure bool
	// Fonts, Manifest and Media are whether the theme's assets hold fonts, a web app's
	// manifest, sound or film: only then pages may load such.
	Fonts, Manifest, Media bool
}

// Of makes a Site of its address (base_url) and of the paths of the theme's assets.
func Of(base string, assets []string) Site {
	s := Site{Path: "/"}
	if u, err := url.Parse(base); err == nil {
		s.Secure = u.Scheme == "https"
		if p := strings.Trim(u.Path, "/"); !plainPath(p) {
			s.Odd = true
		} else if p != "" {
			s.Path = "/" + p + "/"
		}
	}
	for _, a := range assets {
		switch strings.ToLower(path.Ext(a)) {
		case ".woff", ".woff2", ".ttf", ".otf":
			s.Fonts = true
		case ".webmanifest":
			s.Manifest = true
		case ".mp3", ".mp4", ".ogg", ".webm":
			s.Media = true
		}
	}
	return s
}

// plainPath reports whether a path can stand in every server's configuration as it is, with
// no sign that one of them takes for something else.
func plainPath(p string) bool {
	for _, r := range p {
		if !(r == '/' || r == '-' || r == '_' || r == '.' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') {
			return false
		}
	}
	return true
}

// Meta gives the policy as a page carries it: everything comes from the site itself, and
// what is asked goes nowhere else. What a meta element cannot say is in Policy.
func (s Site) Meta() string {
	p := "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
	for _, more := range []struct {
		needed bool
		text   string
	}{{s.Fonts, "font-src"}, {s.Manifest, "manifest-src"}, {s.Media, "media-src"}} {
		if more.needed {
			p += "; " + more.text + " 'self'"
		}
	}
	return p
}

// Policy gives the policy as servers send it: that of Meta, and that no other page may show
// the site in a frame. Where the site's address begins with https, what is still named with
// http is asked for with https.
func (s Site) Policy() string {
	p := s.Meta() + "; frame-ancestors 'none'"
	if s.Secure {
		p += "; upgrade-insecure-requests"
	}
	return p
}

// SavedPolicy is the policy of an attachment that is to be saved and not shown: should a
// browser show it all the same, it can load nothing, run nothing and be no part of the site.
const SavedPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

// guards are what is said with every file. Attachments and data may be used by pages of the
// same county's other sites (same-site), which quote them; no page needs a sensor.
var guards = []Header{
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-site"},
}

// How long a browser may show a file without asking again. Pages ask for style and script with
// the digest of the file behind "?": such an address never gives anything else. No other name
// carries a digest; an attachment is replaced rarely.
const (
	Briefly = "max-age=60"
	AnHour  = "max-age=3600"
	ForEver = "max-age=31536000, immutable"
)

// shown are the endings of attachments that a browser shows and cannot run. All others are
// saved.
var shown = []string{"pdf", "png", "jpg", "jpeg", "gif", "webp"}

// IsAttachment reports whether a file of the site is a copy of what a department attached:
// such lie in a folder of their item, items/<folder>/<index number>/<name>.
func IsAttachment(p string) bool {
	return strings.HasPrefix(p, "items/") && strings.Count(p, "/") >= 3
}

// Saved reports whether a file of the site is to be saved and not shown: an attachment that a
// browser could run or misread.
func Saved(p string) bool {
	return IsAttachment(p) && !slices.Contains(shown, strings.TrimPrefix(strings.ToLower(path.Ext(p)), "."))
}

// Cache gives the Cache-Control of a file of the site; query is what stands behind "?" in its
// address.
func Cache(p, query string) string {
	switch {
	case IsAttachment(p):
		return AnHour
	case strings.HasPrefix(p, "assets/") && query != "" && strings.Trim(query, "0123456789abcdef") == "":
		return ForEver
	}
	return Briefly
}

// For gives all that is said with a file, by its path below the site's root and what stands
// behind "?" in its address. A page that tells that there is no such file is "404.html".
func (s Site) For(p, query string) []Header {
	policy := Header{"Content-Security-Policy", s.Policy()}
	out := []Header{{"Content-Type", Type(p)}, {"Cache-Control", Cache(p, query)}}
	if Saved(p) {
		policy.Value = SavedPolicy
		out = append(out, Header{"Content-Disposition", "attachment"})
	}
	return append(append(out, policy), guards...)
}
