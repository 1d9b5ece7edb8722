package catalog

import (
	"encoding/json"
	"strings"
	"testing"
)

// graph parses a file of ours as JSON-LD as far as can be without the vocabularies: every
// term is a keyword or has a prefix of the context, every identifier is absolute, every
// value object has a type and a value.
func graph(t *testing.T, text []byte) []map[string]any {
	t.Helper()
	var doc struct {
		Context map[string]string `json:"@context"`
		Graph   []map[string]any  `json:"@graph"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	known := func(term string) bool {
		prefix, rest, found := strings.Cut(term, ":")
		return found && rest != "" && doc.Context[prefix] != ""
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for key, x := range v {
				switch key {
				case "@id":
					if id, ok := x.(string); !ok || !strings.HasPrefix(id, "http") || strings.ContainsAny(id, " <>\"{}|\\^`") {
						t.Errorf("@id %v is no absolute identifier", x)
					}
				case "@type":
					if name, ok := x.(string); !ok || !known(name) {
						t.Errorf("@type %v has no known prefix", x)
					}
				case "@value":
					if v["@type"] == nil {
						t.Errorf("value without a type: %v", v)
					}
				default:
					if !known(key) {
						t.Errorf("term %q is not in the context", key)
					}
					walk(x)
				}
			}
		}
	}
	for _, n := range doc.Graph {
		if n["@id"] == nil || n["@type"] == nil {
			t.Errorf("node without @id or @type: %v", n)
		}
		walk(n)
	}
	return doc.Graph
}

// documentIDs gives the index numbers of the items in a file.
func documentIDs(t *testing.T, text []byte) []string {
	t.Helper()
	all := []string{}
	for _, n := range graph(t, text) {
		if n["@type"] == "foaf:Document" {
			all = append(all, n["dct:identifier"].(string))
		}
	}
	return all
}

func TestDCAT(t *testing.T) {
	files := render(t, site(today, mixed()...))
	nodes := map[string]map[string]any{}
	for _, n := range graph(t, files["catalog/catalog.jsonld"]) {
		id := n["@id"].(string)
		if nodes[id] != nil {
			t.Errorf("%s is described twice", id)
		}
		nodes[id] = n
	}
	base := "https://gongkai.example/x/"
	whole := nodes[base+"catalog/index.html#catalog"]
	if whole["@type"] != "dcat:Catalog" || whole["dct:title"] == "" || whole["dct:publisher"] == nil {
		t.Fatalf("catalogue: %v", whole)
	}
	sets := whole["dcat:dataset"].([]any)
	if len(sets) != 3 {
		t.Errorf("%d datasets, want one a department", len(sets))
	}
	for _, s := range sets {
		set := nodes[s.(map[string]any)["@id"].(string)]
		if set["@type"] != "dcat:Dataset" || set["dct:title"] == nil {
			t.Errorf("dataset: %v", set)
		}
		for _, d := range set["dcat:distribution"].([]any) {
			url := d.(map[string]any)["dcat:downloadURL"].(map[string]any)["@id"].(string)
			if files[strings.TrimPrefix(url, base)] == nil {
				t.Errorf("download %s does not exist", url)
			}
		}
	}
	// Whatever a node points at inside the site's own vocabulary is described.
	for id, n := range nodes {
		for _, key := range []string{"dct:publisher", "dct:isPartOf", "dct:subject", "skos:broader", "skos:inScheme"} {
			if r, ok := n[key].(map[string]any); ok && nodes[r["@id"].(string)] == nil {
				t.Errorf("%s: %s %v is described nowhere", id, key, r["@id"])
			}
		}
	}
	doc := nodes[base+"items/WA-2026/WA-2026-00001.html"]
	part := doc["dct:hasPart"].([]any)[0].(map[string]any)
	if part["spdx:checksum"] == nil || part["dcat:byteSize"].(map[string]any)["@value"] != "12" {
		t.Errorf("attachment: %v", part)
	}
	if gone := nodes[base+"items/WA-2026/WA-2026-00003.html"]; gone["dct:description"] != nil || gone["adms:status"] != "已撤下" {
		t.Errorf("withdrawn item: %v", gone)
	}
}
