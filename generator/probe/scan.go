package probe

import (
	"errors"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/generator/calendar"
)

// A page is what one HTML file says of itself.
type page struct {
	lang, title, about, canonical string
	marks                         marks // the meta tags that it carries
	h1                            int
	hidden                        bool // noindex
	phone                         bool // a telephone in its main part
	links                         []link
	ids                           map[string]bool

	// Of the home page and others whose words are looked at.
	text   string // in its main part
	foot   string // in its foot
	elder  bool   // it has the switch of 长辈版
	built  calendar.Date
	newest calendar.Date

	flaws []flaw
}

// A link is an address on a page, as written.
type link struct {
	address string
	kind    linkKind
}

// A linkKind tells what a browser does with an address.
type linkKind uint8

const (
	leads   linkKind = iota // the reader goes there
	loads                   // the browser fetches it for the page
	relates                 // another form of the page, such as a feed
	hints                   // nothing by itself
	isOwn                   // the page's own address
)

// A flaw is something that is wrong with the page's own HTML.
type flaw struct {
	kind *Kind
	what string
}

// A scanner reads one page after the other into the same memory.
type scanner struct {
	page
	open  []element       // what is not closed yet
	words strings.Builder // of the main part
	below strings.Builder // of the foot
	wants bool            // the page's words are looked at
	today calendar.Date   // for the newest day
}

// An element is an open one.
type element struct {
	atom atom.Atom
	name string // where the atom is none
}

func named(name []byte) element {
	if a := atom.Lookup(name); a != 0 {
		return element{atom: a}
	}
	return element{name: string(name)}
}

// optional are the elements whose end tag may be left out (HTML, 13.1.2.4).
func optional(a atom.Atom) bool {
	switch a {
	case atom.Html, atom.Head, atom.Body, atom.P, atom.Li, atom.Dt, atom.Dd, atom.Option, atom.Optgroup, atom.Thead, atom.Tbody, atom.Tfoot,
		atom.Tr, atom.Td, atom.Th, atom.Colgroup, atom.Caption, atom.Rb, atom.Rt, atom.Rtc, atom.Rp:
		return true
	}
	return false
}

// void are the elements that have no end tag.
func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// scan reads a page. The error is the reader's.
func (s *scanner) scan(r io.Reader) error {
	ids := s.ids
	clear(ids)
	if ids == nil {
		ids = map[string]bool{}
	}
	s.page = page{links: s.links[:0], flaws: s.flaws[:0], ids: ids}
	s.open = s.open[:0]
	s.words.Reset()
	s.below.Reset()
	z := html.NewTokenizer(r)
	doctype := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			if !doctype {
				s.flaw(&malformed, "<!doctype html>")
			}
			for _, e := range s.open {
				s.unclosed(e)
			}
			s.text, s.foot = s.words.String(), s.below.String()
			return nil
		case html.DoctypeToken:
			doctype = true
		case html.TextToken:
			s.texts(z)
		case html.StartTagToken:
			name, more := z.TagName()
			e := named(name)
			s.start(z, e, more)
			if !void(e.atom) {
				s.open = append(s.open, e)
			}
		case html.SelfClosingTagToken:
			name, more := z.TagName()
			s.start(z, named(name), more)
		case html.EndTagToken:
			name, _ := z.TagName()
			s.end(named(name))
		}
	}
}

func (s *scanner) flaw(k *Kind, what string) { s.flaws = append(s.flaws, flaw{k, what}) }

func (e element) String() string {
	if e.atom == 0 {
		return e.name
	}
	return e.atom.String()
}

// unclosed notes an element that has no end tag and needs one.
func (s *scanner) unclosed(e element) {
	if !optional(e.atom) {
		s.flaw(&malformed, "<"+e.String()+">")
	}
}

// end closes an element and those inside it.
func (s *scanner) end(e element) {
	for i := len(s.open) - 1; i >= 0; i-- {
		if s.open[i] != e {
			continue
		}
		for _, inner := range s.open[i+1:] {
			s.unclosed(inner)
		}
		s.open = s.open[:i]
		return
	}
	if !void(e.atom) && e.atom != atom.P { // </p> alone is a paragraph
		s.flaw(&malformed, "</"+e.String()+">")
	}
}

// in reports whether the reader is inside an element.
func (s *scanner) in(a atom.Atom) bool {
	for _, e := range s.open {
		if e.atom == a {
			return true
		}
	}
	return false
}

