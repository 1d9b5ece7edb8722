package bom

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// document is a CycloneDX 1.6 bill of materials, as far as we have anything to say.
type document struct {
	Schema       string       `json:"$schema"`
	BomFormat    string       `json:"bomFormat"`
	SpecVersion  string       `json:"specVersion"`
	SerialNumber string       `json:"serialNumber,omitempty"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Timestamp string    `json:"timestamp,omitempty"`
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version,omitempty"`
	Licenses   []licence  `json:"licenses,omitempty"`
	PURL       string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type licence struct {
	License    *licenceID `json:"license,omitempty"`
	Expression string     `json:"expression,omitempty"`
}

type licenceID struct {
	ID string `json:"id"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn,omitempty"`
}

// mainRef names the program itself among components.
const mainRef = "gongkai"

// embedded is what every binary carries beside modules.
var embedded = []component{
	{Type: "file", Ref: "font:NotoSansSC", Name: "Noto Sans SC (subset)", Licenses: licensed("OFL-1.1")},
	{Type: "file", Ref: "font:NotoSerifSC", Name: "Noto Serif SC (subset)", Licenses: licensed("OFL-1.1")},
}

// WriteCycloneDX writes the program's bill of materials as CycloneDX 1.6, JSON. The same program
// gives the same bytes: the time is the commit's, and the serial number the digest of all the
// rest. Which module asks for which is not noted in a binary, so that all hang on the program.
func (p Program) WriteCycloneDX(w io.Writer) error {
	root := component{Type: "application", Ref: mainRef, Name: "gongkai", Version: p.Commit, Licenses: licensed("Apache-2.0")}
	for _, x := range []property{
		{"goos", p.OS}, {"goarch", p.Arch}, {"trimpath", fmt.Sprint(p.Trimpath)}, {"cgo", fmt.Sprint(p.Cgo)}, {"vcs.modified", fmt.Sprint(p.Modified)},
	} {
		root.Properties = append(root.Properties, property{"gongkai:build:" + x.Name, x.Value})
	}
	d := document{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", BomFormat: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: metadata{Timestamp: p.Time, Component: root}, Components: append([]component{}, embedded...),
		Dependencies: []dependency{{Ref: mainRef}},
	}
	for _, m := range p.Modules {
		purl := "pkg:golang/" + m.Path + "@" + strings.ReplaceAll(m.Version, "+", "%2B")
		c := component{Type: "library", Ref: purl, Name: m.Path, Version: m.Version, Licenses: licensed(m.Licence), PURL: purl}
		if m.Sum != "" {
			c.Properties = []property{{"gongkai:go.sum", m.Sum}}
		}
		d.Components = append(d.Components, c)
	}
	for _, c := range d.Components {
		d.Dependencies[0].DependsOn = append(d.Dependencies[0].DependsOn, c.Ref)
		d.Dependencies = append(d.Dependencies, dependency{Ref: c.Ref})
	}
	said, err := json.Marshal(d)
	if err != nil {
		return err
	}
	d.SerialNumber = serial(sha256.Sum256(said))
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(d)
}

// licensed gives an SPDX expression as CycloneDX has it: a single licence by its name.
func licensed(expression string) []licence {
	switch {
	case expression == "":
		return nil
	case strings.Contains(expression, " "):
		return []licence{{Expression: expression}}
	}
	return []licence{{License: &licenceID{expression}}}
}

// serial makes a UUID of version 8 (RFC 9562: bits of one's own) of a digest.
func serial(sum [sha256.Size]byte) string {
	b := sum[:16]
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
