package catalog

import (
	"encoding/json"
	"io"

	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/stream"
	"gongkai/generator/volume"
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
	PartOf       *ref           `json:"dct:isPartOf,omitempty"`
	Datasets     []ref          `json:"dcat:dataset,omitempty"`
	Catalogs     []ref          `json:"dcat:catalog,omitempty"`
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

// writeDCAT writes the part as JSON-LD after DCAT 3: the catalogue (or one department's
// dataset, or a part of it) with its downloads, the departments as agents, the categories
// as concepts, and each item as a document of its department's dataset.
func (v *part) writeDCAT(w io.Writer) error {
	s := v.set.e.site
	docs := &documents{site: s, maker: record.NewMaker(s)}
	return writeGraph(w, v.frame(), len(v.Items), func(b []byte, i int) []byte { return docs.add(b, v.Items[i]) })
}

// writeOutline writes the set as JSON-LD that names its parts as catalogues, each with its
// downloads, and no item: the whole names what the departments have.
func (g *set) writeOutline(w io.Writer) error {
	nodes := []any{g.catalog()}
	if g.Kind == volume.Whole {
		for _, d := range g.named() {
			nodes = append(nodes, d.catalog())
		}
		nodes = append(nodes, g.agent())
		for _, d := range g.named() {
			if d.Department != nil {
				nodes = append(nodes, d.agent())
			}
		}
	} else {
		nodes = append(nodes, g.agent())
		for _, v := range g.parts {
			nodes = append(nodes, v.catalog())
		}
	}
	return writeGraph(w, append(nodes, g.e.concepts()...), 0, nil)
}

// writeGraph writes nodes, and n more that item appends, each on a line of its own.
func writeGraph(w io.Writer, nodes []any, n int, item func(b []byte, i int) []byte) error {
	text, err := json.Marshal(context)
	if err != nil {
		return err
	}
	out := stream.Writer{To: w}
	b := append(out.Begin(), "{\"@context\":"...)
	b = append(append(b, text...), ",\n\"@graph\":["...)
	for i, v := range nodes {
		if i > 0 {
			b = append(b, ',')
		}
		text, err := encode(v)
		if err != nil {
			return err
		}
		b = out.Flush(append(append(b, '\n'), text...))
	}
	for i := range n {
		b = out.Flush(item(append(b, ",\n"...), i))
	}
	return out.End(append(b, "\n]}\n"...))
}

// frame gives the nodes around the items of a part.
func (v *part) frame() (nodes []any) {
	g := v.set
	switch {
	case g.Kind == volume.Whole:
		whole := g.catalog()
		whole.Distribution = v.distributions(tables)
		nodes = append(nodes, whole, g.agent())
		for _, d := range g.named() {
			nodes = append(nodes, d.parts[0].dataset(), d.agent())
		}
	case g.Kind == volume.Department && g.One():
		nodes = append(nodes, v.dataset(), g.agent())
	case g.One():
		nodes = append(nodes, v.catalog(), g.agent())
	default:
		nodes = append(nodes, v.catalog(), g.parent(), g.agent())
	}
	return append(nodes, g.e.concepts()...)
}

// parent gives the set's node as its parts show it: without what changes when another
// part does.
func (g *set) parent() dataset {
	if g.Kind == volume.Department {
		n := g.dataset()
		n.Modified = nil
		return n
	}
	return dataset{ID: g.nodeID(), Type: "dcat:Catalog", Title: g.title(), Language: g.e.site.Config.Language, Publisher: &ref{g.agent().ID}}
}

// named gives the sets that the whole is made of.
func (g *set) named() (all []*set) {
	for _, d := range g.e.sets {
		if d.Kind == volume.Department || d.Kind == volume.Others && len(d.parts) > 0 {
			all = append(all, d)
		}
	}
	return all
}

// nodeID gives the identifier of the set's node.
func (g *set) nodeID() string {
	base := g.e.site.Config.BaseURL
	switch g.Kind {
	case volume.Department:
		return datasetID(base, g.Department)
	case volume.Whole:
		return base + "catalog/index.html#catalog"
	}
	return base + g.Stem + ".jsonld#catalog"
}

// catalog gives the set as a catalogue: with its downloads where it is one file, else with
// the names of its parts.
func (g *set) catalog() dataset {
	base := g.e.site.Config.BaseURL
	n := dataset{ID: g.nodeID(), Type: "dcat:Catalog", Title: g.title(), Language: g.e.site.Config.Language, Modified: day(g.updated.String())}
	if g.Kind == volume.Whole {
		n.Description, n.Publisher = region(g.e.site)+"全部公开事项的目录。", &ref{base + "index.html#publisher"}
		n.Homepage, n.Themes = &ref{base + "index.html"}, &ref{schemeID(base)}
		for _, d := range g.named() {
			if g.One() {
				n.Datasets = append(n.Datasets, ref{d.nodeID()})
			} else {
				n.Catalogs = append(n.Catalogs, ref{d.nodeID()})
			}
		}
		return n
	}
	if g.Kind == volume.Department {
		n = g.dataset()
		n.Type = "dcat:Catalog"
	} else {
		n.Publisher = &ref{base + "index.html#publisher"}
	}
	if g.One() {
		n.Distribution = g.parts[0].distributions(everyForm)
		return n
	}
	for _, v := range g.parts {
		n.Catalogs = append(n.Catalogs, ref{v.nodeID()})
	}
	// What names the parts is a download of it too.
	n.Distribution = distributions(base, g.Stem, g.title(), everyForm[len(tables):])
	return n
}

// nodeID gives the identifier of the part's node where the set has several.
func (v *part) nodeID() string { return v.set.e.site.Config.BaseURL + v.Stem + ".jsonld#catalog" }

// catalog gives a part as a catalogue of its own.
func (v *part) catalog() dataset {
	g := v.set
	n := dataset{ID: v.nodeID(), Type: "dcat:Catalog", Title: v.title(), Language: g.e.site.Config.Language, Modified: day(v.updated.String()),
		Publisher: &ref{g.agent().ID}, LandingPage: &ref{g.page()}, Distribution: v.distributions(everyForm)}
	if !g.One() {
		n.PartOf = &ref{g.nodeID()}
	}
	return n
}

// dataset gives the department's node.
func (g *set) dataset() dataset {
	base, d := g.e.site.Config.BaseURL, g.Department
	return dataset{ID: datasetID(base, d), Type: "dcat:Dataset", Title: g.title(), Identifier: d.ID,
		Description: d.Name + "公开的全部事项。", Language: g.e.site.Config.Language, Publisher: &ref{agentID(base, d)},
		Modified: day(g.updated.String()), LandingPage: &ref{departmentPage(base, d)}}
}

// dataset gives the node of a department whose catalogue is this one file.
func (v *part) dataset() dataset {
	n := v.set.dataset()
	n.Distribution = v.distributions(tables)
	return n
}

// agent gives who publishes the set.
func (g *set) agent() agent {
	base := g.e.site.Config.BaseURL
	if d := g.Department; d != nil {
		return agent{agentID(base, d), "foaf:Organization", d.Name, &ref{departmentPage(base, d)}}
	}
	return agent{base + "index.html#publisher", "foaf:Organization", g.publisher(), nil}
}

// concepts gives the categories.
func (e *edition) concepts() (nodes []any) {
	base := e.site.Config.BaseURL
	scheme := &ref{schemeID(base)}
	nodes = append(nodes, concept{ID: scheme.ID, Type: "skos:ConceptScheme", Title: "公开事项类别"})
	for _, x := range e.site.Categories {
		n := concept{ID: categoryID(base, x), Type: "skos:Concept", Notation: x.Code, Label: x.Name, Scheme: scheme}
		if parent := e.site.Category(x.Parent); x.Parent != "" && parent != nil {
			n.Broader = &ref{categoryID(base, parent)}
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// A form is what a part is written in.
type form struct{ ext, name, media string }

// The forms: the tables, and JSON-LD behind them.
var (
	everyForm = []form{{".json", "JSON", record.MediaType(".json")}, {".csv", "CSV", record.MediaType(".csv")},
		{".xlsx", "XLSX", record.MediaType(".xlsx")}, {".jsonld", "JSON-LD", "application/ld+json"}}
	tables = everyForm[:3]
)

// distributions lists the part's downloads.
func (v *part) distributions(forms []form) []distribution {
	return distributions(v.set.e.site.Config.BaseURL, v.Stem, v.title(), forms)
}

func distributions(base, stem, title string, forms []form) []distribution {
	list := make([]distribution, 0, len(forms))
	for _, f := range forms {
		at := base + stem + f.ext
		list = append(list, distribution{at + "#distribution", "dcat:Distribution", title + "（" + f.name + "）", ref{at}, ref{at}, mediaType(f.media)})
	}
	return list
}

func schemeID(base string) string { return base + "categories/index.html#scheme" }
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
