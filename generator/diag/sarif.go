package diag

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"gongkai/generator/source"
)

// A RuleText describes a rule in a SARIF log.
type RuleText struct {
	Code     string
	Severity Severity
	Short    Words // one sentence
	Full     Words // why the rule exists; may be zero
	Help     Words // how to obey it; may be zero
}

// A Tool names the program in a SARIF log.
type Tool struct {
	Version string // may be ""
	Rules   []RuleText
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	Language   string        `json:"language"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name     string      `json:"name"`
	Version  string      `json:"version,omitempty"`
	Language string      `json:"language"`
	Rules    []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string        `json:"id"`
	Short   sarifMessage  `json:"shortDescription"`
	Full    *sarifMessage `json:"fullDescription,omitempty"`
	Help    *sarifMessage `json:"help,omitempty"`
	Default sarifDefaults `json:"defaultConfiguration"`
}

type sarifDefaults struct {
	Level string `json:"level"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	RuleIndex    *int              `json:"ruleIndex,omitempty"`
	Level        string            `json:"level"`
	Message      sarifMessage      `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Related      []sarifLocation   `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string `json:"partialFingerprints"`
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifMessage `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
}

// SARIF prints all findings as a SARIF 2.1.0 log in one language, for code hosts that
// annotate merge requests. Paths are relative and percent-encoded, columns count
// characters. A finding's fingerprint is made of its rule, its path and the text of its
// line, so that it stays the same finding when lines are put in above it. Hints and
// Limit change nothing.
func SARIF(w io.Writer, ds []Diagnostic, tool Tool, o Options) error {
	lang := "zh-CN"
	if o.Lang == EN {
		lang = "en-US"
	}
	run := sarifRun{Language: lang, ColumnKind: "unicodeCodePoints", Results: make([]sarifResult, 0, len(ds))}
	run.Tool.Driver = sarifDriver{"gongkai", tool.Version, lang, make([]sarifRule, 0, len(tool.Rules))}
	index := map[string]int{}
	for i, r := range tool.Rules {
		index[r.Code] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{r.Code, sarifMessage{r.Short.In(o.Lang)},
			o.message(r.Full), o.message(r.Help), sarifDefaults{sarifLevel(r.Severity)}})
	}
	loc, seen := o.locator(), map[string]int{}
	for _, d := range ds {
		r := sarifResult{RuleID: d.Rule, Level: sarifLevel(d.Severity), Message: sarifMessage{o.whole(d, "\n")},
			Locations: []sarifLocation{o.location(loc, d.Place)}}
		if i, known := index[d.Rule]; known {
			r.RuleIndex = &i
		}
		for i, rel := range d.Related {
			l := o.location(loc, rel.Place)
			l.ID, l.Message = i+1, o.message(rel.Text)
			r.Related = append(r.Related, l)
		}
		sum := fingerprint(loc, d)
		seen[sum]++
		r.Fingerprints = map[string]string{"primaryLocationLineHash": fmt.Sprintf("%s:%d", sum, seen[sum])}
		run.Results = append(run.Results, r)
	}
	return encode(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// sarifLevel gives SARIF's word for the severity.
func sarifLevel(s Severity) string {
	return [...]string{"note", "warning", "error"}[s]
}

func (o Options) message(w Words) *sarifMessage {
	if w.IsZero() {
		return nil
	}
	return &sarifMessage{w.In(o.Lang)}
}

// whole gives the finding's sentence, its clause and its fix as one text.
func (o Options) whole(d Diagnostic, newline string) string {
	text := d.Text.In(o.Lang)
	if !d.Basis.IsZero() {
		text += newline + Say("依据：%s", "Basis: %s", d.Basis).In(o.Lang)
	}
	if !d.Fix.IsZero() {
		text += newline + Say("怎么改：%s", "Fix: %s", d.Fix).In(o.Lang)
	}
	return text
}

func (o Options) location(loc *locator, p Place) sarifLocation {
	var l sarifLocation
	l.Physical.Artifact.URI = uri(o.path(p.Path))
	if f := loc.file(p.Path); f != nil && !p.At.IsZero() {
		from, to := f.at(p.At.Start), f.at(p.At.End)
		l.Physical.Region = &sarifRegion{from.Line, from.Column, to.Line, to.Column}
	}
	return l
}

// uri makes a slash path a relative URI reference.
func uri(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(p), ":", "%3A")
	}
	return strings.Join(parts, "/")
}

// fingerprint sums the rule, the path and the text of the line.
func fingerprint(loc *locator, d Diagnostic) string {
	line := ""
	if f := loc.file(d.Path); f != nil && !d.At.IsZero() {
		text, _ := f.line(f.at(d.At.Start).Line)
		line = strings.Join(strings.Fields(string(text[:min(len(text), 1000)])), " ")
	}
	return source.Sum([]byte(d.Rule + "\n" + d.Path + "\n" + line)).String()[:16]
}
