package check

import (
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// ledgerRules judge the ledger of filings. They only warn: a ledger keeps what was, also of
// a department that is no more.
var ledgerRules = []Rule{
	{
		Code: "S24", Severity: warning, Clause: clause10, Obligations: []int{97, 98},
		Title: words("备案台账里有一条对不上", "an entry of the ledger of filings that cannot be right"),
		Why:   words("台账记着哪个单位哪个季度的备案材料什么时候收到；单位、季度写错或者记重了，就会把没有备案的算成已备案。", "The ledger says whose package of which quarter was taken in when; with a wrong department or quarter, or one twice, what is missing would count as filed."),
		Fix:   words("对照回执改正：所属期写季度（如 2026-Q3），公开主体写 departments.yaml 里的编号，每个单位每个季度只留一条。台账一般由 gongkai filing merge --record 登记，不用手写。", "Compare with the receipt: period is a quarter such as 2026-Q3, department an id of departments.yaml, one entry for each. gongkai filing merge --record writes them."),
		of:    schema.Filing,
		Wrong: "- {period: 2026-Q1, department: caizhengju, filed: 2026-06-08, receipt: BA-2026Q1-001, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}",
		Right: "- {period: 2026-Q1, department: caizheng, filed: 2026-06-08, receipt: BA-2026Q1-001, sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08}",
		site:  filingsSound,
	},
}

// inFiling gives the place of the first of the keys in filings.yaml, and the entry where it
// has none of them.
func inFiling(f *model.Filing, keys ...string) diag.Place {
	for _, k := range keys {
		if at := f.At.Of(k); !at.IsZero() {
			return diag.Place{Path: f.Path, At: at}
		}
	}
	return diag.Place{Path: f.Path, At: f.Span}
}

func filingsSound(r *report) {
	type window struct {
		period     calendar.Period
		department string
	}
	windows, receipts := map[window]*model.Filing{}, map[string]*model.Filing{}
	twice := func(f, first *model.Filing, key string, text diag.Words) {
		r.add(inFiling(f, key), text, diag.Related{Place: inFiling(first, key), Text: words("先有的在这里", "the first is here")})
	}
	for _, f := range r.site.Filings {
		r.filingDates(f)
		if f.Department != "" && len(r.site.Departments) > 0 && r.site.Department(f.Department) == nil {
			r.fix(inFiling(f, "department"), diag.Say("公开主体“%s”不在 departments.yaml 里", "departments.yaml does not have the department %q", f.Department), r.perhaps(f.Department, departmentIDs(r.site)))
		}
		if f.Sum != "" && (len(f.Sum) != 64 || strings.Trim(f.Sum, "0123456789abcdef") != "") {
			r.add(inFiling(f, "sha256"), words("校验值不是64位十六进制数", "the sha256 is not 64 hexadecimal digits"))
		}
		if w := (window{f.Period, f.Department}); f.Department != "" && !f.Period.IsZero() {
			if first := windows[w]; first != nil {
				twice(f, first, "department", diag.Say("%s%s的备案记了两条", "the filing of %s for %s stands twice", r.departmentName(f.Department), diag.Words{ZH: f.Period.Chinese(), EN: f.Period.String()}))
			} else {
				windows[w] = f
			}
		}
		if f.Receipt != "" {
			if first := receipts[f.Receipt]; first != nil {
				twice(f, first, "receipt", diag.Say("回执号 %s 用了两次", "the receipt %s stands twice", f.Receipt))
			} else {
				receipts[f.Receipt] = f
			}
		}
	}
}

// filingDates judges an entry's quarter and day.
func (r *report) filingDates(f *model.Filing) {
	switch {
	case f.Period.IsZero():
	case f.Period.Unit != calendar.Quarter:
		r.add(inFiling(f, "period"), diag.Say("备案按季度报，“%s”不是季度", "filings are of quarters, and %s is none", f.Period))
	case !f.Filed.IsZero() && !f.Filed.After(f.Period.Last()):
		r.add(inFiling(f, "filed"), diag.Say("备案日期 %s 时，%s还没有结束", "on %s, when it was filed, %s had not ended", f.Filed, diag.Words{ZH: f.Period.Chinese(), EN: f.Period.String()}))
	}
	if f.Filed.After(r.site.Today) {
		r.add(inFiling(f, "filed"), diag.Say("备案日期 %s 还没有到", "the day of filing, %s, has not come", f.Filed))
	}
}

// departmentName gives a department's name, and the id itself where there is none.
func (r *report) departmentName(id string) string {
	if d := r.site.Department(id); d != nil {
		return d.Name
	}
	return id
}
