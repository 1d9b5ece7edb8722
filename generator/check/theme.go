package check

// safety is why a page guards its reader.
var safety = words("细则第六条第4项；网站安全", "rules, clause 6 item 4; safety of the site")

// themeRules are what in a theme of one's own the pages' security policy forbids. Package
// headers makes the findings, which come in as those of readers do.
var themeRules = []Rule{
	{
		Code: "M40", Severity: warning, Clause: safety, Obligations: []int{63},
		Title: words("主题里直接写了脚本", "script written into a theme's template"),
		Why:   words("本站的安全策略只许运行 assets/ 里的脚本，这样别人塞进网页的脚本就运行不了；模板里直接写的也一样。", "The site's policy runs script from assets/ alone, so that none which somebody slips into a page can run; nor can what stands in a template."),
		Fix:   words("把脚本移到主题的 assets/ 里，例如 assets/own.js，在模板里写 <script src=\"{{.Root}}assets/own.js\" defer></script>；点击等动作用 addEventListener。", "Move it into the theme's assets/, such as assets/own.js, and write <script src=\"{{.Root}}assets/own.js\" defer></script>; use addEventListener for clicks."),
		Wrong: "<p onclick=\"alert('您好')\">联系我们</p>", Right: "<p data-greet>联系我们</p>",
	},
	{
		Code: "M41", Severity: warning, Clause: safety, Obligations: []int{63},
		Title: words("主题里直接写了样式", "style written into a theme's template"),
		Why:   words("本站的安全策略只采用 assets/ 里的样式；模板里直接写的，浏览器不理，页面就和设计的不一样。", "The site's policy takes style from assets/ alone; browsers leave out what stands in a template, and the page does not look as meant."),
		Fix:   words("把样式移到主题的 assets/style.css 里，标签上写 class。", "Move it into the theme's assets/style.css and give the tag a class."),
		Wrong: "<style>p { clear: both }</style>", Right: "<p class=\"own\">联系我们</p>",
	},
	{
		Code: "M42", Severity: warning, Clause: safety, Obligations: []int{63},
		Title: words("主题要从别的网站取文件", "a theme that fetches files of another site"),
		Why:   words("别的网站坏了、换了，本站跟着出错；谁看了哪一页，也会被它知道。本站的安全策略不许。", "What breaks or changes there breaks here, and that site learns who reads which page. The policy forbids it."),
		Fix:   words("把文件下载下来，放进主题的 assets/，改成本站的地址。", "Put the file into the theme's assets/ and use the site's own address."),
		Wrong: "<img src=\"https://cdn.example.com/logo.png\" alt=\"徽标\">", Right: "<img src=\"{{.Root}}assets/logo.png\" alt=\"徽标\">",
	},
	{
		Code: "M43", Severity: warning, Clause: safety, Obligations: []int{63},
		Title: words("主题里有打不开的标签", "a tag in a theme that the policy shuts out"),
		Why:   words("框架、插件、表单可以把别的网站装进来，或者把读者填的东西送出去，本站的安全策略不许；只有送到本站搜索页的表单可以。", "Frames, plug-ins and forms let another site in, or send out what a reader writes; the policy forbids them, but for a form that leads to the site's own search."),
		Fix:   words("去掉这个标签，改成链接；搜索的表单用 GET 方式送到本站的地址。", "Take the tag away and use a link; a form for searching has method=\"get\" and an address of the site."),
		Wrong: "<iframe src=\"map.html\"></iframe>", Right: "<a href=\"map.html\">地图</a>",
	},
	{
		Code: "M44", Severity: warning, Clause: safety, Obligations: []int{63},
		Title: words("主题的页面不带安全策略", "a theme whose pages carry no policy"),
		Why:   words("网页服务器没有另外设置的时候，页面自己带的策略是唯一的一道。", "Where the web server says none, the policy that a page carries is the only one."),
		Fix:   words("在 templates/_head.html 的 <meta charset> 后面加一行 {{.Policy}}，自己写的安全策略删去。", "Put {{.Policy}} behind <meta charset> in templates/_head.html, and delete a policy of your own."),
		Wrong: "<meta charset=\"utf-8\">", Right: "<meta charset=\"utf-8\">{{.Policy}}",
	},
}
