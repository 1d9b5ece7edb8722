package check

import (
	"fmt"

	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/post"
)

// methodRules judge by which means an item is disclosed: boards and paper, on request or
// not, attachments.
var methodRules = []Rule{
	{
		Code: "M01", Severity: warning, Clause: clause6m1, Obligations: []int{56},
		Title: words("纸张大于公开栏的纸张", "paper larger than the board's"),
		Why:   words("公开栏放不下，就会折着贴或者不贴。", "What does not fit is folded, or not hung at all."),
		Fix:   words("删去“纸张”（就按公开栏的纸张印），或换一处公开栏。", "Leave paper out (the board's is taken), or choose another board."),
		Wrong: "boards: [hall]  # A4\npaper: A3", Right: "boards: [hall]",
		item: paperFits,
	},
	{
		Code: "M02", Severity: warning, Clause: clause6m1, Obligations: []int{56},
		Title: words("写了张贴日期，没有写公开栏", "posting dates without a board"),
		Why:   words("没有公开栏，就不会有张贴单。", "Without a board there is no sheet."),
		Fix:   words("加“张贴公开栏”，或删去“张贴起”和“张贴止”。", "Add boards, or leave post_from and post_until out."),
		Wrong: "post_until: 2026-07-20", Right: "boards: [hall]\npost_until: 2026-07-20",
		item: boardGiven,
	},
	{
		Code: "M03", Severity: warning, Clause: words("细则第五条；《政府信息公开条例》第17条", "rules, clause 5; Regulation on Open Government Information, art. 17"), Obligations: []int{28},
		Title: words("依申请公开的内容已经全文公开", "disclosed on request, but published in full"),
		Why:   words("写着依申请公开，却谁都能看到全文：不是方式写错了，就是内容不该放上来。", "Everybody can read it: either the method is wrong, or the text should not be here."),
		Fix:   words("可以主动公开的，把“公开方式”改为“主动公开”；不可以的，正文只写怎样申请。", "Where it may be published, give method: active; else let the text only say how to apply."),
		Wrong: "method: request\n---\n（全文和附件）", Right: "method: request\n---\n可向本局综合科申请获取。",
		item: onRequest,
	},
	{
		Code: "M04", Severity: failure, Clause: decree24, Obligations: []int{101},
		Title: words("附件过大", "an attachment that is too large"),
		Why:   words("过大的附件在手机上打不开（上限由 site.yaml 的“附件上限”定）。", "It will not open on a telephone (attachment_limit in site.yaml)."),
		Fix:   words("压缩图片或分成几个文件。", "Compress its pictures, or split it."),
		Wrong: "attachments: [收支表.csv]  # 32 MB", Right: "attachments: [收支表.csv]  # 1 MB",
		item: attachmentSize,
	},
	{
		Code: "M05", Severity: failure, Clause: decree24, Obligations: []int{5},
		Title: words("附件列了两次", "an attachment that is listed twice"),
		Why:   words("页面上会出现两个一样的附件。", "The page would show it twice."),
		Fix:   words("删去重复的一行。", "Take one of the lines away."),
		Wrong: "attachments: [收支表.csv, 收支表.csv]", Right: "attachments: [收支表.csv]",
		item: attachmentOnce,
	},
	{
		Code: "M16", Severity: warning, Clause: clause6m1, Obligations: []int{56},
		Title: words("公开栏不张贴这个单位或类别", "a board that does not take this department or category"),
		Why:   words("boards.yaml 写明了每处公开栏张贴哪些单位、哪些类别。", "boards.yaml tells whose sheets, and of which categories, hang where."),
		Fix:   words("换一处公开栏，或改 boards.yaml。", "Choose another board, or mend boards.yaml."),
		Wrong: "boards: [school]  # 只张贴教育局的", Right: "boards: [hall]",
		item: boardTakes,
	},
	{
		Code: "M17", Severity: warning, Clause: decree24, Obligations: []int{101},
		Title: words("附件是空文件", "an attachment without content"),
		Why:   words("下载下来什么也没有。", "There is nothing to download."),
		Fix:   words("换上真正的文件，或删去它。", "Put the real file in its place, or take it away."),
		Wrong: "attachments: [收支表.csv]  # 0 字节", Right: "attachments: [收支表.csv]  # 1 KB",
		item: attachmentEmpty,
	},
	{
		Code: "M18", shown: true, Severity: failure, Clause: words("细则第六条第4项；网站安全", "rules, clause 6 item 4; safety of the site"), Obligations: []int{63},
		Title: words("附件是程序、网页或者别的不该下载的文件", "an attachment that is a program, a web page or another thing not to be offered"),
		Why:   words("从政府网站下载的程序和网页，人们会以为可靠而打开运行；认不出的文件，谁也不知道里面有什么。看的是内容，不是文件名。", "A program or page from an official site is trusted, and run; of a file that nobody knows nobody can tell what is in it. What counts is the content, not the name."),
		Fix:   words("换成 PDF、OFD、DOCX、XLSX、CSV、图片或者 ZIP。", "Give PDF, OFD, DOCX, XLSX, CSV, a picture or a ZIP instead."),
		Wrong: "attachments: [申请表.exe]", Right: "attachments: [申请表.docx]",
	},
}

