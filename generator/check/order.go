package check

import (
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

var clause11 = words("细则第十一条", "rules, clause 11")

// orderRules judge the orders to disclose, and name what else lies beside them.
var orderRules = []Rule{
	{
		Code: "T32", Severity: failure, Clause: clause11, Obligations: []int{108},
		Title: words("限时公开的限期早于通知日期", "an order whose deadline is before its day"),
		Why:   words("限期在通知以前，单位接到通知就已经逾期。", "With such a deadline the department is late before it hears of it."),
		Fix:   words("核对“通知日期”和“限期”，改正写错的一个。", "Compare issued and deadline."),
		of:    schema.Order,
		Wrong: "issued: 2026-07-20\ndeadline: 2026-07-15", Right: "issued: 2026-07-01\ndeadline: 2026-07-15",
		site: deadlineAfter,
	},
	{
		Code: "S31", Severity: failure, Clause: clause11, Obligations: []int{108},
		Title: words("限时公开通知里的名称对不上", "an order names what is not there"),
		Why:   words("单位、应公开事项、类别或者索引号写错了，就看不出按通知公开了没有。", "With a misspelt department, duty, category or index number nobody can tell whether the order is fulfilled."),
		Fix:   words("“公开主体”写 departments.yaml 里的编号或名称，“应公开事项”写 duties.yaml 里由它公开的一条，“类别”写代码或名称，“公开事项”写它自己一件的索引号。", "Give department an id or name of departments.yaml, duty one of that department's in duties.yaml, category a code or name, item the index number of one of the department's own."),
		of:    schema.Order,
		Wrong: "department: caizhengju", Right: "department: caizheng",
		site: orderKnown,
	},
	{
		Code: "R30", Severity: failure, Clause: clause11, Obligations: []int{108},
		Title: words("限时公开通知没有写要公开什么", "an order that does not say what is to be disclosed"),
		Why:   words("不写要公开什么，就看不出按通知公开了没有。", "Without it nobody can tell whether the order is fulfilled."),
		Fix:   words("写上“应公开事项”、“类别”、“公开事项”三项里的一项。", "Give one of duty, category and item."),
		of:    schema.Order,
		Wrong: "kind: order\n# 没有 duty、category、item", Right: "kind: order\nduty: budget",
		site: orderSaysWhat,
	},
	{
		Code: "F30", Severity: hint, Clause: clause11, Obligations: []int{108},
		Title: words("supervision 文件夹里的文件没有读取", "a file of the folder supervision that is not read"),
		Why:   words("这个文件夹里现在只读取限时公开通知；别的文件放着不妨，网站不会用到。", "Only orders to disclose are read there as yet; other files may lie there, and nothing is made of them."),
		Fix:   words("是限时公开通知的，写“种类: 限时公开通知”；不是的，不用管。", "Give kind: order where it is an order to disclose; otherwise never mind."),
		of:    schema.Order,
		Wrong: "title: 关于限时公开部门预算的通知\n# 没有 kind", Right: "kind: order\ntitle: 关于限时公开部门预算的通知",
	},
}

func inOrder(o *model.Order, keys ...string) diag.Place { return placeOf(o.Path, o.At, keys...) }

func deadlineAfter(r *report) {
	for _, o := range r.site.Orders {
		if !o.Deadline.IsZero() && o.Deadline.Before(o.Issued) {
			r.add(inOrder(o, "deadline"), diag.Say("限期 %s 早于通知日期 %s", "the deadline %s is before the order's day, %s", o.Deadline, o.Issued))
		}
	}
}

func orderSaysWhat(r *report) {
	for _, o := range r.site.Orders {
		if o.At.Of("duty").IsZero() && o.At.Of("category").IsZero() && o.At.Of("item").IsZero() {
			r.add(inOrder(o, "title"), words("没有写要公开什么", "it does not say what is to be disclosed"))
		}
	}
}

func orderKnown(r *report) {
	for _, o := range r.site.Orders {
		d := r.site.Department(o.Department)
		if d == nil && o.Department != "" && len(r.site.Departments) > 0 {
			r.fix(inOrder(o, "department"), diag.Say("departments.yaml 里没有公开主体“%s”", "departments.yaml has no department %q", o.Department), r.perhaps(o.Department, namesOfDepartments(r.site)))
		}
		if o.Duty != "" {
			r.orderDuty(o, d)
		}
		if o.Category != "" && r.site.Category(o.Category) == nil {
			r.fix(inOrder(o, "category"), diag.Say("没有类别“%s”", "there is no category %q", o.Category), r.perhaps(o.Category, namesOfCategories(r.site)))
		}
		if o.Item == "" {
			continue
		}
		switch it := r.site.Item(o.Item); {
		case it == nil:
			r.fix(inOrder(o, "item"), diag.Say("没有索引号为“%s”的事项", "there is no item with the index number %q", o.Item), r.nearIndex(o.Item))
		case d != nil && it.Department != d.ID:
			r.add(inOrder(o, "item"), diag.Say("%s 不是“%s”公开的", "%s is not an item of %s", o.Item, d.Name), see(it, "department", "这一件", "the item"))
		}
	}
}

func (r *report) orderDuty(o *model.Order, d *model.Department) {
	switch duty := r.site.Duty(o.Duty); {
	case duty == nil:
		r.fix(inOrder(o, "duty"), diag.Say("duties.yaml 里没有应公开事项“%s”", "duties.yaml has no duty %q", o.Duty), r.perhaps(o.Duty, namesOfDuties(r.site)))
	case d != nil && !duty.Of(d):
		r.add(inOrder(o, "duty"), diag.Say("应公开事项“%s”不由“%s”公开", "the duty %s is not one of %s", duty.Title, d.Name))
	}
}
