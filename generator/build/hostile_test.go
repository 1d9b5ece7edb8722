package build

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/plan"
	"gongkai/generator/schema"
	"gongkai/generator/write"
)

// attack is what somebody would write who wants to get into a page: it closes what may be
// open and begins what runs. Its element and attribute have names that nothing of ours has.
const attack = `=1+1"'>--></title></script></style>]]><pwnd onpwnd=1><script>pwnd()</script><img src=x onerror=pwnd()><a href="javascript:pwnd()">{{.Title}}</a>&lt;pwnd&gt;`

// A hostile site has one file for each table of keys, by its path.
type hostile map[string]*form

// A form is the keys of a file with their values as YAML in one line.
type form struct {
	table schema.Table
	list  bool // the file is a list of entries
	keys  map[string]string
	body  string
}

func hostileSite() hostile {
	dept := map[string]string{"id": "caizheng", "code": "CZ", "name": "测试区财政局", "kind": "agency", "phone": "0000-8810001", "address": "和平路1号", "hours": "工作日 9:00-17:00",
		"complaint_phone": "0000-12345", "clerk": "办公室", "deputy": "综合科", "functions": "测试职责。", "powers": "测试权限。"}
	item := map[string]string{"title": "关于公布预算的公告", "index": "CZ-2026-00001", "category": `"0499"`, "made": "2026-05-04", "reviewed": "2026-05-05", "approved": "2026-05-06", "published": "2026-05-07", "secrecy": "pass", "boards": "[hall]"}
	return hostile{
		"site.yaml":                 {table: schema.Site, keys: map[string]string{"title": "测试区政务公开", "region": "测试区", "base_url": "https://gongkai.example/", "supervision_phone": "0000-12345"}},
		"departments.yaml":          {table: schema.Department, list: true, keys: dept},
		"categories.yaml":           {table: schema.Category, list: true, keys: map[string]string{"code": `"0499"`, "name": "预算", "parent": `"04"`}},
		"duties.yaml":               {table: schema.Duty, list: true, keys: map[string]string{"id": "budget", "title": "部门预算", "category": `"0401"`, "departments": "[all]", "cadence": "routine"}},
		"boards.yaml":               {table: schema.Board, list: true, keys: map[string]string{"id": "hall", "name": "大厅公开栏", "place": "大厅", "paper": "A4"}},
		"holidays/2026.yaml":        {keys: map[string]string{"year": "2026", "off": "[2026-01-01]", "work": "[]"}},
		"caizheng/_index.md":        {table: schema.Profile, keys: map[string]string{}, body: "欢迎。"},
		"caizheng/2026/1/index.md":  {table: schema.Item, keys: item, body: "说明。"},
		"caizheng/opinions/1.md":    {table: schema.Opinion, keys: map[string]string{"title": "建议", "received": "2026-05-08", "answered": "2026-05-10", "public": "true"}, body: "意见。\n\n## 答复\n\n已经办理。"},
		"supervision/1.md":          {table: schema.Order, keys: map[string]string{"kind": "order", "title": "限时公开", "department": "caizheng", "category": `"0401"`, "issued": "2026-05-04", "deadline": "2026-06-20", "public": "true"}},
		"caizheng/2026/1/附<b>件.csv": {body: "a,b\n"},
	}
}

