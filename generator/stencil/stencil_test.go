package stencil

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// nasty are strings that escapers must not let through, or must leave as they are.
var nasty = []string{
	"", "平常的文字", `<b a='1' b="2">&amp;+x</b>`, "a\x00b", "\xff\xfe\xc3(", "\ufdd0\ufffe\ufffd", "javascript:alert(1)", "JavaScript&colon;x",
	"http://例.cn/a b?c=d&e=%41%zz#f(1)'", "mailto:a@b.test", "HTTPS://x", "../a:b/c", "a:b", "%", "%4", "`=\t\n\v\f\r", "</script><!--\u2028", "!#$&*+,/:;=?@[]-._~\\^|{}",
}

type named string

type told struct{ S string }

func (t told) String() string { return "told <" + t.S + ">" }

type pointed struct{ S string }

func (p *pointed) String() string { return "pointed <" + p.S + ">" }

func (p *pointed) Loud() string            { return p.S + "!" }
func (p *pointed) Fail() (string, error)   { return "", errors.New("no <luck>") }
func (p *pointed) Good() (string, error)   { return p.S, nil }
func (p *pointed) Panics() string          { panic("at the <disco>") }
func (p *pointed) Takes(s string) string   { return p.S + s }
func (t told) Whole() []string             { return strings.Fields(t.S) }
func (p *pointed) Formatted() fmt.Stringer { return p }

type formatted int

func (formatted) Format(f fmt.State, _ rune) { fmt.Fprint(f, "<f>") }

type inner struct {
	In   string
	Deep *deep
}

type deep struct{ X, Y string }

type node struct {
	Name string
	Kids []node
}

// all is data of every kind. Its strings are one nasty string.
type all struct {
	inner
	S      string
	N      named
	P      *string
	PP     **string
	Nil    *string
	HTML   template.HTML
	Attr   template.HTMLAttr
	URL    template.URL
	CSS    template.CSS
	JS     template.JS
	Src    template.Srcset
	PHTML  *template.HTML
	I      int
	I64    int64
	U      uint8
	F      float64
	B, B2  bool
	Form   formatted
	Told   told
	PTold  *told
	Pt     pointed
	PPt    *pointed
	NilPt  *pointed
	L      []string
	Empty  []string
	Links  []deep
	PLinks []*deep
	Arr    [2]int
	Grid   [][]int
	M      map[string]string
	Any    any
	NilAny any
	Tree   node
	Graph  *graph
	Ints   []int
	hidden string
}

type graph struct {
	Context string `json:"@context"`
	Things  []any
	Deep    *deep `json:",omitempty"`
}

// made makes data of a string.
func made(s string) *all {
	h, p := template.HTML(s), &s
	return &all{
		inner: inner{In: s, Deep: &deep{s, "y" + s}}, S: s, N: named(s), P: p, PP: &p, HTML: h, Attr: template.HTMLAttr(s), URL: template.URL(s), CSS: template.CSS(s),
		JS: template.JS(s), Src: template.Srcset(s), PHTML: &h, I: len(s) - 1, I64: -int64(len(s)), U: uint8(len(s)), F: float64(len(s)) / 3, B: len(s)%2 == 0, B2: true,
		Form: 3, Told: told{s}, PTold: &told{s}, Pt: pointed{s}, PPt: &pointed{s}, L: []string{s, "b", s}, Links: []deep{{s, "1"}, {"x", s}}, PLinks: []*deep{{s, "2"}},
		Arr: [2]int{4, len(s)}, Grid: [][]int{{1, 2}, {3}}, M: map[string]string{"k": s}, Any: s, Ints: make([]int, 300), hidden: s,
		Tree:  node{s, []node{{"a", nil}, {s, []node{{"b", nil}}}}},
		Graph: &graph{Context: s, Things: []any{deep{s, s}, &deep{s, ""}, s, len(s), nil}, Deep: &deep{s, s}},
	}
}

