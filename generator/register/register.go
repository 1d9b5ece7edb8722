// Package register owns the standing catalogue 应公开目录 in the national form of 基层政务公开标准目录
// (国办发〔2019〕54号): one row a duty, in the form's columns, made once for the page, the
// tables, the JSON and the printed sheet alike.
//
// Rows stand by the first level of their matters: the site's groups in order, within a group
// the first levels as duties.yaml has them, and within those the duties. Whatever the form
// has no box for is kept in words: no row says less than duties.yaml.
package register

import (
	"cmp"
	"slices"
	"strconv"

	"gongkai/generator/calendar"
	"gongkai/generator/model"
	"gongkai/generator/schema"
)

// Where the register stands, below the site's root. A site without duties has none of it.
const (
	Page = "catalog/duties.html"
	CSV  = "catalog/duties.csv"
	XLSX = "catalog/duties.xlsx"
	JSON = "catalog/duties.json"
)

// pageRows is how many rows a page of the register has.
const pageRows = 100

// PageOf gives the number, from 1, of the page that has a row.
func PageOf(number int) int { return (number-1)/pageRows + 1 }

// PageAddress is where page n of the register stands, below the site's root.
func PageAddress(n int) string {
	if n == 1 {
		return Page
	}
	return "catalog/duties/" + strconv.Itoa(n) + ".html"
}

// Anchor names the row's place on its page.
func (r *Row) Anchor() string { return "d" + strconv.Itoa(r.Number) }

// Address is where the row stands, below the site's root.
func (r *Row) Address() string { return PageAddress(PageOf(r.Number)) + "#" + r.Anchor() }

// A Register is the rows of a site.
type Register struct {
	Rows    []Row
	Matters []Matter
	at      map[*model.Duty]int // index into Rows
}

// A Matter is a first level 一级事项 with its rows.
type Matter struct {
	Name string
	Rows []Row // of Register.Rows
}

// A Row is a duty in the form's columns.
type Row struct {
	Number   int // 序号, from 1
	Duty     *model.Duty
	First    string   // 一级事项
	Second   string   // 二级事项
	Who      []string // 公开主体 in words
	Carriers Choice   // 公开渠道和载体
	Audience Choice   // 公开对象: 全社会, 特定群体
	Method   Choice   // 公开方式: 主动, 依申请
	Level    Choice   // 公开层级: 县级, 乡级, 村级
}

// Of makes the register of a site.
func Of(s *model.Site) *Register {
	type place struct{ group, matter int }
	groups, matters := map[string]int{}, map[string]int{}
	for i, c := range s.Categories {
		groups[c.Code] = i
	}
	r := &Register{at: map[*model.Duty]int{}}
	places := map[*model.Duty]place{}
	for _, d := range s.Duties {
		row := Row{Duty: d, First: d.Matter, Second: d.Title, Who: Who(s, d), Carriers: carriers(d.Channels), Audience: audience(d.Audience), Method: method(d.Method), Level: level(d.Level)}
		at := place{group: len(s.Categories)} // of no category that the site has: last
		if c := s.Category(d.Category); c != nil {
			at.group = groups[c.Group()]
			if g := s.Category(c.Group()); g != nil && row.First == "" {
				row.First = g.Name
			}
		}
		if row.First == "" {
			row.First = "其他"
		}
		if _, known := matters[row.First]; !known {
			matters[row.First] = len(matters)
		}
		at.matter = matters[row.First]
		places[d] = at
		r.Rows = append(r.Rows, row)
	}
	slices.SortStableFunc(r.Rows, func(a, b Row) int {
		x, y := places[a.Duty], places[b.Duty]
		return cmp.Or(cmp.Compare(x.group, y.group), cmp.Compare(x.matter, y.matter))
	})
	for i := range r.Rows {
		r.Rows[i].Number = i + 1
		r.at[r.Rows[i].Duty] = i
		first := i
		for first > 0 && places[r.Rows[first-1].Duty] == places[r.Rows[i].Duty] {
			first--
		}
		if first == i {
			r.Matters = append(r.Matters, Matter{Name: r.Rows[i].First})
		}
		r.Matters[len(r.Matters)-1].Rows = r.Rows[first : i+1]
	}
	return r
}

// Row gives the duty's row, nil where it is none of the site's.
func (r *Register) Row(d *model.Duty) *Row {
	if i, ok := r.at[d]; ok {
		return &r.Rows[i]
	}
	return nil
}

// For gives the rows of a department's duties.
func (r *Register) For(d *model.Department) (out []*Row) {
	for i := range r.Rows {
		if r.Rows[i].Duty.Of(d) {
			out = append(out, &r.Rows[i])
		}
	}
	return out
}

// Who puts the departments of a duty into words: a name, a kind, or all.
func Who(s *model.Site, d *model.Duty) []string {
	if len(d.Departments) == 0 {
		return []string{everybody}
	}
	out := make([]string, len(d.Departments))
	for i, x := range d.Departments {
		kind := schema.Department.Get("kind").Match(x)
		switch dept := s.Department(x); {
		case dept != nil:
			out[i] = dept.Name
		case x == "all", x == "全部":
			out[i] = everybody
		case kind != nil && kind.Code == string(model.Utility):
			out[i] = "各公用事业单位"
		case kind != nil:
			out[i] = "各" + kind.Words.ZH
		default:
			out[i] = x
		}
	}
	return out
}

// Every gives how long a duty's periods are, as duties.yaml has it: month; "" for none.
func Every(d *model.Duty) string {
	return [...]string{calendar.NoUnit: "", calendar.Year: "year", calendar.Half: "half", calendar.Quarter: "quarter", calendar.Month: "month"}[d.Every]
}

// Cadence says how often a duty is met: 常规性（每月）.
func Cadence(d *model.Duty) string {
	often := schema.Duty.Get("cadence").Word(string(d.Cadence))
	if d.Every == calendar.NoUnit {
		return often
	}
	return often + "（" + schema.Duty.Get("every").Word(Every(d)) + "）"
}

// everybody are all who must disclose.
const everybody = "各公开主体"
