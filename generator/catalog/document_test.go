package catalog

import (
	"slices"
	"strconv"
	"testing"

	"gongkai/generator/model"
	"gongkai/generator/record"
)

// A document is an item, as a foaf:Document of its department's dataset.
type document struct {
	ID          string       `json:"@id"`
	Type        string       `json:"@type"`
	Title       string       `json:"dct:title"`
	Identifier  string       `json:"dct:identifier"`
	Description string       `json:"dct:description,omitempty"`
	Publisher   *ref         `json:"dct:publisher,omitempty"`
	Subject     *ref         `json:"dct:subject,omitempty"`
	Created     *typed       `json:"dct:created,omitempty"`
	Issued      *typed       `json:"dct:issued,omitempty"`
	Modified    *typed       `json:"dct:modified,omitempty"`
	Keywords    []string     `json:"dcat:keyword,omitempty"`
	DocNumber   string       `json:"dct:alternative,omitempty"` // 发文字号
	Status      string       `json:"adms:status"`
	IsPartOf    *ref         `json:"dct:isPartOf,omitempty"`
	Replaces    *ref         `json:"dct:replaces,omitempty"`
	ReplacedBy  *ref         `json:"dct:isReplacedBy,omitempty"`
	Format      []ref        `json:"dct:hasFormat"` // the item's other forms
	Parts       []attachment `json:"dct:hasPart,omitempty"`
}

// An attachment is a foaf:Document that belongs to an item.
type attachment struct {
	ID        string   `json:"@id"`
	Type      string   `json:"@type"`
	Title     string   `json:"dct:title"`
	MediaType ref      `json:"dcat:mediaType"`
	Size      typed    `json:"dcat:byteSize"`
	Checksum  checksum `json:"spdx:checksum"`
}

type checksum struct {
	Type      string `json:"@type"`
	Algorithm ref    `json:"spdx:algorithm"`
	Value     string `json:"spdx:checksumValue"`
}

// reference gives an item's node for encoding/json.
func reference(s *model.Site, it *model.Item) document {
	base, r := s.Config.BaseURL, record.Of(s, it)
	d := document{ID: r.URL, Type: "foaf:Document", Title: r.Title, Identifier: r.Index, Description: r.Summary,
		Created: day(r.Made), Issued: day(r.Published), Modified: day(record.Updated(s, it).Date.String()),
		Keywords: r.Keywords, DocNumber: r.DocNumber, Status: r.State,
		Replaces: pageRef(replaced(s, it.Supersedes)), ReplacedBy: pageRef(replaced(s, it.SupersededBy)),
		Format: []ref{{base + it.Address(".json")}, {base + it.Address(".txt")}}}
	if x := s.Department(it.Department); x != nil {
		d.Publisher, d.IsPartOf = &ref{agentID(base, x)}, &ref{datasetID(base, x)}
	}
	if x := s.Category(it.Category); x != nil {
		d.Subject = &ref{categoryID(base, x)}
	}
	for _, a := range r.Attachments {
		d.Parts = append(d.Parts, attachment{a.URL, "foaf:Document", a.Title, mediaType(a.MediaType),
			typed{"xsd:nonNegativeInteger", strconv.FormatInt(a.Size, 10)},
			checksum{"spdx:Checksum", ref{"http://spdx.org/rdf/terms#checksumAlgorithm_sha256"}, a.SHA256}})
	}
	return d
}

// pageRef points at a page; nil for "".
func pageRef(url string) *ref {
	if url == "" {
		return nil
	}
	return &ref{url}
}

// The appended node is what encoding/json makes of the one in structs.
func TestDocumentIsTheStandardOne(t *testing.T) {
	items := slices.Concat(mixed(), mixedLinks())
	s := site(today, items...)
	d := &documents{site: s, maker: record.NewMaker(s)}
	for _, it := range s.Items {
		want, err := encode(reference(s, it))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(d.add([]byte("x"), it)); got != "x"+string(want) {
			t.Errorf("%s\n%s, want\n%s", it.Index, got, want)
		}
	}
}

// mixedLinks gives items that replace one another, without keywords, category or days.
func mixedLinks() []*model.Item {
	return []*model.Item{
		item("water", 11, func(it *model.Item) { it.SupersededBy, it.Keywords = "WA-2026-00012", nil }),
		item("water", 12, func(it *model.Item) {
			it.Supersedes, it.Category, it.Made = "WA-2026-00011", "99", date(2026, 1, 1)
			it.Attachments = []model.Attachment{{File: "甲.et", Title: "<&>", Size: 1 << 40, Listed: true}, {File: "b"}}
			it.Changes = []model.Change{{Date: date(2026, 8, 30), What: "x"}}
		}),
		item("water", 13, func(it *model.Item) { it.Supersedes, it.SupersededBy = "WA-2026-00099", "TA-2026-00006" }),
	}
}
