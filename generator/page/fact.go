package page

import (
	"fmt"
	"strings"

	"gongkai/generator/model"
	"gongkai/generator/record"
	"gongkai/generator/schema"
)

// labels are the Chinese names of an item's keys, words those of its enumerated values.
// Both are the schema's, looked up once.
var labels, words = itemWords()

func itemWords() (map[string]string, map[[2]string]string) {
	l, w := map[string]string{}, map[[2]string]string{}
	for _, k := range schema.Item {
		l[k.Name] = k.ZH
		for _, v := range k.Values {
			w[[2]string{k.Name, v.Code}] = v.Words.ZH
		}
	}
	return l, w
}

// word gives an enumerated value's word, and the code where there is none.
func word(key, code string) string {
	if w, ok := words[[2]string{key, code}]; ok {
		return w
	}
	return code
}

// isoDay makes a Day of 2026-07-01 or 2026-07-01 09:30.
func isoDay(iso string) Day {
	d, _, _ := strings.Cut(iso, " ")
	if len(d) != 10 {
		return Day{ISO: d, Words: d}
	}
	return Day{d, d[:4] + "年" + strings.TrimPrefix(d[5:7], "0") + "月" + strings.TrimPrefix(d[8:], "0") + "日"}
}

// A sheet collects facts that have a value.
type sheet []Fact

func (s *sheet) text(key, value string) {
	if value != "" {
		*s = append(*s, Fact{Label: labels[key], Value: value})
	}
}

func (s *sheet) long(key, value string) {
	if value != "" {
		*s = append(*s, Fact{Label: labels[key], Value: value, Wide: true})
	}
}

func (s *sheet) date(key, iso string) {
	if iso != "" {
		d := isoDay(iso)
		*s = append(*s, Fact{Label: labels[key], Value: d.Words, ISO: d.ISO})
	}
}

func (s *sheet) link(key, value, href string) {
	if value != "" {
		*s = append(*s, Fact{Label: labels[key], Value: value, Href: href})
	}
}

func (s *sheet) flag(key string, yes bool) {
	if yes {
		*s = append(*s, Fact{Label: labels[key], Value: "是"})
	}
}

// given is a fact that every item's table has, with a word where it has no value.
func (s *sheet) given(key, value string) {
	if value == "" {
		value = "无"
	}
	*s = append(*s, Fact{Label: labels[key], Value: value})
}

// facts gives the record as the table that government sites show, and what is left of it.
func (b *book) facts(it *model.Item, r *record.Record) (main, more []Fact) {
	m, o := make(sheet, 0, 10), make(sheet, 0, 24)
	m.text("index", r.Index)
	m = append(m, b.departmentFact(r.Department), b.categoryFact(r.Category))
	m.given("doc_number", r.DocNumber)
	m.date("made", r.Made)
	m.date("published", r.Published)
	if r.Gone() {
		m = append(m, Fact{Label: labels["status"], Value: record.StateWithdrawn})
		return m, nil
	}
	m.text("status", r.Status)
	m.text("method", r.Method)
	m.long("basis", strings.Join(r.Basis, "；"))
	m.long("late", r.Late)

	o.text("cadence", r.Cadence)
	o.text("period", it.Period.Chinese())
	o.text("stage", r.Stage)
	o.text("procedure", r.Procedure)
	o.text("duty", r.DutyTitle)
	o.text("audience", r.Audience)
	for _, x := range []struct {
		key, index string
	}{{"follows", r.Follows}, {"supersedes", r.Supersedes}, {"superseded_by", r.SupersededBy}} {
		o.link(x.key, x.index, b.itemHref(itemRoot, model.ID(x.index)))
	}
	o.date("valid_until", r.ValidUntil)
	o.text("reviewed", seen(r.Reviewed, r.ReviewedBy, r.ReviewNo))
	o.text("approved", seen(r.Approved, r.ApprovedBy, r.ApprovalNo))
	o.text("secrecy", seen(r.SecrecyDate, r.Secrecy, r.SecrecyBy))
	o.flag("normative", r.Normative)
	o.flag("major", r.Major)
	o.flag("affects_rights", r.AffectsRights)
	o.text("topics", strings.Join(r.Topics, "、"))
	o.text("keywords", strings.Join(r.Keywords, "、"))
	if s := posted(r); s != "" {
		f := Fact{Label: labels["boards"], Value: s, Href: itemRoot + "boards/index.html", Wide: true}
		if len(it.Boards) == 1 {
			f.Href = itemRoot + "boards/" + it.Boards[0] + "/plan.html"
		}
		o = append(o, f)
	}
	if it.Given("summary") {
		o.long("summary", r.Summary)
	}
	return m, o
}

// departmentFact names a department and leads to its page.
func (b *book) departmentFact(id string) Fact {
	f := Fact{Label: labels["department"], Value: b.departmentName(id)}
	if c, ok := b.chips[id]; ok {
		f.Href = itemRoot + c.address
	}
	return f
}

