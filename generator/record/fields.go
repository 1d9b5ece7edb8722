package record

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/schema"
)

// A Field is one column of the catalogue.
type Field struct {
	Name string      // English, as in the JSON; a part of an object with a dot: "hearing.date"
	ZH   string      // the column's heading
	Doc  diag.Words  // what it holds
	Form schema.Form // Text, Day, Instant, Bool or List; what the table of the front matter says
	// Values are the words that may stand in it where they are few; nil for free text.
	Values []string
	// Get gives the cell: "" where the record has nothing, 是 or "" for yes and no, lists
	// joined by ；.
	Get func(*Record) string
}

// Fields gives the columns of the catalogue in the order in which government catalogues
// show them: what a reader looks for first, then every other field of the record. 序号 is
// not among them: it counts rows, and the writer of a table counts.
func Fields() []Field { return fields }

var fields = build()

// build lists the columns. The doc of a column that is a key of the front matter is the
// schema's own.
func build() []Field {
	var all []Field
	add := func(name string, get func(*Record) string) {
		all = append(all, fromSchema(name, get))
	}
	own := func(name, zh, docZH, docEN string, get func(*Record) string) {
		all = append(all, Field{Name: name, ZH: zh, Doc: diag.Words{ZH: docZH, EN: docEN}, Get: get})
	}
	add("index", func(r *Record) string { return r.Index })
	add("title", func(r *Record) string { return r.Title })
	all[len(all)-1].ZH = "名称"
	add("summary", func(r *Record) string { return r.Summary })
	own("department_name", "公开主体", "公开主体的规范全称。", "The department's full name.", func(r *Record) string { return r.DepartmentName })
	own("category_name", "类别", "类别名称。", "The category's name.", func(r *Record) string { return r.CategoryName })
	add("doc_number", func(r *Record) string { return r.DocNumber })
	add("made", func(r *Record) string { return r.Made })
	add("published", func(r *Record) string { return r.Published })
	add("status", func(r *Record) string { return r.Status })
	add("method", func(r *Record) string { return r.Method })
	add("basis", func(r *Record) string { return join(r.Basis) })
	add("audience", func(r *Record) string { return r.Audience })
	add("cadence", func(r *Record) string { return r.Cadence })
	add("period", func(r *Record) string { return r.Period })
	add("stage", func(r *Record) string { return r.Stage })
	own("limit", "公开时限", "应当在多长时间内公开：应公开事项的规定，没有就是本站的时限。", "Within what time it must be published: the duty's limit, else the site's.", func(r *Record) string { return r.Limit })
	own("channels", "公开渠道", "公开的渠道和载体：应公开事项的规定，没有就是政府网站，张贴的加上公开栏。", "Where it is published: the duty's channels, else this site, and the boards where a sheet hangs.", func(r *Record) string { return join(r.Channels) })
	all[len(all)-1].Form = schema.List
	own("level", "公开层级", "应公开事项规定的公开层级。", "The level that the duty names.", func(r *Record) string { return r.Level })
	add("keywords", func(r *Record) string { return join(r.Keywords) })
	own("duty_title", "应公开事项", "对应的应公开事项名称。", "The title of the duty that the item fulfils.", func(r *Record) string { return r.DutyTitle })
	own("duty_content", "公开内容（要素）", "应公开事项规定的内容要素。", "The content elements that the duty names.", func(r *Record) string { return r.DutyContent })
	all = append(all, buildProcedure()...)
	all = append(all, buildRest()...)
	return all
}

// buildProcedure lists the columns of clause 八 and 九: who looked, why, and when one
// may speak.
func buildProcedure() []Field {
	return []Field{
		fromSchema("reviewed", func(r *Record) string { return r.Reviewed }),
		fromSchema("reviewed_by", func(r *Record) string { return r.ReviewedBy }),
		fromSchema("review_no", func(r *Record) string { return r.ReviewNo }),
		fromSchema("approved", func(r *Record) string { return r.Approved }),
		fromSchema("approved_by", func(r *Record) string { return r.ApprovedBy }),
		fromSchema("approval_no", func(r *Record) string { return r.ApprovalNo }),
		fromSchema("late", func(r *Record) string { return r.Late }),
		fromSchema("secrecy", func(r *Record) string { return r.Secrecy }),
		fromSchema("secrecy_by", func(r *Record) string { return r.SecrecyBy }),
		fromSchema("secrecy_date", func(r *Record) string { return r.SecrecyDate }),
		fromSchema("affects_rights", func(r *Record) string { return yes(r.AffectsRights) }),
		part("reasons.facts", func(r *Record) *Reasons { return r.Reasons }, func(x *Reasons) string { return x.Facts }),
		part("reasons.law", func(r *Record) *Reasons { return r.Reasons }, func(x *Reasons) string { return x.Law }),
		part("reasons.other", func(r *Record) *Reasons { return r.Reasons }, func(x *Reasons) string { return x.Other }),
		fromSchema("major", func(r *Record) string { return yes(r.Major) }),
		fromSchema("normative", func(r *Record) string { return yes(r.Normative) }),
		part("legal_review.date", func(r *Record) *LegalReview { return r.LegalReview }, func(x *LegalReview) string { return x.Date }),
		part("legal_review.by", func(r *Record) *LegalReview { return r.LegalReview }, func(x *LegalReview) string { return x.By }),
		part("legal_review.number", func(r *Record) *LegalReview { return r.LegalReview }, func(x *LegalReview) string { return x.Number }),
		fromSchema("topics", func(r *Record) string { return join(r.Topics) }),
		part("hearing.date", hearing, func(x *Hearing) string { return x.Date }),
		part("hearing.place", hearing, func(x *Hearing) string { return x.Place }),
		part("hearing.sign_up_until", hearing, func(x *Hearing) string { return x.SignUpUntil }),
		part("hearing.contact", hearing, func(x *Hearing) string { return x.Contact }),
		part("hearing.outcome", hearing, func(x *Hearing) string { return x.Outcome }),
		part("hearing.waived", hearing, func(x *Hearing) string { return x.Waived }),
		fromSchema("procedure", func(r *Record) string { return r.Procedure }),
		fromSchema("follows", func(r *Record) string { return r.Follows }),
		fromSchema("comment_from", func(r *Record) string { return r.CommentFrom }),
		fromSchema("comment_until", func(r *Record) string { return r.CommentUntil }),
		fromSchema("comment_to", func(r *Record) string { return r.CommentTo }),
	}
}

