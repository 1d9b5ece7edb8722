package check

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// fileRules judge files as they lie in the content tree. Most are found while reading, by
// front and load, which emit these codes.
var fileRules = []Rule{
	{
		Code: "F01", Severity: warning, Clause: clause2, Obligations: []int{5},
		Title: words("文件不是 UTF-8 编码", "a file that is not UTF-8"),
		Why:   words("老编码的文件在别的程序里会变成乱码；这里能认出来，但最好统一。", "In other programs an old encoding turns into nonsense; it is read here, but one encoding is better."),
		Fix:   words("运行 gongkai fmt --write，会改存为 UTF-8。", "Run gongkai fmt --write, which saves it as UTF-8."),
		Wrong: "（GBK 编码的文件）", Right: "（UTF-8 编码的文件）",
	},
	{
		Code: "F02", Severity: hint, Clause: clause2, Obligations: []int{5},
		Title: words("文件有 BOM 或 Windows 换行", "a byte-order mark or CR LF"),
		Why:   words("不影响公开，只是与别的文件不一致。", "It does no harm; it only differs from the others."),
		Fix:   words("运行 gongkai fmt --write 统一。", "Run gongkai fmt --write."),
		Wrong: "（记事本另存的文件）", Right: "（无 BOM、LF 换行的文件）",
	},
	{
		Code: "F03", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("没有开头信息", "no front matter"),
		Why:   words("每件公开事项都以开头信息起头：标题、索引号、类别和各个日期，写在两行 --- 之间。", "Each item begins with its front matter: title, index, category and dates, between two lines ---."),
		Fix:   words("在文件第一行写 ---，写完开头信息再写一行 ---；gongkai new 会写好。", "Begin the file with ---, and close the front matter with ---; gongkai new writes it."),
		Wrong: "关于公布2026年部门预算的公告", Right: "---\ntitle: 关于公布2026年部门预算的公告\n---",
	},
	{
		Code: "F04", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("开头信息没有结束", "front matter that is not closed"),
		Why:   words("缺了第二行 ---，程序分不清开头信息和正文。", "Without the second --- front matter and text cannot be told apart."),
		Fix:   words("在开头信息的最后一行下面单独写一行 ---。", "Write a line --- below the front matter."),
		Wrong: "---\ntitle: 关于公布2026年部门预算的公告（第二批）\n全年收入1286万元。", Right: "---\ntitle: 关于公布2026年部门预算的公告（第二批）\n---\n全年收入1286万元。",
	},
	{
		Code: "F05", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("用了全角冒号", "a full-width colon after a key"),
		Why:   words("开头信息的每一项写成“名称: 内容”，冒号是半角的，后面空一格。", "Keys take a half-width colon and a space."),
		Fix:   words("把“：”改成“:”，后面空一格；gongkai fmt 可以代改。", "Write : and a space; gongkai fmt does it."),
		Wrong: "标题：关于公布2026年部门预算的公告", Right: "标题: 关于公布2026年部门预算的公告",
	},
	{
		Code: "F06", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("开头信息里用制表符缩进", "a tab in the indentation"),
		Why:   words("制表符宽度不定，YAML 不许用它缩进。", "YAML does not take tabs for indentation."),
		Fix:   words("改用两个空格。", "Use two spaces."),
		Wrong: "reasons:\n\tfacts: 客流下降", Right: "reasons:\n  facts: 客流下降",
	},
	{
		Code: "F07", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title:   words("同一项写了两次", "a key that stands twice"),
		Why:     words("两个只能有一个算数，程序不替人选。中文名称和英文名称算同一项。", "Only one can count, and the program does not choose. A Chinese and an English name are one key."),
		Fix:     words("删去错的一行。", "Take the wrong line away."),
		wrongZH: "title: 甲\n标题: 乙",
		Wrong:   "title: 甲\n标题: 乙", Right: "title: 甲",
	},
	{
		Code: "F08", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("内容两头是中文引号", "curly quotes around a value"),
		Why:   words("中文引号会成为内容的一部分，内容就变了。", "Curly quotes become part of the value."),
		Fix:   words("去掉引号，或改用英文直引号。", "Take the quotes away, or use straight ones."),
		Wrong: "index: “CZ-2026-00001”", Right: "index: CZ-2026-00001",
	},
	{
		Code: "F09", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("内容里有 # 或冒号，没有加引号", "an unquoted # or colon in a value"),
		Why:   words("空格后面的 # 会被当成注释，后面的字就丢了；冒号加空格会被当成另一项。", "A # after a space begins a comment and the rest is lost; a colon with a space looks like another key."),
		Fix:   words("给整个内容加英文双引号。", "Put the value in double quotes."),
		Wrong: "title: 关于 #3 井停用的公告", Right: "title: \"关于 #3 井停用的公告\"",
	},
	{
		Code: "F10", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("开头信息读不懂", "front matter that cannot be read"),
		Why:   words("开头信息要符合 YAML 的写法。", "Front matter is YAML."),
		Fix:   words("对照同类文件检查这一行的缩进、引号和括号。", "Look at the line's indentation, quotes and brackets beside a file that works."),
		Wrong: "keywords: [预算, 公开", Right: "keywords: [预算, 公开]",
	},
	{
		Code: "F11", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title:   words("没有这一项", "an unknown key"),
		Why:     words("名称写错了就不起作用，写的内容也丢了。", "A misspelt key does nothing, and its value is lost."),
		Fix:     words("改成提示的名称；用不着的，删去这一行。", "Write the key that is suggested; gongkai schema lists them all."),
		wrongZH: "公布日期: 2026-06-15",
		Wrong:   "publishd: 2026-06-15", Right: "published: 2026-06-15",
	},
	{
		Code: "F12", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("内容的形式不对", "a value of the wrong form"),
		Why:   words("有的项写一段文字，有的写列表、整数，有的只写“是”或“否”。", "The key takes a text, a list, a whole number, or yes and no."),
		Fix:   words("按提示的形式写。", "Write it in the form that is named."),
		Wrong: "major: 也许", Right: "major: true",
	},
	{
		Code: "F13", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("写的不在可选的几个里", "a value that is not one of the choices"),
		Why:   words("这一项只能从几个里选一个，别的认不出来。", "The key takes a few values only."),
		Fix:   words("从提示的几个里选一个。", "Write one of the choices."),
		Wrong: "stage: 结果公开", Right: "stage: 结果",
	},
	{
		Code: "F14", Severity: failure, Clause: decree24, Obligations: []int{5, 101},
		Title: words("附件不存在", "an attachment that is not there"),
		Why:   words("页面上会有一个打不开的附件。", "The page would offer a file that does not open."),
		Fix:   words("把文件放到 index.md 旁边，文件名一字不差；或删去这一行。", "Put the file beside index.md under exactly this name, or take the line away."),
		Wrong: "attachments: [收支总表.csv, 收支表.csv]", Right: "attachments: [收支表.csv]",
	},
	{
		Code: "F15", Severity: warning, Clause: decree24, Obligations: []int{28},
		Title: words("文件夹里的文件没有列为附件", "a file that is neither listed nor used"),
		Why:   words("没有列出、正文也没有用到的文件不会公开：不是漏列，就是不该放在这里。", "It is not published: either it was forgotten, or it should not be here."),
		Fix:   words("要公开的列进“附件”；不公开的移走。", "Add it to attachments, or move it away."),
		Wrong: "attachments: []", Right: "attachments: [收支表.csv]",
	},
	{
		Code: "F16", Severity: failure, Clause: clause6m4, Obligations: []int{101},
		Title: words("链接或图片打不开", "a link or image that leads nowhere"),
		Why:   words("打不开的链接是网站检查的扣分项，更让人白点一次。", "Broken links cost the site its marks, and people their time."),
		Fix:   words("链接本站的事项写 .md 文件的相对路径或索引号，附件写文件名。", "To link an item give the relative path of its .md file or its index number; for an attachment its name."),
		Wrong: "见[附表](附表9.csv)。", Right: "见[附表](收支表.csv)。",
		item: linksLead, site: pageLinks,
	},
	{
		Code: "F17", Severity: failure, Clause: clause3, Obligations: []int{5, 21},
		Title: words("缺少 site.yaml 或 departments.yaml，或者里面是空的", "site.yaml or departments.yaml is missing or empty"),
		Why:   words("谁公开、网站叫什么，都写在这两个文件里。", "They say who discloses, and what the site is called."),
		Fix:   words("从内容文件夹所在的地方运行，或用 --content 指明；新网站用 gongkai init。", "Run it beside the content folder, or name the folder with --content; gongkai init makes a new site."),
		of:    schema.Department,
		Wrong: "（内容文件夹里没有 departments.yaml）", Right: "# departments.yaml\n- id: caizheng",
	},
	{
		Code: "F18", Severity: warning, Clause: clause2, Obligations: []int{28},
		Title: words("放错了地方的文件", "a stray file or folder"),
		Why:   words("程序不读这个位置的文件，它不会公开。", "Nothing reads a file in this place, so it is not published."),
		Fix:   words("公开事项放在 公开主体/年份/ 文件夹里，附件放在 index.md 旁边；无关的移走。", "Items go into department/year/, attachments beside index.md; move away what does not belong."),
		Wrong: "（caizheng/通知.md）", Right: "（caizheng/2026/00002.md）",
	},
	{
		Code: "F19", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("文件过大、不是文字，或是链接", "a file that is too large, no text, or a link"),
		Why:   words("Markdown 文件应是文字；把别的东西改名成 .md，或指向别处的链接，都读不了。", "A Markdown file is text; what was renamed .md, or points elsewhere, cannot be read."),
		Fix:   words("换成真正的 Markdown 文件；Word、PDF 放作附件。", "Put a real Markdown file in its place; Word and PDF go as attachments."),
		Wrong: "（改名为 .md 的 Word 文件）", Right: "（Markdown 文件）",
	},
	{
		Code: "F20", Severity: failure, Clause: clause6m4, Obligations: []int{63},
		Title: words("两件事项或附件用同一个网址", "two items or attachments with one address"),
		Why:   words("网址由索引号得来，不分大小写；两件同一个网址，就有一件看不到。", "Addresses come from index numbers and do not tell capitals apart; with one address for two, one is lost."),
		Fix:   words("给后来的一件换一个索引号（或附件名），只差大小写和符号不算不同。", "Give the later one another index number (or file name); capitals and marks alone do not tell them apart."),
		Wrong: "# 另一件写 CZ-2026-00001，本件写\nindex: Cz-2026-00001", Right: "index: DA-2026-00001",
		site: addressesApart, item: attachmentsApart,
	},
	{
		Code: "F40", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("正文的层次、标记或者表格多得不正常", "more nesting, marks or cells than a text can have"),
		Why:   words("这样的正文谁也读不了，还会让生成网站的机器停在这一个文件上，所以只按文字处理。", "Nobody can read such a text, and it would keep the machine at this one file; so it is taken for plain words."),
		Fix:   words("从提示的那一行起看：多半是别的程序生成的内容，或者粘贴错了。改写，或者放作附件。", "Look from the line named on: mostly another program made it, or something was pasted by mistake. Write it anew, or make it an attachment."),
		Wrong: "> > > > > > > > > > > > > > > > > 公告", Right: "> 公告",
		item: textBounded, site: pagesBounded,
	},
	{
		Code: "F41", Severity: failure, Clause: words("细则第六条第4项；网站安全", "rules, clause 6 item 4; safety of the site"), Obligations: []int{63},
		Title: words("改变显示次序或者藏着文字的字符", "a character that reorders or hides text"),
		Why:   words("看到的和写着的不一样：金额、文号可以显示成倒过来的，或者藏着别人看不见的话。", "What is seen is not what is written: a sum or a number can be shown backwards, or words hide that nobody sees."),
		Fix:   words("把它前后几个字删掉，重新输入；从别处粘贴的，先粘贴到记事本里看一看。", "Take out the few letters around it and type them again; look at what was pasted in a plain editor first."),
		Wrong: "（标题里有 U+202E，“1200元”显示成了“0021元”）", Right: "（重新输入的标题）",
	},
	{
		Code: "F42", Severity: warning, Clause: words("细则第六条第4项；网站安全", "rules, clause 6 item 4; safety of the site"), Obligations: []int{63},
		Title: words("看不见的字符或者自造字", "an invisible or a private character"),
		Why:   words("多半是粘贴带进来的。看不见，却让搜索、核对找不到这个词；自造字在别人的电脑上是方框或者别的字。", "Mostly it came with a paste. Nobody sees it, but searching and comparing no longer find the word; a private character is a box or another one on other computers."),
		Fix:   words("删掉这里的字，重新输入；自造字换成标准的字或者图片。", "Take the letters here out and type them again; write a standard character or use an image for a private one."),
		Wrong: "（标题里有 U+200B，“预算”中间夹着零宽空格）", Right: "（运行过 gongkai fmt 的文件）",
	},
	{
		Code: "F43", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("文件名里有坏的字节或者看不见的字符", "a file's name with bad bytes or invisible characters"),
		Why:   words("这样的文件有的电脑打不开，有的显示成别的名字，谁也说不清是哪一个。", "Some computers cannot open such a file, others show it under another name."),
		Fix:   words("重新输入文件名，不要粘贴。", "Type the name anew."),
		Wrong: "（预\\u202E算.md）", Right: "（预算.md）",
	},
	{
		Code: "F44", Severity: warning, Clause: clause2, Obligations: []int{5},
		Title: words("Windows 不认的文件名，或者路径太长", "a name that Windows does not take, or a path that is too long"),
		Why:   words("换一台 Windows 电脑，这个文件就取不下来、打不开。", "On a computer with Windows the file cannot be fetched or opened."),
		Fix:   words(`改名：不用 \ : * ? " < > |，末尾不用点和空格，不用 con、nul、com1 这些名字；太长的改短。`, `Rename it: no \ : * ? " < > |, no dot or blank at the end, not con, nul, com1 …; make long ones shorter.`),
		Wrong: "（2026/con.md）", Right: "（2026/00002.md）",
	},
	{
		Code: "F45", Severity: failure, Clause: clause2, Obligations: []int{5},
		Title: words("两个文件名只差大小写或者编码形式", "two names that differ in case or Unicode form alone"),
		Why:   words("在 Windows 和 Mac 上它们是同一个文件，取下来就只剩一个，公开的内容就丢了。", "On Windows and on a Mac they are one file: one of the two is lost."),
		Fix:   words("给其中一个换个名字。", "Give one of them another name."),
		Wrong: "（2026/A2.md 和 2026/a2.md）", Right: "（2026/00002.md 和 2026/00003.md）",
	},
	{
		Code: "F46", Severity: failure, Clause: clause6m1, Obligations: []int{63},
		Title: words("公开栏的编号不能用在网址里", "a board's id that cannot be part of an address"),
		Why:   words("公开栏页面的网址里有它的编号；编号里有斜杠、点点这样的符号，页面就会写到别处去。", "The addresses of a board's pages have its id; with a slash or dots in it they would be written elsewhere."),
		Fix:   words("编号用小写字母、数字和连字符，以字母或数字开头。", "Use lower-case letters, digits and hyphens, with a letter or digit first."),
		of:    schema.Board,
		Wrong: "- id: ../hall", Right: "- id: hall",
		site: boardIDs,
	},
}