// constructs are templates that are compiled and executed.
var constructs = []string{
	`plain <b>text</b> {{/* none */}} {{- "" -}} x`,
	`<p title="{{.S}}" class='{{.S}}'>{{.S}}</p><title>{{.S}}</title><textarea>{{.HTML}}{{.S}}</textarea>`,
	`<a href="{{.S}}">{{.S}}</a><a href="{{.S}}/x?{{.S}}#{{.S}}">x</a><a href='../{{.S}}'>y</a><img src={{.S}}>`,
	`<p title={{.S}} id=x{{.S}}{{.N}}>{{.S}}</p>`,
	`<meta http-equiv="refresh" content="{{.S}}"><meta name="x" content="{{.S}}">`,
	`{{.HTML}}{{.Attr}}{{.URL}}{{.CSS}}{{.JS}}{{.Src}}{{.PHTML}}<i title="{{.Attr}}{{.URL}}{{.JS}}">`,
	`<a href="{{.URL}}">a</a><a href="{{.HTML}}">b</a><a href="x?{{.URL}}">c</a><a {{.Attr}}>d</a>`,
	`{{.N}}{{.P}}{{.PP}}{{.In}}{{.Deep.X}}{{.I}}{{.I64}}{{.U}}{{.F}}{{.B}}{{.Form}}<b title="{{.I}}{{.N}}{{.F}}" id={{.I64}}>`,
	`<a href="{{.I}}">{{.I}}</a><a href="x?{{.I64}}">y</a><a href="{{.N}}">z</a><a href="{{.P}}">z</a>`,
	`{{.Told}}{{.PTold}}{{.Pt}}{{.PPt}}<a href="{{.Told}}" title="{{.PPt}}">x</a>`,
	`{{.L}}{{.Links}}{{.Arr}}{{.Told.Whole}}{{.M}}`,
	`{{.PPt.Loud}}{{.Pt.Loud}}{{.PPt.Good}}{{range .Told.Whole}}<i>{{.}}</i>{{end}}{{with .PTold.Whole}}{{len .}}{{end}}`,
	`{{if .S}}a{{else if .B}}b{{else}}c{{end}}{{if .I}}1{{end}}{{if .U}}2{{end}}{{if .F}}3{{end}}{{if .P}}4{{end}}{{if .Nil}}5{{end}}{{if .M}}6{{end}}{{if .Deep}}7{{end}}{{if .Pt}}8{{end}}{{if .Empty}}9{{end}}`,
	`{{with .S}}{{.}}{{$.S}}{{else}}none{{end}}{{with .Deep}}{{.X}}{{with .Y}}{{.}}{{$.I}}{{end}}{{end}}{{with $x := .S}}{{$x}}{{.}}{{else}}[{{$x}}]{{end}}{{if $y := .L}}{{len $y}}{{end}}`,
	`{{with .S}}a{{else with .N}}b{{else}}c{{end}}{{if .S}}{{if .B}}x{{end}}y{{end}}`,
	`{{range .L}}<li>{{.}}{{$.I}}</li>{{else}}no{{end}}{{range .Empty}}x{{else}}no{{$.S}}{{end}}{{range $e := .L}}{{$e}}{{.}}{{end}}{{range $i, $e := .Links}}{{if $i}},{{end}}{{$i}}{{$e.X}}{{.Y}}{{end}}`,
	`{{range $i, $e := .Empty}}x{{else}}{{len $i}}{{len $e}}{{end}}{{range $e := .Empty}}{{else}}{{len $e}}{{end}}{{range .PLinks}}{{.X}}{{end}}{{range .Arr}}{{.}};{{end}}{{range $i, $_ := .Ints}}{{$i}} {{end}}`,
	`{{range $i, $e := .L}}{{if eq $i 1}}{{continue}}{{end}}{{$e}}{{if gt $i 1}}{{break}}{{end}}.{{end}}`,
	`{{range .L}}{{range $.Empty}}{{else}}e{{break}}{{end}}[{{range $.Empty}}{{else}}c{{continue}}{{end}}]{{end}}`,
	`{{range .Grid}}{{range .}}{{if eq . 2}}{{break}}{{end}}{{.}}{{end}}|{{end}}`,
	`{{$x := .S}}{{$y := .I}}{{if .B2}}{{$x = "new"}}{{$z := .N}}{{$z}}{{end}}{{$x}}{{$y}}{{range .L}}{{$x = .}}{{$w := .}}{{$w}}{{end}}{{$x}}`,
	`{{len .S}}{{len .L}}{{len .P}}{{.L | len}}{{index .L 0}}{{index .Grid 0 1}}{{(index .Links 1).Y}}{{(index .PLinks 0).X}}{{index .Arr 1}}`,
	`{{if eq .S "a:b"}}1{{end}}{{if ne .S "a:b"}}2{{end}}{{if lt .I 3}}3{{end}}{{if le .I 3}}4{{end}}{{if gt .I 3}}5{{end}}{{if ge .I -1}}6{{end}}{{if eq .I 1 2 3 -1}}7{{end}}{{if eq .N "a:b" .S}}8{{end}}{{.I | eq 5}}`,
	`{{if gt (len .L) 1}}m{{end}}{{if and .S .I}}a{{end}}{{if or .S .I .B}}o{{end}}{{if not .S}}n{{end}}{{and .S .In}}{{or .S .In "dflt"}}{{not .I}}{{with or .S "z"}}{{.}}{{end}}{{if and (not .S) (or .B .I)}}q{{end}}`,
	`{{printf "%s|%d|%v" .S .I .L}}{{print .S .I}}{{println .S 1 true "x"}}{{.S | printf "<%q>"}}<a href="{{printf "%s/%d" .S .I}}">`,
	`{{"const <b>"}}{{7}}{{true}}{{"a" | len}}{{false | not}}{{eq "a" "a"}}`,
	`<script type="application/ld+json">{{.Graph}}</script><script>var a = {{.Links}}, b = {{.I}}, c={{.S}}, d={{.B}}+{{.F}}, e={{.L}}, f={{.Deep}}</script>`,
	`<!-- {{.S}} --><p>{{/* a */}}</p>`,
	`{{template "leaf" .S}}{{template "leaf" .N}}{{template "bare"}}{{range .L}}{{template "leaf" .}}{{end}}{{template "tree" .Tree}}{{define "leaf"}}<u title="{{.}}">{{$}}</u>{{$v := .}}{{$v}}{{end}}{{define "bare"}}<hr>{{end}}{{define "tree"}}<li>{{.Name}}<ul>{{range .Kids}}{{template "tree" .}}{{end}}</ul></li>{{end}}`,
	`{{block "box" .Deep}}<b>{{.X}}</b>{{end}}{{with .Links}}{{(index . 0).X}}{{end}}`,
}

