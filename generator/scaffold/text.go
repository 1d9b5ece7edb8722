package scaffold

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// A line is what a new item says about one key.
type line struct {
	value string   // behind the colon; "" where rows follow
	rows  []string // further rows, already indented
	off   bool     // written behind #, for the clerk to turn on
	notes []string // in place of the schema's own words where there are any
	bare  bool     // without explanation: the key says it all
}

// A form collects the lines of a front matter by the keys' English names.
type form map[string]line

// set writes a key that the item needs; off offers one that it may need.
func (f form) set(key, value string, notes ...string) { f[key] = line{value: value, notes: notes} }
func (f form) bare(key, value string)                 { f[key] = line{value: value, bare: true} }
func (f form) off(key, value string, notes ...string) {
	f[key] = line{value: value, notes: notes, off: true}
}

// fill makes a placeholder, which check finds as long as it stands.
func fill(hint string) string { return "〔待填：" + hint + "〕" }

const aDay = "年-月-日"

// text writes the whole file.
func (d *design) text(s *model.Site, index model.ID) string {
	f := form{}
	d.basics(f, index)
	d.steps(f, s)
	d.grounds(f)
	d.matter(f, s)
	d.extras(f, s)
	f.set("draft", "是", "写好以后删去这一行，检查通过就会公开。")
	var b strings.Builder
	b.WriteString("---\n# 把每一处〔待填：……〕换成真实的内容，写好正文，再删去末尾的“草稿: 是”。\n" +
		"# “# ”后面是说明，可以删。“#键名: ”这样的行用不着就不管，用得着先去掉开头的 #。\n")
	for i := range schema.Item {
		if l, given := f[schema.Item[i].Name]; given {
			l.write(&b, &schema.Item[i])
		}
	}
	b.WriteString("---\n\n")
	b.WriteString(d.body())
	return b.String()
}

// write writes the explanation and the key.
func (l line) write(b *strings.Builder, k *schema.Key) {
	notes := l.notes
	if len(notes) == 0 && !l.bare {
		notes = []string{k.Doc.ZH}
	}
	for _, n := range notes {
		fmt.Fprintf(b, "# %s\n", one(n))
	}
	mark := ""
	if l.off {
		mark = "#"
	}
	b.WriteString(mark + k.ZH + ":")
	if l.value != "" {
		b.WriteString(" " + l.value)
	}
	b.WriteString("\n")
	for _, r := range l.rows {
		b.WriteString(mark + r + "\n")
	}
}

// word gives the Chinese word of an item's enumerated value.
func word(key string, code string) string { return schema.Word(key, code) }

// basics are what the item is.
func (d *design) basics(f form, index model.ID) {
	f.bare("title", quote(d.Title))
	f.set("index", quote(string(index)), "已按顺序编好，不要改动，也不要再用于别的事项。")
	f.set("category", `"`+d.category.Code+`"`, d.category.Name)
	if d.cadence == "" {
		f.set("cadence", fill("年度性、常规性、临时性，选一个"))
	} else {
		f.set("cadence", word("cadence", string(d.cadence)))
	}
	switch {
	case !d.period.IsZero():
		f.set("period", `"`+d.period.String()+`"`)
	case d.cadence == "":
		f.set("period", fill("年、半年、季或月，如 2026-H1、2026-07"), "内容所属的年、半年、季、月；临时性的删去这一行。")
	case d.cadence == model.Annual:
		f.set("period", fill("年或半年，如 2026 或 2026-H1"))
	case d.cadence == model.Routine:
		f.set("period", fill("月或季度，如 2026-07 或 2026-Q3"))
	}
	switch {
	case d.duty != nil && d.guessed:
		f.set("duty", quote(d.duty.Title), "duties.yaml 里只有这一项相符；不是的话删去这一行。")
	case d.duty != nil:
		f.set("duty", quote(d.duty.Title))
	case len(d.duties) > 0:
		notes := []string{"与 duties.yaml 里的哪一项对应，就写哪一项："}
		for i, x := range d.duties {
			if i == 6 {
				notes = append(notes, "……")
				break
			}
			notes = append(notes, "· "+x.Title+"（"+word("cadence", string(x.Cadence))+"）")
		}
		if slices.ContainsFunc(d.duties, func(x *model.Duty) bool { return x.Every != calendar.NoUnit }) {
			f.set("duty", fill("上面的一项；都不是的，删去这一行"), notes...) // a radar waits for it
		} else {
			f.off("duty", fill("上面的一项"), notes...)
		}
	}
	if d.category.Group() == "02" && d.stage != model.StageDraft {
		f.off("doc_number", fill("发文字号"), fmt.Sprintf("机关代字、年份、序号，如 示财〔%d〕3号。", d.Date.Year))
	}
	f.set("made", d.Date.String(), "文件形成的日期；现在写的是今天，不对就改。公开的时限从这一天算起。")
	f.off("summary", fill("一句话说明是什么、与谁有关"))
	f["keywords"] = line{off: true, bare: true, value: "[" + fill("关键词") + "]"}
}

