package probe

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/diag"
)

// A State tells whether a site has a function.
type State string

// The states.
const (
	There   State = "there"
	Missing State = "missing"
	Absent  State = "absent" // it is no part of this site
)

// A Function is one that inspectors look for.
type Function struct {
	Code     string
	Name     diag.Words
	Basis    diag.Words
	Severity diag.Severity // what it is where it is missing
	State    State
	Evidence []string   // where it is
	Text     diag.Words // what is missing, or how much there is
}

var (
	clause6  = words("细则第六条", "rules, clause 6")
	clause10 = words("细则第十条", "rules, clause 10")
	clause11 = words("细则第十一条", "rules, clause 11")
	clause8  = words("细则第八条", "rules, clause 8")
	clause5  = words("细则第五条", "rules, clause 5")
	guide47  = words("国办发〔2017〕47号", "the 2017 guidelines (no. 47)")
	index19  = words("国办秘函〔2019〕19号", "the inspection indicators of 2019 (no. 19)")
	elders   = words("互联网网站适老化通用设计规范", "the design rules for elderly readers")
)

// phoneNumber is a telephone as people write it.
var phoneNumber = regexp.MustCompile(`(?:\b0\d{2,3}-?\d{7,8}\b|\b1[3-9]\d{9}\b|\b[48]00-?\d{3}-?\d{4}\b|\b1[12]\d{3,4}\b)`)

// A list of dates: departments/caizheng/2026.html, 2026-07.html.
var datedList = regexp.MustCompile(`/(19|20)\d\d(-\d\d)?\.html$`)

// group is the page of one of the 11 groups.
var groupPage = regexp.MustCompile(`^categories/\d\d\.html$`)

// functions looks for each function.
func (s *site) functions() []Function {
	v := &looker{site: s}
	v.files("home", "首页", "home page", index19, diag.Error, homePage)
	v.files("catalogue", "公开目录", "catalogue", clause10, diag.Error, "catalog/index.html")
	v.downloads()
	v.files("changes", "变动目录", "change catalogue", clause10, diag.Error, "catalog/changes.html")
	v.files("new", "最新公开", "newest items", clause10, diag.Warning, "items/index.html")
	v.listed("by-category", "按类别查找", "by category", clause5, "categories/index.html", func(p string) bool { return groupPage.MatchString(p) }, words("%d 个大类", "%d groups"))
	v.listed("by-department", "按部门查找", "by department", clause5, "departments/index.html", departmentPage, words("%d 个部门", "%d departments"))
	v.listed("by-date", "按日期查找", "by date", clause5, "", datedList.MatchString, words("%d 个年月列表", "%d lists of years and months"))
	v.whole("search", "全文搜索", "full-text search", index19, "search/index.html")
	v.supervision()
	v.profiles()
	v.files("consultations", "征求意见", "consultations", clause8, diag.Warning, "consultations/index.html")
	v.whole("opinions", "意见和答复", "opinions and answers", clause8, "opinions/index.html")
	v.whole("guides", "办事指南", "service guides", clause5, "guides/index.html")
	v.whole("duties", "应公开目录", "standing catalogue", clause5, "catalog/duties.html")
	v.whole("coverage", "覆盖情况", "coverage", clause10, "coverage/index.html")
	v.whole("progress", "公开进度", "progress", clause10, "progress/index.html")
	v.whole("calendar", "公开日历", "calendar", clause10, "calendar/index.html", "calendar/calendar.ics")
	v.whole("boards", "公开栏", "notice boards", clause6, "boards/index.html")
	v.feeds()
	v.files("sitemap", "网站地图", "sitemap", guide47, diag.Warning, "sitemap.xml")
	v.robots()
	v.files("lost", "找不到网页时的说明", "page for what is not found", guide47, diag.Warning, lost)
	v.files("help", "使用帮助和无障碍说明", "help and accessibility", guide47, diag.Warning, "about.html")
	v.print()
	v.elder()
	v.records()
	v.tags()
	return v.all
}

// A looker lists functions.
type looker struct {
	*site
	all []Function
}

// put adds a function. Without evidence it is missing.
func (v *looker) put(code, zh, en string, basis diag.Words, severity diag.Severity, evidence []string, text diag.Words) {
	f := Function{Code: code, Name: words(zh, en), Basis: basis, Severity: severity, State: There, Evidence: evidence, Text: text}
	if len(evidence) == 0 {
		f.State = Missing
	}
	v.all = append(v.all, f)
}