// failing are compiled and cannot be executed to their end: html/template has the last word.
var failing = []string{
	`before{{.Nil}}after`, `{{.PPt.Fail}}`, `x{{.PPt.Panics}}`, `{{index .L 3}}`, `{{index .L -1}}`, `{{.NilPt.S}}`, `{{range .PLinks}}{{.X}}{{end}}{{.NilPt.Loud}}`,
	`{{template "endless" .}}{{define "endless"}}{{if .B2}}{{template "deeper" .}}{{end}}{{end}}{{define "deeper"}}{{with index .Empty 0}}{{end}}{{template "endless" .}}{{end}}`,
	`{{with .Nil}}x{{end}}{{len .Nil}}`,
}

// leftOut are templates that are left to html/template.
var leftOut = []string{
	`{{.M.k}}`, `{{.Any}}`, `{{.NilAny}}`, `{{if .Any}}x{{end}}`, `{{.Pt.Formatted}}`, `{{.PPt.Takes "x"}}`, `{{html .S}}`, `{{.S | html}}`, `<a href="x?{{.S | urlquery}}">`,
	`<i title="{{.HTML}}" id={{.HTML}}>`, `<i {{.S}}="1">`, `<p style="color: {{.S}}">`, `<style>p{color:{{.CSS}}}</style>`, `<a onclick="f({{.S}})">`, `<script>var x = "{{.S}}", y = {{.JS}}, z = {{.Told}};</script>`,
	`<img srcset="{{.S}}">`, `{{range 3}}x{{end}}`, `{{range $k, $v := .M}}{{$k}}{{$v}}{{end}}`, `{{.Absent}}`, `{{.hidden}}`, `{{.S.X}}`, `{{len 3}}`, `{{eq .S 1}}`, `{{eq .I .U}}`, `{{eq .F .F}}`, `{{slice .S 0 0}}`,
	`{{1.5}}{{'a'}}{{0x10}}{{1_000}}`, `{{$x := .S}}{{$x = .I}}{{$x}}`, `{{and .S .I}}`, `{{with and .S .I}}{{.}}{{end}}`, `{{template "no"}}`, `{{template "t" .S}}{{define "t"}}{{.Any}}{{end}}`, `{{template "dotless"}}{{define "dotless"}}[{{.}}]{{end}}`,
	`<a title="{{template "at" .S}}">{{template "at" .S}}</a>{{define "at"}}{{.}}{{end}}`, `{{call .S}}`, `{{printf .I}}`, `{{.S "arg"}}`, `{{nil}}`, `{{range $x := .L}}{{break}}{{.}}{{end}}`, `{{$x := .S}}{{range $x = .L}}{{end}}{{$x}}`, `{{range .Any}}{{end}}`,
	`<a href="{{if .B}}x{{else}}y?{{end}}{{.S}}">`, `{{if .S}}<a href="{{end}}`, `{{if eq .P .P}}x{{end}}`, `{{.S | .PPt.Takes}}`, `{{and}}`, `{{index .M "k"}}`,
}