// steps are review, approval, secrecy review and publishing.
func (d *design) steps(f form, s *model.Site) {
	f.set("reviewed", fill(aDay))
	f.set("reviewed_by", d.who(s, model.Review))
	f.set("approved", fill(aDay))
	f.set("approved_by", d.who(s, model.Approval))
	notes := []string{"公开的日期；写将来的日期，就到那一天自动公开。"}
	if d.duty != nil && d.duty.Limit != "" {
		notes = append(notes, "应公开事项的时限："+d.duty.Limit)
	}
	f.set("published", fill(aDay), notes...)
	f.set("secrecy", fill("通过"))
	f.bare("secrecy_by", fill("姓名或职务"))
	f.bare("secrecy_date", fill(aDay))
}

// who gives the one person who may take the step today by the rosters, or a placeholder
// that names those who may.
func (d *design) who(s *model.Site, step model.Step) string {
	var names []string
	for _, x := range s.Config.Rosters {
		if x.Step == step && (x.Department == "" || x.Department == d.department.ID) &&
			!d.Date.Before(x.From) && (x.Until.IsZero() || !d.Date.After(x.Until)) && x.Name != "" {
			names = append(names, x.Name)
		}
	}
	switch {
	case len(names) == 1:
		return quote(names[0])
	case len(names) == 0 || len(names) > 5:
		return fill("姓名或职务")
	}
	return quote(fill(one(strings.Join(names, "、")) + "，选一个"))
}

// grounds are the basis, the reasons and the legal review.
func (d *design) grounds(f form) {
	group := d.category.Group()
	covered := d.duty != nil && len(d.duty.Basis) > 0
	if (group == "10" || d.category.Code == "0704") && !covered {
		f["basis"] = line{rows: []string{"  - " + fill("法规或文件的名称和条款")}}
	}
	if group == "02" || group == "07" || d.category.Code == "0404" || d.category.Code == "0405" || d.category.Code == "0805" {
		f.off("affects_rights", "是", "影响公民、法人权利义务的，启用下面四行，写清理由。")
		f["reasons"] = line{off: true, bare: true, rows: []string{"  事实依据: " + fill("为什么要这样做"), "  法律依据: " + fill("依据哪部法规的哪一条")}}
	}
	if d.category.Code == "0201" {
		f.set("normative", "是")
		f["legal_review"] = line{rows: []string{"  日期: " + fill(aDay), "  审核人: " + fill("审核机构或人员")}}
		f.off("valid_until", fill(aDay))
		f.off("supersedes", fill("索引号"))
	}
}

