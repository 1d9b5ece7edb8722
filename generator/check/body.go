package check

import (
	"path"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// bodyRules judge the text of an item, of a department's profile and of a public opinion:
// headings, tables, images and links.
var bodyRules = []Rule{
	{
		Code: "M06", Severity: warning, Clause: access, Obligations: []int{63},
		Title: words("标题层级跳了一级", "a heading level was skipped"),
		Why:   words("读屏软件和目录按层级走，跳级会让人以为漏了一段。", "Screen readers and outlines go by levels; a gap looks like something is missing."),
		Fix:   words("少写几个 #：## 下面用 ###。", "Take # away: below ## comes ###."),
		Wrong: "## 一、收入\n#### （一）税收", Right: "## 一、收入\n### （一）税收",
		item: flawRule(model.HeadingJump, "标题从第%s级跳到了第%s级", "the heading jumps from level %s to level %s"),
		site: pageFlaw(model.HeadingJump, "标题从第%s级跳到了第%s级", "the heading jumps from level %s to level %s"),
	},
	{
		Code: "M07", Severity: warning, Clause: access, Obligations: []int{63},
		Title: words("正文里用了一级标题", "a level-1 heading in the text"),
		Why:   words("一级标题是整页的标题，一页只有一个，就是开头信息里的“标题”。", "Level 1 is the page's own title; there is one, and title gives it."),
		Fix:   words("改用 ##；与标题重复的删去。", "Write ##, or take it away where it repeats the title."),
		Wrong: "# 一、收入", Right: "## 一、收入",
		item: flawRule(model.HeadingTop, "正文里用了一级标题（一个 %s）", "a level-1 heading (a single %s)"),
		site: pageFlaw(model.HeadingTop, "正文里用了一级标题（一个 %s）", "a level-1 heading (a single %s)"),
	},
	{
		Code: "M08", Severity: failure, Clause: access, Obligations: []int{63},
		Title: words("图片没有文字说明", "an image without text"),
		Why:   words("看不见图片的人靠文字说明知道图里是什么，张贴单上的小图也一样。", "Whoever cannot see the image learns from the text what it shows."),
		Fix:   words("在方括号里写一句说明：![线路示意图](图1.png)。", "Write it between the brackets: ![线路示意图](图1.png)."),
		Wrong: "![](图1.png)", Right: "![收支对比图](图1.png)",
		item: flawRule(model.ImageNoText, "图片“%s”没有文字说明", "the image %q has no text"),
		site: pageFlaw(model.ImageNoText, "图片“%s”没有文字说明", "the image %q has no text"),
	},
	{
		Code: "M09", Severity: warning, Clause: access, Obligations: []int{63},
		Title: words("正文里有 HTML", "HTML in the text"),
		Why:   words("HTML 会照原样显示成文字，不会起作用；注释会去掉。", "HTML is shown as the text that it is; comments are dropped."),
		Fix:   words("改用 Markdown；要换行就空一行，要加粗就用 **。", "Write Markdown: a blank line for a new paragraph, ** for bold."),
		Wrong: "<center>公告</center>", Right: "**公告**",
		item: flawRule(model.RawHTML, "HTML“%s”会照原样显示出来", "the HTML %q is shown as text"),
		site: pageFlaw(model.RawHTML, "HTML“%s”会照原样显示出来", "the HTML %q is shown as text"),
	},
	{
		Code: "M10", Severity: failure, Clause: words("细则第六条第4项；网站安全", "rules, clause 6 item 4; safety of the site"), Obligations: []int{63},
		Title: words("链接的地址不安全", "an unsafe link"),
		Why:   words("链接只能是网页、邮件、电话或本站的文件；本机路径别人打不开，脚本会害人。", "Links lead to pages, mail, telephones and files of the site; paths of a computer open nowhere else, and scripts do harm."),
		Fix:   words("写 https:// 开头的网址；本机的文件放到 index.md 旁边，只写文件名。", "Give an address with https://; put a file beside index.md and give its name."),
		Wrong: `[收支表](C:\收支表.xlsx)`, Right: "[收支表](收支表.csv)",
		item: flawRule(model.UnsafeLink, "链接“%s”不能放上网站", "the link %q must not go on the site"),
		site: pageFlaw(model.UnsafeLink, "链接“%s”不能放上网站", "the link %q must not go on the site"),
	},
	{
		Code: "M11", Severity: warning, Clause: access, Obligations: []int{63},
		Title: words("链接没有文字", "a link without text"),
		Why:   words("没有文字的链接点不到、也读不出来。", "It can be neither clicked nor read aloud."),
		Fix:   words("在方括号里写明通向哪里。", "Say between the brackets where it leads."),
		Wrong: "[](https://example.com/)", Right: "[办事大厅](https://example.com/)",
		item: flawRule(model.BareLink, "链接“%s”没有文字", "the link %q has no text"),
		site: pageFlaw(model.BareLink, "链接“%s”没有文字", "the link %q has no text"),
	},
	{
		Code: "M12", Severity: warning, Clause: words("细则第一条", "rules, clause 1"), Obligations: []int{2},
		Title: words("表格的一行比表头多格", "a table row with more cells than the head"),
		Why:   words("多出来的格子不会显示，数字就丢了。", "The cells beyond the head are not shown, and figures are lost."),
		Fix:   words("补上表头的格，或删去多余的 |；格子里的 | 写成 \\|。", "Add a cell to the head, or take the | away; write \\| for a | in a cell."),
		Wrong: "| 项目 | 金额 |\n| --- | ---: |\n| 办公费 | 12 | 15 |", Right: "| 项目 | 上年 | 本年 |\n| --- | ---: | ---: |\n| 办公费 | 12 | 15 |",
		item: flawRule(model.TableRagged, "这一行有 %s 格，表头只有 %s 格", "this row has %s cells, the head has %s"),
		site: pageFlaw(model.TableRagged, "这一行有 %s 格，表头只有 %s 格", "this row has %s cells, the head has %s"),
	},
	{
		Code: "M13", Severity: warning, Clause: access, Obligations: []int{63},
		Title: words("加粗的 ** 没有起作用", "** that stays as it is"),
		Why:   words("** 紧挨着中文标点时常常不成对，页面上会露出星号。", "Next to a Chinese mark ** often finds no partner, and the asterisks show."),
		Fix:   words("把标点移到 ** 外面，或在 ** 外侧加一个空格。", "Move the mark out of the **, or put a space outside."),
		Wrong: "**注意：**请在期限内提出。", Right: "**注意**：请在期限内提出。",
		item: flawRule(model.OpenEmphasis, "“%s”没有成对，会照原样显示", "%q has no partner and is shown as it is"),
		site: pageFlaw(model.OpenEmphasis, "“%s”没有成对，会照原样显示", "%q has no partner and is shown as it is"),
	},
	{
		Code: "M14", Severity: warning, Clause: access, Obligations: []int{63},
		Title: words("标题是空的", "a heading without text"),
		Why:   words("空标题在目录里是一个空行，读屏软件读不出来。", "It is an empty line of the outline."),
		Fix:   words("写上标题，或删去这一行。", "Write the heading, or take the line away."),
		Wrong: "##", Right: "## 一、收入",
		item: flawRule(model.HeadingEmpty, "标题后面没有文字%s", "there is no text behind the #%s"),
		site: pageFlaw(model.HeadingEmpty, "标题后面没有文字%s", "there is no text behind the #%s"),
	},
	{
		Code: "M15", Severity: failure, Clause: words("细则第六条第4项；网站安全", "rules, clause 6 item 4; safety of the site"), Obligations: []int{63},
		Title: words("图片在别的网站上", "an image of another website"),
		Why:   words("网页不向别的网站取东西：图片显示不出来，离线也看不到。", "Pages take nothing from other sites: the image would not show, least of all offline."),
		Fix:   words("把图片存到 index.md 旁边，写文件名。", "Put the image beside index.md and give its name."),
		Wrong: "![线路图](https://example.com/1.png)", Right: "![线路图](图1.png)",
		item: imagesHere, site: pageImages,
	},
	{
		Code: "M19", Severity: warning, Clause: clause6m4, Obligations: []int{101},
		Title: words("链接到还没有公开的事项", "a link to what is not public yet"),
		Why:   words("草稿和没有到期的事项不在网站上，这个链接今天点不开，只显示文字。", "Drafts and held items are not on the site; today the link is shown as words only."),
		Fix:   words("等那一件公开以后再链接，或先公开那一件。", "Link to it when it is public."),
		Wrong: "见[草稿](00010.md)。  # 这一件写着 draft: true", Right: "见[结果](00010.md)。",
		item: linksShown,
	},
	{
		Code: "M20", Severity: warning, Clause: clause6m4, Obligations: []int{101},
		Title: words("链接到的标题不存在", "a link to a heading that is not there"),
		Why:   words("点了没有反应。", "Clicking it does nothing."),
		Fix:   words("# 后面写正文里某个标题的全文。", "Behind # give the full words of a heading of the text."),
		Wrong: "见[第二部分](#支出)。", Right: "见[第二部分](#二、支出)。",
		item: headingsThere,
	},
}

// flawRule makes the rule that turns one kind of flaw of an item's text into a finding.
func flawRule(kind model.FlawKind, zh, en string) func(*report, *model.Item) {
	return func(r *report, it *model.Item) {
		for i := range it.Flaws {
			if f := &it.Flaws[i]; f.Kind == kind {
				r.flaw(it.Path, f, zh, en)
			}
		}
	}
}

// A page is a text that is no item's: a department's profile, or a public opinion with its
// answer.
type page struct {
	path  string
	links []model.Link
	flaws []model.Flaw
}

// pages gives the texts that are no items'.
func (r *report) pages() (all []page) {
	for _, d := range r.site.Departments {
		if p := d.Profile; p != nil {
			all = append(all, page{p.Path, p.Links, p.Flaws})
		}
	}
	for _, o := range r.site.Opinions {
		all = append(all, page{o.Path, o.Links, o.Flaws})
	}
	return all
}

// pageFlaw is flawRule for the texts that are no items'.
func pageFlaw(kind model.FlawKind, zh, en string) func(*report) {
	return func(r *report) {
		for _, p := range r.pages() {
			for i := range p.flaws {
				if f := &p.flaws[i]; f.Kind == kind {
					r.flaw(p.path, f, zh, en)
				}
			}
		}
	}
}

func (r *report) flaw(path string, f *model.Flaw, zh, en string) {
	args := []any{f.Found}
	for _, mark := range [...]string{"→", ">"} { // how markdown tells two numbers
		if a, b, two := strings.Cut(f.Found, mark); two && (f.Kind == model.HeadingJump || f.Kind == model.TableRagged) {
			args = []any{a, b}
		}
	}
	r.add(inFile(path, f.At), diag.Say(zh, en, args...))
}

func imagesHere(r *report, it *model.Item) {
	for i := range it.Links {
		if l := &it.Links[i]; l.Image && r.site.Resolve(it, l.Dest).Kind == model.TargetExternal {
			r.add(inBody(it, l.At), diag.Say("图片“%s”在别的网站上", "the image %q is of another website", l.Dest))
		}
	}
}

func pageImages(r *report) {
	for _, p := range r.pages() {
		for i := range p.links {
			if l := &p.links[i]; l.Image && r.site.ResolveFrom(p.path, l.Dest).Kind == model.TargetExternal {
				r.add(inFile(p.path, l.At), diag.Say("图片“%s”在别的网站上", "the image %q is of another website", l.Dest))
			}
		}
	}
}

func linksShown(r *report, it *model.Item) {
	for i := range it.Links {
		l := &it.Links[i]
		if t := r.site.Resolve(it, l.Dest); t.Hidden && t.Item != nil && t.Item != it && r.site.IsPublic(it) {
			when := diag.Say("是草稿", "is a draft")
			if !t.Item.Draft {
				when = diag.Say("到 %s 才公开", "is published on %s", t.Item.Published)
			}
			r.add(inBody(it, l.At), diag.Say("链接到的 %s %s", "%s, where the link leads, %s", t.Item.Index, when))
		}
	}
}

// headingsThere relies on markdown: a fragment that is the text of a heading has become
// the heading's id, s-1, s-2 …
func headingsThere(r *report, it *model.Item) {
	for i := range it.Links {
		l := &it.Links[i]
		if t := r.site.Resolve(it, l.Dest); t.Kind == model.TargetFragment && !anchor(t.Fragment) {
			r.add(inBody(it, l.At), diag.Say("正文里没有标题“%s”", "the text has no heading %q", t.Fragment))
		}
	}
}

func anchor(fragment string) bool {
	n, ok := strings.CutPrefix(fragment, "s-")
	return ok && n != "" && digits(n, 0)
}

// pictures are the kinds of files that browsers show as images.
var pictures = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif"}

// brokenLink tells why a link leads nowhere, and gives zero words where it leads
// somewhere or another rule speaks of it.
func brokenLink(t model.Target, l *model.Link) diag.Words {
	switch {
	case t.Kind == model.TargetBroken && strings.Contains(l.Dest, `\`):
		return diag.Say("“%s”打不开：网址里用 / 不用 \\", "%q leads nowhere: addresses have /, not \\", l.Dest)
	case t.Kind == model.TargetBroken:
		return diag.Say("“%s”打不开：没有这个文件，也没有这个索引号", "%q leads nowhere: there is no such file and no such index number", l.Dest)
	case l.Image && t.Kind != model.TargetFile && t.Kind != model.TargetExternal && t.Kind != model.TargetUnsafe:
		return diag.Say("“%s”不是图片", "%q is no image", l.Dest)
	case l.Image && t.Kind == model.TargetFile && !slices.Contains(pictures, strings.ToLower(path.Ext(t.File.File))):
		return diag.Say("“%s”不是图片，浏览器显示不出来", "%q is no image that a browser shows", l.Dest)
	}
	return diag.Words{}
}

func linksLead(r *report, it *model.Item) {
	for i := range it.Links {
		l := &it.Links[i]
		if why := brokenLink(r.site.Resolve(it, l.Dest), l); !why.IsZero() {
			r.add(inBody(it, l.At), why)
		}
	}
}

func pageLinks(r *report) {
	for _, p := range r.pages() {
		for i := range p.links {
			l := &p.links[i]
			if why := brokenLink(r.site.ResolveFrom(p.path, l.Dest), l); !why.IsZero() {
				r.add(inFile(p.path, l.At), why)
			}
		}
	}
}
