package probe

import (
	"slices"
	"strings"
	"sync"

	"gongkai/generator/diag"
)

// A Kind is one thing that can be wrong with a built site.
type Kind struct {
	Code     string
	Severity diag.Severity
	Title    diag.Words
	Fix      diag.Words
}

// The kinds, in the order in which they are told. Errors make a probe fail.
var (
	unfinished  = Kind{"unfinished", diag.Error, words("上次生成没有做完", "the last build was cut short"), words("再运行一次 gongkai build", "run gongkai build again")}
	badRecord   = Kind{"damaged-record", diag.Error, words("生成记录坏了", "the record of the build is damaged"), words("运行 gongkai build --no-cache", "run gongkai build --no-cache")}
	missingFile = Kind{"missing-file", diag.Error, words("生成的文件不见了", "a file that was built is gone"), words("再运行一次 gongkai build；是复制的，重新复制", "run gongkai build again, or copy the site again")}
	changedFile = Kind{"changed-file", diag.Error, words("文件和生成时不一样", "a file is not as it was built"), words("运行 gongkai build --no-cache；网页不要用手改，改内容再生成", "run gongkai build --no-cache; change the content and not the pages")}
	unreadable  = Kind{"unreadable", diag.Error, words("文件读不出来", "a file cannot be read"), words("查看文件的权限和磁盘", "look at the file's rights and the disk")}
	deadLink    = Kind{"broken-link", diag.Error, words("链接指向的文件不存在", "a link leads to no file"), words("改正内容里的链接再生成；是主题的链接，改主题", "mend the link in the content, or in the theme, and build again")}
	noTitle     = Kind{"no-title", diag.Error, words("网页没有标题", "a page has no title"), words("主题的模板要写 <title>", "the theme's template must give a <title>")}
	noMark      = Kind{"no-meta", diag.Error, words("网页缺少国办发〔2017〕47号要求的标签", "a page lacks a tag that the 2017 guidelines ask for"), words("主题的模板要保留 _head.html 和 _meta.html 里的标签", "the theme's templates must keep the tags of _head.html and _meta.html")}
	badData     = Kind{"broken-data", diag.Error, words("数据文件打不开", "a data file cannot be parsed"), words("再运行一次 gongkai build --no-cache", "run gongkai build --no-cache")}
	staleHome   = Kind{"home-stale", diag.Error, words("首页超过两周没有更新（国办秘函〔2019〕19号，单项否决）", "the home page has had no news for two weeks, which fails a site"), words("公开新的事项再生成；已经有到日子的事项，运行 gongkai build 就会出现", "publish something and build; held items appear with gongkai build")}
	noPlace     = Kind{"broken-anchor", diag.Warning, words("链接指向网页里没有的位置", "a link leads to a place that its page does not have"), words("改正链接里 # 后面的部分", "mend what stands behind # in the link")}
	noLang      = Kind{"no-lang", diag.Warning, words("网页没有注明语言", "a page does not tell its language"), words("主题的 <html> 要写 lang", "the theme's <html> must have lang")}
	noAbout     = Kind{"no-description", diag.Warning, words("网页没有说明（Description）", "a page has no description"), words("主题的模板要写 <meta name=\"Description\">", "the theme's template must give <meta name=\"Description\">")}
	noHeading   = Kind{"no-h1", diag.Warning, words("网页没有一级标题", "a page has no top heading"), words("主题的模板要有一个 <h1>", "the theme's template must have one <h1>")}
	twoHeadings = Kind{"many-h1", diag.Warning, words("网页有几个一级标题", "a page has more than one top heading"), words("只留一个 <h1>", "leave one <h1>")}
	noWords     = Kind{"image-without-alt", diag.Warning, words("图片没有替代文字", "an image has no alternative text"), words("在内容的图片里写 ![说明](文件)，主题的 <img> 写 alt", "give the image words: ![words](file) in the content, alt in the theme")}
	twiceID     = Kind{"duplicate-id", diag.Warning, words("一个网页里编号（id）重复", "an id stands twice on a page"), words("改主题，让每个 id 只出现一次", "mend the theme: each id once")}
	twiceTitle  = Kind{"duplicate-title", diag.Warning, words("几个网页标题相同，分不清", "pages have the same title"), words("给事项写有区别的标题（加上年份、文号、对象）", "give items titles that tell them apart")}
	malformed   = Kind{"malformed", diag.Warning, words("网页的标记不配对", "a page's tags do not match"), words("改主题的模板；没有改过主题的，请报告这个问题", "mend the theme's template; without a theme of your own, report this")}
	foreignLoad = Kind{"foreign-load", diag.Warning, words("网页从别的网站取文件", "a page loads a file from another site"), words("把文件放进主题，用相对地址", "put the file into the theme, with a relative address")}
	orphan      = Kind{"orphan", diag.Warning, words("没有网页链接到它", "no page leads to it"), words("不再需要的删去；是生成的，请报告这个问题", "remove what is not needed; where it was built, report this")}
	deadListing = Kind{"sitemap-dead", diag.Warning, words("网站地图、订阅、目录或者搜索的索引里列出的文件不存在", "the sitemap, a list or the index of the search names what is not there"), words("再运行一次 gongkai build", "run gongkai build again")}
	staging     = Kind{"leftover", diag.Warning, words("留有没做完的生成的临时文件", "temporary files of an unfinished build are left"), words("再运行一次 gongkai build，会清理", "run gongkai build again, which clears them")}
	oldBuild    = Kind{"old-build", diag.Warning, words("网站很久没有重新生成", "the site was built long ago"), words("每天定时运行 gongkai build，到日子的事项才会公开", "run gongkai build each day, so that held items appear")}
	futureBuild = Kind{"built-later", diag.Warning, words("生成日期在今天以后", "the site was built on a day to come"), words("核对机器的日期；用 --date 生成的，按今天再生成", "look at the machine's date; build without --date")}
	junk        = Kind{"junk", diag.Warning, words("不该对外的文件", "a file that is not for the public"), words("从网站文件夹里移走", "take it out of the site's folder")}
	noStamp     = Kind{"no-build-day", diag.Hint, words("首页没有标明生成日期，看不出首页的事项有多新", "the home page does not mark the day of its build, so that the age of its news cannot be told"), words("主题的首页在生成日期的 <time> 上写 data-built", "put data-built on the <time> of the build in the theme's home page")}
	stranger    = Kind{"stranger", diag.Hint, words("不是 gongkai 生成的文件", "a file that gongkai did not write"), words("是您自己放的，不用管；不认识的，查清楚", "leave it where you put it there; find out where it came from if not")}
)

