package headers

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// InTheme reports whether a finding's path is that of a theme's file: such lie below
// templates/ and assets/, where content has Markdown and attachments only.
func InTheme(p string) bool {
	return strings.HasPrefix(p, "templates/") && path.Ext(p) == ".html" || strings.HasPrefix(p, "assets/") && path.Ext(p) == ".css"
}

// Theme judges one file of a theme of one's own, by its path in the theme: what in it the
// policy of the pages will not let a browser do. Of templates it reads what stands in them, not
// what actions put there; html/template escapes that. As from every reader, the findings have
// neither severity nor clause yet; they are in the order of the text.
func Theme(p string, text []byte) []diag.Diagnostic {
	if !InTheme(p) {
		return nil
	}
	j := judge{path: p}
	if path.Ext(p) == ".css" {
		j.css(text)
		return j.found
	}
	if path.Base(p) == "_head.html" && !bytes.Contains(text, []byte(".Policy")) {
		j.say("M44", source.Span{}, diag.Say("页面开头没有 {{.Policy}}，页面自己就不带安全策略", "_head.html has no {{.Policy}}, so that pages carry no security policy"))
	}
	j.html(blank(text))
	diag.Sort(j.found)
	return j.found
}

// A judge gathers what is found in one file.
type judge struct {
	path  string
	found []diag.Diagnostic
}

func (j *judge) say(rule string, at source.Span, text diag.Words) {
	j.found = append(j.found, diag.Diagnostic{Rule: rule, Place: diag.Place{Path: j.path, At: at}, Text: text})
}

var (
	actions  = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	comments = regexp.MustCompile(`(?s)<!--.*?-->`)
	tags     = regexp.MustCompile(`(?s)<([A-Za-z][A-Za-z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>`)
	attrs    = regexp.MustCompile(`(?s)([A-Za-z][A-Za-z0-9:_-]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?`)
	urls     = regexp.MustCompile(`(?i)(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s;]+|data:[^"')\s;]*)`)
	closed   = regexp.MustCompile(`(?i)</(script|style)\s*>`)
)

// blank gives the text with its actions and comments overwritten by signs that mean nothing, so
// that places stay: what an action gives is a word.
func blank(text []byte) []byte {
	fill := func(with byte) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Repeat([]byte{with}, len(b)) }
	}
	return comments.ReplaceAllFunc(actions.ReplaceAllFunc(text, fill('_')), fill(' '))
}

// html judges tag by tag; the text of a script or a style is none.
func (j *judge) html(text []byte) {
	for at := 0; ; {
		m := tags.FindSubmatchIndex(text[at:])
		if m == nil {
			return
		}
		name := strings.ToLower(string(text[at+m[2] : at+m[3]]))
		where := source.Span{Start: at + m[0], End: at + m[3]}
		j.tag(name, where, text[at+m[4]:at+m[5]], at+m[4])
		at += m[1]
		if name == "script" || name == "style" {
			end := closed.FindIndex(text[at:])
			if end == nil {
				return
			}
			at += end[1]
		}
	}
}

// loads are the attributes by which an element fetches a file.
var loads = map[string]string{
	"script": "src", "img": "src", "source": "src", "audio": "src", "video": "src", "track": "src", "input": "src", "image": "href", "use": "href",
}

