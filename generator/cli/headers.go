package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator/build"
	"gongkai/generator/headers"
)

func (a *app) headersCommand() *cobra.Command {
	names := headers.Servers()
	return &cobra.Command{
		Use:   "headers " + strings.Join(names, "|"),
		Short: a.words("输出网页服务器的安全设置：nginx、Caddy、IIS、Netlify", "prints security settings for a web server: nginx, Caddy, IIS, Netlify"),
		Long: a.words("输出一段网页服务器的设置：内容安全策略和其他安全响应头、文件类型、附件只下载不运行、缓存多久。按 site.yaml 的网址（base_url）和主题的文件写成；换了网址或主题，重新输出一次。\nNetlify、Cloudflare Pages 用的 _headers，生成网站时已经写在网站里。",
			"Prints settings for a web server: the content security policy and what else guards readers, content types, attachments that are saved and never run, how long files may be kept. They follow base_url in site.yaml and the theme's files; print them again when these change.\nThe file _headers, for Netlify and Cloudflare Pages, is part of every build."),
		Example:   "  gongkai headers nginx > /etc/nginx/gongkai.conf\n  gongkai headers caddy > gongkai.caddy\n  gongkai headers iis > public/web.config",
		ValidArgs: names,
		Args:      a.argCount(1, 1, "headers 后面写一个网页服务器的名字："+strings.Join(names, "、"), "headers takes the name of one web server: "+strings.Join(names, ", ")),
		RunE: func(_ *cobra.Command, args []string) error {
			name := strings.ToLower(args[0])
			if !slices.Contains(names, name) {
				return usage("没有 %s 的设置；有的是 %s", "there are no settings for %s; there are %s", args[0], strings.Join(names, " "))
			}
			o, err := a.options()
			if err != nil {
				return err
			}
			site, err := build.Headers(o)
			if err != nil {
				return err
			}
			if site.Odd {
				a.say(a.Err, "site.yaml 的网址里有设置文件写不了的字符，下面按网站在根目录（/）写；请把其中的路径改成您的", "the address in site.yaml has a path that settings cannot hold; these are for a site at /, put your path in")
			}
			text, _ := site.Config(name)
			_, err = io.WriteString(a.Out, text)
			return err
		},
	}
}