// kinds is the order of the kinds.
var kinds = []*Kind{&unfinished, &badRecord, &missingFile, &changedFile, &unreadable, &deadLink, &badData, &noTitle, &noMark, &staleHome,
	&noPlace, &deadListing, &noLang, &noAbout, &noHeading, &twoHeadings, &noWords, &twiceID, &twiceTitle, &malformed, &foreignLoad, &orphan, &staging, &oldBuild, &futureBuild, &junk, &noStamp, &stranger}

func words(zh, en string) diag.Words { return diag.Words{ZH: zh, EN: en} }

// A Finding is a kind with the places where it was found.
type Finding struct {
	*Kind
	Count  int
	Places []Place // the first, by page
}

// A Place is where something was found.
type Place struct {
	Path string
	What string // the link, tag, title …; "" where the path says it
	n    int    // keeps the order of those of one path
}

// findings gathers what is found, from many goroutines. Of each kind no more is kept than is
// told.
type findings struct {
	mu   sync.Mutex
	most int
	of   map[*Kind]*Finding
}

// add notes a finding. The calls for one path come from one goroutine.
func (f *findings) add(k *Kind, path, what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of == nil {
		f.of = map[*Kind]*Finding{}
	}
	x := f.of[k]
	if x == nil {
		x = &Finding{Kind: k}
		f.of[k] = x
	}
	x.Count++
	p := Place{Path: path, What: what, n: x.Count}
	i, _ := slices.BinarySearchFunc(x.Places, p, func(a, b Place) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		return a.n - b.n
	})
	if i < f.most {
		x.Places = slices.Insert(x.Places, i, p)
		x.Places = x.Places[:min(len(x.Places), f.most)]
	}
}

// list gives what was found, in the order of kinds.
func (f *findings) list() (out []Finding) {
	for _, k := range kinds {
		if x := f.of[k]; x != nil {
			out = append(out, *x)
		}
	}
	return out
}

// Kinds gives what a probe looks for, errors first.
func Kinds() []*Kind { return slices.Clone(kinds) }
