package headers

import (
	"fmt"
	"slices"
	"strings"
)

// File is the name under which a build puts the headers into the site for hosts that read
// them there: Netlify, Cloudflare Pages and what is like them. To any other server it is a
// text that says nothing secret.
const File = "_headers"

// A form is the headers in the words of one server.
type form struct {
	name  string
	write func(Site) string
}

var forms = []form{{"nginx", Site.nginx}, {"caddy", Site.caddy}, {"iis", Site.iis}, {"netlify", Site.netlify}}

// Servers lists the names that Config takes.
func Servers() []string {
	var names []string
	for _, f := range forms {
		names = append(names, f.name)
	}
	return names
}

// Config gives the headers as configuration of a server; ok is false for a name that Servers
// does not list.
func (s Site) Config(server string) (text string, ok bool) {
	for _, f := range forms {
		if f.name == server {
			return f.write(s), true
		}
	}
	return "", false
}

// strict is the header that binds browsers to https. It is only ever advised: a host whose
// certificate lapses is not to be reached for as long as it says.
const strict = "max-age=31536000"

// ofAttachments is the beginning of a regular expression for the paths of attachments.
func (s Site) ofAttachments() string { return "^" + s.pattern() + "items/[^/]+/[^/]+/" }

// pattern gives the site's path as a regular expression.
func (s Site) pattern() string { return strings.ReplaceAll(s.Path, ".", `\.`) }

// byType gives the endings, without their dots, of each type that the table names, without its
// charset; types are in order.
func byType() (names []string, ends map[string][]string) {
	ends = map[string][]string{}
	for _, e := range endings() {
		t := strings.TrimSuffix(types[e], utf8Charset)
		if ends[t] == nil {
			names = append(names, t)
		}
		ends[t] = append(ends[t], strings.TrimPrefix(e, "."))
	}
	slices.Sort(names)
	return names, ends
}

// nginx is a file to be included in a server block. It has no location of its own, so that it
// fits any; variables carry what differs between files, because add_header in a deeper block
// would drop all the others.
func (s Site) nginx() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# gongkai：把这个文件 include 到 nginx 的 server { } 里面，和 root 写在一起：
#     server { listen 80; root /srv/www; include /etc/nginx/gongkai.conf; }
# 如果某个 location 里另外写了 add_header，这里的就不起作用，要在那个 location 里再 include 一次。
# Include this in nginx's server block, beside root. A location with an add_header of its own drops
# these: include the file there too.
charset utf-8;
default_type %s;
error_page 404 %s404.html;
server_tokens off;
# 程序自己的记录，不是网站的一部分。 The program's own record is no part of the site.
location ^~ %[2]s.gongkai {
    return 404;
}

types {
`, unknownType, s.Path)
	names, ends := byType()
	var texts []string
	for _, t := range names {
		fmt.Fprintf(&b, "    %s %s;\n", t, strings.Join(ends[t], " "))
		if types["."+ends[t][0]] != t && t != "text/html" {
			texts = append(texts, t)
		}
	}
	fmt.Fprintf(&b, `}
charset_types %s;

set $gongkai_policy "%s";
set $gongkai_disposition "";
set $gongkai_cache "%s";
set $gongkai_address "$uri?$args";
if ($uri ~ "%[4]s") {
    set $gongkai_cache "%s";
}
# 附件里浏览器会运行、会误读的，只让下载。 Attachments that a browser could run or misread are saved.
if ($uri ~* "%[4]s(?!.*\.(?:%[6]s)$)") {
    set $gongkai_policy "%[7]s";
    set $gongkai_disposition "attachment";
}
if ($gongkai_address ~ "^%[8]sassets/[^?]+\?[0-9a-f]+$") {
    set $gongkai_cache "%[9]s";
}
add_header Content-Security-Policy $gongkai_policy always;
add_header Content-Disposition $gongkai_disposition;
add_header Cache-Control $gongkai_cache always;
`, strings.Join(texts, " "), s.Policy(), Briefly, s.ofAttachments(), AnHour, strings.Join(shown, "|"), SavedPolicy, s.pattern(), ForEver)
	for _, h := range guards {
		fmt.Fprintf(&b, "add_header %s \"%s\" always;\n", h.Name, h.Value)
	}
	fmt.Fprintf(&b, `# 全站 https 用稳了再打开：打开以后，一年内浏览器不再用 http 访问。
# When https has served the whole site well for a while: for a year browsers will take nothing else.
# add_header Strict-Transport-Security "%s" always;
`, strict)
	return b.String()
}

// caddy is a file to be imported in a site block. Its matchers do not overlap, since the order
// in which Caddy applies them is not the file's.
func (s Site) caddy() string {
	var b strings.Builder
	at := s.ofAttachments()
	kinds := `(?i)\.(?:` + strings.Join(shown, "|") + `)$`
	fmt.Fprintf(&b, `# gongkai：在 Caddyfile 的站点里写 import gongkai.caddy，和 root、file_server 写在一起：
