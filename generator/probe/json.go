package probe

import (
	"encoding/json"
	"io"

	"gongkai/generator/diag"
)

// A document is what probe --format json gives.
type document struct {
	Form      string         `json:"form"` // gongkai-probe/1
	Day       string         `json:"day"`
	Built     string         `json:"built,omitempty"`
	Newest    string         `json:"newest_on_home,omitempty"`
	Compared  bool           `json:"compared_with_record"` // with what the build wrote
	Deep      bool           `json:"deep,omitempty"`       // byte for byte
	Passed    bool           `json:"passed"`
	Errors    int            `json:"errors"`
	Warnings  int            `json:"warnings"`
	Files     int            `json:"files"`
	Pages     int            `json:"pages"`
	Bytes     int64          `json:"bytes"`
	Largest   []sizedEntry   `json:"largest"`
	Functions []functionNote `json:"functions"`
	Findings  []findingNote  `json:"findings"`
	External  []externalNote `json:"external"`
	Unlisted  int            `json:"external_unlisted,omitempty"`
}

type sizedEntry struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
}

type functionNote struct {
	Code     string   `json:"code"`
	Name     string   `json:"name"`
	State    State    `json:"state"`
	Severity string   `json:"severity,omitempty"` // where it is missing
	Basis    string   `json:"basis"`
	Evidence []string `json:"evidence"`
	Text     string   `json:"text,omitempty"`
}

type findingNote struct {
	Code     string      `json:"code"`
	Severity string      `json:"severity"`
	Title    string      `json:"title"`
	Count    int         `json:"count"`
	Places   []placeNote `json:"places"` // the first
	Fix      string      `json:"fix"`
}

type placeNote struct {
	Path string `json:"path"`
	What string `json:"what,omitempty"`
}

type externalNote struct {
	URL   string `json:"url"`
	Count int    `json:"count"`
	Page  string `json:"page"`
}

// JSON writes the result in a language.
func (r *Result) JSON(w io.Writer, lang diag.Lang) error {
	d := document{Form: "gongkai-probe/1", Day: r.Day.String(), Built: r.Built.String(), Newest: r.Newest.String(), Compared: r.Recorded, Deep: r.Deep, Passed: !r.Failed(),
		Files: r.Files, Pages: r.Pages, Bytes: r.Bytes, Largest: []sizedEntry{}, Functions: []functionNote{}, Findings: []findingNote{}, External: []externalNote{}, Unlisted: r.Unlisted}
	d.Errors, d.Warnings = r.Count()
	for _, f := range r.Largest {
		d.Largest = append(d.Largest, sizedEntry(f))
	}
	for _, f := range r.Functions {
		n := functionNote{Code: f.Code, Name: f.Name.In(lang), State: f.State, Basis: f.Basis.In(lang), Evidence: append([]string{}, f.Evidence...), Text: f.Text.In(lang)}
		if f.State == Missing {
			n.Severity = f.Severity.Words().EN
		}
		d.Functions = append(d.Functions, n)
	}
	for _, f := range r.Findings {
		n := findingNote{Code: f.Code, Severity: f.Severity.Words().EN, Title: f.Title.In(lang), Count: f.Count, Fix: f.Fix.In(lang)}
		for _, p := range f.Places {
			n.Places = append(n.Places, placeNote{p.Path, p.What})
		}
		d.Findings = append(d.Findings, n)
	}
	for _, e := range r.External {
		d.External = append(d.External, externalNote(e))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}
