package check

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/near"
	"gongkai/generator/schema"
)

// scopeRules judge who discloses what: department, category and duty of an item.
var scopeRules = []Rule{
	{
		Code: "S01", Severity: failure, Clause: clause3, Obligations: []int{21},
		Title: words("文件夹不属于任何公开主体", "a folder of no department"),
		Why:   words("谁公开、谁负责：每件公开事项都要落到 departments.yaml 里的一个公开主体。", "Every item belongs to a department of departments.yaml, which answers for it."),
		Fix:   words("改文件夹名，或在 departments.yaml 里加上这个公开主体。", "Rename the folder, or add the department to departments.yaml."),
		Wrong: "# caizhengju/2026/00001.md", Right: "# caizheng/2026/00001.md",
		site: folderKnown,
	},
	{
		Code: "S02", Severity: failure, Clause: clause3, Obligations: []int{21},
		Title: words("公开主体与所在文件夹不一致", "the department is not the folder's"),
		Why:   words("文件夹是一个单位的，“公开主体”写的是另一个，就不知道由谁负责。", "Folder and department say different things, and nobody knows who answers for the item."),
		Fix:   words("把文件移到该单位的文件夹，或改正“公开主体”（不写也行，按文件夹算）。", "Move the file, or mend department (it may be left out: the folder tells it)."),
		Wrong: "department: jiaoyu", Right: "department: caizheng",
		item: folderAgrees,
	},
	{
		Code: "S03", Severity: failure, Clause: clause5, Obligations: []int{5, 28},
		Title: words("没有这个类别", "an unknown category"),
		Why:   words("公开内容按细则第五条的11类编排，群众按类别查找。", "Disclosure is arranged in the 11 groups of clause 5, and people look it up by them."),
		Fix:   words("写类别代码或名称，如 0401 或 财政预决算；有哪些类别，见网站的类别页。", "Give a category's code or name, such as 0401."),
		Wrong: "category: 财政预算", Right: "category: 财政预决算",
		item: categoryKnown,
	},
	{
		Code: "S04", Severity: failure, Clause: words("细则第五条第11项", "rules, clause 5 item 11"), Obligations: []int{34, 55},
		Title: words("不是公用事业单位，却用了第11类", "group 11, but the department is no utility"),
		Why:   words("第11类专供公用事业和社会服务单位公布基本信息、办事制度和收费。", "Group 11 is for utilities and social services."),
		Fix:   words("改用第01至10类；该单位确属公用事业的，把 departments.yaml 里的“类型”（kind）改为“公用事业”。", "Choose a category of groups 01 to 10; where it is a utility, give kind: utility in departments.yaml."),
		Wrong: "category: \"1101\"  # caizheng 是行政机关", Right: "category: \"0401\"",
		item: utilityOnly,
	},
	{
		Code: "S05", Severity: failure, Clause: words("细则第五条第10项", "rules, clause 5 item 10"), Obligations: []int{54}, unfinished: true,
		Title: words("“其他法定公开”没有写公开依据", "category 10 without a basis"),
		Why:   words("第10类只收法律、法规、规章规定应当公开的内容，所以要写明是哪一条规定的。", "Group 10 holds what a law or regulation requires to be disclosed, so the provision is named."),
		Fix:   words("加一行“公开依据”，写明法规名称和条款；没有依据的，改用别的类别。", "Add basis with the law and article; without one choose another category."),
		Wrong: "category: \"10\"", Right: "category: \"10\"\nbasis: [《中华人民共和国档案法》第二十七条]",
		item: basisOfTen,
	},
	{
		Code: "S06", Severity: failure, Clause: clause10, Obligations: []int{96},
		Title: words("没有这个应公开事项", "an unknown duty"),
		Why:   words("应公开事项是目录管理的底账，写错了就统计不到。", "The standing catalogue counts by duty; a misspelt one counts nowhere."),
		Fix:   words("写 duties.yaml 里的编号或名称；不对应任何应公开事项的，删去这一行。", "Give an id or title of duties.yaml, or leave the line out."),
		Wrong: "duty: budgets", Right: "duty: budget",
		item: dutyKnown,
	},
	{
		Code: "S07", Severity: warning, Clause: clause10, Obligations: []int{96},
		Title: words("与应公开事项的规定不符", "the item does not fit its duty"),
		Why:   words("应公开事项规定了由谁公开、属于哪一类、多久一次；不符说明其中一处写错了。", "A duty says who discloses it, in which group and how often; a difference means that one of the two is wrong."),
		Fix:   words("把“应公开事项”、“类别”、“公开频次”与 duties.yaml 里的这一条对照，改正写错的一处。", "Compare duty, category and cadence with the entry in duties.yaml."),
		Wrong: "category: \"0801\"\nduty: budget", Right: "category: \"0401\"\nduty: budget",
		item: dutyFits,
	},
	{
		Code: "S25", Severity: hint, Clause: clause10, Obligations: []int{96, 68, 69},
		Title: words("符合某个应公开事项，却没有写明", "fits a duty of its department, but does not name it"),
		Why:   words("不写明应公开事项，督办清单和覆盖情况就不知道已经公开，仍会算作缺的。", "Without the duty the radar and the coverage do not know that it is disclosed, and go on calling it missing."),
		Fix:   words("加一行“应公开事项”；确实不是这一项的，不用改。", "Add a line duty; where it is none of them leave it."),
		Wrong: "category: \"0401\"\ncadence: annual\nperiod: \"2026\"", Right: "category: \"0401\"\nduty: budget\nperiod: \"2026\"",
		item: dutyNamed,
	},
	{
		Code: "S20", Severity: failure, Clause: words("细则第十二条第10项", "rules, clause 12 item 10"), Obligations: []int{41, 121}, unfinished: true,
		Title: words("收费事项没有写依据", "a fee without a basis"),
		Why:   words("没有依据的收费就是乱收费；公开收费要一并公开依据，让交费的人查得到。", "A fee without a basis is an unlawful one; the basis is disclosed with the fee, so that whoever pays can look it up."),
		Fix:   words("加一行“公开依据”，写明收费所依据的法规或文件。", "Add basis with the provision that the fee rests on."),
		Wrong: "category: \"0704\"", Right: "category: \"0704\"\nbasis: [价格主管部门收费标准文件]",
		item: feeBasis,
	},
	{
		Code: "S21", Severity: warning, Clause: clause2a, Obligations: []int{8},
		Title: words("归入规范性文件类，却没有标明是规范性文件", "filed as a normative document, but not marked as one"),
		Why:   words("写了“规范性文件: 是”才会检查法制审核；漏写就绕过了审核。", "normative: true asks for the legal review; without the mark it is passed by."),
		Fix:   words("加“规范性文件: 是”和“法制审核”；不是规范性文件的，类别改用 0202（其他文件）。", "Add normative: true and legal_review; otherwise choose 0202."),
		Wrong: "category: \"0201\"", Right: "category: \"0201\"\nnormative: true\nlegal_review: {date: 2026-06-09, by: 区司法局}",
		item: normativeMarked,
	},
	{
		Code: "S22", Severity: warning, Clause: words("细则第五条第4项、第七条", "rules, clause 5 item 4, clause 7"), Obligations: []int{40, 71},
		Title: words("归入重大决策类，却没有标明是重大事项", "filed as a major decision, but not marked as major"),
		Why:   words("写了“重大事项: 是”才会检查决策以前的预公开；漏写就绕过了征求意见。", "major: true asks for a draft before the decision; without the mark it is passed by."),
		Fix:   words("加“重大事项: 是”；不是重大决策的，改用别的类别。", "Add major: true; otherwise choose another category."),
		Wrong: "category: \"0404\"", Right: "category: \"0404\"\nmajor: true",
		item: majorMarked,
	},
}

