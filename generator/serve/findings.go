package serve

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/privacy"
	"gongkai/generator/source"
)

// How much of a long list, and of a long line, a page shows; the terminal has all.
const (
	mostFindings = 40
	mostBefore   = 40 // characters of the line before the place
	mostLine     = 120
)

//go:embed assets/findings.html
var findingsHTML string

// The template is parsed once; a fault in it is ours.
var findingsTemplate = template.Must(template.New("findings").Parse(findingsHTML))

// A sheet is what the template gets.
type sheet struct {
	Lang     string // for lang=""
	Version  string
	Lone     bool // whether it is the whole page
	Broken   bool // whether there is anything to show but the script
	Title    string
	Lead     string
	Fault    string // a machine's or a template's error
	Findings []row
	More     string // how many findings are not shown
}

// A row is one finding in words.
type row struct {
	Place, Rule, Severity string
	Error                 bool
	Text, Fix, Basis      string
	Before, At, After     string // the line, parted at the place; all "" where it is not known
}

// extra is what is put before the end of a page's body.
func (s *server) extra(st *state) []byte { return s.render(st, false) }

// lonePage is served while there has never been a good site.
func (s *server) lonePage(st *state) []byte { return s.render(st, true) }

func (s *server) render(st *state, lone bool) []byte {
	var out bytes.Buffer
	if err := findingsTemplate.Execute(&out, s.sheet(st, lone)); err != nil {
		panic(err) // a buffer takes everything, and the data is ours
	}
	return out.Bytes()
}

func (s *server) sheet(st *state, lone bool) sheet {
	lang := s.opt.Lang
	sh := sheet{Lang: "zh-CN", Version: st.version, Lone: lone, Broken: st.broken()}
	if lang == diag.EN {
		sh.Lang = "en"
	}
	if !sh.Broken {
		return sh
	}
	counts := diag.Count(st.result.Findings)
	if st.err != nil {
		sh.Title = diag.Words{ZH: "网站没有生成", EN: "The site was not built"}.In(lang)
		sh.Fault = st.err.Error()
	} else {
		sh.Title = diag.Say("有 %d 处错误", "%d error(s)", counts[diag.Error]).In(lang)
	}
	if lone {
		sh.Lead = diag.Words{ZH: "改好并保存后，这里会自动显示网站。", EN: "Mend and save: the site will then show here by itself."}.In(lang)
	} else {
		sh.Lead = diag.Words{ZH: "下面仍是上一次正确的网站。改好并保存后，本页会自动刷新。", EN: "Below is still the last good site. Mend and save: this page reloads by itself."}.In(lang)
	}
	for _, least := range []diag.Severity{diag.Error, diag.Warning} { // errors first
		for _, d := range st.result.Findings {
			if d.Severity == least && len(sh.Findings) < mostFindings {
				sh.Findings = append(sh.Findings, newRow(d, st.result.Text, lang))
			}
		}
	}
	if rest := counts[diag.Error] + counts[diag.Warning] - len(sh.Findings); rest > 0 {
		sh.More = diag.Say("另有 %d 条，见终端。", "%d more: see the terminal.", rest).In(lang)
	}
	return sh
}

// newRow puts a finding in words. Its place is counted in the file's text; without the
// text, only the file is named.
func newRow(d diag.Diagnostic, text func(string) ([]byte, bool), lang diag.Lang) row {
	r := row{
		Place:    d.Path,
		Rule:     d.Rule,
		Severity: d.Severity.Words().In(lang),
		Error:    d.Severity == diag.Error,
		Text:     d.Text.In(lang),
		Fix:      d.Fix.In(lang),
		Basis:    d.Basis.In(lang),
	}
	if text == nil || d.At.IsZero() {
		return r
	}
	b, ok := text(d.Path)
	if !ok {
		return r
	}
	b = privacy.Cover(b)
	start := min(max(d.At.Start, 0), len(b))
	end := min(max(d.At.End, start), len(b))
	pos := source.PositionIn(b, start)
	r.Place = fmt.Sprintf("%s:%d:%d", d.Path, pos.Line, pos.Column)
	from := bytes.LastIndexByte(b[:start], '\n') + 1
	to := len(b)
	if i := bytes.IndexByte(b[start:], '\n'); i >= 0 {
		to = start + i
	}
	end = min(end, to)
	r.Before = lastRunes(b[from:start], mostBefore)
	r.At = firstRunes(b[start:end], mostLine)
	r.After = firstRunes(b[end:to], mostLine)
	return r
}

// firstRunes gives at most n characters, with … where there are more.
func firstRunes(b []byte, n int) string {
	i := 0
	for ; n > 0 && i < len(b); n-- {
		_, size := utf8.DecodeRune(b[i:])
		i += size
	}
	if i < len(b) {
		return string(b[:i]) + "…"
	}
	return string(b)
}

// lastRunes gives at most the last n characters, with … where there are more.
func lastRunes(b []byte, n int) string {
	i := len(b)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRune(b[:i])
		i -= size
	}
	if i > 0 {
		return "…" + string(b[i:])
	}
	return string(b)
}
