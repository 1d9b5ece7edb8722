package check

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/indexno"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// profileRules judge departments.yaml: who must disclose, and how to reach them.
var profileRules = []Rule{
	{
		Code: "S08", Severity: failure, Clause: clause3, Obligations: []int{21},
		Title: words("公开主体的编号、代码或名称重复或不合规", "a department's id, code or name is malformed or not unique"),
		Why:   words("编号是文件夹名和网址，代码进入索引号，名称给人看：三样都不能重复。", "The id is a folder and an address, the code goes into index numbers, the name is for people: none may stand twice."),
		Fix:   words("编号只用小写字母、数字和连字符，代码只用字母和数字；三样都不能与别的单位相同。", "ids are lower-case letters, digits and hyphens, codes letters and digits; all three differ from the others'."),
		of:    schema.Department,
		Wrong: "- id: DangAn", Right: "- id: dangan",
		site: departmentNames,
	},
	{
		Code: "S09", Severity: failure, Clause: clause3, Obligations: []int{21},
		Title: words("授权、委托组织没有写依据", "no mandate for an authorized or entrusted body"),
		Why:   words("授权组织凭法律法规、委托组织凭委托书行使职权，公开时要让人看到依据。", "Such bodies act by a law or by a delegation, and people are shown which."),
		Fix:   words("加一行“授权或委托依据”（mandate），写明授权的法规条款或委托文件。", "Add mandate with the provision or the delegation."),
		of:    schema.Department,
		Wrong: "kind: entrusted", Right: "kind: entrusted\nmandate: 区卫生健康局委托书（卫监委〔2025〕1号）",
		site: mandates,
	},
	{
		Code: "S10", Severity: failure, Clause: words("细则第五条第11项", "rules, clause 5 item 11"), Obligations: []int{34, 55},
		Title: words("公用事业单位没有写主管部门", "no supervising department for a utility"),
		Why:   words("主管部门要督促公用事业单位公开，所以要写明由谁督促。", "A department urges each utility to disclose, so it is named."),
		Fix:   words("“主管部门”（supervised_by）写另一个单位的编号，这个单位也要在 departments.yaml 里。", "Give supervised_by the id of another department of departments.yaml."),
		of:    schema.Department,
		Wrong: "kind: utility\nsupervised_by: shuiwuju", Right: "kind: utility\nsupervised_by: caizheng",
		site: supervised,
	},
	{
		Code: "S11", Severity: hint, Clause: clause5m1, Obligations: []int{27, 30},
		Title: words("机构概况还可以更全", "a profile that could say more"),
		Why:   words("机构设置、工作目标和负责人是群众了解一个单位的开始。", "Units, goals and leaders are where people begin to know an office."),
		Fix:   words("在 departments.yaml 里补上“工作目标”、“负责人”、“内设机构”，再写一页 _index.md。", "Add goals, leaders and units in departments.yaml, and a page _index.md."),
		of:    schema.Department,
		Wrong: "- id: caizheng  # 没有 goals、leaders、units 和 _index.md", Right: "leaders: [局长：主持全面工作]\nunits: [办公室, 预算科]",
		site: profileWhole,
	},
	{
		Code: "S12", Severity: failure, Clause: clause5m1, Obligations: []int{32, 33, 57},
		Title: words("电话或办公时间的写法不对", "a telephone number or office hours that cannot be right"),
		Why:   words("群众照着打电话、照着时间上门，写错一位就找不到人。", "People call these numbers and come at these hours."),
		Fix:   words("电话写成 0000-1234567、12345 或 13800000000，几个号码用顿号分开；办公时间写明几点到几点。", "Write 0000-1234567, 12345 or 13800000000, several apart by 、; give hours with times of day."),
		of:    schema.Department,
		Wrong: "phone: 办公室", Right: "phone: 0000-1000001",
		site: reachable,
	},
	{
		Code: "S13", Severity: failure, Clause: clause5m1, Obligations: []int{30},
		Title: words("没有写管理权限", "no powers given"),
		Why:   words("行政机关、授权组织和委托组织行使权力，要公开权限有哪些。", "Bodies that exercise power tell which powers they have."),
		Fix:   words("加一行“管理权限”（powers），写明有哪些权限。", "Add powers."),
		of:    schema.Department,
		Wrong: "kind: agency\nfunctions: 管理财政收支。", Right: "kind: agency\nfunctions: 管理财政收支。\npowers: 政府采购监督管理。",
		site: powersGiven,
	},
	{
		Code: "S17", Severity: warning, Clause: clause14, Obligations: []int{140},
		Title: words("公开专员和替补是同一个人", "clerk and deputy are the same"),
		Why:   words("替补是专员不在时办理公开的人。", "The deputy discloses when the clerk is away."),
		Fix:   words("另写一个人或岗位。", "Name another person or post."),
		of:    schema.Department,
		Wrong: "clerk: 办公室\ndeputy: 办公室", Right: "clerk: 办公室\ndeputy: 综合岗",
		site: twoClerks,
	},
}

