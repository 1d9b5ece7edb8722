package model

import (
	"net/url"
	"path"
	"strings"
)

// A TargetKind tells where a link leads.
type TargetKind uint8

// The kinds of targets. The zero kind is TargetBroken.
const (
	TargetBroken     TargetKind = iota // nothing of this site is there
	TargetExternal                     // http, https, mailto or tel: Target.URL
	TargetItem                         // an item: Target.Item, perhaps Target.Fragment
	TargetDepartment                   // a department's profile: Target.Department
	TargetFile                         // an attachment: Target.File
	TargetFragment                     // a place on the same page: Target.Fragment
	TargetUnsafe                       // any other scheme (javascript, file, C:\ …): never to be linked
)

// A Target is where a link of a body leads.
type Target struct {
	Kind       TargetKind
	Item       *Item       // for TargetItem
	Hidden     bool        // for TargetItem and TargetFile: a draft or a held item's, so not on the site today: show the words without a link
	Department *Department // for TargetDepartment
	File       *Attachment // for TargetFile
	URL        string      // for TargetExternal: as written; "//host/…" is given "https:"
	Fragment   string      // without "#", decoded; "" for none
}

// Resolve tells where a destination in the item's body leads: an index number, the path
// of another Markdown file (relative to the item's own, or with a leading "/" from the
// content folder), an attachment by its path, "#fragment", or an address of another site.
// It only looks things up, and may be called by many goroutines.
func (s *Site) Resolve(it *Item, dest string) Target { return s.resolve(path.Dir(it.Path), dest) }

// ResolvePage is Resolve for a link in a department's profile.
func (s *Site) ResolvePage(d *Department, dest string) Target {
	dir := d.ID
	if d.Profile != nil {
		dir = path.Dir(d.Profile.Path)
	}
	return s.resolve(dir, dest)
}

// ResolveFrom is Resolve for a link in the Markdown file at the path below content/.
func (s *Site) ResolveFrom(file, dest string) Target { return s.resolve(path.Dir(file), dest) }

// IsPublic reports whether the site shows the item today: in a preview every item, else
// those that are no drafts and whose day has come. Withdrawn ones are shown, as tombstones.
func (s *Site) IsPublic(it *Item) bool { return s.public(it) }

func (s *Site) resolve(dir, dest string) Target {
	dest = strings.TrimSpace(dest)
	if it := s.Item(ID(dest)); it != nil {
		return s.toItem(it, "")
	}
	if strings.HasPrefix(dest, "//") {
		return Target{Kind: TargetExternal, URL: "https:" + dest}
	}
	switch scheme(dest) {
	case "":
	case "http", "https", "mailto", "tel":
		return Target{Kind: TargetExternal, URL: dest}
	default:
		return Target{Kind: TargetUnsafe}
	}
	dest, fragment, _ := strings.Cut(dest, "#")
	dest, _, _ = strings.Cut(dest, "?")
	dest, fragment = unescape(dest), unescape(fragment)
	if dest == "" {
		if fragment == "" {
			return Target{}
		}
		return Target{Kind: TargetFragment, Fragment: fragment}
	}
	if it := s.Item(ID(dest)); it != nil {
		return s.toItem(it, fragment)
	}
	p := path.Join("/", dest)
	if !strings.HasPrefix(dest, "/") {
		p = path.Join("/", dir, dest)
	}
	return s.at(strings.TrimPrefix(p, "/"), fragment)
}

// at gives what stands at a clean path below the content folder.
func (s *Site) at(p, fragment string) Target {
	for _, md := range [...]string{p, p + "/index.md"} {
		if it := s.ItemAt(md); it != nil {
			return s.toItem(it, fragment)
		}
	}
	if a := s.attachments[p]; a != nil {
		owner := s.owner(p)
		return Target{Kind: TargetFile, File: a, Hidden: owner != nil && !s.public(owner), Fragment: fragment}
	}
	id := strings.TrimSuffix(p, "/_index.md")
	if d := s.departments[id]; d != nil && d.ID == id {
		return Target{Kind: TargetDepartment, Department: d, Fragment: fragment}
	}
	return Target{}
}

// owner gives the item whose folder, or a folder of it, holds the attachment.
func (s *Site) owner(p string) *Item {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if it := s.ItemAt(dir + "/index.md"); it != nil {
			return it
		}
	}
	return nil
}

func (s *Site) toItem(it *Item, fragment string) Target {
	return Target{Kind: TargetItem, Item: it, Hidden: !s.public(it), Fragment: fragment}
}

// scheme gives the destination's scheme in lower case, or "".
func scheme(dest string) string {
	head, _, found := strings.Cut(dest, ":")
	if !found || head == "" || strings.ContainsAny(head, "/?#") {
		return ""
	}
	for i, r := range head {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", r)) {
			return ""
		}
	}
	return strings.ToLower(head)
}

// unescape decodes %XX; a text that does not decode stays as it is.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	if t, err := url.PathUnescape(s); err == nil {
		return t
	}
	return s
}