// files writes the site out.
func (h hostile) files() fstest.MapFS {
	fs := fstest.MapFS{}
	for name, f := range h {
		var b strings.Builder
		lead, more := "", ""
		if f.list {
			lead, more = "- ", "  "
		}
		for _, k := range slices.Sorted(maps.Keys(f.keys)) {
			b.WriteString(lead + k + ": " + f.keys[k] + "\n")
			lead = more
		}
		text := b.String()
		if strings.HasSuffix(name, ".md") {
			text = "---\n" + text + "---\n\n" + f.body + "\n"
		} else if f.body != "" {
			text = f.body
		}
		fs[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fs
}

// evil gives a value of the key's form that holds the text wherever a text may stand, and
// whether there is such a place.
func evil(k *schema.Key, text string) (string, bool) {
	quoted, _ := json.Marshal(text) // JSON's quotes are YAML's
	q := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(quoted))
	switch k.Form {
	case schema.Text, schema.Long, schema.Index, schema.Legal, schema.Enum, schema.Day, schema.Number, schema.Span, schema.Instant, schema.Size, schema.Bool:
		return q, true
	case schema.List, schema.EnumList:
		return "[" + q + "]", true
	case schema.Object, schema.Objects:
		var all []string
		for i := range k.Keys {
			sub := &k.Keys[i]
			v := fine(sub)
			if sub.Form <= schema.Long || sub.Form == schema.List {
				v, _ = evil(sub, text)
			}
			if v != "" {
				all = append(all, sub.Name+": "+v)
			}
		}
		v := "{" + strings.Join(all, ", ") + "}"
		if k.Form == schema.Objects {
			v = "[" + v + "]"
		}
		return v, len(all) > 0
	}
	return "", false
}

// fine gives a value that the key takes.
func fine(k *schema.Key) string {
	switch k.Form {
	case schema.Day, schema.Instant:
		return "2026-05-20"
	case schema.Enum:
		return k.Values[0].Code
	}
	return k.Sample
}

// A draft keeps the list of what the site shall hold.
type draft struct {
	*write.Draft
	outs []plan.Output
}

func (d *draft) Begin(outs []plan.Output) error {
	d.outs = outs
	return d.Draft.Begin(outs)
}

// made builds a site in memory and gives each file; none where a finding stops it.
func made(t *testing.T, fs fstest.MapFS, sheets bool) (map[string][]byte, []diag.Diagnostic) {
	t.Helper()
	day, _ := calendar.Make(2026, 6, 1)
	m := new(write.Memory)
	d := &draft{Draft: m.Draft()}
	r, err := Site(context.Background(), Options{Content: fs, Date: day, NoSheets: !sheets}, d)
	if errors.Is(err, ErrFindings) {
		return nil, slices.DeleteFunc(r.Findings, func(d diag.Diagnostic) bool { return d.Severity < diag.Error })
	}
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte, len(d.outs))
	for _, o := range d.outs {
		if files[o.Path], err = m.Open(o.Path); err != nil {
			t.Fatalf("%s: %v", o.Path, err)
		}
	}
	return files, r.Findings
}

// TestHostileKeys writes the attack into every key of every table, one after the other: the
// key is refused with a finding that has a place, or the site is built and is what it was.
func TestHostileKeys(t *testing.T) {
	if testing.Short() { // under the race detector
		t.Skip("hundreds of sites")
	}
	if files, found := made(t, hostileSite().files(), true); files == nil {
		t.Fatalf("the site without an attack: %v", found)
	}
	refused, shown, tried := 0, 0, 0
	for _, name := range slices.Sorted(maps.Keys(hostileSite())) {
		for i := range hostileSite()[name].table {
			k := &hostileSite()[name].table[i]
			v, ok := evil(k, attack)
			if !ok {
				continue
			}
			tried++
			h := hostileSite()
			h[name].keys[k.Name] = v
			files, found := made(t, h.files(), false)
			if files == nil {
				refused++
				told := slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
					return d.Path != "" && !d.Fix.IsZero() && (d.Path == name || name == "categories.yaml" || name == "departments.yaml" || name == "boards.yaml")
				})
				if !told {
					t.Errorf("%s %s: refused without a finding of its own: %+v", name, k.Name, found)
				}
				continue
			}
			seen := false
			for _, p := range slices.Sorted(maps.Keys(files)) {
				if bytes.Contains(bytes.ToLower(files[p]), []byte("pwnd")) {
					seen = true
					harmless(t, name+" "+k.Name+": "+p, p, files[p])
				}
			}
			if seen {
				shown++
			}
		}
	}
	t.Logf("%d keys tried, %d refused, %d shown", tried, refused, shown)
	if tried < 120 || shown < 35 || refused < 20 {
		t.Errorf("%d keys tried, %d refused, %d shown: the test looks in the wrong place", tried, refused, shown)
	}
}