// boardIDs looks at the ids of boards, each of which is a folder of the site.
func boardIDs(r *report) {
	for _, b := range r.site.Boards {
		if b.ID != "" && !boardID(b.ID) {
			r.add(inFile(b.Path, b.Span), diag.Say("公开栏的编号“%s”不能用在网址里", "the board id %q cannot be part of an address", b.ID))
		}
	}
}

// boardID reports whether the text can be a folder of the site on every system.
func boardID(id string) bool {
	odd := false
	source.Odds([]byte(id), func(int, rune, source.Oddness) bool { odd = true; return false })
	return !odd && source.Portable(id) && id[0] != '.' && !strings.ContainsAny(id, "%#&+ '\t\n") && len(id) <= 100 && !strings.EqualFold(id, "index.html")
}

// excesses are the words for what markdown found too much.
var excesses = map[string]diag.Words{
	"deep":   words("引用和列表套了16层以上", "quotes and lists stand more than 16 deep in each other"),
	"nested": words("层层套着的引用和列表有太多行", "too many lines stand in quotes and lists within each other"),
	"marks":  words("一段里有太多加粗、链接或者代码的标记", "a paragraph has too many marks of emphasis, links or code"),
	"table":  words("表格的格子太多，或者绝大多数是空的", "a table has too many cells, or nearly all of them are empty"),
}