// buildRest lists the columns that come last: validity, boards, attachments, what became
// of the item, and the codes behind the words.
func buildRest() []Field {
	own := func(name, zh, docZH, docEN string, get func(*Record) string) Field {
		return Field{Name: name, ZH: zh, Doc: diag.Words{ZH: docZH, EN: docEN}, Get: get}
	}
	return []Field{
		fromSchema("valid_until", func(r *Record) string { return r.ValidUntil }),
		fromSchema("supersedes", func(r *Record) string { return r.Supersedes }),
		fromSchema("superseded_by", func(r *Record) string { return r.SupersededBy }),
		fromSchema("boards", func(r *Record) string { return join(r.Boards) }),
		fromSchema("post_from", func(r *Record) string { return r.PostFrom }),
		fromSchema("post_until", func(r *Record) string { return r.PostUntil }),
		fromSchema("paper", func(r *Record) string { return r.Paper }),
		fromSchema("contact", func(r *Record) string { return r.Contact }),
		fromSchema("attachments", attachmentsCell),
		fromSchema("changes", changesCell),
		part("withdrawn.date", withdrawn, func(x *Decision) string { return x.Date }),
		part("withdrawn.reason", withdrawn, func(x *Decision) string { return x.Reason }),
		part("withdrawn.approval", withdrawn, func(x *Decision) string { return x.Approval }),
		part("restored.date", restored, func(x *Decision) string { return x.Date }),
		part("restored.reason", restored, func(x *Decision) string { return x.Reason }),
		part("restored.approval", restored, func(x *Decision) string { return x.Approval }),
		{Name: "state", ZH: "状态", Doc: diag.Words{ZH: "公开，或已撤下。", EN: "Public, or withdrawn."}, Form: schema.Enum,
			Values: []string{StatePublic, StateWithdrawn}, Get: func(r *Record) string { return r.State }},
		own("group_name", "大类", "类别所在的大类。", "The group that the category is in.", func(r *Record) string { return r.GroupName }),
		own("group", "大类代码", "大类的两位代码。", "The group's code, two digits.", func(r *Record) string { return r.Group }),
		own("category", "类别代码", "类别的代码。", "The category's code.", func(r *Record) string { return r.Category }),
		own("department", "公开主体编号", "公开主体的编号，也是它网页地址的一部分。", "The department's id, part of its address.", func(r *Record) string { return r.Department }),
		own("duty", "应公开事项编号", "应公开事项的编号。", "The duty's id.", func(r *Record) string { return r.Duty }),
		own("url", "网址", "网页的完整地址，永不改变。", "The page's absolute address, which never changes.", func(r *Record) string { return r.URL }),
		own("address", "站内地址", "网页在本站内的地址。", "The page's address below the site's root.", func(r *Record) string { return r.Address }),
	}
}

// fromSchema makes a column of a key of the front matter: its name, words and form are
// the schema's.
func fromSchema(name string, get func(*Record) string) Field {
	return field(name, schema.Item.Get(name), get)
}

func field(name string, k *schema.Key, get func(*Record) string) Field {
	f := Field{Name: name, ZH: k.ZH, Doc: k.Doc, Form: k.Form, Get: get}
	for _, v := range k.Values {
		f.Values = append(f.Values, v.Words.ZH)
	}
	return f
}

// part makes a column of a part of an object: its heading is 听证-地点.
func part[T any](name string, of func(*Record) *T, get func(*T) string) Field {
	outer, inner, _ := strings.Cut(name, ".")
	object := schema.Item.Get(outer)
	f := field(name, schema.Table(object.Keys).Get(inner), func(r *Record) string {
		if x := of(r); x != nil {
			return get(x)
		}
		return ""
	})
	f.ZH = object.ZH + "-" + f.ZH
	return f
}

func hearing(r *Record) *Hearing    { return r.Hearing }
func withdrawn(r *Record) *Decision { return r.Withdrawn }
func restored(r *Record) *Decision  { return r.Restored }

// yes puts a flag into words; no is the empty cell.
func yes(b bool) string {
	if b {
		return "是"
	}
	return ""
}

// join puts a list into one cell.
func join(list []string) string { return strings.Join(list, "；") }

// attachmentsCell lists the attachments with their addresses, one a line.
func attachmentsCell(r *Record) string {
	var b strings.Builder
	for i, a := range r.Attachments {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(a.Title)
		b.WriteByte(' ')
		b.WriteString(a.URL)
	}
	return b.String()
}

// changesCell lists the changes, one a line.
func changesCell(r *Record) string {
	var b strings.Builder
	for i, c := range r.Changes {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(c.Date + " " + c.Kind + "：" + c.What)
		if c.ApprovedBy != "" {
			b.WriteString("（批准：" + c.ApprovedBy + "）")
		}
	}
	return b.String()
}