// folderOf gives the first folder of the item's path, its department's id.
func folderOf(it *model.Item) string {
	folder, _, _ := strings.Cut(it.Path, "/")
	return folder
}

// folderKnown names each unknown folder once, at its first item.
func folderKnown(r *report) {
	if len(r.site.Departments) == 0 {
		return // F17 or R01 says so
	}
	last := ""
	for i, it := range r.site.All { // by path, so a folder's items stand together
		folder := folderOf(it)
		if folder == last {
			continue
		}
		last = folder
		if d := r.site.Department(folder); d != nil && d.ID == folder {
			continue
		}
		n := 0
		for _, x := range r.site.All[i:] {
			if folderOf(x) != folder {
				break
			}
			n++
		}
		r.fix(in(it, "department"), diag.Say("departments.yaml 里没有编号为“%s”的公开主体，这个文件夹里有 %d 件", "departments.yaml has no department %q; its folder holds %d items", folder, n),
			r.perhaps(folder, departmentIDs(r.site)))
	}
}

func folderAgrees(r *report, it *model.Item) {
	if !it.Given("department") || it.Department == folderOf(it) {
		return
	}
	folder := r.site.Department(folderOf(it))
	if folder == nil {
		return // S01 says so
	}
	if d := r.site.Department(it.Department); d != nil {
		r.add(in(it, "department"), diag.Say("“公开主体”写的是“%s”，文件却在“%s”的文件夹里", "the department is %q, but the file lies in the folder of %q", d.Name, folder.Name))
		return
	}
	r.fix(in(it, "department"), diag.Say("没有叫“%s”的公开主体，文件在“%s”的文件夹里", "there is no department %q; the file lies in the folder of %q", it.Department, folder.Name),
		r.perhaps(it.Department, namesOfDepartments(r.site)))
}