// files looks for files that make a function; all must be there.
func (v *looker) files(code, zh, en string, basis diag.Words, severity diag.Severity, paths ...string) {
	var lack []string
	for _, p := range paths {
		if !v.has(p) {
			lack = append(lack, p)
		}
	}
	if len(lack) > 0 {
		v.put(code, zh, en, basis, severity, nil, diag.Say("没有 %s", "there is no %s", strings.Join(lack, "、")))
		return
	}
	v.put(code, zh, en, basis, severity, paths, diag.Words{})
}

// whole looks for a function that a site need not have; where its first file is there all
// must be.
func (v *looker) whole(code, zh, en string, basis diag.Words, paths ...string) {
	if _, there := v.find(paths[0]); !there {
		v.all = append(v.all, Function{Code: code, Name: words(zh, en), Basis: basis, Severity: diag.Hint, State: Absent, Text: words("本站没有这一项", "not part of this site")})
		return
	}
	v.files(code, zh, en, basis, diag.Warning, paths...)
}

// listed looks for a page that leads to others, and counts those.
func (v *looker) listed(code, zh, en string, basis diag.Words, entry string, is func(string) bool, many diag.Words) {
	n, first := 0, ""
	for _, i := range v.pages {
		if p := v.site.files[i].Path; is(p) {
			if n++; first == "" {
				first = p
			}
		}
	}
	var evidence []string
	text := words("没有这样的列表", "there is no such list")
	switch {
	case entry != "" && !v.has(entry):
		text = diag.Say("没有 %s", "there is no %s", entry)
	case n > 0:
		evidence, text = []string{first}, diag.Say(many.ZH, many.EN, n)
		if entry != "" {
			evidence = []string{entry}
		}
	}
	v.put(code, zh, en, basis, diag.Error, evidence, text)
}

// downloads looks for the catalogue as tables and data.
func (v *looker) downloads() {
	forms := map[string]int{}
	for _, f := range v.catalog.Files {
		if v.has(f.Path) {
			forms[path.Ext(f.Path)]++
		}
	}
	var lack []string
	for _, ext := range []string{".csv", ".xlsx", ".json"} {
		if forms[ext] == 0 {
			lack = append(lack, strings.ToUpper(ext[1:]))
		}
	}
	if len(lack) > 0 {
		v.put("downloads", "目录下载", "downloads of the catalogue", clause10, diag.Error, nil, diag.Say("%[2]s 里没有列出 %[1]s 文件", "%[2]s names no file as %[1]s", strings.Join(lack, "、"), catalogIndex))
		return
	}
	v.put("downloads", "目录下载", "downloads of the catalogue", clause10, diag.Error, []string{catalogIndex},
		diag.Say("CSV %d 个，XLSX %d 个，JSON %d 个", "%d as CSV, %d as XLSX, %d as JSON", forms[".csv"], forms[".xlsx"], forms[".json"]))
}

// supervision looks for the page that tells whom to call.
func (v *looker) supervision() {
	switch {
	case !v.has(supervision):
		v.files("supervision", "监督和联系", "supervision and contact", clause11, diag.Error, supervision)
	case !v.facts.supervision:
		v.put("supervision", "监督和联系", "supervision and contact", clause11, diag.Error, nil, diag.Say("%s 的正文里没有电话；在 site.yaml 写“监督电话”", "%s has no telephone in its main part; give supervision_phone in site.yaml", supervision))
	default:
		v.put("supervision", "监督和联系", "supervision and contact", clause11, diag.Error, []string{supervision}, diag.Words{})
	}
}

// profiles looks for a telephone on each department's page.
func (v *looker) profiles() {
	f := &v.facts
	slices.Sort(f.silent)
	switch {
	case len(f.silent) > 0:
		v.put("profiles", "机构概况和联系方式", "departments and how to reach them", clause5, diag.Error, nil,
			diag.Say("%d 个部门页的正文里没有电话，如 %s", "%d departments' pages have no telephone in their main part, such as %s", len(f.silent), f.silent[0]))
	case f.reachable == 0:
		v.put("profiles", "机构概况和联系方式", "departments and how to reach them", clause5, diag.Error, nil, words("没有部门的网页", "there is no department's page"))
	default:
		v.put("profiles", "机构概况和联系方式", "departments and how to reach them", clause5, diag.Error, []string{"departments/index.html"}, diag.Say("%d 个部门都有电话", "%d departments, each with a telephone", f.reachable))
	}
}