func departmentNames(r *report) {
	first := map[[2]string]*model.Department{}
	for _, d := range r.site.Departments {
		for _, x := range [...]struct{ key, zh, value string }{{"id", "编号", d.ID}, {"code", "代码", d.Code}, {"name", "名称", d.Name}} {
			if x.value == "" {
				continue
			}
			at := [2]string{x.key, x.value}
			if o := first[at]; o != nil {
				r.add(inDepartment(d, x.key), diag.Say("%[1]s“%[3]s”已被“%[4]s”使用", "the %[2]s %[3]q is already used by %[4]s", x.zh, x.key, x.value, o.Name),
					diag.Related{Place: inDepartment(o, x.key), Text: words("先写的一处", "the first one")})
			} else {
				first[at] = d
			}
		}
		if d.ID != "" && !plainID(d.ID) {
			r.add(inDepartment(d, "id"), diag.Say("编号“%s”只能用小写字母、数字和连字符，以字母或数字开头，且不能是 holidays、supervision 这些网站或者 Windows 自己要用的名字", "the id %q may have lower-case letters, digits and hyphens, begins with a letter or digit, and is no name that the site or Windows keeps for itself, such as holidays and supervision", d.ID))
		}
		if d.Code != "" && !indexno.ValidCode(d.Code) {
			r.add(inDepartment(d, "code"), diag.Say("代码“%s”只能用字母和数字", "the code %q may have letters and digits only", d.Code))
		}
	}
}

// plainID reports whether the text can be a folder and a part of an address everywhere.
func plainID(id string) bool {
	for i, c := range id {
		letter := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !letter && (c != '-' || i == 0 || i == len(id)-1) {
			return false
		}
	}
	return id != "" && !slices.Contains(notIDs, id) && !source.Reserved(id)
}

// notIDs are the folders of content/ that are no department's, and names that pages of the
// site have where departments have theirs.
var notIDs = []string{"holidays", "supervision", "index", "calendar"}

func mandates(r *report) {
	for _, d := range r.site.Departments {
		if (d.Kind == model.Authorized || d.Kind == model.Entrusted) && blank(d.Mandate) {
			r.add(inDepartment(d, "kind"), diag.Say("“%s”是%s，没有写“授权或委托依据”", "%q is of the kind %s, but has no mandate", d.Name, kindWords(d.Kind)))
		}
	}
}

func supervised(r *report) {
	for _, d := range r.site.Departments {
		if d.Kind != model.Utility && d.SupervisedBy == "" {
			continue
		}
		switch by := r.site.Department(d.SupervisedBy); {
		case d.SupervisedBy == "":
			r.add(inDepartment(d, "kind"), diag.Say("公用事业单位“%s”没有写“主管部门”", "the utility %s has no supervised_by", d.Name))
		case by == nil:
			r.fix(inDepartment(d, "supervised_by"), diag.Say("“%s”的主管部门“%s”不在 departments.yaml 里", "%[1]s is supervised by %[2]q, which departments.yaml does not have", d.Name, d.SupervisedBy),
				r.perhaps(d.SupervisedBy, departmentIDs(r.site)))
		case by == d:
			r.add(inDepartment(d, "supervised_by"), diag.Say("“%s”的主管部门写成了自己", "%s supervises itself", d.Name))
		}
	}
}

