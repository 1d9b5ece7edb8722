package page

import (
	"html/template"
	"io"
	"net/url"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/headers"
	"gongkai/generator/model"
	"gongkai/generator/theme"
)

// A Link is one place to go to.
type Link struct {
	Href    string
	Text    string
	Count   int  // how many items stand behind it; -1 where that says nothing
	Current bool // it is where the reader is
}

// A Day is a date in its two forms.
type Day struct{ ISO, Words string }

func day(d calendar.Date) Day { return Day{d.String(), d.Chinese()} }

// A Frame is what every page carries: its head, its way up, and the fragments that stand
// on all pages.
type Frame struct {
	Root        string // the way to the site's root: "", "../", "../../"; absolute on 404.html
	Lang        string
	Site        string // the site's title
	Title       string // what is special to the page; Site follows it in <title>
	Description string
	Keywords    string
	Canonical   string // absolute address
	NoIndex     bool   // drafts, held items, tombstones and 404
	Column      Column
	Article     *Article // nil but on item pages
	Feeds       []Feed   // for autodiscovery
	Calendars   []Calendar
	LD          *LD    // schema.org
	Crumbs      []Link // the way from the home page, without the page itself

	Head, Masthead, Foot template.HTML // of the Shell
	Meta                 template.HTML // of Column and Feeds
}

// A Column is the 栏目 of the page for the meta tags that government sites carry.
type Column struct{ Name, Description, Keywords, Type string }

// An Article is an item's part of those tags.
type Article struct {
	Title, PubDate, Source, Keywords, Author, Description, URL string
}

// write executes a page's template. f is the Frame in data.
func (b *book) write(w io.Writer, name string, f *Frame, data any) (err error) {
	if f.Meta == "" {
		if f.Meta, err = b.fragment("_meta.html", f); err != nil {
			return err
		}
	}
	return b.execute(w, name, data)
}

// A Calendar is a calendar file.
type Calendar struct{ Title, Href string }

// A Feed is one pair of feeds.
type Feed struct{ Title, Atom, JSON string }

// A Shell is what the fragments of all pages are made from: _head.html, _masthead.html
// and _foot.html.
type Shell struct {
	Root      string
	Lang      string
	Preview   bool
	Searching bool   // it is the search's own page
	Style     string // digests of style.css, script.js and early.js, to tell caches of new ones
	Script    string
	Early     string
	Policy    template.HTML // the meta element with the Content-Security-Policy
	Site      *Site
	Nav       []Link
	Elsewhere []Link // links of the foot
}

// policy makes the meta element; the policy has single quotes only.
func policy(s headers.Site) template.HTML {
	return template.HTML(`<meta http-equiv="Content-Security-Policy" content="` + s.Meta() + `">`)
}

// said gives what decides how web servers and pages guard the site.
func (b *book) said() headers.Site {
	return headers.Of(b.site.Config.BaseURL, b.theme.Files(theme.Assets))
}

// A Site is the publisher as pages show it.
type Site struct {
	Title, Region, Owner, ID, ICP, Police string
	Domain, BaseURL                       string
	Phone, PhoneHref                      string // supervision
	Email, Address, Hours                 string
}

func siteView(c *model.Config) *Site {
	s := &Site{
		Title: c.Title, Region: c.Region, Owner: c.Owner, ID: c.SiteID, ICP: c.ICP, Police: c.PoliceRecord,
		BaseURL: c.BaseURL, Phone: c.Supervision, PhoneHref: tel(c.Supervision), Email: c.Email, Address: c.Address, Hours: c.Hours,
	}
	if u, err := url.Parse(c.BaseURL); err == nil {
		s.Domain = u.Hostname()
	}
	return s
}

// tel gives what stands behind "tel:" for a telephone as written, and "" where it has no
// digits or more than one number.
func tel(phone string) string {
	var b strings.Builder
	for _, r := range phone {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && b.Len() == 0, r == '-', r == '－', r == '—', r == ' ', r == '(', r == ')', r == '（', r == '）':
			if r == '+' {
				b.WriteRune(r)
			}
		default:
			return ""
		}
	}
	if n := b.Len(); n < 3 || n > 16 {
		return ""
	}
	return b.String()
}

