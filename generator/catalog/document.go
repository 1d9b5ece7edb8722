package catalog

import (
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/object"
	"gongkai/generator/record"
)

// documents writes items as nodes of JSON-LD, each a foaf:Document of its department's
// dataset.
type documents struct {
	site  *model.Site
	maker *record.Maker
	r     record.Record
}

// add appends an item's node.
func (d *documents) add(b []byte, it *model.Item) []byte {
	s, r := d.site, &d.r
	base := s.Config.BaseURL
	d.maker.Make(r, it)
	o := object.Open(b)
	o.Text("@id", r.URL)
	o.Text("@type", "foaf:Document")
	o.Text("dct:title", r.Title)
	o.Text("dct:identifier", r.Index)
	o.Some("dct:description", r.Summary)
	x := s.Department(it.Department)
	if x != nil {
		point(&o, "dct:publisher", base, "departments/", x.ID, ".html#department")
	}
	if c := s.Category(it.Category); c != nil {
		point(&o, "dct:subject", base, "categories/", c.Code, ".html#category")
	}
	dated(&o, "dct:created", r.Made)
	dated(&o, "dct:issued", r.Published)
	dated(&o, "dct:modified", d.maker.Updated(it))
	o.List("dcat:keyword", r.Keywords)
	o.Some("dct:alternative", r.DocNumber) // 发文字号
	o.Text("adms:status", r.State)
	if x != nil {
		point(&o, "dct:isPartOf", base, "departments/", x.ID, ".html#dataset")
	}
	if url := replaced(s, it.Supersedes); url != "" {
		point(&o, "dct:replaces", url)
	}
	if url := replaced(s, it.SupersededBy); url != "" {
		point(&o, "dct:isReplacedBy", url)
	}
	o.Array("dct:hasFormat") // the item's other forms
	stem := strings.TrimSuffix(r.URL, ".html")
	for _, ext := range [...]string{".json", ".txt"} {
		o.Element()
		o.Text("@id", stem, ext)
		o.End()
	}
	o.EndArray()
	if len(r.Attachments) > 0 {
		o.Array("dct:hasPart")
		for i := range r.Attachments {
			addAttachment(&o, &r.Attachments[i])
		}
		o.EndArray()
	}
	return o.Close()
}

// addAttachment writes a foaf:Document that belongs to an item.
func addAttachment(o *object.Object, a *record.Attachment) {
	o.Element()
	o.Text("@id", a.URL)
	o.Text("@type", "foaf:Document")
	o.Text("dct:title", a.Title)
	point(o, "dcat:mediaType", mediaTypes, a.MediaType)
	o.Begin("dcat:byteSize")
	o.Text("@type", "xsd:nonNegativeInteger")
	o.Digits("@value", a.Size)
	o.End()
	o.Begin("spdx:checksum")
	o.Text("@type", "spdx:Checksum")
	point(o, "spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
	o.Text("spdx:checksumValue", a.SHA256)
	o.End()
	o.End()
}

// point writes a member that points at another node, whose name comes in parts.
func point(o *object.Object, name string, id ...string) {
	o.Begin(name)
	o.Text("@id", id...)
	o.End()
}

// dated writes a member that is a day; nothing for "". A time of day is cut off: what is
// known of it is the site's, not the vocabulary's.
func dated(o *object.Object, name, date string) {
	if date == "" {
		return
	}
	o.Begin(name)
	o.Text("@type", "xsd:date")
	o.Text("@value", date[:min(10, len(date))])
	o.End()
}
