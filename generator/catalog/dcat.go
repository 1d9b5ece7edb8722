package catalog

import (
	"encoding/json"
	"io"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

// context maps the terms that our JSON-LD uses to the vocabularies of DCAT 3. It is
// written into each file, so that reading one asks nothing of another host.
var context = map[string]any{
	"dcat": "http://www.w3.org/ns/dcat#",
	"dct":  "http://purl.org/dc/terms/",
	"foaf": "http://xmlns.com/foaf/0.1/",
	"skos": "http://www.w3.org/2004/02/skos/core#",
	"spdx": "http://spdx.org/rdf/terms#",
	"adms": "http://www.w3.org/ns/adms#",
	"xsd":  "http://www.w3.org/2001/XMLSchema#",
}

// A ref points at another node.
type ref struct {
	ID string `json:"@id"`
}

// A typed is a literal with its data type.
type typed struct {
	Type  string `json:"@type"`
	Value string `json:"@value"`
}

// day gives a date as a typed literal; nil for "". A time of day is cut off: what is
// known of it is the site's, not the vocabulary's.
func day(date string) *typed {
	if date == "" {
		return nil
	}
	return &typed{"xsd:date", date[:min(10, len(date))]}
}

// A dataset is a dcat:Catalog or a dcat:Dataset.
type dataset struct {
	ID           string         `json:"@id"`
	Type         string         `json:"@type"`
	Title        string         `json:"dct:title"`
	Identifier   string         `json:"dct:identifier,omitempty"`
	Description  string         `json:"dct:description,omitempty"`
	Language     string         `json:"dct:language,omitempty"`
	Publisher    *ref           `json:"dct:publisher,omitempty"`
	Modified     *typed         `json:"dct:modified,omitempty"`
	Homepage     *ref           `json:"foaf:homepage,omitempty"`
	LandingPage  *ref           `json:"dcat:landingPage,omitempty"`
	Themes       *ref           `json:"dcat:themeTaxonomy,omitempty"`
	Datasets     []ref          `json:"dcat:dataset,omitempty"`
	Distribution []distribution `json:"dcat:distribution,omitempty"`
}

// A distribution is one download.
type distribution struct {
	ID          string `json:"@id"`
	Type        string `json:"@type"`
	Title       string `json:"dct:title"`
	AccessURL   ref    `json:"dcat:accessURL"`
	DownloadURL ref    `json:"dcat:downloadURL"`
	MediaType   ref    `json:"dcat:mediaType"`
}

// An agent is a foaf:Organization.
type agent struct {
	ID   string `json:"@id"`
	Type string `json:"@type"`
	Name string `json:"foaf:name"`
	Page *ref   `json:"foaf:page,omitempty"`
}

// A concept is a category, or the scheme of all categories.
type concept struct {
	ID       string `json:"@id"`
	Type     string `json:"@type"`
	Title    string `json:"dct:title,omitempty"`
	Notation string `json:"skos:notation,omitempty"`
	Label    string `json:"skos:prefLabel,omitempty"`
	Broader  *ref   `json:"skos:broader,omitempty"`
	Scheme   *ref   `json:"skos:inScheme,omitempty"`
}

// writeDCAT writes the catalogue as JSON-LD after DCAT 3: the catalogue (or one
// department's dataset) with its downloads, the departments as agents, the categories as
// concepts, and each item as a document of its department's dataset.
func (c part) writeDCAT(w io.Writer) error {
	text, err := json.Marshal(context)
	if err != nil {
		return err
	}
	out := stream{w: w}
	b := append(out.begin(), "{\"@context\":"...)
	b = append(append(b, text...), ",\n\"@graph\":["...)
	for i, v := range c.frame() {
		if i > 0 {
			b = append(b, ',')
		}
		text, err := encode(v)
		if err != nil {
			return err
		}
		b = append(append(b, '\n'), text...)
	}
	docs := &documents{site: c.site, maker: record.NewMaker(c.site)}
	for _, it := range c.items {
		b = out.flush(docs.add(append(b, ",\n"...), it))
	}
	return out.end(append(b, "\n]}\n"...))
}

// frame gives the nodes around the items.
func (c part) frame() (nodes []any) {
	base := c.site.Config.BaseURL
	scheme := &ref{base + "categories/index.html#scheme"}
	if c.department == nil {
		whole := dataset{ID: base + "catalog/index.html#catalog", Type: "dcat:Catalog", Title: c.title(),
			Description: region(c.site) + "全部公开事项的目录。", Language: c.site.Config.Language,
			Publisher: &ref{base + "index.html#publisher"}, Modified: day(c.updated()),
			Homepage: &ref{base + "index.html"}, Themes: scheme, Distribution: c.distributions()}
		for _, d := range c.site.Departments {
			whole.Datasets = append(whole.Datasets, ref{datasetID(base, d)})
		}
		nodes = append(nodes, whole, agent{base + "index.html#publisher", "foaf:Organization", c.site.Config.Owner, nil})
		for _, p := range split(c.site)[1:] {
			nodes = append(nodes, p.dataset(), p.agent())
		}
	} else {
		nodes = append(nodes, c.dataset(), c.agent())
	}
	nodes = append(nodes, concept{ID: scheme.ID, Type: "skos:ConceptScheme", Title: "公开事项类别"})
	for _, x := range c.site.Categories {
		n := concept{ID: categoryID(base, x), Type: "skos:Concept", Notation: x.Code, Label: x.Name, Scheme: scheme}
		if parent := c.site.Category(x.Parent); x.Parent != "" && parent != nil {
			n.Broader = &ref{categoryID(base, parent)}
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// dataset gives the department's node.
func (c part) dataset() dataset {
	base, d := c.site.Config.BaseURL, c.department
	return dataset{ID: datasetID(base, d), Type: "dcat:Dataset", Title: c.title(), Identifier: d.ID,
		Description: d.Name + "公开的全部事项。", Language: c.site.Config.Language, Publisher: &ref{agentID(base, d)},
		Modified: day(c.updated()), LandingPage: &ref{departmentPage(base, d)}, Distribution: c.distributions()}
}

// agent gives the department as who publishes.
func (c part) agent() agent {
	base, d := c.site.Config.BaseURL, c.department
	return agent{agentID(base, d), "foaf:Organization", d.Name, &ref{departmentPage(base, d)}}
}

// distributions lists the downloads.
func (c part) distributions() []distribution {
	url := c.site.Config.BaseURL + c.stem
	all := make([]distribution, 0, 3)
	for _, f := range [...]struct{ ext, name string }{{".json", "JSON"}, {".csv", "CSV"}, {".xlsx", "XLSX"}} {
		at := url + f.ext
		all = append(all, distribution{at + "#distribution", "dcat:Distribution", c.title() + "（" + f.name + "）",
			ref{at}, ref{at}, mediaType(record.MediaType(f.ext))})
	}
	return all
}

func departmentPage(base string, d *model.Department) string {
	return base + "departments/" + d.ID + ".html"
}
func agentID(base string, d *model.Department) string { return departmentPage(base, d) + "#department" }
func datasetID(base string, d *model.Department) string {
	return departmentPage(base, d) + "#dataset"
}
func categoryID(base string, c *model.Category) string {
	return base + "categories/" + c.Code + ".html#category"
}

// mediaTypes is what the identifier of a media type begins with.
const mediaTypes = "https://www.iana.org/assignments/media-types/"

func mediaType(name string) ref { return ref{mediaTypes + name} }