// tag judges an element: its name, its attributes and where these begin.
func (j *judge) tag(name string, where source.Span, text []byte, begin int) {
	values := map[string]string{}
	for _, m := range attrs.FindAllSubmatchIndex(text, -1) {
		key, value := strings.ToLower(string(text[m[2]:m[3]])), ""
		at := source.Span{Start: begin + m[0], End: begin + m[3]}
		if m[4] >= 0 {
			value = strings.Trim(string(text[m[4]:m[5]]), `"'`)
		}
		if _, twice := values[key]; !twice {
			values[key] = value
		}
		j.attribute(name, key, value, at)
	}
	switch src, has := values["src"]; {
	case name == "script" && !has && runs(values["type"]):
		j.say("M40", where, diag.Say("模板里直接写了脚本，浏览器按本站的安全策略不会运行", "a script stands in the template; by the site's policy browsers will not run it"))
	case name == "style":
		j.say("M41", where, diag.Say("模板里直接写了样式，浏览器按本站的安全策略不会采用", "a style stands in the template; by the site's policy browsers will not use it"))
	case name == "link" && fetches(values["rel"]):
		j.from(values["href"], where)
	case name == "iframe" || name == "frame" || name == "object" || name == "embed" || name == "applet":
		j.say("M43", where, diag.Say("<%s> 在本站的安全策略下打不开", "the site's policy lets no <%s> in", name))
	case name == "base":
		j.say("M43", where, diag.Say("<base> 在本站的安全策略下不起作用", "by the site's policy <base> has no effect"))
	case name == "form" && (foreign(values["action"]) || !strings.EqualFold(values["method"], "get") && values["method"] != ""):
		j.say("M43", where, diag.Say("这个 <form> 送不出去：这个网站只有文件，没有程序接收，本站的安全策略也不许送到别的网站", "this <form> cannot be sent: a site of files has nothing that takes it, and the policy lets it go to no other site"))
	case has && loads[name] == "src":
		j.from(src, where)
	case loads[name] == "href":
		j.from(values["href"], where)
	}
}

// attribute judges one attribute of an element.
func (j *judge) attribute(element, key, value string, at source.Span) {
	switch {
	case strings.HasPrefix(key, "on") && len(key) > 4:
		j.say("M40", at, diag.Say("%s=\"…\" 是写在标签里的脚本，浏览器按本站的安全策略不会运行", "%s=\"…\" is script in a tag; by the site's policy browsers will not run it", key))
	case key == "style":
		j.say("M41", at, diag.Say("style=\"…\" 是写在标签里的样式，浏览器按本站的安全策略不会采用", "style=\"…\" is style in a tag; by the site's policy browsers will not use it"))
	case (key == "href" || key == "action") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(value)), "javascript:"):
		j.say("M40", at, diag.Say("“javascript:” 的链接，浏览器按本站的安全策略不会运行", "a link with \"javascript:\"; by the site's policy browsers will not run it"))
	case key == "srcset" && (element == "img" || element == "source"):
		for candidate := range strings.SplitSeq(value, ",") {
			candidate, _, _ = strings.Cut(strings.TrimSpace(candidate), " ")
			j.from(candidate, at)
		}
	}
}

// runs reports whether a script of the type is run; others only hold data.
func runs(kind string) bool {
	kind = strings.ToLower(strings.TrimSpace(kind))
	return kind == "" || kind == "module" || strings.Contains(kind, "javascript") || strings.Contains(kind, "ecmascript")
}

// fetches reports whether a browser fetches a link of the relation by itself.
func fetches(rel string) bool {
	for _, r := range []string{"stylesheet", "icon", "preload", "modulepreload", "manifest"} {
		if strings.Contains(strings.ToLower(rel), r) {
			return true
		}
	}
	return false
}

// foreign reports whether an address is of another site.
func foreign(address string) bool {
	a := strings.ToLower(strings.TrimSpace(address))
	return strings.HasPrefix(a, "http:") || strings.HasPrefix(a, "https:") || strings.HasPrefix(a, "//")
}

// from judges where a file comes from: an address with a host, or one that holds the file itself.
func (j *judge) from(address string, at source.Span) {
	switch {
	case foreign(address):
		j.say("M42", at, diag.Say("要从别的网站取文件（%s），浏览器按本站的安全策略不会去取", "a file of another site (%s); by the site's policy browsers will not fetch it", short(strings.TrimSpace(address))))
	case strings.HasPrefix(strings.ToLower(strings.TrimSpace(address)), "data:"):
		j.say("M42", at, diag.Say("“data:” 写在里面的文件，浏览器按本站的安全策略不会用", "a file written into a \"data:\" address; by the site's policy browsers will not use it"))
	}
}

// css judges what a style sheet fetches.
func (j *judge) css(text []byte) {
	for _, m := range urls.FindAllSubmatchIndex(text, -1) {
		j.from(string(text[m[2]:m[3]]), source.Span{Start: m[2], End: m[3]})
	}
}

// short gives an address as a sentence can hold it.
func short(address string) string {
	const most = 60
	if r := []rune(address); len(r) > most {
		return string(r[:most]) + "…"
	}
	return address
}