func paperFits(r *report, it *model.Item) {
	if it.Paper != model.A3 {
		return
	}
	for _, id := range it.Boards {
		if b := r.site.Board(id); b != nil && b.Paper == model.A4 {
			r.add(in(it, "paper", "boards"), diag.Say("纸张是 A3，公开栏“%s”用 A4", "the paper is A3, but the board %s takes A4", b.Name))
		}
	}
}

func boardGiven(r *report, it *model.Item) {
	if len(it.Boards) == 0 && (!it.PostFrom.IsZero() || !it.PostUntil.IsZero()) {
		r.add(in(it, "post_from", "post_until"), words("写了张贴日期，却没有写“张贴公开栏”", "posting dates are given, but boards is missing"))
	}
}

// fullText is how many characters make a text more than a note on how to apply.
const fullText = 200

func onRequest(r *report, it *model.Item) {
	if it.Method != model.OnRequest {
		return
	}
	switch {
	case len(it.Attachments) > 0:
		r.add(in(it, "method"), diag.Say("公开方式是“依申请公开”，%d 个附件却谁都能下载", "the method is on request, but anybody can download its %d attachments", len(it.Attachments)))
	case it.Body.Runes > fullText:
		r.add(in(it, "method"), diag.Say("公开方式是“依申请公开”，正文却有 %d 字，谁都能看", "the method is on request, but anybody can read its text of %d characters", it.Body.Runes))
	}
}

// attachmentAt gives the place where an attachment is named, and the list's or the
// front matter's where it is not.
func attachmentAt(it *model.Item, a *model.Attachment) diag.Place {
	if !a.At.IsZero() {
		return inBody(it, a.At)
	}
	return in(it, "attachments")
}

func attachmentSize(r *report, it *model.Item) {
	limit := r.site.Config.AttachmentLimit
	for i := range it.Attachments {
		if a := &it.Attachments[i]; limit > 0 && a.Size > limit {
			r.add(attachmentAt(it, a), diag.Say("附件“%s”有 %s，上限是 %s", "the attachment %q has %s, the limit is %s", a.File, megabytes(a.Size), megabytes(limit)))
		}
	}
}

func attachmentOnce(r *report, it *model.Item) {
	for i := range it.Attachments {
		for j := range i {
			if a := &it.Attachments[i]; a.Path == it.Attachments[j].Path {
				r.add(attachmentAt(it, a), diag.Say("附件“%s”列了两次", "the attachment %q is listed twice", a.File))
				break
			}
		}
	}
}

func attachmentEmpty(r *report, it *model.Item) {
	for i := range it.Attachments {
		if a := &it.Attachments[i]; a.Size == 0 {
			r.add(attachmentAt(it, a), diag.Say("附件“%s”是空的", "the attachment %q is empty", a.File))
		}
	}
}

func boardTakes(r *report, it *model.Item) {
	for _, id := range it.Boards {
		b := r.site.Board(id)
		if b == nil {
			continue
		}
		if d := r.site.Department(it.Department); d != nil && !post.TakesDepartment(b, d) {
			r.add(in(it, "boards"), diag.Say("公开栏“%s”不张贴“%s”的", "the board %s does not take sheets of %s", b.Name, d.Name))
		}
		if c := r.site.Category(it.Category); c != nil && !post.TakesCategory(r.site, b, c) {
			r.add(in(it, "boards"), diag.Say("公开栏“%s”不张贴第 %s 类的", "the board %s does not take category %s", b.Name, c.Code))
		}
	}
}

// megabytes writes a size as people read it.
func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