// categoryFact names a category and leads to its list.
func (b *book) categoryFact(code string) Fact {
	if b.site.Category(code) == nil {
		return Fact{Label: labels["category"], Value: code}
	}
	return Fact{Label: labels["category"], Value: code + " " + b.categoryName(code), Href: itemRoot + "categories/" + code + ".html"}
}

// seen joins the day, the person and the number of a review.
func seen(iso, by, number string) string {
	var parts []string
	if iso != "" {
		parts = append(parts, isoDay(iso).Words)
	}
	for _, p := range [...]string{by, number} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "，")
}

// posted tells on which boards and when a sheet hangs.
func posted(r *record.Record) string {
	if len(r.Boards) == 0 {
		return ""
	}
	s := strings.Join(r.Boards, "、")
	if r.PostFrom != "" && r.PostUntil != "" {
		s += "（" + isoDay(r.PostFrom).Words + "至" + isoDay(r.PostUntil).Words + "）"
	}
	return s
}

// itemHref gives the way to an item's page, "" where the site does not show it.
func (b *book) itemHref(root string, id model.ID) string {
	if id == "" {
		return ""
	}
	if it := b.site.Item(id); it != nil && b.site.IsPublic(it) {
		return root + it.Address(".html")
	}
	return ""
}

// grounds are the sections that tell why and how an item came to be.
func grounds(r *record.Record) (out []Group) {
	add := func(id, title string, facts ...Fact) {
		var given []Fact
		for _, f := range facts {
			if f.Value != "" {
				given = append(given, f)
			}
		}
		if len(given) > 0 {
			out = append(out, Group{id, title, given})
		}
	}
	dated := func(label, iso string) Fact {
		d := isoDay(iso)
		return Fact{Label: label, Value: d.Words, ISO: d.ISO}
	}
	if x := r.Reasons; x != nil {
		add("reasons", labels["reasons"], Fact{Label: "事实依据", Value: x.Facts}, Fact{Label: "法律依据", Value: x.Law}, Fact{Label: "其他理由", Value: x.Other})
	}
	if x := r.LegalReview; x != nil {
		add("legal-review", labels["legal_review"], dated("审核日期", x.Date), Fact{Label: "审核人", Value: x.By}, Fact{Label: "审核意见编号", Value: x.Number})
	}
	if x := r.Hearing; x != nil {
		add("hearing", labels["hearing"], dated("听证日期", x.Date), Fact{Label: "听证地点", Value: x.Place}, dated("报名截止", x.SignUpUntil),
			Fact{Label: "报名联系", Value: x.Contact}, Fact{Label: "听证结果", Value: x.Outcome}, Fact{Label: "不听证理由", Value: x.Waived})
	}
	return out
}

// files lists the attachments.
func files(r *record.Record) []File {
	out := make([]File, len(r.Attachments))
	for i, a := range r.Attachments {
		out[i] = File{Href: itemRoot + a.Address, URL: a.URL, Title: a.Title, Type: fileType(a.Type), Size: size(a.Size), Sum: a.SHA256,
			Save: record.SaveName(a.Title, a.Address), Shown: shown(a.Type)}
	}
	return out
}

// shown reports whether browsers show files of a type rather than save them.
func shown(ext string) bool {
	switch ext {
	case "PDF", "JPG", "JPEG", "PNG", "GIF", "WEBP", "SVG", "BMP", "TXT", "MP3", "MP4":
		return true
	}
	return false
}

// fileType puts an extension into words that a citizen knows.
func fileType(ext string) string {
	switch ext {
	case "OFD":
		return ext + " 版式文件"
	case "DOC", "DOCX":
		return "Word 文档"
	case "WPS", "ODT", "RTF":
		return ext + " 文档"
	case "TXT":
		return "文本文件"
	case "XLS", "XLSX":
		return "Excel 表格"
	case "ET":
		return "WPS 表格"
	case "ODS", "CSV":
		return ext + " 表格"
	case "PPT", "PPTX":
		return "PowerPoint 演示文稿"
	case "DPS":
		return "WPS 演示文稿"
	case "ODP":
		return ext + " 演示文稿"
	case "JPG", "JPEG", "PNG", "GIF", "WEBP", "SVG", "BMP", "TIF", "TIFF", "HEIC":
		return ext + " 图片"
	case "ZIP", "RAR", "7Z":
		return ext + " 压缩包"
	case "文件":
		return ext
	}
	return ext + " 文件"
}

// size puts bytes into words: 512 字节, 3.4 KB, 12 MB.
func size(n int64) string {
	switch {
	case n < 0:
		return "大小不明"
	case n < 1000:
		return fmt.Sprintf("%d 字节", n)
	}
	f, unit := float64(n)/1000, "KB"
	if f >= 999.5 {
		f, unit = f/1000, "MB"
	}
	if f >= 999.5 {
		f, unit = f/1000, "GB"
	}
	if f < 9.95 {
		return fmt.Sprintf("%.1f %s", f, unit)
	}
	return fmt.Sprintf("%.0f %s", f, unit)
}