// TestHostileTexts puts what runs into Markdown, in all the disguises that browsers see
// through, and finds nothing of it in any file of the site; links are errors, the rest is text.
func TestHostileTexts(t *testing.T) {
	if testing.Short() { // under the race detector
		t.Skip("hundreds of sites")
	}
	tests := []string{
		attack, "<script>pwnd()</script>", "甲<b onclick=pwnd()>乙</b>", "<svg/onload=pwnd()>", "<iframe srcdoc='<script>pwnd()</script>'>", "<style>*{background:url(javascript:pwnd())}</style>",
		"<!--><script>pwnd()</script>-->", "<!-- --!><pwnd> -->", "<![CDATA[<pwnd>]]>", "<?pwnd ?>", "<!pwnd>", "<a href='javascript:pwnd()'>甲</a>", "<form action=javascript:pwnd()><input formaction=javascript:pwnd()>",
		"`<pwnd>`", "    <pwnd>", "```pwnd\" onpwnd=\"1\n<pwnd>\n```", "| <pwnd> | b |\n| --- | --- |\n| <pwnd onpwnd=1> | c |", "## <pwnd>\n\n[甲](#<pwnd>)", "[甲]: javascript:pwnd()\n\n[甲]", "![甲\" onerror=\"pwnd()](https://example.com/a\"onerror=\"pwnd())",
		"[甲](https://example.com/\"onpwnd=\"1)", "[甲](<https://example.com/\"onpwnd=\"1>)", "[甲](https://example.com 'x\" onpwnd=\"1')", "<https://example.com/\"onpwnd=\"1>", "<javascript:pwnd()>", "<data:text/html,pwnd>", "https://example.com/\"onpwnd=1", "&lt;pwnd&gt;&#60;script&#62;pwnd()", "[甲](1.md#\"onpwnd=\"1)", "[甲](附%3Cb%3E件.csv#\"onpwnd=\"1)",
	}
	for _, url := range []string{"javascript:pwnd()", "JaVaScRiPt:pwnd()", "java\tscript:pwnd()", "java&#10;script:pwnd()", "java&#x09;script:pwnd()", "java&NewLine;script:pwnd()", "java&Tab;script:pwnd()", "&#106;avascript:pwnd()", "javascript&#58;pwnd()", "javascript&colon;pwnd()", "&#x6A&#x61;vascript:pwnd()",
		"\x01javascript:pwnd()", " javascript:pwnd()", "\u00a0javascript:pwnd()", "java\u200Bscript:pwnd()", "java\x00script:pwnd()", "javascript%3Apwnd()", "%6Aavascript:pwnd()", "j%61vascript:pwnd()", `javascript\:pwnd()`, `java\script:pwnd()`, "vbscript:pwnd()", "VBSCRIPT:pwnd()", "data:text/html;base64,pwnd", "data:image/svg+xml,pwnd", "DATA:text/html,pwnd", "file:///pwnd", "blob:pwnd", "about:pwnd", "view-source:javascript:pwnd()",
		"feed:javascript:pwnd()", "//evil.example/pwnd", `\\evil.example\pwnd`, `/\evil.example/pwnd`, "///evil.example/pwnd", "/%5Cevil.example/pwnd", "http:javascript:pwnd()", "ｊavascript:pwnd()", "javascript：pwnd()", "javascript://%0Apwnd()", "&#0000106avascript:pwnd()", "./javascript:pwnd()", "?javascript:pwnd()", "#javascript:pwnd()", "jar:https://pwnd!/x", "intent://pwnd", "ms-word:ofe|u|pwnd"} {
		for _, form := range []string{"[甲](%s)", "[甲](<%s>)", "![甲](%s)", "[甲]\n\n[甲]: %s", "[甲]\n\n[甲]: <%s>", "<%s>", "[![甲](%[1]s)](%[1]s)", "%s"} {
			tests = append(tests, fmt.Sprintf(form, url))
		}
	}
	built := 0
	for _, text := range tests {
		for _, name := range []string{"caizheng/2026/1/index.md", "caizheng/_index.md", "caizheng/opinions/1.md"} {
			if name != "caizheng/2026/1/index.md" && built%7 != 0 {
				continue // one way leads to all texts: some of them will do
			}
			h := hostileSite()
			h[name].body = "说明。\n\n" + text + "\n\n## 答复\n\n" + text
			files, found := made(t, h.files(), false)
			if files == nil && !slices.ContainsFunc(found, func(d diag.Diagnostic) bool { return d.Path == name && (!d.At.IsZero() || d.Rule == "F19") }) {
				t.Errorf("%q in %s: refused without a place: %+v", text, name, found)
			}
			for p, data := range files {
				harmless(t, fmt.Sprintf("%q in %s: %s", text, name, p), p, data)
			}
			if files != nil {
				built++
			}
		}
	}
	t.Logf("%d texts, %d sites built", len(tests), built)
	if built < 40 {
		t.Errorf("only %d sites were built", built)
	}
}

