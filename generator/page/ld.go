package page

import (
	"strings"

	"gongkai/generator/model"
)

// An LD is a page's schema.org description; _ld.html puts it into a data block.
type LD struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

func ld(things ...any) *LD { return &LD{"https://schema.org", things} }

type ldOrganization struct {
	Type      string  `json:"@type"`
	ID        string  `json:"@id,omitempty"`
	Name      string  `json:"name"`
	URL       string  `json:"url,omitempty"`
	Telephone string  `json:"telephone,omitempty"`
	Email     string  `json:"email,omitempty"`
	Address   string  `json:"address,omitempty"`
	About     string  `json:"description,omitempty"`
	Parent    *ldName `json:"parentOrganization,omitempty"`
}

type ldName struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type ldDocument struct {
	Type        string   `json:"@type"`
	ID          string   `json:"@id"`
	URL         string   `json:"url"`
	Name        string   `json:"name"`
	Identifier  string   `json:"identifier"`
	Alternate   string   `json:"alternateName,omitempty"` // 发文字号
	Description string   `json:"description,omitempty"`
	Created     string   `json:"dateCreated,omitempty"`
	Published   string   `json:"datePublished,omitempty"`
	Expires     string   `json:"expires,omitempty"`
	Language    string   `json:"inLanguage"`
	Genre       string   `json:"genre,omitempty"`
	Keywords    string   `json:"keywords,omitempty"`
	Free        bool     `json:"isAccessibleForFree"`
	Publisher   ldName   `json:"publisher"`
	Files       []ldFile `json:"associatedMedia,omitempty"`
}

type ldFile struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	URL    string `json:"contentUrl"`
	Format string `json:"encodingFormat"`
	SHA256 string `json:"sha256"`
}

type ldPage struct {
	Type     string  `json:"@type"`
	ID       string  `json:"@id"`
	URL      string  `json:"url"`
	Name     string  `json:"name"`
	About    string  `json:"description,omitempty"`
	Language string  `json:"inLanguage"`
	Site     *ldName `json:"isPartOf,omitempty"`
}

type ldCrumbs struct {
	Type  string    `json:"@type"`
	Items []ldCrumb `json:"itemListElement"`
}

type ldCrumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

// itemHead fills the head of an item's page.
func (b *book) itemHead(p *ItemPage, it *model.Item) {
	r := &p.Record
	p.Description = r.Summary
	if r.Gone() {
		p.Description = "本件已撤下。"
	}
	p.Keywords = strings.Join(r.Keywords, ",")
	pub := it.Published.String()
	if !it.Published.Timed && pub != "" {
		pub += " 00:00"
	}
	p.Article = &Article{
		Title: it.Title, PubDate: pub, Source: r.DepartmentName, Keywords: p.Keywords,
		Description: p.Description, URL: p.Canonical,
	}
	if p.Keywords == "" {
		p.Article.Keywords = r.CategoryName
	}
	doc := &ldDocument{
		Type: "DigitalDocument", ID: r.URL, URL: r.URL, Name: r.Title, Identifier: r.Index, Alternate: r.DocNumber,
		Description: r.Summary, Created: r.Made, Published: strings.Replace(r.Published, " ", "T", 1), Expires: r.ValidUntil,
		Language: b.lang, Genre: r.CategoryName, Keywords: p.Keywords, Free: true,
		Publisher: ldName{Type: "GovernmentOrganization", Name: r.DepartmentName},
	}
	if b.site.Department(r.Department) != nil {
		doc.Publisher.URL = b.pub.BaseURL + "departments/" + r.Department + ".html"
	}
	for _, a := range r.Attachments {
		doc.Files = append(doc.Files, ldFile{"MediaObject", a.Title, a.URL, a.MediaType, a.SHA256})
	}
	p.LD = ld(doc, ldWay(b.kit.ways[it.Category].trail, it.Title, p.Canonical))
}

// ldCrumbs describes the way to the page.
func (b *book) ldCrumbs(f *Frame, title string) *ldCrumbs {
	return ldWay(b.trail(f.Root, f.Crumbs), title, f.Canonical)
}

// ldWay describes a way that ends at a page.
func ldWay(trail []ldCrumb, title, address string) *ldCrumbs {
	items := append(make([]ldCrumb, 0, len(trail)+1), trail...)
	return &ldCrumbs{"BreadcrumbList", append(items, ldCrumb{"ListItem", len(trail) + 1, title, address})}
}

// trail describes crumbs on pages with the given way to the root.
func (b *book) trail(root string, crumbs []Link) []ldCrumb {
	out := make([]ldCrumb, 0, len(crumbs))
	for i, l := range crumbs {
		address := strings.TrimPrefix(l.Href, root)
		if address == "index.html" {
			address = ""
		}
		out = append(out, ldCrumb{"ListItem", i + 1, l.Text, b.pub.BaseURL + address})
	}
	return out
}

// ldPage describes a page that is no item's.
func (b *book) ldPage(f *Frame, kind string) *LD {
	page := &ldPage{
		Type: kind, ID: f.Canonical, URL: f.Canonical, Name: f.Title, About: f.Description, Language: b.lang,
		Site: &ldName{"WebSite", b.pub.Title, b.pub.BaseURL},
	}
	if len(f.Crumbs) == 0 {
		return ld(page)
	}
	return ld(page, b.ldCrumbs(f, f.Title))
}

// publisher describes who runs the site.
func (b *book) publisher() ldOrganization {
	return ldOrganization{
		Type: "GovernmentOrganization", ID: b.pub.BaseURL + "#publisher", Name: b.pub.Owner, URL: b.pub.BaseURL,
		Telephone: b.pub.Phone, Email: b.pub.Email, Address: b.pub.Address,
	}
}

// column gives the 栏目 of a category's pages.
func (b *book) column(code string) Column {
	c := Column{Name: b.categoryName(code), Type: "信息公开目录"}
	switch b.group(code) {
	case "01":
		c.Type = "机构职能"
	case "02":
		c.Type = "政策文件"
	}
	if code == "0102" {
		c.Type = "负责人信息"
	}
	if code == "0203" {
		c.Type = "政策解读"
	}
	c.Keywords = c.Name + "," + b.pub.Region + ",政务公开"
	c.Description = c.Name + "方面的公开事项。"
	if x := b.site.Category(code); x != nil && x.About != "" {
		c.Description = x.About
	}
	return c
}

// plainColumn gives the 栏目 of a page that is no category's.
func (b *book) plainColumn(name, about, kind string) Column {
	return Column{Name: name, Description: about, Keywords: name + "," + b.pub.Region + ",政务公开", Type: kind}
}