// feeds looks for feeds that the home page tells of.
func (v *looker) feeds() {
	var told []string
	for _, l := range v.home.links {
		if t := v.resolve(homePage, l.address); l.kind == relates && t.kind == inside && strings.HasPrefix(t.path, "feeds/") {
			told = append(told, t.path)
		}
	}
	if len(told) == 0 && v.has("feeds/all.atom") {
		v.put("feeds", "订阅", "feeds", guide47, diag.Warning, nil, words("首页没有用 <link rel=\"alternate\"> 指出订阅地址", "the home page does not name the feeds with <link rel=\"alternate\">"))
		return
	}
	v.put("feeds", "订阅", "feeds", guide47, diag.Warning, told, words("", ""))
	if len(told) == 0 {
		v.all[len(v.all)-1].Text = words("没有 feeds/all.atom", "there is no feeds/all.atom")
	}
}

// robots looks for robots.txt that names the sitemap.
func (v *looker) robots() {
	const name = "robots.txt"
	text, err := v.text(name, mostStyle)
	switch {
	case err != nil:
		v.files("robots", "搜索引擎说明", "rules for robots", guide47, diag.Warning, name)
	case !strings.Contains(strings.ToLower(text), "sitemap:"):
		v.put("robots", "搜索引擎说明", "rules for robots", guide47, diag.Warning, nil, diag.Say("%s 没有写网站地图的地址", "%s does not name the sitemap", name))
	default:
		v.put("robots", "搜索引擎说明", "rules for robots", guide47, diag.Warning, []string{name}, diag.Words{})
	}
}

// print looks for rules for paper in a style sheet that the home page loads.
func (v *looker) print() {
	var evidence []string
	for _, l := range v.home.links {
		if t := v.resolve(homePage, l.address); l.kind == loads && t.kind == inside && slices.Contains(v.facts.print, t.path) && !slices.Contains(evidence, t.path) {
			evidence = append(evidence, t.path)
		}
	}
	v.put("print", "打印样式", "styles for print", clause6, diag.Warning, evidence, words("", ""))
	if len(evidence) == 0 {
		v.all[len(v.all)-1].Text = words("首页的样式表里没有 @media print", "no style sheet of the home page has @media print")
	}
}

// elder looks for the switch to large type.
func (v *looker) elder() {
	if v.home.elder {
		v.put("elder", "长辈版（大字）", "large type", elders, diag.Warning, []string{homePage}, diag.Words{})
		return
	}
	v.put("elder", "长辈版（大字）", "large type", elders, diag.Warning, nil, words("首页没有长辈版的开关（data-elder）", "the home page has no switch to large type (data-elder)"))
}

// records looks for the three records in the foot of the home page.
func (v *looker) records() {
	var lack, lackEN []string
	for _, x := range []struct {
		sign    *regexp.Regexp
		zh, en  string
		missing bool
	}{
		{regexp.MustCompile(`标识码\s*[A-Za-z]?\d{9,10}`), "政府网站标识码（site.yaml 的“网站标识码”）", "site_id", !v.home.marks.has(siteCode)},
		{regexp.MustCompile(`ICP备\s*\d+`), "ICP备案号", "icp", false},
		{regexp.MustCompile(`公网安备\s*\d+`), "公安备案号", "police_record", false},
	} {
		if x.missing || !x.sign.MatchString(v.home.foot) {
			lack, lackEN = append(lack, x.zh), append(lackEN, x.en)
		}
	}
	if len(lack) > 0 {
		v.put("records", "网站标识", "the site's records", guide47, diag.Warning, nil, words("首页页脚没有"+strings.Join(lack, "、"), "the foot of the home page lacks "+strings.Join(lackEN, ", ")))
		return
	}
	v.put("records", "网站标识", "the site's records", guide47, diag.Warning, []string{homePage}, diag.Words{})
}

// tags looks for the meta tags on all pages.
func (v *looker) tags() {
	if f := v.found.of[&noMark]; f != nil {
		v.put("tags", "网页标签", "meta tags", guide47, diag.Hint, nil, diag.Say("缺 %d 处，见下面", "%d are missing, see below", f.Count))
		return
	}
	v.put("tags", "网页标签", "meta tags", guide47, diag.Hint, []string{homePage}, diag.Say("%d 个网页都有", "on all %d pages", len(v.pages)))
}

// Count counts what is wrong: findings and functions that are missing.
func (r *Result) Count() (errors, warnings int) {
	count := func(s diag.Severity) {
		switch s {
		case diag.Error:
			errors++
		case diag.Warning:
			warnings++
		}
	}
	for _, f := range r.Findings {
		count(f.Severity)
	}
	for _, f := range r.Functions {
		if f.State == Missing {
			count(f.Severity)
		}
	}
	return errors, warnings
}