// TestIDs gives a department and a board each name that the site itself uses, and others that
// lead elsewhere: no two files of the site get one path, and none a path outside.
func TestIDs(t *testing.T) {
	if testing.Short() { // under the race detector
		t.Skip("hundreds of sites")
	}
	files, _ := made(t, hostileSite().files(), true)
	ids := map[string]bool{"..": true, "../x": true, "a/b": true, "/x": true, "con": true, "a:b": true, "x.": true, "": true, "index.html": true, "\\u202e": true, "a b": true, "%2e%2e": true, "大厅": true}
	category := regexp.MustCompile(`^(0[2-9]|1\d|(0[2-9]|1\d)\d\d|\d\d0[2-9])(\.|$)`) // one of many
	for p := range files {
		for part := range strings.SplitSeq(p, "/") {
			if !category.MatchString(part) {
				ids[part] = true
				ids[strings.TrimSuffix(part, path.Ext(part))] = true
			}
		}
	}
	built := 0
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		board, dept := hostileSite(), hostile{}
		board["boards.yaml"].keys["id"] = `"` + id + `"`
		board["caizheng/2026/1/index.md"].keys["boards"] = `["` + id + `"]`
		for name, f := range hostileSite() {
			if rest, ok := strings.CutPrefix(name, "caizheng/"); ok {
				name = path.Join(id, rest)
			}
			dept[name] = f
		}
		dept["departments.yaml"].keys["id"] = `"` + id + `"`
		dept["supervision/1.md"].keys["department"] = `"` + id + `"`
		for _, h := range []hostile{board, dept} {
			if files, _ := made(t, h.files(), true); files != nil { // made fails on a collision
				built++
			}
		}
	}
	if built < len(ids)/2 {
		t.Errorf("%d ids, only %d sites built", len(ids), built)
	}
}