func parsed(tb testing.TB, text string) *template.Template {
	t, err := template.New("").Option("missingkey=error").New("root").Parse(text)
	if err != nil {
		tb.Fatalf("%s: %v", text, err)
	}
	return t
}

// result is what an execution gave.
func result(err error, out string) string {
	if err != nil {
		return "error: " + err.Error() // nothing is written where it fails
	}
	return out
}

// same compares the Set's output and error with html/template's.
func same(t *testing.T, text string, set *Set, std *template.Template, data any) {
	t.Helper()
	var want bytes.Buffer
	const before = "before "
	got, gotErr := set.Append([]byte(before), "root", data)
	wantErr := std.ExecuteTemplate(&want, "root", data)
	if gotErr != nil && string(got) != before {
		t.Errorf("%s: appended %q and failed", text, got)
	}
	if g, w := result(gotErr, strings.TrimPrefix(string(got), before)), result(wantErr, want.String()); g != w {
		t.Errorf("%s\ngot  %q\nwant %q", text, g, w)
	}
}

func TestSameAsHTMLTemplate(t *testing.T) {
	check := func(text string, compiled bool) {
		set, std := New(parsed(t, text)), parsed(t, text)
		for _, s := range nasty {
			same(t, text, set, std, made(s))
		}
		why := set.program("root", reflect.TypeFor[*all]()).why
		if (why == nil) != compiled {
			t.Errorf("%s: compiled: %v; %v", text, why == nil, why)
		}
		same(t, text, set, std, *made("<v>")) // data that has no address
		same(t, text, set, std, (*all)(nil))
		same(t, text, set, std, nil)
		same(t, text, set, std, 5)
		same(t, text, set, std, &all{})
	}
	for _, text := range slices.Concat(constructs, failing) {
		check(text, true)
	}
	for _, text := range leftOut {
		check(text, false)
	}
}