func categoryKnown(r *report, it *model.Item) {
	if it.Category == "" || r.site.Category(it.Category) != nil || unfilled(it.Category) != "" {
		return
	}
	r.fix(in(it, "category"), diag.Say("没有类别“%s”", "there is no category %q", it.Category), r.perhaps(it.Category, namesOfCategories(r.site)))
}

// group gives the code of the item's group, "" where the category is unknown.
func (r *report) group(it *model.Item) string {
	if c := r.site.Category(it.Category); c != nil {
		return c.Group()
	}
	return ""
}

func utilityOnly(r *report, it *model.Item) {
	if r.group(it) != "11" {
		return
	}
	if d := r.site.Department(it.Department); d != nil && d.Kind != "" && d.Kind != model.Utility {
		r.add(in(it, "category"), diag.Say("第11类只给公用事业单位用，“%s”是%s", "group 11 is for utilities, and %q is of the kind %s", d.Name, kindWords(d.Kind)))
	}
}

func basisOfTen(r *report, it *model.Item) {
	if r.group(it) == "10" && !r.hasBasis(it) {
		r.add(in(it, "category"), words("第10类“其他法定公开”没有写“公开依据”", "category 10 needs the provision that asks for the disclosure"))
	}
}

func feeBasis(r *report, it *model.Item) {
	if it.Category == "0704" && !r.hasBasis(it) {
		r.add(in(it, "category"), words("收费事项没有写“公开依据”", "the fee has no basis"))
	}
}

// hasBasis reports whether the item or its duty names a provision.
func (r *report) hasBasis(it *model.Item) bool {
	if len(it.Basis) > 0 {
		return true
	}
	d := r.site.Duty(it.Duty)
	return it.Duty != "" && d != nil && len(d.Basis) > 0
}

func dutyKnown(r *report, it *model.Item) {
	if it.Duty == "" || r.site.Duty(it.Duty) != nil || unfilled(it.Duty) != "" {
		return
	}
	r.fix(in(it, "duty"), diag.Say("duties.yaml 里没有应公开事项“%s”", "duties.yaml has no duty %q", it.Duty), r.perhaps(it.Duty, namesOfDuties(r.site)))
}