func textBounded(r *report, it *model.Item) { r.bounded(it.Path, it.Flaws) }

func pagesBounded(r *report) {
	for _, p := range r.pages() {
		r.bounded(p.path, p.flaws)
	}
}

func (r *report) bounded(path string, flaws []model.Flaw) {
	for i := range flaws {
		if f := &flaws[i]; f.Kind == model.Excess {
			r.add(inFile(path, f.At), excesses[f.Found])
		}
	}
}

// addressesApart looks for two index numbers that make one address. A folded sum of each
// address finds candidates without keeping ten thousand strings.
func addressesApart(r *report) {
	first := make(map[uint64]*model.Item, len(r.site.All))
	for _, it := range r.site.All {
		if it.Index == "" || r.site.Item(it.Index) != it {
			continue // R03 speaks of the same number twice
		}
		sum := foldedSum(it.Index)
		o := first[sum]
		if o == nil {
			first[sum] = it
			continue
		}
		if strings.EqualFold(model.Slug(o.Index), model.Slug(it.Index)) {
			r.add(in(it, "index"), diag.Say("索引号 %s 与 %s（%s）会得到同一个网址 %s", "the index numbers %s and %s (%s) make one address, %s", it.Index, o.Index, o.Path, strings.ToLower(it.Address(".html"))),
				see(o, "index", "先用的一件", "the first one"))
		}
	}
}

// foldedSum sums an index number as its address would be, capitals folded (FNV-1a).
func foldedSum(id model.ID) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range string(id) {
		switch {
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '.', c == '_':
		default:
			c = '-'
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

func attachmentsApart(r *report, it *model.Item) {
	for i := range it.Attachments {
		for j := range i {
			a, b := &it.Attachments[i], &it.Attachments[j]
			if a.Path != b.Path && strings.EqualFold(a.Address, b.Address) {
				r.add(attachmentAt(it, a), diag.Say("附件“%s”与“%s”会得到同一个网址", "the attachments %q and %q make one address", a.File, b.File))
			}
		}
	}
}
