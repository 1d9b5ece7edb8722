// Package page owns the website: every HTML page, each item's .json and .txt, and the
// theme's assets. It is the product "page".
//
// A page is an html/template file of the theme executed with one typed struct: templates/
// item.html gets a *ItemPage, list.html a *ListPage, and so on; the exported types of this
// package are what a theme may use. Every struct embeds Frame, which carries what all
// pages share. Templates are parsed once, in New; an error of a template names its file
// and line.
//
// Addresses are relative and name files, so that the site works from a folder and below
// any path; 404.html alone is absolute, because a server shows it anywhere. What stands on
// every page is rendered once for each folder depth. The package reads no clock and no
// disk: the build day is the site's, and stands only on pages whose key has it.
package page

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"

	"gongkai/generator/model"
	"gongkai/generator/plan"
	"gongkai/generator/post"
	"gongkai/generator/source"
	"gongkai/generator/stencil"
	"gongkai/generator/theme"
)

// Options are what the pages need beside the site and the theme.
type Options struct {
	Seed    source.Digest // of the program, the theme, the configuration, and whether it is a preview
	Preview bool          // drafts and held items are shown, marked; a preview is not for the public
	Commit  string        // the content's commit; "" where it is not told
	Program string        // the program's name and version, for the about page
	Walls   Walls         // where sheets hang on boards; nil: plans have no drawing
}

// Walls tells where the sheets of a board hang today. It is what plans draw; how many pages
// a sheet has only who sets it knows.
type Walls interface {
	Wall(*model.Board) (post.Wall, error)
	WallKey(*model.Board) source.Digest // of all that Wall depends on
}

// A Product is the website, as a plan.Product.
type Product struct {
	theme *theme.Theme
	opt   Options
	seed  source.Digest
	set   *stencil.Set

	planned *book // of the last Plan, for Revise
}

// version changes when the same content gives other pages though program and theme have not.
const version = "page/2"

// New parses the theme's templates. An error names the template's file and line.
func New(th *theme.Theme, opt Options) (*Product, error) {
	set := template.New("").Option("missingkey=error")
	for _, p := range th.Files(theme.Templates) {
		text, _ := th.File(p)
		name := strings.TrimPrefix(p, theme.Templates+"/")
		if _, err := set.New(name).Parse(string(text)); err != nil {
			return nil, fmt.Errorf("theme: %s/%w", theme.Templates, trimmed{err})
		}
	}
	for _, name := range wanted {
		if set.Lookup(name) == nil {
			return nil, fmt.Errorf("theme: %s/%s: 缺少这个模板 / the template is missing", theme.Templates, name)
		}
	}
	seed := plan.Key(opt.Seed).Str(version).Digest()
	return &Product{theme: th, opt: opt, seed: seed, set: stencil.New(set)}, nil
}

// wanted are the templates that the program executes by name.
var wanted = []string{
	"_head.html", "_masthead.html", "_foot.html", "_meta.html", "_crumbs.html", "_contact.html", "_fact.html", "_row.html", "_facet.html",
	"home.html", "item.html", "tombstone.html", "list.html", "choices.html",
	"departments.html", "department.html", "boards.html", "board.html", "consultations.html", "opinions.html", "opinion.html", "attachments.html",
	"catalog.html", "fields.html", "changes.html", "duties.html", "feeds.html", "about.html",
	"coverage.html", "progress.html", "calendar.html",
	"supervision.html", "404.html", "search.html",
}

// A trimmed error says "item.html:12: …" for html/template's "template: item.html:12: …".
type trimmed struct{ error }

func (t trimmed) Error() string {
	return strings.TrimPrefix(strings.TrimPrefix(t.error.Error(), "template: "), "html/template:")
}
func (t trimmed) Unwrap() error { return t.error }

// Kind is "page".
func (p *Product) Kind() string { return "page" }

// Plan lists every page, every item's .json and .txt, and the assets.
func (p *Product) Plan(site *model.Site) ([]plan.Output, error) {
	b, err := p.book(site)
	if err != nil {
		return nil, err
	}
	b.assets()
	b.items()
	b.lists()
	b.departments()
	b.consultations()
	b.opinions()
	b.boards()
	b.attachments()
	b.catalog()
	b.dutyPages()
	b.coverage()
	b.progress()
	b.calendar()
	b.home()
	b.standing()
	b.search()
	outs := b.outs
	b.outs, p.planned = nil, b
	return outs, nil
}

// buffers are reused between outputs; an output's bytes leave in one Write.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render executes one template into the buffer.
func (p *Product) render(buf *bytes.Buffer, name string, data any) error {
	out, err := p.set.Append(buf.AvailableBuffer(), name, data)
	if err != nil {
		return fmt.Errorf("theme: %s/%w", theme.Templates, trimmed{err})
	}
	buf.Write(out)
	return nil
}

// execute renders one template. Nothing is written where it fails.
func (p *Product) execute(w io.Writer, name string, data any) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := p.render(buf, name, data); err != nil {
		return err
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// fragment renders a template that stands on many pages.
func (p *Product) fragment(name string, data any) (template.HTML, error) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := p.render(buf, name, data); err != nil {
		return "", err
	}
	return template.HTML(bytes.TrimRight(buf.Bytes(), "\n")), nil
}