#     www.example.gov.cn {
#         root * /srv/www
#         import gongkai.caddy
#         file_server
#     }
# Import this in Caddy's site block, beside root and file_server.
map {path} {gongkai_type} {
	~/$ "%s"
`, types[".html"])
	for _, e := range endings() {
		fmt.Fprintf(&b, "\t\"~(?i)\\%s$\" \"%s\"\n", e, types[e])
	}
	fmt.Fprintf(&b, `	default %s
}
@gongkai_file file
header @gongkai_file Content-Type {gongkai_type}

# 附件里浏览器会运行、会误读的，只让下载。 Attachments that a browser could run or misread are saved.
@gongkai_saved {
	file
	path_regexp gongkai_attachment %[2]s
	not path_regexp gongkai_shown %[3]s
}
header @gongkai_saved {
	Content-Security-Policy "%[4]s"
	Content-Disposition attachment
}
@gongkai_open not {
	file
	path_regexp gongkai_attachment %[2]s
	not path_regexp gongkai_shown %[3]s
}
header @gongkai_open Content-Security-Policy "%[5]s"

@gongkai_lasting {
	file
	path %[6]sassets/*
	expression {query}.matches('^[0-9a-f]+$')
}
header @gongkai_lasting Cache-Control "%[7]s"
@gongkai_attachment {
	file
	path_regexp gongkai_attachment %[2]s
}
header @gongkai_attachment Cache-Control "%[8]s"
@gongkai_brief {
	not {
		file
		path %[6]sassets/*
		expression {query}.matches('^[0-9a-f]+$')
	}
	not {
		file
		path_regexp gongkai_attachment %[2]s
	}
}
header @gongkai_brief Cache-Control "%[9]s"

header {
`, unknownType, at, kinds, SavedPolicy, s.Policy(), s.Path, ForEver, AnHour, Briefly)
	for _, h := range guards {
		fmt.Fprintf(&b, "\t%s \"%s\"\n", h.Name, h.Value)
	}
	fmt.Fprintf(&b, `	# 全站 https 用稳了再打开。 When https has served the whole site well for a while.
	# Strict-Transport-Security "%[1]s"
}
header -Server
# 程序自己的记录，不是网站的一部分。 The program's own record is no part of the site.
@gongkai_own path %[2]s.gongkai %[2]s.gongkai/*
error @gongkai_own 404
handle_errors {
	@gongkai_missing expression {err.status_code} == 404
	rewrite @gongkai_missing %[2]s404.html
	file_server
}
`, strict, s.Path)
	return b.String()
}

// netlify is the file _headers. A host joins the values of one header with commas where two
// rules fit; two policies joined so are both kept to, which is meant. It can tell folders and no
// endings, so that every attachment is saved; how long files are kept is left to the host, which
// asks again for each.
func (s Site) netlify() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# gongkai: Netlify, Cloudflare Pages\n%s*\n  Content-Security-Policy: %s\n", s.Path, s.Policy())
	for _, h := range guards {
		fmt.Fprintf(&b, "  %s: %s\n", h.Name, h.Value)
	}
	fmt.Fprintf(&b, "%sitems/:group/:item/*\n  Content-Security-Policy: %s\n  Content-Disposition: attachment\n", s.Path, SavedPolicy)
	return b.String()
}

// iis is a web.config. IIS refuses files of endings that it does not know, so that the types
// matter most; without its module URL Rewrite it can tell no attachment from a page, and sends
// the pages' policy with all.
func (s Site) iis() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<!-- gongkai：IIS 7 及以后，存为网站文件夹里的 web.config；gongkai build 不动它。
     For IIS 7 and later: web.config in the site's folder, where gongkai build leaves it alone. -->
<configuration>
  <system.webServer>
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
`)
	for _, h := range append([]Header{{"Content-Security-Policy", s.Policy()}}, guards...) {
		fmt.Fprintf(&b, "        <remove name=%q />\n        <add name=%[1]q value=%q />\n", h.Name, h.Value)
	}
	fmt.Fprintf(&b, `        <!-- 全站 https 用稳了再打开。 When https has served the whole site well for a while:
        <add name="Strict-Transport-Security" value="%s" /> -->
      </customHeaders>
    </httpProtocol>
    <staticContent>
      <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="00:01:00" />
`, strict)
	for _, e := range endings() {
		fmt.Fprintf(&b, "      <remove fileExtension=%q />\n      <mimeMap fileExtension=%[1]q mimeType=%q />\n", e, types[e])
	}
	fmt.Fprintf(&b, `    </staticContent>
    <security>
      <requestFiltering>
        <hiddenSegments><remove segment=".gongkai" /><add segment=".gongkai" /></hiddenSegments>
      </requestFiltering>
    </security>
    <defaultDocument>
      <files><clear /><add value="index.html" /></files>
    </defaultDocument>
    <httpErrors errorMode="Custom" existingResponse="Replace">
      <remove statusCode="404" />
      <error statusCode="404" responseMode="ExecuteURL" path="%s404.html" />
    </httpErrors>
  </system.webServer>
</configuration>
`, s.Path)
	return b.String()
}