// TestLeft: what is compiled also executes to its end, and Left tells of the rest.
func TestLeft(t *testing.T) {
	left := func(text string) []string {
		set := New(parsed(t, text))
		_, _ = set.Append(nil, "root", made("<x>"))
		return set.Left()
	}
	for _, text := range constructs {
		if got := left(text); got != nil {
			t.Errorf("%s: %q", text, got)
		}
	}
	for _, text := range failing {
		if got := left(text); len(got) != 1 || got[0] != "root of *stencil.all: given up" {
			t.Errorf("%s: %q", text, got)
		}
	}
	if got := left(`{{.Any}}`); len(got) != 1 || !strings.HasPrefix(got[0], "root of *stencil.all: left to html/template: ") {
		t.Errorf("%q", got)
	}
}

// TestWithin: a construct says the same within others, and leaves alone what comes after.
func TestWithin(t *testing.T) {
	around := []string{
		`{{range $i, $z := .L}}{{with $}}%s{{end}}{{$i}}{{$z}}{{end}}{{.S}}`,
		`{{$x := .S}}{{if .B}}%s{{else}}{{with .Deep}}{{with $}}%[1]s{{end}}{{.X}}{{end}}{{end}}{{$x}}{{.I}}`,
		`{{template "it" .}}{{range .Links}}{{template "it" $}}{{.X}}{{end}}{{define "it"}}{{$x := .In}}%s{{$x}}{{end}}`,
	}
	for _, text := range constructs {
		if strings.Contains(text, "{{define") || strings.Contains(text, "{{block") {
			continue // they stand at the top only
		}
		for _, a := range around {
			text := fmt.Sprintf(a, text)
			set, std := New(parsed(t, text)), parsed(t, text)
			same(t, text, set, std, made("<b>&"))
			same(t, text, set, std, made(""))
			if left := set.Left(); left != nil {
				t.Errorf("%s: %q", text, left)
			}
		}
	}
}

// TestManyAtOnce: goroutines that meet templates and types for the first time together
// get what one gets alone.
func TestManyAtOnce(t *testing.T) {
	text := strings.Join(constructs[:20], "") + `{{define "a"}}{{.S}}{{template "c" .S}}{{end}}{{define "b"}}{{.Any}}{{template "c" .S}}{{end}}{{define "c"}}<i title="{{.}}">{{end}}`
	set, std := New(parsed(t, text)), parsed(t, text)
	datas := []any{made("<1>"), *made("&2"), made("")}
	var group sync.WaitGroup
	for i := range 60 {
		name, data := []string{"root", "a", "b", "c"}[i%4], datas[i%3]
		group.Go(func() {
			var want bytes.Buffer
			wantErr := std.ExecuteTemplate(&want, name, data)
			got, err := set.Append(nil, name, data)
			if g, w := result(err, string(got)), result(wantErr, want.String()); g != w {
				t.Errorf("%s: got %q, want %q", name, g, w)
			}
		})
	}
	group.Wait()
}

// FuzzEscapers feeds a string to every escaper and content.
func FuzzEscapers(f *testing.F) {
	for _, s := range nasty {
		f.Add(s)
	}
	const text = `<p title="{{.S}}{{.Attr}}{{.URL}}{{.N}}" id={{.S}} class='{{.S}}' {{.Attr}}>{{.S}}{{.HTML}}{{.URL}}{{.PTold}}{{.Pt}}</p><title>{{.S}}{{.HTML}}</title>` +
		`<a href="{{.S}}">{{.N}}</a><a href="{{.URL}}">b</a><a href={{.S}}>c</a><a href="/{{.S}}/{{.URL}}?q={{.S}}&u={{.URL}}#{{.HTML}}">d</a><!-- {{.S}} -->` +
		`<meta http-equiv="refresh" content="{{.S}}"><script type="application/ld+json">{{.Graph}}</script><script>x={{.S}};y={{.I}}{{.L}}</script>`
	set, std := New(parsed(f, text)), parsed(f, text)
	f.Fuzz(func(t *testing.T, s string) {
		same(t, text, set, std, made(s))
		if left := set.Left(); left != nil {
			t.Fatal(left)
		}
	})
}