// TestControlCharacters puts what XML forbids into every key, by the escapes with which YAML
// lets it in, and into a text: the clerk is told, and no file of the site is broken by it.
func TestControlCharacters(t *testing.T) {
	if testing.Short() { // under the race detector
		t.Skip("hundreds of sites")
	}
	const odd = "甲\x01\x08\x0b\x0c\x1b[31m\x7f\u0085\u0090乙"
	built := 0
	try := func(what, name string, h hostile) {
		files, found := made(t, h.files(), built%10 == 0)
		if files == nil {
			return
		}
		built++
		if !slices.ContainsFunc(found, func(d diag.Diagnostic) bool {
			return (d.Rule == "F42" && !d.At.IsZero() || d.Rule == "F30") && d.Path == name
		}) {
			t.Errorf("%s: not told", what)
		}
		for p, data := range files {
			harmless(t, what+": "+p, p, data)
			switch {
			case path.Ext(p) == ".pdf", path.Ext(p) == ".xlsx", path.Ext(p) == ".png", strings.HasPrefix(p, "search/data/"): // of the index, see search's own tests
			default:
				if i := bytes.IndexFunc(data, func(r rune) bool {
					return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r >= 0x7F && r < 0xA0
				}); i >= 0 {
					t.Errorf("%s: %s holds %q", what, p, data[max(i-10, 0):min(i+10, len(data))])
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(hostileSite())) {
		for i := range hostileSite()[name].table {
			k := &hostileSite()[name].table[i]
			if v, ok := evil(k, odd); ok {
				h := hostileSite()
				h[name].keys[k.Name] = strings.NewReplacer("\x7f", `\u007f`, "\u0085", `\u0085`, "\u0090", `\u0090`).Replace(v)
				try(name+" "+k.Name, name, h)
			}
		}
	}
	for _, text := range []string{odd, "## " + odd, "[" + odd + "](https://example.com/)", "`" + odd + "`", "    " + odd, "|" + odd + "|\n|-|\n|a|", "甲&#1;&#11;&#x1b;乙", "![" + odd + "](https://example.com/\x01)"} {
		for _, name := range []string{"caizheng/2026/1/index.md", "caizheng/_index.md", "caizheng/opinions/1.md"} {
			h := hostileSite()
			h[name].body = "说明。\n\n" + text + "\n\n## 答复\n\n" + text
			try(fmt.Sprintf("%q in %s", text, name), name, h)
		}
	}
	if built < 60 {
		t.Errorf("only %d sites were built", built)
	}
}

// harmless fails where a file of the site holds what was not made here, or is not what its
// name says.
func harmless(t *testing.T, what, p string, data []byte) {
	t.Helper()
	switch path.Ext(p) {
	case ".html":
		harmlessHTML(t, what, data)
	case ".xml", ".atom":
		strictXML(t, what, data)
	case ".json", ".jsonld":
		if !json.Valid(data) {
			t.Errorf("%s: no JSON", what)
		}
	case ".csv":
		if !strings.Contains(p, "附") {
			harmlessCSV(t, what, data)
		}
	case ".xlsx":
		harmlessXLSX(t, what, data)
	case ".ics":
		harmlessICS(t, what, data)
	case ".txt":
		if p == "robots.txt" && bytes.Contains(data, []byte("pwnd")) {
			t.Errorf("%s: %s", what, data)
		}
	}
}

// schemes are what an address in a page may begin with.
var schemes = []string{"http", "https", "mailto", "tel"}

func harmlessHTML(t *testing.T, what string, data []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode && strings.Contains(n.Data, "pwnd") {
			t.Errorf("%s: a comment %q", what, n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Key, "pwnd") || a.Key == "srcdoc" || a.Key == "style" {
				t.Errorf("%s: <%s %s=%q>", what, n.Data, a.Key, a.Val)
			}
			switch a.Key {
			case "href", "src", "action", "formaction", "poster", "data", "xlink:href", "cite":
				clean := strings.Map(func(r rune) rune {
					if r <= ' ' {
						return -1
					}
					return r
				}, a.Val)
				scheme, _, has := strings.Cut(clean, ":")
				if has && !strings.ContainsAny(scheme, "/?#") && !slices.Contains(schemes, strings.ToLower(scheme)) || strings.HasPrefix(clean, "//") || strings.HasPrefix(clean, `\`) || strings.HasPrefix(clean, `/\`) {
					t.Errorf("%s: <%s %s=%q>", what, n.Data, a.Key, a.Val)
				}
			}
		}
		switch n.Data {
		case "script":
			src, inside := attr["src"], ""
			if n.FirstChild != nil {
				inside = n.FirstChild.Data
			}
			if attr["type"] == "application/ld+json" && json.Valid([]byte(inside)) {
				continue
			}
			if strings.TrimSpace(inside) != "" || src == "" || strings.Contains(src, ":") || strings.Contains(src, "pwnd") {
				t.Errorf("%s: <script src=%q>%.80s", what, src, inside)
			}
		case "pwnd", "iframe", "object", "embed", "base", "style", "math", "applet", "frame":
			t.Errorf("%s: <%s>", what, n.Data)
		case "form": // the theme's own, which only search
			if a := strings.TrimLeft(attr["action"], "./"); attr["method"] != "get" || a != "catalog/index.html" && a != "search/index.html" && a != "index.html" {
				t.Errorf("%s: <form action=%q>", what, attr["action"])
			}
		case "meta":
			if strings.EqualFold(attr["http-equiv"], "refresh") {
				t.Errorf("%s: a refresh", what)
			}
		}
	}
}

// strictXML reads a file as encoding/xml does when it forgives nothing: no character that
// XML forbids, every element closed, no element of somebody else's.
func strictXML(t *testing.T, what string, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		if e, ok := tok.(xml.StartElement); ok {
			if strings.Contains(e.Name.Local, "pwnd") || e.Name.Local == "script" {
				t.Errorf("%s: <%s>", what, e.Name.Local)
			}
			for _, a := range e.Attr {
				if low := strings.ToLower(a.Value); (a.Name.Local == "href" || a.Name.Local == "src") && (strings.HasPrefix(low, "javascript") || strings.HasPrefix(low, "data:")) {
					t.Errorf("%s: %s=%q", what, a.Name.Local, a.Value)
				}
			}
		}
	}
}

func harmlessCSV(t *testing.T, what string, data []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if strings.IndexAny(strings.TrimLeft(cell, " \u00a0\u3000"), "=+-@\t\r\n＝＋－＠|%") == 0 && !plainNegative(cell) {
				t.Errorf("%s: the cell %q", what, cell)
			}
		}
	}
}

// plainNegative reports whether the cell is a number below zero.
func plainNegative(cell string) bool {
	return len(cell) > 1 && strings.Trim(cell[1:], "0123456789.") == ""
}

// harmlessXLSX reads every part as strict XML: no formula, no link, no macro.
func harmlessXLSX(t *testing.T, what string, data []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(in)
		if err != nil {
			t.Errorf("%s %s: %v", what, f.Name, err)
		}
		strictXML(t, what+" "+f.Name, part)
		for _, bad := range []string{"<f>", "<f ", "hyperlink", "externalLink", "vbaProject", "oleObject", "DDE"} {
			if bytes.Contains(part, []byte(bad)) && !strings.HasPrefix(f.Name, "docProps") {
				t.Errorf("%s %s: %s", what, f.Name, bad)
			}
		}
	}
}

// harmlessICS: every line is a property of a calendar, or goes on from the one before.
func harmlessICS(t *testing.T, what string, data []byte) {
	t.Helper()
	for line := range strings.Lines(string(data)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		name, _, _ = strings.Cut(name, ";")
		if line[0] != ' ' && (name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "") {
			t.Errorf("%s: the line %q", what, line)
		}
	}
}
