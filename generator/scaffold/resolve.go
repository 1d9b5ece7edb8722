package scaffold

import (
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// resolve looks up everything that the request names, and refuses what would be an error
// or a warning as soon as it is written.
func resolve(s *model.Site, r Request) (*design, diag.Words) {
	d := &design{Request: r}
	for _, step := range [...]func(*model.Site) diag.Words{
		d.findTitle, d.findDepartment, d.findCategory, d.findEnums, d.readPeriod, d.findDuty, d.periodFits, d.findFollows, d.findProcedure,
	} {
		if why := step(s); !why.IsZero() {
			return nil, why
		}
	}
	return d, diag.Words{}
}

func (d *design) findTitle(*model.Site) (why diag.Words) {
	if d.Date.IsZero() {
		return diag.Say("没有给出今天的日期", "today's date is missing")
	}
	d.Title, why = title(d.Title)
	return why
}

func (d *design) findDepartment(s *model.Site) diag.Words {
	if d.department = s.Department(d.Department); d.department != nil {
		return diag.Words{}
	}
	var names, ids []string
	for _, x := range s.Departments {
		if x.Code != "" && strings.EqualFold(x.Code, d.Department) {
			d.department = x
			return diag.Words{}
		}
		names = append(names, x.ID, x.Name, x.Code)
		ids = append(ids, x.ID)
	}
	if len(ids) == 0 {
		return diag.Say("departments.yaml 里还没有公开主体；请先写上", "departments.yaml names no department yet; write one first")
	}
	return unknown(diag.Words{ZH: "公开主体", EN: "department"}, d.Department, names, diag.Words{ZH: "departments.yaml ", EN: "departments.yaml"}, ids)
}

func (d *design) findCategory(s *model.Site) diag.Words {
	if d.category = s.Category(d.Category); d.category == nil {
		var names, groups []string
		for _, c := range s.Categories {
			names = append(names, c.Code, c.Name)
			if c.Parent == "" {
				groups = append(groups, c.Code+" "+c.Name)
			}
		}
		return unknown(diag.Words{ZH: "类别", EN: "category"}, d.Category, names, diag.Words{ZH: "类别表", EN: "the list of categories"}, groups)
	}
	if d.category.Group() == "11" && d.department.Kind != model.Utility {
		return diag.Say("类别 %s %s 只给公用事业单位用，“%s”是%s；请换第01至10类里的类别",
			"category %s %s is for utilities, and %q is of the kind %s; choose one of groups 01 to 10",
			d.category.Code, d.category.Name, d.department.Name, kind(d.department.Kind))
	}
	return diag.Words{}
}

// findEnums reads the words of cadence, stage and procedure.
func (d *design) findEnums(*model.Site) diag.Words {
	for _, x := range [...]struct {
		key, text string
		put       func(string)
	}{
		{"cadence", d.Cadence, func(code string) { d.cadence = model.Cadence(code) }},
		{"stage", d.Stage, func(code string) { d.stage = model.Stage(code) }},
		{"procedure", d.Procedure, func(code string) { d.procedure = model.Procedure(code) }},
	} {
		if x.text == "" {
			continue
		}
		k := schema.Item.Get(x.key)
		v := k.Match(x.text)
		if v == nil {
			var zh, en []string
			for _, v := range k.Values {
				zh, en = append(zh, v.Words.ZH), append(en, v.Code)
			}
			return diag.Say("%[1]s没有“%[3]s”这个值；可以写%[4]s", "%[2]s cannot be %[3]q; it is one of %[4]s", k.ZH, k.Name, x.text,
				diag.Words{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")})
		}
		x.put(v.Code)
	}
	return diag.Words{}
}

// findDuty finds the duty that was asked for, or the only one that fits. Where several
// fit that differ in cadence, both duty and cadence are left to the clerk.
func (d *design) findDuty(s *model.Site) diag.Words {
	if d.Duty == "" {
		if d.cadence == "" {
			d.cadence = spoken(d.period)
		}
		same := true
		for _, x := range s.Duties {
			if x.Category == d.category.Code && x.Of(d.department) && (d.cadence == "" || x.Cadence == "" || x.Cadence == d.cadence) {
				d.duties = append(d.duties, x)
				same = same && x.Cadence == d.duties[0].Cadence
			}
		}
		switch {
		case len(d.duties) == 1:
			d.duty, d.guessed, d.duties = d.duties[0], true, nil
		case d.cadence != "":
		case len(d.duties) == 0:
			d.cadence = model.AdHoc
		case same:
			d.cadence = d.duties[0].Cadence
		}
	} else if d.duty = s.Duty(d.Duty); d.duty == nil {
		var names, ids []string
		for _, x := range s.Duties {
			names = append(names, x.ID, x.Title)
			if x.Of(d.department) {
				ids = append(ids, x.ID)
			}
		}
		return unknown(diag.Words{ZH: "应公开事项", EN: "duty"}, d.Duty, names, diag.Words{ZH: "duties.yaml ", EN: "duties.yaml"}, ids)
	}
	if d.duty != nil {
		if why := d.dutyFits(s); !why.IsZero() {
			return why
		}
		if d.cadence == "" {
			d.cadence = d.duty.Cadence
		}
		if d.cadence == "" {
			d.cadence = model.AdHoc
		}
	}
	return diag.Words{}
}

// spoken gives the cadence that a period is of, "" where none is given.
func spoken(p calendar.Period) model.Cadence {
	switch p.Unit {
	case calendar.Year, calendar.Half:
		return model.Annual
	case calendar.Quarter, calendar.Month:
		return model.Routine
	}
	return ""
}

// dutyFits tells what would make the item differ from its duty.
func (d *design) dutyFits(s *model.Site) diag.Words {
	x := d.duty
	if c := s.Category(x.Category); c != nil && c.Group() != d.category.Group() {
		return diag.Say("应公开事项“%s”属于类别 %s %s，要建的事项却是 %s %s；请核对两者",
			"the duty %s is of category %s %s, the item of %s %s; compare the two", x.Title, c.Code, c.Name, d.category.Code, d.category.Name)
	}
	if !x.Of(d.department) {
		return diag.Say("应公开事项“%s”不由“%s”公开；请核对 duties.yaml 里的公开主体", "the duty %s is not one of %s; see its departments in duties.yaml", x.Title, d.department.Name)
	}
	if d.cadence != "" && x.Cadence != "" && d.cadence != x.Cadence {
		return diag.Say("应公开事项“%[1]s”是%[2]s的，不是%[3]s", "the duty %[1]s is %[4]s, not %[5]s", x.Title,
			schema.Word("cadence", string(x.Cadence)), schema.Word("cadence", string(d.cadence)), x.Cadence, d.cadence)
	}
	return diag.Words{}
}

func (d *design) readPeriod(*model.Site) diag.Words {
	if d.Period == "" {
		return diag.Words{}
	}
	var err error
	if d.period, err = calendar.ParsePeriod(d.Period); err != nil {
		if why := calendar.Why(err); !why.IsZero() {
			return diag.Say("所属期“%s”不存在：%s", "there is no period %q: %s", d.Period, why)
		}
		return diag.Say("所属期“%s”读不懂；写成 2026、2026-H1、2026-Q3 或 2026-07", "the period %q cannot be read; write 2026, 2026-H1, 2026-Q3 or 2026-07", d.Period)
	}
	return diag.Words{}
}

// periodFits compares the period with the cadence.
func (d *design) periodFits(*model.Site) diag.Words {
	switch of := spoken(d.period); {
	case d.cadence == model.Annual && of == model.Routine:
		return diag.Say("年度性事项的所属期是年或半年（%d 或 %d-H1），不是 %s", "the period of an annual item is a year or a half (%d or %d-H1), not %s", d.period.Year, d.period.Year, d.period)
	case d.cadence == model.Routine && of == model.Annual:
		return diag.Say("常规性事项的所属期是月或季度（%d-07 或 %d-Q3），不是 %s", "the period of a routine item is a month or a quarter (%d-07 or %d-Q3), not %s", d.period.Year, d.period.Year, d.period)
	}
	return diag.Words{}
}

func (d *design) findFollows(s *model.Site) diag.Words {
	if d.Follows == "" {
		return diag.Words{}
	}
	if d.follows = s.Item(model.ID(strings.TrimSpace(d.Follows))); d.follows != nil {
		if d.stage == model.StageDraft && d.follows.Stage == model.StageResult {
			return diag.Say("前序事项 %s 已经是结果，后面不能再是预公开；重新征求意见是新的一件事，不写前序事项",
				"%s is a result already, and a draft cannot follow it; hearing people again is a new matter without a step before", d.follows.Index)
		}
		return diag.Words{}
	}
	var all, own []string
	for _, it := range s.All {
		all = append(all, string(it.Index))
		if it.Department == d.department.ID && it.Category == d.category.Code {
			own = append(own, string(it.Index))
		}
	}
	return unknown(diag.Words{ZH: "公开事项", EN: "item"}, d.Follows, all, diag.Words{ZH: "内容文件夹", EN: "the content folder"}, own)
}

// findProcedure decides the step of a procurement, a tender, a recruitment: a result where
// the item follows a notice, else what was asked for, else the clerk's to fill in.
func (d *design) findProcedure(*model.Site) diag.Words {
	group := d.category.Group()
	if d.procedure != "" && group != "08" && group != "09" {
		return diag.Say("程序环节只用于第08、09类，%s %s 不用写", "only groups 08 and 09 have a procedure; %s %s has none", d.category.Code, d.category.Name)
	}
	if d.procedure == "" && d.staged() && d.follows != nil && d.follows.Procedure == model.ProcNotice {
		d.procedure = model.ProcResult
	}
	return diag.Words{}
}

// staged reports whether the category goes from notice to result.
func (d *design) staged() bool {
	return slices.Contains([]string{"08", "0801", "0802", "0803", "0806", "0901", "0902", "0903", "0904", "0905"}, d.category.Code)
}

// kind gives the words of a department's kind.
func kind(k model.Kind) diag.Words {
	if v := schema.Department.Get("kind").Match(string(k)); v != nil {
		return v.Words
	}
	return diag.Words{ZH: "类型不明的单位", EN: "unknown"}
}