// matter is where the item stands in its matter: stage, steps before, comments, hearing.
func (d *design) matter(f form, s *model.Site) {
	stage := d.stage
	if stage == "" {
		stage = model.StageResult
	}
	major := d.category.Code == "0404"
	if d.stage != "" || major {
		f.set("stage", word("stage", string(stage)))
	}
	if major {
		f.set("major", "是")
	}
	if major || stage == model.StageDraft {
		f.off("topics", "["+fill("领域")+"]", "属于价格、收费、市政、城管、环保、治安的重大事项，写明领域，并写听证安排或不听证的理由。")
		rows := []string{"  日期: " + fill(aDay), "  地点: " + fill("在哪里举行"), "  报名截止: " + fill(aDay), "  联系方式: " + fill("报名的电话或地址")}
		if stage == model.StageResult {
			rows = []string{"  日期: " + fill(aDay), "  结果: " + fill("主要意见和采纳情况")}
		}
		f["hearing"] = line{off: true, notes: []string{"听证情况；不举行听证的，只写一行“不听证理由”。"}, rows: rows}
	}
	if stage == model.StageDraft {
		f.set("comment_from", fill(aDay), "征求意见的第一天，一般是公开的当天。")
		f.set("comment_until", fill(aDay), "征求意见的最后一天；重大事项不少于30天。")
		f.set("comment_to", fill("电话、邮箱、地址"), "意见交到哪里。")
	}
	if d.staged() {
		switch {
		case d.procedure != "":
			f.set("procedure", word("procedure", string(d.procedure)))
		default:
			f.set("procedure", fill("目录、公告、结果，选一个"))
		}
	} else if d.procedure != "" {
		f.set("procedure", word("procedure", string(d.procedure)))
	}
	needs := stage == model.StageProcess || major && stage == model.StageResult || d.procedure == model.ProcResult
	switch notes := d.before(s); {
	case d.follows != nil:
		f.set("follows", quote(string(d.follows.Index)), d.follows.Title)
	case needs:
		f.set("follows", fill("上一步的索引号"), notes...)
	case d.staged() && d.procedure == "":
		f.off("follows", fill("公告的索引号"), append([]string{"程序环节是结果的，写公告的索引号。"}, notes...)...)
	}
}

// before names the newest items that the new one could follow.
func (d *design) before(s *model.Site) []string {
	const most = 5
	var newest []*model.Item
	for _, it := range s.All {
		if it.Department != d.department.ID || it.Category != d.category.Code || it.Draft || it.Index == "" {
			continue
		}
		if d.staged() && it.Procedure != model.ProcNotice || !d.staged() && it.Stage == model.StageResult {
			continue
		}
		at := len(newest)
		for at > 0 && model.Newest(it, newest[at-1]) < 0 {
			at--
		}
		newest = append(newest[:at], append([]*model.Item{it}, newest[at:]...)...)
		newest = newest[:min(len(newest), most)]
	}
	if len(newest) == 0 {
		return nil
	}
	notes := []string{"同一件事上一步的索引号。本单位这一类最近的有："}
	for _, it := range newest {
		notes = append(notes, "· "+string(it.Index)+" "+it.Title)
	}
	return notes
}

// extras are boards and attachments.
func (d *design) extras(f form, s *model.Site) {
	var ids []string
	for _, b := range s.Boards {
		group := d.category.Group()
		fits := len(b.Categories) == 0
		for _, c := range b.Categories {
			fits = fits || c == d.category.Code || c == group
		}
		if fits && (len(b.Departments) == 0 || d.department.Among(b.Departments)) {
			ids = append(ids, quote(b.ID))
		}
	}
	if len(ids) > 0 {
		f.off("boards", "["+strings.Join(ids, ", ")+"]", "还要张贴到公开栏的，写公开栏的编号。")
	}
	if d.Folder {
		f["attachments"] = line{off: true, notes: []string{"附件放在这个文件旁边，每个文件都要列出。"}, rows: []string{"  - 文件: " + fill("文件名"), "    名称: " + fill("显示的名称")}}
	}
}

// body is the text to write, with what the duty says that it should contain.
func (d *design) body() string {
	var b strings.Builder
	if d.duty != nil && d.duty.Content != "" {
		fmt.Fprintf(&b, "<!-- 应公开的内容：%s -->\n\n", strings.ReplaceAll(one(d.duty.Content), "--", "——"))
	}
	b.WriteString(fill("正文。小标题从“## ”开始") + "\n")
	return b.String()
}