func dutyFits(r *report, it *model.Item) {
	d := r.site.Duty(it.Duty)
	if it.Duty == "" || d == nil {
		return
	}
	if c, g := r.site.Category(d.Category), r.group(it); c != nil && g != "" && c.Group() != g {
		r.add(in(it, "duty"), diag.Say("应公开事项“%s”属于第%s类，本件写的是第%s类", "the duty %s is of group %s, the item of group %s", d.Title, c.Group(), g))
	}
	if dept := r.site.Department(it.Department); dept != nil && !d.Of(dept) {
		r.add(in(it, "duty"), diag.Say("应公开事项“%s”不由“%s”公开", "the duty %s is not one of %s", d.Title, dept.Name))
	}
	if d.Cadence != "" && it.Cadence != "" && d.Cadence != it.Cadence {
		r.add(in(it, "cadence", "duty"), diag.Say("应公开事项“%s”是%s的，本件写的是%s", "the duty %s is %s, the item %s", d.Title, cadence(d.Cadence), cadence(it.Cadence)))
	}
}

// dutyNamed looks for duties that an item meets without saying so: of its department, its
// category and its cadence.
func dutyNamed(r *report, it *model.Item) {
	dept := r.site.Department(it.Department)
	if it.Given("duty") || dept == nil || it.Period.IsZero() && it.Cadence != model.AdHoc {
		return
	}
	var titles []string
	for _, d := range r.site.Duties {
		if d.Category == it.Category && d.Cadence == it.Cadence && d.Of(dept) {
			titles = append(titles, d.Title)
		}
	}
	if len(titles) > 0 {
		r.fix(in(it, "period", "category"), diag.Say("符合应公开事项“%s”，却没有写“应公开事项”", "it fits the duty %s, but names none", strings.Join(titles, "、")),
			diag.Say("加一行“应公开事项: %s”；确实不是的，不用改", "add duty: %s; where it is another matter leave it", titles[0]))
	}
}

func normativeMarked(r *report, it *model.Item) {
	if it.Category == "0201" && !it.Normative {
		r.add(in(it, "normative", "category"), words("类别是规范性文件，却没有写“规范性文件: 是”", "the category is that of normative documents, but normative is not true"))
	}
}

func majorMarked(r *report, it *model.Item) {
	if it.Category == "0404" && !it.Major && it.Stage != model.StageProcess {
		r.add(in(it, "major", "category"), words("类别是重大决策，却没有写“重大事项: 是”", "the category is that of major decisions, but major is not true"))
	}
}

func departmentIDs(s *model.Site) []string {
	ids := make([]string, len(s.Departments))
	for i, d := range s.Departments {
		ids[i] = d.ID
	}
	return ids
}

// namesOfDepartments, namesOfCategories and namesOfDuties are the words by which those are known.
func namesOfDepartments(s *model.Site) (names []string) {
	for _, d := range s.Departments {
		names = append(names, d.ID, d.Name)
	}
	return names
}

func namesOfCategories(s *model.Site) (names []string) {
	for _, c := range s.Categories {
		names = append(names, c.Code, c.Name)
	}
	return names
}

func namesOfDuties(s *model.Site) (names []string) {
	for _, d := range s.Duties {
		names = append(names, d.ID, d.Title)
	}
	return names
}

// perhaps gives the rule's fix, led by the nearest of the known words where one is near.
func (r *report) perhaps(word string, known []string) diag.Words {
	n := near.Word(word, known)
	if n == "" {
		return r.rule.Fix
	}
	return diag.Say("是不是“%[1]s”？%[2]s", "Did you mean %[1]q? %[2]s", n, r.rule.Fix)
}

// kindKey holds the words of a department's kinds.
var kindKey = schema.Department.Get("kind")

// kindOf gives the kind that a code or a Chinese word stands for, "?" for none.
func kindOf(text string) model.Kind {
	if v := kindKey.Match(text); v != nil {
		return model.Kind(v.Code)
	}
	return "?"
}

func kindWords(k model.Kind) diag.Words {
	i := slices.IndexFunc(kindKey.Values, func(v schema.Value) bool { return v.Code == string(k) })
	if i < 0 {
		return words(string(k), string(k))
	}
	return kindKey.Values[i].Words
}
