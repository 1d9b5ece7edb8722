package load

import (
	"slices"
	"strings"

	"gongkai/generator/calendar"
	"gongkai/generator/diag"
	"gongkai/generator/front"
	"gongkai/generator/model"
	"gongkai/generator/schema"
	"gongkai/generator/source"
)

// names resolves what clerks write to what the model uses. A text that stands for nothing
// stays as it is: check says so.
type names struct {
	categories  map[string]string // code or name → code
	departments map[string]string // id or name → id
	duties      map[string]*model.Duty
}

func newNames() names {
	return names{map[string]string{}, map[string]string{}, map[string]*model.Duty{}}
}

func (n names) category(s string) string   { return pick(n.categories, s) }
func (n names) department(s string) string { return pick(n.departments, s) }

func pick(m map[string]string, s string) string {
	if v, ok := m[s]; ok {
		return v
	}
	return s
}

// name adds keys that stand for a value, unless they do for another.
func name[V any](m map[string]V, v V, keys ...string) {
	for _, k := range keys {
		if _, taken := m[k]; !taken && k != "" {
			m[k] = v
		}
	}
}

// listed reads a configuration file that is a list of mappings, and calls do for each.
func (t *tree) listed(plan *walked, path string, table schema.Table, do func(entry)) {
	t.yaml(plan, path, func(f *file, b front.Block) {
		if !f.wants(b, front.List) {
			return
		}
		k := newKeys(table, "")
		for i := range b.Root.Items {
			n := &b.Root.Items[i]
			if n.Kind != front.Map {
				f.notMapping(n, k)
				continue
			}
			e := entry{places: new(model.Places), span: head(n), sum: source.Sum(f.text[n.At.Start:n.At.End])}
			e.record = f.open(n, k, e.places)
			do(e)
		}
	})
}

// An entry is one mapping of a listed file.
type entry struct {
	*record
	places *model.Places
	span   source.Span
	sum    source.Digest
}

// notMapping explains an entry of a listed file that is a text or a list.
func (f *file) notMapping(n *front.Node, k *keys) {
	if n.Empty() || k.wideColon(f, n) {
		return
	}
	f.say("F12", n.At, diag.Say("这一条要写成分行的几项", "this entry must be a mapping"),
		diag.Say("写成“- 名称: 内容”，下面各项左边对齐", "write \"- key: value\" and let the other keys stand in one column"))
}

func (t *tree) readCategories(plan *walked) {
	var own []*model.Category
	for i := range schema.Groups {
		g := &schema.Groups[i]
		c := &model.Category{Code: g.Code, Name: g.Name, Focus: g.Focus, About: g.About}
		if len(g.Code) == 4 {
			c.Parent = g.Code[:2]
		}
		t.categories = append(t.categories, c)
		name(t.names.categories, c.Code, c.Code, c.Name)
	}
	t.listed(plan, "categories.yaml", schema.Category, func(e entry) {
		c := &model.Category{Code: e.text("code"), Name: e.text("name"), Focus: e.enum("focus"), About: e.text("about"), Path: e.f.path, Span: e.span}
		c.Parent = t.names.category(e.text("parent"))
		if c.Parent == "" && len(c.Code) > 2 {
			c.Parent = c.Code[:2]
		}
		own = append(own, c)
	})
	for _, c := range own {
		name(t.names.categories, c.Code, c.Code, c.Name)
		t.categories = slices.Insert(t.categories, t.behind(c), c)
	}
}

// behind gives the place of a category in the list: behind the last of its group.
func (t *tree) behind(c *model.Category) int {
	for i := len(t.categories) - 1; i >= 0; i-- {
		if x := t.categories[i]; x.Code == c.Parent || x.Parent == c.Parent && c.Parent != "" {
			return i + 1
		}
	}
	return len(t.categories)
}

func (t *tree) readDepartments(plan *walked) {
	t.listed(plan, "departments.yaml", schema.Department, func(e entry) {
		d := &model.Department{
			ID: e.text("id"), Code: e.text("code"), Name: e.text("name"), Kind: model.Kind(e.enum("kind")),
			Mandate: e.text("mandate"), SupervisedBy: e.text("supervised_by"),
			Phone: e.text("phone"), Address: e.text("address"), Hours: e.text("hours"), Complaint: e.text("complaint_phone"),
			Clerk: e.text("clerk"), Deputy: e.text("deputy"), Functions: e.text("functions"), Powers: e.text("powers"),
			Goals: e.text("goals"), Leaders: e.list("leaders"), Units: e.list("units"), Website: e.text("site"),
			At: *e.places, Path: e.f.path, Span: e.span, Card: e.sum,
		}
		t.departments = append(t.departments, d)
		name(t.names.departments, d.ID, d.ID, d.Name)
	})
	const file = "departments.yaml"
	if len(t.departments) == 0 && slices.Contains(plan.config, file) && !slices.ContainsFunc(t.found, func(d diag.Diagnostic) bool { return d.Path == file }) {
		t.found = append(t.found, diag.Diagnostic{Rule: "F17", Place: diag.Place{Path: file},
			Text: diag.Say("%s 里一个公开主体也没有", "%s names no department", file),
			Fix:  diag.Say("至少写上一个公开主体；每个以“- ”开头，写明编号、代码、名称等", "enter one at least: begin it with \"- \" and give id, code, name and the rest")})
	}
	for _, d := range t.departments {
		d.SupervisedBy = t.names.department(d.SupervisedBy)
	}
}