// root gives the way from a page to the site's root.
func root(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

// A shellKey names one rendering of the fragments.
type shellKey struct{ root, nav string }

// A shell is the fragments for pages of one depth below one entry of the masthead.
type shell struct {
	head, masthead, foot template.HTML
	feeds                []Feed // the whole site's; its capacity is its length, as pages append to it
}

// entries are the masthead's, in order; the first of each is its name in shellKey.
var entries = [...]struct{ name, path, text string }{
	{"catalog", "catalog/index.html", "公开目录"},
	{"departments", "departments/index.html", "部门"},
	{"categories", "categories/index.html", "类别"},
	{"consultations", "consultations/index.html", "征求意见"},
	{"boards", "boards/index.html", "公开栏"},
	{"supervision", "supervision.html", "监督"},
}

// shell renders the fragments for one depth and entry.
func (b *book) shell(root, nav string) (s shell, err error) {
	view := &Shell{Root: root, Lang: b.lang, Preview: b.opt.Preview, Searching: nav == "search", Style: b.assetDigest("style.css"), Script: b.assetDigest("script.js"), Early: b.assetDigest("early.js"), Policy: policy(b.said()), Site: b.pub}
	for _, e := range entries {
		if e.name == "boards" && len(b.site.Boards) == 0 {
			continue
		}
		view.Nav = append(view.Nav, Link{Href: root + e.path, Text: e.text, Count: -1, Current: e.name == nav})
	}
	view.Elsewhere = slices.Concat([]Link{
		{Href: root + searchAddress, Text: "搜索"},
		{Href: root + "items/index.html", Text: "最新公开"},
		{Href: root + "attachments/index.html", Text: "附件"},
		{Href: root + "catalog/changes.html", Text: "变动目录"},
	}, b.tabs(root, ""), []Link{
		{Href: root + "feeds/index.html", Text: "订阅"},
		{Href: root + "catalog/index.html#downloads", Text: "数据下载"},
		{Href: root + "about.html", Text: "使用帮助"},
		{Href: root + "about.html#reuse", Text: "转载与数据使用"},
		{Href: root + "about.html#accessibility", Text: "无障碍"},
		{Href: root + "about.html#built", Text: "本站何时生成"},
	})
	s.feeds = []Feed{b.feed(root, "", "")}
	for _, part := range []struct {
		to   *template.HTML
		name string
	}{{&s.head, "_head.html"}, {&s.masthead, "_masthead.html"}, {&s.foot, "_foot.html"}} {
		if *part.to, err = b.fragment(part.name, view); err != nil {
			return shell{}, err
		}
	}
	return s, nil
}

// frame fills what a page of the path below the root shares with others. The caller adds
// what is special.
func (b *book) frame(path, nav string) Frame {
	return b.frameAt(path, root(path), nav)
}

func (b *book) frameAt(path, root, nav string) Frame {
	s := b.shells[shellKey{root, nav}]
	address := path
	if path == "index.html" {
		address = "" // the home page is the site's own address
	}
	return Frame{
		Root: root, Lang: b.lang, Site: b.pub.Title, Canonical: b.pub.BaseURL + address,
		Head: s.head, Masthead: s.masthead, Foot: s.foot, Feeds: s.feeds,
	}
}

// feed gives a feed's addresses: kind "" for the whole site, else "departments" or "groups".
func (b *book) feed(root, kind, id string) Feed {
	stem := root + "feeds/all"
	title := b.pub.Title
	switch kind {
	case "departments":
		stem = root + "feeds/departments/" + id
		title += "：" + b.departmentName(id)
	case "groups":
		stem = root + "feeds/groups/" + id
		title += "：" + b.categoryName(id)
	}
	return Feed{title, stem + ".atom", stem + ".json"}
}