// texts takes the words of a page.
func (s *scanner) texts(z *html.Tokenizer) {
	if len(s.open) == 0 {
		return
	}
	switch top := s.open[len(s.open)-1].atom; {
	case top == atom.Title && s.title == "" && !s.in(atom.Svg):
		s.title = strings.Join(strings.Fields(string(z.Text())), " ")
	case top == atom.Script, top == atom.Style:
	case !s.wants:
	case s.in(atom.Main):
		s.words.Write(z.Text())
		s.words.WriteByte(' ')
	case s.in(atom.Footer):
		s.below.Write(z.Text())
		s.below.WriteByte(' ')
	}
}

// start takes a tag's attributes.
func (s *scanner) start(z *html.Tokenizer, e element, more bool) {
	var rel, name, content, datetime string
	var alt, stamp bool
	kind, at := leads, len(s.links)
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "id":
			id := string(value)
			if s.ids[id] {
				s.flaw(&twiceID, id)
			}
			s.ids[id] = true
		case "lang":
			if e.atom == atom.Html {
				s.lang = string(value)
			}
		case "rel":
			rel = strings.ToLower(string(value))
		case "name":
			if name = string(value); e.atom == atom.A {
				s.ids[name] = true
			}
		case "content":
			content = strings.TrimSpace(string(value))
		case "alt":
			alt = true
		case "datetime":
			datetime = string(value)
		case "data-built":
			stamp = true
		case "data-elder":
			s.elder = true
		case "href", "xlink:href", "src", "data", "poster":
			if addresses(e, string(key)) {
				s.links = append(s.links, link{address: strings.TrimSpace(string(value))})
			}
		case "srcset":
			for _, part := range strings.Split(string(value), ",") {
				if f := strings.Fields(part); len(f) > 0 {
					s.links = append(s.links, link{address: f[0]})
				}
			}
		}
	}
	links := s.links[at:]
	switch e.atom {
	case atom.H1:
		s.h1++
	case atom.Meta:
		s.meta(name, content)
	case atom.Time:
		s.day(datetime, stamp)
	case atom.Img:
		kind = loads
		if !alt && len(links) > 0 {
			s.flaw(&noWords, links[0].address)
		} else if !alt {
			s.flaw(&noWords, "")
		}
	case atom.Script, atom.Source, atom.Iframe, atom.Embed, atom.Object, atom.Video, atom.Audio, atom.Track, atom.Input, atom.Image:
		kind = loads
	case 0: // <use>
		kind = loads
	case atom.Link:
		switch {
		case rel == "canonical" && len(links) > 0:
			kind, s.canonical = isOwn, links[0].address
		case strings.Contains(rel, "stylesheet"), strings.Contains(rel, "icon"), strings.Contains(rel, "preload"):
			kind = loads
		case strings.Contains(rel, "alternate"):
			kind = relates
		default:
			kind = hints
		}
	}
	for i := range links {
		links[i].kind = kind
		s.phone = s.phone || kind == leads && dialled.MatchString(links[i].address) && s.in(atom.Main)
	}
}

// dialled is the address of a telephone.
var dialled = regexp.MustCompile(`^tel:\+?\d{3,}`)

// addresses reports whether an attribute of an element is an address.
func addresses(e element, key string) bool {
	switch e.atom {
	case atom.A, atom.Area, atom.Link:
		return key == "href"
	case atom.Script, atom.Img, atom.Source, atom.Iframe, atom.Embed, atom.Audio, atom.Track, atom.Input:
		return key == "src"
	case atom.Video:
		return key == "src" || key == "poster"
	case atom.Object:
		return key == "data"
	case atom.Image:
		return key == "href" || key == "xlink:href"
	}
	return e.name == "use" && key != "src" && key != "data"
}

// meta takes a meta tag.
func (s *scanner) meta(name, content string) {
	lower := strings.ToLower(name)
	switch {
	case lower == "description":
		s.about = content
	case lower == "robots" && strings.Contains(content, "noindex"):
		s.hidden = true
	}
	for i, m := range wantedMarks {
		if strings.EqualFold(m.name, name) {
			s.marks |= 1 << i
			if content == "" {
				s.marks |= 1 << (i + emptyMark)
			}
		}
	}
}

// day takes a date of the page.
func (s *scanner) day(datetime string, stamp bool) {
	if len(datetime) < 10 {
		return
	}
	d, err := calendar.ParseDate(datetime[:10])
	if err != nil {
		return
	}
	switch {
	case stamp:
		s.built = d
	case d.After(s.today):
	case d.After(s.newest):
		s.newest = d
	}
}
