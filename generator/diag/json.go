package diag

import (
	"encoding/json"
	"io"

	"gongkai/generator/source"
)

type jsonReport struct {
	Format   string        `json:"format"`
	Version  int           `json:"version"`
	Counts   jsonCounts    `json:"counts"`
	Findings []jsonFinding `json:"findings"`
}

type jsonCounts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Hint    int `json:"hint"`
}

type jsonFinding struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	jsonPlace
	Text    jsonWords     `json:"text"`
	Fix     *jsonWords    `json:"fix,omitempty"`
	Basis   *jsonWords    `json:"basis,omitempty"`
	Related []jsonRelated `json:"related,omitempty"`
}

type jsonRelated struct {
	jsonPlace
	Text jsonWords `json:"text"`
}

type jsonPlace struct {
	Path  string     `json:"path"`
	Start *jsonPoint `json:"start,omitempty"`
	End   *jsonPoint `json:"end,omitempty"`
}

type jsonPoint struct {
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	Offset int `json:"offset"`
}

type jsonWords struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// JSON prints all findings as one object, for programs:
//
//	{"format": "gongkai.findings", "version": 1,
//	 "counts": {"error": 1, "warning": 0, "hint": 0},
//	 "findings": [{"rule": "T01", "severity": "error", "path": "content/cz/2026/01.md",
//	   "start": {"line": 6, "column": 12, "offset": 130}, "end": {…},
//	   "text": {"zh": "…", "en": "…"}, "fix": {…}, "basis": {…},
//	   "related": [{"path": …, "start": …, "end": …, "text": {…}}]}]}
//
// Lines and columns count from one, columns in characters, the end is behind the last
// one; offsets count bytes of the file's text as UTF-8 with LF and without a byte-order
// mark. A finding about a whole file has no start and end, one about a file whose text is
// not at hand has offsets only. fix, basis and related are left out where there are
// none. Keys are only ever added while the version stays. Lang, Hints and Limit change nothing.
func JSON(w io.Writer, ds []Diagnostic, o Options) error {
	loc := o.locator()
	c := Count(ds)
	report := jsonReport{"gongkai.findings", 1, jsonCounts{c[Error], c[Warning], c[Hint]}, make([]jsonFinding, 0, len(ds))}
	for _, d := range ds {
		f := jsonFinding{Rule: d.Rule, Severity: d.Severity.String(), jsonPlace: o.jsonPlace(loc, d.Place),
			Text: words(d.Text), Fix: wordsIfAny(d.Fix), Basis: wordsIfAny(d.Basis)}
		for _, r := range d.Related {
			f.Related = append(f.Related, jsonRelated{o.jsonPlace(loc, r.Place), words(r.Text)})
		}
		report.Findings = append(report.Findings, f)
	}
	return encode(w, report)
}

// encode writes indented JSON that leaves < and & as they are.
func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func words(w Words) jsonWords { return jsonWords{w.ZH, w.In(EN)} }

func wordsIfAny(w Words) *jsonWords {
	if w.IsZero() {
		return nil
	}
	j := words(w)
	return &j
}

func (o Options) jsonPlace(loc *locator, p Place) jsonPlace {
	j := jsonPlace{Path: o.path(p.Path)}
	if p.At.IsZero() {
		return j
	}
	var from, to source.Position
	if f := loc.file(p.Path); f != nil {
		from, to = f.at(p.At.Start), f.at(p.At.End)
	}
	j.Start = &jsonPoint{from.Line, from.Column, p.At.Start}
	j.End = &jsonPoint{to.Line, to.Column, p.At.End}
	return j
}
