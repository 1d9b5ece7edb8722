package check

import (
	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// dutyRules judge whether the rows of the standing catalogue can be reckoned with.
var dutyRules = []Rule{
	{
		Code: "S26", Severity: warning, Clause: clause7, Obligations: []int{67, 68, 69},
		Title: words("应公开事项的公开周期与公开频次不配", "a duty's period does not fit its cadence"),
		Why:   words("年度性的一期是半年或一年，常规性的是月或季度，临时性的没有期；不配的话，督办清单会按错的期数去要。", "Annual duties have halves or years, routine ones months or quarters, adhoc ones none; otherwise the radar asks for the wrong periods."),
		Fix:   words("改“公开周期”或者“公开频次”；临时性的删去“公开周期”。", "Mend every or cadence; leave every out for adhoc."),
		of:    schema.Duty,
		Wrong: "cadence: routine\nevery: year", Right: "cadence: routine\nevery: quarter",
		site: dutyPeriods,
	},
	{
		Code: "T27", Severity: hint, Clause: clause10, Obligations: []int{70, 96},
		Title: words("公开时限读不出日子", "a time limit that cannot be counted"),
		Why:   words("读得出的时限，督办清单会和细则、国家规定一起比，取较严的；读不出的只显示，不计算。", "A limit that can be read is compared with those of the rules, and the stricter holds; one that cannot is shown and not counted."),
		Fix:   words("写成“20个工作日内”“次月15日前”“每年3月底前”这样的；确实没有日子的，写“及时公开”“实时公开”“法定期限内”“长期公开”。", "Write 20个工作日内, 次月15日前, 每年3月底前; where there is no day, 及时公开, 实时公开, 法定期限内 or 长期公开."),
		of:    schema.Duty,
		Wrong: "limit: 看情况", Right: "limit: 20个工作日内",
		site: dutyLimits,
	},
	{
		Code: "T28", Severity: failure, Clause: clause7, Obligations: []int{67},
		Title: words("应公开事项的起止日期颠倒", "a duty ends before it begins"),
		Why:   words("起止颠倒，这一项就哪一天都不用公开。", "With the dates in this order the duty holds on no day."),
		Fix:   words("核对这一条的“起”和“止”，改正写错的一个。", "Compare the entry's from and until."),
		of:    schema.Duty,
		Wrong: "from: 2026-07-01\nuntil: 2026-01-01", Right: "from: 2026-01-01\nuntil: 2026-12-31",
		site: dutyOrder,
	},
}

func dutyPeriods(r *report) {
	for _, d := range r.site.Duties {
		ok := d.Every == calendar.NoUnit
		switch d.Cadence {
		case model.Annual:
			ok = d.Every == calendar.Year || d.Every == calendar.Half
		case model.Routine:
			ok = d.Every == calendar.Quarter || d.Every == calendar.Month
		}
		if !ok {
			r.add(inFile(d.Path, d.Span), diag.Say("应公开事项“%[1]s”是%[2]s的，公开周期却是%[3]s", "the duty %[1]s is %[2]s, but its period is a %[3]s", d.Title, cadence(d.Cadence), unitWords[d.Every]))
		}
	}
}

// unitWords are the words of a duty's periods.
var unitWords = map[calendar.Unit]diag.Words{
	calendar.Year: {ZH: "每年", EN: "year"}, calendar.Half: {ZH: "每半年", EN: "half-year"}, calendar.Quarter: {ZH: "每季度", EN: "quarter"}, calendar.Month: {ZH: "每月", EN: "month"},
}

func dutyLimits(r *report) {
	for _, d := range r.site.Duties {
		if d.Limit != "" && calendar.ParseLimit(d.Limit).Kind == calendar.LimitUnknown {
			r.add(inFile(d.Path, d.Span), diag.Say("应公开事项“%s”的公开时限“%s”读不出日子，督办时不计算", "the limit %[2]q of the duty %[1]s cannot be counted", d.Title, d.Limit))
		}
	}
}

func dutyOrder(r *report) {
	for _, d := range r.site.Duties {
		if !d.From.IsZero() && !d.Until.IsZero() && d.Until.Before(d.From) {
			r.add(inFile(d.Path, d.Span), diag.Say("应公开事项“%s”从 %s 起，到 %s 就止了", "the duty %s holds from %s until %s", d.Title, d.From, d.Until))
		}
	}
}