func profileWhole(r *report) {
	for _, d := range r.site.Departments {
		var zh, en []string
		for _, x := range [...]struct {
			missing bool
			zh, en  string
		}{{blank(d.Goals), "工作目标", "goals"}, {len(d.Leaders) == 0, "负责人", "leaders"}, {len(d.Units) == 0, "内设机构", "units"}, {d.Profile == nil, "机构概况页 _index.md", "the page _index.md"}} {
			if x.missing {
				zh, en = append(zh, x.zh), append(en, x.en)
			}
		}
		if len(zh) > 0 {
			r.add(inDepartment(d, "name"), diag.Words{
				ZH: "“" + d.Name + "”没有" + strings.Join(zh, "、"),
				EN: d.Name + " lacks " + strings.Join(en, ", "),
			})
		}
	}
}

func reachable(r *report) {
	for _, d := range r.site.Departments {
		if !blank(d.Phone) && !phoneNumbers(d.Phone) {
			r.add(inDepartment(d, "phone"), diag.Say("“%s”不像电话号码", "%q does not look like a telephone number", d.Phone))
		}
		if !blank(d.Complaint) && !phoneNumbers(d.Complaint) {
			r.add(inDepartment(d, "complaint_phone"), diag.Say("监督投诉电话“%s”不像电话号码", "the complaint_phone %q does not look like a telephone number", d.Complaint))
		}
		if !blank(d.Hours) && !timesOfDay(d.Hours) {
			r.add(inDepartment(d, "hours"), diag.Say("办公时间“%s”没有写明几点到几点", "the hours %q do not tell from when to when", d.Hours))
		}
	}
	c := r.site.Config
	if c.Supervision != "" && !phoneNumbers(c.Supervision) {
		r.add(inSite(r.site, "supervision_phone"), diag.Say("监督电话“%s”不像电话号码", "the supervision_phone %q does not look like a telephone number", c.Supervision))
	}
}

// phoneNumbers reports whether each part of a list is a telephone number: what stands in
// brackets and words around the number do not count.
func phoneNumbers(text string) bool {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；;/或", r) }) {
		if n := digitsIn(part); n < 3 || n > 20 || n > 5 && n < 7 || strings.ContainsAny(part, "@") {
			return false
		}
	}
	return strings.TrimSpace(text) != ""
}

// digitsIn counts the digits of a text, full-width ones too.
func digitsIn(text string) (n int) {
	for _, c := range text {
		if c >= '0' && c <= '9' || c >= '０' && c <= '９' {
			n++
		}
	}
	return n
}

// timesOfDay reports whether the text tells a time of day: 9:00, 9时, 9点, or 24小时.
func timesOfDay(text string) bool {
	before := rune(0)
	for _, c := range text {
		digit := before >= '0' && before <= '9' || before >= '０' && before <= '９' || strings.ContainsRune("一二三四五六七八九十", before)
		if digit && strings.ContainsRune(":：时点小", c) {
			return true
		}
		before = c
	}
	return strings.Contains(text, "全天")
}

func powersGiven(r *report) {
	for _, d := range r.site.Departments {
		if (d.Kind == model.Agency || d.Kind == model.Authorized || d.Kind == model.Entrusted) && blank(d.Powers) {
			r.add(inDepartment(d, "kind"), diag.Say("“%s”是%s，没有写“管理权限”", "%q is of the kind %s, but has no powers", d.Name, kindWords(d.Kind)))
		}
	}
}

func twoClerks(r *report) {
	for _, d := range r.site.Departments {
		if !blank(d.Clerk) && strings.TrimSpace(d.Clerk) == strings.TrimSpace(d.Deputy) {
			r.add(inDepartment(d, "deputy"), diag.Say("“%s”的公开专员和替补都是“%s”", "clerk and deputy of %s are both %s", d.Name, d.Clerk))
		}
	}
}

// blank reports whether a text says nothing.
func blank(s string) bool { return strings.TrimSpace(s) == "" }

// inFile gives a place of any file.
func inFile(path string, at source.Span) diag.Place { return diag.Place{Path: path, At: at} }
