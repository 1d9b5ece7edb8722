package page

import (
	"bytes"
	"html"
	"html/template"
	"strings"

	"gongkai/generator/markdown"
	"gongkai/generator/model"
)

// to gives the address of a target from a page with the given way to the root, and ""
// where there is nothing to link to today.
func (b *book) to(root string, t model.Target) string {
	fragment := ""
	if t.Fragment != "" {
		fragment = "#" + t.Fragment
	}
	switch t.Kind {
	case model.TargetExternal:
		return t.URL
	case model.TargetItem:
		if !t.Hidden {
			return root + t.Item.Address(".html") + fragment
		}
	case model.TargetDepartment:
		return root + "departments/" + t.Department.ID + ".html" + fragment
	case model.TargetFile:
		if !t.Hidden {
			return root + t.File.Address
		}
	case model.TargetFragment:
		return fragment
	}
	return ""
}

// bodyHTML gives a text with its links filled in. Where a link has nothing to lead to
// today its words stay, without a link.
func (b *book) bodyHTML(ref model.BodyRef, links []model.Link, resolve func(string) model.Target, root string) (template.HTML, error) {
	body, err := b.site.Bodies.Body(ref)
	if err != nil {
		return "", err
	}
	if len(links) == 0 {
		return template.HTML(body.HTML), nil
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	dead := false
	err = markdown.Resolve(buf, body.HTML, links, func(l model.Link) string {
		href := b.to(root, resolve(l.Dest))
		dead = dead || href == ""
		return href
	})
	if err != nil {
		return "", err
	}
	if dead {
		return template.HTML(unlink(buf.String())), nil
	}
	return template.HTML(buf.String()), nil
}

// unlink takes the tags of links that lead nowhere out, and puts the words of images that
// are not there in their place. It reads only what markdown writes.
func unlink(s string) string {
	const link, image = `<a href="">`, `<img src="" alt="`
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			out.WriteString(s)
			return out.String()
		}
		out.WriteString(s[:i])
		s = s[i:]
		switch {
		case strings.HasPrefix(s, link):
			words, rest, _ := strings.Cut(s[len(link):], "</a>")
			out.WriteString(words)
			s = rest
		case strings.HasPrefix(s, image):
			alt, rest, _ := strings.Cut(s[len(image):], `"`)
			_, rest, _ = strings.Cut(rest, ">")
			out.WriteString("（图片暂不可见：" + alt + "）")
			s = rest
		default:
			out.WriteByte('<')
			s = s[1:]
		}
	}
}

// fewSections is the least number of headings that a list of them helps with.
const fewSections = 3

// sections lists the second-level headings of a text that has enough of them.
func sections(s string) (out []Link) {
	const open, shut = `<h2 id="`, `</h2>`
	for {
		_, rest, found := strings.Cut(s, open)
		if !found {
			break
		}
		id, rest, _ := strings.Cut(rest, `">`)
		words, rest, _ := strings.Cut(rest, shut)
		out = append(out, Link{Href: "#" + id, Text: plain(words), Count: -1})
		s = rest
	}
	if len(out) < fewSections {
		return nil
	}
	return out
}

// plain takes tags out of safe HTML and decodes its entities.
func plain(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var b strings.Builder
	for {
		text, rest, found := strings.Cut(s, "<")
		b.WriteString(text)
		if !found {
			return html.UnescapeString(b.String())
		}
		_, s, _ = strings.Cut(rest, ">")
	}
}
