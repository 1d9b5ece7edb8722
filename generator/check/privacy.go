package check

import (
	"path"

	"gongkai/generator/diag"
	"gongkai/generator/model"
)

// privacyRules are the gate before everything that becomes public: personal data, marks of
// secrecy, and what attached files are and carry. The readers find these; here stand their words.
var privacyRules = []Rule{
	{
		Code: "R31", Severity: failure, Clause: decree17, Obligations: []int{29, 43, 117}, shown: true,
		Title: words("有公民的个人信息", "personal data"),
		Why:   words("身份证号、手机号、银行卡号和住址一旦上网就收不回来，可以被人冒用；公示名单泄露身份证号，检查时单项否决。", "An identity number, a telephone or bank card number, a home address cannot be called back from the net, and serves fraud. A list that leaks them fails the site."),
		Fix:   words("按 138****1234、35*************123 的样子遮住（gongkai redact --write 会替您改 Markdown、CSV、XLSX 和 DOCX）；确需公开的，写进“个人信息”，注明理由和批准人。", "Mask it as in 138****1234 or 35*************123 (gongkai redact --write does so in Markdown, CSV, XLSX and DOCX); where it must be published, enter it under privacy with why and by."),
		Wrong: "title: 拟录取名单\n---\n王小明，身份证号11010119900307109X，手机13800001234。", Right: "title: 拟录取名单\n---\n王小明，身份证号11*************09X，手机138****1234。",
	},
	{
		Code: "R32", Severity: warning, Clause: decree17, Obligations: []int{29, 43}, shown: true,
		Title: words("可能有公民的个人信息", "what may be personal data"),
		Why:   words("像是个人信息，但不能肯定：校验码对不上的身份证号、公开联系人的手机号、私人邮箱等，要请人看一眼。", "It looks like personal data, but is not certain: an identity number with a wrong checksum, the mobile number of an office's contact, a private mail address. Somebody must look."),
		Fix:   words("是的就遮住；不是的，或者确需公开的，写进“个人信息”，注明理由和批准人。", "Mask it where it is; where it is not, or must be published, enter it under privacy with why and by."),
		Wrong: "contact: 李老师 13800001234", Right: "contact: 办公室 0000-8612345",
	},
	{
		Code: "R33", Severity: failure, Clause: secrets, Obligations: []int{29, 117}, shown: true,
		Title: words("有密级标志或者内部资料的标志", "a mark of secrecy or of internal papers"),
		Why:   words("带密级标志的文件不得公开；已经解密或者不是国家秘密的，不得带这种标志。内部资料不是给公众看的。", "A document with a mark of secrecy must not be published; one that is no secret, or no longer, must not bear it. Internal papers were not written for the public."),
		Fix:   words("先不要公开，报保密工作机构核实；确认可以公开的，去掉标志再公开。", "Do not publish; let the office for secrecy decide. Where it may be published, take the mark away first."),
		Wrong: "title: 会议纪要\n---\n机密★10年", Right: "title: 会议纪要\n---\n本纪要予以公开。",
	},
	{
		Code: "R34", Severity: warning, Clause: secrets, Obligations: []int{29, 117}, shown: true,
		Title: words("可能是密级或者内部资料的标志", "what may be a mark of secrecy or of internal papers"),
		Why:   words("句子里写着“仅供内部使用”的材料多半不是给公众看的；公开了，人们会问是不是放错了。", "A paper that says it is for internal use was hardly written for the public."),
		Fix:   words("核实能不能公开；能公开的，删去这几个字。", "Find out whether it may be published, and take the words away where it may."),
		Wrong: "title: 防汛手册\n---\n本手册仅供内部使用。", Right: "title: 防汛手册\n---\n本手册向社会公布。",
	},
	{
		Code: "R35", Severity: warning, Clause: decree17, Obligations: []int{29}, shown: true,
		Title: words("“个人信息”里有一条没有用上", "a privacy entry that is of no use"),
		Why:   words("放行的内容已经不在了，这一条就该删去，免得以后放过别的。", "What it allowed is no longer there; left in place it may let something else pass."),
		Fix:   words("删去这一条；写错了的，改成正文里的号码，或者它遮住以后的样子。", "Take the entry away, or give the number as it stands in the text, or its mask."),
		Wrong: "privacy:\n  - {match: 138****1234, why: 公开的联系电话, by: 局长}\n---\n全文没有这个号码。", Right: "privacy:\n  - {match: 138****1234, why: 公开的联系电话, by: 局长}\n---\n热线13800001234，全天有人接听。",
	},
	{
		Code: "R36", Severity: warning, Clause: decree17, Obligations: []int{29}, shown: true,
		Title: words("附件没有读完", "an attachment that was not read whole"),
		Why:   words("扫描件、坏文件、旧格式里的字程序读不全，里面有没有个人信息只能请人看。", "Of scans, damaged files and old formats the program cannot read everything: whether they hold personal data is for a person to see."),
		Fix:   words("换成能读的格式（DOCX、XLSX、有文字的 PDF）；换不了的，请人逐页看过。", "Attach it in a form that can be read (DOCX, XLSX, a PDF with text), or let somebody look at every page."),
		Wrong: "attachments: [扫描件.pdf]", Right: "attachments: [收支表.csv]",
	},
	{
		Code: "R37", Severity: warning, Clause: decree17, Obligations: []int{29}, shown: true,
		Title: words("附件里留着看不见的内容", "an attachment with what does not meet the eye"),
		Why:   words("修订、批注、隐藏的行和表，下载的人都看得到：改了什么、谁说了什么、没打算给人看的数字。", "Tracked changes, comments, hidden rows and sheets are seen by everybody who downloads the file."),
		Fix:   words("运行 gongkai clean 去掉修订和批注；隐藏的行、列、表要么删去，要么显示出来。", "Run gongkai clean to take changes and comments away; delete hidden rows, columns and sheets, or show them."),
		Wrong: "attachments: [修订稿.docx]  # 留着修订", Right: "attachments: [征求意见稿.docx]",
	},
	{
		Code: "R38", Severity: hint, Clause: decree17, Obligations: []int{29}, shown: true,
		Title: words("附件的属性里有人名", "an attachment whose properties name a person"),
		Why:   words("作者、最后修改人、单位会跟着文件一起公开。", "Author, last editor and company are published with the file."),
		Fix:   words("不想公开的，运行 gongkai clean 去掉。", "Run gongkai clean to take them away."),
		Wrong: "attachments: [申请表.docx]  # 作者：王小明", Right: "attachments: [申请表.docx]",
	},
	{
		Code: "R39", Severity: warning, Clause: decree17, Obligations: []int{29}, shown: true,
		Title: words("照片里有拍摄地点或者机主", "a picture that tells where it was taken, or whose camera took it"),
		Why:   words("手机拍的照片带着经纬度，能看出谁家住在哪里。", "A telephone writes into a picture where it was: that may be somebody's home."),
		Fix:   words("运行 gongkai clean 去掉；画面不会变。", "Run gongkai clean; the picture itself stays as it is."),
		Wrong: "attachments: [入户照片.jpg]  # 带经纬度", Right: "attachments: [入户照片.jpg]",
	},
	{
		Code: "R40", Severity: hint, Clause: decree17, Obligations: []int{29}, shown: true,
		Title: words("附件是图片，里面的字没有读", "an attachment that is a picture, whose words were not read"),
		Why:   words("程序不认图里的字：拍照、截图的名单里有没有身份证号，只有人看得出。", "The program does not read pictures: whether a photographed list holds identity numbers only a person can see."),
		Fix:   words("公开以前请人看一眼；是名单、文件的，换成 DOCX、XLSX 或者有文字的 PDF。", "Let somebody look before it is published; give lists and documents as DOCX, XLSX or a PDF with text."),
		Wrong: "attachments: [名单.jpg]", Right: "attachments: [名单.csv]",
	},
	{
		Code: "F32", Severity: failure, Clause: attached, Obligations: []int{101}, shown: true,
		Title: words("附件的扩展名和内容对不上", "an attachment whose name says another type than its content"),
		Why:   words("下载的人打不开，安全软件会当成伪装的文件拦下。", "It will not open, and a virus scanner takes it for a disguise."),
		Fix:   words("用原来的程序另存一份，或者把扩展名改对。", "Save it anew with the program that made it, or mend the extension."),
		Wrong: "attachments: [收支表.xlsx]  # 其实是文本", Right: "attachments: [收支表.csv]",
	},
	{
		Code: "F33", Severity: failure, Clause: attached, Obligations: []int{101, 117}, shown: true,
		Title: words("附件里有会运行的内容", "an attachment that runs something"),
		Why:   words("宏、脚本和会启动程序的 PDF 能感染打开它的电脑；政府网站的附件，人们不会防备。", "Macros, scripts and PDFs that start programs infect whoever opens them, and nobody expects that of an official site."),
		Fix:   words("另存为不带宏的格式（DOCX、XLSX、PDF/A）再上传。", "Save it in a form without macros (DOCX, XLSX, PDF/A) and attach that."),
		Wrong: "attachments: [示意图.svg]  # 里面有脚本", Right: "attachments: [示意图.svg]",
	},
	{
		Code: "F34", Severity: failure, Clause: attached, Obligations: []int{101}, shown: true,
		Title: words("附件展开后过大", "an attachment that unpacks to too much"),
		Why:   words("压缩炸弹会撑满打开它的电脑（上限由 site.yaml 的“包内文件数”和“展开上限”定）。", "It would fill the machine of whoever opens it (archive_members and unpacked_limit in site.yaml)."),
		Fix:   words("分成几个文件，或者只放需要的。", "Split it, or attach only what is needed."),
		Wrong: "attachments: [资料.zip]  # 5000 个文件", Right: "attachments: [资料.zip]  # 5 个文件",
	},
	{
		Code: "F35", Severity: failure, Clause: attached, Obligations: []int{29, 101}, shown: true,
		Title: words("附件有密码", "an attachment with a password"),
		Why:   words("公众打不开，就不算公开；里面有什么也没法检查。", "What the public cannot open is not disclosed, and nobody could look into it."),
		Fix:   words("去掉密码再放上来。", "Take the password off."),
		Wrong: "attachments: [收支表.pdf]  # 打开要密码", Right: "attachments: [收支表.pdf]",
	},
}

var (
	secrets  = words("细则第五条；《保守国家秘密法》第22条、第35条", "rules, clause 5; Law on Guarding State Secrets, art. 22 and 35")
	attached = words("细则第六条第4项；网站安全", "rules, clause 6 item 4; safety of the site")
)

// whose gives the item that a file belongs to, its own or one beside it, or nil.
func whose(s *model.Site, p string) *model.Item {
	if it := s.ItemAt(p); it != nil {
		return it
	}
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if it := s.ItemAt(dir + "/index.md"); it != nil {
			return it
		}
	}
	return nil
}

// vanished reports whether a finding is about what is gone with a withdrawn item: its text and its
// attachments, not its record, of which a part stays on the page.
func vanished(s *model.Site, d *diag.Diagnostic) bool {
	it := whose(s, d.Path)
	if it == nil || !s.Gone(it) {
		return false
	}
	if d.Path != it.Path {
		return true
	}
	last := 0
	for _, key := range it.At.Keys() {
		last = max(last, it.At.Of(key).End)
	}
	return d.At.Start > last
}