func (t *tree) readDuties(plan *walked) {
	t.listed(plan, dutiesFile, schema.Duty, func(e entry) { t.addDuty(e, nil) })
	for _, d := range t.departments {
		t.listed(plan, d.ID+"/"+dutiesFile, schema.Duty, func(e entry) { t.addDuty(e, d) })
	}
}

// dutiesFile is the name of the standing catalogue, the site's and each department's.
const dutiesFile = "duties.yaml"

// addDuty reads one duty, of any department or of the one in whose folder the file lies.
func (t *tree) addDuty(e entry, own *model.Department) {
	d := &model.Duty{
		ID: e.text("id"), Title: e.text("title"), Matter: e.text("matter"), Category: t.names.category(e.text("category")),
		Departments: t.owners(e.list("departments")), Cadence: model.Cadence(e.enum("cadence")), Every: units[e.enum("every")],
		From: e.day("from"), Until: e.day("until"),
		Basis: e.list("basis"), Content: e.text("content"), Limit: e.text("limit"), Channels: e.list("channels"),
		Audience: e.text("audience"), Method: model.Method(e.enum("method")), Level: e.text("level"),
		Path: e.f.path, Span: e.span,
	}
	if d.Cadence == "" {
		d.Cadence = model.Cadence(e.text("cadence")) // as written: F13 has named it
	}
	if own != nil {
		if len(d.Departments) > 0 && !own.Among(d.Departments) {
			e.f.say("F12", e.places.Of("departments"), diag.Say("这个文件只写“%s”的应公开事项", "this file holds duties of %s alone", own.Name),
				diag.Say("删去“公开主体”这一项，或者移到上一层的 duties.yaml", "take departments away, or move the entry to the duties.yaml above"))
		}
		d.Departments = []string{own.ID}
	}
	if d.Every == calendar.NoUnit {
		d.Every = every(d)
	}
	t.duties = append(t.duties, d)
	name(t.names.duties, d, d.ID, d.Title)
}

// units are the words of a duty's periods.
var units = map[string]calendar.Unit{"year": calendar.Year, "half": calendar.Half, "quarter": calendar.Quarter, "month": calendar.Month}

// every gives how long the periods of a duty are that does not say so: as its limit lets
// see, else as clause 七 has it for its cadence.
func every(d *model.Duty) calendar.Unit {
	unit := calendar.ParseLimit(d.Limit).Every
	switch {
	case d.Cadence == model.Annual && unit == calendar.Year, d.Cadence == model.Routine && unit == calendar.Quarter:
		return unit
	case d.Cadence == model.Annual:
		return calendar.Half
	case d.Cadence == model.Routine:
		return calendar.Month
	}
	return calendar.NoUnit
}

// owners resolves the departments of a duty: ids, kinds, or all.
func (t *tree) owners(written []string) []string {
	for i, s := range written {
		switch kind := schema.Department.Get("kind").Match(s); {
		case s == "all", s == "全部", s == "所有", s == "各部门":
			written[i] = "all"
		case kind != nil:
			written[i] = kind.Code
		default:
			written[i] = t.names.department(s)
		}
	}
	return written
}

func (t *tree) readBoards(plan *walked) {
	t.listed(plan, "boards.yaml", schema.Board, func(e entry) {
		b := &model.Board{
			ID: e.text("id"), Name: e.text("name"), Place: e.text("place"), Paper: model.Paper(e.enum("paper")),
			Width: e.count("width_cm", 0), Height: e.count("height_cm", 0), Distance: e.count("distance_cm", 0),
			Landscape: e.enum("orientation") == "landscape", Style: model.SheetStyle(e.enum("style")), Fit: e.count("fit", 0),
			Departments: e.list("departments"), Categories: e.list("categories"), Path: e.f.path, Span: e.span,
		}
		if b.Paper == "" {
			b.Paper = model.Paper(e.text("paper")) // as written: F13 has named it
		}
		for i, s := range b.Departments {
			b.Departments[i] = t.names.department(s)
		}
		for i, s := range b.Categories {
			b.Categories[i] = t.names.category(s)
		}
		t.boards = append(t.boards, b)
	})
}

func (t *tree) readFilings(plan *walked) {
	t.listed(plan, "filings.yaml", schema.Filing, func(e entry) {
		t.filings = append(t.filings, &model.Filing{
			Period: e.period("period"), Department: t.names.department(e.text("department")), Filed: e.day("filed"),
			Receipt: e.text("receipt"), Sum: strings.ToLower(e.text("sha256")), At: *e.places, Path: e.f.path, Span: e.span,
		})
	})
}
